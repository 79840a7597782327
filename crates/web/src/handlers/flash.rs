//! What the next page says about an action, once. The cookie holds a code, never text.

use i18n_embed_fl::fl;
use locale::Words;

use crate::pages::shell::{self, FlashKind};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flash {
    /// The password is another, and other sessions ended.
    PasswordChanged,
    /// Language and theme are kept.
    PreferencesSaved,
    /// The choice of messages is kept.
    MailSaved,
    /// A session ended.
    SessionEnded,
    /// An account at a provider is connected.
    ProviderConnected,
    /// One is not any more.
    ProviderDisconnected,
    /// The own second factor is turned off.
    SecondFactorRemoved,
    /// Somebody's second factor is taken away.
    SecondFactorTaken,
    /// A passkey is added.
    PasskeyAdded,
    /// A passkey is removed.
    PasskeyRemoved,
    /// It is set how people sign in.
    SignInSettingsSaved,
    /// It is set what counts for the whole programme.
    ProgrammeSettingsSaved,
    /// A token works no more.
    TokenRevoked,
    /// A view of the tenant list is kept.
    ViewSaved,
    /// A view of the tenant list is gone.
    ViewDeleted,
    /// The plan was made anew, because something else changed.
    PlanRenewed,
    /// A status note is kept.
    NoteSaved,
    /// A status note is asked for.
    NoteAsked,
    /// An intent note is kept.
    IntentNoteSaved,
    /// The service status of a workload is kept.
    ServiceStatusSaved,
    /// A question about an intent note is on its way.
    IntentHelpAsked,
    /// The answer to one is.
    IntentHelpGiven,
    /// A claim is kept.
    ClaimSaved,
    /// A draft of a claim is gone.
    ClaimRemoved,
    /// A claim has moved on.
    ClaimMoved,
    /// A proof is added.
    ProofAdded,
    /// A proof is taken away.
    ProofRemoved,
    /// A referral is accepted.
    ReferralAccepted,
    /// A referral is declined.
    ReferralDeclined,
    /// A referral is taken back.
    ReferralWithdrawn,
    /// How a referral goes is kept.
    ReferralSaved,
    /// A request is assigned.
    ReferralAssigned,
    /// Which referrals are wanted is kept.
    PreferenceSaved,
    /// Referrals pause.
    ReferralsPaused,
    /// Referrals come again.
    ReferralsResumed,
    /// A contact is kept.
    ContactSaved,
    /// A deleted contact is back.
    ContactRestored,
    /// An offer is kept.
    OfferSaved,
    /// A person is changed.
    PersonSaved,
    /// Somebody is erased.
    PersonErased,
    /// An account is closed.
    PersonClosed,
    /// A closed account is open again.
    PersonReopened,
    /// A partner is kept.
    PartnerSaved,
    /// A location is kept.
    LocationSaved,
    /// A directory is kept.
    DirectorySaved,
    /// A version of the taxonomy is kept.
    TaxonomySaved,
    /// A version of the taxonomy is taken back.
    TaxonomyWithdrawn,
    /// It is not, because somebody else changed it meanwhile.
    TaxonomyOvertaken,
    /// A ticket is opened.
    TicketOpened,
    /// What is asked in one is changed.
    TicketSaved,
    /// Something is said in one.
    TicketAnswered,
    /// One is resolved.
    TicketResolved,
    /// One is open again.
    TicketReopened,
    /// Somebody is to answer one.
    TicketAssigned,
    /// A file is added to one.
    AttachmentAdded,
    /// A file is taken away from one.
    AttachmentRemoved,
}

