//! Tickets: the list, one of them, opening and changing (S11.4).

use app::{AttachmentItem, TicketDetail, TicketItem, TicketList, TicketMessage};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ticket::NewTicket;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, KeyParam, NameBody, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{self, Caller, Fields, IfMatch, InPath};
use crate::handlers::ticket::query_of;
use crate::state::Web;

/// What the list can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct TicketParams {
    /// Words of title, number, tenant or reference.
    q: Option<String>,
    /// States; more than one with the parameter repeated.
    #[param(inline)]
    state: Option<Vec<TicketStateName>>,
    /// Types; more than one with the parameter repeated.
    #[param(inline)]
    r#type: Option<Vec<TicketTypeName>>,
    /// Subjects; more than one with the parameter repeated.
    #[param(inline)]
    subject: Option<Vec<TicketSubjectName>>,
    /// Only those that are assigned to you, or to nobody; for the programme office alone.
    #[param(inline)]
    assigned: Option<AssignedName>,
    /// Only those of which the first answer is overdue.
    overdue: Option<bool>,
    /// The order: `title`, `number`, `state`, `due_on`, `opened_at` or `changed_at`, with `-` before it for the highest first.
    #[param(example = "-changed_at")]
    sort: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A state of a ticket.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum TicketStateName {
    New,
    Open,
    Waiting,
    Reopened,
    Resolved,
}

/// A type of a ticket.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum TicketTypeName {
    Question,
    Problem,
    Request,
}

/// A subject of a ticket.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum TicketSubjectName {
    Access,
    Usage,
    Claims,
    Incentives,
    Referrals,
    Workbench,
    Accounts,
    Other,
}

/// To whom a ticket is assigned.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) enum AssignedName {
    Me,
    Nobody,
}

/// Somebody of the programme office who answers tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnswererBody {
    /// The handle.
    #[schema(example = "q2Xh0wVb3kPz8LmA")]
    id: String,
    /// The name.
    name: String,
}

impl From<&(String, String)> for AnswererBody {
    fn from((id, name): &(String, String)) -> Self {
        Self { id: id.clone(), name: name.clone() }
    }
}

/// A ticket in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TicketBody {
    /// Its number.
    #[schema(example = "T-7K3M9Q2X")]
    number: String,
    /// What it is about, in a line.
    title: String,
    /// `question`, `problem` or `request`.
    #[serde(rename = "type")]
    #[schema(example = "problem")]
    kind: &'static str,
    /// What it is about.
    #[schema(example = "access")]
    subject: &'static str,
    /// The organisation of whoever asks; null but in the programme office.
    #[schema(required)]
    organisation: Option<String>,
    /// Who asks; null where you see your own tickets alone, and where the person is gone.
    #[schema(required)]
    author: Option<String>,
    /// Whether you ask it.
    own: bool,
    /// A tenant ID or a domain, as it was named.
    #[schema(required)]
    tenant: Option<String>,
    /// The code of the workload.
    #[schema(required, example = "Teams")]
    workload: Option<String>,
    /// The workload's name.
    #[schema(required)]
    workload_name: Option<NameBody>,
    /// `new`, `open`, `waiting`, `reopened` or `resolved`.
    #[schema(example = "new")]
    state: &'static str,
    /// When it was opened.
    opened_at: DateTime<Utc>,
    /// When something happened to it last.
    changed_at: DateTime<Utc>,
    /// The last day on which a first answer is in time; null once there is one.
    #[schema(required)]
    due_on: Option<NaiveDate>,
    /// Whether that day is over.
    overdue: bool,
    /// Who answers it; null but in the programme office, and where it is nobody.
    #[schema(required)]
    assignee: Option<AnswererBody>,
}

impl From<&TicketItem> for TicketBody {
    fn from(item: &TicketItem) -> Self {
        Self {
            number: item.number.clone(),
            title: item.title.clone(),
            kind: item.kind.code(),
            subject: item.subject.code(),
            organisation: item.organisation.clone(),
            author: item.author.clone(),
            own: item.is_own,
            tenant: item.tenant.clone(),
            workload: item.workload.as_ref().map(|one| one.code.clone()),
            workload_name: item.workload.as_ref().map(NameBody::of),
            state: item.state.code(),
            opened_at: item.opened_at,
            changed_at: item.changed_at,
            due_on: item.due_on,
            overdue: item.is_overdue,
            assignee: item.assignee.as_ref().map(AnswererBody::from),
        }
    }
}

