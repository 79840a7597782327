//! `migrate` and `backup`.

use std::path::Path;

use anyhow::{Context as _, ensure};
use store::Store;

use super::open_store;
use crate::options::Common;

/// Brings the schema up to date.
pub(crate) async fn migrate(common: &Common) -> anyhow::Result<()> {
    let store = Store::open(&common.database).await.context("the database cannot be opened")?;
    let pending = store.pending_migrations().await?;
    store.migrate().await.context("the schema cannot be brought up to date")?;
    match pending {
        0 => println!("The schema is up to date."),
        1 => println!("1 migration applied."),
        count => println!("{count} migrations applied."),
    }
    Ok(())
}

/// Writes a consistent copy of an embedded database, whole or not at all.
pub(crate) async fn back_up(common: &Common, file: &Path) -> anyhow::Result<()> {
    ensure!(!file.exists(), "{} exists already; a backup never overwrites", file.display());
    let store = open_store(common).await?;
    let mut part = file.to_owned().into_os_string();
    part.push(".part");
    let part = Path::new(&part);
    ensure!(!part.exists(), "{} is left of a backup that did not finish; remove it first", part.display());
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
