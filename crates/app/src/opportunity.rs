//! Opportunities: where the most is to be gained (S5.4).

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::TenantId;
use domain::access::{Action, Resource, Scope, Sensitive, Sensitivity, Shown, ShownAt};
use domain::money::Money;
use domain::opportunity::OpportunitySort;
use domain::planted::{Fault, planted};
use domain::usage::Figure;
use domain::workload::SKU_BUCKETS;
use store::{
    Catalogue, LocationRow, OpportunitiesAsked, OpportunityCursor, OpportunityFilter, OpportunityPage, OpportunityRow,
    OpportunitySumRow, OpportunitySums, SumsKey, Tx,
};

use crate::earnings::{POTENTIAL, money, potential};
use crate::identity::Who;
use crate::list_filter::{check_values, locations, words};
use crate::revealed::Revealed;
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
    limit: i64,
}

impl Wanted {
    /// For a page of the list; `own` are the locations that the person can filter by, where the query does.
    fn of_list(who: &Who, query: &OpportunityQuery, own: &[LocationRow]) -> Result<Self, AppError> {
        let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MOST_LIMIT).contains(&limit) {
            return Err(AppError::field("limit", Problem::OutOfRange(1, MOST_LIMIT)));
        }
        Self::of(who, query, own, limit)
    }

    fn of(who: &Who, query: &OpportunityQuery, own: &[LocationRow], limit: i64) -> Result<Self, AppError> {
        let scope = who.scope()?;
        let sees_money = scope.shown_at() == ShownAt::Everywhere;
        let sort = query.sort.unwrap_or_else(|| OpportunitySort::usual(sees_money));
        // The order alone would tell (S1.4).
        if sort.column.is_sensitive() && !sees_money && !planted(Fault::ListedByWithheld) {
            return Err(AppError::field("sort", Problem::NotInTheList));
        }
        let filter = filter(own, query)?;
        let cursor = read_cursor(&who.reader(), query, sort)?;
        Ok(Self { scope, sort, filter, cursor, limit })
    }

    /// The scope of its rows.
    fn rows_of(&self) -> Cow<'_, Scope> {
        self.scope.mistaken_by(Fault::OpportunitiesOfEverybody)
    }

    fn asked(&self, with_sums: bool) -> OpportunitiesAsked<'_> {
        let Self { sort, filter, cursor, limit, .. } = self;
        OpportunitiesAsked { filter, sort: *sort, cursor: cursor.as_ref(), limit: *limit, with_sums }
    }
}

impl App {
    /// A page of the opportunities, with a card a family of licences.
    pub async fn opportunities(&self, ctx: &Ctx, query: &OpportunityQuery) -> Result<Seen<Opportunities>, AppError> {
        self.bring_season().await?;
        if let Some(seen) = self.opportunities_at_once(ctx, query).await? {
            return Ok(seen);
        }
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        may_look(&who)?;
        let wanted = Wanted::of_list(&who, query, &locations_asked(&mut tx, &who, query).await?)?;
        let catalogue = self.catalogue.read(&mut tx).await?;
        let (rows_of, asked) = (wanted.rows_of(), wanted.asked(true));
        let page = tx.opportunities(&rows_of, who.programme, &asked, &catalogue).await?;
        let key = SumsKey::of(&rows_of, who.programme, &wanted.filter);
        let sums = if let Some(sums) = page.sums.filter(|_| !planted(Fault::OpportunityCardsOfEverybody)) {
            self.sums.remember(key, sums).rows.clone()
        } else {
            let scope = wanted.scope.mistaken_by(Fault::OpportunityCardsOfEverybody);
            tx.opportunity_sums(&scope, who.programme, &wanted.filter).await?
        };
        let revealed = Revealed::of(&mut tx, &wanted.scope, keys(&page.rows)).await?;
        tx.end();
        let value = opportunities(&who, query, &wanted, page.rows, &sums, &revealed)?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The same in one statement, for somebody who was here before and is still who they were.
    async fn opportunities_at_once(
        &self,
        ctx: &Ctx,
        query: &OpportunityQuery,
    ) -> Result<Option<Seen<Opportunities>>, AppError> {
        let Some((who, standing, _)) = self.who_was(ctx) else { return Ok(None) };
        if may_look(&who).is_err() || !query.locations.is_empty() {
            return Ok(None);
        }
        // What is wrong with the query is told by the transaction: it knows who asks.
        let Ok(wanted) = Wanted::of_list(&who, query, &[]) else { return Ok(None) };
        // Through which locations a row is reached, a transaction tells.
        let Some(revealed) = Revealed::by_scope(&wanted.scope) else { return Ok(None) };
        let rows_of = wanted.rows_of();
        let key = SumsKey::of(&rows_of, who.programme, &wanted.filter);
        let known = key.as_ref().and_then(|key| self.sums.known(key));
        let (catalogue, asked) = (self.catalogue.known(), wanted.asked(known.is_none()));
        let at_once = self.store.at_once(&standing);
        let page = at_once.opportunities(&rows_of, who.programme, &asked, &catalogue).await?;
        let Some(OpportunityPage { rows, sums, version }) = page else { return Ok(None) };
        let sums = match (sums, known) {
            (Some(sums), _) => self.sums.remember(key, sums),
            (None, Some(known)) if Some(known.version) == version => known,
            (None, _) => return Ok(None),
        };
        if planted(Fault::OpportunityCardsOfEverybody) {
            return Ok(None);
        }
        let value = opportunities(&who, query, &wanted, rows, &sums.rows, &revealed)?;
        Ok(Some(Seen { viewer: who.viewer, value }))
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
        may_look(&who)?;
        let wanted = Wanted::of(&who, query, &locations_asked(&mut tx, &who, query).await?, EXPORT_ROWS)?;
        let catalogue = self.catalogue.read(&mut tx).await?;
        let page = tx.opportunities(&wanted.rows_of(), who.programme, &wanted.asked(false), &catalogue).await?;
        let revealed = Revealed::of(&mut tx, &wanted.scope, keys(&page.rows)).await?;
        tx.end();
        if query.cursor.is_none() {
            self.audit_look(ctx, &who, AuditAction::OpportunitiesExported, "").await?;
        }
        let page = laid_out(&who, query, &wanted, page.rows, &revealed)?;
        Ok((page.items, page.next_cursor))
    }

    /// The statement behind a page of the opportunities, for measurements; values stand in their places. What is kept of the
    /// sums is remembered, as it is from the second page on.
    pub async fn opportunities_statement(&self, ctx: &Ctx, query: &OpportunityQuery) -> Result<String, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let wanted = Wanted::of_list(&who, query, &locations_asked(&mut tx, &who, query).await?)?;
        let is_added_up = SumsKey::of(&wanted.scope, who.programme, &wanted.filter).is_none();
        let statement = tx.opportunities_statement(&wanted.scope, who.programme, &wanted.asked(is_added_up)).await?;
        tx.end();
        Ok(statement)
    }
}

