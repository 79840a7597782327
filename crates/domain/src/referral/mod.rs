//! Referrals: customers who asked for assistance, given to partners who may accept them (S10).
//!
//! A **request** for assistance (RFA) is what the customer asked for, with its workloads. A **referral** is what one partner
//! has of it: some of the workloads, or all. Deliberately absent: where requests come from, and who is told by mail.

mod edit;
mod list;
mod share;
mod state;
mod suggestion;
#[cfg(test)]
mod tests;

pub use edit::{Edit, EditFault, EditField, LONGEST_NOTE, LONGEST_SERVICES, NewEdit, NewPreference, Preference};
pub use list::{ReferralColumn, ReferralSort};
pub use share::{MOST_PARTNERS, Share, ShareFault, check_shares};
pub use state::{
    Accepted, Assigned, Clocks, Day, DeclineReason, Declined, LONGEST_REASON, Move, MoveFault, Progress, State, Status,
    Withdrawn,
};
pub use suggestion::{Candidate, Merit, Need, Suggestion, suggest, suggest_shares};

pub use crate::claim::Party;

/// From where a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The referrals of Partner Center.
    PartnerCenter,
    /// A file in the own format.
    File,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 2] = [Self::PartnerCenter, Self::File];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::PartnerCenter => "partner_center",
            Self::File => "file",
        }
    }

    /// The source of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}
