//! Contacts of a tenant (S7).

use app::{ContactEdit, ContactItem, ContactList, ContactQuery, Outcome, Problem, Seen};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::TenantId;
use domain::access::Shown;
use domain::contact::{Country, NewContact, SurveyLanguage};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::intent_note::value;
use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, Done, KeyParam, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{self, Caller, Fields, IfMatch, InPath};
use crate::state::Web;

/// What the list can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct ContactParams {
    /// Words of name, e-mail, title or phone; refused where names are withheld.
    q: Option<String>,
    /// The type.
    #[param(inline, rename = "type")]
    kind: Option<KindName>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// On whose side a contact is.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum KindName {
    Customer,
    Partner,
}

/// A contact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactBody {
    /// Its handle.
    #[schema(example = "q2Xh0wVb3kPz8LmA")]
    id: String,
    /// On whose side: `customer` or `partner`.
    #[serde(rename = "type")]
    #[schema(example = "customer")]
    kind: &'static str,
    /// Name; null where withheld.
    #[schema(required, example = "Noor Bakker")]
    name: Option<String>,
    /// E-mail, in lower case; null where withheld.
    #[schema(required, example = "noor@customer.example")]
    email: Option<String>,
    /// Phone; null where withheld, or where there is none.
    #[schema(required, example = "+31 20 555 01 99")]
    phone: Option<String>,
    /// Title.
    #[schema(required)]
    title: Option<String>,
    /// Country/region, by its ISO 3166-1 code.
    #[schema(required, example = "NL")]
    country: Option<&'static str>,
    /// Survey language, by its BCP 47 tag.
    #[schema(required, example = "nl")]
    language: Option<&'static str>,
    /// Services assisted with: the codes of workloads.
    #[schema(example = json!(["Teams"]))]
    workloads: Vec<String>,
    /// Survey eligible; null for a partner's contact.
    #[schema(required)]
    survey_eligible: Option<bool>,
    /// Of which organisation it is; null where the reader sees one alone.
    #[schema(required)]
    organisation: Option<String>,
    /// When it was last changed.
    changed_at: DateTime<Utc>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl ContactBody {
    fn of(contact: &ContactItem) -> Self {
        let mut withheld = Vec::new();
        let name = value(&contact.name, "name", &mut withheld);
        let email = value(&contact.email, "email", &mut withheld);
        let phone = match &contact.phone {
            Shown::Value(phone) => phone.clone(),
            Shown::Withheld => {
                withheld.push("phone");
                None
            }
        };
        Self {
            id: contact.id.clone(),
            kind: contact.kind.code(),
            name,
            email,
            phone,
            title: contact.title.clone(),
            country: contact.country.map(Country::code),
            language: contact.language.map(SurveyLanguage::tag),
            workloads: contact.workloads.iter().map(|one| one.code.clone()).collect(),
            survey_eligible: contact.survey_eligible,
            organisation: contact.organisation.clone(),
            changed_at: contact.changed_at,
            withheld,
        }
    }

    fn tagged(contact: &ContactItem) -> Tagged<Self> {
        Tagged { revision: contact.revision.clone(), body: Self::of(contact) }
    }
}

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactsBody {
    /// The contacts: by name, or in the order in which they were added where names are withheld.
    items: Vec<ContactBody>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// How many contacts of the customer there are in all.
    customers: i64,
    /// Of those, how many are survey eligible; with none the tenant is flagged.
    survey_eligible: i64,
    /// How many contacts of the partner there are in all.
    partners: i64,
}

impl From<ContactList> for ContactsBody {
    fn from(list: ContactList) -> Self {
        Self {
            items: list.contacts.iter().map(ContactBody::of).collect(),
            next_cursor: list.next_cursor,
            customers: list.counts.customers,
            survey_eligible: list.counts.survey_eligible,
            partners: list.counts.partners,
        }
    }
}

