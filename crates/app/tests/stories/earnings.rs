//! What is kept of earnings is what the rule gives (S5.2, S5.3), whatever comes in what order.

use std::collections::{BTreeMap, BTreeSet};

use app::{AppError, Ctx, Expected, OfferEdit, Outcome, Problem, TenantQuery};
use chrono::TimeDelta;
use domain::TenantId;
use domain::access::{Role, Shown};
use domain::incentive::Reason;
use testkit::report::{EMS_HEADER, Report, Usage};
use testkit::{Dice, Noorderlicht, TENANTS, World, both_engines, operator};

const WORKLOADS: [&str; 3] = ["Teams", "Exchange", "Intune"];

fn tenant(number: usize) -> String {
    format!("0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4e{number:02}")
}

/// Usage of some months: who holds a workload changes now and then, and so do the figures.
fn usage(dice: &mut Dice, months: std::ops::RangeInclusive<u32>) -> (Report, Report) {
    let (mut office, mut mobility) = (Report::office(&[]), Report::new(EMS_HEADER));
    for number in 0..8 {
        let (id, name) = (tenant(number), format!("Klant {number}"));
        for workload in WORKLOADS {
            let mut location = *dice.pick(&[Noorderlicht::UTRECHT, Noorderlicht::GENT, Noorderlicht::HAARLEM, ""]);
            for month in months.clone() {
                if dice.below(8) == 0 {
                    continue;
                }
                if dice.below(10) == 0 {
                    location = *dice.pick(&[Noorderlicht::UTRECHT, Noorderlicht::HAARLEM]);
                }
                let (pau, mau) = (dice.below(400).to_string(), dice.below(420).to_string());
                let month = format!("2026-{month:02}-01");
                // A claim is what a partner is attached by; what nobody holds is brought by a reseller.
                let (at, attribution) =
                    if location.is_empty() { (Noorderlicht::UTRECHT, "CSPTier1") } else { (location, "CPOR") };
                let row = Usage {
                    tenant: &id,
                    name: &name,
                    workload,
                    month: &month,
                    pau: &pau,
                    mau: &mau,
                    location: at,
                    attribution,
                    ..Usage::default()
                };
                office = office.usage(&row);
                if workload == "Intune" && dice.below(3) == 0 {
                    let (pau, mau) = (dice.below(400).to_string(), dice.below(420).to_string());
                    mobility = mobility.mobility(&format!("{id}-{month}"), row, [("0", "0"), (&pau, &mau), ("0", "0")]);
                }
            }
        }
    }
    (office, mobility)
}

fn offer(dice: &mut Dice) -> OfferEdit {
    let workload = *dice.pick(&WORKLOADS);
    let (first, length) = (1 + dice.below(9), dice.below(12));
    let rate = 1 + dice.below(900);
    OfferEdit {
        name: format!("Aanbod {}", dice.below(1_000)),
        workload: workload.to_owned(),
        valid_from: format!("2026-{first:02}-{:02}", 1 + dice.below(28)),
        valid_to: format!("2026-{:02}-28", (first + length).min(12)),
        rate_minor: Some(i64::try_from(rate).unwrap()),
        ceiling_minor: Some(i64::try_from(rate + dice.below(rate * 150)).unwrap()),
        currency: (if workload == "Teams" { "USD" } else { "EUR" }).to_owned(),
        licence_minimum: Some(i64::try_from(dice.below(150)).unwrap()),
        excluded_segments: if dice.below(3) == 0 { vec!["SMB".to_owned()] } else { Vec::new() },
    }
}

/// That what is kept of every tenant is what the rule gives; how many amounts and reasons there were.
async fn compare(world: &World, ctx: &Ctx, seen: &mut BTreeSet<Option<Reason>>) -> usize {
    let mut amounts = 0;
    let list = world.app.tenants(ctx, &TenantQuery { limit: Some(100), ..TenantQuery::default() }).await.unwrap().value;
    for item in list.items {
        let details = world.app.tenant(ctx, item.tenant_id).await.unwrap().value;
        let mut by_currency: BTreeMap<&str, i64> = BTreeMap::new();
        for row in details.rows {
            let why = world.app.earnings(ctx, item.tenant_id, &row.workload.code).await.unwrap().value;
            let Shown::Value(offers) = why.offers else { panic!("withheld") };
            let applying: Vec<_> = offers.iter().filter(|one| one.calculation.applies()).collect();
            let expected = applying.first().map(|first| {
                (applying.iter().map(|one| one.calculation.potential_minor).sum::<i64>(), first.offer.currency)
            });
            let Shown::Value(kept) = row.potential else { panic!("withheld") };
            assert_eq!(kept.map(|it| (it.minor, it.currency)), expected, "{} {why:#?}", item.name, why = offers);
            if let Some((minor, currency)) = expected {
                *by_currency.entry(currency.code()).or_default() += minor;
                amounts += usize::from(minor > 0);
            }
            let mut reasons: Vec<_> = row.incentives.iter().map(|one| (one.handle.clone(), one.reason)).collect();
            let mut rule: Vec<_> = offers.iter().map(|one| (one.handle.clone(), one.calculation.reason)).collect();
            reasons.sort();
            rule.sort();
            assert_eq!(reasons, rule, "{}", item.name);
            seen.extend(rule.iter().map(|one| one.1));
            for one in &offers {
                assert_eq!(one.calculation.opportunity_units, row.opportunity_units, "{}", item.name);
            }
        }
        let Shown::Value(listed) = item.potential else { panic!("withheld") };
        let listed: BTreeMap<&str, i64> = listed.iter().map(|one| (one.currency.code(), one.minor)).collect();
        assert_eq!(listed, by_currency, "{}", item.name);
    }
    amounts
}

