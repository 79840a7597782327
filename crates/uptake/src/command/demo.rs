//! `demo`: an empty database filled with an invented world through the same door as real reports.

use anyhow::{Context as _, bail};
use app::{App, Clock, Credential, Ctx, DirectoryEdit, Expected, NewPerson, OfferEdit, TenantQuery, Visit};
use chrono::{Days, TimeDelta};
use domain::access::Role;
use serde_json::json;
use uuid::Uuid;

use super::demo_claims::add_claims;
use super::demo_referrals::add_referrals;
use super::demo_tickets::add_tickets;
use super::import::load_file;
use super::open_app;
use super::sample::last_whole_month;
use crate::options::{Common, Demo};
use crate::sample::{Plan, chance, contacts, intent, partners, split, status_note, write};

/// An invented offer of the demo: workload, name, first and last month counted from the newest, rate, ceiling, currency, and a
/// segment that it leaves out.
type Example = (&'static str, &'static str, [i32; 2], [i64; 2], &'static str, Option<&'static str>);

/// In season and out of it, one that leaves a segment out, and one of which the ceiling is soon reached.
const OFFERS: [Example; 6] = [
    ("Teams", "Example: Teams growth", [-11, 12], [450, 1_500_000], "EUR", None),
    ("Exchange", "Example: Exchange, past", [-24, -2], [300, 900_000], "EUR", None),
    ("SharePoint", "Example: SharePoint, few units", [-11, 12], [400, 1_200], "EUR", None),
    ("Intune", "Example: Intune growth", [-8, 12], [600, 2_000_000], "EUR", Some("Education")),
    ("AADP", "Example: Entra ID growth", [-8, 12], [550, 2_000_000], "USD", None),
    ("Copilot", "Example: Copilot, to come", [3, 15], [2_500, 5_000_000], "EUR", None),
];

/// Adds the invented offers.
async fn add_offers(app: &App, ctx: &Ctx, plan: &Plan) -> anyhow::Result<()> {
    for (workload, name, [first, last], [rate, ceiling], currency, excluded) in OFFERS {
        let last_day = plan.newest.plus(last + 1).first_day().pred_opt().context("no day")?;
        let offer = OfferEdit {
            name: name.to_owned(),
            workload: workload.to_owned(),
            valid_from: plan.newest.plus(first).first_day().to_string(),
            valid_to: last_day.to_string(),
            rate_minor: Some(rate),
            ceiling_minor: Some(ceiling),
            currency: currency.to_owned(),
            licence_minimum: None,
            excluded_segments: excluded.map(str::to_owned).into_iter().collect(),
        };
        app.add_example_offer(ctx, &offer).await.with_context(|| name.to_owned())?;
    }
    Ok(())
}

/// An account of the demo.
struct Account {
    email: &'static str,
    name: &'static str,
    role: Role,
    /// Whether it is for one location alone.
    at_one_location: bool,
}

/// One account a role. Nobody is called so: the names say what the account is for.
const ACCOUNTS: [Account; 7] = [
    account("executive@demo.example", "Demo executive viewer", Role::ExecutiveReportViewer, false),
    account("viewer@demo.example", "Demo report viewer", Role::ReportViewer, true),
    account("incentives@demo.example", "Demo incentives admin", Role::IncentivesAdmin, false),
    account("account-admin@demo.example", "Demo account admin", Role::AccountAdmin, false),
    account("global-admin@demo.example", "Demo global admin", Role::GlobalAdmin, false),
    account("programme@demo.example", "Demo programme admin", Role::ProgrammeAdmin, false),
    account("manager@demo.example", "Demo partner manager", Role::PartnerManager, false),
];

const fn account(email: &'static str, name: &'static str, role: Role, at_one_location: bool) -> Account {
    Account { email, name, role, at_one_location }
}

