//! The overview, and how fresh each kind of data is (S2.6).

use app::{FeedFreshness, Mover, Overview, StatusSeats, WorkloadTotal};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::planted::{ProcessFault, process_has};
use domain::usage::{MonthFigure, percent};
use serde::Serialize;
use utoipa::ToSchema;

use super::tenant::TotalsBody;
use super::work::WorkCountBody;
use super::{Answer, NameBody, Problems, usage_percent};
use crate::extract::Caller;
use crate::state::Web;

/// A figure of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthBody {
    /// The month.
    #[schema(example = "2026-08")]
    month: String,
    /// Paid available units.
    pau: i64,
    /// Monthly active users.
    mau: i64,
    /// MAU over PAU with one decimal; null where PAU is 0.
    #[schema(required)]
    usage_percent: Option<f64>,
}

impl From<&MonthFigure> for MonthBody {
    fn from(one: &MonthFigure) -> Self {
        let MonthFigure { month, figure } = *one;
        Self { month: month.to_string(), pau: figure.pau, mau: figure.mau, usage_percent: usage_percent(figure) }
    }
}

/// A workload over all visible tenants.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkloadTotalBody {
    /// The workload's code.
    #[schema(example = "Teams")]
    workload: String,
    /// Its names for people.
    name: NameBody,
    /// How many tenants have it.
    tenants: i64,
    /// Their newest paid available units, added up.
    pau: i64,
    /// Their newest monthly active users, added up.
    mau: i64,
    /// MAU over PAU with one decimal; null where PAU is 0.
    #[schema(required)]
    usage_percent: Option<f64>,
    /// The last 13 months, oldest first; a month without figures is not there.
    months: Vec<MonthBody>,
}

impl From<&WorkloadTotal> for WorkloadTotalBody {
    fn from(total: &WorkloadTotal) -> Self {
        Self {
            workload: total.workload.code.clone(),
            name: NameBody::of(&total.workload),
            tenants: total.tenants,
            pau: total.figure.pau,
            mau: total.figure.mau,
            usage_percent: usage_percent(total.figure),
            months: total.months.iter().map(MonthBody::from).collect(),
        }
    }
}

/// How many tenants are in a band of Usage %.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BandBody {
    /// The band: `low`, `fair`, `good`, `high`, `above`, or `none` for no paid units.
    #[schema(example = "good")]
    band: &'static str,
    /// How many tenants.
    tenants: i64,
}

/// A tenant whose Usage % rose or fell.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MoverBody {
    /// The tenant ID.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The name.
    name: String,
    /// The newest Usage %.
    #[schema(required)]
    usage_percent: Option<f64>,
    /// Less that of the month before, in points.
    change_points: f64,
}

impl From<&Mover> for MoverBody {
    fn from(mover: &Mover) -> Self {
        Self {
            tenant_id: mover.tenant_id,
            name: mover.name.clone(),
            usage_percent: usage_percent(mover.figure),
            change_points: percent(mover.change_tenths),
        }
    }
}

/// How fresh a kind of data is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FreshnessBody {
    /// The kind of file: `partner_profile`, `customers_and_tenants`, `office_usage`,
    /// `ems_usage`, `eligible_plans`, `seats_subscriptions_and_revenue`, `clasm365_propensity` or `referrals`.
    #[schema(example = "office_usage")]
    kind: &'static str,
    /// When the newest load was applied; null when there is none.
    #[schema(required)]
    loaded_at: Option<DateTime<Utc>>,
    /// Up to which month it has figures.
    #[schema(required, example = "2026-08")]
    up_to: Option<String>,
    /// When the next is due.
    #[schema(required)]
    due_on: Option<NaiveDate>,
    /// Whether that day has passed.
    is_overdue: bool,
}

impl From<&FeedFreshness> for FreshnessBody {
    fn from(one: &FeedFreshness) -> Self {
        Self {
            kind: one.kind.code(),
            loaded_at: one.loaded_at,
            up_to: one.up_to.map(|month| month.to_string()),
            due_on: one.due_on,
            is_overdue: one.is_overdue,
        }
    }
}

/// Seats of a status.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatusSeatsBody {
    /// The code of the status (L1); the tenant list takes it as `l1`.
    #[schema(example = "blocked")]
    l1: String,
    /// What people read.
    name: NameBody,
    /// How many seats. Where nobody has saved a split, all seats are of status `status_unknown`.
    #[schema(example = 3400)]
    seats: i64,
}

impl From<&StatusSeats> for StatusSeatsBody {
    fn from(one: &StatusSeats) -> Self {
        let name = NameBody { en: one.name.en.clone(), nl: one.name.nl.clone() };
        Self { l1: one.code.clone(), name, seats: one.seats }
    }
}

/// What the person's tenants do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewBody {
    /// All visible tenants.
    totals: TotalsBody,
    /// The last 13 months in all, oldest first; a month without figures is not there.
    months: Vec<MonthBody>,
    /// By workload, in the order of the catalogue.
    workloads: Vec<WorkloadTotalBody>,
    /// Tenants by band of Usage %, lowest first.
    bands: Vec<BandBody>,
    /// Seats by status (L1), in the order of the taxonomy.
    statuses: Vec<StatusSeatsBody>,
    /// What waits for this person, most urgent first; a kind of which nothing waits is not there.
    waiting: Vec<WorkCountBody>,
    /// The five that rose most.
    risen: Vec<MoverBody>,
    /// The five that fell most.
    fallen: Vec<MoverBody>,
    /// How fresh each kind of data is.
    freshness: Vec<FreshnessBody>,
}

impl OverviewBody {
    fn of(overview: &Overview) -> Self {
        let band = |one: &app::BandCount| BandBody { band: one.band.code(), tenants: one.tenants };
        Self {
            totals: TotalsBody::of(overview.totals.clone()),
            months: overview.months.iter().map(MonthBody::from).collect(),
            workloads: overview.workloads.iter().map(WorkloadTotalBody::from).collect(),
            bands: overview.bands.iter().map(band).collect(),
            statuses: overview.statuses.iter().map(StatusSeatsBody::from).collect(),
            waiting: overview.waiting.iter().copied().map(WorkCountBody::from).collect(),
            risen: overview.risen.iter().map(MoverBody::from).collect(),
            fallen: overview.fallen.iter().map(MoverBody::from).collect(),
            freshness: overview.freshness.iter().map(FreshnessBody::from).collect(),
        }
    }
}

/// Show the overview
#[utoipa::path(get, path = "/api/v1/overview", tag = "Overview",
    responses((status = 200, description = "The overview", body = OverviewBody), Problems))]
pub(crate) async fn show(State(web): State<Web>, caller: Caller) -> Answer<OverviewBody> {
    Ok(Json(OverviewBody::of(&web.app.overview(&caller.ctx).await?.value)))
}

/// How fresh each kind of data is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FreshnessListBody {
    /// One entry a kind.
    items: Vec<FreshnessBody>,
}

/// Show how fresh the data is
#[utoipa::path(get, path = "/api/v1/freshness", tag = "Overview",
    responses((status = 200, description = "One entry a kind of data", body = FreshnessListBody), Problems))]
pub(crate) async fn freshness(State(web): State<Web>, caller: Caller) -> Answer<FreshnessListBody> {
    assert!(!process_has(ProcessFault::HandlerPanics), "planted");
    let overview = web.app.overview(&caller.ctx).await?.value;
    Ok(Json(FreshnessListBody { items: overview.freshness.iter().map(FreshnessBody::from).collect() }))
}
