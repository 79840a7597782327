//! What the files say, added up by hand: who holds what, and how much of it is used.
//!
//! Nothing of the product is used here, and its style neither: files are read from their first row to their last, in
//! the order in which they were loaded, into maps keyed by what people call things.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::sheet::{Line, Sheet};

/// The reports that bring figures, in the order in which they win over one another (ADR 0005).
pub(crate) const MOBILITY: u8 = 1;
pub(crate) const LICENCES: u8 = 2;

/// The spellings of shipped workloads that the files use, and their codes.
const SPELLINGS: [(&str, &str); 14] = [
    ("exchange", "Exchange"),
    ("exchangeonline", "Exchange"),
    ("teams", "Teams"),
    ("microsoftteams", "Teams"),
    ("msteams", "Teams"),
    ("sharepoint", "SharePoint"),
    ("onedriveforbusiness", "OneDrive"),
    ("onedrive", "OneDrive"),
    ("yammer", "Yammer"),
    ("aadp", "AADP"),
    ("azureadpremium", "AADP"),
    ("intune", "Intune"),
    ("azip", "Azip"),
    ("microsoft365copilot", "Copilot"),
];

/// A file that was loaded, and whether that was taken back.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) file_name: String,
    pub(crate) text: String,
    pub(crate) is_undone: bool,
}

/// What a report says of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    month: i32,
    name: String,
    domain: String,
    country: String,
    segment: String,
}

/// A figure, where it was held, and the file that brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) pau: i64,
    pub(crate) mau: i64,
    held_at: BTreeSet<String>,
    pub(crate) file: String,
}

/// A claim: the partner, the locations, and the month since which it holds without a break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) partner: String,
    pub(crate) locations: BTreeSet<String>,
    pub(crate) since: i32,
    /// Where a decision made it: the number of the claim that was filed, and the day.
    pub(crate) by: Option<(String, NaiveDate)>,
}

/// Who holds what by a decision: tenant and workload.
pub(crate) type Decided = BTreeMap<(String, String), Claim>;

/// What is known of a tenant, whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) country: String,
    pub(crate) segment: String,
}

/// A workload's figures that count, oldest first: month, source and figure.
pub(crate) type Months<'a> = Vec<(i32, u8, &'a Cell)>;

/// What is held in a month, by SKU and subscription.
pub(crate) type HeldBySubscription = BTreeMap<(String, String), Held>;

/// What a subscription holds of a SKU in a month.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) sold: i64,
    pub(crate) assigned: i64,
    pub(crate) is_over: bool,
    pub(crate) ends: String,
    pub(crate) renews: bool,
    pub(crate) spelled: String,
}

/// All that the files say.
#[derive(Default)]
pub(crate) struct Books {
    /// Which partner a location is of; a partner is a location of itself.
    partner_of: BTreeMap<String, String>,
    /// What each kind of report says of a tenant in its newest month; the key's number is the order of kinds.
    said: BTreeMap<(String, u8), Said>,
    /// Tenant, workload, month, source.
    cells: BTreeMap<(String, String), BTreeMap<(i32, u8), Cell>>,
    /// To which partner and location a tenant was referred.
    referred: BTreeMap<String, Vec<(String, String)>>,
    /// Seats of a tenant by month, SKU and subscription.
    pub(crate) seats: BTreeMap<String, BTreeMap<i32, HeldBySubscription>>,
    /// Codes of workloads by spelling, those of the files too.
    codes: BTreeMap<String, String>,
    /// What was decided comes before what files say (ADR 0019).
    pub(crate) decided: Decided,
}

impl Books {
    /// Reads the profile and all that was loaded after it.
    pub(crate) fn of(profile: &str, files: &[Loaded]) -> Self {
        let mut books = Self::default();
        books.codes.extend(SPELLINGS.map(|(spelling, code)| (spelling.to_owned(), code.to_owned())));
        for row in Sheet::read(profile).rows() {
            books.partner_of.insert(row.at("MPNId").to_owned(), row.at("PGA_MPNId").to_owned());
        }
        for file in files {
            let sheet = Sheet::read(&file.text);
            if sheet.has("WorkloadName") {
                // A name that came with a load stays in the catalogue when the load is taken back.
                for row in sheet.rows() {
                    books.code(row.at("WorkloadName"));
                }
            }
            if file.is_undone {
                continue;
            }
            if sheet.has("WorkloadName") {
                books.read_licences(&sheet, &file.file_name);
            } else if sheet.has("TotalSoldSeats") {
                books.read_seats(&sheet);
            } else if sheet.has("SubscriptionId") {
                books.read_mobility(&sheet, &file.file_name);
            } else {
                books.read_customers(&sheet);
            }
        }
        books
    }

