//! The tenant list: a page of it, what it can be filtered by, and its export (S2.4, S2.5).

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Resource, Scope, Sensitive, Sensitivity, Shown, ShownAt, View};
use domain::day;
use domain::id::OrganisationId;
use domain::money::Money;
use domain::planted::{Fault, planted};
use domain::service_status::Node;
use domain::signal::{self, Growth, Signal};
use domain::status_note::OverallStatus;
use domain::tenant::TenantSort;
use domain::usage::{Figure, UsageBand};
use domain::{Month, TenantId};
use store::{ListCursor, ListDay, ListFilter, ListPage, ListRow, ListTotals, LocationRow, PageAsked, Standing, Tx};

use crate::earnings::{self, POTENTIAL, money};
use crate::identity::{Who, moment};
use crate::known::Desk;
use crate::list_filter::{check_values, locations, words};
use crate::revealed::Revealed;
use crate::taxonomy::version_on;
use crate::tenant::{change_tenths, location_choice, month, workload_name};
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
    /// Statuses of seats (L1), by code: tenants that have seats of one of them; with workloads, seats of these.
    pub l1: Vec<String>,
    /// Reasons of seats (L2), by code; with statuses, reasons of these.
    pub l2: Vec<String>,
    /// Lowest Usage %, in tenths of a percent.
    pub usage_from_tenths: Option<i64>,
    /// Highest Usage %, in tenths of a percent.
    pub usage_to_tenths: Option<i64>,
    /// A band of the overview.
    pub band: Option<UsageBand>,
    /// Overall statuses of the newest status note.
    pub overall_status: Vec<OverallStatus>,
    /// Only tenants where something was due before today: the next action, or a note that is asked for.
    pub overdue: bool,
    /// Only tenants without a contact that is survey eligible (S7.2).
    pub no_survey_contact: bool,
    /// Only tenants with fewer paid units than the licence minimum.
    pub below_minimum: bool,
    /// Signals, by code: tenants with one of them.
    pub signals: Vec<String>,
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
    /// The overall status of the newest status note (S6.1).
    pub overall_status: Option<OverallStatus>,
    /// When that note was written.
    pub last_note_at: Option<DateTime<Utc>>,
    /// The next action date; of several partners, the earliest.
    pub next_action_on: Option<NaiveDate>,
    /// Whether something was due before today: the next action, or a note that is asked for.
    pub is_overdue: bool,
    /// Whether a contact is survey eligible (S7.2).
    pub has_survey_contact: bool,
    /// What changed in the last 30 days and deserves a look, the worst first (S12.2).
    pub signals: Vec<Signal>,
    /// What its workloads could earn, an amount a currency, by the alphabet of these; none where no offer applies.
    pub potential: Shown<Vec<Money>>,
    /// Names of the fields that are withheld from this person (S1.4).
    pub withheld: Vec<&'static str>,
}

/// The figures above the list, as filtered (S2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// How many tenants.
    pub tenants: i64,
    /// Their PAU and MAU.
    pub figure: Figure,
    /// How many have something that was due before today.
    pub overdue: i64,
    /// What they could earn, an amount a currency. The sum of what is shown and what is withheld is withheld.
    pub potential: Shown<Vec<Money>>,
}

impl Default for Totals {
    fn default() -> Self {
        Self { tenants: 0, figure: Figure::default(), overdue: 0, potential: Shown::Value(Vec::new()) }
    }
}