/// Refuses what is given twice, and a type that is given and empty: neither says what is meant.
fn check_once(fields: &Fields) -> Result<(), WebError> {
    let mut wrong = Vec::new();
    for name in ["q", "type", "cursor"] {
        if fields.count(name) > 1 {
            wrong.push((name.to_owned(), FieldProblem::GivenTwice));
        } else if name == "type" && fields.one(name).is_some() && fields.given(name).is_none() {
            wrong.push((name.to_owned(), FieldProblem::App(Problem::Malformed)));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(WebError::Fields(wrong)) }
}

/// List contacts
#[utoipa::path(get, operation_id = "list", path = "/api/v1/tenants/{tenant_id}/contacts", tag = "Contacts",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"), ContactParams),
    responses((status = 200, description = "A page of the list", body = ContactsBody), Problems))]
pub(crate) async fn list(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    fields: Fields,
) -> Answer<ContactsBody> {
    check_once(&fields)?;
    let text = |name: &str| fields.given(name).unwrap_or_default().to_owned();
    let query = ContactQuery { kind: text("type"), search: text("q"), cursor: text("cursor") };
    let seen = web.app.contacts(&caller.ctx, tenant_id, &query).await.map_err(WebError::of_parameters)?;
    Ok(Json(seen.value.into()))
}

/// Show a contact
#[utoipa::path(get, operation_id = "show", path = "/api/v1/tenants/{tenant_id}/contacts/{contact_id}", tag = "Contacts",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("contact_id" = String, Path, description = "The contact")),
    responses((status = 200, description = "The contact", body = ContactBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
) -> TaggedAnswer<ContactBody> {
    Ok(ContactBody::tagged(&web.app.contact(&caller.ctx, tenant_id, &contact_id).await?))
}

/// A contact to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewContactBody {
    /// On whose side: `customer` or `partner`.
    #[serde(default, rename = "type")]
    #[schema(required, example = "customer")]
    kind: String,
    /// Name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 200, example = "Noor Bakker")]
    name: String,
    /// E-mail; no other contact of the tenant may have it.
    #[serde(default)]
    #[schema(required, max_length = 254, example = "noor@customer.example")]
    email: String,
    /// Phone.
    #[serde(default)]
    #[schema(max_length = 40, example = "+31 20 555 01 99")]
    phone: Option<String>,
    /// Title.
    #[serde(default)]
    #[schema(max_length = 200)]
    title: Option<String>,
    /// Country/region, an ISO 3166-1 code; required for a customer's contact.
    #[serde(default)]
    #[schema(example = "NL")]
    country: Option<String>,
    /// Survey language, a BCP 47 tag of the list; required for a customer's contact.
    #[serde(default)]
    #[schema(example = "nl")]
    language: Option<String>,
    /// Services assisted with: the codes of workloads, at least one.
    #[serde(default)]
    #[schema(required, example = json!(["Teams"]))]
    workloads: Vec<String>,
    /// Survey eligible: required for a customer's contact, refused for a partner's.
    #[serde(default)]
    #[schema(example = true)]
    survey_eligible: Option<bool>,
}

