//! Referrals of a world: by them partners see tenants on which they hold no claim, without figures (S2.1, S3.3).

use std::fmt::Write as _;

use testkit::World;

use super::books::Books;
use super::worlds::{Dice, Drawn};

/// Referrals of a world at most.
const MOST: usize = 8;

/// What a referral that a partner has can stand at; none of these waits for anybody.
const STATUSES: [&str; 4] = ["active", "won", "lost", "closed"];

/// Gives some tenants to some locations, and writes down which.
pub(crate) async fn refer(world: &World, books: &mut Books, drawn: &Drawn, dice: &mut Dice) {
    let mut tenants: Vec<String> = books.tenants().into_iter().map(str::to_owned).collect();
    dice.shuffle(&mut tenants);
    let mut file = "rfa_id,tenant_id,customer_name,workloads,partner_id,status\n".to_owned();
    for (number, tenant) in tenants.iter().take(MOST).enumerate() {
        let partner = dice.pick(&drawn.partners);
        let location = dice.pick(&partner.locations);
        writeln!(file, "RFA-{number},{tenant},Kxqcustomer,Teams,{location},{}", dice.pick(&STATUSES)).unwrap();
        books.refer(tenant, &partner.id, location);
    }
    // And one to a partner where neither it nor the next has a claim: who manages both sees it by that alone.
    let both = drawn.partners.first_chunk::<2>().unwrap();
    let has_claim = |tenant: &String| {
        let claims = books.workloads(tenant).into_iter().filter_map(|workload| books.claim(tenant, workload));
        claims.into_iter().any(|claim| both.iter().any(|partner| partner.id == claim.partner))
    };
    if let Some(tenant) = tenants.iter().skip(MOST).find(|tenant| !has_claim(tenant)) {
        let location = &both[0].locations[0];
        writeln!(file, "RFA-{MOST},{tenant},Kxqcustomer,Teams,{location},active").unwrap();
        books.refer(tenant, &both[0].id, location);
    }
    let load = world.load("referrals.csv", &file).await;
    assert_eq!(load.load.counts.refused, 0, "{:?}", load.refused);
}
