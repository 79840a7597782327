//! The documents say what is so: paths exist, links lead somewhere, commands are there.

#[cfg(test)]
mod repository;

use std::collections::BTreeSet;

use repository::{ends_in, files, root, text};

/// Text between back-ticks, line by line.
fn quoted(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.starts_with("```"));
    lines.flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// What a document tells its reader to type: quoted, or a line of a fenced block.
fn commands(text: &str) -> Vec<&str> {
    let fenced = text.split("```").skip(1).step_by(2).flat_map(str::lines).map(str::trim);
    quoted(text).into_iter().chain(fenced).collect()
}

/// Whether a quoted text names a file or folder of ours, rather than a command or a word.
fn is_path(quoted: &str) -> bool {
    let plain = quoted.chars().all(|one| one.is_ascii_alphanumeric() || "._-/".contains(one));
    plain && quoted.contains('/') && !quoted.starts_with('/') && !quoted.starts_with("./")
}

/// The targets of links that stay inside the repository.
fn links(text: &str) -> Vec<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains(':'))
        .collect()
}

fn documents() -> Vec<String> {
    files().into_iter().filter(|path| ends_in(path, &[".md"])).collect()
}

#[test]
fn paths_and_links_are_told_from_other_text() {
    assert_eq!(quoted("see `crates/web` and `make run`"), ["crates/web", "make run"]);
    assert!(is_path("crates/web/src/routes.rs") && is_path("locales/"));
    assert!(!is_path("make run") && !is_path("/api/v1") && !is_path("tenants/{id}") && !is_path("routes.rs"));
    assert_eq!(commands("so\n```sh\nmake run\n```\nmake haste, or `make test`"), ["make test", "sh", "make run"]);
    assert_eq!(links("[a](docs/a.md#b) [c](https://example.org/) ![d](d.png)"), ["docs/a.md", "d.png"]);
}

#[test]
fn every_path_that_architecture_names_exists() {
    let document = text("ARCHITECTURE.md").unwrap();
    let named: BTreeSet<&str> = quoted(&document).into_iter().filter(|one| is_path(one)).collect();
    assert!(named.len() > 10, "the map names hardly anything: {named:?}");
    // What is built or made at run time is named too, and is not in a fresh checkout.
    let made = ["crates/web/dist/", "crates/web/dist", "uptake-data/"];
    let missing: Vec<_> = named.into_iter().filter(|one| !made.contains(one) && !root().join(one).exists()).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut broken = Vec::new();
    for document in documents() {
        let folder = root().join(&document).parent().unwrap().to_owned();
        for link in links(&text(&document).unwrap()) {
            if !folder.join(link).exists() {
                broken.push(format!("{document}: {link}"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_make_target_that_a_document_names_exists() {
    let makefile = text("Makefile").unwrap();
    let targets: BTreeSet<&str> =
        makefile.lines().filter(|line| line.contains(" ## ")).filter_map(|line| line.split(':').next()).collect();
    assert!(targets.contains("run") && targets.contains("test"), "{targets:?}");
    let mut named = 0;
    for document in documents() {
        let words = text(&document).unwrap();
        for target in commands(&words).into_iter().filter_map(|one| one.strip_prefix("make ")) {
            let target = target.split_whitespace().next().unwrap_or_default();
            assert!(targets.contains(target), "{document}: make {target}");
            named += 1;
        }
    }
    assert!(named >= 2, "README names make run and make test");
}

#[test]
fn decisions_are_numbered_without_gaps_and_told_alike() {
    let decisions: Vec<String> =
        files().into_iter().filter(|path| path.starts_with("docs/adr/0") && ends_in(path, &[".md"])).collect();
    assert!(!decisions.is_empty());
    for (place, path) in decisions.iter().enumerate() {
        assert!(path.starts_with(&format!("docs/adr/{:04}-", place + 1)), "{path}: a gap, or a number given twice");
        let decision = text(path).unwrap();
        for heading in ["## Context", "## Decision", "## Consequences"] {
            assert!(decision.contains(heading), "{path} has no {heading}");
        }
    }
}

/// Paths of one person's machine, in pieces so that this file is not one of the findings.
fn machine_paths() -> [String; 4] {
    ["home", "Users", "root", "work"].map(|folder| format!("/{folder}/"))
}

/// Whether the text names a path of somebody's machine: at its beginning, or where a word would begin.
fn names_a_machine(text: &str) -> bool {
    machine_paths().iter().any(|path| {
        text.match_indices(path.as_str()).any(|(at, _)| {
            !text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|one| {
                // `docs/work/`, `$HOME/work/`: a folder further down, not the machine's.
                one.is_alphanumeric() || "._-~})".contains(one)
            })
        })
    })
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let [home, _, _, work] = machine_paths();
    assert!(names_a_machine(&format!("cd {home}somebody")) && names_a_machine(&format!("\"{work}main")));
    assert!(!names_a_machine("crates/work/") && !names_a_machine("~/work/"));
    let found: Vec<String> =
        files().into_iter().filter(|path| text(path).is_some_and(|text| names_a_machine(&text))).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn lock_files_name_no_private_registry() {
    let packages = text("ui/package-lock.json").unwrap();
    for line in packages.lines().filter(|line| line.trim_start().starts_with("\"resolved\"")) {
        assert!(line.contains("https://registry.npmjs.org/"), "{line}");
    }
    let crates = text("Cargo.lock").unwrap();
    for line in crates.lines().filter(|line| line.starts_with("source = ")) {
        assert_eq!(line, "source = \"registry+https://github.com/rust-lang/crates.io-index\"");
    }
}
