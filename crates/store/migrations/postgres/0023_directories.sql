-- What the directory from which people sign in gives them (S11.1).
--
-- The twin of ../sqlite/0023_directories.sql.

-- What the programme office calls it.
ALTER TABLE directory ADD COLUMN name TEXT NOT NULL DEFAULT '';

CREATE INDEX person_by_directory ON person (directory_id) WHERE directory_id IS NOT NULL;

-- Whoever signs in from it gets something else from then on.
CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person SET revision = revision + 1 WHERE directory_id = NEW.directory_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER directory_changed
AFTER UPDATE OF files_claims, is_enrolled ON directory
FOR EACH ROW
WHEN ((OLD.files_claims, OLD.is_enrolled) IS DISTINCT FROM (NEW.files_claims, NEW.is_enrolled))
EXECUTE FUNCTION directory_changed();
