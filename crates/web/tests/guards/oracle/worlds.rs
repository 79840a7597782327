//! Random worlds, written down as the files that a partner would have downloaded.
//!
//! A world is drawn from a seed alone, so that the one that disagreed can be made again.

use std::collections::BTreeMap;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use testkit::report::{CUSTOMERS_HEADER, EMS_HEADER, OFFICE_HEADER, PROFILE_HEADER, Report, Seats};

/// What is done with the files of a world, one after the other.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// A file is loaded.
    Load { file_name: String, text: String },
    /// The newest load of the kind of this step (by its place) is taken back.
    Undo { step: usize },
}

/// A partner of a world.
#[derive(Debug, Clone)]
pub(crate) struct Partner {
    /// Its ID, under which files may report too.
    pub(crate) id: String,
    /// Its locations' own IDs.
    pub(crate) locations: Vec<String>,
}

/// A random world.
pub(crate) struct Drawn {
    pub(crate) partners: Vec<Partner>,
    pub(crate) profile: String,
    pub(crate) steps: Vec<Step>,
}

/// Spellings in which files write workloads; those of one line are one workload.
const WORKLOADS: [&[&str]; 10] = [
    &["Teams", "Microsoft Teams", "ms-teams"],
    &["Exchange", "Exchange Online"],
    &["AADP", "Azure AD Premium"],
    &["Intune"],
    &["SharePoint"],
    &["Kaizala", "KAIZALA", "kai zala"],
    &["OneDrive for Business", "onedrive"],
    &["Loop (preview)"],
    &["Yammer"],
    &["Microsoft 365 Copilot"],
];

const CLAIMING: [&str; 2] = ["CPOR", "CPOR - FRP"];
const OTHERWISE: [&str; 4] = ["Transacting Partner", "DPOR", "", "CPO"];
const COUNTRIES: [&str; 5] = ["Netherlands", "Belgium", "germany", "Østland", ""];
const SEGMENTS: [&str; 4] = ["SMB", "Corporate", "enterprise, large", ""];
const NAMES: [&str; 12] = [
    "Café Zonneschijn",
    "haven Noord",
    "Haven Noord",
    "Museum Łęk",
    "Østerbro Værft",
    "Straße & Söhne",
    "=SUM(A1)",
    "De Vries, zonen",
    "Zorg \"Thuis\"",
    "Île de Groix",
    "Ölmühle",
    "100% Fiets_verhuur",
];

/// Chance, with the few questions that a world asks of it.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of a seed.
    pub(crate) fn of(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from `least` to `most`, both possible.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0.random_range(least..=most)
    }

    /// Whether something happens that does so in that many of a hundred cases.
    pub(crate) fn happens(&mut self, percent: u32) -> bool {
        self.0.random_ratio(percent, 100)
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.0.random_range(0..from.len())]
    }

    /// The same things in another order.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            things.swap(place, self.0.random_range(0..=place));
        }
    }
}

/// Who holds something: a partner's locations; none is nobody.
type Holder = Vec<String>;

/// A tenant and who holds which of its workloads, month by month.
struct Customer {
    id: String,
    names: Vec<&'static str>,
    country: &'static str,
    segment: &'static str,
    workloads: Vec<(&'static [&'static str], Holder)>,
    mobility: Holder,
    subscriptions: i64,
}

/// Draws the world of a seed.
pub(crate) fn draw(seed: u64) -> Drawn {
    let mut dice = Dice::of(seed);
    let partners: Vec<Partner> = (0..dice.between(2, 4))
        .map(|number| Partner {
            id: format!("{}", 4_000_000 + number),
            locations: (0..dice.between(1, 4)).map(|at| format!("{}", 5_000_000 + number * 10 + at)).collect(),
        })
        .collect();
    let months = dice.between(1, 16);
    let mut customers: Vec<Customer> =
        (0..dice.between(5, 30)).map(|number| customer(&mut dice, number, &partners)).collect();
    let mut pages = Pages::default();
    for month in 0..months {
        for customer in &mut customers {
            write_month(&mut dice, &partners, customer, month, &mut pages);
        }
    }
    let mut steps = steps(&mut dice, &pages);
    add_seats(&mut Dice::of(!seed), &partners, &customers, months, &mut steps);
    Drawn { profile: profile(&partners), steps, partners }
}

/// SKUs as files write them; the first two of a line are one.
const SKUS: [&str; 7] = [
    "Microsoft 365 E3",
    "microsoft-365 E3",
    "Office 365 E1",
    "EMS-E3",
    "Microsoft 365 Copilot",
    "=Kiosk pack",
    "Teams Rooms",
];

