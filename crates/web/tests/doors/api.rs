//! The API as a program sees it: shapes, paging, what is refused and how.

use std::collections::BTreeSet;
use testkit::both_engines;

use serde_json::{Value, json};

use crate::desk::{Desk, Person, tenant_id};

/// The names of the fields that a problem complains about.
fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect()
}

both_engines! {
    async fn the_list_has_the_shape_that_is_promised(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let list = program.get("/api/v1/tenants?limit=2&sort=-usage_percent").await.assert_status(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        assert_eq!(list["totals"]["tenants"], 70);
        assert!(list["next_cursor"].is_string() && list["previous_cursor"].is_null());
        let row = &list["items"][0];
        for name in ["tenant_id", "name", "domain", "country", "segment", "month"] {
            assert!(row[name].is_string(), "{name}: {row}");
        }
        for name in ["workloads_claimed", "pau", "mau", "usage_percent"] {
            assert!(row[name].is_number(), "{name}: {row}");
        }
        let percent = row["mau"].as_f64().unwrap() * 100.0 / row["pau"].as_f64().unwrap();
        assert!((row["usage_percent"].as_f64().unwrap() - percent).abs() <= 0.05 + 1e-9, "{row}");
        assert_eq!(row["withheld"], json!([]));
    }

    async fn paging_forth_and_back_shows_every_tenant_once(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        for sort in ["name", "-usage_percent", "pau", "-change", "country"] {
            let (mut seen, mut pages, mut cursor) = (Vec::new(), Vec::new(), None::<String>);
            loop {
                let path = match &cursor {
                    Some(cursor) => format!("/api/v1/tenants?limit=20&sort={sort}&cursor={cursor}"),
                    None => format!("/api/v1/tenants?limit=20&sort={sort}"),
                };
                let page = program.get(&path).await.assert_status(200).json();
                let ids: Vec<String> = page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["tenant_id"].as_str().unwrap().to_owned())
                    .collect();
                seen.extend(ids.clone());
                pages.push((ids, page["previous_cursor"].as_str().map(str::to_owned)));
                cursor = page["next_cursor"].as_str().map(str::to_owned);
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), 70, "{sort}");
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 70, "{sort}");
            let back = pages[1].1.clone().unwrap();
            let page =
                program.get(&format!("/api/v1/tenants?limit=20&sort={sort}&cursor={back}")).await.assert_status(200).json();
            let ids: Vec<&str> =
                page["items"].as_array().unwrap().iter().map(|row| row["tenant_id"].as_str().unwrap()).collect();
            assert_eq!(ids, pages[0].0, "{sort}");
        }
    }

    async fn what_cannot_be_taken_is_named(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        for (query, field) in [
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=abc", "limit"),
            ("limit=-1", "limit"),
            ("limit=99999999999999999999", "limit"),
            ("limit=1&limit=2", "limit"),
            ("sort=revenue", "sort"),
            ("sort=no_such_column", "sort"),
            ("cursor=nonsense", "cursor"),
            ("band=huge", "band"),
            ("usage_from=much", "usage_from"),
            ("usage_to=1.23", "usage_to"),
            ("location=4200001", "location"),
            ("pagesize=10", "pagesize"),
            ("q=a%00b", "q"),
        ] {
            let answer = program.get(&format!("/api/v1/tenants?{query}")).await.assert_status(400);
            assert_eq!(answer.header("content-type"), "application/problem+json");
            let problem = answer.json();
            assert_eq!(fields(&problem), [field], "{query}: {problem}");
            assert_eq!(problem["status"], 400);
            assert_eq!(problem["request_id"].as_str().unwrap(), answer.header("x-request-id"));
        }
    }

    async fn a_withheld_column_and_one_that_does_not_exist_are_refused_alike(desk in Desk) {
        let program = desk.program(Person::Reporter).await;
        let mut told = Vec::new();
        for column in ["potential_earnings", "no_such_column"] {
            let mut problem = program.get(&format!("/api/v1/tenants?sort={column}")).await.assert_status(400).json();
            problem["request_id"] = Value::Null;
            told.push(problem);
        }
        assert_eq!(told[0], told[1]);
        let message = told[0]["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("usage_percent") && message.contains("name"), "{message}");
    }

    async fn a_cursor_of_somebody_else_or_of_another_order_is_refused(desk in Desk) {
        let (executive, reporter) = (desk.program(Person::Executive).await, desk.program(Person::Reporter).await);
        let list = executive.get("/api/v1/tenants?limit=5").await.json();
        let cursor = list["next_cursor"].as_str().unwrap();
        executive.get(&format!("/api/v1/tenants?limit=5&cursor={cursor}")).await.assert_status(200);
        for path in [format!("sort=-mau&cursor={cursor}"), format!("q=customer&cursor={cursor}")] {
            let problem = executive.get(&format!("/api/v1/tenants?{path}")).await.assert_status(400).json();
            assert_eq!(fields(&problem), ["cursor"]);
        }
        let problem = reporter.get(&format!("/api/v1/tenants?cursor={cursor}")).await.assert_status(400).json();
        assert_eq!(fields(&problem), ["cursor"]);
    }

    async fn a_tenant_of_others_is_as_absent_as_one_that_never_was(desk in Desk) {
        let program = desk.program(Person::Reporter).await;
        let foreign = [tenant_id("4200001", 1), tenant_id("4100001", 1), tenant_id("4100009", 7), "no-guid".to_owned()];
        for rest in ["", "/usage", "/workloads/Teams/history"] {
            program.get(&format!("/api/v1/tenants/{}{rest}", tenant_id("4100002", 1))).await.assert_status(200);
            let mut told = BTreeSet::new();
            for tenant in &foreign {
                let mut problem = program.get(&format!("/api/v1/tenants/{tenant}{rest}")).await.assert_status(404).json();
                problem["request_id"] = Value::Null;
                told.insert(problem.to_string());
            }
            let mut nowhere = program.get("/api/v1/nowhere").await.assert_status(404).json();
            nowhere["request_id"] = Value::Null;
            told.insert(nowhere.to_string());
            assert_eq!(told.len(), 1, "{told:?}");
        }
    }

    async fn usage_and_history_have_the_figures_of_the_report(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let tenant = tenant_id("4100001", 7);
        let usage = program.get(&format!("/api/v1/tenants/{tenant}/usage")).await.assert_status(200).json();
        assert_eq!(usage["month"], "2026-08");
        let rows = usage["rows"].as_array().unwrap();
        let teams = rows.iter().find(|row| row["workload"] == "Teams").unwrap();
        assert_eq!((teams["pau"].as_i64(), teams["mau"].as_i64()), (Some(107), Some(31)));
        assert_eq!(teams["usage_percent"], 29.0);
        assert_eq!(teams["name"]["nl"], "Teams");
        assert!(teams["claim"]["number"].as_str().unwrap().starts_with("F-") && teams["claimable"] == false, "{teams}");
        let history = program.get(&format!("/api/v1/tenants/{tenant}/workloads/Teams/history")).await.json();
        let months: Vec<_> = history["months"].as_array().unwrap().iter().map(|one| one["mau"].as_i64().unwrap()).collect();
        assert_eq!(months, [21, 26, 31]);
        assert_eq!(history["months"][0]["file_name"], "OfficeUsage.csv");
        program.get(&format!("/api/v1/tenants/{tenant}/workloads/Nothing/history")).await.assert_status(404);
    }

    async fn the_overview_adds_up_to_the_list(desk in Desk) {
        for person in [Person::Executive, Person::Reporter, Person::Office, Person::Manager] {
            let program = desk.program(person).await;
            let overview = program.get("/api/v1/overview").await.assert_status(200).json();
            let list = program.get("/api/v1/tenants?limit=1").await.assert_status(200).json();
            assert_eq!(overview["totals"], list["totals"], "{person:?}");
            let in_bands: i64 =
                overview["bands"].as_array().unwrap().iter().map(|band| band["tenants"].as_i64().unwrap()).sum();
            assert_eq!(Some(in_bands), list["totals"]["tenants"].as_i64(), "{person:?}");
            let freshness = program.get("/api/v1/freshness").await.assert_status(200).json();
            assert_eq!(freshness["items"], overview["freshness"]);
        }
    }

    async fn filters_offer_what_the_person_has_and_each_can_be_asked_for(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let filters = program.get("/api/v1/filters").await.assert_status(200).json();
        let locations: Vec<_> = filters["locations"].as_array().unwrap().iter().map(|one| &one["partner_id"]).collect();
        assert_eq!(locations, ["4100002", "4100001"], "by name: Gent, Utrecht");
        let list = program.get("/api/v1/tenants?location=4100002").await.assert_status(200).json();
        assert_eq!(list["totals"]["tenants"], 30);
        let list = program.get("/api/v1/tenants?location=4100001,4100002&workload=Teams").await.assert_status(200).json();
        assert_eq!(list["totals"]["tenants"], 70);
        let workloads = program.get("/api/v1/workloads").await.assert_status(200).json();
        assert_eq!(workloads["items"].as_array().unwrap().len(), 2);
    }

    async fn cookies_do_not_count_and_tokens_do_not_count_for_pages(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        browser.get("/api/v1/me").await.assert_status(401);
        browser.get("/api/v1/docs").await.assert_status(200);
        browser.get("/api/v1/openapi.json").await.assert_status(200);
        let program = desk.program(Person::Executive).await;
        program.get("/overview").await.assert_status(303);
    }

    async fn every_problem_is_explained_where_its_type_leads(desk in Desk) {
        let page = desk.browser().get("/api/v1/docs").await.assert_status(200);
        let program = desk.program(Person::Reporter).await;
        for (path, status) in [("/api/v1/nowhere", 404), ("/api/v1/tenants?limit=0", 400), ("/api/v1/loads", 403)] {
            let kind = program.get(path).await.assert_status(status).json()["type"].as_str().unwrap().to_owned();
            let (address, anchor) = kind.split_once('#').unwrap();
            assert_eq!((address, page.count(&format!("#{anchor}"))), ("/api/v1/docs", 1), "{kind}");
        }
    }

    async fn a_revoked_token_and_a_lost_role_count_at_once(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        program.get("/api/v1/tenants").await.assert_status(200);
        let email = Person::Executive.email().parse().unwrap();
        desk.app.revoke_role(&crate::desk::operator(), &email, Person::Executive.role(), &[]).await.unwrap();
        let problem = program.get("/api/v1/tenants").await.assert_status(403).json();
        assert!(problem["type"].as_str().unwrap().ends_with("#problem-no-viewer-role"), "{problem}");
        let tokens = program.get("/api/v1/me/tokens").await.assert_status(200).json();
        let handle = tokens["items"][0]["handle"].as_str().unwrap();
        program.json("DELETE", &format!("/api/v1/me/tokens/{handle}"), &json!({})).await.assert_status(204);
        program.get("/api/v1/me").await.assert_status(401);
    }

    async fn the_own_account_can_be_read_and_set(desk in Desk) {
        let program = desk.program(Person::Reporter).await;
        let me = program.get("/api/v1/me").await.assert_status(200).json();
        assert_eq!(
            (me["kind"].as_str(), me["partner_id"].as_str(), me["tenants"].as_i64()),
            (Some("partner"), Some("4000001"), Some(30))
        );
        assert_eq!(me["roles"][0]["role"], "report_viewer");
        assert_eq!(me["roles"][0]["at"]["partner_id"], "4100002");
        let preferences = json!({"language": "nl", "theme": "dark"});
        program.json("PUT", "/api/v1/me/preferences", &preferences).await.assert_status(204);
        let me = program.get("/api/v1/me").await.json();
        assert_eq!((me["language"].as_str(), me["theme"].as_str()), (Some("nl"), Some("dark")));
        for (body, status) in [
            (json!({"language": "de", "theme": "dark"}), 422),
            (json!({"theme": "dark"}), 422),
            (json!({"theme": "dark", "role": "global_admin"}), 422),
            (json!([]), 422),
        ] {
            program.json("PUT", "/api/v1/me/preferences", &body).await.assert_status(status);
        }
    }

    async fn views_are_saved_replaced_and_deleted(desk in Desk) {
        let (program, other) = (desk.program(Person::Executive).await, desk.program(Person::Reporter).await);
        let view = json!({"name": "Low", "query": "band=low&sort=-pau"});
        let saved = program.json("POST", "/api/v1/views", &view).await.assert_status(201).json();
        let again = program.json("POST", "/api/v1/views", &view).await.assert_status(201).json();
        let views = program.get("/api/v1/views").await.assert_status(200).json();
        assert_eq!(views["items"].as_array().unwrap().len(), 1, "{saved} {again}");
        assert_eq!(other.get("/api/v1/views").await.json()["items"], json!([]));
        let path = format!("/api/v1/views/{}", views["items"][0]["id"].as_str().unwrap());
        other.json("DELETE", &path, &json!({})).await.assert_status(404);
        program.json("DELETE", &path, &json!({})).await.assert_status(204);
        program.json("DELETE", &path, &json!({})).await.assert_status(404);
        let problem =
            program.json("POST", "/api/v1/views", &json!({"name": "", "query": ""})).await.assert_status(422).json();
        assert_eq!(fields(&problem), ["name"]);
    }
}
