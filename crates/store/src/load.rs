//! Loads and their refused rows (S13).

use domain::id::{LoadId, PersonId};
use domain::load::{FeedKind, LoadCounts, LoadState};

use crate::{StoreError, Tx, on};

/// A load to begin.
#[derive(Debug, Clone)]
pub struct NewLoad<'a> {
    /// The kind of file.
    pub kind: FeedKind,
    /// Its name.
    pub file_name: &'a str,
    /// Its size.
    pub file_bytes: i64,
    /// Who; nothing for the operator.
    pub person: Option<PersonId>,
    /// The moment, in milliseconds.
    pub staged_at: i64,
    /// Columns of the file that are not used, as JSON.
    pub ignored_columns: &'a str,
}

/// A load.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LoadRow {
    /// The key.
    pub load_id: i64,
    /// The kind of file.
    pub kind: String,
    /// Its name.
    pub file_name: String,
    /// Its size.
    pub file_bytes: i64,
    /// Where it stands.
    pub state: String,
    /// The name of who began it.
    pub person: Option<String>,
    /// When it was read.
    pub staged_at: i64,
    /// When it was applied.
    pub applied_at: Option<i64>,
    /// When it was taken back.
    pub undone_at: Option<i64>,
    /// The newest change of any load when it was planned.
    pub planned_after: i64,
    /// What it does, as JSON of [`LoadCounts`].
    pub counts: String,
    /// How many figures and facts wait in its room.
    pub staged_rows: i64,
    /// First month of its figures.
    pub month_first: Option<i64>,
    /// Last month of its figures.
    pub month_last: Option<i64>,
    /// Columns of the file that are not used, as JSON.
    pub ignored_columns: String,
    /// Why it failed.
    pub failure: Option<String>,
    /// Whether it is the newest applied load of its kind.
    pub is_newest: bool,
}

/// A refused row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RefusedRow {
    /// The line of the file.
    pub line: i64,
    /// The column; empty for the whole row.
    pub column_name: String,
    /// The value.
    pub value: String,
    /// Why, as a code.
    pub reason: String,
    /// The line that it contradicts.
    pub other_line: Option<i64>,
}

/// The columns of [`LoadRow`].
macro_rules! load_columns {
    ($rest:literal) => {
        concat!(
            "SELECT l.load_id, l.kind, l.file_name, l.file_bytes, l.state, p.name AS person, l.staged_at, l.applied_at,
                    l.undone_at, l.planned_after, l.counts, l.staged_rows, l.month_first, l.month_last, l.ignored_columns, l.failure,
                    l.state = 'applied' AND NOT EXISTS (
                        SELECT 1 FROM load AS n
                        WHERE n.kind = l.kind AND n.state = 'applied'
                          AND (n.applied_at > l.applied_at OR (n.applied_at = l.applied_at AND n.load_id > l.load_id))
                    ) AS is_newest
             FROM load AS l LEFT JOIN person AS p ON p.person_id = l.person_id ",
            $rest
        )
    };
}

impl LoadRow {
    /// The kind, typed.
    pub fn kind(&self) -> Result<FeedKind, StoreError> {
        FeedKind::from_code(&self.kind).ok_or_else(|| StoreError::inconsistent("load", "kind", self.kind.clone()))
    }

    /// The state, typed.
    pub fn state(&self) -> Result<LoadState, StoreError> {
        LoadState::from_code(&self.state).ok_or_else(|| StoreError::inconsistent("load", "state", self.state.clone()))
    }

    /// The counts, typed.
    pub fn counts(&self) -> Result<LoadCounts, StoreError> {
        if self.counts == "{}" {
            return Ok(LoadCounts::default());
        }
        serde_json::from_str(&self.counts).map_err(|_| StoreError::inconsistent("load", "counts", self.counts.clone()))
    }
}

impl Tx {
    /// Begins a load, in the state staging.
    pub async fn add_load(&mut self, load: &NewLoad<'_>) -> Result<LoadId, StoreError> {
        Ok(LoadId(on!(self, c => sqlx::query_scalar(
            "INSERT INTO load (kind, file_name, file_bytes, state, person_id, staged_at, ignored_columns)
             VALUES ($1, $2, $3, 'staging', $4, $5, $6) RETURNING load_id"
        )
        .bind(load.kind.code()).bind(load.file_name).bind(load.file_bytes).bind(load.person.map(|it| it.0))
        .bind(load.staged_at).bind(load.ignored_columns).fetch_one(c).await?)))
    }

