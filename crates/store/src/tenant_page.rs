//! One page of the tenant list, at the cost of its rows however long the list is.
//!
//! Each location, and upwards the rows with and without a value, are read apart: in order, from an index, as
//! many as a page has. Of these just their places are merged, and the rows of the page that comes of it are looked up.

use domain::access::Scope;
use domain::id::{LocationId, OrganisationId};
use domain::tenant::{TenantColumn, TenantSort};

use crate::at_once::stands;
use crate::merged_tenant::Several;
use crate::portfolio_total::{kept_potential, kept_totals};
use crate::statement::{Statement, Value};
use crate::tenant_list::{
    ListCursor, ListDay, ListFilter, ListPage, ListRow, ListTotals, ROW, kept_as, limited_to, narrow, organisations,
    standing_signals,
};
use crate::tenant_mark::{OF_SEVERAL, of_the_row, overdue};
use crate::tenant_page_row::ReadRow;
use crate::usage::TenantNamed;
use crate::{AtOnce, Standing, StoreError, Tx};

/// Beyond so many locations it costs less to go through the whole organisation and to leave out the others; and beyond so
/// many partners, to go through all tenants.
const MOST_APART: usize = 40;

/// How a column is sorted. Rows without a value come last in either direction: in `up` they have a value beyond
/// all others, in `down` one below all others.
struct Order {
    up: Sorting,
    down: Sorting,
    kind: Sorted,
    /// Where an index has `down` and not `up`: its value of the rows without one, so that upwards these are read
    /// apart.
    lacking: Option<i64>,
    /// Whether it is by what is noted of a tenant, in its marks `m`.
    is_of_marks: bool,
}

