//! Two worlds that differ in nothing but what a person may not see answer that person byte for byte alike (S2).
//!
//! Other tenants, other figures of workloads that others hold and what they could earn, other partners, people, sessions,
//! views, loads and audit, claims with their proofs, tickets with their files, and what others note, ask and are asked: one of the twins has them and
//! the other has not. For a report viewer, the own
//! colleagues and the people in their contacts and notes are others too. The same requests go to both, over every route of the table.
//! Clock and chance are the same, so that nothing is masked but the header `date`. The precondition, that
//! both show the person the same, is judged by the model of the oracle.

mod askers;
mod claimants;
mod differ;
mod referrals;
mod script;
mod vocabulary;
mod withheld;

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;

use app::{App, Settings};
use domain::access::Role;
use testkit::{Database, Engine, PASSWORD, Score, SteadyChance, World, operator, seed, size};
use web::{Config, Kind, Verb, routes};

use crate::oracle::books::Books;
use crate::oracle::eyes::{Eyes, Given, sights};
use crate::oracle::people::{Person, of_partner, office};
use crate::oracle::tour::load;
use crate::oracle::worlds::{Dice, Drawn, draw};
use crate::wire::{Ask, Key, Line, Reply, Server, Watch};
use script::Script;
use vocabulary::Vocabulary;
use withheld::{WITHHELD, is_report_viewer, speak};

/// Pairs for each engine, unless asked for more: with both, what a gate demands.
const PAIRS: u64 = 2_500;

/// What a run of the usual size has written through the API, by the end of its path.
const WRITTEN: [&str; 8] =
    ["claims", "contacts", "guidance", "intent-note", "intent-questions", "service-status", "status-notes", "tickets"];

/// Pairs for one pair of worlds.
const PAIRS_OF_TWINS: usize = 260;

/// One of the twins.
struct Side {
    world: World,
    server: Server,
    chance: SteadyChance,
    books: Books,
    session: Key,
    token: Key,
    line: Option<Line>,
    /// Somebody of another organisation, at work in this world alone.
    bystander: Option<app::Ctx>,
}

/// Both.
pub(crate) struct Twins {
    sides: [Side; 2],
    seed: u64,
    vocabulary: Vocabulary,
    /// What was written through the API.
    written: BTreeSet<String>,
}

impl Side {
    async fn open(database: Database, drawn: &Drawn) -> Self {
        let mut world = World::open(database).await;
        let chance = SteadyChance::default();
        let loaded = load(&world, drawn).await;
        world.app = world.app.clone().with_chance(chance.chance());
        let books = Books::of(&drawn.profile, &loaded);
        let server = Server::start(world.app.clone(), Config::default()).await;
        Self { world, server, chance, books, session: Key::Nobody, token: Key::Nobody, line: None, bystander: None }
    }

    /// Whatever others do, with a chance of their own.
    fn others(&self) -> App {
        App::new(self.world.store.clone(), self.world.clock.clock(), Settings::usual(self.world.database.folder()))
    }

    async fn settle(&mut self, person: &Person, seed: u64) -> String {
        self.chance.restart(seed);
        let first = &person.roles[0];
        let role = |code: &str| Role::from_code(code).unwrap();
        let at: Vec<&str> = first.at.iter().map(String::as_str).collect();
        let email = self.world.add_person("Twin Kxqown", person.partner.as_deref(), role(first.role), &at).await;
        for given in &person.roles[1..] {
            let email = email.parse().unwrap();
            self.world.app.grant_role(&operator(), &email, role(given.role), &given.at).await.unwrap();
        }
        self.token = Key::of(&self.world.with_token(&email).await);
        self.session = Key::of(&self.world.signed_in(&email).await);
        email
    }

    /// People of other organisations, with all that people have; and a colleague, where the person is told of none.
    async fn crowd(&mut self, partners: &[&str], own: &[&str], seed: u64) -> Vec<String> {
        let mut words = Vec::new();
        for (number, partner) in partners.iter().map(|it| Some(*it)).chain([None]).enumerate() {
            let role = if partner.is_some() { Role::ReportViewer } else { Role::ProgrammeAdmin };
            let email = self.world.add_person(&format!("Crowd Kxq{seed} {number}"), partner, role, &[]).await;
            let session = self.others().sign_in(&testkit::visit(), &email, PASSWORD).await.unwrap().at_once().unwrap();
            let ctx = app::Ctx {
                credential: app::Credential::Session(session.secret.clone()),
                ..self.world.with_token(&email).await
            };
            self.others().save_view(&ctx, "crowd kxqview", "q=kxqview", None).await.unwrap();
            if partner.is_some_and(|partner| !own.contains(&partner)) {
                self.say_of_seats(&ctx).await;
            }
            words.extend([email, session.secret]);
            self.bystander = Some(ctx);
        }
        words
    }

