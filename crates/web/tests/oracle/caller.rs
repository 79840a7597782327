//! A program with a token and a browser with a session, calling the real router.

use app::{Credential, Ctx};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// Somebody who calls the API with a token, and downloads files with a session.
pub(crate) struct Caller {
    pub(crate) router: Router,
    token: String,
    session: String,
}

impl Caller {
    /// The caller of these two credentials.
    pub(crate) fn new(router: Router, token: &Ctx, session: &Ctx) -> Self {
        let (Credential::Token(token), Credential::Session(session)) = (&token.credential, &session.credential) else {
            panic!("a token and a session are wanted");
        };
        Self { router, token: token.clone(), session: session.clone() }
    }

    async fn send(&self, request: Request<Body>) -> (u16, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// Asks the API; status and body.
    pub(crate) async fn ask(&self, path: &str) -> (u16, Value) {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let (status, body) = self.send(request.body(Body::empty()).unwrap()).await;
        let body = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {status}: {error}: {body}"));
        (status, body)
    }

    /// Asks the API for what must be there.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(path).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Downloads a file.
    pub(crate) async fn download(&self, path: &str) -> String {
        let request = Request::get(path).header(header::COOKIE, format!("uptake-session={}", self.session));
        let (status, body) = self.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }
}

/// A query: names and values, escaped.
pub(crate) fn query(fields: &[(&str, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
