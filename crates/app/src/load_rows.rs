//! From the rows of a file to rows of the waiting room: looks up locations and workloads, and refuses what
//! this installation does not know.

use std::collections::{HashMap, HashSet};
use std::fs::File;

use domain::claim::ClaimAttributions;
use domain::organisation::PartnerId;
use domain::tenant::name_key;
use domain::workload::{LONGEST_NAME, preset_code, spelling};
use feeds::{CustomerRow, Fact, FeedFile, FileRefusal, Level, LocationRow, RowRefusal, UsageRow};
use store::{RefusedRowStaged, Staged, StagedCustomer, StagedLocation, StagedUsage};
use uuid::Uuid;

/// Rows that travel together to the waiting room.
const BATCH: usize = 10_000;

/// Tenants of which it is remembered what was staged of them; beyond, something may be staged twice,
/// which costs room and nothing else.
const REMEMBERED: usize = 500_000;

/// What this installation knows.
pub(crate) struct Known {
    /// Location and partner, by the location's own partner ID.
    locations: HashMap<String, (i64, i64)>,
    /// Spellings of the catalogue, and of what this file adds to it.
    workloads: HashSet<String>,
    attributions: ClaimAttributions,
}

impl Known {
    /// The locations and workloads that are stored, and which attribution types bring a claim.
    pub(crate) fn new(
        locations: Vec<store::LocationRow>,
        workloads: Vec<store::WorkloadRow>,
        attributions: ClaimAttributions,
    ) -> Self {
        let locations = locations.into_iter().map(|row| (row.mpn_id, (row.location_id, row.organisation_id))).collect();
        Self { locations, workloads: workloads.into_iter().map(|row| row.spelling).collect(), attributions }
    }
}

/// Reads a file to its end and hands on its rows in batches, with the bytes and rows so far; how many rows
/// it has. `take` answers whether to go on.
pub(crate) fn read(
    mut file: FeedFile<File>,
    known: Known,
    mut take: impl FnMut(Staged, u64, i64) -> bool,
) -> Result<i64, FileRefusal> {
    let mut reader = Reader { known, batch: Staged::default(), said: HashMap::new() };
    let mut rows = 0;
    while let Some(row) = file.next_row()? {
        rows += 1;
        match row {
            Ok(row) => reader.add(i64::try_from(row.line).unwrap_or(i64::MAX), row.fact),
            Err(refusal) => reader.refuse(refusal),
        }
        if reader.batch.len() >= BATCH && !take(std::mem::take(&mut reader.batch), file.consumed_bytes(), rows) {
            break;
        }
    }
    take(reader.batch, file.consumed_bytes(), rows);
    Ok(rows)
}

struct Reader {
    known: Known,
    batch: Staged,
    /// The newest month that was staged of what a tenant is called.
    said: HashMap<Uuid, i64>,
}

impl Reader {
    fn add(&mut self, line: i64, fact: Fact) {
        match fact {
            Fact::Location(row) => self.add_location(line, row),
            Fact::Usage(row) => self.add_usage(line, row),
            Fact::Customer(row) => self.add_customer(line, row),
        }
    }

    fn refuse(&mut self, refusal: RowRefusal) {
        self.batch.refused.push(RefusedRowStaged {
            line: i64::try_from(refusal.line).unwrap_or(i64::MAX),
            column: refusal.column,
            value: refusal.value,
            reason: refusal.reason.code().to_owned(),
        });
    }

    /// The location of a row, which this installation must know.
    fn location(&mut self, line: i64, mpn_id: &PartnerId) -> Option<(i64, i64)> {
        let found = self.known.locations.get(mpn_id.as_str()).copied();
        if found.is_none() {
            self.batch.refused.push(RefusedRowStaged {
                line,
                column: "MPNId".to_owned(),
                value: mpn_id.to_string(),
                reason: "unknown_partner".to_owned(),
            });
        }
        found
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

    fn add_usage(&mut self, line: i64, row: UsageRow) {
        let Some((location_id, organisation_id)) = self.location(line, &row.mpn_id) else { return };
        let attributed = self.known.attributions.contain(&row.attribution);
        let month = i64::from(row.month.number());
        for one in &row.figures {
            let Some(workload) = self.workload(line, &one.workload) else { return };
            self.batch.usage.push(StagedUsage {
                line,
                tenant_id: row.tenant_id.0,
                workload,
                month,
                subscription: row.subscription.clone(),
                location_id,
                organisation_id,
                // A subscription attaches a partner to those of its workloads that it has paid units of.
                is_claim: attributed && (row.subscription.is_empty() || one.figure.pau > 0),
                is_duplicate: row.is_duplicate,
                pau: one.figure.pau,
                mau: one.figure.mau,
            });
        }
        if self.says_more(row.tenant_id.0, month) {
            self.batch.customers.push(StagedCustomer {
                line,
                tenant_id: row.tenant_id.0,
                month,
                organisation_id,
                name_key: name_key(&row.customer_name),
                name: row.customer_name,
                domain: String::new(),
                country: row.market,
                segment: row.segment,
                tpid: row.tpid,
            });
        }
    }

    fn add_customer(&mut self, line: i64, row: CustomerRow) {
        let Some((_, organisation_id)) = self.location(line, &row.mpn_id) else { return };
        let month = i64::from(row.month.number());
        self.batch.customers.push(StagedCustomer {
            line,
            tenant_id: row.tenant_id.0,
            month,
            organisation_id,
            name_key: name_key(&row.tenant_name),
            name: row.tenant_name,
            domain: row.domain,
            country: row.country,
            segment: row.segment,
            tpid: row.tpid,
        });
    }

    /// The spelling of a workload; one that the catalogue does not have is added to it with the load.
    fn workload(&mut self, line: i64, name: &str) -> Option<String> {
        let own = preset_code(name).map_or_else(|| spelling(name), spelling);
        if own.is_empty() || name.len() > LONGEST_NAME {
            self.batch.refused.push(RefusedRowStaged {
                line,
                column: "WorkloadName".to_owned(),
                value: name.chars().take(200).collect(),
                reason: "not_a_workload".to_owned(),
            });
            return None;
        }
        if self.known.workloads.insert(own.clone()) {
            self.batch.workloads.push((own.clone(), name.trim().to_owned()));
        }
        Some(own)
    }

    /// Whether a row of this month says something newer of a tenant than what was staged.
    fn says_more(&mut self, tenant: Uuid, month: i64) -> bool {
        if self.said.get(&tenant).is_some_and(|&staged| staged >= month) {
            return false;
        }
        if self.said.len() >= REMEMBERED {
            self.said.clear();
        }
        self.said.insert(tenant, month);
        true
    }
}