    /// The code of a workload that some file has named.
    pub(crate) fn code_of(&self, name: &str) -> &str {
        let spelling: String = name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
        &self.codes[&spelling]
    }

    fn code(&mut self, name: &str) -> String {
        let spelling: String = name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
        self.codes.entry(spelling).or_insert_with(|| name.trim().to_owned()).clone()
    }

    /// Within a file the newest month says it, and in a month the first row; a later file when it is not of an
    /// older month.
    fn hear(&mut self, sheet: &Sheet, kind: u8, say: impl Fn(Line<'_>) -> (String, Said)) {
        let mut heard: BTreeMap<String, Said> = BTreeMap::new();
        for row in sheet.rows() {
            let (tenant, said) = say(row);
            match heard.get(&tenant) {
                Some(before) if before.month >= said.month => {}
                _ => drop(heard.insert(tenant, said)),
            }
        }
        for (tenant, said) in heard {
            let place = (tenant, kind);
            if self.said.get(&place).is_none_or(|before| before.month <= said.month) {
                self.said.insert(place, said);
            }
        }
    }

    fn read_customers(&mut self, sheet: &Sheet) {
        self.hear(sheet, 1, |row| {
            let said = Said {
                month: month(row.at("Month")),
                name: row.at("CustomerTenantName").to_owned(),
                domain: row.at("TenantDomainName").to_owned(),
                country: row.at("CustomerTenantCountry").to_owned(),
                segment: row.at("CustomerSegment").to_owned(),
            };
            (row.at("CustomerTenantId").to_lowercase(), said)
        });
    }

    fn hear_usage(&mut self, sheet: &Sheet, kind: u8) {
        self.hear(sheet, kind, |row| {
            let said = Said {
                month: month(row.at("Month")),
                name: row.at("CustomerName").to_owned(),
                domain: String::new(),
                country: row.at("CustomerMarket").to_owned(),
                segment: row.at("CustomerSegment").to_owned(),
            };
            (row.at("CustomerTenantId").to_lowercase(), said)
        });
    }

    fn read_licences(&mut self, sheet: &Sheet, file: &str) {
        self.hear_usage(sheet, 2);
        let mut written: BTreeMap<(String, String, i32), Cell> = BTreeMap::new();
        for row in sheet.rows() {
            let workload = self.code(row.at("WorkloadName"));
            let place = (row.at("CustomerTenantId").to_lowercase(), workload, month(row.at("Month")));
            let cell = written.entry(place).or_insert_with(|| Cell {
                pau: row.number("PaidAvailableUnits").unwrap(),
                mau: row.number("MonthlyActiveUsers").unwrap(),
                held_at: BTreeSet::new(),
                file: file.to_owned(),
            });
            if is_claim(row.at("PartnerAttributionType")) {
                cell.held_at.insert(row.at("MPNId").to_owned());
            }
        }
        self.enter(written, LICENCES);
    }

    /// A subscription, SKU and month is one thing, however many locations report it.
    fn read_seats(&mut self, sheet: &Sheet) {
        self.hear_usage(sheet, 4);
        for row in sheet.rows() {
            let ends = match row.at("SubscriptionEndDate") {
                "3/31/2027" => "2027-03-31",
                day => day,
            };
            let held = Held {
                sold: row.number("TotalSoldSeats").unwrap(),
                assigned: row.number("TotalAssignedSeats").unwrap(),
                is_over: row.at("SubscriptionState") == "expired",
                ends: ends.to_owned(),
                renews: row.at("IsAutoRenew") == "1",
                spelled: row.at("SKU").to_owned(),
            };
            let plain: String =
                row.at("SKU").to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
            let months = self.seats.entry(row.at("CustomerTenantId").to_lowercase()).or_default();
            let place = (plain, row.at("SubscriptionId").to_lowercase());
            months.entry(month(row.at("month"))).or_default().insert(place, held);
        }
    }

    fn read_mobility(&mut self, sheet: &Sheet, file: &str) {
        self.hear_usage(sheet, 3);
        let mut written: BTreeMap<(String, String, i32), Cell> = BTreeMap::new();
        let mut added = BTreeSet::new();
        for row in sheet.rows() {
            for workload in ["AADP", "Intune", "Azip"] {
                let pau = row.number(&format!("{workload}PaidAvailableUnits"));
                let mau = row.number(&format!("{workload}MonthlyActiveUsers"));
                if pau.is_none() && mau.is_none() {
                    continue;
                }
                let place = (row.at("CustomerTenantId").to_lowercase(), workload.to_owned(), month(row.at("Month")));
                let cell = written.entry(place.clone()).or_insert_with(|| Cell {
                    pau: 0,
                    mau: 0,
                    held_at: BTreeSet::new(),
                    file: file.to_owned(),
                });
                // A subscription counts once, for however many locations it is reported.
                if added.insert((place, row.at("SubscriptionId").to_lowercase())) {
                    cell.pau += pau.unwrap_or(0);
                    cell.mau += mau.unwrap_or(0);
                }
                // It attaches the partner to the workloads that it pays for.
                if is_claim(row.at("PartnerAttachType")) && pau > Some(0) {
                    cell.held_at.insert(row.at("MPNId").to_owned());
                }
            }
        }
        self.enter(written, MOBILITY);
    }

    /// Takes over what a file says of figures; one that says nothing new leaves the figure with its file.
    fn enter(&mut self, written: BTreeMap<(String, String, i32), Cell>, source: u8) {
        for ((tenant, workload, month), cell) in written {
            let row = self.cells.entry((tenant, workload)).or_default();
            let same = row
                .get(&(month, source))
                .is_some_and(|old| (old.pau, old.mau, &old.held_at) == (cell.pau, cell.mau, &cell.held_at));
            if !same {
                row.insert((month, source), cell);
            }
        }
    }

    /// Every tenant of which any file speaks.
    pub(crate) fn tenants(&self) -> BTreeSet<&str> {
        self.said.keys().map(|(tenant, _)| tenant.as_str()).collect()
    }

    /// Writes down that a tenant was referred to a location of a partner.
    pub(crate) fn refer(&mut self, tenant: &str, partner: &str, location: &str) {
        self.referred.entry(tenant.to_owned()).or_default().push((partner.to_owned(), location.to_owned()));
    }

    /// To which partners and locations a tenant was referred.
    pub(crate) fn referred(&self, tenant: &str) -> &[(String, String)] {
        self.referred.get(tenant).map_or(&[], Vec::as_slice)
    }

    /// The partner of a location.
    pub(crate) fn partner_of(&self, location: &str) -> &str {
        &self.partner_of[location]
    }

    /// The workloads of which there are figures of a tenant.
    pub(crate) fn workloads(&self, tenant: &str) -> Vec<&str> {
        let own = self.cells.keys().filter(|(one, _)| one == tenant);
        own.map(|(_, workload)| workload.as_str()).collect()
    }

    /// The months of a workload that count: of two reports of one month the mobility report (ADR 0005).
    pub(crate) fn months(&self, tenant: &str, workload: &str) -> Months<'_> {
        let mut months: Months<'_> = Vec::new();
        let Some(row) = self.cells.get(&(tenant.to_owned(), workload.to_owned())) else { return months };
        for (&(month, source), cell) in row {
            if months.last().is_none_or(|last| last.0 != month) {
                months.push((month, source, cell));
            }
        }
        months
    }

