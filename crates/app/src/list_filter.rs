//! What the lists of tenants, opportunities and licences are narrowed by alike, checked.

use domain::id::LocationId;
use domain::tenant::name_key;
use store::LocationRow;

use crate::{AppError, Field, Problem};

/// The longest search, in characters, and the most words of it that count.
pub(crate) const LONGEST_SEARCH: usize = 200;
const MOST_WORDS: usize = 8;

/// Most values of one filter.
const MOST_VALUES: usize = 100;

/// The words of a search, each in the form in which names are searched.
pub(crate) fn words(search: Option<&str>) -> Result<Vec<String>, AppError> {
    let search = search.unwrap_or_default();
    if search.chars().count() > LONGEST_SEARCH {
        return Err(AppError::field("q", Problem::TooLong(LONGEST_SEARCH)));
    }
    let key = name_key(&search.replace('\0', " "));
    Ok(key.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).map(str::to_owned).collect())
}

/// Refuses filters with too many values, or with one that a database may refuse.
pub(crate) fn check_values<const N: usize>(filters: [(Field, &Vec<String>); N]) -> Result<(), AppError> {
    let is_wrong = |values: &Vec<String>| values.len() > MOST_VALUES || values.iter().any(|value| value.contains('\0'));
    match filters.into_iter().find(|(_, values)| is_wrong(values)) {
        Some((field, _)) => Err(AppError::field(field, Problem::Malformed)),
        None => Ok(()),
    }
}

/// The locations of these partner IDs: one that is not the person's does not exist.
pub(crate) fn locations(wanted: &[String], own: &[LocationRow]) -> Result<Vec<LocationId>, AppError> {
    let find = |wanted: &String| own.iter().find(|location| location.mpn_id == *wanted).map(LocationRow::id);
    let found = wanted.iter().map(|wanted| find(wanted).ok_or_else(|| AppError::field("location", Problem::Unknown)));
    found.collect()
}
