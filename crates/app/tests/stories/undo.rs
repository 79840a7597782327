//! Taking a load back restores exactly what was there (S13.4).

use app::AppError;
use domain::access::Role;
use domain::load::LoadState;
use testkit::report::{PROFILE_HEADER, Report};
use testkit::{Noorderlicht, both_engines, operator};

use super::loads::reports;
use super::standing::{assert_same, standing};

both_engines! {
    async fn undoing_restores_what_was_there_for_each_kind_and_twice_in_a_row(Noorderlicht { world } in Noorderlicht) {
        for (kind, report, later) in reports() {
            let before = standing(&world).await;
            let first = world.load("first.csv", report.text()).await;
            assert!(!first.load.counts.changes_nothing(), "{kind:?}");
            let between = standing(&world).await;
            let second = world.load("second.csv", later.text()).await;
            assert!(!second.load.counts.changes_nothing(), "{kind:?}");
            let early = world.app.undo_load(&operator(), first.load.id).await;
            assert!(matches!(early, Err(AppError::WrongLoadState)), "{kind:?}: {early:?}");
            assert_eq!(world.undo(&second).await.load.state, LoadState::Undone);
            assert_same(&standing(&world).await, &between, &format!("{kind:?}, the second undone"));
            world.undo(&first).await;
            assert_same(&standing(&world).await, &before, &format!("{kind:?}, both undone"));
            let again = world.app.undo_load(&operator(), first.load.id).await;
            assert!(matches!(again, Err(AppError::WrongLoadState)), "{kind:?}: {again:?}");
            // What was taken back can come again, and the rest of the story stands on it.
            world.load("again.csv", report.text()).await;
            assert_same(&standing_of_figures(&world).await, &figures_of(&between), &format!("{kind:?}, again"));
        }
    }

    async fn undoing_one_kind_leaves_what_another_brought_meanwhile(Noorderlicht { world } in Noorderlicht) {
        let [_, (_, customers, _), (_, usage, _), ..] = reports();
        world.load("customers.csv", customers.text()).await;
        let expected = standing(&world).await;
        let expected_figures = figures_of(&expected);
        let office = world.load("usage.csv", usage.text()).await;
        world.load("customers-again.csv", customers.text()).await;
        world.undo(&office).await;
        assert_same(&standing_of_figures(&world).await, &expected_figures, "usage undone");
        assert_same(&standing(&world).await, &expected, "usage undone");
    }

    async fn a_partners_own_number_that_became_a_location_is_the_partners_again(Noorderlicht { world } in Noorderlicht) {
        let before = standing(&world).await;
        let report = Report::new(PROFILE_HEADER).row(&[
            Noorderlicht::PARTNER, "Hoofdkantoor", Noorderlicht::PARTNER, "Noorderlicht", "Groningen", "Netherlands", "Location",
        ]);
        let load = world.load("Profile.csv", report.text()).await;
        assert_eq!(load.load.counts.added + load.load.counts.changed, 1);
        world.undo(&load).await;
        assert_same(&standing(&world).await, &before, "the profile undone");
    }

    async fn a_location_at_which_somebody_works_is_not_taken_away(Noorderlicht { world } in Noorderlicht) {
        let profile = Report::profile(&[(Noorderlicht::PARTNER, "Noorderlicht", &[("4100009", "Noorderlicht Assen", "Assen")])]);
        let load = world.load("Profile.csv", profile.text()).await;
        world.add_person("Anna", Some(Noorderlicht::PARTNER), Role::ReportViewer, &["4100009"]).await;
        let before = standing(&world).await;
        let answer = world.app.undo_load(&operator(), load.load.id).await;
        assert!(matches!(answer, Err(AppError::InUse)), "{answer:?}");
        assert_same(&standing(&world).await, &before, "an undo that was refused");
    }
}

/// Which load brought what differs when it is loaded again; everything else does not.
const BY_LOAD: [&str; 9] = [
    "audit",
    "load",
    "load_change",
    "load_partner",
    "load_tenant",
    "refused_row",
    "claim.claim_id",
    "location",
    "organisation",
];

async fn standing_of_figures(world: &testkit::World) -> testkit::Dump {
    figures_of(&world.database.dump(&BY_LOAD).await)
}

/// What people see: names, claims and portfolio.
fn figures_of(dump: &testkit::Dump) -> testkit::Dump {
    let seen = ["tenant", "claim", "claim_location", "portfolio", "portfolio_workload"];
    dump.iter()
        .filter(|(table, _)| seen.contains(&table.as_str()))
        .map(|(table, rows)| (table.clone(), rows.clone()))
        .collect()
}
