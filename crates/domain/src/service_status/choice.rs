//! What a line of a split says: L1, and as far as they are there L2 and L3. It is also the place of a node in the taxonomy.

use std::fmt;

use crate::tenant::name_key;

/// A status, with or without its reason, with or without that one's technical reason (S8.1).
///
/// Codes are unique among the options of one choice alone, so that only all of them together name anything.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Choice {
    l1: String,
    l2: Option<String>,
    l3: Option<String>,
}

impl Choice {
    /// A status without a reason.
    pub fn status(l1: &str) -> Self {
        Self { l1: l1.to_owned(), l2: None, l3: None }
    }

    /// The status, the reason and the technical reason with these codes; nothing for an L3 without its L2.
    pub fn new(l1: &str, l2: Option<&str>, l3: Option<&str>) -> Option<Self> {
        match (l2, l3) {
            (None, Some(_)) => None,
            _ => Some(Self { l1: l1.to_owned(), l2: l2.map(str::to_owned), l3: l3.map(str::to_owned) }),
        }
    }

    /// What new seats say until somebody looks at them: Status unknown / New subscription or workload (S8.4).
    pub fn of_new_seats() -> Self {
        Self { l1: super::STATUS_UNKNOWN.to_owned(), l2: Some(super::NEW_SUBSCRIPTION.to_owned()), l3: None }
    }

    /// The code of the status.
    pub fn l1(&self) -> &str {
        &self.l1
    }

    /// The code of the reason.
    pub fn l2(&self) -> Option<&str> {
        self.l2.as_deref()
    }

    /// The code of the technical reason.
    pub fn l3(&self) -> Option<&str> {
        self.l3.as_deref()
    }

    /// How deep it goes: 1, 2 or 3.
    pub fn level(&self) -> u8 {
        match (&self.l2, &self.l3) {
            (None, _) => 1,
            (Some(_), None) => 2,
            (Some(_), Some(_)) => 3,
        }
    }

    /// The code of its deepest level.
    pub fn code(&self) -> &str {
        self.l3().or(self.l2()).unwrap_or(&self.l1)
    }

    /// The choice of which it is an option; nothing for a status.
    pub fn parent(&self) -> Option<Self> {
        match (&self.l2, &self.l3) {
            (None, _) => None,
            (Some(_), None) => Some(Self::status(&self.l1)),
            (Some(_), Some(_)) => Some(Self { l3: None, ..self.clone() }),
        }
    }

    /// The option of this choice with that code; nothing below a technical reason.
    pub fn option(&self, code: &str) -> Option<Self> {
        match (self.l2(), self.l3()) {
            (_, Some(_)) => None,
            (Some(l2), None) => Self::new(&self.l1, Some(l2), Some(code)),
            (None, None) => Self::new(&self.l1, Some(code), None),
        }
    }

    /// Itself and all it is an option of, the status first.
    pub fn path(&self) -> Vec<Self> {
        let mut path: Vec<Self> = std::iter::successors(Some(self.clone()), Self::parent).collect();
        path.reverse();
        path
    }

    /// Whether it is that choice or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.l1 == other.l1
            && (other.l2.is_none() || self.l2 == other.l2)
            && (other.l3.is_none() || self.l3 == other.l3)
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.l1)?;
        for code in [&self.l2, &self.l3].into_iter().flatten() {
            write!(f, "/{code}")?;
        }
        Ok(())
    }
}

/// Most letters of a code.
pub const LONGEST_CODE: usize = 64;

/// The code that an English name gives: its letters and digits in lower case, `_` for all between them (S8.5).
///
/// Nothing where that makes no code: another alphabet, a digit in front, too long.
pub fn code_of(english: &str) -> Option<String> {
    let mut code = String::with_capacity(english.len());
    for letter in name_key(english).chars() {
        if letter.is_ascii_alphanumeric() {
            code.push(letter.to_ascii_lowercase());
        } else if !code.is_empty() && !code.ends_with('_') {
            code.push('_');
        }
    }
    let code = code.trim_end_matches('_');
    is_code(code).then(|| code.to_owned())
}

/// Whether a text is a code: words of lower case letters and digits, `_` between them, a letter in front.
pub fn is_code(text: &str) -> bool {
    text.len() <= LONGEST_CODE
        && text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && text
            .split('_')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_technical_reason_without_a_reason_is_no_choice() {
        assert_eq!(Choice::new("blocked", None, Some("other")), None);
        assert_eq!(Choice::new("blocked", Some("legal"), Some("other")).unwrap().to_string(), "blocked/legal/other");
    }

    #[test]
    fn a_choice_knows_its_place() {
        let deep = Choice::new("blocked", Some("legal"), Some("other")).unwrap();
        assert_eq!(deep.path().iter().map(Choice::level).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(deep.path().iter().map(Choice::code).collect::<Vec<_>>(), ["blocked", "legal", "other"]);
        assert_eq!(deep.option("more"), None);
        for one in deep.path() {
            assert_eq!(
                one.parent().and_then(|parent| parent.option(one.code())),
                (one.level() > 1).then(|| one.clone())
            );
            assert!(deep.is_within(&one));
            assert_eq!(one.is_within(&deep), one == deep);
        }
        assert!(!deep.is_within(&Choice::new("blocked", Some("billing"), None).unwrap()));
        assert!(!deep.is_within(&Choice::status("legal")));
    }

    #[test]
    fn a_code_is_the_snake_case_of_the_english_name() {
        for (english, code) in [
            ("In progress", Some("in_progress")),
            ("Duplicate or invalid", Some("duplicate_or_invalid")),
            ("Using an on-premises solution", Some("using_an_on_premises_solution")),
            (" Billing, licensing (and) more. ", Some("billing_licensing_and_more")),
            ("3rd party", None),
            ("Déjà vu", Some("deja_vu")),
            ("其他", None),
            ("", None),
        ] {
            assert_eq!(code_of(english).as_deref(), code, "{english}");
        }
        assert_eq!(code_of(&"a".repeat(LONGEST_CODE + 1)), None);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "_", "a_", "_a", "a__b", "A", "a-b", "a b", "1a", "é", "a/b", &"a".repeat(65)] {
            assert!(!is_code(text), "{text}");
        }
        for text in ["a", "a1", "in_progress", "office_365", "x_2", &"a".repeat(64)] {
            assert!(is_code(text), "{text}");
        }
    }
}
