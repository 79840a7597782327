//! `uptake restore`: a backup takes the place of a database, whole or not at all, and never one that somebody works on.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use testkit::{Engine, Noorderlicht};

use crate::site::{BINARY, Site};

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_takes_the_place_of_what_came_after_it() {
    let site = Site::new(Engine::Sqlite);
    site.add_person("early", Some(Noorderlicht::PARTNER));
    let folder = site.database.folder().to_owned();
    let (backup, place) = (folder.join("backup.db"), site.database.url().trim_start_matches("sqlite:").to_owned());
    site.done(&["backup", backup.to_str().unwrap()], "");
    site.add_person("late", Some(Noorderlicht::PARTNER));
    let restore = ["restore", backup.to_str().unwrap()];
    let replace = ["restore", backup.to_str().unwrap(), "--replace"];

    let told = site.run(&restore, "");
    assert!(!told.is_done && told.error.contains("--replace"), "{}", told.error);
    let served = site.serve();
    let told = site.run(&replace, "");
    assert!(!told.is_done && told.error.contains("in use"), "{}", told.error);
    drop(served);
    assert!(site.done(&["user", "list"], "").contains("late@"), "refused, it changed nothing");

    let out = site.done(&replace, "");
    assert!(out.contains("is restored"), "{out}");
    let people = site.done(&["user", "list"], "");
    assert!(people.contains("early@") && !people.contains("late@"), "{people}");
    assert!(site.damage().is_empty());
    assert_eq!(site.rows("session"), Vec::<String>::new(), "nobody is signed in by a copy");
    // What was there is whole too, beside it.
    let kept: Vec<_> = names(&folder).into_iter().filter(|name| name.contains(".replaced-")).collect();
    let aside = kept.iter().find(|name| !name.ends_with("-wal") && !name.ends_with("-shm")).unwrap();
    let aside = folder.join(aside);
    let mut list = site.command(&["user", "list"]);
    let listed = list.env("UPTAKE_DATABASE", format!("sqlite:{}", aside.display())).output().unwrap();
    assert!(String::from_utf8_lossy(&listed.stdout).contains("late@"), "{listed:?}");
    assert!(!names(&folder).iter().any(|name| name.contains(".restoring")), "{:?}", names(&folder));
    // It is served, and where there is none it is put there without a word more.
    drop(site.serve());
    std::fs::remove_file(&place).unwrap();
    site.done(&restore, "");
    assert!(site.done(&["user", "list"], "").contains("early@"));
}

/// The files of a folder that others than their user may read or write, or enter.
fn open_to_others(folder: &Path) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let is_open = |name: &String| folder.join(name).metadata().unwrap().permissions().mode() & 0o077 != 0;
    names(folder).into_iter().filter(is_open).collect()
}

#[test]
fn what_is_written_is_for_its_user_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copies) = (folder.path().join("data"), folder.path().join("copies"));
    std::fs::create_dir(&copies).unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new("sh");
        command.args(["-c", "umask 0; exec \"$0\" \"$@\"", BINARY]).args(words).env_remove("UPTAKE_LOG");
        command.env("UPTAKE_DATABASE", format!("sqlite:{}/uptake.db", data.display())).env("UPTAKE_DATA_DIR", &data);
        let told = command.output().unwrap();
        assert!(told.status.success(), "{words:?}: {told:?}");
        String::from_utf8(told.stdout).unwrap()
    };
    run(&["migrate"]);
    let copy = run(&["backup", copies.to_str().unwrap()]);
    let copy = Path::new(copy.trim());
    assert!(copy.starts_with(&copies) && copy.extension().is_some_and(|it| it == "db"), "{}", copy.display());
    assert_eq!(open_to_others(&copies), Vec::<String>::new());
    assert_eq!(names(&copies).len(), 1);
    // An older one, or one that was carried here, may be open to all.
    std::fs::set_permissions(copy, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    run(&["restore", copy.to_str().unwrap(), "--replace"]);
    assert!(names(&data).len() > 1, "{:?}", names(&data));
    assert_eq!(open_to_others(&data), Vec::<String>::new());
    assert_eq!(open_to_others(folder.path()), ["copies"], "the folder of the data is its user's too");
}

