//! Pages of other sites change nothing: every route that changes something, by every way that a foreign page has (S9).

use app::{Ctx, DirectoryEdit, OfferEdit, PersonAsked, RoleAsked, TicketQuery};
use domain::TenantId;
use domain::access::Role;
use domain::contact::NewContact;
use domain::ticket::NewTicket;
use serde_json::json;
use testkit::{Database, Dump, Engine, Noorderlicht, PASSWORD, Score, TENANTS, seed};
use web::{Config, Kind, Route, routes};

use crate::wire::{Ask, Key, Line, Server, Watch};

/// A world with a server, and somebody of the programme office who is signed in.
pub(crate) struct CrossSite {
    world: Noorderlicht,
    _server: Server,
    line: Line,
    is_secure: bool,
    /// The token of the one whose things are asked for.
    token: Key,
    /// How often things were made for somebody.
    count: usize,
}

/// Headers with which a foreign page's request comes.
const FOREIGN: [&[(&str, &str)]; 7] = [
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:1")],
    &[("sec-fetch-site", "cross-site")],
    &[("origin", "null")],
    &[("origin", "https://evil.example")],
    &[("referer", "https://evil.example/127.0.0.1")],
    &[("origin", "http://127.0.0.1:1")],
];

/// Addresses that lead away, for whoever signs in.
const AWAY: [&str; 8] = [
    "//evil.example",
    "/%5Cevil.example",
    "https://evil.example",
    "https:evil.example",
    "%09//evil.example",
    "/%09/evil.example",
    "javascript:alert(1)",
    "///evil.example",
];

/// What the places of an address name, so that what is asked for is there and its handler is reached.
struct Places {
    view: String,
    session: String,
    token: String,
    passkey: String,
    contact: String,
    question: String,
    offer: String,
    person: String,
    ticket: String,
}

/// A directory of the partner.
const DIRECTORY: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

impl Places {
    /// Things of somebody: a view, a session, a token, a contact, a question that is open and an offer.
    async fn of(world: &Noorderlicht, who: &Ctx, number: usize) -> Self {
        let app = &world.world.app;
        let tenant: TenantId = TENANTS[0].id.parse().unwrap();
        let view = app.save_view(who, "kxqview", "", None).await.unwrap().id;
        let contact = NewContact {
            kind: "partner".to_owned(),
            name: "Site Kxqcontact".to_owned(),
            email: format!("site{number}@klant.example"),
            phone: String::new(),
            title: String::new(),
            country: String::new(),
            language: String::new(),
            workloads: vec!["Teams".to_owned()],
            survey_eligible: None,
        };
        let contact = app.add_contact(who, tenant, &contact, None).await.unwrap().id;
        // One is open at a time.
        let open = app.intent_questions(who).await.unwrap().value.questions;
        if open.is_empty() {
            app.ask_about_intent(who, tenant, "Teams", "How is it said?", None).await.unwrap();
        }
        let question = app.intent_questions(who).await.unwrap().value.questions.remove(0).handle;
        if app.passkeys(who).await.unwrap().value.passkeys.is_empty() {
            world.world.with_passkey(who, format!("site {number}").as_bytes()).await;
        }
        let mine = app.profile(who).await.unwrap().value;
        let passkey = mine.passkeys.passkeys[0].handle.clone();
        let (session, token) = (mine.sessions[0].handle.clone(), mine.tokens[0].handle.clone());
        let offer = OfferEdit {
            name: "Kxqoffer".to_owned(),
            workload: "Teams".to_owned(),
            valid_from: "2026-09-01".to_owned(),
            valid_to: "2026-12-31".to_owned(),
            rate_minor: Some(100),
            ceiling_minor: Some(1_000),
            currency: "EUR".to_owned(),
            licence_minimum: None,
            excluded_segments: Vec::new(),
        };
        let offer = match app.offers(who).await.unwrap().value.items.pop() {
            Some(standing) => standing.handle,
            None => app.add_offer(who, &offer, None).await.unwrap().handle,
        };
        let desk = app.partner_desk(who, Noorderlicht::PARTNER).await.unwrap().value;
        if desk.directories.is_empty() {
            let directory = DirectoryEdit { directory_id: DIRECTORY.to_owned(), ..DirectoryEdit::default() };
            app.add_directory(who, Noorderlicht::PARTNER, &directory, None).await.unwrap();
        }
        let people = app.person_list(who, "Invited Kxqsite", None).await.unwrap().value.items;
        let person = if let Some(standing) = people.into_iter().next() {
            standing.handle
        } else {
            let (email, name) = ("invited@partner.example".to_owned(), "Invited Kxqsite".to_owned());
            let roles = vec![RoleAsked { role: Role::PartnerManager.code().to_owned(), at: None }];
            let asked = PersonAsked { email, name, roles, ..PersonAsked::default() };
            app.invite_person(who, &asked, None).await.unwrap().value.person.handle
        };
        let asked = NewTicket {
            title: "Kxqticket".to_owned(),
            kind: "question".to_owned(),
            subject: "other".to_owned(),
            description: "Kxqticket".to_owned(),
            ..NewTicket::default()
        };
        let ticket = match app.tickets(who, &TicketQuery::default()).await.unwrap().value.items.pop() {
            Some(standing) => standing.number,
            None => app.open_ticket(who, &asked, None).await.unwrap().value.item.number,
        };
        Self { view, session, token, passkey, contact, question, offer, person, ticket }
    }

