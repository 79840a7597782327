//! The audit: who did what, and who looked at what (S16.1).

use app::{AuditAction, AuditListed, AuditPage, AuditQuery};
use askama::Template;
use domain::access::Role;
use domain::person::Language;
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::profile::role_label;
use super::shell::Entry;
use crate::words::say;

/// A page of the audit, newest first.
#[derive(Debug, Clone, Template)]
#[template(path = "audit/list.html")]
pub struct AuditListPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The entries.
    pub page: AuditPage,
    /// What was searched for.
    pub query: AuditQuery,
    /// What is wrong with it: the field, and in words.
    pub error: Option<(String, String)>,
}

impl AuditListPage {
    /// Where older entries are.
    pub fn next(&self) -> Option<String> {
        self.page.next_cursor.as_ref().map(|cursor| address("/audit", &self.query, Some(cursor)))
    }

    /// Where all that is found is as a file.
    pub fn export(&self) -> String {
        address("/audit/export.csv", &self.query, None)
    }

    /// Whether anything is looked for.
    pub fn is_narrowed(&self) -> bool {
        let AuditQuery { search, from, until, .. } = &self.query;
        [search, from, until].iter().any(|text| !text.is_empty())
    }

    /// What is wrong with a field.
    pub fn fault(&self, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|(of, _)| of == field).map(|(_, told)| told.as_str())
    }
}

fn address(path: &str, query: &AuditQuery, cursor: Option<&str>) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    for (name, text) in [("q", &query.search), ("from", &query.from), ("until", &query.until)] {
        if !text.is_empty() {
            fields.append_pair(name, text);
        }
    }
    if let Some(cursor) = cursor {
        fields.append_pair("cursor", cursor);
    }
    let fields = fields.finish();
    if fields.is_empty() { path.to_owned() } else { format!("{path}?{fields}") }
}

