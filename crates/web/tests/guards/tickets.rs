//! Tickets exist for whoever asks, the admins of the organisation and the programme office (S11.4): for others there is none, no
//! file opens by way of another ticket, nobody of a partner is told who in the programme office answers, and a ticket names no
//! tenant to whoever does not see it. Help says of a stranger's tenant what it says of none, byte by byte (S11.2).

use std::collections::BTreeSet;

use app::{Ctx, Expected, Outcome};
use domain::access::Role;
use domain::ticket::{NewTicket, TicketMove};
use testkit::{Database, Noorderlicht, TENANTS};
use web::Config;

use crate::wire::{Ask, Key, Line, Reply, Server, Watch};

/// A word of each ticket, which stands in its texts, its file and the file's name; and the name of whoever answers.
const OWN: &str = "kxqticketown";
const OTHER: &str = "kxqticketother";
const OFFICE: &str = "kxqofficename";

/// A ticket with its file.
struct Asked {
    number: String,
    file: String,
}

/// Who there is, with which words and tickets are theirs to see.
struct Somebody {
    name: &'static str,
    keys: (Key, Key),
    sees_own: bool,
    sees_other: bool,
    is_office: bool,
}

/// The world with a ticket of each partner, both of which were answered.
pub(crate) struct Tickets {
    _world: Noorderlicht,
    server: Server,
    line: Line,
    people: Vec<Somebody>,
    own: Asked,
    other: Asked,
}

pub(crate) fn asking(word: &str) -> NewTicket {
    NewTicket {
        title: format!("{word} title"),
        kind: "problem".to_owned(),
        subject: "access".to_owned(),
        description: format!("{word} description"),
        // A tenant of the other partner.
        tenant: TENANTS[3].id.to_owned(),
        workload: "Teams".to_owned(),
        reference: format!("{word} reference"),
    }
}

