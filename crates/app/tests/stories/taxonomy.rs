//! Versions of the taxonomy: who makes them, what they touch, and what stays as it was (S8.5).

use app::{App, AppError, AuditAction, Ctx, Expected, Outcome, TaxonomyDesk, TenantQuery, VersionState};
use chrono::{NaiveDate, TimeDelta};
use domain::access::Role;
use domain::service_status::{Choice, Need, NewNode, NewTaxonomy, SplitFault, TaxonomyFault};
use testkit::{both_engines, operator};

use super::service_status::{LEGAL, Seats, lines, split};

/// The newest version without a reason, from a day on.
fn without(desk: &TaxonomyDesk, reason: &str, from: NaiveDate) -> NewTaxonomy {
    let mut new = NewTaxonomy::of(&desk.newest);
    new.valid_from = from.to_string();
    let at = new.nodes.iter().position(|node| node.code == reason).unwrap();
    let below = new.nodes.iter().skip(at + 1).take_while(|node| node.level == 3).count();
    new.nodes.drain(at..=at + below);
    new
}

/// The newest version with one more reason of being blocked.
fn with_reason(desk: &TaxonomyDesk, name: &str, from: NaiveDate) -> NewTaxonomy {
    let mut new = NewTaxonomy::of(&desk.newest);
    new.valid_from = from.to_string();
    let at = new.nodes.iter().position(|node| node.code == "no_intent").unwrap();
    let node = NewNode { level: 2, label_en: name.to_owned(), label_nl: format!("{name} nl"), ..NewNode::default() };
    new.nodes.insert(at, node);
    new
}

async fn desk(seats: &Seats) -> TaxonomyDesk {
    seats.world.app.taxonomy_desk(&seats.office, None).await.unwrap().value
}

async fn save(seats: &Seats, new: &NewTaxonomy, expected: &Expected) -> Outcome<TaxonomyDesk> {
    seats.world.app.save_taxonomy(&seats.office, new, expected).await.unwrap().value
}

async fn put(seats: &Seats, new: &NewTaxonomy) -> TaxonomyDesk {
    match save(seats, new, &Expected::Any).await {
        Outcome::Saved(desk) => desk,
        Outcome::Overtaken(_) => panic!("whatever stands there was expected"),
    }
}

fn states(desk: &TaxonomyDesk) -> Vec<(VersionState, Option<NaiveDate>)> {
    desk.versions.iter().map(|one| (one.state, one.valid_to)).collect()
}

fn reasons(desk: &TaxonomyDesk) -> usize {
    desk.newest.options(&Choice::status("blocked")).count()
}

