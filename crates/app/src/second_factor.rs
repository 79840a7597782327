//! A second factor beside the password: an app that shows codes, and codes for whoever lost it (docs/adr/0026).
//!
//! Between password and code there is no session: a row known by the secret in the browser's cookie, for ten minutes. A code
//! counts once, on all servers: what was used is compared and written in one statement.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use domain::id::{OrganisationId, PersonId};
use domain::mail::MailKind;
use domain::person::Email;
use domain::planted::{Fault, planted};
use store::{AuditEntry, PersonRow, Tx};

use crate::attempt::Guess;
use crate::identity::{Who, moment};
use crate::mail::Notice;
use crate::people::find;
use crate::person::{item, managed};
use crate::secret::hash_secret;
use crate::session::Way;
use crate::{App, AppError, AuditAction, Credential, Ctx, PersonItem, Problem, Seen, SignedIn, Visit, totp};

/// How long somebody has between password and code, and to set up an app, in milliseconds: ten minutes.
pub(crate) const STEP_LASTS_MILLIS: i64 = 10 * 60_000;

/// How many codes there are for whoever lost the app.
const RECOVERY_CODES: usize = 10;

/// The longest code that is looked at, in bytes.
const LONGEST_CODE: usize = 100;

/// What an app makes its codes from, in the letters that are typed into one; to be shown to its person and to nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthenticatorKey(String);

impl AuthenticatorKey {
    fn of(secret: &[u8]) -> Self {
        Self(totp::base32(secret))
    }

    /// The key, to be shown.
    pub fn shown(&self) -> &str {
        &self.0
    }
}

/// Without the key.
impl std::fmt::Debug for AuthenticatorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuthenticatorKey(..)")
    }
}

/// Codes for whoever lost the app; to be shown to their person this once.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCodes(Vec<String>);

impl RecoveryCodes {
    /// The codes, in groups, to be shown.
    pub fn shown(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|code| {
            let letters: Vec<char> = code.chars().collect();
            letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
        })
    }
}

/// Without the codes.
impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes(..)")
    }
}

/// Whether somebody has a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SecondFactor {
    /// Since when there is an app; nothing without.
    pub added_at: Option<DateTime<Utc>>,
    /// How many codes for whoever lost it are left.
    pub codes_left: i64,
    /// Whether the organisation demands one for signing in with a password.
    pub is_demanded: bool,
    /// Whether it would be asked for: there is a password that counts.
    pub has_password: bool,
}

/// The own second factor, with what is being set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactorDesk {
    /// What stands there.
    pub standing: SecondFactor,
    /// The key of the app that is being set up in this session.
    pub setup: Option<AuthenticatorKey>,
}

/// The way from the first step of signing in to the next: from password to code, or from being asked for a passkey to it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondStep {
    /// The secret for the cookie; only its hash is stored.
    pub secret: String,
    /// Seconds until it leads nowhere.
    pub seconds: i64,
}

/// Without the secret.
impl std::fmt::Debug for SecondStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondStep").field("seconds", &self.seconds).finish_non_exhaustive()
    }
}

/// What is asked for between password and session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondStepDesk {
    /// Whose password it was.
    pub email: String,
    /// The key of the app that is to be set up first; nothing where a code is asked for.
    pub setup: Option<AuthenticatorKey>,
    /// Whether a code lets them in; otherwise a passkey alone does.
    pub takes_code: bool,
}

/// A session that began with a second factor.
#[derive(Debug, Clone)]
pub struct SecondStepPassed {
    /// It.
    pub signed_in: SignedIn,
    /// The codes for whoever loses the app, where it was set up just now.
    pub codes: Option<RecoveryCodes>,
}

/// Which kind of code it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeKind {
    /// One that the app shows.
    App,
    /// One for whoever lost it.
    Recovery,
}

impl CodeKind {
    /// The name in the audit.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Recovery => "recovery_code",
        }
    }
}

/// What a person is told of by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorTold {
    /// They have a second factor from now on.
    Added,
    /// They turned it off.
    Removed,
    /// Somebody else took it away.
    Taken,
    /// There are new codes for whoever loses the app.
    CodesMade,
    /// One of those was used to sign in.
    CodeUsed,
    /// They have one more passkey.
    PasskeyAdded,
    /// They removed a passkey.
    PasskeyRemoved,
    /// Their password was changed, by whoever knew it or had a link.
    PasswordChanged,
}

impl FactorTold {
    const ALL: [Self; 8] = [
        Self::Added,
        Self::Removed,
        Self::Taken,
        Self::CodesMade,
        Self::CodeUsed,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::PasswordChanged,
    ];

