//! A version of the taxonomy that somebody wants to make: as it was typed, and checked against the one that it follows
//! (S8.5).
//!
//! Nodes come in the order of the page, each with its level: what stands under what follows from the order. A code that
//! is left empty is made from the English name, so that nobody has to think of one.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::choice::{Choice, LONGEST_CODE, code_of};
use super::revision::succeed;
use super::taxonomy::{Labels, MOST_NODES, Node, Taxonomy, TaxonomyFault, TaxonomyField, TaxonomyProblem};
use crate::day::{self, DayFault};

/// A node as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewNode {
    /// How deep it stands: 1, 2 or 3.
    pub level: u8,
    /// Its code; empty where it is to be made from the English name.
    pub code: String,
    /// The English name.
    pub label_en: String,
    /// The Dutch name.
    pub label_nl: String,
    /// Whether a line with it must have a remark.
    pub remark_required: bool,
    /// Of a status: whether a line with it can have a target date.
    pub target_date_allowed: bool,
}

/// A version as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewTaxonomy {
    /// The first day on which it counts, `2026-03-01`.
    pub valid_from: String,
    /// Its nodes, each before what stands under it.
    pub nodes: Vec<NewNode>,
}

impl NewTaxonomy {
    /// A version as it would be typed.
    pub fn of(taxonomy: &Taxonomy) -> Self {
        let mut nodes = Vec::new();
        for status in taxonomy.statuses() {
            nodes.push(NewNode::of(status));
            for reason in taxonomy.options(&status.choice) {
                nodes.push(NewNode::of(reason));
                nodes.extend(taxonomy.options(&reason.choice).map(NewNode::of));
            }
        }
        Self { valid_from: taxonomy.valid_from().to_string(), nodes }
    }

    /// The version to keep in place of what follows the older one, or all that is wrong with it.
    pub fn check(&self, older: &Taxonomy, today: NaiveDate) -> Result<Taxonomy, Vec<TaxonomyProblem>> {
        let nodes = self.placed();
        let about_all = |field, fault| TaxonomyProblem { node: None, place: Vec::new(), field, fault };
        let mut problems = Vec::new();
        let valid_from = self.first_day(older, today).unwrap_or_else(|fault| {
            problems.push(about_all(TaxonomyField::ValidFrom, fault));
            today
        });
        let too_deep = self.nodes.iter().enumerate().filter(|(_, node)| node.level > 3);
        problems.extend(too_deep.map(|(at, _)| TaxonomyProblem {
            node: Some(at),
            place: Vec::new(),
            field: TaxonomyField::Code,
            fault: TaxonomyFault::TooDeep,
        }));
        match Taxonomy::checked(nodes, valid_from) {
            Ok(newer) if newer.nodes() == older.nodes() => {
                problems.push(about_all(TaxonomyField::Nodes, TaxonomyFault::NothingChanged));
            }
            Ok(newer) if problems.is_empty() => return Ok(newer),
            Ok(_) => {}
            Err(found) => problems.extend(self.without_echoes(found)),
        }
        for problem in &mut problems {
            problem.place = problem.node.map(|at| self.place_of(at)).unwrap_or_default();
        }
        Err(problems)
    }

    /// Where a node stands, as places in lists within lists.
    fn place_of(&self, at: usize) -> Vec<usize> {
        let mut place: Vec<usize> = Vec::new();
        for (one, _) in self.nodes.iter().enumerate().take(at.saturating_add(1)) {
            let depth = self.depth(one, place.len());
            place.truncate(depth);
            match place.get_mut(depth.saturating_sub(1)) {
                Some(last) => *last = last.saturating_add(1),
                None => place.push(0),
            }
        }
        place
    }

