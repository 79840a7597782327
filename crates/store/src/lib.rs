//! The only crate that knows SQL: SQLite by default, PostgreSQL where one machine is not enough.
//!
//! One file a noun, one text for both engines wherever one will do; what must differ stands in
//! [`dialect`]. Deliberately absent: rules, roles and redaction. Every read of tenant-bound data takes
//! a [`domain::access::Scope`] first.

mod access_copy;
mod access_copy_contact;
mod access_copy_person;
mod ahead;
mod at_once;
mod audit;
mod blockers;
mod caller;
mod claim;
mod claim_proof;
mod claim_review;
mod contact;
mod dialect;
mod directory;
mod earnings;
mod erasure;
mod error;
mod facts;
mod figures;
mod file;
mod filed_claim;
mod help;
mod intent_note;
mod intent_question;
mod invitation;
mod known_browser;
mod licence;
mod licence_list;
mod load;
mod mail;
mod managed;
mod merged_tenant;
mod offer;
mod opportunity;
mod opportunity_sum;
mod opportunity_total;
mod organisation;
mod overview;
mod passkey;
mod person;
mod personal_data;
mod portfolio;
mod portfolio_total;
mod postgres_pool;
mod profile;
mod programme;
mod propensity;
mod provider_account;
mod provider_visit;
mod referral;
mod referral_change;
mod referral_list;
mod referral_preference;
mod refusal;
mod request_key;
mod restore;
mod retention;
mod rfa;
mod rfa_load;
mod room;
mod saved_view;
mod seats;
mod second_factor;
mod service_status;
mod session;
mod shelf;
mod sign_in;
mod sku_plan;
mod staging;
mod statement;
mod status_note;
mod taxonomy;
mod tenant;
mod tenant_list;
mod tenant_mark;
mod tenant_page;
mod tenant_page_row;
mod ticket;
mod ticket_attachment;
mod token;
mod undo;
mod usage;
mod work;
mod workload;

pub use access_copy::{CopyField, CopyKind, CopyOf, CopyShape, CopyValue, KINDS_OF_CONTACT, KINDS_OF_PERSON};
pub use ahead::Reach;
pub use at_once::AtOnce;
pub use audit::{AuditAsked, AuditEntry, AuditRow};
pub use blockers::BlockerRow;
pub use caller::{CallerRow, CredentialRow, Hold, Standing};
pub use claim_proof::ClaimProofRow;
pub use claim_review::{ClaimedTenantRow, CompetitorRow};
pub use contact::{
    Authors, ContactCountRow, ContactFilter, ContactRow, ContactWorkloadRow, ErasedContactRow, Kept, NewContact,
};
pub use directory::{DirectoryRow, NewDirectory, UnknownDirectoryRow};
pub use erasure::{ErasureRow, NamedInRow};
pub use error::StoreError;
pub use filed_claim::{
    ClaimFilter, ClaimMoveRow, FiledClaimRow, FiledWorkloadRow, FilingLocationRow, Mover, ReportedClaimRow,
};
pub use help::HeldRow;
pub use intent_note::{IntentKey, IntentNoteRow, IntentPlaceRow, NewIntentNote};
pub use intent_question::{IntentQuestionRow, NewIntentQuestion};
pub use invitation::InvitationRow;
pub use licence_list::{
    LicenceCardRow, LicenceCursor, LicenceFilter, LicenceListRow, LicencePage, LicencePageAsked, SkuRow,
};
pub use load::{LoadRow, NewLoad, RefusedRow};
pub use mail::{MailEnd, MailListRow, MailRow, MailedSecretRow, NewMail};
pub use managed::ManagedRow;
pub use offer::{NewOffer, OfferRow};
pub use opportunity::{
    Catalogue, OpportunitiesAsked, OpportunityCursor, OpportunityFilter, OpportunityPage, OpportunityRow,
};
pub use opportunity_sum::{OpportunitySumRow, OpportunitySums, SumsKey};
pub use organisation::{EnrolledRow, LocationRow, NewLocation, OrganisationRow, PartnerRow};
pub use overview::{BandRow, FreshnessRow, WorkloadMonthRow, WorkloadTotalRow};
pub use passkey::{NewPasskey, PasskeyQuestion, PasskeyRow};
pub use person::{Account, NewPerson, PersonRow, RoleRow};
pub use personal_data::FoundContactRow;
pub use postgres_pool::PostgresTransaction;
pub use programme::{EligiblePlanRow, ProgrammeSettingsRow};
pub use provider_account::{NewProviderAccount, ProviderAccountRow};
pub use provider_visit::{NewProviderVisit, ProviderVisitRow};
pub use referral::{NewReferral, ReferralRow, ReferralSaidRow, ReferralWorkloadRow, RfaUsageRow};
pub use referral_change::{NewReferralChange, ReferralChangeRow};
pub use referral_list::{ReferralCursor, ReferralFilter, ReferralListRow, ReferralsAsked};
pub use referral_preference::{CandidateRow, PreferenceRow};
pub use request_key::RequestKeyRow;
pub use retention::RemovedFileRow;
pub use rfa::{RfaFilter, RfaListRow, RfaRow, RfaWorkloadRow};
pub use rfa_load::StagedTargetRow;
pub use room::Room;
pub use saved_view::SavedViewRow;
pub use second_factor::AuthenticatorRow;
pub use service_status::{Maker, SplitKey, SplitPlaceRow, SplitRevisionRow, SplitSeatsRow};
pub use session::{NewSession, SessionRow};
pub use shelf::Shelf;
pub use sign_in::FailureCounts;
pub use staging::{
    LoadLock, NewWorkload, RefusedRowStaged, Staged, StagedFigure, StagedHolding, StagedLocation, StagedPlan,
    StagedPropensity, StagedReferral, StagedSeat, StagedTenant,
};
pub use status_note::{NewNote, NoteFilter, NoteRequestRow, StatusNoteRow};
pub use taxonomy::{TaxonomyId, TaxonomyVersion};
pub use tenant::{ClaimRow, TenantChoices, TenantRow, UsageRowStored};
pub use tenant_list::{ListCursor, ListDay, ListFilter, ListPage, ListRow, ListTotals};
pub use tenant_page::PageAsked;
pub use ticket::{
    AnswererRow, Assigned, TicketCursor, TicketFilter, TicketMessageRow, TicketMover, TicketRow, TicketsAsked,
};
pub use ticket_attachment::AttachmentRow;
pub use token::{NewToken, TokenRow};
pub use usage::HistoryRow;
pub use work::{WorkMoment, WorkPlace, WorkRow};
pub use workload::WorkloadRow;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::file::FileIdentity;
use crate::postgres_pool::PostgresPool;
use domain::planted::{ProcessFault, process_has};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Sqlite, SqliteConnection, SqlitePool, Transaction};

