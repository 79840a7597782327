//! Contacts of a tenant (S7). Each belongs to the organisation that wrote it.
//!
//! One that is deleted stays for a while, so that this can be undone, and is then removed for good. What the contacts of
//! one organisation at a tenant must be together is judged by whoever holds the tenant ([`Tx::hold_tenant`]).

use domain::access::Scope;
use domain::contact::Contact;
use domain::id::{ContactId, OrganisationId, PersonId, TenantKey};
use domain::planted::{Fault, planted};
use uuid::Uuid;

use crate::audit::like;
use crate::statement::{Statement, Value};
use crate::status_note::of_whom;
use crate::{StoreError, Tx, on};

/// A contact as it is kept.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ContactRow {
    /// The key.
    pub contact_id: i64,
    /// The name in URLs and JSON.
    pub handle: String,
    /// Whose it is.
    pub organisation_id: i64,
    /// Their name.
    pub organisation: String,
    /// The code of the kind.
    pub kind: String,
    /// Name.
    pub name: String,
    /// E-mail, in lower case.
    pub email: String,
    /// Phone.
    pub phone: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Country/region, by its code.
    pub country: Option<String>,
    /// Survey language, by its tag.
    pub language: Option<String>,
    /// Survey eligible; only a customer's contact says.
    pub survey_eligible: Option<bool>,
    /// Counted from 1, with every change.
    pub version: i64,
    /// When it was last changed, in milliseconds.
    pub changed_at: i64,
    /// When it was deleted, in milliseconds.
    pub deleted_at: Option<i64>,
    /// Who wrote the name.
    pub name_by: Option<i64>,
    /// Who wrote the e-mail.
    pub email_by: Option<i64>,
    /// Who wrote the phone.
    pub phone_by: Option<i64>,
}

impl std::fmt::Debug for ContactRow {
    /// Without what identifies the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ContactRow").field(&self.handle).finish()
    }
}

impl ContactRow {
    /// The key.
    pub fn id(&self) -> ContactId {
        ContactId(self.contact_id)
    }
}

/// A workload that a contact assists with.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ContactWorkloadRow {
    /// The contact.
    pub contact_id: i64,
    /// The workload's code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
}

/// How many contacts there are of a kind.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ContactCountRow {
    /// The code of the kind.
    pub kind: String,
    /// Survey eligible; only a customer's contact says.
    pub survey_eligible: Option<bool>,
    /// How many.
    pub count: i64,
}

/// A contact that was removed for good.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ErasedContactRow {
    /// The name in URLs and JSON.
    pub handle: String,
    /// Whose it was.
    pub organisation_id: i64,
    /// Of which tenant.
    pub tenant_id: Uuid,
}

/// Which contacts are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kept {
    /// Those that are not deleted.
    #[default]
    Present,
    /// Those that were deleted at this moment or later, in milliseconds.
    DeletedSince(i64),
    /// Both, and those that wait to be removed.
    All,
}

/// Which contacts of a tenant are wanted, and in which order; empty texts narrow nothing.
#[derive(Debug, Clone, Default)]
pub struct ContactFilter {
    /// Deleted or not.
    pub kept: Kept,
    /// The code of the kind.
    pub kind: String,
    /// Words of name, e-mail, title or phone, as [`domain::tenant::name_key`] writes them.
    pub search: String,
    /// By name; else in the order in which they were added.
    pub by_name: bool,
    /// The handle of the contact after which they begin.
    pub after: String,
    /// The handle of the one contact that is wanted.
    pub only: String,
}

/// What is kept of a contact beside what it says.
#[derive(Debug, Clone, Copy)]
pub struct Authors {
    /// Who wrote the name; nothing for the operator.
    pub name: Option<PersonId>,
    /// Who wrote the e-mail.
    pub email: Option<PersonId>,
    /// Who wrote the phone.
    pub phone: Option<PersonId>,
}

/// A contact to keep.
#[derive(Debug)]
pub struct NewContact<'a> {
    /// Its name in URLs.
    pub handle: &'a str,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Of which tenant.
    pub tenant: TenantKey,
    /// What it says.
    pub contact: &'a Contact,
    /// Name, e-mail, title and phone, as [`domain::tenant::name_key`] writes them.
    pub search_key: &'a str,
    /// Who wrote what.
    pub authors: Authors,
    /// When, in milliseconds.
    pub added_at: i64,
}

