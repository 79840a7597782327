-- Mail: what is to be sent, what somebody chose to get, and ways in by a link (S14, S1.2).
--
-- The twin of ../postgres/0017_mail.sql.

-- Written in the transaction of what it tells of. It says what that is, and none of its words: those are found when it is sent,
-- as far as its reader may see them by then.
CREATE TABLE mail (
    mail_id         INTEGER PRIMARY KEY,
    -- What the Message-ID is made from, the same at every try.
    handle          TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL,
    -- To whom; nothing while it waits to be addressed to each of an organisation's people whom it concerns.
    person_id       INTEGER REFERENCES person ON DELETE CASCADE,
    organisation_id INTEGER REFERENCES organisation,
    -- Who did it, and needs no message.
    by_person_id    INTEGER,
    -- A claim's number, a tenant's ID, the handle of a question; to be addressed: an address that was typed.
    subject         TEXT NOT NULL,
    made_at         INTEGER NOT NULL,
    -- When it is tried, or, while somebody tries it, when another may.
    next_at         INTEGER NOT NULL,
    -- How often it was tried: who tries it is known by that.
    tries           INTEGER NOT NULL DEFAULT 0,
    state           TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
    -- Why it waits longer, failed, or was not sent.
    reason          TEXT NOT NULL DEFAULT '',
    done_at         INTEGER,
    CHECK ((state = 'waiting') = (done_at IS NULL))
) STRICT;
CREATE INDEX mail_due ON mail (next_at, mail_id) WHERE state = 'waiting';
CREATE INDEX mail_done ON mail (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX mail_of_person ON mail (person_id, kind);

-- What somebody chose; without a row, everything, and the digest on Monday morning.
CREATE TABLE mail_choice (
    person_id   INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    off         TEXT NOT NULL,
    -- Hours since Monday began, UTC.
    digest_hour INTEGER NOT NULL CHECK (digest_hour BETWEEN 0 AND 167),
    changed_at  INTEGER NOT NULL
) STRICT;

-- For which hour somebody's digest was made last: each is made once, however many servers try.
CREATE TABLE mail_digest (
    person_id INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    hour_at   INTEGER NOT NULL
) STRICT;

-- Ways in by a link that was mailed. The link is made when it is sent, each try its own; of its secret the hash alone is kept.
CREATE TABLE mailed_secret (
    secret_hash BLOB PRIMARY KEY,
    person_id   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    purpose     TEXT NOT NULL CHECK (purpose IN ('invitation', 'password_reset')),
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mailed_secret_of_person ON mailed_secret (person_id, purpose);

-- With what links to unsubscribe are signed. One row.
CREATE TABLE mail_key (
    mail_key_id INTEGER PRIMARY KEY CHECK (mail_key_id = 1),
    secret      BLOB NOT NULL
) STRICT;
