//! Service status: read and saved by programs and by a form that needs no script (S8).

use serde_json::{Value, json};
use testkit::both_engines;

use crate::desk::{Answer, Browser, Desk, Person, tenant_id};

const NEW: &str = "new_subscription_or_workload";

/// The page of a tenant in Gent; Teams has 101 seats there.
fn page() -> String {
    format!("/tenants/{}/workloads/Teams/service-status", tenant_id("4100002", 1))
}

fn api() -> String {
    format!("/api/v1{}", page())
}

fn line(seats: i64, l1: &str, l2: Option<&str>) -> Value {
    json!({ "seats": seats, "l1": l1, "l2": l2 })
}

/// The fields of a form with these lines: number, seats, status, reason.
fn form<'a>(
    version: &'a str,
    lines: &[(&'a str, &'a str, &'a str, &'a str)],
    wanted: &'a str,
) -> Vec<(String, String)> {
    let pair = |name: String, value: &str| (name, value.to_owned());
    let mut fields = vec![pair("version".into(), version), pair("total".into(), "101"), pair("do".into(), wanted)];
    for (number, seats, l1, l2) in lines {
        fields.push(pair("line".into(), number));
        fields.extend(
            [("seats", seats), ("l1", l1), ("l2", l2)].map(|(name, value)| pair(format!("{name}-{number}"), value)),
        );
    }
    fields
}

async fn post(browser: &mut Browser, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post_from(&page(), &page(), &fields).await
}

fn values(answer: &Answer, selector: &str, numbers: &[&str]) -> Vec<String> {
    let value = |number: &&str| answer.attribute(&selector.replace('@', number), "value").unwrap_or_default();
    numbers.iter().map(value).collect()
}

