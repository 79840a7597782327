//! Making worlds, loading their files, and going round among their people.

use std::panic::AssertUnwindSafe;

use domain::access::Role;
use testkit::{Database, Engine, World, operator};

use super::books::{Books, Loaded};
use super::caller::Caller;
use super::compare::{Comparison, Made, Numbers};
use super::eyes::{Eyes, Question, Sight, sights};
use super::people::{Person, of_partner, office};
use super::worlds::{Dice, Drawn, Step, draw};

/// What has to be compared at least once in a run.
const KINDS: [&str; 12] = [
    "lists",
    "totals",
    "cursors",
    "list exports",
    "tenants",
    "usage rows",
    "claims",
    "exported usage rows",
    "histories",
    "history exports",
    "foreign tenants",
    "closed doors",
];

const SORTS: [&str; 20] = [
    "name",
    "-name",
    "tenant_id",
    "-tenant_id",
    "domain",
    "-domain",
    "country",
    "-country",
    "segment",
    "-segment",
    "workloads_claimed",
    "-workloads_claimed",
    "pau",
    "-pau",
    "mau",
    "-mau",
    "usage_percent",
    "-usage_percent",
    "change",
    "-change",
];

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// Visits the worlds of consecutive seeds; the seed of one that disagrees is printed.
pub(crate) fn visit_worlds(engine: Engine, usual: u64) {
    let first = setting("UPTAKE_SEED").unwrap_or(1);
    let worlds = setting("UPTAKE_WORLDS").unwrap_or(usual);
    let mut made = Made::default();
    for seed in first..first + worlds {
        let visit = AssertUnwindSafe(|| {
            let mut found = Made::default();
            testkit::tell(engine, Database::itself, async |database| found = visit_world(database, seed, None).await);
            found
        });
        match std::panic::catch_unwind(visit) {
            Ok(found) => made.add(&found),
            Err(panic) => {
                eprintln!("the world of seed {seed} disagrees on {engine:?}: UPTAKE_SEED={seed} UPTAKE_WORLDS=1");
                std::panic::resume_unwind(panic);
            }
        }
    }
    println!("{worlds} worlds on {engine:?}, compared: {:?}", made.0);
    for kind in KINDS {
        assert!(made.0.get(kind).is_some_and(|&count| count > 0), "no {kind} were compared: {:?}", made.0);
    }
}

/// What a mistake in the product would leave in the tables.
const FAULTS: [(&str, &str); 6] = [
    ("a wrong sum", "UPDATE portfolio SET mau = mau + 1 WHERE pau > 0"),
    ("a wrong row", "UPDATE portfolio_workload SET pau = pau + 1"),
    ("a wrong month before", "UPDATE usage SET mau = mau + 1"),
    ("a location forgotten", "DELETE FROM portfolio WHERE location_id <> 0"),
    ("a workload of others", "UPDATE portfolio_workload SET holder_id = NULL"),
    ("a claim too old", "UPDATE claim SET approved_on = '2020-01-01'"),
];

/// Breaks a world in each of these ways, and demands that the comparison sees it.
pub(crate) fn find_planted_faults(engine: Engine) {
    for (what, fault) in FAULTS {
        let visit = AssertUnwindSafe(|| {
            testkit::tell(engine, Database::itself, async |database| drop(visit_world(database, 1, Some(fault)).await));
        });
        let found = std::panic::catch_unwind(visit).err().and_then(|panic| panic.downcast::<String>().ok());
        let told = found.unwrap_or_else(|| panic!("nobody saw {what}"));
        assert!(told.contains("assertion `left == right` failed"), "{what} was seen otherwise: {told}");
    }
}

/// Loads the files of a world, and notes in which order.
async fn load(world: &World, drawn: &Drawn) -> Vec<Loaded> {
    world.load("Profile.csv", &drawn.profile).await;
    let mut loaded: Vec<Loaded> = Vec::new();
    let mut loads = Vec::new();
    for step in &drawn.steps {
        // Loads are told apart by their moments.
        world.clock.pass(chrono::TimeDelta::seconds(1));
        match step {
            Step::Load { file_name, text } => {
                let load = world.load(file_name, text).await;
                assert_eq!(load.load.counts.refused, 0, "{file_name}: {:?}", load.refused);
                loads.push(Some((load, loaded.len())));
                loaded.push(Loaded { file_name: file_name.clone(), text: text.clone(), is_undone: false });
            }
            Step::Undo { step } => {
                let (load, place) = loads[*step].take().unwrap();
                world.undo(&load).await;
                loaded[place].is_undone = true;
                loads.push(None);
            }
        }
    }
    loaded
}

