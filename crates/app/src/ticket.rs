//! A ticket, as it is read: with the conversation, its files, and what its reader can do (S11.4).

use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::access::{Action, Resource, Scope, TicketScope, View};
use domain::file::FileKind;
use domain::help::Sought;
use domain::id::OrganisationId;
use domain::planted::{Fault, planted};
use domain::ticket::{Side, TicketMove, TicketState, TicketSubject, TicketType};
use domain::work::is_overdue;
use store::{AttachmentRow, TicketMessageRow, TicketRow, Tx};

use crate::identity::{Who, moment};
use crate::tenant::workload_name;
use crate::{App, AppError, AuditAction, Ctx, Seen, WorkloadName};

/// A ticket in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketItem {
    /// Its number.
    pub number: String,
    /// What it is about, in a line.
    pub title: String,
    /// Its type.
    pub kind: TicketType,
    /// Its subject.
    pub subject: TicketSubject,
    /// Whose it is; only in the programme office.
    pub organisation: Option<String>,
    /// Who asks; only where the reader sees those of several people, and nothing where the person is gone.
    pub author: Option<String>,
    /// Whether the reader asks it.
    pub is_own: bool,
    /// A tenant ID or a domain, as it was named.
    pub tenant: Option<String>,
    /// The workload.
    pub workload: Option<WorkloadName>,
    /// Where it stands.
    pub state: TicketState,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When something happened to it last.
    pub changed_at: DateTime<Utc>,
    /// By when the programme office answers first, while it has not.
    pub due_on: Option<NaiveDate>,
    /// Whether that day is over, everywhere.
    pub is_overdue: bool,
    /// Who of the programme office answers it: handle and name; for the office alone.
    pub assignee: Option<(String, String)>,
}

/// A message of the conversation.
#[derive(Clone, PartialEq, Eq)]
pub struct TicketMessage {
    /// What happened.
    pub by: TicketMove,
    /// Where it led.
    pub state: TicketState,
    /// On which side.
    pub side: Side,
    /// Who; nothing of the other side, where the person is gone, and of colleagues for whoever sees the own tickets alone.
    pub person: Option<String>,
    /// Whether the reader wrote it.
    pub is_own: bool,
    /// When.
    pub written_at: DateTime<Utc>,
    /// What it says.
    pub text: Option<String>,
}

impl std::fmt::Debug for TicketMessage {
    /// Without what somebody wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TicketMessage").field("by", &self.by).field("side", &self.side).finish_non_exhaustive()
    }
}

/// A file that goes with a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentItem {
    /// Its name in URLs and JSON.
    pub id: String,
    /// Under which name it is shown and given back.
    pub file_name: String,
    /// What it is.
    pub kind: FileKind,
    /// How large.
    pub bytes: u64,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// On which side.
    pub side: Side,
    /// By whom; as far as of a message.
    pub person: Option<String>,
    /// Whether the reader can take it away.
    pub can_remove: bool,
}

/// A ticket, with all that its reader may know of it.
#[derive(Clone, PartialEq, Eq)]
pub struct TicketDetail {
    /// As in the list.
    pub item: TicketItem,
    /// All that there is to say.
    pub description: String,
    /// The reference of an error.
    pub reference: Option<String>,
    /// The tenant, where it exists for the reader: its ID and name.
    pub tenant: Option<(TenantId, String)>,
    /// Whether whoever sees all tenants sees none that is named so.
    pub is_tenant_unknown: bool,
    /// The conversation, the oldest first.
    pub messages: Vec<TicketMessage>,
    /// Its files.
    pub attachments: Vec<AttachmentItem>,
    /// On which side the reader stands.
    pub side: Side,
    /// Whether the reader can write in it.
    pub may_write: bool,
    /// Whether the reader says who answers it.
    pub may_assign: bool,
    /// Who can: handles and names; for the office alone.
    pub answerers: Vec<(String, String)>,
    /// What somebody who changes it says stands there.
    pub revision: String,
}

impl TicketDetail {
    /// Whether the reader can change what is asked.
    pub fn can_edit(&self) -> bool {
        self.may_write && self.item.is_own && self.item.state.can_be_edited()
    }
}

impl std::fmt::Debug for TicketDetail {
    /// Without what somebody wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TicketDetail").field("number", &self.item.number).finish_non_exhaustive()
    }
}

/// What is there to open a ticket with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketDesk {
    /// The ticket that is changed; nothing for a new one.
    pub ticket: Option<TicketDetail>,
    /// Every workload of the catalogue.
    pub workloads: Vec<WorkloadName>,
    /// Whether the reader may write.
    pub may_write: bool,
}

