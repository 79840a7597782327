-- Service intent notes (S9), questions about them, and requests that may come twice and count once (S15.1).
--
-- The twin of ../postgres/0005_intent_notes.sql.

-- What a program asked for under a key of its own, and the handle of what it made: kept for a day. No answer is kept,
-- so that nothing of a person stays here after it is erased elsewhere, and a repetition shows what may be seen by then.
CREATE TABLE request_key (
    person_id   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    request_key TEXT NOT NULL,
    route       TEXT NOT NULL,
    body_hash   BLOB NOT NULL,
    made        TEXT NOT NULL,
    kept_at     INTEGER NOT NULL,
    PRIMARY KEY (person_id, request_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_key_by_moment ON request_key (kept_at);

-- What a partner ever wrote on a workload of a tenant. The current note is the newest; older ones stay (S9.1).
CREATE TABLE intent_note (
    intent_note_id  INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    tenant_key      INTEGER NOT NULL REFERENCES tenant,
    workload_id     INTEGER NOT NULL REFERENCES workload,
    version         INTEGER NOT NULL,
    is_current      INTEGER NOT NULL,
    text            TEXT NOT NULL,
    -- A hash of the text without regard to case and white space: by it an exact copy is known (S9.3).
    likeness        BLOB NOT NULL,
    written_by      INTEGER NOT NULL REFERENCES person,
    written_at      INTEGER NOT NULL,
    UNIQUE (organisation_id, tenant_key, workload_id, version)
) STRICT;
CREATE UNIQUE INDEX intent_note_one_current
    ON intent_note (organisation_id, tenant_key, workload_id) WHERE is_current;
CREATE UNIQUE INDEX intent_note_no_copy ON intent_note (organisation_id, tenant_key, likeness) WHERE is_current;
CREATE INDEX intent_note_by_tenant ON intent_note (tenant_key);

-- What a partner asked the partner manager about a note, and the answer (S9.4).
CREATE TABLE intent_question (
    intent_question_id INTEGER PRIMARY KEY,
    handle             TEXT NOT NULL UNIQUE,
    organisation_id    INTEGER NOT NULL REFERENCES organisation,
    tenant_key         INTEGER NOT NULL REFERENCES tenant,
    workload_id        INTEGER NOT NULL REFERENCES workload,
    -- The note as it was when it was asked about; may be empty where there was none yet.
    note               TEXT NOT NULL,
    question           TEXT NOT NULL,
    asked_by           INTEGER NOT NULL REFERENCES person,
    asked_at           INTEGER NOT NULL,
    answer             TEXT,
    answered_by        INTEGER REFERENCES person,
    answered_at        INTEGER,
    CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX intent_question_one_open
    ON intent_question (organisation_id, tenant_key, workload_id) WHERE answered_at IS NULL;
CREATE INDEX intent_question_by_tenant ON intent_question (tenant_key, organisation_id, workload_id);
