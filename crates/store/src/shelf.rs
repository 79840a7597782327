//! Contents of files that people bring: which are named by anything, so that the others can go.

use crate::statement::{Statement, Value};
use crate::{StoreError, Tx};

/// Where files are kept that belong to things of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Proofs of execution of claims (S4.2).
    Proofs,
    /// Attachments of tickets (S11.4).
    Attachments,
}

impl Tx {
    /// Waits until nobody else adds a file or removes a content, and keeps it so until the transaction ends.
    pub async fn lock_shelves(&mut self) -> Result<(), StoreError> {
        if let Self::Postgres(transaction) = self {
            sqlx::query("SELECT pg_advisory_xact_lock(hashtext('uptake proofs'))").execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// Whether any file of a shelf has this content.
    pub async fn has_content(&mut self, on: Shelf, content_hash: &[u8]) -> Result<bool, StoreError> {
        let mut statement = Statement::new(match on {
            Shelf::Proofs => "SELECT COUNT(*) FROM claim_proof WHERE content_hash = ",
            Shelf::Attachments => "SELECT COUNT(*) FROM ticket_attachment WHERE content_hash = ",
        });
        statement.value(Value::Bytes(content_hash.to_vec()));
        let (found,): (i64,) = statement.row(self).await?;
        Ok(found > 0)
    }
}
