//! The form in which a version of the taxonomy is made: a row a status, reason and technical reason (S8.5).

use std::ops::Range;

use app::TaxonomyDesk;
use askama::Template;
use domain::person::Language;
use domain::service_status::taxonomy::is_needed;
use domain::service_status::{Choice, IN_PROGRESS, NewNode, NewTaxonomy, OTHER};

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use crate::words::say;

/// The form.
#[derive(Debug, Clone, Template)]
#[template(path = "taxonomy/edit.html")]
pub struct TaxonomyEditPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What stands there.
    pub desk: TaxonomyDesk,
    /// What is in the form.
    pub typed: TypedTaxonomy,
    /// What is wrong with it.
    pub faults: FormFaults,
    /// The field with the focus.
    pub focus: Option<String>,
}

/// A version in a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedTaxonomy {
    /// What the form says stands there.
    pub version: String,
    /// The first day.
    pub valid_from: String,
    /// The rows, each before what stands under it.
    pub nodes: Vec<TypedNode>,
}

/// A row in a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedNode {
    /// Its number, by which its fields are named; rows keep theirs while others come and go.
    pub number: String,
    /// How deep it stands.
    pub level: u8,
    /// The code that it has; empty of a new one.
    pub code: String,
    /// The code that a new one is to have, where somebody minds.
    pub typed_code: String,
    /// The English name.
    pub label_en: String,
    /// The Dutch name.
    pub label_nl: String,
    /// Whether a line with it must have a remark.
    pub remark_required: bool,
    /// Of a status: whether a line with it can have a target date.
    pub target_date_allowed: bool,
    /// Whether it is not to be offered any more.
    pub is_retired: bool,
}

impl TypedNode {
    /// Whether the version in the form adds it.
    pub fn is_new(&self) -> bool {
        self.code.is_empty()
    }

    /// What the form sends to say where it stands.
    pub fn row(&self) -> String {
        format!("{}.{}.{}", self.number, self.level, self.code)
    }

    fn is_other(&self) -> bool {
        self.code == OTHER || self.typed_code.trim() == OTHER
    }
}

impl TypedTaxonomy {
    /// The form as it is opened.
    pub fn of(desk: &TaxonomyDesk) -> Self {
        let row = |(number, node): (usize, NewNode)| TypedNode {
            number: number.to_string(),
            level: node.level,
            code: node.code,
            typed_code: String::new(),
            label_en: node.label_en,
            label_nl: node.label_nl,
            remark_required: node.remark_required,
            target_date_allowed: node.target_date_allowed,
            is_retired: false,
        };
        let valid_from = if desk.is_planned { desk.newest.valid_from() } else { desk.earliest };
        Self {
            version: desk.revision.clone(),
            valid_from: valid_from.to_string(),
            nodes: NewTaxonomy::of(&desk.newest).nodes.into_iter().enumerate().map(row).collect(),
        }
    }

    /// The rows that are to be offered: without those that are retired, and what stands under them.
    pub fn offered(&self) -> Vec<&TypedNode> {
        let mut below: Option<u8> = None;
        let mut offered = Vec::new();
        for node in &self.nodes {
            if below.is_some_and(|level| node.level > level) {
                continue;
            }
            below = node.is_retired.then_some(node.level);
            if !node.is_retired {
                offered.push(node);
            }
        }
        offered
    }

    /// What is to be checked and saved.
    pub fn entered(&self) -> NewTaxonomy {
        let node = |node: &&TypedNode| NewNode {
            level: node.level,
            code: if node.is_new() { node.typed_code.clone() } else { node.code.clone() },
            label_en: node.label_en.clone(),
            label_nl: node.label_nl.clone(),
            remark_required: node.remark_required,
            target_date_allowed: node.target_date_allowed,
        };
        NewTaxonomy { valid_from: self.valid_from.clone(), nodes: self.offered().iter().map(node).collect() }
    }

    /// Does what a button of the form says; the field where work goes on.
    pub fn arrange(&mut self, wanted: &str) -> Option<String> {
        let (what, number) = wanted.split_once('-')?;
        let at = self.nodes.iter().position(|node| node.number == number)?;
        match what {
            "add" => Some(format!("en-{}", self.add(at)?)),
            "drop" if self.nodes.get(at)?.is_new() => {
                self.nodes.drain(self.span(at));
                let before = self.nodes.get(at.checked_sub(1)?)?;
                Some(format!("en-{}", before.number))
            }
            "up" => {
                let before = self.before(at)?;
                let own = self.span(at);
                self.nodes.get_mut(before..own.end)?.rotate_right(own.len());
                Some(wanted.to_owned())
            }
            "down" => {
                let (own, next) = (self.span(at), self.after(at)?);
                let end = self.span(next).end;
                self.nodes.get_mut(own.start..end)?.rotate_left(own.len());
                Some(wanted.to_owned())
            }
            _ => None,
        }
    }

