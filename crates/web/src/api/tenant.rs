//! Tenants: the list, details, usage, history (S2, S3).

use std::sync::Arc;

use app::{ClaimHeld, FilterChoices, HistoryMonth, TenantItem, TenantList, Totals, UsageRow, WorkloadName};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::access::Shown;
use domain::signal::Signal;
use domain::status_note::OverallStatus;
use domain::usage::percent;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::earnings::IncentiveBody;
use super::money::MoneyBody;
use super::{Answer, LocationBody, NameBody, Problems, points, usage_percent};
use crate::extract::{Caller, Fields, InPath, tenant_query};
use crate::state::Web;

/// What the list can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct TenantParams {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// Where to go on: `next_cursor` or `previous_cursor` of the page before.
    cursor: Option<String>,
    /// The order: a field of the rows, with `-` before it highest first, such as `-usage_percent`. Rows without a value come last.
    #[param(default = "name", example = "-usage_percent")]
    sort: Option<String>,
    /// Words that name, ID or domain contain.
    q: Option<String>,
    /// Partner IDs of locations, with commas or several times.
    location: Option<Vec<String>>,
    /// Countries, as the list writes them.
    country: Option<Vec<String>>,
    /// Segments, as the list writes them.
    segment: Option<Vec<String>>,
    /// Codes of workloads, several times for several: tenants that have one of them.
    workload: Option<Vec<String>>,
    /// Codes of statuses of seats (L1), with commas or several times: tenants that have seats of one of them. With
    /// workloads, seats of these.
    #[param(example = json!(["blocked"]))]
    l1: Option<Vec<String>>,
    /// Codes of reasons of seats (L2), likewise; with statuses, reasons of these.
    l2: Option<Vec<String>>,
    /// Codes of overall statuses of the newest status note, with commas or several times.
    #[param(example = json!(["blocked"]))]
    overall_status: Option<Vec<String>>,
    /// Codes of signals of the last 30 days, with commas or several times: tenants that have one of them.
    #[param(example = json!(["usage_fell"]))]
    signal: Option<Vec<String>>,
    /// Only tenants where something was due before today: the next action, or a note that is asked for.
    overdue: Option<bool>,
    /// Only tenants without a contact that is survey eligible.
    no_survey_contact: Option<bool>,
    /// Only tenants with fewer paid units than the licence minimum of the programme, 150 unless the programme office has set another.
    below_minimum: Option<bool>,
    /// Lowest Usage %, with at most one decimal.
    #[param(minimum = 0, example = 12.5)]
    usage_from: Option<f64>,
    /// Highest Usage %, with at most one decimal.
    #[param(minimum = 0, example = 50)]
    usage_to: Option<f64>,
    /// A band of Usage %; `none` is no paid units.
    #[param(inline)]
    band: Option<BandName>,
}

/// A band of Usage %.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum BandName {
    Low,
    Fair,
    Good,
    High,
    Above,
    None,
}

