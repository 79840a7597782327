//! Reading the audit (S16.1): the programme admin all of it, a partner's global admin the own organisation's.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Resource};
use domain::organisation::OrganisationKind;
use domain::planted::{Fault, planted};
use store::{AuditAsked, Tx};

use crate::identity::{Who, moment};
use crate::{App, AppError, Ctx, Problem, Seen};

/// Entries of a page.
const PAGE: i64 = 100;

/// Entries of one step of an export.
const EXPORT_ROWS: i64 = 1_000;

/// What can be done that the audit knows of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditAction {
    /// Somebody signed in.
    SignInDone,
    /// Somebody tried to sign in and could not.
    SignInRefused,
    /// An account at a provider was connected.
    ProviderConnected,
    /// An account at a provider was disconnected.
    ProviderDisconnected,
    /// It was set how the people of an organisation sign in.
    SignInSettingsChanged,
    /// It was set what counts for the whole programme.
    ProgrammeSettingsChanged,
    /// Somebody set up an app that shows codes, as a second factor.
    SecondFactorAdded,
    /// Somebody turned their second factor off.
    SecondFactorRemoved,
    /// The second factor of somebody who lost it was taken away.
    SecondFactorTaken,
    /// Somebody made new codes for when the app is lost.
    RecoveryCodesMade,
    /// Added a passkey.
    PasskeyAdded,
    /// Removed a passkey.
    PasskeyRemoved,
    /// A session was ended by its person.
    SessionEnded,
    /// All sessions were ended by their person.
    SessionEndedAll,
    /// A password was changed.
    PasswordChanged,
    /// A personal access token was made.
    TokenCreated,
    /// A token was revoked.
    TokenRevoked,
    /// A claim was filed, as a draft.
    ClaimFiled,
    /// What is filed in a claim was changed.
    ClaimChanged,
    /// A draft of a claim was removed.
    ClaimRemoved,
    /// A claim was moved on, by somebody or by the clock.
    ClaimMoved,
    /// Somebody of the programme office opened a claim.
    ClaimOpened,
    /// A proof was added to a claim.
    ProofAdded,
    /// A proof was taken away.
    ProofRemoved,
    /// Somebody of the programme office opened a proof.
    ProofOpened,
    /// Somebody of the programme office opened a tenant (S2.3).
    TenantOpened,
    /// Somebody of the programme office exported the tenant list.
    TenantsExported,
    /// Somebody of the programme office exported the licences.
    LicencesExported,
    /// Somebody of the programme office opened the history of a figure.
    HistoryOpened,
    /// A customer's request was given to a partner.
    ReferralAssigned,
    /// A referral was accepted, declined, withdrawn, or returned by the clock.
    ReferralMoved,
    /// A partner said how a referral goes.
    ReferralEdited,
    /// A partner was reminded of a referral.
    ReferralReminded,
    /// Somebody of the programme office opened a referral.
    ReferralOpened,
    /// Somebody of the programme office opened a customer's request.
    RequestOpened,
    /// Somebody of the programme office exported the referrals.
    ReferralsExported,
    /// The audit was exported.
    AuditExported,
    /// A partner said which referrals it wants, or that it wants none for a while.
    ReferralPreferenceChanged,
    /// A load was applied.
    LoadApplied,
    /// A planned load was discarded.
    LoadDiscarded,
    /// A load was taken back.
    LoadUndone,
    /// A person got an account.
    PersonAdded,
    /// An account was closed.
    PersonClosed,
    /// A closed account was reopened.
    PersonReopened,
    /// A person's name was changed.
    PersonChanged,
    /// A person was invited anew.
    PersonInvited,
    /// Somebody who was invited set a password.
    InvitationAccepted,
    /// A partner was added.
    PartnerAdded,
    /// A partner was changed.
    PartnerChanged,
    /// A location was added to a partner.
    LocationAdded,
    /// A location was changed, or its enrolment.
    LocationChanged,
    /// A directory was added to a partner.
    DirectoryAdded,
    /// What a directory of a partner gives its people was changed.
    DirectoryChanged,
    /// A role was given.
    RoleGiven,
    /// A role was taken away.
    RoleTaken,
    /// Somebody of the programme office opened the status notes of a tenant.
    StatusNotesOpened,
    /// A status note was added.
    StatusNoteAdded,
    /// A note was asked for.
    NoteAsked,
    /// Somebody of the programme office opened the contacts of a tenant.
    ContactsOpened,
    /// A contact was added.
    ContactAdded,
    /// A contact was changed.
    ContactChanged,
    /// A contact was deleted; for a while that can be undone.
    ContactDeleted,
    /// The deletion of a contact was undone.
    ContactRestored,
    /// What was kept of deleted contacts was erased.
    ContactsErased,
    /// Somebody of the programme office opened an intent note.
    IntentNoteOpened,
    /// An intent note was written.
    IntentNoteSaved,
    /// Somebody of the programme office opened the service status of a workload.
    ServiceStatusOpened,
    /// The service status of a workload was saved.
    ServiceStatusSaved,
    /// A version of the taxonomy was made, or put in the place of one that did not count yet.
    TaxonomySaved,
    /// A version of the taxonomy that did not count yet was taken back.
    TaxonomyWithdrawn,
    /// An offer was added.
    OfferAdded,
    /// An offer was changed.
    OfferChanged,
    /// Somebody of the programme office opened what a workload at a tenant could earn.
    EarningsOpened,
    /// Somebody of the programme office exported the opportunities.
    OpportunitiesExported,
    /// Help with an intent note was asked for.
    IntentHelpAsked,
    /// A question about an intent note was answered.
    IntentHelpGiven,
    /// A ticket was opened by whoever asks.
    TicketAdded,
    /// What is asked in a ticket was changed.
    TicketChanged,
    /// Something was said in a ticket, or it was resolved or reopened.
    TicketMoved,
    /// Somebody of the programme office was assigned a ticket.
    TicketAssigned,
    /// Somebody of the programme office opened a ticket of others.
    TicketOpened,
    /// A file was added to a ticket.
    AttachmentAdded,
    /// A file was taken away from a ticket.
    AttachmentRemoved,
    /// Somebody of the programme office opened a file of a ticket.
    AttachmentOpened,
    /// Somebody asked for a link to set a new password.
    PasswordResetAsked,
    /// A password was set anew by such a link.
    PasswordReset,
    /// Somebody does without a kind of message, by the link in a letter.
    MailUnsubscribed,
    /// A copy was made of what is kept of a person.
    PersonalDataCopied,
    /// A person was erased.
    PersonalDataErased,
    /// What was kept long enough was removed.
    OutdatedRemoved,
}

