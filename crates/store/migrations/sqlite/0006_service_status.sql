-- Service status: the taxonomy, and the split of a workload's seats over it (S8).
--
-- The twin of ../postgres/0006_service_status.sql.

-- A version of the taxonomy, with its first and its last day; the newest has none yet.
CREATE TABLE taxonomy (
    taxonomy_id INTEGER PRIMARY KEY,
    valid_from  TEXT NOT NULL UNIQUE,
    valid_to    TEXT,
    -- Who made it; nothing for the one that ships.
    person_id   INTEGER,
    made_at     INTEGER NOT NULL,
    CHECK (valid_to >= valid_from)
) STRICT;
CREATE UNIQUE INDEX taxonomy_one_newest ON taxonomy ((valid_to IS NULL)) WHERE valid_to IS NULL;

-- What can be chosen in a version, in the order in which people see it.
CREATE TABLE taxonomy_node (
    taxonomy_id         INTEGER NOT NULL REFERENCES taxonomy,
    position            INTEGER NOT NULL,
    l1                  TEXT NOT NULL,
    l2                  TEXT,
    l3                  TEXT,
    label_en            TEXT NOT NULL,
    label_nl            TEXT NOT NULL,
    remark_required     INTEGER NOT NULL,
    target_date_allowed INTEGER NOT NULL,
    PRIMARY KEY (taxonomy_id, position),
    CHECK (l2 IS NOT NULL OR l3 IS NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX taxonomy_node_once ON taxonomy_node (taxonomy_id, l1, COALESCE(l2, ''), COALESCE(l3, ''));

-- The split of a workload of a tenant, of the partner that held the claim when it was made: as it stands. What it
-- consists of are the lines of its newest revision.
CREATE TABLE split (
    split_id        INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    tenant_key      INTEGER NOT NULL REFERENCES tenant,
    workload_id     INTEGER NOT NULL REFERENCES workload,
    revision        INTEGER NOT NULL,
    total           INTEGER NOT NULL CHECK (total >= 0),
    -- The seats of all lines less the total: 0 in balance.
    difference      INTEGER NOT NULL,
    UNIQUE (organisation_id, tenant_key, workload_id)
) STRICT;
CREATE INDEX split_by_workload ON split (tenant_key, workload_id);
CREATE INDEX split_out_of_balance ON split (organisation_id, tenant_key) WHERE difference <> 0;

-- Every split that ever stood: saved by a person, or adjusted by a load that changed the total.
CREATE TABLE split_revision (
    split_id    INTEGER NOT NULL REFERENCES split,
    revision    INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    difference  INTEGER NOT NULL,
    person_id   INTEGER,
    load_id     INTEGER,
    -- Whether the load was applied, or taken back.
    is_undoing  INTEGER NOT NULL,
    -- The version by which its lines were chosen.
    taxonomy_id INTEGER NOT NULL REFERENCES taxonomy,
    made_at     INTEGER NOT NULL,
    PRIMARY KEY (split_id, revision),
    CHECK (person_id IS NULL OR load_id IS NULL),
    -- A person saves what adds up, or nothing (S8.3).
    CHECK (load_id IS NOT NULL OR difference = 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE split_line (
    split_id  INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    seats     INTEGER NOT NULL CHECK (seats > 0),
    l1        TEXT NOT NULL,
    l2        TEXT,
    l3        TEXT,
    target_on TEXT,
    remark    TEXT,
    PRIMARY KEY (split_id, revision, position),
    FOREIGN KEY (split_id, revision) REFERENCES split_revision,
    CHECK (l2 IS NOT NULL OR l3 IS NULL)
) STRICT, WITHOUT ROWID;

-- What stood is never changed (S8.6).
CREATE TRIGGER split_revision_is_not_changed BEFORE UPDATE ON split_revision
BEGIN SELECT RAISE(ABORT, 'what stood is never changed'); END;
CREATE TRIGGER split_line_is_not_changed BEFORE UPDATE ON split_line
BEGIN SELECT RAISE(ABORT, 'what stood is never changed'); END;

-- The seats of the splits as they stand, by status and reason ('' where it has none): by them tenants are found.
CREATE TABLE split_seats (
    organisation_id INTEGER NOT NULL,
    tenant_key      INTEGER NOT NULL,
    workload_id     INTEGER NOT NULL,
    l1              TEXT NOT NULL,
    l2              TEXT NOT NULL,
    seats           INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, tenant_key, workload_id, l1, l2)
) STRICT, WITHOUT ROWID;
CREATE INDEX split_seats_by_reason ON split_seats (organisation_id, l1, l2, tenant_key);
