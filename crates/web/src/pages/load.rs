//! Loads: files on their way in, for the programme office (S13).

use app::{LoadPlan, Loads};
use askama::Template;
use domain::load::LoadState;
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::freshness::kind_label;
use super::shell::Entry;
use crate::words::{file_refusal, row_refusal, say};

/// Upload, freshness and history of loads.
#[derive(Debug, Clone, Template)]
#[template(path = "load/list.html")]
pub struct LoadsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The loads and how fresh each kind is.
    pub loads: Loads,
    /// Why the last upload was refused, in the reader's words.
    pub upload_error: Option<String>,
    /// The largest file that is taken.
    pub largest_bytes: u64,
}

/// One load: its plan, and what can be done with it.
#[derive(Debug, Clone, Template)]
#[template(path = "load/show.html")]
pub struct LoadPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The load and its plan.
    pub plan: LoadPlan,
}

/// A number of the plan.
#[derive(Debug, Clone)]
pub struct Count {
    /// What is counted.
    pub label: String,
    /// How many.
    pub value: i64,
    /// Its style.
    pub tone: &'static str,
}

impl LoadPage {
    /// The numbers of the plan: what would be, or was, added, changed, left and refused (S13.2).
    pub fn counts(&self) -> Vec<Count> {
        let counts = self.plan.load.counts;
        let tone = |value: i64, tone: &'static str| if value > 0 { tone } else { "plain" };
        vec![
            Count { label: say!(self, "load-count-rows").to_owned(), value: counts.rows, tone: "plain" },
            Count {
                label: say!(self, "load-count-added").to_owned(),
                value: counts.added,
                tone: tone(counts.added, "good"),
            },
            Count {
                label: say!(self, "load-count-changed").to_owned(),
                value: counts.changed,
                tone: tone(counts.changed, "changed"),
            },
            Count { label: say!(self, "load-count-left").to_owned(), value: counts.left, tone: "plain" },
            Count {
                label: say!(self, "load-count-refused").to_owned(),
                value: counts.refused,
                tone: tone(counts.refused, "bad"),
            },
        ]
    }

    /// Whether it can be applied: planned, not stopped by refusals, and with something to change.
    pub fn can_be_applied(&self) -> bool {
        self.plan.load.state == LoadState::Planned && !self.plan.stops
    }

    /// Whether it can be discarded.
    pub fn can_be_discarded(&self) -> bool {
        self.plan.load.state == LoadState::Planned
    }

    /// The file's size.
    pub fn size(&self) -> String {
        self.shell.words.bytes(u64::try_from(self.plan.load.file_bytes).unwrap_or(0))
    }

    /// Whether the page changes by itself.
    pub fn is_moving(&self) -> bool {
        self.plan.load.state == LoadState::Staging
    }
}

/// The name of a state in the reader's words.
pub fn state_label(state: LoadState, words: &Words) -> String {
    match state {
        LoadState::Staging => fl!(words.loader(), "load-state-staging"),
        LoadState::Planned => fl!(words.loader(), "load-state-planned"),
        LoadState::Applied => fl!(words.loader(), "load-state-applied"),
        LoadState::Undone => fl!(words.loader(), "load-state-undone"),
        LoadState::Discarded => fl!(words.loader(), "load-state-discarded"),
        LoadState::Failed => fl!(words.loader(), "load-state-failed"),
    }
}

/// The style of a state's badge.
pub fn state_style(state: LoadState) -> &'static str {
    match state {
        LoadState::Staging => "info",
        LoadState::Planned => "warning",
        LoadState::Applied => "success",
        LoadState::Failed => "error",
        LoadState::Undone | LoadState::Discarded => "neutral",
    }
}
