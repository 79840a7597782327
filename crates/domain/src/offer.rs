//! Offers: what a vendor pays for usage that grows (S5.1). They are data; the ones that ship are invented, and say so.

use chrono::{Datelike, NaiveDate};

use crate::money::{Currency, MOST_MINOR, Money};
use crate::month::Month;
use crate::one_line::is_one_line;
use crate::signal::LICENCE_MINIMUM;
use crate::usage::MOST_UNITS;

/// How long the name of an offer may be, in characters.
pub const LONGEST_NAME: usize = 120;

/// How long a segment may be, in characters, and how many an offer can exclude.
pub const LONGEST_SEGMENT: usize = 60;
/// The most segments of one offer.
pub const MOST_SEGMENTS: usize = 50;

/// The fields of an offer, as forms and JSON name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfferField {
    /// What people call it.
    Name,
    /// For which workload it pays.
    Workload,
    /// Its first day.
    ValidFrom,
    /// Its last day.
    ValidTo,
    /// What one unit earns.
    Rate,
    /// The most it earns at one tenant.
    Ceiling,
    /// In which currency.
    Currency,
    /// How many licences it takes.
    LicenceMinimum,
    /// Whom it leaves out.
    ExcludedSegments,
}

impl OfferField {
    /// The name in forms and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Workload => "workload",
            Self::ValidFrom => "valid_from",
            Self::ValidTo => "valid_to",
            Self::Rate => "rate_minor",
            Self::Ceiling => "ceiling_minor",
            Self::Currency => "currency",
            Self::LicenceMinimum => "licence_minimum",
            Self::ExcludedSegments => "excluded_segments",
        }
    }
}

/// What is wrong with a field of an offer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// There is no name.
    #[error("a name is needed")]
    NameMissing,
    /// The name is too long.
    #[error("a name has at most {LONGEST_NAME} characters")]
    NameTooLong,
    /// The name breaks the line, or turns its direction.
    #[error("a name is one line of text")]
    NameNotOneLine,
    /// A day before 2000 or after 2199.
    #[error("a day between 2000 and 2199 is needed")]
    DayOutOfRange(OfferField),
    /// The last day is before the first.
    #[error("the last day is before the first")]
    EndsBeforeItBegins,
    /// One unit earns nothing, or too much to count.
    #[error("the rate is more than 0, and at most {MOST_MINOR}")]
    RateOutOfRange,
    /// The ceiling is below one unit, or too much to count.
    #[error("the ceiling is at least one rate, and at most {MOST_MINOR}")]
    CeilingOutOfRange {
        /// The least it can be.
        least: i64,
    },
    /// The currency is none.
    #[error("not a currency of ISO 4217")]
    CurrencyUnknown,
    /// A minimum below 0, or above all licences there are.
    #[error("the licence minimum is at least 0, and at most {MOST_UNITS}")]
    MinimumOutOfRange,
    /// A segment that is none.
    #[error("a segment is one line of at most {LONGEST_SEGMENT} characters, and there are at most {MOST_SEGMENTS}")]
    SegmentUnfit,
    /// Another offer of the workload pays on one of these days in another currency: a row would add the two.
    #[error("the offer {other} of the workload pays in {currency} at the same time")]
    AnotherCurrency {
        /// The name of the other.
        other: String,
        /// Its currency.
        currency: Currency,
    },
}

impl OfferError {
    /// At which field it stands.
    pub fn field(&self) -> OfferField {
        match self {
            Self::NameMissing | Self::NameTooLong | Self::NameNotOneLine => OfferField::Name,
            Self::DayOutOfRange(field) => *field,
            Self::EndsBeforeItBegins => OfferField::ValidTo,
            Self::RateOutOfRange => OfferField::Rate,
            Self::CeilingOutOfRange { .. } => OfferField::Ceiling,
            Self::CurrencyUnknown | Self::AnotherCurrency { .. } => OfferField::Currency,
            Self::MinimumOutOfRange => OfferField::LicenceMinimum,
            Self::SegmentUnfit => OfferField::ExcludedSegments,
        }
    }
}

/// What somebody says an offer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferDraft {
    /// What people call it.
    pub name: String,
    /// The first day on which it pays.
    pub valid_from: NaiveDate,
    /// The last one.
    pub valid_to: NaiveDate,
    /// What one unit earns, in minor units.
    pub rate_minor: i64,
    /// The most it earns at one tenant, in minor units.
    pub ceiling_minor: i64,
    /// In which currency, by its code.
    pub currency: String,
    /// How many licences (PAU) it takes; nothing is [`LICENCE_MINIMUM`].
    pub licence_minimum: Option<i64>,
    /// Customer segments that it leaves out, as files write them.
    pub excluded_segments: Vec<String>,
}

