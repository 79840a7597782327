//! From the rows of a file to rows of the waiting room: looks up locations and workloads, refuses what this
//! installation does not know, and settles tenant by tenant what the rest comes to.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;

use domain::claim::ClaimAttributions;
use domain::organisation::PartnerId;
use domain::tenant::name_key;
use domain::workload::{LONGEST_NAME, preset_code, spelling};
use feeds::{
    Block, Checker, CustomerRow, Fact, FeedFile, FileRefusal, Level, LocationRow, PlanRow, PropensityRow, ReferralRow,
    Row, RowRefusal, Splitter, UsageRow,
};
use store::{NewWorkload, RefusedRowStaged, Staged, StagedLocation, StagedPlan, StagedPropensity, StagedReferral};
use uuid::Uuid;

use crate::load_sort::{TenantSorter, Unmerged};
use crate::settle::{FigureRow, Marks, PartnerMonths, Place, SaidRow, SeatRow, Settler};

/// Rows that travel together to the waiting room.
const BATCH: usize = 20_000;

/// Rows that are checked before they are handed on; then it is told how far the reading has come.
const PART: usize = 2_000;

/// How many such parts are read, and how many are checked, ahead.
const PARTS_AHEAD: usize = 2;

/// Tenants of which it is remembered what was read of them; beyond, something may be kept twice, which costs
/// room and nothing else.
const REMEMBERED: usize = 500_000;

/// Spellings that are remembered with what they stand for; a file has a few.
const REMEMBERED_SPELLINGS: usize = 10_000;

/// What this installation knows.
pub(crate) struct Known {
    /// The place of a location among `places`, by its own partner ID.
    locations: HashMap<String, usize>,
    places: Vec<Place>,
    /// The catalogue by spelling, and what this file adds to it under provisional numbers below zero.
    workloads: HashMap<String, i64>,
    attributions: ClaimAttributions,
}

impl Known {
    /// The locations and workloads that are stored, and which attribution types bring a claim.
    pub(crate) fn new(
        locations: Vec<store::LocationRow>,
        workloads: Vec<store::WorkloadRow>,
        attributions: ClaimAttributions,
    ) -> Self {
        let places = locations
            .iter()
            .map(|row| Place { location_id: row.location_id, organisation_id: row.organisation_id })
            .collect();
        let locations = locations.into_iter().enumerate().map(|(place, row)| (row.mpn_id, place)).collect();
        let workloads = workloads.into_iter().map(|row| (row.spelling, row.workload_id)).collect();
        Self { locations, places, workloads, attributions }
    }
}

/// Why a file was not read to its end.
pub(crate) enum Unread {
    /// The file cannot be taken.
    File(FileRefusal),
    /// What did not fit into memory could not be set aside.
    Aside(io::Error),
    /// Nobody takes the rows any more.
    Unwanted,
}

impl From<FileRefusal> for Unread {
    fn from(refusal: FileRefusal) -> Self {
        Self::File(refusal)
    }
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Aside(error)
    }
}

/// What a file came to.
pub(crate) struct ReadFile {
    /// Its rows.
    pub(crate) rows: i64,
    /// Rows that repeat another.
    pub(crate) repeated: i64,
    /// Up to which month it brings something, by partner.
    pub(crate) partners: PartnerMonths,
}

/// Reads a file to its end and hands on what its rows come to in batches. What does not fit into memory is set
/// aside in `folder`. `progress` hears of bytes and rows; `take` answers whether to go on.
pub(crate) fn read(
    file: FeedFile<File>,
    known: Known,
    folder: PathBuf,
    progress: impl Fn(u64, i64),
    mut take: impl FnMut(Staged) -> bool,
) -> Result<ReadFile, Unread> {
    let mut reader = Reader::new(known, folder);
    let mut rows = 0;
    let (splitter, checker) = file.halves();
    let (blocks, unchecked) = mpsc::sync_channel(PARTS_AHEAD);
    let (used, unused) = mpsc::channel();
    let (parts, arriving) = mpsc::sync_channel(PARTS_AHEAD);
    thread::scope(|scope| {
        // Goes first when this ends early: whoever reads the file then knows that nobody wants more.
        let arriving = arriving;
        thread::Builder::new().spawn_scoped(scope, move || split(splitter, &unused, &blocks))?;
        thread::Builder::new().spawn_scoped(scope, move || check(&checker, unchecked, &used, &parts))?;
        for part in arriving {
            let Part { checked, bytes } = part?;
            for row in checked {
                rows += 1;
                match row {
                    Ok(row) => reader.add(i64::try_from(row.line).unwrap_or(i64::MAX), row.fact)?,
                    Err(refusal) => reader.refuse(refusal),
                }
                if reader.batch.len() >= BATCH && !take(std::mem::take(&mut reader.batch)) {
                    return Err(Unread::Unwanted);
                }
            }
            progress(bytes, rows);
        }
        Ok(())
    })?;
    let (repeated, partners) = reader.settle(&mut take)?;
    Ok(ReadFile { rows, repeated, partners })
}