/// What was done, in the reader's words.
pub fn action_label(action: AuditAction, words: &Words) -> String {
    let w = words.loader();
    match action {
        AuditAction::SignInDone => fl!(w, "audit-sign-in-done"),
        AuditAction::SignInRefused => fl!(w, "audit-sign-in-refused"),
        AuditAction::ProviderConnected => fl!(w, "audit-provider-connected"),
        AuditAction::ProviderDisconnected => fl!(w, "audit-provider-disconnected"),
        AuditAction::SignInSettingsChanged => fl!(w, "audit-sign-in-settings-changed"),
        AuditAction::ProgrammeSettingsChanged => fl!(w, "audit-programme-settings-changed"),
        AuditAction::SecondFactorAdded => fl!(w, "audit-second-factor-added"),
        AuditAction::SecondFactorRemoved => fl!(w, "audit-second-factor-removed"),
        AuditAction::SecondFactorTaken => fl!(w, "audit-second-factor-taken"),
        AuditAction::RecoveryCodesMade => fl!(w, "audit-recovery-codes-made"),
        AuditAction::PasskeyAdded => fl!(w, "audit-passkey-added"),
        AuditAction::PasskeyRemoved => fl!(w, "audit-passkey-removed"),
        AuditAction::SessionEnded => fl!(w, "audit-session-ended"),
        AuditAction::SessionEndedAll => fl!(w, "audit-session-ended-all"),
        AuditAction::PasswordChanged => fl!(w, "audit-password-changed"),
        AuditAction::PasswordResetAsked => fl!(w, "audit-password-reset-asked"),
        AuditAction::PasswordReset => fl!(w, "audit-password-reset"),
        AuditAction::MailUnsubscribed => fl!(w, "audit-mail-unsubscribed"),
        AuditAction::OutdatedRemoved => fl!(w, "audit-outdated-removed"),
        AuditAction::PersonalDataErased => fl!(w, "audit-personal-data-erased"),
        AuditAction::PersonalDataCopied => fl!(w, "audit-personal-data-copied"),
        AuditAction::TokenCreated => fl!(w, "audit-token-created"),
        AuditAction::TokenRevoked => fl!(w, "audit-token-revoked"),
        AuditAction::TenantOpened => fl!(w, "audit-tenant-opened"),
        AuditAction::TenantsExported => fl!(w, "audit-tenants-exported"),
        AuditAction::LicencesExported => fl!(w, "audit-licences-exported"),
        AuditAction::HistoryOpened => fl!(w, "audit-history-opened"),
        AuditAction::ReferralAssigned => fl!(w, "audit-referral-assigned"),
        AuditAction::ReferralMoved => fl!(w, "audit-referral-moved"),
        AuditAction::ReferralEdited => fl!(w, "audit-referral-edited"),
        AuditAction::ReferralReminded => fl!(w, "audit-referral-reminded"),
        AuditAction::ReferralOpened => fl!(w, "audit-referral-opened"),
        AuditAction::RequestOpened => fl!(w, "audit-request-opened"),
        AuditAction::ReferralsExported => fl!(w, "audit-referrals-exported"),
        AuditAction::AuditExported => fl!(w, "audit-exported"),
        AuditAction::ReferralPreferenceChanged => fl!(w, "audit-referral-preference"),
        AuditAction::LoadApplied => fl!(w, "audit-load-applied"),
        AuditAction::LoadDiscarded => fl!(w, "audit-load-discarded"),
        AuditAction::LoadUndone => fl!(w, "audit-load-undone"),
        AuditAction::PersonAdded => fl!(w, "audit-person-added"),
        AuditAction::PersonClosed => fl!(w, "audit-person-closed"),
        AuditAction::PersonReopened => fl!(w, "audit-person-reopened"),
        AuditAction::PersonChanged => fl!(w, "audit-person-changed"),
        AuditAction::PersonInvited => fl!(w, "audit-person-invited"),
        AuditAction::InvitationAccepted => fl!(w, "audit-invitation-accepted"),
        AuditAction::PartnerAdded => fl!(w, "audit-partner-added"),
        AuditAction::PartnerChanged => fl!(w, "audit-partner-changed"),
        AuditAction::LocationAdded => fl!(w, "audit-location-added"),
        AuditAction::LocationChanged => fl!(w, "audit-location-changed"),
        AuditAction::DirectoryAdded => fl!(w, "audit-directory-added"),
        AuditAction::DirectoryChanged => fl!(w, "audit-directory-changed"),
        AuditAction::RoleGiven => fl!(w, "audit-role-given"),
        AuditAction::RoleTaken => fl!(w, "audit-role-taken"),
        AuditAction::StatusNotesOpened => fl!(w, "audit-status-notes-opened"),
        AuditAction::StatusNoteAdded => fl!(w, "audit-status-note-added"),
        AuditAction::NoteAsked => fl!(w, "audit-note-asked"),
        AuditAction::ContactsOpened => fl!(w, "audit-contacts-opened"),
        AuditAction::ContactAdded => fl!(w, "audit-contact-added"),
        AuditAction::ContactChanged => fl!(w, "audit-contact-changed"),
        AuditAction::ContactDeleted => fl!(w, "audit-contact-deleted"),
        AuditAction::ClaimFiled => fl!(w, "audit-claim-filed"),
        AuditAction::ClaimChanged => fl!(w, "audit-claim-changed"),
        AuditAction::ClaimRemoved => fl!(w, "audit-claim-removed"),
        AuditAction::ClaimMoved => fl!(w, "audit-claim-moved"),
        AuditAction::ClaimOpened => fl!(w, "audit-claim-opened"),
        AuditAction::ProofAdded => fl!(w, "audit-proof-added"),
        AuditAction::ProofRemoved => fl!(w, "audit-proof-removed"),
        AuditAction::ProofOpened => fl!(w, "audit-proof-opened"),
        AuditAction::ContactRestored => fl!(w, "audit-contact-restored"),
        AuditAction::ContactsErased => fl!(w, "audit-contacts-erased"),
        AuditAction::IntentNoteOpened => fl!(w, "audit-intent-note-opened"),
        AuditAction::IntentNoteSaved => fl!(w, "audit-intent-note-saved"),
        AuditAction::IntentHelpAsked => fl!(w, "audit-intent-help-asked"),
        AuditAction::IntentHelpGiven => fl!(w, "audit-intent-help-given"),
        AuditAction::ServiceStatusOpened => fl!(w, "audit-service-status-opened"),
        AuditAction::OfferAdded => fl!(w, "audit-offer-added"),
        AuditAction::OfferChanged => fl!(w, "audit-offer-changed"),
        AuditAction::EarningsOpened => fl!(w, "audit-earnings-opened"),
        AuditAction::OpportunitiesExported => fl!(w, "audit-opportunities-exported"),
        AuditAction::TaxonomySaved => fl!(w, "audit-taxonomy-saved"),
        AuditAction::TaxonomyWithdrawn => fl!(w, "audit-taxonomy-withdrawn"),
        AuditAction::ServiceStatusSaved => fl!(w, "audit-service-status-saved"),
        AuditAction::TicketAdded => fl!(w, "audit-ticket-added"),
        AuditAction::TicketChanged => fl!(w, "audit-ticket-changed"),
        AuditAction::TicketMoved => fl!(w, "audit-ticket-moved"),
        AuditAction::TicketAssigned => fl!(w, "audit-ticket-assigned"),
        AuditAction::TicketOpened => fl!(w, "audit-ticket-opened"),
        AuditAction::AttachmentAdded => fl!(w, "audit-attachment-added"),
        AuditAction::AttachmentRemoved => fl!(w, "audit-attachment-removed"),
        AuditAction::AttachmentOpened => fl!(w, "audit-attachment-opened"),
    }
}

/// The actions whose words have that text in them, in whatever language: people search for what they read, and an address finds
/// the same for everybody.
pub fn actions_named(text: &str) -> Vec<AuditAction> {
    let text = text.trim().to_lowercase();
    let is_named = |action: &AuditAction| {
        let mut labels = Language::ALL.into_iter().map(|language| action_label(*action, Words::of(language)));
        labels.any(|label| label.to_lowercase().contains(&text))
    };
    if text.is_empty() { Vec::new() } else { AuditAction::ALL.into_iter().filter(is_named).collect() }
}

/// To what it was done, and, where it was a role or by a provider, which. More details are in the API.
pub fn subject(entry: &AuditListed, words: &Words) -> String {
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    if let Some(provider) = detail.get("provider").and_then(serde_json::Value::as_str) {
        let joint = if entry.subject.is_empty() { "" } else { ": " };
        return format!("{}{joint}{provider}", entry.subject);
    }
    match detail.get("role").and_then(serde_json::Value::as_str).and_then(Role::from_code) {
        Some(role) => format!("{}: {}", entry.subject, role_label(role, words)),
        None => entry.subject.clone(),
    }
}
