//! The opportunities are narrowed to what was asked for, cards included, whether a transaction reads them or one statement does
//! (S5.4).

use std::collections::BTreeMap;

use app::{App, Ctx, Expected, OfferEdit, Opportunity, OpportunityCard, OpportunityQuery, Settings};
use domain::access::{Role, Shown};
use domain::opportunity::{OpportunityColumn, OpportunitySort};
use testkit::report::{OFFICE_HEADER, Report};
use testkit::{Database, Noorderlicht, World, both_engines, operator};

const COUNTRIES: [&str; 2] = ["Netherlands", "Belgium"];
const SEGMENTS: [&str; 3] = ["SMB", "Corporate", "Education"];
const PLACES: [&str; 2] = [Noorderlicht::UTRECHT, Noorderlicht::GENT];
const WORKLOADS: [(&str, &str); 4] =
    [("Teams", "microsoft_365"), ("Exchange", "microsoft_365"), ("Intune", "security"), ("Copilot", "copilot")];

/// What is known of a tenant beside its row.
struct Known {
    country: &'static str,
    segment: &'static str,
    place: &'static str,
}

/// Tenants of two countries and three segments, and who looks at them.
struct Field {
    world: World,
    tenants: BTreeMap<String, Known>,
    readers: Vec<(&'static str, Ctx)>,
}

pub(crate) fn offer(workload: &str, currency: &str) -> OfferEdit {
    OfferEdit {
        name: format!("{workload} grows"),
        workload: workload.to_owned(),
        valid_from: "2020-01-01".to_owned(),
        valid_to: "2099-12-31".to_owned(),
        rate_minor: Some(450),
        ceiling_minor: Some(1_000_000),
        currency: currency.to_owned(),
        licence_minimum: Some(0),
        excluded_segments: Vec::new(),
    }
}

impl Field {
    async fn open(database: Database) -> Self {
        let world = World::open(database).await;
        let locations = PLACES.map(|place| (place, "Noorderlicht", "Utrecht"));
        let elsewhere = [(Noorderlicht::HAARLEM, "Zuiderkruis", "Haarlem")];
        let partners = [
            (Noorderlicht::PARTNER, "Noorderlicht", &locations[..]),
            (Noorderlicht::OTHER_PARTNER, "Zuiderkruis", &elsewhere[..]),
        ];
        world.load("Profile.csv", Report::profile(&partners).text()).await;
        let mut tenants = BTreeMap::new();
        let mut report = Report::new(OFFICE_HEADER);
        for number in 0..36 {
            let id = format!("0b8e1c64-6c1f-4b3e-9a55-{number:012}");
            let (country, segment, place) = (COUNTRIES[number / 2 % 2], SEGMENTS[number % 3], PLACES[number / 5 % 2]);
            let name = format!("{} {number:02}", ["Bakkerij", "Haven", "Museum"][number / 7 % 3]);
            for (at, (workload, _)) in WORKLOADS.into_iter().enumerate() {
                let (pau, mau) = ((number * 37 % 90 + 4 + at).to_string(), (number * 11 % 60).to_string());
                // Some are claimed, and some are brought by a reseller.
                let attribution = if (number + at) % 3 == 0 { "CSPTier1" } else { "CPOR" };
                // And some are another partner's.
                let place = if at == 3 && number % 4 == 0 { Noorderlicht::HAARLEM } else { place };
                for (month, pau) in [("2026-07-01", "100"), ("2026-08-01", &pau)] {
                    let row = [
                        &id,
                        "70001",
                        workload,
                        month,
                        pau,
                        &mau,
                        &name,
                        country,
                        segment,
                        place,
                        "",
                        "",
                        attribution,
                        "0",
                    ];
                    report = report.row(&row);
                }
            }
            tenants.insert(id, Known { country, segment, place });
        }
        world.load("Usage.csv", report.text()).await;
        for (workload, currency) in [("Teams", "EUR"), ("Intune", "USD")] {
            world.app.add_offer(&operator(), &offer(workload, currency), None).await.unwrap();
        }
        let partner = Some(Noorderlicht::PARTNER);
        let mut readers = Vec::new();
        for (who, partner, role, at) in [
            ("whole partner", partner, Role::ExecutiveReportViewer, &[][..]),
            ("money withheld", partner, Role::ReportViewer, &[]),
            ("one place", partner, Role::ExecutiveReportViewer, &PLACES[1..]),
            ("programme", None, Role::ProgrammeAdmin, &[]),
            ("manager of both", None, Role::PartnerManager, &[Noorderlicht::PARTNER, Noorderlicht::OTHER_PARTNER]),
        ] {
            let email = world.add_person(&format!("Anna {}", readers.len()), partner, role, at).await;
            readers.push((who, world.with_token(&email).await));
        }
        Self { world, tenants, readers }
    }

