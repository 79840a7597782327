//! A mail server of a test's own, on loopback, that does what real ones do on bad days.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use mail_parser::{MessageParser, MimeHeaders as _, PartType};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It takes the letter.
    Takes,
    /// It hangs up before a word.
    HangsUp,
    /// It is closed, and says so.
    Closed,
    /// It has nothing to do with us.
    Unwilling,
    /// It does not know the sender.
    NotFromYou,
    /// It puts the reader off.
    ReaderLater,
    /// It does not know the reader.
    NoSuchReader,
    /// It hangs up when it is told that the letter comes.
    DiesBeforeLetter,
    /// It hangs up in the middle of the letter.
    DiesInLetter,
    /// It puts the letter off.
    LetterLater,
    /// It will not have the letter.
    NoSuchLetters,
    /// It keeps the letter, and hangs up before it says so.
    DiesAfterLetter,
    /// It keeps the letter, says so, and hangs up.
    TakesAndDies,
    /// It never answers to the letter, and does not keep it.
    Silent,
    /// It speaks nonsense.
    Babbles,
}

impl Mood {
    /// Every mood.
    pub const ALL: [Self; 15] = [
        Self::Takes,
        Self::HangsUp,
        Self::Closed,
        Self::Unwilling,
        Self::NotFromYou,
        Self::ReaderLater,
        Self::NoSuchReader,
        Self::DiesBeforeLetter,
        Self::DiesInLetter,
        Self::LetterLater,
        Self::NoSuchLetters,
        Self::DiesAfterLetter,
        Self::TakesAndDies,
        Self::Silent,
        Self::Babbles,
    ];
}

/// A letter that the server kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// From which address.
    pub from: String,
    /// To which addresses.
    pub to: Vec<String>,
    /// The message, byte by byte.
    pub bytes: Vec<u8>,
    /// Whether it was said that it is kept.
    pub is_told: bool,
}

impl Kept {
    /// The headers, by their names in small letters, as they stand.
    pub fn headers(&self) -> BTreeMap<String, Vec<String>> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let message = MessageParser::default().parse(&self.bytes).unwrap();
        for (name, value) in message.headers_raw() {
            found.entry(name.to_lowercase()).or_default().push(value.trim().to_owned());
        }
        found
    }

    /// The one header of that name.
    pub fn header(&self, name: &str) -> String {
        let mut all = self.headers().remove(name).unwrap_or_default();
        assert!(all.len() <= 1, "{name} {} times", all.len());
        all.pop().unwrap_or_default()
    }

    /// The subject, as it is read.
    pub fn subject(&self) -> String {
        let message = MessageParser::default().parse(&self.bytes).unwrap();
        message.subject().unwrap_or_default().to_owned()
    }

    /// What it says as text, and as HTML; there is nothing else in it.
    pub fn bodies(&self) -> (String, String) {
        let message = MessageParser::default().parse(&self.bytes).unwrap();
        let (mut text, mut html) = (String::new(), String::new());
        for part in &message.parts {
            match &part.body {
                PartType::Text(words) => text.push_str(words),
                PartType::Html(words) => html.push_str(words),
                PartType::Multipart(_) => {}
                other => panic!("{other:?} as {:?}", part.content_type()),
            }
        }
        (text, html)
    }

    /// All of it that can be read, decoded: subject, text and HTML.
    pub fn plain(&self) -> String {
        let (text, html) = self.bodies();
        format!("{}\n{text}\n{html}\n{}", self.subject(), String::from_utf8_lossy(&self.bytes))
    }

    /// The address in the text that leads to a page whose path begins like that; nothing of it but what comes after.
    pub fn link(&self, path: &str) -> Option<String> {
        let (text, _) = self.bodies();
        let rest = text.split_once(path)?.1;
        Some(rest.chars().take_while(|letter| !letter.is_whitespace()).collect())
    }
}

