//! The audit: every change, and every look that it wants to know of (S16.1). Append-only.

use domain::id::{OrganisationId, PersonId};

use crate::statement::{Statement, Value};
use crate::{StoreError, Tx, on};

/// What is written down.
#[derive(Debug, Clone)]
pub struct AuditEntry<'a> {
    /// The moment, in milliseconds.
    pub happened_at: i64,
    /// Who; nothing for the operator and for nobody.
    pub person: Option<PersonId>,
    /// Of which organisation.
    pub organisation: Option<OrganisationId>,
    /// Through which door.
    pub door: &'a str,
    /// What was done: `tenant.opened`, `load.applied`.
    pub action: &'a str,
    /// To what, in a name people know.
    pub subject: &'a str,
    /// More of it, as JSON.
    pub detail: &'a str,
    /// From where.
    pub address: &'a str,
    /// The number under which the log knows the request.
    pub request_id: &'a str,
}

/// What was written down.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditRow {
    /// The key; newer is higher.
    pub audit_id: i64,
    /// The moment, in milliseconds.
    pub happened_at: i64,
    /// The person's name, while there is one.
    pub person: Option<String>,
    /// The organisation's name.
    pub organisation: Option<String>,
    /// Through which door.
    pub door: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// More of it, as JSON.
    pub detail: String,
    /// From where; empty where it was no request.
    pub address: String,
}

/// Which entries are looked for.
#[derive(Debug, Clone, Copy)]
pub struct AuditAsked<'a> {
    /// Of one organisation, or, without one, of all.
    pub organisation: Option<OrganisationId>,
    /// A part of the action, of the subject or of the person's name; empty for any.
    pub search: &'a str,
    /// Actions that are found too where something is searched for.
    pub actions: &'a [&'static str],
    /// Not before this moment, in milliseconds.
    pub from: i64,
    /// Nor after this one.
    pub until: i64,
}

impl Tx {
    /// Writes an entry.
    pub async fn add_audit(&mut self, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO audit (happened_at, person_id, organisation_id, door, action, subject, detail, address, request_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        )
        .bind(entry.happened_at).bind(entry.person.map(|it| it.0)).bind(entry.organisation.map(|it| it.0))
        .bind(entry.door).bind(entry.action).bind(entry.subject).bind(entry.detail).bind(entry.address)
        .bind(entry.request_id).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Entries that are looked for, newest first, after so many.
    pub async fn audit(
        &mut self,
        asked: &AuditAsked<'_>,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT a.audit_id, a.happened_at, p.name AS person, o.name AS organisation, a.door, a.action, a.subject, a.detail,
                    a.address
             FROM audit AS a
             LEFT JOIN person AS p ON p.person_id = a.person_id
             LEFT JOIN organisation AS o ON o.organisation_id = a.organisation_id
             WHERE a.happened_at <= ",
        );
        statement.value(Value::Int(asked.until)).text(" AND a.happened_at >= ").value(Value::Int(asked.from));
        if let Some(organisation) = asked.organisation {
            statement.text(" AND a.organisation_id = ").value(Value::Int(organisation.0));
        }
        if !asked.search.is_empty() {
            let pattern = like(&asked.search.to_lowercase());
            statement.text(" AND (a.action IN (").values(asked.actions.iter().map(|&one| Value::Text(one.to_owned())));
            for column in [") OR LOWER(a.action) LIKE ", " OR LOWER(a.subject) LIKE ", " OR LOWER(p.name) LIKE "] {
                statement.text(column).value(Value::Text(pattern.clone())).text(" ESCAPE '\\'");
            }
            statement.text(")");
        }
        statement.text(" ORDER BY a.audit_id DESC").limit(limit).text(" OFFSET ").value(Value::Int(offset));
        statement.rows(self).await
    }
}

/// A pattern that finds the text anywhere; empty stays empty.
pub(crate) fn like(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
