//! Service intent notes: written, checked, asked about (S9).

use futures_util::future::join_all;
use serde_json::json;
use testkit::both_engines;

use crate::desk::{Answer, Browser, Desk, Person, tenant_id};

const GOOD: &str = "No intent to use it, because the works council objects.";

fn note_of(workload: &str) -> String {
    format!("/tenants/{}/workloads/{workload}/intent-note", tenant_id("4100002", 1))
}

async fn save(browser: &mut Browser, workload: &str, version: &str, text: &str) -> Answer {
    let page = note_of(workload);
    browser.post_from(&page, &page, &[("version", version), ("text", text), ("do", "save")]).await
}

both_engines! {
    async fn a_note_is_written_and_those_before_it_stay(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let answer = save(&mut browser, "Teams", "0", GOOD).await.assert_status(303);
        assert_eq!(answer.location(), format!("/tenants/{}#intent", tenant_id("4100002", 1)));
        save(&mut browser, "Teams", "1", "  Moved over: the contract ended.\r\n ").await.assert_status(303);
        let page = browser.get(&note_of("Teams")).await.assert_status(200);
        assert_eq!(page.attribute("input[name=version]", "value").as_deref(), Some("2"));
        assert!(page.body.contains(">Moved over: the contract ended.</textarea>"), "{}", page.body);
        assert!(page.count(".notes-before li") == 1 && page.body.contains(GOOD));
        let tenant = browser.get(&format!("/tenants/{}", tenant_id("4100002", 1))).await;
        assert!(tenant.body.contains("Moved over") && !tenant.body.contains(GOOD));
    }

    async fn whoever_comes_second_is_told_what_stands_and_loses_nothing(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        save(&mut browser, "Teams", "0", GOOD).await.assert_status(303);
        let late = save(&mut browser, "Teams", "0", "Mine, because I say so.").await.assert_status(409);
        assert!(late.body.contains("Mine, because I say so.</textarea>") && late.count("blockquote") == 1);
        assert_eq!(late.attribute("input[name=version]", "value").as_deref(), Some("1"));
        save(&mut browser, "Teams", "1", "Mine, because I say so.").await.assert_status(303);
    }

    async fn only_nothing_and_an_exact_copy_are_refused(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        save(&mut browser, "Teams", "0", GOOD).await.assert_status(303);
        let long = "a".repeat(2_001);
        for text in [" \r\n\u{200b}", "NO INTENT to use it,  because the works council objects.", &long] {
            let page = save(&mut browser, "Exchange", "0", text).await.assert_status(422);
            assert_eq!(page.count("#field-text[aria-invalid=true][aria-describedby~=error-text]"), 1, "{text}");
            let kept = page.body.split("<textarea").nth(1).unwrap();
            assert!(kept.contains(text.trim()), "{text}");
        }
        for text in ["meh", "<b>& \u{202e}شكرا 👩‍👩‍👧"] {
            let page = browser.get(&note_of("Exchange")).await;
            let version = page.attribute("input[name=version]", "value").unwrap();
            save(&mut browser, "Exchange", &version, text).await.assert_status(303);
        }
        let page = browser.get(&note_of("Exchange")).await;
        assert!(page.body.contains("&#60;b&#62;") && !page.body.contains("<b>&"));
    }

    async fn a_copy_is_named_in_the_language_of_the_page(desk in Desk) {
        let report = crate::desk::office_usage().replace(",Exchange,", ",OfficeProPlus,");
        desk.load("more.csv", &report.replace("2026-08-01", "2026-09-01")).await;
        let mut browser = desk.signed_in(Person::Executive).await;
        save(&mut browser, "OfficeProPlus", "0", GOOD).await.assert_status(303);
        // The profile says nothing about a language, and the browser asks for Dutch.
        browser.headers.push(("accept-language", "nl".into()));
        let page = save(&mut browser, "Teams", "0", GOOD).await.assert_status(422);
        assert_eq!(page.attribute("html", "lang").as_deref(), Some("nl"));
        assert!(page.body.contains("de opmerking bij Microsoft 365-apps."), "{}", page.body);
        let program = desk.program(Person::Executive).await.with("if-match", "*").with("accept-language", "nl");
        let told = program.json("PUT", &format!("/api/v1{}", note_of("Teams")), &json!({ "text": GOOD })).await;
        assert!(told.assert_status(422).body.contains("de opmerking bij Microsoft 365-apps."));
    }

    async fn of_many_who_save_at_once_one_is_first(desk in Desk) {
        let page = note_of("Teams");
        let mut browsers = Vec::new();
        for _ in 0..6 {
            browsers.push(desk.signed_in(Person::Executive).await);
        }
        let tries = browsers.iter_mut().enumerate().map(async |(number, browser)| {
            let text = format!("Note {number}, because.");
            browser.post_from(&page, &page, &[("version", "0"), ("text", &text), ("do", "save")]).await.status
        });
        let mut statuses = join_all(tries).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409, 409, 409, 409, 409]);
        // Nor do two workloads get the same note.
        let text = "The same for both, because nobody looked.";
        let (first, second) = tokio::join!(save_of(&desk, "Teams", "1", text), save_of(&desk, "Exchange", "0", text));
        let mut both = [first, second];
        both.sort_unstable();
        assert_eq!(both, [303, 422]);
    }

    async fn a_program_writes_from_the_version_that_it_read(desk in Desk) {
        let program = desk.program(Person::Executive).await;
        let path = format!("/api/v1{}", note_of("Teams"));
        let empty = program.get(&path).await.assert_status(200);
        assert_eq!((empty.header("etag"), &empty.json()["current"]), ("\"0\"", &json!(null)));
        let body = json!({ "text": GOOD });
        program.json("PUT", &path, &body).await.assert_status(428);
        program.with("if-match", "0").json("PUT", &path, &body).await.assert_status(400);
        let written = program.with("if-match", "\"0\"").json("PUT", &path, &body).await.assert_status(200);
        assert_eq!((written.header("etag"), &written.json()["current"]["text"]), ("\"1\"", &json!(GOOD)));
        // The second is told what the first wrote, with its tag, and writes from there; a proxy made that tag weak.
        let mine = json!({ "text": "Mine, because I say so." });
        let late = program.with("if-match", "\"0\"").json("PUT", &path, &mine).await.assert_status(412);
        assert_eq!((late.header("etag"), &late.json()["current"]["current"]["text"]), ("\"1\"", &json!(GOOD)));
        program.with("if-match", "W/\"1\"").json("PUT", &path, &mine).await.assert_status(200);
        program.with("if-match", "*").json("PUT", &path, &json!({ "text": " " })).await.assert_status(422);
        let reporter = desk.program(Person::Reporter).await.get(&path).await.assert_status(200).json();
        assert_eq!((&reporter["current"]["version"], &reporter["current"]["author"]), (&json!(2), &json!(null)));
        assert_eq!(reporter["current"]["withheld"], json!(["author"]));
        assert_eq!(reporter["older"][0]["text"], json!(GOOD));
        // Nor does the problem tell of more than reading does.
        let late = desk.program(Person::Reporter).await.with("if-match", "\"0\"").json("PUT", &path, &mine).await;
        assert_eq!(late.assert_status(412).json()["current"], reporter);
        let elsewhere = format!("/api/v1/tenants/{}/workloads/Teams/intent-note", tenant_id("4200001", 1));
        program.with("if-match", "\"0\"").json("PUT", &elsewhere, &body).await.assert_status(404);
    }

    async fn guidance_comes_by_a_button_by_a_script_and_by_the_api(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let text = "They do not use it for now.";
        let page = note_of("Teams");
        let checked = browser
            .post_from(&page, &page, &[("version", "0"), ("text", text), ("do", "check")]).await.assert_status(200);
        assert!(checked.count("q.finding") >= 1 && checked.body.contains("for now</q>"), "{}", checked.body);
        assert!(checked.body.contains(&format!("{text}</textarea>")));
        let tenant = tenant_id("4100002", 1);
        let fields = [("text", text), ("tenant_id", tenant.as_str()), ("workload", "Teams")];
        let part = browser.post_from(&page, "/guidance", &fields).await.assert_status(200);
        assert!(part.count("h1") == 0 && part.count("[data-remark=finding]") >= 1);
        let program = desk.program(Person::Executive).await;
        let told = program.json("POST", "/api/v1/guidance", &json!({ "text": text })).await.assert_status(200).json();
        assert_eq!((&told["grade"], &told["language"]), (&json!("unclear"), &json!("en")));
        let words: Vec<String> = told["findings"].as_array().unwrap().iter().map(|one| {
            let place = |name: &str| usize::try_from(one[name].as_u64().unwrap()).unwrap();
            text.chars().skip(place("start")).take(place("end") - place("start")).collect()
        }).collect();
        assert!(words.iter().any(|word| word == "for now"), "{words:?}");
        let dutch = program.with("accept-language", "nl");
        let told = dutch.json("POST", "/api/v1/guidance", &json!({ "text": text })).await.json();
        assert!(told["findings"].to_string().contains("Voor meer dan"), "{told}");
    }

    async fn guidance_knows_the_notes_of_the_tenants_other_workloads(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        save(&mut browser, "Teams", "0", GOOD).await.assert_status(303);
        let program = desk.program(Person::Executive).await;
        let rules = async |body: serde_json::Value| {
            let told = program.json("POST", "/api/v1/guidance", &body).await.assert_status(200).json();
            told["findings"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let tenant = tenant_id("4100002", 1);
        assert_eq!(rules(json!({"text": GOOD, "tenant_id": tenant, "workload": "Exchange"})).await, ["duplicate"]);
        assert!(rules(json!({"text": GOOD, "tenant_id": tenant, "workload": "Teams"})).await.is_empty());
        assert!(rules(json!({"text": GOOD, "tenant_id": tenant_id("4100002", 2)})).await.is_empty());
        for (body, status) in [
            (json!({"text": GOOD, "tenant_id": tenant_id("4200001", 1)}), 404),
            (json!({"text": GOOD, "tenant_id": "?"}), 400),
            (json!({"text": "a".repeat(2_001)}), 422),
            (json!({"text": GOOD, "tenant_id": tenant, "workload": "Yammer"}), 422),
            (json!({"text": GOOD, "tenant_id": tenant, "workload": "no such workload"}), 422),
            (json!({"text": GOOD, "workload": "Teams"}), 422),
            (json!({}), 200),
            (json!({"note": GOOD}), 422),
        ] {
            program.json("POST", "/api/v1/guidance", &body).await.assert_status(status);
        }
        let unknown = json!({"text": GOOD, "tenant_id": tenant, "workload": "Yammer"});
        let refused = program.json("POST", "/api/v1/guidance", &unknown).await.json();
        let told = |problem: &serde_json::Value| [problem["type"].clone(), problem["errors"][0]["field"].clone()];
        assert_eq!(told(&refused), ["/api/v1/docs#problem-invalid-fields", "workload"]);
        let alone = program.json("POST", "/api/v1/guidance", &json!({"text": GOOD, "workload": "Teams"})).await.json();
        assert_eq!(told(&alone), ["/api/v1/docs#problem-invalid-fields", "tenant_id"]);
    }

    async fn a_question_goes_to_the_partner_manager_and_the_answer_comes_back(desk in Desk) {
        let (mut executive, mut office) = (desk.signed_in(Person::Executive).await, desk.signed_in(Person::Office).await);
        save(&mut executive, "Teams", "0", GOOD).await.assert_status(303);
        let (page, questions) = (note_of("Teams"), format!("{}/questions", note_of("Teams")));
        executive.post_from(&page, &questions, &[("question", " ")]).await.assert_status(422);
        executive.post_from(&page, &questions, &[("question", "How kxqasked?")]).await.assert_status(303);
        let late = executive.post_from(&page, &questions, &[("question", "And now?")]).await.assert_status(409);
        assert!(late.body.contains("How kxqasked?") && late.body.contains(">And now?</textarea>"), "{}", late.body);
        assert_eq!(late.count("#field-question[aria-invalid=true][aria-describedby~=error-question]"), 1);
        let open = office.get("/intent-questions").await.assert_status(200);
        assert!(open.body.contains("How kxqasked?") && open.body.contains(GOOD) && open.body.contains("Executive Test"));
        let action = open.attribute("main form", "action").unwrap();
        // The manager of another partner neither sees nor answers it.
        let mut manager = desk.signed_in(Person::Manager).await;
        assert!(!manager.get("/intent-questions").await.assert_status(200).body.contains("kxqasked"));
        manager.post_from("/intent-questions", &action, &[("answer", "No.")]).await.assert_status(404);
        office.post_from("/intent-questions", &action, &[("answer", "")]).await.assert_status(422);
        office.post_from("/intent-questions", &action, &[("answer", "So kxqanswered.")]).await.assert_status(303);
        // Whoever comes second reads the first answer beside the own one, which may even be one that cannot be taken.
        let long = "Again. ".repeat(400);
        for typed in ["Again.", &long] {
            let late = office.post_from("/tenants", &action, &[("answer", typed)]).await.assert_status(409);
            assert_eq!((late.count("#answer-late"), late.count("blockquote")), (1, 1));
            assert!(late.body.contains("So kxqanswered.") && late.body.contains(&format!(">{typed}</textarea>")));
        }
        assert!(!office.get("/intent-questions").await.body.contains("kxqasked"));
        let read = executive.get(&page).await;
        assert!(read.body.contains("So kxqanswered.") && read.body.contains("Office Test"));
        let withheld = desk.signed_in(Person::Reporter).await.get(&page).await.assert_status(200);
        assert!(withheld.body.contains("So kxqanswered."));
        assert!(!withheld.body.contains("Office Test") && !withheld.body.contains("Executive Test"));
    }

    async fn a_question_and_an_answer_come_back_when_the_session_has_ended(desk in Desk) {
        let (mut executive, mut office) = (desk.signed_in(Person::Executive).await, desk.signed_in(Person::Office).await);
        let (page, questions) = (note_of("Teams"), format!("{}/questions", note_of("Teams")));
        let form = executive.get(&page).await;
        assert_eq!(form.count("form[action$='/questions'][data-draft]"), 1);
        executive.post_from(&page, &questions, &[("question", "How?")]).await.assert_status(303);
        let open = office.get("/intent-questions").await.assert_status(200);
        assert_eq!(open.count("form[action$='/answer'][data-draft]"), 1);
        let action = open.attribute("main form", "action").unwrap();
        let tokens = [executive.token_of(&page).await, office.token_of("/intent-questions").await];
        desk.clock().pass(chrono::TimeDelta::hours(13));
        let asked = executive.post_bare(&questions, &[("csrf", &tokens[0]), ("question", "And <b>now</b>?")]).await;
        let answered = office.post_bare(&action, &[("csrf", &tokens[1]), ("answer", "So <b>it</b> is.")]).await;
        for (ended, typed) in [(asked, "And &#60;b&#62;now"), (answered, "So &#60;b&#62;it")] {
            let ended = ended.assert_status(401);
            assert!(ended.body.contains(typed) && ended.count("textarea[readonly]") == 1, "{}", ended.body);
        }
    }

    async fn a_question_by_the_api_counts_once_and_is_answered_there(desk in Desk) {
        let (executive, office) = (desk.program(Person::Executive).await, desk.program(Person::Office).await);
        let path = format!("/api/v1/tenants/{}/workloads/Teams/intent-questions", tenant_id("4100002", 1));
        let keyed = executive.with("idempotency-key", "asked-once");
        for _ in 0..2 {
            keyed.json("POST", &path, &json!({"question": "How?"})).await.assert_status(204);
        }
        let reporter = desk.program(Person::Reporter).await.get("/api/v1/intent-questions").await.assert_status(200).json();
        assert_eq!((&reporter["items"][0]["asked_by"], &reporter["items"][0]["withheld"]), (&json!(null), &json!(["asked_by"])));
        let open = office.get("/api/v1/intent-questions").await.assert_status(200).json();
        assert_eq!(open["items"].as_array().unwrap().len(), 1);
        let answer = format!("/api/v1/intent-questions/{}/answer", open["items"][0]["id"].as_str().unwrap());
        executive.json("POST", &answer, &json!({"answer": "So."})).await.assert_status(403);
        office.json("POST", &answer, &json!({"answer": "So."})).await.assert_status(204);
        office.json("POST", &answer, &json!({"answer": "So."})).await.assert_status(409);
        office.json("POST", "/api/v1/intent-questions/none/answer", &json!({"answer": "So."})).await.assert_status(404);
    }

    async fn what_is_not_claimed_or_not_in_scope_has_no_note(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        for (tenant, workload) in [
            (tenant_id("4200001", 1), "Teams"),
            (tenant_id("4100001", 99), "Teams"),
            (tenant_id("4100002", 1), "Yammer"),
            (tenant_id("4100002", 1), "no such workload"),
        ] {
            let path = format!("/tenants/{tenant}/workloads/{}/intent-note", workload.replace(' ', "%20"));
            browser.get(&path).await.assert_status(404);
            browser.post_from("/tenants", &path, &[("text", GOOD)]).await.assert_status(404);
        }
    }
}

async fn save_of(desk: &Desk, workload: &str, version: &str, text: &str) -> u16 {
    save(&mut desk.signed_in(Person::Executive).await, workload, version, text).await.status
}
