//! The overview, added up by hand (S2.6).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::books::written;
use super::compare::{Comparison, assert_lists, percent, points, totals};
use super::eyes::{Question, Sight, tenths};

/// Bands by their lowest and highest millionths.
const BANDS: [(&str, i64, i64); 5] = [
    ("low", 0, 249_999),
    ("fair", 250_000, 499_999),
    ("good", 500_000, 749_999),
    ("high", 750_000, 1_000_000),
    ("above", 1_000_001, i64::MAX),
];

/// PAU and MAU by month.
type Sums = BTreeMap<i32, (i64, i64)>;

fn months(sums: &Sums) -> Value {
    let one = |(&month, &(pau, mau)): (&i32, &(i64, i64))| json!({ "month": written(month), "pau": pau, "mau": mau, "usage_percent": percent(tenths(pau, mau)) });
    sums.iter().map(one).collect()
}

fn band_of(one: &Sight<'_>) -> &'static str {
    match one.figure {
        Some((_, pau, mau)) if pau > 0 => {
            let millionths = mau * 1_000_000 / pau;
            BANDS.iter().find(|(_, low, high)| (*low..=*high).contains(&millionths)).unwrap().0
        }
        _ => "none",
    }
}

impl Comparison<'_> {
    /// Totals, months, workloads, bands and movers; and the page of them, which shows no other tenant.
    pub(crate) async fn overview(&mut self) {
        let answer = self.caller.get("/api/v1/overview").await;
        let all: Vec<&Sight<'_>> = self.seen.iter().collect();
        assert_eq!(answer["totals"], totals(&all, &self.purse), "overview");
        let newest = all.iter().filter_map(|one| one.figure).map(|figure| figure.0).max();
        let (mut together, mut by_workload) = (Sums::new(), BTreeMap::<String, (i64, i64, i64, Sums)>::new());
        for one in &all {
            for row in &one.rows {
                let workload = by_workload.entry(row.workload.clone()).or_default();
                if row.is_current {
                    workload.0 += 1;
                    workload.1 += row.cell.pau;
                    workload.2 += row.cell.mau;
                }
                for (month, _, cell) in self.books.months(&one.tenant, &row.workload) {
                    if newest.is_some_and(|newest| month > newest - 13) {
                        for sums in [&mut together, &mut workload.3] {
                            let sum = sums.entry(month).or_default();
                            *sum = (sum.0 + cell.pau, sum.1 + cell.mau);
                        }
                    }
                }
            }
        }
        assert_eq!(answer["months"], months(&together), "overview");
        check_workloads(&answer, &by_workload);
        for band in answer["bands"].as_array().unwrap() {
            let count = all.iter().filter(|one| band["band"] == band_of(one)).count();
            assert_eq!(band["tenants"], count, "overview: {band}");
        }
        for (field, sort, sign) in [("risen", "-change", 1), ("fallen", "change", -1)] {
            let question = Question { sort, ..Question::default() };
            let expected: Vec<Value> = question
                .answer(&self.seen)
                .into_iter()
                .take(5)
                .filter(|one| one.change_tenths().is_some_and(|tenths| tenths.signum() == sign))
                .map(|one| {
                    json!({
                        "tenant_id": one.tenant, "name": one.known.name,
                        "usage_percent": percent(one.tenths()), "change_points": points(one.change_tenths()),
                    })
                })
                .collect();
            assert_lists(answer[field].as_array().unwrap(), &expected, field);
        }
        self.made.one("overviews");
        let page = self.caller.download("/overview").await;
        for mover in answer["risen"].as_array().unwrap() {
            assert!(page.contains(mover["tenant_id"].as_str().unwrap()), "the page leaves out {mover}");
        }
        self.made.one("overview pages");
        let me = self.caller.get("/api/v1/me").await;
        assert_eq!(me["tenants"], self.seen.len(), "the own account: {me}");
        self.made.one("own accounts");
    }
}

/// The workloads, in whatever order.
fn check_workloads(answer: &Value, expected: &BTreeMap<String, (i64, i64, i64, Sums)>) {
    let told = answer["workloads"].as_array().unwrap();
    // A workload of which every figure is old has no tenants, and is not in the list.
    let expected: BTreeMap<_, _> = expected.iter().filter(|(_, it)| it.0 > 0).collect();
    assert_eq!(told.len(), expected.len(), "overview: {:?}", expected.keys());
    for one in told {
        let (count, pau, mau, sums) = &expected[&one["workload"].as_str().unwrap().to_owned()];
        assert_eq!((&one["tenants"], &one["pau"], &one["mau"]), (&json!(count), &json!(pau), &json!(mau)), "{one}");
        assert_eq!(one["usage_percent"], percent(tenths(*pau, *mau)), "{one}");
        assert_eq!(one["months"], months(sums), "{one}");
    }
}
