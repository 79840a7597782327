//! From staged rows to usage figures: contradictions, the plan, and the merge (S13.2, S13.3).

use domain::id::LoadId;
use domain::load::{FeedKind, LoadCounts};

use crate::staging::source;
use crate::{StoreError, Tx, on};

/// Rows of one figure that do not agree. Each names the first row that says otherwise.
const REFUSE_CONTRADICTIONS: &str = "
WITH torn AS (
    SELECT tenant_id, workload, month, subscription FROM staged_usage WHERE load_id = $1
    GROUP BY tenant_id, workload, month, subscription
    HAVING MIN(pau) <> MAX(pau) OR MIN(mau) <> MAX(mau)
), said AS (
    SELECT s.line, s.tenant_id, s.workload, s.month, s.subscription, s.pau, s.mau,
           FIRST_VALUE(s.line) OVER w AS first_line, FIRST_VALUE(s.pau) OVER w AS first_pau,
           FIRST_VALUE(s.mau) OVER w AS first_mau
    FROM staged_usage AS s
    JOIN torn AS t ON t.tenant_id = s.tenant_id AND t.workload = s.workload AND t.month = s.month
                  AND t.subscription = s.subscription
    WHERE s.load_id = $1
    WINDOW w AS (PARTITION BY s.tenant_id, s.workload, s.month, s.subscription ORDER BY s.line)
), other AS (
    SELECT tenant_id, workload, month, subscription, MIN(line) AS line FROM said
    WHERE pau <> first_pau OR mau <> first_mau
    GROUP BY tenant_id, workload, month, subscription
)
INSERT INTO refused_row (load_id, line, column_name, value, reason, other_line)
SELECT $1, s.line, '', MIN(s.workload || ': PAU ' || CAST(s.pau AS TEXT) || ', MAU ' || CAST(s.mau AS TEXT)), 'contradicts',
       MIN(CASE WHEN s.pau = s.first_pau AND s.mau = s.first_mau THEN o.line ELSE s.first_line END)
FROM said AS s
JOIN other AS o ON o.tenant_id = s.tenant_id AND o.workload = s.workload AND o.month = s.month
               AND o.subscription = s.subscription
WHERE TRUE
GROUP BY s.line
ON CONFLICT DO NOTHING";

/// Rows by which two partners hold one claim in one month (S4.1).
const REFUSE_COMPETING_CLAIMS: &str = "
WITH torn AS (
    SELECT tenant_id, workload, month FROM staged_usage WHERE load_id = $1 AND is_claim
    GROUP BY tenant_id, workload, month HAVING MIN(organisation_id) <> MAX(organisation_id)
), said AS (
    SELECT s.line, s.tenant_id, s.workload, s.month, s.organisation_id,
           FIRST_VALUE(s.line) OVER w AS first_line, FIRST_VALUE(s.organisation_id) OVER w AS first_organisation
    FROM staged_usage AS s
    JOIN torn AS t ON t.tenant_id = s.tenant_id AND t.workload = s.workload AND t.month = s.month
    WHERE s.load_id = $1 AND s.is_claim
    WINDOW w AS (PARTITION BY s.tenant_id, s.workload, s.month ORDER BY s.line)
), other AS (
    SELECT tenant_id, workload, month, MIN(line) AS line FROM said
    WHERE organisation_id <> first_organisation GROUP BY tenant_id, workload, month
)
INSERT INTO refused_row (load_id, line, column_name, value, reason, other_line)
SELECT $1, s.line, '', MIN(s.workload), 'competing_claims',
       MIN(CASE WHEN s.organisation_id = s.first_organisation THEN o.line ELSE s.first_line END)
FROM said AS s
JOIN other AS o ON o.tenant_id = s.tenant_id AND o.workload = s.workload AND o.month = s.month
WHERE TRUE
GROUP BY s.line
ON CONFLICT DO NOTHING";