/// Some rows of a file, checked, and how far into it they reach.
struct Part {
    checked: Vec<Result<Row, RowRefusal>>,
    bytes: u64,
}

/// Takes a file apart into blocks of records, on a thread of its own; into those that were used already where there are any.
fn split(mut file: Splitter<File>, unused: &Receiver<Block>, blocks: &SyncSender<Result<Block, FileRefusal>>) {
    loop {
        let mut block = unused.try_recv().unwrap_or_default();
        let filled = file.fill(&mut block, PART);
        if matches!(filled, Ok(false)) || blocks.send(Ok(block)).is_err() {
            return;
        }
        if let Err(refusal) = filled {
            return drop(blocks.send(Err(refusal)));
        }
    }
}

/// Checks the records of a file in turn, on another thread: what they come to is found out meanwhile.
fn check(
    checker: &Checker,
    blocks: Receiver<Result<Block, FileRefusal>>,
    used: &Sender<Block>,
    parts: &SyncSender<Result<Part, FileRefusal>>,
) {
    for block in blocks {
        let part = block.map(|mut block| {
            let rows = checker.rows(&mut block).collect();
            let bytes = block.consumed_bytes();
            // Whoever reads the file may have come to its end.
            used.send(block).ok();
            Part { checked: rows, bytes }
        });
        if parts.send(part).is_err() {
            return;
        }
    }
}

struct Reader {
    known: Known,
    batch: Staged,
    tenants: TenantSorter,
    marks: Marks,
    /// The newest month of what was read of a tenant.
    said: HashMap<Uuid, i64>,
    /// Which attribution types bring a claim, as the file writes them.
    claims: HashMap<String, bool>,
    /// The workloads as the file writes them.
    names: HashMap<String, i64>,
}

impl Reader {
    fn new(known: Known, folder: PathBuf) -> Self {
        Self {
            known,
            batch: Staged::default(),
            tenants: TenantSorter::new(folder),
            marks: Marks::default(),
            said: HashMap::new(),
            claims: HashMap::new(),
            names: HashMap::new(),
        }
    }

    fn add(&mut self, line: i64, fact: Fact) -> io::Result<()> {
        match fact {
            Fact::Location(row) => self.add_location(line, *row),
            Fact::Usage(row) => self.add_usage(line, &row)?,
            Fact::Customer(row) => self.add_customer(line, &row)?,
            Fact::Seats(row) => self.add_seats(line, &row)?,
            Fact::Propensity(row) => self.add_propensity(line, *row),
            Fact::Plan(row) => self.add_plan(line, *row),
            Fact::Referral(row) => self.add_referral(line, *row),
        }
        Ok(())
    }

    fn refuse(&mut self, refusal: RowRefusal) {
        self.batch.refused.push(RefusedRowStaged {
            line: i64::try_from(refusal.line).unwrap_or(i64::MAX),
            column: refusal.column,
            value: refusal.value,
            reason: refusal.reason.code().to_owned(),
            other_line: None,
        });
    }

    fn refuse_value(&mut self, line: i64, column: &str, value: String, reason: &str) {
        self.batch.refused.push(RefusedRowStaged {
            line,
            column: column.to_owned(),
            value,
            reason: reason.to_owned(),
            other_line: None,
        });
    }

    /// The location of a row, which this installation must know, and its place.
    fn location(&mut self, line: i64, mpn_id: &PartnerId) -> Option<(usize, Place)> {
        let found = self.known.locations.get(mpn_id.as_str()).copied();
        let place = found.and_then(|place| Some((place, self.known.places.get(place).copied()?)));
        if place.is_none() {
            self.refuse_value(line, "MPNId", mpn_id.to_string(), "unknown_partner");
        }
        place
    }

