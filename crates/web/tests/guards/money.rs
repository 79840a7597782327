//! Money is told to those it is for (S1.4): every door that has any of it, by the real accept loop, with amounts that stand
//! nowhere else; who may say what is paid; and that nobody is paid out of season.

use std::collections::BTreeSet;

use app::OfferEdit;
use chrono::TimeDelta;
use domain::access::Role;
use serde_json::json;
use testkit::{Noorderlicht, TENANTS, operator};
use web::Config;

use crate::wire::{Ask, Key, Line, Server, Watch};

/// The rate, the ceiling and what the bakery's Teams could earn: 100 licences less 50 users, 50 units. As minor units, and as
/// pages write them.
const AMOUNTS: [&str; 6] = ["7335157", "911777717", "366757850", "73,351.57", "9,117,777.17", "3,667,578.50"];

/// The world with an offer, and people around it.
pub(crate) struct Money {
    world: Noorderlicht,
    server: Server,
    line: Line,
    offer: String,
    people: Vec<(&'static str, String)>,
    days: i64,
}

fn edit() -> OfferEdit {
    OfferEdit {
        name: "Groei".to_owned(),
        workload: "Teams".to_owned(),
        valid_from: "2026-01-01".to_owned(),
        valid_to: "2026-12-31".to_owned(),
        rate_minor: Some(7_335_157),
        ceiling_minor: Some(911_777_717),
        currency: "EUR".to_owned(),
        licence_minimum: Some(0),
        excluded_segments: Vec::new(),
    }
}

impl Money {
    pub(crate) async fn open(database: testkit::Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let offer = world.world.app.add_offer(&operator(), &edit(), None).await.unwrap().handle;
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let words = AMOUNTS.iter().map(|&word| word.to_owned());
        let line = Line::to(server.address, Watch::over(words, false));
        let mut people = Vec::new();
        for (name, partner, role, at) in [
            ("executive", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer, None),
            ("viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, None),
            ("incentives", Some(Noorderlicht::PARTNER), Role::IncentivesAdmin, None),
            ("account", Some(Noorderlicht::PARTNER), Role::AccountAdmin, None),
            ("office", None, Role::ProgrammeAdmin, None),
            ("manager", None, Role::PartnerManager, Some(Noorderlicht::PARTNER)),
        ] {
            let at: Vec<&str> = at.into_iter().collect();
            let email = world.world.add_person(&format!("Money {name}"), partner, role, &at).await;
            people.push((name, email));
        }
        Self { world, server, line, offer, people, days: 0 }
    }

    /// Looks through every door as everybody, and counts the answers.
    pub(crate) async fn go(&mut self) -> usize {
        let mut answers = 0;
        for (name, email) in self.people.clone() {
            // Days pass: whoever signed in before has to again.
            let world = &self.world.world;
            let session = Key::of(&world.signed_in(&email).await);
            let token = Key::of(&world.with_token(&email).await);
            let sees = name != "viewer" && name != "account";
            self.line.allowed =
                if sees { AMOUNTS.iter().map(|word| word.to_lowercase()).collect() } else { BTreeSet::new() };
            answers += self.read(name, sees, &session, &token).await;
            answers += self.write(name, &token).await;
        }
        self.line.watch.look_behind(&self.server).await;
        self.season().await;
        answers
    }

    /// What each person reads, and how much of it is money.
    async fn read(&mut self, name: &str, sees: bool, session: &Key, token: &Key) -> usize {
        let tenant = format!("/tenants/{}", TENANTS[0].id);
        let why = format!("{tenant}/workloads/Teams/earnings");
        let [rate, _, potential, _, _, written] = AMOUNTS;
        let doors = [
            ("/offers".to_owned(), "73,351.57", false, true),
            ("/api/v1/offers".to_owned(), rate, true, true),
            (format!("/api/v1/offers/{}", self.offer), rate, true, true),
            (tenant.clone(), written, false, false),
            (format!("{tenant}/usage.csv"), potential, false, false),
            (why.clone(), written, false, false),
            (format!("/api/v1{why}"), potential, true, false),
            (format!("/api/v1{tenant}"), potential, true, false),
            (format!("/api/v1{tenant}/usage"), potential, true, false),
            ("/tenants".to_owned(), written, false, false),
            ("/tenants?sort=-potential_earnings".to_owned(), written, false, false),
            ("/tenants/export.csv".to_owned(), potential, false, false),
            ("/api/v1/tenants".to_owned(), potential, true, false),
            ("/opportunities".to_owned(), written, false, false),
            ("/opportunities/export.csv".to_owned(), potential, false, false),
            ("/api/v1/opportunities".to_owned(), potential, true, false),
        ];
        let count = doors.len();
        for (path, amount, is_api, is_of_offers) in doors {
            let reply = self.line.send(&Ask::get(&path).with_key(if is_api { token } else { session })).await;
            let expected = match name {
                "account" => 403,
                "incentives" if !is_of_offers => 403,
                _ => 200,
            };
            assert_eq!(reply.status, expected, "{name} {path}: {}", reply.text());
            assert_eq!(reply.text().contains(amount), sees && expected == 200, "{name} {path}: {amount}");
        }
        // The order alone would tell.
        if name == "viewer" {
            for list in ["tenants", "opportunities"] {
                let path = format!("/api/v1/{list}?sort=-potential_earnings");
                let reply = self.line.send(&Ask::get(path).with_key(token)).await;
                assert_eq!(reply.status, 400, "{list} in the order of what is withheld: {}", reply.text());
            }
            let reply = self.line.send(&Ask::get("/api/v1/opportunities").with_key(token)).await.json();
            let row = &reply["items"][0];
            assert_eq!((&row["potential_earnings"], &row["withheld"]), (&json!(null), &json!(["potential_earnings"])));
        }
        count
    }

    /// The programme admin alone says what is paid.
    async fn write(&mut self, name: &str, token: &Key) -> usize {
        let path = format!("/api/v1/offers/{}", self.offer);
        let expected = if name == "office" { 422 } else { 403 };
        for ask in [Ask::new("POST", "/api/v1/offers"), Ask::new("PUT", &path)] {
            let reply = self.line.send(&ask.json(&json!({})).with("if-match", "*").with_key(token)).await;
            assert_eq!(reply.status, expected, "{name}: {}", reply.text());
        }
        2
    }

    /// After the last day of an offer nothing is to be earned by it, whoever comes first.
    async fn season(&mut self) {
        let world = &self.world.world;
        let (today, tomorrow) = (world.clock.now().date_naive(), world.clock.now() + TimeDelta::days(1));
        let short = OfferEdit {
            name: format!("Kort {}", self.days),
            workload: "Exchange".to_owned(),
            valid_from: today.to_string(),
            valid_to: tomorrow.date_naive().to_string(),
            currency: "USD".to_owned(),
            ..edit()
        };
        world.app.add_offer(&operator(), &short, None).await.unwrap();
        for pays in [true, true, false] {
            let list = world.app.tenants(&operator(), &app::TenantQuery::default()).await.unwrap().value;
            let amounts = format!("{:?}", list.totals.potential);
            assert_eq!(amounts.contains("USD"), pays, "{}: {amounts}", world.clock.now());
            world.clock.pass(TimeDelta::days(1));
            self.days += 1;
        }
    }
}

#[test]
fn money_stays_with_those_it_is_for() {
    let _quiet = crate::nobody_plants();
    for engine in [testkit::Engine::Sqlite, testkit::Engine::Postgres] {
        testkit::tell(engine, testkit::Database::itself, async |database| {
            assert!(Money::open(database).await.go().await > 0);
        });
    }
}
