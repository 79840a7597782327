//! The whole policy: one match from role and resource to what is allowed.
//!
//! `docs/access-matrix.md` is printed from it and compared by a test; there is no default cell.

use super::role::{Principal, Role};
use crate::planted::{Fault, planted};

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// The own account: profile, password, sessions, tokens, saved views.
    OwnAccount,
    /// Tenants in scope, their workloads and figures, the overview and the exports of them.
    Tenants,
    /// Status notes: their history; to write one is to add one, also as a correction (S6).
    StatusNotes,
    /// Notes that the programme office asked for; to write is to ask (S6.4).
    NoteRequests,
    /// Contacts of a tenant (S7).
    Contacts,
    /// The split of a workload's seats over statuses, now and on past days, and the blockers of the portfolio (S8).
    ServiceStatus,
    /// Service intent notes; to write also is to ask for help with one (S9).
    IntentNotes,
    /// Answers to those who asked for help with an intent note (S9.4).
    IntentAnswers,
    /// What can be chosen in a service status, on any day (S8.5); nobody writes it but by a version.
    Taxonomy,
    /// Versions of the taxonomy: what one would touch, and making one (S8.5).
    TaxonomyVersions,
    /// Offers: what a vendor pays for usage that grows (S5.1).
    Offers,
    /// Loads: upload, plan, apply, undo, refused rows.
    Loads,
    /// Claims: filing them, proving, following (S4).
    Claims,
    /// Decisions on claims (S4.4).
    ClaimReview,
    /// The end of a claim, which either side can bring about (S4.5).
    ClaimEnds,
    /// What waits for somebody: on the tenants that they see, and of their claims (S12.1).
    Work,
    /// People, their roles and invitations (S1.2). Whom, is for the [`PeopleScope`](super::PeopleScope) to say.
    People,
    /// Partners and their locations (S1.1).
    Partners,
    /// The audit log.
    Audit,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Self; 19] = [
        Self::OwnAccount,
        Self::Tenants,
        Self::StatusNotes,
        Self::NoteRequests,
        Self::Contacts,
        Self::ServiceStatus,
        Self::IntentNotes,
        Self::IntentAnswers,
        Self::Taxonomy,
        Self::TaxonomyVersions,
        Self::Offers,
        Self::Loads,
        Self::Claims,
        Self::ClaimReview,
        Self::ClaimEnds,
        Self::Work,
        Self::People,
        Self::Partners,
        Self::Audit,
    ];
}

/// What a request wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Look.
    Read,
    /// Change.
    Write,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];
}

/// The person's roles do not allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("your role does not allow this")]
pub struct Denied;

