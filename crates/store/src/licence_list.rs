//! The list of licences: a page of it, the figures of the whole, and what it can be narrowed to (S5.5).
//!
//! As with the tenant list, each location, and upwards the rows with and without a value, are read in order from an
//! index, as many as a page has, and then merged.

use domain::access::{Scope, View};
use domain::id::{LocationId, OrganisationId};
use domain::licence::{LicenceColumn, LicenceSort};
use uuid::Uuid;

use crate::audit::like;
use crate::statement::{Statement, Value};
use crate::tenant_list::organisations;
use crate::{StoreError, Tx};

/// Beyond so many locations it costs less to go through the whole organisation and to leave out the others.
const MOST_APART: usize = 40;

/// What the list is narrowed to. Empty lists and `None` filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LicenceFilter {
    /// Words of the search, each already in the form of [`domain::tenant::name_key`].
    pub words: Vec<String>,
    /// One tenant alone.
    pub tenant: Option<Uuid>,
    /// Locations; the caller has checked that they are in scope.
    pub locations: Vec<LocationId>,
    /// Countries.
    pub countries: Vec<String>,
    /// SKUs, in small letters and digits.
    pub skus: Vec<String>,
    /// Buckets of SKUs; the empty one is of those that the catalogue does not have.
    pub buckets: Vec<String>,
    /// First and last day of the end of the term, as `2026-08-01`.
    pub term: Option<(String, String)>,
    /// Only those that renew themselves, or only those that do not.
    pub auto_renew: Option<bool>,
    /// Only those with unused seats.
    pub unused: bool,
}

/// A row's place in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceCursor {
    /// The value where the column holds numbers.
    pub number: Option<i64>,
    /// The value where the column holds text.
    pub text: Option<String>,
    /// The tenant's name, as it is sorted.
    pub name_key: String,
    /// The tenant's GUID.
    pub tenant_id: Uuid,
    /// The SKU.
    pub sku_key: String,
    /// Whether the rows before it are wanted, and not those after.
    pub backwards: bool,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LicenceListRow {
    /// The tenant's GUID.
    pub tenant_id: Uuid,
    /// The tenant's name.
    pub name: String,
    /// The name as it is sorted.
    pub name_key: String,
    /// The tenant's domain.
    pub domain: String,
    /// The tenant's country or region.
    pub country: String,
    /// The SKU in small letters and digits.
    pub sku_key: String,
    /// The SKU as the report writes it.
    pub sku: String,
    /// The family of products.
    pub family: String,
    /// The bucket; empty where the catalogue does not have the SKU.
    pub bucket: String,
    /// The month of the seats.
    pub month: i64,
    /// Seats sold.
    pub sold: i64,
    /// Seats assigned.
    pub assigned: i64,
    /// Sold less assigned.
    pub unused: i64,
    /// PAU of the mapped workloads.
    pub pau: Option<i64>,
    /// MAU of the mapped workloads.
    pub mau: Option<i64>,
    /// The first end of its subscriptions, as `2026-08-31`.
    pub term_end: Option<String>,
    /// 1 where all of them renew themselves.
    pub auto_renew: i64,
    /// The file that brought the seats.
    pub file_name: Option<String>,
    /// When it was loaded, in milliseconds.
    pub loaded_at: Option<i64>,
    /// The workloads to which the SKU entitles, by code, with line breaks between; nothing where none is mapped.
    pub workloads: Option<String>,
    /// The value in the sorted column, where it holds numbers.
    pub sort_number: Option<i64>,
    /// The value in the sorted column, where it holds text.
    pub sort_text: Option<String>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LicencePage {
    /// Its rows, in order.
    pub rows: Vec<LicenceListRow>,
    /// Whether there are rows before it.
    pub has_previous: bool,
    /// Whether there are rows after it.
    pub has_next: bool,
}

/// What a bucket adds up to.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LicenceCardRow {
    /// The bucket.
    pub bucket: String,
    /// How many rows.
    pub licences: i64,
    /// Seats sold.
    pub sold: i64,
    /// Seats assigned.
    pub assigned: i64,
}

/// A SKU to filter by.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SkuRow {
    /// The SKU in small letters and digits.
    pub sku_key: String,
    /// The SKU as reports write it.
    pub sku: String,
}

