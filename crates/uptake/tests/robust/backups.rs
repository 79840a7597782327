//! Copies of a database on which everybody works (S19): what one brings back is a state that there was, and has whatever had
//! been acknowledged before it was begun.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::json;
use testkit::{Engine, Noorderlicht, Score, Served, postgres_program, seed, size, wait_until};

use crate::site::Site;

/// How many people write at the same time.
const PEOPLE: usize = 5;

/// How often each has been answered before a copy is begun, and once more before they stop.
const ANSWERS: usize = 10;

/// A write that was acknowledged: what a clock that all share showed before it and after.
#[derive(Debug, Clone, Copy)]
struct Write {
    begun: u64,
    acknowledged: u64,
}

/// Somebody who counts up, and notes when.
struct Counter {
    email: String,
    token: String,
    /// The first says 1.
    writes: Vec<Write>,
}

impl Counter {
    fn join(site: &Site, number: usize) -> Self {
        let (email, token) = site.add_person(&format!("teller{number}"), Some(Noorderlicht::PARTNER));
        Self { email, token, writes: Vec::new() }
    }

    /// Counts until it is enough; `answered` hears of each answer.
    fn count(&mut self, server: &Served, clock: &AtomicU64, is_enough: &AtomicBool, answered: &AtomicU64) {
        let mut client = server.client().with_token(&self.token);
        while !is_enough.load(Ordering::SeqCst) {
            let query = format!("q={}", self.writes.len() + 1);
            let begun = clock.fetch_add(1, Ordering::SeqCst);
            let answer = client.json("POST", "/api/v1/views", &json!({ "name": "count", "query": query })).unwrap();
            assert!(answer.is_done(), "{}", answer.text());
            self.writes.push(Write { begun, acknowledged: clock.fetch_add(1, Ordering::SeqCst) });
            answered.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// How far they had counted, by what a copy says.
    fn counted(&self, copy: &Site, server: &Served) -> usize {
        let token = copy.done(&["token", "create", "--email", &self.email], "");
        let views = server.client().with_token(token.trim()).get("/api/v1/views").unwrap().json();
        let query = views["items"][0]["query"].as_str().unwrap_or("q=0");
        query.strip_prefix("q=").and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{views}"))
    }
}

/// Lets everybody stop when it goes, also where something failed: they would count for ever.
struct Enough<'a>(&'a AtomicBool);

impl Drop for Enough<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// How a copy is made, and how it comes back.
#[derive(Clone, Copy)]
enum Way {
    /// As the operator's guide says.
    OfTheGuide,
    /// The database file alone, as the guide says one must not.
    ByHand,
}

impl Way {
    fn copy(self, site: &Site, to: &Path) {
        match (self, site.database.engine()) {
            (Self::ByHand, _) => drop(std::fs::copy(file(site), to).unwrap()),
            (Self::OfTheGuide, Engine::Sqlite) => drop(site.done(&["backup", to.to_str().unwrap()], "")),
            (Self::OfTheGuide, Engine::Postgres) => {
                run("pg_dump", &["--format=custom", "--file", to.to_str().unwrap(), "--dbname", site.database.url()]);
            }
        }
    }

