//! The reports: which columns each has, and what a row of it says. One file per report.

mod customers_and_tenants;
mod eligible_plans;
mod ems_usage;
mod office_usage;
mod partner_profile;
mod propensity;
mod referrals;
mod seats_and_subscriptions;

use domain::load::FeedKind;

use crate::field::{Fields, Taken};
use crate::header::{Column, spelling};
use crate::row::Fact;

/// The columns of a report.
#[derive(Debug)]
pub(crate) struct Report {
    /// Columns without which the report cannot be used.
    pub(crate) needed: &'static [Column],
    /// Columns that are read where a download has them.
    pub(crate) optional: &'static [Column],
    /// Documented columns that say nothing we use.
    pub(crate) unused: &'static [&'static str],
}

impl Report {
    /// Whether a column is read.
    pub(crate) fn reads(&self, column: Column) -> bool {
        self.needed.contains(&column) || self.optional.contains(&column)
    }

    /// Whether a name, in the spelling of the header, is a documented column that is not read.
    pub(crate) fn knows(&self, spelled: &str) -> bool {
        self.unused.iter().any(|name| spelling(name) == spelled)
    }

    /// The needed columns that are not there.
    pub(crate) fn missing(&self, there: &[Column]) -> impl Iterator<Item = Column> {
        self.needed.iter().copied().filter(|column| !there.contains(column))
    }
}

/// The columns of a kind.
pub(crate) fn report(kind: FeedKind) -> &'static Report {
    match kind {
        FeedKind::PartnerProfile => &partner_profile::REPORT,
        FeedKind::CustomersAndTenants => &customers_and_tenants::REPORT,
        FeedKind::OfficeUsage => &office_usage::REPORT,
        FeedKind::EmsUsage => &ems_usage::REPORT,
        FeedKind::EligiblePlans => &eligible_plans::REPORT,
        FeedKind::SeatsAndSubscriptions => &seats_and_subscriptions::REPORT,
        FeedKind::Propensity => &propensity::REPORT,
        FeedKind::Referrals => &referrals::REPORT,
    }
}

/// What a row of a kind says.
pub(crate) fn fact(kind: FeedKind, fields: &Fields<'_>) -> Taken<Fact> {
    match kind {
        FeedKind::PartnerProfile => partner_profile::row(fields).map(|row| Fact::Location(Box::new(row))),
        FeedKind::CustomersAndTenants => customers_and_tenants::row(fields).map(|row| Fact::Customer(Box::new(row))),
        FeedKind::OfficeUsage => office_usage::row(fields).map(|row| Fact::Usage(Box::new(row))),
        FeedKind::EmsUsage => ems_usage::row(fields).map(|row| Fact::Usage(Box::new(row))),
        FeedKind::EligiblePlans => eligible_plans::row(fields).map(|row| Fact::Plan(Box::new(row))),
        FeedKind::SeatsAndSubscriptions => seats_and_subscriptions::row(fields).map(|row| Fact::Seats(Box::new(row))),
        FeedKind::Propensity => propensity::row(fields).map(|row| Fact::Propensity(Box::new(row))),
        FeedKind::Referrals => referrals::row(fields).map(|row| Fact::Referral(Box::new(row))),
    }
}
