//! The service status of a claimed workload: reading it, as of any day, and saving it (S8).

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use domain::access::{Action, Resource, Sensitive, Sensitivity, Shown, View};
use domain::day;
use domain::id::{PersonId, TenantKey};
use domain::person::Language;
use domain::planted::{Fault, planted};
use domain::service_status::{
    BLOCKED, Balance, Choice, Labels, NewSplit, STATUS_UNKNOWN, Split, SplitFault, SplitProblem, Taxonomy,
};
use domain::{Month, TenantId};
use store::{Maker, SplitKey, SplitPlaceRow, SplitRevisionRow, Tx};

use crate::identity::{Who, moment};
use crate::place::sensitivity_at;
use crate::taxonomy::{labels_of, version_on};
use crate::tenant::month;
use crate::tenant_list::tenant_item;
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Problem, Seen, TenantItem, WorkloadName};

/// Seats of one status, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitLineItem {
    /// How many seats.
    pub seats: i64,
    /// Status, reason, technical reason.
    pub choice: Choice,
    /// What people read for each of them, the status first.
    pub labels: Vec<Labels>,
    /// When it should be done.
    pub target_on: Option<NaiveDate>,
    /// What else there is to say.
    pub remark: Option<String>,
}

/// Why a split became what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitCause {
    /// Somebody saved it.
    Saved,
    /// A load changed the total (S8.4).
    Loaded,
    /// Such a load was taken back.
    LoadUndone,
}

impl SplitCause {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Loaded => "loaded",
            Self::LoadUndone => "load_undone",
        }
    }
}

/// A split that stood from some moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitRevisionItem {
    /// Counted from 1 for each workload.
    pub number: i64,
    /// Since when.
    pub made_at: DateTime<Utc>,
    /// Why.
    pub cause: SplitCause,
    /// Who saved it; withheld from report viewers but for the person itself (S1.4). Nothing where a load made it.
    pub person: Option<Shown<String>>,
    /// Total and sum.
    pub balance: Balance,
}

/// A revision with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitStood {
    /// The revision.
    pub revision: SplitRevisionItem,
    /// Its lines.
    pub lines: Vec<SplitLineItem>,
}

/// A page of the history of a split, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitHistory {
    /// The revisions.
    pub items: Vec<SplitStood>,
    /// Where older ones begin.
    pub next_cursor: Option<String>,
}

/// Which split of a workload is wanted, and which part of its history; empty texts want the present and the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SplitQuery<'a> {
    /// The past day as of whose end it is wanted.
    pub as_of: &'a str,
    /// The number of the revision that is wanted, instead of a day.
    pub version: &'a str,
    /// The number of the revision before which the history begins.
    pub before: &'a str,
}

/// The service status of a workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitDesk {
    /// The tenant, as in the list.
    pub tenant: TenantItem,
    /// The workload.
    pub workload: WorkloadName,
    /// The partner that holds it; only where the viewer sees several.
    pub partner: Option<String>,
    /// The month of which the total entitlements are; of the present split alone.
    pub month: Option<Month>,
    /// The day as of whose end it is, or on which the one revision that is wanted was made; nothing for the present.
    pub as_of: Option<NaiveDate>,
    /// Whether one revision is wanted, which may not be the last of its day.
    pub is_one_revision: bool,
    /// Total and sum; nothing where nobody had saved a split by that day.
    pub balance: Option<Balance>,
    /// The lines.
    pub lines: Vec<SplitLineItem>,
    /// Since when it stands, and why; nothing where nobody has saved a split.
    pub standing: Option<SplitRevisionItem>,
    /// What somebody who changes it says stands there.
    pub revision: String,
    /// What can be chosen, on that day.
    pub taxonomy: Taxonomy,
    /// The revisions of a page of the history, newest first.
    pub history: Vec<SplitRevisionItem>,
    /// The number before which older ones begin.
    pub history_before: Option<i64>,
    /// Whether there are newer ones than these.
    pub is_older_history: bool,
    /// Whether the viewer may write.
    pub may_write: bool,
    /// Today, where a day may lie that is still to come.
    pub today: NaiveDate,
}

