//! Bulk loading on SQLite: inserts of many rows by one statement that is prepared once.

use std::sync::Arc;

use domain::id::LoadId;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Sqlite, Transaction};

use crate::{Staged, StoreError};

/// What would not be kept if the machine failed meanwhile need not be written with care; a process that dies leaves a
/// journal.
pub(crate) const FILLING_ROOM: &str = "PRAGMA room.synchronous = OFF";

/// Once it is filled, what is noted in a room is there as a whole or not at all: a plan that a power cut took half of
/// would be applied as another one.
pub(crate) const FILLED_ROOM: &str = "PRAGMA room.synchronous = FULL";

/// How a room is used.
pub(crate) const ROOM_SETTINGS: [&str; 4] = [
    "PRAGMA room.secure_delete = OFF",
    "PRAGMA room.cache_size = -16384",
    "PRAGMA main.cache_size = -32768",
    "PRAGMA temp.cache_size = -16384",
];

/// The tables of a room.
pub(crate) const ROOM: [&str; 6] = [
    "CREATE TABLE room.staged_base (first_key INTEGER NOT NULL, planned_after INTEGER) STRICT",
    // What the load comes to say of each tenant: its newest month.
    "CREATE TABLE room.staged_fact (
         tenant_key INTEGER PRIMARY KEY,
         tenant_id  BLOB NOT NULL,
         id_text    TEXT NOT NULL,
         month      INTEGER NOT NULL,
         name       TEXT NOT NULL,
         name_key   TEXT NOT NULL,
         domain     TEXT NOT NULL,
         country    TEXT NOT NULL,
         segment    TEXT NOT NULL,
         tpid       TEXT NOT NULL,
         -- Against what is there: 0 the same or older, 1 new, 2 another value, 3 only a newer month.
         change     INTEGER NOT NULL DEFAULT 1
     ) STRICT",
    // One row a figure: what the rows of the file come to.
    "CREATE TABLE room.staged_figure (
         tenant_key  INTEGER NOT NULL,
         workload_id INTEGER NOT NULL,
         month       INTEGER NOT NULL,
         pau         INTEGER NOT NULL,
         mau         INTEGER NOT NULL,
         location_id INTEGER,
         is_newest   INTEGER NOT NULL,
         PRIMARY KEY (tenant_key, workload_id, month)
     ) STRICT, WITHOUT ROWID",
    // The further locations at which the holder of a figure's claim holds it.
    "CREATE TABLE room.staged_holding (
         tenant_key  INTEGER NOT NULL,
         workload_id INTEGER NOT NULL,
         month       INTEGER NOT NULL,
         location_id INTEGER NOT NULL,
         PRIMARY KEY (tenant_key, workload_id, month, location_id)
     ) STRICT, WITHOUT ROWID",
    // The figures that differ from what is there; empty where all are new.
    "CREATE TABLE room.staged_difference (
         tenant_key  INTEGER NOT NULL,
         workload_id INTEGER NOT NULL,
         month       INTEGER NOT NULL,
         is_new      INTEGER NOT NULL,
         PRIMARY KEY (tenant_key, workload_id, month)
     ) STRICT, WITHOUT ROWID",
    // One row a subscription, SKU and month of a tenant.
    "CREATE TABLE room.staged_seat (
         tenant_key    INTEGER NOT NULL,
         month         INTEGER NOT NULL,
         sku_key       TEXT NOT NULL,
         subscription  TEXT NOT NULL,
         sku           TEXT NOT NULL,
         product       TEXT NOT NULL,
         family        TEXT NOT NULL,
         state         TEXT NOT NULL,
         is_over       INTEGER NOT NULL,
         ends_on       TEXT,
         is_auto_renew INTEGER NOT NULL,
         sold          INTEGER NOT NULL,
         assigned      INTEGER NOT NULL,
         -- Against what is there: 0 the same, 1 new, 2 another value.
         change        INTEGER NOT NULL DEFAULT 1,
         PRIMARY KEY (tenant_key, month, sku_key, subscription)
     ) STRICT, WITHOUT ROWID",
];

