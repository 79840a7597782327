//! `EMSUsage`: enterprise mobility usage, a row for each subscription, month and location, with a pair of columns
//! for each of three workloads. Its plain totals are not read: they are the sum of the pairs.

use domain::usage::Figure;

use super::Report;
use crate::field::{Fields, LONGEST_NAME, LONGEST_TEXT, Taken};
use crate::header::Column;
use crate::row::{UsageRow, WorkloadFigure};

/// The workloads, each with its pair of columns.
const PAIRS: [(&str, Column, Column); 3] = [
    ("AADP", Column::AadpPau, Column::AadpMau),
    ("Intune", Column::IntunePau, Column::IntuneMau),
    ("Azip", Column::AzipPau, Column::AzipMau),
];

pub(super) const REPORT: Report = Report {
    needed: &[
        Column::SubscriptionId,
        Column::Month,
        Column::CustomerName,
        Column::TenantId,
        Column::Tpid,
        Column::Segment,
        Column::Market,
        Column::MpnId,
        Column::AttachType,
        Column::AadpPau,
        Column::AadpMau,
        Column::IntunePau,
        Column::IntuneMau,
        Column::AzipPau,
        Column::AzipMau,
    ],
    optional: &[Column::PgaMpnId, Column::IsDuplicate],
    unused: &[
        "SubscriptionStartDate",
        "SubscriptionEndDate",
        "SubscriptionStatus",
        "SKU",
        "SKUId",
        "FreeVsPaidSKU",
        "SalesModel",
        "DetailedSalesModel",
        "PartnerName",
        "PartnerLocation",
        "PartnerHierarchy",
        "PaidAvailableUnits",
        "MonthlyActiveUsers",
    ],
};

pub(super) fn row(fields: &Fields<'_>) -> Taken<UsageRow> {
    Ok(UsageRow {
        tenant_id: fields.tenant_id()?,
        tpid: fields.text(Column::Tpid, LONGEST_TEXT)?,
        month: fields.month()?,
        customer_name: fields.needed_text(Column::CustomerName, LONGEST_NAME)?,
        market: fields.text(Column::Market, LONGEST_TEXT)?,
        segment: fields.text(Column::Segment, LONGEST_TEXT)?,
        mpn_id: fields.partner_id(Column::MpnId)?,
        pga_mpn_id: fields.optional_partner_id(Column::PgaMpnId)?,
        attribution: fields.text(Column::AttachType, LONGEST_TEXT)?,
        is_duplicate: fields.flag(Column::IsDuplicate)?,
        subscription: fields.needed_text(Column::SubscriptionId, LONGEST_TEXT)?.to_lowercase(),
        figures: figures(fields)?,
    })
}

/// The figures of the pairs in which something stands; a single number has a zero beside it.
fn figures(fields: &Fields<'_>) -> Taken<Vec<WorkloadFigure>> {
    let mut figures = Vec::with_capacity(PAIRS.len());
    for (workload, pau, mau) in PAIRS {
        let (pau, mau) = (fields.optional_number(pau)?, fields.optional_number(mau)?);
        if pau.is_some() || mau.is_some() {
            let figure = Figure { pau: pau.unwrap_or(0), mau: mau.unwrap_or(0) };
            figures.push(WorkloadFigure { workload: workload.to_owned(), figure });
        }
    }
    Ok(figures)
}