/// Seats of a claimed workload by status, for the tenant page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusOfWorkload {
    /// The code of the workload.
    pub workload: String,
    /// Total and sum.
    pub balance: Balance,
    /// The statuses that have seats, in the order of the taxonomy: code, name, seats.
    pub statuses: Vec<(String, Labels, i64)>,
}

/// Revisions beside the form.
const HISTORY_SHOWN: i64 = 20;

/// Revisions of a page of the history.
const HISTORY_PAGE: i64 = 50;

/// A claimed workload in scope, and what the viewer gets of names there.
struct SplitPlace {
    row: SplitPlaceRow,
    tenant: TenantItem,
    sensitivity: Sensitivity,
    sees_several: bool,
}

impl SplitPlace {
    /// The workload where it is claimed and exists for the person; else it is not found, whatever the reason.
    async fn find(tx: &mut Tx, who: &Who, tenant_id: TenantId, workload: &str) -> Result<Self, AppError> {
        let scope = who.open_scope()?;
        let scope = scope.mistaken_by(Fault::SplitByForeignId);
        let tenant = tx.tenant_row(&scope, who.programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
        let places = tx.split_places(&scope, who.programme, tenant_id.0, Some(workload)).await?;
        let row = places.into_iter().next().ok_or(AppError::NotFound)?;
        let sensitivity = sensitivity_at(tx, &scope, TenantKey(row.tenant_key)).await?;
        let sees_several = !matches!(scope.view(), View::Partner { .. });
        Ok(Self { row, tenant: tenant_item(tenant, who), sensitivity, sees_several })
    }

    fn key(&self) -> SplitKey {
        self.row.key()
    }

    fn revision(&self, row: &SplitRevisionRow, who: &Who) -> SplitRevisionItem {
        let cause = match (row.load_id, row.is_undoing) {
            (None, _) => SplitCause::Saved,
            (Some(_), false) => SplitCause::Loaded,
            (Some(_), true) => SplitCause::LoadUndone,
        };
        let reader = who.person().unwrap_or(PersonId(0));
        let person = row.person.clone().zip(row.person_id).map(|(name, id)| {
            let sensitivity = if planted(Fault::SplitAuthorShown) {
                Sensitivity::Shown
            } else {
                self.sensitivity.of_written_by(PersonId(id), reader)
            };
            Sensitive::new(name).for_reader(sensitivity)
        });
        let balance = Balance { total: row.total, sum: row.total.saturating_add(row.difference) };
        SplitRevisionItem { number: row.revision, made_at: moment(row.made_at), cause, person, balance }
    }
}

impl App {
    /// The service status of a claimed workload, now or as of the end of a past day. Field: `as_of`.
    pub async fn service_status(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        workload: &str,
        as_of: &str,
    ) -> Result<Seen<SplitDesk>, AppError> {
        self.service_status_of(ctx, tenant_id, workload, SplitQuery { as_of, ..SplitQuery::default() }).await
    }