impl Who {
    /// The tickets that exist for the person.
    pub(crate) fn ticket_scope(&self) -> TicketScope {
        TicketScope::of(&self.viewer.principal)
    }
}

impl App {
    /// One ticket, by its number.
    pub async fn ticket(&self, ctx: &Ctx, number: &str) -> Result<Seen<TicketDetail>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Read)?;
        let scope = who.ticket_scope();
        let row = tx.ticket(&scope, number).await?.ok_or(AppError::NotFound)?;
        let value = detail(&mut tx, &who, &scope, &row).await?;
        tx.end();
        if !value.item.is_own {
            self.audit_look(ctx, &who, AuditAction::TicketOpened, number).await?;
        }
        Ok(Seen { viewer: who.viewer, value })
    }

    /// What is there to open a ticket with, or to change that one with.
    pub async fn ticket_desk(&self, ctx: &Ctx, number: Option<&str>) -> Result<Seen<TicketDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Read)?;
        let scope = who.ticket_scope();
        let ticket = match number {
            None => None,
            Some(number) => {
                let row = tx.ticket(&scope, number).await?.ok_or(AppError::NotFound)?;
                Some(detail(&mut tx, &who, &scope, &row).await?)
            }
        };
        let workloads = tx.workloads().await?.into_iter().map(workload_name).collect();
        tx.end();
        let may_write = who.may(Resource::Tickets, Action::Write).is_ok() && who.person().is_some();
        Ok(Seen { viewer: who.viewer, value: TicketDesk { ticket, workloads, may_write } })
    }
}

/// Something is kept that the program never wrote.
pub(crate) fn broken(column: &str) -> AppError {
    AppError::Internal(format!("a ticket has a {column} that is none"))
}

pub(crate) fn item(row: &TicketRow, who: &Who, scope: &TicketScope) -> Result<TicketItem, AppError> {
    let state = row.state()?;
    let due_on = row.due_on.parse().ok().filter(|_| state == TicketState::New);
    let workload = match (&row.code, &row.name_en, &row.name_nl) {
        (Some(code), Some(name_en), Some(name_nl)) => {
            Some(WorkloadName { code: code.clone(), name_en: name_en.clone(), name_nl: name_nl.clone() })
        }
        _ => None,
    };
    Ok(TicketItem {
        number: row.number.clone(),
        title: row.title.clone(),
        kind: TicketType::from_code(&row.kind).ok_or_else(|| broken("type"))?,
        subject: TicketSubject::from_code(&row.subject).ok_or_else(|| broken("subject"))?,
        organisation: scope.is_office().then(|| row.organisation.clone()),
        author: row.author.clone().filter(|_| scope.sees_several()),
        is_own: is_own(row, who),
        tenant: row.tenant.clone(),
        workload,
        state,
        opened_at: moment(row.opened_at),
        changed_at: moment(row.changed_at),
        due_on,
        is_overdue: due_on.is_some_and(|day| is_overdue(day, who.today())),
        assignee: row.assignee_handle.clone().zip(row.assignee.clone()).filter(|_| tells_office(row, who, scope)),
    })
}

fn is_own(row: &TicketRow, who: &Who) -> bool {
    who.person() == Some(row.author_id())
}

/// Whether the reader is told who in the programme office answers. Partners are not.
fn tells_office(row: &TicketRow, who: &Who, scope: &TicketScope) -> bool {
    let is_answering = scope.side(row.author_id()) == Side::Office;
    is_answering || who.may(Resource::TicketAssignment, Action::Read).is_ok() || planted(Fault::OfficeNamedInTicket)
}

/// Who is told by name in a ticket.
struct Names {
    office: bool,
    askers: bool,
}

impl Names {
    fn of(row: &TicketRow, who: &Who, scope: &TicketScope) -> Self {
        Self { office: tells_office(row, who, scope), askers: scope.sees_several() }
    }

    fn told(&self, side: Side, person: Option<String>, is_own: bool) -> Option<String> {
        let is_told = match side {
            Side::Office => self.office,
            Side::Asker => self.askers,
        };
        person.filter(|_| is_told || is_own)
    }
}

