//! Personal access tokens: only the hash of a token is stored (S15.1).

use domain::id::{PersonId, TokenId};
use domain::planted::{Fault, planted};

use crate::{StoreError, Tx, on};

/// A token to be added.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// The hash of its secret.
    pub secret_hash: &'a [u8],
    /// The handle by which its person can revoke it.
    pub handle: &'a str,
    /// Whose.
    pub person: PersonId,
    /// Its name.
    pub name: &'a str,
    /// `read` or `write`.
    pub scope: &'a str,
    /// The moment, in milliseconds.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: i64,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TokenRow {
    /// The key.
    pub token_id: i64,
    /// The handle.
    pub handle: String,
    /// Whose.
    pub person_id: i64,
    /// Its name.
    pub name: String,
    /// `read` or `write`.
    pub scope: String,
    /// When it was made.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// When it was last used, to the minute.
    pub used_at: Option<i64>,
}

impl Tx {
    /// Adds a token.
    pub async fn add_token(&mut self, token: &NewToken<'_>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO token (secret_hash, handle, person_id, name, scope, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        )
        .bind(token.secret_hash).bind(token.handle).bind(token.person.0).bind(token.name).bind(token.scope)
        .bind(token.created_at).bind(token.expires_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The tokens of a person that have not ended, newest first.
    pub async fn tokens(&mut self, person: PersonId, now: i64) -> Result<Vec<TokenRow>, StoreError> {
        let text = if planted(Fault::TokensOfEverybody) {
            "SELECT token_id, handle, person_id, name, scope, created_at, expires_at, used_at
             FROM token WHERE $1 >= 0 AND expires_at > $2 ORDER BY token_id DESC"
        } else {
            "SELECT token_id, handle, person_id, name, scope, created_at, expires_at, used_at
             FROM token WHERE person_id = $1 AND expires_at > $2 ORDER BY token_id DESC"
        };
        Ok(on!(self, c => sqlx::query_as(text).bind(person.0).bind(now).fetch_all(c).await?))
    }

    /// Notes that a token is in use.
    pub async fn touch_token(&mut self, token: TokenId, at: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE token SET used_at = $2 WHERE token_id = $1 AND COALESCE(used_at, 0) < $2")
            .bind(token.0).bind(at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Revokes a token of a person by its handle; whether there was one.
    pub async fn revoke_token(&mut self, person: PersonId, handle: &str) -> Result<bool, StoreError> {
        let text = if planted(Fault::TokenRevokedByAnybody) {
            "DELETE FROM token WHERE person_id <> $1 AND handle = $2"
        } else {
            "DELETE FROM token WHERE person_id = $1 AND handle = $2"
        };
        Ok(on!(self, c => sqlx::query(text)
            .bind(person.0).bind(handle).execute(c).await?.rows_affected())
            > 0)
    }

    /// Revokes every token of a person.
    pub async fn revoke_tokens(&mut self, person: PersonId) -> Result<u64, StoreError> {
        Ok(on!(self, c => sqlx::query("DELETE FROM token WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected()))
    }
}
