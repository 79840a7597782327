//! A contact: who to talk to at a customer, or at the partner (S7).
//!
//! Deliberately absent: the names of countries and languages, which are words of the reader's language.

mod country;
mod language;
mod set;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};

use crate::id::WorkloadId;
use crate::person::Email;
use crate::text::{self, TextFault};

pub use country::{Country, NotACountry};
pub use language::{NotASurveyLanguage, SurveyLanguage};
pub use set::{ContactChange, Listed, MOST_CONTACTS, SetFault, check_set, lacks_survey_eligible};

/// Most characters of a name.
pub const LONGEST_NAME: usize = 200;

/// Most characters of a title.
pub const LONGEST_TITLE: usize = 200;

/// How many unknown workloads are named, of however many there are.
const MOST_NAMED: usize = 5;

/// For how long deleting can be undone, in seconds; then the person's data is erased (S7.4).
pub const UNDO_SECONDS: i64 = 30;

/// Whether what was deleted then can still be brought back.
pub fn can_be_undone(deleted_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now.signed_duration_since(deleted_at) <= TimeDelta::seconds(UNDO_SECONDS)
}

/// On whose side a contact is (S7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactKind {
    /// The customer's.
    Customer,
    /// The partner's.
    Partner,
}

impl ContactKind {
    /// Both, as the choice lists them.
    pub const ALL: [Self; 2] = [Self::Customer, Self::Partner];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Partner => "partner",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A telephone number, as it was written.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

/// What is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number")]
pub struct NotAPhone;

impl Phone {
    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Phone {
    type Err = NotAPhone;

    /// Takes 4 to 20 digits, `+` in front, and what people write between them; `x` or `#` before an extension.
    fn from_str(text: &str) -> Result<Self, NotAPhone> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = words.join(" ");
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let lower = number.to_ascii_lowercase();
        let (main, extension) = match lower.find(['x', '#', 'e']) {
            Some(at) => lower.split_at_checked(at).unwrap_or((&lower, "")),
            None => (lower.as_str(), ""),
        };
        let digits_after = |mark: &str| {
            let rest = extension.strip_prefix(mark).map(|rest| rest.trim_start_matches(['.', ' ']));
            rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let extension_fits = extension.is_empty() || ["ext", "x", "#"].into_iter().any(digits_after);
        let main = main.strip_prefix('+').unwrap_or(main);
        let main_fits = main.bytes().any(|byte| byte.is_ascii_digit())
            && main.bytes().all(|byte| byte.is_ascii_digit() || b" -./()".contains(&byte));
        let fits = (4..=20).contains(&digits) && number.len() <= 40 && main_fits && extension_fits;
        if fits { Ok(Self(number)) } else { Err(NotAPhone) }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(..)")
    }
}

/// What identifies the person: sensitive as a whole, and so it goes out as [`crate::access::Sensitive`] (S1.4). It is not
/// printed for whoever debugs.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactPerson {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: Email,
    /// The telephone number.
    pub phone: Option<Phone>,
}

impl fmt::Debug for ContactPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactPerson(..)")
    }
}

/// A contact that can be kept, as far as it can be judged alone: [`ContactChange`] judges it among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// On whose side.
    pub kind: ContactKind,
    /// Who.
    pub person: ContactPerson,
    /// As what.
    pub title: Option<String>,
    /// Where.
    pub country: Option<Country>,
    /// In which language a survey would come.
    pub language: Option<SurveyLanguage>,
    /// With which workloads; at least one, each once.
    pub workloads: Vec<WorkloadId>,
    /// Whether a survey may come; there for a customer's contact, and for no other.
    pub survey_eligible: Option<bool>,
}

/// A contact as it was typed; an empty text is a field left empty.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewContact {
    /// The code of the kind.
    pub kind: String,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Phone.
    pub phone: String,
    /// Title.
    pub title: String,
    /// Country/region, a code.
    pub country: String,
    /// Survey language, a tag.
    pub language: String,
    /// Services assisted with: the codes of workloads.
    pub workloads: Vec<String>,
    /// Survey eligible; nothing where neither yes nor no was said.
    pub survey_eligible: Option<bool>,
}

/// A field of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactField {
    /// Type.
    Kind,
    /// Name.
    Name,
    /// E-mail.
    Email,
    /// Phone.
    Phone,
    /// Title.
    Title,
    /// Country/region.
    Country,
    /// Survey language.
    Language,
    /// Services assisted with.
    Workloads,
    /// Survey eligible.
    SurveyEligible,
}

impl ContactField {
    /// The name in forms and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kind => "type",
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Title => "title",
            Self::Country => "country",
            Self::Language => "language",
            Self::Workloads => "workloads",
            Self::SurveyEligible => "survey_eligible",
        }
    }
}

/// Why a contact cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactFault {
    /// A contact of this type must have it.
    #[error("is required")]
    Missing,
    /// A contact of this type cannot have it.
    #[error("a partner's contact has no such field")]
    NotOfThisType,
    /// None of the list.
    #[error("is not in the list")]
    NotInTheList,
    /// Not an e-mail address.
    #[error("is not an e-mail address")]
    NotAnEmail,
    /// Not a telephone number.
    #[error("is not a telephone number")]
    NotAPhone,
    /// No workload of the catalogue has this code.
    #[error("{0} is not a workload")]
    UnknownWorkload(String),
    /// Not a text that can be kept.
    #[error("{0}")]
    Text(TextFault),
}

