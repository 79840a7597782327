//! Files that people bring: taking one, keeping it by the hash of its content, giving it back (S4.2, S11.4). They lie in the data
//! directory, or, where an operator has one, in a bucket that several machines share, under the same names.
//!
//! A file is on the disk, or in the bucket, before anything names it, and is named by nothing that a client says. What nothing names any
//! more is removed; whatever a killed process leaves behind is harmless, and taken up by whoever brings the same content.
//! Deliberately absent: who may bring or get one, which is for the verb of the thing that it belongs to.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use bucket::{Bucket, Content};
use domain::file::{FileFault, FileKind, MOST_FILE_BYTES};
use sha2::{Digest as _, Sha256};
use store::Shelf;
use tokio::time::timeout;

use crate::{App, AppError};

/// How many bytes are read at a time.
const PIECE: usize = 64 * 1024;

/// How long a bucket may take to answer while the shelves are locked and others wait.
const UNDER_LOCK: Duration = Duration::from_secs(2);

/// The content of a file that is given back.
pub enum FileContent {
    /// It lies on the disk.
    Disk(File),
    /// It comes from a bucket.
    Bucket(Content),
}

impl std::fmt::Debug for FileContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Disk(_) => "Disk(..)",
            Self::Bucket(_) => "Bucket(..)",
        })
    }
}

/// A file that is given back.
#[derive(Debug)]
pub struct KeptFile {
    /// Its name in URLs and JSON.
    pub id: String,
    /// Under which name it is shown and given back.
    pub file_name: String,
    /// What it is.
    pub kind: FileKind,
    /// How large.
    pub bytes: u64,
    /// Its content.
    pub content: FileContent,
}

/// A file that was taken.
pub(crate) struct Taken {
    /// What it is.
    pub kind: FileKind,
    /// How large.
    pub bytes: u64,
    /// SHA-256 of its content, under which it is kept.
    pub hash: Vec<u8>,
}

/// The folder of a shelf, in the data directory.
fn folder(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Proofs => "proofs",
        Shelf::Attachments => "attachments",
    }
}

impl App {
    /// Looks at a file and keeps a copy of it; or says what is wrong with it.
    pub(crate) async fn take_file(&self, on: Shelf, path: &Path) -> Result<Result<Taken, FileFault>, AppError> {
        let (path, folder) = (path.to_owned(), self.shelf(on));
        let part = folder.join(format!("{}.part", self.new_handle()?));
        let copy = part.clone();
        let is_here = self.bucket.is_none();
        let taking = tokio::task::spawn_blocking(move || {
            let taken = take(&path, &folder, &copy).and_then(|taken| {
                if let (Ok(taken), true) = (&taken, is_here) {
                    settle(&copy, &folder, &taken.hash)?;
                }
                Ok(taken)
            });
            if taken.is_err() {
                // It is there unless it could not even be made.
                let _ = fs::remove_file(&copy);
            }
            taken
        });
        let taken = taking.await.map_err(|error| AppError::Internal(format!("taking a file: {error}")))?;
        let taken = taken.map_err(|error| unusable(&error, "keeping a file"))?;
        if let (Ok(taken), Some(bucket)) = (&taken, &self.bucket) {
            let sent = send(bucket, &name_of(on, &taken.hash), &part).await;
            let _ = tokio::fs::remove_file(&part).await;
            sent?;
        }
        Ok(taken)
    }

    /// Refuses where a content that was taken is gone again: the last thing that had the same was removed since. Asked while
    /// the shelves are locked.
    pub(crate) async fn check_kept(&self, on: Shelf, hash: &[u8]) -> Result<(), AppError> {
        let is_there = match &self.bucket {
            None => tokio::fs::try_exists(self.place_of(on, hash)).await.unwrap_or(false),
            Some(bucket) => {
                let there = timeout(UNDER_LOCK, bucket.has(&name_of(on, hash))).await;
                there.map_err(|late| away(&late))?.map_err(|fault| away(&fault))?
            }
        };
        if is_there { Ok(()) } else { Err(AppError::Conflict) }
    }

    /// Opens a content.
    pub(crate) async fn open_kept(&self, on: Shelf, hash: &[u8]) -> Result<FileContent, AppError> {
        if let Some(bucket) = &self.bucket {
            let content = bucket.get(&name_of(on, hash)).await.map_err(|fault| away(&fault))?;
            return Ok(FileContent::Bucket(content));
        }
        let path = self.place_of(on, hash);
        let opened = tokio::task::spawn_blocking(move || File::open(path)).await;
        let opened = opened.map_err(|error| AppError::Internal(format!("opening a file: {error}")))?;
        opened.map(FileContent::Disk).map_err(|error| unusable(&error, "a file that something names"))
    }

    /// Removes a content that nothing has any more, while nobody can add it to something else.
    pub(crate) async fn forget_content(&self, on: Shelf, hash: &[u8]) {
        let forgetting = async {
            let mut tx = self.store.write().await?;
            tx.lock_shelves().await?;
            if !tx.has_content(on, hash).await? {
                self.remove_content(on, hash).await?;
            }
            tx.end();
            Ok::<_, AppError>(())
        };
        if let Err(error) = forgetting.await {
            tracing::warn!(%error, "the content of a removed file stays behind");
        }
    }

