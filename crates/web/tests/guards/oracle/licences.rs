//! Licences, added up by hand (S5.5).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::books::{Held, written};
use super::compare::Comparison;
use super::eyes::Sight;
use super::sheet::Sheet;
use crate::wire::query;

/// Which workloads the SKUs of the worlds entitle to, and the bucket of each, written down a second time.
const CATALOGUE: [(&str, &str, &str); 4] = [
    ("microsoft365e3", "Microsoft 365", "Exchange Teams SharePoint OneDrive OfficeProPlus Yammer AADP Intune Azip"),
    ("office365e1", "Office 365", "Exchange Teams SharePoint OneDrive Yammer"),
    ("emse3", "Enterprise Mobility + Security", "AADP Intune Azip"),
    ("microsoft365copilot", "Copilot", "Copilot"),
];

/// A row, with all that is compared of it.
#[derive(Debug)]
struct Row {
    place: (String, String),
    unused: i64,
    locations: Vec<String>,
    bucket: &'static str,
    sold: i64,
    json: Value,
}

impl Comparison<'_> {
    /// The rows that somebody must see, from the newest month of each tenant's seats.
    fn licences_expected(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for one in self.seen.iter().filter(|one| one.knows_figures) {
            let Some((month, seats)) = self.books.seats.get(&one.tenant).and_then(|months| months.last_key_value())
            else {
                continue;
            };
            let mut by_sku: BTreeMap<&str, Vec<&Held>> = BTreeMap::new();
            for ((sku, _), held) in seats.iter().filter(|(_, held)| !held.is_over) {
                by_sku.entry(sku).or_default().push(held);
            }
            rows.extend(by_sku.into_iter().map(|(sku, held)| row(one, *month, sku, &held)));
        }
        rows
    }

    /// The list with its totals and cards, by filter too; the page and the export, which name no other tenant.
    pub(crate) async fn licences(&mut self) {
        let expected = self.licences_expected();
        let told = self.licence_pages(&[]).await;
        assert_same(&told.0, &expected.iter().collect::<Vec<_>>(), "licences");
        let unused: Vec<i64> = told.0.iter().map(|one| one["unused"].as_i64().unwrap()).collect();
        assert!(unused.is_sorted_by(|one, next| one >= next), "licences are not by what is to be gained: {unused:?}");
        assert_eq!(told.1["seats_sold"], expected.iter().map(|row| row.sold).sum::<i64>(), "totals of licences");
        assert_eq!(told.1["licences"], expected.len(), "totals of licences");
        self.made.one("licences");
        let mut cards: BTreeMap<&str, i64> = BTreeMap::new();
        for row in &expected {
            *cards.entry(row.bucket).or_default() += row.sold;
        }
        let shown: BTreeMap<&str, i64> = told
            .2
            .as_array()
            .unwrap()
            .iter()
            .map(|card| (card["sku_bucket"].as_str().unwrap(), card["seats_sold"].as_i64().unwrap()))
            .collect();
        assert_eq!(shown, cards, "cards of licences");
        self.made.one("cards of licences");
        let offered = self.caller.get("/api/v1/licences/filters").await;
        let offered: Vec<&str> =
            offered["locations"].as_array().unwrap().iter().map(|one| one["partner_id"].as_str().unwrap()).collect();
        let is_offered = |location: &&String| offered.contains(&location.as_str());
        if let Some(location) = expected.iter().find_map(|row| row.locations.iter().find(is_offered)) {
            let told = self.licence_pages(&[("location", location.as_str())]).await;
            let there: Vec<_> = expected.iter().filter(|row| row.locations.contains(location)).collect();
            assert_same(&told.0, &there, "licences at a location");
            self.made.one("licences at a location");
        }
        let file = Sheet::read(&self.caller.download("/licences/export.csv").await);
        let mut exported: Vec<_> = file
            .rows()
            .map(|line| (line.at("tenant_id").to_owned(), line.number("seats_sold"), line.number("mau")))
            .collect();
        let mut wanted: Vec<_> =
            expected.iter().map(|row| (row.place.0.clone(), Some(row.sold), row.json["mau"].as_i64())).collect();
        exported.sort();
        wanted.sort();
        assert_eq!(exported, wanted, "exported licences");
        self.made.one("exported licences");
        let page = self.caller.download("/licences").await;
        for one in self.books.tenants() {
            let is_there = expected.iter().any(|row| row.place.0 == one);
            assert!(is_there || !page.contains(&format!("/tenants/{one}")), "the page of licences names {one}");
        }
        self.made.one("pages of licences");
    }

    /// All rows, page by page, with totals and cards.
    async fn licence_pages(&self, fields: &[(&str, &str)]) -> (Vec<Value>, Value, Value) {
        let mut rows = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut asked = fields.to_vec();
            asked.push(("limit", "17"));
            if let Some(cursor) = &cursor {
                asked.push(("cursor", cursor));
            }
            let page = self.caller.get(&format!("/api/v1/licences?{}", query(&asked))).await;
            rows.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return (rows, page["totals"].clone(), page["cards"].clone()),
            }
        }
    }
}

fn row(one: &Sight<'_>, month: i32, sku: &str, held: &[&Held]) -> Row {
    let sum = |of: fn(&Held) -> i64| held.iter().map(|one| of(one)).sum::<i64>();
    let (sold, assigned) = (sum(|one| one.sold), sum(|one| one.assigned));
    let known = CATALOGUE.iter().find(|(own, ..)| *own == sku);
    let (mut pau, mut mau, mut is_used) = (0, 0, false);
    for row in one.rows.iter().filter(|row| row.is_current) {
        if known.is_some_and(|(_, _, workloads)| workloads.split(' ').any(|code| code == row.workload)) {
            (pau, mau, is_used) = (pau + row.cell.pau, mau + row.cell.mau, true);
        }
    }
    let bucket = known.map_or("other", |(_, bucket, _)| *bucket);
    let ends = held.iter().map(|one| one.ends.as_str()).filter(|day| !day.is_empty()).min();
    let json = json!({
        "tenant_id": one.tenant, "name": one.known.name, "country": one.known.country, "domain": one.known.domain,
        "sku": held.iter().map(|one| one.spelled.as_str()).min(), "sku_bucket": bucket, "month": written(month),
        "seats_sold": sold, "seats_assigned": assigned, "unused": sold - assigned,
        "pau": is_used.then_some(pau), "mau": is_used.then_some(mau), "term_end": ends,
        "auto_renew": held.iter().all(|one| one.renews),
    });
    let place = (one.tenant.clone(), json["sku"].as_str().unwrap().to_owned());
    Row { place, unused: sold - assigned, locations: one.locations.iter().cloned().collect(), bucket, sold, json }
}

/// The same rows, in whatever order, field by field of what is expected.
fn assert_same(told: &[Value], expected: &[&Row], what: &str) {
    let mut told: Vec<&Value> = told.iter().collect();
    let key = |one: &Value| (one["tenant_id"].as_str().unwrap().to_owned(), one["sku"].as_str().unwrap().to_owned());
    told.sort_by_key(|one| key(one));
    let mut expected = expected.to_vec();
    expected.sort_by_key(|row| row.place.clone());
    assert_eq!(told.len(), expected.len(), "{what}: {told:?} and {expected:?}");
    for (told, row) in told.into_iter().zip(expected) {
        for (field, value) in row.json.as_object().unwrap() {
            assert_eq!(&told[field], value, "{what}: {field} of {told}");
        }
        assert_eq!(told["unused"], row.unused, "{what}: {told}");
    }
}