/// A tenant as in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TenantBody {
    /// The GUID by which the vendor knows it.
    #[schema(value_type = String, format = Uuid, example = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e")]
    tenant_id: TenantId,
    /// The name.
    #[schema(example = "Contoso")]
    name: String,
    /// The domain; may be empty.
    #[schema(example = "contoso.example")]
    domain: String,
    /// Country or region, as the report writes it; may be empty.
    #[schema(example = "Netherlands")]
    country: String,
    /// Segment, as the report writes it; may be empty.
    #[schema(example = "SMC - Corporate")]
    segment: String,
    /// How many workloads the own organisation has claimed.
    #[schema(example = 3)]
    workloads_claimed: i64,
    /// Paid available units; null without figures.
    #[schema(required, example = 1200)]
    pau: Option<i64>,
    /// Monthly active users; null without figures.
    #[schema(required, example = 874)]
    mau: Option<i64>,
    /// MAU over PAU with one decimal, never clamped; null where PAU is 0.
    #[schema(required, example = 72.8)]
    usage_percent: Option<f64>,
    /// Usage % less that of the month before, in points; null where there is none.
    #[schema(required, example = 1.4)]
    change_points: Option<f64>,
    /// The newest month of its figures; null without figures.
    #[schema(required, example = "2026-08")]
    month: Option<String>,
    /// The overall status of the newest status note; null without one.
    #[schema(required, example = "active", value_type = Option<String>)]
    overall_status: Option<&'static str>,
    /// When that note was written; null without one.
    #[schema(required)]
    last_note_at: Option<DateTime<Utc>>,
    /// The next action date; of several partners, the earliest. Null without a note.
    #[schema(required)]
    next_action_on: Option<NaiveDate>,
    /// Whether something was due before today: the next action, or a note that is asked for.
    overdue: bool,
    /// Whether a contact is survey eligible.
    survey_eligible_contact: bool,
    /// What changed in the last 30 days and deserves a look, the worst first.
    signals: Vec<SignalBody>,
    /// What its workloads could earn by the offers that apply; null where none does, and where withheld. Where there are
    /// several currencies, that of the first by the alphabet.
    #[schema(required)]
    potential_earnings: Option<MoneyBody>,
    /// The same in the other currencies; amounts of two are never added.
    other_potential_earnings: Vec<MoneyBody>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

/// Something that changed at a tenant in the last 30 days.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "signal", rename_all = "snake_case")]
pub(crate) enum SignalBody {
    /// Usage % rose by 10 points or by 20 % of what it was.
    UsageRose {
        /// By how many points.
        points: f64,
    },
    /// Usage % fell as much.
    UsageFell {
        /// By how many points.
        points: f64,
    },
    /// There are more paid units.
    SeatsBought {
        /// How many more.
        seats: i64,
    },
    /// The paid units reached the licence minimum.
    ReachedMinimum {
        /// How many there are.
        pau: i64,
    },
    /// The paid units fell below the licence minimum.
    FellBelowMinimum {
        /// How many there are.
        pau: i64,
    },
    /// More seats are blocked.
    BlockedSeatsGrew {
        /// How many were.
        from: i64,
        /// How many are.
        to: i64,
    },
}

impl From<Signal> for SignalBody {
    fn from(signal: Signal) -> Self {
        match signal {
            Signal::UsageRose { tenths } => Self::UsageRose { points: percent(tenths) },
            Signal::UsageFell { tenths } => Self::UsageFell { points: percent(tenths) },
            Signal::SeatsBought { seats } => Self::SeatsBought { seats },
            Signal::ReachedMinimum { pau, .. } => Self::ReachedMinimum { pau },
            Signal::FellBelowMinimum { pau, .. } => Self::FellBelowMinimum { pau },
            Signal::BlockedSeatsGrew { from, to } => Self::BlockedSeatsGrew { from, to },
        }
    }
}

impl TenantBody {
    pub(super) fn of(item: TenantItem) -> Self {
        let has_figures = item.month.is_some();
        let (potential_earnings, other_potential_earnings) = MoneyBody::first_and_others(&item.potential);
        Self {
            potential_earnings,
            other_potential_earnings,
            tenant_id: item.tenant_id,
            name: item.name,
            domain: item.domain,
            country: item.country,
            segment: item.segment,
            workloads_claimed: item.workloads_claimed,
            pau: has_figures.then_some(item.figure.pau),
            mau: has_figures.then_some(item.figure.mau),
            usage_percent: usage_percent(item.figure),
            change_points: points(item.change_tenths),
            month: item.month.map(|month| month.to_string()),
            overall_status: item.overall_status.map(OverallStatus::code),
            last_note_at: item.last_note_at,
            next_action_on: item.next_action_on,
            overdue: item.is_overdue,
            survey_eligible_contact: item.has_survey_contact,
            signals: item.signals.into_iter().map(SignalBody::from).collect(),
            withheld: item.withheld,
        }
    }
}

