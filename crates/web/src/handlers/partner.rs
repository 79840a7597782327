//! Partners and their locations, for the programme office (S1.1).

use app::{AppError, DirectoryEdit, Expected, LocationEdit, Outcome, PartnerDesk, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use locale::Words;

use super::form::{faults, given_back};
use super::{Answer, Flash, page, page_with, refused_fields, see_with, shell};
use crate::error::WebError;
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::form::FormFaults;
use crate::pages::partner::{LocationPage, PartnerForm, PartnerPage, PartnersPage, field_label};
use crate::pages::shell::Entry;
use crate::state::Web;

pub(super) fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// What is wrong with a form, at its fields.
pub(super) fn told(error: AppError, words: &Words) -> Result<FormFaults, WebError> {
    Ok(faults(&refused_fields(error)?, |name| label(name, words), words))
}

/// Every partner, and the form for a new one.
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer {
    page(&listed(&web, &caller).await?)
}

async fn listed(web: &Web, caller: &Caller) -> Result<PartnersPage, WebError> {
    let seen = web.app.partner_list(&caller.ctx).await?;
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Partners));
    Ok(PartnersPage {
        shell,
        partners: seen.value,
        typed: (String::new(), String::new()),
        faults: FormFaults::default(),
    })
}

/// Adds a partner.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = add(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/partners", label).await
}

async fn add(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    let (id, name) = (form.text("partner_id").trim(), form.text("name").trim());
    match web.app.add_partner(&caller.ctx, id, name, None).await {
        Ok(seen) => see_with(web, &format!("/partners/{}", seen.value.partner.partner_id), Flash::PartnerSaved),
        Err(error) => {
            let it = listed(web, caller).await?;
            let faults = told(error, it.shell.words)?;
            let it = PartnersPage { typed: (id.to_owned(), name.to_owned()), faults, ..it };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &it)
        }
    }
}

/// One partner with its locations and directories.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(id): InPath<String>) -> Answer {
    page(&opened(&web, &caller, &id).await?)
}

pub(super) async fn opened(web: &Web, caller: &Caller, id: &str) -> Result<PartnerPage, WebError> {
    let seen: Seen<PartnerDesk> = web.app.partner_desk(&caller.ctx, id).await?;
    Ok(PartnerPage {
        shell: shell(web, caller, Some(&seen.viewer), Some(Entry::Partners)),
        name: seen.value.partner.name.clone(),
        desk: seen.value,
        typed: LocationEdit { is_enrolled: true, ..LocationEdit::default() },
        typed_directory: DirectoryEdit { files_claims: true, is_enrolled: true, ..DirectoryEdit::default() },
        is_overtaken: false,
        faults: FormFaults::default(),
        wrong: PartnerForm::Partner,
    })
}

/// Renames a partner.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = rename(&web, &caller, &id, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/partners/{id}"), label).await
}

async fn rename(web: &Web, caller: &Caller, id: &str, form: &Fields) -> Answer {
    let name = form.text("name").trim().to_owned();
    match web.app.rename_partner(&caller.ctx, id, &name, &Expected::one(form.text("version"))).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => see_with(web, &format!("/partners/{id}"), Flash::PartnerSaved),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => {
            let it = PartnerPage { name, is_overtaken: true, ..opened(web, caller, id).await? };
            page_with(StatusCode::CONFLICT, &it)
        }
        Err(error) => {
            let it = opened(web, caller, id).await?;
            let faults = told(error, it.shell.words)?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &PartnerPage { name, faults, ..it })
        }
    }
}

fn typed_location(form: &Fields) -> LocationEdit {
    let text = |name: &str| form.text(name).trim().to_owned();
    LocationEdit {
        location_id: text("location_id"),
        name: text("name"),
        city: text("city"),
        country: text("country"),
        is_enrolled: form.text("enrolled") == "true",
    }
}

/// Adds a location to a partner.
pub(crate) async fn create_location(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = add_location(&web, &caller, &id, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/partners/{id}"), label).await
}

async fn add_location(web: &Web, caller: &Caller, id: &str, form: &Fields) -> Answer {
    let typed = typed_location(form);
    match web.app.add_location(&caller.ctx, id, &typed, None).await {
        Ok(_) => see_with(web, &format!("/partners/{id}"), Flash::LocationSaved),
        Err(error @ AppError::Invalid(_)) => {
            let it = opened(web, caller, id).await?;
            let faults = told(error, it.shell.words)?;
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &PartnerPage { typed, faults, wrong: PartnerForm::Location, ..it },
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// The form for a location.
pub(crate) async fn edit_location(
    State(web): State<Web>,
    caller: Caller,
    InPath((id, location)): InPath<(String, String)>,
) -> Answer {
    page(&location_page(&web, &caller, &id, &location, None).await?)
}

async fn location_page(
    web: &Web,
    caller: &Caller,
    id: &str,
    location: &str,
    typed: Option<LocationEdit>,
) -> Result<LocationPage, WebError> {
    let seen = web.app.partner_desk(&caller.ctx, id).await?;
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Partners));
    let PartnerDesk { partner, locations, .. } = seen.value;
    let found = locations.into_iter().find(|one| one.location_id == location);
    let location = found.ok_or(AppError::NotFound)?;
    let typed = typed.unwrap_or_else(|| LocationEdit {
        location_id: location.location_id.clone(),
        name: location.name.clone(),
        city: location.city.clone(),
        country: location.country.clone(),
        is_enrolled: location.is_enrolled,
    });
    let (version, faults) = (location.revision.clone(), FormFaults::default());
    Ok(LocationPage { shell, partner, location, typed, version, is_overtaken: false, faults })
}

/// Changes a location.
pub(crate) async fn update_location(
    State(web): State<Web>,
    caller: Caller,
    InPath((id, location)): InPath<(String, String)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = change_location(&web, &caller, &id, &location, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/partners/{id}/locations/{location}"), label).await
}

async fn change_location(web: &Web, caller: &Caller, id: &str, location: &str, form: &Fields) -> Answer {
    let (typed, version) = (typed_location(form), form.text("version").to_owned());
    match web.app.change_location(&caller.ctx, id, location, &typed, &Expected::one(version.as_str())).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => see_with(web, &format!("/partners/{id}"), Flash::LocationSaved),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => {
            let it = location_page(web, caller, id, location, Some(typed)).await?;
            page_with(StatusCode::CONFLICT, &LocationPage { is_overtaken: true, ..it })
        }
        Err(error) => {
            let it = location_page(web, caller, id, location, Some(typed)).await?;
            let faults = told(error, it.shell.words)?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &LocationPage { version, faults, ..it })
        }
    }
}
