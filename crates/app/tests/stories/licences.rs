//! Licences: what rows come to, who sees them, and in which order.

use app::{AppError, LicenceItem, LicenceQuery, LicenceTotals, Problem};
use domain::licence::{LicenceColumn, LicenceSort};
use testkit::report::{PLANS_HEADER, PROPENSITY_HEADER, Report, Seats};
use testkit::{Noorderlicht, TENANTS, World, both_engines, operator};

fn shown(items: &[LicenceItem]) -> Vec<(&str, &str, i64, i64)> {
    items.iter().map(|item| (item.name.as_str(), item.sku.as_str(), item.sold, item.unused)).collect()
}

async fn all(world: &World, query: &LicenceQuery) -> Vec<LicenceItem> {
    world.app.licences(&operator(), query).await.unwrap().value.items
}

fn seats() -> Report {
    let [bakery, port, ..] = &TENANTS;
    let at = |tenant: &testkit::Tenant| Seats {
        tenant: tenant.id,
        name: tenant.name,
        location: Noorderlicht::UTRECHT,
        ..Seats::default()
    };
    Report::seats(&[
        at(bakery),
        Seats { location: Noorderlicht::GENT, duplicate: "1", ..at(bakery) },
        Seats { subscription: "sub-2", sold: "10", assigned: "12", ends: "9/30/2026", auto_renew: "0", ..at(bakery) },
        Seats { subscription: "sub-3", sku: "Office 365 E1", sold: "5", assigned: "5", ..at(bakery) },
        Seats { subscription: "sub-4", sku: "Office 365 E1", state: "Expired", sold: "500", ..at(bakery) },
        Seats {
            subscription: "sub-5",
            sku: "Gadget",
            sold: "7",
            assigned: "0",
            ends: "",
            month: "2026-07",
            ..at(port)
        },
    ])
}

