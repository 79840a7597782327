-- Tickets: what people ask the programme office, the conversation, and files that go with it (S11.4).
--
-- The twin of ../postgres/0018_tickets.sql.

CREATE TABLE ticket (
    ticket_id       INTEGER PRIMARY KEY,
    -- Drawn by chance, so that a number tells nothing of how many others have asked.
    number          TEXT NOT NULL UNIQUE,
    organisation_id INTEGER NOT NULL REFERENCES organisation,
    -- Who asks.
    person_id       INTEGER NOT NULL,
    type            TEXT NOT NULL CHECK (type IN ('question', 'problem', 'request')),
    subject         TEXT NOT NULL CHECK (subject IN ('access', 'usage', 'claims', 'incentives', 'referrals',
                    'workbench', 'accounts', 'other')),
    title           TEXT NOT NULL,
    title_key       TEXT NOT NULL,
    description     TEXT NOT NULL,
    -- A tenant ID or a domain, as it was named. Whether there is such a tenant is for the programme office to find.
    tenant          TEXT,
    workload_id     INTEGER REFERENCES workload,
    reference       TEXT,
    -- Title, number, tenant and reference in small letters, for the search.
    search_key      TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('new', 'open', 'waiting', 'reopened', 'resolved')),
    opened_at       INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    -- By when the programme office answers first, and when it did.
    due_on          TEXT NOT NULL,
    answered_at     INTEGER,
    -- Who of the programme office answers it.
    assignee_id     INTEGER,
    -- Counted from 1, with every change.
    version         INTEGER NOT NULL,
    CHECK (state <> 'new' OR answered_at IS NULL)
) STRICT;
CREATE INDEX ticket_by_organisation ON ticket (organisation_id, changed_at, number);
CREATE INDEX ticket_by_person ON ticket (person_id, changed_at, number);
CREATE INDEX ticket_by_moment ON ticket (changed_at, number);
CREATE INDEX ticket_by_state ON ticket (state, due_on, number);

-- The conversation. Never changed.
CREATE TABLE ticket_message (
    ticket_message_id INTEGER PRIMARY KEY,
    ticket_id         INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
    move              TEXT NOT NULL CHECK (move IN ('answer', 'resolution', 'reopening')),
    state             TEXT NOT NULL,
    side              TEXT NOT NULL CHECK (side IN ('asker', 'office')),
    person_id         INTEGER,
    written_at        INTEGER NOT NULL,
    text              TEXT
) STRICT;
CREATE INDEX ticket_message_of_ticket ON ticket_message (ticket_id, ticket_message_id);

-- Files are kept by the hash of their content; here stands what they are.
CREATE TABLE ticket_attachment (
    ticket_attachment_id INTEGER PRIMARY KEY,
    handle               TEXT NOT NULL UNIQUE,
    ticket_id            INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
    file_name            TEXT NOT NULL,
    media_type           TEXT NOT NULL,
    file_bytes           INTEGER NOT NULL CHECK (file_bytes > 0),
    content_hash         BLOB NOT NULL,
    side                 TEXT NOT NULL CHECK (side IN ('asker', 'office')),
    person_id            INTEGER,
    added_at             INTEGER NOT NULL,
    UNIQUE (ticket_id, content_hash)
) STRICT;
CREATE INDEX ticket_attachment_by_content ON ticket_attachment (content_hash);
CREATE INDEX ticket_attachment_of_person ON ticket_attachment (person_id, file_bytes);

CREATE TRIGGER ticket_message_is_not_changed BEFORE UPDATE ON ticket_message
BEGIN SELECT RAISE(ABORT, 'a message of a ticket is never changed'); END;
