//! Loads: a file's way in, from upload to undo (S13). For the programme admin and the command line.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use domain::Month;
use domain::load::{FeedKind, LoadCounts, LoadState};

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

impl App {
    /// The newest 200 loads, and how fresh each kind is.
    pub async fn loads(&self, ctx: &Ctx) -> Result<Seen<Loads>, AppError> {
        let _ = ctx;
        Err(AppError::Busy)
    }

    /// One load with its plan.
    pub async fn load(&self, ctx: &Ctx, id: i64) -> Result<Seen<LoadPlan>, AppError> {
        let _ = (ctx, id);
        Err(AppError::Busy)
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
        let _ = (ctx, file_name, path, progress);
        Err(AppError::Busy)
    }

    /// Applies a planned load, all or nothing.
    pub async fn apply_load(&self, ctx: &Ctx, id: i64) -> Result<Seen<LoadPlan>, AppError> {
        let _ = (ctx, id);
        Err(AppError::Busy)
    }

    /// Discards a planned load.
    pub async fn discard_load(&self, ctx: &Ctx, id: i64) -> Result<(), AppError> {
        let _ = (ctx, id);
        Err(AppError::Busy)
    }

    /// Takes an applied load back, while it is the newest of its kind.
    pub async fn undo_load(&self, ctx: &Ctx, id: i64) -> Result<Seen<LoadPlan>, AppError> {
        let _ = (ctx, id);
        Err(AppError::Busy)
    }

    /// Up to 1,000 refused rows of a load, after the row (line, column) given; for the download.
    pub async fn refused_rows(&self, ctx: &Ctx, id: i64, after: Option<i64>) -> Result<Vec<RefusedRow>, AppError> {
        let _ = (ctx, id, after);
        Err(AppError::Busy)
    }
}
