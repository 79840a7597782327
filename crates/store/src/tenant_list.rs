//! The tenant list: one page of it, and the figures of the whole (S2.4, S2.5).
//!
//! Whatever the scope, the list reads from `portfolio` rows: one organisation's, one location's, several
//! locations' with repetitions folded, or, for a partner manager with several partners, rows computed on
//! the way. Sorting puts rows without a value last in either direction; ties go by name, then by GUID.

use domain::access::{Scope, View};
use domain::id::{LocationId, OrganisationId};
use domain::tenant::{TenantColumn, TenantSort};
use uuid::Uuid;

use crate::audit::like;
use crate::statement::{Statement, Value};
use crate::{StoreError, Tx};

/// What the list is narrowed to. Empty lists and `None` filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
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
    /// Lowest Usage %, in millionths.
    pub usage_from: Option<i64>,
    /// Highest Usage %, in millionths.
    pub usage_to: Option<i64>,
    /// Only tenants without a Usage %.
    pub without_usage: bool,
}

/// A row's place in the order: its value in the sorted column, its name and its GUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListCursor {
    /// The value where the column holds numbers.
    pub number: Option<i64>,
    /// The value where the column holds text.
    pub text: Option<String>,
    /// The name, as it is sorted.
    pub name_key: String,
    /// The GUID.
    pub tenant_id: Uuid,
    /// Whether the rows before it are wanted, and not those after.
    pub backwards: bool,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ListRow {
    /// The tenant's key.
    pub tenant_key: i64,
    /// The GUID.
    pub tenant_id: Uuid,
    /// The name.
    pub name: String,
    /// The name as it is sorted.
    pub name_key: String,
    /// The domain.
    pub domain: String,
    /// The country or region.
    pub country: String,
    /// The segment.
    pub segment: String,
    /// How many workloads are claimed.
    pub workloads_claimed: i64,
    /// The newest month.
    pub month: Option<i64>,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
    /// Usage %, in millionths.
    pub usage_ppm: Option<i64>,
    /// The change since the month before, in millionths.
    pub change_ppm: Option<i64>,
    /// The value in the sorted column, where it holds numbers.
    pub sort_number: Option<i64>,
    /// The value in the sorted column, where it holds text.
    pub sort_text: Option<String>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// Its rows, in order.
    pub rows: Vec<ListRow>,
    /// Whether there are rows before it.
    pub has_previous: bool,
    /// Whether there are rows after it.
    pub has_next: bool,
}

/// The figures of the whole list, as narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct ListTotals {
    /// How many tenants.
    pub tenants: i64,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
}

/// How a column is sorted: the expression upwards, the expression downwards, and whether it is a number.
/// Rows without a value get one beyond all others.
fn order(column: TenantColumn, scope: &Scope) -> (&'static str, &'static str, bool) {
    // A partner sees a tenant by a claim, and a claim has figures: only the programme office has tenants without.
    let has_figures = !matches!(scope.view(), View::Programme);
    match column {
        TenantColumn::Name => ("p.name_key", "p.name_key", false),
        TenantColumn::TenantId => ("t.id_text", "t.id_text", false),
        TenantColumn::Domain => ("CASE WHEN p.domain = '' THEN '\u{10FFFF}' ELSE p.domain END", "p.domain", false),
        TenantColumn::Country => ("CASE WHEN p.country = '' THEN '\u{10FFFF}' ELSE p.country END", "p.country", false),
        TenantColumn::Segment => ("CASE WHEN p.segment = '' THEN '\u{10FFFF}' ELSE p.segment END", "p.segment", false),
        TenantColumn::WorkloadsClaimed => ("p.workloads_claimed", "p.workloads_claimed", true),
        TenantColumn::Pau if has_figures => ("p.pau", "p.pau", true),
        TenantColumn::Mau if has_figures => ("p.mau", "p.mau", true),
        TenantColumn::Pau => (
            "CASE WHEN p.month IS NULL THEN 9223372036854775807 ELSE p.pau END",
            "CASE WHEN p.month IS NULL THEN -1 ELSE p.pau END",
            true,
        ),
        TenantColumn::Mau => (
            "CASE WHEN p.month IS NULL THEN 9223372036854775807 ELSE p.mau END",
            "CASE WHEN p.month IS NULL THEN -1 ELSE p.mau END",
            true,
        ),
        TenantColumn::UsagePercent => ("COALESCE(p.usage_ppm, 9223372036854775807)", "COALESCE(p.usage_ppm, -1)", true),
        TenantColumn::Change => {
            ("COALESCE(p.change_ppm, 9223372036854775807)", "COALESCE(p.change_ppm, -9223372036854775807)", true)
        }
    }
}