/// What rows are sorted by.
#[derive(Clone, Copy)]
enum Sorting {
    /// An expression.
    Of(&'static str),
    /// The signals that stand since a moment; a row without any has the other number.
    Signals { since: i64, lacking: i64 },
}

impl Sorting {
    fn write(self, statement: &mut Statement) {
        match self {
            Self::Of(expression) => drop(statement.text(expression)),
            Self::Signals { since, lacking } => {
                statement.text("COALESCE(NULLIF(");
                standing_signals(statement, since);
                statement.text(", 0), ").value(Value::Int(lacking)).text(")");
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sorted {
    /// By name, and by nothing before it.
    Name,
    Number,
    Text,
    Guid,
}

const fn by(kind: Sorted, up: &'static str, down: &'static str) -> Order {
    Order { up: Sorting::Of(up), down: Sorting::Of(down), kind, lacking: None, is_of_marks: false }
}

const fn by_mark(kind: Sorted, up: &'static str, down: &'static str) -> Order {
    Order { is_of_marks: true, ..by(kind, up, down) }
}

/// The largest number there is: upwards, the value of rows that have none.
const BEYOND: i64 = i64::MAX;

/// As the indexes have it.
const DOWN_PAU: &str = "CASE WHEN p.month IS NULL THEN -1 ELSE p.pau END";
const DOWN_MAU: &str = "CASE WHEN p.month IS NULL THEN -1 ELSE p.mau END";

fn order(column: TenantColumn, day: &ListDay) -> Order {
    match column {
        TenantColumn::Name => by(Sorted::Name, "p.name_key", "p.name_key"),
        TenantColumn::TenantId => by(Sorted::Guid, "p.tenant_id", "p.tenant_id"),
        TenantColumn::Domain => {
            by(Sorted::Text, "CASE WHEN p.domain = '' THEN '\u{10FFFF}' ELSE p.domain END", "p.domain")
        }
        TenantColumn::Country => {
            by(Sorted::Text, "CASE WHEN p.country = '' THEN '\u{10FFFF}' ELSE p.country END", "p.country")
        }
        TenantColumn::Segment => {
            by(Sorted::Text, "CASE WHEN p.segment = '' THEN '\u{10FFFF}' ELSE p.segment END", "p.segment")
        }
        TenantColumn::WorkloadsClaimed => by(Sorted::Number, "p.workloads_claimed", "p.workloads_claimed"),
        TenantColumn::Pau => Order {
            // A claim that was approved here needs no figures.
            lacking: Some(-1),
            ..by(Sorted::Number, "CASE WHEN p.month IS NULL THEN 9223372036854775807 ELSE p.pau END", DOWN_PAU)
        },
        TenantColumn::Mau => Order {
            lacking: Some(-1),
            ..by(Sorted::Number, "CASE WHEN p.month IS NULL THEN 9223372036854775807 ELSE p.mau END", DOWN_MAU)
        },
        TenantColumn::UsagePercent => Order {
            lacking: Some(-1),
            ..by(Sorted::Number, "COALESCE(p.usage_ppm, 9223372036854775807)", "COALESCE(p.usage_ppm, -1)")
        },
        TenantColumn::Change => by(
            Sorted::Number,
            "COALESCE(p.change_ppm, 9223372036854775807)",
            "COALESCE(p.change_ppm, -9223372036854775807)",
        ),
        // The worst first, downwards.
        TenantColumn::OverallStatus => by_mark(
            Sorted::Number,
            "CASE m.overall_status WHEN 'active' THEN 1 WHEN 'paused' THEN 2 WHEN 'blocked' THEN 3 ELSE 9223372036854775807 END",
            "CASE m.overall_status WHEN 'active' THEN 1 WHEN 'paused' THEN 2 WHEN 'blocked' THEN 3 ELSE -1 END",
        ),
        TenantColumn::LastNote => {
            by_mark(Sorted::Number, "COALESCE(m.noted_at, 9223372036854775807)", "COALESCE(m.noted_at, -1)")
        }
        TenantColumn::NextAction => {
            by_mark(Sorted::Text, "COALESCE(m.next_action_on, '\u{10FFFF}')", "COALESCE(m.next_action_on, '')")
        }
        TenantColumn::Potential => by(
            Sorted::Text,
            "CASE WHEN p.potential_key = '' THEN '\u{10FFFF}' ELSE p.potential_key END",
            "p.potential_key",
        ),
        TenantColumn::Signals => {
            let since = day.signals_since;
            let (up, down) = (Sorting::Signals { since, lacking: BEYOND }, Sorting::Signals { since, lacking: -1 });
            Order { up, down, kind: Sorted::Number, lacking: None, is_of_marks: true }
        }
    }
}

/// Where rows are read from.
enum Source {
    /// What the organisation has at the location; 0 is all that it has.
    Location(OrganisationId, LocationId),
    /// What the organisation has at any of many locations.
    Locations(OrganisationId, Vec<LocationId>),
    /// What the partner alone has, of several.
    Alone(OrganisationId),
    /// What several partners have that others have too, each tenant once.
    Shared,
    /// All that several partners have, each tenant once.
    Merged,
}

/// Which rows are read, as far as they have a value in the sorted column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Portion {
    All,
    /// Those with a value, which is more than this.
    With(i64),
    /// Those without, which stand at this.
    Without(i64),
}

/// What is read of the rows of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    /// Everything, with what does not depend on a row.
    All,
    /// The rows.
    Rows,
    /// Where they stand.
    Places,
}

/// By what a row is found again, and its place in the order.
const PLACE: &str = "p.location_id, p.tenant_key, p.tenant_id, p.name_key";

/// A page that is asked for.
struct Asked<'a> {
    scope: &'a Scope,
    programme: OrganisationId,
    filter: &'a ListFilter,
    order: Order,
    /// Whether the list is downwards.
    descending: bool,
    cursor: Option<&'a ListCursor>,
    limit: i64,
    /// Against what the caller is held, where nobody has asked before who they are.
    standing: Option<&'a Standing>,
}

/// Which page of the list is wanted.
#[derive(Debug)]
pub struct PageAsked<'a> {
    /// What the list is narrowed to.
    pub filter: &'a ListFilter,
    /// The order.
    pub sort: TenantSort,
    /// The row from whose place on it is read; nothing for the beginning.
    pub cursor: Option<&'a ListCursor>,
    /// The most rows.
    pub limit: i64,
}

impl<'a> Asked<'a> {
    fn of(scope: &'a Scope, programme: OrganisationId, asked: &PageAsked<'a>, standing: Option<&'a Standing>) -> Self {
        let PageAsked { filter, sort, cursor, limit } = *asked;
        let order = order(sort.column, &filter.day);
        Self { scope, programme, filter, order, descending: sort.descending, cursor, limit, standing }
    }

    /// Whether rows are read downwards: against the list's direction when the page before is wanted.
    fn reads_down(&self) -> bool {
        self.descending != self.cursor.is_some_and(|cursor| cursor.backwards)
    }

    fn direction(&self) -> &'static str {
        if self.reads_down() { " DESC" } else { " ASC" }
    }

    fn sources(&self) -> Vec<Source> {
        let whose = organisations(self.scope, self.programme);
        let [one] = whose[..] else {
            if whose.len() > MOST_APART {
                return vec![Source::Merged];
            }
            return whose.into_iter().map(Source::Alone).chain([Source::Shared]).collect();
        };
        match limited_to(self.scope, self.filter) {
            None => vec![Source::Location(one, LocationId(0))],
            Some(locations) if locations.len() > MOST_APART => vec![Source::Locations(one, locations)],
            Some(locations) => locations.into_iter().map(|location| Source::Location(one, location)).collect(),
        }
    }

