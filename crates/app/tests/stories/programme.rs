//! What the programme office sets for the whole programme, and what follows from it at once, on every server (S11.1).

use std::fmt::Write as _;

use app::{
    App, AppError, AuditQuery, Ctx, Expected, Outcome, Problem, ProgrammeSettings, Settings, TenantItem, TenantQuery,
};
use domain::access::Role;
use domain::help::Standing;
use domain::signal::Signal;
use testkit::report::{PLANS_HEADER, Report, Usage};
use testkit::{Database, Dice, Noorderlicht, TENANTS, World, both_engines, operator};

/// The world with two servers, in which the bakery went from 300 paid units to 260, and the port to 350.
struct Office {
    world: World,
    second: App,
    executive: Ctx,
    admin: Ctx,
    manager: Ctx,
    both: Ctx,
}

impl Office {
    async fn open(database: Database) -> Self {
        let Noorderlicht { world } = Noorderlicht::open(database).await;
        world.load("September.csv", &september()).await;
        let person = async |name: &str, partner, role, at: &[&str]| {
            let email = world.add_person(name, partner, role, at).await;
            world.with_token(&email).await
        };
        let partners = [Noorderlicht::PARTNER, Noorderlicht::OTHER_PARTNER];
        Self {
            executive: person("Els Executive", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer, &[]).await,
            admin: person("Petra Programme", None, Role::ProgrammeAdmin, &[]).await,
            manager: person("Mart Manager", None, Role::PartnerManager, &[Noorderlicht::PARTNER]).await,
            both: person("Mia Manager", None, Role::PartnerManager, &partners).await,
            second: App::new(
                world.database.open().await,
                world.clock.clock(),
                Settings::usual(world.database.folder()),
            ),
            world,
        }
    }

    async fn set(&self, minimum: i64) -> ProgrammeSettings {
        let set = self.world.app.set_programme_settings(&self.admin, Some(minimum), &Expected::Any).await.unwrap();
        match set.value {
            Outcome::Saved(saved) => saved,
            Outcome::Overtaken(_) => panic!("overtaken"),
        }
    }

    /// What a reader gets of a list, on either server, which is the same: as a page, a program and an export have it.
    async fn list(&self, who: &Ctx, query: &TenantQuery) -> Vec<TenantItem> {
        let query = &TenantQuery { limit: Some(100), ..query.clone() };
        let mut all = Vec::new();
        for app in [&self.world.app, &self.second] {
            // What a server remembers of a caller it uses from the second time on.
            for _ in 0..2 {
                let list = app.tenants(who, query).await.unwrap().value;
                assert_eq!(list.totals.tenants, i64::try_from(list.items.len()).unwrap());
                all.push(list.items);
                all.push(app.tenant_desk(who, query).await.unwrap().value.0.items);
            }
            all.push(app.tenants_for_export(who, query).await.unwrap().0);
        }
        let first = all.remove(0);
        assert!(all.iter().all(|one| *one == first), "{all:#?}");
        first
    }

    async fn below(&self, who: &Ctx) -> Vec<String> {
        let query = TenantQuery { below_minimum: true, ..TenantQuery::default() };
        self.list(who, &query).await.into_iter().map(|item| item.name).collect()
    }

    /// The signals of the minimum, as they are shown; and whoever has one is found by it.
    async fn crossed(&self, who: &Ctx) -> Vec<(String, Signal)> {
        let mut crossed = Vec::new();
        for item in self.list(who, &TenantQuery::default()).await {
            let of_minimum = |one: &&Signal| ["reached_minimum", "fell_below_minimum"].contains(&one.code());
            crossed.extend(item.signals.iter().filter(of_minimum).map(|one| (item.name.clone(), *one)));
        }
        for code in ["reached_minimum", "fell_below_minimum"] {
            let query = TenantQuery { signals: vec![code.to_owned()], ..TenantQuery::default() };
            let found: Vec<_> = self.list(who, &query).await.into_iter().map(|item| item.name).collect();
            let shown = crossed.iter().filter(|(_, signal)| signal.code() == code).map(|(name, _)| name.clone());
            assert_eq!(found, shown.collect::<Vec<_>>(), "{code}");
        }
        crossed
    }
}