    /// The address of a route with all of its places filled.
    fn fill(&self, route: &Route) -> String {
        let of_path = [("/views/", &self.view), ("/intent-questions/", &self.question), ("/tokens/", &self.token)];
        let of_path = of_path
            .into_iter()
            .chain([("/offers/", &self.offer), ("/people/", &self.person), ("/passkeys/", &self.passkey)])
            .collect::<Vec<_>>();
        let one = "1".to_owned();
        let number = if route.path.contains("/tickets/") { self.ticket.as_str() } else { "C-40000010000001" };
        let named = of_path.iter().find(|(part, _)| route.path.contains(part)).map(|(_, handle)| *handle);
        let path = route.path.replace("{tenant_id}", TENANTS[0].id).replace("{workload}", "Teams");
        let path = path.replace("{contact_id}", &self.contact).replace("{id}", named.unwrap_or(&one));
        let path = path.replace("{handle}", named.unwrap_or(&self.session)).replace("{number}", number);
        let path = path.replace("{partner_id}", Noorderlicht::PARTNER).replace("{location_id}", Noorderlicht::GENT);
        let path = path.replace("{directory_id}", DIRECTORY);
        let path = path.replace("{secret}", "no-such-secret").replace("{provider}", "no-such-provider");
        assert!(!path.contains('{'), "{path}: what does its place name?");
        path
    }
}

/// What may stand otherwise afterwards: nobody's change, and no change that a foreign page asked for.
const ASIDE: [&str; 3] = ["sign_in_failure", "session.seen_at", "token.used_at"];

impl CrossSite {
    /// A server that people reach by TLS.
    pub(crate) async fn by_tls(database: Database) -> Self {
        Self::over(database, Config { public_url: "https://uptake.example".parse().ok(), ..Config::default() }).await
    }

    async fn over(database: Database, config: Config) -> Self {
        let world = Noorderlicht::open(database).await;
        let is_secure = config.secure_cookies();
        let server = Server::start(world.world.app.clone(), config).await;
        for name in ["Own Kxqsite", "Other Kxqsite"] {
            world.world.add_person(name, None, Role::ProgrammeAdmin, &[]).await;
        }
        let line = Line::to(server.address, Watch::over([PASSWORD.to_owned()], is_secure));
        Self { world, _server: server, line, is_secure, token: Key::Nobody, count: 0 }
    }

    fn keyed(&self, ask: Ask, key: &Key) -> Ask {
        match key {
            Key::Session(secret) if self.is_secure => ask.with("cookie", format!("__Host-uptake-session={secret}")),
            key => ask.with_key(key),
        }
    }

    async fn form_token(&mut self, key: &Key) -> String {
        let ask = self.keyed(Ask::get("/signed-out"), key);
        self.line.send(&ask).await.form_token()
    }

