//! The document of the API, made from the operations themselves; `docs/openapi.json` is a copy that a test compares.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{RefOr, Required};
use utoipa::{Modify, OpenApi};

use super::{
    audit, blockers, claim, claim_move, contact, directory, earnings, help, intent_note, licence, load, mail, me,
    offer, opportunity, overview, partner, person, person_import, personal_data, programme, referral, referral_request,
    service_status, sign_in_settings, status_note, taxonomy, tenant, ticket, ticket_move, view, work,
};
use crate::error::{FieldError, ProblemBody};
use crate::routes::Verb;

/// Every operation.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Uptake",
        version = "1",
        description = "Which tenants you serve, and how far each workload is taken up. Every answer is about what the \
                       token's person may see; what is not theirs does not exist here.\n\nErrors are problem details \
                       (RFC 9457). Lists go on by cursor. Fields may be added to answers; unknown parameters and \
                       fields in requests are refused.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        me::show,
        personal_data::own_copy,
        me::update_preferences,
        mail::show,
        mail::update,
        me::list_sessions,
        me::delete_sessions,
        me::delete_session,
        me::list_tokens,
        me::delete_token,
        me::show_second_factor,
        me::list_passkeys,
        me::delete_passkey,
        sign_in_settings::list_accounts,
        sign_in_settings::delete_account,
        overview::show,
        overview::freshness,
        licence::list,
        licence::filters,
        tenant::list,
        tenant::show,
        tenant::usage,
        tenant::history,
        earnings::show,
        tenant::filters,
        tenant::workloads,
        status_note::list,
        status_note::create,
        status_note::create_request,
        intent_note::show,
        intent_note::update,
        contact::list,
        contact::create,
        contact::show,
        contact::update,
        contact::delete,
        contact::restore,
        intent_note::guidance,
        intent_note::ask,
        intent_note::questions,
        intent_note::answer,
        work::list,
        service_status::show,
        service_status::update,
        service_status::history,
        service_status::taxonomy,
        taxonomy::versions,
        taxonomy::newest,
        taxonomy::update,
        taxonomy::delete,
        taxonomy::preview,
        blockers::list,
        view::list,
        view::create,
        view::delete,
        claim::list,
        claim::create,
        claim::show,
        claim::update,
        claim::delete,
        claim_move::submit,
        claim_move::review,
        claim_move::approve,
        claim_move::reject,
        claim_move::ask,
        claim_move::object,
        claim_move::dispute,
        claim_move::disassociate,
        claim_move::add_proof,
        claim_move::show_proof,
        claim_move::delete_proof,
        referral::list,
        referral::show,
        referral::update,
        referral::accept,
        referral::decline,
        referral::withdraw,
        referral_request::list,
        referral_request::show,
        referral_request::assign,
        referral_request::preference,
        referral_request::set_preference,
        referral_request::pause,
        referral_request::resume,
        opportunity::list,
        offer::list,
        offer::create,
        offer::show,
        offer::update,
        load::list,
        load::create,
        load::show,
        load::refused_rows,
        load::apply,
        load::discard,
        load::undo,
        person::list,
        person::create,
        person::preview,
        person_import::create,
        person::show,
        person::update,
        person::close,
        person::reopen,
        person::take_second_factor,
        person::invite,
        sign_in_settings::show,
        sign_in_settings::update,
        programme::show,
        programme::update,
        programme::plans,
        partner::list,
        partner::create,
        partner::show,
        partner::update,
        partner::create_location,
        partner::show_location,
        partner::update_location,
        directory::create,
        directory::show,
        directory::update,
        help::show,
        ticket::list,
        ticket::create,
        ticket::show,
        ticket::update,
        ticket_move::answer,
        ticket_move::resolve,
        ticket_move::reopen,
        ticket_move::assign,
        ticket_move::attach,
        ticket_move::show_attachment,
        ticket_move::delete_attachment,
        personal_data::retention,
        personal_data::search,
        personal_data::show,
        personal_data::copy,
        personal_data::erase,
        audit::list,
    ),
    tags(
        (name = "Tenants", description = "The tenants in scope, their usage and its history."),
        (name = "Licences", description = "What tenants have bought, SKU by SKU."),
        (name = "Notes", description = "Status notes of a tenant, and asking for one."),
        (name = "Contacts", description = "Who to talk to at a tenant, and whom a survey may reach."),
        (name = "Overview", description = "All of them in a few figures."),
        (name = "Service intent", description = "Notes on why a workload is taken up or not, and what could be said better in them."),
        (name = "Service status", description = "The seats of a workload, split over statuses and their reasons; what they were, and what can be chosen."),
        (name = "Claims", description = "Who is partner of record: filing a claim, proving it, deciding on it; for the incentives admin and the programme office."),
        (name = "Referrals", description = "Customers who ask for assistance: to whom they are given, accepting or declining one, and how it goes."),
        (name = "Work", description = "What waits for the token's own person."),
        (name = "Views", description = "Saved views of the tenant list."),
        (name = "Me", description = "The token's own person."),
        (name = "Opportunities", description = "Workloads of tenants with room to grow, and what they could earn."),
        (name = "Offers", description = "What a vendor pays for usage that grows; changed by the programme admin."),
        (name = "Loads", description = "Files on their way in; for the programme admin."),
        (name = "People", description = "Accounts, roles and invitations; for an organisation's account admin and global admin, and for the programme admin."),
        (name = "Programme", description = "What the programme office sets for the whole programme, and which plans are eligible; for the programme office, and changed by the programme admin."),
        (name = "Partners", description = "Partners, their locations, and for which of them claims are filed; for the programme admin."),
        (name = "Help", description = "Why the token's own person cannot see something."),
        (name = "Tickets", description = "What people ask the programme office, and its answers."),
        (name = "Personal data", description = "What is kept of a person, and a copy of it; for the programme admin, and a partner's global admin for people of the own organisation."),
        (name = "Audit", description = "Who did what; for the programme admin, and a partner's global admin for the own organisation."),
    ),
    security(("token" = [])),
    components(schemas(ProblemBody, FieldError)),
    modifiers(&Token, &Names),
)]
struct Document;

