//! Many who change the same few splits at once, while loads change their totals: nothing that anybody ever sees fails
//! to add up without saying so (S8.3, S8.4).

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use app::{App, AppError, Ctx, Expected, Outcome, SplitDesk};
use domain::TenantId;
use domain::service_status::{NewSplit, STATUS_UNKNOWN, Taxonomy, preset};
use testkit::report::{Report, Usage};
use testkit::{Dice, TENANTS, both_engines};

use super::service_status::{Seats, line};

/// How many save, and how often in all, unless a long run says otherwise.
const CLIENTS: u64 = 6;
const SAVES: u64 = 120;

fn clients() -> u64 {
    testkit::size("UPTAKE_CLIENTS", CLIENTS).max(1)
}

/// How often each saves, and how many loads there are meanwhile.
fn rounds() -> (u64, u64) {
    let saves = testkit::size("UPTAKE_SAVES", SAVES);
    (saves.div_ceil(clients()), (saves / 15).min(200))
}

/// Three tenants of one partner.
fn tenants() -> [TenantId; 3] {
    [0, 1, 2].map(|at| TENANTS[at].id.parse().unwrap())
}

/// A random split of a total, which adds up unless it is to be wrong.
fn random(dice: &mut Dice, taxonomy: &Taxonomy, total: i64, is_wrong: bool) -> NewSplit {
    let reasons: Vec<_> =
        taxonomy.nodes().iter().filter(|node| taxonomy.options(&node.choice).next().is_none()).collect();
    let mut left = total;
    let mut lines = Vec::new();
    while left > 0 {
        let seats =
            if lines.len() == 5 { left } else { i64::try_from(dice.below(u64::try_from(left).unwrap())).unwrap() + 1 };
        let choice = dice.pick(&reasons).choice.to_string();
        let mut line = line(seats, &choice);
        line.remark = format!("site {}", dice.below(3));
        lines.push(line);
        left -= seats;
    }
    if is_wrong {
        lines.push(line(1, "in_progress"));
    }
    NewSplit { total: total.to_string(), lines }
}

/// What anybody sees: the seats add up, or are too many by exactly those that nobody may take away.
fn check(desk: &SplitDesk) {
    let balance = desk.balance.unwrap();
    let seats: i64 = desk.lines.iter().map(|line| line.seats).sum();
    let settled: i64 = desk.lines.iter().filter(|line| line.choice.l1() != STATUS_UNKNOWN).map(|line| line.seats).sum();
    assert_eq!(balance.sum, seats);
    assert_eq!(balance.sum, balance.total.max(settled), "{desk:?}");
}

async fn save_at_random(app: &App, who: &Ctx, dice: u64, saved: &AtomicUsize) {
    let (mut dice, taxonomy) =
        (Dice::of(dice), Taxonomy::checked(preset::nodes(), chrono::NaiveDate::default()).unwrap());
    for _ in 0..rounds().0 {
        let tenant = *dice.pick(&tenants());
        let seen = app.service_status(who, tenant, "Teams", "").await.unwrap().value;
        check(&seen);
        let (total, is_wrong) = (seen.balance.unwrap().total, dice.below(5) == 0);
        let expected = if dice.below(4) == 0 { Expected::Any } else { Expected::one(seen.revision.as_str()) };
        let new = random(&mut dice, &taxonomy, total, is_wrong);
        match app.save_service_status(who, tenant, "Teams", &new, &expected).await {
            Ok(seen) => match seen.value {
                Outcome::Saved(desk) => {
                    assert!(!is_wrong && desk.balance.unwrap().is_even(), "{desk:?}");
                    saved.fetch_add(1, Ordering::SeqCst);
                }
                Outcome::Overtaken(desk) => check(&desk),
            },
            // It was wrong from the beginning, or the total has changed meanwhile.
            Err(AppError::Split(_)) => assert!(is_wrong || expected == Expected::Any),
            Err(AppError::Busy) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Looks again and again: list of usage and splits of one state of the database.
async fn look(app: &App, who: &Ctx, is_over: &AtomicBool) -> usize {
    let mut looks = 0;
    while !is_over.load(Ordering::SeqCst) {
        for tenant in tenants() {
            let page = app.tenant(who, tenant).await.unwrap().value;
            let teams = page.rows.iter().find(|row| row.workload.code == "Teams").unwrap();
            let status = page.statuses.iter().find(|one| one.workload == "Teams").unwrap();
            assert_eq!(status.balance.total, teams.figure.unwrap().pau, "the total is the PAU of the newest month");
            check(&app.service_status(who, tenant, "Teams", "").await.unwrap().value);
            looks += 1;
        }
    }
    looks
}

/// Loads another month with other totals, again and again, and takes some of it back.
async fn load_at_random(seats: &Seats) {
    let mut dice = Dice::of(99);
    for round in 0..rounds().1 {
        let totals: Vec<String> = tenants().iter().map(|_| (20 + dice.below(200)).to_string()).collect();
        let month = format!("2026-{:02}-01", 9 + round % 3);
        let rows = TENANTS.iter().zip(&totals).map(|(tenant, pau)| Usage {
            tenant: tenant.id,
            name: tenant.name,
            location: tenant.location,
            month: &month,
            pau,
            ..Usage::default()
        });
        let load = seats.world.load("totals.csv", Report::office(&rows.collect::<Vec<_>>()).text()).await;
        if dice.below(3) == 0 {
            seats.world.undo(&load).await;
        }
    }
}

both_engines! {
    async fn of_many_saves_at_once_and_loads_between_nothing_fails_to_add_up(seats in Seats) {
        // A second server beside the first.
        let other = App::new(seats.world.database.open().await, seats.world.clock.clock(), seats.world.app.settings().clone());
        let (saved, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
        let clients = futures_util::future::join_all((0..clients()).map(|number| {
            let app = if number % 2 == 0 { &seats.world.app } else { &other };
            save_at_random(app, &seats.executive, number, &saved)
        }));
        let work = async {
            tokio::join!(clients, load_at_random(&seats));
            is_over.store(true, Ordering::SeqCst);
        };
        let (looks, ()) = tokio::join!(look(&other, &seats.executive, &is_over), work);
        assert!(looks >= 3 && saved.load(Ordering::SeqCst) > 10, "{looks} looks, {saved:?} saved");
        let mut by_person = 0;
        for tenant in tenants() {
            let (mut numbers, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let page = seats.world.app.service_status_history(&seats.executive, tenant, "Teams", cursor.as_deref()).await.unwrap().value;
                for one in &page.items {
                    let sum: i64 = one.lines.iter().map(|line| line.seats).sum();
                    assert_eq!(sum, one.revision.balance.sum);
                    assert!(one.revision.person.is_none() || one.revision.balance.is_even());
                    by_person += usize::from(one.revision.person.is_some());
                    numbers.push(one.revision.number);
                }
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            let newest = i64::try_from(numbers.len()).unwrap();
            assert_eq!(numbers, (1..=newest).rev().collect::<Vec<_>>(), "no save is lost, and none counts twice");
        }
        assert_eq!(by_person, saved.load(Ordering::SeqCst));
    }
}
