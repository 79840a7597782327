//! Failed attempts to sign in, for the rate limit; shared by all servers on one database.

use crate::{StoreError, Tx, on};

/// Failures since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct FailureCounts {
    /// For the account.
    pub of_account: i64,
    /// From the address.
    pub from_address: i64,
    /// The oldest of those counted; 0 without any.
    pub oldest_at: i64,
}

impl Tx {
    /// How often signing in failed since a moment, for an account and from an address.
    pub async fn sign_in_failures(
        &mut self,
        account_hash: &[u8],
        address_hash: &[u8],
        since: i64,
    ) -> Result<FailureCounts, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM sign_in_failure WHERE account_hash = $1 AND failed_at > $3) AS of_account,
                    (SELECT COUNT(*) FROM sign_in_failure WHERE address_hash = $2 AND failed_at > $3) AS from_address,
                    COALESCE((SELECT MIN(failed_at) FROM sign_in_failure
                              WHERE (account_hash = $1 OR address_hash = $2) AND failed_at > $3), 0) AS oldest_at"
        ).bind(account_hash).bind(address_hash).bind(since).fetch_one(c).await?))
    }

    /// Notes a failure, and forgets those before a moment; its number.
    pub async fn add_sign_in_failure(
        &mut self,
        account_hash: &[u8],
        address_hash: &[u8],
        at: i64,
        forget_before: i64,
    ) -> Result<i64, StoreError> {
        on!(self, c => sqlx::query("DELETE FROM sign_in_failure WHERE failed_at < $1")
            .bind(forget_before).execute(c).await?.rows_affected());
        Ok(on!(self, c => sqlx::query_scalar(
            "INSERT INTO sign_in_failure (account_hash, address_hash, failed_at) VALUES ($1, $2, $3)
             RETURNING sign_in_failure_id"
        ).bind(account_hash).bind(address_hash).bind(at).fetch_one(c).await?))
    }

    /// Forgets the failures of an account, of which the person has shown otherwise that it is theirs.
    pub async fn forget_sign_in_failures(&mut self, account_hash: &[u8]) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM sign_in_failure WHERE account_hash = $1")
            .bind(account_hash).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Takes a failure back: it was none.
    pub async fn remove_sign_in_failure(&mut self, failure: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM sign_in_failure WHERE sign_in_failure_id = $1")
            .bind(failure).execute(c).await?.rows_affected());
        Ok(())
    }
}