impl AuditAction {
    /// Every action.
    pub const ALL: [Self; 90] = [
        Self::SignInDone,
        Self::SignInRefused,
        Self::ProviderConnected,
        Self::ProviderDisconnected,
        Self::SignInSettingsChanged,
        Self::ProgrammeSettingsChanged,
        Self::SecondFactorAdded,
        Self::SecondFactorRemoved,
        Self::SecondFactorTaken,
        Self::RecoveryCodesMade,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::SessionEnded,
        Self::SessionEndedAll,
        Self::PasswordChanged,
        Self::TokenCreated,
        Self::TokenRevoked,
        Self::ClaimFiled,
        Self::ClaimChanged,
        Self::ClaimRemoved,
        Self::ClaimMoved,
        Self::ClaimOpened,
        Self::ProofAdded,
        Self::ProofRemoved,
        Self::ProofOpened,
        Self::TenantOpened,
        Self::TenantsExported,
        Self::LicencesExported,
        Self::HistoryOpened,
        Self::ReferralAssigned,
        Self::ReferralMoved,
        Self::ReferralEdited,
        Self::ReferralReminded,
        Self::ReferralOpened,
        Self::RequestOpened,
        Self::ReferralsExported,
        Self::AuditExported,
        Self::ReferralPreferenceChanged,
        Self::LoadApplied,
        Self::LoadDiscarded,
        Self::LoadUndone,
        Self::PersonAdded,
        Self::PersonClosed,
        Self::PersonReopened,
        Self::PersonChanged,
        Self::PersonInvited,
        Self::InvitationAccepted,
        Self::PartnerAdded,
        Self::PartnerChanged,
        Self::LocationAdded,
        Self::LocationChanged,
        Self::DirectoryAdded,
        Self::DirectoryChanged,
        Self::RoleGiven,
        Self::RoleTaken,
        Self::StatusNotesOpened,
        Self::StatusNoteAdded,
        Self::NoteAsked,
        Self::ContactsOpened,
        Self::ContactAdded,
        Self::ContactChanged,
        Self::ContactDeleted,
        Self::ContactRestored,
        Self::ContactsErased,
        Self::IntentNoteOpened,
        Self::IntentNoteSaved,
        Self::IntentHelpAsked,
        Self::IntentHelpGiven,
        Self::ServiceStatusOpened,
        Self::ServiceStatusSaved,
        Self::TaxonomySaved,
        Self::TaxonomyWithdrawn,
        Self::OfferAdded,
        Self::OfferChanged,
        Self::EarningsOpened,
        Self::OpportunitiesExported,
        Self::TicketAdded,
        Self::TicketChanged,
        Self::TicketMoved,
        Self::TicketAssigned,
        Self::TicketOpened,
        Self::AttachmentAdded,
        Self::AttachmentRemoved,
        Self::AttachmentOpened,
        Self::PasswordResetAsked,
        Self::PasswordReset,
        Self::MailUnsubscribed,
        Self::PersonalDataCopied,
        Self::PersonalDataErased,
        Self::OutdatedRemoved,
    ];

