//! People as those see them who manage them (S1.2, S1.6).

use domain::access::Role;
use domain::id::{OrganisationId, PersonId};

use crate::{PersonRow, StoreError, Tx, on};

/// A person, with what an admin wants to know of the account.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ManagedRow {
    /// The person.
    #[sqlx(flatten)]
    pub person: PersonRow,
    /// The person's name in addresses.
    pub handle: String,
    /// 1 for whoever has a way to sign in: a password, a passkey, or an account at a provider.
    pub has_way_in: i64,
    /// 1 for whoever has an app that shows codes.
    pub has_authenticator: i64,
    /// How many passkeys they have.
    pub passkeys: i64,
    /// When they signed in last, in milliseconds.
    pub signed_in_at: Option<i64>,
    /// Until when they are invited.
    pub invited_until: Option<i64>,
}

/// Whether the person `p` of the organisation `o` has a way to sign in (S1.5).
macro_rules! has_way_in {
    () => {
        "(NOT o.is_single_sign_on AND (p.password_hash IS NOT NULL
                                       OR EXISTS (SELECT 1 FROM passkey AS k WHERE k.person_id = p.person_id))
          OR EXISTS (SELECT 1 FROM provider_account AS a WHERE a.person_id = p.person_id))"
    };
}

pub(crate) use has_way_in;

/// The columns of [`ManagedRow`].
macro_rules! managed {
    ($rest:literal) => {
        concat!(
            "SELECT p.person_id, p.organisation_id, o.kind, o.name AS organisation, o.partner_id, p.email, p.name,
                    p.language, p.theme, p.deactivated_at, d.files_claims, d.is_enrolled, p.handle,
                    CAST(CASE WHEN ",
            has_way_in!(),
            " THEN 1 ELSE 0 END AS BIGINT) AS has_way_in,
                    CAST(CASE WHEN EXISTS (SELECT 1 FROM authenticator AS f WHERE f.person_id = p.person_id)
                              THEN 1 ELSE 0 END AS BIGINT) AS has_authenticator,
                    (SELECT COUNT(*) FROM passkey AS k WHERE k.person_id = p.person_id) AS passkeys,
                    s.signed_in_at, i.expires_at AS invited_until
             FROM person AS p JOIN organisation AS o ON o.organisation_id = p.organisation_id
             LEFT JOIN directory AS d ON d.directory_id = p.directory_id
             LEFT JOIN last_sign_in AS s ON s.person_id = p.person_id
             LEFT JOIN invitation AS i ON i.person_id = p.person_id ",
            $rest
        )
    };
}

impl Tx {
    /// The people of an organisation, or, without one, everybody, by name; whoever was erased is nobody.
    pub async fn managed_people(
        &mut self,
        organisation: Option<OrganisationId>,
    ) -> Result<Vec<ManagedRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(managed!(
            "WHERE (CAST($1 AS BIGINT) IS NULL OR p.organisation_id = $1) AND p.erased_at IS NULL ORDER BY p.name, p.email"
        )).bind(organisation.map(|one| one.0)).fetch_all(c).await?))
    }

    /// The person of a handle, among those of an organisation, or of all. Somebody of another organisation takes no longer than
    /// nobody: their row is not made.
    pub async fn managed_person(
        &mut self,
        handle: &str,
        organisation: Option<OrganisationId>,
    ) -> Result<Option<ManagedRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(managed!(
            "WHERE p.handle = $1 AND (CAST($2 AS BIGINT) IS NULL OR p.organisation_id = $2) AND p.erased_at IS NULL"
        )).bind(handle).bind(organisation.map(|one| one.0)).fetch_optional(c).await?))
    }

    /// Waits until nobody else changes whom organisations have: what holds for all people of one, as that an admin stays, is
    /// looked at and changed by one at a time. Asked before who is calling, as every lock that others hold too.
    pub async fn lock_people(&mut self) -> Result<(), StoreError> {
        match self {
            // The one writer is the lock.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(transaction) => {
                sqlx::query("SELECT pg_advisory_xact_lock(hashtext('uptake people'))")
                    .execute(&mut **transaction)
                    .await?;
                Ok(())
            }
        }
    }

    /// The roles of those of an organisation who can sign in.
    pub async fn roles_at_work(&mut self, organisation: OrganisationId) -> Result<Vec<Role>, StoreError> {
        let codes: Vec<String> = on!(self, c => sqlx::query_scalar(concat!(
            "SELECT DISTINCT r.role FROM role_assignment AS r JOIN person AS p ON p.person_id = r.person_id
             JOIN organisation AS o ON o.organisation_id = p.organisation_id
             WHERE p.organisation_id = $1 AND p.deactivated_at IS NULL AND ",
            has_way_in!()
        )).bind(organisation.0).fetch_all(c).await?);
        Ok(codes.iter().filter_map(|code| Role::from_code(code)).collect())
    }

    /// Sets a person's name.
    pub async fn set_name(&mut self, person: PersonId, name: &str) -> Result<(), StoreError> {
        self.close_gate(person).await?;
        on!(self, c => sqlx::query("UPDATE person SET name = $2 WHERE person_id = $1 AND name <> $2")
            .bind(person.0).bind(name).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Notes that a person has signed in.
    pub async fn note_sign_in(&mut self, person: PersonId, at: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO last_sign_in (person_id, signed_in_at) VALUES ($1, $2)
             ON CONFLICT (person_id) DO UPDATE SET signed_in_at = excluded.signed_in_at"
        ).bind(person.0).bind(at).execute(c).await?.rows_affected());
        Ok(())
    }
}
