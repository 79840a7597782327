//! Whom a search for personal data finds besides those with an account (S16.2).

use crate::audit::like;
use crate::{StoreError, Tx, on};

/// Somebody without an account who is named somewhere.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FoundContactRow {
    /// The address, in small letters.
    pub email: String,
    /// The name, as one of the places has it.
    pub name: String,
}

impl std::fmt::Debug for FoundContactRow {
    /// Without what identifies the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FoundContactRow")
    }
}

impl Tx {
    /// Contacts and people in claims whose name or address has that in it; by address. The search comes in small letters, and as
    /// [`domain::tenant::name_key`] writes it.
    pub async fn find_contacts(
        &mut self,
        search: &str,
        key: &str,
        limit: i64,
    ) -> Result<Vec<FoundContactRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "WITH named AS (
                 SELECT LOWER(email) AS email, name FROM contact
                 WHERE search_key LIKE $2 ESCAPE '\\' OR LOWER(email) LIKE $1 ESCAPE '\\'
                 UNION SELECT LOWER(customer_email), customer_name FROM filed_claim
                 WHERE LOWER(customer_email) LIKE $1 ESCAPE '\\' OR LOWER(customer_name) LIKE $1 ESCAPE '\\'
                 UNION SELECT LOWER(own_email), own_name FROM filed_claim
                 WHERE LOWER(own_email) LIKE $1 ESCAPE '\\' OR LOWER(own_name) LIKE $1 ESCAPE '\\'
             )
             SELECT email, MIN(name) AS name FROM named WHERE email <> '' GROUP BY email ORDER BY email LIMIT $3"
        ).bind(like(search)).bind(like(key)).bind(limit).fetch_all(c).await?))
    }

    /// The people whom requests name, as JSON, where that is in it in small letters.
    pub async fn find_in_requests(&mut self, search: &str, limit: i64) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT contacts FROM rfa WHERE LOWER(contacts) LIKE $1 ESCAPE '\\' ORDER BY rfa_id LIMIT $2"
        ).bind(like(search)).bind(limit).fetch_all(c).await?))
    }

    /// The IDs of the tenants at which somebody of that address stands, as a contact, or as a customer who asked for assistance.
    pub async fn tenants_naming(&mut self, email: &str, limit: i64) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT t.id_text FROM tenant AS t
             WHERE t.tenant_key IN (SELECT tenant_key FROM contact WHERE LOWER(email) = $1)
                OR t.tenant_key IN (SELECT tenant_key FROM rfa WHERE LOWER(contacts) LIKE $2 ESCAPE '\\')
             ORDER BY t.id_text LIMIT $3"
        ).bind(email).bind(like(email)).bind(limit).fetch_all(c).await?))
    }
}
