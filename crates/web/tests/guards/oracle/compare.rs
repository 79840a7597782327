//! What the product answers, beside what the books say.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::books::{Books, Claim, MOBILITY, written};
use super::caller::Caller;
use super::eyes::{Purse, Question, Row, Sight, tenths};
use super::sheet::Sheet;
use super::worlds::Dice;
use crate::wire::query;

/// How many comparisons were made, by what was compared.
#[derive(Debug, Default)]
pub(crate) struct Made(pub(crate) BTreeMap<&'static str, usize>);

impl Made {
    /// Counts one.
    pub(crate) fn one(&mut self, of: &'static str) {
        *self.0.entry(of).or_default() += 1;
    }

    /// Adds those of another world.
    pub(crate) fn add(&mut self, other: &Self) {
        for (of, count) in &other.0 {
            *self.0.entry(of).or_default() += count;
        }
    }
}

/// Claim numbers by partner, tenant and workload: whoever looks sees the same one, and no two are the same.
#[derive(Debug, Default)]
pub(crate) struct Numbers(BTreeMap<(String, String, String), String>);

impl Numbers {
    fn see(&mut self, claim: &Claim, tenant: &str, workload: &str, number: &str) {
        let digits = number.strip_prefix("F-").unwrap_or_default();
        assert!(
            !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()),
            "{number} is no claim number"
        );
        let place = (claim.partner.clone(), tenant.to_owned(), workload.to_owned());
        let known = self.0.entry(place).or_insert_with(|| number.to_owned());
        assert_eq!(known, number, "{tenant} {workload} has two numbers");
    }

    /// No two claims have one number.
    pub(crate) fn assert_distinct(&self) {
        let distinct: BTreeSet<&String> = self.0.values().collect();
        assert_eq!(distinct.len(), self.0.len(), "two claims have one number: {:?}", self.0);
    }
}

/// A person's answers against what the person must see.
pub(crate) struct Comparison<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) books: &'a Books,
    pub(crate) seen: Vec<Sight<'a>>,
    pub(crate) purse: Purse,
    pub(crate) made: Made,
    pub(crate) numbers: &'a mut Numbers,
}

pub(super) fn percent(tenths: Option<i64>) -> Value {
    tenths.map_or(Value::Null, |tenths| format!("{}.{}", tenths / 10, tenths % 10).parse::<f64>().unwrap().into())
}

/// Tenths that may be below zero.
pub(super) fn points(tenths: Option<i64>) -> Value {
    let sign = |tenths: i64| if tenths < 0 { -1.0 } else { 1.0 };
    tenths.map_or(Value::Null, |tenths| (percent(Some(tenths.abs())).as_f64().unwrap() * sign(tenths)).into())
}

fn item(one: &Sight<'_>, purse: &Purse) -> Value {
    json!({
        // Nothing is offered in these worlds.
        "potential_earnings": null,
        "other_potential_earnings": [],
        "tenant_id": one.tenant,
        "name": one.known.name,
        "domain": one.known.domain,
        "country": one.known.country,
        "segment": one.known.segment,
        "workloads_claimed": one.claimed,
        "pau": one.figure.map(|figure| figure.1),
        "mau": one.figure.map(|figure| figure.2),
        "usage_percent": percent(one.tenths()),
        "change_points": points(one.change_tenths()),
        "month": one.figure.map(|figure| written(figure.0)),
        "overall_status": one.mark.status,
        "last_note_at": one.mark.noted,
        "next_action_on": one.mark.next,
        "overdue": one.mark.is_overdue,
        "survey_eligible_contact": one.mark.is_surveyed,
        "signals": one.signals().into_iter().map(|(name, mut said)| {
            said["signal"] = name.into();
            said
        }).collect::<Vec<_>>(),
        "withheld": if purse.shows(one) { json!([]) } else { json!(["potential_earnings"]) },
    })
}

