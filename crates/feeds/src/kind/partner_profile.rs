//! `Profile`: the partner and its locations.

use super::Report;
use crate::field::{Fields, LONGEST_NAME, LONGEST_TEXT, Taken};
use crate::header::Column;
use crate::refusal::Reason;
use crate::row::{Level, LocationRow};

pub(super) const REPORT: Report = Report {
    needed: &[
        Column::MpnId,
        Column::PartnerName,
        Column::PgaMpnId,
        Column::PgaPartnerName,
        Column::City,
        Column::Country,
        Column::HierarchyLevel,
    ],
    optional: &[],
    unused: &[],
};

pub(super) fn row(fields: &Fields<'_>) -> Taken<LocationRow> {
    Ok(LocationRow {
        mpn_id: fields.partner_id(Column::MpnId)?,
        name: fields.needed_text(Column::PartnerName, LONGEST_NAME)?,
        pga_mpn_id: fields.partner_id(Column::PgaMpnId)?,
        pga_name: fields.needed_text(Column::PgaPartnerName, LONGEST_NAME)?,
        city: fields.text(Column::City, LONGEST_TEXT)?,
        country: fields.text(Column::Country, LONGEST_TEXT)?,
        level: level(fields)?,
    })
}

fn level(fields: &Fields<'_>) -> Taken<Level> {
    let text = fields.needed_text(Column::HierarchyLevel, LONGEST_TEXT)?;
    if text.eq_ignore_ascii_case("Global") {
        Ok(Level::Global)
    } else if text.eq_ignore_ascii_case("Location") {
        Ok(Level::Location)
    } else {
        Err((Column::HierarchyLevel, Reason::UnknownLevel))
    }
}
