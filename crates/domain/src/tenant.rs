//! A customer's tenant, and the list of tenants: what can be sorted and filtered (S2).

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The GUID by which the vendor knows a tenant (S3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantId(pub Uuid);

/// What is not a tenant ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a tenant ID: {0}")]
pub struct NotATenantId(pub String);

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for TenantId {
    type Err = NotATenantId;

    /// Reads a GUID in the usual form, in upper or lower case, with or without braces.
    fn from_str(text: &str) -> Result<Self, NotATenantId> {
        let bare = text.trim().trim_start_matches('{').trim_end_matches('}');
        match (bare.len(), Uuid::try_parse(bare)) {
            (36, Ok(id)) if !id.is_nil() => Ok(Self(id)),
            _ => Err(NotATenantId(text.to_owned())),
        }
    }
}

impl serde::Serialize for TenantId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The form of a name by which it is sorted and searched: lower case, without accents, single spaces.
///
/// Both engines compare it byte by byte, so that they agree on the order.
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        for letter in word.chars() {
            match unaccented(letter) {
                Some(plain) => key.push_str(plain),
                None => key.extend(letter.to_lowercase()),
            }
        }
    }
    key
}

/// The plain letters of an accented Latin one.
fn unaccented(letter: char) -> Option<&'static str> {
    Some(match letter {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' | 'Ð' | 'ð' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "e",
        'Ĝ'..='ģ' => "g",
        'Ĥ'..='ħ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ'..='ĸ' => "k",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ŋ' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' => "s",
        'ß' => "ss",
        'Ţ'..='ŧ' => "t",
        'Þ' | 'þ' => "th",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "y",
        'Ź'..='ž' => "z",
        _ => return None,
    })
}

/// A column of the tenant list by which it can be sorted (S2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TenantColumn {
    /// The tenant's name.
    Name,
    /// Its GUID.
    TenantId,
    /// Its domain.
    Domain,
    /// Its country or region, as the feed writes it.
    Country,
    /// Its segment, as the feed writes it.
    Segment,
    /// How many workloads the own organisation has claimed.
    WorkloadsClaimed,
    /// Paid available units (S3.1).
    Pau,
    /// Monthly active users (S3.1).
    Mau,
    /// MAU over PAU (S3.1).
    UsagePercent,
    /// Usage % of the newest month less that of the month before, in points.
    Change,
    /// The overall status of the newest status note (S6.1).
    OverallStatus,
    /// When that note was written.
    LastNote,
    /// The next action date.
    NextAction,
    /// What changed and deserves a look (S12.2).
    Signals,
    /// What its workloads could earn, by currency and amount (S5.2). It is money, and withheld from some (S1.4).
    Potential,
}

impl TenantColumn {
    /// Every column, in the order in which the list shows them.
    pub const ALL: [Self; 15] = [
        Self::Name,
        Self::TenantId,
        Self::Domain,
        Self::Country,
        Self::Segment,
        Self::WorkloadsClaimed,
        Self::Pau,
        Self::Mau,
        Self::UsagePercent,
        Self::Change,
        Self::Potential,
        Self::OverallStatus,
        Self::LastNote,
        Self::NextAction,
        Self::Signals,
    ];

    /// The column's name in URLs and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::TenantId => "tenant_id",
            Self::Domain => "domain",
            Self::Country => "country",
            Self::Segment => "segment",
            Self::WorkloadsClaimed => "workloads_claimed",
            Self::Pau => "pau",
            Self::Mau => "mau",
            Self::UsagePercent => "usage_percent",
            Self::Change => "change",
            Self::OverallStatus => "overall_status",
            Self::LastNote => "last_note_at",
            Self::NextAction => "next_action_on",
            Self::Signals => "signals",
            Self::Potential => "potential_earnings",
        }
    }

    /// Whether it holds numbers, which people want highest first and aligned to the right.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::WorkloadsClaimed | Self::Pau | Self::Mau | Self::UsagePercent | Self::Change | Self::Potential
        )
    }

    /// Whether it is sensitive: then only those sort by it from whom nothing of the list is withheld (S1.4).
    pub fn is_sensitive(self) -> bool {
        self == Self::Potential
    }

    /// Whether the highest, newest or worst is what people mostly want first.
    pub fn is_highest_first(self) -> bool {
        self.is_number() || matches!(self, Self::OverallStatus | Self::LastNote | Self::Signals)
    }

    /// Whether rows are put in its order by a number, whatever people see. Amounts are, with their currency, a text.
    pub fn is_sorted_as_number(self) -> bool {
        self.is_highest_first() && self != Self::Potential
    }
}

/// An order of the tenant list: `name`, `-usage_percent`. Rows without a value come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TenantSort {
    /// By what.
    pub column: TenantColumn,
    /// Highest first.
    pub descending: bool,
}

impl Default for TenantSort {
    fn default() -> Self {
        Self { column: TenantColumn::Name, descending: false }
    }
}

/// A sort that does not exist or is withheld: one answer for both, so that it tells nothing (S1.4).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the list cannot be sorted by {0}")]
pub struct NotSortable(pub String);

impl FromStr for TenantSort {
    type Err = NotSortable;

    fn from_str(text: &str) -> Result<Self, NotSortable> {
        let (code, descending) = match text.strip_prefix('-') {
            Some(code) => (code, true),
            None => (text, false),
        };
        TenantColumn::ALL
            .into_iter()
            .find(|column| column.code() == code)
            .map(|column| Self { column, descending })
            .ok_or_else(|| NotSortable(code.to_owned()))
    }
}

impl fmt::Display for TenantSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_id_is_read_in_any_usual_form_and_written_in_one() {
        let written = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e";
        for text in [written, "0B8E1C64-6C1F-4B3E-9A55-0A1F2B3C4D5E", " {0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e} "] {
            assert_eq!(text.parse::<TenantId>().unwrap().to_string(), written);
        }
        for text in ["", "contoso", "0b8e1c646c1f4b3e9a550a1f2b3c4d5e", "00000000-0000-0000-0000-000000000000"] {
            assert!(text.parse::<TenantId>().is_err(), "{text}");
        }
    }

    #[test]
    fn names_sort_without_regard_to_case_accents_and_spaces() {
        assert_eq!(name_key("  Ærø   Škoda ÉÈ "), "aero skoda ee");
        assert_eq!(name_key("Łódź Straße"), "lodz strasse");
        assert_eq!(name_key("株式会社"), "株式会社");
    }

    #[test]
    fn a_sort_is_read_back_as_it_is_written() {
        for column in TenantColumn::ALL {
            for descending in [false, true] {
                let sort = TenantSort { column, descending };
                assert_eq!(sort.to_string().parse(), Ok(sort));
            }
        }
        for text in ["", "-", "--name", "rate_minor", "Name", "name;drop"] {
            assert!(text.parse::<TenantSort>().is_err(), "{text}");
        }
    }
}
