//! A newer version of the taxonomy: from when it can count, and what it touches (S8.5).
//!
//! The page shows it before it is saved, with the seats that sit on what goes. Splits are not rewritten: a line whose
//! choice is gone keeps the label of its day, and has to be chosen anew when its split is next saved.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::OTHER;
use super::choice::Choice;
use super::taxonomy::{Labels, Node, Taxonomy};

/// What a newer version changes. The order of options is not among it: it touches no line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// What can be chosen and could not.
    pub added: Vec<Choice>,
    /// What could be chosen and cannot.
    pub removed: Vec<Choice>,
    /// What lies elsewhere, with all below it: from where, to where.
    pub moved: Vec<(Choice, Choice)>,
    /// What reads differently, where it now is: before, after.
    pub renamed: Vec<(Choice, Labels, Labels)>,
    /// What asks for a remark or lets a target date be set, and did not, or the other way round.
    pub asks_differently: Vec<Choice>,
}

impl Difference {
    /// What the newer version changes of the older.
    ///
    /// A node has moved where its code went from one place of a level and appeared at one other of the same level.
    /// Where that is not certain, one was removed and another added.
    pub fn between(older: &[Node], newer: &[Node]) -> Self {
        let (before, after) = (by_choice(older), by_choice(newer));
        let moved = moves(&before, &after);
        let came_from: BTreeMap<&Choice, &Choice> = moved.iter().map(|(from, to)| (*to, *from)).collect();
        let went: BTreeSet<&Choice> = moved.iter().map(|(from, _)| *from).collect();
        let mut difference = Self {
            added: in_order(newer, |one| !before.contains_key(one) && !came_from.contains_key(one)),
            removed: in_order(older, |one| !after.contains_key(one) && !went.contains(one)),
            moved: moved.iter().map(|&(from, to)| (from.clone(), to.clone())).collect(),
            ..Self::default()
        };
        for node in newer {
            let was = came_from.get(&node.choice).copied().unwrap_or(&node.choice);
            let Some(was) = before.get(was) else { continue };
            if was.labels != node.labels {
                difference.renamed.push((node.choice.clone(), was.labels.clone(), node.labels.clone()));
            }
            if (was.remark_required, was.target_date_allowed) != (node.remark_required, node.target_date_allowed) {
                difference.asks_differently.push(node.choice.clone());
            }
        }
        difference
    }

    /// Whether the two say and ask the same.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The choices whose lines have to be chosen anew: removed, or moved away.
    pub fn to_choose_anew(&self) -> impl Iterator<Item = &Choice> {
        self.removed.iter().chain(self.moved.iter().map(|(from, _)| from))
    }
}

fn by_choice(nodes: &[Node]) -> BTreeMap<&Choice, &Node> {
    nodes.iter().map(|node| (&node.choice, node)).collect()
}

fn in_order(nodes: &[Node], wanted: impl Fn(&Choice) -> bool) -> Vec<Choice> {
    nodes.iter().map(|node| &node.choice).filter(|one| wanted(one)).cloned().collect()
}

type Nodes<'a> = BTreeMap<&'a Choice, &'a Node>;

/// What moved: reasons first, then technical reasons, those of a moved reason along with it.
fn moves<'a>(before: &Nodes<'a>, after: &Nodes<'a>) -> Vec<(&'a Choice, &'a Choice)> {
    let mut moved: Vec<(&Choice, &Choice)> = Vec::new();
    for level in [2, 3] {
        let gone: Vec<&Choice> = missing(before, after, level);
        let came: Vec<&Choice> = missing(after, before, level);
        let mut here = Vec::new();
        for from in &gone {
            // Below a reason that moved, the same code is the same node, however often the code occurs elsewhere.
            let with_reason = came.iter().find(|to| {
                to.code() == from.code() && moved.iter().any(|(old, new)| from.is_within(old) && to.is_within(new))
            });
            let same_code = |list: &[&'a Choice]| list.iter().filter(|one| one.code() == from.code()).count();
            // Other means another thing in each list, and goes nowhere by itself.
            let by_itself = (from.code() != OTHER && same_code(&gone) == 1 && same_code(&came) == 1)
                .then(|| came.iter().find(|to| to.code() == from.code()))
                .flatten();
            here.extend(with_reason.or(by_itself).map(|to| (*from, *to)));
        }
        moved.extend(here);
    }
    moved
}

fn missing<'a>(here: &Nodes<'a>, there: &Nodes<'a>, level: u8) -> Vec<&'a Choice> {
    here.keys().copied().filter(|one| one.level() == level && !there.contains_key(*one)).collect()
}

/// A version cannot count before this day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a new version can count from {earliest} on")]
pub struct TooEarly {
    /// The first day that is possible.
    pub earliest: NaiveDate,
}

