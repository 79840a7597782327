//! Every page, rendered with sample data in both languages: nothing missing, nothing forbidden.
//!
//! With `UPTAKE_PREVIEW_DIR` set the pages are also written there, to look at.

use std::collections::HashSet;

use app::{NoteQuery, ProviderProblem};
use askama::Template;
use domain::access::Role;
use domain::load::LoadState;
use domain::organisation::OrganisationKind;
use domain::person::{Language, Theme};
use domain::referral::{Move, Status};

use super::api::{Answer, ApiPage, Operation, Parameter, Subject};
use super::contact_samples;
use super::error::{ErrorPage, Problem};
use super::history::HistoryPage;
use super::licence_query::LicenceQuery;
use super::load::{LoadPage, LoadsPage};
use super::no_access::NoAccessPage;
use super::overview::OverviewPage;
use super::partner::PartnerForm;
use super::profile::{PasswordForm, ProfilePage};
use super::provider::{DeparturePage, ProviderRefusedPage};
use super::samples::{self, flash, shell, signed_out};
use super::shell::{Entry, FlashKind};
use super::sign_in::{SignInError, SignInNotice, SignInPage, SignedOutPage};
use super::tenant::TenantPage;
use super::tenant_query::TenantQuery;
use super::{
    claim_samples, earnings_samples, mail_samples, person_samples, profile_samples, programme_samples,
    referral_samples, status_samples, taxonomy_samples, ticket_samples, work_samples,
};

/// The pages of offers and of what they earn.
fn of_money(at: impl Fn(Entry) -> super::Shell) -> Vec<(String, String)> {
    vec![
        page("offers", &earnings_samples::offers(at(Entry::Offers), 3, true)),
        page("offers-read", &earnings_samples::offers(at(Entry::Offers), 3, false)),
        page("offers-none", &earnings_samples::offers(at(Entry::Offers), 0, true)),
        page("offer-new", &earnings_samples::offer_form(at(Entry::Offers), false)),
        page("offer-refused", &earnings_samples::offer_form(at(Entry::Offers), true)),
        page("earnings", &earnings_samples::earnings(at(Entry::FastTrack), true)),
        page("earnings-withheld", &earnings_samples::earnings(at(Entry::FastTrack), false)),
        page("opportunities", &earnings_samples::opportunities(at(Entry::FastTrack), 12, true)),
        page("opportunities-withheld", &earnings_samples::opportunities(at(Entry::FastTrack), 5, false)),
        page("opportunities-nothing-found", &earnings_samples::opportunities(at(Entry::FastTrack), 0, true)),
        page("opportunities-none", &earnings_samples::no_opportunities(at(Entry::FastTrack))),
    ]
}

