//! The tenants of a person: list, details, history (S2, S3).

use chrono::{DateTime, NaiveDate, Utc};
use domain::tenant::TenantSort;
use domain::usage::{Figure, UsageBand};
use domain::{Month, TenantId};

use crate::{App, AppError, Ctx, SavedView, Seen};

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

impl App {
    /// A page of the tenant list, with the figures of the whole list as filtered.
    pub async fn tenants(&self, ctx: &Ctx, query: &TenantQuery) -> Result<Seen<TenantList>, AppError> {
        let _ = (ctx, query);
        Err(AppError::Busy)
    }

    /// The list as a page needs it: rows, what can be filtered by, and the person's saved views, all of
    /// one transaction.
    pub async fn tenant_desk(
        &self,
        ctx: &Ctx,
        query: &TenantQuery,
    ) -> Result<Seen<(TenantList, FilterChoices, Vec<SavedView>)>, AppError> {
        let _ = (ctx, query);
        Err(AppError::Busy)
    }

    /// Up to 1,000 further rows of the list for an export, and where to go on; each call asks anew what
    /// the person may see, so that an export ends when the role does.
    pub async fn tenants_for_export(
        &self,
        ctx: &Ctx,
        query: &TenantQuery,
    ) -> Result<(Vec<TenantItem>, Option<String>), AppError> {
        let _ = (ctx, query);
        Err(AppError::Busy)
    }

    /// One tenant with its usage details.
    pub async fn tenant(&self, ctx: &Ctx, tenant_id: TenantId) -> Result<Seen<TenantDetails>, AppError> {
        let _ = (ctx, tenant_id);
        Err(AppError::Busy)
    }

    /// The history of a workload at a tenant, by the workload's code.
    pub async fn history(&self, ctx: &Ctx, tenant_id: TenantId, workload: &str) -> Result<Seen<History>, AppError> {
        let _ = (ctx, tenant_id, workload);
        Err(AppError::Busy)
    }
}
