//! Signing in with a provider (`OpenID` Connect): whom an answer signs in, whose invitation it accepts, whose account it is
//! connected to (S1).
//!
//! What the provider says is checked by the crate `provider`; here it is found for whom it counts. An account is issuer and
//! subject, and is never found by an address. Of the secrets of a visit the database has the hashes alone: what proves the
//! question, its nonce and its verifier, follows from the secret that the browser keeps.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::id::{OrganisationId, PersonId};
use domain::organisation::OrganisationKind;
use domain::planted::{Fault, planted};
use provider::{Arrival, Departure, Fault as ProviderFault, Identity, Organisation, Provider};
use sha2::{Digest as _, Sha256};
use store::{AuditEntry, NewProviderAccount, NewProviderVisit, PersonRow, ProviderVisitRow, Tx};

use crate::ahead::can_be_used;
use crate::invitation::LASTS_MILLIS;
use crate::secret::{hash_secret, mark};
use crate::session::Way;
use crate::{App, AppError, AuditAction, Credential, Ctx, Problem, Proof, SignedIn, Visit};

/// How long somebody may be at a provider, in milliseconds.
pub(crate) const VISIT_MILLIS: i64 = 10 * 60_000;

/// How many visits of one browser go on at a time; the oldest make room.
const MOST_VISITS: i64 = 8;

/// The most accounts at providers that a person has.
const MOST_ACCOUNTS: usize = 10;

/// A provider that somebody can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderChoice {
    /// Its name in addresses.
    pub code: String,
    /// Its name for people.
    pub name: String,
}

/// Why nobody is signed in by a provider's answer, in terms that every door can render.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderProblem {
    /// The answer is to no question of this browser, or too late, or was taken already.
    Ended,
    /// The provider does not answer.
    Away,
    /// What it answers cannot be trusted.
    Doubtful,
    /// It says that the person was not signed in there.
    Declined,
    /// The account there is nobody's here that can sign in: one answer for whatever the reason is.
    Stranger,
    /// The account there is connected to somebody else.
    Taken,
}

/// Where somebody is led who signs in with a provider.
#[derive(Clone, PartialEq, Eq)]
pub struct ProviderDeparture {
    /// The address there.
    pub url: String,
    /// The provider's name.
    pub name: String,
    /// The secret by which the browser is known when it comes back.
    pub browser: String,
    /// Seconds until it is not any more.
    pub browser_seconds: i64,
}

/// Without the secret, and without the address, which has the state in it.
impl std::fmt::Debug for ProviderDeparture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProviderDeparture").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The provider that is chosen, and from where.
#[derive(Debug, Clone, Copy)]
pub struct ProviderAsked<'a> {
    /// The provider's code.
    pub code: &'a str,
    /// To where it leads people back.
    pub redirect_uri: &'a str,
    /// The secret that the browser has of a visit before.
    pub browser: Option<&'a str>,
    /// The language in which the person reads.
    pub language: &'a str,
}

/// What somebody brings back from a provider.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProviderAnswer<'a> {
    /// By what the question is known.
    pub state: Option<&'a str>,
    /// The code for the ID token.
    pub code: Option<&'a str>,
    /// Who says that it answers.
    pub issuer: Option<&'a str>,
    /// What went wrong there.
    pub error: Option<&'a str>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum ProviderDone {
    /// A session began.
    SignedIn {
        /// It.
        signed_in: SignedIn,
        /// Where the person wanted to go.
        next: String,
    },
    /// The account there is connected to the person's own.
    Connected,
}

/// What a visit is for.
enum Purpose {
    SignIn,
    Invitation(Vec<u8>),
    Connection(PersonId),
}

/// A text that follows from the browser's secret and the state, and from nothing that is stored.
fn derived(what: &str, browser: &str, state: &str) -> String {
    // What the fault leaves out is asked for in two ways.
    let browser = if planted(Fault::StateOfAnotherBrowser) { "" } else { browser };
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(format!("uptake {what} {browser} {state}")))
}

fn refused(problem: ProviderProblem) -> AppError {
    AppError::Provider(problem)
}

impl From<ProviderFault> for AppError {
    fn from(fault: ProviderFault) -> Self {
        tracing::warn!(%fault, "nobody is signed in by a provider");
        refused(match fault {
            ProviderFault::Away(_) => ProviderProblem::Away,
            ProviderFault::Doubtful(_) => ProviderProblem::Doubtful,
            ProviderFault::Declined => ProviderProblem::Declined,
        })
    }
}

/// Whether a provider is for people of that organisation.
fn is_for(provider: &Provider, kind: &str, partner_id: Option<&str>) -> bool {
    match &provider.settings().organisation {
        None => true,
        Some(Organisation::Programme) => kind == OrganisationKind::Programme.code(),
        Some(Organisation::Partner(id)) => partner_id == Some(id.as_str()),
    }
}

