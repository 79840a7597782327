//! A world in which somebody stands in every table that can have them, and a contact in every place that names one.

use domain::access::Role;
use testkit::{Database, Noorderlicht, World};

/// The contact's address.
pub(super) const CONTACT: &str = "kaat@kxqcontact.example";

/// What the person is, has or wrote.
pub(super) const OF_PERSON: [&str; 34] = [
    "Pia Kxqperson",
    "pia.kxqperson@uptake.example",
    "kxqbrowser",
    "192.0.2.7",
    "kxqsubject",
    "kxqlabel",
    "kxqnext",
    "kxqtoken",
    "kxqview",
    "kxqquery",
    "kxqoff",
    "kxqletter",
    "kxqrequestkey",
    "kxqscope",
    "kxqrisks",
    "kxqactions",
    "kxqintent",
    "kxqquestion",
    "kxqanswer",
    "kxqremark",
    "kxqactivity",
    "kxqclaim",
    "kxqcomment",
    "kxqreason",
    "kxqproof",
    "kxqdecline",
    "kxqservices",
    "kxqgoes",
    "kxqtitle",
    "kxqdescription",
    "kxqsaid",
    "kxqfile",
    "kxqload",
    "kxqto-them",
];

/// What the contact is called, and where.
pub(super) const OF_CONTACT: [&str; 6] =
    ["Kaat Kxqcontact", CONTACT, "+31201234567", "kxqrole", "Kaat Kxqasked", "kxqof-claim"];

/// What is neither's.
pub(super) const OF_OTHERS: [&str; 4] = ["kxqother", "kxqnobody", "other.person@uptake.example", "198.51.100.9"];

pub(crate) struct Filled {
    pub(crate) world: World,
    /// The person's handle.
    pub(super) handle: String,
}

