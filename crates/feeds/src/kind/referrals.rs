//! `referrals`: customers who ask for assistance, a row for each request. A format of our own; what the Referrals API gives is
//! read in `referral_page`.

use domain::money::{Currency, Money};
use domain::person::Email;
use domain::referral::Source;

use super::Report;
use crate::field::{Fields, LONGEST_NAME, LONGEST_TEXT, Taken};
use crate::header::Column;
use crate::referral_page::{LONGEST_NOTES, LONGEST_RFA_ID, MOST_WORKLOADS, is_plausible, money, status};
use crate::refusal::Reason;
use crate::row::{ReferralContact, ReferralRow};

pub(super) const REPORT: Report = Report {
    needed: &[Column::RfaId, Column::RfaTenant, Column::CustomerName, Column::RfaWorkloads],
    optional: &[
        Column::Country,
        Column::Language,
        Column::CustomerSize,
        Column::AskedOn,
        Column::ContactName,
        Column::ContactEmail,
        Column::ContactPhone,
        Column::Notes,
        Column::DealValue,
        Column::Currency,
        Column::MpnId,
        Column::RfaStatus,
    ],
    unused: &["source"],
};

pub(super) fn row(fields: &Fields<'_>) -> Taken<ReferralRow> {
    let workloads = fields.needed_text(Column::RfaWorkloads, LONGEST_NOTES)?;
    let workloads: Vec<_> =
        workloads.split([';', '|']).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    if workloads.is_empty() {
        return Err((Column::RfaWorkloads, Reason::Missing));
    }
    if workloads.len() > MOST_WORKLOADS {
        return Err((Column::RfaWorkloads, Reason::TooMany { most: MOST_WORKLOADS }));
    }
    Ok(ReferralRow {
        rfa_id: fields.needed_text(Column::RfaId, LONGEST_RFA_ID)?,
        source: Source::File,
        tenant_id: fields.tenant_id_in(Column::RfaTenant)?,
        customer_name: fields.needed_text(Column::CustomerName, LONGEST_NAME)?,
        country: fields.text(Column::Country, LONGEST_TEXT)?,
        language: fields.text(Column::Language, LONGEST_TEXT)?,
        size: fields.text(Column::CustomerSize, LONGEST_TEXT)?,
        asked_on: asked_on(fields)?,
        workloads,
        contacts: contacts(fields)?,
        notes: fields.text(Column::Notes, LONGEST_NOTES)?,
        value: value(fields)?,
        target: fields.optional_partner_id(Column::MpnId)?,
        status: status(fields.raw(Column::RfaStatus), "").ok_or((Column::RfaStatus, Reason::UnknownStatus))?,
    })
}

fn asked_on(fields: &Fields<'_>) -> Taken<Option<chrono::NaiveDate>> {
    match fields.optional_day(Column::AskedOn)? {
        Some(day) if !is_plausible(day) => Err((Column::AskedOn, Reason::NotADay)),
        day => Ok(day),
    }
}

/// The one contact that a row has, if any.
fn contacts(fields: &Fields<'_>) -> Taken<Vec<ReferralContact>> {
    let name = fields.text(Column::ContactName, LONGEST_NAME)?;
    let email = fields.text(Column::ContactEmail, LONGEST_TEXT)?;
    let phone = fields.text(Column::ContactPhone, LONGEST_TEXT)?;
    if !email.is_empty() && email.parse::<Email>().is_err() {
        return Err((Column::ContactEmail, Reason::NotAnEmail));
    }
    if name.is_empty() && email.is_empty() && phone.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![ReferralContact { name, email, phone, language: fields.text(Column::Language, LONGEST_TEXT)? }])
}

fn value(fields: &Fields<'_>) -> Taken<Option<Money>> {
    let (typed, currency) = (fields.raw(Column::DealValue).trim(), fields.raw(Column::Currency).trim());
    if typed.is_empty() {
        return Ok(None);
    }
    let currency = currency.parse::<Currency>().map_err(|_| (Column::Currency, Reason::NotMoney))?;
    money(typed, currency).map(Some).ok_or((Column::DealValue, Reason::NotMoney))
}