/// The pages of people and partners.
fn of_people(at: impl Fn(Entry) -> super::Shell, nobody: super::Shell) -> Vec<(String, String)> {
    let mut pages = vec![
        page("people", &person_samples::people(at(Entry::People), 3, false)),
        page("people-of-all", &person_samples::people(at(Entry::Everybody), 3, true)),
        page("people-none", &person_samples::people(at(Entry::People), 0, false)),
        page("reset-ask", &mail_samples::ask_reset(nobody.clone(), 0)),
        page("reset-asked", &mail_samples::ask_reset(nobody.clone(), 1)),
        page("reset-refused", &mail_samples::ask_reset(nobody.clone(), 2)),
        page("reset-off", &mail_samples::ask_reset(nobody.clone(), 3)),
        page("reset", &mail_samples::reset(nobody.clone(), None)),
        page("reset-used", &mail_samples::reset(nobody.clone(), Some(""))),
        page("reset-weak", &mail_samples::reset(nobody.clone(), Some("new"))),
        page("reset-differs", &mail_samples::reset(nobody.clone(), Some("repeat"))),
        page("unsubscribe", &mail_samples::unsubscribe(nobody.clone(), false)),
        page("unsubscribed", &mail_samples::unsubscribe(nobody.clone(), true)),
        page("invitation", &person_samples::invitation(nobody.clone(), None)),
        page("invitation-refused", &person_samples::invitation(nobody.clone(), Some(""))),
        page("invitation-weak", &person_samples::invitation(nobody.clone(), Some("new"))),
        page("invitation-differs", &person_samples::invitation(nobody, Some("repeat"))),
        page("sign-in-settings", &profile_samples::sign_in_settings(at(Entry::SignIn), false, false)),
        page("second-factor", &profile_samples::second_factor_page(at(Entry::Profile), 0)),
        page("second-factor-setup", &profile_samples::second_factor_page(at(Entry::Profile), 1)),
        page("second-factor-on", &profile_samples::second_factor_page(at(Entry::Profile), 2)),
        page("second-factor-demanded", &profile_samples::second_factor_page(at(Entry::Profile), 3)),
        page("second-factor-none", &profile_samples::second_factor_page(at(Entry::Profile), 4)),
        page("passkeys-none", &profile_samples::passkeys_page(at(Entry::Profile), 0)),
        page("passkeys-named", &profile_samples::passkeys_page(at(Entry::Profile), 1)),
        page("passkeys-setup", &profile_samples::passkeys_page(at(Entry::Profile), 2)),
        page("passkeys-refused", &profile_samples::passkeys_page(at(Entry::Profile), 3)),
        page("passkeys-no-password", &profile_samples::passkeys_page(at(Entry::Profile), 4)),
        page("passkeys-single", &profile_samples::passkeys_page(at(Entry::Profile), 5)),
        page("sign-in-settings-of-all", &profile_samples::sign_in_settings(at(Entry::SignIn), true, false)),
        page("sign-in-settings-refused", &profile_samples::sign_in_settings(at(Entry::SignIn), false, true)),
        page("profile", &profile_samples::profile(at(Entry::Profile))),
        page(
            "profile-calm",
            &ProfilePage {
                password: PasswordForm::default(),
                new_token: None,
                ..profile_samples::profile(at(Entry::Profile))
            },
        ),
        page(
            "programme-settings",
            &programme_samples::programme_settings(at(Entry::ProgrammeSettings), 3, true, false),
        ),
        page(
            "programme-settings-read",
            &programme_samples::programme_settings(at(Entry::ProgrammeSettings), 2, false, false),
        ),
        page(
            "programme-settings-refused",
            &programme_samples::programme_settings(at(Entry::ProgrammeSettings), 0, true, true),
        ),
        page("partners", &person_samples::partners(at(Entry::Partners), 3, false)),
        page("partners-none", &person_samples::partners(at(Entry::Partners), 0, false)),
        page("partners-refused", &person_samples::partners(at(Entry::Partners), 1, true)),
        page("partner", &person_samples::partner_page(at(Entry::Partners), None)),
        page("partner-refused", &person_samples::partner_page(at(Entry::Partners), Some(PartnerForm::Partner))),
        page(
            "partner-location-refused",
            &person_samples::partner_page(at(Entry::Partners), Some(PartnerForm::Location)),
        ),
        page(
            "partner-directory-refused",
            &person_samples::partner_page(at(Entry::Partners), Some(PartnerForm::Directory)),
        ),
        page("directory", &person_samples::directory_page(at(Entry::Partners), false)),
        page("directory-refused", &person_samples::directory_page(at(Entry::Partners), true)),
        page("location", &person_samples::location_page(at(Entry::Partners), false)),
        page("location-refused", &person_samples::location_page(at(Entry::Partners), true)),
    ];
    for index in 0..4 {
        pages.push(page(&format!("person-{index}"), &person_samples::person_page(at(Entry::People), index)));
        pages.push(page(&format!("people-import-{index}"), &person_samples::import(at(Entry::People), index)));
    }
    pages
}

