//! The list of claims: those filed here, and those that reports brought (S4).

use domain::access::{Action, Resource};
use domain::claim::{Party, StateCode};
use domain::id::FiledClaimId;
use domain::tenant::name_key;
use store::{ClaimFilter, FiledClaimRow, Tx};

use crate::claim::{item, reported};
use crate::identity::Who;
use crate::list_filter::LONGEST_SEARCH;
use crate::secret::mark;
use crate::{App, AppError, ClaimItem, Ctx, Problem, Seen};

/// Claims of a page of the list.
const PAGE: i64 = 50;

/// Leaves so many rows; whether there were more.
fn cut<T>(rows: &mut Vec<T>, room: i64) -> bool {
    let room = usize::try_from(room).unwrap_or_default();
    let has_more = rows.len() > room;
    rows.truncate(room);
    has_more
}

/// What is asked of the list of claims.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimQuery {
    /// The codes of states; empty is all.
    pub states: Vec<String>,
    /// A tenant ID.
    pub tenant_id: String,
    /// Words of name, domain, tenant ID or number.
    pub search: String,
    /// `filed` for those filed here, `reported` for those of reports.
    pub source: String,
    /// Where to go on.
    pub cursor: String,
}

/// A page of the list of claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimList {
    /// The claims, those first that moved last.
    pub items: Vec<ClaimItem>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// How many there are of each state, whatever states are chosen; of those filed here.
    pub counts: Vec<(StateCode, i64)>,
    /// Whether the reader can file one.
    pub may_file: bool,
    /// Whether the reader decides.
    pub may_review: bool,
}

impl App {
    /// A page of the list of claims. Fields: `state`, `tenant_id`, `q`, `source`, `cursor`.
    pub async fn claims(&self, ctx: &Ctx, query: &ClaimQuery) -> Result<Seen<ClaimList>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Read)?;
        let scope = who.claim_scope()?;
        let (mut filter, source) = filter(query)?;
        let is_office = scope.party() == Party::Office;
        let list = mark(&format!("{} {:?}", who.reader(), ClaimQuery { cursor: String::new(), ..query.clone() }));
        let after = read_cursor(&query.cursor, &list)?;
        let mut items = Vec::new();
        let mut next = None;
        let counts = tx.filed_claim_counts(&scope, &ClaimFilter { states: Vec::new(), ..filter.clone() }).await?;
        // Those filed here come before those that reports brought.
        let mut reported_after = after.as_ref().and_then(|place| place.strip_prefix("r:").map(str::to_owned));
        if source != Source::Reported && reported_after.is_none() {
            filter.after = after.as_deref().and_then(filed_place);
            let mut rows = tx.filed_claims(&scope, &filter, PAGE + 1).await?;
            if cut(&mut rows, PAGE) {
                next = rows.last().map(|row| format!("f:{}:{}", row.moved_at, row.number));
            }
            items = self.items(&mut tx, &who, is_office, &rows).await?;
        }
        let tenants = who.scope().ok();
        if let Some(tenants) = &tenants
            && source != Source::Filed
            && next.is_none()
            && shows_reported(&filter)
        {
            let room = PAGE - i64::try_from(items.len()).unwrap_or(PAGE);
            let begin = reported_after.take().unwrap_or_default();
            let mut rows = tx.reported_claims((&scope, tenants), &filter, None, &begin, room + 1).await?;
            if cut(&mut rows, room) {
                next = Some(format!("r:{}", rows.last().map_or(begin.as_str(), |row| row.number.as_str())));
            }
            items.extend(rows.into_iter().map(|row| reported(row, is_office)));
        }
        tx.end();
        let counts = StateCode::ALL.into_iter().filter_map(|state| {
            let found = counts.iter().find(|(code, _)| code == state.code())?;
            Some((state, found.1))
        });
        let value = ClaimList {
            items,
            next_cursor: next.map(|place| write_cursor(&place, &list)),
            counts: counts.collect(),
            may_file: who.may(Resource::Claims, Action::Write).is_ok(),
            may_review: who.may(Resource::ClaimReview, Action::Write).is_ok(),
        };
        Ok(Seen { viewer: who.viewer, value })
    }

    async fn items(
        &self,
        tx: &mut Tx,
        who: &Who,
        is_office: bool,
        rows: &[FiledClaimRow],
    ) -> Result<Vec<ClaimItem>, AppError> {
        let ids: Vec<FiledClaimId> = rows.iter().map(FiledClaimRow::id).collect();
        let workloads = tx.filed_workloads(&ids).await?;
        rows.iter().map(|row| item(row, who, is_office, &workloads)).collect()
    }
}

/// From where claims are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    All,
    Filed,
    Reported,
}

fn filter(query: &ClaimQuery) -> Result<(ClaimFilter, Source), AppError> {
    let mut wrong = Vec::new();
    let mut states = Vec::new();
    for code in query.states.iter().filter(|code| !code.is_empty()) {
        match StateCode::from_code(code) {
            Some(state) => states.push(state),
            None => wrong.push(("state", Problem::Unknown)),
        }
    }
    let tenant_id = match query.tenant_id.trim() {
        "" => None,
        text => text.parse().map_err(|_| wrong.push(("tenant_id", Problem::Malformed))).ok(),
    };
    if query.search.chars().count() > LONGEST_SEARCH {
        wrong.push(("q", Problem::TooLong(LONGEST_SEARCH)));
    }
    let source = match query.source.as_str() {
        "" => Source::All,
        "filed" => Source::Filed,
        "reported" => Source::Reported,
        _ => {
            wrong.push(("source", Problem::Unknown));
            Source::All
        }
    };
    wrong.dedup();
    let search = name_key(query.search.trim());
    let filter = ClaimFilter { states, tenant_id, search, after: None };
    if wrong.is_empty() { Ok((filter, source)) } else { Err(AppError::Invalid(wrong)) }
}

/// What reports brought is approved.
fn shows_reported(filter: &ClaimFilter) -> bool {
    filter.states.is_empty() || filter.states.contains(&StateCode::Approved)
}

fn write_cursor(place: &str, list: &str) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(format!("{list} {place}"))
}

fn read_cursor(text: &str, list: &str) -> Result<Option<String>, AppError> {
    use base64::Engine as _;
    if text.is_empty() {
        return Ok(None);
    }
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    let bytes = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
    let written = String::from_utf8(bytes).map_err(|_| foreign())?;
    let (of, place) = written.split_once(' ').ok_or_else(foreign)?;
    // NUL is the one character that a database may refuse.
    let is_place = (place.starts_with("r:") || filed_place(place).is_some()) && !place.contains('\0');
    if of == list && is_place { Ok(Some(place.to_owned())) } else { Err(foreign()) }
}

fn filed_place(place: &str) -> Option<(i64, String)> {
    let (moved_at, number) = place.strip_prefix("f:")?.split_once(':')?;
    Some((moved_at.parse().ok()?, number.to_owned()))
}
