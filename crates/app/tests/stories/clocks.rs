//! Clocks that jump (S23): an hour, a day, more than a year, both ways, from moments at which calendars and clocks stumble. Two
//! servers do what time asks of them after each jump. A model knows when each thing is to happen, and how often.

use std::collections::BTreeSet;

use app::{App, AppError, Credential, Ctx, Delivery, PasswordCost, ReferralQuery, Settings, Visit};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::Role;
use domain::referral::{Move, State};
use testkit::{
    Database, Dice, Engine, Noorderlicht, PASSWORD, Score, World, both_engines, operator, request, seed, size, visit,
};

use crate::referrals::{file, line};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The second before the clocks are changed, by law, in one zone or another: Amsterdam, New York, Chicago, Los Angeles, St. John's,
/// Sydney, Lord Howe (by half an hour), Auckland, Santiago, in both directions; and of the leap day and of the end of a year.
const MOMENTS: [&str; 22] = [
    "2027-03-28T00:59:59Z",
    "2027-10-31T00:59:59Z",
    "2027-03-14T06:59:59Z",
    "2027-11-07T05:59:59Z",
    "2027-03-14T07:59:59Z",
    "2027-11-07T06:59:59Z",
    "2027-03-14T09:59:59Z",
    "2027-11-07T08:59:59Z",
    "2027-03-14T05:29:59Z",
    "2027-11-07T04:29:59Z",
    "2027-10-02T15:59:59Z",
    "2027-04-03T15:59:59Z",
    "2027-10-02T15:29:59Z",
    "2027-04-03T14:59:59Z",
    "2027-09-25T13:59:59Z",
    "2027-04-03T13:59:59Z",
    "2027-04-04T02:59:59Z",
    "2027-09-05T03:59:59Z",
    "2028-02-28T23:59:59Z",
    "2028-02-29T23:59:59Z",
    "2026-12-31T23:59:59Z",
    "2028-12-31T23:59:59Z",
];

/// How far a clock jumps.
const JUMPS: [i64; 16] = [
    MINUTE,
    20 * MINUTE,
    61 * MINUTE,
    3 * HOUR,
    11 * HOUR,
    13 * HOUR,
    DAY,
    2 * DAY,
    8 * DAY,
    400 * DAY,
    -30 * MINUTE,
    -2 * HOUR,
    -DAY,
    -3 * DAY,
    -8 * DAY,
    -400 * DAY,
];

/// Scenarios that share a world.
const TOGETHER: u64 = 10;

/// Jumps of a scenario.
const STEPS: usize = 8;

/// Two servers on one clock, and who is there.
struct Site {
    world: World,
    servers: [App; 2],
    office: Ctx,
    anna: String,
    bert: String,
    /// Everybody who gets a digest, by its hour, which is everybody's; of which hour it was made last.
    readers: usize,
    since: i64,
    digest: Option<i64>,
    /// Whether what lies ahead is mended, as it is by servers.
    mends: bool,
    faults: Vec<String>,
}

/// What a scenario watches.
struct Watched {
    session: Ctx,
    begun: i64,
    /// When it was used: by then at the latest, and at the earliest.
    seen: (i64, i64),
    /// Whether it may have been swept: it was over once.
    was_over: bool,
    token: Ctx,
    token_from: i64,
    token_until: i64,
    failed_at: Option<i64>,
    referral: String,
    remind_on: NaiveDate,
    returns_after: NaiveDate,
    is_reminded: bool,
    is_returned: bool,
    letters: BTreeSet<String>,
}

/// The day of a moment.
fn day(at: i64) -> NaiveDate {
    DateTime::<Utc>::from_timestamp_millis(at).unwrap().date_naive()
}

fn from(address: &str) -> Visit {
    Visit { address: address.to_owned(), ..visit() }
}

