//! A file's way into the waiting room, and its plan (S13.2).

use std::fs::File;
use std::path::Path;

use domain::access::{Action, Resource};
use domain::id::LoadId;
use domain::load::{FeedKind, LoadCounts, LoadState};
use domain::one_line::turns_direction;
use domain::planted::{Moment, reached};
use feeds::{FeedFile, FileRefusal, Limits};
use store::{NewLoad, Room, Staged, Tx};

use crate::load::{LoadPlan, StageProgress};
use crate::load_rows::{self, Known, ReadFile, Unread};
use crate::{App, AppError, Ctx, Door, Seen};

/// A plan that nobody applied is discarded after that long, in milliseconds: a day.
const PLAN_MILLIS: i64 = 24 * 3_600_000;

/// The longest file name that is kept, in characters.
const LONGEST_FILE_NAME: usize = 200;

impl App {
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
        let (file, file_bytes) = open(path).await.map_err(|error| ours(ctx, error))?;
        let kind = file.kind();
        let _lock = self.store.lock_load(kind).await?.ok_or(AppError::LoadAtWork)?;
        self.clear_left_loads(kind, who.now).await?;
        let ignored = serde_json::to_string(file.ignored_columns()).unwrap_or_else(|_| "[]".to_owned());
        let mut tx = self.store.write_at_length().await?;
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
        let staged = self.stage_file(load, kind, file, file_bytes, progress).await;
        if let Err(error) = staged {
            let code = if let AppError::File(refusal) = &error { refusal.code() } else { "died" };
            self.fail_load(load, code, who.now).await?;
            return Err(ours(ctx, error));
        }
        reached(Moment::LoadPlanned);
        self.load(ctx, load.0).await
    }

    /// Reads a file into the waiting room, compares it with what is there, and leaves the load planned.
    async fn stage_file(
        &self,
        load: LoadId,
        kind: FeedKind,
        file: FeedFile<File>,
        file_bytes: u64,
        progress: impl Fn(StageProgress) + Send + 'static,
    ) -> Result<(), AppError> {
        let mut room = if kind.says_of_tenants() { Some(self.store.make_room(load).await?) } else { None };
        let mut read = self.stage_rows(load, room.as_mut(), file, file_bytes, progress).await?;
        let mut tx = self.store.write_at_length().await?;
        tx.note_partners(load, &read.partners).await?;
        read.repeated += match kind {
            FeedKind::PartnerProfile => tx.settle_profile(load).await?,
            FeedKind::EligiblePlans => tx.settle_plans(load).await?,
            FeedKind::Propensity => tx.settle_propensity(load).await?,
            FeedKind::Referrals => tx.settle_referrals(load).await?,
            FeedKind::CustomersAndTenants
            | FeedKind::OfficeUsage
            | FeedKind::EmsUsage
            | FeedKind::SeatsAndSubscriptions => 0,
        };
        tx.commit().await?;
        if let Some(room) = &mut room {
            room.close().await?;
        }
        reached(Moment::LoadStaged);
        let bare = LoadCounts { rows: read.rows, repeated: read.repeated, ..LoadCounts::default() };
        let plan = self.plan(load, kind, room.as_ref(), bare).await;
        if let Some(room) = room {
            room.leave().await;
        }
        let plan = plan?;
        let mut tx = self.store.write_at_length().await?;
        plan.note(&mut tx, load).await?;
        if !tx.move_load(load, LoadState::Staging, LoadState::Planned, self.now_millis()).await? {
            return Err(AppError::WrongLoadState);
        }
        Ok(tx.commit().await?)
    }

    /// Reads the rows of a file on a thread of its own and puts what they come to into the waiting room here.
    async fn stage_rows(
        &self,
        load: LoadId,
        mut room: Option<&mut Room>,
        file: FeedFile<File>,
        file_bytes: u64,
        progress: impl Fn(StageProgress) + Send + 'static,
    ) -> Result<ReadFile, AppError> {
        let mut tx = self.store.read().await?;
        let known =
            Known::new(tx.all_locations().await?, tx.workloads().await?, self.settings.claim_attributions.clone());
        tx.commit().await?;
        let folder = self.settings.data_dir.clone();
        let (batches, mut arriving) = tokio::sync::mpsc::channel::<Staged>(2);
        let reading = tokio::task::spawn_blocking(move || {
            let tell = move |bytes, rows| progress(StageProgress { bytes, of_bytes: file_bytes, rows });
            load_rows::read(file, known, folder, tell, |batch| batches.blocking_send(batch).is_ok())
        });
        while let Some(batch) = arriving.recv().await {
            if batch.has_more_than_figures() {
                let mut tx = self.store.write_at_length().await?;
                tx.stage(load, &batch).await?;
                tx.commit().await?;
            }
            if let Some(room) = &mut room {
                room.stage(&batch).await?;
            }
        }
        match reading.await.map_err(|error| AppError::Internal(format!("reading a file: {error}")))? {
            Ok(read) => Ok(read),
            Err(Unread::File(refusal)) => Err(refusal.into()),
            Err(Unread::Aside(error)) => {
                tracing::error!(%error, "what a load read does not fit into memory and could not be set aside");
                Err(AppError::Busy)
            }
            Err(Unread::Unwanted) => Err(AppError::Internal("reading a file: nobody took the rows".to_owned())),
        }
    }

    /// Compares a load with what is there, without keeping others from writing.
    async fn plan(
        &self,
        load: LoadId,
        kind: FeedKind,
        room: Option<&Room>,
        bare: LoadCounts,
    ) -> Result<Planned, AppError> {
        let mut tx = match room {
            Some(room) => room.begin().await?,
            None => self.store.read().await?,
        };
        let plan = plan(&mut tx, load, kind, bare).await?;
        tx.commit().await?;
        Ok(plan)
    }

    /// Clears up behind loads of a kind whose process died, and behind plans that nobody wanted.
    async fn clear_left_loads(&self, kind: FeedKind, now: i64) -> Result<(), AppError> {
        let mut tx = self.store.write_at_length().await?;
        let mut left = tx.loads_left_staging(kind).await?;
        for load in &left {
            tx.move_load(*load, LoadState::Staging, LoadState::Failed, now).await?;
            tx.set_load_failure(*load, "died").await?;
        }
        for load in tx.loads_left_planned(now - PLAN_MILLIS).await? {
            if tx.move_load(load, LoadState::Planned, LoadState::Discarded, now).await? {
                left.push(load);
            }
        }
        for load in &left {
            tx.clear_staged(*load).await?;
        }
        tx.commit().await?;
        for load in left {
            self.remove_room(load).await;
        }
        // A load is noted before its room is made: what is not noted as waiting now waits for nothing.
        let rooms = self.store.rooms().await?;
        let mut tx = self.store.read().await?;
        let waiting = tx.loads_waiting().await?;
        tx.commit().await?;
        for load in rooms.into_iter().filter(|load| !waiting.contains(load)) {
            self.remove_room(load).await;
        }
        Ok(())
    }

    /// Removes the room of a load that waits for nothing any more. Should that fail, the next load does it.
    pub(crate) async fn remove_room(&self, load: LoadId) {
        if let Err(error) = self.store.remove_room(load).await {
            tracing::warn!(%error, load = load.0, "the room of a load stays behind");
        }
    }

    async fn fail_load(&self, load: LoadId, code: &str, now: i64) -> Result<(), AppError> {
        let mut tx = self.store.write_at_length().await?;
        tx.move_load(load, LoadState::Staging, LoadState::Failed, now).await?;
        tx.set_load_failure(load, code).await?;
        tx.clear_staged(load).await?;
        tx.commit().await?;
        self.remove_room(load).await;
        Ok(())
    }
}