impl Totals {
    pub(crate) fn of(totals: ListTotals, who: &Who) -> Result<Self, AppError> {
        let ListTotals { tenants, pau, mau, overdue, potential } = totals;
        let is_shown = who.scope()?.shown_at() == ShownAt::Everywhere || planted(Fault::PotentialShown);
        let sensitivity = if is_shown { Sensitivity::Shown } else { Sensitivity::Withheld };
        let potential = Sensitive::new(earnings::amounts(&potential)?).for_reader(sensitivity);
        Ok(Self { tenants, figure: Figure { pau, mau }, overdue, potential })
    }
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
    /// Statuses of seats and their reasons, as they can be chosen today; the same for everybody.
    pub statuses: Vec<Node>,
    /// What could be chosen once and cannot any more: seats may still have it, and links of theirs lead here.
    pub retired: Vec<Node>,
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

/// Rows of one step of an export.
const EXPORT_ROWS: i64 = 1_000;

/// The list, what it can be filtered by, and the person's saved views.
pub type TenantDesk = (TenantList, Arc<FilterChoices>, Vec<SavedView>);

impl App {
    /// A page of the tenant list, with the figures of the whole list as filtered.
    pub async fn tenants(&self, ctx: &Ctx, query: &TenantQuery) -> Result<Seen<TenantList>, AppError> {
        self.bring_season().await?;
        if let Some(seen) = self.tenants_at_once(ctx, query).await? {
            return Ok(seen);
        }
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = list(&mut tx, &who, query).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The same in one statement, where that tells all that is asked.
    async fn tenants_at_once(&self, ctx: &Ctx, query: &TenantQuery) -> Result<Option<Seen<TenantList>>, AppError> {
        let Some((who, standing, _)) = self.who_was(ctx) else { return Ok(None) };
        let value = self.list_at_once(&who, &standing, query).await?;
        Ok(value.map(|value| Seen { viewer: who.viewer, value }))
    }

    /// The list of somebody of that standing, if it is still theirs.
    async fn list_at_once(
        &self,
        who: &Who,
        standing: &Standing,
        query: &TenantQuery,
    ) -> Result<Option<TenantList>, AppError> {
        if !query.locations.is_empty() {
            return Ok(None);
        }
        // Through which locations a row is reached, a transaction tells; and who has no role.
        let Some(revealed) = who.scope().ok().and_then(|scope| Revealed::by_scope(&scope)) else { return Ok(None) };
        // What is wrong with the query is told by the transaction: it knows who asks.
        let Ok(wanted) = Wanted::of_list(who, query, &[]) else { return Ok(None) };
        let (rows_of, page) = (wanted.rows_of(query), wanted.page(query));
        let page = self.store.at_once(standing).tenant_page(&rows_of, who.programme, &page).await?;
        let totals = page.as_ref().and_then(|page| page.totals.clone()).filter(|_| !planted(Fault::TotalsOfEverybody));
        let read = page.zip(totals);
        read.map(|(page, totals)| tenant_list(who, query, page, totals, &revealed)).transpose()
    }

    /// The list as a page needs it: rows, what can be filtered by, and the person's saved views, all of
    /// one state of the database.
    pub async fn tenant_desk(&self, ctx: &Ctx, query: &TenantQuery) -> Result<Seen<TenantDesk>, AppError> {
        self.bring_season().await?;
        if let Some((who, _, Some(desk))) = self.who_was(ctx)
            && desk.made_on == moment(who.now).date_naive()
            && let Some(list) = self.list_at_once(&who, &desk.standing, query).await?
        {
            return Ok(Seen { viewer: who.viewer, value: (list, desk.choices.clone(), desk.views.clone()) });
        }
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = list(&mut tx, &who, query).await?;
        let scope = who.scope()?;
        let programme = who.programme;
        let choices = tx.tenant_choices(&scope.mistaken_by(Fault::ChoicesOfEverybody), programme).await?;
        let locations = locations_in_scope(&mut tx, &scope).await?;
        let person = who.account()?;
        let views: Vec<_> = tx.saved_views(person).await?.into_iter().map(saved_view).collect();
        let newest = tx.newest_load_change().await?;
        let made_on = moment(who.now).date_naive();
        let (version, taxonomy) = version_on(&mut tx, made_on).await?;
        let retired = tx.retired_reasons(made_on).await?;
        tx.end();
        let choices = Arc::new(FilterChoices {
            locations: locations.iter().map(location_choice).collect(),
            countries: choices.countries,
            segments: choices.segments,
            workloads: choices.workloads.into_iter().map(workload_name).collect(),
            statuses: taxonomy.nodes().iter().filter(|node| node.choice.level() < 3).cloned().collect(),
            retired,
        });
        if let Some(standing) = &who.standing {
            let (choices, views) = (choices.clone(), views.clone());
            let standing_here = standing.with_surroundings(newest, version, made_on);
            let desk = Desk { standing: standing_here, made_on, choices, views };
            self.known.remember_desk(&ctx.credential, standing, desk);
        }
        Ok(Seen { viewer: who.viewer, value: (value, choices, views) })
    }

    /// Up to 1,000 further rows of the list for an export, and where to go on; each call asks anew what
    /// the person may see, so that an export ends when the role does.
    pub async fn tenants_for_export(
        &self,
        ctx: &Ctx,
        query: &TenantQuery,
    ) -> Result<(Vec<TenantItem>, Option<String>), AppError> {
        self.bring_season().await?;
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        if query.cursor.is_none() || !planted(Fault::ExportAsksOnce) {
            who.may(Resource::Tenants, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        }
        let wanted = Wanted::of(&who, query, &locations_asked(&mut tx, &who, query).await?, EXPORT_ROWS)?;
        let page = tx.tenant_page(&wanted.rows_of(query), who.programme, &wanted.page(query)).await?;
        let revealed = Revealed::of(&mut tx, &wanted.scope, keys(&page.rows)).await?;
        tx.end();
        if query.cursor.is_none() {
            self.audit_look(ctx, &who, AuditAction::TenantsExported, "").await?;
        }
        let reader = &who.reader();
        let next = page.rows.last().filter(|_| page.has_next).map(|row| cursor::write(reader, query, row, false));
        Ok((page.rows.into_iter().map(|row| item_revealed(row, &who, &revealed)).collect::<Result<_, _>>()?, next))
    }
}

/// What a page of the list is read by.
struct Wanted {
    scope: Scope,
    filter: ListFilter,
    cursor: Option<ListCursor>,
    limit: i64,
}

impl Wanted {
    /// For a page of the list; `own` are the locations that the person can filter by, where the query does.
    fn of_list(who: &Who, query: &TenantQuery, own: &[LocationRow]) -> Result<Self, AppError> {
        let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MOST_LIMIT).contains(&limit) {
            return Err(AppError::field("limit", Problem::OutOfRange(1, MOST_LIMIT)));
        }
        Self::of(who, query, own, limit)
    }

    fn of(who: &Who, query: &TenantQuery, own: &[LocationRow], limit: i64) -> Result<Self, AppError> {
        let scope = who.scope_of_page(query.cursor.is_none())?;
        // The order alone would tell (S1.4).
        if query.sort.column.is_sensitive()
            && scope.shown_at() != ShownAt::Everywhere
            && !planted(Fault::ListedByWithheld)
        {
            return Err(AppError::field("sort", Problem::Unknown));
        }
        let cursor = cursor::read(&who.reader(), query)?;
        let filter = filter(who, own, query)?;
        Ok(Self { scope, filter, cursor, limit })
    }

    /// The scope of its rows.
    fn rows_of(&self, query: &TenantQuery) -> Cow<'_, Scope> {
        let scope = &self.scope;
        match query {
            _ if self.limit == EXPORT_ROWS => scope.mistaken_by(Fault::ExportOfEverybody),
            TenantQuery { cursor: Some(_), .. } => scope.mistaken_by(Fault::NextPageOfEverybody),
            TenantQuery { search: Some(_), .. } => scope.mistaken_by(Fault::SearchEverywhere),
            _ => scope.mistaken_by(Fault::RowsOfEverybody),
        }
    }