    /// Contacts that others have at the tenants that the person sees: with the addresses that the person will type, and
    /// with names that must not come out.
    async fn acquaint(&mut self, partners: &[&str], own: &[&str], tenants: &[String], seed: u64) {
        let others: Vec<_> = partners.iter().filter(|one| !own.contains(one)).map(|one| Some(*one)).collect();
        for (number, partner) in others.into_iter().chain([None]).enumerate() {
            let role = if partner.is_some() { Role::ExecutiveReportViewer } else { Role::ProgrammeAdmin };
            let email = self.world.add_person(&format!("Acquainted Kxq{seed} {number}"), partner, role, &[]).await;
            let ctx = self.world.with_token(&email).await;
            for tenant in tenants.iter().take(6) {
                for at in 1..=2 {
                    let new = domain::contact::NewContact {
                        kind: "customer".to_owned(),
                        name: format!("Kxqview {number}"),
                        email: format!("contact{at}@twins.example.com"),
                        country: "NL".to_owned(),
                        language: "nl".to_owned(),
                        workloads: vec!["Teams".to_owned()],
                        survey_eligible: Some(true),
                        ..domain::contact::NewContact::default()
                    };
                    // Whoever does not see the tenant writes nothing there.
                    let _ = self.others().add_contact(&ctx, tenant.parse().unwrap(), &new, None).await;
                }
                let note = domain::status_note::NewStatusNote {
                    scope: "kxqview".to_owned(),
                    next_actions: "kxqview".to_owned(),
                    next_action_date: self.world.app.now().date_naive().to_string(),
                    next_action_owner: format!("Kxqview {number}"),
                    overall_status: "blocked".to_owned(),
                    ..domain::status_note::NewStatusNote::default()
                };
                let _ = self.others().add_status_note(&ctx, tenant.parse().unwrap(), &note, None, None).await;
            }
        }
    }
}

impl Side {
    /// Says of some workloads that somebody holds why their seats are blocked, notes it and asks about it.
    async fn say_of_seats(&self, ctx: &app::Ctx) {
        let app = self.others();
        let tenants = app.tenants(ctx, &app::TenantQuery::default()).await.unwrap().value.items;
        for tenant in tenants.iter().take(4).map(|tenant| tenant.tenant_id) {
            speak(&app, ctx, tenant, "blocked", "service_reliability", "kxqtwin").await;
        }
    }

    /// The programme office asks the others for notes on what the person sees.
    async fn ask_others(&self, partners: &[&str], own: &[&str], tenants: &[String]) {
        let office = self.bystander.as_ref().unwrap();
        let due_on = self.world.app.now().date_naive().to_string();
        for partner in partners.iter().filter(|one| !own.contains(one)) {
            for tenant in tenants.iter().take(6) {
                // Of whoever has nothing to do with the tenant nothing is asked.
                let _ = self.others().ask_for_note(office, tenant.parse().unwrap(), partner, &due_on, None).await;
            }
        }
    }
}

impl Twins {
    /// Twins of a seed, for whoever sees one location of several.
    pub(crate) async fn of_location(engine: Engine, seed: u64) -> Self {
        let drawn = draw(seed);
        let partner = drawn.partners.iter().max_by_key(|partner| partner.locations.len()).unwrap();
        let roles = vec![Given { role: "report_viewer", at: vec![partner.locations[0].clone()] }];
        let person = Person { partner: Some(partner.id.clone()), roles };
        Self::open(engine, seed, &drawn, &person).await
    }

    /// Twins of a seed, for whoever follows claims at one location of several.
    pub(crate) async fn of_claimant(engine: Engine, seed: u64) -> Self {
        let drawn = draw(seed);
        let partner = drawn.partners.iter().max_by_key(|partner| partner.locations.len()).unwrap();
        let roles = vec![Given { role: "incentives_admin", at: vec![partner.locations[0].clone()] }];
        let person = Person { partner: Some(partner.id.clone()), roles };
        Self::open(engine, seed, &drawn, &person).await
    }

