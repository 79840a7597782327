//! People, for whoever manages them (S1.2, S1.5, S1.6).

use app::{Effect, Hindrance, Invited, PersonAsked, PersonEdit, PersonItem, RoleAsked, SensitiveShown, Subject};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::person::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::me::RoleBody;
use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems, tag};
use super::{Answer, ChangeProblems, Done, KeyParam, Problems};
use crate::error::WebError;
use crate::extract::{self, Caller, Fields, IfMatch, InPath};
use crate::handlers::person::shown_invitation;
use crate::pages::person::ShownInvitation;
use crate::state::Web;

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonBody {
    /// The name in addresses.
    handle: String,
    /// The e-mail address.
    email: String,
    /// The name.
    name: String,
    /// The organisation's name.
    organisation: String,
    /// The organisation's partner ID; null in the programme office.
    #[schema(required)]
    partner_id: Option<String>,
    /// The language chosen, `en` or `nl`; null while the browser decides.
    #[schema(required)]
    language: Option<&'static str>,
    /// Every role, and where.
    roles: Vec<RoleBody>,
    /// Whether the account can be used: `active`, `invited` or `closed`.
    #[schema(example = "active")]
    state: &'static str,
    /// Whether they have a second factor beside a password.
    second_factor: bool,
    /// How many passkeys they have.
    passkeys: i64,
    /// When they signed in last; null for never.
    #[schema(required)]
    signed_in_at: Option<DateTime<Utc>>,
    /// Until when an invitation works; null without one.
    #[schema(required)]
    invited_until: Option<DateTime<Utc>>,
}

impl From<&PersonItem> for PersonBody {
    fn from(person: &PersonItem) -> Self {
        Self {
            handle: person.handle.clone(),
            email: person.email.clone(),
            name: person.name.clone(),
            organisation: person.organisation.clone(),
            partner_id: person.partner_id.clone(),
            language: person.language.map(Language::tag),
            roles: person.roles.iter().map(RoleBody::from).collect(),
            state: person.state.code(),
            second_factor: person.has_second_factor,
            passkeys: person.passkeys,
            signed_in_at: person.signed_in_at,
            invited_until: person.invited_until,
        }
    }
}

impl PersonBody {
    fn tagged(person: &PersonItem) -> Tagged<Self> {
        Tagged { revision: person.revision.clone(), body: Self::from(person) }
    }
}

/// Whom to look for, and where to go on.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct PeopleParams {
    /// A part of the name or of the address.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of people.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PeopleBody {
    /// Up to 50, by name.
    items: Vec<PersonBody>,
    /// How many there are in all, as searched for.
    found: usize,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// List people
///
/// Those of the own organisation; for the programme admin everybody.
#[utoipa::path(get, operation_id = "list", path = "/api/v1/people", tag = "People", params(PeopleParams),
    responses((status = 200, description = "A page of people", body = PeopleBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields) -> Answer<PeopleBody> {
    let search = query.one("q").unwrap_or_default();
    let list = web.app.person_list(&caller.ctx, search, query.one("cursor")).await?.value;
    let items = list.items.iter().map(PersonBody::from).collect();
    Ok(Json(PeopleBody { items, found: list.found, next_cursor: list.next_cursor }))
}

/// A role, and where it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenBody {
    /// The role.
    #[serde(default)]
    #[schema(required, example = "report_viewer")]
    role: String,
    /// The IDs of locations or, for a partner manager, of partners; null or absent for the entire organisation.
    #[serde(default)]
    #[schema(example = json!(["1234567"]))]
    at: Option<Vec<String>>,
}

fn asked(roles: Vec<GivenBody>) -> Vec<RoleAsked> {
    roles.into_iter().map(|one| RoleAsked { role: one.role, at: one.at }).collect()
}

/// Somebody to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPersonBody {
    /// The e-mail address.
    #[serde(default)]
    #[schema(required, max_length = 254, example = "anna@partner.example")]
    email: String,
    /// The name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 200, example = "Anna de Vries")]
    name: String,
    /// The language, `en` or `nl`; absent while the browser decides.
    #[serde(default)]
    #[schema(example = "nl")]
    language: Option<String>,
    /// The partner ID of the person's organisation; absent for the own.
    #[serde(default)]
    partner_id: Option<String>,
    /// The roles.
    #[serde(default)]
    roles: Vec<GivenBody>,
}