/// Which page of the list is wanted.
#[derive(Debug)]
pub struct LicencePageAsked<'a> {
    /// What the list is narrowed to.
    pub filter: &'a LicenceFilter,
    /// The order.
    pub sort: LicenceSort,
    /// The row from whose place on it is read; nothing for the beginning.
    pub cursor: Option<&'a LicenceCursor>,
    /// The most rows.
    pub limit: i64,
}

/// The columns of a row, but for what is read beside it.
const ROW: &str =
    "p.tenant_id, p.name, p.name_key, p.domain, p.country, p.sku_key, p.sku, p.family, p.bucket, p.month, p.sold,
 p.assigned, p.unused, p.pau, p.mau, p.term_end, p.auto_renew, p.load_id";

/// What a partner manager with several partners sees: the rows that any of them sees, each once, with the figures of the
/// workloads that any of them sees, as the tenant list adds them up.
const MERGED_HEAD: &str = "WITH seen AS (
    SELECT DISTINCT tenant_key, tenant_id, name, name_key, domain, country, sku_key, sku, family, bucket, month, sold, assigned,
                    unused, term_end, auto_renew, load_id
    FROM licence WHERE location_id = 0 AND organisation_id IN (";

const MERGED_MIDDLE: &str = ")
), mine AS (
    SELECT tenant_key, workload_id, source, month, MAX(pau) AS pau, MAX(mau) AS mau
    FROM portfolio_workload WHERE organisation_id IN (";

const MERGED_END: &str = ")
    GROUP BY tenant_key, workload_id, source, month
), dated AS (
    SELECT tenant_key, workload_id, pau, mau, month = MAX(month) OVER (PARTITION BY tenant_key, source) AS is_current
    FROM mine WHERE month IS NOT NULL
), used AS (
    SELECT s.tenant_key, s.sku_key, CAST(SUM(d.pau) AS BIGINT) AS pau, CAST(SUM(d.mau) AS BIGINT) AS mau
    FROM seen AS s
    JOIN sku_workload AS m ON m.sku_key = s.sku_key
    JOIN workload AS w ON w.spelling = m.spelling
    JOIN dated AS d ON d.tenant_key = s.tenant_key AND d.workload_id = w.workload_id AND d.is_current
    GROUP BY s.tenant_key, s.sku_key
), p AS (
    SELECT s.*, u.pau, u.mau FROM seen AS s LEFT JOIN used AS u ON u.tenant_key = s.tenant_key AND u.sku_key = s.sku_key
) ";

/// How a column is sorted: upwards rows without a value have one beyond all others, downwards one below.
struct Order {
    up: &'static str,
    down: &'static str,
    is_number: bool,
    /// Where rows can be without a value: the one that these have downwards.
    lacking: Option<Value>,
}

fn order(column: LicenceColumn) -> Order {
    let by = |expression: &'static str| Order {
        up: expression,
        down: expression,
        is_number: column.is_sorted_as_number(),
        lacking: None,
    };
    let or_last = |up: &'static str, down: &'static str, lacking: Value| Order {
        up,
        down,
        is_number: column.is_sorted_as_number(),
        lacking: Some(lacking),
    };
    match column {
        LicenceColumn::Name => by("''"),
        LicenceColumn::Sku => by("p.sku_key"),
        LicenceColumn::Family => or_last(
            "CASE WHEN p.family = '' THEN '\u{10FFFF}' ELSE p.family END",
            "p.family",
            Value::Text(String::new()),
        ),
        LicenceColumn::Country => or_last(
            "CASE WHEN p.country = '' THEN '\u{10FFFF}' ELSE p.country END",
            "p.country",
            Value::Text(String::new()),
        ),
        LicenceColumn::Sold => by("p.sold"),
        LicenceColumn::Assigned => by("p.assigned"),
        LicenceColumn::Unused => by("p.unused"),
        LicenceColumn::Pau => or_last("COALESCE(p.pau, 9223372036854775807)", "COALESCE(p.pau, -1)", Value::Int(-1)),
        LicenceColumn::Mau => or_last("COALESCE(p.mau, 9223372036854775807)", "COALESCE(p.mau, -1)", Value::Int(-1)),
        LicenceColumn::TermEnd => {
            or_last("COALESCE(p.term_end, '\u{10FFFF}')", "COALESCE(p.term_end, '')", Value::Text(String::new()))
        }
        LicenceColumn::AutoRenew => by("p.auto_renew"),
    }
}

