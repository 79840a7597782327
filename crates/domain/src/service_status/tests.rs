//! What can be saved as a split, line by line and as a whole (S8.2, S8.3).

use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Choice, Line, NewLine, NewSplit, Split, SplitProblem, Taxonomy, preset};
use crate::day;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

static TAXONOMY: LazyLock<Taxonomy> =
    LazyLock::new(|| Taxonomy::checked(preset::nodes(), NaiveDate::default()).unwrap());

/// A line as typed: seats, codes with `/` between them, target date, remark.
fn typed(seats: &str, choice: &str, target_date: &str, remark: &str) -> NewLine {
    let mut codes = choice.split('/').map(str::to_owned);
    let mut code = || codes.next().unwrap_or_default();
    NewLine {
        seats: seats.to_owned(),
        l1: code(),
        l2: code(),
        l3: code(),
        target_date: target_date.to_owned(),
        remark: remark.to_owned(),
    }
}

fn check(total: i64, lines: Vec<NewLine>) -> Result<Split, Vec<SplitProblem>> {
    let entered = NewSplit { total: total.to_string(), lines };
    entered.check(&Split::first(total), &TAXONOMY, today())
}

/// The problems as `line field: sentence`.
fn told(result: Result<Split, Vec<SplitProblem>>) -> Vec<String> {
    let sentence = |one: SplitProblem| {
        let line = one.line.map_or_else(|| "all".to_owned(), |line| line.to_string());
        format!("{line} {}: {}", one.field.code(), one.fault)
    };
    result.err().unwrap_or_default().into_iter().map(sentence).collect()
}

/// The problems of one line of ten seats.
fn of_line(choice: &str, target_date: &str, remark: &str) -> Vec<String> {
    told(check(10, vec![typed("10", choice, target_date, remark)]))
}

const LEGAL: &str = "blocked/legal_or_regulatory";

#[test]
fn a_split_that_adds_up_is_kept_as_it_was_typed() {
    let lines = vec![
        typed(" 600 ", "in_progress", "2026-06-30", " pilot runs "),
        typed("300", &format!("{LEGAL}/other"), "2026-03-10", "court case"),
        typed("99", LEGAL, "", ""),
        typed("1", "duplicate_or_invalid", "", "\u{200b}"),
    ];
    let split = check(1_000, lines).unwrap();
    assert!(split.balance().is_even());
    let first = &split.lines()[0];
    assert_eq!(
        (first.seats, first.target_on, first.remark.as_deref()),
        (600, NaiveDate::from_ymd_opt(2026, 6, 30), Some("pilot runs"))
    );
    assert_eq!(split.lines()[1].choice.to_string(), "blocked/legal_or_regulatory/other");
    assert_eq!(split.lines()[3].remark, None);
}

#[test]
fn anything_else_than_the_exact_sum_is_refused_saying_by_how_much() {
    let lines = |seats: &str| vec![typed("90", "in_progress", "", ""), typed(seats, LEGAL, "", "")];
    assert_eq!(told(check(100, lines("22"))), ["all lines: 12 seats too many"]);
    assert_eq!(told(check(100, lines("3"))), ["all lines: 7 seats missing"]);
    assert_eq!(told(check(100, vec![])), ["all lines: 100 seats missing"]);
    assert_eq!(told(check(0, vec![])), Vec::<String>::new());
    assert!(check(100, lines("10")).is_ok());
}

#[test]
fn seats_are_whole_numbers_from_one_on() {
    for (seats, why) in [
        ("0", "is not between 1 and 10000000000"),
        ("-5", "is not between 1 and 10000000000"),
        ("10000000001", "is not between 1 and 10000000000"),
        ("9223372036854775808", "is not between 1 and 10000000000"),
        ("-9223372036854775809", "is not between 1 and 10000000000"),
        ("", "is required"),
        ("1.000", "is not a whole number"),
        ("1e3", "is not a whole number"),
        ("+5", "is not a whole number"),
        ("-", "is not a whole number"),
        ("٥", "is not a whole number"),
        ("ten", "is not a whole number"),
    ] {
        let lines = vec![typed("10", "in_progress", "", ""), typed(seats, LEGAL, "", "")];
        assert_eq!(told(check(10, lines)), [format!("1 seats: {why}")], "{seats}");
    }
}