    fn page(&self, query: &TenantQuery) -> PageAsked<'_> {
        PageAsked { filter: &self.filter, sort: query.sort, cursor: self.cursor.as_ref(), limit: self.limit }
    }
}

/// The locations that the person can filter by, where the query does.
async fn locations_asked(tx: &mut Tx, who: &Who, query: &TenantQuery) -> Result<Vec<LocationRow>, AppError> {
    if query.locations.is_empty() {
        return Ok(Vec::new());
    }
    locations_in_scope(tx, &who.scope_of_page(query.cursor.is_none())?).await
}

async fn list(tx: &mut Tx, who: &Who, query: &TenantQuery) -> Result<TenantList, AppError> {
    let wanted = Wanted::of_list(who, query, &locations_asked(tx, who, query).await?)?;
    let page = tx.tenant_page(&wanted.rows_of(query), who.programme, &wanted.page(query)).await?;
    let kept = page.totals.clone().filter(|_| !planted(Fault::TotalsOfEverybody));
    let totals = if let Some(totals) = kept {
        totals
    } else {
        let scope = wanted.scope.mistaken_by(Fault::TotalsOfEverybody);
        tx.tenant_totals(&scope, who.programme, &wanted.filter).await?
    };
    let revealed = Revealed::of(tx, &wanted.scope, keys(&page.rows)).await?;
    tenant_list(who, query, page, totals, &revealed)
}

fn keys(rows: &[ListRow]) -> impl Iterator<Item = i64> {
    rows.iter().map(|row| row.tenant_key)
}

fn item_revealed(row: ListRow, who: &Who, revealed: &Revealed) -> Result<TenantItem, AppError> {
    let sensitivity = revealed.sensitivity(row.tenant_key);
    tenant_item_shown(row, who, sensitivity)
}

fn tenant_list(
    who: &Who,
    query: &TenantQuery,
    page: ListPage,
    totals: ListTotals,
    revealed: &Revealed,
) -> Result<TenantList, AppError> {
    let reader = &who.reader();
    let next_cursor = page.rows.last().filter(|_| page.has_next).map(|row| cursor::write(reader, query, row, false));
    let previous_cursor =
        page.rows.first().filter(|_| page.has_previous).map(|row| cursor::write(reader, query, row, true));
    let items = page.rows.into_iter().map(|row| item_revealed(row, who, revealed)).collect::<Result<_, _>>()?;
    Ok(TenantList { items, next_cursor, previous_cursor, totals: Totals::of(totals, who)? })
}

