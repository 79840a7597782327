//! The schema: the same on both engines, and an audit that only grows.

use std::collections::BTreeSet;

use testkit::{Column, Database, Engine, Noorderlicht, both_engines, operator, visit};

use crate::personal_data::Filled;

/// Tables of which the older schemas of the test hold nothing: some that have rows in the demonstration, over whose
/// upgrade `uptake` itself is killed, and what is kept of a load for undoing it, or of one that waits.
const EMPTY: [&str; 24] = [
    "filed_claim_workload",
    "licence",
    "offer_reached",
    "offer_segment",
    "organisation_before",
    "propensity",
    "propensity_before",
    "referral_preference",
    "referral_workload",
    "rfa_workload",
    "rfa_workload_before",
    "seat",
    "seat_before",
    "sku_plan_before",
    "sku_workload_before",
    "split_seats",
    "staged_location",
    "staged_plan",
    "staged_propensity",
    "staged_referral_workload",
    "tenant_fact_before",
    "tenant_mark",
    "usage_holding",
    "usage_holding_before",
];

#[test]
fn the_two_schemas_have_the_same_tables_and_columns() {
    testkit::tell(Engine::Sqlite, Database::itself, async |sqlite| {
        let postgres = Database::new(Engine::Postgres).await;
        let (ours, theirs) = (sqlite.columns().await, postgres.columns().await);
        assert!(ours.len() > 150, "{}", ours.len());
        let differing: Vec<_> = ours
            .iter()
            .filter(|one| !theirs.contains(one))
            .chain(theirs.iter().filter(|one| !ours.contains(one)))
            .collect();
        assert!(differing.is_empty(), "{differing:#?}");
    });
}

