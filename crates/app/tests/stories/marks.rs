//! What the tenant list shows beside the figures: signals, and what people noted (S2.4, S2.5, S12.2).

use app::{Ctx, Expected, TenantItem, TenantQuery};
use chrono::TimeDelta;
use domain::access::Role;
use domain::contact::NewContact;
use domain::service_status::{NewLine, NewSplit};
use domain::signal::Signal;
use domain::status_note::OverallStatus;
use domain::tenant::{TenantColumn, TenantSort};
use testkit::report::{Report, Usage};
use testkit::{Dice, Noorderlicht, TENANTS, Tenant, World, both_engines};

use crate::worklist::{Desk, id};

/// The rows of a list, all of them.
async fn rows(world: &World, who: &Ctx, query: TenantQuery) -> Vec<TenantItem> {
    let (mut query, mut items) = (query, Vec::new());
    loop {
        let (some, next) = world.app.tenants_for_export(who, &query).await.unwrap();
        items.extend(some);
        query.cursor = next;
        if query.cursor.is_none() {
            return items;
        }
    }
}

fn names(items: &[TenantItem]) -> Vec<&str> {
    items.iter().map(|item| item.name.as_str()).collect()
}

fn sorted_by(text: &str) -> TenantQuery {
    TenantQuery { sort: text.parse::<TenantSort>().unwrap(), ..TenantQuery::default() }
}

async fn row(desk: &Desk, who: &Ctx, tenant: &Tenant) -> TenantItem {
    desk.world.app.tenant(who, id(tenant)).await.unwrap().value.tenant
}

/// How blocked seats of the bakery have grown.
async fn growth(desk: &Desk, who: &Ctx) -> Vec<Signal> {
    let mut signals = row(desk, who, &TENANTS[0]).await.signals;
    signals.retain(|signal| matches!(signal, Signal::BlockedSeatsGrew { .. }));
    signals
}

async fn overdue(desk: &Desk, who: &Ctx) -> (i64, usize) {
    let totals = desk.world.app.tenants(who, &TenantQuery::default()).await.unwrap().value.totals;
    let narrowed = TenantQuery { overdue: true, ..TenantQuery::default() };
    let list = desk.world.app.tenants(who, &narrowed).await.unwrap().value;
    assert_eq!(list.totals.overdue, totals.overdue, "above the narrowed list as above the whole");
    assert_eq!(list.totals.tenants, totals.overdue);
    (totals.overdue, list.items.len())
}

fn split(total: i64, blocked: i64) -> NewSplit {
    let line = |seats: i64, l1: &str, l2: &str| NewLine {
        seats: seats.to_string(),
        l1: l1.to_owned(),
        l2: l2.to_owned(),
        ..NewLine::default()
    };
    let lines = [line(blocked, "blocked", "service_reliability"), line(total - blocked, "in_progress", "")];
    let lines = lines.into_iter().filter(|line| line.seats != "0").collect();
    NewSplit { total: total.to_string(), lines }
}

/// A figure near the borders of the rules, or anywhere.
fn some(dice: &mut Dice, pau: Option<i64>) -> i64 {
    match (dice.below(8), pau) {
        (0, _) => 0,
        (1, _) => i64::try_from(149 + dice.below(3)).unwrap(),
        (2, Some(pau)) => pau * 8 / 10,
        (3, Some(pau)) => pau * 9 / 10,
        (4, Some(pau)) => pau / 10,
        (5, Some(pau)) => pau * 12 / 100,
        (6, _) => i64::try_from(dice.below(900_000_000)).unwrap(),
        _ => i64::try_from(dice.below(2_000)).unwrap(),
    }
}

