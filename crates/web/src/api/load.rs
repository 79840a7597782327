//! Loads: a file's way in, from upload to undo (S13). For the programme admin.

use app::{LoadListed, LoadPlan, RefusedRow};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use chrono::{DateTime, Utc};
use domain::load::LoadCounts;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{Answer, ChangeProblems, Done, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{Caller, Fields, InPath, Upload};
use crate::handlers::load::{may_load, staged, to_its_end};
use crate::state::Web;
use crate::words::row_refusal;

/// What a load does, or did, counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsBody {
    /// Rows of the file, without its header.
    rows: i64,
    /// Rows that were refused.
    refused: i64,
    /// Things that were not there.
    added: i64,
    /// Things that were there with another value.
    changed: i64,
    /// Things that were there as the file has them.
    left: i64,
    /// Rows that repeat another of the same file.
    repeated: i64,
    /// Tenants that were not known.
    tenants_new: i64,
    /// Claims that begin.
    claims_begun: i64,
    /// Claims that end, or pass to another location.
    claims_ended: i64,
    /// Claims that were approved here and that the file says another partner holds: they stay.
    claims_contradicted: i64,
}

impl From<LoadCounts> for CountsBody {
    fn from(counts: LoadCounts) -> Self {
        Self {
            rows: counts.rows,
            refused: counts.refused,
            added: counts.added,
            changed: counts.changed,
            left: counts.left,
            repeated: counts.repeated,
            tenants_new: counts.tenants_new,
            claims_begun: counts.claims_begun,
            claims_ended: counts.claims_ended,
            claims_contradicted: counts.claims_contradicted,
        }
    }
}

/// The first and last month of a load's figures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthsBody {
    /// The first.
    #[schema(example = "2025-09")]
    first: String,
    /// The last.
    #[schema(example = "2026-08")]
    last: String,
}

/// A load.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoadBody {
    /// Its number.
    #[schema(example = 7)]
    id: i64,
    /// The kind of file: `partner_profile`, `customers_and_tenants`, `office_usage`,
    /// `ems_usage`, `eligible_plans`, `seats_subscriptions_and_revenue`, `clasm365_propensity` or `referrals`.
    #[schema(example = "office_usage")]
    kind: &'static str,
    /// The file's name.
    #[schema(example = "OfficeUsage.csv")]
    file_name: String,
    /// The file's size.
    file_bytes: i64,
    /// Where it stands: `staging`, `planned`, `applied`, `undone`, `discarded` or `failed`.
    #[schema(example = "planned")]
    state: &'static str,
    /// Who uploaded it; null for the command line.
    #[schema(required)]
    by: Option<String>,
    /// When it was uploaded.
    staged_at: DateTime<Utc>,
    /// When it was applied.
    #[schema(required)]
    applied_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    #[schema(required)]
    undone_at: Option<DateTime<Utc>>,
    /// What it does or did.
    counts: CountsBody,
    /// First and last month of its figures; null for a file without figures.
    #[schema(required)]
    months: Option<MonthsBody>,
    /// Whether it can be undone now: it is the newest of its kind.
    can_be_undone: bool,
    /// Why it failed, as a code; null when it did not.
    #[schema(required)]
    failure: Option<String>,
}

impl From<LoadListed> for LoadBody {
    fn from(load: LoadListed) -> Self {
        Self {
            id: load.id,
            kind: load.kind.code(),
            file_name: load.file_name,
            file_bytes: load.file_bytes,
            state: load.state.code(),
            by: load.by,
            staged_at: load.staged_at,
            applied_at: load.applied_at,
            undone_at: load.undone_at,
            counts: load.counts.into(),
            months: load.months.map(|(first, last)| MonthsBody { first: first.to_string(), last: last.to_string() }),
            can_be_undone: load.can_be_undone,
            failure: load.failure,
        }
    }
}

/// A refused row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefusedRowBody {
    /// The line of the file on which the row begins; the header is line 1.
    #[schema(example = 42)]
    line: i64,
    /// The column; empty for the whole row.
    #[schema(example = "PAU")]
    column: String,
    /// What stands there, cut at 200 characters.
    #[schema(example = "many")]
    value: String,
    /// Why, as a code.
    #[schema(example = "not_a_number")]
    reason: String,
    /// The other line that it contradicts; null where there is none.
    #[schema(required)]
    other_line: Option<i64>,
    /// Why, in words.
    explanation: String,
}

impl RefusedRowBody {
    fn of(row: &RefusedRow, caller: &Caller) -> Self {
        Self {
            line: row.line,
            column: row.column.clone(),
            value: row.value.clone(),
            reason: row.reason.clone(),
            other_line: row.other_line,
            explanation: row_refusal(row, caller.words(None)),
        }
    }
}

/// A load with its plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoadPlanBody {
    #[serde(flatten)]
    load: LoadBody,
    /// Whether more rows were refused than the share that stops a load.
    stops: bool,
    /// That share, in percent.
    refused_percent: u8,
    /// Columns of the file that are not used.
    ignored_columns: Vec<String>,
    /// Workloads that the catalogue does not have yet.
    new_workloads: Vec<String>,
    /// The first refused rows.
    refused: Vec<RefusedRowBody>,
}

impl LoadPlanBody {
    fn of(plan: LoadPlan, caller: &Caller) -> Self {
        Self {
            stops: plan.stops,
            refused_percent: plan.refused_percent,
            ignored_columns: plan.ignored_columns,
            new_workloads: plan.new_workloads,
            refused: plan.refused.iter().map(|row| RefusedRowBody::of(row, caller)).collect(),
            load: plan.load.into(),
        }
    }
}

