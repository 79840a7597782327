//! The taxonomy of service statuses: one version of it, as data (S8.5).
//!
//! A version is checked as a whole before anything is split by it, so that the rest of this folder can rely on it: every
//! node has its parent, and the codes that rules go by are there.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::choice::{Choice, is_code};
use super::{BLOCKED, IN_PROGRESS, OTHER, STATUSES};
use crate::day::DayFault;
use crate::person::Language;
use crate::tenant::name_key;
use crate::text::{TextFault, required_line};

/// Most nodes of a version, of all levels: what a page can still show, and a person oversee.
pub const MOST_NODES: usize = 500;

/// Most options of one choice: what a menu can still show.
pub const MOST_OPTIONS: usize = 60;

/// Most characters of a label.
pub const LONGEST_LABEL: usize = 100;

/// The name of a node in each language of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Labels {
    /// English.
    pub en: String,
    /// Dutch.
    pub nl: String,
}

impl Labels {
    /// The name in that language.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Dutch => &self.nl,
        }
    }
}

/// A status, a reason or a technical reason that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Node {
    /// Its code, and those above it: its level and its parent.
    pub choice: Choice,
    /// What people read.
    pub labels: Labels,
    /// Whether a line with it, or with an option of it, must say more in a remark.
    pub remark_required: bool,
    /// Of a status: whether a line with it can have a target date. That is so where work is going on or waits for
    /// something (In progress, Blocked); where nothing is known or wanted there is nothing to aim at.
    pub target_date_allowed: bool,
}

/// A version of the taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    nodes: Vec<Node>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

/// What of a taxonomy is at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxonomyField {
    /// The list of nodes as a whole.
    Nodes,
    /// The first day on which it counts.
    ValidFrom,
    /// A node's code, or its place.
    Code,
    /// The list of a node's options.
    Options,
    /// Its English label.
    LabelEn,
    /// Its Dutch label.
    LabelNl,
    /// Whether it needs a remark.
    RemarkRequired,
    /// Whether it can have a target date.
    TargetDateAllowed,
}

impl TaxonomyField {
    /// The name in forms and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::ValidFrom => "valid_from",
            Self::Code => "code",
            Self::Options => "options",
            Self::LabelEn => "label_en",
            Self::LabelNl => "label_nl",
            Self::RemarkRequired => "remark_required",
            Self::TargetDateAllowed => "target_date_allowed",
        }
    }
}

/// Why a taxonomy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaxonomyFault {
    /// More than [`MOST_NODES`].
    #[error("has {nodes} nodes, {MOST_NODES} at most")]
    TooManyNodes {
        /// How many there are.
        nodes: usize,
    },
    /// More than [`MOST_OPTIONS`] of one choice.
    #[error("has {options} options, {MOST_OPTIONS} at most")]
    TooManyOptions {
        /// How many there are.
        options: usize,
    },
    /// The statuses are those of the product: none can be added (S8.5).
    #[error("the statuses are fixed: none can be added")]
    StatusesAreFixed,
    /// Who is blocked says by what.
    #[error("has no reasons, and needs one at least")]
    NeedsReasons,
    /// Something stands under a technical reason (S8.2).
    #[error("there are three levels, and nothing stands under a technical reason")]
    TooDeep,
    /// A list of technical reasons does not end in Other (S8.5).
    #[error("a list of technical reasons ends in other")]
    EndsInOther,
    /// The first day is none.
    #[error("{0}")]
    Day(DayFault),
    /// The first day is too early: the past keeps its version, and a day has one.
    #[error("a new version can count from {0} on")]
    TooEarly(NaiveDate),
    /// It says and asks the same as the version that it would follow.
    #[error("nothing is changed")]
    NothingChanged,
    /// A code that rules go by is gone.
    #[error("{0} has to stay: rules go by it")]
    Needed(Choice),
    /// Not a code.
    #[error("a code has lower case letters, digits and _ between them, a letter in front, 64 at most")]
    NotACode,
    /// The same place twice.
    #[error("{0} is there twice")]
    Twice(Choice),
    /// Its parent is not there.
    #[error("{0} is not there")]
    NoParent(Choice),
    /// In progress has neither L2 nor L3 (S8.2).
    #[error("in_progress has no reasons")]
    NoReasonsHere,
    /// The label is no text of one line.
    #[error("{0}")]
    Label(TextFault),
    /// Two options of one choice that read the same.
    #[error("another option reads the same")]
    ReadsTheSame,
    /// Other says nothing by itself (S8.5).
    #[error("other needs a remark")]
    OtherNeedsRemark,
    /// A feed enters seats here, and writes no remark (S8.4).
    #[error("seats of a feed enter here, and they have no remark")]
    FeedWritesNoRemark,
    /// Only a status says whether there can be a target date.
    #[error("only a status says whether there can be a target date")]
    OnlyOfAStatus,
}

