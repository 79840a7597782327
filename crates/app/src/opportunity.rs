//! Opportunities: where the most is to be gained (S5.4).

use std::collections::HashSet;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::TenantId;
use domain::access::{Action, Resource, Scope, Sensitive, Sensitivity, Shown, ShownAt, View};
use domain::money::Money;
use domain::opportunity::OpportunitySort;
use domain::planted::{Fault, planted};
use domain::usage::Figure;
use domain::workload::SKU_BUCKETS;
use store::{
    LocationRow, OpportunitiesAsked, OpportunityCursor, OpportunityFilter, OpportunityRow, OpportunitySumRow, Tx,
};

use crate::earnings::{POTENTIAL, money, potential};
use crate::identity::Who;
use crate::list_filter::{check_values, locations, words};
use crate::secret::mark;
use crate::tenant_list::{DEFAULT_LIMIT, MOST_LIMIT, locations_in_scope};
use crate::{App, AppError, AuditAction, Ctx, Problem, Seen, WorkloadName};

/// The longest cursor, in bytes.
const LONGEST_CURSOR: usize = 4_000;

/// Rows of one step of an export.
const EXPORT_ROWS: i64 = 1_000;

/// What is asked of the opportunities. Empty lists and `None` filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpportunityQuery {
    /// The order; nothing is what is to be gained first.
    pub sort: Option<OpportunitySort>,
    /// Words that name, ID or domain of the tenant contain.
    pub search: Option<String>,
    /// Locations, by their own partner ID; one that is not the person's is [`crate::Problem::Unknown`].
    pub locations: Vec<String>,
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
    /// Rows of a page, 1 to 100; `None` is 50.
    pub limit: Option<i64>,
    /// Where to go on, from the page before.
    pub cursor: Option<String>,
}

/// A workload of a tenant with room to grow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    /// The tenant's GUID.
    pub tenant_id: TenantId,
    /// Its name.
    pub name: String,
    /// The customer's number at the vendor (TPID); may be empty.
    pub tpid: String,
    /// The workload.
    pub workload: WorkloadName,
    /// The family of licences to which it belongs, by its code.
    pub sku_bucket: String,
    /// PAU and MAU.
    pub figure: Figure,
    /// Room to grow.
    pub units: i64,
    /// What it could earn; nothing where no offer applies.
    pub potential: Shown<Option<Money>>,
    /// Whether the own organisation holds the claim; else nobody does.
    pub is_claimed: bool,
    /// Names of the fields that are withheld from this person (S1.4).
    pub withheld: Vec<&'static str>,
}

/// What a family of licences could gain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityCard {
    /// The family, by its code.
    pub sku_bucket: String,
    /// How many rows.
    pub rows: i64,
    /// Their room to grow.
    pub units: i64,
    /// What they could earn, an amount a currency.
    pub potential: Shown<Vec<Money>>,
}

/// A page of the opportunities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunities {
    /// The order in which they are.
    pub sort: OpportunitySort,
    /// The rows.
    pub items: Vec<Opportunity>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Where the page before begins.
    pub previous_cursor: Option<String>,
    /// A card a family of licences, of the list as narrowed by everything but families.
    pub cards: Vec<OpportunityCard>,
}

/// What a page is read by.
struct Wanted {
    scope: Scope,
    sort: OpportunitySort,
    filter: OpportunityFilter,
    cursor: Option<OpportunityCursor>,
}

