//! The world as the feeds read it.

use std::collections::{HashMap, HashSet};
use std::fs::File;

use domain::claim::ClaimAttributions;
use domain::load::FeedKind;
use domain::organisation::PartnerId;
use domain::usage::Figure;
use domain::workload::{PRESET, preset_code};
use domain::{Month, TenantId};
use feeds::{Fact, FeedFile, Level, Limits, UsageRow};

use super::*;

fn plan() -> Plan {
    Plan::up_to(Month::new(2026, 8).unwrap())
}

/// Every fact of a world; a refused row or an unknown column fails the test.
fn facts(plan: &Plan) -> HashMap<FeedKind, Vec<Fact>> {
    let folder = tempfile::tempdir().unwrap();
    let mut facts = HashMap::new();
    for path in write(folder.path(), plan).unwrap() {
        let mut file = FeedFile::open(File::open(&path).unwrap(), Limits::default()).unwrap();
        assert_eq!(path.file_stem().unwrap().to_str(), Some(file.kind().report()));
        // Revenue is not read, which the plan of a load says.
        let is_revenue = |name: &String| name.to_lowercase().ends_with("revenueusd");
        assert!(file.ignored_columns().iter().all(is_revenue), "{:?}", file.ignored_columns());
        let rows: &mut Vec<Fact> = facts.entry(file.kind()).or_default();
        while let Some(row) = file.next_row().unwrap() {
            rows.push(row.unwrap().fact);
        }
    }
    facts
}

fn usage_rows(plan: &Plan) -> Vec<UsageRow> {
    let usage = |fact| if let Fact::Usage(row) = fact { Some(*row) } else { None };
    facts(plan).into_values().flatten().filter_map(usage).collect()
}

