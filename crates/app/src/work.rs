//! My work: what waits for somebody, by urgency, and how much of it there is (S12.1).

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{NaiveDate, TimeDelta};
use domain::TenantId;
use domain::access::{Action, ClaimScope, Resource, Scope, TicketScope, View};
use domain::claim::{Party, StateCode};
use domain::planted::Fault;
use domain::work::{INTENT_NOTE_DAYS, Urgency, WorkKind, WorkOrder};
use store::{Tx, WorkMoment, WorkPlace, WorkRow};

use crate::claim::is_limited;
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
    /// The tenant; nothing of a ticket.
    pub tenant_id: Option<TenantId>,
    /// The tenant's name; of a claim, what the claim is called, and of a ticket its title.
    pub tenant: String,
    /// The number of the claim, where it is one.
    pub claim: Option<String>,
    /// The number of the ticket, where it is one.
    pub ticket: Option<String>,
    /// The number of the referral, where it is one.
    pub referral: Option<String>,
    /// The workload, where it is about one.
    pub workload: Option<WorkloadName>,
    /// The partner whose tenant it is; only where the reader sees several.
    pub partner: Option<String>,
    /// That partner's ID; where its name is.
    pub partner_id: Option<String>,
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

/// What somebody sees of which something can wait. Whoever is there for claims alone sees no tenant (S1.3).
struct Sees {
    tenants: Option<Scope>,
    claims: Option<ClaimScope>,
    tickets: TicketScope,
}

impl Sees {
    fn of(who: &Who) -> Result<Self, AppError> {
        who.may(Resource::Work, Action::Read)?;
        let tenants = who.scope().ok().map(|scope| scope.mistaken_by(Fault::WorkListOfEverybody).into_owned());
        // A claim waits for whoever can do something about it: a partner manager reads it.
        let claims = who.claim_scope().ok().filter(|scope| !is_limited(scope));
        Ok(Self { tenants, claims, tickets: who.ticket_scope() })
    }

    /// The kinds that can wait, most urgent first: for a partner what is to be done on its tenants, for the programme office
    /// what it was asked, and what it asked and did not get; claims for either, and tickets for everybody.
    fn kinds(&self) -> Vec<WorkKind> {
        let of_tenants: &[WorkKind] = match self.tenants.as_ref().map(Scope::view) {
            Some(View::Partner { .. }) => &[
                WorkKind::NextAction,
                WorkKind::AskedNote,
                WorkKind::Referral,
                WorkKind::SplitOutOfBalance,
                WorkKind::NoSurveyContact,
                WorkKind::IntentNoteMissing,
                WorkKind::IntentNoteOld,
            ],
            Some(View::Programme | View::Partners(_)) => &[WorkKind::AskedNote, WorkKind::IntentQuestion],
            None => &[],
        };
        let of_claims = self.claims.iter().map(|_| WorkKind::Claim);
        let mut kinds: Vec<_> = of_tenants.iter().copied().chain(of_claims).chain([WorkKind::Ticket]).collect();
        kinds.sort();
        kinds
    }

    /// Whether there are several partners.
    fn sees_several(&self) -> bool {
        let is_office = self.tenants.as_ref().is_some_and(|scope| !matches!(scope.view(), View::Partner { .. }));
        is_office
            || self.tickets.is_office()
            || self.claims.as_ref().is_some_and(|scope| scope.party() == Party::Office)
    }

    async fn rows(
        &self,
        tx: &mut Tx,
        kind: WorkKind,
        held: &Held,
        after: Option<&WorkPlace>,
        limit: i64,
    ) -> Result<Vec<WorkRow>, AppError> {
        Ok(match (kind, &self.claims, &self.tenants) {
            (WorkKind::Claim, Some(claims), _) => tx.claim_work(claims, waiting_states(claims), after, limit).await?,
            (WorkKind::Ticket, _, _) => tx.ticket_work(&self.tickets, after, limit).await?,
            (WorkKind::Referral, _, Some(tenants)) => tx.referral_work(tenants, after, limit).await?,
            (_, _, Some(tenants)) => tx.work(tenants, kind, &held.moment(), after, limit).await?,
            _ => Vec::new(),
        })
    }

