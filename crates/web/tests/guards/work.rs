//! What people write about a tenant is seen by their own organisation alone, and names in it by whom they are shown to
//! (S1.4, S6); every door of it, by the real accept loop, with words that stand nowhere else.

use app::Ctx;
use chrono::TimeDelta;
use domain::TenantId;
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
    pub(crate) world: Noorderlicht,
    server: Server,
    pub(crate) line: Line,
    pub(crate) people: Vec<(&'static str, Key, Key)>,
    /// Who is asked about the own partner's tenants.
    pub(crate) manager: (Key, Key),
    /// A question about a tenant that the own partner has lost.
    pub(crate) lost_question: String,
    /// How often it was looked at.
    pub(crate) count: u32,
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
        let words = OWN.iter().chain(&FOREIGN).map(|&word| word.to_owned());
        let line = Line::to(server.address, Watch::over(words, false));
        let (people, manager) = (Vec::new(), (Key::Nobody, Key::Nobody));
        let mut work = Self { world, server, line, people, manager, lost_question: String::new(), count: 0 };
        let (own, other) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        let mut emails = Vec::new();
        for (name, partner, role, at) in [
            ("executive", own, Role::ExecutiveReportViewer, None),
            ("viewer", own, Role::ReportViewer, Some(Noorderlicht::UTRECHT)),
            ("elsewhere", own, Role::ExecutiveReportViewer, Some(Noorderlicht::GENT)),
            ("other", other, Role::ExecutiveReportViewer, None),
        ] {
            let world = &work.world.world;
            let at: Vec<&str> = at.into_iter().collect();
            let email = world.add_person(&format!("Work {name}"), partner, role, &at).await;
            match name {
                "executive" => {
                    let executive = world.with_token(&email).await;
                    work.write(&executive, OWN, "active", 10).await;
                    work.lost_question = work.ask_and_lose(&executive).await;
                }
                "other" => work.write(&world.with_token(&email).await, FOREIGN, "blocked", 0).await,
                _ => {}
            }
            emails.push((name, email));
        }
        // Until what the other partner was to do is overdue, and what the own one is to do is not.
        work.world.world.clock.pass(TimeDelta::days(2));
        for (name, email) in emails {
            let world = &work.world.world;
            let (session, token) = (world.signed_in(&email).await, world.with_token(&email).await);
            work.people.push((name, Key::of(&session), Key::of(&token)));
        }
        let world = &work.world.world;
        let email = world.add_person("Work manager", None, Role::PartnerManager, &[Noorderlicht::PARTNER]).await;
        work.manager = (Key::of(&world.signed_in(&email).await), Key::of(&world.with_token(&email).await));
        work
    }

    /// Asks about two tenants, and loses the claim of the second; the handle of what was asked about that.
    async fn ask_and_lose(&self, who: &Ctx) -> String {
        let world = &self.world.world;
        let [kept, lost, ..] = TENANTS;
        for tenant in [lost, kept] {
            let id: TenantId = tenant.id.parse().unwrap();
            world.app.ask_about_intent(who, id, "Teams", "How is it said?", None).await.unwrap();
        }
        let asked = world.app.intent_questions(who).await.unwrap().value.questions.remove(0).handle;
        let row = Usage {
            tenant: lost.id,
            name: lost.name,
            location: lost.location,
            month: "2026-09-01",
            ..Usage::default()
        };
        let row = Usage { attribution: "Transacting Partner", ..row };
        world.load("lost.csv", Report::office(&[row]).text()).await;
        asked
    }

    /// From here on that person asks: what they may see is no leak.
    pub(crate) fn allow(&mut self, name: &str) {
        let words: &[&str] = match name {
            "executive" => &OWN,
            "viewer" => &OWN[..1],
            "other" => &FOREIGN,
            _ => &[],
        };
        self.line.allowed = words.iter().map(|word| word.to_lowercase()).collect();
    }

    async fn write(&self, who: &Ctx, [scope, owner]: [&str; 2], status: &str, in_days: i64) {
        let app = &self.world.world.app;
        let note = domain::status_note::NewStatusNote {
            scope: scope.to_owned(),
            next_actions: "go on".to_owned(),
            next_action_date: (app.now().date_naive() + TimeDelta::days(in_days)).to_string(),
            next_action_owner: owner.to_owned(),
            overall_status: status.to_owned(),
            ..domain::status_note::NewStatusNote::default()
        };
        app.add_status_note(who, TENANTS[0].id.parse().unwrap(), &note, None, None).await.unwrap();
    }

    /// Looks at what the list shows of notes, as everybody, and counts the answers.
    async fn marks(&mut self) -> usize {
        let people = self.people.clone();
        let answers = people.len() * 4;
        for (name, session, token) in people {
            self.allow(name);
            let (status, overdue) = match name {
                "other" => (Some("blocked"), 1),
                "elsewhere" => (None, 0),
                _ => (Some("active"), 0),
            };
            let list = self.line.send(&Ask::get("/api/v1/tenants").with_key(&token)).await.json();
            let items = list["items"].as_array().unwrap();
            let shared = items.iter().find(|item| item["tenant_id"] == TENANTS[0].id);
            assert_eq!(shared.and_then(|item| item["overall_status"].as_str()), status, "{name}: {list}");
            assert_eq!(list["totals"]["overdue"], overdue, "{name}: {list}");
            for filter in ["overall_status=blocked", "overdue=true"] {
                let path = format!("/api/v1/tenants?{filter}");
                let found = self.line.send(&Ask::get(&path).with_key(&token)).await.json();
                let expected = i64::from(name == "other");
                assert_eq!(found["totals"]["tenants"], expected, "{name} {path}: {found}");
            }
            let export = self.line.send(&Ask::get("/tenants/export.csv").with_key(&session)).await;
            for other in ["active", "blocked"] {
                let has = export
                    .text()
                    .lines()
                    .any(|line| line.contains(TENANTS[0].id) && line.contains(&format!(",{other},")));
                assert_eq!(has, status == Some(other), "{name}: {}", export.text());
            }
        }
        answers
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
        let mut answers = self.splits().await + self.marks().await + self.requests().await;
        for (name, session, token) in self.people.clone() {
            self.allow(name);
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
        // Nor does the log say what people write, nor any counter.
        self.line.watch.look_behind(&self.server).await;
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
