//! Signing in and out with local accounts.
//!
//! Another way of signing in, such as `OpenID` Connect, ends where this one does: at [`App::begin_session`].

use domain::id::PersonId;
use domain::person::{Email, LONGEST_PASSWORD};
use domain::planted::{Fault, planted};
use store::{AuditEntry, NewSession, Tx};

use crate::second_factor::{CodeKind, SecondStep};
use crate::secret::{hash_secret, mark};
use crate::{App, AppError, AuditAction, Credential, Ctx, Viewer};

/// A session ends that long after it began, in milliseconds: a week.
const LIFETIME_MILLIS: i64 = 7 * 24 * 3_600_000;

/// A browser in which somebody has signed in is known for that long, in milliseconds: half a year.
const KNOWN_MILLIS: i64 = 180 * 24 * 3_600_000;

/// The most browsers in which a person is known; the oldest make room.
const MOST_KNOWN: i64 = 10;

/// A session that was not used for that long has ended, in milliseconds: half a day.
pub(crate) const IDLE_MILLIS: i64 = 12 * 3_600_000;

/// A visitor who is not signed in yet.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The network address, for the rate limit.
    pub address: String,
    /// What the browser says it is, shown in the list of sessions; cut at 200 characters.
    pub user_agent: String,
    /// The number under which the log knows the request.
    pub request_id: String,
    /// The secret by which a browser is known where somebody signed in before.
    pub known_browser: Option<String>,
}

/// A new session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The secret for the cookie; only its hash is stored.
    pub secret: String,
    /// Seconds until it ends whatever happens.
    pub lifetime_seconds: i64,
    /// The secret by which the browser is known from now on, in place of the one it had.
    pub known_browser: String,
    /// Seconds until it is not any more.
    pub known_seconds: i64,
    /// The person's name, for a welcome.
    pub name: String,
}

/// What a right password leads to.
#[derive(Debug, Clone)]
pub enum Entrance {
    /// A session.
    SignedIn(SignedIn),
    /// Nothing yet: a second factor is to come.
    SecondStep(SecondStep),
}

impl Entrance {
    /// The session, where it began at once.
    pub fn at_once(self) -> Option<SignedIn> {
        match self {
            Self::SignedIn(signed_in) => Some(signed_in),
            Self::SecondStep(_) => None,
        }
    }
}

/// By what somebody proved who they are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way<'a> {
    /// A password.
    Password,
    /// A password, and a second factor.
    SecondFactor(CodeKind),
    /// A passkey, which proves more than a password does.
    Passkey,
    /// The provider of that code.
    Provider(&'a str),
}

impl App {
    /// Signs a person in with address and password, as far as that goes: whoever has a second factor, or has to have one, goes
    /// on with [`App::pass_second_step`]. Unknown accounts, deactivated ones and wrong
    /// passwords get one answer, [`AppError::WrongCredentials`], in the same time; too many tries for
    /// an account or from an address get [`AppError::TooMany`]. A browser in which the person has signed in before has tries of
    /// its own.
    pub async fn sign_in(&self, visit: &Visit, email: &str, password: &str) -> Result<Entrance, AppError> {
        let email = email.trim().to_lowercase();
        let attempt = self.begin_attempt(&email, &visit.address, visit.known_browser.as_deref()).await?;
        let mut tx = self.store.read().await?;
        let account = match email.parse::<Email>() {
            Ok(email) => tx.account(email.as_str()).await?,
            Err(_) => None,
        };
        tx.commit().await?;
        let hash = account
            .as_ref()
            .filter(|account| account.deactivated_at.is_none())
            .filter(|account| !account.is_single_sign_on || planted(Fault::PasswordBesideSingleSignOn))
            .and_then(|account| account.password_hash.as_deref());
        let is_right = password.len() <= LONGEST_PASSWORD && self.is_password(password, hash).await?;
        let mut tx = self.store.write().await?;
        let Some(account) = account.filter(|_| is_right) else {
            let detail = serde_json::json!({});
            self.note_visit(&mut tx, visit, None, AuditAction::SignInRefused, &mark(&email), &detail).await?;
            tx.commit().await?;
            return Err(AppError::WrongCredentials);
        };
        // Looking at the password took a moment: it may have been changed meanwhile, or the account closed.
        let person = PersonId(account.person_id);
        tx.lock_sign_in(true).await?;
        tx.hold_person(person).await?;
        let now = tx.account(&email).await?.filter(|now| now.deactivated_at.is_none());
        let is_same = |now: &store::Account| {
            (&now.password_hash, now.is_single_sign_on) == (&account.password_hash, account.is_single_sign_on)
        };
        let now = now.filter(is_same).ok_or(AppError::WrongCredentials)?;
        attempt.succeed(&mut tx).await?;
        let has_factor = now.has_authenticator != 0 && !planted(Fault::SecondStepSkipped);
        let is_demanded = now.needs_second_factor && !planted(Fault::SecondFactorNotDemanded);
        let entrance = if has_factor || is_demanded {
            // Whoever has a passkey has what is demanded: with the password alone nobody else sets up an app for them.
            let sets_up = !has_factor && !self.has_passkey(&mut tx, person).await?;
            Entrance::SecondStep(self.begin_second_step(&mut tx, person, sets_up).await?)
        } else {
            Entrance::SignedIn(self.begin_session(&mut tx, visit, person, now.name, Way::Password).await?)
        };
        tx.commit().await?;
        Ok(entrance)
    }

