-- Status notes, notes that the programme office asks for, and contacts (S6, S7).
--
-- The twin of ../postgres/0003_notes_and_contacts.sql. Each row belongs to an organisation and a tenant: two partners of
-- one tenant never see each other's. People know a row by its handle, which counts nothing.

CREATE TABLE status_note (
    status_note_id    INTEGER PRIMARY KEY,
    handle            TEXT NOT NULL UNIQUE,
    organisation_id   INTEGER NOT NULL REFERENCES organisation,
    tenant_key        INTEGER NOT NULL REFERENCES tenant,
    person_id         INTEGER,
    written_at        INTEGER NOT NULL,
    scope             TEXT NOT NULL,
    risks             TEXT,
    next_actions      TEXT NOT NULL,
    next_action_on    TEXT NOT NULL,
    next_action_owner TEXT NOT NULL,
    overall_status    TEXT NOT NULL CHECK (overall_status IN ('active', 'blocked', 'paused')),
    -- The texts without the owner, in small letters, for the search.
    search_key        TEXT NOT NULL,
    corrects_id       INTEGER REFERENCES status_note
) STRICT;
CREATE INDEX status_note_newest ON status_note (tenant_key, organisation_id, status_note_id);
CREATE INDEX status_note_corrections ON status_note (corrects_id) WHERE corrects_id IS NOT NULL;

-- Notes are never changed (S6.3).
CREATE TRIGGER status_note_is_not_changed BEFORE UPDATE ON status_note
BEGIN SELECT RAISE(ABORT, 'a status note is never changed'); END;

CREATE TABLE note_request (
    note_request_id INTEGER PRIMARY KEY,
    handle          TEXT NOT NULL UNIQUE,
    -- The partner that is asked.
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    tenant_key      INTEGER NOT NULL REFERENCES tenant,
    person_id       INTEGER,
    asked_at        INTEGER NOT NULL,
    due_on          TEXT NOT NULL,
    answered_at     INTEGER
) STRICT;
-- A partner is asked once at a time: asking again moves the day.
CREATE UNIQUE INDEX note_request_open ON note_request (tenant_key, organisation_id) WHERE answered_at IS NULL;

CREATE TABLE contact (
    contact_id      INTEGER PRIMARY KEY,
    handle          TEXT NOT NULL UNIQUE,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    tenant_key      INTEGER NOT NULL REFERENCES tenant,
    kind            TEXT NOT NULL CHECK (kind IN ('customer', 'partner')),
    name            TEXT NOT NULL,
    email           TEXT NOT NULL,
    phone           TEXT,
    title           TEXT,
    country         TEXT,
    language        TEXT,
    survey_eligible INTEGER,
    version         INTEGER NOT NULL DEFAULT 1,
    person_id       INTEGER,
    changed_at      INTEGER NOT NULL,
    deleted_at      INTEGER,
    CHECK ((kind = 'customer') = (survey_eligible IS NOT NULL)),
    CHECK (kind = 'partner' OR (country IS NOT NULL AND language IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX contact_email_once ON contact (tenant_key, organisation_id, email) WHERE deleted_at IS NULL;
CREATE INDEX contact_deleted ON contact (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE contact_workload (
    contact_id  INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    workload_id INTEGER NOT NULL REFERENCES workload,
    PRIMARY KEY (contact_id, workload_id)
) STRICT, WITHOUT ROWID;
