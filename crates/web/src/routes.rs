//! Every address there is, on one page.
//!
//! The router is built from this table and from nothing else, so that whoever wants to know, test or guard
//! every route reads it here. A row says what the route is about; who may do that is for the policy
//! (`domain::access`), and which tenants for the scope.

use std::pin::Pin;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use domain::access::{Action, Resource};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};

use crate::error::WebError;
use crate::state::Web;
use crate::{api, assets, gate, handlers};

/// What a request wants to do to the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Look; changes nothing.
    Get,
    /// Do something, or make something.
    Post,
    /// Set something.
    Put,
    /// Remove something.
    Delete,
}

impl Verb {
    /// The method's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// What a route answers with, and so how it is asked and how its errors look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// HTML; changes come from forms with a token.
    Page,
    /// HTML; the change comes with a file.
    Upload,
    /// A file for people.
    Download,
    /// JSON for programs, which bring a token of their own.
    Api,
    /// HTML; the change comes by a link that is its own proof, from whatever program shows the letter with it (RFC 8058): there is
    /// no cookie that another site could use, and no token of a form.
    OneClick,
    /// A part of the build.
    Asset,
    /// Whether the server lives.
    Probe,
}

/// What a route is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The same for everybody, signed in or not; nobody's data.
    Public,
    /// Allowed by a role that may do this (`domain::access::allows`).
    Needs(Resource, Action),
}

/// A route.
pub struct Route {
    /// The method.
    pub method: Verb,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// What it is about.
    pub access: Access,
    /// What it answers with.
    pub kind: Kind,
    handler: Erased,
}

/// What answers a request, whatever the function behind it takes: as its own type each of them would be taken through the
/// router of axum by functions that are compiled for it alone.
#[derive(Clone, Copy)]
struct Erased(fn(Request, Web) -> Answering);

type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

impl Handler<(), Web> for Erased {
    type Future = Answering;

    fn call(self, request: Request, web: Web) -> Answering {
        (self.0)(request, web)
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({:?}, {:?})", self.method.name(), self.path, self.kind, self.access)
    }
}

impl Route {
    /// Whether it changes anything.
    pub fn changes_state(&self) -> bool {
        self.method != Verb::Get
    }

    /// Whether its form has long texts in it: what people write about a tenant.
    pub(crate) fn takes_texts(&self) -> bool {
        [WRITE_NOTE, SET_CONTACT, SET_INTENT, SET_STATUS, SET_VERSION, FILE, SET_PEOPLE, WRITE_TICKET, SET_REFERRAL]
            .contains(&self.access)
    }

    /// Whether its form has many lines of fields.
    pub(crate) fn takes_lines(&self) -> bool {
        [SET_STATUS, SET_VERSION, SET_PEOPLE].contains(&self.access)
    }

    /// Whether it may take longer than the usual patience: what comes with a file takes as long as that is large, and an
    /// offer computes every earning anew.
    pub(crate) fn takes_its_time(&self) -> bool {
        let is_file = ["/proofs", "/attachments"].iter().any(|end| self.path.ends_with(end));
        [LOAD, SET_OFFER].contains(&self.access) || self.changes_state() && is_file
    }
}

/// The route of a method and a pattern.
pub(crate) fn find(method: &Method, pattern: &str) -> Option<&'static Route> {
    let method = if method == Method::HEAD { Method::GET.as_str() } else { method.as_str() };
    ROUTES.iter().find(|route| route.path == pattern && route.method.name() == method)
}

/// Some route of a pattern, for a method that it has not.
pub(crate) fn find_path(pattern: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == pattern)
}

/// Every route, in the order of the table.
pub fn routes() -> &'static [Route] {
    ROUTES
}