both_engines! {
    async fn subscriptions_of_a_sku_add_up_and_what_repeats_counts_once(Noorderlicht { world } in Noorderlicht) {
        let plan = world.load("seats.csv", seats().text()).await;
        assert_eq!((plan.load.counts.added, plan.load.counts.repeated, plan.load.counts.refused), (5, 1, 0));
        assert_eq!(plan.ignored_columns, ["BilledRevenueUSD", "AzureConsumedRevenueUSD"]);
        let [bakery, port, ..] = TENANTS;
        let items = all(&world, &LicenceQuery::default()).await;
        let expected = [
            (bakery.name, "Microsoft 365 E3", 110, 38),
            (port.name, "Gadget", 7, 7),
            (bakery.name, "Office 365 E1", 5, 0),
        ];
        assert_eq!(shown(&items), expected);
        let suite = &items[0];
        assert_eq!((suite.term_end, suite.auto_renew), ("2026-09-30".parse().ok(), false));
        assert_eq!((suite.bucket.as_str(), suite.file_name.as_str()), ("Microsoft 365", "seats.csv"));
        // The figures of the bakery's workloads that the suite has.
        let usage = world.app.tenant(&operator(), bakery.id.parse().unwrap()).await.unwrap().value;
        let current = usage.rows.iter().filter(|row| suite.workloads.contains(&row.workload.code));
        let mau: i64 = current.filter_map(|row| row.figure).map(|figure| figure.mau).sum();
        assert_eq!(suite.figure.map(|figure| figure.mau), Some(mau));
        assert_eq!((items[1].bucket.as_str(), items[1].figure), ("other", None));
    }

    async fn what_contradicts_is_refused_and_names_the_other_line(Noorderlicht { world } in Noorderlicht) {
        let [bakery, ..] = TENANTS;
        let row = Seats { tenant: bakery.id, location: Noorderlicht::UTRECHT, ..Seats::default() };
        let report = Report::seats(&[
            row,
            Seats { location: Noorderlicht::GENT, duplicate: "1", sold: "101", ..row },
            Seats { subscription: "sub-2", ..row },
            Seats { subscription: "sub-3", ends: "31-12-2026", ..row },
            Seats { subscription: "sub-4", sku: "", ..row },
            Seats { subscription: "sub-5", location: "999", ..row },
        ]);
        let plan = world.stage("torn.csv", report.text()).await.unwrap();
        let refused: Vec<_> =
            plan.refused.iter().map(|one| (one.line, one.reason.as_str(), one.other_line)).collect();
        assert_eq!(
            refused,
            [
                (2, "contradicts", Some(3)),
                (3, "contradicts", Some(2)),
                (5, "not_a_day", None),
                (6, "missing", None),
                (7, "unknown_partner", None),
            ]
        );
    }

    async fn every_order_goes_on_by_cursor_in_both_directions(Noorderlicht { world } in Noorderlicht) {
        world.load("seats.csv", seats().text()).await;
        for column in LicenceColumn::ALL {
            for descending in [false, true] {
                let query = LicenceQuery { sort: LicenceSort { column, descending }, ..LicenceQuery::default() };
                let whole = all(&world, &query).await;
                let (mut forth, mut last) = (Vec::new(), LicenceQuery { limit: Some(1), ..query.clone() });
                let mut list = world.app.licences(&operator(), &last).await.unwrap().value;
                loop {
                    forth.extend(list.items.clone());
                    let Some(next) = list.next_cursor.clone() else { break };
                    last.cursor = Some(next);
                    list = world.app.licences(&operator(), &last).await.unwrap().value;
                }
                assert_eq!(forth, whole, "{column:?} {descending}");
                let mut back = list.items.clone();
                while let Some(previous) = list.previous_cursor.clone() {
                    last.cursor = Some(previous);
                    list = world.app.licences(&operator(), &last).await.unwrap().value;
                    back.splice(0..0, list.items.clone());
                }
                assert_eq!(back, whole, "{column:?} {descending} backwards");
                // Rows without a value come last, whichever way round.
                if column == LicenceColumn::TermEnd {
                    assert_eq!(whole.last().map(|item| item.sku.as_str()), Some("Gadget"));
                }
            }
        }
    }

    async fn filters_combine_and_cards_stay(Noorderlicht { world } in Noorderlicht) {
        world.load("seats.csv", seats().text()).await;
        let skus = async |query: LicenceQuery| -> Vec<String> {
            all(&world, &query).await.into_iter().map(|item| item.sku).collect()
        };
        let usual = LicenceQuery::default;
        assert_eq!(skus(LicenceQuery { unused: true, ..usual() }).await, ["Microsoft 365 E3", "Gadget"]);
        assert_eq!(skus(LicenceQuery { skus: vec!["office-365 e1".to_owned()], ..usual() }).await, ["Office 365 E1"]);
        assert_eq!(skus(LicenceQuery { auto_renew: Some(false), ..usual() }).await, ["Microsoft 365 E3"]);
        assert_eq!(skus(LicenceQuery { search: Some("gadg".to_owned()), ..usual() }).await, ["Gadget"]);
        let tenant = TENANTS[1].id.parse().ok();
        assert_eq!(skus(LicenceQuery { tenant, ..usual() }).await, ["Gadget"]);
        let query = LicenceQuery { buckets: vec!["Office 365".to_owned()], ..usual() };
        let list = world.app.licences(&operator(), &query).await.unwrap().value;
        assert_eq!(list.totals, LicenceTotals { licences: 1, sold: 5, assigned: 5 });
        let cards: Vec<_> = list.cards.iter().map(|card| (card.bucket.as_str(), card.sold)).collect();
        assert_eq!(cards, [("Microsoft 365", 110), ("other", 7), ("Office 365", 5)]);
        let wrong = LicenceQuery { term_days: Some(31), ..usual() };
        let error = world.app.licences(&operator(), &wrong).await.unwrap_err();
        assert!(matches!(error, AppError::Invalid(fields) if fields == [("term_days", Problem::NotInTheList)]));
    }

    async fn what_a_sku_entitles_to_follows_the_catalogue_and_comes_back(Noorderlicht { world } in Noorderlicht) {
        world.load("seats.csv", seats().text()).await;
        let before = all(&world, &LicenceQuery::default()).await;
        let plans = Report::new(PLANS_HEADER).row(&["Gadget", "Things", "Teams"]).row(&["gadget", "Things", "MS Teams"]);
        let plan = world.load("plans.csv", plans.text()).await;
        assert_eq!((plan.load.counts.added, plan.load.counts.repeated), (1, 1));
        let after = all(&world, &LicenceQuery::default()).await;
        assert_eq!((after[1].bucket.as_str(), after[1].workloads.as_slice()), ("Things", &["Teams".to_owned()][..]));
        assert!(after[1].figure.is_some(), "the port uses Teams");
        world.app.undo_load(&operator(), plan.load.id).await.unwrap();
        assert_eq!(all(&world, &LicenceQuery::default()).await, before);
        let torn = Report::new(PLANS_HEADER).row(&["Gadget", "A", "Teams"]).row(&["Gadget", "B", "Teams"]).row(&["", "C", ""]);
        let refused = world.stage("torn.csv", torn.text()).await.unwrap().refused;
        let refused: Vec<_> = refused.iter().map(|one| (one.line, one.reason.as_str(), one.other_line)).collect();
        assert_eq!(refused, [(2, "contradicts", Some(3)), (3, "contradicts", Some(2)), (4, "missing", None)]);
    }

    async fn propensity_is_kept_for_tenants_that_are_known(Noorderlicht { world } in Noorderlicht) {
        let [bakery, port, ..] = TENANTS;
        let row = |tenant: &'static str, cluster: &'static str, fit: &'static str| {
            [Noorderlicht::UTRECHT, "", tenant, "", "", "", "", "", cluster, fit, ""]
        };
        let report = Report::new(PROPENSITY_HEADER)
            .row(&row(bakery.id, "Act Now", "High"))
            .row(&row(bakery.id, "act now", "High"))
            .row(&row(port.id, "Educate", "Low"))
            .row(&row(port.id, "Educate", "High"))
            .row(&row("99999999-0000-4000-8000-00000000ffff", "Nurture", ""))
            .row(&row(bakery.id, "Sell", ""))
            .row(&row("12345", "Nurture", ""));
        let plan = world.stage("propensity.csv", report.text()).await.unwrap();
        assert_eq!((plan.load.counts.added, plan.load.counts.repeated), (1, 1));
        let refused: Vec<_> =
            plan.refused.iter().map(|one| (one.line, one.reason.as_str(), one.other_line)).collect();
        assert_eq!(
            refused,
            [
                (4, "contradicts", Some(5)),
                (5, "contradicts", Some(4)),
                (6, "unknown_tenant", None),
                (7, "unknown_cluster", None),
                (8, "not_a_tenant_id", None),
            ]
        );
    }
}
