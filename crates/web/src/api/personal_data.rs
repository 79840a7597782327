//! What is kept of people (S16.2). Whom is asked about stands in the body: names and addresses have no place in an address.

use std::collections::BTreeMap;

use app::{CopyAsked, PersonalData, PersonalDataFound, Whose};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, ChangeProblems, Problems};
use crate::error::WebError;
use crate::extract::{self, Caller};
use crate::handlers::personal_data::copied;
use crate::state::Web;

/// Who is looked for.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PersonalDataSearchBody {
    /// A part of the name or of the address.
    #[schema(required, min_length = 1, max_length = 200)]
    q: String,
}

/// Of whom: somebody with an account, or a contact.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PersonalDataOfBody {
    /// The handle of somebody with an account.
    person: Option<String>,
    /// The address of a contact, where there is no `person`.
    email: Option<String>,
}

impl From<PersonalDataOfBody> for Whose {
    fn from(body: PersonalDataOfBody) -> Self {
        match (body.person, body.email) {
            (Some(handle), _) => Self::Person(handle),
            (None, email) => Self::Contact(email.unwrap_or_default()),
        }
    }
}

/// Somebody of whom something is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonalDataFoundBody {
    /// The handle of somebody with an account; null for a contact, who goes by the address.
    #[schema(required)]
    person: Option<String>,
    /// The address.
    email: String,
    /// The name.
    name: String,
    /// The organisation of somebody with an account.
    #[schema(required)]
    organisation: Option<String>,
}

impl From<PersonalDataFound> for PersonalDataFoundBody {
    fn from(found: PersonalDataFound) -> Self {
        let person = match found.whose {
            Whose::Person(handle) => Some(handle),
            Whose::Contact(_) => None,
        };
        Self { person, email: found.email, name: found.name, organisation: found.organisation }
    }
}

/// Whom the search finds.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonalDataFoundListBody {
    /// Accounts by name, then contacts by address; at most 50 of each.
    items: Vec<PersonalDataFoundBody>,
}

/// How much is kept of a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonalDataBody {
    /// Who.
    of: PersonalDataFoundBody,
    /// How many rows there are of each kind, as the copy names it.
    counts: BTreeMap<&'static str, i64>,
    /// By what the audit names looks at it, for `q` of the audit: the IDs of a contact's tenants, or the handle of an account.
    seen_as: Vec<String>,
}

impl From<PersonalData> for PersonalDataBody {
    fn from(data: PersonalData) -> Self {
        Self { of: data.found.into(), counts: data.counts.into_iter().collect(), seen_as: data.seen_as }
    }
}

/// The copy of what is kept of a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessCopyBody {
    /// What this is.
    #[schema(example = "uptake access copy 1")]
    format: String,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// The rows of each kind. Moments are in UTC.
    data: BTreeMap<String, Vec<BTreeMap<String, serde_json::Value>>>,
}

/// Download what is kept of the token's person
#[utoipa::path(get, operation_id = "copy", path = "/api/v1/me/copy", tag = "Me",
    responses((status = 200, description = "The copy", body = AccessCopyBody), Problems))]
pub(crate) async fn own_copy(State(web): State<Web>, caller: Caller) -> Result<Response, WebError> {
    copied(&web, &caller, CopyAsked::Own).await
}

/// Find people of whom something is kept
///
/// By a part of the name or of the address. The programme admin finds everybody, a partner's global admin the people of the own
/// organisation.
#[utoipa::path(post, operation_id = "search", path = "/api/v1/personal-data/search", tag = "Personal data",
    request_body = PersonalDataSearchBody,
    responses((status = 200, description = "Whom it finds", body = PersonalDataFoundListBody), Problems, ChangeProblems))]
pub(crate) async fn search(
    State(web): State<Web>,
    caller: Caller,
    extract::Json(body): extract::Json<PersonalDataSearchBody>,
) -> Answer<PersonalDataFoundListBody> {
    let seen = web.app.find_personal_data(&caller.ctx, &body.q).await.map_err(WebError::of_body)?;
    Ok(Json(PersonalDataFoundListBody { items: seen.value.into_iter().map(PersonalDataFoundBody::from).collect() }))
}

