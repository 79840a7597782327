//! Who may pass which door, written down a second time: a route without a line here fails the tests.

use std::collections::BTreeMap;

use super::eyes::Given;

/// What a door is about, method and path; nothing of the product is read to know it.
const DOORS: &str = "
    everybody GET    /sign-in
    everybody POST   /sign-in
    everybody GET    /sign-in/code
    everybody POST   /sign-in/code
    everybody POST   /sign-in/passkey
    everybody GET    /sign-in/passkey
    everybody POST   /sign-in/passkey/answer
    everybody POST   /sign-in/providers/{provider}
    everybody GET    /sign-in/providers/{provider}/answer
    everybody POST   /sign-out
    everybody GET    /signed-out
    everybody POST   /language
    everybody GET    /api/v1/docs
    everybody GET    /api/v1/openapi.json
    everybody GET    /assets/{*path}
    everybody GET    /favicon.ico
    everybody GET    /healthz
    everybody GET    /readyz
    own       GET    /
    own       POST   /views
    own       POST   /views/{id}/deletion
    own       GET    /profile
    own       POST   /profile/password
    own       POST   /profile/preferences
    own       POST   /profile/mail
    own       POST   /profile/sessions/deletion
    own       POST   /profile/sessions/{handle}/deletion
    own       POST   /profile/providers
    own       POST   /profile/provider-accounts/{handle}/deletion
    own       GET    /api/v1/me/provider-accounts
    own       DELETE /api/v1/me/provider-accounts/{handle}
    own       GET    /profile/second-factor
    own       POST   /profile/second-factor
    own       POST   /profile/second-factor/setup
    own       POST   /profile/second-factor/recovery-codes
    own       POST   /profile/second-factor/deletion
    own       GET    /api/v1/me/second-factor
    own       GET    /profile/passkeys
    own       POST   /profile/passkeys
    own       POST   /profile/passkeys/setup
    own       POST   /profile/passkeys/{handle}/deletion
    own       GET    /api/v1/me/passkeys
    own       DELETE /api/v1/me/passkeys/{handle}
    own       POST   /profile/tokens
    own       POST   /profile/tokens/{handle}/deletion
    own       GET    /api/v1/me
    own       GET    /api/v1/me/copy
    own       GET    /profile/copy.json
    data      GET    /personal-data
    data      POST   /personal-data
    data      POST   /personal-data/person
    data      POST   /personal-data/copy
    data      POST   /personal-data/erasure
    data      POST   /api/v1/personal-data/erasure
    data      GET    /api/v1/personal-data/retention
    data      POST   /api/v1/personal-data/search
    data      POST   /api/v1/personal-data/contents
    data      POST   /api/v1/personal-data/copy
    own       PUT    /api/v1/me/preferences
    own       GET    /api/v1/me/mail
    own       PUT    /api/v1/me/mail
    own       GET    /api/v1/me/sessions
    own       DELETE /api/v1/me/sessions
    own       DELETE /api/v1/me/sessions/{handle}
    own       GET    /api/v1/me/tokens
    own       DELETE /api/v1/me/tokens/{handle}
    own       GET    /api/v1/views
    own       POST   /api/v1/views
    own       DELETE /api/v1/views/{id}
    tenants   GET    /overview
    own       GET    /my-work
    own       GET    /my-work/count
    own       GET    /api/v1/work
    tenants   GET    /tenants
    tenants   GET    /tenants/export.csv
    tenants   GET    /licences
    tenants   GET    /licences/export.csv
    tenants   GET    /api/v1/licences
    tenants   GET    /api/v1/licences/filters
    tenants   GET    /tenants/{tenant_id}
    tenants   GET    /tenants/{tenant_id}/usage.csv
    tenants   GET    /tenants/{tenant_id}/workloads/{workload}
    tenants   GET    /tenants/{tenant_id}/workloads/{workload}/history.csv
    tenants   GET    /tenants/{tenant_id}/workloads/{workload}/earnings
    tenants   GET    /opportunities
    tenants   GET    /opportunities/export.csv
    tenants   GET    /api/v1/opportunities
    tenants   GET    /api/v1/tenants/{tenant_id}/workloads/{workload}/earnings
    offers    GET    /offers
    pay       POST   /offers
    offers    GET    /offers/new
    offers    GET    /offers/{handle}
    pay       POST   /offers/{handle}
    offers    GET    /api/v1/offers
    pay       POST   /api/v1/offers
    offers    GET    /api/v1/offers/{handle}
    pay       PUT    /api/v1/offers/{handle}
    tenants   GET    /api/v1/overview
    tenants   GET    /api/v1/freshness
    tenants   GET    /api/v1/tenants
    tenants   GET    /api/v1/tenants/{tenant_id}
    tenants   GET    /api/v1/tenants/{tenant_id}/usage
    tenants   GET    /api/v1/tenants/{tenant_id}/workloads/{workload}/history
    tenants   GET    /api/v1/filters
    tenants   GET    /api/v1/workloads
    notes     GET    /tenants/{tenant_id}/status-notes
    write     POST   /tenants/{tenant_id}/status-notes
    notes     GET    /tenants/{tenant_id}/status-notes/new
    ask       POST   /tenants/{tenant_id}/note-requests
    notes     GET    /tenants/{tenant_id}/note-requests/new
    notes     GET    /api/v1/tenants/{tenant_id}/status-notes
    write     POST   /api/v1/tenants/{tenant_id}/status-notes
    ask       POST   /api/v1/tenants/{tenant_id}/note-requests
    contacts  GET    /tenants/{tenant_id}/contacts
    write     POST   /tenants/{tenant_id}/contacts
    contacts  GET    /tenants/{tenant_id}/contacts/new
    contacts  GET    /tenants/{tenant_id}/contacts/{contact_id}
    write     POST   /tenants/{tenant_id}/contacts/{contact_id}
    contacts  GET    /tenants/{tenant_id}/contacts/{contact_id}/deletion
    write     POST   /tenants/{tenant_id}/contacts/{contact_id}/deletion
    write     POST   /tenants/{tenant_id}/contacts/{contact_id}/restoration
    contacts  GET    /api/v1/tenants/{tenant_id}/contacts
    write     POST   /api/v1/tenants/{tenant_id}/contacts
    contacts  GET    /api/v1/tenants/{tenant_id}/contacts/{contact_id}
    write     PUT    /api/v1/tenants/{tenant_id}/contacts/{contact_id}
    write     DELETE /api/v1/tenants/{tenant_id}/contacts/{contact_id}
    write     POST   /api/v1/tenants/{tenant_id}/contacts/{contact_id}/restoration
    intent    GET    /tenants/{tenant_id}/workloads/{workload}/intent-note
    write     POST   /tenants/{tenant_id}/workloads/{workload}/intent-note
    write     POST   /tenants/{tenant_id}/workloads/{workload}/intent-note/questions
    write     POST   /guidance
    intent    GET    /intent-questions
    answer    POST   /intent-questions/{handle}/answer
    intent    GET    /api/v1/tenants/{tenant_id}/workloads/{workload}/intent-note
    write     PUT    /api/v1/tenants/{tenant_id}/workloads/{workload}/intent-note
    write     POST   /api/v1/tenants/{tenant_id}/workloads/{workload}/intent-questions
    write     POST   /api/v1/guidance
    intent    GET    /api/v1/intent-questions
    answer    POST   /api/v1/intent-questions/{id}/answer
    status    GET    /tenants/{tenant_id}/workloads/{workload}/service-status
    write     POST   /tenants/{tenant_id}/workloads/{workload}/service-status
    status    GET    /blockers
    status    GET    /api/v1/tenants/{tenant_id}/workloads/{workload}/service-status
    write     PUT    /api/v1/tenants/{tenant_id}/workloads/{workload}/service-status
    status    GET    /api/v1/tenants/{tenant_id}/workloads/{workload}/service-status/history
    status    GET    /api/v1/blockers
    status    GET    /api/v1/taxonomy
    taxonomy  GET    /taxonomy
    taxonomy  GET    /taxonomy/edit
    taxonomy  POST   /taxonomy/edit
    taxonomy  POST   /taxonomy/withdrawal
    taxonomy  GET    /api/v1/taxonomy/versions
    taxonomy  GET    /api/v1/taxonomy/newest
    taxonomy  PUT    /api/v1/taxonomy/newest
    taxonomy  DELETE /api/v1/taxonomy/newest
    taxonomy  POST   /api/v1/taxonomy/preview
    claims    GET    /claims
    file      POST   /claims
    claims    GET    /claims/new
    claims    GET    /claims/{number}
    file      POST   /claims/{number}
    claims    GET    /claims/{number}/edit
    file      POST   /claims/{number}/deletion
    file      POST   /claims/{number}/submission
    decide    POST   /claims/{number}/review
    decide    POST   /claims/{number}/approval
    decide    POST   /claims/{number}/rejection
    decide    POST   /claims/{number}/information-request
    decide    POST   /claims/{number}/objection
    file      POST   /claims/{number}/dispute
    end       POST   /claims/{number}/disassociation
    file      POST   /claims/{number}/proofs
    claims    GET    /claims/{number}/proofs/{id}
    file      POST   /claims/{number}/proofs/{id}/deletion
    claims    GET    /api/v1/claims
    file      POST   /api/v1/claims
    claims    GET    /api/v1/claims/{number}
    file      PUT    /api/v1/claims/{number}
    file      DELETE /api/v1/claims/{number}
    file      POST   /api/v1/claims/{number}/submission
    decide    POST   /api/v1/claims/{number}/review
    decide    POST   /api/v1/claims/{number}/approval
    decide    POST   /api/v1/claims/{number}/rejection
    decide    POST   /api/v1/claims/{number}/information-request
    decide    POST   /api/v1/claims/{number}/objection
    file      POST   /api/v1/claims/{number}/dispute
    end       POST   /api/v1/claims/{number}/disassociation
    file      POST   /api/v1/claims/{number}/proofs
    claims    GET    /api/v1/claims/{number}/proofs/{id}
    file      DELETE /api/v1/claims/{number}/proofs/{id}
    referrals GET    /referrals
    referrals GET    /referrals/export.csv
    referrals GET    /referrals/{number}
    refer     POST   /referrals/{number}
    refer     POST   /referrals/{number}/acceptance
    refer     POST   /referrals/{number}/decline
    allot     POST   /referrals/{number}/withdrawal
    allot     GET    /referral-requests
    allot     GET    /referral-requests/{id}
    allot     POST   /referral-requests/{id}/assignment
    wanted    GET    /referral-preference
    wanted    POST   /referral-preference
    wanted    POST   /referral-preference/pause
    wanted    POST   /referral-preference/resumption
    referrals GET    /api/v1/referrals
    referrals GET    /api/v1/referrals/{number}
    refer     PUT    /api/v1/referrals/{number}
    refer     POST   /api/v1/referrals/{number}/acceptance
    refer     POST   /api/v1/referrals/{number}/decline
    allot     POST   /api/v1/referrals/{number}/withdrawal
    allot     GET    /api/v1/referral-requests
    allot     GET    /api/v1/referral-requests/{id}
    allot     POST   /api/v1/referral-requests/{id}/assignment
    wanted    GET    /api/v1/referral-preference
    wanted    PUT    /api/v1/referral-preference
    wanted    PUT    /api/v1/referral-preference/pause
    wanted    DELETE /api/v1/referral-preference/pause
    loads     GET    /loads
    loads     POST   /loads
    loads     GET    /loads/{id}
    loads     GET    /loads/{id}/refused.csv
    loads     POST   /loads/{id}/application
    loads     POST   /loads/{id}/discarding
    loads     POST   /loads/{id}/undoing
    loads     GET    /api/v1/loads
    loads     POST   /api/v1/loads
    loads     GET    /api/v1/loads/{id}
    loads     GET    /api/v1/loads/{id}/refused
    loads     POST   /api/v1/loads/{id}/application
    loads     POST   /api/v1/loads/{id}/discarding
    loads     POST   /api/v1/loads/{id}/undoing
    people    GET    /people
    people    POST   /people
    people    GET    /people/new
    people    GET    /people/import
    people    POST   /people/import
    people    POST   /people/import/application
    people    GET    /people/{handle}
    people    POST   /people/{handle}
    people    POST   /people/{handle}/closing
    people    POST   /people/{handle}/reopening
    people    POST   /people/{handle}/invitation
    people    POST   /people/{handle}/second-factor/deletion
    people    DELETE /api/v1/people/{handle}/second-factor
    everybody GET    /password-reset
    everybody POST   /password-reset
    everybody GET    /password-reset/{secret}
    everybody POST   /password-reset/{secret}
    everybody GET    /unsubscribe/{token}
    everybody POST   /unsubscribe/{token}
    everybody GET    /invitations/{secret}
    everybody POST   /invitations/{secret}
    everybody POST   /invitations/{secret}/providers/{provider}
    settings  GET    /sign-in-settings
    settings  POST   /sign-in-settings
    settings  GET    /api/v1/sign-in-settings
    settings  PUT    /api/v1/sign-in-settings
    programme GET    /programme-settings
    minimum   POST   /programme-settings
    programme GET    /api/v1/programme-settings
    minimum   PUT    /api/v1/programme-settings
    programme GET    /api/v1/eligible-plans
    partners  GET    /partners
    partners  POST   /partners
    partners  GET    /partners/{partner_id}
    partners  POST   /partners/{partner_id}
    partners  POST   /partners/{partner_id}/locations
    partners  GET    /partners/{partner_id}/locations/{location_id}
    partners  POST   /partners/{partner_id}/locations/{location_id}
    partners  POST   /partners/{partner_id}/directories
    partners  GET    /partners/{partner_id}/directories/{directory_id}
    partners  POST   /partners/{partner_id}/directories/{directory_id}
    people    GET    /api/v1/people
    people    POST   /api/v1/people
    people    POST   /api/v1/people/preview
    people    POST   /api/v1/people/import
    people    GET    /api/v1/people/{handle}
    people    PUT    /api/v1/people/{handle}
    people    POST   /api/v1/people/{handle}/closing
    people    POST   /api/v1/people/{handle}/reopening
    people    POST   /api/v1/people/{handle}/invitation
    partners  GET    /api/v1/partners
    partners  POST   /api/v1/partners
    partners  GET    /api/v1/partners/{partner_id}
    partners  PUT    /api/v1/partners/{partner_id}
    partners  POST   /api/v1/partners/{partner_id}/locations
    partners  GET    /api/v1/partners/{partner_id}/locations/{location_id}
    partners  PUT    /api/v1/partners/{partner_id}/locations/{location_id}
    partners  POST   /api/v1/partners/{partner_id}/directories
    partners  GET    /api/v1/partners/{partner_id}/directories/{directory_id}
    partners  PUT    /api/v1/partners/{partner_id}/directories/{directory_id}
    own       GET    /help
    tickets   GET    /tickets
    tickets   POST   /tickets
    tickets   GET    /tickets/new
    tickets   GET    /tickets/{number}
    tickets   POST   /tickets/{number}
    tickets   GET    /tickets/{number}/edit
    tickets   POST   /tickets/{number}/answers
    tickets   POST   /tickets/{number}/resolution
    tickets   POST   /tickets/{number}/reopening
    assign    POST   /tickets/{number}/assignment
    tickets   POST   /tickets/{number}/attachments
    tickets   GET    /tickets/{number}/attachments/{id}
    tickets   POST   /tickets/{number}/attachments/{id}/deletion
    own       GET    /api/v1/help
    tickets   GET    /api/v1/tickets
    tickets   POST   /api/v1/tickets
    tickets   GET    /api/v1/tickets/{number}
    tickets   PUT    /api/v1/tickets/{number}
    tickets   POST   /api/v1/tickets/{number}/answers
    tickets   POST   /api/v1/tickets/{number}/resolution
    tickets   POST   /api/v1/tickets/{number}/reopening
    assign    PUT    /api/v1/tickets/{number}/assignment
    tickets   POST   /api/v1/tickets/{number}/attachments
    tickets   GET    /api/v1/tickets/{number}/attachments/{id}
    tickets   DELETE /api/v1/tickets/{number}/attachments/{id}
    audit     GET    /audit
    audit     GET    /audit/export.csv
    audit     GET    /api/v1/audit
