//! Organisations and their locations (S1.1).

use domain::id::{LocationId, OrganisationId};

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

/// A partner, as the programme office sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PartnerRow {
    /// Its key.
    pub organisation_id: i64,
    /// Its partner ID.
    pub partner_id: String,
    /// Its name.
    pub name: String,
    /// How many locations it has.
    pub locations: i64,
    /// How many of them are enrolled.
    pub enrolled: i64,
    /// How many people can sign in for it.
    pub people: i64,
}

/// A location of a partner with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EnrolledRow {
    /// Its key.
    pub location_id: i64,
    /// Its own partner ID.
    pub mpn_id: String,
    /// Its name.
    pub name: String,
    /// Its city; may be empty.
    pub city: String,
    /// Its country; may be empty.
    pub country: String,
    /// Whether claims are filed for it.
    pub is_enrolled: bool,
}

/// A location to be added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLocation<'a> {
    /// Its own partner ID.
    pub mpn_id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its city.
    pub city: &'a str,
    /// Its country.
    pub country: &'a str,
    /// Whether claims are filed for it.
    pub is_enrolled: bool,
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

    /// Every partner with what the programme office wants to know of it, by name.
    pub async fn partners_enrolled(&mut self) -> Result<Vec<PartnerRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT o.organisation_id, o.partner_id, o.name,
                    (SELECT COUNT(*) FROM location AS l WHERE l.organisation_id = o.organisation_id) AS locations,
                    (SELECT COUNT(*) FROM location AS l
                     WHERE l.organisation_id = o.organisation_id AND l.is_enrolled) AS enrolled,
                    (SELECT COUNT(*) FROM person AS p
                     WHERE p.organisation_id = o.organisation_id AND p.deactivated_at IS NULL) AS people
             FROM organisation AS o WHERE o.kind = 'partner' ORDER BY o.name, o.partner_id"
        ).fetch_all(c).await?))
    }

    /// The locations of a partner with all that is kept of them, by name.
    pub async fn enrolled_locations(&mut self, organisation: OrganisationId) -> Result<Vec<EnrolledRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT location_id, mpn_id, name, city, country, is_enrolled FROM location
             WHERE organisation_id = $1 ORDER BY name, mpn_id"
        ).bind(organisation.0).fetch_all(c).await?))
    }

    /// Adds a partner; the partner ID taken is a conflict.
    pub async fn add_partner(&mut self, partner_id: &str, name: &str) -> Result<OrganisationId, StoreError> {
        Ok(OrganisationId(on!(self, c => sqlx::query_scalar(
            "INSERT INTO organisation (kind, partner_id, name, number_prefix) VALUES ('partner', $1, $2, $1)
             RETURNING organisation_id"
        ).bind(partner_id).bind(name).fetch_one(c).await?)))
    }

    /// Sets an organisation's name.
    pub async fn rename_organisation(&mut self, organisation: OrganisationId, name: &str) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE organisation SET name = $2 WHERE organisation_id = $1")
            .bind(organisation.0).bind(name).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Whether any partner has a location of that ID.
    pub async fn has_location(&mut self, mpn_id: &str) -> Result<bool, StoreError> {
        let count: i64 = on!(self, c => sqlx::query_scalar("SELECT COUNT(*) FROM location WHERE mpn_id = $1")
            .bind(mpn_id).fetch_one(c).await?);
        Ok(count > 0)
    }

    /// Adds a location to a partner; its ID taken is a conflict.
    pub async fn add_location(
        &mut self,
        organisation: OrganisationId,
        new: &NewLocation<'_>,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO location (organisation_id, mpn_id, name, city, country, is_enrolled)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ).bind(organisation.0).bind(new.mpn_id).bind(new.name).bind(new.city).bind(new.country).bind(new.is_enrolled)
        .execute(c).await?.rows_affected());
        Ok(())
    }

    /// Changes a location. What a server remembers around the list names it: whoever sees it is looked up anew.
    pub async fn change_location(
        &mut self,
        organisation: OrganisationId,
        location: LocationId,
        new: &NewLocation<'_>,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "UPDATE location SET name = $2, city = $3, country = $4, is_enrolled = $5 WHERE location_id = $1"
        ).bind(location.0).bind(new.name).bind(new.city).bind(new.country).bind(new.is_enrolled)
        .execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "UPDATE person SET revision = revision + 1
             WHERE organisation_id = $1 OR organisation_id = (SELECT organisation_id FROM organisation WHERE kind = 'programme')"
        ).bind(organisation.0).execute(c).await?.rows_affected());
        Ok(())
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
