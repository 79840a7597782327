//! What is kept of people: whom the search finds, and how much there is of one (S16.2).

use app::{PersonalData, PersonalDataFound, RetentionItem, Whose};
use askama::Template;
use domain::retention::RetentionKind;
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use crate::words::{say, tell};

/// The search, and whom it finds.
#[derive(Debug, Clone, Template)]
#[template(path = "personal_data/search.html")]
pub struct PersonalDataSearchPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What was searched for.
    pub search: String,
    /// Whom it finds; nothing before there is a search.
    pub found: Option<Vec<PersonalDataFound>>,
    /// How long what has people in it is kept; nothing for whoever is not of the programme office.
    pub retention: Vec<RetentionItem>,
    /// Whether those of every organisation are there, and contacts.
    pub is_office: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

/// How much is kept of somebody.
#[derive(Debug, Clone, Template)]
#[template(path = "personal_data/show.html")]
pub struct PersonalDataPage {
    /// What surrounds it.
    pub shell: Shell,
    /// Who, and how much.
    pub data: PersonalData,
    /// What was typed to erase them.
    pub confirmation: String,
    /// What is wrong with that.
    pub faults: FormFaults,
}

/// The field by which a form names somebody, and what stands in it.
pub fn named(found: &PersonalDataFound) -> (&'static str, &str) {
    match &found.whose {
        Whose::Person(handle) => ("person", handle),
        Whose::Contact(email) => ("email", email),
    }
}

/// What is kept for some days, in the reader's words.
pub fn retention_label(item: &RetentionItem, words: &Words) -> &'static str {
    match item.kind {
        RetentionKind::Audit => tell!(words, "retention-audit"),
        RetentionKind::Accounts => tell!(words, "retention-accounts"),
        RetentionKind::Tickets => tell!(words, "retention-tickets"),
        RetentionKind::Proofs => tell!(words, "retention-proofs"),
        RetentionKind::Mail => tell!(words, "retention-mail"),
        RetentionKind::FailedMail => tell!(words, "retention-failed-mail"),
    }
}

/// What the rows of a kind are, in the reader's words. In the copy they have the code as their name.
pub fn kind_label(kind: &str, words: &Words) -> &'static str {
    match kind {
        "account" => tell!(words, "data-account"),
        "roles" => tell!(words, "data-roles"),
        "sessions" => tell!(words, "data-sessions"),
        "second_factor" => tell!(words, "factor"),
        "passkeys" => tell!(words, "passkeys"),
        "passkeys_being_added" => tell!(words, "data-passkeys-being-added"),
        "known_browsers" => tell!(words, "data-known-browsers"),
        "provider_accounts" => tell!(words, "data-provider-accounts"),
        "provider_visits" => tell!(words, "data-provider-visits"),
        "invitations" => tell!(words, "data-invitations"),
        "mailed_links" => tell!(words, "data-mailed-links"),
        "tokens" => tell!(words, "data-tokens"),
        "saved_views" => tell!(words, "data-saved-views"),
        "mail_choice" => tell!(words, "data-mail-choice"),
        "mail_digest" => tell!(words, "data-mail-digest"),
        "letters" => tell!(words, "data-letters"),
        "letters_caused" => tell!(words, "data-letters-caused"),
        "requests_made" => tell!(words, "data-requests-made"),
        "status_notes" => tell!(words, "data-status-notes"),
        "notes_asked" => tell!(words, "data-notes-asked"),
        "contacts_written" => tell!(words, "data-contacts-written"),
        "intent_notes" => tell!(words, "data-intent-notes"),
        "questions_asked" => tell!(words, "data-questions-asked"),
        "questions_answered" => tell!(words, "data-questions-answered"),
        "taxonomy_versions" => tell!(words, "data-taxonomy-versions"),
        "service_status" => tell!(words, "data-service-status"),
        "claims_filed" => tell!(words, "data-claims-filed"),
        "claim_moves" => tell!(words, "data-claim-moves"),
        "claim_proofs" => tell!(words, "data-claim-proofs"),
        "referrals_valued" => tell!(words, "data-referrals-valued"),
        "referral_changes" => tell!(words, "data-referral-changes"),
        "tickets" => tell!(words, "data-tickets"),
        "tickets_assigned" => tell!(words, "data-tickets-assigned"),
        "ticket_messages" => tell!(words, "data-ticket-messages"),
        "ticket_attachments" => tell!(words, "data-ticket-attachments"),
        "loads" => tell!(words, "data-loads"),
        "done" => tell!(words, "data-done"),
        "done_to_them" => tell!(words, "data-done-to-them"),
        "contacts" => tell!(words, "data-contacts"),
        "services" => tell!(words, "data-services"),
        "next_actions" => tell!(words, "data-next-actions"),
        "claims_as_customer" => tell!(words, "data-claims-as-customer"),
        "claims_as_partner" => tell!(words, "data-claims-as-partner"),
        "requests" => tell!(words, "data-requests"),
        "requests_before" => tell!(words, "data-requests-before"),
        "requests_waiting" => tell!(words, "data-requests-waiting"),
        _ => "",
    }
}

/// The label of a field of the form.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    match field {
        "q" => tell!(words, "personal-data-search"),
        "email" => tell!(words, "email"),
        "confirmation" => tell!(words, "personal-data-confirm"),
        "roles" | "person" => tell!(words, "person"),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use domain::person::Language;

    use super::*;

    #[test]
    fn every_kind_has_a_name_and_no_two_the_same() {
        for language in Language::ALL {
            let words = Words::of(language);
            for kinds in PersonalData::kinds() {
                let labels: std::collections::BTreeSet<_> = kinds.iter().map(|kind| kind_label(kind, words)).collect();
                assert_eq!(labels.len(), kinds.len(), "{labels:?}");
                assert!(!labels.contains(""), "{labels:?}");
            }
        }
    }
}
