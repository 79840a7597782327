//! Service intent notes: reading and writing, guidance while typing, questions and answers (S9).

use app::{AppError, Expected, IntentDesk, IntentQuestions, Outcome, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::TenantId;
use locale::Words;

use super::form::{form as answer_form, given_back, saved};
use super::{Answer, Flash, page, page_with, problem_of, refused_fields, see_with, shell};
use crate::error::{FieldProblem, WebError, field_words, words_of};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::intent_note::{
    GuidancePart, GuidanceShown, IntentNotePage, IntentQuestionsPage, answer_label, note_url, question_label,
    text_label,
};
use crate::pages::shell::Entry;
use crate::state::Web;

/// The note of a workload.
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    headers: HeaderMap,
) -> Answer {
    let seen = web.app.intent_note(&caller.ctx, tenant_id, &workload).await?;
    let it = filled(&web, &caller, seen);
    answer_form(&headers, StatusCode::OK, &it.as_pane(), &it)
}

/// The page as it is opened: with the note in the form.
fn filled(web: &Web, caller: &Caller, seen: Seen<IntentDesk>) -> IntentNotePage {
    let desk = seen.value;
    IntentNotePage {
        shell: shell(web, caller, Some(&seen.viewer), Some(Entry::FastTrack)),
        typed: desk.current.as_ref().map(|note| note.text.clone()).unwrap_or_default(),
        version: desk.revision.clone(),
        desk,
        text_error: None,
        is_overtaken: false,
        guidance: None,
        question: String::new(),
        question_error: None,
    }
}

/// Writes the note, or only checks it: by two buttons of one form.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let back = note_url(tenant_id, &workload);
    let done = write(&web, &caller, (tenant_id, &workload), &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, &back, |_, words| text_label(words).to_owned()).await
}

async fn write(
    web: &Web,
    caller: &Caller,
    (tenant_id, workload): (TenantId, &str),
    headers: &HeaderMap,
    form: &Fields,
) -> Answer {
    let (typed, version) = (form.text("text").to_owned(), form.text("version").to_owned());
    if form.text("do") == "check" {
        let (status, it) = check(web, caller, tenant_id, workload, typed, version).await?;
        return answer_form(headers, status, &it.as_pane(), &it);
    }
    let expected = Expected::one(version.as_str());
    let (status, mut it) = match web.app.save_intent_note(&caller.ctx, tenant_id, workload, &typed, &expected).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => {
            return saved(web, headers, &format!("/tenants/{tenant_id}#intent"), Flash::IntentNoteSaved);
        }
        Ok(Seen { viewer, value: Outcome::Overtaken(desk) }) => {
            let it = filled(web, caller, Seen { viewer, value: desk });
            // From here on the writer has seen what stands there: the next try replaces it.
            (StatusCode::CONFLICT, IntentNotePage { is_overtaken: true, ..it })
        }
        Err(error) => {
            let problems = refused_fields(error)?;
            let it = filled(web, caller, web.app.intent_note(&caller.ctx, tenant_id, workload).await?);
            let text_error = said(&problems, "text", &it);
            (StatusCode::UNPROCESSABLE_ENTITY, IntentNotePage { version, text_error, ..it })
        }
    };
    it.typed = typed;
    answer_form(headers, status, &it.as_pane(), &it)
}

/// What is wrong with a field, in the words of the page.
fn said(problems: &[(app::Field, app::Problem)], field: &str, it: &IntentNotePage) -> Option<String> {
    problem_of(problems, field).map(|problem| field_words(field, &FieldProblem::App(problem.clone()), it.shell.words))
}

