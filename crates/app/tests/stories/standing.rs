//! What stands in a database, for comparing before and after.

use testkit::{Dump, World};

/// What counts what happened, and so never goes back.
const HAPPENED: [&str; 9] = [
    "audit",
    "load",
    "load_change",
    "load_partner",
    "refused_row",
    "claim.claim_id",
    "person.revision",
    "rfa.version",
    "opportunity_state.version",
];

/// Tables that only grow: a tenant, a workload and a claim's number are known by their keys for ever. What an
/// undone load brought stays here without being seen.
pub(crate) const GROWING: [&str; 3] = ["tenant", "workload", "claim_number"];

/// All that stands in the tables but for what merely happened.
pub(crate) async fn standing(world: &World) -> Dump {
    world.database.dump(&HAPPENED).await
}

/// Asserts that what stood before stands again, row by row and byte by byte.
pub(crate) fn assert_same(after: &Dump, before: &Dump, when: &str) {
    for (table, rows) in before {
        let now = &after[table];
        if GROWING.contains(&table.as_str()) {
            let lost: Vec<_> = rows.iter().filter(|row| !now.contains(row)).collect();
            assert!(lost.is_empty(), "{when}: {table} has lost {lost:#?}");
        } else {
            assert_eq!(now, rows, "{when}: {table}");
        }
    }
}
