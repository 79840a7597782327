//! People managed by their admins: roles, invitations, closing, tables (S1.2, S1.5, S1.6).

use app::{
    AppError, Credential, Ctx, Expected, Outcome, PersonAsked, PersonEdit, PersonItem, PersonState, Problem, RoleAsked,
    SensitiveShown, Subject, TenantQuery,
};
use chrono::TimeDelta;
use domain::access::Role;
use testkit::{Noorderlicht, PASSWORD, both_engines, visit};

const NEW_PASSWORD: &str = "three herons over water";

fn role(role: Role, at: &[&str]) -> RoleAsked {
    let at = (!at.is_empty()).then(|| at.iter().map(|&place| place.to_owned()).collect());
    RoleAsked { role: role.code().to_owned(), at }
}

fn asked(email: &str, roles: Vec<RoleAsked>) -> PersonAsked {
    PersonAsked { email: email.to_owned(), name: "Wim Kxq".to_owned(), roles, ..PersonAsked::default() }
}

fn problem(error: AppError) -> (app::Field, Problem) {
    match error {
        AppError::Invalid(mut problems) => problems.remove(0),
        other => panic!("{other:?}"),
    }
}

async fn admin(it: &Noorderlicht, name: &str, role: Role) -> Ctx {
    let partner = (role != Role::ProgrammeAdmin).then_some(Noorderlicht::PARTNER);
    let email = it.world.add_person(name, partner, role, &[]).await;
    it.world.with_token(&email).await
}

async fn find(it: &Noorderlicht, ctx: &Ctx, name: &str) -> PersonItem {
    it.world.app.person_list(ctx, name, None).await.unwrap().value.items.remove(0)
}

async fn change(
    it: &Noorderlicht,
    ctx: &Ctx,
    person: &PersonItem,
    roles: Vec<RoleAsked>,
) -> Result<PersonItem, AppError> {
    let edit = PersonEdit { name: person.name.clone(), roles };
    match it.world.app.change_person(ctx, &person.handle, &edit, &Expected::one(&*person.revision)).await?.value {
        Outcome::Saved(person) => Ok(person),
        Outcome::Overtaken(person) => panic!("overtaken by {person:?}"),
    }
}

