//! The file of an embedded database: which one a path led to when it was opened, how it is kept, and a lock beside it.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use crate::StoreError;

/// Which file it is, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileIdentity(Option<(u64, u64)>);

impl FileIdentity {
    /// The file that a path leads to now.
    pub(crate) fn of(path: &Path) -> std::io::Result<Self> {
        Ok(Self(numbers(&std::fs::metadata(path)?)))
    }

    /// Whether the path leads to it still.
    pub(crate) fn is_still_at(self, path: &Path) -> bool {
        Self::of(path).is_ok_and(|now| now == self)
    }
}

/// Whether the first who opens that file would turn it to write-ahead logging: it is not there yet, empty, or a database
/// without a log, as a copy is. What is no database at all is left to SQLite, which says so.
pub(crate) fn is_without_log(path: &Path) -> bool {
    // <https://sqlite.org/fileformat.html>: what it is in the first 16 bytes, then the size of a page, then who may write.
    const DATABASE: &[u8; 16] = b"SQLite format 3\0";
    const WRITTEN_BY: usize = 18;
    const WITH_LOG: u8 = 2;
    let mut head = Vec::new();
    match File::open(path).and_then(|file| file.take(WRITTEN_BY as u64 + 1).read_to_end(&mut head)) {
        Ok(_) => head.is_empty() || head.starts_with(DATABASE) && head.get(WRITTEN_BY) != Some(&WITH_LOG),
        Err(error) => error.kind() == ErrorKind::NotFound,
    }
}

/// Waits until no other process prepares that file or brings its schema up to date, and keeps it so while the lock is held.
pub(crate) async fn lock_beside(path: &Path) -> Result<File, StoreError> {
    let mut name = path.to_owned().into_os_string();
    name.push(".schema.lock");
    let path = PathBuf::from(name);
    let locking = move || {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let locked = file.and_then(|file| file.lock().map(|()| file));
        locked.map_err(StoreError::file(&path))
    };
    tokio::task::spawn_blocking(locking).await.map_err(|error| StoreError::Busy(error.to_string()))?
}

/// The device, and the number on it.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
fn numbers(about: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn numbers(_: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_without_a_log_is_known() {
        let folder = std::env::temp_dir().join(format!("uptake-log-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("file");
        assert!(is_without_log(&path));
        assert!(!is_without_log(&folder));
        for (content, expected) in [("", true), ("SQLite", false), ("Something else altogether", false)] {
            std::fs::write(&path, content).unwrap();
            assert_eq!(is_without_log(&path), expected, "{content}");
        }
        std::fs::remove_file(&path).unwrap();
        let database = rusqlite::Connection::open(&path).unwrap();
        database.execute_batch("CREATE TABLE one (two)").unwrap();
        assert!(is_without_log(&path));
        database.execute_batch("PRAGMA journal_mode = WAL").ok();
        assert!(!is_without_log(&path));
        drop(database);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn many_make_the_same_database_at_once() {
        let folder = std::env::temp_dir().join(format!("uptake-at-once-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let open = |url: String| async move { crate::Store::open(&url).await };
        for round in 0..25 {
            let url = format!("sqlite:{}", folder.join(format!("{round}.db")).display());
            let opening: Vec<_> = (0..6).map(|_| tokio::spawn(open(url.clone()))).collect();
            for one in opening {
                one.await.unwrap().unwrap().close().await;
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_file_is_the_same_until_another_takes_its_place() {
        let folder = std::env::temp_dir().join(format!("uptake-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (here, aside) = (folder.join("a"), folder.join("b"));
        std::fs::write(&here, "one").unwrap();
        let file = FileIdentity::of(&here).unwrap();
        std::fs::write(&here, "grown").unwrap();
        assert!(file.is_still_at(&here));
        std::fs::rename(&here, &aside).unwrap();
        assert!(!file.is_still_at(&here));
        std::fs::write(&here, "another").unwrap();
        assert!(!file.is_still_at(&here));
        std::fs::rename(&aside, &here).unwrap();
        assert!(file.is_still_at(&here));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
