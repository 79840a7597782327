//! What the directory from which somebody signs in gives (S11.1): where no claims are filed, nothing tells of any tenant; where
//! it is not enrolled, tenants are listed, and whatever is about one of them is closed, also to who only asks whether it is
//! there. Every route of the table is asked.

use std::collections::BTreeSet;

use app::NewPerson;
use domain::access::Role;
use serde_json::{Value, json};
use testkit::{Database, Noorderlicht, PASSWORD, TENANTS, operator};
use uuid::Uuid;
use web::{Kind, Verb, routes};

use crate::wire::{Ask, Key, Line, Server, Watch};

const DIRECTORY: Uuid = Uuid::from_u128(0x7c9e_6679_7425_40de_944b_e07f_c1f9_0ae7);
const EMAIL: &str = "dora.kxqdirectory@uptake.example";

/// The world with somebody who signs in from a directory, and somebody of the programme office.
pub(crate) struct Directories {
    world: Noorderlicht,
    server: Server,
    line: Line,
}

impl Directories {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let dora = NewPerson {
            email: EMAIL.parse().unwrap(),
            name: "Dora Kxqdirectory".to_owned(),
            partner_id: Some(Noorderlicht::PARTNER.to_owned()),
            role: Role::ExecutiveReportViewer,
            at: Vec::new(),
            directory: Some(DIRECTORY),
            password: PASSWORD.to_owned(),
        };
        world.world.app.add_person(&operator(), dora).await.unwrap();
        world.world.add_person("Office Kxqdirectory", None, Role::ProgrammeAdmin, &[]).await;
        let server = Server::start(world.world.app.clone(), web::Config::default()).await;
        let names = TENANTS.iter().map(|tenant| tenant.name.to_owned());
        let line = Line::to(server.address, Watch::over(names, false));
        Self { world, server, line }
    }

    /// The office says what the directory gives; sessions and tokens that are there stay.
    async fn set(&mut self, files_claims: bool, enrolled: bool, office: &Key) {
        let path = format!("/api/v1/partners/{}/directories/{DIRECTORY}", Noorderlicht::PARTNER);
        let edit = json!({ "name": "Noorderlicht", "files_claims": files_claims, "enrolled": enrolled });
        let reply = self.line.send(&Ask::new("PUT", path).with("if-match", "*").json(&edit).with_key(office)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }

    /// Asks every route that can be asked without more, in each state of the directory; how many answers were looked at.
    pub(crate) async fn go(&mut self) -> usize {
        let world = &self.world.world;
        let session = Key::of(&world.signed_in(EMAIL).await);
        let token = Key::of(&world.with_token(EMAIL).await);
        let office = Key::of(&world.with_token("office.kxqdirectory@uptake.example").await);
        let mut answers = 0;
        for (files_claims, is_enrolled) in [(true, true), (true, false), (false, true), (false, false), (true, true)] {
            self.set(files_claims, is_enrolled, &office).await;
            answers += self.lists(files_claims, &session, &token).await;
            answers += self.details(files_claims, is_enrolled, &session, &token).await;
        }
        self.line.allowed = BTreeSet::new();
        self.line.watch.look_behind(&self.server).await;
        answers
    }

    /// Whatever is about no tenant alone: it names those of the partner, or, where no claims are filed, none.
    async fn lists(&mut self, files_claims: bool, session: &Key, token: &Key) -> usize {
        let own = TENANTS.iter().filter(|tenant| tenant.location != Noorderlicht::HAARLEM);
        self.line.allowed =
            if files_claims { own.map(|tenant| tenant.name.to_lowercase()).collect() } else { BTreeSet::new() };
        let mut answers = 0;
        for route in routes().iter().filter(|route| route.method == Verb::Get && !route.path.contains('{')) {
            let key = if route.kind == Kind::Api { token } else { session };
            let reply = self.line.send(&Ask::get(route.path).with_key(key)).await;
            assert!(reply.status < 500, "{}: {}", reply.asked, reply.text());
            answers += 1;
        }
        for (path, key) in [("/tenants", session), ("/api/v1/tenants", token), ("/tenants/export.csv", session)] {
            let reply = self.line.send(&Ask::get(path).with_key(key)).await;
            let shows = reply.text().contains(TENANTS[0].name);
            assert_eq!((reply.status == 200, shows), (files_claims, files_claims), "{path}: {}", reply.text());
            if path.starts_with("/api/") && !files_claims {
                assert_eq!(problem(&reply.json()), "foreign_directory");
            }
            answers += 1;
        }
        answers
    }

    /// Whatever is about one tenant: of the partner, of another, and none.
    async fn details(&mut self, files_claims: bool, is_enrolled: bool, session: &Key, token: &Key) -> usize {
        let is_open = files_claims && is_enrolled;
        let (own, other, none) = (TENANTS[0].id, TENANTS[3].id, "99999999-0000-4000-8000-00000000ffff");
        self.line.allowed = if is_open { BTreeSet::from([TENANTS[0].name.to_lowercase()]) } else { BTreeSet::new() };
        let mut answers = 0;
        for route in routes().iter().filter(|route| route.path.contains("{tenant_id}")) {
            let is_api = route.kind == Kind::Api;
            // A form is refused without its token; what it does, the API does too.
            if route.method != Verb::Get && (!is_api || is_open) {
                continue;
            }
            let mut seen = BTreeSet::new();
            for tenant in [own, other, none] {
                let path = route.path.replace("{tenant_id}", tenant).replace("{workload}", "Teams");
                let path = path.replace("{contact_id}", "AAAAAAAAAAAAAAAA");
                let ask = Ask::new(route.method.name(), path).with_key(if is_api { token } else { session });
                let ask = if route.method == Verb::Get { ask } else { ask.with("if-match", "*").json(&json!({})) };
                let reply = self.line.send(&ask).await;
                answers += 1;
                if is_open {
                    let is_there = tenant == own && !route.path.contains("{contact_id}");
                    // An office's own page is not a partner's.
                    let is_theirs = !route.path.contains("note-requests");
                    assert!(!is_there || !is_theirs || reply.status == 200, "{}: {}", reply.asked, reply.text());
                    continue;
                }
                assert_eq!(reply.status, 403, "{}: {}", reply.asked, reply.text());
                if is_api {
                    seen.insert(problem(&reply.json()));
                }
            }
            if !is_open && is_api && !route.path.contains("note-requests") {
                let why = if files_claims { "details_closed" } else { "foreign_directory" };
                assert_eq!(seen, BTreeSet::from([why.to_owned()]), "{} {}", route.method.name(), route.path);
            }
        }
        answers
    }
}

/// The code of a problem.
fn problem(body: &Value) -> String {
    let kind = body["type"].as_str().unwrap_or_default();
    kind.rsplit_once("#problem-").map_or(kind, |(_, code)| code).replace('-', "_")
}

fn look(engine: testkit::Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut directories = Directories::open(database).await;
        assert!(directories.go().await > 300);
    });
}

#[test]
fn a_directory_gives_what_the_office_says_on_sqlite() {
    look(testkit::Engine::Sqlite);
}

#[test]
fn a_directory_gives_what_the_office_says_on_postgres() {
    look(testkit::Engine::Postgres);
}
