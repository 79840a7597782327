//! An error for people: a page that says what happened and what to do.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::WebError;
use super::words::specific;
use crate::pages::Shell;
use crate::pages::error::ErrorPage;

/// The error as a page.
pub(crate) fn render_page(error: &WebError, shell: Shell, request_id: &str) -> Response {
    let words = shell.words;
    let page = ErrorPage {
        problem: error.heading(),
        detail: specific(error, words),
        request_id: request_id.to_owned(),
        shell,
    };
    match page.render() {
        Ok(html) => (error.status(), Html(html)).into_response(),
        Err(fault) => {
            tracing::error!(request_id, %fault, "the error page cannot be written");
            error.status().into_response()
        }
    }
}