#[test]
fn a_reason_from_another_branch_is_refused() {
    assert_eq!(of_line("no_intent/legal_or_regulatory", "", ""), ["0 l2: is not an option here"]);
    assert_eq!(of_line("blocked/price", "", ""), ["0 l2: is not an option here"]);
    assert_eq!(of_line(&format!("{LEGAL}/price"), "", ""), ["0 l3: is not an option here"]);
    assert_eq!(of_line(&format!("{LEGAL}/works_council_or_union"), "", ""), Vec::<String>::new());
}

#[test]
fn reasons_have_no_place_where_there_are_no_options() {
    assert_eq!(of_line("in_progress/legal_or_regulatory", "", ""), ["0 l2: has no place here"]);
    assert_eq!(of_line("duplicate_or_invalid/other", "", ""), ["0 l2: has no place here"]);
    let mut nodes = preset::nodes();
    nodes.retain(|node| node.choice.l2() != Some("legal_or_regulatory") || node.choice.level() < 3);
    let bare = Taxonomy::checked(nodes, today()).unwrap();
    let entered = NewSplit { total: "10".to_owned(), lines: vec![typed("10", &format!("{LEGAL}/other"), "", "x")] };
    assert_eq!(told(entered.check(&Split::first(10), &bare, today())), ["0 l3: has no place here"]);
}

#[test]
fn a_status_with_reasons_needs_one_and_a_technical_reason_needs_its_reason() {
    for status in ["blocked", "no_intent", "status_unknown"] {
        assert_eq!(of_line(status, "", ""), ["0 l2: is required"]);
    }
    assert_eq!(of_line("blocked//price", "", ""), ["0 l3: needs a reason (L2)", "0 l2: is required"]);
    assert_eq!(of_line("", "", ""), ["0 l1: is required"]);
    assert_eq!(of_line("Blocked", "", ""), ["0 l1: is not an option here"]);
}

#[test]
fn a_target_date_is_for_statuses_that_have_one_and_not_in_the_past() {
    assert_eq!(of_line(LEGAL, "2026-03-10", ""), Vec::<String>::new());
    assert_eq!(of_line(LEGAL, "2026-03-09", ""), ["0 target_date: is before today, 2026-03-10"]);
    assert_eq!(of_line(LEGAL, "2200-01-01", ""), ["0 target_date: is after 2199-12-31"]);
    assert_eq!(of_line("in_progress", "2026-02-30", ""), ["0 target_date: is not a date such as 2026-03-01"]);
    for status in ["duplicate_or_invalid", "no_intent/executive_sponsorship", "status_unknown/customer_unresponsive"] {
        assert_eq!(of_line(status, "2027-01-01", ""), ["0 target_date: this status has no target date"]);
    }
}

#[test]
fn a_target_date_that_is_gone_may_stay_where_it_stood() {
    let gone = "2026-03-01";
    let target_on = day::read(gone).unwrap();
    let choice = Choice::new("blocked", Some("legal_or_regulatory"), None).unwrap();
    let stood = Line { choice, target_on, ..Line::of_new_seats(10) };
    let standing = Split::kept(15, vec![stood, Line::of_new_seats(5)]);
    let save = |choice: &str| {
        let lines = vec![typed("7", choice, gone, ""), typed("8", "in_progress", "", "")];
        told(NewSplit { total: "15".to_owned(), lines }.check(&standing, &TAXONOMY, today()))
    };
    assert_eq!(save(LEGAL), Vec::<String>::new());
    assert_eq!(save("blocked/security_or_privacy"), ["0 target_date: is before today, 2026-03-10"]);
}

