//! Which tickets a person sees (S11.4): the own ones; an admin those of the organisation; the programme office all, or those of
//! the assigned partners.

use std::collections::BTreeSet;

use super::role::{Principal, Reach, Role};
use crate::id::{OrganisationId, PersonId};
use crate::organisation::OrganisationKind;
use crate::planted::{Fault, planted};
use crate::ticket::Side;

/// Which tickets exist for a person. Made only here, from present roles; everybody has their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketScope {
    person: PersonId,
    kind: OrganisationKind,
    view: TicketView,
}

/// What a [`TicketScope`] covers, besides the person's own tickets, for the store to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketView {
    /// None.
    Own,
    /// Those of the own organisation: an admin of it.
    Organisation(OrganisationId),
    /// Those of the assigned partners: a partner manager.
    Partners(Vec<OrganisationId>),
    /// All: the programme admin.
    Programme,
}

impl TicketScope {
    /// The tickets that a person's present roles give.
    pub fn of(principal: &Principal) -> Self {
        let view = match principal.kind {
            OrganisationKind::Programme if principal.has(Role::ProgrammeAdmin) => TicketView::Programme,
            OrganisationKind::Programme if principal.has(Role::PartnerManager) => {
                let partners: BTreeSet<_> = principal
                    .assignments
                    .iter()
                    .filter_map(|one| match (one.role, one.reach) {
                        (Role::PartnerManager, Reach::Partner(partner)) => Some(partner),
                        _ => None,
                    })
                    .collect();
                TicketView::Partners(partners.into_iter().collect())
            }
            OrganisationKind::Partner
                if principal.has(Role::AccountAdmin)
                    || principal.has(Role::GlobalAdmin)
                    || planted(Fault::TicketsOfColleagues) =>
            {
                TicketView::Organisation(principal.organisation_id)
            }
            OrganisationKind::Programme | OrganisationKind::Partner => TicketView::Own,
        };
        Self { person: principal.person_id, kind: principal.kind, view }
    }

    /// Whose own tickets are among them.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// What it covers besides.
    pub fn view(&self) -> &TicketView {
        &self.view
    }

    /// Whether several people's tickets are among them, so that each says whose it is.
    pub fn sees_several(&self) -> bool {
        self.view != TicketView::Own
    }

    /// Whether it is the programme office that looks.
    pub fn is_office(&self) -> bool {
        self.kind == OrganisationKind::Programme
    }

    /// On which side of a ticket the person stands: whoever of the programme office asks something stands with those who ask.
    pub fn side(&self, author: PersonId) -> Side {
        if self.is_office() && author != self.person { Side::Office } else { Side::Asker }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Assignment;

    fn scope(kind: OrganisationKind, assignments: &[(Role, Reach)]) -> TicketScope {
        TicketScope::of(&Principal {
            person_id: PersonId(1),
            organisation_id: OrganisationId(7),
            kind,
            assignments: assignments.iter().map(|&(role, reach)| Assignment { role, reach }).collect(),
            directory: None,
        })
    }

    #[test]
    fn everybody_has_their_own_and_admins_those_of_the_organisation() {
        let partner = |role| scope(OrganisationKind::Partner, &[(role, Reach::Everywhere)]).view;
        for role in [Role::ExecutiveReportViewer, Role::ReportViewer, Role::IncentivesAdmin, Role::ProgrammeAdmin] {
            assert_eq!(partner(role), TicketView::Own, "{role:?}");
        }
        for role in [Role::AccountAdmin, Role::GlobalAdmin] {
            assert_eq!(partner(role), TicketView::Organisation(OrganisationId(7)), "{role:?}");
        }
        assert_eq!(scope(OrganisationKind::Partner, &[]).view, TicketView::Own);
        assert_eq!(scope(OrganisationKind::Programme, &[]).view, TicketView::Own);
    }

    #[test]
    fn the_programme_office_answers_those_of_its_partners() {
        let office = scope(OrganisationKind::Programme, &[(Role::ProgrammeAdmin, Reach::Everywhere)]);
        assert_eq!(office.view, TicketView::Programme);
        let reach = Reach::Partner(OrganisationId(9));
        let manager = scope(OrganisationKind::Programme, &[(Role::PartnerManager, reach)]);
        assert_eq!(manager.view, TicketView::Partners(vec![OrganisationId(9)]));
        assert_eq!((manager.side(PersonId(2)), manager.side(PersonId(1))), (Side::Office, Side::Asker));
        let partner = scope(OrganisationKind::Partner, &[(Role::GlobalAdmin, Reach::Everywhere)]);
        assert_eq!(partner.side(PersonId(2)), Side::Asker);
    }
}
