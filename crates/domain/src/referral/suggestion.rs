//! Which partners suit a request, and why (S10.5): existing claims, languages, countries, customer size, and whose turn it is.
//!
//! A pure function that can explain itself: the order follows from the merits, and each suggestion carries them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::id::{LocationId, OrganisationId, WorkloadId};

use super::edit::Preference;
use super::share::{MOST_PARTNERS, Share};

/// What a request needs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Need {
    /// The workloads that are to be assigned.
    pub workloads: BTreeSet<WorkloadId>,
    /// The customer's language, by its tag.
    pub language: Option<String>,
    /// The customer's country, by its code.
    pub country: Option<String>,
    /// The customer's size, as the request writes it.
    pub size: Option<String>,
}

/// A partner who could have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The partner.
    pub organisation: OrganisationId,
    /// Its name: what settles between two alike.
    pub name: String,
    /// Its locations, each with the code of its country where that is known; never empty.
    pub locations: Vec<(LocationId, Option<String>)>,
    /// The workloads of this tenant that it holds.
    pub claims: BTreeSet<WorkloadId>,
    /// What it says of itself.
    pub preference: Preference,
    /// When it was given one last, in milliseconds; nothing for never.
    pub last_assigned_at: Option<i64>,
    /// Whether it pauses, or said no to the request, or nothing: then it is not suggested.
    pub is_out: bool,
}

/// A reason for a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Merit {
    /// It holds that many of the workloads that are to be assigned.
    HoldsWorkloads(usize),
    /// It holds that many other workloads of the tenant.
    HoldsOthers(usize),
    /// It speaks the customer's language.
    Language,
    /// It works in the customer's country.
    Country,
    /// It serves customers of that size.
    Size,
    /// Of those who are alike it has waited longest.
    Turn,
}

/// A partner who suits a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The partner.
    pub organisation: OrganisationId,
    /// The location that suits best.
    pub location: LocationId,
    /// Why.
    pub merits: Vec<Merit>,
}

fn says(list: &[String], wanted: Option<&String>) -> bool {
    wanted.is_some_and(|wanted| list.iter().any(|one| one.eq_ignore_ascii_case(wanted)))
}

/// Whether a language is spoken: the customer's `nl-NL` is the partner's `nl`.
fn speaks(list: &[String], wanted: Option<&String>) -> bool {
    let Some(wanted) = wanted else { return false };
    let bare = wanted.split('-').next().unwrap_or_default();
    list.iter().any(|one| {
        one.eq_ignore_ascii_case(wanted) || one.split('-').next().unwrap_or_default().eq_ignore_ascii_case(bare)
    })
}

/// What speaks for a candidate; the turn apart, which depends on the others.
fn merits(need: &Need, one: &Candidate) -> Vec<Merit> {
    let mut merits = Vec::new();
    let holds = one.claims.intersection(&need.workloads).count();
    let others = one.claims.len().saturating_sub(holds);
    if holds > 0 {
        merits.push(Merit::HoldsWorkloads(holds));
    }
    if others > 0 {
        merits.push(Merit::HoldsOthers(others));
    }
    if speaks(&one.preference.languages, need.language.as_ref()) {
        merits.push(Merit::Language);
    }
    let is_there = one.locations.iter().any(|(_, country)| country.is_some() && *country == need.country);
    if says(&one.preference.countries, need.country.as_ref()) || is_there {
        merits.push(Merit::Country);
    }
    if says(&one.preference.sizes, need.size.as_ref()) {
        merits.push(Merit::Size);
    }
    merits
}

/// How much merits weigh: existing claims on the workloads first, then on the tenant, then how many of the others there are.
fn weight(merits: &[Merit]) -> (usize, usize, usize) {
    let mut weight = (0, 0, 0);
    for merit in merits {
        match merit {
            Merit::HoldsWorkloads(count) => weight.0 = *count,
            Merit::HoldsOthers(count) => weight.1 = *count,
            Merit::Language | Merit::Country | Merit::Size => weight.2 += 1,
            Merit::Turn => {}
        }
    }
    weight
}

/// The partners who suit a request, the best first. Of those that merits do not tell apart the one comes first that was given
/// nothing for longest: round robin.
pub fn suggest(need: &Need, candidates: &[Candidate]) -> Vec<Suggestion> {
    let mut ranked: Vec<(Vec<Merit>, &Candidate)> =
        candidates.iter().filter(|one| !one.is_out).map(|one| (merits(need, one), one)).collect();
    ranked.sort_by(|(merits, one), (other_merits, other)| {
        let key = |merits: &[Merit], one: &Candidate| (Reverse(weight(merits)), one.last_assigned_at);
        key(merits, one)
            .cmp(&key(other_merits, other))
            .then_with(|| one.name.cmp(&other.name))
            .then_with(|| one.organisation.cmp(&other.organisation))
    });
    let mut suggestions: Vec<Suggestion> = Vec::new();
    let weights: Vec<_> = ranked.iter().map(|(merits, _)| weight(merits)).collect();
    for (place, (mut merits, one)) in ranked.into_iter().enumerate() {
        let own = weights.get(place);
        let is_first_of_alike = place == 0 || weights.get(place - 1) != own;
        if is_first_of_alike && weights.get(place + 1) == own {
            merits.push(Merit::Turn);
        }
        let there = one.locations.iter().find(|(_, country)| country.is_some() && *country == need.country);
        let Some((location, _)) = there.or_else(|| one.locations.first()) else { continue };
        suggestions.push(Suggestion { organisation: one.organisation, location: *location, merits });
    }
    suggestions
}

/// A way to share a request out: each workload to who holds it, and all others to the best; to no more partners than can have
/// it. Nothing where nobody suits.
pub fn suggest_shares(need: &Need, candidates: &[Candidate], having: usize) -> Vec<Share> {
    let suggested = suggest(need, candidates);
    let Some(best) = suggested.first() else { return Vec::new() };
    let room = MOST_PARTNERS.saturating_sub(having);
    let mut shares: Vec<Share> = Vec::new();
    let holder = |workload: &WorkloadId| {
        suggested.iter().find(|one| {
            candidates.iter().any(|own| own.organisation == one.organisation && own.claims.contains(workload))
        })
    };
    // The holders of the most workloads come first, so that a room too small for all leaves out who has least.
    for suggestion in suggested.iter().take(room) {
        let workloads: Vec<_> = need
            .workloads
            .iter()
            .copied()
            .filter(|workload| holder(workload).is_some_and(|own| own.organisation == suggestion.organisation))
            .collect();
        if !workloads.is_empty() {
            shares.push(Share { organisation: suggestion.organisation, location: suggestion.location, workloads });
        }
    }
    let given: BTreeSet<_> = shares.iter().flat_map(|share| share.workloads.iter().copied()).collect();
    let rest: Vec<_> = need.workloads.difference(&given).copied().collect();
    if room == 0 || rest.is_empty() {
        return shares;
    }
    let is_full = shares.len() >= room;
    let place = shares.iter().position(|share| share.organisation == best.organisation);
    match place.or(is_full.then_some(0)).and_then(|place| shares.get_mut(place)) {
        Some(share) => share.workloads.extend(rest),
        None => shares.insert(0, Share { organisation: best.organisation, location: best.location, workloads: rest }),
    }
    for share in &mut shares {
        share.workloads.sort_unstable();
    }
    shares
}
