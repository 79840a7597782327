//! What files say of tenants: names, domains, countries; the newest month counts.

use domain::id::{LoadId, TenantKey};
use domain::load::{FeedKind, LoadCounts};

use crate::staging::fact_source;
use crate::{StoreError, Tx, derived_table, on};

const FORGET_COMPARISON: &str = "UPDATE staged_fact SET change = 1 WHERE change <> 1";

const COMPARE: &str = "
UPDATE staged_fact AS s
SET change = CASE
    WHEN f.month > s.month THEN 0
    WHEN f.name <> s.name OR f.domain <> s.domain OR f.country <> s.country OR f.segment <> s.segment OR f.tpid <> s.tpid
    THEN 2
    WHEN f.month < s.month THEN 3
    ELSE 0 END
FROM tenant_fact AS f
WHERE f.tenant_key = s.tenant_key AND f.source = $1";

const COUNT_CHANGES: &str = "
SELECT COALESCE(SUM(CASE change WHEN 1 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE change WHEN 2 THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN change IN (0, 3) THEN 1 ELSE 0 END), 0), MIN(month), MAX(month)
FROM staged_fact";

const COUNT_NEW_TENANTS: &str = "
SELECT COUNT(*) FROM staged_fact AS s
WHERE NOT EXISTS (SELECT 1 FROM tenant_fact AS f WHERE f.tenant_key = s.tenant_key)";

const ADD_TENANTS: &str = "
INSERT INTO tenant (tenant_key, tenant_id, id_text, name, name_key, domain, country, segment, tpid)
SELECT s.tenant_key, s.tenant_id, s.id_text, s.name, s.name_key, s.domain, s.country, s.segment, s.tpid
FROM staged_fact AS s
WHERE NOT EXISTS (SELECT 1 FROM tenant AS t WHERE t.tenant_key = s.tenant_key)
ORDER BY s.tenant_key";

const NOTE_TENANTS: &str = "
INSERT INTO load_tenant (load_id, tenant_key)
SELECT $1, s.tenant_key FROM staged_fact AS s WHERE s.change > 0
ON CONFLICT DO NOTHING";

const KEEP: &str = "
INSERT INTO tenant_fact_before (undo_load_id, tenant_key, source, month, name, name_key, domain, country, segment, tpid,
                                load_id)
SELECT $1, f.tenant_key, f.source, f.month, f.name, f.name_key, f.domain, f.country, f.segment, f.tpid, f.load_id
FROM staged_fact AS s
JOIN tenant_fact AS f ON f.tenant_key = s.tenant_key AND f.source = $2
WHERE s.change IN (2, 3)";

const MERGE: &str = "
INSERT INTO tenant_fact (tenant_key, source, month, name, name_key, domain, country, segment, tpid, load_id)
SELECT s.tenant_key, $2, s.month, s.name, s.name_key, s.domain, s.country, s.segment, s.tpid, $1
FROM staged_fact AS s
WHERE s.change > 0
ON CONFLICT (tenant_key, source)
DO UPDATE SET month = excluded.month, name = excluded.name, name_key = excluded.name_key, domain = excluded.domain,
              country = excluded.country, segment = excluded.segment, tpid = excluded.tpid, load_id = excluded.load_id";

/// The tenants of which everything that follows from figures and claims is made anew.
const MAKE_TOUCHED: [&str; 2] = derived_table!("CREATE TEMP TABLE touched (tenant_key BIGINT NOT NULL PRIMARY KEY)");

/// A name is the newest that any kind of file says; a domain, country, segment or number is that of the
/// first kind that has one, because the kinds write them in different ways.
const DERIVE: &str = "
UPDATE tenant SET name = d.name, name_key = d.name_key, domain = d.domain, country = d.country, segment = d.segment,
                  tpid = d.tpid
