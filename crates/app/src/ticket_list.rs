//! The list of tickets: those that exist for the reader (S11.4).

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::access::{Action, Resource};
use domain::planted::{Fault, planted};
use domain::ticket::{TicketSort, TicketState, TicketSubject, TicketType};
use store::{Assigned, TicketCursor, TicketFilter, TicketRow, TicketsAsked};

use crate::identity::Who;
use crate::list_filter::words;
use crate::secret::mark;
use crate::tenant_list::{DEFAULT_LIMIT, MOST_LIMIT};
use crate::ticket::item;
use crate::{App, AppError, Ctx, Problem, Seen, TicketItem};

/// The longest cursor, in bytes.
const LONGEST_CURSOR: usize = 4_000;

/// What is asked of the list of tickets. Empty lists and texts filter nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketQuery {
    /// Words of title, number, tenant or reference.
    pub search: String,
    /// The codes of states.
    pub states: Vec<String>,
    /// The codes of types.
    pub kinds: Vec<String>,
    /// The codes of subjects.
    pub subjects: Vec<String>,
    /// `me` or `nobody`: to whom they are assigned; for the programme office alone.
    pub assigned: String,
    /// `true` for those of which the first answer is overdue.
    pub overdue: String,
    /// The order; nothing is what moved last first.
    pub sort: String,
    /// Rows of a page, 1 to 100; nothing is 50.
    pub limit: Option<i64>,
    /// Where to go on.
    pub cursor: String,
}

/// A page of the list of tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketList {
    /// The tickets.
    pub items: Vec<TicketItem>,
    /// Their order.
    pub sort: TicketSort,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Where the page before begins.
    pub previous_cursor: Option<String>,
    /// How many there are in each state, whatever states are chosen.
    pub counts: Vec<(TicketState, i64)>,
    /// Whether the reader can open one.
    pub may_open: bool,
    /// Whether those of several people are among them.
    pub sees_several: bool,
    /// Whether the reader is of the programme office.
    pub is_office: bool,
}

impl App {
    /// A page of the list of tickets. Fields: `q`, `state`, `type`, `subject`, `assigned`, `overdue`, `sort`, `limit`, `cursor`.
    pub async fn tickets(&self, ctx: &Ctx, query: &TicketQuery) -> Result<Seen<TicketList>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Read)?;
        let scope = who.ticket_scope();
        let (filter, sort) = checked(&who, scope.is_office(), query)?;
        let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
        let cursor = read_cursor(&who.reader(), query, sort)?;
        let asked = TicketsAsked { filter: &filter, sort, cursor: cursor.as_ref(), limit };
        let mut rows = tx.tickets(&scope, &asked).await?;
        let all = TicketFilter { states: Vec::new(), ..filter.clone() };
        let counts = tx.ticket_counts(&scope, &all).await?;
        tx.end();
        let backwards = cursor.as_ref().is_some_and(|cursor| cursor.backwards);
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
        if has_more {
            rows.pop();
        }
        if backwards {
            rows.reverse();
        }
        let (has_previous, has_next) = if backwards { (has_more, true) } else { (cursor.is_some(), has_more) };
        let reader = who.reader();
        let written = |row: &TicketRow, backwards| write_cursor(&reader, query, sort, row, backwards);
        let counts = TicketState::ALL.into_iter().filter_map(|state| {
            let found = counts.iter().find(|(code, _)| code == state.code())?;
            Some((state, found.1))
        });
        let value = TicketList {
            next_cursor: rows.last().filter(|_| has_next).map(|row| written(row, false)),
            previous_cursor: rows.first().filter(|_| has_previous).map(|row| written(row, true)),
            items: rows.iter().map(|row| item(row, &who, &scope)).collect::<Result<_, _>>()?,
            sort,
            counts: counts.collect(),
            may_open: who.may(Resource::Tickets, Action::Write).is_ok() && who.person().is_some(),
            sees_several: scope.sees_several(),
            is_office: scope.is_office(),
        };
        Ok(Seen { viewer: who.viewer, value })
    }
}

