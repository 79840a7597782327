//! What the programme office sets for the whole programme, and the plans that are eligible (S5.5, S11.1).

use app::{EligiblePlans, ProgrammeSettings};
use askama::Template;
use chrono::{DateTime, Utc};
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::opportunity::bucket_label;
use super::shell::Entry;
use crate::words::{say, tell};

/// The page with the form, for whoever may change something, and the plans.
#[derive(Debug, Clone, Template)]
#[template(path = "programme/settings.html")]
pub struct ProgrammePage {
    /// What surrounds it.
    pub shell: Shell,
    /// What stands there.
    pub settings: ProgrammeSettings,
    /// What SKUs entitle to, a page of it.
    pub plans: EligiblePlans,
    /// The licence minimum in the form.
    pub typed: String,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

impl ProgrammePage {
    /// The licence minimum in words.
    pub fn minimum(&self) -> String {
        self.shell.words.number(self.settings.licence_minimum)
    }

    /// A moment in words.
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        self.shell.words.moment(*at)
    }

    /// Where the next page of plans is.
    pub fn next(&self) -> Option<String> {
        self.plans.next_cursor.as_ref().map(|cursor| format!("/programme-settings?cursor={cursor}#plans"))
    }
}

/// The label of a field of the form.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    match field {
        "licence_minimum" => tell!(words, "programme-minimum"),
        _ => "",
    }
}
