//! Whom a message concerns: those of an organisation whose roles lead to what it tells of (S14.1).
//!
//! Roles decide here who is asked; whether each may see that one tenant or claim is asked when the letter is made (`letter.rs`).

use domain::access::{Action, Assignment, Reach, Resource, Role, allows};
use domain::id::{OrganisationId, PersonId};
use domain::mail::{MailChoice, MailKind, wait_after};
use store::{MailRow, NewMail, PersonRow, Tx};

use crate::identity::principal_of;
use crate::{App, AppError};

/// How long after a link was mailed to somebody another one is, in milliseconds: five minutes.
const BETWEEN_RESETS_MILLIS: i64 = 5 * 60_000;

/// Messages that are addressed at once: the rest waits for the next time.
const AT_ONCE: usize = 200;

impl App {
    /// Addresses messages to each of the people whom they concern; how many messages. Of several servers, one addresses each.
    pub async fn address_mail(&self) -> Result<usize, AppError> {
        for count in 0..AT_ONCE {
            let now = self.now_millis();
            let mut tx = self.store.read().await?;
            let is_due = tx.is_mail_due(now).await?;
            tx.end();
            if !is_due {
                return Ok(count);
            }
            let mut tx = self.store.write().await?;
            let Some(row) = tx.unaddressed_mail(now).await? else { return Ok(count) };
            match self.address(&mut tx, &row, now).await {
                Ok(()) => tx.commit().await?,
                Err(AppError::Busy) => return Err(AppError::Busy),
                // One that cannot be addressed keeps nobody else's waiting.
                Err(error) => {
                    tx.end();
                    tracing::error!(mail = row.mail_id, %error, "a mail could not be addressed");
                    let mut tx = self.store.write().await?;
                    let reason = "a fault of Uptake: its log says which";
                    tx.put_off_mail((row.mail_id, row.tries), now + wait_after(1), reason).await?;
                    tx.commit().await?;
                }
            }
        }
        Ok(AT_ONCE)
    }

    /// Addresses one message to whom it concerns, in its place.
    async fn address(&self, tx: &mut Tx, row: &MailRow, now: i64) -> Result<(), AppError> {
        if let Some(kind) = MailKind::from_code(&row.kind) {
            for person in readers(tx, kind, row, now).await? {
                let new = NewMail {
                    handle: &self.new_handle()?,
                    kind,
                    person: Some(person),
                    organisation: None,
                    by: None,
                    subject: if kind == MailKind::PasswordReset { "" } else { &row.subject },
                    made_at: now,
                };
                tx.add_mail(&new).await?;
            }
        }
        Ok(tx.remove_mail(row.mail_id).await?)
    }
}

/// Whom a message concerns.
async fn readers(tx: &mut Tx, kind: MailKind, row: &MailRow, now: i64) -> Result<Vec<PersonId>, AppError> {
    let organisation = row.organisation_id.map(OrganisationId);
    match (kind, organisation) {
        (MailKind::PasswordReset, _) => forgetful(tx, &row.subject, now).await,
        (MailKind::ClaimMoved, Some(to)) => {
            of_organisation(tx, to, kind, row, &|row, roles| {
                let principal = principal_of(row, roles)?;
                // A partner manager reads claims, and decides on none.
                let is_asked = !roles.iter().any(|one| one.role == Role::PartnerManager.code())
                    || allows(&principal, Resource::ClaimReview, Action::Write).is_ok();
                Ok(is_asked && allows(&principal, Resource::Claims, Action::Read).is_ok())
            })
            .await
        }
        (MailKind::NoteAsked, Some(to)) => {
            of_organisation(tx, to, kind, row, &|row, roles| {
                Ok(allows(&principal_of(row, roles)?, Resource::StatusNotes, Action::Write).is_ok())
            })
            .await
        }
        (MailKind::IntentQuestion, Some(partner)) => {
            let office = tx.programme().await?.id();
            looking_after(tx, office, partner, kind, row).await
        }
        (MailKind::ReferralAssigned | MailKind::ReferralDue, Some(to)) => {
            of_organisation(tx, to, kind, row, &|row, roles| {
                Ok(allows(&principal_of(row, roles)?, Resource::Referrals, Action::Write).is_ok())
            })
            .await
        }
        (MailKind::ReferralOver, Some(to)) => {
            of_organisation(tx, to, kind, row, &|row, roles| {
                let principal = principal_of(row, roles)?;
                Ok(allows(&principal, Resource::Referrals, Action::Write).is_ok()
                    || allows(&principal, Resource::ReferralAssignment, Action::Write).is_ok())
            })
            .await
        }
        // Nobody answers it yet: then it is for whoever could.
        (MailKind::Ticket, Some(office)) => {
            let Some(partner) = tx.organisation_of_ticket(&row.subject).await? else { return Ok(Vec::new()) };
            looking_after(tx, office, partner, kind, row).await
        }
        // These are to one person from the beginning.
        (MailKind::Invitation | MailKind::SecondFactor | MailKind::IntentAnswer | MailKind::Digest, _)
        | (
            MailKind::ClaimMoved
            | MailKind::NoteAsked
            | MailKind::IntentQuestion
            | MailKind::ReferralAssigned
            | MailKind::ReferralDue
            | MailKind::ReferralOver
            | MailKind::Ticket,
            None,
        ) => Ok(Vec::new()),
    }
}

