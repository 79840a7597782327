//! What the families of licences could gain, above the list of opportunities (S5.4).

use domain::access::Scope;
use domain::id::{LocationId, OrganisationId};

use crate::opportunity::{OpportunityFilter, add_found, add_from, narrow, narrow_to_codes};
use crate::opportunity_total::Kept;
use crate::statement::Statement;
use crate::tenant_list::organisations;
use crate::usage::{TenantNamed, add_mine};
use crate::{StoreError, Tx};

/// What a family of licences could gain; a row a currency, and one for what no offer applies to.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpportunitySumRow {
    /// The family, by its code.
    pub sku_bucket: String,
    /// The currency; nothing where no offer applies.
    pub currency: Option<String>,
    /// How many tenants with a workload.
    pub rows: i64,
    /// Their room to grow.
    pub units: i64,
    /// What they could earn.
    pub minor: i64,
}

/// Which sums: whose, at which locations, and to what the list is narrowed. They are those of everybody who sees that list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SumsKey {
    organisations: Vec<OrganisationId>,
    locations: Option<Vec<LocationId>>,
    countries: Vec<String>,
    segments: Vec<String>,
    workloads: Vec<String>,
    is_claimed: Option<bool>,
}

impl SumsKey {
    /// Of that list; nothing where it was searched for, or follows from the locations of claims.
    pub fn of(scope: &Scope, programme: OrganisationId, filter: &OpportunityFilter) -> Option<Self> {
        filter.follows_from_reach(scope).then(|| Self {
            organisations: organisations(scope, programme),
            locations: filter.reach(scope),
            countries: filter.countries.clone(),
            segments: filter.segments.clone(),
            workloads: filter.workloads.clone(),
            is_claimed: filter.is_claimed,
        })
    }
}

/// Sums as they were read: they hold as long as the version is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunitySums {
    /// The number that changes with all that is kept of opportunities.
    pub version: i64,
    /// The sums.
    pub rows: Vec<OpportunitySumRow>,
}

/// Adds a statement of what each family could gain, narrowed by all but families: as it is kept, or added up where it is not.
/// What is searched for is found around it, where the statement is a part of one that has found it.
fn add(
    statement: &mut Statement,
    scope: &Scope,
    programme: OrganisationId,
    filter: &OpportunityFilter,
    is_found_around: bool,
) {
    if let Some(kept) = Kept::of(scope, programme, filter) {
        return kept.add(statement, filter);
    }
    add_mine(statement, scope, programme, TenantNamed::Any, "");
    if !is_found_around {
        add_found(statement, scope, programme, filter);
    }
    statement.text(
        "SELECT w.sku_bucket, CASE WHEN m.potential_minor IS NULL THEN NULL ELSE m.currency END AS currency,
                COUNT(*) AS rows, CAST(SUM(m.opportunity_units) AS BIGINT) AS units,
                CAST(COALESCE(SUM(m.potential_minor), 0) AS BIGINT) AS minor",
    );
    add_from(statement, filter);
    narrow(statement, scope, filter);
    narrow_to_codes(statement, filter);
    statement.text(" GROUP BY 1, 2");
}

/// Adds the same as a column `sums`, one text, which [`sums_of`] reads; a text without anything where there are none.
pub(crate) fn add_sums(
    statement: &mut Statement,
    scope: &Scope,
    programme: OrganisationId,
    filter: &OpportunityFilter,
) {
    statement.text(
        ", (SELECT COALESCE(STRING_AGG(CAST(k.rows AS TEXT) || ' ' || CAST(k.units AS TEXT) || ' '
            || CAST(k.minor AS TEXT) || ' ' || COALESCE(k.currency, '') || ' ' || k.sku_bucket, '\n'
            ORDER BY k.sku_bucket, k.currency), '') FROM (",
    );
    add(statement, scope, programme, filter, true);
    statement.text(") AS k) AS sums");
}

/// What [`add_sums`] wrote: a line a family and currency.
pub(crate) fn sums_of(text: &str) -> Result<Vec<OpportunitySumRow>, StoreError> {
    let broken = || StoreError::inconsistent("opportunity_total", "opportunities, units, potential_minor", text);
    let sum = |line: &str| {
        let mut parts = line.splitn(5, ' ');
        let mut number = || parts.next().and_then(|number| number.parse::<i64>().ok());
        let (rows, units, minor) = (number()?, number()?, number()?);
        let (currency, sku_bucket) = (parts.next()?, parts.next()?.to_owned());
        let currency = (!currency.is_empty()).then(|| currency.to_owned());
        Some(OpportunitySumRow { sku_bucket, currency, rows, units, minor })
    };
    text.lines().map(|line| sum(line).ok_or_else(broken)).collect()
}

impl Tx {
    /// What each family of licences could gain, of the list as narrowed by all but families.
    pub async fn opportunity_sums(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        filter: &OpportunityFilter,
    ) -> Result<Vec<OpportunitySumRow>, StoreError> {
        let mut statement = Statement::default();
        add(&mut statement, scope, programme, filter, false);
        statement.text(" ORDER BY 1, 2");
        statement.rows(self).await
    }
}
