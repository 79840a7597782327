//! A passkey lets in its own person and nobody else, once for each question, from the browser that was asked; and none is added by
//! whoever merely finds a browser open (S1).

use app::Expected;
use chrono::TimeDelta;
use domain::access::Role;
use testkit::{Database, Device, Engine, Manner, Noorderlicht, PASSWORD, operator};
use web::Config;

use crate::second_factor::Browser;
use crate::wire::{Key, Reply, Server, log};

/// The world, and a server.
pub(crate) struct Passkeys {
    it: Noorderlicht,
    server: Server,
    count: u32,
}

/// Somebody with a passkey.
struct Owner {
    email: String,
    device: Device,
    /// The browser in which it was added.
    browser: Browser,
}

/// What the browser is asked on that page.
fn options(page: &Reply) -> String {
    let text = page.text();
    let options = text.split_once("data-options=\"").unwrap_or_else(|| panic!("nothing is asked: {text}")).1;
    let options = options.split('"').next().unwrap();
    // As the template writes them.
    options
        .replace("&#34;", "\"")
        .replace("&#38;", "&")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#39;", "'")
}

impl Browser {
    /// Is asked for a passkey.
    async fn asked_for_passkey(&mut self) -> String {
        let reply = self.post("/sign-in/passkey", &[]).await;
        assert!(
            reply.status == 303 && reply.header("location").starts_with("/sign-in/passkey?next="),
            "{}",
            reply.text()
        );
        options(&self.get("/sign-in/passkey").await)
    }

    /// Brings an answer: whether it lets somebody in.
    async fn enters_with(&mut self, answer: &str) -> bool {
        let status = self.post("/sign-in/passkey/answer", &[("passkey", answer)]).await.status;
        assert!([303, 422].contains(&status), "{status}");
        self.is_in().await
    }
}

impl Passkeys {
    pub(crate) async fn open(database: Database) -> Self {
        let it = Noorderlicht::mailing(database).await;
        it.world.add_person("Account Kxqpasskey", Some(Noorderlicht::PARTNER), Role::AccountAdmin, &[]).await;
        let server = Server::start(it.world.app.clone(), Config::default()).await;
        Self { it, server, count: 0 }
    }

    fn browser(&self) -> Browser {
        Browser::new(&self.server)
    }

    async fn demand_provider(&self, is_on: bool) {
        let (ctx, partner) = (operator(), Some(Noorderlicht::PARTNER));
        if is_on {
            self.it.world.app.set_single_sign_on(&ctx, partner, true).await.unwrap();
        } else {
            let (app, any) = (&self.it.world.app, &Expected::Any);
            app.set_sign_in_settings(&ctx, partner, Some(false), Some(false), any).await.unwrap();
        }
    }