/// The version before with its last day, where the newer one can follow it.
///
/// A version counts from today at the earliest, and each for at least a day: the past keeps its labels, and a day has
/// one version.
pub fn succeed(older: Taxonomy, newer: &Taxonomy, today: NaiveDate) -> Result<Taxonomy, TooEarly> {
    let after_older = older.valid_from().succ_opt().unwrap_or(NaiveDate::MAX);
    let earliest = today.max(after_older);
    match newer.valid_from().pred_opt() {
        Some(last) if newer.valid_from() >= earliest => Ok(older.until(last)),
        _ => Err(TooEarly { earliest }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service_status::preset;

    fn choice(text: &str) -> Choice {
        let mut codes = text.split('/');
        Choice::new(codes.next().unwrap(), codes.next(), codes.next()).unwrap()
    }

    fn place(nodes: &mut [Node], text: &str) -> usize {
        nodes.iter().position(|node| node.choice == choice(text)).unwrap()
    }

    const LEGAL: &str = "blocked/legal_or_regulatory";

    #[test]
    fn a_version_like_the_last_touches_nothing() {
        let mut nodes = preset::nodes();
        assert!(Difference::between(&nodes, &preset::nodes()).is_empty());
        nodes.reverse();
        assert!(Difference::between(&nodes, &preset::nodes()).is_empty(), "order is no change");
    }

    #[test]
    fn what_is_added_removed_and_renamed_is_told_apart() {
        let mut newer = preset::nodes();
        let below: Vec<Choice> =
            newer.iter().filter(|one| one.choice.is_within(&choice(LEGAL))).map(|one| one.choice.clone()).collect();
        newer.retain(|node| !node.choice.is_within(&choice(LEGAL)));
        let at = place(&mut newer, "no_intent/executive_sponsorship");
        newer[at].labels.en = "No sponsor".to_owned();
        let at = place(&mut newer, "no_intent");
        newer[at].target_date_allowed = true;
        let labels = Labels { en: "Strike".to_owned(), nl: "Staking".to_owned() };
        let strike = choice("blocked/strike");
        newer.push(Node { choice: strike.clone(), labels, remark_required: false, target_date_allowed: false });

        let difference = Difference::between(&preset::nodes(), &newer);
        assert_eq!(difference.added, [strike]);
        assert_eq!(difference.removed, below);
        assert!(below.len() > 3);
        assert_eq!(difference.moved, []);
        assert_eq!(difference.renamed.len(), 1);
        assert_eq!(difference.renamed[0].1.en, "Executive sponsorship");
        assert_eq!(difference.renamed[0].2.en, "No sponsor");
        assert_eq!(difference.asks_differently, [choice("no_intent")]);
        assert_eq!(difference.to_choose_anew().count(), below.len());
    }

    #[test]
    fn a_reason_that_moves_takes_its_technical_reasons_along() {
        let mut newer = preset::nodes();
        let target = choice("no_intent/legal_or_regulatory");
        let mut expected = Vec::new();
        for node in &mut newer {
            if node.choice.is_within(&choice(LEGAL)) {
                let to = Choice::new("no_intent", target.l2(), node.choice.l3()).unwrap();
                expected.push((node.choice.clone(), to.clone()));
                node.choice = to;
            }
        }
        let difference = Difference::between(&preset::nodes(), &newer);
        expected.sort();
        let mut moved = difference.moved.clone();
        moved.sort();
        // "other" is among them, though it occurs in every list.
        assert!(moved.iter().any(|(from, _)| from.code() == "other"));
        assert_eq!(moved, expected);
        assert_eq!((difference.added, difference.removed), (vec![], vec![]));
    }

    #[test]
    fn two_reasons_that_move_each_take_their_own_along() {
        let mut newer = preset::nodes();
        let mut expected = Vec::new();
        for (reason, status) in [("legal_or_regulatory", "no_intent"), ("security_or_privacy", "status_unknown")] {
            let from = Choice::new("blocked", Some(reason), None).unwrap();
            for node in newer.iter_mut().filter(|node| node.choice.is_within(&from)) {
                let to = Choice::new(status, Some(reason), node.choice.l3()).unwrap();
                expected.push((node.choice.clone(), to.clone()));
                node.choice = to;
            }
        }
        let mut difference = Difference::between(&preset::nodes(), &newer);
        difference.moved.sort();
        expected.sort();
        // Both lists have an "other", and each goes with its reason.
        assert_eq!(difference, Difference { moved: expected, ..Difference::default() });
    }

    #[test]
    fn the_other_of_one_list_is_not_that_of_another() {
        let mut newer = preset::nodes();
        newer.retain(|node| !node.choice.is_within(&choice(LEGAL)));
        let gone = preset::nodes().len() - newer.len();
        for place in ["blocked/strike", "blocked/strike/union", "blocked/strike/other"] {
            let labels = Labels { en: place.to_owned(), nl: place.to_owned() };
            let remark_required = place.ends_with("other");
            newer.push(Node { choice: choice(place), labels, remark_required, target_date_allowed: false });
        }
        let difference = Difference::between(&preset::nodes(), &newer);
        assert_eq!((difference.removed.len(), difference.added.len(), difference.moved), (gone, 3, vec![]));
    }

    #[test]
    fn what_could_have_moved_to_two_places_was_removed_and_added() {
        let mut newer = preset::nodes();
        let at = place(&mut newer, "blocked/billing_licensing_and_subscription");
        let node = newer[at].clone();
        newer.retain(|node| !node.choice.is_within(&choice("blocked/billing_licensing_and_subscription")));
        for status in ["no_intent", "status_unknown"] {
            let to = Choice::new(status, node.choice.l2(), None).unwrap();
            newer.push(Node { choice: to, ..node.clone() });
        }
        let difference = Difference::between(&preset::nodes(), &newer);
        assert_eq!(difference.moved, []);
        assert_eq!(difference.added.len(), 2);
    }

    #[test]
    fn the_past_keeps_its_version_and_a_day_has_one() {
        let day = |number| NaiveDate::from_ymd_opt(2026, 3, number).unwrap();
        let version = |from| Taxonomy::checked(preset::nodes(), day(from)).unwrap();
        let ended = succeed(version(1), &version(10), day(10)).unwrap();
        assert_eq!(ended.valid_to(), Some(day(9)));
        assert_eq!(succeed(version(1), &version(9), day(10)), Err(TooEarly { earliest: day(10) }));
        assert_eq!(succeed(version(10), &version(10), day(10)), Err(TooEarly { earliest: day(11) }));
        assert!(succeed(version(10), &version(11), day(10)).is_ok());
    }
}
