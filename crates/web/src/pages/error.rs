//! What went wrong, and what to do about it.

use askama::Template;
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::shell::Entry;
use crate::words::say;

/// The page for a request that was not answered.
#[derive(Debug, Clone, Template)]
#[template(path = "error/show.html")]
pub struct ErrorPage {
    /// What surrounds it; without a person for those signed out.
    pub shell: Shell,
    /// What went wrong.
    pub problem: Problem,
    /// What exactly, in the reader's words, where that helps and tells nothing that is not theirs.
    pub detail: Option<String>,
    /// The reference under which the log has it.
    pub request_id: String,
}

impl ErrorPage {
    /// Where it is told why something cannot be seen, with what is known of this error filled in: its reference, and what the
    /// address itself says.
    pub fn help_url(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("reference", &self.request_id);
        let path = self.shell.path.split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        if let ["", "tenants", tenant, ..] = parts.as_slice()
            && tenant.parse::<domain::TenantId>().is_ok()
        {
            query.append_pair("tenant", tenant);
        }
        if let ["", "tenants", _, "workloads", workload, ..] = parts.as_slice()
            && !workload.contains('%')
        {
            query.append_pair("workload", workload);
        }
        format!("/help?{}", query.finish())
    }
}

/// What can go wrong with a request, by HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// 400: the request is not understood.
    BadRequest,
    /// 403: not allowed.
    Forbidden,
    /// 403: the details of tenants are closed, whatever the roles are.
    Closed,
    /// 403: the form is too old, or came from elsewhere.
    StaleForm,
    /// 404: there is nothing here, or not for this person.
    NotFound,
    /// 405: not in this way.
    MethodNotAllowed,
    /// 409: somebody else was first.
    Conflict,
    /// 413: too large.
    TooLarge,
    /// 415: not this kind of file.
    UnsupportedMedia,
    /// 422: understood, but not possible.
    Unprocessable,
    /// 429: too often.
    TooMany,
    /// 500: our mistake.
    Internal,
    /// 503: busy.
    Unavailable,
}

impl Problem {
    /// Every problem.
    pub const ALL: [Self; 13] = [
        Self::BadRequest,
        Self::Forbidden,
        Self::Closed,
        Self::StaleForm,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::TooLarge,
        Self::UnsupportedMedia,
        Self::Unprocessable,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Forbidden | Self::Closed | Self::StaleForm => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::UnsupportedMedia => 415,
            Self::Unprocessable => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// What happened, as a heading.
    pub fn title(self, words: &Words) -> String {
        match self {
            Self::BadRequest => fl!(words.loader(), "error-bad-request"),
            Self::Forbidden => fl!(words.loader(), "error-forbidden"),
            Self::Closed => fl!(words.loader(), "error-closed"),
            Self::StaleForm => fl!(words.loader(), "error-stale-form"),
            Self::NotFound => fl!(words.loader(), "error-not-found"),
            Self::MethodNotAllowed => fl!(words.loader(), "error-method"),
            Self::Conflict => fl!(words.loader(), "error-conflict"),
            Self::TooLarge => fl!(words.loader(), "error-too-large"),
            Self::UnsupportedMedia => fl!(words.loader(), "error-media"),
            Self::Unprocessable => fl!(words.loader(), "error-unprocessable"),
            Self::TooMany => fl!(words.loader(), "error-too-many"),
            Self::Internal => fl!(words.loader(), "error-internal"),
            Self::Unavailable => fl!(words.loader(), "error-unavailable"),
        }
    }

    /// What to do about it, in a sentence or two.
    pub fn advice(self, words: &Words) -> String {
        match self {
            Self::BadRequest => fl!(words.loader(), "error-bad-request-advice"),
            Self::Forbidden => fl!(words.loader(), "error-forbidden-advice"),
            Self::Closed => fl!(words.loader(), "error-closed-advice"),
            Self::StaleForm => fl!(words.loader(), "error-stale-form-advice"),
            Self::NotFound => fl!(words.loader(), "error-not-found-advice"),
            Self::MethodNotAllowed => fl!(words.loader(), "error-method-advice"),
            Self::Conflict => fl!(words.loader(), "error-conflict-advice"),
            Self::TooLarge => fl!(words.loader(), "error-too-large-advice"),
            Self::UnsupportedMedia => fl!(words.loader(), "error-media-advice"),
            Self::Unprocessable => fl!(words.loader(), "error-unprocessable-advice"),
            Self::TooMany => fl!(words.loader(), "error-too-many-advice"),
            Self::Internal => fl!(words.loader(), "error-internal-advice"),
            Self::Unavailable => fl!(words.loader(), "error-unavailable-advice"),
        }
    }
}
