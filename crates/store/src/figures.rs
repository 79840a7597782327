//! From a room's figures to figures that count: the plan, and the merge (S13.2, S13.3).
//!
//! `CROSS JOIN` says to SQLite which table comes first: it knows nothing of those that were just filled.

use domain::id::LoadId;
use domain::load::{FeedKind, LoadCounts};

use crate::staging::source;
use crate::{StoreError, Tx, on};

/// What no file ever brought can only be new: nothing has to be compared.
const LOADED_BEFORE: &str = "SELECT COUNT(*) FROM load WHERE kind = $1 AND state = 'applied'";

/// How many figures wait, and their first and last month.
const COUNT_FIGURES: &str = "SELECT COUNT(*), MIN(month), MAX(month) FROM staged_figure";

/// How many figures and facts wait; compared with the plan before it is applied.
const COUNT_STAGED: &str = "SELECT (SELECT COUNT(*) FROM staged_figure), (SELECT COUNT(*) FROM staged_fact)";

const COUNT_STAGED_SEATS: &str = "SELECT (SELECT COUNT(*) FROM staged_seat), (SELECT COUNT(*) FROM staged_fact)";

const COUNT_NEW_WORKLOADS: &str = "SELECT COUNT(*) FROM staged_workload WHERE load_id = $1";

const FORGET_COMPARISON: &str = "DELETE FROM staged_difference";

/// Compares with what is there: the numbers and the holder.
const COMPARE: &str = "
INSERT INTO staged_difference (tenant_key, workload_id, month, is_new)
SELECT f.tenant_key, f.workload_id, f.month, u.tenant_key IS NULL
FROM staged_figure AS f
LEFT JOIN usage AS u ON u.tenant_key = f.tenant_key AND u.workload_id = f.workload_id AND u.month = f.month AND u.source = $1
WHERE u.tenant_key IS NULL OR u.pau <> f.pau OR u.mau <> f.mau OR COALESCE(u.location_id, 0) <> COALESCE(f.location_id, 0)";

/// And the further locations of the holder: those that come, and those that go.
const COMPARE_HOLDINGS: &str = "
INSERT INTO staged_difference (tenant_key, workload_id, month, is_new)
SELECT m.tenant_key, m.workload_id, m.month, FALSE
FROM (
    SELECT h.tenant_key, h.workload_id, h.month FROM staged_holding AS h
    WHERE NOT EXISTS (SELECT 1 FROM usage_holding AS g
                      WHERE g.tenant_key = h.tenant_key AND g.workload_id = h.workload_id AND g.month = h.month
                        AND g.source = $1 AND g.location_id = h.location_id)
    UNION
    SELECT g.tenant_key, g.workload_id, g.month
    FROM usage_holding AS g
    JOIN staged_figure AS f ON f.tenant_key = g.tenant_key AND f.workload_id = g.workload_id AND f.month = g.month
    WHERE g.source = $1
      AND NOT EXISTS (SELECT 1 FROM staged_holding AS h
                      WHERE h.tenant_key = g.tenant_key AND h.workload_id = g.workload_id AND h.month = g.month
                        AND h.location_id = g.location_id)
) AS m
WHERE NOT EXISTS (SELECT 1 FROM staged_difference AS d
                  WHERE d.tenant_key = m.tenant_key AND d.workload_id = m.workload_id AND d.month = m.month)";

const COUNT_CHANGES: &str = "
SELECT COALESCE(SUM(CASE WHEN is_new THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN is_new THEN 0 ELSE 1 END), 0)
FROM staged_difference";

/// Claims that would begin and end, and those that a decision made and the figures contradict, which stay (S4.6): only
/// figures of the newest month, or a newer one, decide.
macro_rules! count_claims {
    ($which:literal) => {
        concat!(
            "
WITH decided AS (
    SELECT l.organisation_id, c.organisation_id AS held_by, c.filed_claim_id IS NOT NULL AS is_filed
    FROM ",
            $which,
            " AS f
    LEFT JOIN location AS l ON l.location_id = f.location_id
    LEFT JOIN claim AS c ON c.tenant_key = f.tenant_key AND c.workload_id = f.workload_id
    WHERE f.is_newest
      AND NOT EXISTS (SELECT 1 FROM usage AS u
                      WHERE u.tenant_key = f.tenant_key AND u.workload_id = f.workload_id AND u.month > f.month)
)
SELECT COALESCE(SUM(CASE WHEN NOT is_filed AND organisation_id IS NOT NULL AND COALESCE(held_by, 0) <> organisation_id
                         THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN NOT is_filed AND held_by IS NOT NULL AND COALESCE(organisation_id, 0) <> held_by
                         THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN is_filed AND organisation_id <> held_by THEN 1 ELSE 0 END), 0)
FROM decided"
        )
    };
}