both_engines! {
    async fn a_version_is_previewed_planned_replaced_and_withdrawn(seats in Seats) {
        let today = seats.world.app.now().date_naive();
        let day = |number| today + TimeDelta::days(number);
        seats.put(&seats.executive, 100, &[(60, LEGAL), (40, "in_progress")]).await;
        let first = desk(&seats).await;
        assert_eq!((states(&first), first.is_planned, first.earliest), (vec![(VersionState::InForce, None)], false, today));
        let planned = without(&first, "legal_or_regulatory", day(7));
        let preview = seats.world.app.preview_taxonomy(&seats.office, &planned).await.unwrap().value;
        assert_eq!(preview.effect.difference.removed.len(), 7);
        let unfit: Vec<_> = preview.effect.unfit.iter().map(|one| (one.choice.to_string(), one.need, one.count.seats, one.count.workloads, one.count.tenants)).collect();
        assert_eq!(unfit, [(LEGAL.to_owned(), Need::Choice, 60, 1, 1)]);
        assert!(preview.replaced.is_none());
        assert_eq!(desk(&seats).await, first, "a preview saves nothing");

        let saved = put(&seats, &planned).await;
        assert_eq!(states(&saved), [(VersionState::Planned, None), (VersionState::InForce, Some(day(6)))]);
        assert_eq!((saved.versions[0].person.as_deref(), saved.versions[0].valid_from), (Some("Petra Programme"), day(7)));
        assert!(saved.shown.node(&Choice::new("blocked", Some("legal_or_regulatory"), None).unwrap()).is_some(), "it counts later");
        // What is planned can be replaced, on another day too; there is one at a time.
        let other = with_reason(&saved, "Strike", day(3));
        let preview = seats.world.app.preview_taxonomy(&seats.office, &other).await.unwrap().value;
        assert_eq!((preview.effect.difference.removed.len(), preview.effect.difference.added.len()), (7, 1), "against the one in force");
        assert_eq!(preview.replaced.map(|(planned, difference)| (planned.valid_from(), difference.removed.len(), difference.added.len())), Some((day(7), 0, 1)));
        let replaced = put(&seats, &other).await;
        assert_eq!(states(&replaced), [(VersionState::Planned, None), (VersionState::InForce, Some(day(2)))]);
        assert_eq!((replaced.newest.valid_from(), reasons(&replaced)), (day(3), 10));
        let withdrawn = seats.world.app.withdraw_taxonomy(&seats.office, &Expected::one(replaced.revision.clone())).await.unwrap().value;
        let Outcome::Saved(withdrawn) = withdrawn else { panic!("{withdrawn:?}") };
        assert_eq!((states(&withdrawn), &withdrawn.revision), (vec![(VersionState::InForce, None)], &first.revision));
        let again = seats.world.app.withdraw_taxonomy(&seats.office, &Expected::Any).await;
        assert!(matches!(again, Err(AppError::TaxonomyInForce)), "{again:?}");

        let audit = seats.world.app.audit_page(&operator(), &app::AuditQuery::of("taxonomy.")).await.unwrap().value.entries;
        let done: Vec<_> = audit.iter().map(|one| (one.action, one.subject.clone())).collect();
        let (kept, back) = (AuditAction::TaxonomySaved, AuditAction::TaxonomyWithdrawn);
        assert_eq!(done, [(back, day(3).to_string()), (kept, day(3).to_string()), (kept, day(7).to_string())]);
        assert!(audit[1].detail.contains(&format!("\"replaced\":\"{}\"", day(7))), "{}", audit[1].detail);
    }

    async fn what_counts_is_never_changed_and_a_day_has_one_version(seats in Seats) {
        let today = seats.world.app.now().date_naive();
        let in_force = put(&seats, &with_reason(&desk(&seats).await, "Strike", today)).await;
        assert_eq!(states(&in_force), [(VersionState::InForce, None), (VersionState::Past, today.pred_opt())]);
        let next = with_reason(&in_force, "Weather", today);
        for refused in [
            seats.world.app.save_taxonomy(&seats.office, &next, &Expected::Any).await.map(drop),
            seats.world.app.preview_taxonomy(&seats.office, &next).await.map(drop),
        ] {
            let Err(AppError::Taxonomy(problems)) = refused else { panic!("{refused:?}") };
            assert_eq!(problems[0].fault, TaxonomyFault::TooEarly(in_force.earliest));
        }
        assert_eq!(in_force.earliest, today + TimeDelta::days(1));
        assert!(matches!(seats.world.app.withdraw_taxonomy(&seats.office, &Expected::Any).await, Err(AppError::TaxonomyInForce)));
        // What was planned counts from its day on, without anybody doing anything.
        let planned = put(&seats, &with_reason(&in_force, "Weather", in_force.earliest)).await;
        assert_eq!(reasons(&planned), 12);
        seats.world.clock.pass(TimeDelta::days(1));
        let now = seats.world.app.taxonomy(&seats.executive, None).await.unwrap().value;
        assert_eq!(now.options(&Choice::status("blocked")).count(), 12);
        assert_eq!(states(&desk(&seats).await).iter().map(|(state, _)| *state).collect::<Vec<_>>(), [VersionState::InForce, VersionState::Past, VersionState::Past]);
        let yesterday = seats.world.app.taxonomy(&seats.executive, Some(today)).await.unwrap().value;
        assert_eq!(yesterday.options(&Choice::status("blocked")).count(), 11);
    }

    async fn of_two_admins_the_second_sees_what_the_first_saved(seats in Seats) {
        let today = seats.world.app.now().date_naive();
        let tomorrow = today + TimeDelta::days(1);
        let seen = desk(&seats).await;
        let expected = Expected::one(seen.revision.clone());
        put(&seats, &with_reason(&seen, "Strike", tomorrow)).await;
        let Outcome::Overtaken(theirs) = save(&seats, &with_reason(&seen, "Weather", tomorrow), &expected).await else {
            panic!("the second was not told")
        };
        assert_eq!((reasons(&theirs), theirs.is_planned), (11, true));
        assert!(matches!(seats.world.app.withdraw_taxonomy(&seats.office, &expected).await.unwrap().value, Outcome::Overtaken(_)));
        // At the same moment: one is saved, all others are told, and nothing is half-done.
        let expected = Expected::one(theirs.revision.clone());
        let names = ["A", "B", "C", "D"].map(|name| with_reason(&seen, name, tomorrow));
        let (a, b, c, d) = tokio::join!(
            save(&seats, &names[0], &expected), save(&seats, &names[1], &expected),
            save(&seats, &names[2], &expected), save(&seats, &names[3], &expected)
        );
        assert_eq!([a, b, c, d].iter().filter(|one| matches!(one, Outcome::Saved(_))).count(), 1);
        assert_eq!((reasons(&desk(&seats).await), desk(&seats).await.versions.len()), (11, 2));
    }

    async fn a_version_changes_under_an_open_form_and_nothing_is_lost(seats in Seats) {
        let today = seats.world.app.now().date_naive();
        seats.put(&seats.executive, 100, &[(60, LEGAL), (40, "in_progress")]).await;
        let open = seats.desk(&seats.executive).await;
        seats.world.clock.pass(TimeDelta::days(1));
        put(&seats, &without(&desk(&seats).await, "legal_or_regulatory", today + TimeDelta::days(1))).await;
        let deep = "blocked/legal_or_regulatory/location_of_data";
        let new = split(100, &[(50, LEGAL), (10, deep), (30, "in_progress"), (10, "blocked/never_was")]);
        let refused = seats.save(&seats.executive, &Expected::one(open.revision.clone()), &new).await;
        let Err(AppError::Split(problems)) = refused else { panic!("{refused:?}") };
        let told: Vec<_> = problems.iter().map(|one| (one.line, one.field.code(), one.fault.to_string())).collect();
        let gone = "Legal or regulatory is not offered any more".to_owned();
        assert_eq!(told[..2], [(Some(0), "l2", gone.clone()), (Some(1), "l2", gone)]);
        assert_eq!((told.len(), &problems[2].fault), (3, &SplitFault::NotAnOption));
        // What stands, stands, under the name of its day; figures that come in leave it there.
        let standing = seats.desk(&seats.executive).await;
        assert_eq!((lines(&standing), standing.revision), (lines(&open), open.revision));
        assert_eq!(standing.lines[0].labels[1].en, "Legal or regulatory");
        seats.teams("2026-10-01", "110").await;
        assert_eq!(lines(&seats.desk(&seats.executive).await)[0], format!("60 {LEGAL}"));
        assert_eq!(seats.on(today).await.lines[0].labels[1].nl, "Wet- en regelgeving");
        let blockers = seats.world.app.blockers(&seats.executive).await.unwrap().value;
        assert_eq!((blockers[0].reasons[0].name.en.as_str(), blockers[0].reasons[0].seats), ("Legal or regulatory", 60));
        seats.put(&seats.executive, 110, &[(110, "in_progress")]).await;
    }

    async fn every_reader_has_the_version_of_the_day_on_every_server_at_once(seats in Seats) {
        let today = seats.world.app.now().date_naive();
        let other = App::new(seats.world.database.open().await, seats.world.clock.clock(), seats.world.app.settings().clone());
        let reason = |name: &'static str| move |node: &domain::service_status::Node| node.labels.en == name;
        let choices = async |app: &App, ctx: &Ctx| app.tenant_desk(ctx, &TenantQuery::default()).await.unwrap().value.1;
        // Both servers have what stands around the list in mind by now.
        for app in [&seats.world.app, &other, &seats.world.app, &other] {
            assert!(!choices(app, &seats.executive).await.statuses.iter().any(reason("Strike")));
        }
        let mut new = with_reason(&desk(&seats).await, "Strike", today);
        let at = new.nodes.iter().position(|node| node.code == "executive_sponsorship").unwrap();
        new.nodes.drain(at..=at + 5);
        put(&seats, &new).await;
        for app in [&seats.world.app, &other] {
            let offered = choices(app, &seats.executive).await;
            assert!(offered.statuses.iter().any(reason("Strike")) && !offered.statuses.iter().any(reason("Executive sponsorship")));
            assert!(offered.retired.len() == 1 && offered.retired.iter().any(reason("Executive sponsorship")));
            assert_eq!(app.taxonomy(&seats.executive, None).await.unwrap().value.valid_from(), today);
        }
    }

    async fn nobody_but_the_programme_admin_sees_or_makes_versions(seats in Seats) {
        let seen = desk(&seats).await;
        let new = with_reason(&seen, "Strike", seen.earliest);
        for who in [&seats.executive, &seats.viewer, &seats.manager] {
            let app = &seats.world.app;
            for refused in [
                app.taxonomy_desk(who, None).await.map(drop),
                app.preview_taxonomy(who, &new).await.map(drop),
                app.save_taxonomy(who, &new, &Expected::Any).await.map(drop),
                app.withdraw_taxonomy(who, &Expected::Any).await.map(drop),
            ] {
                assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
            }
        }
        assert_eq!(desk(&seats).await, seen);
        let admin = seats.world.add_person("Ada Admin", None, Role::ProgrammeAdmin, &[]).await;
        let admin = seats.world.with_token(&admin).await;
        assert!(matches!(seats.world.app.save_taxonomy(&admin, &new, &Expected::Any).await.unwrap().value, Outcome::Saved(_)));
    }
}
