//! A row of a page of the tenant list, as it is read.

use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};
use uuid::Uuid;

use crate::tenant_list::ListRow;

/// A row as it is read, with the totals of the list.
pub(crate) struct ReadRow {
    pub(crate) row: ListRow,
    pub(crate) totals: Option<String>,
    pub(crate) stands: i64,
}

/// By place, in the order of `Asked::columns`, and of the types that these have on both engines: looking every column
/// of every row up by name, and asking for its type, costs more than reading it.
impl<'r, R> FromRow<'r, R> for ReadRow
where
    R: Row,
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    Option<bool>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            row: ListRow {
                tenant_key: row.try_get_unchecked(0)?,
                tenant_id: row.try_get_unchecked(1)?,
                name: row.try_get_unchecked(2)?,
                name_key: row.try_get_unchecked(3)?,
                domain: row.try_get_unchecked(4)?,
                country: row.try_get_unchecked(5)?,
                segment: row.try_get_unchecked(6)?,
                workloads_claimed: row.try_get_unchecked(7)?,
                month: row.try_get_unchecked(8)?,
                pau: row.try_get_unchecked(9)?,
                mau: row.try_get_unchecked(10)?,
                usage_ppm: row.try_get_unchecked(11)?,
                change_ppm: row.try_get_unchecked(12)?,
                before_pau: row.try_get_unchecked(13)?,
                before_mau: row.try_get_unchecked(14)?,
                figures_at: row.try_get_unchecked(15)?,
                overall_status: row.try_get_unchecked(16)?,
                noted_at: row.try_get_unchecked(17)?,
                next_action_on: row.try_get_unchecked(18)?,
                due_on: row.try_get_unchecked(19)?,
                has_survey_contact: row.try_get_unchecked(20)?,
                blocked_from: row.try_get_unchecked(21)?,
                blocked_to: row.try_get_unchecked(22)?,
                blocked_at: row.try_get_unchecked(23)?,
                potential_minor: row.try_get_unchecked(24)?,
                potential_currency: row.try_get_unchecked(25)?,
                potential_others: row.try_get_unchecked(26)?,
                licence_minimum: row.try_get_unchecked(27)?,
                sort_number: row.try_get_unchecked(28)?,
                sort_text: row.try_get_unchecked(29)?,
            },
            totals: row.try_get_unchecked(30)?,
            stands: row.try_get_unchecked(31)?,
        })
    }
}
