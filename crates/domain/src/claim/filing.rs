//! What is filed in a claim (S4.2), as somebody typed it and as it is kept.

use crate::TenantId;
use crate::help;
use crate::id::WorkloadId;
use crate::person::Email;
use crate::text::{self, TextFault};
use crate::workload::LONGEST_NAME;

/// Most characters of a line.
pub const LONGEST_LINE: usize = 200;

/// Most characters of the comment.
pub const LONGEST_COMMENT: usize = 10_000;

/// Most workloads of a claim; more than any catalogue has is a mistake.
pub const MOST_WORKLOADS: usize = 100;

/// The longest name of a domain.
const LONGEST_DOMAIN: usize = 253;

/// A field of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilingField {
    /// The location's partner ID.
    Location,
    /// The tenant ID.
    TenantId,
    /// A domain of the tenant.
    Domain,
    /// The workloads.
    Workloads,
    /// What is being done for the customer.
    Activity,
    /// A name for the claim.
    Name,
    /// The customer's contact.
    CustomerName,
    /// As what.
    CustomerTitle,
    /// Their e-mail.
    CustomerEmail,
    /// The own contact.
    OwnName,
    /// Their e-mail.
    OwnEmail,
    /// Comment.
    Comment,
}

impl FilingField {
    /// The name in forms and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::TenantId => "tenant_id",
            Self::Domain => "domain",
            Self::Workloads => "workloads",
            Self::Activity => "activity",
            Self::Name => "name",
            Self::CustomerName => "customer_contact.name",
            Self::CustomerTitle => "customer_contact.title",
            Self::CustomerEmail => "customer_contact.email",
            Self::OwnName => "own_contact.name",
            Self::OwnEmail => "own_contact.email",
            Self::Comment => "comment",
        }
    }
}

/// Why a claim cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilingFault {
    /// It must be there.
    #[error("is required")]
    Missing,
    /// Not a tenant ID, or not a domain.
    #[error("is not of the form it should have")]
    Malformed,
    /// Not an e-mail address.
    #[error("is not an e-mail address")]
    NotAnEmail,
    /// No workload of the catalogue has this code.
    #[error("{0} is not a workload")]
    UnknownWorkload(String),
    /// The same workload more than once.
    #[error("{0} is there twice")]
    WorkloadTwice(String),
    /// Not a text that can be kept.
    #[error("{0}")]
    Text(TextFault),
}

impl From<TextFault> for FilingFault {
    fn from(fault: TextFault) -> Self {
        if fault == TextFault::Missing { Self::Missing } else { Self::Text(fault) }
    }
}

/// A claim as it was typed; an empty text is a field left empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewFiling {
    /// The location's partner ID.
    pub location: String,
    /// The tenant ID.
    pub tenant_id: String,
    /// A domain of the tenant.
    pub domain: String,
    /// The codes of workloads.
    pub workloads: Vec<String>,
    /// What is being done for the customer.
    pub activity: String,
    /// A name for the claim.
    pub name: String,
    /// The customer's contact.
    pub customer_name: String,
    /// As what.
    pub customer_title: String,
    /// Their e-mail.
    pub customer_email: String,
    /// The own contact.
    pub own_name: String,
    /// Their e-mail.
    pub own_email: String,
    /// Comment.
    pub comment: String,
}

/// A claim as it is kept. Whether the location may file it, and whether domain and tenant ID belong together, is for
/// whoever knows the tenants to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// The location's partner ID.
    pub location: String,
    /// The tenant.
    pub tenant_id: TenantId,
    /// A domain of the tenant, in small letters.
    pub domain: String,
    /// The workloads; at least one, each once.
    pub workloads: Vec<WorkloadId>,
    /// What is being done for the customer.
    pub activity: String,
    /// A name for the claim.
    pub name: String,
    /// The customer's contact.
    pub customer_name: String,
    /// As what.
    pub customer_title: Option<String>,
    /// Their e-mail.
    pub customer_email: Email,
    /// The own contact.
    pub own_name: String,
    /// Their e-mail.
    pub own_email: Email,
    /// Comment.
    pub comment: Option<String>,
}

