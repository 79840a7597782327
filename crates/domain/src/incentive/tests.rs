use proptest::prelude::*;

use super::*;
use crate::offer::OfferDraft;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(number: i32) -> Month {
    Month::from_number(number).unwrap()
}

/// 5.00 a unit, at most 5,000.00, in 2026, from 150 licences on.
fn offer() -> Offer {
    Offer::check(&OfferDraft {
        name: "Growth".to_owned(),
        valid_from: day("2026-01-01"),
        valid_to: day("2026-12-31"),
        rate_minor: 500,
        ceiling_minor: 500_000,
        currency: "EUR".to_owned(),
        licence_minimum: None,
        excluded_segments: vec!["Education".to_owned()],
    })
    .unwrap()
}

fn figures(rows: &[(i32, i64, i64)]) -> Vec<MonthFigure> {
    rows.iter().map(|&(at, pau, mau)| MonthFigure { month: month(at), figure: Figure { pau, mau } }).collect()
}

fn facts(months: &[MonthFigure], approved: Option<i32>) -> Facts<'_> {
    Facts { months, is_current: true, approved: approved.map(month), segment: "Enterprise" }
}

/// Months, approval; mark, opportunity, earned, compensable, potential units; the potential.
type Example = (&'static [(i32, i64, i64)], Option<i32>, [i64; 5], i64);

const EXAMPLES: [Example; 10] = [
    // Nobody holds it: all room there is, up to the ceiling.
    (&[(202_605, 1000, 400), (202_606, 1000, 300)], None, [400, 600, 0, 1000, 600], 300_000),
    // The newest month never is its own mark.
    (&[(202_606, 1000, 900)], None, [0, 1000, 0, 1000, 1000], 500_000),
    // Growth after the month of approval is earned, and comes off the ceiling.
    (
        &[(202_604, 1000, 400), (202_605, 1000, 500), (202_606, 1000, 650)],
        Some(202_604),
        [500, 500, 250, 750, 500],
        250_000,
    ),
    // Growth in the month of approval is not.
    (&[(202_604, 1000, 400), (202_605, 1000, 500)], Some(202_605), [400, 600, 0, 1000, 600], 300_000),
    // Falling and coming back earns nothing twice.
    (
        &[(202_603, 900, 500), (202_604, 900, 700), (202_605, 900, 300), (202_606, 900, 700)],
        Some(202_603),
        [700, 200, 200, 800, 200],
        100_000,
    ),
    // More people than licences: licences count, and the mark is the people.
    (&[(202_604, 200, 100), (202_605, 200, 350), (202_606, 400, 380)], Some(202_604), [350, 50, 130, 870, 50], 25_000),
    // Usage already above the licences: no room.
    (&[(202_604, 200, 300), (202_605, 200, 310)], None, [300, 0, 0, 1000, 0], 0),
    // A month below the minimum earns nothing, and still lifts the mark.
    (&[(202_604, 149, 20), (202_605, 149, 120), (202_606, 300, 150)], Some(202_604), [120, 180, 30, 970, 180], 90_000),
    // Months before the offer begins earn nothing.
    (
        &[(202_511, 800, 100), (202_512, 800, 300), (202_601, 800, 350)],
        Some(202_511),
        [300, 500, 50, 950, 500],
        250_000,
    ),
    // What is left of the ceiling is less than the room.
    (&[(202_601, 5000, 0), (202_602, 5000, 990)], Some(202_601), [0, 5000, 990, 10, 10], 5_000),
];

#[test]
fn worked_examples_come_out_as_by_hand() {
    for (rows, approved, [mark, opportunity, earned, compensable, potential], minor) in EXAMPLES {
        let months = figures(rows);
        let it = Calculation::of(&offer(), &facts(&months, approved), day("2026-07-01"));
        assert_eq!(it.high_water_mau, mark, "{rows:?}");
        assert_eq!(it.opportunity_units, opportunity, "{rows:?}");
        assert_eq!(it.earned_units, earned, "{rows:?}");
        assert_eq!(it.earned_minor, earned * 500, "{rows:?}");
        assert_eq!(it.compensable_units, compensable, "{rows:?}");
        assert_eq!(it.potential_units, potential, "{rows:?}");
        assert_eq!(it.potential_minor, minor, "{rows:?}");
        assert_eq!(it.months.iter().map(|one| one.earned_units).sum::<i64>(), earned, "{rows:?}");
    }
}

#[test]
fn of_several_reasons_the_first_is_told() {
    let full = figures(&[(202_601, 2000, 0), (202_602, 2000, 1500)]);
    let small = figures(&[(202_601, 149, 0)]);
    let (school, firm) = ("Education", "Enterprise");
    let cases: [(&[MonthFigure], &str, &str, Option<Reason>); 6] = [
        (&small, school, "2027-01-01", Some(Reason::BelowMinimum)),
        (&full, school, "2027-01-01", Some(Reason::NotInSeason)),
        (&full, school, "2025-12-31", Some(Reason::NotInSeason)),
        (&full, school, "2026-12-31", Some(Reason::SegmentExcluded)),
        (&full, firm, "2026-12-31", Some(Reason::CeilingReached)),
        (&full[..1], firm, "2026-01-01", None),
    ];
    for (months, segment, on, reason) in cases {
        let it = Calculation::of(&offer(), &Facts { segment, ..facts(months, Some(202_601)) }, day(on));
        assert_eq!((it.reason, it.applies()), (reason, reason.is_none()), "{segment} {on}");
        assert!(it.applies() || it.potential_minor == 0);
    }
}

#[test]
fn exactly_the_minimum_is_enough() {
    for (pau, reason) in [(149, Some(Reason::BelowMinimum)), (150, None)] {
        let months = figures(&[(202_606, pau, 0)]);
        assert_eq!(Calculation::of(&offer(), &facts(&months, None), day("2026-07-01")).reason, reason);
    }
}

#[test]
fn a_workload_that_is_reported_no_more_could_earn_nothing() {
    let months = figures(&[(202_605, 1000, 400)]);
    let it = Calculation::of(&offer(), &Facts { is_current: false, ..facts(&months, None) }, day("2026-07-01"));
    assert_eq!((it.opportunity_units, it.potential_minor, it.reason), (0, 0, Some(Reason::BelowMinimum)));
    assert_eq!(Calculation::of(&offer(), &facts(&[], None), day("2026-07-01")).reason, Some(Reason::BelowMinimum));
}

prop_compose! {
    fn terms()(rate in 1_i64..=2_000, times in 1_i64..=400, rest in 0_i64..2_000, minimum in 0_i64..=400,
               from in 0_i32..20, length in 0_i32..20) -> Offer {
        let from = month(202_501).plus(from);
        Offer {
            rate_minor: rate,
            ceiling_minor: rate * times + rest % rate,
            licence_minimum: minimum,
            valid_from: from.first_day(),
            valid_to: from.plus(length).first_day(),
            ..offer()
        }
    }
}

prop_compose! {
    fn usage()(rows in prop::collection::btree_map(0_i32..24, (0_i64..=600, 0_i64..=600), 1..=14)) -> Vec<MonthFigure> {
        rows.into_iter()
            .map(|(at, (pau, mau))| MonthFigure { month: month(202_501).plus(at), figure: Figure { pau, mau } })
            .collect()
    }
}

proptest! {
    #[test]
    fn an_amount_is_never_negative_and_never_above_the_ceiling(
        offer in terms(), months in usage(), approved in prop::option::of(0_i32..24), at in 0_i32..30,
        is_current in any::<bool>(),
    ) {
        let approved = approved.map(|at| month(202_501).plus(at));
        let facts = Facts { months: &months, is_current, approved, segment: "" };
        let it = Calculation::of(&offer, &facts, month(202_501).plus(at).first_day());
        prop_assert!(it.potential_minor >= 0 && it.earned_minor >= 0 && it.opportunity_units >= 0);
        prop_assert!(it.potential_minor + it.earned_minor <= offer.ceiling_minor);
        prop_assert!(it.potential_units <= it.opportunity_units);
        prop_assert!(it.months.iter().all(|one| one.earned_units >= 0 && one.earned_units <= one.grown_units));
        prop_assert_eq!(it.potential_minor, it.potential_units * offer.rate_minor);
        prop_assert_eq!(it.earned_minor, it.earned_units * offer.rate_minor);
    }

    #[test]
    fn more_licences_never_bring_less(
        offer in terms(), months in usage(), approved in prop::option::of(0_i32..24), more in 1_i64..500,
    ) {
        let approved = approved.map(|at| month(202_501).plus(at));
        let day = offer.valid_from;
        let of = |months: &[MonthFigure]| {
            Calculation::of(&offer, &Facts { months, is_current: true, approved, segment: "" }, day)
        };
        let mut grown = months.clone();
        grown.last_mut().unwrap().figure.pau += more;
        let (less, more) = (of(&months), of(&grown));
        prop_assert!(more.opportunity_units >= less.opportunity_units);
        prop_assert!(more.earned_minor >= less.earned_minor);
        prop_assert!(more.earned_minor + more.potential_minor >= less.earned_minor + less.potential_minor);
        // What licences add to the potential falls only by what they turned into earnings.
        if more.earned_units == less.earned_units {
            prop_assert!(more.potential_minor >= less.potential_minor);
        }
    }

    #[test]
    fn rows_of_one_month_may_come_in_parts_and_in_any_order(
        offer in terms(), months in usage(), approved in prop::option::of(0_i32..24), parts in 1_usize..5,
    ) {
        let approved = approved.map(|at| month(202_501).plus(at));
        let part = |of: i64, at: usize| (of + i64::try_from(at).unwrap()) / i64::try_from(parts).unwrap();
        let mut split: Vec<_> = (0..parts)
            .flat_map(|at| months.iter().map(move |one| MonthFigure {
                figure: Figure { pau: part(one.figure.pau, at), mau: part(one.figure.mau, at) },
                ..*one
            }))
            .collect();
        split.reverse();
        let of = |months: &[MonthFigure]| {
            Calculation::of(&offer, &Facts { months, is_current: true, approved, segment: "" }, offer.valid_to)
        };
        prop_assert_eq!(of(&split), of(&months));
    }
}

#[test]
fn the_largest_figures_do_not_overflow() {
    let most = crate::usage::MOST_UNITS;
    let months = figures(&[(202_601, most, 0), (202_602, most, most), (202_603, i64::MAX, i64::MAX)]);
    let offer = Offer { rate_minor: 1, ceiling_minor: crate::money::MOST_MINOR, ..offer() };
    let it = Calculation::of(&offer, &facts(&months, Some(202_601)), day("2026-07-01"));
    assert!(it.earned_minor + it.potential_minor <= offer.ceiling_minor);
}
