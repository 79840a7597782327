//! Sessions: only the hash of a session's secret is stored.

use domain::id::{PersonId, SessionId};
use domain::planted::{Fault, planted};

use crate::{StoreError, Tx, on};

/// A session to be added.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// The hash of its secret.
    pub secret_hash: &'a [u8],
    /// The handle by which its person can end it.
    pub handle: &'a str,
    /// Whose.
    pub person: PersonId,
    /// The moment, in milliseconds.
    pub created_at: i64,
    /// When it ends whatever happens.
    pub expires_at: i64,
    /// What the browser says it is.
    pub user_agent: &'a str,
    /// From where.
    pub address: &'a str,
    /// Whether it begins with more than a password.
    pub is_strong: bool,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    /// The key.
    pub session_id: i64,
    /// The handle.
    pub handle: String,
    /// Whose.
    pub person_id: i64,
    /// When it began.
    pub created_at: i64,
    /// When it was last used, to the minute.
    pub seen_at: i64,
    /// When it ends whatever happens.
    pub expires_at: i64,
    /// What the browser said it was.
    pub user_agent: String,
    /// From where it began.
    pub address: String,
}

impl Tx {
    /// Begins a session.
    pub async fn add_session(&mut self, session: &NewSession<'_>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO session
                 (secret_hash, handle, person_id, created_at, seen_at, expires_at, user_agent, address, is_strong)
             VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)"
        )
        .bind(session.secret_hash).bind(session.handle).bind(session.person.0).bind(session.created_at)
        .bind(session.expires_at).bind(session.user_agent).bind(session.address).bind(session.is_strong)
        .execute(c).await?.rows_affected());
        Ok(())
    }

    /// The sessions of a person that have not ended, newest use first.
    pub async fn sessions(
        &mut self,
        person: PersonId,
        seen_after: i64,
        now: i64,
    ) -> Result<Vec<SessionRow>, StoreError> {
        let text = if planted(Fault::SessionsOfEverybody) {
            "SELECT session_id, handle, person_id, created_at, seen_at, expires_at, user_agent, address
             FROM session WHERE $1 >= 0 AND expires_at > $2 AND seen_at > $3
             ORDER BY seen_at DESC, session_id DESC"
        } else {
            "SELECT session_id, handle, person_id, created_at, seen_at, expires_at, user_agent, address
             FROM session WHERE person_id = $1 AND expires_at > $2 AND seen_at > $3
             ORDER BY seen_at DESC, session_id DESC"
        };
        Ok(on!(self, c => sqlx::query_as(text).bind(person.0).bind(now).bind(seen_after).fetch_all(c).await?))
    }

    /// Notes that a session is in use.
    pub async fn touch_session(&mut self, session: SessionId, at: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE session SET seen_at = $2 WHERE session_id = $1 AND seen_at < $2")
            .bind(session.0).bind(at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Ends a session by its secret.
    pub async fn end_session(&mut self, secret_hash: &[u8]) -> Result<u64, StoreError> {
        Ok(on!(self, c => sqlx::query("DELETE FROM session WHERE secret_hash = $1")
            .bind(secret_hash).execute(c).await?.rows_affected()))
    }

    /// Ends a session of a person by its handle; whether there was one.
    pub async fn end_session_of(&mut self, person: PersonId, handle: &str) -> Result<bool, StoreError> {
        let text = if planted(Fault::SessionEndedByAnybody) {
            "DELETE FROM session WHERE person_id <> $1 AND handle = $2"
        } else {
            "DELETE FROM session WHERE person_id = $1 AND handle = $2"
        };
        Ok(on!(self, c => sqlx::query(text)
            .bind(person.0).bind(handle).execute(c).await?.rows_affected())
            > 0)
    }

    /// Ends every session of a person but one, and whatever sign-in waits for a code.
    pub async fn end_sessions(&mut self, person: PersonId, except: Option<SessionId>) -> Result<u64, StoreError> {
        on!(self, c => sqlx::query("DELETE FROM sign_in_step WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(on!(self, c => sqlx::query("DELETE FROM session WHERE person_id = $1 AND session_id <> $2")
            .bind(person.0).bind(except.map_or(0, |session| session.0)).execute(c).await?.rows_affected()))
    }

    /// Ends every session there is, and what leads to one: those of a copy were perhaps ended since.
    pub async fn end_all_sessions(&mut self) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM session").execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("DELETE FROM sign_in_step").execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("DELETE FROM authenticator_setup").execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("DELETE FROM passkey_question").execute(c).await?.rows_affected());
        Ok(())
    }

    /// Removes sessions that have ended.
    pub async fn sweep_sessions(&mut self, seen_before: i64, now: i64) -> Result<u64, StoreError> {
        Ok(on!(self, c => sqlx::query("DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2")
            .bind(now).bind(seen_before).execute(c).await?.rows_affected()))
    }
}
