//! Whoever is invited sets a password (S1.2). The page is the same for every link: what it is worth is said to whoever
//! knows the address too.

use app::{AppError, Problem};
use axum::extract::State;
use axum::http::{StatusCode, header};

use super::sign_in::whole_minutes;
use super::{Answer, page_with, see, shell};
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Form, InPath};
use crate::pages::person::InvitationPage;
use crate::state::Web;
use crate::words::tell;

/// The form.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(secret): InPath<String>) -> Answer {
    answer(&web, &caller, StatusCode::OK, &secret, "", None)
}

/// Sets the password, and leads to where it is used first.
pub(crate) async fn accept(
    State(web): State<Web>,
    caller: Caller,
    InPath(secret): InPath<String>,
    Form(form): Form,
) -> Answer {
    let (email, new, repeat) = (form.text("email"), form.text("new"), form.text("repeat"));
    match web.app.accept_invitation(&caller.visit(), &secret, email, new, repeat).await {
        Ok(()) => see("/sign-in?notice=password-set"),
        Err(error) => refused(&web, &caller, &secret, email, error),
    }
}

/// The form as it was filled in, with what is wrong with it.
pub(super) fn refused(web: &Web, caller: &Caller, secret: &str, email: &str, error: AppError) -> Answer {
    let words = caller.words(None);
    match error {
        AppError::WrongCredentials => {
            web.metrics.sign_in_refused();
            let text = tell!(words, "invitation-refused").to_owned();
            answer(web, caller, StatusCode::UNPROCESSABLE_ENTITY, secret, email, Some(("", text)))
        }
        AppError::TooMany(seconds) => {
            web.metrics.sign_in_refused();
            let minutes = whole_minutes(seconds);
            let text = i18n_embed_fl::fl!(words.loader(), "sign-in-too-many", minutes = minutes);
            let mut response = answer(web, caller, StatusCode::TOO_MANY_REQUESTS, secret, email, Some(("", text)))?;
            response.headers_mut().insert(header::RETRY_AFTER, minutes.saturating_mul(60).into());
            Ok(response)
        }
        AppError::Invalid(problems) => {
            let error = problems
                .into_iter()
                .next()
                .map(|(field, problem): (_, Problem)| (field, field_words(field, &FieldProblem::App(problem), words)));
            answer(web, caller, StatusCode::UNPROCESSABLE_ENTITY, secret, email, error)
        }
        error => Err(error.into()),
    }
}

fn answer(
    web: &Web,
    caller: &Caller,
    status: StatusCode,
    secret: &str,
    email: &str,
    error: Option<(&'static str, String)>,
) -> Answer {
    let shell = shell(web, caller, None, None);
    // Secrets are letters that an address takes as they are; whatever else came is not one, and goes back escaped.
    let secret: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let action = format!("/invitations/{secret}");
    page_with(
        status,
        &InvitationPage { shell, action, email: email.trim().to_owned(), error, providers: web.app.providers() },
    )
}
