//! Making a letter: what its reader may see is asked anew, in the same way as when they open the page (S14.1, S14.2).

use domain::TenantId;
use domain::access::{Action, Assignment, Reach, Resource, Role, Sensitivity};
use domain::id::PersonId;
use domain::mail::MailKind;
use domain::planted::{Fault, planted};
use domain::referral::State;
use domain::ticket::Side;
use store::{AuditEntry, MailRow, Tx};

use crate::addressee::choice_of;
use crate::identity::{Who, moment, still};
use crate::intent_question::questions_of;
use crate::mail::{Content, Letter, OverAt};
use crate::place::{Place, sensitivity_at};
use crate::second_factor::told_of;
use crate::secret::hash_secret;
use crate::{App, AppError, AuditAction, Door, claim, referral, ticket, work};

/// How long a link to set a new password works, in milliseconds: an hour.
pub(crate) const RESET_LASTS_MILLIS: i64 = 3_600_000;

impl App {
    /// Makes the letter of a message that was taken; not found is whatever its reader may not see, or does not want.
    pub(crate) async fn letter(&self, tx: &mut Tx, row: &MailRow) -> Result<Letter, AppError> {
        let kind = MailKind::from_code(&row.kind).ok_or(AppError::NotFound)?;
        let person = row.person_id.map(PersonId).ok_or(AppError::NotFound)?;
        let mut who = self.who_reads(tx, person).await?;
        if planted(Fault::MailNotCheckedAgain) {
            for role in [Role::ReportViewer, Role::IncentivesAdmin] {
                who.viewer.principal.assignments.push(Assignment { role, reach: Reach::Everywhere });
            }
        }
        if tx.is_mail_overtaken(row).await? {
            return Err(AppError::NotFound);
        }
        if !choice_of(tx, person).await?.wants(kind) && !planted(Fault::MailUnwanted) {
            return Err(AppError::NotFound);
        }
        let content = self.content(tx, kind, &who, row).await?;
        let unsubscribe = if kind.is_optional() { Some(self.unsubscribe_token(tx, person, kind).await?) } else { None };
        Ok(Letter {
            handle: row.handle.clone(),
            to: who.viewer.email.clone(),
            name: who.viewer.name.clone(),
            language: who.viewer.language.unwrap_or_default(),
            at: moment(who.now),
            kind,
            unsubscribe,
            content,
            place: (row.mail_id, row.tries),
            made_at: row.made_at,
        })
    }

    async fn content(&self, tx: &mut Tx, kind: MailKind, who: &Who, row: &MailRow) -> Result<Content, AppError> {
        match kind {
            MailKind::Invitation => self.invitation_letter(tx, who).await,
            MailKind::PasswordReset => self.reset_letter(tx, who).await,
            MailKind::SecondFactor => factor_letter(who, row),
            MailKind::ClaimMoved => claim_letter(tx, who, row).await,
            MailKind::NoteAsked => note_letter(tx, who, &row.subject).await,
            MailKind::IntentQuestion => question_letter(tx, who, row).await,
            MailKind::IntentAnswer => answer_letter(tx, who, &row.subject).await,
            MailKind::ReferralAssigned => referral_letter(tx, who, &row.subject, false).await,
            MailKind::ReferralDue => referral_letter(tx, who, &row.subject, true).await,
            MailKind::ReferralOver => referral_over_letter(tx, who, row).await,
            MailKind::Ticket => ticket_letter(tx, who, row).await,
            MailKind::Digest => digest_letter(tx, who).await,
        }
    }

    /// A link for whoever is invited still; each letter has its own, so that none of them has to be kept.
    async fn invitation_letter(&self, tx: &mut Tx, who: &Who) -> Result<Content, AppError> {
        let person = who.account()?;
        let until = tx.invited_until(person).await?.filter(|until| *until > who.now).ok_or(AppError::NotFound)?;
        let is_single_sign_on = tx.is_single_sign_on(who.viewer.principal.organisation_id).await?;
        if tx.password_hash(person).await?.is_some() && !is_single_sign_on {
            return Err(AppError::NotFound);
        }
        let secret = self.new_secret()?;
        tx.add_mailed_secret(person, MailKind::Invitation, &hash_secret(&secret), until).await?;
        Ok(Content::Invitation { secret, organisation: who.viewer.organisation.clone(), until: moment(until) })
    }

