//! How the databases find a page of the tenant list: in order, from an index, without looking at the rest.
//!
//! That a page stays as fast as its rows however long the list is, a measurement shows (`make bench`); that nothing
//! undoes it, this does, in seconds.

use std::fmt::Write as _;

use app::{Ctx, OpportunityQuery};
use domain::access::Role;
use testkit::report::{CUSTOMERS_HEADER, EMS_HEADER, OFFICE_HEADER, Report, Usage};
use testkit::{Database, Engine, Noorderlicht, PlanStep, World, both_engines};

/// So many that no planner thinks of reading all of them.
const TENANTS: usize = 3_000;

/// The places of the partner.
const PLACES: [&str; 3] = [Noorderlicht::UTRECHT, Noorderlicht::GENT, "4100003"];

/// What is used, by one tenant each.
const WORKLOADS: [&str; 3] = ["Teams", "Exchange", "SharePoint"];

/// Fails unless the planner of PostgreSQL knows of figures of two sources.
const IS_KNOWN: &str = "DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_stats WHERE tablename = 'usage' AND attname = 'source' AND n_distinct = 2)
    THEN RAISE EXCEPTION 'the planner knows of one source alone'; END IF; END $$";

/// The orders that have an index, and which.
const ORDERS: [(&str, &str); 4] =
    [("name", "by_name"), ("usage_percent", "by_usage"), ("pau", "by_pau"), ("mau", "by_mau")];

/// How many tenants of the other partner are the partner's too.
const SHARED: usize = 20;

/// A long list, and four who look at it: all of a partner, three of its locations, two partners, everything.
struct LongList {
    world: World,
    whole: Ctx,
    places: Ctx,
    manager: Ctx,
    programme: Ctx,
}

/// Tenants of the other partner: half as many, and some of the same.
fn usage_elsewhere() -> Report {
    (0..TENANTS / 2).fold(Report::new(OFFICE_HEADER), |report, number| {
        let (mut tenant, mut name) = (String::new(), String::new());
        write!(tenant, "0b8e1c64-6c1f-4b3e-9a55-{:012}", if number < SHARED { number } else { TENANTS + number })
            .unwrap();
        write!(name, "Klant {number:04}").unwrap();
        let (workload, location) = ("Yammer", Noorderlicht::HAARLEM);
        report.usage(&Usage { tenant: &tenant, name: &name, workload, location, ..Usage::default() })
    })
}

fn usage() -> Report {
    (0..TENANTS).fold(Report::new(OFFICE_HEADER), |report, number| {
        let (mut tenant, mut name) = (String::new(), String::new());
        write!(tenant, "0b8e1c64-6c1f-4b3e-9a55-{number:012}").unwrap();
        write!(name, "Klant {:04}", number * 7_919 % TENANTS).unwrap();
        // Half of them without paid units, and so without a Usage %: neither part is one that a planner would sort.
        let (pau, mau) = ((number % 2 * (number % 211)).to_string(), (number % 97).to_string());
        report.usage(&Usage {
            tenant: &tenant,
            name: &name,
            workload: WORKLOADS[number / 7 % WORKLOADS.len()],
            pau: &pau,
            mau: &mau,
            location: PLACES[number % PLACES.len()],
            ..Usage::default()
        })
    })
}

impl LongList {
    async fn open(database: Database) -> Self {
        let world = World::open(database).await;
        let locations = PLACES.map(|place| (place, "Noorderlicht", "Utrecht"));
        let profile = Report::profile(&[
            (Noorderlicht::PARTNER, "Noorderlicht", &locations),
            (Noorderlicht::OTHER_PARTNER, "Zuiderkruis", &[(Noorderlicht::HAARLEM, "Zuiderkruis Haarlem", "Haarlem")]),
        ]);
        world.load("Profile.csv", profile.text()).await;
        // Some that have no figures: the programme office sees them, at the end of the list in either direction.
        let bare = (0..TENANTS / 3).fold(Report::new(CUSTOMERS_HEADER), |report, number| {
            let tenant = format!("0b8e1c64-6c1f-4b3e-9a56-{number:012}");
            report.customer(&tenant, "Zonder cijfers", "", "", "2026-08-01", Noorderlicht::UTRECHT)
        });
        world.load("Customers.csv", bare.text()).await;
        world.load("Usage.csv", usage().text()).await;
        world.load("Usage-elsewhere.csv", usage_elsewhere().text()).await;
        let partner = Some(Noorderlicht::PARTNER);
        let whole = world.add_person("Anna", partner, Role::ExecutiveReportViewer, &[]).await;
        let places = world.add_person("Bas", partner, Role::ReportViewer, &PLACES).await;
        let both = [Noorderlicht::PARTNER, Noorderlicht::OTHER_PARTNER];
        let manager = world.add_person("Mia", None, Role::PartnerManager, &both).await;
        let programme = world.add_person("Otto", None, Role::ProgrammeAdmin, &[]).await;
        let whole = world.with_token(&whole).await;
        let places = world.with_token(&places).await;
        let manager = world.with_token(&manager).await;
        let programme = world.with_token(&programme).await;
        Self { world, whole, places, manager, programme }
    }

