//! Partners and their locations, for the programme admin (S1.1).

use app::{LocationEdit, LocationItem, PartnerDesk, PartnerItem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::directory::{DirectoryBody, UnknownDirectoryBody};
use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, KeyParam, Problems};
use crate::error::WebError;
use crate::extract::{self, Caller, IfMatch, InPath};
use crate::state::Web;

/// A partner.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartnerBody {
    /// The partner ID.
    #[schema(example = "1234567")]
    partner_id: String,
    /// The name.
    name: String,
    /// How many locations it has.
    locations: i64,
    /// For how many of them claims are filed.
    enrolled: i64,
    /// How many people have an open account.
    people: i64,
}

impl From<&PartnerItem> for PartnerBody {
    fn from(partner: &PartnerItem) -> Self {
        Self {
            partner_id: partner.partner_id.clone(),
            name: partner.name.clone(),
            locations: partner.locations,
            enrolled: partner.enrolled,
            people: partner.people,
        }
    }
}

/// Every partner.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartnersBody {
    /// By name.
    items: Vec<PartnerBody>,
}

/// A location of a partner.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnrolledLocationBody {
    /// Its own partner ID.
    #[schema(example = "1234568")]
    location_id: String,
    /// Its name.
    name: String,
    /// Its city; may be empty.
    city: String,
    /// Its country; may be empty.
    country: String,
    /// Whether claims are filed for it.
    enrolled: bool,
}

impl EnrolledLocationBody {
    fn of(location: &LocationItem) -> Self {
        Self {
            location_id: location.location_id.clone(),
            name: location.name.clone(),
            city: location.city.clone(),
            country: location.country.clone(),
            enrolled: location.is_enrolled,
        }
    }

    fn tagged(location: &LocationItem) -> Tagged<Self> {
        Tagged { revision: location.revision.clone(), body: Self::of(location) }
    }
}

/// A partner with its locations and directories.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenedPartnerBody {
    /// The partner.
    partner: PartnerBody,
    /// Its locations, by name.
    locations: Vec<EnrolledLocationBody>,
    /// The directories from which its people sign in, by name.
    directories: Vec<DirectoryBody>,
    /// Directories that are nobody's yet, from which people of the partner signed in: by a provider that tells.
    unknown_directories: Vec<UnknownDirectoryBody>,
}

impl OpenedPartnerBody {
    fn tagged(desk: &PartnerDesk) -> Tagged<Self> {
        let locations = desk.locations.iter().map(EnrolledLocationBody::of).collect();
        let directories = desk.directories.iter().map(DirectoryBody::of).collect();
        let unknown_directories = desk.unknown_directories.iter().map(UnknownDirectoryBody::from).collect();
        let body = Self { partner: PartnerBody::from(&desk.partner), locations, directories, unknown_directories };
        Tagged { revision: desk.partner.revision.clone(), body }
    }
}

