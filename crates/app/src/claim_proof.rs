//! Proofs of execution: taking a file, keeping it by the hash of its content, giving it back (S4.2).
//!
//! A file is on the disk before the claim names it, and is named by nothing that a client says. What no claim names any
//! more is removed; whatever a killed process leaves behind is harmless, and taken up by whoever brings the same content.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use domain::access::{Action, Resource};
use domain::claim::{MOST_PROOF_BYTES, MOST_PROOFS, ProofFault, ProofKind, file_name};
use sha2::{Digest as _, Sha256};
use store::ClaimProofRow;

use crate::claim::proofs;
use crate::claim_filing::Held;
use crate::{App, AppError, AuditAction, ClaimDetail, Ctx, ProofItem, Seen};

/// How many bytes are read at a time.
const PIECE: usize = 64 * 1024;

/// A file that is given back.
#[derive(Debug)]
pub struct ProofFile {
    /// What it is.
    pub item: ProofItem,
    /// Its content.
    pub file: File,
}

/// A file that was taken.
struct Taken {
    kind: ProofKind,
    bytes: u64,
    hash: Vec<u8>,
}

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
        let taken = self.take(path).await?;
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Write)?;
        let held = Held::find(&mut tx, &who, number).await?;
        if !held.state.code().takes_proofs() {
            return Err(AppError::ClaimNotEditable(held.state.code()));
        }
        tx.lock_proofs().await?;
        let rows = tx.claim_proofs(held.row.id()).await?;
        if rows.len() >= MOST_PROOFS {
            return Err(AppError::Proof(ProofFault::TooMany));
        }
        if rows.iter().any(|row| row.content_hash == taken.hash) {
            return Err(AppError::Proof(ProofFault::Twice));
        }
        // The same content was removed from another claim since it was taken.
        if !tokio::fs::try_exists(self.place_of(&taken.hash)).await.unwrap_or(false) {
            return Err(AppError::Conflict);
        }
        let row = ClaimProofRow {
            handle: self.new_handle()?,
            filed_claim_id: held.row.filed_claim_id,
            file_name: file_name(called, taken.kind),
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
        self.forget_content(&row.content_hash).await;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The file of a proof.
    pub async fn proof(&self, ctx: &Ctx, number: &str, id: &str) -> Result<ProofFile, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Read)?;
        let row = tx.filed_claim(&who.claim_scope()?, number).await?.ok_or(AppError::NotFound)?;
        let item = proofs(&mut tx, row.id()).await?.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
        let rows = tx.claim_proofs(row.id()).await?;
        let kept = rows.into_iter().find(|one| one.handle == id).ok_or(AppError::NotFound)?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::ProofOpened, number).await?;
        let path = self.place_of(&kept.content_hash);
        let opened = tokio::task::spawn_blocking(move || File::open(path)).await;
        match opened.map_err(|error| AppError::Internal(format!("opening a proof: {error}")))? {
            Ok(file) => Ok(ProofFile { item, file }),
            Err(error) => Err(unusable(&error, "a proof that a claim names")),
        }
    }

    /// Looks at a file and keeps a copy of it.
    async fn take(&self, path: &Path) -> Result<Taken, AppError> {
        let (path, folder) = (path.to_owned(), self.proofs_dir());
        let part = folder.join(format!("{}.part", self.new_handle()?));
        let taking = tokio::task::spawn_blocking(move || {
            let taken = take(&path, &folder, &part);
            if taken.is_err() {
                // It is there unless it could not even be made.
                let _ = fs::remove_file(&part);
            }
            taken
        });
        match taking.await.map_err(|error| AppError::Internal(format!("taking a proof: {error}")))? {
            Ok(Ok(taken)) => Ok(taken),
            Ok(Err(fault)) => Err(AppError::Proof(fault)),
            Err(error) => Err(unusable(&error, "keeping a proof")),
        }
    }

    /// Removes a content that no proof has any more, while nobody can add it to another claim.
    pub(crate) async fn forget_content(&self, hash: &[u8]) {
        let forgetting = async {
            let mut tx = self.store.write().await?;
            tx.lock_proofs().await?;
            if !tx.has_content(hash).await? {
                let path = self.place_of(hash);
                if let Err(error) = tokio::fs::remove_file(&path).await
                    && error.kind() != io::ErrorKind::NotFound
                {
                    tracing::warn!(%error, "the content of a removed proof stays behind");
                }
            }
            tx.end();
            Ok::<_, AppError>(())
        };
        if let Err(error) = forgetting.await {
            tracing::warn!(%error, "the content of a removed proof stays behind");
        }
    }

    fn proofs_dir(&self) -> PathBuf {
        self.settings.data_dir.join("proofs")
    }

    fn place_of(&self, hash: &[u8]) -> PathBuf {
        place_in(&self.proofs_dir(), hash)
    }
}