    /// The name in the audit and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::SignInDone => "sign_in.done",
            Self::SignInRefused => "sign_in.refused",
            Self::ProviderConnected => "provider.connected",
            Self::ProviderDisconnected => "provider.disconnected",
            Self::SignInSettingsChanged => "sign_in_settings.changed",
            Self::ProgrammeSettingsChanged => "programme_settings.changed",
            Self::SecondFactorAdded => "second_factor.added",
            Self::SecondFactorRemoved => "second_factor.removed",
            Self::SecondFactorTaken => "second_factor.taken",
            Self::RecoveryCodesMade => "recovery_codes.made",
            Self::PasskeyAdded => "passkey.added",
            Self::PasskeyRemoved => "passkey.removed",
            Self::SessionEnded => "session.ended",
            Self::SessionEndedAll => "session.ended_all",
            Self::PasswordChanged => "password.changed",
            Self::TokenCreated => "token.created",
            Self::TokenRevoked => "token.revoked",
            Self::ClaimFiled => "claim.filed",
            Self::ClaimChanged => "claim.changed",
            Self::ClaimRemoved => "claim.removed",
            Self::ClaimMoved => "claim.moved",
            Self::ClaimOpened => "claim.opened",
            Self::ProofAdded => "claim.proof_added",
            Self::ProofRemoved => "claim.proof_removed",
            Self::ProofOpened => "claim.proof_opened",
            Self::TenantOpened => "tenant.opened",
            Self::TenantsExported => "tenants.exported",
            Self::LicencesExported => "licences.exported",
            Self::HistoryOpened => "history.opened",
            Self::ReferralAssigned => "referral.assigned",
            Self::ReferralMoved => "referral.moved",
            Self::ReferralEdited => "referral.edited",
            Self::ReferralReminded => "referral.reminded",
            Self::ReferralOpened => "referral.opened",
            Self::RequestOpened => "referral.request_opened",
            Self::ReferralsExported => "referral.exported",
            Self::AuditExported => "audit.exported",
            Self::ReferralPreferenceChanged => "referral.preference_changed",
            Self::LoadApplied => "load.applied",
            Self::LoadDiscarded => "load.discarded",
            Self::LoadUndone => "load.undone",
            Self::PersonAdded => "person.added",
            Self::PersonClosed => "person.closed",
            Self::PersonReopened => "person.reopened",
            Self::PersonChanged => "person.changed",
            Self::PersonInvited => "person.invited",
            Self::InvitationAccepted => "invitation.accepted",
            Self::PartnerAdded => "partner.added",
            Self::PartnerChanged => "partner.changed",
            Self::LocationAdded => "location.added",
            Self::LocationChanged => "location.changed",
            Self::DirectoryAdded => "directory.added",
            Self::DirectoryChanged => "directory.changed",
            Self::RoleGiven => "role.given",
            Self::RoleTaken => "role.taken",
            Self::StatusNotesOpened => "status_notes.opened",
            Self::StatusNoteAdded => "status_note.added",
            Self::NoteAsked => "note.asked",
            Self::ContactsOpened => "contacts.opened",
            Self::ContactAdded => "contact.added",
            Self::ContactChanged => "contact.changed",
            Self::ContactDeleted => "contact.deleted",
            Self::ContactRestored => "contact.restored",
            Self::ContactsErased => "contacts.erased",
            Self::IntentNoteOpened => "intent_note.opened",
            Self::IntentNoteSaved => "intent_note.saved",
            Self::IntentHelpAsked => "intent_note.help_asked",
            Self::IntentHelpGiven => "intent_note.help_given",
            Self::PasswordResetAsked => "password.reset_asked",
            Self::PasswordReset => "password.reset",
            Self::MailUnsubscribed => "mail.unsubscribed",
            Self::PersonalDataCopied => "personal_data.copied",
            Self::PersonalDataErased => "personal_data.erased",
            Self::OutdatedRemoved => "retention.removed",
            Self::ServiceStatusOpened => "service_status.opened",
            Self::ServiceStatusSaved => "service_status.saved",
            Self::TaxonomySaved => "taxonomy.saved",
            Self::TaxonomyWithdrawn => "taxonomy.withdrawn",
            Self::OfferAdded => "offer.added",
            Self::OfferChanged => "offer.changed",
            Self::EarningsOpened => "earnings.opened",
            Self::OpportunitiesExported => "opportunities.exported",
            Self::TicketAdded => "ticket.added",
            Self::TicketChanged => "ticket.changed",
            Self::TicketMoved => "ticket.moved",
            Self::TicketAssigned => "ticket.assigned",
            Self::TicketOpened => "ticket.opened",
            Self::AttachmentAdded => "ticket.attachment_added",
            Self::AttachmentRemoved => "ticket.attachment_removed",
            Self::AttachmentOpened => "ticket.attachment_opened",
        }
    }

    /// The action of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// An entry of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditListed {
    /// When.
    pub happened_at: DateTime<Utc>,
    /// Who; nothing for the operator and for somebody who did not sign in.
    pub person: Option<String>,
    /// Of which organisation.
    pub organisation: Option<String>,
    /// Through which door.
    pub door: String,
    /// What was done.
    pub action: AuditAction,
    /// To what.
    pub subject: String,
    /// More of it, as JSON.
    pub detail: String,
    /// From which network address; empty where it was no request.
    pub address: String,
}

