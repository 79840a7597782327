//! Opportunities: one row a tenant and workload with room to grow, of those that a scope sees (S5.4).

use domain::access::{Scope, View};
use domain::id::{LocationId, OrganisationId, WorkloadId};
use domain::opportunity::{OpportunityColumn, OpportunitySort};
use uuid::Uuid;

use crate::audit::like;
use crate::opportunity_total::Kept;
use crate::statement::{Statement, Value};
use crate::usage::{TenantNamed, with_mine, with_mine_by};
use crate::{Engine, StoreError, Tx};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpportunityRow {
    /// The tenant's key.
    pub tenant_key: i64,
    /// Its GUID.
    pub tenant_id: Uuid,
    /// Its name.
    pub name: String,
    /// The name as it is sorted.
    pub name_key: String,
    /// The customer's number at the vendor.
    pub tpid: String,
    /// The workload.
    pub workload_id: i64,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// The family of licences to which it belongs.
    pub sku_bucket: String,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
    /// Room to grow.
    pub opportunity_units: i64,
    /// What it could earn; nothing where no offer applies.
    pub potential_minor: Option<i64>,
    /// In which currency.
    pub currency: Option<String>,
    /// Whether a claim is held that the scope sees.
    pub is_claimed: bool,
    /// The value in the sorted column, where it holds numbers.
    pub sort_number: Option<i64>,
    /// The value in the sorted column, where it holds text.
    pub sort_text: Option<String>,
}

/// What the list is narrowed to. Empty lists and `None` filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpportunityFilter {
    /// Words of the search, each already in the form of [`domain::tenant::name_key`].
    pub words: Vec<String>,
    /// Locations; the caller has checked that they are in scope.
    pub locations: Vec<LocationId>,
    /// Countries.
    pub countries: Vec<String>,
    /// Segments.
    pub segments: Vec<String>,
    /// Workloads, by code.
    pub workloads: Vec<String>,
    /// Families of licences, by code.
    pub buckets: Vec<String>,
    /// Only those that are claimed, or that nobody has claimed.
    pub is_claimed: Option<bool>,
}

/// A row's place in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityCursor {
    /// The value where the column holds numbers.
    pub number: Option<i64>,
    /// The value where the column holds text.
    pub text: Option<String>,
    /// Room to grow.
    pub units: i64,
    /// The tenant's name, as it is sorted.
    pub name_key: String,
    /// The tenant's GUID.
    pub tenant_id: Uuid,
    /// The workload's code.
    pub code: String,
    /// Whether the rows before it are wanted, and not those after.
    pub backwards: bool,
}

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

/// What rows are sorted by; `portfolio_workload_by_potential` has the text of the money, `portfolio_workload_by_units` the sum.
fn sorted(column: OpportunityColumn) -> &'static str {
    match column {
        OpportunityColumn::Tenant => "t.name_key",
        OpportunityColumn::Parent => "t.tpid",
        OpportunityColumn::Workload => "w.position",
        OpportunityColumn::SkuBucket => "w.sku_bucket",
        OpportunityColumn::Pau => "m.pau",
        OpportunityColumn::Mau => "m.mau",
        OpportunityColumn::UsagePercent => "m.mau * 1000000 / m.pau",
        OpportunityColumn::Units => "0 + m.opportunity_units",
        OpportunityColumn::Potential => {
            "CASE WHEN m.potential_minor IS NULL THEN '' ELSE m.currency || SUBSTR('0000000000000000000'
             || CAST(m.potential_minor AS TEXT), LENGTH(CAST(m.potential_minor AS TEXT)) + 1) END"
        }
        OpportunityColumn::Claim => "CASE WHEN m.holder_id IS NULL THEN 0 ELSE 1 END",
    }
}

/// `CROSS JOIN` keeps SQLite from beginning with the few workloads, and so from sorting all rows. To PostgreSQL it says nothing.
const FROM: &str = " FROM mine AS m CROSS JOIN tenant AS t CROSS JOIN workload AS w
 WHERE t.tenant_key = m.tenant_key AND w.workload_id = m.workload_id AND m.opportunity_units > 0 AND m.is_current";

