//! Referrals: the list, one of them, and what a partner does with it (S10).

use app::{
    ReferralChanged, ReferralDetail, ReferralItem, ReferralList, ReferralUsage, RfaContact, RfaCustomer, WorkloadName,
};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::access::Shown;
use domain::money::{Currency, Money};
use domain::referral::{DeclineReason, NewEdit};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::money::MoneyBody;
use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, LocationBody, NameBody, Problems, usage_percent};
use crate::error::WebError;
use crate::extract::{self, Caller, Fields, IfMatch, IfMatchGiven, InPath, JsonOrNothing, referral_query};
use crate::state::Web;

/// What the list can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct ReferralParams {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// Where to go on: `next_cursor` or `previous_cursor` of the page before.
    cursor: Option<String>,
    /// The order: `name`, `rfa_id`, `source`, `assigned_at`, `accepted_on`, `status` or `accept_by`, with `-` before it highest
    /// first. Unless asked otherwise `-assigned_at`.
    #[param(example = "accept_by")]
    sort: Option<String>,
    /// Words that name, ID or domain of the tenant, the RFA ID or the number contain.
    q: Option<String>,
    /// Statuses, with commas or several times.
    #[param(example = json!(["assigned"]))]
    status: Option<Vec<String>>,
    /// Sources: `partner_center` or `file`, with commas or several times.
    source: Option<Vec<String>>,
    /// Partner IDs of locations, with commas or several times.
    location: Option<Vec<String>>,
    /// Codes of workloads, several times for several.
    workload: Option<Vec<String>>,
    /// Partner IDs of partners, with commas or several times; for the programme office.
    partner: Option<Vec<String>>,
}

/// A workload by its code and names.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralWorkloadBody {
    /// Its code.
    #[schema(example = "Teams")]
    code: String,
    /// Its names.
    name: NameBody,
}

impl From<&WorkloadName> for ReferralWorkloadBody {
    fn from(workload: &WorkloadName) -> Self {
        Self { code: workload.code.clone(), name: NameBody::of(workload) }
    }
}

/// A referral in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralBody {
    /// Its number.
    #[schema(example = "R-40000010000001")]
    pub(super) number: String,
    /// The tenant ID.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The tenant's name.
    name: String,
    /// Its domain; may be empty.
    domain: String,
    /// The number under which the customer's request is known.
    #[schema(example = "RFA-1001")]
    rfa_id: String,
    /// From where the request is: `partner_center` or `file`.
    #[schema(example = "partner_center")]
    source: &'static str,
    /// Whose it is; null for whoever sees one partner alone.
    #[schema(required)]
    partner: Option<String>,
    /// The location to which it was given.
    location: LocationBody,
    /// The workloads.
    workloads: Vec<ReferralWorkloadBody>,
    /// Where it stands: `assigned`, `active`, `won`, `lost`, `closed`, `declined`, `returned` or `withdrawn`.
    #[schema(example = "assigned")]
    status: &'static str,
    /// Since when it is theirs.
    assigned_at: DateTime<Utc>,
    /// When it was accepted.
    #[schema(required)]
    accepted_on: Option<NaiveDate>,
    /// The last day on which an acceptance is in time; while it waits for one.
    #[schema(required)]
    accept_by: Option<NaiveDate>,
    /// The last day on which it can be answered at all; likewise.
    #[schema(required)]
    returns_after: Option<NaiveDate>,
    /// Days until an acceptance is due; below zero where that is over.
    #[schema(required)]
    days_left: Option<i64>,
}

impl From<&ReferralItem> for ReferralBody {
    fn from(item: &ReferralItem) -> Self {
        Self {
            number: item.number.clone(),
            tenant_id: item.tenant_id,
            name: item.tenant.clone(),
            domain: item.domain.clone(),
            rfa_id: item.rfa_id.clone(),
            source: item.source.code(),
            partner: item.organisation.clone(),
            location: LocationBody::from(&item.location),
            workloads: item.workloads.iter().map(ReferralWorkloadBody::from).collect(),
            status: item.status.code(),
            assigned_at: item.assigned_at,
            accepted_on: item.accepted_on,
            accept_by: item.accept_by,
            returns_after: item.returns_after,
            days_left: item.days_left,
        }
    }
}

/// How many there are of a status.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatusCountBody {
    /// The status.
    #[schema(example = "assigned")]
    status: &'static str,
    /// How many.
    count: i64,
}

/// A page of the referrals.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralsBody {
    /// The rows.
    items: Vec<ReferralBody>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Where the page before begins; null on the first.
    #[schema(required)]
    previous_cursor: Option<String>,
    /// How many there are of each status, of the list as filtered by everything but statuses.
    counts: Vec<StatusCountBody>,
    /// The last day of the own organisation's pause; null where there is none.
    #[schema(required)]
    paused_until: Option<NaiveDate>,
}

