//! Things that are read, changed and sent back: with the version they have (S15.1).

use app::{Outcome, Seen};
use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoParams, IntoResponses};

use crate::error::{ProblemBody, WebError};

/// A thing with its version, which goes into the `ETag`.
#[derive(Debug)]
pub(crate) struct Tagged<T> {
    /// The version, an opaque text without quotation marks or commas.
    pub(crate) revision: String,
    /// The thing.
    pub(crate) body: T,
}

/// What an operation gives that reads or sets a thing.
pub(crate) type TaggedAnswer<T> = Result<Tagged<T>, WebError>;

impl<T: Serialize> Tagged<T> {
    /// What became of a change: the thing as it stands now, or, where somebody else was first, the problem that has
    /// theirs in `current`.
    pub(crate) fn changed<V>(seen: Seen<Outcome<V>>, tagged: impl Fn(&V) -> Self) -> Result<Self, WebError> {
        match seen.value {
            Outcome::Saved(value) => Ok(tagged(&value)),
            Outcome::Overtaken(value) => {
                let Self { revision, body } = tagged(&value);
                let current = serde_json::to_value(body).map_err(|fault| WebError::internal(fault.to_string()))?;
                Err(WebError::Overtaken { revision, current })
            }
        }
    }
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        tag(&mut response, &self.revision);
        response
    }
}

/// Puts a version on a response.
pub(crate) fn tag(response: &mut Response, revision: &str) {
    // Versions are ours: digits, letters and dashes.
    if let Ok(value) = HeaderValue::from_str(&format!("\"{revision}\"")) {
        response.headers_mut().insert(header::ETAG, value);
    }
}

/// From which version something is changed.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct IfMatchParam {
    /// The `ETag` of what you read and now change; `*` for whatever stands there. When it has changed since, nothing
    /// is done, and the answer, 412, has what stands there in `current` and its tag in `ETag`.
    #[param(rename = "If-Match", required = true, example = "\"3\"")]
    version: String,
}

/// What can be wrong with operations that change a thing that has versions, besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum VersionProblems {
    /// Somebody else changed it first: `current` has what stands there.
    #[response(status = 412, content_type = "application/problem+json")]
    Overtaken(ProblemBody),
    /// `If-Match` is missing.
    #[response(status = 428, content_type = "application/problem+json")]
    NoVersion(ProblemBody),
}
