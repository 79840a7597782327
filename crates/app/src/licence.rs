//! Licences: a page of them, what they can be filtered by, and their export (S5.5).

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::{Action, Resource, Scope};
use domain::licence::{LicenceSort, TERM_WINDOWS};
use domain::planted::{Fault, planted};
use domain::usage::Figure;
use domain::{Month, TenantId};
use store::{LicenceCardRow, LicenceCursor, LicenceFilter, LicenceListRow, LicencePageAsked, Tx};

use crate::identity::{Who, moment};
use crate::list_filter::{check_values, locations, words};
use crate::secret::mark;
use crate::tenant::{location_choice, month};
use crate::tenant_list::locations_in_scope;
use crate::{App, AppError, AuditAction, Ctx, DEFAULT_LIMIT, LocationChoice, MOST_LIMIT, Problem, Seen};

/// What is asked of the licences. Empty lists and `None` filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LicenceQuery {
    /// The order.
    pub sort: LicenceSort,
    /// Words that the tenant's name, ID or domain, or the SKU contain.
    pub search: Option<String>,
    /// One tenant alone.
    pub tenant: Option<TenantId>,
    /// Locations, by their own partner ID; one that is not the person's is [`crate::Problem::Unknown`].
    pub locations: Vec<String>,
    /// Countries, as the list writes them.
    pub countries: Vec<String>,
    /// SKUs, however they are spelled.
    pub skus: Vec<String>,
    /// Buckets of SKUs; [`OTHER_BUCKET`] is those that the catalogue does not have.
    pub buckets: Vec<String>,
    /// Only terms that end within so many days: one of [`TERM_WINDOWS`].
    pub term_days: Option<i64>,
    /// Only licences that renew themselves, or only those that do not.
    pub auto_renew: Option<bool>,
    /// Only licences with unused seats.
    pub unused: bool,
    /// Rows of a page, 1 to 100; `None` is 50.
    pub limit: Option<i64>,
    /// Where to go on, from the page before.
    pub cursor: Option<String>,
}

/// By what the bucket is called of SKUs that the catalogue does not have.
pub const OTHER_BUCKET: &str = "other";

/// What a tenant has of a SKU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceItem {
    /// The tenant's GUID.
    pub tenant_id: TenantId,
    /// The tenant's name.
    pub name: String,
    /// The tenant's domain; may be empty.
    pub domain: String,
    /// The tenant's country or region; may be empty.
    pub country: String,
    /// The SKU as the report writes it.
    pub sku: String,
    /// The family of products as the report writes it; may be empty.
    pub family: String,
    /// The bucket of the SKU.
    pub bucket: String,
    /// The month of the seats.
    pub month: Option<Month>,
    /// Seats sold.
    pub sold: i64,
    /// Seats assigned.
    pub assigned: i64,
    /// Sold less assigned; below zero where more are assigned than were sold.
    pub unused: i64,
    /// PAU and MAU over the mapped workloads that the person may see; nothing where none of them has figures.
    pub figure: Option<Figure>,
    /// The workloads to which the SKU entitles, by code.
    pub workloads: Vec<String>,
    /// The day on which the first of its subscriptions ends.
    pub term_end: Option<NaiveDate>,
    /// Whether all of them renew themselves.
    pub auto_renew: bool,
    /// The file that brought the seats (S3.5).
    pub file_name: String,
    /// When it was loaded.
    pub loaded_at: Option<DateTime<Utc>>,
}

/// What a bucket of SKUs adds up to, in the list as filtered but for the bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceCard {
    /// The bucket.
    pub bucket: String,
    /// How many licences.
    pub licences: i64,
    /// Seats sold.
    pub sold: i64,
    /// Seats assigned.
    pub assigned: i64,
}

/// The figures above the list, as filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LicenceTotals {
    /// How many licences: tenants and SKUs.
    pub licences: i64,
    /// Seats sold.
    pub sold: i64,
    /// Seats assigned.
    pub assigned: i64,
}

/// A page of the licences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceList {
    /// The rows.
    pub items: Vec<LicenceItem>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Where the page before begins.
    pub previous_cursor: Option<String>,
    /// The figures of the whole list as filtered.
    pub totals: LicenceTotals,
    /// What each bucket adds up to, the largest first.
    pub cards: Vec<LicenceCard>,
}

/// What the person's own licences can be filtered by; never more than they have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LicenceChoices {
    /// Locations in scope.
    pub locations: Vec<LocationChoice>,
    /// Countries of the tenants in scope.
    pub countries: Vec<String>,
    /// SKUs in scope, as reports write them.
    pub skus: Vec<String>,
}

