//! Loads: a file's way in, from upload to undo (S13). For the programme admin and the command line.

use std::fs::File;
use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::Month;
use domain::access::{Action, Resource};
use domain::id::LoadId;
use domain::load::{FeedKind, LoadCounts, LoadState};
use domain::planted::{Moment, reached};
use feeds::{FeedFile, FileRefusal, Limits};
use store::{FreshnessRow, LoadRow, NewLoad, Staged, StoreError, Tx};

use crate::identity::moment;
use crate::load_rows::{self, Known};
use crate::tenant::month;
use crate::{App, AppError, AuditAction, Ctx, Seen};

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
    /// Why it failed, as a code of the locales (`died`, or a code of `feeds::FileRefusal`).
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

/// A plan that nobody applied is discarded after that long, in milliseconds: a day.
const PLAN_MILLIS: i64 = 24 * 3_600_000;

/// Days after the end of a month by which its figures are expected.
const DUE_DAYS: u64 = 15;

/// The longest file name that is kept, in characters.
const LONGEST_FILE_NAME: usize = 200;

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

    /// Reads a file into the waiting room and plans it. Holds the lock of its kind meanwhile
    /// ([`AppError::LoadAtWork`]). The file stays where it is; deleting it is the caller's business.
    pub async fn stage_load(
        &self,
        ctx: &Ctx,
        file_name: &str,
        path: &Path,
        progress: impl Fn(StageProgress) + Send + 'static,
    ) -> Result<Seen<LoadPlan>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Write)?;
        tx.commit().await?;
        let (file, file_bytes) = open(path).await?;
        let kind = file.kind();
        let _lock = self.store.lock_load(kind).await?.ok_or(AppError::LoadAtWork)?;
        self.clear_left_loads(kind, who.now).await?;
        let ignored = serde_json::to_string(file.ignored_columns()).unwrap_or_else(|_| "[]".to_owned());
        let mut tx = self.store.write().await?;
        let load = tx
            .add_load(&NewLoad {
                kind,
                file_name: &short_name(file_name),
                file_bytes: i64::try_from(file_bytes).unwrap_or(i64::MAX),
                person: who.person(),
                staged_at: who.now,
                ignored_columns: &ignored,
            })
            .await?;
        tx.commit().await?;
        reached(Moment::LoadBegun);
        let staged = match self.stage_rows(load, file, file_bytes, progress).await {
            Ok(rows) => self.settle(load, kind, rows).await,
            Err(error) => Err(error),
        };
        if let Err(error) = staged {
            let code = if let AppError::File(refusal) = &error { refusal.code() } else { "died" };
            self.fail_load(load, code, who.now).await?;
            return Err(error);
        }
        reached(Moment::LoadPlanned);
        self.load(ctx, load.0).await
    }

    /// Reads the rows of a file on a thread of its own and stages them here; how many there were.
    async fn stage_rows(
        &self,
        load: LoadId,
        file: FeedFile<File>,
        file_bytes: u64,
        progress: impl Fn(StageProgress) + Send + 'static,
    ) -> Result<i64, AppError> {
        let mut tx = self.store.read().await?;
        let known =
            Known::new(tx.all_locations().await?, tx.workloads().await?, self.settings.claim_attributions.clone());
        tx.commit().await?;
        let (batches, mut arriving) = tokio::sync::mpsc::channel::<Staged>(2);
        let reading = tokio::task::spawn_blocking(move || {
            load_rows::read(file, known, |batch, bytes, rows| {
                progress(StageProgress { bytes, of_bytes: file_bytes, rows });
                batches.blocking_send(batch).is_ok()
            })
        });
        while let Some(batch) = arriving.recv().await {
            let mut tx = self.store.write().await?;
            tx.stage(load, &batch).await?;
            tx.commit().await?;
        }
        Ok(reading.await.map_err(|error| AppError::Internal(format!("reading a file: {error}")))??)
    }

    /// Sorts the staged rows out, compares them with what is there, and leaves the load planned.
    async fn settle(&self, load: LoadId, kind: FeedKind, rows: i64) -> Result<(), AppError> {
        reached(Moment::LoadStaged);
        let mut tx = self.store.write().await?;
        let mut repeated = 0;
        if kind == FeedKind::PartnerProfile {
            repeated = tx.settle_profile(load).await?;
        } else {
            if kind.has_figures() {
                repeated = tx.settle_usage(load).await?;
            }
            tx.settle_facts(load).await?;
        }
        let counts = LoadCounts { rows, repeated, ..LoadCounts::default() };
        plan(&mut tx, load, kind, counts).await?;
        if !tx.move_load(load, LoadState::Staging, LoadState::Planned, self.now_millis()).await? {
            return Err(AppError::WrongLoadState);
        }
        Ok(tx.commit().await?)
    }

    /// Clears up behind loads of a kind whose process died, and behind plans that nobody wanted.
    async fn clear_left_loads(&self, kind: FeedKind, now: i64) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        for load in tx.loads_left_staging(kind).await? {
            tx.move_load(load, LoadState::Staging, LoadState::Failed, now).await?;
            tx.set_load_failure(load, "died").await?;
            tx.clear_staged(load).await?;
        }
        for load in tx.loads_left_planned(now - PLAN_MILLIS).await? {
            if tx.move_load(load, LoadState::Planned, LoadState::Discarded, now).await? {
                tx.clear_staged(load).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    async fn fail_load(&self, load: LoadId, code: &str, now: i64) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        tx.move_load(load, LoadState::Staging, LoadState::Failed, now).await?;
        tx.set_load_failure(load, code).await?;
        tx.clear_staged(load).await?;
        Ok(tx.commit().await?)
    }

    /// Applies a planned load, all or nothing.
    pub async fn apply_load(&self, ctx: &Ctx, id: i64) -> Result<Seen<LoadPlan>, AppError> {
        let load = LoadId(id);
        let kind = self.load_kind(ctx, load).await?;
        let _lock = self.store.lock_load(kind).await?.ok_or(AppError::LoadAtWork)?;
        let mut tx = self.store.write().await?;
        tx.lock_application().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Write)?;
        let row = tx.load(load).await?.ok_or(AppError::NotFound)?;
        if row.state()? != LoadState::Planned {
            return Err(AppError::WrongLoadState);
        }
        let counts = row.counts()?;
        if counts.refuses_more_than(self.settings.refused_percent) {
            return Err(AppError::TooManyRefused);
        }
        if row.planned_after != tx.newest_load_change().await? {
            let bare = LoadCounts { rows: counts.rows, repeated: counts.repeated, ..LoadCounts::default() };
            if plan(&mut tx, load, kind, bare).await? != counts {
                tx.commit().await?;
                return Err(AppError::PlanChanged);
            }
        }
        if !tx.move_load(load, LoadState::Planned, LoadState::Applied, who.now).await? {
            return Err(AppError::WrongLoadState);
        }
        if kind == FeedKind::PartnerProfile {
            tx.apply_profile(load).await?;
        } else {
            tx.apply_facts(load, kind).await?;
            if kind.has_figures() {
                tx.apply_usage(load, kind).await?;
            }
        }
        reached(Moment::LoadHalfApplied);
        tx.derive(load).await?;
        tx.clear_staged(load).await?;
        let detail = serde_json::json!({ "load": id, "kind": kind.code(), "counts": counts });
        self.audit(&mut tx, ctx, &who, AuditAction::LoadApplied, &row.file_name, &detail).await?;
        reached(Moment::LoadBeforeCommit);
        tx.commit().await?;
        reached(Moment::LoadAfterCommit);
        self.analyze().await;
        self.load(ctx, id).await
    }

    /// Discards a planned load.
    pub async fn discard_load(&self, ctx: &Ctx, id: i64) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Write)?;
        let row = tx.load(LoadId(id)).await?.ok_or(AppError::NotFound)?;
        if !tx.move_load(LoadId(id), LoadState::Planned, LoadState::Discarded, who.now).await? {
            return Err(AppError::WrongLoadState);
        }
        tx.clear_staged(LoadId(id)).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::LoadDiscarded, &row.file_name, &serde_json::json!({ "load": id }))
            .await?;
        Ok(tx.commit().await?)
    }

    /// Takes an applied load back, while it is the newest of its kind.
    pub async fn undo_load(&self, ctx: &Ctx, id: i64) -> Result<Seen<LoadPlan>, AppError> {
        let load = LoadId(id);
        let kind = self.load_kind(ctx, load).await?;
        let _lock = self.store.lock_load(kind).await?.ok_or(AppError::LoadAtWork)?;
        let mut tx = self.store.write().await?;
        tx.lock_application().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Write)?;
        let row = tx.load(load).await?.ok_or(AppError::NotFound)?;
        if !row.is_newest || !tx.move_load(load, LoadState::Applied, LoadState::Undone, who.now).await? {
            return Err(AppError::WrongLoadState);
        }
        tx.restore(load, kind).await.map_err(|error| match error {
            StoreError::Conflict(_) => AppError::InUse,
            other => other.into(),
        })?;
        tx.derive(load).await?;
        tx.forget_before(load).await?;
        let detail = serde_json::json!({ "load": id, "kind": kind.code() });
        self.audit(&mut tx, ctx, &who, AuditAction::LoadUndone, &row.file_name, &detail).await?;
        tx.commit().await?;
        self.analyze().await;
        self.load(ctx, id).await
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

    /// The kind of a load, for taking its lock; asks first whether the caller may touch loads at all.
    async fn load_kind(&self, ctx: &Ctx, load: LoadId) -> Result<FeedKind, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Write)?;
        let row = tx.load(load).await?.ok_or(AppError::NotFound)?;
        tx.commit().await?;
        Ok(row.kind()?)
    }

    /// Lets the database look at what changed; without it the next question is slower, not wrong.
    async fn analyze(&self) {
        if let Err(error) = self.store.analyze().await {
            tracing::warn!(%error, "the statistics of the database were not brought up to date");
        }
    }
}

