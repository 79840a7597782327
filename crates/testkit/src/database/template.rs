//! Databases that are made once, of which tests get copies: with the schema of the present on PostgreSQL, and with a world in it.
//! A copy takes a tenth of the time.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use store::Engine;

use super::Database;

/// A folder for the worlds on SQLite, which is gone when the tests are over. Without one each test fills its own.
const WORLDS: &str = "UPTAKE_TEST_WORLDS";

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
pub(super) async fn of_schema(server: &str, connection: &mut PgConnection) -> String {
    let name = format!("uptake_template_{:016x}", schema().await);
    let make = async || Database::of_server(server.to_owned()).copied_from("template0").await.migrated().await;
    once(connection, &name, make).await;
    name
}

/// What is copied to get a world, made by `make` where it is not there: a database on the same server, or a file. Gives `make`
/// back where there is no place for it.
pub(super) async fn of_world<M: AsyncFnOnce() -> Database>(
    database: &Database,
    world: &str,
    make: M,
) -> Result<String, M> {
    let name = format!("uptake_world_{:016x}", own(world));
    match database.engine {
        Engine::Sqlite => match std::env::var_os(WORLDS) {
            Some(folder) => Ok(once_as_file(&PathBuf::from(folder).join(name), make).await),
            None => Err(make),
        },
        Engine::Postgres => {
            let mut connection = PgConnection::connect(&database.server).await.unwrap();
            once(&mut connection, &name, make).await;
            connection.close().await.unwrap();
            Ok(name)
        }
    }
}

/// Gives a database that is made that name, unless there is one of that name. One makes it, whoever else would waits.
async fn once(connection: &mut PgConnection, name: &str, make: impl AsyncFnOnce() -> Database) {
    if exists(connection, name).await {
        return;
    }
    run(connection, format!("SELECT pg_advisory_lock(hashtext('{name}'))")).await;
    if !exists(connection, name).await {
        let filled = make().await;
        let made_as = &filled.name;
        run(
            connection,
            format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{made_as}'"),
        )
        .await;
        run(connection, format!("ALTER DATABASE {made_as} RENAME TO {name}")).await;
    }
    run(connection, "SELECT pg_advisory_unlock_all()".to_owned()).await;
}

/// The same for the file of a database.
async fn once_as_file(file: &Path, make: impl AsyncFnOnce() -> Database) -> String {
    if !file.exists() {
        let lock = File::create(file.with_extension("lock")).unwrap();
        lock.lock().unwrap();
        if !file.exists() {
            let (filled, part) = (make().await, file.with_extension("part"));
            filled.gather().await;
            std::fs::copy(filled.file(), &part).unwrap();
            std::fs::rename(part, file).unwrap();
        }
    }
    file.to_str().unwrap().to_owned()
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

/// What tells a world of this program from those of others, and of what it was before it was built anew.
fn own(world: &str) -> u64 {
    let program = std::env::current_exe().unwrap();
    let built = program.metadata().unwrap().modified().unwrap();
    let mut hasher = DefaultHasher::new();
    (world, program, built).hash(&mut hasher);
    hasher.finish()
}
