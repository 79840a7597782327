//! Referrals exist for whom they are (S10, S2.1): of other locations and other partners there is none, nobody answers what is not
//! theirs, and whom to talk to and what it is worth is told to those it is for (S1.4), for as long as they have it (S10.4).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use app::{Expected, ShareAsked};
use domain::access::Role;
use domain::referral::NewEdit;
use serde_json::json;
use testkit::{Database, Noorderlicht, TENANTS, Tenant};
use web::Config;

use crate::wire::{Ask, Key, Line, Server, Watch};

/// Whom to talk to and what it is worth, in every way in which it could leave: words and amounts that stand nowhere else.
const SECRETS: [&str; 9] = [
    "kxqkanarie",
    "kxq-k7f3a@kanarie.test",
    "+31 6 73351",
    "7335157",
    "73,351.57",
    "73.351,57",
    "9117777",
    "91,177.77",
    "91.177,77",
];

const HEADER: &str =
    "rfa_id,tenant_id,customer_name,workloads,contact_name,contact_email,contact_phone,notes,deal_value,currency";

/// What the customer is called by a file that comes after somebody declined.
const LATER: &str = "Laterkxq";

/// The world with a referral of Gent, one of the other partner, and people around them.
pub(crate) struct Referrals {
    world: Noorderlicht,
    server: Server,
    line: Line,
    rounds: usize,
    tokens: Mutex<BTreeMap<String, app::Ctx>>,
    /// A referral of the shipyard that a round before did not end.
    left: Option<String>,
}

/// What one round is about.
struct Given {
    /// A referral of Gent that waits.
    waiting: String,
    /// One of Gent that was accepted and is worth something.
    accepted: String,
    /// One of Gent that was declined.
    declined: String,
    /// One of the other partner.
    other: String,
}

