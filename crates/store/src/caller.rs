//! Whoever calls: credential, person and present roles in one statement, because every request begins with it.
//!
//! By a caller's [`Standing`] a statement that serves a page can tell whether they are still what they were found to be, in
//! its own snapshot: see [`crate::AtOnce`].

use chrono::NaiveDate;
use domain::id::{OrganisationId, PersonId};

use crate::statement::{Statement, Value};
use crate::{PersonRow, RoleRow, StoreError, TaxonomyId, Tx, on};

/// What tells whether a caller is still what they were found to be: the use of their credential, and the number that
/// changes with all that decides what the person gets, saved views included (migration 0002).
#[derive(Clone, PartialEq, Eq)]
pub struct Standing {
    is_session: bool,
    secret_hash: Vec<u8>,
    used_at: i64,
    expires_at: i64,
    person: i64,
    revision: i64,
    /// Where what stands around the list hangs on it too: the newest change of any load, and the version of the taxonomy
    /// that counts on that day.
    around: Option<(i64, TaxonomyId, NaiveDate)>,
}

/// Without the hash of the secret.
impl std::fmt::Debug for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Standing")
            .field("person", &self.person)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

impl Standing {
    /// Adds a column that is 1 while the caller is what they were found to be, as it is where that was asked before.
    pub(crate) fn column(of: Option<&Self>, statement: &mut Statement) {
        match of {
            Some(standing) => standing.held(statement),
            None => drop(statement.text(", CAST(1 AS BIGINT) AS stands")),
        }
    }

    /// The same standing, for a page that shows what stands around the list: it hangs on the newest change of any load,
    /// and on the version of the taxonomy that counts on that day.
    #[must_use]
    pub fn with_surroundings(&self, load_change: i64, taxonomy: TaxonomyId, day: NaiveDate) -> Self {
        Self { around: Some((load_change, taxonomy, day)), ..self.clone() }
    }

    fn held(&self, statement: &mut Statement) {
        statement.text(", CAST(CASE WHEN EXISTS (SELECT 1 FROM ");
        statement.text(if self.is_session { "session" } else { "token" });
        statement.text(" AS c JOIN person AS s ON s.person_id = c.person_id WHERE c.secret_hash = ");
        statement.value(Value::Bytes(self.secret_hash.clone()));
        statement.text(if self.is_session { " AND c.seen_at = " } else { " AND COALESCE(c.used_at, 0) = " });
        statement.value(Value::Int(self.used_at)).text(" AND c.expires_at = ").value(Value::Int(self.expires_at));
        statement.text(" AND s.person_id = ").value(Value::Int(self.person));
        statement.text(" AND s.revision = ").value(Value::Int(self.revision)).text(")");
        if let Some((newest, taxonomy, day)) = self.around {
            statement.text(" AND NOT EXISTS (SELECT 1 FROM load_change AS n WHERE n.load_change_id > ");
            statement.value(Value::Int(newest)).text(")");
            // A version that counted that day and does not any more has ended on the day before.
            statement.text(" AND EXISTS (SELECT 1 FROM taxonomy AS v WHERE v.taxonomy_id = ");
            statement.value(Value::Int(taxonomy.0)).text(" AND (v.valid_to IS NULL OR v.valid_to >= ");
            statement.value(Value::Text(day.to_string())).text("))");
        }
        statement.text(" THEN 1 ELSE 0 END AS BIGINT) AS stands");
    }
}

/// A session or a token, as far as a request needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialRow {
    /// The key of the session or of the token.
    pub id: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it was last used, to the minute.
    pub used_at: Option<i64>,
    /// When it ends whatever happens.
    pub expires_at: i64,
    /// `read` or `write`; nothing for a session.
    pub scope: Option<String>,
}

/// Whoever calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerRow {
    /// By what.
    pub credential: CredentialRow,
    /// Who.
    pub person: PersonRow,
    /// The present roles.
    pub roles: Vec<RoleRow>,
    /// The programme office.
    pub programme: OrganisationId,
    /// What tells whether they still are.
    pub standing: Standing,
}