const COUNT_CLAIMS: &str = count_claims!("staged_figure");

const COUNT_CLAIMS_OF_DIFFERENCES: &str = count_claims!(
    "(SELECT f.* FROM staged_difference AS d CROSS JOIN staged_figure AS f
          WHERE f.tenant_key = d.tenant_key AND f.workload_id = d.workload_id AND f.month = d.month)"
);

const ADD_WORKLOADS: &str = "
INSERT INTO workload (code, spelling, name_en, name_nl, position, load_id)
SELECT code, spelling, code, code, 1000, load_id FROM staged_workload WHERE load_id = $1 ORDER BY code
ON CONFLICT DO NOTHING";

/// Figures name a workload that the load adds by a number below zero until the catalogue has it.
const NUMBER_WORKLOADS: [&str; 3] = [
    "UPDATE staged_figure AS f SET workload_id = w.workload_id FROM staged_workload AS n, workload AS w
     WHERE n.load_id = $1 AND w.spelling = n.spelling AND f.workload_id = n.workload_id",
    "UPDATE staged_holding AS h SET workload_id = w.workload_id FROM staged_workload AS n, workload AS w
     WHERE n.load_id = $1 AND w.spelling = n.spelling AND h.workload_id = n.workload_id",
    "UPDATE staged_difference AS d SET workload_id = w.workload_id FROM staged_workload AS n, workload AS w
     WHERE n.load_id = $1 AND w.spelling = n.spelling AND d.workload_id = n.workload_id",
];

const NOTE_TENANTS: &str = "
INSERT INTO load_tenant (load_id, tenant_key)
SELECT DISTINCT $1, f.tenant_key FROM staged_figure AS f WHERE f.is_newest
ON CONFLICT DO NOTHING";

const NOTE_TENANTS_OF_DIFFERENCES: &str = "
INSERT INTO load_tenant (load_id, tenant_key)
SELECT DISTINCT $1, d.tenant_key FROM staged_difference AS d WHERE TRUE
ON CONFLICT DO NOTHING";

const KEEP_USAGE: &str = "
INSERT INTO usage_before (undo_load_id, tenant_key, workload_id, month, source, pau, mau, location_id, load_id)
SELECT $1, u.tenant_key, u.workload_id, u.month, u.source, u.pau, u.mau, u.location_id, u.load_id
FROM staged_difference AS d CROSS JOIN usage AS u
WHERE NOT d.is_new
  AND u.tenant_key = d.tenant_key AND u.workload_id = d.workload_id AND u.month = d.month AND u.source = $2";

const KEEP_HOLDINGS: &str = "
INSERT INTO usage_holding_before (undo_load_id, tenant_key, workload_id, month, source, location_id)
SELECT $1, h.tenant_key, h.workload_id, h.month, h.source, h.location_id
FROM usage_before AS b CROSS JOIN usage_holding AS h
WHERE b.undo_load_id = $1
  AND h.tenant_key = b.tenant_key AND h.workload_id = b.workload_id AND h.month = b.month AND h.source = b.source";

const DROP_HOLDINGS: &str = "
DELETE FROM usage_holding WHERE (tenant_key, workload_id, month, source, location_id) IN (
    SELECT b.tenant_key, b.workload_id, b.month, b.source, b.location_id
    FROM usage_holding_before AS b WHERE b.undo_load_id = $1)";

const MERGE_DIFFERENCES: &str = "
INSERT INTO usage (tenant_key, workload_id, month, source, pau, mau, location_id, load_id)
SELECT f.tenant_key, f.workload_id, f.month, $2, f.pau, f.mau, f.location_id, $1
FROM staged_difference AS d CROSS JOIN staged_figure AS f
WHERE f.tenant_key = d.tenant_key AND f.workload_id = d.workload_id AND f.month = d.month
ON CONFLICT (tenant_key, workload_id, month, source)
DO UPDATE SET pau = excluded.pau, mau = excluded.mau, location_id = excluded.location_id, load_id = excluded.load_id";

