//! People and their roles, for the operator at the command line. Whoever runs the program on the server is held by none of
//! what holds the admins of organisations (`person_change.rs`): it is the way back in when they are gone.

use domain::access::{Assignment, Reach, Role};
use domain::id::PersonId;
use domain::person::{Email, check_password};
use domain::planted::{Fault, planted};
use store::{NewDirectory, OrganisationRow, Tx};

use crate::identity::{Who, moment, roles_held};
use crate::invitation::LASTS_MILLIS;
use crate::person_change::name_of;
use crate::secret::hash_secret;
use crate::{App, AppError, AuditAction, Credential, Ctx, Invitation, NewToken, Problem, RoleHeld, TokenScope};

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The address.
    pub email: Email,
    /// The name.
    pub name: String,
    /// The partner ID of the organisation; nothing for the programme office.
    pub partner_id: Option<String>,
    /// The role.
    pub role: Role,
    /// The locations (own partner IDs) or, for a partner manager, the assigned partners; empty: the entire organisation.
    pub at: Vec<String>,
    /// The directory from which the person signs in.
    pub directory: Option<uuid::Uuid>,
    /// The password.
    pub password: String,
}

/// A person in the operator's list.
#[derive(Debug, Clone)]
pub struct PersonListed {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// Whether the account can be used.
    pub is_active: bool,
    /// The roles, and where.
    pub roles: Vec<RoleHeld>,
}

impl App {
    /// Adds a person with a role. Fields: `email` (taken), `name`, `partner`, `location`, `role`, `password`.
    pub async fn add_person(&self, ctx: &Ctx, person: NewPerson) -> Result<(), AppError> {
        let name = name_of(&person.name).map_err(|problem| AppError::field("name", problem))?;
        check_password(&person.password, &person.email, &name)
            .map_err(|weak| AppError::field("password", Problem::Weak(weak)))?;
        let hash = self.hash_password(&person.password).await?;
        let mut tx = self.store.write().await?;
        let who = self.operator(&mut tx, ctx).await?;
        let organisation = match &person.partner_id {
            None => tx.programme().await?,
            Some(id) => tx.partner(id).await?.ok_or_else(|| AppError::field("partner", Problem::Unknown))?,
        };
        let reaches = reaches(&mut tx, &organisation, person.role, &person.at).await?;
        if let Some(directory) = person.directory {
            match tx.directory_owner(directory).await? {
                Some(owner) if owner == organisation.id() => {}
                Some(_) => return Err(AppError::field("directory", Problem::Taken)),
                None => {
                    let (name, files_claims, is_enrolled) = ("", true, true);
                    let new = NewDirectory { directory_id: directory, name, files_claims, is_enrolled };
                    tx.add_directory(organisation.id(), &new).await?;
                }
            }
        }
        if tx.person_by_email(person.email.as_str()).await?.is_some() {
            return Err(AppError::field("email", Problem::Taken));
        }
        let added = tx
            .add_person(&store::NewPerson {
                organisation: organisation.id(),
                handle: &self.new_handle()?,
                directory: person.directory,
                email: person.email.as_str(),
                name: &name,
                password_hash: Some(&hash),
                language: None,
                created_at: who.now,
            })
            .await?;
        for reach in reaches {
            tx.give_role(added, Assignment { role: person.role, reach }).await?;
        }
        let detail = serde_json::json!({ "role": person.role.code(), "at": person.at });
        self.audit(&mut tx, ctx, &who, AuditAction::PersonAdded, person.email.as_str(), &detail).await?;
        Ok(tx.commit().await?)
    }

