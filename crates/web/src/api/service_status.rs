//! The service status of a workload, its history, and what can be chosen in it (S8).

use app::{SplitDesk, SplitHistory, SplitLineItem, SplitRevisionItem};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::access::Shown;
use domain::service_status::{Labels, NewLine, NewSplit, Node, Taxonomy};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use utoipa::{IntoParams, ToSchema};

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, NameBody, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{self, Caller, Fields, IfMatch, InPath};
use crate::state::Web;

/// As of which day.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct AsOfParam {
    /// A day that is over: what stood at its end, with the names that counted on it. The present when left out. Days are
    /// those of UTC.
    #[param(example = "2026-03-01")]
    as_of: Option<NaiveDate>,
}

/// On which day.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct OnParam {
    /// The day on which the version counts; today when left out.
    #[param(example = "2026-03-01")]
    on: Option<NaiveDate>,
}

/// Where a history goes on.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct HistoryParams {
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Seats of one status.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SplitLineBody {
    /// How many seats.
    #[schema(example = 120)]
    seats: i64,
    /// The code of the status (L1).
    #[schema(example = "blocked")]
    l1: String,
    /// The code of the reason (L2); null where the status has none.
    #[schema(required, example = "legal_or_regulatory")]
    l2: Option<String>,
    /// The code of the technical reason (L3).
    #[schema(required, example = "works_council_or_union")]
    l3: Option<String>,
    /// What people read for each of them, the status first, on the day as of which it is.
    names: Vec<NameBody>,
    /// When it should be done.
    #[schema(required)]
    target_date: Option<NaiveDate>,
    /// What else there is to say.
    #[schema(required)]
    remark: Option<String>,
}

impl SplitLineBody {
    fn of(line: &SplitLineItem) -> Self {
        Self {
            seats: line.seats,
            l1: line.choice.l1().to_owned(),
            l2: line.choice.l2().map(str::to_owned),
            l3: line.choice.l3().map(str::to_owned),
            names: line.labels.iter().map(name).collect(),
            target_date: line.target_on,
            remark: line.remark.clone(),
        }
    }
}

pub(super) fn name(labels: &Labels) -> NameBody {
    NameBody { en: labels.en.clone(), nl: labels.nl.clone() }
}

/// How a split came to be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SplitMadeBody {
    /// Counted from 1 for each workload.
    #[schema(example = 3)]
    revision: i64,
    /// Since when it stands.
    made_at: DateTime<Utc>,
    /// `saved` by a person, `loaded` where a load changed the total, `load_undone` where such a load was taken back.
    #[schema(example = "saved")]
    cause: &'static str,
    /// Who saved it; null where it is withheld, or a load made it.
    #[schema(required)]
    person: Option<String>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl SplitMadeBody {
    fn of(revision: &SplitRevisionItem) -> Self {
        let (person, withheld) = match &revision.person {
            Some(Shown::Value(name)) => (Some(name.clone()), Vec::new()),
            Some(Shown::Withheld) => (None, vec!["person"]),
            None => (None, Vec::new()),
        };
        let cause = revision.cause.code();
        Self { revision: revision.number, made_at: revision.made_at, cause, person, withheld }
    }
}

/// The service status of a workload.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ServiceStatusBody {
    /// The tenant.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The code of the workload.
    #[schema(example = "Teams")]
    workload: String,
    /// The workload's name.
    name: NameBody,
    /// The partner that holds the workload; null for whoever sees one partner alone.
    #[schema(required)]
    partner: Option<String>,
    /// The day as of whose end it is; null for the present.
    #[schema(required)]
    as_of: Option<NaiveDate>,
    /// The month of which the total is; null of a past day.
    #[schema(required, example = "2026-08")]
    month: Option<String>,
    /// The total entitlements: the PAU of that month. Null where nobody had saved a split by that day.
    #[schema(required, example = 500)]
    total: Option<i64>,
    /// The seats of all lines.
    #[schema(required, example = 500)]
    sum: Option<i64>,
    /// The sum less the total. Other than 0 the split is out of balance: a load took more seats than had an unknown status.
    #[schema(required, example = 0)]
    difference: Option<i64>,
    /// The lines.
    lines: Vec<SplitLineBody>,
    /// How it came to be; null where nobody has saved a split: then all seats have an unknown status.
    #[schema(required)]
    made: Option<SplitMadeBody>,
}

