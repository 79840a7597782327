-- Passkeys (WebAuthn): a key on a person's device that signs them in without a password (S1).
--
-- The twin of ../postgres/0024_passkeys.sql.

CREATE TABLE passkey (
    passkey_id    INTEGER PRIMARY KEY,
    -- Its name in addresses.
    handle        TEXT NOT NULL UNIQUE,
    person_id     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    -- What the device calls it.
    credential_id BLOB NOT NULL UNIQUE,
    -- The public key, how often the device has answered, and what else it said of itself, as JSON.
    public_key    TEXT NOT NULL,
    -- What its person calls it.
    name          TEXT NOT NULL,
    added_at      INTEGER NOT NULL,
    used_at       INTEGER
) STRICT;
CREATE INDEX passkey_by_person ON passkey (person_id);

-- What a browser was asked and has not answered yet: a row is gone with its answer.
CREATE TABLE passkey_question (
    -- Of the secret of the session in which a passkey is added, or of the visit that signs in with one.
    bearer_hash BLOB PRIMARY KEY,
    -- Who adds one; nobody is known who signs in.
    person_id   INTEGER REFERENCES person ON DELETE CASCADE,
    -- What the new one is to be called.
    name        TEXT,
    -- What the browser is given.
    options     TEXT NOT NULL,
    -- By what its answer is checked.
    state       TEXT NOT NULL,
    expires_at  INTEGER NOT NULL,
    CHECK ((person_id IS NULL) = (name IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_question_by_person ON passkey_question (person_id);
CREATE INDEX passkey_question_by_expiry ON passkey_question (expires_at);
