//! Invented people to talk to at invented customers, for the demo. Their addresses end in `.example`, their numbers are
//! those that are kept free for stories.

use domain::contact::NewContact;
use domain::tenant::name_key;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::words::pick;

const FIRST: [&str; 24] = [
    "Noor", "Bram", "Sanne", "Daan", "Lotte", "Thijs", "Fenna", "Joris", "Maud", "Ruben", "Elif", "Sem", "Amira",
    "Lars", "Roos", "Milan", "Jasmijn", "Koen", "Esra", "Wout", "Isa", "Hugo", "Nadia", "Pim",
];

const LAST: [&str; 24] = [
    "Bakker",
    "Visser",
    "de Wit",
    "van Dalen",
    "Smeets",
    "Yilmaz",
    "Peeters",
    "Dijkstra",
    "Hendriks",
    "Maes",
    "de Groot",
    "van den Berg",
    "Jacobs",
    "Willems",
    "Kok",
    "Vermeulen",
    "Post",
    "Aydin",
    "Brouwer",
    "Schouten",
    "Claes",
    "Kuipers",
    "Prins",
    "Verhoeven",
];

const TITLES: [&str; 8] = [
    "IT manager",
    "Hoofd werkplekken",
    "CISO",
    "Head of HR",
    "Projectleider",
    "Service desk lead",
    "Adviseur adoptie",
    "",
];

/// The contacts of a tenant of the demo; some have none, so that there is something to do.
pub(crate) fn contacts(
    domain: &str,
    country: Option<&str>,
    workloads: &[&str],
    chance: &mut ChaCha8Rng,
) -> Vec<NewContact> {
    let count = chance.random_range(0..4_u32);
    let mut found: Vec<NewContact> = Vec::new();
    for number in 0..count {
        // The last of three is the partner's own.
        let is_partner = number == 2;
        let (first, last) = (pick(&FIRST, chance), pick(&LAST, chance));
        let host = if is_partner { "adoption.example" } else { domain };
        let email = format!("{}@{host}", name_key(&format!("{first} {last}")).replace(' ', "."));
        if found.iter().any(|one| one.email == email) {
            continue;
        }
        let language = if chance.random_ratio(2, 3) { "nl" } else { "en" };
        let customer = |text: &str| if is_partner { String::new() } else { text.to_owned() };
        found.push(NewContact {
            kind: if is_partner { "partner" } else { "customer" }.to_owned(),
            name: format!("{first} {last}"),
            email,
            phone: if chance.random_ratio(1, 2) { format!("+31 20 555 01 {number}7") } else { String::new() },
            title: pick(&TITLES, chance).to_owned(),
            country: customer(country.unwrap_or("NL")),
            language: customer(language),
            workloads: workloads.iter().take(chance.random_range(1..=2)).map(|code| (*code).to_owned()).collect(),
            survey_eligible: (!is_partner).then(|| number == 0 || chance.random_ratio(1, 3)),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use domain::id::WorkloadId;

    use super::*;
    use crate::sample::chance;

    #[test]
    fn every_contact_of_the_demo_can_be_kept_and_reaches_nobody() {
        let mut count = 0;
        for number in 0..200 {
            let made = contacts("haven-7.example", Some("BE"), &["Teams", "Exchange"], &mut chance(1, number));
            for one in &made {
                assert_eq!(one.check(|_| Some(WorkloadId(1))).map(|_| ()), Ok(()), "{}", one.email);
                assert!(one.email.ends_with(".example"));
                count += 1;
            }
            let customers: Vec<_> = made.iter().filter(|one| one.kind == "customer").collect();
            assert!(customers.is_empty() || customers.iter().any(|one| one.survey_eligible == Some(true)));
        }
        assert!(count > 100, "only {count}");
    }
}
