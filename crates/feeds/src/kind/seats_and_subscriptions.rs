//! `SeatsSubscriptionsAndRevenue`: seats sold and assigned, a row for each subscription, SKU, month and location.
//!
//! Its revenue is not read: no rule asks for it, and it is sensitive (S1.4). As with every column that is not used, the plan
//! says so.

use super::Report;
use crate::field::{Fields, LONGEST_NAME, LONGEST_SKU, LONGEST_TEXT, Taken};
use crate::header::Column;
use crate::refusal::Reason;
use crate::row::SeatRow;

pub(super) const REPORT: Report = Report {
    needed: &[
        Column::MpnId,
        Column::SubscriptionId,
        Column::SubscriptionEnd,
        Column::SubscriptionState,
        Column::Month,
        Column::IsAutoRenew,
        Column::CustomerName,
        Column::TenantId,
        Column::Tpid,
        Column::Segment,
        Column::Market,
        Column::ProductFamily,
        Column::Sku,
        Column::IsDuplicate,
        Column::SoldSeats,
        Column::AssignedSeats,
    ],
    optional: &[Column::PgaMpnId, Column::ReportingProduct],
    unused: &[
        "SubscriptionStartDate",
        "DUNSNumber",
        "TopSegment",
        "Product",
        "RawProductName",
        "ProductPartNumber",
        "RevSumDivisionName",
        "PartnerName",
        "SolutionArea",
        "PartnerLocation",
        "PartnerAttributionType",
        "SalesChannel",
        "PricingLevel",
        "EnrollmentNumber",
        "SubscriptionStartMonth",
    ],
};

pub(super) fn row(fields: &Fields<'_>) -> Taken<SeatRow> {
    let product = fields.text(Column::ReportingProduct, LONGEST_SKU)?;
    let sku = fields.text(Column::Sku, LONGEST_SKU)?;
    let sku = if sku.is_empty() { product.clone() } else { sku };
    if !sku.chars().any(char::is_alphanumeric) {
        return Err((Column::Sku, if sku.is_empty() { Reason::Missing } else { Reason::NotASku }));
    }
    Ok(SeatRow {
        tenant_id: fields.tenant_id()?,
        tpid: fields.text(Column::Tpid, LONGEST_TEXT)?,
        month: fields.month()?,
        customer_name: fields.needed_text(Column::CustomerName, LONGEST_NAME)?,
        market: fields.text(Column::Market, LONGEST_TEXT)?,
        segment: fields.text(Column::Segment, LONGEST_TEXT)?,
        mpn_id: fields.partner_id(Column::MpnId)?,
        pga_mpn_id: fields.optional_partner_id(Column::PgaMpnId)?,
        is_duplicate: fields.flag(Column::IsDuplicate)?,
        subscription: fields.needed_text(Column::SubscriptionId, LONGEST_TEXT)?.to_lowercase(),
        sku,
        product,
        family: fields.text(Column::ProductFamily, LONGEST_SKU)?,
        state: fields.text(Column::SubscriptionState, LONGEST_TEXT)?,
        ends_on: fields.optional_day(Column::SubscriptionEnd)?,
        is_auto_renew: fields.flag(Column::IsAutoRenew)?,
        sold: fields.number(Column::SoldSeats)?,
        assigned: fields.number(Column::AssignedSeats)?,
    })
}
