//! Tickets and help through their doors: pages without scripts and JSON, with what is wrong said at its field (S11).

use serde_json::json;
use testkit::both_engines;

use crate::desk::{Answer, Browser, Desk, Person, tenant_id};

const FIELDS: [(&str, &str); 7] = [
    ("title", "Where is it?"),
    ("type", "problem"),
    ("subject", "access"),
    ("description", "It was there yesterday."),
    ("tenant", ""),
    ("workload", ""),
    ("reference", ""),
];

fn with<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let find = |name: &str| change.iter().find(|(one, _)| *one == name).map(|(_, value)| *value);
    FIELDS.into_iter().map(|(name, value)| (name, find(name).unwrap_or(value))).collect()
}

/// Opens a ticket by its form; where it is.
async fn opened(browser: &mut Browser, fields: &[(&str, &str)]) -> String {
    let answer = browser.post_from("/tickets/new", "/tickets", fields).await.assert_status(303);
    answer.location().to_owned()
}

fn upload(page: &Answer, at: &str, name: &str, content: &str) -> (String, &'static str, String) {
    let token = page.attribute("input[name=csrf]", "value").unwrap();
    let body = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n--limit--\r\n"
    );
    (format!("{at}/attachments?csrf={token}"), "multipart/form-data; boundary=limit", body)
}

