//! Signing in with a provider: the page on the way there, and the one that says why it came to nothing.

use app::ProviderProblem;
use askama::Template;

use super::Shell;
use super::shell::Entry;
use crate::words::say;

/// The page that leads to a provider.
#[derive(Debug, Clone, Template)]
#[template(path = "provider/departure.html")]
pub struct DeparturePage {
    /// What surrounds it.
    pub shell: Shell,
    /// The provider's name.
    pub name: String,
    /// The address there.
    pub url: String,
}

/// The page that says why a provider signed nobody in.
#[derive(Debug, Clone, Template)]
#[template(path = "provider/refused.html")]
pub struct ProviderRefusedPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The provider's name.
    pub name: String,
    /// Why.
    pub problem: ProviderProblem,
    /// Whether the reader is signed in all the same.
    pub is_signed_in: bool,
}
