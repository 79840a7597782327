//! A provider that lies, people who bring back what is not theirs, and accounts that only look alike: nobody is signed in (B9).

use std::collections::BTreeMap;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{both_engines, operator};
use uuid::Uuid;

use super::{arrive, connect, depart, is_in, sign_in};
use crate::desk::{Browser, Desk, PASSWORD, Person};
use crate::op::{CLIENT, Kind, Lies, Op, spelt, with_payload};

/// The account there that is connected to somebody here.
const SUBJECT: &str = "subject-of-executive";

/// How many sessions there are.
async fn sessions(desk: &Desk) -> usize {
    desk.world.database.dump(&[]).await["session"].len()
}

/// A lie, told by its name.
type Lie = (&'static str, fn(&mut Lies));

/// How something that is told is changed, where it is.
type Twist<T> = Option<Box<dyn Fn(&mut T) + Send + Sync>>;

#[expect(clippy::unnecessary_wraps, reason = "a lie is a field that is set")]
fn twist<T>(change: impl Fn(&mut T) + Send + Sync + 'static) -> Twist<T> {
    Some(Box::new(change))
}

fn set(name: &'static str, value: Value) -> Twist<Value> {
    twist(move |told: &mut Value| told[name] = value.clone())
}

fn without(name: &'static str) -> Twist<Value> {
    twist(move |told: &mut Value| drop(told.as_object_mut().unwrap().remove(name)))
}

/// Adds to a moment.
fn moved(name: &'static str, seconds: i64) -> Twist<Value> {
    twist(move |told: &mut Value| {
        let from = told[name].as_i64().or(told["iat"].as_i64()).unwrap();
        told[name] = json!(from + seconds);
    })
}

#[expect(clippy::unnecessary_wraps, reason = "a lie is a field that is set")]
fn answers(answer: impl Fn() -> Response + Send + Sync + 'static) -> crate::op::Answers {
    Some(Box::new(answer))
}

fn html() -> Response {
    ([(header::CONTENT_TYPE, "text/html")], "<html><body>{\"id_token\":\"x\"}</body></html>").into_response()
}

fn huge() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], format!("{{\"issuer\":\"{}\"}}", "a".repeat(3 << 20)))
        .into_response()
}

fn redirect() -> Response {
    (StatusCode::FOUND, [(header::LOCATION, "http://169.254.169.254/latest/meta-data/")]).into_response()
}

/// What it says of itself.
const OF_ITSELF: &[Lie] = &[
    ("the issuer is another", |it| it.metadata = set("issuer", json!("https://id.example"))),
    ("the issuer has a slash more", |it| {
        it.metadata =
            twist(|told: &mut Value| told["issuer"] = json!(format!("{}/", told["issuer"].as_str().unwrap())));
    }),
    ("there is no issuer", |it| it.metadata = without("issuer")),
    ("it takes plain challenges alone", |it| it.metadata = set("code_challenge_methods_supported", json!(["plain"]))),
    ("it gives tokens without codes alone", |it| it.metadata = set("response_types_supported", json!(["id_token"]))),
    ("its keys are where machines tell of themselves", |it| {
        it.metadata = set("jwks_uri", json!("http://169.254.169.254/keys"));
    }),
    ("its keys are in a file", |it| it.metadata = set("jwks_uri", json!("file:///etc/passwd"))),
    ("tokens are given where machines tell of themselves", |it| {
        it.metadata = set("token_endpoint", json!("http://169.254.169.254/token"));
    }),
    ("tokens are given to a user in the address", |it| {
        it.metadata = set("token_endpoint", json!("http://a:b@127.0.0.1/token"));
    }),
    ("people are led to a script", |it| it.metadata = set("authorization_endpoint", json!("javascript:alert(1)"))),
    ("people are led to an address with a line break", |it| {
        it.metadata = set("authorization_endpoint", json!("https://id.example/\r\nset-cookie: a=b"));
    }),
    ("it is a page", |it| it.metadata_answer = answers(html)),
    ("it is huge", |it| it.metadata_answer = answers(huge)),
    ("it is elsewhere", |it| it.metadata_answer = answers(redirect)),
    ("it is not there", |it| it.metadata_answer = answers(|| StatusCode::NOT_FOUND.into_response())),
    ("it is cut off", |it| {
        it.metadata_answer =
            answers(|| ([(header::CONTENT_TYPE, "application/json")], "{\"issuer\":\"http").into_response());
    }),
    ("it is in trouble", |it| it.metadata_answer = answers(|| StatusCode::BAD_GATEWAY.into_response())),
    ("its keys are huge", |it| it.keys_answer = answers(huge)),
    ("its keys are a page", |it| it.keys_answer = answers(html)),
    ("its keys are elsewhere", |it| it.keys_answer = answers(redirect)),
    ("it has a hundred keys", |it| {
        it.keys = twist(|told: &mut Value| told["keys"] = json!(vec![told["keys"][0].clone(); 100]));
    }),
];

