//! Customers' requests, to whom they are given, and which referrals a partner wants (S10.5).

use app::{
    PartnerCandidate, PreferenceItem, RequestDetail, RequestItem, RequestList, RequestQuery, RequestWorkload,
    ShareAsked, SharePlanned,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::TenantId;
use domain::referral::{Merit, NewPreference};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::referral::{ReferralBody, ReferralWorkloadBody, RfaCustomerBody};
use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, KeyParam, LocationBody, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{self, Caller, Fields, IfMatch, IfMatchGiven, InPath};
use crate::state::Web;

/// What the list can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct RequestParams {
    /// `open` for those of which something is to be assigned, `assigned` for the others.
    #[param(example = "open")]
    state: Option<String>,
    /// Words that name, ID or domain of the tenant, the customer's name or the RFA ID contain.
    q: Option<String>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A request in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestBody {
    /// Its number in addresses.
    id: i64,
    /// The number under which people know it.
    #[schema(example = "RFA-1001")]
    rfa_id: String,
    /// From where it is: `partner_center` or `file`.
    #[schema(example = "partner_center")]
    source: &'static str,
    /// The tenant ID.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The tenant's name.
    name: String,
    /// The customer's country, as the request has it; may be empty.
    country: String,
    /// When they asked.
    #[schema(required)]
    asked_on: Option<NaiveDate>,
    /// How many workloads it has.
    workload_count: i64,
    /// How many of them nobody has.
    open_count: i64,
}

impl From<&RequestItem> for RequestBody {
    fn from(item: &RequestItem) -> Self {
        Self {
            id: item.id,
            rfa_id: item.rfa_id.clone(),
            source: item.source.code(),
            tenant_id: item.tenant_id,
            name: item.tenant.clone(),
            country: item.country.clone(),
            asked_on: item.asked_on,
            workload_count: item.workloads,
            open_count: item.open,
        }
    }
}

/// A page of the requests.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestsBody {
    /// The requests, the newest first.
    items: Vec<RequestBody>,
    /// How many there are of which something is to be assigned.
    open: i64,
    /// How many there are of which nothing is.
    assigned: i64,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl From<RequestList> for RequestsBody {
    fn from(list: RequestList) -> Self {
        Self {
            items: list.items.iter().map(RequestBody::from).collect(),
            open: list.open,
            assigned: list.assigned,
            next_cursor: list.next_cursor,
        }
    }
}

/// A workload of a request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestWorkloadBody {
    #[serde(flatten)]
    workload: ReferralWorkloadBody,
    /// The number of the referral by which a partner has it; null where nobody does.
    #[schema(required)]
    referral: Option<String>,
}

impl From<&RequestWorkload> for RequestWorkloadBody {
    fn from(one: &RequestWorkload) -> Self {
        Self { workload: ReferralWorkloadBody::from(&one.workload), referral: one.referral.clone() }
    }
}

/// A reason for a suggestion.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeritBody {
    /// `holds_workloads`, `holds_others`, `language`, `country`, `size` or `turn`.
    #[schema(example = "holds_workloads")]
    merit: &'static str,
    /// How many workloads, where that is what it is about.
    #[schema(required)]
    count: Option<u64>,
}

impl From<&Merit> for MeritBody {
    fn from(merit: &Merit) -> Self {
        let (merit, count) = match merit {
            Merit::HoldsWorkloads(count) => ("holds_workloads", Some(*count as u64)),
            Merit::HoldsOthers(count) => ("holds_others", Some(*count as u64)),
            Merit::Language => ("language", None),
            Merit::Country => ("country", None),
            Merit::Size => ("size", None),
            Merit::Turn => ("turn", None),
        };
        Self { merit, count }
    }
}

/// A partner who could have a request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CandidateBody {
    /// Its partner ID.
    partner_id: String,
    /// Its name.
    name: String,
    /// Its locations.
    locations: Vec<LocationBody>,
    /// The location that suits best, by its partner ID; null where the partner is not suggested.
    #[schema(required)]
    suggested_location: Option<String>,
    /// Why it is suggested.
    merits: Vec<MeritBody>,
    /// The last day of its pause.
    #[schema(required)]
    paused_until: Option<NaiveDate>,
    /// Whether it declined the request, or did not answer it.
    said_no: bool,
}

