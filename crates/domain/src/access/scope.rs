//! Which tenants a person sees (S2): every read of tenant-bound data takes a [`Scope`] first.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::role::{Principal, Reach, Role};
use super::sensitivity::Sensitivity;
use crate::id::{LocationId, OrganisationId};
use crate::organisation::OrganisationKind;
use crate::planted::{Fault, planted};

/// Which tenants exist for a person. Made only here, from present roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    view: View,
}

/// What a scope covers, for the store to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// All tenants and all their workloads: the programme admin (S2.3).
    Programme,
    /// What the assigned partners see (S2.3); empty sees nothing.
    Partners(Vec<OrganisationId>),
    /// What one partner sees through any of its locations (S2.1).
    Partner {
        /// The partner.
        organisation_id: OrganisationId,
        /// What holds at every location, also those without an entry of their own.
        everywhere: Option<Sensitivity>,
        /// What holds at chosen locations.
        locations: BTreeMap<LocationId, Sensitivity>,
    },
}

/// Where sensitive data is shown to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownAt {
    /// For every tenant in scope.
    Everywhere,
    /// For those that are reached through one of these.
    Locations(Vec<LocationId>),
    /// For none.
    Nowhere,
}

/// Why there are no tenants for a person at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTenants {
    /// No role shows any (S1.3).
    #[error("no viewer role")]
    NoViewerRole,
    /// No claims are filed under the directory from which the person signs in (S11.1).
    #[error("no claims are filed under the directory")]
    ForeignDirectory,
}

impl Scope {
    /// The scope that a person's present roles give; several roles add up, and at each location the
    /// highest viewer role wins (S1.2).
    pub fn of(principal: &Principal) -> Result<Self, NoTenants> {
        match principal.kind {
            OrganisationKind::Programme => Self::of_programme(principal),
            OrganisationKind::Partner => Self::of_partner(principal),
        }
    }

    fn of_programme(principal: &Principal) -> Result<Self, NoTenants> {
        if principal.has(Role::ProgrammeAdmin) {
            return Ok(Self { view: View::Programme });
        }
        if !principal.has(Role::PartnerManager) {
            return Err(NoTenants::NoViewerRole);
        }
        if planted(Fault::ManagerSeesAllPartners) {
            return Ok(Self { view: View::Programme });
        }
        let mut partners: Vec<_> = principal
            .assignments
            .iter()
            .filter_map(|one| match (one.role, one.reach) {
                (Role::PartnerManager, Reach::Partner(partner)) => Some(partner),
                _ => None,
            })
            .collect();
        partners.sort_unstable();
        partners.dedup();
        Ok(Self { view: View::Partners(partners) })
    }

    fn of_partner(principal: &Principal) -> Result<Self, NoTenants> {
        let mut everywhere = None;
        let mut locations = BTreeMap::new();
        for one in &principal.assignments {
            let sensitivity = match one.role {
                Role::ExecutiveReportViewer => Sensitivity::Shown,
                Role::ReportViewer => Sensitivity::Withheld,
                Role::AccountAdmin if planted(Fault::AdminSeesTenants) => Sensitivity::Withheld,
                _ => continue,
            };
            match one.reach {
                Reach::Everywhere => everywhere = everywhere.max(Some(sensitivity)),
                Reach::Location(location) => {
                    let here = locations.entry(location).or_insert(sensitivity);
                    *here = sensitivity.max(*here);
                }
                Reach::Partner(_) => {}
            }
        }
        if planted(Fault::ScopeForgetsLocation) {
            everywhere = everywhere.max(locations.values().copied().max());
        }
        if everywhere.is_none() && locations.is_empty() {
            if planted(Fault::ScopeOfNowhereIsEverything) {
                everywhere = Some(Sensitivity::Withheld);
            } else {
                return Err(NoTenants::NoViewerRole);
            }
        }
        if !principal.signs_in_where_claims_are() {
            return Err(NoTenants::ForeignDirectory);
        }
        let organisation_id = principal.organisation_id;
        Ok(Self { view: View::Partner { organisation_id, everywhere, locations } })
    }

