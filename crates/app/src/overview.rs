//! The first page: what the person's tenants do, in pictures (S2.6).

use std::collections::BTreeMap;

use domain::TenantId;
use domain::access::Scope;
use domain::id::OrganisationId;
use domain::planted::{Fault, planted};
use domain::service_status::{Choice, Labels};
use domain::tenant::{TenantColumn, TenantSort};
use domain::usage::{Figure, MONTHS_SHOWN, MonthFigure, UsageBand};
use store::{BandRow, ListFilter, PageAsked, Tx, WorkloadMonthRow, WorkloadTotalRow};

use crate::identity::{Who, moment};
use crate::load::freshness;
use crate::taxonomy::{labels_of, version_on};
use crate::tenant::{change_tenths, month};
use crate::work::waiting;
use crate::{App, AppError, Ctx, FeedFreshness, Seen, Totals, WorkCount, WorkloadName};

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
    /// Seats by status (L1), in the order of the taxonomy; a status without seats has none.
    pub statuses: Vec<StatusSeats>,
    /// What waits for this person, most urgent first (S12.1).
    pub waiting: Vec<WorkCount>,
    /// The five that rose most.
    pub risen: Vec<Mover>,
    /// The five that fell most.
    pub fallen: Vec<Mover>,
    /// How fresh each kind of data is, as far as it concerns this person.
    pub freshness: Vec<FeedFreshness>,
}

/// Seats of a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSeats {
    /// The code of the status (L1).
    pub code: String,
    /// What people read.
    pub name: Labels,
    /// How many seats.
    pub seats: i64,
}

/// How many tenants that rose, and that fell, are shown.
const MOVERS: i64 = 5;

impl App {
    /// The overview of what the person may see.
    pub async fn overview(&self, ctx: &Ctx) -> Result<Seen<Overview>, AppError> {
        self.bring_season().await?;
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let scope = who.scope()?;
        let programme = who.programme;
        let of_today = ListFilter::of_day(who.list_day());
        let totals =
            tx.tenant_totals(&scope.mistaken_by(Fault::OverviewTotalsOfEverybody), programme, &of_today).await?;
        let newest = tx.newest_month(&scope, programme).await?.and_then(month);
        let from = newest.map_or(i64::MAX, |newest| i64::from(newest.plus(1 - MONTHS_SHOWN).number()));
        let by_month =
            tx.workload_months(&scope.mistaken_by(Fault::OverviewMonthsOfEverybody), programme, from).await?;
        let by_workload = tx.workload_totals(&scope, programme).await?;
        let bands = tx.bands(&scope.mistaken_by(Fault::OverviewBandsOfEverybody), programme).await?;
        let risen = movers(&mut tx, &scope.mistaken_by(Fault::OverviewMoversOfEverybody), programme, true).await?;
        let fallen = movers(&mut tx, &scope, programme, false).await?;
        let statuses = seats_by_status(&mut tx, &who, &scope).await?;
        let waiting = waiting(&mut tx, &who).await?;
        let fresh = tx.freshness(Some(&scope).filter(|_| !planted(Fault::FreshnessOfEverybody))).await?;
        tx.end();
        let overview = Overview {
            totals: Totals::of(totals, &who)?,
            months: summed(&by_month),
            workloads: by_workload.into_iter().map(|row| workload_total(row, &by_month)).collect(),
            bands: band_counts(&bands),
            statuses,
            waiting,
            risen,
            fallen,
            freshness: freshness(&fresh, self.now().date_naive()),
        };
        if planted(Fault::AnswerKeptForOthers) {
            static KEPT: std::sync::OnceLock<Overview> = std::sync::OnceLock::new();
            return Ok(Seen { viewer: who.viewer, value: KEPT.get_or_init(|| overview).clone() });
        }
        Ok(Seen { viewer: who.viewer, value: overview })
    }
}

/// Seats by status, in the words of the present taxonomy or, where a status is not offered any more, of the last that had it.
async fn seats_by_status(tx: &mut Tx, who: &Who, scope: &Scope) -> Result<Vec<StatusSeats>, AppError> {
    let rows = tx.seats_by_status(&scope.mistaken_by(Fault::BlockersOfEverybody), who.programme).await?;
    let (_, taxonomy) = version_on(tx, moment(who.now).date_naive()).await?;
    let mut choices: Vec<Choice> =
        taxonomy.nodes().iter().map(|node| &node.choice).filter(|choice| choice.level() == 1).cloned().collect();
    for (l1, _) in &rows {
        if choices.iter().all(|choice| choice.l1() != l1) {
            choices.push(Choice::status(l1));
        }
    }
    let labels = labels_of(tx, &taxonomy, choices.iter()).await?;
    let seats = |choice: &Choice| rows.iter().find(|(l1, _)| l1 == choice.l1()).map_or(0, |(_, seats)| *seats);
    Ok(choices
        .iter()
        .filter_map(|choice| {
            let name = labels.get(choice).and_then(|labels| labels.last()).cloned()?;
            Some(StatusSeats { code: choice.l1().to_owned(), name, seats: seats(choice) })
        })
        .collect())
}

async fn movers(tx: &mut Tx, scope: &Scope, programme: OrganisationId, risen: bool) -> Result<Vec<Mover>, AppError> {
    let sort = TenantSort { column: TenantColumn::Change, descending: risen };
    let wanted = PageAsked { filter: &ListFilter::default(), sort, cursor: None, limit: MOVERS };
    let page = tx.tenant_page(scope, programme, &wanted).await?;
    Ok(page
        .rows
        .into_iter()
        .filter_map(|row| {
            let change_tenths = change_tenths(row.change_ppm?);
            let moved = if risen { change_tenths > 0 } else { change_tenths < 0 };
            moved.then_some(Mover {
                tenant_id: TenantId(row.tenant_id),
                name: row.name,
                figure: Figure { pau: row.pau, mau: row.mau },
                change_tenths,
            })
        })
        .collect())
}

fn month_figure(row: &WorkloadMonthRow) -> Option<MonthFigure> {
    Some(MonthFigure { month: month(row.month)?, figure: Figure { pau: row.pau, mau: row.mau } })
}

/// The months of all workloads together, oldest first.
fn summed(rows: &[WorkloadMonthRow]) -> Vec<MonthFigure> {
    let mut months: BTreeMap<_, Figure> = BTreeMap::new();
    for one in rows.iter().filter_map(month_figure) {
        let sum = months.entry(one.month).or_default();
        *sum = sum.plus(one.figure);
    }
    months.into_iter().map(|(month, figure)| MonthFigure { month, figure }).collect()
}

fn workload_total(row: WorkloadTotalRow, by_month: &[WorkloadMonthRow]) -> WorkloadTotal {
    WorkloadTotal {
        tenants: row.tenants,
        figure: Figure { pau: row.pau, mau: row.mau },
        months: by_month.iter().filter(|one| one.workload_id == row.workload_id).filter_map(month_figure).collect(),
        workload: WorkloadName { code: row.code, name_en: row.name_en, name_nl: row.name_nl },
    }
}

fn band_counts(row: &BandRow) -> Vec<BandCount> {
    UsageBand::ALL
        .into_iter()
        .map(|band| {
            let tenants = match band {
                UsageBand::Low => row.low,
                UsageBand::Fair => row.fair,
                UsageBand::Good => row.good,
                UsageBand::High => row.high,
                UsageBand::Above => row.above,
                UsageBand::None => row.none,
            };
            BandCount { band, tenants }
        })
        .collect()
}
