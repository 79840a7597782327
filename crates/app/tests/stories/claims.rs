//! Claims that are filed here: who sees and moves them, and what follows for who sees a tenant (S4, S2.1).

use app::{App, AppError, ClaimDetail, ClaimQuery, Ctx, Expected, MoveAsked, Outcome, Problem, Settings, TenantQuery};
use chrono::TimeDelta;
use domain::access::Role;
use domain::claim::{Due, Move, MoveFault, NewFiling, StateCode};
use domain::file::FileFault;
use futures_util::future::join_all;
use testkit::report::{Report, Usage};
use testkit::{Database, Noorderlicht, TENANTS, World, both_engines};

/// Two partners with somebody who files and somebody who sees, and the programme office.
pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) own: Ctx,
    pub(crate) gent: Ctx,
    pub(crate) own_viewer: Ctx,
    pub(crate) other: Ctx,
    other_viewer: Ctx,
    pub(crate) office: Ctx,
    pub(crate) manager: Ctx,
}

impl Desk {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await.world;
        let (own, other) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        let person = async |name: &str, partner, role, at: &[&str]| {
            let email = world.add_person(name, partner, role, at).await;
            world.with_token(&email).await
        };
        Self {
            own: person("Ina Incentives", own, Role::IncentivesAdmin, &[]).await,
            gent: person("Geert Gent", own, Role::IncentivesAdmin, &[Noorderlicht::GENT]).await,
            own_viewer: person("Els Executive", own, Role::ExecutiveReportViewer, &[]).await,
            other: person("Olaf Other", other, Role::IncentivesAdmin, &[]).await,
            other_viewer: person("Otto Other", other, Role::ExecutiveReportViewer, &[]).await,
            office: person("Olga Office", None, Role::ProgrammeAdmin, &[]).await,
            manager: person("Mara Manager", None, Role::PartnerManager, &[Noorderlicht::OTHER_PARTNER]).await,
            world,
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.world.app
    }

    pub(crate) async fn file(&self, who: &Ctx, new: &NewFiling) -> Result<ClaimDetail, AppError> {
        Ok(self.app().file_claim(who, new, None).await?.value)
    }

