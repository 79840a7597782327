-- Erasing people and what was kept long enough (S16.2): what may be taken out of what is otherwise never changed, and what was erased, so that an older backup that
-- is put back is erased again (docs/adr/0027).
--
-- The twin of ../postgres/0022_erasure.sql.

ALTER TABLE person ADD COLUMN erased_at INTEGER;

-- What was erased, by names that tell nobody: the handle of a person or a contact, or the salted hash of an address.
CREATE TABLE erasure (
    kind      TEXT NOT NULL CHECK (kind IN ('person', 'contact', 'address')),
    mark      TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    PRIMARY KEY (kind, mark)
) STRICT, WITHOUT ROWID;

-- Who did what when stays. What tells who that is goes: a name becomes a handle, a detail nothing, an address none.
DROP TRIGGER audit_is_not_changed;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
WHEN NEW.audit_id IS NOT OLD.audit_id OR NEW.happened_at IS NOT OLD.happened_at OR NEW.person_id IS NOT OLD.person_id
  OR NEW.organisation_id IS NOT OLD.organisation_id OR NEW.door IS NOT OLD.door OR NEW.action IS NOT OLD.action
  OR NEW.request_id IS NOT OLD.request_id OR NEW.address NOT IN ('', OLD.address) OR NEW.detail NOT IN ('{}', OLD.detail)
  OR (NEW.subject <> OLD.subject AND NOT EXISTS (SELECT 1 FROM person AS p WHERE p.handle = NEW.subject))
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE INDEX audit_by_person ON audit (person_id, audit_id);
CREATE INDEX audit_by_subject ON audit (subject, audit_id);

-- A note is never changed (S6.3), but for an owner who was erased.
DROP TRIGGER status_note_is_not_changed;
CREATE TRIGGER status_note_is_not_changed
BEFORE UPDATE OF status_note_id, handle, organisation_id, tenant_key, person_id, written_at, scope, risks, next_actions,
                 next_action_on, overall_status, search_key, corrects_id ON status_note
BEGIN SELECT RAISE(ABORT, 'a status note is never changed'); END;
CREATE TRIGGER status_note_owner_is_only_erased BEFORE UPDATE OF next_action_owner ON status_note
WHEN NEW.next_action_owner <> 'Erased person · Gewiste persoon'
BEGIN SELECT RAISE(ABORT, 'a status note is never changed'); END;

-- Up to which moment entries of the audit were kept long enough; none that is newer can be deleted.
CREATE TABLE audit_kept (
    audit_kept_id INTEGER PRIMARY KEY CHECK (audit_kept_id = 1),
    until         INTEGER NOT NULL
) STRICT;
INSERT INTO audit_kept (audit_kept_id, until) VALUES (1, 0);
DROP TRIGGER audit_is_not_deleted;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit WHEN OLD.happened_at > (SELECT until FROM audit_kept)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE INDEX audit_by_moment ON audit (happened_at, audit_id);
