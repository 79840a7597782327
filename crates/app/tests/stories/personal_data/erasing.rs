//! Somebody who is erased is nowhere by name any more, what they did and wrote stays, and an older backup that is put back is erased
//! again (S16.2).

use std::path::Path;

use app::{App, AppError, Problem, Settings, Whose};
use domain::access::Role;
use domain::person::ERASED_NAME;
use futures_util::future::join_all;
use testkit::{Canaries, Database, Engine, Noorderlicht, StandingClock, both_engines, operator};

use super::filled::{self, CONTACT, Filled};

/// What tells who the person was: names, addresses, what a browser said, and what they chose for themselves.
const WHO: [&str; 11] = [
    "kxqperson",
    "192.0.2.7",
    "kxqbrowser",
    "kxqsubject",
    "kxqlabel",
    "kxqnext",
    "kxqtoken",
    "kxqview",
    "kxqletter",
    "kxqrequestkey",
    "kxqto-them",
];

/// What tells who the contact was.
const CONTACT_WORDS: [&str; 4] = ["kxqcontact", "kxqasked", "kxqof-claim", "31201234567"];

/// What the person wrote, and what others are called.
const STAYS: [&str; 8] =
    ["kxqscope", "kxqintent", "kxqquestion", "kxqanswer", "kxqremark", "kxqsaid", "kxqdescription", "kxqother"];

async fn left(database: &Database, words: &[&str]) -> Vec<String> {
    let dump = database.dump(&[]).await;
    let rows = dump.iter().flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table}: {row}")));
    rows.filter(|row| words.iter().any(|word| row.to_lowercase().contains(word))).collect()
}

/// Files of the folder, and below it, in which one of the words stands.
fn in_files(folder: &Path, words: &[&str]) -> Vec<String> {
    let finder = Canaries::new(words.iter().map(|&word| word.to_owned()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(in_files(&path, words));
        } else if let Ok(bytes) = std::fs::read(&path) {
            let words = finder.in_bytes(&bytes);
            if !words.is_empty() {
                found.push(format!("{}: {words:?}", path.display()));
            }
        }
    }
    found
}

