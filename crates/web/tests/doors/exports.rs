//! Lists that leave as files (S13.5).

use crate::desk::{Answer, Desk, Person, tenant_id};
use testkit::both_engines;

/// The rows of a CSV file without quoted line breaks.
fn lines(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    answer.body.strip_prefix('\u{feff}').unwrap().lines().collect()
}

both_engines! {
    async fn the_list_leaves_as_filtered_and_whole(desk in Desk) {
        for (person, query, rows) in [
            (Person::Executive, "", 70),
            (Person::Reporter, "?sort=-mau", 30),
            (Person::Executive, "?location=4100002&limit=25", 30),
            (Person::Executive, "?q=nobody-is-called-so", 0),
            (Person::Office, "?sort=-usage_percent", 90),
            (Person::Manager, "", 20),
        ] {
            let mut browser = desk.signed_in(person).await;
            let file = browser.get(&format!("/tenants/export.csv{query}")).await.assert_status(200);
            assert_eq!(file.header("content-disposition"), "attachment; filename=\"tenants.csv\"");
            let lines = lines(&file);
            assert!(lines[0].starts_with("tenant_id,name,domain,"), "{}", lines[0]);
            assert_eq!(lines.len() - 1, rows, "{person:?} {query}");
        }
    }

    async fn no_name_becomes_a_formula(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let file = browser.get("/tenants/export.csv?q=hyperlink").await.assert_status(200);
        let row = lines(&file)[1];
        assert!(row.contains(",\"'=HYPERLINK(\"\"x\"\")\","), "{row}");
    }

    async fn what_cannot_be_taken_is_refused_before_a_file_begins(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let page = browser.get("/tenants/export.csv?sort=money").await.assert_status(400);
        assert!(page.header("content-type").starts_with("text/html") && page.body.contains("usage_percent"));
    }

    async fn usage_and_history_of_a_tenant_leave_with_their_figures(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let tenant = tenant_id("4100001", 7);
        let usage = browser.get(&format!("/tenants/{tenant}/usage.csv")).await.assert_status(200);
        let teams = lines(&usage).into_iter().find(|line| line.contains(",Teams,")).unwrap();
        assert!(teams.contains(",false,2026-08,107,31,29.0,"), "{teams}");
        let history = browser.get(&format!("/tenants/{tenant}/workloads/Teams/history.csv")).await.assert_status(200);
        assert_eq!(lines(&history).len(), 4);
        browser.get(&format!("/tenants/{}/usage.csv", tenant_id("4200001", 7))).await.assert_status(404);
    }

    async fn refused_rows_leave_with_line_column_value_and_reason(desk in Desk) {
        let mut office = desk.signed_in(Person::Office).await;
        let report = crate::desk::office_usage().replacen(",100,0,", ",many,0,", 1);
        let plan = office.upload("OfficeUsage.csv", &report).await.assert_status(303).location().to_owned();
        let file = office.get(&format!("{plan}/refused.csv")).await.assert_status(200);
        let lines = lines(&file);
        assert_eq!(lines[0], "line,column,value,reason,other_line,explanation");
        assert!(lines[1].starts_with("2,PaidAvailableUnits,many,not_a_number,,"), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
    }
}
