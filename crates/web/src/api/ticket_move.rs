//! Tickets on their way: writing in one, who answers it, and its files (S11.4).

use app::RequestKey;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ticket::TicketMove;
use serde::Deserialize;
use utoipa::ToSchema;

use super::claim_move::{ProofParams, ProofUploadBody};
use super::load::FileBody;
use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::ticket::TicketDetailBody;
use super::{ChangeProblems, Done, KeyParam, Problems};
use crate::error::WebError;
use crate::extract::{Caller, Fields, IfMatch, IfMatchGiven, InPath, Json, NewJson, Upload};
use crate::handlers::ticket::{attachment_file, keep_attachment};
use crate::state::Web;

/// What is answered, asked or added.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TicketAnswerBody {
    /// What it says.
    #[schema(required, max_length = 10_000)]
    text: String,
    /// Of the programme office: that it goes on by itself, and waits for nobody.
    goes_on: bool,
}

/// What goes with a resolution or a reopening.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TicketTextBody {
    /// What it says; whoever asked can resolve without a word.
    #[schema(max_length = 10_000)]
    text: String,
}

async fn moved(
    web: &Web,
    caller: &Caller,
    number: &str,
    (by, text): (TicketMove, &str),
    expected: &app::Expected,
    key: Option<&RequestKey>,
) -> TaggedAnswer<TicketDetailBody> {
    let moved = web.app.move_ticket(&caller.ctx, number, by, text, expected, key).await;
    Tagged::changed(moved.map_err(WebError::of_body)?, TicketDetailBody::tagged)
}

/// Write in a ticket
///
/// An answer of the programme office waits for whoever asked, unless it says that it goes on by itself. To what is resolved
/// nothing is added: reopen it.
#[utoipa::path(post, operation_id = "answer", path = "/api/v1/tickets/{number}/answers", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number"), KeyParam,
           ("If-Match" = Option<String>, Header, description = "The `ETag` of what you read: with it, nothing is done where somebody wrote in the ticket since")),
    request_body = TicketAnswerBody,
    responses((status = 201, description = "Written", body = TicketDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn answer(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatchGiven(expected): IfMatchGiven,
    NewJson { body, key }: NewJson<TicketAnswerBody>,
) -> Result<Response, WebError> {
    let by = TicketMove::Answer { goes_on: body.goes_on };
    let written = moved(&web, &caller, &number, (by, &body.text), &expected, key.as_ref()).await?;
    let mut response = written.into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Resolve a ticket
#[utoipa::path(post, operation_id = "resolve", path = "/api/v1/tickets/{number}/resolution", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number"), KeyParam,
           ("If-Match" = Option<String>, Header, description = "The `ETag` of what you read: with it, nothing is done where somebody wrote in the ticket since")),
    request_body = TicketTextBody,
    responses((status = 200, description = "It is resolved", body = TicketDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn resolve(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatchGiven(expected): IfMatchGiven,
    NewJson { body, key }: NewJson<TicketTextBody>,
) -> TaggedAnswer<TicketDetailBody> {
    moved(&web, &caller, &number, (TicketMove::Resolution, &body.text), &expected, key.as_ref()).await
}

/// Reopen a ticket
///
/// With what is still to be done.
#[utoipa::path(post, operation_id = "reopen", path = "/api/v1/tickets/{number}/reopening", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number"), KeyParam,
           ("If-Match" = Option<String>, Header, description = "The `ETag` of what you read: with it, nothing is done where somebody wrote in the ticket since")),
    request_body = TicketTextBody,
    responses((status = 200, description = "It is open again", body = TicketDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn reopen(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatchGiven(expected): IfMatchGiven,
    NewJson { body, key }: NewJson<TicketTextBody>,
) -> TaggedAnswer<TicketDetailBody> {
    moved(&web, &caller, &number, (TicketMove::Reopening, &body.text), &expected, key.as_ref()).await
}

/// Who answers a ticket.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TicketAssignmentBody {
    /// The `id` of one of the ticket's `answerers`; null for nobody.
    #[schema(required)]
    person: Option<String>,
}

/// Say who answers a ticket
#[utoipa::path(put, operation_id = "assign", path = "/api/v1/tickets/{number}/assignment", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number"), IfMatchParam), request_body = TicketAssignmentBody,
    responses((status = 200, description = "Assigned", body = TicketDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn assign(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatch(expected): IfMatch,
    Json(body): Json<TicketAssignmentBody>,
) -> TaggedAnswer<TicketDetailBody> {
    let person = body.person.unwrap_or_default();
    let assigned = web.app.assign_ticket(&caller.ctx, &number, &person, &expected).await;
    Tagged::changed(assigned.map_err(WebError::of_body)?, TicketDetailBody::tagged)
}

/// Add a file
///
/// As a form with the field `file`, or as the bytes of the file with `file_name` in the query. What it is, its content says.
#[utoipa::path(post, operation_id = "attach", path = "/api/v1/tickets/{number}/attachments", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number"), ProofParams),
    request_body(content((ProofUploadBody = "multipart/form-data"), (FileBody = "application/octet-stream"))),
    responses((status = 201, description = "Added", body = TicketDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn attach(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    query: Fields,
    request: Request,
) -> Result<Response, WebError> {
    web.app.may_attach(&caller.ctx, &number).await?;
    let upload = Upload::from_program(request, &web, &query, Some(domain::file::MOST_FILE_BYTES)).await;
    let added = keep_attachment(&web, &caller, &number, upload?).await?;
    let mut response = TicketDetailBody::tagged(&added.value).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Get a file
#[utoipa::path(get, operation_id = "attachment", path = "/api/v1/tickets/{number}/attachments/{id}", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number"), ("id" = String, Path, description = "The file")),
    responses((status = 200, description = "The file", content(
                (FileBody = "application/pdf"),
                (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                (FileBody = "image/png"),
                (FileBody = "image/jpeg"))), Problems))]
pub(crate) async fn show_attachment(
    State(web): State<Web>,
    caller: Caller,
    InPath((number, id)): InPath<(String, String)>,
) -> Result<Response, WebError> {
    attachment_file(&web, &caller, &number, &id).await
}

/// Take a file away
///
/// One that you added, while the ticket is not resolved.
#[utoipa::path(delete, operation_id = "delete_attachment", path = "/api/v1/tickets/{number}/attachments/{id}", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number"), ("id" = String, Path, description = "The file")),
    responses((status = 204, description = "Taken away"), Problems, ChangeProblems))]
pub(crate) async fn delete_attachment(
    State(web): State<Web>,
    caller: Caller,
    InPath((number, id)): InPath<(String, String)>,
) -> Done {
    web.app.remove_attachment(&caller.ctx, &number, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