    /// The same, or one revision of it, with any part of its history. A revision that is not there is not found. Field:
    /// `as_of`.
    pub async fn service_status_of(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        workload: &str,
        query: SplitQuery<'_>,
    ) -> Result<Seen<SplitDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::ServiceStatus, Action::Read)?;
        let place = SplitPlace::find(&mut tx, &who, tenant_id, workload).await?;
        let older = match numbered(query.before)? {
            Some(before) => Some(history_of(&mut tx, &who, &place, Some(before)).await?),
            None => None,
        };
        let mut value = match (numbered(query.version)?, past_day(&who, query.as_of)?) {
            (Some(number), _) => desk_of(&mut tx, &who, place, number).await?,
            (None, Some(day)) => desk_on(&mut tx, &who, place, day).await?,
            (None, None) => desk(&mut tx, &who, place).await?.0,
        };
        tx.end();
        if let Some((rows, before)) = older {
            value = SplitDesk { history: rows, history_before: before, is_older_history: true, ..value };
        }
        self.audit_look(ctx, &who, AuditAction::ServiceStatusOpened, &format!("{tenant_id} {workload}")).await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// What the split of a claimed workload was, newest first, from a cursor on. Field: `cursor`.
    pub async fn service_status_history(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        workload: &str,
        cursor: Option<&str>,
    ) -> Result<Seen<SplitHistory>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::ServiceStatus, Action::Read)?;
        let place = SplitPlace::find(&mut tx, &who, tenant_id, workload).await?;
        let before = cursor
            .map(|text| text.parse::<i64>().ok().filter(|&number| number > 0))
            .map(|number| number.ok_or_else(|| AppError::field("cursor", Problem::ForeignCursor)));
        let before = before.transpose()?;
        let scope = who.open_scope()?;
        let scope = scope.mistaken_by(Fault::SplitByForeignId);
        let limit = HISTORY_PAGE.saturating_add(1);
        let mut rows = tx.split_revisions(&scope, who.programme, place.key(), before, None, limit).await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > HISTORY_PAGE);
        if has_more {
            rows.pop();
        }
        let next_cursor = rows.last().filter(|_| has_more).map(|row| row.revision.to_string());
        let items = stood(&mut tx, &who, &place, &rows).await?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::ServiceStatusOpened, &format!("{tenant_id} {workload}")).await?;
        Ok(Seen { viewer: who.viewer, value: SplitHistory { items, next_cursor } })
    }

    /// Saves the split of a claimed workload in place of the one that is expected there (S8.3). What is wrong with it is
    /// [`AppError::Split`].
    pub async fn save_service_status(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        workload: &str,
        new: &NewSplit,
        expected: &Expected,
    ) -> Result<Seen<Outcome<SplitDesk>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::ServiceStatus, Action::Write)?;
        let person = who.account()?;
        let key = SplitPlace::find(&mut tx, &who, tenant_id, workload).await?.key();
        // From here on nobody else changes split or total; what they have changed until here is seen. The tenant comes
        // first, as for everybody who writes to one.
        tx.hold_tenant(key.tenant).await?;
        tx.hold_total(key).await?.ok_or(AppError::NotFound)?;
        let place = SplitPlace::find(&mut tx, &who, tenant_id, workload).await?;
        let (standing, mut split) = desk(&mut tx, &who, place).await?;
        if planted(Fault::SplitAgainstOldTotal) {
            split = Split::kept(new.total.parse().unwrap_or_default(), split.into_lines());
        } else if !expected.is(&standing.revision) {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: Outcome::Overtaken(standing) });
        }
        let split = match new.check(&split, &standing.taxonomy, who.today()) {
            Ok(split) => split,
            Err(mut problems) => {
                name_retired(&mut tx, &standing.taxonomy, new, &mut problems).await?;
                return Err(AppError::Split(problems));
            }
        };
        let (taxonomy, _) = version_on(&mut tx, moment(who.now).date_naive()).await?;
        let after = standing.standing.as_ref().map_or(0, |revision| revision.number);
        let maker = Maker { person: Some(person), load: None, is_undoing: false, taxonomy, made_at: who.now };
        tx.save_split(key, after, &split, maker).await?;
        let subject = format!("{tenant_id} {workload}");
        let detail = serde_json::json!({ "revision": after.saturating_add(1), "lines": split.lines().len() });
        self.audit(&mut tx, ctx, &who, AuditAction::ServiceStatusSaved, &subject, &detail).await?;
        let place = SplitPlace::find(&mut tx, &who, tenant_id, workload).await?;
        let (value, _) = desk(&mut tx, &who, place).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value: Outcome::Saved(value) })
    }
}

