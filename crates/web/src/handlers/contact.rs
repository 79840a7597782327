//! Contacts of a tenant: the list, the form for one, deleting and bringing back (S7).

use app::{AppError, ContactDesk, ContactEdit, ContactItem, ContactQuery, Expected, Outcome, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::TenantId;
use domain::contact::{ContactKind, NewContact};
use domain::person::Language;
use locale::{Words, country_meant, survey_language_meant};

use super::form::{faults, form as answer, given_back, led_on, saved};
use super::{Answer, Flash, page_with, refused_fields, see, see_with, shell};
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::contact::{ContactDeletionPage, ContactPage, ContactsPage, field_label, typed_of};
use crate::pages::form::FormFaults;
use crate::pages::shell::Entry;
use crate::state::Web;
use crate::words::tell;

fn list_url(tenant_id: TenantId) -> String {
    format!("/tenants/{tenant_id}/contacts")
}

/// The list, with search and filter.
pub(crate) async fn list(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    fields: Fields,
) -> Answer {
    let text = |name: &str| fields.given(name).unwrap_or_default().to_owned();
    let query = ContactQuery { kind: text("type"), search: text("q"), cursor: text("cursor") };
    list_with(&web, &caller, tenant_id, query, NotDone::Nothing).await
}

/// What was not done before the list is shown; it stands above it.
enum NotDone {
    /// Nothing was to be done.
    Nothing,
    /// A rule does not allow it.
    Refused(Vec<(app::Field, app::Problem)>),
    /// The contact is not there, or its time is over.
    Gone,
}

async fn list_with(
    web: &Web,
    caller: &Caller,
    tenant_id: TenantId,
    mut query: ContactQuery,
    not_done: NotDone,
) -> Answer {
    let is_gone = matches!(not_done, NotDone::Gone);
    let (status, mut problems) = match not_done {
        NotDone::Nothing => (StatusCode::OK, Vec::new()),
        NotDone::Refused(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        NotDone::Gone => (StatusCode::NOT_FOUND, Vec::new()),
    };
    let seen = match web.app.contacts(&caller.ctx, tenant_id, &query).await {
        // What cannot be taken is left out and named, so that the page still says something.
        Err(AppError::Invalid(wrong)) => {
            for (field, _) in &wrong {
                *field_of(&mut query, field) = String::new();
            }
            problems.extend(wrong);
            web.app.contacts(&caller.ctx, tenant_id, &query).await?
        }
        other => other?,
    };
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::FastTrack));
    let gone = is_gone.then(|| tell!(shell.words, "contact-not-back").to_owned());
    let error = gone.or_else(|| in_one(&problems, shell.words));
    page_with(status, &ContactsPage { shell, query, error, list: seen.value, now: web.app.now() })
}

fn field_of<'a>(query: &'a mut ContactQuery, name: &str) -> &'a mut String {
    match name {
        "type" => &mut query.kind,
        "q" => &mut query.search,
        _ => &mut query.cursor,
    }
}

/// All that is wrong, in a sentence each.
fn in_one(problems: &[(app::Field, app::Problem)], words: &Words) -> Option<String> {
    let sentence =
        |(field, problem): &(app::Field, app::Problem)| field_words(field, &FieldProblem::App(problem.clone()), words);
    (!problems.is_empty()).then(|| problems.iter().map(sentence).collect::<Vec<_>>().join(" "))
}

/// The form for a new contact. Whoever may not add one is led to those that there are.
pub(crate) async fn new(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    headers: HeaderMap,
) -> Answer {
    let seen = web.app.contact_desk(&caller.ctx, tenant_id, None).await?;
    if !seen.value.may_write {
        return see(&list_url(tenant_id));
    }
    let tenant_country = Words::of(Language::English).country_named(&seen.value.tenant.country);
    let typed = ContactEdit {
        kind: ContactKind::Customer.code().to_owned(),
        country: tenant_country.map(|country| country.code().to_owned()).unwrap_or_default(),
        ..ContactEdit::default()
    };
    let it = filled(&web, &caller, seen, whole(typed), String::new());
    answer(&headers, StatusCode::OK, &it.as_pane(), &it)
}

/// The page of a form, with nothing wrong yet.
fn filled(web: &Web, caller: &Caller, seen: Seen<ContactDesk>, typed: ContactEdit, version: String) -> ContactPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::FastTrack));
    ContactPage { shell, desk: seen.value, typed, version, is_overtaken: false, faults: FormFaults::default() }
}

