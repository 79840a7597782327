//! Tickets: what was asked, the conversation, and who answers (S11.4).

use domain::access::{TicketScope, TicketView};
use domain::id::{OrganisationId, PersonId, TicketId};
use domain::planted::{Fault, planted};
use domain::ticket::{Side, TicketColumn, TicketDraft, TicketMove, TicketSort, TicketState};

use crate::audit::like;
use crate::statement::{Statement, Value};
use crate::{Engine, StoreError, Tx, on};

/// A ticket as it is kept.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TicketRow {
    /// The key.
    pub ticket_id: i64,
    /// The name in URLs and JSON.
    pub number: String,
    /// Whose it is.
    pub organisation_id: i64,
    /// Their name.
    pub organisation: String,
    /// Who asks.
    pub person_id: i64,
    /// Their name; nothing where the person is gone.
    pub author: Option<String>,
    /// The code of its type.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// The code of its subject.
    pub subject: String,
    /// What it is about, in a line.
    pub title: String,
    /// The same as it is sorted.
    pub title_key: String,
    /// All that there is to say.
    pub description: String,
    /// A tenant ID or a domain.
    pub tenant: Option<String>,
    /// The code of the workload.
    pub code: Option<String>,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Its name in Dutch.
    pub name_nl: Option<String>,
    /// The reference of an error.
    pub reference: Option<String>,
    /// The code of its state.
    pub state: String,
    /// When it was opened, in milliseconds.
    pub opened_at: i64,
    /// When something happened to it last, in milliseconds.
    pub changed_at: i64,
    /// By when the programme office answers first.
    pub due_on: String,
    /// When it did, in milliseconds.
    pub answered_at: Option<i64>,
    /// Who of the programme office answers.
    pub assignee_id: Option<i64>,
    /// Their handle.
    pub assignee_handle: Option<String>,
    /// Their name.
    pub assignee: Option<String>,
    /// Counted from 1, with every change.
    pub version: i64,
    /// The value in the sorted column, where it holds numbers.
    pub sort_number: Option<i64>,
    /// The value in the sorted column, where it holds text.
    pub sort_text: Option<String>,
}

impl std::fmt::Debug for TicketRow {
    /// Without what somebody wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TicketRow").field(&self.number).finish()
    }
}

impl TicketRow {
    /// The key.
    pub fn id(&self) -> TicketId {
        TicketId(self.ticket_id)
    }

    /// Who asks.
    pub fn author_id(&self) -> PersonId {
        PersonId(self.person_id)
    }

    /// Where it stands.
    pub fn state(&self) -> Result<TicketState, StoreError> {
        let broken = || StoreError::inconsistent("ticket", "state", self.state.clone());
        TicketState::from_code(&self.state).ok_or_else(broken)
    }
}

/// A message of the conversation.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TicketMessageRow {
    /// The code of the move.
    #[sqlx(rename = "move")]
    pub by: String,
    /// The state it led to.
    pub state: String,
    /// The code of the side.
    pub side: String,
    /// Who; nothing for the operator.
    pub person_id: Option<i64>,
    /// Their name; nothing where the person is gone.
    pub person: Option<String>,
    /// When, in milliseconds.
    pub written_at: i64,
    /// What it says.
    pub text: Option<String>,
}

/// Somebody of the programme office who answers tickets.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AnswererRow {
    /// The key.
    pub person_id: i64,
    /// The name in URLs and JSON.
    pub handle: String,
    /// The name.
    pub name: String,
}

/// To whom tickets are assigned that are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigned {
    /// To that person.
    To(PersonId),
    /// To nobody.
    ToNobody,
}

/// Which tickets are wanted; empty narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TicketFilter {
    /// States.
    pub states: Vec<TicketState>,
    /// Codes of types.
    pub kinds: Vec<String>,
    /// Codes of subjects.
    pub subjects: Vec<String>,
    /// To whom they are assigned.
    pub assigned: Option<Assigned>,
    /// Only those of which the first answer was due before this day, and has not come.
    pub overdue_on: Option<String>,
    /// Words of the search, each in the form of [`domain::tenant::name_key`].
    pub words: Vec<String>,
}

/// A row's place in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketCursor {
    /// The value where the column holds numbers.
    pub sort_number: Option<i64>,
    /// The value where the column holds text.
    pub sort_text: Option<String>,
    /// The number.
    pub number: String,
    /// Whether the rows before it are wanted, and not those after.
    pub backwards: bool,
}