    /// Twins of a seed, for whoever sees the audit of a partner and no tenant.
    pub(crate) async fn of_auditor(engine: Engine, seed: u64) -> Self {
        let drawn = draw(seed);
        let roles = vec![Given { role: "global_admin", at: Vec::new() }];
        let person = Person { partner: Some(drawn.partners[0].id.clone()), roles };
        Self::open(engine, seed, &drawn, &person).await
    }

    /// Twins of a seed, one of which differs in what that person does not see.
    async fn open(engine: Engine, seed: u64, drawn: &Drawn, person: &Person) -> Self {
        let eyes = Eyes::of(person.partner.as_deref(), &person.roles);
        let first = Side::open(Database::new(engine).await, drawn).await;
        let other = differ::other(drawn, &first.books, &eyes, person);
        let second = Side::open(Database::new(engine).await, &other).await;
        first.world.clock.pass(second.world.clock.now() - first.world.clock.now());
        let shown = [&first, &second].map(|side| format!("{:?}", sights(&side.books, &eyes)));
        assert_eq!(shown[0], shown[1], "the twins of seed {seed} do not look alike to {person:?}");
        let mut vocabulary = Vocabulary::of(&first.books, &second.books, &eyes, &other, person);
        let mut sides = [first, second];
        let mut words = vocabulary.hidden.clone();
        words.extend(["kxqtwin", "kxqview", WITHHELD, "$argon2id$", PASSWORD].map(str::to_owned));
        let knows_own = knows_colleagues(person);
        let partners: Vec<&str> = drawn.partners.iter().map(|one| one.id.as_str()).collect();
        let strangers = partners.iter().copied().filter(|one| !knows_own || person.partner.as_deref() != Some(one));
        let own: Vec<&str> = match &eyes {
            Eyes::Of(partners) => partners.iter().map(String::as_str).collect(),
            _ => person.partner.as_deref().into_iter().collect(),
        };
        let strangers: Vec<&str> = strangers.collect();
        words.extend(sides[1].crowd(&strangers, &own, seed).await);
        // Whoever answers partners' questions sees them.
        let answers = |one: &&str| person.partner.is_none() && own.contains(one);
        let askers: Vec<&str> = strangers.iter().copied().filter(|one| !answers(one)).collect();
        vocabulary.tickets.extend(sides[1].ask_as_others(&askers, &vocabulary.visible, seed).await);
        sides[1].acquaint(&partners, &own, &vocabulary.visible, seed).await;
        sides[1].ask_others(&partners, &own, &vocabulary.visible).await;
        // Tenants of both, with the same domain: a claim on one of the other twin's alone could not be filed in this one.
        let known: Vec<String> = sides[0].books.tenants().into_iter().map(str::to_owned).collect();
        let hidden: Vec<String> = known
            .into_iter()
            .filter(|one| sides[1].books.tenants().contains(one.as_str()))
            .filter(|one| vocabulary.hidden.contains(one))
            .collect();
        sides[1].file_as_others(drawn, &own, (&vocabulary.visible, &hidden)).await;
        sides[1].refer_to_others(drawn, &own, (&vocabulary.visible, &hidden)).await;
        vocabulary.held_elsewhere = hidden.iter().take(referrals::TO_OWN_ELSEWHERE + 1).cloned().collect();
        for (side, is_second) in sides.iter_mut().zip([false, true]) {
            side.refer_to_own(drawn, person, (&vocabulary.visible, &hidden), is_second).await;
            side.offer().await;
            side.file_as_colleague(drawn, person, &hidden, is_second).await;
        }
        if is_report_viewer(person) {
            for (side, is_second) in sides.iter_mut().zip([false, true]) {
                side.write_as_colleague(person, &vocabulary.visible, is_second).await;
            }
        }
        for side in &mut sides {
            side.settle(person, seed).await;
        }
        let watch = Watch::over(words, false);
        for side in &mut sides {
            side.line = Some(Line::to(side.server.address, watch.clone()));
        }
        let mut twins = Self { sides, seed, vocabulary, written: BTreeSet::new() };
        twins.wait_for_note().await;
        twins
    }

