//! Who holds a workload: whoever was approved here, else whoever the figures of its newest month say (S4.1, S4.6).
//!
//! `CROSS JOIN` says which table comes first: SQLite knows nothing of tables that were just made, and would rather look
//! at every figure there is. To PostgreSQL it says nothing.

use crate::{Engine, StoreError, Tx, derived_table};

/// The last figure of each workload of the tenants that are touched, with its holder and the figure of the month
/// before; until the claims and the portfolio are in line with it. Without a figure, a workload that is held all the same.
const MAKE_LAST: [&str; 2] = derived_table!(
    "
CREATE TEMP TABLE derived_last (
    tenant_key      BIGINT NOT NULL,
    workload_id     BIGINT NOT NULL,
    month           BIGINT,
    source          BIGINT,
    location_id     BIGINT,
    organisation_id BIGINT,
    -- Where the report says that it is held, by whoever holds it.
    reported_at     BIGINT,
    filed_claim_id  BIGINT,
    approved_on     TEXT,
    load_id         BIGINT,
    pau             BIGINT NOT NULL,
    mau             BIGINT NOT NULL,
    before_pau      BIGINT,
    before_mau      BIGINT,
    month_since     BIGINT,
    -- Whether another location, or none, held it in an earlier month.
    has_moved       BOOLEAN NOT NULL,
    -- Whether more than one source has figures of it, so that one of them may hide the other.
    is_mixed        BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_key, workload_id)
)"
);

/// One look at each figure, in the order of its key: sorting them would take longer than the rest. Newest month and
/// lowest source come as one number. Where the location never changed, the first month is the one since when.
const FIND_LAST: &str = "
INSERT INTO derived_last (tenant_key, workload_id, month, source, location_id, organisation_id, reported_at, load_id, pau, mau,
                          before_pau, before_mau, month_since, has_moved, is_mixed)
WITH span AS (
    SELECT lt.tenant_key, u.workload_id, MIN(u.month) AS month_first, MAX(u.month * 4 - u.source) AS month_and_source,
           MIN(COALESCE(u.location_id, 0)) <> MAX(COALESCE(u.location_id, 0)) AS has_moved,
           MIN(u.source) <> MAX(u.source) AS is_mixed
    FROM touched AS lt
    CROSS JOIN usage AS u
    WHERE u.tenant_key = lt.tenant_key
    GROUP BY lt.tenant_key, u.workload_id
), newest AS (
    SELECT s.tenant_key, s.workload_id, s.month_first, s.has_moved, s.is_mixed, (s.month_and_source + 3) / 4 AS month,
           (s.month_and_source + 3) / 4 * 4 - s.month_and_source AS source
    FROM span AS s
)
SELECT n.tenant_key, n.workload_id, n.month, n.source, u.location_id, l.organisation_id, u.location_id, u.load_id, u.pau, u.mau,
       b.pau, b.mau, n.month_first, n.has_moved, n.is_mixed
FROM newest AS n
CROSS JOIN usage AS u
LEFT JOIN location AS l ON l.location_id = u.location_id
LEFT JOIN figure AS b ON b.tenant_key = n.tenant_key AND b.workload_id = n.workload_id AND b.source = n.source
     AND b.month = CASE WHEN n.month % 100 = 1 THEN n.month - 89 ELSE n.month - 1 END
WHERE u.tenant_key = n.tenant_key AND u.workload_id = n.workload_id AND u.month = n.month AND u.source = n.source";

/// The locations at which a claim is not held any more.
macro_rules! left {
    () => {
        "FROM claim_location
         WHERE tenant_key IN (SELECT lt.tenant_key FROM touched AS lt)
           AND NOT EXISTS (SELECT 1 FROM derived_location AS d
                           WHERE d.tenant_key = claim_location.tenant_key AND d.workload_id = claim_location.workload_id
                             AND d.location_id = claim_location.location_id)"
    };
}