/// What it gives for a code.
const FOR_A_CODE: &[Lie] = &[
    ("a page", |it| it.token_answer = answers(html)),
    ("an address elsewhere", |it| it.token_answer = answers(redirect)),
    ("trouble", |it| it.token_answer = answers(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())),
    ("a refusal", |it| it.token_answer = answers(|| StatusCode::BAD_REQUEST.into_response())),
    ("too much", |it| it.token_answer = answers(huge)),
    ("no ID token", |it| it.tokens = without("id_token")),
    ("an ID token that is a number", |it| it.tokens = set("id_token", json!(7))),
    ("an ID token that is none", |it| it.tokens = set("id_token", json!("a.b.c"))),
    ("an ID token of one piece", |it| it.tokens = set("id_token", json!("abc"))),
    ("an ID token of 200 kB", |it| it.tokens = set("id_token", json!("a".repeat(200_000)))),
];

/// By whom a token is signed.
const SIGNATURES: &[Lie] = &[
    ("there are no keys", |it| it.keys = set("keys", json!([]))),
    ("the key has another name", |it| it.header = set("kid", json!("unknown"))),
    ("another key has the name", |it| it.signs_with_another = true),
    ("the key is for encryption", |it| it.keys = twist(|told: &mut Value| told["keys"][0]["use"] = json!("enc"))),
    ("the key is for another algorithm", |it| {
        it.keys = twist(|told: &mut Value| told["keys"][0]["alg"] = json!("RS256"));
    }),
    ("two keys could be meant", |it| {
        it.header = without("kid");
        it.keys = twist(|told: &mut Value| {
            let mut other = told["keys"][0].clone();
            other["kid"] = json!("second");
            told["keys"].as_array_mut().unwrap().push(other);
        });
    }),
    ("nobody, and says so", |it| {
        it.header = set("alg", json!("none"));
        it.token = twist(|token: &mut String| token.truncate(token.rfind('.').unwrap() + 1));
    }),
    ("nobody, with a signature", |it| it.header = set("alg", json!("none"))),
    ("nobody, in odd letters", |it| {
        it.header = set("alg", json!("nOnE"));
        it.token = twist(|token: &mut String| token.truncate(token.rfind('.').unwrap() + 1));
    }),
    ("the public key as a secret", |it| {
        it.header = set("alg", json!("HS256"));
        it.token = twist(|token: &mut String| {
            let signed = token.rsplit_once('.').unwrap().0.to_owned();
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, CLIENT.as_bytes());
            *token = format!("{signed}.{}", spelt(ring::hmac::sign(&key, signed.as_bytes()).as_ref()));
        });
    }),
    ("another algorithm than it says", |it| it.header = set("alg", json!("RS256"))),
    ("a key that the token brings", |it| {
        it.signs_with_another = true;
        it.header = twist(|told: &mut Value| {
            told["jwk"] = json!({ "kty": "oct", "k": "AAAA" });
            told["kid"] = json!("brought");
        });
    }),
    ("a key that is elsewhere", |it| {
        it.signs_with_another = true;
        it.header = twist(|told: &mut Value| {
            told["jku"] = json!("http://169.254.169.254/keys");
            told["x5u"] = json!("http://169.254.169.254/keys");
            told["kid"] = json!("elsewhere");
        });
    }),
    ("it has conditions", |it| it.header = set("crit", json!(["exp"]))),
    ("it is for signing out", |it| it.header = set("typ", json!("logout+jwt"))),
    ("it is for asking", |it| it.header = set("typ", json!("at+jwt"))),
    ("the signature is cut off", |it| it.token = twist(|token: &mut String| token.truncate(token.len() - 4))),
    ("the payload was changed", |it| {
        it.claims = set("sub", json!("somebody-else"));
        it.token = twist(|token: &mut String| {
            *token = with_payload(token, |payload| payload.replace("somebody-else", SUBJECT));
        });
    }),
];

