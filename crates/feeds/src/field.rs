//! The values of a row: text, numbers, months, flags and IDs, as reports and spreadsheets write them.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use domain::one_line::turns_direction;
use domain::organisation::PartnerId;
use domain::usage::MOST_UNITS;
use domain::{Month, TenantId};

use crate::header::{Column, Header};
use crate::record::Record;
use crate::refusal::Reason;

/// What a field gives, or which one is wrong and why.
pub(crate) type Taken<T> = Result<T, (Column, Reason)>;

/// How long a name of somebody or something may be, in letters.
pub(crate) const LONGEST_NAME: usize = 300;

/// How long any other text may be, in letters.
pub(crate) const LONGEST_TEXT: usize = 200;

/// How long the name of a SKU, and of a family of them, may be, in letters: lists are sorted by several such texts at once.
pub(crate) const LONGEST_SKU: usize = 100;

/// How long a domain name may be, by the rules of domain names.
pub(crate) const LONGEST_DOMAIN: usize = 253;

/// The fields of a record, by column.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    text: &'a str,
    record: &'a Record,
    header: &'a Header,
}

impl<'a> Fields<'a> {
    /// Fields of a record whose bytes are this text.
    pub(crate) fn new(text: &'a str, record: &'a Record, header: &'a Header) -> Self {
        Self { text, record, header }
    }

    /// What stands in the column; nothing where the file does not have it.
    pub(crate) fn raw(&self, column: Column) -> &'a str {
        self.header.place(column).and_then(|place| self.text.get(self.record.span(place))).unwrap_or_default()
    }

    fn trimmed(&self, column: Column) -> &'a str {
        self.raw(column).trim()
    }

    /// A text that may be empty.
    pub(crate) fn text(&self, column: Column, most: usize) -> Taken<String> {
        clean(self.trimmed(column), most).map_err(|reason| (column, reason))
    }

    /// A text that may not be empty.
    pub(crate) fn needed_text(&self, column: Column, most: usize) -> Taken<String> {
        let text = self.text(column, most)?;
        if text.is_empty() { Err((column, Reason::Missing)) } else { Ok(text) }
    }

    /// A tenant's GUID.
    pub(crate) fn tenant_id(&self) -> Taken<TenantId> {
        self.tenant_id_in(Column::TenantId)
    }

    /// A tenant's GUID that stands in another column.
    pub(crate) fn tenant_id_in(&self, column: Column) -> Taken<TenantId> {
        self.needed(column, |text| TenantId::from_str(text).map_err(|_| Reason::NotATenantId))
    }

    /// A day, where something stands there.
    pub(crate) fn optional_day(&self, column: Column) -> Taken<Option<NaiveDate>> {
        match self.trimmed(column) {
            "" => Ok(None),
            text => day(text).map(Some).ok_or((column, Reason::NotADay)),
        }
    }

    /// The number of a partner or location.
    pub(crate) fn partner_id(&self, column: Column) -> Taken<PartnerId> {
        self.needed(column, |text| PartnerId::from_str(text).map_err(|_| Reason::NotAPartnerId))
    }

    /// The number of a partner or location, where the file has it and it is not empty.
    pub(crate) fn optional_partner_id(&self, column: Column) -> Taken<Option<PartnerId>> {
        if self.trimmed(column).is_empty() { Ok(None) } else { self.partner_id(column).map(Some) }
    }

    /// The month of the row.
    pub(crate) fn month(&self) -> Taken<Month> {
        self.needed(Column::Month, month)
    }

    /// Units or users.
    pub(crate) fn number(&self, column: Column) -> Taken<i64> {
        self.needed(column, number)
    }

    /// Units or users, where something stands there.
    pub(crate) fn optional_number(&self, column: Column) -> Taken<Option<i64>> {
        if self.trimmed(column).is_empty() { Ok(None) } else { self.number(column).map(Some) }
    }

    /// Yes or no; nothing means no.
    pub(crate) fn flag(&self, column: Column) -> Taken<bool> {
        flag(self.trimmed(column)).ok_or((column, Reason::NotAFlag))
    }

    fn needed<T>(&self, column: Column, read: impl FnOnce(&str) -> Result<T, Reason>) -> Taken<T> {
        match self.trimmed(column) {
            "" => Err((column, Reason::Missing)),
            text => read(text).map_err(|reason| (column, reason)),
        }
    }
}