impl ServiceStatusBody {
    fn tagged(desk: &SplitDesk) -> Tagged<Self> {
        let body = Self {
            tenant_id: desk.tenant.tenant_id,
            workload: desk.workload.code.clone(),
            name: NameBody::of(&desk.workload),
            partner: desk.partner.clone(),
            as_of: desk.as_of,
            month: desk.month.map(|month| month.to_string()),
            total: desk.balance.map(|balance| balance.total),
            sum: desk.balance.map(|balance| balance.sum),
            difference: desk.balance.map(domain::service_status::Balance::difference),
            lines: desk.lines.iter().map(SplitLineBody::of).collect(),
            made: desk.standing.as_ref().map(SplitMadeBody::of),
        };
        Tagged { revision: desk.revision.clone(), body }
    }
}

/// The value of a parameter that is given once and not empty; nothing where it is not given.
pub(super) fn once<'a>(fields: &'a Fields, name: &'static str) -> Result<Option<&'a str>, WebError> {
    match fields.names().filter(|one| *one == name).count() {
        0 => Ok(None),
        1 => fields.given(name).map(Some).ok_or_else(|| WebError::field(name, FieldProblem::malformed())),
        _ => Err(WebError::field(name, FieldProblem::GivenTwice)),
    }
}

/// Read the service status of a workload
///
/// A workload for which nobody has saved a split has all its seats in Status unknown.
#[utoipa::path(get, path = "/api/v1/tenants/{tenant_id}/workloads/{workload}/service-status", tag = "Service status",
    operation_id = "show",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("workload" = String, Path, description = "The workload's code"), AsOfParam),
    responses((status = 200, description = "What stands there", body = ServiceStatusBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    fields: Fields,
) -> TaggedAnswer<ServiceStatusBody> {
    let as_of = once(&fields, "as_of")?.unwrap_or_default();
    let seen = web.app.service_status(&caller.ctx, tenant_id, &workload, as_of).await?;
    Ok(ServiceStatusBody::tagged(&seen.value))
}

/// Seats of one status to save.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSplitLineBody {
    /// How many seats.
    #[schema(required, value_type = i64, minimum = 1, maximum = 10_000_000_000_i64, example = 120)]
    seats: Option<Number>,
    /// The code of the status (L1).
    #[serde(default)]
    #[schema(required, example = "blocked")]
    l1: String,
    /// The code of the reason (L2); needed where the status has reasons.
    #[schema(example = "legal_or_regulatory")]
    l2: Option<String>,
    /// The code of the technical reason (L3).
    #[schema(example = "works_council_or_union")]
    l3: Option<String>,
    /// When it should be done; today or later, and for statuses that have one.
    #[schema(format = Date, example = "2026-12-01")]
    target_date: Option<String>,
    /// What else there is to say; needed where the reason is Other.
    #[schema(max_length = 500)]
    remark: Option<String>,
}

/// A split to save.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSplitBody {
    /// The total entitlements that you saw.
    #[schema(required, value_type = i64, minimum = 0, maximum = 10_000_000_000_i64, example = 500)]
    total: Option<Number>,
    /// The lines; their seats add up to the total, exactly.
    #[serde(default)]
    #[schema(required, max_items = 200)]
    lines: Vec<NewSplitLineBody>,
}

impl NewSplitBody {
    /// As it would be typed: what is wrong with a number is said at its field, as of a form.
    fn typed(self) -> NewSplit {
        let number = |number: Option<Number>| number.map(|number| number.to_string()).unwrap_or_default();
        let line = |line: NewSplitLineBody| NewLine {
            seats: number(line.seats),
            l1: line.l1,
            l2: line.l2.unwrap_or_default(),
            l3: line.l3.unwrap_or_default(),
            target_date: line.target_date.unwrap_or_default(),
            remark: line.remark.unwrap_or_default(),
        };
        NewSplit { total: number(self.total), lines: self.lines.into_iter().map(line).collect() }
    }
}