/// A fault, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyProblem {
    /// The place in the list of nodes; nothing where it is about the list.
    pub node: Option<usize>,
    /// The same as places in lists within lists, as it was typed: which status, which reason of it, which technical reason.
    pub place: Vec<usize>,
    /// What of it.
    pub field: TaxonomyField,
    /// Why.
    pub fault: TaxonomyFault,
}

impl Taxonomy {
    /// A version of these nodes, in the order in which people see them, from that day on; or all that is wrong with it.
    pub fn checked(mut nodes: Vec<Node>, valid_from: NaiveDate) -> Result<Self, Vec<TaxonomyProblem>> {
        let problems = problems(&nodes);
        if !problems.is_empty() {
            return Err(problems);
        }
        for label in nodes.iter_mut().flat_map(|node| [&mut node.labels.en, &mut node.labels.nl]) {
            // As the check read it: without what surrounds it.
            *label = required_line(label, LONGEST_LABEL).unwrap_or_default();
        }
        Ok(Self { nodes, valid_from, valid_to: None })
    }

    /// A version as it was checked and kept before.
    pub fn kept(nodes: Vec<Node>, valid_from: NaiveDate, valid_to: Option<NaiveDate>) -> Self {
        Self { nodes, valid_from, valid_to }
    }

    /// Itself, with its last day.
    #[must_use]
    pub fn until(self, valid_to: NaiveDate) -> Self {
        Self { valid_to: Some(valid_to), ..self }
    }

    /// The first day on which it counts.
    pub fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }

    /// The last day on which it counts; nothing for the newest.
    pub fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Whether it counts on that day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// All that can be chosen, in the order in which people see it among the options of one choice.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What that choice is here.
    pub fn node(&self, choice: &Choice) -> Option<&Node> {
        self.nodes.iter().find(|node| node.choice == *choice)
    }

    /// The statuses.
    pub fn statuses(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.choice.level() == 1)
    }

    /// The options of a choice: reasons of a status, technical reasons of a reason. Where there are none, the field is
    /// absent (S8.2).
    pub fn options(&self, of: &Choice) -> impl Iterator<Item = &Node> {
        self.nodes
            .iter()
            .filter(move |node| node.choice.level() == of.level().saturating_add(1) && node.choice.is_within(of))
    }

    /// Whether a line with that choice can have a target date.
    pub fn allows_target_date(&self, choice: &Choice) -> bool {
        self.node(&Choice::status(choice.l1())).is_some_and(|status| status.target_date_allowed)
    }

    /// Whether a line with that choice must have a remark: where its status, its reason or its technical reason asks for one.
    pub fn needs_remark(&self, choice: &Choice) -> bool {
        choice.path().iter().any(|one| self.node(one).is_some_and(|node| node.remark_required))
    }

    /// What people read for a choice, the status first; nothing for what it does not know.
    pub fn labels(&self, choice: &Choice) -> Option<Vec<&Labels>> {
        choice.path().iter().map(|one| self.node(one).map(|node| &node.labels)).collect()
    }
}

/// The choices that rules go by: they stay, whatever else an administrator changes.
fn needed() -> impl Iterator<Item = Choice> {
    STATUSES.into_iter().map(Choice::status).chain([Choice::of_new_seats()])
}

/// Whether a choice is one that rules go by, and so has to stay.
pub fn is_needed(choice: &Choice) -> bool {
    needed().any(|one| one == *choice)
}