/// What a load would do, as it was compared.
pub(crate) struct Planned {
    pub(crate) counts: LoadCounts,
    months: Option<(i64, i64)>,
    after_change: i64,
    staged_rows: i64,
}

impl Planned {
    /// Notes it with the load.
    pub(crate) async fn note(&self, tx: &mut Tx, load: LoadId) -> Result<(), AppError> {
        Ok(tx.set_load_plan(load, self.counts, self.months, self.after_change, self.staged_rows).await?)
    }
}

/// Compares a load with what is there now.
pub(crate) async fn plan(
    tx: &mut Tx,
    load: LoadId,
    kind: FeedKind,
    mut counts: LoadCounts,
) -> Result<Planned, AppError> {
    let after_change = tx.newest_load_change().await?;
    counts.refused = tx.refused_count(load).await?;
    let mut months = None;
    let mut staged_rows = 0;
    match kind {
        FeedKind::PartnerProfile => tx.plan_profile(load, &mut counts).await?,
        FeedKind::EligiblePlans => tx.plan_plans(load, &mut counts).await?,
        FeedKind::Propensity => tx.plan_propensity(load, &mut counts).await?,
        FeedKind::Referrals => tx.plan_referrals(load, &mut counts).await?,
        FeedKind::CustomersAndTenants
        | FeedKind::OfficeUsage
        | FeedKind::EmsUsage
        | FeedKind::SeatsAndSubscriptions => {}
    }
    if kind.says_of_tenants() {
        tx.settle_room(load, kind).await?;
        months = tx.plan_facts(kind, &mut counts).await?;
        if kind.has_figures() {
            months = tx.plan_usage(kind, &mut counts).await?;
        } else if kind.has_seats() {
            months = tx.plan_seats(&mut counts).await?;
        }
        let (figures, facts) = tx.staged_rows(kind).await?;
        staged_rows = figures + facts;
        tx.note_room_planned(after_change).await?;
    }
    Ok(Planned { counts, months, after_change, staged_rows })
}

/// What was uploaded lies on a disk of the server: that it cannot be read back is no fault of the file, and passes.
fn ours(ctx: &Ctx, error: AppError) -> AppError {
    match error {
        AppError::File(FileRefusal::Io(error)) if ctx.door != Door::CommandLine => {
            tracing::warn!(%error, "what was uploaded cannot be read back");
            AppError::Busy
        }
        error => error,
    }
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
    let is_text = |letter: &char| !letter.is_control() && !turns_direction(*letter);
    let name: String = name.chars().filter(is_text).take(LONGEST_FILE_NAME).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_loses_its_folders_and_what_cannot_be_printed() {
        assert_eq!(short_name("C:\\Users\\me\\OfficeUsage.csv"), "OfficeUsage.csv");
        assert_eq!(short_name("../../etc/passwd\r\n"), "passwd");
        assert_eq!(short_name("a/\0"), "file");
        assert_eq!(short_name("usage\u{202e}fdp.exe"), "usagefdp.exe");
        assert_eq!(short_name(&"x".repeat(500)).len(), 200);
    }
}
