//! How a server comes and goes: told to stop in the middle of work, panicking, two at once.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use testkit::{Engine, Noorderlicht, Served, wait_until};

use crate::site::Site;

/// Who was being answered is answered to the end; who comes later is not taken in; the process ends by itself.
#[test]
fn a_server_told_to_stop_finishes_what_it_began() {
    let site = Site::new(Engine::Sqlite).with("UPTAKE_FAREWELL_SECONDS", "5");
    let (_, token) = site.add_person("bureau", None);
    let mut server = site.serve();
    // An upload of which the second half comes after the server was told to stop.
    let report = Noorderlicht::usage();
    let (first, second) = report.text().split_at(report.text().len() / 2);
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /api/v1/loads?file_name=Laat.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: text/csv\r\nContent-Length: {}\r\n\r\n{first}",
        report.text().len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let folder = site.database.folder().join("uploads");
    let is_coming = || std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
    assert!(wait_until(Duration::from_secs(10), is_coming), "the upload does not arrive in {folder:?}");
    server.signal(Signal::TERM);
    assert!(wait_until(Duration::from_secs(5), || !server.log.told("stopping").is_empty()));
    let refused = wait_until(Duration::from_secs(5), || server.client().get("/healthz").is_err());
    assert!(refused, "a server that stops takes new requests");
    stream.write_all(second.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(server.ended().success());
    assert_eq!(server.log.findings(&site.secrets()), Vec::<String>::new());
}

/// Who does not finish in time is cut off: a server always ends.
#[test]
fn a_server_told_to_stop_does_not_wait_for_ever() {
    let site = Site::new(Engine::Sqlite).with("UPTAKE_FAREWELL_SECONDS", "1");
    let (_, token) = site.add_person("bureau", None);
    let server = site.serve();
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /api/v1/loads?file_name=Nooit.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: text/csv\r\nContent-Length: 900\r\n\r\nx"
    );
    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(server.client().get("/healthz").unwrap().status, 200);
    let began = Instant::now();
    let (status, log) = server.stop();
    assert!(status.success() && began.elapsed() < Duration::from_secs(10), "{status} {:?}", began.elapsed());
    assert_eq!(log.told("stopping").len(), 1);
}

/// A handler that panics: its caller gets a page with a number, everybody else their answers, the log one line of each.
#[test]
fn a_panic_ends_one_request_and_nothing_else() {
    let site = Site::new(Engine::Sqlite).with_fault("HandlerPanics");
    let (_, token) = site.add_person("kijker", Some(Noorderlicht::PARTNER));
    let server = site.serve();
    let mut client = server.client().with_token(&token);
    for round in 1..=3 {
        let answer = client.get("/api/v1/freshness").unwrap();
        let (id, body) = (answer.field("x-request-id").unwrap().to_owned(), answer.json());
        assert_eq!((answer.status, body["request_id"].as_str()), (500, Some(id.as_str())), "{answer}");
        assert!(!answer.text().contains("kanarie"), "{answer}");
        assert_eq!(client.get("/api/v1/tenants").unwrap().status, 200);
        let told = server.log.told("a handler panicked");
        assert_eq!(told.len(), round);
        assert_eq!(told[round - 1]["request_id"].as_str(), Some(id.as_str()));
        assert_eq!(server.log.told("panicked").len(), round);
    }
    let (status, log) = server.stop();
    assert!(status.success());
    assert_eq!(log.findings(&site.secrets()), Vec::<String>::new());
}

/// Two servers that find an empty database at the same moment make one schema, and both serve.
fn two_servers_start_at_once(engine: Engine) {
    for _ in 0..3 {
        let site = Site::empty(engine);
        let (one, other) = thread::scope(|scope| {
            let starting = [(), ()].map(|()| scope.spawn(|| Served::start(site.serving())));
            let [one, other] = starting.map(|it| it.join().unwrap());
            (one, other)
        });
        for server in [one, other] {
            let server = server.unwrap_or_else(|log| panic!("{:?}", log.lines()));
            assert_eq!(server.client().get("/readyz").unwrap().status, 200);
            assert_eq!(server.log.findings(&[]), Vec::<String>::new());
        }
        assert_eq!(site.damage(), Vec::<String>::new());
    }
}

#[test]
fn two_servers_start_at_once_on_sqlite() {
    two_servers_start_at_once(Engine::Sqlite);
}

#[test]
fn two_servers_start_at_once_on_postgres() {
    two_servers_start_at_once(Engine::Postgres);
}
