//! What SKUs entitle to (S5.5): the plan of a load of it, the merge, and taking it back.
//!
//! What a file says of a SKU takes the place of all that was said of it; SKUs that it does not name stay as they are.

use domain::id::LoadId;
use domain::load::LoadCounts;

use crate::{StoreError, Tx, on};

/// Rows that put one SKU into several buckets; each names the first row that says otherwise.
const REFUSE_CONTRADICTIONS: &str = "
WITH first AS (
    SELECT sku_key, MIN(line) AS line FROM staged_plan WHERE load_id = $1 GROUP BY sku_key
), compared AS (
    SELECT s.sku_key, s.line, s.bucket, f.line AS first_line, s.bucket = o.bucket AS is_same
    FROM first AS f
    JOIN staged_plan AS o ON o.load_id = $1 AND o.line = f.line
    JOIN staged_plan AS s ON s.load_id = $1 AND s.sku_key = f.sku_key
), torn AS (
    SELECT sku_key, MIN(line) AS other_line FROM compared WHERE NOT is_same GROUP BY sku_key
)
INSERT INTO refused_row (load_id, line, column_name, value, reason, other_line)
SELECT $1, c.line, 'sku_bucket', c.bucket, 'contradicts', CASE WHEN c.is_same THEN t.other_line ELSE c.first_line END
FROM torn AS t JOIN compared AS c ON c.sku_key = t.sku_key
WHERE TRUE
ON CONFLICT DO NOTHING";

const DROP_REFUSED: &str = "
DELETE FROM staged_plan WHERE load_id = $1
  AND line IN (SELECT r.line FROM refused_row AS r WHERE r.load_id = $1)";

/// It concerns every partner.
const NOTE_PARTNERS: &str = "
INSERT INTO load_partner (load_id, organisation_id)
SELECT $1, o.organisation_id FROM organisation AS o WHERE o.kind = 'partner'
ON CONFLICT DO NOTHING";

/// Repetitions of one row: the first stays.
const DROP_REPEATED: &str = "
DELETE FROM staged_plan WHERE load_id = $1 AND line <> (
    SELECT MIN(o.line) FROM staged_plan AS o
    WHERE o.load_id = $1 AND o.sku_key = staged_plan.sku_key AND o.spelling = staged_plan.spelling)";

/// The SKUs of a load that differ from what is there.
macro_rules! differing {
    () => {
        "SELECT s.sku_key, p.sku_key AS known
         FROM (SELECT sku_key, MIN(bucket) AS bucket FROM staged_plan WHERE load_id = $1 GROUP BY sku_key) AS s
         LEFT JOIN sku_plan AS p ON p.sku_key = s.sku_key
         WHERE p.sku_key IS NULL OR p.bucket <> s.bucket
            OR EXISTS (SELECT 1 FROM staged_plan AS n
                       WHERE n.load_id = $1 AND n.sku_key = s.sku_key AND n.spelling <> ''
                         AND NOT EXISTS (SELECT 1 FROM sku_workload AS w
                                         WHERE w.sku_key = n.sku_key AND w.spelling = n.spelling))
            OR EXISTS (SELECT 1 FROM sku_workload AS w
                       WHERE w.sku_key = s.sku_key
                         AND NOT EXISTS (SELECT 1 FROM staged_plan AS n
                                         WHERE n.load_id = $1 AND n.sku_key = w.sku_key AND n.spelling = w.spelling))"
    };
}