fn problems(nodes: &[Node]) -> Vec<TaxonomyProblem> {
    let mut problems = Vec::new();
    let mut about_all = |fault| {
        problems.push(TaxonomyProblem { node: None, place: Vec::new(), field: TaxonomyField::Nodes, fault });
    };
    if nodes.len() > MOST_NODES {
        about_all(TaxonomyFault::TooManyNodes { nodes: nodes.len() });
        return problems;
    }
    let places: HashSet<&Choice> = nodes.iter().map(|node| &node.choice).collect();
    for choice in needed() {
        if !places.contains(&choice) {
            about_all(TaxonomyFault::Needed(choice));
        }
    }
    let mut options = HashMap::<Choice, Vec<&Node>>::new();
    for node in nodes {
        options.extend(node.choice.parent().filter(|parent| !options.contains_key(parent)).map(|it| (it, Vec::new())));
        if let Some(list) = node.choice.parent().and_then(|parent| options.get_mut(&parent)) {
            list.push(node);
        }
    }
    let (mut seen, mut names) = (HashSet::new(), HashSet::new());
    for (at, node) in nodes.iter().enumerate() {
        let mut found = place_problems(node, &places);
        if !seen.insert(&node.choice) {
            found.push((TaxonomyField::Code, TaxonomyFault::Twice(node.choice.clone())));
        }
        for (language, field) in
            [(Language::English, TaxonomyField::LabelEn), (Language::Dutch, TaxonomyField::LabelNl)]
        {
            match required_line(node.labels.of(language), LONGEST_LABEL) {
                Err(fault) => found.push((field, TaxonomyFault::Label(fault))),
                Ok(label) if !names.insert((node.choice.parent(), language, name_key(&label))) => {
                    found.push((field, TaxonomyFault::ReadsTheSame));
                }
                Ok(_) => {}
            }
        }
        found.extend(rule_problems(node));
        found.extend(list_problems(node, &options));
        problems.extend(found.into_iter().map(|(field, fault)| TaxonomyProblem {
            node: Some(at),
            place: Vec::new(),
            field,
            fault,
        }));
    }
    problems
}

fn place_problems(node: &Node, places: &HashSet<&Choice>) -> Vec<(TaxonomyField, TaxonomyFault)> {
    let mut found = Vec::new();
    if !is_code(node.choice.code()) {
        found.push((TaxonomyField::Code, TaxonomyFault::NotACode));
    } else if node.choice.level() == 1 && !STATUSES.contains(&node.choice.l1()) {
        found.push((TaxonomyField::Code, TaxonomyFault::StatusesAreFixed));
    }
    if let Some(parent) = node.choice.parent() {
        if !places.contains(&parent) {
            found.push((TaxonomyField::Code, TaxonomyFault::NoParent(parent)));
        }
        if node.choice.l1() == IN_PROGRESS {
            found.push((TaxonomyField::Code, TaxonomyFault::NoReasonsHere));
        }
    }
    found
}

/// What is wrong with the options of a node together.
fn list_problems(node: &Node, options: &HashMap<Choice, Vec<&Node>>) -> Option<(TaxonomyField, TaxonomyFault)> {
    let below = options.get(&node.choice).map_or(&[][..], Vec::as_slice);
    let fault = match below.last() {
        None if node.choice == Choice::status(BLOCKED) => TaxonomyFault::NeedsReasons,
        _ if below.len() > MOST_OPTIONS => TaxonomyFault::TooManyOptions { options: below.len() },
        Some(last) if node.choice.level() == 2 && last.choice.code() != OTHER => TaxonomyFault::EndsInOther,
        _ => return None,
    };
    Some((TaxonomyField::Options, fault))
}

