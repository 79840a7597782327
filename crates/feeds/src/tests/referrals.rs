//! Referrals: pages of the Referrals API, and the own format.

use domain::referral::{Source, Status};

use super::{TENANT, open, read, refused};
use crate::{Fact, Limits, ReferralRow, RowRefusal};

/// A referral as the API gives it, with two contacts and fields that say nothing we use.
fn one() -> String {
    format!(
        r#"{{"id":"b5e5a0c1-0000-4000-8000-000000000001","externalReferenceId":"RFA-1001","createdDateTime":"2026-09-01T08:30:00Z",
        "status":"New","substatus":"Received","engagementId":"x","target":[{{"type":"MPNId","id":"4100001"}},{{"id":"9"}}],
        "customerProfile":{{"name":"Kade  Logistiek","size":"51to250employees","address":{{"city":"Utrecht","country":"NL"}},
          "ids":[{{"profileType":"DUNS","id":"123456789"}},{{"profileType":"External","id":"{TENANT}"}}],
          "team":[{{"firstName":"Kim","lastName":"Kade","email":"kim@kade.example","phoneNumber":"+31 6 1234","contactPreference":{{"locale":"nl-NL"}}}},
                  {{"firstName":"Sam","lastName":""}}]}},
        "details":{{"notes":"We want to move.\r\nSoon.","dealValue":12500.5,"currency":"EUR",
          "requirements":{{"products":[{{"id":"Teams"}},{{"id":"Exchange Online"}}]}}}},"eTag":"\"1\""}}"#
    )
}

fn referral(row: Result<crate::Row, RowRefusal>) -> ReferralRow {
    match row.unwrap().fact {
        Fact::Referral(row) => *row,
        other => panic!("{other:?}"),
    }
}

fn refusal(text: &str) -> (String, String, &'static str) {
    let mut rows = read(text).unwrap();
    let refusal = rows.remove(0).unwrap_err();
    (refusal.column, refusal.value, refusal.reason.code())
}

