//! Roles, and where a person has them (S1.2).

use crate::id::{LocationId, OrganisationId, PersonId};
use crate::organisation::OrganisationKind;
use crate::planted::{Fault, planted};

/// A role of S1.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works on the visible tenants and sees all data.
    ExecutiveReportViewer,
    /// Works on the visible tenants; sensitive data is withheld.
    ReportViewer,
    /// Files and follows claims for the given locations.
    IncentivesAdmin,
    /// Gives people viewer and incentives roles in the own organisation.
    AccountAdmin,
    /// What an account admin may, and admin roles, sign-in settings and others' tokens.
    GlobalAdmin,
    /// Programme office: data, partners, catalogue, review, audit.
    ProgrammeAdmin,
    /// Programme office, for assigned partners.
    PartnerManager,
}

impl Role {
    /// Every role, in the order of S1.2.
    pub const ALL: [Self; 7] = [
        Self::ExecutiveReportViewer,
        Self::ReportViewer,
        Self::IncentivesAdmin,
        Self::AccountAdmin,
        Self::GlobalAdmin,
        Self::ProgrammeAdmin,
        Self::PartnerManager,
    ];

    /// The name in JSON, on the command line and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::ExecutiveReportViewer => "executive_report_viewer",
            Self::ReportViewer => "report_viewer",
            Self::IncentivesAdmin => "incentives_admin",
            Self::AccountAdmin => "account_admin",
            Self::GlobalAdmin => "global_admin",
            Self::ProgrammeAdmin => "programme_admin",
            Self::PartnerManager => "partner_manager",
        }
    }

    /// The role of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The kind of organisation whose people can have it.
    pub fn belongs_to(self) -> OrganisationKind {
        match self {
            Self::ProgrammeAdmin | Self::PartnerManager => OrganisationKind::Programme,
            _ => OrganisationKind::Partner,
        }
    }

    /// Where it can be given.
    pub fn can_be_given_at(self, reach: Reach) -> bool {
        match self {
            Self::PartnerManager => matches!(reach, Reach::Partner(_)),
            // Admin roles concern people, not tenants: they are for the whole company.
            Self::ProgrammeAdmin | Self::AccountAdmin | Self::GlobalAdmin => reach == Reach::Everywhere,
            Self::ExecutiveReportViewer | Self::ReportViewer | Self::IncentivesAdmin => {
                matches!(reach, Reach::Everywhere | Reach::Location(_))
            }
        }
    }
}

/// Where a role is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The entire organisation.
    Everywhere,
    /// One location of it.
    Location(LocationId),
    /// One partner, for a partner manager.
    Partner(OrganisationId),
}

/// A role that a person has somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Assignment {
    /// The role.
    pub role: Role,
    /// Where.
    pub reach: Reach,
}

/// The directory from which somebody of a partner signs in, as the programme office has it (S1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directory {
    /// Whether claims are filed under it: where none are, there are no tenants.
    pub files_claims: bool,
    /// Whether it is enrolled in the programme: where it is not, tenants are listed and their details closed.
    pub is_enrolled: bool,
}

/// A person as the policy sees one: the organisation, the present roles and the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Who.
    pub person_id: PersonId,
    /// Of which organisation.
    pub organisation_id: OrganisationId,
    /// What that organisation is.
    pub kind: OrganisationKind,
    /// Every role, wherever it is given.
    pub assignments: Vec<Assignment>,
    /// The directory from which they sign in; nothing for an account of this installation, or where nobody knows it.
    pub directory: Option<Directory>,
}

impl Principal {
    /// Whether there are tenants for the directory from which the person signs in (S11.1).
    pub(super) fn signs_in_where_claims_are(&self) -> bool {
        self.directory.is_none_or(|directory| directory.files_claims) || planted(Fault::TenantsOfForeignDirectory)
    }

    /// Whether details of the tenants in scope are open to the person, and not only their rows in lists (S11.1). Only
    /// partners are enrolled.
    pub fn has_open_details(&self) -> bool {
        self.kind == OrganisationKind::Programme
            || self.directory.is_none_or(|directory| directory.is_enrolled)
            || planted(Fault::DetailsOfForeignDirectory)
    }

    /// Whether the person has the role anywhere. A role of another kind of organisation never counts.
    pub fn has(&self, role: Role) -> bool {
        let counts_here = role.belongs_to() == self.kind || planted(Fault::RoleOfAnotherKindCounts);
        counts_here && self.assignments.iter().any(|one| one.role == role)
    }
}
