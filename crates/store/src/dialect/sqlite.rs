//! Bulk loading on SQLite: inserts of many rows.

use domain::id::LoadId;
use sqlx::{QueryBuilder, Sqlite, Transaction};

use crate::{Staged, StoreError};

/// Rows of one insert: 12 columns of 500 rows stay far below the limit of 32,766 values.
const ROWS: usize = 500;

/// Inserts the rows of a batch, `ROWS` at a time.
macro_rules! insert {
    ($transaction:expr, $text:literal, $rows:expr, |$values:ident, $row:ident| $push:expr) => {
        for rows in $rows.chunks(ROWS) {
            let mut statement = QueryBuilder::<Sqlite>::new($text);
            statement.push_values(rows, |mut $values, $row| $push);
            statement.build().execute(&mut **$transaction).await?;
        }
    };
}

/// Puts rows into the waiting room.
pub(crate) async fn stage(
    transaction: &mut Transaction<'static, Sqlite>,
    load: LoadId,
    batch: &Staged,
) -> Result<(), StoreError> {
    insert!(
        transaction,
        "INSERT INTO staged_location (load_id, line, mpn_id, name, pga_mpn_id, pga_name, city, country, is_global) ",
        batch.locations,
        |values, row| {
            values.push_bind(load.0).push_bind(row.line).push_bind(&row.mpn_id).push_bind(&row.name);
            values.push_bind(&row.pga_mpn_id).push_bind(&row.pga_name).push_bind(&row.city).push_bind(&row.country);
            values.push_bind(row.is_global);
        }
    );
    insert!(
        transaction,
        "INSERT INTO staged_customer (load_id, line, tenant_id, month, organisation_id, id_text, name, name_key,
                                      domain, country, segment, tpid) ",
        batch.customers,
        |values, row| {
            values.push_bind(load.0).push_bind(row.line).push_bind(row.tenant_id).push_bind(row.month);
            values.push_bind(row.organisation_id).push_bind(row.tenant_id.as_hyphenated().to_string());
            values.push_bind(&row.name).push_bind(&row.name_key).push_bind(&row.domain).push_bind(&row.country);
            values.push_bind(&row.segment).push_bind(&row.tpid);
        }
    );
    insert!(
        transaction,
        "INSERT INTO staged_usage (load_id, line, tenant_id, workload, month, subscription, location_id,
                                   organisation_id, is_claim, is_duplicate, pau, mau) ",
        batch.usage,
        |values, row| {
            values.push_bind(load.0).push_bind(row.line).push_bind(row.tenant_id).push_bind(&row.workload);
            values.push_bind(row.month).push_bind(&row.subscription).push_bind(row.location_id);
            values.push_bind(row.organisation_id).push_bind(row.is_claim).push_bind(row.is_duplicate);
            values.push_bind(row.pau).push_bind(row.mau);
        }
    );
    insert!(
        transaction,
        "INSERT INTO refused_row (load_id, line, column_name, value, reason) ",
        batch.refused,
        |values, row| {
            values.push_bind(load.0).push_bind(row.line).push_bind(&row.column).push_bind(&row.value);
            values.push_bind(&row.reason);
        }
    );
    insert!(transaction, "INSERT INTO staged_workload (load_id, spelling, code) ", batch.workloads, |values, row| {
        values.push_bind(load.0).push_bind(&row.0).push_bind(&row.1);
    });
    Ok(())
}
