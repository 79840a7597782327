//! The calendar month, the grain of every usage figure (S3).

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

/// A calendar month between January 2000 and December 2199.
///
/// Written `2026-08` everywhere people and machines read it; stored as the number `202608`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

/// What is not a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a month: {0}")]
pub struct NotAMonth(pub String);

impl Month {
    /// The month of that year, where both are in range.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((2000..2200).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The month in which a day lies.
    pub fn of(day: NaiveDate) -> Option<Self> {
        Self::new(day.year(), day.month())
    }

    /// The month in which a day lies, or the nearest there is.
    pub fn containing(day: NaiveDate) -> Self {
        Self { year: day.year().clamp(2000, 2199), month: day.month() }
    }

    /// The month that the stored number `yyyymm` stands for.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::new(number.div_euclid(100), u32::try_from(number.rem_euclid(100)).ok()?)
    }

    /// The number `yyyymm` under which it is stored; it sorts as the months do.
    pub fn number(self) -> i32 {
        self.year * 100 + i32::try_from(self.month).unwrap_or(1)
    }

    /// The year, such as 2026.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month of the year, 1 to 12.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// The month that many months away; negative is earlier. Stops at the ends of the range.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let count = (self.year * 12 + i32::try_from(self.month).unwrap_or(1) - 1)
            .saturating_add(months)
            .clamp(2000 * 12, 2199 * 12 + 11);
        Self { year: count.div_euclid(12), month: u32::try_from(count.rem_euclid(12)).unwrap_or(0) + 1 }
    }

    /// The months from `first` to `self`, oldest first; empty when `first` is later.
    pub fn since(self, first: Self) -> Vec<Self> {
        let mut months = Vec::new();
        let mut month = first;
        while month <= self {
            months.push(month);
            let next = month.plus(1);
            if next == month {
                break;
            }
            month = next;
        }
        months
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    /// Reads `2026-08`. The forms that files use are the business of the feeds.
    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let refused = || NotAMonth(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(refused)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(refused());
        }
        let (year, month) = (year.parse().map_err(|_| refused())?, month.parse().map_err(|_| refused())?);
        Self::new(year, month).ok_or_else(refused)
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_survives_its_number_and_its_text() {
        for year in [2000, 2026, 2199] {
            for month in 1..=12 {
                let it = Month::new(year, month).unwrap();
                assert_eq!(Month::from_number(it.number()), Some(it));
                assert_eq!(it.to_string().parse(), Ok(it));
            }
        }
    }

    #[test]
    fn months_are_counted_over_the_turn_of_the_year() {
        let january = Month::new(2026, 1).unwrap();
        assert_eq!(january.plus(-1).to_string(), "2025-12");
        assert_eq!(january.plus(-13).to_string(), "2024-12");
        assert_eq!(january.since(january.plus(-12)).len(), 13);
        assert!(january.since(january.plus(1)).is_empty());
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in ["", "2026", "2026-13", "2026-00", "26-08", "2026-8", "1999-12", "2200-01", "2026-0x"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
        assert_eq!(Month::from_number(-5), None);
        assert_eq!(Month::new(2199, 12).unwrap().plus(40).to_string(), "2199-12");
    }
}