/// Rows of the person, and of the contact.
const ROWS: [&str; 51] = [
    "UPDATE session SET user_agent = 'kxqbrowser' WHERE person_id = (SELECT MAX(person_id) FROM person WHERE name = 'Pia Kxqperson')",
    "INSERT INTO directory (directory_id, organisation_id, files_claims, is_enrolled)
     SELECT t.tenant_id, p.organisation_id, TRUE, TRUE FROM person AS p, tenant AS t
     WHERE p.name = 'Pia Kxqperson' AND t.tenant_key = (SELECT MIN(tenant_key) FROM tenant)",
    "UPDATE person SET language = 'nl', deactivated_at = 1790000000000, directory_id = d.directory_id
     FROM directory AS d WHERE person.name = 'Pia Kxqperson' AND d.organisation_id = person.organisation_id",
    "INSERT INTO role_assignment (person_id, role, partner_id)
     SELECT person_id, 'partner_manager', organisation_id FROM person WHERE name = 'Pia Kxqperson'",
    "UPDATE token SET name = 'kxqtoken', used_at = 1790000000000",
    "INSERT INTO known_browser (secret_hash, person_id, expires_at) SELECT secret_hash, person_id, 1790000000000 FROM token",
    "INSERT INTO authenticator (person_id, secret, used_step, added_at) SELECT person_id, secret_hash, 1, 5 FROM token",
    "INSERT INTO authenticator_setup (bearer_hash, person_id, secret, expires_at) SELECT secret_hash, person_id, secret_hash, 5 FROM token",
    "INSERT INTO recovery_code (code_hash, person_id) SELECT secret_hash, person_id FROM token",
    "INSERT INTO passkey (handle, person_id, credential_id, public_key, name, added_at, used_at)
     SELECT 'passkey1', person_id, secret_hash, 'kxqkey', 'kxqpasskey', 1790000000000, 1790000000001 FROM token",
    "INSERT INTO passkey_question (bearer_hash, person_id, name, options, state, expires_at)
     SELECT secret_hash, person_id, 'kxqnewkey', '{}', '{}', 1790000000000 FROM token",
    "INSERT INTO sign_in_step (secret_hash, person_id, expires_at) SELECT secret_hash, person_id, 5 FROM token",
    "INSERT INTO provider_account (handle, person_id, provider, issuer, subject, directory_id, label, connected_at, used_at)
     SELECT 'account1', person_id, 'op', 'https://op.example', 'kxqsubject', directory_id, 'kxqlabel', 1790000000000,
            1790000000001 FROM person WHERE name = 'Pia Kxqperson'",
    "INSERT INTO provider_visit (state_hash, browser_hash, provider, purpose, person_id, next, expires_at)
     SELECT secret_hash, secret_hash, 'op', 'connection', person_id, '/kxqnext', 1790000000000 FROM token",
    "INSERT INTO invitation (person_id, secret_hash, expires_at) SELECT person_id, secret_hash, 1790000000000 FROM token",
    "INSERT INTO mailed_secret (secret_hash, person_id, purpose, expires_at)
     SELECT secret_hash, person_id, 'password_reset', 1790000000000 FROM token",
    "INSERT INTO saved_view (handle, person_id, name, query) SELECT 'view1', person_id, 'kxqview', 'q=kxqquery' FROM token",
    "INSERT INTO mail_choice (person_id, off, digest_hour, changed_at) SELECT person_id, 'kxqoff', 7, 1790000000000 FROM token",
    "INSERT INTO mail_digest (person_id, hour_at) SELECT person_id, 1790000000000 FROM token",
    "INSERT INTO mail (handle, kind, person_id, by_person_id, subject, made_at, next_at, tries, state, reason, done_at)
     SELECT 'letter1', 'claim_moved', person_id, person_id, 'kxqletter', 1, 2, 3, 'failed', 'kxqletter refused', 4 FROM token",
    "INSERT INTO mail (handle, kind, person_id, subject, made_at, next_at, state, reason, done_at)
     SELECT 'letter2', 'claim_moved', person_id, 'kxqother', 1, 2, 'failed', 'kxqother', 4
     FROM person WHERE name = 'Other Person'",
    "INSERT INTO request_key (person_id, request_key, route, body_hash, made, kept_at)
     SELECT person_id, 'kxqrequestkey', 'POST /x', secret_hash, 'made1', 1790000000000 FROM token",
    "INSERT INTO status_note (handle, organisation_id, tenant_key, person_id, written_at, scope, risks, next_actions,
                              next_action_on, next_action_owner, overall_status, search_key)
     SELECT 'note1', p.organisation_id, (SELECT MIN(tenant_key) FROM tenant), p.person_id, 1790000000000, 'kxqscope',
            'kxqrisks', 'kxqactions', '2026-12-01', 'kaat@KXQCONTACT.example', 'active', 'x'
     FROM person AS p WHERE p.name = 'Pia Kxqperson'",
    "INSERT INTO status_note (handle, organisation_id, tenant_key, person_id, written_at, scope, risks, next_actions,
                              next_action_on, next_action_owner, overall_status, search_key, corrects_id)
     SELECT 'note2', organisation_id, tenant_key, person_id, written_at, scope, risks, next_actions, next_action_on,
            'Pia Kxqperson', overall_status, search_key, status_note_id FROM status_note WHERE handle = 'note1'",
    "INSERT INTO status_note (handle, organisation_id, tenant_key, person_id, written_at, scope, risks, next_actions,
                              next_action_on, next_action_owner, overall_status, search_key)
     SELECT 'note3', n.organisation_id, n.tenant_key, p.person_id, n.written_at, 'kxqother', 'kxqother', 'kxqother',
            n.next_action_on, 'kxqnobody', n.overall_status, 'x'
     FROM status_note AS n, person AS p WHERE n.handle = 'note1' AND p.name = 'Other Person'",
    "INSERT INTO note_request (handle, organisation_id, tenant_key, person_id, asked_at, due_on, answered_at)
     SELECT 'asked1', organisation_id, tenant_key, person_id, 1, '2026-12-01', 2 FROM status_note WHERE handle = 'note1'",
    "INSERT INTO contact (handle, organisation_id, tenant_key, kind, name, email, phone, title, country, language,
                          survey_eligible, changed_at, search_key, name_by, email_by, phone_by)
     SELECT 'contact1', organisation_id, tenant_key, 'customer', 'Kaat Kxqcontact', 'Kaat@kxqcontact.example',
            '+31201234567', 'kxqrole', 'NL', 'nl', TRUE, 5, 'kaat kxqcontact', person_id, person_id, person_id
     FROM status_note WHERE handle = 'note1'",
    "INSERT INTO contact (handle, organisation_id, tenant_key, kind, name, email, changed_at, search_key, deleted_at)
     SELECT 'contact2', organisation_id, tenant_key, 'partner', 'Kaat Kxqcontact', 'kaat@kxqcontact.example', 5, 'kaat', 6
     FROM status_note WHERE handle = 'note1'",
    "INSERT INTO contact (handle, organisation_id, tenant_key, kind, name, email, changed_at, search_key)
     SELECT 'contact3', organisation_id, tenant_key, 'partner', 'kxqother', 'other@kxqother.example', 5, 'kxqother'
     FROM status_note WHERE handle = 'note1'",
    "INSERT INTO contact_workload (contact_id, workload_id)
     SELECT c.contact_id, w.workload_id FROM contact AS c, workload AS w WHERE w.code = 'Teams'",
    "INSERT INTO intent_note (organisation_id, tenant_key, workload_id, version, is_current, text, likeness, written_by, written_at)
     SELECT n.organisation_id, n.tenant_key, w.workload_id, 1, TRUE, 'kxqintent', t.secret_hash, n.person_id, 5
     FROM status_note AS n, workload AS w, token AS t WHERE n.handle = 'note1' AND w.code = 'Teams'",
    "INSERT INTO intent_question (handle, organisation_id, tenant_key, workload_id, note, question, asked_by, asked_at, answer,
                                  answered_by, answered_at)
     SELECT 'question1', n.organisation_id, n.tenant_key, w.workload_id, 'kxqintent', 'kxqquestion', n.person_id, 5,
            'kxqanswer', n.person_id, 6
     FROM status_note AS n, workload AS w WHERE n.handle = 'note1' AND w.code = 'Teams'",
    "INSERT INTO taxonomy (valid_from, valid_to, person_id, made_at)
     SELECT '1999-01-01', '1999-12-31', person_id, 5 FROM token",
    "INSERT INTO split (organisation_id, tenant_key, workload_id, revision, total, difference)
     SELECT n.organisation_id, n.tenant_key, w.workload_id, 1, 7, 0
     FROM status_note AS n, workload AS w WHERE n.handle = 'note1' AND w.code = 'AADP'",
    "INSERT INTO split_revision (split_id, revision, total, difference, person_id, is_undoing, taxonomy_id, made_at)
     SELECT (SELECT MAX(split_id) FROM split), 1, 7, 0, t.person_id, FALSE, (SELECT MAX(taxonomy_id) FROM taxonomy), 5
     FROM token AS t",
    "INSERT INTO split_line (split_id, revision, position, seats, l1, l2, l3, target_on, remark)
     SELECT MAX(split_id), 1, 1, 7, 'blocked', 'b', 'c', '2027-01-01', 'kxqremark' FROM split",
    "INSERT INTO filed_claim (number, organisation_id, sequence, location_id, tenant_id, domain, activity, name, customer_name,
                              customer_title, customer_email, own_name, own_email, comment, search_key, person_id, created_at,
                              state, moved_at, version)
     SELECT 'C-1', p.organisation_id, 1, (SELECT MIN(location_id) FROM location), t.tenant_id, 'kxq.example', 'kxqactivity',
            'kxqclaim', 'Kaat Kxqcontact', 'kxqof-claim', 'kaat@kxqcontact.example', 'Kaat Kxqcontact',
            'kaat@kxqcontact.example', 'kxqcomment', 'x', p.person_id, 5, 'draft', 5, 1
     FROM person AS p, tenant AS t WHERE p.name = 'Pia Kxqperson' AND t.tenant_key = (SELECT MIN(tenant_key) FROM tenant)",
    "INSERT INTO claim_move (filed_claim_id, move, state, moved_at, party, person_id, reason, due_on)
     SELECT filed_claim_id, 'submission', 'submitted', 5, 'partner', person_id, 'kxqreason', '2027-01-01' FROM filed_claim",
    "INSERT INTO claim_proof (handle, filed_claim_id, file_name, media_type, file_bytes, content_hash, person_id, added_at)
     SELECT 'proof1', c.filed_claim_id, 'kxqproof.pdf', 'application/pdf', 9, t.secret_hash, c.person_id, 5
     FROM filed_claim AS c, token AS t",
    "INSERT INTO rfa (code, source, tenant_key, name, country, language, size, notes, contacts, search_key, load_id)
     SELECT 'RFA-1', 'file', MIN(tenant_key), 'Kxq', 'NL', 'nl', '1', '',
            '[{\"name\":\"Kaat Kxqasked\",\"email\":\"kaat@KXQcontact.example\",\"phone\":\"1\"},{\"name\":\"kxqother\",\"email\":\"o@kxqother.example\"}]',
            'x', 1 FROM tenant",
    "INSERT INTO rfa_before (undo_load_id, rfa_id, source, tenant_key, name, country, language, size, notes, contacts, search_key, load_id)
     SELECT 1, rfa_id, source, tenant_key, name, country, language, size, notes, contacts, search_key, load_id FROM rfa",
    "INSERT INTO staged_referral (load_id, line, code, source, tenant_id, id_text, name, country, language, size, notes, contacts,
                                  search_key, workloads, status)
     SELECT 1, 2, r.code, r.source, t.tenant_id, t.id_text, r.name, r.country, r.language, r.size, r.notes, r.contacts,
            r.search_key, '', '' FROM rfa AS r JOIN tenant AS t ON t.tenant_key = r.tenant_key",
    "INSERT INTO referral (number, organisation_id, sequence, location_id, rfa_id, status, assigned_at, accept_by, remind_on,
                           returns_after, moved_at, value_minor, currency, valued_by, version)
     SELECT 'R-1', p.organisation_id, 1, (SELECT MIN(location_id) FROM location), (SELECT MAX(rfa_id) FROM rfa), 'assigned', 5,
            '2026-12-01', '2026-12-01', '2026-12-01', 5, 1234, 'EUR', p.person_id, 1
     FROM person AS p WHERE p.name = 'Pia Kxqperson'",
    "INSERT INTO referral_change (referral_id, move, status, changed_at, party, person_id, decline_reason, remark, services,
                                  value_minor, currency, is_value_cleared, note)
     SELECT referral_id, 'decline', 'declined', 5, 'partner', valued_by, 'kxqdecline', 'kxqremark', 'kxqservices', 5, 'EUR',
            1 = 1, 'kxqgoes' FROM referral",
    "INSERT INTO ticket (number, organisation_id, person_id, type, subject, title, title_key, description, tenant, workload_id,
                         reference, search_key, state, opened_at, changed_at, due_on, answered_at, assignee_id, version)
     SELECT 'T-1', p.organisation_id, p.person_id, 'question', 'access', 'kxqtitle', 'x', 'kxqdescription', 'kxq.example',
            (SELECT MIN(workload_id) FROM workload), 'kxqreason', 'x', 'open', 5, 5, '2027-01-01', 6, p.person_id, 1
     FROM person AS p WHERE p.name = 'Pia Kxqperson'",
    "INSERT INTO ticket_message (ticket_id, move, state, side, person_id, written_at, text)
     SELECT ticket_id, 'answer', 'open', 'asker', person_id, 5, 'kxqsaid' FROM ticket",
    "INSERT INTO ticket_message (ticket_id, move, state, side, person_id, written_at, text)
     SELECT t.ticket_id, 'answer', 'open', 'office', p.person_id, 5, 'kxqother' FROM ticket AS t, person AS p
     WHERE p.name = 'Other Person'",
    "INSERT INTO ticket_attachment (handle, ticket_id, file_name, media_type, file_bytes, content_hash, side, person_id, added_at)
     SELECT 'file1', k.ticket_id, 'kxqfile.pdf', 'application/pdf', 9, t.secret_hash, 'asker', k.person_id, 5
     FROM ticket AS k, token AS t",
    "INSERT INTO load (kind, file_name, file_bytes, state, person_id, staged_at, applied_at, undone_at)
     SELECT 'profile', 'kxqload.csv', 9, 'undone', person_id, 5, 6, 7 FROM token",
    "INSERT INTO audit (happened_at, person_id, organisation_id, door, action, subject, detail, address, request_id)
     SELECT 5, p.person_id, p.organisation_id, 'page', 'person.changed', 'pia.kxqperson@uptake.example',
            '{\"name\":\"kxqto-them\"}', '198.51.100.9', 'r' FROM person AS p WHERE p.name = 'Other Person'",
    "INSERT INTO audit (happened_at, person_id, organisation_id, door, action, subject, detail, address, request_id)
     SELECT 5, p.person_id, p.organisation_id, 'page', 'tenant.opened', 'x', '{}', '192.0.2.7', 'r'
     FROM person AS p WHERE p.name = 'Pia Kxqperson'",
];

impl Filled {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await.world;
        let place = [Noorderlicht::UTRECHT];
        let email = world.add_person("Pia Kxqperson", Some(Noorderlicht::PARTNER), Role::ReportViewer, &place).await;
        world.add_person("Other Person", Some(Noorderlicht::PARTNER), Role::ReportViewer, &place).await;
        world.signed_in(&email).await;
        world.with_token(&email).await;
        for row in ROWS {
            world.database.run(row).await.unwrap_or_else(|error| panic!("{row}: {error}"));
        }
        let found = world.app.find_personal_data(&testkit::operator(), "kxqperson").await.unwrap().value;
        let handle = match &found[0].whose {
            app::Whose::Person(handle) => handle.clone(),
            app::Whose::Contact(email) => panic!("{email} has no account"),
        };
        Self { world, handle }
    }
}
