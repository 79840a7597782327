//! My work: what waits for somebody, by urgency, and how much of it there is (S12.1).

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{NaiveDate, TimeDelta};
use domain::TenantId;
use domain::access::{Action, Resource, Scope, View};
use domain::planted::Fault;
use domain::work::{INTENT_NOTE_DAYS, Urgency, WorkKind, WorkOrder};
use store::{Tx, WorkMoment, WorkPlace, WorkRow};

use crate::identity::{Who, moment};
use crate::secret::mark;
use crate::{App, AppError, Ctx, Problem, Seen, WorkloadName};

/// Items of each kind in the list of all kinds.
const WORK_AT_FIRST: usize = 10;

/// Items on a page of one kind.
const PAGE: usize = 50;

/// A kind is counted no further.
const MOST_COUNTED: i64 = 1_000;

/// Something that waits; gone when it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// What it asks for.
    pub kind: WorkKind,
    /// How soon.
    pub urgency: Urgency,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The tenant's name.
    pub tenant: String,
    /// The workload, where it is about one.
    pub workload: Option<WorkloadName>,
    /// The partner whose tenant it is; only where the reader sees several.
    pub partner: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// Since when it waits, where that is known.
    pub since_on: Option<NaiveDate>,
}

/// How many items of a kind there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkCount {
    /// The kind.
    pub kind: WorkKind,
    /// How many.
    pub count: i64,
    /// Whether there are more than that.
    pub has_more: bool,
}

/// What waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The kinds that can wait for this person, most urgent first.
    pub counts: Vec<WorkCount>,
    /// What waits: a page of the kind that was asked for, or the first of each.
    pub items: Vec<WorkItem>,
    /// Where the page goes on.
    pub next_cursor: Option<String>,
}

/// The kinds that wait for a reader: for a partner what is to be done on its tenants, for the programme office what it
/// was asked, and what it asked and did not get.
fn kinds(scope: &Scope) -> &'static [WorkKind] {
    match scope.view() {
        View::Partner { .. } => &[
            WorkKind::NextAction,
            WorkKind::AskedNote,
            WorkKind::SplitOutOfBalance,
            WorkKind::NoSurveyContact,
            WorkKind::IntentNoteMissing,
            WorkKind::IntentNoteOld,
        ],
        View::Programme | View::Partners(_) => &[WorkKind::AskedNote, WorkKind::IntentQuestion],
    }
}

/// What items are held against.
struct Held {
    today: NaiveDate,
    today_text: String,
    old_before: i64,
    asked_until: Option<String>,
}

impl Held {
    fn of(who: &Who, scope: &Scope) -> Self {
        let today = who.today();
        let old = moment(who.now).checked_sub_signed(TimeDelta::days(INTENT_NOTE_DAYS));
        // Whoever asked waits until the day is over.
        let asked_until = match scope.view() {
            View::Partner { .. } => None,
            View::Programme | View::Partners(_) => today.pred_opt().map(|day| day.to_string()),
        };
        let old_before = old.map_or(0, |at| at.timestamp_millis());
        Self { today, today_text: today.to_string(), old_before, asked_until }
    }

    /// Only what is due by today.
    fn urgent(self) -> Self {
        let asked_until = self.asked_until.or_else(|| Some(self.today_text.clone()));
        Self { asked_until, ..self }
    }

    fn moment(&self) -> WorkMoment<'_> {
        let asked_until = self.asked_until.as_deref();
        WorkMoment { today: &self.today_text, old_before: self.old_before, asked_until }
    }

    fn item(&self, kind: WorkKind, row: WorkRow, sees_several: bool) -> (WorkOrder, WorkItem) {
        let day = |text: Option<String>| text.and_then(|text| text.parse::<NaiveDate>().ok());
        let due_on = day(row.due_on);
        let since_on = row.since_at.map(|at| moment(at).date_naive()).or_else(|| day(row.since_on));
        let order = WorkOrder::of(kind, due_on, since_on.unwrap_or(NaiveDate::MIN), self.today);
        let workload = match (row.name_en, row.name_nl) {
            (Some(name_en), Some(name_nl)) => Some(WorkloadName { code: row.code, name_en, name_nl }),
            _ => None,
        };
        let item = WorkItem {
            kind,
            urgency: order.urgency(),
            tenant_id: TenantId(row.tenant_id),
            tenant: row.tenant,
            workload,
            partner: sees_several.then_some(row.partner),
            due_on,
            since_on,
        };
        (order, item)
    }
}