    /// That a token is in use is noted beside the request; from then on it stands still.
    async fn wait_for_note(&mut self) {
        for side in &mut self.sides {
            let ask = Ask::get("/api/v1/me/tokens").with_key(&side.token);
            for _ in 0..2_000 {
                let reply = side.line.as_mut().unwrap().send(&ask).await;
                if reply.status != 200 || !reply.json()["items"][0]["used_at"].is_null() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
    }

    /// Sends so many requests to both; panics at the first byte that differs.
    pub(crate) async fn run(&mut self, pairs: usize, seed: u64) {
        for side in &mut self.sides {
            side.chance.restart(seed);
        }
        let form_token =
            self.both(&Ask::get("/signed-out").with_key(&self.sides[0].session.clone())).await.form_token();
        let keys = (self.sides[0].session.clone(), self.sides[0].token.clone());
        assert_eq!(keys, (self.sides[1].session.clone(), self.sides[1].token.clone()), "the twins drew other secrets");
        // What the servers remember of the person counts no more from here on: a fault may have been in it.
        let fields = [("csrf", form_token.as_str()), ("language", "en"), ("theme", "dark")];
        self.both(&Ask::new("POST", "/profile/preferences").with_key(&keys.0).form(&fields)).await;
        // A list that goes on, whatever the dice give.
        self.both(&Ask::get("/api/v1/tenants?limit=1").with_key(&keys.1)).await;
        // And every page that needs no name: the dice find each the less often the more routes there are.
        for route in routes().iter().filter(|route| route.method == Verb::Get && !route.path.contains('{')) {
            let key = if route.kind == Kind::Api { &keys.1 } else { &keys.0 };
            self.both(&Ask::get(route.path).with_key(key)).await;
        }
        // And the referrals, one by one: the own ones, and those that others have in one of the twins.
        for path in self.vocabulary.referrals() {
            self.both(&Ask::get(&path).with_key(&keys.1)).await;
        }
        // And a search that finds many, of which some are somebody else's.
        self.both(&Ask::get("/api/v1/tenants?limit=100&q=a").with_key(&keys.1)).await;
        let (vocabulary, token) = (self.vocabulary.clone(), keys.1.clone());
        let mut script = Script::new(Dice::of(seed), &vocabulary, keys, form_token);
        // And a few splits, without which the dice could write none.
        let mut found = 0;
        for path in vocabulary.splits() {
            let ask = Ask::get(path).with_key(&token);
            let reply = self.both(&ask).await;
            script.learn(&ask, &reply);
            found += usize::from(reply.status == 200);
            if found == 3 {
                break;
            }
        }
        for number in 0..pairs {
            if number % 40 == 20 {
                Self::stir(&self.sides[1], number).await;
            }
            let ask = script.next();
            let (first, second) = Self::send(&mut self.sides, &ask).await;
            compare(self.seed, &ask, &first, &second);
            script.learn(&ask, &first);
            // Of which tenant a claim is, whoever filed it has said, and may hear again.
            // The same holds of a ticket, and of help about one that was named.
            let is_said = ask.path.contains("/claims") || ask.path.contains("/tickets");
            if is_said && ask.method != "GET" && first.status < 400 {
                let said = ask.said();
                let tenants: Vec<_> =
                    self.vocabulary.hidden.iter().filter(|one| said.contains(*one)).cloned().collect();
                for side in &mut self.sides {
                    side.line.as_mut().unwrap().allowed.extend(tenants.clone());
                }
            }
            if ask.path.starts_with("/api/") && !matches!(ask.method.as_str(), "GET" | "HEAD") && first.status < 300 {
                self.written.extend(ask.path.rsplit('/').next().map(str::to_owned));
            }
        }
    }

    /// Somebody of another organisation does something that is nobody else's business.
    async fn stir(side: &Side, number: usize) {
        let ctx = side.bystander.as_ref().unwrap();
        side.others().save_view(ctx, &format!("kxqview {number}"), "q=kxqview", None).await.unwrap();
    }

    async fn both(&mut self, ask: &Ask) -> Reply {
        let (first, second) = Self::send(&mut self.sides, ask).await;
        compare(self.seed, ask, &first, &second);
        first
    }

    async fn send(sides: &mut [Side; 2], ask: &Ask) -> (Reply, Reply) {
        let [first, second] = sides;
        // The two listen on different ports, which a page may repeat.
        let ask = ask.clone().with("host", "127.0.0.1:8080");
        let (first, second) = (first.line.as_mut().unwrap(), second.line.as_mut().unwrap());
        tokio::join!(first.send(&ask), second.send(&ask))
    }

    /// Looks at log and counters.
    async fn close(self) {
        for side in &self.sides {
            side.line.as_ref().unwrap().watch.look_behind(&side.server).await;
        }
        for side in self.sides {
            side.world.store.close().await;
        }
    }
}

/// Whether somebody is told who the own people are: by the audit, or to manage them.
fn knows_colleagues(person: &Person) -> bool {
    person.roles.iter().any(|given| ["global_admin", "account_admin"].into_iter().any(|role| given.role == role))
}

/// All that came, but for the moment.
fn told(reply: &Reply) -> (u16, Vec<&(String, String)>, bool) {
    (reply.status, reply.headers.iter().filter(|(name, _)| name != "date").collect(), reply.is_whole)
}

fn compare(seed: u64, ask: &Ask, first: &Reply, second: &Reply) {
    let what = format!("seed {seed}: {ask:?}");
    assert_eq!(told(first), told(second), "{what}\n{}\n{}", first.text(), second.text());
    if first.body != second.body {
        let (one, other) = (first.text().into_owned(), second.text().into_owned());
        let at = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        let around = |text: &str| {
            String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(150)..text.len().min(at + 150)]).into_owned()
        };
        panic!("the twins differ: {what}\n--- {}\n--- {}", around(&one), around(&other));
    }
}

