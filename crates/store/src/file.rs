//! The file of an embedded database: which one a path led to when it was opened, and a lock beside it.

use std::fs::{File, Metadata, OpenOptions};
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

/// Waits until no other process brings the schema of that file up to date, and keeps it so while the lock is held.
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