impl From<ReferralList> for ReferralsBody {
    fn from(list: ReferralList) -> Self {
        let count = |(status, count): &(domain::referral::Status, i64)| StatusCountBody {
            status: status.code(),
            count: *count,
        };
        Self {
            items: list.items.iter().map(ReferralBody::from).collect(),
            next_cursor: list.next_cursor,
            previous_cursor: list.previous_cursor,
            counts: list.counts.iter().map(count).collect(),
            paused_until: list.paused_until,
        }
    }
}

/// The usage of a workload.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralUsageBody {
    /// The workload's code.
    #[schema(example = "Teams")]
    workload: String,
    /// The month of the figure; null until a feed after the assignment has one.
    #[schema(required, example = "2026-08")]
    month: Option<String>,
    /// MAU over PAU with one decimal; the figures behind it are for whoever sees the workload at the tenant (S2.2).
    #[schema(required)]
    usage_percent: Option<f64>,
}

impl From<&ReferralUsage> for ReferralUsageBody {
    fn from(one: &ReferralUsage) -> Self {
        let figure = one.figure.map(|(_, figure)| figure);
        Self {
            workload: one.workload.code.clone(),
            month: one.figure.map(|(month, _)| month.to_string()),
            usage_percent: figure.and_then(usage_percent),
        }
    }
}

/// Whom to talk to at a customer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RfaContactBody {
    /// Their name.
    name: String,
    /// Their e-mail; may be empty.
    email: String,
    /// Their phone; may be empty.
    phone: String,
    /// Their language; may be empty.
    language: String,
}

impl From<&RfaContact> for RfaContactBody {
    fn from(one: &RfaContact) -> Self {
        Self {
            name: one.name.clone(),
            email: one.email.clone(),
            phone: one.phone.clone(),
            language: one.language.clone(),
        }
    }
}

/// What a customer said who asked for assistance; once the referral is the partner's no more, what they had said by then.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RfaCustomerBody {
    /// The customer's name, as the request has it.
    name: String,
    /// Their country, as the request has it; may be empty.
    country: String,
    /// Their language; may be empty.
    language: String,
    /// Their size; may be empty.
    size: String,
    /// When they asked.
    #[schema(required)]
    asked_on: Option<NaiveDate>,
    /// What they wrote; null where withheld, and once the referral is the partner's no more.
    #[schema(required)]
    notes: Option<String>,
    /// What it may be worth; null where nothing is said, and where withheld.
    #[schema(required)]
    deal_value: Option<MoneyBody>,
    /// Whom to talk to; null where withheld, and once the referral is the partner's no more.
    #[schema(required)]
    contacts: Option<Vec<RfaContactBody>>,
}

impl From<&RfaCustomer> for RfaCustomerBody {
    fn from(customer: &RfaCustomer) -> Self {
        Self {
            name: customer.name.clone(),
            country: customer.country.clone(),
            language: customer.language.clone(),
            size: customer.size.clone(),
            asked_on: customer.asked_on,
            notes: customer.notes.clone(),
            deal_value: money(&customer.deal),
            contacts: match &customer.contacts {
                Some(Shown::Value(contacts)) => Some(contacts.iter().map(RfaContactBody::from).collect()),
                Some(Shown::Withheld) | None => None,
            },
        }
    }
}

fn money(money: &Shown<Option<Money>>) -> Option<MoneyBody> {
    match money {
        Shown::Value(money) => money.as_ref().map(MoneyBody::of),
        Shown::Withheld => None,
    }
}

/// A change of a referral.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralChangeBody {
    /// What was done: `assignment`, `acceptance`, `decline`, `edit`, `return` or `withdrawal`.
    #[serde(rename = "move")]
    #[schema(example = "acceptance")]
    by: &'static str,
    /// Where it led.
    status: &'static str,
    /// When.
    at: DateTime<Utc>,
    /// On which side: `partner`, `office` or `clock`.
    party: &'static str,
    /// Who; null where it was time, of the other side, and where withheld.
    #[schema(required)]
    person: Option<String>,
    /// Why it was declined, by its code.
    #[schema(required)]
    reason: Option<&'static str>,
    /// What was said when it was declined or withdrawn.
    #[schema(required)]
    remark: Option<String>,
    /// Value-added services sold, as they were then.
    #[schema(required)]
    services_sold: Option<String>,
    /// Their estimated value, as it was then; null where nothing was said, and where withheld.
    #[schema(required)]
    estimated_value: Option<MoneyBody>,
    /// Whether their estimated value was taken away; false where withheld.
    estimated_value_cleared: bool,
    /// A note.
    #[schema(required)]
    note: Option<String>,
}

