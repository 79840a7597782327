//! Requests that may come twice and count once (S15.1): what a program asked for under a key of its own.

use domain::id::PersonId;

use crate::{StoreError, Tx, on};

/// What was asked under a key before.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RequestKeyRow {
    /// Method and path.
    pub route: String,
    /// The hash of the body.
    pub body_hash: Vec<u8>,
    /// The handle of what it made.
    pub made: String,
}

impl Tx {
    /// Takes a key for a request, or gives what was asked under it before. Whoever comes at the same time with the same
    /// key waits until this transaction has ended.
    pub async fn take_request_key(
        &mut self,
        person: PersonId,
        key: &str,
        route: &str,
        body_hash: &[u8],
        now: i64,
    ) -> Result<Option<RequestKeyRow>, StoreError> {
        let is_new = on!(self, c => sqlx::query(
            "INSERT INTO request_key (person_id, request_key, route, body_hash, made, kept_at)
             VALUES ($1, $2, $3, $4, '', $5) ON CONFLICT DO NOTHING"
        ).bind(person.0).bind(key).bind(route).bind(body_hash).bind(now).execute(c).await?.rows_affected())
            > 0;
        if is_new {
            return Ok(None);
        }
        Ok(on!(self, c => sqlx::query_as(
            "SELECT route, body_hash, made FROM request_key WHERE person_id = $1 AND request_key = $2"
        ).bind(person.0).bind(key).fetch_optional(c).await?))
    }

    /// Writes down what the request of a key made.
    pub async fn note_made(&mut self, person: PersonId, key: &str, made: &str) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE request_key SET made = $3 WHERE person_id = $1 AND request_key = $2")
            .bind(person.0).bind(key).bind(made).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Forgets the keys from before a moment.
    pub async fn forget_request_keys(&mut self, before: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM request_key WHERE kept_at < $1")
            .bind(before).execute(c).await?.rows_affected());
        Ok(())
    }
}
