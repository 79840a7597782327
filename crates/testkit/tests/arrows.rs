//! The crate graph is the architecture: which crate may use which is written here, and nowhere broken.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// A dependency as a manifest declares it.
#[derive(Debug, Clone)]
struct Dependency {
    name: String,
    only_in_tests: bool,
}

/// The crates of the workspace with what each declares.
type Graph = BTreeMap<String, Vec<Dependency>>;

/// Which crates of the workspace each may use. A crate without a line here is a finding.
const ARROWS: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("feeds", &["domain"]),
    ("locale", &["domain"]),
    ("store", &["domain", "feeds"]),
    ("tls", &[]),
    ("provider", &["domain", "tls"]),
    ("passkey", &[]),
    ("bucket", &["domain", "tls"]),
    ("app", &["domain", "feeds", "store", "provider", "passkey", "bucket"]),
    ("mail", &["domain", "locale", "app"]),
    ("web", &["domain", "locale", "app"]),
    ("uptake", &["domain", "feeds", "locale", "store", "bucket", "app", "mail", "web"]),
    ("testkit", &["domain", "feeds", "locale", "store", "app"]),
];

/// Outside crates that only some of ours may use, by the beginning of their names.
const KEPT_APART: [(&str, &[&str], &[&str]); 5] = [
    (
        "SQL",
        &["sqlx", "rusqlite", "libsqlite3", "tokio-postgres", "postgres", "diesel", "sea-orm"],
        &["store", "testkit"],
    ),
    ("HTTP", &["axum", "hyper", "tower", "http", "reqwest", "utoipa"], &["provider", "bucket", "web", "uptake"]),
    ("templates", &["askama"], &["mail", "web"]),
    ("mail servers", &["lettre"], &["mail", "uptake"]),
    (
        "the runtime",
        &["tokio", "futures", "async-"],
        &["store", "tls", "provider", "bucket", "app", "mail", "web", "uptake", "testkit"],
    ),
];

/// All that the rules may use: no I/O, clock, chance, SQL or HTTP.
const PURE: [&str; 6] = ["chrono", "serde", "thiserror", "unicode-segmentation", "uuid", "whatlang"];

fn may_use(user: &str, other: &str) -> Option<bool> {
    ARROWS.iter().find(|(name, _)| *name == user).map(|(_, allowed)| allowed.contains(&other))
}

/// Every arrow that points where none may.
fn findings(graph: &Graph) -> Vec<String> {
    let ours: BTreeSet<&str> = graph.keys().map(String::as_str).collect();
    let mut found = Vec::new();
    for (user, dependencies) in graph {
        if may_use(user, "").is_none() {
            found.push(format!("{user} has no place in the crate graph"));
        }
        for used in dependencies {
            let name = used.name.as_str();
            if used.only_in_tests {
                continue;
            }
            if name == "testkit" {
                found.push(format!("{user} uses testkit outside its tests"));
            } else if ours.contains(name) && may_use(user, name) == Some(false) {
                found.push(format!("{user} uses {name}"));
            }
            for (what, beginnings, allowed) in KEPT_APART {
                if beginnings.iter().any(|one| name.starts_with(one)) && !allowed.contains(&user.as_str()) {
                    found.push(format!("{user} uses {name}, and must know nothing of {what}"));
                }
            }
            if user == "domain" && !PURE.contains(&name) {
                found.push(format!("domain uses {name}, which is not known to be pure"));
            }
        }
    }
    found
}

/// The workspace as cargo reads it.
fn workspace() -> Result<Graph, Box<dyn std::error::Error>> {
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into());
    }
    let metadata: serde_json::Value = serde_json::from_slice(&told.stdout)?;
    let list = |value: &serde_json::Value, key: &str| {
        value.get(key).and_then(serde_json::Value::as_array).cloned().unwrap_or_default()
    };
    let text = |value: &serde_json::Value, key: &str| {
        value.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let dependencies = |package: &serde_json::Value| {
        list(package, "dependencies")
            .iter()
            .map(|one| Dependency { name: text(one, "name"), only_in_tests: text(one, "kind") == "dev" })
            .collect()
    };
    Ok(list(&metadata, "packages").iter().map(|package| (text(package, "name"), dependencies(package))).collect())
}

#[test]
fn no_crate_uses_what_it_may_not() {
    let graph = workspace().unwrap();
    let named: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(graph.keys().map(String::as_str).collect::<BTreeSet<_>>(), named);
    assert_eq!(findings(&graph), Vec::<String>::new());
}

#[test]
fn the_arrows_have_no_circle() {
    for (place, (name, allowed)) in ARROWS.iter().enumerate() {
        for used in *allowed {
            let place_of_used = ARROWS.iter().position(|(other, _)| other == used);
            assert!(place_of_used.is_some_and(|other| other < place), "{name} may use {used}, which comes after it");
        }
    }
}

#[test]
fn a_planted_arrow_is_found() {
    let planted = [
        ("web", "store", false, "web uses store"),
        ("web", "sqlx", false, "web uses sqlx, and must know nothing of SQL"),
        ("app", "axum", false, "app uses axum, and must know nothing of HTTP"),
        ("web", "lettre", false, "web uses lettre, and must know nothing of mail servers"),
        ("app", "testkit", false, "app uses testkit outside its tests"),
        ("domain", "rand", false, "domain uses rand, which is not known to be pure"),
        ("domain", "feeds", false, "domain uses feeds"),
        ("feeds", "tokio", false, "feeds uses tokio, and must know nothing of the runtime"),
        ("locale", "app", false, "locale uses app"),
    ];
    for (user, used, only_in_tests, finding) in planted {
        let mut graph = workspace().unwrap();
        let dependency = Dependency { name: used.to_owned(), only_in_tests };
        graph.entry(user.to_owned()).or_default().push(dependency);
        assert!(findings(&graph).iter().any(|one| one == finding), "{user} -> {used}: {:?}", findings(&graph));
    }
    let mut graph = workspace().unwrap();
    graph.insert("utils".to_owned(), Vec::new());
    assert_eq!(findings(&graph), ["utils has no place in the crate graph"]);
}