const DROP_REFUSED_USAGE: &str = "
DELETE FROM staged_usage WHERE load_id = $1
  AND line IN (SELECT r.line FROM refused_row AS r WHERE r.load_id = $1)";

/// What was said of tenants of which nothing is left.
const DROP_REFUSED_CUSTOMERS: &str = "
DELETE FROM staged_customer WHERE load_id = $1
  AND tenant_id NOT IN (SELECT s.tenant_id FROM staged_usage AS s WHERE s.load_id = $1)";

const REPEATED: &str = "
SELECT CAST(COALESCE(SUM(n - 1), 0) AS BIGINT) FROM (
    SELECT COUNT(*) AS n FROM staged_usage WHERE load_id = $1 GROUP BY tenant_id, workload, month, subscription
) AS groups_of_rows";

/// One row a figure. Rows that repeat one another count once, figures of distinct subscriptions add up.
const MAKE_FIGURES: &str = "
INSERT INTO staged_figure (load_id, tenant_id, workload, month, pau, mau, location_id, change)
SELECT $1, tenant_id, workload, month, CAST(SUM(pau) AS BIGINT), CAST(SUM(mau) AS BIGINT),
       COALESCE(MIN(own_location), MIN(any_location)), 1
FROM (
    SELECT tenant_id, workload, month, MIN(pau) AS pau, MIN(mau) AS mau,
           MIN(CASE WHEN is_claim AND NOT is_duplicate THEN location_id END) AS own_location,
           MIN(CASE WHEN is_claim THEN location_id END) AS any_location
    FROM staged_usage WHERE load_id = $1 GROUP BY tenant_id, workload, month, subscription
) AS once
GROUP BY tenant_id, workload, month";

const MAKE_HOLDINGS: &str = "
INSERT INTO staged_holding (load_id, tenant_id, workload, month, location_id)
SELECT DISTINCT $1, s.tenant_id, s.workload, s.month, s.location_id
FROM staged_usage AS s
JOIN staged_figure AS f ON f.load_id = $1 AND f.tenant_id = s.tenant_id AND f.workload = s.workload AND f.month = s.month
WHERE s.load_id = $1 AND s.is_claim AND s.location_id <> f.location_id";

const NOTE_PARTNERS: &str = "
INSERT INTO load_partner (load_id, organisation_id, month_last)
SELECT $1, organisation_id, MAX(month) FROM staged_usage WHERE load_id = $1 GROUP BY organisation_id";

const FORGET_COMPARISON: &str = "UPDATE staged_figure SET change = 1 WHERE load_id = $1 AND change <> 1";

/// Compares with what is there: the numbers, the holder, and the further locations of the holder.
const COMPARE: &str = "
UPDATE staged_figure AS f
SET change = CASE
    WHEN u.pau = f.pau AND u.mau = f.mau AND COALESCE(u.location_id, 0) = COALESCE(f.location_id, 0)
     AND (SELECT COUNT(*) FROM staged_holding AS h
          WHERE h.load_id = f.load_id AND h.tenant_id = f.tenant_id AND h.workload = f.workload AND h.month = f.month)
       = (SELECT COUNT(*) FROM usage_holding AS g
          WHERE g.tenant_key = u.tenant_key AND g.workload_id = u.workload_id AND g.month = u.month AND g.source = u.source)
     AND NOT EXISTS (SELECT 1 FROM staged_holding AS h
          WHERE h.load_id = f.load_id AND h.tenant_id = f.tenant_id AND h.workload = f.workload AND h.month = f.month
            AND NOT EXISTS (SELECT 1 FROM usage_holding AS g
                WHERE g.tenant_key = u.tenant_key AND g.workload_id = u.workload_id AND g.month = u.month
                  AND g.source = u.source AND g.location_id = h.location_id))
    THEN 0 ELSE 2 END
FROM tenant AS t, workload AS w, usage AS u
WHERE f.load_id = $1 AND t.tenant_id = f.tenant_id AND w.spelling = f.workload
  AND u.tenant_key = t.tenant_key AND u.workload_id = w.workload_id AND u.month = f.month AND u.source = $2";

