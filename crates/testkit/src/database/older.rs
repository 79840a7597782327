//! Databases of an older schema with what a newer one holds, as they are before an upgrade.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr as _;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::Engine;

use super::Database;

/// The migrations of an engine, in their order.
async fn migrations(engine: Engine) -> sqlx::migrate::Migrator {
    let folder = match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/migrations").join(folder);
    sqlx::migrate::Migrator::new(folder).await.unwrap()
}

impl Database {
    /// How many migrations lead to the schema of the present.
    pub async fn schemas(engine: Engine) -> usize {
        migrations(engine).await.iter().count()
    }

    /// A new database of that engine with the schema of an earlier version: that of so many first migrations.
    pub async fn of_schema(engine: Engine, first: usize) -> Self {
        let database = Self::empty(engine).await;
        let mut migrator = migrations(engine).await;
        assert!(migrator.migrations.len() > first, "there are no more than {first} migrations");
        migrator.migrations.to_mut().truncate(first);
        match engine {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::from_str(&database.url).unwrap().create_if_missing(true);
                migrator.run(&mut SqliteConnection::connect_with(&options).await.unwrap()).await.unwrap();
            }
            Engine::Postgres => migrator.run(&mut database.postgres().await).await.unwrap(),
        }
        database
    }

    /// Another database with the same in it. Nobody may be at work in this one.
    pub async fn copied(&self) -> Self {
        let copy = Self::promised(self.engine);
        match self.engine {
            Engine::Sqlite => {
                self.gather().await;
                copy.copied_from(self.file().to_str().unwrap()).await
            }
            Engine::Postgres => copy.copied_from(&self.name).await,
        }
    }

    /// Puts into each of its tables what another database has there, as far as there is a column for it. What the tables held,
    /// and what their triggers would do, does not count, nor do totals of which an older schema knew nothing.
    pub async fn take_over(&self, from: &Self) {
        let theirs = from.columns().await;
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for own in self.columns().await {
            let columns = tables.entry(own.table.clone()).or_default();
            if theirs.iter().any(|it| it.table == own.table && it.name == own.name) {
                columns.push(format!("\"{}\"", own.name));
            }
        }
        let of_portfolio = tables.get("portfolio");
        let knows_shared = of_portfolio.is_some_and(|columns| columns.iter().any(|one| one == "\"is_shared\""));
        let tables: Vec<(String, String)> =
            tables.into_iter().map(|(table, columns)| (table, columns.join(", "))).collect();
        match self.engine {
            Engine::Sqlite => take_over_file(&mut self.sqlite().await, from.file(), &tables).await,
            Engine::Postgres => take_over_rows(&mut self.postgres().await, &mut from.postgres().await, &tables).await,
        }
        for (table, text) in TOTALS_OF_UNSHARED {
            if !knows_shared && tables.iter().any(|(one, _)| one == table) {
                self.run(text).await.unwrap();
            }
        }
    }
}

/// Totals that are kept since there is a column that says which tenants they are of.
const TOTALS_OF_UNSHARED: [(&str, &str); 2] = [
    ("portfolio_total", "DELETE FROM portfolio_total WHERE reach = 'alone'"),
    ("portfolio_potential", "DELETE FROM portfolio_potential WHERE reach = 'alone'"),
];

async fn take_over_file(own: &mut SqliteConnection, from: &Path, tables: &[(String, String)]) {
    sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut *own).await.unwrap();
    sqlx::query("ATTACH DATABASE $1 AS theirs").bind(from.to_str().unwrap()).execute(&mut *own).await.unwrap();
    let triggers: Vec<(String, String)> =
        sqlx::query_as("SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'")
            .fetch_all(&mut *own)
            .await
            .unwrap();
    let mut texts: Vec<String> = triggers.iter().map(|(name, _)| format!("DROP TRIGGER main.\"{name}\"")).collect();
    for (table, columns) in tables {
        texts.push(format!("DELETE FROM main.\"{table}\""));
        if !columns.is_empty() {
            texts.push(format!("INSERT INTO main.\"{table}\" ({columns}) SELECT {columns} FROM theirs.\"{table}\""));
        }
    }
    texts.extend(triggers.into_iter().map(|(_, text)| text));
    for text in texts {
        let done = sqlx::query(AssertSqlSafe(text.clone())).execute(&mut *own).await;
        done.unwrap_or_else(|error| panic!("{error}: {text}"));
    }
    sqlx::query("DETACH DATABASE theirs").execute(own).await.unwrap();
}

/// Columns that count their rows.
const COUNTED: &str = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
                       WHERE table_schema = 'public' AND is_identity = 'YES'";

async fn take_over_rows(own: &mut PgConnection, from: &mut PgConnection, tables: &[(String, String)]) {
    sqlx::query("SET session_replication_role = replica").execute(&mut *own).await.unwrap();
    for (table, columns) in tables {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM \"{table}\""))).execute(&mut *own).await.unwrap();
        if columns.is_empty() {
            continue;
        }
        // Not by COPY, of which each takes the driver 40 ms.
        let all =
            format!("SELECT CAST(COALESCE(json_agg(t), '[]') AS TEXT) FROM (SELECT {columns} FROM \"{table}\") AS t");
        let rows: String = sqlx::query_scalar(AssertSqlSafe(all)).fetch_one(&mut *from).await.unwrap();
        let text = format!(
            "INSERT INTO \"{table}\" ({columns}) OVERRIDING SYSTEM VALUE
             SELECT {columns} FROM json_populate_recordset(CAST(NULL AS \"{table}\"), CAST($1 AS JSON))"
        );
        let done = sqlx::query(AssertSqlSafe(text)).bind(rows).execute(&mut *own).await;
        done.unwrap_or_else(|error| panic!("{table}: {error}"));
    }
    // What is added from now on goes behind what is there.
    let counted: Vec<(String, String)> = sqlx::query_as(COUNTED).fetch_all(&mut *own).await.unwrap();
    for (table, column) in counted {
        let next = format!("(SELECT COALESCE(MAX(\"{column}\"), 0) + 1 FROM \"{table}\")");
        let text = format!("SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {next}, FALSE)");
        sqlx::query(AssertSqlSafe(text)).execute(&mut *own).await.unwrap();
    }
}
