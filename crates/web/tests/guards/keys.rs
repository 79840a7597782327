//! Keys that have ended open nothing, and no key opens more than it is for; each case by the real accept loop.

use app::TokenScope;
use chrono::TimeDelta;
use domain::access::{Action, Role};
use serde_json::json;
use testkit::{Engine, Noorderlicht, PASSWORD, operator};
use web::{Access, Config, Kind, Route, Verb, routes};

use crate::wire::{Ask, Key, Line, Reply, Server, Watch};

/// A word of an intent note, which is for those who see the tenant, and for no log.
const NOTE: &str = "kxqnote";

/// A small world with a server, and somebody in it.
pub(crate) struct Keys {
    world: Noorderlicht,
    server: Server,
    line: Line,
    count: u32,
}

/// A new person with a session and a token.
struct Somebody {
    email: String,
    ctx: app::Ctx,
    session: Key,
    token: Key,
}

impl Keys {
    pub(crate) async fn open(database: testkit::Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let mut line = Line::to(server.address, Watch::over([PASSWORD, NOTE].map(str::to_owned), false));
        line.allowed.insert(NOTE.to_owned());
        Self { world, server, line, count: 0 }
    }

    async fn somebody(&mut self, role: Role, at: &[&str]) -> Somebody {
        self.count += 1;
        let partner = (!matches!(role, Role::ProgrammeAdmin)).then_some(Noorderlicht::PARTNER);
        let world = &self.world.world;
        let email = world.add_person(&format!("Key Kxq {}", self.count), partner, role, at).await;
        let ctx = world.signed_in(&email).await;
        let (session, token) = (Key::of(&ctx), Key::of(&world.with_token(&email).await));
        Somebody { email, ctx, session, token }
    }

    async fn get(&mut self, path: &str, key: &Key) -> Reply {
        self.line.send(&Ask::get(path).with_key(key)).await
    }

    /// Whether these keys open the account, the list and the export.
    async fn assert_opens(&mut self, key: &Key, opens: bool, what: &str) {
        let (paths, shut): (&[&str], u16) = match key {
            Key::Token(_) => (&["/api/v1/me", "/api/v1/tenants", "/api/v1/overview"], 401),
            _ => (&["/profile", "/tenants", "/tenants/export.csv"], 303),
        };
        for path in paths {
            let reply = self.get(path, key).await;
            assert_eq!(reply.status, if opens { 200 } else { shut }, "{what}: {path}");
        }
    }

    /// Posts a form of somebody's page.
    async fn post(&mut self, path: &str, key: &Key, fields: &[(&str, &str)]) -> Reply {
        let token = self.line.form_token(key).await;
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        self.line.send(&Ask::new("POST", path).with_key(key).form(&fields)).await
    }

    /// Everything below, once.
    pub(crate) async fn go(&mut self) -> u64 {
        self.time_ends_them().await;
        self.acts_end_them().await;
        self.nobody_elses().await;
        self.no_more_than_they_are_for().await;
        self.notes_are_whose_they_are().await;
        self.line.watch.look_behind(&self.server).await;
        self.line.watch.seen().0
    }

    async fn time_ends_them(&mut self) {
        let clock = self.world.world.clock.clone();
        let one = self.somebody(Role::ReportViewer, &[]).await;
        self.assert_opens(&one.session, true, "a new session").await;
        clock.pass(TimeDelta::hours(12));
        self.assert_opens(&one.session, false, "a session that nobody used for half a day").await;
        self.assert_opens(&one.token, true, "a token of half a day").await;
        clock.pass(TimeDelta::days(30));
        self.assert_opens(&one.token, false, "a token of 30 days").await;
    }

