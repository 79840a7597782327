//! The people of a world: every role, for the whole company, for one location, for two, and added up.

use super::eyes::Given;
use super::worlds::{Dice, Partner};

/// Roles that somebody has, and in which partner; without one, in the programme office.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) partner: Option<String>,
    pub(crate) roles: Vec<Given>,
}

fn given(role: &'static str, at: &[&String]) -> Given {
    Given { role, at: at.iter().map(|&place| place.clone()).collect() }
}

/// The programme office: all of it, and managers of one, two and no partners.
pub(crate) fn office(partners: &[Partner]) -> Vec<Person> {
    let ids: Vec<&String> = partners.iter().map(|partner| &partner.id).collect();
    let roles = [
        vec![given("programme_admin", &[])],
        vec![given("partner_manager", &ids[..1])],
        vec![given("partner_manager", &ids[..2])],
        vec![given("partner_manager", &[])],
        vec![given("partner_manager", &ids[1..2]), given("programme_admin", &[])],
    ];
    roles.into_iter().map(|roles| Person { partner: None, roles }).collect()
}

/// How many sets of roles a partner has.
const PEOPLE: usize = 6;

/// The people of one partner.
pub(crate) fn of_partner(partner: &Partner, dice: &mut Dice) -> Vec<Person> {
    let mut places: Vec<&String> = partner.locations.iter().collect();
    dice.shuffle(&mut places);
    let (one, two) = (&places[..1], &places[..places.len().min(2)]);
    let other = &places[places.len() - 1..];
    let mut roles = vec![
        vec![given("executive_report_viewer", &[])],
        vec![given("report_viewer", &[])],
        vec![given("executive_report_viewer", one)],
        vec![given("report_viewer", two)],
        vec![given("report_viewer", one), given("executive_report_viewer", other), given("account_admin", &[])],
        vec![given("executive_report_viewer", one), given("report_viewer", &[])],
        vec![given("incentives_admin", one), given("report_viewer", other)],
        vec![given("account_admin", &[])],
        vec![given("global_admin", &[]), given("incentives_admin", one)],
    ];
    // Not everybody in every partner: what is left out here is drawn in another one.
    dice.shuffle(&mut roles);
    roles.truncate(PEOPLE);
    roles.into_iter().map(|roles| Person { partner: Some(partner.id.clone()), roles }).collect()
}