impl Tickets {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let line = Line::to(server.address, Watch::over([OWN, OTHER, OFFICE].map(str::to_owned), false));
        let (own, other) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        let mut people = Vec::new();
        let mut asked = Vec::new();
        let office = world.world.add_person(OFFICE, None, Role::ProgrammeAdmin, &[]).await;
        let office_ctx = world.world.with_token(&office).await;
        for (name, partner, role, at, [sees_own, sees_other]) in [
            ("asker", own, Role::ReportViewer, Some(Noorderlicht::GENT), [true, false]),
            ("colleague", own, Role::ExecutiveReportViewer, None, [false, false]),
            ("admin", own, Role::AccountAdmin, None, [true, false]),
            ("stranger", other, Role::ReportViewer, None, [false, true]),
            ("manager", None, Role::PartnerManager, Some(Noorderlicht::OTHER_PARTNER), [false, true]),
        ] {
            let at: Vec<&str> = at.into_iter().collect();
            let email = world.world.add_person(&format!("Ticket {name}"), partner, role, &at).await;
            let ctx = world.world.with_token(&email).await;
            match name {
                "asker" => asked.push(Self::asked(&world, &ctx, &office_ctx, OWN).await),
                "stranger" => asked.push(Self::asked(&world, &ctx, &office_ctx, OTHER).await),
                _ => {}
            }
            let keys = (Key::of(&world.world.signed_in(&email).await), Key::of(&ctx));
            people.push(Somebody { name, keys, sees_own, sees_other, is_office: partner.is_none() });
        }
        let keys = (Key::of(&world.world.signed_in(&office).await), Key::of(&office_ctx));
        people.push(Somebody { name: "office", keys, sees_own: true, sees_other: true, is_office: true });
        let (other, own) = (asked.pop().unwrap(), asked.pop().unwrap());
        Self { _world: world, server, line, people, own, other }
    }

    /// A ticket with a file, which the programme office answered.
    async fn asked(world: &Noorderlicht, who: &Ctx, office: &Ctx, mark: &str) -> Asked {
        let app = &world.world.app;
        let number = app.open_ticket(who, &asking(mark), None).await.unwrap().value.item.number;
        let path = world.world.database.folder().join("given");
        std::fs::write(&path, format!("%PDF-1.7\n1 0 obj << /Author ({mark}) >>\n{mark}")).unwrap();
        let ticket = app.add_attachment(who, &number, &format!("{mark}.pdf"), &path).await.unwrap().value;
        let answer = TicketMove::Answer { goes_on: false };
        let text = format!("{mark} answer");
        let said = app.move_ticket(office, &number, answer, &text, &Expected::Any, None).await.unwrap().value;
        assert!(matches!(said, Outcome::Saved(_)));
        Asked { number, file: ticket.attachments[0].id.clone() }
    }

    async fn get(&mut self, path: &str, at: usize) -> Reply {
        let (session, token) = &self.people[at].keys;
        let key = if path.starts_with("/api/") { token } else { session };
        self.line.send(&Ask::get(path).with_key(key)).await
    }

    /// What each gets of both tickets and of help, as page and as JSON; how many answers were looked at.
    pub(crate) async fn go(&mut self) -> usize {
        let mut answers = 0;
        for at in 0..self.people.len() {
            let Somebody { sees_own, sees_other, is_office, .. } = self.people[at];
            let words = [(sees_own, OWN), (sees_other, OTHER), (is_office, OFFICE)];
            self.line.allowed = words.iter().filter(|(sees, _)| *sees).map(|(_, word)| (*word).to_owned()).collect();
            for door in ["", "/api/v1"] {
                answers += self.tickets(at, door).await;
                answers += self.help(at, door).await;
            }
        }
        self.line.allowed = BTreeSet::new();
        self.line.watch.look_behind(&self.server).await;
        answers
    }

    async fn tickets(&mut self, at: usize, door: &str) -> usize {
        let Somebody { name, sees_own, sees_other, is_office, .. } = self.people[at];
        let (own, other) =
            ((self.own.number.clone(), self.own.file.clone()), (self.other.number.clone(), self.other.file.clone()));
        let list = self.get(&format!("{door}/tickets"), at).await.text().into_owned();
        let work =
            self.get(&format!("{}?kind=ticket", if door.is_empty() { "/my-work" } else { "/api/v1/work" }), at).await;
        let work = work.text().into_owned();
        for (sees, (number, file), (_, foreign), waits_for) in
            [(sees_own, &own, &other, "asker"), (sees_other, &other, &own, "stranger")]
        {
            let what = format!("{name}: {door}/tickets/{number}");
            let expected = if sees { 200 } else { 404 };
            let reply = self.get(&format!("{door}/tickets/{number}"), at).await;
            assert_eq!(reply.status, expected, "{what}");
            let text = reply.text().into_owned();
            // The museum is in Gent, and the shipyard is the other partner's.
            let is_named = sees && (is_office || name == "stranger");
            assert_eq!(text.contains(TENANTS[3].name), is_named, "{what}: the tenant by name: {text}");
            assert_eq!(text.contains(OFFICE), sees && is_office, "{what}: who answered");
            assert_eq!(list.contains(number.as_str()), sees, "{what}: in the list");
            assert_eq!(work.contains(number.as_str()), name == waits_for, "{what}: in the worklist");
            let path = format!("{door}/tickets/{number}/attachments");
            assert_eq!(self.get(&format!("{path}/{file}"), at).await.status, expected, "{what}: its file");
            assert_eq!(self.get(&format!("{path}/{foreign}"), at).await.status, 404, "{what}: the file of another");
        }
        8
    }

    /// A tenant of another partner and one that nobody has, by the same door: one answer.
    async fn help(&mut self, at: usize, door: &str) -> usize {
        let Somebody { name, is_office, .. } = self.people[at];
        if is_office || name == "stranger" {
            return 0;
        }
        let mut told = Vec::new();
        for tenant in [TENANTS[3].id, "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4dee"] {
            let reply = self.get(&format!("{door}/help?tenant={tenant}"), at).await;
            let text = reply.text().replace(tenant, "");
            let text = reply_without_token(&text);
            let headers: Vec<_> = reply
                .headers
                .iter()
                .filter(|(name, _)| !["date", "x-request-id", "set-cookie"].contains(&name.as_str()))
                .cloned()
                .collect();
            told.push((reply.status, headers, text));
        }
        assert_eq!(told[0], told[1], "{name}: {door}/help");
        2
    }
}

/// A page without the tokens of its forms, which differ each time.
fn reply_without_token(page: &str) -> String {
    let mut parts = page.split("name=\"csrf\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('"').map_or("", |(_, rest)| rest))
}

fn look(engine: testkit::Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut tickets = Tickets::open(database).await;
        assert!(tickets.go().await > 90);
    });
}

#[test]
fn tickets_exist_for_whom_they_are_on_sqlite() {
    look(testkit::Engine::Sqlite);
}

#[test]
fn tickets_exist_for_whom_they_are_on_postgres() {
    look(testkit::Engine::Postgres);
}