    fn first_day(&self, older: &Taxonomy, today: NaiveDate) -> Result<NaiveDate, TaxonomyFault> {
        let day =
            day::read(&self.valid_from).and_then(|day| day.ok_or(DayFault::Missing)).map_err(TaxonomyFault::Day)?;
        match succeed(older.clone(), &Taxonomy::kept(Vec::new(), day, None), today) {
            Err(early) => Err(TaxonomyFault::TooEarly(early.earliest)),
            Ok(_) => day::check_coming(day, today).map(|()| day).map_err(TaxonomyFault::Day),
        }
    }

    /// Of a node without an English name, nobody needs to hear that no code can be made from it.
    fn without_echoes(&self, found: Vec<TaxonomyProblem>) -> Vec<TaxonomyProblem> {
        let unnamed: HashSet<usize> = found
            .iter()
            .filter(|one| one.field == TaxonomyField::LabelEn)
            .filter_map(|one| one.node.filter(|&at| self.nodes.get(at).is_some_and(|node| node.code.trim().is_empty())))
            .collect();
        let is_echo = |one: &TaxonomyProblem| {
            one.field == TaxonomyField::Code && one.node.is_some_and(|at| unnamed.contains(&at))
        };
        found.into_iter().filter(|one| !is_echo(one)).collect()
    }

    /// The nodes, each with its place.
    pub fn placed(&self) -> Vec<Node> {
        let mut placed: Vec<Node> = Vec::with_capacity(self.nodes.len());
        let mut above: Vec<Choice> = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            above.truncate(self.depth(at, above.len()).saturating_sub(1));
            let given = node.code.trim();
            let code = if given.is_empty() { self.code_for(at, above.last(), &placed) } else { given.to_owned() };
            let choice = match above.last() {
                None => Choice::status(&code),
                Some(parent) => parent.option(&code).unwrap_or_else(|| parent.clone()),
            };
            above.push(choice.clone());
            placed.push(Node {
                choice,
                labels: Labels { en: node.label_en.clone(), nl: node.label_nl.clone() },
                remark_required: node.remark_required,
                target_date_allowed: node.target_date_allowed,
            });
        }
        placed
    }

    /// How deep a node stands, below as many as are above it.
    fn depth(&self, at: usize, above: usize) -> usize {
        let level = self.nodes.get(at).map_or(1, |node| usize::from(node.level));
        level.clamp(1, above.saturating_add(1).min(3))
    }

    /// A code that the English name gives and no sibling has; empty where the name gives none.
    fn code_for(&self, at: usize, parent: Option<&Choice>, before: &[Node]) -> String {
        let Some(own) = self.nodes.get(at).filter(|_| self.nodes.len() <= MOST_NODES) else { return String::new() };
        let is_sibling = |node: &&NewNode| node.level == own.level;
        let is_below = |node: &&NewNode| node.level >= own.level;
        let earlier = self.nodes.iter().take(at).rev().take_while(is_below).filter(is_sibling);
        let later = self.nodes.iter().skip(at.saturating_add(1)).take_while(is_below).filter(is_sibling);
        let mut taken: HashSet<&str> = earlier.chain(later).map(|node| node.code.trim()).collect();
        let made = before.iter().filter(|node| node.choice.parent().as_ref() == parent);
        taken.extend(made.map(|node| node.choice.code()));
        let Some(code) = shortened_code(&own.label_en) else { return String::new() };
        let numbered = (2..=MOST_NODES).map(|number| format!("{code}_{number}"));
        std::iter::once(code.clone()).chain(numbered).find(|code| !taken.contains(code.as_str())).unwrap_or_default()
    }
}

impl NewNode {
    fn of(node: &Node) -> Self {
        Self {
            level: node.choice.level(),
            code: node.choice.code().to_owned(),
            label_en: node.labels.en.clone(),
            label_nl: node.labels.nl.clone(),
            remark_required: node.remark_required,
            target_date_allowed: node.target_date_allowed,
        }
    }
}

