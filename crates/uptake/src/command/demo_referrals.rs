//! Referrals of the demo: one in each state, as they come about, and requests that wait to be assigned (S10).

use std::fmt::Write as _;

use anyhow::Context as _;
use app::{App, Ctx, Expected, RequestQuery, ShareAsked, TenantItem, TenantQuery};
use domain::access::Role;
use domain::referral::{NewEdit, NewPreference};

use super::demo::{days_ago, signed_in};
use super::import::load_file;
use crate::sample::{Plan, partners};

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Story {
    /// Nobody has it yet.
    ToAssign,
    /// It was given to the first partner so many days ago, and waits.
    Waits(i64),
    /// It was accepted, and stands there.
    Accepted(&'static str),
    /// It was declined.
    Declined,
    /// Nobody answered, and it went back.
    Returned,
    /// It was taken back.
    Withdrawn,
    /// It was shared out between the first partner and the second.
    Shared,
}

const STORIES: [Story; 11] = [
    Story::ToAssign,
    Story::Waits(0),
    Story::Waits(5),
    Story::Accepted("active"),
    Story::Accepted("won"),
    Story::Accepted("lost"),
    Story::Accepted("closed"),
    Story::Declined,
    Story::Returned,
    Story::Withdrawn,
    Story::Shared,
];

const HEADER: &str = "rfa_id,tenant_id,customer_name,workloads,country,language,customer_size,asked_on,contact_name,\
                      contact_email,contact_phone,notes,deal_value,currency";

/// Loads customers' requests, gives them to the first partner, and lets it answer.
pub(super) async fn add_referrals(app: &App, plan: &Plan, password: &str, quiet: bool) -> anyhow::Result<()> {
    let executive = signed_in(app, Role::ExecutiveReportViewer, password).await?;
    let tenants = app.tenants(&executive, &TenantQuery::default()).await?.value.items;
    app.sign_out(&executive).await?;
    let folder = tempfile::tempdir().context("no folder for the requests")?;
    let path = folder.path().join("requests.csv");
    std::fs::write(&path, file(app, &tenants)?)?;
    // They came in before anybody was given one.
    load_file(&days_ago(app, 20), &path, quiet).await.context("the requests of the demo")?;
    let admin = signed_in(app, Role::GlobalAdmin, password).await?;
    let wanted = NewPreference {
        languages: vec!["nl".to_owned(), "en".to_owned()],
        countries: vec!["NL".to_owned(), "BE".to_owned()],
        sizes: vec!["51to250employees".to_owned()],
    };
    app.set_referral_preference(&admin, &wanted, &Expected::Any).await?;
    app.sign_out(&admin).await?;
    for (number, story) in STORIES.into_iter().enumerate().take(tenants.len()) {
        tell(app, plan, password, &rfa(number), story).await.with_context(|| format!("{story:?}"))?;
    }
    // What nobody answered goes back, as it does while a server runs.
    app.return_referrals().await?;
    Ok(())
}

fn rfa(number: usize) -> String {
    format!("RFA-DEMO-{}", 1_001 + number)
}

fn file(app: &App, tenants: &[TenantItem]) -> anyhow::Result<String> {
    let asked_on = days_ago(app, 21).now().date_naive();
    let mut text = format!("{HEADER}\n");
    for (number, tenant) in tenants.iter().take(STORIES.len()).enumerate() {
        let host = if tenant.domain.is_empty() { "klant.example" } else { &tenant.domain };
        let name = tenant.name.replace(['"', ','], " ");
        writeln!(
            text,
            "{},{},{name},Teams;Exchange;SharePoint,{},nl,51to250employees,{asked_on},Demo customer contact,it@{host},\
             +31 20 555 0188,We want help with moving our people.,{},EUR",
            rfa(number),
            tenant.tenant_id,
            tenant.country.replace(',', " "),
            (number + 1) * 2_500,
        )?;
    }
    Ok(text)
}

async fn tell(app: &App, plan: &Plan, password: &str, rfa: &str, story: Story) -> anyhow::Result<()> {
    let partners = partners(plan.partners);
    let place = |partner: usize| {
        let location = partners.get(partner).and_then(|one| one.locations.first());
        location.map(|one| one.mpn_id.to_string()).context("a partner without locations")
    };
    let all = ["Teams", "Exchange", "SharePoint"];
    let share = |partner: usize, codes: &[&str]| -> anyhow::Result<ShareAsked> {
        Ok(ShareAsked { location: place(partner)?, workloads: codes.iter().map(|&code| code.to_owned()).collect() })
    };
    let (days, shares) = match story {
        Story::ToAssign => return Ok(()),
        Story::Waits(days) => (days, vec![share(0, &all)?]),
        Story::Shared if partners.len() > 1 => (0, vec![share(0, &["Teams"])?, share(1, &["Exchange", "SharePoint"])?]),
        _ => (14, vec![share(0, &all)?]),
    };
    let then = days_ago(app, days);
    let office = signed_in(&then, Role::ProgrammeAdmin, password).await?;
    let query = RequestQuery { search: Some(rfa.to_owned()), ..RequestQuery::default() };
    let found = then.referral_requests(&office, &query).await?.value.items;
    let id = found.first().context("the request is not there")?.id;
    then.assign_request(&office, id, &shares, &Expected::Any, None).await?;
    let given = then.referral_request(&office, id).await?.value.referrals;
    let number = &given.first().context("nobody was given it")?.number;
    answer(&days_ago(app, days - 1), password, number, story).await?;
    if story == Story::Withdrawn {
        then.withdraw_referral(&office, number, "The customer chose to wait a year.", &Expected::Any).await?;
    }
    Ok(then.sign_out(&office).await?)
}

async fn answer(app: &App, password: &str, number: &str, story: Story) -> anyhow::Result<()> {
    if !matches!(story, Story::Accepted(_) | Story::Declined) {
        return Ok(());
    }
    let ctx: Ctx = signed_in(app, Role::ExecutiveReportViewer, password).await?;
    if let Story::Accepted(status) = story {
        app.accept_referral(&ctx, number, &Expected::Any).await?;
        let edit = NewEdit {
            status: status.to_owned(),
            services: "Adoption workshop and a helpdesk for three months".to_owned(),
            value: Some("7500".to_owned()),
            currency: "EUR".to_owned(),
            note: "First talk with the head of IT.".to_owned(),
        };
        app.edit_referral(&ctx, number, &edit, &Expected::Any).await?;
    } else {
        let said = ("no_capacity", "Our engineers are busy until the summer.");
        app.decline_referral(&ctx, number, said, &Expected::Any).await?;
    }
    Ok(app.sign_out(&ctx).await?)
}
