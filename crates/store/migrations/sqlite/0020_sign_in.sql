-- Signing in with a provider by OpenID Connect, and whether an organisation's people sign in no other way (S1).
--
-- The twin of ../postgres/0020_sign_in.sql.

-- An account at a provider by which a person signs in: issuer and subject together, and nothing else, are the account.
CREATE TABLE provider_account (
    provider_account_id INTEGER PRIMARY KEY,
    -- Its name in addresses.
    handle              TEXT NOT NULL UNIQUE,
    person_id           INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    -- The code of the provider in the settings.
    provider            TEXT NOT NULL,
    issuer              TEXT NOT NULL,
    subject             TEXT NOT NULL,
    -- The directory as the provider tells it, known here or not.
    directory_id        BLOB,
    -- What the account is called there, for its person to tell one from another.
    label               TEXT NOT NULL,
    connected_at        INTEGER NOT NULL,
    used_at             INTEGER,
    UNIQUE (issuer, subject)
) STRICT;
CREATE INDEX provider_account_by_person ON provider_account (person_id);

-- People who are at a provider at this moment. Of the secrets the hashes alone are kept; a row is gone when it is answered.
CREATE TABLE provider_visit (
    provider_visit_id INTEGER PRIMARY KEY,
    state_hash        BLOB NOT NULL UNIQUE,
    browser_hash      BLOB NOT NULL,
    provider          TEXT NOT NULL,
    purpose           TEXT NOT NULL CHECK (purpose IN ('sign_in', 'invitation', 'connection')),
    -- Who connects an account to their own.
    person_id         INTEGER REFERENCES person ON DELETE CASCADE,
    -- The invitation that is accepted.
    invitation_hash   BLOB,
    next              TEXT NOT NULL,
    expires_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX provider_visit_by_browser ON provider_visit (browser_hash);
CREATE INDEX provider_visit_by_expiry ON provider_visit (expires_at);
CREATE INDEX provider_visit_by_person ON provider_visit (person_id);

ALTER TABLE organisation ADD COLUMN is_single_sign_on INTEGER NOT NULL DEFAULT 0;
