//! The checkout as the tests of its own order read it: which files it has, and what is in them.

use std::fs;
use std::path::{Path, PathBuf};

/// Files and folders that are built, fetched or somebody's data, and not written by us.
const NOT_OURS: [&str; 8] = [
    ".git",
    "target",
    "node_modules",
    "dist",
    "uptake-data",
    "uptake-data.new",
    "test-results",
    "proptest-regressions",
];

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file that we write, by its path from the root, in order.
pub(crate) fn files() -> Vec<String> {
    let mut found = Vec::new();
    collect(&root(), &root(), &mut found);
    found.sort();
    assert!(found.len() > 50, "only {} files: is this the checkout?", found.len());
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        // In a second working tree of git, `.git` is a file.
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            collect(root, &entry.path(), found);
        } else {
            found.push(entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

/// The text of a file, or nothing for one that is not text.
pub(crate) fn text(path: &str) -> Option<String> {
    String::from_utf8(fs::read(root().join(path)).unwrap()).ok()
}

/// Whether the file's name ends in one of these.
pub(crate) fn ends_in(path: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| path.ends_with(ending))
}