";

/// Whom a subject is for, besides those for everybody and for whoever is signed in.
const ROLES: [(&str, &[&str]); 28] = [
    // A viewer role shows no claim, and an incentives role no tenant (S1.2, S4).
    ("claims", &["incentives_admin", "programme_admin", "partner_manager"]),
    // The programme office says who of it answers; a ticket of the own is there for everybody (S11.4).
    ("assign", &["programme_admin", "partner_manager"]),
    ("file", &["incentives_admin"]),
    ("decide", &["programme_admin"]),
    ("end", &["incentives_admin", "programme_admin"]),
    ("tenants", &["executive_report_viewer", "report_viewer", "programme_admin", "partner_manager"]),
    // Whoever sees a tenant sees the work on it (S6); a partner manager reads it and asks for more (S1.2, S6.4).
    ("notes", &["executive_report_viewer", "report_viewer", "programme_admin", "partner_manager"]),
    // Contacts are read by whoever sees the tenant, and written by those who work on it (S1.2, S7).
    ("contacts", &["executive_report_viewer", "report_viewer", "programme_admin", "partner_manager"]),
    ("write", &["executive_report_viewer", "report_viewer", "programme_admin"]),
    ("ask", &["programme_admin", "partner_manager"]),
    ("intent", &["executive_report_viewer", "report_viewer", "programme_admin", "partner_manager"]),
    // Whoever sees a tenant sees where its seats stand, and what can be chosen (S8).
    ("status", &["executive_report_viewer", "report_viewer", "programme_admin", "partner_manager"]),
    ("answer", &["programme_admin", "partner_manager"]),
    ("loads", &["programme_admin"]),
    // Everybody reads what can be chosen; the programme admin alone changes it (S8.5).
    ("taxonomy", &["programme_admin"]),
    // Whoever sees tenants sees what they could earn by, and so does whoever is there for incentives; the programme admin alone
    // changes offers (S5.1).
    ("offers", &["executive_report_viewer", "report_viewer", "incentives_admin", "programme_admin", "partner_manager"]),
    ("pay", &["programme_admin"]),
    // Admins for their own organisation, and the programme admin for everybody (S1.2); partners are the office's (S1.1).
    ("people", &["account_admin", "global_admin", "programme_admin"]),
    // Sign-in settings are the global admin's, for the own organisation, and the programme admin's (S1.2).
    ("settings", &["global_admin", "programme_admin"]),
    // What counts for the whole programme is read by its office, and changed by the programme admin (S1.2, S11.1).
    ("programme", &["programme_admin", "partner_manager"]),
    ("minimum", &["programme_admin"]),
    // A referral shows its tenant (S2.1): who sees tenants reads it, and those who work on tenants answer it (S10.4). The programme
    // admin assigns (S1.2), and the partner's admins say what it wants (S10.5).
    ("referrals", &["executive_report_viewer", "report_viewer", "programme_admin", "partner_manager"]),
    ("refer", &["executive_report_viewer", "report_viewer"]),
    ("allot", &["programme_admin"]),
    ("wanted", &["account_admin", "global_admin"]),
    ("partners", &["programme_admin"]),
    ("audit", &["programme_admin", "global_admin"]),
    // As the audit: the programme admin for everybody, a global admin for the own organisation (S16.2).
    ("data", &["programme_admin", "global_admin"]),
];

/// What each door is about, by method and path.
pub(crate) fn doors() -> BTreeMap<(&'static str, &'static str), &'static str> {
    let lines = DOORS.lines().map(str::split_whitespace).filter_map(|mut words| {
        let subject = words.next()?;
        Some(((words.next()?, words.next()?), subject))
    });
    lines.collect()
}

/// Whether roles lead to a subject.
pub(crate) fn may(roles: &[Given], subject: &str) -> bool {
    // Whoever cannot see something asks why, with whatever role or none (S11).
    if ["own", "everybody", "tickets"].contains(&subject) {
        return true;
    }
    let (_, allowed) = ROLES.iter().find(|(one, _)| *one == subject).unwrap();
    roles.iter().any(|given| allowed.contains(&given.role))
}

#[test]
fn every_route_has_a_verdict_and_every_verdict_a_route() {
    let doors = doors();
    for route in web::routes() {
        let place = (route.method.name(), route.path);
        assert!(doors.contains_key(&place), "no verdict on {place:?}: write down what it is about in DOORS");
    }
    assert_eq!(doors.len(), web::routes().len(), "a verdict on a route that is not there");
    assert_eq!(doors.len(), DOORS.lines().filter(|line| !line.trim().is_empty()).count(), "a verdict given twice");
}
