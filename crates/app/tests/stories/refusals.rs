//! Rows that are refused, and loads that are stopped by them.

use app::{AppError, RefusedRow};
use domain::access::Role;
use testkit::report::{Report, Usage};
use testkit::{Noorderlicht, TENANTS, both_engines, operator};

use super::standing::{assert_same, standing};

fn row() -> Usage<'static> {
    let [bakery, ..] = TENANTS;
    Usage {
        tenant: bakery.id,
        name: bakery.name,
        month: "2026-09-01",
        location: Noorderlicht::UTRECHT,
        ..Usage::default()
    }
}

/// Line, reason and the line that it contradicts.
fn told(refused: &[RefusedRow]) -> Vec<(i64, &str, Option<i64>)> {
    refused.iter().map(|row| (row.line, row.reason.as_str(), row.other_line)).collect()
}

both_engines! {
    async fn an_upload_that_the_server_cannot_read_back_is_no_fault_of_the_file(Noorderlicht { world } in Noorderlicht) {
        let office = world.add_person("Otto", None, Role::ProgrammeAdmin, &[]).await;
        let office = world.with_token(&office).await;
        let gone = world.database.folder().join("gone.csv");
        let answer = world.app.stage_load(&office, "usage.csv", &gone, |_| ()).await;
        assert!(matches!(answer, Err(AppError::Busy)), "{answer:?}");
        // Whoever names a file on the command line is told of it.
        let answer = world.app.stage_load(&operator(), "usage.csv", &gone, |_| ()).await;
        assert!(matches!(answer, Err(AppError::File(_))), "{answer:?}");
    }

    async fn rows_that_contradict_each_other_are_refused_and_both_named(Noorderlicht { world } in Noorderlicht) {
        let report = Report::office(&[
            row(),
            Usage { mau: "61", location: Noorderlicht::GENT, ..row() },
            Usage { workload: "Exchange", ..row() },
            Usage { workload: "Yammer", ..row() },
        ]);
        let plan = world.load("usage.csv", report.text()).await;
        assert_eq!(told(&plan.refused), [(2, "contradicts", Some(3)), (3, "contradicts", Some(2))]);
        assert_eq!((plan.load.counts.refused, plan.load.counts.added), (2, 2));
        let usage = world.app.tenant(&operator(), row().tenant.parse().unwrap()).await.unwrap().value;
        let months: Vec<_> = usage.rows.iter().map(|row| (row.workload.code.as_str(), row.month.unwrap().to_string())).collect();
        let expected = [("Exchange", "2026-09"), ("Teams", "2026-08"), ("Yammer", "2026-09")];
        assert_eq!(months, expected.map(|(code, month)| (code, month.to_owned())));
    }

    async fn two_partners_cannot_hold_one_claim(Noorderlicht { world } in Noorderlicht) {
        let report = Report::office(&[
            row(),
            Usage { location: Noorderlicht::HAARLEM, ..row() },
            Usage { workload: "Exchange", ..row() },
            Usage { workload: "Exchange", location: Noorderlicht::GENT, duplicate: "1", ..row() },
        ]);
        let plan = world.load("usage.csv", report.text()).await;
        assert_eq!(told(&plan.refused), [(2, "competing_claims", Some(3)), (3, "competing_claims", Some(2))]);
        let usage = world.app.tenant(&operator(), row().tenant.parse().unwrap()).await.unwrap().value;
        let claims: Vec<_> = usage
            .rows
            .iter()
            .map(|row| (row.workload.code.as_str(), row.claim.as_ref().map(|claim| claim.locations.len())))
            .collect();
        assert_eq!(claims, [("Exchange", Some(2)), ("Teams", Some(1))]);
    }

    async fn the_database_itself_holds_one_claim_a_workload(Noorderlicht { world } in Noorderlicht) {
        let second = world.database.run(
            "INSERT INTO claim (tenant_key, workload_id, organisation_id, approved_on)
             SELECT tenant_key, workload_id, organisation_id, approved_on FROM claim",
        );
        let answer = second.await.expect_err("a second claim was taken");
        assert!(answer.to_lowercase().contains("unique"), "{answer}");
    }

    async fn a_partner_that_nobody_knows_is_refused_with_the_row(Noorderlicht { world } in Noorderlicht) {
        let report = Report::office(&[row(), Usage { location: "7777777", ..row() }]);
        let plan = world.load("usage.csv", report.text()).await;
        assert_eq!(told(&plan.refused), [(3, "unknown_partner", None)]);
        assert_eq!((plan.refused[0].column.as_str(), plan.refused[0].value.as_str()), ("MPNId", "7777777"));
        assert_eq!(plan.load.counts.added, 1);
    }

    async fn too_many_refused_rows_stop_a_load(Noorderlicht { world } in Noorderlicht) {
        let before = standing(&world).await;
        let report = Report::office(&[row(), Usage { pau: "-1", ..row() }, Usage { month: "later", ..row() }]);
        let plan = world.stage("usage.csv", report.text()).await.unwrap();
        assert!(plan.stops);
        assert_eq!(told(&plan.refused), [(3, "negative", None), (4, "not_a_month", None)]);
        let answer = world.app.apply_load(&operator(), plan.load.id).await;
        assert!(matches!(answer, Err(AppError::TooManyRefused)), "{answer:?}");
        world.app.discard_load(&operator(), plan.load.id).await.unwrap();
        assert_same(&standing(&world).await, &before, "after a load that was stopped");
        // They stay for the download.
        assert_eq!(world.app.refused_rows(&operator(), plan.load.id, None).await.unwrap().len(), 2);
    }
}
