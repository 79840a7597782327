//! The split of a total over lines, and how far the two are apart (S8.1, S8.3).

use chrono::NaiveDate;

use super::choice::Choice;

/// Seats of one status, with what is said about them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    /// How many seats; at least 1.
    pub seats: i64,
    /// Status, reason, technical reason.
    pub choice: Choice,
    /// When it should be done, where the status has a target date.
    pub target_on: Option<NaiveDate>,
    /// What else there is to say.
    pub remark: Option<String>,
}

impl Line {
    /// Seats that a feed brings, as nobody has looked at them yet (S8.4).
    pub fn of_new_seats(seats: i64) -> Self {
        Self { seats, choice: Choice::of_new_seats(), target_on: None, remark: None }
    }

    /// Whether the two differ in nothing but their seats.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        (&self.choice, self.target_on, &self.remark) == (&other.choice, other.target_on, &other.remark)
    }
}

/// What stands at the top of the pane: total, sum and difference (S8.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The total entitlements.
    pub total: i64,
    /// The seats of all lines.
    pub sum: i64,
}

impl Balance {
    /// The balance of a total and the seats of lines.
    pub fn of(total: i64, seats: impl Iterator<Item = i64>) -> Self {
        Self { total, sum: seats.fold(0, i64::saturating_add) }
    }

    /// The sum less the total: how many seats are too many, or, negative, missing.
    pub fn difference(self) -> i64 {
        self.sum.saturating_sub(self.total)
    }

    /// Whether the seats add up to the total, exactly.
    pub fn is_even(self) -> bool {
        self.sum == self.total
    }
}

/// The split of a workload's total entitlements over lines, as it stands.
///
/// Somebody can save it in balance alone ([`super::check`]); out of balance it gets when a feed takes more seats than
/// had an unknown status ([`super::adjust`]), and it stands in the worklist until somebody puts it right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    total: i64,
    lines: Vec<Line>,
}

impl Split {
    /// A split as it was kept.
    pub fn kept(total: i64, lines: Vec<Line>) -> Self {
        Self { total, lines }
    }

    /// The total entitlements it is of.
    pub fn total(&self) -> i64 {
        self.total
    }

    /// Its lines, in the order in which people see them.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Its lines, to keep.
    pub fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    /// How its seats and its total compare.
    pub fn balance(&self) -> Balance {
        Balance::of(self.total, self.lines.iter().map(|line| line.seats))
    }

    /// The seats of a choice and of all its options: those of a status, or of a reason.
    pub fn seats_of(&self, choice: &Choice) -> i64 {
        let within = self.lines.iter().filter(|line| line.choice.is_within(choice));
        within.map(|line| line.seats).fold(0, i64::saturating_add)
    }

    /// Itself with one line for each thing said: the seats of lines that differ in nothing else are added up, where the
    /// first of them stands.
    #[must_use]
    pub fn merged(self) -> Self {
        let mut lines: Vec<Line> = Vec::with_capacity(self.lines.len());
        for line in self.lines {
            match lines.iter_mut().find(|other| other.says_the_same_as(&line)) {
                Some(same) => same.seats = same.seats.saturating_add(line.seats),
                None => lines.push(line),
            }
        }
        Self { total: self.total, lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seats: i64, l1: &str, l2: Option<&str>) -> Line {
        Line { choice: Choice::new(l1, l2, None).unwrap(), ..Line::of_new_seats(seats) }
    }

    #[test]
    fn the_difference_says_how_many_are_too_many_or_missing() {
        for (total, seats, difference) in
            [(10, vec![4, 6], 0), (10, vec![4], -6), (10, vec![10, 12], 12), (0, vec![], 0)]
        {
            let balance = Balance::of(total, seats.into_iter());
            assert_eq!((balance.difference(), balance.is_even()), (difference, difference == 0));
        }
        assert_eq!(Balance::of(1, [i64::MAX, i64::MAX].into_iter()).difference(), i64::MAX - 1);
    }

    #[test]
    fn the_seats_of_a_status_are_those_of_its_reasons() {
        let lines =
            vec![line(3, "blocked", Some("legal")), line(4, "blocked", Some("billing")), line(5, "no_intent", None)];
        let split = Split::kept(12, lines);
        assert_eq!(split.seats_of(&Choice::status("blocked")), 7);
        assert_eq!(split.seats_of(&Choice::new("blocked", Some("legal"), None).unwrap()), 3);
        assert_eq!(split.seats_of(&Choice::status("in_progress")), 0);
    }

    #[test]
    fn lines_that_say_the_same_become_one() {
        let remarked = Line { remark: Some("asked".to_owned()), ..line(1, "blocked", None) };
        let lines =
            vec![line(3, "blocked", None), line(2, "no_intent", None), line(4, "blocked", None), remarked.clone()];
        let merged = Split::kept(10, lines).merged();
        assert_eq!(merged.lines(), [line(7, "blocked", None), line(2, "no_intent", None), remarked]);
        assert!(merged.balance().is_even());
    }
}
