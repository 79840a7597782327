//! The connections to PostgreSQL, and the only ways to get at one.
//!
//! Connections die where nobody looks: the server restarts, a network in between forgets them. Whoever gets one here
//! gets one that lives, or hears within [`PATIENCE`] that there is none. What comes back has answered last what it was asked
//! last, and is not asked again whether it lives: that would be a journey for each transaction. Whatever was given up in the
//! middle of something is closed. Deliberately absent: statements.

use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::planted::{ProcessFault, process_has};
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::query::QueryAs;
use sqlx::{ConnectOptions, Connection, Database, Executor, FromRow, PgConnection, Postgres};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{PATIENCE, StoreError, refusal};

/// One state of the database throughout.
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// What is changed is planned by its values, as what a load does is.
const WRITE: &str = "BEGIN; SET LOCAL plan_cache_mode = auto";

/// What a load does takes as long as it takes, and an index that suits a page would be read a million times.
const WRITE_AT_LENGTH: &str =
    "BEGIN; SET LOCAL plan_cache_mode = auto; SET LOCAL enable_memoize = on; SET LOCAL statement_timeout = 0";

/// A connection that is older does not go back: what a server keeps for it grows.
const LONGEST_LIFE: Duration = Duration::from_mins(30);

/// A connection that nobody needed for so long is closed, when another one comes back.
const LONGEST_REST: Duration = Duration::from_mins(10);

/// A pool that gives out living connections only. Cheap to clone.
#[derive(Clone)]
pub(crate) struct PostgresPool(Arc<Shared>);

struct Shared {
    options: PgConnectOptions,
    /// How many there are at the most.
    most: u32,
    /// Whoever has one of these may have a connection.
    places: Arc<Semaphore>,
    /// Those that nobody uses; what came back last is at the end, and used first: the server remembers most for it.
    free: Mutex<VecDeque<Free>>,
}

struct Free {
    open: Open,
    since: Instant,
}

struct Open {
    connection: PgConnection,
    opened: Instant,
}

impl Open {
    /// Says goodbye to the server, without anybody's waiting for it.
    fn close(self) {
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(tokio::time::timeout(PATIENCE, self.connection.close()));
        }
    }
}

/// A connection and its place. Dropped, it is closed.
struct Lent {
    open: Open,
    place: OwnedSemaphorePermit,
    shared: Arc<Shared>,
}

impl Lent {
    /// Puts back a connection on which nothing is begun, and nothing is still to be answered.
    fn give_back(self) {
        let Self { open, place, shared } = self;
        let mut free = shared.free();
        if shared.places.is_closed() || open.opened.elapsed() > LONGEST_LIFE {
            open.close();
        } else {
            free.push_back(Free { open, since: Instant::now() });
        }
        if free.front().is_some_and(|one| one.since.elapsed() > LONGEST_REST)
            && let Some(one) = free.pop_front()
        {
            one.open.close();
        }
        drop(free);
        drop(place);
    }
}

impl Shared {
    fn free(&self) -> MutexGuard<'_, VecDeque<Free>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection that came back last, and is worth using.
    fn take(&self) -> Option<Open> {
        let mut free = self.free();
        while let Some(Free { open, .. }) = free.pop_back() {
            if !refusal::may_bind(open.opened.elapsed()) {
                return Some(open);
            }
            open.close();
        }
        None
    }
}

/// A transaction on PostgreSQL. Dropped without [`Self::commit`], it leaves nothing behind.
pub struct PostgresTransaction(Option<Lent>);

impl PostgresTransaction {
    /// Makes everything that was written count.
    pub(crate) async fn commit(mut self) -> Result<(), sqlx::Error> {
        let Some(mut lent) = self.0.take() else { return Ok(()) };
        lent.open.connection.execute("COMMIT").await?;
        lent.give_back();
        Ok(())
    }
}

impl Drop for PostgresTransaction {
    fn drop(&mut self) {
        let Some(mut lent) = self.0.take() else { return };
        // Where there is no runtime any more it is closed, which ends it as well.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                // What was given up in the middle of an answer is answered first, and then this.
                let asked = tokio::time::timeout(PATIENCE, lent.open.connection.execute("ROLLBACK"));
                if matches!(asked.await, Ok(Ok(_))) {
                    lent.give_back();
                }
            });
        }
    }
}

impl Deref for PostgresTransaction {
    type Target = PgConnection;

    #[expect(clippy::expect_used, reason = "it is taken by nobody but those who consume the transaction")]
    fn deref(&self) -> &PgConnection {
        &self.0.as_ref().expect("a transaction that goes on").open.connection
    }
}

impl DerefMut for PostgresTransaction {
    #[expect(clippy::expect_used, reason = "it is taken by nobody but those who consume the transaction")]
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0.as_mut().expect("a transaction that goes on").open.connection
    }
}