/// What the list is narrowed to, and its order, or all that cannot be taken of the query.
fn checked(who: &Who, is_office: bool, query: &TicketQuery) -> Result<(TicketFilter, TicketSort), AppError> {
    let mut wrong = Vec::new();
    let mut given = |name, values: &[String], is_one: &dyn Fn(&str) -> bool| -> Vec<String> {
        let values: Vec<_> = values.iter().map(|code| code.trim()).filter(|code| !code.is_empty()).collect();
        if values.iter().any(|code| !is_one(code)) {
            wrong.push((name, Problem::Unknown));
        }
        values.into_iter().map(str::to_owned).collect()
    };
    let states = given("state", &query.states, &|code| TicketState::from_code(code).is_some());
    let kinds = given("type", &query.kinds, &|code| TicketType::from_code(code).is_some());
    let subjects = given("subject", &query.subjects, &|code| TicketSubject::from_code(code).is_some());
    let assigned = match query.assigned.trim() {
        "" => None,
        "me" if is_office && who.person().is_some() => who.person().map(Assigned::To),
        "nobody" if is_office => Some(Assigned::ToNobody),
        // Who answers is told to nobody else.
        _ => {
            wrong.push(("assigned", Problem::Unknown));
            None
        }
    };
    let overdue_on = match query.overdue.trim() {
        "" | "false" => None,
        "true" => Some(who.today().to_string()),
        _ => {
            wrong.push(("overdue", Problem::Unknown));
            None
        }
    };
    let sort = match query.sort.trim() {
        "" => TicketSort::default(),
        text => text.parse().unwrap_or_else(|_| {
            wrong.push(("sort", Problem::NotInTheList));
            TicketSort::default()
        }),
    };
    if query.limit.is_some_and(|limit| !(1..=MOST_LIMIT).contains(&limit)) {
        wrong.push(("limit", Problem::OutOfRange(1, MOST_LIMIT)));
    }
    if !wrong.is_empty() {
        return Err(AppError::Invalid(wrong));
    }
    let filter = TicketFilter {
        states: states.iter().filter_map(|code| TicketState::from_code(code)).collect(),
        kinds,
        subjects,
        assigned,
        overdue_on,
        words: words(Some(&query.search))?,
    };
    Ok((filter, sort))
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    of: String,
    b: bool,
    n: Option<i64>,
    t: Option<String>,
    k: String,
}

/// What ties a cursor to its list: the reader, the order and what the list is narrowed to.
fn list_mark(reader: &str, query: &TicketQuery, sort: TicketSort) -> String {
    let bare = TicketQuery { cursor: String::new(), limit: None, sort: sort.to_string(), ..query.clone() };
    mark(&format!("{reader} {bare:?}"))
}

fn write_cursor(reader: &str, query: &TicketQuery, sort: TicketSort, row: &TicketRow, backwards: bool) -> String {
    let written = Written {
        of: list_mark(reader, query, sort),
        b: backwards,
        n: row.sort_number,
        t: row.sort_text.clone(),
        k: row.number.clone(),
    };
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap_or_default())
}

/// The place that a text names, when it belongs to this list of this person.
fn read_cursor(reader: &str, query: &TicketQuery, sort: TicketSort) -> Result<Option<TicketCursor>, AppError> {
    let text = query.cursor.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    if text.len() > LONGEST_CURSOR {
        return Err(foreign());
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
    let it: Written = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    // NUL is the one character that a database may refuse.
    let has_nul = it.k.contains('\0') || it.t.as_ref().is_some_and(|text| text.contains('\0'));
    let is_of_column = it.n.is_some() == sort.column.is_sorted_as_number() && it.t.is_some() != it.n.is_some();
    let is_own = it.of == list_mark(reader, query, sort) || planted(Fault::CursorOfAnybody);
    if !is_own || has_nul || !is_of_column {
        return Err(foreign());
    }
    Ok(Some(TicketCursor { sort_number: it.n, sort_text: it.t, number: it.k, backwards: it.b }))
}
