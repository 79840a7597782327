//! Databases that are gone when the test is over.

use std::path::Path;
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::{Engine, Store};
use tempfile::TempDir;
use tokio::sync::SetOnce;

/// Where the tests find a PostgreSQL in which they may make and drop databases.
const POSTGRES: &str = "UPTAKE_TEST_POSTGRES";

mod older;
mod template;

/// A migrated database of a test's own. Dropping it removes it.
#[derive(Debug)]
pub struct Database {
    /// Set when it is there.
    made: SetOnce<()>,
    engine: Engine,
    url: String,
    /// The name of the database on the server; empty on SQLite.
    name: String,
    /// The address of the server's own database; empty on SQLite.
    server: String,
    /// Holds the file of an embedded database, and whatever else the test writes.
    folder: TempDir,
}

/// The address of the server's own database.
///
/// # Panics
/// When the tests were not told of one: half of the stories would otherwise not be told, and nobody would know.
fn server() -> String {
    std::env::var(POSTGRES).unwrap_or_else(|_| {
        panic!(
            "{POSTGRES} is not set, and this test needs a PostgreSQL. \
             Run the tests through `scripts/with-postgres scripts/rust-tests`, which brings one of its own."
        )
    })
}

/// The same server with another database.
fn beside(server: &str, name: &str) -> String {
    let (address, settings) = server.split_once('?').map_or((server, ""), |(address, settings)| (address, settings));
    let (host, _) = address.rsplit_once('/').expect("an address of PostgreSQL names a database");
    let mark = if settings.is_empty() { "" } else { "?" };
    format!("{host}/{name}{mark}{settings}")
}

/// How many databases this process has made.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A name that no other test has, neither of this process nor of another: that of its folder.
fn own_name(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    // Folders differ by upper and lower case too, databases do not.
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    format!("uptake_test_{}_{count}_{}", std::process::id(), letters.to_lowercase())
}

impl Database {
    /// A new database of that engine, with the schema of the present.
    pub async fn new(engine: Engine) -> Self {
        let database = Self::promised(engine);
        database.make().await;
        database
    }