/// List partners
#[utoipa::path(get, operation_id = "list", path = "/api/v1/partners", tag = "Partners",
    responses((status = 200, description = "Every partner", body = PartnersBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer<PartnersBody> {
    let partners = web.app.partner_list(&caller.ctx).await?.value;
    Ok(Json(PartnersBody { items: partners.iter().map(PartnerBody::from).collect() }))
}

/// A partner to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPartnerBody {
    /// The partner ID: up to 20 letters and digits.
    #[serde(default)]
    #[schema(required, max_length = 20, example = "1234567")]
    partner_id: String,
    /// The name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 200, example = "Contoso Services")]
    name: String,
}

/// Add a partner
#[utoipa::path(post, operation_id = "create", path = "/api/v1/partners", tag = "Partners", params(KeyParam),
    request_body = NewPartnerBody,
    responses((status = 201, description = "Added", body = OpenedPartnerBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    extract::NewJson { body, key }: extract::NewJson<NewPartnerBody>,
) -> Result<Response, WebError> {
    let added = web.app.add_partner(&caller.ctx, &body.partner_id, &body.name, key.as_ref()).await;
    let mut response = OpenedPartnerBody::tagged(&added.map_err(WebError::of_body)?.value).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Show a partner
///
/// With its locations and directories. The version is that of the partner itself.
#[utoipa::path(get, operation_id = "show", path = "/api/v1/partners/{partner_id}", tag = "Partners",
    params(("partner_id" = String, Path, description = "The partner")),
    responses((status = 200, description = "The partner", body = OpenedPartnerBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<String>,
) -> TaggedAnswer<OpenedPartnerBody> {
    Ok(OpenedPartnerBody::tagged(&web.app.partner_desk(&caller.ctx, &id).await?.value))
}

/// A partner as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartnerEditBody {
    /// The name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 200, example = "Contoso Services")]
    name: String,
}

/// Rename a partner
///
/// A partner profile that says otherwise changes it again.
#[utoipa::path(put, operation_id = "update", path = "/api/v1/partners/{partner_id}", tag = "Partners",
    params(("partner_id" = String, Path, description = "The partner"), IfMatchParam), request_body = PartnerEditBody,
    responses((status = 200, description = "Changed", body = OpenedPartnerBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<String>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<PartnerEditBody>,
) -> TaggedAnswer<OpenedPartnerBody> {
    let changed = web.app.rename_partner(&caller.ctx, &id, &body.name, &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, OpenedPartnerBody::tagged)
}

/// A location as it shall be: all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LocationEditBody {
    /// The name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 200, example = "Contoso Utrecht")]
    name: String,
    /// The city; can be left out.
    #[serde(default)]
    #[schema(max_length = 100, example = "Utrecht")]
    city: String,
    /// The country; can be left out.
    #[serde(default)]
    #[schema(max_length = 100, example = "Netherlands")]
    country: String,
    /// Whether claims are filed for it.
    #[serde(default)]
    #[schema(required)]
    enrolled: bool,
}

impl LocationEditBody {
    fn edit(self, location_id: String) -> LocationEdit {
        LocationEdit {
            location_id,
            name: self.name,
            city: self.city,
            country: self.country,
            is_enrolled: self.enrolled,
        }
    }
}

/// A location to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLocationBody {
    /// Its own partner ID: up to 20 letters and digits.
    #[serde(default)]
    #[schema(required, max_length = 20, example = "1234568")]
    location_id: String,
    /// The name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 200, example = "Contoso Utrecht")]
    name: String,
    /// The city; can be left out.
    #[serde(default)]
    #[schema(max_length = 100, example = "Utrecht")]
    city: String,
    /// The country; can be left out.
    #[serde(default)]
    #[schema(max_length = 100, example = "Netherlands")]
    country: String,
    /// Whether claims are filed for it.
    #[serde(default)]
    #[schema(required)]
    enrolled: bool,
}

/// Add a location
#[utoipa::path(post, operation_id = "create_location", path = "/api/v1/partners/{partner_id}/locations", tag = "Partners",
    params(("partner_id" = String, Path, description = "The partner"), KeyParam), request_body = NewLocationBody,
    responses((status = 201, description = "Added", body = EnrolledLocationBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn create_location(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<String>,
    extract::NewJson { body, key }: extract::NewJson<NewLocationBody>,
) -> Result<Response, WebError> {
    let NewLocationBody { location_id, name, city, country, enrolled } = body;
    let edit = LocationEditBody { name, city, country, enrolled }.edit(location_id);
    let added = web.app.add_location(&caller.ctx, &id, &edit, key.as_ref()).await;
    let mut response = EnrolledLocationBody::tagged(&added.map_err(WebError::of_body)?.value).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Show a location
#[utoipa::path(get, operation_id = "show_location", path = "/api/v1/partners/{partner_id}/locations/{location_id}", tag = "Partners",
    params(("partner_id" = String, Path, description = "The partner"), ("location_id" = String, Path, description = "The location")),
    responses((status = 200, description = "The location", body = EnrolledLocationBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show_location(
    State(web): State<Web>,
    caller: Caller,
    InPath((id, location)): InPath<(String, String)>,
) -> TaggedAnswer<EnrolledLocationBody> {
    let desk = web.app.partner_desk(&caller.ctx, &id).await?.value;
    let found = desk.locations.iter().find(|one| one.location_id == location);
    found.map(EnrolledLocationBody::tagged).ok_or(WebError::NotFound)
}

/// Change a location
///
/// Name, city and country are changed again by a partner profile that says otherwise; whether claims are filed for it is not.
#[utoipa::path(put, operation_id = "update_location", path = "/api/v1/partners/{partner_id}/locations/{location_id}", tag = "Partners",
    params(("partner_id" = String, Path, description = "The partner"), ("location_id" = String, Path, description = "The location"),
           IfMatchParam), request_body = LocationEditBody,
    responses((status = 200, description = "Changed", body = EnrolledLocationBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update_location(
    State(web): State<Web>,
    caller: Caller,
    InPath((id, location)): InPath<(String, String)>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<LocationEditBody>,
) -> TaggedAnswer<EnrolledLocationBody> {
    let edit = body.edit(location.clone());
    let changed = web.app.change_location(&caller.ctx, &id, &location, &edit, &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, EnrolledLocationBody::tagged)
}
