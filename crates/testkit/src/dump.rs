//! What stands in the tables, as text that can be compared.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;
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

/// The key of an SQLite table says nothing of `NOT NULL`, and is not empty all the same.
const SQLITE_COLUMNS: &str = "
SELECT m.name, c.name, c.cid + 1, c.\"notnull\" = 0 AND c.pk = 0
FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";

/// Not from the information schema: that asks of each column who may read it, which takes a tenth of a second.
const POSTGRES_COLUMNS: &str = "
SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT),
       -- A column that was dropped leaves a gap.
       ROW_NUMBER() OVER (PARTITION BY c.oid ORDER BY a.attnum), NOT a.attnotnull
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
WHERE c.relnamespace = CAST('public' AS REGNAMESPACE) AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND c.relname NOT LIKE '\\_sqlx%'";

impl Database {
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

    /// Everything that stands in the columns that another database, of an older or a newer schema, has too.
    pub async fn dump_in_common(&self, other: &Self) -> Dump {
        let theirs = other.columns().await;
        let is_theirs = |own: &Column| theirs.iter().any(|one| one.table == own.table && one.name == own.name);
        let own = self.columns().await.into_iter().filter(|own| !is_theirs(own));
        let own: Vec<String> = own.map(|own| format!("{}.{}", own.table, own.name)).collect();
        self.dump(&own.iter().map(String::as_str).collect::<Vec<_>>()).await
    }

    /// Everything that stands in the tables, those of the waiting room too, but for what is left out: tables
    /// (`audit`) and columns (`claim.claim_id`).
    pub async fn dump(&self, left_out: &[&str]) -> Dump {
        let mut dump = Dump::new();
        for column in self.columns().await {
            let is_left_out = left_out.contains(&column.table.as_str())
                || left_out.iter().any(|one| one.split_once('.') == Some((&column.table, &column.name)));
            if !is_left_out {
                dump.entry(column.table).or_default().push(column.name);
            }
        }
        match self.engine() {
            Engine::Sqlite => {
                let mut connection = self.sqlite().await;
                for (table, rows) in &mut dump {
                    let text = AssertSqlSafe(rows_of(table, rows, |name| format!("quote(\"{name}\")")));
                    *rows = sqlx::query_scalar(text).fetch_all(&mut connection).await.unwrap();
                }
            }
            Engine::Postgres => {
                let mut connection = self.postgres().await;
                for (table, rows) in &mut dump {
                    let text = rows_of(table, rows, |name| format!("quote_nullable(CAST(\"{name}\" AS TEXT))"));
                    *rows = sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(&mut connection).await.unwrap();
                }
            }
        }
        for rows in dump.values_mut() {
            rows.sort();
        }
        dump
    }
}

/// Selects the rows of a table, each as `column=value column=value`.
fn rows_of(table: &str, columns: &[String], quoted: impl Fn(&str) -> String) -> String {
    let values: Vec<String> = columns.iter().map(|name| format!("'{name}=' || {}", quoted(name))).collect();
    format!("SELECT {} FROM \"{table}\"", values.join(" || ' ' || "))
}
