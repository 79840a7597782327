//! What is asked of the server.

use app::{Credential, Ctx};

/// By what somebody is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    Nobody,
    Session(String),
    Token(String),
}

impl Key {
    /// The key of a credential of the verbs.
    pub(crate) fn of(ctx: &Ctx) -> Self {
        match &ctx.credential {
            Credential::Session(secret) => Self::Session(secret.clone()),
            Credential::Token(secret) => Self::Token(secret.clone()),
            Credential::Nobody | Credential::Operator => Self::Nobody,
        }
    }

    /// The secret of it.
    pub(crate) fn secret(&self) -> Option<&str> {
        match self {
            Self::Nobody => None,
            Self::Session(secret) | Self::Token(secret) => Some(secret),
        }
    }
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    /// A request without a body.
    pub(crate) fn new(method: &str, path: impl Into<String>) -> Self {
        Self { method: method.to_owned(), path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// A look.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    /// With one more header.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// As whoever has that key.
    pub(crate) fn with_key(self, key: &Key) -> Self {
        match key {
            Key::Nobody => self,
            Key::Session(secret) => self.with("cookie", format!("uptake-session={secret}")),
            Key::Token(secret) => self.with("authorization", format!("Bearer {secret}")),
        }
    }

    /// With a body of that kind.
    pub(crate) fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.with("content-type", kind)
    }

    /// With a form.
    pub(crate) fn form(self, fields: &[(&str, &str)]) -> Self {
        self.body("application/x-www-form-urlencoded", query(fields))
    }

    /// With JSON.
    pub(crate) fn json(self, value: &serde_json::Value) -> Self {
        self.body("application/json", value.to_string())
    }

    /// Method and path, for messages.
    pub(crate) fn asked(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// All that whoever asks has said, as it was before it was written into an address.
    pub(crate) fn said(&self) -> String {
        let body = String::from_utf8_lossy(&self.body);
        let read = |text: &str| -> String {
            let fields = form_urlencoded::parse(text.as_bytes());
            fields.flat_map(|(name, value)| [name.into_owned(), " ".to_owned(), value.into_owned()]).collect()
        };
        format!("{}\n{}\n{body}\n{}", self.path, read(self.path.split_once('?').map_or("", |it| it.1)), read(&body))
    }
}

/// A query: names and values, escaped.
pub(crate) fn query<V: AsRef<str>>(fields: &[(&str, V)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
