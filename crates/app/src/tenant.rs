//! The tenants of a person: list, details, history (S2, S3).

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Resource, Scope, View};
use domain::id::{OrganisationId, TenantKey, WorkloadId};
use domain::planted::{Fault, planted};
use domain::tenant::{TenantSort, name_key};
use domain::usage::{Figure, MONTHS_SHOWN, UsageBand};
use domain::{Month, TenantId};
use store::{ClaimRow, ListFilter, ListPage, ListRow, LocationRow, Tx, UsageRowStored};

use crate::identity::{Who, moment};
use crate::view::saved_view;
use crate::{App, AppError, AuditAction, Ctx, Problem, SavedView, Seen, cursor};

/// Rows of a page unless asked otherwise.
pub const DEFAULT_LIMIT: i64 = 50;

/// Most rows of a page.
pub const MOST_LIMIT: i64 = 100;

/// What is asked of the tenant list. Empty lists and `None` filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TenantQuery {
    /// The order.
    pub sort: TenantSort,
    /// Words that name, ID or domain contain.
    pub search: Option<String>,
    /// Locations, by their own partner ID; one that is not the person's is [`crate::Problem::Unknown`].
    pub locations: Vec<String>,
    /// Countries, as the list writes them.
    pub countries: Vec<String>,
    /// Segments, as the list writes them.
    pub segments: Vec<String>,
    /// Workloads, by code: tenants that have one of them.
    pub workloads: Vec<String>,
    /// Lowest Usage %, in tenths of a percent.
    pub usage_from_tenths: Option<i64>,
    /// Highest Usage %, in tenths of a percent.
    pub usage_to_tenths: Option<i64>,
    /// A band of the overview.
    pub band: Option<UsageBand>,
    /// Rows of a page, 1 to 100; `None` is 50.
    pub limit: Option<i64>,
    /// Where to go on, from the page before.
    pub cursor: Option<String>,
}

/// A row of the tenant list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantItem {
    /// The GUID.
    pub tenant_id: TenantId,
    /// The name.
    pub name: String,
    /// The domain; may be empty.
    pub domain: String,
    /// Country or region; may be empty.
    pub country: String,
    /// Segment; may be empty.
    pub segment: String,
    /// How many workloads the own organisation has claimed.
    pub workloads_claimed: i64,
    /// The newest month of its figures; nothing without figures.
    pub month: Option<Month>,
    /// PAU and MAU of the rows the person may see (S3.4).
    pub figure: Figure,
    /// Usage % now less that of the month before, in tenths of a point.
    pub change_tenths: Option<i64>,
    /// Names of the fields that are withheld from this person (S1.4).
    pub withheld: Vec<&'static str>,
}

/// The figures above the list, as filtered (S2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// How many tenants.
    pub tenants: i64,
    /// Their PAU and MAU.
    pub figure: Figure,
}

/// A location to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationChoice {
    /// Its own partner ID.
    pub mpn_id: String,
    /// Its name, with the city.
    pub name: String,
}

/// A workload of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadName {
    /// The code, which is the name that files use.
    pub code: String,
    /// The name people read, in English.
    pub name_en: String,
    /// The name people read, in Dutch.
    pub name_nl: String,
}

/// What the person's own tenants can be filtered by; never more than they have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterChoices {
    /// Locations in scope.
    pub locations: Vec<LocationChoice>,
    /// Countries of the tenants in scope.
    pub countries: Vec<String>,
    /// Segments of the tenants in scope.
    pub segments: Vec<String>,
    /// Workloads that the tenants in scope have.
    pub workloads: Vec<WorkloadName>,
}

/// A page of the tenant list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantList {
    /// The rows.
    pub items: Vec<TenantItem>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Where the page before begins.
    pub previous_cursor: Option<String>,
    /// The figures of the whole list as filtered.
    pub totals: Totals,
}

/// A claim that the own organisation holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimHeld {
    /// Its number.
    pub number: String,
    /// Since when, as far as the files tell.
    pub approved_on: NaiveDate,
    /// The locations at which it is held: own partner ID and name.
    pub locations: Vec<LocationChoice>,
    /// The partner that holds it; only where the viewer sees several partners.
    pub partner: Option<String>,
}