/// Where rows are read from.
enum Source {
    /// What the organisation has at the location; 0 is all that it has.
    Location(OrganisationId, LocationId),
    /// What the organisation has at any of several locations.
    Locations(OrganisationId, Vec<LocationId>),
    /// What several partners have, each row once.
    Merged,
}

/// Which rows are read, as far as they have a value in the sorted column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Portion {
    All,
    With,
    Without,
}

/// The locations to which the list is limited; nothing when it is that of the whole organisation.
fn limited_to(scope: &Scope, filter: &LicenceFilter) -> Option<Vec<LocationId>> {
    match scope.view() {
        View::Partner { .. } if !filter.locations.is_empty() => Some(filter.locations.clone()),
        _ => scope.limited_to(),
    }
}

/// Where the rows of a scope are all in one.
fn whole(scope: &Scope, programme: OrganisationId, filter: &LicenceFilter) -> Source {
    let [one] = organisations(scope, programme)[..] else { return Source::Merged };
    match limited_to(scope, filter) {
        None => Source::Location(one, LocationId(0)),
        Some(locations) => match locations[..] {
            [location] => Source::Location(one, location),
            _ => Source::Locations(one, locations),
        },
    }
}

fn head(statement: &mut Statement, source: &Source, scope: &Scope, programme: OrganisationId) {
    if matches!(source, Source::Merged) {
        let whose = organisations(scope, programme);
        let values = || whose.iter().map(|organisation| Value::Int(organisation.0));
        statement.text(MERGED_HEAD).values(values()).text(MERGED_MIDDLE).values(values()).text(MERGED_END);
    }
}

/// The rows of a source, `p`; a condition may follow.
fn from(statement: &mut Statement, source: &Source) {
    match source {
        Source::Location(organisation, location) => {
            statement.text(" FROM licence AS p WHERE p.organisation_id = ").value(Value::Int(organisation.0));
            statement.text(" AND p.location_id = ").value(Value::Int(location.0));
        }
        Source::Locations(organisation, locations) => {
            statement.text(" FROM licence AS p WHERE p.organisation_id = ").value(Value::Int(organisation.0));
            statement.text(
                " AND p.location_id = 0 AND EXISTS (SELECT 1 FROM portfolio AS r
                  WHERE r.organisation_id = p.organisation_id AND r.tenant_key = p.tenant_key AND r.location_id IN (",
            );
            statement.values(locations.iter().map(|location| Value::Int(location.0))).text("))");
        }
        Source::Merged => drop(statement.text(" FROM p WHERE TRUE")),
    }
}

/// Adds what the list is narrowed to.
fn narrow(statement: &mut Statement, scope: &Scope, filter: &LicenceFilter) {
    // A partner's locations have narrowed the rows already; for the programme office the claims say it.
    if !matches!(scope.view(), View::Partner { .. }) && !filter.locations.is_empty() {
        statement.text(" AND EXISTS (SELECT 1 FROM claim_location AS cl WHERE cl.tenant_key = p.tenant_key");
        statement.text(" AND cl.location_id IN (");
        statement.values(filter.locations.iter().map(|location| Value::Int(location.0))).text("))");
    }
    for word in &filter.words {
        let pattern = like(word);
        statement.text(" AND (p.name_key LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR p.domain LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR LOWER(p.sku) LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR EXISTS (SELECT 1 FROM tenant AS t WHERE t.tenant_key = p.tenant_key");
        statement.text(" AND t.id_text LIKE ").value(Value::Text(pattern)).text(" ESCAPE '\\'))");
    }
    if let Some(tenant) = filter.tenant {
        statement.text(" AND p.tenant_key IN (SELECT t.tenant_key FROM tenant AS t WHERE t.tenant_id = ");
        statement.value(Value::Guid(tenant)).text(")");
    }
    for (column, values) in [
        (" AND p.country IN (", &filter.countries),
        (" AND p.sku_key IN (", &filter.skus),
        (" AND p.bucket IN (", &filter.buckets),
    ] {
        if !values.is_empty() {
            statement.text(column).values(values.iter().cloned().map(Value::Text)).text(")");
        }
    }
    if let Some((first, last)) = &filter.term {
        statement.text(" AND p.term_end >= ").value(Value::Text(first.clone()));
        statement.text(" AND p.term_end <= ").value(Value::Text(last.clone()));
    }
    if let Some(auto_renew) = filter.auto_renew {
        statement.text(" AND p.auto_renew = ").value(Value::Int(i64::from(auto_renew)));
    }
    if filter.unused {
        statement.text(" AND p.unused > 0");
    }
}

/// A page that is asked for, of a scope.
struct Asked<'a> {
    scope: &'a Scope,
    programme: OrganisationId,
    page: &'a LicencePageAsked<'a>,
    order: Order,
}

