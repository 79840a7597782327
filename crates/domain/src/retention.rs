//! How long what has people in it is kept (S16.2). Nothing is removed unless an operator says after how many days.

/// What can be removed after some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RetentionKind {
    /// Entries of the audit.
    Audit,
    /// Accounts that are closed: they are erased.
    Accounts,
    /// Tickets that are resolved, with their files.
    Tickets,
    /// Proofs of claims that were rejected or have ended.
    Proofs,
}

impl RetentionKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Audit, Self::Accounts, Self::Tickets, Self::Proofs];

    /// The name in JSON, in the audit and in metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Accounts => "closed_accounts",
            Self::Tickets => "resolved_tickets",
            Self::Proofs => "proofs_of_ended_claims",
        }
    }
}

/// Milliseconds of a day.
const DAY_MILLIS: i64 = 24 * 3_600_000;

/// After how many days each kind is removed; nothing is never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Of the audit.
    pub audit: Option<u32>,
    /// Of closed accounts.
    pub accounts: Option<u32>,
    /// Of resolved tickets.
    pub tickets: Option<u32>,
    /// Of proofs of claims that have ended.
    pub proofs: Option<u32>,
}

impl Retention {
    /// The days of a kind.
    pub fn days(self, kind: RetentionKind) -> Option<u32> {
        match kind {
            RetentionKind::Audit => self.audit,
            RetentionKind::Accounts => self.accounts,
            RetentionKind::Tickets => self.tickets,
            RetentionKind::Proofs => self.proofs,
        }
    }

    /// Up to which moment a kind goes at this one, in milliseconds: what is exactly as old as it may be goes.
    pub fn until(self, kind: RetentionKind, now: i64) -> Option<i64> {
        self.days(kind).map(|days| now - i64::from(days) * DAY_MILLIS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_unless_it_is_set_and_then_at_the_end_of_its_days() {
        for kind in RetentionKind::ALL {
            assert_eq!(Retention::default().until(kind, 5), None);
        }
        let some = Retention { tickets: Some(2), ..Retention::default() };
        assert_eq!(some.until(RetentionKind::Tickets, 2 * DAY_MILLIS + 7), Some(7));
        assert_eq!(some.until(RetentionKind::Audit, 7), None);
    }
}