/// The pages of what is kept of people.
fn of_personal_data(at: impl Fn(Entry) -> super::Shell) -> Vec<(String, String)> {
    vec![
        page("personal-data", &person_samples::personal_data_search(at(Entry::PersonalData), None, false)),
        page("personal-data-found", &person_samples::personal_data_search(at(Entry::PersonalData), Some(4), false)),
        page("personal-data-none", &person_samples::personal_data_search(at(Entry::OwnPersonalData), Some(0), false)),
        page("personal-data-refused", &person_samples::personal_data_search(at(Entry::PersonalData), None, true)),
        page("personal-data-of-account", &person_samples::personal_data(at(Entry::PersonalData), true, &["roles"])),
        page(
            "personal-data-of-contact",
            &person_samples::personal_data(at(Entry::PersonalData), false, &["confirmation"]),
        ),
    ]
}

/// The pages of licences.
fn of_licences(at: impl Fn(Entry) -> super::Shell) -> Vec<(String, String)> {
    let licences = LicenceQuery {
        q: "bak".into(),
        tenant_id: "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e".into(),
        sku: vec!["Microsoft 365 E3".into()],
        sku_bucket: vec!["other".into()],
        location: vec!["5100101".into()],
        country: vec!["Belgium".into()],
        term_days: "30".into(),
        auto_renew: "false".into(),
        unused: "true".into(),
        sort: "term_end".into(),
        cursor: "abc".into(),
        ..LicenceQuery::default()
    };
    let of_sku = LicenceQuery { sku: vec!["E9".into()], ..LicenceQuery::default() };
    vec![
        page("licences", &samples::licences(at(Entry::FastTrack), LicenceQuery::default(), 9)),
        page("licences-filtered", &samples::licences(at(Entry::FastTrack), licences, 3)),
        page("licences-nothing-found", &samples::licences(at(Entry::FastTrack), of_sku, 0)),
        page("licences-none", &samples::licences(at(Entry::FastTrack), LicenceQuery::default(), 0)),
    ]
}

/// The pages of claims.
fn of_claims(at: impl Fn(Entry) -> super::Shell) -> Vec<(String, String)> {
    vec![
        page("claims", &claim_samples::list(at(Entry::Claims), false, false)),
        page("claims-none", &claim_samples::list(at(Entry::Claims), false, true)),
        page("claims-to-decide-on", &claim_samples::list(at(Entry::ClaimReview), true, false)),
        page("claim", &claim_samples::page(at(Entry::Claims), false)),
        page("claim-to-decide-on", &claim_samples::page(at(Entry::ClaimReview), true)),
        page("claim-of-a-report", &claim_samples::reported(at(Entry::Claims))),
        page("claim-new", &claim_samples::form(at(Entry::Claims), false)),
        page("claim-refused", &claim_samples::form(at(Entry::Claims), true)),
    ]
}

/// The pages of tickets and of help.
fn of_tickets(at: impl Fn(Entry) -> super::Shell) -> Vec<(String, String)> {
    let mut pages = vec![
        page("tickets", &ticket_samples::list(at(Entry::Tickets), false, false, false)),
        page("tickets-none", &ticket_samples::list(at(Entry::Tickets), false, true, false)),
        page("tickets-none-of-office", &ticket_samples::list(at(Entry::TicketsToAnswer), true, true, false)),
        page("tickets-none-found", &ticket_samples::list(at(Entry::Tickets), false, true, true)),
        page("tickets-of-office", &ticket_samples::list(at(Entry::TicketsToAnswer), true, false, true)),
        page("ticket-new", &ticket_samples::form(at(Entry::Tickets), false)),
        page("ticket-refused", &ticket_samples::form(at(Entry::Tickets), true)),
    ];
    for index in 0..5 {
        pages.push(page(
            &format!("ticket-{index}"),
            &ticket_samples::page(at(Entry::Tickets), index, false, index == 1),
        ));
        let of_office = ticket_samples::page(at(Entry::TicketsToAnswer), index, true, index == 2);
        pages.push(page(&format!("ticket-of-office-{index}"), &of_office));
    }
    for number in 0..6 {
        pages.push(page(&format!("help-{number}"), &ticket_samples::help(at(Entry::Help), number)));
    }
    pages
}

