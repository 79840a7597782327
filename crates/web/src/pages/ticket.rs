//! Tickets: the list, the form, and one with its conversation (S11.4).

use app::{TicketDesk, TicketDetail, TicketList, TicketMessage, TicketQuery};
use askama::Template;
use domain::ticket::{
    NewTicket, Side, TicketColumn, TicketField, TicketMove, TicketSort, TicketState, TicketSubject, TicketType,
};
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use super::tenant_list::workload_name;
use super::tenant_query::{PAGE_SIZES, QueryText};
use crate::words::{say, tell};

/// The list of tickets. `as_results()` is the part that changes while somebody searches.
#[derive(Debug, Clone, Template)]
#[template(path = "ticket/list.html", blocks = ["results"])]
pub struct TicketsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What was asked for.
    pub query: TicketQuery,
    /// What was wrong with that, in the reader's words.
    pub query_error: Option<String>,
    /// The tickets.
    pub list: TicketList,
}

/// The form for a ticket.
#[derive(Debug, Clone, Template)]
#[template(path = "ticket/form.html")]
pub struct TicketFormPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What there is to open one with, and the ticket that is changed.
    pub desk: TicketDesk,
    /// What is in the fields.
    pub typed: NewTicket,
    /// What the form says stands there.
    pub version: String,
    /// Whether the ticket changed since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

/// A ticket.
#[derive(Debug, Clone, Template)]
#[template(path = "ticket/show.html")]
pub struct TicketPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The ticket.
    pub ticket: TicketDetail,
    /// What was refused, with what was typed for it and why not, in the reader's words.
    pub refused: Option<RefusedAnswer>,
    /// Why a file was not taken, in the reader's words.
    pub attachment_error: Option<String>,
}

/// An answer that was refused.
#[derive(Debug, Clone)]
pub struct RefusedAnswer {
    /// Why not.
    pub why: String,
    /// What was typed.
    pub text: String,
    /// Whether the programme office goes on by itself.
    pub goes_on: bool,
    /// Whether something is wrong with the text itself.
    pub is_text: bool,
}

/// The address of a list.
pub fn url(query: &TicketQuery) -> String {
    let mut text = QueryText::default();
    text.put("q", &query.search);
    text.put_all("state", &query.states);
    text.put_all("type", &query.kinds);
    text.put_all("subject", &query.subjects);
    text.put("assigned", &query.assigned);
    text.put("overdue", &query.overdue);
    text.put("sort", &query.sort);
    let limit = query.limit.filter(|limit| *limit != app::DEFAULT_LIMIT).map(|limit| limit.to_string());
    text.put("limit", limit.as_deref().unwrap_or_default());
    text.put("cursor", &query.cursor);
    format!("/tickets{}", text.0)
}

impl TicketsPage {
    fn at_start(&self) -> TicketQuery {
        TicketQuery { cursor: String::new(), ..self.query.clone() }
    }

    /// The columns.
    pub fn columns(&self) -> [TicketColumn; 6] {
        TicketColumn::ALL
    }

    /// The list in the order of a column, the other way round where it is in that order already.
    pub fn sorted_url(&self, column: &TicketColumn) -> String {
        let current = self.list.sort;
        let descending = if current.column == *column { !current.descending } else { column.wants_highest_first() };
        url(&TicketQuery { sort: TicketSort { column: *column, descending }.to_string(), ..self.at_start() })
    }

