//! Signals: what changed at a tenant in the last 30 days and deserves a look (S12.2).
//!
//! Computed from two figures, never from texts. Which two, is for whoever keeps them: the newest month and the one before.

use chrono::{NaiveDate, TimeDelta};

use crate::usage::Figure;

/// For how many days a signal stands, from the day on which it was noticed.
pub const SIGNAL_DAYS: i64 = 30;

/// How much Usage % has to rise or fall, in percentage points, to be marked.
pub const MARKED_POINTS: i64 = 10;

/// Or how much in percent of what it was.
pub const MARKED_PERCENT: i64 = 20;

/// How many licences a tenant needs to be in the programme until the programme office sets another number (S11.1), and of an
/// offer that says nothing of it (S5.1).
pub const LICENCE_MINIMUM: i64 = 150;

/// The largest licence minimum that can be set.
pub const MOST_LICENCE_MINIMUM: i64 = 1_000_000;

/// Something that changed, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// Usage % rose markedly: by that many tenths of a point.
    UsageRose {
        /// Tenths of a point; 0 where a very low usage moved by less than one.
        tenths: i64,
    },
    /// Usage % fell markedly.
    UsageFell {
        /// Tenths of a point; 0 where a very low usage moved by less than one.
        tenths: i64,
    },
    /// There are more paid units.
    SeatsBought {
        /// How many more.
        seats: i64,
    },
    /// The paid units reached the licence minimum.
    ReachedMinimum {
        /// How many there are.
        pau: i64,
        /// The minimum.
        minimum: i64,
    },
    /// The paid units fell below the licence minimum.
    FellBelowMinimum {
        /// How many there are.
        pau: i64,
        /// The minimum.
        minimum: i64,
    },
    /// More seats are blocked.
    BlockedSeatsGrew {
        /// How many were.
        from: i64,
        /// How many are.
        to: i64,
    },
}

impl Signal {
    /// The codes of all signals, as the filter lists them.
    pub const CODES: [&'static str; 6] =
        ["usage_rose", "usage_fell", "seats_bought", "reached_minimum", "fell_below_minimum", "blocked_seats_grew"];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::UsageRose { .. } => "usage_rose",
            Self::UsageFell { .. } => "usage_fell",
            Self::SeatsBought { .. } => "seats_bought",
            Self::ReachedMinimum { .. } => "reached_minimum",
            Self::FellBelowMinimum { .. } => "fell_below_minimum",
            Self::BlockedSeatsGrew { .. } => "blocked_seats_grew",
        }
    }

    /// What it counts when signals are added up to one number: each once, and the worse ones more than all others.
    pub fn weight(self) -> i64 {
        match self {
            Self::SeatsBought { .. } => 1,
            Self::ReachedMinimum { .. } => 2,
            Self::UsageRose { .. } => 4,
            Self::BlockedSeatsGrew { .. } => 8,
            Self::UsageFell { .. } => 16,
            Self::FellBelowMinimum { .. } => 32,
        }
    }

    /// The weight of the signal of that code.
    pub fn weight_of(code: &str) -> Option<i64> {
        let all = [
            Self::UsageRose { tenths: 0 },
            Self::UsageFell { tenths: 0 },
            Self::SeatsBought { seats: 0 },
            Self::ReachedMinimum { pau: 0, minimum: 0 },
            Self::FellBelowMinimum { pau: 0, minimum: 0 },
            Self::BlockedSeatsGrew { from: 0, to: 0 },
        ];
        all.into_iter().find(|one| one.code() == code).map(Self::weight)
    }

    /// Whether it calls for help rather than for congratulation.
    pub fn is_bad_news(self) -> bool {
        matches!(self, Self::UsageFell { .. } | Self::FellBelowMinimum { .. } | Self::BlockedSeatsGrew { .. })
    }
}

/// The signals that a newer figure gives. Nothing was before: nothing changed.
pub fn of_figures(before: Option<Figure>, now: Figure, licence_minimum: i64) -> Vec<Signal> {
    let Some(before) = before else { return Vec::new() };
    let mut signals = Vec::new();
    signals.extend(of_usage(before, now));
    if now.pau > before.pau {
        signals.push(Signal::SeatsBought { seats: now.pau.saturating_sub(before.pau) });
    }
    match (before.pau >= licence_minimum, now.pau >= licence_minimum) {
        (false, true) => signals.push(Signal::ReachedMinimum { pau: now.pau, minimum: licence_minimum }),
        (true, false) => signals.push(Signal::FellBelowMinimum { pau: now.pau, minimum: licence_minimum }),
        (true, true) | (false, false) => {}
    }
    signals
}

/// How blocked seats have grown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// How many were, before they began to grow.
    pub from: i64,
    /// How many are.
    pub to: i64,
    /// When they last grew, in milliseconds.
    pub noticed_at: i64,
}

