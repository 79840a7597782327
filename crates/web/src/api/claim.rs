//! Claims: the list, one of them, filing and editing (S4).

use app::{ClaimDetail, ClaimItem, ClaimList, ClaimMoved, ClaimQuery, Competitor, ProofItem, TenantCheck};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use domain::claim::NewFiling;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, Done, KeyParam, NameBody, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{self, Caller, Fields, IfMatch, InPath};
use crate::state::Web;

/// What the list can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct ClaimParams {
    /// Words of name, domain, tenant ID or number.
    q: Option<String>,
    /// States; more than one with the parameter repeated.
    #[param(inline)]
    state: Option<Vec<StateName>>,
    /// Of one tenant.
    tenant_id: Option<String>,
    /// Only those filed here, or only those that reports brought.
    #[param(inline)]
    source: Option<SourceName>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A state of a claim.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum StateName {
    Draft,
    Submitted,
    UnderReview,
    ActionRequired,
    Approved,
    Rejected,
    Disputed,
    Disassociated,
}

/// From where a claim is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum SourceName {
    Filed,
    Reported,
}

/// A workload of a claim.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimWorkloadBody {
    /// Its code.
    #[schema(example = "Teams")]
    code: String,
    /// Its name.
    name: NameBody,
    /// Whether the claim holds it; null before a decision.
    #[schema(required)]
    held: Option<bool>,
}

/// What a claim waits for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueBody {
    /// `review` and `answer` in business days, `objection` and `dispute` in calendar days.
    #[schema(example = "review")]
    what: &'static str,
    /// The last day on which it is in time.
    on: NaiveDate,
    /// Whether that day is over.
    overdue: bool,
}

/// A claim in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimBody {
    /// Its number: `C-` for those filed here, `F-` for those of reports.
    #[schema(example = "C-12345670000001")]
    number: String,
    /// Its name; the tenant's where a report brought it.
    name: String,
    /// From where it is: `filed` or `reported`.
    #[schema(example = "filed")]
    source: &'static str,
    /// The partner; null for the partner's own people.
    #[schema(required)]
    organisation: Option<String>,
    /// The name of the location that filed it; null where a report brought it.
    #[schema(required)]
    location: Option<String>,
    /// The tenant ID.
    tenant_id: String,
    /// A domain of the tenant.
    #[schema(example = "contoso.example")]
    domain: String,
    /// The workloads.
    workloads: Vec<ClaimWorkloadBody>,
    /// Where it stands.
    #[schema(example = "submitted")]
    state: &'static str,
    /// Since when.
    since: NaiveDate,
    /// What it waits for; null where for nothing.
    #[schema(required)]
    due: Option<DueBody>,
}

impl From<&ClaimItem> for ClaimBody {
    fn from(item: &ClaimItem) -> Self {
        Self {
            number: item.number.clone(),
            name: item.name.clone(),
            source: if item.is_reported { "reported" } else { "filed" },
            organisation: item.organisation.clone(),
            location: item.location.clone(),
            tenant_id: item.tenant_id.to_string(),
            domain: item.domain.clone(),
            workloads: item
                .workloads
                .iter()
                .map(|one| ClaimWorkloadBody {
                    code: one.workload.code.clone(),
                    name: NameBody::of(&one.workload),
                    held: one.is_held,
                })
                .collect(),
            state: item.state.code(),
            since: item.since,
            due: item.due.map(|(what, on)| DueBody { what: what.code(), on, overdue: item.is_overdue }),
        }
    }
}

/// How many claims there are in a state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimCountBody {
    /// The state.
    #[schema(example = "submitted")]
    state: &'static str,
    /// How many of those filed here.
    claims: i64,
}

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimsBody {
    /// The claims: those filed here, the newest move first, then those that reports brought, by number.
    items: Vec<ClaimBody>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// How many of those filed here are in which state, whatever states are asked for.
    counts: Vec<ClaimCountBody>,
}

