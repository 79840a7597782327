//! How long what has people in it is kept (S16.2). Nothing but messages is removed unless an operator says after how many days.

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
    /// Messages that were sent, or that nobody was to get any more: what they were about and for whom.
    Mail,
    /// Messages that failed.
    FailedMail,
}

impl RetentionKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Audit, Self::Accounts, Self::Tickets, Self::Proofs, Self::Mail, Self::FailedMail];

    /// The name in JSON, in the audit and in metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Accounts => "closed_accounts",
            Self::Tickets => "resolved_tickets",
            Self::Proofs => "proofs_of_ended_claims",
            Self::Mail => "mail",
            Self::FailedMail => "failed_mail",
        }
    }

    /// Whether the audit tells when some of it goes: messages go by the hour, and what they told of stands in it already.
    pub fn is_audited(self) -> bool {
        !matches!(self, Self::Mail | Self::FailedMail)
    }
}

/// After how many days messages that were sent go unless something else is set.
pub const MAIL_DAYS: u32 = 30;

/// After how many days messages that failed go unless something else is set.
pub const FAILED_MAIL_DAYS: u32 = 180;

/// Milliseconds of a day.
const DAY_MILLIS: i64 = 24 * 3_600_000;

/// After how many days each kind is removed; nothing is never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Of the audit.
    pub audit: Option<u32>,
    /// Of closed accounts.
    pub accounts: Option<u32>,
    /// Of resolved tickets.
    pub tickets: Option<u32>,
    /// Of proofs of claims that have ended.
    pub proofs: Option<u32>,
    /// Of messages that were sent or dropped.
    pub mail: Option<u32>,
    /// Of messages that failed.
    pub failed_mail: Option<u32>,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            audit: None,
            accounts: None,
            tickets: None,
            proofs: None,
            mail: Some(MAIL_DAYS),
            failed_mail: Some(FAILED_MAIL_DAYS),
        }
    }
}

impl Retention {
    /// The days of a kind.
    pub fn days(self, kind: RetentionKind) -> Option<u32> {
        match kind {
            RetentionKind::Audit => self.audit,
            RetentionKind::Accounts => self.accounts,
            RetentionKind::Tickets => self.tickets,
            RetentionKind::Proofs => self.proofs,
            RetentionKind::Mail => self.mail,
            RetentionKind::FailedMail => self.failed_mail,
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
    fn nothing_but_mail_goes_unless_it_is_set_and_then_at_the_end_of_its_days() {
        for kind in RetentionKind::ALL {
            assert_eq!(Retention::default().until(kind, 5).is_none(), kind.is_audited(), "{kind:?}");
        }
        let some = Retention { tickets: Some(2), ..Retention::default() };
        assert_eq!(some.until(RetentionKind::Tickets, 2 * DAY_MILLIS + 7), Some(7));
        assert_eq!(some.until(RetentionKind::Audit, 7), None);
    }
}
