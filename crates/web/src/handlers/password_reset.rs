//! A new password for whoever forgot theirs, by a link that is mailed. Whoever asks gets one answer, whether there is such an
//! account or not; whoever has a link gets one page, whatever it is worth.

use app::AppError;
use axum::extract::State;
use axum::http::{StatusCode, header};

use super::sign_in::whole_minutes;
use super::{Answer, page_with, see, shell};
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Form, InPath};
use crate::pages::password_reset::{AskResetPage, ResetPage};
use crate::state::Web;
use crate::words::tell;

/// The form for a link.
pub(crate) async fn new(State(web): State<Web>, caller: Caller) -> Answer {
    asked(&web, &caller, StatusCode::OK, "", false, None)
}

/// Mails a link to whoever has that address.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let email = form.text("email");
    let words = caller.words(None);
    match web.app.ask_password_reset(&caller.visit(), email).await {
        Ok(()) => asked(&web, &caller, StatusCode::OK, email, true, None),
        // There is no mail, and the page says so.
        Err(AppError::NotFound) => asked(&web, &caller, StatusCode::OK, email, false, None),
        Err(AppError::TooMany(seconds)) => {
            web.metrics.sign_in_refused();
            let minutes = whole_minutes(seconds);
            let text = i18n_embed_fl::fl!(words.loader(), "sign-in-too-many", minutes = minutes);
            let status = StatusCode::TOO_MANY_REQUESTS;
            let mut response = asked(&web, &caller, status, email, false, Some(text))?;
            response.headers_mut().insert(header::RETRY_AFTER, minutes.saturating_mul(60).into());
            Ok(response)
        }
        Err(AppError::Invalid(problems)) => {
            let first = problems.into_iter().next();
            let error = first.map(|(field, problem)| field_words(field, &FieldProblem::App(problem), words));
            asked(&web, &caller, StatusCode::UNPROCESSABLE_ENTITY, email, false, error)
        }
        Err(error) => Err(error.into()),
    }
}

fn asked(web: &Web, caller: &Caller, status: StatusCode, email: &str, is_sent: bool, error: Option<String>) -> Answer {
    let shell = shell(web, caller, None, None);
    let (email, has_mail) = (email.trim().to_owned(), web.app.sends_mail());
    page_with(status, &AskResetPage { shell, email, has_mail, is_sent, error })
}

/// The form for a new password.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(secret): InPath<String>) -> Answer {
    answer(&web, &caller, StatusCode::OK, &secret, None)
}

/// Sets the password, and leads to where it is used first.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(secret): InPath<String>,
    Form(form): Form,
) -> Answer {
    let words = caller.words(None);
    match web.app.reset_password(&caller.visit(), &secret, form.text("new"), form.text("repeat")).await {
        Ok(()) => see("/sign-in?notice=password-reset"),
        Err(AppError::WrongCredentials) => {
            web.metrics.sign_in_refused();
            let text = tell!(words, "reset-refused").to_owned();
            answer(&web, &caller, StatusCode::UNPROCESSABLE_ENTITY, &secret, Some(("", text)))
        }
        Err(AppError::TooMany(seconds)) => {
            web.metrics.sign_in_refused();
            let minutes = whole_minutes(seconds);
            let text = i18n_embed_fl::fl!(words.loader(), "sign-in-too-many", minutes = minutes);
            let mut response = answer(&web, &caller, StatusCode::TOO_MANY_REQUESTS, &secret, Some(("", text)))?;
            response.headers_mut().insert(header::RETRY_AFTER, minutes.saturating_mul(60).into());
            Ok(response)
        }
        Err(AppError::Invalid(problems)) => {
            let first = problems.into_iter().next();
            let error = first.map(|(field, problem)| (field, field_words(field, &FieldProblem::App(problem), words)));
            answer(&web, &caller, StatusCode::UNPROCESSABLE_ENTITY, &secret, error)
        }
        Err(error) => Err(error.into()),
    }
}

fn answer(
    web: &Web,
    caller: &Caller,
    status: StatusCode,
    secret: &str,
    error: Option<(&'static str, String)>,
) -> Answer {
    let shell = shell(web, caller, None, None);
    // Secrets are letters that an address takes as they are; whatever else came is not one, and goes back escaped.
    let secret: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    page_with(status, &ResetPage { shell, action: format!("/password-reset/{secret}"), error })
}