/// What was approved here comes before what reports say.
macro_rules! held {
    () => {
        "(SELECT w.tenant_key, w.workload_id, c.organisation_id, c.location_id, c.filed_claim_id, c.approved_on
          FROM filed_claim_workload AS w
          JOIN filed_claim AS c ON c.filed_claim_id = w.filed_claim_id
          JOIN touched AS lt ON lt.tenant_key = w.tenant_key
          WHERE w.tenant_key IS NOT NULL) AS f"
    };
}

const TAKE_FILED: &str = concat!(
    "UPDATE derived_last SET organisation_id = f.organisation_id, location_id = f.location_id,
                             filed_claim_id = f.filed_claim_id, approved_on = f.approved_on
     FROM ",
    held!(),
    " WHERE derived_last.tenant_key = f.tenant_key AND derived_last.workload_id = f.workload_id"
);

const ADD_FILED: &str = concat!(
    "INSERT INTO derived_last (tenant_key, workload_id, organisation_id, location_id, filed_claim_id, approved_on, pau, mau,
                               has_moved, is_mixed)
     SELECT f.tenant_key, f.workload_id, f.organisation_id, f.location_id, f.filed_claim_id, f.approved_on, 0, 0, FALSE, FALSE
     FROM ",
    held!(),
    " WHERE NOT EXISTS (SELECT 1 FROM derived_last AS d
                        WHERE d.tenant_key = f.tenant_key AND d.workload_id = f.workload_id)"
);

/// Where it did change: since which month the holder of the newest one holds it without a break.
const FIND_SINCE: &str = "
UPDATE derived_last SET month_since = s.month_since
FROM (
    SELECT d.tenant_key, d.workload_id, MIN(f.month) AS month_since
    FROM derived_last AS d CROSS JOIN figure AS f
    WHERE d.has_moved AND f.tenant_key = d.tenant_key AND f.workload_id = d.workload_id
      AND f.month > COALESCE((
          SELECT MAX(o.month) FROM figure AS o LEFT JOIN location AS l ON l.location_id = o.location_id
          WHERE o.tenant_key = d.tenant_key AND o.workload_id = d.workload_id
            AND COALESCE(l.organisation_id, 0) <> COALESCE(d.organisation_id, 0)), 0)
    GROUP BY d.tenant_key, d.workload_id
) AS s
WHERE derived_last.tenant_key = s.tenant_key AND derived_last.workload_id = s.workload_id";

/// The claims that end.
macro_rules! ended {
    () => {
        "FROM claim
         WHERE tenant_key IN (SELECT lt.tenant_key FROM touched AS lt)
           AND NOT EXISTS (SELECT 1 FROM derived_last AS d
                           WHERE d.tenant_key = claim.tenant_key AND d.workload_id = claim.workload_id
                             AND d.organisation_id = claim.organisation_id)"
    };
}

const END: &str = concat!("DELETE ", ended!());

/// Tenants of which a claim ends, or is not held at a location any more: whoever writes to one holds it, so that nothing is
/// written after what allowed it has ended. On SQLite there is one writer.
macro_rules! hold {
    ($tenants:expr) => {
        concat!(
            "SELECT tenant_key FROM tenant WHERE tenant_key IN (SELECT tenant_key ",
            $tenants,
            ") ORDER BY tenant_key FOR NO KEY UPDATE"
        )
    };
}

const HOLD_ENDED: &str = hold!(ended!());

const HOLD_MOVED: &str = hold!(left!());

const BEGIN: &str = "
INSERT INTO claim (tenant_key, workload_id, organisation_id, approved_on, filed_claim_id)
SELECT tenant_key, workload_id, organisation_id,
       COALESCE(approved_on,
                SUBSTR(CAST(month_since AS TEXT), 1, 4) || '-' || SUBSTR(CAST(month_since AS TEXT), 5, 2) || '-01'),
       filed_claim_id