/// The most values of one statement; SQLite takes 32,766.
const VALUES: usize = 4_000;

/// Inserts rows of `width` values, as many at a time as go into one statement.
macro_rules! insert {
    ($transaction:expr, $into:literal, $width:literal, $rows:expr, |$query:ident, $row:ident| $bind:expr) => {
        let rows = $rows;
        let most = VALUES / $width;
        let full: Arc<str> = if rows.len() < most { Arc::from("") } else { statement($into, $width, most) };
        for rows in rows.chunks(most) {
            let text = if rows.len() == most { full.clone() } else { statement($into, $width, rows.len()) };
            let mut query = sqlx::query(AssertSqlSafe(text)).persistent(rows.len() == most);
            for $row in rows {
                let $query: Query<'_, Sqlite, SqliteArguments> = query;
                query = $bind;
            }
            query.execute(&mut **$transaction).await?;
        }
    };
}

/// `INSERT INTO ... VALUES` of that many rows.
fn statement(into: &'static str, width: usize, rows: usize) -> Arc<str> {
    let row = format!("({})", vec!["?"; width].join(","));
    let rows = vec![row.as_str(); rows].join(",");
    ["INSERT INTO ", into, " VALUES ", &rows].concat().into()
}

/// Puts what is not in a room into the waiting room.
pub(crate) async fn stage(
    transaction: &mut Transaction<'static, Sqlite>,
    load: LoadId,
    batch: &Staged,
) -> Result<(), StoreError> {
    insert!(
        transaction,
        "staged_location (load_id, line, mpn_id, name, pga_mpn_id, pga_name, city, country, is_global)",
        9,
        &batch.locations,
        |query, row| {
            query
                .bind(load.0)
                .bind(row.line)
                .bind(&row.mpn_id)
                .bind(&row.name)
                .bind(&row.pga_mpn_id)
                .bind(&row.pga_name)
                .bind(&row.city)
                .bind(&row.country)
                .bind(row.is_global)
        }
    );
    insert!(
        transaction,
        "refused_row (load_id, line, column_name, value, reason, other_line)",
        6,
        &batch.refused,
        |query, row| {
            query.bind(load.0).bind(row.line).bind(&row.column).bind(&row.value).bind(&row.reason).bind(row.other_line)
        }
    );
    insert!(
        transaction,
        "staged_workload (load_id, workload_id, spelling, code)",
        4,
        &batch.workloads,
        |query, row| query.bind(load.0).bind(row.workload_id).bind(&row.spelling).bind(&row.code)
    );
    stage_plans(transaction, load, batch).await
}

/// Puts what SKUs entitle to, and how inclined customers are, into the waiting room.
async fn stage_plans(
    transaction: &mut Transaction<'static, Sqlite>,
    load: LoadId,
    batch: &Staged,
) -> Result<(), StoreError> {
    insert!(
        transaction,
        "staged_plan (load_id, line, sku_key, sku, bucket, spelling, workload)",
        7,
        &batch.plans,
        |query, row| {
            query
                .bind(load.0)
                .bind(row.line)
                .bind(&row.sku_key)
                .bind(&row.sku)
                .bind(&row.bucket)
                .bind(&row.spelling)
                .bind(&row.workload)
        }
    );
    insert!(
        transaction,
        "staged_propensity (load_id, line, tenant_id, id_text, organisation_id, cluster, fit, intent)",
        8,
        &batch.propensities,
        |query, row| {
            query
                .bind(load.0)
                .bind(row.line)
                .bind(row.tenant_id)
                .bind(row.tenant_id.as_hyphenated().to_string())
                .bind(row.organisation_id)
                .bind(&row.cluster)
                .bind(&row.fit)
                .bind(&row.intent)
        }
    );
    stage_referrals(transaction, load, batch).await
}

