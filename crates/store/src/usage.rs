//! The workloads of a scope and their figures, month by month (S3).

use domain::access::{Scope, View};
use domain::id::{OrganisationId, TenantKey, WorkloadId};
use domain::planted::{Fault, planted};
use uuid::Uuid;

use crate::merged_tenant::Several;
use crate::statement::{Statement, Value};
use crate::tenant_list::organisations;
use crate::{StoreError, Tx};

/// A month of a figure, with where it came from (S3.5).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HistoryRow {
    /// The month.
    pub month: i64,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
    /// The kind of report.
    pub kind: String,
    /// The file.
    pub file_name: String,
    /// When it was loaded.
    pub applied_at: Option<i64>,
}

/// All tenants, or one by its key or by the GUID that people know.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TenantNamed {
    Any,
    Key(TenantKey),
    Guid(Uuid),
}

impl TenantNamed {
    /// Adds that a key is that of the tenant, behind a text that ends with the comparison; nothing for all tenants.
    pub(crate) fn narrow(self, statement: &mut Statement, before: &'static str) {
        match self {
            Self::Any => {}
            Self::Key(key) => drop(statement.text(before).value(Value::Int(key.0))),
            Self::Guid(guid) => {
                statement.text(before).text("(SELECT named.tenant_key FROM tenant AS named WHERE named.tenant_id = ");
                statement.value(Value::Guid(guid)).text(")");
            }
        }
    }
}

/// Begins a statement with the workloads that a scope sees, as `mine`: each of them once, whoever of
/// several partners shows it, with its last figure and whether that is current.
pub(crate) fn with_mine(scope: &Scope, programme: OrganisationId, tenant: TenantNamed) -> Statement {
    let mut statement = Statement::default();
    add_mine(&mut statement, scope, programme, tenant, "");
    statement
}

/// Adds the same, read by an index where it is of one organisation: ` INDEXED BY ...` on SQLite, and nothing on PostgreSQL.
pub(crate) fn add_mine(
    statement: &mut Statement,
    scope: &Scope,
    programme: OrganisationId,
    tenant: TenantNamed,
    index: &'static str,
) {
    let whose = match tenant {
        TenantNamed::Key(_) | TenantNamed::Guid(_) if planted(Fault::UsageOfOthersClaims) => vec![programme],
        _ => organisations(scope, programme),
    };
    if let [one] = whose.as_slice() {
        statement.text(
            "WITH mine AS NOT MATERIALIZED (SELECT tenant_key, workload_id, holder_id, source, month, pau, mau, is_current, high_water_mau,
                             opportunity_units, potential_minor, currency
             FROM portfolio_workload",
        );
        statement.text(index).text(" WHERE organisation_id = ");
        statement.value(Value::Int(one.0));
        narrow(statement, scope, tenant);
        statement.text(") ");
        return;
    }
    let several = Several { partners: &whose, programme };
    several.begin(statement, tenant);
    statement.text(
        ", mine AS (
    SELECT w.tenant_key, w.workload_id, w.holder_id, w.source, w.month, w.pau, w.mau, w.is_current, w.high_water_mau,
           w.opportunity_units, w.potential_minor, w.currency
    FROM portfolio AS p CROSS JOIN portfolio_workload AS w
    WHERE w.organisation_id = p.organisation_id AND w.tenant_key = p.tenant_key AND p.location_id = 0 AND NOT p.is_shared
      AND p.organisation_id IN (",
    );
    several.values(statement);
    tenant.narrow(statement.text(")"), " AND p.tenant_key = ");
    statement.text(
        "
    UNION ALL
    SELECT w.tenant_key, w.workload_id, w.holder_id, w.source, w.month, w.pau, w.mau, w.is_current, w.high_water_mau,
           w.opportunity_units, w.potential_minor, w.currency
    FROM whose AS s CROSS JOIN portfolio_workload AS w
    WHERE w.organisation_id = s.organisation_id AND w.tenant_key = s.tenant_key
    UNION ALL
    SELECT tenant_key, workload_id, holder_id, source, month, pau, mau, is_current, high_water_mau, opportunity_units,
           potential_minor, currency
    FROM partly) ",
    );
}

fn narrow(statement: &mut Statement, scope: &Scope, tenant: TenantNamed) {
    tenant.narrow(statement, " AND tenant_key = ");
    if let (View::Partner { organisation_id, .. }, Some(locations)) = (scope.view(), scope.limited_to()) {
        statement.text(" AND tenant_key IN (SELECT r.tenant_key FROM portfolio AS r WHERE r.organisation_id = ");
        statement.value(Value::Int(organisation_id.0)).text(" AND r.location_id IN (");
        statement.values(locations.iter().map(|location| Value::Int(location.0))).text("))");
    }
}

impl Tx {
    /// The months of a workload's figures at a tenant, oldest first, when the scope sees that workload.
    pub async fn history(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant: TenantKey,
        workload: WorkloadId,
    ) -> Result<Vec<HistoryRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Key(tenant));
        statement.text(
            "SELECT f.month, f.pau, f.mau, l.kind, l.file_name, l.applied_at
             FROM mine AS m
             JOIN figure AS f ON f.tenant_key = m.tenant_key AND f.workload_id = m.workload_id
             JOIN load AS l ON l.load_id = f.load_id
             WHERE m.workload_id = ",
        );
        statement.value(Value::Int(workload.0)).text(" ORDER BY f.month");
        statement.rows(self).await
    }
}
