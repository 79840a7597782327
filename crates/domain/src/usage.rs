//! How far a workload is taken up: MAU, PAU and Usage % (S3.1).

use crate::month::Month;

/// The largest number of units or users that a figure may have; more than all people is a mistake.
pub const MOST_UNITS: i64 = 10_000_000_000;

/// How many months the pages show (S3.5).
pub const MONTHS_SHOWN: i32 = 13;

/// Paid available units and monthly active users of something in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Figure {
    /// Paid available units: paid licences.
    pub pau: i64,
    /// Monthly active users: unique people with an intentional action in the last 28 days.
    pub mau: i64,
}

impl Figure {
    /// Usage % = MAU / PAU; nothing where PAU is 0 (S3.1).
    pub fn usage(self) -> Option<Usage> {
        Usage::of(self.mau, self.pau)
    }

    /// The sum of two figures; stops at the largest number there is.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { pau: self.pau.saturating_add(other.pau), mau: self.mau.saturating_add(other.mau) }
    }
}

impl std::iter::Sum for Figure {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::default(), Self::plus)
    }
}

/// A figure of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthFigure {
    /// The month.
    pub month: Month,
    /// What was reported.
    pub figure: Figure,
}

/// A Usage %, exact: kept as millionths (1 % is 10,000), rounded down, and never clamped.
///
/// People see one decimal, rounded half up from the same two integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usage {
    millionths: i64,
    tenths: i64,
}

impl Usage {
    /// The share of `mau` in `pau`; nothing where there are no paid units.
    pub fn of(mau: i64, pau: i64) -> Option<Self> {
        if pau <= 0 || mau < 0 {
            return None;
        }
        let (mau, pau) = (i128::from(mau), i128::from(pau));
        let millionths = (mau * 1_000_000).checked_div(pau)?;
        let tenths = (mau * 2_000 + pau).checked_div(pau * 2)?;
        Some(Self { millionths: i64::try_from(millionths).ok()?, tenths: i64::try_from(tenths).ok()? })
    }

    /// Millionths, rounded down: what the database sorts by.
    pub fn millionths(self) -> i64 {
        self.millionths
    }

    /// Tenths of a percent, rounded half up: 87.5 % is 875.
    pub fn tenths(self) -> i64 {
        self.tenths
    }

    /// The percentage with one decimal, for JSON.
    pub fn percent(self) -> f64 {
        percent(self.tenths)
    }

    /// Whether more people are active than units are paid: students, or trials (S3.1).
    pub fn is_above_full(self) -> bool {
        self.millionths > 1_000_000
    }
}

/// A number of tenths of a percent as a number with one decimal.
#[expect(clippy::cast_precision_loss, reason = "tenths of a percent stay far below 2^52")]
pub fn percent(tenths: i64) -> f64 {
    tenths as f64 / 10.0
}

/// The bands by which the overview counts tenants (S2.6): from, to (exclusive), in whole percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UsageBand {
    /// No paid units, so no percentage.
    None,
    /// Below 25 %.
    Low,
    /// From 25 to 50 %.
    Fair,
    /// From 50 to 75 %.
    Good,
    /// From 75 to 100 %.
    High,
    /// Above 100 %.
    Above,
}

impl UsageBand {
    /// Every band, lowest first; the one without a percentage last.
    pub const ALL: [Self; 6] = [Self::Low, Self::Fair, Self::Good, Self::High, Self::Above, Self::None];

    /// The band of a Usage %; exactly 100 % is high.
    pub fn of(usage: Option<Usage>) -> Self {
        match usage.map(Usage::millionths) {
            None => Self::None,
            Some(..250_000) => Self::Low,
            Some(..500_000) => Self::Fair,
            Some(..750_000) => Self::Good,
            Some(..=1_000_000) => Self::High,
            Some(_) => Self::Above,
        }
    }

    /// The name in URLs and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Fair => "fair",
            Self::Good => "good",
            Self::High => "high",
            Self::Above => "above",
        }
    }

    /// The lowest and highest millionths of the band, both included; nothing for the band without.
    pub fn millionths(self) -> Option<(i64, i64)> {
        Some(match self {
            Self::None => return None,
            Self::Low => (0, 249_999),
            Self::Fair => (250_000, 499_999),
            Self::Good => (500_000, 749_999),
            Self::High => (750_000, 1_000_000),
            Self::Above => (1_000_001, i64::MAX),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_is_rounded_half_up_to_a_tenth_and_never_clamped() {
        for (mau, pau, tenths) in
            [(0, 10, 0), (1, 3, 333), (2, 3, 667), (1, 2000, 1), (1, 2001, 0), (150, 100, 1500), (7, 8, 875)]
        {
            assert_eq!(Usage::of(mau, pau).unwrap().tenths(), tenths, "{mau}/{pau}");
        }
    }

    #[test]
    fn no_paid_units_give_no_percentage() {
        assert_eq!(Usage::of(5, 0), None);
        assert_eq!(Usage::of(0, 0), None);
        assert_eq!(Usage::of(5, -1), None);
    }

    #[test]
    fn every_usage_lies_in_the_band_that_claims_it() {
        for mau in 0..=300 {
            let usage = Usage::of(mau, 200);
            let (low, high) = UsageBand::of(usage).millionths().unwrap();
            assert!((low..=high).contains(&usage.unwrap().millionths()));
        }
        assert_eq!(UsageBand::of(None), UsageBand::None);
    }

    #[test]
    fn the_largest_figures_do_not_overflow() {
        let most = Figure { pau: 1, mau: MOST_UNITS };
        assert_eq!(most.usage().unwrap().tenths(), MOST_UNITS * 1000);
        assert_eq!(Usage::of(i64::MAX, 1), None);
    }
}
