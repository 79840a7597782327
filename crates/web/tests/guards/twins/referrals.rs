//! Referrals: other partners have some in one of the twins alone, of tenants that the person sees and of others; at a location that
//! the person does not see there are as many in both, of other tenants; and of the own ones a report viewer is told neither whom
//! to talk to nor what they are worth, in which the twins differ.

use super::Side;
use super::withheld::{WITHHELD, is_report_viewer};
use crate::oracle::people::Person;
use crate::oracle::worlds::Drawn;

const HEADER: &str =
    "rfa_id,tenant_id,customer_name,workloads,contact_name,contact_email,notes,deal_value,currency,partner_id,status";

/// A word of every referral that is not the person's.
const HIDDEN: &str = "kxqview";

fn row(rfa: &str, tenant: &str, name: &str, (people, value): (&str, i64), location: &str, status: &str) -> String {
    format!(
        "{rfa},{tenant},{name},Teams;Exchange,{people},{}@customer.example.com,,{value},EUR,{location},{status}\n",
        people.replace(' ', ".")
    )
}

/// How many tenants the person's partner was referred at a location that the person does not see; in the second world they
/// begin one further.
pub(super) const TO_OWN_ELSEWHERE: usize = 2;

impl Side {
    async fn refer(&self, file_name: &str, rows: &[String]) {
        if !rows.is_empty() {
            let load = self.world.load(file_name, &format!("{HEADER}\n{}", rows.concat())).await;
            assert_eq!(load.load.counts.refused, 0, "{:?}", load.refused);
        }
    }

    /// Other partners are given referrals of what the person sees, and of what it does not.
    pub(super) async fn refer_to_others(&self, drawn: &Drawn, own: &[&str], (seen, hidden): (&[String], &[String])) {
        let mut rows = Vec::new();
        let others = drawn.partners.iter().filter(|partner| !own.contains(&partner.id.as_str()));
        for (number, partner) in others.enumerate() {
            for (place, tenant) in seen.iter().take(2).chain(hidden.iter().take(2)).enumerate() {
                let rfa = format!("{HIDDEN}-{number}-{place}");
                let status = ["", "active", "declined", "won"][place % 4];
                rows.push(row(&rfa, tenant, HIDDEN, (HIDDEN, 777), &partner.locations[0], status));
            }
        }
        self.refer("others.csv", &rows).await;
    }

    /// The person's partner has some too, as many in both: at a location that the person sees, and at one that it does not.
    pub(super) async fn refer_to_own(
        &self,
        drawn: &Drawn,
        person: &Person,
        (seen, hidden): (&[String], &[String]),
        is_second: bool,
    ) {
        let Some(partner) = drawn.partners.iter().find(|one| Some(&one.id) == person.partner.as_ref()) else { return };
        let viewing = || person.roles.iter().filter(|given| given.role.ends_with("report_viewer"));
        let everywhere = viewing().any(|given| given.at.is_empty());
        let is_viewed = |location: &&String| everywhere || viewing().any(|given| given.at.contains(location));
        let differs = is_second && is_report_viewer(person);
        let mut rows = Vec::new();
        if let Some(location) = partner.locations.iter().find(is_viewed) {
            let said = if differs { ("Quite another kxqwithheld", 4_242) } else { ("Somebody kxqwithheld", 1_000) };
            // Whoever is told of them hears the same in both, and may.
            let said = if is_report_viewer(person) { said } else { ("Somebody", 1_000) };
            for (place, tenant) in seen.iter().take(3).enumerate() {
                rows.push(row(
                    &format!("own-{place}"),
                    tenant,
                    "Own",
                    said,
                    location,
                    ["", "active", "declined"][place],
                ));
            }
        }
        if let Some(location) = partner.locations.iter().find(|one| !is_viewed(one))
            && !hidden.is_empty()
        {
            for place in 0..TO_OWN_ELSEWHERE {
                let tenant = &hidden[(place + usize::from(is_second)) % hidden.len()];
                rows.push(row(&format!("{HIDDEN}-at-{place}"), tenant, HIDDEN, (HIDDEN, 777), location, ""));
            }
        }
        assert!(WITHHELD.starts_with("kxq"));
        self.refer("own.csv", &rows).await;
    }
}
