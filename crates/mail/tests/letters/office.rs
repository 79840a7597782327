//! A world with mail, its people, and a mail server.

use app::{App, Ctx, MoveAsked, PersonAsked, RoleAsked};
use domain::TenantId;
use domain::access::Role;
use domain::claim::{Move, NewFiling};
use mail::{Postbox, Site, deliver_all};
use testkit::{Database, Kept, MailServer, Noorderlicht, TENANTS};

/// People of both sides, and a mail server.
pub(crate) struct Office {
    pub(crate) it: Noorderlicht,
    pub(crate) server: MailServer,
    pub(crate) site: Site,
    pub(crate) postbox: Postbox,
}

impl Office {
    pub(crate) async fn open(database: Database) -> Self {
        let it = Noorderlicht::mailing(database).await;
        let server = MailServer::start().await;
        let site = Site::new("https://uptake.example", "Uptake <uptake@uptake.example>").unwrap();
        let postbox = Postbox::new(server.url().parse().unwrap(), "uptake.example");
        Self { it, server, site, postbox }
    }

    pub(crate) fn app(&self) -> &App {
        &self.it.world.app
    }

    /// Somebody of the partner, or of the programme office, who is signed in by a token.
    pub(crate) async fn somebody(&self, name: &str, role: Role, at: &[&str]) -> Ctx {
        let partner =
            (role.belongs_to() == domain::organisation::OrganisationKind::Partner).then_some(Noorderlicht::PARTNER);
        let email = self.it.world.add_person(name, partner, role, at).await;
        self.it.world.with_token(&email).await
    }

    /// Delivers what is due, and gives what the server kept.
    pub(crate) async fn delivered(&self) -> Vec<Kept> {
        deliver_all(self.app(), &self.site, &self.postbox).await.unwrap();
        self.server.take()
    }

    /// Files a claim with a proof and submits it; gives its number.
    pub(crate) async fn submitted(&self, by: &Ctx, name: &str) -> String {
        let filing = NewFiling {
            location: Noorderlicht::UTRECHT.to_owned(),
            tenant_id: TENANTS[0].id.to_owned(),
            domain: "zonneschijn.example".to_owned(),
            workloads: vec!["Exchange".to_owned()],
            activity: "Adoption".to_owned(),
            name: name.to_owned(),
            customer_name: "Kxqcustomer Person".to_owned(),
            customer_email: "kxqcustomer@customer.example".to_owned(),
            own_name: "Kxqown Person".to_owned(),
            own_email: "kxqown@partner.example".to_owned(),
            ..NewFiling::default()
        };
        let claim = self.app().file_claim(by, &filing, None).await.unwrap().value;
        let number = claim.item.number.clone();
        let path = self.it.world.database.folder().join("proof.pdf");
        std::fs::write(&path, b"%PDF-1.7 a proof").unwrap();
        self.app().add_proof(by, &number, "proof.pdf", &path).await.unwrap();
        self.move_claim(by, &number, Move::Submission, "").await;
        number
    }

    pub(crate) async fn move_claim(&self, by: &Ctx, number: &str, what: Move, reason: &str) {
        let asked = MoveAsked { reason: reason.to_owned(), ..MoveAsked::default() };
        self.app().move_claim(by, number, what, &asked, &app::Expected::Any).await.unwrap();
    }

    /// Invites somebody of the partner.
    pub(crate) async fn invite(&self, by: &Ctx, email: &str, name: &str) -> app::Invited {
        let asked = PersonAsked {
            email: email.to_owned(),
            name: name.to_owned(),
            language: "nl".to_owned(),
            roles: vec![RoleAsked { role: "report_viewer".to_owned(), at: None }],
            ..PersonAsked::default()
        };
        self.app().invite_person(by, &asked, None).await.unwrap().value
    }
}

/// A tenant of the world.
pub(crate) fn tenant(number: usize) -> TenantId {
    TENANTS[number].id.parse().unwrap()
}
