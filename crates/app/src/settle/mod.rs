//! What the rows of a tenant come to: which of them contradict, which repeat, one figure a workload and month, and
//! what the tenant is called (S13.2, S13.3, ADR 0005).
//!
//! Deliberately absent: the database. What is there already is compared with later.

mod row;
mod seat;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::tenant::name_key;
use store::{RefusedRowStaged, Staged, StagedFigure, StagedHolding, StagedTenant};
use uuid::Uuid;

use row::TenantRow;
pub(crate) use row::{FigureRow, Marks, SaidRow, SeatRow};

/// A location that this installation knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) location_id: i64,
    pub(crate) organisation_id: i64,
}

/// Up to which month something was brought, by partner.
pub(crate) type PartnerMonths = BTreeMap<i64, i64>;

/// Settles one tenant after the other.
pub(crate) struct Settler {
    places: Vec<Place>,
    /// The spelling of each workload.
    workloads: BTreeMap<i64, String>,
    /// How many rows repeat another.
    pub(crate) repeated: i64,
    /// Partners with figures.
    figure_partners: PartnerMonths,
    /// Partners with something said of tenants.
    fact_partners: PartnerMonths,
    rows: Vec<FigureRow>,
}

/// Lines that are refused, each with its value, reason, and the line that it contradicts.
type Refused = BTreeMap<i64, (String, i64)>;

impl Settler {
    /// Knows these locations and workloads.
    pub(crate) fn new(places: Vec<Place>, workloads: BTreeMap<i64, String>) -> Self {
        Self {
            places,
            workloads,
            repeated: 0,
            figure_partners: PartnerMonths::new(),
            fact_partners: PartnerMonths::new(),
            rows: Vec::new(),
        }
    }

    /// Up to which month the file brought something, by partner: figures, and where there are none what was said.
    pub(crate) fn partners(self) -> (i64, PartnerMonths) {
        let mut partners = self.figure_partners;
        for (organisation, month) in self.fact_partners {
            partners.entry(organisation).or_insert(month);
        }
        (self.repeated, partners)
    }