    async fn count(&self, tx: &mut Tx, kind: WorkKind, held: &Held, most: i64) -> Result<WorkCount, AppError> {
        let up_to = most.saturating_add(1);
        let count = match (kind, &self.claims, &self.tenants) {
            (WorkKind::Claim, Some(claims), _) => tx.claim_work_count(claims, waiting_states(claims), up_to).await?,
            (WorkKind::Ticket, _, _) => tx.ticket_work_count(&self.tickets, up_to).await?,
            (WorkKind::Referral, _, Some(tenants)) => tx.referral_work_count(tenants, up_to).await?,
            (_, _, Some(tenants)) => tx.work_count(tenants, kind, &held.moment(), up_to).await?,
            _ => 0,
        };
        Ok(WorkCount { kind, count: count.min(most), has_more: count > most })
    }

    async fn counts(&self, tx: &mut Tx, held: &Held) -> Result<Vec<WorkCount>, AppError> {
        let mut counts = Vec::new();
        for kind in self.kinds() {
            counts.push(self.count(tx, kind, held, MOST_COUNTED).await?);
        }
        Ok(counts)
    }
}

/// The states in which a claim waits for whoever sees it: for an answer, or for a decision. A draft waits for nobody.
fn waiting_states(scope: &ClaimScope) -> &'static [StateCode] {
    match scope.party() {
        Party::Office => &StateCode::OF_OFFICE,
        Party::Partner | Party::Clock => &[StateCode::ActionRequired],
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
    fn of(who: &Who, sees: &Sees) -> Self {
        let today = who.today();
        let old = moment(who.now).checked_sub_signed(TimeDelta::days(INTENT_NOTE_DAYS));
        // Whoever asked waits until the day is over.
        let asked_until = today.pred_opt().filter(|_| sees.sees_several()).map(|day| day.to_string());
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
            claim: (kind == WorkKind::Claim).then(|| row.name_key.clone()),
            ticket: (kind == WorkKind::Ticket).then(|| row.name_key.clone()),
            referral: (kind == WorkKind::Referral).then_some(row.name_key),
            urgency: order.urgency(),
            tenant_id: row.tenant_id.map(TenantId),
            tenant: row.tenant,
            workload,
            partner: sees_several.then_some(row.partner),
            partner_id: sees_several.then_some(row.partner_id),
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
        let sees = Sees::of(&who)?;
        let held = Held::of(&who, &sees);
        let wanted = match kind {
            None => None,
            Some(code) => Some(asked_kind(code, &sees.kinds())?),
        };
        let counts = sees.counts(&mut tx, &held).await?;
        let (items, next_cursor) = match wanted {
            None => (first_of_each(&mut tx, &sees, &held).await?, None),
            Some(kind) => page(&mut tx, &who, &sees, kind, cursor, &held).await?,
        };
        tx.end();
        Ok(Seen { viewer: who.viewer, value: Work { counts, items, next_cursor } })
    }

    /// How much is overdue, due today or wrong, and who else waits for an answer; counted up to `most`. It is what the
    /// navigation shows.
    pub async fn urgent_work(&self, ctx: &Ctx, most: i64) -> Result<Seen<i64>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let sees = Sees::of(&who)?;
        let held = Held::of(&who, &sees).urgent();
        let urgent = [
            WorkKind::NextAction,
            WorkKind::AskedNote,
            WorkKind::Referral,
            WorkKind::Claim,
            WorkKind::Ticket,
            WorkKind::IntentQuestion,
            WorkKind::SplitOutOfBalance,
        ];
        let mut sum = 0_i64;
        for kind in sees.kinds().into_iter().filter(|kind| urgent.contains(kind)) {
            sum = sum.saturating_add(sees.count(&mut tx, kind, &held, most).await?.count);
        }
        tx.end();
        Ok(Seen { viewer: who.viewer, value: sum.min(most) })
    }
}

fn asked_kind(code: &str, offered: &[WorkKind]) -> Result<WorkKind, AppError> {
    let kind = WorkKind::from_code(code).filter(|kind| offered.contains(kind));
    kind.ok_or_else(|| AppError::field("kind", Problem::Unknown))
}