    /// A server that has served nobody.
    fn fresh(&self) -> App {
        App::new(self.world.store.clone(), self.world.clock.clock(), Settings::usual(self.world.database.folder()))
    }

    /// Whether a row is in the list as narrowed, families left out.
    fn is_in(&self, row: &Opportunity, query: &OpportunityQuery) -> bool {
        let known = &self.tenants[&row.tenant_id.to_string()];
        let has = |wanted: &[String], value: &str| wanted.is_empty() || wanted.iter().any(|one| one == value);
        has(&query.countries, known.country)
            && has(&query.segments, known.segment)
            && has(&query.locations, known.place)
            && has(&query.workloads, &row.workload.code)
            && query.is_claimed.is_none_or(|wanted| wanted == row.is_claimed)
            && query.search.as_ref().is_none_or(|word| row.name.to_lowercase().contains(word))
    }
}

fn bucket(code: &str) -> &'static str {
    WORKLOADS.iter().find(|one| one.0 == code).unwrap().1
}

/// What a reader sees, page by page, forwards and back; and the cards, which are the same above each page.
pub(crate) async fn read(app: &App, ctx: &Ctx, query: &OpportunityQuery) -> (Vec<Opportunity>, Vec<OpportunityCard>) {
    let mut query = OpportunityQuery { limit: Some(query.limit.unwrap_or(7)), ..query.clone() };
    let first = app.opportunities(ctx, &query).await.unwrap().value;
    let (mut rows, mut pages, mut next) = (first.items.clone(), vec![first.items], first.next_cursor);
    let mut back = None;
    while let Some(cursor) = next.take() {
        query.cursor = Some(cursor);
        let page = app.opportunities(ctx, &query).await.unwrap().value;
        assert_eq!(page.cards, first.cards);
        assert!(!page.items.is_empty());
        rows.extend(page.items.clone());
        pages.push(page.items);
        (next, back) = (page.next_cursor, page.previous_cursor);
    }
    for page in pages.iter().rev().skip(1) {
        query.cursor = Some(back.take().expect("a page before"));
        let before = app.opportunities(ctx, &query).await.unwrap().value;
        assert_eq!(&before.items, page);
        back = before.previous_cursor;
    }
    assert_eq!(back, None, "nothing stands before the first page");
    (rows, first.cards)
}

/// The cards of these rows, as they add up.
fn cards(rows: &[Opportunity]) -> BTreeMap<&str, (i64, i64, BTreeMap<&str, i64>)> {
    let mut cards = BTreeMap::<&str, (i64, i64, BTreeMap<&str, i64>)>::new();
    for row in rows {
        let card = cards.entry(&row.sku_bucket).or_default();
        card.0 += 1;
        card.1 += row.units;
        if let Shown::Value(Some(money)) = &row.potential {
            *card.2.entry(money.currency.code()).or_default() += money.minor;
        }
    }
    cards
}