both_engines! {
    async fn a_ticket_is_opened_answered_and_resolved_without_scripts(desk in Desk) {
        let mut admin = desk.signed_in(Person::Admin).await;
        let at = opened(&mut admin, &with(&[])).await;
        let mut office = desk.signed_in(Person::Office).await;
        assert_eq!(office.get("/tickets").await.count(&format!("a[href='{at}']")), 1);
        let page = office.get(&at).await.assert_status(200);
        assert_eq!((page.count("button[formaction]"), page.count("select[name=person]")), (1, 1));
        let version = page.attribute("input[name=version]", "value").unwrap();
        let said = [("version", version.as_str()), ("text", "We look.\nReally."), ("goes_on", "yes")];
        office.post_from(&at, &format!("{at}/answers"), &said).await.assert_status(303);
        // Whoever answers what has been answered meanwhile keeps what was typed.
        let late = office.post_from(&at, &format!("{at}/answers"), &said).await.assert_status(409);
        assert!(late.body.contains("We look.\nReally.</textarea>"), "{}", late.body);
        let page = admin.get(&at).await.assert_status(200);
        assert!(page.body.contains("We look.") && !page.body.contains("Office Test"), "{}", page.body);
        assert_eq!(page.count("a[href$='/edit']"), 0);
        let version = page.attribute("input[name=version]", "value").unwrap();
        let empty = [("version", version.as_str()), ("text", " ")];
        let refused = admin.post_from(&at, &format!("{at}/answers"), &empty).await.assert_status(422);
        assert_eq!(refused.count("textarea[aria-invalid=true]"), 1);
        admin.post_from(&at, &format!("{at}/resolution"), &empty).await.assert_status(303);
        let page = admin.get(&at).await;
        assert_eq!((page.count("form[action$='/reopening']"), page.count("form[action$='/answers']")), (1, 0));
        let version = page.attribute("input[name=version]", "value").unwrap();
        let said = [("version", version.as_str()), ("text", "And this?")];
        let refused = admin.post_from(&at, &format!("{at}/answers"), &said).await.assert_status(409);
        assert!(refused.body.contains("And this?</textarea>"), "{}", refused.body);
        admin.post_from(&at, &format!("{at}/reopening"), &said).await.assert_status(303);
        assert_eq!(office.get("/my-work?kind=ticket").await.count(&format!("a[href='{at}']")), 2);
    }

    async fn a_form_with_mistakes_comes_back_as_it_was(desk in Desk) {
        let mut browser = desk.signed_in(Person::Reporter).await;
        let long = "a".repeat(100_000);
        for (field, value) in [
            ("title", ""),
            ("title", "a\nb"),
            ("type", "complaint"),
            ("subject", ""),
            ("description", long.as_str()),
            ("tenant", "the bakery"),
            ("workload", "Nothing"),
            ("reference", "a\u{202e}b"),
        ] {
            let answer = browser.post_from("/tickets/new", "/tickets", &with(&[(field, value)])).await.assert_status(422);
            assert_eq!(answer.count(&format!("#field-{field}[aria-invalid=true]")), 1, "{field}");
            assert_eq!(answer.count(".field-error"), 1, "{field}");
            assert!(field == "title" || answer.body.contains("Where is it?"), "{field}");
        }
        let answer = browser.post_from("/tickets/new", "/tickets", &with(&[("description", &long)])).await.assert_status(422);
        assert!(answer.body.contains(&long), "nothing of it is lost");
        // More bytes than any form takes are refused as a whole.
        let longer = "é".repeat(100_000);
        browser.post_from("/tickets/new", "/tickets", &with(&[("description", &longer)])).await.assert_status(413);
        assert_eq!(browser.get("/tickets").await.count("tbody tr"), 0);
    }

    async fn files_come_back_as_attachments_under_what_they_are(desk in Desk) {
        let mut browser = desk.signed_in(Person::Reporter).await;
        let at = opened(&mut browser, &with(&[])).await;
        let page = browser.get(&at).await;
        for (name, content, status) in [
            ("empty.pdf", "", 422),
            ("script.pdf", "#!/bin/sh\nexit 1", 422),
            ("picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", 422),
            ("screen <1>.exe", "%PDF-1.7\nx", 303),
        ] {
            let (path, kind, body) = upload(&page, &at, name, content);
            let answer = browser.send("POST", &path, Some(kind), body).await.assert_status(status);
            assert!(status == 303 || answer.count("#upload-error") == 1, "{name}");
        }
        let page = browser.get(&at).await;
        let link = page.attribute(".proofs a", "href").unwrap();
        let file = browser.get(&link).await.assert_status(200);
        assert_eq!((file.body.as_str(), file.header("content-type")), ("%PDF-1.7\nx", "application/pdf"));
        let disposition = file.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\"") && disposition.ends_with("filename*=UTF-8''screen%20_1_.pdf"), "{disposition}");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        let mut other = desk.signed_in(Person::Executive).await;
        other.get(&link).await.assert_status(404);
        assert_eq!(desk.uploads(), 0);
        browser.post_from(&at, &format!("{link}/deletion"), &[]).await.assert_status(303);
        browser.get(&link).await.assert_status(404);
    }

    async fn help_is_there_for_everybody_and_leads_to_a_ticket(desk in Desk) {
        for person in Person::ALL {
            let mut browser = desk.signed_in(person).await;
            let page = browser.get("/help").await.assert_status(200);
            assert_eq!((page.count("h1"), page.count(".help-questions > li")), (1, 6), "{person:?}");
            assert_eq!(page.count("nav a[href='/help']"), 1, "{person:?}");
        }
        let mut browser = desk.signed_in(Person::Reporter).await;
        let foreign = format!("/tenants/{}/workloads/Teams", tenant_id("4200001", 1));
        let error = browser.get(&foreign).await.assert_status(404);
        let link = error.attribute("main a[href^='/help']", "href").unwrap();
        assert!(link.contains(error.header("x-request-id")), "{link}");
        let help = browser.get(&link).await.assert_status(200);
        let link = help.attribute("main a[href^='/tickets/new']", "href").unwrap();
        let form = browser.get(&link).await.assert_status(200);
        assert_eq!(form.attribute("#field-tenant", "value"), Some(tenant_id("4200001", 1)));
        assert_eq!(form.attribute("#field-reference", "value").as_deref(), Some(error.header("x-request-id")));
        assert_eq!(form.attribute("#field-workload option[selected]", "value").as_deref(), Some("Teams"));
        let page = browser.get("/help?tenant=the+bakery").await.assert_status(200);
        assert_eq!((page.count("#error-tenant"), page.count(".help-answer")), (1, 0));
        // Somebody with an admin role alone is told, and led on.
        let mut admin = desk.signed_in(Person::Admin).await;
        assert_eq!(admin.get("/tenants").await.assert_status(403).count("main a[href='/help']"), 1);
    }

    async fn a_strangers_tenant_and_none_are_the_same_page_and_the_same_json(desk in Desk) {
        let (foreign, nobodys) = (tenant_id("4200001", 1), "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d99".to_owned());
        for person in [Person::Executive, Person::Reporter, Person::Admin, Person::Claimer] {
            let (mut browser, program) = (desk.signed_in(person).await, desk.program(person).await);
            let mut told = Vec::new();
            for tenant in [&foreign, &nobodys] {
                let page = browser.get(&format!("/help?tenant={tenant}")).await.assert_status(200);
                let api = program.get(&format!("/api/v1/help?tenant={tenant}")).await.assert_status(200);
                let page_body = masked(&page.body.replace(tenant.as_str(), ""));
                told.push((page_body, api.body.replace(tenant.as_str(), ""), page.header("content-length").to_owned()));
                assert_eq!(api.json()["tenant"]["standing"], "not_yours");
            }
            assert_eq!(told[0], told[1], "{person:?}");
        }
        let own = desk.program(Person::Reporter).await;
        let own = own.get(&format!("/api/v1/help?tenant={}", tenant_id("4100001", 1))).await.json();
        assert_eq!(own["tenant"]["standing"], "other_locations");
        assert_eq!((&own["tenant"]["name"], &own["tenant"]["tenant_id"]), (&json!(null), &json!(null)));
    }

    async fn programs_open_and_answer_with_keys_and_versions(desk in Desk) {
        let (asker, office) = (desk.program(Person::Reporter).await, desk.program(Person::Office).await);
        let body = json!({"title": "Q", "type": "question", "subject": "claims", "description": "D", "workload": "Teams"});
        let keyed = asker.with("idempotency-key", "ask");
        let first = keyed.json("POST", "/api/v1/tickets", &body).await.assert_status(201);
        let again = keyed.json("POST", "/api/v1/tickets", &body).await.assert_status(201).json();
        let ticket = first.json();
        assert_eq!((&ticket["number"], &ticket["workload"], &ticket["state"]), (&again["number"], &json!("Teams"), &json!("new")));
        let path = format!("/api/v1/tickets/{}", ticket["number"].as_str().unwrap());
        asker.json("PUT", &path, &body).await.assert_status(428);
        let changed = json!({"title": "R", "type": "question", "subject": "claims", "description": "D"});
        let tagged = asker.with("if-match", first.header("etag"));
        tagged.json("PUT", &path, &changed).await.assert_status(200);
        let late = tagged.json("PUT", &path, &changed).await.assert_status(412).json();
        assert_eq!(late["current"]["title"], "R");
        let stale = office.with("if-match", "\"1\"");
        stale.json("POST", &format!("{path}/answers"), &json!({"text": "So."})).await.assert_status(412);
        let keyed = office.with("idempotency-key", "answer");
        for _ in 0..2 {
            let said = keyed.json("POST", &format!("{path}/answers"), &json!({"text": "So."})).await.assert_status(201).json();
            assert_eq!((said["messages"].as_array().unwrap().len(), &said["state"]), (1, &json!("waiting")));
        }
        let seen = asker.get(&path).await.assert_status(200).json();
        assert_eq!((&seen["messages"][0]["person"], &seen["assignee"], &seen["author"]), (&json!(null), &json!(null), &json!(null)));
        let handle = office.get(&path).await.json()["answerers"][0]["id"].clone();
        let assign = office.with("if-match", "*");
        let assigned = assign.json("PUT", &format!("{path}/assignment"), &json!({"person": handle})).await.assert_status(200);
        assert_eq!(assigned.json()["assignee"]["id"], handle);
        assign.json("PUT", &format!("{path}/assignment"), &json!({"person": "x"})).await.assert_status(422);
        asker.with("if-match", "*").json("PUT", &format!("{path}/assignment"), &json!({"person": null})).await.assert_status(403);
        office.json("POST", &format!("{path}/resolution"), &json!({})).await.assert_status(422);
        office.json("POST", &format!("{path}/resolution"), &json!({"text": "Done."})).await.assert_status(200);
        let refused = asker.json("POST", &format!("{path}/answers"), &json!({"text": "No."})).await.assert_status(409).json();
        assert!(refused["type"].as_str().unwrap().ends_with("ticket-state"), "{refused}");
        asker.json("POST", &format!("{path}/reopening"), &json!({"text": "No."})).await.assert_status(200);
        let list = asker.get("/api/v1/tickets?state=reopened&sort=-opened_at").await.assert_status(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        for query in ["state=gone", "state=", "sort=description", "limit=0", "limit=x", "overdue=maybe", "assigned=me", "q=a&q=b", "cursor=x", "so=what"] {
            asker.get(&format!("/api/v1/tickets?{query}")).await.assert_status(400);
        }
        let unknown = json!({"title": "Q", "type": "question", "subject": "claims", "description": "D", "author": "x"});
        asker.json("POST", "/api/v1/tickets", &unknown).await.assert_status(422);
        asker.json("POST", "/api/v1/tickets", &json!({})).await.assert_status(422);
        desk.program(Person::Executive).await.get(&path).await.assert_status(404);
        let sent = asker.send("POST", &format!("{path}/attachments?file_name=a.png"), Some("application/octet-stream"), "nothing").await;
        sent.assert_status(422);
    }

    async fn a_list_goes_on_without_what_cannot_be_taken_and_says_so(desk in Desk) {
        let mut browser = desk.signed_in(Person::Reporter).await;
        opened(&mut browser, &with(&[])).await;
        for query in ["state=gone", "sort=x", "cursor=x", "assigned=me", "limit=x", "overdue=2", "type=x&subject=y&sort=z"] {
            let page = browser.get(&format!("/tickets?{query}")).await.assert_status(200);
            assert_eq!((page.count("#results .message"), page.count("tbody tr")), (1, 1), "{query}");
        }
        assert_eq!(browser.get("/tickets?q=nothing").await.count("tbody tr"), 0);
    }
}

/// A page without what differs each time.
fn masked(page: &str) -> String {
    let mut rest = page;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("name=\"csrf\" value=\"") {
        out.push_str(before);
        rest = after.split_once('"').map_or("", |(_, rest)| rest);
    }
    out + rest
}
