//! Erasing people (S16.2): what goes, what stays without a name, and what is kept of it, so that it can be done again to an older copy.
//!
//! What somebody did and wrote stays under their number. Where a text has to stand in place of a name, it is [`ERASED_NAME`].

use domain::id::{OrganisationId, PersonId, TenantKey};
use domain::person::ERASED_NAME;
use domain::planted::{Fault, planted};
use uuid::Uuid;

use crate::{ErasedContactRow, StoreError, Tx, on};

/// What takes the place of an address that a row must have.
const NO_ADDRESS: &str = "erased@uptake.invalid";

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct ErasureRow {
    /// `person`, `contact` or `address`.
    pub kind: String,
    /// The handle, or a salted hash of the address.
    pub mark: String,
    /// When, in milliseconds.
    pub erased_at: i64,
}

/// Whom a request names, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NamedInRow {
    /// `rfa`, `rfa_before` or `staged_referral`.
    pub place: String,
    /// The key of the row there.
    pub key_a: i64,
    /// The rest of it.
    pub key_b: i64,
    /// Names and addresses, as JSON.
    pub contacts: String,
}

#[derive(sqlx::FromRow)]
struct GoneContact {
    handle: String,
    organisation_id: i64,
    tenant_key: i64,
    tenant_id: Uuid,
}

impl Tx {
    /// Takes from an account all that it is: name, address, ways in, roles, sessions, tokens, choices and letters. The row stays, and
    /// with it whose what they wrote is.
    pub async fn erase_account(
        &mut self,
        person: PersonId,
        handle: &str,
        (email, mark, attempts): (&str, &str, &[u8]),
        now: i64,
    ) -> Result<(), StoreError> {
        self.close_gate(person).await?;
        for text in [
            "DELETE FROM session WHERE person_id = $1",
            "DELETE FROM token WHERE person_id = $1",
            "DELETE FROM known_browser WHERE person_id = $1",
            "DELETE FROM authenticator WHERE person_id = $1",
            "DELETE FROM authenticator_setup WHERE person_id = $1",
            "DELETE FROM recovery_code WHERE person_id = $1",
            "DELETE FROM sign_in_step WHERE person_id = $1",
            "DELETE FROM passkey WHERE person_id = $1",
            "DELETE FROM passkey_question WHERE person_id = $1",
            "DELETE FROM provider_account WHERE person_id = $1",
            "DELETE FROM provider_visit WHERE person_id = $1",
            "DELETE FROM invitation WHERE person_id = $1",
            "DELETE FROM mailed_secret WHERE person_id = $1",
            "DELETE FROM saved_view WHERE person_id = $1",
            "DELETE FROM mail_choice WHERE person_id = $1",
            "DELETE FROM mail_digest WHERE person_id = $1",
            "DELETE FROM last_sign_in WHERE person_id = $1",
            "DELETE FROM request_key WHERE person_id = $1",
            "DELETE FROM role_assignment WHERE person_id = $1",
            "DELETE FROM mail WHERE person_id = $1",
        ] {
            on!(self, c => sqlx::query(text).bind(person.0).execute(c).await?.rows_affected());
        }
        on!(self, c => sqlx::query("DELETE FROM mail WHERE person_id IS NULL AND subject IN ($1, $2)")
            .bind(email).bind(mark).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("DELETE FROM sign_in_failure WHERE account_hash = $1")
            .bind(attempts).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "UPDATE person SET email = 'erased.' || handle || '@uptake.invalid', name = $2, password_hash = NULL,
                               directory_id = NULL, language = NULL, theme = 'system',
                               deactivated_at = COALESCE(deactivated_at, $3), erased_at = $3
             WHERE person_id = $1"
        ).bind(person.0).bind(ERASED_NAME).bind(now).execute(c).await?.rows_affected());
        if planted(Fault::ErasureLeavesAudit) {
            return Ok(());
        }
        on!(self, c => sqlx::query("UPDATE audit SET address = '' WHERE person_id = $1 AND address <> ''")
            .bind(person.0).execute(c).await?.rows_affected());
        // What others did to the account stays, with their address and not with the person's name.
        on!(self, c => sqlx::query(
            "UPDATE audit SET subject = $1, detail = CASE WHEN action = 'person.changed' THEN '{}' ELSE detail END,
                              address = CASE WHEN person_id IS NULL THEN '' ELSE address END
             WHERE subject IN ($2, $3)"
        ).bind(handle).bind(email).bind(mark).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Takes the name of somebody with an account out of what names them as owner, in their own organisation.
    pub async fn erase_owner(&mut self, organisation: OrganisationId, name: &str) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "UPDATE status_note SET next_action_owner = $3
             WHERE organisation_id = $1 AND LOWER(TRIM(next_action_owner)) = LOWER($2)"
        ).bind(organisation.0).bind(name).bind(ERASED_NAME).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Removes the contacts of an address over all tenants, and takes it out of notes, claims and refused rows. Requests are for
    /// whoever reads them ([`Tx::named_in_requests`]).
    pub async fn erase_address(&mut self, email: &str) -> Result<Vec<ErasedContactRow>, StoreError> {
        if !planted(Fault::ErasureLeavesOwner) {
            on!(self, c => sqlx::query(
                "UPDATE status_note SET next_action_owner = $2
                 WHERE LOWER(TRIM(next_action_owner)) = $1 OR EXISTS (
                     SELECT 1 FROM contact AS c
                     WHERE c.tenant_key = status_note.tenant_key AND c.organisation_id = status_note.organisation_id
                       AND LOWER(c.email) = $1 AND LOWER(c.name) = LOWER(TRIM(status_note.next_action_owner)))"
            ).bind(email).bind(ERASED_NAME).execute(c).await?.rows_affected());
        }
        on!(self, c => sqlx::query(
            "UPDATE filed_claim SET customer_name = $2, customer_title = NULL, customer_email = $3
             WHERE LOWER(customer_email) = $1"
        ).bind(email).bind(ERASED_NAME).bind(NO_ADDRESS).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("UPDATE filed_claim SET own_name = $2, own_email = $3 WHERE LOWER(own_email) = $1")
            .bind(email).bind(ERASED_NAME).bind(NO_ADDRESS).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("UPDATE refused_row SET value = '' WHERE LOWER(value) LIKE $1 ESCAPE '\\'")
            .bind(crate::audit::like(email)).execute(c).await?.rows_affected());
        let gone: Vec<GoneContact> = on!(self, c => sqlx::query_as(
            "DELETE FROM contact WHERE LOWER(email) = $1
             RETURNING handle, organisation_id, tenant_key,
                       (SELECT t.tenant_id FROM tenant AS t WHERE t.tenant_key = contact.tenant_key) AS tenant_id"
        ).bind(email).fetch_all(c).await?);
        let mut erased = Vec::new();
        for one in gone {
            on!(self, c => sqlx::query("UPDATE request_key SET body_hash = $2 WHERE made = $1")
                .bind(&one.handle).bind(&[] as &[u8]).execute(c).await?.rows_affected());
            self.mark_tenant(OrganisationId(one.organisation_id), TenantKey(one.tenant_key)).await?;
            erased.push(ErasedContactRow {
                handle: one.handle,
                organisation_id: one.organisation_id,
                tenant_id: one.tenant_id,
            });
        }
        Ok(erased)
    }