    /// The name in the database.
    fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Taken => "taken",
            Self::CodesMade => "codes_made",
            Self::CodeUsed => "code_used",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyRemoved => "passkey_removed",
            Self::PasswordChanged => "password_changed",
        }
    }
}

/// The hash of a recovery code as it was typed, in groups or not, in capitals or not.
fn hash_of_recovery_code(typed: &str) -> Vec<u8> {
    let code: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    hash_secret(&format!("recovery code {code}"))
}

fn wrong_code() -> AppError {
    AppError::field("code", Problem::WrongCode)
}

impl App {
    fn new_recovery_codes(&self) -> Result<RecoveryCodes, AppError> {
        // 120 random bits each: nothing slower than one hash is needed for those.
        let codes = (0..RECOVERY_CODES).map(|_| Ok(totp::base32(&self.chance.bytes::<15>()?)));
        Ok(RecoveryCodes(codes.collect::<Result<_, AppError>>()?))
    }

    async fn keep_recovery_codes(&self, tx: &mut Tx, person: PersonId) -> Result<RecoveryCodes, AppError> {
        let codes = self.new_recovery_codes()?;
        let hashes: Vec<_> = codes.0.iter().map(|code| hash_of_recovery_code(code)).collect();
        tx.set_recovery_codes(person, &hashes).await?;
        Ok(codes)
    }

    /// Takes a code of somebody who has a second factor: one of the app that is newer than those before, or one for whoever
    /// lost it. Nothing where it is neither.
    async fn take_code(&self, tx: &mut Tx, person: PersonId, typed: &str) -> Result<Option<CodeKind>, AppError> {
        let Some(app) = tx.authenticator(person).await?.filter(|_| typed.len() <= LONGEST_CODE) else {
            return Ok(None);
        };
        if let Some(digits) = totp::typed(typed) {
            let Some(step) = totp::step_of(&app.secret, digits, self.now_millis())? else { return Ok(None) };
            return Ok(tx.use_authenticator_step(person, step).await?.then_some(CodeKind::App));
        }
        let is_one = tx.use_recovery_code(person, &hash_of_recovery_code(typed)).await?;
        Ok(is_one.then_some(CodeKind::Recovery))
    }

    /// Tells a person of a change of how they sign in; whether they are told is no choice of whoever holds their session.
    pub(crate) async fn tell(&self, tx: &mut Tx, person: PersonId, what: FactorTold) -> Result<(), AppError> {
        let (kind, subject) = (MailKind::SecondFactor, what.code());
        self.announce(tx, Notice { kind, person: Some(person), organisation: None, by: None, subject }).await
    }

    /// What was removed also has to leave the files of the database.
    fn forget_secrets(&self) {
        self.remembers_erased.store(true, Ordering::SeqCst);
    }

    /// Whether somebody has a second factor.
    pub(crate) async fn factor_of(&self, tx: &mut Tx, who: &Who) -> Result<SecondFactor, AppError> {
        let person = who.account()?;
        let organisation = who.viewer.principal.organisation_id;
        let is_single_sign_on = tx.is_single_sign_on(organisation).await?;
        Ok(SecondFactor {
            added_at: tx.authenticator(person).await?.map(|row| moment(row.added_at)),
            codes_left: tx.recovery_codes_left(person).await?,
            is_demanded: tx.needs_second_factor(organisation).await? && !is_single_sign_on,
            has_password: tx.password_hash(person).await?.is_some() && !is_single_sign_on,
        })
    }

