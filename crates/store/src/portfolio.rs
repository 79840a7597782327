//! What the lists show, per organisation and tenant: own and unclaimed workloads, never those of others
//! (S3.2), summed over the newest month of each source (S3.4).
//!
//! It is computed beside what is there, for the tenants concerned, and only what differs is written: an index that
//! does not change costs nothing.

use domain::id::LoadId;
use domain::signal::LICENCE_MINIMUM;

use crate::{StoreError, Tx, derived_table};

const MAKE_WORKLOADS: [&str; 2] = derived_table!(
    "
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
    load_id         BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, tenant_key, workload_id)
)"
);

const MAKE: [&str; 2] = derived_table!(
    "
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
    before_pau        BIGINT,
    before_mau        BIGINT,
    signals           BIGINT NOT NULL,
    figures_at        BIGINT,
    PRIMARY KEY (organisation_id, location_id, tenant_key)
)"
);

/// Who sees which of the tenants, and the newest month that each source has for them there.
const MAKE_VIEWERS: [&str; 2] = derived_table!(
    "
CREATE TEMP TABLE derived_viewer (
    organisation_id BIGINT NOT NULL,
    tenant_key      BIGINT NOT NULL,
    sees_all        BOOLEAN NOT NULL,
    month_1         BIGINT,
    month_2         BIGINT,
    PRIMARY KEY (organisation_id, tenant_key)
)"
);

/// Every partner with a claim (S2.1), and the programme office (S2.3).
const FIND_VIEWERS: &str = "
INSERT INTO derived_viewer (organisation_id, tenant_key, sees_all, month_1, month_2)
SELECT v.organisation_id, v.tenant_key, v.sees_all,
       MAX(CASE d.source WHEN 1 THEN d.month END), MAX(CASE d.source WHEN 2 THEN d.month END)
FROM (
    SELECT DISTINCT d.organisation_id, d.tenant_key, FALSE AS sees_all
    FROM derived_last AS d WHERE d.organisation_id IS NOT NULL
    UNION ALL
    SELECT o.organisation_id, lt.tenant_key, TRUE
    FROM load_tenant AS lt JOIN organisation AS o ON o.kind = 'programme'
    WHERE lt.load_id = $1
      AND EXISTS (SELECT 1 FROM tenant_fact AS f WHERE f.tenant_key = lt.tenant_key)
) AS v
LEFT JOIN derived_last AS d ON d.tenant_key = v.tenant_key
     AND (v.sees_all OR d.organisation_id IS NULL OR d.organisation_id = v.organisation_id)
GROUP BY v.organisation_id, v.tenant_key, v.sees_all";

const FIND_WORKLOADS: &str = "
INSERT INTO derived_workload (organisation_id, tenant_key, workload_id, holder_id, source, month, pau, mau, is_current,
                              load_id)
SELECT v.organisation_id, v.tenant_key, d.workload_id, d.organisation_id, d.source, d.month, d.pau, d.mau,
       d.month = CASE d.source WHEN 1 THEN v.month_1 ELSE v.month_2 END, d.load_id
FROM derived_viewer AS v
CROSS JOIN derived_last AS d
WHERE d.tenant_key = v.tenant_key
  AND (v.sees_all OR d.organisation_id IS NULL OR d.organisation_id = v.organisation_id)";

/// The month before another.
macro_rules! before {
    ($month:literal) => {
        concat!("CASE WHEN ", $month, " % 100 = 1 THEN ", $month, " - 89 ELSE ", $month, " - 1 END")
    };
}

