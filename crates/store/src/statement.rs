//! A statement put together from fixed pieces: what a user types can only ever be bound.

use sqlx::query::QueryAs;
use sqlx::{AssertSqlSafe, Encode, Type};
use uuid::Uuid;

use crate::{Engine, Pools, Store, StoreError, Tx, on};

/// A value bound to a statement.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
    /// A GUID.
    Guid(Uuid),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// The text of a statement and its values, numbered in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statement {
    text: String,
    values: Vec<Value>,
}

impl Statement {
    /// Begins with this text.
    pub(crate) fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Adds a piece of text. It is fixed at compile time: this is what keeps users' text out.
    pub(crate) fn text(&mut self, piece: &'static str) -> &mut Self {
        self.text.push_str(piece);
        self
    }

    /// Adds a value, as `$n`.
    pub(crate) fn value(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Adds values with commas between, or `NULL` when there are none; for `IN (...)`.
    pub(crate) fn values(&mut self, values: impl IntoIterator<Item = Value>) -> &mut Self {
        let mut is_first = true;
        for value in values {
            if !is_first {
                self.text(", ");
            }
            is_first = false;
            self.value(value);
        }
        if is_first {
            self.text("NULL");
        }
        self
    }

    /// Adds how many rows are wanted at the most, as a number in the text: a plan that is made for all values, as those of pages
    /// are on PostgreSQL, would take a bound one for a tenth of all there is, and sort them.
    pub(crate) fn limit(&mut self, rows: i64) -> &mut Self {
        self.text.push_str(" LIMIT ");
        self.text.push_str(&rows.to_string());
        self
    }

    /// The whole statement with its values in their places, for people and measuring instruments to read. The
    /// program itself only ever binds them.
    pub(crate) fn written(&self, engine: Engine) -> String {
        let mut written = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, after)) = rest.split_once('$') {
            let digits = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
            let (number, after) = after.split_at(digits);
            written.push_str(before);
            let value = number.parse().ok().and_then(|number: usize| self.values.get(number.checked_sub(1)?));
            let value = match (value, engine) {
                (Some(Value::Int(it)), _) => it.to_string(),
                (Some(Value::Text(it)), _) => format!("'{}'", it.replace('\'', "''")),
                (Some(Value::Guid(it)), Engine::Sqlite) => format!("X'{}'", it.simple()),
                (Some(Value::Guid(it)), Engine::Postgres) => format!("CAST('{it}' AS UUID)"),
                (Some(Value::Bytes(it)), Engine::Sqlite) => format!("X'{}'", hexadecimal(it)),
                (Some(Value::Bytes(it)), Engine::Postgres) => format!("'\\x{}'::bytea", hexadecimal(it)),
                (None, _) => format!("${number}"),
            };
            written.push_str(&value);
            rest = after;
        }
        written.push_str(rest);
        written
    }

    /// All rows.
    pub(crate) async fn rows<R>(self, tx: &mut Tx) -> Result<Vec<R>, StoreError>
    where
        R: Send + Unpin,
        R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        Ok(on!(tx, connection => self.query().fetch_all(connection).await?))
    }

    /// All rows, as a statement of its own: it sees one state of the database, and nothing was begun before it.
    pub(crate) async fn rows_at_once<R>(self, store: &Store) -> Result<Vec<R>, StoreError>
    where
        R: Send + Unpin,
        R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        match &store.pools {
            Pools::Sqlite { readers, .. } => Ok(self.query().fetch_all(readers).await?),
            Pools::Postgres { pool } => pool.at_once(self.query()).await,
        }
    }

    /// Does what it says, and gives no rows.
    pub(crate) async fn run(self, tx: &mut Tx) -> Result<(), StoreError> {
        self.rows::<(i64,)>(tx).await.map(drop)
    }

    /// The one row there is.
    pub(crate) async fn row<R>(self, tx: &mut Tx) -> Result<R, StoreError>
    where
        R: Send + Unpin,
        R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        self.rows(tx).await?.pop().ok_or(StoreError::Driver(sqlx::Error::RowNotFound))
    }
}

impl Statement {
    /// The statement with its values bound, as the driver takes it.
    fn query<'q, DB, R>(self) -> QueryAs<'q, DB, R, DB::Arguments>
    where
        DB: sqlx::Database,
        R: for<'r> sqlx::FromRow<'r, DB::Row>,
        i64: Encode<'q, DB> + Type<DB>,
        String: Encode<'q, DB> + Type<DB>,
        Uuid: Encode<'q, DB> + Type<DB>,
        Vec<u8>: Encode<'q, DB> + Type<DB>,
    {
        self.values.into_iter().fold(sqlx::query_as(AssertSqlSafe(self.text)), bind_row)
    }
}

fn bind_row<'q, DB, R>(query: QueryAs<'q, DB, R, DB::Arguments>, value: Value) -> QueryAs<'q, DB, R, DB::Arguments>
where
    DB: sqlx::Database,
    i64: Encode<'q, DB> + Type<DB>,
    String: Encode<'q, DB> + Type<DB>,
    Uuid: Encode<'q, DB> + Type<DB>,
    Vec<u8>: Encode<'q, DB> + Type<DB>,
{
    match value {
        Value::Int(it) => query.bind(it),
        Value::Text(it) => query.bind(it),
        Value::Guid(it) => query.bind(it),
        Value::Bytes(it) => query.bind(it),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_rows_are_wanted_stands_in_the_text() {
        let mut statement = Statement::new("SELECT a FROM t WHERE b = ");
        statement.value(Value::Int(7)).text(" ORDER BY a").limit(51).text(" OFFSET 0");
        assert_eq!(statement.text, "SELECT a FROM t WHERE b = $1 ORDER BY a LIMIT 51 OFFSET 0");
        assert!(matches!(statement.values[..], [Value::Int(7)]));
    }

    #[test]
    fn a_written_statement_has_its_values_in_their_places() {
        let mut statement = Statement::new("SELECT a FROM t WHERE b = ");
        statement.value(Value::Text("it's $1".to_owned())).text(" AND c IN (").values((1..=10).map(Value::Int));
        statement.text(") AND d = ").value(Value::Guid(Uuid::from_u128(0xAB)));
        let written = statement.written(Engine::Sqlite);
        let (before, guid) = written.split_at(written.len() - 32 - 3);
        assert_eq!(before, "SELECT a FROM t WHERE b = 'it''s $1' AND c IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AND d = ");
        assert_eq!(guid, "X'000000000000000000000000000000ab'");
        assert!(statement.written(Engine::Postgres).ends_with("CAST('00000000-0000-0000-0000-0000000000ab' AS UUID)"));
    }
}
