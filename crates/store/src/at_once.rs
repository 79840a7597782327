//! A page in one statement: no transaction around it, and nobody asked beforehand who calls.
//!
//! A server remembers what it found a caller to be. The statement that serves the next page of theirs is made for that,
//! and holds it against what is true in its own snapshot. Where that is something else, nothing of what it read is
//! used, and the page is read in a transaction as ever (docs/adr/0012). Deliberately absent: keeping anything
//! that was read for longer than the request.

use domain::planted::{Fault, planted};

use crate::statement::Statement;
use crate::{Standing, Store, StoreError};

/// Reads a page for a caller of that standing, in one statement.
pub struct AtOnce<'a> {
    pub(crate) store: &'a Store,
    pub(crate) standing: &'a Standing,
}

impl Store {
    /// Reads in one statement what somebody of that standing asks for.
    pub fn at_once<'a>(&'a self, standing: &'a Standing) -> AtOnce<'a> {
        AtOnce { store: self, standing }
    }
}

impl AtOnce<'_> {
    /// What the statement reads; nothing where the connection turns out to be dead, as all are after a restart of the
    /// server, or where none could be had.
    pub(crate) async fn rows<R>(&self, statement: Statement) -> Result<Option<Vec<R>>, StoreError>
    where
        R: Send + Unpin,
        R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        self.store.check_file()?;
        match statement.rows_at_once(self.store).await {
            Ok(rows) => Ok(Some(rows)),
            Err(StoreError::Busy(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Whether the caller is who they were, by what the statement said in its column `stands`.
pub(crate) fn stands(said: Option<i64>) -> bool {
    said == Some(1) || (said.is_some() && planted(Fault::StandingNotHeld))
}