impl From<ClaimList> for ClaimsBody {
    fn from(list: ClaimList) -> Self {
        Self {
            items: list.items.iter().map(ClaimBody::from).collect(),
            next_cursor: list.next_cursor,
            counts: list
                .counts
                .into_iter()
                .map(|(state, claims)| ClaimCountBody { state: state.code(), claims })
                .collect(),
        }
    }
}

/// Somebody to talk to about a claim.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClaimContactBody {
    /// Name.
    #[schema(max_length = 200, example = "Noor Bakker")]
    name: String,
    /// Title; only of the customer's contact.
    #[schema(max_length = 200)]
    title: Option<String>,
    /// E-mail.
    #[schema(max_length = 254, example = "noor@customer.example")]
    email: String,
}

/// A proof of execution.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProofBody {
    /// Its handle.
    #[schema(example = "q2Xh0wVb3kPz8LmA")]
    id: String,
    /// Its name.
    #[schema(example = "plan.pdf")]
    file_name: String,
    /// What it is, by its content.
    #[schema(example = "application/pdf")]
    media_type: &'static str,
    /// How large.
    bytes: u64,
    /// When it was added.
    added_at: DateTime<Utc>,
    /// By whom; null where the person is gone.
    #[schema(required)]
    by: Option<String>,
}

impl From<&ProofItem> for ProofBody {
    fn from(proof: &ProofItem) -> Self {
        Self {
            id: proof.id.clone(),
            file_name: proof.file_name.clone(),
            media_type: proof.kind.media_type(),
            bytes: proof.bytes,
            added_at: proof.added_at,
            by: proof.person.clone(),
        }
    }
}

/// A change of state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimMoveBody {
    /// What happened: the last part of the operation's path, or `lapse`.
    #[serde(rename = "move")]
    #[schema(example = "submission")]
    by: &'static str,
    /// Where it led.
    #[schema(example = "submitted")]
    state: &'static str,
    /// When.
    at: DateTime<Utc>,
    /// On which side: `partner`, `office` or `clock`.
    #[schema(example = "partner")]
    party: &'static str,
    /// Who; null where it was time, and of the other side.
    #[schema(required)]
    person: Option<String>,
    /// Why.
    #[schema(required)]
    reason: Option<String>,
    /// Until when it waits since.
    #[schema(required)]
    due_on: Option<NaiveDate>,
}

impl From<&ClaimMoved> for ClaimMoveBody {
    fn from(moved: &ClaimMoved) -> Self {
        Self {
            by: moved.by.code(),
            state: moved.state.code(),
            at: moved.at,
            party: moved.party.code(),
            person: moved.person.clone(),
            reason: moved.reason.clone(),
            due_on: moved.due_on,
        }
    }
}

/// Somebody else who holds or claims a workload.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompetitorBody {
    /// The code of the workload.
    #[schema(example = "Teams")]
    workload: String,
    /// The partner.
    organisation: String,
    /// The number of their claim; null where there is none.
    #[schema(required)]
    number: Option<String>,
    /// Where it stands.
    #[schema(example = "approved")]
    state: &'static str,
    /// Their proofs.
    proofs: Vec<ProofBody>,
}

impl From<&Competitor> for CompetitorBody {
    fn from(one: &Competitor) -> Self {
        Self {
            workload: one.workload.clone(),
            organisation: one.organisation.clone(),
            number: one.number.clone(),
            state: one.state.code(),
            proofs: one.proofs.iter().map(ProofBody::from).collect(),
        }
    }
}

/// What is known of the tenant of a claim.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TenantCheckBody {
    /// `fits`, `other_domain` or `unknown`.
    #[schema(example = "fits")]
    outcome: &'static str,
    /// The tenant's name; null where it is unknown.
    #[schema(required)]
    name: Option<String>,
    /// The domain that is known of it, where that is another.
    #[schema(required)]
    domain: Option<String>,
}