    /// What `aria-sort` says of a column, where the list is sorted by it.
    pub fn aria_sort(&self, column: &TicketColumn) -> Option<&'static str> {
        let order = self.list.sort;
        (order.column == *column).then_some(if order.descending { "descending" } else { "ascending" })
    }

    /// The list in a state, or in all.
    pub fn at(&self, state: Option<&TicketState>) -> String {
        let states = state.map(|state| state.code().to_owned()).into_iter().collect();
        url(&TicketQuery { states, ..self.at_start() })
    }

    /// Whether the list is narrowed to that state.
    pub fn is_at(&self, state: &TicketState) -> bool {
        self.query.states.iter().any(|one| one == state.code())
    }

    /// The next page.
    pub fn next_url(&self) -> Option<String> {
        self.list.next_cursor.clone().map(|cursor| url(&TicketQuery { cursor, ..self.query.clone() }))
    }

    /// The page before.
    pub fn previous_url(&self) -> Option<String> {
        self.list.previous_cursor.clone().map(|cursor| url(&TicketQuery { cursor, ..self.query.clone() }))
    }

    /// The list without filters.
    pub fn bare_url(&self) -> String {
        url(&TicketQuery { sort: self.query.sort.clone(), limit: self.query.limit, ..TicketQuery::default() })
    }

    /// Whether the list is narrowed.
    pub fn is_filtered(&self) -> bool {
        let bare = TicketQuery {
            sort: self.query.sort.clone(),
            limit: self.query.limit,
            cursor: self.query.cursor.clone(),
            ..TicketQuery::default()
        };
        self.query != bare
    }

    /// Page sizes, and whether each is chosen.
    pub fn sizes(&self) -> Vec<(i64, bool)> {
        let chosen = self.query.limit.unwrap_or(app::DEFAULT_LIMIT);
        PAGE_SIZES.into_iter().map(|size| (size, size == chosen)).collect()
    }

    /// Types, and whether each is chosen.
    pub fn kinds(&self) -> Vec<(TicketType, bool)> {
        TicketType::ALL.into_iter().map(|one| (one, self.query.kinds.iter().any(|code| code == one.code()))).collect()
    }

    /// Subjects, and whether each is chosen.
    pub fn subjects(&self) -> Vec<(TicketSubject, bool)> {
        let is_chosen = |one: TicketSubject| self.query.subjects.iter().any(|code| code == one.code());
        TicketSubject::ALL.into_iter().map(|one| (one, is_chosen(one))).collect()
    }

    /// The choices of who answers: value, label, and whether it is chosen.
    pub fn assigned(&self) -> [(&'static str, &'static str, bool); 3] {
        let chosen = self.query.assigned.as_str();
        [
            ("", say!(self, "ticket-assigned-any"), chosen.is_empty()),
            ("me", say!(self, "ticket-assigned-me"), chosen == "me"),
            ("nobody", say!(self, "ticket-assigned-nobody"), chosen == "nobody"),
        ]
    }
}

impl TicketFormPage {
    /// Where the form goes.
    pub fn action(&self) -> String {
        self.desk
            .ticket
            .as_ref()
            .map_or_else(|| "/tickets".to_owned(), |ticket| format!("/tickets/{}", ticket.item.number))
    }

    /// Whether a field is the first that something is wrong with.
    pub fn is_first_fault(&self, field: &str) -> bool {
        self.faults.0.first().is_some_and(|fault| fault.field == field)
    }

    /// The types that can be chosen, and whether each is.
    pub fn kinds(&self) -> Vec<(TicketType, bool)> {
        TicketType::ALL.into_iter().map(|one| (one, self.typed.kind == one.code())).collect()
    }

    /// The subjects that can be chosen, and whether each is.
    pub fn subjects(&self) -> Vec<(TicketSubject, bool)> {
        TicketSubject::ALL.into_iter().map(|one| (one, self.typed.subject == one.code())).collect()
    }

    /// Whether the workload that was typed is none of the catalogue, so that it stands there as it is.
    pub fn has_unknown_workload(&self) -> bool {
        !self.typed.workload.is_empty() && !self.desk.workloads.iter().any(|one| one.code == self.typed.workload)
    }
}

impl TicketPage {
    /// Whether the reader is of the programme office.
    pub fn is_office(&self) -> bool {
        self.ticket.side == Side::Office
    }

    /// Whether it is resolved.
    pub fn is_resolved(&self) -> bool {
        self.ticket.item.state == TicketState::Resolved
    }

    /// What was typed for an answer that was refused.
    pub fn text(&self) -> &str {
        self.refused.as_ref().map_or("", |one| one.text.as_str())
    }

    /// Whether something is wrong with that text itself.
    pub fn is_text_wrong(&self) -> bool {
        self.refused.as_ref().is_some_and(|one| one.is_text)
    }

    /// Whether the programme office said that it goes on by itself.
    pub fn goes_on(&self) -> bool {
        self.refused.as_ref().is_some_and(|one| one.goes_on)
    }

    /// Whether that person of the programme office answers it.
    pub fn is_assigned_to(&self, handle: &str) -> bool {
        self.ticket.item.assignee.as_ref().is_some_and(|(assignee, _)| assignee == handle)
    }

    /// Who wrote a message, as far as it is told.
    pub fn writer(&self, message: &TicketMessage) -> String {
        match &message.person {
            Some(person) => person.clone(),
            None => side_label(message.side, self.shell.words).to_owned(),
        }
    }
}