/// Loads a world, breaks it if asked to, and goes round among its people.
async fn visit_world(database: Database, seed: u64, fault: Option<&'static str>) -> Made {
    let drawn = draw(seed);
    let mut dice = Dice::of(seed ^ 0x00c0_ffee);
    let world = World::open(database).await;
    let loaded = load(&world, &drawn).await;
    if let Some(fault) = fault {
        assert_ne!(world.database.run(fault).await, Ok(0), "{fault} breaks nothing");
    }
    let books = Books::of(&drawn.profile, &loaded);
    let router = web::router(world.app.clone(), web::Config::default());
    let (mut made, mut numbers) = (Made::default(), Numbers::default());
    let mut groups: Vec<Vec<Person>> = drawn.partners.iter().map(|partner| of_partner(partner, &mut dice)).collect();
    groups.push(office(&drawn.partners));
    for people in groups {
        // One account takes on one set of roles after the other: what counts is what it has at each request.
        let mut account = Account::open(&world, &router, &people[0]).await;
        for person in people {
            account.become_like(&world, &person).await;
            let eyes = Eyes::of(person.partner.as_deref(), &person.roles);
            if eyes == Eyes::Closed {
                let (status, body) = account.caller.ask("/api/v1/tenants").await;
                assert_eq!(status, 403, "{person:?}: {body}");
                made.one("closed doors");
                continue;
            }
            let sights = sights(&books, &eyes);
            let mut comparison = Comparison {
                caller: &account.caller,
                books: &books,
                seen: sights,
                made: Made::default(),
                numbers: &mut numbers,
            };
            println!("seed {seed}: {person:?}");
            go_round(&mut comparison, &mut dice, &drawn, &eyes).await;
            made.add(&comparison.made);
        }
    }
    numbers.assert_distinct();
    world.store.close().await;
    made
}

/// An account with token and session, whose roles change.
struct Account {
    email: String,
    caller: Caller,
    roles: Vec<Role>,
}

impl Account {
    async fn open(world: &World, router: &axum::Router, person: &Person) -> Self {
        let name = format!("Somebody of {}", person.partner.as_deref().unwrap_or("the office"));
        let role = Role::from_code(person.roles[0].role).unwrap();
        let email = world.add_person(&name, person.partner.as_deref(), role, &[]).await;
        let (token, session) = (world.with_token(&email).await, world.signed_in(&email).await);
        Self { email, caller: Caller::new(router.clone(), &token, &session), roles: vec![role] }
    }

    async fn become_like(&mut self, world: &World, person: &Person) {
        let email = self.email.parse().unwrap();
        for role in self.roles.drain(..) {
            world.app.revoke_role(&operator(), &email, role, &[]).await.unwrap();
        }
        for given in &person.roles {
            let role = Role::from_code(given.role).unwrap();
            world.app.grant_role(&operator(), &email, role, &given.at).await.unwrap();
            if !self.roles.contains(&role) {
                self.roles.push(role);
            }
        }
    }
}

/// Asks for everything that one person can ask for: some of it each time, all of it in the end.
async fn go_round(comparison: &mut Comparison<'_>, dice: &mut Dice, drawn: &Drawn, eyes: &Eyes) {
    let plain = Question { sort: "name", ..Question::default() };
    comparison.list(&plain, 100).await;
    for _ in 0..3 {
        let question = question(dice, &comparison.seen, eyes);
        let limit = usize::try_from(dice.between(1, 12)).unwrap();
        comparison.list(&question, limit).await;
    }
    let mut order: Vec<usize> = (0..comparison.seen.len()).collect();
    dice.shuffle(&mut order);
    for at in order.into_iter().take(5) {
        comparison.details(at).await;
        let mut rows: Vec<usize> = (0..comparison.seen[at].rows.len()).collect();
        dice.shuffle(&mut rows);
        for row in rows.into_iter().take(2) {
            comparison.history(at, row).await;
        }
    }
    comparison.strangers(dice).await;
    let own = |location: &&String| match eyes {
        Eyes::Partner(partner) => {
            drawn.partners.iter().any(|one| one.id == *partner && one.locations.contains(location))
        }
        Eyes::At(_, places) => places.contains(*location),
        _ => true,
    };
    let foreign = drawn.partners.iter().flat_map(|partner| &partner.locations).find(|location| !own(location));
    if let Some(location) = foreign {
        comparison.foreign_location(location).await;
    }
}

/// A random question about what somebody sees; its values are at times of something that is there.
fn question(dice: &mut Dice, seen: &[Sight<'_>], eyes: &Eyes) -> Question {
    let mut question = Question { sort: dice.pick::<&str>(&SORTS), ..Question::default() };
    if seen.is_empty() {
        return question;
    }
    let one = dice.pick(seen);
    if dice.happens(25) {
        let part: String = one.known.name.chars().skip(1).take(4).collect();
        let texts = [
            part,
            one.tenant[..6].to_owned(),
            one.known.domain.clone(),
            "zonen DE".to_owned(),
            "%".to_owned(),
            "_".to_owned(),
        ];
        question.q = dice.pick(&texts).clone();
    }
    if dice.happens(25) && !one.known.country.is_empty() {
        question.country = Some(one.known.country.clone());
    }
    if dice.happens(20) && !one.known.segment.is_empty() {
        question.segment = Some(one.known.segment.clone());
    }
    if dice.happens(25) && !one.rows.is_empty() {
        question.workloads.push(dice.pick(&one.rows).workload.clone());
        question.workloads.push("Yammer".to_owned());
    }
    if dice.happens(30) {
        question.usage_from = Some(one.tenths().unwrap_or(500));
    }
    if dice.happens(30) {
        question.usage_to = Some(dice.pick(seen).tenths().unwrap_or(500));
    }
    if dice.happens(40) {
        question.locations = one
            .locations
            .iter()
            .filter(|location| !matches!(eyes, Eyes::At(_, places) if !places.contains(*location)))
            .take(usize::try_from(dice.between(1, 2)).unwrap())
            .cloned()
            .collect();
    }
    question
}