/// The pages of referrals.
fn of_referrals(at: impl Fn(Entry) -> super::Shell) -> Vec<(String, String)> {
    let (tab, office) = (|| at(Entry::FastTrack), || at(Entry::ReferralRequests));
    let mut pages = vec![
        page("referrals", &referral_samples::list(tab(), false, false)),
        page("referrals-of-all", &referral_samples::list(tab(), true, false)),
        page("referrals-none", &referral_samples::list(tab(), false, true)),
        page("referrals-none-found", &referral_samples::list(tab(), true, true)),
        page("referral-withheld", &referral_samples::withheld(tab())),
        page("referral-of-a-partner", &referral_samples::page(tab(), Status::Assigned, true)),
        page("referral-requests", &referral_samples::requests(office(), false)),
        page("referral-requests-none", &referral_samples::requests(office(), true)),
        page("referral-request", &referral_samples::request(office(), true)),
        page("referral-request-assigned", &referral_samples::request(office(), false)),
        page("referral-preference", &referral_samples::preference(at(Entry::ReferralPreference), false)),
        page("referral-preference-refused", &referral_samples::preference(at(Entry::ReferralPreference), true)),
    ];
    for status in Status::ALL {
        let name = format!("referral-{}", status.code());
        pages.push(page(&name, &referral_samples::page(tab(), status, false)));
    }
    for by in [Move::Decline, Move::Edit, Move::Withdrawal] {
        let name = format!("referral-refused-{}", by.code());
        pages.push(page(&name, &referral_samples::refused(tab(), by)));
    }
    pages
}

