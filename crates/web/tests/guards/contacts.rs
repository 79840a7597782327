//! Contacts are seen by the organisation that wrote them, and who they are by whom that is shown to (S1.4, S7); every door
//! of them, by the real accept loop, with names, addresses and numbers that stand nowhere else.

use app::{Ctx, Expected};
use domain::access::Role;
use domain::contact::NewContact;
use serde_json::json;
use testkit::report::{Report, Usage};
use testkit::{Noorderlicht, TENANTS};
use web::Config;

use crate::wire::{Ask, Key, Line, Server, Watch};

/// Who the own partner's contact is, and the other partner's: name, e-mail, phone, and a title that is shown.
const OWN: [&str; 4] = ["Kxqeigen Naam", "kxqeigen@klant.example.com", "+31 20 555 01 71", "kxqeigentitel"];
const FOREIGN: [&str; 4] = ["Kxqvreemd Naam", "kxqvreemd@klant.example.com", "+31 20 555 01 72", "kxqvreemdtitel"];

/// A tenant of two partners with a contact of each, and people around it.
pub(crate) struct Contacts {
    world: Noorderlicht,
    server: Server,
    line: Line,
    people: Vec<(&'static str, Key, Key)>,
    /// The handles of the own contact and of the foreign one.
    handles: [String; 2],
}

impl Contacts {
    pub(crate) async fn open(database: testkit::Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let [bakery, ..] = TENANTS;
        let shared = Usage {
            tenant: bakery.id,
            name: bakery.name,
            workload: "Yammer",
            month: "2026-09-01",
            location: Noorderlicht::HAARLEM,
            ..Usage::default()
        };
        world.world.load("more.csv", Report::office(&[shared]).text()).await;
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let words = OWN.iter().chain(&FOREIGN).map(|&word| word.to_owned());
        let line = Line::to(server.address, Watch::over(words, false));
        let mut it = Self { world, server, line, people: Vec::new(), handles: Default::default() };
        let (own, other) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        for (name, partner, role, at) in [
            ("executive", own, Role::ExecutiveReportViewer, None),
            ("viewer", own, Role::ReportViewer, Some(Noorderlicht::UTRECHT)),
            ("elsewhere", own, Role::ExecutiveReportViewer, Some(Noorderlicht::GENT)),
            ("other", other, Role::ExecutiveReportViewer, None),
            ("manager", None, Role::PartnerManager, Some(Noorderlicht::OTHER_PARTNER)),
        ] {
            let world = &it.world.world;
            let at: Vec<&str> = at.into_iter().collect();
            let email = world.add_person(&format!("Contact {name}"), partner, role, &at).await;
            let (session, token) = (world.signed_in(&email).await, world.with_token(&email).await);
            it.people.push((name, Key::of(&session), Key::of(&token)));
            match name {
                "executive" => it.handles[0] = it.write(&token, OWN).await,
                "other" => it.handles[1] = it.write(&token, FOREIGN).await,
                _ => {}
            }
        }
        it
    }

    async fn write(&self, who: &Ctx, [name, email, phone, title]: [&str; 4]) -> String {
        let new = NewContact {
            kind: "customer".to_owned(),
            name: name.to_owned(),
            email: email.to_owned(),
            phone: phone.to_owned(),
            title: title.to_owned(),
            country: "NL".to_owned(),
            language: "nl".to_owned(),
            workloads: vec!["Teams".to_owned()],
            survey_eligible: Some(true),
        };
        self.world.world.app.add_contact(who, TENANTS[0].id.parse().unwrap(), &new, None).await.unwrap().id
    }

    /// Looks through every door as everybody, and counts the answers.
    pub(crate) async fn go(&mut self) -> usize {
        let mut answers = 0;
        for (name, session, token) in self.people.clone() {
            self.allow(name);
            answers += self.read(name, &session, &token).await;
            answers += self.search(name, &token).await;
            answers += self.write_to_foreign(name, &token).await;
        }
        // Nor does the log say who they are, nor any counter.
        self.line.watch.look_behind(&self.server).await;
        answers
    }

    /// From here on that person asks: what they may see is no leak.
    fn allow(&mut self, name: &str) {
        let words: &[&str] = match name {
            "executive" => &OWN,
            "viewer" => &OWN[3..],
            "other" | "manager" => &FOREIGN,
            _ => &[],
        };
        self.line.allowed = words.iter().map(|word| word.to_lowercase()).collect();
    }

