//! One error, two renderings: a page for people, a problem (RFC 9457) for programs.
//!
//! Handlers and extractors return a [`WebError`]; as a response it is an empty body that carries the error.
//! [`crate::gate`] renders it, once and in one place, because only there language, door and request id
//! are known. Nothing of an inner error's text leaves: that is for the log.

mod page;
mod problem;
mod split;
mod taxonomy;
mod words;

use std::sync::Arc;

use app::{AppError, ProviderProblem};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::claim::{MoveFault, StateCode};
use domain::file::FileFault;
use domain::ticket::TicketMoveFault;

use crate::pages::error::Problem as PageProblem;

pub(crate) use page::render_page;
pub(crate) use problem::{FieldError, ProblemBody, render_problem};
pub(crate) use split::split_words;
pub(crate) use taxonomy::taxonomy_words;
pub(crate) use words::{advice, detail as words_of, field_words, title};

/// Why a request is not answered as it was asked.
#[derive(Debug)]
pub(crate) enum WebError {
    /// What the verb said.
    App(AppError),
    /// There is no such page or operation.
    NotFound,
    /// There is, but not with this method.
    MethodNotAllowed,
    /// Path, query or body cannot be read.
    Malformed,
    /// A JSON body cannot be read: as JSON, or as what the operation takes.
    Json {
        /// Whether it is no JSON at all.
        is_syntax: bool,
        /// What is wrong with the body, and nothing else.
        text: String,
    },
    /// Parameters or fields that cannot be taken, by name.
    Fields(Vec<(String, FieldProblem)>),
    /// Fields of a body that are understood and cannot be taken, whatever they would be called in a query.
    Refused(Vec<(String, FieldProblem)>),
    /// The change does not say from which version it is made.
    NoVersion,
    /// Somebody else changed it first; a problem for programs, pages show both versions in the form.
    Overtaken {
        /// The version that stands there.
        revision: String,
        /// What stands there, as the operation that reads it gives it.
        current: serde_json::Value,
    },
    /// The form was not sent from a page of this session.
    StaleForm,
    /// The body is larger than that many bytes.
    TooLarge(u64),
    /// The body is of a kind that is not read here.
    UnsupportedMedia,
    /// The address is longer than any of ours.
    UriTooLong,
    /// The client stopped sending.
    TooSlow,
    /// The upload ended before its end, or is no proper upload.
    BrokenUpload,
    /// There is no room on the disk.
    DiskFull,
    /// Every place is taken, or the answer took too long.
    Overloaded,
    /// The program has a fault; it is in the log already.
    Panicked,
}

/// What is wrong with one parameter or field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldProblem {
    /// What the verb said.
    App(app::Problem),
    /// There is no parameter of that name.
    NoSuchParameter,
    /// It can be given once only.
    GivenTwice,
    /// The list cannot be sorted so: no such column, or one that is withheld.
    NotSortable,
    /// Not one of these.
    NotOneOf(Vec<String>),
}

impl FieldProblem {
    /// It has not the form it should have.
    pub(crate) fn malformed() -> Self {
        Self::App(app::Problem::Malformed)
    }
}

impl WebError {
    /// One parameter or field that cannot be taken.
    pub(crate) fn field(name: &str, problem: FieldProblem) -> Self {
        Self::Fields(vec![(name.to_owned(), problem)])
    }

    /// What the verb says of a field, where it came as a parameter.
    pub(crate) fn of_parameters(error: AppError) -> Self {
        match error {
            AppError::Invalid(fields) => Self::Fields(
                fields.into_iter().map(|(name, problem)| (name.to_owned(), FieldProblem::App(problem))).collect(),
            ),
            other => other.into(),
        }
    }

    /// What the verb says of a field, where it came in a body.
    pub(crate) fn of_body(error: AppError) -> Self {
        match Self::of_parameters(error) {
            Self::Fields(fields) => Self::Refused(fields),
            other => other,
        }
    }

    /// A fault of ours; the text is for the log.
    pub(crate) fn internal(text: impl Into<String>) -> Self {
        Self::App(AppError::Internal(text.into()))
    }

