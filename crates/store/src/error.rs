//! What can go wrong with the database, told apart as far as somebody can act on it.

use std::path::Path;

use crate::refusal;

/// Why the store did not do what was asked. Absence is not an error: it is `Option`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another write got there first: a uniqueness or a reference would break.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The database is locked, away, full or out of connections; again later will do.
    #[error("busy: {0}")]
    Busy(String),
    /// A row holds what nothing here writes: table, column and value.
    #[error("inconsistent: {table}.{column} holds {value}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// The operator's settings cannot be used.
    #[error("{0}")]
    Settings(String),
    /// A file next to the database.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Anything else the driver says.
    #[error("database: {0}")]
    Driver(sqlx::Error),
}

impl StoreError {
    /// Names the file that an I/O error is about.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |error| Self::File { path, error }
    }

    /// A stored name that no type here knows.
    pub(crate) fn inconsistent(table: &'static str, column: &'static str, value: impl Into<String>) -> Self {
        Self::Inconsistent { table, column, value: value.into() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            // A connection that could not be made, or was cut in the middle of a word.
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::BeginFailed
            | sqlx::Error::InvalidSavePointStatement => Self::Busy(error.to_string()),
            sqlx::Error::Database(database) => {
                if database.is_unique_violation() || database.is_foreign_key_violation() {
                    return Self::Conflict(database.constraint().unwrap_or("constraint").to_owned());
                }
                let code = database.code().unwrap_or_default();
                if is_read_only(&code) {
                    refusal::note();
                }
                if is_passing(&code) { Self::Busy(error.to_string()) } else { Self::Driver(error) }
            }
            _ => Self::Driver(error),
        }
    }
}

/// Codes of a write where there is only reading: SQLite's, with what it adds to it, and PostgreSQL's.
fn is_read_only(code: &str) -> bool {
    code == "25006" || (code.len() < 5 && code.parse::<u32>().is_ok_and(|number| number & 0xff == 8))
}

/// Codes of states that pass, or that an operator can mend under a running server: SQLite's busy, locked,
/// read-only, I/O, damaged, full, and no database at all; PostgreSQL's connection, admission,
/// resource, operator-intervention and serialization classes.
fn is_passing(code: &str) -> bool {
    if let Ok(number) = code.parse::<u32>()
        && code.len() < 5
    {
        return matches!(number & 0xff, 5 | 6 | 8 | 10 | 11 | 13 | 14 | 26);
    }
    ["08", "28", "3D", "53", "57", "58", "40", "55", "25006"].iter().any(|class| code.starts_with(class))
}

#[cfg(test)]
mod tests {
    use super::{is_passing, is_read_only};

    #[test]
    fn a_database_that_may_only_be_read_is_told_from_others() {
        for code in ["8", "264", "1032", "25006"] {
            assert!(is_read_only(code) && is_passing(code), "{code}");
        }
        for code in ["5", "10", "13", "40001", "53100", ""] {
            assert!(!is_read_only(code), "{code}");
        }
    }

    #[test]
    fn passing_states_of_both_engines_are_told_from_faults() {
        for code in [
            "5", "6", "11", "13", "26", "261", "517", "08006", "28P01", "3D000", "53300", "57P01", "40001", "55P03",
            "25006",
        ] {
            assert!(is_passing(code), "{code}");
        }
        for code in ["1", "19", "42601", "23505", "XX000", ""] {
            assert!(!is_passing(code), "{code}");
        }
    }
}
