//! Business days (S4.3): which days people work on, by country. The holidays are data, in `countries.txt`.
//!
//! Deliberately absent: time zones and hours. A day is a civil date, so that no change of the clock moves a deadline.

use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

/// The file of all calendars.
const COUNTRIES: &str = include_str!("countries.txt");

static CALENDARS: LazyLock<Vec<Calendar>> = LazyLock::new(|| read(COUNTRIES));

/// Saturday and Sunday, and no holiday: of a country without a calendar.
static WEEKENDS_ALONE: LazyLock<Calendar> = LazyLock::new(|| Calendar::of_weekend(""));

/// The business days of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    code: String,
    name: String,
    weekend: Vec<Weekday>,
    holidays: Vec<Holiday>,
}

/// A day off, every year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Holiday {
    day: Rule,
    moved: Moved,
}

/// On which day of a year it falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Month and day.
    Fixed(u32, u32),
    /// So many days after Easter Sunday.
    Easter(i64),
    /// The nth such weekday of a month; the last one for -1.
    Nth(Weekday, i8, u32),
    /// The last such weekday before a day of a month.
    Before(Weekday, u32, u32),
}

/// What becomes of it on a day on which nobody works anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moved {
    /// Nothing.
    Stays,
    /// The next business day is off.
    Next,
    /// Friday for a Saturday, Monday for a Sunday.
    Nearest,
    /// On a Sunday, the day before.
    FromSundayBack,
}

impl Calendar {
    /// The calendar of a country, by its code or its English name; one without holidays where none is known.
    pub fn of(country: &str) -> &'static Self {
        let country = country.trim();
        let is_it = |one: &&Self| one.code.eq_ignore_ascii_case(country) || one.name.eq_ignore_ascii_case(country);
        CALENDARS.iter().find(is_it).unwrap_or(&WEEKENDS_ALONE)
    }

    fn of_weekend(name: &str) -> Self {
        Self {
            code: String::new(),
            name: name.to_owned(),
            weekend: vec![Weekday::Sat, Weekday::Sun],
            holidays: Vec::new(),
        }
    }

    /// The code of its country; empty for the one without holidays.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether people work on that day.
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        !self.is_weekend(day) && !self.is_holiday(day)
    }

    /// The day so many business days later: the last on which something that may take as long is in time.
    pub fn after(&self, day: NaiveDate, business_days: u32) -> NaiveDate {
        let (mut at, mut left) = (day, business_days);
        while left > 0 {
            let Some(next) = at.succ_opt() else { return NaiveDate::MAX };
            at = next;
            left -= u32::from(self.is_business_day(at));
        }
        at
    }

    fn is_weekend(&self, day: NaiveDate) -> bool {
        self.weekend.contains(&day.weekday())
    }

    fn is_holiday(&self, day: NaiveDate) -> bool {
        // A holiday of the year after can be kept on the last day of this one.
        (day.year()..=day.year().saturating_add(1)).any(|year| self.days_off(year).contains(&day))
    }

    /// The days of a year's holidays, as they are kept.
    fn days_off(&self, year: i32) -> Vec<NaiveDate> {
        let named: Vec<(NaiveDate, Moved)> =
            self.holidays.iter().filter_map(|one| Some((one.day.in_year(year)?, one.moved))).collect();
        let mut kept: Vec<NaiveDate> =
            named.iter().filter(|(day, _)| !self.is_weekend(*day)).map(|(day, _)| *day).collect();
        for (day, moved) in named {
            let instead = match moved {
                Moved::FromSundayBack if day.weekday() == Weekday::Sun => {
                    kept.retain(|one| *one != day);
                    day.pred_opt()
                }
                Moved::Nearest if day.weekday() == Weekday::Sat => day.pred_opt(),
                Moved::Nearest if day.weekday() == Weekday::Sun => day.succ_opt(),
                Moved::Next if self.is_weekend(day) => {
                    let mut next = day.succ_opt();
                    while let Some(at) = next.filter(|at| self.is_weekend(*at) || kept.contains(at)) {
                        next = at.succ_opt();
                    }
                    next
                }
                _ => None,
            };
            kept.extend(instead);
        }
        kept
    }
}