impl Site {
    async fn open(engine: Engine, mends: bool) -> Self {
        let world = Noorderlicht::mailing(Database::new(engine).await).await.world;
        let settings = Settings { sends_mail: true, ..Settings::usual(world.database.folder()) };
        let second = App::new(world.database.open().await, world.clock.clock(), settings).with_address(World::ADDRESS);
        let own = Some(Noorderlicht::PARTNER);
        let anna = world.add_person("Anna", own, Role::ExecutiveReportViewer, &[Noorderlicht::GENT]).await;
        let bert = world.add_person("Bert", own, Role::ReportViewer, &[Noorderlicht::GENT]).await;
        world.add_person("Olga", None, Role::ProgrammeAdmin, &[]).await;
        let servers = [world.app.clone(), second.with_password_cost(PasswordCost::LEAST)];
        let since = world.clock.now().timestamp_millis();
        let (office, faults) = (operator(), Vec::new());
        Self { world, servers, office, anna, bert, readers: 3, since, digest: None, mends, faults }
    }

    fn now(&self) -> i64 {
        self.world.clock.now().timestamp_millis()
    }

    fn expect(&mut self, is_so: bool, what: &str) {
        if !is_so {
            self.faults.push(format!("{}: {what}", self.world.clock.now()));
        }
    }

    /// Begins to watch: a session, a token, ten wrong passwords, and a referral that waits for an answer.
    async fn begin(&mut self, scenario: u64) -> Watched {
        let (app, now) = (self.world.app.clone(), self.now());
        let session = self.world.signed_in(&self.anna).await;
        let token = app.create_token_for(&self.office, &self.anna.parse().unwrap(), 30).await.unwrap();
        let wrong = from(&address(scenario));
        for _ in 0..10 {
            app.sign_in(&wrong, &self.bert, "not the password of Bert").await.unwrap_err();
        }
        let rfa = format!("RFA-{scenario}");
        self.world.load(&format!("{rfa}.csv"), &file(&[line(&rfa, 2, "Teams", Noorderlicht::GENT, "")])).await;
        let reader = request(Credential::Token(token.secret));
        let query = ReferralQuery { search: Some(rfa), ..ReferralQuery::default() };
        let referral = app.referrals(&reader, &query).await.unwrap().value.items.remove(0).number;
        let State::Assigned(clock) = app.referral(&reader, &referral).await.unwrap().value.state else {
            panic!("{referral} does not wait for an answer")
        };
        self.expect(clock.returns_after == day(now) + TimeDelta::days(7), "it returns after seven days");
        Watched {
            session,
            begun: now,
            seen: (now, now),
            was_over: false,
            token: reader,
            token_from: now,
            token_until: now + 30 * DAY,
            failed_at: Some(now),
            referral,
            remind_on: clock.remind_on,
            returns_after: clock.returns_after,
            is_reminded: false,
            is_returned: false,
            letters: BTreeSet::new(),
        }
    }

    /// What servers do by the clock, and how often each was to happen.
    async fn jobs(&mut self, watched: &mut Watched, dice: &mut Dice) {
        let now = self.now();
        self.mend(watched, now).await;
        let is_waiting = !watched.is_returned;
        let reminds = is_waiting && !watched.is_reminded && day(now) >= watched.remind_on;
        let returns = is_waiting && day(now - 12 * HOUR) > watched.returns_after;
        let (hour, began_at) = domain::mail::WeekHour::at(now);
        let hour_at = began_at - ((i64::from(hour.of_week()) + 168 - 6) % 168) * HOUR;
        let is_new = self.digest.is_none_or(|made| made < hour_at);
        let was_there = self.since <= hour_at || self.since > began_at + HOUR;
        let digests = hour_at > began_at - DAY && is_new && was_there;
        let (mut reminded, mut returned, mut made) = (0, 0, 0);
        for server in self.servers.clone() {
            reminded += server.remind_referrals().await.unwrap();
            returned += server.return_referrals().await.unwrap();
            made += server.make_digests().await.unwrap();
            server.address_mail().await.unwrap();
        }
        self.expect(reminded == usize::from(reminds), &format!("reminded {reminded} times, not {reminds}"));
        self.expect(returned == usize::from(returns), &format!("returned {returned} times, not {returns}"));
        let expected = if digests { self.readers } else { 0 };
        self.expect(made == expected, &format!("{made} digests, not {expected}"));
        watched.is_reminded |= reminds;
        watched.is_returned |= returns;
        if digests {
            self.digest = Some(hour_at);
        }
        self.deliver(watched, dice).await;
    }