impl Flash {
    const ALL: [Self; 56] = [
        Self::PasswordChanged,
        Self::PreferencesSaved,
        Self::MailSaved,
        Self::SessionEnded,
        Self::ProviderConnected,
        Self::ProviderDisconnected,
        Self::SecondFactorRemoved,
        Self::SecondFactorTaken,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::SignInSettingsSaved,
        Self::ProgrammeSettingsSaved,
        Self::TokenRevoked,
        Self::ViewSaved,
        Self::ViewDeleted,
        Self::PlanRenewed,
        Self::NoteSaved,
        Self::NoteAsked,
        Self::IntentNoteSaved,
        Self::IntentHelpAsked,
        Self::IntentHelpGiven,
        Self::ClaimSaved,
        Self::ClaimRemoved,
        Self::ClaimMoved,
        Self::ProofAdded,
        Self::ProofRemoved,
        Self::ReferralAccepted,
        Self::ReferralDeclined,
        Self::ReferralWithdrawn,
        Self::ReferralSaved,
        Self::ReferralAssigned,
        Self::PreferenceSaved,
        Self::ReferralsPaused,
        Self::ReferralsResumed,
        Self::ContactSaved,
        Self::ContactRestored,
        Self::ServiceStatusSaved,
        Self::OfferSaved,
        Self::PersonSaved,
        Self::PersonErased,
        Self::PersonClosed,
        Self::PersonReopened,
        Self::PartnerSaved,
        Self::LocationSaved,
        Self::DirectorySaved,
        Self::TaxonomySaved,
        Self::TaxonomyWithdrawn,
        Self::TaxonomyOvertaken,
        Self::TicketOpened,
        Self::TicketSaved,
        Self::TicketAnswered,
        Self::TicketResolved,
        Self::TicketReopened,
        Self::TicketAssigned,
        Self::AttachmentAdded,
        Self::AttachmentRemoved,
    ];

