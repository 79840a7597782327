//! The own account: profile, language, password, sessions, access tokens.

use app::{NewToken, Profile, SessionListed, TokenScope};
use askama::Template;
use domain::access::Role;
use domain::person::{Language, SHORTEST_PASSWORD, Theme, WeakPassword};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::mail::{MailForm, day_label, kind_label};
use super::shell::{Entry, own_name};
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
    /// The form in which messages are chosen.
    pub mail: MailForm,
    /// The form to change the password.
    pub password: PasswordForm,
    /// The form to create a token.
    pub token_form: TokenForm,
    /// The token just created: shown this once.
    pub new_token: Option<NewToken>,
    /// What is wrong with connecting or disconnecting an account at a provider.
    pub way_error: Option<String>,
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
    /// Too many attempts.
    TooMany {
        /// Until the next attempt counts.
        minutes: i64,
    },
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

impl ProfilePage {
    /// Browser and system of a session, as far as the browser tells.
    pub fn device(&self, session: &SessionListed) -> String {
        device_of(&session.user_agent, self.shell.words)
    }
}

/// Browser and system that a `User-Agent` names, in the reader's words.
pub fn device_of(user_agent: &str, words: &Words) -> String {
    match device(user_agent) {
        Some((browser, system)) => fl!(words.loader(), "session-device-on", browser = browser, system = system),
        None => fl!(words.loader(), "session-unknown-device"),
    }
}

/// Browser and system that a `User-Agent` names. Names that others' browsers carry too come last.
fn device(user_agent: &str) -> Option<(&'static str, &'static str)> {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let named =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    Some((named(&BROWSERS)?, named(&SYSTEMS)?))
}

impl PasswordForm {
    fn at_current(&self) -> bool {
        self.error == Some(PasswordError::Current)
    }

    /// In how many minutes another attempt counts, after too many.
    fn minutes(&self) -> Option<i64> {
        match self.error {
            Some(PasswordError::TooMany { minutes }) => Some(minutes),
            _ => None,
        }
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

/// What a token may do, in the reader's words.
fn scope_label(scope: TokenScope, words: &Words) -> String {
    match scope {
        TokenScope::Read => fl!(words.loader(), "token-scope-read"),
        TokenScope::Write => fl!(words.loader(), "token-scope-write"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_although_each_claims_to_be_another() {
        for (agent, told) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0",
                Some(("Edge", "Windows")),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36",
                Some(("Chrome", "Linux")),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                Some(("Safari", "macOS")),
            ),
            ("Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", Some(("Firefox", "Android"))),
            ("curl/8.5.0", None),
            ("", None),
        ] {
            assert_eq!(device(agent), told, "{agent}");
        }
    }
}
