//! Requests that come twice and count once (S15.1).

use futures_util::future::join_all;
use serde_json::json;
use testkit::both_engines;

use crate::desk::{Desk, Person, tenant_id};

const VIEWS: &str = "/api/v1/views";

both_engines! {
    async fn a_request_that_comes_again_under_its_key_makes_nothing(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let body = json!({"name": "mine", "query": "band=low"});
        let keyed = program.with("idempotency-key", "first-try");
        let first = keyed.json("POST", VIEWS, &body).await.assert_status(201).json();
        // The view is another by now: had the request counted twice, it would be the first again.
        program.json("POST", VIEWS, &json!({"name": "mine", "query": "band=high"})).await.assert_status(201);
        let again = keyed.json("POST", VIEWS, &body).await.assert_status(201).json();
        assert_eq!((&again["id"], &again["query"]), (&first["id"], &json!("band=high")));
        assert_eq!(program.get(VIEWS).await.json()["items"].as_array().unwrap().len(), 1);
        program.json("DELETE", &format!("{VIEWS}/{}", first["id"].as_str().unwrap()), &json!({})).await.assert_status(204);
        keyed.json("POST", VIEWS, &body).await.assert_status(404);
    }

    async fn a_key_of_another_request_is_refused(desk in Desk) {
        let keyed = desk.program(Person::Executive).await.with("idempotency-key", "only-once");
        keyed.json("POST", VIEWS, &json!({"name": "a", "query": ""})).await.assert_status(201);
        let problem = keyed.json("POST", VIEWS, &json!({"name": "b", "query": ""})).await.assert_status(422).json();
        assert_eq!(problem["errors"][0]["field"], "Idempotency-Key");
        // Another person's keys are their own.
        let other = desk.program(Person::Reporter).await.with("idempotency-key", "only-once");
        other.json("POST", VIEWS, &json!({"name": "b", "query": ""})).await.assert_status(201);
    }

    async fn what_was_refused_may_be_sent_again_under_its_key(desk in Desk) {
        let keyed = desk.program(Person::Executive).await.with("idempotency-key", "mended");
        keyed.json("POST", VIEWS, &json!({"name": "", "query": ""})).await.assert_status(422);
        keyed.json("POST", VIEWS, &json!({"name": "now", "query": ""})).await.assert_status(201);
    }

    async fn what_is_no_key_is_refused(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let long = "x".repeat(256);
        for key in ["", "a b", "é", &long] {
            let answer = program.with("idempotency-key", key).json("POST", VIEWS, &json!({"name": "a", "query": ""})).await;
            assert_eq!(answer.assert_status(422).json()["errors"][0]["field"], "Idempotency-Key", "{key}");
        }
        let twice = program.with("idempotency-key", "a").with("idempotency-key", "b");
        twice.json("POST", VIEWS, &json!({"name": "a", "query": ""})).await.assert_status(400);
        program.with("idempotency-key", &long[1..]).json("POST", VIEWS, &json!({"name": "a", "query": ""})).await.assert_status(201);
    }

    async fn a_request_sent_many_times_at_once_counts_once(desk in Desk) {
        let keyed = desk.program(Person::Executive).await.with("idempotency-key", "all-at-once");
        let body = json!({"name": "mine", "query": ""});
        let answers = join_all((0..8).map(|_| keyed.json("POST", VIEWS, &body))).await;
        let ids: Vec<_> = answers.into_iter().map(|answer| answer.assert_status(201).json()["id"].clone()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }

    async fn a_note_that_is_asked_for_twice_under_a_key_is_asked_for_once(desk in Desk) {
        let path = format!("/api/v1/tenants/{}/note-requests", tenant_id("4100001", 1));
        let (program, now) = (desk.program(Person::Office).await, desk.world.app.now());
        let day = |days: i64| json!({"due_on": (now + chrono::TimeDelta::days(days)).date_naive().to_string()});
        let keyed = program.with("idempotency-key", "asked-once");
        keyed.json("POST", &path, &day(2)).await.assert_status(201);
        // Somebody moves the day; the repetition of the first request does not move it back.
        let moved = program.json("POST", &path, &day(9)).await.assert_status(201).json();
        let again = keyed.json("POST", &path, &day(2)).await.assert_status(201).json();
        assert_eq!((&again, again["items"].as_array().unwrap().len()), (&moved, 1));
        let other = keyed.json("POST", &path, &day(3)).await.assert_status(422).json();
        assert_eq!(other["errors"][0]["field"], "Idempotency-Key");
    }

    async fn a_key_is_known_for_a_day(desk in Desk) {
        let keyed = desk.program(Person::Executive).await.with("idempotency-key", "yesterday");
        keyed.json("POST", VIEWS, &json!({"name": "a", "query": ""})).await.assert_status(201);
        desk.clock().pass(chrono::TimeDelta::hours(24));
        keyed.json("POST", VIEWS, &json!({"name": "b", "query": ""})).await.assert_status(422);
        desk.clock().pass(chrono::TimeDelta::seconds(1));
        keyed.json("POST", VIEWS, &json!({"name": "b", "query": ""})).await.assert_status(201);
    }
}