/// The locations that a scope can filter by.
pub(crate) async fn locations_in_scope(tx: &mut Tx, scope: &Scope) -> Result<Vec<LocationRow>, AppError> {
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
fn filter(who: &Who, own: &[LocationRow], query: &TenantQuery) -> Result<ListFilter, AppError> {
    let words = words(query.search.as_deref())?;
    check_values([
        ("location", &query.locations),
        ("country", &query.countries),
        ("segment", &query.segments),
        ("workload", &query.workloads),
        ("l1", &query.l1),
        ("l2", &query.l2),
    ])?;
    let locations = locations(&query.locations, own)?;
    let mut signals = 0;
    for code in &query.signals {
        signals |= Signal::weight_of(code).ok_or_else(|| AppError::field("signal", Problem::Unknown))?;
    }
    let band = query.band.map(UsageBand::millionths);
    let (band_from, band_to) = band.flatten().unzip();
    // A percentage that is shown as 87.5 is anything from 87.45 up to, not including, 87.55.
    let from = query.usage_from_tenths.map(|tenths| tenths.saturating_mul(1_000).saturating_sub(500));
    let to = query.usage_to_tenths.map(|tenths| tenths.saturating_mul(1_000).saturating_add(499));
    Ok(ListFilter {
        words,
        locations,
        countries: query.countries.clone(),
        segments: query.segments.clone(),
        workloads: query.workloads.clone(),
        l1: query.l1.clone(),
        l2: query.l2.clone(),
        usage_from: from.max(band_from),
        usage_to: [to, band_to].into_iter().flatten().min(),
        without_usage: query.band == Some(UsageBand::None),
        overall_status: query.overall_status.iter().map(|status| status.code().to_owned()).collect(),
        overdue: query.overdue,
        no_survey_contact: query.no_survey_contact,
        below_minimum: query.below_minimum,
        signals,
        day: who.list_day(),
    })
}

impl Who {
    /// What a list of tenants takes for today.
    pub(crate) fn list_day(&self) -> ListDay {
        ListDay { today: self.today().to_string(), signals_since: self.signals_since() }
    }

    /// Since when signals stand, in milliseconds.
    fn signals_since(&self) -> i64 {
        day::start_of(signal::stands_since(day::of_moment(self.now)))
    }
}

/// A tenant as the list has it, where the money of it is not what is asked for.
pub(crate) fn tenant_item(row: ListRow, who: &Who) -> TenantItem {
    item(row, who, Shown::Withheld)
}

/// A tenant as the list has it, to somebody who gets that much of its money.
pub(crate) fn tenant_item_shown(row: ListRow, who: &Who, sensitivity: Sensitivity) -> Result<TenantItem, AppError> {
    let mut amounts: Vec<Money> = Vec::new();
    if let Some((minor, currency)) = row.potential_minor.zip(row.potential_currency.as_deref()) {
        amounts.push(money(minor, currency)?);
        amounts.extend(earnings::amounts(&row.potential_others)?);
    }
    let sensitivity = if planted(Fault::PotentialShown) { Sensitivity::Shown } else { sensitivity };
    let potential = Sensitive::new(amounts).for_reader(sensitivity);
    Ok(item(row, who, potential))
}

fn item(row: ListRow, who: &Who, potential: Shown<Vec<Money>>) -> TenantItem {
    let today = who.today();
    let signals = signals(&row, who.signals_since());
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
        overall_status: row.overall_status.as_deref().and_then(OverallStatus::from_code),
        last_note_at: row.noted_at.map(moment),
        next_action_on: row.next_action_on.and_then(|day| day.parse().ok()),
        is_overdue: row.due_on.is_some_and(|day| day.as_str() < today.to_string().as_str()),
        has_survey_contact: row.has_survey_contact.unwrap_or_default(),
        signals,
        withheld: if potential == Shown::Withheld { vec![POTENTIAL] } else { Vec::new() },
        potential,
    }
}

/// The signals of a tenant that stand, the worst first.
fn signals(row: &ListRow, since: i64) -> Vec<Signal> {
    let before = row.before_pau.zip(row.before_mau).map(|(pau, mau)| Figure { pau, mau });
    let mut signals = match row.figures_at {
        Some(at) if at >= since => {
            signal::of_figures(before, Figure { pau: row.pau, mau: row.mau }, row.licence_minimum)
        }
        _ => Vec::new(),
    };
    if let (Some(from), Some(to), Some(noticed_at)) = (row.blocked_from, row.blocked_to, row.blocked_at)
        && noticed_at >= since
    {
        signals.push(Growth { from, to, noticed_at }.signal());
    }
    signals.sort_by_key(|signal| std::cmp::Reverse(signal.weight()));
    signals
}
