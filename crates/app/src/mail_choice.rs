//! What somebody chose to get by mail, and how they do without it by one click (S14.2).
//!
//! The link to unsubscribe is for whoever has the letter: it names a person and a kind, is signed, and can do nothing but that.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::access::{Action, Resource};
use domain::id::{OrganisationId, PersonId};
use domain::mail::{MailChoice, MailKind, WeekHour};
use domain::organisation::OrganisationKind;
use domain::planted::{Fault, planted};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use store::{AuditEntry, Tx};

use crate::addressee::choice_of;
use crate::identity::Who;
use crate::secret::mark;
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Problem, Seen, Visit};

/// The longest token of a link to unsubscribe, in bytes.
const LONGEST_TOKEN: usize = 200;

/// What somebody can choose, and what they chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDesk {
    /// What they chose.
    pub choice: MailChoice,
    /// The kinds that can come to this person.
    pub kinds: Vec<MailKind>,
    /// Whether there is mail at all.
    pub sends_mail: bool,
    /// Which version of it this is.
    pub revision: String,
}

/// A choice, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailChoiceAsked {
    /// The codes of the kinds that they do without.
    pub unwanted: Vec<String>,
    /// The day of the digest: 0 is Monday.
    pub digest_day: Option<u8>,
    /// Its hour, UTC.
    pub digest_hour: Option<u8>,
}

/// Whether messages of that kind can come to somebody at all.
fn concerns(kind: MailKind, who: &Who) -> bool {
    let is_office = who.viewer.kind() == OrganisationKind::Programme;
    match kind {
        MailKind::Invitation | MailKind::PasswordReset | MailKind::SecondFactor => false,
        MailKind::ClaimMoved => who.may(Resource::Claims, Action::Read).is_ok(),
        MailKind::NoteAsked => !is_office && who.may(Resource::StatusNotes, Action::Read).is_ok(),
        MailKind::IntentQuestion => is_office && who.may(Resource::IntentAnswers, Action::Read).is_ok(),
        MailKind::IntentAnswer => !is_office && who.may(Resource::IntentNotes, Action::Read).is_ok(),
        MailKind::ReferralAssigned | MailKind::ReferralDue => who.may(Resource::Referrals, Action::Write).is_ok(),
        MailKind::ReferralOver => {
            who.may(Resource::Referrals, Action::Write).is_ok()
                || who.may(Resource::ReferralAssignment, Action::Write).is_ok()
        }
        MailKind::Ticket => who.may(Resource::Tickets, Action::Read).is_ok(),
        MailKind::Digest => who.may(Resource::Work, Action::Read).is_ok(),
    }
}

fn revision(choice: &MailChoice) -> String {
    mark(&format!("{} {}", choice.written(), choice.digest_at.of_week()))
}

impl App {
    fn mail_desk(&self, who: &Who, choice: MailChoice) -> MailDesk {
        let kinds = MailKind::optional().filter(|kind| concerns(*kind, who)).collect();
        MailDesk { revision: revision(&choice), choice, kinds, sends_mail: self.sends_mail() }
    }

    /// What the person chose to get.
    pub async fn mail_choice(&self, ctx: &Ctx) -> Result<Seen<MailDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::OwnAccount, Action::Read)?;
        let choice = choice_of(&mut tx, who.account()?).await?;
        tx.end();
        let value = self.mail_desk(&who, choice);
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Sets what the person gets, in place of the choice that is expected there. Fields: `unwanted`, `digest_day`, `digest_hour`.
    pub async fn set_mail_choice(
        &self,
        ctx: &Ctx,
        asked: &MailChoiceAsked,
        expected: &Expected,
    ) -> Result<Seen<Outcome<MailDesk>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        let person = who.account()?;
        let before = choice_of(&mut tx, person).await?;
        if !expected.is(&revision(&before)) {
            tx.end();
            let value = Outcome::Overtaken(self.mail_desk(&who, before));
            return Ok(Seen { viewer: who.viewer, value });
        }
        let choice = chosen(asked, &before)?;
        let digest_hour = i64::from(choice.digest_at.of_week());
        tx.set_mail_choice(person, &choice.written(), digest_hour, who.now).await?;
        tx.commit().await?;
        let value = Outcome::Saved(self.mail_desk(&who, choice));
        Ok(Seen { viewer: who.viewer, value })
    }

    /// A token by which whoever has the letter does without that kind of message.
    pub(crate) async fn unsubscribe_token(
        &self,
        tx: &mut Tx,
        person: PersonId,
        kind: MailKind,
    ) -> Result<String, AppError> {
        let handle = tx.person_handle(person).await?.ok_or(AppError::NotFound)?;
        if tx.mail_key().await?.is_none() {
            tx.set_mail_key(&self.chance.bytes::<32>()?).await?;
        }
        let key = tx.mail_key().await?.ok_or_else(|| AppError::Internal("no key of mail".to_owned()))?;
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature(&key, &handle, kind)?.finalize().into_bytes());
        Ok(format!("{handle}.{}.{signature}", kind.code()))
    }

    /// What a link to unsubscribe is for; not found is whatever is no such link. Nothing is changed.
    pub async fn unsubscribe_desk(&self, token: &str) -> Result<MailKind, AppError> {
        let mut tx = self.store.read().await?;
        let (_, kind) = subscriber(&mut tx, token).await?;
        tx.end();
        Ok(kind)
    }

    /// Does without a kind of message from now on, by the link in a letter; the second time changes nothing.
    pub async fn unsubscribe(&self, visit: &Visit, token: &str) -> Result<MailKind, AppError> {
        let mut tx = self.store.write().await?;
        let (row, kind) = subscriber(&mut tx, token).await?;
        let (person, now) = (PersonId(row.person_id), self.now_millis());
        let mut choice = choice_of(&mut tx, person).await?;
        if choice.off.insert(kind) {
            let digest_hour = i64::from(choice.digest_at.of_week());
            tx.set_mail_choice(person, &choice.written(), digest_hour, now).await?;
            tx.add_audit(&AuditEntry {
                happened_at: now,
                person: Some(person),
                organisation: Some(OrganisationId(row.organisation_id)),
                door: crate::Door::Mail.code(),
                action: AuditAction::MailUnsubscribed.code(),
                subject: kind.code(),
                detail: "{}",
                address: &visit.address,
                request_id: &visit.request_id,
            })
            .await?;
        }
        tx.commit().await?;
        Ok(kind)
    }
}