/// The figures of the whole list as filtered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TotalsBody {
    /// How many tenants.
    #[schema(example = 240)]
    tenants: i64,
    /// Their paid available units.
    #[schema(example = 48_200)]
    pau: i64,
    /// Their monthly active users.
    #[schema(example = 31_905)]
    mau: i64,
    /// MAU over PAU with one decimal; null where PAU is 0.
    #[schema(required, example = 66.2)]
    usage_percent: Option<f64>,
    /// How many of the tenants have something that was due before today.
    #[schema(example = 3)]
    overdue: i64,
    /// What they could earn, an amount a currency, by the alphabet of these; null where withheld.
    #[schema(required)]
    potential_earnings: Option<Vec<MoneyBody>>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl TotalsBody {
    pub(super) fn of(totals: Totals) -> Self {
        let Totals { tenants, figure, overdue, potential } = totals;
        let (potential_earnings, withheld) = match potential {
            Shown::Value(amounts) => (Some(amounts.iter().map(MoneyBody::of).collect()), Vec::new()),
            Shown::Withheld => (None, vec!["potential_earnings"]),
        };
        let (pau, mau, usage_percent) = (figure.pau, figure.mau, usage_percent(figure));
        Self { tenants, pau, mau, usage_percent, overdue, potential_earnings, withheld }
    }
}

/// A page of the tenant list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TenantsBody {
    /// The rows.
    items: Vec<TenantBody>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Where the page before begins; null on the first.
    #[schema(required)]
    previous_cursor: Option<String>,
    /// The figures of the whole list as filtered.
    totals: TotalsBody,
}

impl TenantsBody {
    fn of(list: TenantList) -> Self {
        Self {
            items: list.items.into_iter().map(TenantBody::of).collect(),
            next_cursor: list.next_cursor,
            previous_cursor: list.previous_cursor,
            totals: TotalsBody::of(list.totals),
        }
    }
}

/// List tenants
///
/// The tenants that the token's person may see, and nothing of others: rows, totals and cursors depend on these alone.
#[utoipa::path(get, path = "/api/v1/tenants", tag = "Tenants", params(TenantParams),
    responses((status = 200, description = "A page of the list", body = TenantsBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields) -> Answer<TenantsBody> {
    let query = tenant_query::strictly(&query)?;
    Ok(Json(TenantsBody::of(web.app.tenants(&caller.ctx, &query).await?.value)))
}

/// A tenant with what else is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TenantDetailsBody {
    #[serde(flatten)]
    tenant: TenantBody,
    /// The customer's number at the vendor; may be empty.
    tpid: String,
    /// The locations in scope through which the person reaches it.
    locations: Vec<LocationBody>,
}

/// Show a tenant
#[utoipa::path(get, path = "/api/v1/tenants/{tenant_id}", tag = "Tenants",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID")),
    responses((status = 200, description = "The tenant", body = TenantDetailsBody), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
) -> Answer<TenantDetailsBody> {
    let details = web.app.tenant(&caller.ctx, tenant_id).await?.value;
    Ok(Json(TenantDetailsBody {
        tenant: TenantBody::of(details.tenant),
        locations: details.locations.iter().map(LocationBody::from).collect(),
        tpid: details.tpid,
    }))
}

/// A claim that the own organisation holds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimHeldBody {
    /// Its number.
    #[schema(example = "F-000123456789")]
    number: String,
    /// Since when, as far as the reports tell.
    approved_on: NaiveDate,
    /// The locations at which it is held.
    locations: Vec<LocationBody>,
    /// The partner that holds it; null where the person sees one partner alone.
    #[schema(required)]
    partner: Option<String>,
}

