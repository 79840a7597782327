//! What somebody gets by mail: the choice, and doing without by the link in a letter (S14.2).

use app::MailDesk;
use askama::Template;
use domain::mail::MailKind;
use locale::Words;

use super::Shell;
use super::shell::Entry;
use crate::words::{say, tell};

/// The form in which messages are chosen.
#[derive(Debug, Clone)]
pub struct MailForm {
    /// What there is to choose, and what is chosen.
    pub desk: MailDesk,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it, in the reader's words.
    pub error: Option<String>,
}

/// The page behind the link in a letter.
#[derive(Debug, Clone, Template)]
#[template(path = "mail/unsubscribe.html")]
pub struct UnsubscribePage {
    /// What surrounds it; nobody has to be signed in.
    pub shell: Shell,
    /// Which kind of message it is about.
    pub kind: MailKind,
    /// Where the form goes.
    pub action: String,
    /// Whether it is done.
    pub is_done: bool,
}

/// A kind of message in the reader's words.
pub fn kind_label(kind: MailKind, words: &Words) -> &'static str {
    match kind {
        MailKind::ClaimMoved => tell!(words, "mail-kind-claim-moved"),
        MailKind::NoteAsked => tell!(words, "mail-kind-note-asked"),
        MailKind::IntentQuestion => tell!(words, "mail-kind-intent-question"),
        MailKind::IntentAnswer => tell!(words, "mail-kind-intent-answer"),
        MailKind::ReferralAssigned => tell!(words, "mail-kind-referral-assigned"),
        MailKind::ReferralDue => tell!(words, "mail-kind-referral-due"),
        MailKind::ReferralOver => tell!(words, "mail-kind-referral-over"),
        MailKind::Ticket => tell!(words, "mail-kind-ticket"),
        MailKind::Digest => tell!(words, "mail-kind-digest"),
        // Nobody does without a way in, and nothing is offered about it.
        MailKind::Invitation | MailKind::PasswordReset | MailKind::SecondFactor => "",
    }
}

/// A day of the week, 0 for Monday, in the reader's words.
pub fn day_label(day: u8, words: &Words) -> &'static str {
    match day {
        0 => tell!(words, "mail-day-0"),
        1 => tell!(words, "mail-day-1"),
        2 => tell!(words, "mail-day-2"),
        3 => tell!(words, "mail-day-3"),
        4 => tell!(words, "mail-day-4"),
        5 => tell!(words, "mail-day-5"),
        _ => tell!(words, "mail-day-6"),
    }
}

impl MailForm {
    /// The form over what stands there.
    pub fn of(desk: MailDesk) -> Self {
        Self { desk, is_overtaken: false, error: None }
    }

    /// Whether that kind is chosen.
    pub fn wants(&self, kind: MailKind) -> bool {
        self.desk.choice.wants(kind)
    }

    /// Whether there is a digest to have a day and an hour.
    pub fn has_digest(&self) -> bool {
        self.desk.kinds.contains(&MailKind::Digest)
    }

    /// Whether the digest comes on that day.
    pub fn is_day(&self, day: u8) -> bool {
        self.desk.choice.digest_at.day() == day
    }

    /// Whether it comes at that hour.
    pub fn is_hour(&self, hour: u8) -> bool {
        self.desk.choice.digest_at.hour() == hour
    }
}