/// The terms of an offer that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What people call it.
    pub name: String,
    /// The first day on which it pays.
    pub valid_from: NaiveDate,
    /// The last one.
    pub valid_to: NaiveDate,
    /// What one unit earns; more than 0.
    pub rate_minor: i64,
    /// The most it earns at one tenant; at least one rate.
    pub ceiling_minor: i64,
    /// In which currency.
    pub currency: Currency,
    /// How many licences (PAU) it takes.
    pub licence_minimum: i64,
    /// Customer segments that it leaves out, in order, each once.
    pub excluded_segments: Vec<String>,
}

impl Offer {
    /// Checks a draft; everything that is wrong with it, in the order of the form.
    pub fn check(draft: &OfferDraft) -> Result<Self, Vec<OfferError>> {
        let mut wrong = Vec::new();
        let name = draft.name.trim().to_owned();
        if name.is_empty() {
            wrong.push(OfferError::NameMissing);
        } else if name.chars().count() > LONGEST_NAME {
            wrong.push(OfferError::NameTooLong);
        } else if !is_one_line(&name) {
            wrong.push(OfferError::NameNotOneLine);
        }
        for (field, day) in [(OfferField::ValidFrom, draft.valid_from), (OfferField::ValidTo, draft.valid_to)] {
            if Month::new(day.year(), day.month()).is_none() {
                wrong.push(OfferError::DayOutOfRange(field));
            }
        }
        if draft.valid_to < draft.valid_from {
            wrong.push(OfferError::EndsBeforeItBegins);
        }
        if !(1..=MOST_MINOR).contains(&draft.rate_minor) {
            wrong.push(OfferError::RateOutOfRange);
        }
        let least = draft.rate_minor.clamp(1, MOST_MINOR);
        if !(least..=MOST_MINOR).contains(&draft.ceiling_minor) {
            wrong.push(OfferError::CeilingOutOfRange { least });
        }
        let currency = draft.currency.parse().ok();
        if currency.is_none() {
            wrong.push(OfferError::CurrencyUnknown);
        }
        let licence_minimum = draft.licence_minimum.unwrap_or(LICENCE_MINIMUM);
        if !(0..=MOST_UNITS).contains(&licence_minimum) {
            wrong.push(OfferError::MinimumOutOfRange);
        }
        let segments = segments(&draft.excluded_segments);
        if segments.is_none() {
            wrong.push(OfferError::SegmentUnfit);
        }
        match (currency, segments) {
            (Some(currency), Some(excluded_segments)) if wrong.is_empty() => Ok(Self {
                name,
                valid_from: draft.valid_from,
                valid_to: draft.valid_to,
                rate_minor: draft.rate_minor,
                ceiling_minor: draft.ceiling_minor,
                currency,
                licence_minimum,
                excluded_segments,
            }),
            _ => Err(wrong),
        }
    }

    /// What stands against it beside another offer of the same workload: on no day may two currencies meet in one row.
    pub fn beside(&self, other: &Self) -> Result<(), OfferError> {
        let meet = self.valid_from <= other.valid_to && other.valid_from <= self.valid_to;
        if meet && self.currency != other.currency {
            return Err(OfferError::AnotherCurrency { other: other.name.clone(), currency: other.currency });
        }
        Ok(())
    }

    /// Whether it pays on a day.
    pub fn is_in_season(&self, day: NaiveDate) -> bool {
        (self.valid_from..=self.valid_to).contains(&day)
    }

    /// Whether it counts a month's growth: at least one day of that month lies in its validity.
    pub fn counts(&self, month: Month) -> bool {
        (Month::containing(self.valid_from)..=Month::containing(self.valid_to)).contains(&month)
    }

    /// Whether it leaves a segment out. A tenant of which no file says the segment is left out by none.
    pub fn excludes(&self, segment: &str) -> bool {
        !segment.is_empty() && self.excluded_segments.iter().any(|one| one == segment)
    }

    /// The most units that it pays at one tenant: ceiling / rate, rounded down.
    pub fn most_units(&self) -> i64 {
        self.ceiling_minor.checked_div(self.rate_minor).unwrap_or(0)
    }

