//! The second factor: setting it up, the codes for whoever loses it, and the page between password and session.

use std::fmt::Write as _;

use app::{AuthenticatorKey, RecoveryCodes, SecondFactor};
use askama::Template;
use qrcode::{Color, EcLevel, QrCode};

use super::Shell;
use super::shell::Entry;
use crate::words::say;

/// Who an app says that its codes are for.
const ISSUER: &str = "Uptake";

/// White modules around the picture, without which no camera finds it (ISO/IEC 18004).
const QUIET: usize = 4;

/// The key of an app that is being set up, in every form in which an app takes one.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownKey {
    /// To be typed, in groups of four.
    pub groups: String,
    /// To be opened on the same device.
    pub uri: String,
    /// To be read by a camera; nothing where it does not fit.
    pub picture: Option<Picture>,
}

/// A picture of squares, as an SVG path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Squares on each side.
    pub size: usize,
    /// The dark ones.
    pub path: String,
}

/// Without the key.
impl std::fmt::Debug for ShownKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShownKey(..)")
    }
}

impl ShownKey {
    /// The key of that account.
    pub fn of(key: &AuthenticatorKey, email: &str) -> Self {
        let letters: Vec<char> = key.shown().chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        let account: String = form_urlencoded::byte_serialize(email.as_bytes()).collect();
        let key = key.shown();
        let uri =
            format!("otpauth://totp/{ISSUER}:{account}?secret={key}&issuer={ISSUER}&algorithm=SHA1&digits=6&period=30");
        Self { groups: groups.join(" "), picture: Picture::of(&uri), uri }
    }
}

impl Picture {
    /// The QR code of a text.
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = row.iter().skip(x).take_while(|one| **one == Color::Dark).count();
                if run > 0 {
                    write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET).ok()?;
                }
                x += run.max(1);
            }
        }
        Some(Self { size: width + 2 * QUIET, path })
    }
}

/// The codes for whoever loses the app, each in a line.
fn lines(codes: &RecoveryCodes) -> String {
    codes.shown().collect::<Vec<_>>().join("\n")
}

/// The own second factor.
#[derive(Debug, Clone, Template)]
#[template(path = "second_factor/show.html")]
pub struct SecondFactorPage {
    /// What surrounds it; its person is the one shown.
    pub shell: Shell,
    /// What stands there.
    pub standing: SecondFactor,
    /// What is being set up.
    pub setup: Option<ShownKey>,
    /// The codes that were just made: shown this once.
    pub codes: Option<RecoveryCodes>,
    /// What is wrong, in the reader's words: of which form, at which of its fields.
    pub error: Option<FactorError>,
}

/// The forms of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorForm {
    /// Set it up.
    Setup,
    /// Make new codes.
    Codes,
    /// Turn it off.
    Removal,
}

/// What is wrong with one of the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorError {
    /// Which.
    pub form: FactorForm,
    /// At which field; nothing for the form as a whole.
    pub field: &'static str,
    /// In the reader's words.
    pub text: String,
}

impl SecondFactorPage {
    /// What is wrong at that field of that form.
    fn at(&self, form: FactorForm, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|one| one.form == form && one.field == field).map(|one| one.text.as_str())
    }
}

/// The page between password and session: nobody is signed in yet.
#[derive(Debug, Clone, Template)]
#[template(path = "second_factor/step.html")]
pub struct SecondStepPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The path to go to afterwards.
    pub next: String,
    /// The app that is to be set up first; nothing where a code is asked for.
    pub setup: Option<ShownKey>,
    /// What is wrong with the code, in the reader's words.
    pub error: Option<String>,
    /// Whether a passkey does instead.
    pub has_passkeys: bool,
    /// Whether a code does; otherwise a passkey alone.
    pub takes_code: bool,
}

/// The page after an app was set up on the way in, with the codes that are shown this once.
#[derive(Debug, Clone, Template)]
#[template(path = "second_factor/done.html")]
pub struct SetUpPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The codes.
    pub codes: RecoveryCodes,
    /// The path to go to.
    pub next: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_the_three_corners_that_a_camera_looks_for() {
        let picture = Picture::of("otpauth://totp/Uptake:a%40b.example?secret=AAAA").unwrap();
        let far = picture.size - QUIET - 7;
        for (x, y) in [(QUIET, QUIET), (far, QUIET), (QUIET, far)] {
            assert!(picture.path.contains(&format!("M{x} {y}h7v1h-7z")), "{x} {y}");
            assert!(picture.path.contains(&format!("M{} {}h3v1h-3z", x + 2, y + 3)), "{x} {y}");
        }
        assert!(Picture::of(&"x".repeat(5_000)).is_none());
    }
}
