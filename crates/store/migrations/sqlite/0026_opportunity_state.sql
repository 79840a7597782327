-- A number that changes with opportunity_total: whoever remembers a sum of it knows whether that still holds (S5.4).
--
-- The twin of ../postgres/0026_opportunity_state.sql.

CREATE TABLE opportunity_state (
    opportunity_state_id INTEGER PRIMARY KEY CHECK (opportunity_state_id = 1),
    version              INTEGER NOT NULL
) STRICT;

INSERT INTO opportunity_state (opportunity_state_id, version) VALUES (1, 0);