/// Show how much is kept of a person
#[utoipa::path(post, operation_id = "show", path = "/api/v1/personal-data/contents", tag = "Personal data",
    request_body = PersonalDataOfBody,
    responses((status = 200, description = "How much", body = PersonalDataBody), Problems, ChangeProblems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    extract::Json(body): extract::Json<PersonalDataOfBody>,
) -> Answer<PersonalDataBody> {
    let seen = web.app.personal_data(&caller.ctx, &body.into()).await.map_err(WebError::of_body)?;
    Ok(Json(seen.value.into()))
}

/// Download what is kept of a person
///
/// That it was made stands in the audit.
#[utoipa::path(post, operation_id = "copy", path = "/api/v1/personal-data/copy", tag = "Personal data",
    request_body = PersonalDataOfBody,
    responses((status = 200, description = "The copy", body = AccessCopyBody), Problems, ChangeProblems))]
pub(crate) async fn copy(
    State(web): State<Web>,
    caller: Caller,
    extract::Json(body): extract::Json<PersonalDataOfBody>,
) -> Result<Response, WebError> {
    let copied = copied(&web, &caller, CopyAsked::Of(body.into())).await;
    copied.map_err(|error| match error {
        WebError::App(error) => WebError::of_body(error),
        error => error,
    })
}

/// Whom to erase, and the address once more.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PersonalDataErasureBody {
    /// The handle of somebody with an account.
    person: Option<String>,
    /// The address of a contact, where there is no `person`.
    email: Option<String>,
    /// The address of whoever is erased, typed once more.
    #[schema(required)]
    confirmation: String,
}

/// What was erased.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonalDataErasedBody {
    /// How many rows of each kind there were.
    counts: BTreeMap<&'static str, i64>,
}

/// Erase a person
///
/// An account is closed for good, and what it is goes from all that is kept; what its person did and wrote stays without a name. A contact
/// goes over all tenants. It cannot be undone; ask for the contents first to know what it is about.
#[utoipa::path(post, operation_id = "erase", path = "/api/v1/personal-data/erasure", tag = "Personal data",
    request_body = PersonalDataErasureBody,
    responses((status = 200, description = "Erased", body = PersonalDataErasedBody), Problems, ChangeProblems))]
pub(crate) async fn erase(
    State(web): State<Web>,
    caller: Caller,
    extract::Json(body): extract::Json<PersonalDataErasureBody>,
) -> Answer<PersonalDataErasedBody> {
    let whose = PersonalDataOfBody { person: body.person, email: body.email }.into();
    let erased = web.app.erase_person(&caller.ctx, &whose, &body.confirmation).await.map_err(WebError::of_body)?;
    Ok(Json(PersonalDataErasedBody { counts: erased.into_iter().collect() }))
}

/// How long something is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct RetentionItemBody {
    /// What: `audit`, `closed_accounts`, `resolved_tickets`, `proofs_of_ended_claims`, `mail` that was sent, or `failed_mail`.
    #[schema(example = "audit")]
    kind: &'static str,
    /// For how many days; null for good.
    #[schema(required)]
    days: Option<u32>,
    /// How many go within a day.
    due: i64,
}

/// How long what has people in it is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct RetentionBody {
    /// Each kind; none for whoever is not of the programme office.
    items: Vec<RetentionItemBody>,
}

/// Show how long what has people in it is kept
///
/// An operator sets it.
#[utoipa::path(get, operation_id = "retention", path = "/api/v1/personal-data/retention", tag = "Personal data",
    responses((status = 200, description = "How long", body = RetentionBody), Problems))]
pub(crate) async fn retention(State(web): State<Web>, caller: Caller) -> Answer<RetentionBody> {
    let items = web.app.retention(&caller.ctx).await?.value;
    let body = |one: app::RetentionItem| RetentionItemBody { kind: one.kind.code(), days: one.days, due: one.due };
    Ok(Json(RetentionBody { items: items.into_iter().map(body).collect() }))
}
