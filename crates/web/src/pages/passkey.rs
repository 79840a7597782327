//! Passkeys: the own ones, and signing in with one.

use app::PasskeyDesk;
use askama::Template;

use super::Shell;
use super::shell::Entry;
use crate::words::say;

/// The own passkeys.
#[derive(Debug, Clone, Template)]
#[template(path = "passkey/show.html")]
pub struct PasskeysPage {
    /// What surrounds it; its person is the one shown.
    pub shell: Shell,
    /// What stands there.
    pub desk: PasskeyDesk,
    /// The name of the next one, as typed; or what the browser is called.
    pub name: String,
    /// What is wrong, in the reader's words: at which field, or at none.
    pub error: Option<PasskeyError>,
}

/// What is wrong with one of the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyError {
    /// At which field; nothing for the page as a whole.
    pub field: &'static str,
    /// In the reader's words.
    pub text: String,
}

impl PasskeysPage {
    /// What is wrong at that field.
    fn at(&self, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|one| one.field == field).map(|one| one.text.as_str())
    }
}

/// The page on which somebody signs in with a passkey.
#[derive(Debug, Clone, Template)]
#[template(path = "passkey/answer.html")]
pub struct PasskeyAnswerPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The path to go to afterwards.
    pub next: String,
    /// What the browser is asked, as JSON; nothing where it has to be asked anew.
    pub options: Option<String>,
    /// Why nobody is signed in, in the reader's words.
    pub error: Option<String>,
}
