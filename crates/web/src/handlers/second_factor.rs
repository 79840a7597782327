//! The second factor: in the own profile, and between password and session.

use app::{AppError, RecoveryCodes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use locale::Words;

use super::sign_in::{entered, signed_in_cookies, whole_minutes, without_session};
use super::{Answer, Flash, page, page_with, refused_fields, see, see_with, shell};
use crate::error::{FieldProblem, WebError, field_words};
use crate::extract::{Caller, Fields, Form, Lasting, Next, step_cookie};
use crate::pages::second_factor::{FactorError, FactorForm, SecondFactorPage, SecondStepPage, SetUpPage, ShownKey};
use crate::pages::shell::Entry;
use crate::state::Web;

/// Where whoever comes too late begins again.
pub(super) const LATE: &str = "/sign-in?notice=code-late";

/// The own second factor.
pub(crate) async fn show(State(web): State<Web>, caller: Caller) -> Answer {
    desk(&web, &caller, StatusCode::OK, None, None).await
}

async fn desk(
    web: &Web,
    caller: &Caller,
    status: StatusCode,
    codes: Option<RecoveryCodes>,
    error: Option<FactorError>,
) -> Answer {
    let seen = web.app.second_factor(&caller.ctx).await?;
    let setup = seen.value.setup.as_ref().map(|key| ShownKey::of(key, &seen.viewer.email));
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Profile));
    page_with(status, &SecondFactorPage { shell, standing: seen.value.standing, setup, codes, error })
}

/// The page with what is wrong with one of its forms, or with none that has fields.
async fn refused(web: &Web, caller: &Caller, form: Option<FactorForm>, error: AppError) -> Answer {
    let viewer = web.app.viewer(&caller.ctx).await?;
    let words = caller.words(Some(&viewer));
    if let AppError::TooMany(seconds) = error {
        let form = form.unwrap_or(FactorForm::Setup);
        let error = FactorError { form, field: "", text: too_many(web, words, seconds) };
        let response = desk(web, caller, StatusCode::TOO_MANY_REQUESTS, None, Some(error)).await?;
        return Ok(put_off(response, seconds));
    }
    let problem = refused_fields(error)?.into_iter().next();
    let error = problem.map(|(field, problem)| FactorError {
        form: form.unwrap_or(FactorForm::Setup),
        field: if form.is_some() { field } else { "" },
        text: field_words(field, &FieldProblem::App(problem), words),
    });
    desk(web, caller, StatusCode::UNPROCESSABLE_ENTITY, None, error).await
}

pub(super) fn too_many(web: &Web, words: &Words, seconds: u64) -> String {
    web.metrics.sign_in_refused();
    i18n_embed_fl::fl!(words.loader(), "sign-in-too-many", minutes = whole_minutes(seconds))
}

pub(super) fn put_off(mut response: Response, seconds: u64) -> Response {
    let seconds = whole_minutes(seconds).saturating_mul(60);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Begins to set up an app.
pub(crate) async fn begin(State(web): State<Web>, caller: Caller) -> Answer {
    match web.app.begin_authenticator(&caller.ctx).await {
        Ok(()) => see("/profile/second-factor"),
        // There is no field to stand at.
        Err(error) => refused(&web, &caller, None, error).await,
    }
}

/// Keeps the app that was set up, and shows the codes for whoever loses it this once: they are kept nowhere, so that a redirect
/// would lose them.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    match web.app.confirm_authenticator(&caller.ctx, form.text("code"), form.text("current")).await {
        Ok(codes) => desk(&web, &caller, StatusCode::OK, Some(codes), None).await,
        Err(error) => refused(&web, &caller, Some(FactorForm::Setup), error).await,
    }
}

/// Makes new codes for whoever loses the app, and shows them this once.
pub(crate) async fn renew_codes(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    match web.app.renew_recovery_codes(&caller.ctx, form.text("code"), form.text("current")).await {
        Ok(codes) => desk(&web, &caller, StatusCode::OK, Some(codes), None).await,
        Err(error) => refused(&web, &caller, Some(FactorForm::Codes), error).await,
    }
}

/// Turns it off.
pub(crate) async fn delete(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    match web.app.remove_second_factor(&caller.ctx, form.text("code"), form.text("current")).await {
        Ok(true) => see_with(&web, "/profile/second-factor", Flash::SecondFactorRemoved),
        Ok(false) => Ok(without_session(&web, see("/sign-in?notice=factor-demanded")?)),
        Err(error) => refused(&web, &caller, Some(FactorForm::Removal), error).await,
    }
}

/// The page that asks for a code, or leads to setting up what shows codes, after the password.
pub(crate) async fn step(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let next = Next::or_first_page(query.one("next"));
    asked(&web, &caller, StatusCode::OK, &next, None).await
}

async fn asked(web: &Web, caller: &Caller, status: StatusCode, next: &Next, error: Option<String>) -> Answer {
    let Some(secret) = &caller.second_step else { return see(LATE) };
    let desk = match web.app.second_step(secret).await {
        Ok(desk) => desk,
        Err(AppError::SignedOut) => return see(LATE),
        Err(error) => return Err(error.into()),
    };
    let setup = desk.setup.as_ref().map(|key| ShownKey::of(key, &desk.email));
    let shell = shell(web, caller, None, None);
    let (has_passkeys, takes_code) = (web.app.has_passkeys(), desk.takes_code);
    page_with(status, &SecondStepPage { shell, next: next.as_str().to_owned(), setup, error, has_passkeys, takes_code })
}

/// Takes the code, and begins a session: always a new one.
pub(crate) async fn pass(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let next = Next::or_first_page(form.one("next"));
    let Some(secret) = &caller.second_step else { return see(LATE) };
    match web.app.pass_second_step(&caller.visit(), secret, form.text("code")).await {
        Ok(passed) => {
            // The session that this browser had, perhaps somebody else's, ends here.
            if caller.has_credential() {
                let _ = web.app.sign_out(&caller.ctx).await;
            }
            let mut response = match passed.codes {
                None => entered(&web, &passed.signed_in, &next)?,
                Some(codes) => {
                    let shell = shell(&web, &caller, None, None);
                    let shown = page(&SetUpPage { shell, codes, next: next.as_str().to_owned() })?;
                    signed_in_cookies(&web, &passed.signed_in, shown)?
                }
            };
            if let Some(cookie) = step_cookie("", Lasting::Seconds(0), web.config.secure_cookies()) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(AppError::SignedOut) => see(LATE),
        Err(AppError::TooMany(seconds)) => {
            let text = too_many(&web, caller.words(None), seconds);
            let response = asked(&web, &caller, StatusCode::TOO_MANY_REQUESTS, &next, Some(text)).await?;
            Ok(put_off(response, seconds))
        }
        Err(error) => {
            web.metrics.sign_in_refused();
            let problem = refused_fields(error)?.into_iter().next();
            let text =
                problem.map(|(field, problem)| field_words(field, &FieldProblem::App(problem), caller.words(None)));
            asked(&web, &caller, StatusCode::UNPROCESSABLE_ENTITY, &next, text).await
        }
    }
}

/// The way on for a browser that has done the first step of signing in.
pub(super) fn led_on(web: &Web, step: &app::SecondStep, path: &str, next: &Next) -> Answer {
    let cookie = step_cookie(&step.secret, Lasting::Seconds(step.seconds), web.config.secure_cookies())
        .ok_or_else(|| WebError::internal("a step's secret is no header value"))?;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next.as_str()).finish();
    let mut response = see(&format!("{path}?{query}"))?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
