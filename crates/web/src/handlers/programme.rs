//! What the programme office sets for the whole programme, and the plans that are eligible (S5.5, S11.1).

use app::{AppError, Expected, Outcome, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use locale::Words;

use super::form::{faults, given_back};
use super::{Answer, Flash, page, page_with, refused_fields, see_with, shell};
use crate::error::WebError;
use crate::extract::{Caller, Fields, Form};
use crate::pages::form::FormFaults;
use crate::pages::programme::{ProgrammePage, field_label};
use crate::pages::shell::Entry;
use crate::state::Web;

const PATH: &str = "/programme-settings";

fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// The page, with the plans from where the address says on.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    page(&opened(&web, &caller, query.given("cursor")).await?)
}

async fn opened(web: &Web, caller: &Caller, cursor: Option<&str>) -> Result<ProgrammePage, WebError> {
    let seen = web.app.programme_desk(&caller.ctx, cursor).await?;
    let (settings, plans) = seen.value;
    Ok(ProgrammePage {
        shell: shell(web, caller, Some(&seen.viewer), Some(Entry::ProgrammeSettings)),
        typed: settings.licence_minimum.to_string(),
        settings,
        plans,
        is_overtaken: false,
        faults: FormFaults::default(),
    })
}

/// Sets it.
pub(crate) async fn update(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = set(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, PATH, label).await
}

async fn set(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    let typed = form.text("licence_minimum").trim().to_owned();
    // What is no number is refused as one below 1 is.
    let minimum = if typed.is_empty() { None } else { Some(typed.parse().unwrap_or(-1)) };
    match web.app.set_programme_settings(&caller.ctx, minimum, &Expected::one(form.text("version"))).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => see_with(web, PATH, Flash::ProgrammeSettingsSaved),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => {
            let it = ProgrammePage { typed, is_overtaken: true, ..opened(web, caller, None).await? };
            page_with(StatusCode::CONFLICT, &it)
        }
        Err(error @ AppError::Invalid(_)) => {
            let it = opened(web, caller, None).await?;
            let faults = faults(&refused_fields(error)?, |name| label(name, it.shell.words), it.shell.words);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &ProgrammePage { typed, faults, ..it })
        }
        Err(error) => Err(error.into()),
    }
}
