//! Tickets that others open: there are some in one of the twins alone, answered and not, with files.

use app::{Ctx, Expected};
use domain::access::Role;
use domain::ticket::{NewTicket, TicketMove};

use super::Side;

/// A word of every ticket that is not the person's.
const HIDDEN: &str = "kxqview";

impl Side {
    /// People of these partners, and of the programme office, ask, and are answered; the numbers of what they asked.
    pub(super) async fn ask_as_others(&self, partners: &[&str], tenants: &[String], seed: u64) -> Vec<String> {
        let email = self.world.add_person(&format!("Answering Kxq{seed}"), None, Role::ProgrammeAdmin, &[]).await;
        let office = self.world.with_token(&email).await;
        let mut numbers = Vec::new();
        for (number, partner) in partners.iter().map(|one| Some(*one)).chain([None]).enumerate() {
            let role = if partner.is_some() { Role::ReportViewer } else { Role::ProgrammeAdmin };
            let email = self.world.add_person(&format!("Asking Kxq{seed} {number}"), partner, role, &[]).await;
            let asker = self.world.with_token(&email).await;
            for said in 0..2 {
                let tenant = tenants.get(number + said).cloned().unwrap_or_default();
                numbers.push(self.ask(&asker, &office, tenant, said == 1).await);
            }
        }
        numbers
    }

    async fn ask(&self, asker: &Ctx, office: &Ctx, tenant: String, is_answered: bool) -> String {
        let app = self.others();
        let new = NewTicket {
            title: HIDDEN.to_owned(),
            kind: "problem".to_owned(),
            subject: "access".to_owned(),
            description: HIDDEN.to_owned(),
            tenant,
            workload: String::new(),
            reference: HIDDEN.to_owned(),
        };
        let number = app.open_ticket(asker, &new, None).await.unwrap().value.item.number;
        let path = self.world.database.folder().join("given");
        std::fs::write(&path, format!("%PDF-1.7\n{HIDDEN} {number}")).unwrap();
        app.add_attachment(asker, &number, &format!("{HIDDEN}.pdf"), &path).await.unwrap();
        if is_answered {
            let answer = TicketMove::Answer { goes_on: false };
            app.move_ticket(office, &number, answer, HIDDEN, &Expected::Any, None).await.unwrap();
        }
        number
    }
}
