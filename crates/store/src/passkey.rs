//! Passkeys by which people sign in, and what browsers are asked for them (S1).

use domain::id::PersonId;
use domain::planted::{Fault, planted};

use crate::{StoreError, Tx, on};

/// A passkey, to be added to a person.
#[derive(Debug, Clone)]
pub struct NewPasskey<'a> {
    /// Its name in addresses.
    pub handle: &'a str,
    /// Whose.
    pub person: PersonId,
    /// What the device calls it.
    pub credential_id: &'a [u8],
    /// Its public key, as text.
    pub public_key: &'a str,
    /// What its person calls it.
    pub name: &'a str,
    /// The moment, in milliseconds.
    pub added_at: i64,
}

/// A passkey of somebody.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PasskeyRow {
    /// The key.
    pub passkey_id: i64,
    /// Its name in addresses.
    pub handle: String,
    /// Whose.
    pub person_id: i64,
    /// What the device calls it.
    pub credential_id: Vec<u8>,
    /// Its public key, as text.
    pub public_key: String,
    /// What its person calls it.
    pub name: String,
    /// When it was added, in milliseconds.
    pub added_at: i64,
    /// When it was last used to sign in.
    pub used_at: Option<i64>,
}

/// What a browser is asked.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PasskeyQuestion {
    /// Who adds a passkey; nothing where somebody signs in.
    pub person_id: Option<i64>,
    /// What it is to be called.
    pub name: Option<String>,
    /// What the browser is given.
    pub options: String,
    /// By what its answer is checked.
    pub state: String,
}

/// Without what is asked.
impl std::fmt::Debug for PasskeyQuestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasskeyQuestion").field("person_id", &self.person_id).finish_non_exhaustive()
    }
}

macro_rules! passkeys {
    ($rest:literal) => {
        concat!(
            "SELECT k.passkey_id, k.handle, k.person_id, k.credential_id, k.public_key, k.name, k.added_at, k.used_at
             FROM passkey AS k ",
            $rest
        )
    };
}

impl Tx {
    /// Adds a passkey; whether the device's name for it was nobody's.
    pub async fn add_passkey(&mut self, new: &NewPasskey<'_>) -> Result<bool, StoreError> {
        let added = on!(self, c => sqlx::query(
            "INSERT INTO passkey (handle, person_id, credential_id, public_key, name, added_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_id) DO NOTHING"
        ).bind(new.handle).bind(new.person.0).bind(new.credential_id).bind(new.public_key).bind(new.name)
        .bind(new.added_at).execute(c).await?.rows_affected());
        Ok(added > 0)
    }

    /// The passkeys of a person, in the order in which they were added.
    pub async fn passkeys(&mut self, person: PersonId) -> Result<Vec<PasskeyRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(passkeys!("WHERE k.person_id = $1 ORDER BY k.passkey_id"))
            .bind(person.0).fetch_all(c).await?))
    }

    /// How many passkeys a person has.
    pub async fn passkey_count(&mut self, person: PersonId) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT COUNT(*) FROM passkey WHERE person_id = $1")
            .bind(person.0).fetch_one(c).await?))
    }

    /// The passkey that a device calls so.
    pub async fn passkey(&mut self, credential_id: &[u8]) -> Result<Option<PasskeyRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(passkeys!("WHERE k.credential_id = $1"))
            .bind(credential_id).fetch_optional(c).await?))
    }

    /// Notes that a passkey was used, with what its key is from now on: whether it was as it was read. Of two who bring the same
    /// count of a device at once, one is told so.
    pub async fn use_passkey(&mut self, row: &PasskeyRow, public_key: &str, at: i64) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query(
            "UPDATE passkey SET public_key = $3, used_at = $4 WHERE passkey_id = $1 AND public_key = $2"
        ).bind(row.passkey_id).bind(&row.public_key).bind(public_key).bind(at).execute(c).await?.rows_affected())
            > 0)
    }

    /// Takes a passkey from a person; whether there was one of that handle.
    pub async fn remove_passkey(&mut self, person: PersonId, handle: &str) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query("DELETE FROM passkey WHERE person_id = $1 AND handle = $2")
            .bind(person.0).bind(handle).execute(c).await?.rows_affected())
            > 0)
    }

    /// Takes every passkey from a person, and ends what adds one; how many there were.
    pub async fn remove_passkeys(&mut self, person: PersonId) -> Result<u64, StoreError> {
        on!(self, c => sqlx::query("DELETE FROM passkey_question WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(on!(self, c => sqlx::query("DELETE FROM passkey WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected()))
    }

    /// Keeps what a browser is asked, in place of what it was asked before; forgets what was not answered in time.
    pub async fn ask_for_passkey(
        &mut self,
        bearer_hash: &[u8],
        question: &PasskeyQuestion,
        expires_at: i64,
        now: i64,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM passkey_question WHERE expires_at <= $1")
            .bind(now).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "INSERT INTO passkey_question (bearer_hash, person_id, name, options, state, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (bearer_hash) DO UPDATE SET person_id = excluded.person_id, name = excluded.name,
                 options = excluded.options, state = excluded.state, expires_at = excluded.expires_at"
        ).bind(bearer_hash).bind(question.person_id).bind(&question.name).bind(&question.options).bind(&question.state)
        .bind(expires_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// What a browser is asked, and can still answer.
    pub async fn passkey_question(
        &mut self,
        bearer_hash: &[u8],
        now: i64,
    ) -> Result<Option<PasskeyQuestion>, StoreError> {
        let now = if planted(Fault::PasskeyQuestionNeverEnds) { 0 } else { now };
        Ok(on!(self, c => sqlx::query_as(
            "SELECT person_id, name, options, state FROM passkey_question WHERE bearer_hash = $1 AND expires_at > $2"
        ).bind(bearer_hash).bind(now).fetch_optional(c).await?))
    }

    /// Ends a question; whether it was there. Of two who answer at once, one is told so.
    pub async fn end_passkey_question(&mut self, bearer_hash: &[u8]) -> Result<bool, StoreError> {
        if planted(Fault::PasskeyAnsweredTwice) {
            return Ok(true);
        }
        Ok(on!(self, c => sqlx::query("DELETE FROM passkey_question WHERE bearer_hash = $1")
            .bind(bearer_hash).execute(c).await?.rows_affected())
            > 0)
    }
}
