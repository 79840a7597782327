//! Status notes as people and programs write them: pane and page, faults at their fields, and nothing typed lost (S6).

use testkit::both_engines;

use crate::desk::{Desk, Person, tenant_id};

fn today(desk: &Desk) -> String {
    desk.world.app.now().date_naive().to_string()
}

both_engines! {
    async fn a_note_is_written_on_a_page_of_its_own(desk in Desk) {
        let tenant = format!("/tenants/{}", tenant_id("4100001", 1));
        let mut browser = desk.signed_in(Person::Executive).await;
        let form = browser.get(&format!("{tenant}/status-notes/new")).await.assert_status(200);
        assert_eq!((form.count("h1"), form.count("form[action$='/status-notes'] textarea")), (1, 3));
        let day = today(&desk);
        let fields = [
            ("scope", "Mail <b>first</b>"),
            ("risks", ""),
            ("next_actions", "Call"),
            ("next_action_date", day.as_str()),
            ("next_action_owner", "Noor"),
            ("overall_status", "blocked"),
        ];
        let path = format!("{tenant}/status-notes");
        let sent = browser.post_from(&format!("{path}/new"), &path, &fields).await.assert_status(303);
        assert_eq!(sent.location(), format!("{tenant}#notes"));
        let page = browser.get(&tenant).await.assert_status(200);
        assert!(page.body.contains("Mail &#60;b&#62;first"), "{}", page.body);
        assert_eq!((page.count(".note-item"), page.count(".message.success")), (1, 1));
        assert_eq!(browser.get(&format!("{path}?q=first&overall_status=blocked")).await.count(".note-item"), 1);
        assert_eq!(browser.get(&format!("{path}?q=second")).await.count(".note-item"), 0);
        let odd = browser.get(&format!("{path}?from=soon&author=nobody")).await.assert_status(200);
        assert_eq!(odd.count(".message.warning"), 1);
    }

    async fn a_form_comes_back_filled_in_with_every_fault_at_its_field(desk in Desk) {
        let tenant = format!("/tenants/{}", tenant_id("4100001", 1));
        let path = format!("{tenant}/status-notes");
        let mut browser = desk.signed_in(Person::Executive).await;
        let long = "x".repeat(10_001);
        let fields = [
            ("scope", long.as_str()),
            ("risks", "<script>alert(1)</script> שלום"),
            ("next_actions", ""),
            ("next_action_date", "2020-01-01"),
            ("next_action_owner", "Noor\nBcc: x@y.nl"),
            ("overall_status", "gone"),
        ];
        let page = browser.post_from(&format!("{path}/new"), &path, &fields).await.assert_status(422);
        let invalid = ["scope", "next_actions", "next_action_date", "next_action_owner"];
        for field in invalid {
            let described = page.attribute(&format!("#field-{field}[aria-invalid]"), "aria-describedby").unwrap();
            assert!(described.starts_with(&format!("error-{field}")), "{described}");
            assert_eq!(page.count(&format!("#error-{field}")), 1, "{field}");
        }
        assert_eq!(page.count("#error-risks"), 0);
        assert_eq!(page.count(".error-summary li a[href^='#field-']"), 5);
        assert!(page.body.contains(&long) && page.body.contains("שלום") && page.body.contains("&#60;script&#62;"));
        assert_eq!(browser.get(&tenant).await.count(".note-item"), 0);
    }

    async fn a_pane_gets_the_form_alone_and_an_address_when_it_is_saved(desk in Desk) {
        let tenant = format!("/tenants/{}", tenant_id("4100001", 1));
        let path = format!("{tenant}/status-notes");
        let mut browser = desk.signed_in(Person::Executive).await;
        let token = browser.token_of(&format!("{path}/new")).await;
        browser.headers.push(("hx-request", "true".into()));
        let part = browser.get(&format!("{path}/new")).await.assert_status(200);
        assert!(!part.body.contains("<html") && part.count("form") == 1, "{}", part.body);
        let refused = browser.post_bare(&path, &[("csrf", token.as_str())]).await.assert_status(422);
        assert!(!refused.body.contains("<html") && refused.count("[aria-invalid]") == 4, "{}", refused.body);
        let day = today(&desk);
        let fields = [
            ("csrf", token.as_str()),
            ("scope", "s"),
            ("next_actions", "n"),
            ("next_action_date", day.as_str()),
            ("next_action_owner", "o"),
        ];
        let saved = browser.post_bare(&path, &fields).await.assert_status(204);
        assert_eq!(saved.header("hx-redirect"), format!("{tenant}#notes"));
    }

    async fn what_was_typed_into_an_ended_session_comes_back(desk in Desk) {
        let path = format!("/tenants/{}/status-notes", tenant_id("4100001", 1));
        let mut browser = desk.signed_in(Person::Executive).await;
        let token = browser.token_of(&format!("{path}/new")).await;
        desk.world.clock.pass(chrono::TimeDelta::hours(13));
        let fields = [("csrf", token.as_str()), ("scope", "an hour of <i>typing</i>"), ("risks", " ")];
        let page = browser.post_bare(&path, &fields).await.assert_status(401);
        assert!(page.body.contains("an hour of &#60;i&#62;typing") && page.count("textarea[readonly]") == 1);
        assert_eq!(page.count("a[href^='/sign-in?next=']"), 1);
        browser.headers.push(("hx-request", "true".into()));
        let part = browser.post_bare(&path, &fields).await.assert_status(401);
        assert!(part.header("hx-redirect").starts_with("/sign-in") && part.body.is_empty());
    }

    async fn the_office_asks_and_the_partner_sees_it_until_it_wrote(desk in Desk) {
        let tenant = format!("/tenants/{}", tenant_id("4100001", 1));
        let path = format!("{tenant}/note-requests");
        let mut office = desk.signed_in(Person::Office).await;
        let mut partner = desk.signed_in(Person::Executive).await;
        let refused = office.post_from(&format!("{path}/new"), &path, &[("due_on", "2020-01-01")]).await;
        assert_eq!(refused.assert_status(422).count("#error-due_on"), 1);
        let day = today(&desk);
        office.post_from(&format!("{path}/new"), &path, &[("due_on", &day)]).await.assert_status(303);
        assert_eq!(partner.get(&tenant).await.count(".work[aria-labelledby=notes] .message.warning"), 1);
        assert_eq!(partner.get(&format!("{path}/new")).await.assert_status(303).location(), tenant);
        let notes = format!("{tenant}/status-notes");
        let mut manager = desk.signed_in(Person::Manager).await;
        manager.get(&format!("{notes}/new")).await.assert_status(404);
        let own = format!("/tenants/{}/status-notes", tenant_id("4200001", 1));
        assert_eq!(manager.get(&format!("{own}/new")).await.assert_status(303).location(), own);
        let api = format!("/api/v1{notes}");
        let body = serde_json::json!({
            "scope": "s", "next_actions": "n", "next_action_date": day, "next_action_owner": "o",
        });
        let written = desk.program(Person::Executive).await.json("POST", &api, &body).await.assert_status(201).json();
        assert_eq!((written["overall_status"].as_str(), written["withheld"][0].as_str()), (Some("active"), None));
        assert_eq!(partner.get(&tenant).await.count(".work[aria-labelledby=notes] .message.warning"), 0);
        let listed = desk.program(Person::Office).await.get(&api).await.assert_status(200).json();
        assert_eq!(listed["items"][0]["id"], written["id"]);
        let wrong = desk.program(Person::Executive).await.json("POST", &api, &serde_json::json!({
            "scope": "", "next_actions": "n", "next_action_date": "01-02-2030", "next_action_owner": "o",
            "corrects": "nothing",
        })).await.assert_status(422).json();
        let fields: Vec<_> = wrong["errors"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["scope", "next_action_date", "corrects"]);
    }
}