    /// Mends what lies ahead; with it what is known of it.
    async fn mend(&mut self, watched: &mut Watched, now: i64) {
        if self.mends {
            for server in &self.servers {
                server.mend_clock().await.unwrap();
            }
        }
        watched.failed_at = watched.failed_at.filter(|at| *at <= now + HOUR);
        self.digest = self.digest.map(|at| if at > now + HOUR { now } else { at });
    }

    /// Carries letters, of which the mail server takes two in three; none is taken twice, and none waits for longer than it may.
    async fn deliver(&mut self, watched: &mut Watched, dice: &mut Dice) {
        for turn in 0.. {
            let server = self.servers[turn % 2].clone();
            let Some(letter) = server.next_letter().await.unwrap() else { break };
            if dice.below(3) == 0 {
                server.settle_letter(&letter, &Delivery::Away("closed for the night".to_owned())).await.unwrap();
                continue;
            }
            server.settle_letter(&letter, &Delivery::Taken).await.unwrap();
            let is_first = watched.letters.insert(letter.handle.clone());
            self.expect(is_first, &format!("{:?} went out twice", letter.kind));
        }
        let now = self.now();
        for one in self.world.app.mails(&self.office, Some("waiting"), 1_000).await.unwrap() {
            let next_at = one.next_at.unwrap().timestamp_millis();
            self.expect(next_at <= now + 2 * HOUR, &format!("a letter ({}) waits until {:?}", one.kind, one.next_at));
        }
    }

    /// What people get.
    async fn look(&mut self, scenario: u64, watched: &mut Watched) {
        let (app, now) = (self.servers[usize::from(now_is_odd(self.now()))].clone(), self.now());
        let is_swept = |seen: i64| now >= watched.begun + 7 * DAY || now - seen >= 12 * HOUR;
        let is_ahead = |at: i64| at > now + HOUR;
        let must_end = is_swept(watched.seen.1) && is_swept(watched.seen.0) || is_ahead(watched.begun);
        let may_end = must_end
            || watched.was_over
            || is_swept(watched.seen.0 - MINUTE)
            || is_ahead(watched.seen.0)
            || is_ahead(watched.seen.1);
        watched.was_over |= is_swept(watched.seen.0 - MINUTE);
        let is_in = served(app.profile(&watched.session).await.map(|_| ()));
        self.expect(!(is_in && must_end), "a session goes on that is over");
        self.expect(is_in || may_end, "a session is over that goes on");
        if is_in {
            watched.seen = (watched.seen.1, watched.seen.1.max(now));
        }
        let is_in = served(app.referral(&watched.token, &watched.referral).await.map(|_| ()));
        let is_asked_for = now < watched.token_until && watched.token_from <= now + HOUR;
        self.expect(is_in == is_asked_for, "a token lasts as long as was asked for");
        watched.failed_at = watched.failed_at.filter(|at| *at > now - 15 * MINUTE);
        let entrance = app.sign_in(&from(&address(scenario)), &self.bert, PASSWORD).await;
        let is_kept_out = matches!(entrance, Err(AppError::TooMany(_)));
        let is_expected = is_kept_out || entrance.is_ok();
        self.expect(is_expected, &format!("the right password is answered {:?}", entrance.as_ref().err()));
        self.expect(is_kept_out == watched.failed_at.is_some(), "ten wrong passwords count for a quarter of an hour");
        if let Ok(read) = app.referral(&watched.token, &watched.referral).await {
            let returns = read.value.history.iter().filter(|one| one.by == Move::Return).count();
            self.expect(returns == usize::from(watched.is_returned), &format!("{returns} returns in the history"));
        }
    }

    /// One scenario, from that moment.
    async fn play(&mut self, scenario: u64, dice: &mut Dice) {
        let moment: DateTime<Utc> = MOMENTS[usize::try_from(scenario).unwrap() % MOMENTS.len()].parse().unwrap();
        self.world.clock.set(moment);
        let mut watched = self.begin(scenario).await;
        self.jobs(&mut watched, dice).await;
        for _ in 0..STEPS {
            let jump = JUMPS[usize::try_from(dice.below(JUMPS.len() as u64)).unwrap()];
            self.world.clock.pass(TimeDelta::milliseconds(jump));
            self.jobs(&mut watched, dice).await;
            self.look(scenario, &mut watched).await;
        }
        // The next scenario has a referral of its own.
        while !watched.is_returned && self.faults.is_empty() {
            self.world.clock.pass(TimeDelta::days(9));
            self.jobs(&mut watched, dice).await;
        }
    }
}

