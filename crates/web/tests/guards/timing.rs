//! How long an answer takes tells nothing either (S6): what is out of scope takes as long as what does not exist, and
//! an unknown account as long as a known one.
//!
//! Measured in long runs alone (`UPTAKE_TIMING_PAIRS`): a gate on a busy machine would measure the machine. What a gate
//! can hold is the statistic.

use std::time::Instant;

use app::PasswordCost;
use chrono::TimeDelta;
use domain::access::Role;
use testkit::{Database, Engine, Noorderlicht, PASSWORD, Score, TENANTS, operator, seed, size};
use web::{Config, Kind, Verb, routes};

use crate::oracle::worlds::Dice;
use crate::wire::{Ask, Key, Line, Server, Watch};

/// How far from a coin's toss telling two samples apart may be.
const MOST: f64 = 0.02;

/// The same for samples of that size: where they are too small for it, what chance does in one of 400 cases.
fn most(pairs: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "some thousands of pairs")]
    let error = (6.0 * pairs as f64).sqrt().recip();
    MOST.max(3.0 * error)
}

/// How probable it is that one of the first takes longer than one of the second, equal ones counted half (the U of
/// Mann and Whitney over all pairs): 0.5 where they cannot be told apart.
fn auc(first: &[u64], second: &[u64]) -> f64 {
    let mut all: Vec<(u64, bool)> =
        first.iter().map(|&it| (it, true)).chain(second.iter().map(|&it| (it, false))).collect();
    all.sort_unstable();
    // Twice the sum of the ranks of the first, so that ties stay whole numbers.
    let (mut doubled, mut at) = (0_u128, 0);
    while at < all.len() {
        let end = all[at..].iter().position(|it| it.0 != all[at].0).map_or(all.len(), |further| at + further);
        let of_first = all[at..end].iter().filter(|it| it.1).count() as u128;
        doubled += of_first * (at as u128 + 1 + end as u128);
        at = end;
    }
    let (one, other) = (first.len() as u128, second.len() as u128);
    let doubled_u = doubled - one * (one + 1);
    #[expect(clippy::cast_precision_loss, reason = "ranks of some thousands of samples")]
    let share = doubled_u as f64 / (2 * one * other) as f64;
    share
}

#[test]
fn samples_that_differ_are_told_apart_and_others_are_not() {
    assert!((auc(&[1, 2, 3], &[1, 2, 3]) - 0.5).abs() < 1e-9);
    assert!((auc(&[4, 5, 6], &[1, 2, 3]) - 1.0).abs() < 1e-9);
    assert!(auc(&[1, 2, 3], &[4, 5, 6]).abs() < 1e-9);
    assert!((auc(&[2, 2], &[2, 1]) - 0.75).abs() < 1e-9);
    let mut dice = Dice::of(1);
    let mut draw =
        |least: i64, most: i64| -> Vec<u64> { (0..4_000).map(|_| dice.between(least, most).unsigned_abs()).collect() };
    let (same, alike, slower) = (draw(1_000, 2_000), draw(1_000, 2_000), draw(1_050, 2_050));
    assert!((auc(&same, &alike) - 0.5).abs() < MOST);
    assert!((auc(&same, &slower) - 0.5).abs() > most(4_000), "a twentieth more is to be seen");
    assert!((most(20_000) - MOST).abs() < 1e-9 && most(100) > 0.1);
}

/// Sends two requests in turn, in random order within each pair; nanoseconds of each.
async fn measure(
    line: &mut Line,
    asks: [&Ask; 2],
    pairs: u64,
    dice: &mut Dice,
    mut between: impl FnMut(),
) -> [Vec<u64>; 2] {
    let mut taken = [Vec::new(), Vec::new()];
    for number in 0..pairs + 20 {
        let order = if dice.happens(50) { [0, 1] } else { [1, 0] };
        for which in order {
            between();
            let began = Instant::now();
            let response = line.begin(asks[which]).await;
            let reply = Line::read(asks[which], response).await;
            let nanos = u64::try_from(began.elapsed().as_nanos()).unwrap();
            assert!(matches!(reply.status, 200 | 404 | 422), "{}: {}", reply.asked, reply.status);
            // The first ones warm up.
            if number >= 20 {
                taken[which].push(nanos);
            }
        }
    }
    taken
}

/// Of each thing that is asked for by a number or handle: the path, the other partner's, and nobody's.
async fn of_others(world: &Noorderlicht) -> Vec<(&'static str, String, String)> {
    let (app, werf) = (&world.world.app, TENANTS[3]);
    let other =
        world.world.add_person("Other Kxq", Some(Noorderlicht::OTHER_PARTNER), Role::IncentivesAdmin, &[]).await;
    app.grant_role(&operator(), &other.parse().unwrap(), Role::ExecutiveReportViewer, &[]).await.unwrap();
    let ctx = world.world.signed_in(&other).await;
    let asked = format!(
        "rfa_id,tenant_id,customer_name,workloads,partner_id\nRFA-timed,{},{},Teams,{}\n",
        werf.id,
        werf.name,
        Noorderlicht::OTHER_PARTNER
    );
    world.world.load("timed.csv", &asked).await;
    let referral = app.referrals(&ctx, &app::ReferralQuery::default()).await.unwrap().value.items[0].number.clone();
    let ticket = app.open_ticket(&ctx, &crate::tickets::asking("timed"), None).await.unwrap().value.item.number;
    let filing = crate::claims::filing(Noorderlicht::HAARLEM);
    let claim = app.file_claim(&ctx, &filing, None).await.unwrap().value.item.number;
    let person = app.person_list(&operator(), &other, None).await.unwrap().value.items[0].handle.clone();
    let of_number = |path, number: String| {
        let bare = number.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let nobodys = format!("{bare}{}", "9".repeat(number.len() - bare.len()));
        (path, number, nobodys)
    };
    vec![
        of_number("/referrals/{}", referral),
        of_number("/tickets/{}", ticket),
        of_number("/claims/{}", claim),
        ("/people/{}", person.clone(), "A".repeat(person.len())),
    ]
}

