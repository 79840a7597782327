//! Seats of subscriptions: the plan of a load of them, the merge, and taking it back (S13, ADR 0021).

use domain::id::LoadId;
use domain::load::LoadCounts;

use crate::{StoreError, Tx, on};

const FORGET_COMPARISON: &str = "UPDATE staged_seat SET change = 1 WHERE change <> 1";

const COMPARE: &str = "
UPDATE staged_seat AS s
SET change = CASE
    WHEN t.sku <> s.sku OR t.product <> s.product OR t.family <> s.family OR t.state <> s.state
         OR t.ends_on IS DISTINCT FROM s.ends_on OR t.is_auto_renew <> s.is_auto_renew OR t.sold <> s.sold
         OR t.assigned <> s.assigned
    THEN 2 ELSE 0 END
FROM seat AS t
WHERE t.tenant_key = s.tenant_key AND t.month = s.month AND t.sku_key = s.sku_key AND t.subscription = s.subscription";

const COUNT: &str = "
SELECT COALESCE(SUM(CASE change WHEN 1 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE change WHEN 2 THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE change WHEN 0 THEN 1 ELSE 0 END), 0), MIN(month), MAX(month)
FROM staged_seat";

const NOTE_TENANTS: &str = "
INSERT INTO load_tenant (load_id, tenant_key)
SELECT DISTINCT $1, s.tenant_key FROM staged_seat AS s WHERE s.change > 0
ON CONFLICT DO NOTHING";

const KEEP: &str = "
INSERT INTO seat_before (undo_load_id, tenant_key, month, sku_key, subscription, sku, product, family, state, is_over,
                         ends_on, is_auto_renew, sold, assigned, load_id)
SELECT $1, t.tenant_key, t.month, t.sku_key, t.subscription, t.sku, t.product, t.family, t.state, t.is_over, t.ends_on,
       t.is_auto_renew, t.sold, t.assigned, t.load_id
FROM staged_seat AS s CROSS JOIN seat AS t
WHERE s.change = 2
  AND t.tenant_key = s.tenant_key AND t.month = s.month AND t.sku_key = s.sku_key AND t.subscription = s.subscription";

const MERGE: &str = "
INSERT INTO seat (tenant_key, month, sku_key, subscription, sku, product, family, state, is_over, ends_on, is_auto_renew,
                  sold, assigned, load_id)
SELECT s.tenant_key, s.month, s.sku_key, s.subscription, s.sku, s.product, s.family, s.state, s.is_over, s.ends_on,
       s.is_auto_renew, s.sold, s.assigned, $1
FROM staged_seat AS s WHERE s.change > 0
ON CONFLICT (tenant_key, month, sku_key, subscription)
DO UPDATE SET sku = excluded.sku, product = excluded.product, family = excluded.family, state = excluded.state,
              is_over = excluded.is_over, ends_on = excluded.ends_on, is_auto_renew = excluded.is_auto_renew,
              sold = excluded.sold, assigned = excluded.assigned, load_id = excluded.load_id";

/// Only tenants that the load touched have seats of it: there is no index by load.
const DROP: &str = "
DELETE FROM seat WHERE load_id = $1
  AND tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)";

const RESTORE: &str = "
INSERT INTO seat (tenant_key, month, sku_key, subscription, sku, product, family, state, is_over, ends_on, is_auto_renew,
                  sold, assigned, load_id)
SELECT tenant_key, month, sku_key, subscription, sku, product, family, state, is_over, ends_on, is_auto_renew, sold,
       assigned, load_id
FROM seat_before WHERE undo_load_id = $1";

impl Tx {
    /// Compares the seats of a load with what is there; adds to the counts, and gives first and last month.
    pub async fn plan_seats(&mut self, counts: &mut LoadCounts) -> Result<Option<(i64, i64)>, StoreError> {
        self.run(FORGET_COMPARISON).await?;
        self.run(COMPARE).await?;
        let (added, changed, left, first, last): (i64, i64, i64, Option<i64>, Option<i64>) =
            on!(self, c => sqlx::query_as(COUNT).fetch_one(c).await?);
        counts.added += added;
        counts.changed += changed;
        counts.left += left;
        Ok(first.zip(last))
    }

    /// Merges the seats of a planned load; only those that are new or have another value are touched.
    pub async fn apply_seats(&mut self, load: LoadId) -> Result<(), StoreError> {
        for text in [NOTE_TENANTS, KEEP, MERGE] {
            self.for_load(text, load).await?;
        }
        Ok(())
    }

    /// Puts back the seats that were there before a load.
    pub(crate) async fn restore_seats(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.for_load(DROP, load).await?;
        self.for_load(RESTORE, load).await?;
        Ok(())
    }
}
