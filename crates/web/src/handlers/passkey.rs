//! Passkeys: in the own profile, and to sign in.

use app::{AppError, Proof};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use locale::Words;

use super::second_factor::{LATE, led_on, put_off, too_many};
use super::sign_in::entered;
use super::{Answer, Flash, page_with, refused_fields, see, see_with, shell};
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Fields, Form, InPath, Lasting, Next, step_cookie};
use crate::pages::passkey::{PasskeyAnswerPage, PasskeyError, PasskeysPage};
use crate::pages::profile::device_of;
use crate::pages::shell::Entry;
use crate::state::Web;

/// The own passkeys.
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer {
    desk(&web, &caller, StatusCode::OK, None, None).await
}

async fn desk(
    web: &Web,
    caller: &Caller,
    status: StatusCode,
    name: Option<&str>,
    error: Option<PasskeyError>,
) -> Answer {
    let seen = web.app.passkeys(&caller.ctx).await?;
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Profile));
    let name = name.map_or_else(|| device_of(&caller.user_agent, shell.words), str::to_owned);
    page_with(status, &PasskeysPage { shell, desk: seen.value, name, error })
}

/// The page with what is wrong: at one of these fields, or above all of them.
async fn refused(web: &Web, caller: &Caller, name: Option<&str>, fields: &[&'static str], error: AppError) -> Answer {
    let viewer = web.app.viewer(&caller.ctx).await?;
    let words = caller.words(Some(&viewer));
    if let AppError::TooMany(seconds) = error {
        let error = Some(PasskeyError { field: "", text: too_many(web, words, seconds) });
        let response = desk(web, caller, StatusCode::TOO_MANY_REQUESTS, name, error).await?;
        return Ok(put_off(response, seconds));
    }
    let error = refused_fields(error)?.into_iter().next().map(|(field, problem)| PasskeyError {
        field: if fields.contains(&field) { field } else { "" },
        text: field_words(field, &FieldProblem::App(problem), words),
    });
    desk(web, caller, StatusCode::UNPROCESSABLE_ENTITY, name, error).await
}

/// Begins to add one.
pub(crate) async fn begin(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let name = form.text("name");
    let proof = Proof { current: form.text("current"), code: form.text("code") };
    match web.app.begin_passkey(&caller.ctx, name, proof).await {
        Ok(()) => see("/profile/passkeys"),
        Err(error) => refused(&web, &caller, Some(name), &["name", "current", "code"], error).await,
    }
}

/// Keeps what the device made.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    match web.app.add_passkey(&caller.ctx, form.text("passkey")).await {
        Ok(()) => see_with(&web, "/profile/passkeys", Flash::PasskeyAdded),
        Err(error) => refused(&web, &caller, None, &[], error).await,
    }
}

/// Removes one.
pub(crate) async fn delete(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Answer {
    match web.app.remove_passkey(&caller.ctx, &handle).await {
        Ok(()) => see_with(&web, "/profile/passkeys", Flash::PasskeyRemoved),
        Err(error) => refused(&web, &caller, None, &[], error).await,
    }
}

/// Begins to sign somebody in.
pub(crate) async fn ask(State(web): State<Web>, Form(form): Form) -> Answer {
    let step = web.app.begin_passkey_sign_in().await?;
    led_on(&web, &step, "/sign-in/passkey", &Next::or_first_page(form.one("next")))
}

/// The page on which the browser is asked.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let next = Next::or_first_page(query.one("next"));
    let Some(secret) = &caller.second_step else { return see(LATE) };
    match web.app.passkey_asked(secret).await {
        Ok(options) => asked(&web, &caller, StatusCode::OK, &next, Some(options), None),
        Err(AppError::SignedOut) => see(LATE),
        Err(error) => Err(error.into()),
    }
}

fn asked(
    web: &Web,
    caller: &Caller,
    status: StatusCode,
    next: &Next,
    options: Option<String>,
    error: Option<String>,
) -> Answer {
    let shell = shell(web, caller, None, None);
    page_with(status, &PasskeyAnswerPage { shell, next: next.as_str().to_owned(), options, error })
}

/// Signs in whose passkey it is: always with a new session.
pub(crate) async fn answer(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let next = Next::or_first_page(form.one("next"));
    let Some(secret) = &caller.second_step else { return see(LATE) };
    let words: &Words = caller.words(None);
    let response = match web.app.pass_passkey(&caller.visit(), secret, form.text("passkey")).await {
        Ok(signed_in) => {
            // The session that this browser had, perhaps somebody else's, ends here.
            if caller.has_credential() {
                let _ = web.app.sign_out(&caller.ctx).await;
            }
            entered(&web, &signed_in, &next)?
        }
        Err(AppError::SignedOut) => see(LATE)?,
        Err(AppError::WrongCredentials) => {
            web.metrics.sign_in_refused();
            let text = i18n_embed_fl::fl!(words.loader(), "passkey-refused");
            asked(&web, &caller, StatusCode::UNPROCESSABLE_ENTITY, &next, None, Some(text))?
        }
        Err(AppError::TooMany(seconds)) => {
            let text = too_many(&web, words, seconds);
            put_off(asked(&web, &caller, StatusCode::TOO_MANY_REQUESTS, &next, None, Some(text))?, seconds)
        }
        Err(error) => return Err(error.into()),
    };
    Ok(without_step(&web, response))
}

/// The response with which a browser forgets what it was asked.
fn without_step(web: &Web, mut response: Response) -> Response {
    if let Some(cookie) = step_cookie("", Lasting::Seconds(0), web.config.secure_cookies()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
