//! Saved views of the tenant list (S2.4).

use axum::extract::State;

use super::{Answer, Flash, see_with};
use crate::extract::{Caller, Form, InPath};
use crate::state::Web;

/// Saves the list as it stands under a name.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let query = form.text("query").trim_start_matches('?');
    let view = web.app.save_view(&caller.ctx, form.text("name"), query, None).await?;
    see_with(&web, &list_url(&view.query), Flash::ViewSaved)
}

/// Deletes a view.
pub(crate) async fn delete(State(web): State<Web>, caller: Caller, InPath(id): InPath<String>) -> Answer {
    web.app.delete_view(&caller.ctx, &id).await?;
    see_with(&web, "/tenants", Flash::ViewDeleted)
}

fn list_url(query: &str) -> String {
    // What a program saved need not be written as an address is.
    if query.is_empty() || !query.bytes().all(|byte| byte.is_ascii_graphic()) {
        "/tenants".to_owned()
    } else {
        format!("/tenants?{query}")
    }
}
