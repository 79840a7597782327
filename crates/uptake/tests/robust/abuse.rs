//! Slow clients, oversized everything, floods (S12), measured from outside.
//!
//! Demanded: slow connections are cut in time, memory stays bounded, nothing panics, everybody else is answered, and what
//! is too much is refused with 4xx or 503. How much slower others are is measured and reported; it fails nothing.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use testkit::{Client, Engine, PASSWORD, Score, Served, seed, size};

use crate::account::{Person, form_token};
use crate::site::Site;

/// How much memory all of it may take, beyond what the server takes at rest.
const MOST_BYTES: u64 = 256 << 20;

/// How long a slow client may hold a connection, with `UPTAKE_CLIENT_SECONDS` at 2.
const LONGEST_HOLD: Duration = Duration::from_secs(10);

/// What somebody sends who means no good, and the statuses with which that can be answered.
struct Abuse {
    name: &'static str,
    request: Vec<u8>,
    allowed: &'static [u16],
}

fn raw(name: &'static str, request: impl Into<Vec<u8>>, allowed: &'static [u16]) -> Abuse {
    Abuse { name, request: request.into(), allowed }
}

fn post_json(token: &str, path: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn get(token: &str, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n")
}

fn upload(token: &str, name: &str, body: &[u8]) -> Vec<u8> {
    let mut request = format!(
        "POST /api/v1/loads?file_name={name} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

/// A gzip of that many megabytes of nothing, written by hand: one stored beginning would not be small.
fn bomb(mebibytes: u32) -> Vec<u8> {
    let mut child = std::process::Command::new("gzip")
        .arg("-9")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writing = std::thread::spawn(move || {
        let header = testkit::report::OFFICE_HEADER;
        input.write_all(format!("{header}\n\"").as_bytes()).unwrap();
        for _ in 0..mebibytes {
            input.write_all(&vec![b'a'; 1 << 20]).unwrap();
        }
    });
    let packed = child.wait_with_output().unwrap().stdout;
    writing.join().unwrap();
    packed
}

/// Everything that somebody sends who means no good.
fn abuses(viewer: &str, office: &str) -> Vec<Abuse> {
    let deep = format!("{{\"name\":{}{}}}", "[".repeat(30_000), "]".repeat(30_000));
    let filters = (0..1_000).map(|number| format!("&country=X{number}")).collect::<Vec<_>>().concat();
    let head = |fields: String| format!("GET /tenants HTTP/1.1\r\nHost: x\r\n{fields}\r\n");
    vec![
        raw("a header of 10 MB", head(format!("X-Long: {}\r\n", "a".repeat(10 << 20))), &[400, 431, 0]),
        raw("10,000 fields", head("X-Many: 1\r\n".repeat(10_000)), &[400, 431, 0]),
        raw("an address of 1 MB", get(viewer, &format!("/tenants?q={}", "a".repeat(1 << 20))), &[414, 431, 0]),
        raw("a search of 7 kB", get(viewer, &format!("/api/v1/tenants?q={}", "ab%20".repeat(1_400))), &[200, 400]),
        raw("1,000 filters", get(viewer, &format!("/api/v1/tenants?limit=5{}", &filters[..7_000])), &[200, 400]),
        raw("a page of 2^63 rows", get(viewer, "/api/v1/tenants?limit=9223372036854775807"), &[400]),
        raw("a cursor of 6 kB", get(viewer, &format!("/api/v1/tenants?cursor={}", "eyJv".repeat(1_500))), &[400]),
        raw("a body of 20 MB", post_json(viewer, "/api/v1/views", &"a".repeat(20 << 20)), &[413, 0]),
        raw("JSON 30,000 deep", post_json(viewer, "/api/v1/views", &deep), &[400, 413, 422]),
        raw("a bomb of 600 MB in one value", upload(office, "bomb.csv.gz", &bomb(600)), &[413, 422]),
        raw(
            "a bomb within a header",
            upload(office, "x.zip", &[b"PK\x03\x04".as_slice(), &[0xFF; 400]].concat()),
            &[422],
        ),
        raw(
            "a number of bytes that is none",
            "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            &[400, 0],
        ),
        raw(
            "two lengths",
            "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            &[400, 403, 408, 415, 0],
        ),
        raw(
            "a chunk of 2^60 bytes",
            "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\na",
            &[400, 403, 408, 413, 0],
        ),
        raw(
            "a name that writes into the log",
            get(viewer, "/tenants/%0d%0a%1b%5b31m%7b%22level%22%3a%22FATAL%22%7d?q=%0d%0a%1b%5b2J"),
            &[400, 404, 303, 401],
        ),
    ]
}

/// Sends it and gives the status of the answer; 0 when there was none but an end.
fn status_of(address: SocketAddr, request: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(LONGEST_HOLD)).unwrap();
    stream.set_write_timeout(Some(LONGEST_HOLD)).unwrap();
    let mut own = stream.try_clone().unwrap();
    // What it does not read cannot be written; it may answer and hang up before that.
    let request = request.to_vec();
    let writing = std::thread::spawn(move || own.write_all(&request).is_ok());
    let mut answer = [0; 4096];
    let mut told = Vec::new();
    while told.len() < 12 {
        match stream.read(&mut answer) {
            Ok(read) if read > 0 => told.extend_from_slice(&answer[..read]),
            _ => break,
        }
    }
    let _ = stream.shutdown(std::net::Shutdown::Both);
    let _ = writing.join();
    String::from_utf8_lossy(&told).split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

/// Opens connections that are never finished, and gives how long the last of them was held and how many still are.
fn hold(address: SocketAddr, count: u64, begin: &[u8]) -> (Duration, usize) {
    let sent_at = Instant::now();
    let held: Vec<TcpStream> = (0..count)
        .filter_map(|_| {
            let mut stream = TcpStream::connect(address).ok()?;
            stream.write_all(begin).ok()?;
            stream.set_read_timeout(Some(LONGEST_HOLD)).ok()?;
            Some(stream)
        })
        .collect();
    let is_held = |mut stream: TcpStream| {
        let mut ignored = Vec::new();
        let ended = stream.read_to_end(&mut ignored);
        ended.is_err_and(|error| matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut))
    };
    let left = held.into_iter().map(is_held).filter(|is_held| *is_held).count();
    (sent_at.elapsed(), left)
}

/// How long others wait, in order, until it is over.
fn others(mut client: Client, is_over: &AtomicBool) -> Vec<Duration> {
    let mut took = Vec::new();
    while !is_over.load(Ordering::SeqCst) {
        let began = Instant::now();
        let answer = client.get("/api/v1/tenants?limit=5").unwrap();
        assert_eq!(answer.status, 200, "others are not answered: {answer}");
        took.push(began.elapsed());
        if took.len() >= 100_000 {
            break;
        }
    }
    took.sort();
    took
}

/// Sign-ins side by side, each hashing a password.
fn flood_of_sign_ins(server: &Served, count: u64) -> Vec<u16> {
    let page = server.client().get("/sign-in").unwrap();
    let cookie = format!("uptake-visit={}", page.cookie("uptake-visit").unwrap());
    let token = form_token(&page.text());
    let (cookie, token) = (cookie.as_str(), token.as_str());
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..count)
            .map(|number| {
                scope.spawn(move || {
                    let email = format!("niemand{number}@kanarie.example");
                    let fields = [("csrf", token), ("email", email.as_str()), ("password", PASSWORD)];
                    server.client().form("/sign-in", cookie, &fields).map_or(0, |answer| answer.status)
                })
            })
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

#[test]
fn whoever_means_no_good_gets_little_and_others_are_answered() {
    let site = Site::new(Engine::Sqlite).with("UPTAKE_CLIENT_SECONDS", "2");
    let (_, viewer) = site.add_person("gewoon", Some(testkit::Noorderlicht::PARTNER));
    let (_, office) = site.add_person("bureau", None);
    let connections = size("UPTAKE_SLOW_CONNECTIONS", 100);
    let score = Score::begin("S12", "abusive requests, slow connections, floods of sign-ins", site.engine(), seed());
    let server = site.serve();
    let quiet = {
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let own = scope.spawn(|| others(server.client().with_token(&viewer), &is_over));
            testkit::wait_until(Duration::from_millis(500), || false);
            is_over.store(true, Ordering::SeqCst);
            own.join().unwrap()
        })
    };
    let at_rest = server.resident_bytes();
    let (mut wrong, mut cases, mut most) = (Vec::new(), 0, 0);
    let is_over = AtomicBool::new(false);
    let under_abuse = std::thread::scope(|scope| {
        let own = scope.spawn(|| others(server.client().with_token(&viewer), &is_over));
        for abuse in abuses(&viewer, &office) {
            let status = status_of(server.address, &abuse.request);
            cases += 1;
            if !abuse.allowed.contains(&status) {
                wrong.push(format!("{}: {status}", abuse.name));
            }
            most = most.max(server.resident_bytes());
            println!("{}: {status}, {} MiB", abuse.name, server.resident_bytes() >> 20);
        }
        let form = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\ncsrf=";
        let unread = get(&viewer, "/api/v1/openapi.json").replace("Connection: close\r\n", "").repeat(30);
        for (what, begin) in [
            ("half a header", "GET / HTTP/1.1\r\nHost: x\r\nX: "),
            ("half a form", form),
            ("an answer left unread", unread.as_str()),
        ] {
            let (took, left) = hold(server.address, connections, begin.as_bytes());
            cases += connections;
            println!("{what}: {connections} connections ended within {took:?}");
            if left > 0 || took > Duration::from_secs(30) {
                wrong.push(format!("{what}: {left} held on after {took:?}"));
            }
            most = most.max(server.resident_bytes());
            println!("{} MiB", server.resident_bytes() >> 20);
        }
        let statuses = flood_of_sign_ins(&server, connections.min(400));
        cases += connections.min(400);
        if let Some(status) = statuses.iter().find(|status| !matches!(status, 422 | 429 | 503)) {
            wrong.push(format!("a sign-in among many: {status}"));
        }
        most = most.max(server.resident_bytes());
        is_over.store(true, Ordering::SeqCst);
        own.join().unwrap()
    });
    let at = |took: &[Duration]| took.get(took.len() * 99 / 100).copied().unwrap_or_default();
    let (quiet, under_abuse, answers) = (at(&quiet), at(&under_abuse), under_abuse.len());
    println!("p99 of others: {quiet:?} at rest, {under_abuse:?} under abuse, of {answers} answers");
    let grown = most.saturating_sub(at_rest);
    println!("memory: {} MiB at rest, {} MiB more at most", at_rest >> 20, grown >> 20);
    if grown > MOST_BYTES {
        wrong.push(format!("memory grew by {} MiB", grown >> 20));
    }
    wrong.extend(server.log.findings(&site.secrets()));
    wrong.extend(server.log.told("panicked").iter().map(ToString::to_string));
    // How many times as long the slowest hundredth of others waits. Timing fails nothing.
    let slower = under_abuse.as_secs_f64() / quiet.as_secs_f64().max(f64::EPSILON);
    score.end_at(cases, wrong.len() as u64, (slower * 100.0).round() / 100.0);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (status, _) = server.stop();
    assert!(status.success());
}

/// More connections than there may be wait, and are served when others go.
#[test]
fn connections_beyond_the_cap_wait_for_their_turn() {
    let site = Site::new(Engine::Sqlite).with("UPTAKE_CLIENT_SECONDS", "2").with("UPTAKE_MOST_CONNECTIONS", "8");
    let person = Person::join(&site, "geduld");
    let server = site.serve();
    std::thread::scope(|scope| {
        let held = scope.spawn(|| hold(server.address, 20, b"GET / HT"));
        let answer = person.client(&server).get("/api/v1/me").unwrap();
        assert_eq!(answer.status, 200);
        let (took, left) = held.join().unwrap();
        assert!(left == 0 && took < Duration::from_secs(30), "{left} held on after {took:?}");
    });
}