fn september() -> String {
    let [bakery, haven, ..] = TENANTS;
    let month = |tenant: testkit::Tenant, pau: &'static str| Usage {
        tenant: tenant.id,
        name: tenant.name,
        month: "2026-09-01",
        pau,
        location: tenant.location,
        ..Usage::default()
    };
    Report::office(&[month(bakery, "260"), month(haven, "350")]).text().to_owned()
}

fn refusal<T>(answer: Result<T, AppError>) -> Vec<(&'static str, Problem)> {
    match answer {
        Err(AppError::Invalid(problems)) => problems,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("done"),
    }
}

both_engines! {
    async fn everything_follows_the_licence_minimum_at_once_on_every_server(office in Office) {
        let [bakery, haven, museum, werf] = TENANTS;
        let mine = [&office.executive, &office.manager];
        for who in mine {
            assert!(office.below(who).await.is_empty());
            assert!(office.crossed(who).await.is_empty());
        }
        let before = office.world.app.programme_settings(&office.manager).await.unwrap().value;
        assert_eq!((before.licence_minimum, before.changed_at, before.may_write), (150, None, false));
        // Exactly so many are enough.
        let saved = office.set(300).await;
        assert_eq!((saved.licence_minimum, saved.changed_at, saved.may_write), (300, Some(office.world.app.now()), true));
        let fell = (bakery.name.to_owned(), Signal::FellBelowMinimum { pau: 260, minimum: 300 });
        for who in [&office.executive, &office.manager, &office.both, &office.admin] {
            assert_eq!(office.below(who).await, [bakery.name]);
            assert_eq!(office.crossed(who).await, std::slice::from_ref(&fell));
        }
        for app in [&office.world.app, &office.second] {
            let help = app.help(&office.executive, bakery.id).await.unwrap().value;
            assert_eq!((help.minimum, help.under_minimum), (300, Some(1)));
            assert_eq!(help.sought.unwrap().standing, Standing::SeenUnderMinimum);
            let help = app.help(&office.executive, museum.id).await.unwrap().value;
            assert_eq!(help.sought.unwrap().standing, Standing::Seen);
            let page = app.tenant(&office.executive, bakery.id.parse().unwrap()).await.unwrap().value;
            assert!(page.tenant.signals.contains(&fell.1));
        }
        // One more, and whoever stayed as they were is below, and whoever grew has reached it.
        office.set(301).await;
        let reached = (haven.name.to_owned(), Signal::ReachedMinimum { pau: 350, minimum: 301 });
        for who in mine {
            assert_eq!(office.below(who).await, [bakery.name, museum.name]);
            assert_eq!(office.crossed(who).await, std::slice::from_ref(&reached));
        }
        assert_eq!(office.below(&office.both).await, [bakery.name, museum.name, werf.name]);
        assert_eq!(office.crossed(&office.both).await, std::slice::from_ref(&reached));
        // As it came, and nothing of it is left.
        office.set(150).await;
        for who in [&office.executive, &office.manager, &office.both, &office.admin] {
            assert!(office.below(who).await.is_empty());
            assert!(office.crossed(who).await.is_empty());
        }
        let page = office.world.app.audit_page(&operator(), &AuditQuery::of("programme_settings")).await.unwrap().value;
        let details: Vec<serde_json::Value> = page.entries.iter().map(|one| serde_json::from_str(&one.detail).unwrap()).collect();
        let told = |from: i64, to: i64| serde_json::json!({ "before": from, "licence_minimum": to });
        assert_eq!(details, [told(301, 150), told(300, 301), told(150, 300)]);
        assert!(page.entries.iter().all(|one| one.person.as_deref() == Some("Petra Programme")));
    }

    async fn what_a_load_brings_is_marked_as_what_was_there(office in Office) {
        let [bakery, ..] = TENANTS;
        let mut dice = Dice::of(11);
        let rows: Vec<_> = (0..60).map(|number| (format!("5d0c4a52-0000-4000-8000-{number:012}"), format!("Klant {number:02}"))).collect();
        let mut usage = Vec::new();
        let figures: Vec<_> = rows.iter().map(|_| (dice.below(400).to_string(), dice.below(400).to_string())).collect();
        for ((id, name), (before, now)) in rows.iter().zip(&figures) {
            let row = Usage { tenant: id, name, mau: "10", location: Noorderlicht::UTRECHT, month: "2026-08-01", pau: before, ..Usage::default() };
            usage.push(row);
            usage.push(Usage { month: "2026-09-01", pau: now, ..row });
        }
        let report = Report::office(&usage);
        let mut load = office.world.load("Many.csv", report.text()).await;
        let query = TenantQuery { limit: Some(100), ..TenantQuery::default() };
        for minimum in [1, 77, 200, 350] {
            office.set(minimum).await;
            let list = async |who: &Ctx| office.world.app.tenants(who, &query).await.unwrap().value.items;
            let of = async || [list(&office.executive).await, list(&office.admin).await, list(&office.both).await];
            let found = async || {
                let mut found = Vec::new();
                for code in ["reached_minimum", "fell_below_minimum", "usage_rose", "seats_bought"] {
                    for who in [&office.executive, &office.admin, &office.both] {
                        let query = TenantQuery { signals: vec![code.to_owned()], ..query.clone() };
                        let items = office.world.app.tenants(who, &query).await.unwrap().value.items;
                        let has = |item: &&TenantItem| item.signals.iter().any(|one| one.code() == code);
                        let shown: Vec<_> = list(who).await.iter().filter(has).cloned().collect();
                        assert_eq!(items, shown, "{minimum} {code}");
                        found.push(items);
                    }
                }
                found
            };
            // Once as the change marks it, and once as a load of the same does.
            let (changed, marked) = (of().await, found().await);
            office.world.undo(&load).await;
            load = office.world.load("Many.csv", report.text()).await;
            assert_eq!((of().await, found().await), (changed, marked));
        }
        assert!(office.below(&office.executive).await.contains(&bakery.name.to_owned()));
    }

    async fn a_load_beside_the_change_leaves_no_mark_of_the_old_minimum(office in Office) {
        let [bakery, haven, ..] = TENANTS;
        for round in 0..6 {
            let minimum = if round % 2 == 0 { 290 } else { 310 };
            let pau = if round % 2 == 0 { "280" } else { "305" };
            let row = |tenant: testkit::Tenant| Usage {
                tenant: tenant.id, name: tenant.name, month: "2026-09-01", pau, location: tenant.location, ..Usage::default()
            };
            let report = Report::office(&[row(bakery), row(haven)]);
            let set = async {
                loop {
                    match office.second.set_programme_settings(&office.admin, Some(minimum), &Expected::Any).await {
                        Err(AppError::Busy | AppError::Conflict) => {}
                        done => break done.unwrap(),
                    }
                }
            };
            tokio::join!(office.world.load("Now.csv", report.text()), set);
            let found = office.crossed(&office.executive).await;
            assert_eq!(found.is_empty(), round % 2 == 1, "{round}: {found:?}");
        }
    }

    async fn what_is_no_minimum_is_refused_and_who_comes_late_is_told(office in Office) {
        let set = async |minimum, expected: &Expected| office.world.app.set_programme_settings(&office.admin, minimum, expected).await;
        for wrong in [0, -1, 1_000_001, i64::MAX, i64::MIN] {
            assert_eq!(refusal(set(Some(wrong), &Expected::Any).await), [("licence_minimum", Problem::OutOfRange(1, 1_000_000))]);
        }
        assert_eq!(refusal(set(None, &Expected::Any).await), [("licence_minimum", Problem::Missing)]);
        let standing = office.world.app.programme_settings(&office.admin).await.unwrap().value;
        assert_eq!((standing.licence_minimum, standing.revision.as_str()), (150, "1"));
        for minimum in [1, 1_000_000, 200] {
            office.set(minimum).await;
        }
        let late = set(Some(300), &Expected::one(standing.revision)).await.unwrap().value;
        assert!(matches!(late, Outcome::Overtaken(ProgrammeSettings { licence_minimum: 200, .. })), "{late:?}");
        let standing = office.world.app.programme_settings(&office.admin).await.unwrap().value;
        // The same again changes nothing, and is not told.
        let same = set(Some(200), &Expected::one(standing.revision.clone())).await.unwrap().value;
        assert_eq!(same, Outcome::Saved(standing));
        let told = office.world.app.audit_page(&operator(), &AuditQuery::of("programme_settings")).await.unwrap().value;
        assert_eq!(told.entries.len(), 3);
    }

    async fn the_programme_admin_alone_changes_it_and_the_office_alone_reads_it(office in Office) {
        let app = &office.world.app;
        let partner = Some(Noorderlicht::PARTNER);
        let refused = |answer: Result<(), AppError>| assert!(matches!(answer, Err(AppError::Forbidden)), "{answer:?}");
        for role in [Role::ExecutiveReportViewer, Role::ReportViewer, Role::IncentivesAdmin, Role::AccountAdmin, Role::GlobalAdmin] {
            let email = office.world.add_person(&format!("Some {}", role.code()), partner, role, &[]).await;
            let who = office.world.with_token(&email).await;
            refused(app.programme_settings(&who).await.map(drop));
            refused(app.eligible_plans(&who, None).await.map(drop));
            refused(app.set_programme_settings(&who, Some(300), &Expected::Any).await.map(drop));
        }
        assert!(app.programme_settings(&office.manager).await.is_ok());
        assert!(app.eligible_plans(&office.manager, None).await.is_ok());
        refused(app.set_programme_settings(&office.manager, Some(300), &Expected::Any).await.map(drop));
        assert_eq!(app.programme_settings(&office.admin).await.unwrap().value.licence_minimum, 150);
    }

    async fn what_skus_entitle_to_is_listed_page_by_page(office in Office) {
        let app = &office.world.app;
        let all = async || {
            let (mut all, mut cursor, mut pages) = (Vec::new(), None, 0);
            loop {
                let page = app.eligible_plans(&office.manager, cursor.as_deref()).await.unwrap().value;
                assert!(page.items.len() <= 100);
                all.extend(page.items);
                (cursor, pages) = (page.next_cursor, pages + 1);
                if cursor.is_none() {
                    return (all, pages);
                }
            }
        };
        let (shipped, _) = all().await;
        assert!(!shipped.is_empty() && shipped.iter().all(|one| one.loaded_at.is_none()));
        assert!(shipped.iter().any(|one| one.workloads.len() > 1));
        let mut report = Report::new(PLANS_HEADER).text().to_owned();
        for number in 0..150 {
            writeln!(report, "Own {number:03},Own family,Teams\nOwn {number:03},Own family,Exchange").unwrap();
        }
        report.push_str("Own Ω nothing,Own family,\n");
        let load = office.world.load("Plans.csv", &report).await;
        let (now, pages) = all().await;
        assert_eq!((now.len(), pages), (shipped.len() + 151, (shipped.len() + 151).div_ceil(100)));
        let own: Vec<_> = now.iter().filter(|one| one.bucket == "Own family").collect();
        assert_eq!((own.len(), own[0].sku.as_str()), (151, "Own 000"));
        assert_eq!((own[0].workloads.join(" "), own[150].workloads.len()), ("Exchange Teams".to_owned(), 0));
        assert!(own.iter().all(|one| one.loaded_at.is_some()));
        office.world.undo(&load).await;
        assert_eq!(all().await.0, shipped);
        assert_eq!(refusal(app.eligible_plans(&office.manager, Some("?")).await), [("cursor", Problem::ForeignCursor)]);
    }
}
