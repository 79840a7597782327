-- Tenants that several partners see: what a partner manager of several partners sees of the others is read as it is, of
-- these it is put together (S2.3).
--
-- The twin of ../sqlite/0029_shared.sql.

-- Whether several partners see the tenant. The programme office, which sees all of them, is no partner.
ALTER TABLE portfolio ADD COLUMN is_shared BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE portfolio SET is_shared = TRUE
WHERE tenant_key IN (
    SELECT p.tenant_key FROM portfolio AS p JOIN organisation AS o ON o.organisation_id = p.organisation_id
    WHERE p.location_id = 0 AND o.kind <> 'programme' GROUP BY p.tenant_key HAVING COUNT(*) > 1);

CREATE INDEX portfolio_shared ON portfolio (organisation_id, location_id, tenant_key, workloads_claimed)
    WHERE is_shared AND location_id = 0;

-- The totals have a further reach: 'alone' for the tenants that are not shared.
INSERT INTO portfolio_total (organisation_id, reach, tenants, pau, mau)
SELECT organisation_id, 'alone', COUNT(*), CAST(SUM(pau) AS BIGINT), CAST(SUM(mau) AS BIGINT)
FROM portfolio WHERE location_id = 0 AND NOT is_shared GROUP BY organisation_id;

INSERT INTO portfolio_potential (organisation_id, reach, currency, workloads, potential_minor)
SELECT p.organisation_id, 'alone', w.currency, COUNT(*), CAST(SUM(w.potential_minor) AS BIGINT)
FROM portfolio AS p
JOIN portfolio_workload AS w ON w.organisation_id = p.organisation_id AND w.tenant_key = p.tenant_key
WHERE p.location_id = 0 AND NOT p.is_shared AND w.potential_minor IS NOT NULL
GROUP BY p.organisation_id, w.currency;
