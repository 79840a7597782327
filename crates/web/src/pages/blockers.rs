//! What stands in the way of the portfolio: bars by reason, each leading to its tenants (S8.6).

use app::BlockersOfStatus;
use askama::Template;
use domain::service_status::Labels;

use super::Shell;
use super::service_status::style;
use super::shell::Entry;
use crate::words::say;

/// The blockers.
#[derive(Debug, Clone, Template)]
#[template(path = "blockers/list.html")]
pub struct BlockersPage {
    /// What surrounds it.
    pub shell: Shell,
    /// By status.
    pub statuses: Vec<BlockersOfStatus>,
}

impl BlockersPage {
    /// A name in the reader's language.
    pub fn name<'a>(&self, labels: &'a Labels) -> &'a str {
        labels.of(self.shell.words.language())
    }

    /// How long a bar is, in percent of the longest of all.
    pub fn share(&self, seats: i64) -> i64 {
        let every = self.statuses.iter().flat_map(|status| &status.reasons);
        let most = every.map(|reason| reason.seats).max().unwrap_or(0);
        seats.saturating_mul(100).checked_div(most).unwrap_or(0)
    }

    /// Whether nothing stands in the way.
    pub fn is_empty(&self) -> bool {
        self.statuses.iter().all(|status| status.seats == 0)
    }
}
