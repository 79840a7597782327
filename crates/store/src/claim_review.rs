//! What a decision on a claim needs to know, and what it makes of workloads (S4.4). For the programme office alone.

use std::collections::BTreeSet;

use domain::id::{FiledClaimId, TenantKey, WorkloadId};
use uuid::Uuid;

use crate::filed_claim::{COLUMNS, FiledClaimRow};
use crate::statement::{Statement, Value};
use crate::{StoreError, Tx, on};

/// What else concerns a workload of a claim: who holds it, or who claims it too. For the programme office alone (S4.4).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CompetitorRow {
    /// The workload.
    pub workload_id: i64,
    /// The other partner.
    pub organisation_id: i64,
    /// Their name.
    pub organisation: String,
    /// The number of their claim; nothing where reports alone say it.
    pub number: Option<String>,
    /// The state of that claim; `approved` where reports say it.
    pub state: String,
}

/// The tenant of a claim that is decided on.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimedTenantRow {
    /// Its key.
    pub tenant_key: i64,
    /// Its name.
    pub name: String,
    /// Its domain; empty where no report has one.
    pub domain: String,
}

impl Tx {
    /// Says what a decision made of the workloads of a claim: those that it holds, and the others; nothing of any where it
    /// holds none.
    pub async fn decide_workloads(
        &mut self,
        claim: FiledClaimId,
        tenant: TenantKey,
        held: &BTreeSet<WorkloadId>,
    ) -> Result<(), StoreError> {
        let is_held = |statement: &mut Statement| {
            statement.values(held.iter().map(|one| Value::Int(one.0)));
        };
        let mut statement = Statement::new("UPDATE filed_claim_workload SET outcome = CASE WHEN workload_id IN (");
        is_held(&mut statement);
        statement.text(") THEN 'held' ELSE 'left' END, tenant_key = CASE WHEN workload_id IN (");
        is_held(&mut statement);
        statement.text(") THEN CAST(").value(Value::Int(tenant.0));
        statement.text(" AS BIGINT) END WHERE filed_claim_id = ").value(Value::Int(claim.0));
        statement.run(self).await
    }

    /// The tenant of that ID, whoever sees it, with its name and domain: for decisions on claims alone.
    pub async fn claimed_tenant(&mut self, tenant: Uuid) -> Result<Option<ClaimedTenantRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as("SELECT tenant_key, name, domain FROM tenant WHERE tenant_id = $1")
            .bind(tenant).fetch_optional(c).await?))
    }

    /// Who else holds or claims the workloads of a claim.
    pub async fn competitors(&mut self, claim: &FiledClaimRow) -> Result<Vec<CompetitorRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT f.workload_id AS workload_id, k.organisation_id AS organisation_id, o.name AS organisation,
                    COALESCE(h.number, n.number) AS number, 'approved' AS state
             FROM filed_claim_workload AS f
             JOIN tenant AS t ON t.tenant_id = $2
             JOIN claim AS k ON k.tenant_key = t.tenant_key AND k.workload_id = f.workload_id
             JOIN organisation AS o ON o.organisation_id = k.organisation_id
             LEFT JOIN filed_claim AS h ON h.filed_claim_id = k.filed_claim_id
             LEFT JOIN claim_number AS n ON n.organisation_id = k.organisation_id AND n.tenant_key = k.tenant_key
                  AND n.workload_id = k.workload_id
             WHERE f.filed_claim_id = $1 AND COALESCE(k.filed_claim_id, 0) <> $1
               AND (k.organisation_id <> $3 OR k.filed_claim_id IS NOT NULL)
             UNION ALL
             SELECT f.workload_id, c.organisation_id, o.name AS organisation, c.number, c.state
             FROM filed_claim_workload AS f
             JOIN filed_claim AS c ON c.tenant_id = $2 AND c.filed_claim_id <> $1
                  AND c.state IN ('submitted', 'under_review', 'action_required', 'disputed')
             JOIN filed_claim_workload AS g ON g.filed_claim_id = c.filed_claim_id AND g.workload_id = f.workload_id
             JOIN organisation AS o ON o.organisation_id = c.organisation_id
             WHERE f.filed_claim_id = $1
             ORDER BY 1, 5, 4"
        ).bind(claim.filed_claim_id).bind(claim.tenant_id).bind(claim.organisation_id).fetch_all(c).await?))
    }

    /// Approved claims that hold any of these workloads of a tenant, but for one.
    pub async fn holding_claims(
        &mut self,
        tenant: Uuid,
        workloads: &BTreeSet<WorkloadId>,
        but: FiledClaimId,
    ) -> Result<Vec<FiledClaimRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        statement.text(" AND c.state = 'approved' AND c.tenant_id = ").value(Value::Guid(tenant));
        statement.text(" AND c.filed_claim_id <> ").value(Value::Int(but.0));
        statement.text(
            " AND EXISTS (SELECT 1 FROM filed_claim_workload AS f WHERE f.filed_claim_id = c.filed_claim_id
              AND f.outcome = 'held' AND f.workload_id IN (",
        );
        statement.values(workloads.iter().map(|one| Value::Int(one.0))).text(")) ORDER BY c.filed_claim_id");
        statement.rows(self).await
    }
}
