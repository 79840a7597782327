//! The directories from which people of a partner sign in, for the programme office (S1.1).

use app::{AppError, DirectoryEdit, Expected, Outcome, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use uuid::Uuid;

use super::form::given_back;
use super::partner::{label, opened, told};
use super::{Answer, Flash, page, page_with, see_with, shell};
use crate::error::WebError;
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::form::FormFaults;
use crate::pages::partner::{DirectoryPage, PartnerForm, PartnerPage};
use crate::pages::shell::Entry;
use crate::state::Web;

fn typed(form: &Fields) -> DirectoryEdit {
    DirectoryEdit {
        directory_id: form.text("directory_id").trim().to_owned(),
        name: form.text("name").trim().to_owned(),
        files_claims: form.text("files_claims") == "true",
        is_enrolled: form.text("enrolled") == "true",
    }
}

/// Adds a directory to a partner.
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = add(&web, &caller, &id, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/partners/{id}"), label).await
}

async fn add(web: &Web, caller: &Caller, id: &str, form: &Fields) -> Answer {
    let typed_directory = typed(form);
    match web.app.add_directory(&caller.ctx, id, &typed_directory, None).await {
        Ok(_) => see_with(web, &format!("/partners/{id}"), Flash::DirectorySaved),
        Err(error @ AppError::Invalid(_)) => {
            let it = opened(web, caller, id).await?;
            let faults = told(error, it.shell.words)?;
            let it = PartnerPage { typed_directory, faults, wrong: PartnerForm::Directory, ..it };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &it)
        }
        Err(error) => Err(error.into()),
    }
}

/// The form for a directory.
pub(crate) async fn edit(
    State(web): State<Web>,
    caller: Caller,
    InPath((id, directory)): InPath<(String, Uuid)>,
) -> Answer {
    page(&directory_page(&web, &caller, &id, directory, None).await?)
}

async fn directory_page(
    web: &Web,
    caller: &Caller,
    id: &str,
    directory: Uuid,
    typed: Option<DirectoryEdit>,
) -> Result<DirectoryPage, WebError> {
    let seen = web.app.partner_desk(&caller.ctx, id).await?;
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Partners));
    let found = seen.value.directories.into_iter().find(|one| one.directory_id == directory);
    let directory = found.ok_or(AppError::NotFound)?;
    let typed = typed.unwrap_or_else(|| DirectoryEdit {
        directory_id: directory.directory_id.to_string(),
        name: directory.name.clone(),
        files_claims: directory.files_claims,
        is_enrolled: directory.is_enrolled,
    });
    let (version, faults) = (directory.revision.clone(), FormFaults::default());
    Ok(DirectoryPage { shell, partner: seen.value.partner, directory, typed, version, is_overtaken: false, faults })
}

/// Changes a directory.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath((id, directory)): InPath<(String, Uuid)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = change(&web, &caller, &id, directory, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/partners/{id}/directories/{directory}"), label).await
}

async fn change(web: &Web, caller: &Caller, id: &str, directory: Uuid, form: &Fields) -> Answer {
    let (typed, version) = (typed(form), form.text("version").to_owned());
    match web.app.change_directory(&caller.ctx, id, directory, &typed, &Expected::one(version.as_str())).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => see_with(web, &format!("/partners/{id}"), Flash::DirectorySaved),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => {
            let it = directory_page(web, caller, id, directory, Some(typed)).await?;
            page_with(StatusCode::CONFLICT, &DirectoryPage { is_overtaken: true, ..it })
        }
        Err(error) => {
            let it = directory_page(web, caller, id, directory, Some(typed)).await?;
            let faults = told(error, it.shell.words)?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &DirectoryPage { version, faults, ..it })
        }
    }
}
