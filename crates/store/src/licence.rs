//! What the list of licences shows, per organisation, tenant and SKU (S5.5): seats of the newest month that a report has of
//! the tenant, and the figures of the workloads to which the SKU entitles, as far as the organisation may see them.
//!
//! It is made of the same derived tables as the portfolio, right after it, for the same tenants; a row goes with the row
//! of the portfolio through which it is seen.

use crate::{StoreError, Tx};

/// A table for what is derived, on PostgreSQL and on SQLite; between the pieces stands the type of a text that may not be
/// missing, which is compared byte by byte on both.
macro_rules! with_texts {
    ($($piece:literal),+; $end:literal) => {
        [
            concat!($($piece, "TEXT COLLATE \"C\" NOT NULL",)+ $end),
            concat!($($piece, "TEXT NOT NULL",)+ $end, " WITHOUT ROWID"),
        ]
    };
}

const MAKE_SKUS: [&str; 2] = with_texts!(
    "CREATE TEMP TABLE derived_sku (
    tenant_key BIGINT NOT NULL,
    sku_key    ",
    ",
    sku        ",
    ",
    family     ";
    ",
    month      BIGINT NOT NULL,
    sold       BIGINT NOT NULL,
    assigned   BIGINT NOT NULL,
    term_end   TEXT,
    auto_renew BIGINT NOT NULL,
    load_id    BIGINT NOT NULL,
    PRIMARY KEY (tenant_key, sku_key)
)"
);

const FIND_SKUS: &str = "
INSERT INTO derived_sku (tenant_key, sku_key, sku, family, month, sold, assigned, term_end, auto_renew, load_id)
WITH newest AS (
    SELECT v.tenant_key, MAX(s.month) AS month
    FROM (SELECT DISTINCT tenant_key FROM derived_viewer) AS v
    CROSS JOIN seat AS s
    WHERE s.tenant_key = v.tenant_key
    GROUP BY v.tenant_key
)
SELECT s.tenant_key, s.sku_key, MIN(s.sku), MIN(s.family), n.month, CAST(SUM(s.sold) AS BIGINT),
       CAST(SUM(s.assigned) AS BIGINT), MIN(s.ends_on), MIN(CASE WHEN s.is_auto_renew THEN 1 ELSE 0 END), MAX(s.load_id)
FROM newest AS n
CROSS JOIN seat AS s
WHERE s.tenant_key = n.tenant_key AND s.month = n.month AND NOT s.is_over
GROUP BY s.tenant_key, s.sku_key, n.month";

const MAKE_USES: [&str; 2] = with_texts!(
    "CREATE TEMP TABLE derived_use (
    organisation_id BIGINT NOT NULL,
    tenant_key      BIGINT NOT NULL,
    sku_key         ";
    ",
    pau             BIGINT NOT NULL,
    mau             BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, tenant_key, sku_key)
)"
);

const FIND_USES: &str = "
INSERT INTO derived_use (organisation_id, tenant_key, sku_key, pau, mau)
SELECT v.organisation_id, d.tenant_key, d.sku_key, CAST(SUM(u.pau) AS BIGINT), CAST(SUM(u.mau) AS BIGINT)
FROM derived_viewer AS v
CROSS JOIN derived_sku AS d
CROSS JOIN sku_workload AS m
CROSS JOIN workload AS w
CROSS JOIN derived_workload AS u
WHERE d.tenant_key = v.tenant_key AND m.sku_key = d.sku_key AND w.spelling = m.spelling
  AND u.organisation_id = v.organisation_id AND u.tenant_key = d.tenant_key AND u.workload_id = w.workload_id
  AND u.is_current
GROUP BY v.organisation_id, d.tenant_key, d.sku_key";

const MAKE: [&str; 2] = with_texts!(
    "CREATE TEMP TABLE derived_licence (
    organisation_id BIGINT NOT NULL,
    location_id     BIGINT NOT NULL,
    tenant_key      BIGINT NOT NULL,
    sku_key         ";
    ",
    pau             BIGINT,
    mau             BIGINT,
    PRIMARY KEY (organisation_id, location_id, tenant_key, sku_key)
)"
);