/// One row a role, and one without for a person who has none.
#[derive(sqlx::FromRow)]
struct Joined {
    credential_id: i64,
    created_at: i64,
    used_at: Option<i64>,
    expires_at: i64,
    scope: Option<String>,
    programme_id: i64,
    revision: i64,
    #[sqlx(flatten)]
    person: PersonRow,
    role: Option<String>,
    role_location_id: Option<i64>,
    role_partner_id: Option<i64>,
    place_id: Option<String>,
    place: Option<String>,
}

/// The columns of [`Joined`] but those of the credential `c`, from there on.
macro_rules! with_person {
    ($credential:literal, $table:literal) => {
        concat!(
            "SELECT ",
            $credential,
            ", p.revision, (SELECT g.organisation_id FROM organisation AS g WHERE g.kind = 'programme') AS programme_id,
                p.person_id, p.organisation_id, o.kind, o.name AS organisation, o.partner_id, p.email, p.name,
                p.language, p.theme, p.deactivated_at, d.files_claims, d.is_enrolled,
                r.role, r.location_id AS role_location_id, r.partner_id AS role_partner_id,
                COALESCE(l.mpn_id, a.partner_id) AS place_id, COALESCE(l.name, a.name) AS place
             FROM ",
            $table,
            " AS c
             JOIN person AS p ON p.person_id = c.person_id
             JOIN organisation AS o ON o.organisation_id = p.organisation_id
             LEFT JOIN directory AS d ON d.directory_id = p.directory_id
             LEFT JOIN role_assignment AS r ON r.person_id = p.person_id
             LEFT JOIN location AS l ON l.location_id = r.location_id
             LEFT JOIN organisation AS a ON a.organisation_id = r.partner_id
             WHERE c.secret_hash = $1 ORDER BY r.role, place"
        )
    };
}

/// The gate of the person `p`, an advisory lock beside their row. PostgreSQL lets those who share the lock of a row in one
/// after the other, past whoever waits to change it, so that somebody who never stops writing could put off the end of their
/// own role for ever. A gate is passed in the order in which it was asked for. Two people may have the same gate: one then
/// waits for the other, and that is all.
macro_rules! gate {
    ($how:literal, $person:literal) => {
        concat!(
            "pg_advisory_xact_lock",
            $how,
            "(hashtext('uptake person'), CAST(",
            $person,
            " % 2147483647 AS INTEGER))"
        )
    };
}

/// The credential `c` and its person `p`, kept as they are until the transaction ends; the gate first.
macro_rules! held {
    ($table:literal, $gate:literal, $rows:literal) => {
        concat!(
            "SELECT p.person_id FROM ",
            $table,
            " AS c JOIN person AS p ON p.person_id = c.person_id WHERE c.secret_hash = $1
             AND CASE WHEN c.secret_hash = $1 THEN ",
            gate!($gate, "c.person_id"),
            " IS NOT NULL END ",
            $rows
        )
    };
}

/// Several changes of one person go on side by side; the end of the credential, and whatever changes the person, wait.
macro_rules! shared {
    ($table:literal) => {
        held!($table, "_shared", "FOR KEY SHARE OF c FOR SHARE OF p")
    };
}

/// For a change of the person's own account, which would otherwise have to ask for more than others let it have.
macro_rules! alone {
    ($table:literal) => {
        held!($table, "", "FOR UPDATE OF c FOR NO KEY UPDATE OF p")
    };
}

/// How a caller is held while something is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Beside other changes of theirs.
    Shared,
    /// Alone: their own account is changed.
    Alone,
}