fn choice(provider: &Provider) -> ProviderChoice {
    ProviderChoice { code: provider.settings().code.clone(), name: provider.settings().name.clone() }
}

impl App {
    /// Every provider, in the operator's order.
    pub fn providers(&self) -> Vec<ProviderChoice> {
        self.providers.iter().map(choice).collect()
    }

    /// The providers for people of that organisation.
    pub(crate) fn providers_for(&self, kind: &str, partner_id: Option<&str>) -> Vec<ProviderChoice> {
        self.providers.iter().filter(|one| is_for(one, kind, partner_id)).map(choice).collect()
    }

    fn provider(&self, code: &str) -> Result<&Provider, AppError> {
        self.providers.iter().find(|one| one.settings().code == code).ok_or(AppError::NotFound)
    }

    /// Leads somebody to a provider, to be signed in when they come back, and to go on to that path.
    pub async fn depart_to_sign_in(
        &self,
        asked: &ProviderAsked<'_>,
        next: &str,
    ) -> Result<ProviderDeparture, AppError> {
        self.depart(asked, &Purpose::SignIn, next).await
    }

    /// Leads somebody to a provider who accepts an invitation: by the secret, and by the address that it is for. What is wrong
    /// with those is the same answer as for a password.
    pub async fn depart_by_invitation(
        &self,
        visit: &Visit,
        asked: &ProviderAsked<'_>,
        secret: &str,
        email: &str,
    ) -> Result<ProviderDeparture, AppError> {
        let provider = self.provider(asked.code)?;
        let attempt = self.begin_attempt(&format!("invitation {}", mark(secret)), &visit.address, None).await?;
        let row = self.invited(secret, email).await?.ok_or(AppError::WrongCredentials)?;
        let mut tx = self.store.write().await?;
        attempt.succeed(&mut tx).await?;
        let person = tx.person(PersonId(row.person_id)).await?.ok_or(AppError::WrongCredentials)?;
        tx.commit().await?;
        if !is_for(provider, &person.kind, person.partner_id.as_deref()) {
            return Err(AppError::field("provider", Problem::NotThisProvider));
        }
        self.depart(asked, &Purpose::Invitation(hash_secret(secret)), "/").await
    }

