//! The room of a load: where its figures wait between plan and application (ADR 0010).
//!
//! A file beside the database on SQLite, a schema of unlogged tables on PostgreSQL: what waits there is written once,
//! without the log and the indexes of what counts, and goes in one stroke. Nothing refers to it, and its
//! loss loses nothing that counts: a load whose room is gone cannot be applied any more.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use domain::id::LoadId;
use domain::load::FeedKind;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Postgres, SqlitePool};
use uuid::Uuid;

use crate::postgres_pool::PostgresPool;
use crate::{PATIENCE, Pools, Staged, Store, StoreError, Tx, dialect, on};

/// The room of one load.
pub struct Room {
    load: LoadId,
    place: Place,
    /// The first provisional key, and the one that the next new tenant of the load gets.
    keys: Option<(i64, i64)>,
}

enum Place {
    /// A pool of one connection to the database, which has the room's file attached.
    Sqlite {
        pool: SqlitePool,
        path: PathBuf,
    },
    Postgres {
        pool: PostgresPool,
    },
}

/// The file that is the room of a load.
fn file(database: &Path, load: LoadId) -> PathBuf {
    let mut name = database.to_owned().into_os_string();
    name.push(format!(".load-{}", load.0));
    PathBuf::from(name)
}

/// The schema that is the room of a load.
fn schema(load: LoadId) -> String {
    format!("load_{}", load.0)
}

/// A statement with the name of a room's schema in it; names cannot be bound.
fn about_schema(
    begin: &'static str,
    load: LoadId,
    end: &'static str,
) -> sqlx::query::Query<'static, Postgres, PgArguments> {
    sqlx::query(AssertSqlSafe([begin, &schema(load), end].concat()))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    let mut journal = path.to_owned().into_os_string();
    journal.push("-journal");
    for path in [path, Path::new(&journal)] {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::file(path)(error)),
            _ => {}
        }
    }
    Ok(())
}