impl App {
    /// A page of the opportunities, with a card a family of licences.
    pub async fn opportunities(&self, ctx: &Ctx, query: &OpportunityQuery) -> Result<Seen<Opportunities>, AppError> {
        self.bring_season().await?;
        let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tenants, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        if !(1..=MOST_LIMIT).contains(&limit) {
            return Err(AppError::field("limit", Problem::OutOfRange(1, MOST_LIMIT)));
        }
        let wanted = wanted(&mut tx, &who, query).await?;
        let (items, previous_cursor, next_cursor) = page(&mut tx, &who, query, &wanted, limit).await?;
        let all = OpportunityFilter { buckets: Vec::new(), ..wanted.filter.clone() };
        let scope = wanted.scope.mistaken_by(Fault::OpportunityCardsOfEverybody);
        let sums = tx.opportunity_sums(&scope, who.programme, &all).await?;
        tx.end();
        let cards = cards(&sums, wanted.scope.shown_at() == ShownAt::Everywhere)?;
        let value = Opportunities { sort: wanted.sort, items, next_cursor, previous_cursor, cards };
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Up to 1,000 further rows for an export, and where to go on; each call asks anew what the person may see.
    pub async fn opportunities_for_export(
        &self,
        ctx: &Ctx,
        query: &OpportunityQuery,
    ) -> Result<(Vec<Opportunity>, Option<String>), AppError> {
        self.bring_season().await?;
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tenants, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        let wanted = wanted(&mut tx, &who, query).await?;
        let (items, _, next) = page(&mut tx, &who, query, &wanted, EXPORT_ROWS).await?;
        tx.end();
        if query.cursor.is_none() {
            self.audit_look(ctx, &who, AuditAction::OpportunitiesExported, "").await?;
        }
        Ok((items, next))
    }
}

impl App {
    /// The statement behind a page of the opportunities, for measurements; values stand in their places.
    pub async fn opportunities_statement(&self, ctx: &Ctx, query: &OpportunityQuery) -> Result<String, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let Wanted { scope, sort, filter, cursor } = wanted(&mut tx, &who, query).await?;
        let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
        let asked = OpportunitiesAsked { filter: &filter, sort, cursor: cursor.as_ref(), limit };
        let statement = tx.opportunities_statement(&scope, who.programme, &asked).await?;
        tx.end();
        Ok(statement)
    }
}

async fn wanted(tx: &mut Tx, who: &Who, query: &OpportunityQuery) -> Result<Wanted, AppError> {
    let scope = who.scope()?;
    let sees_money = scope.shown_at() == ShownAt::Everywhere;
    let sort = query.sort.unwrap_or_else(|| OpportunitySort::usual(sees_money));
    // The order alone would tell (S1.4).
    if sort.column.is_sensitive() && !sees_money && !planted(Fault::ListedByWithheld) {
        return Err(AppError::field("sort", Problem::NotInTheList));
    }
    let own = if query.locations.is_empty() { Vec::new() } else { locations_in_scope(tx, &scope).await? };
    let filter = filter(&own, query)?;
    let cursor = read_cursor(&who.reader(), query, sort)?;
    Ok(Wanted { scope, sort, filter, cursor })
}

/// Rows, and where the pages before and after begin.
type Page = (Vec<Opportunity>, Option<String>, Option<String>);

async fn page(tx: &mut Tx, who: &Who, query: &OpportunityQuery, wanted: &Wanted, limit: i64) -> Result<Page, AppError> {
    let Wanted { scope, sort, filter, cursor } = wanted;
    let rows_of = scope.mistaken_by(Fault::OpportunitiesOfEverybody);
    let asked = OpportunitiesAsked { filter, sort: *sort, cursor: cursor.as_ref(), limit };
    let mut rows = tx.opportunities(&rows_of, who.programme, &asked).await?;
    let backwards = cursor.as_ref().is_some_and(|cursor| cursor.backwards);
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    if has_more {
        rows.pop();
    }
    if backwards {
        rows.reverse();
    }
    let (has_previous, has_next) = if backwards { (has_more, true) } else { (cursor.is_some(), has_more) };
    let reader = &who.reader();
    let written = |row: &OpportunityRow, backwards| write_cursor(reader, query, *sort, row, backwards);
    let next = rows.last().filter(|_| has_next).map(|row| written(row, false));
    let previous = rows.first().filter(|_| has_previous).map(|row| written(row, true));
    let revealed: Option<HashSet<i64>> = match (scope.shown_at(), scope.view()) {
        (ShownAt::Everywhere, _) => None,
        (ShownAt::Locations(at), View::Partner { organisation_id, .. }) => {
            let keys = rows.iter().map(|row| row.tenant_key);
            Some(tx.tenants_through(*organisation_id, &at, keys).await?.into_iter().collect())
        }
        (ShownAt::Nowhere | ShownAt::Locations(_), _) => Some(HashSet::new()),
    };
    let is_shown = |row: &OpportunityRow| revealed.as_ref().is_none_or(|keys| keys.contains(&row.tenant_key));
    let items = rows.into_iter().map(|row| {
        let sensitivity = if is_shown(&row) { Sensitivity::Shown } else { Sensitivity::Withheld };
        item(row, sensitivity)
    });
    Ok((items.collect::<Result<_, _>>()?, previous, next))
}

fn item(row: OpportunityRow, sensitivity: Sensitivity) -> Result<Opportunity, AppError> {
    let potential = potential(row.potential_minor, row.currency.as_deref(), sensitivity)?;
    Ok(Opportunity {
        tenant_id: TenantId(row.tenant_id),
        name: row.name,
        tpid: row.tpid,
        workload: WorkloadName { code: row.code, name_en: row.name_en, name_nl: row.name_nl },
        sku_bucket: row.sku_bucket,
        figure: Figure { pau: row.pau, mau: row.mau },
        units: row.opportunity_units,
        is_claimed: row.is_claimed,
        withheld: if potential == Shown::Withheld { vec![POTENTIAL] } else { Vec::new() },
        potential,
    })
}

