//! A password alone opens nothing for whoever has a second factor, or has to have one; a code counts once, for its person, and
//! few can be guessed; what codes are made from is shown once and stands nowhere else (S1).

use app::Visit;
use chrono::TimeDelta;
use domain::access::Role;
use testkit::{Canaries, Database, Engine, Noorderlicht, PASSWORD, operator, shown_by_app, visit};
use web::Config;

use crate::wire::{Ask, Key, Line, Reply, Server, Watch, log};

/// Who manages, and is above whom.
const ADMINS: [(&str, Role); 2] = [("Account", Role::AccountAdmin), ("Global", Role::GlobalAdmin)];

fn address(who: &str) -> String {
    format!("{}.kxqfactor@uptake.example", who.to_lowercase())
}

/// The world with mail, and a server.
pub(crate) struct Factors {
    it: Noorderlicht,
    server: Server,
    count: u32,
}

/// A browser that keeps cookies, and an app that shows codes.
pub(crate) struct Browser {
    line: Line,
    cookies: Vec<(String, String)>,
}

impl Browser {
    /// A browser that has been nowhere yet.
    pub(crate) fn new(server: &Server) -> Self {
        let watch = Watch::over([PASSWORD.to_owned()], false);
        Self { line: Line::to(server.address, watch), cookies: Vec::new() }
    }

    /// What it keeps, as somebody would copy it who gets hold of it.
    pub(crate) fn cookies(&self) -> Vec<(String, String)> {
        self.cookies.clone()
    }

    /// Keeps what another kept.
    pub(crate) fn takes(&mut self, cookies: Vec<(String, String)>) {
        self.cookies = cookies;
    }

    /// Deletes something with a token, as a program does.
    pub(crate) async fn take_as(&mut self, path: &str, key: &Key) -> u16 {
        self.line.send(&Ask::new("DELETE", path).with_key(key)).await.status
    }

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

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.send(Ask::get(path)).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.send(Ask::get("/signed-out")).await.form_token();
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        self.send(Ask::new("POST", path).form(&fields)).await
    }

    pub(crate) async fn is_in(&mut self) -> bool {
        self.get("/profile").await.status == 200
    }

    /// Types the password, and is asked for a code.
    async fn asked(&mut self, email: &str, password: &str) {
        let reply = self.post("/sign-in", &[("email", email), ("password", password)]).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert!(
            reply.header("location").starts_with("/sign-in/code"),
            "a password alone: {}",
            reply.header("location")
        );
        assert!(!self.is_in().await, "a password alone lets somebody in");
    }

    async fn brings(&mut self, code: &str) -> bool {
        let status = self.post("/sign-in/code", &[("code", code)]).await.status;
        let is_in = self.is_in().await;
        assert_eq!(status == 303, is_in, "{status}");
        is_in
    }

    /// What is read from the page that sets an app up.
    fn key(page: &Reply) -> String {
        let text = page.text();
        let key = text.split_once("id=\"factor-key\">").unwrap_or_else(|| panic!("no key: {text}")).1;
        key.split('<').next().unwrap().to_owned()
    }

    fn codes(page: &Reply) -> Vec<String> {
        let text = page.text();
        let list = text.split_once("id=\"recovery-codes\">").unwrap_or_else(|| panic!("no codes: {text}")).1;
        let list = list.split("</ul>").next().unwrap();
        list.split("<code>").skip(1).map(|one| one.split('<').next().unwrap().to_owned()).collect()
    }
}

impl Factors {
    pub(crate) async fn open(database: Database) -> Self {
        let it = Noorderlicht::mailing(database).await;
        for (name, role) in ADMINS {
            it.world.add_person(&format!("{name} Kxqfactor"), Some(Noorderlicht::PARTNER), role, &[]).await;
        }
        let server = Server::start(it.world.app.clone(), Config::default()).await;
        Self { it, server, count: 0 }
    }

    fn browser(&self) -> Browser {
        Browser::new(&self.server)
    }

