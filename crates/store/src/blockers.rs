//! What stands in the way, over all that a scope sees: seats by status and reason, and of how many tenants (S8.6).

use domain::access::{Scope, View};
use domain::id::OrganisationId;
use domain::planted::{Fault, planted};
use domain::service_status::STATUS_UNKNOWN;

use crate::statement::{Statement, Value};
use crate::tenant_list::organisations;
use crate::{StoreError, Tx};

/// Seats of a reason, or of a whole status.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BlockerRow {
    /// The status.
    pub l1: String,
    /// The reason; nothing for the whole status.
    pub l2: Option<String>,
    /// How many seats.
    pub seats: i64,
    /// Of how many tenants; one with several reasons counts once for the status.
    pub tenants: i64,
}

/// Adds that splits are those of partners whose claims the scope sees: `b` are their seats.
pub(crate) fn of_holders(statement: &mut Statement, scope: &Scope) {
    match scope.view() {
        View::Programme => {}
        View::Partners(partners) => {
            statement.text(" AND b.organisation_id IN (");
            statement.values(partners.iter().map(|partner| Value::Int(partner.0))).text(")");
        }
        View::Partner { .. } if planted(Fault::StatusFilterOfEverybody) => {}
        View::Partner { organisation_id, .. } => {
            statement.text(" AND b.organisation_id = ").value(Value::Int(organisation_id.0));
        }
    }
}

/// Adds the seats of splits in scope, `b`, of claims that stand; a condition may follow.
fn seats_in_scope(statement: &mut Statement, scope: &Scope) {
    statement.text(
        " FROM split_seats AS b
          JOIN claim AS c ON c.tenant_key = b.tenant_key AND c.workload_id = b.workload_id
                         AND c.organisation_id = b.organisation_id
          WHERE TRUE",
    );
    of_holders(statement, scope);
    reached(
        statement,
        scope,
        " AND b.tenant_key IN (SELECT r.tenant_key FROM portfolio AS r WHERE r.organisation_id = ",
    );
}

/// Where somebody is limited to locations, only tenants that are reached through these.
fn reached(statement: &mut Statement, scope: &Scope, of: &'static str) {
    if let (View::Partner { organisation_id, .. }, Some(locations)) = (scope.view(), scope.limited_to()) {
        statement.text(of).value(Value::Int(organisation_id.0)).text(" AND r.location_id IN (");
        statement.values(locations.iter().map(|location| Value::Int(location.0))).text("))");
    }
}

impl Tx {
    /// The seats in scope by status (L1). Where nobody has saved a split, all seats are as they came.
    pub async fn seats_by_status(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let mut statement = Statement::new("SELECT l1, CAST(SUM(seats) AS BIGINT) FROM (SELECT b.l1, b.seats");
        seats_in_scope(&mut statement, scope);
        statement.text(" UNION ALL SELECT ").value(Value::Text(STATUS_UNKNOWN.to_owned()));
        statement.text(
            ", pw.pau FROM portfolio_workload AS pw
             WHERE pw.holder_id IS NOT NULL AND pw.pau > 0
               AND NOT EXISTS (SELECT 1 FROM split AS s WHERE s.organisation_id = pw.holder_id
                               AND s.tenant_key = pw.tenant_key AND s.workload_id = pw.workload_id)
               AND pw.organisation_id IN (",
        );
        statement.values(organisations(scope, programme).iter().map(|one| Value::Int(one.0))).text(")");
        reached(
            &mut statement,
            scope,
            " AND pw.tenant_key IN (SELECT r.tenant_key FROM portfolio AS r WHERE r.organisation_id = ",
        );
        statement.text(") AS every GROUP BY l1");
        statement.rows(self).await
    }

    /// The seats of these statuses in scope: a row a reason, and one a status as a whole.
    pub async fn blockers(&mut self, scope: &Scope, statuses: &[&str]) -> Result<Vec<BlockerRow>, StoreError> {
        let mut rows = Vec::new();
        for (columns, group) in [
            ("SELECT b.l1, NULLIF(b.l2, '') AS l2, ", " GROUP BY b.l1, b.l2 HAVING b.l2 <> '' ORDER BY b.l1, b.l2"),
            ("SELECT b.l1, CAST(NULL AS TEXT) AS l2, ", " GROUP BY b.l1 ORDER BY b.l1"),
        ] {
            let mut statement = Statement::new(columns);
            statement.text("CAST(SUM(b.seats) AS BIGINT) AS seats, COUNT(DISTINCT b.tenant_key) AS tenants");
            seats_in_scope(&mut statement, scope);
            statement.text(" AND b.l1 IN (");
            statement.values(statuses.iter().map(|status| Value::Text((*status).to_owned()))).text(")").text(group);
            rows.extend(statement.rows(self).await?);
        }
        Ok(rows)
    }
}
