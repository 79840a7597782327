//! The accept loop on a real socket: slow clients are cut off, others are not, and stopping lets requests finish.

use std::net::SocketAddr;
use std::time::Duration;

use testkit::{Database, Engine};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use web::Config;

use crate::desk::{EmptyDesk, Person};

struct Server {
    address: SocketAddr,
    metrics: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
    _desk: EmptyDesk,
}

impl Server {
    async fn start() -> Self {
        let config = Config { read_patience: Duration::from_millis(300), ..Config::default() };
        let desk = EmptyDesk::open(Database::new(Engine::Sqlite).await).await;
        let (pages, metrics) = (listener().await, listener().await);
        let (address, metrics_address) = (pages.local_addr().unwrap(), metrics.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let stopped = async move {
            let _ = stopped.await;
        };
        let running = tokio::spawn(web::serve(pages, Some(metrics), desk.app.clone(), config, stopped));
        Self { address, metrics: metrics_address, stop, running, _desk: desk }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// Everything that comes until the other side hangs up.
async fn told(stream: &mut TcpStream) -> String {
    let mut told = Vec::new();
    let _ = stream.read_to_end(&mut told).await;
    String::from_utf8_lossy(&told).into_owned()
}

async fn ask(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    told(&mut stream).await
}

#[tokio::test]
async fn requests_are_answered_and_metrics_stand_apart() {
    let server = Server::start().await;
    assert!(ask(server.address, "/healthz").await.ends_with("\r\n\r\nok\n"));
    assert!(ask(server.address, "/readyz").await.starts_with("HTTP/1.1 200"));
    assert!(ask(server.address, "/metrics").await.starts_with("HTTP/1.1 404"));
    let metrics = ask(server.metrics, "/metrics").await;
    assert!(metrics.contains(r#"method="GET",route="/healthz",status="2xx""#), "{metrics}");
    assert!(
        metrics.contains(r#"route="(none)",status="4xx""#) && !metrics.contains("uptake_panics_total 1"),
        "{metrics}"
    );
    assert!(ask(server.metrics, "/overview").await.starts_with("HTTP/1.1 404"));
}

#[tokio::test]
async fn a_client_that_never_ends_its_request_is_cut_off() {
    let server = Server::start().await;
    for begun in ["", "GET / HT", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: a"] {
        let mut stream = server.connect().await;
        stream.write_all(begun.as_bytes()).await.unwrap();
        // Ends because the server hangs up; a server that does not would never let this test end.
        let told = told(&mut stream).await;
        assert!(!told.contains("200 OK"), "{told}");
    }
}

#[tokio::test]
async fn a_client_that_never_ends_its_form_is_told_and_cut_off() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    let head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\ncsrf=";
    stream.write_all(head.as_bytes()).await.unwrap();
    let told = told(&mut stream).await;
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
}

#[tokio::test]
async fn stopping_takes_no_new_connections_and_ends() {
    let server = Server::start().await;
    let mut idle = server.connect().await;
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut first = [0; 15];
    idle.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    server.stop.send(()).unwrap();
    server.running.await.unwrap().unwrap();
    told(&mut idle).await;
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn the_address_of_the_client_is_the_one_that_connected() {
    let server = Server::start().await;
    let page = ask(server.address, "/sign-in").await;
    let cookie = page.split("uptake-visit=").nth(1).unwrap().split(';').next().unwrap();
    let token =
        page.split("action=\"/sign-in\"").nth(1).unwrap().split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    let email = Person::Office.email();
    let form = format!("csrf={token}&email={email}&password={}", crate::desk::PASSWORD.replace(' ', "+"));
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nCookie: uptake-visit={cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
        form.len()
    );
    let mut stream = server.connect().await;
    stream.write_all(request.as_bytes()).await.unwrap();
    let answer = told(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let session = answer.split("uptake-session=").nth(1).unwrap().split(';').next().unwrap();
    let mut stream = server.connect().await;
    let request =
        format!("GET /profile HTTP/1.1\r\nHost: x\r\nCookie: uptake-session={session}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let profile = told(&mut stream).await;
    assert!(profile.contains("127.0.0.1") && !profile.contains("203.0.113.9"));
}
