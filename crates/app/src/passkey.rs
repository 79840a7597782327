//! Passkeys: keys on people's devices, by which they sign in without a password (docs/adr/0030).
//!
//! Signing in asks for no address: the device says whose key it is, and every refusal is one and the same, so that nothing tells
//! who has an account. A question counts once, and for the session or the browser alone that asked it.

use chrono::{DateTime, Utc};
use domain::id::{OrganisationId, PersonId};
use domain::planted::{Fault, planted};
use passkey::{Claim, Refusal, Site, User};
use sha2::{Digest as _, Sha256};
use store::{NewPasskey, PasskeyQuestion, PasskeyRow, Tx};
use uuid::Uuid;

use crate::account::wrong_name;
use crate::identity::{Who, moment};
use crate::second_factor::{FactorTold, SecondStep};
use crate::secret::{hash_secret, mark};
use crate::session::Way;
use crate::{App, AppError, AuditAction, Credential, Ctx, Problem, Proof, ProofAsked, Seen, SignedIn, Visit};

/// How long somebody has to answer with their device, in milliseconds: ten minutes.
pub(crate) const QUESTION_LASTS_MILLIS: i64 = 10 * 60_000;

/// The most passkeys that a person has.
const MOST_PASSKEYS: usize = 10;

/// The longest name of a passkey, in characters.
const LONGEST_NAME: usize = 100;

/// The longest answer of a device that is looked at, in bytes.
const LONGEST_ANSWER: usize = 16 * 1024;

/// A passkey in its person's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyListed {
    /// A handle to remove it by.
    pub handle: String,
    /// What its person calls it.
    pub name: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// When it was last used to sign in; never is nothing.
    pub used_at: Option<DateTime<Utc>>,
}

/// A passkey that is being added in this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeySetup {
    /// What it is to be called.
    pub name: String,
    /// What the browser is given, as JSON (`PublicKeyCredentialCreationOptionsJSON`).
    pub options: String,
}

/// The own passkeys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PasskeyDesk {
    /// In the order in which they were added.
    pub passkeys: Vec<PasskeyListed>,
    /// What is being added in this session.
    pub setup: Option<PasskeySetup>,
    /// Whether one can be added: the site has an address that browsers know passkeys for, and the organisation does not sign in by
    /// a provider alone.
    pub can_add: bool,
    /// What adding one takes.
    pub asks: ProofAsked,
}

/// By what devices know a person: it follows from what they are known by in addresses, and tells nobody who that is.
async fn user_id(tx: &mut Tx, person: PersonId) -> Result<Uuid, AppError> {
    let handle = tx.person_handle(person).await?.ok_or(AppError::SignedOut)?;
    let digest = Sha256::digest(format!("uptake passkeys of {handle}"));
    Ok(Uuid::from_bytes(std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default())))
}

fn no_passkeys(refusal: &Refusal) -> AppError {
    AppError::Internal(format!("no question can be made for a device: {refusal}"))
}

impl App {
    /// Whether people can sign in with passkeys here: whether the site has an address for which browsers know them.
    pub fn has_passkeys(&self) -> bool {
        self.passkey_site.is_some()
    }

    /// Whether somebody has a passkey that counts here.
    pub(crate) async fn has_passkey(&self, tx: &mut Tx, person: PersonId) -> Result<bool, AppError> {
        Ok(self.has_passkeys() && tx.passkey_count(person).await? > 0 && !planted(Fault::PasskeyOvertakenBySetUp))
    }

    fn passkey_site(&self) -> Result<&Site, AppError> {
        self.passkey_site.as_deref().ok_or(AppError::NotFound)
    }

    /// How a person can sign in with passkeys, and what they have.
    pub(crate) async fn passkeys_of(&self, tx: &mut Tx, ctx: &Ctx, who: &Who) -> Result<PasskeyDesk, AppError> {
        let person = who.account()?;
        let passkeys = tx.passkeys(person).await?.into_iter().map(listed).collect();
        let is_single_sign_on = tx.is_single_sign_on(who.viewer.principal.organisation_id).await?;
        let setup = match &ctx.credential {
            Credential::Session(secret) => tx.passkey_question(&hash_secret(secret), who.now).await?,
            _ => None,
        };
        let setup = setup.filter(|one| one.person_id == Some(person.0));
        Ok(PasskeyDesk {
            passkeys,
            setup: setup.and_then(|one| Some(PasskeySetup { name: one.name?, options: one.options })),
            can_add: self.has_passkeys() && !is_single_sign_on,
            asks: ProofAsked::of(tx, person).await?,
        })
    }