/// A ticket with all that its reader may know of it.
pub(crate) async fn detail(
    tx: &mut Tx,
    who: &Who,
    scope: &TicketScope,
    row: &TicketRow,
) -> Result<TicketDetail, AppError> {
    let item = item(row, who, scope)?;
    let names = Names::of(row, who, scope);
    let messages = tx.ticket_messages(row.id()).await?.into_iter().map(|one| message(one, who, &names));
    let messages = messages.collect::<Result<_, _>>()?;
    let files = tx.attachments(row.id()).await?.into_iter().map(|one| attachment(one, who, &names, item.state));
    let attachments = files.collect::<Result<_, _>>()?;
    let sought = row.tenant.as_deref().and_then(|text| Sought::read(text).ok());
    let tenants = who.scope().ok();
    let tenant = match (&sought, &tenants) {
        (Some(sought), Some(tenants)) => named(tx, who, tenants, sought).await?,
        _ => None,
    };
    let sees_all = tenants.is_some_and(|scope| *scope.view() == View::Programme);
    let side = scope.side(row.author_id());
    let may_write = who.may(Resource::Tickets, Action::Write).is_ok();
    let may_assign = side == Side::Office && who.may(Resource::TicketAssignment, Action::Write).is_ok();
    let answerers = if may_assign {
        let rows = tx.answerers(OrganisationId(row.organisation_id)).await?;
        rows.into_iter().filter(|one| one.person_id != row.person_id).map(|one| (one.handle, one.name)).collect()
    } else {
        Vec::new()
    };
    Ok(TicketDetail {
        description: row.description.clone(),
        reference: row.reference.clone(),
        is_tenant_unknown: sees_all && sought.is_some() && tenant.is_none(),
        tenant,
        messages,
        attachments,
        side,
        may_write,
        may_assign,
        answerers,
        revision: row.version.to_string(),
        item,
    })
}

fn message(row: TicketMessageRow, who: &Who, names: &Names) -> Result<TicketMessage, AppError> {
    let side = Side::from_code(&row.side).ok_or_else(|| broken("side"))?;
    let is_own = row.person_id.is_some() && row.person_id == who.person().map(|one| one.0);
    Ok(TicketMessage {
        by: TicketMove::from_code(&row.by).ok_or_else(|| broken("move"))?,
        state: TicketState::from_code(&row.state).ok_or_else(|| broken("state"))?,
        side,
        person: names.told(side, row.person, is_own),
        is_own,
        written_at: moment(row.written_at),
        text: row.text,
    })
}

fn attachment(row: AttachmentRow, who: &Who, names: &Names, state: TicketState) -> Result<AttachmentItem, AppError> {
    let side = Side::from_code(&row.side).ok_or_else(|| broken("side"))?;
    let is_own = row.person_id.is_some() && row.person_id == who.person().map(|one| one.0);
    let may_write = who.may(Resource::Tickets, Action::Write).is_ok();
    Ok(AttachmentItem {
        id: row.handle,
        file_name: row.file_name,
        kind: FileKind::from_media_type(&row.media_type).ok_or_else(|| broken("media_type"))?,
        bytes: u64::try_from(row.file_bytes).unwrap_or_default(),
        added_at: moment(row.added_at),
        side,
        person: names.told(side, row.person, is_own),
        can_remove: is_own && may_write && state.takes_files(),
    })
}

/// The tenant that somebody named, where it exists for the reader: its ID and name.
async fn named(tx: &mut Tx, who: &Who, scope: &Scope, sought: &Sought) -> Result<Option<(TenantId, String)>, AppError> {
    if planted(Fault::TicketTenantNamed)
        && let Sought::Id(id) = sought
    {
        return Ok(tx.claimed_tenant(id.0).await?.map(|row| (*id, row.name)));
    }
    let found = find(tx, who, scope, sought).await?;
    Ok(found.map(|row| (TenantId(row.tenant_id), row.name)))
}

/// The tenant that somebody named, where a scope has it.
pub(crate) async fn find(
    tx: &mut Tx,
    who: &Who,
    scope: &Scope,
    sought: &Sought,
) -> Result<Option<store::ListRow>, AppError> {
    if let Sought::Id(id) = sought {
        return Ok(tx.tenant_row(scope, who.programme, id.0).await?);
    }
    let holders = match scope.view() {
        View::Programme => vec![who.programme],
        View::Partners(partners) => partners.clone(),
        View::Partner { organisation_id, .. } => vec![*organisation_id],
    };
    for holder in holders {
        let mut last = None;
        for held in tx.held_at(holder, sought).await? {
            // A tenant has a row for each location.
            if last == Some(held.tenant_key) {
                continue;
            }
            last = Some(held.tenant_key);
            if let Some(row) = tx.tenant_row(scope, who.programme, held.tenant_id).await? {
                return Ok(Some(row));
            }
        }
    }
    Ok(None)
}
