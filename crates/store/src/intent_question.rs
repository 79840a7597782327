//! Questions about intent notes to the partner manager, and the answers (S9.4).
//!
//! A workload has one open question of a partner at a time, and a question one answer: both are held by the database.

use domain::access::{Scope, View};
use domain::id::{OrganisationId, PersonId};
use domain::planted::{Fault, planted};

use crate::intent_note::IntentKey;
use crate::statement::{Statement, Value};
use crate::usage::{TenantNamed, with_mine};
use crate::{StoreError, Tx, on};

/// A question, with its answer where there is one.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct IntentQuestionRow {
    /// The name in URLs and JSON.
    pub handle: String,
    /// The partner that asks.
    pub partner: String,
    /// The tenant's GUID.
    pub tenant_id: uuid::Uuid,
    /// The tenant's name.
    pub tenant: String,
    /// The code of the workload.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// The note as it was when it was asked about; may be empty.
    pub note: String,
    /// What is asked.
    pub question: String,
    /// Who asks.
    pub asked_by: i64,
    /// That person's name.
    pub asker: String,
    /// When, in milliseconds.
    pub asked_at: i64,
    /// The answer.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<i64>,
    /// That person's name.
    pub answerer: Option<String>,
    /// When, in milliseconds.
    pub answered_at: Option<i64>,
}

/// A question to keep.
#[derive(Debug)]
pub struct NewIntentQuestion<'a> {
    /// Whose, and about what.
    pub key: IntentKey,
    /// Its name in URLs.
    pub handle: &'a str,
    /// The note as it is.
    pub note: &'a str,
    /// What is asked.
    pub question: &'a str,
    /// Who asks.
    pub person: PersonId,
    /// When, in milliseconds.
    pub asked_at: i64,
}

/// Questions that are listed at most.
const MOST_QUESTIONS: i64 = 200;

const QUESTIONS: &str = "SELECT q.handle, o.name AS partner, t.tenant_id, t.name AS tenant, w.code, w.name_en, w.name_nl,
        q.note, q.question, q.asked_by, a.name AS asker, q.asked_at, q.answer, q.answered_by, b.name AS answerer, q.answered_at
     FROM intent_question AS q
     JOIN organisation AS o ON o.organisation_id = q.organisation_id
     JOIN tenant AS t ON t.tenant_key = q.tenant_key
     JOIN workload AS w ON w.workload_id = q.workload_id
     JOIN person AS a ON a.person_id = q.asked_by
     LEFT JOIN person AS b ON b.person_id = q.answered_by";

impl Tx {
    /// The questions about the note of a claimed workload that the scope sees, newest first.
    pub async fn intent_questions(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        key: IntentKey,
    ) -> Result<Vec<IntentQuestionRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Key(key.tenant));
        statement.text(QUESTIONS).text(" WHERE q.workload_id = ").value(Value::Int(key.workload.0));
        statement.text(
            " AND EXISTS (SELECT 1 FROM mine AS m WHERE m.tenant_key = q.tenant_key AND m.workload_id = q.workload_id
                          AND m.holder_id = q.organisation_id)
             ORDER BY q.intent_question_id DESC",
        );
        statement.limit(MOST_QUESTIONS);
        statement.rows(self).await
    }

    /// The questions that wait for an answer, the oldest first: of all partners, of those that the scope shows, or of the
    /// own tenants in scope.
    pub async fn open_intent_questions(&mut self, scope: &Scope) -> Result<Vec<IntentQuestionRow>, StoreError> {
        let mut statement = Statement::new(QUESTIONS);
        statement.text(" WHERE q.answered_at IS NULL");
        narrow(&mut statement, scope);
        statement.text(" ORDER BY q.intent_question_id").limit(MOST_QUESTIONS);
        statement.rows(self).await
    }

    /// A question by its handle, answered or not, as far as the scope shows it.
    pub async fn intent_question(
        &mut self,
        scope: &Scope,
        handle: &str,
    ) -> Result<Option<IntentQuestionRow>, StoreError> {
        let mut statement = Statement::new(QUESTIONS);
        statement.text(" WHERE q.handle = ").value(Value::Text(handle.to_owned()));
        narrow(&mut statement, scope);
        Ok(statement.rows(self).await?.pop())
    }

    /// Keeps a question. A workload with an open one is a conflict.
    pub async fn add_intent_question(&mut self, new: &NewIntentQuestion<'_>) -> Result<(), StoreError> {
        let IntentKey { organisation, tenant, workload } = new.key;
        on!(self, c => sqlx::query(
            "INSERT INTO intent_question
                 (handle, organisation_id, tenant_key, workload_id, note, question, asked_by, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        )
        .bind(new.handle).bind(organisation.0).bind(tenant.0).bind(workload.0).bind(new.note).bind(new.question)
        .bind(new.person.0).bind(new.asked_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Answers a question, unless it was answered before; whether it was not.
    pub async fn answer_intent_question(
        &mut self,
        handle: &str,
        answer: &str,
        person: PersonId,
        now: i64,
    ) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query(
            "UPDATE intent_question SET answer = $2, answered_by = $3, answered_at = $4
             WHERE handle = $1 AND answered_at IS NULL"
        ).bind(handle).bind(answer).bind(person.0).bind(now).execute(c).await?.rows_affected())
            > 0)
    }
}

fn narrow(statement: &mut Statement, scope: &Scope) {
    match scope.view() {
        View::Programme => {}
        View::Partners(partners) => {
            statement.text(" AND q.organisation_id IN (");
            statement.values(partners.iter().map(|partner| Value::Int(partner.0))).text(")");
            // A tenant that the partner does not see any more is not the manager's either (S2.3).
            if !planted(Fault::QuestionsOfLostTenants) {
                statement.text(
                    " AND EXISTS (SELECT 1 FROM portfolio AS r WHERE r.organisation_id = q.organisation_id
                                  AND r.tenant_key = q.tenant_key AND r.location_id = 0)",
                );
            }
        }
        View::Partner { organisation_id, .. } => {
            statement.text(" AND q.organisation_id = ").value(Value::Int(organisation_id.0));
            statement.text(
                " AND EXISTS (SELECT 1 FROM portfolio_workload AS h WHERE h.organisation_id = q.organisation_id
                              AND h.tenant_key = q.tenant_key AND h.workload_id = q.workload_id
                              AND h.holder_id = q.organisation_id)",
            );
            if let Some(locations) = scope.limited_to() {
                statement.text(
                    " AND EXISTS (SELECT 1 FROM portfolio AS r WHERE r.organisation_id = q.organisation_id
                                  AND r.tenant_key = q.tenant_key AND r.location_id IN (",
                );
                statement.values(locations.iter().map(|location| Value::Int(location.0))).text("))");
            }
        }
    }
}