fn bytes(plan: &Plan) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), plan).unwrap().iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn every_file_is_read_without_a_refusal_and_has_what_its_kind_has() {
    let facts = facts(&plan());
    assert_eq!(facts.len(), FeedKind::ALL.len());
    for (kind, rows) in &facts {
        assert!(rows.len() > 10, "{kind:?}");
    }
    let months: HashSet<Month> = usage_rows(&plan()).iter().map(|row| row.month).collect();
    assert_eq!(months.len(), 13);
    assert_eq!(months.iter().max(), Some(&plan().newest));
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_others() {
    assert_eq!(bytes(&plan()), bytes(&plan()));
    assert_ne!(bytes(&plan())[2], bytes(&Plan { seed: 2, ..plan() })[2]);
    let larger = bytes(&Plan { tenants: 210, ..plan() });
    assert!(larger[2].starts_with(&bytes(&plan())[2]), "a larger world contains the smaller one");
}

#[test]
fn no_workload_is_claimed_by_two_partners_or_two_locations_in_one_month() {
    let claims = ClaimAttributions::default();
    let world = Plan { partners: 7, tenants: 400, ..plan() };
    let mut holders = HashMap::new();
    for row in usage_rows(&world).iter().filter(|row| claims.contain(&row.attribution)) {
        for figure in &row.figures {
            let key = (row.tenant_id, preset_code(&figure.workload).unwrap(), row.month);
            let holder = holders.entry(key).or_insert_with(|| row.mpn_id.clone());
            assert_eq!(holder, &row.mpn_id, "{key:?}");
        }
    }
    assert!(holders.len() > 1000);
}

#[test]
fn a_figure_is_the_same_whoever_reports_it() {
    let mut figures: HashMap<_, Figure> = HashMap::new();
    let mut repeated = 0;
    for row in usage_rows(&plan()) {
        for it in &row.figures {
            let key = (row.tenant_id, row.month, row.subscription.clone(), it.workload.clone());
            repeated += usize::from(figures.insert(key, it.figure).is_some_and(|before| {
                assert_eq!(before, it.figure);
                true
            }));
        }
    }
    assert!(repeated > 100);
}

#[test]
fn a_repetition_is_of_the_same_partner_and_behind_the_row_it_repeats() {
    let mut reported = HashSet::new();
    let mut repetitions = 0;
    for row in usage_rows(&plan()).iter().filter(|row| row.subscription.is_empty()) {
        let key = (row.tenant_id, row.month, row.figures[0].workload.clone(), row.pga_mpn_id.clone());
        assert_eq!(reported.insert(key), !row.is_duplicate, "{row:?}");
        repetitions += usize::from(row.is_duplicate);
    }
    assert!(repetitions > 100);
}

#[test]
fn the_world_has_every_kind_of_tenant_that_the_product_must_handle() {
    let rows = usage_rows(&plan());
    let newest: Vec<&UsageRow> = rows.iter().filter(|row| row.month == plan().newest).collect();
    let mut workloads: HashMap<TenantId, HashSet<&str>> = HashMap::new();
    let mut seats: HashMap<TenantId, i64> = HashMap::new();
    for row in &newest {
        for it in &row.figures {
            workloads.entry(row.tenant_id).or_default().insert(preset_code(&it.workload).unwrap());
            let most = seats.entry(row.tenant_id).or_default();
            *most = it.figure.pau.max(*most);
        }
    }
    assert!(workloads.len() > 190);
    assert!(workloads.values().any(|codes| codes.len() == PRESET.len()));
    assert!(seats.iter().all(|(tenant, most)| *most < 150 || workloads[tenant].len() >= 8));
    assert!(seats.values().any(|most| *most > 10_000) && seats.values().any(|most| (1..150).contains(most)));
    let any = |test: &dyn Fn(&UsageRow) -> bool| newest.iter().any(|row| test(row));
    assert!(any(&|row| row.figures.iter().any(|it| it.figure.pau == 0 && it.figure.mau > 0)), "PAU of 0");
    assert!(any(&|row| row.segment == "Education" && row.figures.iter().any(|it| it.figure.mau > it.figure.pau)));
    assert!(
        any(&|row| row.figures.iter().any(|it| !PRESET.iter().any(|one| one.code == it.workload))),
        "two spellings"
    );
    assert!(any(&|row| row.customer_name.contains('"')) && any(&|row| !row.customer_name.is_ascii()));
    assert!(any(&|row| row.customer_name.chars().count() > 80), "a long name");

    let mut subscriptions: HashMap<TenantId, HashSet<&str>> = HashMap::new();
    let mut names: HashMap<TenantId, HashSet<&str>> = HashMap::new();
    let mut months: HashMap<TenantId, HashSet<Month>> = HashMap::new();
    let mut claimants: HashMap<TenantId, HashSet<&str>> = HashMap::new();
    for row in &rows {
        subscriptions.entry(row.tenant_id).or_default().insert(&row.subscription);
        names.entry(row.tenant_id).or_default().insert(&row.customer_name);
        months.entry(row.tenant_id).or_default().insert(row.month);
        if row.attribution.starts_with("CPOR") {
            claimants.entry(row.tenant_id).or_default().extend(row.pga_mpn_id.as_ref().map(PartnerId::as_str));
        }
    }
    assert!(subscriptions.values().any(|ids| ids.len() == 3), "two subscriptions beside licence usage");
    assert!(names.values().any(|names| names.len() == 2), "a name that changes");
    assert!(claimants.values().any(|partners| partners.len() == 2), "claimed by two partners");
    assert!(names.keys().any(|tenant| !claimants.contains_key(tenant)), "claimed by nobody");
    let gap = |months: &HashSet<Month>| {
        let first = *months.iter().min().unwrap();
        months.len() < plan().newest.since(first).len()
    };
    assert!(months.values().any(gap), "months missing in the middle");
}

#[test]
fn partners_have_three_to_five_locations_with_numbers_of_their_own() {
    let partners = partners(50);
    let mut ids = HashSet::new();
    for partner in &partners {
        assert!((3..=5).contains(&partner.locations.len()));
        assert!(ids.insert(partner.mpn_id));
        for location in &partner.locations {
            assert!(ids.insert(location.mpn_id));
        }
    }
    let names: HashSet<&str> = partners.iter().map(|partner| partner.name.as_str()).collect();
    assert_eq!(names.len(), 50);
    let locations = facts(&Plan { tenants: 0, ..plan() }).remove(&FeedKind::PartnerProfile).unwrap();
    let is_global = |fact: &&Fact| matches!(fact, Fact::Location(row) if row.level == Level::Global);
    assert_eq!(locations.iter().filter(is_global).count(), 3);
    assert_eq!(locations.len(), 3 + 3 + 4 + 5);
}

#[test]
fn a_world_without_partners_or_months_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let too_early = Plan { newest: Month::new(2000, 12).unwrap(), ..plan() };
    for plan in
        [Plan { partners: 0, ..plan() }, Plan { months: 0, ..plan() }, Plan { months: 500, ..plan() }, too_early]
    {
        assert!(write(folder.path(), &plan).is_err(), "{plan:?}");
    }
    assert_eq!(facts(&Plan { months: 1, tenants: 20, partners: 1, ..plan() }).len(), FeedKind::ALL.len());
}