/// Says of what was an option once that it is not offered any more, and how it was called.
async fn name_retired(
    tx: &mut Tx,
    taxonomy: &Taxonomy,
    new: &NewSplit,
    problems: &mut [SplitProblem],
) -> Result<(), AppError> {
    for problem in problems {
        if !matches!(problem.fault, SplitFault::NotAnOption | SplitFault::NoOptions) {
            continue;
        }
        let Some(choice) = problem.line.and_then(|line| new.choice_at(line, problem.field)) else { continue };
        if let Some(label) = tx.last_label(&choice, taxonomy.valid_from()).await? {
            problem.fault = SplitFault::NoLongerOffered(label);
        }
    }
    Ok(())
}

/// The number of a revision; nothing where none is given. What is no number is the number of none.
fn numbered(text: &str) -> Result<Option<i64>, AppError> {
    let number = |text: &str| text.parse::<i64>().ok().filter(|&number| number > 0).ok_or(AppError::NotFound);
    Some(text).filter(|text| !text.is_empty()).map(number).transpose()
}

/// Revisions for the page, and the number before which older ones begin.
async fn history_of(
    tx: &mut Tx,
    who: &Who,
    place: &SplitPlace,
    before: Option<i64>,
) -> Result<(Vec<SplitRevisionItem>, Option<i64>), AppError> {
    let scope = who.open_scope()?;
    let scope = scope.mistaken_by(Fault::SplitByForeignId);
    let limit = HISTORY_SHOWN.saturating_add(1);
    let mut rows = tx.split_revisions(&scope, who.programme, place.key(), before, None, limit).await?;
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > HISTORY_SHOWN);
    if has_more {
        rows.pop();
    }
    let before = rows.last().filter(|_| has_more).map(|row| row.revision);
    Ok((rows.iter().map(|row| place.revision(row, who)).collect(), before))
}

/// Revisions with their lines, newest first, each by the names of its day. What they have in common is asked for once: their
/// lines, and the version of the taxonomy under which most of them were made.
async fn stood(
    tx: &mut Tx,
    who: &Who,
    place: &SplitPlace,
    rows: &[SplitRevisionRow],
) -> Result<Vec<SplitStood>, AppError> {
    let mut items = Vec::with_capacity(rows.len());
    let mut known: Option<Taxonomy> = None;
    for (row, split) in rows.iter().zip(tx.splits_of(rows).await?) {
        let day = moment(row.made_at).date_naive();
        let taxonomy = match known.take().filter(|version| version.is_valid_on(day)) {
            Some(version) => version,
            None => version_on(tx, day).await?.1,
        };
        items.push(SplitStood { revision: place.revision(row, who), lines: lines(tx, &taxonomy, split).await? });
        known = Some(taxonomy);
    }
    Ok(items)
}

/// The day as of which is asked; nothing for today, or where none is given. A day to come has no split.
fn past_day(who: &Who, text: &str) -> Result<Option<NaiveDate>, AppError> {
    let Some(day) = day::read(text).map_err(|fault| AppError::field("as_of", fault.into()))? else { return Ok(None) };
    let now = moment(who.now);
    if day < now.date_naive() {
        return Ok(Some(day));
    }
    // It may be tomorrow already where somebody is.
    let latest = now.checked_add_signed(chrono::TimeDelta::hours(14)).unwrap_or(now).date_naive();
    if day <= latest { Ok(None) } else { Err(AppError::field("as_of", Problem::Future)) }
}

/// The moment at which a day is over, in milliseconds.
fn end_of(day: NaiveDate) -> i64 {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    next.and_time(NaiveTime::MIN).and_utc().timestamp_millis()
}

