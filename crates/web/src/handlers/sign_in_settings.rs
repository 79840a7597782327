//! How the people of an organisation sign in (S1.2).

use app::{AppError, Expected, Outcome, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use locale::Words;

use super::form::{faults, given_back};
use super::{Answer, Flash, page, page_with, refused_fields, see_with, shell};
use crate::error::WebError;
use crate::extract::{Caller, Fields, Form};
use crate::pages::form::FormFaults;
use crate::pages::shell::Entry;
use crate::pages::sign_in_settings::{SignInSettingsPage, field_label};
use crate::state::Web;

fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// The page, of the own organisation or of the partner that the address names.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    page(&opened(&web, &caller, query.given("partner")).await?)
}

async fn opened(web: &Web, caller: &Caller, partner_id: Option<&str>) -> Result<SignInSettingsPage, WebError> {
    let seen = web.app.sign_in_settings(&caller.ctx, partner_id).await?;
    Ok(SignInSettingsPage {
        shell: shell(web, caller, Some(&seen.viewer), Some(Entry::SignIn)),
        is_on: seen.value.is_single_sign_on,
        is_demanded: seen.value.needs_second_factor,
        settings: seen.value,
        is_overtaken: false,
        faults: FormFaults::default(),
    })
}

/// Sets it.
pub(crate) async fn update(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = set(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/sign-in-settings", label).await
}

async fn set(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    let partner_id = form.given("partner_id");
    let asked = form.one("single_sign_on").map(|value| value == "true");
    let factor = form.one("second_factor").map(|value| value == "true");
    let (is_on, is_demanded) = (asked == Some(true), factor == Some(true));
    let expected = Expected::one(form.text("version"));
    match web.app.set_sign_in_settings(&caller.ctx, partner_id, asked, factor, &expected).await {
        Ok(Seen { value: Outcome::Saved(settings), .. }) => {
            let of = settings.partners.iter().find(|(id, _)| Some(id) == settings.partner_id.as_ref());
            let of: Option<String> = of.map(|(id, _)| form_urlencoded::byte_serialize(id.as_bytes()).collect());
            let path =
                of.map_or_else(|| "/sign-in-settings".to_owned(), |id| format!("/sign-in-settings?partner={id}"));
            see_with(web, &path, Flash::SignInSettingsSaved)
        }
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => {
            let it =
                SignInSettingsPage { is_on, is_demanded, is_overtaken: true, ..opened(web, caller, partner_id).await? };
            page_with(StatusCode::CONFLICT, &it)
        }
        Err(error @ AppError::Invalid(_)) => {
            let it = opened(web, caller, partner_id).await?;
            let faults = faults(&refused_fields(error)?, |name| label(name, it.shell.words), it.shell.words);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &SignInSettingsPage { is_on, is_demanded, faults, ..it })
        }
        Err(error) => Err(error.into()),
    }
}
