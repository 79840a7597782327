//! Which locations serve a tenant, and which of them holds the claim on a workload in a month.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::partners::{Location, Partner};
use super::words::pick;

/// A location that reports a tenant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Presence<'a> {
    pub(super) partner: &'a Partner,
    pub(super) location: &'a Location,
    /// What it is to the tenant where it holds no claim.
    pub(super) otherwise: &'static str,
}

/// Who holds the claim on a workload, over the months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    /// The number of the presence that holds it, where one does.
    holder: Option<usize>,
    /// The attribution by which it holds it.
    attribution: &'static str,
    /// The month in which it begins.
    from: u32,
    /// The month in which it is no longer held.
    until: u32,
    /// The presence to which it passes, and when.
    passes: Option<(usize, u32)>,
}

impl Claim {
    /// The number of the presence that holds the claim in a month.
    pub(super) fn holder(&self, month: u32) -> Option<usize> {
        let holder = self.holder?;
        if month < self.from || month >= self.until {
            return None;
        }
        match self.passes {
            Some((next, when)) if month >= when => Some(next),
            _ => Some(holder),
        }
    }

    /// What a presence is to the tenant in a month.
    pub(super) fn attribution(&self, number: usize, presence: &Presence<'_>, month: u32) -> &'static str {
        if self.holder(month) == Some(number) { self.attribution } else { presence.otherwise }
    }
}

/// The locations that serve a tenant: one, sometimes another of the same partner, sometimes another partner's.
pub(super) fn presences<'a>(number: u32, partners: &'a [Partner], chance: &mut ChaCha8Rng) -> Vec<Presence<'a>> {
    let mut presences = Vec::with_capacity(3);
    let first = ranked(partners, chance);
    let Some(place) = first.map(|first| ranked_index(first.locations.len(), chance)) else { return presences };
    let otherwise = pick(&["DPOR", "Transacting Partner"], chance);
    let mut add = |partner: &'a Partner, place: usize| {
        let location = partner.locations.get(place.checked_rem(partner.locations.len()).unwrap_or(0));
        presences.extend(location.map(|location| Presence { partner, location, otherwise }));
    };
    let Some(first) = first else { return presences };
    add(first, place);
    if number % 5 == 2 {
        add(first, place + 1);
    }
    let second = ranked(partners, chance).filter(|second| second.mpn_id != first.mpn_id);
    if let (4 | 9, Some(second)) = (number % 10, second) {
        add(second, ranked_index(second.locations.len(), chance));
    }
    presences
}

/// One of the partners, the first ones more often.
fn ranked<'a>(partners: &'a [Partner], chance: &mut ChaCha8Rng) -> Option<&'a Partner> {
    partners.get(ranked_index(partners.len(), chance))
}

/// A place in a list, the first ones more often: the lower of two throws.
fn ranked_index(length: usize, chance: &mut ChaCha8Rng) -> usize {
    let most = u32::try_from(length).unwrap_or(u32::MAX).max(1);
    chance.random_range(0..most).min(chance.random_range(0..most)) as usize
}

/// The claim on the workload of that number of a tenant.
///
/// It has one holder at a time, so that no month has a workload claimed by two partners.
pub(super) fn claim(
    number: u32,
    workload: usize,
    presences: &[Presence<'_>],
    months: u32,
    chance: &mut ChaCha8Rng,
) -> Claim {
    let attribution = pick(&["CPOR", "CPOR - FRP", "CPOR - FRP"], chance);
    let mut claim = Claim { holder: None, attribution, from: 0, until: u32::MAX, passes: None };
    // Some tenants nobody claims, and of the others not every workload.
    if number % 12 == 10 || (workload > 0 && chance.random_ratio(3, 10)) {
        return claim;
    }
    // Presences share the workloads out, so that each has some.
    let holder = workload.checked_rem(presences.len()).unwrap_or(0);
    claim.holder = Some(holder);
    let middle = months / 2;
    match number % 17 {
        3 => claim.from = middle,
        8 if workload % 3 == 2 => claim.until = months.saturating_sub(1),
        12 if presences.len() > 1 => claim.passes = Some(((holder + 1) % presences.len().max(1), middle)),
        _ => {}
    }
    claim
}
