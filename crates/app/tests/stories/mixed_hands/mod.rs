//! Many who do everything at once on few tenants, through two servers, while loads change totals and somebody looks on
//! (S17): nobody ever sees a split that does not add up without saying so, a tenant without a contact that a survey may
//! reach, or a version that goes back; whoever comes second is told what the other wrote; nothing that was acknowledged is
//! lost or done twice.

mod hands;
mod ledger;
mod observer;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::{App, Expected, NoteQuery};
use domain::TenantId;
use testkit::report::{Report, Usage};
use testkit::{Dice, Engine, Score, TENANTS, both_engines, seed, size};

use self::hands::Hands;
use self::ledger::{Ledger, Thing};
use self::observer::Observer;
use super::service_status::{LEGAL, Seats};

/// How many clients, and how many operations of all of them, unless a long run says otherwise.
const CLIENTS: u64 = 16;
const OPERATIONS: u64 = 1_000;

/// The tenants of the one partner.
fn tenants() -> [TenantId; 3] {
    [0, 1, 2].map(|at| TENANTS[at].id.parse().unwrap())
}

/// Two servers on one database.
fn servers(seats: &Seats, other: &App) -> [App; 2] {
    [seats.world.app.clone(), other.clone()]
}

async fn second_server(seats: &Seats) -> App {
    App::new(seats.world.database.open().await, seats.world.clock.clock(), seats.world.app.settings().clone())
}

/// Loads another month with other totals, until the others are done, and takes some of it back.
async fn load_on(seats: &Seats, is_over: &AtomicBool, mut dice: Dice) -> u64 {
    let mut loads = 0;
    while !is_over.load(Ordering::SeqCst) {
        let totals: Vec<String> = tenants().iter().map(|_| (20 + dice.below(200)).to_string()).collect();
        let month = format!("2026-{:02}-01", 9 + loads % 3);
        let rows = TENANTS.iter().zip(&totals).map(|(tenant, pau)| Usage {
            tenant: tenant.id,
            name: tenant.name,
            location: tenant.location,
            month: &month,
            pau,
            ..Usage::default()
        });
        // Deletions become final meanwhile.
        seats.world.clock.pass(chrono::TimeDelta::seconds(2));
        let load = seats.world.load("totals.csv", Report::office(&rows.collect::<Vec<_>>()).text()).await;
        if dice.below(3) == 0 {
            seats.world.undo(&load).await;
        }
        loads += 1;
    }
    loads
}

async fn look_on(seats: &Seats, servers: &[App; 2], is_over: &AtomicBool) -> Observer {
    let mut observer = Observer::default();
    while !is_over.load(Ordering::SeqCst) {
        for app in servers {
            for tenant in tenants() {
                observer.look(app, &seats.executive, tenant).await;
            }
        }
    }
    observer
}

