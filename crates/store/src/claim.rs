//! Claims as the figures say them: who held the workload in its newest month (S4.1, S4.6).
//!
//! `CROSS JOIN` says which table comes first: SQLite knows nothing of tables that were just made, and would rather look
//! at every figure there is. To PostgreSQL it says nothing.

use domain::id::LoadId;

use crate::{StoreError, Tx};

/// The last figure of each workload of the tenants that a load touched, with its holder; until the claims and the
/// portfolio are in line with it.
const MAKE_LAST: &str = "
CREATE TEMP TABLE derived_last (
    tenant_key      BIGINT NOT NULL,
    workload_id     BIGINT NOT NULL,
    month           BIGINT NOT NULL,
    source          BIGINT NOT NULL,
    organisation_id BIGINT,
    month_since     BIGINT NOT NULL,
    -- Whether somebody else, or nobody, held it in an earlier month.
    is_broken       BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_key, workload_id)
)";

/// One look at each figure. Where the holder never changed, the first month is the one since when.
const FIND_LAST: &str = "
INSERT INTO derived_last (tenant_key, workload_id, month, source, organisation_id, month_since, is_broken)
SELECT g.tenant_key, g.workload_id, g.month_last,
       CASE WHEN g.source_first = g.source_last THEN g.source_first
            ELSE (SELECT MIN(s.source) FROM usage AS s WHERE s.tenant_key = g.tenant_key
                  AND s.workload_id = g.workload_id AND s.month = g.month_last) END,
       NULLIF(g.holder_first, 0), g.month_first, g.holder_first <> g.holder_last
FROM (
    SELECT u.tenant_key, u.workload_id, MIN(u.month) AS month_first, MAX(u.month) AS month_last,
           MIN(u.source) AS source_first, MAX(u.source) AS source_last,
           MIN(COALESCE(l.organisation_id, 0)) AS holder_first, MAX(COALESCE(l.organisation_id, 0)) AS holder_last
    FROM load_tenant AS lt
    CROSS JOIN usage AS u
    LEFT JOIN location AS l ON l.location_id = u.location_id
    WHERE lt.load_id = $1 AND u.tenant_key = lt.tenant_key
    GROUP BY u.tenant_key, u.workload_id
) AS g";

/// Where it did change: the holder in the newest month, and since which month without a break.
const FIND_BROKEN: &str = "
UPDATE derived_last SET organisation_id = b.organisation_id, month_since = b.month_since
FROM (
    SELECT c.tenant_key, c.workload_id, NULLIF(c.holder_last, 0) AS organisation_id,
           MIN(CASE WHEN c.month > c.month_broken THEN c.month END) AS month_since
    FROM (
        SELECT h.tenant_key, h.workload_id, h.month, h.holder_last,
               MAX(CASE WHEN h.holder <> h.holder_last THEN h.month ELSE 0 END)
                   OVER (PARTITION BY h.tenant_key, h.workload_id) AS month_broken
        FROM (
            SELECT f.tenant_key, f.workload_id, f.month, COALESCE(l.organisation_id, 0) AS holder,
                   FIRST_VALUE(COALESCE(l.organisation_id, 0))
                       OVER (PARTITION BY f.tenant_key, f.workload_id ORDER BY f.month DESC) AS holder_last
            FROM derived_last AS d
            CROSS JOIN figure AS f
            LEFT JOIN location AS l ON l.location_id = f.location_id
            WHERE d.is_broken AND f.tenant_key = d.tenant_key AND f.workload_id = d.workload_id
        ) AS h
    ) AS c
    GROUP BY c.tenant_key, c.workload_id, c.holder_last
) AS b
WHERE derived_last.tenant_key = b.tenant_key AND derived_last.workload_id = b.workload_id";

const END: &str = "
DELETE FROM claim
WHERE tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)
  AND NOT EXISTS (SELECT 1 FROM derived_last AS d
                  WHERE d.tenant_key = claim.tenant_key AND d.workload_id = claim.workload_id
                    AND d.organisation_id = claim.organisation_id)";

const BEGIN: &str = "
INSERT INTO claim (tenant_key, workload_id, organisation_id, approved_on)
SELECT tenant_key, workload_id, organisation_id,
       SUBSTR(CAST(month_since AS TEXT), 1, 4) || '-' || SUBSTR(CAST(month_since AS TEXT), 5, 2) || '-01'