/// How a program proves who it is.
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A personal access token, made on the profile page."))
            .build();
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// A name for each operation that no other has, its subject and what it does; and no body is demanded that can be left out.
struct Names;

impl Modify for Names {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for path in document.paths.paths.values_mut() {
            let operations = [&mut path.get, &mut path.put, &mut path.post, &mut path.delete];
            for operation in operations.into_iter().flatten() {
                let subject = operation.tags.iter().flatten().next().map(|tag| tag.to_ascii_lowercase());
                let verb = operation.operation_id.take();
                operation.operation_id = subject.zip(verb).map(|(subject, verb)| format!("{subject}_{verb}"));
                if let Some(RefOr::T(body)) = &mut operation.request_body
                    && body.description.as_deref().is_some_and(|text| text.starts_with("Can be left out"))
                {
                    body.required = Some(Required::False);
                }
            }
        }
    }
}

/// The document.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::to_value(Document::openapi()).unwrap_or_default())
}

/// The document as a file.
pub(crate) fn written() -> String {
    let mut text = serde_json::to_string_pretty(document()).unwrap_or_default();
    text.push('\n');
    text
}

/// The document, for programs.
pub(crate) async fn show() -> Response {
    static WRITTEN: OnceLock<String> = OnceLock::new();
    let text = WRITTEN.get_or_init(written).as_str();
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// The query parameters that an operation takes; what the document does not name is refused.
pub(crate) fn query_parameters(method: Verb, path: &str) -> &'static [String] {
    type Known = BTreeMap<(String, String), Vec<String>>;
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let known = KNOWN.get_or_init(|| operations().map(|(key, operation)| (key, query_names(operation))).collect());
    known.get(&(method.name().to_ascii_lowercase(), path.to_owned())).map_or(&[], Vec::as_slice)
}

/// Every operation of the document, by method in lower case and path.
pub(crate) fn operations() -> impl Iterator<Item = ((String, String), &'static Value)> {
    let paths = document().get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| ((method.clone(), path.clone()), operation))
    })
}

fn query_names(operation: &Value) -> Vec<String> {
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    parameters
        .filter(|one| one.get("in").and_then(Value::as_str) == Some("query"))
        .filter_map(|one| one.get("name").and_then(Value::as_str).map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::routes::{Kind, routes};

    #[test]
    fn the_document_has_every_operation_and_no_other() {
        let documented: BTreeSet<_> = operations().map(|(key, _)| key).collect();
        let served: BTreeSet<_> = routes()
            .iter()
            .filter(|route| route.kind == Kind::Api && route.path != "/api/v1/openapi.json")
            .map(|route| (route.method.name().to_ascii_lowercase(), route.path.to_owned()))
            .collect();
        assert_eq!(documented, served);
    }

    #[test]
    fn every_operation_says_what_it_does_and_what_goes_wrong() {
        for ((method, path), operation) in operations() {
            let text = |name: &str| operation[name].as_str().unwrap_or_default();
            assert!(!text("summary").is_empty(), "{method} {path} has no summary");
            for status in ["401", "403", "404", "503"] {
                assert!(operation["responses"][status].is_object(), "{method} {path} has no {status}");
            }
        }
    }

    #[test]
    fn every_name_is_there_once_and_every_reference_leads_somewhere() {
        let names: Vec<_> = operations().map(|(_, operation)| operation["operationId"].as_str().unwrap()).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        let text = written();
        for reference in text.split("\"$ref\": \"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(document().pointer(pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn no_value_has_to_be_of_two_types_at_once() {
        fn parts(value: &Value) -> Vec<&Value> {
            let below = value.as_object().into_iter().flat_map(|fields| fields.values());
            let below = below.chain(value.as_array().into_iter().flatten());
            below.flat_map(parts).chain([value]).collect()
        }
        let joined: Vec<_> = parts(document()).into_iter().filter_map(|part| part.get("allOf")).collect();
        assert!(!joined.is_empty());
        for all in joined {
            let types: BTreeSet<_> = all.as_array().unwrap().iter().filter_map(|one| one["type"].as_str()).collect();
            assert!(types.len() <= 1, "{all}");
        }
    }

    #[test]
    fn parameters_are_known_from_the_document() {
        let names = query_parameters(Verb::Get, "/api/v1/tenants");
        assert!(names.iter().any(|name| name == "usage_from") && names.len() == 18, "{names:?}");
        assert!(query_parameters(Verb::Get, "/api/v1/me").is_empty());
    }
}
