//! The commands, one file each, and how they open the application.

pub(crate) mod database;
pub(crate) mod demo;
mod demo_claims;
mod demo_referrals;
mod demo_tickets;
pub(crate) mod doctor;
pub(crate) mod import;
pub(crate) mod mail;
pub(crate) mod person;
pub(crate) mod sample;
pub(crate) mod serve;
pub(crate) mod statement;
pub(crate) mod token;
pub(crate) mod user;

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use app::{App, Clock, Settings};
use bucket::{Bucket, SecretKey};
use domain::claim::ClaimAttributions;
use store::{Store, StoreError};

use crate::options::Common;

/// The folder for uploads: as set, or beside the SQLite file.
pub(crate) fn data_dir(common: &Common, store: &Store) -> PathBuf {
    let beside = || store.file().and_then(|file| file.parent()).filter(|folder| !folder.as_os_str().is_empty());
    common.data_dir.clone().or_else(|| beside().map(PathBuf::from)).unwrap_or_else(|| PathBuf::from("uptake-data"))
}

/// The bucket with what its files and variable hold; nothing where files lie in the data directory.
pub(crate) fn bucket(common: &Common) -> anyhow::Result<Option<Bucket>> {
    let Some(mut settings) = common.bucket.clone() else { return Ok(None) };
    let secret = match &settings.secret_file {
        Some(file) => {
            Some(std::fs::read_to_string(file).context("the secret key of the bucket for files cannot be read")?)
        }
        None => std::env::var("UPTAKE_FILES_SECRET").ok(),
    };
    settings.secret_key = secret.as_deref().and_then(SecretKey::new);
    if let Some(file) = &settings.authority_file {
        let read = std::fs::read(file).context("the certificates for the bucket for files cannot be read")?;
        settings.authorities = Some(read);
    }
    Ok(Some(Bucket::open(&settings).context("the bucket for files cannot be used")?))
}

/// The application over a store that is open.
pub(crate) fn app_over(common: &Common, store: Store) -> anyhow::Result<App> {
    let data_dir = data_dir(common, &store);
    let settings = Settings {
        claim_attributions: ClaimAttributions::new(&common.claim_attributions),
        refused_percent: common.refused_percent,
        sends_mail: common.smtp.is_some(),
        ..Settings::usual(data_dir)
    };
    Ok(App::new(store, Clock::of_machine(), settings).with_bucket(bucket(common)?))
}

/// Opens the database, whatever its schema is.
pub(crate) async fn open_as_it_is(common: &Common) -> Result<Store, StoreError> {
    Store::open_with(&common.database, common.database_connections).await
}

/// Opens the database and brings its schema up to date.
pub(crate) async fn open_store(common: &Common) -> anyhow::Result<Store> {
    let store = open_as_it_is(common).await.context("the database cannot be opened")?;
    store.migrate().await.context("the schema cannot be brought up to date")?;
    Ok(store)
}

/// Opens the application. Where that makes a database, it is said which: the settings of a server may be unknown to a command.
pub(crate) async fn open_app(common: &Common) -> anyhow::Result<App> {
    let made = missing(common);
    let app = app_over(common, open_store(common).await?)?;
    if let Some(file) = made {
        eprintln!("A new database was made: {}", file.display());
    }
    Ok(app)
}

/// The file of an embedded database that is not there.
fn missing(common: &Common) -> Option<PathBuf> {
    let file = Store::file_of(&common.database).filter(|file| !file.exists())?;
    Some(std::path::absolute(file).unwrap_or_else(|_| file.to_owned()))
}

/// Refuses to make a database where a command is about what is in one.
pub(crate) fn ensure_there(common: &Common) -> anyhow::Result<()> {
    match missing(common) {
        None => Ok(()),
        Some(file) => bail!("there is no database {}; say which by --database or UPTAKE_DATABASE", file.display()),
    }
}

/// Opens the application over a database that is there.
pub(crate) async fn open_app_there(common: &Common) -> anyhow::Result<App> {
    ensure_there(common)?;
    open_app(common).await
}