/// How much of each kind waits for somebody, for the overview; nothing of what does not wait.
pub(crate) async fn waiting(tx: &mut Tx, who: &Who) -> Result<Vec<WorkCount>, AppError> {
    let sees = Sees::of(who)?;
    let mut counts = sees.counts(tx, &Held::of(who, &sees)).await?;
    counts.retain(|one| one.count > 0);
    Ok(counts)
}

/// All that waits for somebody, for the digest: how much of each kind, and the first of each by urgency.
pub(crate) async fn digest(tx: &mut Tx, who: &Who) -> Result<(Vec<WorkCount>, Vec<WorkItem>), AppError> {
    let sees = Sees::of(who)?;
    let held = Held::of(who, &sees);
    let mut counts = sees.counts(tx, &held).await?;
    counts.retain(|one| one.count > 0);
    Ok((counts, first_of_each(tx, &sees, &held).await?))
}

async fn first_of_each(tx: &mut Tx, sees: &Sees, held: &Held) -> Result<Vec<WorkItem>, AppError> {
    let mut items = Vec::new();
    for kind in sees.kinds() {
        let rows = sees.rows(tx, kind, held, None, limit(WORK_AT_FIRST)).await?;
        items.extend(rows.into_iter().map(|row| held.item(kind, row, sees.sees_several())));
    }
    // Of alike ones the order in which they were read: by tenant, workload and partner.
    items.sort_by_key(|(order, _)| *order);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

async fn page(
    tx: &mut Tx,
    who: &Who,
    sees: &Sees,
    kind: WorkKind,
    cursor: Option<&str>,
    held: &Held,
) -> Result<(Vec<WorkItem>, Option<String>), AppError> {
    let own = mark(&format!("{} work {}", who.reader(), kind.code()));
    let after = cursor.map(|text| read_place(text, &own)).transpose()?;
    let mut rows = sees.rows(tx, kind, held, after.as_ref(), limit(PAGE + 1)).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| has_more).map(|row| write_place(row, &own));
    Ok((rows.into_iter().map(|row| held.item(kind, row, sees.sees_several()).1).collect(), next))
}

fn limit(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

/// The longest cursor there is, in bytes.
const LONGEST: usize = 4_000;

fn write_place(row: &WorkRow, own: &str) -> String {
    let written = (own, row.place, &row.name_key, row.tenant_id.unwrap_or_default(), &row.code, &row.partner_id);
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap_or_default())
}

/// The place that a cursor names, when it belongs to this list of this person.
fn read_place(text: &str, own: &str) -> Result<WorkPlace, AppError> {
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    let bytes =
        Some(text).filter(|text| text.len() <= LONGEST).and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok());
    let (of, place, name_key, tenant_id, code, partner_id): (String, i64, String, uuid::Uuid, String, String) =
        serde_json::from_slice(&bytes.ok_or_else(foreign)?).map_err(|_| foreign())?;
    if of != own || [&name_key, &code, &partner_id].iter().any(|text| text.contains('\0')) {
        return Err(foreign());
    }
    Ok(WorkPlace { place, name_key, tenant_id, code, partner_id })
}

/// What fuzzing throws at cursors of the worklist: nothing that is read has in it what a database refuses, and no other
/// list reads it.
#[cfg(any(test, fuzzing))]
pub(crate) fn fuzzed(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let own = mark("somebody work asked_note");
    // As it came, as what a cursor is the writing of, and with the mark of this list put into that.
    let marked = format!("[\"{own}\",{text}");
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    for cursor in [text.to_string(), encode(data), encode(marked.as_bytes())] {
        if let Ok(place) = read_place(&cursor, &own) {
            assert!([place.name_key, place.code, place.partner_id].iter().all(|text| !text.contains('\0')));
            assert!(read_place(&cursor, &mark("somebody work next_action")).is_err());
            assert!(read_place(&cursor, &mark("somebody else work asked_note")).is_err());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cursor_of_the_corpus_is_taken_for_what_it_is_not() {
        assert!(crate::replay::replay("work_cursor", fuzzed) > 300);
        let own = mark("somebody work asked_note");
        let written = (&own, 20_260_801, "bakery", uuid::Uuid::from_u128(7), "Teams", "4000001");
        let cursor = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap());
        assert!(read_place(&cursor, &own).is_ok(), "the own one is read");
    }
}
