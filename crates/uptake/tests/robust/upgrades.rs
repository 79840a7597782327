//! Upgrades (S20): a database of an older schema, with all that a site has, is brought up to date whole, whenever the program is killed on
//! the way and whoever else begins at the same moment. And a program that is older than the database leaves it alone.

use std::time::{Duration, Instant};

use testkit::{Database, Dice, Dump, Engine, Score, Served, seed, size};

use crate::site::{Site, wait_for};

/// What an upgrade draws by chance, and numbers of which one is left out where two begin at once.
const DRAWN: [&str; 3] = ["person.handle", "taxonomy.taxonomy_id", "taxonomy_node.taxonomy_id"];

/// A site with everything that the demonstration has, in the schema of the present.
fn full(engine: Engine) -> Database {
    let site = Site::bare(wait_for(Database::new(engine)));
    site.done(&["demo", "--tenants", "40"], "");
    site.database
}

/// An older schema with what of it there was: that of so many first migrations.
struct Older {
    schema: usize,
    database: Database,
    /// What stands in it, but for columns that are gone since.
    before: Dump,
}

impl Older {
    fn of(full: &Database, schema: usize) -> Self {
        wait_for(async {
            let database = Database::of_schema(full.engine(), schema).await;
            database.take_over(full).await;
            let before = database.dump_in_common(full).await;
            Self { schema, database, before }
        })
    }

    /// A copy of it, as an installation.
    fn copied(&self) -> Site {
        Site::bare(wait_for(self.database.copied()))
    }

    /// What an installation that was brought up to date has not of what was there before.
    fn lost(&self, site: &Site) -> Vec<String> {
        missing(&self.before, &wait_for(site.database.dump_in_common(&self.database)))
    }
}

/// The rows that one has and the other has not.
fn missing(of: &Dump, there: &Dump) -> Vec<String> {
    let nothing = Vec::new();
    let rows = of.iter().flat_map(|(table, rows)| rows.iter().map(move |row| (table, row)));
    let missing = rows.filter(|(table, row)| there.get(*table).unwrap_or(&nothing).binary_search(row).is_err());
    missing.map(|(table, row)| format!("{table}: {row}")).collect()
}

/// What an upgrade that nobody disturbed makes of an older schema, and what is wrong with that.
fn undisturbed(older: &Older) -> (Dump, Duration, Vec<String>) {
    let site = older.copied();
    let begun = Instant::now();
    site.done(&["migrate"], "");
    let took = begun.elapsed();
    let mut wrong: Vec<String> = older.lost(&site).iter().map(|row| format!("{}: lost {row}", older.schema)).collect();
    wrong.extend(site.damage());
    (wait_for(site.database.dump(&DRAWN)), took, wrong)
}

/// Kills one that upgrades after that time, and lets two begin again at once.
fn killed(older: &Older, after: Duration) -> Site {
    let site = older.copied();
    let mut upgrading = site.command(&["migrate"]).spawn().unwrap();
    std::thread::sleep(after);
    upgrading.kill().unwrap();
    upgrading.wait().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| site.done(&["migrate"], ""));
        }
    });
    site
}

/// The schemas of which that many databases are brought up to date: the newest two and the first, or all.
fn schemas(engine: Engine, kills: u64) -> Vec<usize> {
    let present = wait_for(Database::schemas(engine));
    let all: Vec<usize> = (1..present).rev().collect();
    if kills >= all.len() as u64 { all } else { vec![present - 1, present - 2, 1] }
}

fn every_older_schema_is_brought_up_to_date(engine: Engine) {
    let kills = size("UPTAKE_UPGRADES", 3);
    let name = if engine == Engine::Sqlite { "sqlite" } else { "postgres" };
    let score = Score::begin("S20", "upgrades that are killed, and begun twice", name, seed());
    let mut dice = Dice::of(seed());
    let full = full(engine);
    let schemas = schemas(engine, kills);
    let (mut cases, mut wrong) = (0, Vec::new());
    for (turn, schema) in schemas.iter().enumerate() {
        let older = Older::of(&full, *schema);
        let (expected, took, found) = undisturbed(&older);
        wrong.extend(found);
        let share = (kills + schemas.len() as u64 - 1 - turn as u64) / schemas.len() as u64;
        for _ in 0..share {
            let after = Duration::from_micros(dice.below(u64::try_from(took.as_micros()).unwrap()));
            let site = killed(&older, after);
            let there = wait_for(site.database.dump(&DRAWN));
            for (what, found) in
                [("lost", missing(&expected, &there)), ("has", missing(&there, &expected)), ("damaged", site.damage())]
            {
                wrong.extend(found.iter().map(|one| format!("{schema}, killed after {after:?}: {what} {one}")));
            }
            cases += 1;
        }
    }
    score.end(cases, wrong.len() as u64);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_older_schema_is_brought_up_to_date_on_sqlite() {
    every_older_schema_is_brought_up_to_date(Engine::Sqlite);
}

#[test]
fn every_older_schema_is_brought_up_to_date_on_postgres() {
    every_older_schema_is_brought_up_to_date(Engine::Postgres);
}

/// The control: that a row is gone, and that another one is not what it was, is noticed.
#[test]
fn a_row_that_an_upgrade_loses_is_noticed() {
    let full = full(Engine::Sqlite);
    let older = Older::of(&full, wait_for(Database::schemas(Engine::Sqlite)) - 1);
    let (expected, _, wrong) = undisturbed(&older);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let site = killed(&older, Duration::ZERO);
    for text in [
        "DELETE FROM contact WHERE contact_id = (SELECT MIN(contact_id) FROM contact)",
        "UPDATE contact SET title = 'kxqchanged' WHERE contact_id = (SELECT MAX(contact_id) FROM contact)",
    ] {
        wait_for(site.database.run(text)).unwrap();
    }
    let there = wait_for(site.database.dump(&DRAWN));
    let of_contacts = |rows: &[String]| rows.iter().filter(|row| row.starts_with("contact: ")).count();
    let (lost, has) = (missing(&expected, &there), missing(&there, &expected));
    assert_eq!((of_contacts(&lost), of_contacts(&older.lost(&site)), of_contacts(&has), has.len()), (2, 2, 1, 1));
}

fn an_older_program_leaves_a_newer_database_alone(engine: Engine) {
    let site = Site::new(engine);
    let later = match engine {
        Engine::Sqlite => {
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9001, 'later', TRUE, x'00', 0)"
        }
        Engine::Postgres => {
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9001, 'later', TRUE, CAST('later' AS BYTEA), 0)"
        }
    };
    wait_for(site.database.run(later)).unwrap();
    let before = wait_for(site.database.dump(&[]));
    let refused = "of a newer version of Uptake";
    for arguments in [&["migrate"][..], &["user", "list"], &["doctor"]] {
        let told = site.run(arguments, "");
        assert!(
            !told.is_done && format!("{}{}", told.out, told.error).contains(refused),
            "{arguments:?}: {}",
            told.error
        );
    }
    let log = Served::start(site.serving()).map(|_| ()).expect_err("it serves");
    assert!(log.lines().iter().any(|line| line.contains(refused)), "{:?}", log.lines());
    assert_eq!(wait_for(site.database.dump(&[])), before);
}

#[test]
fn an_older_program_leaves_a_newer_database_alone_on_sqlite() {
    an_older_program_leaves_a_newer_database_alone(Engine::Sqlite);
}

#[test]
fn an_older_program_leaves_a_newer_database_alone_on_postgres() {
    an_older_program_leaves_a_newer_database_alone(Engine::Postgres);
}
