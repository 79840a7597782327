//! `CLASM365Propensity`: how inclined a customer is to buy more, a row for each customer and location.

use domain::licence::Cluster;

use super::Report;
use crate::field::{Fields, LONGEST_TEXT, Taken};
use crate::header::Column;
use crate::refusal::Reason;
use crate::row::PropensityRow;

pub(super) const REPORT: Report = Report {
    needed: &[Column::MpnId, Column::CustomerId, Column::Cluster, Column::Fit, Column::Intent],
    optional: &[],
    unused: &["PartnerName", "DUNSNumber", "AccountName", "Domain", "OrgSize", "Industry"],
};

pub(super) fn row(fields: &Fields<'_>) -> Taken<PropensityRow> {
    let cluster = fields.needed_text(Column::Cluster, LONGEST_TEXT)?;
    Ok(PropensityRow {
        mpn_id: fields.partner_id(Column::MpnId)?,
        tenant_id: fields.tenant_id_in(Column::CustomerId)?,
        cluster: Cluster::from_name(&cluster).ok_or((Column::Cluster, Reason::UnknownCluster))?,
        fit: fields.text(Column::Fit, LONGEST_TEXT)?,
        intent: fields.text(Column::Intent, LONGEST_TEXT)?,
    })
}