/// How many tickets there are in a state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TicketCountBody {
    /// The state.
    #[schema(example = "new")]
    state: &'static str,
    /// How many.
    tickets: i64,
}

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TicketsBody {
    /// The tickets.
    items: Vec<TicketBody>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// How many there are in which state, whatever states are asked for.
    counts: Vec<TicketCountBody>,
}

impl From<TicketList> for TicketsBody {
    fn from(list: TicketList) -> Self {
        let counts = list.counts.into_iter();
        Self {
            items: list.items.iter().map(TicketBody::from).collect(),
            next_cursor: list.next_cursor,
            counts: counts.map(|(state, tickets)| TicketCountBody { state: state.code(), tickets }).collect(),
        }
    }
}

/// A message of the conversation.
#[derive(Serialize, ToSchema)]
pub(crate) struct TicketMessageBody {
    /// `answer`, `resolution` or `reopening`.
    #[serde(rename = "move")]
    #[schema(example = "answer")]
    by: &'static str,
    /// Where it led.
    #[schema(example = "waiting")]
    state: &'static str,
    /// On which side: `asker` or `office`.
    #[schema(example = "office")]
    side: &'static str,
    /// Who; null of the other side, and where the person is gone.
    #[schema(required)]
    person: Option<String>,
    /// Whether you wrote it.
    own: bool,
    /// When.
    written_at: DateTime<Utc>,
    /// What it says.
    #[schema(required)]
    text: Option<String>,
}

impl From<&TicketMessage> for TicketMessageBody {
    fn from(message: &TicketMessage) -> Self {
        Self {
            by: message.by.code(),
            state: message.state.code(),
            side: message.side.code(),
            person: message.person.clone(),
            own: message.is_own,
            written_at: message.written_at,
            text: message.text.clone(),
        }
    }
}

/// A file that goes with a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AttachmentBody {
    /// Its handle.
    #[schema(example = "q2Xh0wVb3kPz8LmA")]
    id: String,
    /// Its name.
    #[schema(example = "screen.png")]
    file_name: String,
    /// What it is, by its content.
    #[schema(example = "image/png")]
    media_type: &'static str,
    /// How large.
    bytes: u64,
    /// When it was added.
    added_at: DateTime<Utc>,
    /// On which side: `asker` or `office`.
    #[schema(example = "asker")]
    side: &'static str,
    /// By whom; null of the other side, and where the person is gone.
    #[schema(required)]
    by: Option<String>,
}

impl From<&AttachmentItem> for AttachmentBody {
    fn from(one: &AttachmentItem) -> Self {
        Self {
            id: one.id.clone(),
            file_name: one.file_name.clone(),
            media_type: one.kind.media_type(),
            bytes: one.bytes,
            added_at: one.added_at,
            side: one.side.code(),
            by: one.person.clone(),
        }
    }
}

/// A ticket with all that there is of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct TicketDetailBody {
    /// As in the list.
    #[serde(flatten)]
    ticket: TicketBody,
    /// All that there is to say.
    description: String,
    /// The reference of an error.
    #[schema(required)]
    reference: Option<String>,
    /// The tenant that is named, where you see it; null of any other.
    #[schema(required)]
    tenant_id: Option<String>,
    /// Its name, where you see it.
    #[schema(required)]
    tenant_name: Option<String>,
    /// The conversation, the oldest first.
    messages: Vec<TicketMessageBody>,
    /// Its files.
    attachments: Vec<AttachmentBody>,
    /// Whether you can change what is asked.
    editable: bool,
    /// Who can answer it; empty but in the programme office.
    answerers: Vec<AnswererBody>,
}

impl TicketDetailBody {
    fn of(ticket: &TicketDetail) -> Self {
        Self {
            ticket: TicketBody::from(&ticket.item),
            description: ticket.description.clone(),
            reference: ticket.reference.clone(),
            tenant_id: ticket.tenant.as_ref().map(|(id, _)| id.to_string()),
            tenant_name: ticket.tenant.as_ref().map(|(_, name)| name.clone()),
            messages: ticket.messages.iter().map(TicketMessageBody::from).collect(),
            attachments: ticket.attachments.iter().map(AttachmentBody::from).collect(),
            editable: ticket.can_edit(),
            answerers: ticket.answerers.iter().map(AnswererBody::from).collect(),
        }
    }