/// The newest loads.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoadsBody {
    /// Newest first, at most 200.
    items: Vec<LoadBody>,
}

/// List loads
#[utoipa::path(get, path = "/api/v1/loads", tag = "Loads",
    responses((status = 200, description = "The newest loads", body = LoadsBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer<LoadsBody> {
    let loads = web.app.loads(&caller.ctx).await?.value.loads;
    Ok(Json(LoadsBody { items: loads.into_iter().map(LoadBody::from).collect() }))
}

/// How a file is sent.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct UploadParams {
    /// The file's name, where the body is the file itself.
    #[param(example = "OfficeUsage.csv")]
    file_name: Option<String>,
}

/// A file in a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct UploadBody {
    /// The file: CSV or TSV, plain, gzip, or a ZIP of one.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A file as it is.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct FileBody(Vec<u8>);

/// Upload a file and plan it
///
/// As a form with the field `file`, or as the bytes of the file with `file_name` in the query. Nothing changes until it is applied.
#[utoipa::path(post, path = "/api/v1/loads", tag = "Loads", params(UploadParams),
    request_body(content((UploadBody = "multipart/form-data"), (FileBody = "application/octet-stream"))),
    responses((status = 201, description = "Read and planned", body = LoadPlanBody), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    query: Fields,
    request: Request,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1], Json<LoadPlanBody>), WebError> {
    may_load(&web, &caller).await?;
    let upload = Upload::from_program(request, &web, &query, None).await?;
    let plan = staged(web.app.clone(), caller.ctx.clone(), upload).await?.value;
    let location = HeaderValue::from_str(&format!("/api/v1/loads/{}", plan.load.id))
        .map_err(|_| WebError::internal("a path is no header value"))?;
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(LoadPlanBody::of(plan, &caller))))
}

/// Show a load with its plan
#[utoipa::path(get, path = "/api/v1/loads/{id}", tag = "Loads", params(("id" = i64, Path, description = "The load")),
    responses((status = 200, description = "The load", body = LoadPlanBody), Problems))]
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer<LoadPlanBody> {
    Ok(Json(LoadPlanBody::of(web.app.load(&caller.ctx, id).await?.value, &caller)))
}

/// Apply a planned load
///
/// All or nothing. When the data changed since the plan, it is made anew, and the answer is 409 `plan-changed`.
#[utoipa::path(post, path = "/api/v1/loads/{id}/application", tag = "Loads",
    params(("id" = i64, Path, description = "The load")),
    responses((status = 200, description = "Applied", body = LoadPlanBody), Problems, ChangeProblems))]
pub(crate) async fn apply(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer<LoadPlanBody> {
    let (app, ctx) = (web.app.clone(), caller.ctx.clone());
    let plan = to_its_end(async move { app.apply_load(&ctx, id).await }).await?.value;
    Ok(Json(LoadPlanBody::of(plan, &caller)))
}

/// Discard a planned load
#[utoipa::path(post, path = "/api/v1/loads/{id}/discarding", tag = "Loads",
    params(("id" = i64, Path, description = "The load")),
    responses((status = 204, description = "Discarded"), Problems, ChangeProblems))]
pub(crate) async fn discard(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Done {
    let (app, ctx) = (web.app.clone(), caller.ctx.clone());
    to_its_end(async move { app.discard_load(&ctx, id).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undo an applied load
///
/// While it is the newest of its kind.
#[utoipa::path(post, path = "/api/v1/loads/{id}/undoing", tag = "Loads",
    params(("id" = i64, Path, description = "The load")),
    responses((status = 200, description = "Undone", body = LoadPlanBody), Problems, ChangeProblems))]
pub(crate) async fn undo(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer<LoadPlanBody> {
    let (app, ctx) = (web.app.clone(), caller.ctx.clone());
    let plan = to_its_end(async move { app.undo_load(&ctx, id).await }).await?.value;
    Ok(Json(LoadPlanBody::of(plan, &caller)))
}

/// Where to go on.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct RefusedParams {
    /// Rows after this line of the file: `next_after` of the page before.
    #[param(minimum = 0)]
    after: Option<i64>,
}

/// Refused rows of a load.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefusedBody {
    /// Up to 1,000 rows, in the order of the file.
    items: Vec<RefusedRowBody>,
    /// `after` of the next page; null when there are no more.
    #[schema(required)]
    next_after: Option<i64>,
}

/// List the refused rows of a load
#[utoipa::path(get, path = "/api/v1/loads/{id}/refused", tag = "Loads",
    params(("id" = i64, Path, description = "The load"), RefusedParams),
    responses((status = 200, description = "Up to 1,000 rows", body = RefusedBody), Problems))]
pub(crate) async fn refused_rows(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<i64>,
    query: Fields,
) -> Answer<RefusedBody> {
    let line = |text: &str| text.parse().ok().filter(|line| *line >= 0);
    let after =
        query.one("after").map(|text| line(text).ok_or_else(|| WebError::field("after", FieldProblem::malformed())));
    let rows = web.app.refused_rows(&caller.ctx, id, after.transpose()?).await?;
    let is_full = rows.len() >= 1000;
    Ok(Json(RefusedBody {
        next_after: rows.last().filter(|_| is_full).map(|row| row.line),
        items: rows.iter().map(|row| RefusedRowBody::of(row, &caller)).collect(),
    }))
}