    /// The portions, each with whether the cursor's place is in it.
    fn portions(&self) -> Vec<(Portion, bool)> {
        let Some(lacking) = self.order.lacking.filter(|_| !self.descending) else { return vec![(Portion::All, true)] };
        let (with, without) = (Portion::With(lacking), Portion::Without(lacking));
        let Some(cursor) = self.cursor else { return vec![(with, false), (without, false)] };
        match (cursor.number == Some(BEYOND), cursor.backwards) {
            (false, false) => vec![(with, true), (without, false)],
            (false, true) => vec![(with, true)],
            (true, false) => vec![(without, true)],
            (true, true) => vec![(with, false), (without, true)],
        }
    }

    /// These columns of a row, and its value in the sorted column.
    fn columns(&self, statement: &mut Statement, columns: &'static str) {
        statement.text("SELECT ").text(columns).text(", ");
        let expression = if self.descending { self.order.down } else { self.order.up };
        match self.order.kind {
            Sorted::Number => {
                statement.text("CAST(");
                expression.write(statement);
                statement.text(" AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text");
            }
            Sorted::Text => {
                statement.text("CAST(NULL AS BIGINT) AS sort_number, ");
                expression.write(statement);
                statement.text(" AS sort_text");
            }
            // Nothing stands before the name.
            Sorted::Name | Sorted::Guid => {
                statement.text("CAST(NULL AS BIGINT) AS sort_number, '' AS sort_text");
            }
        }
    }