/// Every version of splits and intent notes that stands, and the contacts as they are.
async fn standing(seats: &Seats) -> BTreeMap<(Thing, i64), String> {
    let (app, who) = (&seats.world.app, &seats.executive);
    let mut all = BTreeMap::new();
    for (at, tenant) in tenants().into_iter().enumerate() {
        let mut cursor = None::<String>;
        loop {
            let page = app.service_status_history(who, tenant, "Teams", cursor.as_deref()).await.unwrap().value;
            for one in page.items {
                all.insert((format!("split {at}"), one.revision.number), hands::split_text(&one.lines));
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let desk = app.intent_note(who, tenant, "Teams").await.unwrap().value;
        for note in desk.current.into_iter().chain(desk.older) {
            all.insert((format!("intent {at}"), note.version), note.text);
        }
    }
    all
}

async fn notes(seats: &Seats) -> Vec<String> {
    let mut all = Vec::new();
    for tenant in tenants() {
        let mut query = NoteQuery::default();
        loop {
            let page = seats.world.app.status_notes(&seats.executive, tenant, &query).await.unwrap().value;
            all.extend(page.notes.into_iter().map(|note| note.id));
            let Some(cursor) = page.next_cursor else { break };
            query.cursor = cursor;
        }
    }
    all
}

/// What is out of balance in the end waits for somebody, and nothing else does.
async fn waits_for_whom_it_should(seats: &Seats, wrong: &mut Vec<String>) {
    let (app, who) = (&seats.world.app, &seats.executive);
    let kind = domain::work::WorkKind::SplitOutOfBalance.code();
    let items = app.work(who, Some(kind), None).await.unwrap().value.items;
    for tenant in tenants() {
        let desk = app.service_status(who, tenant, "Teams", "").await.unwrap().value;
        let waits = items.iter().any(|item| item.tenant_id == Some(tenant));
        if waits == desk.balance.unwrap().is_even() {
            wrong.push(format!("{:?} of {tenant} waits: {waits}", desk.balance));
        }
    }
}

/// Of intent notes not all are listed; but as many are kept as there were versions.
async fn every_intent_is_kept(seats: &Seats, wrong: &mut Vec<String>) {
    let mut newest = 0;
    for tenant in tenants() {
        let desk = seats.world.app.intent_note(&seats.executive, tenant, "Teams").await.unwrap().value;
        newest += desk.revision.parse::<u64>().unwrap();
    }
    let kept = seats.world.database.run("UPDATE intent_note SET text = text").await;
    if kept != Ok(newest) {
        wrong.push(format!("{newest} versions of intent notes, and {kept:?} are kept"));
    }
}

async fn go(seats: Seats, engine: &'static str) {
    let (clients, operations) = (size("UPTAKE_CLIENTS", CLIENTS).max(1), size("UPTAKE_OPERATIONS", OPERATIONS));
    let score = Score::begin("S17", "many hands at once", engine, seed());
    let other = second_server(&seats).await;
    let (servers, dice) = (servers(&seats, &other), Dice::of(seed()));
    let (ledger, is_over) = (Arc::new(Ledger::default()), AtomicBool::new(false));
    let people = [seats.executive.clone(), seats.viewer.clone()];
    let work = async {
        let mut all = tokio::task::JoinSet::new();
        for number in 0..clients {
            let hands = Hands {
                servers: servers.clone(),
                who: people[usize::try_from(number / 2 % 2).unwrap()].clone(),
                number,
                dice: dice.for_part(number),
                ledger: Arc::clone(&ledger),
            };
            // Together they do so many.
            let own = operations / clients + u64::from(number < operations % clients);
            all.spawn(hands.go(own));
        }
        while let Some(done) = all.join_next().await {
            done.unwrap();
        }
        is_over.store(true, Ordering::SeqCst);
    };
    let loader = load_on(&seats, &is_over, dice.for_part(u64::MAX));
    let ((), loads, mut observer) = tokio::join!(work, loader, look_on(&seats, &servers, &is_over));
    for app in &servers {
        for tenant in tenants() {
            observer.look(app, &seats.executive, tenant).await;
        }
    }
    let mut wrong = std::mem::take(&mut observer.wrong);
    wrong.extend(ledger.settle(&standing(&seats).await, &notes(&seats).await));
    every_intent_is_kept(&seats, &mut wrong).await;
    waits_for_whom_it_should(&seats, &mut wrong).await;
    let (saved, busy) = (ledger.counted("saved"), ledger.counted("busy"));
    println!("{} looks, {loads} loads, {}", observer.looks, ledger.told());
    score.end(operations, wrong.len().try_into().unwrap());
    assert!(wrong.is_empty(), "{}: {:#?}", wrong.len(), wrong.iter().take(20).collect::<Vec<_>>());
    // It was a race, and not a refusal of everything.
    assert!(saved > operations / 3 && busy < operations / 20, "{saved} of {operations} saved, {busy} busy");
    assert!(loads > 1 && observer.looks > 6 && (operations < 500 || ledger.counted("overtaken") > 0));
}

fn run(engine: Engine, name: &'static str) {
    testkit::tell(engine, Seats::open, async |seats| Box::pin(go(seats, name)).await);
}

#[test]
fn of_many_hands_at_once_nobody_sees_what_must_not_be_on_sqlite() {
    run(Engine::Sqlite, "sqlite");
}

#[test]
fn of_many_hands_at_once_nobody_sees_what_must_not_be_on_postgres() {
    run(Engine::Postgres, "postgres");
}

/// What is broken on purpose, what the observer says of it, and how it is mended: all but the last.
const BROKEN: [(&str, &str, &str); 5] = [
    (
        "UPDATE split_seats SET seats = seats - 1",
        "page: 99 seats, 99 of them settled, as 99 of 100",
        "UPDATE split_seats SET seats = seats + 1",
    ),
    (
        "UPDATE contact SET survey_eligible = (1 = 0)",
        "none of 1 customer contacts is survey eligible",
        "UPDATE contact SET survey_eligible = (1 = 1)",
    ),
    ("UPDATE contact SET version = version - 1", "went back from 2 to 1", "UPDATE contact SET version = version + 1"),
    (
        "UPDATE intent_note SET version = 0 WHERE version = 2",
        "went back from 2 to 0",
        "UPDATE intent_note SET version = 2 WHERE version = 0",
    ),
    ("DELETE FROM split_line", "split: 0 seats, 0 of them settled, as 0 of 100", ""),
];

both_engines! {
    async fn whoever_looks_on_finds_what_is_broken_on_purpose(seats in Seats) {
        let (app, who, tenant) = (&seats.world.app, &seats.executive, seats.tenant);
        seats.put(who, 100, &[(100, LEGAL)]).await;
        for text in ["Blocked, because of one.", "Blocked, because of another."] {
            app.save_intent_note(who, tenant, "Teams", text, &Expected::Any).await.unwrap();
        }
        let contact = app.add_contact(who, tenant, &hands::contact(1, "one", true), None).await.unwrap();
        app.change_contact(who, tenant, &contact.id, &hands::edit("two", true), &Expected::Any).await.unwrap();
        let mut observer = Observer::default();
        observer.look(app, who, tenant).await;
        assert_eq!(observer.wrong, Vec::<String>::new());
        for (broken, said, mended) in BROKEN {
            assert_ne!(seats.world.database.run(broken).await, Ok(0), "{broken}");
            observer.look(app, who, tenant).await;
            let wrong = std::mem::take(&mut observer.wrong);
            assert!(wrong.iter().any(|one| one.contains(said)), "{broken}: {wrong:?}");
            if mended.is_empty() {
                break;
            }
            assert_ne!(seats.world.database.run(mended).await, Ok(0), "{mended}");
            observer.look(app, who, tenant).await;
            assert_eq!(observer.wrong, Vec::<String>::new(), "{mended}");
        }
    }
}
