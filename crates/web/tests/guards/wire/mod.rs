//! The real accept loop on loopback, and one kept-alive connection to it. Every answer is looked at: its headers and
//! cookies (`lint`), and every canary that its reader may not see.

mod ask;
pub(crate) mod lint;
pub(crate) mod log;

use std::collections::BTreeSet;
use std::io::Read;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::App;
use axum::body::Bytes;
use flate2::read::GzDecoder;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use testkit::Canaries;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use web::Config;

pub(crate) use ask::{Ask, Key, query};

/// A running server; it stops when this is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) metrics: SocketAddr,
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Serves an application on a free port of this machine.
    pub(crate) async fn start(app: App, config: Config) -> Self {
        log::capture();
        let (pages, metrics) =
            (TcpListener::bind("127.0.0.1:0").await.unwrap(), TcpListener::bind("127.0.0.1:0").await.unwrap());
        let (address, at) = (pages.local_addr().unwrap(), metrics.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(web::serve(pages, Some(metrics), app, config, async move { drop(stopped.await) }));
        Self { address, metrics: at, _stop: stop }
    }

    /// What the server counts.
    pub(crate) async fn counted(&self) -> String {
        let mut line = Line::to(self.metrics, Watch::blind());
        String::from_utf8(line.send(&Ask::get("/metrics")).await.body).unwrap()
    }
}

/// What is looked for in every answer, and how much was looked at.
pub(crate) struct Watch {
    canaries: Canaries,
    is_secure: bool,
    lints: bool,
    replies: AtomicU64,
    bytes: AtomicU64,
}

impl Watch {
    /// Looks for these words, and at headers and cookies.
    pub(crate) fn over(words: impl IntoIterator<Item = String>, is_secure: bool) -> Arc<Self> {
        let (replies, bytes) = (AtomicU64::new(0), AtomicU64::new(0));
        Arc::new(Self { canaries: Canaries::new(words), is_secure, lints: true, replies, bytes })
    }

    fn blind() -> Arc<Self> {
        let (replies, bytes) = (AtomicU64::new(0), AtomicU64::new(0));
        Arc::new(Self { canaries: Canaries::new([]), is_secure: false, lints: false, replies, bytes })
    }

    /// How many answers were looked at, and how many bytes of them.
    pub(crate) fn seen(&self) -> (u64, u64) {
        (self.replies.load(Ordering::SeqCst), self.bytes.load(Ordering::SeqCst))
    }

    fn look(&self, ask: &Ask, reply: &Reply, allowed: &BTreeSet<String>) {
        self.replies.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(reply.body.len() as u64, Ordering::Relaxed);
        if self.lints {
            lint::check(ask, reply, self.is_secure);
        }
        let mut found = self.canaries.in_bytes(&reply.plain);
        for (_, value) in &reply.headers {
            found.extend(self.canaries.in_bytes(value.as_bytes()));
        }
        if found.iter().all(|word| allowed.contains(*word)) {
            return;
        }
        // What somebody says they may hear back.
        let said = self.canaries.in_bytes(ask.said().as_bytes());
        let leaked: Vec<_> = found.iter().filter(|word| !allowed.contains(**word) && !said.contains(**word)).collect();
        assert!(leaked.is_empty(), "{} tells {leaked:?}: {}", reply.asked, reply.text());
    }

    /// No canary may stand in the log or in the counters, whoever reads them.
    pub(crate) async fn look_behind(&self, server: &Server) {
        let counted = server.counted().await;
        assert!(counted.contains("uptake_http_requests_under_way"), "{counted}");
        let found = self.canaries.in_bytes(counted.as_bytes());
        assert!(found.is_empty(), "the counters tell {found:?}");
        let log = log::taken();
        let found = self.canaries.in_bytes(log.as_bytes());
        let line = |word: &&str| log.lines().find(|line| line.to_lowercase().contains(*word)).unwrap_or_default();
        assert!(found.is_empty(), "the log tells {found:?}: {:?}", found.iter().map(line).collect::<Vec<_>>());
    }
}

