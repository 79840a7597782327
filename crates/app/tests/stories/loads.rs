//! Loads: again, late, at once, half-dead.

use app::{AppError, TenantQuery};
use domain::TenantId;
use domain::load::{FeedKind, LoadState};
use testkit::report::{
    CUSTOMERS_HEADER, EMS_HEADER, PLANS_HEADER, PROPENSITY_HEADER, REFERRALS_HEADER, Report, Seats, Usage,
};
use testkit::{Noorderlicht, TENANTS, both_engines, operator};

use super::standing::{assert_same, standing};

/// A report of each kind that changes something in the small world, and one that changes that again.
pub(crate) fn reports() -> [(FeedKind, Report, Report); 8] {
    let [bakery, port, ..] = TENANTS;
    let row = Usage { tenant: bakery.id, name: bakery.name, location: Noorderlicht::UTRECHT, ..Usage::default() };
    let locations =
        [(Noorderlicht::UTRECHT, "Noorderlicht Midden", "Utrecht"), ("4100003", "Noorderlicht Zwolle", "Zwolle")];
    let profile =
        |name: &str| Report::profile(&[(Noorderlicht::PARTNER, name, &locations), ("4000003", "Avondrood", &[])]);
    let seat = Seats { tenant: bakery.id, name: bakery.name, location: Noorderlicht::UTRECHT, ..Seats::default() };
    let inclined = |tenant: &'static str, cluster: &'static str, fit: &'static str| {
        [Noorderlicht::UTRECHT, "", tenant, "", "", "", "", "", cluster, fit, "Low"]
    };
    let again = Usage { location: "4100003", ..row };
    let customers = |name: &str, month: &str| {
        let report = Report::new(CUSTOMERS_HEADER);
        report.customer(bakery.id, name, "zon.example", "Belgium", month, Noorderlicht::UTRECHT).customer(
            "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d09",
            "Molen",
            "",
            "",
            month,
            Noorderlicht::GENT,
        )
    };
    [
        (FeedKind::PartnerProfile, profile("Noorderlicht"), profile("Noorderlicht Groep")),
        (
            FeedKind::CustomersAndTenants,
            customers("Zonneschijn", "2026-07-01"),
            customers("Zonneschijn NV", "2026-09-01"),
        ),
        (
            FeedKind::OfficeUsage,
            Report::office(&[
                Usage { month: "2026-08-01", pau: "120", ..row },
                Usage { location: Noorderlicht::GENT, duplicate: "1", pau: "120", ..row },
                Usage { month: "2026-09-01", workload: "Kaizala", ..row },
                Usage { tenant: "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d08", name: "Nieuw", ..row },
            ]),
            Report::office(&[
                Usage { month: "2026-08-01", pau: "130", attribution: "DPOR", ..row },
                Usage { month: "2026-09-01", workload: "kaizala", location: Noorderlicht::HAARLEM, ..row },
                Usage { tenant: port.id, name: "Haven", month: "2026-09-01", location: Noorderlicht::GENT, ..row },
            ]),
        ),
        (
            FeedKind::EmsUsage,
            Report::new(EMS_HEADER).mobility("s1", row, [("10", "5"), ("0", "0"), ("", "")]).mobility(
                "s2",
                row,
                [("7", "9"), ("", "4"), ("", "")],
            ),
            Report::new(EMS_HEADER).mobility("s1", again, [("11", "5"), ("3", "0"), ("", "")]),
        ),
        (
            FeedKind::SeatsAndSubscriptions,
            Report::seats(&[
                seat,
                Seats { location: Noorderlicht::GENT, duplicate: "1", ..seat },
                Seats { subscription: "sub-2", sku: "M365-E5", ends: "", ..seat },
                Seats { tenant: "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d07", name: "Pas gekocht", ..seat },
            ]),
            Report::seats(&[
                Seats { sold: "120", auto_renew: "0", ..seat },
                Seats { subscription: "sub-2", sku: "M365-E5", state: "Expired", ends: "", ..seat },
                Seats { subscription: "sub-3", month: "2026-07-01", ..seat },
            ]),
        ),
        (
            FeedKind::EligiblePlans,
            Report::new(PLANS_HEADER)
                .row(&["Microsoft 365 E3", "Suites", "teams"])
                .row(&["Microsoft 365 E3", "Suites", "Kaizala"])
                .row(&["Kade pack", "Own", ""]),
            Report::new(PLANS_HEADER).row(&["microsoft-365 e3", "Suites", "Exchange"]),
        ),
        (
            FeedKind::Propensity,
            Report::new(PROPENSITY_HEADER)
                .row(&inclined(bakery.id, "Act Now", "High"))
                .row(&inclined(port.id, "nurture", "")),
            Report::new(PROPENSITY_HEADER).row(&inclined(bakery.id, "Evaluate", "High")),
        ),
        (
            FeedKind::Referrals,
            Report::new(REFERRALS_HEADER)
                .row(&["RFA-1", bakery.id, "Bakkerij", "Teams;Exchange", "100", "EUR"])
                .row(&["RFA-2", port.id, "Haven", "Teams", "", ""]),
            Report::new(REFERRALS_HEADER).row(&["RFA-1", bakery.id, "Bakkerij", "Teams", "200", "EUR"]),
        ),
    ]
}