const COUNT_CHANGES: &str = "
SELECT COALESCE(SUM(CASE change WHEN 1 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE change WHEN 2 THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE change WHEN 0 THEN 1 ELSE 0 END), 0), MIN(month), MAX(month)
FROM staged_figure WHERE load_id = $1";

/// Claims that would begin and end: only figures of the newest month, or a newer one, decide.
const COUNT_CLAIMS: &str = "
WITH newest AS (
    SELECT tenant_id, workload, MAX(month) AS month FROM staged_figure WHERE load_id = $1 GROUP BY tenant_id, workload
), decided AS (
    SELECT n.tenant_id, n.workload, l.organisation_id, c.organisation_id AS held_by
    FROM newest AS n
    JOIN staged_figure AS f ON f.load_id = $1 AND f.tenant_id = n.tenant_id AND f.workload = n.workload AND f.month = n.month
    LEFT JOIN location AS l ON l.location_id = f.location_id
    LEFT JOIN tenant AS t ON t.tenant_id = n.tenant_id
    LEFT JOIN workload AS w ON w.spelling = n.workload
    LEFT JOIN claim AS c ON c.tenant_key = t.tenant_key AND c.workload_id = w.workload_id
    WHERE f.change > 0
      AND n.month >= COALESCE((SELECT MAX(u.month) FROM usage AS u
                               WHERE u.tenant_key = t.tenant_key AND u.workload_id = w.workload_id), 0)
)
SELECT COALESCE(SUM(CASE WHEN organisation_id IS NOT NULL AND COALESCE(held_by, 0) <> organisation_id THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN held_by IS NOT NULL AND COALESCE(organisation_id, 0) <> held_by THEN 1 ELSE 0 END), 0)
FROM decided";

const ADD_WORKLOADS: &str = "
INSERT INTO workload (code, spelling, name_en, name_nl, position, load_id)
SELECT code, spelling, code, code, 1000, load_id FROM staged_workload WHERE load_id = $1 ORDER BY code
ON CONFLICT DO NOTHING";

const NOTE_TENANTS: &str = "
INSERT INTO load_tenant (load_id, tenant_key)
SELECT DISTINCT $1, t.tenant_key FROM staged_figure AS f JOIN tenant AS t ON t.tenant_id = f.tenant_id
WHERE f.load_id = $1 AND f.change > 0
ON CONFLICT DO NOTHING";

const KEEP_USAGE: &str = "
INSERT INTO usage_before (undo_load_id, tenant_key, workload_id, month, source, pau, mau, location_id, load_id)
SELECT $1, u.tenant_key, u.workload_id, u.month, u.source, u.pau, u.mau, u.location_id, u.load_id
FROM staged_figure AS f
JOIN tenant AS t ON t.tenant_id = f.tenant_id
JOIN workload AS w ON w.spelling = f.workload
JOIN usage AS u ON u.tenant_key = t.tenant_key AND u.workload_id = w.workload_id AND u.month = f.month AND u.source = $2
WHERE f.load_id = $1 AND f.change = 2";

const KEEP_HOLDINGS: &str = "
INSERT INTO usage_holding_before (undo_load_id, tenant_key, workload_id, month, source, location_id)
SELECT $1, h.tenant_key, h.workload_id, h.month, h.source, h.location_id
FROM usage_before AS b
JOIN usage_holding AS h ON h.tenant_key = b.tenant_key AND h.workload_id = b.workload_id AND h.month = b.month
                       AND h.source = b.source
WHERE b.undo_load_id = $1";

const DROP_HOLDINGS: &str = "
DELETE FROM usage_holding WHERE EXISTS (
    SELECT 1 FROM usage_holding_before AS b
    WHERE b.undo_load_id = $1 AND b.tenant_key = usage_holding.tenant_key AND b.workload_id = usage_holding.workload_id
      AND b.month = usage_holding.month AND b.source = usage_holding.source)";

