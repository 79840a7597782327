-- What a request said when the partner had it last: who declined a referral, or lost it, is told nothing of what came after (S10.4).
--
-- The twin of ../postgres/0027_referral_said.sql.

-- Written when something else is said of the request; until then that itself is what it said.
CREATE TABLE referral_said (
    referral_id INTEGER PRIMARY KEY REFERENCES referral ON DELETE CASCADE,
    name        TEXT NOT NULL,
    country     TEXT NOT NULL,
    language    TEXT NOT NULL,
    size        TEXT NOT NULL,
    asked_on    TEXT,
    value_minor INTEGER,
    currency    TEXT,
    -- The load that says something else; nothing where one was taken back.
    load_id     INTEGER,
    CHECK ((value_minor IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX referral_said_by_load ON referral_said (load_id) WHERE load_id IS NOT NULL;