/// The choice that was asked for. Kinds that cannot come to the person stay as they were chosen.
fn chosen(asked: &MailChoiceAsked, before: &MailChoice) -> Result<MailChoice, AppError> {
    let mut wrong = Vec::new();
    let mut off = BTreeSet::new();
    for code in &asked.unwanted {
        match MailKind::from_code(code).filter(|kind| kind.is_optional()) {
            Some(kind) => drop(off.insert(kind)),
            None => wrong.push(("unwanted", Problem::NotInTheList)),
        }
    }
    wrong.truncate(1);
    let day = asked.digest_day.unwrap_or_else(|| before.digest_at.day());
    let hour = asked.digest_hour.unwrap_or_else(|| before.digest_at.hour());
    if day > 6 {
        wrong.push(("digest_day", Problem::NotInTheList));
    }
    if hour > 23 {
        wrong.push(("digest_hour", Problem::OutOfRange(0, 23)));
    }
    match WeekHour::new(day, hour).filter(|_| wrong.is_empty()) {
        Some(digest_at) => Ok(MailChoice { off, digest_at }),
        None => Err(AppError::Invalid(wrong)),
    }
}

fn signature(key: &[u8], handle: &str, kind: MailKind) -> Result<Hmac<Sha256>, AppError> {
    let mut signature =
        Hmac::<Sha256>::new_from_slice(key).map_err(|_| AppError::Internal("a key of mail".to_owned()))?;
    signature.update(format!("unsubscribe {handle} {}", kind.code()).as_bytes());
    Ok(signature)
}

/// Whom a token is about, and which kind of message; one answer for whatever is no token.
async fn subscriber(tx: &mut Tx, token: &str) -> Result<(store::PersonRow, MailKind), AppError> {
    let mut parts = token.split('.');
    let (Some(handle), Some(kind), Some(signed), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(AppError::NotFound);
    };
    let kind = MailKind::from_code(kind).filter(|kind| kind.is_optional() && token.len() <= LONGEST_TOKEN);
    let kind = kind.ok_or(AppError::NotFound)?;
    let signed = BASE64_URL_SAFE_NO_PAD.decode(signed).map_err(|_| AppError::NotFound)?;
    let key = tx.mail_key().await?.ok_or(AppError::NotFound)?;
    // In the same time wherever it differs.
    let is_signed = signature(&key, handle, kind)?.verify_slice(&signed).is_ok();
    if !is_signed && !planted(Fault::UnsubscribedByAnybody) {
        return Err(AppError::NotFound);
    }
    let row = tx.managed_person(handle, None).await?.ok_or(AppError::NotFound)?;
    Ok((row.person, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_that_is_none_is_refused_at_its_field() {
        let before = MailChoice { digest_at: WeekHour::new(3, 4).unwrap(), ..MailChoice::default() };
        let asked = |unwanted: &[&str], digest_day, digest_hour| {
            let unwanted = unwanted.iter().map(|&code| code.to_owned()).collect();
            chosen(&MailChoiceAsked { unwanted, digest_day, digest_hour }, &before)
        };
        assert_eq!(asked(&[], None, None).unwrap(), before);
        let choice = asked(&["digest", "claim_moved"], Some(0), Some(23)).unwrap();
        assert!(!choice.wants(MailKind::Digest) && choice.digest_at == WeekHour::new(0, 23).unwrap());
        for (refused, fields) in [
            (asked(&["invitation", "nothing"], Some(1), Some(1)), vec!["unwanted"]),
            (asked(&[], Some(7), Some(24)), vec!["digest_day", "digest_hour"]),
        ] {
            let AppError::Invalid(problems) = refused.unwrap_err() else { panic!("refused otherwise") };
            assert_eq!(problems.iter().map(|(field, _)| *field).collect::<Vec<_>>(), fields);
        }
    }
}
