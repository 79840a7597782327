//! Contacts of a tenant: the list, the form for one, and what is asked before one is deleted (S7).

use app::{ContactDesk, ContactEdit, ContactItem, ContactList, ContactQuery};
use askama::Template;
use chrono::{DateTime, Utc};
use domain::access::Shown;
use domain::contact::{ContactField, ContactKind};
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::words::{say, tell};

/// The contacts of a tenant.
#[derive(Debug, Clone, Template)]
#[template(path = "contact/list.html")]
pub struct ContactsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What was asked for.
    pub query: ContactQuery,
    /// What was wrong with that, or with what was done, in the reader's words.
    pub error: Option<String>,
    /// The contacts.
    pub list: ContactList,
    /// The present moment, from which it is counted how long a deletion can be undone.
    pub now: DateTime<Utc>,
}

/// The form for a contact; `as_pane()` is the part for a pane.
#[derive(Clone, Template)]
#[template(path = "contact/form.html", blocks = ["pane"])]
pub struct ContactPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The tenant, and the contact that stands there.
    pub desk: ContactDesk,
    /// What is in the fields; nothing where a field is withheld.
    pub typed: ContactEdit,
    /// What the form says stands there.
    pub version: String,
    /// Whether somebody else changed the contact since the form was opened: theirs stands beside what was typed.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

/// What is asked before a contact is deleted; `as_pane()` is the part for a pane.
#[derive(Debug, Clone, Template)]
#[template(path = "contact/deletion.html", blocks = ["pane"])]
pub struct ContactDeletionPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The tenant's ID.
    pub tenant_id: String,
    /// The tenant's name.
    pub tenant: String,
    /// The contact.
    pub contact: ContactItem,
    /// Why it was not deleted, in the reader's words.
    pub refused: Option<String>,
    /// Whether somebody else changed it since the question was asked.
    pub is_overtaken: bool,
}

impl ContactsPage {
    /// Whether something is filtered.
    pub fn is_filtered(&self) -> bool {
        !self.query.kind.is_empty() || !self.query.search.is_empty()
    }

    /// The address of the next page.
    pub fn next(&self) -> Option<String> {
        let cursor = self.list.next_cursor.as_deref()?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", &self.query.search), ("type", &self.query.kind)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("cursor", cursor);
        Some(format!("/tenants/{}/contacts?{}", self.list.tenant.tenant_id, query.finish()))
    }

    /// For how many more seconds a deletion can be undone.
    pub fn seconds_left(&self, contact: &ContactItem) -> i64 {
        contact.undo_until.map_or(0, |until| until.signed_duration_since(self.now).num_seconds().max(0))
    }
}

impl ContactPage {
    /// Where the form goes.
    pub fn action(&self) -> String {
        let list = format!("/tenants/{}/contacts", self.desk.tenant.tenant_id);
        self.desk.contact.as_ref().map_or_else(|| list.clone(), |contact| format!("{list}/{}", contact.id))
    }

    /// Whether that workload is chosen.
    pub fn has_workload(&self, code: &str) -> bool {
        self.typed.workloads.iter().any(|one| one == code)
    }

    /// What stands in the field of the country: its name, or what was typed that none has.
    pub fn country(&self) -> &str {
        self.typed.country.parse().map_or(&self.typed.country, |country| self.shell.words.country(country))
    }

    /// What stands in the field of the survey language: likewise.
    pub fn language(&self) -> &str {
        self.typed.language.parse().map_or(&self.typed.language, |language| self.shell.words.survey_language(language))
    }

    /// Whether something of the person is withheld, so that the form has no field for it.
    pub fn has_withheld(&self) -> bool {
        self.typed.name.is_none() || self.typed.email.is_none() || self.typed.phone.is_none()
    }

    /// Whether a field is the first that something is wrong with: there the work goes on.
    pub fn is_first_fault(&self, field: &str) -> bool {
        self.faults.0.first().is_some_and(|fault| fault.field == field)
    }
}

/// What a form for a contact begins with: what stands there, as far as it is shown.
pub fn typed_of(contact: &ContactItem) -> ContactEdit {
    let text = |shown: &Shown<String>| match shown {
        Shown::Value(text) => Some(text.clone()),
        Shown::Withheld => None,
    };
    ContactEdit {
        name: text(&contact.name),
        email: text(&contact.email),
        phone: match &contact.phone {
            Shown::Value(phone) => Some(phone.clone().unwrap_or_default()),
            Shown::Withheld => None,
        },
        kind: contact.kind.code().to_owned(),
        title: contact.title.clone().unwrap_or_default(),
        country: contact.country.map(|country| country.code().to_owned()).unwrap_or_default(),
        language: contact.language.map(|language| language.tag().to_owned()).unwrap_or_default(),
        workloads: contact.workloads.iter().map(|one| one.code.clone()).collect(),
        survey_eligible: contact.survey_eligible,
    }
}

/// A text, or that it is withheld.
pub fn shown(text: &Shown<String>, words: &Words) -> String {
    match text {
        Shown::Value(text) => text.clone(),
        Shown::Withheld => tell!(words, "contact-withheld").to_owned(),
    }
}

/// The name, or that it is withheld.
pub fn name(contact: &ContactItem, words: &Words) -> String {
    shown(&contact.name, words)
}

/// How a phone is dialled: digits, and the plus in front, without an extension.
pub fn dialled(phone: &str) -> String {
    let main = phone.split(['x', 'X', '#', 'e', 'E']).next().unwrap_or_default();
    main.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}

/// The name of a type in the reader's words.
pub fn kind_label(kind: ContactKind, words: &Words) -> &'static str {
    match kind {
        ContactKind::Customer => tell!(words, "contact-type-customer"),
        ContactKind::Partner => tell!(words, "contact-type-partner"),
    }
}

/// The label of a field of a contact.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    let fields = [
        (ContactField::Kind, tell!(words, "contact-type")),
        (ContactField::Name, tell!(words, "contact-name")),
        (ContactField::Email, tell!(words, "contact-email")),
        (ContactField::Phone, tell!(words, "contact-phone")),
        (ContactField::Title, tell!(words, "contact-title")),
        (ContactField::Country, tell!(words, "contact-country")),
        (ContactField::Language, tell!(words, "contact-language")),
        (ContactField::Workloads, tell!(words, "contact-workloads")),
    ];
    let found = fields.into_iter().find(|(one, _)| one.code() == field).map(|(_, label)| label);
    found.unwrap_or_else(|| tell!(words, "contact-survey-eligible"))
}
