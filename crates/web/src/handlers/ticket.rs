//! Tickets: the list, opening and changing one, writing in it, who answers it, and its files (S11.4).

use app::{AppError, Expected, Outcome, Seen, TicketDesk, TicketDetail, TicketQuery};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use domain::file::MOST_FILE_BYTES;
use domain::ticket::{NewTicket, TicketField, TicketMove};
use locale::Words;

use super::form::{faults, given_back};
use super::help::carried;
use super::kept_file::given_file;
use super::load::to_its_end;
use super::{Answer, Flash, page, page_with, refused_fields, see, see_with, shell};
use crate::error::{FieldProblem, WebError, field_words, words_of};
use crate::extract::{Caller, Fields, Form, InPath, Upload};
use crate::pages::form::FormFaults;
use crate::pages::shell::Entry;
use crate::pages::tenant_query::PAGE_SIZES;
use crate::pages::ticket::{RefusedAnswer, TicketFormPage, TicketPage, TicketsPage, field_label, typed_of};
use crate::state::Web;

fn url(number: &str) -> String {
    format!("/tickets/{number}")
}

/// The entry under which tickets stand for this person.
fn entry(viewer: &app::Viewer) -> Entry {
    let is_office = viewer.kind() == domain::organisation::OrganisationKind::Programme;
    if is_office { Entry::TicketsToAnswer } else { Entry::Tickets }
}

/// What is asked of the list; a number that is none is told.
pub(crate) fn query_of(fields: &Fields) -> (TicketQuery, bool) {
    let text = |name: &str| fields.given(name).unwrap_or_default().to_owned();
    let several = |name: &str| fields.all(name).filter(|one| !one.trim().is_empty()).map(str::to_owned).collect();
    let limit = text("limit");
    let query = TicketQuery {
        search: text("q"),
        states: several("state"),
        kinds: several("type"),
        subjects: several("subject"),
        assigned: text("assigned"),
        overdue: text("overdue"),
        sort: text("sort"),
        limit: limit.parse().ok(),
        cursor: text("cursor"),
    };
    let is_broken = !limit.is_empty() && query.limit.is_none();
    (query, is_broken)
}

/// The list, with search and filter. What cannot be taken of the query is left out, and named.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let (mut query, is_broken) = query_of(&fields);
    query.limit = query.limit.filter(|size| PAGE_SIZES.contains(size));
    let mut refused: Vec<(app::Field, app::Problem)> = Vec::new();
    if is_broken {
        refused.push(("limit", app::Problem::OutOfRange(1, app::MOST_LIMIT)));
    }
    // Each time what is wrong is taken out; a search or a place that is wrong only shows when the rest is right.
    let mut seen = web.app.tickets(&caller.ctx, &query).await;
    for _ in 0..3 {
        let Err(AppError::Invalid(problems)) = seen else { break };
        for (name, problem) in problems {
            forget(&mut query, name);
            refused.push((name, problem));
        }
        seen = web.app.tickets(&caller.ctx, &query).await;
    }
    let seen = seen?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    let sentence = |(name, problem): &(app::Field, app::Problem)| {
        format!("{name}: {}", field_words(name, &FieldProblem::App(problem.clone()), shell.words))
    };
    let query_error = (!refused.is_empty()).then(|| refused.iter().map(sentence).collect::<Vec<_>>().join(" "));
    page(&TicketsPage { shell, query, query_error, list: seen.value })
}

/// Takes a parameter out; a place in a list is a place in that list alone.
fn forget(query: &mut TicketQuery, name: &str) {
    match name {
        "q" => query.search.clear(),
        "state" => query.states.clear(),
        "type" => query.kinds.clear(),
        "subject" => query.subjects.clear(),
        "assigned" => query.assigned.clear(),
        "overdue" => query.overdue.clear(),
        "sort" => query.sort.clear(),
        "limit" => query.limit = None,
        _ => {}
    }
    query.cursor.clear();
}

/// The form for a new ticket, with what a link brought filled in. Whoever may not write is led to the list.
pub(crate) async fn new(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let seen = web.app.ticket_desk(&caller.ctx, None).await?;
    if !seen.value.may_write {
        return see("/tickets");
    }
    let text = |field: TicketField| carried(&fields, field.code());
    let typed = NewTicket {
        title: text(TicketField::Title),
        kind: text(TicketField::Type),
        subject: text(TicketField::Subject),
        description: String::new(),
        tenant: text(TicketField::Tenant),
        workload: text(TicketField::Workload),
        reference: text(TicketField::Reference),
    };
    page(&filled(&web, &caller, seen, typed, String::new()))
}

