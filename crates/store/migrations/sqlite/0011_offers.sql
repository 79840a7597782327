-- Offers, and what they earn (S5.1 to S5.4).
--
-- The twin of ../postgres/0011_offers.sql. Amounts (_minor) are whole minor units of their currency; none is ever added to
-- one of another currency.

CREATE TABLE offer (
    offer_id        INTEGER PRIMARY KEY,
    handle          TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    workload_id     INTEGER NOT NULL REFERENCES workload,
    valid_from      TEXT NOT NULL,
    valid_to        TEXT NOT NULL,
    rate_minor      INTEGER NOT NULL,
    ceiling_minor   INTEGER NOT NULL,
    currency        TEXT NOT NULL,
    licence_minimum INTEGER NOT NULL,
    -- Whether it ships with the program or its demo, and is invented.
    is_example      INTEGER NOT NULL,
    version         INTEGER NOT NULL,
    CHECK (valid_from <= valid_to),
    CHECK (rate_minor > 0 AND ceiling_minor >= rate_minor AND ceiling_minor <= 1000000000000),
    CHECK (licence_minimum >= 0)
) STRICT;
CREATE INDEX offer_by_workload ON offer (workload_id, valid_from);

CREATE TABLE offer_segment (
    offer_id INTEGER NOT NULL REFERENCES offer ON DELETE CASCADE,
    segment  TEXT NOT NULL,
    PRIMARY KEY (offer_id, segment)
) STRICT, WITHOUT ROWID;

-- At which tenants all that an offer of the season pays has been earned.
CREATE TABLE offer_reached (
    offer_id   INTEGER NOT NULL REFERENCES offer ON DELETE CASCADE,
    tenant_key INTEGER NOT NULL REFERENCES tenant,
    PRIMARY KEY (offer_id, tenant_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_reached_by_tenant ON offer_reached (tenant_key);

-- The day up to which it is known which offers pay: the amounts that are kept are those of that day.
CREATE TABLE season (
    season_id  INTEGER PRIMARY KEY CHECK (season_id = 1),
    reached_on TEXT NOT NULL
) STRICT;
INSERT INTO season (season_id, reached_on) VALUES (1, '2000-01-01');

-- The family of licences to which a workload belongs, for the opportunities (S5.4).
ALTER TABLE workload ADD COLUMN sku_bucket TEXT NOT NULL DEFAULT 'other';

-- The highest MAU of any month before the last figure; max(0, PAU - that) where the figure is current; and what the offers
-- of the season earned and could earn there: nothing in `potential_minor` where none applies.
ALTER TABLE portfolio_workload ADD COLUMN high_water_mau    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE portfolio_workload ADD COLUMN opportunity_units INTEGER NOT NULL DEFAULT 0;
ALTER TABLE portfolio_workload ADD COLUMN earned_minor      INTEGER;
ALTER TABLE portfolio_workload ADD COLUMN potential_minor   INTEGER;
ALTER TABLE portfolio_workload ADD COLUMN currency          TEXT;

-- What the tenant's workloads could earn: the first currency by the alphabet, the others beside it ('JPY 5,USD 1234'), and
-- currency and amount as one text by which rows are sorted.
ALTER TABLE portfolio ADD COLUMN potential_minor    INTEGER;
ALTER TABLE portfolio ADD COLUMN potential_currency TEXT;
ALTER TABLE portfolio ADD COLUMN potential_others   TEXT NOT NULL DEFAULT '';
ALTER TABLE portfolio ADD COLUMN potential_key      TEXT NOT NULL DEFAULT '';
CREATE INDEX portfolio_by_potential ON portfolio (organisation_id, location_id, potential_key, name_key, tenant_id);

-- The sums of the portfolio's potential earnings, by reach as in portfolio_total, and by currency.
CREATE TABLE portfolio_potential (
    organisation_id INTEGER NOT NULL,
    reach           TEXT NOT NULL,
    currency        TEXT NOT NULL,
    workloads       INTEGER NOT NULL,
    potential_minor INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, reach, currency)
) STRICT, WITHOUT ROWID;

-- The opportunities, by what is to be gained.
CREATE INDEX portfolio_workload_by_units ON portfolio_workload (organisation_id, opportunity_units) WHERE opportunity_units > 0;
CREATE INDEX portfolio_workload_by_potential
    ON portfolio_workload (organisation_id,
        (CASE WHEN potential_minor IS NULL THEN '' ELSE currency || SUBSTR('0000000000000000000'
         || CAST(potential_minor AS TEXT), LENGTH(CAST(potential_minor AS TEXT)) + 1) END), opportunity_units)
    WHERE opportunity_units > 0;

-- What is known already of the figures that are there.
UPDATE portfolio_workload SET high_water_mau = d.mark, opportunity_units = d.units
FROM (
    SELECT p.organisation_id, p.tenant_key, p.workload_id, COALESCE(MAX(f.mau), 0) AS mark,
           CASE WHEN p.is_current AND p.pau > COALESCE(MAX(f.mau), 0) THEN p.pau - COALESCE(MAX(f.mau), 0) ELSE 0 END AS units
    FROM portfolio_workload AS p
    LEFT JOIN figure AS f ON f.tenant_key = p.tenant_key AND f.workload_id = p.workload_id AND f.month < p.month
    GROUP BY p.organisation_id, p.tenant_key, p.workload_id, p.is_current, p.pau
) AS d
WHERE portfolio_workload.organisation_id = d.organisation_id AND portfolio_workload.tenant_key = d.tenant_key
  AND portfolio_workload.workload_id = d.workload_id;

UPDATE workload SET sku_bucket = 'microsoft_365' WHERE code IN ('Exchange', 'Teams', 'SharePoint', 'OneDrive', 'OfficeProPlus', 'Yammer');
UPDATE workload SET sku_bucket = 'security' WHERE code IN ('AADP', 'Intune', 'Azip', 'Defender', 'Purview');
UPDATE workload SET sku_bucket = 'copilot' WHERE code IN ('Copilot');
