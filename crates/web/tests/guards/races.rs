//! What was taken away is gone: from the moment at which that was acknowledged, no server serves a byte of it (S5).
//!
//! Two servers stand on one database. While somebody is asking both for everything, what lets them see is taken away;
//! as soon as that is acknowledged, names in the database change to a canary. It may be in no answer, whenever that
//! was asked for, and whatever is asked for from then on is refused. An export that had begun is cut off. Notes and contacts
//! are written meanwhile, too: of what is asked to be written from then on, nothing is, and of what was asked before,
//! nothing is written after it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use app::{App, Settings};
use axum::Router;
use axum::body::Body;
use domain::access::Role;
use futures_util::future::join_all;
use http_body_util::BodyExt;
use serde_json::json;
use testkit::report::{Report, Usage};
use testkit::{Database, Engine, PASSWORD, Score, World, operator, seed, size};
use tokio::sync::Semaphore;
use tower::ServiceExt;
use web::Config;

use crate::wire::{Ask, Key, Line, Reply, Server, Watch};

/// Races for each engine, unless asked for more: with both, what a gate demands.
const RACES: u64 = 250;

/// More rows than two steps of an export.
const TENANTS: usize = 2_300;

const PARTNER: &str = "4000001";
const LARGE: &str = "4100001";
const SMALL: &str = "4100002";

/// What is taken away, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Role,
    Account,
    SignOut,
    EndedSession,
    Password,
    Token,
    LastClaim,
}

const ALL: [Taken; 7] =
    [Taken::Role, Taken::Account, Taken::SignOut, Taken::EndedSession, Taken::Password, Taken::Token, Taken::LastClaim];

const MARK: &str = "UPDATE tenant SET name = 'kxqafter ' || name WHERE tenant_key % 40 = 0 OR name = 'Small one'";
const UNMARK: &str = "UPDATE tenant SET name = SUBSTR(name, 10) WHERE name LIKE 'kxqafter %'";

/// Finds what was asked to be written after the acknowledgement, and stands; it is in nobody's way afterwards.
const WRITTEN_LATER: [&str; 2] =
    ["DELETE FROM status_note WHERE scope = 'kxqlater'", "DELETE FROM contact WHERE title = 'kxqlater'"];
/// What had been written when the acknowledgement came is counted; what is written after it, although it was asked for
/// before, is found.
const WRITTEN_EARLIER: &str = "UPDATE contact SET title = 'kxqcounted' WHERE title = 'kxqearly'";

const WRITTEN_AFTER_ALL: &str = "UPDATE contact SET title = title WHERE title = 'kxqearly'";

/// Contacts have addresses of their own.
static WRITES: AtomicU64 = AtomicU64::new(0);

/// Two servers on one database.
pub(crate) struct Races {
    world: World,
    servers: [Server; 2],
    other: App,
    router: Router,
    count: u64,
}

/// Somebody who is about to lose something.
struct Somebody {
    email: String,
    ctx: app::Ctx,
    session: Key,
    token: Key,
}

fn tenant_id(number: usize) -> String {
    format!("4acec0de-0000-4000-8000-{number:012x}")
}

impl Races {
    pub(crate) async fn open(database: Database) -> Self {
        let world = World::open(database).await;
        let locations = [(LARGE, "Large", "Utrecht"), (SMALL, "Small", "Gent")];
        world.load("Profile.csv", Report::profile(&[(PARTNER, "Racing", &locations)]).text()).await;
        let ids: Vec<String> = (1..=TENANTS).map(tenant_id).collect();
        let rows: Vec<Usage<'_>> =
            ids.iter().map(|id| Usage { tenant: id, location: LARGE, ..Usage::default() }).collect();
        world.load("OfficeUsage.csv", Report::office(&rows).text()).await;
        let other =
            App::new(world.database.open().await, world.clock.clock(), Settings::usual(world.database.folder()));
        let config = Config::default();
        let servers =
            [Server::start(world.app.clone(), config.clone()).await, Server::start(other.clone(), config).await];
        let router = web::router(other.clone(), Config::default());
        let races = Self { world, servers, other, router, count: 0 };
        races.claim_small(true, 0).await;
        races
    }

    /// The only tenant of the small location is claimed, or no longer.
    async fn claim_small(&self, is_claimed: bool, number: u64) {
        let id = tenant_id(0);
        let attribution = if is_claimed { "CPOR" } else { "Transacting Partner" };
        let row = Usage { tenant: &id, name: "Small one", location: SMALL, attribution, ..Usage::default() };
        // Loads are told apart by their moments.
        self.world.clock.pass(chrono::TimeDelta::seconds(1));
        self.world.load(&format!("Small-{number}.csv"), Report::office(&[row]).text()).await;
    }