/// Which page of the list is wanted.
#[derive(Debug)]
pub struct TicketsAsked<'a> {
    /// What the list is narrowed to.
    pub filter: &'a TicketFilter,
    /// The order.
    pub sort: TicketSort,
    /// From which row's place on; nothing for the beginning.
    pub cursor: Option<&'a TicketCursor>,
    /// The most rows; up to one more is read.
    pub limit: i64,
}

/// Who moves a ticket on, and when.
#[derive(Debug, Clone, Copy)]
pub struct TicketMover {
    /// On which side.
    pub side: Side,
    /// Who; nothing for the operator.
    pub person: Option<PersonId>,
    /// When, in milliseconds.
    pub at: i64,
}

const COLUMNS: &str = "SELECT k.ticket_id, k.number, k.organisation_id, o.name AS organisation, k.person_id, p.name AS author,
       k.type, k.subject, k.title, k.title_key, k.description, k.tenant, w.code, w.name_en, w.name_nl, k.reference, k.state,
       k.opened_at, k.changed_at, k.due_on, k.answered_at, k.assignee_id, a.handle AS assignee_handle, a.name AS assignee,
       k.version, ";

const NO_ORDER: &str = "CAST(NULL AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text";

const FROM: &str = " FROM ticket AS k
 JOIN organisation AS o ON o.organisation_id = k.organisation_id
 LEFT JOIN person AS p ON p.person_id = k.person_id
 LEFT JOIN person AS a ON a.person_id = k.assignee_id
 LEFT JOIN workload AS w ON w.workload_id = k.workload_id
 WHERE TRUE";

/// Leaves the tickets that exist for somebody.
pub(crate) fn of_scope(statement: &mut Statement, scope: &TicketScope) {
    let own = Value::Int(scope.person().0);
    match scope.view() {
        TicketView::Programme => {}
        TicketView::Own => drop(statement.text(" AND k.person_id = ").value(own)),
        TicketView::Organisation(organisation) => {
            statement.text(" AND (k.person_id = ").value(own);
            statement.text(" OR k.organisation_id = ").value(Value::Int(organisation.0)).text(")");
        }
        TicketView::Partners(partners) => {
            statement.text(" AND (k.person_id = ").value(own).text(" OR k.organisation_id IN (");
            statement.values(partners.iter().map(|one| Value::Int(one.0))).text("))");
        }
    }
}

/// What rows are sorted by. What was answered waits for no first answer, and comes last either way.
fn sorted(column: TicketColumn, descending: bool) -> &'static str {
    match column {
        TicketColumn::Number => "k.number",
        TicketColumn::Title => "k.title_key",
        TicketColumn::State => {
            "CASE k.state WHEN 'new' THEN 0 WHEN 'open' THEN 1 WHEN 'waiting' THEN 2 WHEN 'reopened' THEN 3 ELSE 4 END"
        }
        TicketColumn::Opened => "k.opened_at",
        TicketColumn::Changed => "k.changed_at",
        TicketColumn::Due if descending => "CASE WHEN k.state = 'new' THEN k.due_on ELSE '' END",
        TicketColumn::Due => "CASE WHEN k.state = 'new' THEN k.due_on ELSE '~' END",
    }
}

fn narrow(statement: &mut Statement, filter: &TicketFilter) {
    if !filter.states.is_empty() {
        statement.text(" AND k.state IN (");
        statement.values(filter.states.iter().map(|one| Value::Text(one.code().to_owned()))).text(")");
    }
    for (column, values) in [(" AND k.type IN (", &filter.kinds), (" AND k.subject IN (", &filter.subjects)] {
        if !values.is_empty() {
            statement.text(column).values(values.iter().cloned().map(Value::Text)).text(")");
        }
    }
    match filter.assigned {
        Some(Assigned::To(person)) => drop(statement.text(" AND k.assignee_id = ").value(Value::Int(person.0))),
        Some(Assigned::ToNobody) => drop(statement.text(" AND k.assignee_id IS NULL")),
        None => {}
    }
    if let Some(day) = &filter.overdue_on {
        statement.text(" AND k.state = 'new' AND k.due_on < ").value(Value::Text(day.clone()));
    }
    for word in &filter.words {
        statement.text(" AND k.search_key LIKE ").value(Value::Text(like(word))).text(" ESCAPE '\\'");
    }
}

