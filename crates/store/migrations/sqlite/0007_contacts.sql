-- Contacts as they are found, and who wrote which part of one (S1.4, S7).
--
-- The twin of ../postgres/0007_contacts.sql.

-- Name, e-mail, title and phone in small letters without accents, for search and order.
ALTER TABLE contact ADD COLUMN search_key TEXT NOT NULL DEFAULT '';
-- Authors see what they wrote themselves: each of the fields that are withheld has its own.
ALTER TABLE contact ADD COLUMN name_by INTEGER;
ALTER TABLE contact ADD COLUMN email_by INTEGER;
ALTER TABLE contact ADD COLUMN phone_by INTEGER;
-- Who added it is in the audit.
ALTER TABLE contact DROP COLUMN person_id;

-- The same address twice is refused in whatever case (S7.3).
DROP INDEX contact_email_once;
CREATE UNIQUE INDEX contact_email_once ON contact (tenant_key, organisation_id, lower(email)) WHERE deleted_at IS NULL;
CREATE INDEX contact_by_tenant ON contact (tenant_key, organisation_id);
-- What a request made, to forget its body when that is erased (S7.4).
CREATE INDEX request_key_by_made ON request_key (made);
