//! The one exception to the headers of every answer (S9): what is no request at all is answered by the HTTP library,
//! before anything of ours sees it. There is no place in it where headers could be added; rewriting bytes on their way
//! out would be a second, worse HTTP library. It is harmless as long as such an answer is empty: nothing to show, to guess the
//! type of, to run or to keep. That is what is held here.

use domain::access::Role;
use testkit::{Database, Engine, Noorderlicht};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use web::Config;

use crate::wire::Server;

/// All that such an answer may have.
const BARE: [&str; 3] = ["content-length", "connection", "date"];

/// Sends bytes, and reads what comes until the connection is closed: status, header and body.
async fn sent(server: &Server, bytes: &[u8]) -> (u16, Vec<(String, String)>, Vec<u8>) {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // It may be closed while this is still being sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("{answer:?}"));
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let fields =
        lines.map(|line| line.split_once(": ").unwrap()).map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    (status, fields.collect(), answer[end + 4..].to_vec())
}

#[test]
fn what_is_no_request_gets_an_empty_answer() {
    let _quiet = crate::nobody_plants();
    testkit::tell(Engine::Sqlite, Database::itself, async |database| {
        let world = Noorderlicht::open(database).await;
        world.world.add_person("Bare Kxq", None, Role::ProgrammeAdmin, &[]).await;
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X-Many: 1\r\n".repeat(200));
        let cases: [(&str, &[u8], u16); 6] = [
            ("no request line", b"GARBAGE\r\n\r\n", 400),
            ("an unknown version", b"GET / HTTP/9.9\r\n\r\n", 400),
            ("a field without a name", b"GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
            ("NUL in a field", b"GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 400),
            ("two lengths", b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400),
            ("too many fields", many.as_bytes(), 431),
        ];
        for (what, bytes, expected) in cases {
            let (status, fields, body) = sent(&server, bytes).await;
            assert_eq!(status, expected, "{what}: {fields:?}");
            let more: Vec<_> = fields.iter().filter(|(name, _)| !BARE.contains(&name.as_str())).collect();
            assert!(more.is_empty(), "{what} is not bare any more: {more:?}");
            assert!(
                body.is_empty() && fields.contains(&("content-length".to_owned(), "0".to_owned())),
                "{what}: {fields:?}"
            );
        }
        // The control: what is a request has the headers, whatever is wrong with it.
        let (status, fields, _) = sent(&server, b"GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
        assert_eq!(status, 404);
        for name in ["content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"] {
            assert!(fields.iter().any(|(one, _)| one == name), "no {name}: {fields:?}");
        }
    });
}
