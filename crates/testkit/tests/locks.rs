//! The fuzz targets have a lock file of their own, which nothing else reads: `make fuzz` would be the first to hear that it is stale.

#[cfg(test)]
mod repository;

use std::collections::{BTreeMap, BTreeSet};

use repository::{ends_in, files, text};

/// What a lock file knows of a package: its versions, and the names of what it needs.
#[derive(Debug, Default)]
struct Locked {
    versions: BTreeSet<String>,
    needs: BTreeSet<String>,
}

fn quoted<'a>(section: &'a str, key: &str) -> Option<&'a str> {
    section.lines().find_map(|line| line.strip_prefix(key)?.trim_start_matches(" = ").split('"').nth(1))
}

fn locked(lock: &str) -> BTreeMap<String, Locked> {
    let mut packages = BTreeMap::<String, Locked>::new();
    for section in lock.split("[[package]]").skip(1) {
        let Some((name, version)) = quoted(section, "name").zip(quoted(section, "version")) else { continue };
        let package = packages.entry(name.to_owned()).or_default();
        package.versions.insert(version.to_owned());
        // ` "name",` or, where there are several, ` "name 1.2.3",`.
        let needs = section.lines().filter_map(|line| line.strip_prefix(" \"")?.split([' ', '"']).next());
        package.needs.extend(needs.map(str::to_owned));
    }
    packages
}

/// The names under `[dependencies]`, of any target.
fn needed(manifest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut is_there = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_there = line == "[dependencies]" || (line.starts_with("[target.") && line.ends_with(".dependencies]"));
        } else if is_there && line.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            names.extend(line.split([' ', '.', '=']).next().map(str::to_owned));
        }
    }
    names
}

#[test]
fn a_manifest_is_read_to_the_end_of_its_dependencies() {
    let manifest = "[package]\nname = \"a\"\n[dependencies]\n# why\nuuid = { workspace = true }\nb.workspace = true\n[features]\nc = []
[target.'cfg(fuzzing)'.dependencies]\nd = \"1\"\n[dev-dependencies]\ne = \"1\"";
    assert_eq!(needed(manifest), BTreeSet::from(["b", "d", "uuid"].map(str::to_owned)));
}

#[test]
fn the_fuzz_targets_lock_what_the_crates_need() {
    let (product, fuzz) = (locked(&text("Cargo.lock").unwrap()), locked(&text("fuzz/Cargo.lock").unwrap()));
    let manifests = files().into_iter().filter(|path| ends_in(path, &["/Cargo.toml"]));
    let named = manifests.filter_map(|path| {
        let name = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
        Some((name.to_owned(), fuzz.get(name)?, text(&path)?))
    });
    let own: Vec<_> = named.collect();
    assert!(own.len() > 4, "{}", own.len());
    for (name, locked, manifest) in own {
        let needs = needed(&manifest);
        assert_eq!(locked.needs, needs, "fuzz/Cargo.lock is stale: cargo metadata --manifest-path fuzz/Cargo.toml");
        assert!(!needs.is_empty(), "{name}");
        for need in needs {
            let (fuzzed, shipped) = (&fuzz[&need].versions, &product[&need].versions);
            assert!(fuzzed.is_subset(shipped), "{need}: {fuzzed:?} is fuzzed, {shipped:?} is shipped");
        }
    }
}