    async fn key_of(&self, who: &str) -> Key {
        Key::of(&self.world.world.signed_in(&format!("{who}.kxqsite@uptake.example")).await)
    }

    /// Somebody who is signed in, with a token, and their things.
    async fn own(&mut self) -> (Key, Key, Places) {
        self.count += 1;
        let world = &self.world.world;
        let email = "own.kxqsite@uptake.example";
        let session = world.signed_in(email).await;
        // One at a time: nobody has more than a few dozen.
        if world.app.profile(&session).await.unwrap().value.tokens.is_empty() {
            self.token = Key::of(&world.with_token(email).await);
        }
        let places = Places::of(&self.world, &session, self.count).await;
        (Key::of(&session), self.token.clone(), places)
    }

    /// The control: asked for from here, with everything as it should be, each of the routes is reached.
    async fn reach(&mut self) -> u64 {
        let mut changing: Vec<&Route> =
            routes().iter().filter(|route| route.changes_state() && route.kind != Kind::OneClick).collect();
        // Whoever takes back what was loaded comes last: the others need it.
        changing.sort_by_key(|route| (route.path.contains("/loads/"), route.path.ends_with("/undoing")));
        let count = changing.len() as u64;
        for route in changing {
            let (session, token, places) = self.own().await;
            let path = places.fill(route);
            let ask = Ask::new(route.method.name(), path.as_str());
            let ask = match route.kind {
                Kind::Api if route.path == "/api/v1/loads" => {
                    Ask { path: format!("{path}?name=a.csv"), ..ask }.body("text/csv", "x").with_key(&token)
                }
                Kind::Api => ask.with("if-match", "\"none\"").json(&json!({})).with_key(&token),
                Kind::Upload => {
                    let own = self.form_token(&session).await;
                    let ask = Ask { path: format!("{path}?csrf={own}"), ..ask };
                    self.keyed(ask.body("multipart/form-data; boundary=limit", FILE), &session)
                }
                _ => {
                    let own = self.form_token(&session).await;
                    self.keyed(form(ask, &own), &session)
                }
            };
            let reply = self.line.send(&ask).await;
            // Claims are filed by partners, and these people are of the programme office: there is none, and none of theirs. So
            // are referrals answered, and said to be wanted.
            let is_of_partners = ["/claims", "/referral"].iter().any(|one| route.path.contains(one))
                && [403, 404].contains(&reply.status);
            // No provider is set up here: there is none to be led to, and no account at one.
            let is_of_providers = route.path.contains("provider") && reply.status == 404;
            // Nothing is attached to the ticket.
            let is_of_attachments = route.path.contains("/attachments/{id}") && reply.status == 404;
            // Who answers a ticket is said by others.
            let is_of_assignment = route.path.ends_with("/assignment") && reply.status == 403;
            let is_reached = is_of_partners
                || is_of_providers
                || is_of_attachments
                || is_of_assignment
                || ![401, 403, 404, 405].contains(&reply.status);
            assert!(is_reached, "{} {ask:?}: {}", reply.status, reply.text());
        }
        count
    }

    async fn state(&self) -> Dump {
        self.world.world.database.dump(&ASIDE).await
    }

    /// Every vector against every route; none changes anything.
    pub(crate) async fn go(&mut self) -> u64 {
        // New sessions each time: what was found before may have ended the old ones.
        let ((key, _, places), other) = (self.own().await, self.key_of("other").await);
        let before = self.state().await;
        let (own, foreign) = (self.form_token(&key).await, self.form_token(&other).await);
        let mut sent = 0;
        // A link that is its own proof comes from other sites by nature: `mail.rs` has what it may.
        for route in routes().iter().filter(|route| route.changes_state() && route.kind != Kind::OneClick) {
            for ask in vectors(route, &places.fill(route), &own, &foreign) {
                let what = format!("{ask:?}");
                let ask = self.keyed(ask, &key);
                let reply = self.line.send(&ask).await;
                // Refused for where it comes from, and not for what stands in it.
                let refused: &[u16] = if route.kind == Kind::Api { &[401, 405] } else { &[403, 405, 415] };
                assert!(refused.contains(&reply.status), "{}: {what}", reply.status);
                sent += 1;
            }
        }
        // Whoever has no cookie yet is given one.
        assert!(self.line.send(&Ask::get("/sign-in")).await.header("set-cookie").contains("uptake-visit="));
        for away in AWAY {
            let ask = self.keyed(Ask::get(format!("/sign-in?next={away}")), &key);
            let reply = self.line.send(&ask).await;
            assert_eq!((reply.status, reply.header("location")), (303, "/"), "{away}");
            sent += 1;
        }
        let after = self.state().await;
        for (table, rows) in &before {
            assert_eq!(Some(rows), after.get(table), "a foreign page changed {table}");
        }
        sent
    }
}

