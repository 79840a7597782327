//! Pages as people see them: each opens, search gives the part that changes, the address is the state.

use crate::desk::{Desk, EmptyDesk, Person, tenant_id};
use testkit::both_engines;

both_engines! {
    async fn the_first_page_leads_each_to_their_work(desk in Desk) {
        for (person, location) in [
            (Person::Executive, "/overview"),
            (Person::Office, "/overview"),
            (Person::Manager, "/overview"),
            (Person::Admin, "/people"),
        ] {
            let mut browser = desk.signed_in(person).await;
            assert_eq!(browser.get("/").await.assert_status(303).location(), location);
        }
    }

    async fn every_page_opens_in_both_languages(desk in Desk) {
        let mut office = desk.signed_in(Person::Office).await;
        let tenant = format!("/tenants/{}", tenant_id("4100001", 1));
        let history = format!("{tenant}/workloads/Teams?month=2026-07");
        for language in ["en", "nl"] {
            office.post_from("/profile", "/language", &[("language", language), ("next", "/")]).await.assert_status(303);
            for path in
                ["/overview", "/tenants", &tenant, &history, "/loads", "/loads/1", "/loads/2", "/profile", "/api/v1/docs"]
            {
                let page = office.get(path).await.assert_status(200);
                assert_eq!(page.attribute("html", "lang").as_deref(), Some(language), "{path}");
                assert_eq!(page.count("h1"), 1, "{path}");
                assert_eq!(page.count("script:not([src]), style, [style], [onclick]"), 0, "{path} has something inline");
            }
        }
    }

    async fn an_empty_installation_shows_what_to_do_and_no_broken_page(desk in EmptyDesk) {
        let mut office = desk.signed_in(Person::Office).await;
        for path in ["/overview", "/tenants", "/loads", "/profile"] {
            let page = office.get(path).await.assert_status(200);
            assert_eq!(page.count("h1"), 1, "{path}");
        }
        assert!(office.get("/tenants").await.count("main a[href='/loads']") > 0);
        let file = office.get("/tenants/export.csv").await.assert_status(200);
        assert_eq!(file.body.lines().count(), 1);
        let list = desk.program(Person::Office).await.get("/api/v1/tenants").await.assert_status(200).json();
        assert_eq!((list["totals"]["tenants"].as_i64(), list["totals"]["usage_percent"].is_null()), (Some(0), true));
    }

    async fn a_search_as_somebody_types_gets_the_part_that_changes(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let whole = browser.get("/tenants?q=Customer+01").await.assert_status(200);
        browser.headers.push(("hx-request", "true".into()));
        let part = browser.get("/tenants?q=Customer+01").await.assert_status(200);
        assert!(part.count("#results") == 1 && part.count("header, nav.navigation") == 0, "{}", part.body);
        assert!(part.body.len() < whole.body.len());
        browser.headers.push(("hx-history-restore-request", "true".into()));
        assert_eq!(browser.get("/tenants?q=Customer+01").await.count("h1"), 1);
    }

    async fn a_page_goes_on_without_what_cannot_be_taken_and_says_so(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        for query in ["sort=money", "limit=0", "cursor=nonsense", "location=4200001", "usage_from=x", "band=huge"] {
            let page = browser.get(&format!("/tenants?{query}&unknown=1")).await.assert_status(200);
            assert!(page.count(".message") >= 1, "{query} is passed over in silence");
            assert!(page.count("tbody tr") == 50, "{query}");
        }
        assert_eq!(browser.get("/tenants?utm_source=mail").await.assert_status(200).count(".message"), 0);
    }

    async fn assets_are_served_once_and_for_ever(desk in Desk) {
        let mut browser = desk.browser();
        let page = browser.get("/sign-in").await;
        let styles = page.attribute("link[rel=stylesheet]", "href").unwrap();
        let asset = browser.get(&styles).await.assert_status(200);
        assert_eq!(asset.header("content-type"), "text/css; charset=utf-8");
        assert!(asset.header("cache-control").contains("immutable") && asset.header("set-cookie").is_empty());
        browser.headers.push(("if-none-match", asset.header("etag").to_owned()));
        let known = browser.get(&styles).await.assert_status(304);
        assert!(known.body.is_empty());
        browser.get("/assets/manifest.json").await.assert_status(404);
        browser.get("/assets/..%2F..%2FCargo.toml").await.assert_status(404);
        browser.get("/favicon.ico").await.assert_status(308);
    }

    async fn what_somebody_called_themselves_is_text(desk in Desk) {
        let nasty = crate::desk::office_usage().replace("Customer 05 of 4100001", "<script>alert(1)</script>");
        desk.load("OfficeUsage.csv", &nasty).await;
        let mut browser = desk.signed_in(Person::Executive).await;
        for path in ["/tenants?q=script".to_owned(), format!("/tenants/{}", tenant_id("4100001", 5))] {
            let page = browser.get(&path).await.assert_status(200);
            assert!(
                page.body.contains("&#60;script&#62;alert(1)") && page.count("script:not([src])") == 0,
                "{}",
                page.body
            );
        }
    }
}