async fn check(
    web: &Web,
    caller: &Caller,
    tenant_id: TenantId,
    workload: &str,
    typed: String,
    version: String,
) -> Result<(StatusCode, IntentNotePage), WebError> {
    let mut it = filled(web, caller, web.app.intent_note(&caller.ctx, tenant_id, workload).await?);
    let words = it.shell.words;
    let asked = web.app.guidance(&caller.ctx, &typed, Some(tenant_id), Some(workload), |_| words.language()).await;
    let status = match asked {
        Ok(seen) => {
            it.guidance = Some(GuidanceShown::of(&seen.value, words));
            StatusCode::OK
        }
        Err(error) => {
            it.text_error = said(&refused_fields(error)?, "text", &it);
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Ok((status, IntentNotePage { typed, version, ..it }))
}

/// The guidance on what somebody is typing, for the script of the page.
pub(crate) async fn guidance(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let tenant = match form.given("tenant_id") {
        Some(text) => Some(text.parse::<TenantId>().map_err(|_| AppError::NotFound)?),
        None => None,
    };
    let workload = form.given("workload");
    let language = |viewer: &app::Viewer| caller.words(Some(viewer)).language();
    let seen = web.app.guidance(&caller.ctx, form.text("text"), tenant, workload, language).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), None);
    let guidance = GuidanceShown::of(&seen.value, shell.words);
    page(&GuidancePart { shell, guidance })
}

/// Asks the partner manager about a note.
pub(crate) async fn ask(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let back = note_url(tenant_id, &workload);
    let done = send(&web, &caller, (tenant_id, &workload), form.text("question").to_owned()).await;
    given_back(&web, &caller, &headers, &form, done, &back, |_, words| question_label(words).to_owned()).await
}

async fn send(web: &Web, caller: &Caller, (tenant_id, workload): (TenantId, &str), question: String) -> Answer {
    let (status, problems) = match web.app.ask_about_intent(&caller.ctx, tenant_id, workload, &question, None).await {
        Ok(()) => {
            let help = format!("{}#help", note_url(tenant_id, workload));
            return see_with(web, &help, Flash::IntentHelpAsked);
        }
        // Somebody else was first: what they asked stands above the form.
        Err(AppError::QuestionOpen) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, refused_fields(error)?),
    };
    let it = filled(web, caller, web.app.intent_note(&caller.ctx, tenant_id, workload).await?);
    let is_open = || words_of(&AppError::QuestionOpen.into(), it.shell.words);
    let question_error = Some(said(&problems, "question", &it).unwrap_or_else(is_open));
    page_with(status, &IntentNotePage { question, question_error, ..it })
}

/// The questions that wait for an answer.
pub(crate) async fn questions(State(web): State<Web>, caller: Caller, _: Fields) -> Answer {
    let seen = web.app.intent_questions(&caller.ctx).await?;
    page(&open_questions(&web, &caller, seen))
}

fn open_questions(web: &Web, caller: &Caller, seen: Seen<IntentQuestions>) -> IntentQuestionsPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::IntentQuestions));
    IntentQuestionsPage { shell, open: seen.value, refused: None, late: None }
}

/// Answers a question.
pub(crate) async fn answer(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = reply(&web, &caller, handle, form.text("answer").to_owned()).await;
    let label = |_: &str, words: &Words| answer_label(words).to_owned();
    given_back(&web, &caller, &headers, &form, done, "/intent-questions", label).await
}

async fn reply(web: &Web, caller: &Caller, handle: String, text: String) -> Answer {
    let problems = match web.app.answer_about_intent(&caller.ctx, &handle, &text).await {
        Ok(()) => return see_with(web, "/intent-questions", Flash::IntentHelpGiven),
        Err(AppError::QuestionAnswered) => Vec::new(),
        Err(error) => refused_fields(error)?,
    };
    let it = open_questions(web, caller, web.app.intent_questions(&caller.ctx).await?);
    if it.open.questions.iter().any(|one| one.handle == handle) {
        let problem = problem_of(&problems, "answer").cloned().unwrap_or(app::Problem::Malformed);
        let refused = Some((handle, text, field_words("answer", &FieldProblem::App(problem), it.shell.words)));
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &IntentQuestionsPage { refused, ..it });
    }
    // Somebody else has answered: whatever was wrong with this one, theirs counts.
    let theirs = web.app.intent_question(&caller.ctx, &handle).await?.value;
    page_with(StatusCode::CONFLICT, &IntentQuestionsPage { late: Some((theirs, text)), ..it })
}
