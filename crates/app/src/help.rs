//! "Why can't I see this?", for whoever is signed in, with whatever role or none (S11.1, S11.2, S11.3).
//!
//! Of a tenant that somebody names, only what the own organisation has is looked at. What is not among that is one answer,
//! whether it is a stranger's or there is none: nothing is asked that could tell them apart, not even by time.

use domain::TenantId;
use domain::access::{NoTenants, Scope};
use domain::help::{Answer, Known, Sought, SoughtFault, Standing};
use domain::id::LocationId;
use domain::organisation::OrganisationKind;
use domain::planted::{Fault, planted};
use domain::usage::Figure;
use store::{HeldRow, ListFilter, Tx};

use crate::identity::Who;
use crate::tenant_list::tenant_item;
use crate::ticket::find;
use crate::{App, AppError, Ctx, LocationChoice, Problem, RoleHeld, Seen, TenantItem};

/// What is known of a tenant that somebody named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtAnswer {
    /// The tenant ID or the domain, as it is read.
    pub sought: Sought,
    /// What is known.
    pub standing: Standing,
    /// The tenant, where they see it.
    pub tenant: Option<TenantItem>,
    /// Where the own organisation holds it, where that is the reason.
    pub locations: Vec<LocationChoice>,
}

/// The answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// To each question.
    pub answers: Vec<Answer>,
    /// The roles, and where.
    pub roles: Vec<RoleHeld>,
    /// Where there is a viewer role, of somebody who has one for some locations alone.
    pub locations: Vec<LocationChoice>,
    /// The own organisation's locations for which no claims are filed.
    pub not_enrolled: Vec<LocationChoice>,
    /// How many tenants in sight are under the licence minimum.
    pub under_minimum: Option<i64>,
    /// That minimum.
    pub minimum: i64,
    /// What is known of the tenant that was named.
    pub sought: Option<SoughtAnswer>,
}

impl App {
    /// The answers, and what is known of a tenant ID or a domain where one is given. Field: `tenant`.
    pub async fn help(&self, ctx: &Ctx, sought: &str) -> Result<Seen<Help>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let sought = match Sought::read(sought) {
            Ok(sought) => Some(sought),
            Err(SoughtFault::Missing) => None,
            Err(SoughtFault::Neither) => return Err(AppError::field("tenant", Problem::NotATenant)),
            Err(SoughtFault::Text(fault)) => return Err(AppError::field("tenant", fault.into())),
        };
        let scope = who.scope().ok();
        let sought = match sought {
            Some(sought) => Some(standing(&mut tx, &who, scope.as_ref(), sought).await?),
            None => None,
        };
        let value = answers(&mut tx, &who, scope.as_ref(), sought).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }
}

async fn answers(
    tx: &mut Tx,
    who: &Who,
    scope: Option<&Scope>,
    sought: Option<SoughtAnswer>,
) -> Result<Help, AppError> {
    let is_partner = who.viewer.kind() == OrganisationKind::Partner;
    let own = own_locations(tx, who, is_partner).await?;
    let under_minimum = match scope {
        Some(scope) => {
            let filter = ListFilter { below_minimum: true, ..ListFilter::of_day(who.list_day()) };
            Some(tx.tenant_totals(scope, who.programme, &filter).await?.tenants)
        }
        None => None,
    };
    let limited = scope.and_then(Scope::limited_to);
    let known = Known {
        is_partner,
        has_viewer_role: scope.is_some() || Scope::of(&who.viewer.principal) == Err(NoTenants::ForeignDirectory),
        is_limited: limited.is_some(),
        directory: who.viewer.principal.directory,
        locations: own.len(),
        enrolled: own.iter().filter(|one| one.is_enrolled).count(),
        under_minimum,
    };
    let choice = |row: &store::FilingLocationRow| LocationChoice { mpn_id: row.mpn_id.clone(), name: row.name.clone() };
    let at = |row: &&store::FilingLocationRow| {
        limited.as_ref().is_some_and(|some| some.contains(&LocationId(row.location_id)))
    };
    Ok(Help {
        answers: known.answers(),
        roles: who.roles_held(),
        locations: own.iter().filter(at).map(choice).collect(),
        not_enrolled: own.iter().filter(|row| !row.is_enrolled).map(choice).collect(),
        under_minimum,
        minimum: tx.programme_settings().await?.licence_minimum,
        sought,
    })
}

async fn own_locations(tx: &mut Tx, who: &Who, is_partner: bool) -> Result<Vec<store::FilingLocationRow>, AppError> {
    if !is_partner {
        return Ok(Vec::new());
    }
    Ok(tx.filing_locations(who.viewer.principal.organisation_id).await?)
}

/// What is known of a tenant that somebody named.
async fn standing(tx: &mut Tx, who: &Who, scope: Option<&Scope>, sought: Sought) -> Result<SoughtAnswer, AppError> {
    let seen = match scope {
        Some(scope) => find(tx, who, scope, &sought).await?,
        None => None,
    };
    // Asked whether or not it is seen, so that it takes as long.
    let held = match who.viewer.kind() {
        OrganisationKind::Partner => tx.held_at(who.viewer.principal.organisation_id, &sought).await?,
        OrganisationKind::Programme => Vec::new(),
    };
    if let Some(row) = seen {
        let figure = row.month.map(|_| Figure { pau: row.pau, mau: row.mau });
        let is_under = figure.is_some_and(|figure| figure.pau < row.licence_minimum);
        let standing = if is_under { Standing::SeenUnderMinimum } else { Standing::Seen };
        let tenant = Some(tenant_item(row, who));
        return Ok(SoughtAnswer { sought, standing, tenant, locations: Vec::new() });
    }
    if held.is_empty() {
        let is_told = planted(Fault::TenantToldByHelp) && is_anybodys(tx, &sought).await?;
        let standing = if is_told { Standing::OtherLocations } else { Standing::NotYours };
        return Ok(SoughtAnswer { sought, standing, tenant: None, locations: Vec::new() });
    }
    let standing = match Scope::of(&who.viewer.principal) {
        Ok(_) => Standing::OtherLocations,
        Err(NoTenants::ForeignDirectory) => Standing::ForeignDirectory,
        Err(NoTenants::NoViewerRole) => Standing::NoViewerRole,
    };
    let locations = held.iter().filter(|row| row.location_id().is_some()).map(choice).collect();
    Ok(SoughtAnswer { sought, standing, tenant: None, locations })
}

fn choice(row: &HeldRow) -> LocationChoice {
    LocationChoice { mpn_id: row.mpn_id.clone(), name: row.location.clone() }
}

/// Whether there is such a tenant at all: what help must not look at.
async fn is_anybodys(tx: &mut Tx, sought: &Sought) -> Result<bool, AppError> {
    match sought {
        Sought::Id(TenantId(id)) => Ok(tx.claimed_tenant(*id).await?.is_some()),
        Sought::Domain(_) => Ok(false),
    }
}
