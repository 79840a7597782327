//! People who sign in: names, addresses, languages and what a password must be (S1, S15.1).

use std::fmt;
use std::str::FromStr;

/// An e-mail address, in lower case: one person, one address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// What stands in place of the name of somebody who was erased, wherever a name has to stand. It is kept as data, like the names of
/// workloads, and so says it in both languages.
pub const ERASED_NAME: &str = "Erased person · Gewiste persoon";

/// What is not an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    /// Takes what mail servers take in practice: one `@`, something on either side, no white space.
    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let address = text.trim().to_lowercase();
        let plausible = address.len() <= 254
            && !address
                .chars()
                .any(|letter| letter.is_whitespace() || letter.is_control() || "<>,;\"()".contains(letter))
            && matches!(address.split_once('@'), Some((user, host))
                if !user.is_empty() && host.len() >= 3 && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.'));
        if plausible { Ok(Self(address)) } else { Err(NotAnEmail) }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Dutch.
    Dutch,
}

impl Language {
    /// Every language, as the choice lists them.
    pub const ALL: [Self; 2] = [Self::English, Self::Dutch];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Dutch => "nl",
        }
    }

    /// The language of a tag such as `nl` or `nl-BE`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }
}

/// Light or dark, where a person prefers one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, as the choice lists them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in forms and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// Fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 10;

/// Most bytes of a password: long enough for any passphrase, short enough to hash.
pub const LONGEST_PASSWORD: usize = 1024;

/// Why a password cannot be used. There are no rules on which characters it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`SHORTEST_PASSWORD`] characters.
    #[error("a password has at least {SHORTEST_PASSWORD} characters")]
    TooShort,
    /// More than [`LONGEST_PASSWORD`] bytes.
    #[error("a password has at most {LONGEST_PASSWORD} bytes")]
    TooLong,
    /// One of those everybody tries first, or the own address or name.
    #[error("this password is among the first that anybody would try")]
    Guessable,
}

/// Words that make a password of the usual length guessable when nothing much is added to them.
const FIRST_GUESSES: [&str; 20] = [
    "password",
    "wachtwoord",
    "welcome",
    "welkom",
    "qwerty",
    "azerty",
    "letmein",
    "uptake",
    "admin",
    "abc123",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "master",
    "sunshine",
    "princess",
    "geheim",
    "changeme",
];

/// Whether a password may be used by a person with that address and name.
pub fn check_password(password: &str, email: &Email, name: &str) -> Result<(), WeakPassword> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(WeakPassword::TooShort);
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(WeakPassword::TooLong);
    }
    let lower = password.to_lowercase();
    let user = email.as_str().split('@').next().unwrap_or_default();
    let own = [user, email.as_str(), name].map(str::to_lowercase);
    let without_guess = |guess: &str| -> bool {
        guess.chars().count() >= 4
            && lower.contains(guess)
            && lower.replacen(guess, "", 1).chars().filter(|letter| letter.is_alphabetic()).count() < 4
    };
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let guessable = letters.len() < 5
        || "01234567890123456789".contains(&lower)
        || "abcdefghijklmnopqrstuvwxyz".contains(&lower)
        || FIRST_GUESSES.iter().any(|guess| without_guess(guess))
        || own.iter().any(|guess| without_guess(guess));
    if guessable { Err(WeakPassword::Guessable) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), WeakPassword> {
        check_password(password, &"anna.devries@example.com".parse().unwrap(), "Anna de Vries")
    }

    #[test]
    fn an_address_is_kept_in_lower_case_and_nonsense_is_refused() {
        assert_eq!(" Anna@Example.COM ".parse::<Email>().unwrap().as_str(), "anna@example.com");
        for text in ["", "anna", "@example.com", "anna@", "a b@example.com", "a@b@c.example", "a@x\r\nBcc: y@z.nl"] {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }

    #[test]
    fn passwords_are_refused_for_being_short_or_guessable_and_for_nothing_else() {
        assert_eq!(check("short"), Err(WeakPassword::TooShort));
        assert_eq!(check(&"x1y2z3".repeat(400)), Err(WeakPassword::TooLong));
        for guessable in
            ["Password123!", "wachtwoord2026", "1234567890", "aaaaaaaaaaaa", "Anna.deVries1", "qwerty12345"]
        {
            assert_eq!(check(guessable), Err(WeakPassword::Guessable), "{guessable}");
        }
        for fine in ["correct horse battery", "paarse fiets op zolder", "x7#kPq2!vLm9", "日本語のパスワードです"]
        {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
    }

    #[test]
    fn a_language_is_found_by_its_primary_tag() {
        assert_eq!(Language::from_tag("nl-BE"), Some(Language::Dutch));
        assert_eq!(Language::from_tag("EN_us"), Some(Language::English));
        assert_eq!(Language::from_tag("de"), None);
    }
}