impl From<&TenantCheck> for TenantCheckBody {
    fn from(check: &TenantCheck) -> Self {
        let (outcome, name, domain) = match check {
            TenantCheck::Unknown => ("unknown", None, None),
            TenantCheck::OtherDomain { name, domain } => ("other_domain", Some(name), Some(domain)),
            TenantCheck::Fits { name } => ("fits", Some(name), None),
        };
        Self { outcome, name: name.cloned(), domain: domain.cloned() }
    }
}

/// A claim with all that there is of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimDetailBody {
    /// As in the list.
    #[serde(flatten)]
    claim: ClaimBody,
    /// The location's partner ID; null where a report brought it.
    #[schema(required)]
    location_id: Option<String>,
    /// What is being done for the customer; null where a report brought it.
    #[schema(required)]
    activity: Option<String>,
    /// The customer's contact; null where a report brought it.
    #[schema(required)]
    customer_contact: Option<ClaimContactBody>,
    /// The own contact; null where a report brought it.
    #[schema(required)]
    own_contact: Option<ClaimContactBody>,
    /// Comment.
    #[schema(required)]
    comment: Option<String>,
    /// When it was filed; null where a report brought it.
    #[schema(required)]
    created_at: Option<DateTime<Utc>>,
    /// Why it stands where it stands, where somebody said why.
    #[schema(required)]
    reason: Option<String>,
    /// What you can make of it now: the last parts of the operations' paths.
    #[schema(example = json!(["submission"]))]
    moves: Vec<&'static str>,
    /// Whether you can edit it now.
    editable: bool,
    /// Its proofs.
    proofs: Vec<ProofBody>,
    /// Every move, the newest first.
    history: Vec<ClaimMoveBody>,
    /// What is known of the tenant; null for partners.
    #[schema(required)]
    tenant: Option<TenantCheckBody>,
    /// Who else holds or claims its workloads; empty for partners.
    competitors: Vec<CompetitorBody>,
}

impl ClaimDetailBody {
    fn of(claim: &ClaimDetail) -> Self {
        let filed = claim.filed.as_ref();
        Self {
            claim: ClaimBody::from(&claim.item),
            location_id: claim.location_id.clone(),
            activity: filed.map(|it| it.activity.clone()),
            customer_contact: filed.map(|it| ClaimContactBody {
                name: it.customer_name.clone(),
                title: it.customer_title.clone(),
                email: it.customer_email.clone(),
            }),
            own_contact: filed.map(|it| ClaimContactBody {
                name: it.own_name.clone(),
                title: None,
                email: it.own_email.clone(),
            }),
            comment: filed.and_then(|it| it.comment.clone()),
            created_at: filed.map(|it| it.created_at),
            reason: claim.state.reason().map(str::to_owned),
            moves: claim.moves.iter().map(|one| one.code()).collect(),
            editable: claim.can_edit,
            proofs: claim.proofs.iter().map(ProofBody::from).collect(),
            history: claim.history.iter().map(ClaimMoveBody::from).collect(),
            tenant: claim.tenant.as_ref().map(TenantCheckBody::from),
            competitors: claim.competitors.iter().map(CompetitorBody::from).collect(),
        }
    }

    pub(super) fn tagged(claim: &ClaimDetail) -> Tagged<Self> {
        Tagged { revision: claim.revision.clone(), body: Self::of(claim) }
    }
}

/// Refuses what is given twice and can be given once.
fn check_once(fields: &Fields) -> Result<(), WebError> {
    let twice = ["q", "tenant_id", "source", "cursor"].into_iter().filter(|name| fields.count(name) > 1);
    let wrong: Vec<_> = twice.map(|name| (name.to_owned(), FieldProblem::GivenTwice)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(WebError::Fields(wrong)) }
}

