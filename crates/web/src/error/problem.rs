//! An error for programs: problem details (RFC 9457).

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use locale::Words;
use serde::Serialize;
use utoipa::ToSchema;

use super::WebError;
use super::words::{detail, fields, title};
use crate::api::tagged::tag;

/// Why an operation was not done (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(title = "Problem")]
pub(crate) struct ProblemBody {
    /// What kind of problem it is: an address on the page of the API, with the problem's name behind `#`.
    #[serde(rename = "type")]
    #[schema(example = "/api/v1/docs#problem-invalid-parameters")]
    kind: String,
    /// The kind of problem in a few words.
    #[schema(example = "The request is not understood")]
    title: String,
    /// The HTTP status.
    #[schema(example = 400)]
    status: u16,
    /// What to do about it.
    #[schema(example = "Check the address or the fields, and send it again.")]
    detail: String,
    /// The number under which the server's log has the request.
    #[schema(example = "5f0c2b6e9a1d4c77b0e83a5d91f2c604")]
    request_id: String,
    /// What is wrong with which parameter or field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// What stands there now, where somebody else was first (412).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    current: Option<serde_json::Value>,
}

/// What is wrong with one parameter or field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Its name.
    #[schema(example = "limit")]
    pub(super) field: String,
    /// What is wrong with it.
    #[schema(example = "Give a number from 1 to 100.")]
    pub(super) message: String,
}

impl ProblemBody {
    fn of(error: &WebError, words: &Words, request_id: &str) -> Self {
        Self {
            kind: format!("/api/v1/docs#problem-{}", error.name()),
            title: title(error, words),
            status: error.status().as_u16(),
            detail: detail(error, words),
            request_id: request_id.to_owned(),
            errors: fields(error, words),
            current: match error {
                WebError::Overtaken { current, .. } => Some(current.clone()),
                _ => None,
            },
        }
    }
}

/// The problem as a response.
pub(crate) fn render_problem(error: &WebError, words: &Words, request_id: &str) -> Response {
    let mut response = (error.status(), Json(ProblemBody::of(error, words, request_id))).into_response();
    if let WebError::Overtaken { revision, .. } = error {
        tag(&mut response, revision);
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if error.status().as_u16() == 401 {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"Uptake\""));
    }
    response
}