/// A partner without an approved claim on the tenant has no figures of it (S3.3).
const FIND: &str = "
INSERT INTO derived_licence (organisation_id, location_id, tenant_key, sku_key, pau, mau)
SELECT p.organisation_id, p.location_id, p.tenant_key, d.sku_key, u.pau, u.mau
FROM derived_portfolio AS p
JOIN derived_viewer AS v ON v.organisation_id = p.organisation_id AND v.tenant_key = p.tenant_key
JOIN derived_sku AS d ON d.tenant_key = p.tenant_key
LEFT JOIN derived_use AS u
       ON u.organisation_id = p.organisation_id AND u.tenant_key = p.tenant_key AND u.sku_key = d.sku_key
WHERE v.sees_all OR p.workloads_claimed > 0";

const DROP: &str = "
DELETE FROM licence
WHERE tenant_key IN (SELECT v.tenant_key FROM derived_viewer AS v)
  AND NOT EXISTS (SELECT 1 FROM derived_licence AS d
                  WHERE d.organisation_id = licence.organisation_id AND d.location_id = licence.location_id
                    AND d.tenant_key = licence.tenant_key AND d.sku_key = licence.sku_key)";

const MERGE: &str = "
INSERT INTO licence (organisation_id, location_id, tenant_key, sku_key, tenant_id, name, name_key, domain, country, sku,
                     family, bucket, month, sold, assigned, unused, pau, mau, term_end, auto_renew, load_id)
SELECT d.organisation_id, d.location_id, d.tenant_key, d.sku_key, t.tenant_id, t.name, t.name_key, t.domain, t.country,
       s.sku, s.family, COALESCE(c.bucket, ''), s.month, s.sold, s.assigned, s.sold - s.assigned, d.pau, d.mau,
       s.term_end, s.auto_renew, s.load_id
FROM derived_licence AS d
JOIN derived_sku AS s ON s.tenant_key = d.tenant_key AND s.sku_key = d.sku_key
JOIN tenant AS t ON t.tenant_key = d.tenant_key
LEFT JOIN sku_plan AS c ON c.sku_key = d.sku_key
WHERE TRUE
ON CONFLICT (organisation_id, location_id, tenant_key, sku_key)
DO UPDATE SET name = excluded.name, name_key = excluded.name_key, domain = excluded.domain, country = excluded.country,
              sku = excluded.sku, family = excluded.family, bucket = excluded.bucket, month = excluded.month,
              sold = excluded.sold, assigned = excluded.assigned, unused = excluded.unused, pau = excluded.pau,
              mau = excluded.mau, term_end = excluded.term_end, auto_renew = excluded.auto_renew,
              load_id = excluded.load_id
WHERE licence.name <> excluded.name OR licence.domain <> excluded.domain OR licence.country <> excluded.country
   OR licence.sku <> excluded.sku OR licence.family <> excluded.family OR licence.bucket <> excluded.bucket
   OR licence.month <> excluded.month OR licence.sold <> excluded.sold OR licence.assigned <> excluded.assigned
   OR licence.pau IS DISTINCT FROM excluded.pau OR licence.mau IS DISTINCT FROM excluded.mau
   OR licence.term_end IS DISTINCT FROM excluded.term_end OR licence.auto_renew <> excluded.auto_renew
   OR licence.load_id <> excluded.load_id";

/// Without seats there is nothing to do, and nothing is paid for it.
const ANY: &str = "
SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT 1 FROM seat LIMIT 1) AS s
                      UNION ALL SELECT 1 FROM (SELECT 1 FROM licence LIMIT 1) AS l) AS found";

impl Tx {
    /// Brings the licences of the tenants of whom the portfolio was just derived in line with their seats.
    pub(crate) async fn derive_licences(&mut self) -> Result<(), StoreError> {
        if self.count(ANY).await? == 0 {
            return Ok(());
        }
        self.make(MAKE_SKUS).await?;
        self.run(FIND_SKUS).await?;
        self.analyze("ANALYZE derived_sku").await?;
        self.make(MAKE_USES).await?;
        self.run(FIND_USES).await?;
        self.analyze("ANALYZE derived_use").await?;
        self.make(MAKE).await?;
        self.run(FIND).await?;
        self.analyze("ANALYZE derived_licence").await?;
        self.run(DROP).await?;
        self.run(MERGE).await?;
        for text in ["DROP TABLE derived_licence", "DROP TABLE derived_use", "DROP TABLE derived_sku"] {
            self.run(text).await?;
        }
        Ok(())
    }
}
