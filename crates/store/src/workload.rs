//! The catalogue of workloads.

use domain::workload::{PRESET, spelling};

use crate::{StoreError, Tx, on};

/// A workload of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WorkloadRow {
    /// The key.
    pub workload_id: i64,
    /// The code, which is the name that files use.
    pub code: String,
    /// The code in small letters and digits.
    pub spelling: String,
    /// The name people read, in English.
    pub name_en: String,
    /// The name people read, in Dutch.
    pub name_nl: String,
}

impl Tx {
    /// Adds the workloads that ship and are not there yet; what an operator renamed stays.
    pub(crate) async fn fill_catalogue(&mut self) -> Result<(), StoreError> {
        for (position, one) in (1_i64..).zip(PRESET) {
            on!(self, c => sqlx::query(
                "INSERT INTO workload (code, spelling, name_en, name_nl, position, sku_bucket) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT DO NOTHING"
            )
            .bind(one.code).bind(spelling(one.code)).bind(one.name_en).bind(one.name_nl).bind(position)
            .bind(one.sku_bucket).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// The catalogue, in its order.
    pub async fn workloads(&mut self) -> Result<Vec<WorkloadRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT workload_id, code, spelling, name_en, name_nl FROM workload ORDER BY position, code"
        ).fetch_all(c).await?))
    }
}