pub(super) fn totals(found: &[&Sight<'_>], purse: &Purse) -> Value {
    let pau: i64 = found.iter().filter_map(|one| one.figure).map(|figure| figure.1).sum();
    let mau: i64 = found.iter().filter_map(|one| one.figure).map(|figure| figure.2).sum();
    let overdue = found.iter().filter(|one| one.mark.is_overdue).count();
    json!({
        "tenants": found.len(), "pau": pau, "mau": mau, "usage_percent": percent(tenths(pau, mau)), "overdue": overdue,
        "potential_earnings": if purse.of_all { json!([]) } else { Value::Null },
        "withheld": if purse.of_all { json!([]) } else { json!(["potential_earnings"]) },
    })
}

/// The parameters of a question.
fn parameters(question: &Question) -> Vec<(&'static str, String)> {
    let tenths = |tenths: i64| format!("{}.{}", tenths / 10, tenths % 10);
    let mut fields = vec![("sort", question.sort.to_owned()), ("q", question.q.clone())];
    fields.extend(question.locations.iter().map(|one| ("location", one.clone())));
    fields.extend(question.workloads.iter().map(|one| ("workload", one.clone())));
    fields.extend(question.country.iter().map(|one| ("country", one.clone())));
    fields.extend(question.segment.iter().map(|one| ("segment", one.clone())));
    fields.extend(question.usage_from.map(|from| ("usage_from", tenths(from))));
    fields.extend(question.usage_to.map(|to| ("usage_to", tenths(to))));
    fields.extend(question.signal.map(|signal| ("signal", signal.to_owned())));
    fields.extend(question.below_minimum.then(|| ("below_minimum", "true".to_owned())));
    fields.extend(question.overall_status.map(|status| ("overall_status", status.to_owned())));
    fields.extend(question.overdue.then(|| ("overdue", "true".to_owned())));
    fields.extend(question.no_survey_contact.then(|| ("no_survey_contact", "true".to_owned())));
    fields.extend(question.l1.iter().map(|one| ("l1", one.clone())));
    fields.extend(question.l2.iter().map(|one| ("l2", one.clone())));
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

/// A cell of an export: whole numbers and texts as they are, nothing as nothing.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => format!("{:.1}", number.as_f64().unwrap()),
        other => other.to_string(),
    }
}

