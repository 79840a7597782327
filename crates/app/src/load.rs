//! Loads, as they are looked at (S13). For the programme admin and the command line. How one comes in is in
//! `load_stage`, how it counts and is taken back in `load_apply`.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::Month;
use domain::access::{Action, Resource};
use domain::id::LoadId;
use domain::load::{FeedKind, LoadCounts, LoadState};
use store::{FreshnessRow, LoadRow};

use crate::identity::moment;
use crate::tenant::month;
use crate::{App, AppError, Ctx, Seen};

/// How far the reading of a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageProgress {
    /// Bytes of the file read.
    pub bytes: u64,
    /// Bytes it has.
    pub of_bytes: u64,
    /// Rows read.
    pub rows: i64,
}

/// How fresh a kind of data is (S2.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedFreshness {
    /// The kind.
    pub kind: FeedKind,
    /// When the newest load was applied; nothing when there is none.
    pub loaded_at: Option<DateTime<Utc>>,
    /// Up to which month it has figures.
    pub up_to: Option<Month>,
    /// When the next is due.
    pub due_on: Option<NaiveDate>,
    /// Whether that day has passed.
    pub is_overdue: bool,
}

/// A load in the history.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadListed {
    /// Its number.
    pub id: i64,
    /// The kind.
    pub kind: FeedKind,
    /// The file's name, as it was uploaded.
    pub file_name: String,
    /// The file's size.
    pub file_bytes: i64,
    /// Where it stands.
    pub state: LoadState,
    /// Who; "command line" is nothing.
    pub by: Option<String>,
    /// When it was uploaded.
    pub staged_at: DateTime<Utc>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// What it does or did.
    pub counts: LoadCounts,
    /// First and last month of its figures.
    pub months: Option<(Month, Month)>,
    /// Whether it can be undone now.
    pub can_be_undone: bool,
    /// Why it failed, as a code of the locales (`died`, `lost`, or a code of `feeds::FileRefusal`).
    pub failure: Option<String>,
}

/// A refused row (S13.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The line of the file on which the row begins; the header is line 1.
    pub line: i64,
    /// The column; empty for the whole row.
    pub column: String,
    /// The value, cut at 200 characters.
    pub value: String,
    /// Why, as a code of the locales.
    pub reason: String,
    /// The other line that it contradicts, where there is one.
    pub other_line: Option<i64>,
}

/// A load with its plan.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadPlan {
    /// The load.
    pub load: LoadListed,
    /// Whether more rows were refused than the share that stops a load.
    pub stops: bool,
    /// That share, in percent.
    pub refused_percent: u8,
    /// Columns of the file that are not used.
    pub ignored_columns: Vec<String>,
    /// Workloads that the catalogue does not have yet.
    pub new_workloads: Vec<String>,
    /// The first refused rows.
    pub refused: Vec<RefusedRow>,
}

/// The page of loads.
#[derive(Debug, Clone, PartialEq)]
pub struct Loads {
    /// Loads, newest first.
    pub loads: Vec<LoadListed>,
    /// How fresh each kind is.
    pub freshness: Vec<FeedFreshness>,
}

/// Loads in the history, newest first.
const LOADS: i64 = 200;

/// Refused rows on a load's page.
const FIRST_REFUSED: i64 = 50;

/// Refused rows of one step of the download.
const REFUSED_ROWS: i64 = 1_000;

/// Days after the end of a month by which its figures are expected.
const DUE_DAYS: u64 = 15;