    async fn plan(&self, ctx: &Ctx, sort: &str) -> Vec<PlanStep> {
        let statement = self.world.app.main_statement(ctx, sort.parse().unwrap(), None).await.unwrap().unwrap();
        self.world.database.plan(&statement).await
    }
}

fn texts(plan: &[PlanStep]) -> Vec<String> {
    plan.iter().map(|step| format!("{} in {:?}: {}", step.number, step.within, step.text)).collect()
}

/// Whether a step reads rows of the list, which are called `p` wherever they are read from.
fn reads_rows(step: &PlanStep) -> bool {
    let words: Vec<&str> = step.text.split_whitespace().collect();
    match &words[..] {
        ["SEARCH" | "SCAN", "p", ..] => true,
        _ => words.windows(3).any(|three| three[..2] == ["on", "portfolio"] && three[2].starts_with('p')),
    }
}

/// What a step is within.
fn around<'a>(step: &PlanStep, plan: &'a [PlanStep]) -> Option<&'a PlanStep> {
    plan.iter().find(|one| Some(one.number) == step.within)
}

/// Whether a step reads a whole table of those that grow with the tenants.
fn reads_all(step: &PlanStep) -> bool {
    let tables = ["portfolio", "portfolio_workload", "tenant", "figure", "usage"];
    match step.text.split_whitespace().collect::<Vec<_>>()[..] {
        ["SCAN", "r" | "o" | "w" | "k" | "t" | "a" | "b", ..] => true,
        ["Seq", "Scan", "on", table, ..] => tables.contains(&table),
        _ => false,
    }
}

/// Whether a step looks rows up one by one, each by its key.
fn looks_up(step: &PlanStep) -> bool {
    let by_key = "(organisation_id=? AND location_id=? AND tenant_key=?)";
    let of_sqlite = |how: &str| step.text.strip_prefix(how).is_some_and(|rest| rest == by_key);
    of_sqlite("SEARCH p USING PRIMARY KEY ")
        || of_sqlite("SEARCH p USING INDEX portfolio_shared ")
        || ["pkey", "shared"].iter().any(|index| {
            let how = step.text.strip_prefix("Index Scan using portfolio_").and_then(|rest| rest.strip_prefix(index));
            how.is_some_and(|rest| rest.starts_with(" on portfolio p"))
        })
}

/// What is wrong with a plan that should read so many portions in order, each by that index and no further than a page. Of
/// several it merges places, and then looks the rows of the page up; of several partners it merges rows, and looks those up
/// that they share.
fn faults(engine: Engine, plan: &[PlanStep], index: &str, portions: usize) -> Vec<String> {
    let index = format!("portfolio_{index}");
    let (lookups, reads): (Vec<_>, Vec<_>) =
        plan.iter().filter(|step| reads_rows(step)).partition(|step| looks_up(step));
    let mut faults = Vec::new();
    if reads.len() != portions || lookups.len() != usize::from(portions > 1) {
        faults.push(format!("{} portions are read, not {portions}; {} lookups", reads.len(), lookups.len()));
    }
    for read in reads {
        if !read.text.contains(&index) {
            faults.push(format!("not by {index}: {}", read.text));
        }
        let is_in_order = match engine {
            Engine::Sqlite => {
                let mut beside = plan.iter().filter(|step| step.within == read.within);
                let is_searched = ["SEARCH p USING INDEX", "SEARCH p USING COVERING INDEX"]
                    .iter()
                    .any(|one| read.text.starts_with(one));
                is_searched && !beside.any(|step| step.text.contains("TEMP B-TREE"))
            }
            // Nothing between the index and the limit, but that each row's marks are looked up on the way.
            Engine::Postgres => {
                let outer = around(read, plan);
                let outer = match outer {
                    Some(step) if step.text.starts_with("Nested Loop Left Join") => around(step, plan),
                    outer => outer,
                };
                read.text.starts_with("Index Scan ") && outer.is_some_and(|step| step.text.starts_with("Limit"))
            }
        };
        if !is_in_order {
            faults.push(format!("not in order: {}", read.text));
        }
    }
    faults
}

