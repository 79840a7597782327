//! Signing in and out (local accounts; other ways of signing in end at [`App::sign_in`]'s second half).

use crate::{App, AppError, Ctx, Seen, Viewer};

/// A visitor who is not signed in yet.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The network address, for the rate limit.
    pub address: String,
    /// What the browser says it is, shown in the list of sessions; cut at 200 characters.
    pub user_agent: String,
    /// The number under which the log knows the request.
    pub request_id: String,
}

/// A new session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The secret for the cookie; only its hash is stored.
    pub secret: String,
    /// Seconds until it ends whatever happens.
    pub lifetime_seconds: i64,
    /// The person's name, for a welcome.
    pub name: String,
}

impl App {
    /// Signs a person in with address and password. Unknown accounts, deactivated ones and wrong
    /// passwords get one answer, [`AppError::WrongCredentials`], in the same time; too many tries for
    /// an account or from an address get [`AppError::TooMany`].
    pub async fn sign_in(&self, visit: &Visit, email: &str, password: &str) -> Result<SignedIn, AppError> {
        let _ = (visit, email, password);
        Err(AppError::Busy)
    }

    /// Ends the session of this request. Already ended is no error.
    pub async fn sign_out(&self, ctx: &Ctx) -> Result<(), AppError> {
        let _ = ctx;
        Err(AppError::Busy)
    }

    /// Ends every session of the person, this one too.
    pub async fn sign_out_everywhere(&self, ctx: &Ctx) -> Result<(), AppError> {
        let _ = ctx;
        Err(AppError::Busy)
    }

    /// Ends one session of the person, by its handle in the list. Another person's is [`AppError::NotFound`].
    pub async fn end_session(&self, ctx: &Ctx, handle: &str) -> Result<(), AppError> {
        let _ = (ctx, handle);
        Err(AppError::Busy)
    }

    /// Who is behind the request; [`AppError::SignedOut`] when nobody. For error pages and `GET /api/v1/me`.
    pub async fn viewer(&self, ctx: &Ctx) -> Result<Viewer, AppError> {
        let _ = ctx;
        Err(AppError::Busy)
    }

    /// Whether the database answers, for `/readyz`.
    pub async fn is_ready(&self) -> bool {
        false
    }
}

#[expect(dead_code, reason = "replaced soon")]
type Unused = Seen<()>;