    fn add_location(&mut self, line: i64, row: LocationRow) {
        self.batch.locations.push(StagedLocation {
            line,
            mpn_id: row.mpn_id.to_string(),
            name: row.name,
            pga_mpn_id: row.pga_mpn_id.to_string(),
            pga_name: row.pga_name,
            city: row.city,
            country: row.country,
            is_global: row.level == Level::Global,
        });
    }

    fn add_usage(&mut self, line: i64, row: &UsageRow) -> io::Result<()> {
        let Some((location, place)) = self.location(line, &row.mpn_id) else { return Ok(()) };
        let attributed = self.brings_claim(&row.attribution);
        let month = i64::from(row.month.number());
        let tenant = row.tenant_id.0.as_u128();
        let subscription = self.marks.of(&row.subscription);
        for one in &row.figures {
            let Some(workload_id) = self.workload(line, &one.workload) else { return Ok(()) };
            let figure = FigureRow {
                workload_id,
                month,
                subscription,
                line,
                location,
                // A subscription attaches a partner to those of its workloads that it has paid units of.
                is_claim: attributed && (row.subscription.is_empty() || one.figure.pau > 0),
                is_duplicate: row.is_duplicate,
                pau: one.figure.pau,
                mau: one.figure.mau,
            };
            self.tenants.add(tenant, |bytes| figure.write(bytes))?;
        }
        if self.says_more(row.tenant_id.0, month) {
            let texts = [row.customer_name.as_str(), "", &row.market, &row.segment, &row.tpid];
            let said = SaidRow { month, organisation_id: place.organisation_id, texts };
            self.tenants.add(tenant, |bytes| said.write(bytes))?;
        }
        Ok(())
    }

    fn add_customer(&mut self, line: i64, row: &CustomerRow) -> io::Result<()> {
        let Some((_, place)) = self.location(line, &row.mpn_id) else { return Ok(()) };
        let texts = [row.tenant_name.as_str(), &row.domain, &row.country, &row.segment, &row.tpid];
        let month = i64::from(row.month.number());
        let said = SaidRow { month, organisation_id: place.organisation_id, texts };
        self.tenants.add(row.tenant_id.0.as_u128(), |bytes| said.write(bytes))
    }

    fn add_seats(&mut self, line: i64, row: &feeds::SeatRow) -> io::Result<()> {
        let Some((_, place)) = self.location(line, &row.mpn_id) else { return Ok(()) };
        let month = i64::from(row.month.number());
        let organisation_id = place.organisation_id;
        let tenant = row.tenant_id.0.as_u128();
        let (sku_key, ends_on) = (spelling(&row.sku), row.ends_on.map(|day| day.to_string()).unwrap_or_default());
        let seat = SeatRow {
            month,
            line,
            organisation_id,
            sold: row.sold,
            assigned: row.assigned,
            is_auto_renew: row.is_auto_renew,
            texts: [&sku_key, &row.subscription, &row.sku, &row.product, &row.family, &row.state, &ends_on],
        };
        self.tenants.add(tenant, |bytes| seat.write(bytes))?;
        if self.says_more(row.tenant_id.0, month) {
            let texts = [row.customer_name.as_str(), "", &row.market, &row.segment, &row.tpid];
            let said = SaidRow { month, organisation_id, texts };
            self.tenants.add(tenant, |bytes| said.write(bytes))?;
        }
        Ok(())
    }

    fn add_propensity(&mut self, line: i64, row: PropensityRow) {
        let Some((_, place)) = self.location(line, &row.mpn_id) else { return };
        self.batch.propensities.push(StagedPropensity {
            line,
            tenant_id: row.tenant_id.0,
            organisation_id: place.organisation_id,
            cluster: row.cluster.code().to_owned(),
            fit: row.fit,
            intent: row.intent,
        });
    }

    fn add_plan(&mut self, line: i64, row: PlanRow) {
        let own = preset_code(&row.workload).map_or_else(|| spelling(&row.workload), spelling);
        self.batch.plans.push(StagedPlan {
            line,
            sku_key: spelling(&row.sku),
            sku: row.sku,
            bucket: row.bucket,
            spelling: own,
            workload: preset_code(&row.workload).map_or(row.workload, str::to_owned),
        });
    }