impl Growth {
    /// What stands after a change from one number to another, at a moment: they have grown since the first of several
    /// changes, and not at all once they are back where they began. `standing` is what stood before.
    pub fn after(standing: Option<Self>, before: i64, now: i64, at: i64) -> Option<Self> {
        let from = standing.map_or(before, |it| it.from);
        let noticed_at = if now > before { at } else { standing?.noticed_at };
        (now > from).then_some(Self { from, to: now, noticed_at })
    }

    /// The same where seats were blocked before anybody said so: nothing has grown by hearing of it.
    #[must_use]
    pub fn with_known(self, seats: i64) -> Self {
        Self { from: self.from.saturating_add(seats), to: self.to.saturating_add(seats), ..self }
    }

    /// The signal.
    pub fn signal(self) -> Signal {
        Signal::BlockedSeatsGrew { from: self.from, to: self.to }
    }
}

/// Whether Usage % moved by 10 points or by 20 % of what it was; exactly so many are enough.
///
/// Compared as fractions, over the product of both PAU: a rounded percentage would be a hair off at the border. From a
/// usage of nothing, 20 % would be nothing, and only the points count.
fn of_usage(before: Figure, now: Figure) -> Option<Signal> {
    let (was, is) = (before.usage()?, now.usage()?);
    let scaled = |mau: i64, other_pau: i64| i128::from(mau).checked_mul(i128::from(other_pau));
    let (was_scaled, is_scaled) = (scaled(before.mau, now.pau)?, scaled(now.mau, before.pau)?);
    let moved_percent = is_scaled.checked_sub(was_scaled)?.checked_abs()?.checked_mul(100)?;
    let by_points = moved_percent >= scaled(before.pau, now.pau)?.checked_mul(i128::from(MARKED_POINTS))?;
    let by_percent = was_scaled > 0 && moved_percent >= was_scaled.checked_mul(i128::from(MARKED_PERCENT))?;
    if !by_points && !by_percent {
        return None;
    }
    let tenths = is.tenths().saturating_sub(was.tenths());
    Some(if is_scaled > was_scaled {
        Signal::UsageRose { tenths }
    } else {
        Signal::UsageFell { tenths: tenths.saturating_neg() }
    })
}

