//! Accounts at providers by which people sign in (S1).

use domain::access::Role;
use domain::id::{OrganisationId, PersonId, SessionId};
use domain::planted::{Fault, planted};
use uuid::Uuid;

use crate::{StoreError, Tx, on};

/// An account at a provider, to be connected to a person.
#[derive(Debug, Clone)]
pub struct NewProviderAccount<'a> {
    /// Its name in addresses.
    pub handle: &'a str,
    /// Whose.
    pub person: PersonId,
    /// The provider's code.
    pub provider: &'a str,
    /// Who says who it is.
    pub issuer: &'a str,
    /// The account there.
    pub subject: &'a str,
    /// From which directory.
    pub directory: Option<Uuid>,
    /// What it is called there.
    pub label: &'a str,
    /// The moment, in milliseconds.
    pub connected_at: i64,
}

/// An account at a provider.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProviderAccountRow {
    /// The key.
    pub provider_account_id: i64,
    /// Its name in addresses.
    pub handle: String,
    /// Whose.
    pub person_id: i64,
    /// The provider's code.
    pub provider: String,
    /// What it is called there.
    pub label: String,
    /// When it was connected, in milliseconds.
    pub connected_at: i64,
    /// When it was last used to sign in.
    pub used_at: Option<i64>,
}

/// The columns of [`ProviderAccountRow`].
macro_rules! accounts {
    ($rest:literal) => {
        concat!(
            "SELECT a.provider_account_id, a.handle, a.person_id, a.provider, a.label, a.connected_at, a.used_at
             FROM provider_account AS a ",
            $rest
        )
    };
}

impl Tx {
    /// Connects an account at a provider to a person; one that is somebody's already is a conflict.
    pub async fn add_provider_account(&mut self, new: &NewProviderAccount<'_>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO provider_account
                 (handle, person_id, provider, issuer, subject, directory_id, label, connected_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        )
        .bind(new.handle).bind(new.person.0).bind(new.provider).bind(new.issuer).bind(new.subject).bind(new.directory)
        .bind(new.label).bind(new.connected_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The account of issuer and subject.
    pub async fn provider_account(
        &mut self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<ProviderAccountRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(accounts!("WHERE a.issuer = $1 AND a.subject = $2"))
            .bind(issuer).bind(subject).fetch_optional(c).await?))
    }

    /// What somebody might take for the account of a person: one that is found by the address alone.
    pub async fn account_by_email(&mut self, email: &str) -> Result<Option<PersonId>, StoreError> {
        if !planted(Fault::AccountByEmail) {
            return Ok(None);
        }
        let found: Option<i64> = on!(self, c => sqlx::query_scalar("SELECT person_id FROM person WHERE email = $1")
            .bind(email).fetch_optional(c).await?);
        Ok(found.map(PersonId))
    }

    /// The accounts of a person, in the order in which they were connected.
    pub async fn provider_accounts(&mut self, person: PersonId) -> Result<Vec<ProviderAccountRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(accounts!("WHERE a.person_id = $1 ORDER BY a.provider_account_id"))
            .bind(person.0).fetch_all(c).await?))
    }

    /// Notes that an account was used to sign in.
    pub async fn use_provider_account(&mut self, account: i64, at: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE provider_account SET used_at = $2 WHERE provider_account_id = $1")
            .bind(account).bind(at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Takes an account from a person; whether there was one of that handle.
    pub async fn remove_provider_account(&mut self, person: PersonId, handle: &str) -> Result<bool, StoreError> {
        let gone = on!(self, c => sqlx::query("DELETE FROM provider_account WHERE person_id = $1 AND handle = $2")
            .bind(person.0).bind(handle).execute(c).await?.rows_affected());
        Ok(gone > 0)
    }

    /// Whether the people of an organisation sign in by a provider alone.
    pub async fn is_single_sign_on(&mut self, organisation: OrganisationId) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT is_single_sign_on FROM organisation WHERE organisation_id = $1")
            .bind(organisation.0).fetch_one(c).await?))
    }

    /// Sets whether the people of an organisation sign in by a provider alone. Where they do from now on, every session of theirs
    /// but one ends: it is not known which of them began otherwise.
    pub async fn set_single_sign_on(
        &mut self,
        organisation: OrganisationId,
        is_on: bool,
        except: Option<SessionId>,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE organisation SET is_single_sign_on = $2 WHERE organisation_id = $1")
            .bind(organisation.0).bind(is_on).execute(c).await?.rows_affected());
        if is_on && !planted(Fault::SessionsStayBesideSingleSignOn) {
            on!(self, c => sqlx::query(
                "DELETE FROM session WHERE session_id <> $2
                 AND person_id IN (SELECT p.person_id FROM person AS p WHERE p.organisation_id = $1)"
            ).bind(organisation.0).bind(except.map_or(0, |session| session.0)).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// The roles of those of an organisation whose account is open and connected to a provider, with that provider's code.
    pub async fn roles_by_provider(&mut self, organisation: OrganisationId) -> Result<Vec<(Role, String)>, StoreError> {
        let rows: Vec<(String, String)> = on!(self, c => sqlx::query_as(
            "SELECT DISTINCT r.role, a.provider FROM role_assignment AS r
             JOIN person AS p ON p.person_id = r.person_id JOIN provider_account AS a ON a.person_id = p.person_id
             WHERE p.organisation_id = $1 AND p.deactivated_at IS NULL"
        ).bind(organisation.0).fetch_all(c).await?);
        Ok(rows.into_iter().filter_map(|(role, provider)| Some((Role::from_code(&role)?, provider))).collect())
    }

    /// How many people of an organisation have an open account, and how many of those none that is connected to a provider.
    pub async fn people_by_way(&mut self, organisation: OrganisationId) -> Result<(i64, i64), StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT COUNT(*), COUNT(CASE WHEN NOT EXISTS (
                        SELECT 1 FROM provider_account AS a WHERE a.person_id = p.person_id) THEN 1 END)
             FROM person AS p WHERE p.organisation_id = $1 AND p.deactivated_at IS NULL"
        ).bind(organisation.0).fetch_one(c).await?))
    }
}