const PUBLIC: Access = Access::Public;
const OWN: Access = Access::Needs(Resource::OwnAccount, Action::Read);
const SET_OWN: Access = Access::Needs(Resource::OwnAccount, Action::Write);
const SEE: Access = Access::Needs(Resource::Tenants, Action::Read);
const SEE_WORK: Access = Access::Needs(Resource::Work, Action::Read);
const SEE_LOADS: Access = Access::Needs(Resource::Loads, Action::Read);
const SEE_AUDIT: Access = Access::Needs(Resource::Audit, Action::Read);
const SEE_NOTES: Access = Access::Needs(Resource::StatusNotes, Action::Read);
const WRITE_NOTE: Access = Access::Needs(Resource::StatusNotes, Action::Write);
const SEE_ASKED: Access = Access::Needs(Resource::NoteRequests, Action::Read);
const ASK_NOTE: Access = Access::Needs(Resource::NoteRequests, Action::Write);
const SEE_CONTACTS: Access = Access::Needs(Resource::Contacts, Action::Read);
const SET_CONTACT: Access = Access::Needs(Resource::Contacts, Action::Write);
const SEE_INTENT: Access = Access::Needs(Resource::IntentNotes, Action::Read);
const SET_INTENT: Access = Access::Needs(Resource::IntentNotes, Action::Write);
const SEE_HELP: Access = Access::Needs(Resource::IntentAnswers, Action::Read);
const ANSWER: Access = Access::Needs(Resource::IntentAnswers, Action::Write);
const SEE_STATUS: Access = Access::Needs(Resource::ServiceStatus, Action::Read);
const SET_STATUS: Access = Access::Needs(Resource::ServiceStatus, Action::Write);
const SEE_TAXONOMY: Access = Access::Needs(Resource::Taxonomy, Action::Read);
const SEE_VERSIONS: Access = Access::Needs(Resource::TaxonomyVersions, Action::Read);
const SET_VERSION: Access = Access::Needs(Resource::TaxonomyVersions, Action::Write);
const SEE_CLAIMS: Access = Access::Needs(Resource::Claims, Action::Read);
const FILE: Access = Access::Needs(Resource::Claims, Action::Write);
const DECIDE: Access = Access::Needs(Resource::ClaimReview, Action::Write);
const END_CLAIM: Access = Access::Needs(Resource::ClaimEnds, Action::Write);
const SEE_REFERRALS: Access = Access::Needs(Resource::Referrals, Action::Read);
const SET_REFERRAL: Access = Access::Needs(Resource::Referrals, Action::Write);
const SEE_REQUESTS: Access = Access::Needs(Resource::ReferralAssignment, Action::Read);
const ASSIGN: Access = Access::Needs(Resource::ReferralAssignment, Action::Write);
const SEE_WANTED: Access = Access::Needs(Resource::ReferralPreference, Action::Read);
const SET_WANTED: Access = Access::Needs(Resource::ReferralPreference, Action::Write);
const SEE_OFFERS: Access = Access::Needs(Resource::Offers, Action::Read);
const SET_OFFER: Access = Access::Needs(Resource::Offers, Action::Write);
const SEE_PEOPLE: Access = Access::Needs(Resource::People, Action::Read);
const SET_PEOPLE: Access = Access::Needs(Resource::People, Action::Write);
const SEE_PARTNERS: Access = Access::Needs(Resource::Partners, Action::Read);
const SEE_SIGN_IN: Access = Access::Needs(Resource::SignInSettings, Action::Read);
const SET_SIGN_IN: Access = Access::Needs(Resource::SignInSettings, Action::Write);
const SEE_PROGRAMME: Access = Access::Needs(Resource::ProgrammeSettings, Action::Read);
const SET_PROGRAMME: Access = Access::Needs(Resource::ProgrammeSettings, Action::Write);
const SET_PARTNERS: Access = Access::Needs(Resource::Partners, Action::Write);
const SEE_TICKETS: Access = Access::Needs(Resource::Tickets, Action::Read);
const WRITE_TICKET: Access = Access::Needs(Resource::Tickets, Action::Write);
const ASSIGN_TICKET: Access = Access::Needs(Resource::TicketAssignment, Action::Write);
const SEE_DATA: Access = Access::Needs(Resource::PersonalData, Action::Read);
const SET_DATA: Access = Access::Needs(Resource::PersonalData, Action::Write);
const LOAD: Access = Access::Needs(Resource::Loads, Action::Write);

/// Writes the table: `method path access kind handler`, a route a line.
macro_rules! table {
    ($($method:ident $path:literal $access:ident $kind:ident $handler:path;)*) => {
        &[$(Route {
            method: Verb::$method,
            path: $path,
            access: $access,
            kind: Kind::$kind,
            handler: Erased(|request, web| Handler::call($handler, request, web)),
        }),*]
    };
}

