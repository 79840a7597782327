//! A new password for whoever forgot theirs: asking for a link, and using it.

use askama::Template;
use domain::person::SHORTEST_PASSWORD;

use super::Shell;
use super::shell::Entry;
use crate::words::say;

/// The page on which a link to a new password is asked for: the same whoever has an account.
#[derive(Debug, Clone, Template)]
#[template(path = "password_reset/new.html")]
pub struct AskResetPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The address as typed.
    pub email: String,
    /// Whether there is mail at all.
    pub has_mail: bool,
    /// Whether a link was asked for just now.
    pub is_sent: bool,
    /// What is wrong with the address, in the reader's words.
    pub error: Option<String>,
}

/// The page on which a new password is set: the same for every link.
#[derive(Debug, Clone, Template)]
#[template(path = "password_reset/edit.html")]
pub struct ResetPage {
    /// What surrounds it; nobody is signed in.
    pub shell: Shell,
    /// Where the form goes.
    pub action: String,
    /// Why it was refused: the field, and what is said.
    pub error: Option<(&'static str, String)>,
}

impl ResetPage {
    /// What is wrong with that field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|(one, _)| *one == field).map(|(_, text)| text.as_str())
    }
}
