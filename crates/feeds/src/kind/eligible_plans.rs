//! `eligible_plans`: which workloads a SKU entitles to, a row for each SKU and workload. A format of our own.

use domain::workload;

use super::Report;
use crate::field::{Fields, LONGEST_SKU, Taken};
use crate::header::Column;
use crate::refusal::Reason;
use crate::row::PlanRow;

pub(super) const REPORT: Report =
    Report { needed: &[Column::Sku, Column::SkuBucket, Column::Workload], optional: &[], unused: &[] };

pub(super) fn row(fields: &Fields<'_>) -> Taken<PlanRow> {
    let sku = fields.needed_text(Column::Sku, LONGEST_SKU)?;
    if !sku.chars().any(char::is_alphanumeric) {
        return Err((Column::Sku, Reason::NotASku));
    }
    // A SKU that entitles to no workload has one row without any.
    let workload = fields.text(Column::Workload, workload::LONGEST_NAME)?;
    if !workload.is_empty() && !workload.chars().any(char::is_alphanumeric) {
        return Err((Column::Workload, Reason::NotAWorkload));
    }
    Ok(PlanRow { sku, bucket: fields.needed_text(Column::SkuBucket, LONGEST_SKU)?, workload })
}