fn rule_problems(node: &Node) -> Vec<(TaxonomyField, TaxonomyFault)> {
    let mut found = Vec::new();
    if node.choice.code() == OTHER && !node.remark_required {
        found.push((TaxonomyField::RemarkRequired, TaxonomyFault::OtherNeedsRemark));
    }
    if node.remark_required && Choice::of_new_seats().is_within(&node.choice) {
        found.push((TaxonomyField::RemarkRequired, TaxonomyFault::FeedWritesNoRemark));
    }
    if node.target_date_allowed && node.choice.level() > 1 {
        found.push((TaxonomyField::TargetDateAllowed, TaxonomyFault::OnlyOfAStatus));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service_status::preset;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
    }

    fn choice(text: &str) -> Choice {
        let mut codes = text.split('/');
        Choice::new(codes.next().unwrap(), codes.next(), codes.next()).unwrap()
    }

    fn node(text: &str, label: &str) -> Node {
        let labels = Labels { en: format!("{label} en"), nl: format!("{label} nl") };
        Node { choice: choice(text), labels, remark_required: false, target_date_allowed: false }
    }

    /// The least that can be used.
    fn least() -> Vec<Node> {
        vec![
            node("status_unknown", "Unknown"),
            node("status_unknown/new_subscription_or_workload", "New"),
            node("in_progress", "Busy"),
            node("blocked", "Blocked"),
            node("blocked/legal", "Legal"),
            node("no_intent", "None"),
            node("duplicate_or_invalid", "Twice"),
        ]
    }

    fn other(of: &str) -> Node {
        Node { remark_required: true, ..node(&format!("{of}/other"), "Other") }
    }

    /// What is wrong with the least and these, by node and field.
    fn faults(more: Vec<Node>) -> Vec<(Option<usize>, &'static str, TaxonomyFault)> {
        let mut nodes = least();
        nodes.extend(more);
        let problems = Taxonomy::checked(nodes, day()).err().unwrap_or_default();
        problems.into_iter().map(|one| (one.node, one.field.code(), one.fault)).collect()
    }

    #[test]
    fn the_least_taxonomy_and_the_preset_can_be_used() {
        assert_eq!(faults(vec![]), vec![]);
        assert_eq!(Taxonomy::checked(preset::nodes(), day()).map(|it| it.nodes().len()), Ok(preset::nodes().len()));
    }

    #[test]
    fn a_code_that_rules_go_by_cannot_be_taken_away() {
        for gone in [
            "status_unknown/new_subscription_or_workload",
            "in_progress",
            "blocked",
            "no_intent",
            "duplicate_or_invalid",
        ] {
            let left = least().into_iter().filter(|node| !node.choice.is_within(&choice(gone))).collect();
            let problems = Taxonomy::checked(left, day()).unwrap_err();
            let expected = TaxonomyProblem {
                node: None,
                place: vec![],
                field: TaxonomyField::Nodes,
                fault: TaxonomyFault::Needed(choice(gone)),
            };
            assert_eq!(problems, [expected]);
        }
        assert_eq!(Taxonomy::checked(vec![], day()).unwrap_err().len(), 6);
    }

    #[test]
    fn codes_are_unique_among_siblings_and_there_alone() {
        let twice = node("blocked/legal", "Law");
        assert_eq!(faults(vec![twice]), [(Some(7), "code", TaxonomyFault::Twice(choice("blocked/legal")))]);
        assert_eq!(
            faults(vec![
                node("blocked/blocked", "Blocked"),
                node("blocked/legal/blocked", "Blocked"),
                other("blocked/legal")
            ]),
            vec![]
        );
    }

    #[test]
    fn a_node_has_a_code_and_its_parent() {
        let wrong = Node { choice: Choice::status("Not A Code"), ..node("x", "Wrong") };
        assert_eq!(faults(vec![wrong]), [(Some(7), "code", TaxonomyFault::NotACode)]);
        assert_eq!(
            faults(vec![node("blocked/billing/price", "Price")]),
            [(Some(7), "code", TaxonomyFault::NoParent(choice("blocked/billing")))]
        );
    }

    #[test]
    fn in_progress_has_no_reasons() {
        assert_eq!(faults(vec![node("in_progress/pilot", "Pilot")]), [(Some(7), "code", TaxonomyFault::NoReasonsHere)]);
    }

    #[test]
    fn labels_are_there_in_both_languages_and_tell_options_apart() {
        let mut blank = node("blocked/a", "A");
        blank.labels.nl = " \u{200b}".to_owned();
        let mut long = node("blocked/b", "B");
        long.labels.en = "x".repeat(LONGEST_LABEL + 1);
        let mut same = node("blocked/c", "C");
        same.labels.en = "  LÉGAL en ".to_owned();
        let mut broken = node("blocked/d", "D");
        broken.labels.en = "two\nlines".to_owned();
        assert_eq!(
            faults(vec![blank, long, same, broken]),
            [
                (Some(7), "label_nl", TaxonomyFault::Label(TextFault::Missing)),
                (Some(8), "label_en", TaxonomyFault::Label(TextFault::TooLong { characters: 101, most: 100 })),
                (Some(9), "label_en", TaxonomyFault::ReadsTheSame),
                (Some(10), "label_en", TaxonomyFault::Label(TextFault::LineBreak)),
            ]
        );
        // Elsewhere the same name means something else.
        assert_eq!(faults(vec![node("blocked/legal/legal", "Legal"), other("blocked/legal")]), vec![]);
    }

    #[test]
    fn a_label_is_kept_without_what_surrounds_it() {
        let mut nodes = least();
        nodes[3].labels.nl = "  Geblokkeerd ".to_owned();
        let taxonomy = Taxonomy::checked(nodes, day()).unwrap();
        let labels = taxonomy.labels(&choice("blocked/legal")).unwrap();
        assert_eq!(labels.iter().map(|one| one.of(Language::Dutch)).collect::<Vec<_>>(), ["Geblokkeerd", "Legal nl"]);
        assert_eq!(taxonomy.labels(&choice("blocked/other")), None);
    }

    #[test]
    fn other_needs_a_remark_and_what_a_feed_writes_has_none() {
        assert_eq!(
            faults(vec![node("blocked/other", "O")]),
            [(Some(7), "remark_required", TaxonomyFault::OtherNeedsRemark)]
        );
        for place in 0..2 {
            let mut nodes = least();
            nodes[place].remark_required = true;
            let problems = Taxonomy::checked(nodes, day()).unwrap_err();
            assert_eq!(problems.len(), 1);
            assert_eq!((problems[0].node, &problems[0].fault), (Some(place), &TaxonomyFault::FeedWritesNoRemark));
        }
    }

    #[test]
    fn only_a_status_says_whether_there_can_be_a_target_date() {
        let dated = Node { target_date_allowed: true, ..node("blocked/date", "Date") };
        assert_eq!(faults(vec![dated]), [(Some(7), "target_date_allowed", TaxonomyFault::OnlyOfAStatus)]);
    }

    #[test]
    fn there_is_an_end_to_the_number_of_nodes() {
        // Under as many reasons as are needed: a list has an end of its own.
        let many = |count: usize| {
            let (lists, rest) = (count / 50, count % 50);
            let list = |at: usize| {
                let reason = format!("no_intent/r{at}");
                let technical = (0..48).map(|one| node(&format!("{reason}/t{one}"), &format!("T{one}"))).collect();
                [vec![node(&reason, &reason)], technical, vec![other(&reason)]].concat()
            };
            let single = (0..rest).map(|at| node(&format!("no_intent/s{at}"), &format!("S{at}")));
            (0..lists).flat_map(list).chain(single).collect::<Vec<_>>()
        };
        assert_eq!(faults(many(MOST_NODES - 7)), vec![]);
        assert_eq!(faults(many(MOST_NODES - 6)), [(None, "nodes", TaxonomyFault::TooManyNodes { nodes: 501 })]);
    }

    #[test]
    fn options_depend_on_what_was_chosen() {
        let taxonomy = Taxonomy::checked(preset::nodes(), day()).unwrap();
        let statuses: Vec<_> = taxonomy.statuses().map(|one| one.choice.to_string()).collect();
        assert_eq!(statuses, ["status_unknown", "in_progress", "blocked", "no_intent", "duplicate_or_invalid"]);
        assert_eq!(taxonomy.options(&choice("in_progress")).count(), 0);
        assert_eq!(taxonomy.options(&choice("blocked")).count(), 10);
        assert!(taxonomy.options(&choice("no_intent")).all(|one| one.choice.l1() == "no_intent"));
        let reason = choice("blocked/legal_or_regulatory");
        assert!(taxonomy.options(&reason).all(|one| one.choice.parent().as_ref() == Some(&reason)));
        assert_eq!(taxonomy.options(&choice("blocked/legal_or_regulatory/other")).count(), 0);
    }

    #[test]
    fn a_version_counts_from_its_first_day_to_its_last() {
        let taxonomy = Taxonomy::checked(least(), day()).unwrap();
        let (before, later) = (day().pred_opt().unwrap(), day().succ_opt().unwrap());
        assert!(!taxonomy.is_valid_on(before) && taxonomy.is_valid_on(day()) && taxonomy.is_valid_on(later));
        let ended = taxonomy.until(day());
        assert!(ended.is_valid_on(day()) && !ended.is_valid_on(later));
    }
}
