//! Signing in with a provider by `OpenID` Connect: what it is asked, and every check on what it answers.
//!
//! The authorization code flow with PKCE, for any provider that describes itself (`OpenID` Connect Discovery). Nothing that a
//! provider says is believed before it was checked, and nothing that is checked is a matter of the provider's choice: which
//! algorithms count, how large and how slow an answer may be, which addresses are asked. Deliberately absent: accounts, sessions
//! and who may sign in (`app`), clock and chance, which are arguments.

mod address;
mod keys;
mod metadata;
mod network;
mod settings;
mod token;
mod visit;

pub use settings::{ClientSecret, Directory, NotAProvider, Organisation, ProviderSettings};
pub use visit::{Arrival, Departure, Identity, Provider};

/// Why nobody is signed in by a provider's answer. The words are for the log, and tell nothing of the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It does not answer, or not in time, or says that it cannot now.
    #[error("the provider is away: {0}")]
    Away(String),
    /// What it answers cannot be trusted.
    #[error("the provider's answer is not taken: {0}")]
    Doubtful(String),
    /// It says that the person was not signed in there.
    #[error("the provider signed nobody in")]
    Declined,
}

impl Fault {
    pub(crate) fn away(why: impl std::fmt::Display) -> Self {
        Self::Away(why.to_string())
    }

    pub(crate) fn doubtful(why: impl std::fmt::Display) -> Self {
        Self::Doubtful(why.to_string())
    }
}