    /// One portion of one source, in order, as many rows as a page can need of it.
    fn part(&self, statement: &mut Statement, source: &Source, portion: Portion, has_cursor: bool, read: Read) {
        self.columns(statement, if read == Read::Places { PLACE } else { ROW });
        if read == Read::All {
            self.once(statement);
        }
        match source {
            Source::Location(organisation, location) => {
                statement.text(" FROM portfolio AS p");
                if read != Read::Places || self.order.is_of_marks || self.filter.asks_for_marks() {
                    statement.text(of_the_row());
                }
                statement.text(" WHERE p.organisation_id = ").value(Value::Int(organisation.0));
                statement.text(" AND p.location_id = ").value(Value::Int(location.0));
            }
            Source::Locations(organisation, locations) => {
                statement.text(" FROM portfolio AS p").text(of_the_row());
                statement.text(" WHERE p.organisation_id = ").value(Value::Int(organisation.0));
                statement.text(
                    " AND p.location_id = 0 AND EXISTS (SELECT 1 FROM portfolio AS r
                      WHERE r.organisation_id = p.organisation_id AND r.tenant_key = p.tenant_key AND r.location_id IN (",
                );
                statement.values(locations.iter().map(|location| Value::Int(location.0))).text("))");
            }
            Source::Alone(organisation) => {
                statement.text(" FROM portfolio AS p").text(of_the_row());
                statement.text(" WHERE p.organisation_id = ").value(Value::Int(organisation.0));
                statement.text(" AND p.location_id = 0 AND NOT p.is_shared");
            }
            Source::Shared => drop(statement.text(" FROM shared AS p").text(OF_SEVERAL).text(" WHERE TRUE")),
            Source::Merged => drop(statement.text(" FROM p").text(OF_SEVERAL).text(" WHERE TRUE")),
        }
        narrow(statement, self.scope, self.programme, self.filter);
        match portion {
            Portion::All => {}
            Portion::With(lacking) => {
                statement.text(" AND ");
                self.order.down.write(statement);
                statement.text(" > ").value(Value::Int(lacking));
            }
            Portion::Without(lacking) => {
                statement.text(" AND ");
                self.order.down.write(statement);
                statement.text(" = ").value(Value::Int(lacking));
            }
        }
        let sorted = match portion {
            Portion::All if self.order.kind == Sorted::Name => None,
            Portion::All if !self.descending => Some(self.order.up),
            Portion::All | Portion::With(_) => Some(self.order.down),
            Portion::Without(_) => None,
        };
        if let Some(cursor) = self.cursor.filter(|_| has_cursor) {
            self.place(statement, sorted, cursor);
        }
        let direction = self.direction();
        statement.text(" ORDER BY ");
        if let Some(sorted) = sorted {
            sorted.write(statement);
            statement.text(direction).text(", ");
        }
        statement.text("p.name_key").text(direction).text(", p.tenant_id").text(direction);
        statement.limit(self.limit.saturating_add(1));
    }

    /// Only what comes after the cursor's place.
    fn place(&self, statement: &mut Statement, sorted: Option<Sorting>, cursor: &ListCursor) {
        statement.text(" AND (");
        if let Some(sorted) = sorted {
            sorted.write(statement);
            statement.text(", ");
        }
        statement.text("p.name_key, p.tenant_id) ").text(if self.reads_down() { "< (" } else { "> (" });
        if sorted.is_some() {
            match self.order.kind {
                Sorted::Number => statement.value(Value::Int(cursor.number.unwrap_or_default())),
                Sorted::Text | Sorted::Name => statement.value(Value::Text(cursor.text.clone().unwrap_or_default())),
                Sorted::Guid => statement.value(Value::Guid(cursor.tenant_id)),
            };
            statement.text(", ");
        }
        statement.value(Value::Text(cursor.name_key.clone()));
        statement.text(", ").value(Value::Guid(cursor.tenant_id)).text(")");
    }

    /// What does not depend on a row: the totals, and whether the caller is who they were.
    fn once(&self, statement: &mut Statement) {
        self.totals(statement);
        Standing::column(self.standing, statement);
    }

    /// A column with the totals of the list, as text; nothing where they are not kept.
    fn totals(&self, statement: &mut Statement) {
        match kept_as(self.scope, self.programme, self.filter) {
            None => drop(statement.text(", NULL AS totals")),
            Some((organisation, locations)) => {
                statement.text(
                    ", (SELECT CAST(COALESCE(SUM(tenants), 0) AS TEXT) || ' ' || CAST(COALESCE(SUM(pau), 0) AS TEXT)
                     || ' ' || CAST(COALESCE(SUM(mau), 0) AS TEXT)",
                );
                kept_totals(statement, organisation, locations.as_deref());
                statement.text(") || ' ' || (SELECT CAST(COUNT(*) AS TEXT)");
                overdue(statement, &[organisation], locations.as_deref(), &self.filter.day.today);
                statement.text(") || ' ' || ");
                kept_potential(statement, organisation, locations.as_deref());
                statement.text(" AS totals");
            }
        }
    }

    /// The whole statement; nothing when there is nothing to read from.
    fn statement(&self) -> Option<Statement> {
        let (sources, portions) = (self.sources(), self.portions());
        let parts: Vec<_> =
            sources.iter().flat_map(|source| portions.iter().map(move |portion| (source, *portion))).collect();
        let mut statement = Statement::default();
        let partners = organisations(self.scope, self.programme);
        let several = Several { partners: &partners, programme: self.programme };
        match sources.last() {
            Some(Source::Shared) => several.shared(&mut statement, TenantNamed::Any),
            Some(Source::Merged) => several.all(&mut statement, TenantNamed::Any),
            _ => {}
        }
        if let [(source, (portion, has_cursor))] = parts[..] {
            self.part(&mut statement, source, portion, has_cursor, Read::All);
            return Some(statement);
        }
        let (first, _) = parts.first()?;
        match first {
            Source::Location(organisation, _) => {
                statement.text("SELECT ").text(ROW).text(", l.sort_number, l.sort_text");
                self.once(&mut statement);
                // A tenant that is reached through two locations is one row.
                let is_folded = sources.len() > 1;
                statement.text(" FROM (SELECT ").text(if is_folded {
                    "MIN(location_id) AS location_id"
                } else {
                    "location_id"
                });
                statement.text(", tenant_key, tenant_id, name_key, sort_number, sort_text FROM (");
                self.parts(&mut statement, &parts, Read::Places);
                statement.text(") AS parts");
                if is_folded {
                    statement.text(" GROUP BY tenant_key, tenant_id, name_key, sort_number, sort_text");
                }
                self.in_order(&mut statement, "");
                statement.limit(self.limit.saturating_add(1));
                // Read from its beginning to its end: each row of the page is looked up by its key.
                statement.text(") AS l CROSS JOIN portfolio AS p").text(of_the_row());
                statement.text(" WHERE p.organisation_id = ").value(Value::Int(organisation.0));
                statement.text(" AND p.location_id = l.location_id AND p.tenant_key = l.tenant_key");
                self.in_order(&mut statement, "l.");
            }
            // With and without a value, of one partner alone or shared: nothing comes twice.
            Source::Locations(..) | Source::Alone(_) | Source::Shared | Source::Merged => {
                statement.text("SELECT l.*");
                self.once(&mut statement);
                statement.text(" FROM (");
                self.parts(&mut statement, &parts, Read::Rows);
                statement.text(") AS l");
                self.in_order(&mut statement, "l.");
                statement.limit(self.limit.saturating_add(1));
            }
        }
        Some(statement)
    }

    /// All parts, one after the other.
    fn parts(&self, statement: &mut Statement, parts: &[(&Source, (Portion, bool))], read: Read) {
        for (number, &(source, (portion, has_cursor))) in parts.iter().enumerate() {
            statement.text(if number == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
            self.part(statement, source, portion, has_cursor, read);
            statement.text(") AS part");
        }
    }

    /// The order of what was merged; `of` names whose columns they are.
    fn in_order(&self, statement: &mut Statement, of: &'static str) {
        let before_the_name = match self.order.kind {
            Sorted::Number => Some("sort_number"),
            Sorted::Text => Some("sort_text"),
            Sorted::Name => None,
            Sorted::Guid => Some("tenant_id"),
        };
        for (number, column) in before_the_name.into_iter().chain(["name_key", "tenant_id"]).enumerate() {
            statement.text(if number == 0 { " ORDER BY " } else { ", " }).text(of).text(column).text(self.direction());
        }
    }
}

fn totals_of(text: &str) -> Result<ListTotals, StoreError> {
    let broken = || StoreError::inconsistent("portfolio_total", "tenants, pau, mau, overdue", text);
    let mut parts = text.splitn(5, ' ');
    let mut next = || parts.next().and_then(|number| number.parse::<i64>().ok()).ok_or_else(broken);
    let (tenants, pau, mau, overdue) = (next()?, next()?, next()?, next()?);
    Ok(ListTotals { tenants, pau, mau, overdue, potential: parts.next().unwrap_or_default().to_owned() })
}

impl Asked<'_> {
    /// The page, of the rows that were read for it.
    fn page(&self, read: Vec<ReadRow>) -> Result<ListPage, StoreError> {
        let totals = read.first().and_then(|row| row.totals.as_deref()).map(totals_of).transpose()?;
        let mut rows: Vec<ListRow> = read.into_iter().map(|row| row.row).collect();
        let backwards = self.cursor.is_some_and(|cursor| cursor.backwards);
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > self.limit);
        if has_more {
            rows.pop();
        }
        if backwards {
            rows.reverse();
        }
        let (has_previous, has_next) = if backwards { (has_more, true) } else { (self.cursor.is_some(), has_more) };
        Ok(ListPage { rows, has_previous, has_next, totals })
    }
}

