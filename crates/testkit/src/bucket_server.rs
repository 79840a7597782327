//! An object store that speaks as much of S3 as files need, on a port of its own, and behaves as it is told.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How it behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketMood {
    /// As it should.
    Fine,
    /// It is overloaded: 503 to everything.
    Overloaded,
    /// The key does not open it: 403.
    Refuses,
    /// It takes questions and never answers.
    Hangs,
    /// It does what it is asked, and hangs up before it says so.
    LosesAnswers,
    /// It breaks off in the middle of an object.
    BreaksOff,
}

struct State {
    mood: BucketMood,
    objects: BTreeMap<String, Vec<u8>>,
}

/// The server. It ends when it is dropped.
pub struct BucketServer {
    state: Arc<Mutex<State>>,
    /// Where it listens.
    pub address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Drop for BucketServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The key that opens it.
pub const BUCKET_KEY: &str = "UPTAKETEST";

impl BucketServer {
    /// Starts one without objects.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State { mood: BucketMood::Fine, objects: BTreeMap::new() }));
        let shared = state.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                tokio::spawn(async move {
                    // Whoever hangs up is gone.
                    let _ = serve(stream, &shared).await;
                });
            }
        });
        Self { state, address, serving }
    }

    /// What `--files` says of it.
    pub fn settings(&self) -> String {
        format!("bucket=uptake-files; endpoint=http://{}; key={BUCKET_KEY}; prefix=one", self.address)
    }

    /// Behaves like that from now on.
    pub fn set(&self, mood: BucketMood) {
        self.state.lock().unwrap().mood = mood;
    }

    /// Its objects, by their keys.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        self.state.lock().unwrap().objects.clone()
    }

    /// Loses an object, as no store should.
    pub fn lose(&self, key: &str) -> bool {
        self.state.lock().unwrap().objects.remove(key).is_some()
    }
}

/// A question.
struct Question {
    method: String,
    key: String,
    is_signed: bool,
    body: Vec<u8>,
}

/// Reads a question; nothing at the end.
async fn read(from: &mut BufReader<TcpStream>) -> std::io::Result<Option<Question>> {
    let mut line = String::new();
    if from.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut length, mut is_signed) = (0, false);
    loop {
        let mut header = String::new();
        from.read_line(&mut header).await?;
        let header = header.trim_end();
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').unwrap_or((header, ""));
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "authorization" => {
                is_signed = value.trim().starts_with(&format!("AWS4-HMAC-SHA256 Credential={BUCKET_KEY}/"))
                    && value.contains("Signature=");
            }
            _ => {}
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).await?;
    let key = target.split('?').next().unwrap_or_default().trim_start_matches("/uptake-files/").to_owned();
    Ok(Some(Question { method, key, is_signed, body }))
}

async fn serve(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(question) = read(&mut stream).await? {
        let is_head = question.method == "HEAD";
        let (mood, status, body) = answer(question, state);
        let head = |status: &str, length: usize| {
            format!(
                "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nETag: \"1\"\r\nLast-Modified: Tue, 01 Sep 2026 10:00:00 GMT\r\n\r\n"
            )
        };
        match mood {
            BucketMood::Hangs => {
                tokio::time::sleep(Duration::from_mins(1)).await;
                return Ok(());
            }
            BucketMood::LosesAnswers => return Ok(()),
            BucketMood::BreaksOff if !body.is_empty() && !is_head => {
                stream.write_all(head(status, body.len()).as_bytes()).await?;
                stream.write_all(body.get(..body.len() / 2).unwrap_or_default()).await?;
                return stream.flush().await;
            }
            _ => {
                stream.write_all(head(status, body.len()).as_bytes()).await?;
                if !is_head {
                    stream.write_all(&body).await?;
                }
                stream.flush().await?;
            }
        }
    }
    Ok(())
}

/// What is done and answered.
fn answer(question: Question, state: &Mutex<State>) -> (BucketMood, &'static str, Vec<u8>) {
    let mut state = state.lock().unwrap();
    let mood = state.mood;
    let (status, body) = match mood {
        BucketMood::Overloaded => ("503 Service Unavailable", Vec::new()),
        BucketMood::Hangs => ("500 Internal Server Error", Vec::new()),
        _ if mood == BucketMood::Refuses || !question.is_signed => ("403 Forbidden", Vec::new()),
        _ => match question.method.as_str() {
            "PUT" => {
                state.objects.insert(question.key, question.body);
                ("200 OK", Vec::new())
            }
            "GET" | "HEAD" => match state.objects.get(&question.key) {
                Some(object) => ("200 OK", object.clone()),
                None => ("404 Not Found", Vec::new()),
            },
            "DELETE" => {
                state.objects.remove(&question.key);
                ("204 No Content", Vec::new())
            }
            _ => ("405 Method Not Allowed", Vec::new()),
        },
    };
    (mood, status, body)
}
