//! Opportunities: one row a tenant and workload with room to grow, of those that a scope sees (S5.4).

use domain::access::{Scope, View};
use domain::id::{LocationId, OrganisationId, WorkloadId};
use domain::opportunity::{OpportunityColumn, OpportunitySort};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};
use uuid::Uuid;

use crate::at_once::stands;
use crate::audit::like;
use crate::opportunity_sum::{OpportunitySums, add_sums, sums_of};
use crate::statement::{Statement, Value};
use crate::tenant_list::organisations;
use crate::usage::{TenantNamed, add_mine};
use crate::{AtOnce, Engine, Standing, StoreError, Tx};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The workload's code.
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

impl OpportunityFilter {
    /// Whether what is left follows from whose list it is and through which locations tenants are reached: not where it is
    /// searched for, nor where the programme office asks for the locations of claims.
    pub(crate) fn follows_from_reach(&self, scope: &Scope) -> bool {
        let is_by_claims = !self.locations.is_empty() && !matches!(scope.view(), View::Partner { .. });
        self.words.is_empty() && !is_by_claims
    }

    /// The locations that are left; nothing for all that there is.
    pub(crate) fn reach(&self, scope: &Scope) -> Option<Vec<LocationId>> {
        if self.locations.is_empty() { scope.limited_to() } else { Some(self.locations.clone()) }
    }
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

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityPage {
    /// Up to one row more than the limit; going backwards, the nearest comes first.
    pub rows: Vec<OpportunityRow>,
    /// What the families of licences could gain, where that was asked for and the page has a row.
    pub sums: Option<OpportunitySums>,
    /// The version of what is kept of them, where the page has a row.
    pub version: Option<i64>,
}

/// The workloads there are, as far as a list is narrowed by them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue(Vec<(WorkloadId, String, String)>);

impl Catalogue {
    /// The workloads to which a list is narrowed; nothing where it is that of all.
    fn narrowed(&self, filter: &OpportunityFilter) -> Option<Vec<WorkloadId>> {
        let has = |wanted: &[String], value: &String| wanted.is_empty() || wanted.contains(value);
        let is_wanted =
            |(_, code, bucket): &&(_, String, String)| has(&filter.workloads, code) && has(&filter.buckets, bucket);
        let is_narrowed = !filter.workloads.is_empty() || !filter.buckets.is_empty();
        is_narrowed.then(|| self.0.iter().filter(is_wanted).map(|(workload, ..)| *workload).collect())
    }
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

/// Adds where rows come from. `CROSS JOIN` keeps SQLite from beginning with the few workloads, and so from sorting all rows; what
/// was searched for is few of the tenants, and they come first. To PostgreSQL it says nothing.
pub(crate) fn add_from(statement: &mut Statement, filter: &OpportunityFilter) {
    statement.text(if filter.words.is_empty() {
        " FROM mine AS m CROSS JOIN tenant AS t"
    } else {
        " FROM found AS t CROSS JOIN mine AS m"
    });
    statement.text(
        " CROSS JOIN workload AS w
         WHERE t.tenant_key = m.tenant_key AND w.workload_id = m.workload_id AND m.opportunity_units > 0 AND m.is_current",
    );
}

/// Adds what is searched for, as `found`: the tenants of those organisations, looked through once however often they are read.
pub(crate) fn add_found(
    statement: &mut Statement,
    scope: &Scope,
    programme: OrganisationId,
    filter: &OpportunityFilter,
) {
    if filter.words.is_empty() {
        return;
    }
    statement.text(
        ", found AS MATERIALIZED (
            SELECT DISTINCT t.tenant_key, t.tenant_id, t.name, t.name_key, t.tpid, t.country, t.segment
            FROM portfolio AS p CROSS JOIN tenant AS t
            WHERE p.location_id = 0 AND t.tenant_key = p.tenant_key AND p.organisation_id IN (",
    );
    statement.values(organisations(scope, programme).into_iter().map(|one| Value::Int(one.0))).text(")");
    for word in &filter.words {
        let pattern = like(word);
        statement.text(" AND (t.name_key LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.domain LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.id_text LIKE ").value(Value::Text(pattern)).text(" ESCAPE '\\')");
    }
    statement.text(") ");
}

pub(crate) fn narrow(statement: &mut Statement, scope: &Scope, filter: &OpportunityFilter) {
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
    narrow_to_codes(statement, filter);
    if !filter.buckets.is_empty() {
        statement.text(" AND w.sku_bucket IN (").values(filter.buckets.iter().cloned().map(Value::Text)).text(")");
    }
}

pub(crate) fn narrow_to_codes(statement: &mut Statement, filter: &OpportunityFilter) {
    if !filter.workloads.is_empty() {
        statement.text(" AND w.code IN (").values(filter.workloads.iter().cloned().map(Value::Text)).text(")");
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
    /// Whether what the families of licences could gain is wanted with them.
    pub with_sums: bool,
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

/// A page's statement, and who reads it.
struct Reading<'a> {
    engine: Engine,
    scope: &'a Scope,
    programme: OrganisationId,
    asked: &'a OpportunitiesAsked<'a>,
    /// The workloads to which it is narrowed; none where it is that of all.
    workloads: Vec<WorkloadId>,
    /// Against what the caller is held, where nobody has asked before who they are.
    standing: Option<&'a Standing>,
}

impl Reading<'_> {
    /// The rows of some workloads are read from an index workload by workload, each in order, and then merged: what they
    /// could earn differs too much by workload for one order over all of them to find those of one.
    fn statement(&self) -> Statement {
        let index = match self.asked.filter.words.as_slice() {
            [] => index(self.engine, self.asked.sort.column, !self.workloads.is_empty()),
            // What is searched for is found among the tenants.
            _ => "",
        };
        let mut statement = Statement::default();
        add_mine(&mut statement, self.scope, self.programme, TenantNamed::Any, index);
        add_found(&mut statement, self.scope, self.programme, self.asked.filter);
        if self.workloads.is_empty() {
            self.add_rows(&mut statement, None);
            return statement;
        }
        statement.text("SELECT merged.*");
        self.add_once(&mut statement);
        for (place, workload) in self.workloads.iter().enumerate() {
            statement.text(if place == 0 { " FROM (" } else { " UNION ALL " });
            statement.text("SELECT * FROM (");
            self.add_rows(&mut statement, Some(*workload));
            statement.text(") AS part");
        }
        statement.text(") AS merged");
        let value = if self.asked.sort.column.is_sorted_as_number() { "sort_number" } else { "sort_text" };
        add_order(&mut statement, self.asked, [value, "opportunity_units", "name_key", "tenant_id", "code"]);
        statement
    }

    fn add_rows(&self, statement: &mut Statement, workload: Option<WorkloadId>) {
        let asked = self.asked;
        statement.text(
            "SELECT m.tenant_key, t.tenant_id, t.name, t.name_key, t.tpid, w.code, w.name_en, w.name_nl, w.sku_bucket,
                    m.pau, m.mau, m.opportunity_units, m.potential_minor, m.currency,
                    m.holder_id IS NOT NULL AS is_claimed, ",
        );
        let (is_number, value) = (asked.sort.column.is_sorted_as_number(), sorted(asked.sort.column));
        if is_number {
            statement.text("CAST(").text(value).text(" AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text");
        } else {
            statement.text("CAST(NULL AS BIGINT) AS sort_number, ").text(value).text(" AS sort_text");
        }
        if workload.is_none() {
            self.add_once(statement);
        }
        add_from(statement, asked.filter);
        if let Some(workload) = workload {
            statement.text(" AND m.workload_id = ").value(Value::Int(workload.0));
        }
        narrow(statement, self.scope, asked.filter);
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

    /// What does not depend on a row: what families could gain, whether the caller is who they were, and whether the
    /// workloads are still those to which the list is narrowed.
    fn add_once(&self, statement: &mut Statement) {
        if self.asked.with_sums {
            add_sums(statement, self.scope, self.programme, self.asked.filter);
        } else {
            statement.text(", CAST(NULL AS TEXT) AS sums");
        }
        statement.text(", (SELECT version FROM opportunity_state) AS version");
        Standing::column(self.standing, statement);
        if self.standing.is_none() || self.workloads.is_empty() {
            statement.text(", CAST(1 AS BIGINT) AS is_narrowed");
            return;
        }
        statement.text(
            ", CAST(CASE WHEN (SELECT STRING_AGG(CAST(w.workload_id AS TEXT), ' ' ORDER BY w.workload_id)
                               FROM workload AS w WHERE TRUE",
        );
        narrow_workloads(statement, self.asked.filter);
        let known: Vec<_> = self.workloads.iter().map(|workload| workload.0.to_string()).collect();
        statement.text(") = ").value(Value::Text(known.join(" "))).text(" THEN 1 ELSE 0 END AS BIGINT) AS is_narrowed");
    }
}

/// A row as it is read, with what does not depend on it.
struct ReadRow {
    row: OpportunityRow,
    sums: Option<String>,
    version: i64,
    stands: i64,
    is_narrowed: i64,
}

/// By place, in the order of [`Reading::statement`], and of the types that these have on both engines.
impl<'r, R> FromRow<'r, R> for ReadRow
where
    R: Row,
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            row: OpportunityRow {
                tenant_key: row.try_get_unchecked(0)?,
                tenant_id: row.try_get_unchecked(1)?,
                name: row.try_get_unchecked(2)?,
                name_key: row.try_get_unchecked(3)?,
                tpid: row.try_get_unchecked(4)?,
                code: row.try_get_unchecked(5)?,
                name_en: row.try_get_unchecked(6)?,
                name_nl: row.try_get_unchecked(7)?,
                sku_bucket: row.try_get_unchecked(8)?,
                pau: row.try_get_unchecked(9)?,
                mau: row.try_get_unchecked(10)?,
                opportunity_units: row.try_get_unchecked(11)?,
                potential_minor: row.try_get_unchecked(12)?,
                currency: row.try_get_unchecked(13)?,
                is_claimed: row.try_get_unchecked(14)?,
                sort_number: row.try_get_unchecked(15)?,
                sort_text: row.try_get_unchecked(16)?,
            },
            sums: row.try_get_unchecked(17)?,
            version: row.try_get_unchecked(18)?,
            stands: row.try_get_unchecked(19)?,
            is_narrowed: row.try_get_unchecked(20)?,
        })
    }
}

