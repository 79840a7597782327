//! What bears on what somebody sees (S11.1, S11.2): where the own organisation holds a tenant.

use domain::help::Sought;
use domain::id::{LocationId, OrganisationId};

use crate::statement::{Statement, Value};
use crate::{StoreError, Tx};

/// A location at which an organisation holds a tenant; the key 0 stands for all of them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HeldRow {
    /// The tenant's key.
    pub tenant_key: i64,
    /// Its GUID.
    pub tenant_id: uuid::Uuid,
    /// The location.
    pub location_id: i64,
    /// Its partner ID; empty where it stands for all.
    pub mpn_id: String,
    /// Its name; empty where it stands for all.
    pub location: String,
}

impl HeldRow {
    /// The location, where it is one.
    pub fn location_id(&self) -> Option<LocationId> {
        (self.location_id != 0).then_some(LocationId(self.location_id))
    }
}

impl Tx {
    /// Where an organisation holds a tenant that somebody named. Only what the organisation has itself is looked at, so that
    /// others' tenants and none at all are found out in the same way.
    pub async fn held_at(&mut self, organisation: OrganisationId, sought: &Sought) -> Result<Vec<HeldRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT r.tenant_key, r.tenant_id, r.location_id, COALESCE(l.mpn_id, '') AS mpn_id,
                    COALESCE(l.name, '') AS location
             FROM portfolio AS r LEFT JOIN location AS l ON l.location_id = r.location_id
             WHERE r.organisation_id = ",
        );
        statement.value(Value::Int(organisation.0));
        match sought {
            Sought::Id(id) => drop(statement.text(" AND r.tenant_id = ").value(Value::Guid(id.0))),
            Sought::Domain(domain) => {
                statement.text(" AND LOWER(r.domain) = ").value(Value::Text(domain.clone()));
            }
        }
        // Of several with the same domain, the first by name.
        statement.text(" ORDER BY r.name_key, r.tenant_id, l.name, r.location_id LIMIT 200");
        statement.rows(self).await
    }
}