    /// The own second factor. What is being set up is shown in the session that began it, and nowhere else.
    pub async fn second_factor(&self, ctx: &Ctx) -> Result<Seen<SecondFactorDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let standing = self.factor_of(&mut tx, &who).await?;
        let setup = match &ctx.credential {
            Credential::Session(secret) => {
                tx.authenticator_setup(&hash_secret(secret), who.account()?, who.now).await?
            }
            _ => None,
        };
        tx.end();
        let setup = setup.as_deref().map(AuthenticatorKey::of);
        Ok(Seen { viewer: who.viewer, value: SecondFactorDesk { standing, setup } })
    }

    /// Begins to set up an app, in a session. Field: `code`, where there is one already, or no password that it would go with.
    pub async fn begin_authenticator(&self, ctx: &Ctx) -> Result<(), AppError> {
        let Credential::Session(secret) = &ctx.credential else { return Err(AppError::Forbidden) };
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        let standing = self.factor_of(&mut tx, &who).await?;
        if standing.added_at.is_some() {
            return Err(AppError::field("code", Problem::SecondFactorIsOn));
        }
        if !standing.has_password {
            return Err(AppError::field("code", Problem::NoPassword));
        }
        let key = self.chance.bytes::<{ totp::SECRET_BYTES }>()?;
        let until = who.now + STEP_LASTS_MILLIS;
        tx.begin_authenticator_setup(&hash_secret(secret), who.account()?, &key, until, who.now).await?;
        Ok(tx.commit().await?)
    }

    /// The caller in their session, who proved their password once more; field: `current`.
    async fn proved(&self, ctx: &Ctx, current: &str) -> Result<PersonId, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let person = who.account()?;
        if who.session.is_none() {
            return Err(AppError::Forbidden);
        }
        let hash = tx.password_hash(person).await?;
        tx.end();
        self.prove_password(ctx, &who, current, hash.as_deref()).await?;
        Ok(person)
    }

    /// Keeps the app that was being set up in this session, by a code of it and the password; ends every other session. Fields:
    /// `current`, `code`. The codes for whoever loses it are told this once.
    pub async fn confirm_authenticator(&self, ctx: &Ctx, code: &str, current: &str) -> Result<RecoveryCodes, AppError> {
        let Credential::Session(secret) = &ctx.credential else { return Err(AppError::Forbidden) };
        let person = self.proved(ctx, current).await?;
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        let key = tx.authenticator_setup(&hash_secret(secret), person, who.now).await?;
        let key = key.ok_or_else(|| AppError::field("code", Problem::SetupEnded))?;
        let codes = self.add_authenticator(&mut tx, person, &key, code).await?;
        tx.end_sessions(person, who.session).await?;
        if let Some(session) = who.session {
            tx.set_session_strong(session, true).await?;
        }
        self.audit(&mut tx, ctx, &who, AuditAction::SecondFactorAdded, "", &serde_json::json!({})).await?;
        tx.commit().await?;
        self.forget_secrets();
        Ok(codes)
    }

    /// Keeps an app by a code of it; field: `code`. Browsers that were known by a password alone are known no more.
    async fn add_authenticator(
        &self,
        tx: &mut Tx,
        person: PersonId,
        key: &[u8],
        code: &str,
    ) -> Result<RecoveryCodes, AppError> {
        let now = self.now_millis();
        let step = match totp::typed(code) {
            Some(digits) => totp::step_of(key, digits, now)?,
            None => None,
        };
        let step = step.ok_or_else(wrong_code)?;
        if !tx.add_authenticator(person, key, step, now).await? {
            return Err(AppError::field("code", Problem::SecondFactorIsOn));
        }
        tx.forget_browsers(person).await?;
        let codes = self.keep_recovery_codes(tx, person).await?;
        self.tell(tx, person, FactorTold::Added).await?;
        Ok(codes)
    }

    /// The caller in their session, who proved their password and brought a code; both are counted as they are at signing in.
    /// The transaction in which the code was taken goes on. Fields: `current`, `code`.
    async fn proved_by_code(&self, ctx: &Ctx, code: &str, current: &str) -> Result<(Tx, Who, PersonId), AppError> {
        let person = self.proved(ctx, current).await?;
        let mut tx = self.store.read().await?;
        let email = self.who(&mut tx, ctx).await?.viewer.email;
        let has_one = tx.authenticator(person).await?.is_some();
        tx.end();
        if !has_one {
            return Err(AppError::field("code", Problem::SecondFactorIsOff));
        }
        self.proved_code(ctx, person, &email, code).await
    }

    /// Takes a code of the person, who is the caller; it is counted as at signing in. The transaction goes on. Field: `code`.
    pub(crate) async fn proved_code(
        &self,
        ctx: &Ctx,
        person: PersonId,
        email: &str,
        code: &str,
    ) -> Result<(Tx, Who, PersonId), AppError> {
        let attempt = self.begin_attempt_at(Guess::Code, email, &ctx.address, None).await?;
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        let is_right = self.take_code(&mut tx, person, code).await?.is_some();
        if !is_right && !planted(Fault::SecondFactorTakenWithoutCode) {
            return Err(wrong_code());
        }
        attempt.succeed(&mut tx).await?;
        Ok((tx, who, person))
    }

    /// Makes new codes for whoever loses the app, in place of those before. Fields: `current`, `code`.
    pub async fn renew_recovery_codes(&self, ctx: &Ctx, code: &str, current: &str) -> Result<RecoveryCodes, AppError> {
        let (mut tx, who, person) = self.proved_by_code(ctx, code, current).await?;
        let codes = self.keep_recovery_codes(&mut tx, person).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::RecoveryCodesMade, "", &serde_json::json!({})).await?;
        self.tell(&mut tx, person, FactorTold::CodesMade).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Turns the own second factor off, and ends every other session; where the organisation demands one, this session too:
    /// whether it goes on. Fields: `current`, `code`.
    pub async fn remove_second_factor(&self, ctx: &Ctx, code: &str, current: &str) -> Result<bool, AppError> {
        let (mut tx, who, person) = self.proved_by_code(ctx, code, current).await?;
        let is_demanded = self.factor_of(&mut tx, &who).await?.is_demanded;
        tx.remove_authenticator(person).await?;
        tx.forget_browsers(person).await?;
        tx.end_sessions(person, who.session.filter(|_| !is_demanded)).await?;
        if let Some(session) = who.session {
            tx.set_session_strong(session, false).await?;
        }
        self.audit(&mut tx, ctx, &who, AuditAction::SecondFactorRemoved, "", &serde_json::json!({})).await?;
        self.tell(&mut tx, person, FactorTold::Removed).await?;
        tx.commit().await?;
        self.forget_secrets();
        Ok(!is_demanded)
    }

    /// Takes the second factor and the passkeys away from somebody who lost them; every session of theirs ends. Field: `person`, for somebody
    /// whom the caller does not manage, who has none, or the caller: the own one is turned off with a code.
    pub async fn take_second_factor(&self, ctx: &Ctx, handle: &str) -> Result<Seen<PersonItem>, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let (who, scope) = self.manager(&mut tx, ctx, domain::access::Action::Write).await?;
        let row = managed(&mut tx, &scope, handle).await?;
        let person = PersonId(row.person.person_id);
        let before = item(&mut tx, &who, &scope, row).await?;
        if !before.is_managed && !planted(Fault::SecondFactorTakenByAnybody) {
            return Err(AppError::field("person", Problem::NotYoursToGive));
        }
        if before.is_self {
            return Err(AppError::field("person", Problem::NotOfYourself));
        }
        self.take_factor_of(&mut tx, person, "person").await?;
        self.audit(&mut tx, ctx, &who, AuditAction::SecondFactorTaken, &before.email, &serde_json::json!({})).await?;
        let row = managed(&mut tx, &scope, handle).await?;
        let value = item(&mut tx, &who, &scope, row).await?;
        tx.commit().await?;
        self.forget_secrets();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The same by the operator, whom nothing holds. Field: `email`.
    pub async fn take_second_factor_by_operator(&self, ctx: &Ctx, email: &Email) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let who = self.operator(&mut tx, ctx).await?;
        let (person, _) = find(&mut tx, email).await?;
        self.take_factor_of(&mut tx, person, "email").await?;
        self.audit(&mut tx, ctx, &who, AuditAction::SecondFactorTaken, email.as_str(), &serde_json::json!({})).await?;
        tx.commit().await?;
        self.forget_secrets();
        Ok(())
    }

    async fn take_factor_of(&self, tx: &mut Tx, person: PersonId, field: &'static str) -> Result<(), AppError> {
        tx.hold_person_alone(person).await?;
        let had_app = tx.remove_authenticator(person).await?;
        let had_passkeys = !planted(Fault::PasskeyStaysWhenTaken) && tx.remove_passkeys(person).await? > 0;
        if !had_app && !had_passkeys {
            return Err(AppError::field(field, Problem::SecondFactorIsOff));
        }
        tx.forget_browsers(person).await?;
        tx.end_sessions(person, None).await?;
        self.tell(tx, person, FactorTold::Taken).await
    }

    /// The way on for somebody whose password was right: to a code, or to setting up what shows codes.
    pub(crate) async fn begin_second_step(
        &self,
        tx: &mut Tx,
        person: PersonId,
        sets_up: bool,
    ) -> Result<SecondStep, AppError> {
        let (secret, now) = (self.new_secret()?, self.now_millis());
        let hash = hash_secret(&secret);
        tx.begin_sign_in_step(&hash, person, now + STEP_LASTS_MILLIS, now).await?;
        if sets_up {
            let key = self.chance.bytes::<{ totp::SECRET_BYTES }>()?;
            tx.begin_authenticator_setup(&hash, person, &key, now + STEP_LASTS_MILLIS, now).await?;
        }
        Ok(SecondStep { secret, seconds: STEP_LASTS_MILLIS / 1_000 })
    }

    /// What is asked for after the password; signed out is whoever does not come from there in time.
    pub async fn second_step(&self, secret: &str) -> Result<SecondStepDesk, AppError> {
        let (hash, now) = (hash_secret(secret), self.now_millis());
        let mut tx = self.store.read().await?;
        let (person, row) = waiting(&mut tx, &hash, now).await?;
        let setup = tx.authenticator_setup(&hash, person, now).await?;
        let takes_code = setup.is_some() || tx.authenticator(person).await?.is_some();
        tx.end();
        Ok(SecondStepDesk { email: row.email, setup: setup.as_deref().map(AuthenticatorKey::of), takes_code })
    }

    /// Goes on from the password with a code, and begins a session; field: `code`. Whoever is to set up an app does so by a
    /// code of it. Signed out is whoever does not come from the password, in time; too many wrong codes for an account or from
    /// an address are [`AppError::TooMany`], in whatever browser they are typed that the person has not signed in with before.
    pub async fn pass_second_step(
        &self,
        visit: &Visit,
        secret: &str,
        code: &str,
    ) -> Result<SecondStepPassed, AppError> {
        let hash = hash_secret(secret);
        let mut tx = self.store.read().await?;
        let (_, row) = waiting(&mut tx, &hash, self.now_millis()).await?;
        tx.end();
        let browser = visit.known_browser.as_deref();
        let attempt = self.begin_attempt_at(Guess::Code, &row.email, &visit.address, browser).await?;
        let mut tx = self.store.write().await?;
        let (person, _) = waiting(&mut tx, &hash, self.now_millis()).await?;
        tx.hold_person_alone(person).await?;
        // The account closed, the password changed, or the second factor taken away while it was waited for.
        let (_, row) = waiting(&mut tx, &hash, self.now_millis()).await?;
        if tx.is_single_sign_on(OrganisationId(row.organisation_id)).await? {
            return Err(AppError::SignedOut);
        }
        let key = tx.authenticator_setup(&hash, person, self.now_millis()).await?;
        let (kind, codes) = match key {
            // They have added a passkey meanwhile.
            Some(_) if self.has_passkey(&mut tx, person).await? => return Err(AppError::SignedOut),
            Some(key) => (Some(CodeKind::App), Some(self.set_up_on_the_way(&mut tx, visit, &row, &key, code).await?)),
            None => (self.take_code(&mut tx, person, code).await?, None),
        };
        let Some(kind) = kind else {
            let detail = serde_json::json!({ "why": "code" });
            self.note_visit(&mut tx, visit, Some(person), AuditAction::SignInRefused, "", &detail).await?;
            tx.commit().await?;
            return Err(wrong_code());
        };
        if codes.is_none() && !tx.end_sign_in_step(&hash).await? {
            return Err(AppError::SignedOut);
        }
        if kind == CodeKind::Recovery {
            self.tell(&mut tx, person, FactorTold::CodeUsed).await?;
        }
        attempt.succeed(&mut tx).await?;
        let signed_in = self.begin_session(&mut tx, visit, person, row.name, Way::SecondFactor(kind)).await?;
        tx.commit().await?;
        Ok(SecondStepPassed { signed_in, codes })
    }

    /// Keeps the app of somebody whose organisation demands one; what they began elsewhere ends.
    async fn set_up_on_the_way(
        &self,
        tx: &mut Tx,
        visit: &Visit,
        row: &PersonRow,
        key: &[u8],
        code: &str,
    ) -> Result<RecoveryCodes, AppError> {
        let person = PersonId(row.person_id);
        let codes = self.add_authenticator(tx, person, key, code).await?;
        tx.end_sessions(person, None).await?;
        tx.add_audit(&AuditEntry {
            happened_at: self.now_millis(),
            person: Some(person),
            organisation: Some(OrganisationId(row.organisation_id)),
            door: crate::Door::Page.code(),
            action: AuditAction::SecondFactorAdded.code(),
            subject: "",
            detail: "{}",
            address: &visit.address,
            request_id: &visit.request_id,
        })
        .await?;
        Ok(codes)
    }
}

/// Whoever proved their password in a browser, and can still go on.
async fn waiting(tx: &mut Tx, hash: &[u8], now: i64) -> Result<(PersonId, PersonRow), AppError> {
    let person = tx.sign_in_step(hash, now).await?.ok_or(AppError::SignedOut)?;
    let row = tx.person(person).await?.filter(|row| row.deactivated_at.is_none()).ok_or(AppError::SignedOut)?;
    Ok((person, row))
}

/// What a letter about a second factor says.
pub(crate) fn told_of(subject: &str) -> Option<FactorTold> {
    FactorTold::ALL.into_iter().find(|told| told.code() == subject)
}