static ROUTES: &[Route] = table! {
    Get    "/"                                               OWN       Page     handlers::overview::first;
    Get    "/sign-in"                                        PUBLIC    Page     handlers::sign_in::new;
    Post   "/sign-in"                                        PUBLIC    Page     handlers::sign_in::create;
    Get    "/sign-in/code"                                   PUBLIC    Page     handlers::second_factor::step;
    Post   "/sign-in/code"                                   PUBLIC    Page     handlers::second_factor::pass;
    Post   "/sign-in/passkey"                                PUBLIC    Page     handlers::passkey::ask;
    Get    "/sign-in/passkey"                                PUBLIC    Page     handlers::passkey::show;
    Post   "/sign-in/passkey/answer"                         PUBLIC    Page     handlers::passkey::answer;
    Post   "/sign-in/providers/{provider}"                   PUBLIC    Page     handlers::provider::depart;
    Get    "/sign-in/providers/{provider}/answer"            PUBLIC    Page     handlers::provider::arrive;
    Post   "/sign-out"                                       PUBLIC    Page     handlers::sign_in::delete;
    Get    "/signed-out"                                     PUBLIC    Page     handlers::sign_in::signed_out;
    Post   "/language"                                       PUBLIC    Page     handlers::language::update;
    Get    "/overview"                                       SEE       Page     handlers::overview::show;
    Get    "/my-work"                                        SEE_WORK  Page     handlers::work::show;
    Get    "/my-work/count"                                  SEE_WORK  Page     handlers::work::count;
    Get    "/tenants"                                        SEE       Page     handlers::tenant::list;
    Get    "/tenants/export.csv"                             SEE       Download handlers::export::tenants;
    Get    "/licences"                                       SEE       Page     handlers::licence::list;
    Get    "/licences/export.csv"                            SEE       Download handlers::licence::export;
    Get    "/tenants/{tenant_id}"                            SEE       Page     handlers::tenant::show;
    Get    "/tenants/{tenant_id}/usage.csv"                  SEE       Download handlers::export::usage;
    Get    "/tenants/{tenant_id}/workloads/{workload}"       SEE       Page     handlers::tenant::history;
    Get    "/tenants/{tenant_id}/workloads/{workload}/history.csv" SEE Download handlers::export::history;
    Get    "/tenants/{tenant_id}/workloads/{workload}/earnings" SEE  Page       handlers::tenant::earnings;
    Get    "/tenants/{tenant_id}/status-notes"               SEE_NOTES Page     handlers::status_note::list;
    Post   "/tenants/{tenant_id}/status-notes"               WRITE_NOTE Page    handlers::status_note::create;
    Get    "/tenants/{tenant_id}/status-notes/new"           SEE_NOTES Page     handlers::status_note::new;
    Post   "/tenants/{tenant_id}/note-requests"              ASK_NOTE  Page     handlers::status_note::create_request;
    Get    "/tenants/{tenant_id}/note-requests/new"          SEE_ASKED Page     handlers::status_note::new_request;
    Get    "/tenants/{tenant_id}/contacts"                   SEE_CONTACTS Page  handlers::contact::list;
    Post   "/tenants/{tenant_id}/contacts"                   SET_CONTACT Page   handlers::contact::create;
    Get    "/tenants/{tenant_id}/contacts/new"               SEE_CONTACTS Page  handlers::contact::new;
    Get    "/tenants/{tenant_id}/contacts/{contact_id}"      SEE_CONTACTS Page  handlers::contact::edit;
    Post   "/tenants/{tenant_id}/contacts/{contact_id}"      SET_CONTACT Page   handlers::contact::update;
    Get    "/tenants/{tenant_id}/contacts/{contact_id}/deletion" SEE_CONTACTS Page handlers::contact::confirm;
    Post   "/tenants/{tenant_id}/contacts/{contact_id}/deletion" SET_CONTACT Page handlers::contact::delete;
    Post   "/tenants/{tenant_id}/contacts/{contact_id}/restoration" SET_CONTACT Page handlers::contact::restore;
    Get    "/tenants/{tenant_id}/workloads/{workload}/intent-note" SEE_INTENT Page handlers::intent_note::show;
    Post   "/tenants/{tenant_id}/workloads/{workload}/intent-note" SET_INTENT Page handlers::intent_note::update;
    Post   "/tenants/{tenant_id}/workloads/{workload}/intent-note/questions" SET_INTENT Page handlers::intent_note::ask;
    Get    "/tenants/{tenant_id}/workloads/{workload}/service-status" SEE_STATUS Page handlers::service_status::show;
    Post   "/tenants/{tenant_id}/workloads/{workload}/service-status" SET_STATUS Page handlers::service_status::update;
    Post   "/guidance"                                       SET_INTENT Page    handlers::intent_note::guidance;
    Get    "/intent-questions"                               SEE_HELP  Page     handlers::intent_note::questions;
    Post   "/intent-questions/{handle}/answer"               ANSWER    Page     handlers::intent_note::answer;
    Get    "/blockers"                                       SEE_STATUS Page    handlers::blockers::list;
    Get    "/claims"                                         SEE_CLAIMS Page    handlers::claim::list;
    Post   "/claims"                                         FILE      Page     handlers::claim::create;
    Get    "/claims/new"                                     SEE_CLAIMS Page    handlers::claim::new;
    Get    "/claims/{number}"                                SEE_CLAIMS Page    handlers::claim::show;
    Post   "/claims/{number}"                                FILE      Page     handlers::claim::update;
    Get    "/claims/{number}/edit"                           SEE_CLAIMS Page    handlers::claim::edit;
    Post   "/claims/{number}/deletion"                       FILE      Page     handlers::claim::delete;
    Post   "/claims/{number}/submission"                     FILE      Page     handlers::claim::submit;
    Post   "/claims/{number}/review"                         DECIDE    Page     handlers::claim::review;
    Post   "/claims/{number}/approval"                       DECIDE    Page     handlers::claim::approve;
    Post   "/claims/{number}/rejection"                      DECIDE    Page     handlers::claim::reject;
    Post   "/claims/{number}/information-request"            DECIDE    Page     handlers::claim::ask;
    Post   "/claims/{number}/objection"                      DECIDE    Page     handlers::claim::object;
    Post   "/claims/{number}/dispute"                        FILE      Page     handlers::claim::dispute;
    Post   "/claims/{number}/disassociation"                 END_CLAIM Page     handlers::claim::disassociate;
    Post   "/claims/{number}/proofs"                         FILE      Upload   handlers::claim::add_proof;
    Get    "/claims/{number}/proofs/{id}"                    SEE_CLAIMS Download handlers::claim::show_proof;
    Post   "/claims/{number}/proofs/{id}/deletion"           FILE      Page     handlers::claim::delete_proof;
    Post   "/views"                                          SET_OWN   Page     handlers::view::create;
    Post   "/views/{id}/deletion"                            SET_OWN   Page     handlers::view::delete;
    Get    "/opportunities"                                  SEE       Page     handlers::opportunity::list;
    Get    "/opportunities/export.csv"                       SEE       Download handlers::export::opportunities;
    Get    "/referrals"                                      SEE_REFERRALS Page handlers::referral::list;
    Get    "/referrals/export.csv"                           SEE_REFERRALS Download handlers::referral::export;
    Get    "/referrals/{number}"                             SEE_REFERRALS Page handlers::referral::show;
    Post   "/referrals/{number}"                             SET_REFERRAL Page  handlers::referral::update;
    Post   "/referrals/{number}/acceptance"                  SET_REFERRAL Page  handlers::referral::accept;
    Post   "/referrals/{number}/decline"                     SET_REFERRAL Page  handlers::referral::decline;
    Post   "/referrals/{number}/withdrawal"                  ASSIGN    Page     handlers::referral::withdraw;
    Get    "/referral-requests"                              SEE_REQUESTS Page  handlers::referral_request::list;
    Get    "/referral-requests/{id}"                         SEE_REQUESTS Page  handlers::referral_request::show;
    Post   "/referral-requests/{id}/assignment"              ASSIGN    Page     handlers::referral_request::assign;
    Get    "/referral-preference"                            SEE_WANTED Page    handlers::referral_preference::show;
    Post   "/referral-preference"                            SET_WANTED Page    handlers::referral_preference::update;
    Post   "/referral-preference/pause"                      SET_WANTED Page    handlers::referral_preference::pause;
    Post   "/referral-preference/resumption"                 SET_WANTED Page    handlers::referral_preference::resume;
    Get    "/offers"                                         SEE_OFFERS Page    handlers::offer::list;
    Post   "/offers"                                         SET_OFFER Page     handlers::offer::create;
    Get    "/offers/new"                                     SEE_OFFERS Page    handlers::offer::new;
    Get    "/offers/{handle}"                                SEE_OFFERS Page    handlers::offer::edit;
    Post   "/offers/{handle}"                                SET_OFFER Page     handlers::offer::update;
    Get    "/loads"                                          SEE_LOADS Page     handlers::load::list;
    Post   "/loads"                                          LOAD      Upload   handlers::load::create;
    Get    "/loads/{id}"                                     SEE_LOADS Page     handlers::load::show;
    Get    "/loads/{id}/refused.csv"                         SEE_LOADS Download handlers::export::refused_rows;
    Post   "/loads/{id}/application"                         LOAD      Page     handlers::load::apply;
    Post   "/loads/{id}/discarding"                          LOAD      Page     handlers::load::discard;
    Post   "/loads/{id}/undoing"                             LOAD      Page     handlers::load::undo;
    Get    "/taxonomy"                                       SEE_VERSIONS Page  handlers::taxonomy::show;
    Get    "/taxonomy/edit"                                  SEE_VERSIONS Page  handlers::taxonomy::edit;
    Post   "/taxonomy/edit"                                  SET_VERSION Page  handlers::taxonomy::update;
    Post   "/taxonomy/withdrawal"                            SET_VERSION Page  handlers::taxonomy::withdraw;
    Get    "/people"                                          SEE_PEOPLE Page     handlers::person::list;
    Post   "/people"                                          SET_PEOPLE Page     handlers::person::create;
    Get    "/people/new"                                      SEE_PEOPLE Page     handlers::person::new;
    Get    "/people/import"                                   SEE_PEOPLE Page     handlers::person_import::new;
    Post   "/people/import"                                   SET_PEOPLE Upload   handlers::person_import::create;
    Post   "/people/import/application"                       SET_PEOPLE Page     handlers::person_import::apply;
    Get    "/people/{handle}"                                 SEE_PEOPLE Page     handlers::person::show;
    Post   "/people/{handle}"                                 SET_PEOPLE Page     handlers::person::update;
    Post   "/people/{handle}/closing"                         SET_PEOPLE Page     handlers::person::close;
    Post   "/people/{handle}/reopening"                       SET_PEOPLE Page     handlers::person::reopen;
    Post   "/people/{handle}/invitation"                      SET_PEOPLE Page     handlers::person::invite_again;
    Post   "/people/{handle}/second-factor/deletion"          SET_PEOPLE Page     handlers::person::take_second_factor;
    Get    "/password-reset"                                 PUBLIC    Page     handlers::password_reset::new;
    Post   "/password-reset"                                 PUBLIC    Page     handlers::password_reset::create;
    Get    "/password-reset/{secret}"                        PUBLIC    Page     handlers::password_reset::show;
    Post   "/password-reset/{secret}"                        PUBLIC    Page     handlers::password_reset::update;
    Get    "/unsubscribe/{token}"                            PUBLIC    Page     handlers::mail::show;
    Post   "/unsubscribe/{token}"                            PUBLIC    OneClick handlers::mail::unsubscribe;
    Get    "/invitations/{secret}"                            PUBLIC    Page     handlers::invitation::show;
    Post   "/invitations/{secret}"                            PUBLIC    Page     handlers::invitation::accept;
    Post   "/invitations/{secret}/providers/{provider}"       PUBLIC    Page     handlers::provider::depart_by_invitation;
    Get    "/sign-in-settings"                                SEE_SIGN_IN Page   handlers::sign_in_settings::show;
    Post   "/sign-in-settings"                                SET_SIGN_IN Page   handlers::sign_in_settings::update;
    Get    "/programme-settings"                              SEE_PROGRAMME Page handlers::programme::show;
    Post   "/programme-settings"                              SET_PROGRAMME Page handlers::programme::update;
    Get    "/partners"                                        SEE_PARTNERS Page     handlers::partner::list;
    Post   "/partners"                                        SET_PARTNERS Page     handlers::partner::create;
    Get    "/partners/{partner_id}"                           SEE_PARTNERS Page     handlers::partner::show;
    Post   "/partners/{partner_id}"                           SET_PARTNERS Page     handlers::partner::update;
    Post   "/partners/{partner_id}/locations"                 SET_PARTNERS Page     handlers::partner::create_location;
    Get    "/partners/{partner_id}/locations/{location_id}"   SEE_PARTNERS Page     handlers::partner::edit_location;
    Post   "/partners/{partner_id}/locations/{location_id}"   SET_PARTNERS Page     handlers::partner::update_location;
    Post   "/partners/{partner_id}/directories"               SET_PARTNERS Page     handlers::directory::create;
    Get    "/partners/{partner_id}/directories/{directory_id}" SEE_PARTNERS Page    handlers::directory::edit;
    Post   "/partners/{partner_id}/directories/{directory_id}" SET_PARTNERS Page    handlers::directory::update;
    Get    "/help"                                          OWN       Page     handlers::help::show;
    Get    "/tickets"                                       SEE_TICKETS Page     handlers::ticket::list;
    Post   "/tickets"                                       WRITE_TICKET Page     handlers::ticket::create;
    Get    "/tickets/new"                                   SEE_TICKETS Page     handlers::ticket::new;
    Get    "/tickets/{number}"                              SEE_TICKETS Page     handlers::ticket::show;
    Post   "/tickets/{number}"                              WRITE_TICKET Page     handlers::ticket::update;
    Get    "/tickets/{number}/edit"                         SEE_TICKETS Page     handlers::ticket::edit;
    Post   "/tickets/{number}/answers"                      WRITE_TICKET Page     handlers::ticket::answer;
    Post   "/tickets/{number}/resolution"                   WRITE_TICKET Page     handlers::ticket::resolve;
    Post   "/tickets/{number}/reopening"                    WRITE_TICKET Page     handlers::ticket::reopen;
    Post   "/tickets/{number}/assignment"                   ASSIGN_TICKET Page     handlers::ticket::assign;
    Post   "/tickets/{number}/attachments"                  WRITE_TICKET Upload   handlers::ticket::attach;
    Get    "/tickets/{number}/attachments/{id}"             SEE_TICKETS Download handlers::ticket::show_attachment;
    Post   "/tickets/{number}/attachments/{id}/deletion"    WRITE_TICKET Page     handlers::ticket::delete_attachment;
    Get    "/audit"                                          SEE_AUDIT Page     handlers::audit::list;
    Get    "/audit/export.csv"                               SEE_AUDIT Download handlers::audit::export;
    Get    "/personal-data"                                  SEE_DATA  Page     handlers::personal_data::new;
    Post   "/personal-data"                                  SET_DATA  Page     handlers::personal_data::search;
    Post   "/personal-data/person"                           SET_DATA  Page     handlers::personal_data::show;
    Post   "/personal-data/copy"                             SET_DATA  Page     handlers::personal_data::copy;
    Post   "/personal-data/erasure"                          SET_DATA  Page     handlers::personal_data::erase;
    Get    "/profile"                                        OWN       Page     handlers::profile::show;
    Get    "/profile/copy.json"                              OWN       Download handlers::personal_data::own_copy;
    Post   "/profile/password"                               SET_OWN   Page     handlers::profile::update_password;
    Post   "/profile/preferences"                            SET_OWN   Page     handlers::profile::update_preferences;
    Post   "/profile/mail"                                   SET_OWN   Page     handlers::mail::update;
    Post   "/profile/sessions/deletion"                      SET_OWN   Page     handlers::profile::delete_sessions;
    Post   "/profile/sessions/{handle}/deletion"             SET_OWN   Page     handlers::profile::delete_session;
    Post   "/profile/providers"                              SET_OWN   Page     handlers::provider::depart_to_connect;
    Post   "/profile/provider-accounts/{handle}/deletion"    SET_OWN   Page     handlers::provider::disconnect;
    Get    "/profile/second-factor"                          OWN       Page     handlers::second_factor::show;
    Post   "/profile/second-factor"                          SET_OWN   Page     handlers::second_factor::create;
    Post   "/profile/second-factor/setup"                    SET_OWN   Page     handlers::second_factor::begin;
    Post   "/profile/second-factor/recovery-codes"           SET_OWN   Page     handlers::second_factor::renew_codes;
    Post   "/profile/second-factor/deletion"                 SET_OWN   Page     handlers::second_factor::delete;
    Get    "/profile/passkeys"                               OWN       Page     handlers::passkey::list;
    Post   "/profile/passkeys"                               SET_OWN   Page     handlers::passkey::create;
    Post   "/profile/passkeys/setup"                         SET_OWN   Page     handlers::passkey::begin;
    Post   "/profile/passkeys/{handle}/deletion"             SET_OWN   Page     handlers::passkey::delete;
    Post   "/profile/tokens"                                 SET_OWN   Page     handlers::profile::create_token;
    Post   "/profile/tokens/{handle}/deletion"               SET_OWN   Page     handlers::profile::delete_token;

    Get    "/api/v1/docs"                                    PUBLIC    Page     handlers::docs::show;
    Get    "/api/v1/openapi.json"                            PUBLIC    Api      api::openapi::show;
    Get    "/api/v1/me"                                      OWN       Api      api::me::show;
    Get    "/api/v1/me/copy"                                 OWN       Api      api::personal_data::own_copy;
    Put    "/api/v1/me/preferences"                          SET_OWN   Api      api::me::update_preferences;
    Get    "/api/v1/me/mail"                                 OWN       Api      api::mail::show;
    Put    "/api/v1/me/mail"                                 SET_OWN   Api      api::mail::update;
    Get    "/api/v1/me/sessions"                             OWN       Api      api::me::list_sessions;
    Delete "/api/v1/me/sessions"                             SET_OWN   Api      api::me::delete_sessions;
    Delete "/api/v1/me/sessions/{handle}"                    SET_OWN   Api      api::me::delete_session;
    Get    "/api/v1/me/tokens"                               OWN       Api      api::me::list_tokens;
    Delete "/api/v1/me/tokens/{handle}"                      SET_OWN   Api      api::me::delete_token;
    Get    "/api/v1/me/provider-accounts"                    OWN       Api      api::sign_in_settings::list_accounts;
    Delete "/api/v1/me/provider-accounts/{handle}"           SET_OWN   Api      api::sign_in_settings::delete_account;
    Get    "/api/v1/me/second-factor"                        OWN       Api      api::me::show_second_factor;
    Get    "/api/v1/me/passkeys"                             OWN       Api      api::me::list_passkeys;
    Delete "/api/v1/me/passkeys/{handle}"                    SET_OWN   Api      api::me::delete_passkey;
    Get    "/api/v1/overview"                                SEE       Api      api::overview::show;
    Get    "/api/v1/freshness"                               SEE       Api      api::overview::freshness;
    Get    "/api/v1/work"                                    SEE_WORK  Api      api::work::list;
    Get    "/api/v1/tenants"                                 SEE       Api      api::tenant::list;
    Get    "/api/v1/licences"                                SEE       Api      api::licence::list;
    Get    "/api/v1/licences/filters"                        SEE       Api      api::licence::filters;
    Get    "/api/v1/tenants/{tenant_id}"                     SEE       Api      api::tenant::show;
    Get    "/api/v1/tenants/{tenant_id}/usage"               SEE       Api      api::tenant::usage;
    Get    "/api/v1/tenants/{tenant_id}/workloads/{workload}/history" SEE Api  api::tenant::history;
    Get    "/api/v1/tenants/{tenant_id}/workloads/{workload}/earnings" SEE Api api::earnings::show;
    Get    "/api/v1/opportunities"                           SEE       Api      api::opportunity::list;
    Get    "/api/v1/referrals"                               SEE_REFERRALS Api  api::referral::list;
    Get    "/api/v1/referrals/{number}"                      SEE_REFERRALS Api  api::referral::show;
    Put    "/api/v1/referrals/{number}"                      SET_REFERRAL Api   api::referral::update;
    Post   "/api/v1/referrals/{number}/acceptance"           SET_REFERRAL Api   api::referral::accept;
    Post   "/api/v1/referrals/{number}/decline"              SET_REFERRAL Api   api::referral::decline;
    Post   "/api/v1/referrals/{number}/withdrawal"           ASSIGN    Api      api::referral::withdraw;
    Get    "/api/v1/referral-requests"                       SEE_REQUESTS Api   api::referral_request::list;
    Get    "/api/v1/referral-requests/{id}"                  SEE_REQUESTS Api   api::referral_request::show;
    Post   "/api/v1/referral-requests/{id}/assignment"       ASSIGN    Api      api::referral_request::assign;
    Get    "/api/v1/referral-preference"                     SEE_WANTED Api     api::referral_request::preference;
    Put    "/api/v1/referral-preference"                     SET_WANTED Api     api::referral_request::set_preference;
    Put    "/api/v1/referral-preference/pause"               SET_WANTED Api     api::referral_request::pause;
    Delete "/api/v1/referral-preference/pause"               SET_WANTED Api     api::referral_request::resume;
    Get    "/api/v1/offers"                                  SEE_OFFERS Api     api::offer::list;
    Post   "/api/v1/offers"                                  SET_OFFER Api      api::offer::create;
    Get    "/api/v1/offers/{handle}"                         SEE_OFFERS Api     api::offer::show;
    Put    "/api/v1/offers/{handle}"                         SET_OFFER Api      api::offer::update;
    Get    "/api/v1/tenants/{tenant_id}/status-notes"        SEE_NOTES Api      api::status_note::list;
    Post   "/api/v1/tenants/{tenant_id}/status-notes"        WRITE_NOTE Api     api::status_note::create;
    Post   "/api/v1/tenants/{tenant_id}/note-requests"       ASK_NOTE  Api      api::status_note::create_request;
    Get    "/api/v1/tenants/{tenant_id}/contacts"            SEE_CONTACTS Api   api::contact::list;
    Post   "/api/v1/tenants/{tenant_id}/contacts"            SET_CONTACT Api    api::contact::create;
    Get    "/api/v1/tenants/{tenant_id}/contacts/{contact_id}" SEE_CONTACTS Api api::contact::show;
    Put    "/api/v1/tenants/{tenant_id}/contacts/{contact_id}" SET_CONTACT Api  api::contact::update;
    Delete "/api/v1/tenants/{tenant_id}/contacts/{contact_id}" SET_CONTACT Api  api::contact::delete;
    Post   "/api/v1/tenants/{tenant_id}/contacts/{contact_id}/restoration" SET_CONTACT Api api::contact::restore;
    Get    "/api/v1/tenants/{tenant_id}/workloads/{workload}/intent-note" SEE_INTENT Api api::intent_note::show;
    Put    "/api/v1/tenants/{tenant_id}/workloads/{workload}/intent-note" SET_INTENT Api api::intent_note::update;
    Post   "/api/v1/tenants/{tenant_id}/workloads/{workload}/intent-questions" SET_INTENT Api api::intent_note::ask;
    Post   "/api/v1/guidance"                                SET_INTENT Api     api::intent_note::guidance;
    Get    "/api/v1/intent-questions"                        SEE_HELP  Api      api::intent_note::questions;
    Post   "/api/v1/intent-questions/{id}/answer"            ANSWER    Api      api::intent_note::answer;
    Get    "/api/v1/tenants/{tenant_id}/workloads/{workload}/service-status" SEE_STATUS Api api::service_status::show;
    Put    "/api/v1/tenants/{tenant_id}/workloads/{workload}/service-status" SET_STATUS Api api::service_status::update;
    Get    "/api/v1/tenants/{tenant_id}/workloads/{workload}/service-status/history" SEE_STATUS Api api::service_status::history;
    Get    "/api/v1/blockers"                                SEE_STATUS Api     api::blockers::list;
    Get    "/api/v1/taxonomy"                                SEE_TAXONOMY Api   api::service_status::taxonomy;
    Get    "/api/v1/taxonomy/versions"                       SEE_VERSIONS Api   api::taxonomy::versions;
    Get    "/api/v1/taxonomy/newest"                         SEE_VERSIONS Api   api::taxonomy::newest;
    Put    "/api/v1/taxonomy/newest"                         SET_VERSION Api   api::taxonomy::update;
    Delete "/api/v1/taxonomy/newest"                         SET_VERSION Api   api::taxonomy::delete;
    Post   "/api/v1/taxonomy/preview"                        SET_VERSION Api   api::taxonomy::preview;
    Get    "/api/v1/claims"                                  SEE_CLAIMS Api     api::claim::list;
    Post   "/api/v1/claims"                                  FILE      Api      api::claim::create;
    Get    "/api/v1/claims/{number}"                         SEE_CLAIMS Api     api::claim::show;
    Put    "/api/v1/claims/{number}"                         FILE      Api      api::claim::update;
    Delete "/api/v1/claims/{number}"                         FILE      Api      api::claim::delete;
    Post   "/api/v1/claims/{number}/submission"              FILE      Api      api::claim_move::submit;
    Post   "/api/v1/claims/{number}/review"                  DECIDE    Api      api::claim_move::review;
    Post   "/api/v1/claims/{number}/approval"                DECIDE    Api      api::claim_move::approve;
    Post   "/api/v1/claims/{number}/rejection"               DECIDE    Api      api::claim_move::reject;
    Post   "/api/v1/claims/{number}/information-request"     DECIDE    Api      api::claim_move::ask;
    Post   "/api/v1/claims/{number}/objection"               DECIDE    Api      api::claim_move::object;
    Post   "/api/v1/claims/{number}/dispute"                 FILE      Api      api::claim_move::dispute;
    Post   "/api/v1/claims/{number}/disassociation"          END_CLAIM Api      api::claim_move::disassociate;
    Post   "/api/v1/claims/{number}/proofs"                  FILE      Api      api::claim_move::add_proof;
    Get    "/api/v1/claims/{number}/proofs/{id}"             SEE_CLAIMS Api     api::claim_move::show_proof;
    Delete "/api/v1/claims/{number}/proofs/{id}"             FILE      Api      api::claim_move::delete_proof;
    Get    "/api/v1/filters"                                 SEE       Api      api::tenant::filters;
    Get    "/api/v1/workloads"                               SEE       Api      api::tenant::workloads;
    Get    "/api/v1/views"                                   OWN       Api      api::view::list;
    Post   "/api/v1/views"                                   SET_OWN   Api      api::view::create;
    Delete "/api/v1/views/{id}"                              SET_OWN   Api      api::view::delete;
    Get    "/api/v1/loads"                                   SEE_LOADS Api      api::load::list;
    Post   "/api/v1/loads"                                   LOAD      Api      api::load::create;
    Get    "/api/v1/loads/{id}"                              SEE_LOADS Api      api::load::show;
    Get    "/api/v1/loads/{id}/refused"                      SEE_LOADS Api      api::load::refused_rows;
    Post   "/api/v1/loads/{id}/application"                  LOAD      Api      api::load::apply;
    Post   "/api/v1/loads/{id}/discarding"                   LOAD      Api      api::load::discard;
    Post   "/api/v1/loads/{id}/undoing"                      LOAD      Api      api::load::undo;
    Get    "/api/v1/people"                                   SEE_PEOPLE Api      api::person::list;
    Post   "/api/v1/people"                                   SET_PEOPLE Api      api::person::create;
    Post   "/api/v1/people/preview"                           SET_PEOPLE Api      api::person::preview;
    Post   "/api/v1/people/import"                            SET_PEOPLE Api      api::person_import::create;
    Get    "/api/v1/people/{handle}"                          SEE_PEOPLE Api      api::person::show;
    Put    "/api/v1/people/{handle}"                          SET_PEOPLE Api      api::person::update;
    Post   "/api/v1/people/{handle}/closing"                  SET_PEOPLE Api      api::person::close;
    Post   "/api/v1/people/{handle}/reopening"                SET_PEOPLE Api      api::person::reopen;
    Post   "/api/v1/people/{handle}/invitation"               SET_PEOPLE Api      api::person::invite;
    Delete "/api/v1/people/{handle}/second-factor"            SET_PEOPLE Api      api::person::take_second_factor;
    Get    "/api/v1/sign-in-settings"                         SEE_SIGN_IN Api    api::sign_in_settings::show;
    Put    "/api/v1/sign-in-settings"                         SET_SIGN_IN Api    api::sign_in_settings::update;
    Get    "/api/v1/programme-settings"                       SEE_PROGRAMME Api  api::programme::show;
    Put    "/api/v1/programme-settings"                       SET_PROGRAMME Api  api::programme::update;
    Get    "/api/v1/eligible-plans"                           SEE_PROGRAMME Api  api::programme::plans;
    Get    "/api/v1/partners"                                 SEE_PARTNERS Api      api::partner::list;
    Post   "/api/v1/partners"                                 SET_PARTNERS Api      api::partner::create;
    Get    "/api/v1/partners/{partner_id}"                    SEE_PARTNERS Api      api::partner::show;
    Put    "/api/v1/partners/{partner_id}"                    SET_PARTNERS Api      api::partner::update;
    Post   "/api/v1/partners/{partner_id}/locations"          SET_PARTNERS Api      api::partner::create_location;
    Get    "/api/v1/partners/{partner_id}/locations/{location_id}" SEE_PARTNERS Api api::partner::show_location;
    Put    "/api/v1/partners/{partner_id}/locations/{location_id}" SET_PARTNERS Api api::partner::update_location;
    Post   "/api/v1/partners/{partner_id}/directories"        SET_PARTNERS Api      api::directory::create;
    Get    "/api/v1/partners/{partner_id}/directories/{directory_id}" SEE_PARTNERS Api api::directory::show;
    Put    "/api/v1/partners/{partner_id}/directories/{directory_id}" SET_PARTNERS Api api::directory::update;
    Get    "/api/v1/help"                                   OWN       Api      api::help::show;
    Get    "/api/v1/tickets"                                SEE_TICKETS Api      api::ticket::list;
    Post   "/api/v1/tickets"                                WRITE_TICKET Api      api::ticket::create;
    Get    "/api/v1/tickets/{number}"                       SEE_TICKETS Api      api::ticket::show;
    Put    "/api/v1/tickets/{number}"                       WRITE_TICKET Api      api::ticket::update;
    Post   "/api/v1/tickets/{number}/answers"               WRITE_TICKET Api      api::ticket_move::answer;
    Post   "/api/v1/tickets/{number}/resolution"            WRITE_TICKET Api      api::ticket_move::resolve;
    Post   "/api/v1/tickets/{number}/reopening"             WRITE_TICKET Api      api::ticket_move::reopen;
    Put    "/api/v1/tickets/{number}/assignment"            ASSIGN_TICKET Api      api::ticket_move::assign;
    Post   "/api/v1/tickets/{number}/attachments"           WRITE_TICKET Api      api::ticket_move::attach;
    Get    "/api/v1/tickets/{number}/attachments/{id}"      SEE_TICKETS Api      api::ticket_move::show_attachment;
    Delete "/api/v1/tickets/{number}/attachments/{id}"      WRITE_TICKET Api      api::ticket_move::delete_attachment;
    Get    "/api/v1/personal-data/retention"                 SEE_DATA  Api      api::personal_data::retention;
    Post   "/api/v1/personal-data/search"                    SET_DATA  Api      api::personal_data::search;
    Post   "/api/v1/personal-data/contents"                  SET_DATA  Api      api::personal_data::show;
    Post   "/api/v1/personal-data/copy"                      SET_DATA  Api      api::personal_data::copy;
    Post   "/api/v1/personal-data/erasure"                   SET_DATA  Api      api::personal_data::erase;
    Get    "/api/v1/audit"                                   SEE_AUDIT Api      api::audit::list;

    Get    "/assets/{*path}"                                 PUBLIC    Asset    assets::show;
    Get    "/favicon.ico"                                    PUBLIC    Asset    assets::favicon;
    Get    "/healthz"                                        PUBLIC    Probe    handlers::health::lives;
    Get    "/readyz"                                         PUBLIC    Probe    handlers::health::is_ready;
};

/// The router over the table.
pub(crate) fn build(web: Web) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let handler = on(route.method.filter(), route.handler);
        let handler = match (route.kind, route.changes_state()) {
            (Kind::Page, true) => handler.route_layer(from_fn_with_state(web.clone(), gate::check_form)),
            (Kind::Upload, true) => handler.route_layer(from_fn_with_state(web.clone(), gate::check_upload)),
            _ => handler,
        };
        // Uploads have a limit of their own (`extract::upload`), far above the usual one for bodies.
        let handler = if route.takes_its_time() { handler.layer(DefaultBodyLimit::disable()) } else { handler };
        router = router.route(route.path, handler);
    }
    // Tiny bodies grow when compressed. Tokens in pages are masked anew each time, so that their length
    // when compressed tells nothing (`extract::csrf`).
    let worthwhile = DefaultPredicate::new().and(SizeAbove::new(512));
    router
        .fallback(|| async { WebError::NotFound })
        .method_not_allowed_fallback(|| async { WebError::MethodNotAllowed })
        .layer(from_fn_with_state(web.clone(), gate::pass))
        .layer(CompressionLayer::new().gzip(true).compress_when(worthwhile))
        .with_state(web)
}
