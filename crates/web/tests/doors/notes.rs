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

    async fn ten_thousand_characters_of_any_script_are_kept_as_they_are(desk in Desk) {
        let tenant = format!("/tenants/{}", tenant_id("4100001", 1));
        let path = format!("{tenant}/status-notes");
        let (mut browser, program) = (desk.signed_in(Person::Executive).await, desk.program(Person::Executive).await);
        let day = today(&desk);
        let longest = "\u{1f469}\u{200d}\u{1f680}\u{5e9}\u{5dc}".repeat(2_000);
        let texts = [("scope", longest.as_str()), ("risks", "שלום 👍"), ("next_actions", "<script>alert(1)</script>\r\n&amp;")];
        let rest = [("next_action_date", day.as_str()), ("next_action_owner", "Noor 👩‍🚀 <b>")];
        browser.post_from(&format!("{path}/new"), &path, &[&texts[..], &rest[..]].concat()).await.assert_status(303);
        let kept = &program.get(&format!("/api/v1{path}")).await.assert_status(200).json()["items"][0];
        for (field, text) in texts {
            assert_eq!(kept[field].as_str(), Some(text.replace('\r', "").as_str()), "{field}");
        }
        assert_eq!(kept["next_action_owner"], "Noor 👩‍🚀 <b>");
        let page = browser.get(&path).await.assert_status(200);
        assert!(page.body.contains("&#60;script&#62;alert(1)") && !page.body.contains("<script>alert(1)"));
        assert!(page.body.contains("&#38;amp;") && page.body.contains("שלום 👍"), "{}", page.body);
        let more = format!("{longest}x");
        let texts = [("scope", more.as_str()), ("next_actions", "n")];
        let page = browser.post_from(&format!("{path}/new"), &path, &[&texts[..], &rest[..]].concat()).await.assert_status(422);
        assert_eq!((page.count("#error-scope"), page.count(".error-summary li")), (1, 1));
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

    async fn the_office_asks_again_from_its_work_and_the_new_day_takes_the_place_of_the_old(desk in Desk) {
        let tenant = format!("/tenants/{}", tenant_id("4100001", 1));
        let path = format!("{tenant}/note-requests");
        let day = today(&desk);
        let mut office = desk.signed_in(Person::Office).await;
        office.post_from(&format!("{path}/new"), &path, &[("due_on", &day)]).await.assert_status(303);
        desk.clock().pass(chrono::TimeDelta::days(2));
        let mut office = desk.signed_in(Person::Office).await;
        let work = office.get("/my-work?kind=asked_note").await.assert_status(200);
        let form = work.attribute(".work-items a.button", "href").unwrap();
        assert_eq!(form, format!("{path}/new?partner=4000001"));
        assert!(work.body.contains("Ask again<") && work.body.contains("has not written the note in time"));
        let opened = office.get(&form).await.assert_status(200);
        assert_eq!(opened.attribute("#field-partner option[selected]", "value").as_deref(), Some("4000001"));
        let later = (desk.world.app.now() + chrono::TimeDelta::days(4)).date_naive().to_string();
        office.post_from(&form, &path, &[("partner", "4000001"), ("due_on", &later)]).await.assert_status(303);
        assert_eq!(office.get("/my-work").await.assert_status(200).count(".work-items li"), 0);
        let page = desk.signed_in(Person::Executive).await.get(&tenant).await;
        assert_eq!(page.count(".work[aria-labelledby=notes] .message.warning"), 1, "one request, with the new day");
        assert_eq!(page.count(".work[aria-labelledby=notes] .message.error"), 0);
        // For the partner the same kind of item leads to the note itself.
        let mut partner = desk.signed_in(Person::Executive).await;
        let work = partner.get("/my-work?kind=asked_note").await.assert_status(200);
        assert_eq!(work.attribute(".work-items a.button", "href"), Some(format!("{tenant}/status-notes/new")));
    }

    async fn a_correction_leads_to_what_it_corrects_however_long_ago_that_was(desk in Desk) {
        let tenant = format!("/tenants/{}", tenant_id("4100001", 1));
        let (program, day) = (desk.program(Person::Executive).await, today(&desk));
        let write = async |scope: String, corrects: Option<&str>| {
            let body = serde_json::json!({
                "scope": scope, "next_actions": "n", "next_action_date": day, "next_action_owner": "o", "corrects": corrects,
            });
            let written = program.json("POST", &format!("/api/v1{tenant}/status-notes"), &body).await.assert_status(201);
            written.json()["id"].as_str().unwrap().to_owned()
        };
        let first = write("kxqfirst".to_owned(), None).await;
        for number in 0..55 {
            write(format!("note {number}"), None).await;
        }
        write("kxqlast".to_owned(), Some(&first)).await;
        let mut browser = desk.signed_in(Person::Executive).await;
        let page = browser.get(&tenant).await.assert_status(200);
        let link = page.attribute("a[href*='#note-']", "href").unwrap();
        let opened = browser.get(link.split('#').next().unwrap()).await.assert_status(200);
        assert_eq!(opened.count(&format!("#note-{first}")), 1, "{link}");
        assert_eq!((opened.count(".paging [rel=prev]"), opened.count(".paging [rel=next]")), (1, 0));
        let back = opened.attribute("a[href*='#note-']", "href").unwrap();
        let opened = browser.get(back.split('#').next().unwrap()).await.assert_status(200);
        assert!(opened.body.contains("kxqlast") && opened.count(".paging [rel=prev]") == 0);
        // What was left of a correction is not offered to a note of its own, which would not say what it corrects.
        let mut key = async |query: &str| {
            let form = browser.get(&format!("{tenant}/status-notes/new{query}")).await.assert_status(200);
            form.attribute("form[data-draft]", "data-draft").unwrap()
        };
        let keys = [key("").await, key(&format!("?corrects={first}")).await];
        assert!(keys[0] != keys[1] && keys[1].ends_with(&first) && keys[0].contains(&tenant_id("4100001", 1)), "{keys:?}");
        let gone = browser.get(&format!("{tenant}/status-notes?at=none")).await.assert_status(200);
        assert_eq!((gone.count(".message.warning"), gone.count(".note-item")), (1, 50));
    }
}
