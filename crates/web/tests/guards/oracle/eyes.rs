//! What somebody must see, from the books and the roles alone.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::books::{Books, Cell, Claim, Known};
use super::compare::points;
use super::deeds::Mark;

/// A role that somebody was given, with its places; none is everywhere.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) role: &'static str,
    pub(crate) at: Vec<String>,
}

/// How far somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Eyes {
    /// No tenant at all, and is told so.
    Closed,
    /// Everything there is.
    Open,
    /// What these partners see.
    Of(BTreeSet<String>),
    /// What a partner holds at these locations.
    At(String, BTreeSet<String>),
    /// What a partner holds anywhere.
    Partner(String),
}

/// For which tenants somebody is told of money (S1.4, S2.3).
#[derive(Debug, Clone)]
pub(crate) struct Purse {
    /// For all that they see: then also of sums.
    pub(crate) of_all: bool,
    everywhere: bool,
    at: BTreeSet<String>,
}

impl Purse {
    /// What roles give in a partner, or, without one, in the programme office.
    pub(crate) fn of(partner: Option<&str>, roles: &[Given]) -> Self {
        let places =
            |name: &str| roles.iter().filter(|given| given.role == name).map(|given| &given.at).collect::<Vec<_>>();
        let (shown, told) = (places("executive_report_viewer"), places("report_viewer"));
        let everywhere = partner.is_none() || shown.iter().any(|at| at.is_empty());
        let at: BTreeSet<String> = shown.into_iter().flatten().cloned().collect();
        let never_less = told.iter().all(|places| !places.is_empty() && places.iter().all(|one| at.contains(one)));
        Self { of_all: everywhere || (never_less && !at.is_empty()), everywhere, at }
    }

    /// Whether they are told of this tenant's.
    pub(crate) fn shows(&self, one: &Sight<'_>) -> bool {
        self.everywhere || one.locations.iter().any(|location| self.at.contains(location))
    }
}

impl Eyes {
    /// What roles give in a partner, or, without one, in the programme office (S1.2, S1.3, S2.3).
    pub(crate) fn of(partner: Option<&str>, roles: &[Given]) -> Self {
        let has = |name: &str| roles.iter().any(|given| given.role == name);
        let Some(partner) = partner else {
            if has("programme_admin") {
                return Self::Open;
            }
            return Self::Of(roles.iter().flat_map(|given| given.at.iter().cloned()).collect());
        };
        let mut locations = BTreeSet::new();
        for given in roles {
            if given.role != "executive_report_viewer" && given.role != "report_viewer" {
                continue;
            }
            if given.at.is_empty() {
                return Self::Partner(partner.to_owned());
            }
            locations.extend(given.at.iter().cloned());
        }
        if locations.is_empty() { Self::Closed } else { Self::At(partner.to_owned(), locations) }
    }

    /// Whether a claim of the own side makes its tenant visible.
    fn reach(&self, claim: &Claim) -> bool {
        match self {
            Self::At(partner, locations) => {
                claim.partner == *partner && claim.locations.iter().any(|one| locations.contains(one))
            }
            _ => self.own(claim),
        }
    }

    /// Whether a referral to a partner's location makes its tenant visible.
    fn is_referred(&self, (partner, location): &(String, String)) -> bool {
        match self {
            Self::Closed => false,
            Self::Open => true,
            Self::Of(partners) => partners.contains(partner),
            Self::At(own, locations) => own == partner && locations.contains(location),
            Self::Partner(own) => own == partner,
        }
    }

    /// Whether a claim is of the own side.
    fn own(&self, claim: &Claim) -> bool {
        match self {
            Self::Closed => false,
            Self::Open => true,
            Self::Of(partners) => partners.contains(&claim.partner),
            Self::At(partner, _) | Self::Partner(partner) => claim.partner == *partner,
        }
    }
}

/// A row of the usage details.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub(crate) workload: String,
    pub(crate) claim: Option<Claim>,
    pub(crate) month: i32,
    source: u8,
    /// Whether the figure is of the tenant's newest month from that report (ADR 0004).
    pub(crate) is_current: bool,
    pub(crate) cell: &'a Cell,
}

