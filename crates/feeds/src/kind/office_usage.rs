//! `OfficeUsage`: licence usage, a row for each tenant, workload, month and location.

use domain::usage::Figure;
use domain::workload;

use super::Report;
use crate::field::{Fields, LONGEST_NAME, LONGEST_TEXT, Taken};
use crate::header::Column;
use crate::refusal::Reason;
use crate::row::{UsageRow, WorkloadFigure};

pub(super) const REPORT: Report = Report {
    needed: &[
        Column::TenantId,
        Column::Tpid,
        Column::WorkloadName,
        Column::Month,
        Column::Pau,
        Column::Mau,
        Column::CustomerName,
        Column::Market,
        Column::Segment,
        Column::MpnId,
        Column::AttributionType,
        Column::IsDuplicate,
    ],
    optional: &[Column::PgaMpnId],
    unused: &["PartnerName", "PartnerLocation"],
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
        attribution: fields.text(Column::AttributionType, LONGEST_TEXT)?,
        is_duplicate: fields.flag(Column::IsDuplicate)?,
        subscription: String::new(),
        figures: vec![WorkloadFigure { workload: workload_name(fields)?, figure: figure(fields)? }],
    })
}

fn figure(fields: &Fields<'_>) -> Taken<Figure> {
    Ok(Figure { pau: fields.number(Column::Pau)?, mau: fields.number(Column::Mau)? })
}

fn workload_name(fields: &Fields<'_>) -> Taken<String> {
    let refused = |reason| Err((Column::WorkloadName, reason));
    let name = fields.needed_text(Column::WorkloadName, workload::LONGEST_NAME)?;
    if name.len() > workload::LONGEST_NAME {
        return refused(Reason::TooLong { most: workload::LONGEST_NAME });
    }
    if !name.chars().any(char::is_alphanumeric) {
        return refused(Reason::NotAWorkload);
    }
    Ok(name)
}