#[test]
fn a_command_about_what_is_in_a_database_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("elsewhere").join("uptake.db");
    let run = |words: &[&str], input: &str| {
        let mut command = Command::new(BINARY);
        command.args(words).env("UPTAKE_DATABASE", format!("sqlite:{}", file.display())).env_remove("UPTAKE_LOG");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        running.stdin.take().unwrap().write_all(input.as_bytes()).ok();
        let told = running.wait_with_output().unwrap();
        (told.status.success(), String::from_utf8(told.stderr).unwrap())
    };
    let copy = folder.path().join("copy.db");
    for words in [
        ["backup", copy.to_str().unwrap()].as_slice(),
        &["user", "list"],
        &["user", "close", "--email", "you@your.example"],
        &["token", "create", "--email", "you@your.example"],
        &["person", "export", "--email", "you@your.example"],
        &["mail", "list"],
    ] {
        let (is_done, error) = run(words, "");
        assert!(!is_done && error.contains("there is no database"), "{words:?}: {error}");
        assert!(error.contains(file.to_str().unwrap()) && error.contains("UPTAKE_DATABASE"), "{words:?}: {error}");
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
    let words = ["user", "add", "--email", "you@your.example", "--name", "You", "--programme"];
    let role = ["--role", "programme_admin", "--password-stdin"];
    let (is_done, error) = run(&[&words[..], &role[..]].concat(), "a password of some length 7\n");
    assert!(is_done && error.contains("A new database was made") && error.contains("uptake.db"), "{error}");
    assert!(run(&["user", "list"], "").0);
}

#[test]
fn a_backup_says_why_it_cannot_be_written() {
    let site = Site::new(Engine::Sqlite);
    let place = site.database.folder().join("nowhere").join("backup.db");
    let told = site.run(&["backup", place.to_str().unwrap()], "");
    assert!(!told.is_done && told.error.contains("No such file or directory"), "{}", told.error);
    assert!(!told.error.contains("busy"), "{}", told.error);
}

#[test]
fn what_is_no_backup_is_refused_and_nothing_changes() {
    let site = Site::new(Engine::Sqlite);
    site.add_person("stays", Some(Noorderlicht::PARTNER));
    let folder = site.database.folder().to_owned();
    let place = site.database.url().trim_start_matches("sqlite:").to_owned();
    let backup = folder.join("backup.db");
    site.done(&["backup", backup.to_str().unwrap()], "");
    let whole = std::fs::read(&backup).unwrap();
    let mut torn = whole.clone();
    for page in torn.chunks_mut(4096).skip(20).step_by(3) {
        page.fill(0x5a);
    }
    let text = |what: &[u8]| what.to_vec();
    for (name, bytes) in [
        ("empty.db", Vec::new()),
        ("text.db", text(b"this is a letter and no database at all, of some length, so that it has a header")),
        ("cut.db", whole[..whole.len() / 2].to_vec()),
        ("torn.db", torn),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let told = site.run(&["restore", path.to_str().unwrap(), "--replace"], "");
        assert!(!told.is_done && told.error.contains(name), "{name}: {} {}", told.out, told.error);
    }
    for (path, why) in [(place.as_str(), "itself"), ("nowhere.db", "no file"), (folder.to_str().unwrap(), "no file")] {
        let told = site.run(&["restore", path, "--replace"], "");
        assert!(!told.is_done && told.error.contains(why), "{path}: {}", told.error);
    }
    assert!(site.done(&["user", "list"], "").contains("stays@"));
    assert!(site.damage().is_empty());
    assert!(
        !names(&folder).iter().any(|name| name.contains(".restoring") || name.contains(".replaced")),
        "{:?}",
        names(&folder)
    );
}

#[test]
fn somebody_without_a_password_is_let_in_by_a_link_of_the_operator() {
    let site = Site::new(Engine::Sqlite);
    let (email, _) = site.add_person("locked", Some(Noorderlicht::PARTNER));
    let first = site.done(&["user", "invite", "--email", &email], "");
    let second = site.done(&["user", "invite", "--email", &email, "--public-url", "https://uptake.example"], "");
    assert!(
        first.starts_with("/invitations/") && second.starts_with("https://uptake.example/invitations/"),
        "{second}"
    );
    assert_eq!(site.rows("invitation").len(), 1, "the earlier link ends");
    site.done(&["user", "close", "--email", &email], "");
    let told = site.run(&["user", "invite", "--email", &email], "");
    assert!(!told.is_done && told.error.contains("closed"), "{}", told.error);
    assert!(!site.run(&["user", "invite", "--email", "nobody@partner.example"], "").is_done);
}
