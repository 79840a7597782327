//! What fuzzing throws at this crate: whatever somebody sends, it is read or refused, and what leaves again is
//! what it should be.

use app::{Credential, Expected};
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use chrono::NaiveDate;
use domain::id::WorkloadId;
use domain::service_status::{NewTaxonomy, Split, Taxonomy, preset};

use super::cookie::Cookies;
use super::csrf::{Seed, comes_from_here};
use super::{Fields, Next, Peer, address, caller, if_match, json, language, tenant_query, upload};
use crate::csv::Csv;
use crate::handlers::{contact, service_status, taxonomy};
use crate::state::Config;

/// The query of the tenant list, for programs and for people.
///
/// # Panics
/// When that is not so.
pub fn list_query(data: &[u8]) {
    let Ok(fields) = Fields::read(data) else { return };
    let strict = tenant_query::strictly(&fields);
    let mut page = tenant_query::page_query(&fields);
    let (query, refused) = tenant_query::forgivingly(&mut page);
    if let (Ok(strict), true) = (strict, refused.is_empty()) {
        assert_eq!((&strict.search, strict.sort, strict.band), (&query.search, query.sort, query.band));
        assert_eq!((&strict.locations, &strict.countries), (&query.locations, &query.countries));
        assert_eq!(
            (strict.usage_from_tenths, strict.usage_to_tenths),
            (query.usage_from_tenths, query.usage_to_tenths)
        );
    }
    // Links are made from the state of the page: who follows one is in the same state again.
    let url = page.url();
    assert!(url.starts_with("/tenants") && url.is_ascii() && !url.contains([' ', '"', '<', '>', '\r', '\n']), "{url}");
    let Ok(again) = Fields::read(url.trim_start_matches("/tenants").trim_start_matches('?').as_bytes()) else { return };
    let mut again = tenant_query::page_query(&again);
    let (same, refused) = tenant_query::forgivingly(&mut again);
    assert!(refused.is_empty(), "{url}: {refused:?}");
    assert_eq!((same, again.url()), (query, url));
}

/// A text in a cell: other readers give it back, and no spreadsheet computes it.
///
/// # Panics
/// When that is not so.
pub fn csv_cell(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut csv = Csv::with_header(&["first", "second"]);
    csv.row().text(&text).text("end").end();
    let written = csv.into_bytes();
    let mut rows = csv::ReaderBuilder::new().from_reader(written.as_slice()).into_records();
    let row = rows.next().and_then(Result::ok).unwrap_or_default();
    assert!(rows.next().is_none());
    let cell = row.get(0).unwrap_or_default();
    let bare = cell.strip_prefix('\'').unwrap_or(cell);
    assert!(cell == text || bare == text, "{cell:?} for {text:?}");
    assert_eq!((row.len(), row.get(1)), (2, Some("end")));
    let first = cell.trim_start().chars().next();
    assert!(!matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')), "{cell:?}");
    assert!(!cell.starts_with(['\t', '\r', '\n']), "{cell:?}");
}

/// Where to go after signing in: as a browser reads it, it stays here.
///
/// # Panics
/// When that is not so.
pub fn next_path(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for path in [text.to_string(), format!("/{text}")] {
        let Some(next) = Next::of(&path) else { continue };
        assert!(HeaderValue::from_str(next.as_str()).is_ok());
        for base in ["https://desk.example/sign-in", "http://127.0.0.1:8080/a/b?next=x"] {
            let Ok(base) = url::Url::parse(base) else { continue };
            let led = base.join(next.as_str());
            assert!(led.as_ref().is_ok_and(|led| led.origin() == base.origin()), "{path:?} leads to {led:?}");
        }
    }
}

/// The headers that say who asks, one a line: cookies, tokens, language, address, where a form came from.
///
/// # Panics
/// When that is not so.
pub fn credentials(data: &[u8]) {
    const NAMES: [HeaderName; 8] = [
        header::COOKIE,
        header::AUTHORIZATION,
        header::ACCEPT_LANGUAGE,
        HeaderName::from_static("x-forwarded-for"),
        header::ORIGIN,
        header::REFERER,
        header::HOST,
        HeaderName::from_static("sec-fetch-site"),
    ];
    let mut headers = HeaderMap::new();
    for (line, name) in data.split(|byte| *byte == b'\n').zip(NAMES.into_iter().cycle()) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(name, value);
        }
    }
    for is_secure in [false, true] {
        let cookies = Cookies::of(&headers, is_secure);
        let told = [cookies.session(), cookies.visit(), cookies.flash()];
        assert!(told.into_iter().flatten().all(|value| !value.is_empty()));
        let _ = (cookies.language(), cookies.theme());
    }
    let credential = caller::bearer(&headers).map_or(Credential::Nobody, Credential::Token);
    assert!(!matches!(credential, Credential::Token(secret) if secret.is_empty()));
    let _ = language::accepted(&headers);
    let peer = Peer(([192, 0, 2, 1], 4711).into());
    assert_eq!(address::client(Some(peer), &headers, &[]), Some(peer.0.ip()), "nobody is trusted");
    let trusted: Vec<_> = "192.0.2.0/24".parse().into_iter().collect();
    assert!(address::client(Some(peer), &headers, &trusted).is_some());
    let _ = comes_from_here(&headers, &Config::default());
    let text = String::from_utf8_lossy(data);
    let seed = Seed::of("a secret");
    assert!(!seed.made(&text), "a token that was not made here");
    let mut pad = [0; 32];
    pad.iter_mut().zip(data).for_each(|(pad, byte)| *pad = *byte);
    assert!(seed.made(&seed.token(pad)));
}

