//! The other twin: the same files, changed wherever the person does not look.

use std::collections::{BTreeMap, BTreeSet};

use testkit::report::{OFFICE_HEADER, Report};

use crate::oracle::books::Books;
use crate::oracle::eyes::{Eyes, Sight, sights};
use crate::oracle::people::Person;
use crate::oracle::sheet::Sheet;
use crate::oracle::worlds::{Drawn, Step};

/// What the person sees, and what lies beside it.
struct Sees<'a> {
    books: &'a Books,
    /// Tenants in sight, with the workloads of each.
    rows: BTreeMap<String, BTreeSet<String>>,
    /// Tenants of which a file says something at a location of the own partners.
    near: BTreeSet<String>,
}

/// A number that is the same for the same text, and for another one another (FNV-1a).
fn number_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The files of the other twin.
pub(super) fn other(drawn: &Drawn, books: &Books, eyes: &Eyes, person: &Person) -> Drawn {
    let own: BTreeSet<&str> = match eyes {
        Eyes::Of(partners) => partners.iter().map(String::as_str).collect(),
        _ => person.partner.as_deref().into_iter().collect(),
    };
    let visible = sights(books, eyes);
    let workloads = |one: &Sight<'_>| one.rows.iter().map(|row| row.workload.clone()).collect();
    let mut sees = Sees {
        books,
        rows: visible.iter().map(|one| (one.tenant.clone(), workloads(one))).collect(),
        near: BTreeSet::new(),
    };
    for step in &drawn.steps {
        let Step::Load { text, .. } = step else { continue };
        let sheet = Sheet::read(text);
        let place = if sheet.has("MPNId") { "MPNId" } else { "MpnId" };
        for row in sheet.rows() {
            if own.contains(books.partner_of(row.at(place))) {
                sees.near.insert(row.at("CustomerTenantId").to_lowercase());
            }
        }
    }
    let mut steps: Vec<Step> = drawn.steps.iter().map(|step| sees.other_step(step)).collect();
    steps.push(Step::Load { file_name: "Kxqtwin.csv".to_owned(), text: further(drawn, &own) });
    let profile = drawn.profile.clone()
        + "4999999,Kxqtwin Partner,4999999,Kxqtwin Partner,,Netherlands,Global\n\
           5999999,Kxqtwin Location,4999999,Kxqtwin Partner,Utrecht,Netherlands,Location\n";
    Drawn { partners: drawn.partners.clone(), profile, steps }
}

/// Tenants of others that the first twin has not at all.
fn further(drawn: &Drawn, own: &BTreeSet<&str>) -> String {
    let mut others = drawn.partners.iter().filter(|partner| !own.contains(partner.id.as_str()));
    let location = others.find_map(|partner| partner.locations.first()).map_or("5999999", String::as_str);
    let mut report = Report::new(OFFICE_HEADER);
    for number in 0..6 {
        let tenant = format!("7e57{number:04x}-0000-4000-8000-000000000{number:03x}");
        let name = format!("Kxqtwin {number} haven");
        report = report.row(&[
            &tenant,
            "70009",
            "Teams",
            "2024-10-01",
            "100",
            "77",
            &name,
            "Kxqtwinland",
            "SMB",
            location,
            "",
            "",
            "CPOR",
            "0",
        ]);
    }
    report.text().to_owned()
}

impl Sees<'_> {
    fn other_step(&self, step: &Step) -> Step {
        let Step::Load { file_name, text } = step else { return step.clone() };
        let header = text.lines().next().unwrap();
        let columns: Vec<&str> = header.split(',').collect();
        let mut report = Report::new(header);
        let month = if columns.contains(&"month") { "month" } else { "Month" };
        for row in Sheet::read(text).rows() {
            let mut cells: Vec<String> = columns.iter().map(|column| row.at(column).to_owned()).collect();
            let tenant = row.at("CustomerTenantId").to_lowercase();
            match self.rows.get(&tenant) {
                None => self.other_tenant(&tenant, row.at(month), &columns, &mut cells),
                Some(workloads) if columns.contains(&"WorkloadName") => {
                    // What another partner holds does not exist here, with whatever figures.
                    if !workloads.contains(self.books.code_of(row.at("WorkloadName"))) {
                        other_figures(&tenant, row.at("Month"), &columns, &mut cells);
                    }
                }
                Some(_) => {}
            }
            report = report.row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
        }
        Step::Load { file_name: file_name.clone(), text: report.text().to_owned() }
    }

    /// Another name and other figures; where no own location has anything to do with it, another tenant.
    fn other_tenant(&self, tenant: &str, month: &str, columns: &[&str], cells: &mut [String]) {
        other_figures(tenant, month, columns, cells);
        let is_far = !self.near.contains(tenant);
        for (column, cell) in columns.iter().zip(cells) {
            match *column {
                "CustomerName" | "CustomerTenantName" => cell.push_str(" kxqtwin"),
                "TenantDomainName" if !cell.is_empty() => *cell = format!("kxqtwin{cell}"),
                "CustomerMarket" | "CustomerTenantCountry" | "CustomerSegment" => {
                    "Kxqtwinland".clone_into(cell);
                }
                "CustomerTpid" if is_far => "79999".clone_into(cell),
                "CustomerTenantId" if is_far && number_of(tenant).is_multiple_of(2) => {
                    let rest = cell.split_off(2);
                    *cell = format!("{}{rest}", if cell.to_lowercase() == "7e" { "e7" } else { "7e" });
                }
                _ => {}
            }
        }
    }
}

fn other_figures(tenant: &str, month: &str, columns: &[&str], cells: &mut [String]) {
    let more = i64::try_from(number_of(&format!("{tenant} {month}")) % 37).unwrap() + 1;
    for (column, cell) in columns.iter().zip(cells) {
        let is_figure = column.ends_with("PaidAvailableUnits") || column.ends_with("MonthlyActiveUsers");
        if column.starts_with("Total") && column.ends_with("Seats") {
            *cell = (cell.parse::<i64>().unwrap() + more).to_string();
        }
        // None stays none: whether there are any decides who holds it.
        if is_figure && !cell.is_empty() && cell != "0" {
            *cell = (cell.parse::<i64>().unwrap() + more).to_string();
        }
    }
}
