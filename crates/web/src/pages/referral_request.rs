//! Customers' requests, and giving them to partners (S10.5); and which referrals a partner wants.

use app::{PartnerCandidate, PreferenceItem, RequestDetail, RequestList, RequestQuery, RequestWorkload};
use askama::Template;
use domain::access::Shown;
use domain::referral::{Merit, NewPreference};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::money::amount;
use super::referral::{country_name, language_name, size_words};
use super::referral_list::{source_label, status_label, status_style};
use super::shell::Entry;
use super::tenant_list::workload_name;
use super::tenant_query::QueryText;
use crate::words::{say, tell};

/// The list of requests.
#[derive(Debug, Clone, Template)]
#[template(path = "referral/requests.html")]
pub struct RequestsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What was asked of it.
    pub query: RequestQuery,
    /// What cannot be taken of the query.
    pub error: Option<String>,
    /// The requests.
    pub list: RequestList,
}

impl RequestsPage {
    /// The address of the list in a state, or in all.
    pub fn at(&self, state: &str) -> String {
        let mut text = QueryText::default();
        text.put("state", state);
        text.put("q", self.search());
        format!("/referral-requests{}", text.0)
    }

    /// The address of the next page.
    pub fn next(&self) -> Option<String> {
        let mut text = QueryText::default();
        text.put("state", &self.query.state);
        text.put("q", self.search());
        text.put("cursor", self.list.next_cursor.as_deref()?);
        Some(format!("/referral-requests{}", text.0))
    }

    /// The text that is searched for.
    pub fn search(&self) -> &str {
        self.query.search.as_deref().unwrap_or_default()
    }

    /// Whether the list is narrowed.
    pub fn is_filtered(&self) -> bool {
        !self.query.state.is_empty() || !self.search().is_empty()
    }

    /// How much of a request is open.
    pub fn open(&self, open: &i64, all: &i64) -> String {
        let (open, all): (i64, i64) = (*open, *all);
        match open {
            0 => say!(self, "request-all-assigned").to_owned(),
            _ => fl!(self.shell.words.loader(), "request-open-of", open = open, all = all),
        }
    }
}

/// A request, with the partners who could have it.
#[derive(Debug, Clone, Template)]
#[template(path = "referral/request.html")]
pub struct RequestPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The request.
    pub request: RequestDetail,
    /// To which location each open workload is given in the form: code and partner ID.
    pub chosen: Vec<(String, String)>,
    /// Why it was not assigned so.
    pub error: Option<String>,
}

impl RequestPage {
    /// The workloads that are to be assigned.
    pub fn open(&self) -> Vec<&RequestWorkload> {
        self.request.workloads.iter().filter(|one| one.referral.is_none()).collect()
    }

    /// The locations to which a workload can be given: partner ID, name, and whether it is chosen.
    pub fn places(&self, workload: &RequestWorkload) -> Vec<(&str, String, bool)> {
        let code = &workload.workload.code;
        let chosen = self.chosen.iter().find(|(one, _)| one == code).map(|(_, location)| location.as_str());
        let free = self.request.candidates.iter().filter(|one| one.paused_until.is_none());
        let places = free.flat_map(|partner| {
            partner.locations.iter().map(|location| {
                let name = format!("{} · {}", partner.name, location.name);
                (location.mpn_id.as_str(), name, chosen == Some(location.mpn_id.as_str()))
            })
        });
        places.collect()
    }

    /// Why a partner is suggested, or why it is not.
    pub fn why(&self, candidate: &PartnerCandidate) -> String {
        let (words, w) = (self.shell.words, self.shell.words.loader());
        match (&candidate.suggested, candidate.paused_until) {
            (_, Some(until)) => fl!(w, "request-paused", day = words.date(until)),
            (None, None) if candidate.said_no => tell!(words, "request-said-no").to_owned(),
            (None, None) => tell!(words, "request-no-merit").to_owned(),
            (Some((_, merits)), None) if merits.is_empty() => tell!(words, "request-no-merit").to_owned(),
            (Some((_, merits)), None) => {
                merits.iter().map(|one| merit_label(*one, words)).collect::<Vec<_>>().join(" · ")
            }
        }
    }

    /// The country of the customer by its name.
    pub fn country(&self) -> String {
        country_name(&self.request.customer.country, self.shell.words)
    }

    /// The language of the customer by its name.
    pub fn language(&self) -> String {
        language_name(&self.request.customer.language, self.shell.words)
    }

    /// Whom to talk to.
    pub fn contacts(&self) -> &[app::RfaContact] {
        match &self.request.customer.contacts {
            Some(Shown::Value(contacts)) => contacts,
            Some(Shown::Withheld) | None => &[],
        }
    }
}

/// A reason for a suggestion, in the reader's words.
pub fn merit_label(merit: Merit, words: &Words) -> String {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    match merit {
        Merit::HoldsWorkloads(some) => fl!(words.loader(), "merit-holds", count = count(some)),
        Merit::HoldsOthers(some) => fl!(words.loader(), "merit-holds-others", count = count(some)),
        Merit::Language => tell!(words, "merit-language").to_owned(),
        Merit::Country => tell!(words, "merit-country").to_owned(),
        Merit::Size => tell!(words, "merit-size").to_owned(),
        Merit::Turn => tell!(words, "merit-turn").to_owned(),
    }
}

/// Which referrals the own organisation wants.
#[derive(Debug, Clone, Template)]
#[template(path = "referral/preference.html")]
pub struct PreferencePage {
    /// What surrounds it.
    pub shell: Shell,
    /// What stands there.
    pub preference: PreferenceItem,
    /// What is in the fields.
    pub typed: NewPreference,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

impl PreferencePage {
    /// What people type: languages, countries and sizes, a line each.
    pub fn lines(&self) -> [(&'static str, &'static str, &'static str, String); 3] {
        [
            (
                "languages",
                say!(self, "preference-languages"),
                say!(self, "preference-languages-hint"),
                self.typed.languages.join("\n"),
            ),
            (
                "countries",
                say!(self, "preference-countries"),
                say!(self, "preference-countries-hint"),
                self.typed.countries.join("\n"),
            ),
            ("sizes", say!(self, "preference-sizes"), say!(self, "preference-sizes-hint"), self.typed.sizes.join("\n")),
        ]
    }

    /// Whether this field is the first that has something wrong, and so has the focus.
    pub fn is_first_fault(&self, field: &str) -> bool {
        self.faults.0.first().is_some_and(|fault| fault.field == field)
    }

    /// What is said about the pause.
    pub fn pause(&self) -> String {
        let (words, w) = (self.shell.words, self.shell.words.loader());
        match self.preference.paused_until {
            Some(until) => fl!(w, "preference-paused", day = words.date(until)),
            None => fl!(w, "preference-not-paused", day = words.date(self.preference.would_pause_until)),
        }
    }
}

/// The label of a field of the preference.
pub fn preference_label(field: &str, words: &Words) -> &'static str {
    match field {
        "languages" => tell!(words, "preference-languages"),
        "countries" => tell!(words, "preference-countries"),
        _ => tell!(words, "preference-sizes"),
    }
}
