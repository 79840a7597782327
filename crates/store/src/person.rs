//! People and their roles (S1.2).

use domain::access::{Assignment, Directory, Reach, Role};
use domain::id::{LocationId, OrganisationId, PersonId};
use uuid::Uuid;

use crate::{StoreError, Tx, on};

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson<'a> {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Its name in addresses.
    pub handle: &'a str,
    /// From which directory.
    pub directory: Option<Uuid>,
    /// The address, in lower case.
    pub email: &'a str,
    /// The name.
    pub name: &'a str,
    /// The hash of the password; nothing for somebody who is invited.
    pub password_hash: Option<&'a str>,
    /// The language, as a tag.
    pub language: Option<&'a str>,
    /// The moment, in milliseconds.
    pub created_at: i64,
}

/// A person with the organisation.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonRow {
    /// The key.
    pub person_id: i64,
    /// Of which organisation.
    pub organisation_id: i64,
    /// `programme` or `partner`.
    pub kind: String,
    /// The organisation's name.
    pub organisation: String,
    /// The organisation's partner ID.
    pub partner_id: Option<String>,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language chosen, as a tag.
    pub language: Option<String>,
    /// The theme chosen.
    pub theme: String,
    /// When the account was closed.
    pub deactivated_at: Option<i64>,
    /// Whether claims are filed under the directory from which the person signs in; nothing without one.
    pub files_claims: Option<bool>,
    /// Whether that directory is enrolled.
    pub is_enrolled: Option<bool>,
}

impl PersonRow {
    /// The directory from which the person signs in.
    pub fn directory(&self) -> Option<Directory> {
        let (files_claims, is_enrolled) = self.files_claims.zip(self.is_enrolled)?;
        Some(Directory { files_claims, is_enrolled })
    }
}

/// What signing in compares.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// The key.
    pub person_id: i64,
    /// The name.
    pub name: String,
    /// The hash of the password; nothing when the person signs in otherwise.
    pub password_hash: Option<String>,
    /// When the account was closed.
    pub deactivated_at: Option<i64>,
    /// Whether the people of the organisation sign in by a provider alone.
    pub is_single_sign_on: bool,
    /// Whether a password alone lets nobody of the organisation in.
    pub needs_second_factor: bool,
    /// 1 for whoever has an app that shows codes.
    pub has_authenticator: i64,
}

/// A role, and where, with the names people know.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RoleRow {
    /// The role's name.
    pub role: String,
    /// The location it is given for.
    pub location_id: Option<i64>,
    /// The partner a manager is assigned.
    pub partner_id: Option<i64>,
    /// That place's own partner ID.
    pub place_id: Option<String>,
    /// That place's name.
    pub place: Option<String>,
}

impl RoleRow {
    /// As the policy wants it.
    pub fn assignment(&self) -> Result<Assignment, StoreError> {
        let role = Role::from_code(&self.role)
            .ok_or_else(|| StoreError::inconsistent("role_assignment", "role", self.role.clone()))?;
        let reach = match (self.location_id, self.partner_id) {
            (Some(location), _) => Reach::Location(LocationId(location)),
            (None, Some(partner)) => Reach::Partner(OrganisationId(partner)),
            (None, None) => Reach::Everywhere,
        };
        Ok(Assignment { role, reach })
    }
}

/// The columns of [`PersonRow`].
macro_rules! person_columns {
    ($rest:literal) => {
        concat!(
            "SELECT p.person_id, p.organisation_id, o.kind, o.name AS organisation, o.partner_id, p.email, p.name,
                    p.language, p.theme, p.deactivated_at, d.files_claims, d.is_enrolled
             FROM person AS p JOIN organisation AS o ON o.organisation_id = p.organisation_id
             LEFT JOIN directory AS d ON d.directory_id = p.directory_id ",
            $rest
        )
    };
}

impl Tx {
    /// Adds a person; the address taken is a conflict.
    pub async fn add_person(&mut self, person: &NewPerson<'_>) -> Result<PersonId, StoreError> {
        Ok(PersonId(on!(self, c => sqlx::query_scalar(
            "INSERT INTO person (organisation_id, handle, directory_id, email, name, password_hash, language, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING person_id"
        )
        .bind(person.organisation.0).bind(person.handle).bind(person.directory).bind(person.email).bind(person.name)
        .bind(person.password_hash).bind(person.language).bind(person.created_at).fetch_one(c).await?)))
    }

