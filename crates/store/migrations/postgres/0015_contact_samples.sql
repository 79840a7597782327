-- ANALYZE keeps no samples of who contacts are: they would outlive the contacts (S7.4). Nothing is planned by them.
--
-- The twin of ../sqlite/0015_contact_samples.sql.

ALTER TABLE contact ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE contact ALTER COLUMN email SET STATISTICS 0;
ALTER TABLE contact ALTER COLUMN phone SET STATISTICS 0;
ALTER TABLE contact ALTER COLUMN title SET STATISTICS 0;
ALTER TABLE contact ALTER COLUMN search_key SET STATISTICS 0;
-- The address in small letters.
ALTER INDEX contact_email_once ALTER COLUMN 3 SET STATISTICS 0;
