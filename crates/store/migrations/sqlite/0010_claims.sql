-- Claims that are filed here, their proofs and their history (S4).
--
-- The twin of ../postgres/0010_claims.sql. `claim` stays the one place that says who holds a workload, whether a report or a
-- decision made it so; what is filed is beside it, and people know it by its number.

CREATE TABLE filed_claim (
    filed_claim_id  INTEGER PRIMARY KEY,
    number          TEXT NOT NULL UNIQUE,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    -- Counts the partner's own, so that a number tells nothing of others.
    sequence        INTEGER NOT NULL,
    location_id     INTEGER NOT NULL REFERENCES location,
    -- As filed. Whether there is such a tenant is for the programme office to find (docs/adr/0019).
    tenant_id       BLOB NOT NULL,
    domain          TEXT NOT NULL,
    activity        TEXT NOT NULL,
    name            TEXT NOT NULL,
    customer_name   TEXT NOT NULL,
    customer_title  TEXT,
    customer_email  TEXT NOT NULL,
    own_name        TEXT NOT NULL,
    own_email       TEXT NOT NULL,
    comment         TEXT,
    -- Name, domain, tenant ID and number in small letters, for the search.
    search_key      TEXT NOT NULL,
    person_id       INTEGER,
    created_at      INTEGER NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'under_review', 'action_required',
                    'approved', 'rejected', 'disputed', 'disassociated')),
    -- Since when, and what there is of the claim in that state.
    moved_at        INTEGER NOT NULL,
    due_on          TEXT,
    reason          TEXT,
    disputed_by     TEXT CHECK (disputed_by IN ('partner', 'customer')),
    approved_on     TEXT,
    -- Counted from 1, with every change of what is filed and every move.
    version         INTEGER NOT NULL,
    UNIQUE (organisation_id, sequence),
    CHECK ((state = 'approved') = (approved_on IS NOT NULL)),
    CHECK (state NOT IN ('submitted', 'under_review', 'action_required', 'approved', 'disputed') OR due_on IS NOT NULL),
    CHECK ((state = 'disputed') = (disputed_by IS NOT NULL)),
    CHECK ((state IN ('action_required', 'rejected', 'disputed', 'disassociated')) = (reason IS NOT NULL))
) STRICT;
CREATE INDEX filed_claim_by_organisation ON filed_claim (organisation_id, moved_at, number);
CREATE INDEX filed_claim_by_state ON filed_claim (state, due_on, filed_claim_id);
CREATE INDEX filed_claim_by_moment ON filed_claim (moved_at, number);
CREATE INDEX filed_claim_by_tenant ON filed_claim (tenant_id);

CREATE TABLE filed_claim_workload (
    filed_claim_id INTEGER NOT NULL REFERENCES filed_claim ON DELETE CASCADE,
    workload_id    INTEGER NOT NULL REFERENCES workload,
    -- What the last decision made of it: held, or left to whom it belongs.
    outcome        TEXT CHECK (outcome IN ('held', 'left')),
    -- Of which tenant it is held.
    tenant_key     INTEGER REFERENCES tenant,
    PRIMARY KEY (filed_claim_id, workload_id),
    CHECK ((tenant_key IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'held'))
) STRICT, WITHOUT ROWID;
CREATE INDEX filed_claim_workload_by_workload ON filed_claim_workload (workload_id);
-- At most one a tenant and workload (S4.1).
CREATE UNIQUE INDEX filed_claim_workload_held ON filed_claim_workload (tenant_key, workload_id) WHERE tenant_key IS NOT NULL;

-- Every change of state, and why (S4.3). Never changed.
CREATE TABLE claim_move (
    claim_move_id  INTEGER PRIMARY KEY,
    filed_claim_id INTEGER NOT NULL REFERENCES filed_claim ON DELETE CASCADE,
    move           TEXT NOT NULL,
    state          TEXT NOT NULL,
    moved_at       INTEGER NOT NULL,
    party          TEXT NOT NULL CHECK (party IN ('partner', 'office', 'clock')),
    person_id      INTEGER,
    reason         TEXT,
    due_on         TEXT
) STRICT;
CREATE INDEX claim_move_of_claim ON claim_move (filed_claim_id, claim_move_id);

-- Files are kept by the hash of their content; here stands what they are (S4.2).
CREATE TABLE claim_proof (
    claim_proof_id INTEGER PRIMARY KEY,
    handle         TEXT NOT NULL UNIQUE,
    filed_claim_id INTEGER NOT NULL REFERENCES filed_claim ON DELETE CASCADE,
    file_name      TEXT NOT NULL,
    media_type     TEXT NOT NULL,
    file_bytes     INTEGER NOT NULL CHECK (file_bytes > 0),
    content_hash   BLOB NOT NULL,
    person_id      INTEGER,
    added_at       INTEGER NOT NULL,
    UNIQUE (filed_claim_id, content_hash)
) STRICT;
CREATE INDEX claim_proof_by_content ON claim_proof (content_hash);

-- Who holds a workload by a decision; nothing where a report says so.
ALTER TABLE claim ADD COLUMN filed_claim_id INTEGER REFERENCES filed_claim;
CREATE INDEX claim_by_filed_claim ON claim (filed_claim_id) WHERE filed_claim_id IS NOT NULL;

-- How many claims it has filed: a number is given once, also where a draft is removed.
ALTER TABLE organisation ADD COLUMN claims_filed INTEGER NOT NULL DEFAULT 0;

-- Whether claims can be filed for it.
ALTER TABLE location ADD COLUMN is_enrolled INTEGER NOT NULL DEFAULT 1;

CREATE TRIGGER claim_move_is_not_changed BEFORE UPDATE ON claim_move
BEGIN SELECT RAISE(ABORT, 'a move of a claim is never changed'); END;
