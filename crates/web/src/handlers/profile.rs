//! The own account: password, language and theme, sessions, access tokens.

use app::{AppError, NewToken, Problem, TokenScope};
use axum::extract::State;
use axum::http::{StatusCode, header};
use domain::person::{Language, Theme, WeakPassword};
use locale::Words;

use super::sign_in::{whole_minutes, without_session};
use super::{Answer, Flash, page_with, problem_of, refused_fields, see, see_with, shell};
use crate::error::{FieldProblem, WebError, field_words};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::mail::MailForm;
use crate::pages::profile::{PasswordError, PasswordForm, ProfilePage, TokenForm};
use crate::pages::shell::Entry;
use crate::state::Web;

/// The page.
pub(crate) async fn show(State(web): State<Web>, caller: Caller) -> Answer {
    desk(&web, &caller, Forms::default()).await
}

/// What the forms of the page come back with.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) status: StatusCode,
    /// Nothing: what stands there.
    pub(super) mail: Option<MailForm>,
    pub(super) password: PasswordForm,
    pub(super) token: TokenForm,
    pub(super) new_token: Option<NewToken>,
    pub(super) way_error: Option<String>,
}

pub(super) async fn desk(web: &Web, caller: &Caller, forms: Forms) -> Answer {
    let seen = web.app.profile(&caller.ctx).await?;
    let mail = match forms.mail {
        Some(mail) => mail,
        None => MailForm::of(web.app.mail_choice(&caller.ctx).await?.value),
    };
    let page = ProfilePage {
        shell: shell(web, caller, Some(&seen.viewer), Some(Entry::Profile)),
        language: seen.viewer.language,
        profile: seen.value,
        mail,
        password: forms.password,
        token_form: forms.token,
        new_token: forms.new_token,
        way_error: forms.way_error,
    };
    page_with(forms.status, &page)
}

/// Changes the password.
pub(crate) async fn update_password(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let (current, new, repeat) = (form.text("current"), form.text("new"), form.text("repeat"));
    let problems = match web.app.change_password(&caller.ctx, current, new, repeat).await {
        Ok(()) => return see_with(&web, "/profile", Flash::PasswordChanged),
        Err(AppError::TooMany(seconds)) => return too_many_guesses(&web, &caller, seconds).await,
        Err(error) => refused_fields(error)?,
    };
    let password = PasswordForm { error: Some(password_error(&problems)) };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    desk(&web, &caller, Forms { status, password, ..Forms::default() }).await
}

/// The same answer as at signing in.
async fn too_many_guesses(web: &Web, caller: &Caller, seconds: u64) -> Answer {
    web.metrics.sign_in_refused();
    let minutes = whole_minutes(seconds);
    let password = PasswordForm { error: Some(PasswordError::TooMany { minutes }) };
    let status = StatusCode::TOO_MANY_REQUESTS;
    let mut response = desk(web, caller, Forms { status, password, ..Forms::default() }).await?;
    response.headers_mut().insert(header::RETRY_AFTER, minutes.saturating_mul(60).into());
    Ok(response)
}

/// The page with what is wrong with connecting or disconnecting an account at a provider.
pub(super) async fn way_refused(web: &Web, caller: &Caller, error: AppError) -> Answer {
    let viewer = web.app.viewer(&caller.ctx).await?;
    let words = caller.words(Some(&viewer));
    if let AppError::TooMany(seconds) = error {
        web.metrics.sign_in_refused();
        let minutes = whole_minutes(seconds);
        let way_error = Some(i18n_embed_fl::fl!(words.loader(), "sign-in-too-many", minutes = minutes));
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut response = desk(web, caller, Forms { status, way_error, ..Forms::default() }).await?;
        response.headers_mut().insert(header::RETRY_AFTER, minutes.saturating_mul(60).into());
        return Ok(response);
    }
    let problems = refused_fields(error)?;
    let way_error =
        problems.first().map(|(field, problem)| field_words(field, &FieldProblem::App(problem.clone()), words));
    desk(web, caller, Forms { status: StatusCode::UNPROCESSABLE_ENTITY, way_error, ..Forms::default() }).await
}

fn password_error(problems: &[(app::Field, Problem)]) -> PasswordError {
    if problem_of(problems, "current").is_some() {
        return PasswordError::Current;
    }
    match problem_of(problems, "new") {
        Some(Problem::Weak(weak)) => PasswordError::Weak(*weak),
        Some(Problem::TooLong(_)) => PasswordError::Weak(WeakPassword::TooLong),
        Some(_) => PasswordError::Weak(WeakPassword::TooShort),
        None => PasswordError::Repeat,
    }
}

/// Keeps language and theme with the person. An empty language is that of the browser.
pub(crate) async fn update_preferences(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let unknown = |field: &str| WebError::field(field, FieldProblem::App(Problem::Unknown));
    let language = match form.given("language") {
        Some(tag) => Some(Language::from_tag(tag).ok_or_else(|| unknown("language"))?),
        None => None,
    };
    let theme = Theme::from_code(form.text("theme")).ok_or_else(|| unknown("theme"))?;
    web.app.set_preferences(&caller.ctx, language, theme).await?;
    see_with(&web, "/profile", Flash::PreferencesSaved)
}

/// Ends one session of the person.
pub(crate) async fn delete_session(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Answer {
    web.app.end_session(&caller.ctx, &handle).await?;
    see_with(&web, "/profile", Flash::SessionEnded)
}

/// Ends every session of the person, this one too.
pub(crate) async fn delete_sessions(State(web): State<Web>, caller: Caller) -> Answer {
    web.app.sign_out_everywhere(&caller.ctx).await?;
    Ok(without_session(&web, see("/sign-in?notice=signed-out-everywhere")?))
}

/// Makes a token, and shows its secret this once: it is kept nowhere, so that a redirect would lose it.
pub(crate) async fn create_token(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let scope = TokenScope::from_code(form.text("scope")).unwrap_or(TokenScope::Read);
    let days = form.text("expires_days").trim().parse().unwrap_or(0);
    match web.app.create_token(&caller.ctx, form.text("name").trim(), days, scope).await {
        Ok(token) => desk(&web, &caller, Forms { new_token: Some(token), ..Forms::default() }).await,
        Err(error) => {
            let problems = refused_fields(error)?;
            let viewer = web.app.viewer(&caller.ctx).await?;
            let token = refused_token(caller.words(Some(&viewer)), &form, scope, &problems);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            desk(&web, &caller, Forms { status, token, ..Forms::default() }).await
        }
    }
}

/// The form as it was filled in, with what is wrong at each field.
fn refused_token(words: &Words, form: &Fields, scope: TokenScope, problems: &[(app::Field, Problem)]) -> TokenForm {
    let at = |field: &str| {
        problem_of(problems, field).map(|problem| field_words(field, &FieldProblem::App(problem.clone()), words))
    };
    TokenForm {
        name: form.text("name").to_owned(),
        days: form.text("expires_days").to_owned(),
        scope,
        name_error: at("name"),
        days_error: at("expires_days"),
    }
}

/// Revokes a token of the person.
pub(crate) async fn delete_token(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Answer {
    web.app.revoke_token(&caller.ctx, &handle).await?;
    see_with(&web, "/profile", Flash::TokenRevoked)
}