    async fn somebody(&mut self, at: &[&str]) -> Somebody {
        self.count += 1;
        let name = format!("Racer Kxq {}", self.count);
        let email = self.world.add_person(&name, Some(PARTNER), Role::ReportViewer, at).await;
        let ctx = self.world.signed_in(&email).await;
        let (session, token) = (Key::of(&ctx), Key::of(&self.world.with_token(&email).await));
        Somebody { email, ctx, session, token }
    }

    /// Takes it away through the second server's application, or over HTTP where only its owner can.
    async fn take(&self, taken: Taken, one: &Somebody) {
        let email = one.email.parse().unwrap();
        match taken {
            Taken::Role => {
                let mut done = self.other.revoke_role(&operator(), &email, Role::ReportViewer, &[]).await;
                // A machine with much to do is asked again, as whoever takes a role away would.
                for _ in 0..3 {
                    if !matches!(done, Err(app::AppError::Busy)) {
                        break;
                    }
                    done = self.other.revoke_role(&operator(), &email, Role::ReportViewer, &[]).await;
                }
                done.unwrap();
            }
            Taken::Account => self.other.set_active(&operator(), &email, false).await.unwrap(),
            Taken::SignOut => {
                let mut line = Line::to(self.servers[1].address, Watch::over([], false));
                let form_token = line.form_token(&one.session).await;
                let ask = Ask::new("POST", "/sign-out").with_key(&one.session).form(&[("csrf", &form_token)]);
                assert_eq!(line.send(&ask).await.status, 303);
            }
            Taken::EndedSession => {
                let handle = self.other.profile(&one.ctx).await.unwrap().value.sessions[0].handle.clone();
                self.other.end_session(&one.ctx, &handle).await.unwrap();
            }
            Taken::Password => {
                let elsewhere = self.world.signed_in(&one.email).await;
                let new = "paarse fiets in de regen";
                self.other.change_password(&elsewhere, PASSWORD, new, new).await.unwrap();
            }
            Taken::Token => {
                let handle = self.other.profile(&one.ctx).await.unwrap().value.tokens[0].handle.clone();
                self.other.revoke_token(&one.ctx, &handle).await.unwrap();
            }
            Taken::LastClaim => self.claim_small(false, self.count).await,
        }
    }

    async fn race(&mut self, taken: Taken) {
        let at: &[&str] = if taken == Taken::LastClaim { &[SMALL] } else { &[] };
        let one = self.somebody(at).await;
        // Another one each time, so that none gets more contacts than a page has.
        let other_tenant = 40 * (1 + usize::try_from(self.count).unwrap() % (TENANTS / 40));
        let tenant = tenant_id(if taken == Taken::LastClaim { 0 } else { other_tenant });
        let form_token = Line::to(self.servers[0].address, Watch::over([], false)).form_token(&one.session).await;
        let (pages, programs) = (pages(&tenant, taken), programs(&tenant, taken));
        let (forms, writes) = (forms(&tenant, &form_token), writes(&tenant, self.today()));
        // What goes on afterwards is not asked for: a token outlives its person's sessions.
        let has_session = taken != Taken::Token;
        let has_token = matches!(taken, Taken::Role | Taken::Account | Taken::Token | Taken::LastClaim);
        let export = if has_session && taken != Taken::LastClaim { Some(self.begin_export(&one).await) } else { None };
        let (acked, marked, served) = (AtomicBool::new(false), AtomicBool::new(false), Semaphore::new(0));
        let this = &*self;
        let hammer = |server: &Server, key: &Key, paths: &[String], writes: &[Ask]| {
            let line = Line::to(server.address, Watch::over(["kxqafter".to_owned()], false));
            let asks = writes.iter().cloned().chain(paths.iter().map(Ask::get)).map(|ask| ask.with_key(key));
            let (asks, acked, marked, served) = (asks.collect::<Vec<_>>(), &acked, &marked, &served);
            async move { ask_on(line, &asks, acked, marked, served).await }
        };
        let mut hammers = Vec::new();
        for server in &this.servers {
            if has_session {
                hammers.push(hammer(server, &one.session, &pages, &forms));
            }
            if has_token {
                hammers.push(hammer(server, &one.token, &programs, &writes));
            }
        }
        let thief = async {
            drop(served.acquire_many(3).await.unwrap());
            this.take(taken, &one).await;
            acked.store(true, Ordering::SeqCst);
            this.world.database.run(WRITTEN_EARLIER).await.unwrap();
            assert_ne!(this.world.database.run(MARK).await, Ok(0));
            marked.store(true, Ordering::SeqCst);
        };
        tokio::join!(thief, join_all(hammers));
        if let Some(export) = export {
            end_export(export, taken).await;
        }
        let stands = self.world.database.run(WRITTEN_AFTER_ALL).await;
        assert_eq!(stands, Ok(0), "{taken:?}: what was asked for before the acknowledgement was written after it");
        self.world.database.run(WRITTEN_EARLIER).await.unwrap();
        for written_later in WRITTEN_LATER {
            let stands = self.world.database.run(written_later).await;
            assert_eq!(stands, Ok(0), "{taken:?}: what was asked for after the acknowledgement was written");
        }
        assert_ne!(self.world.database.run(UNMARK).await, Ok(0));
        if taken == Taken::LastClaim {
            self.claim_small(true, self.count).await;
        }
    }

