-- Erasing people and what was kept long enough (S16.2): what may be taken out of what is otherwise never changed, and what was erased, so that an older backup that
-- is put back is erased again (docs/adr/0027).
--
-- The twin of ../sqlite/0022_erasure.sql.

ALTER TABLE person ADD COLUMN erased_at BIGINT;

-- What was erased, by names that tell nobody: the handle of a person or a contact, or the salted hash of an address.
CREATE TABLE erasure (
    kind      TEXT COLLATE "C" NOT NULL CHECK (kind IN ('person', 'contact', 'address')),
    mark      TEXT COLLATE "C" NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (kind, mark)
);

-- Who did what when stays. What tells who that is goes: a name becomes a handle, a detail nothing, an address none.
DROP TRIGGER audit_is_not_changed ON audit;
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE FUNCTION audit_is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.audit_id, NEW.happened_at, NEW.person_id, NEW.organisation_id, NEW.door, NEW.action, NEW.request_id)
            IS DISTINCT FROM
       (OLD.audit_id, OLD.happened_at, OLD.person_id, OLD.organisation_id, OLD.door, OLD.action, OLD.request_id)
       OR NEW.address NOT IN ('', OLD.address) OR NEW.detail NOT IN ('{}', OLD.detail)
       OR (NEW.subject <> OLD.subject AND NOT EXISTS (SELECT 1 FROM person AS p WHERE p.handle = NEW.subject)) THEN
        RAISE EXCEPTION 'the audit is append-only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_only_erased();
CREATE INDEX audit_by_person ON audit (person_id, audit_id);
CREATE INDEX audit_by_subject ON audit (subject, audit_id);

-- A note is never changed (S6.3), but for an owner who was erased.
DROP TRIGGER status_note_is_not_changed ON status_note;
CREATE TRIGGER status_note_is_not_changed
BEFORE UPDATE OF status_note_id, handle, organisation_id, tenant_key, person_id, written_at, scope, risks, next_actions,
                 next_action_on, overall_status, search_key, corrects_id ON status_note
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_status_note();
CREATE TRIGGER status_note_owner_is_only_erased BEFORE UPDATE OF next_action_owner ON status_note
FOR EACH ROW WHEN (NEW.next_action_owner <> 'Erased person · Gewiste persoon')
EXECUTE FUNCTION refuse_change_of_status_note();

-- ANALYZE keeps no samples of who people are: they would outlive them. Nothing is planned by them.
ALTER TABLE person ALTER COLUMN email SET STATISTICS 0;
ALTER TABLE person ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE session ALTER COLUMN address SET STATISTICS 0;
ALTER TABLE session ALTER COLUMN user_agent SET STATISTICS 0;
ALTER TABLE token ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE saved_view ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE saved_view ALTER COLUMN query SET STATISTICS 0;
ALTER TABLE provider_account ALTER COLUMN subject SET STATISTICS 0;
ALTER TABLE provider_account ALTER COLUMN label SET STATISTICS 0;
ALTER TABLE mail ALTER COLUMN subject SET STATISTICS 0;
ALTER TABLE mail ALTER COLUMN reason SET STATISTICS 0;
ALTER TABLE audit ALTER COLUMN subject SET STATISTICS 0;
ALTER TABLE audit ALTER COLUMN detail SET STATISTICS 0;
ALTER TABLE audit ALTER COLUMN address SET STATISTICS 0;
ALTER TABLE status_note ALTER COLUMN next_action_owner SET STATISTICS 0;
ALTER TABLE filed_claim ALTER COLUMN customer_name SET STATISTICS 0;
ALTER TABLE filed_claim ALTER COLUMN customer_title SET STATISTICS 0;
ALTER TABLE filed_claim ALTER COLUMN customer_email SET STATISTICS 0;
ALTER TABLE filed_claim ALTER COLUMN own_name SET STATISTICS 0;
ALTER TABLE filed_claim ALTER COLUMN own_email SET STATISTICS 0;
ALTER TABLE rfa ALTER COLUMN contacts SET STATISTICS 0;
ALTER TABLE rfa_before ALTER COLUMN contacts SET STATISTICS 0;
ALTER TABLE staged_referral ALTER COLUMN contacts SET STATISTICS 0;
ALTER TABLE refused_row ALTER COLUMN value SET STATISTICS 0;

-- Up to which moment entries of the audit were kept long enough; none that is newer can be deleted.
CREATE TABLE audit_kept (
    audit_kept_id BIGINT PRIMARY KEY CHECK (audit_kept_id = 1),
    until         BIGINT NOT NULL
);
INSERT INTO audit_kept (audit_kept_id, until) VALUES (1, 0);
CREATE FUNCTION audit_is_kept_long_enough() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.happened_at > (SELECT until FROM audit_kept) THEN
        RAISE EXCEPTION 'the audit is append-only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_kept_long_enough();
CREATE INDEX audit_by_moment ON audit (happened_at, audit_id);
