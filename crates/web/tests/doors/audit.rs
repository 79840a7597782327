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
        assert!(!page.body.contains(".csv"), "the office's loads are not the partner's business");
        let entries = desk.program(Person::Global).await.get("/api/v1/audit").await.assert_status(200).json();
        let items = entries["items"].as_array().unwrap();
        let own = &items[0]["organisation"];
        assert!(!items.is_empty() && own.is_string());
        assert!(items.iter().all(|item| item["organisation"] == *own), "{items:?}");
    }

    async fn nobody_else_reads_the_audit(desk in Desk) {
        for person in [Person::Executive, Person::Reporter, Person::Admin, Person::Claimer, Person::Manager] {
            desk.signed_in(person).await.get("/audit").await.assert_status(403);
            desk.program(person).await.get("/api/v1/audit").await.assert_status(403);
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