impl From<&ReferralChanged> for ReferralChangeBody {
    fn from(one: &ReferralChanged) -> Self {
        Self {
            by: one.by.code(),
            status: one.status.code(),
            at: one.at,
            party: one.party.code(),
            person: match &one.person {
                Some(Shown::Value(person)) => Some(person.clone()),
                Some(Shown::Withheld) | None => None,
            },
            reason: one.decline_reason.map(DeclineReason::code),
            remark: one.remark.clone(),
            services_sold: one.services.clone(),
            estimated_value: money(&one.value),
            estimated_value_cleared: one.is_value_cleared,
            note: one.note.clone(),
        }
    }
}

/// A referral.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralDetailBody {
    #[serde(flatten)]
    referral: ReferralBody,
    /// What the token's person can do with it: `acceptance`, `decline`, `edit`, `withdrawal`.
    moves: Vec<&'static str>,
    /// The usage of each workload; empty once the referral is the partner's no more.
    usage: Vec<ReferralUsageBody>,
    /// By when usage is expected that is not there yet.
    usage_expected_by: NaiveDate,
    /// What the customer said.
    customer: RfaCustomerBody,
    /// Value-added services sold.
    #[schema(required)]
    services_sold: Option<String>,
    /// Their estimated value; null where nothing is said, and where withheld.
    #[schema(required)]
    estimated_value: Option<MoneyBody>,
    /// Every change, the newest first.
    history: Vec<ReferralChangeBody>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl ReferralDetailBody {
    pub(super) fn tagged(one: &ReferralDetail) -> Tagged<Self> {
        let body = Self {
            referral: ReferralBody::from(&one.item),
            moves: one.moves.iter().map(|one| one.code()).collect(),
            usage: one.usage.iter().map(ReferralUsageBody::from).collect(),
            usage_expected_by: one.usage_expected_by,
            customer: RfaCustomerBody::from(&one.customer),
            services_sold: one.services.clone(),
            estimated_value: money(&one.value),
            history: one.history.iter().map(ReferralChangeBody::from).collect(),
            withheld: one.withheld.clone(),
        };
        Tagged { revision: one.revision.clone(), body }
    }
}

/// List referrals
#[utoipa::path(get, operation_id = "list", path = "/api/v1/referrals", tag = "Referrals", params(ReferralParams),
    responses((status = 200, description = "A page of the list", body = ReferralsBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer<ReferralsBody> {
    let query = referral_query::strictly(&fields)?;
    let seen = web.app.referrals(&caller.ctx, &query).await.map_err(WebError::of_parameters)?;
    Ok(Json(seen.value.into()))
}

/// Show a referral
#[utoipa::path(get, operation_id = "show", path = "/api/v1/referrals/{number}", tag = "Referrals",
    params(("number" = String, Path, description = "The referral's number")),
    responses((status = 200, description = "The referral", body = ReferralDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
) -> TaggedAnswer<ReferralDetailBody> {
    Ok(ReferralDetailBody::tagged(&web.app.referral(&caller.ctx, &number).await?.value))
}

/// An amount.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmountBody {
    /// Whole minor units: cents of a euro.
    #[schema(example = 123_450, minimum = 0)]
    amount_minor: i64,
    /// The currency, by its code of ISO 4217.
    #[schema(example = "EUR")]
    currency: String,
}

/// What a partner says of a referral.
#[derive(Debug, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReferralEditBody {
    /// Where it stands: `active`, `won`, `lost` or `closed`.
    #[schema(required, example = "won")]
    status: String,
    /// Value-added services sold.
    #[schema(max_length = 2_000)]
    services_sold: Option<String>,
    /// Their estimated value; `null` takes it away, and without the field it stays as it is.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<AmountBody>)]
    #[expect(
        clippy::option_option,
        reason = "a field that is not there, one that says nothing, and one that says something"
    )]
    estimated_value: Option<Option<AmountBody>>,
    /// A note for the history.
    #[schema(max_length = 10_000)]
    note: Option<String>,
}

/// Tells a field that says nothing from one that is not there.
#[expect(
    clippy::option_option,
    reason = "a field that is not there, one that says nothing, and one that says something"
)]
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<AmountBody>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl From<ReferralEditBody> for NewEdit {
    fn from(body: ReferralEditBody) -> Self {
        let (value, currency) = match body.estimated_value {
            None => (None, String::new()),
            Some(None) => (Some(String::new()), String::new()),
            Some(Some(amount)) => (Some(typed(&amount)), amount.currency),
        };
        Self {
            status: body.status,
            services: body.services_sold.unwrap_or_default(),
            value,
            currency,
            note: body.note.unwrap_or_default(),
        }
    }
}