    /// The own passkeys. What is being added is shown in the session that began it, and nowhere else.
    pub async fn passkeys(&self, ctx: &Ctx) -> Result<Seen<PasskeyDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = self.passkeys_of(&mut tx, ctx, &who).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Begins to add a passkey of that name, in a session. Whoever has a password proves it once more, and a second factor by a
    /// code; whoever has no password has signed in just now. Fields: `name`, `current`, `code`.
    pub async fn begin_passkey(&self, ctx: &Ctx, name: &str, proof: Proof<'_>) -> Result<(), AppError> {
        let site = self.passkey_site()?;
        let Credential::Session(secret) = &ctx.credential else { return Err(AppError::Forbidden) };
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let person = who.account()?;
        let is_single_sign_on = tx.is_single_sign_on(who.viewer.principal.organisation_id).await?;
        let has = tx.passkeys(person).await?;
        let id = user_id(&mut tx, person).await?;
        tx.end();
        let name = name.trim();
        let wrong = if is_single_sign_on {
            Some(Problem::SingleSignOnOnly)
        } else if has.len() >= MOST_PASSKEYS {
            Some(Problem::AsManyAsMayBe(MOST_PASSKEYS))
        } else {
            wrong_name(name, LONGEST_NAME)
        };
        if let Some(wrong) = wrong {
            return Err(AppError::field("name", wrong));
        }
        if !planted(Fault::PasskeyAddedWithoutProof) {
            self.prove_anew(ctx, &who, proof, "current").await?;
        }
        let user = User { id, email: &who.viewer.email, name: &who.viewer.name };
        let has = has.into_iter().map(|one| one.credential_id).collect();
        let question = site.ask_for_new(user, has).map_err(|refusal| no_passkeys(&refusal))?;
        let question = PasskeyQuestion {
            person_id: Some(person.0),
            name: Some(name.to_owned()),
            options: question.options,
            state: question.state,
        };
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        tx.ask_for_passkey(&hash_secret(secret), &question, who.now + QUESTION_LASTS_MILLIS, who.now).await?;
        Ok(tx.commit().await?)
    }

    /// Adds the passkey that was asked for in this session, by the answer of the device. Field: `passkey`, where there is no such
    /// question any more, the answer is not to it, or the device's key is somebody's already.
    pub async fn add_passkey(&self, ctx: &Ctx, answer: &str) -> Result<(), AppError> {
        let site = self.passkey_site()?;
        let Credential::Session(secret) = &ctx.credential else { return Err(AppError::Forbidden) };
        let hash = hash_secret(secret);
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        let person = who.account()?;
        let question = tx.passkey_question(&hash, who.now).await?.filter(|one| one.person_id == Some(person.0));
        let question = question.ok_or_else(|| AppError::field("passkey", Problem::SetupEnded))?;
        let refused = |why: String| {
            tracing::info!(why, "a passkey is not added");
            AppError::field("passkey", Problem::NotByTheDevice)
        };
        if answer.len() > LONGEST_ANSWER {
            return Err(refused(format!("an answer of {} bytes", answer.len())));
        }
        let added = site.add(&question.state, answer).map_err(|refusal| refused(refusal.to_string()))?;
        if tx.is_single_sign_on(who.viewer.principal.organisation_id).await? {
            return Err(AppError::field("passkey", Problem::SingleSignOnOnly));
        }
        if tx.passkeys(person).await?.len() >= MOST_PASSKEYS {
            return Err(AppError::field("passkey", Problem::AsManyAsMayBe(MOST_PASSKEYS)));
        }
        let handle = self.new_handle()?;
        let new = NewPasskey {
            handle: &handle,
            person,
            credential_id: &added.credential_id,
            public_key: &added.key,
            name: question.name.as_deref().unwrap_or_default(),
            added_at: who.now,
        };
        if !tx.end_passkey_question(&hash).await? || !tx.add_passkey(&new).await? {
            return Err(AppError::field("passkey", Problem::NotByTheDevice));
        }
        self.audit(&mut tx, ctx, &who, AuditAction::PasskeyAdded, &handle, &serde_json::json!({})).await?;
        self.tell(&mut tx, person, FactorTold::PasskeyAdded).await?;
        Ok(tx.commit().await?)
    }

