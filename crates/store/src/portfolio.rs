//! What the lists show, per organisation and tenant: own and unclaimed workloads, never those of others
//! (S3.2), summed over the newest month of each source (S3.4).

use domain::id::LoadId;

use crate::{StoreError, Tx};

const DROP_WORKLOADS: &str = "
DELETE FROM portfolio_workload
WHERE tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)";

const DROP: &str = "
DELETE FROM portfolio
WHERE tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)";

/// Who sees which of the tenants: every partner with a claim (S2.1), and the programme office (S2.3).
macro_rules! viewer {
    () => {
        "viewer AS (
    SELECT DISTINCT c.organisation_id, c.tenant_key, FALSE AS sees_all
    FROM load_tenant AS lt JOIN claim AS c ON c.tenant_key = lt.tenant_key
    WHERE lt.load_id = $1
    UNION ALL
    SELECT o.organisation_id, lt.tenant_key, TRUE
    FROM load_tenant AS lt JOIN organisation AS o ON o.kind = 'programme'
    WHERE lt.load_id = $1
      AND EXISTS (SELECT 1 FROM tenant_fact AS f WHERE f.tenant_key = lt.tenant_key)
)"
    };
}

const ADD_WORKLOADS: &str = concat!(
    "
INSERT INTO portfolio_workload (organisation_id, tenant_key, workload_id, holder_id, source, month, pau, mau, is_current)
WITH ",
    viewer!(),
    ", last_month AS (
    SELECT f.tenant_key, f.workload_id, MAX(f.month) AS month
    FROM load_tenant AS lt JOIN figure AS f ON f.tenant_key = lt.tenant_key
    WHERE lt.load_id = $1 GROUP BY f.tenant_key, f.workload_id
), visible AS (
    SELECT v.organisation_id, v.tenant_key, f.workload_id, c.organisation_id AS holder_id, f.source, f.month, f.pau, f.mau
    FROM viewer AS v
    JOIN last_month AS n ON n.tenant_key = v.tenant_key
    JOIN figure AS f ON f.tenant_key = n.tenant_key AND f.workload_id = n.workload_id AND f.month = n.month
    LEFT JOIN claim AS c ON c.tenant_key = n.tenant_key AND c.workload_id = n.workload_id
    WHERE v.sees_all OR c.organisation_id IS NULL OR c.organisation_id = v.organisation_id
)
SELECT organisation_id, tenant_key, workload_id, holder_id, source, month, pau, mau,
       month = MAX(month) OVER (PARTITION BY organisation_id, tenant_key, source)
FROM visible"
);

/// Usage % now and the month before are compared over the same workloads, source by source. Where one of the
/// sources has no month before, nothing is compared: its figures of now would pass for a change.
const ADD: &str = concat!(
    "
INSERT INTO portfolio (organisation_id, location_id, tenant_key, tenant_id, name, name_key, domain, country,
                       segment, workloads_claimed, month, pau, mau, usage_ppm, change_ppm)
WITH ",
    viewer!(),
    ", now_sums AS (
    SELECT p.organisation_id, p.tenant_key, COUNT(p.holder_id) AS claimed, MAX(p.month) AS month,
           CAST(SUM(CASE WHEN p.is_current THEN p.pau ELSE 0 END) AS BIGINT) AS pau,
           CAST(SUM(CASE WHEN p.is_current THEN p.mau ELSE 0 END) AS BIGINT) AS mau
    FROM load_tenant AS lt JOIN portfolio_workload AS p ON p.tenant_key = lt.tenant_key
    WHERE lt.load_id = $1 GROUP BY p.organisation_id, p.tenant_key
), source_month AS (
    SELECT p.organisation_id, p.tenant_key, p.source, MAX(p.month) AS month,
           COUNT(*) OVER (PARTITION BY p.organisation_id, p.tenant_key) AS sources
    FROM load_tenant AS lt JOIN portfolio_workload AS p ON p.tenant_key = lt.tenant_key
    WHERE lt.load_id = $1 GROUP BY p.organisation_id, p.tenant_key, p.source
), before_sums AS (
    SELECT p.organisation_id, p.tenant_key, CAST(SUM(f.pau) AS BIGINT) AS pau, CAST(SUM(f.mau) AS BIGINT) AS mau
    FROM source_month AS s
    JOIN portfolio_workload AS p ON p.organisation_id = s.organisation_id AND p.tenant_key = s.tenant_key
    JOIN figure AS f ON f.tenant_key = p.tenant_key AND f.workload_id = p.workload_id AND f.source = s.source
                    AND f.month = CASE WHEN s.month % 100 = 1 THEN s.month - 89 ELSE s.month - 1 END
    GROUP BY p.organisation_id, p.tenant_key
    HAVING COUNT(DISTINCT s.source) = MAX(s.sources)
)
SELECT v.organisation_id, 0, v.tenant_key, t.tenant_id, t.name, t.name_key, t.domain, t.country, t.segment,
       COALESCE(n.claimed, 0), n.month, COALESCE(n.pau, 0), COALESCE(n.mau, 0),
       CASE WHEN n.pau > 0 THEN n.mau * 1000000 / n.pau END,
       CASE WHEN n.pau > 0 AND b.pau > 0 THEN n.mau * 1000000 / n.pau - b.mau * 1000000 / b.pau END
FROM viewer AS v
JOIN tenant AS t ON t.tenant_key = v.tenant_key
LEFT JOIN now_sums AS n ON n.organisation_id = v.organisation_id AND n.tenant_key = v.tenant_key
LEFT JOIN before_sums AS b ON b.organisation_id = v.organisation_id AND b.tenant_key = v.tenant_key"
);

/// The same again for each location of the partner through which the tenant is reached.
const ADD_LOCATIONS: &str = "
INSERT INTO portfolio (organisation_id, location_id, tenant_key, tenant_id, name, name_key, domain, country,
                       segment, workloads_claimed, month, pau, mau, usage_ppm, change_ppm)
SELECT DISTINCT p.organisation_id, cl.location_id, p.tenant_key, p.tenant_id, p.name, p.name_key, p.domain, p.country,
       p.segment, p.workloads_claimed, p.month, p.pau, p.mau, p.usage_ppm, p.change_ppm
FROM load_tenant AS lt
JOIN portfolio AS p ON p.tenant_key = lt.tenant_key AND p.location_id = 0
JOIN claim_location AS cl ON cl.tenant_key = p.tenant_key
JOIN location AS l ON l.location_id = cl.location_id AND l.organisation_id = p.organisation_id
WHERE lt.load_id = $1";

impl Tx {
    /// Brings the portfolio of the tenants that a load touched in line with their claims and figures.
    pub(crate) async fn derive_portfolio(&mut self, load: LoadId) -> Result<(), StoreError> {
        for text in [DROP_WORKLOADS, DROP, ADD_WORKLOADS, ADD, ADD_LOCATIONS] {
            self.for_load(text, load).await?;
        }
        Ok(())
    }
}
