//! What is kept of people: finding somebody, how much there is, and the copy that they can ask for (S16.2).
//!
//! Names and addresses are looked for in the body of a request, never in its address: those stand in histories and logs.

use std::io;

use app::{AppError, CopyAsked, CopyPlace, PersonalDataFound, Viewer, Whose};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::organisation::OrganisationKind;
use futures_util::Stream;
use locale::Words;

use super::export::cut_off;
use super::form::{faults, given_back};
use super::{Answer, Flash, page, page_with, refused_fields, see_with, shell};
use crate::extract::{Caller, Fields, Form};
use crate::pages::form::FormFaults;
use crate::pages::personal_data::{PersonalDataPage, PersonalDataSearchPage, field_label};
use crate::pages::shell::Entry;
use crate::state::Web;

fn entry(viewer: &Viewer) -> Entry {
    match viewer.kind() {
        OrganisationKind::Programme => Entry::PersonalData,
        OrganisationKind::Partner => Entry::OwnPersonalData,
    }
}

fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// The page before anybody is looked for.
pub(crate) async fn new(State(web): State<Web>, caller: Caller) -> Answer {
    let it = opened(&web, &caller, "", None, FormFaults::default()).await?;
    page(&it)
}

async fn opened(
    web: &Web,
    caller: &Caller,
    search: &str,
    found: Option<Vec<PersonalDataFound>>,
    faults: FormFaults,
) -> Result<PersonalDataSearchPage, crate::error::WebError> {
    let seen = web.app.retention(&caller.ctx).await?;
    let shell = shell(web, caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    let is_office = seen.viewer.kind() == OrganisationKind::Programme;
    let retention = seen.value;
    Ok(PersonalDataSearchPage { shell, search: search.to_owned(), found, is_office, retention, faults })
}

/// Whom the search finds.
pub(crate) async fn search(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = searched(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/personal-data", label).await
}

async fn searched(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    let search = form.text("q");
    match web.app.find_personal_data(&caller.ctx, search).await {
        Ok(seen) => page(&opened(web, caller, search, Some(seen.value), FormFaults::default()).await?),
        Err(error) => refused(web, caller, search, error).await,
    }
}

/// The search again, with what is wrong with it or with whom it led to.
async fn refused(web: &Web, caller: &Caller, search: &str, error: AppError) -> Answer {
    let problems = refused_fields(error)?;
    let it = opened(web, caller, search, None, FormFaults::default()).await?;
    let faults = faults(&problems, |name| label(name, it.shell.words), it.shell.words);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &PersonalDataSearchPage { faults, ..it })
}

/// Of whom a form is.
fn whose(form: &Fields) -> Whose {
    match form.given("person") {
        Some(handle) => Whose::Person(handle.to_owned()),
        None => Whose::Contact(form.text("email").to_owned()),
    }
}

/// How much is kept of somebody.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = shown(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/personal-data", label).await
}

async fn shown(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    match web.app.personal_data(&caller.ctx, &whose(form)).await {
        Ok(seen) => {
            let shell = shell(web, caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
            page(&PersonalDataPage {
                shell,
                data: seen.value,
                confirmation: String::new(),
                faults: FormFaults::default(),
            })
        }
        Err(error) => refused(web, caller, form.text("email"), error).await,
    }
}

/// Erases somebody whose address is typed once more.
pub(crate) async fn erase(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = erased(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/personal-data", label).await
}

async fn erased(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    let (whose, confirmation) = (whose(form), form.text("confirmation"));
    match web.app.erase_person(&caller.ctx, &whose, confirmation).await {
        Ok(_) => see_with(web, "/personal-data", Flash::PersonErased),
        Err(AppError::Invalid(problems)) if problems.iter().all(|(field, _)| *field != "email") => {
            let seen = web.app.personal_data(&caller.ctx, &whose).await?;
            let shell = shell(web, caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
            let faults = faults(&problems, |name| label(name, shell.words), shell.words);
            let it = PersonalDataPage { shell, data: seen.value, confirmation: confirmation.to_owned(), faults };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &it)
        }
        Err(error) => refused(web, caller, form.text("email"), error).await,
    }
}

/// The copy of what is kept of somebody.
pub(crate) async fn copy(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = match copied(&web, &caller, CopyAsked::Of(whose(&form))).await {
        Err(crate::error::WebError::App(error @ AppError::Invalid(_))) => {
            refused(&web, &caller, form.text("email"), error).await
        }
        done => done,
    };
    given_back(&web, &caller, &headers, &form, done, "/personal-data", label).await
}

/// The copy of what is kept of whoever asks.
pub(crate) async fn own_copy(State(web): State<Web>, caller: Caller) -> Answer {
    copied(&web, &caller, CopyAsked::Own).await
}

/// The copy as a file: piece by piece, each asking anew.
pub(crate) async fn copied(web: &Web, caller: &Caller, asked: CopyAsked) -> Answer {
    let (web, ctx) = (web.clone(), caller.ctx.clone());
    let (mut piece, mut next) = web.app.access_copy(&ctx, &asked, CopyPlace::default()).await?;
    let pieces = async_stream::try_stream! {
        loop {
            yield Bytes::from(std::mem::take(&mut piece));
            let Some(place) = next else { break };
            (piece, next) = web.app.access_copy(&ctx, &asked, place).await.map_err(|error| cut_off(&error))?;
        }
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"personal-data.json\"")),
    ];
    let response: Response = (headers, Body::from_stream(typed(pieces))).into_response();
    Ok(response)
}

/// Pieces as they go out.
fn typed(
    pieces: impl Stream<Item = Result<Bytes, io::Error>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, io::Error>> {
    pieces
}