impl Tx {
    /// A ticket, where it exists for the person.
    pub async fn ticket(&mut self, scope: &TicketScope, number: &str) -> Result<Option<TicketRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        statement.text(NO_ORDER).text(FROM);
        if !planted(Fault::TicketByForeignNumber) {
            of_scope(&mut statement, scope);
        }
        statement.text(" AND k.number = ").value(Value::Text(number.to_owned()));
        Ok(statement.rows(self).await?.pop())
    }

    /// Whose ticket that is, for whoever is to be told of it.
    pub async fn organisation_of_ticket(&mut self, number: &str) -> Result<Option<OrganisationId>, StoreError> {
        let found: Option<i64> = on!(self, c => sqlx::query_scalar("SELECT organisation_id FROM ticket WHERE number = $1")
            .bind(number).fetch_optional(c).await?);
        Ok(found.map(OrganisationId))
    }

    /// A page of the list, in order, from its beginning or from a row's place on: up to one row more than the limit. Going
    /// backwards, the nearest comes first.
    pub async fn tickets(
        &mut self,
        scope: &TicketScope,
        asked: &TicketsAsked<'_>,
    ) -> Result<Vec<TicketRow>, StoreError> {
        let TicketsAsked { filter, sort, cursor, limit } = asked;
        let (is_number, value) = (sort.column.is_sorted_as_number(), sorted(sort.column, sort.descending));
        let mut statement = Statement::new(COLUMNS);
        if is_number {
            statement.text("CAST(").text(value).text(" AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text");
        } else {
            statement.text("CAST(NULL AS BIGINT) AS sort_number, ").text(value).text(" AS sort_text");
        }
        statement.text(FROM);
        if !planted(Fault::TicketsOfEverybody) {
            of_scope(&mut statement, scope);
        }
        narrow(&mut statement, filter);
        let reads_down = sort.descending != cursor.is_some_and(|cursor| cursor.backwards);
        if let Some(cursor) = cursor {
            statement.text(" AND (").text(value).text(", k.number) ").text(if reads_down { "< (" } else { "> (" });
            statement.value(if is_number {
                Value::Int(cursor.sort_number.unwrap_or_default())
            } else {
                Value::Text(cursor.sort_text.clone().unwrap_or_default())
            });
            statement.text(", ").value(Value::Text(cursor.number.clone())).text(")");
        }
        let down = if reads_down { " DESC" } else { " ASC" };
        statement.text(" ORDER BY ").text(value).text(down).text(", k.number").text(down);
        statement.limit(limit.saturating_add(1));
        statement.rows(self).await
    }

    /// How many tickets there are in each state.
    pub async fn ticket_counts(
        &mut self,
        scope: &TicketScope,
        filter: &TicketFilter,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let mut statement = Statement::new("SELECT k.state, COUNT(*) FROM ticket AS k WHERE TRUE");
        if !planted(Fault::TicketsOfEverybody) {
            of_scope(&mut statement, scope);
        }
        narrow(&mut statement, filter);
        statement.text(" GROUP BY k.state");
        statement.rows(self).await
    }

    /// How many tickets of a person are not resolved.
    pub async fn unresolved_tickets_of(&mut self, person: PersonId) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT COUNT(*) FROM ticket WHERE person_id = $1 AND state <> 'resolved'"
        ).bind(person.0).fetch_one(c).await?))
    }

    /// The countries of an organisation's locations, as their reports write them.
    pub async fn countries_of(&mut self, organisation: OrganisationId) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT DISTINCT country FROM location WHERE organisation_id = $1 AND NOT is_global ORDER BY country"
        ).bind(organisation.0).fetch_all(c).await?))
    }

    /// Waits until nobody else writes in the ticket, and keeps it so until the transaction ends. Whether somebody could have
    /// been first: then what was read of it is read again.
    pub async fn hold_ticket(&mut self, ticket: TicketId) -> Result<bool, StoreError> {
        // On SQLite there is one writer, and it is this one.
        if self.engine() == Engine::Postgres {
            on!(self, c => sqlx::query("SELECT ticket_id FROM ticket WHERE ticket_id = $1 FOR UPDATE")
                .bind(ticket.0).execute(c).await?.rows_affected());
        }
        Ok(self.engine() == Engine::Postgres)
    }

    /// Keeps a ticket under a number; the number taken is a conflict.
    #[expect(clippy::too_many_arguments, reason = "what a ticket is made of, each part known to somebody else")]
    pub async fn add_ticket(
        &mut self,
        number: &str,
        organisation: OrganisationId,
        person: PersonId,
        draft: &TicketDraft,
        keys: (&str, &str),
        due_on: &str,
        at: i64,
    ) -> Result<TicketId, StoreError> {
        let tenant = draft.tenant.as_ref().map(ToString::to_string);
        let id: i64 = on!(self, c => sqlx::query_scalar(
            "INSERT INTO ticket (number, organisation_id, person_id, type, subject, title, title_key, description, tenant,
                                 workload_id, reference, search_key, state, opened_at, changed_at, due_on, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'new', $13, $13, $14, 1) RETURNING ticket_id"
        )
        .bind(number).bind(organisation.0).bind(person.0).bind(draft.kind.code()).bind(draft.subject.code())
        .bind(&draft.title).bind(keys.0).bind(&draft.description).bind(tenant.as_deref())
        .bind(draft.workload.map(|one| one.0)).bind(draft.reference.as_deref()).bind(keys.1).bind(at).bind(due_on)
        .fetch_one(c).await?);
        Ok(TicketId(id))
    }

    /// Gives a ticket that is held another content.
    pub async fn change_ticket(
        &mut self,
        ticket: TicketId,
        draft: &TicketDraft,
        keys: (&str, &str),
        at: i64,
    ) -> Result<(), StoreError> {
        let tenant = draft.tenant.as_ref().map(ToString::to_string);
        on!(self, c => sqlx::query(
            "UPDATE ticket SET type = $2, subject = $3, title = $4, title_key = $5, description = $6, tenant = $7,
                               workload_id = $8, reference = $9, search_key = $10, changed_at = $11, version = version + 1
             WHERE ticket_id = $1"
        )
        .bind(ticket.0).bind(draft.kind.code()).bind(draft.subject.code()).bind(&draft.title).bind(keys.0)
        .bind(&draft.description).bind(tenant.as_deref()).bind(draft.workload.map(|one| one.0))
        .bind(draft.reference.as_deref()).bind(keys.1).bind(at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The conversation of a ticket, the oldest first.
    pub async fn ticket_messages(&mut self, ticket: TicketId) -> Result<Vec<TicketMessageRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT m.move, m.state, m.side, m.person_id, p.name AS person, m.written_at, m.text
             FROM ticket_message AS m LEFT JOIN person AS p ON p.person_id = m.person_id
             WHERE m.ticket_id = $1 ORDER BY m.ticket_message_id"
        ).bind(ticket.0).fetch_all(c).await?))
    }

    /// Moves a ticket that is held on, and keeps what was said. Whatever the programme office says first is its first answer.
    pub async fn move_ticket(
        &mut self,
        ticket: TicketId,
        by: TicketMove,
        to: TicketState,
        text: Option<&str>,
        mover: TicketMover,
    ) -> Result<(), StoreError> {
        let answered_at = (mover.side == Side::Office).then_some(mover.at);
        on!(self, c => sqlx::query(
            "UPDATE ticket SET state = $2, changed_at = $3, answered_at = COALESCE(answered_at, $4), version = version + 1
             WHERE ticket_id = $1"
        ).bind(ticket.0).bind(to.code()).bind(mover.at).bind(answered_at).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "INSERT INTO ticket_message (ticket_id, move, state, side, person_id, written_at, text)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        )
        .bind(ticket.0).bind(by.code()).bind(to.code()).bind(mover.side.code()).bind(mover.person.map(|one| one.0))
        .bind(mover.at).bind(text).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Says who of the programme office answers a ticket that is held.
    pub async fn assign_ticket(&mut self, ticket: TicketId, person: Option<PersonId>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE ticket SET assignee_id = $2, version = version + 1 WHERE ticket_id = $1")
            .bind(ticket.0).bind(person.map(|one| one.0)).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Counts a change of what belongs to a ticket.
    pub async fn touch_ticket(&mut self, ticket: TicketId, at: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE ticket SET version = version + 1, changed_at = $2 WHERE ticket_id = $1")
            .bind(ticket.0).bind(at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Who of the programme office can answer tickets of an organisation, by name.
    pub async fn answerers(&mut self, organisation: OrganisationId) -> Result<Vec<AnswererRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT p.person_id, p.handle, p.name FROM person AS p
             JOIN organisation AS o ON o.organisation_id = p.organisation_id AND o.kind = 'programme'
             WHERE p.deactivated_at IS NULL AND EXISTS (
                 SELECT 1 FROM role_assignment AS r WHERE r.person_id = p.person_id
                 AND (r.role = 'programme_admin' OR (r.role = 'partner_manager' AND r.partner_id = $1)))
             ORDER BY p.name, p.email"
        ).bind(organisation.0).fetch_all(c).await?))
    }
}
