//! Which claims a person files, follows or decides on (S1.2, S4).

use std::collections::BTreeSet;

use super::policy::Denied;
use super::role::{Principal, Reach, Role};
use crate::claim::Party;
use crate::id::{LocationId, OrganisationId};
use crate::organisation::OrganisationKind;
use crate::planted::{Fault, planted};

/// Which claims exist for a person. Made only here, from present roles; a viewer role gives none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimScope {
    view: ClaimView,
}

/// What a [`ClaimScope`] covers, for the store to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimView {
    /// Every claim that was ever submitted: the programme admin.
    Programme,
    /// Those of the assigned partners; empty sees nothing.
    Partners(Vec<OrganisationId>),
    /// Those of one partner, at chosen locations or at all.
    Partner {
        /// The partner.
        organisation_id: OrganisationId,
        /// The locations; nothing is all.
        locations: Option<BTreeSet<LocationId>>,
    },
}

impl ClaimScope {
    /// The claims that a person's present roles give.
    pub fn of(principal: &Principal) -> Result<Self, Denied> {
        let view = match principal.kind {
            OrganisationKind::Programme if principal.has(Role::ProgrammeAdmin) => ClaimView::Programme,
            OrganisationKind::Programme if principal.has(Role::PartnerManager) => {
                let partners: BTreeSet<_> = principal
                    .assignments
                    .iter()
                    .filter_map(|one| match (one.role, one.reach) {
                        (Role::PartnerManager, Reach::Partner(partner)) => Some(partner),
                        _ => None,
                    })
                    .collect();
                ClaimView::Partners(partners.into_iter().collect())
            }
            OrganisationKind::Partner if principal.has(Role::IncentivesAdmin) => of_partner(principal),
            OrganisationKind::Programme | OrganisationKind::Partner => return Err(Denied),
        };
        Ok(Self { view })
    }

    /// What it covers.
    pub fn view(&self) -> &ClaimView {
        &self.view
    }

    /// On which side the person stands.
    pub fn party(&self) -> Party {
        match self.view {
            ClaimView::Programme | ClaimView::Partners(_) => Party::Office,
            ClaimView::Partner { .. } => Party::Partner,
        }
    }

    /// Whether a claim can be filed for that location of the person's organisation.
    pub fn covers(&self, location: LocationId) -> bool {
        match &self.view {
            ClaimView::Partner { locations, .. } => locations.as_ref().is_none_or(|some| some.contains(&location)),
            ClaimView::Programme | ClaimView::Partners(_) => false,
        }
    }
}

fn of_partner(principal: &Principal) -> ClaimView {
    let reaches = || principal.assignments.iter().filter(|one| one.role == Role::IncentivesAdmin).map(|one| one.reach);
    let everywhere = reaches().any(|reach| reach == Reach::Everywhere) || planted(Fault::ClaimScopeForgetsLocation);
    let chosen = reaches().filter_map(|reach| match reach {
        Reach::Location(location) => Some(location),
        Reach::Everywhere | Reach::Partner(_) => None,
    });
    ClaimView::Partner {
        organisation_id: principal.organisation_id,
        locations: (!everywhere).then(|| chosen.collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Assignment;
    use crate::id::PersonId;

    fn scope(kind: OrganisationKind, assignments: &[(Role, Reach)]) -> Result<ClaimView, Denied> {
        let principal = Principal {
            person_id: PersonId(1),
            organisation_id: OrganisationId(7),
            kind,
            assignments: assignments.iter().map(|&(role, reach)| Assignment { role, reach }).collect(),
            directory: None,
        };
        ClaimScope::of(&principal).map(|scope| scope.view().clone())
    }

    #[test]
    fn claims_are_for_the_incentives_admin_and_the_programme_office() {
        let (partner, programme) = (OrganisationKind::Partner, OrganisationKind::Programme);
        for role in [Role::ExecutiveReportViewer, Role::ReportViewer, Role::AccountAdmin, Role::GlobalAdmin] {
            assert_eq!(scope(partner, &[(role, Reach::Everywhere)]), Err(Denied), "{role:?}");
        }
        assert_eq!(scope(partner, &[(Role::ProgrammeAdmin, Reach::Everywhere)]), Err(Denied));
        assert_eq!(scope(programme, &[(Role::IncentivesAdmin, Reach::Everywhere)]), Err(Denied));
        assert_eq!(scope(programme, &[(Role::ProgrammeAdmin, Reach::Everywhere)]), Ok(ClaimView::Programme));
        let manager = scope(programme, &[(Role::PartnerManager, Reach::Partner(OrganisationId(9)))]);
        assert_eq!(manager, Ok(ClaimView::Partners(vec![OrganisationId(9)])));
    }

    #[test]
    fn a_viewer_role_elsewhere_adds_no_claim() {
        let (here, there) = (LocationId(1), LocationId(2));
        let view = scope(
            OrganisationKind::Partner,
            &[(Role::IncentivesAdmin, Reach::Location(here)), (Role::ExecutiveReportViewer, Reach::Location(there))],
        );
        let locations = Some(BTreeSet::from([here]));
        assert_eq!(view, Ok(ClaimView::Partner { organisation_id: OrganisationId(7), locations }));
    }
}