/// The address from which a scenario's passwords come, so that those of another do not count.
fn address(scenario: u64) -> String {
    format!("198.51.100.{}", scenario % 200)
}

/// Which server is asked.
fn now_is_odd(now: i64) -> bool {
    (now / MINUTE) % 2 != 0
}

/// Whether somebody was let in.
fn served(answer: Result<(), AppError>) -> bool {
    match answer {
        Ok(()) => true,
        Err(AppError::SignedOut) => false,
        Err(error) => panic!("{error:?}"),
    }
}

/// Plays that many scenarios; what was wrong in them.
fn played(engine: Engine, scenarios: u64, mends: bool) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut faults = Vec::new();
        for first in (0..scenarios).step_by(usize::try_from(TOGETHER).unwrap()) {
            let mut site = Site::open(engine, mends).await;
            for scenario in first..(first + TOGETHER).min(scenarios) {
                let mut dice = Dice::of(seed()).for_part(scenario);
                site.play(scenario, &mut dice).await;
                faults.extend(site.faults.drain(..).map(|fault| format!("scenario {scenario}: {fault}")));
            }
        }
        faults
    })
}

fn measured(engine: Engine, name: &'static str, usual: u64) {
    let scenarios = size("UPTAKE_CLOCKS", usual);
    let score = Score::begin("S23", "clocks that jump", name, seed());
    let faults = played(engine, scenarios, true);
    score.end(scenarios, faults.len() as u64);
    assert!(faults.is_empty(), "seed {}\n{}", seed(), faults.join("\n"));
}

#[test]
fn everything_happens_once_and_in_its_time_on_sqlite() {
    measured(Engine::Sqlite, "sqlite", 80);
}

#[test]
fn everything_happens_once_and_in_its_time_on_postgres() {
    measured(Engine::Postgres, "postgres", 20);
}

#[test]
fn what_lies_ahead_is_found_where_nobody_mends_it() {
    let faults = played(Engine::Sqlite, TOGETHER, false);
    for what in ["ten wrong passwords count", "waits until"] {
        assert!(faults.iter().any(|fault| fault.contains(what)), "{what}: {faults:#?}");
    }
}

/// Two people with a token each, of which whoever is called Ahead was here while the clock showed 2030, and one with a session.
struct Later {
    world: World,
}

impl Later {
    async fn open(database: Database) -> Self {
        let world = Noorderlicht::mailing(database).await.world;
        for name in ["Ahead", "Behind"] {
            let email =
                world.add_person(name, Some(Noorderlicht::PARTNER), Role::ReportViewer, &[Noorderlicht::GENT]).await;
            world.with_token(&email).await;
        }
        let third = world.add_person("Third", None, Role::ProgrammeAdmin, &[]).await;
        world.signed_in(&third).await;
        Self { world }
    }

