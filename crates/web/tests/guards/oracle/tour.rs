//! Making worlds, loading their files, and going round among their people.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::access::Role;
use testkit::{Database, Engine, PASSWORD, Score, World, operator, seed};
use web::Config;

use super::books::{Books, Loaded};
use super::caller::Caller;
use super::compare::{Comparison, Made, Numbers};
use super::deeds::Diary;
use super::eyes::{Eyes, Purse, Question, Sight, sights};
use super::filings::Filings;
use super::people::{Person, of_partner, office};
use super::referred::refer;
use super::rounds::{Others, Round, Standing};
use super::work::Reader;
use super::worlds::{Dice, Drawn, Step, draw};
use crate::wire::{Key, Server, Watch};

/// What has to be compared at least once in a run.
const KINDS: [&str; 35] = [
    "lists",
    "totals",
    "opportunities",
    "cursors",
    "list exports",
    "tenants",
    "usage rows",
    "claims",
    "exported usage rows",
    "histories",
    "history exports",
    "foreign tenants",
    "closed doors",
    "overviews",
    "overview pages",
    "licences",
    "cards of licences",
    "licences at a location",
    "exported licences",
    "doors",
    "heads",
    "other methods",
    "strangers",
    "notes",
    "contacts",
    "splits",
    "intent notes",
    "worklists",
    "questions",
    "tenant pages",
    "filed claims",
    "filed claim details",
    "proofs",
    "foreign claims",
    "claims that wait",
];

const SORTS: [&str; 28] = [
    "name",
    "-name",
    "tenant_id",
    "-tenant_id",
    "domain",
    "-domain",
    "country",
    "-country",
    "segment",
    "-segment",
    "workloads_claimed",
    "-workloads_claimed",
    "pau",
    "-pau",
    "mau",
    "-mau",
    "usage_percent",
    "-usage_percent",
    "change",
    "-change",
    "signals",
    "-signals",
    "overall_status",
    "-overall_status",
    "last_note_at",
    "-last_note_at",
    "next_action_on",
    "-next_action_on",
];

const SIGNALS: [&str; 5] = ["usage_rose", "usage_fell", "seats_bought", "reached_minimum", "fell_below_minimum"];

/// Visits worlds of consecutive seeds until so many answers are judged; the seed of one that disagrees is printed.
pub(crate) fn visit_worlds(engine: Engine, checks: u64) {
    let _quiet = crate::nobody_plants();
    let (first, name) = (seed(), if engine == Engine::Sqlite { "sqlite" } else { "postgres" });
    let scores = [("S1", "access oracle"), ("S3", "canaries, oracle"), ("S9", "header and cookie lint, oracle")];
    let scores = scores.map(|(id, figure)| Score::begin(id, figure, name, first));
    let mut made = Made::default();
    let (mut answers, mut bytes, mut world) = (0, 0, first);
    while answers < checks {
        let visit = AssertUnwindSafe(|| {
            let mut found = (Made::default(), (0, 0));
            testkit::tell(engine, Database::itself, async |database| found = visit_world(database, world, None).await);
            found
        });
        match std::panic::catch_unwind(visit) {
            Ok((found, seen)) => {
                made.add(&found);
                answers += seen.0;
                bytes += seen.1;
            }
            Err(panic) => {
                eprintln!("the world of seed {world} disagrees on {engine:?}: UPTAKE_SEED={world} UPTAKE_CHECKS=1");
                std::panic::resume_unwind(panic);
            }
        }
        world += 1;
    }
    println!("{} worlds on {engine:?}, {answers} answers, {bytes} bytes, compared: {:?}", world - first, made.0);
    for kind in KINDS {
        assert!(checks == 1 || made.0.get(kind).is_some_and(|&count| count > 0), "no {kind}: {:?}", made.0);
    }
    for score in scores {
        score.end(answers, 0);
    }
}

