//! Who may see and do what (S1, S2). One match, in [`policy`], is the whole policy.
//!
//! Deliberately absent: how roles are stored, and any way to make a [`Scope`] other than from a
//! person's present roles.

mod claim_scope;
mod people_scope;
mod policy;
mod role;
mod scope;
mod sensitivity;
mod ticket_scope;

pub use claim_scope::{ClaimScope, ClaimView};
pub use people_scope::PeopleScope;
pub use policy::{Action, Denied, Resource, allows, matrix};
pub use role::{Assignment, Directory, Principal, Reach, Role};
pub use scope::{NoTenants, Scope, ShownAt, View};
pub use sensitivity::{Sensitive, Sensitivity, Shown};
pub use ticket_scope::{TicketScope, TicketView};