/// An amount as people type it; one below zero is refused as what they type is.
fn typed(amount: &AmountBody) -> String {
    match amount.currency.trim().parse::<Currency>() {
        Ok(currency) if amount.amount_minor >= 0 => currency.typed(amount.amount_minor),
        _ => amount.amount_minor.to_string(),
    }
}

/// Say how a referral goes
///
/// As often as needed, once it is accepted; every change is kept.
#[utoipa::path(put, operation_id = "update", path = "/api/v1/referrals/{number}", tag = "Referrals",
    params(("number" = String, Path, description = "The referral's number"), IfMatchParam), request_body = ReferralEditBody,
    responses((status = 200, description = "Kept", body = ReferralDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<ReferralEditBody>,
) -> TaggedAnswer<ReferralDetailBody> {
    let changed = web.app.edit_referral(&caller.ctx, &number, &NewEdit::from(body), &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, ReferralDetailBody::tagged)
}

/// What goes with an acceptance: nothing.
#[derive(Debug, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AcceptanceBody {}

/// Why a referral is declined.
#[derive(Debug, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DeclineBody {
    /// A reason of the list: `no_capacity`, `no_expertise`, `outside_region`, `language`, `customer_size`, `unreachable`,
    /// `conflict`, `duplicate` or `other`.
    #[schema(required, example = "no_capacity")]
    reason: String,
    /// More of it; required for `other`.
    #[schema(max_length = 2_000)]
    remark: Option<String>,
}

/// Why a referral is taken back.
#[derive(Debug, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WithdrawalBody {
    /// Why; the partner reads it.
    #[schema(required, max_length = 2_000)]
    remark: String,
}

/// Accept a referral
///
/// Within two business days; until it returns it can be accepted late.
#[utoipa::path(post, operation_id = "accept", path = "/api/v1/referrals/{number}/acceptance", tag = "Referrals",
    params(("number" = String, Path, description = "The referral's number"),
           ("If-Match" = Option<String>, Header, description = "The `ETag` of what you read: with it, nothing is done where somebody changed the referral since")),
    request_body(content = AcceptanceBody, description = "Can be left out"),
    responses((status = 200, description = "Accepted", body = ReferralDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn accept(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatchGiven(expected): IfMatchGiven,
    JsonOrNothing(AcceptanceBody {}): JsonOrNothing<AcceptanceBody>,
) -> TaggedAnswer<ReferralDetailBody> {
    let done = web.app.accept_referral(&caller.ctx, &number, &expected).await;
    Tagged::changed(done.map_err(WebError::of_body)?, ReferralDetailBody::tagged)
}

/// Decline a referral
///
/// It stays readable, without whom to talk to, and with the customer's request as it stood then.
#[utoipa::path(post, operation_id = "decline", path = "/api/v1/referrals/{number}/decline", tag = "Referrals",
    params(("number" = String, Path, description = "The referral's number"),
           ("If-Match" = Option<String>, Header, description = "The `ETag` of what you read: with it, nothing is done where somebody changed the referral since")),
    request_body = DeclineBody,
    responses((status = 200, description = "Declined", body = ReferralDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn decline(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatchGiven(expected): IfMatchGiven,
    extract::Json(body): extract::Json<DeclineBody>,
) -> TaggedAnswer<ReferralDetailBody> {
    let said = (body.reason.as_str(), body.remark.as_deref().unwrap_or_default());
    let done = web.app.decline_referral(&caller.ctx, &number, said, &expected).await;
    Tagged::changed(done.map_err(WebError::of_body)?, ReferralDetailBody::tagged)
}

/// Take a referral back
///
/// For the programme admin. Its workloads can then be assigned again.
#[utoipa::path(post, operation_id = "withdraw", path = "/api/v1/referrals/{number}/withdrawal", tag = "Referrals",
    params(("number" = String, Path, description = "The referral's number"),
           ("If-Match" = Option<String>, Header, description = "The `ETag` of what you read: with it, nothing is done where somebody changed the referral since")),
    request_body = WithdrawalBody,
    responses((status = 200, description = "Taken back", body = ReferralDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn withdraw(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatchGiven(expected): IfMatchGiven,
    extract::Json(body): extract::Json<WithdrawalBody>,
) -> TaggedAnswer<ReferralDetailBody> {
    let done = web.app.withdraw_referral(&caller.ctx, &number, &body.remark, &expected).await;
    Tagged::changed(done.map_err(WebError::of_body)?, ReferralDetailBody::tagged)
}
