//! A statement put together from fixed pieces: what a user types can only ever be bound.

use sqlx::query::QueryAs;
use sqlx::{AssertSqlSafe, Encode, Type};
use uuid::Uuid;

use crate::{StoreError, Tx, on};

/// A value bound to a statement.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
    /// A GUID.
    Guid(Uuid),
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

    /// Adds the text of a statement without values.
    pub(crate) fn fixed(&mut self, other: &Self) -> &mut Self {
        self.text.push_str(&other.text);
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

    /// All rows.
    pub(crate) async fn rows<R>(self, tx: &mut Tx) -> Result<Vec<R>, StoreError>
    where
        R: Send + Unpin,
        R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        let Self { text, values } = self;
        Ok(on!(tx, connection => {
            let query = sqlx::query_as::<_, R>(AssertSqlSafe(text));
            values.into_iter().fold(query, bind_row).fetch_all(connection).await?
        }))
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

fn bind_row<'q, DB, R>(query: QueryAs<'q, DB, R, DB::Arguments>, value: Value) -> QueryAs<'q, DB, R, DB::Arguments>
where
    DB: sqlx::Database,
    i64: Encode<'q, DB> + Type<DB>,
    String: Encode<'q, DB> + Type<DB>,
    Uuid: Encode<'q, DB> + Type<DB>,
{
    match value {
        Value::Int(it) => query.bind(it),
        Value::Text(it) => query.bind(it),
        Value::Guid(it) => query.bind(it),
    }
}
