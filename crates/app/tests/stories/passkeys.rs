//! Passkeys: a key on a device signs its person in, once for each question, as strongly as a password with a code.

use app::{App, AppError, AuditAction, AuditQuery, Credential, Ctx, Problem, Proof, Settings, SignedIn};
use chrono::TimeDelta;
use domain::access::Role;
use futures_util::future::join_all;
use testkit::{Device, Manner, Noorderlicht, PASSWORD, World, both_engines, operator, request, visit};

async fn anna(world: &World) -> String {
    world.add_person("Anna Brink", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer, &[]).await
}

fn by(current: &str) -> Proof<'_> {
    Proof { current, code: "" }
}

fn session(signed_in: &SignedIn) -> Ctx {
    request(Credential::Session(signed_in.secret.clone()))
}

/// What a device answers to a new question of that server, with the secret of whoever was asked.
async fn answer(app: &App, device: &mut Device) -> (String, String) {
    let step = app.begin_passkey_sign_in().await.unwrap();
    let options = app.passkey_asked(&step.secret).await.unwrap();
    (step.secret, device.answers(&options, &Manner::default()))
}

async fn sign_in(app: &App, device: &mut Device) -> Result<SignedIn, AppError> {
    let (secret, answer) = answer(app, device).await;
    app.pass_passkey(&visit(), &secret, &answer).await
}

fn refusal<T>(answer: Result<T, AppError>) -> Vec<(&'static str, Problem)> {
    match answer {
        Err(AppError::Invalid(fields)) => fields,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("done"),
    }
}

/// What the audit says of this kind, newest first.
async fn told(world: &World, action: AuditAction) -> usize {
    let page = world.app.audit_page(&operator(), &AuditQuery::default()).await.unwrap().value;
    page.entries.iter().filter(|one| one.action == action).count()
}