    /// What each person reads: of whom, and how much.
    async fn read(&mut self, name: &str, session: &Key, token: &Key) -> usize {
        let tenant = format!("/tenants/{}", TENANTS[0].id);
        let list = format!("{tenant}/contacts");
        let whose = match name {
            "executive" | "viewer" => Some(0),
            "other" | "manager" => Some(1),
            _ => None,
        };
        let mut doors =
            vec![(tenant, None, false), (list.clone(), None, false), (format!("/api/v1{list}"), None, true)];
        for (at, handle) in self.handles.iter().enumerate() {
            doors.push((format!("{list}/{handle}"), Some(at), false));
            doors.push((format!("{list}/{handle}/deletion"), Some(at), false));
            doors.push((format!("/api/v1{list}/{handle}"), Some(at), true));
            // By the address of another tenant nobody's contact is there.
            doors.push((format!("/api/v1/tenants/{}/contacts/{handle}", TENANTS[1].id), Some(9), true));
        }
        let count = doors.len();
        for (path, of, is_api) in doors {
            let reply = self.line.send(&Ask::get(&path).with_key(if is_api { token } else { session })).await;
            let is_there = whose.is_some() && of.is_none_or(|of| Some(of) == whose);
            let is_led = name == "manager" && of.is_some() && !is_api;
            let expected = if !is_there {
                404
            } else if is_led {
                303
            } else {
                200
            };
            assert_eq!(reply.status, expected, "{name} {path}");
            let text = reply.text().replace("%40", "@");
            for (at, words) in [OWN, FOREIGN].into_iter().enumerate() {
                for (place, word) in words.into_iter().enumerate() {
                    let is_shown = expected == 200 && whose == Some(at) && (name != "viewer" || place == 3);
                    // The tenant's page has names and addresses, and no more of them.
                    let is_named = !path.ends_with(TENANTS[0].id) || place < 2;
                    assert_eq!(text.contains(word), is_shown && is_named, "{name} {path}: {word}");
                }
            }
        }
        count
    }

    /// Nobody finds what they do not see by searching for it.
    async fn search(&mut self, name: &str, token: &Key) -> usize {
        for (at, words) in [OWN, FOREIGN].into_iter().enumerate() {
            let path = format!("/api/v1/tenants/{}/contacts?q={}", TENANTS[0].id, &words[0][..7]);
            let reply = self.line.send(&Ask::get(path).with_key(token)).await;
            match name {
                "viewer" => assert_eq!(reply.status, 400, "a search by what is withheld: {}", reply.text()),
                "elsewhere" => assert_eq!(reply.status, 404),
                _ => {
                    let is_own = (name == "executive") == (at == 0);
                    assert_eq!(reply.json()["items"].as_array().unwrap().len(), usize::from(is_own), "{name}");
                }
            }
        }
        2
    }

    /// Nobody changes, deletes or brings back what they do not see.
    async fn write_to_foreign(&mut self, name: &str, token: &Key) -> usize {
        let foreign = match name {
            "executive" | "viewer" => 1,
            _ => 0,
        };
        let path = format!("/api/v1/tenants/{}/contacts/{}", TENANTS[0].id, self.handles[foreign]);
        let body = json!({ "type": "partner", "name": "Kxqtaken", "workloads": ["Teams"] });
        let expected = if name == "manager" { 403 } else { 404 };
        for ask in [
            Ask::new("PUT", &path).json(&body),
            Ask::new("DELETE", &path).json(&json!({})),
            Ask::new("POST", format!("{path}/restoration")).json(&json!({})),
        ] {
            let reply = self.line.send(&ask.with("if-match", "*").with_key(token)).await;
            assert_eq!(reply.status, expected, "{name} {path}: {}", reply.text());
        }
        3
    }

    /// What the own partner's executive deletes is gone for everybody at once.
    async fn delete(&mut self) {
        let (_, _, token) = self.people[0].clone();
        let tenant = TENANTS[0].id.parse().unwrap();
        let world = &self.world.world;
        let email = world.add_person("Contact remover", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let remover = world.with_token(&email).await;
        world.app.delete_contact(&remover, tenant, &self.handles[0], &Expected::Any).await.unwrap();
        for path in ["", &format!("/{}", self.handles[0])] {
            let path = format!("/api/v1/tenants/{}/contacts{path}", TENANTS[0].id);
            let reply = self.line.send(&Ask::get(&path).with_key(&token)).await;
            assert!(!reply.text().contains("kxqeigen"), "{path}: {}", reply.text());
        }
    }
}

#[test]
fn who_a_contact_is_stays_with_those_it_is_for() {
    let _quiet = crate::nobody_plants();
    for engine in [testkit::Engine::Sqlite, testkit::Engine::Postgres] {
        testkit::tell(engine, testkit::Database::itself, async |database| {
            let mut contacts = Contacts::open(database).await;
            assert!(contacts.go().await > 0);
            contacts.delete().await;
        });
    }
}