FROM (
    SELECT t.tenant_key,
        COALESCE((SELECT f.name FROM tenant_fact AS f WHERE f.tenant_key = t.tenant_key
                  ORDER BY f.month DESC, f.source LIMIT 1), t.name) AS name,
        COALESCE((SELECT f.name_key FROM tenant_fact AS f WHERE f.tenant_key = t.tenant_key
                  ORDER BY f.month DESC, f.source LIMIT 1), t.name_key) AS name_key,
        COALESCE((SELECT f.domain FROM tenant_fact AS f WHERE f.tenant_key = t.tenant_key AND f.domain <> ''
                  ORDER BY f.source LIMIT 1), '') AS domain,
        COALESCE((SELECT f.country FROM tenant_fact AS f WHERE f.tenant_key = t.tenant_key AND f.country <> ''
                  ORDER BY f.source LIMIT 1), '') AS country,
        COALESCE((SELECT f.segment FROM tenant_fact AS f WHERE f.tenant_key = t.tenant_key AND f.segment <> ''
                  ORDER BY f.source LIMIT 1), '') AS segment,
        COALESCE((SELECT f.tpid FROM tenant_fact AS f WHERE f.tenant_key = t.tenant_key AND f.tpid <> ''
                  ORDER BY f.source LIMIT 1), '') AS tpid
    FROM touched AS lt JOIN tenant AS t ON t.tenant_key = lt.tenant_key
) AS d
WHERE tenant.tenant_key = d.tenant_key
  AND (tenant.name <> d.name OR tenant.name_key <> d.name_key OR tenant.domain <> d.domain
       OR tenant.country <> d.country OR tenant.segment <> d.segment OR tenant.tpid <> d.tpid)";

impl Tx {
    /// Compares with what is there. A usage file counts its figures; of what it says of
    /// tenants only what is different now.
    pub async fn plan_facts(
        &mut self,
        kind: FeedKind,
        counts: &mut LoadCounts,
    ) -> Result<Option<(i64, i64)>, StoreError> {
        self.run(FORGET_COMPARISON).await?;
        on!(self, c => sqlx::query(COMPARE).bind(fact_source(kind)).execute(c).await?.rows_affected());
        counts.tenants_new = self.count(COUNT_NEW_TENANTS).await?;
        let (added, changed, left, first, last): (i64, i64, i64, Option<i64>, Option<i64>) =
            on!(self, c => sqlx::query_as(COUNT_CHANGES).fetch_one(c).await?);
        if kind == FeedKind::CustomersAndTenants {
            counts.added += added;
            counts.changed += changed;
            counts.left += left;
        } else {
            counts.changed += changed;
        }
        Ok(first.zip(last))
    }

    /// Merges what a planned load says of tenants, and adds those that are new.
    pub async fn apply_facts(&mut self, load: LoadId, kind: FeedKind) -> Result<(), StoreError> {
        let source = fact_source(kind);
        self.run(ADD_TENANTS).await?;
        self.for_load(NOTE_TENANTS, load).await?;
        self.for_source(KEEP, load, source).await?;
        self.for_source(MERGE, load, source).await?;
        Ok(())
    }

    /// Brings up to date everything that follows from what a load touched: names, claims, portfolio, splits.
    pub async fn derive(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.make(MAKE_TOUCHED).await?;
        self.for_load("INSERT INTO touched (tenant_key) SELECT tenant_key FROM load_tenant WHERE load_id = $1", load)
            .await?;
        // Of what the load has just added the planner knows nothing: it took the first figures of a source for none at all,
        // and compared each with every tenant.
        self.analyze("ANALYZE touched, usage, usage_holding").await?;
        self.derive_touched(Some(load)).await
    }

    /// The same after the claims of one tenant were decided on, or a referral of it was given or ended; whoever calls holds the tenant and has locked the
    /// application of loads.
    pub async fn derive_tenant(&mut self, tenant: TenantKey, now: i64) -> Result<(), StoreError> {
        self.make(MAKE_TOUCHED).await?;
        self.with_number("INSERT INTO touched (tenant_key) VALUES ($1)", tenant.0).await?;
        self.analyze("ANALYZE touched").await?;
        self.derive_touched(None).await?;
        // A plan that was made before counts claims that have changed since.
        self.with_number("INSERT INTO load_change (load_id, happened_at) VALUES (0, $1)", now).await?;
        Ok(())
    }

    async fn derive_touched(&mut self, load: Option<LoadId>) -> Result<(), StoreError> {
        self.hold_marked().await?;
        self.discount_portfolio().await?;
        self.run(DERIVE).await?;
        self.derive_claims().await?;
        self.derive_portfolio().await?;
        self.mark_touched().await?;
        // Only a load brings other totals.
        if let Some(load) = load {
            self.adjust_splits(load).await?;
        }
        self.forget_last().await?;
        self.count_portfolio().await?;
        self.run("DROP TABLE touched").await?;
        Ok(())
    }
}
