//! Status notes of a tenant, and asking for one (S6).

use app::{NoteHistory, NoteQuery, NoteRequestItem, StatusNoteItem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::status_note::NewStatusNote;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, ChangeProblems, KeyParam, Problems, check_once};
use crate::error::WebError;
use crate::extract::{self, Caller, Fields, InPath};
use crate::state::Web;

/// What the history can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct NoteParams {
    /// Words that the texts contain.
    q: Option<String>,
    /// The overall status.
    #[param(inline)]
    overall_status: Option<StatusName>,
    /// The author's name; refused where authors are withheld.
    author: Option<String>,
    /// Written on this day or later.
    #[param(example = "2026-03-01")]
    from: Option<NaiveDate>,
    /// Written on this day or before.
    until: Option<NaiveDate>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// How a tenant stands as a whole.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum StatusName {
    Active,
    Blocked,
    Paused,
}

/// A status note.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatusNoteBody {
    /// Its handle.
    #[schema(example = "q2Xh0wVb3kPz8LmA")]
    id: String,
    /// When it was written.
    written_at: DateTime<Utc>,
    /// Who wrote it; null where withheld, or without an account.
    #[schema(required)]
    author: Option<String>,
    /// Of which organisation the author is; null where the reader sees one alone.
    #[schema(required)]
    organisation: Option<String>,
    /// Onboarding scope.
    scope: String,
    /// Risks; may be null.
    #[schema(required)]
    risks: Option<String>,
    /// Next actions.
    next_actions: String,
    /// By when the next action is to be done.
    next_action_date: NaiveDate,
    /// Who does it; null where withheld.
    #[schema(required)]
    next_action_owner: Option<String>,
    /// How the tenant stands: `active`, `blocked`, `paused`.
    #[schema(example = "active")]
    overall_status: &'static str,
    /// The note that it corrects.
    #[schema(required)]
    corrects: Option<String>,
    /// The newest note that corrects it.
    #[schema(required)]
    corrected_by: Option<String>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl From<StatusNoteItem> for StatusNoteBody {
    fn from(note: StatusNoteItem) -> Self {
        Self {
            id: note.id,
            written_at: note.written_at,
            author: note.author,
            organisation: note.organisation,
            scope: note.scope,
            risks: note.risks,
            next_actions: note.next_actions,
            next_action_date: note.next_action_on,
            next_action_owner: note.next_action_owner,
            overall_status: note.overall_status.code(),
            corrects: note.corrects,
            corrected_by: note.corrected_by,
            withheld: note.withheld,
        }
    }
}

/// A page of the history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatusNotesBody {
    /// The notes, newest first.
    items: Vec<StatusNoteBody>,
    /// Where older ones begin; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl From<NoteHistory> for StatusNotesBody {
    fn from(history: NoteHistory) -> Self {
        let items = history.notes.into_iter().map(StatusNoteBody::from).collect();
        Self { items, next_cursor: history.next_cursor }
    }
}

/// List status notes
#[utoipa::path(get, operation_id = "list", path = "/api/v1/tenants/{tenant_id}/status-notes", tag = "Notes",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"), NoteParams),
    responses((status = 200, description = "A page of the history, newest first", body = StatusNotesBody), Problems))]
pub(crate) async fn list(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    fields: Fields,
) -> Answer<StatusNotesBody> {
    check_once(&fields, &["q", "author", "cursor"], &["overall_status", "from", "until"])?;
    let text = |name: &str| fields.given(name).unwrap_or_default().to_owned();
    let query = NoteQuery {
        from: text("from"),
        until: text("until"),
        author: text("author"),
        overall_status: text("overall_status"),
        search: text("q"),
        cursor: text("cursor"),
        ..NoteQuery::default()
    };
    let seen = web.app.status_notes(&caller.ctx, tenant_id, &query).await.map_err(WebError::of_parameters)?;
    Ok(Json(seen.value.into()))
}