const ADD_HOLDINGS_OF_DIFFERENCES: &str = "
INSERT INTO usage_holding (tenant_key, workload_id, month, source, location_id)
SELECT h.tenant_key, h.workload_id, h.month, $1, h.location_id
FROM staged_difference AS d CROSS JOIN staged_holding AS h
WHERE h.tenant_key = d.tenant_key AND h.workload_id = d.workload_id AND h.month = d.month";

const ADD_ALL: &str = "
INSERT INTO usage (tenant_key, workload_id, month, source, pau, mau, location_id, load_id)
SELECT tenant_key, workload_id, month, $2, pau, mau, location_id, $1 FROM staged_figure";

const ADD_ALL_HOLDINGS: &str = "
INSERT INTO usage_holding (tenant_key, workload_id, month, source, location_id)
SELECT tenant_key, workload_id, month, $1, location_id FROM staged_holding";

impl Tx {
    /// How many figures, or seats, and how many facts wait in the room.
    pub async fn staged_rows(&mut self, kind: FeedKind) -> Result<(i64, i64), StoreError> {
        let text = if kind.has_seats() { COUNT_STAGED_SEATS } else { COUNT_STAGED };
        Ok(on!(self, c => sqlx::query_as(text).fetch_one(c).await?))
    }

    /// Gives tenants and workloads of a room the keys under which they are known by now.
    pub async fn settle_room(&mut self, load: LoadId, kind: FeedKind) -> Result<(), StoreError> {
        self.settle_keys(kind).await?;
        self.number_workloads(load).await
    }

    async fn number_workloads(&mut self, load: LoadId) -> Result<(), StoreError> {
        if self.count_for_load(COUNT_NEW_WORKLOADS, load).await? > 0 {
            for text in NUMBER_WORKLOADS {
                self.for_load(text, load).await?;
            }
        }
        Ok(())
    }

    /// Compares the figures of a load with what is there; adds to the counts, and gives first and last month.
    pub async fn plan_usage(
        &mut self,
        kind: FeedKind,
        counts: &mut LoadCounts,
    ) -> Result<Option<(i64, i64)>, StoreError> {
        self.run(FORGET_COMPARISON).await?;
        let (figures, first, last): (i64, Option<i64>, Option<i64>) =
            on!(self, c => sqlx::query_as(COUNT_FIGURES).fetch_one(c).await?);
        let loaded_before: i64 =
            on!(self, c => sqlx::query_scalar(LOADED_BEFORE).bind(kind.code()).fetch_one(c).await?);
        let (mut added, mut changed) = (figures, 0);
        let mut count_claims = COUNT_CLAIMS;
        if loaded_before > 0 {
            self.with_number(COMPARE, source(kind)).await?;
            self.analyze("ANALYZE staged_difference").await?;
            self.with_number(COMPARE_HOLDINGS, source(kind)).await?;
            (added, changed) = on!(self, c => sqlx::query_as(COUNT_CHANGES).fetch_one(c).await?);
            count_claims = COUNT_CLAIMS_OF_DIFFERENCES;
        }
        counts.added += added;
        counts.changed += changed;
        counts.left += figures - added - changed;
        (counts.claims_begun, counts.claims_ended, counts.claims_contradicted) =
            on!(self, c => sqlx::query_as(count_claims).fetch_one(c).await?);
        Ok(first.zip(last))
    }

    /// Merges the figures of a planned load; only those that are new or have another value are touched.
    pub async fn apply_usage(&mut self, load: LoadId, kind: FeedKind, all_are_new: bool) -> Result<(), StoreError> {
        let source = source(kind);
        self.for_load(ADD_WORKLOADS, load).await?;
        self.number_workloads(load).await?;
        if all_are_new {
            self.for_load(NOTE_TENANTS, load).await?;
            self.for_source(ADD_ALL, load, source).await?;
            self.with_number(ADD_ALL_HOLDINGS, source).await?;
            return Ok(());
        }
        self.for_load(NOTE_TENANTS_OF_DIFFERENCES, load).await?;
        if self.for_source(KEEP_USAGE, load, source).await? > 0 {
            self.for_load(KEEP_HOLDINGS, load).await?;
            self.for_load(DROP_HOLDINGS, load).await?;
        }
        self.for_source(MERGE_DIFFERENCES, load, source).await?;
        self.with_number(ADD_HOLDINGS_OF_DIFFERENCES, source).await?;
        Ok(())
    }
}