fn told(cards: &[OpportunityCard]) -> BTreeMap<&str, (i64, i64, BTreeMap<&str, i64>)> {
    cards
        .iter()
        .map(|card| {
            let money = match &card.potential {
                Shown::Value(amounts) => amounts.iter().map(|one| (one.currency.code(), one.minor)).collect(),
                Shown::Withheld => BTreeMap::new(),
            };
            (card.sku_bucket.as_str(), (card.rows, card.units, money))
        })
        .collect()
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

fn queries() -> Vec<OpportunityQuery> {
    let all = OpportunityQuery::default;
    vec![
        all(),
        OpportunityQuery { countries: texts(&["Belgium"]), ..all() },
        OpportunityQuery { segments: texts(&["Corporate", "Education"]), ..all() },
        OpportunityQuery { workloads: texts(&["Teams"]), ..all() },
        OpportunityQuery { workloads: texts(&["Teams", "Copilot", "Nothing"]), ..all() },
        OpportunityQuery { workloads: texts(&["Nothing"]), ..all() },
        OpportunityQuery { buckets: texts(&["microsoft_365"]), ..all() },
        OpportunityQuery { buckets: texts(&["security", "copilot"]), workloads: texts(&["Intune", "Teams"]), ..all() },
        OpportunityQuery { is_claimed: Some(true), ..all() },
        OpportunityQuery { is_claimed: Some(false), countries: texts(&["Netherlands"]), ..all() },
        OpportunityQuery { locations: texts(&PLACES[1..]), ..all() },
        OpportunityQuery { search: Some("haven".to_owned()), ..all() },
        OpportunityQuery { search: Some("haven".to_owned()), buckets: texts(&["microsoft_365"]), ..all() },
    ]
}

both_engines! {
    async fn what_they_are_narrowed_to_is_what_they_show(field in Field) {
        for (who, ctx) in &field.readers {
            for query in queries() {
                // Where partners are several, nobody filters by a location of theirs here.
                if matches!(*who, "programme" | "manager of both") && !query.locations.is_empty() {
                    continue;
                }
                let all = OpportunityQuery { limit: Some(100), ..OpportunityQuery::default() };
                let (everything, _) = read(&field.fresh(), ctx, &all).await;
                let expected: Vec<_> = everything.into_iter().filter(|row| field.is_in(row, &query)).collect();
                let is_of_family = |row: &Opportunity| query.buckets.is_empty() || query.buckets.contains(&row.sku_bucket);
                let rows: Vec<_> = expected.iter().filter(|row| is_of_family(row)).cloned().collect();
                assert!(rows.iter().all(|row| row.sku_bucket == bucket(&row.workload.code)));
                // First it asks who is there, and the second time it remembers.
                let server = field.fresh();
                for time in ["first", "second"] {
                    let (found, told_cards) = read(&server, ctx, &query).await;
                    assert_eq!(found, rows, "{who}, the {time} time: {query:?}");
                    let expected = cards(&expected);
                    let found = told(&told_cards);
                    if told_cards.iter().any(|card| card.potential == Shown::Withheld) {
                        let bare: BTreeMap<_, _> = expected.iter().map(|(code, one)| (*code, (one.0, one.1, BTreeMap::new()))).collect();
                        assert_eq!(found, bare, "{who}, the {time} time: {query:?}");
                    } else {
                        assert_eq!(found, expected, "{who}, the {time} time: {query:?}");
                    }
                }
            }
        }
    }

    async fn every_order_has_every_row_once_the_first_time_and_the_second(field in Field) {
        let (_, ctx) = &field.readers[0];
        let all = OpportunityQuery { limit: Some(100), ..OpportunityQuery::default() };
        let (everything, _) = read(&field.fresh(), ctx, &all).await;
        let key = |row: &Opportunity| (row.tenant_id.to_string(), row.workload.code.clone());
        let mut expected: Vec<_> = everything.iter().map(key).collect();
        expected.sort();
        for column in OpportunityColumn::ALL {
            for descending in [false, true] {
                let sort = OpportunitySort { column, descending };
                let (server, query) = (field.fresh(), OpportunityQuery { sort: Some(sort), limit: Some(25), ..all.clone() });
                let (first, _) = read(&server, ctx, &query).await;
                let (second, _) = read(&server, ctx, &query).await;
                assert_eq!(first, second, "{sort}");
                let mut found: Vec<_> = first.iter().map(key).collect();
                found.sort();
                assert_eq!(found, expected, "{sort}");
            }
        }
    }

    async fn a_workload_that_came_since_is_in_the_list_it_belongs_to(field in Field) {
        let (_, ctx) = &field.readers[0];
        let query = OpportunityQuery { workloads: texts(&["Teams", "Kaizala"]), limit: Some(100), ..OpportunityQuery::default() };
        let server = field.fresh();
        let before = read(&server, ctx, &query).await.0;
        assert!(!before.is_empty() && read(&server, ctx, &query).await.0 == before);
        let id = field.tenants.keys().next().unwrap();
        let row = [id, "70001", "Kaizala", "2026-08-01", "50", "20", "Bakkerij 00", "Netherlands", "SMB", PLACES[0], "", "", "CPOR", "0"];
        field.world.load("More.csv", Report::new(OFFICE_HEADER).row(&row).text()).await;
        let after = read(&server, ctx, &query).await.0;
        assert!(after.iter().any(|row| row.workload.code == "Kaizala" && row.units == 50), "{after:#?}");
    }

    async fn cards_follow_what_changes_on_every_server(field in Field) {
        let (_, ctx) = &field.readers[0];
        let query = OpportunityQuery { limit: Some(100), ..OpportunityQuery::default() };
        let servers = [field.fresh(), field.fresh()];
        let mut seen = Vec::new();
        for step in 0..4 {
            match step {
                // What a load brings, what it takes back, and what an offer pays.
                1 => {
                    let id = field.tenants.keys().next().unwrap();
                    let row = [id, "70001", "Teams", "2026-08-01", "4000", "7", "Bakkerij 00", "Netherlands", "SMB", PLACES[0], "", "", "CPOR", "0"];
                    seen.push(field.world.load("More.csv", Report::new(OFFICE_HEADER).row(&row).text()).await);
                }
                2 => drop(field.world.undo(&seen.pop().unwrap()).await),
                3 => {
                    let handle = field.world.app.offers(&operator()).await.unwrap().value.items.remove(0).handle;
                    let offer = OfferEdit { rate_minor: Some(700), ..offer("Teams", "EUR") };
                    field.world.app.change_offer(&operator(), &handle, &offer, &Expected::Any).await.unwrap();
                }
                _ => {}
            }
            // The first time it may be new, the second it is remembered.
            for server in [&servers[0], &servers[1], &servers[0], &servers[1]] {
                let (rows, told_cards) = read(server, ctx, &query).await;
                let found = told(&told_cards);
                assert_eq!(found, cards(&rows), "step {step}");
            }
        }
    }
}