/// Files of seats behind all others, month by month; the last is at times taken back. Dice of their own, so that what was
/// drawn before there were seats is what it was.
fn add_seats(dice: &mut Dice, partners: &[Partner], customers: &[Customer], months: i64, steps: &mut Vec<Step>) {
    let mut last = None;
    for month in (0..months).filter(|month| months - month <= 3) {
        let mut rows = Vec::new();
        for customer in customers {
            if dice.happens(80) {
                rows.extend(seat_rows(dice, partners, customer, month));
            }
        }
        dice.shuffle(&mut rows);
        let rows: Vec<&Vec<String>> = rows.iter().collect();
        last = Some(steps.len());
        let text = file(testkit::report::SEATS_HEADER, &rows);
        steps.push(Step::Load { file_name: format!("Seats-{month}.csv"), text });
    }
    if let Some(step) = last.filter(|_| dice.happens(30)) {
        steps.push(Step::Undo { step });
    }
}

fn seat_rows(dice: &mut Dice, partners: &[Partner], customer: &Customer, month: i64) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for number in 0..dice.between(1, 4) {
        let (sold, assigned) = (dice.between(0, 300).to_string(), dice.between(0, 300).to_string());
        let (month, subscription) = (day(month), format!("{}-L{number}", customer.id));
        let (state, ends) =
            (*dice.pick(&["Active", "", "Suspended", "expired"]), *dice.pick(&["2026-10-01", "", "3/31/2027"]));
        let (sku, auto_renew) = (*dice.pick(&SKUS), *dice.pick(&["0", "1"]));
        // Others report the same again.
        for duplicate in 0..dice.between(1, 2) {
            let partner = dice.pick(partners);
            let row = Seats {
                tenant: &customer.id,
                name: customer.names[0],
                subscription: &subscription,
                sku,
                month: &month,
                ends,
                state,
                auto_renew,
                sold: &sold,
                assigned: &assigned,
                location: &partner.locations[0],
                duplicate: if duplicate > 0 { "1" } else { "0" },
            };
            let text = Report::seats(&[row]).text().to_owned();
            let sheet = super::sheet::Sheet::read(&text);
            let line = sheet.rows().next().unwrap();
            rows.push(text.lines().next().unwrap().split(',').map(|column| line.at(column).to_owned()).collect());
        }
    }
    rows
}

fn profile(partners: &[Partner]) -> String {
    let mut report = Report::new(PROFILE_HEADER);
    for partner in partners {
        let name = format!("Partner {}", partner.id);
        report = report.row(&[&partner.id, &name, &partner.id, &name, "", "Netherlands", "Global"]);
        for location in &partner.locations {
            let own = format!("Location {location}");
            report = report.row(&[location, &own, &partner.id, &name, "Utrecht", "Netherlands", "Location"]);
        }
    }
    report.text().to_owned()
}

fn customer(dice: &mut Dice, number: i64, partners: &[Partner]) -> Customer {
    let count = dice.between(2, 10);
    let mut workloads: Vec<_> = WORKLOADS.to_vec();
    dice.shuffle(&mut workloads);
    workloads.truncate(usize::try_from(count).unwrap());
    Customer {
        id: format!("{:08x}-0000-4000-8000-{number:012x}", dice.between(1, 0xffff_ffff)),
        names: (0..dice.between(1, 3)).map(|_| *dice.pick(&NAMES)).collect(),
        country: dice.pick::<&str>(&COUNTRIES),
        segment: dice.pick::<&str>(&SEGMENTS),
        workloads: workloads.into_iter().map(|spellings| (spellings, holder(dice, partners))).collect(),
        mobility: holder(dice, partners),
        subscriptions: dice.between(-2, 3),
    }
}

/// Somebody, or nobody: one or several locations of one partner, at times the partner's own number.
fn holder(dice: &mut Dice, partners: &[Partner]) -> Holder {
    if dice.happens(35) {
        return Vec::new();
    }
    let partner = dice.pick(partners);
    let mut places = partner.locations.clone();
    if dice.happens(15) {
        places.push(partner.id.clone());
    }
    dice.shuffle(&mut places);
    let most = i64::try_from(places.len()).unwrap().min(3);
    places.truncate(usize::try_from(dice.between(1, most)).unwrap());
    places
}

