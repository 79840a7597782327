use chrono::NaiveDate;

use super::*;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_line_of_the_file_is_read() {
    let mut countries = 0;
    for words in lines(COUNTRIES) {
        match words.as_slice() {
            ["country", code, _, ..] => {
                countries += 1;
                assert!(code.parse::<crate::contact::Country>().is_ok(), "{code}");
            }
            ["weekend", days @ ..] => assert!(days.iter().all(|day| day.parse::<Weekday>().is_ok()), "{days:?}"),
            other => {
                let rule = holiday(other).unwrap_or_else(|| panic!("{other:?}"));
                assert!((2024..2060).all(|year| rule.day.in_year(year).is_some()), "{other:?}");
            }
        }
    }
    assert_eq!(CALENDARS.len(), countries);
}

#[test]
fn easter_is_where_the_church_has_it() {
    let days = ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "1961-04-02", "2285-03-22"];
    for day in days.map(on) {
        assert_eq!(easter(day.year()), Some(day));
    }
}

#[test]
fn holidays_are_kept_as_each_country_keeps_them() {
    let table = [
        // King's Day on a Sunday is the day before.
        ("NL", "2025-04-26", "2025-04-28"),
        ("NL", "2026-04-27", "2026-04-28"),
        ("netherlands", "2026-05-25", "2026-05-26"),
        // Christmas on Saturday and Boxing Day on Sunday: Monday and Tuesday are off.
        ("GB", "2027-12-27", "2027-12-29"),
        ("United Kingdom", "2027-12-28", "2027-12-24"),
        // On a Saturday, the Friday before; New Year's Day of the next year on the last day of this one.
        ("US", "2026-07-03", "2026-07-06"),
        ("US", "2027-12-31", "2027-12-30"),
        ("US", "2026-11-26", "2026-11-27"),
        ("CA", "2026-05-18", "2026-05-25"),
        ("DE", "2026-04-03", "2026-04-02"),
        ("BE", "2026-07-21", "2026-07-22"),
    ];
    for (country, off, working) in table {
        let calendar = Calendar::of(country);
        assert!(!calendar.is_business_day(on(off)), "{country} {off}");
        assert!(calendar.is_business_day(on(working)), "{country} {working}");
    }
}

#[test]
fn business_days_are_counted_from_the_day_after() {
    let dutch = Calendar::of("NL");
    assert_eq!(dutch.after(on("2026-06-01"), 0), on("2026-06-01"));
    assert_eq!(dutch.after(on("2026-06-01"), 5), on("2026-06-08"));
    // From a Saturday, and over Christmas and New Year.
    assert_eq!(dutch.after(on("2026-06-06"), 1), on("2026-06-08"));
    assert_eq!(dutch.after(on("2026-12-24"), 5), on("2027-01-04"));
    // The nights in which the clock is changed are days like others.
    assert_eq!(dutch.after(on("2026-03-27"), 1), on("2026-03-30"));
    assert_eq!(dutch.after(on("2026-10-23"), 1), on("2026-10-26"));
    // Friday and Saturday are off, Sunday is not.
    assert_eq!(Calendar::of("SA").after(on("2026-06-04"), 1), on("2026-06-07"));
    assert_eq!(Calendar::of("Nowhere").after(on("2026-12-24"), 1), on("2026-12-25"));
}