both_engines! {
    async fn opportunities_are_read_from_an_index_in_their_usual_order(list in LongList) {
        let by_units = OpportunityQuery { sort: "-opportunity_units".parse().ok(), ..OpportunityQuery::default() };
        let of_workload = OpportunityQuery { workloads: vec!["Teams".to_owned()], ..OpportunityQuery::default() };
        for (query, index) in [
            (OpportunityQuery::default(), "portfolio_workload_by_potential"),
            (by_units, "portfolio_workload_by_units"),
            (of_workload, "portfolio_workload_by_workload_and_potential"),
        ] {
            let statement = list.world.app.opportunities_statement(&list.whole, &query).await.unwrap();
            let plan = list.world.database.plan(&statement).await;
            let told: Vec<&str> = plan.iter().map(|step| step.text.as_str()).collect();
            assert!(told.iter().any(|step| step.contains(index)), "not by {index}: {told:#?}");
        }
    }

    async fn a_page_is_read_in_order_from_an_index_whoever_looks_and_however_it_is_sorted(list in LongList) {
        let engine = list.world.store.engine();
        for (order, index) in ORDERS {
            for descending in [false, true] {
                let sort = if descending { format!("-{order}") } else { order.to_owned() };
                // Upwards, rows without a value are read apart where there can be any.
                let apart = if descending || order == "name" { 1 } else { 2 };
                for (who, ctx, portions) in [
                    ("whole partner", &list.whole, apart),
                    ("three locations", &list.places, 3 * apart),
                    ("two partners", &list.manager, 2 * apart),
                    ("programme", &list.programme, apart),
                ] {
                    let plan = list.plan(ctx, &sort).await;
                    // What partners share was put together before it is read, under the same name.
                    let (shared, apart): (Vec<_>, Vec<_>) = plan.iter().cloned().partition(|step| step.text == "SCAN p");
                    let mut faults = faults(engine, &apart, index, portions);
                    faults.extend(apart.iter().filter(|step| reads_all(step)).map(|step| format!("all of it: {}", step.text)));
                    if engine == Engine::Sqlite && shared.len() != usize::from(who == "two partners") * portions / 2 {
                        faults.push(format!("{} more are read from their beginning", shared.len()));
                    }
                    assert!(faults.is_empty(), "{who} by {sort}: {faults:#?} in {:#?}", texts(&plan));
                }
            }
        }
        // And where there is no index, it is seen.
        let plan = list.plan(&list.whole, "country").await;
        let faults = faults(engine, &plan, "by_name", 1);
        assert!(faults.iter().any(|fault| fault.starts_with("not in order")), "{faults:#?} in {plan:#?}");
    }

    async fn what_a_load_brought_is_known_to_the_planner_before_anything_is_derived_from_it(list in LongList) {
        // Without that, the first figures of a second report were taken for none at all, and each was compared with every
        // tenant. SQLite is told by the order of the tables.
        if list.world.store.engine() == Engine::Sqlite {
            return;
        }
        // Nobody else tells it meanwhile.
        list.world.database.run("ALTER TABLE usage SET (autovacuum_enabled = false)").await.unwrap();
        assert!(list.world.database.run(IS_KNOWN).await.is_err());
        let mobility = (0..TENANTS / 3).fold(Report::new(EMS_HEADER), |report, number| {
            let tenant = format!("0b8e1c64-6c1f-4b3e-9a55-{number:012}");
            let row = Usage { tenant: &tenant, location: PLACES[0], ..Usage::default() };
            report.mobility(&format!("s{number}"), row, [("10", "5"), ("20", "7"), ("0", "0")])
        });
        list.world.load("Mobility.csv", mobility.text()).await;
        list.world.database.run(IS_KNOWN).await.unwrap();
    }
}
