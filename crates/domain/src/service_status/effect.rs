//! What a newer version of the taxonomy touches: the difference, and the lines that stand today and would have to be
//! chosen anew (S8.5).
//!
//! No line is rewritten: it keeps the names of its day, and whoever next saves its split puts it right. So this says, before
//! a version is saved, how much of that there will be.

use std::collections::BTreeMap;

use super::choice::Choice;
use super::revision::Difference;
use super::taxonomy::{Node, Taxonomy};

/// How much stands somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Of how many tenants.
    pub tenants: i64,
    /// Of how many workloads of tenants.
    pub workloads: i64,
    /// How many seats.
    pub seats: i64,
}

/// The lines that stand on a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The choice.
    pub choice: Choice,
    /// All of them.
    pub lines: Count,
    /// Those without a remark.
    pub without_remark: Count,
    /// Those with a target date.
    pub with_target_date: Count,
}

/// What lines will have to be given when their split is next saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// Another choice: theirs is not offered any more.
    Choice,
    /// A reason: theirs has options now.
    Reason,
    /// A remark.
    Remark,
    /// No target date.
    NoTargetDate,
}

impl Need {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Reason => "reason",
            Self::Remark => "remark",
            Self::NoTargetDate => "no_target_date",
        }
    }
}

/// Lines that can be saved as they are today, and not any more by the newer version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// What they say.
    pub choice: Choice,
    /// What they need.
    pub need: Need,
    /// How much that is.
    pub count: Count,
}

/// What a newer version changes, and what that touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What it changes of the version before it.
    pub difference: Difference,
    /// Whether it shows options in another order.
    pub is_reordered: bool,
    /// The lines that it leaves unfit to be saved, in the order of the older version.
    pub unfit: Vec<Unfit>,
    /// What stands on choices that are read or asked differently, or that go.
    pub usage: BTreeMap<Choice, Count>,
}

impl Effect {
    /// What the newer version does to these lines.
    pub fn of(older: &Taxonomy, newer: &Taxonomy, lines: &[Usage]) -> Self {
        let unfit = |usage: &Usage| {
            let needed = needs(newer, usage);
            let had = needs(older, usage);
            let own = needed.into_iter().filter(move |(need, _)| had.iter().all(|(before, _)| before != need));
            let unfit = own.filter(|(_, count)| count.seats > 0).map(|(need, count)| Unfit {
                choice: usage.choice.clone(),
                need,
                count,
            });
            unfit.collect::<Vec<_>>()
        };
        let mut unfit: Vec<Unfit> = lines.iter().flat_map(unfit).collect();
        let place = |choice: &Choice| older.nodes().iter().position(|node| node.choice == *choice);
        unfit.sort_by_key(|one| (place(&one.choice).unwrap_or(usize::MAX), one.need));
        let difference = Difference::between(older.nodes(), newer.nodes());
        let usage = lines.iter().map(|one| (one.choice.clone(), one.lines)).collect();
        Self { difference, is_reordered: is_reordered(older, newer), unfit, usage }
    }

    /// The seats of all lines that become unfit; one that lacks two things counts once.
    pub fn unfit_seats(&self) -> i64 {
        let mut most = BTreeMap::<&Choice, i64>::new();
        for one in &self.unfit {
            let seats = most.entry(&one.choice).or_default();
            *seats = (*seats).max(one.count.seats);
        }
        most.values().fold(0, |sum, seats| sum.saturating_add(*seats))
    }

    /// What stands on a choice.
    pub fn standing_on(&self, choice: &Choice) -> Count {
        self.usage.get(choice).copied().unwrap_or_default()
    }
}

/// What the lines of a choice lack by a version, and how many of them.
fn needs(taxonomy: &Taxonomy, usage: &Usage) -> Vec<(Need, Count)> {
    let choice = &usage.choice;
    if taxonomy.node(choice).is_none() {
        return vec![(Need::Choice, usage.lines)];
    }
    let mut needs = Vec::new();
    if choice.level() == 1 && taxonomy.options(choice).next().is_some() {
        needs.push((Need::Reason, usage.lines));
    }
    if taxonomy.needs_remark(choice) {
        needs.push((Need::Remark, usage.without_remark));
    }
    if !taxonomy.allows_target_date(choice) {
        needs.push((Need::NoTargetDate, usage.with_target_date));
    }
    needs
}

