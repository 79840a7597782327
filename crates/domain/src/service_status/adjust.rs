//! What a feed does to a split when the total changes (S8.4).
//!
//! New seats enter as Status unknown / New subscription or workload. Seats that went leave Status unknown first; if that
//! is not enough, the split is out of balance, by exactly what could not leave. What people said of other seats is never
//! touched. A split that is out of balance is healed before it grows: only seats beyond its sum are new.

use super::choice::Choice;
use super::split::{Line, Split};
use super::{CUSTOMER_UNRESPONSIVE, NEW_SUBSCRIPTION, STATUS_UNKNOWN};

/// A split after its total changed, and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// The split as it is now.
    pub split: Split,
    /// Seats that entered as Status unknown.
    pub entered: i64,
    /// Seats that left Status unknown.
    pub left: i64,
}

impl Split {
    /// The split that a workload has when it first appears: every seat of unknown status.
    pub fn first(total: i64) -> Self {
        Self::default().with_total(total).split
    }

    /// The split with a new total; one below nothing counts as nothing.
    ///
    /// The same total again changes nothing in a split that is in balance, so that loading a file twice does nothing.
    pub fn with_total(self, total: i64) -> Adjustment {
        let total = total.max(0);
        let sum = self.balance().sum;
        let mut lines = self.into_lines();
        let (mut entered, mut left) = (0, 0);
        if total > sum {
            entered = total.saturating_sub(sum);
            enter(&mut lines, entered);
        } else if sum > total {
            left = leave(&mut lines, sum.saturating_sub(total));
        }
        Adjustment { split: Self::kept(total, lines), entered, left }
    }
}

fn enter(lines: &mut Vec<Line>, seats: i64) {
    let new = Line::of_new_seats(seats);
    match lines.iter_mut().find(|line| line.says_the_same_as(&new)) {
        Some(same) => same.seats = same.seats.saturating_add(seats),
        None => lines.push(new),
    }
}

/// Takes seats from lines of unknown status, those first that say least; what it could take.
fn leave(lines: &mut Vec<Line>, seats: i64) -> i64 {
    let unknown = Choice::status(STATUS_UNKNOWN);
    let mut order: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.choice.is_within(&unknown)).map(|(at, _)| at).collect();
    // Stable, and from the end: of lines that say equally little, the newest first.
    order.reverse();
    order.sort_by_key(|at| lines.get(*at).map(worth));
    let mut wanted = seats;
    for at in order {
        if let Some(line) = lines.get_mut(at) {
            let going = wanted.min(line.seats.max(0));
            line.seats = line.seats.saturating_sub(going);
            wanted = wanted.saturating_sub(going);
        }
    }
    lines.retain(|line| line.seats > 0 || !line.choice.is_within(&unknown));
    seats.saturating_sub(wanted)
}