    /// Itself; with that fault planted, the whole partner's scope in place of that of some locations.
    pub fn mistaken_by(&self, fault: Fault) -> Cow<'_, Self> {
        match &self.view {
            View::Partner { organisation_id, everywhere: None, locations } if planted(fault) => {
                let everywhere = locations.values().copied().max();
                let organisation_id = *organisation_id;
                Cow::Owned(Self { view: View::Partner { organisation_id, everywhere, locations: BTreeMap::new() } })
            }
            _ => Cow::Borrowed(self),
        }
    }

    /// What it covers.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The locations to which a partner's person is limited; nothing when limited to none in particular.
    pub fn limited_to(&self) -> Option<Vec<LocationId>> {
        match &self.view {
            View::Partner { everywhere: None, locations, .. } => Some(locations.keys().copied().collect()),
            _ => None,
        }
    }

    /// Whether sensitive data of something reached through these locations is shown: it is when the
    /// person sees it at one of them (S2.3).
    pub fn sensitivity_through(&self, reached: &[LocationId]) -> Sensitivity {
        match &self.view {
            View::Programme | View::Partners(_) => Sensitivity::Shown,
            View::Partner { everywhere, locations, .. } => reached
                .iter()
                .filter_map(|location| locations.get(location).copied().max(*everywhere))
                .max()
                .or(*everywhere)
                .unwrap_or(Sensitivity::Withheld),
        }
    }

    /// Where sensitive data is shown: at which of the locations, when not at all of them or at none.
    pub fn shown_at(&self) -> ShownAt {
        let View::Partner { locations, .. } = &self.view else { return ShownAt::Everywhere };
        if self.sensitivity_of_all() == Sensitivity::Shown {
            return ShownAt::Everywhere;
        }
        let shown = locations.iter().filter(|(_, here)| **here == Sensitivity::Shown).map(|(location, _)| *location);
        let shown: Vec<_> = shown.collect();
        if shown.is_empty() { ShownAt::Nowhere } else { ShownAt::Locations(shown) }
    }

    /// Whether sensitive data is shown for everything in it. Only then may a list be sorted, filtered
    /// or searched by a sensitive column (S1.4): with less, the order itself would tell.
    pub fn sensitivity_of_all(&self) -> Sensitivity {
        match &self.view {
            View::Programme | View::Partners(_) | View::Partner { everywhere: Some(Sensitivity::Shown), .. } => {
                Sensitivity::Shown
            }
            View::Partner { everywhere, locations, .. } => {
                locations.values().copied().chain(*everywhere).min().unwrap_or(Sensitivity::Withheld)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Assignment, Directory};
    use crate::id::PersonId;

    fn partner(assignments: &[(Role, Reach)]) -> Principal {
        Principal {
            person_id: PersonId(1),
            organisation_id: OrganisationId(7),
            kind: OrganisationKind::Partner,
            assignments: assignments.iter().map(|&(role, reach)| Assignment { role, reach }).collect(),
            directory: None,
        }
    }

    const HERE: LocationId = LocationId(1);
    const THERE: LocationId = LocationId(2);

    #[test]
    fn an_admin_role_alone_shows_no_tenant() {
        for role in [Role::AccountAdmin, Role::GlobalAdmin, Role::IncentivesAdmin] {
            assert_eq!(Scope::of(&partner(&[(role, Reach::Everywhere)])), Err(NoTenants::NoViewerRole));
        }
        assert_eq!(Scope::of(&partner(&[])), Err(NoTenants::NoViewerRole));
    }

    #[test]
    fn a_programme_role_in_a_partner_counts_for_nothing() {
        assert_eq!(Scope::of(&partner(&[(Role::ProgrammeAdmin, Reach::Everywhere)])), Err(NoTenants::NoViewerRole));
    }

    #[test]
    fn where_no_claims_are_filed_there_are_no_tenants_and_where_nobody_is_enrolled_they_are_closed() {
        for (files_claims, is_enrolled) in [(true, true), (true, false), (false, true), (false, false)] {
            let of = |role| Principal {
                directory: Some(Directory { files_claims, is_enrolled }),
                ..partner(&[(role, Reach::Everywhere)])
            };
            let viewer = of(Role::ReportViewer);
            assert_eq!(Scope::of(&viewer).is_ok(), files_claims);
            assert_eq!(viewer.has_open_details(), is_enrolled);
            // What nobody could see in any directory is told first: it is what an admin can mend.
            assert_eq!(Scope::of(&of(Role::AccountAdmin)), Err(NoTenants::NoViewerRole));
        }
    }

    #[test]
    fn at_each_location_the_highest_viewer_role_wins() {
        let scope = Scope::of(&partner(&[
            (Role::ReportViewer, Reach::Location(HERE)),
            (Role::ExecutiveReportViewer, Reach::Location(HERE)),
            (Role::ReportViewer, Reach::Location(THERE)),
        ]))
        .unwrap();
        assert_eq!(scope.limited_to(), Some(vec![HERE, THERE]));
        assert_eq!(scope.sensitivity_through(&[HERE]), Sensitivity::Shown);
        assert_eq!(scope.sensitivity_through(&[THERE]), Sensitivity::Withheld);
        assert_eq!(scope.sensitivity_through(&[THERE, HERE]), Sensitivity::Shown);
        assert_eq!(scope.sensitivity_of_all(), Sensitivity::Withheld);
        assert_eq!(scope.shown_at(), ShownAt::Locations(vec![HERE]));
        let of = |role| Scope::of(&partner(&[(role, Reach::Location(HERE))])).unwrap().shown_at();
        assert_eq!(of(Role::ExecutiveReportViewer), ShownAt::Everywhere);
        assert_eq!(of(Role::ReportViewer), ShownAt::Nowhere);
    }

    #[test]
    fn a_role_for_the_whole_company_and_one_for_a_location_add_up() {
        let scope = Scope::of(&partner(&[
            (Role::ReportViewer, Reach::Everywhere),
            (Role::ExecutiveReportViewer, Reach::Location(HERE)),
        ]))
        .unwrap();
        assert_eq!(scope.limited_to(), None);
        assert_eq!(scope.sensitivity_through(&[HERE]), Sensitivity::Shown);
        assert_eq!(scope.sensitivity_through(&[THERE]), Sensitivity::Withheld);
    }

    #[test]
    fn a_partner_manager_sees_the_assigned_partners_and_no_others() {
        let manager = Principal {
            kind: OrganisationKind::Programme,
            ..partner(&[
                (Role::PartnerManager, Reach::Partner(OrganisationId(9))),
                (Role::PartnerManager, Reach::Partner(OrganisationId(8))),
            ])
        };
        let scope = Scope::of(&manager).unwrap();
        assert_eq!(scope.view(), &View::Partners(vec![OrganisationId(8), OrganisationId(9)]));
    }
}