/// Rows of one step of an export.
const EXPORT_ROWS: i64 = 1_000;

impl App {
    /// A page of the licences, with the figures of the whole list as filtered.
    pub async fn licences(&self, ctx: &Ctx, query: &LicenceQuery) -> Result<Seen<LicenceList>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = list(&mut tx, &who, query).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The list as a page needs it: rows, and what can be filtered by, of one state of the database.
    pub async fn licence_desk(
        &self,
        ctx: &Ctx,
        query: &LicenceQuery,
    ) -> Result<Seen<(LicenceList, LicenceChoices)>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = list(&mut tx, &who, query).await?;
        let choices = choices(&mut tx, &who).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value: (value, choices) })
    }

    /// What the person's licences can be filtered by.
    pub async fn licence_choices(&self, ctx: &Ctx) -> Result<LicenceChoices, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let choices = choices(&mut tx, &who).await?;
        tx.end();
        Ok(choices)
    }

    /// Up to 1,000 further rows of the list for an export, and where to go on; each call asks anew what the person may see.
    pub async fn licences_for_export(
        &self,
        ctx: &Ctx,
        query: &LicenceQuery,
    ) -> Result<(Vec<LicenceItem>, Option<String>), AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tenants, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        let wanted = Wanted::of(&mut tx, &who, query, EXPORT_ROWS).await?;
        let page = tx.licence_page(&wanted.rows_of(), who.programme, &wanted.page(query)).await?;
        tx.end();
        if query.cursor.is_none() {
            self.audit_look(ctx, &who, AuditAction::LicencesExported, "").await?;
        }
        let next = page.rows.last().filter(|_| page.has_next).map(|row| write_cursor(&who.reader(), query, row, false));
        Ok((page.rows.into_iter().map(licence_item).collect(), next))
    }
}

/// What a page of the list is read by.
struct Wanted {
    scope: Scope,
    filter: LicenceFilter,
    cursor: Option<LicenceCursor>,
    limit: i64,
}

impl Wanted {
    async fn of(tx: &mut Tx, who: &Who, query: &LicenceQuery, limit: i64) -> Result<Self, AppError> {
        let scope = who.scope()?;
        let cursor = read_cursor(&who.reader(), query)?;
        let filter = filter(tx, who, &scope, query).await?;
        Ok(Self { scope, filter, cursor, limit })
    }

    /// The scope of its rows.
    fn rows_of(&self) -> Cow<'_, Scope> {
        self.scope.mistaken_by(Fault::LicencesOfEverybody)
    }

    fn page(&self, query: &LicenceQuery) -> LicencePageAsked<'_> {
        LicencePageAsked { filter: &self.filter, sort: query.sort, cursor: self.cursor.as_ref(), limit: self.limit }
    }
}

async fn list(tx: &mut Tx, who: &Who, query: &LicenceQuery) -> Result<LicenceList, AppError> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MOST_LIMIT).contains(&limit) {
        return Err(AppError::field("limit", Problem::OutOfRange(1, MOST_LIMIT)));
    }
    let wanted = Wanted::of(tx, who, query, limit).await?;
    let page = tx.licence_page(&wanted.rows_of(), who.programme, &wanted.page(query)).await?;
    let scope = wanted.scope.mistaken_by(Fault::LicenceTotalsOfEverybody);
    let without_buckets = LicenceFilter { buckets: Vec::new(), ..wanted.filter.clone() };
    let cards = tx.licence_cards(&scope, who.programme, &without_buckets).await?;
    let mut totals = LicenceTotals::default();
    for card in &cards {
        if wanted.filter.buckets.is_empty() || wanted.filter.buckets.contains(&card.bucket) {
            totals.licences += card.licences;
            totals.sold += card.sold;
            totals.assigned += card.assigned;
        }
    }
    let reader = &who.reader();
    let next_cursor = page.rows.last().filter(|_| page.has_next).map(|row| write_cursor(reader, query, row, false));
    let previous_cursor =
        page.rows.first().filter(|_| page.has_previous).map(|row| write_cursor(reader, query, row, true));
    let items = page.rows.into_iter().map(licence_item).collect();
    Ok(LicenceList { items, next_cursor, previous_cursor, totals, cards: cards.into_iter().map(card).collect() })
}

async fn choices(tx: &mut Tx, who: &Who) -> Result<LicenceChoices, AppError> {
    let scope = who.scope()?;
    let locations = locations_in_scope(tx, &scope).await?;
    let countries = tx.tenant_choices(&scope, who.programme).await?.countries;
    let skus = tx.licence_skus(&scope, who.programme).await?;
    Ok(LicenceChoices {
        locations: locations.iter().map(location_choice).collect(),
        countries,
        skus: skus.into_iter().map(|row| row.sku).collect(),
    })
}

