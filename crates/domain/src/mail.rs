//! Mail: which messages there are, who may do without them, when one is tried again, and when a digest is due (S14).
//!
//! Deliberately absent: what a message says (`crates/mail`), who gets it (`crates/app`), and how it goes out.

use std::collections::BTreeSet;

/// A kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailKind {
    /// Somebody has an account and sets a password (S1.2).
    Invitation,
    /// Somebody forgot the password.
    PasswordReset,
    /// A way to sign in was added, changed or taken away: a second factor, its codes, a passkey, the password.
    SecondFactor,
    /// A claim was moved by the other side, or by the clock (S4.3).
    ClaimMoved,
    /// A status note is asked for (S6.4).
    NoteAsked,
    /// A partner asks about an intent note (S9.4).
    IntentQuestion,
    /// Such a question was answered.
    IntentAnswer,
    /// A referral was assigned to a partner (S10.3).
    ReferralAssigned,
    /// A referral waits for an answer, and the time for it is nearly over (S10.4).
    ReferralDue,
    /// A referral was declined, went back unanswered, or was taken back: for the other side (S10.4).
    ReferralOver,
    /// A ticket was opened, or something was said in it by the other side (S11.4).
    Ticket,
    /// What waits for somebody, once a week (S12.1).
    Digest,
}

impl MailKind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 12] = [
        Self::Invitation,
        Self::PasswordReset,
        Self::SecondFactor,
        Self::ClaimMoved,
        Self::NoteAsked,
        Self::IntentQuestion,
        Self::IntentAnswer,
        Self::ReferralAssigned,
        Self::ReferralDue,
        Self::ReferralOver,
        Self::Ticket,
        Self::Digest,
    ];

    /// The name in JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::SecondFactor => "second_factor",
            Self::ClaimMoved => "claim_moved",
            Self::NoteAsked => "note_asked",
            Self::IntentQuestion => "intent_question",
            Self::IntentAnswer => "intent_answer",
            Self::ReferralAssigned => "referral_assigned",
            Self::ReferralDue => "referral_due",
            Self::ReferralOver => "referral_over",
            Self::Ticket => "ticket",
            Self::Digest => "digest",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether a person can do without it (S14.2): not what somebody needs to get in, or to learn that somebody else did.
    pub fn is_optional(self) -> bool {
        !matches!(self, Self::Invitation | Self::PasswordReset | Self::SecondFactor)
    }

    /// The kinds that can be done without.
    pub fn optional() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|kind| kind.is_optional())
    }
}

/// Hours in a week.
const WEEK_HOURS: u8 = 168;

/// An hour of the week, in UTC: when somebody wants the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekHour(u8);

impl Default for WeekHour {
    /// Monday morning at 6, which is 7 or 8 in western Europe.
    fn default() -> Self {
        Self(6)
    }
}

impl WeekHour {
    /// That hour of that day: 0 is Monday; nothing where there is no such day or hour.
    pub fn new(day: u8, hour: u8) -> Option<Self> {
        (day < 7 && hour < 24).then(|| Self(day * 24 + hour))
    }

    /// The day: 0 is Monday.
    pub fn day(self) -> u8 {
        self.0.div_euclid(24)
    }

    /// The hour of the day.
    pub fn hour(self) -> u8 {
        self.0.rem_euclid(24)
    }

    /// Hours since Monday began.
    pub fn of_week(self) -> u8 {
        self.0
    }

    /// The hour of the week whose hours since Monday these are.
    pub fn from_week(hours: u8) -> Option<Self> {
        (hours < WEEK_HOURS).then_some(Self(hours))
    }

    /// The hour of the week in which a moment lies, in milliseconds since 1970, and when that hour began.
    pub fn at(moment: i64) -> (Self, i64) {
        const HOUR: i64 = 3_600_000;
        let hours = moment.div_euclid(HOUR);
        // 1970 began on a Thursday.
        let of_week = (hours + 3 * 24).rem_euclid(i64::from(WEEK_HOURS));
        (Self(u8::try_from(of_week).unwrap_or_default()), hours * HOUR)
    }
}

/// What a person chose to get (S14.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailChoice {
    /// The kinds that they do without.
    pub off: BTreeSet<MailKind>,
    /// When they want the digest.
    pub digest_at: WeekHour,
}

impl MailChoice {
    /// Whether they get that kind.
    pub fn wants(&self, kind: MailKind) -> bool {
        !kind.is_optional() || !self.off.contains(&kind)
    }

    /// The kinds that are off, as they are kept.
    pub fn written(&self) -> String {
        self.off.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ")
    }

    /// The choice as it was kept; names that are none are passed over.
    pub fn read(off: &str, digest_at: i64) -> Self {
        let hour = u8::try_from(digest_at).ok().and_then(WeekHour::from_week);
        Self {
            off: off.split(' ').filter_map(MailKind::from_code).filter(|kind| kind.is_optional()).collect(),
            digest_at: hour.unwrap_or_default(),
        }
    }
}

/// How long after that many tries in vain the next one comes, in milliseconds: a minute, then twice as long each time, an hour
/// at most. It is never given up because a server is away.
pub fn wait_after(tries: i64) -> i64 {
    const MINUTE: i64 = 60_000;
    let doublings = u32::try_from(tries.clamp(1, 7) - 1).unwrap_or_default();
    (MINUTE << doublings).min(60 * MINUTE)
}

/// How long a server may put one message off with an answer of its own, in milliseconds: five days, as mail servers do.
pub const PATIENCE_MILLIS: i64 = 5 * 24 * 3_600_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_and_ends_at_an_hour() {
        let minutes: Vec<i64> = (0..10).map(|tries| wait_after(tries) / 60_000).collect();
        assert_eq!(minutes, [1, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(wait_after(i64::MAX), 3_600_000);
        assert_eq!(wait_after(i64::MIN), 60_000);
    }

    #[test]
    fn the_hour_of_the_week_is_that_of_the_calendar() {
        // 2026-11-23 is a Monday.
        let monday = 1_795_392_000_000;
        assert_eq!(WeekHour::at(monday), (WeekHour::new(0, 0).unwrap(), monday));
        let (hour, began) = WeekHour::at(monday + 2 * 86_400_000 + 7 * 3_600_000 + 1_234);
        assert_eq!((hour.day(), hour.hour(), began), (2, 7, monday + 2 * 86_400_000 + 7 * 3_600_000));
        assert_eq!(WeekHour::at(-1).0, WeekHour::new(2, 23).unwrap(), "a Wednesday");
        assert_eq!((WeekHour::new(7, 0), WeekHour::new(0, 24), WeekHour::from_week(168)), (None, None, None));
    }

    #[test]
    fn a_choice_is_read_as_it_was_written_and_nobody_can_be_kept_out_by_it() {
        let off = BTreeSet::from([MailKind::ClaimMoved, MailKind::Digest]);
        let choice = MailChoice { off, digest_at: WeekHour::new(4, 15).unwrap() };
        assert_eq!(MailChoice::read(&choice.written(), 111), choice);
        let strange = MailChoice::read("invitation password_reset nothing", -5);
        assert_eq!(strange, MailChoice::default());
        assert!(MailKind::ALL.into_iter().all(|kind| strange.wants(kind)));
        assert!(!choice.wants(MailKind::Digest) && choice.wants(MailKind::NoteAsked));
    }
}