impl Tx {
    /// The statement behind the first page of the list, with its values in their places: what a measurement holds the
    /// page against. Nothing where nothing has to be asked.
    pub fn tenant_page_statement(
        &self,
        scope: &Scope,
        programme: OrganisationId,
        day: ListDay,
        sort: TenantSort,
        limit: i64,
    ) -> Option<String> {
        let asked = PageAsked { filter: &ListFilter::of_day(day), sort, cursor: None, limit };
        Asked::of(scope, programme, &asked, None).statement().map(|statement| statement.written(self.engine()))
    }

    /// One page of the list, from its beginning or from a row's place on.
    pub async fn tenant_page(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        asked: &PageAsked<'_>,
    ) -> Result<ListPage, StoreError> {
        let asked = Asked::of(scope, programme, asked, None);
        let read = match asked.statement() {
            Some(statement) => statement.rows(self).await?,
            None => Vec::new(),
        };
        asked.page(read)
    }
}

impl AtOnce<'_> {
    /// The same page with its totals, in one statement. Nothing where the caller is not who they were any more, where
    /// the page is empty, or where its totals have to be added up: whatever it is, a transaction tells.
    pub async fn tenant_page(
        &self,
        scope: &Scope,
        programme: OrganisationId,
        asked: &PageAsked<'_>,
    ) -> Result<Option<ListPage>, StoreError> {
        if kept_as(scope, programme, asked.filter).is_none() {
            return Ok(None);
        }
        let asked = Asked::of(scope, programme, asked, Some(self.standing));
        let Some(statement) = asked.statement() else { return Ok(None) };
        let Some(read): Option<Vec<ReadRow>> = self.rows(statement).await? else { return Ok(None) };
        if !stands(read.first().map(|row| row.stands)) {
            return Ok(None);
        }
        asked.page(read).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_holds_a_number_where_rows_are_sorted_by_one() {
        for column in TenantColumn::ALL {
            let is_number = order(column, &ListDay::default()).kind == Sorted::Number;
            assert_eq!(column.is_sorted_as_number(), is_number, "{column:?}");
        }
    }
}
