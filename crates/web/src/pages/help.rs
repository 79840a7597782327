//! "Why can't I see this?": the answers, each with its next step (S11.1, S11.2, S11.3).

use app::{Help, LocationChoice, SoughtAnswer};
use askama::Template;
use domain::help::{Answer, NextStep, Question, Standing, Verdict};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::profile::role_label;
use super::shell::Entry;
use crate::words::{say, tell};

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "help/show.html")]
pub struct HelpPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What was asked.
    pub asked: HelpAsked,
    /// What is wrong with the tenant that was typed, in the reader's words.
    pub error: Option<String>,
    /// The answers.
    pub help: Help,
}

/// What somebody comes with, from wherever they could not see something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HelpAsked {
    /// A tenant ID or a domain, as it was typed.
    pub tenant: String,
    /// The code of a workload.
    pub workload: String,
    /// The reference of an error.
    pub reference: String,
}

impl HelpPage {
    /// Where a ticket is opened, with what is known filled in.
    pub fn ticket_url(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("type", "problem").append_pair("subject", "access");
        for (name, value) in
            [("tenant", &self.asked.tenant), ("workload", &self.asked.workload), ("reference", &self.asked.reference)]
        {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        format!("/tickets/new?{}", query.finish())
    }

    /// Where a claim on the tenant is filed, for whoever may.
    pub fn claim_url(&self) -> Option<String> {
        if !self.shell.leads_to(Entry::Claims) {
            return None;
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        match self.help.sought.as_ref().map(|one| &one.sought) {
            Some(domain::help::Sought::Id(id)) => drop(query.append_pair("tenant_id", &id.to_string())),
            Some(domain::help::Sought::Domain(domain)) => drop(query.append_pair("domain", domain)),
            None => {}
        }
        Some(format!("/claims/new?{}", query.finish()))
    }

    /// The own organisation.
    pub fn organisation(&self) -> &str {
        self.shell.person.as_ref().map_or("", |person| person.organisation.as_str())
    }

    /// What is known of the tenant.
    pub fn standing(&self, sought: &SoughtAnswer) -> String {
        let w = self.shell.words.loader();
        match sought.standing {
            Standing::Seen => fl!(w, "help-standing-seen"),
            Standing::SeenUnderMinimum => {
                let pau = sought.tenant.as_ref().map_or(0, |tenant| tenant.figure.pau);
                let (pau, minimum) = (self.shell.words.number(pau), self.shell.words.number(self.help.minimum));
                fl!(w, "help-standing-under-minimum", pau = pau, minimum = minimum)
            }
            Standing::NoViewerRole => fl!(w, "help-standing-no-viewer-role"),
            Standing::ForeignDirectory => fl!(w, "help-standing-foreign-directory"),
            Standing::OtherLocations => fl!(w, "help-standing-other-locations"),
            Standing::NotYours => fl!(w, "help-standing-not-yours"),
        }
    }

    /// An answer, in a sentence or two.
    pub fn said(&self, answer: &Answer) -> String {
        let w = self.shell.words.loader();
        match (answer.question, answer.verdict) {
            (Question::ViewerRole, Verdict::Reason) => fl!(w, "help-viewer-role-reason"),
            (Question::ViewerRole, _) => fl!(w, "help-viewer-role-none"),
            (Question::Locations, Verdict::InPart) => fl!(w, "help-locations-in-part"),
            (Question::Locations, Verdict::DoesNotApply) => fl!(w, "help-locations-not"),
            (Question::Locations, _) => fl!(w, "help-locations-none"),
            (Question::ClaimsDirectory | Question::EnrolledDirectory, Verdict::DoesNotApply) => {
                fl!(w, "help-directory-not")
            }
            (Question::ClaimsDirectory, Verdict::Reason) => fl!(w, "help-claims-directory-reason"),
            (Question::ClaimsDirectory, _) => fl!(w, "help-claims-directory-none"),
            (Question::EnrolledDirectory, Verdict::Reason) => fl!(w, "help-enrolled-directory-reason"),
            (Question::EnrolledDirectory, _) => fl!(w, "help-enrolled-directory-none"),
            (Question::Enrolment, Verdict::Reason) => fl!(w, "help-enrolment-reason"),
            (Question::Enrolment, Verdict::InPart) => fl!(w, "help-enrolment-in-part"),
            (Question::Enrolment, Verdict::DoesNotApply) => fl!(w, "help-enrolment-not"),
            (Question::Enrolment, _) => fl!(w, "help-enrolment-none"),
            (Question::LicenceMinimum, Verdict::InPart) => {
                let count = self.help.under_minimum.unwrap_or_default();
                let minimum = self.shell.words.number(self.help.minimum);
                fl!(w, "help-minimum-in-part", count = count, minimum = minimum)
            }
            (Question::LicenceMinimum, Verdict::DoesNotApply) => fl!(w, "help-minimum-not"),
            (Question::LicenceMinimum, _) => {
                fl!(w, "help-minimum-none", minimum = self.shell.words.number(self.help.minimum))
            }
        }
    }

    /// What belongs to an answer: the locations that it is about.
    pub fn locations(&self, answer: &Answer) -> &[LocationChoice] {
        match answer.question {
            Question::Locations => &self.help.locations,
            Question::Enrolment if answer.verdict != Verdict::NoReason => &self.help.not_enrolled,
            _ => &[],
        }
    }

    /// The roles that the person has, in a line.
    pub fn roles(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for role in &self.help.roles {
            let name = role_label(role.role, self.shell.words);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }

    /// Whether somebody has to be asked.
    pub fn asks_admin(&self, next: &NextStep) -> bool {
        *next == NextStep::AskAdmin
    }

    /// Whether a ticket is the next step.
    pub fn opens_ticket(&self, next: &NextStep) -> bool {
        *next == NextStep::OpenTicket
    }

    /// Whether there are tenants to look at.
    pub fn looks_at_tenants(&self, next: &NextStep) -> bool {
        *next == NextStep::LookAtTenants
    }
}

/// A question of the page.
pub fn question_label(question: Question, words: &Words) -> &'static str {
    match question {
        Question::ViewerRole => tell!(words, "help-viewer-role"),
        Question::Locations => tell!(words, "help-locations"),
        Question::ClaimsDirectory => tell!(words, "help-claims-directory"),
        Question::EnrolledDirectory => tell!(words, "help-enrolled-directory"),
        Question::Enrolment => tell!(words, "help-enrolment"),
        Question::LicenceMinimum => tell!(words, "help-minimum"),
    }
}

/// Whether it is the reason.
pub fn verdict_label(verdict: Verdict, words: &Words) -> &'static str {
    match verdict {
        Verdict::Reason => tell!(words, "help-verdict-reason"),
        Verdict::InPart => tell!(words, "help-verdict-in-part"),
        Verdict::NoReason => tell!(words, "help-verdict-no-reason"),
        Verdict::DoesNotApply => tell!(words, "help-verdict-does-not-apply"),
    }
}

/// The style of its badge.
pub fn verdict_style(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reason => "warning",
        Verdict::InPart => "info",
        Verdict::NoReason => "success",
        Verdict::DoesNotApply => "neutral",
    }
}