    pub(super) fn tagged(ticket: &TicketDetail) -> Tagged<Self> {
        Tagged { revision: ticket.revision.clone(), body: Self::of(ticket) }
    }
}

/// List tickets
///
/// Your own; of your organisation for its admins; of the assigned partners, or all, for the programme office.
#[utoipa::path(get, operation_id = "list", path = "/api/v1/tickets", tag = "Tickets", params(TicketParams),
    responses((status = 200, description = "A page of the list", body = TicketsBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer<TicketsBody> {
    let once = ["q", "assigned", "overdue", "sort", "limit", "cursor"];
    let twice = once.into_iter().filter(|name| fields.count(name) > 1);
    let mut wrong: Vec<_> = twice.map(|name| (name.to_owned(), FieldProblem::GivenTwice)).collect();
    // What is named without a value asks for nothing that there is.
    for name in ["state", "type", "subject", "assigned", "overdue", "sort", "limit", "cursor"] {
        if fields.all(name).any(|value| value.trim().is_empty()) {
            wrong.push((name.to_owned(), FieldProblem::malformed()));
        }
    }
    let (query, is_broken) = query_of(&fields);
    if is_broken {
        let problem = app::Problem::OutOfRange(1, app::MOST_LIMIT);
        wrong.push(("limit".to_owned(), FieldProblem::App(problem)));
    }
    if !wrong.is_empty() {
        return Err(WebError::Fields(wrong));
    }
    let seen = web.app.tickets(&caller.ctx, &query).await.map_err(WebError::of_parameters)?;
    Ok(Json(seen.value.into()))
}

/// Show a ticket
#[utoipa::path(get, operation_id = "show", path = "/api/v1/tickets/{number}", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number")),
    responses((status = 200, description = "The ticket", body = TicketDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
) -> TaggedAnswer<TicketDetailBody> {
    Ok(TicketDetailBody::tagged(&web.app.ticket(&caller.ctx, &number).await?.value))
}

/// What is asked in a ticket.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewTicketBody {
    /// What it is about, in a line.
    #[schema(required, max_length = 200, example = "A customer is not in the list")]
    title: String,
    /// `question`, `problem` or `request`.
    #[serde(rename = "type")]
    #[schema(required, example = "problem")]
    kind: String,
    /// `access`, `usage`, `claims`, `incentives`, `referrals`, `workbench`, `accounts` or `other`.
    #[schema(required, example = "access")]
    subject: String,
    /// All that there is to say.
    #[schema(required, max_length = 10_000)]
    description: String,
    /// A tenant ID or a domain. It is kept as it is: whether there is such a tenant, the programme office finds out.
    #[schema(max_length = 253, example = "contoso.example")]
    tenant: Option<String>,
    /// The code of a workload.
    #[schema(example = "Teams")]
    workload: Option<String>,
    /// The reference of an error, as its page or its `request_id` says it.
    #[schema(max_length = 100)]
    reference: Option<String>,
}

impl From<NewTicketBody> for NewTicket {
    fn from(body: NewTicketBody) -> Self {
        Self {
            title: body.title,
            kind: body.kind,
            subject: body.subject,
            description: body.description,
            tenant: body.tenant.unwrap_or_default(),
            workload: body.workload.unwrap_or_default(),
            reference: body.reference.unwrap_or_default(),
        }
    }
}

/// Open a ticket
#[utoipa::path(post, operation_id = "create", path = "/api/v1/tickets", tag = "Tickets", params(KeyParam),
    request_body = NewTicketBody,
    responses((status = 201, description = "Opened", body = TicketDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    extract::NewJson { body, key }: extract::NewJson<NewTicketBody>,
) -> Result<Response, WebError> {
    let opened = web.app.open_ticket(&caller.ctx, &NewTicket::from(body), key.as_ref()).await;
    let mut response = TicketDetailBody::tagged(&opened.map_err(WebError::of_body)?.value).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Change a ticket
///
/// Your own, while nobody has answered it.
#[utoipa::path(put, operation_id = "update", path = "/api/v1/tickets/{number}", tag = "Tickets",
    params(("number" = String, Path, description = "The ticket's number"), IfMatchParam), request_body = NewTicketBody,
    responses((status = 200, description = "Changed", body = TicketDetailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<NewTicketBody>,
) -> TaggedAnswer<TicketDetailBody> {
    let changed = web.app.edit_ticket(&caller.ctx, &number, &NewTicket::from(body), &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, TicketDetailBody::tagged)
}
