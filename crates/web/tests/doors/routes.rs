//! What holds for every route of the table: nobody gets in, every answer has its headers.

use domain::access::{Action, Resource};
use testkit::both_engines;
use web::{Access, Kind, Route, Verb, routes};

use crate::desk::{Answer, Browser, Desk, Person, Program, tenant_id};

/// A path of the route, with something in each of its places.
pub(crate) fn filled(route: &Route) -> String {
    route
        .path
        .replace("{tenant_id}", &tenant_id("4100001", 1))
        .replace("{workload}", "Teams")
        .replace("{directory_id}", &tenant_id("4100001", 1))
        .replace("{id}", "1")
        .replace("{handle}", "no-such-handle")
        .replace("{token}", "no-such-token")
        .replace("{*path}", "no-such-file.css")
}

/// Calls a route as somebody: pages as a browser with the right token, the API as a program.
pub(crate) async fn call(route: &Route, browser: &mut Browser, program: &Program) -> Answer {
    let path = filled(route);
    match (route.kind, route.method) {
        (Kind::Api, Verb::Get) => program.get(&path).await,
        // Whatever stands there: whoever may not change it is told so, and not that a version is missing.
        (Kind::Api, _) => program.with("if-match", "*").json(route.method.name(), &path, &serde_json::json!({})).await,
        (_, Verb::Get) => browser.get(&path).await,
        (Kind::Upload, _) => {
            let token = browser.token_of("/signed-out").await;
            let (kind, body) = crate::desk::multipart("a.csv", "x");
            browser.send("POST", &format!("{path}?csrf={token}"), Some(&kind), body).await
        }
        _ => browser.post_from("/signed-out", &path, &[("language", "en"), ("theme", "dark"), ("name", "x")]).await,
    }
}

#[test]
fn a_route_is_in_the_table_once_and_says_what_it_is_about() {
    let all: Vec<(Verb, &str)> = routes().iter().map(|route| (route.method, route.path)).collect();
    for (index, one) in all.iter().enumerate() {
        assert!(!all[..index].contains(one), "{one:?} twice");
    }
    for route in routes() {
        let is_write = matches!(route.access, Access::Needs(_, Action::Write));
        let about_nobody = route.access == Access::Public;
        assert!(about_nobody || is_write == route.changes_state(), "{route:?}");
    }
}

both_engines! {
    async fn nobody_gets_past_any_route_that_is_not_public(desk in Desk) {
        let (mut browser, stranger) = (desk.browser(), desk.stranger());
        for route in routes() {
            let answer = call(route, &mut browser, &stranger).await;
            match (route.access, route.kind) {
                (Access::Public, _) => assert!(answer.status < 500 && answer.status != 401, "{route:?}: {}", answer.status),
                (_, Kind::Api) => {
                    let answer = answer.assert_status(401);
                    assert!(answer.header("www-authenticate").starts_with("Bearer"), "{route:?}");
                    assert_eq!(answer.header("content-type"), "application/problem+json");
                }
                _ => {
                    let answer = answer.assert_status(303);
                    assert!(answer.location().starts_with("/sign-in"), "{route:?}: {}", answer.location());
                }
            }
        }
    }

    async fn each_role_gets_what_the_policy_gives_and_nothing_else(desk in Desk) {
        for person in Person::ALL {
            let (mut browser, program) = (desk.signed_in(person).await, desk.program(person).await);
            for route in routes() {
                let Access::Needs(resource, action) = route.access else { continue };
                // The first page is the page of S1.3 for whoever has nowhere else to go; the others end what the
                // next call needs.
                if matches!(route.path, "/" | "/profile/sessions/deletion")
                    || (route.path == "/api/v1/me/sessions" && route.changes_state())
                {
                    continue;
                }
                let allowed = allows(person, resource, action);
                let answer = call(route, &mut browser, &program).await;
                let is_refused = answer.status == 403;
                assert_eq!(is_refused, !allowed, "{person:?} {route:?}: {} {}", answer.status, answer.body);
                assert!(answer.status < 500, "{person:?} {route:?}: {} {}", answer.status, answer.body);
            }
        }
    }
}