    pub(crate) async fn prove(
        &self,
        who: &Ctx,
        number: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<ClaimDetail, AppError> {
        let path = self.world.database.folder().join("given");
        std::fs::write(&path, bytes).unwrap();
        Ok(self.app().add_proof(who, number, name, &path).await?.value)
    }

    async fn moved(&self, who: &Ctx, number: &str, by: Move, asked: MoveAsked) -> Result<ClaimDetail, AppError> {
        match self.app().move_claim(who, number, by, &asked, &Expected::Any).await?.value {
            Outcome::Saved(claim) => Ok(claim),
            Outcome::Overtaken(_) => Err(AppError::Conflict),
        }
    }

    /// A claim that waits for the programme office.
    async fn submitted(&self, who: &Ctx, new: &NewFiling) -> String {
        let number = self.file(who, new).await.unwrap().item.number;
        self.prove(who, &number, "plan.pdf", b"%PDF-1.7\n").await.unwrap();
        self.moved(who, &number, Move::Submission, MoveAsked::default()).await.unwrap();
        number
    }

    /// The claims that wait for somebody, each with its last day.
    async fn waiting(&self, who: &Ctx) -> Vec<(String, Option<chrono::NaiveDate>)> {
        let work = self.app().work(who, Some("claim"), None).await.unwrap().value;
        let all = self.app().work(who, None, None).await.unwrap().value;
        let claims = |items: Vec<app::WorkItem>| -> Vec<_> {
            items.into_iter().filter_map(|one| Some((one.claim?, one.due_on))).collect()
        };
        let count = work.counts.iter().find(|one| one.kind == domain::work::WorkKind::Claim).unwrap().count;
        assert_eq!(usize::try_from(count).unwrap(), work.items.len());
        let listed = claims(work.items);
        assert_eq!(claims(all.items), listed);
        listed
    }

    /// The names of the tenants that somebody sees.
    async fn tenants(&self, who: &Ctx) -> Vec<String> {
        let list = self.app().tenants(who, &TenantQuery::default()).await.unwrap().value;
        list.items.into_iter().map(|one| one.name).collect()
    }

    /// The workloads of the bakery that somebody sees, with the number of the claim where it is the own.
    async fn workloads(&self, who: &Ctx) -> Vec<(String, Option<String>)> {
        let [bakery, ..] = TENANTS;
        let tenant = self.app().tenant(who, bakery.id.parse().unwrap()).await.unwrap().value;
        tenant.rows.into_iter().map(|row| (row.workload.code, row.claim.map(|claim| claim.number))).collect()
    }
}

/// A claim on workloads of the bakery.
pub(crate) fn bakery(location: &str, workloads: &[&str]) -> NewFiling {
    let [bakery, ..] = TENANTS;
    NewFiling {
        location: location.to_owned(),
        tenant_id: bakery.id.to_owned(),
        domain: "bakkerij.example.com".to_owned(),
        workloads: workloads.iter().map(|&code| code.to_owned()).collect(),
        activity: "Adoption plan".to_owned(),
        name: "The bakery".to_owned(),
        customer_name: "Bea Bakker".to_owned(),
        customer_email: "bea@bakkerij.example.com".to_owned(),
        own_name: "Olaf Other".to_owned(),
        own_email: "olaf@partner.example.com".to_owned(),
        ..NewFiling::default()
    }
}

fn because(reason: &str) -> MoveAsked {
    MoveAsked { reason: reason.to_owned(), ..MoveAsked::default() }
}

fn taking_over() -> MoveAsked {
    MoveAsked { takes_over: true, ..because("The newer proof is the better one.") }
}

const BAKERY: &str = "Bakkerij Zonneschijn";

both_engines! {
    async fn an_approval_shows_the_tenant_and_its_end_hides_it(desk in Desk) {
        assert!(!desk.tenants(&desk.other_viewer).await.contains(&BAKERY.to_owned()));
        let number = desk.submitted(&desk.other, &bakery(Noorderlicht::HAARLEM, &["Exchange"])).await;
        assert!(number.starts_with("C-"), "{number}");
        assert!(!desk.tenants(&desk.other_viewer).await.contains(&BAKERY.to_owned()), "submitted is not approved");
        let approved = desk.moved(&desk.office, &number, Move::Approval, MoveAsked::default()).await.unwrap();
        assert_eq!(approved.item.due.unwrap().0, Due::Objection);
        assert!(desk.tenants(&desk.other_viewer).await.contains(&BAKERY.to_owned()));
        // The workload of the other partner has no row (S3.2).
        assert_eq!(desk.workloads(&desk.other_viewer).await, [("Exchange".to_owned(), Some(number.clone()))]);
        assert_eq!(desk.workloads(&desk.own_viewer).await.len(), 1, "what another holds has no row");
        let ended = desk.moved(&desk.other, &number, Move::Disassociation, because("Over.")).await.unwrap();
        assert_eq!(ended.state.code(), StateCode::Disassociated);
        assert!(!desk.tenants(&desk.other_viewer).await.contains(&BAKERY.to_owned()));
        assert_eq!(desk.workloads(&desk.own_viewer).await.len(), 2);
    }

    async fn a_workload_without_figures_can_be_held_too(desk in Desk) {
        let [_, _, museum, _] = TENANTS;
        let new = NewFiling { tenant_id: museum.id.to_owned(), ..bakery(Noorderlicht::HAARLEM, &["Yammer"]) };
        desk.world.load("yammer.csv", Report::office(&[Usage {
            tenant: TENANTS[3].id, name: TENANTS[3].name, workload: "Yammer", month: "2026-09-01",
            location: Noorderlicht::HAARLEM, ..Usage::default()
        }]).text()).await;
        let number = desk.submitted(&desk.other, &new).await;
        desk.moved(&desk.office, &number, Move::Approval, MoveAsked::default()).await.unwrap();
        assert!(desk.tenants(&desk.other_viewer).await.contains(&museum.name.to_owned()));
        let tenant = desk.app().tenant(&desk.other_viewer, museum.id.parse().unwrap()).await.unwrap().value;
        let rows: Vec<_> = tenant.rows.iter().map(|row| (row.workload.code.as_str(), row.claim.is_some())).collect();
        assert_eq!(rows, [("Exchange", false), ("Yammer", true)]);
        // Whatever is loaded later, it stays.
        desk.world.load("more.csv", Report::office(&[Usage {
            tenant: museum.id, name: museum.name, workload: "Exchange", month: "2026-09-01", location: museum.location,
            attribution: "Transacting Partner", ..Usage::default()
        }]).text()).await;
        assert!(desk.tenants(&desk.other_viewer).await.contains(&museum.name.to_owned()));
        let sorted = TenantQuery { sort: "-pau".parse().unwrap(), ..TenantQuery::default() };
        for sort in [sorted, TenantQuery { sort: "pau".parse().unwrap(), ..TenantQuery::default() }] {
            assert_eq!(desk.app().tenants(&desk.other_viewer, &sort).await.unwrap().value.items.len(), 2);
        }
    }

    async fn who_holds_a_workload_is_decided_and_neither_is_told_who_the_other_is(desk in Desk) {
        let number = desk.submitted(&desk.other, &bakery(Noorderlicht::HAARLEM, &["Teams", "Exchange"])).await;
        let refused = desk.moved(&desk.office, &number, Move::Approval, MoveAsked::default()).await;
        assert!(matches!(&refused, Err(AppError::ClaimTaken(taken)) if taken.len() == 1 && taken[0].code == "Teams"), "{refused:?}");
        let shown = desk.app().claim(&desk.office, &number).await.unwrap().value;
        assert_eq!((shown.competitors.len(), shown.competitors[0].organisation.as_str()), (1, "Noorderlicht"));
        let partner = desk.app().claim(&desk.other, &number).await.unwrap().value;
        assert!(partner.competitors.is_empty() && partner.tenant.is_none());
        // Only what is left to them.
        let some = MoveAsked { workloads: vec!["Exchange".to_owned()], ..MoveAsked::default() };
        let approved = desk.moved(&desk.office, &number, Move::Approval, some).await.unwrap();
        let held: Vec<_> = approved.item.workloads.iter().map(|one| one.is_held).collect();
        assert_eq!(held.iter().filter(|one| **one == Some(true)).count(), 1);
        desk.moved(&desk.office, &number, Move::Objection, because("The customer knows nothing of it.")).await.unwrap();
        assert!(!desk.tenants(&desk.other_viewer).await.contains(&BAKERY.to_owned()), "nothing is held while it is disputed");
        let mut without_reason = taking_over();
        without_reason.reason.clear();
        let refused = desk.moved(&desk.office, &number, Move::Approval, without_reason).await;
        assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [("reason", Problem::Missing)]));
        desk.moved(&desk.office, &number, Move::Approval, taking_over()).await.unwrap();
        assert!(!desk.tenants(&desk.own_viewer).await.contains(&BAKERY.to_owned()), "their only claim there has passed on");
        assert_eq!(desk.workloads(&desk.other_viewer).await.len(), 2);
        // And back, by a claim of the other.
        let back = desk.submitted(&desk.own, &bakery(Noorderlicht::UTRECHT, &["Teams"])).await;
        desk.moved(&desk.office, &back, Move::Approval, taking_over()).await.unwrap();
        assert!(desk.tenants(&desk.own_viewer).await.contains(&BAKERY.to_owned()));
        let loser = desk.app().claim(&desk.other, &number).await.unwrap().value;
        assert_eq!(loser.state.code(), StateCode::Approved, "one workload is left");
        let told = format!("{loser:?}");
        assert!(!told.contains("Noorderlicht") && !told.contains(&back), "{told}");
        let again = desk.submitted(&desk.own, &bakery(Noorderlicht::UTRECHT, &["Exchange"])).await;
        desk.moved(&desk.office, &again, Move::Approval, taking_over()).await.unwrap();
        let loser = desk.app().claim(&desk.other, &number).await.unwrap().value;
        assert_eq!(loser.state.code(), StateCode::Disassociated);
        assert!(!desk.tenants(&desk.other_viewer).await.contains(&BAKERY.to_owned()));
    }

    async fn at_most_one_claim_is_approved_whoever_decides(desk in Desk) {
        let second = App::new(desk.world.database.open().await, desk.world.clock.clock(), Settings::usual(desk.world.database.folder()));
        let mut numbers = Vec::new();
        for _ in 0..4 {
            numbers.push(desk.submitted(&desk.other, &bakery(Noorderlicht::HAARLEM, &["Exchange"])).await);
            numbers.push(desk.submitted(&desk.own, &bakery(Noorderlicht::UTRECHT, &["Exchange"])).await);
        }
        let decisions = (0..64).map(|turn| {
            let (app, number) = (if turn % 2 == 0 { desk.app() } else { &second }, &numbers[turn % numbers.len()]);
            let office = &desk.office;
            async move {
                loop {
                    let done = app.move_claim(office, number, Move::Approval, &MoveAsked::default(), &Expected::Any).await;
                    if !matches!(done, Err(AppError::Busy | AppError::Conflict)) {
                        return done.map(|_| ());
                    }
                }
            }
        });
        let done = join_all(decisions).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
        let known = |error: &AppError| matches!(error, AppError::ClaimTaken(_) | AppError::ClaimMove(MoveFault::NotFrom { .. }));
        assert!(done.iter().filter_map(|one| one.as_ref().err()).all(known), "{done:?}");
        let query = ClaimQuery { states: vec!["approved".to_owned()], source: "filed".to_owned(), ..ClaimQuery::default() };
        assert_eq!(desk.app().claims(&desk.office, &query).await.unwrap().value.items.len(), 1);
    }

    async fn a_clock_that_lapses_fires_once(desk in Desk) {
        let second = App::new(desk.world.database.open().await, desk.world.clock.clock(), Settings::usual(desk.world.database.folder()));
        let number = desk.submitted(&desk.other, &bakery(Noorderlicht::HAARLEM, &["Exchange"])).await;
        let asked = desk.moved(&desk.office, &number, Move::InformationRequest, because("Which plan?")).await.unwrap();
        // Thursday the 10th of September: five business days later is Thursday the 17th.
        assert_eq!(asked.item.due, Some((Due::Answer, "2026-09-17".parse().unwrap())));
        desk.world.clock.pass(TimeDelta::days(7) + TimeDelta::hours(20));
        assert_eq!(desk.app().lapse_claims().await.unwrap(), 0, "somewhere it still is the 17th");
        desk.world.clock.pass(TimeDelta::hours(12));
        let servers = (0..8).map(|turn| if turn % 2 == 0 { desk.app() } else { &second });
        let lapsed = join_all(servers.map(|app| async move {
            loop {
                match app.lapse_claims().await {
                    Err(AppError::Busy | AppError::Conflict) => {}
                    done => return done.unwrap(),
                }
            }
        })).await;
        assert_eq!(lapsed.iter().sum::<usize>(), 1, "{lapsed:?}");
        let claim = desk.app().claim(&desk.other, &number).await.unwrap().value;
        assert_eq!((claim.state.code(), claim.state.reason()), (StateCode::Rejected, Some("Which plan?")));
        assert_eq!(claim.history.iter().filter(|one| one.by == Move::Lapse).count(), 1);
        assert_eq!(claim.moves, [Move::Dispute]);
    }

    async fn a_claim_waits_for_whoever_has_to_do_something_until_it_is_done(desk in Desk) {
        let number = desk.file(&desk.own, &bakery(Noorderlicht::UTRECHT, &["Exchange"])).await.unwrap().item.number;
        desk.prove(&desk.own, &number, "plan.pdf", b"%PDF-1.7\n").await.unwrap();
        assert_eq!(desk.waiting(&desk.own).await, [], "a draft waits for nobody");
        desk.moved(&desk.own, &number, Move::Submission, MoveAsked::default()).await.unwrap();
        let later = desk.submitted(&desk.other, &bakery(Noorderlicht::HAARLEM, &["Exchange"])).await;
        let due = |day: &str| Some(day.parse::<chrono::NaiveDate>().unwrap());
        let by_office = [(number.clone(), due("2026-09-17")), (later.clone(), due("2026-09-17"))];
        assert_eq!(desk.waiting(&desk.office).await, by_office);
        assert_eq!(desk.app().urgent_work(&desk.office, 99).await.unwrap().value, 2);
        for who in [&desk.own, &desk.gent, &desk.other] {
            assert_eq!(desk.waiting(who).await, []);
        }
        desk.moved(&desk.office, &number, Move::InformationRequest, because("Which plan?")).await.unwrap();
        assert_eq!(desk.waiting(&desk.own).await, [(number.clone(), due("2026-09-17"))]);
        assert_eq!(desk.app().urgent_work(&desk.own, 99).await.unwrap().value, 1);
        assert_eq!(desk.waiting(&desk.office).await, [(later, due("2026-09-17"))]);
        // Not at another location, and for nobody who has no claims, or only reads them.
        assert_eq!(desk.waiting(&desk.gent).await, []);
        for who in [&desk.own_viewer, &desk.manager] {
            assert!(matches!(desk.app().work(who, Some("claim"), None).await, Err(AppError::Invalid(_))));
        }
        desk.moved(&desk.own, &number, Move::Submission, MoveAsked::default()).await.unwrap();
        assert_eq!(desk.waiting(&desk.own).await, []);
    }

    async fn a_claim_that_is_broken_keeps_none_behind_it_waiting(desk in Desk) {
        let mut numbers = Vec::new();
        for workload in ["Exchange", "Yammer"] {
            let number = desk.submitted(&desk.other, &bakery(Noorderlicht::HAARLEM, &[workload])).await;
            desk.moved(&desk.office, &number, Move::InformationRequest, because("Which plan?")).await.unwrap();
            numbers.push(number);
        }
        // The first one: they are looked at in the order in which they were filed.
        let broken = "UPDATE filed_claim SET due_on = '2026-00-00' WHERE name = 'The bakery' AND filed_claim_id =
                      (SELECT MIN(filed_claim_id) FROM filed_claim)";
        assert_eq!(desk.world.database.run(broken).await, Ok(1));
        desk.world.clock.pass(TimeDelta::days(9));
        assert_eq!(desk.app().lapse_claims().await.unwrap(), 1);
        let claim = desk.app().claim(&desk.other, &numbers[1]).await.unwrap().value;
        assert_eq!(claim.state.code(), StateCode::Rejected);
        assert!(matches!(desk.app().claim(&desk.other, &numbers[0]).await, Err(AppError::Internal(_))));
    }

    async fn claims_exist_for_whom_they_are(desk in Desk) {
        let draft = desk.file(&desk.own, &bakery(Noorderlicht::UTRECHT, &["Exchange"])).await.unwrap().item.number;
        for who in [&desk.gent, &desk.other, &desk.office, &desk.manager] {
            assert!(matches!(desk.app().claim(who, &draft).await, Err(AppError::NotFound)));
            assert!(desk.app().claims(who, &ClaimQuery::default()).await.unwrap().value.items.iter().all(|one| one.number != draft));
        }
        for who in [&desk.own_viewer, &desk.other_viewer] {
            assert!(matches!(desk.app().claim(who, &draft).await, Err(AppError::Forbidden)));
            assert!(matches!(desk.file(who, &bakery(Noorderlicht::UTRECHT, &["Exchange"])).await, Err(AppError::Forbidden)));
        }
        let theirs = desk.submitted(&desk.other, &bakery(Noorderlicht::HAARLEM, &["Exchange"])).await;
        assert!(desk.app().claim(&desk.manager, &theirs).await.is_ok());
        assert!(matches!(desk.moved(&desk.manager, &theirs, Move::Approval, MoveAsked::default()).await, Err(AppError::Forbidden)));
        assert!(matches!(desk.moved(&desk.other, &theirs, Move::Approval, MoveAsked::default()).await, Err(AppError::Forbidden)));
        assert!(matches!(desk.moved(&desk.office, &theirs, Move::Submission, MoveAsked::default()).await, Err(AppError::Forbidden)));
        assert!(matches!(desk.moved(&desk.own, &theirs, Move::Disassociation, because("x")).await, Err(AppError::NotFound)));
        // A location of another partner, of another scope, and none.
        for location in [Noorderlicht::HAARLEM, Noorderlicht::UTRECHT, "nowhere"] {
            let refused = desk.file(&desk.gent, &bakery(location, &["Exchange"])).await;
            assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [("location", Problem::NotInTheList)]));
        }
        // What reports brought is data of its tenant: read by whoever sees that too, and moved by nobody.
        let query = ClaimQuery { source: "reported".to_owned(), ..ClaimQuery::default() };
        assert!(desk.app().claims(&desk.own, &query).await.unwrap().value.items.is_empty());
        let both = "ina.incentives@uptake.example".parse().unwrap();
        desk.app().grant_role(&testkit::operator(), &both, Role::ReportViewer, &[Noorderlicht::GENT.to_owned()]).await.unwrap();
        let reported = desk.app().claims(&desk.own, &query).await.unwrap().value.items;
        assert_eq!(reported.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Museum aan de Leie"]);
        let number = &reported[0].number;
        assert!(number.starts_with("F-") && desk.app().claim(&desk.own, number).await.is_ok());
        let refused = desk.moved(&desk.own, number, Move::Disassociation, because("x")).await;
        assert!(matches!(refused, Err(AppError::ClaimReadOnly)), "{refused:?}");
        assert!(matches!(desk.app().claim(&desk.other, number).await, Err(AppError::NotFound)));
    }

    async fn whoever_files_is_not_told_whether_there_is_such_a_tenant(desk in Desk) {
        let [own, .., theirs] = TENANTS;
        let header = "PGAMpnId,MpnId,PartnerName,CustomerName,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,CustomerMarket,CustomerStatus,CustomerTenantId,CustomerTenantName,CustomerTenantCountry,TenantDomainName,Product,RawProductName,ProductPartNumber,SKU,Month,PartnerLocation,PartnerAttributionType,SalesChannel,IsDuplicateRowForPGA,AvailableSeats,BilledRevenueUSD,AzureConsumedRevenueUSD";
        let report = Report::new(header)
            .customer(own.id, own.name, "bakkerij.example.com", "NL", "2026-08-01", own.location)
            .customer(theirs.id, theirs.name, "werf.example.com", "NL", "2026-08-01", theirs.location);
        desk.world.load("tenants.csv", report.text()).await;
        let filed = |tenant: &str, domain: &str| NewFiling {
            tenant_id: tenant.to_owned(), domain: domain.to_owned(), ..bakery(Noorderlicht::UTRECHT, &["Exchange"])
        };
        let both = desk.world.add_person("Bo Both", Some(Noorderlicht::PARTNER), Role::IncentivesAdmin, &[]).await;
        desk.app().grant_role(&testkit::operator(), &both.parse().unwrap(), Role::ExecutiveReportViewer, &[]).await.unwrap();
        let both = desk.world.signed_in(&both).await;
        let refused = desk.file(&both, &filed(own.id, "wrong.example.com")).await;
        assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [("domain", Problem::NotOfThisTenant)]));
        assert!(desk.file(&both, &filed(own.id, "BAKKERIJ.example.com")).await.is_ok());
        for (tenant, domain) in [
            (theirs.id, "wrong.example.com"), (theirs.id, "werf.example.com"),
            ("0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4dff", "wrong.example.com"),
        ] {
            let number = desk.submitted(&both, &filed(tenant, domain)).await;
            let approved = desk.moved(&desk.office, &number, Move::Approval, MoveAsked::default()).await;
            assert_eq!(matches!(approved, Err(AppError::ClaimTenant(_))), domain == "wrong.example.com", "{approved:?}");
        }
    }

    async fn a_proof_is_what_its_content_says_and_is_given_back(desk in Desk) {
        let number = desk.file(&desk.own, &bakery(Noorderlicht::UTRECHT, &["Exchange"])).await.unwrap().item.number;
        let refused = desk.moved(&desk.own, &number, Move::Submission, MoveAsked::default()).await;
        assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [("proofs", Problem::Missing)]));
        let refused = desk.prove(&desk.own, &number, "plan.pdf", b"MZ\x90\0\x03\0\0\0").await;
        assert!(matches!(refused, Err(AppError::Proof(FileFault::Kind))));
        let kept = desk.prove(&desk.own, &number, "../plan.exe", b"%PDF-1.7\nplan").await.unwrap();
        let [proof] = kept.proofs.as_slice() else { panic!("{kept:?}") };
        assert_eq!(proof.file_name, "plan.pdf");
        assert!(matches!(desk.prove(&desk.own, &number, "again.pdf", b"%PDF-1.7\nplan").await, Err(AppError::Proof(FileFault::Twice))));
        let content = desk.app().proof(&desk.own, &number, &proof.id).await.unwrap().content;
        let app::FileContent::Disk(mut file) = content else { panic!("{content:?}") };
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        assert_eq!(bytes, b"%PDF-1.7\nplan");
        for who in [&desk.other, &desk.gent, &desk.office] {
            assert!(matches!(desk.app().proof(who, &number, &proof.id).await, Err(AppError::NotFound)));
        }
        // The same content in another claim stays when it is taken from this one.
        let second = desk.file(&desk.own, &bakery(Noorderlicht::UTRECHT, &["Exchange"])).await.unwrap().item.number;
        let other = desk.prove(&desk.own, &second, "same.pdf", b"%PDF-1.7\nplan").await.unwrap().proofs.remove(0);
        assert!(matches!(desk.app().proof(&desk.own, &number, &other.id).await, Err(AppError::NotFound)));
        desk.app().remove_proof(&desk.own, &number, &proof.id).await.unwrap();
        assert!(desk.app().proof(&desk.own, &second, &other.id).await.is_ok());
        desk.app().remove_claim(&desk.own, &second).await.unwrap();
        let left = std::fs::read_dir(desk.world.database.folder().join("proofs")).unwrap();
        let left: usize = left.map(|one| std::fs::read_dir(one.unwrap().path()).unwrap().count()).sum();
        assert_eq!(left, 0, "what no claim names is not kept");
    }

    async fn a_claim_is_edited_while_nobody_decides_on_it(desk in Desk) {
        let number = desk.submitted(&desk.own, &bakery(Noorderlicht::UTRECHT, &["Exchange"])).await;
        let edit = NewFiling { name: "Renamed".to_owned(), ..bakery(Noorderlicht::UTRECHT, &["Teams"]) };
        let stale = Expected::one("1");
        let overtaken = desk.app().edit_claim(&desk.own, &number, &edit, &stale).await.unwrap().value;
        assert!(matches!(overtaken, Outcome::Overtaken(claim) if claim.item.name == "The bakery"));
        let saved = desk.app().edit_claim(&desk.own, &number, &edit, &Expected::Any).await.unwrap().value;
        assert!(matches!(saved, Outcome::Saved(claim) if claim.item.name == "Renamed" && claim.item.workloads.len() == 1));
        let read = desk.app().claim(&desk.office, &number).await.unwrap().value;
        desk.app().edit_claim(&desk.own, &number, &edit, &Expected::Any).await.unwrap();
        let asked = MoveAsked::default();
        let overtaken = desk.app().move_claim(&desk.office, &number, Move::Approval, &asked, &Expected::one(read.revision)).await;
        assert!(matches!(overtaken.unwrap().value, Outcome::Overtaken(_)), "nobody approves what they did not read");
        desk.moved(&desk.office, &number, Move::Review, MoveAsked::default()).await.unwrap();
        let refused = desk.app().edit_claim(&desk.own, &number, &edit, &Expected::Any).await;
        assert!(matches!(refused, Err(AppError::ClaimNotEditable(StateCode::UnderReview))));
        desk.moved(&desk.own, &number, Move::Disassociation, because("A mistake.")).await.unwrap();
        let refused = desk.moved(&desk.office, &number, Move::Approval, MoveAsked::default()).await;
        assert!(matches!(refused, Err(AppError::ClaimMove(MoveFault::NotFrom { from: StateCode::Disassociated, .. }))));
    }

    async fn a_report_that_contradicts_a_decision_is_told_and_changes_nothing(desk in Desk) {
        let number = desk.submitted(&desk.other, &bakery(Noorderlicht::HAARLEM, &["Teams"])).await;
        desk.moved(&desk.office, &number, Move::Approval, taking_over()).await.unwrap();
        let [bakery, ..] = TENANTS;
        let says = Usage { tenant: bakery.id, name: bakery.name, month: "2026-09-01", location: bakery.location, ..Usage::default() };
        let plan = desk.world.load("september.csv", Report::office(&[says]).text()).await;
        let counts = plan.load.counts;
        assert_eq!((counts.claims_contradicted, counts.claims_begun, counts.claims_ended), (1, 0, 0));
        assert!(desk.workloads(&desk.other_viewer).await.contains(&("Teams".to_owned(), Some(number.clone()))));
        desk.world.undo(&plan).await;
        assert!(desk.workloads(&desk.other_viewer).await.contains(&("Teams".to_owned(), Some(number.clone()))));
        desk.moved(&desk.office, &number, Move::Disassociation, because("Over.")).await.unwrap();
        assert!(desk.tenants(&desk.own_viewer).await.contains(&BAKERY.to_owned()), "the report counts again");
    }
}
