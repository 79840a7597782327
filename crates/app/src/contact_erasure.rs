//! Erasing what was deleted (S7.4): after half a minute nothing of the person is left in any table or file.
//!
//! There is no queue that a restart could lose: what waits is what is marked in the table. A server erases when it starts
//! and every few seconds; whoever changes contacts erases what is due before. On SQLite what was removed also stands in
//! the log of changes until that was copied into the file; it is tried again until nobody reads from it.

use std::sync::atomic::Ordering;

use domain::contact::UNDO_SECONDS;
use domain::id::OrganisationId;
use store::{AuditEntry, Tx};

use crate::{App, AppError, AuditAction, Door};

impl App {
    /// Erases the contacts that were deleted longer ago than can be undone; gives how many. False beside it where files
    /// still hold something of them, because somebody reads: try again soon.
    pub async fn erase_contacts(&self) -> Result<(usize, bool), AppError> {
        let now = self.now_millis();
        let mut tx = self.store.read().await?;
        let is_due = tx.has_contacts_to_erase(due_before(now)).await?;
        tx.end();
        let mut erased = 0;
        if is_due {
            let mut tx = self.store.write().await?;
            erased = self.erase_due(&mut tx, now).await?;
            tx.commit().await?;
            self.keep_erasures().await?;
        }
        let is_forgotten = !self.remembers_erased.load(Ordering::SeqCst) || self.forget_erased().await?;
        Ok((erased, is_forgotten))
    }

    /// Takes what was erased out of the files of the database; false where somebody reads from them.
    pub(crate) async fn forget_erased(&self) -> Result<bool, AppError> {
        // What is erased from here on has to be forgotten once more.
        self.remembers_erased.store(false, Ordering::SeqCst);
        match self.store.forget_removed().await {
            Ok(true) => Ok(true),
            other => {
                self.remembers_erased.store(true, Ordering::SeqCst);
                Ok(other?)
            }
        }
    }

    /// Erases what is due, in a transaction that changes contacts anyway. The audit keeps that it happened, at which tenant
    /// and for whom, and not who it was.
    pub(crate) async fn erase_due(&self, tx: &mut Tx, now: i64) -> Result<usize, AppError> {
        let mut erased = tx.erase_contacts(due_before(now)).await?;
        if erased.is_empty() {
            return Ok(0);
        }
        self.remembers_erased.store(true, Ordering::SeqCst);
        for one in &erased {
            tx.note_erasure("contact", &one.handle, now).await?;
        }
        erased.sort_by_key(|one| (one.organisation_id, one.tenant_id));
        for of_one in
            erased.chunk_by(|one, next| (one.organisation_id, one.tenant_id) == (next.organisation_id, next.tenant_id))
        {
            let Some(first) = of_one.first() else { continue };
            tx.add_audit(&AuditEntry {
                happened_at: now,
                person: None,
                organisation: Some(OrganisationId(first.organisation_id)),
                door: Door::Clock.code(),
                action: AuditAction::ContactsErased.code(),
                subject: &first.tenant_id.to_string(),
                detail: &serde_json::json!({ "count": of_one.len() }).to_string(),
                address: "",
                request_id: "",
            })
            .await?;
        }
        Ok(erased.len())
    }
}

/// Before which moment something was deleted that cannot be brought back, in milliseconds.
fn due_before(now: i64) -> i64 {
    now - UNDO_SECONDS * 1_000
}
