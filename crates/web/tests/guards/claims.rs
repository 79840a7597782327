//! Claims exist for whom they are (S4): of other locations and other partners there is none, no proof opens by way of another
//! claim, nobody is told who else claims, and whoever files is not told whether there is such a tenant. What is approved
//! shows its tenant from the next request on, and what ends hides it (S2.1).

use app::{MoveAsked, Outcome};
use domain::access::Role;
use domain::claim::{Move, NewFiling};
use serde_json::{Value, json};
use testkit::report::Report;
use testkit::{Database, Noorderlicht, TENANTS};
use web::Config;

use crate::wire::{Ask, Key, Line, Server, Watch};

/// Whoever decides.
const OFFICE: &str = "office.kxqclaims@uptake.example";

const CUSTOMERS: &str = "PGAMpnId,MpnId,PartnerName,CustomerName,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,\
CustomerMarket,CustomerStatus,CustomerTenantId,CustomerTenantName,CustomerTenantCountry,TenantDomainName,Product,\
RawProductName,ProductPartNumber,SKU,Month,PartnerLocation,PartnerAttributionType,SalesChannel,IsDuplicateRowForPGA,\
AvailableSeats,BilledRevenueUSD,AzureConsumedRevenueUSD";

/// A claim with its proof.
struct Filed {
    number: String,
    proof: String,
}

/// The world with a claim of Gent, and one of the other partner that competes with it.
pub(crate) struct Claims {
    world: Noorderlicht,
    _server: Server,
    line: Line,
    gent: Filed,
    other: Filed,
    /// The number of a claim that nobody has submitted.
    draft: String,
}

pub(crate) fn filing(location: &str) -> NewFiling {
    NewFiling {
        location: location.to_owned(),
        tenant_id: TENANTS[2].id.to_owned(),
        domain: "museum.example.com".to_owned(),
        workloads: vec!["Exchange".to_owned()],
        activity: "Plan".to_owned(),
        name: "Kxqclaim".to_owned(),
        customer_name: "Kxqperson".to_owned(),
        customer_email: "kxqperson@museum.example.com".to_owned(),
        own_name: "Somebody".to_owned(),
        own_email: "somebody@partner.example.com".to_owned(),
        ..NewFiling::default()
    }
}

