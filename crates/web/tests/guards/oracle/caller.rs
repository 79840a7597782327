//! A program with a token and a browser with a session, over one connection to the real accept loop.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::Ctx;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::wire::{Ask, Key, Line, Reply, Server, Watch};

/// Somebody who calls the API with a token, and downloads files with a session.
pub(crate) struct Caller {
    line: Mutex<Line>,
    pub(crate) token: Key,
    pub(crate) session: Key,
}

impl Caller {
    /// The caller of these two credentials.
    pub(crate) fn new(server: &Server, watch: &Arc<Watch>, token: &Ctx, session: &Ctx) -> Self {
        let line = Mutex::new(Line::to(server.address, Arc::clone(watch)));
        Self { line, token: Key::of(token), session: Key::of(session) }
    }

    /// From now on the canaries that this person may see.
    pub(crate) async fn allow(&self, words: BTreeSet<String>) {
        self.line.lock().await.allowed = words;
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, ask: &Ask) -> Reply {
        self.line.lock().await.send(ask).await
    }

    /// The token for forms of the session.
    pub(crate) async fn form_token(&self) -> String {
        self.line.lock().await.form_token(&self.session).await
    }

    /// Asks the API; status and body.
    pub(crate) async fn ask(&self, path: &str) -> (u16, Value) {
        let reply = self.send(&Ask::get(path).with_key(&self.token)).await;
        (reply.status, reply.json())
    }

    /// Asks the API for what must be there.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(path).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Opens a page, or downloads a file.
    pub(crate) async fn download(&self, path: &str) -> String {
        let reply = self.send(&Ask::get(path).with_key(&self.session)).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.text().into_owned()
    }
}