fn page(read: Vec<ReadRow>) -> Result<OpportunityPage, StoreError> {
    let version = read.first().map(|row| row.version);
    let sums = read.first().and_then(|row| row.sums.as_deref()).map(sums_of).transpose()?;
    let sums = version.zip(sums).map(|(version, rows)| OpportunitySums { version, rows });
    Ok(OpportunityPage { rows: read.into_iter().map(|row| row.row).collect(), sums, version })
}

fn reads_down(asked: &OpportunitiesAsked<'_>) -> bool {
    asked.sort.descending != asked.cursor.is_some_and(|cursor| cursor.backwards)
}

fn add_order(statement: &mut Statement, asked: &OpportunitiesAsked<'_>, keys: [&'static str; 5]) {
    for (place, key) in keys.into_iter().enumerate() {
        statement.text(if place == 0 { " ORDER BY " } else { ", " }).text(key);
        statement.text(if reads_down(asked) { " DESC" } else { " ASC" });
    }
    statement.limit(asked.limit.saturating_add(1));
}

impl Tx {
    /// A page of the list, in order, from its beginning or from a row's place on.
    pub async fn opportunities(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        asked: &OpportunitiesAsked<'_>,
        catalogue: &Catalogue,
    ) -> Result<OpportunityPage, StoreError> {
        let workloads = match catalogue.narrowed(asked.filter) {
            Some(none) if none.is_empty() => return page(Vec::new()),
            some => some.unwrap_or_default(),
        };
        let reading = Reading { engine: self.engine(), scope, programme, asked, workloads, standing: None };
        page(reading.statement().rows(self).await?)
    }