    fn code(&self, key: &str) -> String {
        shown_by_app(key, self.it.world.app.now())
    }

    async fn demand(&self, is_on: bool) {
        let (ctx, partner) = (operator(), Some(Noorderlicht::PARTNER));
        let (app, any) = (&self.it.world.app, &app::Expected::Any);
        app.set_sign_in_settings(&ctx, partner, Some(false), Some(is_on), any).await.unwrap();
    }

    /// Somebody new.
    async fn somebody(&mut self) -> String {
        self.count += 1;
        let name = format!("Nr{} Kxqfactor", self.count);
        self.it.world.add_person(&name, Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await
    }

    /// Somebody new with an app, half a minute after it was set up.
    async fn protected(&mut self) -> (String, Browser, String, Vec<String>) {
        let email = self.somebody().await;
        let mut browser = self.browser();
        assert_eq!(browser.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await.status, 303);
        assert_eq!(browser.post("/profile/second-factor/setup", &[]).await.status, 303);
        let key = Browser::key(&browser.get("/profile/second-factor").await);
        let fields = [("code", self.code(&key)), ("current", PASSWORD.to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let done = browser.post("/profile/second-factor", &fields).await;
        assert_eq!(done.status, 200, "{}", done.text());
        let codes = Browser::codes(&done);
        assert_eq!(codes.len(), 10);
        self.it.world.clock.pass(TimeDelta::seconds(30));
        (email, browser, key, codes)
    }

    /// Everything below, once; how much was looked at.
    pub(crate) async fn go(&mut self) -> usize {
        // What a fault has left, and what was counted.
        self.demand(false).await;
        self.it.world.clock.pass(TimeDelta::minutes(20));
        log::taken();
        self.once().await
            + self.nowhere_else().await
            + self.guesses().await
            + self.reset().await
            + self.demanded().await
            + self.taken().await
    }

    /// Whose code counts, and how often.
    async fn once(&mut self) -> usize {
        let (email, _, key, codes) = self.protected().await;
        let mut browser = self.browser();
        browser.asked(&email, PASSWORD).await;
        let code = self.code(&key);
        assert!(browser.brings(&code).await, "the control");
        for spent in [code.as_str(), "000000"] {
            let mut again = self.browser();
            again.asked(&email, PASSWORD).await;
            assert!(!again.brings(spent).await, "a code a second time: {spent}");
        }
        for (codes, counts) in [(&codes[0], true), (&codes[0], false), (&codes[1], true)] {
            let mut other = self.browser();
            other.asked(&email, PASSWORD).await;
            assert_eq!(other.brings(codes).await, counts, "a recovery code");
        }
        // Somebody else's app shows nothing that counts here, and another browser is not the one with the password.
        let (_, _, others, _) = self.protected().await;
        let mut thief = self.browser();
        thief.asked(&email, PASSWORD).await;
        assert!(!thief.brings(&self.code(&others)).await, "another's code");
        assert_eq!(self.browser().get("/sign-in/code").await.status, 303);
        assert!(!self.browser().brings_anywhere(&self.code(&key)).await, "a code in another browser");
        // The way from one to the other is short.
        let mut late = self.browser();
        late.asked(&email, PASSWORD).await;
        self.it.world.clock.pass(TimeDelta::minutes(11));
        assert!(!late.brings_anywhere(&self.code(&key)).await, "a code eleven minutes after the password");
        9
    }

    /// What codes are made from, and what stands in for them, is shown to its person once.
    async fn nowhere_else(&mut self) -> usize {
        let (email, mut own, key, codes) = self.protected().await;
        let letters: String = key.split(' ').collect();
        let bare: Vec<String> = codes.iter().map(|code| code.replace('-', "")).collect();
        let words = [key.clone(), letters].into_iter().chain(codes.clone()).chain(bare);
        let canaries = Canaries::new(words.map(|word| word.to_lowercase()));
        let token = Key::of(&self.it.world.with_token(&email).await);
        let admin = Key::of(&self.it.world.with_token(&address("global")).await);
        let mut pages = Vec::new();
        for path in ["/profile/second-factor", "/profile", "/sign-in/code", "/"] {
            pages.push(own.get(path).await);
        }
        let begins = own.post("/profile/second-factor/setup", &[]).await;
        assert_eq!(begins.status, 422, "an app is set up over another");
        pages.push(begins);
        let mut line = Line::to(self.server.address, Watch::over([], false));
        for (path, key) in [
            ("/api/v1/me/second-factor", &token),
            ("/api/v1/me", &token),
            ("/api/v1/people?q=kxqfactor", &admin),
            ("/api/v1/audit", &admin),
        ] {
            let reply = line.send(&Ask::get(path).with_key(key)).await;
            assert_eq!(reply.status, 200, "{path}");
            pages.push(reply);
        }
        for reply in &pages {
            let found = canaries.in_bytes(&reply.plain);
            assert!(found.is_empty(), "{} tells {found:?}", reply.asked);
        }
        let found = canaries.in_bytes(log::taken().as_bytes());
        assert!(found.is_empty(), "the log tells {found:?}");
        // Another way in takes a code as well.
        for code in ["", "000000"] {
            let fields = [("name", "Mine"), ("current", PASSWORD), ("code", code)];
            let status = own.post("/profile/passkeys/setup", &fields).await.status;
            assert_eq!(status, 422, "a way in is added without a code");
        }
        let code = self.code(&key);
        let fields = [("name", "Mine"), ("current", PASSWORD), ("code", code.as_str())];
        assert_eq!(own.post("/profile/passkeys/setup", &fields).await.status, 303);
        self.it.world.clock.pass(TimeDelta::seconds(60));
        // Turning it off takes a code; then nothing of it is left.
        let off = [("code", "000000"), ("current", PASSWORD)];
        assert_eq!(own.post("/profile/second-factor/deletion", &off).await.status, 422, "turned off without a code");
        let code = self.code(&key);
        let off = [("code", code.as_str()), ("current", PASSWORD)];
        assert_eq!(own.post("/profile/second-factor/deletion", &off).await.status, 303);
        // Closing an account keeps nothing either.
        let (email, ..) = self.protected().await;
        let app = &self.it.world.app;
        app.set_active(&operator(), &email.parse().unwrap(), false).await.unwrap();
        app.set_active(&operator(), &email.parse().unwrap(), true).await.unwrap();
        let entrance = app.sign_in(&visit(), &email, PASSWORD).await.unwrap();
        assert!(entrance.at_once().is_some(), "what codes are made from stays when an account is closed");
        pages.len() + 4
    }

    /// Whoever has the password guesses codes, from everywhere.
    async fn guesses(&mut self) -> usize {
        let (email, _, key, _) = self.protected().await;
        let app = &self.it.world.app;
        let mut looked_at = 0;
        for number in 0..14 {
            let from = Visit { address: format!("198.51.100.{number}"), ..visit() };
            let app::Entrance::SecondStep(step) = app.sign_in(&from, &email, PASSWORD).await.unwrap() else {
                panic!("a password alone lets somebody in");
            };
            match app.pass_second_step(&from, &step.secret, "000000").await {
                Err(app::AppError::Invalid(_)) => looked_at += 1,
                Err(app::AppError::TooMany(_)) => {}
                other => panic!("{other:?}"),
            }
        }
        assert!(looked_at <= 10, "{looked_at} codes guessed in a quarter of an hour");
        self.it.world.clock.pass(TimeDelta::minutes(16));
        let mut browser = self.browser();
        browser.asked(&email, PASSWORD).await;
        assert!(browser.brings(&self.code(&key)).await, "the owner is kept out for good");
        15
    }

    /// A forgotten password, set anew by whoever reads the mail.
    async fn reset(&mut self) -> usize {
        let (email, _, key, _) = self.protected().await;
        let app = self.it.world.app.clone();
        app.ask_password_reset(&visit(), &email).await.unwrap();
        app.address_mail().await.unwrap();
        let mut secret = None;
        while let Some(letter) = app.next_letter().await.unwrap() {
            if let app::Content::PasswordReset { secret: one, .. } = &letter.content {
                secret = Some(one.clone());
            }
            app.settle_letter(&letter, &app::Delivery::Taken).await.unwrap();
        }
        let path = format!("/password-reset/{}", secret.unwrap());
        let new = "three herons over water";
        let mut browser = self.browser();
        assert_eq!(browser.post(&path, &[("new", new), ("repeat", new)]).await.status, 303);
        assert!(!browser.is_in().await, "a new password signs somebody in");
        browser.asked(&email, new).await;
        assert!(browser.brings(&self.code(&key)).await);
        4
    }

    /// Where the organisation demands one.
    async fn demanded(&mut self) -> usize {
        let email = self.somebody().await;
        let mut weak = self.browser();
        assert_eq!(weak.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await.status, 303);
        assert!(weak.is_in().await);
        self.demand(true).await;
        assert!(!weak.is_in().await, "a session that began with a password alone goes on");
        let mut browser = self.browser();
        browser.asked(&email, PASSWORD).await;
        let key = Browser::key(&browser.get("/sign-in/code").await);
        let code = self.code(&key);
        assert!(!browser.brings("000000").await);
        let done = browser.post("/sign-in/code", &[("code", &code)]).await;
        assert_eq!((done.status, Browser::codes(&done).len()), (200, 10));
        assert!(browser.is_in().await);
        self.demand(false).await;
        6
    }

    /// Who takes it away from whom.
    async fn taken(&mut self) -> usize {
        let app = &self.it.world.app;
        let global = address("global");
        drop(app.take_second_factor_by_operator(&operator(), &global.parse().unwrap()).await);
        let ctx = self.it.world.signed_in(&global).await;
        app.begin_authenticator(&ctx).await.unwrap();
        let setup = app.second_factor(&ctx).await.unwrap().value.setup.unwrap();
        app.confirm_authenticator(&ctx, &self.code(setup.shown()), PASSWORD).await.unwrap();
        let handle = app.person_list(&operator(), &global, None).await.unwrap().value.items.remove(0).handle;
        let path = format!("/api/v1/people/{handle}/second-factor");
        let mut line = Line::to(self.server.address, Watch::over([], false));
        for (who, status) in [("account", 422), ("global", 422)] {
            let key = Key::of(&self.it.world.with_token(&address(who)).await);
            let reply = line.send(&Ask::new("DELETE", &*path).with_key(&key)).await;
            assert_eq!(reply.status, status, "{who} takes it: {}", reply.text());
        }
        let (email, mut own, ..) = self.protected().await;
        let handle =
            self.it.world.app.person_list(&operator(), &email, None).await.unwrap().value.items.remove(0).handle;
        let key = Key::of(&self.it.world.with_token(&address("account")).await);
        let reply =
            line.send(&Ask::new("DELETE", format!("/api/v1/people/{handle}/second-factor")).with_key(&key)).await;
        assert_eq!(reply.status, 204, "{}", reply.text());
        assert!(!own.is_in().await, "a session goes on after the second factor was taken away");
        4
    }
}

impl Browser {
    /// Whether a code lets this browser in, from wherever it comes.
    async fn brings_anywhere(&mut self, code: &str) -> bool {
        self.post("/sign-in/code", &[("code", code)]).await;
        self.is_in().await
    }
}

fn look(engine: Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut factors = Factors::open(database).await;
        for _ in 0..2 {
            assert!(factors.go().await > 40);
        }
    });
}

#[test]
fn no_password_opens_what_has_a_second_factor_on_sqlite() {
    look(Engine::Sqlite);
}

#[test]
fn no_password_opens_what_has_a_second_factor_on_postgres() {
    look(Engine::Postgres);
}
