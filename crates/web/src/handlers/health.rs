//! Whether the server lives, and whether it can work: for supervisors and balancers.

use axum::extract::State;
use axum::http::StatusCode;

use crate::state::Web;

/// The process runs.
pub(crate) async fn lives() -> &'static str {
    "ok\n"
}

/// The database answers too.
pub(crate) async fn is_ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    if web.app.is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