    /// Gives a person a further role.
    pub async fn grant_role(&self, ctx: &Ctx, email: &Email, role: Role, at: &[String]) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let who = self.operator(&mut tx, ctx).await?;
        let (person, organisation) = find(&mut tx, email).await?;
        for reach in reaches(&mut tx, &organisation, role, at).await? {
            tx.give_role(person, Assignment { role, reach }).await?;
        }
        let detail = serde_json::json!({ "role": role.code(), "at": at });
        self.audit(&mut tx, ctx, &who, AuditAction::RoleGiven, email.as_str(), &detail).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a role away, at these places or, without places, everywhere; effective at the next request.
    pub async fn revoke_role(&self, ctx: &Ctx, email: &Email, role: Role, at: &[String]) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let who = self.operator(&mut tx, ctx).await?;
        let (person, organisation) = find(&mut tx, email).await?;
        let mut taken = 0;
        if at.is_empty() {
            taken += if planted(Fault::RoleTakenStays) { 1 } else { tx.take_role(person, role, None).await? };
        } else {
            for reach in reaches(&mut tx, &organisation, role, at).await? {
                taken += tx.take_role(person, role, Some(reach)).await?;
            }
        }
        if taken == 0 {
            return Err(AppError::field("role", Problem::Unknown));
        }
        let detail = serde_json::json!({ "role": role.code(), "at": at });
        self.audit(&mut tx, ctx, &who, AuditAction::RoleTaken, email.as_str(), &detail).await?;
        Ok(tx.commit().await?)
    }

    /// Closes or reopens an account; closing ends its sessions and tokens at once.
    pub async fn set_active(&self, ctx: &Ctx, email: &Email, active: bool) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let who = self.operator(&mut tx, ctx).await?;
        let (person, _) = find(&mut tx, email).await?;
        self.set_open(&mut tx, person, active, who.now).await?;
        let action = if active { AuditAction::PersonReopened } else { AuditAction::PersonClosed };
        self.audit(&mut tx, ctx, &who, action, email.as_str(), &serde_json::json!({})).await?;
        Ok(tx.commit().await?)
    }

    /// Makes a link by which a person gets in (again), told to the operator alone, whatever they signed in with before: they set a
    /// password, or connect an account at a provider. An earlier link ends; a closed account has none.
    pub async fn invite_by_operator(&self, ctx: &Ctx, email: &Email) -> Result<Invitation, AppError> {
        let secret = self.new_secret()?;
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let who = self.operator(&mut tx, ctx).await?;
        let (person, _) = find(&mut tx, email).await?;
        if tx.person(person).await?.is_none_or(|row| row.deactivated_at.is_some()) {
            return Err(AppError::field("email", Problem::AccountClosed));
        }
        let expires_at = who.now + LASTS_MILLIS;
        tx.invite(person, &hash_secret(&secret), expires_at).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::PersonInvited, email.as_str(), &serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(Invitation { secret, expires_at: moment(expires_at) })
    }

    /// Everybody who has an account.
    pub async fn people(&self, ctx: &Ctx) -> Result<Vec<PersonListed>, AppError> {
        let mut tx = self.store.read().await?;
        self.operator(&mut tx, ctx).await?;
        let mut people = Vec::new();
        for row in tx.people().await? {
            let roles = tx.roles(PersonId(row.person_id)).await?;
            people.push(PersonListed {
                email: row.email,
                name: row.name,
                organisation: row.organisation,
                is_active: row.deactivated_at.is_none(),
                roles: roles_held(&roles),
            });
        }
        tx.commit().await?;
        Ok(people)
    }

    /// Makes a token for a person, by the operator.
    pub async fn create_token_for(&self, ctx: &Ctx, email: &Email, expires_days: i64) -> Result<NewToken, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.operator(&mut tx, ctx).await?;
        let (person, _) = find(&mut tx, email).await?;
        let token = self.add_token(&mut tx, person, OPERATORS_TOKEN, expires_days, TokenScope::Write).await?;
        let detail = serde_json::json!({ "expires_days": expires_days });
        self.audit(&mut tx, ctx, &who, AuditAction::TokenCreated, email.as_str(), &detail).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// The caller, when that is the operator.
    pub(crate) async fn operator(&self, tx: &mut Tx, ctx: &Ctx) -> Result<Who, AppError> {
        match ctx.credential {
            Credential::Operator => self.who(tx, ctx).await,
            _ => Err(AppError::Forbidden),
        }
    }
}

/// The name of tokens that the operator makes.
const OPERATORS_TOKEN: &str = "command line";

pub(crate) async fn find(tx: &mut Tx, email: &Email) -> Result<(PersonId, OrganisationRow), AppError> {
    let row = tx.person_by_email(email.as_str()).await?.ok_or_else(|| AppError::field("email", Problem::Unknown))?;
    let organisation = OrganisationRow {
        organisation_id: row.organisation_id,
        kind: row.kind,
        partner_id: row.partner_id,
        name: row.organisation,
    };
    Ok((PersonId(row.person_id), organisation))
}

/// Where a role is to be given: the places named, each one that the organisation has; without any, everywhere.
async fn reaches(
    tx: &mut Tx,
    organisation: &OrganisationRow,
    role: Role,
    at: &[String],
) -> Result<Vec<Reach>, AppError> {
    if role.belongs_to().code() != organisation.kind {
        return Err(AppError::field("role", Problem::RoleNotHere));
    }
    let mut reaches = Vec::new();
    for place in at {
        let reach = match role {
            Role::PartnerManager => tx.partner(place).await?.map(|partner| Reach::Partner(partner.id())),
            _ => tx.location_of(organisation.id(), place).await?.map(|location| Reach::Location(location.id())),
        };
        reaches.push(reach.ok_or_else(|| AppError::field("location", Problem::Unknown))?);
    }
    // A partner manager without partners yet: the role waits for them and shows nothing.
    if reaches.is_empty() {
        return Ok(vec![Reach::Everywhere]);
    }
    if reaches.iter().any(|&reach| !role.can_be_given_at(reach)) {
        return Err(AppError::field("location", Problem::RoleNotHere));
    }
    Ok(reaches)
}