impl From<&PartnerCandidate> for CandidateBody {
    fn from(one: &PartnerCandidate) -> Self {
        Self {
            partner_id: one.partner_id.clone(),
            name: one.name.clone(),
            locations: one.locations.iter().map(LocationBody::from).collect(),
            suggested_location: one.suggested.as_ref().map(|(location, _)| location.clone()),
            merits: one.suggested.iter().flat_map(|(_, merits)| merits.iter().map(MeritBody::from)).collect(),
            paused_until: one.paused_until,
            said_no: one.said_no,
        }
    }
}

/// What one partner is to get.
#[derive(Debug, Serialize, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ShareBody {
    /// The location, by its own partner ID.
    #[schema(required, example = "1234567")]
    location: String,
    /// The codes of workloads.
    #[schema(required, example = json!(["Teams"]))]
    workloads: Vec<String>,
}

impl From<&SharePlanned> for ShareBody {
    fn from(share: &SharePlanned) -> Self {
        Self {
            location: share.location.clone(),
            workloads: share.workloads.iter().map(|one| one.code.clone()).collect(),
        }
    }
}

/// A request, with the partners who could have it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestDetailBody {
    #[serde(flatten)]
    request: RequestBody,
    /// The tenant's domain; may be empty.
    domain: String,
    /// What the customer said.
    customer: RfaCustomerBody,
    /// Its workloads, and who has each.
    workloads: Vec<RequestWorkloadBody>,
    /// What partners have or had of it, the newest first.
    referrals: Vec<ReferralBody>,
    /// Every partner, those who suit first.
    candidates: Vec<CandidateBody>,
    /// How it could be shared out.
    suggested_shares: Vec<ShareBody>,
}

impl RequestDetailBody {
    fn tagged(one: &RequestDetail) -> Tagged<Self> {
        let body = Self {
            request: RequestBody::from(&one.item),
            domain: one.domain.clone(),
            customer: RfaCustomerBody::from(&one.customer),
            workloads: one.workloads.iter().map(RequestWorkloadBody::from).collect(),
            referrals: one.referrals.iter().map(ReferralBody::from).collect(),
            candidates: one.candidates.iter().map(CandidateBody::from).collect(),
            suggested_shares: one.suggested.iter().map(ShareBody::from).collect(),
        };
        Tagged { revision: one.revision.clone(), body }
    }
}

