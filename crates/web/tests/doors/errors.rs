//! What goes wrong is said in one way: a page for people, a problem for programs, nothing of what is inside.

use axum::body::Body;
use serde_json::json;
use testkit::both_engines;
use web::Config;

use crate::desk::{Desk, Person, tenant_id};

both_engines! {
    async fn an_unknown_page_and_a_foreign_tenant_are_the_same_page(desk in Desk) {
        let mut browser = desk.signed_in(Person::Reporter).await;
        let mut told = Vec::new();
        for path in [
            "/nowhere".to_owned(),
            format!("/tenants/{}", tenant_id("4200001", 1)),
            "/tenants/no-guid".into(),
            "/loads/x".into(),
        ] {
            let page = browser.get(&path).await.assert_status(404);
            assert!(page.body.contains(page.header("x-request-id")));
            told.push((page.attribute("main h1", "class"), text_of(&page.body, "h1"), page.count("main a")));
        }
        assert!(told.windows(2).all(|two| two[0] == two[1]), "{told:?}");
    }
}

fn text_of(page: &str, selector: &str) -> Vec<String> {
    let selector = scraper::Selector::parse(selector).unwrap();
    scraper::Html::parse_document(page).select(&selector).map(|one| one.text().collect::<String>()).collect()
}

both_engines! {
    async fn errors_speak_the_language_of_the_reader(desk in Desk) {
        let mut browser = desk.browser();
        browser.headers.push(("accept-language", "nl".into()));
        let page = browser.get("/nowhere").await.assert_status(404);
        assert_eq!(page.attribute("html", "lang").as_deref(), Some("nl"));
        let english = desk.stranger().get("/api/v1/me").await.assert_status(401).json();
        let dutch = browser.get("/api/v1/me").await.assert_status(401).json();
        assert_ne!(english["title"], dutch["title"]);
        assert_eq!(english["type"], dutch["type"]);
    }

    async fn a_wrong_method_says_which_are_right(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let answer = program.json("DELETE", "/api/v1/me", &json!({})).await.assert_status(405);
        assert_eq!(answer.header("allow"), "GET,HEAD");
        assert_eq!(answer.json()["status"], 405);
        let answer = desk.browser().send("PUT", "/overview", None, Body::empty()).await.assert_status(405);
        assert!(answer.header("content-type").starts_with("text/html"));
    }

    async fn bodies_that_cannot_be_taken_are_told_apart(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let send = |kind: &'static str, body: String| program.send("POST", "/api/v1/views", Some(kind), body);
        send("text/plain", "{}".into()).await.assert_status(415);
        send("application/json", "{".into()).await.assert_status(400);
        send("application/json", "{}".into()).await.assert_status(422);
        send("application/json", format!("{{\"name\":\"{}\"}}", "a".repeat(300_000))).await.assert_status(413);
        send("application/json", format!("{{\"name\":\"a\",\"query\":{}", "[".repeat(10_000))).await.assert_status(422);
        let mut browser = desk.browser();
        let form = "csrf=".to_owned() + &"a".repeat(70_000);
        browser.send("POST", "/sign-in", Some("application/x-www-form-urlencoded"), form).await.assert_status(413);
        browser.send("POST", "/sign-in", Some("text/plain"), "csrf=a").await.assert_status(415);
    }

    async fn a_person_without_a_viewer_role_is_told_what_to_ask_of_whom(desk in Desk) {
        let mut browser = desk.signed_in(Person::Admin).await;
        for path in ["/overview", "/tenants", "/tenants/export.csv"] {
            let page = browser.get(path).await.assert_status(403);
            assert!(page.body.contains("Polder"), "{}", page.body);
            assert_eq!(page.count("nav a[href='/tenants']"), 0);
        }
        browser.get("/profile").await.assert_status(200);
    }

    async fn a_script_is_sent_to_the_sign_in_page_and_not_given_it(desk in Desk) {
        let mut browser = desk.browser();
        browser.headers.push(("hx-request", "true".into()));
        let answer = browser.get("/tenants?q=a").await.assert_status(401);
        assert_eq!(answer.header("hx-redirect"), "/sign-in");
        assert!(answer.body.is_empty());
    }

    async fn when_every_place_is_taken_the_answer_is_to_come_back(desk in Desk) {
        let none = desk.with(Config { most_requests: 0, ..Config::default() });
        let answer = none.program(Person::Executive).await.get("/api/v1/me").await.assert_status(503);
        assert_eq!(answer.header("retry-after"), "2");
        none.stranger().get("/healthz").await.assert_status(200);
        none.stranger().get("/readyz").await.assert_status(200);
    }
}
