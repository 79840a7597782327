//! What has been kept long enough is removed (S16.2), by the days that an operator sets: in batches, each in a transaction of its own, with
//! its line in the audit but for messages, so that nobody waits for it and several servers may do so at once.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::access::{Action, PeopleScope, Resource};
use domain::planted::{Fault, planted};
use domain::retention::{Retention, RetentionKind};
use store::{AuditEntry, RemovedFileRow, Shelf};

use crate::{App, AppError, AuditAction, Ctx, Door, Seen, Whose};

/// Rows of a batch.
const ROWS: i64 = 500;

/// Accounts of a batch: each touches many tables.
const ACCOUNTS: i64 = 10;

/// Batches of a round; the rest waits for the next one.
const MOST_BATCHES: usize = 40;

/// How long it is looked ahead at what would go next, in milliseconds: a day.
const AHEAD_MILLIS: i64 = 24 * 3_600_000;

/// How many were removed since this process began, by the place of the kind in [`RetentionKind::ALL`].
#[derive(Debug, Default)]
pub(crate) struct Removed([AtomicU64; RetentionKind::ALL.len()]);

/// How long a kind is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionItem {
    /// The kind.
    pub kind: RetentionKind,
    /// The days; nothing is for good.
    pub days: Option<u32>,
    /// How many go within a day.
    pub due: i64,
}

impl App {
    /// The same application, where some things are kept for some days only.
    #[must_use]
    pub fn with_retention(self, retention: Retention) -> Self {
        Self { retention, ..self }
    }

    /// How long each kind is kept, and how many go next; for the programme office.
    pub async fn retention(&self, ctx: &Ctx) -> Result<Seen<Vec<RetentionItem>>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::PersonalData, Action::Read)?;
        let mut value = Vec::new();
        // A partner's admin is told nothing of what others have.
        if PeopleScope::of(&who.viewer.principal)?.organisation().is_none() {
            for kind in RetentionKind::ALL {
                let due = match self.retention.until(kind, who.now + AHEAD_MILLIS) {
                    Some(until) => tx.count_outdated(kind, until).await?,
                    None => 0,
                };
                value.push(RetentionItem { kind, days: self.retention.days(kind), due });
            }
        }
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Removes what has been kept long enough; gives how many of each kind that there were any of.
    pub async fn remove_outdated(&self) -> Result<Vec<(RetentionKind, u64)>, AppError> {
        let mut removed = Vec::new();
        for kind in RetentionKind::ALL {
            let early = if planted(Fault::RetentionDayEarly) { AHEAD_MILLIS } else { 0 };
            let Some(until) = self.retention.until(kind, self.now_millis() + early) else { continue };
            let mut all = 0;
            for _ in 0..MOST_BATCHES {
                let count = self.remove_batch(kind, until).await?;
                all += count;
                if count == 0 {
                    break;
                }
            }
            if all > 0 {
                let place = RetentionKind::ALL.iter().position(|one| *one == kind).unwrap_or_default();
                if let Some(counter) = self.removed.0.get(place) {
                    counter.fetch_add(all, Ordering::Relaxed);
                }
                removed.push((kind, all));
            }
        }
        if !removed.is_empty() {
            self.forget_soon().await;
        }
        Ok(removed)
    }

    /// How many of each kind this process has removed.
    pub fn removed_so_far(&self) -> Vec<(RetentionKind, u64)> {
        RetentionKind::ALL
            .into_iter()
            .zip(&self.removed.0)
            .map(|(kind, of)| (kind, of.load(Ordering::Relaxed)))
            .collect()
    }

    async fn remove_batch(&self, kind: RetentionKind, until: i64) -> Result<u64, AppError> {
        let mut tx = self.store.read().await?;
        let is_due = tx.count_outdated(kind, until).await? > 0;
        tx.end();
        if !is_due {
            return Ok(0);
        }
        let now = self.now_millis();
        let mut tx = self.store.write().await?;
        let (count, on, files): (u64, Shelf, Vec<RemovedFileRow>) = match kind {
            RetentionKind::Audit => (tx.remove_audit(until, ROWS).await?, Shelf::Proofs, Vec::new()),
            RetentionKind::Accounts => {
                tx.lock_people().await?;
                let operator = Ctx::of_operator();
                let who = self.who(&mut tx, &operator).await?;
                let scope = PeopleScope::of(&who.viewer.principal)?;
                let handles = tx.closed_accounts(until, ACCOUNTS).await?;
                for handle in &handles {
                    self.erase_for_good(&mut tx, &scope, &Whose::Person(handle.clone())).await?;
                }
                (u64::try_from(handles.len()).unwrap_or_default(), Shelf::Proofs, Vec::new())
            }
            RetentionKind::Tickets => {
                let (count, files) = tx.remove_tickets(until, ROWS).await?;
                (count, Shelf::Attachments, files)
            }
            RetentionKind::Proofs => {
                let files = tx.remove_ended_proofs(until, ROWS).await?;
                (u64::try_from(files.len()).unwrap_or_default(), Shelf::Proofs, files)
            }
            RetentionKind::Mail | RetentionKind::FailedMail => (
                tx.remove_settled_mail(until, kind == RetentionKind::FailedMail, ROWS).await?,
                Shelf::Proofs,
                Vec::new(),
            ),
        };
        if count == 0 {
            return Ok(0);
        }
        if kind.is_audited() {
            tx.add_audit(&AuditEntry {
                happened_at: now,
                person: None,
                organisation: None,
                door: Door::Clock.code(),
                action: AuditAction::OutdatedRemoved.code(),
                subject: kind.code(),
                detail: &serde_json::json!({ "count": count }).to_string(),
                address: "",
                request_id: "",
            })
            .await?;
        }
        tx.commit().await?;
        for file in files {
            self.forget_content(on, &file.content_hash).await;
        }
        Ok(count)
    }
}