/// A tenant as somebody must see it.
#[derive(Debug, Clone)]
pub(crate) struct Sight<'a> {
    pub(crate) tenant: String,
    pub(crate) known: Known,
    pub(crate) rows: Vec<Row<'a>>,
    pub(crate) claimed: i64,
    /// Whether there is more to see than that it was referred (S3.3).
    pub(crate) knows_figures: bool,
    /// The newest month, PAU and MAU; nothing without figures.
    pub(crate) figure: Option<(i32, i64, i64)>,
    /// PAU and MAU of the month before, over the same workloads; none where a report has no such month.
    pub(super) before: Option<(i64, i64)>,
    /// Locations of own claims, for the filter.
    pub(crate) locations: BTreeSet<String>,
    /// What people wrote of it, where that is looked at.
    pub(crate) mark: Mark,
}

impl Sight<'_> {
    /// Usage % in tenths; nothing where PAU is 0.
    pub(crate) fn tenths(&self) -> Option<i64> {
        self.figure.and_then(|(_, pau, mau)| tenths(pau, mau))
    }

    /// The change in tenths of a point, to the nearest.
    pub(crate) fn change_tenths(&self) -> Option<i64> {
        self.change().map(|millionths| (millionths + 500).div_euclid(1_000))
    }

    /// Usage % less that of the month before, in millionths; nothing without paid units.
    fn change(&self) -> Option<i64> {
        let ((_, pau, mau), (pau_before, mau_before)) = self.figure.zip(self.before)?;
        (pau > 0 && pau_before > 0).then(|| mau * 1_000_000 / pau - mau_before * 1_000_000 / pau_before)
    }

    /// What changed and deserves a look (S12.2), the worst first: its name, and what it is said with. All of it was loaded
    /// in the last 30 days, as all that there is.
    pub(crate) fn signals(&self) -> Vec<(&'static str, Value)> {
        let Some(((_, pau, mau), (pau_before, mau_before))) = self.figure.zip(self.before) else { return Vec::new() };
        let mut signals = Vec::new();
        if pau < 150 && pau_before >= 150 {
            signals.push(("fell_below_minimum", json!({ "pau": pau })));
        }
        let (is, was) = (i128::from(mau * pau_before), i128::from(mau_before * pau));
        let moved = (is - was).abs();
        let marked = moved * 10 >= i128::from(pau * pau_before) || (was > 0 && moved * 5 >= was);
        if pau > 0 && pau_before > 0 && marked && is != was {
            let by = tenths(pau, mau).unwrap() - tenths(pau_before, mau_before).unwrap();
            let name = if is > was { "usage_rose" } else { "usage_fell" };
            signals.push((name, json!({ "points": points(Some(by.abs())) })));
        }
        if pau >= 150 && pau_before < 150 {
            signals.push(("reached_minimum", json!({ "pau": pau })));
        }
        if pau > pau_before {
            signals.push(("seats_bought", json!({ "seats": pau - pau_before })));
        }
        let worst = ["fell_below_minimum", "usage_fell", "usage_rose", "reached_minimum", "seats_bought"];
        signals.sort_by_key(|(name, _)| worst.iter().position(|one| one == name));
        signals
    }

    /// The name in the form in which it is sorted and searched.
    pub(crate) fn folded(&self) -> String {
        folded(&self.known.name)
    }
}

/// The percentage in tenths, half up; nothing where PAU is 0 (S3.1).
pub(crate) fn tenths(pau: i64, mau: i64) -> Option<i64> {
    if pau == 0 {
        return None;
    }
    let twentieths = mau * 2_000 / pau;
    Some((twentieths + 1) / 2)
}