impl Comparison<'_> {
    /// The list of a question: every page of it, the figures above it, and its export.
    pub(crate) async fn list(&mut self, question: &Question, limit: usize) {
        let found = question.answer(&self.seen);
        let fields = parameters(question);
        let (mut items, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let mut page = fields.clone();
            page.push(("limit", limit.to_string()));
            page.extend(cursor.take().map(|cursor| ("cursor", cursor)));
            let path = format!("/api/v1/tenants?{}", query(&page));
            let answer = self.caller.get(&path).await;
            assert_eq!(answer["totals"], totals(&found, &self.purse), "{path}");
            self.made.one("totals");
            let rows = answer["items"].as_array().unwrap();
            assert!(rows.len() <= limit, "{path}");
            items.extend(rows.iter().cloned());
            match answer["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => break,
            }
            self.made.one("cursors");
            assert!(items.len() <= found.len(), "{path} has no end");
        }
        let expected: Vec<Value> = found.iter().map(|one| item(one, &self.purse)).collect();
        assert_lists(&items, &expected, &format!("{question:?}"));
        self.made.one("lists");
        let file = self.caller.download(&format!("/tenants/export.csv?{}", query(&fields))).await;
        assert_file(&file, &expected, question.sort);
        self.made.one("list exports");
    }

    /// Everything of one tenant but the history: the page's head and the usage details, and their export.
    pub(crate) async fn details(&mut self, at: usize) {
        let one = self.seen[at].clone();
        let base = format!("/api/v1/tenants/{}", one.tenant);
        let mut head = self.caller.get(&base).await;
        let fields = head.as_object_mut().unwrap();
        fields.retain(|name, _| name != "tpid" && name != "locations");
        assert_eq!(head, item(&one, &self.purse), "{base}");
        self.made.one("tenants");

        let usage = self.caller.get(&format!("{base}/usage")).await;
        assert_eq!(usage["month"], item(&one, &self.purse)["month"], "{base}");
        let mut rows: BTreeMap<&str, &Value> = BTreeMap::new();
        for row in usage["rows"].as_array().unwrap() {
            assert!(rows.insert(row["workload"].as_str().unwrap(), row).is_none(), "{base}: {row} is there twice");
        }
        let expected: Vec<&str> = one.rows.iter().map(|row| row.workload.as_str()).collect();
        assert_eq!(rows.keys().copied().collect::<Vec<_>>(), expected, "{base}");
        for row in &one.rows {
            self.row(&one.tenant, row, rows[row.workload.as_str()]);
        }
        let file = self.caller.download(&format!("/tenants/{}/usage.csv", one.tenant)).await;
        let exported = Sheet::read(&file);
        let lines: BTreeMap<&str, _> = exported.rows().map(|line| (line.at("workload"), line)).collect();
        assert_eq!(lines.keys().copied().collect::<Vec<_>>(), expected, "{base}");
        for (workload, row) in rows {
            for column in ["claimable", "month", "pau", "mau", "usage_percent"] {
                assert_eq!(lines[workload].at(column), cell(&row[column]), "{base} {workload} {column}");
            }
            assert_eq!(lines[workload].at("claim"), cell(&row["claim"]["number"]), "{base} {workload}");
            self.made.one("exported usage rows");
        }
    }

    fn row(&mut self, tenant: &str, row: &Row<'_>, answer: &Value) {
        let figure = row.is_current.then_some((row.cell.pau, row.cell.mau));
        let told = |field: &str| answer[field].clone();
        let expected = json!({
            "claimable": row.claim.is_none(),
            "pau": figure.map(|figure| figure.0),
            "mau": figure.map(|figure| figure.1),
            "usage_percent": percent(figure.and_then(|(pau, mau)| tenths(pau, mau))),
            "month": written(row.month),
        });
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(told(field), *value, "{tenant} {} {field}: {answer}", row.workload);
        }
        match &row.claim {
            None => assert_eq!(told("claim"), Value::Null, "{tenant} {}", row.workload),
            Some(claim) => {
                let since = format!("{}-01", written(claim.since));
                let since = claim.by.as_ref().map_or(since, |(_, day)| day.to_string());
                assert_eq!(answer["claim"]["approved_on"], since, "{tenant} {}: {answer}", row.workload);
                let at: BTreeSet<String> = answer["claim"]["locations"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|location| location["partner_id"].as_str().unwrap().to_owned())
                    .collect();
                assert_eq!(at, claim.locations, "{tenant} {}", row.workload);
                let number = answer["claim"]["number"].as_str().unwrap();
                match &claim.by {
                    Some((filed, _)) => assert_eq!(number, filed, "{tenant} {}", row.workload),
                    None => self.numbers.see(claim, tenant, &row.workload, number),
                }
                self.made.one("claims");
            }
        }
        self.made.one("usage rows");
    }

    /// Every workload of a tenant that has room to grow, page by page, and the cards above them (S5.4).
    pub(crate) async fn opportunities(&mut self, limit: usize) {
        let mut expected: BTreeMap<(String, String), Value> = BTreeMap::new();
        for one in &self.seen {
            for row in one.rows.iter().filter(|row| row.is_current) {
                let before = self.books.months(&one.tenant, &row.workload).into_iter().filter(|it| it.0 < row.month);
                let units = row.cell.pau - before.map(|(_, _, cell)| cell.mau).max().unwrap_or(0);
                if units > 0 {
                    let told = json!({
                        "pau": row.cell.pau, "mau": row.cell.mau, "opportunity_units": units,
                        "claimed": row.claim.is_some(), "name": one.known.name,
                        "withheld": if self.purse.shows(one) { json!([]) } else { json!(["potential_earnings"]) },
                    });
                    expected.insert((one.tenant.clone(), row.workload.clone()), told);
                }
            }
        }
        let (mut found, mut cursor, mut last) = (BTreeMap::new(), None::<String>, i64::MAX);
        loop {
            let mut page = vec![("limit", limit.to_string()), ("sort", "-opportunity_units".to_owned())];
            page.extend(cursor.take().map(|cursor| ("cursor", cursor)));
            let answer = self.caller.get(&format!("/api/v1/opportunities?{}", query(&page))).await;
            let sum = |field: &str| {
                answer["cards"].as_array().unwrap().iter().map(|card| card[field].as_i64().unwrap()).sum::<i64>()
            };
            assert_eq!(sum("rows"), i64::try_from(expected.len()).unwrap(), "cards: {answer}");
            assert_eq!(
                sum("opportunity_units"),
                expected.values().map(|one| one["opportunity_units"].as_i64().unwrap()).sum::<i64>()
            );
            for row in answer["items"].as_array().unwrap() {
                let text = |field: &str| row[field].as_str().unwrap().to_owned();
                let units = row["opportunity_units"].as_i64().unwrap();
                assert!(units <= last, "opportunities: {row} stands too low");
                last = units;
                let mut told = row.clone();
                told.as_object_mut().unwrap().retain(|name, _| {
                    ["pau", "mau", "opportunity_units", "claimed", "name", "withheld"].contains(&name.as_str())
                });
                assert!(found.insert((text("tenant_id"), text("workload")), told).is_none(), "{row} is there twice");
            }
            match answer["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => break,
            }
        }
        assert_eq!(found, expected, "opportunities");
        self.made.one("opportunities");
    }

    /// The history of one workload of a tenant, and its export.
    pub(crate) async fn history(&mut self, at: usize, workload: usize) {
        let (tenant, row) = (self.seen[at].tenant.clone(), self.seen[at].rows[workload].clone());
        let mut expected = Vec::new();
        for (month, source, figure) in self.books.months(&tenant, &row.workload) {
            expected.push(json!({
                "month": written(month),
                "pau": figure.pau,
                "mau": figure.mau,
                "usage_percent": percent(tenths(figure.pau, figure.mau)),
                "report": if source == MOBILITY { "EMSUsage" } else { "OfficeUsage" },
                "file_name": figure.file,
            }));
        }
        let name = query(&[("w", row.workload.clone())]).split_off(2).replace('+', "%20");
        let path = format!("/tenants/{tenant}/workloads/{name}/history");
        let mut answer = self.caller.get(&format!("/api/v1{path}")).await;
        let months = answer["months"].as_array_mut().unwrap();
        for month in months.iter_mut() {
            assert!(month.as_object_mut().unwrap().remove("loaded_at").is_some_and(|moment| moment.is_string()));
        }
        assert_lists(months, &expected, &path);
        self.made.one("histories");
        let file = Sheet::read(&self.caller.download(&format!("{path}.csv")).await);
        let lines: Vec<_> = file.rows().collect();
        assert_eq!(lines.len(), expected.len(), "{path}.csv");
        for (line, month) in lines.iter().zip(&expected) {
            for column in ["month", "pau", "mau", "usage_percent", "report", "file_name"] {
                assert_eq!(line.at(column), cell(&month[column]), "{path}.csv {column}");
            }
        }
        self.made.one("history exports");
    }

    /// What somebody else has is answered exactly as what nobody has (S2.1).
    pub(crate) async fn strangers(&mut self, dice: &mut Dice) {
        let own: BTreeSet<&str> = self.seen.iter().map(|one| one.tenant.as_str()).collect();
        let mut foreign: Vec<&str> = self.books.tenants().into_iter().filter(|one| !own.contains(one)).collect();
        dice.shuffle(&mut foreign);
        let nobodys = "99999999-0000-4000-8000-00000000ffff";
        for tenant in foreign.into_iter().take(3) {
            for rest in ["", "/usage", "/workloads/Teams/history"] {
                let mut answers = Vec::new();
                for id in [tenant, nobodys] {
                    let (status, body) = self.caller.ask(&format!("/api/v1/tenants/{id}{rest}")).await;
                    // The number of the request, and the address itself, are all that may differ.
                    answers.push((status, without_request(body).replace(id, "")));
                }
                assert_eq!(answers[0], answers[1], "{tenant}{rest}");
                assert_eq!(answers[0].0, 404, "{tenant}{rest}");
                self.made.one("foreign tenants");
            }
        }
        let foreign = self.seen.iter().find_map(|one| {
            let other = |workload: &&str| !one.rows.iter().any(|row| row.workload == **workload);
            self.books.workloads(&one.tenant).into_iter().find(other).map(|workload| (one.tenant.clone(), workload))
        });
        if let Some((tenant, workload)) = foreign {
            let mut answers = Vec::new();
            for name in [workload, "Nobodys"] {
                let name = query(&[("w", name.to_owned())]).split_off(2).replace('+', "%20");
                let (status, body) =
                    self.caller.ask(&format!("/api/v1/tenants/{tenant}/workloads/{name}/history")).await;
                answers.push((status, without_request(body).replace(&name, "")));
            }
            assert_eq!(answers[0], answers[1], "{tenant} {workload}");
            assert_eq!(answers[0].0, 404, "{tenant} {workload}");
            self.made.one("foreign workloads");
        }
    }

    /// A location of somebody else cannot be filtered by, and answers as one that does not exist.
    pub(crate) async fn foreign_location(&mut self, location: &str) {
        let mut answers = Vec::new();
        for place in [location, "9999999"] {
            let (status, body) = self.caller.ask(&format!("/api/v1/tenants?location={place}")).await;
            answers.push((status, without_request(body).replace(place, "")));
        }
        assert_eq!(answers[0], answers[1], "{location}");
        assert_eq!(answers[0].0, 400, "{location}");
        self.made.one("foreign locations");
    }
}

