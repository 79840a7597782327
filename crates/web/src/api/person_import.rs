//! Many people at once, from a table (S1.2).

use app::{AppError, ImportPlan, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, ChangeProblems, Problems};
use crate::error::{FieldProblem, WebError, field_words};
use crate::extract::{self, Caller};
use crate::handlers::person::shown_invitation;
use crate::state::Web;

/// A table of people.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportBody {
    /// The table: a header with `email`, `name`, `role` and `locations`, perhaps `partner` and `language`; a person and role a
    /// line, several locations in one cell with semicolons or spaces between them, none for the entire organisation.
    #[serde(default)]
    #[schema(required, example = "email,name,role,locations\nanna@partner.example,Anna,report_viewer,1234567\n")]
    csv: String,
    /// Whether to do it. Without, the answer says what would be done.
    #[serde(default)]
    apply: bool,
}

/// What a line says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportLineBody {
    /// On which line; the header is line 1.
    line: u64,
    /// The person's address.
    email: String,
    /// The person's name.
    name: String,
    /// The organisation's name.
    organisation: String,
    /// The role.
    role: &'static str,
    /// The IDs of its places; empty for the entire organisation.
    at: Vec<String>,
    /// Whether the person is invited by it.
    new: bool,
}

/// Why a line cannot be taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportErrorBody {
    /// The line.
    line: u64,
    /// The column; `csv` for the whole line or table.
    column: &'static str,
    /// Why, in words.
    message: String,
}

/// An invitation that was made; its link is told this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportedInvitationBody {
    /// For whom.
    email: String,
    /// The link.
    url: String,
    /// Until when it works.
    expires_at: DateTime<Utc>,
}

/// What a table would do, or has done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportPlanBody {
    /// The lines that can be taken.
    lines: Vec<ImportLineBody>,
    /// Those that cannot; as long as there is one, nothing is done.
    errors: Vec<ImportErrorBody>,
    /// Whether it was done.
    applied: bool,
    /// The invitations that were made.
    invitations: Vec<ImportedInvitationBody>,
}

impl ImportPlanBody {
    fn of(plan: ImportPlan, web: &Web, headers: &HeaderMap, caller: &Caller) -> Self {
        let words = caller.words(None);
        let lines = plan.lines.into_iter().map(|one| ImportLineBody {
            line: one.line,
            email: one.email,
            name: one.name,
            organisation: one.organisation,
            role: one.role.code(),
            at: one.at,
            new: one.is_new,
        });
        let errors = plan.errors.into_iter().map(|one| ImportErrorBody {
            line: one.line,
            column: one.column,
            message: field_words(one.column, &FieldProblem::App(one.problem), words),
        });
        let invitations = plan.invitations.iter().map(|(email, one)| {
            let shown = shown_invitation(web, headers, email, one);
            ImportedInvitationBody { email: shown.email, url: shown.url, expires_at: shown.until }
        });
        Self {
            lines: lines.collect(),
            errors: errors.collect(),
            applied: plan.is_done,
            invitations: invitations.collect(),
        }
    }
}

/// Invite and give roles to many
///
/// The table is checked whole; all of it is done or nothing.
#[utoipa::path(post, operation_id = "import", path = "/api/v1/people/import", tag = "People", request_body = ImportBody,
    responses((status = 200, description = "What it would do, or has done", body = ImportPlanBody), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    extract::Json(body): extract::Json<ImportBody>,
) -> Answer<ImportPlanBody> {
    let seen = web.app.import_people(&caller.ctx, &body.csv, body.apply).await.map_err(WebError::of_body)?;
    if body.csv.is_empty() {
        return Err(WebError::of_body(AppError::field("csv", Problem::Missing)));
    }
    Ok(Json(ImportPlanBody::of(seen.value, &web, &headers, &caller)))
}
