//! No file grows past what a person reads at one sitting.

#[cfg(test)]
mod repository;

use repository::{ends_in, files, text};

/// What people write and read. Lock files, licences and generated documents are none of it.
const SOURCES: [&str; 9] = [".rs", ".ts", ".mjs", ".js", ".css", ".html", ".sql", ".sh", ".md"];
const MOST_LINES: usize = 600;
const MOST_LINES_OF_A_TEMPLATE: usize = 120;

/// How many lines a file may have, if there is a limit to it.
fn limit(path: &str) -> Option<usize> {
    match path {
        _ if path.contains("/templates/") && ends_in(path, &[".html"]) => Some(MOST_LINES_OF_A_TEMPLATE),
        // Grows with every release, and is read from its top.
        "CHANGELOG.md" => None,
        _ if ends_in(path, &SOURCES) => Some(MOST_LINES),
        _ => None,
    }
}

#[test]
fn a_limit_is_set_for_sources_and_templates() {
    assert_eq!(limit("crates/web/src/routes.rs"), Some(600));
    assert_eq!(limit("crates/web/templates/tenants/list.html"), Some(120));
    assert_eq!(limit("Cargo.lock"), None);
}

#[test]
fn no_file_is_longer_than_its_limit() {
    let mut too_long = Vec::new();
    for path in files() {
        let Some(limit) = limit(&path) else { continue };
        let lines = text(&path).map_or(0, |text| text.lines().count());
        if lines > limit {
            too_long.push(format!("{path}: {lines} lines, at most {limit}; split it by noun, then by verb"));
        }
    }
    assert!(too_long.is_empty(), "{}", too_long.join("\n"));
}
