//! Nobody gives more than they have (S1.2): not a role that their own does not give, not one of the other side, not at a
//! location of another partner, not to themselves; nobody manages others' people; the last admin stays; an invitation works once.

use domain::access::Role;
use serde_json::{Value, json};
use testkit::{Database, Noorderlicht};
use web::Config;

use crate::wire::{Ask, Key, Line, Server, Watch};

/// Admins of a partner, and somebody of each side.
const PEOPLE: [(&str, Option<&str>, Role); 5] = [
    ("Account", Some(Noorderlicht::PARTNER), Role::AccountAdmin),
    ("Global", Some(Noorderlicht::PARTNER), Role::GlobalAdmin),
    ("Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer),
    ("Other", Some(Noorderlicht::OTHER_PARTNER), Role::ReportViewer),
    ("Office", None, Role::ProgrammeAdmin),
];

fn address(who: &str) -> String {
    format!("{}.kxqpeople@uptake.example", who.to_lowercase())
}

/// The world with them.
pub(crate) struct People {
    world: Noorderlicht,
    _server: Server,
    line: Line,
    /// How often somebody was invited.
    count: usize,
}

impl People {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await;
        for (name, partner, role) in PEOPLE {
            world.world.add_person(&format!("{name} Kxqpeople"), partner, role, &[]).await;
        }
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let line = Line::to(server.address, Watch::over([], false));
        Self { world, _server: server, line, count: 0 }
    }

    async fn key(&self, who: &str) -> Key {
        Key::of(&self.world.world.with_token(&address(who)).await)
    }

    /// Gives everybody back what they had: a planted fault takes roles and closes accounts.
    async fn heal(&self) {
        let app = &self.world.world.app;
        for (name, _, role) in PEOPLE {
            let email = address(name).parse().unwrap();
            app.set_active(&testkit::operator(), &email, true).await.unwrap();
            for other in Role::ALL {
                // Most have not been given.
                drop(app.revoke_role(&testkit::operator(), &email, other, &[]).await);
            }
            app.grant_role(&testkit::operator(), &email, role, &[]).await.unwrap();
        }
    }

    async fn send(&mut self, method: &str, path: &str, body: &Value, key: &Key) -> (u16, Value) {
        let ask = Ask::new(method, path).with("if-match", "*").json(body).with_key(key);
        let reply = self.line.send(&ask).await;
        (reply.status, reply.json())
    }

    async fn find(&mut self, name: &str, key: &Key) -> Vec<Value> {
        let reply = self.line.send(&Ask::get(format!("/api/v1/people?q={name}")).with_key(key)).await;
        reply.json()["items"].as_array().unwrap().clone()
    }

    /// What each admin may and may not; how many answers were looked at.
    pub(crate) async fn go(&mut self) -> usize {
        self.heal().await;
        self.count += 1;
        let stranger = format!("kxqnew{}@partner.example", self.count);
        let (account, global, office) = (self.key("account").await, self.key("global").await, self.key("office").await);
        let viewer = self.find("Viewer", &global).await.remove(0);
        let path = format!("/api/v1/people/{}", viewer["handle"].as_str().unwrap());
        let standing = json!({ "role": "report_viewer" });
        let mut answers = 0;
        for (key, role, at) in [
            (&account, "account_admin", Value::Null),
            (&account, "global_admin", Value::Null),
            (&account, "programme_admin", Value::Null),
            (&global, "programme_admin", Value::Null),
            (&global, "partner_manager", json!([Noorderlicht::PARTNER])),
            (&account, "executive_report_viewer", json!([Noorderlicht::HAARLEM])),
            (&global, "incentives_admin", json!([Noorderlicht::HAARLEM])),
            (&office, "report_viewer", json!([Noorderlicht::HAARLEM])),
            (&office, "partner_manager", json!([Noorderlicht::PARTNER])),
        ] {
            let roles = json!([standing, { "role": role, "at": at }]);
            let edit = json!({ "name": "Viewer Kxqpeople", "roles": roles });
            let new = json!({ "name": "x", "email": stranger, "roles": roles, "partner_id": Noorderlicht::PARTNER });
            let preview = json!({ "handle": viewer["handle"], "roles": roles });
            for (method, path, body) in [
                ("PUT", path.as_str(), &edit),
                ("POST", "/api/v1/people", &new),
                ("POST", "/api/v1/people/preview", &preview),
            ] {
                let (status, said) = self.send(method, path, body, key).await;
                assert_eq!(status, 422, "{method} {path} gives {role} at {at}: {said}");
                answers += 1;
            }
            let place = at[0].as_str().unwrap_or_default();
            let partner = Noorderlicht::PARTNER;
            let csv = format!("email,name,role,locations,partner\n{stranger},x,{role},{place},{partner}\n");
            let (_, said) =
                self.send("POST", "/api/v1/people/import", &json!({ "csv": csv, "apply": true }), key).await;
            assert_eq!(said["applied"], false, "a table gives {role} at {at}: {said}");
            answers += 1;
        }
        answers + self.manage(&account, &global, &office).await
    }

    /// Whose people they are, who stays, and what an invitation is good for.
    async fn manage(&mut self, account: &Key, global: &Key, office: &Key) -> usize {
        // Nobody of another organisation is there, by search or by handle.
        for name in ["Other", "Office"] {
            assert!(self.find(name, account).await.is_empty(), "{name} is managed by another organisation");
            let there = self.find(name, office).await.remove(0);
            let path = format!("/api/v1/people/{}", there["handle"].as_str().unwrap());
            let reply = self.line.send(&Ask::get(&*path).with_key(account)).await;
            assert_eq!(reply.status, 404, "{path}");
            let (status, _) = self.send("POST", &format!("{path}/closing"), &json!({}), account).await;
            assert_eq!(status, 404, "{path}");
        }
        // Not to oneself.
        let own = self.find("Account", account).await.remove(0);
        let path = format!("/api/v1/people/{}", own["handle"].as_str().unwrap());
        let edit = json!({ "name": own["name"], "roles": [{ "role": "account_admin" }, { "role": "report_viewer" }] });
        assert_eq!(self.send("PUT", &path, &edit, account).await.0, 422, "an admin gives a role to themselves");
        // The last who can give admin roles stays, whoever asks.
        let last = self.find("Global", office).await.remove(0);
        let path = format!("/api/v1/people/{}", last["handle"].as_str().unwrap());
        for key in [global, office, account] {
            let edit = json!({ "name": last["name"], "roles": [] });
            assert_eq!(self.send("PUT", &path, &edit, key).await.0, 422, "the last admin is an admin no more");
            let (status, _) = self.send("POST", &format!("{path}/closing"), &json!({}), key).await;
            assert_eq!(status, 422, "the last admin is closed out");
        }
        let email = format!("kxq{}@partner.example", self.count);
        let new = json!({ "name": "Invited", "email": email, "roles": [{ "role": "report_viewer" }] });
        let (status, made) = self.send("POST", "/api/v1/people", &new, account).await;
        assert_eq!(status, 201, "{made}");
        let secret = made["invitation"]["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let app = &self.world.world.app;
        for (address, expected) in [("another@partner.example", false), (email.as_str(), true), (email.as_str(), false)]
        {
            let visit = app::Visit { address: format!("192.0.2.{}", self.count % 200), ..testkit::visit() };
            let password = "three herons over water";
            let done = app.accept_invitation(&visit, &secret, address, password, password).await;
            assert_eq!(done.is_ok(), expected, "an invitation, with {address}");
        }
        22
    }
}

fn look(engine: testkit::Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut people = People::open(database).await;
        assert!(people.go().await > 40);
    });
}

#[test]
fn nobody_gives_more_than_they_have_on_sqlite() {
    look(testkit::Engine::Sqlite);
}

#[test]
fn nobody_gives_more_than_they_have_on_postgres() {
    look(testkit::Engine::Postgres);
}
