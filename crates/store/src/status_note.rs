//! Status notes and the requests for them (S6). Notes are added and read; the database refuses to change one.

use domain::access::{Scope, View};
use domain::id::{OrganisationId, PersonId, TenantKey};
use domain::planted::{Fault, planted};
use domain::status_note::StatusNote;

use crate::audit::like;
use crate::statement::{Statement, Value};
use crate::{Engine, StoreError, Tx, on};

/// A status note as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StatusNoteRow {
    /// The name in URLs and JSON.
    pub handle: String,
    /// Who wrote it.
    pub person_id: Option<i64>,
    /// Their name, while there is an account.
    pub author: Option<String>,
    /// Their organisation.
    pub organisation: String,
    /// When, in milliseconds.
    pub written_at: i64,
    /// Onboarding scope.
    pub scope: String,
    /// Risks.
    pub risks: Option<String>,
    /// Next actions.
    pub next_actions: String,
    /// Next action date, as `2026-08-01`.
    pub next_action_on: String,
    /// Next action owner.
    pub next_action_owner: String,
    /// The code of the overall status.
    pub overall_status: String,
    /// The note that it corrects.
    pub corrects: Option<String>,
    /// The newest note that corrects it.
    pub corrected_by: Option<String>,
}

/// A note that is asked for and not written yet.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NoteRequestRow {
    /// The name in URLs and JSON.
    pub handle: String,
    /// The partner that is asked.
    pub partner: String,
    /// The partner's ID.
    pub partner_id: String,
    /// By when, as `2026-08-01`.
    pub due_on: String,
    /// When it was asked, in milliseconds.
    pub asked_at: i64,
}

/// Which notes of a tenant are wanted; empty texts and nothing narrow nothing.
#[derive(Debug, Clone, Default)]
pub struct NoteFilter {
    /// Written at this moment or later.
    pub from: Option<i64>,
    /// Written before this moment.
    pub until: Option<i64>,
    /// The author's name.
    pub author: String,
    /// The code of the overall status.
    pub overall_status: String,
    /// Words of the texts, in small letters.
    pub search: String,
    /// The handle of the note before which they begin.
    pub before: String,
    /// The handle of the note with which they begin.
    pub at: String,
    /// The handle of the note after which they were written: of those the oldest, also newest first.
    pub after: String,
    /// The handle of the one note that is wanted.
    pub only: String,
}

/// A note to keep.
#[derive(Debug)]
pub struct NewNote<'a> {
    /// Its name in URLs.
    pub handle: &'a str,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Of which tenant.
    pub tenant: TenantKey,
    /// Who writes it; nothing for the operator.
    pub person: Option<PersonId>,
    /// When, in milliseconds.
    pub written_at: i64,
    /// What it says.
    pub note: &'a StatusNote,
    /// Its texts without the owner, in small letters.
    pub search_key: &'a str,
    /// The note that it corrects, by its handle.
    pub corrects: Option<&'a str>,
}

/// Narrows to what belongs to an organisation whose data the scope shows.
pub(crate) fn of_whom(statement: &mut Statement, scope: &Scope) {
    match scope.view() {
        View::Programme => {}
        View::Partners(partners) => {
            statement.text(" AND n.organisation_id IN (");
            statement.values(partners.iter().map(|partner| Value::Int(partner.0))).text(")");
        }
        View::Partner { .. } if planted(Fault::WorkOfOtherPartners) => {}
        View::Partner { organisation_id, .. } => {
            statement.text(" AND n.organisation_id = ").value(Value::Int(organisation_id.0));
        }
    }
}