both_engines! {
    async fn the_audit_is_append_only(Noorderlicht { world } in Noorderlicht) {
        let before = world.database.dump(&[]).await["audit"].clone();
        assert!(!before.is_empty());
        let mut tries = vec!["UPDATE audit SET action = 'nothing'", "DELETE FROM audit", "DELETE FROM audit WHERE audit_id = 1"];
        if world.database.engine() == Engine::Postgres {
            tries.push("TRUNCATE audit");
        }
        for text in tries {
            let answer = world.database.run(text).await.expect_err(text);
            assert!(answer.contains("append-only"), "{text}: {answer}");
        }
        assert_eq!(world.database.dump(&[]).await["audit"], before);
    }

    async fn each_older_schema_is_brought_up_to_date_with_all_that_is_in_it(it in Filled) {
        let world = it.world;
        // What loads keep for undoing them, and one that waits.
        world.load("OfficeUsage.csv", &Noorderlicht::usage().text().replace(",60,", ",61,")).await;
        world.load("Profile.csv", &Noorderlicht::profile().text().replace("Utrecht", "Amersfoort")).await;
        // A tenant of two partners, and what it could earn.
        let shared = Noorderlicht::usage().text().replace("Exchange", "Yammer").replace(Noorderlicht::UTRECHT, Noorderlicht::HAARLEM);
        world.load("shared.csv", &shared).await;
        world.app.add_offer(&operator(), &crate::opportunities::offer("Yammer", "EUR"), None).await.unwrap();
        let waiting = Noorderlicht::usage().text().replace("Exchange", "Kxqnew").replace("2026-08-01", "soon");
        world.stage("more.csv", &waiting).await.unwrap();
        world.app.sign_in(&visit(), "nobody@uptake.example", "wrong").await.unwrap_err();
        for text in [
            "INSERT INTO erasure (kind, mark, erased_at) VALUES ('address', 'kxqmark', 5)",
            "INSERT INTO mail_key (mail_key_id, secret) SELECT 1, secret_hash FROM token LIMIT 1",
            "INSERT INTO referral_said (referral_id, name, country, language, size)
             SELECT MIN(referral_id), 'kxqsaid', 'NL', 'nl', 'kxqsize' FROM referral",
        ] {
            world.database.run(text).await.unwrap();
        }
        let present = world.closed().await;
        let columns = present.columns().await;
        let (mut held, mut are_derived_held) = (BTreeSet::new(), false);
        for schema in 1..Database::schemas(present.engine()).await {
            let older = Database::of_schema(present.engine(), schema).await;
            older.take_over(&present).await;
            let has = older.columns().await;
            let lacks = |table: &str| {
                let is_there = |name: &str| has.iter().any(|one| one.table == table && one.name == name);
                let of_table = columns.iter().filter(|one| one.table == table && !is_there(&one.name));
                of_table.map(|one| one.name.as_str()).collect::<Vec<_>>()
            };
            let before = older.dump_in_common(&present).await;
            let upgraded = older.copied().await;
            let store = upgraded.open().await;
            assert!(store.pending_migrations().await.unwrap() > 0, "{schema}");
            store.migrate().await.unwrap();
            assert_eq!(store.pending_migrations().await.unwrap(), 0, "{schema}");
            let places = |columns: Vec<Column>| columns.into_iter().map(|one| (one.table, one.name)).collect::<Vec<_>>();
            assert_eq!(places(upgraded.columns().await), places(columns.clone()), "{schema}");
            let after = upgraded.dump_in_common(&older).await;
            if lacks("portfolio") == ["is_shared"] {
                let derived = upgraded.dump(&[]).await;
                let expected = present.dump(&[]).await;
                for table in ["portfolio", "portfolio_total", "portfolio_potential"] {
                    assert_eq!(derived[table], expected[table], "{table}");
                }
                assert!(derived["portfolio_potential"].iter().any(|row| row.contains("alone")));
                are_derived_held = true;
            }
            for (table, rows) in before {
                let lost: Vec<_> = rows.iter().filter(|row| after[&table].binary_search(row).is_err()).collect();
                assert!(lost.is_empty(), "{schema}: {table} has lost {lost:?}");
                if !rows.is_empty() {
                    held.insert(table);
                }
            }
        }
        assert!(are_derived_held, "what is derived was held against no schema");
        let tables: BTreeSet<String> = columns.into_iter().map(|one| one.table).collect();
        let empty: Vec<_> = tables.difference(&held).collect();
        assert_eq!(empty, EMPTY, "tables of which nothing was ever there to lose");
    }

    async fn whatever_decides_about_a_person_changes_their_revision(Noorderlicht { world } in Noorderlicht) {
        let database = &world.database;
        let columns = database.columns().await;
        let of_person = columns.iter().filter(|one| one.table == "person" && one.name != "person_id");
        let others: Vec<String> =
            of_person.filter(|one| one.name != "revision").map(|one| format!("person.{}", one.name)).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        assert!(others.contains(&"person.email"), "{others:?}");
        for text in [
            "UPDATE person SET name = name || '!'",
            "UPDATE person SET email = 'x' || email",
            "UPDATE person SET language = 'nl'",
            "UPDATE person SET theme = 'dark'",
            "UPDATE person SET deactivated_at = 1",
            "UPDATE person SET organisation_id = organisation_id",
            "UPDATE organisation SET name = name || '!'",
            "INSERT INTO role_assignment (person_id, role) SELECT person_id, 'x' FROM person",
            "UPDATE role_assignment SET role = 'y' WHERE role = 'x'",
            "DELETE FROM role_assignment WHERE role = 'y'",
            "INSERT INTO saved_view (handle, person_id, name, query)
             SELECT 'h' || CAST(person_id AS TEXT), person_id, 'x', 'q' FROM person",
            "UPDATE saved_view SET query = 'r' WHERE name = 'x'",
            "DELETE FROM saved_view WHERE name = 'x'",
        ] {
            let before = database.dump(&others).await["person"].clone();
            database.run(text).await.unwrap();
            let after = database.dump(&others).await["person"].clone();
            let same: Vec<_> = after.iter().filter(|one| before.contains(one)).collect();
            assert!(after.len() == before.len() && same.is_empty(), "{text}: {same:?}");
        }
    }

    async fn what_the_application_needs_of_the_engine_is_so(Noorderlicht { world } in Noorderlicht) {
        let settings = world.store.durability().await.unwrap();
        // A throwaway server may do without `fsync`; everything that is asked of a session holds.
        let wrong: Vec<_> = settings.iter().filter(|(name, _, is_right)| !is_right && *name != "fsync").collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(world.store.pending_migrations().await.unwrap(), 0);
    }
}