    /// Somebody new who is signed in by a password.
    async fn somebody(&mut self) -> (String, Browser) {
        self.count += 1;
        let name = format!("Nr{} Kxqpasskey", self.count);
        let email = self.it.world.add_person(&name, Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let mut browser = self.browser();
        assert_eq!(browser.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await.status, 303);
        (email, browser)
    }

    async fn owner(&mut self) -> Owner {
        let (email, mut browser) = self.somebody().await;
        let fields = [("name", "Laptop"), ("current", PASSWORD)];
        assert_eq!(browser.post("/profile/passkeys/setup", &fields).await.status, 303);
        let mut device = Device::new(email.as_bytes());
        let answer = device.creates(&options(&browser.get("/profile/passkeys").await), &Manner::default());
        let reply = browser.post("/profile/passkeys", &[("passkey", &answer)]).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        Owner { email, device, browser }
    }

    /// Everything below, once; how much was looked at.
    pub(crate) async fn go(&mut self) -> usize {
        // What a fault has left, and what was counted: no provider and no second factor is demanded.
        self.demand_provider(false).await;
        self.it.world.clock.pass(TimeDelta::minutes(20));
        log::taken();
        self.whose().await
            + self.once().await
            + self.not_any_more().await
            + self.demanded().await
            + self.adding().await
            + self.taken().await
    }

    /// Whom an answer lets in.
    async fn whose(&mut self) -> usize {
        let (mut one, other) = (self.owner().await, self.owner().await);
        let mut browser = self.browser();
        let asked = browser.asked_for_passkey().await;
        assert!(!asked.contains("kxqpasskey"), "a question tells who has an account");
        assert!(browser.enters_with(&one.device.answers(&asked, &Manner::default())).await, "the control");
        assert!(browser.get("/profile").await.text().contains(&one.email), "another's session");
        // Another device that says that it is this one.
        let mut thief = Device::new(&one.device.credential_id);
        thief.user.clone_from(&one.device.user);
        thief.count = Some(1_000);
        let mut browser = self.browser();
        let stolen = thief.answers(&browser.asked_for_passkey().await, &Manner::default());
        assert!(!browser.enters_with(&stolen).await, "another device lets somebody in");
        // A signature of something else, another site, nobody's finger, and a key that says that it is somebody else's.
        for manner in [
            Manner { is_signed: false, ..Manner::default() },
            Manner { origin: "https://evil.example".to_owned(), ..Manner::default() },
            Manner { is_verified: false, ..Manner::default() },
            Manner { user: Some(other.device.user.clone()), ..Manner::default() },
        ] {
            let mut browser = self.browser();
            let answer = one.device.answers(&browser.asked_for_passkey().await, &manner);
            assert!(!browser.enters_with(&answer).await, "{manner:?} lets somebody in");
        }
        let long = format!("{{\"id\":\"{}\"}}", "A".repeat(20_000));
        for answer in ["", "{}", "null", "kxq", long.as_str()] {
            let mut browser = self.browser();
            browser.asked_for_passkey().await;
            assert!(!browser.enters_with(answer).await, "{answer:.40?} lets somebody in");
        }
        // Every refusal is the same, to the last byte but for the token of the form.
        let mut told = Vec::new();
        for credential_id in [one.device.credential_id.as_slice(), b"nobody's"] {
            let mut browser = self.browser();
            let mut device = Device::new(credential_id);
            device.user.clone_from(&one.device.user);
            let answer = device.answers(&browser.asked_for_passkey().await, &Manner::default());
            let reply = browser.post("/sign-in/passkey/answer", &[("passkey", &answer)]).await;
            told.push((reply.status, reply.text().replace(&reply.form_token(), "")));
        }
        assert_eq!(told[0], told[1], "a refusal tells who has an account");
        13
    }

    /// How often an answer counts, where, and for how long.
    async fn once(&mut self) -> usize {
        let mut one = self.owner().await;
        let mut browser = self.browser();
        let answer = one.device.answers(&browser.asked_for_passkey().await, &Manner::default());
        // Another browser, which was asked something else, or nothing.
        let mut thief = self.browser();
        assert!(!thief.enters_with(&answer).await, "in a browser that was not asked");
        thief.asked_for_passkey().await;
        assert!(!thief.enters_with(&answer).await, "in a browser that was asked something else");
        let cookies = browser.cookies();
        assert!(browser.enters_with(&answer).await, "the control");
        let mut again = self.browser();
        again.takes(cookies);
        assert!(!again.enters_with(&answer).await, "an answer a second time");
        // A device that counts is found out by its count as well; one that does not is the harder case.
        let mut uncounted = self.owner().await;
        uncounted.device = self.uncounted(&mut uncounted.browser).await;
        let mut browser = self.browser();
        let answer = uncounted.device.answers(&browser.asked_for_passkey().await, &Manner::default());
        let cookies = browser.cookies();
        assert!(browser.enters_with(&answer).await, "a device that does not count");
        let mut again = self.browser();
        again.takes(cookies);
        assert!(!again.enters_with(&answer).await, "an answer without a count a second time");
        // A copy of a device, whose count has not gone on with it.
        let mut counted = self.owner().await;
        for (count, is_in) in [(7, true), (3, false), (7, false), (8, true)] {
            counted.device.count = Some(count - 1);
            let mut browser = self.browser();
            let answer = counted.device.answers(&browser.asked_for_passkey().await, &Manner::default());
            assert_eq!(browser.enters_with(&answer).await, is_in, "count {count}");
        }
        let mut late = self.browser();
        let answer = uncounted.device.answers(&late.asked_for_passkey().await, &Manner::default());
        self.it.world.clock.pass(TimeDelta::minutes(11));
        assert!(!late.enters_with(&answer).await, "an answer eleven minutes after the question");
        11
    }

    /// A device that does not count, as those do that share their keys, with a passkey of whoever is in that browser.
    async fn uncounted(&mut self, browser: &mut Browser) -> Device {
        self.count += 1;
        let mut device = Device::that_does_not_count(format!("uncounted {}", self.count).as_bytes());
        let fields = [("name", "Phone"), ("current", PASSWORD)];
        assert_eq!(browser.post("/profile/passkeys/setup", &fields).await.status, 303);
        let answer = device.creates(&options(&browser.get("/profile/passkeys").await), &Manner::default());
        assert_eq!(browser.post("/profile/passkeys", &[("passkey", &answer)]).await.status, 303);
        device
    }

    /// Those who may not come in any more: their device still answers.
    async fn not_any_more(&mut self) -> usize {
        let mut closed = self.owner().await;
        let app = self.it.world.app.clone();
        let mut browser = self.browser();
        let answer = closed.device.answers(&browser.asked_for_passkey().await, &Manner::default());
        app.set_active(&operator(), &closed.email.parse().unwrap(), false).await.unwrap();
        assert!(!browser.enters_with(&answer).await, "a closed account");
        app.set_active(&operator(), &closed.email.parse().unwrap(), true).await.unwrap();
        let mut browser = self.browser();
        let answer = closed.device.answers(&browser.asked_for_passkey().await, &Manner::default());
        assert!(!browser.enters_with(&answer).await, "a passkey stays when an account is closed");
        let mut owner = self.owner().await;
        let mut browser = self.browser();
        let answer = owner.device.answers(&browser.asked_for_passkey().await, &Manner::default());
        assert!(owner.browser.is_in().await, "the control");
        self.demand_provider(true).await;
        assert!(!browser.enters_with(&answer).await, "beside the provider that the organisation demands");
        assert!(!owner.browser.is_in().await, "a session goes on beside the provider that the organisation demands");
        self.demand_provider(false).await;
        let fields = [("email", owner.email.as_str()), ("password", PASSWORD)];
        assert_eq!(owner.browser.post("/sign-in", &fields).await.status, 303);
        let mut browser = self.browser();
        let answer = owner.device.answers(&browser.asked_for_passkey().await, &Manner::default());
        let page = owner.browser.get("/profile/passkeys").await;
        let text = page.text();
        let handle = text.split_once("/profile/passkeys/").map_or("", |(_, rest)| rest.split('/').next().unwrap());
        assert_eq!(owner.browser.post(&format!("/profile/passkeys/{handle}/deletion"), &[]).await.status, 303);
        assert!(!browser.enters_with(&answer).await, "a passkey that was removed");
        7
    }

    /// Where a second factor is demanded, a passkey is one: the password alone leads nowhere, and to setting up nothing.
    async fn demanded(&mut self) -> usize {
        let mut owner = self.owner().await;
        let (app, partner) = (self.it.world.app.clone(), Some(Noorderlicht::PARTNER));
        let demand = async |is_on| {
            app.set_sign_in_settings(&operator(), partner, Some(false), Some(is_on), &Expected::Any).await.unwrap();
        };
        demand(true).await;
        let mut thief = self.browser();
        let reply = thief.post("/sign-in", &[("email", &owner.email), ("password", PASSWORD)]).await;
        assert!(reply.header("location").starts_with("/sign-in/code"), "{}", reply.header("location"));
        let page = thief.get("/sign-in/code").await;
        let page = page.text();
        assert!(page.contains("/sign-in/passkey"), "{page}");
        assert!(!page.contains("factor-key"), "the password alone sets up an app for somebody with a passkey");
        thief.post("/sign-in/code", &[("code", "123456")]).await;
        assert!(!thief.is_in().await, "a code of nothing lets somebody in");
        let answer = owner.device.answers(&thief.asked_for_passkey().await, &Manner::default());
        assert!(thief.enters_with(&answer).await, "the control");
        demand(false).await;
        4
    }

    /// Who adds one.
    async fn adding(&mut self) -> usize {
        let (email, mut browser) = self.somebody().await;
        // Whoever finds a browser open.
        for current in ["", "not the password"] {
            let fields = [("name", "Mine"), ("current", current)];
            let status = browser.post("/profile/passkeys/setup", &fields).await.status;
            assert_eq!(status, 422, "a passkey is added without the password");
        }
        assert!(!browser.get("/profile/passkeys").await.text().contains("data-options"));
        // What was asked in one session is answered in no other, and once.
        let fields = [("name", "Mine"), ("current", PASSWORD)];
        assert_eq!(browser.post("/profile/passkeys/setup", &fields).await.status, 303);
        let asked = options(&browser.get("/profile/passkeys").await);
        let own = format!("a device of {email}");
        let answer = Device::new(own.as_bytes()).creates(&asked, &Manner::default());
        let (_, mut other) = self.somebody().await;
        assert!(!other.get("/profile/passkeys").await.text().contains("data-options"), "another's question");
        assert_eq!(other.post("/profile/passkeys", &[("passkey", &answer)]).await.status, 422, "in another's session");
        let mut second = self.browser();
        assert_eq!(second.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await.status, 303);
        assert_eq!(second.post("/profile/passkeys", &[("passkey", &answer)]).await.status, 422, "in another session");
        let evil = Manner { origin: "https://evil.example".to_owned(), ..Manner::default() };
        let framed = Device::new(b"another device").creates(&asked, &evil);
        assert_eq!(browser.post("/profile/passkeys", &[("passkey", &framed)]).await.status, 422, "another site");
        assert_eq!(browser.post("/profile/passkeys", &[("passkey", &answer)]).await.status, 303);
        assert_eq!(browser.post("/profile/passkeys", &[("passkey", &answer)]).await.status, 422, "a second time");
        // A device that is somebody's already is nobody else's.
        assert_eq!(other.post("/profile/passkeys/setup", &fields).await.status, 303);
        let asked = options(&other.get("/profile/passkeys").await);
        let taken = Device::new(own.as_bytes()).creates(&asked, &Manner::default());
        assert_eq!(other.post("/profile/passkeys", &[("passkey", &taken)]).await.status, 422, "another's device");
        9
    }

    /// An admin takes them away from somebody who lost them.
    async fn taken(&mut self) -> usize {
        let mut owner = self.owner().await;
        let app = self.it.world.app.clone();
        let handle = app.person_list(&operator(), &owner.email, None).await.unwrap().value.items.remove(0).handle;
        let key = Key::of(&self.it.world.with_token("account.kxqpasskey@uptake.example").await);
        let status = owner.browser.take_as(&format!("/api/v1/people/{handle}/second-factor"), &key).await;
        assert_eq!(status, 204, "what was lost is not taken away");
        assert!(!owner.browser.is_in().await, "a session goes on after the passkeys were taken away");
        let mut browser = self.browser();
        let answer = owner.device.answers(&browser.asked_for_passkey().await, &Manner::default());
        assert!(!browser.enters_with(&answer).await, "a passkey stays when it is taken away");
        3
    }
}

fn look(engine: Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut passkeys = Passkeys::open(database).await;
        for _ in 0..2 {
            assert!(passkeys.go().await > 40);
        }
    });
}

#[test]
fn a_passkey_opens_its_own_account_and_no_other_on_sqlite() {
    look(Engine::Sqlite);
}

#[test]
fn a_passkey_opens_its_own_account_and_no_other_on_postgres() {
    look(Engine::Postgres);
}
