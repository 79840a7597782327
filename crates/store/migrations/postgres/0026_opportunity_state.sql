-- A number that changes with opportunity_total: whoever remembers a sum of it knows whether that still holds (S5.4).
--
-- The twin of ../sqlite/0026_opportunity_state.sql.

CREATE TABLE opportunity_state (
    opportunity_state_id BIGINT PRIMARY KEY CHECK (opportunity_state_id = 1),
    version              BIGINT NOT NULL
);

INSERT INTO opportunity_state (opportunity_state_id, version) VALUES (1, 0);