/// The name of a state.
pub fn state_label(state: TicketState, words: &Words) -> &'static str {
    match state {
        TicketState::New => tell!(words, "ticket-state-new"),
        TicketState::Open => tell!(words, "ticket-state-open"),
        TicketState::Waiting => tell!(words, "ticket-state-waiting"),
        TicketState::Reopened => tell!(words, "ticket-state-reopened"),
        TicketState::Resolved => tell!(words, "ticket-state-resolved"),
    }
}

/// The style of its badge.
pub fn state_style(state: TicketState) -> &'static str {
    match state {
        TicketState::New | TicketState::Open => "info",
        TicketState::Waiting | TicketState::Reopened => "warning",
        TicketState::Resolved => "success",
    }
}

/// The name of a type.
pub fn type_label(kind: TicketType, words: &Words) -> &'static str {
    match kind {
        TicketType::Question => tell!(words, "ticket-type-question"),
        TicketType::Problem => tell!(words, "ticket-type-problem"),
        TicketType::Request => tell!(words, "ticket-type-request"),
    }
}

/// The name of a subject.
pub fn subject_label(subject: TicketSubject, words: &Words) -> &'static str {
    match subject {
        TicketSubject::Access => tell!(words, "ticket-subject-access"),
        TicketSubject::Usage => tell!(words, "ticket-subject-usage"),
        TicketSubject::Claims => tell!(words, "ticket-subject-claims"),
        TicketSubject::Incentives => tell!(words, "ticket-subject-incentives"),
        TicketSubject::Referrals => tell!(words, "ticket-subject-referrals"),
        TicketSubject::Workbench => tell!(words, "ticket-subject-workbench"),
        TicketSubject::Accounts => tell!(words, "ticket-subject-accounts"),
        TicketSubject::Other => tell!(words, "ticket-subject-other"),
    }
}

/// On which side somebody stands.
pub fn side_label(side: Side, words: &Words) -> &'static str {
    match side {
        Side::Asker => tell!(words, "ticket-side-asker"),
        Side::Office => tell!(words, "ticket-side-office"),
    }
}

/// What happened, in the conversation.
pub fn moved_label(by: TicketMove, words: &Words) -> &'static str {
    match by {
        TicketMove::Answer { .. } => tell!(words, "ticket-moved-answer"),
        TicketMove::Resolution => tell!(words, "ticket-moved-resolution"),
        TicketMove::Reopening => tell!(words, "ticket-moved-reopening"),
    }
}

/// The heading of a column in the reader's words.
pub fn column_label(column: TicketColumn, words: &Words) -> &'static str {
    match column {
        TicketColumn::Number => tell!(words, "ticket-number"),
        TicketColumn::Title => tell!(words, "ticket-title"),
        TicketColumn::State => tell!(words, "state"),
        TicketColumn::Due => tell!(words, "ticket-due"),
        TicketColumn::Opened => tell!(words, "ticket-opened"),
        TicketColumn::Changed => tell!(words, "ticket-changed"),
    }
}

/// The label of a field of a ticket.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    let fields = [
        (TicketField::Title.code(), tell!(words, "ticket-title")),
        (TicketField::Type.code(), tell!(words, "ticket-type")),
        (TicketField::Subject.code(), tell!(words, "ticket-subject")),
        (TicketField::Description.code(), tell!(words, "ticket-description")),
        (TicketField::Tenant.code(), tell!(words, "ticket-tenant")),
        (TicketField::Workload.code(), tell!(words, "workload")),
        (TicketField::Reference.code(), tell!(words, "ticket-reference")),
        ("text", tell!(words, "ticket-text")),
        ("person", tell!(words, "ticket-assignee")),
    ];
    fields.into_iter().find(|(one, _)| *one == field).map_or("", |(_, label)| label)
}

/// What a form for a ticket begins with: what stands there.
pub fn typed_of(ticket: &TicketDetail) -> NewTicket {
    let item = &ticket.item;
    NewTicket {
        title: item.title.clone(),
        kind: item.kind.code().to_owned(),
        subject: item.subject.code().to_owned(),
        description: ticket.description.clone(),
        tenant: item.tenant.clone().unwrap_or_default(),
        workload: item.workload.as_ref().map(|one| one.code.clone()).unwrap_or_default(),
        reference: ticket.reference.clone().unwrap_or_default(),
    }
}