#[test]
fn a_referral_of_the_api_is_read_by_itself_and_in_a_page() {
    let alone = read(one()).unwrap();
    let page = read(format!("\u{feff}  {{ \"@odata.nextLink\": null, \"value\": [ {}, {} ] }}", one(), one())).unwrap();
    assert_eq!((alone.len(), page.len()), (1, 2));
    assert_eq!(page.iter().map(|row| row.as_ref().unwrap().line).collect::<Vec<_>>(), [1, 2]);
    let row = referral(alone.into_iter().next().unwrap());
    assert_eq!(row, referral(page.into_iter().next_back().unwrap()));
    assert_eq!((row.rfa_id.as_str(), row.source, row.status), ("RFA-1001", Source::PartnerCenter, Status::Assigned));
    assert_eq!((row.customer_name.as_str(), row.tenant_id.to_string().as_str()), ("Kade Logistiek", TENANT));
    assert_eq!((row.country.as_str(), row.language.as_str(), row.size.as_str()), ("NL", "nl-NL", "51to250employees"));
    assert_eq!(row.asked_on, Some("2026-09-01".parse().unwrap()));
    assert_eq!(row.workloads, ["Teams", "Exchange Online"]);
    assert_eq!(row.contacts.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Kim Kade", "Sam"]);
    assert_eq!((row.notes.as_str(), row.value.unwrap().minor), ("We want to move.\nSoon.", 1_250_050));
    assert_eq!(row.target.unwrap().as_str(), "4100001");
}

#[test]
fn where_a_referral_stood_is_read_from_its_states() {
    for (status, substatus, stands) in [
        ("New", "Pending", Status::Assigned),
        ("Active", "Accepted", Status::Active),
        ("Closed", "Won", Status::Won),
        ("Closed", "lost", Status::Lost),
        ("Closed", "Declined", Status::Declined),
        ("Closed", "Expired", Status::Returned),
        ("Closed", "Something new", Status::Closed),
    ] {
        let text = one().replace("\"New\"", &format!("\"{status}\"")).replace("Received", substatus);
        assert_eq!(referral(read(text).unwrap().remove(0)).status, stands, "{status} {substatus}");
    }
}

#[test]
fn a_wrong_referral_is_refused_by_itself_with_its_place() {
    let cases = [
        (TENANT, "00000000-0000-0000-0000-000000000000", "customerProfile.ids", "not_a_tenant_id"),
        ("RFA-1001", &"x".repeat(101), "externalReferenceId", "too_long"),
        ("kim@kade.example", "kim at kade", "customerProfile.team", "not_an_email"),
        ("12500.5", "-3", "details.dealValue", "not_money"),
        ("12500.5", "1e30", "details.dealValue", "not_money"),
        ("12500.5", "[1]", "details.dealValue", "other_kind"),
        ("\"EUR\"", "\"euro\"", "details.currency", "not_money"),
        ("\"New\"", "\"Nieuw\"", "status", "unknown_status"),
        ("2026-09-01T08:30:00Z", "yesterday", "createdDateTime", "not_a_day"),
        ("2026-09-01T08:30:00Z", "0001-01-01T00:00:00Z", "createdDateTime", "not_a_day"),
        ("\"4100001\"", "\"no, not this\"", "target", "not_a_partner_id"),
        ("{\"id\":\"Teams\"}", "{\"name\":\"\"}", "details.requirements.products", "not_a_workload"),
        ("Kade  Logistiek", " ", "customerProfile.name", "missing"),
        ("We want", "We \u{1b}want", "details.notes", "control_character"),
    ];
    for (right, wrong, column, code) in cases {
        let wrong = wrong.replace('\u{1b}', "\\u001b");
        let (at, _, reason) = refusal(&one().replace(right, &wrong));
        assert_eq!((at.as_str(), reason), (column, code), "{wrong}");
    }
    let page = read(format!("{{\"value\":[7,{{}},{}]}}", one())).unwrap();
    assert_eq!(page.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn json_that_is_no_page_is_refused_as_a_whole() {
    assert_eq!(refused("{\"value\":[{]}"), "broken_json");
    assert_eq!(refused(&one()[..200]), "broken_json");
    assert_eq!(refused("{\"value\":{}}"), "other_json");
    assert_eq!(refused("{\"people\":[]}"), "other_json");
    assert_eq!(refused("{\"value\":[]}"), "empty");
    assert_eq!(refused("[1]"), "not_text");
    let refusal = open("{\"value\":[\n  {\"id\": nonsense}\n]}").unwrap_err().to_string();
    assert!(refusal.contains("line 2"), "{refusal}");
    let deep = format!("{{\"value\":[{}]}}", "[".repeat(100_000));
    assert_eq!(refused(deep), "broken_json");
}

#[test]
fn a_page_that_is_too_large_is_refused_before_it_is_held() {
    let limits = Limits { most_json_bytes: 800, ..Limits::default() };
    let page = format!("{{\"value\":[{}]}}", one());
    let refusal = crate::FeedFile::open(std::io::Cursor::new(page.into_bytes()), limits).unwrap_err();
    assert_eq!(refusal.code(), "too_large");
}

#[test]
fn the_own_format_has_a_row_for_each_request() {
    let header = "rfa_id,tenant_id,customer_name,workloads,country,language,customer_size,asked_on,contact_name,contact_email,\
                  contact_phone,notes,deal_value,currency,partner_id,status";
    let line = |status: &str| {
        format!(
            "RFA-7,{TENANT},Kade,Teams; Exchange,NL,nl,SMB,2026-09-01,Kim Kade,kim@kade.example,,\"Hello, there\",100,EUR,4100001,{status}"
        )
    };
    let rows = read(format!("{header}\n{}\n{}\n", line(""), line("won"))).unwrap();
    let [first, second] = rows.try_into().unwrap();
    let first = referral(first);
    assert_eq!((first.source, first.status), (Source::File, Status::Assigned));
    assert_eq!((first.workloads.len(), first.contacts.len()), (2, 1));
    assert_eq!((first.value.unwrap().minor, first.notes.as_str()), (10_000, "Hello, there"));
    assert_eq!(referral(second).status, Status::Won);
    let bare = format!("rfa_id;tenant_id;customer_name;workloads\nRFA-8;{TENANT};Kade;\n");
    assert_eq!(refusal(&bare), ("workloads".into(), String::new(), "missing"));
    let wrong = format!("{header}\n{}\n", line("").replace("kim@kade.example", "kim"));
    assert_eq!(refusal(&wrong).2, "not_an_email");
    assert_eq!(refused(format!("rfa_id,tenant_id,customer_name\nRFA-8,{TENANT},Kade\n")), "missing_column");
}