/// The body of an upload: its first line is the boundary.
///
/// # Panics
/// When that is not so.
pub fn multipart(data: &[u8]) {
    let (boundary, body) = data.split_at(data.iter().position(|byte| *byte == b'\n').unwrap_or(0));
    let Ok(kind) = HeaderValue::from_bytes(&[b"multipart/form-data; boundary=", boundary].concat()) else { return };
    let mut request = Request::new(Body::from(body.get(1..).unwrap_or_default().to_vec()));
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return };
    runtime.block_on(async {
        let Ok(mut form) = Multipart::from_request(request, &()).await else { return };
        while let Ok(Some(field)) = form.next_field().await {
            let name = upload::file_name(field.file_name().unwrap_or_default());
            assert!(!name.contains(['/', '\\']) && !name.chars().any(char::is_control) && name.chars().count() <= 200);
            if field.bytes().await.is_err() {
                return;
            }
        }
    });
}

/// The body of an operation of the API.
///
/// # Panics
/// When that is not so.
pub fn json_body(data: &[u8]) {
    #[derive(serde::Deserialize, serde::Serialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        name: String,
        query: Option<String>,
        number: Option<i64>,
    }
    if let Ok(body) = json::read::<Body>(data) {
        assert!(!body.name.contains('\0') && !body.query.as_ref().is_some_and(|text| text.contains('\0')));
        let written = serde_json::to_vec(&body).unwrap_or_default();
        assert!(json::read::<Body>(&written).is_ok_and(|again| again.name == body.name));
    }
}

/// From which versions something is changed: what is read is names of versions, and written anew names the same.
///
/// # Panics
/// When that is not so.
pub fn if_match(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else { return };
    let Ok(text) = value.to_str() else { return };
    let Some(Expected::OneOf(versions)) = if_match::read(text) else { return };
    assert!(!versions.is_empty() && !versions.iter().any(|version| version.contains(['"', ','])), "{versions:?}");
    let written: Vec<String> = versions.iter().map(|version| format!("W/\"{version}\"")).collect();
    assert_eq!(if_match::read(&written.join(" , ")), Some(Expected::OneOf(versions)), "{text}");
}

/// The taxonomy that ships, and the day on which it is used.
fn shipped() -> Option<(Taxonomy, NaiveDate)> {
    let day = NaiveDate::from_ymd_opt(2026, 3, 1)?;
    Some((Taxonomy::checked(preset::nodes(), day).ok()?, day))
}