impl ClaimHeldBody {
    fn of(claim: &ClaimHeld) -> Self {
        Self {
            number: claim.number.clone(),
            approved_on: claim.approved_on,
            locations: claim.locations.iter().map(LocationBody::from).collect(),
            partner: claim.partner.clone(),
        }
    }
}

/// The usage of a workload at a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UsageRowBody {
    /// The workload's code, which is the name that reports use.
    #[schema(example = "Teams")]
    workload: String,
    /// Its names for people.
    name: NameBody,
    /// The claim that the own organisation holds; null where nobody does.
    #[schema(required)]
    claim: Option<ClaimHeldBody>,
    /// Whether nobody holds it.
    claimable: bool,
    /// Paid available units; null where the month has no figure.
    #[schema(required, example = 400)]
    pau: Option<i64>,
    /// Monthly active users; null where the month has no figure.
    #[schema(required, example = 311)]
    mau: Option<i64>,
    /// MAU over PAU with one decimal; null where PAU is 0 or there is no figure.
    #[schema(required, example = 77.8)]
    usage_percent: Option<f64>,
    /// The month of the figure, or the last one that had any.
    #[schema(required, example = "2026-08")]
    month: Option<String>,
    /// The offers of the workload, and why one does not apply.
    incentives: Vec<IncentiveBody>,
    /// Room to grow: PAU less the highest MAU of any month before; 0 where the month has no figure.
    #[schema(example = 89)]
    opportunity_units: i64,
    /// What it could earn by the offers that apply; null where none does, and where withheld.
    #[schema(required)]
    potential_earnings: Option<MoneyBody>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl UsageRowBody {
    fn of(row: &UsageRow) -> Self {
        let (potential_earnings, withheld) = match &row.potential {
            Shown::Value(money) => (money.as_ref().map(MoneyBody::of), Vec::new()),
            Shown::Withheld => (None, vec!["potential_earnings"]),
        };
        Self {
            workload: row.workload.code.clone(),
            name: NameBody::of(&row.workload),
            claim: row.claim.as_ref().map(ClaimHeldBody::of),
            claimable: row.claimable,
            pau: row.figure.map(|figure| figure.pau),
            mau: row.figure.map(|figure| figure.mau),
            usage_percent: row.figure.and_then(usage_percent),
            month: row.month.map(|month| month.to_string()),
            incentives: row.incentives.iter().map(IncentiveBody::of).collect(),
            opportunity_units: row.opportunity_units,
            potential_earnings,
            withheld,
        }
    }
}

/// The usage details of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UsageBody {
    /// The newest month of the tenant's figures; null without figures.
    #[schema(required, example = "2026-08")]
    month: Option<String>,
    /// One row a workload. Workloads that another partner claimed have none.
    rows: Vec<UsageRowBody>,
}

/// Show the usage of a tenant by workload
#[utoipa::path(get, path = "/api/v1/tenants/{tenant_id}/usage", tag = "Tenants",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID")),
    responses((status = 200, description = "The usage details", body = UsageBody), Problems))]
pub(crate) async fn usage(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
) -> Answer<UsageBody> {
    let (month, rows) = web.app.usage(&caller.ctx, tenant_id).await?;
    let month = month.map(|month| month.to_string());
    Ok(Json(UsageBody { month, rows: rows.iter().map(UsageRowBody::of).collect() }))
}

/// A month of a figure, with where it comes from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryMonthBody {
    /// The month.
    #[schema(example = "2026-08")]
    month: String,
    /// Paid available units.
    #[schema(example = 400)]
    pau: i64,
    /// Monthly active users.
    #[schema(example = 311)]
    mau: i64,
    /// MAU over PAU with one decimal; null where PAU is 0.
    #[schema(required, example = 77.8)]
    usage_percent: Option<f64>,
    /// The report that brought it.
    #[schema(example = "OfficeUsage")]
    report: &'static str,
    /// The file.
    #[schema(example = "OfficeUsage.csv")]
    file_name: String,
    /// When the file was loaded.
    loaded_at: DateTime<Utc>,
}