    /// The same, made when it is first opened: until then it can become the copy of another one ([`Database::like`]).
    pub fn promised(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::of_file(),
            Engine::Postgres => Self::of_server(server()),
        }
    }

    /// A new database on a PostgreSQL of the test's own, by the address of the server's own database.
    pub async fn on_server(server: &str) -> Self {
        Self::of_server(server.to_owned()).copied_from("template0").await.migrated().await
    }

    /// A new database of that engine, without any schema.
    pub async fn empty(engine: Engine) -> Self {
        let database = Self::promised(engine);
        match engine {
            Engine::Sqlite => {
                database.made.set(()).unwrap();
                database
            }
            Engine::Postgres => database.copied_from("template0").await,
        }
    }

    fn of_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("uptake.db").display());
        Self { made: SetOnce::new(), engine: Engine::Sqlite, url, name: String::new(), server: String::new(), folder }
    }

    fn of_server(server: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let name = own_name(folder.path());
        Self { made: SetOnce::new(), engine: Engine::Postgres, url: beside(&server, &name), name, server, folder }
    }

    /// Itself, like a database that is there, with all that is in that one.
    async fn copied_from(self, template: &str) -> Self {
        match self.engine {
            Engine::Sqlite => drop(std::fs::copy(template, self.file()).unwrap()),
            Engine::Postgres => {
                let mut connection = PgConnection::connect(&self.server).await.unwrap();
                template::create(&mut connection, &self.name, template).await;
                connection.close().await.unwrap();
            }
        }
        self.made.set(()).unwrap();
        self
    }

    /// Itself as a copy of what `fill` makes of a database: that is made once and kept for all tests of this program that name the
    /// same world. A database that is there already is filled itself.
    pub async fn like(self, world: &str, fill: impl AsyncFnOnce(Self) -> Self) -> Self {
        if self.is_made() {
            return fill(self).await;
        }
        let engine = self.engine;
        match template::of_world(&self, world, async || fill(Self::new(engine).await).await).await {
            Ok(template) => self.copied_from(&template).await,
            Err(fill) => fill().await,
        }
    }

    fn is_made(&self) -> bool {
        self.made.get().is_some()
    }

    /// Makes what was promised.
    async fn make(&self) {
        if self.is_made() {
            return;
        }
        if self.engine == Engine::Postgres {
            let mut connection = PgConnection::connect(&self.server).await.unwrap();
            let template = template::of_schema(&self.server, &mut connection).await;
            template::create(&mut connection, &self.name, &template).await;
            connection.close().await.unwrap();
        }
        // That it is of this build, and of this one alone, migrating says.
        self.migrate().await;
        self.made.set(()).unwrap();
    }

    /// Brings what a program that ended left in the log of an SQLite database into its file. Nobody may be at work in it.
    async fn gather(&self) {
        let mut connection = self.sqlite().await;
        let (is_busy, _, _): (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut connection).await.unwrap();
        assert_eq!(is_busy, 0, "somebody still uses the database");
        connection.close().await.unwrap();
    }

    /// The file of a database on SQLite.
    fn file(&self) -> &Path {
        Path::new(self.url.trim_start_matches("sqlite:"))
    }

    async fn migrated(self) -> Self {
        self.migrate().await;
        self
    }

    async fn migrate(&self) {
        let store = Store::open(&self.url).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await;
    }

    /// Itself, for a story that makes its world on its own.
    pub async fn itself(self) -> Self {
        self.make().await;
        self
    }

    /// Opens it, as a server does that starts.
    pub async fn open(&self) -> Store {
        self.make().await;
        Store::open(&self.url).await.unwrap()
    }

    /// Which engine it is of.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Its address.
    pub fn url(&self) -> &str {
        assert!(self.is_made(), "nobody has opened the database yet");
        &self.url
    }

    /// A folder for files, gone with the database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A connection past the store, on SQLite.
    pub(crate) async fn sqlite(&self) -> SqliteConnection {
        // As the store's own: what a test changes leaves nothing in the file that the product would have to answer for.
        let options = SqliteConnectOptions::from_str(&self.url).unwrap().pragma("secure_delete", "ON");
        SqliteConnection::connect_with(&options).await.unwrap()
    }

    /// A connection past the store, on PostgreSQL.
    pub(crate) async fn postgres(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.unwrap()
    }

    /// Runs a statement past the store: for breaking what no verb would, and for asking whether the
    /// database lets it be broken. What the database answers to a refused one is the error.
    pub async fn run(&self, text: &'static str) -> Result<u64, String> {
        match self.engine {
            Engine::Sqlite => sqlx::query(text).execute(&mut self.sqlite().await).await.map(|it| it.rows_affected()),
            Engine::Postgres => {
                sqlx::query(text).execute(&mut self.postgres().await).await.map(|it| it.rows_affected())
            }
        }
        .map_err(|error| error.to_string())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.engine == Engine::Sqlite {
            return;
        }
        let text = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let server = self.server.clone();
        // A runtime cannot be entered from within another, and the test may end by a panic inside of one.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut connection = PgConnection::connect(&server).await?;
                sqlx::query(AssertSqlSafe(text)).execute(&mut connection).await?;
                connection.close().await
            })
        });
        // A database that stays behind is a nuisance; a second panic while one is under way ends the process.
        if !matches!(dropping.join(), Ok(Ok(()))) {
            eprintln!("the test database {} was not dropped", self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_named_beside_the_servers_own() {
        assert_eq!(beside("postgres://a:b@127.0.0.1:5432/postgres", "x"), "postgres://a:b@127.0.0.1:5432/x");
        assert_eq!(beside("postgres://h/postgres?host=/tmp/x", "x"), "postgres://h/x?host=/tmp/x");
    }

    #[test]
    fn no_two_databases_have_one_name() {
        let folder = Path::new("/tmp/.tmpAbC");
        let (one, other) = (own_name(folder), own_name(folder));
        assert_ne!(one, other);
        assert!(one.starts_with("uptake_test_") && one.ends_with("_tmpabc"), "{one}");
    }
}
