//! Tickets of the demo: one in each state, as they come about (S11.4).

use anyhow::Context as _;
use app::{App, Expected, TenantQuery};
use domain::access::Role;
use domain::ticket::{NewTicket, TicketMove};

use super::demo::{days_ago, signed_in};

const ANSWER: TicketMove = TicketMove::Answer { goes_on: false };
const GOES_ON: TicketMove = TicketMove::Answer { goes_on: true };

/// What happens in a ticket: how many days ago, by whom, what, and with which words.
type Step = (i64, Role, TicketMove, &'static str);

/// A ticket: how many days ago it was opened, by whom, type, subject, title, description, whether it names a tenant, and what
/// became of it.
type Story = (i64, Role, [&'static str; 4], bool, &'static [Step]);

const OFFICE: Role = Role::ProgrammeAdmin;
const EXECUTIVE: Role = Role::ExecutiveReportViewer;
const VIEWER: Role = Role::ReportViewer;

const STORIES: [Story; 7] = [
    (
        0,
        VIEWER,
        ["question", "access", "Do I see all tenants of my location?", "My list is shorter than that of my colleague."],
        false,
        &[],
    ),
    (
        8,
        EXECUTIVE,
        ["problem", "usage", "Active users of Teams fell to a third", "In one month, and nobody there knows why."],
        true,
        &[],
    ),
    (
        6,
        EXECUTIVE,
        ["problem", "usage", "Two months of Exchange are missing", "The months before and after are there."],
        true,
        &[(5, OFFICE, GOES_ON, "We ask the vendor for the file of these months, and load it.")],
    ),
    (
        4,
        Role::IncentivesAdmin,
        [
            "question",
            "claims",
            "Which proof counts for a pilot?",
            "The customer signed a plan for a pilot of 50 people.",
        ],
        true,
        &[(3, OFFICE, ANSWER, "A plan with dates does. Does it name the workload?")],
    ),
    (
        12,
        Role::AccountAdmin,
        ["request", "accounts", "A second global admin", "Ours is on leave for two months."],
        false,
        &[
            (11, OFFICE, ANSWER, "Who shall it be?"),
            (10, Role::AccountAdmin, ANSWER, "Whoever is account admin now."),
            (9, OFFICE, TicketMove::Resolution, "Done; the role counts from the next request on."),
        ],
    ),
    (
        20,
        EXECUTIVE,
        ["problem", "incentives", "An offer does not show", "It should apply to this customer."],
        true,
        &[
            (18, OFFICE, TicketMove::Resolution, "The customer has fewer licences than the offer asks for."),
            (2, EXECUTIVE, TicketMove::Reopening, "They bought fifty more last week."),
        ],
    ),
    (
        15,
        VIEWER,
        ["question", "workbench", "May a contact have two roles?", "One person is both buyer and administrator."],
        false,
        &[(15, VIEWER, TicketMove::Resolution, "")],
    ),
];

/// Opens the tickets of the first partner's people, and answers them as the programme office.
pub(super) async fn add_tickets(app: &App, password: &str) -> anyhow::Result<()> {
    let executive = signed_in(app, EXECUTIVE, password).await?;
    let query = TenantQuery { limit: Some(20), ..TenantQuery::default() };
    let tenants = app.tenants(&executive, &query).await?.value.items;
    app.sign_out(&executive).await?;
    for (place, (days, role, [kind, subject, title, description], names_tenant, steps)) in
        STORIES.into_iter().enumerate()
    {
        let tenant = tenants.get(place).filter(|_| names_tenant).map(|one| one.tenant_id.to_string());
        let new = NewTicket {
            title: title.to_owned(),
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            description: description.to_owned(),
            tenant: tenant.unwrap_or_default(),
            ..NewTicket::default()
        };
        let then = days_ago(app, days);
        let ctx = signed_in(&then, role, password).await?;
        let number = then.open_ticket(&ctx, &new, None).await.context(title)?.value.item.number;
        then.sign_out(&ctx).await?;
        for &(days, role, by, text) in steps {
            let then = days_ago(app, days);
            let ctx = signed_in(&then, role, password).await?;
            then.move_ticket(&ctx, &number, by, text, &Expected::Any, None).await.context(title)?;
            then.sign_out(&ctx).await?;
        }
    }
    Ok(())
}
