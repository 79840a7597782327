//! How the people of an organisation sign in (S1.2).

use app::SignInSettings;
use askama::Template;
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use crate::words::{say, tell};

/// The page with the form.
#[derive(Debug, Clone, Template)]
#[template(path = "sign_in/settings.html")]
pub struct SignInSettingsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What stands there.
    pub settings: SignInSettings,
    /// What is chosen in the form.
    pub is_on: bool,
    /// Whether a second factor is, beside a password.
    pub is_demanded: bool,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

/// The label of a field of the form.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    match field {
        "partner_id" => tell!(words, "organisation"),
        "single_sign_on" => tell!(words, "sign-in-ways"),
        "second_factor" => tell!(words, "factor"),
        _ => "",
    }
}