/// The rows of each kind of report, by month.
#[derive(Default)]
struct Pages {
    licences: BTreeMap<i64, Vec<Vec<String>>>,
    mobility: BTreeMap<i64, Vec<Vec<String>>>,
    customers: BTreeMap<i64, Vec<Vec<String>>>,
}

/// Months are counted from September 2024, so that worlds cross the turn of a year.
fn day(month: i64) -> String {
    let count = 2024 * 12 + 8 + month;
    format!("{:04}-{:02}-01", count / 12, count % 12 + 1)
}

fn figure(dice: &mut Dice) -> (i64, i64) {
    let pau = if dice.happens(15) { 0 } else { dice.between(1, 400) };
    let mau = if dice.happens(10) { pau + dice.between(0, 50) } else { dice.between(0, pau) };
    (pau, mau)
}

fn write_month(dice: &mut Dice, partners: &[Partner], customer: &mut Customer, month: i64, pages: &mut Pages) {
    for at in 0..customer.workloads.len() {
        // Claims move, end and begin, and some months are missing in the middle.
        if dice.happens(12) {
            customer.workloads[at].1 = holder(dice, partners);
        }
        if dice.happens(80) {
            let rows = licence_rows(dice, partners, customer, at, month);
            pages.licences.entry(month).or_default().extend(rows);
        }
    }
    if dice.happens(10) {
        customer.mobility = holder(dice, partners);
    }
    if customer.subscriptions > 0 && dice.happens(75) {
        let rows = mobility_rows(dice, partners, customer, month);
        pages.mobility.entry(month).or_default().extend(rows);
    }
    if dice.happens(25) {
        let row = customer_row(dice, partners, customer, month);
        pages.customers.entry(month).or_default().push(row);
    }
}

/// The locations that report something: those that hold it, and at times others that do not.
fn reporters(dice: &mut Dice, partners: &[Partner], holder: &Holder) -> Vec<(String, &'static str, bool)> {
    let mut rows: Vec<(String, &'static str, bool)> = Vec::new();
    for (place, location) in holder.iter().enumerate() {
        rows.push((location.clone(), *dice.pick(&CLAIMING), place > 0));
    }
    let others = if holder.is_empty() { 1 } else { dice.between(0, 1) };
    for _ in 0..others {
        let partner = dice.pick(partners);
        let location = dice.pick(&partner.locations).clone();
        if !holder.contains(&location) {
            rows.push((location, *dice.pick(&OTHERWISE), false));
        }
    }
    rows
}

fn name(dice: &mut Dice, customer: &Customer, month: i64) -> &'static str {
    let names = &customer.names;
    if dice.happens(5) { names[0] } else { names[usize::try_from(month / 4).unwrap() % names.len()] }
}

fn licence_rows(dice: &mut Dice, partners: &[Partner], customer: &Customer, at: usize, month: i64) -> Vec<Vec<String>> {
    let (pau, mau) = figure(dice);
    let (spellings, holder) = &customer.workloads[at];
    let name = name(dice, customer, month);
    let reporters = reporters(dice, partners, holder);
    reporters
        .into_iter()
        .map(|(location, attribution, is_duplicate)| {
            [
                customer.id.as_str(),
                "70001",
                *dice.pick(spellings),
                &day(month),
                &pau.to_string(),
                &mau.to_string(),
                name,
                customer.country,
                customer.segment,
                &location,
                "",
                "",
                attribution,
                if is_duplicate { "1" } else { "0" },
            ]
            .map(str::to_owned)
            .to_vec()
        })
        .collect()
}

fn mobility_rows(dice: &mut Dice, partners: &[Partner], customer: &Customer, month: i64) -> Vec<Vec<String>> {
    let name = name(dice, customer, month);
    let mut rows = Vec::new();
    for number in 0..customer.subscriptions {
        let subscription = format!("{}-s{number}", customer.id);
        let pairs: Vec<(String, String)> = (0..3)
            .map(|_| {
                let (pau, mau) = figure(dice);
                match dice.between(0, 9) {
                    0 => (String::new(), String::new()),
                    1 => (String::new(), mau.to_string()),
                    2 => (pau.to_string(), String::new()),
                    _ => (pau.to_string(), mau.to_string()),
                }
            })
            .collect();
        let holder = if dice.happens(20) { Vec::new() } else { customer.mobility.clone() };
        for (location, attribution, _) in reporters(dice, partners, &holder) {
            let mut row: Vec<String> = [
                subscription.as_str(),
                "2024-01-01",
                "2027-01-01",
                "Active",
                &day(month),
                "EMS E3",
                "",
                "Paid",
                "CSP",
                "",
                name,
                &customer.id.to_uppercase(),
                "70001",
                customer.segment,
                customer.country,
                &location,
                "",
                "",
                attribution,
                "Location",
                "",
                "",
            ]
            .map(str::to_owned)
            .to_vec();
            row.extend(pairs.iter().map(|pair| pair.0.clone()));
            row.extend(pairs.iter().map(|pair| pair.1.clone()));
            rows.push(row);
        }
    }
    rows
}

