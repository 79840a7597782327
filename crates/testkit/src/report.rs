//! Report files as text, row by row: what a partner would have downloaded.

use std::fmt::Write as _;

/// The header of the partner profile.
pub const PROFILE_HEADER: &str = "MPNId,PartnerName,PGA_MPNId,PGA_PartnerName,City,Country,HierarchyLevel";

/// The header of the licence usage.
pub const OFFICE_HEADER: &str = "CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,\
CustomerName,CustomerMarket,CustomerSegment,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,IsDuplicateRowForPGA";

/// The header of the enterprise mobility usage.
pub const EMS_HEADER: &str = "SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,\
FreeVsPaidSKU,SalesModel,DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,\
MPNId,PartnerName,PartnerLocation,PartnerAttachType,PartnerHierarchy,PaidAvailableUnits,MonthlyActiveUsers,\
AADPPaidAvailableUnits,IntunePaidAvailableUnits,AzipPaidAvailableUnits,AADPMonthlyActiveUsers,\
IntuneMonthlyActiveUsers,AzipMonthlyActiveUsers";

/// The header of customers and tenants.
pub const CUSTOMERS_HEADER: &str = "PGAMpnId,MpnId,PartnerName,CustomerName,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,\
CustomerMarket,CustomerStatus,CustomerTenantId,CustomerTenantName,CustomerTenantCountry,TenantDomainName,Product,\
RawProductName,ProductPartNumber,SKU,Month,PartnerLocation,PartnerAttributionType,SalesChannel,IsDuplicateRowForPGA,\
AvailableSeats,BilledRevenueUSD,AzureConsumedRevenueUSD";

/// The header of seats, subscriptions and revenue.
pub const SEATS_HEADER: &str = "PGAMpnId,MpnId,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionState,month,\
IsAutoRenew,CustomerName,CustomerTenantId,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,CustomerMarket,ProductFamily,\
ReportingProductName,Product,RawProductName,ProductPartNumber,SKU,RevSumDivisionName,PartnerName,SolutionArea,\
PartnerLocation,PartnerAttributionType,SalesChannel,PricingLevel,EnrollmentNumber,IsDuplicateRowForPGA,\
SubscriptionStartMonth,TotalSoldSeats,TotalAssignedSeats,BilledRevenueUSD,AzureConsumedRevenueUSD";

/// The header of upsell propensity.
pub const PROPENSITY_HEADER: &str = "MPNID,PartnerName,CustomerID,DUNSNumber,AccountName,Domain,OrgSize,Industry,M365Cluster,\
M365Fit,M365Intent";

/// The header of referrals, of which the other columns can be left out.
pub const REFERRALS_HEADER: &str = "rfa_id,tenant_id,customer_name,workloads,deal_value,currency";

/// The header of eligible plans.
pub const PLANS_HEADER: &str = "sku,sku_bucket,workload";

/// A row of seats and subscriptions. [`Seats::default`] is a row that can be loaded when tenant and location are set.
#[derive(Debug, Clone, Copy)]
pub struct Seats<'a> {
    /// The tenant's GUID.
    pub tenant: &'a str,
    /// The customer's name.
    pub name: &'a str,
    /// The subscription.
    pub subscription: &'a str,
    /// The SKU as the file writes it.
    pub sku: &'a str,
    /// The month, as the file writes it.
    pub month: &'a str,
    /// The day on which the term ends, as the file writes it.
    pub ends: &'a str,
    /// The state.
    pub state: &'a str,
    /// 1 where it renews itself.
    pub auto_renew: &'a str,
    /// Seats sold, as the file writes them.
    pub sold: &'a str,
    /// Seats assigned, as the file writes them.
    pub assigned: &'a str,
    /// The location that reports.
    pub location: &'a str,
    /// 1 where another location of the partner has reported the same.
    pub duplicate: &'a str,
}

impl Default for Seats<'_> {
    fn default() -> Self {
        Self {
            tenant: "",
            name: "Bakkerij Zonneschijn",
            subscription: "sub-1",
            sku: "Microsoft 365 E3",
            month: "2026-08-01",
            ends: "2026-12-31",
            state: "Active",
            auto_renew: "1",
            sold: "100",
            assigned: "60",
            location: "",
            duplicate: "0",
        }
    }
}

/// A location of a profile: its own ID, its name and its city.
pub type Location<'a> = (&'a str, &'a str, &'a str);

/// A report, growing by rows.
#[derive(Debug, Clone)]
pub struct Report {
    text: String,
}

