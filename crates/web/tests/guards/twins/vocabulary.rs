//! The words of two worlds that are alike but for what somebody may not see.

use std::collections::BTreeSet;

use crate::oracle::books::Books;
use crate::oracle::eyes::{Eyes, sights};
use crate::oracle::people::Person;
use crate::oracle::worlds::Drawn;
use crate::wire::query;

/// The words of both worlds.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    pub(super) visible: Vec<String>,
    /// Tenants that the person does not see, in either world.
    pub(super) hidden: Vec<String>,
    /// Those of them that the person's own organisation holds elsewhere in one of the worlds: help tells it so (S11.2).
    pub(super) held_elsewhere: Vec<String>,
    pub(super) workloads: Vec<String>,
    pub(super) locations: Vec<String>,
    pub(super) countries: Vec<String>,
    pub(super) segments: Vec<String>,
    pub(super) words: Vec<String>,
    /// Partner IDs of all partners, and where the person's own files.
    pub(super) partners: Vec<String>,
    pub(super) own_locations: Vec<String>,
    /// Numbers of tickets that others have in one of the twins, and one that nobody has.
    pub(super) tickets: Vec<String>,
}

/// A workload as a part of a path.
pub(super) fn path_part(workload: &str) -> String {
    query(&[("w", workload)]).split_off(2).replace('+', "%20")
}

impl Vocabulary {
    pub(super) fn of(first: &Books, second: &Books, eyes: &Eyes, drawn: &Drawn, person: &Person) -> Self {
        let seen = sights(first, eyes);
        let visible: BTreeSet<String> = seen.iter().map(|one| one.tenant.clone()).collect();
        let (mut hidden, mut workloads) = (BTreeSet::new(), BTreeSet::new());
        let (mut countries, mut segments, mut words) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for books in [first, second] {
            for tenant in books.tenants() {
                if !visible.contains(tenant) {
                    hidden.insert(tenant.to_owned());
                }
                let known = books.known(tenant);
                words.extend(known.name.split(' ').map(str::to_owned));
                words.extend([tenant[..6].to_owned(), known.domain, known.name]);
                countries.insert(known.country);
                segments.insert(known.segment);
                workloads.extend(books.workloads(tenant).into_iter().map(str::to_owned));
            }
        }
        let locations =
            drawn.partners.iter().flat_map(|partner| partner.locations.clone().into_iter().chain([partner.id.clone()]));
        let own = drawn.partners.iter().find(|partner| Some(&partner.id) == person.partner.as_ref());
        let list = |set: BTreeSet<String>| -> Vec<String> { set.into_iter().filter(|one| !one.is_empty()).collect() };
        Self {
            visible: list(visible),
            hidden: list(hidden),
            held_elsewhere: Vec::new(),
            workloads: list(workloads),
            locations: locations.chain(["5999999".to_owned()]).collect(),
            countries: list(countries),
            segments: list(segments),
            words: list(words),
            partners: drawn.partners.iter().map(|partner| partner.id.clone()).collect(),
            own_locations: own.map(|partner| partner.locations.clone()).unwrap_or_default(),
            tickets: vec!["T-00000000".to_owned()],
        }
    }

    /// Tenants of which help says the same in both worlds, seen or not.
    pub(super) fn explained(&self, is_seen: bool) -> Vec<String> {
        let tenants = if is_seen { &self.visible } else { &self.hidden };
        tenants.iter().filter(|one| !self.held_elsewhere.contains(one)).cloned().collect()
    }

    /// Where the seats of each workload of the first few tenants may be, of which few are claimed.
    pub(super) fn splits(&self) -> impl Iterator<Item = String> {
        self.visible.iter().take(6).flat_map(|tenant| {
            let path = move |workload: &String| {
                format!("/api/v1/tenants/{tenant}/workloads/{}/service-status", path_part(workload))
            };
            self.workloads.iter().map(path)
        })
    }

    /// Referrals that somebody has in one of the twins or both, and one that nobody has; and the lists of them.
    pub(super) fn referrals(&self) -> Vec<String> {
        let numbers =
            self.partners.iter().flat_map(|partner| (1..=5).map(move |number| format!("R-{partner}{number:07}")));
        let paths = numbers.chain(["R-99999990000001".to_owned()]).map(|number| format!("/api/v1/referrals/{number}"));
        let lists = ["", "?sort=name&limit=2", "?q=kxqview", "?status=assigned", "?sort=accept_by"];
        let lists = lists.map(|query| format!("/api/v1/referrals{query}"));
        paths.chain(lists).chain(["/api/v1/work?kind=referral".to_owned()]).collect()
    }

    /// Numbers that other claims have in one of the twins, and one that none has.
    pub(super) fn foreign_claims(&self) -> Vec<String> {
        let others = self.partners.iter().map(|partner| format!("C-{partner}0000001"));
        others.chain(["C-99999990000001".to_owned()]).collect()
    }
}