/// The pages that need somebody signed in.
fn inside(language: Language, theme: Theme) -> Vec<(String, String)> {
    let at = |entry| shell(language, theme, Some(entry));
    let filtered = TenantQuery {
        q: "bak".into(),
        country: vec!["Netherlands".into()],
        workload: vec!["Teams".into()],
        usage_from: "12,5".into(),
        sort: "-usage_percent".into(),
        cursor: "abc".into(),
        ..TenantQuery::default()
    };
    let few_columns = TenantQuery { column: vec!["mau".into(), "tenant_id".into()], ..TenantQuery::default() };
    let mut empty = samples::overview();
    empty.totals = app::Totals::default();
    let mut without_figures = samples::overview();
    without_figures.months.clear();
    let mut no_figures = samples::tenant_details();
    no_figures.tenant.month = None;
    let mut odd = samples::tenant_list(at(Entry::FastTrack), filtered.clone(), 0);
    odd.query_error = Some("usage_from: ?".into());
    let mut pages = vec![
        page("overview", &OverviewPage { shell: at(Entry::Overview), overview: samples::overview() }),
        page("overview-empty", &OverviewPage { shell: at(Entry::Overview), overview: empty }),
        page("overview-no-figures", &OverviewPage { shell: at(Entry::Overview), overview: without_figures }),
        page("tenants", &samples::tenant_list(at(Entry::FastTrack), TenantQuery::default(), 14)),
        page("tenants-filtered", &samples::tenant_list(at(Entry::FastTrack), filtered, 12)),
        page("tenants-columns", &samples::tenant_list(at(Entry::FastTrack), few_columns, 5)),
        page("tenants-nothing-found", &odd),
        page("tenants-none", &samples::tenant_list(at(Entry::FastTrack), TenantQuery::default(), 0)),
        page("tenant", &TenantPage { shell: at(Entry::FastTrack), details: samples::tenant_details() }),
        page("tenant-no-figures", &TenantPage { shell: at(Entry::FastTrack), details: no_figures }),
        page("history", &HistoryPage { shell: at(Entry::FastTrack), history: samples::history(), selected: None }),
        page("status-notes", &work_samples::history(at(Entry::FastTrack), NoteQuery::default())),
        page(
            "status-notes-none-found",
            &work_samples::history(
                at(Entry::FastTrack),
                NoteQuery { search: "x".into(), overall_status: "paused".into(), ..NoteQuery::default() },
            ),
        ),
        page("status-note-new", &work_samples::form(at(Entry::FastTrack), false)),
        page("status-note-refused", &work_samples::form(at(Entry::FastTrack), true)),
        page("note-request", &work_samples::asking(at(Entry::FastTrack), vec![("4000001".into(), "Delta".into())])),
        page("note-request-nobody", &work_samples::asking(at(Entry::FastTrack), Vec::new())),
        page("form-gone", &work_samples::ended(at(Entry::FastTrack), true)),
        page("contacts", &contact_samples::list(at(Entry::FastTrack), true)),
        page("contacts-none-found", &contact_samples::list(at(Entry::FastTrack), false)),
        page("contact-new", &contact_samples::form(at(Entry::FastTrack), contact_samples::Form::New)),
        page("contact-refused", &contact_samples::form(at(Entry::FastTrack), contact_samples::Form::Refused)),
        page("contact-overtaken", &contact_samples::form(at(Entry::FastTrack), contact_samples::Form::Overtaken)),
        page("contact-deletion", &contact_samples::deletion(at(Entry::FastTrack), false)),
        page("contact-deletion-refused", &contact_samples::deletion(at(Entry::FastTrack), true)),
        page("intent-note", &samples::intent_note(at(Entry::FastTrack), true, true)),
        page("intent-note-none", &samples::intent_note(at(Entry::FastTrack), false, true)),
        page("intent-note-read", &samples::intent_note(at(Entry::FastTrack), false, false)),
        page("intent-questions", &samples::intent_questions(at(Entry::IntentQuestions), false)),
        page("intent-questions-none", &samples::intent_questions(at(Entry::IntentQuestions), true)),
        page("service-status", &status_samples::page(at(Entry::FastTrack), true)),
        page("service-status-read", &status_samples::page(at(Entry::FastTrack), false)),
        page("service-status-refused", &status_samples::refused(at(Entry::FastTrack))),
        page("service-status-past", &status_samples::past(at(Entry::FastTrack), true)),
        page("service-status-past-none", &status_samples::past(at(Entry::FastTrack), false)),
        page("taxonomy", &taxonomy_samples::show(at(Entry::Taxonomy))),
        page("taxonomy-edit", &taxonomy_samples::edit(at(Entry::Taxonomy), false)),
        page("taxonomy-refused", &taxonomy_samples::edit(at(Entry::Taxonomy), true)),
        page("taxonomy-preview", &taxonomy_samples::preview(at(Entry::Taxonomy), false)),
        page("taxonomy-overtaken", &taxonomy_samples::preview(at(Entry::Taxonomy), true)),
        page("blockers", &status_samples::blockers(at(Entry::Blockers), false)),
        page("blockers-none", &status_samples::blockers(at(Entry::Blockers), true)),
        page("loads", &loads_page(flash(at(Entry::Loads), FlashKind::Success, "OK"), None)),
        page("loads-refused", &loads_page(at(Entry::Loads), Some("?"))),
        page("audit", &samples::audit(at(Entry::Audit), 3)),
        page("audit-none", &samples::audit(at(Entry::OwnAudit), 0)),
        page("api", &api_page(at(Entry::Api))),
    ];
    pages.extend(of_people(at, signed_out(language, theme)));
    pages.extend(of_personal_data(at));
    pages.extend(of_money(at));
    pages.extend(of_licences(at));
    pages.extend(of_claims(at));
    pages.extend(of_tickets(at));
    pages.extend(of_referrals(at));
    for state in [
        LoadState::Staging,
        LoadState::Planned,
        LoadState::Applied,
        LoadState::Undone,
        LoadState::Discarded,
        LoadState::Failed,
    ] {
        let name = format!("load-{}", state.code());
        pages.push(page(&name, &LoadPage { shell: at(Entry::Loads), plan: samples::plan(state, false) }));
    }
    pages.push(page(
        "load-stopped",
        &LoadPage { shell: at(Entry::Loads), plan: samples::plan(LoadState::Planned, true) },
    ));
    pages
}

