//! The page for a person without a viewer role (S1.3).

use askama::Template;
use domain::access::Role;
use domain::organisation::OrganisationKind;

use super::Shell;
use super::profile::{role_gives, role_label};
use super::shell::Entry;
use crate::words::say;

/// Says that no role shows tenants, and what to ask of whom.
#[derive(Debug, Clone, Template)]
#[template(path = "no_access/show.html")]
pub struct NoAccessPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The person's organisation.
    pub organisation: String,
    /// What that organisation is.
    pub kind: OrganisationKind,
    /// The roles that the person does have.
    pub roles: Vec<Role>,
}
