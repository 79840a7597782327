//! Proofs of execution of claims: adding one, taking it away, giving it back (S4.2).

use std::path::Path;

use domain::access::{Action, Resource};
use domain::file::{FileFault, MOST_FILES, file_name};
use store::{ClaimProofRow, Shelf};

use crate::claim::proofs;
use crate::claim_filing::Held;
use crate::kept_file::KeptFile;
use crate::{App, AppError, AuditAction, ClaimDetail, Ctx, Seen};

impl App {
    /// Refuses who may not add a proof to that claim, before the first byte of a file is taken.
    pub async fn may_prove(&self, ctx: &Ctx, number: &str) -> Result<(), AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Write)?;
        let row = tx.filed_claim(&who.claim_scope()?, number).await?.ok_or(AppError::NotFound)?;
        tx.end();
        let state = row.state()?.code();
        if state.takes_proofs() { Ok(()) } else { Err(AppError::ClaimNotEditable(state)) }
    }

    /// Adds a proof to a claim: the file at `path`, which stays the caller's. What is wrong with it is
    /// [`AppError::Proof`].
    pub async fn add_proof(
        &self,
        ctx: &Ctx,
        number: &str,
        called: &str,
        path: &Path,
    ) -> Result<Seen<ClaimDetail>, AppError> {
        // Who may not is not told what is wrong with the file, and leaves nothing on the disk.
        self.may_prove(ctx, number).await?;
        let taken = self.take_file(Shelf::Proofs, path).await?.map_err(AppError::Proof)?;
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Write)?;
        let held = Held::find(&mut tx, &who, number).await?;
        if !held.state.code().takes_proofs() {
            return Err(AppError::ClaimNotEditable(held.state.code()));
        }
        tx.lock_shelves().await?;
        let rows = tx.claim_proofs(held.row.id()).await?;
        if rows.len() >= MOST_FILES {
            return Err(AppError::Proof(FileFault::TooMany));
        }
        if rows.iter().any(|row| row.content_hash == taken.hash) {
            return Err(AppError::Proof(FileFault::Twice));
        }
        self.check_kept(Shelf::Proofs, &taken.hash).await?;
        let row = ClaimProofRow {
            handle: self.new_handle()?,
            filed_claim_id: held.row.filed_claim_id,
            file_name: file_name(called, taken.kind, "proof"),
            media_type: taken.kind.media_type().to_owned(),
            file_bytes: i64::try_from(taken.bytes).unwrap_or(i64::MAX),
            content_hash: taken.hash,
            person: None,
            added_at: who.now,
        };
        tx.add_proof(&row, who.person()).await?;
        let detail = serde_json::json!({ "proof": row.handle, "bytes": row.file_bytes });
        self.audit(&mut tx, ctx, &who, AuditAction::ProofAdded, number, &detail).await?;
        let value = held.shown(&mut tx, &who).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Takes a proof away, while the claim can be edited.
    pub async fn remove_proof(&self, ctx: &Ctx, number: &str, id: &str) -> Result<Seen<ClaimDetail>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Write)?;
        let held = Held::find(&mut tx, &who, number).await?;
        let rows = tx.claim_proofs(held.row.id()).await?;
        let row = rows.into_iter().find(|row| row.handle == id).ok_or(AppError::NotFound)?;
        if !held.state.code().can_be_edited() {
            return Err(AppError::ClaimNotEditable(held.state.code()));
        }
        tx.remove_proof(held.row.id(), id).await?;
        let detail = serde_json::json!({ "proof": id });
        self.audit(&mut tx, ctx, &who, AuditAction::ProofRemoved, number, &detail).await?;
        let value = held.shown(&mut tx, &who).await?;
        tx.commit().await?;
        self.forget_content(Shelf::Proofs, &row.content_hash).await;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The file of a proof.
    pub async fn proof(&self, ctx: &Ctx, number: &str, id: &str) -> Result<KeptFile, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Read)?;
        let row = tx.filed_claim(&who.claim_scope()?, number).await?.ok_or(AppError::NotFound)?;
        let item = proofs(&mut tx, row.id()).await?.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
        let rows = tx.claim_proofs(row.id()).await?;
        let kept = rows.into_iter().find(|one| one.handle == id).ok_or(AppError::NotFound)?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::ProofOpened, number).await?;
        let content = self.open_kept(Shelf::Proofs, &kept.content_hash).await?;
        Ok(KeptFile { id: item.id, file_name: item.file_name, kind: item.kind, bytes: item.bytes, content })
    }
}