    /// Settles the rows of a tenant, and adds what they come to to a batch.
    pub(crate) fn settle(&mut self, tenant_id: Uuid, mut block: &[u8], batch: &mut Staged) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear();
        let mut said: Option<SaidRow<'_>> = None;
        let mut heard = PartnerMonths::new();
        let mut seats: Vec<SeatRow<'_>> = Vec::new();
        while let Some(row) = TenantRow::take(&mut block) {
            match row {
                TenantRow::Figure(row) => rows.push(row),
                TenantRow::Seat(row) => seats.push(row),
                TenantRow::Said(row) => {
                    later(&mut heard, row.organisation_id, row.month);
                    // A tenant is what the newest month says; within a month the first line.
                    if said.as_ref().is_none_or(|best| row.month > best.month) {
                        said = Some(row);
                    }
                }
            }
        }
        let had_figures = !rows.is_empty() || !seats.is_empty();
        rows.sort_unstable_by_key(|row| (row.workload_id, row.month, row.subscription, row.line));
        self.refuse(&mut rows, batch);
        let groups = seat::settle(&mut seats, batch);
        // What was said of a tenant of which nothing is left goes too.
        if let Some(said) = said.filter(|_| !had_figures || !rows.is_empty() || !seats.is_empty()) {
            for (organisation, month) in heard {
                later(&mut self.fact_partners, organisation, month);
            }
            self.repeated += i64::try_from(seats.len().saturating_sub(groups.len())).unwrap_or(i64::MAX);
            for row in &seats {
                later(&mut self.figure_partners, row.organisation_id, row.month);
            }
            seat::stage(&groups, batch);
            self.stage(tenant_id, &said, &rows, batch);
        }
        self.rows = rows;
    }

    /// Refuses what contradicts, line by line: a line that is refused is refused with all of its figures.
    fn refuse(&self, rows: &mut Vec<FigureRow>, batch: &mut Staged) {
        let mut contradict = Refused::new();
        for group in rows.chunk_by(|one, next| key(one) == key(next)) {
            let members: Vec<&FigureRow> = group.iter().collect();
            self.refuse_torn(
                &members,
                |row| (row.pau, row.mau),
                |row, spelling| format!("{spelling}: PAU {}, MAU {}", row.pau, row.mau),
                &mut contradict,
            );
        }
        drop_refused(rows, contradict, "contradicts", batch);
        let mut compete = Refused::new();
        for group in rows.chunk_by(|one, next| (one.workload_id, one.month) == (next.workload_id, next.month)) {
            if group.windows(2).all(|pair| matches!(pair, [one, next] if one.location == next.location)) {
                continue;
            }
            let mut members: Vec<&FigureRow> = group.iter().filter(|row| row.is_claim).collect();
            members.sort_unstable_by_key(|row| row.line);
            self.refuse_torn(
                &members,
                |row| self.place(row).organisation_id,
                |_, spelling| spelling.to_owned(),
                &mut compete,
            );
        }
        drop_refused(rows, compete, "competing_claims", batch);
    }

    /// Refuses all rows of a group, in the order of their lines, when they do not say the same. Each names the first
    /// row that says otherwise.
    fn refuse_torn<T: PartialEq>(
        &self,
        group: &[&FigureRow],
        says: impl Fn(&FigureRow) -> T,
        value: impl Fn(&FigureRow, &str) -> String,
        refused: &mut Refused,
    ) {
        let Some(first) = group.first() else { return };
        let Some(other) = group.iter().find(|row| says(row) != says(first)) else { return };
        let spelling = self.workloads.get(&first.workload_id).map_or("", String::as_str);
        for row in group {
            let against = if says(row) == says(first) { other.line } else { first.line };
            let shown = value(row, spelling);
            match refused.entry(row.line) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert((shown, against));
                }
                std::collections::btree_map::Entry::Occupied(mut entry) => {
                    let (value, line) = entry.get_mut();
                    *line = against.min(*line);
                    if shown < *value {
                        *value = shown;
                    }
                }
            }
        }
    }

    /// One figure a workload and month. Rows that repeat one another count once, figures of distinct
    /// subscriptions add up.
    fn stage(&mut self, tenant_id: Uuid, said: &SaidRow<'_>, rows: &[FigureRow], batch: &mut Staged) {
        let tenant = batch.tenants.len();
        for months in rows.chunk_by(|one, next| one.workload_id == next.workload_id) {
            let newest = months.last().map(|row| row.month);
            for group in months.chunk_by(|one, next| one.month == next.month) {
                self.stage_figure(tenant, group, newest, batch);
            }
        }
        let [name, domain, country, segment, tpid] = said.texts.map(str::to_owned);
        batch.tenants.push(StagedTenant {
            tenant_id,
            month: said.month,
            name_key: name_key(&name),
            name,
            domain,
            country,
            segment,
            tpid,
        });
    }

    fn stage_figure(&mut self, tenant: usize, group: &[FigureRow], newest: Option<i64>, batch: &mut Staged) {
        let Some(first) = group.first() else { return };
        let (mut pau, mut mau) = (0, 0);
        let mut subscription = None;
        let (mut own, mut any) = (None, None);
        for row in group {
            let place = self.place(row);
            later(&mut self.figure_partners, place.organisation_id, row.month);
            if subscription == Some(row.subscription) {
                self.repeated += 1;
            } else {
                pau += row.pau;
                mau += row.mau;
                subscription = Some(row.subscription);
            }
            if row.is_claim {
                any = Some(lowest(any, place.location_id));
                if !row.is_duplicate {
                    own = Some(lowest(own, place.location_id));
                }
            }
        }
        let (workload_id, month) = (first.workload_id, first.month);
        let location_id = own.or(any);
        if location_id.is_some() {
            let mut further: Vec<i64> =
                group.iter().filter(|row| row.is_claim).map(|row| self.place(row).location_id).collect();
            further.sort_unstable();
            further.dedup();
            let further = further.into_iter().filter(|one| Some(*one) != location_id);
            batch.holdings.extend(further.map(|location_id| StagedHolding { tenant, workload_id, month, location_id }));
        }
        let is_newest = newest == Some(month);
        batch.figures.push(StagedFigure { tenant, workload_id, month, pau, mau, location_id, is_newest });
    }

    fn place(&self, row: &FigureRow) -> Place {
        self.places.get(row.location).copied().unwrap_or(Place { location_id: 0, organisation_id: 0 })
    }
}

/// Whose figures have to agree.
fn key(row: &FigureRow) -> (i64, i64, u128) {
    (row.workload_id, row.month, row.subscription)
}

/// The lower of two numbers, of which the first may be missing.
fn lowest(one: Option<i64>, other: i64) -> i64 {
    one.map_or(other, |one| one.min(other))
}

/// Notes a month of a partner; the newest stays.
fn later(months: &mut PartnerMonths, organisation_id: i64, month: i64) {
    let newest = months.entry(organisation_id).or_insert(month);
    *newest = month.max(*newest);
}

fn drop_refused(rows: &mut Vec<FigureRow>, refused: Refused, reason: &str, batch: &mut Staged) {
    if refused.is_empty() {
        return;
    }
    rows.retain(|row| !refused.contains_key(&row.line));
    batch.refused.extend(refused.into_iter().map(|(line, (value, other_line))| RefusedRowStaged {
        line,
        column: String::new(),
        value,
        reason: reason.to_owned(),
        other_line: Some(other_line),
    }));
}
