//! A load killed wherever it stands (S16): readers see the old figures or the new ones, and the same file again ends in
//! the same state, with one load that counts.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use domain::planted::Moment;
use testkit::report::{Report, Usage};
use testkit::{Client, Dice, Engine, Noorderlicht, Score, Served, seed, size, wait_until};

use crate::site::{Site, column};

/// How many tenants a file has, each with two workloads in three months: 900 rows.
const SMALL: u32 = 150;

/// How many one of 50,000 rows has.
const LARGE: u32 = 8_334;

/// The months that each tenant has.
const MONTHS: [&str; 3] = ["2026-06-01", "2026-07-01", "2026-08-01"];

/// The file of that version, of so many tenants: every figure of every tenant says which version it is of.
fn file(tenants: u32, version: i64) -> String {
    let mau = version.to_string();
    let mut report = Report::office(&[]);
    for number in 0..tenants {
        let (id, name) = (format!("0b8e1c64-6c1f-4b3e-9a55-{number:012}"), format!("Klant {number}"));
        let rows = MONTHS.iter().flat_map(|month| ["Teams", "Exchange"].map(|workload| (month, workload)));
        for (month, workload) in rows {
            report = report.usage(&Usage {
                tenant: &id,
                name: &name,
                location: Noorderlicht::UTRECHT,
                workload,
                month,
                pau: "100000",
                mau: &mau,
                ..Usage::default()
            });
        }
    }
    report.text().to_owned()
}

/// The active users of the tenants of the small world at the same location, who stay as they are.
const OTHERS: i64 = 240;

/// The version that an answer is of, where the file has so many tenants; why it is of none.
fn version_of(answer: &serde_json::Value, tenants: u32) -> Result<i64, String> {
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    let is_of_file = |tenant: &&serde_json::Value| tenant["name"].as_str().is_some_and(|it| it.starts_with("Klant"));
    let mut figures: Vec<_> = items.iter().filter(is_of_file).filter_map(|tenant| tenant["mau"].as_i64()).collect();
    figures.push((answer["totals"]["mau"].as_i64().unwrap_or_default() - OTHERS) / i64::from(tenants));
    figures.dedup();
    match figures[..] {
        // Two workloads.
        [twice] if items.len() > 50 => Ok(twice / 2),
        _ => Err(format!("{} tenants of versions {figures:?}", items.len())),
    }
}

/// Somebody who looks all the time, and what they saw that nobody should.
fn look(
    mut client: Client,
    tenants: u32,
    versions: (i64, &AtomicI64),
    is_over: &AtomicBool,
    wrong: &Mutex<Vec<String>>,
) {
    let (old, newest_seen) = versions;
    let path = format!("/api/v1/tenants?limit=100&location={}", Noorderlicht::UTRECHT);
    while !is_over.load(Ordering::SeqCst) {
        let seen = match client.get(&path) {
            Ok(answer) if answer.status == 200 => version_of(&answer.json(), tenants),
            Ok(answer) => Err(format!("{} {}", answer.status, answer.text())),
            Err(error) => Err(error.to_string()),
        };
        let before = newest_seen.load(Ordering::SeqCst);
        match seen {
            Ok(version) if version >= before && (version == old || version == old + 1) => {
                newest_seen.store(version, Ordering::SeqCst);
            }
            other => return wrong.lock().unwrap().push(format!("after {before} there was {other:?}")),
        }
    }
}

/// How a load is ended.
#[derive(Debug, Clone, Copy)]
enum End {
    /// `kill -9` after that long.
    Killed(Duration),
    /// It dies of its own when it comes to that moment.
    At(Moment),
}

/// Loads the file and ends that by force; whether it was ended before it was done.
fn load_and_kill(site: &Site, path: &str, end: End) -> bool {
    let mut command = site.command(&["import", "--json", path]);
    if let End::At(moment) = end {
        command.env("UPTAKE_DIES_AT", format!("{moment:?}"));
    }
    let mut loading = command.spawn().unwrap();
    if let End::Killed(after) = end {
        let began = Instant::now();
        wait_until(after, || began.elapsed() >= after);
        let _ = loading.kill();
    }
    !loading.wait().unwrap().success()
}

