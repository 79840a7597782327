//! Roles, sessions, tokens and passwords.

use app::{
    App, AppError, Credential, Ctx, Door, NewPerson, Problem, Settings, SignedIn, TenantQuery, TokenScope, Visit,
};
use chrono::TimeDelta;
use domain::access::Role;
use futures_util::future::join_all;
use testkit::{Noorderlicht, PASSWORD, World, both_engines, operator, visit};

/// How many tenants a request sees.
async fn sees(world: &World, ctx: &Ctx) -> Result<i64, AppError> {
    Ok(world.app.tenants(ctx, &TenantQuery::default()).await?.value.totals.tenants)
}

async fn anna(world: &World) -> String {
    world.add_person("Anna Brink", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer, &[]).await
}

/// Another server on the same database.
async fn second_server(world: &World) -> App {
    App::new(world.database.open().await, world.clock.clock(), Settings::usual(world.database.folder()))
}

/// Who was let in, with the session that was given.
fn let_in(signed_in: SignedIn) -> Ctx {
    let credential = Credential::Session(signed_in.secret);
    Ctx { credential, door: Door::Page, request_id: "race".to_owned(), address: "192.0.2.7".to_owned() }
}

both_engines! {
    async fn a_role_taken_away_counts_from_the_next_request_on(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let address = email.parse().unwrap();
        let (session, token) = (world.signed_in(&email).await, world.with_token(&email).await);
        for ctx in [&session, &token] {
            assert_eq!(sees(&world, ctx).await.unwrap(), 3);
        }
        world.app.grant_role(&operator(), &address, Role::ReportViewer, &[Noorderlicht::GENT.to_owned()]).await.unwrap();
        world.app.revoke_role(&operator(), &address, Role::ExecutiveReportViewer, &[]).await.unwrap();
        for ctx in [&session, &token] {
            assert_eq!(sees(&world, ctx).await.unwrap(), 1);
        }
        world.app.revoke_role(&operator(), &address, Role::ReportViewer, &[Noorderlicht::GENT.to_owned()]).await.unwrap();
        for ctx in [&session, &token] {
            let answer = sees(&world, ctx).await;
            assert!(matches!(answer, Err(AppError::NoViewerRole)), "{answer:?}");
        }
    }

    async fn a_closed_account_is_out_at_once_and_stays_out(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let (session, token) = (world.signed_in(&email).await, world.with_token(&email).await);
        let address = email.parse().unwrap();
        world.app.set_active(&operator(), &address, false).await.unwrap();
        let answer = world.app.sign_in(&visit(), &email, PASSWORD).await;
        assert!(matches!(answer, Err(AppError::WrongCredentials)), "{answer:?}");
        world.app.set_active(&operator(), &address, true).await.unwrap();
        for ctx in [&session, &token] {
            let answer = sees(&world, ctx).await;
            assert!(matches!(answer, Err(AppError::SignedOut)), "{answer:?}");
        }
        world.signed_in(&email).await;
    }

    async fn tokens_and_sessions_end_when_they_said_they_would(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let token = world.with_token(&email).await;
        let idle = world.signed_in(&email).await;
        world.clock.pass(TimeDelta::hours(12));
        assert!(matches!(sees(&world, &idle).await, Err(AppError::SignedOut)));
        world.clock.pass(TimeDelta::days(30) - TimeDelta::hours(12) - TimeDelta::milliseconds(1));
        assert_eq!(sees(&world, &token).await.unwrap(), 3);
        world.clock.pass(TimeDelta::milliseconds(1));
        assert!(matches!(sees(&world, &token).await, Err(AppError::SignedOut)));
    }

    async fn wrong_unknown_and_closed_get_one_answer(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        for (address, password) in [
            (email.as_str(), "wrong horse battery"), ("nobody@uptake.example", PASSWORD), ("not an address", PASSWORD), ("", ""),
        ] {
            let answer = world.app.sign_in(&visit(), address, password).await;
            assert!(matches!(answer, Err(AppError::WrongCredentials)), "{address}: {answer:?}");
        }
    }

    async fn the_eleventh_try_in_a_quarter_of_an_hour_is_refused(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        for address in [email.as_str(), "nobody@uptake.example"] {
            for _ in 0..10 {
                let answer = world.app.sign_in(&visit(), address, "wrong horse battery").await;
                assert!(matches!(answer, Err(AppError::WrongCredentials)), "{address}: {answer:?}");
            }
            // The right password does not help any more, and does not tell whether there is an account.
            let answer = world.app.sign_in(&visit(), address, PASSWORD).await;
            assert!(matches!(answer, Err(AppError::TooMany(seconds)) if seconds <= 900), "{address}: {answer:?}");
        }
        world.clock.pass(TimeDelta::minutes(15));
        world.signed_in(&email).await;
    }

    async fn guesses_side_by_side_on_two_servers_and_from_many_addresses_are_no_more_than_ten(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let second = second_server(&world).await;
        let guesses = (0..40).map(async |number: u32| {
            let app = if number.is_multiple_of(2) { &world.app } else { &second };
            let from = Visit { address: format!("192.0.2.{number}"), ..visit() };
            match app.sign_in(&from, &email, "wrong horse battery").await {
                Err(AppError::WrongCredentials) => 1,
                Err(AppError::TooMany(_) | AppError::Busy) => 0,
                other => panic!("{other:?}"),
            }
        });
        let looked_at: u32 = join_all(guesses).await.into_iter().sum();
        assert!(looked_at <= 10, "{looked_at} guesses were looked at");
        let answer = second.sign_in(&visit(), &email, PASSWORD).await;
        assert!(matches!(answer, Err(AppError::TooMany(_))), "{answer:?}");
    }

    async fn guesses_from_a_thousand_addresses_do_not_keep_the_owner_out(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let known = world.app.sign_in(&visit(), &email, PASSWORD).await.unwrap().at_once().unwrap().known_browser;
        let mut looked_at = 0;
        let mut guess_on = async |from: std::ops::Range<u32>| {
            for number in from {
                let from = Visit { address: format!("198.51.{}.{}", number / 250, number % 250), ..visit() };
                match world.app.sign_in(&from, &email, "wrong horse battery").await {
                    Err(AppError::WrongCredentials) => looked_at += 1,
                    Err(AppError::TooMany(seconds)) => assert!(seconds <= 900, "{seconds}"),
                    other => panic!("{other:?}"),
                }
            }
        };
        guess_on(0..500).await;
        let answer = world.app.sign_in(&visit(), &email, PASSWORD).await;
        assert!(matches!(answer, Err(AppError::TooMany(_))), "a browser that nobody knows: {answer:?}");
        let at_home = |known: &str| Visit { known_browser: Some(known.to_owned()), ..visit() };
        let again = world.app.sign_in(&at_home(&known), &email, PASSWORD).await.unwrap().at_once().unwrap();
        // That the owner came in gives whoever guesses nothing.
        guess_on(500..1_000).await;
        assert_eq!(looked_at, 10);

        // The old secret of the browser is gone, and the new one has ten tries of its own.
        let answer = world.app.sign_in(&at_home(&known), &email, PASSWORD).await;
        assert!(matches!(answer, Err(AppError::TooMany(_))), "{answer:?}");
        let home = at_home(&again.known_browser);
        for _ in 0..10 {
            let answer = world.app.sign_in(&home, &email, "wrong horse battery").await;
            assert!(matches!(answer, Err(AppError::WrongCredentials)), "{answer:?}");
        }
        let answer = world.app.sign_in(&home, &email, PASSWORD).await;
        assert!(matches!(answer, Err(AppError::TooMany(_))), "{answer:?}");
    }

    async fn a_browser_is_known_for_its_own_person_and_until_the_password_changes(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let other = world.add_person("Bram", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let of_other = world.app.sign_in(&visit(), &other, PASSWORD).await.unwrap().at_once().unwrap().known_browser;
        let new = "another horse and its staple";
        let ways: [(&str, bool); 3] = [("nothing", true), ("password", false), ("everywhere", false)];
        for (what, stays_known) in ways {
            world.clock.pass(TimeDelta::minutes(16));
            let it = world.app.sign_in(&visit(), &email, if what == "everywhere" { new } else { PASSWORD }).await.unwrap().at_once().unwrap();
            let known = it.known_browser.clone();
            let ctx = let_in(it);
            match what {
                "password" => world.app.change_password(&ctx, PASSWORD, new, new).await.unwrap(),
                "everywhere" => world.app.sign_out_everywhere(&ctx).await.unwrap(),
                _ => {}
            }
            for _ in 0..10 {
                let _ = world.app.sign_in(&visit(), &email, "wrong horse battery").await;
            }
            let from = |known: &str| Visit { known_browser: Some(known.to_owned()), ..visit() };
            let foreign = world.app.sign_in(&from(&of_other), &email, PASSWORD).await;
            assert!(matches!(foreign, Err(AppError::TooMany(_))), "{what}: {foreign:?}");
            let own = world.app.sign_in(&from(&known), &email, if what == "nothing" { PASSWORD } else { new }).await;
            assert_eq!(own.is_ok(), stays_known, "{what}: {own:?}");
        }
        // Half a year later it is a stranger.
        let known = world.app.sign_in(&Visit { address: "192.0.2.8".to_owned(), ..visit() }, &other, PASSWORD).await;
        let known = known.unwrap().at_once().unwrap().known_browser;
        world.clock.pass(TimeDelta::days(181));
        for _ in 0..10 {
            let _ = world.app.sign_in(&visit(), &other, "wrong horse battery").await;
        }
        let visit = Visit { known_browser: Some(known), ..visit() };
        assert!(matches!(world.app.sign_in(&visit, &other, PASSWORD).await, Err(AppError::TooMany(_))));
    }

    async fn whoever_signs_in_while_the_account_is_closed_is_not_in_when_it_is(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let second = second_server(&world).await;
        let (address, visit, operator) = (email.parse().unwrap(), visit(), operator());
        for _ in 0..testkit::size("UPTAKE_ROUNDS", 8) {
            let (signed_in, closed) = tokio::join!(
                world.app.sign_in(&visit, &email, PASSWORD),
                second.set_active(&operator, &address, false),
            );
            closed.unwrap();
            match signed_in {
                Ok(it) => assert!(matches!(sees(&world, &let_in(it.at_once().unwrap())).await, Err(AppError::SignedOut))),
                Err(error) => assert!(matches!(error, AppError::WrongCredentials), "{error:?}"),
            }
            world.app.set_active(&operator, &address, true).await.unwrap();
        }
    }

    async fn whoever_signs_in_while_the_password_changes_is_not_in_by_the_old_one(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let second = second_server(&world).await;
        let mut passwords = [PASSWORD, "another horse and its staple"];
        let (this, visit) = (world.signed_in(&email).await, visit());
        for _ in 0..testkit::size("UPTAKE_ROUNDS", 8) {
            let [old, new] = passwords;
            let (signed_in, changed) = tokio::join!(
                second.sign_in(&visit, &email, old),
                world.app.change_password(&this, old, new, new),
            );
            changed.unwrap();
            match signed_in {
                Ok(it) => assert!(matches!(sees(&world, &let_in(it.at_once().unwrap())).await, Err(AppError::SignedOut))),
                Err(error) => assert!(matches!(error, AppError::WrongCredentials), "{error:?}"),
            }
            assert_eq!(sees(&world, &this).await.unwrap(), 3);
            passwords.reverse();
            // Signing in with the old one counted as a failure.
            world.clock.pass(TimeDelta::minutes(15));
        }
    }

    async fn a_session_gives_no_more_guesses_at_the_password_than_signing_in(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let ctx = world.signed_in(&email).await;
        let new = "another horse and its staple";
        let guess = async |current: &str| world.app.change_password(&ctx, current, new, "something else").await;
        // A right one is no failure, even where the new password cannot be used; those before it go on counting.
        for password in ["wrong horse battery", PASSWORD] {
            for _ in 0..9 {
                let answer = guess("wrong horse battery").await;
                assert!(matches!(answer, Err(AppError::Invalid(fields)) if fields == [("current", Problem::WrongPassword)]));
            }
            let answer = guess(password).await;
            assert!(matches!(answer, Err(AppError::Invalid(_))), "{answer:?}");
            world.clock.pass(TimeDelta::minutes(15));
        }
        // Guesses here and there count together.
        for _ in 0..5 {
            assert!(guess("wrong horse battery").await.is_err());
            assert!(world.app.sign_in(&visit(), &email, "wrong horse battery").await.is_err());
        }
        let answer = world.app.change_password(&ctx, PASSWORD, new, new).await;
        assert!(matches!(answer, Err(AppError::TooMany(seconds)) if seconds <= 900), "{answer:?}");
        let answer = world.app.sign_in(&visit(), &email, PASSWORD).await;
        assert!(matches!(answer, Err(AppError::TooMany(_))), "{answer:?}");
        assert_eq!(sees(&world, &ctx).await.unwrap(), 3);
        world.clock.pass(TimeDelta::minutes(15));
        world.app.change_password(&ctx, PASSWORD, new, new).await.unwrap();
    }

    async fn names_that_turn_the_direction_of_writing_are_refused(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let ctx = world.signed_in(&email).await;
        let malformed = [("name", Problem::Malformed)];
        for name in ["Anna\u{202e}knirB", "\u{2066}Anna\u{2069}", "An\u{2028}na", "An\0na"] {
            let answer = world.app.save_view(&ctx, name, "sort=name", None).await.map(drop);
            assert!(matches!(answer, Err(AppError::Invalid(fields)) if fields == malformed), "{name:?}");
            let answer = world.app.create_token(&ctx, name, 7, TokenScope::Read).await.map(drop);
            assert!(matches!(answer, Err(AppError::Invalid(fields)) if fields == malformed), "{name:?}");
            let person = NewPerson {
                email: "other@uptake.example".parse().unwrap(),
                name: name.to_owned(),
                partner_id: None,
                role: Role::ProgrammeAdmin,
                at: Vec::new(),
                directory: None,
                password: PASSWORD.to_owned(),
            };
            let answer = world.app.add_person(&operator(), person).await;
            assert!(matches!(answer, Err(AppError::Invalid(fields)) if fields == malformed), "{name:?}");
        }
        world.app.save_view(&ctx, "תצוגה \u{200f}שלי", "sort=name", None).await.unwrap();
    }

    async fn there_is_an_end_to_the_views_and_tokens_of_a_person(Noorderlicht { world } in Noorderlicht) {
        let ctx = world.signed_in(&anna(&world).await).await;
        for number in 0..100 {
            world.app.save_view(&ctx, &format!("View {number}"), "sort=name", None).await.unwrap();
        }
        let answer = world.app.save_view(&ctx, "One more", "sort=name", None).await.map(drop);
        assert!(matches!(answer, Err(AppError::Invalid(fields)) if fields == [("name", Problem::AsManyAsMayBe(100))]));
        world.app.save_view(&ctx, "View 7", "sort=-pau", None).await.unwrap();
        for number in 0..50 {
            world.app.create_token(&ctx, &format!("Token {number}"), 7, TokenScope::Read).await.unwrap();
        }
        let answer = world.app.create_token(&ctx, "One more", 7, TokenScope::Read).await.map(drop);
        assert!(matches!(answer, Err(AppError::Invalid(fields)) if fields == [("name", Problem::AsManyAsMayBe(50))]));
    }

    async fn a_new_password_ends_the_other_sessions(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let (this, other) = (world.signed_in(&email).await, world.signed_in(&email).await);
        let token = world.with_token(&email).await;
        let new = "another horse and its staple";
        let wrong = world.app.change_password(&this, "wrong horse battery", new, new).await;
        assert!(matches!(wrong, Err(AppError::Invalid(fields)) if fields == [("current", Problem::WrongPassword)]));
        world.app.change_password(&this, PASSWORD, new, new).await.unwrap();
        assert_eq!(sees(&world, &this).await.unwrap(), 3);
        assert!(matches!(sees(&world, &other).await, Err(AppError::SignedOut)));
        assert_eq!(sees(&world, &token).await.unwrap(), 3);
        assert!(matches!(world.app.sign_in(&visit(), &email, PASSWORD).await, Err(AppError::WrongCredentials)));
        world.app.sign_in(&visit(), &email, new).await.unwrap();
    }

    async fn a_token_that_reads_cannot_write_and_no_token_makes_tokens(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let session = world.signed_in(&email).await;
        let made = world.app.create_token(&session, "report", 7, TokenScope::Read).await.unwrap();
        let reading = Ctx { credential: Credential::Token(made.secret), ..session.clone() };
        assert_eq!(sees(&world, &reading).await.unwrap(), 3);
        assert!(matches!(world.app.save_view(&reading, "mine", "sort=name", None).await, Err(AppError::Forbidden)));
        let writing = world.with_token(&email).await;
        world.app.save_view(&writing, "mine", "sort=name", None).await.unwrap();
        let answer = world.app.create_token(&writing, "more", 7, TokenScope::Write).await;
        assert!(matches!(answer, Err(AppError::Forbidden)));
    }

    async fn only_the_operator_touches_people_and_only_the_office_loads(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let ctx = world.signed_in(&email).await;
        assert!(matches!(world.app.people(&ctx).await, Err(AppError::Forbidden)));
        assert!(matches!(world.app.loads(&ctx).await, Err(AppError::Forbidden)));
        let office = world.add_person("Otto", None, Role::ProgrammeAdmin, &[]).await;
        let office = world.signed_in(&office).await;
        assert!(matches!(world.app.people(&office).await, Err(AppError::Forbidden)));
        assert_eq!(world.app.loads(&office).await.unwrap().value.loads.len(), 2);
    }
}