/// Usage % now and the month before are compared over the same workloads, source by source. Where one of the
/// sources has no month before, nothing is compared: its figures of now would pass for a change.
///
/// The signals are those of `domain::signal`, as the sum of their weights: percentages are compared as fractions, over the
/// product of both PAU. Beyond 900 million, units are counted in millions, so that no product is too large; $1 is the
/// licence minimum.
const FIND: &str = concat!(
    "
INSERT INTO derived_portfolio (organisation_id, location_id, tenant_key, workloads_claimed, month, pau, mau, usage_ppm,
                               change_ppm, before_pau, before_mau, signals, figures_at)
WITH summed AS (
    SELECT v.organisation_id, v.tenant_key, COUNT(p.holder_id) AS claimed, MAX(p.month) AS month,
           CAST(SUM(CASE WHEN p.is_current THEN p.pau ELSE 0 END) AS BIGINT) AS pau,
           CAST(SUM(CASE WHEN p.is_current THEN p.mau ELSE 0 END) AS BIGINT) AS mau,
           MAX(CASE WHEN p.is_current THEN p.load_id END) AS load_id,
           COUNT(a.pau) + COUNT(b.pau) > 0 AND (MAX(v.month_1) IS NULL OR COUNT(a.pau) > 0)
               AND (MAX(v.month_2) IS NULL OR COUNT(b.pau) > 0) AS has_before,
           CAST(SUM(COALESCE(a.pau, 0) + COALESCE(b.pau, 0)) AS BIGINT) AS sum_pau,
           CAST(SUM(COALESCE(a.mau, 0) + COALESCE(b.mau, 0)) AS BIGINT) AS sum_mau
    FROM derived_viewer AS v
    LEFT JOIN derived_workload AS p ON p.organisation_id = v.organisation_id AND p.tenant_key = v.tenant_key
    LEFT JOIN figure AS a ON a.tenant_key = p.tenant_key AND a.workload_id = p.workload_id AND a.source = 1
         AND a.month = ",
    before!("v.month_1"),
    "
    LEFT JOIN figure AS b ON b.tenant_key = p.tenant_key AND b.workload_id = p.workload_id AND b.source = 2
         AND b.month = ",
    before!("v.month_2"),
    "
    GROUP BY v.organisation_id, v.tenant_key
), beside AS (
    SELECT s.*, CASE WHEN s.has_before THEN s.sum_pau END AS before_pau, CASE WHEN s.has_before THEN s.sum_mau END AS before_mau
    FROM summed AS s
), compared AS (
    SELECT b.*, CASE WHEN b.pau > 900000000 OR b.mau > 900000000 OR b.before_pau > 900000000 OR b.before_mau > 900000000
                     THEN 1000000 ELSE 1 END AS unit
    FROM beside AS b
), fractions AS (
    SELECT c.*, (c.mau / c.unit) * (c.before_pau / c.unit) AS is_part, (c.before_mau / c.unit) * (c.pau / c.unit) AS was_part,
           (c.pau / c.unit) * (c.before_pau / c.unit) AS whole
    FROM compared AS c
)
SELECT f.organisation_id, 0, f.tenant_key,
       f.claimed, f.month, f.pau, f.mau,
       CASE WHEN f.pau > 0 THEN f.mau * 1000000 / f.pau END,
       CASE WHEN f.pau > 0 AND f.before_pau > 0
            THEN f.mau * 1000000 / f.pau - f.before_mau * 1000000 / f.before_pau END,
       f.before_pau, f.before_mau,
       CASE WHEN f.pau > f.before_pau THEN 1 ELSE 0 END
       + CASE WHEN f.before_pau < $1 AND f.pau >= $1 THEN 2 ELSE 0 END
       + CASE WHEN f.whole > 0 AND f.is_part > f.was_part
                   AND ((f.is_part - f.was_part) * 10 >= f.whole
                        OR f.was_part > 0 AND (f.is_part - f.was_part) * 5 >= f.was_part) THEN 4 ELSE 0 END
       + CASE WHEN f.whole > 0 AND f.is_part < f.was_part
                   AND ((f.was_part - f.is_part) * 10 >= f.whole OR (f.was_part - f.is_part) * 5 >= f.was_part)
              THEN 16 ELSE 0 END
       + CASE WHEN f.before_pau >= $1 AND f.pau < $1 THEN 32 ELSE 0 END,
       l.applied_at
FROM fractions AS f LEFT JOIN load AS l ON l.load_id = f.load_id"
);

