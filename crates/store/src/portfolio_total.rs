//! The totals of the portfolio and what it can be filtered by, kept by adding and taking away what changes:
//! a page reads them, and does not add up every tenant of a large partner.

use domain::access::{Scope, View};
use domain::id::{LocationId, OrganisationId};

use crate::statement::{Statement, Value};
use crate::tenant_list::organisations;
use crate::{StoreError, TenantChoices, Tx, WorkloadRow, on};

/// Adds the touched tenants to the totals, or, with -1, takes them away.
const COUNT_TOTALS: &str = "
INSERT INTO portfolio_total (organisation_id, reach, tenants, pau, mau)
WITH counted AS (
    SELECT p.organisation_id, p.tenant_key, MAX(p.pau) AS pau, MAX(p.mau) AS mau,
           MAX(CASE WHEN p.is_shared THEN 1 ELSE 0 END) AS shared,
           ',' || STRING_AGG(CASE WHEN p.location_id <> 0 THEN CAST(p.location_id AS TEXT) END, ',' ORDER BY p.location_id)
           || ',' AS reach
    FROM touched AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key
    GROUP BY p.organisation_id, p.tenant_key
)
SELECT organisation_id, '', CAST($1 * COUNT(*) AS BIGINT), CAST($1 * SUM(pau) AS BIGINT), CAST($1 * SUM(mau) AS BIGINT)
FROM counted GROUP BY organisation_id
UNION ALL
SELECT organisation_id, 'alone', CAST($1 * COUNT(*) AS BIGINT), CAST($1 * SUM(pau) AS BIGINT), CAST($1 * SUM(mau) AS BIGINT)
FROM counted WHERE shared = 0 GROUP BY organisation_id
UNION ALL
SELECT organisation_id, reach, CAST($1 * COUNT(*) AS BIGINT), CAST($1 * SUM(pau) AS BIGINT), CAST($1 * SUM(mau) AS BIGINT)
FROM counted WHERE reach IS NOT NULL GROUP BY organisation_id, reach
ON CONFLICT (organisation_id, reach)
DO UPDATE SET tenants = portfolio_total.tenants + excluded.tenants, pau = portfolio_total.pau + excluded.pau,
              mau = portfolio_total.mau + excluded.mau";

/// The same with what they can be filtered by.
const COUNT_CHOICES: &str = "
INSERT INTO portfolio_choice (organisation_id, location_id, kind, value, tenants)
SELECT p.organisation_id, p.location_id, 'country', p.country, CAST($1 * COUNT(*) AS BIGINT)
FROM touched AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key
WHERE p.country <> '' GROUP BY p.organisation_id, p.location_id, p.country
UNION ALL
SELECT p.organisation_id, p.location_id, 'segment', p.segment, CAST($1 * COUNT(*) AS BIGINT)
FROM touched AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key
WHERE p.segment <> '' GROUP BY p.organisation_id, p.location_id, p.segment
UNION ALL
SELECT c.organisation_id, c.location_id, 'workload', w.code, c.tenants
FROM (
    SELECT p.organisation_id, p.location_id, pw.workload_id, CAST($1 * COUNT(*) AS BIGINT) AS tenants
    FROM touched AS lt
    JOIN portfolio AS p ON p.tenant_key = lt.tenant_key
    JOIN portfolio_workload AS pw ON pw.organisation_id = p.organisation_id AND pw.tenant_key = p.tenant_key
    GROUP BY p.organisation_id, p.location_id, pw.workload_id
) AS c JOIN workload AS w ON w.workload_id = c.workload_id
WHERE TRUE
ON CONFLICT (organisation_id, location_id, kind, value)
DO UPDATE SET tenants = portfolio_choice.tenants + excluded.tenants";

/// Whether there is a tenant in the portfolio that is not touched.
const HAS_UNTOUCHED: &str = "
SELECT COUNT(*) FROM (
    SELECT 1 FROM portfolio AS p
    WHERE NOT EXISTS (SELECT 1 FROM touched AS lt WHERE lt.tenant_key = p.tenant_key)
    LIMIT 1
) AS untouched";

/// Adds a condition that leaves the kept totals of the locations, or of all that the organisation has.
pub(crate) fn kept_totals(statement: &mut Statement, organisation: OrganisationId, locations: Option<&[LocationId]>) {
    statement.text(" FROM portfolio_total WHERE organisation_id = ").value(Value::Int(organisation.0));
    of_reach(statement, locations);
}

pub(crate) fn of_reach(statement: &mut Statement, locations: Option<&[LocationId]>) {
    let Some(locations) = locations else {
        statement.text(" AND reach = ''");
        return;
    };
    statement.text(" AND (FALSE");
    for location in locations {
        statement.text(" OR reach LIKE ").value(Value::Text(format!("%,{},%", location.0)));
    }
    statement.text(")");
}

