//! What a version of the taxonomy would change and touch, before it is saved (S8.5).

use app::TaxonomyPreview;
use askama::Template;
use domain::service_status::{Choice, Count, Difference, Labels, Need, Taxonomy};

use super::Shell;
use super::shell::{Entry, own_name};
use super::taxonomy_edit::TypedTaxonomy;
use crate::words::say;
use domain::person::Language;

/// What a version would change and touch.
#[derive(Debug, Clone, Template)]
#[template(path = "taxonomy/preview.html")]
pub struct TaxonomyPreviewPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What it would do.
    pub preview: TaxonomyPreview,
    /// What is in the form.
    pub typed: TypedTaxonomy,
    /// Whether somebody else has changed the taxonomy since the form was opened.
    pub is_overtaken: bool,
}

/// A change in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of change.
    pub kind: &'static str,
    /// Its style.
    pub style: &'static str,
    /// What it is about.
    pub what: String,
    /// How it was called and will be, by language; where it moves to.
    pub details: Vec<String>,
    /// What stands on it today; empty where that does not matter.
    pub touches: String,
}

impl TaxonomyPreviewPage {
    /// What is read for a choice by a version, the status first.
    fn path(&self, choice: &Choice, by: &Taxonomy) -> String {
        let labels = by.labels(choice).unwrap_or_default();
        let names: Vec<&str> = labels.into_iter().map(|one| one.of(self.shell.words.language())).collect();
        names.join(" › ")
    }

    /// How much stands somewhere, in words.
    pub fn counted(&self, count: Count) -> String {
        let Count { seats, workloads, tenants } = count;
        if seats == 0 {
            return say!(self, "taxonomy-no-seats").to_owned();
        }
        say!(self, "taxonomy-touches", seats = seats, workloads = workloads, tenants = tenants)
    }

    /// The lines that have to be put right: what they say, what they need, and how much it is.
    pub fn unfit(&self) -> Vec<(String, &'static str, Count)> {
        let need = |need: Need| match need {
            Need::Choice => say!(self, "taxonomy-needs-choice"),
            Need::Reason => say!(self, "taxonomy-needs-reason"),
            Need::Remark => say!(self, "taxonomy-needs-remark"),
            Need::NoTargetDate => say!(self, "taxonomy-needs-no-date"),
        };
        let unfit = self.preview.effect.unfit.iter();
        unfit.map(|one| (self.path(&one.choice, &self.preview.older), need(one.need), one.count)).collect()
    }

    /// What it changes of the version in force.
    pub fn changes(&self) -> Vec<Change> {
        let preview = &self.preview;
        let mut changes = self.told(&preview.effect.difference, &preview.older, true);
        if preview.effect.is_reordered {
            changes.push(self.reordered());
        }
        changes
    }

    /// What it changes of the planned version that it replaces.
    pub fn changes_of_planned(&self) -> Vec<Change> {
        let replaced = self.preview.replaced.as_ref();
        replaced.map(|(planned, difference)| self.told(difference, planned, false)).unwrap_or_default()
    }

    fn reordered(&self) -> Change {
        let what = say!(self, "taxonomy-reordered-what").to_owned();
        let (details, touches) = (Vec::new(), String::new());
        Change { kind: say!(self, "taxonomy-reordered"), style: "", what, details, touches }
    }

    fn told(&self, difference: &Difference, older: &Taxonomy, counts: bool) -> Vec<Change> {
        let newer = &self.preview.newer;
        let touches = |choice: &Choice| {
            if counts { self.counted(self.preview.effect.standing_on(choice)) } else { String::new() }
        };
        let change = |kind, style, what, details, touches| Change { kind, style, what, details, touches };
        let removed = difference.removed.iter().map(|choice| {
            change(say!(self, "taxonomy-removed"), "error", self.path(choice, older), Vec::new(), touches(choice))
        });
        let added = difference.added.iter().map(|choice| {
            change(say!(self, "taxonomy-added"), "success", self.path(choice, newer), Vec::new(), String::new())
        });
        let moved = difference.moved.iter().map(|(from, to)| {
            let to = say!(self, "taxonomy-moved-to", place = self.path(to, newer));
            change(say!(self, "taxonomy-moved"), "warning", self.path(from, older), vec![to], touches(from))
        });
        let renamed = difference.renamed.iter().map(|(choice, before, after)| {
            let details = renamings(before, after);
            change(say!(self, "taxonomy-renamed"), "info", self.path(choice, newer), details, touches(choice))
        });
        let asks = difference.asks_differently.iter().map(|choice| {
            let details = self.asked(choice);
            change(say!(self, "taxonomy-asks"), "info", self.path(choice, newer), details, touches(choice))
        });
        removed.chain(added).chain(moved).chain(renamed).chain(asks).collect()
    }

    /// What a choice asks by the new version.
    fn asked(&self, choice: &Choice) -> Vec<String> {
        let Some(node) = self.preview.newer.node(choice) else { return Vec::new() };
        let remark =
            if node.remark_required { say!(self, "taxonomy-with-remark") } else { say!(self, "taxonomy-no-remark") };
        let date =
            if node.target_date_allowed { say!(self, "taxonomy-with-date") } else { say!(self, "taxonomy-no-date") };
        let mut asked = vec![remark.to_owned()];
        asked.extend((choice.level() == 1).then(|| date.to_owned()));
        asked
    }
}

/// Names before and after, in each language in which they differ.
fn renamings(before: &Labels, after: &Labels) -> Vec<String> {
    let differ = |language: &Language| before.of(*language) != after.of(*language);
    let told = |language| format!("{}: {} → {}", own_name(language), before.of(language), after.of(language));
    Language::ALL.into_iter().filter(differ).map(told).collect()
}