/// What was typed. A country and a language are known by their names, and what none has stays as it is, for whoever mends
/// it. The question about surveys is not there for a partner's contact: what a browser without script sends of it all the
/// same is nobody's answer.
pub(crate) fn typed(form: &Fields) -> ContactEdit {
    let (text, given) = (|name: &str| form.text(name).to_owned(), |name: &str| form.one(name).map(str::to_owned));
    let is_partner = form.text("type") == ContactKind::Partner.code();
    ContactEdit {
        name: given("name"),
        email: given("email"),
        phone: given("phone"),
        kind: text("type"),
        title: text("title"),
        country: country_meant(form.text("country")).map_or_else(|| text("country"), |one| one.code().to_owned()),
        language: survey_language_meant(form.text("language"))
            .map_or_else(|| text("language"), |one| one.tag().to_owned()),
        workloads: form.all("workloads").map(str::to_owned).collect(),
        survey_eligible: match form.text("survey_eligible") {
            "yes" if !is_partner => Some(true),
            "no" if !is_partner => Some(false),
            _ => None,
        },
    }
}

/// Adds a contact.
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let back = format!("{}/new", list_url(tenant_id));
    let done = add(&web, &caller, tenant_id, &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, &back, label).await
}

/// What the form calls a field.
fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

async fn add(web: &Web, caller: &Caller, tenant_id: TenantId, headers: &HeaderMap, form: &Fields) -> Answer {
    let typed = typed(form);
    let problems = match web.app.add_contact(&caller.ctx, tenant_id, &new_of(&typed), None).await {
        Ok(added) => return saved(web, headers, &at_contact(tenant_id, &added.id), Flash::ContactSaved),
        Err(error) => refused_fields(error)?,
    };
    let seen = web.app.contact_desk(&caller.ctx, tenant_id, None).await?;
    let it = filled(web, caller, seen, whole(typed), String::new());
    let it = ContactPage { faults: said(&problems, it.shell.words), ..it };
    answer(headers, StatusCode::UNPROCESSABLE_ENTITY, &it.as_pane(), &it)
}

/// A new contact has every field, also those that a form left out.
fn whole(typed: ContactEdit) -> ContactEdit {
    let text = |given: Option<String>| Some(given.unwrap_or_default());
    ContactEdit { name: text(typed.name), email: text(typed.email), phone: text(typed.phone), ..typed }
}

pub(crate) fn new_of(typed: &ContactEdit) -> NewContact {
    NewContact {
        kind: typed.kind.clone(),
        name: typed.name.clone().unwrap_or_default(),
        email: typed.email.clone().unwrap_or_default(),
        phone: typed.phone.clone().unwrap_or_default(),
        title: typed.title.clone(),
        country: typed.country.clone(),
        language: typed.language.clone(),
        workloads: typed.workloads.clone(),
        survey_eligible: typed.survey_eligible,
    }
}

/// Where a contact stands in the list.
fn at_contact(tenant_id: TenantId, contact: &str) -> String {
    format!("{}#contact-{contact}", list_url(tenant_id))
}

fn said(problems: &[(app::Field, app::Problem)], words: &Words) -> FormFaults {
    faults(problems, |name| label(name, words), words)
}

/// The form for a contact. Whoever may not change it is led to where it stands.
pub(crate) async fn edit(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
    headers: HeaderMap,
) -> Answer {
    let seen = web.app.contact_desk(&caller.ctx, tenant_id, Some(&contact_id)).await?;
    let standing = seen.value.contact.clone().ok_or(AppError::NotFound)?;
    if !seen.value.may_write {
        return see(&at_contact(tenant_id, &standing.id));
    }
    let it = filled(&web, &caller, seen, typed_of(&standing), standing.revision);
    answer(&headers, StatusCode::OK, &it.as_pane(), &it)
}

/// Changes a contact.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let back = format!("{}/{contact_id}", list_url(tenant_id));
    let done = change(&web, &caller, (tenant_id, &contact_id), &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, &back, label).await
}

