//! The page for a person for whom there are no tenants at all (S1.3, S11.1).

use askama::Template;
use domain::access::Role;
use domain::organisation::OrganisationKind;

use super::Shell;
use super::profile::{role_gives, role_label};
use super::shell::Entry;
use crate::words::say;

/// Says why there are none, and what to ask of whom.
#[derive(Debug, Clone, Template)]
#[template(path = "no_access/show.html")]
pub struct NoAccessPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The person's organisation.
    pub organisation: String,
    /// What that organisation is.
    pub kind: OrganisationKind,
    /// Whether it is the directory from which they sign in, and not a role that is missing.
    pub is_foreign: bool,
    /// The roles that the person does have.
    pub roles: Vec<Role>,
}
