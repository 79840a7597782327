//! How the workloads of a request are shared out among partners (S10.5).

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{LocationId, OrganisationId, WorkloadId};

/// How many partners can have a request at the same time.
pub const MOST_PARTNERS: usize = 3;

/// What one partner gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The partner.
    pub organisation: OrganisationId,
    /// Its location.
    pub location: LocationId,
    /// The workloads.
    pub workloads: Vec<WorkloadId>,
}

/// Why a request is not shared out so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareFault {
    /// Nobody gets anything.
    #[error("nobody gets anything")]
    Nobody,
    /// Nothing of the request is left to assign.
    #[error("nothing is left to assign")]
    NothingLeft,
    /// More partners than can have a request.
    #[error("{0} partners, {MOST_PARTNERS} at most")]
    TooMany(usize),
    /// A partner more than once.
    #[error("a partner is named twice")]
    PartnerTwice(OrganisationId),
    /// Somebody gets nothing.
    #[error("a partner gets no workload")]
    Nothing(OrganisationId),
    /// A workload that the request does not have, or that somebody has already.
    #[error("a workload is not to be assigned")]
    NotToAssign(WorkloadId),
    /// A workload more than once.
    #[error("a workload is given twice")]
    WorkloadTwice(WorkloadId),
    /// Workloads that nobody gets.
    #[error("{} workloads are given to nobody", .0.len())]
    Left(Vec<WorkloadId>),
}

/// Whether these shares are a way to assign what is open of a request: every open workload once, to at most three partners
/// together with those who have some of it already.
pub fn check_shares(
    open: &BTreeSet<WorkloadId>,
    having: &BTreeSet<OrganisationId>,
    shares: &[Share],
) -> Result<(), ShareFault> {
    if open.is_empty() {
        return Err(ShareFault::NothingLeft);
    }
    if shares.is_empty() {
        return Err(ShareFault::Nobody);
    }
    let mut partners = BTreeSet::new();
    for share in shares {
        if !partners.insert(share.organisation) {
            return Err(ShareFault::PartnerTwice(share.organisation));
        }
        if share.workloads.is_empty() {
            return Err(ShareFault::Nothing(share.organisation));
        }
    }
    let together = having.union(&partners).count();
    if together > MOST_PARTNERS {
        return Err(ShareFault::TooMany(together));
    }
    let mut given: BTreeMap<WorkloadId, usize> = BTreeMap::new();
    for &workload in shares.iter().flat_map(|share| &share.workloads) {
        if !open.contains(&workload) {
            return Err(ShareFault::NotToAssign(workload));
        }
        let times = given.entry(workload).or_default();
        if *times > 0 {
            return Err(ShareFault::WorkloadTwice(workload));
        }
        *times = 1;
    }
    let left: Vec<_> = open.iter().copied().filter(|workload| !given.contains_key(workload)).collect();
    if left.is_empty() { Ok(()) } else { Err(ShareFault::Left(left)) }
}
