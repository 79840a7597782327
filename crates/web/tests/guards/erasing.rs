//! Whoever was erased is nowhere by name (S16.2): not in a table, not in the audit, not as an owner, and not after an older backup was put
//! back. Nobody is erased by a slip: their address is typed once more.

use domain::access::Role;
use domain::retention::Retention;
use serde_json::{Value, json};
use testkit::{Database, Noorderlicht, TENANTS};
use web::Config;

use crate::wire::{Ask, Key, Line, Server, Watch};

/// The world with the office, which erases.
pub(crate) struct Erasing {
    world: Noorderlicht,
    _server: Server,
    line: Line,
    office: Key,
    /// A global admin of another partner.
    other: Key,
    count: usize,
}

impl Erasing {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let email = world.world.add_person("Office Kxqerasing", None, Role::ProgrammeAdmin, &[]).await;
        let office = Key::of(&world.world.with_token(&email).await);
        let other = Some(Noorderlicht::OTHER_PARTNER);
        let email = world.world.add_person("Other Kxqerasing", other, Role::GlobalAdmin, &[]).await;
        let other = Key::of(&world.world.with_token(&email).await);
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let line = Line::to(server.address, Watch::over([], false));
        Self { world, _server: server, line, office, other, count: 0 }
    }

    async fn post(&mut self, path: &str, body: &Value, key: &Key) -> (u16, Value) {
        let reply = self.line.send(&Ask::new("POST", path).json(body).with_key(key)).await;
        (reply.status, reply.json())
    }

    /// Rows of any table in which the word stands, the logs of loads and what other rounds left aside.
    async fn left(&self, word: &str) -> Vec<String> {
        let dump = self.world.world.database.dump(&[]).await;
        let rows =
            dump.into_iter().flat_map(|(table, rows)| rows.into_iter().map(move |row| format!("{table}: {row}")));
        rows.filter(|row| row.to_lowercase().contains(word)).collect()
    }

    /// Adds somebody who writes and is named, erases them, and looks for them; how many answers were looked at.
    pub(crate) async fn go(&mut self) -> usize {
        self.count += 1;
        let word = format!("kxqgone{}x", self.count);
        let name = format!("Gone {word}");
        let own = Some(Noorderlicht::PARTNER);
        let email = self.world.world.add_person(&name, own, Role::ExecutiveReportViewer, &[]).await;
        let key = Key::of(&self.world.world.with_token(&email).await);
        let tenant = format!("/api/v1/tenants/{}", TENANTS[0].id);
        let contact = format!("contact@{word}.example");
        let note = json!({
            "scope": "stays", "next_actions": "x", "next_action_date": "2027-03-01", "next_action_owner": name,
            "overall_status": "active",
        });
        let of_contact = json!({
            "scope": "stays", "next_actions": "x", "next_action_date": "2027-03-01", "next_action_owner": contact,
            "overall_status": "active",
        });
        let added = json!({ "type": "partner", "name": word, "email": contact, "workloads": ["Teams"] });
        for (path, body) in [("status-notes", &note), ("status-notes", &of_contact), ("contacts", &added)] {
            let (status, told) = self.post(&format!("{tenant}/{path}"), body, &key).await;
            assert_eq!(status, 201, "{told}");
        }
        self.keep_from_others(&contact, &format!("{tenant}/contacts"), &key).await;
        let office = self.office.clone();
        let (_, found) = self.post("/api/v1/personal-data/search", &json!({ "q": email }), &office).await;
        let person = found["items"][0]["person"].clone();
        let wrong = json!({ "person": person, "confirmation": "somebody@else.example" });
        assert_eq!(self.post("/api/v1/personal-data/erasure", &wrong, &office).await.0, 422, "erased by a slip");
        for body in
            [json!({ "person": person, "confirmation": email }), json!({ "email": contact, "confirmation": contact })]
        {
            let (status, told) = self.post("/api/v1/personal-data/erasure", &body, &office).await;
            assert_eq!(status, 200, "{told}");
        }
        let reply = self.line.send(&Ask::get("/api/v1/me").with_key(&key)).await;
        assert_eq!(reply.status, 401, "whoever was erased is served");
        assert_eq!(self.left(&word).await, Vec::<String>::new());
        // As a backup from before has it.
        let database = &self.world.world.database;
        for text in
            ["UPDATE person SET name = 'Kxqback', erased_at = NULL WHERE erased_at IS NOT NULL", "DELETE FROM erasure"]
        {
            database.run(text).await.unwrap();
        }
        self.world.world.app.keep_erasures().await.unwrap();
        assert_eq!(self.left("kxqback").await, Vec::<String>::new(), "whoever was erased is back");
        self.keep().await;
        10
    }

    /// Somebody of another partner gives an account the contact's address, and erases it: the contact stays.
    async fn keep_from_others(&mut self, contact: &str, contacts: &str, key: &Key) {
        let person = app::NewPerson {
            email: contact.parse().unwrap(),
            name: "Decoy".to_owned(),
            partner_id: Some(Noorderlicht::OTHER_PARTNER.to_owned()),
            role: Role::ReportViewer,
            at: Vec::new(),
            directory: None,
            password: testkit::PASSWORD.to_owned(),
        };
        self.world.world.app.add_person(&testkit::operator(), person).await.unwrap();
        let other = self.other.clone();
        let (_, found) = self.post("/api/v1/personal-data/search", &json!({ "q": contact }), &other).await;
        let decoy = json!({ "person": found["items"][0]["person"], "confirmation": contact });
        let (status, told) = self.post("/api/v1/personal-data/erasure", &decoy, &other).await;
        assert_eq!(status, 200, "{told}");
        let reply = self.line.send(&Ask::get(contacts).with_key(key)).await;
        assert!(reply.text().contains(contact), "another partner erased it: {}", reply.text());
    }

    /// What is kept for ten days is there on the tenth, and gone when it is over.
    async fn keep(&self) {
        let world = &self.world.world;
        let app = world.app.clone().with_retention(Retention { audit: Some(10), ..Retention::default() });
        // The newest entry is of this moment, by the clock that stands still.
        for (text, subject, is_kept) in [
            (
                "INSERT INTO audit (happened_at, door, action, subject, detail, address, request_id)
                 SELECT MAX(happened_at) - 863999000, 'clock', 'retention.removed', 'kxqtenthday', '{}', '', '' FROM audit",
                "kxqtenthday",
                true,
            ),
            (
                "INSERT INTO audit (happened_at, door, action, subject, detail, address, request_id)
                 SELECT MAX(happened_at) - 864000000, 'clock', 'retention.removed', 'kxqtendays', '{}', '', '' FROM audit",
                "kxqtendays",
                false,
            ),
        ] {
            world.database.run(text).await.unwrap();
            app.remove_outdated().await.unwrap();
            assert_eq!(!self.left(subject).await.is_empty(), is_kept, "{subject}");
        }
        world.clock.pass(chrono::TimeDelta::seconds(1));
        app.remove_outdated().await.unwrap();
        assert!(self.left("kxqtenthday").await.is_empty(), "what is ten days old is kept");
    }
}

fn look(engine: testkit::Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut erasing = Erasing::open(database).await;
        assert!(erasing.go().await > 0);
    });
}

#[test]
fn whoever_was_erased_is_nowhere_by_name_on_sqlite() {
    look(testkit::Engine::Sqlite);
}

#[test]
fn whoever_was_erased_is_nowhere_by_name_on_postgres() {
    look(testkit::Engine::Postgres);
}
