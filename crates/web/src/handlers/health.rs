//! Whether the server lives, and whether it can work: for supervisors and balancers.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::state::Web;

/// The process runs.
pub(crate) async fn lives() -> &'static str {
    "ok\n"
}

/// The database answers too.
pub(crate) async fn is_ready(State(web): State<Web>) -> Response {
    if web.app.is_ready().await {
        (StatusCode::OK, "ready\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], "not ready\n").into_response()
    }
}
