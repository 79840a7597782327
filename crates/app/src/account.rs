//! The own account: profile, password, language and theme, sessions, personal access tokens.

use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::id::PersonId;
use domain::one_line::is_one_line;
use domain::person::{LONGEST_PASSWORD, Language, Theme, check_password};
use domain::planted::{Fault, planted};
use store::Tx;

use crate::identity::{Who, moment};
use crate::secret::{TOKEN_PREFIX, hash_secret};
use crate::session::IDLE_MILLIS;
use crate::{App, AppError, AuditAction, Ctx, FactorTold, Field, PasskeyDesk, Problem, SecondFactor, Seen, WaysIn};

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
    /// By what the person can sign in.
    pub ways_in: WaysIn,
    /// Whether they have a second factor.
    pub second_factor: SecondFactor,
    /// Their passkeys.
    pub passkeys: PasskeyDesk,
}

/// By what somebody who is signed in proves who they are once more.
#[derive(Clone, Copy, Default)]
pub struct Proof<'a> {
    /// The password.
    pub current: &'a str,
    /// A code of the second factor.
    pub code: &'a str,
}

/// What of a [`Proof`] is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProofAsked {
    /// The password: whoever has none has signed in just now.
    pub password: bool,
    /// A code.
    pub code: bool,
}

impl ProofAsked {
    /// Of a person.
    pub(crate) async fn of(tx: &mut Tx, person: PersonId) -> Result<Self, AppError> {
        let (password, code) = (tx.password_hash(person).await?.is_some(), tx.authenticator(person).await?.is_some());
        Ok(Self { password, code })
    }
}

/// How long ago somebody without a password may have signed in who makes another way in, in milliseconds.
const FRESH_MILLIS: i64 = 15 * 60_000;

/// Most days that a token can live.
const LONGEST_TOKEN_DAYS: i64 = 366;

/// Most tokens of a person that have not ended.
const MOST_TOKENS: usize = 50;

/// The longest name of a token.
const LONGEST_TOKEN_NAME: usize = 100;