fn customer_row(dice: &mut Dice, partners: &[Partner], customer: &Customer, month: i64) -> Vec<String> {
    let location = dice.pick(partners).locations[0].clone();
    let name = name(dice, customer, month);
    let domain = if dice.happens(20) { String::new() } else { format!("t{}.example", &customer.id[..4]) };
    let (country, segment) = (*dice.pick(&COUNTRIES), *dice.pick(&SEGMENTS));
    let day = day(month);
    [
        "",
        &location,
        "",
        name,
        "70001",
        "",
        segment,
        "",
        "",
        "",
        &customer.id,
        name,
        country,
        &domain,
        "",
        "",
        "",
        "",
        &day,
        "",
        "DPOR",
        "",
        "0",
        "",
        "",
        "",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Puts the months of each kind into files, the files into some order, repeats one and takes one back.
fn steps(dice: &mut Dice, pages: &Pages) -> Vec<Step> {
    let mut files = Vec::new();
    for (kind, header, months) in [
        ("OfficeUsage", OFFICE_HEADER, &pages.licences),
        ("EMSUsage", EMS_HEADER, &pages.mobility),
        ("CustomersAndTenants", CUSTOMERS_HEADER, &pages.customers),
    ] {
        let mut months: Vec<_> = months.iter().collect();
        while !months.is_empty() {
            let length = usize::try_from(dice.between(1, 4)).unwrap().min(months.len());
            let mut rows: Vec<&Vec<String>> = months.drain(..length).flat_map(|(_, rows)| rows).collect();
            dice.shuffle(&mut rows);
            files.push((kind, file(header, &rows)));
        }
    }
    dice.shuffle(&mut files);
    let mut restated = Vec::new();
    for (kind, text) in &files {
        if *kind != "CustomersAndTenants" && dice.happens(20) {
            restated.push((*kind, restate(dice, text)));
        }
    }
    files.extend(restated);
    let twice = dice.pick(&files).clone();
    let place = usize::try_from(dice.between(0, i64::try_from(files.len()).unwrap())).unwrap();
    files.insert(place, twice);
    let undone = usize::try_from(dice.between(0, i64::try_from(files.len()).unwrap() - 1)).unwrap();
    let waits = dice.happens(50);
    let mut steps = Vec::new();
    let mut pending: Option<(usize, &str)> = None;
    for (number, (kind, text)) in files.into_iter().enumerate() {
        // A load is taken back at once, or when others have come meanwhile, while it is the newest of its kind.
        if let Some((step, _)) = pending.take_if(|(_, of)| !waits || *of == kind) {
            steps.push(Step::Undo { step });
        }
        steps.push(Step::Load { file_name: format!("{kind}-{number}.csv"), text });
        if number == undone {
            pending = Some((steps.len() - 1, kind));
        }
    }
    steps.extend(pending.map(|(step, _)| Step::Undo { step }));
    steps
}

fn file(header: &str, rows: &[&Vec<String>]) -> String {
    let report = rows
        .iter()
        .fold(Report::new(header), |report, row| report.row(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    report.text().to_owned()
}

/// The same file with some tenants left out, and other users in what it says: a later correction.
fn restate(dice: &mut Dice, text: &str) -> String {
    let sheet = super::sheet::Sheet::read(text);
    let header = text.lines().next().unwrap();
    let mut users: BTreeMap<String, i64> = BTreeMap::new();
    let mut report = Report::new(header);
    for row in sheet.rows() {
        let mut cells: Vec<String> = header.split(',').map(|column| row.at(column).to_owned()).collect();
        let tenant = row.at("CustomerTenantId").to_owned();
        let more = *users.entry(tenant).or_insert_with(|| dice.between(-1, 3));
        if more < 0 {
            continue;
        }
        for (column, cell) in header.split(',').zip(&mut cells) {
            if column.ends_with("MonthlyActiveUsers") && !cell.is_empty() {
                *cell = (cell.parse::<i64>().unwrap() + more).to_string();
            }
        }
        report = report.row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    report.text().to_owned()
}