both_engines! {
    async fn a_program_saves_from_the_version_that_it_read(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let first = program.get(&api()).await.assert_status(200);
        let (tag, body) = (first.header("etag").to_owned(), first.json());
        assert_eq!((&body["total"], &body["difference"], &body["month"]), (&json!(101), &json!(0), &json!("2026-08")));
        assert_eq!((&body["lines"][0]["l2"], &body["lines"][0]["names"][1]["nl"]), (&json!(NEW), &json!("Nieuw abonnement of nieuwe workload")));
        assert_eq!((&body["made"], body["lines"].as_array().unwrap().len()), (&Value::Null, 1));
        let new = json!({ "total": 101, "lines": [line(60, "in_progress", None), line(41, "no_intent", Some("executive_sponsorship"))] });
        program.json("PUT", &api(), &new).await.assert_status(428);
        let saved = program.with("if-match", &tag).json("PUT", &api(), &new).await.assert_status(200);
        assert_eq!((&saved.json()["made"]["revision"], &saved.json()["lines"][1]["seats"]), (&json!(1), &json!(41)));
        let late = program.with("if-match", &tag).json("PUT", &api(), &new).await.assert_status(412);
        assert_eq!((late.header("etag"), &late.json()["current"]), (saved.header("etag"), &saved.json()));
        let reporter = desk.program(Person::Reporter).await;
        let seen = reporter.get(&api()).await.assert_status(200).json();
        assert_eq!((&seen["made"]["person"], &seen["made"]["withheld"]), (&Value::Null, &json!(["person"])));
        let history = reporter.get(&format!("{}/history", api())).await.assert_status(200).json();
        assert_eq!((&history["items"][0]["made"], &history["next_cursor"]), (&seen["made"], &Value::Null));
        assert_eq!(history["items"][0]["lines"], seen["lines"]);
        let past = program.get(&format!("{}?as_of=2026-01-01", api())).await.assert_status(200).json();
        assert_eq!((&past["total"], &past["as_of"], &past["made"]), (&Value::Null, &json!("2026-01-01"), &Value::Null));
        let long_ago = program.get(&format!("{}?as_of=0229-10-26", api())).await.assert_status(200).json();
        assert_eq!((&long_ago["total"], &long_ago["as_of"]), (&Value::Null, &json!("0229-10-26")));
        for query in ["as_of=2999-01-01", "as_of=soon", "as_of=", "as_of=2026-01-01&as_of=2026-01-02", "on=2026-01-01"] {
            program.get(&format!("{}?{query}", api())).await.assert_status(400);
        }
        let elsewhere = format!("/api/v1/tenants/{}/workloads/Teams/service-status", tenant_id("4200001", 1));
        program.get(&elsewhere).await.assert_status(404);
        program.with("if-match", "*").json("PUT", &elsewhere, &new).await.assert_status(404);
        program.get(&api().replace("Teams", "Nothing")).await.assert_status(404);
    }

    async fn whatever_is_wrong_is_said_at_its_field_with_its_numbers(desk in Desk) {
        let program = desk.program(Person::Executive).await.with("if-match", "*");
        let told = async |body: Value| -> Vec<String> {
            let answer = program.json("PUT", &api(), &body).await.assert_status(422).json();
            let errors = answer["errors"].as_array().unwrap();
            errors.iter().map(|one| format!("{}: {}", one["field"].as_str().unwrap(), one["message"].as_str().unwrap())).collect()
        };
        let one = |more: Value| {
            let mut line = line(101, "in_progress", None);
            line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "total": 101, "lines": [line] })
        };
        let legal = json!({ "l1": "blocked", "l2": "legal_or_regulatory" });
        for (body, expected) in [
            (json!({ "total": 101, "lines": [line(113, "in_progress", None)] }), "lines: 12 seats too many."),
            (json!({ "total": 101, "lines": [line(100, "in_progress", None)] }), "lines: 1 seat is missing."),
            (json!({ "total": 90, "lines": [line(101, "in_progress", None)] }), "total: The total is 101 now, and no longer 90: new figures were loaded."),
            (json!({ "total": 101, "lines": vec![line(1, "in_progress", None); 500] }), "lines: 500 lines; 200 at most."),
            (one(json!({ "l2": "legal_or_regulatory" })), "lines[0].l2: What is chosen before it has no reasons. Leave this empty."),
            (one(json!({ "l1": "no_intent", "l2": "legal_or_regulatory" })), "lines[0].l2: This does not belong to what is chosen before it. Choose one of the list."),
            (one(json!({ "l1": "blocked", "l3": "price" })), "lines[0].l3: Choose the reason (L2) first."),
            (one(json!({ "l1": "no_intent", "l2": "executive_sponsorship", "target_date": "2999-01-01" })), "lines[0].target_date: This status has no target date. Leave this empty."),
            (one(json!({ "target_date": "2026-01-01" })), "lines[0].target_date: Today or later."),
            (one(json!({ "remark": "a\nb" })), "lines[0].remark: One line, without a line break."),
        ] {
            let found = told(body.clone()).await;
            assert!(found.iter().any(|one| one == expected), "{body}: {found:?}");
        }
        for seats in [json!(0), json!(-1), json!(9_223_372_036_854_775_808_u64), json!(1.5), Value::Null] {
            let found = told(json!({ "total": 101, "lines": [{ "seats": seats, "l1": "in_progress" }, line(101, "blocked", legal["l2"].as_str())] })).await;
            assert!(found.len() == 1 && found[0].starts_with("lines[0].seats: "), "{seats}: {found:?}");
        }
        let dutch = program.with("accept-language", "nl").json("PUT", &api(), &json!({ "total": 101, "lines": [] })).await;
        assert!(dutch.assert_status(422).body.contains("101 plaatsen ontbreken"));
        program.json("PUT", &api(), &json!({ "total": "101", "lines": [] })).await.assert_status(422);
        program.json("PUT", &api(), &json!({ "total": 101, "lines": [{ "seat": 1 }] })).await.assert_status(422);
        assert_eq!(program.get(&api()).await.json()["made"], Value::Null, "something was saved");
    }

    async fn the_form_adds_removes_and_fills_lines_by_its_buttons(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let opened = browser.get(&page()).await.assert_status(200);
        assert_eq!((opened.count("ol li[data-split-line]"), values(&opened, "#field-seats-@", &["0"])), (1, vec!["101".to_owned()]));
        let version = opened.attribute("input[name=version]", "value").unwrap();
        let blocked = ("0", "60", "blocked", "");
        let added = post(&mut browser, &form(&version, &[blocked], "add")).await.assert_status(200);
        assert_eq!(added.count("ol li[data-split-line]"), 2);
        assert_eq!((added.count("#field-seats-1[autofocus]"), added.count("#field-l2-0 option")), (1, 11));
        assert!(added.body.contains("41 seats are missing"), "{}", added.body);
        let empty = ("1", "", "in_progress", "");
        let rest = post(&mut browser, &form(&version, &[blocked, empty], "rest-1")).await.assert_status(200);
        assert_eq!(values(&rest, "#field-seats-@", &["0", "1"]), ["60", "41"]);
        assert_eq!((rest.count("ol div.l2[hidden]"), rest.count("dd[data-split-sum]")), (1, 1), "in progress has no reasons");
        let removed = post(&mut browser, &form(&version, &[blocked, empty], "remove-0")).await.assert_status(200);
        assert_eq!((removed.count("ol li[data-split-line]"), removed.count("#field-seats-1[autofocus]")), (1, 1));
        // What is wrong comes back at its field, with everything that was typed.
        let wrong = post(&mut browser, &form(&version, &[blocked, ("1", "x", "in_progress", "")], "save")).await.assert_status(422);
        assert_eq!(wrong.count("#field-l2-0[aria-invalid=true][autofocus][aria-describedby=error-l2-0]"), 1);
        assert_eq!((wrong.count("#field-seats-1[aria-invalid=true]"), wrong.count(".error-summary a")), (1, 3));
        assert_eq!(values(&wrong, "#field-seats-@", &["0", "1"]), ["60", "x"]);
        let right = [("0", "60", "blocked", "legal_or_regulatory"), ("1", "41", "in_progress", "")];
        let saved = post(&mut browser, &form(&version, &right, "save")).await.assert_status(303);
        assert_eq!(saved.location(), format!("/tenants/{}#service-status", tenant_id("4100002", 1)));
        let tenant = browser.get(&format!("/tenants/{}", tenant_id("4100002", 1))).await.assert_status(200);
        assert_eq!((tenant.count(".statuses > li"), tenant.count(".stacked-bar rect.blocked")), (2, 1));
        // The second sees the first one's beside the own, and saves from there.
        let mine = [("0", "101", "no_intent", "executive_sponsorship")];
        let late = post(&mut browser, &form(&version, &mine, "save")).await.assert_status(409);
        assert_eq!((late.count(".message.warning .split-stood li"), values(&late, "#field-seats-@", &["0"])), (2, vec!["101".to_owned()]));
        let version = late.attribute("input[name=version]", "value").unwrap();
        post(&mut browser, &form(&version, &mine, "save")).await.assert_status(303);
    }

    async fn whatever_is_wrong_in_the_form_is_said_at_its_field_and_what_was_typed_stays(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let version = browser.get(&page()).await.attribute("input[name=version]", "value").unwrap();
        let plain = ("0", "101", "in_progress", "");
        let more = async |browser: &mut Browser, line, more: &[(&str, &str)]| {
            let mut fields = form(&version, &[line], "save");
            fields.retain(|(name, _)| more.iter().all(|(one, _)| one != name));
            fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            post(browser, &fields).await.assert_status(422)
        };
        // A field that is wrong, and another that is not and stays as it was.
        for seats in ["0", "-1", "9223372036854775808", "1e2", "１００"] {
            let told = more(&mut browser, ("0", seats, "in_progress", ""), &[("remark-0", "kept <b>")]).await;
            assert_eq!(values(&told, "#field-seats-@[aria-invalid=true][aria-describedby=error-seats-@]", &["0"]), [seats]);
            assert_eq!((told.count("#error-seats-0"), values(&told, "#field-remark-@", &["0"])), (1, vec!["kept <b>".to_owned()]));
        }
        let executive = ("0", "101", "no_intent", "executive_sponsorship");
        for (line, typed, field) in [
            (("0", "101", "no_intent", "legal_or_regulatory"), vec![], "l2"),
            (("0", "101", "blocked", ""), vec![("l3-0", "price")], "l3"),
            (executive, vec![("target_date-0", "2999-01-01")], "target_date"),
            (plain, vec![("target_date-0", "2026-01-01")], "target_date"),
            (plain, vec![("target_date-0", "2026-02-30")], "target_date"),
            (plain, vec![("remark-0", "a\nb")], "remark"),
        ] {
            let told = more(&mut browser, line, &typed).await;
            assert_eq!(told.count(&format!("#field-{field}-0[aria-invalid=true][aria-describedby=error-{field}-0]")), 1, "{typed:?}");
            assert_eq!(told.count(&format!(".error-summary a[href='#field-{field}-0']")), 1, "{typed:?}");
            assert_eq!(values(&told, "#field-seats-@", &["0"]), ["101"]);
            if field == "target_date" {
                assert_eq!(values(&told, "#field-target_date-@", &["0"]), [typed[0].1]);
            }
        }
        let told = more(&mut browser, plain, &[("total", "90")]).await;
        assert!(told.count("#error-total") == 1 && told.body.contains("101 now, and no longer 90"), "{}", told.body);
        assert_eq!(browser.get(&page()).await.count("table.split-history tbody tr"), 0, "something was saved");
    }

    async fn a_past_day_and_who_only_reads_have_no_form(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let past = browser.get(&format!("{}?as_of=2026-01-01", page())).await.assert_status(200);
        assert_eq!((past.count("form[data-split]"), past.count(".split-stood")), (0, 0));
        let wrong = browser.get(&format!("{}?as_of=x%22", page())).await.assert_status(200);
        assert_eq!((wrong.count("form[data-split]"), wrong.attribute("#field-as_of[aria-invalid=true]", "value").as_deref()), (1, Some("x\"")));
        let many: Vec<String> = (0..201).map(|number| number.to_string()).collect();
        let many: Vec<_> = many.iter().map(|number| (number.as_str(), "1", "in_progress", "")).collect();
        let refused = post(&mut browser, &form("0-101", &many, "save")).await.assert_status(422);
        assert!(refused.body.contains("201 lines; 200 at most."));
        let mut manager = desk.signed_in(Person::Manager).await;
        let theirs = format!("/tenants/{}/workloads/Teams/service-status", tenant_id("4200001", 1));
        let read = manager.get(&theirs).await.assert_status(200);
        assert_eq!((read.count("form[data-split]"), read.count(".split-stood li")), (0, 1));
        for wanted in ["save", "add"] {
            manager.post_from(&theirs, &theirs, &[("do", wanted)]).await.assert_status(403);
        }
    }

    async fn each_save_of_a_day_is_opened_from_the_history_which_has_pages(desk in Desk) {
        let program = desk.program(Person::Executive).await.with("if-match", "*");
        for seats in 1..=23 {
            let lines = [line(seats, "in_progress", None), line(101 - seats, "blocked", Some("legal_or_regulatory"))];
            program.json("PUT", &api(), &json!({ "total": 101, "lines": lines })).await.assert_status(200);
        }
        let mut browser = desk.signed_in(Person::Executive).await;
        let now = browser.get(&page()).await.assert_status(200);
        assert_eq!((now.count("table.split-history tbody tr"), now.count("form[data-split]")), (20, 1));
        let older = now.attribute("nav.paging a[rel=next]", "href").unwrap();
        let rest = browser.get(older.split('#').next().unwrap()).await.assert_status(200);
        assert_eq!((rest.count("table.split-history tbody tr"), rest.count("nav.paging a[rel=next]")), (3, 0));
        assert_eq!(rest.attribute("nav.paging a[rel=prev]", "href"), Some(format!("{}#history", page())));
        let second = format!("{}?version=2", page());
        assert_eq!(rest.count(&format!("table.split-history a[href='{second}']")), 1);
        for (address, seats) in [(second, ["2", "99"]), (now.attribute("table.split-history a", "href").unwrap(), ["23", "78"])] {
            let opened = browser.get(&address).await.assert_status(200);
            assert_eq!((opened.count("form[data-split]"), opened.count("main h2")), (0, 2), "{address} is only read");
            assert!(seats.iter().all(|seats| opened.body.contains(&format!("<strong>{seats}</strong>"))), "{address}");
        }
        for none in ["version=24", "version=0", "version=x", "before=x"] {
            browser.get(&format!("{}?{none}", page())).await.assert_status(404);
        }
        let theirs = format!("/tenants/{}/workloads/Teams/service-status?version=1", tenant_id("4200001", 1));
        browser.get(&theirs).await.assert_status(404);
        let read = desk.signed_in(Person::Reporter).await.get(&format!("{}?version=2", page())).await.assert_status(200);
        assert!(!read.body.contains("Executive Test"), "who saved it is withheld as elsewhere");
    }

    async fn the_taxonomy_is_read_as_of_a_day(desk in Desk) {
        let program = desk.program(Person::Reporter).await;
        let taxonomy = program.get("/api/v1/taxonomy").await.assert_status(200).json();
        assert_eq!((taxonomy["statuses"].as_array().unwrap().len(), &taxonomy["valid_to"]), (5, &Value::Null));
        let blocked = &taxonomy["statuses"][2];
        assert_eq!((&blocked["code"], &blocked["target_date_allowed"]), (&json!("blocked"), &json!(true)));
        assert_eq!(blocked["options"][2]["name"], json!({ "en": "Legal or regulatory", "nl": "Wet- en regelgeving" }));
        let last = blocked["options"][2]["options"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["code"], &last["remark_required"]), (&json!("other"), &json!(true)));
        assert_eq!(program.get("/api/v1/taxonomy?on=2031-01-01").await.assert_status(200).json(), taxonomy);
        program.get("/api/v1/taxonomy?on=1969-12-31").await.assert_status(404);
        program.get("/api/v1/taxonomy?on=x").await.assert_status(400);
        desk.program(Person::Admin).await.get("/api/v1/taxonomy").await.assert_status(403);
    }
}
