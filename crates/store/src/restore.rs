//! Putting a copy in the place of an embedded database: that the copy is whole and of Uptake, and that nobody works on the other.

use std::path::Path;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteLockingMode};

use crate::{SQLITE_MIGRATIONS, Store, StoreError};

impl Store {
    /// The file that a URL of an embedded database names; nothing for another URL.
    pub fn file_of(url: &str) -> Option<&Path> {
        let path = url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        (!path.is_empty()).then(|| Path::new(path))
    }

    /// Whether a file is a whole database of Uptake, from this version or one before; else what is wrong with it. Nothing is written.
    pub async fn check_copy(path: &Path) -> Result<(), StoreError> {
        let wrong = |what: &str| StoreError::Settings(what.to_owned());
        let options =
            SqliteConnectOptions::new().filename(path).read_only(true).immutable(true).disable_statement_logging();
        let not_one = |_| wrong("is no SQLite database");
        let mut connection = options.connect().await.map_err(not_one)?;
        let found: String =
            sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await.map_err(not_one)?;
        if found != "ok" {
            return Err(wrong("is damaged"));
        }
        let applied = sqlx::query_scalar::<_, i64>("SELECT version FROM _sqlx_migrations WHERE success");
        let applied = applied.fetch_all(&mut connection).await.unwrap_or_default();
        if applied.is_empty() {
            return Err(wrong("is no database of Uptake"));
        }
        if applied.iter().any(|version| SQLITE_MIGRATIONS.iter().all(|known| known.version != *version)) {
            return Err(wrong("is of a newer Uptake than this one"));
        }
        Ok(())
    }

    /// Whether another process has the file of an embedded database open: as long as one has, nobody can have it alone.
    pub async fn is_in_use(path: &Path) -> Result<bool, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(false)
            .locking_mode(SqliteLockingMode::Exclusive)
            .busy_timeout(std::time::Duration::ZERO)
            .disable_statement_logging();
        let alone = async {
            let mut connection = options.connect().await?;
            for text in ["BEGIN IMMEDIATE", "COMMIT"] {
                sqlx::query(text).execute(&mut connection).await?;
            }
            sqlx::Connection::close(connection).await
        };
        match alone.await {
            Ok(()) => Ok(false),
            Err(sqlx::Error::Database(error)) if error.code().is_some_and(|code| code == "5") => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}
