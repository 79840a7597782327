//! All that is kept of one person, for the copy that they can ask for (S16.2).
//!
//! What is told stands in [`KINDS_OF_PERSON`] and [`KINDS_OF_CONTACT`], field by field with the column that it comes from; a test
//! holds every column of every table with people in it against them. Numbers by which rows are kept are never told: they
//! count what others have.

use domain::id::PersonId;
use sqlx::Row;
use uuid::Uuid;

pub use crate::access_copy_contact::KINDS_OF_CONTACT;
pub use crate::access_copy_person::KINDS_OF_PERSON;
use crate::{StoreError, Tx, on};

/// How a value is kept, and so how it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyShape {
    /// A text.
    Text,
    /// A text that is JSON.
    Json,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// Milliseconds since 1970, UTC.
    Moment,
    /// A GUID.
    Guid,
}

/// A field of a kind of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyField {
    /// Its name in the copy.
    pub name: &'static str,
    /// The column that it tells, as `table.column`.
    pub of: &'static str,
    /// How it is kept.
    pub shape: CopyShape,
}

/// A kind of rows: what they are called, and the statement that finds them. It takes whose they are, how many, and after how
/// many; in the order of the fields.
#[derive(Debug, Clone, Copy)]
pub struct CopyKind {
    /// Its name in the copy.
    pub name: &'static str,
    /// What each row says.
    pub fields: &'static [CopyField],
    /// The statement.
    pub(crate) text: &'static str,
    /// The same, of which the rows are counted.
    pub(crate) count: &'static str,
    /// Whether it goes by address, and by the mark of it in the audit, as well as by number.
    pub(crate) by_address: bool,
}

/// Whose rows they are.
#[derive(Debug, Clone, Copy)]
pub enum CopyOf<'a> {
    /// Somebody with an account: their number, address, and the mark of it in the audit.
    Person(PersonId, &'a str, &'a str),
    /// A contact of that address, in small letters.
    Contact(&'a str),
}

impl CopyOf<'_> {
    /// The kinds of rows that there are of them.
    pub fn kinds(&self) -> &'static [CopyKind] {
        match self {
            Self::Person(..) => KINDS_OF_PERSON,
            Self::Contact(_) => KINDS_OF_CONTACT,
        }
    }
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyValue {
    /// There is none.
    Nothing,
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A GUID.
    Guid(Uuid),
}

/// Writes the fields of a kind: `name: Shape = table.column`.
macro_rules! fields {
    ($($name:literal: $shape:ident = $of:literal,)+) => {
        &[$($crate::access_copy::CopyField {
            name: $name,
            of: $of,
            shape: $crate::access_copy::CopyShape::$shape,
        }),+]
    };
}
pub(crate) use fields;

/// Writes a kind by name, statement and fields; one by number alone, or one that goes by the address too.
macro_rules! kind {
    ($name:literal, $text:literal, $fields:expr) => {
        $crate::access_copy::kind!($name, $text, $fields, false)
    };
    ($name:literal by address, $text:literal, $fields:expr) => {
        $crate::access_copy::kind!($name, $text, $fields, true)
    };
    ($name:literal, $text:literal, $fields:expr, $by_address:literal) => {
        $crate::access_copy::CopyKind {
            name: $name,
            fields: $fields,
            text: $text,
            count: concat!("SELECT COUNT(*) FROM (", $text, ") AS copied"),
            by_address: $by_address,
        }
    };
}
pub(crate) use kind;

/// Binds whose rows are wanted, and how many.
macro_rules! bound {
    ($query:expr, $kind:ident, $of:ident, $limit:expr, $offset:expr) => {{
        let query = match $of {
            CopyOf::Person(person, ..) => $query.bind(person.0),
            CopyOf::Contact(email) => $query.bind(email),
        };
        let query = query.bind($limit).bind($offset);
        match $of {
            CopyOf::Person(_, email, mark) if $kind.by_address => query.bind(email).bind(mark),
            CopyOf::Person(..) | CopyOf::Contact(_) => query,
        }
    }};
}

impl Tx {
    /// Rows of a kind, the oldest first, after so many.
    pub async fn copied(
        &mut self,
        kind: &CopyKind,
        of: CopyOf<'_>,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<Vec<CopyValue>>, StoreError> {
        Ok(on!(self, c => {
            let query = bound!(sqlx::query(kind.text), kind, of, limit, offset);
            let mut rows = Vec::new();
            for row in query.fetch_all(c).await? {
                let mut values = Vec::with_capacity(kind.fields.len());
                for (place, field) in kind.fields.iter().enumerate() {
                    let value = match field.shape {
                        CopyShape::Text | CopyShape::Json => {
                            row.try_get::<Option<String>, _>(place)?.map(CopyValue::Text)
                        }
                        CopyShape::Number | CopyShape::Moment => {
                            row.try_get::<Option<i64>, _>(place)?.map(CopyValue::Number)
                        }
                        CopyShape::Flag => row.try_get::<Option<bool>, _>(place)?.map(CopyValue::Flag),
                        CopyShape::Guid => row.try_get::<Option<Uuid>, _>(place)?.map(CopyValue::Guid),
                    };
                    values.push(value.unwrap_or(CopyValue::Nothing));
                }
                rows.push(values);
            }
            rows
        }))
    }

    /// How many rows there are of a kind.
    pub async fn count_copied(&mut self, kind: &CopyKind, of: CopyOf<'_>) -> Result<i64, StoreError> {
        Ok(on!(self, c => bound!(sqlx::query_scalar(kind.count), kind, of, i64::MAX, 0_i64).fetch_one(c).await?))
    }
}