impl App {
    /// The own account. A token of scope read may look.
    pub async fn profile(&self, ctx: &Ctx) -> Result<Seen<Profile>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let person = who.account()?;
        let sessions = tx.sessions(person, who.now - IDLE_MILLIS, who.now).await?;
        let tokens = tx.tokens(person, who.now).await?;
        let tenants = match who.scope() {
            Ok(scope) => {
                let scope = scope.mistaken_by(Fault::AccountCountsEverybody);
                Some(tx.tenant_totals(&scope, who.programme, &store::ListFilter::default()).await?.tenants)
            }
            Err(_) => None,
        };
        let ways_in = self.ways_in(&mut tx, &who).await?;
        let second_factor = self.factor_of(&mut tx, &who).await?;
        let passkeys = self.passkeys_of(&mut tx, ctx, &who).await?;
        tx.commit().await?;
        let this = who.session.map(|session| session.0);
        let profile = Profile {
            roles: who.roles_held(),
            tenants,
            sessions: sessions.into_iter().map(|row| session_listed(row, this)).collect(),
            tokens: tokens.into_iter().map(token_listed).collect(),
            ways_in,
            second_factor,
            passkeys,
        };
        Ok(Seen { viewer: who.viewer, value: profile })
    }

    /// Has somebody who is signed in prove their password once more. Field: `current`. Wrong ones count with those at signing
    /// in ([`AppError::TooMany`]).
    pub(crate) async fn prove_password(
        &self,
        ctx: &Ctx,
        who: &Who,
        current: &str,
        hash: Option<&str>,
    ) -> Result<(), AppError> {
        let attempt = self.begin_attempt(&who.viewer.email, &ctx.address, None).await?;
        if current.len() > LONGEST_PASSWORD || !self.is_password(current, hash).await? {
            return Err(AppError::field("current", Problem::WrongPassword));
        }
        let mut tx = self.store.write().await?;
        attempt.succeed(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// Has somebody who is signed in prove who they are once more before there is another way in: by the password, whether or not it
    /// counts for signing in, or, where there is none, by having signed in just now; and by a code of the second factor, where there
    /// is one. Fields: `current`, `code`; the one that is said, where that was too long ago. A session that somebody else got hold of
    /// becomes no way in for ever.
    pub(crate) async fn prove_anew(
        &self,
        ctx: &Ctx,
        who: &Who,
        proof: Proof<'_>,
        field: Field,
    ) -> Result<(), AppError> {
        let (session, person) = (who.session.ok_or(AppError::Forbidden)?, who.account()?);
        let mut tx = self.store.read().await?;
        let hash = tx.password_hash(person).await?;
        let own = tx.sessions(person, 0, who.now).await?.into_iter().find(|row| row.session_id == session.0);
        let has_app = tx.authenticator(person).await?.is_some();
        tx.end();
        if hash.is_some() {
            self.prove_password(ctx, who, proof.current, hash.as_deref()).await?;
        } else if own.is_none_or(|row| row.created_at < who.now - FRESH_MILLIS) {
            return Err(AppError::field(field, Problem::SignInAgain));
        }
        if has_app && !planted(Fault::WayAddedWithoutCode) {
            let (tx, ..) = self.proved_code(ctx, person, &who.viewer.email, proof.code).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Changes the password and ends every other session; tokens stay. Fields: `current`, `new`, `repeat`. Wrong current
    /// ones count with those at signing in ([`AppError::TooMany`]).
    pub async fn change_password(&self, ctx: &Ctx, current: &str, new: &str, repeat: &str) -> Result<(), AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let person = who.account()?;
        if who.session.is_none() {
            return Err(AppError::Forbidden);
        }
        let hash = tx.password_hash(person).await?;
        let is_single_sign_on = tx.is_single_sign_on(who.viewer.principal.organisation_id).await?;
        tx.commit().await?;
        if is_single_sign_on {
            return Err(AppError::field("new", Problem::SingleSignOnOnly));
        }
        self.prove_password(ctx, &who, current, hash.as_deref()).await?;
        if new != repeat {
            return Err(AppError::field("repeat", Problem::Differs));
        }
        let email = who.viewer.email.parse().map_err(|_| AppError::Internal("a stored address".to_owned()))?;
        check_password(new, &email, &who.viewer.name).map_err(|weak| AppError::field("new", Problem::Weak(weak)))?;
        let new_hash = self.hash_password(new).await?;
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        tx.set_password(person, &new_hash).await?;
        if !planted(Fault::PasswordChangeKeepsSessions) {
            tx.end_sessions(person, who.session).await?;
        }
        self.audit(&mut tx, ctx, &who, AuditAction::PasswordChanged, "", &serde_json::json!({})).await?;
        self.tell(&mut tx, person, FactorTold::PasswordChanged).await?;
        Ok(tx.commit().await?)
    }

    /// Sets language (nothing: as the browser says) and theme.
    pub async fn set_preferences(&self, ctx: &Ctx, language: Option<Language>, theme: Theme) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        tx.set_preferences(who.account()?, language.map(Language::tag), theme.code()).await?;
        Ok(tx.commit().await?)
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
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        if who.session.is_none() {
            return Err(AppError::Forbidden);
        }
        let token = self.add_token(&mut tx, who.account()?, name, expires_days, scope).await?;
        let detail = serde_json::json!({ "scope": scope.code(), "expires_days": expires_days });
        self.audit(&mut tx, ctx, &who, AuditAction::TokenCreated, &token.listed.handle, &detail).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Makes a token for a person, whoever asks.
    pub(crate) async fn add_token(
        &self,
        tx: &mut Tx,
        person: PersonId,
        name: &str,
        expires_days: i64,
        scope: TokenScope,
    ) -> Result<NewToken, AppError> {
        let name = name.trim();
        let mut wrong: Vec<_> = wrong_name(name, LONGEST_TOKEN_NAME).map(|wrong| ("name", wrong)).into_iter().collect();
        if !(1..=LONGEST_TOKEN_DAYS).contains(&expires_days) {
            wrong.push(("expires_days", Problem::OutOfRange(1, LONGEST_TOKEN_DAYS)));
        }
        if !wrong.is_empty() {
            return Err(AppError::Invalid(wrong));
        }
        let now = self.now_millis();
        if tx.tokens(person, now).await?.len() >= MOST_TOKENS {
            return Err(AppError::field("name", Problem::AsManyAsMayBe(MOST_TOKENS)));
        }
        let secret = format!("{TOKEN_PREFIX}{}", self.new_secret()?);
        let handle = self.new_handle()?;
        let expires_at = now + expires_days * 24 * 3_600_000;
        tx.add_token(&store::NewToken {
            secret_hash: &hash_secret(&secret),
            handle: &handle,
            person,
            name,
            scope: scope.code(),
            created_at: now,
            expires_at,
        })
        .await?;
        let listed = TokenListed {
            handle,
            name: name.to_owned(),
            scope,
            created_at: moment(now),
            expires_at: moment(expires_at),
            used_at: None,
        };
        Ok(NewToken { secret, listed })
    }

    /// Revokes a token of the person, by its handle.
    pub async fn revoke_token(&self, ctx: &Ctx, handle: &str) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        if !planted(Fault::RevokedTokenStays) && !tx.revoke_token(who.account()?, handle).await? {
            return Err(AppError::NotFound);
        }
        self.audit(&mut tx, ctx, &who, AuditAction::TokenRevoked, handle, &serde_json::json!({})).await?;
        Ok(tx.commit().await?)
    }
}

/// What is wrong with what a person calls something of theirs.
pub(crate) fn wrong_name(name: &str, most: usize) -> Option<Problem> {
    if name.is_empty() {
        Some(Problem::Missing)
    } else if name.chars().count() > most {
        Some(Problem::TooLong(most))
    } else if !is_one_line(name) {
        Some(Problem::Malformed)
    } else {
        None
    }
}

fn session_listed(row: store::SessionRow, this: Option<i64>) -> SessionListed {
    SessionListed {
        is_this: this == Some(row.session_id),
        handle: row.handle,
        created_at: moment(row.created_at),
        seen_at: moment(row.seen_at),
        expires_at: moment(row.expires_at),
        user_agent: row.user_agent,
        address: row.address,
    }
}

fn token_listed(row: store::TokenRow) -> TokenListed {
    TokenListed {
        handle: row.handle,
        name: row.name,
        scope: TokenScope::from_code(&row.scope).unwrap_or(TokenScope::Read),
        created_at: moment(row.created_at),
        expires_at: moment(row.expires_at),
        used_at: row.used_at.map(moment),
    }
}