/// List claims
#[utoipa::path(get, operation_id = "list", path = "/api/v1/claims", tag = "Claims", params(ClaimParams),
    responses((status = 200, description = "A page of the list", body = ClaimsBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer<ClaimsBody> {
    check_once(&fields)?;
    let text = |name: &str| fields.given(name).unwrap_or_default().to_owned();
    let query = ClaimQuery {
        states: fields.all("state").map(str::to_owned).collect(),
        tenant_id: text("tenant_id"),
        search: text("q"),
        source: text("source"),
        cursor: text("cursor"),
    };
    let seen = web.app.claims(&caller.ctx, &query).await.map_err(WebError::of_parameters)?;
    Ok(Json(seen.value.into()))
}

/// Show a claim
#[utoipa::path(get, operation_id = "show", path = "/api/v1/claims/{number}", tag = "Claims",
    params(("number" = String, Path, description = "The claim's number")),
    responses((status = 200, description = "The claim", body = ClaimDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
) -> TaggedAnswer<ClaimDetailBody> {
    Ok(ClaimDetailBody::tagged(&web.app.claim(&caller.ctx, &number).await?.value))
}

/// What is filed in a claim.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FilingBody {
    /// The location's partner ID.
    #[schema(required, max_length = 200, example = "1234567")]
    location: String,
    /// The tenant ID, a GUID.
    #[schema(required)]
    tenant_id: String,
    /// A domain of the tenant; they have to belong together.
    #[schema(required, max_length = 253, example = "contoso.example")]
    domain: String,
    /// The codes of workloads: at least one, each once.
    #[schema(required, example = json!(["Teams"]))]
    workloads: Vec<String>,
    /// What is being done for the customer.
    #[schema(required, max_length = 200, example = "Adoption plan")]
    activity: String,
    /// A name for the claim.
    #[schema(required, max_length = 200, example = "Contoso: Teams")]
    name: String,
    /// The customer's contact.
    #[schema(required)]
    customer_contact: ClaimContactBody,
    /// The own contact.
    #[schema(required)]
    own_contact: ClaimContactBody,
    /// Comment.
    #[schema(max_length = 10_000)]
    comment: Option<String>,
}

impl From<FilingBody> for NewFiling {
    fn from(body: FilingBody) -> Self {
        Self {
            location: body.location,
            tenant_id: body.tenant_id,
            domain: body.domain,
            workloads: body.workloads,
            activity: body.activity,
            name: body.name,
            customer_name: body.customer_contact.name,
            customer_title: body.customer_contact.title.unwrap_or_default(),
            customer_email: body.customer_contact.email,
            own_name: body.own_contact.name,
            own_email: body.own_contact.email,
            comment: body.comment.unwrap_or_default(),
        }
    }
}

/// File a claim
///
/// As a draft, which nobody else sees. It is submitted once it has a proof.
#[utoipa::path(post, operation_id = "create", path = "/api/v1/claims", tag = "Claims", params(KeyParam),
    request_body = FilingBody,
    responses((status = 201, description = "Filed as a draft", body = ClaimDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    extract::NewJson { body, key }: extract::NewJson<FilingBody>,
) -> Result<Response, WebError> {
    let filed =
        web.app.file_claim(&caller.ctx, &NewFiling::from(body), key.as_ref()).await.map_err(WebError::of_body)?;
    let mut response = ClaimDetailBody::tagged(&filed.value).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Edit a claim
///
/// While it is a draft, submitted, or action is required.
#[utoipa::path(put, operation_id = "update", path = "/api/v1/claims/{number}", tag = "Claims",
    params(("number" = String, Path, description = "The claim's number"), IfMatchParam), request_body = FilingBody,
    responses((status = 200, description = "Changed", body = ClaimDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<FilingBody>,
) -> TaggedAnswer<ClaimDetailBody> {
    let changed = web.app.edit_claim(&caller.ctx, &number, &NewFiling::from(body), &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, ClaimDetailBody::tagged)
}

/// Remove a draft
#[utoipa::path(delete, operation_id = "delete", path = "/api/v1/claims/{number}", tag = "Claims",
    params(("number" = String, Path, description = "The claim's number")),
    responses((status = 204, description = "Removed"), Problems, ChangeProblems))]
pub(crate) async fn delete(State(web): State<Web>, caller: Caller, InPath(number): InPath<String>) -> Done {
    web.app.remove_claim(&caller.ctx, &number).await?;
    Ok(StatusCode::NO_CONTENT)
}