/// Fills the database and prints who can sign in.
pub(crate) async fn run(common: &Common, demo: Demo) -> anyhow::Result<()> {
    let app = open_app(common).await?;
    let ctx = Ctx::of_operator();
    if !app.people(&ctx).await?.is_empty() || !app.loads(&ctx).await?.value.loads.is_empty() {
        bail!("the database is not empty; a demo goes only into an empty one");
    }
    let folder = tempfile::tempdir().context("no folder for the reports")?;
    let plan = Plan { tenants: demo.tenants, seed: demo.seed, ..Plan::up_to(last_whole_month()) };
    for path in write(folder.path(), &plan)? {
        let loaded = load_file(&app, &path, demo.json).await.with_context(|| path.display().to_string())?;
        if !demo.json {
            println!("{}: {} rows", loaded.load.file_name, loaded.load.counts.rows);
        }
    }
    add_offers(&app, &ctx, &plan).await?;
    let password = app.new_password()?;
    add_accounts(&app, &ctx, &plan, &password).await?;
    add_directories(&app, &ctx, &plan).await?;
    add_contacts(&app, &plan, &password).await?;
    add_splits(&days_ago(&app, 40), &plan, &password, |_| true).await?;
    add_splits(&app, &Plan { seed: plan.seed ^ 0x0909, ..plan }, &password, |place| place % 7 == 2).await?;
    add_notes(&days_ago(&app, 5), &plan, &password).await?;
    add_claims(&app, &plan, &password).await?;
    add_tickets(&app, &password).await?;
    add_referrals(&app, &plan, &password, demo.json).await?;
    print(&plan, &password, demo.json);
    Ok(())
}

/// The application as it was so many days ago: what people do there was done then.
pub(super) fn days_ago(app: &App, days: i64) -> App {
    let present = app.clone();
    app.clone().with_clock(Clock::new(move || present.now() - TimeDelta::days(days)))
}

/// Says of workloads of the partner, of tenants at some places, where their seats stand, as the one who sees all of them.
async fn add_splits(app: &App, plan: &Plan, password: &str, at: impl Fn(u32) -> bool) -> anyhow::Result<()> {
    let ctx = signed_in(app, Role::ExecutiveReportViewer, password).await?;
    let mut query = TenantQuery::default();
    for number in 0.. {
        let (tenants, next) = app.tenants_for_export(&ctx, &query).await?;
        for (tenant, place) in tenants.iter().zip(0_u32..).filter(|(_, place)| at(*place)) {
            let mut chance = chance(plan.seed, number * 1_000 + place);
            for row in app.tenant(&ctx, tenant.tenant_id).await?.value.rows {
                let total = row.figure.filter(|_| row.claim.is_some()).map_or(0, |figure| figure.pau);
                let Some(new) = split(&mut chance, total, app.now().date_naive()) else { continue };
                let code = &row.workload.code;
                app.save_service_status(&ctx, tenant.tenant_id, code, &new, &Expected::Any).await?;
            }
        }
        if next.is_none() {
            break;
        }
        query.cursor = next;
    }
    Ok(app.sign_out(&ctx).await?)
}

async fn add_accounts(app: &App, ctx: &Ctx, plan: &Plan, password: &str) -> anyhow::Result<()> {
    let partners = partners(plan.partners);
    let first = partners.first().context("a world without partners")?;
    for one in ACCOUNTS {
        let at = match (one.role, one.at_one_location) {
            (Role::PartnerManager, _) => partners.iter().take(2).map(|partner| partner.mpn_id.to_string()).collect(),
            (_, true) => first.locations.iter().take(1).map(|location| location.mpn_id.to_string()).collect(),
            _ => Vec::new(),
        };
        let is_programme = one.role.belongs_to() == domain::organisation::OrganisationKind::Programme;
        app.add_person(
            ctx,
            NewPerson {
                email: one.email.parse()?,
                name: one.name.to_owned(),
                partner_id: (!is_programme).then(|| first.mpn_id.to_string()),
                role: one.role,
                at,
                directory: None,
                password: password.to_owned(),
            },
        )
        .await
        .with_context(|| one.email)?;
    }
    Ok(())
}

/// Each partner has a directory under which it files its claims, and one that is not enrolled.
async fn add_directories(app: &App, ctx: &Ctx, plan: &Plan) -> anyhow::Result<()> {
    for (number, partner) in (0_u128..).zip(partners(plan.partners)) {
        for (place, name, files_claims, is_enrolled) in [(0, "Staff", true, true), (1, "Trainees", false, false)] {
            let id = Uuid::from_u128(0x0d1e_c700_0000_4000_8000_0000_0000_0000 | number << 8 | place);
            let directory =
                DirectoryEdit { directory_id: id.to_string(), name: name.to_owned(), files_claims, is_enrolled };
            app.add_directory(ctx, &partner.mpn_id.to_string(), &directory, None).await?;
        }
    }
    Ok(())
}

/// Somebody of the demo who has a role, at work.
pub(super) async fn signed_in(app: &App, role: Role, password: &str) -> anyhow::Result<Ctx> {
    let visit = Visit {
        address: String::new(),
        user_agent: "uptake demo".to_owned(),
        request_id: String::new(),
        known_browser: None,
    };
    let account = ACCOUNTS.iter().find(|one| one.role == role).context("nobody has that role")?;
    let entrance = app.sign_in(&visit, account.email, password).await?;
    let secret = entrance.at_once().context("somebody of the demo is asked for a code")?.secret;
    Ok(Ctx { credential: Credential::Session(secret), ..Ctx::of_operator() })
}

