//! Letters are bytes that leave: each is searched for what its reader may not see, and made by what holds at that moment (S14).
//! Whoever has a link may do by it what it is for, once, and nothing else.

use app::{App, Ctx, MailChoiceAsked};
use chrono::TimeDelta;
use domain::TenantId;
use domain::access::Role;
use mail::{Postbox, Site, deliver_all};
use testkit::{Canaries, Database, Engine, Kept, MailServer, Noorderlicht, PASSWORD, TENANTS, operator, visit};
use web::Config;

use crate::wire::{Ask, Key, Line, Reply, Server, Watch, log};

/// Who answers, whom no letter to a report viewer names.
const MANAGER: &str = "Kxqmanager Kxqmail";

/// Readers, and where they see tenants.
const READERS: [(&str, Role); 5] = [
    ("Stays", Role::ReportViewer),
    ("Taken", Role::ReportViewer),
    ("Closed", Role::ReportViewer),
    ("Unwanted", Role::ReportViewer),
    ("Elsewhere", Role::ReportViewer),
];

fn address(name: &str) -> String {
    format!("{}.kxqmail@uptake.example", name.to_lowercase())
}

fn tenant(number: usize) -> TenantId {
    TENANTS[number].id.parse().unwrap()
}

/// The world with mail, its readers, a mail server and a server.
pub(crate) struct Letters {
    it: Noorderlicht,
    _server: Server,
    line: Line,
    mail: MailServer,
    site: Site,
    postbox: Postbox,
    words: Canaries,
    count: i64,
}

impl Letters {
    pub(crate) async fn open(database: Database) -> Self {
        let it = Noorderlicht::mailing(database).await;
        let world = &it.world;
        for (name, role) in READERS {
            world
                .add_person(&format!("{name} Kxqmail"), Some(Noorderlicht::PARTNER), role, &[Noorderlicht::UTRECHT])
                .await;
        }
        world.add_person(MANAGER, None, Role::PartnerManager, &[Noorderlicht::PARTNER]).await;
        let mail = MailServer::start().await;
        let server = Server::start(world.app.clone(), Config::default()).await;
        let line = Line::to(server.address, Watch::over([], false));
        let site = Site::new("https://uptake.example", "Uptake <uptake@uptake.example>").unwrap();
        let postbox = Postbox::new(mail.url().parse().unwrap(), "uptake.example");
        // Who answers, the other partner, and its tenant.
        let words = Canaries::new([MANAGER, "Zuiderkruis", TENANTS[3].name, TENANTS[3].id].map(str::to_owned));
        Self { it, _server: server, line, mail, site, postbox, words, count: 0 }
    }

    fn app(&self) -> &App {
        &self.it.world.app
    }

    async fn ctx(&self, name: &str) -> Ctx {
        self.it.world.with_token(&address(name)).await
    }

    /// Gives everybody back what they had, and lets be forgotten what a fault has left.
    async fn heal(&mut self) {
        self.count += 1;
        // Beyond what is not told twice, and what is counted.
        self.it.world.clock.pass(TimeDelta::hours(3));
        for (name, role) in READERS {
            let email = address(name).parse().unwrap();
            let here = [Noorderlicht::UTRECHT.to_owned()];
            self.app().set_active(&operator(), &email, true).await.unwrap();
            drop(self.app().revoke_role(&operator(), &email, role, &[]).await);
            self.app().grant_role(&operator(), &email, role, &here).await.unwrap();
            let all = MailChoiceAsked { unwanted: vec!["digest".to_owned()], ..MailChoiceAsked::default() };
            self.app().set_mail_choice(&self.ctx(name).await, &all, &app::Expected::Any).await.unwrap();
        }
        self.refuse_audit(false).await;
        self.it.world.database.run("DELETE FROM mail").await.unwrap();
        self.mail.take();
        log::taken();
    }

    /// Delivers what is due; every byte of it is searched.
    async fn delivered(&self) -> Vec<Kept> {
        deliver_all(self.app(), &self.site, &self.postbox).await.unwrap();
        let kept = self.mail.take();
        for letter in &kept {
            let found = self.words.in_bytes(letter.plain().as_bytes());
            let is_to_manager = letter.to[0].starts_with("kxqmanager");
            assert!(found.is_empty() || is_to_manager, "a letter to {:?} tells {found:?}", letter.to);
        }
        kept
    }

