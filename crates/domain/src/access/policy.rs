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
    /// Loads: upload, plan, apply, undo, refused rows.
    Loads,
    /// The audit log.
    Audit,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Self; 4] = [Self::OwnAccount, Self::Tenants, Self::Loads, Self::Audit];
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
fn role_allows(role: Role, resource: Resource, action: Action) -> bool {
    use Resource::{Audit, Loads, OwnAccount, Tenants};
    use Role::{
        AccountAdmin, ExecutiveReportViewer, GlobalAdmin, IncentivesAdmin, PartnerManager, ProgrammeAdmin, ReportViewer,
    };
    match (resource, action, role) {
        (OwnAccount, Action::Read | Action::Write, _) => true,
        (Tenants, Action::Read, ExecutiveReportViewer | ReportViewer | ProgrammeAdmin | PartnerManager) => true,
        (Tenants, Action::Read, IncentivesAdmin | AccountAdmin | GlobalAdmin) => false,
        (Tenants, Action::Write, ExecutiveReportViewer | ReportViewer | ProgrammeAdmin) => true,
        (Tenants, Action::Write, PartnerManager | IncentivesAdmin | AccountAdmin | GlobalAdmin) => false,
        (Loads, Action::Read | Action::Write, ProgrammeAdmin) => true,
        (
            Loads,
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
        Resource::OwnAccount | Resource::Tenants => false,
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
