//! A file's way in, through the page and through the API (S13).

use serde_json::{Value, json};
use testkit::both_engines;
use web::Config;

use crate::desk::{Desk, Person, multipart, office_usage};

fn next_month() -> String {
    office_usage().replace("2026-08-01", "2026-09-01")
}

both_engines! {
    async fn a_report_is_planned_applied_and_undone_on_pages(desk in Desk) {
        let mut office = desk.signed_in(Person::Office).await;
        let plan = office.upload("September.csv", &next_month()).await.assert_status(303).location().to_owned();
        assert_eq!(desk.uploads(), 0, "the upload stays behind");
        let page = office.get(&plan).await.assert_status(200);
        assert!(page.body.contains("September.csv") && page.count("form[action$='/application']") == 1);
        let applied = office.post_from(&plan, &format!("{plan}/application"), &[]).await.assert_status(303);
        assert_eq!(applied.location(), plan);
        let page = office.get(&plan).await.assert_status(200);
        assert_eq!(page.count(".message.success"), 1, "{}", page.body);
        let again = office.post_from("/loads", &format!("{plan}/application"), &[]).await.assert_status(409);
        assert!(again.header("content-type").starts_with("text/html"));
        office.post_from(&plan, &format!("{plan}/undoing"), &[]).await.assert_status(303);
        office.get(&plan).await.assert_status(200);
    }

    async fn a_plan_is_discarded(desk in Desk) {
        let mut office = desk.signed_in(Person::Office).await;
        let plan = office.upload("September.csv", &next_month()).await.assert_status(303).location().to_owned();
        office.post_from(&plan, &format!("{plan}/discarding"), &[]).await.assert_status(303);
        office.post_from("/loads", &format!("{plan}/application"), &[]).await.assert_status(409);
    }

    async fn a_file_that_cannot_be_loaded_is_refused_on_the_page_of_loads(desk in Desk) {
        let mut office = desk.signed_in(Person::Office).await;
        for content in ["", "a,b,c\n1,2,3\n", "%PDF-1.7 nothing", "\u{feff}"] {
            let page = office.upload("x.csv", content).await.assert_status(422);
            assert_eq!(page.count("#upload-error[role=alert]"), 1, "{content:?}");
        }
        assert_eq!(desk.uploads(), 0);
        let page = office.upload("", "").await.assert_status(400);
        assert_eq!(page.count("#upload-error[role=alert]"), 1);
    }

    async fn an_upload_has_a_limit_a_token_and_somebody_who_may_load(desk in Desk) {
        let small = desk.with(Config { most_upload_bytes: 1000, ..Config::default() });
        let mut office = small.signed_in(Person::Office).await;
        office.upload("September.csv", &next_month()).await.assert_status(413);
        assert_eq!(desk.uploads(), 0);
        let (kind, body) = multipart("a.csv", "x");
        office.send("POST", "/loads?csrf=wrong", Some(&kind), body.clone()).await.assert_status(403);
        office.send("POST", "/loads", Some(&kind), body.clone()).await.assert_status(403);
        let mut executive = desk.signed_in(Person::Executive).await;
        let token = executive.token_of("/profile").await;
        executive.send("POST", &format!("/loads?csrf={token}"), Some(&kind), body).await.assert_status(403);
        let program = desk.program(Person::Executive).await;
        program.send("POST", "/api/v1/loads?file_name=a.csv", None, "x").await.assert_status(403);
    }

    async fn a_report_is_loaded_by_a_program(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let raw = program.send("POST", "/api/v1/loads?file_name=September.csv", Some("text/csv"), next_month()).await;
        let raw = raw.assert_status(201);
        let plan = raw.json();
        assert_eq!((plan["kind"].as_str(), plan["state"].as_str()), (Some("office_usage"), Some("planned")));
        assert_eq!(plan["counts"]["rows"], 540);
        assert_eq!(plan["months"]["last"], "2026-09");
        let path = raw.location().to_owned();
        assert_eq!(path, format!("/api/v1/loads/{}", plan["id"]));
        let applied = program.json("POST", &format!("{path}/application"), &json!({})).await.assert_status(200).json();
        assert_eq!(applied["state"], "applied");
        let problem = program.json("POST", &format!("{path}/application"), &json!({})).await.assert_status(409).json();
        assert!(problem["type"].as_str().unwrap().ends_with("#problem-wrong-load-state"), "{problem}");
        let undone = program.json("POST", &format!("{path}/undoing"), &json!({})).await.assert_status(200).json();
        assert_eq!(undone["state"], "undone");
        let (kind, body) = multipart("September.csv", &next_month());
        let form = program.send("POST", "/api/v1/loads", Some(&kind), body).await.assert_status(201).json();
        program.json("POST", &format!("/api/v1/loads/{}/discarding", form["id"]), &json!({})).await.assert_status(204);
        let loads = program.get("/api/v1/loads").await.assert_status(200).json();
        assert_eq!(loads["items"][0]["state"], "discarded");
        program.get("/api/v1/loads/4711").await.assert_status(404);
    }

    async fn refused_rows_are_paged_and_explained(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let report =
            office_usage().replacen(",Netherlands,SMB,", ",Netherlands,SMB,x", 1).replacen("a-0000-", "a-000x-", 3);
        let plan = program.send("POST", "/api/v1/loads?file_name=o.csv", None, report).await.assert_status(201).json();
        let path = format!("/api/v1/loads/{}/refused", plan["id"]);
        let page = program.get(&path).await.assert_status(200).json();
        let rows = page["items"].as_array().unwrap();
        assert!(rows.len() >= 3 && page["next_after"] == Value::Null, "{page}");
        assert_eq!((rows[0]["line"].as_i64(), rows[0]["reason"].as_str()), (Some(2), Some("not_a_tenant_id")));
        assert!(!rows[0]["explanation"].as_str().unwrap().is_empty());
        let page = program.get(&format!("{path}?after=2")).await.assert_status(200).json();
        assert_eq!(page["items"].as_array().unwrap().len(), rows.len() - 1);
        program.get(&format!("{path}?after=x")).await.assert_status(400);
    }

    async fn an_upload_without_a_name_or_of_another_shape_is_refused(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let problem = program.send("POST", "/api/v1/loads", Some("text/csv"), "x").await.assert_status(400).json();
        assert_eq!(problem["errors"][0]["field"], "file_name");
        let cut_off = "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nhalf a";
        program
            .send("POST", "/api/v1/loads", Some("multipart/form-data; boundary=limit"), cut_off)
            .await
            .assert_status(400);
        assert_eq!(desk.uploads(), 0);
    }
}