    /// Begins a session for somebody who has proved who they are.
    pub(crate) async fn begin_session(
        &self,
        tx: &mut Tx,
        visit: &Visit,
        person: PersonId,
        name: String,
        way: Way<'_>,
    ) -> Result<SignedIn, AppError> {
        let now = self.now_millis();
        let secret = self.new_secret()?;
        let user_agent: String = visit.user_agent.chars().filter(|it| !it.is_control()).take(200).collect();
        tx.sweep_sessions(now - IDLE_MILLIS, now).await?;
        tx.add_session(&NewSession {
            secret_hash: &hash_secret(&secret),
            handle: &self.new_handle()?,
            person,
            created_at: now,
            expires_at: now + LIFETIME_MILLIS,
            user_agent: &user_agent,
            address: &visit.address,
            is_strong: !matches!(way, Way::Password),
        })
        .await?;
        let known_browser = self.new_secret()?;
        if let Some(before) = &visit.known_browser {
            tx.forget_browser(&hash_secret(before)).await?;
        }
        tx.add_known_browser(&hash_secret(&known_browser), person, now + KNOWN_MILLIS, MOST_KNOWN).await?;
        tx.note_sign_in(person, now).await?;
        let detail = match way {
            Way::Password => serde_json::json!({}),
            Way::SecondFactor(kind) => serde_json::json!({ "second_factor": kind.code() }),
            Way::Passkey => serde_json::json!({ "passkey": true }),
            Way::Provider(code) => serde_json::json!({ "provider": code }),
        };
        self.note_visit(tx, visit, Some(person), AuditAction::SignInDone, "", &detail).await?;
        Ok(SignedIn {
            secret,
            lifetime_seconds: LIFETIME_MILLIS / 1_000,
            known_browser,
            known_seconds: KNOWN_MILLIS / 1_000,
            name,
        })
    }

    pub(crate) async fn note_visit(
        &self,
        tx: &mut Tx,
        visit: &Visit,
        person: Option<PersonId>,
        action: AuditAction,
        subject: &str,
        detail: &serde_json::Value,
    ) -> Result<(), AppError> {
        let organisation = match person {
            Some(person) => tx.person(person).await?.map(|row| domain::id::OrganisationId(row.organisation_id)),
            None => None,
        };
        tx.add_audit(&AuditEntry {
            happened_at: self.now_millis(),
            person,
            organisation,
            door: crate::Door::Page.code(),
            action: action.code(),
            subject,
            detail: &detail.to_string(),
            address: &visit.address,
            request_id: &visit.request_id,
        })
        .await?;
        Ok(())
    }

    /// Ends the session of this request. Already ended is no error.
    pub async fn sign_out(&self, ctx: &Ctx) -> Result<(), AppError> {
        let Credential::Session(secret) = &ctx.credential else { return Ok(()) };
        let mut tx = self.store.write().await?;
        if !planted(Fault::SignOutKeepsSession) {
            tx.end_session(&hash_secret(secret)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends every session of the person, this one too, and forgets the browsers in which they are known.
    pub async fn sign_out_everywhere(&self, ctx: &Ctx) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        tx.end_sessions(who.account()?, None).await?;
        tx.forget_browsers(who.account()?).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::SessionEndedAll, "", &serde_json::json!({})).await?;
        Ok(tx.commit().await?)
    }

    /// Ends one session of the person, by its handle in the list. Another person's is [`AppError::NotFound`].
    pub async fn end_session(&self, ctx: &Ctx, handle: &str) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        if !planted(Fault::EndedSessionStays) && !tx.end_session_of(who.account()?, handle).await? {
            return Err(AppError::NotFound);
        }
        self.audit(&mut tx, ctx, &who, AuditAction::SessionEnded, "", &serde_json::json!({})).await?;
        Ok(tx.commit().await?)
    }

    /// Who is behind the request; [`AppError::SignedOut`] when nobody. For error pages and `GET /api/v1/me`.
    pub async fn viewer(&self, ctx: &Ctx) -> Result<Viewer, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        tx.commit().await?;
        Ok(who.viewer)
    }

    /// Whether the database answers, for `/readyz`.
    pub async fn is_ready(&self) -> bool {
        self.store.is_ready().await
    }
}
