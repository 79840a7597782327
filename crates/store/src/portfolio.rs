//! What the lists show, per organisation and tenant: own and unclaimed workloads, never those of others
//! (S3.2), summed over the newest month of each source (S3.4).
//!
//! It is computed beside what is there, for the tenants concerned, and only what differs is written: an index that
//! does not change costs nothing.

use domain::id::LoadId;

use crate::{StoreError, Tx};

const MAKE_WORKLOADS: &str = "
CREATE TEMP TABLE derived_workload (
    organisation_id BIGINT NOT NULL,
    tenant_key      BIGINT NOT NULL,
    workload_id     BIGINT NOT NULL,
    holder_id       BIGINT,
    source          BIGINT,
    month           BIGINT,
    pau             BIGINT NOT NULL,
    mau             BIGINT NOT NULL,
    is_current      BOOLEAN NOT NULL,
    PRIMARY KEY (organisation_id, tenant_key, workload_id)
)";

const MAKE: &str = "
CREATE TEMP TABLE derived_portfolio (
    organisation_id   BIGINT NOT NULL,
    location_id       BIGINT NOT NULL,
    tenant_key        BIGINT NOT NULL,
    workloads_claimed BIGINT NOT NULL,
    month             BIGINT,
    pau               BIGINT NOT NULL,
    mau               BIGINT NOT NULL,
    usage_ppm         BIGINT,
    change_ppm        BIGINT,
    PRIMARY KEY (organisation_id, location_id, tenant_key)
)";

/// Who sees which of the tenants: every partner with a claim (S2.1), and the programme office (S2.3).
macro_rules! viewer {
    () => {
        "viewer AS (
    SELECT DISTINCT d.organisation_id, d.tenant_key, FALSE AS sees_all
    FROM derived_last AS d WHERE d.organisation_id IS NOT NULL
    UNION ALL
    SELECT o.organisation_id, lt.tenant_key, TRUE
    FROM load_tenant AS lt JOIN organisation AS o ON o.kind = 'programme'
    WHERE lt.load_id = $1
      AND EXISTS (SELECT 1 FROM tenant_fact AS f WHERE f.tenant_key = lt.tenant_key)
)"
    };
}

const FIND_WORKLOADS: &str = concat!(
    "
INSERT INTO derived_workload (organisation_id, tenant_key, workload_id, holder_id, source, month, pau, mau, is_current)
WITH ",
    viewer!(),
    "
SELECT v.organisation_id, v.tenant_key, d.workload_id, d.organisation_id, d.source, d.month, u.pau, u.mau,
       d.month = MAX(d.month) OVER (PARTITION BY v.organisation_id, v.tenant_key, d.source)
FROM viewer AS v
JOIN derived_last AS d ON d.tenant_key = v.tenant_key
CROSS JOIN usage AS u
WHERE u.tenant_key = d.tenant_key AND u.workload_id = d.workload_id AND u.month = d.month AND u.source = d.source
  AND (v.sees_all OR d.organisation_id IS NULL OR d.organisation_id = v.organisation_id)"
);

/// Usage % now and the month before are compared over the same workloads, source by source. Where one of the
/// sources has no month before, nothing is compared: its figures of now would pass for a change.
const FIND: &str = concat!(
    "
INSERT INTO derived_portfolio (organisation_id, location_id, tenant_key, workloads_claimed, month, pau, mau, usage_ppm,
                               change_ppm)
WITH ",
    viewer!(),
    ", now_sums AS (
    SELECT p.organisation_id, p.tenant_key, COUNT(p.holder_id) AS claimed, MAX(p.month) AS month,
           CAST(SUM(CASE WHEN p.is_current THEN p.pau ELSE 0 END) AS BIGINT) AS pau,
           CAST(SUM(CASE WHEN p.is_current THEN p.mau ELSE 0 END) AS BIGINT) AS mau
    FROM derived_workload AS p GROUP BY p.organisation_id, p.tenant_key
), source_month AS (
    SELECT p.organisation_id, p.tenant_key, p.source, MAX(p.month) AS month,
           COUNT(*) OVER (PARTITION BY p.organisation_id, p.tenant_key) AS sources
    FROM derived_workload AS p GROUP BY p.organisation_id, p.tenant_key, p.source
), before_sums AS (
    SELECT p.organisation_id, p.tenant_key, CAST(SUM(f.pau) AS BIGINT) AS pau, CAST(SUM(f.mau) AS BIGINT) AS mau
    FROM source_month AS s
    JOIN derived_workload AS p ON p.organisation_id = s.organisation_id AND p.tenant_key = s.tenant_key
    CROSS JOIN figure AS f
    WHERE f.tenant_key = p.tenant_key AND f.workload_id = p.workload_id AND f.source = s.source
      AND f.month = CASE WHEN s.month % 100 = 1 THEN s.month - 89 ELSE s.month - 1 END
    GROUP BY p.organisation_id, p.tenant_key
    HAVING COUNT(DISTINCT s.source) = MAX(s.sources)
)
SELECT v.organisation_id, 0, v.tenant_key,
       COALESCE(n.claimed, 0), n.month, COALESCE(n.pau, 0), COALESCE(n.mau, 0),
       CASE WHEN n.pau > 0 THEN n.mau * 1000000 / n.pau END,
       CASE WHEN n.pau > 0 AND b.pau > 0 THEN n.mau * 1000000 / n.pau - b.mau * 1000000 / b.pau END
