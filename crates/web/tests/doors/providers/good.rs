//! People who sign in with a provider, and do.

use serde_json::json;
use testkit::{both_engines, operator};
use uuid::Uuid;

use super::{arrive, connect, depart, is_in, leads_to, sign_in};
use crate::desk::{Desk, PASSWORD, Person};
use crate::op::{Kind, Lies, Op};

/// Signs in and is led to where the person wanted to go.
async fn assert_in(desk: &Desk, op: &Op, code: &str, subject: &str, person: Person) {
    let mut browser = desk.browser();
    let answer = sign_in(&mut browser, op, code, subject).await.assert_status(303);
    assert_eq!(answer.location(), "/tenants?sort=-mau");
    let profile = browser.get("/profile").await.assert_status(200);
    assert!(profile.body.contains(&person.email()), "{code} {subject}");
    assert!(!browser.cookies.contains_key("uptake-provider"));
}

both_engines! {
    async fn people_sign_in_with_providers_side_by_side(desk in Desk) {
        let now = desk.clock().now().timestamp();
        let mut ops = Vec::new();
        for (code, kind) in [("es", Kind::Es256), ("rs", Kind::Rs256), ("ps", Kind::Ps256), ("ed", Kind::EdDsa)] {
            ops.push((code, Op::start(kind, now).await));
        }
        let desk = desk.with_providers(ops.iter().map(|(code, op)| op.settings(code, "")).collect());
        let page = desk.browser().get("/sign-in").await.assert_status(200);
        for (code, _) in &ops {
            assert_eq!(page.count(&format!("form[action='/sign-in/providers/{code}'] button")), 1);
            assert!(page.body.contains(&format!("Sign in with Name of {code}")));
        }
        for (code, op) in &ops {
            connect(&desk, op, code, Person::Executive, "executive").await;
            assert_in(&desk, op, code, "executive", Person::Executive).await;
        }
        // The same name with another provider is another account.
        connect(&desk, &ops[0].1, "es", Person::Reporter, "reporter").await;
        assert_in(&desk, &ops[0].1, "es", "reporter", Person::Reporter).await;
        assert_in(&desk, &ops[0].1, "es", "executive", Person::Executive).await;
        // It stands in the audit by which.
        let audit = desk.program(Person::Office).await.get("/api/v1/audit?q=sign_in.done").await.json().to_string();
        assert!(audit.contains("\\\"provider\\\":\\\"rs\\\"") || audit.contains("\"provider\":\"rs\""), "{audit}");
        let me = desk.program(Person::Executive).await.get("/api/v1/me/provider-accounts").await.assert_status(200).json();
        assert_eq!(me["items"].as_array().unwrap().len(), 4);
    }

    async fn small_differences_are_none(desk in Desk) {
        let now = desk.clock().now().timestamp();
        let op = Op::start(Kind::Es256, now).await;
        let with = |more: &str| desk.with_providers(vec![op.settings("op", more)]);
        connect(&with(""), &op, "op", Person::Executive, "executive").await;
        // Its clock is a minute before or after ours.
        for skew in [-60, 60] {
            op.set_now(now + skew);
            assert_in(&with(""), &op, "op", "executive", Person::Executive).await;
        }
        op.set_now(now);
        let told = [json!({ "aud": [crate::op::CLIENT] }), json!({ "azp": crate::op::CLIENT, "nbf": now }), json!({ "exp": now + 30 })];
        for claims in told {
            op.claim(claims);
            assert_in(&with(""), &op, "op", "executive", Person::Executive).await;
        }
        op.claim(json!({}));
        // Its only key has no name; it takes the secret in a form; it names itself in no answer.
        let lies = |told: fn(&mut Lies)| {
            let mut lies = Lies::default();
            told(&mut lies);
            op.lie(lies);
        };
        lies(|it| it.header = Some(Box::new(|told| drop(told.as_object_mut().unwrap().remove("kid")))));
        assert_in(&with(""), &op, "op", "executive", Person::Executive).await;
        lies(|it| it.metadata = Some(Box::new(|told| told["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]))));
        assert_in(&with(""), &op, "op", "executive", Person::Executive).await;
        lies(|it| it.metadata = Some(Box::new(|told| told["authorization_response_iss_parameter_supported"] = json!(false))));
        let desk = with("");
        let mut browser = desk.browser();
        let url = depart(&mut browser, "op").await;
        let fields: Vec<_> = op.sign_in(&url, "executive").into_iter().filter(|(name, _)| name != "iss").collect();
        arrive(&mut browser, "op", &fields).await.assert_status(303);
        // Two windows of one browser.
        lies(|_| ());
        let mut browser = desk.browser();
        let (first, _second) = (depart(&mut browser, "op").await, depart(&mut browser, "op").await);
        arrive(&mut browser, "op", &op.sign_in(&first, "executive")).await.assert_status(303);
    }

    async fn a_key_that_changes_is_found_and_not_asked_for_again_and_again(desk in Desk) {
        let op = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let desk = desk.with_providers(vec![op.settings("op", "")]);
        connect(&desk, &op, "op", Person::Executive, "executive").await;
        let asked = op.asked("keys");
        assert_in(&desk, &op, "op", "executive", Person::Executive).await;
        assert_eq!(op.asked("keys"), asked, "keys that are known are not asked for");
        op.change_keys("second");
        assert_in(&desk, &op, "op", "executive", Person::Executive).await;
        assert_eq!(op.asked("keys"), asked + 1);
        op.lie(Lies { header: Some(Box::new(|told| told["kid"] = json!("made-up"))), ..Lies::default() });
        for _ in 0..5 {
            sign_in(&mut desk.browser(), &op, "op", "executive").await.assert_status(422);
        }
        assert_eq!(op.asked("keys"), asked + 1, "names of keys that are made up make us ask");
    }

    async fn where_a_provider_has_directories_the_person_is_of_one(desk in Desk) {
        let op = Op::start(Kind::Rs256, desk.clock().now().timestamp()).await;
        let own = Uuid::from_u128(0x1234_5678_9abc);
        let new = app::NewPerson {
            email: "mira@uptake.example".parse().unwrap(),
            name: "Mira".to_owned(),
            partner_id: Some("4000001".to_owned()),
            role: domain::access::Role::ReportViewer,
            at: Vec::new(),
            directory: Some(own),
            password: PASSWORD.to_owned(),
        };
        desk.app.add_person(&operator(), new).await.unwrap();
        let desk = desk.with_providers(vec![op.settings("op", "directory=tid; for=4000001")]);
        op.claim(json!({ "tid": own.to_string() }));
        connect(&desk, &op, "op", Person::Executive, "executive").await;
        assert_in(&desk, &op, "op", "executive", Person::Executive).await;
        let people = format!("{:?}", desk.world.database.dump(&[]).await["person"]).to_lowercase();
        let count = people.matches(&own.simple().to_string()).count() + people.matches(&own.to_string()).count();
        assert!(count >= 2, "{people}");
        // A directory that is nobody's yet is no hindrance.
        op.claim(json!({ "tid": Uuid::from_u128(9).to_string() }));
        assert_in(&desk, &op, "op", "executive", Person::Executive).await;
        // One name for all directories, each with an issuer of its own.
        let mut settings = op.settings("op", "directory=tid");
        settings.issuer = format!("{}/{{tenantid}}/v2.0", op.issuer);
        let desk = desk.with_providers(vec![settings.clone()]);
        let (template, issuer) = (settings.issuer.clone(), settings.issuer.replace("{tenantid}", &own.to_string()));
        op.lie(Lies {
            metadata: Some(Box::new(move |told| {
                told["issuer"] = json!(template);
                told["authorization_response_iss_parameter_supported"] = json!(false);
            })),
            ..Lies::default()
        });
        op.claim(json!({ "tid": own.to_string(), "iss": issuer }));
        let without_issuer = |fields: Vec<(String, String)>| -> Vec<_> {
            fields.into_iter().filter(|(name, _)| name != "iss").collect()
        };
        let mut browser = desk.signed_in(Person::Executive).await;
        let fields = [("provider", "op"), ("current", PASSWORD)];
        let page = browser.post_from("/profile", "/profile/providers", &fields).await.assert_status(200);
        let brought = without_issuer(op.sign_in(&leads_to(&page), "executive"));
        arrive(&mut browser, "op", &brought).await.assert_status(303);
        let mut browser = desk.browser();
        let url = depart(&mut browser, "op").await;
        arrive(&mut browser, "op", &without_issuer(op.sign_in(&url, "executive"))).await.assert_status(303);
        // The issuer of another directory than the token's.
        op.claim(json!({ "tid": Uuid::from_u128(9).to_string(), "iss": issuer }));
        let mut browser = desk.browser();
        let url = depart(&mut browser, "op").await;
        arrive(&mut browser, "op", &without_issuer(op.sign_in(&url, "executive"))).await.assert_status(422);
    }

    async fn whoever_is_invited_comes_with_a_provider_and_needs_no_password(desk in Desk) {
        let op = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let desk = desk.with_providers(vec![op.settings("op", "")]);
        let admin = desk.program(Person::Admin).await;
        let body = json!({ "name": "Noor", "email": "noor@uptake.example", "roles": [{ "role": "report_viewer" }] });
        let made = admin.send("POST", "/api/v1/people", Some("application/json"), body.to_string()).await.assert_status(201).json();
        let link = made["invitation"]["url"].as_str().unwrap().split_once("/invitations/").unwrap().1.to_owned();
        let (page, there) = (format!("/invitations/{link}"), format!("/invitations/{link}/providers/op"));
        let mut browser = desk.browser();
        // By the link alone it is not accepted; nor with somebody's account who is here already.
        for email in ["", "other@uptake.example"] {
            let refused = browser.post_from(&page, &there, &[("email", email)]).await.assert_status(422);
            assert_eq!(refused.count("[role=alert]"), 1);
        }
        connect(&desk, &op, "op", Person::Executive, "executive").await;
        let url = leads_to(&browser.post_from(&page, &there, &[("email", "noor@uptake.example")]).await.assert_status(200));
        let taken = arrive(&mut browser, "op", &op.sign_in(&url, "executive")).await.assert_status(422);
        assert!(taken.body.contains("connected to somebody else"));
        // Two begin; one comes first.
        let url = leads_to(&browser.post_from(&page, &there, &[("email", "noor@uptake.example")]).await.assert_status(200));
        let mut late = desk.browser();
        let later = leads_to(&late.post_from(&page, &there, &[("email", "noor@uptake.example")]).await.assert_status(200));
        arrive(&mut browser, "op", &op.sign_in(&url, "noor")).await.assert_status(303);
        assert!(is_in(&mut browser).await);
        arrive(&mut late, "op", &op.sign_in(&later, "late")).await.assert_status(422);
        assert!(!is_in(&mut late).await);
        let mut again = desk.browser();
        sign_in(&mut again, &op, "op", "noor").await.assert_status(303);
        // The last way in stays.
        let action = again.get("/profile").await.attribute("form[action$='/deletion'][action*=provider]", "action").unwrap();
        let kept = again.post_from("/profile", &action, &[]).await.assert_status(422);
        assert!(kept.body.contains("could not sign in any more"));
        let person = admin.get("/api/v1/people?q=noor").await.json()["items"][0].clone();
        assert_eq!(person["state"], "active");
    }

    async fn where_people_sign_in_with_a_provider_only_no_password_counts(desk in Desk) {
        let op = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let desk = desk.with_providers(vec![op.settings("op", "")]);
        let mut admin = desk.signed_in(Person::Global).await;
        let path = "/sign-in-settings";
        let on = [("single_sign_on", "true"), ("version", "0")];
        // Nobody could change it back.
        let refused = admin.post_from(path, path, &on).await.assert_status(422);
        assert!(refused.body.contains("nobody could change this back") && refused.count("#error-single_sign_on") == 1);
        connect(&desk, &op, "op", Person::Executive, "executive").await;
        admin.post_from(path, path, &on).await.assert_status(422);
        connect(&desk, &op, "op", Person::Global, "global").await;
        // Not by a provider that is gone.
        let mut elsewhere = desk.with_providers(Vec::new()).signed_in(Person::Global).await;
        elsewhere.post_from(path, path, &on).await.assert_status(422);
        admin.post_from(path, path, &on).await.assert_status(303);
        let overtaken = admin.post_from(path, path, &on).await.assert_status(409);
        assert_eq!(overtaken.count(".message.warning[role=alert]"), 1);
        desk.browser().sign_in(Person::Executive, PASSWORD).await.assert_status(422);
        desk.browser().sign_in(Person::Office, PASSWORD).await.assert_status(303);
        let mut browser = desk.browser();
        sign_in(&mut browser, &op, "op", "executive").await.assert_status(303);
        assert_eq!(browser.get("/profile").await.count("form[action='/profile/password']"), 0);
        // Who is disconnected last cannot come in; the last admin stays connected.
        let action = admin.get("/profile").await.attribute("form[action$='/deletion'][action*=provider]", "action").unwrap();
        admin.post_from("/profile", &action, &[]).await.assert_status(422);
        // Programs go on, as whoever has a token.
        let program = desk.program(Person::Global).await;
        let settings = program.get("/api/v1/sign-in-settings").await.assert_status(200);
        assert_eq!(settings.json()["single_sign_on"], true);
        assert_eq!((&settings.json()["second_factor"], &settings.json()["without_second_factor"]), (&json!(false), &json!(5)));
        let off = json!({ "single_sign_on": false }).to_string();
        let put = |tag: &str| program.with("if-match", tag);
        let api = "/api/v1/sign-in-settings";
        put("\"0\"").send("PUT", api, Some("application/json"), off.clone()).await.assert_status(412);
        put(settings.header("etag")).send("PUT", api, Some("application/json"), off).await.assert_status(200);
        desk.browser().sign_in(Person::Executive, PASSWORD).await.assert_status(303);
        // More than a password is a second factor, or a provider.
        let demanded = |is_on: bool| json!({ "single_sign_on": false, "second_factor": is_on }).to_string();
        let set = put("*").send("PUT", api, Some("application/json"), demanded(true)).await.assert_status(200);
        assert_eq!(set.json()["second_factor"], true);
        admin.get("/profile").await.assert_status(303);
        browser.get("/profile").await.assert_status(200);
        sign_in(&mut desk.browser(), &op, "op", "executive").await.assert_status(303);
        let led = desk.browser().sign_in(Person::Executive, PASSWORD).await.assert_status(303);
        assert!(led.location().starts_with("/sign-in/code?next="), "{}", led.location());
        put("*").send("PUT", api, Some("application/json"), demanded(false)).await.assert_status(200);
        // The operator is held by nothing.
        desk.app.set_single_sign_on(&operator(), Some("4000001"), true).await.unwrap();
        desk.browser().sign_in(Person::Executive, PASSWORD).await.assert_status(422);
        desk.app.set_single_sign_on(&operator(), Some("4000001"), false).await.unwrap();
        desk.browser().sign_in(Person::Executive, PASSWORD).await.assert_status(303);
    }

    async fn an_account_is_connected_by_its_own_person_alone(desk in Desk) {
        let op = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let desk = desk.with_providers(vec![op.settings("op", "")]);
        let mut browser = desk.signed_in(Person::Executive).await;
        let wrong = [("provider", "op"), ("current", "another")];
        let refused = browser.post_from("/profile", "/profile/providers", &wrong).await.assert_status(422);
        assert_eq!(refused.count("#way-error"), 1);
        // Begun as one, ended as another, or as nobody.
        let right = [("provider", "op"), ("current", PASSWORD)];
        for as_whom in [Some(Person::Reporter), None] {
            let page = browser.post_from("/profile", "/profile/providers", &right).await.assert_status(200);
            let fields = op.sign_in(&leads_to(&page), "executive");
            let mut other = match as_whom {
                Some(person) => desk.signed_in(person).await,
                None => desk.browser(),
            };
            other.cookies.insert("uptake-provider".into(), browser.cookies["uptake-provider"].clone());
            arrive(&mut other, "op", &fields).await.assert_status(422);
        }
        sign_in(&mut desk.browser(), &op, "op", "executive").await.assert_status(422);
        // Guesses at the password count with those at signing in.
        for _ in 0..9 {
            browser.post_from("/profile", "/profile/providers", &wrong).await.assert_status(422);
        }
        browser.post_from("/profile", "/profile/providers", &right).await.assert_status(429);
    }
}
