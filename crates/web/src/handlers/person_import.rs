//! Many people at once, from a table: upload, what it would do, and doing it (S1.2).

use app::ImportPlan;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};

use super::form::given_back;
use super::person::{entry, shown_invitation};
use super::{Answer, page_with, shell};
use crate::error::{FieldProblem, WebError, field_words};
use crate::extract::{Caller, Form, Upload};
use crate::pages::person::ImportPage;
use crate::state::Web;

/// The largest table: the form that does what it says has room for it.
const MOST_BYTES: u64 = 128 * 1024;

/// How such a table looks, and the form for one.
pub(crate) async fn new(State(web): State<Web>, caller: Caller) -> Answer {
    let viewer = web.app.viewer(&caller.ctx).await?;
    if !viewer.may_manage_people() {
        return Err(app::AppError::Forbidden.into());
    }
    let shell = shell(&web, &caller, Some(&viewer), Some(entry(&viewer)));
    let (csv, errors, invitations) = (String::new(), Vec::new(), Vec::new());
    page_with(StatusCode::OK, &ImportPage { shell, plan: None, csv, errors, invitations })
}

/// What a table would do.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, headers: HeaderMap, request: Request) -> Answer {
    let viewer = web.app.viewer(&caller.ctx).await?;
    if !viewer.may_manage_people() {
        return Err(app::AppError::Forbidden.into());
    }
    let upload = match Upload::from_page(request, &web, Some(MOST_BYTES)).await {
        Ok(upload) => upload,
        Err(WebError::Fields(_) | WebError::BrokenUpload) => {
            return looked_at(&web, &caller, &headers, "", false).await;
        }
        Err(error) => return Err(error),
    };
    let bytes = tokio::fs::read(upload.path()).await.map_err(|error| WebError::io(&error, "reading an upload"))?;
    // What is no UTF-8 has letters in it that nobody wrote, and they are told by the check of the names.
    looked_at(&web, &caller, &headers, &String::from_utf8_lossy(&bytes), false).await
}

/// Does what a table says.
pub(crate) async fn apply(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = looked_at(&web, &caller, &headers, form.text("csv"), true).await;
    // Of a table nothing is given back: it is a file.
    given_back(&web, &caller, &headers, &form, done, "/people/import", |_, _| String::new()).await
}

async fn looked_at(web: &Web, caller: &Caller, headers: &HeaderMap, csv: &str, apply: bool) -> Answer {
    let seen = web.app.import_people(&caller.ctx, csv, apply).await?;
    let shell = shell(web, caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    let plan = seen.value;
    let said = |error: &app::ImportError| {
        let problem = FieldProblem::App(error.problem.clone());
        (error.line, error.column, field_words(error.column, &problem, shell.words))
    };
    let errors: Vec<_> = plan.errors.iter().map(said).collect();
    let shown = |(email, one): &(String, app::Invitation)| shown_invitation(web, headers, email, one);
    let invitations = plan.invitations.iter().map(shown).collect();
    let status = status_of(&plan);
    page_with(status, &ImportPage { shell, plan: Some(plan), csv: csv.to_owned(), errors, invitations })
}

fn status_of(plan: &ImportPlan) -> StatusCode {
    if plan.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}
