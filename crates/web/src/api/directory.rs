//! The directories from which people of a partner sign in, for the programme admin (S1.1, S11.1).

use app::{DirectoryEdit, DirectoryItem, UnknownDirectory};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{ChangeProblems, KeyParam, Problems};
use crate::error::WebError;
use crate::extract::{self, Caller, IfMatch, InPath};
use crate::state::Web;

/// A directory of a partner.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DirectoryBody {
    /// Its GUID.
    directory_id: Uuid,
    /// What the programme office calls it; may be empty.
    name: String,
    /// Whether claims are filed under it. Where none are, there are no tenants for those who sign in from it.
    files_claims: bool,
    /// Whether it is enrolled. Where it is not, tenants are listed and their details are closed.
    enrolled: bool,
    /// How many people with an open account sign in from it.
    people: i64,
}

impl DirectoryBody {
    pub(super) fn of(directory: &DirectoryItem) -> Self {
        Self {
            directory_id: directory.directory_id,
            name: directory.name.clone(),
            files_claims: directory.files_claims,
            enrolled: directory.is_enrolled,
            people: directory.people,
        }
    }

    fn tagged(directory: &DirectoryItem) -> Tagged<Self> {
        Tagged { revision: directory.revision.clone(), body: Self::of(directory) }
    }
}

/// A directory that is nobody's yet, from which people of the partner signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnknownDirectoryBody {
    /// Its GUID.
    directory_id: Uuid,
    /// How many of them.
    people: i64,
}

impl From<&UnknownDirectory> for UnknownDirectoryBody {
    fn from(directory: &UnknownDirectory) -> Self {
        Self { directory_id: directory.directory_id, people: directory.people }
    }
}

/// A directory as it shall be: all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DirectoryEditBody {
    /// What it is called; can be left out.
    #[serde(default)]
    #[schema(max_length = 100, example = "Contoso Services")]
    name: String,
    /// Whether claims are filed under it.
    #[serde(default)]
    #[schema(required)]
    files_claims: bool,
    /// Whether it is enrolled.
    #[serde(default)]
    #[schema(required)]
    enrolled: bool,
}

impl DirectoryEditBody {
    fn edit(self, directory_id: String) -> DirectoryEdit {
        DirectoryEdit { directory_id, name: self.name, files_claims: self.files_claims, is_enrolled: self.enrolled }
    }
}

/// A directory to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDirectoryBody {
    /// Its GUID.
    #[serde(default)]
    #[schema(required, format = Uuid, example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    directory_id: String,
    /// What it is called; can be left out.
    #[serde(default)]
    #[schema(max_length = 100, example = "Contoso Services")]
    name: String,
    /// Whether claims are filed under it.
    #[serde(default)]
    #[schema(required)]
    files_claims: bool,
    /// Whether it is enrolled.
    #[serde(default)]
    #[schema(required)]
    enrolled: bool,
}

/// Add a directory
///
/// Whoever of the partner is known to sign in from it does so from now on.
#[utoipa::path(post, operation_id = "create_directory", path = "/api/v1/partners/{partner_id}/directories", tag = "Partners",
    params(("partner_id" = String, Path, description = "The partner"), KeyParam), request_body = NewDirectoryBody,
    responses((status = 201, description = "Added", body = DirectoryBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<String>,
    extract::NewJson { body, key }: extract::NewJson<NewDirectoryBody>,
) -> Result<Response, WebError> {
    let NewDirectoryBody { directory_id, name, files_claims, enrolled } = body;
    let edit = DirectoryEditBody { name, files_claims, enrolled }.edit(directory_id);
    let added = web.app.add_directory(&caller.ctx, &id, &edit, key.as_ref()).await;
    let mut response = DirectoryBody::tagged(&added.map_err(WebError::of_body)?.value).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Show a directory
#[utoipa::path(get, operation_id = "show_directory", path = "/api/v1/partners/{partner_id}/directories/{directory_id}", tag = "Partners",
    params(("partner_id" = String, Path, description = "The partner"), ("directory_id" = Uuid, Path, description = "The directory")),
    responses((status = 200, description = "The directory", body = DirectoryBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath((id, directory)): InPath<(String, Uuid)>,
) -> TaggedAnswer<DirectoryBody> {
    let desk = web.app.partner_desk(&caller.ctx, &id).await?.value;
    let found = desk.directories.iter().find(|one| one.directory_id == directory);
    found.map(DirectoryBody::tagged).ok_or(WebError::NotFound)
}

/// Change a directory
///
/// What it gives counts from the next request on, for everybody who signs in from it.
#[utoipa::path(put, operation_id = "update_directory", path = "/api/v1/partners/{partner_id}/directories/{directory_id}", tag = "Partners",
    params(("partner_id" = String, Path, description = "The partner"), ("directory_id" = Uuid, Path, description = "The directory"),
           IfMatchParam), request_body = DirectoryEditBody,
    responses((status = 200, description = "Changed", body = DirectoryBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath((id, directory)): InPath<(String, Uuid)>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<DirectoryEditBody>,
) -> TaggedAnswer<DirectoryBody> {
    let edit = body.edit(directory.to_string());
    let changed = web.app.change_directory(&caller.ctx, &id, directory, &edit, &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, DirectoryBody::tagged)
}