/// What a partner manager with several partners sees of a tenant: the workloads that any of them sees,
/// each once, in the newest month of each source among them.
const MERGED_HEAD: &str = "WITH mine AS (
    SELECT tenant_key, workload_id, source, month, MAX(pau) AS pau, MAX(mau) AS mau, MAX(holder_id) AS holder_id
    FROM portfolio_workload WHERE organisation_id IN (";

const MERGED_TAIL: &str = ")
    GROUP BY tenant_key, workload_id, source, month
), dated AS (
    SELECT tenant_key, workload_id, holder_id, month, pau, mau,
           month = MAX(month) OVER (PARTITION BY tenant_key, source) AS is_current
    FROM mine
), summed AS (
    SELECT tenant_key, COUNT(holder_id) AS workloads_claimed, MAX(month) AS month,
           CAST(SUM(CASE WHEN is_current THEN pau ELSE 0 END) AS BIGINT) AS pau,
           CAST(SUM(CASE WHEN is_current THEN mau ELSE 0 END) AS BIGINT) AS mau
    FROM dated GROUP BY tenant_key
), alone AS (
    SELECT tenant_key, MAX(change_ppm) AS change_ppm FROM portfolio WHERE location_id = 0 AND organisation_id IN (";

/// The change is that of the one partner who sees the tenant; seen by two, the sums before are not kept.
const MERGED_END: &str = ")
    GROUP BY tenant_key HAVING COUNT(*) = 1
), p AS (
    SELECT s.tenant_key, t.tenant_id, t.name_key, t.domain, t.country, t.segment, s.workloads_claimed, s.month, s.pau, s.mau,
           CASE WHEN s.pau > 0 THEN s.mau * 1000000 / s.pau END AS usage_ppm, a.change_ppm
    FROM summed AS s JOIN tenant AS t ON t.tenant_key = s.tenant_key LEFT JOIN alone AS a ON a.tenant_key = s.tenant_key
) ";

const COLUMNS: &str =
    "organisation_id, tenant_key, tenant_id, name_key, domain, country, segment, workloads_claimed, month,
 pau, mau, usage_ppm, change_ppm";

/// The organisations whose portfolio a scope reads.
pub(crate) fn organisations(scope: &Scope, programme: OrganisationId) -> Vec<OrganisationId> {
    match scope.view() {
        View::Programme => vec![programme],
        View::Partners(partners) => partners.clone(),
        View::Partner { organisation_id, .. } => vec![*organisation_id],
    }
}

/// Selects columns from the rows of a scope, `p`, each with its tenant, `t`; a condition may follow.
pub(crate) fn select_in_scope(
    columns: &Statement,
    scope: &Scope,
    programme: OrganisationId,
    filter: &ListFilter,
) -> Statement {
    let mut statement = Statement::default();
    let whose = organisations(scope, programme);
    let limited = match scope.view() {
        View::Partner { .. } if !filter.locations.is_empty() => Some(filter.locations.clone()),
        _ => scope.limited_to(),
    };
    match (whose.as_slice(), limited.as_deref()) {
        ([one], None) => {
            statement.fixed(columns).text(" FROM portfolio AS p JOIN tenant AS t ON t.tenant_key = p.tenant_key");
            statement.text(" WHERE p.organisation_id = ").value(Value::Int(one.0)).text(" AND p.location_id = 0");
        }
        ([one], Some([location])) => {
            statement.fixed(columns).text(" FROM portfolio AS p JOIN tenant AS t ON t.tenant_key = p.tenant_key");
            statement.text(" WHERE p.organisation_id = ").value(Value::Int(one.0));
            statement.text(" AND p.location_id = ").value(Value::Int(location.0));
        }
        ([one], Some(locations)) => {
            statement.fixed(columns).text(" FROM (SELECT DISTINCT ").text(COLUMNS).text(" FROM portfolio");
            statement.text(" WHERE organisation_id = ").value(Value::Int(one.0)).text(" AND location_id IN (");
            statement.values(locations.iter().map(|location| Value::Int(location.0)));
            statement.text(")) AS p JOIN tenant AS t ON t.tenant_key = p.tenant_key WHERE TRUE");
        }
        (several, _) => {
            statement.text(MERGED_HEAD);
            statement.values(several.iter().map(|organisation| Value::Int(organisation.0)));
            statement.text(MERGED_TAIL);
            statement.values(several.iter().map(|organisation| Value::Int(organisation.0)));
            statement.text(MERGED_END).fixed(columns);
            statement.text(" FROM p JOIN tenant AS t ON t.tenant_key = p.tenant_key WHERE TRUE");
        }
    }
    // A partner's locations have narrowed the rows already; for the programme office the claims say it.
    if !matches!(scope.view(), View::Partner { .. }) && !filter.locations.is_empty() {
        statement.text(" AND EXISTS (SELECT 1 FROM claim_location AS cl WHERE cl.tenant_key = p.tenant_key");
        statement.text(" AND cl.location_id IN (");
        statement.values(filter.locations.iter().map(|location| Value::Int(location.0))).text("))");
    }
    statement
}

/// Adds what the list is narrowed to.
fn narrow(statement: &mut Statement, scope: &Scope, programme: OrganisationId, filter: &ListFilter) {
    for word in &filter.words {
        let pattern = like(word);
        statement.text(" AND (p.name_key LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR p.domain LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.id_text LIKE ").value(Value::Text(pattern)).text(" ESCAPE '\\')");
    }
    for (column, values) in [(" AND p.country IN (", &filter.countries), (" AND p.segment IN (", &filter.segments)] {
        if !values.is_empty() {
            statement.text(column).values(values.iter().cloned().map(Value::Text)).text(")");
        }
    }
    if !filter.workloads.is_empty() {
        statement.text(
            " AND EXISTS (SELECT 1 FROM portfolio_workload AS pw JOIN workload AS w ON w.workload_id = pw.workload_id
              WHERE pw.tenant_key = p.tenant_key AND pw.organisation_id IN (",
        );
        statement.values(organisations(scope, programme).iter().map(|organisation| Value::Int(organisation.0)));
        statement.text(") AND w.code IN (").values(filter.workloads.iter().cloned().map(Value::Text)).text("))");
    }
    if let Some(usage) = filter.usage_from {
        statement.text(" AND p.usage_ppm >= ").value(Value::Int(usage));
    }
    if let Some(usage) = filter.usage_to {
        statement.text(" AND p.usage_ppm <= ").value(Value::Int(usage));
    }
    if filter.without_usage {
        statement.text(" AND p.usage_ppm IS NULL");
    }
}

impl Tx {
    /// One page of the list, from its beginning or from a row's place on.
    pub async fn tenant_page(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        filter: &ListFilter,
        sort: TenantSort,
        cursor: Option<&ListCursor>,
        limit: i64,
    ) -> Result<ListPage, StoreError> {
        let backwards = cursor.is_some_and(|cursor| cursor.backwards);
        let (up, down, is_number) = order(sort.column, scope);
        // The direction in which rows are read, and the direction of the list.
        let reads_down = sort.descending != backwards;
        let expression = if sort.descending { down } else { up };
        let mut columns = Statement::new(
            "SELECT p.tenant_key, p.tenant_id, t.name, p.name_key, p.domain, p.country, p.segment,
            p.workloads_claimed, p.month, p.pau, p.mau, p.usage_ppm, p.change_ppm, ",
        );
        columns.text(if is_number { "CAST(" } else { "CAST(NULL AS BIGINT) AS sort_number, CAST(" });
        columns.text(expression);
        columns.text(if is_number {
            " AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text"
        } else {
            " AS TEXT) AS sort_text"
        });
        let mut statement = select_in_scope(&columns, scope, programme, filter);
        narrow(&mut statement, scope, programme, filter);
        if let Some(cursor) = cursor {
            statement.text(" AND (").text(expression).text(", p.name_key, p.tenant_id) ");
            statement.text(if reads_down { "< (" } else { "> (" });
            match (is_number, cursor.number, cursor.text.clone()) {
                (true, number, _) => statement.value(Value::Int(number.unwrap_or_default())),
                (false, _, text) => statement.value(Value::Text(text.unwrap_or_default())),
            };
            statement.text(", ").value(Value::Text(cursor.name_key.clone()));
            statement.text(", ").value(Value::Guid(cursor.tenant_id)).text(")");
        }
        let direction = if reads_down { " DESC" } else { " ASC" };
        statement.text(" ORDER BY ").text(expression).text(direction).text(", p.name_key").text(direction);
        statement.text(", p.tenant_id").text(direction).text(" LIMIT ").value(Value::Int(limit.saturating_add(1)));
        let mut rows: Vec<ListRow> = statement.rows(self).await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
        if has_more {
            rows.pop();
        }
        if backwards {
            rows.reverse();
        }
        let (has_previous, has_next) = if backwards { (has_more, true) } else { (cursor.is_some(), has_more) };
        Ok(ListPage { rows, has_previous, has_next })
    }

    /// The figures of the whole list, as narrowed.
    pub async fn tenant_totals(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        filter: &ListFilter,
    ) -> Result<ListTotals, StoreError> {
        let columns = Statement::new(
            "SELECT COUNT(*) AS tenants, CAST(COALESCE(SUM(p.pau), 0) AS BIGINT) AS pau,
             CAST(COALESCE(SUM(p.mau), 0) AS BIGINT) AS mau",
        );
        let mut statement = select_in_scope(&columns, scope, programme, filter);
        narrow(&mut statement, scope, programme, filter);
        statement.row(self).await
    }

    /// A tenant of the scope, as the list has it; nothing when it is not in it or does not exist.
    pub async fn tenant_row(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant_id: Uuid,
    ) -> Result<Option<ListRow>, StoreError> {
        let columns = Statement::new(
            "SELECT p.tenant_key, p.tenant_id, t.name, p.name_key, p.domain, p.country, p.segment,
            p.workloads_claimed, p.month, p.pau, p.mau, p.usage_ppm, p.change_ppm,
            CAST(NULL AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text",
        );
        let mut statement = select_in_scope(&columns, scope, programme, &ListFilter::default());
        statement.text(" AND p.tenant_id = ").value(Value::Guid(tenant_id));
        Ok(statement.rows(self).await?.pop())
    }
}