impl Tx {
    /// Contacts of a tenant.
    pub async fn contacts(
        &mut self,
        scope: &Scope,
        tenant: TenantKey,
        filter: &ContactFilter,
        limit: i64,
    ) -> Result<Vec<ContactRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT n.contact_id, n.handle, n.organisation_id, o.name AS organisation, n.kind, n.name, n.email, n.phone,
                    n.title, n.country, n.language, n.survey_eligible, n.version, n.changed_at, n.deleted_at, n.name_by,
                    n.email_by, n.phone_by
             FROM contact AS n JOIN organisation AS o ON o.organisation_id = n.organisation_id WHERE ",
        );
        if filter.only.is_empty() || !planted(Fault::ContactByForeignHandle) {
            statement.text("n.tenant_key = ").value(Value::Int(tenant.0));
            of_whom(&mut statement, scope);
        } else {
            statement.text("n.tenant_key > 0");
        }
        narrow(&mut statement, tenant, filter);
        statement.text(if filter.by_name { " ORDER BY n.search_key, n.contact_id" } else { " ORDER BY n.contact_id" });
        statement.limit(limit);
        statement.rows(self).await
    }

    /// One contact of a tenant, by its handle.
    pub async fn contact(
        &mut self,
        scope: &Scope,
        tenant: TenantKey,
        handle: &str,
        kept: Kept,
    ) -> Result<Option<ContactRow>, StoreError> {
        if handle.is_empty() {
            return Ok(None);
        }
        let only = ContactFilter { only: handle.to_owned(), kept, ..ContactFilter::default() };
        Ok(self.contacts(scope, tenant, &only, 1).await?.pop())
    }

    /// All contacts of one organisation at a tenant that are not deleted, for the rules on them together.
    pub async fn contacts_of(
        &mut self,
        scope: &Scope,
        tenant: TenantKey,
        organisation: OrganisationId,
    ) -> Result<Vec<ContactRow>, StoreError> {
        let mut all = self.contacts(scope, tenant, &ContactFilter::default(), i64::MAX).await?;
        all.retain(|row| row.organisation_id == organisation.0);
        Ok(all)
    }

    /// The workloads of contacts of a tenant, in the order of the catalogue.
    pub async fn contact_workloads(
        &mut self,
        scope: &Scope,
        tenant: TenantKey,
        contacts: &[ContactRow],
    ) -> Result<Vec<ContactWorkloadRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT c.contact_id, w.code, w.name_en, w.name_nl FROM contact_workload AS c
             JOIN workload AS w ON w.workload_id = c.workload_id JOIN contact AS n ON n.contact_id = c.contact_id
             WHERE n.tenant_key = ",
        );
        statement.value(Value::Int(tenant.0));
        of_whom(&mut statement, scope);
        statement.text(" AND n.contact_id IN (").values(contacts.iter().map(|row| Value::Int(row.contact_id)));
        statement.text(") ORDER BY c.contact_id, w.position, w.code");
        statement.rows(self).await
    }

    /// How many contacts of each kind a tenant has.
    pub async fn contact_counts(
        &mut self,
        scope: &Scope,
        tenant: TenantKey,
    ) -> Result<Vec<ContactCountRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT n.kind, n.survey_eligible, COUNT(*) AS count FROM contact AS n
             WHERE n.deleted_at IS NULL AND n.tenant_key = ",
        );
        statement.value(Value::Int(tenant.0));
        of_whom(&mut statement, scope);
        statement.text(" GROUP BY n.kind, n.survey_eligible ORDER BY n.kind, n.survey_eligible");
        statement.rows(self).await
    }

    /// Adds a contact. Whoever adds it holds its tenant.
    pub async fn add_contact(&mut self, new: &NewContact<'_>) -> Result<(), StoreError> {
        let it = new.contact;
        let authors = new.authors;
        let id: i64 = on!(self, c => sqlx::query_scalar(
            "INSERT INTO contact (handle, organisation_id, tenant_key, kind, name, email, phone, title, country, language,
                                  survey_eligible, changed_at, search_key, name_by, email_by, phone_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING contact_id"
        )
        .bind(new.handle).bind(new.organisation.0).bind(new.tenant.0).bind(it.kind.code()).bind(&it.person.name)
        .bind(it.person.email.as_str()).bind(it.person.phone.as_ref().map(domain::contact::Phone::as_str))
        .bind(it.title.as_deref()).bind(it.country.map(domain::contact::Country::code))
        .bind(it.language.map(domain::contact::SurveyLanguage::tag)).bind(it.survey_eligible).bind(new.added_at)
        .bind(new.search_key).bind(authors.name.map(|by| by.0)).bind(authors.email.map(|by| by.0))
        .bind(authors.phone.map(|by| by.0)).fetch_one(c).await?);
        self.add_contact_workloads(id, it).await?;
        self.mark_tenant(new.organisation, new.tenant).await
    }

    async fn add_contact_workloads(&mut self, id: i64, contact: &Contact) -> Result<(), StoreError> {
        for workload in &contact.workloads {
            on!(self, c => sqlx::query("INSERT INTO contact_workload (contact_id, workload_id) VALUES ($1, $2)")
                .bind(id).bind(workload.0).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Gives a contact another content. Whoever changes it holds its tenant.
    pub async fn change_contact(
        &mut self,
        id: ContactId,
        contact: &Contact,
        search_key: &str,
        authors: Authors,
        changed_at: i64,
    ) -> Result<(), StoreError> {
        let person = &contact.person;
        on!(self, c => sqlx::query(
            "UPDATE contact SET kind = $2, name = $3, email = $4, phone = $5, title = $6, country = $7, language = $8,
                                survey_eligible = $9, changed_at = $10, search_key = $11, name_by = $12, email_by = $13,
                                phone_by = $14, version = version + 1
             WHERE contact_id = $1"
        )
        .bind(id.0).bind(contact.kind.code()).bind(&person.name).bind(person.email.as_str())
        .bind(person.phone.as_ref().map(domain::contact::Phone::as_str)).bind(contact.title.as_deref())
        .bind(contact.country.map(domain::contact::Country::code))
        .bind(contact.language.map(domain::contact::SurveyLanguage::tag)).bind(contact.survey_eligible)
        .bind(changed_at).bind(search_key).bind(authors.name.map(|by| by.0)).bind(authors.email.map(|by| by.0))
        .bind(authors.phone.map(|by| by.0)).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("DELETE FROM contact_workload WHERE contact_id = $1")
            .bind(id.0).execute(c).await?.rows_affected());
        self.add_contact_workloads(id.0, contact).await?;
        self.mark_contact(id.0).await
    }

    /// Deletes a contact at a moment, or brings it back where there is none. Whoever does holds its tenant.
    pub async fn set_contact_deleted(&mut self, id: ContactId, deleted_at: Option<i64>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE contact SET deleted_at = $2, version = version + 1 WHERE contact_id = $1")
            .bind(id.0).bind(deleted_at).execute(c).await?.rows_affected());
        self.mark_contact(id.0).await
    }

    /// Makes the marks of the tenant of a contact anew.
    async fn mark_contact(&mut self, id: i64) -> Result<(), StoreError> {
        let (organisation, tenant): (i64, i64) = on!(self, c => sqlx::query_as(
            "SELECT organisation_id, tenant_key FROM contact WHERE contact_id = $1"
        ).bind(id).fetch_one(c).await?);
        self.mark_tenant(OrganisationId(organisation), TenantKey(tenant)).await
    }

    /// Removes the contacts that were deleted before a moment, in milliseconds, and what else was kept of them: the
    /// hash of the body by which a program added one.
    pub async fn erase_contacts(&mut self, deleted_before: i64) -> Result<Vec<ErasedContactRow>, StoreError> {
        let erased: Vec<ErasedContactRow> = on!(self, c => sqlx::query_as(
            "DELETE FROM contact WHERE deleted_at < $1
             RETURNING handle, organisation_id,
                       (SELECT t.tenant_id FROM tenant AS t WHERE t.tenant_key = contact.tenant_key) AS tenant_id"
        ).bind(deleted_before).fetch_all(c).await?);
        for one in &erased {
            on!(self, c => sqlx::query("UPDATE request_key SET body_hash = $2 WHERE made = $1")
                .bind(&one.handle).bind(&[] as &[u8]).execute(c).await?.rows_affected());
        }
        Ok(erased)
    }

    /// Whether there is anything that [`Tx::erase_contacts`] would remove.
    pub async fn has_contacts_to_erase(&mut self, deleted_before: i64) -> Result<bool, StoreError> {
        let one: Option<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT contact_id FROM contact WHERE deleted_at IS NOT NULL AND deleted_at < $1 LIMIT 1"
        ).bind(deleted_before).fetch_optional(c).await?);
        Ok(one.is_some())
    }
}