    /// What went wrong with a file of ours.
    pub(crate) fn io(error: &std::io::Error, what: &str) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull
            | std::io::ErrorKind::QuotaExceeded
            | std::io::ErrorKind::FileTooLarge
            | std::io::ErrorKind::ReadOnlyFilesystem => Self::DiskFull,
            // The disk, not the program: it passes, or an operator mends it under the running server.
            _ => {
                tracing::warn!(%error, what, "a file cannot be used");
                Self::App(AppError::Busy)
            }
        }
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::App(error) => status_of(error),
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Malformed | Self::Fields(_) | Self::Json { is_syntax: true, .. } | Self::BrokenUpload => {
                StatusCode::BAD_REQUEST
            }
            Self::Json { .. } | Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoVersion => StatusCode::PRECONDITION_REQUIRED,
            Self::Overtaken { .. } => StatusCode::PRECONDITION_FAILED,
            Self::StaleForm => StatusCode::FORBIDDEN,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Its name for programs; it does not change.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::App(error) => code_of(error),
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Malformed | Self::BrokenUpload | Self::Json { is_syntax: true, .. } => "malformed",
            Self::Fields(_) => "invalid_parameters",
            Self::Json { .. } | Self::Refused(_) => "invalid_fields",
            Self::NoVersion => "no_version",
            Self::Overtaken { .. } => "overtaken",
            Self::StaleForm => "stale_form",
            Self::TooLarge(_) => "too_large",
            Self::UnsupportedMedia => "unsupported_media",
            Self::UriTooLong => "uri_too_long",
            Self::TooSlow => "too_slow",
            Self::DiskFull => "disk_full",
            Self::Overloaded => "busy",
            Self::Panicked => "internal",
        }
    }

    /// Its name as it stands in addresses.
    pub(crate) fn name(&self) -> String {
        self.code().replace('_', "-")
    }

    /// In how many seconds another try makes sense.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::App(AppError::TooMany(seconds)) => Some(*seconds),
            Self::App(AppError::Busy | AppError::Provider(ProviderProblem::Away)) | Self::Overloaded => Some(2),
            Self::App(AppError::LoadAtWork) => Some(30),
            Self::DiskFull => Some(60),
            _ => None,
        }
    }

    /// What the log has to have: faults of ours, by their text.
    pub(crate) fn fault(&self) -> Option<&str> {
        match self {
            Self::App(AppError::Internal(text)) => Some(text),
            _ => None,
        }
    }

    /// Under which heading the page has it.
    fn heading(&self) -> PageProblem {
        match self.status().as_u16() {
            403 if matches!(self, Self::StaleForm) => PageProblem::StaleForm,
            403 if matches!(self, Self::App(AppError::DetailsClosed)) => PageProblem::Closed,
            // Pages lead a visitor to the sign-in page; only a form that comes back too late ends here.
            401 => PageProblem::StaleForm,
            403 => PageProblem::Forbidden,
            404 => PageProblem::NotFound,
            405 => PageProblem::MethodNotAllowed,
            409 | 412 => PageProblem::Conflict,
            413 => PageProblem::TooLarge,
            415 => PageProblem::UnsupportedMedia,
            422 => PageProblem::Unprocessable,
            429 => PageProblem::TooMany,
            500 => PageProblem::Internal,
            503 | 507 => PageProblem::Unavailable,
            _ => PageProblem::BadRequest,
        }
    }
}

/// Every kind of error, once: for the page that explains them.
pub(crate) fn every_kind() -> Vec<WebError> {
    use AppError::{Attachment, ClaimMove, ClaimNotEditable, ClaimReadOnly, ClaimTaken, ClaimTenant, Proof};
    use AppError::{
        Conflict, DetailsClosed, Forbidden, ForeignDirectory, InUse, Internal, Invalid, LoadAtWork, LoadLost,
        NoViewerRole, PlanChanged, QuestionAnswered, QuestionOpen, SignedOut, TicketAnswered, TicketMove, TooMany,
        TooManyRefused, WrongLoadState,
    };
    let of_app = [
        SignedOut,
        NoViewerRole,
        ForeignDirectory,
        DetailsClosed,
        Forbidden,
        LoadAtWork,
        WrongLoadState,
        LoadLost,
        PlanChanged,
        TooManyRefused,
        InUse,
        QuestionOpen,
        QuestionAnswered,
        ClaimMove(MoveFault::Final),
        ClaimNotEditable(StateCode::UnderReview),
        ClaimReadOnly,
        ClaimTaken(Vec::new()),
        ClaimTenant(app::TenantCheck::Unknown),
        Proof(FileFault::Kind),
        Attachment(FileFault::Kind),
        TicketMove(TicketMoveFault::Resolved),
        TicketAnswered,
        AppError::ReferralMove(domain::referral::MoveFault::NotAReason),
        AppError::RequestAssigned,
        Conflict,
        Invalid(vec![("name", app::Problem::Unknown)]),
        TooMany(60),
        Internal(String::new()),
    ];
    let own = [
        WebError::Malformed,
        WebError::Fields(Vec::new()),
        WebError::NoVersion,
        WebError::Overtaken { revision: String::new(), current: serde_json::Value::Null },
        WebError::NotFound,
        WebError::MethodNotAllowed,
        WebError::TooSlow,
        WebError::TooLarge(0),
        WebError::UriTooLong,
        WebError::UnsupportedMedia,
        WebError::Overloaded,
        WebError::DiskFull,
    ];
    let mut all: Vec<WebError> = own.into_iter().chain(of_app.into_iter().map(WebError::App)).collect();
    all.sort_by_key(|error| (error.status().as_u16(), error.code()));
    all
}