/// The page of a form, with nothing wrong yet.
fn filled(web: &Web, caller: &Caller, seen: Seen<TicketDesk>, typed: NewTicket, version: String) -> TicketFormPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    TicketFormPage { shell, desk: seen.value, typed, version, is_overtaken: false, faults: FormFaults::default() }
}

fn typed(form: &Fields) -> NewTicket {
    let text = |field: TicketField| form.text(field.code()).to_owned();
    NewTicket {
        title: text(TicketField::Title),
        kind: text(TicketField::Type),
        subject: text(TicketField::Subject),
        description: text(TicketField::Description),
        tenant: text(TicketField::Tenant),
        workload: text(TicketField::Workload),
        reference: text(TicketField::Reference),
    }
}

fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// Opens a ticket.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = open(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/tickets/new", label).await
}

async fn open(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    let typed = typed(form);
    let problems = match web.app.open_ticket(&caller.ctx, &typed, None).await {
        Ok(opened) => return see_with(web, &url(&opened.value.item.number), Flash::TicketOpened),
        Err(error) => refused_fields(error)?,
    };
    let it = filled(web, caller, web.app.ticket_desk(&caller.ctx, None).await?, typed, String::new());
    refused_form(it, &problems)
}

fn refused_form(it: TicketFormPage, problems: &[(app::Field, app::Problem)]) -> Answer {
    let faults = faults(problems, |name| label(name, it.shell.words), it.shell.words);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &TicketFormPage { faults, ..it })
}

/// The form for a ticket that is there. Whoever may not change it is led to where it stands.
pub(crate) async fn edit(State(web): State<Web>, caller: Caller, InPath(number): InPath<String>) -> Answer {
    let seen = web.app.ticket_desk(&caller.ctx, Some(&number)).await?;
    let ticket = seen.value.ticket.as_ref().ok_or(AppError::NotFound)?;
    if !ticket.can_edit() {
        return see(&url(&ticket.item.number));
    }
    let (typed, version) = (typed_of(ticket), ticket.revision.clone());
    page(&filled(&web, &caller, seen, typed, version))
}

/// Changes what is asked in a ticket.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = change(&web, &caller, &number, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("{}/edit", url(&number)), label).await
}

async fn change(web: &Web, caller: &Caller, number: &str, form: &Fields) -> Answer {
    let (typed, version) = (typed(form), form.text("version").to_owned());
    let done = web.app.edit_ticket(&caller.ctx, number, &typed, &Expected::one(version.as_str())).await;
    let problems = match done {
        Ok(Seen { value: Outcome::Saved(_), .. }) => return see_with(web, &url(number), Flash::TicketSaved),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => None,
        Err(error) => Some(refused_fields(error)?),
    };
    let seen = web.app.ticket_desk(&caller.ctx, Some(number)).await?;
    if let Some(problems) = problems {
        return refused_form(filled(web, caller, seen, typed, version), &problems);
    }
    // Whoever sends it again has seen what stands there by now.
    let standing = seen.value.ticket.as_ref().map(|one| one.revision.clone()).unwrap_or_default();
    let it = filled(web, caller, seen, typed, standing);
    page_with(StatusCode::CONFLICT, &TicketFormPage { is_overtaken: true, ..it })
}

/// One ticket.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(number): InPath<String>) -> Answer {
    let it = shown(&web, &caller, web.app.ticket(&caller.ctx, &number).await?);
    page(&it)
}

fn shown(web: &Web, caller: &Caller, seen: Seen<TicketDetail>) -> TicketPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    TicketPage { shell, ticket: seen.value, refused: None, attachment_error: None }
}

/// Writes in a ticket. What was typed stays on the page where it is refused, beside what somebody else wrote meanwhile.
async fn say(web: &Web, caller: &Caller, headers: &HeaderMap, number: &str, by: TicketMove, form: &Fields) -> Answer {
    let done = move_on(web, caller, number, by, form).await;
    given_back(web, caller, headers, form, done, &url(number), label).await
}

async fn move_on(web: &Web, caller: &Caller, number: &str, by: TicketMove, form: &Fields) -> Answer {
    let (text, expected) = (form.text("text").to_owned(), Expected::one(form.text("version")));
    let done = web.app.move_ticket(&caller.ctx, number, by, &text, &expected, None).await;
    let flash = match by {
        TicketMove::Answer { .. } => Flash::TicketAnswered,
        TicketMove::Resolution => Flash::TicketResolved,
        TicketMove::Reopening => Flash::TicketReopened,
    };
    let (status, why) = match done {
        Ok(Seen { value: Outcome::Saved(_), .. }) => return see_with(web, &url(number), flash),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => (StatusCode::CONFLICT, None),
        Err(error @ (AppError::Invalid(_) | AppError::TicketMove(_))) => {
            let error = WebError::of_body(error);
            (error.status(), Some(error))
        }
        Err(error) => return Err(error.into()),
    };
    let mut it = shown(web, caller, web.app.ticket(&caller.ctx, number).await?);
    let (why, is_text) = said(why.as_ref(), it.shell.words);
    let goes_on = form.text("goes_on") == "yes";
    it.refused = Some(RefusedAnswer { why, text, goes_on, is_text });
    page_with(status, &it)
}

