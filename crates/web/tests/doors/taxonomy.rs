//! The taxonomy, changed by a program and by a form that needs no script (S8.5).

use serde_json::{Value, json};
use testkit::both_engines;

use crate::desk::{Answer, Browser, Desk, Person, tenant_id};

const NEWEST: &str = "/api/v1/taxonomy/newest";
const PREVIEW: &str = "/api/v1/taxonomy/preview";
const EDIT: &str = "/taxonomy/edit";

/// A change that makes a version wrong, and what is said of it.
type Wrong<'a> = (&'a dyn Fn(&mut Value), &'a str);

/// What was read, as it is sent back, with one more reason of being blocked.
fn with_strike(newest: &Value) -> Value {
    let mut new = json!({ "valid_from": newest["earliest"], "statuses": newest["statuses"] });
    let reasons = new["statuses"][2]["options"].as_array_mut().unwrap();
    reasons.push(json!({ "name": { "en": "Strike", "nl": "Staking" } }));
    new
}

/// What the form of a page would send, as the browser does.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let dom = scraper::Html::parse_document(&page.body);
    let inputs = scraper::Selector::parse("form[action='/taxonomy/edit'] input").unwrap();
    let sent = dom
        .select(&inputs)
        .map(|input| input.value())
        .filter(|input| input.attr("type") != Some("checkbox") || input.attr("checked").is_some());
    let pair = |input: &scraper::node::Element| {
        Some((input.attr("name")?.to_owned(), input.attr("value").unwrap_or_default().to_owned()))
    };
    sent.filter_map(pair).filter(|(name, _)| name != "csrf").collect()
}

fn set(fields: &mut [(String, String)], name: &str, value: &str) {
    let field = fields.iter_mut().find(|(one, _)| one == name).unwrap_or_else(|| panic!("no field {name}"));
    value.clone_into(&mut field.1);
}

/// The number of the row with a code.
fn row(fields: &[(String, String)], end: &str) -> String {
    let (_, row) = fields.iter().find(|(name, value)| name == "row" && value.ends_with(end)).unwrap();
    row.split('.').next().unwrap().to_owned()
}

async fn post(browser: &mut Browser, fields: &[(String, String)], wanted: &str) -> Answer {
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("do", wanted));
    browser.post_from(EDIT, EDIT, &fields).await
}