/// How many tenants of the demo have notes, at most.
const MOST_TENANTS_WITH_NOTES: i64 = 60;

/// Writes status notes and intent notes on tenants of the first partner, and asks for a few as the programme office.
async fn add_notes(app: &App, plan: &Plan, password: &str) -> anyhow::Result<()> {
    let ctx = signed_in(app, Role::ExecutiveReportViewer, password).await?;
    let office = signed_in(app, Role::ProgrammeAdmin, password).await?;
    let today = app.now().date_naive();
    let partner = partners(plan.partners).first().map(|partner| partner.mpn_id.to_string()).unwrap_or_default();
    let query = TenantQuery { limit: Some(MOST_TENANTS_WITH_NOTES), ..TenantQuery::default() };
    for (number, tenant) in (0..).zip(app.tenants(&ctx, &query).await?.value.items) {
        let mut chance = chance(plan.seed ^ 0x0707, number);
        if let Some(note) = status_note(&mut chance, today) {
            app.add_status_note(&ctx, tenant.tenant_id, &note, None, None).await?;
        }
        for row in app.tenant(&ctx, tenant.tenant_id).await?.value.rows.iter().filter(|row| row.claim.is_some()) {
            if let Some(text) = intent(&mut chance, &row.workload.name_en) {
                app.save_intent_note(&ctx, tenant.tenant_id, &row.workload.code, &text, &Expected::Any).await?;
            }
        }
        if number % 12 == 5 {
            let due_on = today.checked_add_days(Days::new(u64::from(number % 9))).unwrap_or(today);
            app.ask_for_note(&office, tenant.tenant_id, &partner, &due_on.to_string(), None).await?;
        }
    }
    app.sign_out(&office).await?;
    Ok(app.sign_out(&ctx).await?)
}

/// How many tenants of the demo have contacts, at most.
const MOST_TENANTS_WITH_CONTACTS: i64 = 60;

/// Adds invented contacts to tenants of the first partner, as the executive viewer who got to know them.
async fn add_contacts(app: &App, plan: &Plan, password: &str) -> anyhow::Result<()> {
    let ctx = signed_in(app, Role::ExecutiveReportViewer, password).await?;
    let query = TenantQuery { limit: Some(MOST_TENANTS_WITH_CONTACTS), ..TenantQuery::default() };
    let english = locale::Words::of(domain::person::Language::English);
    for (number, tenant) in (0..).zip(app.tenants(&ctx, &query).await?.value.items) {
        let country = english.country_named(&tenant.country).map(domain::contact::Country::code);
        let host = if tenant.domain.is_empty() { format!("klant-{number}.example") } else { tenant.domain };
        let mut chance = chance(plan.seed ^ 0x5eed, number);
        for new in contacts(&host, country, &["Teams", "Exchange"], &mut chance) {
            app.add_contact(&ctx, tenant.tenant_id, &new, None).await.with_context(|| new.email.clone())?;
        }
    }
    Ok(app.sign_out(&ctx).await?)
}

fn print(plan: &Plan, password: &str, as_json: bool) {
    let partners = partners(plan.partners);
    let organisation = partners.first().map(|partner| partner.name.clone()).unwrap_or_default();
    if as_json {
        let accounts: Vec<_> = ACCOUNTS
            .iter()
            .map(|one| json!({ "email": one.email, "password": password, "role": one.role.code(), "name": one.name }))
            .collect();
        println!("{}", json!({ "organisation": organisation, "accounts": accounts }));
        return;
    }
    println!();
    println!("Sign in with one of these addresses and the password {password}");
    println!();
    for one in ACCOUNTS {
        let whose = match one.role {
            Role::ProgrammeAdmin => "programme office: loads the data, sees all of it",
            Role::PartnerManager => "programme office: sees two of the partners",
            Role::ExecutiveReportViewer => "sees all tenants of the partner, and all data",
            Role::ReportViewer => "sees the tenants of one location; sensitive data is withheld",
            Role::IncentivesAdmin => "files and follows the partner's claims",
            Role::AccountAdmin | Role::GlobalAdmin => "no viewer role: sees no tenants, and why",
        };
        println!("  {:<28} {}", one.email, whose);
    }
    println!();
    println!("The partner is {organisation}.");
}