fn narrow(statement: &mut Statement, scope: &Scope, filter: &OpportunityFilter) {
    if !filter.locations.is_empty() {
        // What a partner reaches through a location is kept; for the programme office the claims say it.
        statement.text(match scope.view() {
            View::Partner { .. } => " AND EXISTS (SELECT 1 FROM portfolio AS cl WHERE cl.organisation_id = ",
            View::Programme | View::Partners(_) => " AND EXISTS (SELECT 1 FROM claim_location AS cl WHERE ",
        });
        if let View::Partner { organisation_id, .. } = scope.view() {
            statement.value(Value::Int(organisation_id.0)).text(" AND ");
        }
        statement.text("cl.tenant_key = m.tenant_key AND cl.location_id IN (");
        statement.values(filter.locations.iter().map(|location| Value::Int(location.0))).text("))");
    }
    for word in &filter.words {
        let pattern = like(word);
        statement.text(" AND (t.name_key LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.domain LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.id_text LIKE ").value(Value::Text(pattern)).text(" ESCAPE '\\')");
    }
    for (column, values) in [(" AND t.country IN (", &filter.countries), (" AND t.segment IN (", &filter.segments)] {
        if !values.is_empty() {
            statement.text(column).values(values.iter().cloned().map(Value::Text)).text(")");
        }
    }
    match filter.is_claimed {
        Some(true) => {
            statement.text(" AND m.holder_id IS NOT NULL");
        }
        Some(false) => {
            statement.text(" AND m.holder_id IS NULL");
        }
        None => {}
    }
}

/// Of the workloads, apart: a page is read for each of them by itself.
fn narrow_workloads(statement: &mut Statement, filter: &OpportunityFilter) {
    for (column, values) in [(" AND w.code IN (", &filter.workloads), (" AND w.sku_bucket IN (", &filter.buckets)] {
        if !values.is_empty() {
            statement.text(column).values(values.iter().cloned().map(Value::Text)).text(")");
        }
    }
}

/// Which page of the list is wanted.
#[derive(Debug)]
pub struct OpportunitiesAsked<'a> {
    /// What the list is narrowed to.
    pub filter: &'a OpportunityFilter,
    /// The order.
    pub sort: OpportunitySort,
    /// The row from whose place on it is read; nothing for the beginning.
    pub cursor: Option<&'a OpportunityCursor>,
    /// The most rows; up to one more is read.
    pub limit: i64,
}

/// The index that has the order. SQLite is told: it thinks of what there is on the whole and not of a page, so that it may sort
/// all rows, above all where few of them could earn anything.
fn index(engine: Engine, column: OpportunityColumn, is_by_workload: bool) -> &'static str {
    match (engine, column, is_by_workload) {
        (Engine::Sqlite, OpportunityColumn::Potential, false) => " INDEXED BY portfolio_workload_by_potential",
        (Engine::Sqlite, OpportunityColumn::Potential, true) => {
            " INDEXED BY portfolio_workload_by_workload_and_potential"
        }
        (Engine::Sqlite, OpportunityColumn::Units, _) => " INDEXED BY portfolio_workload_by_units",
        _ => "",
    }
}

/// The rows of some workloads are read from an index workload by workload, each in order, and then merged: what they could
/// earn differs too much by workload for one order over all of them to find those of one.
fn page_statement(
    engine: Engine,
    scope: &Scope,
    programme: OrganisationId,
    asked: &OpportunitiesAsked<'_>,
    workloads: &[WorkloadId],
) -> Statement {
    let index = index(engine, asked.sort.column, !workloads.is_empty());
    let mut statement = with_mine_by(scope, programme, TenantNamed::Any, index);
    if workloads.is_empty() {
        add_rows(&mut statement, scope, asked, None);
        return statement;
    }
    for (place, workload) in workloads.iter().enumerate() {
        statement.text(if place == 0 { "SELECT * FROM (" } else { " UNION ALL " });
        statement.text("SELECT * FROM (");
        add_rows(&mut statement, scope, asked, Some(*workload));
        statement.text(") AS part");
    }
    statement.text(") AS merged");
    let value = if asked.sort.column.is_sorted_as_number() { "sort_number" } else { "sort_text" };
    add_order(&mut statement, asked, [value, "opportunity_units", "name_key", "tenant_id", "code"]);
    statement
}

fn reads_down(asked: &OpportunitiesAsked<'_>) -> bool {
    asked.sort.descending != asked.cursor.is_some_and(|cursor| cursor.backwards)
}

