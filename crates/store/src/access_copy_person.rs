//! What is told of somebody with an account: the account itself, what they have, what they wrote, and what is written of them.

use crate::access_copy::{CopyKind, fields, kind};

/// Every kind of rows of a person.
pub const KINDS_OF_PERSON: &[CopyKind] = &[
    kind!(
        "account",
        "SELECT p.handle, p.email, p.name, o.name, p.directory_id, p.language, p.theme, p.created_at, p.deactivated_at,
                s.signed_in_at
         FROM person AS p JOIN organisation AS o ON o.organisation_id = p.organisation_id
         LEFT JOIN last_sign_in AS s ON s.person_id = p.person_id
         WHERE p.person_id = $1 LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "person.handle",
            "email": Text = "person.email",
            "name": Text = "person.name",
            "organisation": Text = "person.organisation_id",
            "directory_id": Guid = "person.directory_id",
            "language": Text = "person.language",
            "theme": Text = "person.theme",
            "created_at": Moment = "person.created_at",
            "closed_at": Moment = "person.deactivated_at",
            "signed_in_at": Moment = "last_sign_in.signed_in_at",
        }
    ),
    kind!(
        "roles",
        "SELECT r.role, l.mpn_id, o.partner_id FROM role_assignment AS r
         LEFT JOIN location AS l ON l.location_id = r.location_id
         LEFT JOIN organisation AS o ON o.organisation_id = r.partner_id
         WHERE r.person_id = $1 ORDER BY r.role_assignment_id LIMIT $2 OFFSET $3",
        fields! {
            "role": Text = "role_assignment.role",
            "location": Text = "role_assignment.location_id",
            "assigned_partner": Text = "role_assignment.partner_id",
        }
    ),
    kind!(
        "sessions",
        "SELECT handle, created_at, seen_at, expires_at, user_agent, address, is_strong FROM session
         WHERE person_id = $1 ORDER BY session_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "session.handle",
            "created_at": Moment = "session.created_at",
            "seen_at": Moment = "session.seen_at",
            "expires_at": Moment = "session.expires_at",
            "user_agent": Text = "session.user_agent",
            "address": Text = "session.address",
            "is_strong": Flag = "session.is_strong",
        }
    ),
    kind!(
        "second_factor",
        "SELECT added_at FROM authenticator WHERE person_id = $1 ORDER BY person_id LIMIT $2 OFFSET $3",
        fields! { "added_at": Moment = "authenticator.added_at", }
    ),
    kind!(
        "passkeys",
        "SELECT handle, name, added_at, used_at FROM passkey WHERE person_id = $1
         ORDER BY passkey_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "passkey.handle",
            "name": Text = "passkey.name",
            "added_at": Moment = "passkey.added_at",
            "used_at": Moment = "passkey.used_at",
        }
    ),
    kind!(
        "passkeys_being_added",
        "SELECT name, expires_at FROM passkey_question WHERE person_id = $1
         ORDER BY expires_at, bearer_hash LIMIT $2 OFFSET $3",
        fields! {
            "name": Text = "passkey_question.name",
            "expires_at": Moment = "passkey_question.expires_at",
        }
    ),
    kind!(
        "known_browsers",
        "SELECT expires_at FROM known_browser WHERE person_id = $1 ORDER BY known_browser_id LIMIT $2 OFFSET $3",
        fields! { "expires_at": Moment = "known_browser.expires_at", }
    ),
    kind!(
        "provider_accounts",
        "SELECT handle, provider, issuer, subject, directory_id, label, connected_at, used_at FROM provider_account
         WHERE person_id = $1 ORDER BY provider_account_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "provider_account.handle",
            "provider": Text = "provider_account.provider",
            "issuer": Text = "provider_account.issuer",
            "subject": Text = "provider_account.subject",
            "directory_id": Guid = "provider_account.directory_id",
            "label": Text = "provider_account.label",
            "connected_at": Moment = "provider_account.connected_at",
            "used_at": Moment = "provider_account.used_at",
        }
    ),
    kind!(
        "provider_visits",
        "SELECT provider, purpose, next, expires_at FROM provider_visit
         WHERE person_id = $1 ORDER BY provider_visit_id LIMIT $2 OFFSET $3",
        fields! {
            "provider": Text = "provider_visit.provider",
            "purpose": Text = "provider_visit.purpose",
            "next": Text = "provider_visit.next",
            "expires_at": Moment = "provider_visit.expires_at",
        }
    ),
    kind!(
        "invitations",
        "SELECT expires_at FROM invitation WHERE person_id = $1 LIMIT $2 OFFSET $3",
        fields! { "expires_at": Moment = "invitation.expires_at", }
    ),
    kind!(
        "mailed_links",
        "SELECT purpose, expires_at FROM mailed_secret WHERE person_id = $1
         ORDER BY expires_at, secret_hash LIMIT $2 OFFSET $3",
        fields! {
            "purpose": Text = "mailed_secret.purpose",
            "expires_at": Moment = "mailed_secret.expires_at",
        }
    ),
    kind!(
        "tokens",
        "SELECT handle, name, scope, created_at, expires_at, used_at FROM token
         WHERE person_id = $1 ORDER BY token_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "token.handle",
            "name": Text = "token.name",
            "scope": Text = "token.scope",
            "created_at": Moment = "token.created_at",
            "expires_at": Moment = "token.expires_at",
            "used_at": Moment = "token.used_at",
        }
    ),
    kind!(
        "saved_views",
        "SELECT handle, name, query FROM saved_view WHERE person_id = $1 ORDER BY saved_view_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "saved_view.handle",
            "name": Text = "saved_view.name",
            "query": Text = "saved_view.query",
        }
    ),
    kind!(
        "mail_choice",
        "SELECT off, digest_hour, changed_at FROM mail_choice WHERE person_id = $1 LIMIT $2 OFFSET $3",
        fields! {
            "unwanted": Text = "mail_choice.off",
            "digest_hour": Number = "mail_choice.digest_hour",
            "changed_at": Moment = "mail_choice.changed_at",
        }
    ),
    kind!(
        "mail_digest",
        "SELECT hour_at FROM mail_digest WHERE person_id = $1 LIMIT $2 OFFSET $3",
        fields! { "hour_at": Moment = "mail_digest.hour_at", }
    ),
    kind!(
        "letters" by address,
        "SELECT handle, kind, subject, made_at, next_at, tries, state, reason, done_at FROM mail
         WHERE person_id = $1 OR (person_id IS NULL AND subject IN ($4, $5)) ORDER BY mail_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "mail.handle",
            "kind": Text = "mail.kind",
            "subject": Text = "mail.subject",
            "made_at": Moment = "mail.made_at",
            "next_at": Moment = "mail.next_at",
            "tries": Number = "mail.tries",
            "state": Text = "mail.state",
            "reason": Text = "mail.reason",
            "done_at": Moment = "mail.done_at",
        }
    ),
    kind!(
        "letters_caused",
        "SELECT 'caused', kind, made_at FROM mail WHERE by_person_id = $1 ORDER BY mail_id LIMIT $2 OFFSET $3",
        fields! {
            "as": Text = "mail.by_person_id",
            "kind": Text = "mail.kind",
            "made_at": Moment = "mail.made_at",
        }
    ),
    kind!(
        "requests_made",
        "SELECT request_key, route, made, kept_at FROM request_key WHERE person_id = $1
         ORDER BY kept_at, request_key LIMIT $2 OFFSET $3",
        fields! {
            "key": Text = "request_key.request_key",
            "route": Text = "request_key.route",
            "made": Text = "request_key.made",
            "kept_at": Moment = "request_key.kept_at",
        }
    ),
    kind!(
        "status_notes",
        "SELECT n.handle, t.id_text, n.written_at, n.scope, n.risks, n.next_actions, n.next_action_on, n.next_action_owner,
                n.overall_status, c.handle, o.name
         FROM status_note AS n JOIN tenant AS t ON t.tenant_key = n.tenant_key
         JOIN organisation AS o ON o.organisation_id = n.organisation_id
         LEFT JOIN status_note AS c ON c.status_note_id = n.corrects_id
         WHERE n.person_id = $1 ORDER BY n.status_note_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "status_note.handle",
            "tenant_id": Text = "status_note.tenant_key",
            "written_at": Moment = "status_note.written_at",
            "scope": Text = "status_note.scope",
            "risks": Text = "status_note.risks",
            "next_actions": Text = "status_note.next_actions",
            "next_action_on": Text = "status_note.next_action_on",
            "next_action_owner": Text = "status_note.next_action_owner",
            "overall_status": Text = "status_note.overall_status",
            "corrects": Text = "status_note.corrects_id",
            "organisation": Text = "status_note.organisation_id",
        }
    ),
    kind!(
        "notes_asked",
        "SELECT n.handle, t.id_text, o.name, n.asked_at, n.due_on, n.answered_at
         FROM note_request AS n JOIN tenant AS t ON t.tenant_key = n.tenant_key
         JOIN organisation AS o ON o.organisation_id = n.organisation_id
         WHERE n.person_id = $1 ORDER BY n.note_request_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "note_request.handle",
            "tenant_id": Text = "note_request.tenant_key",
            "organisation": Text = "note_request.organisation_id",
            "asked_at": Moment = "note_request.asked_at",
            "due_on": Text = "note_request.due_on",
            "answered_at": Moment = "note_request.answered_at",
        }
    ),
    kind!(
        "contacts_written",
        "SELECT n.handle, t.id_text, CASE WHEN n.name_by = $1 THEN n.name END, CASE WHEN n.email_by = $1 THEN n.email END,
                CASE WHEN n.phone_by = $1 THEN n.phone END, n.changed_at
         FROM contact AS n JOIN tenant AS t ON t.tenant_key = n.tenant_key
         WHERE (n.name_by = $1 OR n.email_by = $1 OR n.phone_by = $1) AND n.deleted_at IS NULL
         ORDER BY n.contact_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "contact.handle",
            "tenant_id": Text = "contact.tenant_key",
            "name": Text = "contact.name_by",
            "email": Text = "contact.email_by",
            "phone": Text = "contact.phone_by",
            "changed_at": Moment = "contact.changed_at",
        }
    ),
    kind!(
        "intent_notes",
        "SELECT o.name, t.id_text, w.code, n.version, n.is_current, n.text, n.written_at
         FROM intent_note AS n JOIN tenant AS t ON t.tenant_key = n.tenant_key
         JOIN workload AS w ON w.workload_id = n.workload_id
         JOIN organisation AS o ON o.organisation_id = n.organisation_id
         WHERE n.written_by = $1 ORDER BY n.intent_note_id LIMIT $2 OFFSET $3",
        fields! {
            "organisation": Text = "intent_note.organisation_id",
            "tenant_id": Text = "intent_note.tenant_key",
            "workload": Text = "intent_note.workload_id",
            "version": Number = "intent_note.version",
            "current": Flag = "intent_note.is_current",
            "text": Text = "intent_note.text",
            "written_at": Moment = "intent_note.written_at",
        }
    ),
    kind!(
        "questions_asked",
        "SELECT n.handle, o.name, t.id_text, w.code, n.note, n.question, n.asked_at
         FROM intent_question AS n JOIN tenant AS t ON t.tenant_key = n.tenant_key
         JOIN workload AS w ON w.workload_id = n.workload_id
         JOIN organisation AS o ON o.organisation_id = n.organisation_id
         WHERE n.asked_by = $1 ORDER BY n.intent_question_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "intent_question.handle",
            "organisation": Text = "intent_question.organisation_id",
            "tenant_id": Text = "intent_question.tenant_key",
            "workload": Text = "intent_question.workload_id",
            "note": Text = "intent_question.note",
            "question": Text = "intent_question.question",
            "asked_at": Moment = "intent_question.asked_at",
        }
    ),
    kind!(
        "questions_answered",
        "SELECT n.handle, t.id_text, n.answer, n.answered_at
         FROM intent_question AS n JOIN tenant AS t ON t.tenant_key = n.tenant_key
         WHERE n.answered_by = $1 ORDER BY n.intent_question_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "intent_question.handle",
            "tenant_id": Text = "intent_question.tenant_key",
            "answer": Text = "intent_question.answer",
            "answered_at": Moment = "intent_question.answered_at",
        }
    ),
    kind!(
        "taxonomy_versions",
        "SELECT valid_from, valid_to, made_at FROM taxonomy WHERE person_id = $1
         ORDER BY taxonomy_id LIMIT $2 OFFSET $3",
        fields! {
            "valid_from": Text = "taxonomy.valid_from",
            "valid_to": Text = "taxonomy.valid_to",
            "made_at": Moment = "taxonomy.made_at",
        }
    ),
    kind!(
        "service_status",
        "SELECT t.id_text, w.code, r.made_at, r.total, r.revision, l.position, l.seats, l.l1, l.l2, l.l3, l.target_on, l.remark
         FROM split_revision AS r JOIN split AS s ON s.split_id = r.split_id
         JOIN tenant AS t ON t.tenant_key = s.tenant_key JOIN workload AS w ON w.workload_id = s.workload_id
         LEFT JOIN split_line AS l ON l.split_id = r.split_id AND l.revision = r.revision
         WHERE r.person_id = $1 ORDER BY r.made_at, r.split_id, r.revision, l.position LIMIT $2 OFFSET $3",
        fields! {
            "tenant_id": Text = "split_revision.split_id",
            "workload": Text = "split_line.split_id",
            "made_at": Moment = "split_revision.made_at",
            "total": Number = "split_revision.total",
            "revision": Number = "split_revision.revision",
            "position": Number = "split_line.position",
            "seats": Number = "split_line.seats",
            "l1": Text = "split_line.l1",
            "l2": Text = "split_line.l2",
            "l3": Text = "split_line.l3",
            "target_on": Text = "split_line.target_on",
            "remark": Text = "split_line.remark",
        }
    ),
    kind!(
        "claims_filed",
        "SELECT c.number, o.name, l.mpn_id, c.tenant_id, c.domain, c.activity, c.name, c.customer_name, c.customer_title,
                c.customer_email, c.own_name, c.own_email, c.comment, c.created_at
         FROM filed_claim AS c JOIN organisation AS o ON o.organisation_id = c.organisation_id
         JOIN location AS l ON l.location_id = c.location_id
         WHERE c.person_id = $1 ORDER BY c.filed_claim_id LIMIT $2 OFFSET $3",
        fields! {
            "number": Text = "filed_claim.number",
            "organisation": Text = "filed_claim.organisation_id",
            "location": Text = "filed_claim.location_id",
            "tenant_id": Guid = "filed_claim.tenant_id",
            "domain": Text = "filed_claim.domain",
            "activity": Text = "filed_claim.activity",
            "name": Text = "filed_claim.name",
            "customer_name": Text = "filed_claim.customer_name",
            "customer_title": Text = "filed_claim.customer_title",
            "customer_email": Text = "filed_claim.customer_email",
            "own_name": Text = "filed_claim.own_name",
            "own_email": Text = "filed_claim.own_email",
            "comment": Text = "filed_claim.comment",
            "created_at": Moment = "filed_claim.created_at",
        }
    ),
    kind!(
        "claim_moves",
        "SELECT c.number, m.move, m.state, m.moved_at, m.party, m.reason, m.due_on
         FROM claim_move AS m JOIN filed_claim AS c ON c.filed_claim_id = m.filed_claim_id
         WHERE m.person_id = $1 ORDER BY m.claim_move_id LIMIT $2 OFFSET $3",
        fields! {
            "claim": Text = "claim_move.filed_claim_id",
            "move": Text = "claim_move.move",
            "state": Text = "claim_move.state",
            "moved_at": Moment = "claim_move.moved_at",
            "party": Text = "claim_move.party",
            "reason": Text = "claim_move.reason",
            "due_on": Text = "claim_move.due_on",
        }
    ),
    kind!(
        "claim_proofs",
        "SELECT p.handle, c.number, p.file_name, p.media_type, p.file_bytes, p.added_at
         FROM claim_proof AS p JOIN filed_claim AS c ON c.filed_claim_id = p.filed_claim_id
         WHERE p.person_id = $1 ORDER BY p.claim_proof_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "claim_proof.handle",
            "claim": Text = "claim_proof.filed_claim_id",
            "file_name": Text = "claim_proof.file_name",
            "media_type": Text = "claim_proof.media_type",
            "bytes": Number = "claim_proof.file_bytes",
            "added_at": Moment = "claim_proof.added_at",
        }
    ),
    kind!(
        "referrals_valued",
        "SELECT number, 'valued', value_minor, currency FROM referral WHERE valued_by = $1
         ORDER BY referral_id LIMIT $2 OFFSET $3",
        fields! {
            "number": Text = "referral.number",
            "as": Text = "referral.valued_by",
            "value_minor": Number = "referral.value_minor",
            "currency": Text = "referral.currency",
        }
    ),
    kind!(
        "referral_changes",
        "SELECT r.number, c.move, c.status, c.changed_at, c.party, c.decline_reason, c.remark, c.services, c.value_minor,
                c.currency, c.is_value_cleared, c.note
         FROM referral_change AS c JOIN referral AS r ON r.referral_id = c.referral_id
         WHERE c.person_id = $1 ORDER BY c.referral_change_id LIMIT $2 OFFSET $3",
        fields! {
            "referral": Text = "referral_change.referral_id",
            "move": Text = "referral_change.move",
            "status": Text = "referral_change.status",
            "changed_at": Moment = "referral_change.changed_at",
            "party": Text = "referral_change.party",
            "decline_reason": Text = "referral_change.decline_reason",
            "remark": Text = "referral_change.remark",
            "services": Text = "referral_change.services",
            "value_minor": Number = "referral_change.value_minor",
            "currency": Text = "referral_change.currency",
            "value_cleared": Flag = "referral_change.is_value_cleared",
            "note": Text = "referral_change.note",
        }
    ),
    kind!(
        "tickets",
        "SELECT t.number, o.name, t.type, t.subject, t.title, t.description, t.tenant, w.code, t.reference, t.state,
                t.opened_at, t.changed_at, t.due_on, t.answered_at
         FROM ticket AS t JOIN organisation AS o ON o.organisation_id = t.organisation_id
         LEFT JOIN workload AS w ON w.workload_id = t.workload_id
         WHERE t.person_id = $1 ORDER BY t.ticket_id LIMIT $2 OFFSET $3",
        fields! {
            "number": Text = "ticket.number",
            "organisation": Text = "ticket.organisation_id",
            "type": Text = "ticket.type",
            "subject": Text = "ticket.subject",
            "title": Text = "ticket.title",
            "description": Text = "ticket.description",
            "tenant": Text = "ticket.tenant",
            "workload": Text = "ticket.workload_id",
            "reference": Text = "ticket.reference",
            "state": Text = "ticket.state",
            "opened_at": Moment = "ticket.opened_at",
            "changed_at": Moment = "ticket.changed_at",
            "due_on": Text = "ticket.due_on",
            "answered_at": Moment = "ticket.answered_at",
        }
    ),
    kind!(
        "tickets_assigned",
        "SELECT number, 'assignee', opened_at FROM ticket WHERE assignee_id = $1 ORDER BY ticket_id LIMIT $2 OFFSET $3",
        fields! {
            "number": Text = "ticket.number",
            "as": Text = "ticket.assignee_id",
            "opened_at": Moment = "ticket.opened_at",
        }
    ),
    kind!(
        "ticket_messages",
        "SELECT t.number, m.move, m.state, m.side, m.written_at, m.text
         FROM ticket_message AS m JOIN ticket AS t ON t.ticket_id = m.ticket_id
         WHERE m.person_id = $1 ORDER BY m.ticket_message_id LIMIT $2 OFFSET $3",
        fields! {
            "ticket": Text = "ticket_message.ticket_id",
            "move": Text = "ticket_message.move",
            "state": Text = "ticket_message.state",
            "side": Text = "ticket_message.side",
            "written_at": Moment = "ticket_message.written_at",
            "text": Text = "ticket_message.text",
        }
    ),
    kind!(
        "ticket_attachments",
        "SELECT a.handle, t.number, a.file_name, a.media_type, a.file_bytes, a.side, a.added_at
         FROM ticket_attachment AS a JOIN ticket AS t ON t.ticket_id = a.ticket_id
         WHERE a.person_id = $1 ORDER BY a.ticket_attachment_id LIMIT $2 OFFSET $3",
        fields! {
            "handle": Text = "ticket_attachment.handle",
            "ticket": Text = "ticket_attachment.ticket_id",
            "file_name": Text = "ticket_attachment.file_name",
            "media_type": Text = "ticket_attachment.media_type",
            "bytes": Number = "ticket_attachment.file_bytes",
            "side": Text = "ticket_attachment.side",
            "added_at": Moment = "ticket_attachment.added_at",
        }
    ),
    kind!(
        "loads",
        "SELECT kind, file_name, file_bytes, state, staged_at, applied_at, undone_at FROM load
         WHERE person_id = $1 ORDER BY load_id LIMIT $2 OFFSET $3",
        fields! {
            "kind": Text = "load.kind",
            "file_name": Text = "load.file_name",
            "bytes": Number = "load.file_bytes",
            "state": Text = "load.state",
            "staged_at": Moment = "load.staged_at",
            "applied_at": Moment = "load.applied_at",
            "undone_at": Moment = "load.undone_at",
        }
    ),
    kind!(
        "done",
        "SELECT a.happened_at, a.door, a.action, a.subject, a.detail, a.address, a.request_id, o.name
         FROM audit AS a LEFT JOIN organisation AS o ON o.organisation_id = a.organisation_id
         WHERE a.person_id = $1 ORDER BY a.audit_id LIMIT $2 OFFSET $3",
        fields! {
            "happened_at": Moment = "audit.happened_at",
            "door": Text = "audit.door",
            "action": Text = "audit.action",
            "subject": Text = "audit.subject",
            "detail": Json = "audit.detail",
            "address": Text = "audit.address",
            "request_id": Text = "audit.request_id",
            "organisation": Text = "audit.organisation_id",
        }
    ),
    // Who did it, and from where, is told to nobody by this: that is about others.
    kind!(
        "done_to_them" by address,
        "SELECT a.happened_at, a.door, a.action, a.detail FROM audit AS a
         WHERE a.subject IN ($4, $5) AND (a.person_id IS NULL OR a.person_id <> $1)
         ORDER BY a.audit_id LIMIT $2 OFFSET $3",
        fields! {
            "happened_at": Moment = "audit.happened_at",
            "door": Text = "audit.door",
            "action": Text = "audit.action",
            "detail": Json = "audit.detail",
        }
    ),
];
