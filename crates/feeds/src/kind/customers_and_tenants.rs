//! `CustomersAndTenants`: names, domains and countries of tenants, a row for each product, month and location.

use super::Report;
use crate::field::{Fields, LONGEST_DOMAIN, LONGEST_NAME, LONGEST_TEXT, Taken};
use crate::header::Column;
use crate::refusal::Reason;
use crate::row::CustomerRow;

pub(super) const REPORT: Report = Report {
    needed: &[
        Column::MpnId,
        Column::CustomerName,
        Column::Tpid,
        Column::Segment,
        Column::Market,
        Column::TenantId,
        Column::TenantName,
        Column::TenantCountry,
        Column::Domain,
        Column::Month,
        Column::AttributionType,
        Column::IsDuplicate,
    ],
    optional: &[Column::PgaMpnId],
    unused: &[
        "PartnerName",
        "DUNSNumber",
        "TopSegment",
        "CustomerStatus",
        "Product",
        "RawProductName",
        "ProductPartNumber",
        "SKU",
        "PartnerLocation",
        "SalesChannel",
        "AvailableSeats",
        "BilledRevenueUSD",
        "AzureConsumedRevenueUSD",
        "SubscriptionGuid",
        "IsAutoRenew",
        "IndustryName",
        "VerticalName",
    ],
};

pub(super) fn row(fields: &Fields<'_>) -> Taken<CustomerRow> {
    let customer_name = fields.text(Column::CustomerName, LONGEST_NAME)?;
    let tenant_name = either(fields.text(Column::TenantName, LONGEST_NAME)?, || customer_name.clone());
    if tenant_name.is_empty() {
        return Err((Column::TenantName, Reason::Missing));
    }
    let market = fields.text(Column::Market, LONGEST_TEXT)?;
    Ok(CustomerRow {
        tenant_id: fields.tenant_id()?,
        tenant_name,
        customer_name,
        tpid: fields.text(Column::Tpid, LONGEST_TEXT)?,
        domain: fields.text(Column::Domain, LONGEST_DOMAIN)?.to_lowercase(),
        country: either(fields.text(Column::TenantCountry, LONGEST_TEXT)?, || market),
        segment: fields.text(Column::Segment, LONGEST_TEXT)?,
        month: fields.month()?,
        mpn_id: fields.partner_id(Column::MpnId)?,
        pga_mpn_id: fields.optional_partner_id(Column::PgaMpnId)?,
        attribution: fields.text(Column::AttributionType, LONGEST_TEXT)?,
        is_duplicate: fields.flag(Column::IsDuplicate)?,
    })
}

/// The text, or the other one where it is empty.
fn either(text: String, other: impl FnOnce() -> String) -> String {
    if text.is_empty() { other() } else { text }
}