fn add_rows(statement: &mut Statement, scope: &Scope, asked: &OpportunitiesAsked<'_>, workload: Option<WorkloadId>) {
    statement.text(
        "SELECT m.tenant_key, t.tenant_id, t.name, t.name_key, t.tpid, m.workload_id, w.code, w.name_en, w.name_nl,
                w.sku_bucket, m.pau, m.mau, m.opportunity_units, m.potential_minor, m.currency,
                m.holder_id IS NOT NULL AS is_claimed, ",
    );
    let (is_number, value) = (asked.sort.column.is_sorted_as_number(), sorted(asked.sort.column));
    if is_number {
        statement.text("CAST(").text(value).text(" AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text");
    } else {
        statement.text("CAST(NULL AS BIGINT) AS sort_number, ").text(value).text(" AS sort_text");
    }
    statement.text(FROM);
    if let Some(workload) = workload {
        statement.text(" AND m.workload_id = ").value(Value::Int(workload.0));
    }
    narrow(statement, scope, asked.filter);
    if let Some(cursor) = asked.cursor {
        statement.text(" AND (").text(value).text(", m.opportunity_units, t.name_key, t.tenant_id, w.code) ");
        statement.text(if reads_down(asked) { "< (" } else { "> (" });
        statement.value(if is_number {
            Value::Int(cursor.number.unwrap_or_default())
        } else {
            Value::Text(cursor.text.clone().unwrap_or_default())
        });
        statement.text(", ").value(Value::Int(cursor.units));
        statement.text(", ").value(Value::Text(cursor.name_key.clone()));
        statement.text(", ").value(Value::Guid(cursor.tenant_id));
        statement.text(", ").value(Value::Text(cursor.code.clone())).text(")");
    }
    add_order(statement, asked, [value, "m.opportunity_units", "t.name_key", "t.tenant_id", "w.code"]);
}

fn add_order(statement: &mut Statement, asked: &OpportunitiesAsked<'_>, keys: [&'static str; 5]) {
    for (place, key) in keys.into_iter().enumerate() {
        statement.text(if place == 0 { " ORDER BY " } else { ", " }).text(key);
        statement.text(if reads_down(asked) { " DESC" } else { " ASC" });
    }
    statement.text(" LIMIT ").value(Value::Int(asked.limit.saturating_add(1)));
}

impl Tx {
    /// A page of the list, in order, from its beginning or from a row's place on: up to one row more than the limit. Going
    /// backwards, the nearest comes first.
    pub async fn opportunities(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        asked: &OpportunitiesAsked<'_>,
    ) -> Result<Vec<OpportunityRow>, StoreError> {
        match self.workloads_of(asked.filter).await? {
            Some(none) if none.is_empty() => Ok(Vec::new()),
            some => page_statement(self.engine(), scope, programme, asked, &some.unwrap_or_default()).rows(self).await,
        }
    }

    /// The statement behind a page, with its values in their places.
    pub async fn opportunities_statement(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        asked: &OpportunitiesAsked<'_>,
    ) -> Result<String, StoreError> {
        let workloads = self.workloads_of(asked.filter).await?.unwrap_or_default();
        Ok(page_statement(self.engine(), scope, programme, asked, &workloads).written(self.engine()))
    }

    /// The workloads to which the list is narrowed; nothing where it is that of all.
    async fn workloads_of(&mut self, filter: &OpportunityFilter) -> Result<Option<Vec<WorkloadId>>, StoreError> {
        if filter.workloads.is_empty() && filter.buckets.is_empty() {
            return Ok(None);
        }
        let mut statement = Statement::new("SELECT w.workload_id FROM workload AS w WHERE TRUE");
        narrow_workloads(&mut statement, filter);
        statement.text(" ORDER BY w.workload_id");
        let rows: Vec<(i64,)> = statement.rows(self).await?;
        Ok(Some(rows.into_iter().map(|(workload,)| WorkloadId(workload)).collect()))
    }

    /// What each family of licences could gain, of the list as narrowed.
    pub async fn opportunity_sums(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        filter: &OpportunityFilter,
    ) -> Result<Vec<OpportunitySumRow>, StoreError> {
        if let Some(kept) = Kept::of(scope, programme, filter) {
            return kept.statement(filter).rows(self).await;
        }
        let mut statement = with_mine(scope, programme, TenantNamed::Any);
        statement.text(
            "SELECT w.sku_bucket, CASE WHEN m.potential_minor IS NULL THEN NULL ELSE m.currency END AS currency,
                    COUNT(*) AS rows, CAST(SUM(m.opportunity_units) AS BIGINT) AS units,
                    CAST(COALESCE(SUM(m.potential_minor), 0) AS BIGINT) AS minor",
        );
        statement.text(FROM);
        narrow(&mut statement, scope, filter);
        narrow_workloads(&mut statement, filter);
        statement.text(" GROUP BY 1, 2 ORDER BY 1, 2");
        statement.rows(self).await
    }
}