    /// The statement behind a page, with its values in their places.
    pub async fn opportunities_statement(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        asked: &OpportunitiesAsked<'_>,
    ) -> Result<String, StoreError> {
        let engine = self.engine();
        let workloads = self.catalogue().await?.narrowed(asked.filter).unwrap_or_default();
        let reading = Reading { engine, scope, programme, asked, workloads, standing: None };
        Ok(reading.statement().written(engine))
    }

    /// The workloads there are.
    pub async fn catalogue(&mut self) -> Result<Catalogue, StoreError> {
        let statement = Statement::new("SELECT workload_id, code, sku_bucket FROM workload ORDER BY workload_id");
        let rows: Vec<(i64, String, String)> = statement.rows(self).await?;
        Ok(Catalogue(rows.into_iter().map(|(workload, code, bucket)| (WorkloadId(workload), code, bucket)).collect()))
    }
}

impl AtOnce<'_> {
    /// The same page with what families could gain, in one statement. Nothing where the caller is not who they were any
    /// more, where the workloads are others than is known, or where the page is empty: whatever it is, a transaction tells.
    pub async fn opportunities(
        &self,
        scope: &Scope,
        programme: OrganisationId,
        asked: &OpportunitiesAsked<'_>,
        catalogue: &Catalogue,
    ) -> Result<Option<OpportunityPage>, StoreError> {
        let workloads = match catalogue.narrowed(asked.filter) {
            Some(none) if none.is_empty() => return Ok(None),
            some => some.unwrap_or_default(),
        };
        let (engine, standing) = (self.store.engine(), Some(self.standing));
        let reading = Reading { engine, scope, programme, asked, workloads, standing };
        let Some(read): Option<Vec<ReadRow>> = self.rows(reading.statement()).await? else { return Ok(None) };
        let is_narrowed = read.first().is_some_and(|row| row.is_narrowed == 1);
        if !is_narrowed || !stands(read.first().map(|row| row.stands)) {
            return Ok(None);
        }
        page(read).map(Some)
    }
}
