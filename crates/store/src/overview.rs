//! The figures of the overview (S2.6), and how fresh the data is.

use domain::access::{Scope, View};
use domain::id::OrganisationId;

use crate::statement::{Statement, Value};
use crate::tenant_list::{ListFilter, organisations, select_in_scope};
use crate::usage::{TenantNamed, with_mine};
use crate::{StoreError, Tx};

/// A workload over all tenants of a scope.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WorkloadTotalRow {
    /// The workload.
    pub workload_id: i64,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// How many tenants have it now.
    pub tenants: i64,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
}

/// A workload's figures of a month, over all tenants of a scope.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WorkloadMonthRow {
    /// The workload.
    pub workload_id: i64,
    /// The month.
    pub month: i64,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
}

/// The figures that describe a scope's tenants as a whole.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct MonthRow {
    /// The newest month of any figure.
    pub(crate) month: Option<i64>,
}

/// How many tenants there are with a Usage % in a range.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BandRow {
    /// Below 25 %.
    pub low: i64,
    /// From 25 to 50 %.
    pub fair: i64,
    /// From 50 to 75 %.
    pub good: i64,
    /// From 75 to 100 %.
    pub high: i64,
    /// Above 100 %.
    pub above: i64,
    /// Without.
    pub none: i64,
}

/// How fresh a kind of data is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FreshnessRow {
    /// The kind.
    pub kind: String,
    /// When the newest load was applied.
    pub loaded_at: Option<i64>,
    /// Up to which month it has figures.
    pub month_last: Option<i64>,
}

impl Tx {
    /// The newest month of any figure in a scope.
    pub async fn newest_month(&mut self, scope: &Scope, programme: OrganisationId) -> Result<Option<i64>, StoreError> {
        let columns = |statement: &mut Statement| {
            statement.text("SELECT MAX(p.month) AS month");
        };
        let row: MonthRow = select_in_scope(columns, scope, programme, &ListFilter::default()).row(self).await?;
        Ok(row.month)
    }

    /// Each workload over all tenants of a scope, in the order of the catalogue: only figures that count now.
    pub async fn workload_totals(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
    ) -> Result<Vec<WorkloadTotalRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Any);
        statement.text(
            "SELECT w.workload_id, w.code, w.name_en, w.name_nl, COUNT(*) AS tenants,
                    CAST(SUM(m.pau) AS BIGINT) AS pau, CAST(SUM(m.mau) AS BIGINT) AS mau
             FROM mine AS m JOIN workload AS w ON w.workload_id = m.workload_id
             WHERE m.is_current
             GROUP BY w.workload_id, w.code, w.name_en, w.name_nl, w.position ORDER BY w.position, w.code",
        );
        statement.rows(self).await
    }

    /// Each workload's figures of each month from a month on, over all tenants of a scope.
    pub async fn workload_months(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        from_month: i64,
    ) -> Result<Vec<WorkloadMonthRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Any);
        statement.text(
            "SELECT f.workload_id, f.month, CAST(SUM(f.pau) AS BIGINT) AS pau, CAST(SUM(f.mau) AS BIGINT) AS mau
             FROM mine AS m JOIN figure AS f ON f.tenant_key = m.tenant_key AND f.workload_id = m.workload_id
             WHERE f.month >= ",
        );
        statement.value(Value::Int(from_month)).text(" GROUP BY f.workload_id, f.month ORDER BY f.month");
        statement.rows(self).await
    }

    /// How many tenants of a scope are in each band of Usage %.
    pub async fn bands(&mut self, scope: &Scope, programme: OrganisationId) -> Result<BandRow, StoreError> {
        let columns = |statement: &mut Statement| {
            statement.text(
                "SELECT COUNT(CASE WHEN p.usage_ppm < 250000 THEN 1 END) AS low,
                        COUNT(CASE WHEN p.usage_ppm >= 250000 AND p.usage_ppm < 500000 THEN 1 END) AS fair,
                        COUNT(CASE WHEN p.usage_ppm >= 500000 AND p.usage_ppm < 750000 THEN 1 END) AS good,
                        COUNT(CASE WHEN p.usage_ppm >= 750000 AND p.usage_ppm <= 1000000 THEN 1 END) AS high,
                        COUNT(CASE WHEN p.usage_ppm > 1000000 THEN 1 END) AS above,
                        COUNT(CASE WHEN p.usage_ppm IS NULL THEN 1 END) AS none",
            );
        };
        select_in_scope(columns, scope, programme, &ListFilter::default()).row(self).await
    }

    /// How fresh each kind of data is, as far as it concerns a scope; of everything, without a scope.
    pub async fn freshness(&mut self, scope: Option<&Scope>) -> Result<Vec<FreshnessRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT l.kind, MAX(l.applied_at) AS loaded_at, MAX(lp.month_last) AS month_last
             FROM load AS l JOIN load_partner AS lp ON lp.load_id = l.load_id
             WHERE l.state = 'applied'",
        );
        if let Some(scope) = scope.filter(|scope| !matches!(scope.view(), View::Programme)) {
            statement.text(" AND lp.organisation_id IN (");
            // The programme office is no partner, so the organisation that stands for it is not among these.
            statement.values(organisations(scope, OrganisationId(0)).iter().map(|it| Value::Int(it.0))).text(")");
        }
        statement.text(" GROUP BY l.kind");
        statement.rows(self).await
    }
}
