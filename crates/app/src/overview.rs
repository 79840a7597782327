//! The first page: what the person's tenants do, in pictures (S2.6).

use domain::TenantId;
use domain::usage::{Figure, MonthFigure, UsageBand};

use crate::{App, AppError, Ctx, FeedFreshness, Seen, Totals, WorkloadName};

/// A workload over all visible tenants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadTotal {
    /// The workload.
    pub workload: WorkloadName,
    /// How many tenants have it.
    pub tenants: i64,
    /// Their newest figures, added up.
    pub figure: Figure,
    /// The last 13 months, oldest first; missing months are missing.
    pub months: Vec<MonthFigure>,
}

/// How many tenants are in a band of Usage %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BandCount {
    /// The band.
    pub band: UsageBand,
    /// How many tenants.
    pub tenants: i64,
}

/// A tenant that rose or fell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover {
    /// The GUID.
    pub tenant_id: TenantId,
    /// The name.
    pub name: String,
    /// The newest figure.
    pub figure: Figure,
    /// Usage % now less that of the month before, in tenths of a point.
    pub change_tenths: i64,
}

/// The overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// All visible tenants, as the unfiltered list has them.
    pub totals: Totals,
    /// The last 13 months in all, oldest first; missing months are missing.
    pub months: Vec<MonthFigure>,
    /// By workload, in the order of the catalogue.
    pub workloads: Vec<WorkloadTotal>,
    /// Tenants by band, lowest first, none last.
    pub bands: Vec<BandCount>,
    /// The five that rose most.
    pub risen: Vec<Mover>,
    /// The five that fell most.
    pub fallen: Vec<Mover>,
    /// How fresh each kind of data is, as far as it concerns this person.
    pub freshness: Vec<FeedFreshness>,
}

impl App {
    /// The overview of what the person may see.
    pub async fn overview(&self, ctx: &Ctx) -> Result<Seen<Overview>, AppError> {
        let _ = ctx;
        Err(AppError::Busy)
    }
}
