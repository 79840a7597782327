//! What is kept of people, on pages: finding somebody, the copy, and erasing (S16.2).

use testkit::both_engines;

use crate::desk::{Desk, Person};

both_engines! {
    async fn somebody_is_found_copied_and_erased_on_pages(desk in Desk) {
        let own = desk.signed_in(Person::Executive).await.get("/profile/copy.json").await.assert_status(200);
        assert!(own.header("content-disposition").contains("personal-data.json"), "{:?}", own.headers);
        let account = own.json()["data"]["account"][0].clone();
        let (handle, email) = (account["handle"].as_str().unwrap().to_owned(), account["email"].as_str().unwrap().to_owned());
        let page = desk.signed_in(Person::Executive).await.get("/profile").await;
        assert_eq!(page.count("a[download][href='/profile/copy.json']"), 1);

        let mut office = desk.signed_in(Person::Office).await;
        let at = "/personal-data";
        assert_eq!(office.get(at).await.assert_status(200).count("table.retention tbody tr"), 6);
        let page = office.post_from(at, at, &[("q", " ")]).await.assert_status(422);
        assert_eq!(page.count("#field-q[aria-invalid=true]") + page.count("#error-q"), 2);
        let page = office.post_from(at, at, &[("q", &email)]).await.assert_status(200);
        assert_eq!(page.attribute("table.data-found input[name=person]", "value").as_deref(), Some(handle.as_str()));
        let page = office.post_from(at, "/personal-data/person", &[("person", &handle)]).await.assert_status(200);
        assert!(page.count("dl.data-kept dt") > 3, "{}", page.body);
        assert_eq!(page.attribute("a[href^='/audit?q=']", "href"), Some(format!("/audit?q={handle}")));
        let file = office.post_from(at, "/personal-data/copy", &[("person", &handle)]).await.assert_status(200);
        assert_eq!(file.json()["data"]["account"][0]["email"], email.as_str());
        assert_eq!(file.header("cache-control"), "no-store");

        let fields = [("person", handle.as_str()), ("confirmation", "somebody@else.example")];
        let page = office.post_from(at, "/personal-data/erasure", &fields).await.assert_status(422);
        assert_eq!(page.count("#field-confirmation[aria-invalid=true]") + page.count("#error-confirmation"), 2);
        desk.program(Person::Executive).await.get("/api/v1/me").await.assert_status(200);
        let fields = [("person", handle.as_str()), ("confirmation", email.as_str())];
        let program = desk.program(Person::Executive).await;
        let done = office.post_from(at, "/personal-data/erasure", &fields).await.assert_status(303);
        assert_eq!(done.location(), at);
        program.get("/api/v1/me").await.assert_status(401);
        office.post_from(at, "/personal-data/person", &[("person", &handle)]).await.assert_status(404);
        let page = office.post_from(at, at, &[("q", &email)]).await.assert_status(200);
        assert_eq!((page.count("table.data-found"), page.count("section.empty")), (0, 1));
        // Nobody erases the last who could.
        let me = desk.program(Person::Office).await.get("/api/v1/me/copy").await.json()["data"]["account"][0].clone();
        let fields = [("person", me["handle"].as_str().unwrap()), ("confirmation", me["email"].as_str().unwrap())];
        let page = office.post_from(at, "/personal-data/erasure", &fields).await.assert_status(422);
        assert_eq!(page.count(".message.error[role=alert]"), 1, "{}", page.body);
    }

    async fn a_partners_admin_is_told_nothing_of_what_others_have(desk in Desk) {
        let mut global = desk.signed_in(Person::Global).await;
        let page = global.get("/personal-data").await.assert_status(200);
        assert_eq!((page.count("table.retention"), page.count("nav a[href='/personal-data']")), (0, 1));
        let office = desk.program(Person::Office).await.get("/api/v1/me/copy").await.json();
        let of_office = office["data"]["account"][0].clone();
        let kept = desk.program(Person::Office).await.get("/api/v1/personal-data/retention").await.json();
        let days = |kind: &str| kept["items"].as_array().unwrap().iter().find(|one| one["kind"] == kind).unwrap()["days"].clone();
        assert_eq!((days("mail"), days("failed_mail"), days("audit")), (30.into(), 180.into(), serde_json::Value::Null));
        let told = [of_office["handle"].as_str().unwrap(), "AAAAAAAAAAAAAAAA"];
        let mut answers = Vec::new();
        for handle in told {
            let page = global.post_from("/personal-data", "/personal-data/person", &[("person", handle)]).await;
            answers.push(page.assert_status(404).count("main *"));
        }
        assert_eq!(answers[0], answers[1], "a stranger and nobody are one answer");
        let items = desk.program(Person::Global).await.get("/api/v1/personal-data/retention").await.json();
        assert_eq!(items["items"].as_array().map(Vec::len), Some(0));
    }
}