/// Those of the programme office who look after a partner; where nobody does, those who do everything.
async fn looking_after(
    tx: &mut Tx,
    office: OrganisationId,
    partner: OrganisationId,
    kind: MailKind,
    mail: &MailRow,
) -> Result<Vec<PersonId>, AppError> {
    let looks_after = |row: &PersonRow, roles: &[store::RoleRow]| {
        let principal = principal_of(row, roles)?;
        let is_it = |one: &Assignment| one.role == Role::PartnerManager && one.reach == Reach::Partner(partner);
        Ok(principal.assignments.iter().any(is_it))
    };
    let managers = of_organisation(tx, office, kind, mail, &looks_after).await?;
    if !managers.is_empty() {
        return Ok(managers);
    }
    let does_all = |row: &PersonRow, roles: &[store::RoleRow]| Ok(principal_of(row, roles)?.has(Role::ProgrammeAdmin));
    of_organisation(tx, office, kind, mail, &does_all).await
}

/// Whether somebody with these roles is concerned.
type Concerns<'a> = dyn Fn(&PersonRow, &[store::RoleRow]) -> Result<bool, AppError> + Sync + 'a;

/// Those of an organisation who can sign in, want that kind, are concerned, and did not do it themselves.
async fn of_organisation(
    tx: &mut Tx,
    organisation: OrganisationId,
    kind: MailKind,
    mail: &MailRow,
    concerns: &Concerns<'_>,
) -> Result<Vec<PersonId>, AppError> {
    let mut found = Vec::new();
    for row in tx.managed_people(Some(organisation)).await? {
        let person = PersonId(row.person.person_id);
        if row.has_way_in == 0 || row.person.deactivated_at.is_some() || mail.by_person_id == Some(person.0) {
            continue;
        }
        let roles = tx.roles(person).await?;
        if concerns(&row.person, &roles)? && choice_of(tx, person).await?.wants(kind) {
            found.push(person);
        }
    }
    Ok(found)
}

/// What a person chose to get.
pub(crate) async fn choice_of(tx: &mut Tx, person: PersonId) -> Result<MailChoice, AppError> {
    let kept = tx.mail_choice(person).await?;
    Ok(kept.map(|(off, hour, _)| MailChoice::read(&off, hour)).unwrap_or_default())
}

/// Whoever has an account with a password under the address that was typed, and was not mailed a link a moment ago.
async fn forgetful(tx: &mut Tx, typed: &str, now: i64) -> Result<Vec<PersonId>, AppError> {
    let Some(account) = tx.account(typed).await? else { return Ok(Vec::new()) };
    let person = PersonId(account.person_id);
    let was_mailed =
        tx.last_mail(person, MailKind::PasswordReset).await?.is_some_and(|at| (now - at).abs() < BETWEEN_RESETS_MILLIS);
    let has_password =
        account.password_hash.is_some() && account.deactivated_at.is_none() && !account.is_single_sign_on;
    Ok(if has_password && !was_mailed { vec![person] } else { Vec::new() })
}