FROM derived_last WHERE organisation_id IS NOT NULL
ON CONFLICT (tenant_key, workload_id) DO UPDATE SET approved_on = excluded.approved_on
WHERE claim.approved_on <> excluded.approved_on";

const MAKE_LOCATIONS: &str = "
CREATE TEMP TABLE derived_location (
    tenant_key  BIGINT NOT NULL,
    workload_id BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_key, workload_id, location_id)
)";

const FIND_LOCATIONS: &str = "
INSERT INTO derived_location (tenant_key, workload_id, location_id)
SELECT d.tenant_key, d.workload_id, u.location_id
FROM derived_last AS d CROSS JOIN usage AS u
WHERE d.organisation_id IS NOT NULL
  AND u.tenant_key = d.tenant_key AND u.workload_id = d.workload_id AND u.month = d.month AND u.source = d.source
UNION
SELECT d.tenant_key, d.workload_id, h.location_id
FROM derived_last AS d CROSS JOIN usage_holding AS h
WHERE d.organisation_id IS NOT NULL
  AND h.tenant_key = d.tenant_key AND h.workload_id = d.workload_id AND h.month = d.month AND h.source = d.source";

const DROP_LOCATIONS: &str = "
DELETE FROM claim_location
WHERE tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)
  AND NOT EXISTS (SELECT 1 FROM derived_location AS d
                  WHERE d.tenant_key = claim_location.tenant_key AND d.workload_id = claim_location.workload_id
                    AND d.location_id = claim_location.location_id)";

const ADD_LOCATIONS: &str = "
INSERT INTO claim_location (tenant_key, workload_id, location_id)
SELECT d.tenant_key, d.workload_id, d.location_id FROM derived_location AS d
WHERE NOT EXISTS (SELECT 1 FROM claim_location AS c
                  WHERE c.tenant_key = d.tenant_key AND c.workload_id = d.workload_id AND c.location_id = d.location_id)";

/// Seven digits a partner, counted by the partner's own claims alone.
const NUMBER: &str = "
INSERT INTO claim_number (organisation_id, tenant_key, workload_id, sequence, number)
SELECT organisation_id, tenant_key, workload_id, sequence,
       'F-' || number_prefix
       || SUBSTR('0000000' || CAST(sequence AS TEXT), LENGTH(CAST(sequence AS TEXT)) + 1)
FROM (
    SELECT d.organisation_id, d.tenant_key, d.workload_id, o.number_prefix,
           COALESCE(m.sequence, 0)
           + ROW_NUMBER() OVER (PARTITION BY d.organisation_id ORDER BY t.id_text, w.position, w.code) AS sequence
    FROM derived_last AS d
    JOIN organisation AS o ON o.organisation_id = d.organisation_id
    JOIN tenant AS t ON t.tenant_key = d.tenant_key
    JOIN workload AS w ON w.workload_id = d.workload_id
    LEFT JOIN (SELECT organisation_id, MAX(sequence) AS sequence FROM claim_number GROUP BY organisation_id) AS m
           ON m.organisation_id = d.organisation_id
    WHERE NOT EXISTS (SELECT 1 FROM claim_number AS n WHERE n.organisation_id = d.organisation_id
                        AND n.tenant_key = d.tenant_key AND n.workload_id = d.workload_id)
) AS numbered";

impl Tx {
    /// Brings the claims of the tenants that a load touched in line with their figures; leaves the last figures
    /// for the portfolio.
    pub(crate) async fn derive_claims(&mut self, load: LoadId) -> Result<(), StoreError> {
        self.run(MAKE_LAST).await?;
        self.for_load(FIND_LAST, load).await?;
        self.analyze("ANALYZE derived_last").await?;
        if self.count("SELECT COUNT(*) FROM derived_last WHERE is_broken").await? > 0 {
            self.run(FIND_BROKEN).await?;
        }
        self.for_load(END, load).await?;
        self.run(BEGIN).await?;
        self.run(MAKE_LOCATIONS).await?;
        self.run(FIND_LOCATIONS).await?;
        self.analyze("ANALYZE derived_location").await?;
        self.for_load(DROP_LOCATIONS, load).await?;
        self.run(ADD_LOCATIONS).await?;
        self.run("DROP TABLE derived_location").await?;
        self.run(NUMBER).await?;
        Ok(())
    }

    /// Drops what was kept for the portfolio.
    pub(crate) async fn forget_last(&mut self) -> Result<(), StoreError> {
        self.run("DROP TABLE derived_last").await?;
        Ok(())
    }
}
