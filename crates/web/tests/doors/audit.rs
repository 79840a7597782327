//! The audit: who may read it, and whose of it.

use crate::desk::{Desk, Person};
use testkit::both_engines;

both_engines! {
    async fn the_office_reads_all_of_the_audit_and_finds_in_it(desk in Desk) {
        let mut browser = desk.signed_in(Person::Office).await;
        let tenant = crate::desk::tenant_id("4100001", 0);
        browser.get(&format!("/tenants/{tenant}")).await.assert_status(200);
        let page = browser.get("/audit").await.assert_status(200);
        assert!(page.body.contains(&tenant), "what the office opens stands in it (S2.3)");
        let page = browser.get("/audit?q=load.applied").await.assert_status(200);
        assert!(page.count("table.audit tbody tr") > 0 && !page.body.contains(&tenant));
        let page = browser.get("/audit?q=no-such-thing").await.assert_status(200);
        assert_eq!((page.count("table.audit"), page.count(".empty")), (0, 1));
        browser.get("/audit?cursor=nonsense").await.assert_status(400);
    }

    async fn a_global_admin_reads_the_own_organisations_alone(desk in Desk) {
        desk.signed_in(Person::Office).await;
        let mut browser = desk.signed_in(Person::Global).await;
        let page = browser.get("/audit").await.assert_status(200);
        assert!(page.count("table.audit tbody tr") > 0, "the own sign-in stands in it");
        assert!(!page.body.replace("/audit/export.csv", "").contains(".csv"), "the office's loads are not the partner's business");
        let entries = desk.program(Person::Global).await.get("/api/v1/audit").await.assert_status(200).json();
        let items = entries["items"].as_array().unwrap();
        let own = &items[0]["organisation"];
        assert!(!items.is_empty() && own.is_string());
        assert!(items.iter().all(|item| item["organisation"] == *own), "{items:?}");
    }

    async fn the_audit_is_found_by_day_and_person_and_exported(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let tenant = crate::desk::tenant_id("4100001", 0);
        program.get(&format!("/api/v1/tenants/{tenant}")).await.assert_status(200);
        let found = async |query: &str| {
            let told = program.get(&format!("/api/v1/audit?q=tenant.opened{query}")).await.assert_status(200).json();
            told["items"].as_array().unwrap().len()
        };
        let today = desk.clock().now().date_naive();
        let (before, after) = (today.pred_opt().unwrap(), today.succ_opt().unwrap());
        assert_eq!(found(&format!("&from={today}&until={today}")).await, 1);
        assert_eq!(found(&format!("&from={before}&until={after}")).await, 1);
        assert_eq!((found(&format!("&until={before}")).await, found(&format!("&from={after}")).await), (0, 0));
        // By the name of whoever did it, in whatever letters.
        let name = program.get("/api/v1/audit?q=tenant.opened").await.json()["items"][0]["person"].clone();
        let name = name.as_str().unwrap().to_uppercase();
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", &name).finish();
        let told = program.get(&format!("/api/v1/audit?{query}")).await.assert_status(200).json();
        let items = told["items"].as_array().unwrap();
        assert!(!items.is_empty() && items.iter().all(|one| one["person"].as_str().is_some_and(|of| of.to_uppercase() == name)
            || one["subject"].as_str().unwrap().to_uppercase().contains(&name)), "{told}");
        let told = program.get("/api/v1/audit?from=yesterday").await;
        assert_eq!((told.status, told.json()["errors"][0]["field"].clone()), (400, "from".into()));
        for wrong in ["from=", "until=", "from=2026-09-10&from=2026-09-10", "q=a&q=b"] {
            program.get(&format!("/api/v1/audit?{wrong}")).await.assert_status(400);
        }
        let mut browser = desk.signed_in(Person::Office).await;
        let page = browser.get("/audit?q=tenant.opened&until=no-day").await.assert_status(422);
        assert_eq!(page.count("#audit-until[aria-invalid=true]") + page.count("#error-until") + page.count("table.audit"), 2);
        let page = browser.get(&format!("/audit?q=tenant.opened&from={today}")).await.assert_status(200);
        let file = page.attribute("a[download]", "href").unwrap();
        let file = browser.get(&file).await.assert_status(200);
        assert!(file.header("content-disposition").contains("audit.csv"));
        let lines: Vec<&str> = file.body.lines().collect();
        assert_eq!((lines.len(), lines[1].contains(&tenant)), (2, true), "{lines:?}");
        // The export stands in it too.
        assert_eq!(browser.get("/audit?q=audit.exported").await.count("table.audit tbody tr"), 1);
    }

    async fn actions_are_found_by_the_words_in_which_they_are_read(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let tenant = crate::desk::tenant_id("4100001", 0);
        program.get(&format!("/api/v1/tenants/{tenant}")).await.assert_status(200);
        let found = async |words: &str| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
            let told = program.get(&format!("/api/v1/audit?{query}")).await.assert_status(200).json();
            let mut actions: Vec<String> =
                told["items"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap().to_owned()).collect();
            actions.sort();
            actions.dedup();
            actions
        };
        // Whatever the reader's language is, by those of every language.
        for words in ["opened a tenant", " Opened A Tenant ", "tenant geopend", "tenant.opened"] {
            assert_eq!(found(words).await, ["tenant.opened"], "{words}");
        }
        assert_eq!(found("import toegepast").await, ["load.applied"]);
        assert!(found("opened a tenant nobody ever opened").await.is_empty());
        let mut browser = desk.signed_in(Person::Office).await;
        let page = browser.get("/audit?q=opened+a+tenant").await.assert_status(200);
        assert_eq!(page.count("table.audit tbody tr"), 1);
        let file = browser.get(&page.attribute("a[download]", "href").unwrap()).await.assert_status(200);
        assert_eq!(file.body.lines().count(), 2, "{}", file.body);
        // Of the own organisation's alone, as ever.
        let own = desk.program(Person::Global).await.get("/api/v1/audit?q=opened+a+tenant").await.assert_status(200).json();
        assert_eq!(own["items"].as_array().unwrap().len(), 0, "{own}");
    }

    async fn nobody_else_reads_the_audit(desk in Desk) {
        for person in [Person::Executive, Person::Reporter, Person::Admin, Person::Claimer, Person::Manager] {
            desk.signed_in(person).await.get("/audit").await.assert_status(403);
            desk.program(person).await.get("/api/v1/audit").await.assert_status(403);
            desk.signed_in(person).await.get("/audit/export.csv").await.assert_status(403);
        }
        desk.stranger().get("/api/v1/audit").await.assert_status(401);
    }

    async fn the_audit_goes_on_where_a_page_ends(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let tenant = crate::desk::tenant_id("4100001", 0);
        for _ in 0..105 {
            program.get(&format!("/api/v1/tenants/{tenant}")).await.assert_status(200);
        }
        let first = program.get("/api/v1/audit?q=tenant.opened").await.assert_status(200).json();
        assert_eq!(first["items"].as_array().unwrap().len(), 100);
        let next = format!("/api/v1/audit?q=tenant.opened&cursor={}", first["next_cursor"].as_str().unwrap());
        let second = program.get(&next).await.assert_status(200).json();
        assert_eq!(second["items"].as_array().unwrap().len(), 5);
        assert!(second["next_cursor"].is_null());
    }
}
