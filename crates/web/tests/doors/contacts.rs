//! Contacts as people and programs write them: faults at their fields, nothing typed lost, and a deletion that can be
//! undone (S7).

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::both_engines;

use crate::desk::{Answer, Browser, Desk, Person, tenant_id};

fn tenant() -> String {
    format!("/tenants/{}", tenant_id("4100002", 1))
}

fn list() -> String {
    format!("{}/contacts", tenant())
}

fn api() -> String {
    format!("/api/v1{}", list())
}

fn body(name: &str) -> Value {
    json!({
        "type": "customer", "name": name, "email": format!("{name}@klant.example.com"), "phone": "020 555 01 99",
        "country": "NL", "language": "nl", "workloads": ["Teams"], "survey_eligible": true,
    })
}

async fn post(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    browser.post_from(&format!("{}/new", list()), path, fields).await
}

const NOOR: [(&str, &str); 8] = [
    ("type", "customer"),
    ("name", "Noor <b>Bakker</b>"),
    ("email", "Noor@Klant.example.com"),
    ("country", "NL"),
    ("language", "nl"),
    ("workloads", "Teams"),
    ("workloads", "Exchange"),
    ("survey_eligible", "yes"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().copied().filter(|(name, _)| changed.iter().all(|(one, _)| one != name));
    kept.chain(changed.iter().copied()).collect()
}

both_engines! {
    async fn a_contact_is_added_changed_deleted_and_brought_back_without_a_script(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let page = browser.get(&tenant()).await.assert_status(200);
        assert_eq!(page.count("section[aria-labelledby=contacts] .message.warning"), 1, "a tenant with none is flagged");
        let form = browser.get(&format!("{}/new", list())).await.assert_status(200);
        assert_eq!(form.attribute("#field-country", "value").as_deref(), Some("Netherlands"), "the tenant's own");
        let added = post(&mut browser, &list(), &NOOR).await.assert_status(303);
        let id = added.location().split("#contact-").nth(1).unwrap().to_owned();
        let page = browser.get(&list()).await.assert_status(200);
        assert!(page.body.contains("Noor &#60;b&#62;Bakker") && page.body.contains("noor@klant.example.com"), "{}", page.body);
        assert_eq!((page.count(".note-item"), page.count(".message.success")), (1, 1));
        assert_eq!(browser.get(&tenant()).await.count("section[aria-labelledby=contacts] .message.warning"), 0);
        for (query, found) in [("?q=bakker", 1), ("?q=visser", 0), ("?type=customer", 1), ("?type=partner", 0)] {
            assert_eq!(browser.get(&format!("{}{query}", list())).await.count(".note-item"), found, "{query}");
        }
        let one = format!("{}/{id}", list());
        let form = browser.get(&one).await.assert_status(200);
        assert_eq!(form.attribute("#field-name", "value").as_deref(), Some("Noor <b>Bakker</b>"));
        assert_eq!(form.count("input[name=workloads][checked]"), 2);
        let version = form.attribute("input[name=version]", "value").unwrap();
        let fields = with(&NOOR, &[("version", version.as_str()), ("title", "Boss")]);
        browser.post_from(&one, &one, &fields).await.assert_status(303);
        let deletion = format!("{one}/deletion");
        let asked = browser.get(&deletion).await.assert_status(200);
        assert!(asked.body.contains("Noor &#60;b&#62;") && asked.count("form[action$='/deletion']") == 1);
        let version = asked.attribute("input[name=version]", "value").unwrap();
        let gone = browser.post_from(&deletion, &deletion, &[("version", &version)]).await.assert_status(303);
        assert_eq!(gone.location(), list());
        let page = browser.get(&list()).await;
        assert_eq!((page.count(".note-item"), page.count(".undo button")), (0, 1));
        assert_eq!(page.attribute(".undo", "data-gone-in").as_deref(), Some("30"));
        let undo = page.attribute(".undo form", "action").unwrap();
        browser.post_from(&list(), &undo, &[]).await.assert_status(303);
        assert_eq!(browser.get(&list()).await.count(".note-item"), 1);
        let version = browser.get(&deletion).await.attribute("input[name=version]", "value").unwrap();
        browser.post_from(&deletion, &deletion, &[("version", &version)]).await.assert_status(303);
        desk.clock().pass(TimeDelta::seconds(31));
        assert_eq!(browser.get(&list()).await.count(".undo"), 0);
        let late = browser.post_from(&list(), &undo, &[]).await.assert_status(404);
        assert!(late.count(".message.warning[role=alert]") == 1 && late.count("section.empty") == 1);
    }

    async fn a_form_comes_back_filled_in_with_every_fault_at_its_field(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let long = "x".repeat(10_001);
        let fields = [
            ("type", "customer"),
            ("name", "Noor\u{202e}rekkaB"),
            ("email", "noor at klant"),
            ("phone", "call me"),
            ("title", long.as_str()),
            ("country", "XX"),
            ("language", ""),
        ];
        let page = post(&mut browser, &list(), &fields).await.assert_status(422);
        for field in ["name", "email", "phone", "title", "country", "language"] {
            let described = page.attribute(&format!("#field-{field}[aria-invalid]"), "aria-describedby").unwrap();
            assert_eq!(described, format!("error-{field}"));
        }
        for field in ["name", "email", "phone", "title", "country", "language", "workloads", "survey_eligible"] {
            assert_eq!(page.count(&format!("#error-{field}")), 1, "{field}");
            assert_eq!(page.count(&format!(".error-summary a[href='#field-{field}']")), 1, "{field}");
        }
        assert_eq!((page.count("#field-name[autofocus]"), page.count("form [autofocus]")), (1, 1));
        assert_eq!(page.attribute("#field-title", "value").as_deref(), Some(long.as_str()));
        assert_eq!(page.attribute("#field-name", "value").as_deref(), Some("Noor\u{202e}rekkaB"));
        let broken = with(&NOOR, &[("name", "a\nb"), ("workloads", "Kaizala Pro"), ("survey_eligible", "no")]);
        let page = post(&mut browser, &list(), &broken).await.assert_status(422);
        assert_eq!((page.count("#error-name"), page.count("#error-workloads"), page.count(".error-summary li")), (1, 1, 2));
        let last = with(&NOOR, &[("survey_eligible", "no")]);
        let page = post(&mut browser, &list(), &last).await.assert_status(422);
        assert!(page.count("#error-survey_eligible") == 1 && page.body.contains("at least one that is survey eligible"));
        assert_eq!(browser.get(&list()).await.count(".note-item"), 0);
        // What a browser without script sends of a question that is not there is nobody's answer.
        let partner = with(&NOOR, &[("type", "partner"), ("country", "")]);
        post(&mut browser, &list(), &partner).await.assert_status(303);
        let last = browser.get(&list()).await;
        assert_eq!(last.count(".note-item .badge"), 1);
    }

    async fn a_country_and_a_language_are_searched_by_name_in_either_language(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let program = desk.program(Person::Executive).await;
        let form = browser.get(&format!("{}/new", list())).await.assert_status(200);
        for (field, names) in [("country", 249), ("language", 74)] {
            let of = form.attribute(&format!("#field-{field}"), "list").unwrap();
            assert_eq!(form.count(&format!("datalist#{of} option")), names);
        }
        let typed = [("belgie", "Dutch"), ("Belgium", "NEDERLANDS"), ("BE", "nl")];
        for (number, (country, language)) in typed.into_iter().enumerate() {
            let email = format!("{number}@klant.example.com");
            let fields = with(&NOOR, &[("email", &email), ("country", country), ("language", language)]);
            let added = post(&mut browser, &list(), &fields).await.assert_status(303);
            let id = added.location().split("#contact-").nth(1).unwrap().to_owned();
            let seen = program.get(&format!("{}/{id}", api())).await.assert_status(200).json();
            assert_eq!((seen["country"].as_str(), seen["language"].as_str()), (Some("BE"), Some("nl")), "{country}");
            browser.headers.push(("accept-language", "nl".into()));
            let form = browser.get(&format!("{}/{id}", list())).await.assert_status(200);
            let stands = |field: &str| form.attribute(&format!("#field-{field}"), "value").unwrap();
            assert_eq!((stands("country").as_str(), stands("language").as_str()), ("België", "Nederlands"));
            browser.headers.pop();
        }
        let unknown = with(&NOOR, &[("country", "Belgi"), ("language", "<b>Dutch")]);
        let page = post(&mut browser, &list(), &unknown).await.assert_status(422);
        for (field, text) in [("country", "Belgi"), ("language", "<b>Dutch")] {
            assert_eq!(page.attribute(&format!("#field-{field}[aria-invalid]"), "value").as_deref(), Some(text));
            assert_eq!(page.count(&format!("#error-{field}")), 1);
        }
        assert_eq!(page.count(".error-summary li"), 2);
        // A program says what it means: codes, and nothing else.
        let mut named = body("named");
        named["country"] = json!("Belgium");
        let refused = program.json("POST", &api(), &named).await.assert_status(422).json();
        assert_eq!(refused["errors"][0]["field"], "country");
    }

    async fn the_last_who_is_eligible_is_not_deleted(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let first = program.json("POST", &api(), &body("first")).await.assert_status(201).json();
        let mut other = body("other");
        other["survey_eligible"] = json!(false);
        program.json("POST", &api(), &other).await.assert_status(201);
        let mut browser = desk.signed_in(Person::Executive).await;
        let deletion = format!("{}/{}/deletion", list(), first["id"].as_str().unwrap());
        let page = browser.post_from(&deletion, &deletion, &[("version", "1")]).await.assert_status(422);
        assert!(page.count(".message.error") == 1 && page.body.contains("at least one that is survey eligible"));
        let one = format!("{}/{}", api(), first["id"].as_str().unwrap());
        let refused = program.with("if-match", "*").send("DELETE", &one, None, "").await.assert_status(422).json();
        assert_eq!(refused["errors"][0]["field"], "survey_eligible");
    }

    async fn whoever_comes_second_sees_both_and_loses_nothing(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let made = program.json("POST", &api(), &body("noor")).await.assert_status(201);
        assert_eq!(made.header("etag"), "\"1\"");
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let (page, one) = (format!("{}/{id}", list()), format!("{}/{id}", api()));
        let mut browser = desk.signed_in(Person::Executive).await;
        let token = browser.token_of(&page).await;
        let mut theirs = body("noor");
        theirs["name"] = json!("Theirs");
        program.json("PUT", &one, &theirs).await.assert_status(428);
        let changed = program.with("if-match", "\"1\"").json("PUT", &one, &theirs).await.assert_status(200);
        assert_eq!((changed.header("etag"), changed.json()["name"].as_str()), ("\"2\"", Some("Theirs")));
        let late = program.with("if-match", "\"1\"").json("PUT", &one, &body("noor")).await.assert_status(412);
        assert_eq!((late.header("etag"), late.json()["current"]["name"].as_str()), ("\"2\"", Some("Theirs")));
        program.with("if-match", "\"1\"").send("DELETE", &one, None, "").await.assert_status(412);
        let mine = with(&NOOR, &[("name", "Mine"), ("version", "1"), ("csrf", &token)]);
        let late = browser.post_bare(&page, &mine).await.assert_status(409);
        assert!(late.count(".theirs") == 1 && late.body.contains("Theirs"));
        assert_eq!(late.attribute("#field-name", "value").as_deref(), Some("Mine"));
        assert_eq!(late.attribute("input[name=version]", "value").as_deref(), Some("2"));
        let mine = with(&mine, &[("version", "2")]);
        browser.post_bare(&page, &mine).await.assert_status(303);
        let deletion = format!("{page}/deletion");
        let late = browser.post_bare(&deletion, &[("csrf", &token), ("version", "2")]).await.assert_status(409);
        assert!(late.body.contains("Mine") && late.count(".message.warning") == 1);
    }

    async fn a_report_viewer_changes_the_rest_and_sees_nobody(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let made = program.json("POST", &api(), &body("noor")).await.assert_status(201).json();
        let id = made["id"].as_str().unwrap();
        let mut browser = desk.signed_in(Person::Reporter).await;
        let page = browser.get(&list()).await.assert_status(200);
        assert!(!page.body.contains("klant.example.com") && !page.body.contains("555 01 99") && page.count("#filter-q") == 0);
        let refused = browser.get(&format!("{}?q=noor", list())).await.assert_status(200);
        assert!(refused.count(".message.warning[role=alert]") == 1 && refused.body.contains("withheld"));
        let one = format!("{}/{id}", list());
        let form = browser.get(&one).await.assert_status(200);
        assert_eq!((form.count("#field-name"), form.count("#field-email"), form.count("#field-phone"), form.count("#field-title")), (0, 0, 0, 1));
        let rest: Vec<_> = NOOR.into_iter().filter(|(name, _)| !["name", "email"].contains(name)).collect();
        let fields = with(&rest, &[("version", "1"), ("title", "Boss")]);
        browser.post_from(&one, &one, &fields).await.assert_status(303);
        let seen = program.get(&format!("{}/{id}", api())).await.assert_status(200).json();
        assert_eq!((seen["name"].as_str(), seen["phone"].as_str(), seen["title"].as_str()), (Some("noor"), Some("020 555 01 99"), Some("Boss")));
        let reporter = desk.program(Person::Reporter).await;
        let seen = reporter.get(&api()).await.assert_status(200).json();
        assert_eq!(seen["items"][0]["withheld"], json!(["name", "email", "phone"]));
        assert!(seen["items"][0]["name"].is_null() && seen["items"][0]["country"] == "NL");
        let refused = reporter.get(&format!("{}?q=noor", api())).await.assert_status(400).json();
        assert_eq!(refused["errors"][0]["field"], "q");
        // What was read can be sent back, and what is withheld stays.
        let mut back = json!({ "title": "Chief" });
        for field in ["type", "name", "email", "phone", "country", "language", "workloads", "survey_eligible"] {
            back[field] = seen["items"][0][field].clone();
        }
        let put = format!("{}/{id}", api());
        reporter.with("if-match", "\"2\"").json("PUT", &put, &back).await.assert_status(200);
        back["phone"] = json!("");
        let refused = reporter.with("if-match", "*").json("PUT", &put, &back).await.assert_status(422).json();
        assert_eq!(refused["errors"][0]["field"], "phone");
        assert_eq!(program.get(&put).await.json()["phone"], "020 555 01 99");
    }

    async fn programs_do_the_same(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let keyed = program.with("idempotency-key", "once");
        let first = keyed.json("POST", &api(), &body("noor")).await.assert_status(201).json();
        assert_eq!(keyed.json("POST", &api(), &body("noor")).await.assert_status(201).json(), first);
        let twice = program.json("POST", &api(), &body("NOOR")).await.assert_status(422).json();
        assert_eq!(twice["errors"][0]["field"], "email");
        let partner = json!({ "type": "partner", "name": "Ours", "email": "ours@partner.example.com", "workloads": ["Teams"], "survey_eligible": false });
        let refused = program.json("POST", &api(), &partner).await.assert_status(422).json();
        assert_eq!((refused["errors"][0]["field"].as_str(), refused["errors"].as_array().unwrap().len()), (Some("survey_eligible"), 1));
        let one = format!("{}/{}", api(), first["id"].as_str().unwrap());
        assert_eq!(program.get(&one).await.assert_status(200).header("etag"), "\"1\"");
        program.send("DELETE", &one, None, "").await.assert_status(428);
        program.with("if-match", "\"1\"").send("DELETE", &one, None, "").await.assert_status(204);
        program.get(&one).await.assert_status(404);
        let back = program.send("POST", &format!("{one}/restoration"), None, "").await.assert_status(200);
        assert_eq!((back.header("etag"), back.json()["name"].as_str()), ("\"3\"", Some("noor")));
        let listed = program.get(&format!("{}?type=customer", api())).await.assert_status(200).json();
        assert_eq!((&listed["customers"], &listed["survey_eligible"], &listed["partners"]), (&json!(1), &json!(1), &json!(0)));
        for (query, field) in [("type=neither", "type"), ("type=", "type"), ("cursor=x", "cursor"), ("q=a&q=b", "q")] {
            let refused = program.get(&format!("{}?{query}", api())).await.assert_status(400).json();
            assert_eq!(refused["errors"][0]["field"], field);
        }
        let manager = desk.program(Person::Manager).await;
        manager.json("POST", &format!("/api/v1/tenants/{}/contacts", tenant_id("4200001", 1)), &body("x")).await.assert_status(403);
        manager.get(&api()).await.assert_status(404);
    }

    async fn a_pane_gets_the_form_alone_and_an_address_when_it_is_done(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let token = browser.token_of(&format!("{}/new", list())).await;
        browser.headers.push(("hx-request", "true".into()));
        let part = browser.get(&format!("{}/new", list())).await.assert_status(200);
        assert!(!part.body.contains("<html") && part.count("form") == 1, "{}", part.body);
        let fields = with(&NOOR, &[("csrf", &token)]);
        let saved = browser.post_bare(&list(), &fields).await.assert_status(204);
        let id = saved.header("hx-redirect").split("#contact-").nth(1).unwrap().to_owned();
        let deletion = format!("{}/{id}/deletion", list());
        let part = browser.get(&deletion).await.assert_status(200);
        assert!(!part.body.contains("<html") && part.count("form") == 1);
        let gone = browser.post_bare(&deletion, &[("csrf", &token), ("version", "1")]).await.assert_status(204);
        assert_eq!(gone.header("hx-redirect"), list());
        // An ended session loses nothing that was typed.
        desk.clock().pass(TimeDelta::hours(13));
        browser.headers.pop();
        let ended = browser.post_bare(&list(), &fields).await.assert_status(401);
        assert!(ended.body.contains("Noor &#60;b&#62;Bakker") && ended.count("textarea[readonly]") >= 5);
    }
}