/// Small letters, without the accents that the names of the worlds have.
pub(crate) fn folded(name: &str) -> String {
    let mut small = name.to_lowercase();
    for (accented, plain) in
        [("é", "e"), ("ę", "e"), ("ö", "o"), ("ø", "o"), ("ß", "ss"), ("ł", "l"), ("î", "i"), ("æ", "ae")]
    {
        small = small.replace(accented, plain);
    }
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All tenants that somebody must see, in the order of their names.
pub(crate) fn sights<'a>(books: &'a Books, eyes: &Eyes) -> Vec<Sight<'a>> {
    let mut seen = Vec::new();
    for tenant in books.tenants() {
        let mut rows = Vec::new();
        let mut is_reached = *eyes == Eyes::Open;
        let mut locations = BTreeSet::new();
        // Figures are for whoever holds a claim (S3.3).
        let mut knows_figures = *eyes == Eyes::Open;
        for workload in books.workloads(tenant) {
            let claim = books.claim(tenant, workload);
            is_reached |= claim.as_ref().is_some_and(|claim| eyes.reach(claim));
            knows_figures |= claim.as_ref().is_some_and(|claim| eyes.own(claim));
            // Another partner's workload does not exist (S3.2).
            if claim.as_ref().is_some_and(|claim| !eyes.own(claim)) {
                continue;
            }
            locations.extend(claim.iter().flat_map(|claim| claim.locations.clone()));
            let &(month, source, cell) = books.months(tenant, workload).last().unwrap();
            rows.push(Row { workload: workload.to_owned(), claim, month, source, is_current: false, cell });
        }
        if !knows_figures {
            rows.clear();
        }
        let referred = books.referred(tenant);
        is_reached |= referred.iter().any(|one| eyes.is_referred(one));
        // The programme office asks for locations by claims.
        if let Eyes::At(own, _) | Eyes::Partner(own) = eyes {
            locations
                .extend(referred.iter().filter(|(partner, _)| partner == own).map(|(_, location)| location.clone()));
        }
        if is_reached {
            let sight = sight(books, tenant, rows, locations);
            seen.push(Sight { knows_figures, ..sight });
        }
    }
    seen.sort_by_key(|one| (one.folded(), one.tenant.clone()));
    seen
}

fn sight<'a>(books: &'a Books, tenant: &str, mut rows: Vec<Row<'a>>, locations: BTreeSet<String>) -> Sight<'a> {
    let mut newest: BTreeMap<u8, i32> = BTreeMap::new();
    for row in &rows {
        let month = newest.entry(row.source).or_insert(row.month);
        *month = row.month.max(*month);
    }
    let (mut pau, mut mau) = (0, 0);
    for row in &mut rows {
        row.is_current = newest[&row.source] == row.month;
        if row.is_current {
            pau += row.cell.pau;
            mau += row.cell.mau;
        }
    }
    Sight {
        tenant: tenant.to_owned(),
        known: books.known(tenant),
        claimed: i64::try_from(rows.iter().filter(|row| row.claim.is_some()).count()).unwrap(),
        figure: newest.values().max().map(|&month| (month, pau, mau)),
        before: before(books, tenant, &rows, &newest),
        rows,
        knows_figures: true,
        locations,
        mark: Mark::default(),
    }
}

/// The sums of the month before of each report; none where a report has no such month.
fn before(books: &Books, tenant: &str, rows: &[Row<'_>], newest: &BTreeMap<u8, i32>) -> Option<(i64, i64)> {
    if newest.is_empty() {
        return None;
    }
    let (mut pau_before, mut mau_before) = (0, 0);
    for (&source, &month) in newest {
        let mut is_there = false;
        for row in rows {
            for (at, from, cell) in books.months(tenant, &row.workload) {
                if at == month - 1 && from == source {
                    is_there = true;
                    pau_before += cell.pau;
                    mau_before += cell.mau;
                }
            }
        }
        if !is_there {
            return None;
        }
    }
    Some((pau_before, mau_before))
}

/// What is asked of the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Question {
    pub(crate) sort: &'static str,
    pub(crate) q: String,
    pub(crate) locations: Vec<String>,
    pub(crate) country: Option<String>,
    pub(crate) segment: Option<String>,
    pub(crate) workloads: Vec<String>,
    /// Tenths.
    pub(crate) usage_from: Option<i64>,
    pub(crate) usage_to: Option<i64>,
    pub(crate) signal: Option<&'static str>,
    pub(crate) below_minimum: bool,
    pub(crate) overall_status: Option<&'static str>,
    pub(crate) overdue: bool,
    pub(crate) no_survey_contact: bool,
    pub(crate) l1: Option<String>,
    pub(crate) l2: Option<String>,
}