both_engines! {
    async fn loading_a_file_again_changes_nothing(Noorderlicht { world } in Noorderlicht) {
        for (kind, report, later) in reports() {
            for text in [report.text(), later.text()] {
                // The location of some of the rows comes with the profile, which is the first.
                world.load("once.csv", text).await;
                let before = standing(&world).await;
                let again = world.load("twice.csv", text).await;
                assert!(again.load.counts.changes_nothing(), "{kind:?}: {:?}", again.load.counts);
                assert_same(&standing(&world).await, &before, &format!("{kind:?}"));
            }
        }
    }

    async fn an_older_month_after_a_newer_changes_the_history_and_not_the_list(Noorderlicht { world } in Noorderlicht) {
        let [bakery, ..] = TENANTS;
        let list = async || world.app.tenants(&operator(), &TenantQuery::default()).await.unwrap().value;
        let before = list().await;
        let row = Usage { tenant: bakery.id, name: "Another Name", location: Noorderlicht::GENT, ..Usage::default() };
        world.load("May.csv", Report::office(&[Usage { month: "2026-05-01", mau: "7", ..row }]).text()).await;
        assert_eq!(list().await, before);
        let id: TenantId = bakery.id.parse().unwrap();
        let history = world.app.history(&operator(), id, "Teams").await.unwrap().value;
        let months: Vec<_> = history.months.iter().map(|one| (one.month.to_string(), one.figure.mau)).collect();
        let expected = [("2026-05", 7), ("2026-06", 40), ("2026-07", 50), ("2026-08", 60)];
        assert_eq!(months, expected.map(|(month, mau)| (month.to_owned(), mau)));
        assert_eq!(history.months[0].file_name, "May.csv");
    }

    async fn two_spellings_are_one_workload(Noorderlicht { world } in Noorderlicht) {
        let [bakery, ..] = TENANTS;
        let row = Usage { tenant: bakery.id, name: bakery.name, location: Noorderlicht::UTRECHT, ..Usage::default() };
        let report = Report::office(&[
            Usage { workload: "Loop Preview", month: "2026-07-01", ..row },
            Usage { workload: "LOOP-preview", month: "2026-08-01", ..row },
            Usage { workload: "microsoft teams", month: "2026-08-01", mau: "61", ..row },
        ]);
        let plan = world.load("spellings.csv", report.text()).await;
        assert_eq!((plan.load.counts.added, plan.load.counts.changed), (2, 1));
        let usage = world.app.tenant(&operator(), bakery.id.parse().unwrap()).await.unwrap().value;
        let codes: Vec<_> = usage.rows.iter().map(|row| row.workload.code.as_str()).collect();
        assert_eq!(codes, ["Exchange", "Teams", "Loop Preview"]);
        assert_eq!(usage.rows[1].figure.map(|figure| figure.mau), Some(61));
    }

    async fn two_loads_of_one_kind_at_once_get_a_clear_answer(Noorderlicht { world } in Noorderlicht) {
        let usage = Noorderlicht::usage();
        let planned = world.stage("planned.csv", usage.text()).await.unwrap().load.id;
        let lock = world.store.lock_load(FeedKind::OfficeUsage).await.unwrap().expect("nobody is at work");
        assert!(world.store.lock_load(FeedKind::OfficeUsage).await.unwrap().is_none());
        assert!(matches!(world.stage("second.csv", usage.text()).await, Err(AppError::LoadAtWork)));
        assert!(matches!(world.app.apply_load(&operator(), planned).await, Err(AppError::LoadAtWork)));
        assert!(matches!(world.app.undo_load(&operator(), planned).await, Err(AppError::LoadAtWork)));
        // Another kind does not wait.
        world.load("Profile.csv", Noorderlicht::profile().text()).await;
        drop(lock);
        world.app.apply_load(&operator(), planned).await.unwrap();
    }

    async fn a_plan_that_others_have_overtaken_is_shown_anew_before_it_counts(Noorderlicht { world } in Noorderlicht) {
        let [bakery, ..] = TENANTS;
        let row = Usage { tenant: bakery.id, name: bakery.name, location: Noorderlicht::UTRECHT, ..Usage::default() };
        let report = Report::office(&[Usage { month: "2026-09-01", ..row }]);
        let first = world.stage("first.csv", report.text()).await.unwrap();
        let second = world.stage("second.csv", report.text()).await.unwrap();
        assert_eq!((first.load.counts.added, second.load.counts.added), (1, 1));
        world.app.apply_load(&operator(), second.load.id).await.unwrap();
        let answer = world.app.apply_load(&operator(), first.load.id).await;
        assert!(matches!(answer, Err(AppError::PlanChanged)), "{answer:?}");
        let anew = world.app.load(&operator(), first.load.id).await.unwrap().value;
        assert_eq!((anew.load.state, anew.load.counts.added, anew.load.counts.left), (LoadState::Planned, 0, 1));
        world.app.apply_load(&operator(), first.load.id).await.unwrap();
        let again = world.app.apply_load(&operator(), first.load.id).await;
        assert!(matches!(again, Err(AppError::WrongLoadState)), "{again:?}");
    }

    async fn what_a_dead_process_left_is_cleared_by_the_next_load(Noorderlicht { world } in Noorderlicht) {
        let before = standing(&world).await;
        for text in [
            "INSERT INTO load (kind, file_name, file_bytes, state, staged_at) VALUES ('office_usage', 'x.csv', 1, 'staging', 0)",
            "INSERT INTO staged_workload (load_id, workload_id, spelling, code) SELECT load_id, -1, 'kaizala', 'Kaizala' FROM load
             WHERE state = 'staging'",
            "INSERT INTO refused_row (load_id, line, column_name, value, reason) SELECT load_id, 2, '', '', 'missing'
             FROM load WHERE state = 'staging'",
        ] {
            assert_eq!(world.database.run(text).await, Ok(1));
        }
        let again = world.load("OfficeUsage.csv", Noorderlicht::usage().text()).await;
        assert!(again.load.counts.changes_nothing());
        assert_same(&standing(&world).await, &before, "after the next load");
        let loads = world.app.loads(&operator()).await.unwrap().value.loads;
        let dead = loads.iter().find(|load| load.file_name == "x.csv").unwrap();
        assert_eq!((dead.state, dead.failure.as_deref()), (LoadState::Failed, Some("died")));
    }
}
