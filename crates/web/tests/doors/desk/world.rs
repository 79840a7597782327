//! Two partners with their locations, tenants and people, loaded from reports as everybody loads them.

use std::fmt::Write as _;
use std::sync::Arc;

use app::{App, NewPerson};
use axum::Router;
use domain::access::Role;
use testkit::{Database, StandingClock, World, operator};
use web::Config;

use super::{Browser, PASSWORD, Program};

/// The people, one of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    /// Sees all of the first partner's tenants.
    Executive,
    /// Sees those of one location of the first partner.
    Reporter,
    /// Has an admin role alone.
    Admin,
    /// Files claims, and sees nothing.
    Claimer,
    /// Has the highest admin role, and sees nothing.
    Global,
    /// The programme office.
    Office,
    /// The programme office, for the second partner.
    Manager,
}

impl Person {
    pub(crate) const ALL: [Self; 7] =
        [Self::Executive, Self::Reporter, Self::Admin, Self::Claimer, Self::Global, Self::Office, Self::Manager];

    pub(crate) fn email(self) -> String {
        format!("{self:?}@uptake.example").to_lowercase()
    }

    pub(crate) fn role(self) -> Role {
        match self {
            Self::Executive => Role::ExecutiveReportViewer,
            Self::Reporter => Role::ReportViewer,
            Self::Admin => Role::AccountAdmin,
            Self::Claimer => Role::IncentivesAdmin,
            Self::Global => Role::GlobalAdmin,
            Self::Office => Role::ProgrammeAdmin,
            Self::Manager => Role::PartnerManager,
        }
    }

    fn at(self) -> Vec<String> {
        match self {
            Self::Reporter => vec!["4100002".into()],
            Self::Manager => vec!["4000002".into()],
            _ => Vec::new(),
        }
    }
}

/// A running world.
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) world: Arc<World>,
}

/// A running world with one person of the programme office, and nothing loaded.
pub(crate) struct EmptyDesk(Desk);

impl std::ops::Deref for EmptyDesk {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.0
    }
}

impl EmptyDesk {
    pub(crate) async fn open(database: Database) -> Self {
        let desk = Desk::over(database).await;
        desk.add(Person::Office).await;
        Self(desk)
    }
}

const PROFILE: &str = "MPNId,PartnerName,PGA_MPNId,PGA_PartnerName,City,Country,HierarchyLevel\n\
    4000001,Polder,4000001,Polder,Utrecht,Netherlands,Global\n\
    4100001,Polder Utrecht,4000001,Polder,Utrecht,Netherlands,Location\n\
    4100002,Polder Gent,4000001,Polder,Gent,Belgium,Location\n\
    4000002,Duin,4000002,Duin,Haarlem,Netherlands,Global\n\
    4200001,Duin Haarlem,4000002,Duin,Haarlem,Netherlands,Location\n";

const OFFICE_HEADER: &str = "CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,\
    CustomerName,CustomerMarket,CustomerSegment,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,IsDuplicateRowForPGA\n";

/// How many tenants each location has.
pub(crate) const TENANTS: [(&str, usize); 3] = [("4100001", 40), ("4100002", 30), ("4200001", 20)];

/// The tenant ID of a location's tenant.
pub(crate) fn tenant_id(location: &str, number: usize) -> String {
    format!("{location}a-0000-4000-8000-{number:012}")
}

/// A report of usage: three months of two workloads for each tenant.
pub(crate) fn office_usage() -> String {
    let mut report = String::from(OFFICE_HEADER);
    for (location, count) in TENANTS {
        for number in 0..count {
            // One customer tries what a spreadsheet does with its name.
            let name = if number == 3 {
                "=HYPERLINK(\"\"x\"\")".to_owned()
            } else {
                format!("Customer {number:02} of {location}")
            };
            for (index, month) in ["2026-06-01", "2026-07-01", "2026-08-01"].into_iter().enumerate() {
                for (workload, pau) in [("Teams", 100 + number), ("Exchange", 200)] {
                    let mau = (number * 3 + index * 5) % (pau + 20);
                    let id = tenant_id(location, number);
                    let _ = writeln!(
                        report,
                        "{id},1000{number},{workload},{month},{pau},{mau},\"{name}\",Netherlands,SMB,{location},P,L,CPOR,0"
                    );
                }
            }
        }
    }
    report
}

impl Desk {
    /// The world, with everybody in it and their reports loaded.
    pub(crate) async fn open(database: Database) -> Self {
        let fill = async |database| {
            let desk = Self::over(database).await;
            desk.load("Profile.csv", PROFILE).await;
            for person in Person::ALL {
                desk.add(person).await;
            }
            desk.load("OfficeUsage.csv", &office_usage()).await;
            Arc::into_inner(desk.world).unwrap().closed().await
        };
        Self::over(database.like("Desk", fill).await).await
    }

    async fn over(database: Database) -> Self {
        let world = World::open(database).await;
        let app = world.app.clone();
        Self { router: web::router(app.clone(), Config::default()), app, world: Arc::new(world) }
    }

    /// The same world behind a server that is set up otherwise.
    pub(crate) fn with(&self, config: Config) -> Self {
        Self { router: web::router(self.app.clone(), config), app: self.app.clone(), world: Arc::clone(&self.world) }
    }

    /// The same world where people can sign in with these providers too.
    pub(crate) fn with_providers(&self, settings: Vec<app::ProviderSettings>) -> Self {
        let providers = settings.into_iter().map(|one| app::Provider::new(one).unwrap()).collect();
        let app = self.app.clone().with_providers(providers);
        Self { router: web::router(app.clone(), Config::default()), app, world: Arc::clone(&self.world) }
    }

    async fn add(&self, person: Person) {
        let partner_id = (!matches!(person, Person::Office | Person::Manager)).then(|| "4000001".to_owned());
        let new = NewPerson {
            email: person.email().parse().unwrap(),
            name: format!("{person:?} Test"),
            partner_id,
            role: person.role(),
            at: person.at(),
            directory: None,
            password: PASSWORD.to_owned(),
        };
        self.app.add_person(&operator(), new).await.unwrap();
    }

    /// Loads a report, as the operator does.
    pub(crate) async fn load(&self, file_name: &str, report: &str) {
        self.world.load(file_name, report).await;
    }

    /// The clock of the world.
    pub(crate) fn clock(&self) -> &StandingClock {
        &self.world.clock
    }

    /// The uploads that lie about.
    pub(crate) fn uploads(&self) -> usize {
        std::fs::read_dir(self.world.database.folder().join("uploads")).map_or(0, Iterator::count)
    }

    /// A browser that nobody signed in with.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser with which a person signed in.
    pub(crate) async fn signed_in(&self, person: Person) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(person, PASSWORD).await.assert_status(303);
        browser
    }

    /// A program with a token of a person.
    pub(crate) async fn program(&self, person: Person) -> Program {
        let token = self.app.create_token_for(&operator(), &person.email().parse().unwrap(), 30).await.unwrap();
        Program::new(self.router.clone(), Some(token.secret))
    }

    /// A program without a token.
    pub(crate) fn stranger(&self) -> Program {
        Program::new(self.router.clone(), None)
    }
}