/// The pages around signing in, without access, and when something goes wrong.
fn outside(language: Language, theme: Theme) -> Vec<(String, String)> {
    let sign_in = |email: &str, error, notice| SignInPage {
        shell: signed_out(language, theme),
        email: email.into(),
        error,
        notice,
        next: "/tenants".into(),
        providers: profile_samples::providers(),
        has_passkeys: true,
        has_mail: notice.is_some(),
    };
    let refused = |problem, is_signed_in| ProviderRefusedPage {
        shell: if is_signed_in { shell(language, theme, None) } else { signed_out(language, theme) },
        name: "Duin <script>".into(),
        problem,
        is_signed_in,
    };
    let no_access = |kind, roles| NoAccessPage {
        shell: super::Shell { entries: vec![Entry::Profile], ..shell(language, theme, None) },
        organisation: "Delta Adoption Partners".into(),
        kind,
        is_foreign: false,
        roles,
    };
    let mut pages = vec![
        page("sign-in", &sign_in("", None, None)),
        page("sign-in-refused", &sign_in("anna@example.com", Some(SignInError::Refused), None)),
        page("sign-in-too-many", &sign_in("a@b.nl", Some(SignInError::TooMany { minutes: 1 }), None)),
        page("sign-in-expired", &sign_in("", None, Some(SignInNotice::Expired))),
        page("sign-in-changed", &sign_in("", None, Some(SignInNotice::PasswordChanged))),
        page("sign-in-reset", &sign_in("", None, Some(SignInNotice::PasswordReset))),
        page("sign-in-late", &sign_in("", None, Some(SignInNotice::CodeLate))),
        page("sign-in-demanded", &sign_in("", None, Some(SignInNotice::FactorDemanded))),
        page("passkey", &profile_samples::passkey_answer(signed_out(language, theme), false)),
        page("passkey-refused", &profile_samples::passkey_answer(signed_out(language, theme), true)),
        page("code", &profile_samples::second_step(signed_out(language, theme), false, false)),
        page("code-refused", &profile_samples::second_step(signed_out(language, theme), false, true)),
        page("code-by-passkey", &profile_samples::second_step_by_passkey(signed_out(language, theme))),
        page("code-setup", &profile_samples::second_step(signed_out(language, theme), true, false)),
        page("code-setup-refused", &profile_samples::second_step(signed_out(language, theme), true, true)),
        page("sign-in-everywhere", &sign_in("", None, Some(SignInNotice::SignedOutEverywhere))),
        page("sign-in-no-providers", &SignInPage { providers: Vec::new(), ..sign_in("", None, None) }),
        page(
            "provider-departure",
            &DeparturePage { shell: signed_out(language, theme), name: "Duin <script>".into(), url: "/there".into() },
        ),
        page("provider-ended", &refused(ProviderProblem::Ended, false)),
        page("provider-away", &refused(ProviderProblem::Away, false)),
        page("provider-doubtful", &refused(ProviderProblem::Doubtful, false)),
        page("provider-declined", &refused(ProviderProblem::Declined, true)),
        page("provider-stranger", &refused(ProviderProblem::Stranger, false)),
        page("provider-taken", &refused(ProviderProblem::Taken, true)),
        page("form-ended", &work_samples::ended(signed_out(language, theme), false)),
        page("signed-out", &SignedOutPage { shell: signed_out(language, theme) }),
        page("no-access", &no_access(OrganisationKind::Partner, vec![Role::AccountAdmin])),
        page(
            "no-access-directory",
            &NoAccessPage { is_foreign: true, ..no_access(OrganisationKind::Partner, vec![Role::ReportViewer]) },
        ),
        page("no-access-office", &no_access(OrganisationKind::Programme, Vec::new())),
    ];
    for (place, problem) in Problem::ALL.into_iter().enumerate() {
        let shell = if place % 2 == 0 { shell(language, theme, None) } else { signed_out(language, theme) };
        let name = format!("error-{}-{place}", problem.status());
        let detail = (place == 2).then(|| "?".to_owned());
        pages.push(page(&name, &ErrorPage { shell, problem, detail, request_id: "01JD4Z6Y8W".into() }));
    }
    pages
}

fn page(name: &str, template: &impl Template) -> (String, String) {
    (name.to_owned(), template.render().unwrap())
}

fn loads_page(shell: super::Shell, error: Option<&str>) -> LoadsPage {
    LoadsPage { shell, loads: samples::loads(), upload_error: error.map(str::to_owned), largest_bytes: 2 << 30 }
}

