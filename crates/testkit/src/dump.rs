//! What stands in the tables, as text that can be compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, Row, SqliteConnection};
use store::Engine;

use crate::Database;

/// The rows of every table by the table's name, each row as text, sorted.
pub type Dump = BTreeMap<String, Vec<String>>;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// The table or view.
    pub table: String,
    /// The column's name.
    pub name: String,
    /// Its place in the table, from 1.
    pub place: i64,
    /// Whether it can be empty; not told for views.
    pub is_nullable: bool,
}

const SQLITE_TABLES: &str = "
SELECT name FROM sqlite_schema
WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY name";

const POSTGRES_TABLES: &str = "
SELECT CAST(table_name AS TEXT) FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_sqlx%' ORDER BY table_name";

/// The key of an SQLite table says nothing of `NOT NULL`, and is not empty all the same.
const SQLITE_COLUMNS: &str = "
SELECT m.name, c.name, c.cid + 1, c.\"notnull\" = 0 AND c.pk = 0
FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";

const POSTGRES_COLUMNS: &str = "
SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.ordinal_position AS BIGINT), c.is_nullable = 'YES'
FROM information_schema.columns AS c
JOIN information_schema.tables AS t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE '\\_sqlx%'";

impl Database {
    /// The names of all tables.
    pub async fn tables(&self) -> Vec<String> {
        match self.engine() {
            Engine::Sqlite => sqlx::query_scalar(SQLITE_TABLES).fetch_all(&mut self.sqlite().await).await,
            Engine::Postgres => sqlx::query_scalar(POSTGRES_TABLES).fetch_all(&mut self.postgres().await).await,
        }
        .unwrap()
    }

    /// The columns of all tables, sorted by table and name.
    pub async fn columns(&self) -> Vec<Column> {
        let told: Vec<(String, String, i64, bool)> = match self.engine() {
            Engine::Sqlite => sqlx::query_as(SQLITE_COLUMNS).fetch_all(&mut self.sqlite().await).await,
            Engine::Postgres => sqlx::query_as(POSTGRES_COLUMNS).fetch_all(&mut self.postgres().await).await,
        }
        .unwrap();
        let mut columns: Vec<Column> = told
            .into_iter()
            .map(|(table, name, place, is_nullable)| Column { table, name, place, is_nullable })
            .collect();
        columns.sort();
        columns
    }

    /// Everything that stands in the tables, those of the waiting room too.
    pub async fn dump(&self) -> Dump {
        let mut dump = Dump::new();
        for table in self.tables().await {
            let mut rows = self.rows(&table).await;
            rows.sort();
            dump.insert(table, rows);
        }
        dump
    }

    async fn rows(&self, table: &str) -> Vec<String> {
        match self.engine() {
            Engine::Sqlite => sqlite_rows(&mut self.sqlite().await, table).await,
            Engine::Postgres => {
                let text = format!("SELECT CAST(to_jsonb(it) AS TEXT) FROM {table} AS it");
                sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(&mut self.postgres().await).await.unwrap()
            }
        }
    }
}

async fn sqlite_rows(connection: &mut SqliteConnection, table: &str) -> Vec<String> {
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY cid")
        .bind(table)
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    let values = columns.iter().map(|name| format!("quote(\"{name}\")")).collect::<Vec<_>>().join(", ");
    let text = format!("SELECT {values} FROM \"{table}\"");
    let rows = sqlx::query(AssertSqlSafe(text)).fetch_all(connection).await.unwrap();
    rows.iter()
        .map(|row| {
            columns.iter().enumerate().fold(String::new(), |mut line, (place, name)| {
                let _ = write!(line, "{name}={} ", row.get::<String, _>(place));
                line
            })
        })
        .collect()
}