    async fn acts_end_them(&mut self) {
        let world = self.world.world.app.clone();
        let one = self.somebody(Role::ReportViewer, &[]).await;
        assert_eq!(self.post("/sign-out", &one.session, &[]).await.status, 303);
        self.assert_opens(&one.session, false, "a session after signing out").await;

        // Whoever signs in anew leaves no session behind, and is not given the one that the browser brought.
        let one = self.somebody(Role::ReportViewer, &[]).await;
        let email = one.email.clone();
        let reply = self.post("/sign-in", &one.session, &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(reply.status, 303);
        let cookie = reply.header("set-cookie").split(';').next().unwrap();
        let new = Key::Session(cookie.strip_prefix("uptake-session=").unwrap().to_owned());
        assert_ne!(new, one.session);
        self.assert_opens(&new, true, "the session after signing in anew").await;
        self.assert_opens(&one.session, false, "the session before signing in anew").await;

        let one = self.somebody(Role::ReportViewer, &[]).await;
        let other = Key::of(&self.world.world.signed_in(&one.email).await);
        let fields =
            [("current", PASSWORD), ("new", "paarse fiets in de regen"), ("repeat", "paarse fiets in de regen")];
        assert_eq!(self.post("/profile/password", &one.session, &fields).await.status, 303);
        self.assert_opens(&one.session, true, "the session that changed the password").await;
        self.assert_opens(&other, false, "another session after the password was changed").await;

        let one = self.somebody(Role::ReportViewer, &[]).await;
        let profile = world.profile(&one.ctx).await.unwrap().value;
        let token = format!("/profile/tokens/{}/deletion", profile.tokens[0].handle);
        assert_eq!(self.post(&token, &one.session, &[]).await.status, 303);
        self.assert_opens(&one.token, false, "a token after it was revoked").await;
        let session = format!("/profile/sessions/{}/deletion", profile.sessions[0].handle);
        assert_eq!(self.post(&session, &one.session, &[]).await.status, 303);
        self.assert_opens(&one.session, false, "a session after its person ended it").await;

        let one = self.somebody(Role::ReportViewer, &[]).await;
        world.revoke_role(&operator(), &one.email.parse().unwrap(), Role::ReportViewer, &[]).await.unwrap();
        assert_eq!(self.get("/tenants", &one.session).await.status, 403, "the list without a role");
        assert_eq!(self.get("/api/v1/tenants", &one.token).await.status, 403, "the list without a role");
        world.set_active(&operator(), &one.email.parse().unwrap(), false).await.unwrap();
        self.assert_opens(&one.session, false, "a session of a closed account").await;
        self.assert_opens(&one.token, false, "a token of a closed account").await;
    }

    /// What one has, another can neither use nor end.
    async fn nobody_elses(&mut self) {
        let app = self.world.world.app.clone();
        let (one, other) = (self.somebody(Role::ReportViewer, &[]).await, self.somebody(Role::ReportViewer, &[]).await);
        let list = "/api/v1/tenants?limit=1";
        let cursor = self.get(list, &one.token).await.json()["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(self.get(&format!("{list}&cursor={cursor}"), &one.token).await.status, 200, "the own cursor");
        assert_eq!(self.get(&format!("{list}&cursor={cursor}"), &other.token).await.status, 400, "another's cursor");
        let sorted = format!("{list}&sort=-name&cursor={cursor}");
        assert_eq!(self.get(&sorted, &one.token).await.status, 400, "a cursor of another order");
        let view = app.save_view(&one.ctx, "kxqview", "q=kxqview", None).await.unwrap().id;
        let profile = app.profile(&one.ctx).await.unwrap().value;
        assert!(!self.get("/api/v1/views", &other.token).await.text().contains("kxqview"), "another's views");
        assert!(!self.get("/tenants", &other.session).await.text().contains("kxqview"), "another's views");
        for path in [
            format!("/views/{view}/deletion"),
            format!("/profile/sessions/{}/deletion", profile.sessions[0].handle),
            format!("/profile/tokens/{}/deletion", profile.tokens[0].handle),
        ] {
            assert_eq!(self.post(&path, &other.session, &[]).await.status, 404, "{path} of another");
        }
        self.assert_opens(&one.session, true, "a session that another tried to end").await;
        self.assert_opens(&one.token, true, "a token that another tried to revoke").await;
        assert!(self.get("/api/v1/views", &one.token).await.text().contains("kxqview"), "a view that another deleted");
    }

    /// An intent note is there for whoever sees the tenant, without the name of its author for a report viewer.
    async fn notes_are_whose_they_are(&mut self) {
        let [bakery, ..] = testkit::TENANTS;
        let path = format!("/tenants/{}/workloads/Teams/intent-note", bakery.id);
        let author = self.somebody(Role::ExecutiveReportViewer, &[]).await;
        let name = format!("Key Kxq {}", self.count);
        let app = self.world.world.app.clone();
        let text = format!("Blocked, because of {NOTE} {}.", self.count);
        let tenant = bakery.id.parse().unwrap();
        app.save_intent_note(&author.ctx, tenant, "Teams", &text, &app::Expected::Any).await.unwrap();
        let executive = self.somebody(Role::ExecutiveReportViewer, &[]).await;
        let seen = self.get(&path, &executive.session).await;
        assert!(seen.text().contains(&text) && seen.text().contains(&name), "a note and its author");
        let reporter = self.somebody(Role::ReportViewer, &[Noorderlicht::UTRECHT]).await;
        for path in [path.clone(), format!("/tenants/{}", bakery.id)] {
            let seen = self.get(&path, &reporter.session).await;
            assert!(seen.text().contains(&text) && !seen.text().contains(&name), "{path} for a report viewer");
        }
        let elsewhere = self.somebody(Role::ReportViewer, &[Noorderlicht::GENT]).await;
        assert_eq!(self.get(&path, &elsewhere.session).await.status, 404, "a note of another location");
        let waits = "?kind=no_survey_contact";
        for (path, key) in [("/my-work", &elsewhere.session), ("/api/v1/work", &elsewhere.token)] {
            let seen = self.get(&format!("{path}{waits}"), key).await;
            assert!(seen.text().contains(testkit::TENANTS[2].name), "{path} of the own location");
            assert!(!seen.text().contains(bakery.name), "{path} with the work of another location");
        }
    }

    /// A token that only reads changes nothing, by no route: where there is no body to read first, it is told so whatever there is.
    async fn reads_and_nothing_else(&mut self, reads: &Key) {
        let writes = |route: &&Route| {
            let is_write = matches!(route.access, Access::Needs(_, Action::Write));
            route.kind == Kind::Api && route.method != Verb::Get && is_write
        };
        let (mut bare, mut all) = (0, 0);
        for route in routes().iter().filter(writes) {
            let parts = route.path.split('/').map(|part| if part.starts_with('{') { "AAAAAAAAAAAAAAAA" } else { part });
            let path = parts.collect::<Vec<_>>().join("/");
            let ask = Ask::new(route.method.name(), &path).with_key(reads);
            let is_bare = route.method == Verb::Delete;
            let reply = self.line.send(&if is_bare { ask } else { ask.json(&json!({})) }).await;
            if is_bare && route.path.starts_with("/api/v1/me/") {
                assert_eq!(reply.status, 403, "{} {path} by a token that only reads", route.method.name());
                bare += 1;
            }
            assert!((400..500).contains(&reply.status), "{} {path}: {}", route.method.name(), reply.status);
            all += 1;
        }
        assert!(bare > 4 && all > 40, "{bare} of {all}");
    }

    async fn no_more_than_they_are_for(&mut self) {
        let app = self.world.world.app.clone();
        let one = self.somebody(Role::ReportViewer, &[]).await;
        assert_eq!(self.get("/api/v1/me", &one.session).await.status, 401, "the API with a session");
        assert_eq!(self.get("/profile", &one.token).await.status, 303, "a page with a token");
        let reads = app.create_token(&one.ctx, "reads", 3, TokenScope::Read).await.unwrap();
        let reads = Key::Token(reads.secret);
        self.assert_opens(&reads, true, "a token that reads").await;
        let change = Ask::new("PUT", "/api/v1/me/preferences").json(&json!({ "language": "nl", "theme": "dark" }));
        assert_eq!(self.line.send(&change.clone().with_key(&reads)).await.status, 403, "a token that only reads");
        assert_eq!(self.line.send(&change.with_key(&one.token)).await.status, 204, "a token that writes");
        self.reads_and_nothing_else(&reads).await;
        // A role of the programme office in a partner, which no verb would give.
        let two = self.somebody(Role::IncentivesAdmin, &[]).await;
        let broken = "UPDATE role_assignment SET role = 'programme_admin' WHERE role = 'incentives_admin'";
        assert_eq!(self.world.world.database.run(broken).await, Ok(1));
        for path in ["/api/v1/tenants", "/api/v1/loads", "/api/v1/audit"] {
            assert_eq!(
                self.get(path, &two.token).await.status,
                403,
                "{path} by a role of another kind of organisation"
            );
        }
        let mended = "DELETE FROM role_assignment WHERE role = 'programme_admin'";
        assert_ne!(self.world.world.database.run(mended).await, Ok(0));
    }
}

fn tell(engine: Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Keys::open, async |mut keys| assert!(keys.go().await > 60));
}

#[test]
fn a_key_that_has_ended_opens_nothing_on_sqlite() {
    tell(Engine::Sqlite);
}

#[test]
fn a_key_that_has_ended_opens_nothing_on_postgres() {
    tell(Engine::Postgres);
}
