//! Saved views of the tenant list (S2.4).

use app::SavedView;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, ChangeProblems, Done, KeyParam, Problems};
use crate::error::WebError;
use crate::extract::{self, Caller, InPath};
use crate::state::Web;

/// A saved view.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ViewBody {
    /// By which it can be deleted.
    #[schema(example = "Jd0vUSQxH8mKzW3b")]
    id: String,
    /// The name.
    #[schema(example = "Low in the north")]
    name: String,
    /// The query string of the list.
    #[schema(example = "band=low&sort=-pau")]
    query: String,
}

impl From<SavedView> for ViewBody {
    fn from(view: SavedView) -> Self {
        Self { id: view.id, name: view.name, query: view.query }
    }
}

/// The person's saved views.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ViewsBody {
    /// By name.
    items: Vec<ViewBody>,
}

/// List saved views
#[utoipa::path(get, path = "/api/v1/views", tag = "Views",
    responses((status = 200, description = "The person's views", body = ViewsBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer<ViewsBody> {
    let views = web.app.views(&caller.ctx).await?;
    Ok(Json(ViewsBody { items: views.into_iter().map(ViewBody::from).collect() }))
}

/// A view to save.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewViewBody {
    /// The name; a view of that name is replaced.
    #[schema(min_length = 1, max_length = 60, example = "Low in the north")]
    name: String,
    /// The query string of the list, without `?` and without a cursor.
    #[schema(max_length = 2000, example = "band=low&sort=-pau")]
    query: String,
}

/// Save a view
#[utoipa::path(post, path = "/api/v1/views", tag = "Views", request_body = NewViewBody, params(KeyParam),
    responses((status = 201, description = "Saved", body = ViewBody), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    extract::NewJson { body, key }: extract::NewJson<NewViewBody>,
) -> Result<(StatusCode, Json<ViewBody>), WebError> {
    let view = web.app.save_view(&caller.ctx, &body.name, &body.query, key.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(view.into())))
}

/// Delete a view
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "Views",
    params(("id" = String, Path, description = "The view")),
    responses((status = 204, description = "Deleted"), Problems))]
pub(crate) async fn delete(State(web): State<Web>, caller: Caller, InPath(id): InPath<String>) -> Done {
    web.app.delete_view(&caller.ctx, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
