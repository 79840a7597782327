//! Invitations: a way in for whoever has no password yet.

use domain::id::PersonId;
use domain::mail::MailKind;

use crate::{StoreError, Tx, on};

/// An invitation that was found by its secret, with whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct InvitationRow {
    /// Whom it is for.
    pub person_id: i64,
    /// When it ends, in milliseconds.
    pub expires_at: i64,
    /// The person's address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// When the account was closed.
    pub deactivated_at: Option<i64>,
}

impl Tx {
    /// Invites a person; an invitation that they had before ends, with every link that was mailed for it.
    pub async fn invite(&mut self, person: PersonId, secret_hash: &[u8], expires_at: i64) -> Result<(), StoreError> {
        self.end_mailed_secrets(person, MailKind::Invitation).await?;
        on!(self, c => sqlx::query(
            "INSERT INTO invitation (person_id, secret_hash, expires_at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET secret_hash = excluded.secret_hash, expires_at = excluded.expires_at"
        ).bind(person.0).bind(secret_hash).bind(expires_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The invitation of a secret, told or mailed, whether or not it has ended.
    pub async fn invitation(&mut self, secret_hash: &[u8]) -> Result<Option<InvitationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT i.person_id, i.expires_at, p.email, p.name, p.deactivated_at
             FROM invitation AS i JOIN person AS p ON p.person_id = i.person_id
             WHERE i.secret_hash = $1
                OR i.person_id = (SELECT s.person_id FROM mailed_secret AS s
                                  WHERE s.secret_hash = $1 AND s.purpose = 'invitation')"
        ).bind(secret_hash).fetch_optional(c).await?))
    }

    /// Until when a person is invited.
    pub async fn invited_until(&mut self, person: PersonId) -> Result<Option<i64>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT expires_at FROM invitation WHERE person_id = $1")
            .bind(person.0).fetch_optional(c).await?))
    }

    /// Ends the invitation of a secret, told or mailed, with every other link to it; whether there was one. Of two who use it
    /// at once, one is told so.
    pub async fn use_invitation(&mut self, secret_hash: &[u8]) -> Result<bool, StoreError> {
        let person: Option<i64> = on!(self, c => sqlx::query_scalar(
            "DELETE FROM invitation
             WHERE secret_hash = $1
                OR person_id = (SELECT s.person_id FROM mailed_secret AS s
                                WHERE s.secret_hash = $1 AND s.purpose = 'invitation')
             RETURNING person_id"
        ).bind(secret_hash).fetch_optional(c).await?);
        if let Some(person) = person {
            self.end_mailed_secrets(PersonId(person), MailKind::Invitation).await?;
        }
        Ok(person.is_some())
    }

    /// Ends the invitation of a person.
    pub async fn end_invitation(&mut self, person: PersonId) -> Result<(), StoreError> {
        self.end_mailed_secrets(person, MailKind::Invitation).await?;
        on!(self, c => sqlx::query("DELETE FROM invitation WHERE person_id = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(())
    }
}