/// A row of licence usage. [`Usage::default`] is a row that can be loaded when tenant and location are set.
#[derive(Debug, Clone, Copy)]
pub struct Usage<'a> {
    /// The tenant's GUID.
    pub tenant: &'a str,
    /// The customer's name.
    pub name: &'a str,
    /// The workload as the file writes it.
    pub workload: &'a str,
    /// The month, as the file writes it.
    pub month: &'a str,
    /// Paid available units, as the file writes them.
    pub pau: &'a str,
    /// Monthly active users, as the file writes them.
    pub mau: &'a str,
    /// The location that reports.
    pub location: &'a str,
    /// How it is attached.
    pub attribution: &'a str,
    /// 1 where another location of the partner has reported the same.
    pub duplicate: &'a str,
}

impl Default for Usage<'_> {
    fn default() -> Self {
        Self {
            tenant: "",
            name: "Bakkerij Zonneschijn",
            workload: "Teams",
            month: "2026-08-01",
            pau: "100",
            mau: "60",
            location: "",
            attribution: "CPOR",
            duplicate: "0",
        }
    }
}

impl Report {
    /// An empty report with that header.
    pub fn new(header: &str) -> Self {
        Self { text: format!("{header}\n") }
    }

    /// A report of licence usage.
    pub fn office(rows: &[Usage<'_>]) -> Self {
        rows.iter().fold(Self::new(OFFICE_HEADER), Self::usage)
    }

    /// The report with a row of licence usage.
    #[must_use]
    pub fn usage(self, row: &Usage<'_>) -> Self {
        self.row(&[
            row.tenant,
            "70001",
            row.workload,
            row.month,
            row.pau,
            row.mau,
            row.name,
            "Netherlands",
            "SMB",
            row.location,
            "",
            "",
            row.attribution,
            row.duplicate,
        ])
    }

    /// A report of seats and subscriptions.
    pub fn seats(rows: &[Seats<'_>]) -> Self {
        rows.iter().fold(Self::new(SEATS_HEADER), |report, row| {
            report.row(&[
                "",
                row.location,
                row.subscription,
                "2025-01-01",
                row.ends,
                row.state,
                row.month,
                row.auto_renew,
                row.name,
                row.tenant,
                "70001",
                "",
                "SMB",
                "",
                "Netherlands",
                "Microsoft 365",
                "",
                "",
                "",
                "",
                row.sku,
                "",
                "",
                "",
                "",
                "CPOR",
                "CSP",
                "",
                "",
                row.duplicate,
                "",
                row.sold,
                row.assigned,
                "1234.50",
                "0",
            ])
        })
    }

    /// A partner profile: partner ID, name, and locations by their own ID, name and city.
    pub fn profile(partners: &[(&str, &str, &[Location<'_>])]) -> Self {
        let mut report = Self::new(PROFILE_HEADER);
        for (partner, name, locations) in partners {
            report = report.row(&[partner, name, partner, name, "", "Netherlands", "Global"]);
            for (location, location_name, city) in *locations {
                report = report.row(&[location, location_name, partner, name, city, "Netherlands", "Location"]);
            }
        }
        report
    }

    /// The report with a row of enterprise mobility usage: PAU and MAU of AADP, Intune and Azip, as the file
    /// writes them.
    #[must_use]
    pub fn mobility(self, subscription: &str, row: Usage<'_>, pairs: [(&str, &str); 3]) -> Self {
        let ([aadp, intune, azip], [aadp_users, intune_users, azip_users]) =
            (pairs.map(|it| it.0), pairs.map(|it| it.1));
        self.row(&[
            subscription,
            "2025-01-01",
            "2027-01-01",
            "Active",
            row.month,
            "EMS E3",
            "",
            "Paid",
            "CSP",
            "",
            row.name,
            row.tenant,
            "70001",
            "SMB",
            "Netherlands",
            row.location,
            "",
            "",
            row.attribution,
            "Location",
            "",
            "",
            aadp,
            intune,
            azip,
            aadp_users,
            intune_users,
            azip_users,
        ])
    }

    /// The report with a row of customers and tenants: tenant, name, domain, country, month, location.
    #[must_use]
    pub fn customer(self, tenant: &str, name: &str, domain: &str, country: &str, month: &str, location: &str) -> Self {
        self.row(&[
            "", location, "", name, "70001", "", "SMB", "", country, "", tenant, name, country, domain, "", "", "", "",
            month, "", "CPOR", "", "0", "", "", "",
        ])
    }

    /// The report with one more row. Values are quoted where they must be.
    #[must_use]
    pub fn row(mut self, values: &[&str]) -> Self {
        for (place, value) in values.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            if value.contains([',', '"', '\n']) {
                let _ = write!(self.text, "{comma}\"{}\"", value.replace('"', "\"\""));
            } else {
                let _ = write!(self.text, "{comma}{value}");
            }
        }
        self.text.push('\n');
        self
    }

    /// What it says so far.
    pub fn text(&self) -> &str {
        &self.text
    }
}