struct Faults(Vec<(FilingField, FilingFault)>);

impl Faults {
    fn take<T>(&mut self, field: FilingField, read: Result<T, impl Into<FilingFault>>) -> Option<T> {
        read.map_err(|fault| self.0.push((field, fault.into()))).ok()
    }
}

impl NewFiling {
    /// The claim to keep, or all that is wrong with it, in the order of the form. `workload` finds one of the catalogue by
    /// its code.
    pub fn check(
        &self,
        workload: impl Fn(&str) -> Option<WorkloadId>,
    ) -> Result<Filing, Vec<(FilingField, FilingFault)>> {
        let mut faults = Faults(Vec::new());
        let location = faults.take(FilingField::Location, text::required_line(&self.location, LONGEST_LINE));
        let tenant_id = faults.take(FilingField::TenantId, read_tenant_id(&self.tenant_id));
        let domain = faults.take(FilingField::Domain, read_domain(&self.domain));
        let name = faults.take(FilingField::Name, text::required_line(&self.name, LONGEST_LINE));
        let activity = faults.take(FilingField::Activity, text::required_line(&self.activity, LONGEST_LINE));
        let customer_name = faults.take(FilingField::CustomerName, person_line(&self.customer_name));
        let customer_title = faults.take(FilingField::CustomerTitle, text::line(&self.customer_title, LONGEST_LINE));
        let customer_email = faults.take(FilingField::CustomerEmail, read_email(&self.customer_email));
        let own_name = faults.take(FilingField::OwnName, person_line(&self.own_name));
        let own_email = faults.take(FilingField::OwnEmail, read_email(&self.own_email));
        let workloads = faults.take(FilingField::Workloads, self.read_workloads(workload));
        let comment = faults.take(FilingField::Comment, text::lines(&self.comment, LONGEST_COMMENT));
        let filing = || {
            Some(Filing {
                location: location?,
                tenant_id: tenant_id?,
                domain: domain?,
                workloads: workloads?,
                activity: activity?,
                name: name?,
                customer_name: customer_name?,
                customer_title: customer_title?,
                customer_email: customer_email?,
                own_name: own_name?,
                own_email: own_email?,
                comment: comment?,
            })
        };
        filing().ok_or(faults.0)
    }

    fn read_workloads(&self, workload: impl Fn(&str) -> Option<WorkloadId>) -> Result<Vec<WorkloadId>, FilingFault> {
        let mut found = Vec::new();
        let typed = self.workloads.iter().map(|code| code.trim()).filter(|code| !code.is_empty());
        for code in typed.take(MOST_WORKLOADS) {
            let named = || code.chars().take(LONGEST_NAME).collect();
            let id = workload(code).ok_or_else(|| FilingFault::UnknownWorkload(named()))?;
            if found.contains(&id) {
                return Err(FilingFault::WorkloadTwice(named()));
            }
            found.push(id);
        }
        if found.is_empty() { Err(FilingFault::Missing) } else { Ok(found) }
    }
}

/// The name of a person: one line.
pub fn person_line(text: &str) -> Result<String, TextFault> {
    text::required_line(text, LONGEST_LINE)
}

fn read_tenant_id(text: &str) -> Result<TenantId, FilingFault> {
    let line = text::required_line(text, LONGEST_LINE).map_err(FilingFault::from)?;
    line.parse().map_err(|_| FilingFault::Malformed)
}

/// The name of a domain, in small letters.
fn read_domain(text: &str) -> Result<String, FilingFault> {
    let line = text::required_line(text, LONGEST_DOMAIN).map_err(FilingFault::from)?;
    help::read_domain(&line).ok_or(FilingFault::Malformed)
}

fn read_email(text: &str) -> Result<Email, FilingFault> {
    let line = text::line(text, usize::MAX).map_err(|_| FilingFault::NotAnEmail)?.ok_or(FilingFault::Missing)?;
    line.parse().map_err(|_| FilingFault::NotAnEmail)
}