impl PostgresPool {
    /// Opens the database of a `postgres://` URL, without touching its schema. So many connections are held at the most, but for
    /// those that are held longer than a request lasts.
    pub(crate) async fn open(url: &str, most: u32) -> Result<Self, StoreError> {
        let synchronous = if process_has(ProcessFault::AcksBeforeSync) { "off" } else { "on" };
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| StoreError::Settings("the postgres:// URL cannot be read".to_owned()))?
            .application_name("uptake")
            // Nobody waits for a statement longer than for a page, which may have been given up meanwhile without the server's
            // knowing.
            .options([("synchronous_commit", synchronous), ("statement_timeout", "10s"), ("timezone", "UTC")])
            // A server that vanished without a word must not keep its locks for hours.
            .options([("idle_in_transaction_session_timeout", "60s"), ("tcp_keepalives_idle", "30")])
            .options([("tcp_keepalives_interval", "10"), ("tcp_keepalives_count", "3")])
            // A page's statements read by an index whatever their values are: planning each time costs more than
            // reading.
            .options([("plan_cache_mode", "force_generic_plan")])
            // Such a plan knows no values, and takes a page of a large organisation for much: beginning further processes, and
            // making room to remember every tenant, then take longer than all that the page reads.
            .options([("max_parallel_workers_per_gather", "0"), ("enable_memoize", "off")])
            // Statements in the log would carry what people typed.
            .disable_statement_logging();
        let places = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(1)));
        let pool = Self(Arc::new(Shared { options, most, places, free: Mutex::default() }));
        // Whether there is such a database is said at the start.
        patiently(async { pool.lent().await.map(Lent::give_back) }).await?;
        Ok(pool)
    }

    /// Begins a transaction that only reads and sees one state of the database throughout.
    pub(crate) async fn read(&self) -> Result<PostgresTransaction, StoreError> {
        self.begin(READ).await
    }

    /// Begins a transaction that writes.
    pub(crate) async fn write(&self) -> Result<PostgresTransaction, StoreError> {
        self.begin(WRITE).await
    }

    /// Begins a transaction that writes, however long it takes.
    pub(crate) async fn write_at_length(&self) -> Result<PostgresTransaction, StoreError> {
        self.begin(WRITE_AT_LENGTH).await
    }

    /// A new connection that is not of the pool, with statements that take as long as they take: for what is held longer than a
    /// request lasts.
    pub(crate) async fn own_connection(&self) -> Result<PgConnection, StoreError> {
        let options = self.0.options.clone().options([("statement_timeout", "0")]);
        patiently(connect(&options)).await
    }

    /// Asks a single statement that only reads, outside of any transaction, on a connection that may turn out to be dead:
    /// then it is gone, and whoever asked may ask again.
    pub(crate) async fn at_once<R>(
        &self,
        query: QueryAs<'_, Postgres, R, <Postgres as Database>::Arguments>,
    ) -> Result<Vec<R>, StoreError>
    where
        R: Send + Unpin + for<'r> FromRow<'r, PgRow>,
    {
        patiently(async {
            let mut lent = self.lent().await?;
            let rows = query.fetch_all(&mut lent.open.connection).await?;
            lent.give_back();
            Ok(rows)
        })
        .await
    }

    /// Closes every connection, when whoever has one is done with it.
    pub(crate) async fn close(&self) {
        // Whoever is not done by then finds the pool closed when they are.
        let _ = tokio::time::timeout(PATIENCE, self.0.places.acquire_many(self.0.most)).await;
        self.0.places.close();
        let free = std::mem::take(&mut *self.0.free());
        for Free { open, .. } in free {
            // Whatever becomes of it, it is gone.
            let _ = tokio::time::timeout(PATIENCE, open.connection.close()).await;
        }
    }

    /// A connection that came back, or a new one.
    async fn lent(&self) -> Result<Lent, sqlx::Error> {
        let place = Arc::clone(&self.0.places).acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let open = match self.0.take() {
            Some(open) => open,
            None => Open { connection: connect(&self.0.options).await?, opened: Instant::now() },
        };
        Ok(Lent { open, place, shared: Arc::clone(&self.0) })
    }

    /// Begins a transaction; on another connection where one turns out to be dead, as all are after a restart of the
    /// server. Nothing has been asked yet, so that nothing is asked twice. Whoever is given up in the middle of it closes the
    /// connection, or the next one would be inside of a transaction that only reads, perhaps.
    async fn begin(&self, how: &'static str) -> Result<PostgresTransaction, StoreError> {
        patiently(async {
            let mut tries = self.0.most;
            loop {
                let mut lent = self.lent().await?;
                match lent.open.connection.execute(how).await {
                    Ok(_) => return Ok(PostgresTransaction(Some(lent))),
                    Err(error) if tries > 0 && is_of_the_connection(&error) => tries -= 1,
                    Err(error) => return Err(error),
                }
            }
        })
        .await
    }
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    // Boxed, or every verb would carry it in it, several times over.
    Box::pin(PgConnection::connect_with(options)).await
}

/// Gives up a connection that says nothing.
async fn patiently<T>(asked: impl Future<Output = Result<T, sqlx::Error>> + Send) -> Result<T, StoreError> {
    Ok(tokio::time::timeout(PATIENCE, asked).await.map_err(|_| sqlx::Error::PoolTimedOut)??)
}

/// Whether it may be the connection that failed, and not what was asked of it: of a transaction that does not begin,
/// whatever the server says is about the connection.
fn is_of_the_connection(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Database(_))
}