/// A row of the usage details (S3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRow {
    /// The workload's key, for looking up more of it.
    pub workload_id: WorkloadId,
    /// The workload.
    pub workload: WorkloadName,
    /// The claim, where the own organisation holds it.
    pub claim: Option<ClaimHeld>,
    /// Whether nobody holds it.
    pub claimable: bool,
    /// The figure of the tenant's newest month; nothing when the file of that month has none.
    pub figure: Option<Figure>,
    /// The month of that figure, or of the last one there is.
    pub month: Option<Month>,
    /// The 13 months up to the newest, oldest first, with gaps; for the sparkline.
    pub trend: Vec<(Month, Option<Figure>)>,
}

/// The tenant page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantDetails {
    /// As in the list.
    pub tenant: TenantItem,
    /// The customer's number at the vendor (TPID); may be empty.
    pub tpid: String,
    /// The locations in scope through which the person reaches it.
    pub locations: Vec<LocationChoice>,
    /// One row a workload.
    pub rows: Vec<UsageRow>,
}

/// A month of a figure's history, with where it came from (S3.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryMonth {
    /// The month.
    pub month: Month,
    /// The figure.
    pub figure: Figure,
    /// The kind of report it came from.
    pub kind: domain::load::FeedKind,
    /// The file.
    pub file_name: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
}

/// The history of a workload's figures at a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The tenant, as in the list.
    pub tenant: TenantItem,
    /// The row of the usage details.
    pub row: UsageRow,
    /// Every month there is, oldest first; missing months are missing.
    pub months: Vec<HistoryMonth>,
}

/// The longest search, in characters, and the most words of it that count.
const LONGEST_SEARCH: usize = 200;
const MOST_WORDS: usize = 8;

/// Most values of one filter.
const MOST_VALUES: usize = 100;

/// Rows of one step of an export.
const EXPORT_ROWS: i64 = 1_000;

impl App {
    /// A page of the tenant list, with the figures of the whole list as filtered.
    pub async fn tenants(&self, ctx: &Ctx, query: &TenantQuery) -> Result<Seen<TenantList>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = list(&mut tx, &who, query).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The list as a page needs it: rows, what can be filtered by, and the person's saved views, all of
    /// one transaction.
    pub async fn tenant_desk(
        &self,
        ctx: &Ctx,
        query: &TenantQuery,
    ) -> Result<Seen<(TenantList, FilterChoices, Vec<SavedView>)>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = list(&mut tx, &who, query).await?;
        let scope = who.scope()?;
        let programme = who.programme;
        let choices = tx.tenant_choices(&scope.mistaken_by(Fault::ChoicesOfEverybody), programme).await?;
        let locations = locations_in_scope(&mut tx, &scope).await?;
        let views = tx.saved_views(who.account()?).await?.into_iter().map(saved_view).collect();
        tx.end();
        let choices = FilterChoices {
            locations: locations.iter().map(location_choice).collect(),
            countries: choices.countries,
            segments: choices.segments,
            workloads: choices.workloads.into_iter().map(workload_name).collect(),
        };
        Ok(Seen { viewer: who.viewer, value: (value, choices, views) })
    }

    /// Up to 1,000 further rows of the list for an export, and where to go on; each call asks anew what
    /// the person may see, so that an export ends when the role does.
    pub async fn tenants_for_export(
        &self,
        ctx: &Ctx,
        query: &TenantQuery,
    ) -> Result<(Vec<TenantItem>, Option<String>), AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        if query.cursor.is_none() || !planted(Fault::ExportAsksOnce) {
            who.may(Resource::Tenants, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        }
        let (page, _) = page(&mut tx, &who, query, EXPORT_ROWS).await?;
        tx.end();
        if query.cursor.is_none() {
            self.audit_look(ctx, &who, AuditAction::TenantsExported, "").await?;
        }
        let reader = &who.reader();
        let next = page.rows.last().filter(|_| page.has_next).map(|row| cursor::write(reader, query, row, false));
        Ok((page.rows.into_iter().map(tenant_item).collect(), next))
    }

    /// One tenant with its usage details.
    pub async fn tenant(&self, ctx: &Ctx, tenant_id: TenantId) -> Result<Seen<TenantDetails>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = details(&mut tx, &who, tenant_id).await?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::TenantOpened, &tenant_id.to_string()).await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The usage details of a tenant without the months before: its newest month, and one row a workload.
    pub async fn usage(&self, ctx: &Ctx, tenant_id: TenantId) -> Result<(Option<Month>, Vec<UsageRow>), AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let scope = who.scope()?;
        let scope = scope.mistaken_by(Fault::TenantByForeignId);
        let (usage, claims) = tx.usage_rows(&scope, who.programme, tenant_id.0).await?;
        if usage.is_empty() {
            // A tenant without workloads, or none at all.
            tx.tenant_row(&scope, who.programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
        }
        tx.end();
        self.audit_look(ctx, &who, AuditAction::TenantOpened, &tenant_id.to_string()).await?;
        let newest = usage.iter().filter_map(|row| row.month).max().and_then(month);
        let sees_several = !matches!(scope.view(), View::Partner { .. });
        let rows = usage.into_iter().map(|stored| usage_row(stored, None, &[], &claims, sees_several));
        Ok((newest, rows.collect::<Result<_, _>>()?))
    }

    /// The history of a workload at a tenant, by the workload's code.
    pub async fn history(&self, ctx: &Ctx, tenant_id: TenantId, workload: &str) -> Result<Seen<History>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let scope = who.scope()?;
        let programme = who.programme;
        let details = details(&mut tx, &who, tenant_id).await?;
        let row = details.rows.into_iter().find(|row| row.workload.code == workload).ok_or(AppError::NotFound)?;
        let tenant = tx.tenant_row(&scope, programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
        let key = TenantKey(tenant.tenant_key);
        let months = tx.history(&scope, programme, key, row.workload_id).await?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::HistoryOpened, &format!("{tenant_id} {workload}")).await?;
        let months = months.into_iter().map(history_month).collect::<Result<_, _>>()?;
        Ok(Seen { viewer: who.viewer, value: History { tenant: details.tenant, row, months } })
    }
}