/// What somebody gets wrong.
type Change = fn(&mut OfferEdit);

both_engines! {
    async fn what_is_kept_is_what_the_rule_gives_in_random_worlds(Noorderlicht { world } in Noorderlicht) {
        let partner = world.add_person("Anna", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer, &[]).await;
        let anna = world.with_token(&partner).await;
        let (mut seen, mut amounts) = (BTreeSet::new(), 0);
        for seed in 0..6 {
            let mut dice = Dice::of(seed);
            let mut loads = Vec::new();
            let mut offers = Vec::new();
            for step in 0..6 {
                match dice.below(5) {
                    0 | 1 => {
                        let (office, mobility) = usage(&mut dice, 1..=8);
                        loads = vec![world.load("usage.csv", office.text()).await];
                        if !mobility.text().ends_with("MonthlyActiveUsers\n") {
                            world.load("mobility.csv", mobility.text()).await;
                        }
                    }
                    2 if !loads.is_empty() => drop(world.undo(&loads.pop().unwrap()).await),
                    3 if !offers.is_empty() => {
                        let handle: &String = dice.pick(&offers);
                        let changed = world.app.change_offer(&operator(), handle, &offer(&mut dice), &Expected::Any).await.unwrap();
                        assert!(matches!(changed.value, Outcome::Saved(_)));
                    }
                    _ => offers.push(world.app.add_offer(&operator(), &offer(&mut dice), None).await.unwrap().handle),
                }
                if dice.below(4) == 0 {
                    world.clock.pass(TimeDelta::days(1));
                }
                amounts += compare(&world, &operator(), &mut seen).await;
                amounts += compare(&world, &anna, &mut seen).await;
                let _ = step;
            }
        }
        assert!(amounts > 100, "{amounts}");
        let reasons: BTreeSet<_> = Reason::ALL.into_iter().map(Some).chain([None]).collect();
        assert_eq!(seen, reasons);
    }

    async fn whoever_comes_first_on_a_new_day_sees_the_season_of_that_day(Noorderlicht { world } in Noorderlicht) {
        let (office, _) = usage(&mut Dice::of(7), 1..=8);
        world.load("usage.csv", office.text()).await;
        let edit = OfferEdit {
            valid_from: "2026-09-12".to_owned(), valid_to: "2026-09-13".to_owned(), rate_minor: Some(100),
            ceiling_minor: Some(1_000_000), licence_minimum: Some(0), excluded_segments: Vec::new(), ..offer(&mut Dice::of(1))
        };
        world.app.add_offer(&operator(), &edit, None).await.unwrap();
        let other_server = world.app.clone().with_clock(world.clock.clock());
        for (day, pays) in [(10, false), (11, false), (12, true), (13, true), (14, false)] {
            for app in [&world.app, &other_server] {
                let list = app.tenants(&operator(), &TenantQuery::default()).await.unwrap().value;
                let some = list.items.iter().any(|one| matches!(&one.potential, Shown::Value(it) if !it.is_empty()));
                assert_eq!(some, pays, "the {day}th of September");
            }
            world.clock.pass(TimeDelta::days(1));
        }
    }

    async fn an_offer_that_cannot_be_is_refused_at_its_field(Noorderlicht { world } in Noorderlicht) {
        let good = OfferEdit { workload: "Teams".to_owned(), excluded_segments: Vec::new(), ..offer(&mut Dice::of(1)) };
        let good = OfferEdit { valid_from: "2026-01-01".into(), valid_to: "2026-12-31".into(), currency: "USD".into(), ..good };
        world.app.add_offer(&operator(), &good, None).await.unwrap();
        let cases: [(Change, &str); 11] = [
            (|it| it.name = String::new(), "name"),
            (|it| it.workload = "Kaizala".into(), "workload"),
            (|it| it.workload = String::new(), "workload"),
            (|it| it.valid_from = "1-1-2026".into(), "valid_from"),
            (|it| it.valid_to = "2025-12-31".into(), "valid_to"),
            (|it| it.rate_minor = Some(0), "rate_minor"),
            (|it| it.rate_minor = None, "rate_minor"),
            (|it| it.ceiling_minor = it.rate_minor.map(|rate| rate - 1), "ceiling_minor"),
            (|it| it.currency = "XXX".into(), "currency"),
            // Another offer of Teams pays in dollars on these days.
            (|it| it.currency = "EUR".into(), "currency"),
            (|it| it.licence_minimum = Some(-1), "licence_minimum"),
        ];
        for (change, field) in cases {
            let mut wrong = OfferEdit { rate_minor: Some(500), ceiling_minor: Some(5_000), ..good.clone() };
            change(&mut wrong);
            let answer = world.app.add_offer(&operator(), &wrong, None).await;
            let Err(AppError::Invalid(problems)) = answer else { panic!("{field}: {answer:?}") };
            assert_eq!(problems.iter().map(|one| one.0).collect::<Vec<_>>(), [field], "{problems:?}");
        }
        let stale = world.app.offers(&operator()).await.unwrap().value.items.remove(0);
        let changed = world.app.change_offer(&operator(), &stale.handle, &good, &Expected::one(stale.revision.as_str())).await;
        assert!(matches!(changed.unwrap().value, Outcome::Saved(_)));
        let again = world.app.change_offer(&operator(), &stale.handle, &good, &Expected::one(stale.revision)).await;
        assert!(matches!(again.unwrap().value, Outcome::Overtaken(_)));
    }

    async fn money_is_withheld_from_a_report_viewer_and_does_not_steer_the_order(Noorderlicht { world } in Noorderlicht) {
        let edit = OfferEdit {
            workload: "Teams".into(), valid_from: "2026-01-01".into(), valid_to: "2026-12-31".into(), licence_minimum: Some(0),
            rate_minor: Some(100), ceiling_minor: Some(100_000), excluded_segments: Vec::new(), ..offer(&mut Dice::of(1))
        };
        world.app.add_offer(&operator(), &edit, None).await.unwrap();
        let sorted = TenantQuery { sort: "-potential_earnings".parse().unwrap(), ..TenantQuery::default() };
        let people = [
            ("Anna", Role::ExecutiveReportViewer, &[] as &[&str], [true, true]),
            ("Bram", Role::ReportViewer, &[], [false, false]),
            ("Cleo", Role::ReportViewer, &[Noorderlicht::GENT], [false, false]),
        ];
        for (name, role, at, shown) in people {
            let ctx = world.with_token(&world.add_person(name, Some(Noorderlicht::PARTNER), role, at).await).await;
            let list = world.app.tenants(&ctx, &TenantQuery::default()).await.unwrap().value;
            for item in &list.items {
                let is_shown = matches!(&item.potential, Shown::Value(amounts) if !amounts.is_empty());
                assert_eq!(is_shown, shown[0], "{name} {}", item.name);
                assert_eq!(item.withheld.is_empty(), shown[0], "{name} {}", item.name);
                let (_, rows) = world.app.usage(&ctx, item.tenant_id).await.unwrap();
                assert_eq!(rows.iter().all(|row| row.potential != Shown::Withheld), shown[0], "{name}");
                let why = world.app.earnings(&ctx, item.tenant_id, "Teams").await.unwrap().value;
                assert_eq!(why.offers != Shown::Withheld, shown[0], "{name}");
            }
            let answer = world.app.tenants(&ctx, &sorted).await;
            match answer {
                Ok(_) => assert!(shown[1], "{name}"),
                Err(AppError::Invalid(problems)) => {
                    assert_eq!(problems, [("sort", Problem::Unknown)]);
                    assert!(!shown[1], "{name}");
                }
                Err(error) => panic!("{name}: {error}"),
            }
            let offers = world.app.offers(&ctx).await.unwrap().value;
            assert_eq!(offers.items.iter().all(|one| one.rate_minor.is_some()), shown[0], "{name}");
            let write = world.app.add_offer(&ctx, &edit, None).await;
            assert!(matches!(write, Err(AppError::Forbidden)), "{name}: {write:?}");
        }
    }

    async fn who_sees_money_at_one_location_sees_that_of_its_tenants_alone(Noorderlicht { world } in Noorderlicht) {
        let edit = OfferEdit {
            workload: "Teams".into(), valid_from: "2026-01-01".into(), valid_to: "2026-12-31".into(), licence_minimum: Some(0),
            rate_minor: Some(100), ceiling_minor: Some(100_000), excluded_segments: Vec::new(), ..offer(&mut Dice::of(1))
        };
        world.app.add_offer(&operator(), &edit, None).await.unwrap();
        let email = world.add_person("Dirk", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        world.app.grant_role(&operator(), &email.parse().unwrap(), Role::ExecutiveReportViewer, &[Noorderlicht::GENT.to_owned()]).await.unwrap();
        let ctx = world.with_token(&email).await;
        let list = world.app.tenants(&ctx, &TenantQuery::default()).await.unwrap().value;
        assert_eq!(list.items.len(), 3);
        for item in list.items {
            let is_in_gent = TENANTS.iter().any(|one| one.name == item.name && one.location == Noorderlicht::GENT);
            assert_eq!(item.potential != Shown::Withheld, is_in_gent, "{}", item.name);
            let id: TenantId = item.tenant_id;
            let (_, rows) = world.app.usage(&ctx, id).await.unwrap();
            assert_eq!(rows.iter().all(|row| row.potential != Shown::Withheld), is_in_gent, "{}", item.name);
        }
    }
}