/// A trimmed text with single spaces for all white space in it, line breaks too.
///
/// Other control characters refuse the value: no report has them, and what they stand for cannot be guessed. Those that
/// turn the direction of writing are left out: customers name their tenants themselves, and a name must not change how
/// the text beside it is read.
fn clean(text: &str, most: usize) -> Result<String, Reason> {
    if is_plain(text) && text.len() <= most {
        return Ok(text.to_owned());
    }
    if text.chars().any(|letter| letter.is_control() && !letter.is_whitespace()) {
        return Err(Reason::ControlCharacter);
    }
    let text: String = text.chars().filter(|letter| !turns_direction(*letter)).collect();
    let mut cleaned = String::new();
    let mut letters = 0;
    for word in text.split_whitespace() {
        letters += word.chars().count() + usize::from(!cleaned.is_empty());
        if letters > most {
            return Err(Reason::TooLong { most });
        }
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    Ok(cleaned)
}

/// Whether there is nothing to clean, as in nearly every value: printable ASCII with single spaces.
fn is_plain(text: &str) -> bool {
    let mut before = 0;
    text.bytes().all(|byte| {
        let doubled = byte == b' ' && before == b' ';
        before = byte;
        !doubled && matches!(byte, b' '..=b'~')
    })
}

/// A whole number in digits, not below zero. Spreadsheets add `.0` or `.00` to it.
///
/// A thousands separator is refused instead of guessed: `1.200` is 1200 in Dutch and 1.2 in English.
fn number(text: &str) -> Result<i64, Reason> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let digits = digits.strip_suffix(".00").or_else(|| digits.strip_suffix(".0")).unwrap_or(digits);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::NotANumber);
    }
    if !sign.is_empty() {
        return Err(Reason::Negative);
    }
    // Digits alone fail to parse only when there are too many of them.
    digits.parse().ok().filter(|number| *number <= MOST_UNITS).ok_or(Reason::Absurd)
}

/// A month as `2026-08`, or as its first day: `2026-08-01`, `8/1/2026`, both also with a midnight behind them.
fn month(text: &str) -> Result<Month, Reason> {
    let day = day_part(text);
    let (year, month, day) = if day.contains('/') { american(day) } else { iso(day) }.ok_or(Reason::NotAMonth)?;
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(Reason::NotAMonth)?;
    if date.day() != 1 {
        return Err(Reason::NotTheFirst);
    }
    Month::of(date).ok_or(Reason::MonthOutOfRange)
}

/// A day as `2026-08-31` or `8/31/2026`, both also with a time behind them, which says nothing more.
fn day(text: &str) -> Option<NaiveDate> {
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let is_clock = |letter: char| letter.is_ascii_digit() || " :.+-ZAPM".contains(letter);
    if !time.chars().all(is_clock) {
        return None;
    }
    let (year, month, day) = if day.contains('/') {
        american(day)?
    } else {
        // A month alone is no day.
        iso(day).filter(|_| day.matches('-').count() == 2)?
    };
    // What never ends, ends in the last year there is.
    NaiveDate::from_ymd_opt(year, month, day).filter(|day| (1900..=9999).contains(&day.year()))
}

/// The text without the midnight behind it; as it is where something else stands there.
fn day_part(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', ' ']) else { return text };
    let time = time.trim();
    let clock = time.strip_suffix('Z').or_else(|| time.strip_suffix("+00:00")).unwrap_or(time);
    let midnight = match clock.split_once('.') {
        Some((seconds, fraction)) => {
            seconds == "00:00:00" && !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0')
        }
        None => matches!(clock, "00:00" | "00:00:00" | "0:00" | "0:00:00" | "12:00:00 AM" | "12:00 AM"),
    };
    if midnight { day } else { text }
}

/// Year, month and day of `2026-08-01` or `2026-08`.
fn iso(text: &str) -> Option<(i32, u32, u32)> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-').unwrap_or((rest, "01"));
    let fits = year.len() == 4 && month.len() == 2 && day.len() == 2;
    if fits { Some((digits(year)?.try_into().ok()?, digits(month)?, digits(day)?)) } else { None }
}

/// Year, month and day of `8/1/2026`: the month comes first.
fn american(text: &str) -> Option<(i32, u32, u32)> {
    let (month, rest) = text.split_once('/')?;
    let (day, year) = rest.split_once('/')?;
    let fits = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
    if fits { Some((digits(year)?.try_into().ok()?, digits(month)?, digits(day)?)) } else { None }
}

fn digits(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn flag(text: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["", "0", "false", "no"]) {
        Some(false)
    } else if is(&["1", "true", "yes"]) {
        Some(true)
    } else {
        None
    }
}