/// One page of the list.
async fn page(
    tx: &mut Tx,
    who: &Who,
    query: &TenantQuery,
    limit: i64,
) -> Result<(ListPage, (Scope, OrganisationId, ListFilter)), AppError> {
    let scope = who.scope_of_page(query.cursor.is_none())?;
    let cursor = cursor::read(&who.reader(), query)?;
    let programme = who.programme;
    let filter = filter(tx, &scope, query).await?;
    let rows_of = match query {
        _ if limit == EXPORT_ROWS => scope.mistaken_by(Fault::ExportOfEverybody),
        TenantQuery { cursor: Some(_), .. } => scope.mistaken_by(Fault::NextPageOfEverybody),
        TenantQuery { search: Some(_), .. } => scope.mistaken_by(Fault::SearchEverywhere),
        _ => scope.mistaken_by(Fault::RowsOfEverybody),
    };
    let page = tx.tenant_page(&rows_of, programme, &filter, query.sort, cursor.as_ref(), limit).await?;
    Ok((page, (scope, programme, filter)))
}

async fn list(tx: &mut Tx, who: &Who, query: &TenantQuery) -> Result<TenantList, AppError> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MOST_LIMIT).contains(&limit) {
        return Err(AppError::field("limit", Problem::OutOfRange(1, MOST_LIMIT)));
    }
    let (page, (scope, programme, filter)) = page(tx, who, query, limit).await?;
    let totals = match page.totals.filter(|_| !planted(Fault::TotalsOfEverybody)) {
        Some(totals) => totals,
        None => tx.tenant_totals(&scope.mistaken_by(Fault::TotalsOfEverybody), programme, &filter).await?,
    };
    let reader = &who.reader();
    let next_cursor = page.rows.last().filter(|_| page.has_next).map(|row| cursor::write(reader, query, row, false));
    let previous_cursor =
        page.rows.first().filter(|_| page.has_previous).map(|row| cursor::write(reader, query, row, true));
    Ok(TenantList {
        items: page.rows.into_iter().map(tenant_item).collect(),
        next_cursor,
        previous_cursor,
        totals: Totals { tenants: totals.tenants, figure: Figure { pau: totals.pau, mau: totals.mau } },
    })
}

