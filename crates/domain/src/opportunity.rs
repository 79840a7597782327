//! Opportunities: workloads of tenants with room to grow, and in which order they are listed (S5.4).

use std::fmt;
use std::str::FromStr;

use crate::tenant::NotSortable;

/// A column of the opportunities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpportunityColumn {
    /// The tenant's name.
    Tenant,
    /// The customer's number at the vendor.
    Parent,
    /// The workload, in the order of the catalogue.
    Workload,
    /// The family of licences to which the workload belongs.
    SkuBucket,
    /// Paid available units (S3.1).
    Pau,
    /// Monthly active users (S3.1).
    Mau,
    /// MAU over PAU (S3.1).
    UsagePercent,
    /// Room to grow (S5.2).
    Units,
    /// What it could earn, by currency and amount. It is money, and withheld from some (S1.4).
    Potential,
    /// Whether the own organisation holds the claim, or nobody.
    Claim,
}

impl OpportunityColumn {
    /// Every column, in the order in which the list shows them.
    pub const ALL: [Self; 10] = [
        Self::Tenant,
        Self::Parent,
        Self::Workload,
        Self::SkuBucket,
        Self::Pau,
        Self::Mau,
        Self::UsagePercent,
        Self::Units,
        Self::Potential,
        Self::Claim,
    ];

    /// The column's name in URLs and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tenant => "name",
            Self::Parent => "tpid",
            Self::Workload => "workload",
            Self::SkuBucket => "sku_bucket",
            Self::Pau => "pau",
            Self::Mau => "mau",
            Self::UsagePercent => "usage_percent",
            Self::Units => "opportunity_units",
            Self::Potential => "potential_earnings",
            Self::Claim => "claimed",
        }
    }

    /// Whether it is sensitive: then only those sort by it from whom nothing of the list is withheld (S1.4).
    pub fn is_sensitive(self) -> bool {
        self == Self::Potential
    }

    /// Whether people want it highest first, and aligned to the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Pau | Self::Mau | Self::UsagePercent | Self::Units | Self::Potential)
    }

    /// Whether rows are put in its order by a number, whatever people see.
    pub fn is_sorted_as_number(self) -> bool {
        !matches!(self, Self::Tenant | Self::Parent | Self::SkuBucket | Self::Potential)
    }
}

/// An order of the opportunities: `name`, `-opportunity_units`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OpportunitySort {
    /// By what.
    pub column: OpportunityColumn,
    /// Highest first.
    pub descending: bool,
}

impl OpportunitySort {
    /// What is to be gained first: money, or, from whom that is withheld, units.
    pub fn usual(sees_money: bool) -> Self {
        let column = if sees_money { OpportunityColumn::Potential } else { OpportunityColumn::Units };
        Self { column, descending: true }
    }
}

impl FromStr for OpportunitySort {
    type Err = NotSortable;

    fn from_str(text: &str) -> Result<Self, NotSortable> {
        let (code, descending) = text.strip_prefix('-').map_or((text, false), |code| (code, true));
        let column = OpportunityColumn::ALL.into_iter().find(|column| column.code() == code);
        column.map(|column| Self { column, descending }).ok_or_else(|| NotSortable(code.to_owned()))
    }
}

impl fmt::Display for OpportunitySort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_is_read_back_as_it_is_written() {
        for column in OpportunityColumn::ALL {
            for descending in [false, true] {
                let sort = OpportunitySort { column, descending };
                assert_eq!(sort.to_string().parse(), Ok(sort));
            }
        }
        assert!("".parse::<OpportunitySort>().is_err() && "--pau".parse::<OpportunitySort>().is_err());
        assert_eq!(OpportunitySort::usual(false).to_string(), "-opportunity_units");
    }
}