/// Writes a file to the disk, and with its folder that it is there and its journal is not.
fn sync_file_and_name(path: &Path) -> std::io::Result<()> {
    std::fs::File::open(path)?.sync_all()?;
    if cfg!(unix) {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

impl Store {
    /// Makes the room of a load, empty.
    pub async fn make_room(&self, load: LoadId) -> Result<Room, StoreError> {
        self.check_file()?;
        self.remove_room(load).await?;
        match &self.pools {
            Pools::Sqlite { options, path, .. } => {
                let path = file(path, load);
                std::fs::File::create_new(&path).map_err(StoreError::file(&path))?;
                let pool = attached(options, &path, dialect::sqlite::FILLING_ROOM).await?;
                let mut connection = pool.acquire().await?;
                for text in dialect::sqlite::ROOM {
                    sqlx::query(text).execute(&mut *connection).await?;
                }
                drop(connection);
                Ok(Room { load, place: Place::Sqlite { pool, path }, keys: None })
            }
            Pools::Postgres { pool } => {
                let mut transaction = pool.write_at_length().await?;
                about_schema("CREATE SCHEMA ", load, "").execute(&mut *transaction).await?;
                enter(&mut transaction, load).await?;
                for text in dialect::postgres::ROOM {
                    sqlx::query(text).execute(&mut *transaction).await?;
                }
                transaction.commit().await?;
                Ok(Room { load, place: Place::Postgres { pool: pool.clone() }, keys: None })
            }
        }
    }

    /// The room of a load; nothing when it is gone.
    pub async fn room(&self, load: LoadId) -> Result<Option<Room>, StoreError> {
        self.check_file()?;
        let place = match &self.pools {
            Pools::Sqlite { options, path, .. } => {
                let path = file(path, load);
                if !path.exists() {
                    return Ok(None);
                }
                Place::Sqlite { pool: attached(options, &path, dialect::sqlite::FILLED_ROOM).await?, path }
            }
            Pools::Postgres { pool } => {
                let found: Option<bool> =
                    sqlx::query_scalar("SELECT TRUE FROM pg_catalog.pg_namespace WHERE nspname = $1")
                        .bind(schema(load))
                        .fetch_optional(&mut *pool.read().await?)
                        .await?;
                if found.is_none() {
                    return Ok(None);
                }
                Place::Postgres { pool: pool.clone() }
            }
        };
        Ok(Some(Room { load, place, keys: None }))
    }

    /// The loads that have a room.
    pub async fn rooms(&self) -> Result<Vec<LoadId>, StoreError> {
        let numbers: Vec<String> = match &self.pools {
            Pools::Sqlite { path, .. } => {
                let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let mut begin = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                begin.push_str(".load-");
                let entries = std::fs::read_dir(folder).map_err(StoreError::file(folder))?;
                let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
                names.filter_map(|name| Some(name.strip_prefix(&begin)?.to_owned())).collect()
            }
            Pools::Postgres { pool } => sqlx::query_scalar(
                "SELECT SUBSTR(CAST(nspname AS TEXT), 6) FROM pg_catalog.pg_namespace WHERE nspname ~ '^load_[0-9]+$'",
            )
            .fetch_all(&mut *pool.read().await?)
            .await?,
        };
        Ok(numbers.iter().filter_map(|number| number.parse().ok()).map(LoadId).collect())
    }

    /// Removes the room of a load, where it has one.
    pub async fn remove_room(&self, load: LoadId) -> Result<(), StoreError> {
        match &self.pools {
            Pools::Sqlite { path, .. } => remove(&file(path, load)),
            Pools::Postgres { pool } => {
                let mut transaction = pool.write_at_length().await?;
                about_schema("DROP SCHEMA IF EXISTS ", load, " CASCADE").execute(&mut *transaction).await?;
                Ok(transaction.commit().await?)
            }
        }
    }
}

/// One connection to the database with the room's file attached: tables that the database does not have are found there.
async fn attached(options: &SqliteConnectOptions, path: &Path, care: &'static str) -> Result<SqlitePool, StoreError> {
    let name = path.to_str().ok_or_else(|| StoreError::Settings("the path of the database is not text".to_owned()))?;
    let name = name.to_owned();
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            let name = name.clone();
            Box::pin(async move {
                sqlx::query("ATTACH DATABASE $1 AS room").bind(name).execute(&mut *connection).await?;
                for text in dialect::sqlite::ROOM_SETTINGS.into_iter().chain([care]) {
                    sqlx::query(text).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        .connect_with(options.clone())
        .await?;
    Ok(pool)
}

/// Lets the names of a room's tables be found for the rest of a transaction.
async fn enter(connection: &mut sqlx::PgConnection, load: LoadId) -> Result<(), StoreError> {
    // Millions of rows are compared and sorted: the usual memory is meant for many small questions.
    sqlx::query(
        "SELECT set_config('search_path', $1 || ', ' || current_setting('search_path'), TRUE),
                set_config('work_mem', '64MB', TRUE)",
    )
    .bind(schema(load))
    .execute(connection)
    .await?;
    Ok(())
}

impl Room {
    /// Begins a transaction that writes to the room, and reads what counts.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        match &self.place {
            Place::Sqlite { pool, .. } => Ok(Tx::Sqlite(pool.begin().await?)),
            Place::Postgres { .. } => self.write().await,
        }
    }

    /// Begins a transaction that writes to what counts too. On SQLite there is one at a time.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        match &self.place {
            Place::Sqlite { pool, .. } => Ok(Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?)),
            Place::Postgres { pool } => {
                let mut transaction = pool.write_at_length().await?;
                enter(&mut transaction, self.load).await?;
                Ok(Tx::Postgres(transaction))
            }
        }
    }

    /// Puts a batch into the room, with a key for each tenant: its own, or a provisional one.
    pub async fn stage(&mut self, batch: &Staged) -> Result<(), StoreError> {
        if batch.tenants.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        let (first_key, mut next_key) = match self.keys {
            Some(keys) => keys,
            None => tx.begin_keys().await?,
        };
        let ids: Vec<Uuid> = batch.tenants.iter().map(|tenant| tenant.tenant_id).collect();
        // A tenant that another load brought meanwhile may have a key that is provisional here: it is told apart
        // when the load is compared with what is there.
        let known: HashMap<Uuid, i64> =
            tx.tenant_keys(&ids).await?.into_iter().filter(|(_, key)| *key < first_key).collect();
        let mut keys = Vec::with_capacity(ids.len());
        for id in &ids {
            keys.push(known.get(id).copied().unwrap_or_else(|| {
                next_key += 1;
                next_key - 1
            }));
        }
        match &mut tx {
            Tx::Sqlite(transaction) => dialect::sqlite::fill_room(transaction, batch, &keys).await?,
            Tx::Postgres(transaction) => dialect::postgres::fill_room(transaction, batch, &keys).await?,
        }
        tx.commit().await?;
        self.keys = Some((first_key, next_key));
        Ok(())
    }

    /// Makes ready what was put into the room: for the planner, and on the disk. What is noted there from now on is as
    /// safe as what counts.
    pub async fn close(&mut self) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tx.analyze(dialect::postgres::ROOM_FILLED).await?;
        tx.commit().await?;
        if let Place::Sqlite { pool, path } = &mut self.place {
            pool.close().await;
            let filled = path.clone();
            let written =
                tokio::task::spawn_blocking(move || sync_file_and_name(&filled).map_err(StoreError::file(&filled)));
            written.await.map_err(|error| StoreError::Settings(error.to_string()))??;
            *pool = attached(&pool.connect_options(), path, dialect::sqlite::FILLED_ROOM).await?;
        }
        Ok(())
    }

    /// Leaves the room for good; [`Store::remove_room`] comes after.
    pub async fn leave(self) {
        if let Place::Sqlite { pool, .. } = self.place {
            pool.close().await;
        }
    }
}

impl Tx {
    /// Notes in a room which key is the first that no tenant has.
    async fn begin_keys(&mut self) -> Result<(i64, i64), StoreError> {
        let first: i64 = on!(self, c => sqlx::query_scalar(
            "INSERT INTO staged_base (first_key) SELECT COALESCE(MAX(tenant_key), 0) + 1 FROM tenant RETURNING first_key"
        ).fetch_one(c).await?);
        Ok((first, first))
    }