/// What a mistake in the product would leave in the tables.
const FAULTS: [(&str, &str); 8] = [
    ("a wrong sum", "UPDATE portfolio SET mau = mau + 1 WHERE pau > 0"),
    ("a wrong row", "UPDATE portfolio_workload SET pau = pau + 1"),
    ("a wrong month before", "UPDATE usage SET mau = mau + 1"),
    ("a location forgotten", "DELETE FROM portfolio WHERE location_id <> 0"),
    ("a workload of others", "UPDATE portfolio_workload SET holder_id = NULL"),
    ("wrong licences", "UPDATE licence SET sold = sold + 1"),
    ("licences left out", "DELETE FROM licence WHERE unused > 0"),
    ("a claim too old", "UPDATE claim SET approved_on = '2020-01-01'"),
];

/// Breaks a world in each of these ways, and demands that the comparison sees it.
pub(crate) fn find_broken_tables(engine: Engine) {
    let _quiet = crate::nobody_plants();
    for (what, fault) in FAULTS {
        let visit = AssertUnwindSafe(|| {
            testkit::tell(engine, Database::itself, async |database| drop(visit_world(database, 1, Some(fault)).await));
        });
        let found = std::panic::catch_unwind(visit).err().and_then(|panic| panic.downcast::<String>().ok());
        let told = found.unwrap_or_else(|| panic!("nobody saw {what}"));
        // A door that is shut by it is found before anything behind it is compared.
        let is_told = ["assertion `left == right` failed", "404 instead of ["].iter().any(|part| told.contains(part));
        assert!(is_told, "{what} was seen otherwise: {told}");
    }
}

/// Loads the files of a world, and notes in which order.
pub(crate) async fn load(world: &World, drawn: &Drawn) -> Vec<Loaded> {
    world.load("Profile.csv", &drawn.profile).await;
    let mut loaded: Vec<Loaded> = Vec::new();
    let mut loads = Vec::new();
    for step in &drawn.steps {
        // Loads are told apart by their moments.
        world.clock.pass(chrono::TimeDelta::seconds(1));
        match step {
            Step::Load { file_name, text } => {
                let load = world.load(file_name, text).await;
                assert_eq!(load.load.counts.refused, 0, "{file_name}: {:?}", load.refused);
                loads.push(Some((load, loaded.len())));
                loaded.push(Loaded { file_name: file_name.clone(), text: text.clone(), is_undone: false });
            }
            Step::Undo { step } => {
                let (load, place) = loads[*step].take().unwrap();
                world.undo(&load).await;
                loaded[place].is_undone = true;
                loads.push(None);
            }
        }
    }
    loaded
}

/// A world with its files loaded and its server running.
pub(crate) struct Opened {
    pub(crate) world: World,
    pub(crate) server: Server,
    pub(crate) drawn: Drawn,
    pub(crate) books: Books,
    pub(crate) diary: Diary,
    filings: Filings,
}

impl Opened {
    /// Loads the world of a seed.
    pub(crate) async fn open(database: Database, seed: u64) -> Self {
        let drawn = draw(seed);
        let world = World::open(database).await;
        let loaded = load(&world, &drawn).await;
        let mut books = Books::of(&drawn.profile, &loaded);
        // Dice of their own: what is written does not change what the files say.
        refer(&world, &mut books, &drawn, &mut Dice::of(seed ^ 0x0000_5e4d)).await;
        let mut diary = Diary::write(&world, &books, &drawn, &mut Dice::of(seed ^ 0x000d_1a27)).await;
        let filings = Filings::begin(&world, &mut books, &drawn, Dice::of(seed ^ 0x000c_1a13)).await;
        diary.turn(&world);
        let server = Server::start(world.app.clone(), Config::default()).await;
        Self { world, server, drawn, books, diary, filings }
    }

    /// The people of the world: those of each partner, and of the programme office.
    pub(crate) fn people(&self, dice: &mut Dice) -> Vec<Vec<Person>> {
        let partners = &self.drawn.partners;
        let mut groups: Vec<Vec<Person>> = partners.iter().map(|partner| of_partner(partner, dice)).collect();
        groups.push(office(partners));
        groups
    }

