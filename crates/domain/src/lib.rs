//! The rules of Uptake, and nothing else.
//!
//! Deliberately absent: I/O, async, the clock, randomness, SQL and HTTP. Whoever calls brings the day
//! and the chance; what comes back is a value or a small error that a user can read. Rules cite the
//! specification they come from (`S3.1`).

pub mod access;
pub mod calendar;
pub mod claim;
pub mod contact;
pub mod day;
pub mod file;
pub mod help;
pub mod id;
pub mod incentive;
pub mod intent;
pub mod licence;
pub mod load;
pub mod mail;
pub mod money;
pub mod month;
pub mod offer;
pub mod one_line;
pub mod opportunity;
pub mod organisation;
pub mod pairs;
pub mod person;
pub mod planted;
pub mod referral;
pub mod retention;
pub mod service_status;
pub mod signal;
pub mod status_note;
pub mod tenant;
pub mod text;
pub mod ticket;
pub mod usage;
pub mod work;
pub mod workload;

pub use month::Month;
pub use tenant::TenantId;