/// The policy, by the role that a person of the world has.
fn allows(person: Person, resource: Resource, action: Action) -> bool {
    use domain::access::{Assignment, Principal, Reach};
    let principal = Principal {
        person_id: domain::id::PersonId(1),
        organisation_id: domain::id::OrganisationId(1),
        kind: person.role().belongs_to(),
        assignments: vec![Assignment { role: person.role(), reach: Reach::Everywhere }],
        directory: None,
    };
    domain::access::allows(&principal, resource, action).is_ok()
}

both_engines! {
    async fn every_answer_has_the_headers_that_protect_it(desk in Desk) {
        let (mut browser, program) = (desk.signed_in(Person::Office).await, desk.program(Person::Office).await);
        let mut answers = Vec::new();
        for route in routes().iter().filter(|route| route.method == Verb::Get) {
            answers.push(call(route, &mut browser, &program).await);
        }
        answers.push(browser.get("/no/such/page").await.assert_status(404));
        answers.push(program.get("/api/v1/no-such-thing").await.assert_status(404));
        answers.push(browser.post_bare("/overview", &[]).await.assert_status(405));
        answers.push(program.json("POST", "/api/v1/me", &serde_json::json!({})).await.assert_status(405));
        answers.push(browser.get(&format!("/tenants?q={}", "a".repeat(9000))).await.assert_status(414));
        answers.push(browser.post_bare("/sign-out", &[]).await.assert_status(403));
        for answer in answers {
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{} {name}", answer.asked);
            }
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{}", answer.asked);
            assert_eq!(answer.header("x-request-id").len(), 32, "{}", answer.asked);
            let is_forever = answer.header("cache-control").contains("immutable");
            assert!(is_forever || answer.header("cache-control") == "no-store", "{}", answer.asked);
            assert!(
                !is_forever || answer.asked.contains("/assets/") || answer.asked.contains("favicon"),
                "{}",
                answer.asked
            );
        }
    }

    async fn every_link_and_form_of_a_page_leads_to_a_route(desk in Desk) {
        let mut visitor = desk.browser();
        let (mut office, mut executive) = (desk.signed_in(Person::Office).await, desk.signed_in(Person::Executive).await);
        let (mut admin, tenant) = (desk.signed_in(Person::Admin).await, tenant_id("4100001", 1));
        let mut pages =
            vec![visitor.get("/sign-in").await, visitor.get("/signed-out").await, visitor.get("/nowhere").await];
        executive.post_from("/tenants", "/views", &[("name", "mine"), ("query", "band=low")]).await.assert_status(303);
        for path in ["/overview", "/tenants?limit=25&q=customer&band=low&workload=Teams", "/tenants?q=zzz", "/profile"] {
            pages.push(executive.get(path).await);
        }
        pages.push(executive.get(&format!("/tenants/{tenant}")).await.assert_status(200));
        pages.push(executive.get(&format!("/tenants/{tenant}/workloads/Teams")).await.assert_status(200));
        office.upload("OfficeUsage.csv", &crate::desk::office_usage()).await.assert_status(303);
        for path in ["/loads", "/loads/1", "/loads/3", "/api/v1/docs"] {
            pages.push(office.get(path).await.assert_status(200));
        }
        pages.push(admin.get("/tenants").await.assert_status(403));
        let mut found = 0;
        for page in &pages {
            for (method, address) in page.leads_to() {
                if address.starts_with('#') || address.starts_with('?') {
                    continue;
                }
                assert!(leads_somewhere(&method, &address), "{} leads to {method} {address}", page.asked);
                found += 1;
            }
        }
        assert!(found > 200, "only {found} links and forms");
    }
}

/// Whether some route has that address.
fn leads_somewhere(method: &str, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    routes().iter().any(|route| {
        let (mut theirs, mut ours) = (path.split('/'), route.path.split('/'));
        route.method.name() == method
            && loop {
                match (theirs.next(), ours.next()) {
                    (None, None) | (Some(_), Some("{*path}")) => break true,
                    (Some(one), Some(pattern)) if pattern == one || (pattern.starts_with('{') && !one.is_empty()) => {}
                    _ => break false,
                }
            }
    })
}
