//! The second factor: a code beside the password, once, in time, and by nobody else (ASVS 6.3.3, 6.5).

use app::{
    App, AppError, Ctx, Entrance, Problem, RecoveryCodes, SecondStep, SecondStepPassed, Settings, TokenScope, Visit,
};
use chrono::TimeDelta;
use domain::access::Role;
use futures_util::future::{join_all, join4};
use testkit::{Noorderlicht, PASSWORD, World, both_engines, operator, request, shown_by_app, visit};

async fn anna(world: &World) -> String {
    world.add_person("Anna Brink", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer, &[]).await
}

fn session(passed: &SecondStepPassed) -> Ctx {
    request(app::Credential::Session(passed.signed_in.secret.clone()))
}

/// Sets an app up in a session; its key, and the codes for whoever loses it.
async fn set_up(world: &World, ctx: &Ctx) -> (String, RecoveryCodes) {
    world.app.begin_authenticator(ctx).await.unwrap();
    let desk = world.app.second_factor(ctx).await.unwrap().value;
    let key = desk.setup.unwrap().shown().to_owned();
    let codes = world.app.confirm_authenticator(ctx, &shown_by_app(&key, world.app.now()), PASSWORD).await.unwrap();
    (key, codes)
}

/// Somebody who has a second factor, half a minute after it was set up.
async fn protected(world: &World) -> (String, Ctx, String, Vec<String>) {
    let email = anna(world).await;
    let ctx = world.signed_in(&email).await;
    let (key, codes) = set_up(world, &ctx).await;
    world.clock.pass(TimeDelta::seconds(30));
    (email, ctx, key, codes.shown().collect())
}

/// Types the password.
async fn step(app: &App, visit: &Visit, email: &str) -> SecondStep {
    step_by(app, visit, email, PASSWORD).await
}

async fn step_by(app: &App, visit: &Visit, email: &str, password: &str) -> SecondStep {
    match app.sign_in(visit, email, password).await.unwrap() {
        Entrance::SecondStep(step) => step,
        Entrance::SignedIn(_) => panic!("a password alone lets somebody in"),
    }
}

fn now(world: &World, key: &str) -> String {
    shown_by_app(key, world.app.now())
}

fn is_wrong(answer: &Result<SecondStepPassed, AppError>) -> bool {
    matches!(answer, Err(AppError::Invalid(fields)) if *fields == [("code", Problem::WrongCode)])
}

fn refusal<T>(answer: Result<T, AppError>) -> Vec<(&'static str, Problem)> {
    match answer {
        Err(AppError::Invalid(fields)) => fields,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("done"),
    }
}

/// How many rows of the second factor there are for anybody.
async fn rows(world: &World) -> u64 {
    let mut rows = 0;
    for text in ["UPDATE authenticator SET used_step = used_step", "UPDATE recovery_code SET person_id = person_id"] {
        rows += world.database.run(text).await.unwrap();
    }
    rows
}

/// Another server on the same database.
async fn second_server(world: &World) -> App {
    App::new(world.database.open().await, world.clock.clock(), Settings::usual(world.database.folder()))
}