FROM derived_last WHERE organisation_id IS NOT NULL
ON CONFLICT (tenant_key, workload_id)
DO UPDATE SET approved_on = excluded.approved_on, filed_claim_id = excluded.filed_claim_id
WHERE claim.approved_on <> excluded.approved_on OR claim.filed_claim_id IS DISTINCT FROM excluded.filed_claim_id";

const MAKE_LOCATIONS: [&str; 2] = derived_table!(
    "
CREATE TEMP TABLE derived_location (
    tenant_key  BIGINT NOT NULL,
    workload_id BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_key, workload_id, location_id)
)"
);

const FIND_LOCATIONS: [&str; 3] = [
    "INSERT INTO derived_location (tenant_key, workload_id, location_id)
     SELECT tenant_key, workload_id, location_id FROM derived_last WHERE organisation_id IS NOT NULL",
    "INSERT INTO derived_location (tenant_key, workload_id, location_id)
     SELECT d.tenant_key, d.workload_id, h.location_id
     FROM derived_last AS d CROSS JOIN usage_holding AS h CROSS JOIN location AS l
     WHERE d.organisation_id IS NOT NULL AND l.location_id = h.location_id AND l.organisation_id = d.organisation_id
       AND h.tenant_key = d.tenant_key AND h.workload_id = d.workload_id AND h.month = d.month AND h.source = d.source
     ON CONFLICT DO NOTHING",
    // Where the same partner was approved here, both count.
    "INSERT INTO derived_location (tenant_key, workload_id, location_id)
     SELECT d.tenant_key, d.workload_id, d.reported_at
     FROM derived_last AS d JOIN location AS l ON l.location_id = d.reported_at AND l.organisation_id = d.organisation_id
     WHERE d.filed_claim_id IS NOT NULL
     ON CONFLICT DO NOTHING",
];

const DROP_LOCATIONS: &str = concat!("DELETE ", left!());

/// Looking first whether one is there reads, on PostgreSQL, through all that were just added.
const ADD_LOCATIONS: &str = "
INSERT INTO claim_location (tenant_key, workload_id, location_id)
SELECT tenant_key, workload_id, location_id FROM derived_location WHERE TRUE
ON CONFLICT DO NOTHING";

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
    WHERE d.filed_claim_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM claim_number AS n WHERE n.organisation_id = d.organisation_id
                        AND n.tenant_key = d.tenant_key AND n.workload_id = d.workload_id)
) AS numbered";

impl Tx {
    /// Brings the claims of the touched tenants in line with their figures and with what was decided; leaves the last
    /// figures for the portfolio.
    pub(crate) async fn derive_claims(&mut self) -> Result<(), StoreError> {
        self.make(MAKE_LAST).await?;
        self.run(FIND_LAST).await?;
        self.analyze("ANALYZE derived_last").await?;
        if self.count("SELECT COUNT(*) FROM derived_last WHERE has_moved").await? > 0 {
            self.run(FIND_SINCE).await?;
        }
        self.run(TAKE_FILED).await?;
        self.run(ADD_FILED).await?;
        self.hold(HOLD_ENDED).await?;
        self.run(END).await?;
        self.run(BEGIN).await?;
        self.make(MAKE_LOCATIONS).await?;
        for text in FIND_LOCATIONS {
            self.run(text).await?;
        }
        self.analyze("ANALYZE derived_location").await?;
        self.hold(HOLD_MOVED).await?;
        self.run(DROP_LOCATIONS).await?;
        self.run(ADD_LOCATIONS).await?;
        self.run("DROP TABLE derived_location").await?;
        self.run(NUMBER).await?;
        Ok(())
    }

    async fn hold(&mut self, text: &'static str) -> Result<(), StoreError> {
        if self.engine() == Engine::Postgres {
            self.run(text).await?;
        }
        Ok(())
    }

    /// Drops what was kept for the portfolio.
    pub(crate) async fn forget_last(&mut self) -> Result<(), StoreError> {
        self.run("DROP TABLE derived_last").await?;
        Ok(())
    }
}
