//! People, for whoever manages them: list, form with preview, accounts, invitations (S1.2, S1.5, S1.6).

use app::{AppError, Expected, Invitation, Outcome, PersonAsked, PersonEdit, RoleAsked, Seen, Subject, Viewer};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::organisation::OrganisationKind;
use locale::Words;

use super::form::{faults, given_back};
use super::{Answer, Flash, page, page_with, refused_fields, see_with, shell};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::form::FormFaults;
use crate::pages::person::{PeoplePage, PersonPage, ShownInvitation, TypedPerson, field_label};
use crate::pages::shell::Entry;
use crate::state::Web;

/// The entry of the navigation under which people are.
pub(super) fn entry(viewer: &Viewer) -> Entry {
    match viewer.kind() {
        OrganisationKind::Programme => Entry::Everybody,
        OrganisationKind::Partner => Entry::People,
    }
}

/// The list.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let search = query.one("q").unwrap_or_default().to_owned();
    let seen = web.app.person_list(&caller.ctx, &search, query.one("cursor")).await?;
    let is_of_all = seen.viewer.kind() == OrganisationKind::Programme;
    let next = seen.value.next_cursor.as_ref().map(|cursor| {
        let mut url = form_urlencoded::Serializer::new("/people?".to_owned());
        url.append_pair("q", &search).append_pair("cursor", cursor).finish()
    });
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    page(&PeoplePage { shell, list: seen.value, search, next, is_of_all })
}

/// The form for somebody new, in the organisation that the address names.
pub(crate) async fn new(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let subject = Subject::New(query.given("partner").map(str::to_owned));
    page(&filled(&web, &caller, &subject, Some(TypedPerson::default())).await?)
}

/// The page of a person.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Answer {
    page(&filled(&web, &caller, &Subject::Person(handle), None).await?)
}

/// The page over what stands there, with what was typed or what stands there too.
async fn filled(
    web: &Web,
    caller: &Caller,
    subject: &Subject,
    typed: Option<TypedPerson>,
) -> Result<PersonPage, crate::error::WebError> {
    let seen = web.app.person_desk(&caller.ctx, subject).await?;
    let shell = shell(web, caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    let standing = seen.value.person.as_ref();
    let version = standing.map(|person| person.revision.clone()).unwrap_or_default();
    let typed = typed.or_else(|| standing.map(TypedPerson::of)).unwrap_or_default();
    Ok(PersonPage {
        shell,
        desk: seen.value,
        typed,
        version,
        is_overtaken: false,
        faults: FormFaults::default(),
        preview: None,
        invitation: None,
        is_mailed: false,
    })
}

fn typed(form: &Fields) -> TypedPerson {
    let mut typed = TypedPerson {
        email: form.text("email").trim().to_owned(),
        name: form.text("name").trim().to_owned(),
        language: form.text("language").to_owned(),
        ..TypedPerson::default()
    };
    for role in domain::access::Role::ALL.map(domain::access::Role::code) {
        let (reach, at) = (form.text(&format!("reach-{role}")), format!("at-{role}"));
        // Without partners to look after, a manager waits for some.
        let reach = if reach == "waiting" { "everywhere" } else { reach };
        typed.reach.insert(role.to_owned(), reach.to_owned());
        typed.at.insert(role.to_owned(), form.all(&at).map(str::to_owned).collect());
    }
    typed
}

fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// The roles asked for by a form: those that its reader gives, and the others as they stand.
fn asked(page: &PersonPage) -> Vec<RoleAsked> {
    let held = page.desk.person.as_ref().map(|person| person.roles.as_slice()).unwrap_or_default();
    let others: Vec<_> = held.iter().filter(|one| !page.desk.gives.contains(&one.role)).cloned().collect();
    let mut asked = page.typed.roles(&page.desk.gives);
    asked.extend(RoleAsked::of(&others));
    asked
}

/// The form as it was filled in, with what the person would see by it or what is wrong with it.
async fn previewed(web: &Web, caller: &Caller, subject: &Subject, it: PersonPage) -> Answer {
    match web.app.preview_roles(&caller.ctx, subject, &asked(&it)).await {
        Ok(seen) => page(&PersonPage { preview: Some(seen.value), ..it }),
        Err(error) => refused(it, error),
    }
}

fn refused(it: PersonPage, error: AppError) -> Answer {
    let problems = refused_fields(error)?;
    let faults = faults(&problems, |name| label(name, it.shell.words), it.shell.words);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &PersonPage { faults, ..it })
}

/// Invites somebody, or shows what they would see.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = invite(&web, &caller, &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/people/new", label).await
}