    /// Removes a contact by its handle, where it is there.
    pub async fn erase_contact(&mut self, handle: &str) -> Result<(), StoreError> {
        let gone: Option<(i64, i64)> = on!(self, c => sqlx::query_as(
            "DELETE FROM contact WHERE handle = $1 RETURNING organisation_id, tenant_key"
        ).bind(handle).fetch_optional(c).await?);
        if let Some((organisation, tenant)) = gone {
            self.mark_tenant(OrganisationId(organisation), TenantKey(tenant)).await?;
        }
        Ok(())
    }

    /// Whom requests name, wherever an address stands in them.
    pub async fn named_in_requests(&mut self, email: &str) -> Result<Vec<NamedInRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT 'rfa' AS place, rfa_id AS key_a, CAST(0 AS BIGINT) AS key_b, contacts FROM rfa
             WHERE LOWER(contacts) LIKE $1 ESCAPE '\\'
             UNION ALL SELECT 'rfa_before', undo_load_id, rfa_id, contacts FROM rfa_before
             WHERE LOWER(contacts) LIKE $1 ESCAPE '\\'
             UNION ALL SELECT 'staged_referral', load_id, line, contacts FROM staged_referral
             WHERE LOWER(contacts) LIKE $1 ESCAPE '\\'"
        ).bind(crate::audit::like(email)).fetch_all(c).await?))
    }

    /// Sets whom a request names.
    pub async fn set_named(&mut self, row: &NamedInRow) -> Result<(), StoreError> {
        let text = match row.place.as_str() {
            "rfa" => "UPDATE rfa SET contacts = $3 WHERE rfa_id = $1 AND $2 = CAST(0 AS BIGINT)",
            "rfa_before" => "UPDATE rfa_before SET contacts = $3 WHERE undo_load_id = $1 AND rfa_id = $2",
            _ => "UPDATE staged_referral SET contacts = $3 WHERE load_id = $1 AND line = $2",
        };
        on!(self, c => sqlx::query(text)
            .bind(row.key_a).bind(row.key_b).bind(&row.contacts).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Every address that stands somewhere, in small letters, but for those of requests.
    pub async fn addresses(&mut self) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT LOWER(email) FROM contact UNION SELECT LOWER(customer_email) FROM filed_claim
             UNION SELECT LOWER(own_email) FROM filed_claim
             UNION SELECT LOWER(TRIM(next_action_owner)) FROM status_note WHERE next_action_owner LIKE '%@%'"
        ).fetch_all(c).await?))
    }

    /// Notes what was erased.
    pub async fn note_erasure(&mut self, kind: &str, mark: &str, now: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO erasure (kind, mark, erased_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        ).bind(kind).bind(mark).bind(now).execute(c).await?.rows_affected());
        Ok(())
    }

    /// All that was erased, the first first.
    pub async fn erasures(&mut self) -> Result<Vec<ErasureRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as("SELECT kind, mark, erased_at FROM erasure ORDER BY erased_at, kind, mark")
            .fetch_all(c).await?))
    }
}