/// What stands on a workload, for people and as a split.
async fn desk(tx: &mut Tx, who: &Who, place: SplitPlace) -> Result<(SplitDesk, Split), AppError> {
    let scope = who.open_scope()?;
    let scope = scope.mistaken_by(Fault::SplitByForeignId);
    let rows = tx.split_revisions(&scope, who.programme, place.key(), None, None, 1).await?;
    let (history, history_before) = history_of(tx, who, &place, None).await?;
    let split = match rows.first() {
        Some(newest) => tx.split_of(newest).await?,
        None => Split::first(place.row.total),
    };
    let today = moment(who.now).date_naive();
    let (_, taxonomy) = version_on(tx, today).await?;
    let lines = lines(tx, &taxonomy, split.clone()).await?;
    let number = rows.first().map_or(0, |row| row.revision);
    let SplitPlaceRow { code, name_en, name_nl, partner, month: of_month, .. } = place.row;
    let value = SplitDesk {
        tenant: place.tenant,
        workload: WorkloadName { code, name_en, name_nl },
        partner: place.sees_several.then_some(partner),
        month: of_month.and_then(month),
        as_of: None,
        is_one_revision: false,
        balance: Some(split.balance()),
        lines,
        standing: history.first().cloned(),
        // While nobody has saved a split, the total alone can change.
        revision: format!("{number}-{}", split.total()),
        taxonomy,
        history,
        history_before,
        is_older_history: false,
        may_write: who.may(Resource::ServiceStatus, Action::Write).is_ok(),
        today: who.today(),
    };
    Ok((value, split))
}

/// What stood at the end of a past day.
async fn desk_on(tx: &mut Tx, who: &Who, place: SplitPlace, day: NaiveDate) -> Result<SplitDesk, AppError> {
    let scope = who.open_scope()?;
    let scope = scope.mistaken_by(Fault::SplitByForeignId);
    let rows = tx.split_revisions(&scope, who.programme, place.key(), None, Some(end_of(day)), 1).await?;
    past_desk(tx, who, place, rows.first(), day).await
}

/// What a revision was, also where it was not the last of its day.
async fn desk_of(tx: &mut Tx, who: &Who, place: SplitPlace, number: i64) -> Result<SplitDesk, AppError> {
    let scope = who.open_scope()?;
    let scope = scope.mistaken_by(Fault::SplitByForeignId);
    let next = Some(number.saturating_add(1));
    let rows = tx.split_revisions(&scope, who.programme, place.key(), next, None, 1).await?;
    let row = rows.first().filter(|row| row.revision == number).ok_or(AppError::NotFound)?;
    let value = past_desk(tx, who, place, Some(row), moment(row.made_at).date_naive()).await?;
    Ok(SplitDesk { is_one_revision: true, ..value })
}

/// What stood on a past day, by the names of that day: a revision, or nothing yet.
async fn past_desk(
    tx: &mut Tx,
    who: &Who,
    place: SplitPlace,
    row: Option<&SplitRevisionRow>,
    day: NaiveDate,
) -> Result<SplitDesk, AppError> {
    let stood = row.map(|row| place.revision(row, who));
    let split = match row {
        Some(row) => Some(tx.split_of(row).await?),
        None => None,
    };
    let (now, _) = desk(tx, who, place).await?;
    // A day before the first version had no split either.
    let taxonomy = tx.taxonomy_on(day).await?.map_or_else(|| now.taxonomy.clone(), |(_, version)| version);
    let balance = split.as_ref().map(Split::balance);
    // By it a change can be made where the same split stands to this day.
    let revision = row.map_or_else(|| "none".to_owned(), |row| format!("{}-{}", row.revision, row.total));
    let lines = lines(tx, &taxonomy, split.unwrap_or_default()).await?;
    let value = SplitDesk { as_of: Some(day), month: None, balance, lines, standing: stood, revision, taxonomy, ..now };
    Ok(SplitDesk { may_write: false, ..value })
}