/// A card a family, in their order; those that nobody knows come last.
fn cards(sums: &[OpportunitySumRow], sees_money: bool) -> Result<Vec<OpportunityCard>, AppError> {
    let sensitivity = if sees_money { Sensitivity::Shown } else { Sensitivity::Withheld };
    let mut codes: Vec<&str> = SKU_BUCKETS.to_vec();
    for sum in sums {
        if !codes.contains(&sum.sku_bucket.as_str()) {
            codes.push(&sum.sku_bucket);
        }
    }
    let mut cards = Vec::new();
    for code in codes {
        let own: Vec<_> = sums.iter().filter(|sum| sum.sku_bucket == code).collect();
        if own.is_empty() {
            continue;
        }
        let amounts = own.iter().filter_map(|sum| sum.currency.as_deref().map(|currency| money(sum.minor, currency)));
        let potential = Sensitive::new(amounts.collect::<Result<Vec<_>, _>>()?).for_reader(sensitivity);
        let sum = |of: fn(&OpportunitySumRow) -> i64| own.iter().map(|one| of(one)).fold(0, i64::saturating_add);
        let (rows, units) = (sum(|one| one.rows), sum(|one| one.units));
        cards.push(OpportunityCard { sku_bucket: code.to_owned(), rows, units, potential });
    }
    Ok(cards)
}

/// What the list is narrowed to, checked: a location that is not the person's does not exist.
fn filter(own: &[LocationRow], query: &OpportunityQuery) -> Result<OpportunityFilter, AppError> {
    let words = words(query.search.as_deref())?;
    check_values([
        ("location", &query.locations),
        ("country", &query.countries),
        ("segment", &query.segments),
        ("workload", &query.workloads),
        ("sku_bucket", &query.buckets),
    ])?;
    Ok(OpportunityFilter {
        words,
        locations: locations(&query.locations, own)?,
        countries: query.countries.clone(),
        segments: query.segments.clone(),
        workloads: query.workloads.clone(),
        buckets: query.buckets.clone(),
        is_claimed: query.is_claimed,
    })
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    of: String,
    b: bool,
    n: Option<i64>,
    t: Option<String>,
    u: i64,
    k: String,
    i: uuid::Uuid,
    w: String,
}

/// What ties a cursor to its list: the reader, the order and what the list is narrowed to.
fn list_mark(reader: &str, query: &OpportunityQuery, sort: OpportunitySort) -> String {
    let bare = OpportunityQuery { cursor: None, limit: None, sort: Some(sort), ..query.clone() };
    mark(&format!("{reader} {bare:?}"))
}

fn write_cursor(
    reader: &str,
    query: &OpportunityQuery,
    sort: OpportunitySort,
    row: &OpportunityRow,
    backwards: bool,
) -> String {
    let written = Written {
        of: list_mark(reader, query, sort),
        b: backwards,
        n: row.sort_number,
        t: row.sort_text.clone(),
        u: row.opportunity_units,
        k: row.name_key.clone(),
        i: row.tenant_id,
        w: row.code.clone(),
    };
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap_or_default())
}

/// The place that a text names, when it belongs to this list of this person.
fn read_cursor(
    reader: &str,
    query: &OpportunityQuery,
    sort: OpportunitySort,
) -> Result<Option<OpportunityCursor>, AppError> {
    let Some(text) = &query.cursor else { return Ok(None) };
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    if text.len() > LONGEST_CURSOR {
        return Err(foreign());
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
    let it: Written = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    let texts = [Some(&it.k), it.t.as_ref(), Some(&it.w)];
    let has_nul = texts.into_iter().flatten().any(|text| text.contains('\0'));
    let is_of_column = it.n.is_some() == sort.column.is_sorted_as_number() && it.t.is_some() != it.n.is_some();
    let is_own = it.of == list_mark(reader, query, sort) || planted(Fault::CursorOfAnybody);
    if !is_own || has_nul || !is_of_column {
        return Err(foreign());
    }
    Ok(Some(OpportunityCursor {
        number: it.n,
        text: it.t,
        units: it.u,
        name_key: it.k,
        tenant_id: it.i,
        code: it.w,
        backwards: it.b,
    }))
}
