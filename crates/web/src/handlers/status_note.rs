//! Status notes of a tenant, and asking for one (S6).

use app::{AppError, NoteQuery, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::TenantId;
use domain::status_note::NewStatusNote;
use locale::Words;

use super::form::{faults, form as answer, given_back, saved};
use super::{Answer, Flash, page, refused_fields, see, shell};
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::form::FormFaults;
use crate::pages::shell::Entry;
use crate::pages::status_note::{NoteRequestPage, StatusNotePage, StatusNotesPage, field_label};
use crate::state::Web;

/// The history, with filters.
pub(crate) async fn list(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    fields: Fields,
) -> Answer {
    let mut query = query_of(&fields);
    let mut problems = Vec::new();
    let seen = loop {
        match web.app.status_notes(&caller.ctx, tenant_id, &query).await {
            Ok(seen) => break seen,
            // What cannot be taken is left out and named, so that the page still says something.
            Err(AppError::Invalid(wrong)) if problems.is_empty() => {
                for (field, _) in &wrong {
                    *field_of(&mut query, field) = String::new();
                }
                problems = wrong;
            }
            Err(error) => return Err(error.into()),
        }
    };
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::FastTrack));
    let sentences: Vec<String> = problems
        .iter()
        .map(|(name, problem)| {
            format!("{name}: {}", field_words(name, &FieldProblem::App(problem.clone()), shell.words))
        })
        .collect();
    let query_error = (!sentences.is_empty()).then(|| sentences.join(" "));
    page(&StatusNotesPage { shell, query, query_error, history: seen.value })
}

fn query_of(fields: &Fields) -> NoteQuery {
    let text = |name: &str| fields.given(name).unwrap_or_default().to_owned();
    NoteQuery {
        from: text("from"),
        until: text("until"),
        author: text("author"),
        overall_status: text("overall_status"),
        search: text("q"),
        cursor: text("cursor"),
        at: text("at"),
        newer_than: text("newer_than"),
    }
}

fn field_of<'a>(query: &'a mut NoteQuery, name: &str) -> &'a mut String {
    match name {
        "from" => &mut query.from,
        "until" => &mut query.until,
        "author" => &mut query.author,
        "overall_status" => &mut query.overall_status,
        "q" => &mut query.search,
        "at" => &mut query.at,
        "newer_than" => &mut query.newer_than,
        _ => &mut query.cursor,
    }
}

/// The form for a note. Whoever may not write one is led to those that there are.
pub(crate) async fn new(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    query: Fields,
    headers: HeaderMap,
) -> Answer {
    let Seen { viewer, value: desk } = web.app.note_desk(&caller.ctx, tenant_id, query.one("corrects")).await?;
    if !desk.may_write {
        return see(&format!("/tenants/{tenant_id}/status-notes"));
    }
    let mut typed = NewStatusNote { overall_status: "active".to_owned(), ..NewStatusNote::default() };
    if let Some(old) = &desk.corrects {
        typed.scope.clone_from(&old.scope);
        typed.risks = old.risks.clone().unwrap_or_default();
        typed.next_actions.clone_from(&old.next_actions);
        typed.next_action_date = old.next_action_on.to_string();
        typed.next_action_owner = old.next_action_owner.clone().unwrap_or_default();
        old.overall_status.code().clone_into(&mut typed.overall_status);
    }
    let shell = shell(&web, &caller, Some(&viewer), Some(Entry::FastTrack));
    let it = StatusNotePage { shell, desk, typed, faults: FormFaults::default() };
    answer(&headers, StatusCode::OK, &it.as_pane(), &it)
}

/// What a form calls a field.
fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// Adds a note.
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let back = format!("/tenants/{tenant_id}/status-notes/new");
    let done = add(&web, &caller, tenant_id, &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, &back, label).await
}

async fn add(web: &Web, caller: &Caller, tenant_id: TenantId, headers: &HeaderMap, form: &Fields) -> Answer {
    let text = |name: &str| form.text(name).to_owned();
    let typed = NewStatusNote {
        scope: text("scope"),
        risks: text("risks"),
        next_actions: text("next_actions"),
        next_action_date: text("next_action_date"),
        next_action_owner: text("next_action_owner"),
        overall_status: text("overall_status"),
    };
    let corrects = form.given("corrects");
    let problems = match web.app.add_status_note(&caller.ctx, tenant_id, &typed, corrects, None).await {
        Ok(_) => return saved(web, headers, &format!("/tenants/{tenant_id}#notes"), Flash::NoteSaved),
        Err(error) => refused_fields(error)?,
    };
    // A note to correct that is not there is told like any other fault, and the form goes on without it.
    let known = corrects.filter(|_| !problems.iter().any(|(field, _)| *field == "corrects"));
    let Seen { viewer, value: desk } = web.app.note_desk(&caller.ctx, tenant_id, known).await?;
    let shell = shell(web, caller, Some(&viewer), Some(Entry::FastTrack));
    let faults = faults(&problems, |name| label(name, shell.words), shell.words);
    let it = StatusNotePage { shell, desk, typed, faults };
    answer(headers, StatusCode::UNPROCESSABLE_ENTITY, &it.as_pane(), &it)
}

/// The form to ask for a note, of the partner that the address names. Whoever may not ask is led to the tenant.
pub(crate) async fn new_request(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    query: Fields,
    headers: HeaderMap,
) -> Answer {
    let Seen { viewer, value: desk } = web.app.asking_desk(&caller.ctx, tenant_id).await?;
    if !desk.may_ask {
        return see(&format!("/tenants/{tenant_id}"));
    }
    let shell = shell(&web, &caller, Some(&viewer), Some(Entry::FastTrack));
    let partner = query.text("partner").to_owned();
    let it = NoteRequestPage { shell, desk, partner, due_on: String::new(), faults: FormFaults::default() };
    answer(&headers, StatusCode::OK, &it.as_pane(), &it)
}

/// Asks for a note.
pub(crate) async fn create_request(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let back = format!("/tenants/{tenant_id}/note-requests/new");
    let done = ask(&web, &caller, tenant_id, &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, &back, label).await
}

async fn ask(web: &Web, caller: &Caller, tenant_id: TenantId, headers: &HeaderMap, form: &Fields) -> Answer {
    let (partner, due_on) = (form.text("partner").to_owned(), form.text("due_on").to_owned());
    let problems = match web.app.ask_for_note(&caller.ctx, tenant_id, &partner, &due_on, None).await {
        Ok(_) => return saved(web, headers, &format!("/tenants/{tenant_id}#notes"), Flash::NoteAsked),
        Err(error) => refused_fields(error)?,
    };
    let Seen { viewer, value: desk } = web.app.asking_desk(&caller.ctx, tenant_id).await?;
    let shell = shell(web, caller, Some(&viewer), Some(Entry::FastTrack));
    let faults = faults(&problems, |name| label(name, shell.words), shell.words);
    let it = NoteRequestPage { shell, desk, partner, due_on, faults };
    answer(headers, StatusCode::UNPROCESSABLE_ENTITY, &it.as_pane(), &it)
}
