//! Months, days and times as a language writes them. Times are UTC, and say so.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use domain::Month;
use i18n_embed_fl::fl;

use crate::Words;

impl Words {
    /// A month in full: `August 2026`, `augustus 2026`.
    pub fn month(&self, month: Month) -> String {
        format!("{} {}", self.month_name(month.month()), month.year())
    }

    /// A month where there is little room: `Aug 26`, `aug 26`.
    pub fn month_short(&self, month: Month) -> String {
        format!("{} {:02}", self.month_abbreviation(month.month()), month.year().rem_euclid(100))
    }

    /// A day in full: `22 November 2026`.
    pub fn date(&self, day: NaiveDate) -> String {
        format!("{} {} {}", day.day(), self.month_name(day.month()), day.year())
    }

    /// A day where there is little room: `22 Nov 2026`.
    pub fn date_short(&self, day: NaiveDate) -> String {
        format!("{} {} {}", day.day(), self.month_abbreviation(day.month()), day.year())
    }

    /// A moment, to the minute: `22 Nov 2026, 14:05 UTC`.
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        format!("{}, {:02}:{:02} UTC", self.date_short(at.date_naive()), at.hour(), at.minute())
    }

    fn month_name(&self, month: u32) -> String {
        fl!(self.loader(), "month-name", month = month)
    }

    fn month_abbreviation(&self, month: u32) -> String {
        fl!(self.loader(), "month-abbreviation", month = month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::person::Language;

    #[test]
    fn months_and_days_are_named() {
        let (english, dutch) = (Words::of(Language::English), Words::of(Language::Dutch));
        let month = Month::new(2026, 8).unwrap();
        assert_eq!(english.month(month), "August 2026");
        assert_eq!(dutch.month(month), "augustus 2026");
        assert_eq!(english.month_short(Month::new(2009, 3).unwrap()), "Mar 09");
        assert_eq!(dutch.month_short(Month::new(2009, 3).unwrap()), "mrt 09");
        let at = DateTime::from_timestamp(1_795_356_301, 0).unwrap();
        assert_eq!(english.moment(at), "22 Nov 2026, 14:05 UTC");
        assert_eq!(dutch.date(at.date_naive()), "22 november 2026");
    }

    #[test]
    fn every_month_has_its_own_name() {
        for language in Language::ALL {
            let names: std::collections::HashSet<_> =
                (1..=12).map(|month| Words::of(language).month_name(month)).collect();
            assert_eq!(names.len(), 12);
        }
    }
}