/// What the list is narrowed to, checked: a location that is not the person's does not exist.
async fn filter(tx: &mut Tx, who: &Who, scope: &Scope, query: &LicenceQuery) -> Result<LicenceFilter, AppError> {
    let words = words(query.search.as_deref())?;
    check_values([
        ("location", &query.locations),
        ("country", &query.countries),
        ("sku", &query.skus),
        ("sku_bucket", &query.buckets),
    ])?;
    let own = if query.locations.is_empty() { Vec::new() } else { locations_in_scope(tx, scope).await? };
    let today = who.today();
    let term = match query.term_days {
        None => None,
        Some(days) if TERM_WINDOWS.contains(&days) => {
            let last = today.checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(today);
            Some((today.to_string(), last.to_string()))
        }
        Some(_) => return Err(AppError::field("term_days", Problem::NotInTheList)),
    };
    Ok(LicenceFilter {
        words,
        tenant: query.tenant.map(|tenant| tenant.0),
        locations: locations(&query.locations, &own)?,
        countries: query.countries.clone(),
        skus: query.skus.iter().map(|sku| domain::workload::spelling(sku)).collect(),
        buckets: query
            .buckets
            .iter()
            .map(|bucket| if bucket == OTHER_BUCKET { String::new() } else { bucket.clone() })
            .collect(),
        term,
        auto_renew: query.auto_renew,
        unused: query.unused,
    })
}

fn card(row: LicenceCardRow) -> LicenceCard {
    LicenceCard { bucket: bucket(row.bucket), licences: row.licences, sold: row.sold, assigned: row.assigned }
}

fn bucket(stored: String) -> String {
    if stored.is_empty() { OTHER_BUCKET.to_owned() } else { stored }
}

fn licence_item(row: LicenceListRow) -> LicenceItem {
    LicenceItem {
        tenant_id: TenantId(row.tenant_id),
        name: row.name,
        domain: row.domain,
        country: row.country,
        sku: row.sku,
        family: row.family,
        bucket: bucket(row.bucket),
        month: month(row.month),
        sold: row.sold,
        assigned: row.assigned,
        unused: row.unused,
        figure: row.pau.zip(row.mau).map(|(pau, mau)| Figure { pau, mau }),
        workloads: row.workloads.map(|codes| codes.lines().map(str::to_owned).collect()).unwrap_or_default(),
        term_end: row.term_end.and_then(|day| day.parse().ok()),
        auto_renew: row.auto_renew == 1,
        file_name: row.file_name.unwrap_or_default(),
        loaded_at: row.loaded_at.map(moment),
    }
}

/// The longest cursor there is, in bytes.
const LONGEST_CURSOR: usize = 6_000;

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    of: String,
    b: bool,
    n: Option<i64>,
    t: Option<String>,
    k: String,
    i: uuid::Uuid,
    s: String,
}

/// What ties a cursor to its list: the reader, the order and what the list is narrowed to.
fn list_mark(reader: &str, query: &LicenceQuery) -> String {
    let bare = LicenceQuery { cursor: None, limit: None, ..query.clone() };
    mark(&format!("{reader} {bare:?}"))
}

fn write_cursor(reader: &str, query: &LicenceQuery, row: &LicenceListRow, backwards: bool) -> String {
    let written = Written {
        of: list_mark(reader, query),
        b: backwards,
        n: row.sort_number,
        t: row.sort_text.clone(),
        k: row.name_key.clone(),
        i: row.tenant_id,
        s: row.sku_key.clone(),
    };
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap_or_default())
}

/// The place that a text names, when it belongs to this list of this person.
fn read_cursor(reader: &str, query: &LicenceQuery) -> Result<Option<LicenceCursor>, AppError> {
    let Some(text) = &query.cursor else { return Ok(None) };
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    if text.len() > LONGEST_CURSOR {
        return Err(foreign());
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
    let written: Written = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    let is_own = written.of == list_mark(reader, query) || planted(Fault::CursorOfAnybody);
    let is_number = query.sort.column.is_sorted_as_number();
    if !is_own || written.n.is_some() != is_number || written.t.is_none() != is_number {
        return Err(foreign());
    }
    // NUL is the one character that a database may refuse.
    let texts = [Some(&written.k), Some(&written.s), written.t.as_ref()];
    if texts.into_iter().flatten().any(|text| text.contains('\0')) {
        return Err(foreign());
    }
    Ok(Some(LicenceCursor {
        number: written.n,
        text: written.t,
        name_key: written.k,
        tenant_id: written.i,
        sku_key: written.s,
        backwards: written.b,
    }))
}