#[test]
fn a_remark_is_one_line_and_other_needs_one() {
    let other = format!("{LEGAL}/other");
    assert_eq!(of_line(&other, "", " \u{feff} "), ["0 remark: is required"]);
    assert_eq!(of_line(&other, "", "court case"), Vec::<String>::new());
    assert_eq!(of_line(LEGAL, "", &"é".repeat(500)), Vec::<String>::new());
    assert_eq!(of_line(LEGAL, "", &"é".repeat(501)), ["0 remark: has 501 characters, 500 at most"]);
    assert_eq!(of_line(LEGAL, "", "a\nb"), ["0 remark: must be one line"]);
    assert_eq!(of_line(LEGAL, "", "a\0b"), ["0 remark: has an invisible character, U+0000"]);
    assert_eq!(of_line(LEGAL, "", "a\u{202e}b"), ["0 remark: has an invisible character, U+202E"]);
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let lines = vec![
        typed("0", "blocked/price", "2020-01-01", "a\nb"),
        typed("8", LEGAL, "", ""),
        typed("x", "nowhere", "soon", &"x".repeat(501)),
    ];
    let entered = NewSplit { total: "9".to_owned(), lines };
    assert_eq!(
        told(entered.check(&Split::first(10), &TAXONOMY, today())),
        [
            "all total: the total is 10, and no longer 9",
            "all lines: 2 seats missing",
            "0 seats: is not between 1 and 10000000000",
            "0 l2: is not an option here",
            "0 target_date: is before today, 2026-03-10",
            "0 remark: must be one line",
            "2 seats: is not a whole number",
            "2 l1: is not an option here",
            "2 target_date: is not a date such as 2026-03-01",
            "2 remark: has 501 characters, 500 at most",
        ]
    );
}

#[test]
fn a_split_against_an_old_total_is_refused() {
    for (seen, why) in [
        ("12", "the total is 10, and no longer 12"),
        ("", "is required"),
        ("many", "is not a whole number"),
        ("9223372036854775808", "is not between 0 and 10000000000"),
    ] {
        let entered = NewSplit { total: seen.to_owned(), lines: vec![typed("10", "in_progress", "", "")] };
        assert_eq!(told(entered.check(&Split::first(10), &TAXONOMY, today())), [format!("all total: {why}")]);
    }
}

#[test]
fn a_split_has_a_last_line() {
    let lines = |count: usize| (0..count).map(|at| typed("1", LEGAL, "", &format!("site {at}"))).collect::<Vec<_>>();
    assert_eq!(check(200, lines(200)).unwrap().lines().len(), 200);
    assert_eq!(told(check(500, lines(500))), ["all lines: has 500 lines, 200 at most"]);
}

#[test]
fn lines_that_say_the_same_are_saved_as_one() {
    let lines = vec![typed("4", LEGAL, "2026-05-01", "x"), typed("6", LEGAL, "2026-05-01", " x")];
    let split = check(10, lines).unwrap();
    assert_eq!(split.lines().iter().map(|line| line.seats).collect::<Vec<_>>(), [10]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn what_is_saved_adds_up_and_is_in_the_taxonomy(
        picked in vec((1_i64..500, 0_usize..200, any::<bool>()), 1..20), off in -2_i64..3
    ) {
        let nodes = TAXONOMY.nodes();
        let lines: Vec<_> = picked
            .iter()
            .map(|(seats, at, remark)| {
                let choice = nodes[at % nodes.len()].choice.to_string();
                typed(&seats.to_string(), &choice, "", if *remark { "why" } else { "" })
            })
            .collect();
        let sum: i64 = picked.iter().map(|one| one.0).sum();
        match check((sum + off).max(0), lines) {
            Ok(split) => {
                prop_assert_eq!(off, 0);
                prop_assert_eq!(split.balance().sum, sum);
                for line in split.lines() {
                    prop_assert!(TAXONOMY.node(&line.choice).is_some());
                    prop_assert!(!TAXONOMY.needs_remark(&line.choice) || line.remark.is_some());
                }
            }
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }

    #[test]
    fn nothing_that_can_be_typed_makes_it_stumble(texts in vec("\\PC{0,8}|[0-9-]{1,25}|blocked|[a-z_/]{0,12}", 7..36)) {
        let mut at = texts.iter().cloned();
        let mut next = || at.next().unwrap_or_default();
        let total = next();
        let lines = (0..5)
            .map(|_| NewLine { seats: next(), l1: next(), l2: next(), l3: next(), target_date: next(), remark: next() })
            .collect();
        let _ = NewSplit { total, lines }.check(&Split::first(10), &TAXONOMY, today());
    }
}
