//! A new password for whoever forgot theirs, by a link that is mailed, works once and for an hour.
//!
//! Asking is answered the same for every address, and takes the same way: what was typed is kept for the mail to be addressed,
//! and whether somebody has that address is looked up there, when nobody waits for an answer.

use domain::id::{OrganisationId, PersonId};
use domain::mail::MailKind;
use domain::person::{Email, check_password};
use domain::planted::{Fault, planted};
use store::AuditEntry;

use crate::mail::Notice;
use crate::secret::{hash_secret, mark};
use crate::{App, AppError, AuditAction, FactorTold, Problem, Visit};

impl App {
    /// Mails a link to whoever has that address. Field: `email`. Too many times for an address, whether there is an account or
    /// not, or from a network address, is [`AppError::TooMany`].
    pub async fn ask_password_reset(&self, visit: &Visit, email: &str) -> Result<(), AppError> {
        if !self.sends_mail() {
            return Err(AppError::NotFound);
        }
        if email.trim().is_empty() {
            return Err(AppError::field("email", Problem::Missing));
        }
        let email: Email = email.parse().map_err(|_| AppError::field("email", Problem::NotAnEmail))?;
        // Counted like attempts to sign in, and never taken back: each could be a letter.
        self.begin_attempt(&format!("reset {email}"), &visit.address, None).await?;
        let mut tx = self.store.write().await?;
        if planted(Fault::ResetTellsAccounts) && tx.account(email.as_str()).await?.is_none() {
            return Err(AppError::field("email", Problem::Unknown));
        }
        let notice = Notice {
            kind: MailKind::PasswordReset,
            person: None,
            organisation: None,
            by: None,
            subject: email.as_str(),
        };
        self.announce(&mut tx, notice).await?;
        let detail = serde_json::json!({});
        self.note_visit(&mut tx, visit, None, AuditAction::PasswordResetAsked, &mark(email.as_str()), &detail).await?;
        Ok(tx.commit().await?)
    }

    /// Sets a new password by the secret of a link, and ends every session of the person; tokens stay, and so does a second
    /// factor: whoever reads the mail alone does not get in. Fields: `new`, `repeat`.
    /// Unknown, used, ended and of a closed account are one answer, [`AppError::WrongCredentials`].
    pub async fn reset_password(&self, visit: &Visit, secret: &str, new: &str, repeat: &str) -> Result<(), AppError> {
        let attempt = self.begin_attempt(&format!("reset link {}", mark(secret)), &visit.address, None).await?;
        let (hash, now) = (hash_secret(secret), self.now_millis());
        let mut tx = self.store.read().await?;
        let found = tx.mailed_secret(MailKind::PasswordReset, &hash).await?;
        let person = match found.filter(|row| row.expires_at > now || planted(Fault::ResetNeverEnds)) {
            Some(row) => tx.person(PersonId(row.person_id)).await?,
            None => None,
        };
        tx.end();
        let Some(row) = person.filter(|row| row.deactivated_at.is_none()) else {
            return Err(AppError::WrongCredentials);
        };
        if new != repeat {
            return Err(AppError::field("repeat", Problem::Differs));
        }
        let address: Email = row.email.parse().map_err(|_| AppError::Internal("a stored address".to_owned()))?;
        check_password(new, &address, &row.name).map_err(|weak| AppError::field("new", Problem::Weak(weak)))?;
        let password = self.hash_password(new).await?;
        let person = PersonId(row.person_id);
        let mut tx = self.store.write().await?;
        // Used by somebody else, or the account closed, while the password was hashed.
        if !planted(Fault::ResetStays) {
            let is_first = tx.use_mailed_secret(MailKind::PasswordReset, &hash).await?;
            if !is_first {
                return Err(AppError::WrongCredentials);
            }
            tx.end_mailed_secrets(person, MailKind::PasswordReset).await?;
        }
        let row = tx.person(person).await?.filter(|row| row.deactivated_at.is_none());
        let row = row.ok_or(AppError::WrongCredentials)?;
        if tx.is_single_sign_on(OrganisationId(row.organisation_id)).await? {
            return Err(AppError::WrongCredentials);
        }
        tx.set_password(person, &password).await?;
        if planted(Fault::ResetSkipsCode) {
            tx.remove_authenticator(person).await?;
        }
        if !planted(Fault::ResetKeepsSessions) {
            tx.end_sessions(person, None).await?;
        }
        self.tell(&mut tx, person, FactorTold::PasswordChanged).await?;
        attempt.succeed(&mut tx).await?;
        // Whoever could not get in for having tried too often gets in now.
        tx.forget_sign_in_failures(&hash_secret(&format!("account {}", row.email))).await?;
        tx.add_audit(&AuditEntry {
            happened_at: now,
            person: Some(person),
            organisation: Some(OrganisationId(row.organisation_id)),
            door: crate::Door::Page.code(),
            action: AuditAction::PasswordReset.code(),
            subject: "",
            detail: "{}",
            address: &visit.address,
            request_id: &visit.request_id,
        })
        .await?;
        Ok(tx.commit().await?)
    }
}