/// Puts customers who ask for assistance into the waiting room.
async fn stage_referrals(
    transaction: &mut Transaction<'static, Sqlite>,
    load: LoadId,
    batch: &Staged,
) -> Result<(), StoreError> {
    insert!(
        transaction,
        "staged_referral (load_id, line, code, source, tenant_id, id_text, name, country, language, size, asked_on, notes,
                          value_minor, currency, contacts, search_key, workloads, location_id, status)",
        19,
        &batch.referrals,
        |query, row| {
            query
                .bind(load.0)
                .bind(row.line)
                .bind(&row.code)
                .bind(row.source)
                .bind(row.tenant_id)
                .bind(row.tenant_id.as_hyphenated().to_string())
                .bind(&row.name)
                .bind(&row.country)
                .bind(&row.language)
                .bind(&row.size)
                .bind(&row.asked_on)
                .bind(&row.notes)
                .bind(row.value.map(|value| value.0))
                .bind(row.value.map(|value| value.1))
                .bind(&row.contacts)
                .bind(&row.search_key)
                .bind(row.workloads_text())
                .bind(row.location_id)
                .bind(row.status)
        }
    );
    let workloads: Vec<(i64, i64)> =
        batch.referrals.iter().flat_map(|row| row.workloads.iter().map(|one| (row.line, *one))).collect();
    insert!(transaction, "staged_referral_workload (load_id, line, workload_id)", 3, &workloads, |query, row| query
        .bind(load.0)
        .bind(row.0)
        .bind(row.1));
    Ok(())
}

/// Puts a batch into a room; the tenants have these keys.
pub(crate) async fn fill_room(
    transaction: &mut Transaction<'static, Sqlite>,
    batch: &Staged,
    keys: &[i64],
) -> Result<(), StoreError> {
    let key = |tenant: usize| keys.get(tenant).copied();
    let tenants: Vec<_> = batch.tenants.iter().zip(keys).collect();
    insert!(
        transaction,
        "staged_fact (tenant_key, tenant_id, id_text, month, name, name_key, domain, country, segment, tpid)",
        10,
        &tenants,
        |query, pair| {
            let (row, key) = pair;
            query
                .bind(**key)
                .bind(row.tenant_id)
                .bind(row.tenant_id.as_hyphenated().to_string())
                .bind(row.month)
                .bind(&row.name)
                .bind(&row.name_key)
                .bind(&row.domain)
                .bind(&row.country)
                .bind(&row.segment)
                .bind(&row.tpid)
        }
    );
    insert!(
        transaction,
        "staged_figure (tenant_key, workload_id, month, pau, mau, location_id, is_newest)",
        7,
        &batch.figures,
        |query, row| {
            query
                .bind(key(row.tenant))
                .bind(row.workload_id)
                .bind(row.month)
                .bind(row.pau)
                .bind(row.mau)
                .bind(row.location_id)
                .bind(row.is_newest)
        }
    );
    insert!(
        transaction,
        "staged_holding (tenant_key, workload_id, month, location_id)",
        4,
        &batch.holdings,
        |query, row| query.bind(key(row.tenant)).bind(row.workload_id).bind(row.month).bind(row.location_id)
    );
    insert!(
        transaction,
        "staged_seat (tenant_key, month, sku_key, subscription, sku, product, family, state, is_over, ends_on,
                      is_auto_renew, sold, assigned)",
        13,
        &batch.seats,
        |query, row| {
            query
                .bind(key(row.tenant))
                .bind(row.month)
                .bind(&row.sku_key)
                .bind(&row.subscription)
                .bind(&row.sku)
                .bind(&row.product)
                .bind(&row.family)
                .bind(&row.state)
                .bind(row.is_over)
                .bind(&row.ends_on)
                .bind(row.is_auto_renew)
                .bind(row.sold)
                .bind(row.assigned)
        }
    );
    Ok(())
}