/// What a token says.
const CLAIMS: &[Lie] = &[
    ("of another issuer", |it| it.claims = set("iss", json!("https://id.example"))),
    ("of an issuer with a slash more", |it| {
        it.claims = twist(|told: &mut Value| told["iss"] = json!(format!("{}/", told["iss"].as_str().unwrap())));
    }),
    ("of no issuer", |it| it.claims = without("iss")),
    ("for another client", |it| it.claims = set("aud", json!("another"))),
    ("for us and another", |it| it.claims = set("aud", json!([CLIENT, "another"]))),
    ("for nobody", |it| it.claims = set("aud", json!([]))),
    ("for no client", |it| it.claims = without("aud")),
    ("given to another", |it| it.claims = set("azp", json!("another"))),
    ("of yesterday", |it| it.claims = moved("exp", -86_400)),
    ("without an end", |it| it.claims = without("exp")),
    ("of tomorrow", |it| it.claims = moved("iat", 86_400)),
    ("made long ago", |it| it.claims = moved("iat", -3_600)),
    ("made at no time", |it| it.claims = without("iat")),
    ("not valid yet", |it| it.claims = moved("nbf", 3_600)),
    ("for no question", |it| it.claims = without("nonce")),
    ("for another question", |it| it.claims = set("nonce", json!("another"))),
    ("for every question", |it| it.claims = set("nonce", json!([]))),
    ("of nobody", |it| it.claims = without("sub")),
    ("of an empty name", |it| it.claims = set("sub", json!(""))),
    ("of a number", |it| it.claims = set("sub", json!(7))),
    ("of a name too long", |it| it.claims = set("sub", json!("a".repeat(300)))),
    ("of somebody whose address is known here", |it| {
        it.claims = twist(|told: &mut Value| {
            told["sub"] = json!("unknown");
            told["email"] = json!("executive@uptake.example");
        });
    }),
    ("of somebody whose address is known here and not checked there", |it| {
        it.claims = twist(|told: &mut Value| {
            told["sub"] = json!("unknown");
            told["email"] = json!("executive@uptake.example");
            told["email_verified"] = json!(false);
        });
    }),
    ("of an account in other letters", |it| it.claims = set("sub", json!(SUBJECT.to_uppercase()))),
    ("of an account with a space more", |it| it.claims = set("sub", json!(format!("{SUBJECT} ")))),
];

async fn assert_refused(desk: &Desk, op: &Op, lies: &[Lie]) -> usize {
    let before = sessions(desk).await;
    // So many come from one address here that it would be put off.
    desk.world.database.run("DELETE FROM sign_in_failure").await.unwrap();
    for (what, lie) in lies {
        // A server that knows nothing of the provider yet.
        let fresh = desk.with_providers(vec![op.settings("op", "")]);
        let mut told = Lies::default();
        lie(&mut told);
        op.lie(told);
        let mut browser = fresh.browser();
        let page = browser.post_from("/sign-in", "/sign-in/providers/op", &[("next", "/")]).await;
        let answer = match page.attribute("main a.primary", "href") {
            Some(url) if page.status == 200 => arrive(&mut browser, "op", &op.sign_in(&url, SUBJECT)).await,
            _ => page,
        };
        assert!(matches!(answer.status, 422 | 503), "{what}: {} {}", answer.status, answer.location());
        assert_eq!(answer.count("[role=alert]"), 1, "{what}");
        assert!(!browser.cookies.contains_key("uptake-session") && !is_in(&mut browser).await, "{what}");
    }
    op.lie(Lies::default());
    assert_eq!(sessions(desk).await, before, "somebody was signed in");
    // The control: without a lie they are.
    let mut browser = desk.with_providers(vec![op.settings("op", "")]).browser();
    sign_in(&mut browser, op, "op", SUBJECT).await.assert_status(303);
    assert!(is_in(&mut browser).await);
    lies.len()
}

