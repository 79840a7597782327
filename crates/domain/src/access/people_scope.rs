//! Whom somebody manages, and which roles they give (S1.2).
//!
//! Nobody gives more than the own admin role gives them to give, and nobody manages a person who has more than that: to close
//! such an account, or to ask for a new way into it, would be to take or to have what they cannot give.

use super::policy::Denied;
use super::role::{Principal, Role};
use crate::id::OrganisationId;
use crate::organisation::OrganisationKind;
use crate::planted::{Fault, planted};

/// Whom a person manages. Made only here, from present roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleScope {
    organisation: Option<OrganisationId>,
    gives: &'static [Role],
}

/// What an account admin gives.
const BY_ACCOUNT_ADMIN: [Role; 3] = [Role::ExecutiveReportViewer, Role::ReportViewer, Role::IncentivesAdmin];

/// What a global admin gives: admin roles too.
const BY_GLOBAL_ADMIN: [Role; 5] =
    [Role::ExecutiveReportViewer, Role::ReportViewer, Role::IncentivesAdmin, Role::AccountAdmin, Role::GlobalAdmin];

impl PeopleScope {
    /// Whom a person's present roles let them manage.
    pub fn of(principal: &Principal) -> Result<Self, Denied> {
        let own = Some(principal.organisation_id);
        match principal.kind {
            OrganisationKind::Programme if principal.has(Role::ProgrammeAdmin) => {
                Ok(Self { organisation: None, gives: &Role::ALL })
            }
            OrganisationKind::Partner if principal.has(Role::GlobalAdmin) => {
                Ok(Self { organisation: own, gives: &BY_GLOBAL_ADMIN })
            }
            OrganisationKind::Partner if principal.has(Role::AccountAdmin) => {
                Ok(Self { organisation: own, gives: &BY_ACCOUNT_ADMIN })
            }
            OrganisationKind::Programme | OrganisationKind::Partner => Err(Denied),
        }
    }

    /// The one organisation whose people they manage; nothing is everybody's.
    pub fn organisation(&self) -> Option<OrganisationId> {
        if planted(Fault::PeopleOfEverybody) { None } else { self.organisation }
    }

    /// Whether people of that organisation are among those.
    pub fn covers(&self, organisation: OrganisationId) -> bool {
        self.organisation().is_none_or(|own| own == organisation)
    }

    /// Whether they give and take that role.
    pub fn gives(&self, role: Role) -> bool {
        self.gives.contains(&role) || planted(Fault::RoleBeyondOwn)
    }

    /// The roles that they give to people of that kind of organisation, in the order of S1.2.
    pub fn roles_for(&self, kind: OrganisationKind) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| role.belongs_to() == kind && self.gives.contains(role))
    }

    /// Whether they manage somebody with these roles.
    pub fn manages(&self, roles: impl IntoIterator<Item = Role>) -> bool {
        roles.into_iter().all(|role| self.gives(role))
    }
}

impl Role {
    /// How much the role lets somebody do for the people of an organisation; 0 is nothing. The last admin who can do the most
    /// stays.
    pub fn manages_people(self) -> u8 {
        match self {
            Self::ProgrammeAdmin | Self::GlobalAdmin => 2,
            Self::AccountAdmin => 1,
            Self::ExecutiveReportViewer | Self::ReportViewer | Self::IncentivesAdmin | Self::PartnerManager => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Action, Assignment, Reach, Resource, allows};
    use crate::id::PersonId;

    fn principal(kind: OrganisationKind, role: Role) -> Principal {
        Principal {
            person_id: PersonId(1),
            organisation_id: OrganisationId(7),
            kind,
            assignments: vec![Assignment { role, reach: Reach::Everywhere }],
            directory: None,
        }
    }

    #[test]
    fn an_account_admin_gives_no_admin_role_and_a_partner_none_of_the_office() {
        let account = PeopleScope::of(&principal(OrganisationKind::Partner, Role::AccountAdmin)).unwrap();
        let global = PeopleScope::of(&principal(OrganisationKind::Partner, Role::GlobalAdmin)).unwrap();
        for role in Role::ALL {
            let is_admin = role.manages_people() > 0;
            let is_of_partner = role.belongs_to() == OrganisationKind::Partner;
            assert_eq!(account.gives(role), is_of_partner && !is_admin, "{role:?}");
            assert_eq!(global.gives(role), is_of_partner, "{role:?}");
        }
        assert!(account.covers(OrganisationId(7)) && !account.covers(OrganisationId(8)));
        assert!(!account.manages([Role::ReportViewer, Role::GlobalAdmin]) && account.manages([]));
        let office = PeopleScope::of(&principal(OrganisationKind::Programme, Role::ProgrammeAdmin)).unwrap();
        assert!(office.covers(OrganisationId(8)) && office.manages(Role::ALL));
        let roles: Vec<Role> = office.roles_for(OrganisationKind::Programme).collect();
        assert_eq!(roles, [Role::ProgrammeAdmin, Role::PartnerManager]);
    }

    #[test]
    fn whoever_may_manage_people_has_somebody_to_manage() {
        for role in Role::ALL {
            let who = principal(role.belongs_to(), role);
            assert_eq!(
                allows(&who, Resource::People, Action::Write).is_ok(),
                PeopleScope::of(&who).is_ok(),
                "{role:?}"
            );
        }
    }
}
