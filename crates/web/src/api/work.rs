//! My work: what waits for somebody (S12.1).

use app::{Work, WorkCount, WorkItem};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::TenantId;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{Answer, NameBody, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{Caller, Fields};
use crate::state::Web;

/// What of it is wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct WorkParams {
    /// One kind alone, page by page: `next_action`, `asked_note`, `referral`, `claim`, `ticket`, `intent_question`,
    /// `split_out_of_balance`,
    /// `no_survey_contact`, `intent_note_missing` or `intent_note_old`. Without it, the first ten of each kind come.
    #[param(example = "next_action")]
    kind: Option<String>,
    /// Where to go on: `next_cursor` of the page before. Only with a kind.
    cursor: Option<String>,
}

/// Something that waits; gone when it is done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkItemBody {
    /// What it asks for.
    #[schema(example = "next_action")]
    kind: &'static str,
    /// How soon: `overdue`, `due_today`, `due`, or `open` where no day was promised.
    #[schema(example = "overdue")]
    urgency: &'static str,
    /// The tenant; null of a ticket.
    #[schema(required, value_type = Option<String>, format = Uuid)]
    tenant_id: Option<TenantId>,
    /// The tenant's name; of a claim, what the claim is called, and of a ticket its title.
    #[schema(example = "Contoso")]
    tenant: String,
    /// The number of the claim; null where it is none.
    #[schema(required)]
    claim: Option<String>,
    /// The number of the ticket; null where it is none.
    #[schema(required)]
    ticket: Option<String>,
    /// The number of the referral; null where it is none.
    #[schema(required)]
    referral: Option<String>,
    /// The code of the workload; null where it is about none in particular.
    #[schema(required, example = "Teams")]
    workload: Option<String>,
    /// The workload's name.
    #[schema(required)]
    name: Option<NameBody>,
    /// The partner whose tenant it is; null for whoever sees one partner alone.
    #[schema(required)]
    partner: Option<String>,
    /// By when.
    #[schema(required)]
    due_on: Option<NaiveDate>,
    /// Since when it waits; null where that is not known.
    #[schema(required)]
    since_on: Option<NaiveDate>,
}

impl From<WorkItem> for WorkItemBody {
    fn from(item: WorkItem) -> Self {
        Self {
            kind: item.kind.code(),
            urgency: item.urgency.code(),
            tenant_id: item.tenant_id,
            tenant: item.tenant,
            claim: item.claim,
            ticket: item.ticket,
            referral: item.referral,
            name: item.workload.as_ref().map(NameBody::of),
            workload: item.workload.map(|workload| workload.code),
            partner: item.partner,
            due_on: item.due_on,
            since_on: item.since_on,
        }
    }
}

/// How many items of a kind there are.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkCountBody {
    /// The kind.
    #[schema(example = "next_action")]
    kind: &'static str,
    /// How many, counted up to 1000.
    count: i64,
    /// Whether there are more than that.
    has_more: bool,
}

impl From<WorkCount> for WorkCountBody {
    fn from(one: WorkCount) -> Self {
        Self { kind: one.kind.code(), count: one.count, has_more: one.has_more }
    }
}

/// What waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkBody {
    /// The kinds that can wait for this person, most urgent first.
    counts: Vec<WorkCountBody>,
    /// What waits, most urgent first.
    items: Vec<WorkItemBody>,
    /// Where the next page begins; null on the last, and without a kind.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl From<Work> for WorkBody {
    fn from(work: Work) -> Self {
        Self {
            counts: work.counts.into_iter().map(WorkCountBody::from).collect(),
            items: work.items.into_iter().map(WorkItemBody::from).collect(),
            next_cursor: work.next_cursor,
        }
    }
}

/// List what waits for you
///
/// For a partner what is to be done on its tenants, referrals to answer, and the claims of which more was asked; for the
/// programme office the questions it was asked, the claims that it decides on, and the notes it asked for and did not get in
/// time. For everybody the tickets that wait for their answer.
#[utoipa::path(get, operation_id = "work", path = "/api/v1/work", tag = "Work", params(WorkParams),
    responses((status = 200, description = "What waits, most urgent first", body = WorkBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer<WorkBody> {
    let mut once = Vec::new();
    for name in ["kind", "cursor"] {
        if fields.names().filter(|one| *one == name).count() > 1 {
            once.push((name.to_owned(), FieldProblem::GivenTwice));
        }
    }
    if !once.is_empty() {
        return Err(WebError::Fields(once));
    }
    if fields.one("cursor").is_some() && fields.given("kind").is_none() {
        return Err(WebError::field("cursor", FieldProblem::App(app::Problem::ForeignCursor)));
    }
    let seen = web.app.work(&caller.ctx, fields.one("kind"), fields.one("cursor")).await;
    Ok(Json(seen.map_err(WebError::of_parameters)?.value.into()))
}