    /// Removes an own passkey, by its handle, and ends every other session. Field: `passkey`, where there would be no way in any
    /// more.
    pub async fn remove_passkey(&self, ctx: &Ctx, handle: &str) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        let person = who.account()?;
        let before = self.ways_in(&mut tx, &who).await?;
        if !tx.remove_passkey(person, handle).await? {
            return Err(AppError::NotFound);
        }
        // Where passkeys do not count, taking one away closes nothing.
        if before.has_one() && !self.ways_in(&mut tx, &who).await?.has_one() {
            return Err(AppError::field("passkey", Problem::LastWayIn));
        }
        tx.end_sessions(person, who.session).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::PasskeyRemoved, handle, &serde_json::json!({})).await?;
        self.tell(&mut tx, person, FactorTold::PasskeyRemoved).await?;
        Ok(tx.commit().await?)
    }

    /// Begins to sign somebody in with a passkey, whoever they are.
    pub async fn begin_passkey_sign_in(&self) -> Result<SecondStep, AppError> {
        let question = self.passkey_site()?.ask().map_err(|refusal| no_passkeys(&refusal))?;
        let question =
            PasskeyQuestion { person_id: None, name: None, options: question.options, state: question.state };
        let (secret, now) = (self.new_secret()?, self.now_millis());
        let mut tx = self.store.write().await?;
        tx.ask_for_passkey(&hash_secret(&secret), &question, now + QUESTION_LASTS_MILLIS, now).await?;
        tx.commit().await?;
        Ok(SecondStep { secret, seconds: QUESTION_LASTS_MILLIS / 1_000 })
    }

    /// What the browser with that secret is asked, as JSON (`PublicKeyCredentialRequestOptionsJSON`); signed out is whoever is asked
    /// nothing, or comes too late.
    pub async fn passkey_asked(&self, secret: &str) -> Result<String, AppError> {
        let mut tx = self.store.read().await?;
        let question = waiting(&mut tx, &hash_secret(secret), self.now_millis()).await;
        tx.end();
        Ok(question?.options)
    }

    /// Signs in whose passkey answers the question that the browser with that secret was asked; the question ends with it, whatever
    /// comes of it. Signed out is whoever was asked nothing, or comes too late. Every other refusal is
    /// [`AppError::WrongCredentials`]; too many from one address are [`AppError::TooMany`].
    pub async fn pass_passkey(&self, visit: &Visit, secret: &str, answer: &str) -> Result<SignedIn, AppError> {
        let site = self.passkey_site()?;
        let hash = hash_secret(secret);
        let mut tx = self.store.read().await?;
        let question = waiting(&mut tx, &hash, self.now_millis()).await;
        tx.end();
        let question = question?;
        let attempt = self.begin_attempt(&format!("passkey {}", mark(secret)), &visit.address, None).await?;
        let mut tx = self.store.write().await?;
        if !tx.end_passkey_question(&hash).await? {
            return Err(AppError::SignedOut);
        }
        tx.commit().await?;
        match self.enter_by_passkey(site, visit, &question.state, answer, attempt).await {
            Err(AppError::WrongCredentials) => {
                let mut tx = self.store.write().await?;
                let detail = serde_json::json!({ "why": "passkey" });
                self.note_visit(&mut tx, visit, None, AuditAction::SignInRefused, "", &detail).await?;
                tx.commit().await?;
                Err(AppError::WrongCredentials)
            }
            done => done,
        }
    }

    async fn enter_by_passkey(
        &self,
        site: &Site,
        visit: &Visit,
        state: &str,
        answer: &str,
        attempt: crate::attempt::Attempt,
    ) -> Result<SignedIn, AppError> {
        let refused = |why: &dyn std::fmt::Display| {
            tracing::info!(%why, "nobody is signed in by a passkey");
            AppError::WrongCredentials
        };
        if answer.len() > LONGEST_ANSWER {
            return Err(refused(&"the answer is too long"));
        }
        let claim = Claim::read(answer).map_err(|refusal| refused(&refusal))?;
        let mut tx = self.store.write().await?;
        tx.lock_sign_in(true).await?;
        let row = tx.passkey(&claim.credential_id).await?.ok_or_else(|| refused(&"nobody has it"))?;
        let person = PersonId(row.person_id);
        tx.hold_person(person).await?;
        // Removed, or the account closed, while it was waited for.
        let row = tx.passkey(&claim.credential_id).await?.filter(|now| now.person_id == person.0);
        let row = row.ok_or_else(|| refused(&"nobody has it any more"))?;
        let owner = tx.person(person).await?.ok_or_else(|| refused(&"its person is gone"))?;
        if owner.deactivated_at.is_some() && !planted(Fault::PasskeyOfClosedAccount) {
            return Err(refused(&"the account is closed"));
        }
        if user_id(&mut tx, person).await? != claim.user && !planted(Fault::PasskeyOfAnother) {
            return Err(refused(&"it says that it is somebody else's"));
        }
        let is_single_sign_on = tx.is_single_sign_on(OrganisationId(owner.organisation_id)).await?;
        if is_single_sign_on && !planted(Fault::PasskeyBesideSingleSignOn) {
            return Err(refused(&"the organisation signs in by a provider alone"));
        }
        let key = if planted(Fault::PasskeyUnchecked) {
            None
        } else {
            site.check(state, &claim, &row.public_key).map_err(|refusal| refused(&refusal))?
        };
        let key = key.as_deref().filter(|_| !planted(Fault::PasskeyCountForgotten)).unwrap_or(&row.public_key);
        if !tx.use_passkey(&row, key, self.now_millis()).await? {
            return Err(refused(&"it was used at the same moment"));
        }
        attempt.succeed(&mut tx).await?;
        let signed_in = self.begin_session(&mut tx, visit, person, owner.name, Way::Passkey).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}

/// What a browser is asked that signs somebody in, and can still answer.
async fn waiting(tx: &mut Tx, hash: &[u8], now: i64) -> Result<PasskeyQuestion, AppError> {
    tx.passkey_question(hash, now).await?.filter(|one| one.person_id.is_none()).ok_or(AppError::SignedOut)
}

fn listed(row: PasskeyRow) -> PasskeyListed {
    PasskeyListed {
        handle: row.handle,
        name: row.name,
        added_at: moment(row.added_at),
        used_at: row.used_at.map(moment),
    }
}
