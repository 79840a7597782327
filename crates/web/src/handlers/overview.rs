//! The first page and the overview (S2.6).

use axum::extract::State;

use super::{Answer, no_access, page, see, shell};
use crate::extract::Caller;
use crate::pages::overview::OverviewPage;
use crate::pages::shell::Entry;
use crate::state::Web;

/// Leads each person to where their work begins.
pub(crate) async fn first(State(web): State<Web>, caller: Caller) -> Answer {
    let viewer = web.app.viewer(&caller.ctx).await?;
    match (viewer.may_see_tenants, viewer.may_load) {
        (true, _) => see("/overview"),
        (false, true) => see("/loads"),
        // Whoever is there for claims alone has these (S1.2).
        (false, false) if viewer.may_see_claims() => see("/claims"),
        // An admin of people alone has those.
        (false, false) if viewer.may_manage_people() => see("/people"),
        (false, false) => no_access(&web, &caller, &viewer),
    }
}

/// The overview.
pub(crate) async fn show(State(web): State<Web>, caller: Caller) -> Answer {
    let seen = web.app.overview(&caller.ctx).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::Overview));
    page(&OverviewPage { shell, overview: seen.value })
}