fn may_look(who: &Who) -> Result<(), AppError> {
    who.may(Resource::Tenants, Action::Read).map_err(|_| AppError::NoViewerRole)
}

/// The locations that the person can filter by, where the query does.
async fn locations_asked(tx: &mut Tx, who: &Who, query: &OpportunityQuery) -> Result<Vec<LocationRow>, AppError> {
    if query.locations.is_empty() {
        return Ok(Vec::new());
    }
    locations_in_scope(tx, &who.scope()?).await
}

/// Most sums that are remembered.
const MOST_SUMS: usize = 200;

/// What lists of opportunities come to, as it was last read: a page that is read in one statement reads the version by which
/// it still holds, and does not add it up again.
#[derive(Clone, Default)]
pub(crate) struct KnownSums(Arc<Mutex<HashMap<SumsKey, Arc<OpportunitySums>>>>);

impl KnownSums {
    fn known(&self, key: &SumsKey) -> Option<Arc<OpportunitySums>> {
        self.sums().get(key).cloned()
    }

    /// Remembers what was read, where sums are kept and not added up for that list alone.
    fn remember(&self, key: Option<SumsKey>, read: OpportunitySums) -> Arc<OpportunitySums> {
        let read = Arc::new(read);
        if let Some(key) = key {
            let mut sums = self.sums();
            if sums.len() >= MOST_SUMS && !sums.contains_key(&key) {
                // What is asked for still is remembered again the next time.
                sums.clear();
            }
            sums.insert(key, read.clone());
        }
        read
    }

    fn sums(&self) -> MutexGuard<'_, HashMap<SumsKey, Arc<OpportunitySums>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The workloads there are, as they were last read: a page that is read in one statement holds them against what is
/// true by then.
#[derive(Clone, Default)]
pub(crate) struct KnownCatalogue(Arc<RwLock<Arc<Catalogue>>>);

impl KnownCatalogue {
    fn known(&self) -> Arc<Catalogue> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn read(&self, tx: &mut Tx) -> Result<Arc<Catalogue>, AppError> {
        let read = Arc::new(tx.catalogue().await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = read.clone();
        Ok(read)
    }
}

fn keys(rows: &[OpportunityRow]) -> impl Iterator<Item = i64> {
    rows.iter().map(|row| row.tenant_key)
}

fn opportunities(
    who: &Who,
    query: &OpportunityQuery,
    wanted: &Wanted,
    rows: Vec<OpportunityRow>,
    sums: &[OpportunitySumRow],
    revealed: &Revealed,
) -> Result<Opportunities, AppError> {
    let cards = cards(sums, wanted.scope.shown_at() == ShownAt::Everywhere)?;
    Ok(Opportunities { cards, ..laid_out(who, query, wanted, rows, revealed)? })
}

/// The rows that were read, in the list's order, and where the pages before and after begin; without cards.
fn laid_out(
    who: &Who,
    query: &OpportunityQuery,
    wanted: &Wanted,
    mut rows: Vec<OpportunityRow>,
    revealed: &Revealed,
) -> Result<Opportunities, AppError> {
    let Wanted { sort, cursor, limit, .. } = wanted;
    let backwards = cursor.as_ref().is_some_and(|cursor| cursor.backwards);
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > *limit);
    if has_more {
        rows.pop();
    }
    if backwards {
        rows.reverse();
    }
    let (has_previous, has_next) = if backwards { (has_more, true) } else { (cursor.is_some(), has_more) };
    let reader = &who.reader();
    let written = |row: &OpportunityRow, backwards| write_cursor(reader, query, *sort, row, backwards);
    let next_cursor = rows.last().filter(|_| has_next).map(|row| written(row, false));
    let previous_cursor = rows.first().filter(|_| has_previous).map(|row| written(row, true));
    let items = rows.into_iter().map(|row| item(row, revealed)).collect::<Result<_, _>>()?;
    Ok(Opportunities { sort: *sort, items, next_cursor, previous_cursor, cards: Vec::new() })
}

fn item(row: OpportunityRow, revealed: &Revealed) -> Result<Opportunity, AppError> {
    let sensitivity = revealed.sensitivity(row.tenant_key);
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