/// The first day of those on which a signal that stands today can have been noticed.
pub fn stands_since(today: NaiveDate) -> NaiveDate {
    today.checked_sub_signed(TimeDelta::days(SIGNAL_DAYS)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::usage::MOST_UNITS;

    /// The signals from one figure (PAU, MAU) to another.
    fn signals(before: (i64, i64), now: (i64, i64)) -> Vec<Signal> {
        let figure = |(pau, mau)| Figure { pau, mau };
        of_figures(Some(figure(before)), figure(now), LICENCE_MINIMUM)
    }

    #[test]
    fn ten_points_are_marked_and_a_hair_less_is_not() {
        // 80 % to 90 %: 12.5 percent of what it was, so that the points alone decide.
        assert_eq!(signals((1_000, 800), (1_000, 900)), [Signal::UsageRose { tenths: 100 }]);
        assert_eq!(signals((1_000, 800), (1_000, 899)), []);
        assert_eq!(signals((1_000, 900), (1_000, 800)), [Signal::UsageFell { tenths: 100 }]);
        assert_eq!(signals((1_000, 900), (1_000, 801)), []);
    }

    #[test]
    fn twenty_percent_of_what_it_was_are_marked_too() {
        assert_eq!(signals((1_000, 100), (1_000, 120)), [Signal::UsageRose { tenths: 20 }]);
        assert_eq!(signals((1_000, 100), (1_000, 119)), []);
        assert_eq!(signals((1_000, 100), (1_000, 80)), [Signal::UsageFell { tenths: 20 }]);
        assert_eq!(signals((1_000, 100), (1_000, 81)), []);
        // A third and a fifth more: no rounding decides.
        assert_eq!(signals((300, 100), (250, 100)), [Signal::UsageRose { tenths: 67 }]);
    }

    #[test]
    fn from_nothing_only_points_count() {
        assert_eq!(signals((1_000, 0), (1_000, 99)), []);
        assert_eq!(signals((1_000, 0), (1_000, 100)), [Signal::UsageRose { tenths: 100 }]);
    }

    #[test]
    fn without_a_percentage_usage_neither_rises_nor_falls() {
        assert_eq!(signals((0, 50), (10, 10)), [Signal::SeatsBought { seats: 10 }]);
        assert_eq!(signals((10, 10), (0, 50)), []);
        assert_eq!(of_figures(None, Figure { pau: 500, mau: 500 }, LICENCE_MINIMUM), []);
    }

    #[test]
    fn seats_that_dilute_usage_are_told_along_with_it() {
        assert_eq!(
            signals((100, 90), (200, 90)),
            [
                Signal::UsageFell { tenths: 450 },
                Signal::SeatsBought { seats: 100 },
                Signal::ReachedMinimum { pau: 200, minimum: 150 }
            ]
        );
    }

    #[test]
    fn the_licence_minimum_is_crossed_either_way() {
        assert!(signals((149, 0), (150, 0)).contains(&Signal::ReachedMinimum { pau: 150, minimum: 150 }));
        assert_eq!(signals((150, 0), (149, 0)), [Signal::FellBelowMinimum { pau: 149, minimum: 150 }]);
        assert_eq!(signals((150, 0), (150, 0)), []);
        assert_eq!(signals((151, 0), (150, 0)), []);
        let other = of_figures(Some(Figure { pau: 149, mau: 0 }), Figure { pau: 150, mau: 0 }, 300);
        assert_eq!(other, [Signal::SeatsBought { seats: 1 }]);
    }

    #[test]
    fn blocked_seats_are_told_when_they_grow_until_they_are_back_where_they_began() {
        assert_eq!(Growth::after(None, 4, 4, 1), None);
        assert_eq!(Growth::after(None, 4, 3, 1), None);
        let grown = Growth::after(None, 3, 10, 1);
        assert_eq!(grown, Some(Growth { from: 3, to: 10, noticed_at: 1 }));
        assert_eq!(grown.map(Growth::signal), Some(Signal::BlockedSeatsGrew { from: 3, to: 10 }));
        // Fewer again, but more than there were: noticed when they grew.
        let fewer = Growth::after(grown, 10, 5, 2);
        assert_eq!(fewer, Some(Growth { from: 3, to: 5, noticed_at: 1 }));
        assert_eq!(Growth::after(fewer, 5, 6, 3), Some(Growth { from: 3, to: 6, noticed_at: 3 }));
        assert_eq!(Growth::after(fewer, 5, 3, 3), None);
        assert_eq!(Growth::after(grown, 10, 10, 3), grown);
        assert_eq!(grown.map(|it| it.with_known(5)), Some(Growth { from: 8, to: 15, noticed_at: 1 }));
    }

    #[test]
    fn a_signal_stands_for_thirty_days() {
        let day = |text: &str| crate::day::read(text).unwrap().unwrap();
        assert_eq!(stands_since(day("2026-03-31")), day("2026-03-01"));
        assert_eq!(stands_since(NaiveDate::MIN), NaiveDate::MIN);
    }

    #[test]
    fn every_signal_has_a_code_of_the_list() {
        let all = [
            Signal::UsageRose { tenths: 1 },
            Signal::UsageFell { tenths: 1 },
            Signal::SeatsBought { seats: 1 },
            Signal::ReachedMinimum { pau: 1, minimum: 1 },
            Signal::FellBelowMinimum { pau: 1, minimum: 1 },
            Signal::BlockedSeatsGrew { from: 0, to: 1 },
        ];
        assert_eq!(all.map(Signal::code), Signal::CODES);
        assert_eq!(all.map(Signal::is_bad_news), [false, true, false, false, true, true]);
        assert_eq!(Signal::CODES.map(Signal::weight_of), all.map(|one| Some(one.weight())));
        assert_eq!(all.iter().map(|one| one.weight()).sum::<i64>(), 63);
        let worst_of_the_good = all.iter().filter(|one| !one.is_bad_news()).map(|one| one.weight()).sum::<i64>();
        assert!(all.iter().all(|one| !one.is_bad_news() || one.weight() > worst_of_the_good));
        assert_eq!(Signal::weight_of("money"), None);
    }

    proptest! {
        #[test]
        fn what_rises_one_way_falls_the_other(
            before in (1..=MOST_UNITS, 0..=MOST_UNITS), now in (1..=MOST_UNITS, 0..=MOST_UNITS)
        ) {
            let there = signals(before, now);
            let risen = there.iter().any(|one| one.code() == "usage_rose");
            let fallen = there.iter().any(|one| one.code() == "usage_fell");
            prop_assert!(!(risen && fallen));
            let back = signals(now, before);
            prop_assert!(!risen || back.iter().all(|one| one.code() != "usage_rose"));
            let (was, is) = (Figure { pau: before.0, mau: before.1 }.usage(), Figure { pau: now.0, mau: now.1 }.usage());
            prop_assert!(!risen || is >= was);
            prop_assert!(!fallen || is <= was);
        }

        #[test]
        fn no_figure_is_too_large(pau: i64, mau: i64, then_pau: i64, then_mau: i64) {
            let _ = signals((pau, mau), (then_pau, then_mau));
        }
    }
}