both_engines! {
    async fn a_provider_that_lies_signs_nobody_in(desk in Desk) {
        let op = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let desk = desk.with_providers(vec![op.settings("op", "")]);
        connect(&desk, &op, "op", Person::Executive, SUBJECT).await;
        let mut count = 0;
        for lies in [OF_ITSELF, FOR_A_CODE, SIGNATURES, CLAIMS] {
            count += assert_refused(&desk, &op, lies).await;
        }
        assert!(count >= 60, "{count}");
        // A claim twice could be read in two ways.
        op.lie(Lies {
            claims: set("sub", json!("unknown")),
            token: twist(|token: &mut String| {
                *token = with_payload(token, |payload| payload.replace("\"unknown\"", &format!("\"unknown\",\"sub\":\"{SUBJECT}\"")));
            }),
            ..Lies::default()
        });
        sign_in(&mut desk.browser(), &op, "op", SUBJECT).await.assert_status(422);
    }

    async fn whoever_brings_one_useless_answer_after_the_other_is_put_off(desk in Desk) {
        let op = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let desk = desk.with_providers(vec![op.settings("op", "")]);
        connect(&desk, &op, "op", Person::Executive, SUBJECT).await;
        let useless = async || {
            let mut browser = desk.browser();
            let url = depart(&mut browser, "op").await;
            let fields = changed(&op.sign_in(&url, SUBJECT), "error", Some("access_denied"));
            arrive(&mut browser, "op", &fields).await.status
        };
        for _ in 0..50 {
            assert_eq!(useless().await, 422);
        }
        assert_eq!(useless().await, 429);
        assert_eq!(sign_in(&mut desk.browser(), &op, "op", SUBJECT).await.status, 429, "from that address nobody for a while");
        desk.clock().pass(chrono::TimeDelta::minutes(16));
        let later = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let desk = desk.with_providers(vec![later.settings("later", "")]);
        connect(&desk, &later, "later", Person::Executive, SUBJECT).await;
        // Those that are right are not counted.
        for _ in 0..60 {
            sign_in(&mut desk.browser(), &later, "later", SUBJECT).await.assert_status(303);
        }
    }
}

/// A query with a field set or, without a value, left out.
fn changed(fields: &[(String, String)], name: &str, value: Option<&str>) -> Vec<(String, String)> {
    let mut kept: Vec<_> = fields.iter().filter(|(one, _)| one != name).cloned().collect();
    kept.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    kept
}

async fn assert_out(browser: &mut Browser, code: &str, fields: &[(String, String)], what: &str) {
    let answer = arrive(browser, code, fields).await;
    assert_eq!(answer.status, 422, "{what}: {}", answer.location());
    assert!(!is_in(browser).await, "{what}");
}