    /// An export, of which the first step has come.
    async fn begin_export(&self, one: &Somebody) -> Body {
        let cookie = format!("uptake-session={}", one.session.secret().unwrap());
        let request = axum::http::Request::get("/tenants/export.csv").header("cookie", cookie);
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        let mut body = response.into_body();
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert!(!first.is_empty());
        body
    }

    /// Each way of taking away so many times.
    pub(crate) async fn one_of_each(&mut self, times: usize) {
        // What a race that found something left behind.
        for left_behind in [UNMARK, WRITTEN_EARLIER, WRITTEN_LATER[0], WRITTEN_LATER[1]] {
            self.world.database.run(left_behind).await.unwrap();
        }
        for _ in 0..times {
            for taken in ALL {
                self.race(taken).await;
            }
        }
    }

    /// A day on which something can be due.
    fn today(&self) -> chrono::NaiveDate {
        self.world.clock.now().date_naive()
    }

    async fn go(&mut self, races: u64) {
        for number in 0..races {
            // A load takes longer than the others; one in twenty is enough of it.
            let rare = number % 20 == 19;
            let taken = if rare { Taken::LastClaim } else { ALL[usize::try_from(number).unwrap() % (ALL.len() - 1)] };
            self.race(taken).await;
        }
        let written = self.world.database.run("UPDATE contact SET title = title WHERE title = 'kxqcounted'").await;
        assert_ne!(written, Ok(0), "nothing was ever written");
    }
}

fn pages(tenant: &str, taken: Taken) -> Vec<String> {
    let of_tenant = [
        "",
        "/workloads/Teams/service-status",
        "/usage.csv",
        "/workloads/Teams",
        "/status-notes",
        "/status-notes/new",
        "/contacts",
        "/contacts/new",
        "/workloads/Teams/intent-note",
    ];
    let of_tenant = of_tenant.map(|rest| format!("/tenants/{tenant}{rest}"));
    let lists = [
        "/tenants?limit=25",
        "/tenants?limit=25&sort=-name",
        "/opportunities",
        "/opportunities/export.csv",
        "/licences",
        "/licences/export.csv",
        "/referrals",
        "/referrals/export.csv",
        "/blockers",
        "/overview",
    ];
    let lists = lists.map(str::to_owned);
    match taken {
        // Whoever lost the last claim still has a list, without the tenant.
        Taken::LastClaim => of_tenant.to_vec(),
        // Tickets wait for whoever has no role too.
        Taken::Role => [of_tenant.as_slice(), &lists].concat(),
        _ => [of_tenant.as_slice(), &lists, &["/my-work".to_owned()]].concat(),
    }
}

fn programs(tenant: &str, taken: Taken) -> Vec<String> {
    let of_tenant = [
        "",
        "/usage",
        "/workloads/Teams/history",
        "/status-notes",
        "/contacts",
        "/workloads/Teams/intent-note",
        "/workloads/Teams/service-status",
        "/workloads/Teams/service-status/history",
    ];
    let of_tenant = of_tenant.map(|rest| format!("/api/v1/tenants/{tenant}{rest}"));
    let lists = [
        "tenants?limit=100",
        "tenants?limit=10&q=zonne",
        "opportunities?limit=100",
        "opportunities?limit=100&workload=Teams",
        "licences?limit=100",
        "referrals?limit=100",
        "blockers",
        "overview",
        "intent-questions",
    ];
    let lists = lists.map(|rest| format!("/api/v1/{rest}"));
    let work = ["/api/v1/work", "/api/v1/work?kind=no_survey_contact"].map(str::to_owned);
    match taken {
        Taken::LastClaim => of_tenant.to_vec(),
        Taken::Role => [of_tenant.as_slice(), &lists].concat(),
        _ => [of_tenant.as_slice(), &lists, &work].concat(),
    }
}

