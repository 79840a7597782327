-- What the programme office sets for the whole programme: the licence minimum of eligible plans (S11.1).
--
-- The twin of ../postgres/0028_programme.sql.

CREATE TABLE programme_setting (
    programme_setting_id INTEGER PRIMARY KEY CHECK (programme_setting_id = 1),
    -- With fewer paid units a tenant is not in the programme.
    licence_minimum      INTEGER NOT NULL DEFAULT 150 CHECK (licence_minimum BETWEEN 1 AND 1000000),
    -- It begins with 1 and goes up with every change.
    version              INTEGER NOT NULL DEFAULT 1,
    -- Nothing where it is as it came.
    changed_at           INTEGER
) STRICT;

INSERT INTO programme_setting (programme_setting_id) VALUES (1);
