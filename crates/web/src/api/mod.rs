//! The API: the same verbs as the pages, with JSON from the same results (S15.1).
//!
//! Programs bring a token of their own in `Authorization: Bearer`; cookies do not count here. Shapes are
//! structs of this module, so that the document cannot tell of others.

pub(crate) mod audit;
pub(crate) mod blockers;
pub(crate) mod claim;
pub(crate) mod claim_move;
pub(crate) mod contact;
pub(crate) mod directory;
pub(crate) mod earnings;
pub(crate) mod help;
pub(crate) mod intent_note;
pub(crate) mod licence;
pub(crate) mod load;
pub(crate) mod mail;
pub(crate) mod me;
mod money;
pub(crate) mod offer;
pub(crate) mod openapi;
pub(crate) mod opportunity;
pub(crate) mod overview;
pub(crate) mod partner;
pub(crate) mod person;
pub(crate) mod person_import;
pub(crate) mod personal_data;
pub(crate) mod programme;
pub(crate) mod referral;
pub(crate) mod referral_request;
pub(crate) mod service_status;
pub(crate) mod sign_in_settings;
pub(crate) mod status_note;
pub(crate) mod tagged;
pub(crate) mod taxonomy;
pub(crate) mod tenant;
pub(crate) mod ticket;
pub(crate) mod ticket_move;
pub(crate) mod view;
pub(crate) mod work;

use app::{LocationChoice, Problem, WorkloadName};
use axum::Json;
use axum::http::StatusCode;
use domain::usage::{Figure, Usage, percent};
use serde::Serialize;
use utoipa::{IntoParams, IntoResponses, ToSchema};

use crate::error::{FieldProblem, ProblemBody, WebError};
use crate::extract::Fields;

/// Refuses what is given twice, and of parameters that say something by being there also what is given and empty: neither says what
/// is meant.
fn check_once(fields: &Fields, free: &[&str], full: &[&str]) -> Result<(), WebError> {
    let mut wrong = Vec::new();
    for name in free.iter().chain(full) {
        let is_empty = fields.one(name).is_some() && fields.given(name).is_none();
        if fields.names().filter(|one| one == name).count() > 1 {
            wrong.push(((*name).to_owned(), FieldProblem::GivenTwice));
        } else if is_empty && full.contains(name) {
            wrong.push(((*name).to_owned(), FieldProblem::App(Problem::Malformed)));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(WebError::Fields(wrong)) }
}

/// What an operation gives.
type Answer<T> = Result<Json<T>, WebError>;

/// What an operation gives that has nothing to tell.
type Done = Result<StatusCode, WebError>;

/// What can be wrong with every operation.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum Problems {
    /// The request is not understood; `errors` names the parameters.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemBody),
    /// No token, or one that has ended.
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(ProblemBody),
    /// The roles of the token's person, or the token's own scope, do not allow it.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// It does not exist, or not for this person: one answer for both.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
    /// Busy; try again after `Retry-After` seconds.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(ProblemBody),
    /// Anything else that goes wrong, told in the same way.
    #[response(status = "default", content_type = "application/problem+json")]
    Other(ProblemBody),
}

/// What can be wrong with operations that change something, besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum ChangeProblems {
    /// What is there does not allow it now.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(ProblemBody),
    /// The body is larger than allowed.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemBody),
    /// The body is of another kind than the operation takes.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMedia(ProblemBody),
    /// Understood and refused; `errors` names the fields.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(ProblemBody),
}

/// By what a request that makes something may come again (S15.1).
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct KeyParam {
    /// A key of your own, of 1 to 255 visible ASCII characters, by which the request may be sent again within a day: it
    /// then makes nothing, and shows what it made the first time. Another request under the same key is refused.
    #[param(rename = "Idempotency-Key", required = false, example = "8e03978e-40d5-43e8-bc93-6894a57f9324")]
    key: Option<String>,
}

/// A name per language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NameBody {
    /// In English.
    #[schema(example = "Teams")]
    en: String,
    /// In Dutch.
    #[schema(example = "Teams")]
    nl: String,
}

impl NameBody {
    fn of(workload: &WorkloadName) -> Self {
        Self { en: workload.name_en.clone(), nl: workload.name_nl.clone() }
    }
}

/// A location.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LocationBody {
    /// Its own partner ID.
    #[schema(example = "1234567")]
    partner_id: String,
    /// Its name.
    #[schema(example = "Contoso Utrecht")]
    name: String,
}

impl From<&LocationChoice> for LocationBody {
    fn from(location: &LocationChoice) -> Self {
        Self { partner_id: location.mpn_id.clone(), name: location.name.clone() }
    }
}

/// A Usage % as a number with one decimal.
fn usage_percent(figure: Figure) -> Option<f64> {
    figure.usage().map(Usage::percent)
}

/// A change in points as a number with one decimal.
fn points(tenths: Option<i64>) -> Option<f64> {
    tenths.map(percent)
}