impl Tx {
    /// Notes of a tenant, newest first.
    pub async fn status_notes(
        &mut self,
        scope: &Scope,
        tenant: TenantKey,
        filter: &NoteFilter,
        limit: i64,
    ) -> Result<Vec<StatusNoteRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT n.handle, n.person_id, p.name AS author, o.name AS organisation, n.written_at, n.scope, n.risks,
                    n.next_actions, n.next_action_on, n.next_action_owner, n.overall_status, c.handle AS corrects,
                    (SELECT MAX(l.handle) FROM status_note AS l WHERE l.status_note_id =
                        (SELECT MAX(b.status_note_id) FROM status_note AS b WHERE b.corrects_id = n.status_note_id))
                    AS corrected_by
             FROM status_note AS n
             JOIN organisation AS o ON o.organisation_id = n.organisation_id
             LEFT JOIN person AS p ON p.person_id = n.person_id
             LEFT JOIN status_note AS c ON c.status_note_id = n.corrects_id
             WHERE n.tenant_key = ",
        );
        statement.value(Value::Int(tenant.0));
        of_whom(&mut statement, scope);
        narrow(&mut statement, tenant, filter);
        let is_backwards = !filter.after.is_empty();
        statement.text(" ORDER BY n.status_note_id").text(if is_backwards { "" } else { " DESC" }).limit(limit);
        let mut rows: Vec<StatusNoteRow> = statement.rows(self).await?;
        if is_backwards {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Who wrote notes of a tenant, by name.
    pub async fn note_authors(&mut self, scope: &Scope, tenant: TenantKey) -> Result<Vec<String>, StoreError> {
        let mut statement = Statement::new(
            "SELECT DISTINCT p.name FROM status_note AS n JOIN person AS p ON p.person_id = n.person_id
             WHERE n.tenant_key = ",
        );
        statement.value(Value::Int(tenant.0));
        of_whom(&mut statement, scope);
        statement.text(" ORDER BY p.name");
        let names: Vec<(String,)> = statement.rows(self).await?;
        Ok(names.into_iter().map(|(name,)| name).collect())
    }

    /// One note of a tenant, by its handle, which is not empty.
    pub async fn status_note(
        &mut self,
        scope: &Scope,
        tenant: TenantKey,
        handle: &str,
    ) -> Result<Option<StatusNoteRow>, StoreError> {
        let only = NoteFilter { only: handle.to_owned(), ..NoteFilter::default() };
        Ok(self.status_notes(scope, tenant, &only, 1).await?.pop())
    }

    /// Adds a note, and takes what was asked of its organisation for answered. Whoever adds it holds the tenant.
    pub async fn add_status_note(&mut self, new: &NewNote<'_>) -> Result<(), StoreError> {
        let note = new.note;
        on!(self, c => sqlx::query(
            "INSERT INTO status_note (handle, organisation_id, tenant_key, person_id, written_at, scope, risks, next_actions,
                                      next_action_on, next_action_owner, overall_status, search_key, corrects_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
                     (SELECT c.status_note_id FROM status_note AS c WHERE c.handle = $13 AND c.tenant_key = $3))"
        )
        .bind(new.handle).bind(new.organisation.0).bind(new.tenant.0).bind(new.person.map(|it| it.0))
        .bind(new.written_at).bind(&note.scope).bind(note.risks.as_deref()).bind(&note.next_actions)
        .bind(note.next_action_on.to_string()).bind(note.owner.as_str()).bind(note.overall_status.code())
        .bind(new.search_key).bind(new.corrects).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "UPDATE note_request SET answered_at = $3
             WHERE tenant_key = $1 AND organisation_id = $2 AND answered_at IS NULL"
        ).bind(new.tenant.0).bind(new.organisation.0).bind(new.written_at).execute(c).await?.rows_affected());
        self.mark_tenant(new.organisation, new.tenant).await
    }

    /// The notes of a tenant that are asked for and not written yet.
    pub async fn note_requests(&mut self, scope: &Scope, tenant: TenantKey) -> Result<Vec<NoteRequestRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT n.handle, o.name AS partner, COALESCE(o.partner_id, '') AS partner_id, n.due_on, n.asked_at
             FROM note_request AS n JOIN organisation AS o ON o.organisation_id = n.organisation_id
             WHERE n.answered_at IS NULL AND n.tenant_key = ",
        );
        statement.value(Value::Int(tenant.0));
        of_whom(&mut statement, scope);
        statement.text(" ORDER BY n.due_on, o.name, n.handle");
        statement.rows(self).await
    }

    /// Asks a partner for a note; what was asked before and is open moves to the new day. Whoever asks holds the tenant.
    pub async fn ask_for_note(
        &mut self,
        handle: &str,
        organisation: OrganisationId,
        tenant: TenantKey,
        person: Option<PersonId>,
        asked_at: i64,
        due_on: &str,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO note_request (handle, organisation_id, tenant_key, person_id, asked_at, due_on)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_key, organisation_id) WHERE answered_at IS NULL
             DO UPDATE SET due_on = excluded.due_on, asked_at = excluded.asked_at, person_id = excluded.person_id"
        )
        .bind(handle).bind(organisation.0).bind(tenant.0).bind(person.map(|it| it.0)).bind(asked_at).bind(due_on)
        .execute(c).await?.rows_affected());
        self.mark_tenant(organisation, tenant).await
    }

    /// The partners that see a tenant and whose work the scope shows: key, partner ID and name.
    pub async fn partners_of_tenant(
        &mut self,
        scope: &Scope,
        tenant: TenantKey,
    ) -> Result<Vec<(i64, String, String)>, StoreError> {
        let mut statement = Statement::new(
            "SELECT o.organisation_id, o.partner_id, o.name FROM portfolio AS n
             JOIN organisation AS o ON o.organisation_id = n.organisation_id AND o.kind = 'partner'
             WHERE n.location_id = 0 AND n.tenant_key = ",
        );
        statement.value(Value::Int(tenant.0));
        of_whom(&mut statement, scope);
        statement.text(" ORDER BY o.name, o.partner_id");
        statement.rows(self).await
    }

    /// Holds a tenant until the transaction ends: two that change what belongs to it go one after the other, and a load that
    /// changes whose it is. Whether somebody else could have been first: what was read of it before is then read again.
    pub async fn hold_tenant(&mut self, tenant: TenantKey) -> Result<bool, StoreError> {
        // On SQLite there is one writer, and it is this one.
        if self.engine() == Engine::Postgres {
            // Not against rows that only refer to it, which others add meanwhile.
            on!(self, c => sqlx::query("SELECT tenant_key FROM tenant WHERE tenant_key = $1 FOR NO KEY UPDATE")
                .bind(tenant.0).execute(c).await?.rows_affected());
        }
        Ok(self.engine() == Engine::Postgres)
    }
}

