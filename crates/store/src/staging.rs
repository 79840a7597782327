//! The waiting room: a load's lock, its rows on the way in, and clearing up behind it (S13).

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::path::PathBuf;

use domain::id::LoadId;
use domain::load::FeedKind;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Engine, Pools, Store, StoreError, Tx, dialect, on};

/// A location of a file.
#[derive(Debug, Clone)]
pub struct StagedLocation {
    /// The line of the file.
    pub line: i64,
    /// Its own partner ID.
    pub mpn_id: String,
    /// Its name.
    pub name: String,
    /// The partner's ID.
    pub pga_mpn_id: String,
    /// The partner's name.
    pub pga_name: String,
    /// Its city.
    pub city: String,
    /// Its country or region.
    pub country: String,
    /// Whether it is the partner's own row.
    pub is_global: bool,
}

/// What a load comes to say of a tenant.
#[derive(Debug, Clone)]
pub struct StagedTenant {
    /// The tenant.
    pub tenant_id: Uuid,
    /// The month, as `yyyymm`.
    pub month: i64,
    /// The tenant's name.
    pub name: String,
    /// The name as it is sorted.
    pub name_key: String,
    /// The domain.
    pub domain: String,
    /// The country or region.
    pub country: String,
    /// The segment.
    pub segment: String,
    /// The customer's number at the vendor.
    pub tpid: String,
}

/// The figure of a tenant, workload and month.
#[derive(Debug, Clone, Copy)]
pub struct StagedFigure {
    /// The place of the tenant in the batch.
    pub tenant: usize,
    /// The workload; below zero for one that the load adds.
    pub workload_id: i64,
    /// The month, as `yyyymm`.
    pub month: i64,
    /// Paid available units.
    pub pau: i64,
    /// Monthly active users.
    pub mau: i64,
    /// The location that holds the claim.
    pub location_id: Option<i64>,
    /// Whether it is the newest month that the load has of tenant and workload.
    pub is_newest: bool,
}

/// A further location at which the holder of a figure's claim holds it.
#[derive(Debug, Clone, Copy)]
pub struct StagedHolding {
    /// The place of the tenant in the batch.
    pub tenant: usize,
    /// The workload.
    pub workload_id: i64,
    /// The month, as `yyyymm`.
    pub month: i64,
    /// The location.
    pub location_id: i64,
}

/// The seats of a tenant's subscription, SKU and month.
#[derive(Debug, Clone)]
pub struct StagedSeat {
    /// The place of the tenant in the batch.
    pub tenant: usize,
    /// The month, as `yyyymm`.
    pub month: i64,
    /// The SKU in small letters and digits.
    pub sku_key: String,
    /// The subscription.
    pub subscription: String,
    /// The SKU as the file writes it.
    pub sku: String,
    /// The product's name.
    pub product: String,
    /// The family of products.
    pub family: String,
    /// The subscription's state.
    pub state: String,
    /// Whether that state says that it is over.
    pub is_over: bool,
    /// The day on which its term ends, as `2026-08-31`.
    pub ends_on: Option<String>,
    /// Whether it renews itself.
    pub is_auto_renew: bool,
    /// Seats sold.
    pub sold: i64,
    /// Seats assigned.
    pub assigned: i64,
}

/// That a SKU of a file entitles to a workload.
#[derive(Debug, Clone)]
pub struct StagedPlan {
    /// The line of the file.
    pub line: i64,
    /// The SKU in small letters and digits.
    pub sku_key: String,
    /// The SKU.
    pub sku: String,
    /// The bucket in which it is counted.
    pub bucket: String,
    /// The workload's spelling; empty for none.
    pub spelling: String,
    /// The workload as the file writes it.
    pub workload: String,
}

/// How inclined a customer of a file is to buy more.
#[derive(Debug, Clone)]
pub struct StagedPropensity {
    /// The line of the file.
    pub line: i64,
    /// The tenant.
    pub tenant_id: Uuid,
    /// The partner whose location reports it.
    pub organisation_id: i64,
    /// What should be done, as a code.
    pub cluster: String,
    /// How well they fit.
    pub fit: String,
    /// How inclined they are.
    pub intent: String,
}

/// A customer of a file who asks for assistance.
#[derive(Clone)]
pub struct StagedReferral {
    /// The line of the file.
    pub line: i64,
    /// The number under which people know the request.
    pub code: String,
    /// From where it is, as a code.
    pub source: &'static str,
    /// The tenant.
    pub tenant_id: Uuid,
    /// The customer's name.
    pub name: String,
    /// The customer's country.
    pub country: String,
    /// The customer's language.
    pub language: String,
    /// The customer's size.
    pub size: String,
    /// When they asked, as `2026-08-31`.
    pub asked_on: Option<String>,
    /// What they wrote.
    pub notes: String,
    /// What it may be worth, in minor units, and in which currency.
    pub value: Option<(i64, &'static str)>,
    /// Whom to talk to, as JSON.
    pub contacts: String,
    /// What it is searched by.
    pub search_key: String,
    /// The workloads, in order, each once.
    pub workloads: Vec<i64>,
    /// The location to which it was given elsewhere.
    pub location_id: Option<i64>,
    /// Where it stood there, as a code.
    pub status: &'static str,
}

impl StagedReferral {
    /// The workloads as one text: what is compared.
    pub(crate) fn workloads_text(&self) -> String {
        self.workloads.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }
}

impl std::fmt::Debug for StagedReferral {
    /// Without what identifies people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StagedReferral").field("line", &self.line).field("code", &self.code).finish_non_exhaustive()
    }
}