const COUNT: &str = concat!(
    "SELECT COALESCE(SUM(CASE WHEN d.known IS NULL THEN 1 ELSE 0 END), 0),
            COALESCE(SUM(CASE WHEN d.known IS NULL THEN 0 ELSE 1 END), 0),
            (SELECT COUNT(DISTINCT sku_key) FROM staged_plan WHERE load_id = $1)
     FROM (",
    differing!(),
    ") AS d"
);

/// What is the same by now need not be touched.
const DROP_SAME: &str = concat!(
    "DELETE FROM staged_plan WHERE load_id = $1 AND sku_key NOT IN (SELECT d.sku_key FROM (",
    differing!(),
    ") AS d)"
);

/// Tenants that have a SKU of which a load says something.
const NOTE_TENANTS: &str = "
INSERT INTO load_tenant (load_id, tenant_key)
SELECT DISTINCT $1, t.tenant_key FROM sku_plan AS p JOIN seat AS t ON t.sku_key = p.sku_key WHERE p.load_id = $1
ON CONFLICT DO NOTHING";

const APPLY: [&str; 6] = [
    "INSERT INTO sku_plan_before (undo_load_id, sku_key, sku, bucket, load_id)
     SELECT $1, p.sku_key, p.sku, p.bucket, p.load_id FROM sku_plan AS p
     WHERE p.sku_key IN (SELECT s.sku_key FROM staged_plan AS s WHERE s.load_id = $1)",
    "INSERT INTO sku_workload_before (undo_load_id, sku_key, spelling, workload)
     SELECT $1, w.sku_key, w.spelling, w.workload FROM sku_workload AS w
     WHERE w.sku_key IN (SELECT s.sku_key FROM staged_plan AS s WHERE s.load_id = $1)",
    "DELETE FROM sku_plan WHERE sku_key IN (SELECT s.sku_key FROM staged_plan AS s WHERE s.load_id = $1)",
    "INSERT INTO sku_plan (sku_key, sku, bucket, load_id)
     SELECT s.sku_key, MIN(s.sku), MIN(s.bucket), $1 FROM staged_plan AS s WHERE s.load_id = $1 GROUP BY s.sku_key",
    "INSERT INTO sku_workload (sku_key, spelling, workload)
     SELECT s.sku_key, s.spelling, s.workload FROM staged_plan AS s WHERE s.load_id = $1 AND s.spelling <> ''",
    NOTE_TENANTS,
];

/// Tenants that have one of its SKUs are noted anew: seats may have come since.
const RESTORE: [&str; 4] = [
    NOTE_TENANTS,
    "DELETE FROM sku_plan WHERE load_id = $1",
    "INSERT INTO sku_plan (sku_key, sku, bucket, load_id)
     SELECT sku_key, sku, bucket, load_id FROM sku_plan_before WHERE undo_load_id = $1",
    "INSERT INTO sku_workload (sku_key, spelling, workload)
     SELECT sku_key, spelling, workload FROM sku_workload_before WHERE undo_load_id = $1",
];

impl Tx {
    /// Refuses what contradicts itself, and keeps one of what is repeated; how many rows were repeated.
    pub async fn settle_plans(&mut self, load: LoadId) -> Result<i64, StoreError> {
        if self.for_load(REFUSE_CONTRADICTIONS, load).await? > 0 {
            self.for_load(DROP_REFUSED, load).await?;
        }
        self.for_load(NOTE_PARTNERS, load).await?;
        Ok(i64::try_from(self.for_load(DROP_REPEATED, load).await?).unwrap_or(i64::MAX))
    }

    /// Compares what a load says of SKUs with what is there, SKU by SKU.
    pub async fn plan_plans(&mut self, load: LoadId, counts: &mut LoadCounts) -> Result<(), StoreError> {
        let (added, changed, all): (i64, i64, i64) =
            on!(self, c => sqlx::query_as(COUNT).bind(load.0).fetch_one(c).await?);
        counts.added += added;
        counts.changed += changed;
        counts.left += all - added - changed;
        Ok(())
    }

    /// Lets what a planned load says of SKUs take the place of what was said of them.
    pub async fn apply_plans(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.for_load(DROP_SAME, load).await?;
        for text in APPLY {
            self.for_load(text, load).await?;
        }
        Ok(())
    }

    /// Puts back what was said of SKUs before a load.
    pub(crate) async fn restore_plans(&mut self, load: LoadId) -> Result<(), StoreError> {
        for text in RESTORE {
            self.for_load(text, load).await?;
        }
        Ok(())
    }
}
