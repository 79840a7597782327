//! Claims on their way: moving one on, and its proofs (S4.2, S4.3).

use app::MoveAsked;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::claim::Move;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::claim::ClaimDetailBody;
use super::load::FileBody;
use super::tagged::{Tagged, TaggedAnswer, VersionProblems};
use super::{ChangeProblems, Done, Problems};
use crate::error::WebError;
use crate::extract::{Caller, Fields, IfMatchGiven, InPath, JsonOrNothing, Upload};
use crate::handlers::claim::{proof_file, proof_upload};
use crate::state::Web;

/// What goes with a move.
#[derive(Debug, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct MoveBody {
    /// Why; required where something is refused, asked, disputed or ended.
    #[schema(max_length = 2_000)]
    reason: Option<String>,
}

/// What goes with an approval.
#[derive(Debug, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ApprovalBody {
    /// Why; required where workloads pass from another claim: whoever loses them reads it.
    #[schema(max_length = 2_000)]
    reason: Option<String>,
    /// The codes of the workloads that are approved; all of the claim's where none is named.
    #[schema(example = json!(["Teams"]))]
    workloads: Vec<String>,
    /// That workloads which others hold pass to this claim.
    takes_over: bool,
}

impl From<MoveBody> for MoveAsked {
    fn from(body: MoveBody) -> Self {
        Self { reason: body.reason.unwrap_or_default(), ..Self::default() }
    }
}

impl From<ApprovalBody> for MoveAsked {
    fn from(body: ApprovalBody) -> Self {
        Self { reason: body.reason.unwrap_or_default(), workloads: body.workloads, takes_over: body.takes_over }
    }
}

/// Writes an operation that moves a claim on.
macro_rules! moves {
    ($($(#[$about:meta])* $name:ident $id:literal $path:literal $by:ident $body:ident;)*) => {$(
        $(#[$about])*
        #[utoipa::path(post, operation_id = $id, path = $path, tag = "Claims",
            params(("number" = String, Path, description = "The claim's number"),
                   ("If-Match" = Option<String>, Header, description = "The `ETag` of what you read: with it, nothing is done where somebody changed the claim since")),
            request_body(content = $body, description = "Can be left out where there is nothing to say"),
            responses((status = 200, description = "It has moved", body = ClaimDetailBody,
                       headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
        pub(crate) async fn $name(
            State(web): State<Web>,
            caller: Caller,
            InPath(number): InPath<String>,
            IfMatchGiven(expected): IfMatchGiven,
            JsonOrNothing(body): JsonOrNothing<$body>,
        ) -> TaggedAnswer<ClaimDetailBody> {
            let moved = web.app.move_claim(&caller.ctx, &number, Move::$by, &MoveAsked::from(body), &expected).await;
            Tagged::changed(moved.map_err(WebError::of_body)?, ClaimDetailBody::tagged)
        }
    )*};
}

moves! {
    /// Submit a claim
    ///
    /// Or answer what the programme office asked. It needs a proof.
    submit "submit" "/api/v1/claims/{number}/submission" Submission MoveBody;
    /// Take a claim up
    review "review" "/api/v1/claims/{number}/review" Review MoveBody;
    /// Approve a claim
    ///
    /// All of it, or some of its workloads. Where others hold one, the answer is 409 `claim-taken` until it says that they pass.
    approve "approve" "/api/v1/claims/{number}/approval" Approval ApprovalBody;
    /// Reject a claim
    reject "reject" "/api/v1/claims/{number}/rejection" Rejection MoveBody;
    /// Ask for more
    ///
    /// What is asked is the reason. Where the partner does not answer in time, the claim is rejected.
    ask "ask" "/api/v1/claims/{number}/information-request" InformationRequest MoveBody;
    /// Note that the customer objects
    object "object" "/api/v1/claims/{number}/objection" Objection MoveBody;
    /// Dispute a rejection
    dispute "dispute" "/api/v1/claims/{number}/dispute" Dispute MoveBody;
    /// End a claim
    ///
    /// An approved one ends; one that waits is withdrawn.
    disassociate "disassociate" "/api/v1/claims/{number}/disassociation" Disassociation MoveBody;
}

/// How a proof is sent.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct ProofParams {
    /// The file's name, where the body is the file itself.
    #[param(example = "plan.pdf")]
    file_name: Option<String>,
}

/// A proof in a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct ProofUploadBody {
    /// The file: PDF, DOCX, PNG or JPEG, of at most 25 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Add a proof
///
/// As a form with the field `file`, or as the bytes of the file with `file_name` in the query. What it is, its content says.
#[utoipa::path(post, operation_id = "prove", path = "/api/v1/claims/{number}/proofs", tag = "Claims",
    params(("number" = String, Path, description = "The claim's number"), ProofParams),
    request_body(content((ProofUploadBody = "multipart/form-data"), (FileBody = "application/octet-stream"))),
    responses((status = 201, description = "Added", body = ClaimDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn add_proof(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    query: Fields,
    request: Request,
) -> Result<Response, WebError> {
    web.app.may_prove(&caller.ctx, &number).await?;
    let upload = Upload::from_program(request, &web, &query, Some(domain::file::MOST_FILE_BYTES)).await;
    let added = proof_upload(&web, &caller, &number, upload?).await?;
    let mut response = ClaimDetailBody::tagged(&added.value).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Get the file of a proof
#[utoipa::path(get, operation_id = "proof", path = "/api/v1/claims/{number}/proofs/{id}", tag = "Claims",
    params(("number" = String, Path, description = "The claim's number"), ("id" = String, Path, description = "The proof")),
    responses((status = 200, description = "The file", content(
                (FileBody = "application/pdf"),
                (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                (FileBody = "image/png"),
                (FileBody = "image/jpeg"))), Problems))]
pub(crate) async fn show_proof(
    State(web): State<Web>,
    caller: Caller,
    InPath((number, id)): InPath<(String, String)>,
) -> Result<Response, WebError> {
    proof_file(&web, &caller, &number, &id).await
}

/// Take a proof away
///
/// While the claim can be edited.
#[utoipa::path(delete, operation_id = "delete_proof", path = "/api/v1/claims/{number}/proofs/{id}", tag = "Claims",
    params(("number" = String, Path, description = "The claim's number"), ("id" = String, Path, description = "The proof")),
    responses((status = 204, description = "Taken away"), Problems, ChangeProblems))]
pub(crate) async fn delete_proof(
    State(web): State<Web>,
    caller: Caller,
    InPath((number, id)): InPath<(String, String)>,
) -> Done {
    web.app.remove_proof(&caller.ctx, &number, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