impl Asked<'_> {
    /// Whether rows are read downwards: against the list's direction when the page before is wanted.
    fn reads_down(&self) -> bool {
        self.page.sort.descending != self.page.cursor.is_some_and(|cursor| cursor.backwards)
    }

    fn direction(&self) -> &'static str {
        if self.reads_down() { " DESC" } else { " ASC" }
    }

    fn sources(&self) -> Vec<Source> {
        match whole(self.scope, self.programme, self.page.filter) {
            Source::Locations(one, locations) if locations.len() <= MOST_APART => {
                locations.into_iter().map(|location| Source::Location(one, location)).collect()
            }
            source => vec![source],
        }
    }

    /// The portions, each with whether the cursor's place is in it.
    fn portions(&self) -> Vec<(Portion, bool)> {
        if self.order.lacking.is_none() || self.page.sort.descending {
            return vec![(Portion::All, true)];
        }
        let Some(cursor) = self.page.cursor else { return vec![(Portion::With, false), (Portion::Without, false)] };
        let is_lacking = cursor.number == Some(i64::MAX) || cursor.text.as_deref() == Some("\u{10FFFF}");
        match (is_lacking, cursor.backwards) {
            (false, false) => vec![(Portion::With, true), (Portion::Without, false)],
            (false, true) => vec![(Portion::With, true)],
            (true, false) => vec![(Portion::Without, true)],
            (true, true) => vec![(Portion::With, false), (Portion::Without, true)],
        }
    }

    /// One portion of one source, in order, as many rows as a page can need of it.
    fn part(&self, statement: &mut Statement, source: &Source, portion: Portion, has_cursor: bool) {
        let shown = if self.page.sort.descending { self.order.down } else { self.order.up };
        statement.text("SELECT ").text(ROW);
        if self.order.is_number {
            statement.text(", CAST(").text(shown).text(" AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text");
        } else {
            statement.text(", CAST(NULL AS BIGINT) AS sort_number, ").text(shown).text(" AS sort_text");
        }
        from(statement, source);
        narrow(statement, self.scope, self.page.filter);
        if let (Some(lacking), Portion::With | Portion::Without) = (&self.order.lacking, portion) {
            statement.text(" AND ").text(self.order.down);
            statement.text(if portion == Portion::With { " > " } else { " = " }).value(lacking.clone());
        }
        // What stands before the name: nothing where all rows have the same.
        let sorted = match (portion, self.page.sort.column) {
            (Portion::Without, _) | (_, LicenceColumn::Name) => None,
            _ => Some(self.order.down),
        };
        if let Some(cursor) = self.page.cursor.filter(|_| has_cursor) {
            statement.text(" AND (");
            if let Some(sorted) = sorted {
                statement.text(sorted).text(", ");
            }
            statement.text("p.name_key, p.tenant_id, p.sku_key) ");
            statement.text(if self.reads_down() { "< (" } else { "> (" });
            if sorted.is_some() {
                statement.value(if self.order.is_number {
                    Value::Int(cursor.number.unwrap_or_default())
                } else {
                    Value::Text(cursor.text.clone().unwrap_or_default())
                });
                statement.text(", ");
            }
            statement.value(Value::Text(cursor.name_key.clone())).text(", ");
            statement.value(Value::Guid(cursor.tenant_id)).text(", ");
            statement.value(Value::Text(cursor.sku_key.clone())).text(")");
        }
        let direction = self.direction();
        statement.text(" ORDER BY ");
        if let Some(sorted) = sorted {
            statement.text(sorted).text(direction).text(", ");
        }
        statement.text("p.name_key").text(direction).text(", p.tenant_id").text(direction);
        statement.text(", p.sku_key").text(direction);
        statement.limit(self.page.limit.saturating_add(1));
    }

    /// The whole statement; nothing when there is nothing to read from.
    fn statement(&self) -> Option<Statement> {
        let (sources, portions) = (self.sources(), self.portions());
        let mut statement = Statement::default();
        head(&mut statement, sources.first()?, self.scope, self.programme);
        statement.text(
            "SELECT l.*, f.file_name, f.applied_at AS loaded_at, (
                 SELECT STRING_AGG(m.workload, '\n') FROM (SELECT workload FROM sku_workload
                                                           WHERE sku_key = l.sku_key ORDER BY workload) AS m
             ) AS workloads FROM (SELECT ",
        );
        // What is reached through two locations is one row.
        statement.text(if sources.len() > 1 { "DISTINCT * FROM (" } else { "* FROM (" });
        let mut is_first = true;
        for source in &sources {
            for &(portion, has_cursor) in &portions {
                statement.text(if is_first { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
                is_first = false;
                self.part(&mut statement, source, portion, has_cursor);
                statement.text(") AS part");
            }
        }
        let direction = self.direction();
        statement.text(") AS parts) AS l LEFT JOIN load AS f ON f.load_id = l.load_id ORDER BY ");
        statement.text(if self.order.is_number { "l.sort_number" } else { "l.sort_text" }).text(direction);
        statement.text(", l.name_key").text(direction).text(", l.tenant_id").text(direction);
        statement.text(", l.sku_key").text(direction);
        statement.limit(self.page.limit.saturating_add(1));
        Some(statement)
    }
}

impl Tx {
    /// A page of the licences of a scope.
    pub async fn licence_page(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        page: &LicencePageAsked<'_>,
    ) -> Result<LicencePage, StoreError> {
        let asked = Asked { scope, programme, page, order: order(page.sort.column) };
        let Some(statement) = asked.statement() else { return Ok(LicencePage::default()) };
        let mut rows: Vec<LicenceListRow> = statement.rows(self).await?;
        let limit = usize::try_from(page.limit).unwrap_or_default();
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let backwards = page.cursor.is_some_and(|cursor| cursor.backwards);
        if backwards {
            rows.reverse();
        }
        let (has_previous, has_next) = if backwards { (has_more, true) } else { (page.cursor.is_some(), has_more) };
        Ok(LicencePage { rows, has_previous, has_next })
    }

    /// What each bucket adds up to in the list as narrowed, the largest first.
    pub async fn licence_cards(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        filter: &LicenceFilter,
    ) -> Result<Vec<LicenceCardRow>, StoreError> {
        let source = whole(scope, programme, filter);
        let mut statement = Statement::default();
        head(&mut statement, &source, scope, programme);
        statement.text(
            "SELECT p.bucket, COUNT(*) AS licences, CAST(SUM(p.sold) AS BIGINT) AS sold,
                    CAST(SUM(p.assigned) AS BIGINT) AS assigned",
        );
        from(&mut statement, &source);
        narrow(&mut statement, scope, filter);
        statement.text(" GROUP BY p.bucket ORDER BY 3 DESC, 1");
        statement.rows(self).await
    }

    /// The SKUs that a scope has.
    pub async fn licence_skus(&mut self, scope: &Scope, programme: OrganisationId) -> Result<Vec<SkuRow>, StoreError> {
        let source = whole(scope, programme, &LicenceFilter::default());
        let mut statement = Statement::default();
        head(&mut statement, &source, scope, programme);
        statement.text("SELECT p.sku_key, MIN(p.sku) AS sku");
        from(&mut statement, &source);
        statement.text(" GROUP BY p.sku_key ORDER BY 1");
        statement.rows(self).await
    }
}
