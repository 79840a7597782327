//! What the customers of a world have bought: renewals that are near, seats that nobody has, and suites that are full.

use std::io::Write;

use domain::Month;

use super::Plan;
use super::reports::Reporter;
use super::tenant::Tenant;
use super::words::Segment;

/// A subscription to a SKU.
struct Bought {
    sku: &'static str,
    family: &'static str,
    /// Of a hundred seats of the tenant, how many are sold.
    sold_percent: u32,
    /// Of a hundred that are sold, how many are assigned; may be more.
    assigned_percent: u32,
}

const fn bought(sku: &'static str, family: &'static str, sold_percent: u32, assigned_percent: u32) -> Bought {
    Bought { sku, family, sold_percent, assigned_percent }
}

/// What a tenant has, by what it is and by its number: told without chance, so that what was drawn of it stays.
fn basket(tenant: &Tenant<'_>) -> Vec<Bought> {
    let story = tenant.tpid % 10;
    let suite = match (tenant.segment, tenant.seats) {
        (Segment::Education, _) => bought("Campus Suite", "Education", 110, 97),
        (_, seats) if seats < 300 => bought("Microsoft 365 Business Premium", "Microsoft 365 Business", 105, 92),
        // Bought for everybody, and rolled out to half of them.
        _ if story < 3 => bought("Microsoft 365 E5", "Microsoft 365", 100, 55),
        _ => bought("Microsoft 365 E3", "Microsoft 365", 104, 95),
    };
    let mut basket = vec![suite];
    if story == 1 || story == 4 {
        basket.push(bought("Microsoft 365 Copilot", "Microsoft 365", 20, 35));
    }
    if story == 7 && tenant.seats > 1_000 {
        basket.push(bought("Workshop Kiosk", "Frontline", 30, 88));
    }
    if story == 9 {
        // More are assigned than were sold.
        basket.push(bought("Office 365 E1", "Office 365", 10, 104));
    }
    basket
}

/// Writes what a tenant has bought, as each of its locations reports it.
pub(super) fn write(
    file: &mut impl Write,
    tenant: &Tenant<'_>,
    reporters: &[Reporter<'_>],
    name: &str,
    number: u32,
    plan: &Plan,
) -> anyhow::Result<()> {
    let month = plan.month(number);
    let Tenant { id, tpid, duns, market, segment, seats, .. } = tenant;
    let (country, segment) = (market.country, segment.name());
    for (place, Bought { sku, family, sold_percent, assigned_percent }) in basket(tenant).into_iter().enumerate() {
        let sold = (seats * sold_percent / 100).max(1);
        let assigned = sold * assigned_percent / 100;
        let begins = plan.newest.plus(-i32::try_from(tpid % 11).unwrap_or_default());
        let (ends, renews) = (last_day(begins.plus(12), *tpid), tpid % 3 != 0);
        // What has run out is still in the report, and counts no more.
        let state = if tpid % 41 == 0 { "Expired" } else { "Active" };
        let cents = u64::from(sold) * 2_150;
        for Reporter { presence, partner_name, place: at, repeats } in reporters {
            writeln!(
                file,
                "{},{},{id}-{place},{begins}-01,{ends},{state},{month}-01,{},{name},{id},{tpid},{duns},{segment},{segment},\
                 {country},{family},{sku},{sku},{sku},AAA-2000{place},{sku},Cloud,{partner_name},Modern Work,{at},{},CSP,,,{},\
                 {begins}-01,{sold},{assigned},{}.{:02},0",
                presence.partner.mpn_id,
                presence.location.mpn_id,
                u8::from(renews),
                presence.otherwise,
                u8::from(*repeats),
                cents / 100,
                cents % 100,
            )?;
        }
    }
    Ok(())
}

/// A day of a month, not always the same.
fn last_day(month: Month, tpid: u32) -> String {
    format!("{month}-{:02}", 1 + tpid % 28)
}

/// Writes how inclined a tenant is to buy more, as each of its locations reports it.
pub(super) fn write_propensity(
    file: &mut impl Write,
    tenant: &Tenant<'_>,
    reporters: &[Reporter<'_>],
) -> anyhow::Result<()> {
    let (cluster, fit, intent) = match tenant.tpid % 8 {
        0 => ("Act Now", "High", "High"),
        1 | 2 => ("Evaluate", "Medium", "High"),
        3..=5 => ("Nurture", "High", "Low"),
        _ => ("Educate", "Low", "Low"),
    };
    let size = if tenant.seats < 300 { "Small" } else { "Large" };
    for Reporter { presence, partner_name, .. } in reporters {
        writeln!(
            file,
            "{},{partner_name},{},{},,{},{size},,{cluster},{fit},{intent}",
            presence.location.mpn_id, tenant.id, tenant.duns, tenant.domain,
        )?;
    }
    Ok(())
}

/// Writes the request for assistance of a tenant, of some of them.
pub(super) fn write_referral(
    file: &mut impl Write,
    tenant: &Tenant<'_>,
    name: &str,
    plan: &Plan,
) -> anyhow::Result<()> {
    if tenant.tpid % 8 != 3 {
        return Ok(());
    }
    let (tpid, id) = (tenant.tpid, tenant.id);
    let workloads = if tpid % 16 == 3 { "Teams;Exchange;SharePoint" } else { "Intune;Teams" };
    let size = if tenant.seats < 300 { "51to250employees" } else { "1001to5000employees" };
    let asked_on = plan.newest.first_day();
    writeln!(
        file,
        "RFA-{tpid},{id},{name},{workloads},en,{size},{asked_on},Sample contact,it@{},We want help.,{},EUR",
        tenant.domain,
        u64::from(tenant.seats) * 25,
    )?;
    Ok(())
}
