//! What is told of a contact: somebody without an account, who is found by their address in whatever tenant.

use crate::access_copy::{CopyKind, fields, kind};

/// Every kind of rows of a contact; whom requests name stands in them as JSON, and is read from there.
pub const KINDS_OF_CONTACT: &[CopyKind] = &[
    kind!(
        "contacts",
        "SELECT n.handle, o.name, t.id_text, n.kind, n.name, n.email, n.phone, n.title, n.country, n.language,
                n.survey_eligible, n.changed_at, n.deleted_at
         FROM contact AS n JOIN organisation AS o ON o.organisation_id = n.organisation_id
         JOIN tenant AS t ON t.tenant_key = n.tenant_key
         WHERE LOWER(n.email) = $1 ORDER BY n.contact_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "contact.handle",
            "organisation": Text = "contact.organisation_id",
            "tenant_id": Text = "contact.tenant_key",
            "kind": Text = "contact.kind",
            "name": Text = "contact.name",
            "email": Text = "contact.email",
            "phone": Text = "contact.phone",
            "title": Text = "contact.title",
            "country": Text = "contact.country",
            "language": Text = "contact.language",
            "survey_eligible": Flag = "contact.survey_eligible",
            "changed_at": Moment = "contact.changed_at",
            "deleted_at": Moment = "contact.deleted_at",
        }
    ),
    kind!(
        "services",
        "SELECT n.handle, w.code FROM contact_workload AS c JOIN contact AS n ON n.contact_id = c.contact_id
         JOIN workload AS w ON w.workload_id = c.workload_id
         WHERE LOWER(n.email) = $1 ORDER BY n.contact_id, w.code LIMIT $2 OFFSET $3",
        fields! {
            "contact": Text = "contact_workload.contact_id",
            "workload": Text = "contact_workload.workload_id",
        }
    ),
    // A note names its owner by name or by address; by name, where the contact of that name is of the same tenant.
    kind!(
        "next_actions",
        "SELECT n.handle, t.id_text, n.written_at, n.next_action_on, n.next_action_owner
         FROM status_note AS n JOIN tenant AS t ON t.tenant_key = n.tenant_key
         WHERE LOWER(TRIM(n.next_action_owner)) = $1 OR EXISTS (
             SELECT 1 FROM contact AS c WHERE c.tenant_key = n.tenant_key AND c.organisation_id = n.organisation_id
               AND LOWER(c.email) = $1 AND LOWER(c.name) = LOWER(TRIM(n.next_action_owner)))
         ORDER BY n.status_note_id LIMIT $2 OFFSET $3",
        fields! {
            "note": Text = "status_note.handle",
            "tenant_id": Text = "status_note.tenant_key",
            "written_at": Moment = "status_note.written_at",
            "next_action_on": Text = "status_note.next_action_on",
            "next_action_owner": Text = "status_note.next_action_owner",
        }
    ),
    kind!(
        "claims_as_customer",
        "SELECT number, tenant_id, customer_name, customer_title, customer_email, created_at FROM filed_claim
         WHERE LOWER(customer_email) = $1 ORDER BY filed_claim_id LIMIT $2 OFFSET $3",
        fields! {
            "claim": Text = "filed_claim.number",
            "tenant_id": Guid = "filed_claim.tenant_id",
            "name": Text = "filed_claim.customer_name",
            "title": Text = "filed_claim.customer_title",
            "email": Text = "filed_claim.customer_email",
            "created_at": Moment = "filed_claim.created_at",
        }
    ),
    kind!(
        "claims_as_partner",
        "SELECT number, tenant_id, own_name, own_email, created_at FROM filed_claim
         WHERE LOWER(own_email) = $1 ORDER BY filed_claim_id LIMIT $2 OFFSET $3",
        fields! {
            "claim": Text = "filed_claim.number",
            "tenant_id": Guid = "filed_claim.tenant_id",
            "name": Text = "filed_claim.own_name",
            "email": Text = "filed_claim.own_email",
            "created_at": Moment = "filed_claim.created_at",
        }
    ),
    // The whole text, of which the reader takes what is about the person.
    kind!(
        "requests",
        "SELECT code, contacts FROM rfa WHERE LOWER(contacts) LIKE '%\"' || $1 || '\"%'
         ORDER BY rfa_id LIMIT $2 OFFSET $3",
        fields! {
            "request": Text = "rfa.code",
            "contacts": Json = "rfa.contacts",
        }
    ),
    kind!(
        "requests_before",
        "SELECT r.code, b.contacts FROM rfa_before AS b JOIN rfa AS r ON r.rfa_id = b.rfa_id
         WHERE LOWER(b.contacts) LIKE '%\"' || $1 || '\"%' ORDER BY b.undo_load_id, b.rfa_id LIMIT $2 OFFSET $3",
        fields! {
            "request": Text = "rfa_before.rfa_id",
            "contacts": Json = "rfa_before.contacts",
        }
    ),
    kind!(
        "requests_waiting",
        "SELECT code, contacts FROM staged_referral WHERE LOWER(contacts) LIKE '%\"' || $1 || '\"%'
         ORDER BY load_id, line LIMIT $2 OFFSET $3",
        fields! {
            "request": Text = "staged_referral.code",
            "contacts": Json = "staged_referral.contacts",
        }
    ),
];