    /// Leads somebody who is signed in to a provider, to connect the account there to their own. Whoever has a password proves
    /// it once more; field: `current`. Whoever has none has signed in just now, or does so again; field: `provider`.
    pub async fn depart_to_connect(
        &self,
        ctx: &Ctx,
        asked: &ProviderAsked<'_>,
        proof: Proof<'_>,
    ) -> Result<ProviderDeparture, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let person = who.account()?;
        let provider = self.provider(asked.code)?;
        let count = tx.provider_accounts(person).await?.len();
        tx.end();
        self.prove_anew(ctx, &who, proof, "provider").await?;
        if count >= MOST_ACCOUNTS {
            return Err(AppError::field("provider", Problem::AsManyAsMayBe(MOST_ACCOUNTS)));
        }
        if !is_for(provider, who.viewer.kind().code(), who.viewer.partner_id.as_deref()) {
            return Err(AppError::field("provider", Problem::NotThisProvider));
        }
        self.depart(asked, &Purpose::Connection(person), "/profile").await
    }

    async fn depart(
        &self,
        asked: &ProviderAsked<'_>,
        purpose: &Purpose,
        next: &str,
    ) -> Result<ProviderDeparture, AppError> {
        let provider = self.provider(asked.code)?;
        let browser = match asked.browser {
            Some(secret) if secret.len() == 43 => secret.to_owned(),
            _ => self.new_secret()?,
        };
        let (state, now) = (self.new_secret()?, self.now_millis());
        let (nonce, verifier) = (derived("nonce", &browser, &state), derived("verifier", &browser, &state));
        let departure = Departure {
            redirect_uri: asked.redirect_uri,
            state: &state,
            nonce: &nonce,
            verifier: &verifier,
            language: asked.language,
        };
        let url = provider.depart(&departure, now).await?;
        let (name, person, invitation_hash) = match purpose {
            Purpose::SignIn => ("sign_in", None, None),
            Purpose::Invitation(hash) => ("invitation", None, Some(hash.as_slice())),
            Purpose::Connection(person) => ("connection", Some(*person), None),
        };
        let visit = NewProviderVisit {
            state_hash: &hash_secret(&state),
            browser_hash: &hash_secret(&browser),
            provider: asked.code,
            purpose: name,
            person,
            invitation_hash,
            next,
            expires_at: now + VISIT_MILLIS,
        };
        let mut tx = self.store.write().await?;
        tx.begin_provider_visit(&visit, now, MOST_VISITS).await?;
        tx.commit().await?;
        let name = provider.settings().name.clone();
        Ok(ProviderDeparture { url, name, browser, browser_seconds: VISIT_MILLIS / 1_000 })
    }

    /// Takes what somebody brings back from a provider. The question ends with it, whatever comes of it.
    pub async fn arrive(
        &self,
        ctx: &Ctx,
        visit: &Visit,
        asked: &ProviderAsked<'_>,
        answer: &ProviderAnswer<'_>,
    ) -> Result<ProviderDone, AppError> {
        let provider = self.provider(asked.code)?;
        let ended = || refused(ProviderProblem::Ended);
        let (state, browser) = answer.state.zip(asked.browser).ok_or_else(ended)?;
        let now = self.now_millis();
        let mut tx = self.store.write().await?;
        let begun = tx.end_provider_visit(&hash_secret(state), &hash_secret(browser), asked.code, now).await?;
        tx.commit().await?;
        let begun = begun.ok_or_else(ended)?;
        // Whoever brings back one useless answer after the other is put off, as for wrong passwords.
        let attempt = self.begin_attempt(&format!("provider {}", mark(state)), &visit.address, None).await?;
        let (nonce, verifier) = (derived("nonce", browser, state), derived("verifier", browser, state));
        let departure = Departure {
            redirect_uri: asked.redirect_uri,
            state,
            nonce: &nonce,
            verifier: &verifier,
            language: asked.language,
        };
        let arrival = Arrival { departure, code: answer.code, issuer: answer.issuer, error: answer.error, now };
        let arrived = match provider.arrive(&arrival).await {
            Ok(identity) => self.take_identity(ctx, visit, provider, &identity, &begun).await,
            Err(fault) => Err(fault.into()),
        };
        match &arrived {
            Ok(_) => {
                let mut tx = self.store.write().await?;
                attempt.succeed(&mut tx).await?;
                tx.commit().await?;
            }
            Err(AppError::Provider(problem)) => self.note_refused(visit, provider, *problem).await?,
            Err(_) => {}
        }
        arrived
    }

    async fn take_identity(
        &self,
        ctx: &Ctx,
        visit: &Visit,
        provider: &Provider,
        identity: &Identity,
        begun: &ProviderVisitRow,
    ) -> Result<ProviderDone, AppError> {
        match (begun.purpose.as_str(), begun.person_id, &begun.invitation_hash) {
            ("connection", Some(person), _) => self.connect(ctx, provider, identity, PersonId(person)).await,
            ("invitation", _, Some(hash)) => self.accept(visit, provider, identity, hash).await,
            _ => self.enter(visit, provider, identity, &begun.next).await,
        }
    }

    /// Signs in whose account it is.
    async fn enter(
        &self,
        visit: &Visit,
        provider: &Provider,
        identity: &Identity,
        next: &str,
    ) -> Result<ProviderDone, AppError> {
        let mut tx = self.store.write().await?;
        let account = tx.provider_account(&identity.issuer, &identity.subject).await?;
        let by_email = tx.account_by_email(&identity.email).await?;
        let person = account.as_ref().map(|account| PersonId(account.person_id)).or(by_email);
        let stranger = || refused(ProviderProblem::Stranger);
        let person = person.ok_or_else(stranger)?;
        let row = welcome(&mut tx, provider, identity, person).await?;
        tx.hold_person(person).await?;
        // Closed or disconnected while it was waited for.
        if tx.person(person).await?.is_none_or(|row| row.deactivated_at.is_some()) {
            return Err(stranger());
        }
        let standing = tx.provider_account(&identity.issuer, &identity.subject).await?;
        if by_email.is_none() && standing.is_none_or(|standing| standing.person_id != person.0) {
            return Err(stranger());
        }
        if let Some(account) = account {
            tx.use_provider_account(account.provider_account_id, self.now_millis()).await?;
        }
        let way = Way::Provider(&provider.settings().code);
        let signed_in = self.begin_session(&mut tx, visit, person, row.name, way).await?;
        tx.commit().await?;
        Ok(ProviderDone::SignedIn { signed_in, next: next.to_owned() })
    }

    /// Connects the account to whoever was invited, and signs them in.
    async fn accept(
        &self,
        visit: &Visit,
        provider: &Provider,
        identity: &Identity,
        invitation_hash: &[u8],
    ) -> Result<ProviderDone, AppError> {
        let now = self.now_millis();
        let mut tx = self.store.write().await?;
        let ended = || refused(ProviderProblem::Ended);
        let invitation = tx.invitation(invitation_hash).await?;
        let invitation = invitation.filter(|row| can_be_used(row.expires_at, LASTS_MILLIS, now)).ok_or_else(ended)?;
        let person = PersonId(invitation.person_id);
        welcome(&mut tx, provider, identity, person).await?;
        tx.hold_person(person).await?;
        // Closed while it was waited for.
        let row = tx.person(person).await?.filter(|row| row.deactivated_at.is_none());
        let row = row.ok_or_else(|| refused(ProviderProblem::Stranger))?;
        if tx.provider_account(&identity.issuer, &identity.subject).await?.is_some() {
            return Err(refused(ProviderProblem::Taken));
        }
        if !tx.use_invitation(invitation_hash).await? {
            return Err(ended());
        }
        self.add_account(&mut tx, provider, identity, person).await?;
        tx.add_audit(&AuditEntry {
            happened_at: now,
            person: Some(person),
            organisation: Some(OrganisationId(row.organisation_id)),
            door: crate::Door::Page.code(),
            action: AuditAction::InvitationAccepted.code(),
            subject: &row.email,
            detail: &serde_json::json!({ "provider": provider.settings().code }).to_string(),
            address: &visit.address,
            request_id: &visit.request_id,
        })
        .await?;
        let way = Way::Provider(&provider.settings().code);
        let signed_in = self.begin_session(&mut tx, visit, person, row.name, way).await?;
        tx.commit().await?;
        Ok(ProviderDone::SignedIn { signed_in, next: "/".to_owned() })
    }

    /// Connects the account to whoever is signed in, and asked for it.
    async fn connect(
        &self,
        ctx: &Ctx,
        provider: &Provider,
        identity: &Identity,
        person: PersonId,
    ) -> Result<ProviderDone, AppError> {
        if !matches!(ctx.credential, Credential::Session(_)) {
            return Err(refused(ProviderProblem::Ended));
        }
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        if who.account()? != person {
            return Err(refused(ProviderProblem::Ended));
        }
        welcome(&mut tx, provider, identity, person).await?;
        match tx.provider_account(&identity.issuer, &identity.subject).await? {
            Some(account) if account.person_id == person.0 => {}
            Some(_) => return Err(refused(ProviderProblem::Taken)),
            None => {
                self.add_account(&mut tx, provider, identity, person).await?;
                let detail = serde_json::json!({ "provider": provider.settings().code });
                self.audit(&mut tx, ctx, &who, AuditAction::ProviderConnected, "", &detail).await?;
            }
        }
        tx.commit().await?;
        Ok(ProviderDone::Connected)
    }

    async fn add_account(
        &self,
        tx: &mut Tx,
        provider: &Provider,
        identity: &Identity,
        person: PersonId,
    ) -> Result<(), AppError> {
        tx.add_provider_account(&NewProviderAccount {
            handle: &self.new_handle()?,
            person,
            provider: &provider.settings().code,
            issuer: &identity.issuer,
            subject: &identity.subject,
            directory: identity.directory,
            label: &identity.label,
            connected_at: self.now_millis(),
        })
        .await?;
        Ok(())
    }

    /// Writes down that a provider signed nobody in, and why.
    async fn note_refused(&self, visit: &Visit, provider: &Provider, problem: ProviderProblem) -> Result<(), AppError> {
        let why = match problem {
            ProviderProblem::Ended => "ended",
            ProviderProblem::Away => "away",
            ProviderProblem::Doubtful => "doubtful",
            ProviderProblem::Declined => "declined",
            ProviderProblem::Stranger => "stranger",
            ProviderProblem::Taken => "taken",
        };
        let detail = serde_json::json!({ "provider": provider.settings().code, "why": why });
        let mut tx = self.store.write().await?;
        self.note_visit(&mut tx, visit, None, AuditAction::SignInRefused, "", &detail).await?;
        Ok(tx.commit().await?)
    }
}

/// The person, where this provider and the directory of this account are for them: otherwise they are a stranger.
async fn welcome(
    tx: &mut Tx,
    provider: &Provider,
    identity: &Identity,
    person: PersonId,
) -> Result<PersonRow, AppError> {
    let stranger = || refused(ProviderProblem::Stranger);
    let row = tx.person(person).await?.filter(|row| row.deactivated_at.is_none()).ok_or_else(stranger)?;
    if !is_for(provider, &row.kind, row.partner_id.as_deref()) {
        return Err(stranger());
    }
    if let Some(directory) = identity.directory {
        match tx.directory_owner(directory).await? {
            Some(owner) if owner.0 != row.organisation_id => return Err(stranger()),
            Some(_) => tx.set_directory(person, directory).await?,
            // Nobody's yet: who signs in from where is kept with the account, and whose directory it is says the office.
            None => {}
        }
    }
    Ok(row)
}