/// What is looked for in the audit; nothing finds everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditQuery {
    /// A part of the action's code, of the subject or of the person's name.
    pub search: String,
    /// The actions that this names in words.
    pub actions: Vec<AuditAction>,
    /// The first day, `YYYY-MM-DD`, UTC.
    pub from: String,
    /// The last day, likewise.
    pub until: String,
    /// Where to go on, from the page before.
    pub cursor: Option<String>,
}

impl AuditQuery {
    /// Everything of which action, subject or person has that text.
    pub fn of(search: &str) -> Self {
        Self { search: search.to_owned(), ..Self::default() }
    }
}

/// A page of the audit, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditListed>,
    /// Where older ones begin.
    pub next_cursor: Option<String>,
}

impl App {
    /// Entries that are looked for, newest first, a page of them. Fields: `q`, `from`, `until`, `cursor`.
    pub async fn audit_page(&self, ctx: &Ctx, query: &AuditQuery) -> Result<Seen<AuditPage>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let value = entries(&mut tx, &who, query, PAGE).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Up to 1,000 further entries for an export; each call asks anew what the person may see.
    pub async fn audit_for_export(&self, ctx: &Ctx, query: &AuditQuery) -> Result<AuditPage, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let page = entries(&mut tx, &who, query, EXPORT_ROWS).await?;
        tx.end();
        if query.cursor.is_none() {
            let mut tx = self.store.write().await?;
            self.audit(&mut tx, ctx, &who, AuditAction::AuditExported, "", &serde_json::json!({})).await?;
            tx.commit().await?;
        }
        Ok(page)
    }
}