    /// Who holds a workload: by a decision, or by what files say.
    pub(crate) fn claim(&self, tenant: &str, workload: &str) -> Option<Claim> {
        let decided = self.decided.get(&(tenant.to_owned(), workload.to_owned()));
        decided.cloned().or_else(|| self.reported(tenant, workload))
    }

    /// Who holds a workload by what files say: whoever does in its newest month (ADR 0003).
    pub(crate) fn reported(&self, tenant: &str, workload: &str) -> Option<Claim> {
        let months = self.months(tenant, workload);
        let locations = months.last()?.2.held_at.clone();
        let partner = self.partner_of(locations.first()?).to_owned();
        let mut since = 0;
        for (month, _, cell) in months.iter().rev() {
            if cell.held_at.first().is_none_or(|location| self.partner_of(location) != partner) {
                break;
            }
            since = *month;
        }
        Some(Claim { partner, locations, since, by: None })
    }

    /// What a tenant is called and where it is. The name is the newest; the rest is of the first kind of report
    /// that has it: customers and tenants, licence usage, mobility usage.
    pub(crate) fn known(&self, tenant: &str) -> Known {
        let said: Vec<&Said> = (1..=4).filter_map(|kind| self.said.get(&(tenant.to_owned(), kind))).collect();
        let mut newest = said[0];
        for one in &said {
            if one.month > newest.month {
                newest = one;
            }
        }
        let first = |of: fn(&Said) -> &str| {
            said.iter().map(|one| of(one)).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
        };
        Known {
            name: newest.name.clone(),
            domain: first(|one| &one.domain),
            country: first(|one| &one.country),
            segment: first(|one| &one.segment),
        }
    }
}

/// A month as a count of months, so that the one before is one less.
fn month(text: &str) -> i32 {
    let year: i32 = text[..4].parse().unwrap();
    let month: i32 = text[5..7].parse().unwrap();
    year * 12 + month - 1
}

/// A month as people write it.
pub(crate) fn written(month: i32) -> String {
    format!("{:04}-{:02}", month / 12, month % 12 + 1)
}

fn is_claim(attribution: &str) -> bool {
    attribution == "CPOR" || attribution == "CPOR - FRP"
}
