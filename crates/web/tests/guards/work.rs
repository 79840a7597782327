//! What people write about a tenant is seen by their own organisation alone, and names in it by whom they are shown to
//! (S1.4, S6); every door of it, by the real accept loop, with words that stand nowhere else.

use app::Ctx;
use domain::access::Role;
use serde_json::json;
use testkit::report::{Report, Usage};
use testkit::{Noorderlicht, TENANTS};
use web::Config;

use crate::wire::{Ask, Key, Line, Server, Watch};

/// What the own partner wrote, and the person named in it; the same of the other partner.
pub(crate) const OWN: [&str; 2] = ["kxqownscope", "Kxqowner Eigen"];
pub(crate) const FOREIGN: [&str; 2] = ["kxqforeignscope", "Kxqforeign Vreemd"];

/// A tenant of two partners with notes of both, and people around it.
pub(crate) struct Work {
    world: Noorderlicht,
    _server: Server,
    pub(crate) line: Line,
    pub(crate) people: Vec<(&'static str, Key, Key)>,
}

impl Work {
    pub(crate) async fn open(database: testkit::Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let [bakery, ..] = TENANTS;
        let shared = Usage {
            tenant: bakery.id,
            name: bakery.name,
            workload: "Yammer",
            month: "2026-09-01",
            location: Noorderlicht::HAARLEM,
            ..Usage::default()
        };
        world.world.load("more.csv", Report::office(&[shared]).text()).await;
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let line = Line::to(server.address, Watch::over(["kxqnothing".to_owned()], false));
        let mut work = Self { world, _server: server, line, people: Vec::new() };
        let (own, other) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        for (name, partner, role, at) in [
            ("executive", own, Role::ExecutiveReportViewer, None),
            ("viewer", own, Role::ReportViewer, Some(Noorderlicht::UTRECHT)),
            ("elsewhere", own, Role::ExecutiveReportViewer, Some(Noorderlicht::GENT)),
            ("other", other, Role::ExecutiveReportViewer, None),
        ] {
            let world = &work.world.world;
            let at: Vec<&str> = at.into_iter().collect();
            let email = world.add_person(&format!("Work {name}"), partner, role, &at).await;
            let (session, token) = (world.signed_in(&email).await, world.with_token(&email).await);
            work.people.push((name, Key::of(&session), Key::of(&token)));
            match name {
                "executive" => work.write(&token, OWN).await,
                "other" => work.write(&token, FOREIGN).await,
                _ => {}
            }
        }
        work
    }

    async fn write(&self, who: &Ctx, [scope, owner]: [&str; 2]) {
        let app = &self.world.world.app;
        let note = domain::status_note::NewStatusNote {
            scope: scope.to_owned(),
            next_actions: "go on".to_owned(),
            next_action_date: app.now().date_naive().to_string(),
            next_action_owner: owner.to_owned(),
            ..domain::status_note::NewStatusNote::default()
        };
        app.add_status_note(who, TENANTS[0].id.parse().unwrap(), &note, None, None).await.unwrap();
    }

    /// Looks through every door as everybody, and counts the answers.
    pub(crate) async fn go(&mut self) -> usize {
        let tenant = format!("/tenants/{}", TENANTS[0].id);
        let doors = [
            (tenant.clone(), false),
            (format!("{tenant}/status-notes"), false),
            (format!("{tenant}/status-notes/new"), false),
            (format!("/api/v1{tenant}/status-notes"), true),
        ];
        let mut answers = self.splits().await;
        for (name, session, token) in self.people.clone() {
            for (path, is_api) in &doors {
                let reply = self.line.send(&Ask::get(path).with_key(if *is_api { &token } else { &session })).await;
                let expected = if name == "elsewhere" { 404 } else { 200 };
                assert_eq!(reply.status, expected, "{name} {path}");
                let shown: &[&str] = match name {
                    "executive" => &OWN,
                    "viewer" => &OWN[..1],
                    "other" => &FOREIGN,
                    _ => &[],
                };
                let text = reply.text();
                for word in OWN.iter().chain(&FOREIGN) {
                    let is_form = path.ends_with("/new");
                    assert_eq!(text.contains(word), shown.contains(word) && !is_form, "{name} {path}: {word}");
                }
                answers += 1;
            }
            if name == "elsewhere" {
                let path = format!("/api/v1{tenant}/status-notes");
                let reply = self.line.send(&Ask::new("POST", path).with_key(&token).json(&json!({}))).await;
                assert_eq!(reply.status, 404, "a note on a tenant out of scope");
            }
        }
        answers
    }
}

#[test]
fn what_people_write_stays_with_those_it_is_for() {
    let _quiet = crate::nobody_plants();
    for engine in [testkit::Engine::Sqlite, testkit::Engine::Postgres] {
        testkit::tell(engine, testkit::Database::itself, async |database| {
            assert!(Work::open(database).await.go().await > 0);
        });
    }
}
