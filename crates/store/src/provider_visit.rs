//! People who are at a provider at this moment: what their answer will be for.

use domain::id::PersonId;
use domain::planted::{Fault, planted};

use crate::{StoreError, Tx, on};

/// A visit to a provider that begins.
#[derive(Debug, Clone)]
pub struct NewProviderVisit<'a> {
    /// The hash of the state by which its answer is known.
    pub state_hash: &'a [u8],
    /// The hash of the secret of the browser that was sent.
    pub browser_hash: &'a [u8],
    /// The provider's code.
    pub provider: &'a str,
    /// What it is for: `sign_in`, `invitation` or `connection`.
    pub purpose: &'a str,
    /// Who connects an account to their own.
    pub person: Option<PersonId>,
    /// The hash of the invitation's secret.
    pub invitation_hash: Option<&'a [u8]>,
    /// Where it leads afterwards.
    pub next: &'a str,
    /// When it ends, in milliseconds.
    pub expires_at: i64,
}

/// A visit to a provider that was answered.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProviderVisitRow {
    /// What it was for.
    pub purpose: String,
    /// Who connects an account to their own.
    pub person_id: Option<i64>,
    /// The hash of the invitation's secret.
    pub invitation_hash: Option<Vec<u8>>,
    /// Where it leads afterwards.
    pub next: String,
}

impl Tx {
    /// Begins a visit; forgets those that have ended, and the oldest of the browser beyond a number.
    pub async fn begin_provider_visit(
        &mut self,
        new: &NewProviderVisit<'_>,
        now: i64,
        most: i64,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM provider_visit WHERE expires_at <= $1")
            .bind(now).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "INSERT INTO provider_visit
                 (state_hash, browser_hash, provider, purpose, person_id, invitation_hash, next, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        )
        .bind(new.state_hash).bind(new.browser_hash).bind(new.provider).bind(new.purpose)
        .bind(new.person.map(|person| person.0)).bind(new.invitation_hash).bind(new.next).bind(new.expires_at)
        .execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "DELETE FROM provider_visit WHERE browser_hash = $1 AND provider_visit_id NOT IN (
                 SELECT provider_visit_id FROM provider_visit WHERE browser_hash = $1
                 ORDER BY provider_visit_id DESC LIMIT $2)"
        ).bind(new.browser_hash).bind(most).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Ends the visit of that state, from that browser to that provider; of two who answer it at once, one is told of it.
    pub async fn end_provider_visit(
        &mut self,
        state_hash: &[u8],
        browser_hash: &[u8],
        provider: &str,
        now: i64,
    ) -> Result<Option<ProviderVisitRow>, StoreError> {
        if planted(Fault::StateOfAnotherBrowser) {
            return Ok(on!(self, c => sqlx::query_as(
                "DELETE FROM provider_visit WHERE state_hash = $1 AND provider = $2 AND expires_at > $3
                 RETURNING purpose, person_id, invitation_hash, next"
            ).bind(state_hash).bind(provider).bind(now).fetch_optional(c).await?));
        }
        if planted(Fault::AnswerTakenTwice) {
            return Ok(on!(self, c => sqlx::query_as(
                "SELECT purpose, person_id, invitation_hash, next FROM provider_visit
                 WHERE state_hash = $1 AND browser_hash = $2 AND provider = $3 AND expires_at > $4"
            ).bind(state_hash).bind(browser_hash).bind(provider).bind(now).fetch_optional(c).await?));
        }
        Ok(on!(self, c => sqlx::query_as(
            "DELETE FROM provider_visit
             WHERE state_hash = $1 AND browser_hash = $2 AND provider = $3 AND expires_at > $4
             RETURNING purpose, person_id, invitation_hash, next"
        ).bind(state_hash).bind(browser_hash).bind(provider).bind(now).fetch_optional(c).await?))
    }
}
