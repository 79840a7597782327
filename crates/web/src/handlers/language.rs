//! The switch of language in the header, for people and for visitors.

use app::AppError;
use axum::extract::State;
use axum::http::header;
use domain::person::{Language, Theme};

use super::{Answer, see};
use crate::error::{FieldProblem, WebError};
use crate::extract::{Caller, Form, Next, preference_cookies};
use crate::state::Web;

/// Sets the language, and the theme where one is given; keeps them with the person, else in a cookie.
pub(crate) async fn update(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let unknown = |field: &str| WebError::field(field, FieldProblem::App(app::Problem::Unknown));
    let language = Language::from_tag(form.text("language")).ok_or_else(|| unknown("language"))?;
    let theme = match form.given("theme") {
        Some(code) => Some(Theme::from_code(code).ok_or_else(|| unknown("theme"))?),
        None => None,
    };
    if caller.has_credential() {
        match web.app.viewer(&caller.ctx).await {
            Ok(viewer) => {
                let theme = theme.unwrap_or(viewer.theme);
                web.app.set_preferences(&caller.ctx, Some(language), theme).await?;
            }
            Err(AppError::SignedOut) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut response = see(Next::or_first_page(form.one("next")).as_str())?;
    for cookie in preference_cookies(Some(language), theme, web.config.secure_cookies()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