impl App {
    /// The newest 200 loads, and how fresh each kind is.
    pub async fn loads(&self, ctx: &Ctx) -> Result<Seen<Loads>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Read)?;
        let loads = tx.loads(LOADS).await?;
        let fresh = tx.freshness(None).await?;
        tx.commit().await?;
        let loads = loads.iter().map(load_listed).collect::<Result<_, _>>()?;
        let freshness = freshness(&fresh, self.now().date_naive());
        Ok(Seen { viewer: who.viewer, value: Loads { loads, freshness } })
    }

    /// One load with its plan.
    pub async fn load(&self, ctx: &Ctx, id: i64) -> Result<Seen<LoadPlan>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Read)?;
        let row = tx.load(LoadId(id)).await?.ok_or(AppError::NotFound)?;
        let refused = tx.refused_rows(LoadId(id), 0, FIRST_REFUSED).await?;
        let new_workloads = tx.staged_workloads(LoadId(id)).await?;
        tx.commit().await?;
        let load = load_listed(&row)?;
        let plan = LoadPlan {
            stops: load.counts.refuses_more_than(self.settings.refused_percent),
            refused_percent: self.settings.refused_percent,
            ignored_columns: serde_json::from_str(&row.ignored_columns)
                .map_err(|_| AppError::Internal("load.ignored_columns".to_owned()))?,
            new_workloads,
            refused: refused.into_iter().map(refused_row).collect(),
            load,
        };
        Ok(Seen { viewer: who.viewer, value: plan })
    }

    /// Up to 1,000 refused rows of a load after a line; for the download.
    pub async fn refused_rows(&self, ctx: &Ctx, id: i64, after: Option<i64>) -> Result<Vec<RefusedRow>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Read)?;
        tx.load(LoadId(id)).await?.ok_or(AppError::NotFound)?;
        let rows = tx.refused_rows(LoadId(id), after.unwrap_or(0), REFUSED_ROWS).await?;
        tx.commit().await?;
        Ok(rows.into_iter().map(refused_row).collect())
    }
}

fn load_listed(row: &LoadRow) -> Result<LoadListed, AppError> {
    Ok(LoadListed {
        id: row.load_id,
        kind: row.kind()?,
        file_name: row.file_name.clone(),
        file_bytes: row.file_bytes,
        state: row.state()?,
        by: row.person.clone(),
        staged_at: moment(row.staged_at),
        applied_at: row.applied_at.map(moment),
        undone_at: row.undone_at.map(moment),
        counts: row.counts()?,
        months: row.month_first.and_then(month).zip(row.month_last.and_then(month)),
        can_be_undone: row.is_newest,
        failure: row.failure.clone(),
    })
}

fn refused_row(row: store::RefusedRow) -> RefusedRow {
    RefusedRow {
        line: row.line,
        column: row.column_name,
        value: row.value,
        reason: row.reason,
        other_line: row.other_line,
    }
}

/// How fresh each kind is, in the order of the kinds. Figures of a month are due some days after the month
/// that follows the newest one has ended.
pub(crate) fn freshness(rows: &[FreshnessRow], today: NaiveDate) -> Vec<FeedFreshness> {
    FeedKind::ALL
        .into_iter()
        .map(|kind| {
            let row = rows.iter().find(|row| row.kind == kind.code());
            let up_to = row.and_then(|row| row.month_last).and_then(month);
            let due_on = up_to
                .filter(|_| kind.is_monthly())
                .and_then(|newest| newest.plus(2).first_day().checked_add_days(Days::new(DUE_DAYS)));
            FeedFreshness {
                kind,
                loaded_at: row.and_then(|row| row.loaded_at).map(moment),
                up_to,
                due_on,
                is_overdue: due_on.is_some_and(|due| due < today),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_due_after_the_month_that_follows_has_ended() {
        let row = FreshnessRow { kind: "office_usage".to_owned(), loaded_at: Some(0), month_last: Some(202_608) };
        let due: NaiveDate = "2026-10-16".parse().unwrap();
        let of = |today: NaiveDate| freshness(std::slice::from_ref(&row), today).into_iter().nth(2).unwrap();
        assert_eq!(of(due).due_on, Some(due));
        assert!(!of(due).is_overdue);
        assert!(of(due.succ_opt().unwrap()).is_overdue);
    }
}
