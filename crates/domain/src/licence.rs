//! Licences: what a tenant has bought, SKU by SKU (S5.5), and how inclined a customer is to buy more (S5.4).

use std::fmt;
use std::str::FromStr;

use crate::tenant::NotSortable;

/// A column of the licences by which they can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LicenceColumn {
    /// The tenant's name.
    Name,
    /// What was bought, as the report writes it.
    Sku,
    /// The family of the product, as the report writes it.
    Family,
    /// The tenant's country or region.
    Country,
    /// Seats sold.
    Sold,
    /// Seats assigned.
    Assigned,
    /// Seats sold less seats assigned.
    Unused,
    /// Paid available units of the mapped workloads.
    Pau,
    /// Monthly active users of the mapped workloads.
    Mau,
    /// The day on which the first of its subscriptions ends.
    TermEnd,
    /// Whether all of its subscriptions renew themselves.
    AutoRenew,
}

impl LicenceColumn {
    /// Every column, in the order in which the list shows them.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Sku,
        Self::Family,
        Self::Country,
        Self::Sold,
        Self::Assigned,
        Self::Unused,
        Self::Pau,
        Self::Mau,
        Self::TermEnd,
        Self::AutoRenew,
    ];

    /// The column's name in URLs and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sku => "sku",
            Self::Family => "product_family",
            Self::Country => "country",
            Self::Sold => "seats_sold",
            Self::Assigned => "seats_assigned",
            Self::Unused => "unused",
            Self::Pau => "pau",
            Self::Mau => "mau",
            Self::TermEnd => "term_end",
            Self::AutoRenew => "auto_renew",
        }
    }

    /// Whether it holds numbers, which people want highest first and aligned to the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Sold | Self::Assigned | Self::Unused | Self::Pau | Self::Mau)
    }

    /// Whether rows are put in its order by a number, whatever people see.
    pub fn is_sorted_as_number(self) -> bool {
        self.is_number() || self == Self::AutoRenew
    }
}

/// An order of the licences: `-unused`, `term_end`. Rows without a value come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LicenceSort {
    /// By what.
    pub column: LicenceColumn,
    /// Highest first.
    pub descending: bool,
}

impl Default for LicenceSort {
    /// What is to be gained comes first.
    fn default() -> Self {
        Self { column: LicenceColumn::Unused, descending: true }
    }
}

impl FromStr for LicenceSort {
    type Err = NotSortable;

    fn from_str(text: &str) -> Result<Self, NotSortable> {
        let (code, descending) = match text.strip_prefix('-') {
            Some(code) => (code, true),
            None => (text, false),
        };
        let column = LicenceColumn::ALL.into_iter().find(|column| column.code() == code);
        column.map(|column| Self { column, descending }).ok_or_else(|| NotSortable(text.to_owned()))
    }
}

impl fmt::Display for LicenceSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.descending { "-" } else { "" })?;
        f.write_str(self.column.code())
    }
}

/// Within how many days a term ends, to filter by.
pub const TERM_WINDOWS: [i64; 3] = [30, 60, 90];

/// Seats that are paid for and that nobody has: sold less assigned. Below zero where more are assigned than were sold.
pub fn unused(sold: i64, assigned: i64) -> i64 {
    sold.saturating_sub(assigned)
}

/// The states of a subscription that is over: its seats are no licences any more, whatever the report still says of them.
const OVER: [&str; 8] =
    ["cancelled", "canceled", "deleted", "deprovisioned", "disabled", "expired", "inactive", "terminated"];

/// Whether a subscription of that state, as the report writes it, still has its seats. A state that is not known counts.
pub fn has_seats(state: &str) -> bool {
    !OVER.iter().any(|over| state.trim().eq_ignore_ascii_case(over))
}

/// What should be done about a customer, by the vendor's reckoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cluster {
    /// Fit and inclined.
    ActNow,
    /// Inclined, and not sure to fit.
    Evaluate,
    /// Fit, and not inclined yet.
    Nurture,
    /// Neither.
    Educate,
}

impl Cluster {
    /// Every cluster, the most promising first.
    pub const ALL: [Self; 4] = [Self::ActNow, Self::Evaluate, Self::Nurture, Self::Educate];

    /// The name in JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::ActNow => "act_now",
            Self::Evaluate => "evaluate",
            Self::Nurture => "nurture",
            Self::Educate => "educate",
        }
    }

    /// The cluster of that name, as reports or we write it.
    pub fn from_name(name: &str) -> Option<Self> {
        let bare = |text: &str| -> String {
            text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let wanted = bare(name);
        Self::ALL.into_iter().find(|one| bare(one.code()) == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_is_written() {
        for column in LicenceColumn::ALL {
            for descending in [false, true] {
                let sort = LicenceSort { column, descending };
                assert_eq!(sort.to_string().parse(), Ok(sort));
            }
        }
        assert_eq!(LicenceSort::default().to_string(), "-unused");
        assert!("revenue".parse::<LicenceSort>().is_err());
    }

    #[test]
    fn clusters_are_known_however_they_are_spelled() {
        for name in ["Act Now", "act now", "ACT_NOW", "ActNow"] {
            assert_eq!(Cluster::from_name(name), Some(Cluster::ActNow), "{name}");
        }
        assert_eq!(Cluster::from_name("Sell"), None);
    }

    #[test]
    fn a_subscription_that_is_over_has_no_seats() {
        for state in ["Active", "", "Suspended", "In grace"] {
            assert!(has_seats(state), "{state}");
        }
        for state in ["Expired", " deleted ", "CANCELED"] {
            assert!(!has_seats(state), "{state}");
        }
        assert_eq!((unused(10, 4), unused(4, 10)), (6, -6));
    }
}