both_engines! {
    async fn a_program_previews_saves_and_withdraws_a_version(desk in Desk) {
        let program = desk.program(Person::Office).await;
        let first = program.get(NEWEST).await.assert_status(200);
        let (tag, newest) = (first.header("etag").to_owned(), first.json());
        assert_eq!((&newest["planned"], newest["statuses"].as_array().unwrap().len()), (&json!(false), 5));
        let mut new = with_strike(&newest);
        new["statuses"][3]["options"][0]["name"]["nl"] = json!("Een ander pakket");
        new["statuses"][2]["options"].as_array_mut().unwrap().remove(2);
        let preview = program.json("POST", PREVIEW, &new).await.assert_status(200).json();
        assert_eq!((&preview["added"][0]["l2"], preview["removed"].as_array().unwrap().len()), (&json!("strike"), 7));
        assert_eq!(preview["removed"][0]["choice"]["names"][1]["en"], json!("Legal or regulatory"));
        assert_eq!((&preview["renamed"][0]["after"]["nl"], &preview["replaces"], &preview["reordered"]), (&json!("Een ander pakket"), &Value::Null, &json!(false)));
        program.json("PUT", NEWEST, &new).await.assert_status(428);
        let saved = program.with("if-match", &tag).json("PUT", NEWEST, &new).await.assert_status(200);
        assert_eq!((&saved.json()["valid_from"], &saved.json()["planned"]), (&newest["earliest"], &json!(false)));
        assert_eq!(saved.json()["statuses"][2]["options"][9]["code"], json!("strike"));
        let late = program.with("if-match", &tag).json("PUT", NEWEST, &new).await.assert_status(412);
        assert_eq!((late.header("etag"), &late.json()["current"]), (saved.header("etag"), &saved.json()));
        // Everybody reads the version that counts; the day before keeps its own.
        let reader = desk.program(Person::Executive).await;
        let now = reader.get("/api/v1/taxonomy").await.assert_status(200).json();
        assert_eq!((&now["valid_from"], &now["statuses"][2]["options"][9]["name"]["nl"]), (&newest["earliest"], &json!("Staking")));
        reader.get("/api/v1/taxonomy?on=2020-01-01").await.assert_status(200);
        // The next one counts later, and can be taken back until then.
        let program = program.with("if-match", "*");
        program.send("DELETE", NEWEST, None, "").await.assert_status(409);
        let next = with_strike(&saved.json());
        program.json("PUT", NEWEST, &next).await.assert_status(422);
        let mut next = next;
        next["statuses"][2]["options"][10]["name"] = json!({ "en": "Weather", "nl": "Weer" });
        program.json("PUT", NEWEST, &next).await.assert_status(200);
        let versions = program.get("/api/v1/taxonomy/versions").await.assert_status(200).json();
        let states: Vec<_> = versions["items"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["planned", "in_force", "past"]);
        let preview = program.json("POST", PREVIEW, &next).await.assert_status(200).json();
        assert_eq!(preview["replaces"], next["valid_from"]);
        program.send("DELETE", NEWEST, None, "").await.assert_status(204);
        assert_eq!(program.get(NEWEST).await.header("etag"), saved.header("etag"));
    }

    async fn whatever_is_wrong_with_a_version_is_said_at_its_field(desk in Desk) {
        let program = desk.program(Person::Office).await.with("if-match", "*");
        let newest = program.get(NEWEST).await.assert_status(200).json();
        let told = async |change: &dyn Fn(&mut Value)| -> Vec<String> {
            let mut body = with_strike(&newest);
            change(&mut body);
            let previewed = program.json("POST", PREVIEW, &body).await.assert_status(422).json();
            let answer = program.json("PUT", NEWEST, &body).await.assert_status(422).json();
            assert_eq!(previewed["errors"], answer["errors"]);
            let errors = answer["errors"].as_array().unwrap();
            errors.iter().map(|one| format!("{}: {}", one["field"].as_str().unwrap(), one["message"].as_str().unwrap())).collect()
        };
        let strike = |body: &mut Value, more: Value| body["statuses"][2]["options"][10].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let cases: [Wrong<'_>; 12] = [
            (&|body| body["valid_from"] = json!("2020-01-01"), "valid_from: Give a day from "),
            (&|body| body["valid_from"] = json!("soon"), "valid_from: "),
            (&|body| body["statuses"] = newest["statuses"].clone(), "statuses: Nothing is changed."),
            (&|body| drop(body["statuses"].as_array_mut().unwrap().pop()), "statuses: “duplicate_or_invalid” has to stay"),
            (&|body| body["statuses"].as_array_mut().unwrap().push(json!({ "name": { "en": "More", "nl": "Meer" } })), "statuses[5].code: The five statuses are fixed"),
            (&|body| strike(body, json!({ "name": { "en": " ", "nl": "Staking" } })), "statuses[2].options[10].name.en: Fill this in."),
            (&|body| strike(body, json!({ "name": { "en": "Strike", "nl": "x".repeat(101) } })), "statuses[2].options[10].name.nl: "),
            (&|body| strike(body, json!({ "name": { "en": "Partner  ENGAGEMENT", "nl": "Staking" } })), "statuses[2].options[10].name.en: Another option of this list reads the same."),
            (&|body| strike(body, json!({ "code": "Strike!" })), "statuses[2].options[10].code: No code can be made"),
            (&|body| strike(body, json!({ "options": [{ "name": { "en": "Union", "nl": "Vakbond" } }] })), "statuses[2].options[10].options: A list of technical reasons ends in “Other”"),
            (&|body| strike(body, json!({ "options": [{ "code": "other", "name": { "en": "O", "nl": "A" } }] })), "statuses[2].options[10].options[0].remark_required: “Other” needs a remark"),
            (&|body| strike(body, json!({ "options": [{ "code": "other", "remark_required": true, "name": { "en": "O", "nl": "A" }, "options": [{ "name": { "en": "B", "nl": "C" } }] }] })), ".code: There are three levels"),
        ];
        for (change, expected) in cases {
            let found = told(change).await;
            assert!(found.len() <= 2 && found[0].contains(expected), "{expected}: {found:?}");
        }
        let many: Vec<_> = (0..600).map(|number| json!({ "name": { "en": format!("R{number}"), "nl": format!("S{number}") } })).collect();
        let found = told(&|body| body["statuses"][3]["options"] = json!(many)).await;
        assert!(found.len() == 1 && found[0].contains("500 at most"), "{found:?}");
        let dutch = program.with("accept-language", "nl").json("PUT", NEWEST, &json!({})).await.assert_status(422);
        assert!(dutch.body.contains("moet blijven"), "{}", dutch.body);
        program.json("PUT", NEWEST, &json!({ "status": [] })).await.assert_status(422);
        assert_eq!(program.get(NEWEST).await.json(), newest, "something was saved");
    }

    async fn the_form_adds_moves_retires_and_saves_by_its_buttons(desk in Desk) {
        let mut browser = desk.signed_in(Person::Office).await;
        let shown = browser.get("/taxonomy").await.assert_status(200);
        assert_eq!((shown.count("table.versions tbody tr"), shown.count("section.node-status"), shown.count("form[action='/taxonomy/withdrawal']")), (1, 5, 0));
        assert_eq!(shown.count("nav a[href='/taxonomy'][aria-current=page]"), 1);
        let opened = browser.get(EDIT).await.assert_status(200);
        let mut form = fields(&opened);
        // New seats enter there, and the statuses are those of the product.
        let needed = row(&form, ".2.new_subscription_or_workload");
        assert_eq!((opened.count(&format!("#field-gone-{needed}")), opened.count("input[name='gone-0']")), (0, 0));
        let (blocked, legal) = (row(&form, ".1.blocked"), row(&form, ".2.legal_or_regulatory"));
        let added = post(&mut browser, &form, &format!("add-{blocked}")).await.assert_status(200);
        form = fields(&added);
        let strike = row(&form, ".2.");
        assert_eq!(added.count(&format!("#field-en-{strike}[autofocus]")), 1);
        set(&mut form, &format!("en-{strike}"), "Strike");
        let refused = post(&mut browser, &form, "preview").await.assert_status(422);
        assert_eq!(refused.count(&format!("#field-nl-{strike}[aria-invalid=true][autofocus]")), 1);
        assert_eq!(refused.attribute(&format!("#field-en-{strike}"), "value").as_deref(), Some("Strike"), "nothing is lost");
        set(&mut form, &format!("nl-{strike}"), "Staking");
        // The first technical reason brings Other along.
        form = fields(&post(&mut browser, &form, &format!("add-{strike}")).await.assert_status(200));
        let union = form.iter().filter(|(name, value)| name == "row" && value.ends_with(".3.")).map(|(_, value)| value.split('.').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(union.len(), 2);
        set(&mut form, &format!("en-{}", union[0]), "Union");
        set(&mut form, &format!("nl-{}", union[0]), "Vakbond");
        form = fields(&post(&mut browser, &form, &format!("up-{strike}")).await.assert_status(200));
        form.push((format!("gone-{legal}"), "1".to_owned()));
        let preview = post(&mut browser, &form, "preview").await.assert_status(200);
        let badges = |kind: &str| preview.count(&format!(".node-changes .badge.{kind}"));
        assert_eq!((badges("error"), badges("success"), preview.count("table.unfit")), (7, 3, 0), "{}", preview.body);
        // Back to the form, and nothing was saved or lost.
        let back = post(&mut browser, &fields(&preview), "edit").await.assert_status(200);
        assert_eq!((back.count(&format!("#field-gone-{legal}[checked]")), back.attribute(&format!("#field-nl-{strike}"), "value").as_deref()), (1, Some("Staking")));
        assert_eq!(browser.get("/taxonomy").await.count("table.versions tbody tr"), 1);
        let saved = post(&mut browser, &fields(&preview), "save").await.assert_status(303);
        assert_eq!(saved.location(), "/taxonomy");
        let shown = browser.get("/taxonomy").await.assert_status(200);
        assert_eq!((shown.count("table.versions tbody tr"), shown.count(".message.success")), (2, 1));
        assert!(shown.body.contains("Strike") && !shown.body.contains("Legal or regulatory"));
        let before = browser.get("/taxonomy?on=2020-01-01").await.assert_status(200);
        assert!(!before.body.contains("Strike") && before.body.contains("Legal or regulatory"));
        for query in ["on=x", "on=1969-12-31"] {
            browser.get(&format!("/taxonomy?{query}")).await.assert_status(404);
        }
    }

    async fn the_second_admin_sees_what_the_first_saved_and_loses_nothing(desk in Desk) {
        let mut browser = desk.signed_in(Person::Office).await;
        let mut form = fields(&browser.get(EDIT).await.assert_status(200));
        let legal = row(&form, ".2.legal_or_regulatory");
        set(&mut form, &format!("en-{legal}"), "Law");
        let program = desk.program(Person::Office).await.with("if-match", "*");
        let mut theirs = with_strike(&program.get(NEWEST).await.json());
        theirs["valid_from"] = json!("2999-01-01");
        let too_far = program.json("PUT", NEWEST, &theirs).await;
        assert!([200, 422].contains(&too_far.status), "{}", too_far.body);
        theirs["valid_from"] = json!((desk.clock().now().date_naive() + chrono::TimeDelta::days(9)).to_string());
        program.json("PUT", NEWEST, &theirs).await.assert_status(200);
        let late = post(&mut browser, &form, "save").await.assert_status(409);
        assert_eq!((late.count(".message.warning"), late.count("#replaces")), (1, 1), "{}", late.body);
        assert!(late.body.contains("Strike") && late.body.contains("Law"));
        post(&mut browser, &fields(&late), "save").await.assert_status(303);
        // Theirs was planned, and is replaced; the own is in force, so that nothing can be withdrawn.
        let mut shown = browser.get("/taxonomy").await.assert_status(200);
        assert_eq!((shown.count("table.versions tbody tr"), shown.count("form[action='/taxonomy/withdrawal']")), (2, 0));
        let mut next = with_strike(&program.get(NEWEST).await.json());
        next["valid_from"] = theirs["valid_from"].clone();
        program.json("PUT", NEWEST, &next).await.assert_status(200);
        shown = browser.get("/taxonomy").await.assert_status(200);
        let version = shown.attribute("form[action='/taxonomy/withdrawal'] input[name=version]", "value").unwrap();
        for (version, notice) in [("else", ".message.warning"), (version.as_str(), ".message.success")] {
            browser.post_from("/taxonomy", "/taxonomy/withdrawal", &[("version", version)]).await.assert_status(303);
            assert_eq!(browser.get("/taxonomy").await.assert_status(200).count(notice), 1);
        }
        assert_eq!(browser.get("/taxonomy").await.count("table.versions tbody tr"), 2);
    }

    async fn what_is_not_offered_any_more_stays_in_the_form_until_something_else_is_chosen(desk in Desk) {
        let page = format!("/tenants/{}/workloads/Teams/service-status", tenant_id("4100002", 1));
        let partner = desk.program(Person::Executive).await.with("if-match", "*");
        let legal = json!({ "total": 101, "lines": [{ "seats": 101, "l1": "blocked", "l2": "legal_or_regulatory", "l3": "location_of_data" }] });
        partner.json("PUT", &format!("/api/v1{page}"), &legal).await.assert_status(200);
        let office = desk.program(Person::Office).await.with("if-match", "*");
        let mut new = office.get(NEWEST).await.json();
        new["statuses"][2]["options"].as_array_mut().unwrap().remove(2);
        let new = json!({ "valid_from": new["earliest"], "statuses": new["statuses"] });
        let unfit = office.json("POST", PREVIEW, &new).await.assert_status(200).json()["unfit"].clone();
        assert_eq!((&unfit[0]["need"], &unfit[0]["touched"]["seats"], &unfit[0]["touched"]["tenants"]), (&json!("choice"), &json!(101), &json!(1)));
        office.json("PUT", NEWEST, &new).await.assert_status(200);
        let again = partner.json("PUT", &format!("/api/v1{page}"), &legal).await.assert_status(422).json();
        assert_eq!((&again["errors"][0]["field"], &again["errors"][0]["message"]), (&json!("lines[0].l2"), &json!("“Legal or regulatory” is not offered any more. Choose something else here.")));
        let mut browser = desk.signed_in(Person::Executive).await;
        let opened = browser.get(&page).await.assert_status(200);
        assert_eq!((opened.count("#field-l2-0 option[value=legal_or_regulatory][selected]"), opened.count("#field-l3-0 option[value=location_of_data][selected]")), (1, 1));
        assert!(opened.body.contains("Until now: Blocked / Legal or regulatory / Location of data."), "{}", opened.body);
        let version = opened.attribute("input[name=version]", "value").unwrap();
        let line = [("version", version.as_str()), ("total", "101"), ("line", "0"), ("seats-0", "101"), ("l1-0", "blocked"), ("l2-0", "legal_or_regulatory"), ("l3-0", "location_of_data")];
        let refused = browser.post_from(&page, &page, &line).await.assert_status(422);
        assert_eq!((refused.count("#field-l2-0[aria-invalid=true] option[selected]"), refused.count("#field-seats-0[value='101']")), (1, 1));
        // The list still finds it, and names it.
        let found = browser.get("/tenants?l1=blocked&l2=legal_or_regulatory").await.assert_status(200);
        assert!(found.body.contains("Reason: Legal or regulatory"), "{}", found.body);
        let mut dutch = desk.signed_in(Person::Reporter).await;
        dutch.post_from(&page, "/language", &[("language", "nl"), ("next", &page)]).await;
        assert!(dutch.get(&page).await.body.contains("Wet- en regelgeving (niet meer aangeboden)"));
    }

    async fn nobody_else_gets_near_it(desk in Desk) {
        for person in Person::ALL.into_iter().filter(|person| *person != Person::Office) {
            let mut browser = desk.signed_in(person).await;
            for path in ["/taxonomy", EDIT] {
                browser.get(path).await.assert_status(403);
            }
            assert_eq!(browser.get("/profile").await.count("nav a[href='/taxonomy']"), 0);
            for path in [EDIT, "/taxonomy/withdrawal"] {
                browser.post_from("/profile", path, &[("do", "edit")]).await.assert_status(403);
            }
        }
    }
}
