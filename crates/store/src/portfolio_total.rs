//! The totals of the portfolio and what it can be filtered by, kept by adding and taking away what changes:
//! a page reads them, and does not add up every tenant of a large partner.

use domain::access::{Scope, View};
use domain::id::{LoadId, LocationId, OrganisationId};

use crate::statement::{Statement, Value};
use crate::tenant_list::{ListTotals, organisations};
use crate::{StoreError, TenantChoices, Tx, WorkloadRow, on};

/// Adds the tenants that a load touched to the totals, or, with -1, takes them away.
const COUNT_TOTALS: &str = "
INSERT INTO portfolio_total (organisation_id, reach, tenants, pau, mau)
WITH touched AS (
    SELECT p.organisation_id, p.tenant_key, MAX(p.pau) AS pau, MAX(p.mau) AS mau,
           ',' || STRING_AGG(CASE WHEN p.location_id <> 0 THEN CAST(p.location_id AS TEXT) END, ',' ORDER BY p.location_id)
           || ',' AS reach
    FROM load_tenant AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key
    WHERE lt.load_id = $1 GROUP BY p.organisation_id, p.tenant_key
)
SELECT organisation_id, '', CAST($2 * COUNT(*) AS BIGINT), CAST($2 * SUM(pau) AS BIGINT), CAST($2 * SUM(mau) AS BIGINT)
FROM touched GROUP BY organisation_id
UNION ALL
SELECT organisation_id, reach, CAST($2 * COUNT(*) AS BIGINT), CAST($2 * SUM(pau) AS BIGINT), CAST($2 * SUM(mau) AS BIGINT)
FROM touched WHERE reach IS NOT NULL GROUP BY organisation_id, reach
ON CONFLICT (organisation_id, reach)
DO UPDATE SET tenants = portfolio_total.tenants + excluded.tenants, pau = portfolio_total.pau + excluded.pau,
              mau = portfolio_total.mau + excluded.mau";

/// The same with what they can be filtered by.
const COUNT_CHOICES: &str = "
INSERT INTO portfolio_choice (organisation_id, location_id, kind, value, tenants)
SELECT p.organisation_id, p.location_id, 'country', p.country, CAST($2 * COUNT(*) AS BIGINT)
FROM load_tenant AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key
WHERE lt.load_id = $1 AND p.country <> '' GROUP BY p.organisation_id, p.location_id, p.country
UNION ALL
SELECT p.organisation_id, p.location_id, 'segment', p.segment, CAST($2 * COUNT(*) AS BIGINT)
FROM load_tenant AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key
WHERE lt.load_id = $1 AND p.segment <> '' GROUP BY p.organisation_id, p.location_id, p.segment
UNION ALL
SELECT c.organisation_id, c.location_id, 'workload', w.code, c.tenants
FROM (
    SELECT p.organisation_id, p.location_id, pw.workload_id, CAST($2 * COUNT(*) AS BIGINT) AS tenants
    FROM load_tenant AS lt
    JOIN portfolio AS p ON p.tenant_key = lt.tenant_key
    JOIN portfolio_workload AS pw ON pw.organisation_id = p.organisation_id AND pw.tenant_key = p.tenant_key
    WHERE lt.load_id = $1 GROUP BY p.organisation_id, p.location_id, pw.workload_id
) AS c JOIN workload AS w ON w.workload_id = c.workload_id
WHERE TRUE
ON CONFLICT (organisation_id, location_id, kind, value)
DO UPDATE SET tenants = portfolio_choice.tenants + excluded.tenants";

impl Tx {
    /// Takes what a load touched out of the totals; before the portfolio changes.
    pub(crate) async fn discount_portfolio(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.for_source(COUNT_TOTALS, load, -1).await?;
        self.for_source(COUNT_CHOICES, load, -1).await?;
        Ok(())
    }

    /// Adds what a load touched to the totals; after the portfolio has changed.
    pub(crate) async fn count_portfolio(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.for_source(COUNT_TOTALS, load, 1).await?;
        self.for_source(COUNT_CHOICES, load, 1).await?;
        on!(self, c => {
            sqlx::query("DELETE FROM portfolio_total WHERE tenants = 0").execute(&mut *c).await?;
            sqlx::query("DELETE FROM portfolio_choice WHERE tenants = 0").execute(&mut *c).await?;
        });
        Ok(())
    }

    /// The kept totals of a scope, or of some of its locations; nothing for a scope of several partners, whose
    /// tenants overlap.
    pub(crate) async fn kept_totals(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        locations: Option<&[LocationId]>,
    ) -> Result<Option<ListTotals>, StoreError> {
        let [organisation] = organisations(scope, programme)[..] else { return Ok(None) };
        let mut statement = Statement::new(
            "SELECT CAST(COALESCE(SUM(tenants), 0) AS BIGINT) AS tenants, CAST(COALESCE(SUM(pau), 0) AS BIGINT) AS pau,
                    CAST(COALESCE(SUM(mau), 0) AS BIGINT) AS mau
             FROM portfolio_total WHERE organisation_id = ",
        );
        statement.value(Value::Int(organisation.0));
        match locations {
            None => drop(statement.text(" AND reach = ''")),
            Some(locations) => {
                statement.text(" AND (FALSE");
                for location in locations {
                    statement.text(" OR reach LIKE ").value(Value::Text(format!("%,{},%", location.0)));
                }
                statement.text(")");
            }
        }
        statement.row(self).await.map(Some)
    }

    /// What the tenants of a scope can be filtered by.
    pub async fn tenant_choices(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
    ) -> Result<TenantChoices, StoreError> {
        let mut statement =
            Statement::new("SELECT DISTINCT kind, value FROM portfolio_choice WHERE organisation_id IN (");
        statement.values(organisations(scope, programme).iter().map(|organisation| Value::Int(organisation.0)));
        statement.text(") AND location_id IN (");
        match (scope.view(), scope.limited_to()) {
            (View::Partner { .. }, Some(locations)) => {
                statement.values(locations.iter().map(|location| Value::Int(location.0)));
            }
            _ => drop(statement.value(Value::Int(0))),
        }
        statement.text(") ORDER BY kind, value");
        let rows: Vec<(String, String)> = statement.rows(self).await?;
        let of = |wanted: &str| -> Vec<String> {
            rows.iter().filter(|(kind, _)| kind == wanted).map(|(_, value)| value.clone()).collect()
        };
        let codes = of("workload");
        let mut workloads: Vec<WorkloadRow> = self.workloads().await?;
        workloads.retain(|workload| codes.contains(&workload.code));
        Ok(TenantChoices { countries: of("country"), segments: of("segment"), workloads })
    }
}