both_engines! {
    async fn the_database_finds_the_signals_that_the_rules_give(world in Noorderlicht) {
        let Noorderlicht { world } = world;
        let dice = &mut Dice::of(7);
        let mut report = Report::office(&[]);
        for number in 0..300_u32 {
            let tenant = uuid::Uuid::from_u128(0x0b8e_1c64_6c1f_4b3e_9a55_0000_0000_0000 + u128::from(number)).to_string();
            let before = some(dice, None);
            let now = if dice.below(2) == 0 { before } else { some(dice, None) };
            for (month, pau) in [("2026-07-01", before), ("2026-08-01", now)] {
                let mau = some(dice, Some(pau));
                let row = Usage {
                    tenant: &tenant,
                    name: &format!("Klant {number:03}"),
                    month,
                    pau: &pau.to_string(),
                    mau: &mau.to_string(),
                    location: Noorderlicht::UTRECHT,
                    ..Usage::default()
                };
                report = report.usage(&row);
            }
        }
        // The most that a figure may have: no sum is too large.
        let most = domain::usage::MOST_UNITS.to_string();
        for (month, mau) in [("2026-07-01", "1"), ("2026-08-01", most.as_str())] {
            let tenant = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4dff";
            let row = Usage { tenant, name: "Groot", month, mau, pau: &most, location: Noorderlicht::UTRECHT, ..Usage::default() };
            report = report.usage(&row).usage(&Usage { workload: "Yammer", ..row });
        }
        world.load("signals.csv", report.text()).await;
        let email = world.add_person("Xenia Executive", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer, &[]).await;
        let who = world.with_token(&email).await;
        let every = rows(&world, &who, TenantQuery::default()).await;
        assert_eq!(every.len(), 304);
        let mut seen = 0;
        for code in Signal::CODES {
            let mut by_rule = every.clone();
            by_rule.retain(|item| item.signals.iter().any(|signal| signal.code() == code));
            let query = TenantQuery { signals: vec![code.to_owned()], ..TenantQuery::default() };
            assert_eq!(names(&rows(&world, &who, query).await), names(&by_rule), "{code}");
            seen += by_rule.len();
        }
        assert!(seen > 150, "{seen} signals are too few to tell anything");
        let weight = |item: &TenantItem| item.signals.iter().map(|signal| signal.weight()).sum::<i64>();
        let worst_first: Vec<_> = rows(&world, &who, sorted_by("-signals")).await.iter().map(weight).collect();
        assert!(worst_first.is_sorted_by(|a, b| a >= b), "{worst_first:?}");
        let mut mildest_first: Vec<_> = rows(&world, &who, sorted_by("signals")).await.iter().map(weight).collect();
        mildest_first.retain(|weight| *weight > 0);
        assert!(mildest_first.is_sorted() && mildest_first.len() < 304);
        let groot = every.iter().find(|item| item.name == "Groot").unwrap();
        assert_eq!(groot.signals.iter().map(|signal| signal.code()).collect::<Vec<_>>(), ["usage_rose"]);
    }

    async fn signals_stand_for_thirty_days_and_go_with_the_load(desk in Desk) {
        let mut desk = desk;
        let [bakery, ..] = TENANTS;
        let usage = Usage {
            tenant: bakery.id, name: bakery.name, month: "2026-09-01", pau: "160", mau: "50", location: bakery.location,
            ..Usage::default()
        };
        let nobodys = Usage { workload: "Exchange", pau: "200", attribution: "Transacting Partner", mau: "60", ..usage };
        let load = desk.world.load("more.csv", Report::office(&[usage, nobodys]).text()).await;
        let expected = [Signal::UsageFell { tenths: 94 }, Signal::SeatsBought { seats: 60 }];
        assert_eq!(row(&desk, &desk.executive, &bakery).await.signals, expected);
        assert_eq!(row(&desk, &desk.office, &bakery).await.signals, expected);
        let fell = || TenantQuery { signals: vec!["usage_fell".to_owned()], ..TenantQuery::default() };
        assert_eq!(names(&rows(&desk.world, &desk.executive, fell()).await), [bakery.name]);
        for stranger in [&desk.gent, &desk.other] {
            assert!(rows(&desk.world, stranger, fell()).await.is_empty());
        }
        desk.pass(30).await;
        assert_eq!(row(&desk, &desk.executive, &bakery).await.signals, expected);
        desk.pass(1).await;
        assert_eq!(row(&desk, &desk.executive, &bakery).await.signals, []);
        assert!(rows(&desk.world, &desk.executive, fell()).await.is_empty());
        desk.world.undo(&load).await;
        // What the months before gave was loaded long ago, too.
        assert_eq!(row(&desk, &desk.executive, &bakery).await.signals, []);
    }

    async fn a_note_marks_the_tenant_for_its_partner_and_the_office(desk in Desk) {
        let mut desk = desk;
        let [bakery, haven, museum, werf] = TENANTS;
        assert_eq!(row(&desk, &desk.executive, &bakery).await.overall_status, None);
        desk.write_note(&desk.executive, &bakery, 5, "blocked").await;
        desk.write_note(&desk.executive, &haven, 9, "active").await;
        desk.write_note(&desk.executive, &museum, 2, "paused").await;
        desk.write_note(&desk.other, &werf, 1, "blocked").await;
        let shown = row(&desk, &desk.executive, &bakery).await;
        assert_eq!(shown.overall_status, Some(OverallStatus::Blocked));
        assert_eq!(shown.next_action_on, Some(desk.world.app.now().date_naive() + TimeDelta::days(5)));
        assert!(shown.last_note_at.is_some() && !shown.is_overdue);
        let world = &desk.world;
        assert_eq!(names(&rows(world, &desk.executive, sorted_by("-overall_status")).await), [bakery.name, museum.name, haven.name]);
        assert_eq!(names(&rows(world, &desk.executive, sorted_by("overall_status")).await), [haven.name, museum.name, bakery.name]);
        assert_eq!(names(&rows(world, &desk.office, sorted_by("next_action_on")).await), [werf.name, museum.name, bakery.name, haven.name]);
        assert_eq!(names(&rows(world, &desk.gent, sorted_by("-last_note_at")).await), [museum.name]);
        let blocked = || TenantQuery { overall_status: vec![OverallStatus::Blocked], ..TenantQuery::default() };
        assert_eq!(names(&rows(world, &desk.executive, blocked()).await), [bakery.name]);
        assert_eq!(names(&rows(world, &desk.office, blocked()).await), [bakery.name, werf.name]);
        assert_eq!(overdue(&desk, &desk.executive).await, (0, 0));
        desk.pass(8).await;
        assert_eq!(overdue(&desk, &desk.executive).await, (2, 2));
        assert_eq!(overdue(&desk, &desk.gent).await, (1, 1));
        assert_eq!(overdue(&desk, &desk.other).await, (1, 1));
        assert_eq!(overdue(&desk, &desk.office).await, (3, 3));
        assert!(row(&desk, &desk.executive, &bakery).await.is_overdue);
        desk.write_note(&desk.executive, &bakery, 5, "active").await;
        assert_eq!(overdue(&desk, &desk.executive).await, (1, 1));
        // An asked note is due as well.
        let today = desk.world.app.now().date_naive().to_string();
        desk.world.app.ask_for_note(&desk.office, id(&haven), "", &today, None).await.unwrap();
        desk.pass(2).await;
        assert_eq!(overdue(&desk, &desk.executive).await, (2, 2));
        let asked = row(&desk, &desk.executive, &haven).await;
        assert!(asked.is_overdue && asked.next_action_on.unwrap() > desk.world.app.now().date_naive() - TimeDelta::days(2));
    }

    async fn several_partners_of_a_tenant_have_marks_of_their_own(desk in Desk) {
        let mut desk = desk;
        let [bakery, ..] = TENANTS;
        let usage = |location| Usage {
            tenant: bakery.id, name: bakery.name, workload: "Yammer", month: "2026-08-01", location, ..Usage::default()
        };
        desk.world.load("shared.csv", Report::office(&[usage(Noorderlicht::HAARLEM)]).text()).await;
        desk.write_note(&desk.executive, &bakery, 5, "active").await;
        desk.world.clock.pass(TimeDelta::seconds(1));
        desk.write_note(&desk.other, &bakery, 1, "blocked").await;
        let status = async |desk: &Desk, who: &Ctx| row(desk, who, &bakery).await.overall_status.map(OverallStatus::code);
        assert_eq!(status(&desk, &desk.executive).await, Some("active"));
        assert_eq!(status(&desk, &desk.other).await, Some("blocked"));
        assert_eq!(status(&desk, &desk.office).await, Some("blocked"), "the newest of all");
        let email = desk.world.add_person("Mia Manager", None, Role::PartnerManager, &[Noorderlicht::PARTNER, Noorderlicht::OTHER_PARTNER]).await;
        let both = desk.world.with_token(&email).await;
        let merged = row(&desk, &both, &bakery).await;
        assert_eq!(merged.overall_status, Some(OverallStatus::Blocked));
        assert_eq!(merged.next_action_on, Some(desk.world.app.now().date_naive() + TimeDelta::days(1)), "the earliest of all");
        desk.pass(3).await;
        let both = desk.world.with_token(&email).await;
        assert_eq!(overdue(&desk, &both).await, (1, 1));
        assert_eq!(overdue(&desk, &desk.office).await, (1, 1));
        assert_eq!(overdue(&desk, &desk.executive).await, (0, 0));
        // The other partner loses the tenant: what was due there is due for nobody.
        desk.world.load("lost.csv", Report::office(&[usage(Noorderlicht::UTRECHT)]).text()).await;
        assert_eq!(overdue(&desk, &desk.office).await, (0, 0));
        assert_eq!(overdue(&desk, &both).await, (0, 0));
        assert_eq!(status(&desk, &desk.office).await, Some("blocked"), "still the newest note");
    }

    async fn of_two_partners_who_write_at_once_the_office_sees_the_newest_of_both(desk in Desk) {
        let [bakery, ..] = TENANTS;
        let usage = Usage {
            tenant: bakery.id, name: bakery.name, workload: "Yammer", location: Noorderlicht::HAARLEM, ..Usage::default()
        };
        desk.world.load("shared.csv", Report::office(&[usage]).text()).await;
        let second = app::App::new(desk.world.database.open().await, desk.world.clock.clock(), desk.world.app.settings().clone());
        let write = async |app: &app::App, who: &Ctx, days: std::ops::Range<i64>| {
            for day in days {
                app.add_status_note(who, id(&bakery), &desk.note(day, "active"), None, None).await.unwrap();
            }
        };
        tokio::join!(
            write(&desk.world.app, &desk.executive, 20..40),
            write(&second, &desk.other, 120..140),
        );
        let (own, other) = (row(&desk, &desk.executive, &bakery).await, row(&desk, &desk.other, &bakery).await);
        let office = row(&desk, &desk.office, &bakery).await;
        let today = desk.world.app.now().date_naive();
        assert_eq!(own.next_action_on, Some(today + TimeDelta::days(39)));
        assert_eq!(other.next_action_on, Some(today + TimeDelta::days(139)));
        assert_eq!(office.next_action_on, own.next_action_on, "the earliest of both");
        assert_eq!(office.last_note_at, own.last_note_at.max(other.last_note_at));
    }

    async fn a_contact_marks_the_tenant_until_it_is_deleted(desk in Desk) {
        let [bakery, haven, museum, werf] = TENANTS;
        let app = &desk.world.app;
        let lacking = || TenantQuery { no_survey_contact: true, ..TenantQuery::default() };
        assert_eq!(rows(&desk.world, &desk.office, lacking()).await.len(), 4);
        let contact = NewContact {
            kind: "customer".to_owned(),
            name: "Noor Bakker".to_owned(),
            email: "noor@klant.example.com".to_owned(),
            country: "NL".to_owned(),
            language: "nl".to_owned(),
            workloads: vec!["Teams".to_owned()],
            survey_eligible: Some(true),
            ..NewContact::default()
        };
        let added = app.add_contact(&desk.executive, id(&bakery), &contact, None).await.unwrap();
        assert_eq!(names(&rows(&desk.world, &desk.executive, lacking()).await), [haven.name, museum.name]);
        assert_eq!(names(&rows(&desk.world, &desk.office, lacking()).await), [haven.name, museum.name, werf.name]);
        assert!(row(&desk, &desk.executive, &bakery).await.has_survey_contact);
        app.delete_contact(&desk.executive, id(&bakery), &added.id, &Expected::Any).await.unwrap();
        assert!(!row(&desk, &desk.executive, &bakery).await.has_survey_contact);
        app.restore_contact(&desk.executive, id(&bakery), &added.id).await.unwrap();
        assert!(row(&desk, &desk.office, &bakery).await.has_survey_contact);
    }

    async fn blocked_seats_that_grow_are_a_signal_until_they_are_back(desk in Desk) {
        let mut desk = desk;
        let [bakery, ..] = TENANTS;
        let save = async |desk: &Desk, blocked: i64| {
            let app = &desk.world.app;
            app.save_service_status(&desk.executive, id(&bakery), "Teams", &split(100, blocked), &Expected::Any).await.unwrap();
        };
        save(&desk, 10).await;
        assert_eq!(growth(&desk, &desk.executive).await, [], "nothing grew by saying so for the first time");
        save(&desk, 0).await;
        save(&desk, 30).await;
        let grew = [Signal::BlockedSeatsGrew { from: 0, to: 30 }];
        assert_eq!(growth(&desk, &desk.executive).await, grew);
        assert_eq!(growth(&desk, &desk.office).await, grew);
        let query = || TenantQuery { signals: vec!["blocked_seats_grew".to_owned()], ..TenantQuery::default() };
        assert_eq!(names(&rows(&desk.world, &desk.executive, query()).await), [bakery.name]);
        assert!(rows(&desk.world, &desk.gent, query()).await.is_empty());
        save(&desk, 50).await;
        assert_eq!(growth(&desk, &desk.executive).await, [Signal::BlockedSeatsGrew { from: 0, to: 50 }]);
        save(&desk, 0).await;
        assert_eq!(growth(&desk, &desk.office).await, []);
        save(&desk, 20).await;
        desk.pass(31).await;
        assert_eq!(growth(&desk, &desk.executive).await, []);
        // What grew long ago is where the next growth begins.
        save(&desk, 25).await;
        assert_eq!(growth(&desk, &desk.executive).await, [Signal::BlockedSeatsGrew { from: 20, to: 25 }]);
    }

    async fn signals_of_two_partners_of_a_tenant_are_never_mixed(desk in Desk) {
        let mut desk = desk;
        let [bakery, ..] = TENANTS;
        let yammer = |month, mau| Usage {
            tenant: bakery.id, name: bakery.name, workload: "Yammer", month, mau, location: Noorderlicht::HAARLEM, ..Usage::default()
        };
        let report = Report::office(&[yammer("2026-07-01", "90"), yammer("2026-08-01", "10")]);
        desk.world.load("shared.csv", report.text()).await;
        let both = [Noorderlicht::PARTNER, Noorderlicht::OTHER_PARTNER];
        let email = desk.world.add_person("Mia Manager", None, Role::PartnerManager, &both).await;
        let save = async |desk: &Desk, who: &Ctx, workload: &str, blocked: i64| {
            desk.world.clock.pass(TimeDelta::seconds(1));
            let app = &desk.world.app;
            app.save_service_status(who, id(&bakery), workload, &split(100, blocked), &Expected::Any).await.unwrap();
        };
        // Each partner's own usage and blocked seats, and no sum of both.
        for blocked in [0, 30] {
            save(&desk, &desk.executive, "Teams", blocked).await;
        }
        for blocked in [0, 5] {
            save(&desk, &desk.other, "Yammer", blocked).await;
        }
        let both = desk.world.with_token(&email).await;
        let grew = |to| [Signal::BlockedSeatsGrew { from: 0, to }];
        assert_eq!(growth(&desk, &desk.executive).await, grew(30));
        assert_eq!(growth(&desk, &desk.other).await, grew(5));
        let codes = async |who: &Ctx| row(&desk, who, &bakery).await.signals.iter().map(|one| one.code()).collect::<Vec<_>>();
        assert!(!codes(&desk.executive).await.contains(&"usage_fell"), "Teams has not fallen");
        assert!(codes(&desk.other).await.contains(&"usage_fell"), "Yammer has");
        // Whoever sees both sees the newest growth of one of them; the manager of both as the office.
        assert_eq!(growth(&desk, &both).await, grew(5));
        let everything = async |who: &Ctx| rows(&desk.world, who, TenantQuery::default()).await;
        assert_eq!(everything(&both).await, everything(&desk.office).await);
        save(&desk, &desk.other, "Yammer", 0).await;
        assert_eq!(growth(&desk, &desk.other).await, []);
        assert_eq!(growth(&desk, &both).await, grew(30));
        assert_eq!(everything(&both).await, everything(&desk.office).await);
        let query = || TenantQuery { signals: vec!["blocked_seats_grew".to_owned()], ..TenantQuery::default() };
        for (who, found) in [(&both, 1), (&desk.executive, 1), (&desk.other, 0)] {
            assert_eq!(rows(&desk.world, who, query()).await.len(), found);
        }
        desk.pass(31).await;
        let both = desk.world.with_token(&email).await;
        assert_eq!(growth(&desk, &both).await, []);
    }

    async fn tenants_below_the_licence_minimum_are_found(desk in Desk) {
        let below = || TenantQuery { below_minimum: true, ..TenantQuery::default() };
        assert!(rows(&desk.world, &desk.executive, below()).await.is_empty(), "300 paid units each");
        let [bakery, ..] = TENANTS;
        let usage = Usage {
            tenant: bakery.id, name: bakery.name, month: "2026-09-01", pau: "149", mau: "1", location: bakery.location, ..Usage::default()
        };
        desk.world.load("few.csv", Report::office(&[usage]).text()).await;
        assert_eq!(names(&rows(&desk.world, &desk.executive, below()).await), [bakery.name]);
        assert!(row(&desk, &desk.executive, &bakery).await.signals.contains(&Signal::FellBelowMinimum { pau: 149, minimum: 150 }));
    }

    async fn in_whatever_order_the_list_is_read_page_by_page_and_back(desk in Desk) {
        for column in TenantColumn::ALL {
            for descending in [false, true] {
                let mut query = TenantQuery { sort: TenantSort { column, descending }, ..TenantQuery::default() };
                let every = rows(&desk.world, &desk.office, query.clone()).await;
                assert_eq!(every.len(), TENANTS.len());
                query.limit = Some(1);
                let (mut there, mut back) = (Vec::new(), Vec::new());
                loop {
                    let page = desk.world.app.tenants(&desk.office, &query).await.unwrap().value;
                    there.extend(page.items);
                    let Some(next) = page.next_cursor else { break };
                    query.cursor = Some(next);
                }
                assert_eq!(there, every, "{column:?}, {descending}");
                loop {
                    let page = desk.world.app.tenants(&desk.office, &query).await.unwrap().value;
                    back.splice(..0, page.items);
                    let Some(previous) = page.previous_cursor else { break };
                    query.cursor = Some(previous);
                }
                assert_eq!(back, every, "{column:?}, {descending}");
            }
        }
    }
}