    /// What signing in with that address compares.
    pub async fn account(&mut self, email: &str) -> Result<Option<Account>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT p.person_id, p.name, p.password_hash, p.deactivated_at, o.is_single_sign_on, o.needs_second_factor,
                    CAST(CASE WHEN EXISTS (SELECT 1 FROM authenticator AS a WHERE a.person_id = p.person_id)
                              THEN 1 ELSE 0 END AS BIGINT) AS has_authenticator
             FROM person AS p JOIN organisation AS o ON o.organisation_id = p.organisation_id WHERE p.email = $1"
        ).bind(email).fetch_optional(c).await?))
    }

    /// The hash of a person's password.
    pub async fn password_hash(&mut self, person: PersonId) -> Result<Option<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar::<_, Option<String>>(
            "SELECT password_hash FROM person WHERE person_id = $1"
        ).bind(person.0).fetch_optional(c).await?)
        .flatten())
    }

    /// Sets a person's password, and forgets the browsers in which they signed in with another.
    pub async fn set_password(&mut self, person: PersonId, hash: &str) -> Result<(), StoreError> {
        self.close_gate(person).await?;
        on!(self, c => sqlx::query("UPDATE person SET password_hash = $2 WHERE person_id = $1")
            .bind(person.0).bind(hash).execute(c).await?.rows_affected());
        self.forget_browsers(person).await
    }

    /// Sets language and theme.
    pub async fn set_preferences(
        &mut self,
        person: PersonId,
        language: Option<&str>,
        theme: &str,
    ) -> Result<(), StoreError> {
        self.close_gate(person).await?;
        on!(self, c => sqlx::query("UPDATE person SET language = $2, theme = $3 WHERE person_id = $1")
            .bind(person.0).bind(language).bind(theme).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Closes or reopens an account.
    pub async fn set_deactivated(&mut self, person: PersonId, at: Option<i64>) -> Result<(), StoreError> {
        self.close_gate(person).await?;
        on!(self, c => sqlx::query("UPDATE person SET deactivated_at = $2 WHERE person_id = $1")
            .bind(person.0).bind(at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The person.
    pub async fn person(&mut self, person: PersonId) -> Result<Option<PersonRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(person_columns!("WHERE p.person_id = $1"))
            .bind(person.0).fetch_optional(c).await?))
    }

    /// The person of an address.
    pub async fn person_by_email(&mut self, email: &str) -> Result<Option<PersonRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(person_columns!("WHERE p.email = $1"))
            .bind(email).fetch_optional(c).await?))
    }

    /// Everybody, by organisation and name.
    pub async fn people(&mut self) -> Result<Vec<PersonRow>, StoreError> {
        Ok(
            on!(self, c => sqlx::query_as(person_columns!("WHERE p.erased_at IS NULL ORDER BY o.kind DESC, o.name, p.name, p.email"))
            .fetch_all(c).await?),
        )
    }

    /// The person's present roles.
    pub async fn roles(&mut self, person: PersonId) -> Result<Vec<RoleRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT r.role, r.location_id, r.partner_id, COALESCE(l.mpn_id, o.partner_id) AS place_id,
                    COALESCE(l.name, o.name) AS place
             FROM role_assignment AS r
             LEFT JOIN location AS l ON l.location_id = r.location_id
             LEFT JOIN organisation AS o ON o.organisation_id = r.partner_id
             WHERE r.person_id = $1 ORDER BY r.role, place"
        ).bind(person.0).fetch_all(c).await?))
    }

    /// Gives a role; giving it again changes nothing.
    pub async fn give_role(&mut self, person: PersonId, assignment: Assignment) -> Result<(), StoreError> {
        self.close_gate(person).await?;
        let (location, partner) = places(assignment.reach);
        on!(self, c => sqlx::query(
            "INSERT INTO role_assignment (person_id, role, location_id, partner_id) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING"
        ).bind(person.0).bind(assignment.role.code()).bind(location).bind(partner).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Takes a role away at one place, or, without a place, everywhere; how many assignments went.
    pub async fn take_role(&mut self, person: PersonId, role: Role, reach: Option<Reach>) -> Result<u64, StoreError> {
        self.close_gate(person).await?;
        let Some(reach) = reach else {
            return Ok(on!(self, c => sqlx::query("DELETE FROM role_assignment WHERE person_id = $1 AND role = $2")
                .bind(person.0).bind(role.code()).execute(c).await?.rows_affected()));
        };
        let (location, partner) = places(reach);
        Ok(on!(self, c => sqlx::query(
            "DELETE FROM role_assignment
             WHERE person_id = $1 AND role = $2 AND COALESCE(location_id, 0) = $3 AND COALESCE(partner_id, 0) = $4"
        )
        .bind(person.0).bind(role.code()).bind(location.unwrap_or(0)).bind(partner.unwrap_or(0))
        .execute(c).await?.rows_affected()))
    }
}

fn places(reach: Reach) -> (Option<i64>, Option<i64>) {
    match reach {
        Reach::Everywhere => (None, None),
        Reach::Location(location) => (Some(location.0), None),
        Reach::Partner(partner) => (None, Some(partner.0)),
    }
}
