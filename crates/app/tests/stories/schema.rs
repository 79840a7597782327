//! The schema: the same on both engines, and an audit that only grows.

use testkit::{Column, Database, Engine, Noorderlicht, World, both_engines};

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

    async fn a_database_of_the_first_schema_is_brought_up_to_date_with_all_that_is_in_it(world in World) {
        let database = Database::of_schema(world.database.engine(), 1).await;
        for text in [
            "INSERT INTO organisation (kind, partner_id, name) VALUES ('partner', '4000009', 'Oosterlicht')",
            "INSERT INTO person (organisation_id, email, name, created_at)
             SELECT organisation_id, 'p' || CAST(organisation_id AS TEXT) || '@oosterlicht.example', 'P', 1 FROM organisation",
            "INSERT INTO role_assignment (person_id, role) SELECT person_id, 'global_admin' FROM person",
            "INSERT INTO saved_view (handle, person_id, name, query) SELECT 'h' || email, person_id, 'v', 'q' FROM person",
        ] {
            database.run(text).await.unwrap();
        }
        let (columns, before) = (database.columns().await, database.dump(&[]).await);
        assert_eq!(before["person"].len(), 2);
        let store = database.open().await;
        assert!(store.pending_migrations().await.unwrap() > 0);
        store.migrate().await.unwrap();
        assert_eq!(store.pending_migrations().await.unwrap(), 0);
        let now = database.columns().await;
        let places = |columns: Vec<Column>| columns.into_iter().map(|one| (one.table, one.name)).collect::<Vec<_>>();
        assert_eq!(places(now.clone()), places(world.database.columns().await));
        let added = now.iter().filter(|one| !columns.iter().any(|old| old.table == one.table && old.name == one.name));
        let added: Vec<String> = added.map(|one| format!("{}.{}", one.table, one.name)).collect();
        let after = database.dump(&added.iter().map(String::as_str).collect::<Vec<_>>()).await;
        for (table, rows) in &before {
            let lost: Vec<_> = rows.iter().filter(|row| !after[table].contains(row)).collect();
            assert!(lost.is_empty(), "{table} has lost {lost:?}");
        }
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