/// Why something was refused, in words, and whether that is about a field.
fn said(why: Option<&WebError>, words: &Words) -> (String, bool) {
    match why {
        None => (crate::words::tell!(words, "ticket-overtaken").to_owned(), false),
        Some(WebError::Refused(fields)) => {
            let said = fields.iter().map(|(field, problem)| {
                let label = field_label(field, words);
                format!("{label}: {}", field_words(field, problem, words))
            });
            (said.collect::<Vec<_>>().join(" "), true)
        }
        Some(error) => (words_of(error, words), false),
    }
}

/// Answers, asks or adds something.
pub(crate) async fn answer(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let by = TicketMove::Answer { goes_on: form.text("goes_on") == "yes" };
    say(&web, &caller, &headers, &number, by, &form).await
}

/// Resolves it.
pub(crate) async fn resolve(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    say(&web, &caller, &headers, &number, TicketMove::Resolution, &form).await
}

/// Opens it again.
pub(crate) async fn reopen(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    say(&web, &caller, &headers, &number, TicketMove::Reopening, &form).await
}

/// Says who answers it.
pub(crate) async fn assign(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    Form(form): Form,
) -> Answer {
    let expected = Expected::one(form.text("version"));
    let (status, why) = match web.app.assign_ticket(&caller.ctx, &number, form.text("person"), &expected).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => return see_with(&web, &url(&number), Flash::TicketAssigned),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => (StatusCode::CONFLICT, None),
        Err(error @ AppError::Invalid(_)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(WebError::of_body(error))),
        Err(error) => return Err(error.into()),
    };
    let mut it = shown(&web, &caller, web.app.ticket(&caller.ctx, &number).await?);
    let (why, _) = said(why.as_ref(), it.shell.words);
    it.refused = Some(RefusedAnswer { why, text: String::new(), goes_on: false, is_text: false });
    page_with(status, &it)
}

/// Adds a file.
pub(crate) async fn attach(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    request: Request,
) -> Answer {
    web.app.may_attach(&caller.ctx, &number).await?;
    let done = match Upload::from_page(request, &web, Some(MOST_FILE_BYTES)).await {
        Ok(upload) => keep_attachment(&web, &caller, &number, upload).await,
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(_) => return see_with(&web, &format!("{}#attachments", url(&number)), Flash::AttachmentAdded),
        Err(
            error @ (WebError::Fields(_)
            | WebError::BrokenUpload
            | WebError::TooLarge(_)
            | WebError::App(AppError::Attachment(_))),
        ) => error,
        Err(error) => return Err(error),
    };
    let mut it = shown(&web, &caller, web.app.ticket(&caller.ctx, &number).await?);
    it.attachment_error = Some(words_of(&error, it.shell.words));
    page_with(error.status(), &it)
}

/// Keeps a file that was uploaded, to its end also where the sender goes away.
pub(crate) async fn keep_attachment(
    web: &Web,
    caller: &Caller,
    number: &str,
    upload: Upload,
) -> Result<Seen<TicketDetail>, WebError> {
    let (app, ctx, number) = (web.app.clone(), caller.ctx.clone(), number.to_owned());
    to_its_end(async move { app.add_attachment(&ctx, &number, &upload.file_name, upload.path()).await }).await
}

/// Takes a file away.
pub(crate) async fn delete_attachment(
    State(web): State<Web>,
    caller: Caller,
    InPath((number, id)): InPath<(String, String)>,
    Form(_): Form,
) -> Answer {
    web.app.remove_attachment(&caller.ctx, &number, &id).await?;
    see_with(&web, &format!("{}#attachments", url(&number)), Flash::AttachmentRemoved)
}

/// The file of an attachment.
pub(crate) async fn show_attachment(
    State(web): State<Web>,
    caller: Caller,
    InPath((number, id)): InPath<(String, String)>,
) -> Answer {
    attachment_file(&web, &caller, &number, &id).await
}

/// The same for programs.
pub(crate) async fn attachment_file(web: &Web, caller: &Caller, number: &str, id: &str) -> Answer {
    given_file(web.app.attachment(&caller.ctx, number, id).await?)
}