async fn change(
    web: &Web,
    caller: &Caller,
    (tenant_id, contact_id): (TenantId, &str),
    headers: &HeaderMap,
    form: &Fields,
) -> Answer {
    let (typed, version) = (typed(form), form.text("version").to_owned());
    let expected = Expected::one(version.as_str());
    match web.app.change_contact(&caller.ctx, tenant_id, contact_id, &typed, &expected).await {
        Ok(Seen { value: Outcome::Saved(item), .. }) => {
            saved(web, headers, &at_contact(tenant_id, &item.id), Flash::ContactSaved)
        }
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => {
            let it = come_back(web, caller, tenant_id, contact_id, typed).await?;
            let it = ContactPage { is_overtaken: true, ..it };
            answer(headers, StatusCode::CONFLICT, &it.as_pane(), &it)
        }
        Err(error) => {
            let problems = refused_fields(error)?;
            let it = come_back(web, caller, tenant_id, contact_id, typed).await?;
            let it = ContactPage { version, faults: said(&problems, it.shell.words), ..it };
            answer(headers, StatusCode::UNPROCESSABLE_ENTITY, &it.as_pane(), &it)
        }
    }
}

/// The form with what was typed, over what stands there by now: whoever sends it again has seen that.
async fn come_back(
    web: &Web,
    caller: &Caller,
    tenant_id: TenantId,
    contact_id: &str,
    typed: ContactEdit,
) -> Result<ContactPage, AppError> {
    let seen = web.app.contact_desk(&caller.ctx, tenant_id, Some(contact_id)).await?;
    let standing = seen.value.contact.as_ref().map(|one| one.revision.clone()).unwrap_or_default();
    Ok(filled(web, caller, seen, typed, standing))
}

/// Asks whether a contact is to be deleted.
pub(crate) async fn confirm(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
    headers: HeaderMap,
) -> Answer {
    let seen = web.app.contact_desk(&caller.ctx, tenant_id, Some(&contact_id)).await?;
    if !seen.value.may_write {
        return see(&at_contact(tenant_id, &contact_id));
    }
    let it = asked(&web, &caller, seen)?;
    answer(&headers, StatusCode::OK, &it.as_pane(), &it)
}

fn asked(web: &Web, caller: &Caller, seen: Seen<ContactDesk>) -> Result<ContactDeletionPage, AppError> {
    let Seen { viewer, value: ContactDesk { tenant, contact, .. } } = seen;
    Ok(ContactDeletionPage {
        shell: shell(web, caller, Some(&viewer), Some(Entry::FastTrack)),
        tenant_id: tenant.tenant_id.to_string(),
        tenant: tenant.name,
        contact: contact.ok_or(AppError::NotFound)?,
        refused: None,
        is_overtaken: false,
    })
}

/// Deletes a contact. The list then says so, and how that is undone.
pub(crate) async fn delete(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let expected = Expected::one(form.text("version"));
    let problems = match web.app.delete_contact(&caller.ctx, tenant_id, &contact_id, &expected).await {
        Ok(Seen { value: Outcome::Saved(ContactItem { .. }), .. }) => return led_on(&headers, &list_url(tenant_id)),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => None,
        Err(error) => Some(refused_fields(error)?),
    };
    let it = asked(&web, &caller, web.app.contact_desk(&caller.ctx, tenant_id, Some(&contact_id)).await?)?;
    let (status, it) = match problems {
        None => (StatusCode::CONFLICT, ContactDeletionPage { is_overtaken: true, ..it }),
        Some(problems) => {
            let refused = in_one(&problems, it.shell.words);
            (StatusCode::UNPROCESSABLE_ENTITY, ContactDeletionPage { refused, ..it })
        }
    };
    answer(&headers, status, &it.as_pane(), &it)
}

/// Brings a deleted contact back.
pub(crate) async fn restore(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, contact_id)): InPath<(TenantId, String)>,
    Form(_): Form,
) -> Answer {
    match web.app.restore_contact(&caller.ctx, tenant_id, &contact_id).await {
        Ok(_) => see_with(&web, &at_contact(tenant_id, &contact_id), Flash::ContactRestored),
        Err(AppError::Invalid(problems)) => {
            list_with(&web, &caller, tenant_id, ContactQuery::default(), NotDone::Refused(problems)).await
        }
        // Where the tenant is not there either, that is what is said.
        Err(AppError::NotFound) => list_with(&web, &caller, tenant_id, ContactQuery::default(), NotDone::Gone).await,
        Err(error) => Err(error.into()),
    }
}
