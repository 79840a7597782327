//! Synthetic export files: a believable world of partners, tenants and usage that nobody's data went into.
//!
//! The same plan gives the same bytes on every machine, so that a demo can be described and a measurement repeated.
//! A tenant depends on the seed and its own number alone: a larger world contains the smaller one. Rows are written
//! as they are made, so that the size of the world is bounded by the disk and not by the memory.
//!
//! Deliberately absent: names of existing companies and persons; domains end in `.example`.

mod claims;
mod contacts;
mod licences;
mod notes;
mod partners;
mod reports;
mod splits;
mod tenant;
mod usage;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use domain::Month;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

pub(crate) use contacts::contacts;
pub(crate) use notes::{intent, status_note};
pub(crate) use partners::partners;
pub(crate) use splits::split;

/// How large a world to make, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Partners, each with three to five locations.
    pub(crate) partners: u32,
    /// Tenants of all partners together.
    pub(crate) tenants: u32,
    /// Months of usage, the newest included.
    pub(crate) months: u32,
    /// Which of the possible worlds.
    pub(crate) seed: u64,
    /// The newest month.
    pub(crate) newest: Month,
}

impl Plan {
    /// The usual world, up to that month: three partners, 200 tenants, 13 months.
    pub(crate) fn up_to(newest: Month) -> Self {
        Self { partners: 3, tenants: 200, months: 13, seed: 1, newest }
    }

    /// The month of that number; 0 is the oldest.
    fn month(&self, number: u32) -> Month {
        let back = self.months.saturating_sub(number + 1);
        self.newest.plus(-i32::try_from(back).unwrap_or(i32::MAX))
    }
}

/// Most partners of a world: their numbers have seven digits, five hundred thousand locations.
const MOST_PARTNERS: u32 = 100_000;

/// Most months of a world: ten years.
const MOST_MONTHS: u32 = 120;

/// Writes the export files of a world into a folder, which it makes where it is missing.
///
/// Files of the same name are replaced. The paths come in the order in which they have to be loaded.
pub(crate) fn write(folder: &Path, plan: &Plan) -> anyhow::Result<Vec<PathBuf>> {
    ensure!((1..=MOST_PARTNERS).contains(&plan.partners), "a world has 1 to {MOST_PARTNERS} partners");
    ensure!((1..=MOST_MONTHS).contains(&plan.months), "a world has 1 to {MOST_MONTHS} months");
    let months = plan.newest.since(plan.month(0)).len();
    ensure!(months == plan.months as usize, "the oldest month would lie before the year 2000");
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let partners = partners(plan.partners);
    let mut reports = reports::Reports::create(folder)?;
    reports.profile(&partners)?;
    for number in 0..plan.tenants {
        let mut chance = chance(plan.seed, number);
        let tenant = tenant::Tenant::new(number, plan, &partners, &mut chance);
        reports.tenant(plan, &tenant)?;
    }
    reports.finish()
}

/// The chance of one tenant: its own stream of the seed's numbers.
pub(crate) fn chance(seed: u64, tenant: u32) -> ChaCha8Rng {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    chance.set_stream(u64::from(tenant) + 1);
    chance
}

#[cfg(test)]
mod tests;