/// A workload that the catalogue does not have.
#[derive(Debug, Clone)]
pub struct NewWorkload {
    /// A number below zero, by which the figures of the load name it.
    pub workload_id: i64,
    /// Its spelling.
    pub spelling: String,
    /// Its code: the name as the file writes it.
    pub code: String,
}

/// A row that cannot be taken.
#[derive(Debug, Clone)]
pub struct RefusedRowStaged {
    /// The line of the file.
    pub line: i64,
    /// The column; empty for the whole row.
    pub column: String,
    /// The value.
    pub value: String,
    /// Why, as a code.
    pub reason: String,
    /// The line that it contradicts.
    pub other_line: Option<i64>,
}

/// A batch of rows on their way into the waiting room.
#[derive(Debug, Clone, Default)]
pub struct Staged {
    /// Locations.
    pub locations: Vec<StagedLocation>,
    /// What is said of tenants; each comes once in a load, in the order of the IDs.
    pub tenants: Vec<StagedTenant>,
    /// Figures of these tenants.
    pub figures: Vec<StagedFigure>,
    /// Further locations that hold their claims.
    pub holdings: Vec<StagedHolding>,
    /// Rows that cannot be taken.
    pub refused: Vec<RefusedRowStaged>,
    /// Workloads that the catalogue does not have.
    pub workloads: Vec<NewWorkload>,
    /// Seats of subscriptions of these tenants.
    pub seats: Vec<StagedSeat>,
    /// What SKUs entitle to.
    pub plans: Vec<StagedPlan>,
    /// How inclined customers are.
    pub propensities: Vec<StagedPropensity>,
    /// Customers who ask for assistance.
    pub referrals: Vec<StagedReferral>,
}

impl Staged {
    /// How many rows it holds.
    pub fn len(&self) -> usize {
        let few = self.locations.len() + self.refused.len() + self.plans.len() + self.propensities.len();
        let few = few + self.referrals.len();
        few + self.tenants.len() + self.figures.len() + self.holdings.len() + self.seats.len()
    }

    /// Whether it holds something that does not wait in a room.
    pub fn has_more_than_figures(&self) -> bool {
        !(self.locations.is_empty()
            && self.refused.is_empty()
            && self.workloads.is_empty()
            && self.plans.is_empty()
            && self.propensities.is_empty()
            && self.referrals.is_empty())
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() + self.workloads.len() == 0
    }
}

/// The lock of a kind of load. It goes with the process that holds it, however that ends.
pub struct LoadLock {
    _held: Held,
}

#[expect(dead_code, reason = "held for what happens when they are dropped")]
enum Held {
    File(File),
    Connection(PgConnection),
}

/// Whether somebody else held a lock for longer than this connection waits (`lock_not_available`).
fn is_lock_timeout(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref() == Some("55P03")
}

impl Store {
    /// Takes the lock of a kind of load; nothing when somebody else has it.
    pub async fn lock_load(&self, kind: FeedKind) -> Result<Option<LoadLock>, StoreError> {
        match &self.pools {
            Pools::Sqlite { path, .. } => {
                let mut name = path.clone().into_os_string();
                name.push(format!(".{}.lock", kind.code()));
                let path = PathBuf::from(name);
                let file = OpenOptions::new()
                    .create(true)
                    .truncate(false)
                    .write(true)
                    .open(&path)
                    .map_err(StoreError::file(&path))?;
                match file.try_lock() {
                    Ok(()) => Ok(Some(LoadLock { _held: Held::File(file) })),
                    Err(std::fs::TryLockError::WouldBlock) => Ok(None),
                    Err(std::fs::TryLockError::Error(error)) => Err(StoreError::file(&path)(error)),
                }
            }
            Pools::Postgres { pool } => {
                let mut connection = pool.own_connection().await?;
                // The server hears of a connection that was dropped a moment later than its owner: whoever
                // applies a plan right after it was made must not be told that somebody else is at work.
                sqlx::query("SET lock_timeout = '1s'").execute(&mut connection).await?;
                let taking = sqlx::query("SELECT pg_advisory_lock(hashtext('uptake load'), hashtext($1))")
                    .bind(kind.code())
                    .execute(&mut connection);
                match taking.await {
                    Ok(_) => Ok(Some(LoadLock { _held: Held::Connection(connection) })),
                    Err(error) if is_lock_timeout(&error) => Ok(None),
                    Err(error) => Err(error.into()),
                }
            }
        }
    }
}

