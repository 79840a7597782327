//! Partners and locations that the programme office keeps (S1.1).

use app::{AppError, Expected, LocationEdit, Outcome, Problem, TenantQuery};
use domain::access::Role;
use testkit::{Noorderlicht, both_engines};

fn field(error: AppError) -> (app::Field, Problem) {
    match error {
        AppError::Invalid(mut problems) => problems.remove(0),
        other => panic!("{other:?}"),
    }
}

fn edit(id: &str, name: &str, is_enrolled: bool) -> LocationEdit {
    LocationEdit { location_id: id.to_owned(), name: name.to_owned(), is_enrolled, ..LocationEdit::default() }
}

both_engines! {
    async fn a_partner_and_its_location_are_added_and_people_get_roles_there(it in Noorderlicht) {
        let (world, app) = (&it.world, &it.world.app);
        let office = world.with_token(&world.add_person("Office", None, Role::ProgrammeAdmin, &[]).await).await;
        assert_eq!(field(app.add_partner(&office, Noorderlicht::PARTNER, "Twice", None).await.unwrap_err()), ("partner_id", Problem::Taken));
        assert_eq!(field(app.add_partner(&office, "no id!", "x", None).await.unwrap_err()), ("partner_id", Problem::Malformed));
        app.add_partner(&office, "4000009", "Oosterlicht", None).await.unwrap();
        let taken = app.add_location(&office, "4000009", &edit(Noorderlicht::GENT, "x", true), None).await.unwrap_err();
        assert_eq!(field(taken), ("location_id", Problem::Taken));
        app.add_location(&office, "4000009", &edit("4900001", "Oosterlicht Zwolle", false), None).await.unwrap();
        let desk = app.partner_desk(&office, "4000009").await.unwrap().value;
        assert_eq!((desk.partner.locations, desk.partner.enrolled), (1, 0));
        world.add_person("Zwolle Viewer", Some("4000009"), Role::ReportViewer, &["4900001"]).await;
        // Reports reach it by its ID from then on.
        world.load("Profile.csv", Noorderlicht::profile().text()).await;
        assert_eq!(app.partner_list(&office).await.unwrap().value.len(), 3);
        let viewer = world.with_token("zwolle.viewer@uptake.example").await;
        assert!(matches!(app.partner_list(&viewer).await, Err(AppError::Forbidden)));
    }

    async fn a_new_name_is_seen_at_once_and_enrolment_outlives_the_next_profile(it in Noorderlicht) {
        let (world, app) = (&it.world, &it.world.app);
        let office = world.with_token(&world.add_person("Office", None, Role::ProgrammeAdmin, &[]).await).await;
        let email = world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let viewer = world.signed_in(&email).await;
        let names = async || {
            let (_, choices, _) = app.tenant_desk(&viewer, &TenantQuery::default()).await.unwrap().value;
            choices.locations.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
        };
        // Asked twice, so that the second is read from what the server remembers.
        names().await;
        assert_eq!(names().await, ["Noorderlicht Gent", "Noorderlicht Utrecht"]);
        let desk = app.partner_desk(&office, Noorderlicht::PARTNER).await.unwrap().value;
        let gent = desk.locations.iter().find(|one| one.location_id == Noorderlicht::GENT).unwrap();
        let change = edit("", "Noorderlicht Brugge", false);
        let expected = Expected::one(&*gent.revision);
        let saved = app.change_location(&office, Noorderlicht::PARTNER, Noorderlicht::GENT, &change, &expected).await;
        assert!(matches!(saved.unwrap().value, Outcome::Saved(_)));
        assert_eq!(names().await, ["Noorderlicht Brugge", "Noorderlicht Utrecht"]);
        let again = app.change_location(&office, Noorderlicht::PARTNER, Noorderlicht::GENT, &change, &expected).await;
        assert!(matches!(again.unwrap().value, Outcome::Overtaken(_)));
        world.load("Profile.csv", Noorderlicht::profile().text()).await;
        let desk = app.partner_desk(&office, Noorderlicht::PARTNER).await.unwrap().value;
        let gent = desk.locations.iter().find(|one| one.location_id == Noorderlicht::GENT).unwrap();
        assert_eq!((gent.name.as_str(), gent.is_enrolled), ("Noorderlicht Gent", false));
    }
}