/// What a program writes. `kxqwhen` and `kxqnumber` are filled in when it is sent.
fn writes(tenant: &str, today: chrono::NaiveDate) -> [Ask; 2] {
    let at = format!("/api/v1/tenants/{tenant}");
    let note = json!({
        "scope": "kxqwhen", "next_actions": "go on", "next_action_date": today.to_string(),
        "next_action_owner": "Somebody", "overall_status": "active",
    });
    let contact = json!({
        "type": "partner", "name": "Somebody", "email": "kxqnumber@partner.example.com", "title": "kxqwhen",
        "workloads": ["Teams"],
    });
    [
        Ask::new("POST", format!("{at}/contacts")).json(&contact),
        Ask::new("POST", format!("{at}/status-notes")).json(&note),
    ]
}

/// The same by a form.
fn forms(tenant: &str, form_token: &str) -> [Ask; 1] {
    let fields = [
        ("csrf", form_token),
        ("type", "partner"),
        ("name", "Somebody"),
        ("email", "kxqnumber@partner.example.com"),
        ("title", "kxqwhen"),
        ("workloads", "Teams"),
    ];
    [Ask::new("POST", format!("/tenants/{tenant}/contacts")).form(&fields)]
}

/// A request as it is sent this time.
fn as_sent(ask: &Ask, is_later: bool) -> Ask {
    if ask.body.is_empty() {
        return ask.clone();
    }
    let number = format!("race-{}", WRITES.fetch_add(1, Ordering::Relaxed));
    let body = String::from_utf8(ask.body.clone()).unwrap();
    let body = body.replace("kxqwhen", if is_later { "kxqlater" } else { "kxqearly" }).replace("kxqnumber", &number);
    Ask { body: body.into_bytes(), ..ask.clone() }
}

/// Whether that is no answer but a refusal: not found, forbidden, or a way to the sign-in page.
fn is_refusal(reply: &Reply) -> bool {
    match reply.status {
        303 => reply.header("location").starts_with("/sign-in"),
        status => matches!(status, 401 | 403 | 404),
    }
}

/// Asks on and on, until each path was refused after the acknowledgement.
async fn ask_on(mut line: Line, asks: &[Ask], acked: &AtomicBool, marked: &AtomicBool, served: &Semaphore) {
    let mut refused = 0;
    for ask in asks.iter().cycle().take(20_000) {
        let (begun_after, seen_mark) = (acked.load(Ordering::SeqCst), marked.load(Ordering::SeqCst));
        // The line itself looks for the canary.
        let reply = line.send(&as_sent(ask, begun_after)).await;
        served.add_permits(1);
        if begun_after {
            assert!(is_refusal(&reply), "{} after the acknowledgement: {}", reply.status, reply.asked);
        }
        if seen_mark {
            refused += 1;
            if refused >= asks.len() {
                return;
            }
        }
    }
    panic!("it was never taken away");
}

/// The rest of an export whose reader lost it.
async fn end_export(mut body: Body, taken: Taken) {
    let mut is_cut = false;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            is_cut = true;
            break;
        };
        let data = frame.into_data().unwrap_or_default();
        assert!(
            !String::from_utf8_lossy(&data).contains("kxqafter"),
            "{taken:?}: an export shows what was read afterwards"
        );
    }
    assert!(is_cut, "{taken:?}: an export went on to its end");
}

fn run(engine: Engine, name: &'static str) {
    let _quiet = crate::nobody_plants();
    let races = size("UPTAKE_RACES", RACES);
    let score = Score::begin("S5", "stale permission races", name, seed());
    testkit::tell(engine, Races::open, async |mut it| it.go(races).await);
    score.end(races, 0);
}

#[test]
fn what_was_taken_away_is_served_by_no_server_on_sqlite() {
    run(Engine::Sqlite, "sqlite");
}

#[test]
fn what_was_taken_away_is_served_by_no_server_on_postgres() {
    run(Engine::Postgres, "postgres");
}