fn api_page(shell: super::Shell) -> ApiPage {
    let operation = |method: &str, path: &str, summary: &str| Operation {
        method: method.into(),
        path: path.into(),
        summary: summary.into(),
        description: "Only what the person may see.".into(),
        parameters: vec![Parameter {
            name: "limit".into(),
            place: "query".into(),
            kind: "integer".into(),
            required: false,
            description: "How many a page, 1 to 100.".into(),
        }],
        body_example: (method == "POST").then(|| "{\n  \"name\": \"Largest\"\n}".into()),
        answers: vec![
            Answer {
                status: "200".into(),
                description: "The page.".into(),
                example: Some("{\n  \"items\": []\n}".into()),
            },
            Answer { status: "401".into(), description: "Not signed in.".into(), example: None },
        ],
    };
    ApiPage {
        shell,
        version: "1.0.0".into(),
        base_url: "https://uptake.example".into(),
        document_url: "/api/v1/openapi.json".into(),
        problems: vec![super::api::ProblemKind {
            code: "not-found".into(),
            status: 404,
            title: "There is nothing here".into(),
            advice: "The address may be wrong.".into(),
        }],
        subjects: vec![Subject {
            name: "tenants".into(),
            description: "Tenants and their usage.".into(),
            operations: vec![
                operation("GET", "/api/v1/tenants", "The tenants you may see"),
                operation("POST", "/api/v1/views", "Save a view"),
            ],
        }],
    }
}

fn every_page(language: Language, theme: Theme) -> Vec<(String, String)> {
    inside(language, theme).into_iter().chain(outside(language, theme)).collect()
}

#[test]
fn every_page_is_written_and_kept_where_somebody_wants_to_look() {
    let folder = std::env::var_os("UPTAKE_PREVIEW_DIR").map(std::path::PathBuf::from);
    for language in Language::ALL {
        for theme in Theme::ALL {
            for (name, html) in every_page(language, theme) {
                assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{name}");
                if let Some(folder) = &folder {
                    let file = format!("{name}.{}.{}.html", language.tag(), theme.code());
                    std::fs::create_dir_all(folder).unwrap();
                    std::fs::write(folder.join(file), html).unwrap();
                }
            }
        }
    }
}

#[test]
fn no_page_has_a_style_or_a_script_within() {
    for (name, html) in every_page(Language::English, Theme::System) {
        assert!(!html.contains(" style=") && !html.contains("<style"), "{name}: a style");
        assert!(
            !html.contains("javascript:") && !html.contains(" onclick") && !html.contains(" onload"),
            "{name}: a script"
        );
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/assets/"), "{name}: a script within");
        }
    }
}

#[test]
fn what_data_brings_is_text_and_never_markup() {
    let (_, list) = inside(Language::English, Theme::Light).remove(3);
    assert!(list.contains("&#60;script&#62;alert(1)") && !list.contains("<script>alert"));
}

/// The values of an attribute, as they are written.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_id_is_there_once_and_whatever_is_pointed_at_exists() {
    for (name, html) in every_page(Language::Dutch, Theme::Dark) {
        let ids = values(&html, "id");
        let unique: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: an id is there twice");
        for attribute in ["for", "form", "aria-labelledby", "aria-describedby", "popovertarget"] {
            for value in values(&html, attribute).into_iter().flat_map(str::split_whitespace) {
                assert!(unique.contains(value), "{name}: {attribute}={value} points at nothing");
            }
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (name, html) in every_page(Language::English, Theme::System) {
        for form in html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
            if form.contains("method=\"post\"") {
                assert!(form.contains("csrf"), "{name}: {form}");
            }
        }
    }
}

#[test]
fn every_page_has_one_heading_and_says_its_language() {
    for language in Language::ALL {
        for (name, html) in every_page(language, Theme::System) {
            assert_eq!(html.matches("<h1").count(), 1, "{name}");
            assert!(html.contains(&format!("<html lang=\"{}\"", language.tag())), "{name}");
        }
    }
}
