//! The versions of the taxonomy, and what can be chosen by one of them (S8.5).

use app::{TaxonomyDesk, TaxonomyVersionItem, VersionState};
use askama::Template;
use domain::service_status::{Labels, Node, TaxonomyField};
use locale::Words;

use super::Shell;
use super::shell::Entry;
use crate::words::{say, tell};

/// The versions, and one of them.
#[derive(Debug, Clone, Template)]
#[template(path = "taxonomy/show.html")]
pub struct TaxonomyPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What there is.
    pub desk: TaxonomyDesk,
}

impl TaxonomyPage {
    /// What people read.
    pub fn name<'a>(&self, labels: &'a Labels) -> &'a str {
        labels.of(self.shell.words.language())
    }

    /// Where a version stands in time.
    pub fn state(&self, version: &TaxonomyVersionItem) -> &'static str {
        match version.state {
            VersionState::Past => say!(self, "taxonomy-past"),
            VersionState::InForce => say!(self, "taxonomy-counts"),
            VersionState::Planned => say!(self, "taxonomy-planned"),
        }
    }

    /// The style of that.
    pub fn style(version: &TaxonomyVersionItem) -> &'static str {
        match version.state {
            VersionState::Past => "",
            VersionState::InForce => "success",
            VersionState::Planned => "info",
        }
    }

    /// The version that is shown.
    pub fn shown(&self) -> Option<&TaxonomyVersionItem> {
        self.desk.versions.iter().find(|one| one.valid_from == self.desk.shown.valid_from())
    }

    /// The statuses of the version shown.
    pub fn statuses(&self) -> Vec<&Node> {
        self.desk.shown.statuses().collect()
    }

    /// What can be chosen below a node of it.
    pub fn options(&self, node: &Node) -> Vec<&Node> {
        self.desk.shown.options(&node.choice).collect()
    }
}

/// The label of a field of the form; `en-3` is one of a row. Check boxes have none: what they say needs no repeating.
pub fn field_label(field: &str, words: &Words) -> String {
    let name = field.split('-').next().unwrap_or_default();
    match name {
        "en" => tell!(words, "taxonomy-name-en"),
        "nl" => tell!(words, "taxonomy-name-nl"),
        "code" => tell!(words, "taxonomy-code"),
        "remark" => tell!(words, "taxonomy-remark"),
        "dated" => tell!(words, "taxonomy-dated"),
        "gone" => tell!(words, "taxonomy-retire"),
        "options" => tell!(words, "taxonomy-options"),
        "nodes" => tell!(words, "taxonomy"),
        name if name == TaxonomyField::ValidFrom.code() => tell!(words, "taxonomy-valid-from"),
        _ => "",
    }
    .to_owned()
}
