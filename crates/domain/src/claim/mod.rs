//! Claims: a partner's location as partner of record of a tenant, workload by workload (S4).
//!
//! Deliberately absent: who may move a claim, which is the policy's business, and files, which are the store's.

mod attributions;
mod filing;
mod state;
#[cfg(test)]
mod tests;

pub use attributions::ClaimAttributions;
pub use filing::{
    Filing, FilingFault, FilingField, LONGEST_COMMENT, LONGEST_LINE, MOST_WORKLOADS, NewFiling, person_line,
};
pub use state::{
    ActionRequired, Approved, Clocks, Day, Disassociated, Disputant, Disputed, Draft, Due, LONGEST_REASON, Move,
    MoveFault, Party, Rejected, State, StateCode, Submitted, UnderReview,
};
