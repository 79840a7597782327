//! The own account: profile, password, language and theme, sessions, personal access tokens.

use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::person::{Language, Theme};

use crate::{App, AppError, Ctx, Seen};

/// What a token may do, never more than its person (S15.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenScope {
    /// Only look.
    Read,
    /// Whatever the person may.
    Write,
}

impl TokenScope {
    /// The name in forms, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// The scope of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Read, Self::Write].into_iter().find(|scope| scope.code() == code)
    }
}

/// A role that a person has, and where, in names people know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleHeld {
    /// The role.
    pub role: Role,
    /// The location or assigned partner: ID and name; nothing for the entire organisation.
    pub at: Option<(String, String)>,
}

/// A session in the person's list.
#[derive(Debug, Clone)]
pub struct SessionListed {
    /// A handle to end it by; not its secret.
    pub handle: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// What the browser said it was.
    pub user_agent: String,
    /// From where it began.
    pub address: String,
}

/// A token in the person's list; its secret was shown once.
#[derive(Debug, Clone)]
pub struct TokenListed {
    /// A handle to revoke it by.
    pub handle: String,
    /// The name the person gave it.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to the minute; never is nothing.
    pub used_at: Option<DateTime<Utc>>,
}

/// A token just made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// The secret, shown this once.
    pub secret: String,
    /// How it stands in the list.
    pub listed: TokenListed,
}

/// All of the own account.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The roles, and where.
    pub roles: Vec<RoleHeld>,
    /// How many tenants they show (S1.6); nothing without a viewer role.
    pub tenants: Option<i64>,
    /// Sessions, newest use first.
    pub sessions: Vec<SessionListed>,
    /// Tokens that have not ended, newest first.
    pub tokens: Vec<TokenListed>,
}

impl App {
    /// The own account. A token of scope read may look.
    pub async fn profile(&self, ctx: &Ctx) -> Result<Seen<Profile>, AppError> {
        let _ = ctx;
        Err(AppError::Busy)
    }

    /// Changes the password and ends every other session; tokens stay. Fields: `current`, `new`, `repeat`.
    pub async fn change_password(&self, ctx: &Ctx, current: &str, new: &str, repeat: &str) -> Result<(), AppError> {
        let _ = (ctx, current, new, repeat);
        Err(AppError::Busy)
    }

    /// Sets language (nothing: as the browser says) and theme.
    pub async fn set_preferences(&self, ctx: &Ctx, language: Option<Language>, theme: Theme) -> Result<(), AppError> {
        let _ = (ctx, language, theme);
        Err(AppError::Busy)
    }

    /// Makes a token. Fields: `name` (1 to 100 characters), `expires_days` (1 to 366). Only in a session:
    /// a token cannot make tokens.
    pub async fn create_token(
        &self,
        ctx: &Ctx,
        name: &str,
        expires_days: i64,
        scope: TokenScope,
    ) -> Result<NewToken, AppError> {
        let _ = (ctx, name, expires_days, scope);
        Err(AppError::Busy)
    }

    /// Revokes a token of the person, by its handle.
    pub async fn revoke_token(&self, ctx: &Ctx, handle: &str) -> Result<(), AppError> {
        let _ = (ctx, handle);
        Err(AppError::Busy)
    }
}
