-- A second factor beside the password: an app that shows codes (RFC 6238), and codes for whoever lost it (S1).
--
-- The twin of ../sqlite/0021_second_factor.sql.

-- The app of a person. The secret is here as the app has it: docs/adr/0026.
CREATE TABLE authenticator (
    person_id BIGINT PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    secret    BYTEA NOT NULL,
    -- The newest time step of which a code was taken: none of it, and of none before it, counts any more.
    used_step BIGINT NOT NULL,
    added_at  BIGINT NOT NULL
);

-- Apps that are being set up: the secret is shown until a code of it was typed.
CREATE TABLE authenticator_setup (
    -- Of the secret of the session, or of the sign-in, in which it is set up.
    bearer_hash BYTEA PRIMARY KEY,
    person_id   BIGINT NOT NULL REFERENCES person ON DELETE CASCADE,
    secret      BYTEA NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX authenticator_setup_by_person ON authenticator_setup (person_id);
CREATE INDEX authenticator_setup_by_expiry ON authenticator_setup (expires_at);

-- Codes for whoever lost the app; one that was used is gone.
CREATE TABLE recovery_code (
    code_hash BYTEA PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person ON DELETE CASCADE
);
CREATE INDEX recovery_code_by_person ON recovery_code (person_id);

-- People who have proved their password and nothing else yet: no session, and known by the secret in their browser's cookie.
CREATE TABLE sign_in_step (
    secret_hash BYTEA PRIMARY KEY,
    person_id   BIGINT NOT NULL REFERENCES person ON DELETE CASCADE,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX sign_in_step_by_person ON sign_in_step (person_id);
CREATE INDEX sign_in_step_by_expiry ON sign_in_step (expires_at);

-- Whether it began with more than a password.
ALTER TABLE session ADD COLUMN is_strong BOOLEAN NOT NULL DEFAULT FALSE;

-- Whether a password alone lets nobody in.
ALTER TABLE organisation ADD COLUMN needs_second_factor BOOLEAN NOT NULL DEFAULT FALSE;
