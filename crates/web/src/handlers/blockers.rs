//! What stands in the way of the portfolio, by reason (S8.6).

use axum::extract::State;

use super::{Answer, page, shell};
use crate::extract::Caller;
use crate::pages::blockers::BlockersPage;
use crate::pages::shell::Entry;
use crate::state::Web;

/// The blockers.
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer {
    let seen = web.app.blockers(&caller.ctx).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::Blockers));
    page(&BlockersPage { shell, statuses: seen.value })
}