both_engines! {
    async fn a_password_leads_to_a_code_and_a_code_to_a_session(Noorderlicht { world } in Noorderlicht) {
        let (email, _, key, _) = protected(&world).await;
        let waits = step(&world.app, &visit(), &email).await;
        assert_eq!(waits.seconds, 600);
        let desk = world.app.second_step(&waits.secret).await.unwrap();
        assert_eq!((desk.email.as_str(), desk.setup), (email.as_str(), None));
        // What the cookie holds opens nothing else.
        let strange = request(app::Credential::Session(waits.secret.clone()));
        assert!(matches!(world.app.viewer(&strange).await, Err(AppError::SignedOut)));
        for wrong in ["", "000000", "12345", "not a code", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", &"9".repeat(5_000)] {
            let answer = world.app.pass_second_step(&visit(), &waits.secret, wrong).await;
            assert!(is_wrong(&answer), "{wrong}: {answer:?}");
        }
        let passed = world.app.pass_second_step(&visit(), &waits.secret, &format!(" {} ", now(&world, &key))).await.unwrap();
        assert!(passed.codes.is_none());
        assert_eq!(world.app.viewer(&session(&passed)).await.unwrap().email, email);
        let again = world.app.pass_second_step(&visit(), &waits.secret, &now(&world, &key)).await;
        assert!(matches!(again, Err(AppError::SignedOut)), "the step is used: {again:?}");
        // Somebody else's password is not this one's.
        assert!(matches!(world.app.sign_in(&visit(), &email, "wrong").await, Err(AppError::WrongCredentials)));
    }

    async fn a_code_counts_once_and_none_before_it_any_more(Noorderlicht { world } in Noorderlicht) {
        let (email, _, key, _) = protected(&world).await;
        let before = now(&world, &key);
        world.clock.pass(TimeDelta::seconds(30));
        let code = now(&world, &key);
        let pass = async |code: &str| {
            let waits = step(&world.app, &visit(), &email).await;
            world.app.pass_second_step(&visit(), &waits.secret, code).await
        };
        pass(&code).await.unwrap();
        assert!(is_wrong(&pass(&code).await), "a second time");
        assert!(is_wrong(&pass(&before).await), "one from before");
        // A clock that goes a little fast is taken; one that goes faster is not.
        let fast = shown_by_app(&key, world.app.now() + TimeDelta::seconds(60));
        assert!(is_wrong(&pass(&fast).await));
        pass(&shown_by_app(&key, world.app.now() + TimeDelta::seconds(30))).await.unwrap();
        world.clock.pass(TimeDelta::seconds(90));
        pass(&shown_by_app(&key, world.app.now() - TimeDelta::seconds(30))).await.unwrap();
        assert!(is_wrong(&pass(&shown_by_app(&key, world.app.now() - TimeDelta::seconds(60))).await));
    }

    async fn two_servers_take_a_code_once(Noorderlicht { world } in Noorderlicht) {
        let (email, _, key, codes) = protected(&world).await;
        let other = second_server(&world).await;
        for (round, recovery) in codes.iter().take(3).enumerate() {
            for code in [now(&world, &key), recovery.clone()] {
                let (one, two) = (step(&world.app, &visit(), &email).await, step(&other, &visit(), &email).await);
                let tries = [(&world.app, &one), (&other, &two), (&world.app, &two), (&other, &one)];
                let visit = visit();
                let done = join_all(tries.map(|(app, waits)| app.pass_second_step(&visit, &waits.secret, &code))).await;
                let passed = done.iter().filter(|one| one.is_ok()).count();
                assert_eq!(passed, 1, "round {round}, {code}: {done:?}");
            }
            world.clock.pass(TimeDelta::minutes(16));
        }
    }

    async fn a_recovery_code_works_once_however_it_is_typed(Noorderlicht { world } in Noorderlicht) {
        let (email, ctx, key, codes) = protected(&world).await;
        assert_eq!(codes.len(), 10);
        assert!(codes.iter().all(|code| code.len() == 29), "{codes:?}");
        let pass = async |code: &str| {
            let waits = step(&world.app, &visit(), &email).await;
            world.app.pass_second_step(&visit(), &waits.secret, code).await
        };
        pass(&codes[0]).await.unwrap();
        assert!(is_wrong(&pass(&codes[0]).await));
        pass(&codes[1].to_lowercase().replace('-', " ")).await.unwrap();
        let left = async || world.app.second_factor(&ctx).await.unwrap().value.standing.codes_left;
        assert_eq!(left().await, 8);
        // New ones end those before, and take a code themselves.
        let code = now(&world, &key);
        assert_eq!(refusal(world.app.renew_recovery_codes(&ctx, "000000", PASSWORD).await), [("code", Problem::WrongCode)]);
        assert_eq!(refusal(world.app.renew_recovery_codes(&ctx, &code, "x").await), [("current", Problem::WrongPassword)]);
        let new: Vec<_> = world.app.renew_recovery_codes(&ctx, &code, PASSWORD).await.unwrap().shown().collect();
        assert!(is_wrong(&pass(&codes[2]).await));
        pass(&new[0]).await.unwrap();
        assert_eq!(left().await, 9);
        // Another person's are nobody else's.
        let ben = world.add_person("Ben", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let (_, others) = set_up(&world, &world.signed_in(&ben).await).await;
        assert!(is_wrong(&pass(&others.shown().next().unwrap()).await));
    }

    async fn guesses_are_few_and_keep_the_owner_out_of_no_known_browser(Noorderlicht { world } in Noorderlicht) {
        let (email, _, key, _) = protected(&world).await;
        let waits = step(&world.app, &visit(), &email).await;
        let known = world.app.pass_second_step(&visit(), &waits.secret, &now(&world, &key)).await.unwrap().signed_in.known_browser;
        world.clock.pass(TimeDelta::minutes(20));
        // Whoever has the password guesses codes, each time from the beginning, and from many addresses.
        let mut wrong = 0;
        for number in 0..30 {
            let from = Visit { address: format!("198.51.100.{number}"), ..visit() };
            let waits = step(&world.app, &from, &email).await;
            match world.app.pass_second_step(&from, &waits.secret, "000000").await {
                Err(AppError::Invalid(_)) => wrong += 1,
                Err(AppError::TooMany(seconds)) => assert!((1..=900).contains(&seconds)),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(wrong, 10);
        let stranger = Visit { address: "203.0.113.4".to_owned(), ..visit() };
        let waits = step(&world.app, &stranger, &email).await;
        let answer = world.app.pass_second_step(&stranger, &waits.secret, &now(&world, &key)).await;
        assert!(matches!(answer, Err(AppError::TooMany(_))), "a right one is no exception: {answer:?}");
        // The owner, where they have been before, and everywhere in a quarter of an hour.
        let home = Visit { address: "203.0.113.5".to_owned(), known_browser: Some(known), ..visit() };
        let waits = step(&world.app, &home, &email).await;
        world.app.pass_second_step(&home, &waits.secret, &now(&world, &key)).await.unwrap();
        world.clock.pass(TimeDelta::minutes(16));
        let waits = step(&world.app, &stranger, &email).await;
        world.app.pass_second_step(&stranger, &waits.secret, &now(&world, &key)).await.unwrap();
    }

    async fn browsers_known_by_a_password_alone_are_known_no_more(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        // Whoever has stolen the password has been here before there was a second factor.
        let thief = world.app.sign_in(&visit(), &email, PASSWORD).await.unwrap().at_once().unwrap();
        let ctx = world.signed_in(&email).await;
        set_up(&world, &ctx).await;
        let signed_in = request(app::Credential::Session(thief.secret));
        assert!(matches!(world.app.viewer(&signed_in).await, Err(AppError::SignedOut)), "other sessions end");
        assert!(world.app.viewer(&ctx).await.is_ok(), "this one goes on");
        let from = |known: Option<String>, number: u8| Visit { address: format!("198.51.100.{number}"), known_browser: known, ..visit() };
        let mut wrong = 0;
        for number in 0..20 {
            let visit = from((number % 2 == 0).then(|| thief.known_browser.clone()), number);
            let waits = step(&world.app, &visit, &email).await;
            wrong += usize::from(is_wrong(&world.app.pass_second_step(&visit, &waits.secret, "000000").await));
        }
        assert_eq!(wrong, 10);
    }

    async fn the_way_between_password_and_code_ends(Noorderlicht { world } in Noorderlicht) {
        let (email, ctx, key, _) = protected(&world).await;
        let ended = async |waits: &SecondStep, what: &str| {
            let answer = world.app.pass_second_step(&visit(), &waits.secret, &now(&world, &key)).await;
            assert!(matches!(answer, Err(AppError::SignedOut)), "{what}: {answer:?}");
            assert!(matches!(world.app.second_step(&waits.secret).await, Err(AppError::SignedOut)), "{what}");
        };
        let waits = step(&world.app, &visit(), &email).await;
        world.clock.pass(TimeDelta::minutes(10));
        ended(&waits, "ten minutes").await;
        let waits = step(&world.app, &visit(), &email).await;
        world.app.sign_out_everywhere(&ctx).await.unwrap();
        ended(&waits, "signed out everywhere").await;
        let waits = step(&world.app, &visit(), &email).await;
        let passed = world.app.pass_second_step(&visit(), &waits.secret, &now(&world, &key)).await.unwrap();
        let waits = step(&world.app, &visit(), &email).await;
        world.app.change_password(&session(&passed), PASSWORD, "three herons over water", "three herons over water").await.unwrap();
        ended(&waits, "another password").await;
        let waits = step_by(&world.app, &visit(), &email, "three herons over water").await;
        world.app.set_single_sign_on(&operator(), Some(Noorderlicht::PARTNER), true).await.unwrap();
        let answer = world.app.pass_second_step(&visit(), &waits.secret, &now(&world, &key)).await;
        assert!(matches!(answer, Err(AppError::SignedOut)), "by a provider alone: {answer:?}");
        world.app.set_single_sign_on(&operator(), Some(Noorderlicht::PARTNER), false).await.unwrap();
        world.app.set_active(&operator(), &email.parse().unwrap(), false).await.unwrap();
        ended(&waits, "the account is closed").await;
        assert!(matches!(world.app.second_step("nothing").await, Err(AppError::SignedOut)));
    }

    async fn setting_up_takes_a_session_a_code_and_the_password(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let (ctx, other) = (world.signed_in(&email).await, world.signed_in(&email).await);
        let token = world.with_token(&email).await;
        assert!(matches!(world.app.begin_authenticator(&token).await, Err(AppError::Forbidden)));
        assert!(matches!(world.app.confirm_authenticator(&token, "000000", PASSWORD).await, Err(AppError::Forbidden)));
        assert_eq!(refusal(world.app.confirm_authenticator(&ctx, "000000", PASSWORD).await), [("code", Problem::SetupEnded)]);
        world.app.begin_authenticator(&ctx).await.unwrap();
        let setup = async |ctx: &Ctx| world.app.second_factor(ctx).await.unwrap().value.setup;
        let key = setup(&ctx).await.unwrap().shown().to_owned();
        assert_eq!(key.len(), 32);
        assert!(!format!("{:?}", setup(&ctx).await).contains(&key[..8]), "a key in a log");
        assert!(setup(&other).await.is_none() && setup(&token).await.is_none(), "shown where it was begun");
        let code = now(&world, &key);
        assert_eq!(refusal(world.app.confirm_authenticator(&ctx, &code, "x").await), [("current", Problem::WrongPassword)]);
        assert_eq!(refusal(world.app.confirm_authenticator(&ctx, "000000", PASSWORD).await), [("code", Problem::WrongCode)]);
        assert_eq!(refusal(world.app.confirm_authenticator(&other, &code, PASSWORD).await), [("code", Problem::SetupEnded)]);
        // Another key each time, and none after ten minutes.
        world.app.begin_authenticator(&ctx).await.unwrap();
        let next = setup(&ctx).await.unwrap().shown().to_owned();
        assert_ne!(key, next);
        world.clock.pass(TimeDelta::minutes(10));
        assert!(setup(&ctx).await.is_none());
        assert_eq!(refusal(world.app.confirm_authenticator(&ctx, &now(&world, &next), PASSWORD).await), [("code", Problem::SetupEnded)]);
        world.app.sign_in(&visit(), &email, PASSWORD).await.unwrap().at_once().expect("nothing is set up yet");
        let (_, codes) = set_up(&world, &ctx).await;
        assert!(!format!("{codes:?}").contains(&codes.shown().next().unwrap()[..4]));
        assert!(setup(&ctx).await.is_none(), "shown once");
        assert_eq!(refusal(world.app.begin_authenticator(&ctx).await), [("code", Problem::SecondFactorIsOn)]);
        assert!(matches!(world.app.viewer(&other).await, Err(AppError::SignedOut)));
        assert!(world.app.viewer(&token).await.is_ok(), "tokens go on");
    }

    async fn turning_it_off_takes_the_password_and_a_code(Noorderlicht { world } in Noorderlicht) {
        let (email, ctx, key, codes) = protected(&world).await;
        let waits = step(&world.app, &visit(), &email).await;
        let other = session(&world.app.pass_second_step(&visit(), &waits.secret, &codes[0]).await.unwrap());
        let code = now(&world, &key);
        assert_eq!(refusal(world.app.remove_second_factor(&ctx, &code, "x").await), [("current", Problem::WrongPassword)]);
        assert_eq!(refusal(world.app.remove_second_factor(&ctx, "000000", PASSWORD).await), [("code", Problem::WrongCode)]);
        assert!(matches!(world.app.remove_second_factor(&world.with_token(&email).await, &code, PASSWORD).await, Err(AppError::Forbidden)));
        assert_eq!(rows(&world).await, 10);
        assert!(world.app.remove_second_factor(&ctx, &code, PASSWORD).await.unwrap(), "this session goes on");
        assert_eq!(rows(&world).await, 0, "something is left");
        assert!(world.app.viewer(&ctx).await.is_ok());
        assert!(matches!(world.app.viewer(&other).await, Err(AppError::SignedOut)));
        assert!(world.app.sign_in(&visit(), &email, PASSWORD).await.unwrap().at_once().is_some());
        assert_eq!(refusal(world.app.remove_second_factor(&ctx, &code, PASSWORD).await), [("code", Problem::SecondFactorIsOff)]);
        // Guesses in a session are counted with those at signing in.
        let (key, _) = set_up(&world, &ctx).await;
        world.clock.pass(TimeDelta::minutes(20));
        for _ in 0..10 {
            refusal(world.app.remove_second_factor(&ctx, "000000", PASSWORD).await);
        }
        let answer = world.app.remove_second_factor(&ctx, &now(&world, &key), PASSWORD).await;
        assert!(matches!(answer, Err(AppError::TooMany(_))), "{answer:?}");
    }

    async fn a_closed_account_keeps_none(Noorderlicht { world } in Noorderlicht) {
        let (email, ..) = protected(&world).await;
        let address = email.parse().unwrap();
        world.app.set_active(&operator(), &address, false).await.unwrap();
        assert_eq!(rows(&world).await, 0);
        world.app.set_active(&operator(), &address, true).await.unwrap();
        assert!(world.app.sign_in(&visit(), &email, PASSWORD).await.unwrap().at_once().is_some());
    }

    async fn whoever_manages_somebody_takes_a_lost_one_away(Noorderlicht { world } in Noorderlicht) {
        let (email, ctx, key, _) = protected(&world).await;
        let admin = world.add_person("Ada Admin", Some(Noorderlicht::PARTNER), Role::AccountAdmin, &[]).await;
        let global = world.add_person("Gus Global", Some(Noorderlicht::PARTNER), Role::GlobalAdmin, &[]).await;
        let stranger = world.add_person("Sam Stranger", Some(Noorderlicht::OTHER_PARTNER), Role::GlobalAdmin, &[]).await;
        let admins = [&admin, &global, &stranger];
        let [account, global_session, stranger] = [
            world.signed_in(admins[0]).await, world.signed_in(admins[1]).await, world.signed_in(admins[2]).await,
        ];
        let handle = async |name: &str| {
            let mut found = world.app.person_list(&operator(), name, None).await.unwrap().value.items;
            assert_eq!(found.len(), 1);
            found.remove(0)
        };
        let anna = handle("Anna Brink").await;
        assert!(anna.has_second_factor && !handle("Ada Admin").await.has_second_factor);
        assert!(matches!(world.app.take_second_factor(&stranger, &anna.handle).await, Err(AppError::NotFound)));
        assert!(matches!(world.app.take_second_factor(&ctx, &anna.handle).await, Err(AppError::Forbidden)));
        // Not one's own, and not that of somebody above.
        set_up(&world, &global_session).await;
        let own = handle("Gus Global").await.handle;
        assert_eq!(refusal(world.app.take_second_factor(&global_session, &own).await), [("person", Problem::NotOfYourself)]);
        assert_eq!(refusal(world.app.take_second_factor(&account, &own).await), [("person", Problem::NotYoursToGive)]);
        let waits = step(&world.app, &visit(), &email).await;
        let taken = world.app.take_second_factor(&account, &anna.handle).await.unwrap().value;
        assert!(!taken.has_second_factor);
        assert!(matches!(world.app.viewer(&ctx).await, Err(AppError::SignedOut)));
        let answer = world.app.pass_second_step(&visit(), &waits.secret, &now(&world, &key)).await;
        assert!(matches!(answer, Err(AppError::SignedOut)), "{answer:?}");
        assert!(world.app.sign_in(&visit(), &email, PASSWORD).await.unwrap().at_once().is_some());
        assert_eq!(refusal(world.app.take_second_factor(&account, &anna.handle).await), [("person", Problem::SecondFactorIsOff)]);
        // The operator is held by nothing.
        world.app.take_second_factor_by_operator(&operator(), &global.parse().unwrap()).await.unwrap();
        assert_eq!(rows(&world).await, 0);
        let answer = world.app.take_second_factor_by_operator(&account, &global.parse().unwrap()).await;
        assert!(matches!(answer, Err(AppError::Forbidden)));
        assert_eq!(refusal(world.app.take_second_factor_by_operator(&operator(), &global.parse().unwrap()).await), [("email", Problem::SecondFactorIsOff)]);
    }

    async fn where_one_is_demanded_nobody_gets_in_without_and_everybody_can_set_it_up(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let global = world.add_person("Gus Global", Some(Noorderlicht::PARTNER), Role::GlobalAdmin, &[]).await;
        let other = world.add_person("Bo", Some(Noorderlicht::OTHER_PARTNER), Role::ReportViewer, &[]).await;
        let (weak, elsewhere) = (world.signed_in(&email).await, world.signed_in(&other).await);
        let admin = world.signed_in(&global).await;
        set_up(&world, &admin).await;
        let token = world.with_token(&email).await;
        let set = async |ctx: &Ctx, is_on: Option<bool>| {
            let set = world.app.set_sign_in_settings(ctx, None, Some(false), is_on, &app::Expected::Any).await.unwrap();
            match set.value { app::Outcome::Saved(saved) => saved, app::Outcome::Overtaken(_) => panic!("overtaken") }
        };
        let before = world.app.sign_in_settings(&admin, None).await.unwrap().value;
        assert_eq!((before.needs_second_factor, before.without_second_factor), (false, 1));
        let saved = set(&admin, Some(true)).await;
        assert!(saved.needs_second_factor && saved.revision != before.revision);
        assert!(set(&admin, None).await.needs_second_factor, "what is not said stays");
        // Out at once, and what is not a password is not concerned.
        assert!(matches!(world.app.viewer(&weak).await, Err(AppError::SignedOut)));
        let answer = world.app.create_token(&weak, "mine", 7, TokenScope::Read).await;
        assert!(matches!(answer, Err(AppError::SignedOut)));
        for ctx in [&token, &admin, &elsewhere] {
            assert!(world.app.viewer(ctx).await.is_ok());
        }
        // Led to set it up, and to nothing else.
        let waits = step(&world.app, &visit(), &email).await;
        let key = world.app.second_step(&waits.secret).await.unwrap().setup.unwrap().shown().to_owned();
        assert!(is_wrong(&world.app.pass_second_step(&visit(), &waits.secret, "000000").await));
        let late = step(&world.app, &visit(), &email).await;
        let passed = world.app.pass_second_step(&visit(), &waits.secret, &now(&world, &key)).await.unwrap();
        assert_eq!(passed.codes.as_ref().unwrap().shown().count(), 10);
        let ctx = session(&passed);
        world.app.create_token(&ctx, "mine", 7, TokenScope::Read).await.unwrap();
        let answer = world.app.pass_second_step(&visit(), &late.secret, &now(&world, &key)).await;
        assert!(matches!(answer, Err(AppError::SignedOut)), "another that was begun before: {answer:?}");
        // Turned off, it has to be set up again.
        world.clock.pass(TimeDelta::seconds(30));
        assert!(!world.app.remove_second_factor(&ctx, &now(&world, &key), PASSWORD).await.unwrap());
        assert!(matches!(world.app.viewer(&ctx).await, Err(AppError::SignedOut)));
        assert!(world.app.second_step(&step(&world.app, &visit(), &email).await.secret).await.unwrap().setup.is_some());
        set(&admin, Some(false)).await;
        assert!(world.app.sign_in(&visit(), &email, PASSWORD).await.unwrap().at_once().is_some());
    }

    async fn nobody_gets_in_by_a_password_while_more_is_being_demanded(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let global = world.add_person("Gus Global", Some(Noorderlicht::PARTNER), Role::GlobalAdmin, &[]).await;
        let admin = world.with_token(&global).await;
        for round in 0..6 {
            let visit = Visit { address: format!("198.51.100.{round}"), ..visit() };
            let sign_in = async || world.app.sign_in(&visit, &email, PASSWORD).await.unwrap().at_once();
            let set = async |is_on| {
                world.app.set_sign_in_settings(&admin, None, Some(false), Some(is_on), &app::Expected::Any).await.unwrap();
            };
            let (first, second, (), third) = join4(sign_in(), sign_in(), set(true), sign_in()).await;
            for let_in in [first, second, third].into_iter().flatten() {
                let ctx = request(app::Credential::Session(let_in.secret));
                let answer = world.app.viewer(&ctx).await;
                assert!(matches!(answer, Err(AppError::SignedOut)), "round {round}: a password is enough");
            }
            set(false).await;
        }
    }
}
