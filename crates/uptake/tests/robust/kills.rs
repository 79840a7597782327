//! Killed under write load (S14): what was acknowledged is there, what was not is there whole or not at all.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use testkit::{Dice, Engine, Score, Served, seed, size, wait_until};

use crate::account::Person;
use crate::loader::Loader;
use crate::site::Site;

/// How many people write at the same time, beside the one who loads.
const PEOPLE: u64 = 5;

/// What ends a server in the middle of its work.
pub(crate) trait Blow {
    /// Strikes, while everybody writes.
    fn strike(&self, server: &Served);

    /// Puts right what has to be before the next server can start; the one before is gone.
    fn recover(&self) {}

    /// Whether it may take what waits between plan and application, which counts nothing yet (ADR 0010).
    fn takes_rooms(&self) -> bool {
        false
    }
}

/// `kill -9`.
struct Kill;

impl Blow for Kill {
    fn strike(&self, server: &Served) {
        server.signal(rustix::process::Signal::KILL);
    }
}

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// How many writes were acknowledged.
    pub(crate) acknowledged: u64,
    /// How long each start took.
    pub(crate) starts: Vec<Duration>,
    /// What was missing, or there and should not be.
    pub(crate) wrong: Vec<String>,
}

/// Everybody writes until the blow, which comes when they have been answered that often.
fn write_until(
    blow: &impl Blow,
    server: Served,
    people: &mut [Person],
    loader: &mut Loader,
    answers: u64,
    dice: &mut Dice,
) -> u64 {
    let acknowledged = AtomicU64::new(0);
    let pause = Duration::from_micros(dice.below(15_000));
    std::thread::scope(|scope| {
        let (server, acknowledged) = (&server, &acknowledged);
        for (part, person) in (1..).zip(people.iter_mut()) {
            let mut own = dice.for_part(part);
            scope.spawn(move || {
                let mut client = person.client(server);
                while person.act(server, &mut client, &mut own).is_ok() {
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        let mut own = dice.for_part(0);
        scope.spawn(move || {
            let mut client = loader.client(server);
            while let Ok(is_done) = loader.act(&mut client, &mut own) {
                acknowledged.fetch_add(u64::from(is_done), Ordering::SeqCst);
            }
        });
        let longest = Duration::from_secs(30);
        let came = wait_until(longest, || acknowledged.load(Ordering::SeqCst) >= answers);
        // Somewhere within what is being done now, not right after an answer.
        std::thread::park_timeout(pause);
        blow.strike(server);
        assert!(came, "nobody is answered any more: {:?}", server.log.lines());
    });
    server.kill();
    acknowledged.into_inner()
}

/// Strikes a server that often under load; stops at the first thing that is wrong.
pub(crate) fn strike_again_and_again(blow: &impl Blow, site: &Site, blows: u64, dice: &mut Dice) -> Outcome {
    let mut people: Vec<Person> = (0..PEOPLE).map(|number| Person::join(site, &format!("mens{number}"))).collect();
    let mut loader = Loader::join(site);
    loader.may_lose_rooms = blow.takes_rooms();
    let mut outcome = Outcome::default();
    for number in 0..=blows {
        let server = site.serve();
        outcome.starts.push(server.took);
        for person in &mut people {
            outcome.wrong.extend(person.check(&server));
        }
        outcome.wrong.extend(loader.check(&server));
        outcome.wrong.extend(server.log.findings(&site.secrets()));
        if number == blows || !outcome.wrong.is_empty() {
            for person in &mut people {
                outcome.wrong.extend(person.check_at_the_end(site, &server));
            }
            let (status, log) = server.stop();
            assert!(status.success(), "{:?}", log.lines());
            break;
        }
        let answers = 1 + dice.below(60);
        outcome.acknowledged += write_until(blow, server, &mut people, &mut loader, answers, dice);
        blow.recover();
    }
    outcome.wrong.extend(site.damage());
    outcome.starts.sort();
    outcome
}

fn nothing_is_lost(engine: Engine, usual: u64) {
    let site = Site::new(engine);
    let seed = seed();
    let kills = size("UPTAKE_KILLS", usual);
    let score = Score::begin("S14", "kill -9 of the server under write load", site.engine(), seed);
    let outcome = strike_again_and_again(&Kill, &site, kills, &mut Dice::of(seed));
    score.end(kills, outcome.wrong.len() as u64);
    let slowest = outcome.starts.len() * 99 / 100;
    println!("{} acknowledged; started again within {:?} (p99)", outcome.acknowledged, outcome.starts[slowest]);
    assert!(outcome.wrong.is_empty(), "{:#?}", outcome.wrong);
    assert!(outcome.acknowledged > kills * 5, "only {} writes were acknowledged", outcome.acknowledged);
}

fn an_early_acknowledgement_is_found(engine: Engine) {
    let site = Site::new(engine).with_fault("AcksBeforeCommit");
    let outcome = strike_again_and_again(&Kill, &site, 20, &mut Dice::of(seed()));
    assert!(!outcome.wrong.is_empty(), "20 kills, and nobody missed anything");
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_on_sqlite() {
    nothing_is_lost(Engine::Sqlite, 20);
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_on_postgres() {
    nothing_is_lost(Engine::Postgres, 10);
}

#[test]
fn a_server_that_acknowledges_before_it_commits_is_found_out_on_sqlite() {
    an_early_acknowledgement_is_found(Engine::Sqlite);
}

#[test]
fn a_server_that_acknowledges_before_it_commits_is_found_out_on_postgres() {
    an_early_acknowledgement_is_found(Engine::Postgres);
}