impl Referrals {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let own = Some(Noorderlicht::PARTNER);
        for (name, partner, role, at) in [
            ("Gent Kxqreferral", own, Role::ExecutiveReportViewer, Some(Noorderlicht::GENT)),
            ("Utrecht Kxqreferral", own, Role::ExecutiveReportViewer, Some(Noorderlicht::UTRECHT)),
            ("Viewer Kxqreferral", own, Role::ReportViewer, None),
            ("Admin Kxqreferral", own, Role::GlobalAdmin, None),
            ("Incentives Kxqreferral", own, Role::IncentivesAdmin, None),
            ("Other Kxqreferral", Some(Noorderlicht::OTHER_PARTNER), Role::ExecutiveReportViewer, None),
            ("Otheradmin Kxqreferral", Some(Noorderlicht::OTHER_PARTNER), Role::AccountAdmin, None),
            ("Office Kxqreferral", None, Role::ProgrammeAdmin, None),
            ("Manager Kxqreferral", None, Role::PartnerManager, Some(Noorderlicht::OTHER_PARTNER)),
        ] {
            let at: Vec<&str> = at.into_iter().collect();
            world.world.add_person(name, partner, role, &at).await;
        }
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let line = Line::to(server.address, Watch::over(SECRETS.map(str::to_owned), false));
        Self { world, server, line, rounds: 0, tokens: Mutex::default(), left: None }
    }

    /// Somebody by a token: the same each time, of which nobody has more than a few dozen.
    async fn ctx(&self, who: &str) -> app::Ctx {
        let kept = self.tokens.lock().unwrap().get(who).cloned();
        if let Some(ctx) = kept {
            return ctx;
        }
        let ctx = self.world.world.with_token(&format!("{who}.kxqreferral@uptake.example")).await;
        self.tokens.lock().unwrap().insert(who.to_owned(), ctx.clone());
        ctx
    }

    async fn keys(&self, who: &str) -> (Key, Key) {
        let email = format!("{who}.kxqreferral@uptake.example");
        (Key::of(&self.world.world.signed_in(&email).await), Key::of(&self.ctx(who).await))
    }

    async fn get(&mut self, path: &str, (session, token): &(Key, Key)) -> (u16, String) {
        let key = if path.starts_with("/api/") { token } else { session };
        let reply = self.line.send(&Ask::get(path).with_key(key)).await;
        (reply.status, reply.text().into_owned())
    }

    /// Gives a request of the museum to a location; what it is called then.
    async fn give(&self, rfa: &str, location: &str) -> String {
        self.give_of(TENANTS[2], rfa, location).await
    }

    /// The same of another tenant.
    async fn give_of(&self, tenant: Tenant, rfa: &str, location: &str) -> String {
        let world = &self.world.world;
        self.ask(tenant, rfa, tenant.name).await;
        let office = self.ctx("office").await;
        let query = app::RequestQuery { search: Some(rfa.to_owned()), ..app::RequestQuery::default() };
        let id = world.app.referral_requests(&office, &query).await.unwrap().value.items[0].id;
        let share = ShareAsked { location: location.to_owned(), workloads: vec!["Teams".to_owned()] };
        let done = world.app.assign_request(&office, id, &[share], &Expected::Any, None).await.unwrap().value;
        let (app::Outcome::Saved(request) | app::Outcome::Overtaken(request)) = done;
        request.referrals[0].number.clone()
    }

    /// A customer of that name asks for assistance, or says something else of what they asked.
    async fn ask(&self, tenant: Tenant, rfa: &str, customer: &str) {
        let row = format!(
            "{rfa},{},{customer},Teams,Kxqkanarie de Vries,kxq-k7f3a@kanarie.test,+31 6 73351,Call Kxqkanarie.,91177.77,EUR",
            tenant.id
        );
        self.world.world.load(&format!("{rfa}.csv"), &format!("{HEADER}\n{row}\n")).await;
    }

    async fn begin(&mut self) -> Given {
        self.rounds += 1;
        let name = |of: &str| format!("KXR-{of}-{}", self.rounds);
        let given = Given {
            waiting: self.give(&name("w"), Noorderlicht::GENT).await,
            accepted: self.give(&name("a"), Noorderlicht::GENT).await,
            declined: self.give(&name("d"), Noorderlicht::GENT).await,
            other: self.give(&name("o"), Noorderlicht::HAARLEM).await,
        };
        let (app, gent) = (&self.world.world.app, self.ctx("gent").await);
        app.accept_referral(&gent, &given.accepted, &Expected::Any).await.unwrap();
        let edit = NewEdit {
            status: "won".to_owned(),
            value: Some("73351.57".to_owned()),
            currency: "EUR".to_owned(),
            ..NewEdit::default()
        };
        app.edit_referral(&gent, &given.accepted, &edit, &Expected::Any).await.unwrap();
        self.decline("gent", &given.declined).await;
        for of in ["a", "d"] {
            self.ask(TENANTS[2], &name(of), LATER).await;
        }
        given
    }

    /// Who is told what, as page and as JSON; how many answers were looked at.
    pub(crate) async fn go(&mut self) -> usize {
        let given = self.begin().await;
        let mut answers = 0;
        for (who, sees_gent, sees_other, is_told) in [
            ("gent", true, false, true),
            ("utrecht", false, false, false),
            ("viewer", true, false, false),
            ("admin", false, false, false),
            ("incentives", false, false, false),
            ("other", false, true, true),
            ("manager", false, true, true),
            ("office", true, true, true),
        ] {
            let keys = self.keys(who).await;
            let opens = !["admin", "incentives"].contains(&who);
            for door in ["", "/api/v1"] {
                for (number, sees) in [
                    (&given.waiting, sees_gent),
                    (&given.accepted, sees_gent),
                    (&given.declined, sees_gent),
                    (&given.other, sees_other),
                ] {
                    // Whoever declined it is told of nobody any more; the programme office is.
                    let is_theirs = number != &given.declined || who == "office";
                    self.allow(sees && is_told, is_theirs);
                    let expected = if !opens {
                        403
                    } else if sees {
                        200
                    } else {
                        404
                    };
                    let (status, text) = self.get(&format!("{door}/referrals/{number}"), &keys).await;
                    assert_eq!(status, expected, "{who}: {door} {number}");
                    let names_people = text.to_lowercase().contains("kxqkanarie");
                    assert_eq!(names_people, sees && is_told && is_theirs, "{who}: {door} {number}: {text}");
                    let is_newest =
                        (number == &given.accepted && sees) || (number == &given.declined && who == "office");
                    assert_eq!(text.contains(LATER), is_newest, "{who}: {door} {number}: {text}");
                    self.allow(false, false);
                    let (_, text) = self.get(&format!("{door}/referrals"), &keys).await;
                    assert_eq!(text.contains(number.as_str()), sees, "{who}: {door}: the list has {number}");
                    answers += 2;
                }
            }
            answers += self.lists(who, &keys, &given, (sees_gent, sees_other)).await;
            answers += self.answer(who, &keys.1, &given).await;
        }
        answers += self.tenant().await;
        self.pause().await;
        self.line.watch.look_behind(&self.server).await;
        answers + 4
    }

    /// What may leave to whoever is asked for next.
    fn allow(&mut self, is_told: bool, is_theirs: bool) {
        let words = SECRETS.map(str::to_lowercase);
        self.line.allowed = match (is_told, is_theirs) {
            (false, _) => BTreeSet::new(),
            (true, true) => words.into_iter().collect(),
            // Money is no personal data: who declined it reads what it was said to be worth.
            (true, false) => words.into_iter().skip(3).collect(),
        };
    }

    /// What is counted, exported and waits.
    async fn lists(&mut self, who: &str, keys: &(Key, Key), given: &Given, sees: (bool, bool)) -> usize {
        let (sees_gent, sees_other) = sees;
        let (status, text) = self.get("/referrals/export.csv", keys).await;
        if status != 200 {
            assert!(!sees_gent && !sees_other, "{who}: {status}");
            return 1;
        }
        assert_eq!(text.contains(&given.waiting), sees_gent, "{who}: the export");
        assert_eq!(text.contains(&given.other), sees_other, "{who}: the export");
        let (_, text) = self.get("/api/v1/referrals?limit=100", keys).await;
        let list: serde_json::Value = serde_json::from_str(&text).unwrap();
        let counted: i64 = list["counts"].as_array().unwrap().iter().map(|one| one["count"].as_i64().unwrap()).sum();
        let listed = i64::try_from(list["items"].as_array().unwrap().len()).unwrap();
        assert!(counted == listed || listed == 100, "{who}: {counted} are counted, {listed} listed");
        if who != "office" && who != "manager" {
            let (status, text) = self.get("/api/v1/work?kind=referral", keys).await;
            assert_eq!(status, 200, "{who}: {text}");
            assert_eq!(text.contains(&given.waiting), sees_gent, "{who}: the worklist");
            assert_eq!(text.contains(&given.other), sees_other, "{who}: the worklist");
        }
        4
    }

    /// Nobody answers what is not theirs: a stranger's referral and one that there is not are one answer, byte for byte.
    async fn answer(&mut self, who: &str, token: &Key, given: &Given) -> usize {
        let is_stranger = |number: &String| match who {
            "utrecht" => true,
            "other" => number != &given.other,
            _ => false,
        };
        let mut answers = 0;
        for number in [&given.waiting, &given.accepted, &given.other] {
            if !is_stranger(number) {
                continue;
            }
            for (method, end, body) in [
                ("POST", "/acceptance", json!({})),
                ("POST", "/decline", json!({ "reason": "no_capacity" })),
                ("PUT", "", json!({ "status": "lost" })),
            ] {
                let mut told = Vec::new();
                for number in [number.as_str(), "R-99999990000001"] {
                    let path = format!("/api/v1/referrals/{number}{end}");
                    let ask = Ask::new(method, &path).json(&body).with("if-match", "*").with_key(token);
                    let reply = self.line.send(&ask).await;
                    let mut answer = reply.json();
                    answer["request_id"] = json!(null);
                    told.push((reply.status, answer.to_string()));
                }
                assert_eq!(told[0].0, 404, "{who}: {end} {number}: {}", told[0].1);
                assert_eq!(told[0], told[1], "{who}: {end} {number}");
                answers += 2;
            }
        }
        answers
    }

    async fn decline(&self, who: &str, number: &str) {
        let who = self.ctx(who).await;
        let app = &self.world.world.app;
        app.decline_referral(&who, number, ("no_capacity", ""), &Expected::Any).await.unwrap();
    }

    /// A tenant is there for whoever was given a referral of it, at that location, as long as they have it (S2.1): with what people
    /// write, and without figures (S2.2, S3.3).
    async fn tenant(&mut self) -> usize {
        let shipyard = TENANTS[3];
        let paths =
            ["", "/usage", "/status-notes", "/contacts"].map(|end| format!("/api/v1/tenants/{}{end}", shipyard.id));
        let (mut answers, mut counts) = (0, Vec::new());
        // What a round before left, it being found out, is not what this one finds.
        if let Some(number) = self.left.take() {
            self.decline("gent", &number).await;
        }
        let other = self.give_of(shipyard, &format!("KXR-u-{}", self.rounds), Noorderlicht::HAARLEM).await;
        self.decline("other", &other).await;
        let given = format!("KXR-t-{}", self.rounds);
        for stage in ["before", "given", "declined"] {
            let number = match stage {
                "given" => Some(self.give_of(shipyard, &given, Noorderlicht::GENT).await),
                _ => None,
            };
            self.left.clone_from(&number);
            for (who, has_it) in [("gent", true), ("viewer", true), ("utrecht", false)] {
                let keys = self.keys(who).await;
                let sees = has_it && stage == "given";
                for path in &paths {
                    let (status, text) = self.get(path, &keys).await;
                    assert_eq!(status, if sees { 200 } else { 404 }, "{stage}: {who}: {path}: {text}");
                    answers += 1;
                }
                let (status, _) = self.get(&format!("/tenants/{}", shipyard.id), &keys).await;
                assert_eq!(status, if sees { 200 } else { 404 }, "{stage}: {who}: the page");
                let (_, text) = self.get("/api/v1/tenants?limit=100&q=werf", &keys).await;
                let list: serde_json::Value = serde_json::from_str(&text).unwrap();
                let items = list["items"].as_array().unwrap();
                assert_eq!(items.len(), usize::from(sees), "{stage}: {who}: {text}");
                if let Some(item) = items.first() {
                    assert!(item["month"].is_null() && item["usage_percent"].is_null(), "{who}: {item}");
                    let (_, text) = self.get(&paths[1], &keys).await;
                    let usage: serde_json::Value = serde_json::from_str(&text).unwrap();
                    assert!(usage["rows"].as_array().unwrap().is_empty(), "figures by a referral alone: {text}");
                    let history = format!("/api/v1/tenants/{}/workloads/Exchange/history", shipyard.id);
                    assert_eq!(self.get(&history, &keys).await.0, 404, "{who}: {history}");
                }
                let (_, text) = self.get("/api/v1/tenants?limit=1", &keys).await;
                let list: serde_json::Value = serde_json::from_str(&text).unwrap();
                counts.push((stage, who, list["totals"]["tenants"].clone()));
                answers += 3;
            }
            if let Some(number) = self.left.take() {
                self.decline("gent", &number).await;
            }
        }
        let of = |stage: &str, who: &str| counts.iter().find(|one| (one.0, one.1) == (stage, who)).unwrap().2.as_i64();
        for who in ["gent", "viewer", "utrecht"] {
            assert!(of("before", who).is_some(), "{counts:?}");
            assert_eq!(of("before", who), of("declined", who), "{who}");
            assert_eq!(of("before", who).map(|count| count + i64::from(who != "utrecht")), of("given", who), "{who}");
        }
        answers
    }

    /// A partner that pauses is given nothing.
    async fn pause(&mut self) {
        let admin = self.keys("otheradmin").await.1;
        let app = self.world.world.app.clone();
        let paused = self.line.send(&Ask::new("PUT", "/api/v1/referral-preference/pause").with_key(&admin)).await;
        assert_eq!(paused.status, 200, "{}", paused.text());
        let museum = TENANTS[2];
        let rfa = format!("KXR-p-{}", self.rounds);
        let row = format!("{rfa},{},{},Teams,,,,,,", museum.id, museum.name);
        self.world.world.load("paused.csv", &format!("{HEADER}\n{row}\n")).await;
        let office = self.ctx("office").await;
        let query = app::RequestQuery { search: Some(rfa), ..app::RequestQuery::default() };
        let id = app.referral_requests(&office, &query).await.unwrap().value.items[0].id;
        let share = ShareAsked { location: Noorderlicht::HAARLEM.to_owned(), workloads: vec!["Teams".to_owned()] };
        let refused = app.assign_request(&office, id, &[share], &Expected::Any, None).await;
        let resumed = self.line.send(&Ask::new("DELETE", "/api/v1/referral-preference/pause").with_key(&admin)).await;
        assert_eq!(resumed.status, 204, "{}", resumed.text());
        assert!(matches!(refused, Err(app::AppError::Invalid(_))), "a partner that pauses was given a referral");
    }
}

fn look(engine: testkit::Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut referrals = Referrals::open(database).await;
        assert!(referrals.go().await > 150);
    });
}

#[test]
fn referrals_exist_for_whom_they_are_on_sqlite() {
    look(testkit::Engine::Sqlite);
}

#[test]
fn referrals_exist_for_whom_they_are_on_postgres() {
    look(testkit::Engine::Postgres);
}