/// Runs the same code on the connection of either engine.
macro_rules! on {
    ($tx:expr, $connection:ident => $body:expr) => {
        match $tx {
            $crate::Tx::Sqlite(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
            $crate::Tx::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}
pub(crate) use on;

/// A table for what is derived, on PostgreSQL and on SQLite, where its rows lie in its key.
macro_rules! derived_table {
    ($text:literal) => {
        [$text, concat!($text, " WITHOUT ROWID")]
    };
}
pub(crate) use derived_table;

static SQLITE_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// How long a request waits for a connection or for the one writer of SQLite.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long what can wait for another time waits for readers and writers of SQLite.
const LITTLE_PATIENCE: Duration = Duration::from_millis(200);

/// How many connections to PostgreSQL a process holds at the most, unless it is said.
pub const USUAL_CONNECTIONS: u32 = 24;

/// With fewer than that a server would wait for itself.
pub const FEWEST_CONNECTIONS: u32 = 6;

/// How many requests read SQLite at the same time.
const SQLITE_READERS: u32 = 4;

/// The database: a pool of readers and one writer on SQLite, one pool on PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
}

#[derive(Clone)]
enum Pools {
    Sqlite {
        path: PathBuf,
        options: Box<SqliteConnectOptions>,
        file: FileIdentity,
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres {
        pool: PostgresPool,
    },
}

/// A transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(PostgresTransaction),
}

impl Tx {
    /// Makes everything that was written count.
    pub async fn commit(self) -> Result<(), StoreError> {
        if process_has(ProcessFault::AcksBeforeCommit) {
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                self.committed().await
            });
            return Ok(());
        }
        self.committed().await
    }

    async fn committed(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
        .map_err(StoreError::from)
    }

    /// The engine it runs on.
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Ends a transaction that only read. Nobody waits for it: there is nothing that could go wrong any more.
    pub fn end(self) {
        drop(self);
    }
}

