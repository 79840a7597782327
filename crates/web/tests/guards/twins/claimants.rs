//! Claims that others file, and offers with what they earn: of others' claims there are some in one of the twins alone, in every
//! state; a colleague's differ in names, proofs and states, and not in how many they are; offers are the same, and what they
//! could earn at others follows others' figures.

use app::{Ctx, Expected, MoveAsked, OfferEdit};
use chrono::Days;
use domain::access::Role;
use domain::claim::{Move, NewFiling};

use super::{Side, knows_colleagues};
use crate::oracle::people::Person;
use crate::oracle::worlds::Drawn;

/// A word of every claim that is not the person's.
const HIDDEN: &str = "kxqview";

/// Where the person files and follows claims; nothing for whoever does neither.
pub(super) fn places_of(person: &Person) -> Option<Vec<&str>> {
    let given: Vec<_> = person.roles.iter().filter(|given| given.role == "incentives_admin").collect();
    (!given.is_empty()).then(|| given.iter().flat_map(|given| &given.at).map(String::as_str).collect())
}

fn filing(location: &str, tenant: &str, domain: String, words: &str) -> NewFiling {
    NewFiling {
        location: location.to_owned(),
        tenant_id: tenant.to_owned(),
        domain,
        workloads: vec!["Teams".to_owned(), "Exchange".to_owned()],
        activity: words.to_owned(),
        name: words.to_owned(),
        customer_name: words.to_owned(),
        customer_email: format!("{HIDDEN}@customer.example.com"),
        own_name: words.to_owned(),
        own_email: format!("{HIDDEN}@partner.example.com"),
        comment: words.to_owned(),
        ..NewFiling::default()
    }
}

impl Side {
    /// What the programme pays for, the same in both.
    pub(super) async fn offer(&mut self) {
        self.chance.restart(11);
        let email = self.world.add_person("Office Kxqoffers", None, Role::ProgrammeAdmin, &[]).await;
        let office = self.world.with_token(&email).await;
        let today = self.world.app.now().date_naive();
        for workload in ["Teams", "Exchange", "Intune"] {
            let offer = OfferEdit {
                name: format!("{workload} grows"),
                workload: workload.to_owned(),
                valid_from: (today - Days::new(90)).to_string(),
                valid_to: (today + Days::new(400)).to_string(),
                rate_minor: Some(350),
                ceiling_minor: Some(90_000),
                currency: "USD".to_owned(),
                licence_minimum: Some(20),
                excluded_segments: Vec::new(),
            };
            self.world.app.add_offer(&office, &offer, None).await.unwrap();
        }
    }

    /// Whoever is not the person's partner claims what the person sees, and what it does not, and is decided on.
    pub(super) async fn file_as_others(&mut self, drawn: &Drawn, own: &[&str], (seen, hidden): (&[String], &[String])) {
        let email = self.world.add_person("Office Kxqview", None, Role::ProgrammeAdmin, &[]).await;
        let office = self.world.with_token(&email).await;
        let others = drawn.partners.iter().filter(|partner| !own.contains(&partner.id.as_str()));
        for (number, partner) in others.enumerate() {
            let name = format!("Claimant Kxqview {number}");
            let email = self.world.add_person(&name, Some(&partner.id), Role::IncentivesAdmin, &[]).await;
            let filer = self.world.with_token(&email).await;
            // What the person sees is not decided on: it would be another's from then on, and gone.
            for tenant in seen.iter().take(3) {
                self.file(&filer, &partner.locations[0], tenant, HIDDEN, &[Move::Submission], &office).await;
            }
            let ways: [&[Move]; 4] = [
                &[Move::Submission, Move::Approval],
                &[Move::Submission, Move::Review, Move::InformationRequest],
                &[Move::Submission, Move::Rejection, Move::Dispute],
                &[Move::Submission, Move::Disassociation],
            ];
            for (tenant, way) in hidden.iter().skip(number * 4).zip(ways) {
                self.file(&filer, &partner.locations[0], tenant, HIDDEN, way, &office).await;
            }
        }
    }

    /// A colleague files at a location where the person follows no claims; as many in both.
    pub(super) async fn file_as_colleague(
        &mut self,
        drawn: &Drawn,
        person: &Person,
        tenants: &[String],
        is_second: bool,
    ) {
        let Some(partner) = drawn.partners.iter().find(|one| Some(&one.id) == person.partner.as_ref()) else { return };
        // An admin of the partner is told of its people; and whoever is there for all claims sees these.
        let places = places_of(person);
        let follows_all = places.as_ref().is_some_and(Vec::is_empty);
        let is_free = |location: &&String| places.as_ref().is_none_or(|places| !places.contains(&location.as_str()));
        let location = partner.locations.iter().find(is_free);
        let Some(location) = location.filter(|_| !(knows_colleagues(person) || follows_all || tenants.is_empty()))
        else {
            return;
        };
        let name = if is_second { "Quite another Kxqcolleague" } else { "Kxqcolleague" };
        let email = self.world.add_person(name, Some(&partner.id), Role::IncentivesAdmin, &[]).await;
        let filer = self.world.with_token(&email).await;
        for number in 0..3 {
            let (words, way): (_, &[Move]) = if is_second {
                (format!("{HIDDEN} of another"), &[Move::Submission])
            } else {
                (format!("{HIDDEN} {number}"), &[])
            };
            let at = if is_second { number } else { number + 3 };
            self.file(&filer, location, &tenants[at % tenants.len()], &words, way, &filer).await;
        }
    }

    async fn file(&self, filer: &Ctx, location: &str, tenant: &str, words: &str, way: &[Move], office: &Ctx) {
        let app = self.others();
        let known = self.books.known(tenant).domain;
        let domain = if known.is_empty() { format!("{HIDDEN}.example.com") } else { known };
        let new = filing(location, tenant, domain, words);
        let number = app.file_claim(filer, &new, None).await.unwrap().value.item.number;
        let path = self.world.database.folder().join("given");
        std::fs::write(&path, format!("%PDF-1.7\n1 0 obj << /Author ({words}) >>\n{words} {number}")).unwrap();
        app.add_proof(filer, &number, &format!("{words}.pdf"), &path).await.unwrap();
        for &by in way {
            let who = if matches!(by, Move::Submission | Move::Dispute) { filer } else { office };
            let asked = MoveAsked { reason: words.to_owned(), ..MoveAsked::default() };
            // What a report says somebody else holds is not approved.
            let _ = app.move_claim(who, &number, by, &asked, &Expected::Any).await;
        }
    }
}
