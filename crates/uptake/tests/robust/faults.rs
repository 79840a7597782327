//! The database goes away, hangs, fills up or is locked while people read and write (S18).
//!
//! Demanded of each fault: a write is acknowledged or answered with 503 and a moment to come back; nothing acknowledged
//! is lost and nothing done twice; nobody waits longer than ten seconds; and the server works again within five seconds
//! of the fault's end, without a restart.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use testkit::{Client, Dice, Score, Served, seed, size, wait_until};

use crate::account::{Person, is_later};
use crate::site::Site;

/// How many people write at the same time.
const PEOPLE: u64 = 3;

/// How many connections a server has to its database.
const CONNECTIONS: usize = 16;

/// How long anybody may wait for any answer.
const LONGEST_ANSWER: Duration = Duration::from_secs(10);

/// How long the server may take to work again.
const LONGEST_RECOVERY: Duration = Duration::from_secs(5);

/// Something that can befall a database.
pub(crate) trait Trouble {
    /// How many kinds of it there are.
    fn kinds(&self) -> u64;
    /// What that one is called.
    fn name(&self, kind: u64) -> &'static str;
    /// Whether everybody can go on reading meanwhile.
    fn leaves_reading(&self, kind: u64) -> bool;
    /// Begins it.
    fn strike(&mut self, kind: u64, server: &Served, dice: &mut Dice);
    /// Ends it.
    fn heal(&mut self, kind: u64, server: &Served);
}

/// What is seen while it lasts.
#[derive(Default)]
struct Seen {
    is_over: AtomicBool,
    acknowledged: AtomicU64,
    in_doubt: AtomicU64,
    wrong: Mutex<Vec<String>>,
}

impl Seen {
    fn note(&self, wrong: String) {
        self.wrong.lock().unwrap().push(wrong);
    }

    fn note_slow(&self, what: &str, began: Instant) {
        if began.elapsed() > LONGEST_ANSWER {
            self.note(format!("{what} took {:?}", began.elapsed()));
        }
    }

    fn write(&self, person: &mut Person, server: &Served, dice: &mut Dice) {
        let mut client = person.client(server);
        while !self.is_over.load(Ordering::SeqCst) {
            let began = Instant::now();
            let done = person.act(server, &mut client, dice);
            self.note_slow("writing", began);
            match done {
                Ok(_) => drop(self.acknowledged.fetch_add(1, Ordering::SeqCst)),
                Err(doubt) => {
                    self.in_doubt.fetch_add(1, Ordering::SeqCst);
                    doubt.complaint().into_iter().for_each(|wrong| self.note(wrong));
                    return;
                }
            }
        }
    }

    fn read(&self, mut client: Client, must_work: bool) {
        for path in ["/api/v1/tenants?limit=5", "/api/v1/overview", "/api/v1/me"].into_iter().cycle() {
            if self.is_over.load(Ordering::SeqCst) {
                return;
            }
            let began = Instant::now();
            let answer = client.get(path);
            self.note_slow(path, began);
            match answer {
                Ok(answer) if answer.status == 200 || (!must_work && is_later(&answer)) => {}
                Ok(answer) => self.note(format!("{path}: {answer}")),
                Err(error) => self.note(format!("{path}: {error}")),
            }
        }
    }
}

/// Lets everybody stop, also when the test ends in a panic.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// One fault, while people read and write.
fn one_fault(
    server: &mut Served,
    people: &mut [Person],
    trouble: &mut dyn Trouble,
    kind: u64,
    dice: &mut Dice,
) -> Vec<String> {
    let seen = Seen::default();
    let reader = people[0].client(server);
    std::thread::scope(|scope| {
        let (seen, server) = (&seen, &*server);
        let _over = Over(&seen.is_over);
        for (part, person) in (1..).zip(people.iter_mut()) {
            let mut own = dice.for_part(part);
            scope.spawn(move || seen.write(person, server, &mut own));
        }
        let must_work = trouble.leaves_reading(kind);
        scope.spawn(move || seen.read(reader, must_work));
        let begin = dice.below(6);
        wait_until(Duration::from_secs(5), || seen.acknowledged.load(Ordering::SeqCst) >= begin);
        trouble.strike(kind, server, dice);
        // Until somebody notices, or for a while: not every fault hits somebody.
        wait_until(Duration::from_millis(dice.below(600)), || seen.in_doubt.load(Ordering::SeqCst) >= PEOPLE);
        trouble.heal(kind, server);
    });
    let mut wrong = seen.wrong.into_inner().unwrap();
    let began = Instant::now();
    let works = wait_until(LONGEST_RECOVERY, || {
        let asked = |path: &str| people[0].client(server).get(path).map_or(0, |answer| answer.status);
        // As often as there are connections at most: one that refuses may be the next, and the others not.
        asked("/readyz") == 200 && asked("/api/v1/me") == 200 && (0..CONNECTIONS).all(|_| people[0].writes(server))
    });
    if !works {
        wrong.push(format!("it does not work again within {:?}", began.elapsed()));
    }
    for person in people {
        wrong.extend(person.check(server));
    }
    if !server.is_running() {
        wrong.push("the server has ended".to_owned());
    }
    wrong
}

/// The control: a server that keeps its connections whatever they refused does not come back from a database that was
/// read-only for a while, and that is seen.
pub(crate) fn keeping_what_refuses_is_found_out(site: &Site, mut server: Served, trouble: &mut dyn Trouble) {
    let Some(kind) = (0..trouble.kinds()).find(|kind| trouble.name(*kind) == "read-only") else { return };
    let mut people: Vec<Person> = (0..PEOPLE).map(|number| Person::join(site, &format!("mens{number}"))).collect();
    let mut dice = Dice::of(seed());
    // At times nobody asks for a connection before the fault is over.
    let is_found = (0..20).any(|_| {
        let found = one_fault(&mut server, &mut people, trouble, kind, &mut dice);
        found.iter().any(|wrong| wrong.contains("it does not work again"))
    });
    assert!(is_found, "nobody saw it");
}

/// Fault after fault, on one server that is never started again; stops at the first thing that is wrong.
pub(crate) fn fault_after_fault(site: &Site, mut server: Served, trouble: &mut dyn Trouble, usual: u64) {
    let mut people: Vec<Person> = (0..PEOPLE).map(|number| Person::join(site, &format!("mens{number}"))).collect();
    let seed = seed();
    let mut dice = Dice::of(seed);
    let faults = size("UPTAKE_FAULTS", usual);
    let score = Score::begin("S18", "faults of the database while people read and write", site.engine(), seed);
    let mut wrong = Vec::new();
    for fault in 0..faults {
        let kind = fault % trouble.kinds();
        let found = one_fault(&mut server, &mut people, trouble, kind, &mut dice);
        wrong.extend(found.into_iter().map(|one| format!("fault {fault}, {}: {one}", trouble.name(kind))));
        if !wrong.is_empty() {
            break;
        }
    }
    for person in &mut people {
        wrong.extend(person.check_at_the_end(site, &server));
    }
    wrong.extend(server.log.findings(&site.secrets()));
    score.end(faults, wrong.len() as u64);
    assert!(wrong.is_empty(), "{wrong:#?}\n{:#?}", server.log.troubles().iter().rev().take(20).collect::<Vec<_>>());
    let (status, log) = server.stop();
    assert!(status.success(), "{:?}", log.lines());
    assert_eq!(site.damage(), Vec::<String>::new());
}