impl Tx {
    /// Keeps a caller as they are until this transaction ends. Whatever takes a role, an account, a session or a token away
    /// waits for what was begun before it; what begins later finds it gone. To be asked before who they are: a statement sees
    /// what stood when it began, also after it has waited. On SQLite there is one writer at a time.
    pub async fn hold_caller(&mut self, is_session: bool, secret_hash: &[u8], hold: Hold) -> Result<(), StoreError> {
        if let Self::Postgres(transaction) = self {
            let text = match (is_session, hold) {
                (true, Hold::Shared) => shared!("session"),
                (true, Hold::Alone) => alone!("session"),
                (false, Hold::Shared) => shared!("token"),
                (false, Hold::Alone) => alone!("token"),
            };
            sqlx::query(text).bind(secret_hash).execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// Keeps a person as they are until this transaction ends.
    pub async fn hold_person(&mut self, person: PersonId) -> Result<(), StoreError> {
        const TEXT: &str = concat!(
            "SELECT person_id FROM person WHERE person_id = $1 AND CASE WHEN person_id = $1 THEN ",
            gate!("_shared", "person_id"),
            " IS NOT NULL END FOR SHARE"
        );
        if let Self::Postgres(transaction) = self {
            sqlx::query(TEXT).bind(person.0).execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// Keeps a person as they are until this transaction ends, and waits until nobody else does: for what of their account is
    /// not in their row.
    pub async fn hold_person_alone(&mut self, person: PersonId) -> Result<(), StoreError> {
        const TEXT: &str = concat!(
            "SELECT person_id FROM person WHERE person_id = $1 AND CASE WHEN person_id = $1 THEN ",
            gate!("", "person_id"),
            " IS NOT NULL END FOR NO KEY UPDATE"
        );
        if let Self::Postgres(transaction) = self {
            sqlx::query(TEXT).bind(person.0).execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// Waits until whoever keeps a person as they are has finished, and lets nobody else begin; for what changes the person or
    /// their roles. Without it the change would be as right, but might wait for as long as the person goes on writing.
    pub(crate) async fn close_gate(&mut self, person: PersonId) -> Result<(), StoreError> {
        if let Self::Postgres(transaction) = self {
            sqlx::query(concat!("SELECT ", gate!("", "$1"))).bind(person.0).execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// Whoever calls with a session of this secret, whether or not it has ended.
    pub async fn caller_by_session(&mut self, secret_hash: &[u8]) -> Result<Option<CallerRow>, StoreError> {
        const TEXT: &str = with_person!(
            "c.session_id AS credential_id, c.created_at, c.seen_at AS used_at, c.expires_at, CAST(NULL AS TEXT) AS scope",
            "session"
        );
        Ok(folded(true, secret_hash, on!(self, c => sqlx::query_as(TEXT).bind(secret_hash).fetch_all(c).await?)))
    }

    /// Whoever calls with a token of this secret, whether or not it has ended.
    pub async fn caller_by_token(&mut self, secret_hash: &[u8]) -> Result<Option<CallerRow>, StoreError> {
        const TEXT: &str =
            with_person!("c.token_id AS credential_id, c.created_at, c.used_at, c.expires_at, c.scope", "token");
        Ok(folded(false, secret_hash, on!(self, c => sqlx::query_as(TEXT).bind(secret_hash).fetch_all(c).await?)))
    }
}

fn folded(is_session: bool, secret_hash: &[u8], rows: Vec<Joined>) -> Option<CallerRow> {
    let mut caller = None;
    for row in rows {
        let person_id = row.person.person_id;
        let caller: &mut CallerRow = caller.get_or_insert_with(|| CallerRow {
            credential: CredentialRow {
                id: row.credential_id,
                created_at: row.created_at,
                used_at: row.used_at,
                expires_at: row.expires_at,
                scope: row.scope,
            },
            person: row.person,
            roles: Vec::new(),
            programme: OrganisationId(row.programme_id),
            standing: Standing {
                is_session,
                secret_hash: secret_hash.to_vec(),
                used_at: row.used_at.unwrap_or_default(),
                expires_at: row.expires_at,
                person: person_id,
                revision: row.revision,
                around: None,
            },
        });
        caller.roles.extend(row.role.map(|role| RoleRow {
            role,
            location_id: row.role_location_id,
            partner_id: row.role_partner_id,
            place_id: row.place_id,
            place: row.place,
        }));
    }
    caller
}