/// One load of so many tenants that is killed, and loaded again. What is wrong.
fn one_load(site: &Site, server: &Served, token: &str, tenants: u32, version: i64, end: End) -> Vec<String> {
    let path = site.database.folder().join(format!("v{version}.csv"));
    std::fs::write(&path, file(tenants, version)).unwrap();
    let path = path.to_str().unwrap();
    let (is_over, wrong, newest) = (AtomicBool::new(false), Mutex::default(), AtomicI64::new(version - 1));
    std::thread::scope(|scope| {
        let (is_over, wrong, newest) = (&is_over, &wrong, &newest);
        scope.spawn(move || look(server.client().with_token(token), tenants, (version - 1, newest), is_over, wrong));
        let was_killed = load_and_kill(site, path, end);
        if let End::At(moment) = end
            && !was_killed
        {
            wrong.lock().unwrap().push(format!("the load never came to {moment:?}"));
        }
        let again = site.run(&["import", "--json", path], "");
        if !again.is_done {
            wrong.lock().unwrap().push(format!("the same file again: {}{}", again.out, again.error));
        }
        // Once more after all is done.
        wait_until(Duration::from_secs(5), || newest.load(Ordering::SeqCst) == version);
        is_over.store(true, Ordering::SeqCst);
    });
    let mut wrong = wrong.into_inner().unwrap();
    if newest.into_inner() != version {
        wrong.push("the new figures never came".to_owned());
    }
    let name = format!("v{version}.csv");
    let loads = site.rows("load");
    let applied = loads.iter().filter(|row| column(row, "file_name") == name && column(row, "state") == "applied");
    match applied.count() {
        1 => {}
        count => wrong.push(format!("{count} loads of {name} count")),
    }
    wrong
}

/// How long a load takes that nobody disturbs.
fn undisturbed(site: &Site, tenants: u32) -> Duration {
    let began = Instant::now();
    site.load("v1.csv", &file(tenants, 1));
    began.elapsed()
}

/// What stands in the tables and counts, without what differs from load to load.
fn figures(site: &Site) -> testkit::Dump {
    let mut dump = crate::site::wait_for(site.database.dump(&[]));
    dump.retain(|table, _| {
        matches!(
            table.as_str(),
            "usage" | "tenant" | "portfolio" | "portfolio_workload" | "claim_location" | "staged_workload"
        )
    });
    for rows in dump.values_mut() {
        for row in rows.iter_mut() {
            let is_kept = |one: &&str| !one.contains("load_id=") && !one.contains("_at=");
            *row = row.split(' ').filter(is_kept).collect::<Vec<_>>().join(" ");
        }
        rows.sort();
    }
    dump
}

/// The ends of as many loads: at every moment where the first are those, and else at random within that time.
fn ends(of_moments: &[Moment], kills: u64, took: Duration, dice: &mut Dice) -> Vec<End> {
    let mut ends: Vec<End> = of_moments.iter().map(|moment| End::At(*moment)).collect();
    let longest = u64::try_from(took.as_micros()).unwrap();
    ends.extend((ends.len() as u64..kills).map(|_| End::Killed(Duration::from_micros(dice.below(longest)))));
    ends
}

/// Kills so many loads of files of so many tenants, one after the other.
fn killed_loads(engine: Engine, figure: &'static str, tenants: u32, of_moments: &[Moment], kills: u64) {
    let site = Site::new(engine);
    let took = undisturbed(&site, tenants);
    let (_, token) = site.add_person("kijker", Some(Noorderlicht::PARTNER));
    let seed = seed();
    let ends = ends(of_moments, kills, took, &mut Dice::of(seed));
    let score = Score::begin("S16", figure, site.engine(), seed);
    let server = site.serve();
    let mut wrong = Vec::new();
    let mut version = 1;
    for end in &ends {
        version += 1;
        let found = one_load(&site, &server, &token, tenants, version, *end);
        wrong.extend(found.into_iter().map(|one| format!("version {version}, {end:?}: {one}")));
        if !wrong.is_empty() {
            break;
        }
    }
    wrong.extend(server.log.findings(&site.secrets()));
    wrong.extend(site.damage());
    score.end(ends.len() as u64, wrong.len() as u64);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let whole = Site::new(engine);
    whole.load("v1.csv", &file(tenants, 1));
    whole.load("v2.csv", &file(tenants, version));
    assert_eq!(figures(&site), figures(&whole), "the figures are others than without kills");
}

fn killed_loads_leave_nothing_half_done(engine: Engine) {
    let kills = size("UPTAKE_IMPORT_KILLS", 25);
    killed_loads(engine, "loads killed at random and at every moment of theirs", SMALL, &Moment::ALL, kills);
}

#[test]
fn killed_loads_leave_nothing_half_done_on_sqlite() {
    killed_loads_leave_nothing_half_done(Engine::Sqlite);
}

#[test]
fn killed_loads_leave_nothing_half_done_on_postgres() {
    killed_loads_leave_nothing_half_done(Engine::Postgres);
}

fn killed_large_loads_leave_nothing_half_done(engine: Engine) {
    let kills = size("UPTAKE_LARGE_IMPORT_KILLS", 2);
    killed_loads(engine, "loads of 50,000 rows killed at random", LARGE, &[], kills);
}

#[test]
fn killed_large_loads_leave_nothing_half_done_on_sqlite() {
    killed_large_loads_leave_nothing_half_done(Engine::Sqlite);
}

#[test]
fn killed_large_loads_leave_nothing_half_done_on_postgres() {
    killed_large_loads_leave_nothing_half_done(Engine::Postgres);
}
