//! What can befall a PostgreSQL, and the network before it.

use std::time::{Duration, Instant};

use sqlx::{Connection, Executor, PgConnection};
use testkit::{Database, Dice, PostgresServer, Proxy, Served};

use crate::account::{Person, is_later, sign_in};
use crate::faults::{Trouble, fault_after_fault, keeping_what_refuses_is_found_out};
use crate::site::{Site, wait_for};

/// The faults, in their order, which makes the dear ones rare.
const KINDS: [&str; 16] = [
    "connections cut",
    "connections refused",
    "cut in the middle of an answer",
    "the answer to a commit lost",
    "sessions ended",
    "statements cancelled",
    "restarted at once",
    "connections cut",
    "the answer to a commit lost",
    "cut in the middle of an answer",
    "a table locked",
    "no connection left",
    "read-only",
    "killed and started",
    "everything hangs",
    "nothing gets through",
];

struct Postgres {
    server: PostgresServer,
    proxy: Proxy,
    /// The database's address, past the proxy.
    direct: String,
    held: Vec<PgConnection>,
    runtime: tokio::runtime::Runtime,
}

/// The installation on a PostgreSQL of its own, behind a network that fails when told to.
fn site() -> (Site, Postgres) {
    let server = PostgresServer::new(&[]);
    let database = wait_for(Database::on_server(&server.url()));
    let proxy = Proxy::to(server.port());
    let way = database.url().replace(&format!(":{}/", server.port()), &format!(":{}/", proxy.port()));
    let direct = database.url().to_owned();
    let site = Site::over(database).by_way_of(way);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    (site, Postgres { server, proxy, direct, held: Vec::new(), runtime })
}

impl Postgres {
    /// Runs a statement past the server under test.
    fn run(&self, statement: &'static str) {
        self.runtime.block_on(async {
            let mut connection = PgConnection::connect(&self.direct).await.unwrap();
            connection.execute(statement).await.unwrap();
            connection.close().await.unwrap();
        });
    }

    fn hold(&mut self, statement: &'static str) {
        let held = self.runtime.block_on(async {
            let mut connection = PgConnection::connect(&self.direct).await.ok()?;
            connection.execute(statement).await.ok()?;
            Some(connection)
        });
        self.held.extend(held);
    }
}

impl Trouble for Postgres {
    fn kinds(&self) -> u64 {
        KINDS.len() as u64
    }

    fn name(&self, kind: u64) -> &'static str {
        KINDS[usize::try_from(kind).unwrap()]
    }

    fn leaves_reading(&self, kind: u64) -> bool {
        self.name(kind) == "a table locked"
    }

    fn strike(&mut self, kind: u64, _: &Served, dice: &mut Dice) {
        const OTHERS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'uptake'";
        match self.name(kind) {
            "connections cut" => self.proxy.cut(),
            "connections refused" => {
                self.proxy.refuse(true);
                self.proxy.cut();
            }
            "cut in the middle of an answer" => self.proxy.cut_after(u32::try_from(dice.below(4_000)).unwrap()),
            "the answer to a commit lost" => self.proxy.lose_answer(),
            "sessions ended" => self.run(OTHERS),
            "statements cancelled" => {
                for _ in 0..20 {
                    self.run(
                        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity
                         WHERE application_name = 'uptake' AND state = 'active'",
                    );
                }
            }
            "restarted at once" => {
                self.server.crash();
                self.server.start();
            }
            "killed and started" => {
                self.server.kill();
                self.server.start();
            }
            "a table locked" => self.hold("BEGIN; LOCK TABLE saved_view, session IN SHARE ROW EXCLUSIVE MODE"),
            "no connection left" => {
                for _ in 0..60 {
                    self.hold("SELECT 1");
                }
                // A superuser's connections of the last three places: nobody else gets one now.
                self.run_where_possible(OTHERS);
            }
            "read-only" => {
                self.run("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
                self.run(OTHERS);
            }
            "everything hangs" => self.server.hang(),
            "nothing gets through" => self.proxy.stall(true),
            other => panic!("{other}"),
        }
    }

    fn heal(&mut self, kind: u64, _: &Served) {
        for connection in self.held.drain(..) {
            // Dropped alone, the server would hear of it a moment later.
            let _ = self.runtime.block_on(connection.close());
        }
        match self.name(kind) {
            "connections refused" => self.proxy.refuse(false),
            "read-only" => {
                self.run("SET transaction_read_only = off; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$");
                // Sessions that began meanwhile go on, and stay read-only.
            }
            "everything hangs" => self.server.go_on(),
            "nothing gets through" => {
                self.proxy.stall(false);
            }
            _ => {}
        }
    }
}

impl Postgres {
    /// Runs a statement by a connection that is held.
    fn run_where_possible(&mut self, statement: &'static str) {
        if let Some(connection) = self.held.first_mut() {
            let _ = self.runtime.block_on(connection.execute(statement));
        }
    }
}

#[test]
fn faults_of_postgres_lose_nothing_and_pass() {
    let (site, mut postgres) = site();
    let site = site.with("UPTAKE_REQUEST_SECONDS", "2");
    let server = site.serve();
    fault_after_fault(&site, server, &mut postgres, 60);
}

#[test]
fn a_server_that_keeps_connections_for_reading_is_found_out_on_postgres() {
    let (site, mut postgres) = site();
    let site = site.with("UPTAKE_REQUEST_SECONDS", "2").with_fault("KeepsReadOnly");
    let server = site.serve();
    keeping_what_refuses_is_found_out(&site, server, &mut postgres);
}

/// With the settings that everybody has: at most ten seconds until somebody is told to come back.
#[test]
fn nobody_waits_long_for_a_postgres_that_hangs() {
    let (site, postgres) = site();
    let person = Person::join(&site, "wachter");
    let server = site.serve();
    assert_eq!(person.client(&server).get("/api/v1/me").unwrap().status, 200);
    postgres.server.hang();
    std::thread::scope(|scope| {
        let (server, person) = (&server, &person);
        let patient = || server.client().patient_for(Duration::from_secs(15));
        for path in ["/api/v1/tenants", "/api/v1/views", "/readyz", "/healthz"] {
            scope.spawn(move || {
                let began = Instant::now();
                let answer = person.client(server).get(path).unwrap();
                let is_right = match path {
                    "/healthz" => answer.status == 200,
                    _ => is_later(&answer),
                };
                assert!(
                    is_right && began.elapsed() < Duration::from_secs(10),
                    "{path}: {} {:?}",
                    answer.status,
                    began.elapsed()
                );
            });
        }
        scope.spawn(move || {
            let began = Instant::now();
            let answer = sign_in(&mut patient(), "iemand@kanarie.example", "not the password").unwrap();
            assert!(is_later(&answer) && began.elapsed() < Duration::from_secs(10), "{answer:?} {:?}", began.elapsed());
        });
    });
    postgres.server.go_on();
    let works = || person.client(&server).get("/api/v1/me").is_ok_and(|answer| answer.status == 200);
    assert!(testkit::wait_until(Duration::from_secs(5), works), "it does not work again: {:#?}", server.log.lines());
    assert_eq!(server.client().get("/readyz").unwrap().status, 200);
}
