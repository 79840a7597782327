-- People who are managed on pages: a name for addresses, invitations, and when somebody signed in last (S1.2, S1.5).

ALTER TABLE person ADD COLUMN handle TEXT;
UPDATE person SET handle = lower(hex(randomblob(12)));
CREATE UNIQUE INDEX person_by_handle ON person (handle);

-- A way in for somebody who has no password yet; of its secret the hash alone is kept. A new one takes the place of the old.
CREATE TABLE invitation (
    person_id   INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    secret_hash BLOB NOT NULL UNIQUE,
    expires_at  INTEGER NOT NULL
) STRICT;

-- Beside the person, so that signing in waits for nobody who changes something.
CREATE TABLE last_sign_in (
    person_id    INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    signed_in_at INTEGER NOT NULL
) STRICT;
INSERT INTO last_sign_in (person_id, signed_in_at)
SELECT a.person_id, MAX(a.happened_at) FROM audit AS a JOIN person AS p ON p.person_id = a.person_id
WHERE a.action = 'sign_in.done' GROUP BY a.person_id;