/// Whether options that both have come in another order.
fn is_reordered(older: &Taxonomy, newer: &Taxonomy) -> bool {
    let common = |of: &Taxonomy, other: &Taxonomy| -> Vec<Choice> {
        let both = of.nodes().iter().filter(|node: &&Node| other.node(&node.choice).is_some());
        both.map(|node| node.choice.clone()).collect()
    };
    common(older, newer) != common(newer, older)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::service_status::{Labels, preset};

    fn choice(text: &str) -> Choice {
        let mut codes = text.split('/');
        Choice::new(codes.next().unwrap(), codes.next(), codes.next()).unwrap()
    }

    fn version(nodes: Vec<Node>) -> Taxonomy {
        Taxonomy::checked(nodes, NaiveDate::default()).unwrap()
    }

    /// Two lines on a choice: one of 10 seats with remark and target date, one of 5 with neither.
    fn usage(text: &str) -> Usage {
        let count = |tenants, seats| Count { tenants, workloads: tenants, seats };
        Usage { choice: choice(text), lines: count(2, 15), without_remark: count(1, 5), with_target_date: count(1, 10) }
    }

    fn told(newer: Vec<Node>, lines: &[Usage]) -> Vec<String> {
        let effect = Effect::of(&version(preset::nodes()), &version(newer), lines);
        effect.unfit.iter().map(|one| format!("{} {} {}", one.choice, one.need.code(), one.count.seats)).collect()
    }

    const LEGAL: &str = "blocked/legal_or_regulatory";

    #[test]
    fn a_version_that_changes_nothing_touches_nothing() {
        let lines = [usage(LEGAL), usage("in_progress"), usage("no_intent/long_gone")];
        assert_eq!(told(preset::nodes(), &lines), Vec::<String>::new());
    }

    #[test]
    fn lines_on_what_goes_have_to_be_chosen_anew() {
        let mut newer = preset::nodes();
        newer.retain(|node| !node.choice.is_within(&choice(LEGAL)));
        let deep = format!("{LEGAL}/location_of_data");
        // One that went with an earlier version waits already, and is not told again.
        let lines = [usage(&deep), usage("in_progress"), usage(LEGAL), usage("blocked/long_gone")];
        assert_eq!(told(newer.clone(), &lines), [format!("{LEGAL} choice 15"), format!("{deep} choice 15")]);
        let effect = Effect::of(&version(preset::nodes()), &version(newer), &lines);
        assert_eq!((effect.unfit_seats(), effect.standing_on(&choice(LEGAL)).tenants), (30, 2));
        assert_eq!(effect.standing_on(&choice("no_intent")), Count::default());
    }

    #[test]
    fn a_status_that_gets_reasons_wants_one_of_them() {
        let mut newer = preset::nodes();
        let labels = Labels { en: "Test".to_owned(), nl: "Proef".to_owned() };
        newer.push(Node {
            choice: choice("duplicate_or_invalid/test"),
            labels,
            remark_required: false,
            target_date_allowed: false,
        });
        assert_eq!(told(newer, &[usage("duplicate_or_invalid")]), ["duplicate_or_invalid reason 15"]);
    }

    #[test]
    fn what_asks_more_touches_the_lines_that_lack_it() {
        let mut newer = preset::nodes();
        for node in &mut newer {
            if node.choice == choice("blocked") {
                (node.remark_required, node.target_date_allowed) = (true, false);
            }
        }
        let lines = [usage(LEGAL), usage(&format!("{LEGAL}/other")), usage("in_progress")];
        let expected = [
            format!("{LEGAL} remark 5"),
            format!("{LEGAL} no_target_date 10"),
            format!("{LEGAL}/other no_target_date 10"),
        ];
        assert_eq!(told(newer.clone(), &lines), expected);
        assert_eq!(Effect::of(&version(preset::nodes()), &version(newer), &lines).unfit_seats(), 20);
    }

    #[test]
    fn another_order_is_told_as_such() {
        let mut newer = preset::nodes();
        let at = newer.iter().position(|node| node.choice == choice(&format!("{LEGAL}/location_of_data"))).unwrap();
        newer.swap(at, at + 1);
        let effect = Effect::of(&version(preset::nodes()), &version(newer), &[usage(LEGAL)]);
        assert!(effect.is_reordered && effect.difference.is_empty() && effect.unfit.is_empty());
        assert!(!Effect::of(&version(preset::nodes()), &version(preset::nodes()), &[]).is_reordered);
    }
}