    /// Makes writing down that a note was asked for fail, or not any more.
    async fn refuse_audit(&self, refuses: bool) {
        let database = &self.it.world.database;
        let is_sqlite = database.engine() == Engine::Sqlite;
        database
            .run(if is_sqlite { "DROP TRIGGER IF EXISTS kxqmail" } else { "DROP TRIGGER IF EXISTS kxqmail ON audit" })
            .await
            .unwrap();
        if !refuses {
            return;
        }
        let texts: &[&'static str] = if is_sqlite {
            &["CREATE TRIGGER kxqmail BEFORE INSERT ON audit WHEN NEW.action = 'note.asked'
               BEGIN SELECT RAISE(ABORT, 'kxqmail'); END"]
        } else {
            &[
                "CREATE OR REPLACE FUNCTION kxqmail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 IF NEW.action = 'note.asked' THEN RAISE EXCEPTION 'kxqmail'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER kxqmail BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION kxqmail()",
            ]
        };
        for text in texts {
            database.run(text).await.unwrap();
        }
    }

    async fn ask_note(&self, number: usize) -> Result<(), app::AppError> {
        let office = operator();
        let asked = self.app().ask_for_note(&office, tenant(number), Noorderlicht::PARTNER, "2027-12-20", None);
        asked.await.map(drop)
    }

    /// Sends a form as a visitor who has just looked at a page.
    async fn visitor(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.line.send(&Ask::get("/sign-in")).await;
        let (visit, token) = (page.header("set-cookie").split(';').next().unwrap().to_owned(), page.form_token());
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.line.send(&Ask::new("POST", path).with("cookie", visit).form(&all)).await
    }

    /// All of it; how many letters and answers were looked at.
    pub(crate) async fn go(&mut self) -> usize {
        self.heal().await;
        let seen = self.readers().await + self.answers().await;
        self.nothing_is_told_that_did_not_happen().await;
        seen + self.unsubscribe().await + self.reset().await
    }

    /// Between addressing and sending, readers lose what a letter tells of.
    async fn readers(&self) -> usize {
        self.ask_note(0).await.unwrap();
        self.app().address_mail().await.unwrap();
        let email = |name: &str| address(name).parse().unwrap();
        self.app().revoke_role(&operator(), &email("taken"), Role::ReportViewer, &[]).await.unwrap();
        self.app().revoke_role(&operator(), &email("elsewhere"), Role::ReportViewer, &[]).await.unwrap();
        let gent = [Noorderlicht::GENT.to_owned()];
        self.app().grant_role(&operator(), &email("elsewhere"), Role::ReportViewer, &gent).await.unwrap();
        self.app().set_active(&operator(), &email("closed"), false).await.unwrap();
        let none = ["note_asked", "digest"].map(str::to_owned).to_vec();
        let none = MailChoiceAsked { unwanted: none, ..MailChoiceAsked::default() };
        self.app().set_mail_choice(&self.ctx("unwanted").await, &none, &app::Expected::Any).await.unwrap();
        let mut to: Vec<String> = self.delivered().await.into_iter().flat_map(|one| one.to).collect();
        to.sort();
        assert_eq!(to, [address("stays")], "letters to those who may not see them any more");
        5
    }

    /// An answer, for somebody to whom it is withheld who gave it.
    async fn answers(&self) -> usize {
        let asker = self.ctx("stays").await;
        self.app().ask_about_intent(&asker, tenant(1), "Teams", "How?", None).await.unwrap();
        let manager = self.it.world.with_token("kxqmanager.kxqmail@uptake.example").await;
        for open in self.app().intent_questions(&manager).await.unwrap().value.questions {
            self.app().answer_about_intent(&manager, &open.handle, "So.").await.unwrap();
        }
        let kept = self.delivered().await;
        assert!(kept.iter().any(|one| one.to == [address("stays")] && one.subject().contains("answered")));
        kept.len()
    }

    async fn nothing_is_told_that_did_not_happen(&self) {
        self.refuse_audit(true).await;
        assert!(self.ask_note(1).await.is_err());
        self.refuse_audit(false).await;
        for _ in 0..30 {
            tokio::task::yield_now().await;
            let kept = self.app().mails(&operator(), Some("waiting"), 9).await.unwrap();
            assert!(kept.iter().all(|one| one.kind != "note_asked"), "something is told that did not happen: {kept:?}");
        }
    }

    /// A link to unsubscribe is for one person and one kind, and needs nothing but itself.
    async fn unsubscribe(&mut self) -> usize {
        self.ask_note(0).await.unwrap();
        let kept = self.delivered().await;
        let token = kept[0].link("/unsubscribe/").unwrap();
        let people = self.app().person_list(&operator(), "Elsewhere Kxqmail", None).await.unwrap().value.items;
        let (_, rest) = token.split_once('.').unwrap();
        let forged = format!("{}.{rest}", people[0].handle);
        let click = |token: &str| {
            Ask::new("POST", format!("/unsubscribe/{token}"))
                .with("origin", "https://mail.example")
                .form(&[("List-Unsubscribe", "One-Click")])
        };
        for strange in [forged, token.replace("note_asked", "digest"), "AAAA".to_owned(), format!("{token}A")] {
            let reply = self.line.send(&click(&strange)).await;
            assert_eq!(reply.status, 404, "{strange}");
        }
        let reply = self.line.send(&Ask::get(format!("/unsubscribe/{token}"))).await;
        assert_eq!(reply.status, 200);
        let wants = async |it: &Self| {
            let desk = it.app().mail_choice(&it.ctx("stays").await).await.unwrap().value;
            desk.choice.wants(domain::mail::MailKind::NoteAsked)
        };
        assert!(wants(self).await, "looking at a link does it");
        let reply = self.line.send(&click(&token)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert!(!wants(self).await);
        6
    }

    /// Whoever asks is told nothing; the link works once, for an hour, and ends every session.
    async fn reset(&mut self) -> usize {
        let known = address("stays");
        let unknown = known.replace("stays", "nobod");
        let one = self.visitor("/password-reset", &[("email", &known)]).await;
        let other = self.visitor("/password-reset", &[("email", &unknown)]).await;
        // The address and the token of the form are as long in both.
        assert_eq!((one.status, one.text().len()), (other.status, other.text().len()), "who has an account is told");
        let names = |reply: &Reply| reply.headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&one), names(&other));
        let kept = self.delivered().await;
        assert_eq!(kept.len(), 1, "to whoever has an account alone");
        let secret = kept[0].link("/password-reset/").unwrap();
        assert!(!log::taken().contains(&secret), "a secret in the log");
        let session = self.it.world.app.sign_in(&visit(), &known, PASSWORD).await.unwrap().at_once().unwrap();
        let key = Key::Session(session.secret);
        let set = [("new", PASSWORD), ("repeat", PASSWORD)];
        let path = format!("/password-reset/{secret}");
        assert_eq!(self.visitor(&path, &set).await.status, 303);
        let reply = self.line.send(&Ask::get("/profile").with_key(&key)).await;
        assert_eq!(reply.status, 303, "a session goes on after a new password");
        assert_eq!(self.visitor(&path, &set).await.status, 422, "a link works twice");
        // Another, whose hour is over.
        self.it.world.clock.pass(TimeDelta::minutes(20));
        assert_eq!(self.visitor("/password-reset", &[("email", &known)]).await.status, 200);
        let kept = self.delivered().await;
        assert!(kept.iter().any(|one| one.subject().contains("How you sign in")), "that it was changed is not told");
        let late = kept.iter().find_map(|one| one.link("/password-reset/")).unwrap();
        self.it.world.clock.pass(TimeDelta::minutes(61));
        assert_eq!(self.visitor(&format!("/password-reset/{late}"), &set).await.status, 422, "a link works for ever");
        let written = log::taken();
        assert!(!written.contains(&late) && !written.contains(&known), "a letter's reader or secret in the log");
        7
    }
}

fn look(engine: Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut letters = Letters::open(database).await;
        for _ in 0..2 {
            assert!(letters.go().await > 15);
        }
    });
}

#[test]
fn no_letter_tells_what_its_reader_may_not_see_on_sqlite() {
    look(Engine::Sqlite);
}

#[test]
fn no_letter_tells_what_its_reader_may_not_see_on_postgres() {
    look(Engine::Postgres);
}
