//! Pages: a handler takes what it needs from the request, calls one verb, and fills a page.

pub(crate) mod audit;
pub(crate) mod blockers;
pub(crate) mod claim;
pub(crate) mod contact;
pub(crate) mod directory;
pub(crate) mod docs;
pub(crate) mod export;
mod flash;
pub(crate) mod form;
pub(crate) mod health;
pub(crate) mod help;
pub(crate) mod intent_note;
pub(crate) mod invitation;
mod kept_file;
pub(crate) mod language;
pub(crate) mod licence;
pub(crate) mod load;
pub(crate) mod mail;
pub(crate) mod offer;
pub(crate) mod opportunity;
pub(crate) mod overview;
pub(crate) mod partner;
pub(crate) mod passkey;
pub(crate) mod password_reset;
pub(crate) mod person;
pub(crate) mod person_import;
pub(crate) mod personal_data;
pub(crate) mod profile;
pub(crate) mod programme;
pub(crate) mod provider;
pub(crate) mod referral;
pub(crate) mod referral_preference;
pub(crate) mod referral_request;
pub(crate) mod second_factor;
pub(crate) mod service_status;
pub(crate) mod sign_in;
pub(crate) mod sign_in_settings;
pub(crate) mod status_note;
pub(crate) mod taxonomy;
pub(crate) mod tenant;
pub(crate) mod ticket;
pub(crate) mod view;
pub(crate) mod work;

use app::{AppError, Viewer};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::access::{NoTenants, Scope};
use domain::organisation::OrganisationKind;

use crate::error::WebError;
use crate::extract::{Caller, Lasting, flash_cookie};
use crate::pages::Shell;
use crate::pages::assets::Assets;
use crate::pages::no_access::NoAccessPage;
use crate::pages::shell::{Entry, ShellPerson};
use crate::state::Web;

pub(crate) use flash::Flash;

/// What a handler gives.
type Answer = Result<Response, WebError>;

/// What surrounds a page for this person, or for whoever is not signed in.
pub(crate) fn shell(web: &Web, caller: &Caller, viewer: Option<&Viewer>, active: Option<Entry>) -> Shell {
    let words = caller.words(viewer);
    Shell {
        words,
        theme: caller.theme(viewer),
        assets: Assets::of_this_build(),
        person: viewer.map(|viewer| ShellPerson {
            name: viewer.name.clone(),
            email: viewer.email.clone(),
            organisation: viewer.organisation.clone(),
        }),
        entries: viewer.map(entries).unwrap_or_default(),
        active,
        csrf: caller.seed.token(web.random()),
        path: caller.path.clone(),
        flash: caller.flash.as_deref().and_then(Flash::from_code).map(|flash| flash.shown(words)),
        search: String::new(),
    }
}

/// The entries that lead somewhere for this person (S0.1).
fn entries(viewer: &Viewer) -> Vec<Entry> {
    let (tenants, loads) = (viewer.may_see_tenants, viewer.may_load);
    let is_office = viewer.kind() == OrganisationKind::Programme;
    [
        (Entry::Overview, tenants),
        (Entry::FastTrack, tenants),
        (Entry::Work, true),
        (Entry::Blockers, tenants),
        (Entry::Claims, viewer.may_see_claims() && !is_office),
        (Entry::ClaimReview, viewer.may_see_claims() && is_office),
        (Entry::ReferralRequests, viewer.may_assign_referrals()),
        (Entry::IntentQuestions, tenants && is_office),
        (Entry::Offers, viewer.may_see_offers()),
        (Entry::Loads, loads),
        (Entry::Partners, viewer.may_see_partners()),
        (Entry::Everybody, viewer.may_manage_people() && is_office),
        (Entry::Taxonomy, viewer.may_change_taxonomy()),
        (Entry::ProgrammeSettings, viewer.may_see_programme()),
        (Entry::TicketsToAnswer, is_office),
        (Entry::Audit, viewer.may_audit && is_office),
        (Entry::PersonalData, viewer.may_see_personal_data() && is_office),
        (Entry::People, viewer.may_manage_people() && !is_office),
        (Entry::SignIn, viewer.may_set_sign_in()),
        (Entry::ReferralPreference, viewer.may_choose_referrals()),
        (Entry::OwnAudit, viewer.may_audit && !is_office),
        (Entry::OwnPersonalData, viewer.may_see_personal_data() && !is_office),
        (Entry::Profile, true),
        (Entry::Help, true),
        (Entry::Tickets, !is_office),
        (Entry::Api, true),
    ]
    .into_iter()
    .filter_map(|(entry, leads_somewhere)| leads_somewhere.then_some(entry))
    .collect()
}

/// A page as a response.
fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// As large as most pages are.
const PAGE_BYTES: usize = 128 * 1024;

/// A page as a response with that status.
fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    // Room for the longest page at once: a page that grows is copied each time it doubles.
    let mut html = String::with_capacity(PAGE_BYTES);
    template.render_into(&mut html).map_err(|error| WebError::internal(format!("a template: {error}")))?;
    Ok((status, Html(html)).into_response())
}

/// Leads on to another page, after a change.
fn see(path: &str) -> Answer {
    let location = HeaderValue::from_str(path).map_err(|_| WebError::internal("a path is no header value"))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// Leads on to another page, which says once what was done.
fn see_with(web: &Web, path: &str, flash: Flash) -> Answer {
    const A_MINUTE: Lasting = Lasting::Seconds(60);
    let mut response = see(path)?;
    if let Some(cookie) = flash_cookie(flash.code(), A_MINUTE, web.config.secure_cookies()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The page for a person without a viewer role (S1.3).
pub(crate) fn no_access(web: &Web, caller: &Caller, viewer: &Viewer) -> Answer {
    let mut roles: Vec<_> = viewer.principal.assignments.iter().map(|one| one.role).collect();
    roles.sort_unstable();
    roles.dedup();
    let page = NoAccessPage {
        shell: shell(web, caller, Some(viewer), None),
        organisation: viewer.organisation.clone(),
        kind: viewer.kind(),
        is_foreign: Scope::of(&viewer.principal) == Err(NoTenants::ForeignDirectory),
        roles,
    };
    page_with(StatusCode::FORBIDDEN, &page)
}

/// The problem of a field, of what the verb found wrong with a form.
fn problem_of<'a>(problems: &'a [(app::Field, app::Problem)], field: &str) -> Option<&'a app::Problem> {
    problems.iter().find(|(name, _)| *name == field).map(|(_, problem)| problem)
}

/// The fields of a refused form, or any other error as it is.
fn refused_fields(error: AppError) -> Result<Vec<(app::Field, app::Problem)>, WebError> {
    match error {
        AppError::Invalid(problems) => Ok(problems),
        error => Err(error.into()),
    }
}
