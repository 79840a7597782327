//! In which order referrals are listed (S10.1).

use std::fmt;
use std::str::FromStr;

use crate::tenant::NotSortable;

/// A column of the referrals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferralColumn {
    /// The tenant's name.
    Tenant,
    /// The number under which the customer's request is known.
    RfaId,
    /// From where it came.
    Source,
    /// When it was assigned.
    AssignedOn,
    /// When it was accepted.
    AcceptedOn,
    /// Where it stands.
    Status,
    /// By when it is to be accepted.
    TimeLeft,
}

impl ReferralColumn {
    /// Every column, in the order in which the list shows them.
    pub const ALL: [Self; 7] =
        [Self::Tenant, Self::RfaId, Self::Source, Self::AssignedOn, Self::AcceptedOn, Self::Status, Self::TimeLeft];

    /// The column's name in URLs and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tenant => "name",
            Self::RfaId => "rfa_id",
            Self::Source => "source",
            Self::AssignedOn => "assigned_at",
            Self::AcceptedOn => "accepted_on",
            Self::Status => "status",
            Self::TimeLeft => "accept_by",
        }
    }

    /// Whether people want it highest first.
    pub fn is_newest_first(self) -> bool {
        matches!(self, Self::AssignedOn | Self::AcceptedOn)
    }

    /// Whether rows are put in its order by a number.
    pub fn is_sorted_as_number(self) -> bool {
        matches!(self, Self::AssignedOn | Self::Status)
    }
}

/// An order of the referrals: `name`, `-assigned_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReferralSort {
    /// By what.
    pub column: ReferralColumn,
    /// Highest first.
    pub descending: bool,
}

impl Default for ReferralSort {
    /// The newest first.
    fn default() -> Self {
        Self { column: ReferralColumn::AssignedOn, descending: true }
    }
}

impl FromStr for ReferralSort {
    type Err = NotSortable;

    fn from_str(text: &str) -> Result<Self, NotSortable> {
        let (code, descending) = text.strip_prefix('-').map_or((text, false), |code| (code, true));
        let column = ReferralColumn::ALL.into_iter().find(|column| column.code() == code);
        column.map(|column| Self { column, descending }).ok_or_else(|| NotSortable(code.to_owned()))
    }
}

impl fmt::Display for ReferralSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.code())
    }
}