/// The form of a split, with its buttons: what is saved adds up, and the button for the rest makes it so where it can.
///
/// # Panics
/// When that is not so.
pub fn split_form(data: &[u8]) {
    let (Ok(fields), Some((taxonomy, today))) = (Fields::read_lines(data), shipped()) else { return };
    let mut typed = service_status::typed_in(&fields);
    let standing = Split::first(100);
    if let Ok(split) = typed.entered().check(&standing, &taxonomy, today) {
        assert_eq!((split.balance().total, split.balance().sum), (100, 100));
        assert!(split.lines().iter().all(|line| line.seats > 0));
    }
    let _ = typed.balance();
    let numbers: Vec<String> = typed.lines.iter().map(|line| line.number.clone()).collect();
    for wanted in numbers.iter().take(3).flat_map(|number| [format!("rest-{number}"), format!("remove-{number}")]) {
        service_status::arrange(&mut typed, &wanted);
        let _ = typed.balance();
    }
    let before = typed.lines.len();
    service_status::arrange(&mut typed, "add");
    assert_eq!(typed.lines.len(), before + 1);
    service_status::arrange(&mut typed, fields.text("do"));
}

/// The form of the taxonomy, with its buttons: a version that is taken is one that can be typed again as it is.
///
/// # Panics
/// When that is not so.
pub fn taxonomy_form(data: &[u8]) {
    let (Ok(fields), Some((older, today))) = (Fields::read_lines(data), shipped()) else { return };
    let mut typed = taxonomy::typed_in(&fields);
    if let Ok(taken) = typed.entered().check(&older, today) {
        assert!(taken.nodes().iter().all(|node| !node.labels.en.is_empty() && !node.labels.nl.is_empty()));
        assert_eq!(NewTaxonomy::of(&taken).check(&older, today).as_ref(), Ok(&taken));
    }
    let numbers: Vec<String> = typed.nodes.iter().map(|node| node.number.clone()).take(3).collect();
    for number in numbers {
        for what in ["add", "up", "down", "drop"] {
            typed.arrange(&format!("{what}-{number}"));
            let _ = typed.entered().check(&older, today);
        }
    }
    typed.arrange(fields.text("do"));
}

/// The form of a contact: what is kept fits in a line, has one address, and says what its type has to say.
///
/// # Panics
/// When that is not so.
pub fn contact_fields(data: &[u8]) {
    let Ok(fields) = Fields::read(data) else { return };
    let new = contact::new_of(&contact::typed(&fields));
    let Ok(kept) = new.check(|code| (code == "Teams").then_some(WorkloadId(1))) else { return };
    let mut texts = vec![kept.person.name.as_str(), kept.person.email.as_str()];
    texts.extend(kept.title.as_deref());
    for text in texts {
        assert!(!text.trim().is_empty() && !text.chars().any(char::is_control), "{text:?}");
    }
    assert_eq!(kept.person.email.as_str().matches('@').count(), 1);
    assert!(!kept.workloads.is_empty());
    let is_customer = new.kind.trim() == "customer";
    assert_eq!((kept.survey_eligible.is_some(), is_customer), (is_customer, new.kind.trim() != "partner"));
    assert!(!is_customer || (kept.country.is_some() && kept.language.is_some()));
}

#[cfg(test)]
#[path = "../../../../fuzz/replay.rs"]
mod replay;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_corpora_breaks_what_reads_requests() {
        let all = |name: &str, target: fn(&[u8])| {
            let inputs = replay::replay(name, target);
            assert!(inputs > 300, "{name}: {inputs} inputs");
        };
        all("list_query", list_query);
        all("csv_cell", csv_cell);
        all("next_path", next_path);
        all("credentials", credentials);
        all("multipart", multipart);
        all("json_body", json_body);
        all("if_match", if_match);
        all("split_form", split_form);
        all("taxonomy_form", taxonomy_form);
        all("contact_fields", contact_fields);
    }

    #[test]
    fn every_hostile_text_is_a_cell_and_a_query_and_leads_nowhere() {
        let texts = include_str!("../../../../abuse/payloads.json");
        let texts: Vec<serde_json::Value> = serde_json::from_str(texts).unwrap();
        assert!(texts.len() > 200);
        for text in texts {
            let text = text["text"].as_str().unwrap().as_bytes();
            let targets =
                [list_query, csv_cell, next_path, credentials, multipart, json_body, if_match, contact_fields];
            for target in targets {
                target(text);
            }
            for name in ["q", "country", "sort", "usage_from", "cursor", "column", "limit"] {
                list_query(&[name.as_bytes(), b"=", text].concat());
            }
        }
    }
}
