//! The directories from which people of a partner sign in (S1.1, S11.1).

use domain::id::{OrganisationId, PersonId};
use uuid::Uuid;

use crate::{StoreError, Tx, on};

/// A directory of a partner.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DirectoryRow {
    /// Its GUID.
    pub directory_id: Uuid,
    /// What the programme office calls it; may be empty.
    pub name: String,
    /// Whether claims are filed under it.
    pub files_claims: bool,
    /// Whether it is enrolled.
    pub is_enrolled: bool,
    /// How many people with an open account sign in from it.
    pub people: i64,
}

/// A directory to be added or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDirectory<'a> {
    /// Its GUID.
    pub directory_id: Uuid,
    /// What the programme office calls it.
    pub name: &'a str,
    /// Whether claims are filed under it.
    pub files_claims: bool,
    /// Whether it is enrolled.
    pub is_enrolled: bool,
}

/// A directory that a provider told of people who signed in, and that is nobody's yet.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UnknownDirectoryRow {
    /// Its GUID.
    pub directory_id: Uuid,
    /// From how many people's accounts it is known.
    pub people: i64,
}

impl Tx {
    /// The directories of a partner, by name.
    pub async fn directories(&mut self, organisation: OrganisationId) -> Result<Vec<DirectoryRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT d.directory_id, d.name, d.files_claims, d.is_enrolled,
                    (SELECT COUNT(*) FROM person AS p
                     WHERE p.directory_id = d.directory_id AND p.deactivated_at IS NULL) AS people
             FROM directory AS d WHERE d.organisation_id = $1 ORDER BY d.name, d.directory_id"
        ).bind(organisation.0).fetch_all(c).await?))
    }

    /// The directories that are nobody's yet, of which a provider told when people of a partner signed in.
    pub async fn unknown_directories(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Vec<UnknownDirectoryRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT a.directory_id, COUNT(DISTINCT p.person_id) AS people
             FROM provider_account AS a JOIN person AS p ON p.person_id = a.person_id
             WHERE p.organisation_id = $1 AND p.deactivated_at IS NULL AND a.directory_id IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM directory AS d WHERE d.directory_id = a.directory_id)
             GROUP BY a.directory_id ORDER BY people DESC, a.directory_id LIMIT 20"
        ).bind(organisation.0).fetch_all(c).await?))
    }

    /// The organisation that a directory is of; nothing for one that is not known.
    pub async fn directory_owner(&mut self, directory: Uuid) -> Result<Option<OrganisationId>, StoreError> {
        let owner: Option<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT organisation_id FROM directory WHERE directory_id = $1"
        ).bind(directory).fetch_optional(c).await?);
        Ok(owner.map(OrganisationId))
    }

    /// Adds a directory to a partner; its GUID taken is a conflict. Whoever of the partner is known to sign in from it
    /// does so from now on.
    pub async fn add_directory(
        &mut self,
        organisation: OrganisationId,
        new: &NewDirectory<'_>,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO directory (directory_id, organisation_id, name, files_claims, is_enrolled)
             VALUES ($1, $2, $3, $4, $5)"
        ).bind(new.directory_id).bind(organisation.0).bind(new.name).bind(new.files_claims).bind(new.is_enrolled)
        .execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "UPDATE person SET directory_id = $1
             WHERE organisation_id = $2 AND directory_id IS NULL
               AND EXISTS (SELECT 1 FROM provider_account AS a
                           WHERE a.person_id = person.person_id AND a.directory_id = $1)"
        ).bind(new.directory_id).bind(organisation.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Changes a directory of a partner. Everybody who signs in from it gets what it now gives from the next request on:
    /// a trigger counts their revisions up.
    pub async fn change_directory(&mut self, new: &NewDirectory<'_>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "UPDATE directory SET name = $2, files_claims = $3, is_enrolled = $4 WHERE directory_id = $1"
        ).bind(new.directory_id).bind(new.name).bind(new.files_claims).bind(new.is_enrolled)
        .execute(c).await?.rows_affected());
        Ok(())
    }

    /// Sets the directory from which a person signs in, which is known here.
    pub async fn set_directory(&mut self, person: PersonId, directory: Uuid) -> Result<(), StoreError> {
        let text = "SELECT directory_id FROM person WHERE person_id = $1";
        let standing: Option<Option<Uuid>> =
            on!(self, c => sqlx::query_scalar(text).bind(person.0).fetch_optional(c).await?);
        if standing.flatten() == Some(directory) {
            return Ok(());
        }
        self.close_gate(person).await?;
        on!(self, c => sqlx::query("UPDATE person SET directory_id = $2 WHERE person_id = $1")
            .bind(person.0).bind(directory).execute(c).await?.rows_affected());
        Ok(())
    }
}