both_engines! {
    async fn a_preview_says_what_the_list_of_tenants_then_has(it in Noorderlicht) {
        let admin = admin(&it, "Account Admin", Role::AccountAdmin).await;
        let email = it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::IncentivesAdmin, &[]).await;
        let viewer = it.world.with_token(&email).await;
        let app = &it.world.app;
        for (roles, expected) in [
            (vec![role(Role::ReportViewer, &[])], Some((3, SensitiveShown::Nothing))),
            (vec![role(Role::ExecutiveReportViewer, &[Noorderlicht::UTRECHT])], Some((2, SensitiveShown::All))),
            (
                vec![role(Role::ExecutiveReportViewer, &[Noorderlicht::UTRECHT]), role(Role::ReportViewer, &[])],
                Some((3, SensitiveShown::Some)),
            ),
            (vec![role(Role::IncentivesAdmin, &[Noorderlicht::GENT])], None),
            (Vec::new(), None),
        ] {
            let vera = find(&it, &admin, "Vera").await;
            let subject = Subject::Person(vera.handle.clone());
            let preview = app.preview_roles(&admin, &subject, &roles).await.unwrap().value;
            assert_eq!(preview.tenants, expected, "{roles:?}");
            assert_eq!(find(&it, &admin, "Vera").await.roles, vera.roles, "a preview saves nothing");
            change(&it, &admin, &vera, roles.clone()).await.unwrap();
            let desk = app.person_desk(&admin, &subject).await.unwrap().value;
            assert_eq!(desk.effect.unwrap().tenants, expected, "{roles:?}");
            let list = app.tenants(&viewer, &TenantQuery::default()).await;
            assert_eq!(list.ok().map(|seen| seen.value.totals.tenants), expected.map(|(tenants, _)| tenants), "{roles:?}");
        }
    }

    async fn nobody_gives_more_than_they_have_or_elsewhere(it in Noorderlicht) {
        let account = admin(&it, "Account Admin", Role::AccountAdmin).await;
        let global = admin(&it, "Global Admin", Role::GlobalAdmin).await;
        it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        it.world.add_person("Other Viewer", Some(Noorderlicht::OTHER_PARTNER), Role::ReportViewer, &[]).await;
        it.world.add_person("Office", None, Role::ProgrammeAdmin, &[]).await;
        let vera = find(&it, &account, "Vera").await;
        let standing = role(Role::ReportViewer, &[]);
        for (by, one, expected) in [
            (&account, role(Role::AccountAdmin, &[]), Problem::NotYoursToGive),
            (&account, role(Role::GlobalAdmin, &[]), Problem::NotYoursToGive),
            (&global, role(Role::ProgrammeAdmin, &[]), Problem::RoleNotHere),
            (&global, role(Role::PartnerManager, &[Noorderlicht::PARTNER]), Problem::RoleNotHere),
            (&global, role(Role::ReportViewer, &[Noorderlicht::HAARLEM]), Problem::PlaceUnknown),
            (&global, role(Role::GlobalAdmin, &[Noorderlicht::UTRECHT]), Problem::RoleNotHere),
            (&global, RoleAsked { role: "report_viewer".to_owned(), at: Some(Vec::new()) }, Problem::PlaceMissing),
            (&global, RoleAsked { role: "emperor".to_owned(), at: None }, Problem::NotInTheList),
        ] {
            let told = change(&it, by, &vera, vec![standing.clone(), one.clone()]).await.unwrap_err();
            assert_eq!(problem(told), ("roles", expected.clone()), "{one:?}");
            let told = it.world.app.invite_person(by, &asked("wim@partner.example", vec![one.clone()]), None).await;
            assert_eq!(problem(told.unwrap_err()), ("roles", expected), "{one:?}");
        }
        // Others' people are not there, and nobody of the office is.
        for name in ["Other Viewer", "Office"] {
            assert!(it.world.app.person_list(&global, name, None).await.unwrap().value.items.is_empty());
        }
        // Not to oneself, and not to or from somebody who has more.
        let own = find(&it, &account, "Account Admin").await;
        let told = change(&it, &account, &own, vec![role(Role::AccountAdmin, &[]), standing.clone()]).await.unwrap_err();
        assert_eq!(problem(told), ("roles", Problem::NotToYourself));
        let more = find(&it, &account, "Global Admin").await;
        assert!(!more.is_managed);
        for told in [
            change(&it, &account, &more, Vec::new()).await.map(drop),
            it.world.app.set_person_open(&account, &more.handle, false).await.map(drop),
            it.world.app.invite_again(&account, &more.handle).await.map(drop),
        ] {
            assert_eq!(problem(told.unwrap_err()).1, Problem::NotYoursToGive);
        }
        // What they give, is given.
        let both = vec![standing, role(Role::ExecutiveReportViewer, &[Noorderlicht::GENT])];
        assert_eq!(change(&it, &account, &vera, both).await.unwrap().roles.len(), 2);
    }

    async fn the_last_admin_stays_with_a_passkey_alone(it in Noorderlicht) {
        let email = it.world.add_person("First Admin", Some(Noorderlicht::PARTNER), Role::GlobalAdmin, &[]).await;
        let one = it.world.signed_in(&email).await;
        it.world.with_passkey(&one, b"theirs").await;
        it.world.database.run("UPDATE person SET password_hash = NULL WHERE name = 'First Admin'").await.unwrap();
        let office = admin(&it, "Office", Role::ProgrammeAdmin).await;
        let first = find(&it, &office, "First").await;
        assert_eq!(problem(change(&it, &office, &first, Vec::new()).await.unwrap_err()), ("roles", Problem::LastAdmin));
        let told = it.world.app.set_person_open(&office, &first.handle, false).await.unwrap_err();
        assert_eq!(problem(told).1, Problem::LastAdmin);
    }

    async fn the_last_admin_stays(it in Noorderlicht) {
        let one = admin(&it, "First Admin", Role::GlobalAdmin).await;
        let office = admin(&it, "Office", Role::ProgrammeAdmin).await;
        it.world.add_person("Lesser Admin", Some(Noorderlicht::PARTNER), Role::AccountAdmin, &[]).await;
        let first = find(&it, &one, "First").await;
        for by in [&one, &office] {
            assert_eq!(problem(change(&it, by, &first, Vec::new()).await.unwrap_err()), ("roles", Problem::LastAdmin));
            let told = it.world.app.set_person_open(by, &first.handle, false).await.unwrap_err();
            assert_eq!(problem(told).1, Problem::LastAdmin);
        }
        let own = find(&it, &office, "Office").await;
        assert_eq!(problem(change(&it, &office, &own, Vec::new()).await.unwrap_err()), ("roles", Problem::LastAdmin));
        // Somebody who is invited cannot sign in yet, and does not count.
        it.world.app.invite_person(&one, &asked("w@partner.example", vec![role(Role::GlobalAdmin, &[])]), None).await.unwrap();
        assert_eq!(problem(change(&it, &one, &first, Vec::new()).await.unwrap_err()), ("roles", Problem::LastAdmin));
        it.world.add_person("Second Admin", Some(Noorderlicht::PARTNER), Role::GlobalAdmin, &[]).await;
        change(&it, &one, &first, Vec::new()).await.unwrap();
        assert!(matches!(it.world.app.person_list(&one, "", None).await, Err(AppError::Forbidden)));
    }

    async fn what_a_clock_dated_ahead_does_not_count_until_its_time_comes(it in Noorderlicht) {
        let (app, clock) = (&it.world.app, &it.world.clock);
        let email = it.world.add_person("Gus Global", Some(Noorderlicht::PARTNER), Role::GlobalAdmin, &[]).await;
        for days in [40, 400] {
            clock.pass(TimeDelta::days(days));
            let (session, token) = (it.world.signed_in(&email).await, it.world.with_token(&email).await);
            let asked = asked(&format!("wim{days}@partner.example"), vec![role(Role::ReportViewer, &[])]);
            let secret = app.invite_person(&session, &asked, None).await.unwrap().value.invitation.unwrap().secret;
            let accept = async || app.accept_invitation(&visit(), &secret, &asked.email, NEW_PASSWORD, NEW_PASSWORD).await;
            clock.pass(TimeDelta::days(-days));
            app.mend_clock().await.unwrap();
            for it_is in [&session, &token] {
                assert!(matches!(app.profile(it_is).await, Err(AppError::SignedOut)));
            }
            assert!(matches!(accept().await, Err(AppError::WrongCredentials)));
            // An hour is what clocks may differ by; and should it be the present one that was wrong, nothing is lost.
            clock.pass(TimeDelta::days(days) - TimeDelta::minutes(59));
            app.mend_clock().await.unwrap();
            for it_is in [&session, &token] {
                app.profile(it_is).await.unwrap();
            }
            accept().await.unwrap();
            clock.pass(TimeDelta::days(-days));
        }
    }

    async fn an_invitation_works_once_for_a_while_and_for_its_address(it in Noorderlicht) {
        let admin = admin(&it, "Account Admin", Role::AccountAdmin).await;
        let app = &it.world.app;
        let invite = async |email: &str| {
            let seen = app.invite_person(&admin, &asked(email, vec![role(Role::ReportViewer, &[])]), None).await;
            seen.unwrap().value
        };
        let accept = async |secret: &str, email: &str| {
            app.accept_invitation(&visit(), secret, email, NEW_PASSWORD, NEW_PASSWORD).await
        };
        let is_refused = |told: Result<(), AppError>| matches!(told, Err(AppError::WrongCredentials));
        let made = invite("wim@partner.example").await;
        assert_eq!(made.person.state, PersonState::Invited);
        let secret = made.invitation.unwrap().secret;
        assert!(app.sign_in(&visit(), "wim@partner.example", PASSWORD).await.is_err());
        assert!(is_refused(accept(&secret, "other@partner.example").await), "another address");
        assert!(is_refused(accept("no-such-secret", "wim@partner.example").await), "another secret");
        let weak = app.accept_invitation(&visit(), &secret, "wim@partner.example", "short", "short").await.unwrap_err();
        assert_eq!(problem(weak).0, "new");
        accept(&secret, " Wim@Partner.example ").await.unwrap();
        app.sign_in(&visit(), "wim@partner.example", NEW_PASSWORD).await.unwrap();
        assert!(is_refused(accept(&secret, "wim@partner.example").await), "used twice");
        let wim = find(&it, &admin, "Wim").await;
        assert_eq!((wim.state, wim.invited_until), (PersonState::Active, None));
        assert!(wim.signed_in_at.is_some());
        assert_eq!(problem(app.invite_again(&admin, &wim.handle).await.unwrap_err()).1, Problem::NotInvited);

        let late = invite("late@partner.example").await;
        it.world.clock.pass(TimeDelta::days(7));
        assert!(is_refused(accept(&late.invitation.unwrap().secret, "late@partner.example").await), "ended");
        let again = app.invite_again(&admin, &late.person.handle).await.unwrap().value.invitation.unwrap();
        let newest = app.invite_again(&admin, &late.person.handle).await.unwrap().value.invitation.unwrap();
        assert!(is_refused(accept(&again.secret, "late@partner.example").await), "replaced");
        app.set_person_open(&admin, &late.person.handle, false).await.unwrap();
        assert!(is_refused(accept(&newest.secret, "late@partner.example").await), "closed");
    }

    async fn a_closed_account_ends_at_once_in_every_session_and_for_every_token(it in Noorderlicht) {
        let admin = admin(&it, "Account Admin", Role::AccountAdmin).await;
        let email = it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let (session, token) = (it.world.signed_in(&email).await, it.world.with_token(&email).await);
        let app = &it.world.app;
        let vera = find(&it, &admin, "Vera").await;
        app.set_person_open(&admin, &vera.handle, false).await.unwrap();
        for ctx in [&session, &token] {
            assert!(matches!(app.tenants(ctx, &TenantQuery::default()).await, Err(AppError::SignedOut)));
        }
        assert!(app.sign_in(&visit(), &email, PASSWORD).await.is_err());
        app.set_person_open(&admin, &vera.handle, true).await.unwrap();
        for ctx in [&session, &token] {
            assert!(matches!(app.tenants(ctx, &TenantQuery::default()).await, Err(AppError::SignedOut)), "gone for good");
        }
        assert!(matches!(it.world.signed_in(&email).await.credential, Credential::Session(_)));
        assert_eq!(find(&it, &admin, "Vera").await.roles, vera.roles);
    }

    async fn a_change_from_what_somebody_else_changed_is_not_made(it in Noorderlicht) {
        let admin = admin(&it, "Account Admin", Role::AccountAdmin).await;
        it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let before = find(&it, &admin, "Vera").await;
        change(&it, &admin, &before, Vec::new()).await.unwrap();
        let edit = PersonEdit { name: "Vera".to_owned(), roles: vec![role(Role::IncentivesAdmin, &[])] };
        let expected = Expected::one(&*before.revision);
        let outcome = it.world.app.change_person(&admin, &before.handle, &edit, &expected).await.unwrap().value;
        let Outcome::Overtaken(standing) = outcome else { panic!("{outcome:?}") };
        assert!(standing.roles.is_empty());
    }

    async fn a_table_is_done_whole_or_not_at_all(it in Noorderlicht) {
        let admin = admin(&it, "Account Admin", Role::AccountAdmin).await;
        let email = it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let app = &it.world.app;
        let header = "email,name,role,locations\n";
        let wrong = format!(
            "{header}a@partner.example,Anna,report_viewer,\nno address,Bram,report_viewer,\n\
             c@partner.example,Cas,global_admin,\nd@partner.example,Dirk,report_viewer,{}\n\
             e@partner.example,,report_viewer,\nf@partner.example,Fien,emperor,\n",
            Noorderlicht::HAARLEM
        );
        let plan = app.import_people(&admin, &wrong, true).await.unwrap().value;
        let told: Vec<_> = plan.errors.iter().map(|one| (one.line, one.column, one.problem.clone())).collect();
        assert_eq!(told, [
            (3, "email", Problem::NotAnEmail),
            (4, "role", Problem::NotYoursToGive),
            (5, "locations", Problem::PlaceUnknown),
            (6, "name", Problem::Missing),
            (7, "role", Problem::NotInTheList),
        ]);
        assert!(!plan.is_done && plan.invitations.is_empty());
        assert_eq!(app.person_list(&admin, "", None).await.unwrap().value.found, 2, "nobody was invited");

        let right = format!(
            "{header}a@partner.example,Anna,report_viewer,\na@partner.example,Anna,executive_report_viewer,{};{}\n\
             {email},,incentives_admin,{}\n",
            Noorderlicht::UTRECHT, Noorderlicht::GENT, Noorderlicht::GENT
        );
        let plan = app.import_people(&admin, &right, false).await.unwrap().value;
        assert_eq!((plan.lines.len(), plan.errors.len(), plan.is_done), (3, 0, false));
        assert_eq!(app.person_list(&admin, "", None).await.unwrap().value.found, 2, "a preview does nothing");
        let plan = app.import_people(&admin, &right, true).await.unwrap().value;
        assert!(plan.is_done);
        assert_eq!(plan.invitations.iter().map(|(email, _)| email.as_str()).collect::<Vec<_>>(), ["a@partner.example"]);
        assert_eq!(find(&it, &admin, "Anna").await.roles.len(), 3);
        assert_eq!(find(&it, &admin, "Vera").await.roles.len(), 2);
    }
}