/// An invitation; its link is told this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationBody {
    /// The link, on which the person sets a password.
    url: String,
    /// Until when it works.
    expires_at: DateTime<Utc>,
}

impl From<ShownInvitation> for InvitationBody {
    fn from(shown: ShownInvitation) -> Self {
        Self { url: shown.url, expires_at: shown.until }
    }
}

/// Somebody who was invited.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitedBody {
    /// The person.
    person: PersonBody,
    /// The invitation; null where it was told before.
    #[schema(required)]
    invitation: Option<InvitationBody>,
}

fn invited(web: &Web, headers: &HeaderMap, status: StatusCode, invited: &Invited) -> Response {
    let person = PersonBody::from(&invited.person);
    let shown = invited.invitation.as_ref().map(|one| shown_invitation(web, headers, &invited.person.email, one));
    let body = InvitedBody { person, invitation: shown.map(InvitationBody::from) };
    let mut response = (status, Json(body)).into_response();
    tag(&mut response, &invited.person.revision);
    response
}

/// Invite a person
///
/// The answer has the link, this once. There is no mail: whoever invites passes it on.
#[utoipa::path(post, operation_id = "create", path = "/api/v1/people", tag = "People", params(KeyParam),
    request_body = NewPersonBody,
    responses((status = 201, description = "Invited", body = InvitedBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    extract::NewJson { body, key }: extract::NewJson<NewPersonBody>,
) -> Result<Response, WebError> {
    let asked = PersonAsked {
        email: body.email,
        name: body.name,
        language: body.language.unwrap_or_default(),
        partner_id: body.partner_id,
        roles: asked(body.roles),
    };
    let seen = web.app.invite_person(&caller.ctx, &asked, key.as_ref()).await.map_err(WebError::of_body)?;
    Ok(invited(&web, &headers, StatusCode::CREATED, &seen.value))
}

/// What somebody sees in effect.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EffectBody {
    /// How many tenants; null where there are none for the person at all.
    #[schema(required, example = 214)]
    tenants: Option<i64>,
    /// Sensitive data: `shown`, `shown_at_some_locations` or `withheld`; null without a viewer role.
    #[schema(required, example = "withheld")]
    sensitive: Option<&'static str>,
    /// What keeps something from them: `no_viewer_role`, `foreign_directory` or `details_closed`; null when nothing does.
    #[schema(required, example = json!(null))]
    hindrance: Option<&'static str>,
}

impl From<Effect> for EffectBody {
    fn from(effect: Effect) -> Self {
        Self {
            tenants: effect.tenants.map(|(tenants, _)| tenants),
            sensitive: effect.tenants.map(|(_, shown): (i64, SensitiveShown)| shown.code()),
            hindrance: effect.hindrance.map(Hindrance::code),
        }
    }
}

/// Whose roles shall be looked at, and which.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewBody {
    /// The person; absent for somebody new.
    #[serde(default)]
    handle: Option<String>,
    /// For somebody new, the partner ID of the organisation; absent for the own.
    #[serde(default)]
    partner_id: Option<String>,
    /// All the roles.
    #[serde(default)]
    roles: Vec<GivenBody>,
}

/// Preview roles
///
/// What somebody would see with them, computed as the list of tenants is. Nothing is changed.
#[utoipa::path(post, operation_id = "preview", path = "/api/v1/people/preview", tag = "People",
    request_body = PreviewBody,
    responses((status = 200, description = "What they would see", body = EffectBody), Problems, ChangeProblems))]
pub(crate) async fn preview(
    State(web): State<Web>,
    caller: Caller,
    extract::Json(body): extract::Json<PreviewBody>,
) -> Answer<EffectBody> {
    let subject = body.handle.map_or(Subject::New(body.partner_id), Subject::Person);
    let seen = web.app.preview_roles(&caller.ctx, &subject, &asked(body.roles)).await;
    Ok(Json(seen.map_err(WebError::of_body)?.value.into()))
}

