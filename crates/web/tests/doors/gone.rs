//! A form of something that is not there any more gives back what was typed, and tells nothing of what is there (S2.1).

use serde_json::{Value, json};
use testkit::both_engines;
use testkit::report::{Report, Usage};

use crate::desk::{Answer, Desk, Person, tenant_id};

/// A tenant that there never was.
const NEVER: &str = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4dff";

/// Each form about a tenant, and a field of it that somebody fills.
const FORMS: [(&str, &str); 8] = [
    ("status-notes", "scope"),
    ("note-requests", "due_on"),
    ("contacts", "name"),
    ("contacts/none", "name"),
    ("workloads/Teams/service-status", "remark-0"),
    ("workloads/Teams/intent-note", "text"),
    ("workloads/Teams/intent-note/questions", "question"),
    ("workloads/Yammer/service-status", "remark-0"),
];

/// The page without what is new in every answer, and without the address that was asked.
fn told(answer: &Answer, token: &str, tenant: &str) -> String {
    let own = answer.attribute("input[name=csrf]", "value").unwrap_or_else(|| token.to_owned());
    answer.body.replace(&own, "csrf").replace(tenant, "tenant")
}

/// What programs send about a tenant.
fn sent() -> [(&'static str, &'static str, Value); 5] {
    let lines = json!([{ "seats": 101, "l1": "in_progress" }]);
    [
        (
            "POST",
            "status-notes",
            json!({
                "scope": "an hour of typing", "next_actions": "More", "next_action_date": "2026-12-01", "next_action_owner": "Noor",
                "overall_status": "active",
            }),
        ),
        (
            "POST",
            "contacts",
            json!({
                "type": "partner", "name": "Noor", "email": "noor@partner.example.com", "workloads": ["Teams"],
            }),
        ),
        ("PUT", "workloads/Teams/service-status", json!({ "total": 101, "lines": lines })),
        ("PUT", "workloads/Teams/intent-note", json!({ "text": "an hour of typing" })),
        ("POST", "workloads/Teams/intent-note/questions", json!({ "question": "an hour of typing" })),
    ]
}

/// The claims of the partner on a tenant end with the next report.
async fn lose_the_last_claim(desk: &Desk, tenant: &str) {
    let row = Usage {
        tenant,
        month: "2026-09-01",
        location: "4100002",
        attribution: "Transacting Partner",
        ..Usage::default()
    };
    desk.load("lost.csv", Report::office(&[row, Usage { workload: "Exchange", ..row }]).text()).await;
}

both_engines! {
    async fn a_tenant_whose_last_claim_ends_while_a_form_is_open_is_as_one_that_never_was(desk in Desk) {
        let lost = tenant_id("4100002", 1);
        let mut browser = desk.signed_in(Person::Executive).await;
        let program = desk.program(Person::Executive).await;
        let open = ["status-notes/new", "contacts/new", "workloads/Teams/service-status", "workloads/Teams/intent-note"];
        let mut token = String::new();
        for form in open {
            token = browser.token_of(&format!("/tenants/{lost}/{form}")).await;
        }
        lose_the_last_claim(&desk, &lost).await;
        browser.get(&format!("/tenants/{lost}")).await.assert_status(404);
        for (form, field) in FORMS.into_iter().filter(|(form, _)| *form != "note-requests") {
            let fields = [("csrf", token.as_str()), ("line", "0"), (field, "an hour of <i>typing</i>")];
            let mut pages = Vec::new();
            for tenant in [lost.as_str(), NEVER] {
                let page = browser.post_bare(&format!("/tenants/{tenant}/{form}"), &fields).await.assert_status(404);
                assert!(page.body.contains("an hour of &#60;i&#62;typing"), "{form}: {}", page.body);
                assert!(page.body.contains("last claim"), "{form} says how that can be: {}", page.body);
                pages.push(told(&page, &token, tenant));
            }
            assert_eq!(pages[0], pages[1], "{form}");
        }
        for (method, path, body) in sent() {
            let mut answers = Vec::new();
            for tenant in [lost.as_str(), NEVER] {
                let path = format!("/api/v1/tenants/{tenant}/{path}");
                let mut answer = program.with("if-match", "*").json(method, &path, &body).await.assert_status(404).json();
                assert!(answer["detail"].as_str().unwrap().contains("last claim"), "{answer}");
                answer["request_id"] = Value::Null;
                answers.push(answer);
            }
            assert_eq!(answers[0], answers[1], "{path}");
        }
        // The pane keeps its form, and its page says beforehand what it will say then.
        browser.headers.push(("hx-request", "true".into()));
        let fields = [("csrf", token.as_str()), ("scope", "an hour of typing")];
        browser.post_bare(&format!("/tenants/{lost}/status-notes"), &fields).await.assert_status(404);
        browser.headers.pop();
        let page = browser.get("/tenants").await.assert_status(200);
        assert!(page.attribute("#pane", "data-gone").unwrap().contains("last claim"));
    }

    async fn what_was_typed_comes_back_the_same_from_what_is_gone_and_what_never_was(desk in Desk) {
        let theirs = tenant_id("4200001", 1);
        for (form, field) in FORMS {
            let person = if form == "note-requests" { Person::Manager } else { Person::Executive };
            let foreign = if person == Person::Manager { tenant_id("4100001", 1) } else { theirs.clone() };
            let mut browser = desk.signed_in(person).await;
            let token = browser.token_of("/tenants").await;
            let fields = [("csrf", token.as_str()), ("line", "0"), (field, "an hour of <i>typing</i>")];
            let mut pages = Vec::new();
            for tenant in [foreign.as_str(), NEVER] {
                let page = browser.post_bare(&format!("/tenants/{tenant}/{form}"), &fields).await.assert_status(404);
                assert_eq!((page.count("textarea[readonly]"), page.count("a[href^='/sign-in']")), (1, 0), "{form}");
                assert!(page.body.contains("an hour of &#60;i&#62;typing"), "{form}: {}", page.body);
                pages.push(told(&page, &token, tenant));
            }
            assert!(pages[0] == pages[1], "{form}: {}\n{}", pages[0], pages[1]);
        }
    }

    async fn a_contact_that_somebody_else_deleted_gives_back_what_was_typed(desk in Desk) {
        let list = format!("/tenants/{}/contacts", tenant_id("4100002", 1));
        let program = desk.program(Person::Executive).await;
        let body = serde_json::json!({
            "type": "partner", "name": "Noor", "email": "noor@partner.example.com", "workloads": ["Teams"],
        });
        let made = program.json("POST", &format!("/api/v1{list}"), &body).await.assert_status(201).json();
        let one = format!("{list}/{}", made["id"].as_str().unwrap());
        let mut browser = desk.signed_in(Person::Executive).await;
        let token = browser.token_of(&one).await;
        program.with("if-match", "*").send("DELETE", &format!("/api/v1{one}"), None, "").await.assert_status(204);
        let fields = [("csrf", token.as_str()), ("version", "1"), ("type", "partner"), ("title", "Head of <i>IT</i>")];
        let page = browser.post_bare(&one, &fields).await.assert_status(404);
        assert!(page.body.contains("Head of &#60;i&#62;IT") && !page.body.contains("noor@"), "{}", page.body);
        // A script keeps the form, and is told by the status alone.
        browser.headers.push(("hx-request", "true".into()));
        assert_eq!(browser.post_bare(&one, &fields).await.assert_status(404).count("textarea"), 0);
    }
}
