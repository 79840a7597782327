//! Cursors of the tenant list: a place in one list, in one order, for one person.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::planted::{Fault, planted};
use store::{ListCursor, ListRow};

use crate::secret::mark;
use crate::{AppError, Problem, TenantQuery};

/// The longest cursor there is, in bytes: a name of 300 characters and what goes with it.
const LONGEST: usize = 4_000;

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    of: String,
    b: bool,
    n: Option<i64>,
    t: Option<String>,
    k: String,
    i: uuid::Uuid,
}

/// What ties a cursor to its list: the reader, the order and what the list is narrowed to.
fn list_mark(reader: &str, query: &TenantQuery) -> String {
    let bare = TenantQuery { cursor: None, limit: None, ..query.clone() };
    mark(&format!("{reader} {bare:?}"))
}

/// The place of a row, as text.
pub(crate) fn write(reader: &str, query: &TenantQuery, row: &ListRow, backwards: bool) -> String {
    let written = Written {
        of: list_mark(reader, query),
        b: backwards,
        n: row.sort_number,
        t: row.sort_text.clone(),
        k: row.name_key.clone(),
        i: row.tenant_id,
    };
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap_or_default())
}

/// The place that a text names, when it belongs to this list of this person.
pub(crate) fn read(reader: &str, query: &TenantQuery) -> Result<Option<ListCursor>, AppError> {
    let Some(text) = &query.cursor else { return Ok(None) };
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    if text.len() > LONGEST {
        return Err(foreign());
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
    let written: Written = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    let is_number = written.n.is_some();
    let is_own = written.of == list_mark(reader, query) || planted(Fault::CursorOfAnybody);
    if !is_own || is_number != query.sort.column.is_sorted_as_number() {
        return Err(foreign());
    }
    if !is_number && written.t.is_none() {
        return Err(foreign());
    }
    // NUL is the one character that a database may refuse.
    if written.k.contains('\0') || written.t.as_ref().is_some_and(|text| text.contains('\0')) {
        return Err(foreign());
    }
    Ok(Some(ListCursor {
        number: written.n,
        text: written.t,
        name_key: written.k,
        tenant_id: written.i,
        backwards: written.b,
    }))
}

/// What fuzzing throws at cursors: nothing that is read has in it what a database refuses, and only this list's
/// own cursor is read.
#[cfg(any(test, fuzzing))]
pub(crate) fn fuzzed(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for sort in ["name", "-pau", "country"] {
        let mut query = TenantQuery { sort: sort.parse().unwrap_or_default(), ..TenantQuery::default() };
        // As it came, as what a cursor is the writing of, and with the mark of this list put into that.
        let mark = format!("{{\"of\":\"{}\",{text}", list_mark("somebody", &query));
        let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        for cursor in [text.to_string(), encode(data), encode(mark.as_bytes())] {
            query.cursor = Some(cursor);
            if let Ok(Some(place)) = read("somebody", &query) {
                assert!(!place.name_key.contains('\0') && !place.text.as_ref().is_some_and(|text| text.contains('\0')));
                assert_eq!(place.number.is_some(), query.sort.column.is_sorted_as_number());
                query.search = Some("another list".to_owned());
                assert!(read("somebody", &query).is_err());
                query.search = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cursor_of_the_corpus_is_taken_for_what_it_is_not() {
        assert!(crate::replay::replay("cursor", fuzzed) > 500);
    }
}