    /// A link for whoever has a password to set anew.
    async fn reset_letter(&self, tx: &mut Tx, who: &Who) -> Result<Content, AppError> {
        let person = who.account()?;
        let is_single_sign_on = tx.is_single_sign_on(who.viewer.principal.organisation_id).await?;
        if tx.password_hash(person).await?.is_none() || is_single_sign_on {
            return Err(AppError::NotFound);
        }
        let (secret, until) = (self.new_secret()?, who.now + RESET_LASTS_MILLIS);
        tx.add_mailed_secret(person, MailKind::PasswordReset, &hash_secret(&secret), until).await?;
        Ok(Content::PasswordReset { secret, until: moment(until) })
    }
}

/// What was done with a second factor, and when.
fn factor_letter(who: &Who, row: &MailRow) -> Result<Content, AppError> {
    let what = told_of(&row.subject).ok_or(AppError::NotFound)?;
    Ok(Content::SecondFactor { what, email: who.viewer.email.clone(), at: moment(row.made_at) })
}

async fn claim_letter(tx: &mut Tx, who: &Who, mail: &MailRow) -> Result<Content, AppError> {
    let number = mail.subject.as_str();
    who.may(Resource::Claims, Action::Read)?;
    let scope = who.claim_scope()?;
    let row = tx.filed_claim(&scope, number).await?.ok_or(AppError::NotFound)?;
    let mut claim = claim::detail(tx, who, &scope, &row).await?;
    note_look(tx, who, mail, AuditAction::ClaimOpened, number).await?;
    let last = if claim.history.is_empty() { None } else { Some(claim.history.remove(0)) };
    Ok(Content::ClaimMoved {
        number: claim.item.number,
        name: claim.item.name,
        organisation: claim.item.organisation,
        by: last.as_ref().map(|one| one.by),
        state: claim.item.state,
        reason: last.and_then(|one| one.reason),
        due: claim.item.due,
    })
}

async fn note_letter(tx: &mut Tx, who: &Who, tenant: &str) -> Result<Content, AppError> {
    who.may(Resource::StatusNotes, Action::Write)?;
    let tenant_id = TenantId(tenant.parse().map_err(|_| AppError::NotFound)?);
    let place = Place::find(tx, who, tenant_id).await?;
    // Written meanwhile, nothing is asked for any more.
    let asked = tx.note_requests(&place.scope, place.key).await?.into_iter().next().ok_or(AppError::NotFound)?;
    let due_on = asked.due_on.parse().map_err(|_| AppError::Internal("a day of a note request".to_owned()))?;
    Ok(Content::NoteAsked { tenant_id, tenant: place.tenant.name, due_on })
}

async fn question_letter(tx: &mut Tx, who: &Who, mail: &MailRow) -> Result<Content, AppError> {
    let handle = mail.subject.as_str();
    who.may(Resource::IntentAnswers, Action::Write)?;
    let scope = who.scope()?;
    let row = tx.intent_question(&scope, handle).await?.filter(|row| row.answered_at.is_none());
    let row = row.ok_or(AppError::NotFound)?;
    let subject = format!("{} {}", row.tenant_id, row.code);
    let asked = questions_of(vec![row], scope.sensitivity_of_all(), who).pop().ok_or(AppError::NotFound)?;
    note_look(tx, who, mail, AuditAction::IntentNoteOpened, &subject).await?;
    Ok(Content::IntentQuestion {
        partner: asked.partner,
        tenant: asked.tenant,
        workload: asked.workload,
        question: asked.question,
        asker: asked.asker,
    })
}

async fn answer_letter(tx: &mut Tx, who: &Who, handle: &str) -> Result<Content, AppError> {
    who.may(Resource::IntentNotes, Action::Read)?;
    let scope = who.scope()?;
    let row = tx.intent_question(&scope, handle).await?.ok_or(AppError::NotFound)?;
    let place = Place::find(tx, who, TenantId(row.tenant_id)).await?;
    let sensitivity = if planted(Fault::MailNamesPeople) {
        Sensitivity::Shown
    } else {
        sensitivity_at(tx, &scope, place.key).await?
    };
    let asked = questions_of(vec![row], sensitivity, who).pop().ok_or(AppError::NotFound)?;
    let answer = asked.answer.ok_or(AppError::NotFound)?;
    Ok(Content::IntentAnswer {
        tenant_id: asked.tenant_id,
        tenant: asked.tenant,
        workload: asked.workload,
        answer: answer.text,
        answerer: answer.answerer,
    })
}

