//! A provider's answer signs in whom it is for, in the browser that asked, once, and nobody by an address; where people sign in
//! with a provider only, no password opens anything (S1).

use domain::access::Role;
use serde_json::json;
use testkit::{Database, Noorderlicht, PASSWORD, operator};
use web::Config;

use crate::op::{Kind, Lies, Op};
use crate::wire::{Ask, Line, Reply, Server, Watch};

/// The name of the person at the provider.
const SUBJECT: &str = "kxqsubject";

/// A small world with a provider, and somebody whose account there is connected.
pub(crate) struct Providers {
    world: Noorderlicht,
    op: Op,
    server: Server,
    count: u32,
}

/// A browser that keeps cookies.
struct Browser {
    line: Line,
    cookies: Vec<(String, String)>,
}

impl Browser {
    async fn send(&mut self, ask: Ask) -> Reply {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let ask = if cookies.is_empty() { ask } else { ask.with("cookie", cookies.join("; ")) };
        let reply = self.line.send(&ask).await;
        for (_, cookie) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(one, _)| one != name);
            if !cookie.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        reply
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.send(Ask::get("/signed-out")).await.form_token();
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        self.send(Ask::new("POST", path).form(&fields)).await
    }

    /// Is led to the provider; gives the address there.
    async fn depart(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let reply = self.post(path, fields).await;
        reply.header("refresh").strip_prefix("0;url=").unwrap_or_else(|| panic!("{}", reply.text())).to_owned()
    }

    async fn arrive(&mut self, fields: &[(String, String)]) -> u16 {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Ask::get(format!("/sign-in/providers/op/answer?{query}"))).await.status
    }

    async fn is_in(&mut self) -> bool {
        self.send(Ask::get("/profile")).await.status == 200
    }
}

impl Providers {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let op = Op::start(Kind::Es256, world.world.app.now().timestamp()).await;
        let provider = app::Provider::new(op.settings("op", "")).unwrap();
        let app = world.world.app.clone().with_providers(vec![provider]);
        let server = Server::start(app, Config::default()).await;
        Self { world, op, server, count: 0 }
    }

    fn browser(&self) -> Browser {
        // Secrets of visits and codes go to the provider and back, and into no log.
        let watch = Watch::over([PASSWORD.to_owned(), SUBJECT.to_owned()], false);
        Browser { line: Line::to(self.server.address, watch), cookies: Vec::new() }
    }

    async fn assert_out(&self, browser: &mut Browser, fields: &[(String, String)], what: &str) {
        let status = browser.arrive(fields).await;
        let is_in = browser.is_in().await;
        assert!(status == 422 && !is_in, "{what}: {status}");
    }

    /// Everything below, once; how much was looked at.
    pub(crate) async fn go(&mut self) -> usize {
        self.count += 1;
        self.op.lie(Lies::default());
        let partner = Some(Noorderlicht::PARTNER);
        let email =
            self.world.world.add_person(&format!("Op Kxq {}", self.count), partner, Role::ReportViewer, &[]).await;
        let subject = format!("{SUBJECT}-{}", self.count);
        let mut own = self.browser();
        assert_eq!(own.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await.status, 303);
        let url = own.depart("/profile/providers", &[("provider", "op"), ("current", PASSWORD)]).await;
        assert_eq!(own.arrive(&self.op.sign_in(&url, &subject)).await, 303);
        let there = "/sign-in/providers/op";

        // The control, and the same answer again.
        let mut browser = self.browser();
        let fields = self.op.sign_in(&browser.depart(there, &[]).await, &subject);
        let asked = browser.cookies.clone();
        assert_eq!(browser.arrive(&fields).await, 303);
        assert!(browser.is_in().await);
        let mut again = self.browser();
        again.cookies = asked;
        // The provider, too, is made to take the code again.
        let fields = self.op.given_again(&fields);
        self.assert_out(&mut again, &fields, "an answer a second time").await;

        let (mut asks, mut takes) = (self.browser(), self.browser());
        let fields = self.op.sign_in(&asks.depart(there, &[]).await, &subject);
        takes.depart(there, &[]).await;
        self.assert_out(&mut takes, &fields, "an answer in another browser").await;

        self.op.lie(Lies { claims: Some(Box::new(|told| told["nonce"] = json!("another"))), ..Lies::default() });
        let mut browser = self.browser();
        let fields = self.op.sign_in(&browser.depart(there, &[]).await, &subject);
        self.assert_out(&mut browser, &fields, "a token for another question").await;

        let address = email.clone();
        self.op.lie(Lies { claims: Some(Box::new(move |told| told["email"] = json!(address))), ..Lies::default() });
        let mut browser = self.browser();
        let fields = self.op.sign_in(&browser.depart(there, &[]).await, "kxqsubject-of-nobody");
        self.assert_out(&mut browser, &fields, "an unknown account with a known address").await;
        self.op.lie(Lies::default());

        let app = &self.world.world.app;
        app.set_single_sign_on(&operator(), partner, true).await.unwrap();
        let status = self.browser().post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await.status;
        app.set_single_sign_on(&operator(), partner, false).await.unwrap();
        assert_eq!(status, 422, "a password where people sign in with a provider only");
        browser.line.watch.look_behind(&self.server).await;
        9
    }
}

fn look(engine: testkit::Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut providers = Providers::open(database).await;
        assert!(providers.go().await > 5);
    });
}

#[test]
fn an_answer_signs_in_whom_it_is_for_on_sqlite() {
    look(testkit::Engine::Sqlite);
}

#[test]
fn an_answer_signs_in_whom_it_is_for_on_postgres() {
    look(testkit::Engine::Postgres);
}
