//! A tenant of a world: who it is, who serves it, and what it uses.

use domain::tenant::name_key;
use domain::usage::Figure;
use domain::{TenantId, workload};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use uuid::{Builder, Uuid};

use super::Plan;
use super::claims::{self, Claim, Presence};
use super::partners::Partner;
use super::usage::{Habit, MOBILITY, OFFICE, Story, Uptake};
use super::words::{Market, Segment};

/// A tenant and everything that reports say of it.
#[derive(Debug)]
pub(super) struct Tenant<'a> {
    pub(super) id: TenantId,
    pub(super) tpid: u32,
    pub(super) duns: u32,
    pub(super) market: Market,
    pub(super) segment: Segment,
    pub(super) domain: String,
    pub(super) seats: u32,
    pub(super) story: Story,
    name: String,
    /// Its later name, and the month from which it has it.
    renamed: Option<(String, u32)>,
    pub(super) presences: Vec<Presence<'a>>,
    pub(super) workloads: Vec<WorkloadUse>,
    pub(super) subscriptions: Vec<Subscription>,
    /// The claim on the workloads of enterprise mobility, which a report attributes together.
    pub(super) mobility_claim: Claim,
}

/// A workload of licence usage.
#[derive(Debug)]
pub(super) struct WorkloadUse {
    /// As this tenant's rows spell it.
    pub(super) spelled: &'static str,
    pub(super) claim: Claim,
    pub(super) figures: Vec<Figure>,
}

/// A subscription to enterprise mobility.
#[derive(Debug)]
pub(super) struct Subscription {
    pub(super) id: Uuid,
    /// The month in which it begins.
    pub(super) from: u32,
    /// For each of its workloads the figures, month by month; none where the subscription does not have it.
    pub(super) figures: [Option<Vec<Figure>>; 3],
}

impl<'a> Tenant<'a> {
    /// The tenant of that number.
    pub(super) fn new(number: u32, plan: &Plan, partners: &'a [Partner], chance: &mut ChaCha8Rng) -> Self {
        let presences = claims::presences(number, partners, chance);
        let market = Market::near(presences.first().map_or("", |first| first.location.country), chance);
        let segment = segment(chance);
        let name = market.customer(segment, number, chance);
        let uptake = uptake(number, segment, plan.months, chance);
        let renamed = (number % 23 == 5 && plan.months > 1).then(|| (new_name(&name), plan.months * 2 / 3));
        let workloads = workloads(number, &uptake, &presences, plan.months, chance);
        let mobility_claim = claims::claim(number, OFFICE.len(), &presences, plan.months, chance);
        Self {
            id: TenantId(random_id(chance)),
            tpid: chance.random_range(10_000_000..100_000_000),
            duns: chance.random_range(100_000_000..1_000_000_000),
            domain: domain_name(&name, number),
            subscriptions: subscriptions(number, &uptake, plan.months, chance),
            seats: uptake.seats,
            story: uptake.story,
            market,
            segment,
            name,
            renamed,
            presences,
            workloads,
            mobility_claim,
        }
    }

    /// Its name in a month.
    pub(super) fn name(&self, month: u32) -> &str {
        match &self.renamed {
            Some((name, from)) if month >= *from => name,
            _ => &self.name,
        }
    }

    /// Whether its name is new in that month.
    pub(super) fn is_renamed_in(&self, month: u32) -> bool {
        self.renamed.as_ref().is_some_and(|(_, from)| *from == month)
    }
}

fn segment(chance: &mut ChaCha8Rng) -> Segment {
    match chance.random_range(0..20_u32) {
        0..=8 => Segment::SmallAndMedium,
        9..=13 => Segment::Corporate,
        14..=16 => Segment::Education,
        _ => Segment::PublicSector,
    }
}

fn uptake(number: u32, segment: Segment, months: u32, chance: &mut ChaCha8Rng) -> Uptake {
    let growth = match number % 8 {
        1 => 12,
        6 => -10,
        _ => 0,
    };
    Uptake {
        seats: seats(chance),
        story: Story::of(number),
        keenness: chance.random_range(55..112),
        is_school: segment == Segment::Education,
        seats_change: (growth, months / 2 + chance.random_range(0..=months / 4)),
    }
}

/// Seats between 20 and 30,000: few tenants have many, and many have few.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "20 to 30,000")]
fn seats(chance: &mut ChaCha8Rng) -> u32 {
    let rank = f64::from(chance.random_range(258..10_000_u32)) / 10_000.0;
    (20.0 / (rank * rank)) as u32
}

/// From so many seats on a tenant has the whole suite.
const SUITE_SEATS: u32 = 150;

fn workloads(
    number: u32,
    uptake: &Uptake,
    presences: &[Presence<'_>],
    months: u32,
    chance: &mut ChaCha8Rng,
) -> Vec<WorkloadUse> {
    let count = if uptake.seats >= SUITE_SEATS { 8 + chance.random_range(0..2_u32) } else { chance.random_range(4..7) };
    let habits = OFFICE.iter().take(count as usize).enumerate();
    habits
        .map(|(place, habit)| WorkloadUse {
            spelled: spelled(number, habit),
            claim: claims::claim(number, place, presences, months, chance),
            figures: uptake.figures(habit, 100, months, chance),
        })
        .collect()
}

/// The workload's name, which reports do not always spell in the same way.
fn spelled(number: u32, habit: &Habit) -> &'static str {
    let alias = || workload::PRESET.iter().find(|one| one.code == habit.code)?.aliases.first().copied();
    if number % 29 == 7 { alias().unwrap_or(habit.code) } else { habit.code }
}

/// One subscription or two, for most tenants that pay.
fn subscriptions(number: u32, uptake: &Uptake, months: u32, chance: &mut ChaCha8Rng) -> Vec<Subscription> {
    let has_some = uptake.seats >= SUITE_SEATS || number.is_multiple_of(3);
    let parts: &[(u32, u32)] = match number % 6 {
        _ if !has_some || uptake.story == Story::Trial => &[],
        1 => &[(70, 0), (30, months / 3)],
        _ => &[(100, 0)],
    };
    parts.iter().map(|(percent, from)| subscription(uptake, *percent, *from, months, chance)).collect()
}

fn subscription(uptake: &Uptake, percent: u32, from: u32, months: u32, chance: &mut ChaCha8Rng) -> Subscription {
    let id = random_id(chance);
    let without_protection = chance.random_ratio(1, 4);
    let figures = MOBILITY.map(|habit| {
        let left_out = without_protection && habit.code == "Azip";
        (!left_out).then(|| uptake.figures(&habit, percent, months, chance))
    });
    Subscription { id, from, figures }
}

fn random_id(chance: &mut ChaCha8Rng) -> Uuid {
    let mut bytes = [0; 16];
    chance.fill(&mut bytes);
    Builder::from_random_bytes(bytes).into_uuid()
}

/// How a customer calls itself after it has grown.
fn new_name(name: &str) -> String {
    let first: Vec<&str> = name.split(' ').take(2).collect();
    format!("{} International", first.join(" "))
}

/// A domain of the customer's own: the first words of its name, and its number, under `.example`.
fn domain_name(name: &str, number: u32) -> String {
    const LONGEST: usize = 24;
    let key = name_key(name);
    let mut label = String::new();
    for word in key.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !label.is_empty() && label.len() + word.len() > LONGEST {
            break;
        }
        label.push_str(word);
        label.push('-');
    }
    format!("{label}{number}.example")
}