#[derive(Debug, Default)]
struct State {
    moods: VecDeque<Mood>,
    kept: Vec<Kept>,
    connections: usize,
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct MailServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl MailServer {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let own = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mood = {
                    let mut state = own.lock().unwrap();
                    state.connections += 1;
                    state.moods.pop_front().unwrap_or(Mood::Takes)
                };
                tokio::spawn(serve(stream, mood, Arc::clone(&own)));
            }
        });
        Self { address, state }
    }

    /// Its address, as an operator sets it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What it does with the next connections; with those after them it takes what comes.
    pub fn will(&self, moods: impl IntoIterator<Item = Mood>) {
        self.state.lock().unwrap().moods.extend(moods);
    }

    /// Does as usual from now on.
    pub fn recover(&self) {
        self.state.lock().unwrap().moods.clear();
    }

    /// What it has kept, in the order in which it came.
    pub fn kept(&self) -> Vec<Kept> {
        self.state.lock().unwrap().kept.clone()
    }

    /// The same, of which it then knows nothing more.
    pub fn take(&self) -> Vec<Kept> {
        std::mem::take(&mut self.state.lock().unwrap().kept)
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

/// Serves one connection; whatever goes wrong with it is the client's doing, or the mood.
async fn serve(stream: TcpStream, mood: Mood, state: Arc<Mutex<State>>) {
    let _ = converse(stream, mood, &state).await;
}

async fn converse(stream: TcpStream, mood: Mood, state: &Mutex<State>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    match mood {
        Mood::HangsUp => return Ok(()),
        Mood::Closed => return say(&mut stream, "421 mail.example closes").await,
        Mood::Unwilling => return say(&mut stream, "554 no mail service for you").await,
        Mood::Babbles => return say(&mut stream, "HTTP/1.1 200 OK\r\n\r\nhello").await,
        _ => say(&mut stream, "220 mail.example").await?,
    }
    let (mut from, mut to) = (String::new(), Vec::new());
    loop {
        let line = read(&mut stream).await?;
        let word = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
        match (word.as_str(), mood) {
            ("EHLO" | "HELO", _) => say(&mut stream, "250-mail.example\r\n250 SMTPUTF8").await?,
            ("MAIL", Mood::NotFromYou) => say(&mut stream, "550 5.7.1 we do not relay for you").await?,
            ("MAIL", _) => {
                from = address(&line);
                say(&mut stream, "250 ok").await?;
            }
            ("RCPT", Mood::ReaderLater) => say(&mut stream, "450 4.2.0 greylisted, come back").await?,
            ("RCPT", Mood::NoSuchReader) => say(&mut stream, "550 5.1.1 no such mailbox").await?,
            ("RCPT", _) => {
                to.push(address(&line));
                say(&mut stream, "250 ok").await?;
            }
            ("DATA", Mood::DiesBeforeLetter) | ("", _) => return Ok(()),
            ("DATA", _) => {
                say(&mut stream, "354 go on").await?;
                let Some(bytes) = letter(&mut stream, mood).await? else { return Ok(()) };
                let kept = Kept { from: from.clone(), to: std::mem::take(&mut to), bytes, is_told: true };
                match mood {
                    Mood::LetterLater => say(&mut stream, "451 4.3.0 later").await?,
                    Mood::NoSuchLetters => say(&mut stream, "554 5.6.0 no such letters").await?,
                    Mood::Silent => std::future::pending().await,
                    Mood::DiesAfterLetter => {
                        state.lock().unwrap().kept.push(Kept { is_told: false, ..kept });
                        return Ok(());
                    }
                    _ => {
                        state.lock().unwrap().kept.push(kept);
                        say(&mut stream, "250 2.0.0 kept").await?;
                        if mood == Mood::TakesAndDies {
                            return Ok(());
                        }
                    }
                }
            }
            ("QUIT", _) => return say(&mut stream, "221 bye").await,
            _ => say(&mut stream, "502 5.5.1 what?").await?,
        }
    }
}

/// The letter, as it is before it is made fit for the line; nothing where the mood is to hang up in the middle of it.
async fn letter(stream: &mut BufReader<TcpStream>, mood: Mood) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        assert!(line.ends_with(b"\r\n"), "a line that ends otherwise: {line:?}");
        if line == b".\r\n" {
            return Ok(Some(bytes));
        }
        bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        if mood == Mood::DiesInLetter {
            return Ok(None);
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    Ok(line.trim_end().to_owned())
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> std::io::Result<()> {
    stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await
}

/// The address between the brackets of a command.
fn address(line: &str) -> String {
    line.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(address, _)| address.to_owned())
        .unwrap_or_default()
}
