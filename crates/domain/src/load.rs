//! A load: one file on its way in, from upload to undo (S13).

/// The kinds of file that can be loaded; each is recognised by its header (S13.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedKind {
    /// A partner and its locations.
    PartnerProfile,
    /// Names, domains and countries of tenants.
    CustomersAndTenants,
    /// Licence usage: builds the tenant list by itself.
    OfficeUsage,
    /// Enterprise mobility usage.
    EmsUsage,
    /// Which workloads a SKU entitles to; a format of our own.
    EligiblePlans,
    /// Subscriptions with the seats sold and assigned.
    SeatsAndSubscriptions,
    /// How inclined a customer is to buy more.
    Propensity,
    /// Customers who ask for assistance: JSON of the Referrals API, or a format of our own.
    Referrals,
}

impl FeedKind {
    /// Every kind, in the order in which a set of files has to be loaded.
    pub const ALL: [Self; 8] = [
        Self::PartnerProfile,
        Self::CustomersAndTenants,
        Self::OfficeUsage,
        Self::EmsUsage,
        Self::EligiblePlans,
        Self::SeatsAndSubscriptions,
        Self::Propensity,
        Self::Referrals,
    ];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::PartnerProfile => "partner_profile",
            Self::CustomersAndTenants => "customers_and_tenants",
            Self::OfficeUsage => "office_usage",
            Self::EmsUsage => "ems_usage",
            Self::EligiblePlans => "eligible_plans",
            Self::SeatsAndSubscriptions => "seats_subscriptions_and_revenue",
            Self::Propensity => "clasm365_propensity",
            Self::Referrals => "referrals",
        }
    }

    /// The report's own name, as its download is called.
    pub fn report(self) -> &'static str {
        match self {
            Self::PartnerProfile => "Profile",
            Self::CustomersAndTenants => "CustomersAndTenants",
            Self::OfficeUsage => "OfficeUsage",
            Self::EmsUsage => "EMSUsage",
            Self::EligiblePlans => "eligible_plans",
            Self::SeatsAndSubscriptions => "SeatsSubscriptionsAndRevenue",
            Self::Propensity => "CLASM365Propensity",
            Self::Referrals => "referrals",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it brings usage figures, month by month.
    pub fn has_figures(self) -> bool {
        matches!(self, Self::OfficeUsage | Self::EmsUsage)
    }

    /// Whether it brings seats of subscriptions, month by month.
    pub fn has_seats(self) -> bool {
        self == Self::SeatsAndSubscriptions
    }

    /// Whether something new of it is expected every month.
    pub fn is_monthly(self) -> bool {
        self.has_figures() || self.has_seats()
    }

    /// Whether its rows say what tenants are called. They are as many as there are figures, and wait in a room of their own.
    pub fn says_of_tenants(self) -> bool {
        !matches!(self, Self::PartnerProfile | Self::EligiblePlans | Self::Propensity | Self::Referrals)
    }
}

/// Where a load stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoadState {
    /// Rows are being read into the waiting room.
    Staging,
    /// Read and compared; waits for somebody to apply or discard it.
    Planned,
    /// Its figures count.
    Applied,
    /// It counted, and was taken back.
    Undone,
    /// Somebody decided against it, or it was left lying too long.
    Discarded,
    /// The file could not be read to its end, or the process died on the way.
    Failed,
}

impl LoadState {
    const ALL: [Self; 6] = [Self::Staging, Self::Planned, Self::Applied, Self::Undone, Self::Discarded, Self::Failed];

    /// The name in JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Staging => "staging",
            Self::Planned => "planned",
            Self::Applied => "applied",
            Self::Undone => "undone",
            Self::Discarded => "discarded",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What a load does, or did, counted (S13.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct LoadCounts {
    /// Rows of the file, without its header.
    pub rows: i64,
    /// Rows that were refused.
    pub refused: i64,
    /// Things that were not there: figures, tenants' facts or locations, by the kind of file.
    pub added: i64,
    /// Things that were there with another value.
    pub changed: i64,
    /// Things that were there as the file has them.
    pub left: i64,
    /// Rows that repeat a thing of the same file with the same values.
    pub repeated: i64,
    /// Tenants that were not known.
    pub tenants_new: i64,
    /// Claims that begin.
    pub claims_begun: i64,
    /// Claims that end, or pass to another location.
    pub claims_ended: i64,
    /// Claims that were approved here, and that the file says another partner holds: they stay (S4.6).
    #[serde(default)]
    pub claims_contradicted: i64,
}

impl LoadCounts {
    /// Whether applying it would change anything.
    pub fn changes_nothing(self) -> bool {
        self.added == 0 && self.changed == 0 && self.claims_begun == 0 && self.claims_ended == 0
    }

    /// Whether more than `percent` of its rows were refused, which stops a load (S13.3).
    pub fn refuses_more_than(self, percent: u8) -> bool {
        i128::from(self.refused) * 100 > i128::from(self.rows) * i128::from(percent)
    }
}

/// The share of refused rows, in percent, that stops a load unless the operator sets another (S13.3).
pub const REFUSED_PERCENT: u8 = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_refusals_are_counted_exactly() {
        let half = LoadCounts { rows: 10, refused: 5, ..LoadCounts::default() };
        assert!(!half.refuses_more_than(50));
        assert!(LoadCounts { refused: 6, ..half }.refuses_more_than(50));
        assert!(!LoadCounts::default().refuses_more_than(0));
    }
}