both_engines! {
    async fn an_answer_that_is_not_to_the_question_signs_nobody_in(desk in Desk) {
        let now = desk.clock().now().timestamp();
        let (op, other) = (Op::start(Kind::Es256, now).await, Op::start(Kind::Es256, now).await);
        let desk = desk.with_providers(vec![op.settings("op", ""), other.settings("other", "")]);
        connect(&desk, &op, "op", Person::Executive, SUBJECT).await;
        connect(&desk, &other, "other", Person::Reporter, "subject-of-reporter").await;
        let changes: [(&str, &str, Option<&str>); 10] = [
            ("no state", "state", None),
            ("an empty state", "state", Some("")),
            ("a state of nobody", "state", Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
            ("no code", "code", None),
            ("an empty code", "code", Some("")),
            ("a code of nobody", "code", Some("made-up")),
            ("no issuer, although it is promised", "iss", None),
            ("another issuer", "iss", Some("https://id.example")),
            ("an empty issuer", "iss", Some("")),
            ("an error beside the code", "error", Some("access_denied")),
        ];
        for (what, name, value) in changes {
            let mut browser = desk.browser();
            let url = depart(&mut browser, "op").await;
            let fields = changed(&op.sign_in(&url, SUBJECT), name, value);
            assert_out(&mut browser, "op", &fields, what).await;
        }
        for name in ["state", "code", "iss", "error"] {
            let mut browser = desk.browser();
            let url = depart(&mut browser, "op").await;
            let mut fields = op.sign_in(&url, SUBJECT);
            fields.extend([(name.to_owned(), "x".to_owned()), (name.to_owned(), "x".to_owned())]);
            assert_out(&mut browser, "op", &fields, &format!("{name} twice")).await;
        }

        // An answer of somebody else's question, in another browser or in one that forgot.
        let (mut own, mut another) = (desk.browser(), desk.browser());
        let url = depart(&mut own, "op").await;
        let fields = op.sign_in(&url, SUBJECT);
        assert_out(&mut another, "op", &fields, "in a browser that asked nothing").await;
        depart(&mut another, "op").await;
        assert_out(&mut another, "op", &fields, "in a browser that asked something else").await;
        // It was not theirs to end.
        arrive(&mut own, "op", &fields).await.assert_status(303);
        let kept = own.cookies.clone();
        own.post_from("/profile", "/sign-out", &[]).await.assert_status(303);
        // A provider that takes the code again makes it no better.
        let fields = op.given_again(&fields);
        assert_out(&mut own, "op", &fields, "a second time").await;
        own.cookies = kept.into_iter().filter(|(name, _)| name != "uptake-session").collect();
        assert_out(&mut own, "op", &fields, "a second time, with the cookies of the first").await;

        // A code of another's visit under one's own state.
        let (mut victim, mut thief) = (desk.browser(), desk.browser());
        let stolen = op.sign_in(&depart(&mut victim, "op").await, SUBJECT);
        let own = op.sign_in(&depart(&mut thief, "op").await, "unknown");
        let injected = changed(&own, "code", Some(&stolen[0].1));
        assert_out(&mut thief, "op", &injected, "the code of another's visit").await;

        // What one provider answers is brought to another.
        let mut browser = desk.browser();
        let url = depart(&mut browser, "op").await;
        let of_other = other.sign_in(&url, "subject-of-reporter");
        assert_out(&mut browser, "op", &of_other, "the answer of another provider").await;
        let mut browser = desk.browser();
        let url = depart(&mut browser, "op").await;
        assert_out(&mut browser, "other", &op.sign_in(&url, SUBJECT), "an answer at another provider's door").await;
        let mut browser = desk.browser();
        let url = depart(&mut browser, "op").await;
        let mixed = changed(&other.sign_in(&url, SUBJECT), "iss", Some(&op.issuer));
        assert_out(&mut browser, "op", &mixed, "another provider's code in the name of this one").await;

        // Too late.
        let mut browser = desk.browser();
        let url = depart(&mut browser, "op").await;
        let fields = op.sign_in(&url, SUBJECT);
        desk.clock().pass(TimeDelta::minutes(11));
        op.set_now(desk.clock().now().timestamp());
        assert_out(&mut browser, "op", &fields, "after eleven minutes").await;

        // There is no way out by the back door, and no way in by a link.
        assert_eq!(desk.browser().send("POST", "/sign-in/providers/op/logout", None, "logout_token=x").await.status, 404);
        assert_eq!(desk.browser().get("/sign-in/providers/op").await.status, 405);
        let mut browser = desk.browser();
        browser.post_bare("/sign-in/providers/op", &[("next", "/")]).await.assert_status(403);
        browser.post_from("/sign-in", "/sign-in/providers/nobody", &[("next", "/")]).await.assert_status(404);
        browser.get("/sign-in/providers/nobody/answer?state=x&code=y").await.assert_status(404);
    }

    async fn an_account_that_is_nobodys_here_gets_one_page_whoever_it_is(desk in Desk) {
        let now = desk.clock().now().timestamp();
        let (op, other) = (Op::start(Kind::Es256, now).await, Op::start(Kind::Es256, now).await);
        let directory = Uuid::from_u128(7);
        // A directory of the second partner, which nobody of the first comes from.
        let new = app::NewPerson {
            email: "duin@uptake.example".parse().unwrap(),
            name: "Duin".to_owned(),
            partner_id: Some("4000002".to_owned()),
            role: domain::access::Role::ReportViewer,
            at: Vec::new(),
            directory: Some(directory),
            password: PASSWORD.to_owned(),
        };
        desk.app.add_person(&operator(), new).await.unwrap();
        let desk = desk.with_providers(vec![op.settings("op", ""), other.settings("other", "")]);
        for (person, subject) in [(Person::Executive, "executive"), (Person::Reporter, "reporter"), (Person::Admin, "admin")] {
            connect(&desk, &op, "op", person, subject).await;
        }
        desk.app.set_active(&operator(), &Person::Reporter.email().parse().unwrap(), false).await.unwrap();
        // Disconnected again by its person.
        let mut browser = desk.signed_in(Person::Admin).await;
        let action = browser.get("/profile").await.attribute("form[action$='/deletion'][action*=provider]", "action").unwrap();
        browser.post_from("/profile", &action, &[]).await.assert_status(303);
        let settings = |more: &str| desk.with_providers(vec![op.settings("op", more), other.settings("other", "")]);
        let mut pages = BTreeMap::new();
        for (what, desk, at, subject) in [
            ("unknown", settings(""), &op, "unknown"),
            ("closed", settings(""), &op, "reporter"),
            ("disconnected", settings(""), &op, "admin"),
            ("the same name elsewhere", settings(""), &other, "executive"),
            ("a provider for others", settings("for=4000002"), &op, "executive"),
            ("a provider for the office", settings("for=office"), &op, "executive"),
            ("from another's directory", settings(&format!("directory={directory}")), &op, "executive"),
        ] {
            let code = if std::ptr::eq(at, &raw const op) { "op" } else { "other" };
            let mut browser = desk.browser();
            let page = sign_in(&mut browser, at, code, subject).await.assert_status(422);
            assert!(!is_in(&mut browser).await, "{what}");
            let main = page.body.split("<main").nth(1).unwrap().replace(&format!("Name of {code}"), "");
            pages.insert(what, main);
        }
        let first = pages["unknown"].clone();
        for (what, page) in &pages {
            assert_eq!(*page, first, "{what}");
        }
        sign_in(&mut desk.browser(), &op, "op", "executive").await.assert_status(303);
        // Without a directory, where one is asked for, or with one that is none.
        for claims in [json!({}), json!({ "tid": "x" }), json!({ "tid": 7 })] {
            op.claim(claims);
            sign_in(&mut settings("directory=tid").browser(), &op, "op", "executive").await.assert_status(422);
        }
        op.claim(json!({ "tid": directory.to_string() }));
        sign_in(&mut settings("directory=tid").browser(), &op, "op", "executive").await.assert_status(422);
    }
}

/// What does not answer is waited for a few seconds, and nobody else waits meanwhile.
#[test]
fn a_provider_that_does_not_answer_keeps_nobody_waiting() {
    testkit::tell(testkit::Engine::Sqlite, Desk::open, async |desk| {
        let op = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let desk = desk.with_providers(vec![op.settings("op", "")]);
        connect(&desk, &op, "op", Person::Executive, SUBJECT).await;
        for silent in ["metadata", "keys", "token"] {
            op.lie(Lies { is_silent: Some(silent), ..Lies::default() });
            let fresh = desk.with_providers(vec![op.settings("op", "")]);
            let began = std::time::Instant::now();
            let waiting = async {
                let mut browser = fresh.browser();
                let page = browser.post_from("/sign-in", "/sign-in/providers/op", &[("next", "/")]).await;
                match page.attribute("main a.primary", "href") {
                    Some(url) if page.status == 200 => arrive(&mut browser, "op", &op.sign_in(&url, SUBJECT)).await,
                    _ => page,
                }
            };
            let others = async {
                fresh.signed_in(Person::Reporter).await.get("/tenants").await.assert_status(200);
                began.elapsed()
            };
            let (answer, others) = tokio::join!(waiting, others);
            let answer = answer.assert_status(503);
            assert!(!answer.header("retry-after").is_empty() && answer.body.contains("does not answer"));
            assert!(began.elapsed().as_secs() < 8 && others.as_secs() < 4, "{silent}: {others:?}");
        }
        // Nobody is there at all.
        let gone = Op::start(Kind::Es256, 0).await.settings("gone", "");
        let mut browser = desk.with_providers(vec![gone]).browser();
        browser.post_from("/sign-in", "/sign-in/providers/gone", &[("next", "/")]).await.assert_status(503);
    });
}

/// Where it is not allowed to be, a provider is not asked: not on this machine, and not without TLS.
#[test]
fn a_provider_that_is_not_public_is_not_asked_unless_it_is_allowed() {
    testkit::tell(testkit::Engine::Sqlite, Desk::open, async |desk| {
        let op = Op::start(Kind::Es256, desk.clock().now().timestamp()).await;
        let by_tls = op.settings("op", "");
        let by_tls =
            app::ProviderSettings { issuer: by_tls.issuer.replace("http:", "https:"), allows_private: false, ..by_tls };
        let mut browser = desk.with_providers(vec![by_tls]).browser();
        browser.post_from("/sign-in", "/sign-in/providers/op", &[("next", "/")]).await.assert_status(422);
        assert_eq!(op.asked("metadata"), 0);
        let plain = app::ProviderSettings { allows_private: false, ..op.settings("op", "") };
        assert!(app::Provider::new(plain).is_err());
    });
}
