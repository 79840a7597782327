//! People and their roles, for the operator at the command line; the pages for admins follow later.

use domain::access::Role;
use domain::person::Email;

use crate::{App, AppError, Ctx, NewToken, RoleHeld};

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
        let _ = (ctx, person);
        Err(AppError::Busy)
    }

    /// Gives a person a further role.
    pub async fn grant_role(&self, ctx: &Ctx, email: &Email, role: Role, at: &[String]) -> Result<(), AppError> {
        let _ = (ctx, email, role, at);
        Err(AppError::Busy)
    }

    /// Takes a role away, at these places or, without places, everywhere; effective at the next request.
    pub async fn revoke_role(&self, ctx: &Ctx, email: &Email, role: Role, at: &[String]) -> Result<(), AppError> {
        let _ = (ctx, email, role, at);
        Err(AppError::Busy)
    }

    /// Closes or reopens an account; closing ends its sessions and tokens at once.
    pub async fn set_active(&self, ctx: &Ctx, email: &Email, active: bool) -> Result<(), AppError> {
        let _ = (ctx, email, active);
        Err(AppError::Busy)
    }

    /// Everybody who has an account.
    pub async fn people(&self, ctx: &Ctx) -> Result<Vec<PersonListed>, AppError> {
        let _ = ctx;
        Err(AppError::Busy)
    }

    /// Makes a token for a person, by the operator.
    pub async fn create_token_for(&self, ctx: &Ctx, email: &Email, expires_days: i64) -> Result<NewToken, AppError> {
        let _ = (ctx, email, expires_days);
        Err(AppError::Busy)
    }
}