    /// Goes round among people, and looks at log and counters in the end. Gives what was compared, and how many
    /// answers of how many bytes were judged.
    pub(crate) async fn visit(&mut self, groups: Vec<Vec<Person>>, dice: &mut Dice) -> (Made, (u64, u64)) {
        let mut accounts = Vec::new();
        for people in &groups {
            accounts.push(Account::open(&self.world, &people[0]).await);
        }
        let mut all = words(&self.books, &accounts);
        all.extend(self.diary.words());
        all.extend(Filings::words());
        let watch = Watch::over(all, false);
        let everybody: BTreeSet<String> =
            accounts.iter().flat_map(|one| [one.email.to_lowercase(), one.name.to_lowercase()]).collect();
        let bystander = others(&self.world, &self.drawn).await;
        let (mut made, mut numbers) = (Made::default(), Numbers::default());
        for (people, account) in groups.into_iter().zip(&mut accounts) {
            let caller = Caller::new(&self.server, &watch, &account.token, &account.session);
            // One account takes on one set of roles after the other: what counts is what it has at each request.
            for person in people {
                account.become_like(&self.world, &person).await;
                // Claims go on moving, and what is seen follows at once.
                self.filings.stir(&self.world, &mut self.books, &self.drawn, 6).await;
                self.meet(&caller, &person, &everybody, account, &bystander, dice, &mut made, &mut numbers).await;
            }
            // Without any role, only what is one's own is left.
            account.become_like(&self.world, &Person { partner: None, roles: Vec::new() }).await;
            caller.allow(BTreeSet::from([account.email.to_lowercase(), account.name.to_lowercase()])).await;
            let stranger =
                Round { caller: &caller, standing: Standing::Live, roles: &[], seen: &[], others: &bystander };
            stranger.go(dice, &mut made).await;
            made.one("strangers");
            // Whose account is closed is nobody, with whatever key.
            self.world.app.set_active(&operator(), &account.email.parse().unwrap(), false).await.unwrap();
            caller.allow(BTreeSet::new()).await;
            let round = Round { caller: &caller, standing: Standing::Ended, roles: &[], seen: &[], others: &bystander };
            round.go(dice, &mut made).await;
        }
        numbers.assert_distinct();
        watch.look_behind(&self.server).await;
        (made, watch.seen())
    }

    /// Judges all that one person is answered.
    #[expect(clippy::too_many_arguments, reason = "what one person is held against, each part made elsewhere")]
    async fn meet(
        &self,
        caller: &Caller,
        person: &Person,
        everybody: &BTreeSet<String>,
        account: &Account,
        bystander: &Others,
        dice: &mut Dice,
        made: &mut Made,
        numbers: &mut Numbers,
    ) {
        let eyes = Eyes::of(person.partner.as_deref(), &person.roles);
        let mut in_sight = sights(&self.books, &eyes);
        for one in &mut in_sight {
            one.mark = self.diary.mark(&eyes, one);
        }
        let mut may = allowed(everybody, &self.books, &in_sight, account, &eyes);
        may.extend(self.diary.allowed(&eyes, &person.roles, &in_sight, person.partner.as_deref()));
        may.extend(self.filings.allowed(person));
        caller.allow(may).await;
        println!("{person:?}");
        let foreign = self.books.tenants().into_iter().find(|one| !in_sight.iter().any(|it| it.tenant == *one));
        let others = Others {
            tenant: foreign.unwrap_or(NOBODYS).to_owned(),
            claim: self.filings.foreign(person),
            ..bystander.clone()
        };
        let standing = if dice.happens(15) { Standing::Nobody } else { Standing::Live };
        let round = Round { caller, standing, roles: &person.roles, seen: &in_sight, others: &others };
        // Dice of its own: what is asked of the lists does not change with the number of routes.
        round.go(&mut Dice::of(dice.between(1, 1_000_000).unsigned_abs()), made).await;
        self.filings.look(caller, person, made).await;
        if eyes == Eyes::Closed {
            let (status, body) = caller.ask("/api/v1/tenants").await;
            assert_eq!(status, 403, "{person:?}: {body}");
            made.one("closed doors");
            return;
        }
        let (books, purse) = (&self.books, Purse::of(person.partner.as_deref(), &person.roles));
        let mut comparison = Comparison { caller, books, seen: in_sight, purse, made: Made::default(), numbers };
        go_round(&mut comparison, dice, &self.drawn, &eyes).await;
        let claims = self.filings.waiting(person);
        let reader = Reader { diary: &self.diary, eyes: &eyes, roles: &person.roles, claims };
        comparison.work(&reader, dice).await;
        made.add(&comparison.made);
    }
}

