//! Signing in, and having signed out.

use app::ProviderChoice;
use askama::Template;

use super::Shell;
use super::shell::Entry;
use crate::words::say;

/// The page on which people sign in.
#[derive(Debug, Clone, Template)]
#[template(path = "sign_in/new.html")]
pub struct SignInPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The address typed before, to type only the password again.
    pub email: String,
    /// Why it failed.
    pub error: Option<SignInError>,
    /// Why the person is here.
    pub notice: Option<SignInNotice>,
    /// The path to go to afterwards.
    pub next: String,
    /// Where people can sign in besides.
    pub providers: Vec<ProviderChoice>,
    /// Whether people can sign in with passkeys.
    pub has_passkeys: bool,
    /// Whether a forgotten password can be set anew by mail.
    pub has_mail: bool,
}

/// Why somebody could not sign in: the same for an unknown account as for a wrong password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInError {
    /// Address and password do not belong together.
    Refused,
    /// Too many attempts.
    TooMany {
        /// Until the next attempt counts.
        minutes: i64,
    },
}

/// Why the sign-in page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInNotice {
    /// The session ended by itself.
    Expired,
    /// The password was changed, and other sessions ended.
    PasswordChanged,
    /// Whoever was invited has set a password.
    PasswordSet,
    /// A forgotten password was set anew.
    PasswordReset,
    /// Whoever proved their password brought no code in time.
    CodeLate,
    /// The second factor is turned off, and the organisation demands one.
    FactorDemanded,
    /// The person signed out everywhere.
    SignedOutEverywhere,
}

/// The page after signing out.
#[derive(Debug, Clone, Template)]
#[template(path = "sign_in/signed_out.html")]
pub struct SignedOutPage {
    /// What surrounds it.
    pub shell: Shell,
}