impl App {
    /// What waits for the person: the first items of each kind by urgency, or, of one kind, a page. Field: `kind`, which has
    /// to be one that can wait for this person, and `cursor`.
    pub async fn work(&self, ctx: &Ctx, kind: Option<&str>, cursor: Option<&str>) -> Result<Seen<Work>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tenants, Action::Read)?;
        let scope = who.scope()?.mistaken_by(Fault::WorkListOfEverybody).into_owned();
        let held = Held::of(&who, &scope);
        let offered = kinds(&scope);
        let wanted = match kind {
            None => None,
            Some(code) => Some(asked_kind(code, offered)?),
        };
        let counts = counts(&mut tx, &scope, &held).await?;
        let (items, next_cursor) = match wanted {
            None => (first_of_each(&mut tx, &scope, offered, &held).await?, None),
            Some(kind) => page(&mut tx, &who, &scope, kind, cursor, &held).await?,
        };
        tx.end();
        Ok(Seen { viewer: who.viewer, value: Work { counts, items, next_cursor } })
    }

    /// How much is overdue, due today or wrong; counted up to `most`. It is what the navigation shows.
    pub async fn urgent_work(&self, ctx: &Ctx, most: i64) -> Result<Seen<i64>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Tenants, Action::Read)?;
        let scope = who.scope()?.mistaken_by(Fault::WorkListOfEverybody).into_owned();
        let held = Held::of(&who, &scope).urgent();
        let urgent = [WorkKind::NextAction, WorkKind::AskedNote, WorkKind::IntentQuestion, WorkKind::SplitOutOfBalance];
        let mut sum = 0_i64;
        for &kind in kinds(&scope).iter().filter(|kind| urgent.contains(kind)) {
            sum = sum.saturating_add(count(&mut tx, &scope, kind, &held, most).await?.count);
        }
        tx.end();
        Ok(Seen { viewer: who.viewer, value: sum.min(most) })
    }
}

fn asked_kind(code: &str, offered: &[WorkKind]) -> Result<WorkKind, AppError> {
    let kind = WorkKind::from_code(code).filter(|kind| offered.contains(kind));
    kind.ok_or_else(|| AppError::field("kind", Problem::Unknown))
}

async fn counts(tx: &mut Tx, scope: &Scope, held: &Held) -> Result<Vec<WorkCount>, AppError> {
    let mut counts = Vec::new();
    for &kind in kinds(scope) {
        counts.push(count(tx, scope, kind, held, MOST_COUNTED).await?);
    }
    Ok(counts)
}

/// How much of each kind waits for somebody, for the overview; nothing of what does not wait.
pub(crate) async fn waiting(tx: &mut Tx, who: &Who, scope: &Scope) -> Result<Vec<WorkCount>, AppError> {
    let scope = scope.mistaken_by(Fault::WorkListOfEverybody);
    let mut counts = counts(tx, &scope, &Held::of(who, &scope)).await?;
    counts.retain(|one| one.count > 0);
    Ok(counts)
}

async fn count(tx: &mut Tx, scope: &Scope, kind: WorkKind, held: &Held, most: i64) -> Result<WorkCount, AppError> {
    let count = tx.work_count(scope, kind, &held.moment(), most.saturating_add(1)).await?;
    Ok(WorkCount { kind, count: count.min(most), has_more: count > most })
}

async fn first_of_each(tx: &mut Tx, scope: &Scope, kinds: &[WorkKind], held: &Held) -> Result<Vec<WorkItem>, AppError> {
    let sees_several = !matches!(scope.view(), View::Partner { .. });
    let mut items = Vec::new();
    for &kind in kinds {
        let rows = tx.work(scope, kind, &held.moment(), None, limit(WORK_AT_FIRST)).await?;
        items.extend(rows.into_iter().map(|row| held.item(kind, row, sees_several)));
    }
    // Of alike ones the order in which they were read: by tenant and workload.
    items.sort_by_key(|(order, _)| *order);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

async fn page(
    tx: &mut Tx,
    who: &Who,
    scope: &Scope,
    kind: WorkKind,
    cursor: Option<&str>,
    held: &Held,
) -> Result<(Vec<WorkItem>, Option<String>), AppError> {
    let sees_several = !matches!(scope.view(), View::Partner { .. });
    let own = mark(&format!("{} work {}", who.reader(), kind.code()));
    let after = cursor.map(|text| read_place(text, &own)).transpose()?;
    let mut rows = tx.work(scope, kind, &held.moment(), after.as_ref(), limit(PAGE + 1)).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| has_more).map(|row| write_place(row, &own));
    Ok((rows.into_iter().map(|row| held.item(kind, row, sees_several).1).collect(), next))
}

fn limit(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

/// The longest cursor there is, in bytes.
const LONGEST: usize = 4_000;

fn write_place(row: &WorkRow, own: &str) -> String {
    let written = (own, row.place, &row.name_key, row.tenant_id, &row.code);
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap_or_default())
}

/// The place that a cursor names, when it belongs to this list of this person.
fn read_place(text: &str, own: &str) -> Result<WorkPlace, AppError> {
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    let bytes =
        Some(text).filter(|text| text.len() <= LONGEST).and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok());
    let (of, place, name_key, tenant_id, code): (String, i64, String, uuid::Uuid, String) =
        serde_json::from_slice(&bytes.ok_or_else(foreign)?).map_err(|_| foreign())?;
    if of != own || name_key.contains('\0') || code.contains('\0') {
        return Err(foreign());
    }
    Ok(WorkPlace { place, name_key, tenant_id, code })
}
