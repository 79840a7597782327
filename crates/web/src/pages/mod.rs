//! What each page shows: plain data that handlers fill, and the template that lays it out.
//!
//! Numbers, months and times stay what they are until the template writes them in the reader's
//! language. Deliberately absent: how the data is found, and who may see it.

pub mod api;
pub mod assets;
pub mod audit;
pub mod blockers;
pub mod chart;
pub mod claim;
pub mod contact;
pub mod earnings;
pub mod error;
pub mod form;
pub mod freshness;
pub mod help;
pub mod history;
pub mod intent_note;
pub mod licence_list;
pub mod licence_query;
pub mod load;
pub mod mail;
pub mod mark;
pub mod money;
pub mod no_access;
pub mod offer;
pub mod opportunity;
pub mod overview;
pub mod partner;
pub mod passkey;
pub mod password_reset;
pub mod person;
pub mod personal_data;
pub mod profile;
pub mod programme;
pub mod provider;
pub mod referral;
pub mod referral_list;
pub mod referral_request;
pub mod second_factor;
pub mod service_status;
pub mod shell;
pub mod sign_in;
pub mod sign_in_settings;
pub mod signal;
pub mod status_note;
pub mod taxonomy;
pub mod taxonomy_edit;
pub mod taxonomy_preview;
pub mod tenant;
pub mod tenant_list;
pub mod tenant_query;
pub mod ticket;
pub mod work;

pub use shell::Shell;

#[cfg(test)]
mod claim_samples;
#[cfg(test)]
mod contact_samples;
#[cfg(test)]
mod earnings_samples;
#[cfg(test)]
mod literals;
#[cfg(test)]
mod mail_samples;
#[cfg(test)]
mod person_samples;
#[cfg(test)]
mod profile_samples;
#[cfg(test)]
mod programme_samples;
#[cfg(test)]
mod referral_samples;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod status_samples;
#[cfg(test)]
mod taxonomy_samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod ticket_samples;
#[cfg(test)]
mod work_samples;