/// Whether a role allows an action on a resource. Which tenants, is for the scope to say.
#[expect(clippy::match_same_arms, reason = "a table: one line a resource and action, no cell left to a default")]
#[expect(clippy::too_many_lines, reason = "a table: whole, it is read at once")]
fn role_allows(role: Role, resource: Resource, action: Action) -> bool {
    use Resource::{
        Audit, ClaimEnds, ClaimReview, Claims, Contacts, IntentAnswers, IntentNotes, Loads, NoteRequests, Offers,
        OwnAccount, Partners, People, ServiceStatus, StatusNotes, Taxonomy, TaxonomyVersions, Tenants, Work,
    };
    use Role::{
        AccountAdmin, ExecutiveReportViewer, GlobalAdmin, IncentivesAdmin, PartnerManager, ProgrammeAdmin, ReportViewer,
    };
    match (resource, action, role) {
        (OwnAccount, Action::Read | Action::Write, _) => true,
        (Tenants, Action::Read, ExecutiveReportViewer | ReportViewer | ProgrammeAdmin | PartnerManager) => true,
        (Tenants, Action::Read, IncentivesAdmin | AccountAdmin | GlobalAdmin) => false,
        (Tenants, Action::Write, ExecutiveReportViewer | ReportViewer | ProgrammeAdmin) => true,
        (Tenants, Action::Write, PartnerManager | IncentivesAdmin | AccountAdmin | GlobalAdmin) => false,
        // An admin role alone shows nothing of a tenant (S1.3).
        (
            StatusNotes | NoteRequests | Contacts | ServiceStatus | IntentNotes | IntentAnswers | Taxonomy,
            Action::Read | Action::Write,
            IncentivesAdmin | AccountAdmin | GlobalAdmin,
        ) => false,
        // Whoever sees tenants sees the work on them, and what can be chosen in it.
        (
            StatusNotes | NoteRequests | Contacts | ServiceStatus | IntentNotes | IntentAnswers | Taxonomy,
            Action::Read,
            ExecutiveReportViewer | ReportViewer | ProgrammeAdmin | PartnerManager,
        ) => true,
        (
            StatusNotes | Contacts | ServiceStatus | IntentNotes,
            Action::Write,
            ExecutiveReportViewer | ReportViewer | ProgrammeAdmin,
        ) => true,
        (StatusNotes | Contacts | ServiceStatus | IntentNotes, Action::Write, PartnerManager) => false,
        (NoteRequests | IntentAnswers, Action::Write, ProgrammeAdmin | PartnerManager) => true,
        (NoteRequests | IntentAnswers, Action::Write, ExecutiveReportViewer | ReportViewer) => false,
        (Taxonomy, Action::Write, ExecutiveReportViewer | ReportViewer | ProgrammeAdmin | PartnerManager) => false,
        (TaxonomyVersions, Action::Read | Action::Write, ProgrammeAdmin) => true,
        (
            TaxonomyVersions,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin | PartnerManager,
        ) => false,
        // Whoever sees tenants sees what they could earn by, and so does whoever is there for incentives.
        (
            Offers,
            Action::Read,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | ProgrammeAdmin | PartnerManager,
        ) => true,
        (Offers, Action::Read, AccountAdmin | GlobalAdmin) => false,
        (Offers, Action::Write, ProgrammeAdmin) => true,
        (
            Offers,
            Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin | PartnerManager,
        ) => false,
        (Loads, Action::Read | Action::Write, ProgrammeAdmin) => true,
        (
            Loads,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin | PartnerManager,
        ) => false,
        // A viewer role shows the numbers of claims with the usage, and no claim (S1.2).
        (Claims | ClaimEnds, Action::Read, IncentivesAdmin | ProgrammeAdmin | PartnerManager) => true,
        (Claims | ClaimEnds, Action::Read, ExecutiveReportViewer | ReportViewer | AccountAdmin | GlobalAdmin) => false,
        (ClaimEnds, Action::Write, IncentivesAdmin | ProgrammeAdmin) => true,
        (
            ClaimEnds,
            Action::Write,
            ExecutiveReportViewer | ReportViewer | AccountAdmin | GlobalAdmin | PartnerManager,
        ) => false,
        (Claims, Action::Write, IncentivesAdmin) => true,
        (
            Claims,
            Action::Write,
            ExecutiveReportViewer | ReportViewer | AccountAdmin | GlobalAdmin | ProgrammeAdmin | PartnerManager,
        ) => false,
        (ClaimReview, Action::Read, ProgrammeAdmin | PartnerManager) => true,
        (ClaimReview, Action::Write, ProgrammeAdmin) => true,
        (ClaimReview, Action::Write, PartnerManager) => false,
        (
            ClaimReview,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin,
        ) => false,
        // Whoever sees tenants, and whoever is there for claims.
        (
            Work,
            Action::Read,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | ProgrammeAdmin | PartnerManager,
        ) => true,
        (Work, Action::Read, AccountAdmin | GlobalAdmin) => false,
        // What waits is gone when it is done, and not by being told so.
        (Work, Action::Write, _) => false,
        (People, Action::Read | Action::Write, AccountAdmin | GlobalAdmin | ProgrammeAdmin) => true,
        (
            People,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | PartnerManager,
        ) => false,
        (Partners, Action::Read | Action::Write, ProgrammeAdmin) => true,
        (
            Partners,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin | PartnerManager,
        ) => false,
        (Audit, Action::Read, ProgrammeAdmin | GlobalAdmin) => true,
        (
            Audit,
            Action::Read,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | PartnerManager,
        ) => false,
        // Append-only: nobody changes it (S16.1).
        (Audit, Action::Write, _) => false,
    }
}

