//! Nobody gets what is kept of somebody who is not theirs (S16.2): a stranger is not there, as nobody is; a contact is the office's alone;
//! the own copy has nothing that others wrote.

use domain::access::Role;
use serde_json::{Value, json};
use testkit::{Database, Noorderlicht, TENANTS};
use web::Config;

use crate::wire::{Ask, Key, Line, Server, Watch};

/// Admins of two partners, and somebody who writes.
const PEOPLE: [(&str, Option<&str>, Role); 6] = [
    ("Writer", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer),
    ("Colleague", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer),
    ("Account", Some(Noorderlicht::PARTNER), Role::AccountAdmin),
    ("Global", Some(Noorderlicht::PARTNER), Role::GlobalAdmin),
    ("Other", Some(Noorderlicht::OTHER_PARTNER), Role::GlobalAdmin),
    ("Office", None, Role::ProgrammeAdmin),
];

/// The contact, and what the writer says of them.
const CONTACT: &str = "kaat@kxqcontact.example";
const WORDS: &str = "kxqwords of the writer";

fn address(who: &str) -> String {
    format!("{}.kxqdata@uptake.example", who.to_lowercase())
}

/// The world with them, and a note and a contact.
pub(crate) struct Personal {
    world: Noorderlicht,
    _server: Server,
    line: Line,
}

impl Personal {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await;
        for (name, partner, role) in PEOPLE {
            world.world.add_person(&format!("{name} Kxqdata"), partner, role, &[]).await;
        }
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let line = Line::to(server.address, Watch::over([], false));
        let mut personal = Self { world, _server: server, line };
        let writer = personal.key("writer").await;
        let tenant = format!("/api/v1/tenants/{}", TENANTS[0].id);
        let note = json!({
            "scope": WORDS, "next_actions": "x", "next_action_date": "2027-03-01", "next_action_owner": CONTACT,
            "overall_status": "active",
        });
        let contact = json!({ "type": "partner", "name": "Kaat", "email": CONTACT, "workloads": ["Teams"] });
        for (path, body) in [("status-notes", note), ("contacts", contact)] {
            let ask = Ask::new("POST", format!("{tenant}/{path}")).json(&body).with_key(&writer);
            let reply = personal.line.send(&ask).await;
            assert_eq!(reply.status, 201, "{}", reply.text());
        }
        personal
    }

    async fn key(&self, who: &str) -> Key {
        Key::of(&self.world.world.with_token(&address(who)).await)
    }

    async fn post(&mut self, path: &str, body: &Value, key: &Key) -> (u16, String) {
        let ask = Ask::new("POST", format!("/api/v1/personal-data/{path}")).json(body).with_key(key);
        let reply = self.line.send(&ask).await;
        (reply.status, reply.text().to_string())
    }

    /// Who gets whose data, and who does not; how many answers were looked at.
    pub(crate) async fn go(&mut self) -> usize {
        let mut answers = 0;
        let keys = ["writer", "colleague", "account", "global", "other", "office"];
        let mut key_of = std::collections::BTreeMap::new();
        for who in keys {
            key_of.insert(who, self.key(who).await);
        }
        let (_, found) = self.post("search", &json!({ "q": "writer.kxqdata" }), &key_of["office"]).await;
        let found: Value = serde_json::from_str(&found).unwrap();
        let handle = found["items"][0]["person"].as_str().unwrap().to_owned();
        let stranger = json!({ "person": "AAAAAAAAAAAAAAAA" });
        let (_, of_nobody) = self.post("contents", &stranger, &key_of["other"]).await;
        let of_nobody: Value = serde_json::from_str(&of_nobody).unwrap();
        for (who, on_person, on_contact) in [
            ("writer", 403, 403),
            ("colleague", 403, 403),
            ("account", 403, 403),
            ("global", 200, 404),
            ("other", 404, 404),
            ("office", 200, 200),
        ] {
            let key = key_of[who].clone();
            for (whose, expected) in
                [(json!({ "person": handle }), on_person), (json!({ "email": CONTACT }), on_contact)]
            {
                for path in ["contents", "copy"] {
                    let (status, text) = self.post(path, &whose, &key).await;
                    assert_eq!(status, expected, "{who} {path} {whose}: {text}");
                    if status != 200 {
                        assert!(!text.contains("kxqwords") && !text.contains("kxqcontact"), "{who} {path}: {text}");
                    }
                    // No role shows the global admin a tenant: that something was written, and not what (S1.3).
                    if who == "global" && path == "copy" && status == 200 {
                        assert!(!text.contains("kxqwords") && !text.contains("kxqcontact"), "{who} reads: {text}");
                        assert!(text.contains("\"withheld\":[\"scope\""), "{text}");
                    }
                    if who == "office" && path == "copy" && on_contact == 200 && whose.get("person").is_some() {
                        assert!(text.contains(WORDS) && text.contains(CONTACT), "{text}");
                    }
                    if status == 404 {
                        let told: Value = serde_json::from_str(&text).unwrap();
                        for field in ["type", "title", "status", "detail"] {
                            assert_eq!(told[field], of_nobody[field], "{who} {path}: one answer for both");
                        }
                    }
                    answers += 1;
                }
            }
            for (search, sees) in [("writer.kxqdata", on_person), ("kxqcontact", on_contact)] {
                let (status, text) = self.post("search", &json!({ "q": search }), &key).await;
                let is_found = text.contains("writer.kxqdata") || text.contains("kxqcontact");
                assert_eq!((status == 403, is_found), (sees == 403, sees == 200), "{who} finds {search}: {text}");
                answers += 1;
            }
            let own = self.line.send(&Ask::get("/api/v1/me/copy").with_key(&key)).await;
            let text = own.text().to_string();
            assert!(own.status == 200 && text.contains(&address(who)), "{who}: {text}");
            assert_eq!(text.contains(WORDS), who == "writer", "{who}: {text}");
            for other in keys.into_iter().filter(|other| *other != who) {
                assert!(!text.contains(&address(other)), "the copy of {who} names {other}: {text}");
            }
            answers += 1;
        }
        // What they wrote is theirs whatever they see by now; of which tenant it is, is not.
        let app = self.world.world.app.clone();
        let email = address("writer").parse().unwrap();
        let role = Role::ExecutiveReportViewer;
        app.revoke_role(&testkit::operator(), &email, role, &[]).await.unwrap();
        let own = self.line.send(&Ask::get("/api/v1/me/copy").with_key(&key_of["writer"])).await;
        app.grant_role(&testkit::operator(), &email, role, &[]).await.unwrap();
        let text = own.text().to_string();
        assert!(own.status == 200 && text.contains(WORDS), "{text}");
        assert!(!text.contains(TENANTS[0].id), "the copy names a tenant that its reader does not see: {text}");
        answers + 1
    }
}

fn look(engine: testkit::Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut personal = Personal::open(database).await;
        assert!(personal.go().await >= 42);
    });
}

#[test]
fn nobody_gets_the_data_of_a_stranger_on_sqlite() {
    look(testkit::Engine::Sqlite);
}

#[test]
fn nobody_gets_the_data_of_a_stranger_on_postgres() {
    look(testkit::Engine::Postgres);
}
