//! The mail server, and what it says about a letter.
//!
//! Each letter has a connection of its own, and each step of it a patience of its own. What a server says before it has heard of
//! the letter's reader is about the server; only what comes after is about the letter. When nothing comes after the letter itself,
//! it is not known whether it was taken: it is sent again, under the same Message-ID.

use std::str::FromStr;
use std::time::Duration;

use app::Delivery;
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use percent_encoding::percent_decode_str;
use tokio::time::timeout;
use url::Url;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protection {
    /// By TLS from its first byte.
    Tls,
    /// By TLS from the moment that the server offers it, and not otherwise.
    StartTls,
    /// Not at all.
    Nothing,
}

/// The address of a mail server: `smtps://USER:PASSWORD@HOST`, or `smtp://...`.
#[derive(Clone, PartialEq, Eq)]
pub struct PostboxUrl {
    host: String,
    port: u16,
    protection: Protection,
    login: Option<(String, String)>,
}

/// Without the password.
impl std::fmt::Debug for PostboxUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.protection)
    }
}

/// Why something is no address of a mail server. What was typed is not repeated: it can hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a mail server, such as smtps://USER:PASSWORD@mail.example: {0}")]
pub struct NotAPostbox(&'static str);

impl FromStr for PostboxUrl {
    type Err = NotAPostbox;

    fn from_str(text: &str) -> Result<Self, NotAPostbox> {
        let url: Url = text.parse().map_err(|_| NotAPostbox("it cannot be read"))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(NotAPostbox("it has no host"))?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(NotAPostbox("it has a path"));
        }
        let is_near =
            host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        let (protection, usual_port) = match (url.scheme(), url.query()) {
            ("smtps", None) => (Protection::Tls, 465),
            ("smtp", Some("tls=none")) => (Protection::Nothing, 25),
            ("smtp", None) if is_near => (Protection::Nothing, 25),
            ("smtp", None) => (Protection::StartTls, 587),
            ("smtp" | "smtps", Some(_)) => return Err(NotAPostbox("it has a query other than tls=none")),
            _ => return Err(NotAPostbox("it begins with neither smtp:// nor smtps://")),
        };
        let read = |text: &str| {
            let plain = percent_decode_str(text).decode_utf8();
            plain.map(std::borrow::Cow::into_owned).map_err(|_| NotAPostbox("its user or password is no text"))
        };
        let login = match (url.username(), url.password()) {
            ("", None) => None,
            (user, password) => Some((read(user)?, read(password.unwrap_or_default())?)),
        };
        if login.is_some() && protection == Protection::Nothing && !is_near {
            return Err(NotAPostbox("a password would travel unencrypted"));
        }
        Ok(Self { host, port: url.port().unwrap_or(usual_port), protection, login })
    }
}

/// A mail server to which letters are handed. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Postbox {
    url: PostboxUrl,
    hello: ClientId,
    /// Certificates that count besides those of the world, as PEM.
    authority: Option<Vec<u8>>,
    patience: Patience,
}

/// How long each part may take.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// Until the server knows for whom the letter is.
    before: Duration,
    /// Until it says that it has the letter: the standard asks for ten minutes.
    after: Duration,
}

impl Postbox {
    /// The server of that address; `hello` is the name by which this installation introduces itself.
    pub fn new(url: PostboxUrl, hello: &str) -> Self {
        let patience = Patience { before: Duration::from_mins(1), after: Duration::from_mins(10) };
        Self { url, hello: ClientId::Domain(hello.to_owned()), authority: None, patience }
    }

    /// The same, which also believes these certificates.
    pub fn with_authority(self, pem: &[u8]) -> Result<Self, String> {
        Certificate::from_pem(pem).map_err(|_| "no certificate as PEM".to_owned())?;
        Ok(Self { authority: Some(pem.to_owned()), ..self })
    }

    /// The same, with less patience.
    #[must_use]
    pub fn with_patience(self, before: Duration, after: Duration) -> Self {
        Self { patience: Patience { before, after }, ..self }
    }

    /// Hands a message to the server.
    pub async fn send(&self, message: &Message) -> Delivery {
        let mut connection = match timeout(self.patience.before, self.connection()).await {
            Err(_) => return Delivery::Away("the mail server does not answer".to_owned()),
            Ok(Err(reason)) => return Delivery::Away(reason),
            Ok(Ok(connection)) => connection,
        };
        let delivery = self.hand_over(&mut connection, message).await;
        // What is said after that changes nothing, and whoever did not answer is not asked again.
        if !matches!(delivery, Delivery::Away(_)) {
            let _ = timeout(Duration::from_millis(200), connection.quit()).await;
        }
        delivery
    }

    async fn connection(&self) -> Result<AsyncSmtpConnection, String> {
        let tls = || {
            let mut parameters = TlsParameters::builder(self.url.host.clone());
            if let Some(pem) = &self.authority {
                parameters = parameters.add_root_certificate(Certificate::from_pem(pem)?);
            }
            parameters.build()
        };
        let at_once = match self.url.protection {
            Protection::Tls => Some(tls().map_err(said)?),
            Protection::StartTls | Protection::Nothing => None,
        };
        let server = (self.url.host.as_str(), self.url.port);
        let opened =
            AsyncSmtpConnection::connect_tokio1(server, Some(self.patience.before), &self.hello, at_once, None);
        let mut connection = opened.await.map_err(said)?;
        if self.url.protection == Protection::StartTls {
            if !connection.can_starttls() {
                connection.abort().await;
                return Err("the mail server offers no TLS; smtp://...?tls=none does without".to_owned());
            }
            connection.starttls(tls().map_err(said)?, &self.hello).await.map_err(said)?;
        }
        if let Some((user, password)) = &self.url.login {
            let credentials = Credentials::new(user.clone(), password.clone());
            // Whatever it says can repeat what it was told.
            connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(|error| match error.status() {
                Some(code) => format!("the mail server refuses user and password ({code})"),
                None => "the mail server refuses user and password".to_owned(),
            })?;
        }
        Ok(connection)
    }

