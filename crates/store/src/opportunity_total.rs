//! What opportunities come to, by all that they can be narrowed to, kept by adding and taking away what changes: the cards
//! above the list read it, and do not add up every workload of every tenant (S5.4).

use domain::access::Scope;
use domain::id::{LocationId, OrganisationId};

use crate::opportunity::OpportunityFilter;
use crate::portfolio_total::of_reach;
use crate::statement::{Statement, Value};
use crate::tenant_list::organisations;
use crate::{StoreError, Tx};

/// Adds these rows of the portfolio to the totals, or, with -1, takes them away; by reach as `portfolio_total` has it.
macro_rules! count {
    ($rows:literal, $times:literal) => {
        concat!(
            "
INSERT INTO opportunity_total (organisation_id, reach, country, segment, workload_id, is_claimed, currency, opportunities,
                               units, potential_minor)
WITH reached AS (
    SELECT p.organisation_id, p.tenant_key, MAX(p.country) AS country, MAX(p.segment) AS segment,
           ',' || STRING_AGG(CASE WHEN p.location_id <> 0 THEN CAST(p.location_id AS TEXT) END, ',' ORDER BY p.location_id)
           || ',' AS reach
    FROM ",
            $rows,
            " GROUP BY p.organisation_id, p.tenant_key
), summed AS (
    SELECT t.organisation_id, t.reach, t.country, t.segment, w.workload_id, w.holder_id IS NOT NULL AS is_claimed,
           CASE WHEN w.potential_minor IS NULL THEN '' ELSE w.currency END AS currency, ",
            $times,
            "COUNT(*) AS opportunities, ",
            $times,
            "SUM(w.opportunity_units) AS units, ",
            $times,
            "SUM(COALESCE(w.potential_minor, 0)) AS minor
    FROM reached AS t
    JOIN portfolio_workload AS w ON w.organisation_id = t.organisation_id AND w.tenant_key = t.tenant_key
    WHERE w.opportunity_units > 0 AND w.is_current
    GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT organisation_id, '', country, segment, workload_id, is_claimed, currency, CAST(SUM(opportunities) AS BIGINT),
       CAST(SUM(units) AS BIGINT), CAST(SUM(minor) AS BIGINT)
FROM summed GROUP BY organisation_id, country, segment, workload_id, is_claimed, currency
UNION ALL
SELECT organisation_id, reach, country, segment, workload_id, is_claimed, currency, CAST(opportunities AS BIGINT),
       CAST(units AS BIGINT), CAST(minor AS BIGINT)
FROM summed WHERE reach IS NOT NULL
ON CONFLICT (organisation_id, reach, country, segment, workload_id, is_claimed, currency)
DO UPDATE SET opportunities = opportunity_total.opportunities + excluded.opportunities,
              units = opportunity_total.units + excluded.units,
              potential_minor = opportunity_total.potential_minor + excluded.potential_minor"
        )
    };
}

const COUNT_ALL: &str = count!("portfolio AS p", "");

const COUNT_OF_TOUCHED: &str = count!("touched AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key", "");

const DISCOUNT_OF_TOUCHED: &str = count!("touched AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key", "-1 * ");

const CHANGE: &str = "UPDATE opportunity_state SET version = version + 1";

/// Whose totals are asked for, and at which locations.
pub(crate) struct Kept {
    organisation: OrganisationId,
    locations: Option<Vec<LocationId>>,
}

impl Kept {
    /// Whether they are kept: not for several partners together, nor for what is searched for.
    pub(crate) fn of(scope: &Scope, programme: OrganisationId, filter: &OpportunityFilter) -> Option<Self> {
        let [organisation] = organisations(scope, programme)[..] else { return None };
        filter.follows_from_reach(scope).then(|| Self { organisation, locations: filter.reach(scope) })
    }

    /// Adds the totals by family of licences and currency, narrowed by all but families.
    pub(crate) fn add(&self, statement: &mut Statement, filter: &OpportunityFilter) {
        statement.text(
            "SELECT w.sku_bucket, NULLIF(o.currency, '') AS currency, CAST(SUM(o.opportunities) AS BIGINT) AS rows,
                    CAST(SUM(o.units) AS BIGINT) AS units, CAST(SUM(o.potential_minor) AS BIGINT) AS minor
             FROM opportunity_total AS o JOIN workload AS w ON w.workload_id = o.workload_id WHERE o.organisation_id = ",
        );
        statement.value(Value::Int(self.organisation.0));
        of_reach(statement, self.locations.as_deref());
        for (column, values) in [
            (" AND o.country IN (", &filter.countries),
            (" AND o.segment IN (", &filter.segments),
            (" AND w.code IN (", &filter.workloads),
        ] {
            if !values.is_empty() {
                statement.text(column).values(values.iter().cloned().map(Value::Text)).text(")");
            }
        }
        match filter.is_claimed {
            Some(true) => drop(statement.text(" AND o.is_claimed")),
            Some(false) => drop(statement.text(" AND NOT o.is_claimed")),
            None => {}
        }
        statement.text(" GROUP BY 1, 2 HAVING SUM(o.opportunities) > 0");
    }
}

impl Tx {
    /// Takes what is touched, or everything, out of the totals; before the portfolio changes.
    pub(crate) async fn discount_opportunities(&mut self, is_everything: bool) -> Result<(), StoreError> {
        self.run(CHANGE).await?;
        if is_everything {
            self.run("DELETE FROM opportunity_total").await?;
        } else {
            self.run(DISCOUNT_OF_TOUCHED).await?;
        }
        Ok(())
    }

    /// Adds what is touched to the totals; after the portfolio has changed.
    pub(crate) async fn count_opportunities(&mut self) -> Result<(), StoreError> {
        self.run(COUNT_OF_TOUCHED).await?;
        self.run("DELETE FROM opportunity_total WHERE opportunities = 0").await?;
        Ok(())
    }

    /// Counts all anew, after what could be earned has changed.
    pub(crate) async fn count_all_opportunities(&mut self) -> Result<(), StoreError> {
        self.run(CHANGE).await?;
        self.run("DELETE FROM opportunity_total").await?;
        self.run(COUNT_ALL).await?;
        Ok(())
    }
}