async fn invite(web: &Web, caller: &Caller, headers: &HeaderMap, form: &Fields) -> Answer {
    let partner_id = form.given("partner_id").map(str::to_owned);
    let subject = Subject::New(partner_id.clone());
    let it = filled(web, caller, &subject, Some(typed(form))).await?;
    if form.text("do") == "preview" {
        return previewed(web, caller, &subject, it).await;
    }
    let asked = PersonAsked {
        email: it.typed.email.clone(),
        name: it.typed.name.clone(),
        language: it.typed.language.clone(),
        partner_id,
        roles: asked(&it),
    };
    match web.app.invite_person(&caller.ctx, &asked, None).await {
        Ok(seen) => invited(web, caller, headers, &seen.value).await,
        Err(error) => refused(it, error),
    }
}

/// The page of somebody who was just invited, with the link: it is kept nowhere, so that a redirect would lose it.
async fn invited(web: &Web, caller: &Caller, headers: &HeaderMap, invited: &app::Invited) -> Answer {
    let it = filled(web, caller, &Subject::Person(invited.person.handle.clone()), None).await?;
    let shown = invited.invitation.as_ref().map(|one| shown_invitation(web, headers, &invited.person.email, one));
    page(&PersonPage { invitation: shown, is_mailed: invited.is_mailed, ..it })
}

/// The link of an invitation.
pub(crate) fn shown_invitation(web: &Web, headers: &HeaderMap, email: &str, one: &Invitation) -> ShownInvitation {
    let url = format!("{}/invitations/{}", web.base_url(headers), one.secret);
    ShownInvitation { email: email.to_owned(), url, until: one.expires_at }
}

/// Changes name and roles, or shows what the person would see.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = change(&web, &caller, &handle, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/people/{handle}"), label).await
}

async fn change(web: &Web, caller: &Caller, handle: &str, form: &Fields) -> Answer {
    let subject = Subject::Person(handle.to_owned());
    let version = form.text("version").to_owned();
    let it = PersonPage { version: version.clone(), ..filled(web, caller, &subject, Some(typed(form))).await? };
    if form.text("do") == "preview" {
        return previewed(web, caller, &subject, it).await;
    }
    let edit = PersonEdit { name: it.typed.name.clone(), roles: asked(&it) };
    match web.app.change_person(&caller.ctx, handle, &edit, &Expected::one(version)).await {
        Ok(Seen { value: Outcome::Saved(person), .. }) => {
            see_with(web, &format!("/people/{}", person.handle), Flash::PersonSaved)
        }
        // The form with what was typed, over what stands there by now: whoever sends it again has been told.
        Ok(Seen { value: Outcome::Overtaken(person), .. }) => {
            let it = PersonPage { is_overtaken: true, version: person.revision, ..it };
            page_with(StatusCode::CONFLICT, &it)
        }
        Err(error) => refused(it, error),
    }
}

/// Closes an account.
pub(crate) async fn close(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = set_open(&web, &caller, &handle, false).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/people/{handle}"), label).await
}

/// Reopens an account.
pub(crate) async fn reopen(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = set_open(&web, &caller, &handle, true).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/people/{handle}"), label).await
}

async fn set_open(web: &Web, caller: &Caller, handle: &str, is_open: bool) -> Answer {
    match web.app.set_person_open(&caller.ctx, handle, is_open).await {
        Ok(_) => {
            let flash = if is_open { Flash::PersonReopened } else { Flash::PersonClosed };
            see_with(web, &format!("/people/{handle}"), flash)
        }
        Err(error @ AppError::Invalid(_)) => {
            refused(filled(web, caller, &Subject::Person(handle.to_owned()), None).await?, error)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes the second factor away from somebody who lost it.
pub(crate) async fn take_second_factor(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = match web.app.take_second_factor(&caller.ctx, &handle).await {
        Ok(_) => see_with(&web, &format!("/people/{handle}"), Flash::SecondFactorTaken),
        Err(error @ AppError::Invalid(_)) => {
            refused(filled(&web, &caller, &Subject::Person(handle.clone()), None).await?, error)
        }
        Err(error) => Err(error.into()),
    };
    given_back(&web, &caller, &headers, &form, done, &format!("/people/{handle}"), label).await
}

/// Invites somebody anew who has not come yet.
pub(crate) async fn invite_again(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = match web.app.invite_again(&caller.ctx, &handle).await {
        Ok(seen) => invited(&web, &caller, &headers, &seen.value).await,
        Err(error @ AppError::Invalid(_)) => {
            refused(filled(&web, &caller, &Subject::Person(handle.clone()), None).await?, error)
        }
        Err(error) => Err(error.into()),
    };
    given_back(&web, &caller, &headers, &form, done, &format!("/people/{handle}"), label).await
}