/// How much somebody knew when writing the line; less leaves first.
///
/// Seats that nobody looked at come before those whose customer does not answer, and these before reasons that an
/// administrator added; then those without a remark, then those without a technical reason.
fn worth(line: &Line) -> (u8, bool, bool) {
    let reason = match line.choice.l2() {
        None | Some(NEW_SUBSCRIPTION) => 0,
        Some(CUSTOMER_UNRESPONSIVE) => 1,
        Some(_) => 2,
    };
    (reason, line.remark.is_some(), line.choice.l3().is_some())
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::service_status::preset;

    fn line(seats: i64, text: &str) -> Line {
        let mut codes = text.split('/');
        let choice = Choice::new(codes.next().unwrap(), codes.next(), codes.next()).unwrap();
        Line { choice, ..Line::of_new_seats(seats) }
    }

    const NEW: &str = "status_unknown/new_subscription_or_workload";
    const SILENT: &str = "status_unknown/customer_unresponsive";
    const LEGAL: &str = "blocked/legal_or_regulatory";

    fn in_balance(lines: Vec<Line>) -> Split {
        Split::kept(lines.iter().map(|line| line.seats).sum(), lines)
    }

    #[test]
    fn a_workload_begins_with_all_seats_of_unknown_status() {
        assert_eq!(Split::first(40), Split::kept(40, vec![line(40, NEW)]));
        assert_eq!(Split::first(0), Split::kept(0, vec![]));
        assert_eq!(Split::first(-5), Split::kept(0, vec![]));
    }

    #[test]
    fn new_seats_join_those_that_nobody_looked_at() {
        let grown = in_balance(vec![line(10, NEW), line(5, LEGAL)]).with_total(18);
        assert_eq!(grown.split, Split::kept(18, vec![line(13, NEW), line(5, LEGAL)]));
        assert_eq!((grown.entered, grown.left), (3, 0));
        let remarked = Line { remark: Some("ask in May".to_owned()), ..line(10, NEW) };
        let grown = in_balance(vec![remarked.clone()]).with_total(12);
        assert_eq!(grown.split.lines(), [remarked, line(2, NEW)]);
    }

    #[test]
    fn seats_leave_first_where_least_was_said() {
        let remarked = Line { remark: Some("ask in May".to_owned()), ..line(10, NEW) };
        let split = in_balance(vec![
            line(10, SILENT),
            remarked.clone(),
            line(10, &format!("{NEW}/renewed_or_changed_plan")),
            line(10, "status_unknown/added_by_an_administrator"),
            line(10, NEW),
            line(10, LEGAL),
        ]);
        let left_after = |total| -> Vec<String> {
            let split = split.clone().with_total(total).split;
            split.lines().iter().map(|line| format!("{} {}", line.choice.code(), line.seats)).collect()
        };
        assert_eq!(left_after(55)[4], "new_subscription_or_workload 5");
        assert_eq!(left_after(45)[2], "renewed_or_changed_plan 5");
        assert_eq!(left_after(35)[1], "new_subscription_or_workload 5");
        assert_eq!(
            left_after(25),
            ["customer_unresponsive 5", "added_by_an_administrator 10", "legal_or_regulatory 10"]
        );
        assert_eq!(left_after(15), ["added_by_an_administrator 5", "legal_or_regulatory 10"]);
        assert_eq!(left_after(10), ["legal_or_regulatory 10"]);
    }

    #[test]
    fn of_lines_that_say_equally_little_the_newest_goes_first() {
        let one = Line { remark: Some("first".to_owned()), ..line(5, NEW) };
        let other = Line { remark: Some("second".to_owned()), ..line(5, NEW) };
        assert_eq!(in_balance(vec![one.clone(), other]).with_total(5).split.lines(), [one]);
    }

    #[test]
    fn what_cannot_leave_is_out_of_balance_by_exactly_that() {
        let shrunk = in_balance(vec![line(10, NEW), line(30, LEGAL)]).with_total(18);
        assert_eq!(shrunk.split, Split::kept(18, vec![line(30, LEGAL)]));
        assert_eq!((shrunk.left, shrunk.split.balance().difference()), (10, 12));
        let gone = shrunk.split.with_total(0).split;
        assert_eq!((gone.lines(), gone.balance().difference()), (&[line(30, LEGAL)][..], 30));
    }

    #[test]
    fn a_split_out_of_balance_is_healed_before_it_grows() {
        let out = Split::kept(18, vec![line(30, LEGAL)]);
        let partly = out.clone().with_total(25);
        assert_eq!((partly.entered, partly.split.balance().difference()), (0, 5));
        assert_eq!(out.clone().with_total(30).split, Split::kept(30, vec![line(30, LEGAL)]));
        let grown = out.with_total(33);
        assert_eq!(grown.split, Split::kept(33, vec![line(30, LEGAL), line(3, NEW)]));
        assert_eq!(grown.entered, 3);
    }

    fn lines() -> impl Strategy<Value = Vec<Line>> {
        let nodes = preset::nodes();
        let remark = prop_oneof![Just(None), Just(Some("x".to_owned()))];
        let one = (1_i64..1_000, 0..nodes.len(), remark).prop_map(move |(seats, at, remark)| Line {
            remark,
            choice: nodes[at].choice.clone(),
            ..Line::of_new_seats(seats)
        });
        vec(one, 0..12)
    }

    /// The lines of other statuses than unknown.
    fn known(split: &Split) -> Vec<Line> {
        split.lines().iter().filter(|line| line.choice.l1() != STATUS_UNKNOWN).cloned().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn after_every_total_the_split_adds_up_or_says_by_how_much_not(lines in lines(), totals in vec(-5_i64..6_000, 1..8)) {
            let mut split = in_balance(lines);
            for total in totals {
                let before = split.clone();
                let Adjustment { split: after, entered, left } = split.with_total(total);
                prop_assert_eq!(after.total(), total.max(0));
                prop_assert_eq!(known(&after), known(&before), "only seats of unknown status come and go");
                prop_assert!(after.lines().iter().all(|line| line.seats > 0));
                let (sum, sum_before) = (after.balance().sum, before.balance().sum);
                prop_assert_eq!(sum, sum_before + entered - left);
                prop_assert!(entered == 0 || left == 0);
                let settled: i64 = known(&after).iter().map(|line| line.seats).sum();
                prop_assert_eq!(sum, after.total().max(settled), "too many by what people settled, and never too few");
                split = after;
            }
        }

        #[test]
        fn the_same_total_again_changes_nothing(lines in lines(), total in 0_i64..6_000) {
            let once = in_balance(lines).with_total(total).split;
            let again = once.clone().with_total(total);
            prop_assert_eq!((again.entered, again.left), (0, 0));
            prop_assert_eq!(again.split, once);
        }

        #[test]
        fn totals_between_do_not_matter_to_how_far_it_is_out(lines in lines(), between in vec(0_i64..6_000, 0..5), last in 0_i64..6_000) {
            let split = in_balance(lines);
            let direct = split.clone().with_total(last).split;
            let roundabout = between.into_iter().fold(split, |split, total| split.with_total(total).split).with_total(last).split;
            prop_assert_eq!(direct.balance(), roundabout.balance());
        }

        #[test]
        fn no_number_is_too_large(seats in vec(any::<i64>(), 0..4), total: i64) {
            let lines = seats.into_iter().map(|seats| line(seats, NEW)).collect();
            prop_assert_eq!(Split::kept(0, lines).with_total(total).split.total(), total.max(0));
        }
    }
}