/// Of a referral that waits for an answer still: what is answered meanwhile needs no letter.
async fn referral_letter(tx: &mut Tx, who: &Who, number: &str, is_reminder: bool) -> Result<Content, AppError> {
    who.may(Resource::Referrals, Action::Write)?;
    let scope = who.scope()?;
    let row = tx.referral(&scope, number).await?.ok_or(AppError::NotFound)?;
    let State::Assigned(waits) = row.state()? else { return Err(AppError::NotFound) };
    if still(who.now) > waits.returns_after {
        return Err(AppError::NotFound);
    }
    let workloads = tx.referral_workloads(&[row.id()]).await?;
    let item = referral::item(&row, who, false, &workloads)?;
    Ok(Content::Referral {
        is_reminder,
        number: item.number,
        tenant: item.tenant,
        location: item.location.name,
        workloads: item.workloads,
        accept_by: waits.accept_by,
        returns_after: waits.returns_after,
    })
}

/// Of a referral that its partner has no more. To whoever had it nothing is said of the customer, who is not theirs any more.
async fn referral_over_letter(tx: &mut Tx, who: &Who, mail: &MailRow) -> Result<Content, AppError> {
    let number = mail.subject.as_str();
    let scope = who.scope()?;
    let is_office = referral::is_office(&scope);
    who.may(if is_office { Resource::ReferralAssignment } else { Resource::Referrals }, Action::Write)?;
    let row = tx.referral(&scope, number).await?.ok_or(AppError::NotFound)?;
    let (decline_reason, remark) = match row.state()? {
        State::Declined(declined) if is_office => (Some(declined.reason), declined.remark),
        State::Withdrawn(withdrawn) if !is_office => (None, Some(withdrawn.reason)),
        State::Returned => (None, None),
        _ => return Err(AppError::NotFound),
    };
    let request = if is_office {
        note_look(tx, who, mail, AuditAction::ReferralOpened, number).await?;
        Some(OverAt { request: row.rfa_id, partner: row.organisation.clone(), tenant: row.tenant.clone() })
    } else {
        None
    };
    Ok(Content::ReferralOver { number: row.number.clone(), request, decline_reason, remark })
}

/// What others said last in a ticket; whoever answers one that is new reads what is asked.
async fn ticket_letter(tx: &mut Tx, who: &Who, mail: &MailRow) -> Result<Content, AppError> {
    let number = mail.subject.as_str();
    who.may(Resource::Tickets, Action::Read)?;
    let scope = who.ticket_scope();
    let row = tx.ticket(&scope, number).await?.ok_or(AppError::NotFound)?;
    let side = scope.side(row.author_id());
    let ticket = ticket::detail(tx, who, &scope, &row).await?;
    let said = ticket.messages.into_iter().rfind(|one| !one.is_own);
    let (by, text) = match said {
        Some(said) => (Some(said.by), said.text),
        None if side == Side::Office => (None, Some(ticket.description)),
        None => return Err(AppError::NotFound),
    };
    if !ticket.item.is_own {
        note_look(tx, who, mail, AuditAction::TicketOpened, number).await?;
    }
    Ok(Content::Ticket { number: ticket.item.number, title: ticket.item.title, state: ticket.item.state, by, text })
}

async fn digest_letter(tx: &mut Tx, who: &Who) -> Result<Content, AppError> {
    let (counts, items) = work::digest(tx, who).await?;
    // Nothing waits: nothing is said.
    if counts.is_empty() { Err(AppError::NotFound) } else { Ok(Content::Digest { counts, items }) }
}

/// Writes down that somebody of the programme office was sent something of a partner's (S2.3); once, however often it is tried.
async fn note_look(tx: &mut Tx, who: &Who, mail: &MailRow, action: AuditAction, subject: &str) -> Result<(), AppError> {
    if !who.is_watched() || mail.tries > 1 {
        return Ok(());
    }
    tx.add_audit(&AuditEntry {
        happened_at: who.now,
        person: who.person(),
        organisation: Some(who.viewer.principal.organisation_id),
        door: Door::Mail.code(),
        action: action.code(),
        subject,
        detail: "{}",
        address: "",
        request_id: "",
    })
    .await?;
    Ok(())
}