/// A form with what any of them asks for.
fn form(ask: Ask, token: &str) -> Ask {
    ask.form(&fields(token))
}

fn fields(token: &str) -> [(&str, &str); 18] {
    [
        ("csrf", token),
        ("name", "kxqsite"),
        ("query", "q=1"),
        ("language", "nl"),
        ("theme", "dark"),
        ("scope", "write"),
        ("expires_days", "30"),
        ("email", "own.kxqsite@uptake.example"),
        ("password", PASSWORD),
        ("next_actions", "kxqsite"),
        ("next_action_date", "2999-01-01"),
        ("next_action_owner", "kxqsite"),
        ("due_on", "2999-01-01"),
        ("type", "partner"),
        ("workloads", "Teams"),
        ("text", "Blocked, because of kxqsite."),
        ("question", "kxqsite"),
        ("answer", "kxqsite"),
    ]
}

const FILE: &str =
    "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--limit--\r\n";

/// Every way in which a foreign page could ask for it.
fn vectors(route: &Route, path: &str, own: &str, foreign: &str) -> Vec<Ask> {
    let new = || Ask::new(route.method.name(), path);
    let mut vectors = Vec::new();
    let upload = |headers: &[(&str, &str)], token: &str| {
        let ask = Ask::new("POST", format!("{path}?csrf={token}")).body("multipart/form-data; boundary=limit", FILE);
        headers.iter().fold(ask, |ask, (name, value)| ask.with(name, *value))
    };
    for headers in FOREIGN {
        let with = |ask: Ask| headers.iter().fold(ask, |ask, (name, value)| ask.with(name, *value));
        match route.kind {
            // Even with the right token of the form, were it ever to become known.
            Kind::Upload => vectors.push(upload(headers, own)),
            _ => vectors.push(form(with(new()), own)),
        }
    }
    match route.kind {
        Kind::Upload => vectors.extend([upload(&[], ""), upload(&[], foreign), upload(&[], "AAAA")]),
        _ => vectors.extend([form(new(), ""), form(new(), foreign), form(new(), "AAAA")]),
    }
    // Bodies that a foreign page can send without asking first, and methods written into other places.
    let json = r#"{"name":"kxqsite","query":"","language":"nl","theme":"dark"}"#;
    vectors.push(new().body("text/plain", json));
    vectors.push(new().body("application/json", json));
    let text: Vec<String> = fields(own).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    vectors.push(new().body("text/plain", text.join("\r\n")));
    if !routes().iter().any(|one| one.path == route.path && !one.changes_state()) {
        vectors.push(Ask::get(format!("{path}?csrf={own}&_method=POST")).with("x-http-method-override", "POST"));
    }
    vectors
}

fn tell(engine: Engine, name: &'static str) {
    let _quiet = crate::nobody_plants();
    let score = Score::begin("S9", "cross-site requests", name, seed());
    let mut sent = 0;
    for url in [None, "https://uptake.example".parse().ok()] {
        let config = Config { public_url: url, ..Config::default() };
        let open = async |database: Database| CrossSite::over(database, config).await;
        testkit::tell(engine, open, async |mut site| {
            sent += site.go().await;
            sent += site.reach().await;
        });
    }
    assert!(sent > 300, "only {sent}");
    score.end(sent, 0);
}

#[test]
fn a_page_of_another_site_changes_nothing_on_sqlite() {
    tell(Engine::Sqlite, "sqlite");
}

#[test]
fn a_page_of_another_site_changes_nothing_on_postgres() {
    tell(Engine::Postgres, "postgres");
}
