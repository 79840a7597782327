//! What `deploy/` has for operators: every setting there is and no other, and figures that the server gives.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use testkit::{Client, Engine, Served};

use crate::site::{BINARY, Site};

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of variables in a text.
fn variables(text: &str) -> BTreeSet<&str> {
    let words = text.split(|letter: char| !letter.is_ascii_uppercase() && letter != '_');
    words.filter(|word| word.starts_with("UPTAKE_") && word.len() > 7).collect()
}

/// The variables of which the help of `uptake serve` tells.
fn of_the_program() -> String {
    let told = Command::new(BINARY).args(["help", "serve"]).output().unwrap();
    String::from_utf8(told.stdout).unwrap()
}

#[test]
fn the_file_of_settings_has_every_variable_and_no_other() {
    let help = of_the_program();
    let told = variables(&help);
    assert!(told.len() > 15, "{told:?}");
    let (file, reference) = (read("deploy/uptake.env"), read("docs/operator/settings.md"));
    for (name, text) in [("deploy/uptake.env", &file), ("docs/operator/settings.md", &reference)] {
        let missing: Vec<_> =
            told.difference(&variables(text)).copied().filter(|one| *one != "UPTAKE_PROVIDER_SECRET_CODE").collect();
        assert!(missing.is_empty(), "{name} lacks {missing:?}");
    }
    // One is named after its provider, and the log's is read by itself.
    let beyond: Vec<_> = variables(&file)
        .difference(&told)
        .copied()
        .filter(|one| !["UPTAKE_LOG", "UPTAKE_PROVIDER_SECRET_WORK"].contains(one))
        .collect();
    assert!(beyond.is_empty(), "there is no {beyond:?}");
}

/// A server with every setting of the file, those that are commented out too; but where it listens and where its files are is
/// this machine's.
fn served(site: &Site) -> Served {
    let file = read("deploy/uptake.env");
    let settings = file.lines().filter_map(|line| {
        let line = line.strip_prefix('#').unwrap_or(line);
        line.split_once('=').filter(|(name, _)| name.starts_with("UPTAKE_") && !name.contains(' '))
    });
    let mut command = site.serving();
    let mut count = 0;
    for (name, value) in settings {
        match name {
            "UPTAKE_DATABASE" | "UPTAKE_DATA_DIR" | "UPTAKE_SMTP_CA" => {}
            "UPTAKE_LISTEN" | "UPTAKE_METRICS_LISTEN" => drop(command.env(name, "127.0.0.1:0")),
            _ => drop(command.env(name, value)),
        }
        count += 1;
    }
    assert!(count > 18, "{count} settings");
    Served::start(command).unwrap_or_else(|log| panic!("it does not start: {:?}", log.lines()))
}

#[test]
fn the_file_of_settings_is_taken_as_it_is() {
    let site = Site::new(Engine::Sqlite);
    let served = served(&site);
    assert_eq!(served.client().get("/healthz").unwrap().status, 200);
    // With a public address of TLS nothing else is served without.
    let (status, log) = served.stop();
    assert!(status.success(), "{:?}", log.lines());
}

#[test]
fn the_dashboard_asks_for_figures_that_there_are() {
    let dashboard: serde_json::Value = serde_json::from_str(&read("deploy/grafana-dashboard.json")).unwrap();
    let asked: Vec<&str> = dashboard["panels"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap())
        .map(|target| target["expr"].as_str().unwrap())
        .collect();
    let names: BTreeSet<&str> = asked
        .iter()
        .flat_map(|text| text.split(|letter: char| !letter.is_ascii_lowercase() && letter != '_'))
        .filter(|word| word.starts_with("uptake_"))
        .collect();
    assert!(asked.len() >= 6 && names.len() >= 4, "{names:?}");
    let site = Site::new(Engine::Sqlite);
    let served = served(&site);
    served.client().get("/healthz").unwrap();
    let told = served.log.told("metrics are there");
    let address: SocketAddr = told[0]["address"].as_str().unwrap().parse().unwrap();
    let given = Client::of(address).get("/metrics").unwrap().text();
    for name in names {
        assert!(given.contains(&format!("\n{name}")), "no {name} in {given}");
    }
}
