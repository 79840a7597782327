//! What the own partner wrote, and what of it is withheld from a report viewer: the twins differ in that alone (S1.4).

use app::{App, Ctx, Expected};
use domain::TenantId;
use domain::access::Role;
use domain::contact::NewContact;
use domain::service_status::{NewLine, NewSplit};
use domain::status_note::NewStatusNote;

use super::Side;
use crate::oracle::people::Person;

/// A word of every name, address and number that is withheld.
pub(super) const WITHHELD: &str = "kxqwithheld";

/// So many of the tenants in sight are written about.
const TENANTS: usize = 4;

/// Whether all that this person has is a report viewer's role: names of people are then withheld.
pub(super) fn is_report_viewer(person: &Person) -> bool {
    person.partner.is_some() && person.roles.iter().all(|given| given.role == "report_viewer")
}

impl Side {
    /// A colleague writes about what the person sees: the same in both worlds, by and about people who differ.
    pub(super) async fn write_as_colleague(&mut self, person: &Person, tenants: &[String], is_second: bool) {
        self.chance.restart(7);
        let name = if is_second { format!("Quite another {WITHHELD}") } else { format!("Colleague {WITHHELD}") };
        let role = Role::ExecutiveReportViewer;
        let email = self.world.add_person(&name, person.partner.as_deref(), role, &[]).await;
        let ctx = self.world.with_token(&email).await;
        for (number, tenant) in tenants.iter().take(TENANTS).enumerate() {
            let tenant = tenant.parse().unwrap();
            // The first ones in the one order of names, and in the other.
            for (at, kind) in ["customer", "partner"].into_iter().enumerate() {
                let who =
                    if is_second { format!("{} {WITHHELD} {number}", 9 - at) } else { format!("{at} {WITHHELD}") };
                let new = contact(kind, &who, is_second);
                self.world.app.add_contact(&ctx, tenant, &new, None).await.unwrap();
            }
            let note = NewStatusNote {
                scope: "Forty desks".to_owned(),
                next_actions: "go on".to_owned(),
                next_action_date: self.world.app.now().date_naive().to_string(),
                next_action_owner: format!("{name} {name}"),
                overall_status: "paused".to_owned(),
                ..NewStatusNote::default()
            };
            self.world.app.add_status_note(&ctx, tenant, &note, None, None).await.unwrap();
            speak(&self.world.app, &ctx, tenant, "blocked", "legal_or_regulatory", "Blocked, because of the lawyers.")
                .await;
        }
    }
}

fn contact(kind: &str, who: &str, is_second: bool) -> NewContact {
    let is_customer = kind == "customer";
    let own = |text: &str| if is_customer { text.to_owned() } else { String::new() };
    NewContact {
        kind: kind.to_owned(),
        name: who.to_owned(),
        email: format!("{}@{kind}.example.com", who.replace(' ', ".")),
        phone: if is_second { "+31 20 555 01 88" } else { "+32 9 555 01 9" }.to_owned(),
        title: "Head of desks".to_owned(),
        country: own("NL"),
        language: own("nl"),
        workloads: vec!["Teams".to_owned()],
        survey_eligible: is_customer.then_some(true),
    }
}

/// Says of the claimed workloads of a tenant why their seats are where they are, writes an intent note, and asks about it.
pub(super) async fn speak(app: &App, ctx: &Ctx, tenant: TenantId, l1: &str, l2: &str, text: &str) {
    for row in app.tenant(ctx, tenant).await.unwrap().value.rows.iter().filter(|row| row.claim.is_some()) {
        let code = &row.workload.code;
        // No two workloads of a tenant have the same note.
        let text = format!("{text} {code}");
        app.save_intent_note(ctx, tenant, code, &text, &Expected::Any).await.unwrap();
        app.ask_about_intent(ctx, tenant, code, &text, None).await.unwrap();
        let seen = app.service_status(ctx, tenant, code, "").await.unwrap().value;
        let total = seen.balance.unwrap().total.to_string();
        if total == "0" {
            continue;
        }
        let (l1, l2) = (l1.to_owned(), l2.to_owned());
        let line = NewLine { seats: total.clone(), l1, l2, remark: text, ..NewLine::default() };
        let split = NewSplit { total, lines: vec![line] };
        app.save_service_status(ctx, tenant, code, &split, &Expected::Any).await.unwrap();
    }
}
