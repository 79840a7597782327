-- Organisations, people, tenants, usage, claims, loads and the portfolio (S1 to S3, S13).
--
-- The twin of ../postgres/0001_foundation.sql: same tables, same columns, same order; a test compares
-- them. Moments (_at) are milliseconds since 1970 in UTC, days (_on) are text `2026-08-01`, months are
-- numbers `202608`, GUIDs are 16 bytes, percentages are millionths computed from two integers.

CREATE TABLE organisation (
    organisation_id INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('programme', 'partner')),
    partner_id      TEXT UNIQUE,
    name            TEXT NOT NULL,
    -- The digits that the numbers of its feed claims begin with.
    number_prefix   TEXT NOT NULL DEFAULT '',
    load_id         INTEGER,
    CHECK ((kind = 'partner') = (partner_id IS NOT NULL))
) STRICT;

-- There is one programme office (S1.1).
CREATE UNIQUE INDEX organisation_one_programme ON organisation (kind) WHERE kind = 'programme';

INSERT INTO organisation (kind, name) VALUES ('programme', 'Programme office');

CREATE TABLE location (
    location_id     INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    mpn_id          TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    city            TEXT NOT NULL,
    country         TEXT NOT NULL,
    -- The partner's own row of the profile: files may name it in place of a location.
    is_global       INTEGER NOT NULL DEFAULT 0,
    load_id         INTEGER
) STRICT;
CREATE INDEX location_by_organisation ON location (organisation_id);

CREATE TABLE directory (
    directory_id    BLOB PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    files_claims    INTEGER NOT NULL,
    is_enrolled     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    person_id       INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    directory_id    BLOB REFERENCES directory,
    email           TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    password_hash   TEXT,
    language        TEXT,
    theme           TEXT NOT NULL DEFAULT 'system',
    created_at      INTEGER NOT NULL,
    deactivated_at  INTEGER
) STRICT;

CREATE TABLE role_assignment (
    role_assignment_id INTEGER PRIMARY KEY,
    person_id          INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    role               TEXT NOT NULL,
    location_id        INTEGER REFERENCES location,
    partner_id         INTEGER REFERENCES organisation,
    CHECK (location_id IS NULL OR partner_id IS NULL)
) STRICT;
CREATE UNIQUE INDEX role_assignment_once
    ON role_assignment (person_id, role, COALESCE(location_id, 0), COALESCE(partner_id, 0));

