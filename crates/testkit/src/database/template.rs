//! The schema of the present on PostgreSQL, made once for each server: a copy takes a tenth of the time.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use sqlx::{AssertSqlSafe, PgConnection};
use store::Store;

use super::beside;

/// Makes a database like another one.
pub(super) async fn create(connection: &mut PgConnection, name: &str, template: &str) {
    // A language's own order, not that of bytes: a text that forgets to say how it sorts is found out. Its files are copied as they
    // are: page by page through the log takes twice as long.
    let text = format!(
        "CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' LOCALE 'C.UTF-8'
         LOCALE_PROVIDER icu ICU_LOCALE 'en-US' STRATEGY FILE_COPY"
    );
    sqlx::query(AssertSqlSafe(text)).execute(connection).await.unwrap();
}

/// The name of a database with the schema of the present, which nobody is connected to.
pub(super) async fn of(server: &str, connection: &mut PgConnection) -> String {
    let name = format!("uptake_template_{:016x}", schema().await);
    if !exists(connection, &name).await {
        // One makes it, whoever else would waits.
        run(connection, "SELECT pg_advisory_lock(hashtext('uptake test template'))".to_owned()).await;
        if !exists(connection, &name).await {
            let part = format!("{name}_part");
            run(connection, format!("DROP DATABASE IF EXISTS {part} WITH (FORCE)")).await;
            create(connection, &part, "template0").await;
            let store = Store::open(&beside(server, &part)).await.unwrap();
            store.migrate().await.unwrap();
            store.close().await;
            run(
                connection,
                format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{part}'"),
            )
            .await;
            run(connection, format!("ALTER DATABASE {part} RENAME TO {name}")).await;
        }
        run(connection, "SELECT pg_advisory_unlock_all()".to_owned()).await;
    }
    name
}

async fn exists(connection: &mut PgConnection, name: &str) -> bool {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(connection)
        .await
        .unwrap()
}

async fn run(connection: &mut PgConnection, text: String) {
    sqlx::query(AssertSqlSafe(text)).execute(connection).await.unwrap();
}

/// What tells one schema from another.
async fn schema() -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/migrations/postgres");
    let migrator = sqlx::migrate::Migrator::new(folder).await.unwrap();
    let mut hasher = DefaultHasher::new();
    for migration in migrator.iter() {
        migration.checksum.hash(&mut hasher);
    }
    hasher.finish()
}
