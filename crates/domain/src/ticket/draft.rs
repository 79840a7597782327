//! What is asked in a ticket, as somebody typed it and as it is kept (S11.4).

use crate::help::{Sought, SoughtFault};
use crate::id::WorkloadId;
use crate::text::{self, TextFault};
use crate::workload::LONGEST_NAME;

/// Most characters of a title.
pub const LONGEST_TITLE: usize = 200;

/// Most characters of a description.
pub const LONGEST_DESCRIPTION: usize = 10_000;

/// Most characters of an answer.
pub const LONGEST_MESSAGE: usize = 10_000;

/// Most characters of a reference.
pub const LONGEST_REFERENCE: usize = 100;

/// What kind of thing a ticket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketType {
    /// Somebody wants to know something.
    Question,
    /// Something is wrong, or missing.
    Problem,
    /// Something is to be done.
    Request,
}

impl TicketType {
    /// Every type, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Question, Self::Problem, Self::Request];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Problem => "problem",
            Self::Request => "request",
        }
    }

    /// The type of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a ticket is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketSubject {
    /// What somebody can see.
    Access,
    /// Figures of usage and licences.
    Usage,
    /// Claims.
    Claims,
    /// Offers and earnings.
    Incentives,
    /// Referrals.
    Referrals,
    /// Notes, contacts and service status.
    Workbench,
    /// Accounts, roles and signing in.
    Accounts,
    /// Anything else.
    Other,
}

impl TicketSubject {
    /// Every subject, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Access,
        Self::Usage,
        Self::Claims,
        Self::Incentives,
        Self::Referrals,
        Self::Workbench,
        Self::Accounts,
        Self::Other,
    ];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Usage => "usage",
            Self::Claims => "claims",
            Self::Incentives => "incentives",
            Self::Referrals => "referrals",
            Self::Workbench => "workbench",
            Self::Accounts => "accounts",
            Self::Other => "other",
        }
    }

    /// The subject of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A field of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketField {
    /// What it is about, in a line.
    Title,
    /// What kind of thing it is.
    Type,
    /// What it is about.
    Subject,
    /// All that there is to say.
    Description,
    /// A tenant ID or a domain.
    Tenant,
    /// A workload.
    Workload,
    /// The reference of an error.
    Reference,
}

impl TicketField {
    /// The name in forms and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Type => "type",
            Self::Subject => "subject",
            Self::Description => "description",
            Self::Tenant => "tenant",
            Self::Workload => "workload",
            Self::Reference => "reference",
        }
    }
}

/// Why a ticket cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TicketFault {
    /// It must be there.
    #[error("is required")]
    Missing,
    /// Not one of those there are.
    #[error("is none of those that can be chosen")]
    NotInTheList,
    /// Neither a tenant ID nor a domain.
    #[error("is neither a tenant ID nor a domain")]
    NotATenant,
    /// No workload of the catalogue has this code.
    #[error("{0} is not a workload")]
    UnknownWorkload(String),
    /// Not a text that can be kept.
    #[error("{0}")]
    Text(TextFault),
}

impl From<TextFault> for TicketFault {
    fn from(fault: TextFault) -> Self {
        if fault == TextFault::Missing { Self::Missing } else { Self::Text(fault) }
    }
}

/// A ticket as it was typed; an empty text is a field left empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewTicket {
    /// What it is about, in a line.
    pub title: String,
    /// The code of its type.
    pub kind: String,
    /// The code of its subject.
    pub subject: String,
    /// All that there is to say.
    pub description: String,
    /// A tenant ID or a domain.
    pub tenant: String,
    /// The code of a workload.
    pub workload: String,
    /// The reference of an error.
    pub reference: String,
}

/// A ticket as it is kept. Whether there is such a tenant is not told to whoever asks: what they typed is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketDraft {
    /// What it is about, in a line.
    pub title: String,
    /// Its type.
    pub kind: TicketType,
    /// Its subject.
    pub subject: TicketSubject,
    /// All that there is to say.
    pub description: String,
    /// The tenant, as it was named.
    pub tenant: Option<Sought>,
    /// The workload.
    pub workload: Option<WorkloadId>,
    /// The reference of an error. Nobody looks it up for whoever asks.
    pub reference: Option<String>,
}

struct Faults(Vec<(TicketField, TicketFault)>);

impl Faults {
    fn take<T>(&mut self, field: TicketField, read: Result<T, impl Into<TicketFault>>) -> Option<T> {
        read.map_err(|fault| self.0.push((field, fault.into()))).ok()
    }
}

/// What somebody chose, by its code.
fn chosen<T>(code: &str, find: impl Fn(&str) -> Option<T>) -> Result<T, TicketFault> {
    match code.trim() {
        "" => Err(TicketFault::Missing),
        code => find(code).ok_or(TicketFault::NotInTheList),
    }
}

impl NewTicket {
    /// The ticket to keep, or all that is wrong with it, in the order of the form. `workload` finds one of the catalogue by its
    /// code.
    pub fn check(
        &self,
        workload: impl Fn(&str) -> Option<WorkloadId>,
    ) -> Result<TicketDraft, Vec<(TicketField, TicketFault)>> {
        let mut faults = Faults(Vec::new());
        let title = faults.take(TicketField::Title, text::required_line(&self.title, LONGEST_TITLE));
        let kind = faults.take(TicketField::Type, chosen(&self.kind, TicketType::from_code));
        let subject = faults.take(TicketField::Subject, chosen(&self.subject, TicketSubject::from_code));
        let description =
            faults.take(TicketField::Description, text::required_lines(&self.description, LONGEST_DESCRIPTION));
        let tenant = faults.take(TicketField::Tenant, read_tenant(&self.tenant));
        let workload = faults.take(TicketField::Workload, read_workload(&self.workload, workload));
        let reference = faults.take(TicketField::Reference, text::line(&self.reference, LONGEST_REFERENCE));
        let draft = || {
            Some(TicketDraft {
                title: title?,
                kind: kind?,
                subject: subject?,
                description: description?,
                tenant: tenant?,
                workload: workload?,
                reference: reference?,
            })
        };
        draft().ok_or(faults.0)
    }
}

fn read_tenant(text: &str) -> Result<Option<Sought>, TicketFault> {
    match Sought::read(text) {
        Ok(sought) => Ok(Some(sought)),
        Err(SoughtFault::Missing) => Ok(None),
        Err(SoughtFault::Neither) => Err(TicketFault::NotATenant),
        Err(SoughtFault::Text(fault)) => Err(TicketFault::Text(fault)),
    }
}

fn read_workload(code: &str, find: impl Fn(&str) -> Option<WorkloadId>) -> Result<Option<WorkloadId>, TicketFault> {
    match code.trim() {
        "" => Ok(None),
        code => match find(code) {
            Some(workload) => Ok(Some(workload)),
            None => Err(TicketFault::UnknownWorkload(code.chars().take(LONGEST_NAME).collect())),
        },
    }
}

/// The text of an answer, a resolution or a reopening.
pub fn message(text: &str) -> Result<Option<String>, TextFault> {
    text::lines(text, LONGEST_MESSAGE)
}