impl Tx {
    /// Puts what is not in a room into the waiting room: locations, refused rows, and new workloads.
    pub async fn stage(&mut self, load: LoadId, batch: &Staged) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => dialect::sqlite::stage(transaction, load, batch).await,
            Self::Postgres(transaction) => dialect::postgres::stage(transaction, load, batch).await,
        }
    }

    /// Notes up to which month a load brings something, by partner.
    pub async fn note_partners(&mut self, load: LoadId, partners: &BTreeMap<i64, i64>) -> Result<(), StoreError> {
        for (organisation_id, month) in partners {
            on!(self, c => sqlx::query(
                "INSERT INTO load_partner (load_id, organisation_id, month_last) VALUES ($1, $2, $3)"
            ).bind(load.0).bind(organisation_id).bind(month).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Waits until no other load is being applied or undone, and keeps it so until the transaction ends.
    pub async fn lock_application(&mut self) -> Result<(), StoreError> {
        match self {
            // The one writer is the lock.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(transaction) => {
                sqlx::query("SELECT pg_advisory_xact_lock(hashtext('uptake load application'))")
                    .execute(&mut **transaction)
                    .await?;
                Ok(())
            }
        }
    }

    /// Tells the planner what tables hold that were just filled, where it does not find out by itself.
    pub(crate) async fn analyze(&mut self, text: &'static str) -> Result<(), StoreError> {
        if let Self::Postgres(transaction) = self {
            sqlx::query(text).execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// Makes a table of [`derived_table`].
    pub(crate) async fn make(&mut self, [on_postgres, on_sqlite]: [&'static str; 2]) -> Result<u64, StoreError> {
        let text = if self.engine() == Engine::Sqlite { on_sqlite } else { on_postgres };
        self.run(text).await
    }

    /// Runs a statement without parameters; how many rows it touched.
    pub(crate) async fn run(&mut self, text: &'static str) -> Result<u64, StoreError> {
        Ok(on!(self, c => sqlx::query(text).execute(c).await?.rows_affected()))
    }

    /// A number that a statement without parameters gives.
    pub(crate) async fn count(&mut self, text: &'static str) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(text).fetch_one(c).await?))
    }

    /// Runs a statement whose only parameter is the load; how many rows it touched.
    pub(crate) async fn for_load(&mut self, text: &'static str, load: LoadId) -> Result<u64, StoreError> {
        Ok(on!(self, c => sqlx::query(text).bind(load.0).execute(c).await?.rows_affected()))
    }

    /// Runs a statement whose only parameter is a number.
    pub(crate) async fn with_number(&mut self, text: &'static str, number: i64) -> Result<u64, StoreError> {
        Ok(on!(self, c => sqlx::query(text).bind(number).execute(c).await?.rows_affected()))
    }

    /// The same as for a load with a second parameter, the source.
    pub(crate) async fn for_source(
        &mut self,
        text: &'static str,
        load: LoadId,
        source: i64,
    ) -> Result<u64, StoreError> {
        Ok(on!(self, c => sqlx::query(text).bind(load.0).bind(source).execute(c).await?.rows_affected()))
    }

    /// A number that a statement about a load gives.
    pub(crate) async fn count_for_load(&mut self, text: &'static str, load: LoadId) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(text).bind(load.0).fetch_one(c).await?))
    }

    /// Empties the waiting room of a load, but for its room; its refused rows stay for the download.
    pub async fn clear_staged(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.for_load("DELETE FROM staged_location WHERE load_id = $1", load).await?;
        self.for_load("DELETE FROM staged_workload WHERE load_id = $1", load).await?;
        self.for_load("DELETE FROM staged_plan WHERE load_id = $1", load).await?;
        self.for_load("DELETE FROM staged_propensity WHERE load_id = $1", load).await?;
        self.for_load("DELETE FROM staged_referral_workload WHERE load_id = $1", load).await?;
        self.for_load("DELETE FROM staged_referral WHERE load_id = $1", load).await?;
        Ok(())
    }
}

/// The number under which a kind's rows are told apart; the lower wins where two say the same.
pub(crate) fn source(kind: FeedKind) -> i64 {
    match kind {
        FeedKind::PartnerProfile
        | FeedKind::EligiblePlans
        | FeedKind::SeatsAndSubscriptions
        | FeedKind::Propensity
        | FeedKind::Referrals => 0,
        FeedKind::CustomersAndTenants | FeedKind::EmsUsage => 1,
        FeedKind::OfficeUsage => 2,
    }
}

/// The order in which kinds win over what a tenant is called, in the same month.
pub(crate) fn fact_source(kind: FeedKind) -> i64 {
    match kind {
        FeedKind::PartnerProfile | FeedKind::EligiblePlans | FeedKind::Propensity | FeedKind::Referrals => 0,
        FeedKind::CustomersAndTenants => 1,
        FeedKind::OfficeUsage => 2,
        FeedKind::EmsUsage => 3,
        FeedKind::SeatsAndSubscriptions => 4,
    }
}