/// Waits until no reader keeps the files from being emptied, as servers do.
async fn forgotten(app: &App) {
    for _ in 0..50 {
        if app.erase_contacts().await.unwrap().1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("somebody reads all the time");
}

both_engines! {
    async fn who_is_erased_is_in_no_table_and_no_file_and_what_they_wrote_stays(it in Filled) {
        let (app, database) = (&it.world.app, &it.world.database);
        let whose = Whose::Person(it.handle.clone());
        assert!(!left(database, &WHO).await.is_empty(), "the search finds nothing at all");
        let is_sqlite = database.engine() == Engine::Sqlite;
        assert!(!is_sqlite || !in_files(database.folder(), &WHO).is_empty(), "the search finds nothing at all");
        for (typed, problem) in [("", Problem::Missing), ("somebody@else.example", Problem::NotTheAddress)] {
            let refused = app.erase_person(&operator(), &whose, typed).await;
            assert!(matches!(&refused, Err(AppError::Invalid(it)) if it[0] == ("confirmation", problem)), "{refused:?}");
        }
        let rows = app.erase_person(&operator(), &whose, " Pia.Kxqperson@Uptake.example ").await.unwrap();
        assert!(rows.iter().any(|(kind, count)| *kind == "status_notes" && *count == 2), "{rows:?}");
        forgotten(app).await;
        assert_eq!(left(database, &WHO).await, Vec::<String>::new());
        for word in STAYS {
            assert!(!left(database, &[word]).await.is_empty(), "{word} is gone too");
        }
        let dump = database.dump(&[]).await;
        for table in ["authenticator", "authenticator_setup", "recovery_code", "passkey", "passkey_question", "sign_in_step"] {
            assert!(dump.get(table).is_none_or(Vec::is_empty), "{table} opens an account that is gone");
        }
        if is_sqlite {
            assert_eq!(in_files(database.folder(), &WHO), Vec::<String>::new());
        }
        // The audit still has what was done, under the number alone, and that the person was erased.
        let audit = database.dump(&[]).await["audit"].join("\n");
        assert!(audit.contains("sign_in.done") && audit.contains("tenant.opened") && audit.contains(&it.handle), "{audit}");
        assert!(audit.contains("personal_data.erased"), "{audit}");
        let notes = database.dump(&[]).await["status_note"].join("\n");
        assert_eq!(notes.matches(ERASED_NAME).count(), 1, "{notes}");
        // Once more, there is nobody.
        let again = app.erase_person(&operator(), &whose, "pia.kxqperson@uptake.example").await;
        assert!(matches!(again, Err(AppError::NotFound)), "{again:?}");
        assert!(app.find_personal_data(&operator(), "erased").await.unwrap().value.is_empty());
        // The address is free for somebody new.
        it.world.add_person("Pia Kxqperson", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
    }

    async fn a_contact_is_erased_over_all_tenants_with_whatever_names_them(it in Filled) {
        let (app, database) = (&it.world.app, &it.world.database);
        assert!(!left(database, &CONTACT_WORDS).await.is_empty(), "the search finds nothing at all");
        let whose = Whose::Contact(CONTACT.to_owned());
        app.erase_person(&operator(), &whose, CONTACT).await.unwrap();
        forgotten(app).await;
        assert_eq!(left(database, &CONTACT_WORDS).await, Vec::<String>::new());
        if database.engine() == Engine::Sqlite {
            assert_eq!(in_files(database.folder(), &CONTACT_WORDS), Vec::<String>::new());
        }
        for word in ["kxqother", "kxqperson", "o@kxqother.example"] {
            assert!(!left(database, &[word]).await.is_empty(), "{word} is gone too");
        }
        assert!(matches!(app.personal_data(&operator(), &whose).await, Err(AppError::NotFound)));
        assert_eq!(filled::OF_OTHERS.len(), 4);
    }

    async fn who_was_erased_is_erased_from_an_older_backup_too(it in Filled) {
        let (app, database) = (&it.world.app, &it.world.database);
        if database.engine() == Engine::Postgres {
            // Put back with its own tools; what then is done is the same.
            return;
        }
        let backup = database.folder().join("backup.db");
        it.world.store.back_up(&backup).await.unwrap();
        app.erase_person(&operator(), &Whose::Person(it.handle.clone()), "pia.kxqperson@uptake.example").await.unwrap();
        app.erase_person(&operator(), &Whose::Contact(CONTACT.to_owned()), CONTACT).await.unwrap();
        forgotten(app).await;
        let noted = std::fs::read_to_string(database.folder().join("erased")).unwrap();
        assert!(noted.contains(&it.handle) && !noted.contains('@') && !noted.contains("kxq"), "{noted}");
        let words: Vec<&str> = WHO.into_iter().chain(CONTACT_WORDS).collect();
        let found = in_files(database.folder(), &words);
        assert!(found.len() == 1 && found[0].starts_with(&backup.display().to_string()), "{found:?}");
        let store = store::Store::open(&format!("sqlite:{}", backup.display())).await.unwrap();
        let restored = App::new(store.clone(), StandingClock::default().clock(), Settings::usual(database.folder()));
        assert!(restored.keep_erasures().await.unwrap() > 0);
        assert_eq!(restored.keep_erasures().await.unwrap(), 0, "it is done once");
        store.close().await;
        assert_eq!(in_files(database.folder(), &words), Vec::<String>::new());
        let after = std::fs::read_to_string(database.folder().join("erased")).unwrap();
        assert!(after.starts_with(&noted), "{after}");
    }

    async fn admins_erase_their_people_and_never_the_last_of_them(Noorderlicht { world } in Noorderlicht) {
        let own = Some(Noorderlicht::PARTNER);
        let person = async |name: &str, partner, role| {
            let email = world.add_person(name, partner, role, &[]).await;
            let found = world.app.find_personal_data(&operator(), &email).await.unwrap().value.remove(0);
            (world.with_token(&email).await, found.whose, email)
        };
        let app = &world.app;
        let (viewer, of_viewer, viewer_email) = person("Vera Viewer", own, Role::ReportViewer).await;
        let (account, ..) = person("Ada Account", own, Role::AccountAdmin).await;
        let (global, of_global, global_email) = person("Gus Global", own, Role::GlobalAdmin).await;
        let (other, ..) = person("Otto Other", Some(Noorderlicht::OTHER_PARTNER), Role::GlobalAdmin).await;
        let (office, of_office, office_email) = person("Olga Office", None, Role::ProgrammeAdmin).await;
        for who in [&viewer, &account] {
            assert!(matches!(app.erase_person(who, &of_viewer, &viewer_email).await, Err(AppError::Forbidden)));
        }
        assert!(matches!(app.erase_person(&other, &of_viewer, &viewer_email).await, Err(AppError::NotFound)));
        assert!(matches!(app.erase_person(&global, &of_office, &office_email).await, Err(AppError::NotFound)));
        for (who, whose, email) in [(&global, &of_global, &global_email), (&office, &of_office, &office_email)] {
            let refused = app.erase_person(who, whose, email).await;
            assert!(matches!(&refused, Err(AppError::Invalid(it)) if it[0] == ("roles", Problem::LastAdmin)), "{refused:?}");
        }
        assert!(app.audit_page(&global, &app::AuditQuery::default()).await.is_ok(), "refused, nothing changed");
        // Two at the same moment: one erases, the other finds nobody.
        let erasing = [&global, &office].map(|who| app.erase_person(who, &of_viewer, &viewer_email));
        let done = join_all(erasing).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
        assert!(matches!(app.profile(&viewer).await, Err(AppError::SignedOut)));
        let page = app.audit_page(&operator(), &app::AuditQuery::of("personal_data.erased")).await.unwrap().value;
        assert_eq!(page.entries.len(), 1);
        // Nobody lets an erased account in again.
        let Whose::Person(handle) = &of_viewer else { panic!("an account") };
        assert!(matches!(app.set_person_open(&office, handle, true).await, Err(AppError::NotFound)));
        // With somebody beside them, whoever erases themselves is out at once.
        person("Gina Global", own, Role::GlobalAdmin).await;
        app.erase_person(&global, &of_global, &global_email).await.unwrap();
        assert!(matches!(app.profile(&global).await, Err(AppError::SignedOut)));
        let left = left(&world.database, &["gus global", "gus.global", "vera viewer", "vera.viewer"]).await;
        assert!(left.is_empty(), "{left:?}");
    }
}
