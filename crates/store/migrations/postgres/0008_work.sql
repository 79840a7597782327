-- My work, and what the tenant list shows of it (S12.1, S2.4).
--
-- The twin of ../sqlite/0008_work.sql.

-- What the newest status note of an organisation on a tenant says, kept in the transaction that adds it: the list and
-- the worklist read it for thousands of tenants at once.
CREATE TABLE newest_note (
    organisation_id BIGINT NOT NULL REFERENCES organisation,
    tenant_key      BIGINT NOT NULL REFERENCES tenant,
    overall_status  TEXT COLLATE "C" NOT NULL,
    written_at      BIGINT NOT NULL,
    next_action_on  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation_id, tenant_key)
);
CREATE INDEX newest_note_by_day ON newest_note (organisation_id, next_action_on);
CREATE INDEX newest_note_by_tenant ON newest_note (tenant_key);

INSERT INTO newest_note (organisation_id, tenant_key, overall_status, written_at, next_action_on)
SELECT n.organisation_id, n.tenant_key, n.overall_status, n.written_at, n.next_action_on
FROM status_note AS n
WHERE n.status_note_id = (SELECT MAX(b.status_note_id) FROM status_note AS b
                          WHERE b.tenant_key = n.tenant_key AND b.organisation_id = n.organisation_id);

CREATE INDEX note_request_by_day ON note_request (organisation_id, due_on) WHERE answered_at IS NULL;
CREATE INDEX intent_note_by_age ON intent_note (organisation_id, written_at) WHERE is_current;
CREATE INDEX intent_question_by_moment ON intent_question (asked_at) WHERE answered_at IS NULL;