/// The same again for each location of the partner through which the tenant is reached.
const FIND_LOCATIONS: &str = "
INSERT INTO derived_portfolio (organisation_id, location_id, tenant_key, workloads_claimed, month, pau, mau, usage_ppm,
                               change_ppm, before_pau, before_mau, signals, figures_at)
SELECT DISTINCT p.organisation_id, cl.location_id, p.tenant_key, p.workloads_claimed, p.month, p.pau, p.mau, p.usage_ppm,
       p.change_ppm, p.before_pau, p.before_mau, p.signals, p.figures_at
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
                       workloads_claimed, month, pau, mau, usage_ppm, change_ppm, before_pau, before_mau, signals,
                       figures_at)
SELECT d.organisation_id, d.location_id, d.tenant_key, t.tenant_id, t.name, t.name_key, t.domain, t.country, t.segment,
       d.workloads_claimed, d.month, d.pau, d.mau, d.usage_ppm, d.change_ppm, d.before_pau, d.before_mau, d.signals,
       d.figures_at
FROM derived_portfolio AS d JOIN tenant AS t ON t.tenant_key = d.tenant_key
WHERE TRUE
ON CONFLICT (organisation_id, location_id, tenant_key)
DO UPDATE SET name = excluded.name, name_key = excluded.name_key, domain = excluded.domain, country = excluded.country,
              segment = excluded.segment, workloads_claimed = excluded.workloads_claimed, month = excluded.month,
              pau = excluded.pau, mau = excluded.mau, usage_ppm = excluded.usage_ppm, change_ppm = excluded.change_ppm,
              before_pau = excluded.before_pau, before_mau = excluded.before_mau, signals = excluded.signals,
              figures_at = excluded.figures_at
WHERE portfolio.name <> excluded.name OR portfolio.name_key <> excluded.name_key OR portfolio.domain <> excluded.domain
   OR portfolio.country <> excluded.country OR portfolio.segment <> excluded.segment
   OR portfolio.workloads_claimed <> excluded.workloads_claimed
   OR portfolio.month IS DISTINCT FROM excluded.month
   OR portfolio.pau <> excluded.pau OR portfolio.mau <> excluded.mau
   OR portfolio.usage_ppm IS DISTINCT FROM excluded.usage_ppm
   OR portfolio.change_ppm IS DISTINCT FROM excluded.change_ppm
   OR portfolio.before_pau IS DISTINCT FROM excluded.before_pau
   OR portfolio.before_mau IS DISTINCT FROM excluded.before_mau
   OR portfolio.signals <> excluded.signals OR portfolio.figures_at IS DISTINCT FROM excluded.figures_at";

impl Tx {
    /// Brings the portfolio of the tenants that a load touched in line with their claims and figures.
    pub(crate) async fn derive_portfolio(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.make(MAKE_VIEWERS).await?;
        self.for_load(FIND_VIEWERS, load).await?;
        self.analyze("ANALYZE derived_viewer").await?;
        self.make(MAKE_WORKLOADS).await?;
        self.run(FIND_WORKLOADS).await?;
        self.analyze("ANALYZE derived_workload").await?;
        self.make(MAKE).await?;
        self.with_number(FIND, LICENCE_MINIMUM).await?;
        self.analyze("ANALYZE derived_portfolio").await?;
        self.run(FIND_LOCATIONS).await?;
        for text in [DROP_WORKLOADS, DROP] {
            self.for_load(text, load).await?;
        }
        for text in [MERGE_WORKLOADS, MERGE] {
            self.run(text).await?;
        }
        for text in ["DROP TABLE derived_portfolio", "DROP TABLE derived_workload", "DROP TABLE derived_viewer"] {
            self.run(text).await?;
        }
        Ok(())
    }
}