    /// The keys of those of the tenants that have one.
    async fn tenant_keys(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>, StoreError> {
        Ok(match self {
            Self::Sqlite(transaction) => {
                let ids: Vec<String> = ids.iter().map(|id| id.as_simple().to_string()).collect();
                sqlx::query_as(
                    "SELECT tenant_id, tenant_key FROM tenant WHERE tenant_id IN (SELECT unhex(value) FROM json_each($1))",
                )
                .bind(serde_json::to_string(&ids).map_err(|_| StoreError::inconsistent("tenant", "tenant_id", "ids"))?)
                .fetch_all(&mut **transaction)
                .await?
            }
            Self::Postgres(transaction) => {
                sqlx::query_as("SELECT tenant_id, tenant_key FROM tenant WHERE tenant_id = ANY($1)")
                    .bind(ids)
                    .fetch_all(&mut **transaction)
                    .await?
            }
        })
    }

    /// Notes in a room after which change of what counts it was planned.
    pub async fn note_room_planned(&mut self, after_change: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE staged_base SET planned_after = $1")
            .bind(after_change).execute(c).await?.rows_affected());
        Ok(())
    }

    /// After which change of what counts a room was planned; nothing where that is not known.
    pub async fn room_planned_after(&mut self) -> Result<Option<i64>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT MIN(planned_after) FROM staged_base").fetch_one(c).await?))
    }

    /// Gives the tenants of a room their keys anew where others took the provisional ones since, or where another
    /// load brought the same tenants.
    pub(crate) async fn settle_keys(&mut self, kind: FeedKind) -> Result<(), StoreError> {
        let taken: i64 = self.count(KEYS_TAKEN).await?;
        if taken == 0 {
            return Ok(());
        }
        // Behind every key there is, so that nothing falls together on the way.
        let step: i64 = self.count(STEP_BEHIND).await?;
        // A room that an earlier version made has no table for seats, and no seats.
        let of_seats = if kind.has_seats() { &[SEATS_STEP_ASIDE][..] } else { &[] };
        for &text in of_seats.iter().chain(&STEP_ASIDE) {
            on!(self, c => sqlx::query(text).bind(step).execute(c).await?.rows_affected());
        }
        let of_seats = if kind.has_seats() { &[SEATS_TAKE_EXISTING][..] } else { &[] };
        for &text in of_seats.iter().chain(&TAKE_EXISTING) {
            self.run(text).await?;
        }
        Ok(())
    }
}

const KEYS_TAKEN: &str =
    "SELECT COUNT(*) FROM tenant AS t WHERE t.tenant_key >= (SELECT MIN(first_key) FROM staged_base)";

const STEP_BEHIND: &str = "
SELECT MAX(highest) + 1 - (SELECT MIN(first_key) FROM staged_base)
FROM (SELECT MAX(tenant_key) AS highest FROM tenant UNION ALL SELECT MAX(tenant_key) FROM staged_fact) AS both_ends";

const SEATS_STEP_ASIDE: &str =
    "UPDATE staged_seat SET tenant_key = tenant_key + $1 WHERE tenant_key >= (SELECT MIN(first_key) FROM staged_base)";

const SEATS_TAKE_EXISTING: &str = "
UPDATE staged_seat AS f SET tenant_key = t.tenant_key FROM staged_fact AS s, tenant AS t
WHERE s.tenant_key = f.tenant_key AND t.tenant_id = s.tenant_id AND t.tenant_key <> s.tenant_key";

const STEP_ASIDE: [&str; 4] = [
    "UPDATE staged_figure SET tenant_key = tenant_key + $1 WHERE tenant_key >= (SELECT MIN(first_key) FROM staged_base)",
    "UPDATE staged_holding SET tenant_key = tenant_key + $1 WHERE tenant_key >= (SELECT MIN(first_key) FROM staged_base)",
    "UPDATE staged_fact SET tenant_key = tenant_key + $1 WHERE tenant_key >= (SELECT MIN(first_key) FROM staged_base)",
    "UPDATE staged_base SET first_key = first_key + $1",
];

/// The tenants themselves come last: they say which key becomes which.
const TAKE_EXISTING: [&str; 3] = [
    "UPDATE staged_figure AS f SET tenant_key = t.tenant_key FROM staged_fact AS s, tenant AS t
     WHERE s.tenant_key = f.tenant_key AND t.tenant_id = s.tenant_id AND t.tenant_key <> s.tenant_key",
    "UPDATE staged_holding AS f SET tenant_key = t.tenant_key FROM staged_fact AS s, tenant AS t
     WHERE s.tenant_key = f.tenant_key AND t.tenant_id = s.tenant_id AND t.tenant_key <> s.tenant_key",
    "UPDATE staged_fact AS s SET tenant_key = t.tenant_key FROM tenant AS t
     WHERE t.tenant_id = s.tenant_id AND t.tenant_key <> s.tenant_key",
];