/// A status note to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStatusNoteBody {
    /// Onboarding scope.
    #[serde(default)]
    #[schema(required, max_length = 10000, example = "Mail for 400 people, then files")]
    scope: String,
    /// Risks.
    #[serde(default)]
    #[schema(max_length = 10000)]
    risks: Option<String>,
    /// Next actions.
    #[serde(default)]
    #[schema(required, max_length = 10000, example = "Call the service desk")]
    next_actions: String,
    /// By when; today or later.
    #[serde(default)]
    #[schema(required, format = Date, example = "2026-12-01")]
    next_action_date: String,
    /// By whom.
    #[serde(default)]
    #[schema(required, max_length = 200, example = "Noor Bakker")]
    next_action_owner: String,
    /// `active`, `blocked` or `paused`; active when left out.
    #[serde(default)]
    #[schema(example = "active")]
    overall_status: Option<String>,
    /// The note that it corrects.
    #[serde(default)]
    corrects: Option<String>,
}

/// Write a status note
///
/// Notes are never changed: a correction is a new note that names the old one in `corrects`.
#[utoipa::path(post, operation_id = "create", path = "/api/v1/tenants/{tenant_id}/status-notes", tag = "Notes",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"), KeyParam), request_body = NewStatusNoteBody,
    responses((status = 201, description = "Written", body = StatusNoteBody), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    extract::NewJson { body, key }: extract::NewJson<NewStatusNoteBody>,
) -> Result<(StatusCode, Json<StatusNoteBody>), WebError> {
    let new = NewStatusNote {
        scope: body.scope,
        risks: body.risks.unwrap_or_default(),
        next_actions: body.next_actions,
        next_action_date: body.next_action_date,
        next_action_owner: body.next_action_owner,
        overall_status: body.overall_status.unwrap_or_default(),
    };
    let note = web.app.add_status_note(&caller.ctx, tenant_id, &new, body.corrects.as_deref(), key.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(note.into())))
}

/// A note to ask for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNoteRequestBody {
    /// The partner's ID; can be left out where one partner has the tenant.
    #[serde(default)]
    #[schema(example = "4000001")]
    partner: Option<String>,
    /// By when; today or later.
    #[serde(default)]
    #[schema(required, format = Date, example = "2026-12-01")]
    due_on: String,
}

/// A note that is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoteRequestBody {
    /// Its handle.
    id: String,
    /// The partner that is asked.
    partner: String,
    /// By when.
    due_on: NaiveDate,
    /// When it was asked.
    asked_at: DateTime<Utc>,
}

impl From<NoteRequestItem> for NoteRequestBody {
    fn from(request: NoteRequestItem) -> Self {
        let NoteRequestItem { id, partner, due_on, asked_at, .. } = request;
        Self { id, partner, due_on, asked_at }
    }
}

/// The notes of a tenant that are asked for and not written yet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoteRequestsBody {
    /// By day.
    items: Vec<NoteRequestBody>,
}

/// Ask for a status note
///
/// For the programme office. A partner is asked once at a time: asking again moves the day.
#[utoipa::path(post, operation_id = "ask", path = "/api/v1/tenants/{tenant_id}/note-requests", tag = "Notes",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"), KeyParam), request_body = NewNoteRequestBody,
    responses((status = 201, description = "Asked; all that is open", body = NoteRequestsBody), Problems, ChangeProblems))]
pub(crate) async fn create_request(
    State(web): State<Web>,
    caller: Caller,
    InPath(tenant_id): InPath<TenantId>,
    extract::NewJson { body, key }: extract::NewJson<NewNoteRequestBody>,
) -> Result<(StatusCode, Json<NoteRequestsBody>), WebError> {
    let partner = body.partner.unwrap_or_default();
    let open = web.app.ask_for_note(&caller.ctx, tenant_id, &partner, &body.due_on, key.as_ref()).await?;
    let items = open.into_iter().map(NoteRequestBody::from).collect();
    Ok((StatusCode::CREATED, Json(NoteRequestsBody { items })))
}