impl Question {
    /// The tenants that answer it, in its order.
    pub(crate) fn answer<'a, 'b>(&self, seen: &'b [Sight<'a>]) -> Vec<&'b Sight<'a>> {
        let mut found: Vec<_> = seen.iter().filter(|one| self.takes(one)).collect();
        let (column, is_down) = self.sort.strip_prefix('-').map_or((self.sort, false), |column| (column, true));
        let straight = |order: Ordering| if is_down { order.reverse() } else { order };
        let tie = |one: &Sight<'_>| (one.folded(), one.tenant.clone());
        found.sort_by(|one, other| {
            let order = match (key(one, column), key(other, column)) {
                // Whoever has no value comes last, in either direction.
                (None, None) => Ordering::Equal,
                (None, Some(_)) => return Ordering::Greater,
                (Some(_), None) => return Ordering::Less,
                (Some(one), Some(other)) => one.cmp(&other),
            };
            straight(order.then_with(|| tie(one).cmp(&tie(other))))
        });
        found
    }

    fn takes(&self, one: &Sight<'_>) -> bool {
        let name = one.folded();
        let words = folded(&self.q);
        let found = |word: &str| name.contains(word) || one.known.domain.contains(word) || one.tenant.contains(word);
        let has = |workload: &String| one.rows.iter().any(|row| row.workload == *workload);
        words.split(' ').all(found)
            && (self.locations.is_empty() || self.locations.iter().any(|at| one.locations.contains(at)))
            && self.country.as_ref().is_none_or(|country| one.known.country == *country)
            && self.segment.as_ref().is_none_or(|segment| one.known.segment == *segment)
            && (self.workloads.is_empty() || self.workloads.iter().any(has))
            && self.usage_from.is_none_or(|from| one.tenths() >= Some(from))
            && self.usage_to.is_none_or(|to| one.tenths().is_some_and(|tenths| tenths <= to))
            && self.signal.is_none_or(|signal| one.signals().iter().any(|(name, _)| *name == signal))
            && self.overall_status.is_none_or(|status| one.mark.status == Some(status))
            && (!self.overdue || one.mark.is_overdue)
            && (!self.no_survey_contact || !one.mark.is_surveyed)
            && self.takes_seats(one)
            && (!self.below_minimum || one.figure.is_some_and(|(_, pau, _)| pau < 150))
    }
}

impl Question {
    /// Whether seats stand like that, of the chosen workloads where some are chosen.
    fn takes_seats(&self, one: &Sight<'_>) -> bool {
        if self.l1.is_none() && self.l2.is_none() {
            return true;
        }
        one.mark.seats.iter().any(|(workload, l1, l2)| {
            (self.workloads.is_empty() || self.workloads.contains(workload))
                && self.l1.as_ref().is_none_or(|wanted| wanted == l1)
                && self.l2.as_ref().is_none_or(|wanted| wanted == l2)
        })
    }
}

/// What a row is sorted by: a number or a text.
type Key = (i128, String);

fn key(one: &Sight<'_>, column: &str) -> Option<Key> {
    let number = |number: i64| Some((i128::from(number), String::new()));
    let text = |text: &str| (!text.is_empty()).then(|| (0, text.to_owned()));
    match column {
        "name" => text(&one.folded()),
        "tenant_id" => text(&one.tenant),
        "domain" => text(&one.known.domain),
        "country" => text(&one.known.country),
        "segment" => text(&one.known.segment),
        "workloads_claimed" => number(one.claimed),
        "pau" => one.figure.and_then(|(_, pau, _)| number(pau)),
        "mau" => one.figure.and_then(|(_, _, mau)| number(mau)),
        // Finer than what is shown, as the list has it: whole millionths.
        "change" => one.change().and_then(number),
        // The worst of all counts more than all that are better.
        "signals" => {
            let worth = |name: &str| match name {
                "fell_below_minimum" => 32,
                "usage_fell" => 16,
                "usage_rose" => 4,
                "reached_minimum" => 2,
                _ => 1,
            };
            Some(one.signals().iter().map(|(name, _)| worth(name)).sum()).filter(|sum| *sum > 0).and_then(number)
        }
        "usage_percent" => {
            one.figure.filter(|figure| figure.1 > 0).and_then(|(_, pau, mau)| number(mau * 1_000_000 / pau))
        }
        "overall_status" => one.mark.status.and_then(|status| {
            number(match status {
                "blocked" => 3,
                "paused" => 2,
                _ => 1,
            })
        }),
        "last_note_at" => one.mark.noted.and_then(|at| number(at.timestamp_millis())),
        "next_action_on" => one.mark.next.and_then(|day| text(&day.to_string())),
        other => panic!("no order by {other}"),
    }
}
