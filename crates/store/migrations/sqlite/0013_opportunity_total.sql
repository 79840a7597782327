-- What opportunities come to (S5.4), by all that the list can be narrowed to.
--
-- The twin of ../postgres/0013_opportunity_total.sql.

CREATE TABLE opportunity_total (
    organisation_id INTEGER NOT NULL,
    -- As in portfolio_total.
    reach           TEXT NOT NULL,
    country         TEXT NOT NULL,
    segment         TEXT NOT NULL,
    workload_id     INTEGER NOT NULL REFERENCES workload,
    is_claimed      INTEGER NOT NULL,
    -- Empty where no offer applies.
    currency        TEXT NOT NULL,
    opportunities   INTEGER NOT NULL,
    units           INTEGER NOT NULL,
    potential_minor INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, reach, country, segment, workload_id, is_claimed, currency)
) STRICT, WITHOUT ROWID;

-- By room to grow, in a form that says nothing of `opportunity_units > 0`: SQLite took an index for that condition, whatever
-- the order was, and then sorted all rows. The column itself comes after, as it does in every order: with one part of five in
-- order SQLite thought sorting cheaper.
DROP INDEX portfolio_workload_by_units;
CREATE INDEX portfolio_workload_by_units ON portfolio_workload (organisation_id, (0 + opportunity_units), opportunity_units)
    WHERE opportunity_units > 0;

-- Those of one workload, by what is to be gained; portfolio_workload_by_potential is for all of them.
CREATE INDEX portfolio_workload_by_workload_and_potential
    ON portfolio_workload (organisation_id, workload_id,
        (CASE WHEN potential_minor IS NULL THEN '' ELSE currency || SUBSTR('0000000000000000000'
         || CAST(potential_minor AS TEXT), LENGTH(CAST(potential_minor AS TEXT)) + 1) END), opportunity_units)
    WHERE opportunity_units > 0;

INSERT INTO opportunity_total (organisation_id, reach, country, segment, workload_id, is_claimed, currency, opportunities,
                               units, potential_minor)
WITH reached AS (
    SELECT p.organisation_id, p.tenant_key, MAX(p.country) AS country, MAX(p.segment) AS segment,
           ',' || STRING_AGG(CASE WHEN p.location_id <> 0 THEN CAST(p.location_id AS TEXT) END, ',' ORDER BY p.location_id)
           || ',' AS reach
    FROM portfolio AS p GROUP BY p.organisation_id, p.tenant_key
), summed AS (
    SELECT t.organisation_id, t.reach, t.country, t.segment, w.workload_id, w.holder_id IS NOT NULL AS is_claimed,
           CASE WHEN w.potential_minor IS NULL THEN '' ELSE w.currency END AS currency,
           COUNT(*) AS opportunities, SUM(w.opportunity_units) AS units, SUM(COALESCE(w.potential_minor, 0)) AS minor
    FROM reached AS t
    JOIN portfolio_workload AS w ON w.organisation_id = t.organisation_id AND w.tenant_key = t.tenant_key
    WHERE w.opportunity_units > 0 AND w.is_current
    GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT organisation_id, '', country, segment, workload_id, is_claimed, currency, CAST(SUM(opportunities) AS BIGINT),
       CAST(SUM(units) AS BIGINT), CAST(SUM(minor) AS BIGINT)
FROM summed GROUP BY organisation_id, country, segment, workload_id, is_claimed, currency
UNION ALL
SELECT organisation_id, reach, country, segment, workload_id, is_claimed, currency, CAST(opportunities AS BIGINT),
       CAST(units AS BIGINT), CAST(minor AS BIGINT)
FROM summed WHERE reach IS NOT NULL;
