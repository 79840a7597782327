-- Customers who ask for assistance, and what partners have of them (S10).
--
-- The twin of ../postgres/0016_referrals.sql. A request (RFA) is what the customer asked for; a referral is what one partner has
-- of it: some of its workloads, or all.

CREATE TABLE rfa (
    rfa_id      INTEGER PRIMARY KEY,
    -- The number under which people know it.
    code        TEXT NOT NULL UNIQUE,
    source      TEXT NOT NULL CHECK (source IN ('partner_center', 'file')),
    tenant_key  INTEGER NOT NULL REFERENCES tenant,
    name        TEXT NOT NULL,
    country     TEXT NOT NULL,
    language    TEXT NOT NULL,
    size        TEXT NOT NULL,
    asked_on    TEXT,
    notes       TEXT NOT NULL,
    value_minor INTEGER,
    currency    TEXT,
    -- Whom to talk to, as JSON: they are read and forgotten together.
    contacts    TEXT NOT NULL,
    -- Name and number in small letters, for the search.
    search_key  TEXT NOT NULL,
    -- Counted from 1, with every assignment, every end of one, and every load that says something else.
    version     INTEGER NOT NULL DEFAULT 1,
    load_id     INTEGER NOT NULL,
    CHECK ((value_minor IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX rfa_by_tenant ON rfa (tenant_key);
CREATE INDEX rfa_by_load ON rfa (load_id);

CREATE TABLE rfa_workload (
    rfa_id      INTEGER NOT NULL REFERENCES rfa ON DELETE CASCADE,
    workload_id INTEGER NOT NULL REFERENCES workload,
    PRIMARY KEY (rfa_id, workload_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rfa_workload_by_workload ON rfa_workload (workload_id);

CREATE TABLE referral (
    referral_id     INTEGER PRIMARY KEY,
    number          TEXT NOT NULL UNIQUE,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    -- Counts the partner's own, so that a number tells nothing of others.
    sequence        INTEGER NOT NULL,
    location_id     INTEGER NOT NULL REFERENCES location,
    rfa_id          INTEGER NOT NULL REFERENCES rfa,
    status          TEXT NOT NULL CHECK (status IN ('assigned', 'active', 'won', 'lost', 'closed', 'declined', 'returned',
                    'withdrawn')),
    assigned_at     INTEGER NOT NULL,
    accept_by       TEXT NOT NULL,
    remind_on       TEXT NOT NULL,
    returns_after   TEXT NOT NULL,
    reminded_at     INTEGER,
    -- Since when it stands where it does.
    moved_at        INTEGER NOT NULL,
    accepted_on     TEXT,
    decline_reason  TEXT,
    -- What was said when it was declined or withdrawn.
    remark          TEXT,
    services        TEXT,
    value_minor     INTEGER,
    currency        TEXT,
    -- Who said what it is worth: they see it, whatever their role.
    valued_by       INTEGER,
    -- Counted from 1, with every change.
    version         INTEGER NOT NULL,
    -- The load that brought it as it stood elsewhere.
    load_id         INTEGER,
    UNIQUE (organisation_id, sequence),
    CHECK (status NOT IN ('active', 'won', 'lost', 'closed') OR accepted_on IS NOT NULL),
    CHECK ((status = 'declined') = (decline_reason IS NOT NULL)),
    CHECK ((value_minor IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX referral_by_organisation ON referral (organisation_id, assigned_at, number);
CREATE INDEX referral_by_moment ON referral (assigned_at, number);
CREATE INDEX referral_by_rfa ON referral (rfa_id);
CREATE INDEX referral_by_location ON referral (location_id, status);
CREATE INDEX referral_waiting ON referral (returns_after, referral_id) WHERE status = 'assigned';
CREATE INDEX referral_by_load ON referral (load_id) WHERE load_id IS NOT NULL;

CREATE TABLE referral_workload (
    referral_id INTEGER NOT NULL REFERENCES referral ON DELETE CASCADE,
    workload_id INTEGER NOT NULL REFERENCES workload,
    -- The request, while the partner has the workload; nothing once it was declined, returned or withdrawn.
    held_rfa_id INTEGER REFERENCES rfa,
    PRIMARY KEY (referral_id, workload_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX referral_workload_by_workload ON referral_workload (workload_id);
-- A workload of a request is with one partner at most (S10.5).
CREATE UNIQUE INDEX referral_workload_held ON referral_workload (held_rfa_id, workload_id) WHERE held_rfa_id IS NOT NULL;

-- Every change of a referral (S10.4). Never changed.
CREATE TABLE referral_change (
    referral_change_id INTEGER PRIMARY KEY,
    referral_id INTEGER NOT NULL REFERENCES referral ON DELETE CASCADE,
    move        TEXT NOT NULL,
    status      TEXT NOT NULL,
    changed_at  INTEGER NOT NULL,
    party       TEXT NOT NULL CHECK (party IN ('partner', 'office', 'clock')),
    person_id   INTEGER,
    decline_reason TEXT,
    remark      TEXT,
    services    TEXT,
    value_minor INTEGER,
    currency    TEXT,
    note        TEXT
) STRICT;
CREATE INDEX referral_change_of_referral ON referral_change (referral_id, referral_change_id);

-- Which referrals a partner wants, and until when it wants none (S10.5). Lists are texts with commas.
CREATE TABLE referral_preference (
    organisation_id INTEGER PRIMARY KEY REFERENCES organisation,
    languages    TEXT NOT NULL,
    countries    TEXT NOT NULL,
    -- A size a line: they are written as their requests write them.
    sizes        TEXT NOT NULL,
    paused_until TEXT,
    version      INTEGER NOT NULL
) STRICT;

-- How many referrals it was given: a number is given once.
ALTER TABLE organisation ADD COLUMN referrals_given INTEGER NOT NULL DEFAULT 0;

-- The waiting room of a load, and what stood there before it.
CREATE TABLE staged_referral (
    load_id     INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    code        TEXT NOT NULL,
    source      TEXT NOT NULL,
    tenant_id   BLOB NOT NULL,
    id_text     TEXT NOT NULL,
    name        TEXT NOT NULL,
    country     TEXT NOT NULL,
    language    TEXT NOT NULL,
    size        TEXT NOT NULL,
    asked_on    TEXT,
    notes       TEXT NOT NULL,
    value_minor INTEGER,
    currency    TEXT,
    contacts    TEXT NOT NULL,
    search_key  TEXT NOT NULL,
    -- The keys of its workloads in order, with commas: what is compared.
    workloads   TEXT NOT NULL,
    -- To whom it was given elsewhere, and where it stood.
    location_id INTEGER,
    status      TEXT NOT NULL,
    PRIMARY KEY (load_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX staged_referral_by_code ON staged_referral (load_id, code);

CREATE TABLE staged_referral_workload (
    load_id     INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    workload_id INTEGER NOT NULL,
    PRIMARY KEY (load_id, line, workload_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rfa_before (
    undo_load_id INTEGER NOT NULL,
    rfa_id       INTEGER NOT NULL,
    source       TEXT NOT NULL,
    tenant_key   INTEGER NOT NULL,
    name         TEXT NOT NULL,
    country      TEXT NOT NULL,
    language     TEXT NOT NULL,
    size         TEXT NOT NULL,
    asked_on     TEXT,
    notes        TEXT NOT NULL,
    value_minor  INTEGER,
    currency     TEXT,
    contacts     TEXT NOT NULL,
    search_key   TEXT NOT NULL,
    load_id      INTEGER NOT NULL,
    PRIMARY KEY (undo_load_id, rfa_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rfa_workload_before (
    undo_load_id INTEGER NOT NULL,
    rfa_id       INTEGER NOT NULL,
    workload_id  INTEGER NOT NULL,
    PRIMARY KEY (undo_load_id, rfa_id, workload_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER referral_change_is_not_changed BEFORE UPDATE ON referral_change
BEGIN SELECT RAISE(ABORT, 'a change of a referral is never changed'); END;