FROM viewer AS v
LEFT JOIN now_sums AS n ON n.organisation_id = v.organisation_id AND n.tenant_key = v.tenant_key
LEFT JOIN before_sums AS b ON b.organisation_id = v.organisation_id AND b.tenant_key = v.tenant_key"
);

/// The same again for each location of the partner through which the tenant is reached.
const FIND_LOCATIONS: &str = "
INSERT INTO derived_portfolio (organisation_id, location_id, tenant_key, workloads_claimed, month, pau, mau, usage_ppm,
                               change_ppm)
SELECT DISTINCT p.organisation_id, cl.location_id, p.tenant_key, p.workloads_claimed, p.month, p.pau, p.mau, p.usage_ppm,
       p.change_ppm
FROM derived_portfolio AS p
JOIN claim_location AS cl ON cl.tenant_key = p.tenant_key
JOIN location AS l ON l.location_id = cl.location_id AND l.organisation_id = p.organisation_id
WHERE p.location_id = 0";

const DROP_WORKLOADS: &str = "
DELETE FROM portfolio_workload
WHERE tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)
  AND NOT EXISTS (SELECT 1 FROM derived_workload AS d
                  WHERE d.organisation_id = portfolio_workload.organisation_id
                    AND d.tenant_key = portfolio_workload.tenant_key AND d.workload_id = portfolio_workload.workload_id)";

const DROP: &str = "
DELETE FROM portfolio
WHERE tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)
  AND NOT EXISTS (SELECT 1 FROM derived_portfolio AS d
                  WHERE d.organisation_id = portfolio.organisation_id AND d.location_id = portfolio.location_id
                    AND d.tenant_key = portfolio.tenant_key)";

const MERGE_WORKLOADS: &str = "
INSERT INTO portfolio_workload (organisation_id, tenant_key, workload_id, holder_id, source, month, pau, mau, is_current)
SELECT organisation_id, tenant_key, workload_id, holder_id, source, month, pau, mau, is_current
FROM derived_workload WHERE TRUE
ON CONFLICT (organisation_id, tenant_key, workload_id)
DO UPDATE SET holder_id = excluded.holder_id, source = excluded.source, month = excluded.month, pau = excluded.pau,
              mau = excluded.mau, is_current = excluded.is_current
WHERE portfolio_workload.holder_id IS DISTINCT FROM excluded.holder_id
   OR portfolio_workload.source IS DISTINCT FROM excluded.source
   OR portfolio_workload.month IS DISTINCT FROM excluded.month
   OR portfolio_workload.pau <> excluded.pau OR portfolio_workload.mau <> excluded.mau
   OR portfolio_workload.is_current <> excluded.is_current";

const MERGE: &str = "
INSERT INTO portfolio (organisation_id, location_id, tenant_key, tenant_id, name, name_key, domain, country, segment,
                       workloads_claimed, month, pau, mau, usage_ppm, change_ppm)
SELECT d.organisation_id, d.location_id, d.tenant_key, t.tenant_id, t.name, t.name_key, t.domain, t.country, t.segment,
       d.workloads_claimed, d.month, d.pau, d.mau, d.usage_ppm, d.change_ppm
FROM derived_portfolio AS d JOIN tenant AS t ON t.tenant_key = d.tenant_key
WHERE TRUE
ON CONFLICT (organisation_id, location_id, tenant_key)
DO UPDATE SET name = excluded.name, name_key = excluded.name_key, domain = excluded.domain, country = excluded.country,
              segment = excluded.segment, workloads_claimed = excluded.workloads_claimed, month = excluded.month,
              pau = excluded.pau, mau = excluded.mau, usage_ppm = excluded.usage_ppm, change_ppm = excluded.change_ppm
WHERE portfolio.name <> excluded.name OR portfolio.name_key <> excluded.name_key OR portfolio.domain <> excluded.domain
   OR portfolio.country <> excluded.country OR portfolio.segment <> excluded.segment
   OR portfolio.workloads_claimed <> excluded.workloads_claimed
   OR portfolio.month IS DISTINCT FROM excluded.month
   OR portfolio.pau <> excluded.pau OR portfolio.mau <> excluded.mau
   OR portfolio.usage_ppm IS DISTINCT FROM excluded.usage_ppm
   OR portfolio.change_ppm IS DISTINCT FROM excluded.change_ppm";

impl Tx {
    /// Brings the portfolio of the tenants that a load touched in line with their claims and figures.
    pub(crate) async fn derive_portfolio(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.run(MAKE_WORKLOADS).await?;
        self.for_load(FIND_WORKLOADS, load).await?;
        self.analyze("ANALYZE derived_workload").await?;
        self.run(MAKE).await?;
        self.for_load(FIND, load).await?;
        self.analyze("ANALYZE derived_portfolio").await?;
        self.run(FIND_LOCATIONS).await?;
        for text in [DROP_WORKLOADS, DROP] {
            self.for_load(text, load).await?;
        }
        for text in [MERGE_WORKLOADS, MERGE, "DROP TABLE derived_portfolio", "DROP TABLE derived_workload"] {
            self.run(text).await?;
        }
        Ok(())
    }
}
