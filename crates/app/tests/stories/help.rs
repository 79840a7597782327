//! "Why can't I see this?": answered from data, and nothing that tells a stranger's tenant from none (S11.1, S11.2).

use app::{App, AppError, Ctx, Help, NewPerson, Problem, SoughtAnswer};
use domain::access::Role;
use domain::help::{NextStep, Question, Standing, Verdict};
use testkit::report::{Report, Usage};
use testkit::{Database, Noorderlicht, PASSWORD, TENANTS, World, both_engines, operator};

struct Desk {
    world: World,
    executive: Ctx,
    gent: Ctx,
    admin: Ctx,
    office: Ctx,
    manager: Ctx,
}

impl Desk {
    async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await.world;
        let own = Some(Noorderlicht::PARTNER);
        let person = async |name: &str, partner, role, at: &[&str]| {
            let email = world.add_person(name, partner, role, at).await;
            world.with_token(&email).await
        };
        Self {
            executive: person("Els Executive", own, Role::ExecutiveReportViewer, &[]).await,
            gent: person("Geert Gent", own, Role::ReportViewer, &[Noorderlicht::GENT]).await,
            admin: person("Ada Admin", own, Role::AccountAdmin, &[]).await,
            office: person("Olga Office", None, Role::ProgrammeAdmin, &[]).await,
            manager: person("Mara Manager", None, Role::PartnerManager, &[Noorderlicht::OTHER_PARTNER]).await,
            world,
        }
    }

    fn app(&self) -> &App {
        &self.world.app
    }

    async fn help(&self, who: &Ctx) -> Help {
        self.app().help(who, "").await.unwrap().value
    }

    async fn sought(&self, who: &Ctx, tenant: &str) -> SoughtAnswer {
        self.app().help(who, tenant).await.unwrap().value.sought.unwrap()
    }
}

fn answer(help: &Help, question: Question) -> (Verdict, NextStep) {
    let found = help.answers.iter().find(|one| one.question == question).unwrap();
    (found.verdict, found.next)
}