    /// A load.
    pub async fn load(&mut self, load: LoadId) -> Result<Option<LoadRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(load_columns!("WHERE l.load_id = $1")).bind(load.0).fetch_optional(c).await?))
    }

    /// The newest loads, newest first.
    pub async fn loads(&mut self, limit: i64) -> Result<Vec<LoadRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(load_columns!("ORDER BY l.load_id DESC LIMIT $1"))
            .bind(limit).fetch_all(c).await?))
    }

    /// Loads of a kind that were left behind in the state staging: whoever holds the lock of the kind knows
    /// that nobody is at work on them.
    pub async fn loads_left_staging(&mut self, kind: FeedKind) -> Result<Vec<LoadId>, StoreError> {
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT load_id FROM load WHERE kind = $1 AND state = 'staging'"
        ).bind(kind.code()).fetch_all(c).await?);
        Ok(ids.into_iter().map(LoadId).collect())
    }

    /// Planned loads that were read before a moment: forgotten, most likely.
    pub async fn loads_left_planned(&mut self, before: i64) -> Result<Vec<LoadId>, StoreError> {
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT load_id FROM load WHERE state = 'planned' AND staged_at < $1"
        ).bind(before).fetch_all(c).await?);
        Ok(ids.into_iter().map(LoadId).collect())
    }

    /// Loads that are being read, or wait to be applied.
    pub async fn loads_waiting(&mut self) -> Result<Vec<LoadId>, StoreError> {
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT load_id FROM load WHERE state IN ('staging', 'planned')"
        ).fetch_all(c).await?);
        Ok(ids.into_iter().map(LoadId).collect())
    }

    /// Moves a load from one state to another; false when it was not in that state any more.
    pub async fn move_load(
        &mut self,
        load: LoadId,
        from: LoadState,
        to: LoadState,
        at: i64,
    ) -> Result<bool, StoreError> {
        let moved = on!(self, c => sqlx::query(
            "UPDATE load SET state = $3,
                    applied_at = CASE WHEN $3 = 'applied' THEN $4 ELSE applied_at END,
                    undone_at = CASE WHEN $3 = 'undone' THEN $4 ELSE undone_at END
             WHERE load_id = $1 AND state = $2"
        ).bind(load.0).bind(from.code()).bind(to.code()).bind(at).execute(c).await?.rows_affected())
            > 0;
        if moved && matches!(to, LoadState::Applied | LoadState::Undone) {
            on!(self, c => sqlx::query("INSERT INTO load_change (load_id, happened_at) VALUES ($1, $2)")
                .bind(load.0).bind(at).execute(c).await?.rows_affected());
        }
        Ok(moved)
    }

    /// Notes why a load failed.
    pub async fn set_load_failure(&mut self, load: LoadId, failure: &str) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE load SET failure = $2 WHERE load_id = $1")
            .bind(load.0).bind(failure).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Notes what a load does.
    pub async fn set_load_plan(
        &mut self,
        load: LoadId,
        counts: LoadCounts,
        months: Option<(i64, i64)>,
        planned_after: i64,
        staged_rows: i64,
    ) -> Result<(), StoreError> {
        let counts =
            serde_json::to_string(&counts).map_err(|_| StoreError::inconsistent("load", "counts", "unwritable"))?;
        on!(self, c => sqlx::query(
            "UPDATE load SET counts = $2, month_first = $3, month_last = $4, planned_after = $5,
                    staged_rows = $6
             WHERE load_id = $1"
        )
        .bind(load.0).bind(counts).bind(months.map(|it| it.0)).bind(months.map(|it| it.1)).bind(planned_after)
        .bind(staged_rows).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The newest change that any load made; 0 before the first.
    pub async fn newest_load_change(&mut self) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT COALESCE(MAX(load_change_id), 0) FROM load_change")
            .fetch_one(c).await?))
    }

    /// Refused rows after a line, in the order of the file.
    pub async fn refused_rows(&mut self, load: LoadId, after: i64, limit: i64) -> Result<Vec<RefusedRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT line, column_name, value, reason, other_line FROM refused_row
             WHERE load_id = $1 AND line > $2 ORDER BY line LIMIT $3"
        ).bind(load.0).bind(after).bind(limit).fetch_all(c).await?))
    }

    /// How many rows of a load are refused.
    pub async fn refused_count(&mut self, load: LoadId) -> Result<i64, StoreError> {
        self.count_for_load("SELECT COUNT(*) FROM refused_row WHERE load_id = $1", load).await
    }

    /// The names of workloads that a load would add to the catalogue.
    pub async fn staged_workloads(&mut self, load: LoadId) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT code FROM staged_workload WHERE load_id = $1 ORDER BY code"
        ).bind(load.0).fetch_all(c).await?))
    }
}