both_engines! {
    async fn a_passkey_signs_in_and_is_as_strong_as_a_password_with_a_code(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let ctx = world.signed_in(&email).await;
        let mut device = world.with_passkey(&ctx, b"a device").await;
        assert_eq!(told(&world, AuditAction::PasskeyAdded).await, 1);
        let listed = world.app.passkeys(&ctx).await.unwrap().value;
        assert_eq!((listed.passkeys.len(), listed.setup, listed.passkeys[0].used_at), (1, None, None));
        assert_eq!(listed.passkeys[0].name, "A device");
        // Nothing but a signed-in session comes of it, in a demanding organisation too, where a password alone leads on.
        let partner = Some(Noorderlicht::PARTNER);
        let any = app::Expected::Any;
        world.app.set_sign_in_settings(&operator(), partner, Some(false), Some(true), &any).await.unwrap();
        assert!(matches!(world.app.viewer(&ctx).await, Err(AppError::SignedOut)), "it began with a password alone");
        let entrance = world.app.sign_in(&visit(), &email, PASSWORD).await.unwrap();
        assert!(entrance.at_once().is_none());
        let signed_in = sign_in(&world.app, &mut device).await.unwrap();
        assert_eq!(signed_in.name, "Anna Brink");
        assert_eq!(world.app.viewer(&session(&signed_in)).await.unwrap().email, email);
        let used = world.app.passkeys(&session(&signed_in)).await.unwrap().value.passkeys[0].used_at;
        assert_eq!(used, Some(world.app.now()));
        // It stays a session when the demand comes anew.
        world.app.set_sign_in_settings(&operator(), partner, Some(false), Some(false), &any).await.unwrap();
        world.app.set_sign_in_settings(&operator(), partner, Some(false), Some(true), &any).await.unwrap();
        assert!(world.app.viewer(&session(&signed_in)).await.is_ok());
        // What the cookie holds between question and answer opens nothing else.
        let step = world.app.begin_passkey_sign_in().await.unwrap();
        assert_eq!(step.seconds, 600);
        assert!(!format!("{step:?}").contains(&step.secret));
        let strange = request(Credential::Session(step.secret.clone()));
        assert!(matches!(world.app.viewer(&strange).await, Err(AppError::SignedOut)));
        assert!(matches!(world.app.second_step(&step.secret).await, Err(AppError::SignedOut)));
    }

    async fn two_servers_take_an_answer_once(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let ctx = world.signed_in(&email).await;
        // One that does not count: the question alone says that it was answered.
        let mut device = world.with_passkey_of(&ctx, Device::that_does_not_count(b"a device")).await;
        let settings = Settings::usual(world.database.folder());
        let other = App::new(world.database.open().await, world.clock.clock(), settings).with_address(World::ADDRESS);
        for round in 0..5 {
            let (secret, answer) = answer(&world.app, &mut device).await;
            let visit = visit();
            let tries = [&world.app, &other, &world.app, &other];
            let done = join_all(tries.map(|app| app.pass_passkey(&visit, &secret, &answer))).await;
            assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "round {round}: {done:?}");
        }
        // A device and its copy, each with a question of its own, at the same count.
        let mut counted = world.with_passkey(&ctx, b"one that counts").await;
        for round in 0..5 {
            let count = counted.count;
            let first = answer(&world.app, &mut counted).await;
            counted.count = count;
            let second = answer(&other, &mut counted).await;
            let visit = visit();
            let tries = [(&world.app, &first), (&other, &second)];
            let done = join_all(tries.map(|(app, (secret, answer))| app.pass_passkey(&visit, secret, answer))).await;
            assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "round {round}: {done:?}");
            assert!(done.iter().any(|one| matches!(one, Err(AppError::WrongCredentials))), "{done:?}");
            world.clock.pass(TimeDelta::minutes(16));
        }
    }

    async fn adding_one_takes_a_session_and_the_password(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let (ctx, token) = (world.signed_in(&email).await, world.with_token(&email).await);
        let app = &world.app;
        assert!(matches!(app.begin_passkey(&token, "A", by(PASSWORD)).await, Err(AppError::Forbidden)));
        assert!(matches!(app.add_passkey(&token, "{}").await, Err(AppError::Forbidden)));
        for (name, problem) in [
            ("  ", Problem::Missing),
            ("a\nb", Problem::Malformed),
            ("a\u{202e}b", Problem::Malformed),
            (&*"x".repeat(101), Problem::TooLong(100)),
        ] {
            assert_eq!(refusal(app.begin_passkey(&ctx, name, by(PASSWORD)).await), [("name", problem)], "{name:?}");
        }
        assert_eq!(refusal(app.begin_passkey(&ctx, "A", by("x")).await), [("current", Problem::WrongPassword)]);
        assert_eq!(refusal(app.add_passkey(&ctx, "{}").await), [("passkey", Problem::SetupEnded)]);
        let mut device = Device::new(b"a device");
        app.begin_passkey(&ctx, " My \u{5f0} key ", by(PASSWORD)).await.unwrap();
        let setup = app.passkeys(&ctx).await.unwrap().value.setup.unwrap();
        assert_eq!(setup.name, "My \u{5f0} key");
        assert!(app.passkeys(&token).await.unwrap().value.setup.is_none(), "shown where it was begun");
        let late = device.creates(&setup.options, &Manner::default());
        for wrong in ["", "{}", "[]", &"x".repeat(20_000)] {
            assert_eq!(refusal(app.add_passkey(&ctx, wrong).await), [("passkey", Problem::NotByTheDevice)], "{wrong:.40}");
        }
        world.clock.pass(TimeDelta::minutes(10));
        assert_eq!(refusal(app.add_passkey(&ctx, &late).await), [("passkey", Problem::SetupEnded)]);
        // As many as there may be, and each device once.
        for number in 0..10 {
            world.with_passkey(&ctx, format!("device {number}").as_bytes()).await;
        }
        assert_eq!(refusal(app.begin_passkey(&ctx, "A", by(PASSWORD)).await), [("name", Problem::AsManyAsMayBe(10))]);
        // The site has no address for which browsers know passkeys.
        let bare = App::new(world.database.open().await, world.clock.clock(), Settings::usual(world.database.folder()));
        assert!(!bare.has_passkeys() && !bare.clone().with_address("http://127.0.0.1:8080").has_passkeys());
        assert!(matches!(bare.begin_passkey(&ctx, "A", by(PASSWORD)).await, Err(AppError::NotFound)));
        assert!(matches!(bare.begin_passkey_sign_in().await, Err(AppError::NotFound)));
        assert_eq!(bare.passkeys(&ctx).await.unwrap().value.passkeys.len(), 10, "those that are there can be removed");
    }

    async fn removing_one_ends_other_sessions_and_keeps_the_last_way_in(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let (ctx, other) = (world.signed_in(&email).await, world.signed_in(&email).await);
        let mut device = world.with_passkey(&ctx, b"a device").await;
        world.with_passkey(&ctx, b"another").await;
        let app = &world.app;
        let handles: Vec<_> = app.passkeys(&ctx).await.unwrap().value.passkeys.into_iter().map(|one| one.handle).collect();
        let somebody = world.add_person("Bo Daal", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let stranger = world.signed_in(&somebody).await;
        assert!(matches!(app.remove_passkey(&stranger, &handles[0]).await, Err(AppError::NotFound)));
        app.remove_passkey(&ctx, &handles[1]).await.unwrap();
        assert!(app.viewer(&ctx).await.is_ok());
        assert!(matches!(app.viewer(&other).await, Err(AppError::SignedOut)));
        assert!(matches!(app.remove_passkey(&ctx, &handles[1]).await, Err(AppError::NotFound)));
        assert_eq!(told(&world, AuditAction::PasskeyRemoved).await, 1);
        let token = world.with_token(&email).await;
        // Without a password, the last one stays, and another is added by whoever has just signed in.
        world.database.run("UPDATE person SET password_hash = NULL WHERE name = 'Anna Brink'").await.unwrap();
        let ctx = session(&sign_in(app, &mut device).await.unwrap());
        assert_eq!(refusal(app.remove_passkey(&ctx, &handles[0]).await), [("passkey", Problem::LastWayIn)]);
        assert!(sign_in(app, &mut device).await.is_ok(), "refused, and gone all the same");
        // As for whoever has come in by a provider.
        world.database.run("UPDATE organisation SET is_single_sign_on = (1 = 1)").await.unwrap();
        assert_eq!(refusal(app.begin_passkey(&ctx, "Another", by("")).await), [("name", Problem::SingleSignOnOnly)]);
        let any = app::Expected::Any;
        let partner = Some(Noorderlicht::PARTNER);
        app.set_sign_in_settings(&operator(), partner, Some(false), Some(false), &any).await.unwrap();
        app.begin_passkey(&ctx, "Another", by("")).await.unwrap();
        world.clock.pass(TimeDelta::minutes(16));
        assert_eq!(refusal(app.begin_passkey(&ctx, "Another", by("")).await), [("current", Problem::SignInAgain)]);
        // Where passkeys let nobody in, the last one can go.
        app.set_single_sign_on(&operator(), Some(Noorderlicht::PARTNER), true).await.unwrap();
        assert!(matches!(app.viewer(&ctx).await, Err(AppError::SignedOut)), "a session goes on beside the provider");
        app.remove_passkey(&token, &handles[0]).await.unwrap();
    }

    async fn what_was_lost_is_taken_away(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let ctx = world.signed_in(&email).await;
        let mut device = world.with_passkey(&ctx, b"a device").await;
        let admin = world.add_person("Ada Admin", Some(Noorderlicht::PARTNER), Role::AccountAdmin, &[]).await;
        let admin = world.signed_in(&admin).await;
        let app = &world.app;
        let person = app.person_list(&admin, &email, None).await.unwrap().value.items.remove(0);
        assert_eq!((person.passkeys, person.has_second_factor), (1, false));
        let after = app.take_second_factor(&admin, &person.handle).await.unwrap().value;
        assert_eq!(after.passkeys, 0);
        assert!(matches!(app.viewer(&ctx).await, Err(AppError::SignedOut)));
        assert!(matches!(sign_in(app, &mut device).await, Err(AppError::WrongCredentials)));
        assert_eq!(refusal(app.take_second_factor(&admin, &person.handle).await), [("person", Problem::SecondFactorIsOff)]);
        // By the operator, and where the account is closed.
        let ctx = world.signed_in(&email).await;
        world.with_passkey(&ctx, b"a second device").await;
        app.take_second_factor_by_operator(&operator(), &email.parse().unwrap()).await.unwrap();
        let ctx = world.signed_in(&email).await;
        let mut device = world.with_passkey(&ctx, b"a third device").await;
        app.set_active(&operator(), &email.parse().unwrap(), false).await.unwrap();
        app.set_active(&operator(), &email.parse().unwrap(), true).await.unwrap();
        assert!(matches!(sign_in(app, &mut device).await, Err(AppError::WrongCredentials)));
    }

    async fn refused_answers_are_counted_by_address(Noorderlicht { world } in Noorderlicht) {
        let email = anna(&world).await;
        let ctx = world.signed_in(&email).await;
        let mut device = world.with_passkey(&ctx, b"a device").await;
        let mut looked_at = 0;
        for _ in 0..60 {
            let step = world.app.begin_passkey_sign_in().await.unwrap();
            match world.app.pass_passkey(&visit(), &step.secret, "{}").await {
                Err(AppError::WrongCredentials) => looked_at += 1,
                Err(AppError::TooMany(seconds)) => assert!(seconds > 0),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(looked_at, 50);
        let elsewhere = app::Visit { address: "198.51.100.7".to_owned(), ..visit() };
        let (secret, answer) = answer(&world.app, &mut device).await;
        world.app.pass_passkey(&elsewhere, &secret, &answer).await.unwrap();
        assert!(matches!(world.app.pass_passkey(&elsewhere, &secret, &answer).await, Err(AppError::SignedOut)));
        assert!(matches!(world.app.passkey_asked("nothing").await, Err(AppError::SignedOut)));
    }
}