/// Save the service status of a workload
///
/// The seats of all lines add up to the total, exactly; what else is wrong is said for each line, as `lines[3].l2`. What
/// stood before stays readable.
#[utoipa::path(put, path = "/api/v1/tenants/{tenant_id}/workloads/{workload}/service-status", tag = "Service status",
    operation_id = "save",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("workload" = String, Path, description = "The workload's code"), IfMatchParam),
    request_body = NewSplitBody,
    responses((status = 200, description = "Saved; what stands there now", body = ServiceStatusBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<NewSplitBody>,
) -> TaggedAnswer<ServiceStatusBody> {
    let saved = web.app.save_service_status(&caller.ctx, tenant_id, &workload, &body.typed(), &expected).await?;
    Tagged::changed(saved, ServiceStatusBody::tagged)
}

/// A split that stood from some moment on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SplitStoodBody {
    /// How it came to be.
    made: SplitMadeBody,
    /// The total entitlements.
    #[schema(example = 500)]
    total: i64,
    /// The seats of all lines.
    #[schema(example = 500)]
    sum: i64,
    /// The sum less the total.
    #[schema(example = 0)]
    difference: i64,
    /// The lines.
    lines: Vec<SplitLineBody>,
}

/// What a split was.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SplitHistoryBody {
    /// The newest first.
    items: Vec<SplitStoodBody>,
    /// Where older ones begin; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl SplitHistoryBody {
    fn of(history: SplitHistory) -> Self {
        let stood = |one: &app::SplitStood| SplitStoodBody {
            made: SplitMadeBody::of(&one.revision),
            total: one.revision.balance.total,
            sum: one.revision.balance.sum,
            difference: one.revision.balance.difference(),
            lines: one.lines.iter().map(SplitLineBody::of).collect(),
        };
        Self { items: history.items.iter().map(stood).collect(), next_cursor: history.next_cursor }
    }
}

/// Read what the service status of a workload was
///
/// Every split that was saved, and every one that a load adjusted; newest first.
#[utoipa::path(get, path = "/api/v1/tenants/{tenant_id}/workloads/{workload}/service-status/history",
    tag = "Service status", operation_id = "history",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("workload" = String, Path, description = "The workload's code"), HistoryParams),
    responses((status = 200, description = "A page of the history", body = SplitHistoryBody), Problems))]
pub(crate) async fn history(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    fields: Fields,
) -> Answer<SplitHistoryBody> {
    let cursor = once(&fields, "cursor")?;
    let seen = web.app.service_status_history(&caller.ctx, tenant_id, &workload, cursor).await?;
    Ok(Json(SplitHistoryBody::of(seen.value)))
}

/// A status, a reason or a technical reason that can be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NodeBody {
    /// Its code, which is unique among the options of one choice.
    #[schema(example = "blocked")]
    code: String,
    /// What people read.
    name: NameBody,
    /// Whether a line with it must have a remark.
    remark_required: bool,
    /// Whether a line with it can have a target date.
    target_date_allowed: bool,
    /// What can be chosen below it: reasons of a status, technical reasons of a reason.
    #[schema(no_recursion)]
    options: Vec<NodeBody>,
}

impl NodeBody {
    fn of(node: &Node, taxonomy: &Taxonomy) -> Self {
        Self {
            code: node.choice.code().to_owned(),
            name: name(&node.labels),
            remark_required: taxonomy.needs_remark(&node.choice),
            target_date_allowed: taxonomy.allows_target_date(&node.choice),
            options: taxonomy.options(&node.choice).map(|option| Self::of(option, taxonomy)).collect(),
        }
    }
}

/// A version of the taxonomy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaxonomyBody {
    /// The first day on which it counts.
    valid_from: NaiveDate,
    /// The last; null for the newest.
    #[schema(required)]
    valid_to: Option<NaiveDate>,
    /// The statuses (L1), in the order in which people see them.
    statuses: Vec<NodeBody>,
}

impl TaxonomyBody {
    fn of(taxonomy: &Taxonomy) -> Self {
        Self {
            valid_from: taxonomy.valid_from(),
            valid_to: taxonomy.valid_to(),
            statuses: taxonomy.statuses().map(|node| NodeBody::of(node, taxonomy)).collect(),
        }
    }
}

/// Read what can be chosen as a service status
#[utoipa::path(get, path = "/api/v1/taxonomy", tag = "Service status", operation_id = "taxonomy", params(OnParam),
    responses((status = 200, description = "The version that counts on that day", body = TaxonomyBody), Problems))]
pub(crate) async fn taxonomy(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer<TaxonomyBody> {
    let on = once(&fields, "on")?.map(domain::day::read).transpose();
    let on = on.map_err(|fault| WebError::field("on", FieldProblem::App(fault.into())))?.flatten();
    Ok(Json(TaxonomyBody::of(&web.app.taxonomy(&caller.ctx, on).await?.value)))
}
