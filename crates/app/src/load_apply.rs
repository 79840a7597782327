//! How a planned load comes to count, or is discarded, and how one that counts is taken back (S13.4).

use domain::access::{Action, Resource};
use domain::id::LoadId;
use domain::load::{FeedKind, LoadCounts, LoadState};
use domain::planted::{Moment, reached};
use store::{Room, StoreError};

use crate::load::LoadPlan;
use crate::load_stage::plan;
use crate::{App, AppError, AuditAction, Ctx, Seen};

/// What became of a planned load.
enum Application {
    /// It counts.
    Applied,
    /// It would do something else by now, and wants another look.
    PlanChanged,
    /// What waited is gone.
    RoomLost,
}

impl App {
    /// Applies a planned load, all or nothing.
    pub async fn apply_load(&self, ctx: &Ctx, id: i64) -> Result<Seen<LoadPlan>, AppError> {
        let load = LoadId(id);
        let kind = self.load_kind(ctx, load).await?;
        let _lock = self.store.lock_load(kind).await?.ok_or(AppError::LoadAtWork)?;
        let room = if kind.says_of_tenants() { self.store.room(load).await? } else { None };
        let applied = self.apply(ctx, load, kind, room.as_ref()).await;
        if let Some(room) = room {
            room.leave().await;
        }
        match applied? {
            Application::Applied => {}
            Application::PlanChanged => return Err(AppError::PlanChanged),
            // What waited there is lost, and nothing else: the file has to come again.
            Application::RoomLost => {
                self.remove_room(load).await;
                return Err(AppError::LoadLost);
            }
        }
        self.remove_room(load).await;
        self.analyze().await;
        self.load(ctx, id).await
    }

    /// The transaction of an application.
    async fn apply(
        &self,
        ctx: &Ctx,
        load: LoadId,
        kind: FeedKind,
        room: Option<&Room>,
    ) -> Result<Application, AppError> {
        let mut tx = match room {
            Some(room) => room.write().await?,
            None => self.store.write_at_length().await?,
        };
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
        let (figures, facts) = if room.is_some() { tx.staged_rows(kind).await? } else { (0, 0) };
        let is_complete = figures + facts == row.staged_rows && room.is_some() == kind.says_of_tenants();
        if !is_complete {
            tx.move_load(load, LoadState::Planned, LoadState::Failed, who.now).await?;
            tx.set_load_failure(load, "lost").await?;
            tx.clear_staged(load).await?;
            tx.commit().await?;
            return Ok(Application::RoomLost);
        }
        // What room and load say of the plan were not written in one stroke.
        let is_of_this_plan = room.is_none() || tx.room_planned_after().await? == Some(row.planned_after);
        if !is_of_this_plan || row.planned_after != tx.newest_load_change().await? {
            let bare = LoadCounts { rows: counts.rows, repeated: counts.repeated, ..LoadCounts::default() };
            let anew = plan(&mut tx, load, kind, bare).await?;
            if anew.counts != counts {
                anew.note(&mut tx, load).await?;
                tx.commit().await?;
                return Ok(Application::PlanChanged);
            }
        }
        if !tx.move_load(load, LoadState::Planned, LoadState::Applied, who.now).await? {
            return Err(AppError::WrongLoadState);
        }
        match kind {
            FeedKind::PartnerProfile => tx.apply_profile(load).await?,
            FeedKind::EligiblePlans => tx.apply_plans(load).await?,
            FeedKind::Propensity => tx.apply_propensity(load).await?,
            FeedKind::Referrals => self.apply_referrals(&mut tx, ctx, &who, load).await?,
            FeedKind::CustomersAndTenants => tx.apply_facts(load, kind).await?,
            FeedKind::OfficeUsage | FeedKind::EmsUsage => {
                tx.apply_facts(load, kind).await?;
                tx.apply_usage(load, kind, counts.added == figures).await?;
            }
            FeedKind::SeatsAndSubscriptions => {
                tx.apply_facts(load, kind).await?;
                tx.apply_seats(load).await?;
            }
        }
        reached(Moment::LoadHalfApplied);
        tx.derive(load).await?;
        tx.clear_staged(load).await?;
        // It took its time, and who began it has to be allowed to at its end too.
        self.who_changes(&mut tx, ctx).await?.may(Resource::Loads, Action::Write)?;
        let detail = serde_json::json!({ "load": load.0, "kind": kind.code(), "counts": counts });
        self.audit(&mut tx, ctx, &who, AuditAction::LoadApplied, &row.file_name, &detail).await?;
        reached(Moment::LoadBeforeCommit);
        tx.commit().await?;
        reached(Moment::LoadAfterCommit);
        Ok(Application::Applied)
    }

    /// Discards a planned load.
    pub async fn discard_load(&self, ctx: &Ctx, id: i64) -> Result<(), AppError> {
        let mut tx = self.store.write_at_length().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Loads, Action::Write)?;
        let row = tx.load(LoadId(id)).await?.ok_or(AppError::NotFound)?;
        if !tx.move_load(LoadId(id), LoadState::Planned, LoadState::Discarded, who.now).await? {
            return Err(AppError::WrongLoadState);
        }
        tx.clear_staged(LoadId(id)).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::LoadDiscarded, &row.file_name, &serde_json::json!({ "load": id }))
            .await?;
        tx.commit().await?;
        self.remove_room(LoadId(id)).await;
        Ok(())
    }

    /// Takes an applied load back, while it is the newest of its kind.
    pub async fn undo_load(&self, ctx: &Ctx, id: i64) -> Result<Seen<LoadPlan>, AppError> {
        let load = LoadId(id);
        let kind = self.load_kind(ctx, load).await?;
        let _lock = self.store.lock_load(kind).await?.ok_or(AppError::LoadAtWork)?;
        let mut tx = self.store.write_at_length().await?;
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
        self.who_changes(&mut tx, ctx).await?.may(Resource::Loads, Action::Write)?;
        let detail = serde_json::json!({ "load": id, "kind": kind.code() });
        self.audit(&mut tx, ctx, &who, AuditAction::LoadUndone, &row.file_name, &detail).await?;
        tx.commit().await?;
        self.analyze().await;
        self.load(ctx, id).await
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
