-- Browsers in which somebody has signed in before. Wrong guesses from elsewhere do not keep that person out of them (S1.5).
--
-- The twin of ../postgres/0019_known_browsers.sql.

CREATE TABLE known_browser (
    known_browser_id INTEGER PRIMARY KEY,
    -- Of the secret in the browser's cookie.
    secret_hash      BLOB NOT NULL UNIQUE,
    person_id        INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    expires_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX known_browser_by_person ON known_browser (person_id);