both_engines! {
    async fn each_question_is_answered_for_the_person_who_asks(desk in Desk) {
        let executive = desk.help(&desk.executive).await;
        assert_eq!(answer(&executive, Question::ViewerRole), (Verdict::NoReason, NextStep::Nothing));
        assert_eq!(answer(&executive, Question::Locations), (Verdict::NoReason, NextStep::Nothing));
        assert_eq!(answer(&executive, Question::ClaimsDirectory).0, Verdict::DoesNotApply);
        // Every tenant has 100 units of Teams and 200 of Exchange.
        assert_eq!((executive.under_minimum, executive.minimum), (Some(0), 150));
        let gent = desk.help(&desk.gent).await;
        assert_eq!(answer(&gent, Question::Locations), (Verdict::InPart, NextStep::AskAdmin));
        assert_eq!(gent.locations.iter().map(|one| one.mpn_id.as_str()).collect::<Vec<_>>(), [Noorderlicht::GENT]);
        let admin = desk.help(&desk.admin).await;
        assert_eq!(answer(&admin, Question::ViewerRole), (Verdict::Reason, NextStep::AskAdmin));
        assert_eq!((admin.under_minimum, admin.locations.len()), (None, 0));
        let office = desk.help(&desk.office).await;
        assert_eq!(answer(&office, Question::Enrolment).0, Verdict::DoesNotApply);
        // Without any role the page is still there.
        desk.app().revoke_role(&operator(), &"ada.admin@uptake.example".parse().unwrap(), Role::AccountAdmin, &[]).await.unwrap();
        assert_eq!(answer(&desk.help(&desk.admin).await, Question::ViewerRole).0, Verdict::Reason);
    }

    async fn the_directory_is_the_reason_when_it_says_so(desk in Desk) {
        let directory = uuid::Uuid::from_u128(77);
        let person = NewPerson {
            email: "dirk@uptake.example".parse().unwrap(),
            name: "Dirk Directory".to_owned(),
            partner_id: Some(Noorderlicht::PARTNER.to_owned()),
            role: Role::ReportViewer,
            at: Vec::new(),
            directory: Some(directory),
            password: PASSWORD.to_owned(),
        };
        desk.app().add_person(&operator(), person).await.unwrap();
        let dirk = desk.world.with_token("dirk@uptake.example").await;
        for (claims, enrolled) in [(true, true), (false, true), (true, false)] {
            let edit = app::DirectoryEdit {
                name: "Noorderlicht".to_owned(),
                files_claims: claims,
                is_enrolled: enrolled,
                ..app::DirectoryEdit::default()
            };
            let partner = Noorderlicht::PARTNER;
            desk.app().change_directory(&desk.office, partner, directory, &edit, &app::Expected::Any).await.unwrap();
            let help = desk.help(&dirk).await;
            assert_eq!(answer(&help, Question::ClaimsDirectory).0 == Verdict::Reason, !claims);
            assert_eq!(answer(&help, Question::EnrolledDirectory).0 == Verdict::Reason, !enrolled);
            // There is a role, whatever the directory gives.
            assert_eq!(answer(&help, Question::ViewerRole).0, Verdict::NoReason);
            assert_eq!(help.under_minimum.is_some(), claims);
            let standing = desk.sought(&dirk, TENANTS[0].id).await.standing;
            assert_eq!(standing, if claims { Standing::Seen } else { Standing::ForeignDirectory });
        }
    }

    async fn a_location_that_is_not_enrolled_is_named(desk in Desk) {
        let edit = |name: &str, is_enrolled| app::LocationEdit {
            name: name.to_owned(),
            city: "Gent".to_owned(),
            country: "Belgium".to_owned(),
            is_enrolled,
            ..app::LocationEdit::default()
        };
        let change = async |id: &str| {
            let partner = Noorderlicht::PARTNER;
            desk.app().change_location(&desk.office, partner, id, &edit("Here", false), &app::Expected::Any).await.unwrap();
        };
        change(Noorderlicht::GENT).await;
        let help = desk.help(&desk.executive).await;
        assert_eq!(answer(&help, Question::Enrolment), (Verdict::InPart, NextStep::OpenTicket));
        assert_eq!(help.not_enrolled.iter().map(|one| one.mpn_id.as_str()).collect::<Vec<_>>(), [Noorderlicht::GENT]);
        change(Noorderlicht::UTRECHT).await;
        assert_eq!(answer(&desk.help(&desk.gent).await, Question::Enrolment).0, Verdict::Reason);
    }

    async fn a_tenant_of_the_own_organisation_is_explained(desk in Desk) {
        let seen = desk.sought(&desk.executive, TENANTS[0].id).await;
        assert_eq!((seen.standing, seen.tenant.unwrap().name.as_str()), (Standing::Seen, TENANTS[0].name));
        let elsewhere = desk.sought(&desk.gent, &format!("{{{}}}", TENANTS[0].id.to_uppercase())).await;
        assert_eq!((elsewhere.standing, elsewhere.tenant), (Standing::OtherLocations, None));
        let at: Vec<_> = elsewhere.locations.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(at, ["Noorderlicht Utrecht"]);
        let closed = desk.sought(&desk.admin, TENANTS[2].id).await;
        assert_eq!((closed.standing, closed.locations.len()), (Standing::NoViewerRole, 1));
        assert_eq!(desk.sought(&desk.office, TENANTS[3].id).await.standing, Standing::Seen);
        assert_eq!(desk.sought(&desk.manager, TENANTS[3].id).await.standing, Standing::Seen);
        // A domain does as well, in whatever letters.
        let usage = Usage { tenant: TENANTS[1].id, name: TENANTS[1].name, location: TENANTS[1].location, pau: "20", month: "2026-09-01", ..Usage::default() };
        desk.world.load("Small.csv", Report::office(&[usage]).text()).await;
        let customers = Report::new(CUSTOMERS).customer(TENANTS[1].id, TENANTS[1].name, "Haven.Example.com", "NL", "2026-09-01", TENANTS[1].location);
        desk.world.load("tenants.csv", customers.text()).await;
        let small = desk.sought(&desk.executive, "haven.EXAMPLE.com").await;
        assert_eq!((small.standing, small.tenant.unwrap().name.as_str()), (Standing::SeenUnderMinimum, TENANTS[1].name));
        assert_eq!(desk.sought(&desk.gent, "haven.example.com").await.standing, Standing::OtherLocations);
        assert_eq!(desk.help(&desk.executive).await.under_minimum, Some(1));
    }

    async fn a_strangers_tenant_and_none_are_one_answer(desk in Desk) {
        let customers = Report::new(CUSTOMERS).customer(TENANTS[3].id, TENANTS[3].name, "werf.example.com", "NL", "2026-08-01", TENANTS[3].location);
        desk.world.load("tenants.csv", customers.text()).await;
        let told = |answer: SoughtAnswer| (answer.standing, answer.tenant, answer.locations);
        for who in [&desk.executive, &desk.gent, &desk.admin] {
            let nobodys = told(desk.sought(who, "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d99").await);
            assert_eq!(nobodys, (Standing::NotYours, None, Vec::new()));
            for tenant in [TENANTS[3].id, "werf.example.com", "nobody.example.com"] {
                assert_eq!(told(desk.sought(who, tenant).await), nobodys, "{tenant}");
            }
        }
        // For a manager the other partners' are strangers.
        assert_eq!(desk.sought(&desk.manager, TENANTS[0].id).await.standing, Standing::NotYours);
        for (text, problem) in [
            ("the bakery", Problem::NotATenant),
            ("a\nb.example", Problem::LineBreak),
            ("00000000-0000-0000-0000-000000000000", Problem::NotATenant),
        ] {
            let refused = desk.app().help(&desk.executive, text).await;
            assert!(matches!(&refused, Err(AppError::Invalid(fields)) if fields[0] == ("tenant", problem)), "{text:?}");
        }
    }
}

const CUSTOMERS: &str = "PGAMpnId,MpnId,PartnerName,CustomerName,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,\
CustomerMarket,CustomerStatus,CustomerTenantId,CustomerTenantName,CustomerTenantCountry,TenantDomainName,Product,\
RawProductName,ProductPartNumber,SKU,Month,PartnerLocation,PartnerAttributionType,SalesChannel,IsDuplicateRowForPGA,\
AvailableSeats,BilledRevenueUSD,AzureConsumedRevenueUSD";