/// Which engine a database URL names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// Whether a connection to SQLite goes back to the others. When the disk is full, SQLite takes a transaction back on its
/// own; the driver does not notice, and believes ever after that one is open.
async fn is_out_of_transactions(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // Whatever was given up is taken back first.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

impl Store {
    /// Opens the database of a URL, `sqlite:PATH` or `postgres://...`, without touching its schema.
    /// A missing SQLite file is made, with its folder.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, USUAL_CONNECTIONS).await
    }

    /// The same, with so many connections to PostgreSQL at the most, [`FEWEST_CONNECTIONS`] or more. Loads at work have a further one each.
    pub async fn open_with(url: &str, connections: u32) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = PostgresPool::open(url, connections.max(FEWEST_CONNECTIONS)).await?;
            return Ok(Self { pools: Pools::Postgres { pool } });
        }
        match url.strip_prefix("sqlite:") {
            Some(path) => Self::open_sqlite(Path::new(path.strip_prefix("//").unwrap_or(path))).await,
            None => Err(StoreError::Settings("a database URL begins with sqlite: or postgres://".to_owned())),
        }
    }

    async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        if path.as_os_str().is_empty() {
            return Err(StoreError::Settings("sqlite: needs the path of a file".to_owned()));
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            tokio::fs::create_dir_all(folder).await.map_err(StoreError::file(folder))?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // With NORMAL a power cut loses writes that were acknowledged.
            .synchronous(if process_has(ProcessFault::AcksBeforeSync) {
                SqliteSynchronous::Normal
            } else {
                SqliteSynchronous::Full
            })
            // Without it erased data stays readable in the file.
            .pragma("secure_delete", "ON")
            .pragma("trusted_schema", "OFF")
            .pragma("cache_size", "-16384")
            .busy_timeout(PATIENCE)
            .disable_statement_logging();
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(PATIENCE)
                // Opened once: a path that leads elsewhere by then would make another database, or mix two.
                .max_lifetime(None)
                .idle_timeout(None)
                .after_release(|connection, _| Box::pin(is_out_of_transactions(connection)))
        };
        // Of two that turn the same file to write-ahead logging SQLite refuses one at once, without waiting.
        let _lock = if file::is_without_log(path) { Some(file::lock_beside(path).await?) } else { None };
        let writer = pool(1)
            .before_acquire(|_, about| Box::pin(std::future::ready(Ok(!refusal::may_bind(about.age)))))
            .connect_with(options.clone())
            .await?;
        let options = options.create_if_missing(false);
        writer.set_connect_options(options.clone());
        let readers = pool(SQLITE_READERS).min_connections(SQLITE_READERS).connect_with(options.clone()).await?;
        let file = FileIdentity::of(path).map_err(StoreError::file(path))?;
        Ok(Self { pools: Pools::Sqlite { path: path.to_owned(), options: Box::new(options), file, readers, writer } })
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        match &self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// The file of an embedded database.
    pub fn file(&self) -> Option<&Path> {
        match &self.pools {
            Pools::Sqlite { path, .. } => Some(path),
            Pools::Postgres { .. } => None,
        }
    }

    /// Brings the schema up to date, under a lock, and fills the catalogue that ships. A database of a newer version is left as it is.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let pending = self.pending_migrations().await?;
        match &self.pools {
            Pools::Sqlite { path, writer, .. } => {
                // Two that start at the same moment would both make the tables, and one of them fail.
                let _lock = if pending > 0 { Some(file::lock_beside(path).await?) } else { None };
                SQLITE_MIGRATIONS.run(writer).await?;
            }
            Pools::Postgres { pool } => POSTGRES_MIGRATIONS.run(&mut pool.own_connection().await?).await?,
        }
        let mut tx = self.write().await?;
        tx.fill_catalogue().await?;
        tx.fill_taxonomy().await?;
        tx.commit().await
    }

    /// How many migrations the schema still needs. An error where it has some that this program does not know.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";
        let (known, applied) = match &self.pools {
            Pools::Sqlite { readers, .. } => {
                (&SQLITE_MIGRATIONS, sqlx::query_scalar::<_, i64>(APPLIED).fetch_all(readers).await)
            }
            Pools::Postgres { pool } => {
                let mut transaction = pool.read().await?;
                (&POSTGRES_MIGRATIONS, sqlx::query_scalar::<_, i64>(APPLIED).fetch_all(&mut *transaction).await)
            }
        };
        let applied = match applied.map_err(StoreError::from) {
            Ok(applied) => applied,
            Err(away @ StoreError::Busy(_)) => return Err(away),
            // There is no such table yet.
            Err(_) => Vec::new(),
        };
        if applied.iter().any(|version| !known.version_exists(*version)) {
            return Err(StoreError::Settings(
                "the database is of a newer version of Uptake than this program: run that version, \
                 or restore the backup that was made before the upgrade"
                    .to_owned(),
            ));
        }
        Ok(known.iter().filter(|one| !applied.contains(&one.version)).count())
    }

    /// Refuses to work while the path of an embedded database leads to another file than was opened, or to none: what is
    /// written to a file that was taken away is lost with it, and nobody is told.
    pub(crate) fn check_file(&self) -> Result<(), StoreError> {
        match &self.pools {
            Pools::Sqlite { path, file, .. } if !file.is_still_at(path) => {
                Err(StoreError::Busy("the file of the database was moved, removed or replaced".to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Begins a transaction that only reads and sees one state of the database throughout.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        self.check_file()?;
        Ok(match &self.pools {
            Pools::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Pools::Postgres { pool } => Tx::Postgres(pool.read().await?),
        })
    }

    /// Begins a transaction that writes. On SQLite there is one at a time.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        self.check_file()?;
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres { pool } => Tx::Postgres(pool.write().await?),
        })
    }

    /// Begins a transaction that writes for as long as it takes: a load. On SQLite there is one at a time.
    pub async fn write_at_length(&self) -> Result<Tx, StoreError> {
        match &self.pools {
            Pools::Sqlite { .. } => self.write().await,
            Pools::Postgres { pool } => Ok(Tx::Postgres(pool.write_at_length().await?)),
        }
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        let asked = async {
            match &self.pools {
                // Something that stands in the file: SQLite knows a constant without looking.
                Pools::Sqlite { readers, .. } => {
                    self.check_file().is_ok()
                        && sqlx::query("SELECT COUNT(*) FROM sqlite_schema").execute(readers).await.is_ok()
                }
                Pools::Postgres { pool } => pool.read().await.is_ok(),
            }
        };
        tokio::time::timeout(PATIENCE, asked).await.unwrap_or(false)
    }

    /// Writes a consistent copy of an embedded database to a file that must not exist yet.
    pub async fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        let Pools::Sqlite { readers, .. } = &self.pools else {
            return Err(StoreError::Settings("back up PostgreSQL with pg_dump".to_owned()));
        };
        let to = to.to_str().ok_or_else(|| StoreError::Settings("the path is not text".to_owned()))?;
        sqlx::query("VACUUM INTO $1").bind(to).execute(readers).await?;
        Ok(())
    }

    /// The settings on which durability rests, name and value, as the database says them.
    pub async fn durability(&self) -> Result<Vec<(&'static str, String, bool)>, StoreError> {
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(writer).await?;
                let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(writer).await?;
                let secure_delete: i64 = sqlx::query_scalar("PRAGMA secure_delete").fetch_one(writer).await?;
                let foreign_keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(writer).await?;
                let integrity: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(writer).await?;
                vec![
                    ("journal_mode", journal.clone(), journal == "wal"),
                    ("synchronous", synchronous.to_string(), synchronous >= 2),
                    ("secure_delete", secure_delete.to_string(), secure_delete == 1),
                    ("foreign_keys", foreign_keys.to_string(), foreign_keys == 1),
                    ("quick_check", integrity.clone(), integrity == "ok"),
                ]
            }
            Pools::Postgres { pool } => {
                let mut transaction = pool.read().await?;
                let mut said =
                    async |question| sqlx::query_scalar::<_, String>(question).fetch_one(&mut *transaction).await;
                let version = said("SHOW server_version_num").await?;
                let commit = said("SHOW synchronous_commit").await?;
                let fsync = said("SHOW fsync").await?;
                let is_new_enough = version.parse::<u32>().is_ok_and(|number| number >= 150_000);
                vec![
                    ("server_version_num", version, is_new_enough),
                    ("synchronous_commit", commit.clone(), commit != "off"),
                    ("fsync", fsync.clone(), fsync == "on"),
                ]
            }
        })
    }

    /// Takes out of the files of an embedded database what was removed from its tables: the log of changes still holds
    /// it until the last change is copied into the file. False where somebody reads or writes at this moment, so that it
    /// has to be tried again. On PostgreSQL that is the server's own business.
    pub async fn forget_removed(&self) -> Result<bool, StoreError> {
        let Pools::Sqlite { options, .. } = &self.pools else { return Ok(true) };
        self.check_file()?;
        // A connection of its own, which gives up soon: nobody is kept from writing while it waits for readers.
        let mut connection = options.as_ref().clone().busy_timeout(LITTLE_PATIENCE).connect().await?;
        let (is_busy, _, _): (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(is_busy == 0)
    }

    /// Tells the query planner what the tables hold; worth it after a load.
    pub async fn analyze(&self) -> Result<(), StoreError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                // All tables (0x10000), as far as it pays (0x2), by some hundred rows of each index (0x10).
                sqlx::query("PRAGMA optimize = 0x10012").execute(writer).await?;
            }
            Pools::Postgres { pool } => {
                let mut transaction = pool.write_at_length().await?;
                sqlx::query("ANALYZE tenant, tenant_fact, claim, claim_location, portfolio, portfolio_workload, split")
                    .execute(&mut *transaction)
                    .await?;
                transaction.commit().await?;
            }
        }
        Ok(())
    }

    /// Closes every connection; afterwards the store answers nothing any more.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres { pool } => pool.close().await,
        }
    }
}
