//! My work: what waits for somebody, and what of it comes first (S12.1).
//!
//! Deliberately absent: where the items come from, and whose they are; each is gone when what it asks for is done.

use std::cmp::Reverse;

use chrono::NaiveDate;

/// What an item asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkKind {
    /// The next action of a tenant's newest note is overdue: write what became of it.
    NextAction,
    /// The programme office asked for a note (S6.4).
    AskedNote,
    /// A referral waits for an answer (S10.4).
    Referral,
    /// A claim waits for the reader (S4.3).
    Claim,
    /// A ticket waits for the reader (S11.4).
    Ticket,
    /// A question about an intent note waits for the programme office's answer (S9.4).
    IntentQuestion,
    /// A split is out of balance (S8.4).
    SplitOutOfBalance,
    /// A tenant has nobody who can be surveyed (S7.2).
    NoSurveyContact,
    /// A workload has no intent note (S9.1).
    IntentNoteMissing,
    /// Its intent note is old.
    IntentNoteOld,
}

impl WorkKind {
    /// Every kind: those with a promised day first, then what is wrong before what is missing or stale.
    pub const ALL: [Self; 10] = [
        Self::NextAction,
        Self::AskedNote,
        Self::Referral,
        Self::Claim,
        Self::Ticket,
        Self::IntentQuestion,
        Self::SplitOutOfBalance,
        Self::NoSurveyContact,
        Self::IntentNoteMissing,
        Self::IntentNoteOld,
    ];

    /// The name in URLs and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NextAction => "next_action",
            Self::AskedNote => "asked_note",
            Self::Referral => "referral",
            Self::Claim => "claim",
            Self::Ticket => "ticket",
            Self::IntentQuestion => "intent_question",
            Self::SplitOutOfBalance => "split_out_of_balance",
            Self::NoSurveyContact => "no_survey_contact",
            Self::IntentNoteMissing => "intent_note_missing",
            Self::IntentNoteOld => "intent_note_old",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it has a day by which it was promised or is expected.
    pub fn has_due_day(self) -> bool {
        matches!(self, Self::NextAction | Self::AskedNote | Self::Referral | Self::Claim | Self::Ticket)
    }
}

/// Whether a day is over: what was due then is overdue. What is due today is not.
pub fn is_overdue(due_on: NaiveDate, today: NaiveDate) -> bool {
    due_on < today
}

/// After how many days an intent note is old (S12.1).
pub const INTENT_NOTE_DAYS: i64 = 90;

/// How soon something has to be done. What compares lower comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// It should have been done: for that many days; the longest first.
    Overdue(Reverse<i64>),
    /// Today.
    DueToday,
    /// In that many days; the nearest first.
    Due(i64),
    /// No day was promised.
    Open,
}

impl Urgency {
    /// The urgency of something due on that day, if on any.
    pub fn of(due_on: Option<NaiveDate>, today: NaiveDate) -> Self {
        match due_on.map(|day| day.signed_duration_since(today).num_days()) {
            None => Self::Open,
            Some(0) => Self::DueToday,
            Some(days @ 1..) => Self::Due(days),
            Some(days) => Self::Overdue(Reverse(days.saturating_neg())),
        }
    }

    /// The heading under which it stands.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue(_) => "overdue",
            Self::DueToday => "due_today",
            Self::Due(_) => "due",
            Self::Open => "open",
        }
    }
}

/// The place of an item in the list: by urgency, then by kind, then the one that waits longest. What compares lower
/// comes first; whoever has two alike orders them by tenant and workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkOrder {
    urgency: Urgency,
    kind: WorkKind,
    since: NaiveDate,
}

impl WorkOrder {
    /// The place of an item of that kind that waits since then. A day is only heeded where the kind has one.
    pub fn of(kind: WorkKind, due_on: Option<NaiveDate>, since: NaiveDate, today: NaiveDate) -> Self {
        let due_on = due_on.filter(|_| kind.has_due_day());
        Self { urgency: Urgency::of(due_on, today), kind, since }
    }

    /// How soon it has to be done.
    pub fn urgency(self) -> Urgency {
        self.urgency
    }

    /// What it asks for.
    pub fn kind(self) -> WorkKind {
        self.kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        crate::day::read(text).unwrap().unwrap()
    }

    fn today() -> NaiveDate {
        day("2026-03-10")
    }

    fn order(kind: WorkKind, due_on: &str, since: &str) -> WorkOrder {
        WorkOrder::of(kind, crate::day::read(due_on).unwrap(), day(since), today())
    }

    #[test]
    fn what_is_overdue_comes_first_then_what_is_due_by_day_then_the_rest() {
        let expected = [
            order(WorkKind::Claim, "2026-01-01", "2026-01-01"),
            order(WorkKind::NextAction, "2026-03-09", "2026-03-01"),
            order(WorkKind::AskedNote, "2026-03-09", "2026-03-01"),
            order(WorkKind::Referral, "2026-03-10", "2026-03-09"),
            order(WorkKind::AskedNote, "2026-03-11", "2026-03-01"),
            order(WorkKind::Referral, "2026-03-12", "2026-03-01"),
            order(WorkKind::SplitOutOfBalance, "", "2026-03-09"),
            order(WorkKind::NoSurveyContact, "", "2026-01-01"),
            order(WorkKind::IntentNoteMissing, "", "2025-11-01"),
            order(WorkKind::IntentNoteMissing, "", "2025-12-01"),
            order(WorkKind::IntentNoteOld, "", "2025-01-01"),
        ];
        let mut sorted = expected;
        sorted.reverse();
        sorted.sort();
        assert_eq!(sorted, expected);
        let headings: Vec<_> = expected.iter().map(|one| one.urgency().code()).collect();
        assert_eq!(headings[2..7], ["overdue", "due_today", "due", "due", "open"]);
    }

    #[test]
    fn what_nobody_promised_is_never_overdue() {
        for kind in WorkKind::ALL {
            let urgency = order(kind, "2020-01-01", "2020-01-01").urgency();
            assert_eq!(urgency == Urgency::Open, !kind.has_due_day(), "{kind:?}");
        }
    }

    #[test]
    fn what_is_due_today_is_not_overdue() {
        assert!(!is_overdue(today(), today()));
        assert!(is_overdue(day("2026-03-09"), today()));
        assert!(!is_overdue(day("2026-03-11"), today()));
    }

    #[test]
    fn kinds_are_listed_once_in_their_order() {
        assert!(WorkKind::ALL.is_sorted_by(|one, next| one < next));
        for kind in WorkKind::ALL {
            assert_eq!(WorkKind::from_code(kind.code()), Some(kind));
        }
    }
}
