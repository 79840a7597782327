//! Pages of other sites change nothing: every route that changes something, by every way that a foreign page has (S9).

use domain::access::Role;
use testkit::{Database, Dump, Engine, Noorderlicht, PASSWORD, Score, seed};
use web::{Config, Kind, Route, routes};

use crate::wire::{Ask, Key, Line, Server, Watch};

/// A world with a server, and somebody of the programme office who is signed in.
pub(crate) struct CrossSite {
    world: Noorderlicht,
    _server: Server,
    line: Line,
    is_secure: bool,
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
        Self { world, _server: server, line, is_secure }
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

    async fn state(&self) -> Dump {
        self.world.world.database.dump(&ASIDE).await
    }

    /// Every vector against every route; none changes anything.
    pub(crate) async fn go(&mut self) -> u64 {
        // New sessions each time: what was found before may have ended the old ones.
        let (key, other) = (self.key_of("own").await, self.key_of("other").await);
        let before = self.state().await;
        let (own, foreign) = (self.form_token(&key).await, self.form_token(&other).await);
        let mut sent = 0;
        for route in routes().iter().filter(|route| route.changes_state()) {
            for ask in vectors(route, &own, &foreign) {
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

/// Every way in which a foreign page could ask for it.
fn vectors(route: &Route, own: &str, foreign: &str) -> Vec<Ask> {
    let path = route.path.replace("{id}", "1").replace("{handle}", "AAAAAAAAAAAAAAAA");
    let new = || Ask::new(route.method.name(), path.as_str());
    let fields = |token: &str| -> Vec<(String, String)> {
        let fields = [
            ("csrf", token),
            ("name", "kxqsite"),
            ("query", "q=1"),
            ("language", "nl"),
            ("theme", "dark"),
            ("scope", "write"),
            ("expires_days", "30"),
            ("email", "own.kxqsite@uptake.example"),
            ("password", PASSWORD),
        ];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
    };
    let form = |ask: Ask, token: &str| {
        let fields = fields(token);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        ask.form(&fields)
    };
    let mut vectors = Vec::new();
    let file = "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--limit--\r\n";
    let upload = |headers: &[(&str, &str)], token: &str| {
        let ask = Ask::new("POST", format!("{path}?csrf={token}")).body("multipart/form-data; boundary=limit", file);
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
        testkit::tell(engine, open, async |mut site| sent += site.go().await);
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