/// Whether one of the person's present roles allows it. Without any role, only the own account is left.
pub fn allows(principal: &Principal, resource: Resource, action: Action) -> Result<(), Denied> {
    let by_mistake = match resource {
        Resource::Loads => planted(Fault::AnybodyMayLoad),
        Resource::Audit => planted(Fault::AnybodyMayAudit) && action == Action::Read,
        Resource::TaxonomyVersions => planted(Fault::AnybodyMayChangeTaxonomy),
        Resource::Offers => planted(Fault::AnybodyMayChangeOffers),
        Resource::OwnAccount
        | Resource::Claims
        | Resource::ClaimReview
        | Resource::ClaimEnds
        | Resource::Work
        | Resource::People
        | Resource::Partners
        | Resource::Tenants
        | Resource::StatusNotes
        | Resource::NoteRequests
        | Resource::Contacts
        | Resource::ServiceStatus
        | Resource::IntentNotes
        | Resource::IntentAnswers
        | Resource::Taxonomy => false,
    };
    let allowed = by_mistake
        || resource == Resource::OwnAccount
        || Role::ALL.into_iter().any(|role| principal.has(role) && role_allows(role, resource, action));
    if allowed { Ok(()) } else { Err(Denied) }
}

/// The access matrix as a Markdown table: role x resource x action.
pub fn matrix() -> String {
    use std::fmt::Write as _;
    let mut text = String::from("| role |");
    for resource in Resource::ALL {
        for action in Action::ALL {
            let _ = write!(text, " {resource:?} {action:?} |");
        }
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(Resource::ALL.len() * Action::ALL.len()));
    for role in Role::ALL {
        let _ = write!(text, "\n| {} |", role.code());
        for resource in Resource::ALL {
            for action in Action::ALL {
                text.push_str(if role_allows(role, resource, action) { " yes |" } else { " no |" });
            }
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Assignment, Reach};
    use crate::id::{OrganisationId, PersonId};

    /// Who may read and who may write, by a word of each role, from the specification (S1.2, S6, S7, S8, S9).
    const WORKBENCH: [(Resource, &str, &str); 12] = [
        (Resource::ClaimEnds, "incentives programme manager", "incentives programme"),
        (Resource::Claims, "incentives programme manager", "incentives"),
        (Resource::ClaimReview, "programme manager", "programme"),
        (Resource::StatusNotes, "executive report programme manager", "executive report programme"),
        (Resource::NoteRequests, "executive report programme manager", "programme manager"),
        (Resource::Contacts, "executive report programme manager", "executive report programme"),
        (Resource::ServiceStatus, "executive report programme manager", "executive report programme"),
        (Resource::IntentNotes, "executive report programme manager", "executive report programme"),
        (Resource::IntentAnswers, "executive report programme manager", "programme manager"),
        (Resource::Taxonomy, "executive report programme manager", ""),
        (Resource::TaxonomyVersions, "programme", "programme"),
        (Resource::Offers, "executive report incentives programme manager", "programme"),
    ];

    fn word(role: Role) -> &'static str {
        match role {
            Role::ExecutiveReportViewer => "executive",
            Role::ReportViewer => "report",
            Role::IncentivesAdmin => "incentives",
            Role::AccountAdmin => "account",
            Role::GlobalAdmin => "global",
            Role::ProgrammeAdmin => "programme",
            Role::PartnerManager => "manager",
        }
    }

    fn principal(roles: &[Role]) -> Principal {
        let assignments = roles.iter().map(|&role| Assignment { role, reach: Reach::Everywhere }).collect();
        let kind = roles.first().map_or(crate::organisation::OrganisationKind::Partner, |role| role.belongs_to());
        Principal { person_id: PersonId(1), organisation_id: OrganisationId(1), kind, assignments }
    }

    #[test]
    fn each_role_works_on_tenants_as_far_as_it_goes() {
        for (resource, readers, writers) in WORKBENCH {
            for role in Role::ALL {
                for (action, allowed) in [(Action::Read, readers), (Action::Write, writers)] {
                    let expected = allowed.split(' ').any(|one| one == word(role));
                    let found = allows(&principal(&[role]), resource, action).is_ok();
                    assert_eq!(found, expected, "{role:?} {action:?} {resource:?}");
                }
            }
        }
    }

    #[test]
    fn without_any_role_only_the_own_account_is_left() {
        for resource in Resource::ALL {
            for action in Action::ALL {
                let found = allows(&principal(&[]), resource, action).is_ok();
                assert_eq!(found, resource == Resource::OwnAccount, "{action:?} {resource:?}");
            }
        }
    }

    #[test]
    fn whoever_may_change_something_may_read_it() {
        for resource in Resource::ALL {
            for role in Role::ALL {
                let may = |action| allows(&principal(&[role]), resource, action).is_ok();
                assert!(may(Action::Read) || !may(Action::Write), "{role:?} {resource:?}");
            }
        }
    }
}