    async fn remove_content(&self, on: Shelf, hash: &[u8]) -> Result<(), AppError> {
        if let Some(bucket) = &self.bucket {
            let removed = timeout(UNDER_LOCK, bucket.delete(&name_of(on, hash))).await;
            return removed.map_err(|late| away(&late))?.map_err(|fault| away(&fault));
        }
        match tokio::fs::remove_file(self.place_of(on, hash)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unusable(&error, "removing a file")),
            _ => Ok(()),
        }
    }

    fn shelf(&self, on: Shelf) -> PathBuf {
        self.settings.data_dir.join(folder(on))
    }

    fn place_of(&self, on: Shelf, hash: &[u8]) -> PathBuf {
        place_in(&self.shelf(on), hash)
    }
}

/// Where a content lies: two letters of its hash as a folder, so that none grows too large.
fn place_in(folder: &Path, hash: &[u8]) -> PathBuf {
    let (part, name) = part_of(hash);
    folder.join(part).join(name)
}

/// The folder of a content, and its name there.
fn part_of(hash: &[u8]) -> (String, String) {
    let name = hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    (name.get(..2).unwrap_or("00").to_owned(), name)
}

/// What a content is called in a bucket: as it lies in the data directory.
fn name_of(on: Shelf, hash: &[u8]) -> String {
    let (part, name) = part_of(hash);
    format!("{}/{part}/{name}", folder(on))
}

/// Writes a copy on the disk into the bucket.
async fn send(bucket: &Bucket, name: &str, copy: &Path) -> Result<(), AppError> {
    let content = tokio::fs::read(copy).await.map_err(|error| unusable(&error, "keeping a file"))?;
    bucket.put(name, content.into()).await.map_err(|fault| away(&fault))
}

/// Copies a file, and says what it is. The copy is on the disk before this returns.
fn take(path: &Path, folder: &Path, part: &Path) -> io::Result<Result<Taken, FileFault>> {
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
        if bytes > MOST_FILE_BYTES {
            let _ = fs::remove_file(part);
            return Ok(Err(FileFault::TooLarge));
        }
        if head.len() < PIECE {
            head.extend_from_slice(some);
        }
        hash.update(some);
        to.write_all(some)?;
    }
    let kind = if bytes == 0 { Err(FileFault::Empty) } else { kind_of(&head).ok_or(FileFault::Kind) };
    let kind = match kind {
        Ok(kind) => kind,
        Err(fault) => {
            fs::remove_file(part)?;
            return Ok(Err(fault));
        }
    };
    to.sync_all()?;
    Ok(Ok(Taken { kind, bytes, hash: hash.finalize().to_vec() }))
}

/// Puts a copy to where its content belongs.
fn settle(part: &Path, folder: &Path, hash: &[u8]) -> io::Result<()> {
    let place = place_in(folder, hash);
    let shelf = place.parent().unwrap_or(folder);
    fs::create_dir_all(shelf)?;
    fs::rename(part, &place)?;
    for one in [shelf, folder] {
        File::open(one)?.sync_all()?;
    }
    Ok(())
}

/// What a file is, by its first bytes and by nothing that anybody says of it.
fn kind_of(head: &[u8]) -> Option<FileKind> {
    let kind = FileKind::from_media_type(infer::get(head)?.mime_type())?;
    // Readers forgive what stands before the mark of a PDF; what begins as something else is that first.
    (kind != FileKind::Pdf || head.starts_with(b"%PDF-")).then_some(kind)
}

/// The bucket, not the program.
fn away(error: &dyn std::error::Error) -> AppError {
    tracing::warn!(%error, "the bucket cannot be used");
    AppError::Busy
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
    fn samples() -> Vec<(&'static str, Vec<u8>, Option<FileKind>)> {
        vec![
            ("plan.pdf", b"%PDF-1.7\n1 0 obj".to_vec(), Some(FileKind::Pdf)),
            ("shot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Some(FileKind::Png)),
            ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), Some(FileKind::Jpeg)),
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
                settle(&kept.join("some.part"), &kept, &taken.hash).unwrap();
                assert_eq!(fs::read(place_in(&kept, &taken.hash)).unwrap(), bytes);
            }
            assert!(!kept.join("some.part").exists(), "{name}");
        }
        fs::write(&given, b"").unwrap();
        assert_eq!(take(&given, &kept, &kept.join("some.part")).unwrap().err(), Some(FileFault::Empty));
        let mut large = b"%PDF-1.7\n".to_vec();
        large.resize(usize::try_from(MOST_FILE_BYTES).unwrap() + 1, b' ');
        fs::write(&given, &large).unwrap();
        assert_eq!(take(&given, &kept, &kept.join("some.part")).unwrap().err(), Some(FileFault::TooLarge));
        fs::write(&given, large.split_last().unwrap().1).unwrap();
        let taken = take(&given, &kept, &kept.join("some.part")).unwrap().ok().unwrap();
        settle(&kept.join("some.part"), &kept, &taken.hash).unwrap();
        assert_eq!(fs::read_dir(&kept).unwrap().filter(|one| one.as_ref().unwrap().path().is_file()).count(), 0);
    }
}
