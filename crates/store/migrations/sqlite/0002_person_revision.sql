-- A number that changes with all that decides what a person gets: by it a statement tells whether the person is still
-- what a server found them to be (docs/adr/0012). Held by triggers, so that no write can forget it.

ALTER TABLE person ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER person_changed
AFTER UPDATE OF organisation_id, directory_id, email, name, language, theme, deactivated_at ON person
BEGIN
    UPDATE person SET revision = revision + 1 WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER organisation_changed
AFTER UPDATE OF kind, partner_id, name ON organisation
WHEN OLD.kind IS NOT NEW.kind OR OLD.partner_id IS NOT NEW.partner_id OR OLD.name IS NOT NEW.name
BEGIN
    UPDATE person SET revision = revision + 1 WHERE organisation_id = NEW.organisation_id;
END;

CREATE TRIGGER role_given
AFTER INSERT ON role_assignment
BEGIN
    UPDATE person SET revision = revision + 1 WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER role_changed
AFTER UPDATE ON role_assignment
BEGIN
    UPDATE person SET revision = revision + 1 WHERE person_id IN (OLD.person_id, NEW.person_id);
END;

CREATE TRIGGER role_taken
AFTER DELETE ON role_assignment
BEGIN
    UPDATE person SET revision = revision + 1 WHERE person_id = OLD.person_id;
END;

CREATE TRIGGER saved_view_made
AFTER INSERT ON saved_view
BEGIN
    UPDATE person SET revision = revision + 1 WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER saved_view_changed
AFTER UPDATE ON saved_view
BEGIN
    UPDATE person SET revision = revision + 1 WHERE person_id IN (OLD.person_id, NEW.person_id);
END;

CREATE TRIGGER saved_view_deleted
AFTER DELETE ON saved_view
BEGIN
    UPDATE person SET revision = revision + 1 WHERE person_id = OLD.person_id;
END;
