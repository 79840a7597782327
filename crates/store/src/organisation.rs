//! Organisations, their locations and directories (S1.1).

use domain::id::{LocationId, OrganisationId};
use uuid::Uuid;

use crate::{StoreError, Tx, on};

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OrganisationRow {
    /// Its key.
    pub organisation_id: i64,
    /// `programme` or `partner`.
    pub kind: String,
    /// The partner ID; nothing for the programme office.
    pub partner_id: Option<String>,
    /// Its name.
    pub name: String,
}

/// A location of a partner.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LocationRow {
    /// Its key.
    pub location_id: i64,
    /// The partner it belongs to.
    pub organisation_id: i64,
    /// Its own partner ID.
    pub mpn_id: String,
    /// Its name.
    pub name: String,
    /// Its city; may be empty.
    pub city: String,
}

impl Tx {
    /// The programme office.
    pub async fn programme(&mut self) -> Result<OrganisationRow, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT organisation_id, kind, partner_id, name FROM organisation WHERE kind = 'programme'"
        ).fetch_one(c).await?))
    }

    /// The partner of a partner ID.
    pub async fn partner(&mut self, partner_id: &str) -> Result<Option<OrganisationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT organisation_id, kind, partner_id, name FROM organisation WHERE partner_id = $1"
        ).bind(partner_id).fetch_optional(c).await?))
    }

    /// Every partner, by name.
    pub async fn partners(&mut self) -> Result<Vec<OrganisationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT organisation_id, kind, partner_id, name FROM organisation
             WHERE kind = 'partner' ORDER BY name, partner_id"
        ).fetch_all(c).await?))
    }

    /// Every location of every partner: what the rows of a file are looked up in.
    pub async fn all_locations(&mut self) -> Result<Vec<LocationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT location_id, organisation_id, mpn_id, name, city FROM location ORDER BY location_id"
        ).fetch_all(c).await?))
    }

    /// The location of a partner with that ID.
    pub async fn location_of(
        &mut self,
        organisation: OrganisationId,
        mpn_id: &str,
    ) -> Result<Option<LocationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT location_id, organisation_id, mpn_id, name, city FROM location
             WHERE organisation_id = $1 AND mpn_id = $2"
        ).bind(organisation.0).bind(mpn_id).fetch_optional(c).await?))
    }

    /// The locations of an organisation, by name; of its global row only when claims name it.
    pub async fn locations_of(&mut self, organisation: OrganisationId) -> Result<Vec<LocationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT location_id, organisation_id, mpn_id, name, city FROM location AS l
             WHERE organisation_id = $1
               AND (NOT is_global OR EXISTS (SELECT 1 FROM portfolio_choice AS c
                                             WHERE c.organisation_id = l.organisation_id AND c.location_id = l.location_id))
             ORDER BY name, mpn_id"
        ).bind(organisation.0).fetch_all(c).await?))
    }

    /// The locations of every partner that claims name, by name.
    pub async fn locations_with_claims(&mut self) -> Result<Vec<LocationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT location_id, organisation_id, mpn_id, name, city FROM location AS l
             WHERE EXISTS (SELECT 1 FROM portfolio_choice AS c
                           WHERE c.organisation_id = l.organisation_id AND c.location_id = l.location_id)
             ORDER BY name, mpn_id"
        ).fetch_all(c).await?))
    }

    /// Knows a directory from now on as one of the organisation's, for claims and enrolled, unless it is known.
    /// Nothing when it belongs to another organisation.
    pub async fn add_directory(
        &mut self,
        organisation: OrganisationId,
        directory: Uuid,
    ) -> Result<Option<()>, StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO directory (directory_id, organisation_id, files_claims, is_enrolled)
             VALUES ($1, $2, TRUE, TRUE) ON CONFLICT (directory_id) DO NOTHING"
        ).bind(directory).bind(organisation.0).execute(c).await?.rows_affected());
        let owner: i64 = on!(self, c => sqlx::query_scalar(
            "SELECT organisation_id FROM directory WHERE directory_id = $1"
        ).bind(directory).fetch_one(c).await?);
        Ok((owner == organisation.0).then_some(()))
    }
}

impl LocationRow {
    /// Its key, typed.
    pub fn id(&self) -> LocationId {
        LocationId(self.location_id)
    }
}

impl OrganisationRow {
    /// Its key, typed.
    pub fn id(&self) -> OrganisationId {
        OrganisationId(self.organisation_id)
    }
}