fn narrow(statement: &mut Statement, tenant: TenantKey, filter: &NoteFilter) {
    if let Some(from) = filter.from {
        statement.text(" AND n.written_at >= ").value(Value::Int(from));
    }
    if let Some(until) = filter.until {
        statement.text(" AND n.written_at < ").value(Value::Int(until));
    }
    if !filter.author.is_empty() {
        statement.text(" AND p.name = ").value(Value::Text(filter.author.clone()));
    }
    if !filter.overall_status.is_empty() {
        statement.text(" AND n.overall_status = ").value(Value::Text(filter.overall_status.clone()));
    }
    if !filter.search.is_empty() {
        statement.text(" AND n.search_key LIKE ").value(Value::Text(like(&filter.search))).text(" ESCAPE '\\'");
    }
    if !filter.only.is_empty() {
        statement.text(" AND n.handle = ").value(Value::Text(filter.only.clone()));
    }
    for (place, handle) in [
        (" AND n.status_note_id < ", &filter.before),
        (" AND n.status_note_id <= ", &filter.at),
        (" AND n.status_note_id > ", &filter.after),
    ] {
        if !handle.is_empty() {
            statement.text(place).text("(SELECT s.status_note_id FROM status_note AS s WHERE s.tenant_key = ");
            statement.value(Value::Int(tenant.0)).text(" AND s.handle = ").value(Value::Text(handle.clone())).text(")");
        }
    }
}