impl Rule {
    fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Easter(days) => easter(year)?.checked_add_signed(chrono::TimeDelta::days(days)),
            Self::Nth(weekday, -1, month) => {
                let next = if month == 12 { (year.checked_add(1)?, 1) } else { (year, month + 1) };
                let last = NaiveDate::from_ymd_opt(next.0, next.1, 1)?.pred_opt()?;
                back_to(weekday, last)
            }
            Self::Nth(weekday, nth, month) => {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, u8::try_from(nth).ok()?)
            }
            Self::Before(weekday, month, day) => {
                back_to(weekday, NaiveDate::from_ymd_opt(year, month, day)?.pred_opt()?)
            }
        }
    }
}

/// The newest such weekday that is no later than a day.
fn back_to(weekday: Weekday, day: NaiveDate) -> Option<NaiveDate> {
    let back = day.weekday().days_since(weekday);
    day.checked_sub_days(Days::new(back.into()))
}

/// Easter Sunday of the Gregorian calendar, by the method of Gauss as Lichtenberg completed it.
fn easter(year: i32) -> Option<NaiveDate> {
    let century = year.div_euclid(100);
    let leaps = (3 * century + 3).div_euclid(4);
    let moon = 15 + leaps - (8 * century + 13).div_euclid(25);
    let golden = year.rem_euclid(19);
    let full = (19 * golden + moon).rem_euclid(30);
    // In March, from the first on: the full moon, and the first Sunday there is.
    let full_moon = 21 + full - (full + golden.div_euclid(11)).div_euclid(29);
    let sunday = 7 - (year + year.div_euclid(4) + 2 - leaps).rem_euclid(7);
    let easter = full_moon + 7 - (full_moon - sunday).rem_euclid(7);
    NaiveDate::from_ymd_opt(year, 3, 1)?.checked_add_signed(chrono::TimeDelta::days(i64::from(easter) - 1))
}

/// Reads the file: a line `country CODE NAME` begins a calendar, the lines below are its holidays. A test reads every
/// line, so that none is left out here.
fn read(text: &str) -> Vec<Calendar> {
    let mut calendars: Vec<Calendar> = Vec::new();
    for words in lines(text) {
        match words.as_slice() {
            ["country", code, name @ ..] => {
                let calendar = Calendar { code: (*code).to_owned(), ..Calendar::of_weekend(&name.join(" ")) };
                calendars.push(calendar);
            }
            ["weekend", days @ ..] => {
                let weekend = days.iter().filter_map(|day| day.parse().ok()).collect();
                if let Some(last) = calendars.last_mut() {
                    last.weekend = weekend;
                }
            }
            words => {
                if let (Some(last), Some(holiday)) = (calendars.last_mut(), holiday(words)) {
                    last.holidays.push(holiday);
                }
            }
        }
    }
    calendars
}

fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let bare = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    bare.map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|words| !words.is_empty())
}

fn holiday(words: &[&str]) -> Option<Holiday> {
    let (rule, rest) = match words {
        ["easter", days, rest @ ..] => (Rule::Easter(days.parse().ok()?), rest),
        ["last", weekday, month, rest @ ..] => (Rule::Nth(weekday.parse().ok()?, -1, month.parse().ok()?), rest),
        ["before", weekday, day, rest @ ..] => {
            let (month, day) = month_and_day(day)?;
            (Rule::Before(weekday.parse().ok()?, month, day), rest)
        }
        ["nth", nth, weekday, month, rest @ ..] => {
            (Rule::Nth(weekday.parse().ok()?, nth.parse().ok()?, month.parse().ok()?), rest)
        }
        [day, rest @ ..] => {
            let (month, day) = month_and_day(day)?;
            (Rule::Fixed(month, day), rest)
        }
        [] => return None,
    };
    let moved = match rest {
        [] => Moved::Stays,
        ["next"] => Moved::Next,
        ["nearest"] => Moved::Nearest,
        ["sunday-back"] => Moved::FromSundayBack,
        _ => return None,
    };
    Some(Holiday { day: rule, moved })
}

fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests;