    /// What that many units earn; never more than the ceiling.
    pub fn money(&self, units: i64) -> Money {
        let minor = i128::from(units.max(0)) * i128::from(self.rate_minor);
        let minor = i64::try_from(minor.min(i128::from(self.ceiling_minor))).unwrap_or(self.ceiling_minor);
        Money { minor, currency: self.currency }
    }
}

/// The segments in order, each once; nothing where one of them is none.
fn segments(typed: &[String]) -> Option<Vec<String>> {
    let mut segments: Vec<String> =
        typed.iter().map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect();
    segments.sort();
    segments.dedup();
    let fit = segments.iter().all(|one| one.chars().count() <= LONGEST_SEGMENT && is_one_line(one));
    (fit && segments.len() <= MOST_SEGMENTS).then_some(segments)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> OfferDraft {
        OfferDraft {
            name: "Teams growth".to_owned(),
            valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            valid_to: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
            rate_minor: 450,
            ceiling_minor: 1_000_000,
            currency: "EUR".to_owned(),
            licence_minimum: None,
            excluded_segments: vec![" Education".to_owned(), String::new(), "Education".to_owned()],
        }
    }

    #[test]
    fn a_draft_that_is_right_becomes_an_offer() {
        let offer = Offer::check(&draft()).unwrap();
        assert_eq!((offer.licence_minimum, offer.most_units()), (150, 2222));
        assert_eq!(offer.excluded_segments, ["Education"]);
        assert_eq!(offer.money(2222).minor, 999_900);
        assert!(offer.excludes("Education") && !offer.excludes("Enterprise") && !offer.excludes(""));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        type Change = fn(&mut OfferDraft);
        let cases: [(Change, OfferField); 15] = [
            (|it| it.name = "  ".to_owned(), OfferField::Name),
            (|it| it.name = "x".repeat(LONGEST_NAME + 1), OfferField::Name),
            (|it| it.name = "a\u{202e}b".to_owned(), OfferField::Name),
            (|it| it.rate_minor = 0, OfferField::Rate),
            (|it| it.rate_minor = -1, OfferField::Rate),
            (|it| it.ceiling_minor = 449, OfferField::Ceiling),
            (|it| it.ceiling_minor = i64::MAX, OfferField::Ceiling),
            (|it| it.valid_to = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap(), OfferField::ValidTo),
            (|it| it.valid_from = NaiveDate::from_ymd_opt(1999, 12, 31).unwrap(), OfferField::ValidFrom),
            (|it| it.currency = "eur".to_owned(), OfferField::Currency),
            (|it| it.currency = "XXX".to_owned(), OfferField::Currency),
            (|it| it.licence_minimum = Some(-1), OfferField::LicenceMinimum),
            (|it| it.licence_minimum = Some(i64::MAX), OfferField::LicenceMinimum),
            (|it| it.excluded_segments = vec!["a\nb".to_owned()], OfferField::ExcludedSegments),
            (|it| it.excluded_segments = (0..51).map(|n| n.to_string()).collect(), OfferField::ExcludedSegments),
        ];
        for (change, field) in cases {
            let mut wrong = draft();
            change(&mut wrong);
            let errors = Offer::check(&wrong).unwrap_err();
            assert_eq!(errors.iter().map(OfferError::field).collect::<Vec<_>>(), [field], "{wrong:?}");
        }
    }

    #[test]
    fn a_rate_of_nothing_does_not_hide_what_else_is_wrong() {
        let wrong = OfferDraft { rate_minor: 0, ceiling_minor: 0, currency: String::new(), ..draft() };
        let fields: Vec<_> = Offer::check(&wrong).unwrap_err().iter().map(OfferError::field).collect();
        assert_eq!(fields, [OfferField::Rate, OfferField::Ceiling, OfferField::Currency]);
    }

    #[test]
    fn two_currencies_never_meet_on_a_day() {
        let one = Offer::check(&draft()).unwrap();
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let other = |from, to| {
            Offer::check(&OfferDraft { currency: "USD".to_owned(), valid_from: from, valid_to: to, ..draft() }).unwrap()
        };
        assert!(one.beside(&other(day(2026, 12, 31), day(2027, 5, 1))).is_err());
        assert!(one.beside(&other(day(2027, 1, 1), day(2027, 5, 1))).is_ok());
        assert!(one.beside(&other(day(2025, 1, 1), day(2025, 12, 31))).is_ok());
        assert!(other(day(2025, 1, 1), day(2027, 1, 1)).beside(&one).is_err());
        assert!(one.beside(&one).is_ok());
    }
}