/// List customers' requests
#[utoipa::path(get, operation_id = "requests", path = "/api/v1/referral-requests", tag = "Referrals", params(RequestParams),
    responses((status = 200, description = "A page of the list", body = RequestsBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer<RequestsBody> {
    let twice = ["state", "q", "cursor"].into_iter().filter(|name| fields.count(name) > 1);
    let wrong: Vec<_> = twice.map(|name| (name.to_owned(), FieldProblem::GivenTwice)).collect();
    if !wrong.is_empty() {
        return Err(WebError::Fields(wrong));
    }
    let given = |name: &str| fields.given(name).map(str::to_owned);
    let query = RequestQuery { state: given("state").unwrap_or_default(), search: given("q"), cursor: given("cursor") };
    let seen = web.app.referral_requests(&caller.ctx, &query).await.map_err(WebError::of_parameters)?;
    Ok(Json(seen.value.into()))
}

/// Show a customer's request
#[utoipa::path(get, operation_id = "request", path = "/api/v1/referral-requests/{id}", tag = "Referrals",
    params(("id" = i64, Path, description = "The request")),
    responses((status = 200, description = "The request", body = RequestDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<i64>,
) -> TaggedAnswer<RequestDetailBody> {
    Ok(RequestDetailBody::tagged(&web.app.referral_request(&caller.ctx, id).await?.value))
}

/// To whom a request is given.
#[derive(Debug, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AssignmentBody {
    /// What each partner gets: every workload that nobody has, each once, to at most three partners.
    #[schema(required)]
    shares: Vec<ShareBody>,
}

/// Assign a customer's request
///
/// Everything that nobody has of it, to up to three partners. Each sees what it got at once.
#[utoipa::path(post, operation_id = "assign", path = "/api/v1/referral-requests/{id}/assignment", tag = "Referrals",
    params(("id" = i64, Path, description = "The request"), KeyParam,
           ("If-Match" = Option<String>, Header, description = "The `ETag` of what you read: with it, nothing is done where somebody changed the request since")),
    request_body = AssignmentBody,
    responses((status = 200, description = "Assigned", body = RequestDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn assign(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<i64>,
    IfMatchGiven(expected): IfMatchGiven,
    extract::NewJson { body, key }: extract::NewJson<AssignmentBody>,
) -> TaggedAnswer<RequestDetailBody> {
    let shares: Vec<_> = body
        .shares
        .into_iter()
        .map(|share| ShareAsked { location: share.location, workloads: share.workloads })
        .collect();
    let done = web.app.assign_request(&caller.ctx, id, &shares, &expected, key.as_ref()).await;
    Tagged::changed(done.map_err(WebError::of_body)?, RequestDetailBody::tagged)
}

/// Which referrals the own organisation wants.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreferenceBody {
    /// Languages that it speaks, by tag.
    #[schema(example = json!(["nl"]))]
    languages: Vec<String>,
    /// Countries in which it works, by code.
    #[schema(example = json!(["NL"]))]
    countries: Vec<String>,
    /// Sizes of customers that it serves, as requests write them.
    sizes: Vec<String>,
    /// The last day of its pause; null where there is none.
    #[schema(required)]
    paused_until: Option<NaiveDate>,
}

impl PreferenceBody {
    fn tagged(item: &PreferenceItem) -> Tagged<Self> {
        let body = Self {
            languages: item.wanted.languages.clone(),
            countries: item.wanted.countries.clone(),
            sizes: item.wanted.sizes.clone(),
            paused_until: item.paused_until,
        };
        Tagged { revision: item.revision.clone(), body }
    }
}

/// Show which referrals are wanted
#[utoipa::path(get, operation_id = "preference", path = "/api/v1/referral-preference", tag = "Referrals",
    responses((status = 200, description = "What the own organisation wants", body = PreferenceBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn preference(State(web): State<Web>, caller: Caller) -> TaggedAnswer<PreferenceBody> {
    Ok(PreferenceBody::tagged(&web.app.referral_preference(&caller.ctx).await?.value))
}

/// Which referrals are wanted, in full.
#[derive(Debug, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewPreferenceBody {
    /// Languages that it speaks, by tag.
    languages: Vec<String>,
    /// Countries in which it works, by code.
    countries: Vec<String>,
    /// Sizes of customers that it serves.
    sizes: Vec<String>,
}

/// Say which referrals are wanted
#[utoipa::path(put, operation_id = "set_preference", path = "/api/v1/referral-preference", tag = "Referrals",
    params(IfMatchParam), request_body = NewPreferenceBody,
    responses((status = 200, description = "Kept", body = PreferenceBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn set_preference(
    State(web): State<Web>,
    caller: Caller,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<NewPreferenceBody>,
) -> TaggedAnswer<PreferenceBody> {
    let new = NewPreference { languages: body.languages, countries: body.countries, sizes: body.sizes };
    let done = web.app.set_referral_preference(&caller.ctx, &new, &expected).await;
    Tagged::changed(done.map_err(WebError::of_body)?, PreferenceBody::tagged)
}

/// Pause referrals
///
/// For 30 days from today nothing is assigned to the own organisation. Begun again, it begins anew.
#[utoipa::path(put, operation_id = "pause", path = "/api/v1/referral-preference/pause", tag = "Referrals",
    responses((status = 200, description = "Paused", body = PreferenceBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn pause(State(web): State<Web>, caller: Caller) -> TaggedAnswer<PreferenceBody> {
    Ok(PreferenceBody::tagged(&web.app.pause_referrals(&caller.ctx, true).await?.value))
}

/// End a pause
#[utoipa::path(delete, operation_id = "resume", path = "/api/v1/referral-preference/pause", tag = "Referrals",
    responses((status = 204, description = "Ended"), Problems, ChangeProblems))]
pub(crate) async fn resume(State(web): State<Web>, caller: Caller) -> Result<StatusCode, WebError> {
    web.app.pause_referrals(&caller.ctx, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
