//! A JSON body, read whole: at most 256 KiB, and nothing in it that the operation does not know.

use app::RequestKey;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::de::DeserializeOwned;

use crate::error::{FieldProblem, WebError};
use crate::state::Web;

use super::upload::read_whole;

/// The largest JSON body.
const MOST_BYTES: usize = 256 * 1024;

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

/// A JSON body of something to be made, with the key by which the request may come again (S15.1).
#[derive(Debug)]
pub(crate) struct NewJson<T> {
    /// What came.
    pub(crate) body: T,
    /// The key, where the program gave one.
    pub(crate) key: Option<RequestKey>,
}

impl<T: DeserializeOwned> FromRequest<Web> for Json<T> {
    type Rejection = WebError;

    async fn from_request(request: Request<Body>, web: &Web) -> Result<Self, WebError> {
        read(&bytes(request, web).await?).map(Self)
    }
}

/// A JSON body that can be left out where there is nothing to say.
#[derive(Debug)]
pub(crate) struct JsonOrNothing<T>(pub(crate) T);

impl<T: DeserializeOwned + Default> FromRequest<Web> for JsonOrNothing<T> {
    type Rejection = WebError;

    async fn from_request(request: Request<Body>, web: &Web) -> Result<Self, WebError> {
        // Many a client names a kind without sending anything.
        let is_named = request.headers().contains_key(header::CONTENT_TYPE);
        let body = if is_named {
            bytes(request, web).await?
        } else {
            read_whole(request.into_body(), MOST_BYTES, web.config.read_patience).await?
        };
        match (body.is_empty(), is_named) {
            (true, _) => Ok(Self(T::default())),
            (false, true) => read(&body).map(Self),
            (false, false) => Err(WebError::UnsupportedMedia),
        }
    }
}

impl<T: DeserializeOwned> FromRequest<Web> for NewJson<T> {
    type Rejection = WebError;

    async fn from_request(request: Request<Body>, web: &Web) -> Result<Self, WebError> {
        let route = format!("{} {}", request.method(), request.uri());
        let keys: Vec<_> = request.headers().get_all("idempotency-key").into_iter().cloned().collect();
        let bytes = bytes(request, web).await?;
        let key = match keys.as_slice() {
            [] => None,
            // What is no text is no key either, and neither are two.
            [one] => Some(RequestKey::new(one.to_str().unwrap_or_default(), &route, &bytes)?),
            _ => return Err(WebError::field("Idempotency-Key", FieldProblem::GivenTwice)),
        };
        Ok(Self { body: read(&bytes)?, key })
    }
}

/// The bytes of a body that says it is JSON.
async fn bytes(request: Request<Body>, web: &Web) -> Result<Vec<u8>, WebError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !is_json(kind) {
        return Err(WebError::UnsupportedMedia);
    }
    read_whole(request.into_body(), MOST_BYTES, web.config.read_patience).await
}

fn is_json(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// Reads a body. What is wrong with it is said in the words of the reader, serde: they are about the body alone.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WebError> {
    if bytes.windows(6).any(|six| six == br"\u0000") {
        return Err(WebError::Malformed);
    }
    let refused = |error: serde_json::Error| WebError::Json { is_syntax: !error.is_data(), text: error.to_string() };
    // The reader would take a list for the fields of an object, in their order.
    if bytes.trim_ascii_start().starts_with(b"[") {
        serde_json::from_slice::<serde::de::IgnoredAny>(bytes).map_err(refused)?;
        return Err(WebError::Json { is_syntax: false, text: "invalid type: sequence, expected an object".to_owned() });
    }
    serde_json::from_slice(bytes).map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        name: String,
    }

    #[test]
    fn a_body_is_told_from_one_that_is_no_json_and_one_that_does_not_fit() {
        assert_eq!(read::<Body>(br#"{"name":"a"}"#).unwrap().name, "a");
        assert!(matches!(read::<Body>(b"{"), Err(WebError::Json { is_syntax: true, .. })));
        let unknown = read::<Body>(br#"{"name":"a","role":"global_admin"}"#);
        assert!(matches!(unknown, Err(WebError::Json { is_syntax: false, text }) if text.contains("role")));
        assert!(matches!(read::<Body>(br#"{"name":"a\u0000"}"#), Err(WebError::Malformed)));
        assert!(matches!(read::<Body>(br#" ["a"]"#), Err(WebError::Json { is_syntax: false, .. })));
        assert!(matches!(read::<Body>(br#"["a""#), Err(WebError::Json { is_syntax: true, .. })));
    }

    #[test]
    fn only_json_is_json() {
        assert!(
            is_json("application/json") && is_json("Application/JSON; charset=utf-8") && is_json("application/x+json")
        );
        assert!(!is_json("text/plain") && !is_json("") && !is_json("application/x-www-form-urlencoded"));
    }
}
