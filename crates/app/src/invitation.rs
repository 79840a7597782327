//! Invitations: a link with a secret that works once and for a while, mailed to the person or, without mail, told to the admin
//! alone (S1.2).
//!
//! Unknown, used, ended, and of another address are one answer: whoever finds a link learns nothing from it.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::id::{OrganisationId, PersonId};
use domain::mail::MailKind;
use domain::person::{Email, check_password};
use domain::planted::{Fault, planted};
use store::{AuditEntry, InvitationRow, Tx};

use crate::ahead::can_be_used;
use crate::identity::moment;
use crate::mail::Notice;
use crate::person::{item, managed};
use crate::secret::{hash_secret, mark};
use crate::{App, AppError, AuditAction, Ctx, PersonItem, PersonState, Problem, Seen, Visit};

/// How long an invitation works, in milliseconds: a week.
pub(crate) const LASTS_MILLIS: i64 = 7 * 24 * 3_600_000;

/// A new invitation.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The secret for the link; only its hash is stored.
    pub secret: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

/// Without the secret.
impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invitation").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Somebody with their invitation, told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The person.
    pub person: PersonItem,
    /// The invitation; nothing where it was told before, and where it is mailed.
    pub invitation: Option<Invitation>,
    /// Whether it is mailed to the person.
    pub is_mailed: bool,
}

impl App {
    /// Makes an invitation for a person who has no password. Where there is mail it is sent, and told to nobody else.
    pub(crate) async fn new_invitation(
        &self,
        tx: &mut Tx,
        person: PersonId,
        now: i64,
    ) -> Result<Option<Invitation>, AppError> {
        let secret = self.new_secret()?;
        let expires_at = now + LASTS_MILLIS;
        tx.invite(person, &hash_secret(&secret), expires_at).await?;
        if self.sends_mail() {
            let (kind, subject) = (MailKind::Invitation, "");
            self.announce(tx, Notice { kind, person: Some(person), organisation: None, by: None, subject }).await?;
            return Ok(None);
        }
        Ok(Some(Invitation { secret, expires_at: moment(expires_at) }))
    }

    /// Invites somebody anew who has not come yet; the invitation before ends.
    pub async fn invite_again(&self, ctx: &Ctx, handle: &str) -> Result<Seen<Invited>, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let (who, scope) = self.manager(&mut tx, ctx, Action::Write).await?;
        let row = managed(&mut tx, &scope, handle).await?;
        let person = PersonId(row.person.person_id);
        let before = item(&mut tx, &who, &scope, row).await?;
        if !before.is_managed {
            return Err(AppError::field("person", Problem::NotYoursToGive));
        }
        if before.state != PersonState::Invited {
            return Err(AppError::field("person", Problem::NotInvited));
        }
        let invitation = self.new_invitation(&mut tx, person, who.now).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::PersonInvited, &before.email, &serde_json::json!({})).await?;
        let row = managed(&mut tx, &scope, handle).await?;
        let person = item(&mut tx, &who, &scope, row).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value: Invited { person, is_mailed: invitation.is_none(), invitation } })
    }

    /// The invitation of a secret, where it counts for whoever knows the address too.
    pub(crate) async fn invited(&self, secret: &str, email: &str) -> Result<Option<InvitationRow>, AppError> {
        let now = self.now_millis();
        let mut tx = self.store.read().await?;
        let found = tx.invitation(&hash_secret(secret)).await?;
        tx.end();
        let address = email.parse::<Email>().ok();
        Ok(found.filter(|row| {
            let is_of_it = address.as_ref().is_some_and(|one| one.as_str() == row.email);
            can_be_used(row.expires_at, LASTS_MILLIS, now) && row.deactivated_at.is_none() && is_of_it
        }))
    }

    /// Sets the password of whoever was invited: by the secret, and by the address that it is for. Fields: `new`, `repeat`.
    pub async fn accept_invitation(
        &self,
        visit: &Visit,
        secret: &str,
        email: &str,
        new: &str,
        repeat: &str,
    ) -> Result<(), AppError> {
        // Guesses at the address count, as those at a password do.
        let attempt = self.begin_attempt(&format!("invitation {}", mark(secret)), &visit.address, None).await?;
        let (hash, now) = (hash_secret(secret), self.now_millis());
        let row = self.invited(secret, email).await?.ok_or(AppError::WrongCredentials)?;
        let mut tx = self.store.read().await?;
        let is_single_sign_on = tx.account(&row.email).await?.is_some_and(|account| account.is_single_sign_on);
        tx.end();
        if is_single_sign_on {
            return Err(AppError::field("new", Problem::SingleSignOnOnly));
        }
        if new != repeat {
            return Err(AppError::field("repeat", Problem::Differs));
        }
        let address = row.email.parse().map_err(|_| AppError::Internal("a stored address".to_owned()))?;
        check_password(new, &address, &row.name).map_err(|weak| AppError::field("new", Problem::Weak(weak)))?;
        let password = self.hash_password(new).await?;
        let person = PersonId(row.person_id);
        let mut tx = self.store.write().await?;
        // Used by somebody else, or ended by an admin, while the password was hashed.
        let is_first = tx.use_invitation(&hash).await? || planted(Fault::InvitationStays);
        let row = tx.person(person).await?.filter(|row| is_first && row.deactivated_at.is_none());
        let row = row.ok_or(AppError::WrongCredentials)?;
        if planted(Fault::InvitationStays) {
            tx.invite(person, &hash, now + LASTS_MILLIS).await?;
        }
        tx.set_password(person, &password).await?;
        // Whoever was signed in until now may be whom the person wants out.
        tx.end_sessions(person, None).await?;
        attempt.succeed(&mut tx).await?;
        tx.add_audit(&AuditEntry {
            happened_at: now,
            person: Some(person),
            organisation: Some(OrganisationId(row.organisation_id)),
            door: crate::Door::Page.code(),
            action: AuditAction::InvitationAccepted.code(),
            subject: &row.email,
            detail: "{}",
            address: &visit.address,
            request_id: &visit.request_id,
        })
        .await?;
        Ok(tx.commit().await?)
    }
}
