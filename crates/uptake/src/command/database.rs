//! `migrate`, `backup` and `restore`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use app::Clock;
use store::Store;

use super::{app_over, ensure_there, open_as_it_is, open_store};
use crate::options::Common;

/// Brings the schema up to date.
pub(crate) async fn migrate(common: &Common) -> anyhow::Result<()> {
    let store = open_as_it_is(common).await.context("the database cannot be opened")?;
    let pending = store.pending_migrations().await?;
    store.migrate().await.context("the schema cannot be brought up to date")?;
    match pending {
        0 => println!("The schema is up to date."),
        1 => println!("1 migration applied."),
        count => println!("{count} migrations applied."),
    }
    Ok(())
}

/// Writes a consistent copy of an embedded database, whole or not at all: to that file, or by the moment's name into that folder.
pub(crate) async fn back_up(common: &Common, to: &Path) -> anyhow::Result<()> {
    let by_moment = || to.join(format!("uptake-{}.db", Clock::of_machine().now().format("%Y%m%dT%H%M%SZ")));
    let file = if to.is_dir() { &by_moment() } else { to };
    ensure!(!file.exists(), "{} exists already; a backup never overwrites", file.display());
    ensure_there(common)?;
    let store = open_store(common).await?;
    let mut part = file.to_owned().into_os_string();
    part.push(".part");
    let part = Path::new(&part);
    ensure!(!part.exists(), "{} is left of a backup that did not finish; remove it first", part.display());
    // The database says less of why a place cannot be written to.
    std::fs::File::create_new(part).with_context(|| format!("{} cannot be written", file.display()))?;
    let written = store.back_up(part).await;
    if written.is_err() {
        std::fs::remove_file(part).ok();
    }
    written.with_context(|| format!("{} cannot be written", file.display()))?;
    std::fs::File::open(part)?.sync_all()?;
    std::fs::rename(part, file)?;
    println!("{}", file.display());
    Ok(())
}

/// A path with something behind its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// Puts a backup in the place of an embedded database, whole or not at all; what stood there is kept beside it.
pub(crate) async fn restore(common: &Common, backup: &Path, replaces: bool) -> anyhow::Result<()> {
    let Some(place) = Store::file_of(&common.database) else {
        bail!("only an SQLite database is restored so; PostgreSQL has pg_restore");
    };
    let told = |error: store::StoreError| anyhow::anyhow!("{} {error}", backup.display());
    ensure!(backup.is_file(), "{} is no file", backup.display());
    ensure!(!is_same(backup, place), "{} is the database itself", backup.display());
    Store::check_copy(backup).await.map_err(told)?;
    if place.exists() {
        ensure!(replaces, "{} is there already; with --replace it is kept beside it", place.display());
        ensure!(!Store::is_in_use(place).await?, "{} is in use: stop the server first", place.display());
    }
    if let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let part = beside(place, ".restoring");
    let prepared = prepare(common, backup, &part).await;
    if let Err(error) = prepared {
        for ending in ["", "-wal", "-shm", ".schema.lock"] {
            std::fs::remove_file(beside(&part, ending)).ok();
        }
        return Err(error.context(format!("{} cannot be restored", backup.display())));
    }
    if place.exists() {
        let kept = beside(place, &format!(".replaced-{}", Clock::of_machine().now().format("%Y%m%dT%H%M%S")));
        ensure!(!kept.exists(), "{} is there already", kept.display());
        for ending in ["-wal", "-shm", ""] {
            let (from, to) = (beside(place, ending), beside(&kept, ending));
            if from.exists() {
                std::fs::rename(&from, &to).with_context(|| format!("{} cannot be moved", from.display()))?;
            }
        }
        println!("What was there is in {}", kept.display());
    }
    std::fs::rename(&part, place).with_context(|| format!("{} cannot be put in place", part.display()))?;
    println!("{} is restored. Everybody signs in again.", place.display());
    println!("Put back proofs/ and attachments/ of the data directory too, if they are lost.");
    Ok(())
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Makes of a backup what can take the place of a database: of this version, with nobody signed in, on the disk.
async fn prepare(common: &Common, backup: &Path, part: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        std::fs::remove_file(beside(part, ending)).ok();
    }
    // Not with whatever the backup lets others do, as a copy would be.
    std::io::copy(&mut std::fs::File::open(backup)?, &mut std::fs::File::create_new(part)?)?;
    let url = format!("sqlite:{}", part.to_str().context("the path is not text")?);
    let store = Store::open(&url).await?;
    let done = async {
        store.migrate().await?;
        let mut tx = store.write().await?;
        tx.end_all_sessions().await?;
        tx.commit().await?;
        let again = app_over(common, store.clone())?.keep_erasures().await?;
        if again > 0 {
            println!("Erased once more what was erased since the backup: {again}");
        }
        anyhow::Ok(())
    };
    let done = done.await;
    store.close().await;
    done?;
    std::fs::remove_file(beside(part, ".schema.lock")).ok();
    ensure!(!beside(part, "-wal").exists(), "its log of changes was not taken in");
    std::fs::File::open(part)?.sync_all()?;
    Ok(())
}
