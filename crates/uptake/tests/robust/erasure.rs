//! Somebody who was deleted is gone for good, whatever happens to the servers meanwhile (S7.4).

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use testkit::{Canaries, Database, Engine, Noorderlicht, PostgresServer, Served, TENANTS, wait_until};

use crate::site::{Site, wait_for};

/// A name that stands nowhere else.
const GONE: &str = "Kxqgone Person";

/// Whether the name, or the address, stands in a file of the installation.
fn is_in_a_file(site: &Site) -> bool {
    stands_within(site.database.folder(), &Canaries::new([word()]))
}

/// What name, address and the form in which they are searched have in common.
fn word() -> String {
    "kxqgone".to_owned()
}

/// Whether a word stands in a file in a folder or below it. A file that goes meanwhile holds nothing.
fn stands_within(folder: &Path, finder: &Canaries) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            stands_within(&path, finder)
        } else {
            std::fs::read(&path).is_ok_and(|bytes| !finder.in_bytes(&bytes).is_empty())
        }
    })
}

/// Adds a contact of that name to a tenant; gives its address in the API.
fn add(server: &Served, token: &str, name: &str) -> String {
    let path = format!("/api/v1/tenants/{}/contacts", TENANTS[0].id);
    let email = format!("{}@klant.example.com", name.to_lowercase().replace(' ', "."));
    let contact = json!({ "type": "partner", "name": name, "email": email, "workloads": ["Teams"] });
    let added = server.client().with_token(token).json("POST", &path, &contact).unwrap();
    assert_eq!(added.status, 201, "{}", added.text());
    format!("{path}/{}", added.json()["id"].as_str().unwrap())
}

fn delete(server: &Served, token: &str, contact: &str) {
    let mut client = server.client().with_token(token).with("If-Match", "*");
    assert_eq!(client.json("DELETE", contact, &json!({})).unwrap().status, 204);
}

/// The time for which a deletion can be undone ends while no server runs; the next one to start erases first of all.
#[test]
fn what_was_due_while_no_server_ran_is_erased_by_the_next_to_start() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let site = Site::new(engine);
        let (_, token) = site.add_person("uitvoerder", Some(Noorderlicht::PARTNER));
        let server = site.serve();
        delete(&server, &token, &add(&server, &token, GONE));
        // Killed, so that nothing is tidied up on the way out.
        drop(server.kill());
        assert!(engine == Engine::Postgres || is_in_a_file(&site), "the search for the name finds nothing at all");
        assert_eq!(wait_for(site.database.run("UPDATE contact SET deleted_at = deleted_at - 31000")), Ok(1));
        let server = site.serve();
        let is_erased = || site.rows("contact").is_empty() && !is_in_a_file(&site);
        assert!(wait_until(Duration::from_secs(20), is_erased), "{engine:?}: something of the person is left");
        let (_, log) = server.stop();
        assert_eq!(log.told("erased deleted contacts").len(), 1);
        assert!(!log.lines().join("\n").to_lowercase().contains("kxqgone"), "the log tells who it was");
        let audit = site.rows("audit").join("\n");
        assert!(audit.contains("contacts.erased") && !audit.to_lowercase().contains("kxqgone"), "{audit}");
    }
}

/// What `docs/operator/backup.md` says of PostgreSQL: who was erased is in no table and in no log, and after the statements
/// that it names in no file of the server, be it of a table, of an index, of the planner or of the write-ahead log.
#[test]
fn after_the_statements_of_the_guide_no_file_of_postgresql_holds_who_was_erased() {
    let postgres = PostgresServer::new(&["wal_recycle=off"]);
    let site = Site::over(wait_for(Database::on_server(&postgres.url())));
    let run = |statement: &'static str| wait_for(site.database.run(statement)).unwrap();
    let (_, token) = site.add_person("uitvoerder", Some(Noorderlicht::PARTNER));
    let server = site.serve();
    for other in ["Anna Blijft", "Maud Blijft", "Zora Blijft"] {
        add(&server, &token, other);
    }
    let gone = add(&server, &token, GONE);
    // Once more by mistake: what the database says of that would stand in its log.
    let path = format!("/api/v1/tenants/{}/contacts", TENANTS[0].id);
    let twice =
        json!({ "type": "partner", "name": GONE, "email": "kxqgone.person@klant.example.com", "workloads": ["Teams"] });
    assert_eq!(server.client().with_token(&token).json("POST", &path, &twice).unwrap().status, 422);
    run("ANALYZE");
    delete(&server, &token, &gone);
    run("UPDATE contact SET deleted_at = deleted_at - 31000 WHERE deleted_at IS NOT NULL");
    assert!(wait_until(Duration::from_secs(20), || site.rows("contact").len() == 3), "nobody is erased");
    let answers = [path.as_str(), "/api/v1/audit", "/api/v1/tenants"].map(|path| {
        let answer = server.client().with_token(&token).get(path).unwrap();
        answer.text().to_lowercase()
    });
    let (_, log) = server.stop();
    let tables = format!("{:?}", wait_for(site.database.dump(&[]))).to_lowercase();
    for told in
        answers.into_iter().chain([tables, log.lines().join("\n").to_lowercase(), postgres.log().to_lowercase()])
    {
        assert!(!told.contains(&word()), "{told}");
    }
    let finder = Canaries::new([word()]);
    assert!(stands_within(postgres.folder(), &finder), "the search for the name finds nothing at all");
    for statement in
        ["VACUUM FULL contact", "SELECT pg_switch_wal()", "CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"]
    {
        run(statement);
    }
    assert!(!stands_within(postgres.folder(), &finder), "a file still has it");
    assert!(stands_within(postgres.folder(), &Canaries::new(["anna blijft".to_owned()])), "who stays is there");
}

/// By the program: who was erased is in no file, and not back with a backup from before (S16.2).
#[test]
fn who_was_erased_since_a_backup_is_not_back_with_it() {
    let site = Site::new(Engine::Sqlite);
    let (email, token) = site.add_person(&word(), Some(Noorderlicht::PARTNER));
    let server = site.serve();
    add(&server, &token, "Anna Blijft");
    drop(server);
    let copy = site.done(&["person", "export", "--email", &email], "");
    assert!(copy.contains(&email) && copy.contains("anna.blijft"), "{copy}");
    let backup = site.database.folder().join("backup.db");
    site.done(&["backup", backup.to_str().unwrap()], "");
    let told = site.run(&["person", "erase", "--email", &email, "--confirm", "somebody@else.example"], "");
    assert!(!told.is_done && told.error.contains("not the address"), "{}", told.error);
    assert!(is_in_a_file(&site), "the search for the name finds nothing at all");
    site.done(&["person", "erase", "--email", &email, "--confirm", &email], "");
    let told = site.run(&["person", "export", "--email", &email], "");
    assert!(!told.is_done && told.error.contains("nothing is kept"), "{}", told.error);
    let out = site.done(&["restore", backup.to_str().unwrap(), "--replace"], "");
    assert!(out.contains("Erased once more"), "{out}");
    std::fs::remove_file(&backup).unwrap();
    assert!(!site.done(&["user", "list"], "").contains(&word()));
    // A backup that somebody copies into its place is erased again by the server, before anybody is served.
    let server = site.serve();
    assert!(wait_until(Duration::from_secs(20), || !is_in_a_file(&site)), "something of the person is left");
    let contacts = site.rows("contact").join("\n");
    assert!(contacts.contains("Anna Blijft"), "what they wrote stays: {contacts}");
    drop(server);
}
