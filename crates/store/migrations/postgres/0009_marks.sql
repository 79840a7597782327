-- What the tenant list shows beside the figures: signals, and what people noted (S2.4, S12.2).
--
-- The twin of ../sqlite/0009_marks.sql.

-- The figures of the month before over the same workloads, where there are any; the signals that the newest figures give
-- against them (the sum of their weights); and when the newest of those was loaded. The next load fills them.
ALTER TABLE portfolio ADD COLUMN before_pau BIGINT;
ALTER TABLE portfolio ADD COLUMN before_mau BIGINT;
ALTER TABLE portfolio ADD COLUMN signals    BIGINT NOT NULL DEFAULT 0;
ALTER TABLE portfolio ADD COLUMN figures_at BIGINT;

-- What notes, requests, contacts and splits say of a tenant, per partner, and once more for the programme office over all
-- partners: kept in the transaction that changes them, because the list reads it for many tenants at once.
CREATE TABLE tenant_mark (
    organisation_id    BIGINT NOT NULL REFERENCES organisation,
    tenant_key         BIGINT NOT NULL REFERENCES tenant,
    -- Of the newest status note.
    overall_status     TEXT COLLATE "C",
    noted_at           BIGINT,
    -- The next action of the newest note; of several partners, the earliest.
    next_action_on     TEXT COLLATE "C",
    -- That day, or the one by which a note is asked for, if that is earlier.
    due_on             TEXT COLLATE "C",
    has_survey_contact BOOLEAN NOT NULL,
    -- The newest growth of blocked seats.
    blocked_from       BIGINT,
    blocked_to         BIGINT,
    blocked_at         BIGINT,
    PRIMARY KEY (organisation_id, tenant_key),
    CHECK ((blocked_from IS NULL) = (blocked_at IS NULL) AND (blocked_to IS NULL) = (blocked_at IS NULL))
);
CREATE INDEX tenant_mark_by_due ON tenant_mark (organisation_id, due_on) WHERE due_on IS NOT NULL;
CREATE INDEX tenant_mark_by_action ON tenant_mark (organisation_id, next_action_on) WHERE next_action_on IS NOT NULL;
CREATE INDEX tenant_mark_by_tenant ON tenant_mark (tenant_key);

INSERT INTO tenant_mark (organisation_id, tenant_key, overall_status, noted_at, next_action_on, due_on, has_survey_contact)
WITH noted AS (
    SELECT organisation_id, tenant_key FROM newest_note
    UNION SELECT organisation_id, tenant_key FROM note_request WHERE answered_at IS NULL
    UNION SELECT organisation_id, tenant_key FROM contact WHERE deleted_at IS NULL
), reader AS (
    SELECT organisation_id, tenant_key FROM noted
    UNION SELECT o.organisation_id, n.tenant_key FROM noted AS n JOIN organisation AS o ON o.kind = 'programme'
), seen AS (
    SELECT r.organisation_id, r.tenant_key, n.organisation_id AS by_id
    FROM reader AS r
    JOIN organisation AS o ON o.organisation_id = r.organisation_id
    JOIN noted AS n ON n.tenant_key = r.tenant_key AND (o.kind = 'programme' OR n.organisation_id = r.organisation_id)
), said AS (
    SELECT s.organisation_id, s.tenant_key, n.overall_status, n.written_at, n.next_action_on,
           ROW_NUMBER() OVER (PARTITION BY s.organisation_id, s.tenant_key
                              ORDER BY n.written_at DESC, n.organisation_id DESC) AS place,
           MIN(n.next_action_on) OVER (PARTITION BY s.organisation_id, s.tenant_key) AS earliest_on
    FROM seen AS s JOIN newest_note AS n ON n.organisation_id = s.by_id AND n.tenant_key = s.tenant_key
), asked AS (
    SELECT s.organisation_id, s.tenant_key, MIN(q.due_on) AS due_on
    FROM seen AS s JOIN note_request AS q ON q.organisation_id = s.by_id AND q.tenant_key = s.tenant_key
    WHERE q.answered_at IS NULL GROUP BY s.organisation_id, s.tenant_key
)
SELECT r.organisation_id, r.tenant_key, n.overall_status, n.written_at, n.earliest_on,
       CASE WHEN q.due_on < n.earliest_on OR n.earliest_on IS NULL THEN q.due_on ELSE n.earliest_on END,
       EXISTS (SELECT 1 FROM seen AS s
               JOIN contact AS c ON c.organisation_id = s.by_id AND c.tenant_key = s.tenant_key
               WHERE s.organisation_id = r.organisation_id AND s.tenant_key = r.tenant_key
                 AND c.survey_eligible AND c.deleted_at IS NULL)
FROM reader AS r
LEFT JOIN said AS n ON n.organisation_id = r.organisation_id AND n.tenant_key = r.tenant_key AND n.place = 1
LEFT JOIN asked AS q ON q.organisation_id = r.organisation_id AND q.tenant_key = r.tenant_key;

DROP TABLE newest_note;
