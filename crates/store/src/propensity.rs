//! How inclined customers are to buy more (S5.4): the plan of a load of it, the merge, and taking it back.

use domain::id::LoadId;
use domain::load::LoadCounts;

use crate::{StoreError, Tx, on};

/// Rows of one customer that do not agree; each names the first row that says otherwise.
const REFUSE_CONTRADICTIONS: &str = "
WITH first AS (
    SELECT tenant_id, MIN(line) AS line FROM staged_propensity WHERE load_id = $1 GROUP BY tenant_id
), compared AS (
    SELECT s.tenant_id, s.line, s.id_text, f.line AS first_line,
           s.cluster = o.cluster AND s.fit = o.fit AND s.intent = o.intent AS is_same
    FROM first AS f
    JOIN staged_propensity AS o ON o.load_id = $1 AND o.line = f.line
    JOIN staged_propensity AS s ON s.load_id = $1 AND s.tenant_id = f.tenant_id
), torn AS (
    SELECT tenant_id, MIN(line) AS other_line FROM compared WHERE NOT is_same GROUP BY tenant_id
)
INSERT INTO refused_row (load_id, line, column_name, value, reason, other_line)
SELECT $1, c.line, 'CustomerID', c.id_text, 'contradicts', CASE WHEN c.is_same THEN t.other_line ELSE c.first_line END
FROM torn AS t JOIN compared AS c ON c.tenant_id = t.tenant_id
WHERE TRUE
ON CONFLICT DO NOTHING";

/// Nothing is added to the tenants by such a file: it does not say enough of them.
const REFUSE_UNKNOWN: &str = "
INSERT INTO refused_row (load_id, line, column_name, value, reason)
SELECT $1, s.line, 'CustomerID', s.id_text, 'unknown_tenant'
FROM staged_propensity AS s
WHERE s.load_id = $1 AND NOT EXISTS (SELECT 1 FROM tenant AS t WHERE t.tenant_id = s.tenant_id)
ON CONFLICT DO NOTHING";

const DROP_REFUSED: &str = "
DELETE FROM staged_propensity WHERE load_id = $1
  AND line IN (SELECT r.line FROM refused_row AS r WHERE r.load_id = $1)";

const NOTE_PARTNERS: &str = "
INSERT INTO load_partner (load_id, organisation_id)
SELECT DISTINCT $1, s.organisation_id FROM staged_propensity AS s WHERE s.load_id = $1
ON CONFLICT DO NOTHING";

/// Repetitions of one row: the first stays.
const DROP_REPEATED: &str = "
DELETE FROM staged_propensity WHERE load_id = $1 AND line <> (
    SELECT MIN(o.line) FROM staged_propensity AS o WHERE o.load_id = $1 AND o.tenant_id = staged_propensity.tenant_id)";

const COUNT: &str = "
SELECT COALESCE(SUM(CASE WHEN p.tenant_key IS NULL THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN p.cluster <> s.cluster OR p.fit <> s.fit OR p.intent <> s.intent THEN 1 ELSE 0 END), 0),
       COUNT(*)
FROM staged_propensity AS s
JOIN tenant AS t ON t.tenant_id = s.tenant_id
LEFT JOIN propensity AS p ON p.tenant_key = t.tenant_key
WHERE s.load_id = $1";

const KEEP: &str = "
INSERT INTO propensity_before (undo_load_id, tenant_key, cluster, fit, intent, load_id)
SELECT $1, p.tenant_key, p.cluster, p.fit, p.intent, p.load_id
FROM staged_propensity AS s
JOIN tenant AS t ON t.tenant_id = s.tenant_id
JOIN propensity AS p ON p.tenant_key = t.tenant_key
WHERE s.load_id = $1 AND (p.cluster <> s.cluster OR p.fit <> s.fit OR p.intent <> s.intent)";

const MERGE: &str = "
INSERT INTO propensity (tenant_key, cluster, fit, intent, load_id)
SELECT t.tenant_key, s.cluster, s.fit, s.intent, $1
FROM staged_propensity AS s JOIN tenant AS t ON t.tenant_id = s.tenant_id
WHERE s.load_id = $1
ON CONFLICT (tenant_key)
DO UPDATE SET cluster = excluded.cluster, fit = excluded.fit, intent = excluded.intent, load_id = excluded.load_id
WHERE propensity.cluster <> excluded.cluster OR propensity.fit <> excluded.fit OR propensity.intent <> excluded.intent";

impl Tx {
    /// Refuses what contradicts itself and whom nobody knows, and keeps one of what is repeated; how many rows were
    /// repeated.
    pub async fn settle_propensity(&mut self, load: LoadId) -> Result<i64, StoreError> {
        let torn = self.for_load(REFUSE_CONTRADICTIONS, load).await?;
        if torn + self.for_load(REFUSE_UNKNOWN, load).await? > 0 {
            self.for_load(DROP_REFUSED, load).await?;
        }
        self.for_load(NOTE_PARTNERS, load).await?;
        Ok(i64::try_from(self.for_load(DROP_REPEATED, load).await?).unwrap_or(i64::MAX))
    }

    /// Compares what a load says of customers with what is there.
    pub async fn plan_propensity(&mut self, load: LoadId, counts: &mut LoadCounts) -> Result<(), StoreError> {
        let (added, changed, all): (i64, i64, i64) =
            on!(self, c => sqlx::query_as(COUNT).bind(load.0).fetch_one(c).await?);
        counts.added += added;
        counts.changed += changed;
        counts.left += all - added - changed;
        Ok(())
    }

    /// Merges what a planned load says of customers.
    pub async fn apply_propensity(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.for_load(KEEP, load).await?;
        self.for_load(MERGE, load).await?;
        Ok(())
    }

    /// Puts back what was said of customers before a load.
    pub(crate) async fn restore_propensity(&mut self, load: LoadId) -> Result<(), StoreError> {
        for text in [
            "DELETE FROM propensity WHERE load_id = $1",
            "INSERT INTO propensity (tenant_key, cluster, fit, intent, load_id)
             SELECT tenant_key, cluster, fit, intent, load_id FROM propensity_before WHERE undo_load_id = $1",
        ] {
            self.for_load(text, load).await?;
        }
        Ok(())
    }
}
