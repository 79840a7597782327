//! The programme office, the partners and their locations (S1.1).

use std::fmt;
use std::str::FromStr;

/// What an organisation is in the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganisationKind {
    /// The vendor's side; there is one.
    Programme,
    /// A delivery partner.
    Partner,
}

impl OrganisationKind {
    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Partner => "partner",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Programme, Self::Partner].into_iter().find(|kind| kind.code() == code)
    }
}

/// The number under which the vendor knows a partner, or one of its locations ("MPN ID").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartnerId(String);

/// What is not a partner ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a partner ID: {0}")]
pub struct NotAPartnerId(pub String);

impl PartnerId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PartnerId {
    type Err = NotAPartnerId;

    /// Reads up to 20 letters or digits; spreadsheets' `1234567.0` is the number it was.
    fn from_str(text: &str) -> Result<Self, NotAPartnerId> {
        let bare = text.trim();
        let bare = bare.strip_suffix(".0").unwrap_or(bare);
        if bare.is_empty() || bare.len() > 20 || !bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            return Err(NotAPartnerId(text.to_owned()));
        }
        Ok(Self(bare.to_owned()))
    }
}

impl fmt::Display for PartnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
