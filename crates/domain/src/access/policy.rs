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
    /// Referrals: what partners have of customers' requests; to write is to answer one and to say how it goes (S10).
    Referrals,
    /// Customers' requests, and to whom they are given (S10.5).
    ReferralAssignment,
    /// Which referrals the own organisation wants, and a pause (S10.5).
    ReferralPreference,
    /// What waits for somebody: on the tenants that they see, and of their claims (S12.1).
    Work,
    /// People, their roles and invitations (S1.2). Whom, is for the [`PeopleScope`](super::PeopleScope) to say.
    People,
    /// How the people of an organisation sign in (S1.2).
    SignInSettings,
    /// What is set for the whole programme, and the plans that are eligible (S11.1).
    ProgrammeSettings,
    /// Partners and their locations (S1.1).
    Partners,
    /// Tickets: opening one, writing in it (S11.4). Which, is for the [`TicketScope`](super::TicketScope) to say.
    Tickets,
    /// Who of the programme office answers a ticket.
    TicketAssignment,
    /// The audit log.
    Audit,
    /// What is kept of people: a copy of it, and erasing it (S16.2). Of whom, is for the [`PeopleScope`](super::PeopleScope) to say.
    PersonalData,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Self; 27] = [
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
        Self::Referrals,
        Self::ReferralAssignment,
        Self::ReferralPreference,
        Self::Work,
        Self::People,
        Self::SignInSettings,
        Self::ProgrammeSettings,
        Self::Partners,
        Self::Tickets,
        Self::TicketAssignment,
        Self::Audit,
        Self::PersonalData,
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
        OwnAccount, Partners, People, PersonalData, ProgrammeSettings, ReferralAssignment, ReferralPreference,
        Referrals, ServiceStatus, SignInSettings, StatusNotes, Taxonomy, TaxonomyVersions, Tenants, TicketAssignment,
        Tickets, Work,
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
        // A referral shows its tenant (S2.1): who sees tenants sees it, and those who work on tenants answer it.
        (Referrals, Action::Read, ExecutiveReportViewer | ReportViewer | ProgrammeAdmin | PartnerManager) => true,
        (Referrals, Action::Write, ExecutiveReportViewer | ReportViewer) => true,
        (Referrals, Action::Write, ProgrammeAdmin | PartnerManager) => false,
        (Referrals, Action::Read | Action::Write, IncentivesAdmin | AccountAdmin | GlobalAdmin) => false,
        (ReferralAssignment, Action::Read | Action::Write, ProgrammeAdmin) => true,
        (
            ReferralAssignment,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin | PartnerManager,
        ) => false,
        // It concerns the whole organisation, and shows no tenant.
        (ReferralPreference, Action::Read | Action::Write, AccountAdmin | GlobalAdmin) => true,
        (
            ReferralPreference,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | ProgrammeAdmin | PartnerManager,
        ) => false,
        // A ticket can wait for everybody.
        (Work, Action::Read, _) => true,
        // What waits is gone when it is done, and not by being told so.
        (Work, Action::Write, _) => false,
        (People, Action::Read | Action::Write, AccountAdmin | GlobalAdmin | ProgrammeAdmin) => true,
        (
            People,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | PartnerManager,
        ) => false,
        (SignInSettings, Action::Read | Action::Write, GlobalAdmin | ProgrammeAdmin) => true,
        (
            SignInSettings,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | PartnerManager,
        ) => false,
        (ProgrammeSettings, Action::Read, ProgrammeAdmin | PartnerManager) => true,
        (ProgrammeSettings, Action::Write, ProgrammeAdmin) => true,
        (ProgrammeSettings, Action::Write, PartnerManager) => false,
        (
            ProgrammeSettings,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin,
        ) => false,
        (Partners, Action::Read | Action::Write, ProgrammeAdmin) => true,
        (
            Partners,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin | PartnerManager,
        ) => false,
        // Whoever cannot see something can ask why, with whatever role.
        (Tickets, Action::Read | Action::Write, _) => true,
        (TicketAssignment, Action::Read | Action::Write, ProgrammeAdmin | PartnerManager) => true,
        (
            TicketAssignment,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | GlobalAdmin,
        ) => false,
        (Audit, Action::Read, ProgrammeAdmin | GlobalAdmin) => true,
        (
            Audit,
            Action::Read,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | PartnerManager,
        ) => false,
        // Append-only: nobody changes it (S16.1).
        (Audit, Action::Write, _) => false,
        (PersonalData, Action::Read | Action::Write, ProgrammeAdmin | GlobalAdmin) => true,
        (
            PersonalData,
            Action::Read | Action::Write,
            ExecutiveReportViewer | ReportViewer | IncentivesAdmin | AccountAdmin | PartnerManager,
        ) => false,
    }
}

/// Whether an action is there for whoever is signed in, without any role: the own account, asking the programme office, and
/// what waits there for an answer.
fn needs_no_role(resource: Resource, action: Action) -> bool {
    match resource {
        Resource::OwnAccount | Resource::Tickets => true,
        Resource::Work => action == Action::Read,
        _ => false,
    }
}

/// Whether one of the person's present roles allows it. Without any role, what is the person's own is left.
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
        | Resource::Referrals
        | Resource::ReferralAssignment
        | Resource::ReferralPreference
        | Resource::Work
        | Resource::People
        | Resource::PersonalData
        | Resource::Partners
        | Resource::Tickets
        | Resource::TicketAssignment
        | Resource::SignInSettings
        | Resource::ProgrammeSettings
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
        || needs_no_role(resource, action)
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

    const EVERYBODY: &str = "executive report incentives account global programme manager";

    /// Who may read and who may write, by a word of each role, from the specification (S1.2, S6, S7, S8, S9).
    const WORKBENCH: [(Resource, &str, &str); 19] = [
        (Resource::PersonalData, "global programme", "global programme"),
        (Resource::Tickets, EVERYBODY, EVERYBODY),
        (Resource::ProgrammeSettings, "programme manager", "programme"),
        (Resource::TicketAssignment, "programme manager", "programme manager"),
        (Resource::Referrals, "executive report programme manager", "executive report"),
        (Resource::ReferralAssignment, "programme", "programme"),
        (Resource::ReferralPreference, "account global", "account global"),
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
        Principal { person_id: PersonId(1), organisation_id: OrganisationId(1), kind, assignments, directory: None }
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
    fn without_any_role_what_is_the_own_is_left() {
        for resource in Resource::ALL {
            for action in Action::ALL {
                let found = allows(&principal(&[]), resource, action).is_ok();
                let is_own = matches!(
                    (resource, action),
                    (Resource::OwnAccount | Resource::Tickets, _) | (Resource::Work, Action::Read)
                );
                assert_eq!(found, is_own, "{action:?} {resource:?}");
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