    /// A request names workloads that the catalogue has: one that nobody knows could not be shared out.
    fn add_referral(&mut self, line: i64, row: ReferralRow) {
        let mut workloads = Vec::new();
        for name in &row.workloads {
            let own = preset_code(name).map_or_else(|| spelling(name), spelling);
            match self.known.workloads.get(&own) {
                Some(known) if *known >= 0 => workloads.push(*known),
                _ => {
                    let name = name.chars().take(200).collect();
                    return self.refuse_value(line, "workloads", name, "unknown_workload");
                }
            }
        }
        workloads.sort_unstable();
        workloads.dedup();
        let target = row.target.as_ref().and_then(|id| self.known.locations.get(id.as_str()).copied());
        let contacts: Vec<_> = row
            .contacts
            .iter()
            .map(|one| serde_json::json!({ "name": one.name, "email": one.email, "phone": one.phone, "language": one.language }))
            .collect();
        self.batch.referrals.push(StagedReferral {
            line,
            search_key: name_key(&format!("{} {}", row.customer_name, row.rfa_id)),
            code: row.rfa_id,
            source: row.source.code(),
            tenant_id: row.tenant_id.0,
            name: row.customer_name,
            country: row.country,
            language: row.language,
            size: row.size,
            asked_on: row.asked_on.map(|day| day.to_string()),
            notes: row.notes,
            value: row.value.map(|money| (money.minor, money.currency.code())),
            contacts: serde_json::Value::from(contacts).to_string(),
            workloads,
            location_id: target.and_then(|place| self.known.places.get(place)).map(|place| place.location_id),
            status: row.status.code(),
        });
    }

    fn brings_claim(&mut self, attribution: &str) -> bool {
        if let Some(known) = self.claims.get(attribution) {
            return *known;
        }
        let brings = self.known.attributions.contain(attribution);
        remember(&mut self.claims, attribution, brings);
        brings
    }

    /// The number of a workload; one that the catalogue does not have is added to it with the load.
    fn workload(&mut self, line: i64, name: &str) -> Option<i64> {
        if let Some(known) = self.names.get(name) {
            return Some(*known);
        }
        let own = preset_code(name).map_or_else(|| spelling(name), spelling);
        if own.is_empty() || name.len() > LONGEST_NAME {
            self.refuse_value(line, "WorkloadName", name.chars().take(200).collect(), "not_a_workload");
            return None;
        }
        let workload_id = match self.known.workloads.get(&own) {
            Some(known) => *known,
            None => self.add_workload(own, name),
        };
        remember(&mut self.names, name, workload_id);
        Some(workload_id)
    }

    fn add_workload(&mut self, spelling: String, name: &str) -> i64 {
        let added = self.known.workloads.values().filter(|one| **one < 0).count();
        let workload_id = -1 - i64::try_from(added).unwrap_or(i64::MAX - 1);
        self.known.workloads.insert(spelling.clone(), workload_id);
        self.batch.workloads.push(NewWorkload { workload_id, spelling, code: name.trim().to_owned() });
        workload_id
    }

    /// Whether a row of this month says something newer of a tenant than what was read.
    fn says_more(&mut self, tenant: Uuid, month: i64) -> bool {
        if self.said.get(&tenant).is_some_and(|&newest| newest >= month) {
            return false;
        }
        if self.said.len() >= REMEMBERED {
            self.said.clear();
        }
        self.said.insert(tenant, month);
        true
    }

    /// Tenant by tenant; how many rows repeat another, and up to which month there is something, by partner.
    fn settle(mut self, take: &mut impl FnMut(Staged) -> bool) -> Result<(i64, PartnerMonths), Unread> {
        self.said = HashMap::new();
        let spellings: BTreeMap<i64, String> = self.known.workloads.into_iter().map(|(own, id)| (id, own)).collect();
        let mut settler = Settler::new(self.known.places, spellings);
        let mut tenants = self.tenants.merge()?;
        loop {
            let (tenant, block) = match tenants.next() {
                Ok(Some(next)) => next,
                Ok(None) => break,
                Err(Unmerged::Crowded) => return Err(FileRefusal::TenantTooLarge.into()),
                Err(Unmerged::Io(error)) => return Err(error.into()),
            };
            settler.settle(Uuid::from_u128(tenant), block, &mut self.batch);
            if self.batch.len() >= BATCH && !take(std::mem::take(&mut self.batch)) {
                return Err(Unread::Unwanted);
            }
        }
        if take(self.batch) { Ok(settler.partners()) } else { Err(Unread::Unwanted) }
    }
}

/// Remembers what a spelling stands for, as long as there are not too many.
fn remember<T>(known: &mut HashMap<String, T>, spelling: &str, value: T) {
    if known.len() >= REMEMBERED_SPELLINGS {
        known.clear();
    }
    known.insert(spelling.to_owned(), value);
}