    /// How many rows a statement changed.
    async fn run(&self, statement: &'static str) -> u64 {
        self.world.database.run(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"))
    }
}

/// A moment for each token's person: in 2030, or that much after the world's beginning.
macro_rules! ahead_or {
    ($begin:literal, $after:literal, $end:literal) => {
        concat!(
            $begin,
            "(SELECT CASE WHEN p.name = 'Ahead' THEN 1900000000000 ELSE 1789021600000 + ",
            $after,
            " END FROM person AS p WHERE p.person_id = t.person_id)",
            $end
        )
    };
}

/// What is written, two rows at a time: one that lies ahead, and one written in time; before them a link of a week.
const WRITTEN: [&str; 9] = [
    // For a new password a week is too long.
    "INSERT INTO mailed_secret (secret_hash, person_id, purpose, expires_at)
     SELECT secret_hash, person_id, 'password_reset', expires_at FROM session",
    ahead_or!(
        "INSERT INTO sign_in_step (secret_hash, person_id, expires_at) SELECT secret_hash, person_id, ",
        600_000,
        " FROM token AS t"
    ),
    ahead_or!(
        "INSERT INTO authenticator_setup (bearer_hash, person_id, secret, expires_at) SELECT secret_hash, person_id, secret_hash, ",
        600_000,
        " FROM token AS t"
    ),
    ahead_or!(
        "INSERT INTO passkey_question (bearer_hash, person_id, name, options, state, expires_at)
         SELECT secret_hash, person_id, 'a key', '{}', '{}', ",
        600_000,
        " FROM token AS t"
    ),
    ahead_or!(
        "INSERT INTO provider_visit (state_hash, browser_hash, provider, purpose, next, expires_at)
         SELECT secret_hash, secret_hash, 'op', 'sign_in', '/', ",
        600_000,
        " FROM token AS t"
    ),
    ahead_or!(
        "INSERT INTO sign_in_failure (account_hash, address_hash, failed_at) SELECT secret_hash, secret_hash, ",
        0,
        " FROM token AS t"
    ),
    ahead_or!(
        "INSERT INTO mail (handle, kind, person_id, subject, made_at, next_at) SELECT handle, 'ticket', person_id, 'T-1', 1, ",
        3_600_000,
        " FROM token AS t"
    ),
    ahead_or!("INSERT INTO mail_digest (person_id, hour_at) SELECT person_id, ", 0, " FROM token AS t"),
    ahead_or!(
        "INSERT INTO contact (handle, organisation_id, tenant_key, kind, name, email, changed_at, search_key, deleted_at)
         SELECT handle, (SELECT MIN(organisation_id) FROM organisation WHERE kind = 'partner'),
                (SELECT MIN(tenant_key) FROM tenant), 'partner', 'Kim', handle, 5, 'kim', ",
        0,
        " FROM token AS t"
    ),
];

/// What is left of it, and how many rows: of two the one that was written in time, and what counts from now on.
const LEFT: [(&str, u64); 15] = [
    ("DELETE FROM sign_in_step WHERE expires_at = 1789022200000", 1),
    ("DELETE FROM sign_in_step", 0),
    ("DELETE FROM authenticator_setup WHERE expires_at = 1789022200000", 1),
    ("DELETE FROM authenticator_setup", 0),
    ("DELETE FROM passkey_question WHERE expires_at = 1789022200000", 1),
    ("DELETE FROM passkey_question", 0),
    ("DELETE FROM provider_visit WHERE expires_at = 1789022200000", 1),
    ("DELETE FROM provider_visit", 0),
    ("DELETE FROM mailed_secret", 0),
    ("DELETE FROM sign_in_failure WHERE failed_at = 1789021600000", 1),
    ("DELETE FROM sign_in_failure", 0),
    ("DELETE FROM mail WHERE next_at = 1789021600000", 1),
    ("DELETE FROM mail WHERE next_at = 1789025200000", 1),
    ("DELETE FROM mail_digest WHERE hour_at = 1789021600000", 2),
    ("DELETE FROM contact WHERE deleted_at = 1789021600000", 2),
];

both_engines! {
    async fn whatever_lies_ahead_is_mended_and_nothing_else(it in Later) {
        assert_eq!(it.world.app.mend_clock().await.unwrap(), 0);
        for statement in WRITTEN {
            let rows = if statement.ends_with(" FROM session") { 1 } else { 2 };
            assert_eq!(it.run(statement).await, rows, "{statement}");
        }
        assert_eq!(it.world.app.mend_clock().await.unwrap(), 9);
        assert_eq!(it.world.app.mend_clock().await.unwrap(), 0);
        for (statement, rows) in LEFT {
            assert_eq!(it.run(statement).await, rows, "{statement}");
        }
    }
    async fn a_digest_comes_to_whoever_a_clock_dated_ahead(it in Later) {
        let (app, clock) = (&it.world.app, &it.world.clock);
        clock.pass(TimeDelta::days(400));
        it.world.add_person("Future", None, Role::ProgrammeAdmin, &[]).await;
        clock.pass(TimeDelta::days(-400));
        assert_eq!(app.make_digests().await.unwrap(), 0, "a Thursday");
        clock.pass(TimeDelta::days(4));
        assert_eq!(app.make_digests().await.unwrap(), 4, "Monday, after six");
        assert_eq!(app.make_digests().await.unwrap(), 0, "once");
    }
}