/// A connection to a server, kept alive.
pub(crate) struct Line {
    address: SocketAddr,
    sender: Option<SendRequest<Full<Bytes>>>,
    pub(crate) watch: Arc<Watch>,
    /// The canaries that whoever asks may see, in small letters.
    pub(crate) allowed: BTreeSet<String>,
}

/// An answer, read to its end or to where it was cut off.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) asked: String,
    pub(crate) status: u16,
    /// In the order in which they came.
    pub(crate) headers: Vec<(String, String)>,
    /// As it came.
    pub(crate) body: Vec<u8>,
    /// Uncompressed.
    pub(crate) plain: Vec<u8>,
    pub(crate) is_whole: bool,
}

impl Reply {
    /// The value of a header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.plain)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.plain).unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    /// The value of a form's token.
    pub(crate) fn form_token(&self) -> String {
        let text = self.text();
        let rest =
            text.split_once("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("{}: no token: {text}", self.asked));
        rest.1.split('"').next().unwrap().to_owned()
    }
}

impl Line {
    /// A connection that is opened when it is first used.
    pub(crate) fn to(address: SocketAddr, watch: Arc<Watch>) -> Self {
        Self { address, sender: None, watch, allowed: BTreeSet::new() }
    }

    /// Sends a request and reads the answer to its end.
    pub(crate) async fn send(&mut self, ask: &Ask) -> Reply {
        let response = self.begin(ask).await;
        let reply = Self::read(ask, response).await;
        self.watch.look(ask, &reply, &self.allowed);
        reply
    }

    /// Sends a request; the answer's body is still to come.
    pub(crate) async fn begin(&mut self, ask: &Ask) -> Response<Incoming> {
        for _ in 0..3 {
            let mut sender = match self.sender.take() {
                Some(sender) if !sender.is_closed() => sender,
                _ => self.connect().await,
            };
            if sender.ready().await.is_err() {
                continue;
            }
            match sender.send_request(self.request(ask)).await {
                Ok(response) => {
                    self.sender = Some(sender);
                    return response;
                }
                // The server closed a connection that was idle; nothing was asked yet.
                Err(error) if error.is_canceled() || error.is_closed() || error.is_incomplete_message() => {}
                Err(error) => panic!("{}: {error}", ask.asked()),
            }
        }
        panic!("{}: the server hangs up", ask.asked());
    }

    async fn connect(&self) -> SendRequest<Full<Bytes>> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        sender
    }

    fn request(&self, ask: &Ask) -> Request<Full<Bytes>> {
        let mut request = Request::builder().method(ask.method.as_str()).uri(&ask.path);
        if !ask.headers.iter().any(|(name, _)| name == "host") {
            request = request.header("host", self.address.to_string());
        }
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        request.body(Full::new(Bytes::from(ask.body.clone()))).unwrap()
    }

    /// Reads an answer to its end, or to where it is cut off.
    pub(crate) async fn read(ask: &Ask, response: Response<Incoming>) -> Reply {
        let (head, mut coming) = response.into_parts();
        let (mut body, mut is_whole) = (Vec::new(), true);
        while let Some(frame) = coming.frame().await {
            let Ok(frame) = frame else {
                is_whole = false;
                break;
            };
            body.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
        }
        let headers: Vec<(String, String)> = head
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let is_gzip = headers.iter().any(|(name, value)| name == "content-encoding" && value == "gzip");
        let mut plain = Vec::new();
        if is_gzip {
            // Of one that was cut off, what there is.
            let read = GzDecoder::new(body.as_slice()).read_to_end(&mut plain);
            assert!(read.is_ok() || !is_whole || ask.method == "HEAD", "{}: broken gzip", ask.asked());
        } else {
            plain.clone_from(&body);
        }
        Reply { asked: ask.asked(), status: head.status.as_u16(), headers, body, plain, is_whole }
    }

    /// The token for forms of whoever has that key, from a page that everybody can open.
    pub(crate) async fn form_token(&mut self, key: &Key) -> String {
        self.send(&Ask::get("/signed-out").with_key(key)).await.form_token()
    }
}
