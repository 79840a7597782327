//! What a row of each kind of report says, checked and in one shape whatever the generation of its header.
//!
//! Text is trimmed, and white space inside it, line breaks too, is one space. What a report may leave out is an
//! empty text.

use chrono::NaiveDate;
use domain::licence::Cluster;
use domain::money::Money;
use domain::organisation::PartnerId;
use domain::referral::{Source, Status};
use domain::usage::Figure;
use domain::{Month, TenantId};

/// A row that can be used, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the text on which the record begins; the header begins on line 1.
    pub line: u64,
    /// What it says.
    pub fact: Fact,
}

/// What a row says, by the kind of its file. In a place of its own: on its way a row changes hands some five times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Of a partner profile.
    Location(Box<LocationRow>),
    /// Of licence usage or enterprise mobility usage.
    Usage(Box<UsageRow>),
    /// Of customers and tenants.
    Customer(Box<CustomerRow>),
    /// Of seats and subscriptions.
    Seats(Box<SeatRow>),
    /// Of propensity.
    Propensity(Box<PropensityRow>),
    /// Of eligible plans.
    Plan(Box<PlanRow>),
    /// Of referrals.
    Referral(Box<ReferralRow>),
}

/// A partner, or one of its locations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationRow {
    /// Its own number.
    pub mpn_id: PartnerId,
    /// Its name.
    pub name: String,
    /// The number of the partner it belongs to; its own where it is the partner.
    pub pga_mpn_id: PartnerId,
    /// The name of that partner.
    pub pga_name: String,
    /// The city, may be empty.
    pub city: String,
    /// The country or region as the report writes it, may be empty.
    pub country: String,
    /// Whether it is the partner or a location.
    pub level: Level,
}

/// What a row of a partner profile stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// The partner itself (PGA).
    Global,
    /// One of its locations.
    Location,
}

/// What one location reports of one tenant in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRow {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The vendor's number of the customer, may be empty.
    pub tpid: String,
    /// The month.
    pub month: Month,
    /// The customer's name, never empty.
    pub customer_name: String,
    /// The customer's country or region as the report writes it, may be empty.
    pub market: String,
    /// The customer's segment as the report writes it, may be empty.
    pub segment: String,
    /// The location that reports.
    pub mpn_id: PartnerId,
    /// The partner it belongs to, where the download has that column.
    pub pga_mpn_id: Option<PartnerId>,
    /// How the location is attached to the tenant: `CPOR`, `CPOR - FRP`, ...; may be empty.
    pub attribution: String,
    /// Whether another location of the same partner has reported the same figure already.
    pub is_duplicate: bool,
    /// The subscription the figures belong to, in lower case; empty for licence usage, which has none.
    /// Figures of different subscriptions of a tenant add up.
    pub subscription: String,
    /// One figure for licence usage, up to three for enterprise mobility usage.
    pub figures: Vec<WorkloadFigure>,
}

/// The figure of one workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadFigure {
    /// The workload's name as written; its catalogue code is found by [`domain::workload::spelling`].
    pub workload: String,
    /// PAU and MAU.
    pub figure: Figure,
}

/// What a tenant is called and where it is, in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The tenant's name, or the customer's where it has none; never empty.
    pub tenant_name: String,
    /// The customer's name, may be empty.
    pub customer_name: String,
    /// The vendor's number of the customer, may be empty.
    pub tpid: String,
    /// The tenant's domain name in lower case, may be empty.
    pub domain: String,
    /// The tenant's country, or the customer's market where it has none; may be empty.
    pub country: String,
    /// The customer's segment as the report writes it, may be empty.
    pub segment: String,
    /// The month.
    pub month: Month,
    /// The location that reports.
    pub mpn_id: PartnerId,
    /// The partner it belongs to, where the row has it.
    pub pga_mpn_id: Option<PartnerId>,
    /// How the location is attached to the tenant; may be empty.
    pub attribution: String,
    /// Whether another location of the same partner has reported the same already.
    pub is_duplicate: bool,
}

/// What one location reports of one subscription in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRow {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The vendor's number of the customer, may be empty.
    pub tpid: String,
    /// The month.
    pub month: Month,
    /// The customer's name, never empty.
    pub customer_name: String,
    /// The customer's country or region as the report writes it, may be empty.
    pub market: String,
    /// The customer's segment as the report writes it, may be empty.
    pub segment: String,
    /// The location that reports.
    pub mpn_id: PartnerId,
    /// The partner it belongs to, where the download has that column.
    pub pga_mpn_id: Option<PartnerId>,
    /// Whether another location of the same partner has reported the same already.
    pub is_duplicate: bool,
    /// The subscription, in lower case.
    pub subscription: String,
    /// What was bought: the SKU, or the product's name where it has none.
    pub sku: String,
    /// The product's name, may be empty.
    pub product: String,
    /// The family of products as the report writes it, may be empty.
    pub family: String,
    /// The subscription's state as the report writes it, may be empty.
    pub state: String,
    /// The day on which its term ends, where there is one.
    pub ends_on: Option<NaiveDate>,
    /// Whether it renews itself then.
    pub is_auto_renew: bool,
    /// Seats sold.
    pub sold: i64,
    /// Seats assigned; may be more.
    pub assigned: i64,
}

/// How inclined a customer is to buy more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropensityRow {
    /// The location that reports.
    pub mpn_id: PartnerId,
    /// The customer's tenant.
    pub tenant_id: TenantId,
    /// What should be done.
    pub cluster: Cluster,
    /// How well they fit as the report writes it, may be empty.
    pub fit: String,
    /// How inclined they are as the report writes it, may be empty.
    pub intent: String,
}

/// That a SKU entitles to a workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// The SKU.
    pub sku: String,
    /// The bucket in which it is counted.
    pub bucket: String,
    /// The workload; empty for a SKU that entitles to none.
    pub workload: String,
}

/// A customer who asks for assistance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralRow {
    /// The number under which the request is known.
    pub rfa_id: String,
    /// From where it is.
    pub source: Source,
    /// The customer's tenant.
    pub tenant_id: TenantId,
    /// The customer's name, never empty.
    pub customer_name: String,
    /// The customer's country as it is written, may be empty.
    pub country: String,
    /// The customer's language as it is written, may be empty.
    pub language: String,
    /// The customer's size as it is written, may be empty.
    pub size: String,
    /// When they asked.
    pub asked_on: Option<NaiveDate>,
    /// The workloads as they are written, at least one.
    pub workloads: Vec<String>,
    /// Whom to talk to.
    pub contacts: Vec<ReferralContact>,
    /// What they wrote, may be empty.
    pub notes: String,
    /// What it may be worth.
    pub value: Option<Money>,
    /// The partner or location to which it was given before it came here.
    pub target: Option<PartnerId>,
    /// Where it stood there.
    pub status: Status,
}

/// Somebody to talk to at a customer.
#[derive(Clone, PartialEq, Eq)]
pub struct ReferralContact {
    /// Their name.
    pub name: String,
    /// Their e-mail, may be empty.
    pub email: String,
    /// Their phone, may be empty.
    pub phone: String,
    /// Their language as it is written, may be empty.
    pub language: String,
}

impl std::fmt::Debug for ReferralContact {
    /// Without what identifies people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReferralContact(..)")
    }
}
