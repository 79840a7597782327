//! A day that somebody fills in: the civil date, as people mean it, of no time zone.

use chrono::NaiveDate;

use crate::month::Month;

/// Why a day cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// Nothing was filled in.
    #[error("is required")]
    Missing,
    /// Not a day of the calendar, written `2026-03-01`.
    #[error("is not a date such as 2026-03-01")]
    NotADay,
    /// Before today.
    #[error("is before today, {today}")]
    Past {
        /// Today, where the writer is.
        today: NaiveDate,
    },
    /// After the last month that the product knows: a slip of the finger.
    #[error("is after {last}")]
    TooFar {
        /// The last day that is possible.
        last: NaiveDate,
    },
}

/// Reads `2026-03-01`, as forms, the API and files write it; nothing where nothing is filled in.
pub fn read(text: &str) -> Result<Option<NaiveDate>, DayFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let in_form = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = in_form.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
    day.map(Some).ok_or(DayFault::NotADay)
}

/// Whether a day lies today or later, and not beyond all months.
pub fn check_coming(day: NaiveDate, today: NaiveDate) -> Result<(), DayFault> {
    let last = last_day();
    if day < today {
        return Err(DayFault::Past { today });
    }
    if day > last { Err(DayFault::TooFar { last }) } else { Ok(()) }
}

fn last_day() -> NaiveDate {
    let last_month = Month::containing(NaiveDate::MAX);
    last_month.first_day().checked_add_months(chrono::Months::new(1)).and_then(|day| day.pred_opt()).unwrap_or_default()
}

/// The moment at which a day begins in UTC, in milliseconds since 1970.
pub fn start_of(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()
}

/// The day of a moment in UTC, in milliseconds since 1970.
pub fn of_moment(moment: i64) -> NaiveDate {
    chrono::DateTime::from_timestamp_millis(moment).unwrap_or_default().date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        read(text).unwrap().unwrap()
    }

    #[test]
    fn a_day_is_read_in_one_form_alone() {
        assert_eq!(read("2028-02-29").unwrap(), NaiveDate::from_ymd_opt(2028, 2, 29));
        assert_eq!(read("  "), Ok(None));
        for text in [
            "2027-02-29",
            "2026-3-1",
            "01-03-2026",
            "2026-03-01T00:00",
            "+026-03-01",
            "2026/03/01",
            "٢٠٢٦-٠٣-٠١",
            "soon",
        ] {
            assert_eq!(read(text), Err(DayFault::NotADay), "{text}");
        }
    }

    #[test]
    fn a_coming_day_is_today_or_later() {
        let today = day("2026-03-01");
        assert_eq!(check_coming(today, today), Ok(()));
        assert_eq!(check_coming(day("2026-02-28"), today), Err(DayFault::Past { today }));
        assert_eq!(check_coming(day("2199-12-31"), today), Ok(()));
        assert_eq!(check_coming(day("2200-01-01"), today), Err(DayFault::TooFar { last: day("2199-12-31") }));
    }
}