    /// The code in the cookie.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::PasswordChanged => "password_changed",
            Self::PreferencesSaved => "preferences_saved",
            Self::MailSaved => "mail_saved",
            Self::SessionEnded => "session_ended",
            Self::ProviderConnected => "provider_connected",
            Self::ProviderDisconnected => "provider_disconnected",
            Self::SecondFactorRemoved => "second_factor_removed",
            Self::SecondFactorTaken => "second_factor_taken",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyRemoved => "passkey_removed",
            Self::SignInSettingsSaved => "sign_in_settings_saved",
            Self::ProgrammeSettingsSaved => "programme_settings_saved",
            Self::TokenRevoked => "token_revoked",
            Self::ViewSaved => "view_saved",
            Self::ViewDeleted => "view_deleted",
            Self::PlanRenewed => "plan_renewed",
            Self::NoteSaved => "note_saved",
            Self::NoteAsked => "note_asked",
            Self::IntentNoteSaved => "intent_note_saved",
            Self::IntentHelpAsked => "intent_help_asked",
            Self::IntentHelpGiven => "intent_help_given",
            Self::ClaimSaved => "claim_saved",
            Self::ClaimRemoved => "claim_removed",
            Self::ClaimMoved => "claim_moved",
            Self::ProofAdded => "proof_added",
            Self::ProofRemoved => "proof_removed",
            Self::ReferralAccepted => "referral_accepted",
            Self::ReferralDeclined => "referral_declined",
            Self::ReferralWithdrawn => "referral_withdrawn",
            Self::ReferralSaved => "referral_saved",
            Self::ReferralAssigned => "referral_assigned",
            Self::PreferenceSaved => "preference_saved",
            Self::ReferralsPaused => "referrals_paused",
            Self::ReferralsResumed => "referrals_resumed",
            Self::ContactSaved => "contact_saved",
            Self::ContactRestored => "contact_restored",
            Self::ServiceStatusSaved => "service_status_saved",
            Self::OfferSaved => "offer_saved",
            Self::PersonSaved => "person_saved",
            Self::PersonErased => "person_erased",
            Self::PersonClosed => "person_closed",
            Self::PersonReopened => "person_reopened",
            Self::PartnerSaved => "partner_saved",
            Self::LocationSaved => "location_saved",
            Self::DirectorySaved => "directory_saved",
            Self::TaxonomySaved => "taxonomy_saved",
            Self::TaxonomyWithdrawn => "taxonomy_withdrawn",
            Self::TaxonomyOvertaken => "taxonomy_overtaken",
            Self::TicketOpened => "ticket_opened",
            Self::TicketSaved => "ticket_saved",
            Self::TicketAnswered => "ticket_answered",
            Self::TicketResolved => "ticket_resolved",
            Self::TicketReopened => "ticket_reopened",
            Self::TicketAssigned => "ticket_assigned",
            Self::AttachmentAdded => "attachment_added",
            Self::AttachmentRemoved => "attachment_removed",
        }
    }

    /// What a code stands for; others show nothing.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flash| flash.code() == code)
    }

    /// The notice in the reader's words.
    pub(super) fn shown(self, words: &Words) -> shell::Flash {
        let w = words.loader();
        let text = match self {
            Self::PasswordChanged => fl!(w, "flash-password-changed"),
            Self::PreferencesSaved => fl!(w, "flash-preferences-saved"),
            Self::MailSaved => fl!(w, "flash-mail-saved"),
            Self::SessionEnded => fl!(w, "flash-session-ended"),
            Self::ProviderConnected => fl!(w, "flash-provider-connected"),
            Self::ProviderDisconnected => fl!(w, "flash-provider-disconnected"),
            Self::SecondFactorRemoved => fl!(w, "flash-second-factor-removed"),
            Self::SecondFactorTaken => fl!(w, "flash-second-factor-taken"),
            Self::PasskeyAdded => fl!(w, "flash-passkey-added"),
            Self::PasskeyRemoved => fl!(w, "flash-passkey-removed"),
            Self::SignInSettingsSaved => fl!(w, "flash-sign-in-settings-saved"),
            Self::ProgrammeSettingsSaved => fl!(w, "flash-programme-settings-saved"),
            Self::TokenRevoked => fl!(w, "flash-token-revoked"),
            Self::ViewSaved => fl!(w, "flash-view-saved"),
            Self::ViewDeleted => fl!(w, "flash-view-deleted"),
            Self::PlanRenewed => fl!(w, "flash-plan-renewed"),
            Self::NoteSaved => fl!(w, "note-saved"),
            Self::NoteAsked => fl!(w, "note-asked"),
            Self::IntentNoteSaved => fl!(w, "flash-intent-note-saved"),
            Self::IntentHelpAsked => fl!(w, "flash-intent-help-asked"),
            Self::IntentHelpGiven => fl!(w, "flash-intent-help-given"),
            Self::ClaimSaved => fl!(w, "flash-claim-saved"),
            Self::ClaimRemoved => fl!(w, "flash-claim-removed"),
            Self::ClaimMoved => fl!(w, "flash-claim-moved"),
            Self::ProofAdded => fl!(w, "flash-proof-added"),
            Self::ProofRemoved => fl!(w, "flash-proof-removed"),
            Self::ReferralAccepted => fl!(w, "flash-referral-accepted"),
            Self::ReferralDeclined => fl!(w, "flash-referral-declined"),
            Self::ReferralWithdrawn => fl!(w, "flash-referral-withdrawn"),
            Self::ReferralSaved => fl!(w, "flash-referral-saved"),
            Self::ReferralAssigned => fl!(w, "flash-referral-assigned"),
            Self::PreferenceSaved => fl!(w, "flash-preference-saved"),
            Self::ReferralsPaused => fl!(w, "flash-referrals-paused"),
            Self::ReferralsResumed => fl!(w, "flash-referrals-resumed"),
            Self::ContactSaved => fl!(w, "flash-contact-saved"),
            Self::ContactRestored => fl!(w, "flash-contact-restored"),
            Self::ServiceStatusSaved => fl!(w, "flash-service-status-saved"),
            Self::OfferSaved => fl!(w, "flash-offer-saved"),
            Self::PersonSaved => fl!(w, "flash-person-saved"),
            Self::PersonErased => fl!(w, "flash-person-erased"),
            Self::PersonClosed => fl!(w, "flash-person-closed"),
            Self::PersonReopened => fl!(w, "flash-person-reopened"),
            Self::PartnerSaved => fl!(w, "flash-partner-saved"),
            Self::LocationSaved => fl!(w, "flash-location-saved"),
            Self::DirectorySaved => fl!(w, "flash-directory-saved"),
            Self::TaxonomySaved => fl!(w, "flash-taxonomy-saved"),
            Self::TaxonomyWithdrawn => fl!(w, "flash-taxonomy-withdrawn"),
            Self::TaxonomyOvertaken => fl!(w, "flash-taxonomy-overtaken"),
            Self::TicketOpened => fl!(w, "flash-ticket-opened"),
            Self::TicketSaved => fl!(w, "flash-ticket-saved"),
            Self::TicketAnswered => fl!(w, "flash-ticket-answered"),
            Self::TicketResolved => fl!(w, "flash-ticket-resolved"),
            Self::TicketReopened => fl!(w, "flash-ticket-reopened"),
            Self::TicketAssigned => fl!(w, "flash-ticket-assigned"),
            Self::AttachmentAdded => fl!(w, "flash-attachment-added"),
            Self::AttachmentRemoved => fl!(w, "flash-attachment-removed"),
        };
        let kind = match self {
            Self::PlanRenewed | Self::TaxonomyOvertaken => FlashKind::Warning,
            _ => FlashKind::Success,
        };
        shell::Flash { kind, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_and_text_is_none() {
        for flash in Flash::ALL {
            assert_eq!(Flash::from_code(flash.code()), Some(flash));
        }
        assert_eq!(Flash::from_code("<script>"), None);
    }
}
