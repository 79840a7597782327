//! Forms of a page of their own that also open in a pane: what each answers with, there and here.

use app::AppError;
use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use locale::Words;

use super::{Answer, Flash, page_with, see, see_with, shell};
use crate::error::{FieldProblem, WebError, field_words};
use crate::extract::{Caller, Fields};
use crate::pages::form::{EndedPage, FieldFault, FormFaults};
use crate::state::Web;

/// Whether a script asks for what goes into the pane.
pub(crate) fn is_pane(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}

/// The form: its part for the pane, or the whole page.
pub(crate) fn form(headers: &HeaderMap, status: StatusCode, pane: &impl Template, whole: &impl Template) -> Answer {
    if is_pane(headers) { page_with(status, pane) } else { page_with(status, whole) }
}

/// Leads on to a page that says what was done. A script gets the address in a header: a redirect that it follows would
/// take the notice with it.
pub(crate) fn saved(web: &Web, headers: &HeaderMap, path: &str, flash: Flash) -> Answer {
    led(headers, path, see_with(web, path, flash)?)
}

/// The same without a notice: the page says on its own what was done.
pub(crate) fn led_on(headers: &HeaderMap, path: &str) -> Answer {
    led(headers, path, see(path)?)
}

fn led(headers: &HeaderMap, path: &str, mut response: Response) -> Answer {
    if is_pane(headers) {
        let path = HeaderValue::from_str(path).map_err(|_| WebError::internal("a path is no header value"))?;
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().remove("location");
        response.headers_mut().insert("hx-redirect", path);
    }
    Ok(response)
}

/// What is wrong with a form, in the reader's words, each with its field's label.
pub(crate) fn faults(
    problems: &[(app::Field, app::Problem)],
    label: impl Fn(&str) -> String,
    words: &Words,
) -> FormFaults {
    let fault = |(field, problem): &(app::Field, app::Problem)| FieldFault {
        field: (*field).to_owned(),
        label: label(field),
        message: field_words(field, &FieldProblem::App(problem.clone()), words),
    };
    FormFaults(problems.iter().map(fault).collect())
}

/// The answer to a form as it is; or, where the session has ended or what the form belongs to is not there, the same with
/// what was typed.
pub(crate) async fn given_back(
    web: &Web,
    caller: &Caller,
    headers: &HeaderMap,
    form: &Fields,
    done: Answer,
    form_path: &str,
    label: impl Fn(&str, &Words) -> String,
) -> Answer {
    match done {
        Err(WebError::App(AppError::SignedOut)) => ended(web, caller, headers, form, form_path, label),
        // A script keeps the form and is told by the status.
        Err(WebError::NotFound) if !is_pane(headers) => gone(web, caller, form, label).await,
        done => done,
    }
}

/// The answer to a form of something that is not there. It is made of what was sent alone: what was taken away meanwhile
/// and what never was are one page (S2.1).
async fn gone(web: &Web, caller: &Caller, form: &Fields, label: impl Fn(&str, &Words) -> String) -> Answer {
    let viewer = web.app.viewer(&caller.ctx).await.ok();
    let shell = shell(web, caller, viewer.as_ref(), None);
    let typed = typed_in(form, label, shell.words);
    if typed.is_empty() {
        return Err(WebError::NotFound);
    }
    page_with(StatusCode::NOT_FOUND, &EndedPage { shell, form_path: None, typed })
}

/// The answer to a form whose session has ended: what was typed is on the page, and how to sign in. A script keeps the
/// form and is told so by the status.
pub(crate) fn ended(
    web: &Web,
    caller: &Caller,
    headers: &HeaderMap,
    form: &Fields,
    form_path: &str,
    label: impl Fn(&str, &Words) -> String,
) -> Answer {
    let shell = shell(web, caller, None, None);
    if is_pane(headers) {
        let path = HeaderValue::from_static("/sign-in?notice=expired");
        let mut response: Response = StatusCode::UNAUTHORIZED.into_response();
        response.headers_mut().insert("hx-redirect", path);
        return Ok(response);
    }
    let typed = typed_in(form, label, shell.words);
    page_with(StatusCode::UNAUTHORIZED, &EndedPage { shell, form_path: Some(form_path.to_owned()), typed })
}

/// What was typed into a form, by the names of its fields.
fn typed_in(form: &Fields, label: impl Fn(&str, &Words) -> String, words: &Words) -> Vec<(String, String)> {
    let hidden = ["csrf", "corrects", "version", "tenant_id", "workload", "line", "row", "do"];
    let mut names: Vec<&str> = Vec::new();
    for name in form.names() {
        if !hidden.contains(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    let given = |name: &str| form.all(name).map(str::trim).filter(|one| !one.is_empty()).collect::<Vec<_>>().join(", ");
    let typed = names.into_iter().map(|name| (label(name, words), given(name)));
    typed.filter(|(label, text)| !label.is_empty() && !text.is_empty()).collect()
}