fn narrow(statement: &mut Statement, tenant: TenantKey, filter: &ContactFilter) {
    match filter.kept {
        Kept::Present => {
            statement.text(" AND n.deleted_at IS NULL");
        }
        Kept::DeletedSince(moment) => {
            statement.text(" AND n.deleted_at >= ").value(Value::Int(moment));
        }
        Kept::All => {}
    }
    if !filter.kind.is_empty() {
        statement.text(" AND n.kind = ").value(Value::Text(filter.kind.clone()));
    }
    if !filter.search.is_empty() {
        statement.text(" AND n.search_key LIKE ").value(Value::Text(like(&filter.search))).text(" ESCAPE '\\'");
    }
    if !filter.only.is_empty() {
        statement.text(" AND n.handle = ").value(Value::Text(filter.only.clone()));
    }
    if !filter.after.is_empty() {
        let (own, other) = if filter.by_name {
            ("(n.search_key, n.contact_id)", "s.search_key, s.contact_id")
        } else {
            ("n.contact_id", "s.contact_id")
        };
        statement
            .text(" AND ")
            .text(own)
            .text(" > (SELECT ")
            .text(other)
            .text(" FROM contact AS s WHERE s.tenant_key = ");
        statement.value(Value::Int(tenant.0)).text(" AND s.handle = ").value(Value::Text(filter.after.clone()));
        statement.text(")");
    }
}