const MERGE_USAGE: &str = "
INSERT INTO usage (tenant_key, workload_id, month, source, pau, mau, location_id, load_id)
SELECT t.tenant_key, w.workload_id, f.month, $2, f.pau, f.mau, f.location_id, f.load_id
FROM staged_figure AS f
JOIN tenant AS t ON t.tenant_id = f.tenant_id
JOIN workload AS w ON w.spelling = f.workload
WHERE f.load_id = $1 AND f.change > 0
ON CONFLICT (tenant_key, workload_id, month, source)
DO UPDATE SET pau = excluded.pau, mau = excluded.mau, location_id = excluded.location_id, load_id = excluded.load_id";

const MERGE_HOLDINGS: &str = "
INSERT INTO usage_holding (tenant_key, workload_id, month, source, location_id)
SELECT t.tenant_key, w.workload_id, h.month, $2, h.location_id
FROM staged_holding AS h
JOIN staged_figure AS f ON f.load_id = h.load_id AND f.tenant_id = h.tenant_id AND f.workload = h.workload AND f.month = h.month
JOIN tenant AS t ON t.tenant_id = h.tenant_id
JOIN workload AS w ON w.spelling = h.workload
WHERE h.load_id = $1 AND f.change > 0
ON CONFLICT DO NOTHING";

impl Tx {
    /// Sorts out the staged rows of a usage file: refuses what contradicts, and makes one row a figure.
    /// Gives how many rows repeat another.
    pub async fn settle_usage(&mut self, load: LoadId) -> Result<i64, StoreError> {
        self.analyze_staged().await?;
        for refuse in [REFUSE_CONTRADICTIONS, REFUSE_COMPETING_CLAIMS] {
            if self.for_load(refuse, load).await? > 0 {
                self.for_load(DROP_REFUSED_USAGE, load).await?;
                self.for_load(DROP_REFUSED_CUSTOMERS, load).await?;
            }
        }
        self.for_load(MAKE_FIGURES, load).await?;
        self.for_load(MAKE_HOLDINGS, load).await?;
        self.for_load(NOTE_PARTNERS, load).await?;
        let repeated = self.count_for_load(REPEATED, load).await?;
        self.for_load("DELETE FROM staged_usage WHERE load_id = $1", load).await?;
        Ok(repeated)
    }

    /// Compares the figures of a load with what is there; adds to the counts, and gives first and last month.
    pub async fn plan_usage(
        &mut self,
        load: LoadId,
        kind: FeedKind,
        counts: &mut LoadCounts,
    ) -> Result<Option<(i64, i64)>, StoreError> {
        self.analyze_staged().await?;
        self.for_load(FORGET_COMPARISON, load).await?;
        self.for_source(COMPARE, load, source(kind)).await?;
        let (added, changed, left, first, last): (i64, i64, i64, Option<i64>, Option<i64>) =
            on!(self, c => sqlx::query_as(COUNT_CHANGES).bind(load.0).fetch_one(c).await?);
        counts.added += added;
        counts.changed += changed;
        counts.left += left;
        let (begun, ended): (i64, i64) = on!(self, c => sqlx::query_as(COUNT_CLAIMS).bind(load.0).fetch_one(c).await?);
        counts.claims_begun = begun;
        counts.claims_ended = ended;
        Ok(first.zip(last))
    }

    /// Merges the figures of a planned load; only those that are new or have another value are touched.
    pub async fn apply_usage(&mut self, load: LoadId, kind: FeedKind) -> Result<(), StoreError> {
        let source = source(kind);
        self.for_load(ADD_WORKLOADS, load).await?;
        self.for_load(NOTE_TENANTS, load).await?;
        self.for_source(KEEP_USAGE, load, source).await?;
        self.for_load(KEEP_HOLDINGS, load).await?;
        self.for_load(DROP_HOLDINGS, load).await?;
        self.for_source(MERGE_USAGE, load, source).await?;
        self.for_source(MERGE_HOLDINGS, load, source).await?;
        Ok(())
    }
}