async fn time_everything(mut world: Noorderlicht, pairs: u64) -> (u64, u64, f64) {
    world.world.app = world.world.app.with_password_cost(PasswordCost::USUAL);
    let email = world.world.add_person("Timer Kxq", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
    let (session, token) = (world.world.signed_in(&email).await, world.world.with_token(&email).await);
    let admin = world.world.add_person("Admin Kxq", Some(Noorderlicht::PARTNER), Role::IncentivesAdmin, &[]).await;
    for role in [Role::ExecutiveReportViewer, Role::AccountAdmin] {
        world.world.app.grant_role(&operator(), &admin.parse().unwrap(), role, &[]).await.unwrap();
    }
    let (admin, admin_token) = (world.world.signed_in(&admin).await, world.world.with_token(&admin).await);
    let server = Server::start(world.world.app.clone(), Config::default()).await;
    let mut line = Line::to(server.address, Watch::over([], false));
    let mut dice = Dice::of(seed());
    let (mut cases, mut failures, mut worst) = (0, 0, 0.5_f64);
    let mut judge = |what: &str, [one, other]: [Vec<u64>; 2]| {
        let auc = auc(&one, &other);
        println!("{what}: AUC {auc:.4} of {} pairs", one.len());
        cases += one.len() as u64;
        failures += u64::from((auc - 0.5).abs() > most(one.len()));
        worst = if (auc - 0.5).abs() > (worst - 0.5).abs() { auc } else { worst };
    };
    // The other partner's tenant, and nobody's.
    let (foreign, nobodys) = (TENANTS[3].id, "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d99");
    for route in routes().iter().filter(|it| it.path.contains("{tenant_id}") && it.method == Verb::Get) {
        let key = if route.kind == Kind::Api { Key::of(&token) } else { Key::of(&session) };
        let ask =
            |id: &str| Ask::get(route.path.replace("{tenant_id}", id).replace("{workload}", "Teams")).with_key(&key);
        let (one, other) = (ask(foreign), ask(nobodys));
        judge(route.path, measure(&mut line, [&one, &other], pairs, &mut dice, || ()).await);
    }
    // Whatever else the other partner has, and what nobody has.
    for (path, foreign, nobodys) in of_others(&world).await {
        for (door, key) in [("", Key::of(&admin)), ("/api/v1", Key::of(&admin_token))] {
            let ask = |id: &str| Ask::get(format!("{door}{}", path.replace("{}", id))).with_key(&key);
            let (one, other) = (ask(&foreign), ask(&nobodys));
            judge(&format!("{door}{path}"), measure(&mut line, [&one, &other], pairs, &mut dice, || ()).await);
        }
    }
    // What help says of them (S11.2).
    for (path, key) in [("/help", Key::of(&session)), ("/api/v1/help", Key::of(&token))] {
        let ask = |id: &str| Ask::get(format!("{path}?tenant={id}")).with_key(&key);
        let (one, other) = (ask(foreign), ask(nobodys));
        judge(path, measure(&mut line, [&one, &other], pairs, &mut dice, || ()).await);
    }
    // One look of the sign-in page is the visit to which its form belongs.
    let page = line.send(&Ask::get("/sign-in")).await;
    let (visit, form_token) = (page.header("set-cookie").split(';').next().unwrap().to_owned(), page.form_token());
    let ask = |email: &str| {
        Ask::new("POST", "/sign-in").with("cookie", &visit).form(&[
            ("csrf", &form_token),
            ("email", email),
            ("password", PASSWORD.trim_end_matches('y')),
        ])
    };
    let (known, unknown) = (ask(&email), ask("somebody.else@uptake.example"));
    let clock = world.world.clock.clone();
    // Attempts have a limit in a quarter of an hour, which so passes between them.
    let later = || clock.pass(TimeDelta::minutes(4));
    let fewer = (pairs / 10).max(100);
    judge("/sign-in, known or not", measure(&mut line, [&known, &unknown], fewer, &mut dice, later).await);
    (cases, failures, worst)
}

fn run(engine: Engine, name: &'static str) {
    let _quiet = crate::nobody_plants();
    let pairs = size("UPTAKE_TIMING_PAIRS", 0);
    if pairs == 0 {
        return;
    }
    let score = Score::begin("S6", "timing, worst AUC", name, seed());
    let open = async |database: Database| Noorderlicht::open(database).await;
    let mut found = (0, 0, 0.5);
    testkit::tell(engine, open, async |world| found = time_everything(world, pairs).await);
    score.end_at(found.0, found.1, found.2);
}

#[test]
fn how_long_it_takes_tells_nothing_on_sqlite() {
    run(Engine::Sqlite, "sqlite");
}

#[test]
fn how_long_it_takes_tells_nothing_on_postgres() {
    run(Engine::Postgres, "postgres");
}