/// The locations that a scope can filter by.
async fn locations_in_scope(tx: &mut Tx, scope: &Scope) -> Result<Vec<LocationRow>, AppError> {
    Ok(match scope.view() {
        View::Programme => tx.locations_with_claims().await?,
        View::Partners(partners) => {
            let mut locations = tx.locations_with_claims().await?;
            locations.retain(|location| partners.contains(&OrganisationId(location.organisation_id)));
            locations
        }
        View::Partner { organisation_id, .. } => {
            let mut locations = tx.locations_of(*organisation_id).await?;
            if let Some(limited) = scope.mistaken_by(Fault::LocationsOfEverybody).limited_to() {
                locations.retain(|location| limited.contains(&location.id()));
            }
            locations
        }
    })
}

/// What the list is narrowed to, checked: a location that is not the person's does not exist.
async fn filter(tx: &mut Tx, scope: &Scope, query: &TenantQuery) -> Result<ListFilter, AppError> {
    let search = query.search.as_deref().unwrap_or_default();
    if search.chars().count() > LONGEST_SEARCH {
        return Err(AppError::field("q", Problem::TooLong(LONGEST_SEARCH)));
    }
    for (field, values) in [
        ("location", &query.locations),
        ("country", &query.countries),
        ("segment", &query.segments),
        ("workload", &query.workloads),
    ] {
        if values.len() > MOST_VALUES || values.iter().any(|value| value.contains('\0')) {
            return Err(AppError::field(field, Problem::Malformed));
        }
    }
    let mut locations = Vec::new();
    if !query.locations.is_empty() {
        let own = locations_in_scope(tx, scope).await?;
        for wanted in &query.locations {
            let location = own.iter().find(|location| location.mpn_id == *wanted);
            locations.push(location.ok_or_else(|| AppError::field("location", Problem::Unknown))?.id());
        }
    }
    let key = name_key(&search.replace('\0', " "));
    let band = query.band.map(UsageBand::millionths);
    let (band_from, band_to) = band.flatten().unzip();
    // A percentage that is shown as 87.5 is anything from 87.45 up to, not including, 87.55.
    let from = query.usage_from_tenths.map(|tenths| tenths.saturating_mul(1_000).saturating_sub(500));
    let to = query.usage_to_tenths.map(|tenths| tenths.saturating_mul(1_000).saturating_add(499));
    Ok(ListFilter {
        words: key.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).map(str::to_owned).collect(),
        locations,
        countries: query.countries.clone(),
        segments: query.segments.clone(),
        workloads: query.workloads.clone(),
        usage_from: from.max(band_from),
        usage_to: [to, band_to].into_iter().flatten().min(),
        without_usage: query.band == Some(UsageBand::None),
    })
}

async fn details(tx: &mut Tx, who: &Who, tenant_id: TenantId) -> Result<TenantDetails, AppError> {
    let scope = who.scope()?;
    let scope = scope.mistaken_by(Fault::TenantByForeignId);
    let programme = who.programme;
    let absent = || if planted(Fault::ForbiddenInsteadOfNotFound) { AppError::Forbidden } else { AppError::NotFound };
    let row = tx.tenant_row(&scope, programme, tenant_id.0).await?.ok_or_else(absent)?;
    let key = TenantKey(row.tenant_key);
    let more = tx.tenant_more(key).await?.ok_or(AppError::NotFound)?;
    let newest = row.month.and_then(month);
    let from = newest.map_or(i64::MAX, |month| i64::from(month.plus(1 - MONTHS_SHOWN).number()));
    let (usage, claims) = tx.usage_rows(&scope, programme, tenant_id.0).await?;
    let trends = tx.trends(&scope, programme, key, from).await?;
    let mut locations = match scope.view() {
        View::Partner { organisation_id, .. } => tx.reached_through(*organisation_id, key).await?,
        View::Programme | View::Partners(_) => Vec::new(),
    };
    if let Some(limited) = scope.limited_to() {
        locations.retain(|location| limited.contains(&location.id()));
    }
    let sees_several = !matches!(scope.view(), View::Partner { .. });
    let rows = usage
        .into_iter()
        .map(|stored| usage_row(stored, newest, &trends, &claims, sees_several))
        .collect::<Result<_, _>>()?;
    Ok(TenantDetails {
        tenant: tenant_item(row),
        tpid: more.tpid,
        locations: locations.iter().map(location_choice).collect(),
        rows,
    })
}

