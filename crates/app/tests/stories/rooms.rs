//! Rooms: where figures wait between plan and application, and what happens when they are gone.

use app::AppError;
use domain::id::LoadId;
use domain::load::LoadState;
use testkit::report::{CUSTOMERS_HEADER, Report, Usage};
use testkit::{Engine, Noorderlicht, TENANTS, both_engines, operator};

use super::standing::{assert_same, standing};

const NEW: [&str; 4] = [
    "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4e01",
    "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4e02",
    "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4e03",
    "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4e04",
];

/// What takes from the room of load 3 what its plan noted there, on either engine.
const FORGET_PLAN: [(&str, &str); 3] = [
    (
        "ATTACH (SELECT file || '.load-3' FROM pragma_database_list WHERE name = 'main') AS room;
         UPDATE room.staged_base SET planned_after = NULL",
        "UPDATE load_3.staged_base SET planned_after = NULL",
    ),
    (
        "ATTACH (SELECT file || '.load-3' FROM pragma_database_list WHERE name = 'main') AS room;
         UPDATE room.staged_fact SET change = 1",
        "UPDATE load_3.staged_fact SET change = 1",
    ),
    (
        "ATTACH (SELECT file || '.load-3' FROM pragma_database_list WHERE name = 'main') AS room;
         DELETE FROM room.staged_difference",
        "DELETE FROM load_3.staged_difference",
    ),
];

fn usage(tenants: &[&'static str], workload: &'static str) -> Report {
    let rows: Vec<Usage<'_>> = tenants
        .iter()
        .map(|tenant| Usage {
            tenant,
            name: tenant,
            workload,
            month: "2026-09-01",
            location: Noorderlicht::UTRECHT,
            ..Usage::default()
        })
        .collect();
    Report::office(&rows)
}

both_engines! {
    async fn tenants_that_two_waiting_loads_bring_stay_apart(Noorderlicht { world } in Noorderlicht) {
        let [one, two, three, four] = NEW;
        // Each gives keys of its own to what it brings; the second to be applied has to give way.
        let first = world.stage("usage.csv", usage(&[one, three, four], "Kaizala").text()).await.unwrap();
        let customers = [two, three].into_iter().fold(Report::new(CUSTOMERS_HEADER), |report, tenant| {
            report.customer(tenant, tenant, "", "", "2026-09-01", Noorderlicht::UTRECHT)
        });
        let second = world.stage("customers.csv", customers.text()).await.unwrap();
        world.app.apply_load(&operator(), second.load.id).await.unwrap();
        let answer = world.app.apply_load(&operator(), first.load.id).await;
        assert!(matches!(answer, Err(AppError::PlanChanged)), "{answer:?}");
        // Meanwhile somebody else brings the workload, too.
        let third = world.stage("more.csv", usage(&[TENANTS[0].id], "Kaizala").text()).await.unwrap();
        world.app.apply_load(&operator(), third.load.id).await.unwrap();
        world.app.apply_load(&operator(), first.load.id).await.unwrap();
        for tenant in NEW {
            let shown = world.app.tenant(&operator(), tenant.parse().unwrap()).await.unwrap().value;
            assert_eq!(shown.tenant.name, tenant);
            let codes: Vec<_> = shown.rows.iter().map(|row| row.workload.code.as_str()).collect();
            assert_eq!(codes, if tenant == two { vec![] } else { vec!["Kaizala"] }, "{tenant}");
        }
        let again = world.load("again.csv", usage(&[one, three, four], "Kaizala").text()).await;
        assert!(again.load.counts.changes_nothing(), "{:?}", again.load.counts);
    }

    async fn a_room_goes_with_its_load_whatever_becomes_of_it(Noorderlicht { world } in Noorderlicht) {
        let none: [LoadId; 0] = [];
        assert_eq!(world.store.rooms().await.unwrap(), none);
        let discarded = world.stage("a.csv", usage(&NEW, "Teams").text()).await.unwrap();
        assert_eq!(world.store.rooms().await.unwrap(), [LoadId(discarded.load.id)]);
        world.app.discard_load(&operator(), discarded.load.id).await.unwrap();
        assert_eq!(world.store.rooms().await.unwrap(), none);
        world.load("b.csv", usage(&NEW, "Teams").text()).await;
        assert_eq!(world.store.rooms().await.unwrap(), none);
        let torn = world.stage("c.csv", &format!("{}\"", usage(&NEW, "Teams").text())).await;
        assert!(matches!(torn, Err(AppError::File(_))), "{torn:?}");
        assert_eq!(world.store.rooms().await.unwrap(), none);
        // A process that died left one behind, and the next load clears it away.
        let left = world.store.make_room(LoadId(4711)).await.unwrap();
        left.leave().await;
        assert_eq!(world.store.rooms().await.unwrap(), [LoadId(4711)]);
        let waiting = world.stage("d.csv", usage(&NEW, "Exchange").text()).await.unwrap();
        assert_eq!(world.store.rooms().await.unwrap(), [LoadId(waiting.load.id)]);
    }

    async fn a_room_that_does_not_know_its_plan_is_compared_anew(Noorderlicht { world } in Noorderlicht) {
        let before = standing(&world).await;
        let row = Usage { name: "Bakkerij Maan", month: "2026-08-01", mau: "61", location: Noorderlicht::UTRECHT, ..Usage::default() };
        let report = Report::office(&TENANTS.map(|tenant| Usage { tenant: tenant.id, ..row }));
        let plan = world.stage("usage.csv", report.text()).await.unwrap();
        assert_eq!(plan.load.id, 3, "the texts below are about it");
        // All rows wait, as they came: as a power cut left it that took back what the comparison noted.
        for (on_sqlite, on_postgres) in FORGET_PLAN {
            let text = if world.store.engine() == Engine::Sqlite { on_sqlite } else { on_postgres };
            world.database.run(text).await.unwrap();
        }
        let applied = world.app.apply_load(&operator(), plan.load.id).await.unwrap().value;
        assert_eq!(applied.load.counts, plan.load.counts);
        world.undo(&applied).await;
        assert_same(&standing(&world).await, &before, "a load taken back that was compared anew");
    }

    async fn a_load_whose_room_is_gone_or_empty_is_not_applied(Noorderlicht { world } in Noorderlicht) {
        let before = standing(&world).await;
        for is_there in [false, true] {
            let plan = world.stage("usage.csv", usage(&NEW, "Teams").text()).await.unwrap();
            let id = LoadId(plan.load.id);
            world.store.remove_room(id).await.unwrap();
            if is_there {
                // As PostgreSQL leaves it after a crash.
                world.store.make_room(id).await.unwrap().leave().await;
            }
            let answer = world.app.apply_load(&operator(), plan.load.id).await;
            assert!(matches!(answer, Err(AppError::LoadLost)), "{answer:?}");
            let load = world.app.load(&operator(), plan.load.id).await.unwrap().value.load;
            assert_eq!((load.state, load.failure.as_deref()), (LoadState::Failed, Some("lost")));
            assert_same(&standing(&world).await, &before, "after a room was lost");
        }
        world.load("usage.csv", usage(&NEW, "Teams").text()).await;
    }
}