/// Adds an expression: what the tenants of the locations, or all that the organisation has, could earn by currency.
pub(crate) fn kept_potential(
    statement: &mut Statement,
    organisation: OrganisationId,
    locations: Option<&[LocationId]>,
) {
    statement.text(
        "COALESCE((SELECT STRING_AGG(e.currency || ' ' || CAST(e.minor AS TEXT), ',' ORDER BY e.currency)
          FROM (SELECT currency, CAST(SUM(potential_minor) AS BIGINT) AS minor FROM portfolio_potential
                WHERE organisation_id = ",
    );
    statement.value(Value::Int(organisation.0));
    of_reach(statement, locations);
    statement.text(" GROUP BY currency) AS e), '')");
}

/// A value that can be chosen; a workload with its names.
#[derive(sqlx::FromRow)]
struct ChoiceRow {
    kind: String,
    value: String,
    workload_id: Option<i64>,
    spelling: Option<String>,
    name_en: Option<String>,
    name_nl: Option<String>,
}

impl ChoiceRow {
    fn workload(self) -> Option<WorkloadRow> {
        Some(WorkloadRow {
            workload_id: self.workload_id?,
            code: self.value,
            spelling: self.spelling?,
            name_en: self.name_en?,
            name_nl: self.name_nl?,
        })
    }
}

impl Tx {
    /// Takes what is touched out of the totals; before the portfolio changes. Where that is everything, as with most
    /// monthly reports, nothing is left of them.
    pub(crate) async fn discount_portfolio(&mut self) -> Result<(), StoreError> {
        if self.count(HAS_UNTOUCHED).await? == 0 {
            self.run("DELETE FROM portfolio_total").await?;
            self.run("DELETE FROM portfolio_choice").await?;
            self.discount_potential(true).await?;
            return self.discount_opportunities(true).await;
        }
        self.with_number(COUNT_TOTALS, -1).await?;
        self.with_number(COUNT_CHOICES, -1).await?;
        self.discount_potential(false).await?;
        self.discount_opportunities(false).await
    }

    /// Adds what is touched to the totals; after the portfolio has changed.
    pub(crate) async fn count_portfolio(&mut self) -> Result<(), StoreError> {
        self.with_number(COUNT_TOTALS, 1).await?;
        self.with_number(COUNT_CHOICES, 1).await?;
        on!(self, c => {
            sqlx::query("DELETE FROM portfolio_total WHERE tenants = 0").execute(&mut *c).await?;
            sqlx::query("DELETE FROM portfolio_choice WHERE tenants = 0").execute(&mut *c).await?;
        });
        self.count_potential().await?;
        self.count_opportunities().await
    }

    /// Which of these tenants a partner reaches through one of these locations.
    pub async fn tenants_through(
        &mut self,
        organisation: OrganisationId,
        locations: &[LocationId],
        tenants: impl IntoIterator<Item = i64>,
    ) -> Result<Vec<i64>, StoreError> {
        let mut statement = Statement::new("SELECT DISTINCT tenant_key FROM portfolio WHERE organisation_id = ");
        statement.value(Value::Int(organisation.0)).text(" AND location_id IN (");
        statement.values(locations.iter().map(|location| Value::Int(location.0))).text(") AND tenant_key IN (");
        statement.values(tenants.into_iter().map(Value::Int)).text(")");
        Ok(statement.rows::<(i64,)>(self).await?.into_iter().map(|row| row.0).collect())
    }

    /// What the tenants of a scope can be filtered by.
    pub async fn tenant_choices(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
    ) -> Result<TenantChoices, StoreError> {
        let mut statement = Statement::new(
            "SELECT DISTINCT c.kind, c.value, w.position, w.workload_id, w.spelling, w.name_en, w.name_nl
             FROM portfolio_choice AS c LEFT JOIN workload AS w ON c.kind = 'workload' AND w.code = c.value
             WHERE c.organisation_id IN (",
        );
        statement.values(organisations(scope, programme).iter().map(|organisation| Value::Int(organisation.0)));
        statement.text(") AND c.location_id IN (");
        match (scope.view(), scope.limited_to()) {
            (View::Partner { .. }, Some(locations)) => {
                statement.values(locations.iter().map(|location| Value::Int(location.0)));
            }
            _ => drop(statement.value(Value::Int(0))),
        }
        statement.text(") ORDER BY c.kind, w.position, c.value");
        let rows: Vec<ChoiceRow> = statement.rows(self).await?;
        let mut choices = TenantChoices::default();
        for row in rows {
            match row.kind.as_str() {
                "country" => choices.countries.push(row.value),
                "segment" => choices.segments.push(row.value),
                _ => choices.workloads.extend(row.workload()),
            }
        }
        Ok(choices)
    }
}