fn status_of(error: &AppError) -> StatusCode {
    match error {
        AppError::SignedOut | AppError::WrongCredentials => StatusCode::UNAUTHORIZED,
        AppError::NoViewerRole | AppError::ForeignDirectory | AppError::DetailsClosed | AppError::Forbidden => {
            StatusCode::FORBIDDEN
        }
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::Invalid(fields) if fields.iter().all(|(field, _)| is_query(field)) => StatusCode::BAD_REQUEST,
        AppError::Invalid(_) | AppError::Split(_) | AppError::Taxonomy(_) | AppError::File(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::LoadAtWork
        | AppError::WrongLoadState
        | AppError::LoadLost
        | AppError::PlanChanged
        | AppError::TooManyRefused
        | AppError::InUse
        | AppError::QuestionOpen
        | AppError::QuestionAnswered
        | AppError::TaxonomyInForce
        | AppError::ClaimMove(_)
        | AppError::ClaimNotEditable(_)
        | AppError::ClaimReadOnly
        | AppError::ClaimTaken(_)
        | AppError::ClaimTenant(_)
        | AppError::TicketMove(_)
        | AppError::TicketAnswered
        | AppError::ReferralMove(_)
        | AppError::RequestAssigned
        | AppError::Conflict => StatusCode::CONFLICT,
        AppError::Proof(FileFault::TooLarge) | AppError::Attachment(FileFault::TooLarge) => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        AppError::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        AppError::Busy | AppError::Provider(ProviderProblem::Away) => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Proof(_) | AppError::Attachment(_) | AppError::Provider(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The fields that come in a query, where a value that cannot be taken is a bad request (400); those of a
/// form or body are understood and refused (422).
fn is_query(field: &str) -> bool {
    matches!(
        field,
        "limit"
            | "cursor"
            | "sort"
            | "q"
            | "location"
            | "country"
            | "segment"
            | "workload"
            | "usage_from"
            | "usage_to"
            | "band"
            | "after"
            | "as_of"
            | "l1"
            | "l2"
            | "state"
            | "source"
            | "sku_bucket"
            | "claimed"
            | "assigned"
            | "overdue"
            | "partner"
    )
}

fn code_of(error: &AppError) -> &'static str {
    match error {
        AppError::SignedOut => "signed_out",
        AppError::WrongCredentials => "wrong_credentials",
        AppError::TooMany(_) => "too_many",
        AppError::Provider(_) => "provider",
        AppError::NoViewerRole => "no_viewer_role",
        AppError::ForeignDirectory => "foreign_directory",
        AppError::DetailsClosed => "details_closed",
        AppError::Forbidden => "forbidden",
        AppError::ClaimMove(_) => "claim_state",
        AppError::ClaimNotEditable(_) => "claim_not_editable",
        AppError::ClaimReadOnly => "claim_read_only",
        AppError::ClaimTaken(_) => "claim_taken",
        AppError::ClaimTenant(_) => "claim_tenant",
        AppError::Proof(_) => "proof_refused",
        AppError::Attachment(_) => "attachment_refused",
        AppError::TicketMove(_) => "ticket_state",
        AppError::TicketAnswered => "ticket_answered",
        AppError::ReferralMove(_) => "referral_state",
        AppError::RequestAssigned => "request_assigned",
        AppError::NotFound => "not_found",
        AppError::Invalid(_) if status_of(error) == StatusCode::BAD_REQUEST => "invalid_parameters",
        AppError::Invalid(_) | AppError::Split(_) | AppError::Taxonomy(_) => "invalid_fields",
        AppError::File(_) => "file_refused",
        AppError::LoadAtWork => "load_at_work",
        AppError::WrongLoadState => "wrong_load_state",
        AppError::LoadLost => "load_lost",
        AppError::PlanChanged => "plan_changed",
        AppError::TooManyRefused => "too_many_refused",
        AppError::InUse => "in_use",
        AppError::QuestionOpen => "question_open",
        AppError::QuestionAnswered => "question_answered",
        AppError::TaxonomyInForce => "taxonomy_in_force",
        AppError::Conflict => "conflict",
        AppError::Busy => "busy",
        AppError::Internal(_) => "internal",
    }
}

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        match error {
            // One and the same as an address that never existed (S2.1).
            AppError::NotFound => Self::NotFound,
            error => Self::App(error),
        }
    }
}

/// An error on its way to be rendered.
#[derive(Debug, Clone)]
pub(crate) struct Unrendered(pub(crate) Arc<WebError>);

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Unrendered(Arc::new(self)));
        response
    }
}