/// A person with what they see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenedPersonBody {
    #[serde(flatten)]
    person: PersonBody,
    /// What they see in effect.
    sees: EffectBody,
}

/// Show a person
#[utoipa::path(get, operation_id = "show", path = "/api/v1/people/{handle}", tag = "People",
    params(("handle" = String, Path, description = "The person")),
    responses((status = 200, description = "The person", body = OpenedPersonBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
) -> TaggedAnswer<OpenedPersonBody> {
    let desk = web.app.person_desk(&caller.ctx, &Subject::Person(handle)).await?.value;
    let (Some(person), Some(effect)) = (desk.person, desk.effect) else { return Err(WebError::NotFound) };
    let body = OpenedPersonBody { person: PersonBody::from(&person), sees: effect.into() };
    Ok(Tagged { revision: person.revision, body })
}

/// A person as they shall be: all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonEditBody {
    /// The name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 200, example = "Anna de Vries")]
    name: String,
    /// All the roles; those that you do not give have to stay as they are.
    #[serde(default)]
    #[schema(required)]
    roles: Vec<GivenBody>,
}

/// Change a person
///
/// Roles count from the next request of the person on.
#[utoipa::path(put, operation_id = "update", path = "/api/v1/people/{handle}", tag = "People",
    params(("handle" = String, Path, description = "The person"), IfMatchParam), request_body = PersonEditBody,
    responses((status = 200, description = "Changed", body = PersonBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<PersonEditBody>,
) -> TaggedAnswer<PersonBody> {
    let edit = PersonEdit { name: body.name, roles: asked(body.roles) };
    let changed = web.app.change_person(&caller.ctx, &handle, &edit, &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, PersonBody::tagged)
}

/// Close an account
///
/// It ends at once in every session and for every token. Closed already is no error.
#[utoipa::path(post, operation_id = "close", path = "/api/v1/people/{handle}/closing", tag = "People",
    params(("handle" = String, Path, description = "The person")),
    responses((status = 200, description = "Closed", body = PersonBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn close(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
) -> TaggedAnswer<PersonBody> {
    let seen = web.app.set_person_open(&caller.ctx, &handle, false).await.map_err(WebError::of_body)?;
    Ok(PersonBody::tagged(&seen.value))
}

/// Reopen an account
///
/// With the roles that it had. Open already is no error.
#[utoipa::path(post, operation_id = "reopen", path = "/api/v1/people/{handle}/reopening", tag = "People",
    params(("handle" = String, Path, description = "The person")),
    responses((status = 200, description = "Reopened", body = PersonBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn reopen(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
) -> TaggedAnswer<PersonBody> {
    let seen = web.app.set_person_open(&caller.ctx, &handle, true).await.map_err(WebError::of_body)?;
    Ok(PersonBody::tagged(&seen.value))
}

/// Take second factor and passkeys away
///
/// From somebody who lost them, and not from oneself. Their sessions end, and they are told by mail.
#[utoipa::path(delete, path = "/api/v1/people/{handle}/second-factor", tag = "People",
    params(("handle" = String, Path, description = "The person")),
    responses((status = 204, description = "Taken away"), Problems, ChangeProblems))]
pub(crate) async fn take_second_factor(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Done {
    web.app.take_second_factor(&caller.ctx, &handle).await.map_err(WebError::of_body)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Invite a person anew
///
/// Who has not come yet. The invitation before ends; the answer has the new link, this once.
#[utoipa::path(post, operation_id = "invite", path = "/api/v1/people/{handle}/invitation", tag = "People",
    params(("handle" = String, Path, description = "The person")),
    responses((status = 200, description = "Invited", body = InvitedBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn invite(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    InPath(handle): InPath<String>,
) -> Result<Response, WebError> {
    let seen = web.app.invite_again(&caller.ctx, &handle).await.map_err(WebError::of_body)?;
    Ok(invited(&web, &headers, StatusCode::OK, &seen.value))
}
