//! What is set for the whole programme, by a program and by a form that needs no script (S11.1).

use serde_json::json;
use testkit::both_engines;

use crate::desk::{Desk, Person};

const PAGE: &str = "/programme-settings";
const API: &str = "/api/v1/programme-settings";

both_engines! {
    async fn a_program_sets_the_licence_minimum_on_the_version_that_it_read(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let first = program.get(API).await.assert_status(200);
        assert_eq!(first.json(), json!({ "licence_minimum": 150, "changed_at": null }));
        let tag = first.header("etag").to_owned();
        program.json("PUT", API, &json!({ "licence_minimum": 300 })).await.assert_status(428);
        let put = async |tag: &str, body: serde_json::Value| program.with("if-match", tag).json("PUT", API, &body).await;
        for wrong in [json!(0), json!(-1), json!(1_000_001), json!("many"), json!(1.5), json!(null)] {
            let refused = put(&tag, json!({ "licence_minimum": wrong })).await.assert_status(422);
            assert_eq!(refused.json()["errors"][0]["field"], "licence_minimum", "{}", refused.body);
        }
        put(&tag, json!({})).await.assert_status(422);
        put(&tag, json!({ "licence_minimum": 300, "other": 1 })).await.assert_status(422);
        let saved = put(&tag, json!({ "licence_minimum": 300 })).await.assert_status(200);
        assert_eq!(saved.json()["licence_minimum"], 300);
        assert!(saved.json()["changed_at"].is_string() && saved.header("etag") != tag);
        put(&tag, json!({ "licence_minimum": 200 })).await.assert_status(412);
        assert_eq!(program.get(API).await.json()["licence_minimum"], 300);
        assert_eq!(program.get("/api/v1/help").await.json()["licence_minimum"], 300);
        let audit = program.get("/api/v1/audit?q=programme_settings").await.json();
        assert_eq!(audit["items"][0]["detail"], json!({ "licence_minimum": 300, "before": 150 }));
        for person in [Person::Executive, Person::Reporter, Person::Global] {
            let program = desk.program(person).await;
            program.get(API).await.assert_status(403);
            program.get("/api/v1/eligible-plans").await.assert_status(403);
            program.with("if-match", "*").json("PUT", API, &json!({ "licence_minimum": 1 })).await.assert_status(403);
        }
    }

    async fn the_form_sets_it_and_what_is_wrong_comes_back(desk in Desk) {
        let mut browser = desk.signed_in(Person::Office).await;
        let page = browser.get(PAGE).await.assert_status(200);
        assert_eq!(page.attribute("#field-licence_minimum", "value").as_deref(), Some("150"));
        assert_eq!(page.count("nav a[href='/programme-settings']"), 1);
        assert!(page.count("table.plans tbody tr") > 5);
        for wrong in ["0", "-1", "1000001", "many", "1.5", "", "99999999999999999999"] {
            let fields = [("licence_minimum", wrong), ("version", "1")];
            let refused = browser.post_from(PAGE, PAGE, &fields).await.assert_status(422);
            assert_eq!(refused.count("#error-licence_minimum"), 1, "{wrong}");
            assert_eq!(refused.attribute("#field-licence_minimum", "value").as_deref(), Some(wrong));
        }
        let saved = browser.post_from(PAGE, PAGE, &[("licence_minimum", " 1000000 "), ("version", "1")]).await.assert_status(303);
        assert_eq!(saved.location(), PAGE);
        let list = browser.get("/tenants?below_minimum=true").await.assert_status(200);
        let everybody = browser.get("/tenants").await;
        let rows = |page: &crate::desk::Answer| page.count("#results tbody tr");
        assert!(rows(&list) > 0 && rows(&list) <= rows(&everybody));
        let late = browser.post_from(PAGE, PAGE, &[("licence_minimum", "200"), ("version", "1")]).await.assert_status(409);
        assert_eq!(late.count(".message.warning[role=alert]"), 1);
        assert_eq!(late.attribute("#field-licence_minimum", "value").as_deref(), Some("200"));
        assert_eq!(late.attribute("form[action='/programme-settings'] input[name=version]", "value").as_deref(), Some("2"));
        browser.get("/programme-settings?cursor=%3F").await.assert_status(400);
        let mut other = desk.signed_in(Person::Executive).await;
        other.get(PAGE).await.assert_status(403);
        assert_eq!(other.get("/tenants").await.count("nav a[href='/programme-settings']"), 0);
    }

    async fn plans_are_listed_for_programs(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let page = program.get("/api/v1/eligible-plans").await.assert_status(200).json();
        let first = &page["items"][0];
        assert!(first["sku"].is_string() && first["sku_bucket"].is_string() && first["loaded_at"].is_null(), "{first}");
        assert!(page["items"].as_array().unwrap().iter().any(|one| one["workloads"].as_array().unwrap().len() > 1));
        program.get("/api/v1/eligible-plans?cursor=%3F").await.assert_status(400);
        program.get("/api/v1/eligible-plans?limit=3").await.assert_status(400);
    }
}