/// Loads the world of a seed, breaks it if asked to, and goes round among its people.
async fn visit_world(database: Database, seed: u64, fault: Option<&'static str>) -> (Made, (u64, u64)) {
    let mut opened = Opened::open(database, seed).await;
    if let Some(fault) = fault {
        assert_ne!(opened.world.database.run(fault).await, Ok(0), "{fault} breaks nothing");
    }
    let mut dice = Dice::of(seed ^ 0x00c0_ffee);
    let groups = opened.people(&mut dice);
    let found = opened.visit(groups, &mut dice).await;
    opened.world.store.close().await;
    found
}

/// What gives away whose it is: tenants by ID and domain, people by address and name, every secret.
fn words(books: &Books, accounts: &[Account]) -> Vec<String> {
    let mut words = ["nobody@kxq.example", PASSWORD, "$argon2id$"].map(str::to_owned).to_vec();
    for tenant in books.tenants() {
        words.push(tenant.to_owned());
        words.push(books.known(tenant).domain);
    }
    for account in accounts {
        words.extend([account.email.clone(), account.name.clone()]);
        let secrets = [&account.token, &account.session].map(|ctx| Key::of(ctx).secret().unwrap().to_owned());
        words.extend(secrets);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The words that somebody may see: of tenants in sight, and the own; in the programme office whatever is no secret.
fn allowed(
    accounts: &BTreeSet<String>,
    books: &Books,
    seen: &[Sight<'_>],
    account: &Account,
    eyes: &Eyes,
) -> BTreeSet<String> {
    let mut allowed = BTreeSet::from([account.email.to_lowercase(), account.name.to_lowercase()]);
    for one in seen {
        allowed.extend([one.tenant.clone(), one.known.domain.to_lowercase()]);
    }
    if *eyes == Eyes::Open {
        allowed.extend(accounts.iter().cloned());
        allowed.extend(books.tenants().into_iter().map(str::to_owned));
    }
    allowed
}

/// A number that no other account of this process has.
fn next_number() -> u32 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    COUNT.fetch_add(1, Ordering::SeqCst)
}

/// A tenant of no world.
const NOBODYS: &str = "88888888-0000-4000-8000-00000000ffff";

/// Somebody with a view, a session, a token and a passkey that are nobody else's business.
async fn others(world: &World, drawn: &Drawn) -> Others {
    let partner = Some(drawn.partners[0].id.as_str());
    let name = format!("Bystander Kxqz {}", next_number());
    let email = world.add_person(&name, partner, Role::ReportViewer, &[]).await;
    let session = world.signed_in(&email).await;
    let view = world.app.save_view(&session, "mine", "", None).await.unwrap().id;
    world.with_token(&email).await;
    world.with_passkey(&session, email.as_bytes()).await;
    let profile = world.app.profile(&session).await.unwrap().value;
    Others {
        tenant: NOBODYS.to_owned(),
        claim: "C-99999990000002".to_owned(),
        view,
        session: profile.sessions[0].handle.clone(),
        token: profile.tokens[0].handle.clone(),
        passkey: profile.passkeys.passkeys[0].handle.clone(),
    }
}

/// An account with token and session, whose roles change.
struct Account {
    email: String,
    name: String,
    token: app::Ctx,
    session: app::Ctx,
    roles: Vec<Role>,
}

impl Account {
    async fn open(world: &World, person: &Person) -> Self {
        let name = format!("Somebody Kxq{} {}", next_number(), person.partner.as_deref().unwrap_or("office"));
        let role = Role::from_code(person.roles[0].role).unwrap();
        let email = world.add_person(&name, person.partner.as_deref(), role, &[]).await;
        let (token, session) = (world.with_token(&email).await, world.signed_in(&email).await);
        Self { email, name, token, session, roles: vec![role] }
    }

    async fn become_like(&mut self, world: &World, person: &Person) {
        let email = self.email.parse().unwrap();
        for role in self.roles.drain(..) {
            world.app.revoke_role(&operator(), &email, role, &[]).await.unwrap();
        }
        for given in &person.roles {
            let role = Role::from_code(given.role).unwrap();
            world.app.grant_role(&operator(), &email, role, &given.at).await.unwrap();
            if !self.roles.contains(&role) {
                self.roles.push(role);
            }
        }
    }
}

/// Asks for everything that one person can ask for: some of it each time, all of it in the end.
async fn go_round(comparison: &mut Comparison<'_>, dice: &mut Dice, drawn: &Drawn, eyes: &Eyes) {
    let plain = Question { sort: "name", ..Question::default() };
    comparison.list(&plain, 100).await;
    // The same, page by page: what a narrowed list has on its second page is left to chance.
    comparison.list(&plain, 4).await;
    comparison.overview().await;
    comparison.opportunities(7).await;
    comparison.licences().await;
    for _ in 0..5 {
        let question = question(dice, &comparison.seen, eyes);
        let limit = usize::try_from(dice.between(1, 12)).unwrap();
        comparison.list(&question, limit).await;
    }
    let mut order: Vec<usize> = (0..comparison.seen.len()).collect();
    dice.shuffle(&mut order);
    for at in order.into_iter().take(5) {
        comparison.details(at).await;
        let mut rows: Vec<usize> = (0..comparison.seen[at].rows.len()).collect();
        dice.shuffle(&mut rows);
        for row in rows.into_iter().take(2) {
            comparison.history(at, row).await;
        }
    }
    comparison.strangers(dice).await;
    let own = |location: &&String| match eyes {
        Eyes::Partner(partner) => {
            drawn.partners.iter().any(|one| one.id == *partner && one.locations.contains(location))
        }
        Eyes::At(_, places) => places.contains(*location),
        _ => true,
    };
    // Those of the own partner too, at which the person has no role.
    for location in drawn.partners.iter().flat_map(|partner| &partner.locations).filter(|location| !own(location)) {
        comparison.foreign_location(location).await;
    }
}

/// A random question about what somebody sees; its values are at times of something that is there.
fn question(dice: &mut Dice, seen: &[Sight<'_>], eyes: &Eyes) -> Question {
    let mut question = Question { sort: dice.pick::<&str>(&SORTS), ..Question::default() };
    if seen.is_empty() {
        return question;
    }
    let one = dice.pick(seen);
    if dice.happens(25) {
        let part: String = one.known.name.chars().skip(1).take(4).collect();
        let texts = [
            part,
            one.tenant[..6].to_owned(),
            one.known.domain.clone(),
            "zonen DE".to_owned(),
            "%".to_owned(),
            "_".to_owned(),
        ];
        question.q = dice.pick(&texts).clone();
    }
    if dice.happens(25) && !one.known.country.is_empty() {
        question.country = Some(one.known.country.clone());
    }
    if dice.happens(20) && !one.known.segment.is_empty() {
        question.segment = Some(one.known.segment.clone());
    }
    if dice.happens(25) && !one.rows.is_empty() {
        question.workloads.push(dice.pick(&one.rows).workload.clone());
        question.workloads.push("Yammer".to_owned());
    }
    if dice.happens(30) {
        question.usage_from = Some(one.tenths().unwrap_or(500));
    }
    if dice.happens(30) {
        question.usage_to = Some(dice.pick(seen).tenths().unwrap_or(500));
    }
    if dice.happens(12) {
        question.signal = Some(dice.pick::<&str>(&SIGNALS));
    }
    question.below_minimum = dice.happens(6);
    if dice.happens(20) {
        question.overall_status = Some(dice.pick::<&str>(&["active", "blocked", "paused"]));
    }
    question.overdue = dice.happens(12);
    question.no_survey_contact = dice.happens(12);
    if dice.happens(25) && !one.mark.seats.is_empty() {
        let (_, l1, l2) = dice.pick(&one.mark.seats);
        // A status without reasons is asked for as it is; of the others, either or both.
        let by_reason = !l2.is_empty() && dice.happens(60);
        question.l2 = by_reason.then(|| l2.clone());
        question.l1 = (!by_reason || dice.happens(50)).then(|| l1.clone());
    }
    if dice.happens(40) {
        question.locations = one
            .locations
            .iter()
            .filter(|location| !matches!(eyes, Eyes::At(_, places) if !places.contains(*location)))
            .take(usize::try_from(dice.between(1, 2)).unwrap())
            .cloned()
            .collect();
    }
    question
}
