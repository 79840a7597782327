-- A number that changes with all that decides what a person gets: by it a statement tells whether the person is still
-- what a server found them to be (docs/adr/0012). Held by triggers, so that no write can forget it.

ALTER TABLE person ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;

CREATE FUNCTION person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person SET revision = revision + 1 WHERE person_id = NEW.person_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION organisation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person SET revision = revision + 1 WHERE organisation_id = NEW.organisation_id;
    RETURN NULL;
END
$$;

-- Of a row that belongs to a person.
CREATE FUNCTION of_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE person SET revision = revision + 1 WHERE person_id = OLD.person_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE person SET revision = revision + 1 WHERE person_id = NEW.person_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER person_changed
AFTER UPDATE OF organisation_id, directory_id, email, name, language, theme, deactivated_at ON person
FOR EACH ROW EXECUTE FUNCTION person_changed();

CREATE TRIGGER organisation_changed
AFTER UPDATE OF kind, partner_id, name ON organisation
FOR EACH ROW
WHEN ((OLD.kind, OLD.partner_id, OLD.name) IS DISTINCT FROM (NEW.kind, NEW.partner_id, NEW.name))
EXECUTE FUNCTION organisation_changed();

CREATE TRIGGER role_changed
AFTER INSERT OR UPDATE OR DELETE ON role_assignment
FOR EACH ROW EXECUTE FUNCTION of_person_changed();

CREATE TRIGGER saved_view_changed
AFTER INSERT OR UPDATE OR DELETE ON saved_view
FOR EACH ROW EXECUTE FUNCTION of_person_changed();