/// Where a content lies: two letters of its hash as a folder, so that none grows too large.
fn place_in(folder: &Path, hash: &[u8]) -> PathBuf {
    let name = hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    folder.join(name.get(..2).unwrap_or("00")).join(name)
}

/// Copies a file to where its content belongs, and says what it is. It is on the disk before this returns.
fn take(path: &Path, folder: &Path, part: &Path) -> io::Result<Result<Taken, ProofFault>> {
    let mut from = File::open(path)?;
    fs::create_dir_all(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut to = options.open(part)?;
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0_u64, vec![0; PIECE]);
    let mut head = Vec::new();
    loop {
        let read = from.read(&mut piece)?;
        let Some(some) = piece.get(..read).filter(|some| !some.is_empty()) else { break };
        bytes += some.len() as u64;
        if bytes > MOST_PROOF_BYTES {
            let _ = fs::remove_file(part);
            return Ok(Err(ProofFault::TooLarge));
        }
        if head.len() < PIECE {
            head.extend_from_slice(some);
        }
        hash.update(some);
        to.write_all(some)?;
    }
    let kind = if bytes == 0 { Err(ProofFault::Empty) } else { kind_of(&head).ok_or(ProofFault::Kind) };
    let kind = match kind {
        Ok(kind) => kind,
        Err(fault) => {
            fs::remove_file(part)?;
            return Ok(Err(fault));
        }
    };
    to.sync_all()?;
    let hash = hash.finalize().to_vec();
    let place = place_in(folder, &hash);
    let shelf = place.parent().unwrap_or(folder);
    fs::create_dir_all(shelf)?;
    fs::rename(part, &place)?;
    for one in [shelf, folder] {
        File::open(one)?.sync_all()?;
    }
    Ok(Ok(Taken { kind, bytes, hash }))
}

/// What a file is, by its first bytes and by nothing that anybody says of it.
fn kind_of(head: &[u8]) -> Option<ProofKind> {
    let kind = ProofKind::from_media_type(infer::get(head)?.mime_type())?;
    // Readers forgive what stands before the mark of a PDF; what begins as something else is that first.
    (kind != ProofKind::Pdf || head.starts_with(b"%PDF-")).then_some(kind)
}

/// The disk, not the program: it passes, or an operator mends it under the running server.
fn unusable(error: &io::Error, what: &str) -> AppError {
    tracing::warn!(%error, what, "a file cannot be used");
    AppError::Busy
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shortest files of each kind that say what they are.
    fn samples() -> Vec<(&'static str, Vec<u8>, Option<ProofKind>)> {
        vec![
            ("plan.pdf", b"%PDF-1.7\n1 0 obj".to_vec(), Some(ProofKind::Pdf)),
            ("shot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Some(ProofKind::Png)),
            ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), Some(ProofKind::Jpeg)),
            ("programme.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec(), None),
            ("programme.pdf", b"\x7fELF\x02\x01\x01\0".to_vec(), None),
            ("picture.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".to_vec(), None),
            ("page.pdf", b"<!doctype html><script>1</script>".to_vec(), None),
            ("archive.docx", b"PK\x03\x04\x14\0\0\0\0\0nothing of a document".to_vec(), None),
            ("text.pdf", b"not a document %PDF-".to_vec(), None),
        ]
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        for (name, bytes, kind) in samples() {
            assert_eq!(kind_of(&bytes), kind, "{name}");
        }
    }

    #[test]
    fn what_is_taken_lies_under_its_hash_and_what_is_not_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (given, kept) = (folder.path().join("given"), folder.path().join("proofs"));
        for (name, bytes, kind) in samples() {
            fs::write(&given, &bytes).unwrap();
            let taken = take(&given, &kept, &kept.join("some.part")).unwrap();
            assert_eq!(taken.as_ref().ok().map(|one| one.kind), kind, "{name}");
            if let Ok(taken) = taken {
                assert_eq!(fs::read(place_in(&kept, &taken.hash)).unwrap(), bytes);
            }
            assert!(!kept.join("some.part").exists(), "{name}");
        }
        fs::write(&given, b"").unwrap();
        assert_eq!(take(&given, &kept, &kept.join("some.part")).unwrap().err(), Some(ProofFault::Empty));
        let mut large = b"%PDF-1.7\n".to_vec();
        large.resize(usize::try_from(MOST_PROOF_BYTES).unwrap() + 1, b' ');
        fs::write(&given, &large).unwrap();
        assert_eq!(take(&given, &kept, &kept.join("some.part")).unwrap().err(), Some(ProofFault::TooLarge));
        fs::write(&given, large.split_last().unwrap().1).unwrap();
        assert!(take(&given, &kept, &kept.join("some.part")).unwrap().is_ok());
        assert_eq!(fs::read_dir(&kept).unwrap().filter(|one| one.as_ref().unwrap().path().is_file()).count(), 0);
    }
}