/// Kinds of people in turn, of partners in turn.
fn choose_person(drawn: &Drawn, choose: usize, dice: &mut Dice) -> Person {
    let partner = &drawn.partners[choose % drawn.partners.len()];
    let mut people = of_partner(partner, dice);
    if choose % 4 == 3 {
        people = office(&drawn.partners);
        people.retain(|person| person.roles.iter().all(|given| given.role != "programme_admin"));
    }
    // Most see something.
    people.sort_by_key(|person| Eyes::of(person.partner.as_deref(), &person.roles) == Eyes::Closed);
    let seeing = people.iter().filter(|it| Eyes::of(it.partner.as_deref(), &it.roles) != Eyes::Closed).count();
    let at = if choose % 7 == 6 { people.len() - 1 } else { choose % seeing.max(1) };
    let mut person = people.swap_remove(at);
    // Every third one of a partner follows claims, where else something is seen too.
    if choose % 3 == 2 && person.partner.is_some() && claimants::places_of(&person).is_none() {
        let at = person.roles[0].at.clone();
        person.roles.push(Given { role: "incentives_admin", at });
    }
    person
}

fn run_twins(engine: Engine, pairs: u64) {
    let _quiet = crate::nobody_plants();
    let (first, name) = (seed(), if engine == Engine::Sqlite { "sqlite" } else { "postgres" });
    let score = Score::begin("S2", "twin worlds", name, first);
    let (mut done, mut written) = (0, BTreeSet::new());
    for number in 0.. {
        if done >= pairs {
            break;
        }
        let at = first + number;
        let visit = AssertUnwindSafe(|| {
            testkit::tell(engine, Database::itself, async |_| {
                let (drawn, mut dice) = (draw(at), Dice::of(at ^ 0x7717));
                let person = choose_person(&drawn, usize::try_from(at).unwrap(), &mut dice);
                println!("seed {at}: {person:?}");
                let mut twins = Twins::open(engine, at, &drawn, &person).await;
                twins.run(PAIRS_OF_TWINS, at).await;
                written.append(&mut twins.written);
                twins.close().await;
            });
        });
        if let Err(panic) = std::panic::catch_unwind(visit) {
            eprintln!("the twins of seed {at} differ on {engine:?}: UPTAKE_SEED={at} UPTAKE_PAIRS=1");
            std::panic::resume_unwind(panic);
        }
        done += PAIRS_OF_TWINS as u64;
    }
    score.end(done, 0);
    println!("written: {written:?}");
    // A write that is refused in both is alike in both, and proves nothing.
    let missing = WRITTEN.into_iter().filter(|what| !written.contains(*what)).collect::<Vec<_>>();
    assert!(done < PAIRS || missing.is_empty(), "never written: {missing:?}");
}

#[test]
fn random_worlds_with_other_secrets_answer_alike_on_sqlite() {
    run_twins(Engine::Sqlite, size("UPTAKE_PAIRS", PAIRS));
}

#[test]
fn random_worlds_with_other_secrets_answer_alike_on_postgres() {
    run_twins(Engine::Postgres, size("UPTAKE_PAIRS", PAIRS));
}