    async fn hand_over(&self, connection: &mut AsyncSmtpConnection, message: &Message) -> Delivery {
        let envelope = message.envelope();
        let mut options = Vec::new();
        let mut addresses = envelope.to().iter().chain(envelope.from());
        if addresses.any(|one| !AsRef::<str>::as_ref(one).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Delivery::Refused("the mail server takes no addresses with such letters".to_owned());
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let late = || Delivery::Away("the mail server does not answer".to_owned());
        let before = async {
            let from = Mail::new(envelope.from().cloned(), options);
            // Of whom it takes letters is about the server.
            connection.command(from).await.map_err(|error| Delivery::Away(said(error)))?;
            for to in envelope.to() {
                connection.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(about_reader)?;
            }
            connection.command(Data).await.map_err(about_letter)
        };
        match timeout(self.patience.before, before).await {
            Err(_) => return late(),
            Ok(Err(delivery)) => return delivery,
            Ok(Ok(_)) => {}
        }
        match timeout(self.patience.after, connection.message(&message.formatted())).await {
            Err(_) => late(),
            Ok(Err(error)) => about_letter(error),
            Ok(Ok(_)) => Delivery::Taken,
        }
    }
}

/// What an answer means that is about the letter.
#[expect(clippy::needless_pass_by_value, reason = "an error is mapped once")]
fn about_letter(error: Error) -> Delivery {
    let reason = said_of(&error);
    match error.status() {
        // It closes, and says so: nothing about the letter.
        Some(code) if u16::from(code) == 421 => Delivery::Away(reason),
        Some(_) if error.is_permanent() => Delivery::Refused(reason),
        Some(_) => Delivery::PutOff(reason),
        None => Delivery::Away(reason),
    }
}

/// What an answer to a reader's address means. Many servers say here what they think of who asks, so that only what is about
/// the mailbox itself (RFC 3463) is the end of the letter; all else may be mended, and is tried for days.
fn about_reader(error: Error) -> Delivery {
    match about_letter(error) {
        Delivery::Refused(reason) if !names_mailbox(&reason) => Delivery::PutOff(reason),
        delivery => delivery,
    }
}

/// Whether the second word of what a server says is a status of the reader's mailbox.
fn names_mailbox(said: &str) -> bool {
    let status = said.split(' ').nth(1).unwrap_or_default();
    matches!(status, "5.1.1" | "5.1.2" | "5.1.3" | "5.1.6" | "5.1.10") || status.starts_with("5.2.")
}

#[expect(clippy::needless_pass_by_value, reason = "an error is mapped once")]
fn said(error: Error) -> String {
    said_of(&error)
}

fn said_of(error: &Error) -> String {
    use std::error::Error as _;
    let source = error.source().map(ToString::to_string).unwrap_or_default();
    match error.status() {
        Some(code) => format!("{code} {source}"),
        None if source.is_empty() => error.to_string(),
        None => source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> PostboxUrl {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_server_is_reached_by_tls_unless_it_is_near_or_somebody_says_otherwise() {
        for (text, port, protection) in [
            ("smtps://mail.example", 465, Protection::Tls),
            ("smtp://mail.example", 587, Protection::StartTls),
            ("smtp://mail.example:25", 25, Protection::StartTls),
            ("smtp://mail.example?tls=none", 25, Protection::Nothing),
            ("smtp://localhost", 25, Protection::Nothing),
            ("smtp://127.0.0.1:2525", 2525, Protection::Nothing),
            ("smtp://[::1]:2525", 2525, Protection::Nothing),
        ] {
            let url = read(text);
            assert_eq!((url.port, url.protection, url.login), (port, protection, None), "{text}");
        }
    }

    #[test]
    fn only_what_is_about_the_mailbox_is_the_end_of_a_letter() {
        for said in ["550 5.1.1 no such user", "550 5.1.10 null MX", "552 5.2.2 mailbox full"] {
            assert!(names_mailbox(said), "{said}");
        }
        let others =
            ["554 5.7.1 Client host rejected", "550 5.1.8 sender", "550 no such user", "550 5.1.7 sender", "550"];
        for said in others {
            assert!(!names_mailbox(said), "{said}");
        }
    }

    #[test]
    fn a_password_is_read_and_never_repeated() {
        let url = read("smtps://uptake%40x.example:se%2Fcret@mail.example");
        assert_eq!(url.login, Some(("uptake@x.example".to_owned(), "se/cret".to_owned())));
        let postbox = Postbox::new(url, "uptake.example");
        assert!(!format!("{postbox:?}").contains("cret"), "{postbox:?}");
        let refused = "http://user:secret@mail.example".parse::<PostboxUrl>().unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("secret"));
    }

    #[test]
    fn what_is_no_server_or_would_tell_a_password_is_refused() {
        for text in [
            "",
            "mail.example",
            "smtp://",
            "https://mail.example",
            "smtp://mail.example/box",
            "smtp://mail.example?tls=maybe",
            "smtps://mail.example?tls=none",
            "smtp://user:secret@mail.example?tls=none",
        ] {
            assert!(text.parse::<PostboxUrl>().is_err(), "{text}");
        }
        assert!("smtp://user:secret@127.0.0.1".parse::<PostboxUrl>().is_ok());
    }
}