/// Compares a load with what is there now, and notes what it would do.
async fn plan(tx: &mut Tx, load: LoadId, kind: FeedKind, mut counts: LoadCounts) -> Result<LoadCounts, AppError> {
    counts.refused = tx.refused_count(load).await?;
    let mut months = None;
    if kind == FeedKind::PartnerProfile {
        tx.plan_profile(load, &mut counts).await?;
    } else {
        months = tx.plan_facts(load, kind, &mut counts).await?;
        if kind.has_figures() {
            months = tx.plan_usage(load, kind, &mut counts).await?;
        }
    }
    let newest = tx.newest_load_change().await?;
    tx.set_load_plan(load, counts, months, newest).await?;
    Ok(counts)
}

/// Opens a file and recognises its kind, away from the threads that serve requests.
async fn open(path: &Path) -> Result<(FeedFile<File>, u64), AppError> {
    let path = path.to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let file = File::open(&path).map_err(FileRefusal::Io)?;
        let bytes = file.metadata().map_err(FileRefusal::Io)?.len();
        Ok::<_, FileRefusal>((FeedFile::open(file, Limits::default())?, bytes))
    });
    Ok(opened.await.map_err(|error| AppError::Internal(format!("opening a file: {error}")))??)
}

/// A file name without its folders, without control characters, and not too long.
fn short_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_FILE_NAME).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name.trim().to_owned() }
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
                .filter(|_| kind.has_figures())
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
    fn a_file_name_loses_its_folders_and_what_cannot_be_printed() {
        assert_eq!(short_name("C:\\Users\\me\\OfficeUsage.csv"), "OfficeUsage.csv");
        assert_eq!(short_name("../../etc/passwd\r\n"), "passwd");
        assert_eq!(short_name("a/\0"), "file");
        assert_eq!(short_name(&"x".repeat(500)).len(), 200);
    }

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
