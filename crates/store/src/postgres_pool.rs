//! The connections to PostgreSQL, and the only ways to get at one.
//!
//! Connections die where nobody looks: the server restarts, a network in between forgets them. Whoever gets one here
//! gets one that lives, or hears within [`PATIENCE`] that there is none. Deliberately absent: statements.

use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::planted::{ProcessFault, process_has};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::query::QueryAs;
use sqlx::{ConnectOptions, Connection, Database, FromRow, PgConnection, PgPool, Postgres, Transaction};
use tokio::sync::Semaphore;

use crate::{PATIENCE, StoreError, refusal};

/// One state of the database throughout; and nobody waits for a statement longer than for a page, which may have been
/// given up meanwhile without the server's knowing.
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '10s'";

/// The same limit for what a request changes, and for its waiting for somebody else's change. It is planned by its values,
/// as what a load does is.
const WRITE: &str = "BEGIN; SET LOCAL plan_cache_mode = auto; SET LOCAL statement_timeout = '10s'";

/// What a load does takes as long as it takes: an index that suits a page would be read a million times.
const WRITE_AT_LENGTH: &str = "BEGIN; SET LOCAL plan_cache_mode = auto; SET LOCAL enable_memoize = on";

/// Of how many connections one is kept for pages in one statement.
const ONE_KEPT_OF: u32 = 3;

/// A pool that gives out living connections only. Cheap to clone.
#[derive(Clone)]
pub(crate) struct PostgresPool {
    pool: PgPool,
    /// How many the pool has at the most.
    most: u32,
    kept: Arc<Kept>,
}

/// Connections on which nothing is ever begun: what is asked on one is a single statement, and whoever has the whole
/// answer puts it back as it is. A pool asks each connection that comes back whether it lives, which costs the
/// server half as much as the page.
struct Kept {
    free: Mutex<Vec<PgConnection>>,
    places: Semaphore,
}

impl Kept {
    fn free(&self) -> MutexGuard<'_, Vec<PgConnection>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PostgresPool {
    /// Opens the database of a `postgres://` URL, without touching its schema. So many connections are held at the most, but for
    /// those that are held longer than a request lasts.
    pub(crate) async fn open(url: &str, connections: u32) -> Result<Self, StoreError> {
        let most_kept = (connections / ONE_KEPT_OF).max(1);
        let most = connections.saturating_sub(most_kept).max(1);
        let synchronous = if process_has(ProcessFault::AcksBeforeSync) { "off" } else { "on" };
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| StoreError::Settings("the postgres:// URL cannot be read".to_owned()))?
            .application_name("uptake")
            .options([("synchronous_commit", synchronous), ("statement_timeout", "0"), ("timezone", "UTC")])
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
        let pool = PgPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(PATIENCE)
            // Every connection is asked whether it lives when it comes back, and a transaction that cannot begin
            // is begun on another: asking once more would only cost each request a journey to the server.
            .test_before_acquire(false)
            .before_acquire(|_, about| Box::pin(std::future::ready(Ok(!refusal::may_bind(about.age)))))
            .after_release(|connection, _| Box::pin(is_worth_keeping(connection)))
            .connect_with(options)
            .await?;
        let kept = Kept { free: Mutex::default(), places: Semaphore::new(usize::try_from(most_kept).unwrap_or(1)) };
        Ok(Self { pool, most, kept: Arc::new(kept) })
    }

    /// Begins a transaction that only reads and sees one state of the database throughout.
    pub(crate) async fn read(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.begin(READ).await
    }

    /// Begins a transaction that writes.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.begin(WRITE).await
    }

    /// Begins a transaction that writes, however long it takes.
    pub(crate) async fn write_at_length(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.begin(WRITE_AT_LENGTH).await
    }

    /// A connection that has just answered, for a single statement outside of any transaction.
    pub(crate) async fn connection(&self) -> Result<PoolConnection<Postgres>, StoreError> {
        patiently(async {
            let mut left = self.most;
            loop {
                let mut connection = self.pool.acquire().await?;
                match connection.ping().await {
                    Err(error) if left > 0 && is_of_the_connection(&error) => left -= 1,
                    answer => return answer.map(|()| connection),
                }
            }
        })
        .await
    }

    /// A new connection that is not of the pool: for what is held longer than a request lasts.
    pub(crate) async fn own_connection(&self) -> Result<PgConnection, StoreError> {
        patiently(PgConnection::connect_with(&self.pool.connect_options())).await
    }

    /// Asks a single statement that only reads, outside of any transaction, on a connection that may turn out to be dead:
    /// then it is gone, and whoever asked may ask again. One that was given up in the middle of an answer is gone too.
    pub(crate) async fn at_once<R>(
        &self,
        query: QueryAs<'_, Postgres, R, <Postgres as Database>::Arguments>,
    ) -> Result<Vec<R>, StoreError>
    where
        R: Send + Unpin + for<'r> FromRow<'r, PgRow>,
    {
        patiently(async {
            let _place = self.kept.places.acquire().await.map_err(|_| sqlx::Error::PoolClosed)?;
            let free = self.kept.free().pop();
            let mut connection = match free {
                Some(connection) => connection,
                None => PgConnection::connect_with(&one_statement(&self.pool.connect_options())).await?,
            };
            let rows = query.fetch_all(&mut connection).await?;
            self.kept.free().push(connection);
            Ok(rows)
        })
        .await
    }

    /// Closes every connection.
    pub(crate) async fn close(&self) {
        self.kept.places.close();
        let kept = std::mem::take(&mut *self.kept.free());
        for connection in kept {
            // Whatever becomes of it, it is gone.
            let _ = connection.close().await;
        }
        self.pool.close().await;
    }

    /// Begins a transaction; on another connection where one turns out to be dead, as all are after a restart of the
    /// server. Nothing has been asked yet, so that nothing is asked twice.
    async fn begin(&self, how: &'static str) -> Result<Transaction<'static, Postgres>, StoreError> {
        let (pool, most) = (self.pool.clone(), self.most);
        // On its own: whoever is given up in the middle of it would leave a transaction open that the driver knows nothing of,
        // and the next one would be inside of that: one that only reads, perhaps.
        let begun = tokio::spawn(patiently(async move {
            let mut left = most;
            loop {
                match pool.begin_with(how).await {
                    Err(error) if left > 0 && is_of_the_connection(&error) => left -= 1,
                    outcome => return outcome,
                }
            }
        }));
        begun.await.map_err(|_| sqlx::Error::PoolClosed)?
    }
}

/// For connections on which each statement is a page.
fn one_statement(options: &PgConnectOptions) -> PgConnectOptions {
    options.clone().options([("statement_timeout", "10s")])
}

/// Gives up a connection that says nothing.
async fn patiently<T>(asked: impl Future<Output = Result<T, sqlx::Error>> + Send) -> Result<T, StoreError> {
    // Boxed, or every verb would carry the connecting of a connection in it, several times over.
    Ok(tokio::time::timeout(PATIENCE, Box::pin(asked)).await.map_err(|_| sqlx::Error::PoolTimedOut)??)
}

/// Whether it may be the connection that failed, and not what was asked of it: of a transaction that does not begin,
/// whatever the server says is about the connection.
fn is_of_the_connection(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Database(_))
}

/// Whether a connection goes back to the others: one that was given up in the middle of something has to answer first,
/// or it would be waited for by everybody.
async fn is_worth_keeping(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    if !connection.should_flush() {
        return Ok(true);
    }
    tokio::time::timeout(PATIENCE, connection.ping()).await.map_err(|_| sqlx::Error::PoolTimedOut)??;
    Ok(true)
}
