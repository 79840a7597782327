//! Service intent notes: the current one of a workload, and every one before it (S9.1).
//!
//! A note belongs to the partner that holds the claim on the workload. That one note is current, that no two of a tenant's
//! current notes on workloads that the partner holds say the same, and that of two who save at once one comes second, is
//! held by the database.

use domain::access::Scope;
use domain::id::{OrganisationId, PersonId, TenantKey, WorkloadId};
use uuid::Uuid;

use crate::statement::{Statement, Value};
use crate::usage::{TenantNamed, with_mine};
use crate::{StoreError, Tx, on};

/// A claimed workload of a tenant: where a note can be.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct IntentPlaceRow {
    /// The tenant.
    pub tenant_key: i64,
    /// The workload.
    pub workload_id: i64,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// The partner that holds the claim, and so whose note it is.
    pub holder_id: i64,
    /// That partner's name.
    pub partner: String,
}

impl IntentPlaceRow {
    /// Whose note, and on what.
    pub fn key(&self) -> IntentKey {
        IntentKey {
            organisation: OrganisationId(self.holder_id),
            tenant: TenantKey(self.tenant_key),
            workload: WorkloadId(self.workload_id),
        }
    }
}

/// Whose note, and on what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntentKey {
    /// The partner.
    pub organisation: OrganisationId,
    /// The tenant.
    pub tenant: TenantKey,
    /// The workload.
    pub workload: WorkloadId,
}

/// A note as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct IntentNoteRow {
    /// The workload.
    pub workload_id: i64,
    /// Counted from 1 for each workload; the newest is current.
    pub version: i64,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub written_by: i64,
    /// That person's name.
    pub author: String,
    /// When, in milliseconds.
    pub written_at: i64,
}

/// A note to keep.
#[derive(Debug)]
pub struct NewIntentNote<'a> {
    /// Whose, and on what.
    pub key: IntentKey,
    /// The version that it replaces; 0 where there is none.
    pub replaces: i64,
    /// What it says.
    pub text: &'a str,
    /// A hash of the text without regard to case and white space.
    pub likeness: &'a [u8],
    /// Who writes it.
    pub person: PersonId,
    /// When, in milliseconds.
    pub written_at: i64,
}

/// Older notes that are shown at most.
const MOST_NOTES: i64 = 100;

impl Tx {
    /// The claimed workloads of a tenant that the scope sees, in the order of the catalogue; of one code, or all.
    pub async fn intent_places(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant: Uuid,
        code: Option<&str>,
    ) -> Result<Vec<IntentPlaceRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Guid(tenant));
        statement.text(
            "SELECT m.tenant_key, m.workload_id, w.code, w.name_en, w.name_nl, m.holder_id, o.name AS partner
             FROM (SELECT DISTINCT tenant_key, workload_id, holder_id FROM mine WHERE holder_id IS NOT NULL) AS m
             JOIN workload AS w ON w.workload_id = m.workload_id
             JOIN organisation AS o ON o.organisation_id = m.holder_id",
        );
        if let Some(code) = code {
            statement.text(" WHERE w.code = ").value(Value::Text(code.to_owned()));
        }
        statement.text(" ORDER BY w.position, w.code");
        statement.rows(self).await
    }

    /// The notes of a claimed workload that the scope sees, newest first: the first is the current one.
    pub async fn intent_notes(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        key: IntentKey,
    ) -> Result<Vec<IntentNoteRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Key(key.tenant));
        notes_of_mine(&mut statement);
        statement.text(" WHERE n.workload_id = ").value(Value::Int(key.workload.0));
        statement.text(" ORDER BY n.version DESC").limit(MOST_NOTES);
        statement.rows(self).await
    }

    /// The current notes on a tenant's workloads that the scope sees, each of whoever holds the workload.
    pub async fn current_intent_notes(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant: TenantKey,
    ) -> Result<Vec<IntentNoteRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Key(tenant));
        notes_of_mine(&mut statement);
        statement.text(" WHERE n.is_current ORDER BY n.workload_id");
        statement.rows(self).await
    }

    /// Keeps a note in place of the one that it replaces; nothing is kept where another stands by then.
    pub async fn add_intent_note(&mut self, new: &NewIntentNote<'_>) -> Result<bool, StoreError> {
        let IntentKey { organisation, tenant, workload } = new.key;
        if new.replaces > 0 {
            let replaced = on!(self, c => sqlx::query(
                "UPDATE intent_note SET is_current = FALSE
                 WHERE organisation_id = $1 AND tenant_key = $2 AND workload_id = $3 AND version = $4 AND is_current"
            )
            .bind(organisation.0).bind(tenant.0).bind(workload.0).bind(new.replaces)
            .execute(c).await?.rows_affected());
            if replaced == 0 {
                return Ok(false);
            }
        }
        self.let_go_of_left_note(new).await?;
        on!(self, c => sqlx::query(
            "INSERT INTO intent_note
                 (organisation_id, tenant_key, workload_id, version, is_current, text, likeness, written_by, written_at)
             VALUES ($1, $2, $3, $4, TRUE, $5, $6, $7, $8)"
        )
        .bind(organisation.0).bind(tenant.0).bind(workload.0).bind(new.replaces.saturating_add(1)).bind(new.text)
        .bind(new.likeness).bind(new.person.0).bind(new.written_at).execute(c).await?.rows_affected());
        Ok(true)
    }

    /// Lets the same words be written anew that stand on a workload which the partner does not hold any more: its people
    /// do not see that note, and could not be told of what theirs is a copy. It stays as it is, and is like no other.
    async fn let_go_of_left_note(&mut self, new: &NewIntentNote<'_>) -> Result<(), StoreError> {
        let IntentKey { organisation, tenant, workload } = new.key;
        // Once for each version of each workload, and longer than any hash.
        let like_none = [new.likeness, &workload.0.to_be_bytes(), &new.replaces.to_be_bytes()].concat();
        on!(self, c => sqlx::query(
            "UPDATE intent_note SET likeness = $5
             WHERE organisation_id = $1 AND tenant_key = $2 AND workload_id <> $3 AND likeness = $4 AND is_current
               AND NOT EXISTS (SELECT 1 FROM portfolio_workload AS h WHERE h.organisation_id = intent_note.organisation_id
                               AND h.tenant_key = intent_note.tenant_key AND h.workload_id = intent_note.workload_id
                               AND h.holder_id = intent_note.organisation_id)"
        )
        .bind(organisation.0).bind(tenant.0).bind(workload.0).bind(new.likeness).bind(like_none)
        .execute(c).await?.rows_affected());
        Ok(())
    }
}

/// The notes of whoever holds the workloads of `mine`: what another partner wrote before is not theirs.
fn notes_of_mine(statement: &mut Statement) {
    statement.text(
        "SELECT n.workload_id, n.version, n.text, n.written_by, p.name AS author, n.written_at
         FROM (SELECT DISTINCT tenant_key, workload_id, holder_id FROM mine) AS m
         JOIN intent_note AS n ON n.tenant_key = m.tenant_key AND n.workload_id = m.workload_id",
    );
    statement.text(" AND n.organisation_id = m.holder_id JOIN person AS p ON p.person_id = n.written_by");
}
