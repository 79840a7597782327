//! Browsers in which somebody has signed in before, by the hash of a secret in their cookie.

use domain::id::PersonId;

use crate::{StoreError, Tx, on};

impl Tx {
    /// Whether the person of that address has signed in with this browser before, and that has not expired.
    pub async fn knows_browser(&mut self, secret_hash: &[u8], email: &str, now: i64) -> Result<bool, StoreError> {
        let found: Option<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT b.known_browser_id FROM known_browser AS b JOIN person AS p ON p.person_id = b.person_id
             WHERE b.secret_hash = $1 AND p.email = $2 AND b.expires_at > $3"
        ).bind(secret_hash).bind(email).bind(now).fetch_optional(c).await?);
        Ok(found.is_some())
    }

    /// Notes that a person has signed in with a browser, and forgets their oldest ones beyond a number.
    pub async fn add_known_browser(
        &mut self,
        secret_hash: &[u8],
        person: PersonId,
        expires_at: i64,
        most: i64,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO known_browser (secret_hash, person_id, expires_at) VALUES ($1, $2, $3)"
        ).bind(secret_hash).bind(person.0).bind(expires_at).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "DELETE FROM known_browser WHERE person_id = $1 AND known_browser_id NOT IN (
                 SELECT known_browser_id FROM known_browser WHERE person_id = $1
                 ORDER BY expires_at DESC, known_browser_id DESC LIMIT $2)"
        ).bind(person.0).bind(most).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Forgets a browser: it gets a new secret, or is somebody else's now.
    pub async fn forget_browser(&mut self, secret_hash: &[u8]) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM known_browser WHERE secret_hash = $1")
            .bind(secret_hash).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Forgets every browser of a person.
    pub async fn forget_browsers(&mut self, person: PersonId) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM known_browser WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(())
    }
}