fn usage_row(
    stored: UsageRowStored,
    newest: Option<Month>,
    trends: &[(i64, i64, i64, i64)],
    claims: &[ClaimRow],
    sees_several: bool,
) -> Result<UsageRow, AppError> {
    let months = newest.map(|newest| newest.since(newest.plus(1 - MONTHS_SHOWN))).unwrap_or_default();
    let trend = months
        .into_iter()
        .map(|at| {
            let found = trends.iter().find(|one| one.0 == stored.workload_id && month(one.1) == Some(at));
            (at, found.map(|one| Figure { pau: one.2, mau: one.3 }))
        })
        .collect();
    let figure = Figure { pau: stored.pau, mau: stored.mau };
    Ok(UsageRow {
        workload_id: WorkloadId(stored.workload_id),
        claim: claim_held(stored.workload_id, claims, sees_several)?,
        claimable: stored.holder_id.is_none(),
        figure: stored.is_current.then_some(figure),
        month: stored.month.and_then(month),
        trend,
        workload: WorkloadName { code: stored.code, name_en: stored.name_en, name_nl: stored.name_nl },
    })
}

fn claim_held(workload_id: i64, claims: &[ClaimRow], sees_several: bool) -> Result<Option<ClaimHeld>, AppError> {
    let mut own = claims.iter().filter(|claim| claim.workload_id == workload_id).peekable();
    let Some(first) = own.peek().copied().cloned() else { return Ok(None) };
    let approved_on = first
        .approved_on
        .parse()
        .map_err(|_| AppError::Internal(format!("claim.approved_on holds {}", first.approved_on)))?;
    Ok(Some(ClaimHeld {
        number: first.number,
        approved_on,
        locations: own
            .map(|claim| LocationChoice { mpn_id: claim.mpn_id.clone(), name: with_city(&claim.location, &claim.city) })
            .collect(),
        partner: sees_several.then_some(first.partner),
    }))
}

pub(crate) fn month(number: i64) -> Option<Month> {
    i32::try_from(number).ok().and_then(Month::from_number)
}

/// Tenths of a point of a change in millionths, rounded to the nearest.
pub(crate) fn change_tenths(millionths: i64) -> i64 {
    (millionths + 500).div_euclid(1_000)
}

fn tenant_item(row: ListRow) -> TenantItem {
    TenantItem {
        tenant_id: TenantId(row.tenant_id),
        name: row.name,
        domain: row.domain,
        country: row.country,
        segment: row.segment,
        workloads_claimed: row.workloads_claimed,
        month: row.month.and_then(month),
        figure: Figure { pau: row.pau, mau: row.mau },
        change_tenths: row.change_ppm.map(change_tenths),
        withheld: Vec::new(),
    }
}

fn location_choice(row: &LocationRow) -> LocationChoice {
    LocationChoice { mpn_id: row.mpn_id.clone(), name: with_city(&row.name, &row.city) }
}

/// A location's name with its city, unless the name has it already.
fn with_city(name: &str, city: &str) -> String {
    if city.is_empty() || name.contains(city) { name.to_owned() } else { format!("{name}, {city}") }
}

pub(crate) fn workload_name(row: store::WorkloadRow) -> WorkloadName {
    WorkloadName { code: row.code, name_en: row.name_en, name_nl: row.name_nl }
}

fn history_month(row: store::HistoryRow) -> Result<HistoryMonth, AppError> {
    let broken = |what: &str| AppError::Internal(format!("a figure with a broken {what}"));
    Ok(HistoryMonth {
        month: month(row.month).ok_or_else(|| broken("month"))?,
        figure: Figure { pau: row.pau, mau: row.mau },
        kind: domain::load::FeedKind::from_code(&row.kind).ok_or_else(|| broken("kind"))?,
        file_name: row.file_name,
        loaded_at: moment(row.applied_at.ok_or_else(|| broken("load"))?),
    })
}
