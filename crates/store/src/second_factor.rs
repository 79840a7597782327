//! The second factor: apps that show codes, codes for whoever lost theirs, and people between password and code.

use domain::id::{OrganisationId, PersonId, SessionId};
use domain::planted::{Fault, planted};

use crate::{StoreError, Tx, on};

/// The app of a person that shows codes.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuthenticatorRow {
    /// What its codes are made from.
    pub secret: Vec<u8>,
    /// When it was added, in milliseconds.
    pub added_at: i64,
}

/// Without the secret.
impl std::fmt::Debug for AuthenticatorRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthenticatorRow").field("added_at", &self.added_at).finish_non_exhaustive()
    }
}

impl Tx {
    /// The app of a person.
    pub async fn authenticator(&mut self, person: PersonId) -> Result<Option<AuthenticatorRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as("SELECT secret, added_at FROM authenticator WHERE person_id = $1")
            .bind(person.0).fetch_optional(c).await?))
    }

    /// Keeps the app of a person, with the step of the code by which it was shown to work; whether they had none. What was
    /// being set up is gone.
    pub async fn add_authenticator(
        &mut self,
        person: PersonId,
        secret: &[u8],
        used_step: i64,
        at: i64,
    ) -> Result<bool, StoreError> {
        let added = on!(self, c => sqlx::query(
            "INSERT INTO authenticator (person_id, secret, used_step, added_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING"
        ).bind(person.0).bind(secret).bind(used_step).bind(at).execute(c).await?.rows_affected());
        if !planted(Fault::AuthenticatorShownAgain) {
            self.end_authenticator_setups(person).await?;
        }
        Ok(added > 0)
    }

    /// Takes a step of the app of a person: whether it is newer than every step of which a code was taken before. Of two who
    /// bring the same code at once, one is told so.
    pub async fn use_authenticator_step(&mut self, person: PersonId, step: i64) -> Result<bool, StoreError> {
        if planted(Fault::CodeCountsTwice) {
            return Ok(true);
        }
        Ok(on!(self, c => sqlx::query(
            "UPDATE authenticator SET used_step = $2 WHERE person_id = $1 AND used_step < $2"
        ).bind(person.0).bind(step).execute(c).await?.rows_affected())
            > 0)
    }

    /// Takes the second factor from a person, with all that belongs to it; whether there was one.
    pub async fn remove_authenticator(&mut self, person: PersonId) -> Result<bool, StoreError> {
        self.end_authenticator_setups(person).await?;
        on!(self, c => sqlx::query("DELETE FROM recovery_code WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(on!(self, c => sqlx::query("DELETE FROM authenticator WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected())
            > 0)
    }

    /// Begins to set up an app, in the session or the sign-in of that secret: in place of what was set up there before. Forgets
    /// what was not finished in time.
    pub async fn begin_authenticator_setup(
        &mut self,
        bearer_hash: &[u8],
        person: PersonId,
        secret: &[u8],
        expires_at: i64,
        now: i64,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM authenticator_setup WHERE expires_at <= $1")
            .bind(now).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "INSERT INTO authenticator_setup (bearer_hash, person_id, secret, expires_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (bearer_hash) DO UPDATE SET person_id = excluded.person_id, secret = excluded.secret,
                                                     expires_at = excluded.expires_at"
        ).bind(bearer_hash).bind(person.0).bind(secret).bind(expires_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The secret of what is being set up in the session or the sign-in of that secret, by that person.
    pub async fn authenticator_setup(
        &mut self,
        bearer_hash: &[u8],
        person: PersonId,
        now: i64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT secret FROM authenticator_setup WHERE bearer_hash = $1 AND person_id = $2 AND expires_at > $3"
        ).bind(bearer_hash).bind(person.0).bind(now).fetch_optional(c).await?))
    }

    /// Ends whatever a person is setting up.
    async fn end_authenticator_setups(&mut self, person: PersonId) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM authenticator_setup WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Gives a person these codes for whoever lost the app, in place of those before.
    pub async fn set_recovery_codes(&mut self, person: PersonId, hashes: &[Vec<u8>]) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM recovery_code WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        for hash in hashes {
            on!(self, c => sqlx::query("INSERT INTO recovery_code (code_hash, person_id) VALUES ($1, $2)")
                .bind(hash).bind(person.0).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Takes such a code: whether the person had it. Of two who bring it at once, one is told so.
    pub async fn use_recovery_code(&mut self, person: PersonId, hash: &[u8]) -> Result<bool, StoreError> {
        if planted(Fault::RecoveryCodeStays) {
            let found: Option<i64> = on!(self, c => sqlx::query_scalar(
                "SELECT person_id FROM recovery_code WHERE code_hash = $1 AND person_id = $2"
            ).bind(hash).bind(person.0).fetch_optional(c).await?);
            return Ok(found.is_some());
        }
        Ok(on!(self, c => sqlx::query("DELETE FROM recovery_code WHERE code_hash = $1 AND person_id = $2")
            .bind(hash).bind(person.0).execute(c).await?.rows_affected())
            > 0)
    }

    /// How many such codes a person has left.
    pub async fn recovery_codes_left(&mut self, person: PersonId) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT COUNT(*) FROM recovery_code WHERE person_id = $1")
            .bind(person.0).fetch_one(c).await?))
    }

    /// Keeps that somebody has proved their password, and forgets those who did not go on in time.
    pub async fn begin_sign_in_step(
        &mut self,
        secret_hash: &[u8],
        person: PersonId,
        expires_at: i64,
        now: i64,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM sign_in_step WHERE expires_at <= $1")
            .bind(now).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("INSERT INTO sign_in_step (secret_hash, person_id, expires_at) VALUES ($1, $2, $3)")
            .bind(secret_hash).bind(person.0).bind(expires_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Who proved their password in the browser with that secret, and can still go on.
    pub async fn sign_in_step(&mut self, secret_hash: &[u8], now: i64) -> Result<Option<PersonId>, StoreError> {
        let text = if planted(Fault::SecondStepNeverEnds) {
            "SELECT person_id FROM sign_in_step WHERE secret_hash = $1 AND expires_at + $2 > 0"
        } else {
            "SELECT person_id FROM sign_in_step WHERE secret_hash = $1 AND expires_at > $2"
        };
        let found: Option<i64> =
            on!(self, c => sqlx::query_scalar(text).bind(secret_hash).bind(now).fetch_optional(c).await?);
        Ok(found.map(PersonId))
    }

    /// Ends such a step; whether it was there. Of two who go on at once, one is told so.
    pub async fn end_sign_in_step(&mut self, secret_hash: &[u8]) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query("DELETE FROM sign_in_step WHERE secret_hash = $1")
            .bind(secret_hash).execute(c).await?.rows_affected())
            > 0)
    }

    /// Whether a password alone lets nobody of an organisation in.
    pub async fn needs_second_factor(&mut self, organisation: OrganisationId) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT needs_second_factor FROM organisation WHERE organisation_id = $1")
            .bind(organisation.0).fetch_one(c).await?))
    }

    /// Sets whether a password alone lets nobody of an organisation in; sessions that began with one alone end then. How many.
    pub async fn set_needs_second_factor(
        &mut self,
        organisation: OrganisationId,
        is_on: bool,
    ) -> Result<u64, StoreError> {
        on!(self, c => sqlx::query("UPDATE organisation SET needs_second_factor = $2 WHERE organisation_id = $1")
            .bind(organisation.0).bind(is_on).execute(c).await?.rows_affected());
        if !is_on || planted(Fault::WeakSessionsStay) {
            return Ok(0);
        }
        Ok(on!(self, c => sqlx::query(
            "DELETE FROM session WHERE NOT is_strong
             AND person_id IN (SELECT p.person_id FROM person AS p WHERE p.organisation_id = $1)"
        ).bind(organisation.0).execute(c).await?.rows_affected()))
    }

    /// Sets whether a session goes on from more than a password.
    pub async fn set_session_strong(&mut self, session: SessionId, is_strong: bool) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE session SET is_strong = $2 WHERE session_id = $1")
            .bind(session.0).bind(is_strong).execute(c).await?.rows_affected());
        Ok(())
    }

    /// How many of an organisation have an open account with a password, and neither a second factor nor a passkey.
    pub async fn without_second_factor(&mut self, organisation: OrganisationId) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT COUNT(*) FROM person AS p
             WHERE p.organisation_id = $1 AND p.deactivated_at IS NULL AND p.password_hash IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM authenticator AS a WHERE a.person_id = p.person_id)
               AND NOT EXISTS (SELECT 1 FROM passkey AS k WHERE k.person_id = p.person_id)"
        ).bind(organisation.0).fetch_one(c).await?))
    }

    /// Waits until nobody is between looking at how an organisation's people sign in and beginning a session, or, shared, until
    /// nobody changes it. Asked before whatever else of signing in is held.
    pub async fn lock_sign_in(&mut self, is_shared: bool) -> Result<(), StoreError> {
        match self {
            // The one writer is the lock.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(transaction) => {
                let text = if is_shared {
                    "SELECT pg_advisory_xact_lock_shared(hashtext('uptake sign-in'))"
                } else {
                    "SELECT pg_advisory_xact_lock(hashtext('uptake sign-in'))"
                };
                sqlx::query(text).execute(&mut **transaction).await?;
                Ok(())
            }
        }
    }
}
