//! The only crate that knows SQL: SQLite and PostgreSQL.

/// The database.
#[derive(Clone)]
pub struct Store;
