//! Files that go with tickets: adding one, taking it away, giving it back (S11.4).

use std::path::Path;

use domain::access::{Action, Resource};
use domain::file::{FileFault, MOST_BYTES_TOGETHER, MOST_FILES, file_name};
use domain::ticket::{Side, TicketMoveFault};
use store::{AttachmentRow, Shelf};

use crate::kept_file::KeptFile;
use crate::ticket::detail;
use crate::ticket_change::HeldTicket;
use crate::{App, AppError, AuditAction, Ctx, Seen, TicketDetail};

impl App {
    /// Refuses who may not add a file to that ticket, before the first byte of a file is taken.
    pub async fn may_attach(&self, ctx: &Ctx, number: &str) -> Result<(), AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Write)?;
        let row = tx.ticket(&who.ticket_scope(), number).await?.ok_or(AppError::NotFound)?;
        tx.end();
        if row.state()?.takes_files() { Ok(()) } else { Err(AppError::TicketMove(TicketMoveFault::Resolved)) }
    }

    /// Adds a file to a ticket: the one at `path`, which stays the caller's. What is wrong with it is
    /// [`AppError::Attachment`].
    pub async fn add_attachment(
        &self,
        ctx: &Ctx,
        number: &str,
        called: &str,
        path: &Path,
    ) -> Result<Seen<TicketDetail>, AppError> {
        // Who may not is not told what is wrong with the file, and leaves nothing on the disk.
        self.may_attach(ctx, number).await?;
        let taken = self.take_file(Shelf::Attachments, path).await?.map_err(AppError::Attachment)?;
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Write)?;
        let held = HeldTicket::find(&mut tx, &who, number).await?;
        if !held.state.takes_files() {
            return Err(AppError::TicketMove(TicketMoveFault::Resolved));
        }
        tx.lock_shelves().await?;
        let rows = tx.attachments(held.row.id()).await?;
        if rows.len() >= MOST_FILES {
            return Err(AppError::Attachment(FileFault::TooMany));
        }
        if rows.iter().any(|row| row.content_hash == taken.hash) {
            return Err(AppError::Attachment(FileFault::Twice));
        }
        if held.side() == Side::Asker {
            let bytes = i64::try_from(taken.bytes).unwrap_or(i64::MAX);
            let before = tx.attachment_bytes_of(who.account()?).await?;
            if before.saturating_add(bytes) > MOST_BYTES_TOGETHER {
                return Err(AppError::Attachment(FileFault::Together));
            }
        }
        self.check_kept(Shelf::Attachments, &taken.hash).await?;
        let row = AttachmentRow {
            handle: self.new_handle()?,
            ticket_id: held.row.ticket_id,
            file_name: file_name(called, taken.kind, "attachment"),
            media_type: taken.kind.media_type().to_owned(),
            file_bytes: i64::try_from(taken.bytes).unwrap_or(i64::MAX),
            content_hash: taken.hash,
            side: held.side().code().to_owned(),
            person_id: who.person().map(|one| one.0),
            person: None,
            added_at: who.now,
        };
        tx.add_attachment(&row).await?;
        let about = serde_json::json!({ "attachment": row.handle, "bytes": row.file_bytes });
        self.audit(&mut tx, ctx, &who, AuditAction::AttachmentAdded, number, &about).await?;
        let value = held.shown(&mut tx, &who).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Takes a file away: whoever added it, while the ticket is not resolved.
    pub async fn remove_attachment(&self, ctx: &Ctx, number: &str, id: &str) -> Result<Seen<TicketDetail>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Write)?;
        let held = HeldTicket::find(&mut tx, &who, number).await?;
        let rows = tx.attachments(held.row.id()).await?;
        let row = rows.into_iter().find(|row| row.handle == id).ok_or(AppError::NotFound)?;
        if row.person_id.is_none() || row.person_id != who.person().map(|one| one.0) {
            return Err(AppError::Forbidden);
        }
        if !held.state.takes_files() {
            return Err(AppError::TicketMove(TicketMoveFault::Resolved));
        }
        tx.remove_attachment(held.row.id(), id, who.now).await?;
        let about = serde_json::json!({ "attachment": id });
        self.audit(&mut tx, ctx, &who, AuditAction::AttachmentRemoved, number, &about).await?;
        let value = held.shown(&mut tx, &who).await?;
        tx.commit().await?;
        self.forget_content(Shelf::Attachments, &row.content_hash).await;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The file of an attachment.
    pub async fn attachment(&self, ctx: &Ctx, number: &str, id: &str) -> Result<KeptFile, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Read)?;
        let scope = who.ticket_scope();
        let row = tx.ticket(&scope, number).await?.ok_or(AppError::NotFound)?;
        let ticket = detail(&mut tx, &who, &scope, &row).await?;
        let item = ticket.attachments.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
        let rows = tx.attachments(row.id()).await?;
        let kept = rows.into_iter().find(|one| one.handle == id).ok_or(AppError::NotFound)?;
        tx.end();
        if !ticket.item.is_own {
            self.audit_look(ctx, &who, AuditAction::AttachmentOpened, number).await?;
        }
        let content = self.open_kept(Shelf::Attachments, &kept.content_hash).await?;
        Ok(KeptFile { id: item.id, file_name: item.file_name, kind: item.kind, bytes: item.bytes, content })
    }
}