async fn entries(tx: &mut Tx, who: &Who, query: &AuditQuery, limit: i64) -> Result<AuditPage, AppError> {
    who.may(Resource::Audit, Action::Read)?;
    if query.search.chars().count() > 200 {
        return Err(AppError::field("q", Problem::TooLong(200)));
    }
    // A cursor is a moment and a count, not a key: a key would tell how much others do.
    let (until, offset) = match query.cursor.as_deref() {
        None => (last_moment(query, who.now)?, 0),
        Some(text) => read_place(text).ok_or_else(|| AppError::field("cursor", Problem::ForeignCursor))?,
    };
    let organisation = match who.viewer.kind() {
        OrganisationKind::Programme => None,
        OrganisationKind::Partner if planted(Fault::AuditOfEverybody) => None,
        OrganisationKind::Partner => Some(who.viewer.principal.organisation_id),
    };
    let search = query.search.trim().replace('\0', "");
    let from = day("from", &query.from)?.map_or(0, beginning_of);
    let actions: Vec<&'static str> = query.actions.iter().map(|action| action.code()).collect();
    let asked = AuditAsked { organisation, search: &search, actions: &actions, from, until };
    let mut rows = tx.audit(&asked, offset, limit + 1).await?;
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    if has_more {
        rows.pop();
    }
    let next_cursor = has_more.then(|| write_place(until, offset + limit));
    let entries = rows
        .into_iter()
        .map(|row| {
            let action = AuditAction::from_code(&row.action)
                .ok_or_else(|| AppError::Internal(format!("audit.action holds {}", row.action)))?;
            Ok(AuditListed {
                happened_at: moment(row.happened_at),
                person: row.person,
                organisation: row.organisation,
                door: row.door,
                action,
                subject: row.subject,
                detail: row.detail,
                address: row.address,
            })
        })
        .collect::<Result<_, AppError>>()?;
    Ok(AuditPage { entries, next_cursor })
}

/// A day as it was typed; nothing where none was.
fn day(field: &'static str, text: &str) -> Result<Option<NaiveDate>, AppError> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| AppError::field(field, Problem::NotADay)),
    }
}

/// The first moment of a day, in milliseconds.
fn beginning_of(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()
}

/// The last moment of which entries are looked for: none that comes after they were asked for, so that pages stay what they are.
fn last_moment(query: &AuditQuery, now: i64) -> Result<i64, AppError> {
    let last = day("until", &query.until)?.and_then(|day| day.succ_opt()).map_or(now, |next| beginning_of(next) - 1);
    Ok(last.min(now))
}

/// The furthest that somebody can page.
const FURTHEST: i64 = 1_000_000_000;

fn write_place(until: i64, offset: i64) -> String {
    format!("{until}-{offset}")
}

/// The moment and the count that a cursor names.
fn read_place(text: &str) -> Option<(i64, i64)> {
    let (until, offset) = text.split_once('-')?;
    let place = (until.parse().ok()?, offset.parse().ok()?);
    Some(place).filter(|(_, offset)| (0..=FURTHEST).contains(offset))
}

/// What fuzzing throws at cursors of the audit: what is read leads somewhere, and the page after it can be read too.
#[cfg(any(test, fuzzing))]
pub(crate) fn fuzzed(data: &[u8]) {
    let Some((until, offset)) = read_place(&String::from_utf8_lossy(data)) else { return };
    assert!(until >= 0 && (0..=FURTHEST).contains(&offset));
    let next = read_place(&write_place(until, offset + PAGE));
    assert_eq!(next, Some((until, offset + PAGE)).filter(|(_, offset)| *offset <= FURTHEST));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cursor_of_the_corpus_is_taken_for_what_it_is_not() {
        assert!(crate::replay::replay("audit_cursor", fuzzed) > 150);
        assert_eq!(read_place(&write_place(1_788_000_000_000, 50)), Some((1_788_000_000_000, 50)));
    }
}