    /// Adds an empty row under one, before its Other; its number. The first of a list brings Other along (S8.5).
    fn add(&mut self, under: usize) -> Option<String> {
        let level = self.nodes.get(under).filter(|node| node.level < 3)?.level.saturating_add(1);
        let highest = self.nodes.iter().filter_map(|node| node.number.parse::<u64>().ok()).max();
        let number = highest.map_or(0, |highest| highest.saturating_add(1));
        let span = self.span(under);
        let own = self.nodes.get(span.clone())?;
        let other = own.iter().rposition(|node| node.level == level && node.is_other()).map(|at| span.start + at);
        let mut new = vec![TypedNode { number: number.to_string(), level, ..TypedNode::default() }];
        if level == 3 && other.is_none() {
            new.push(TypedNode {
                number: number.saturating_add(1).to_string(),
                level,
                typed_code: OTHER.to_owned(),
                label_en: "Other".to_owned(),
                label_nl: "Anders".to_owned(),
                remark_required: true,
                ..TypedNode::default()
            });
        }
        let at = other.filter(|_| level == 3).unwrap_or(span.end);
        self.nodes.splice(at..at, new);
        Some(number.to_string())
    }

    /// A row with what stands under it.
    fn span(&self, at: usize) -> Range<usize> {
        let level = self.nodes.get(at).map_or(0, |node| node.level);
        let below = self.nodes.iter().skip(at.saturating_add(1)).take_while(|node| node.level > level).count();
        at..at.saturating_add(1).saturating_add(below).min(self.nodes.len())
    }

    /// The row of the same list before one.
    fn before(&self, at: usize) -> Option<usize> {
        let level = self.nodes.get(at)?.level;
        let earlier = self.nodes.get(..at)?.iter().enumerate().rev();
        earlier.take_while(|(_, node)| node.level >= level).find(|(_, node)| node.level == level).map(|(at, _)| at)
    }

    /// The row of the same list after one.
    fn after(&self, at: usize) -> Option<usize> {
        let next = self.span(at).end;
        (self.nodes.get(next)?.level == self.nodes.get(at)?.level).then_some(next)
    }
}

/// A row with all that the template asks about it.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// What is in its fields.
    pub node: &'a TypedNode,
    /// Its number, by which its fields are named.
    pub n: &'a str,
    /// Whether it can be retired: rules do not go by it.
    pub can_retire: bool,
    /// Whether it can go up in its list.
    pub can_go_up: bool,
    /// Whether it can go down in its list.
    pub can_go_down: bool,
    /// What stands under it.
    pub options: Vec<Row<'a>>,
}

impl Row<'_> {
    /// Whether something can be added under it.
    pub fn can_have_options(&self) -> bool {
        self.node.level < 3 && self.node.code != IN_PROGRESS
    }
}

impl TaxonomyEditPage {
    /// The statuses, with all that stands under them.
    pub fn rows(&self) -> Vec<Row<'_>> {
        self.rows_in(0..self.typed.nodes.len(), None)
    }

    fn rows_in(&self, range: Range<usize>, parent: Option<&Choice>) -> Vec<Row<'_>> {
        let mut rows: Vec<Row<'_>> = Vec::new();
        let mut at = range.start;
        while let Some(node) = self.typed.nodes.get(at).filter(|_| at < range.end) {
            let span = self.typed.span(at);
            let choice = match parent {
                None => Some(Choice::status(&node.code)),
                Some(parent) => parent.option(&node.code),
            };
            let options = self.rows_in(at.saturating_add(1)..span.end, choice.as_ref());
            let last_is_other = self
                .typed
                .after(at)
                .and_then(|next| self.typed.nodes.get(next))
                .is_some_and(|next| next.level == 3 && next.is_other());
            let moves = node.level > 1 && !(node.level == 3 && node.is_other());
            rows.push(Row {
                node,
                n: &node.number,
                can_retire: node.level > 1 && choice.as_ref().is_none_or(|choice| !is_needed(choice)),
                can_go_up: moves && self.typed.before(at).is_some(),
                can_go_down: moves && self.typed.after(at).is_some() && !last_is_other,
                options,
            });
            at = span.end;
        }
        rows
    }

    /// Whether something under a row is wrong, new or at work, so that its list is open.
    pub fn is_open(&self, row: &Row<'_>) -> bool {
        row.options.iter().any(|row| self.is_at_work(row))
    }

    fn is_at_work(&self, row: &Row<'_>) -> bool {
        let own = |field: &str| field.rsplit_once('-').is_some_and(|(_, number)| number == row.n);
        row.node.is_new()
            || self.focus.as_deref().is_some_and(own)
            || self.faults.0.iter().any(|fault| own(&fault.field))
    }

    /// What a row is called, in the reader's language.
    pub fn name<'a>(&self, node: &'a TypedNode) -> &'a str {
        match self.shell.words.language() {
            Language::English => node.label_en.trim(),
            Language::Dutch => node.label_nl.trim(),
        }
    }

    /// What a row is called in sentences about it.
    pub fn called(&self, row: &Row<'_>) -> String {
        let name = self.name(row.node);
        if name.is_empty() { say!(self, "taxonomy-new").to_owned() } else { name.to_owned() }
    }

    /// What is wrong with a field of a row.
    pub fn fault(&self, name: &str, row: &Row<'_>) -> Option<&str> {
        self.faults.at(&format!("{name}-{}", row.n))
    }

    /// Whether a field has the focus when the page opens: the first that is wrong, or the one at work.
    pub fn has_focus(&self, name: &str, row: &Row<'_>) -> bool {
        let own = format!("{name}-{}", row.n);
        match self.faults.0.first() {
            Some(first) => first.field == own,
            None => self.focus.as_deref() == Some(own.as_str()),
        }
    }

    /// How many technical reasons a reason has.
    pub fn count(&self, row: &Row<'_>) -> String {
        let count = row.options.len();
        say!(self, "taxonomy-technical-count", count = count)
    }
}
