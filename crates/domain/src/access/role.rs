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

/// A person as the policy sees one: the organisation and the present roles.
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
}

impl Principal {
    /// Whether the person has the role anywhere. A role of another kind of organisation never counts.
    pub fn has(&self, role: Role) -> bool {
        let counts_here = role.belongs_to() == self.kind || planted(Fault::RoleOfAnotherKindCounts);
        counts_here && self.assignments.iter().any(|one| one.role == role)
    }
}
