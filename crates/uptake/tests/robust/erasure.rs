//! Somebody who was deleted is gone for good, whatever happens to the servers meanwhile (S7.4).

use std::time::Duration;

use serde_json::json;
use testkit::{Canaries, Engine, Noorderlicht, TENANTS, wait_until};

use crate::site::{Site, wait_for};

/// A name that stands nowhere else.
const GONE: &str = "Kxqgone Person";

/// Whether the name stands in a file of the installation.
fn is_in_a_file(site: &Site) -> bool {
    let finder = Canaries::new([GONE.to_owned()]);
    let files = std::fs::read_dir(site.database.folder()).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).any(|path| !finder.in_bytes(&std::fs::read(path).unwrap()).is_empty())
}

/// The time for which a deletion can be undone ends while no server runs; the next one to start erases first of all.
#[test]
fn what_was_due_while_no_server_ran_is_erased_by_the_next_to_start() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let site = Site::new(engine);
        let (_, token) = site.add_person("uitvoerder", Some(Noorderlicht::PARTNER));
        let server = site.serve();
        let path = format!("/api/v1/tenants/{}/contacts", TENANTS[0].id);
        let contact = json!({
            "type": "partner", "name": GONE, "email": "kxqgone@klant.example.com", "workloads": ["Teams"],
        });
        let added = server.client().with_token(&token).json("POST", &path, &contact).unwrap();
        assert_eq!(added.status, 201, "{}", added.text());
        let path = format!("{path}/{}", added.json()["id"].as_str().unwrap());
        let mut client = server.client().with_token(&token).with("If-Match", "*");
        assert_eq!(client.json("DELETE", &path, &json!({})).unwrap().status, 204);
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