    fn restore(self, from: &Path, engine: Engine) -> Site {
        let site = Site::empty(engine);
        match (self, engine) {
            (Self::ByHand, _) => drop(std::fs::copy(from, file(&site)).unwrap()),
            (Self::OfTheGuide, Engine::Sqlite) => drop(site.done(&["restore", from.to_str().unwrap()], "")),
            (Self::OfTheGuide, Engine::Postgres) => run(
                "pg_restore",
                &["--no-owner", "--exit-on-error", "--dbname", site.database.url(), from.to_str().unwrap()],
            ),
        }
        site
    }
}

/// The file of an embedded database.
fn file(site: &Site) -> PathBuf {
    PathBuf::from(site.database.url().trim_start_matches("sqlite:"))
}

/// Runs a program of PostgreSQL, which has to succeed.
fn run(program: &str, arguments: &[&str]) {
    let told = postgres_program(program).args(arguments).output().unwrap();
    assert!(told.status.success(), "{program}: {}", String::from_utf8_lossy(&told.stderr));
}

/// What is wrong with a copy that was begun at that time and in which people had counted so far.
fn findings(counters: &[Counter], counted: &[usize], begun: u64) -> Vec<String> {
    let mut wrong = Vec::new();
    let pairs = || counters.iter().zip(counted.iter().copied());
    // Whoever is answered and goes on must not be found gone on without what they were answered.
    let missing = pairs().filter_map(|(one, count)| one.writes.get(count)).map(|write| write.acknowledged).min();
    for (counter, count) in pairs() {
        let Some(there) = counter.writes.get(..count) else {
            wrong.push(format!("{}: {count} of {}", counter.email, counter.writes.len()));
            continue;
        };
        let acknowledged = counter.writes.iter().filter(|write| write.acknowledged < begun).count();
        if count < acknowledged {
            wrong.push(format!("{}: {count}, and {acknowledged} were acknowledged before", counter.email));
        }
        if there.last().zip(missing).is_some_and(|(last, missing)| last.begun > missing) {
            wrong.push(format!("{}: {count}, begun after something that is missing was acknowledged", counter.email));
        }
    }
    wrong
}

/// Makes copies while everybody counts, and says what is wrong with them.
fn copies_under_load(way: Way, engine: Engine, copies: u64) -> Vec<String> {
    let site = Site::new(engine);
    let mut counters: Vec<Counter> = (0..PEOPLE).map(|number| Counter::join(&site, number)).collect();
    let server = site.serve();
    let clock = AtomicU64::new(0);
    let mut wrong = Vec::new();
    for number in 0..copies {
        let path = site.database.folder().join(format!("copy-{number}"));
        let (is_enough, answered) = (AtomicBool::new(false), AtomicU64::new(0));
        let (server, clock, is_enough, answered) = (&server, &clock, &is_enough, &answered);
        let are_answered = |times: usize| {
            let wanted = (PEOPLE * ANSWERS * times) as u64;
            wait_until(Duration::from_mins(1), || answered.load(Ordering::SeqCst) >= wanted)
        };
        let begun = std::thread::scope(|scope| {
            for counter in &mut counters {
                scope.spawn(move || counter.count(server, clock, is_enough, answered));
            }
            let _enough = Enough(is_enough);
            assert!(are_answered(1), "nobody is answered: {:?}", server.log.lines());
            let begun = clock.fetch_add(1, Ordering::SeqCst);
            way.copy(&site, &path);
            assert!(are_answered(2), "nobody is answered any more: {:?}", server.log.lines());
            begun
        });
        let copy = way.restore(&path, engine);
        let restored = copy.serve();
        let counted: Vec<usize> = counters.iter().map(|one| one.counted(&copy, &restored)).collect();
        wrong.extend(findings(&counters, &counted, begun));
        restored.stop();
        wrong.extend(copy.damage());
        std::fs::remove_file(path).unwrap();
    }
    wrong
}

fn every_copy_is_a_state_that_there_was(engine: Engine) {
    let copies = size("UPTAKE_BACKUPS", 3);
    let name = if engine == Engine::Sqlite { "sqlite" } else { "postgres" };
    let score = Score::begin("S19", "backup under write load, and restored", name, seed());
    let wrong = copies_under_load(Way::OfTheGuide, engine, copies);
    score.end(copies, wrong.len() as u64);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_copy_made_under_load_is_a_state_that_there_was_on_sqlite() {
    every_copy_is_a_state_that_there_was(Engine::Sqlite);
}

#[test]
fn a_copy_made_under_load_is_a_state_that_there_was_on_postgres() {
    every_copy_is_a_state_that_there_was(Engine::Postgres);
}

/// The control: what the guide warns of loses what was acknowledged, and that is noticed.
#[test]
fn a_file_that_was_copied_by_hand_is_found_out() {
    let wrong = copies_under_load(Way::ByHand, Engine::Sqlite, 1);
    assert!(wrong.iter().any(|one| one.contains("were acknowledged before")), "{wrong:#?}");
}

#[test]
fn a_state_that_there_never_was_is_found() {
    let counter = |writes: &[(u64, u64)]| Counter {
        email: "x".to_owned(),
        token: String::new(),
        writes: writes.iter().map(|&(begun, acknowledged)| Write { begun, acknowledged }).collect(),
    };
    let counters = [counter(&[(0, 1), (4, 5), (8, 9)]), counter(&[(2, 3), (6, 7), (10, 11)])];
    for (counted, begun, is_fine) in [
        ([3, 3], 12, true),
        ([2, 2], 8, true),
        ([3, 2], 8, true),
        // Lost, though it was acknowledged before.
        ([1, 2], 8, false),
        // The first has what began after the second of the other was acknowledged, which is missing.
        ([3, 1], 4, false),
        // More than anybody wrote.
        ([4, 3], 12, false),
    ] {
        assert_eq!(findings(&counters, &counted, begun).is_empty(), is_fine, "{counted:?} {begun}");
    }
}