impl Claims {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await;
        let report = Report::new(CUSTOMERS).customer(
            TENANTS[3].id,
            TENANTS[3].name,
            "werf.example.com",
            "NL",
            "2026-08-01",
            TENANTS[3].location,
        );
        world.world.load("tenants.csv", report.text()).await;
        for (name, partner, at) in [
            ("Gent Kxqclaims", Noorderlicht::PARTNER, Some(Noorderlicht::GENT)),
            ("Utrecht Kxqclaims", Noorderlicht::PARTNER, Some(Noorderlicht::UTRECHT)),
            ("Other Kxqclaims", Noorderlicht::OTHER_PARTNER, None),
        ] {
            let at: Vec<&str> = at.into_iter().collect();
            let email = world.world.add_person(name, Some(partner), Role::IncentivesAdmin, &at).await;
            let (operator, email) = (testkit::operator(), email.parse().unwrap());
            let role = Role::ExecutiveReportViewer;
            world.world.app.grant_role(&operator, &email, role, &[]).await.unwrap();
        }
        world.world.add_person("Office Kxqclaims", None, Role::ProgrammeAdmin, &[]).await;
        let gent = Self::filed(&world, "gent", Noorderlicht::GENT).await;
        let other = Self::filed(&world, "other", Noorderlicht::HAARLEM).await;
        let server = Server::start(world.world.app.clone(), Config::default()).await;
        let line = Line::to(server.address, Watch::over([], false));
        let ctx = world.world.signed_in("gent.kxqclaims@uptake.example").await;
        let draft = world.world.app.file_claim(&ctx, &filing(Noorderlicht::GENT), None).await.unwrap();
        let draft = draft.value.item.number;
        Self { world, _server: server, line, gent, other, draft }
    }

    /// A claim that somebody submitted.
    async fn filed(world: &Noorderlicht, who: &str, location: &str) -> Filed {
        let app = &world.world.app;
        let ctx = world.world.signed_in(&format!("{who}.kxqclaims@uptake.example")).await;
        let number = app.file_claim(&ctx, &filing(location), None).await.unwrap().value.item.number;
        let path = world.world.database.folder().join("given");
        std::fs::write(&path, format!("%PDF-1.7\n{who}")).unwrap();
        let claim = app.add_proof(&ctx, &number, "plan.pdf", &path).await.unwrap().value;
        let moved = app
            .move_claim(&ctx, &number, Move::Submission, &MoveAsked::default(), &app::Expected::Any)
            .await
            .unwrap()
            .value;
        assert!(matches!(moved, Outcome::Saved(_)));
        Filed { number, proof: claim.proofs[0].id.clone() }
    }

    async fn keys(&self, who: &str) -> (Key, Key) {
        let (world, email) = (&self.world.world, format!("{who}.kxqclaims@uptake.example"));
        (Key::of(&world.signed_in(&email).await), Key::of(&world.with_token(&email).await))
    }

    async fn get(&mut self, path: &str, (session, token): &(Key, Key)) -> (u16, String) {
        let key = if path.starts_with("/api/") { token } else { session };
        let reply = self.line.send(&Ask::get(path).with_key(key)).await;
        (reply.status, reply.text().into_owned())
    }

    /// Whom a claim exists for, as page and as JSON; how many answers were looked at.
    pub(crate) async fn go(&mut self) -> usize {
        let (gent, utrecht, other) = (self.keys("gent").await, self.keys("utrecht").await, self.keys("other").await);
        let (theirs, competing) = (self.gent.number.clone(), self.other.number.clone());
        let (proof, foreign) = (self.gent.proof.clone(), self.other.proof.clone());
        let (office, draft) = (self.keys("office").await, self.draft.clone());
        let mut answers = 0;
        for door in ["", "/api/v1"] {
            for (keys, number, sees) in [
                (&gent, &draft, true),
                (&office, &draft, false),
                (&gent, &theirs, true),
                (&utrecht, &theirs, false),
                (&other, &theirs, false),
                (&other, &competing, true),
                (&gent, &competing, false),
            ] {
                let expected = if sees { 200 } else { 404 };
                let (status, text) = self.get(&format!("{door}/claims/{number}"), keys).await;
                assert_eq!(status, expected, "{door} {number}");
                assert_eq!(text.contains("Kxqperson"), sees, "{door} {number}: {text}");
                let (status, text) = self.get(&format!("{door}/claims"), keys).await;
                assert_eq!((status, text.contains(number.as_str())), (200, sees), "{door}: the list has {number}");
                answers += 2;
            }
            // By way of the own claim no other's proof opens.
            for (number, id, expected) in [(&theirs, &proof, 200), (&theirs, &foreign, 404), (&competing, &proof, 404)]
            {
                let (status, _) = self.get(&format!("{door}/claims/{number}/proofs/{id}"), &gent).await;
                assert_eq!(status, expected, "{door} {number}: the proof {id}");
                answers += 1;
            }
            let (_, text) = self.get(&format!("{door}/claims/{competing}"), &other).await;
            assert!(!text.contains("Noorderlicht") && !text.contains(&theirs), "who else claims is told: {text}");
        }
        answers + self.file(&gent.1).await + self.follow(&other).await
    }

    /// A claim of the other partner is approved and ends: the tenant is there in between, through every door.
    async fn follow(&mut self, keys: &(Key, Key)) -> usize {
        let number = Self::filed(&self.world, "other", Noorderlicht::HAARLEM).await.number;
        let office = self.world.world.signed_in(OFFICE).await;
        let (tenant, name) = (TENANTS[2].id, TENANTS[2].name);
        let mut answers = 0;
        for (by, sees) in [(Move::Approval, true), (Move::Disassociation, false)] {
            // Whatever a fault has left behind is taken over.
            let asked = MoveAsked { reason: "So.".to_owned(), takes_over: true, ..MoveAsked::default() };
            let app = &self.world.world.app;
            app.move_claim(&office, &number, by, &asked, &app::Expected::Any).await.unwrap();
            for door in ["", "/api/v1"] {
                let (status, _) = self.get(&format!("{door}/tenants/{tenant}"), keys).await;
                assert_eq!(status, if sees { 200 } else { 404 }, "{door}: the tenant after {by:?}");
                let (_, text) = self.get(&format!("{door}/tenants"), keys).await;
                assert_eq!(text.contains(name), sees, "{door}: the list after {by:?}");
                answers += 2;
            }
            let (_, text) = self.get("/tenants/export.csv", keys).await;
            assert_eq!(text.contains(name), sees, "the export after {by:?}");
        }
        answers + 2
    }

    /// A tenant of another partner and one that nobody has, with a domain that fits and one that does not: one answer.
    async fn file(&mut self, token: &Key) -> usize {
        let tenants = [TENANTS[3].id, "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4dee"];
        for (tenant, domain) in
            tenants.into_iter().flat_map(|one| [(one, "werf.example.com"), (one, "wrong.example.com")])
        {
            let body = json!({
                "location": Noorderlicht::GENT, "tenant_id": tenant, "domain": domain, "workloads": ["Teams"],
                "activity": "Plan", "name": "x", "customer_contact": { "name": "a", "email": "a@a.example" },
                "own_contact": { "name": "b", "email": "b@b.example" },
            });
            let reply = self.line.send(&Ask::new("POST", "/api/v1/claims").json(&body).with_key(token)).await;
            assert_eq!(reply.status, 201, "{domain}: {}", reply.text());
            assert_eq!(reply.json()["tenant"], Value::Null);
        }
        tenants.len() * 2
    }
}

fn look(engine: testkit::Engine) {
    let _quiet = crate::nobody_plants();
    testkit::tell(engine, Database::itself, async |database| {
        let mut claims = Claims::open(database).await;
        assert!(claims.go().await > 20);
    });
}

#[test]
fn claims_exist_for_whom_they_are_on_sqlite() {
    look(testkit::Engine::Sqlite);
}

#[test]
fn claims_exist_for_whom_they_are_on_postgres() {
    look(testkit::Engine::Postgres);
}
