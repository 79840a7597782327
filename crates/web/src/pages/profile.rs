//! The own account: profile, language, password, sessions, access tokens.

use app::{NewToken, Profile, TokenScope};
use askama::Template;
use domain::access::Role;
use domain::person::{Language, SHORTEST_PASSWORD, Theme, WeakPassword};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::shell::own_name;
use crate::words::say;

/// The own account.
#[derive(Debug, Clone, Template)]
#[template(path = "profile/show.html")]
pub struct ProfilePage {
    /// What surrounds it; its person is the one shown.
    pub shell: Shell,
    /// The language chosen; nothing while the browser decides.
    pub language: Option<Language>,
    /// Roles, sessions and tokens.
    pub profile: Profile,
    /// The form to change the password.
    pub password: PasswordForm,
    /// The form to create a token.
    pub token_form: TokenForm,
    /// The token just created: shown this once.
    pub new_token: Option<NewToken>,
}

/// What went wrong with a change of password.
#[derive(Debug, Clone, Default)]
pub struct PasswordForm {
    /// What went wrong with the last attempt.
    pub error: Option<PasswordError>,
}

/// Why a password was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// The current password is another.
    Current,
    /// The new one cannot be used.
    Weak(WeakPassword),
    /// The repetition differs.
    Repeat,
}

/// The form to create a token.
#[derive(Debug, Clone)]
pub struct TokenForm {
    /// The name typed.
    pub name: String,
    /// In how many days it expires, as typed.
    pub days: String,
    /// What it may do.
    pub scope: TokenScope,
    /// What is wrong with the name, in the reader's words.
    pub name_error: Option<String>,
    /// What is wrong with the days, in the reader's words.
    pub days_error: Option<String>,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self { name: String::new(), days: "90".into(), scope: TokenScope::Read, name_error: None, days_error: None }
    }
}

impl PasswordForm {
    fn at_current(&self) -> bool {
        self.error == Some(PasswordError::Current)
    }

    fn at_repeat(&self) -> bool {
        self.error == Some(PasswordError::Repeat)
    }

    /// What is wrong with the new password, in the reader's words.
    fn at_new(&self, words: &Words) -> Option<String> {
        match self.error {
            Some(PasswordError::Weak(weak)) => Some(weak_label(weak, words)),
            _ => None,
        }
    }
}

/// Why a password cannot be used, in the reader's words.
pub fn weak_label(weak: WeakPassword, words: &Words) -> String {
    match weak {
        WeakPassword::TooShort => fl!(words.loader(), "password-too-short", least = SHORTEST_PASSWORD),
        WeakPassword::TooLong => fl!(words.loader(), "password-too-long"),
        WeakPassword::Guessable => fl!(words.loader(), "password-guessable"),
    }
}

/// The name of a role in the reader's words (S1.2).
pub fn role_label(role: Role, words: &Words) -> String {
    match role {
        Role::ExecutiveReportViewer => fl!(words.loader(), "role-executive-report-viewer"),
        Role::ReportViewer => fl!(words.loader(), "role-report-viewer"),
        Role::IncentivesAdmin => fl!(words.loader(), "role-incentives-admin"),
        Role::AccountAdmin => fl!(words.loader(), "role-account-admin"),
        Role::GlobalAdmin => fl!(words.loader(), "role-global-admin"),
        Role::ProgrammeAdmin => fl!(words.loader(), "role-programme-admin"),
        Role::PartnerManager => fl!(words.loader(), "role-partner-manager"),
    }
}

/// What a role lets a person do, in one sentence (S1.2).
pub fn role_gives(role: Role, words: &Words) -> String {
    match role {
        Role::ExecutiveReportViewer => fl!(words.loader(), "role-gives-executive-report-viewer"),
        Role::ReportViewer => fl!(words.loader(), "role-gives-report-viewer"),
        Role::IncentivesAdmin => fl!(words.loader(), "role-gives-incentives-admin"),
        Role::AccountAdmin => fl!(words.loader(), "role-gives-account-admin"),
        Role::GlobalAdmin => fl!(words.loader(), "role-gives-global-admin"),
        Role::ProgrammeAdmin => fl!(words.loader(), "role-gives-programme-admin"),
        Role::PartnerManager => fl!(words.loader(), "role-gives-partner-manager"),
    }
}

/// The name of a theme in the reader's words.
fn theme_label(theme: Theme, words: &Words) -> String {
    match theme {
        Theme::System => fl!(words.loader(), "theme-system"),
        Theme::Light => fl!(words.loader(), "theme-light"),
        Theme::Dark => fl!(words.loader(), "theme-dark"),
    }
}