/// The lines of a split as people read them by a version of the taxonomy.
async fn lines(tx: &mut Tx, taxonomy: &Taxonomy, split: Split) -> Result<Vec<SplitLineItem>, AppError> {
    let mut labels = labels_of(tx, taxonomy, split.lines().iter().map(|line| &line.choice)).await?;
    let mut label = |choice: &Choice| labels.get_mut(choice).cloned().unwrap_or_default();
    let lines = split.into_lines().into_iter();
    Ok(lines
        .map(|line| SplitLineItem {
            labels: label(&line.choice),
            seats: line.seats,
            choice: line.choice,
            target_on: line.target_on,
            remark: line.remark,
        })
        .collect())
}

/// The seats by status for the tenant page: of each claimed workload.
pub(crate) async fn of_tenant(tx: &mut Tx, who: &Who, tenant_id: TenantId) -> Result<Vec<StatusOfWorkload>, AppError> {
    let scope = who.open_scope()?;
    let places = tx.split_places(&scope, who.programme, tenant_id.0, None).await?;
    let Some(first) = places.first() else { return Ok(Vec::new()) };
    let seats = tx.split_seats(&scope, who.programme, TenantKey(first.tenant_key)).await?;
    let (_, taxonomy) = version_on(tx, moment(who.now).date_naive()).await?;
    let statuses: Vec<Choice> = seats.iter().map(|row| Choice::status(&row.l1)).collect();
    let unknown = Choice::status(STATUS_UNKNOWN);
    let labels = labels_of(tx, &taxonomy, statuses.iter().chain([&unknown])).await?;
    let place_of = |status: &Choice| taxonomy.statuses().position(|node| node.choice == *status).unwrap_or(usize::MAX);
    Ok(places
        .into_iter()
        .map(|place| {
            let own = seats.iter().filter(|row| row.workload_id == place.workload_id);
            let mut by_status = std::collections::BTreeMap::<Choice, i64>::new();
            for row in own {
                let sum = by_status.entry(Choice::status(&row.l1)).or_default();
                *sum = sum.saturating_add(row.seats);
            }
            if place.revision.is_none() && place.total > 0 {
                by_status.insert(unknown.clone(), place.total);
            }
            let balance = Balance::of(place.total, by_status.values().copied());
            let mut by_status: Vec<_> = by_status.into_iter().collect();
            by_status.sort_by_key(|(status, _)| place_of(status));
            let named = by_status.into_iter().filter_map(|(status, seats)| {
                let name = labels.get(&status)?.first()?.clone();
                Some((status.l1().to_owned(), name, seats))
            });
            StatusOfWorkload { balance, statuses: named.collect(), workload: place.code }
        })
        .collect())
}

/// Why seats of a workload are blocked, in a language, as far as the reader sees the workload; nothing while none are.
pub(crate) async fn blockers_of(
    tx: &mut Tx,
    who: &Who,
    tenant_id: TenantId,
    workload: &str,
    language: Language,
) -> Result<Vec<String>, AppError> {
    let scope = who.open_scope()?;
    let places = tx.split_places(&scope, who.programme, tenant_id.0, Some(workload)).await?;
    let Some(place) = places.first() else { return Ok(Vec::new()) };
    let seats = tx.split_seats(&scope, who.programme, TenantKey(place.tenant_key)).await?;
    let blocked = seats.iter().filter(|row| row.workload_id == place.workload_id && row.l1 == BLOCKED);
    let reasons: Vec<Choice> = blocked.filter_map(|row| Choice::status(BLOCKED).option(&row.l2)).collect();
    if reasons.is_empty() {
        return Ok(Vec::new());
    }
    let (_, taxonomy) = version_on(tx, moment(who.now).date_naive()).await?;
    let labels = labels_of(tx, &taxonomy, reasons.iter()).await?;
    let name = |labels: &Labels| match language {
        Language::English => labels.en.clone(),
        Language::Dutch => labels.nl.clone(),
    };
    Ok(reasons.iter().filter_map(|reason| labels.get(reason)?.last().map(name)).collect())
}
