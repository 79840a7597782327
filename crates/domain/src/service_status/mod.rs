//! The service status of a tenant's workload: its seats, split over statuses and their reasons (S8).
//!
//! [`taxonomy`] is what can be chosen, as data; [`draft`] a version that somebody makes, and [`effect`] what it touches;
//! [`split`] who sits where; [`adjust`] what a feed does to it.
//! Deliberately absent: who saves, which month the total is of, and how past days are kept.

pub mod adjust;
pub mod check;
pub mod choice;
pub mod draft;
pub mod effect;
pub mod preset;
pub mod revision;
pub mod split;
pub mod taxonomy;
#[cfg(test)]
mod tests;

pub use check::{NewLine, NewSplit, SplitFault, SplitField, SplitProblem};
pub use choice::{Choice, code_of};
pub use draft::{NewNode, NewTaxonomy};
pub use effect::{Count, Effect, Need, Unfit, Usage};
pub use revision::Difference;
pub use split::{Balance, Line, Split};
pub use taxonomy::{Labels, Node, Taxonomy, TaxonomyFault, TaxonomyField, TaxonomyProblem};

/// The code of Status unknown, where seats enter and from where they leave first (S8.4).
pub const STATUS_UNKNOWN: &str = "status_unknown";

/// The code of New subscription or workload, the reason of seats that a feed brings (S8.4).
pub const NEW_SUBSCRIPTION: &str = "new_subscription_or_workload";

/// The code of Customer unresponsive: somebody tried, and so its seats leave after those that nobody looked at.
pub const CUSTOMER_UNRESPONSIVE: &str = "customer_unresponsive";

/// The code of In progress, which has no reasons (S8.2).
pub const IN_PROGRESS: &str = "in_progress";

/// The code of Blocked, by which signals and the guidance of intent notes go (S9.2, S12.2).
pub const BLOCKED: &str = "blocked";

/// The code of No intent, which has reasons as Blocked has.
pub const NO_INTENT: &str = "no_intent";

/// The code of Duplicate or invalid, which has no reasons in the preset.
pub const DUPLICATE_OR_INVALID: &str = "duplicate_or_invalid";

/// The statuses, which are those of the product: an administrator renames them, and neither adds nor removes one (S8.5).
pub const STATUSES: [&str; 5] = [STATUS_UNKNOWN, IN_PROGRESS, BLOCKED, NO_INTENT, DUPLICATE_OR_INVALID];

/// The code of the last of a list of reasons, which needs a remark (S8.5).
pub const OTHER: &str = "other";