impl From<TextFault> for ContactFault {
    fn from(fault: TextFault) -> Self {
        if fault == TextFault::Missing { Self::Missing } else { Self::Text(fault) }
    }
}

/// What went wrong, field by field, while the rest is read on.
struct Faults(Vec<(ContactField, ContactFault)>);

impl Faults {
    fn take<T>(&mut self, field: ContactField, read: Result<T, impl Into<ContactFault>>) -> Option<T> {
        read.map_err(|fault| self.0.push((field, fault.into()))).ok()
    }
}

impl NewContact {
    /// The contact to keep, or all that is wrong with it, in the order of the form. `workload` finds one of the catalogue
    /// by its code.
    pub fn check(
        &self,
        workload: impl Fn(&str) -> Option<WorkloadId>,
    ) -> Result<Contact, Vec<(ContactField, ContactFault)>> {
        let mut faults = Faults(Vec::new());
        let kind = faults.take(ContactField::Kind, self.kind());
        // As long as the type is not known, only what both types need is asked for.
        let customer = kind == Some(ContactKind::Customer);
        let name = faults.take(ContactField::Name, text::required_line(&self.name, LONGEST_NAME));
        let email = faults.take(ContactField::Email, read_email(&self.email));
        let phone = faults.take(ContactField::Phone, read_phone(&self.phone));
        let title = faults.take(ContactField::Title, text::line(&self.title, LONGEST_TITLE));
        let country = faults.take(ContactField::Country, listed(&self.country, customer));
        let language = faults.take(ContactField::Language, listed(&self.language, customer));
        let workloads = self.read_workloads(workload, &mut faults);
        let survey_eligible = faults.take(ContactField::SurveyEligible, self.survey_eligible(kind));
        match (kind, name, email, phone, title, country, language, survey_eligible) {
            (
                Some(kind),
                Some(name),
                Some(email),
                Some(phone),
                Some(title),
                Some(country),
                Some(language),
                Some(survey_eligible),
            ) if faults.0.is_empty() => {
                let person = ContactPerson { name, email, phone };
                Ok(Contact { kind, person, title, country, language, workloads, survey_eligible })
            }
            _ => Err(faults.0),
        }
    }

    fn kind(&self) -> Result<ContactKind, ContactFault> {
        match self.kind.trim() {
            "" => Err(ContactFault::Missing),
            code => ContactKind::from_code(code).ok_or(ContactFault::NotInTheList),
        }
    }

    fn survey_eligible(&self, kind: Option<ContactKind>) -> Result<Option<bool>, ContactFault> {
        match (kind, self.survey_eligible) {
            (Some(ContactKind::Customer), None) => Err(ContactFault::Missing),
            // "No" is refused as well: the field is not there.
            (Some(ContactKind::Partner), Some(_)) => Err(ContactFault::NotOfThisType),
            (_, said) => Ok(said),
        }
    }

    fn read_workloads(&self, workload: impl Fn(&str) -> Option<WorkloadId>, faults: &mut Faults) -> Vec<WorkloadId> {
        let mut found = Vec::new();
        let mut unknown = Vec::new();
        for code in self.workloads.iter().map(|code| code.trim()).filter(|code| !code.is_empty()) {
            match workload(code) {
                Some(id) if found.contains(&id) => {}
                Some(id) => found.push(id),
                // A few are enough to see what happened.
                None if unknown.len() == MOST_NAMED || unknown.contains(&code) => {}
                None => unknown.push(code),
            }
        }
        if found.is_empty() && unknown.is_empty() {
            faults.0.push((ContactField::Workloads, ContactFault::Missing));
        }
        let named = unknown.into_iter().map(|code| code.chars().take(crate::workload::LONGEST_NAME).collect());
        faults.0.extend(named.map(|code| (ContactField::Workloads, ContactFault::UnknownWorkload(code))));
        found
    }
}

fn read_email(text: &str) -> Result<Email, ContactFault> {
    let Some(line) = text::line(text, usize::MAX).map_err(|_| ContactFault::NotAnEmail)? else {
        return Err(ContactFault::Missing);
    };
    let email: Email = line.parse().map_err(|_| ContactFault::NotAnEmail)?;
    let (user, host) = email.as_str().split_once('@').unwrap_or_default();
    // Somebody at a customer has an address of the open internet: a host of two names or more.
    let names_fit = host.split('.').all(|name| !name.is_empty() && !name.starts_with('-') && !name.ends_with('-'));
    let fits = host.contains('.') && names_fit && user.len() <= 64 && email.as_str().chars().all(text::is_seen);
    if fits { Ok(email) } else { Err(ContactFault::NotAnEmail) }
}

fn read_phone(text: &str) -> Result<Option<Phone>, ContactFault> {
    let line = text::line(text, usize::MAX).map_err(|_| ContactFault::NotAPhone)?;
    line.map(|line| line.parse().map_err(|NotAPhone| ContactFault::NotAPhone)).transpose()
}

fn listed<T: FromStr>(text: &str, required: bool) -> Result<Option<T>, ContactFault> {
    match text.trim() {
        "" if required => Err(ContactFault::Missing),
        "" => Ok(None),
        code => code.parse().map(Some).map_err(|_| ContactFault::NotInTheList),
    }
}

#[cfg(test)]
mod tests;
