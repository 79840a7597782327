//! Claims as the figures say them: who held the workload in its newest month (S4.1, S4.6).

use domain::id::LoadId;

use crate::{StoreError, Tx};

/// The holder in the newest month, and since which month without a break.
const MAKE: &str = "
INSERT INTO staged_claim (load_id, tenant_key, workload_id, organisation_id, month, source, month_since)
WITH held AS (
    SELECT f.tenant_key, f.workload_id, f.month, f.source, l.organisation_id
    FROM load_tenant AS lt
    JOIN figure AS f ON f.tenant_key = lt.tenant_key
    LEFT JOIN location AS l ON l.location_id = f.location_id
    WHERE lt.load_id = $1
), newest AS (
    SELECT tenant_key, workload_id, MAX(month) AS month FROM held GROUP BY tenant_key, workload_id
), holder AS (
    SELECT h.tenant_key, h.workload_id, h.month, h.source, h.organisation_id
    FROM newest AS n
    JOIN held AS h ON h.tenant_key = n.tenant_key AND h.workload_id = n.workload_id AND h.month = n.month
    WHERE h.organisation_id IS NOT NULL
), broken AS (
    SELECT h.tenant_key, h.workload_id, MAX(b.month) AS month
    FROM holder AS h
    JOIN held AS b ON b.tenant_key = h.tenant_key AND b.workload_id = h.workload_id
                  AND COALESCE(b.organisation_id, 0) <> h.organisation_id
    GROUP BY h.tenant_key, h.workload_id
), since AS (
    SELECT h.tenant_key, h.workload_id, MIN(a.month) AS month
    FROM holder AS h
    JOIN held AS a ON a.tenant_key = h.tenant_key AND a.workload_id = h.workload_id
    LEFT JOIN broken AS b ON b.tenant_key = h.tenant_key AND b.workload_id = h.workload_id
    WHERE a.month > COALESCE(b.month, 0)
    GROUP BY h.tenant_key, h.workload_id
)
SELECT $1, h.tenant_key, h.workload_id, h.organisation_id, h.month, h.source, s.month
FROM holder AS h JOIN since AS s ON s.tenant_key = h.tenant_key AND s.workload_id = h.workload_id";

const END: &str = "
DELETE FROM claim
WHERE tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)
  AND NOT EXISTS (SELECT 1 FROM staged_claim AS s
                  WHERE s.load_id = $1 AND s.tenant_key = claim.tenant_key AND s.workload_id = claim.workload_id
                    AND s.organisation_id = claim.organisation_id)";

const BEGIN: &str = "
INSERT INTO claim (tenant_key, workload_id, organisation_id, approved_on)
SELECT tenant_key, workload_id, organisation_id,
       SUBSTR(CAST(month_since AS TEXT), 1, 4) || '-' || SUBSTR(CAST(month_since AS TEXT), 5, 2) || '-01'
FROM staged_claim WHERE load_id = $1
ON CONFLICT (tenant_key, workload_id) DO UPDATE SET approved_on = excluded.approved_on
WHERE claim.approved_on <> excluded.approved_on";

const DROP_LOCATIONS: &str = "
DELETE FROM claim_location
WHERE tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)";

const ADD_LOCATIONS: &str = "
INSERT INTO claim_location (tenant_key, workload_id, location_id)
SELECT s.tenant_key, s.workload_id, u.location_id
FROM staged_claim AS s
JOIN usage AS u ON u.tenant_key = s.tenant_key AND u.workload_id = s.workload_id AND u.month = s.month AND u.source = s.source
WHERE s.load_id = $1
UNION
SELECT s.tenant_key, s.workload_id, h.location_id
FROM staged_claim AS s
JOIN usage_holding AS h ON h.tenant_key = s.tenant_key AND h.workload_id = s.workload_id AND h.month = s.month
                       AND h.source = s.source
WHERE s.load_id = $1";

/// Seven digits a partner, counted by the partner's own claims alone.
const NUMBER: &str = "
INSERT INTO claim_number (organisation_id, tenant_key, workload_id, sequence, number)
SELECT organisation_id, tenant_key, workload_id, sequence,
       'F-' || number_prefix
       || SUBSTR('0000000' || CAST(sequence AS TEXT), LENGTH(CAST(sequence AS TEXT)) + 1)
FROM (
    SELECT s.organisation_id, s.tenant_key, s.workload_id, o.number_prefix,
           COALESCE((SELECT MAX(m.sequence) FROM claim_number AS m WHERE m.organisation_id = s.organisation_id), 0)
           + ROW_NUMBER() OVER (PARTITION BY s.organisation_id ORDER BY t.id_text, w.position, w.code) AS sequence
    FROM staged_claim AS s
    JOIN organisation AS o ON o.organisation_id = s.organisation_id
    JOIN tenant AS t ON t.tenant_key = s.tenant_key
    JOIN workload AS w ON w.workload_id = s.workload_id
    WHERE s.load_id = $1
      AND NOT EXISTS (SELECT 1 FROM claim_number AS n WHERE n.organisation_id = s.organisation_id
                        AND n.tenant_key = s.tenant_key AND n.workload_id = s.workload_id)
) AS numbered";

impl Tx {
    /// Brings the claims of the tenants that a load touched in line with their figures.
    pub(crate) async fn derive_claims(&mut self, load: LoadId) -> Result<(), StoreError> {
        for text in
            [MAKE, END, BEGIN, DROP_LOCATIONS, ADD_LOCATIONS, NUMBER, "DELETE FROM staged_claim WHERE load_id = $1"]
        {
            self.for_load(text, load).await?;
        }
        Ok(())
    }
}
