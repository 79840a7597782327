//! My work: what waits for somebody (S12.1).

use axum::extract::State;

use super::{Answer, page, shell};
use crate::error::WebError;
use crate::extract::{Caller, Fields};
use crate::pages::shell::Entry;
use crate::pages::work::{MOST_IN_NAVIGATION, WorkCountPart, WorkPage};
use crate::state::Web;

/// What waits: the first of each kind, or a page of one.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let (kind, cursor) = (fields.given("kind"), fields.given("cursor"));
    let seen = web.app.work(&caller.ctx, kind, cursor).await.map_err(WebError::of_parameters)?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::Work));
    page(&WorkPage { shell, kind: kind.and_then(domain::work::WorkKind::from_code), work: seen.value })
}

/// How much is urgent, for the navigation.
pub(crate) async fn count(State(web): State<Web>, caller: Caller) -> Answer {
    let seen = web.app.urgent_work(&caller.ctx, MOST_IN_NAVIGATION + 1).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), None);
    page(&WorkCountPart { shell, count: seen.value })
}