pub(super) fn without_request(mut body: Value) -> String {
    if let Some(fields) = body.as_object_mut() {
        fields.remove("request_id");
    }
    body.to_string()
}

/// Two lists that must be the same, in the same order; names the first place where they are not.
pub(super) fn assert_lists(answer: &[Value], expected: &[Value], what: &str) {
    for (place, (one, other)) in answer.iter().zip(expected).enumerate() {
        assert_eq!(one, other, "{what}: row {place} of {}", expected.len());
    }
    assert_eq!(answer.len(), expected.len(), "{what}: so many rows");
}

/// A downloaded list.
fn assert_file(file: &str, expected: &[Value], what: &str) {
    let sheet = Sheet::read(file);
    let lines: Vec<_> = sheet.rows().collect();
    assert_eq!(lines.len(), expected.len(), "{what}: {file}");
    for (line, row) in lines.iter().zip(expected) {
        for column in ["tenant_id", "name", "domain", "country", "segment", "workloads_claimed", "month", "pau", "mau"]
        {
            assert_eq!(line.at(column), cell(&row[column]), "{what}: {column} of {row}");
        }
        for column in ["usage_percent", "change_points"] {
            assert_eq!(line.at(column), cell(&row[column]), "{what}: {column} of {row}");
        }
        let signals = row["signals"].as_array().unwrap().iter().map(|one| one["signal"].as_str().unwrap());
        assert_eq!(line.at("signals"), signals.collect::<Vec<_>>().join(" "), "{what}: {row}");
        for column in ["overdue", "survey_eligible_contact", "overall_status", "next_action_on"] {
            assert_eq!(line.at(column), cell(&row[column]), "{what}: {column} of {row}");
        }
        assert_eq!(line.at("last_note_at").is_empty(), row["last_note_at"].is_null(), "{what}: {row}");
        assert_eq!(line.at("potential_earnings"), "", "{what}: {row}");
        assert_eq!(line.at("withheld"), row["withheld"][0].as_str().unwrap_or_default(), "{what}: {row}");
    }
}