/// Add a contact
///
/// Whenever a tenant has customer contacts, at least one is survey eligible: what would break this is refused at
/// `survey_eligible`.
#[utoipa::path(post, operation_id = "create", path = "/api/v1/tenants/{tenant_id}/contacts", tag = "Contacts",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"), KeyParam), request_body = NewContactBody,
    responses((status = 201, description = "Added", body = ContactBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    extract::NewJson { body, key }: extract::NewJson<NewContactBody>,
) -> Result<Response, WebError> {
    let new = NewContact {
        kind: body.kind,
        name: body.name,
        email: body.email,
        phone: body.phone.unwrap_or_default(),
        title: body.title.unwrap_or_default(),
        country: body.country.unwrap_or_default(),
        language: body.language.unwrap_or_default(),
        workloads: body.workloads,
        survey_eligible: body.survey_eligible,
    };
    let added = web.app.add_contact(&caller.ctx, tenant_id, &new, key.as_ref()).await.map_err(WebError::of_body)?;
    let mut response = ContactBody::tagged(&added).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// What a contact is to become.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactEditBody {
    /// On whose side: `customer` or `partner`.
    #[serde(default, rename = "type")]
    #[schema(required, example = "customer")]
    kind: String,
    /// Name; absent or null stays as it is, and has to where it is withheld from you.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, example = "Noor Bakker")]
    name: Option<String>,
    /// E-mail; absent or null stays as it is, and has to where it is withheld from you.
    #[serde(default)]
    #[schema(max_length = 254, example = "noor@customer.example")]
    email: Option<String>,
    /// Phone; absent or null stays as it is, and has to where it is withheld from you. An empty text takes it away.
    #[serde(default)]
    #[schema(max_length = 40, example = "+31 20 555 01 99")]
    phone: Option<String>,
    /// Title; absent or null is none.
    #[serde(default)]
    #[schema(max_length = 200)]
    title: Option<String>,
    /// Country/region, an ISO 3166-1 code; required for a customer's contact.
    #[serde(default)]
    #[schema(example = "NL")]
    country: Option<String>,
    /// Survey language, a BCP 47 tag of the list; required for a customer's contact.
    #[serde(default)]
    #[schema(example = "nl")]
    language: Option<String>,
    /// Services assisted with: the codes of workloads, at least one.
    #[serde(default)]
    #[schema(required, example = json!(["Teams"]))]
    workloads: Vec<String>,
    /// Survey eligible: required for a customer's contact, refused for a partner's.
    #[serde(default)]
    #[schema(example = true)]
    survey_eligible: Option<bool>,
}

/// Change a contact
///
/// The body says all of it, but for what identifies the person: name, e-mail and phone stay as they are where they are absent.
#[utoipa::path(put, operation_id = "update", path = "/api/v1/tenants/{tenant_id}/contacts/{contact_id}", tag = "Contacts",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("contact_id" = String, Path, description = "The contact"), IfMatchParam),
    request_body = ContactEditBody,
    responses((status = 200, description = "Changed", body = ContactBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<ContactEditBody>,
) -> TaggedAnswer<ContactBody> {
    let edit = ContactEdit {
        name: body.name,
        email: body.email,
        phone: body.phone,
        kind: body.kind,
        title: body.title.unwrap_or_default(),
        country: body.country.unwrap_or_default(),
        language: body.language.unwrap_or_default(),
        workloads: body.workloads,
        survey_eligible: body.survey_eligible,
    };
    let changed = web.app.change_contact(&caller.ctx, tenant_id, &contact_id, &edit, &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, ContactBody::tagged)
}

/// Delete a contact
///
/// It can be brought back for 30 seconds (`POST .../restoration`). Then the person's data is erased; the audit keeps that
/// it happened, not whom.
#[utoipa::path(delete, operation_id = "delete", path = "/api/v1/tenants/{tenant_id}/contacts/{contact_id}",
    tag = "Contacts",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("contact_id" = String, Path, description = "The contact"), IfMatchParam),
    responses((status = 204, description = "Deleted"), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn delete(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
    IfMatch(expected): IfMatch,
) -> Done {
    let Seen { viewer, value } = web.app.delete_contact(&caller.ctx, tenant_id, &contact_id, &expected).await?;
    match value {
        Outcome::Saved(_) => Ok(StatusCode::NO_CONTENT),
        overtaken @ Outcome::Overtaken(_) => {
            Tagged::changed(Seen { viewer, value: overtaken }, ContactBody::tagged).map(|_| StatusCode::NO_CONTENT)
        }
    }
}

/// Bring a deleted contact back
///
/// Within 30 seconds after it was deleted; later it is not there any more.
#[utoipa::path(post, operation_id = "restore", tag = "Contacts",
    path = "/api/v1/tenants/{tenant_id}/contacts/{contact_id}/restoration",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("contact_id" = String, Path, description = "The contact")),
    responses((status = 200, description = "It is back", body = ContactBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn restore(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
) -> TaggedAnswer<ContactBody> {
    let back = web.app.restore_contact(&caller.ctx, tenant_id, &contact_id).await?;
    Ok(ContactBody::tagged(&back.value))
}
