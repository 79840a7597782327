//! What the programme office sets for the whole programme, and what SKUs entitle to (S5.5, S11.1).

use crate::statement::{Statement, Value};
use crate::{StoreError, Tx, on};

/// What is set for the whole programme.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProgrammeSettingsRow {
    /// With fewer paid units a tenant is not in the programme.
    pub licence_minimum: i64,
    /// Which version of it this is.
    pub version: i64,
    /// When it was changed last, in milliseconds; nothing where it is as it came.
    pub changed_at: Option<i64>,
}

/// A SKU that is known.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EligiblePlanRow {
    /// Its name as SKUs are compared, by which they are in order.
    pub sku_key: String,
    /// Its name.
    pub sku: String,
    /// In which bucket it is counted.
    pub bucket: String,
    /// The workloads to which it entitles, a line each; nothing where there is none.
    pub workloads: Option<String>,
    /// When it was loaded, in milliseconds; nothing for what shipped.
    pub loaded_at: Option<i64>,
}

impl Tx {
    /// What is set for the whole programme.
    pub async fn programme_settings(&mut self) -> Result<ProgrammeSettingsRow, StoreError> {
        Ok(on!(self, c => sqlx::query_as("SELECT licence_minimum, version, changed_at FROM programme_setting")
            .fetch_one(c).await?))
    }

    /// Sets the licence minimum, which is of the next version then, and brings what follows from it in line for every tenant.
    /// Whoever calls holds the lock of [`Tx::lock_application`].
    pub async fn set_licence_minimum(&mut self, minimum: i64, at: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "UPDATE programme_setting SET licence_minimum = $1, version = version + 1, changed_at = $2"
        ).bind(minimum).bind(at).execute(c).await?.rows_affected());
        self.cross_minimum().await
    }

    /// What SKUs entitle to, by their names, after the one of that key; as many as that.
    pub async fn eligible_plans(
        &mut self,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<EligiblePlanRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT p.sku_key, p.sku, p.bucket,
                    (SELECT STRING_AGG(w.workload, '\n' ORDER BY w.workload) FROM sku_workload AS w
                     WHERE w.sku_key = p.sku_key) AS workloads, l.applied_at AS loaded_at
             FROM sku_plan AS p LEFT JOIN load AS l ON l.load_id = p.load_id",
        );
        if let Some(key) = after {
            statement.text(" WHERE p.sku_key > ").value(Value::Text(key.to_owned()));
        }
        statement.text(" ORDER BY p.sku_key").limit(limit);
        statement.rows(self).await
    }
}