/// The code of as many words of a name as make one, with room for a number behind it.
fn shortened_code(english: &str) -> Option<String> {
    let words: Vec<&str> = english.split_whitespace().take(LONGEST_CODE).collect();
    let begin = |count: usize| words.get(..count).map(|words| words.join(" "));
    (1..=words.len())
        .rev()
        .filter_map(begin)
        .filter_map(|text| code_of(&text))
        .find(|code| code.len() + 4 <= LONGEST_CODE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::service_status::choice::is_code;
    use crate::service_status::preset;
    use crate::text::TextFault;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const TODAY: &str = "2026-03-10";

    fn older() -> Taxonomy {
        Taxonomy::checked(preset::nodes(), day("2026-01-01")).unwrap()
    }

    /// The preset with another name, from that day on.
    fn changed(valid_from: &str) -> NewTaxonomy {
        let mut new = NewTaxonomy::of(&older());
        new.valid_from = valid_from.to_owned();
        new.nodes[0].label_en = "Nobody knows".to_owned();
        new
    }

    fn told(new: &NewTaxonomy) -> Vec<String> {
        let place = |one: &TaxonomyProblem| one.node.map_or_else(|| "all".to_owned(), |at| at.to_string());
        let problems = new.check(&older(), day(TODAY)).err().unwrap_or_default();
        problems.iter().map(|one| format!("{} {}: {}", place(one), one.field.code(), one.fault)).collect()
    }

    fn reason(en: &str) -> NewNode {
        NewNode { level: 2, label_en: en.to_owned(), label_nl: format!("{en} nl"), ..NewNode::default() }
    }

    #[test]
    fn a_version_comes_back_as_it_is() {
        let new = NewTaxonomy { valid_from: TODAY.to_owned(), ..NewTaxonomy::of(&older()) };
        assert_eq!(new.placed(), preset::nodes());
        assert_eq!(told(&new), ["all nodes: nothing is changed"]);
        let newer = changed(TODAY).check(&older(), day(TODAY)).unwrap();
        assert_eq!((newer.valid_from(), newer.nodes().len()), (day(TODAY), preset::nodes().len()));
        let mut moved = NewTaxonomy::of(&older());
        moved.valid_from = TODAY.to_owned();
        let (from, to) = (moved.nodes.len() - 2, moved.nodes.len() - 1);
        assert_eq!(moved.nodes[to].level, 1);
        moved.nodes.swap(from - 2, from - 1);
        assert_eq!(told(&moved), Vec::<String>::new(), "another order is a change");
    }

    #[test]
    fn the_first_day_is_today_or_later_and_one_that_exists() {
        for (text, fault) in [
            ("", "is required"),
            ("soon", "is not a date such as 2026-03-01"),
            ("2026-03-09", "a new version can count from 2026-03-10 on"),
        ] {
            assert_eq!(told(&changed(text)), [format!("all valid_from: {fault}")]);
        }
        assert!(told(&changed("9999-12-31"))[0].starts_with("all valid_from: is after"));
        assert_eq!(told(&changed("2026-12-01")), Vec::<String>::new());
        let of_today = Taxonomy::kept(preset::nodes(), day(TODAY), None);
        let early = changed(TODAY).check(&of_today, day(TODAY)).unwrap_err();
        assert_eq!(early[0].fault, TaxonomyFault::TooEarly(day("2026-03-11")), "a day has one version");
    }

    #[test]
    fn a_code_is_made_from_the_english_name_and_is_free() {
        let mut new = changed(TODAY);
        new.nodes.extend([reason("Strike"), reason("Strike!"), NewNode { code: "strike_2".to_owned(), ..reason("X") }]);
        let long = "a very long name of a reason that somebody wanted to give with all the words there are";
        new.nodes.push(reason(long));
        let codes: Vec<_> = new.placed().iter().rev().take(4).map(|node| node.choice.to_string()).collect();
        let under = |code: &str| format!("duplicate_or_invalid/{code}");
        assert_eq!(codes[1..], [under("strike_2"), under("strike_3"), under("strike")]);
        assert_eq!(codes[0], under("a_very_long_name_of_a_reason_that_somebody_wanted_to_give"));
    }

    #[test]
    fn what_is_wrong_is_said_once_and_at_its_node() {
        let mut new = changed(TODAY);
        let at = new.nodes.len();
        new.nodes.extend([
            NewNode::default(),
            NewNode { level: 1, ..reason("More") },
            NewNode { label_nl: "Staking\nvandaag".to_owned(), ..reason("Strike") },
            reason("3rd party"),
            NewNode { level: 3, ..reason("Union") },
            NewNode { level: 4, ..reason("Deeper") },
        ]);
        new.nodes[at].level = 2;
        assert_eq!(
            told(&new),
            [
                format!("{} code: {}", at + 5, TaxonomyFault::TooDeep),
                format!("{at} label_en: {}", TextFault::Missing),
                format!("{at} label_nl: {}", TextFault::Missing),
                format!("{} code: {}", at + 1, TaxonomyFault::StatusesAreFixed),
                format!("{} label_nl: {}", at + 2, TextFault::LineBreak),
                format!("{} code: {}", at + 3, TaxonomyFault::NotACode),
                format!("{} options: {}", at + 3, TaxonomyFault::EndsInOther),
            ]
        );
    }

    #[test]
    fn lists_end_in_other_and_have_a_length_that_a_menu_shows() {
        let mut new = changed(TODAY);
        let legal = new.nodes.iter().position(|node| node.code == "legal_or_regulatory").unwrap();
        new.nodes.swap(legal + 1, legal + 6);
        assert_eq!(
            new.check(&older(), day(TODAY)).unwrap_err()[0].place,
            [2, 2],
            "the third reason of the third status"
        );
        assert_eq!(told(&new), [format!("{legal} options: a list of technical reasons ends in other")]);
        let mut new = changed(TODAY);
        let at = new.nodes.len() - 1;
        new.nodes.extend((0..=60).map(|number| reason(&format!("Reason {number}"))));
        assert_eq!(told(&new), [format!("{at} options: has 61 options, 60 at most")]);
        new.nodes.extend((0..500).map(|number| reason(&format!("More {number}"))));
        assert_eq!(told(&new).len(), 1, "a list that is far too long is told as such alone");
        let mut new = changed(TODAY);
        let blocked = new.nodes.iter().position(|node| node.code == "blocked").unwrap();
        let after = new.nodes.iter().position(|node| node.code == "no_intent").unwrap();
        new.nodes.drain(blocked + 1..after);
        assert_eq!(told(&new), [format!("{blocked} options: has no reasons, and needs one at least")]);
    }

    proptest! {
        /// Whatever is typed, in any order and depth: never a panic, and what passes keeps all that rules go by.
        #[test]
        fn what_passes_can_be_relied_on(
            typed in proptest::collection::vec((0_u8..5, "[a-z_]{0,6}", "\\PC{0,12}", "[A-Z][a-z]{1,8}"), 0..12),
            at in 0_usize..80,
        ) {
            let mut new = changed(TODAY);
            for (level, code, label_en, label_nl) in typed {
                let node = NewNode { level, code, label_en, label_nl, ..NewNode::default() };
                let at = at.min(new.nodes.len());
                new.nodes.insert(at, node);
            }
            let placed = new.placed();
            prop_assert_eq!(placed.len(), new.nodes.len());
            if let Ok(newer) = new.check(&older(), day(TODAY)) {
                prop_assert_eq!(newer.statuses().count(), 5);
                prop_assert!(newer.node(&Choice::of_new_seats()).is_some());
                for node in newer.nodes() {
                    prop_assert!(is_code(node.choice.code()) && !node.labels.en.is_empty() && !node.labels.nl.is_empty());
                    let last = newer.options(&node.choice).last();
                    prop_assert!(node.choice.level() != 2 || last.is_none_or(|last| last.choice.code() == "other"));
                    prop_assert!(node.choice.parent().is_none_or(|parent| newer.node(&parent).is_some()));
                }
                prop_assert_eq!(NewTaxonomy::of(&newer).placed(), newer.nodes());
            }
        }
    }
}