impl HistoryMonthBody {
    fn of(one: &HistoryMonth) -> Self {
        Self {
            month: one.month.to_string(),
            pau: one.figure.pau,
            mau: one.figure.mau,
            usage_percent: usage_percent(one.figure),
            report: one.kind.report(),
            file_name: one.file_name.clone(),
            loaded_at: one.loaded_at,
        }
    }
}

/// The history of a workload's figures at a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryBody {
    /// The tenant ID.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The workload's code.
    #[schema(example = "Teams")]
    workload: String,
    /// Its names for people.
    name: NameBody,
    /// Every month there is, oldest first; a month without a figure is not there.
    months: Vec<HistoryMonthBody>,
}

/// Show the history of a workload at a tenant
#[utoipa::path(get, path = "/api/v1/tenants/{tenant_id}/workloads/{workload}/history", tag = "Tenants",
    params(
        ("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
        ("workload" = String, Path, description = "The workload's code", example = "Teams"),
    ),
    responses((status = 200, description = "The history", body = HistoryBody), Problems))]
pub(crate) async fn history(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
) -> Answer<HistoryBody> {
    let history = web.app.history(&caller.ctx, tenant_id, &workload).await?.value;
    Ok(Json(HistoryBody {
        tenant_id,
        workload: history.row.workload.code.clone(),
        name: NameBody::of(&history.row.workload),
        months: history.months.iter().map(HistoryMonthBody::of).collect(),
    }))
}

/// A workload of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkloadBody {
    /// Its code, which is the name that reports use.
    #[schema(example = "AADP")]
    workload: String,
    /// Its names for people.
    name: NameBody,
}

impl From<&WorkloadName> for WorkloadBody {
    fn from(workload: &WorkloadName) -> Self {
        Self { workload: workload.code.clone(), name: NameBody::of(workload) }
    }
}

/// The workloads that the person's tenants have.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkloadsBody {
    /// In the order of the catalogue.
    items: Vec<WorkloadBody>,
}

/// List workloads
#[utoipa::path(get, path = "/api/v1/workloads", tag = "Tenants",
    responses((status = 200, description = "The workloads", body = WorkloadsBody), Problems))]
pub(crate) async fn workloads(State(web): State<Web>, caller: Caller) -> Answer<WorkloadsBody> {
    let choices = choices(&web, &caller).await?;
    Ok(Json(WorkloadsBody { items: choices.workloads.iter().map(WorkloadBody::from).collect() }))
}

/// What the person's tenants can be filtered by.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FiltersBody {
    /// Locations in scope, for `location`.
    locations: Vec<LocationBody>,
    /// Countries of the tenants, for `country`.
    countries: Vec<String>,
    /// Segments of the tenants, for `segment`.
    segments: Vec<String>,
    /// Workloads of the tenants, for `workload`.
    workloads: Vec<WorkloadBody>,
}

/// Show what the list can be filtered by
#[utoipa::path(get, path = "/api/v1/filters", tag = "Tenants",
    responses((status = 200, description = "The choices", body = FiltersBody), Problems))]
pub(crate) async fn filters(State(web): State<Web>, caller: Caller) -> Answer<FiltersBody> {
    let choices = choices(&web, &caller).await?;
    Ok(Json(FiltersBody {
        locations: choices.locations.iter().map(LocationBody::from).collect(),
        workloads: choices.workloads.iter().map(WorkloadBody::from).collect(),
        countries: choices.countries.clone(),
        segments: choices.segments.clone(),
    }))
}

async fn choices(web: &Web, caller: &Caller) -> Result<Arc<FilterChoices>, crate::error::WebError> {
    let least = app::TenantQuery { limit: Some(1), ..app::TenantQuery::default() };
    let (_, choices, _) = web.app.tenant_desk(&caller.ctx, &least).await?.value;
    Ok(choices)
}