CREATE TABLE session (
    session_id  INTEGER PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    handle      TEXT NOT NULL UNIQUE,
    person_id   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    user_agent  TEXT NOT NULL,
    address     TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE token (
    token_id    INTEGER PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    handle      TEXT NOT NULL UNIQUE,
    person_id   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    name        TEXT NOT NULL,
    scope       TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;
CREATE INDEX token_by_person ON token (person_id);

-- Failed attempts to sign in, for the rate limit; accounts and addresses only as hashes.
CREATE TABLE sign_in_failure (
    sign_in_failure_id INTEGER PRIMARY KEY,
    account_hash       BLOB NOT NULL,
    address_hash       BLOB NOT NULL,
    failed_at          INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_failure_by_account ON sign_in_failure (account_hash, failed_at);
CREATE INDEX sign_in_failure_by_address ON sign_in_failure (address_hash, failed_at);
CREATE INDEX sign_in_failure_by_moment ON sign_in_failure (failed_at);

-- Saved views of the tenant list (S2.4). `view` is a word of SQL.
CREATE TABLE saved_view (
    saved_view_id INTEGER PRIMARY KEY,
    handle        TEXT NOT NULL UNIQUE,
    person_id     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    name          TEXT NOT NULL,
    query         TEXT NOT NULL,
    UNIQUE (person_id, name)
) STRICT;

-- Every change, and every look at what the audit wants to know (S16.1). Append-only.
CREATE TABLE audit (
    audit_id        INTEGER PRIMARY KEY,
    happened_at     INTEGER NOT NULL,
    person_id       INTEGER,
    organisation_id INTEGER,
    door            TEXT NOT NULL,
    action          TEXT NOT NULL,
    subject         TEXT NOT NULL,
    detail          TEXT NOT NULL,
    address         TEXT NOT NULL,
    request_id      TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_organisation ON audit (organisation_id, audit_id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

-- The catalogue of workloads. `spelling` is the code in small letters and digits.
CREATE TABLE workload (
    workload_id INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    spelling    TEXT NOT NULL UNIQUE,
    name_en     TEXT NOT NULL,
    name_nl     TEXT NOT NULL,
    position    INTEGER NOT NULL,
    load_id     INTEGER
) STRICT;

CREATE TABLE load (
    load_id         INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL,
    file_name       TEXT NOT NULL,
    file_bytes      INTEGER NOT NULL,
    state           TEXT NOT NULL,
    person_id       INTEGER,
    staged_at       INTEGER NOT NULL,
    applied_at      INTEGER,
    undone_at       INTEGER,
    -- The newest change of any load when it was planned: a later one makes the plan out of date.
    planned_after   INTEGER NOT NULL DEFAULT 0,
    counts          TEXT NOT NULL DEFAULT '{}',
    -- How many figures and facts wait in its room.
    staged_rows     INTEGER NOT NULL DEFAULT 0,
    month_first     INTEGER,
    month_last      INTEGER,
    ignored_columns TEXT NOT NULL DEFAULT '[]',
    failure         TEXT
) STRICT;
CREATE INDEX load_by_kind ON load (kind, load_id);

-- Counts the changes that loads made: applied or undone.
CREATE TABLE load_change (
    load_change_id INTEGER PRIMARY KEY,
    load_id        INTEGER NOT NULL,
    happened_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE refused_row (
    load_id     INTEGER NOT NULL REFERENCES load ON DELETE CASCADE,
    line        INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    value       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    other_line  INTEGER,
    PRIMARY KEY (load_id, line)
) STRICT, WITHOUT ROWID;

-- Which partner a load brought something for: how fresh data is, as far as it concerns that partner.
CREATE TABLE load_partner (
    load_id         INTEGER NOT NULL REFERENCES load ON DELETE CASCADE,
    organisation_id INTEGER NOT NULL,
    month_last      INTEGER,
    PRIMARY KEY (load_id, organisation_id)
) STRICT, WITHOUT ROWID;

-- The waiting room: rows of files that are read and not applied yet. Figures wait in a room of their own: room.rs.
CREATE TABLE staged_location (
    load_id     INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    mpn_id      TEXT NOT NULL,
    name        TEXT NOT NULL,
    pga_mpn_id  TEXT NOT NULL,
    pga_name    TEXT NOT NULL,
    city        TEXT NOT NULL,
    country     TEXT NOT NULL,
    is_global   INTEGER NOT NULL
) STRICT;
CREATE INDEX staged_location_by_load ON staged_location (load_id);

-- Workloads that a load adds, under the numbers below zero by which its figures name them until then.
CREATE TABLE staged_workload (
    load_id     INTEGER NOT NULL,
    workload_id INTEGER NOT NULL,
    spelling    TEXT NOT NULL,
    code        TEXT NOT NULL,
    PRIMARY KEY (load_id, spelling)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation_before (
    undo_load_id    INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    name            TEXT NOT NULL,
    load_id         INTEGER,
    PRIMARY KEY (undo_load_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE location_before (
    undo_load_id    INTEGER NOT NULL,
    location_id     INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    name            TEXT NOT NULL,
    city            TEXT NOT NULL,
    country         TEXT NOT NULL,
    is_global       INTEGER NOT NULL,
    load_id         INTEGER,
    PRIMARY KEY (undo_load_id, location_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant (
    tenant_key INTEGER PRIMARY KEY,
    tenant_id  BLOB NOT NULL UNIQUE,
    -- The GUID as people type it, for the search.
    id_text    TEXT NOT NULL,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL,
    domain     TEXT NOT NULL,
    country    TEXT NOT NULL,
    segment    TEXT NOT NULL,
    tpid       TEXT NOT NULL
) STRICT;

-- What each kind of file says of a tenant; `tenant` has what follows from all of them. `source` is the
-- order in which they win over a month: customers and tenants (1), licence usage (2), mobility usage (3).
CREATE TABLE tenant_fact (
    tenant_key INTEGER NOT NULL REFERENCES tenant,
    source     INTEGER NOT NULL,
    month      INTEGER NOT NULL,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL,
    domain     TEXT NOT NULL,
    country    TEXT NOT NULL,
    segment    TEXT NOT NULL,
    tpid       TEXT NOT NULL,
    load_id    INTEGER NOT NULL,
    PRIMARY KEY (tenant_key, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant_fact_before (
    undo_load_id INTEGER NOT NULL,
    tenant_key   INTEGER NOT NULL,
    source       INTEGER NOT NULL,
    month        INTEGER NOT NULL,
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    domain       TEXT NOT NULL,
    country      TEXT NOT NULL,
    segment      TEXT NOT NULL,
    tpid         TEXT NOT NULL,
    load_id      INTEGER NOT NULL,
    PRIMARY KEY (undo_load_id, tenant_key, source)
) STRICT, WITHOUT ROWID;

-- What the files report: one figure a tenant, workload, month and source (mobility usage 1, licence
-- usage 2: the lower wins), and the location that held the claim in that month.
CREATE TABLE usage (
    tenant_key  INTEGER NOT NULL REFERENCES tenant,
    workload_id INTEGER NOT NULL REFERENCES workload,
    month       INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    pau         INTEGER NOT NULL CHECK (pau >= 0),
    mau         INTEGER NOT NULL CHECK (mau >= 0),
    location_id INTEGER REFERENCES location,
    load_id     INTEGER NOT NULL,
    PRIMARY KEY (tenant_key, workload_id, month, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_before (
    undo_load_id INTEGER NOT NULL,
    tenant_key   INTEGER NOT NULL,
    workload_id  INTEGER NOT NULL,
    month        INTEGER NOT NULL,
    source       INTEGER NOT NULL,
    pau          INTEGER NOT NULL,
    mau          INTEGER NOT NULL,
    location_id  INTEGER,
    load_id      INTEGER NOT NULL,
    PRIMARY KEY (undo_load_id, tenant_key, workload_id, month, source)
) STRICT, WITHOUT ROWID;

-- Further locations of the same partner at which the claim was held in that month.
CREATE TABLE usage_holding (
    tenant_key  INTEGER NOT NULL,
    workload_id INTEGER NOT NULL,
    month       INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    location_id INTEGER NOT NULL REFERENCES location,
    PRIMARY KEY (tenant_key, workload_id, month, source, location_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_holding_before (
    undo_load_id INTEGER NOT NULL,
    tenant_key   INTEGER NOT NULL,
    workload_id  INTEGER NOT NULL,
    month        INTEGER NOT NULL,
    source       INTEGER NOT NULL,
    location_id  INTEGER NOT NULL,
    PRIMARY KEY (undo_load_id, tenant_key, workload_id, month, source, location_id)
) STRICT, WITHOUT ROWID;

-- The tenants that a load touched: what has to be computed anew when it is applied or undone.
CREATE TABLE load_tenant (
    load_id    INTEGER NOT NULL REFERENCES load ON DELETE CASCADE,
    tenant_key INTEGER NOT NULL,
    PRIMARY KEY (load_id, tenant_key)
) STRICT, WITHOUT ROWID;

-- A figure as it counts: of two sources that report the same, the first.
CREATE VIEW figure AS
SELECT tenant_key, workload_id, month, source, pau, mau, location_id, load_id
FROM usage AS u
WHERE source = 1
   OR NOT EXISTS (SELECT 1 FROM usage AS b
                  WHERE b.tenant_key = u.tenant_key AND b.workload_id = u.workload_id
                    AND b.month = u.month AND b.source < u.source);

-- Approved claims. At most one a tenant and workload (S4.1): the index guarantees it.
CREATE TABLE claim (
    claim_id        INTEGER PRIMARY KEY,
    tenant_key      INTEGER NOT NULL REFERENCES tenant,
    workload_id     INTEGER NOT NULL REFERENCES workload,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    approved_on     TEXT NOT NULL,
    UNIQUE (tenant_key, workload_id)
) STRICT;
CREATE INDEX claim_by_organisation ON claim (organisation_id, tenant_key);

CREATE TABLE claim_location (
    tenant_key  INTEGER NOT NULL,
    workload_id INTEGER NOT NULL,
    location_id INTEGER NOT NULL REFERENCES location,
    PRIMARY KEY (tenant_key, workload_id, location_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_location_by_location ON claim_location (location_id, tenant_key);

-- The numbers of claims that feeds bring. They outlive the claim, so that it keeps its number when it
-- comes back; each partner counts its own, so that a number tells nothing of others (S2.1).
CREATE TABLE claim_number (
    organisation_id INTEGER NOT NULL,
    tenant_key      INTEGER NOT NULL,
    workload_id     INTEGER NOT NULL,
    sequence        INTEGER NOT NULL,
    number          TEXT NOT NULL,
    PRIMARY KEY (organisation_id, tenant_key, workload_id)
) STRICT, WITHOUT ROWID;

-- What the tenant list shows, per organisation and tenant (location_id 0), and again per location of the
-- partner through which the tenant is reached; kept in the transaction of its causes.
CREATE TABLE portfolio (
    organisation_id   INTEGER NOT NULL,
    location_id       INTEGER NOT NULL,
    tenant_key        INTEGER NOT NULL,
    tenant_id         BLOB NOT NULL,
    name              TEXT NOT NULL,
    name_key          TEXT NOT NULL,
    domain            TEXT NOT NULL,
    country           TEXT NOT NULL,
    segment           TEXT NOT NULL,
    workloads_claimed INTEGER NOT NULL,
    month             INTEGER,
    pau               INTEGER NOT NULL,
    mau               INTEGER NOT NULL,
    usage_ppm         INTEGER,
    change_ppm        INTEGER,
    PRIMARY KEY (organisation_id, location_id, tenant_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX portfolio_by_tenant ON portfolio (tenant_key);
CREATE INDEX portfolio_by_name ON portfolio (organisation_id, location_id, name_key, tenant_id);
-- Highest first with the rows that have no figure at the end; lowest first reads them in two parts.
CREATE INDEX portfolio_by_pau
    ON portfolio (organisation_id, location_id, (CASE WHEN month IS NULL THEN -1 ELSE pau END), name_key, tenant_id);
CREATE INDEX portfolio_by_mau
    ON portfolio (organisation_id, location_id, (CASE WHEN month IS NULL THEN -1 ELSE mau END), name_key, tenant_id);
CREATE INDEX portfolio_by_usage
    ON portfolio (organisation_id, location_id, (COALESCE(usage_ppm, -1)), name_key, tenant_id);

-- The totals of the portfolio, so that no page adds up every row of it: per organisation, and of a partner's
-- tenants per set of locations through which they are reached: ',3,17,' has the totals of those that are
-- reached through locations 3 and 17 and no others, '' those of all tenants.
CREATE TABLE portfolio_total (
    organisation_id INTEGER NOT NULL,
    reach           TEXT NOT NULL,
    tenants         INTEGER NOT NULL,
    pau             INTEGER NOT NULL,
    mau             INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, reach)
) STRICT, WITHOUT ROWID;

-- What the portfolio can be filtered by, and how many tenants have it: countries, segments, and workloads by code.
CREATE TABLE portfolio_choice (
    organisation_id INTEGER NOT NULL,
    location_id     INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('country', 'segment', 'workload')),
    value           TEXT NOT NULL,
    tenants         INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, location_id, kind, value)
) STRICT, WITHOUT ROWID;

-- The rows of the usage details, per organisation: own and unclaimed workloads, never those of others.
CREATE TABLE portfolio_workload (
    organisation_id INTEGER NOT NULL,
    tenant_key      INTEGER NOT NULL,
    workload_id     INTEGER NOT NULL,
    -- The partner that holds it; nothing where nobody does.
    holder_id       INTEGER,
    -- The last figure there is, its source and month; nothing where no file has one.
    source          INTEGER,
    month           INTEGER,
    pau             INTEGER NOT NULL,
    mau             INTEGER NOT NULL,
    -- Whether that is the newest month of the tenant's figures from that source: only then it counts.
    is_current      INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, tenant_key, workload_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX portfolio_workload_by_tenant ON portfolio_workload (tenant_key);
CREATE INDEX portfolio_workload_by_workload ON portfolio_workload (organisation_id, workload_id, tenant_key);
