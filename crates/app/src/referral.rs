//! A referral, as it is read: what the partner has of a customer's request, and everything that was done with it (S10).

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::{Action, Resource, Scope, Sensitive, Sensitivity, Shown, View};
use domain::calendar::Calendar;
use domain::claim::Party;
use domain::id::{LocationId, PersonId};
use domain::money::{Currency, Money};
use domain::planted::{Fault, planted};
use domain::referral::{Clocks, Day, DeclineReason, Move, Source, State, Status};
use domain::usage::Figure;
use domain::{Month, TenantId};
use store::{ReferralChangeRow, ReferralRow, ReferralWorkloadRow, RfaRow, Tx};

use crate::claim::named;
use crate::identity::{Who, moment, still};
use crate::tenant::month;
use crate::{App, AppError, AuditAction, Ctx, LocationChoice, Seen, WorkloadName};

/// Whom to talk to, as a field that can be withheld.
pub(crate) const CONTACTS: &str = "contacts";
/// What the customer wrote, likewise: it may name people.
pub(crate) const NOTES: &str = "notes";
/// What it may be worth, likewise.
pub(crate) const DEAL_VALUE: &str = "deal_value";
/// What was sold, likewise.
pub(crate) const ESTIMATED_VALUE: &str = "estimated_value";
/// Who changed something, likewise.
pub(crate) const PEOPLE: &str = "history.person";

/// A referral in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralItem {
    /// Its number.
    pub number: String,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The tenant's name.
    pub tenant: String,
    /// Its domain; may be empty.
    pub domain: String,
    /// The number under which the customer's request is known.
    pub rfa_id: String,
    /// From where it is.
    pub source: Source,
    /// Whose it is; only where the reader sees several.
    pub organisation: Option<String>,
    /// The location to which it was given.
    pub location: LocationChoice,
    /// The workloads.
    pub workloads: Vec<WorkloadName>,
    /// Where it stands.
    pub status: Status,
    /// Since when it is theirs.
    pub assigned_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// The last day on which an acceptance is in time; while it waits for one.
    pub accept_by: Option<NaiveDate>,
    /// The last day on which it can be answered at all; likewise.
    pub returns_after: Option<NaiveDate>,
    /// Days until an acceptance is due; below zero where that is over.
    pub days_left: Option<i64>,
}

/// The usage of a workload that was asked about (S10.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralUsage {
    /// The workload.
    pub workload: WorkloadName,
    /// The newest figure since the referral was assigned, and its month.
    pub figure: Option<(Month, Figure)>,
}

/// Whom to talk to at the customer.
#[derive(Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(default)]
pub struct RfaContact {
    /// Their name.
    pub name: String,
    /// Their e-mail; may be empty.
    pub email: String,
    /// Their phone; may be empty.
    pub phone: String,
    /// Their language, as the request has it; may be empty.
    pub language: String,
}

impl std::fmt::Debug for RfaContact {
    /// Without what identifies people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RfaContact(..)")
    }
}

/// What a customer said who asked for assistance; once the referral is the partner's no more, what they had said by then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RfaCustomer {
    /// The customer's name, as the request has it.
    pub name: String,
    /// Their country, as the request has it; may be empty.
    pub country: String,
    /// Their language; may be empty.
    pub language: String,
    /// Their size; may be empty.
    pub size: String,
    /// When they asked.
    pub asked_on: Option<NaiveDate>,
    /// What they wrote, which may name people: only for whoever is told whom to talk to, and nothing once the referral is
    /// the partner's no more.
    pub notes: Option<String>,
    /// What it may be worth.
    pub deal: Shown<Option<Money>>,
    /// Whom to talk to; nothing once the referral is the partner's no more (S10.4).
    pub contacts: Option<Shown<Vec<RfaContact>>>,
}

/// A change of a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralChanged {
    /// What was done.
    pub by: Move,
    /// Where it led.
    pub status: Status,
    /// When.
    pub at: DateTime<Utc>,
    /// On which side.
    pub party: Party,
    /// Who; nothing where it was time, where the person is gone, and of the other side.
    pub person: Option<Shown<String>>,
    /// Why it was declined.
    pub decline_reason: Option<DeclineReason>,
    /// What was said when it was declined or withdrawn.
    pub remark: Option<String>,
    /// Value-added services sold, as they were then.
    pub services: Option<String>,
    /// Their estimated value, as it was then.
    pub value: Shown<Option<Money>>,
    /// Whether their estimated value was taken away; not where it is withheld.
    pub is_value_cleared: bool,
    /// A note.
    pub note: Option<String>,
}

/// A referral, with all that its reader may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralDetail {
    /// As in the list.
    pub item: ReferralItem,
    /// Its state, with what there is of it.
    pub state: State,
    /// What the reader can do with it.
    pub moves: Vec<Move>,
    /// The usage of each workload; empty once the referral is the partner's no more.
    pub usage: Vec<ReferralUsage>,
    /// By when usage is expected that is not there yet (S10.2).
    pub usage_expected_by: NaiveDate,
    /// Whether the tenant has a page for the reader.
    pub sees_tenant: bool,
    /// What the customer said.
    pub customer: RfaCustomer,
    /// Value-added services sold.
    pub services: Option<String>,
    /// Their estimated value.
    pub value: Shown<Option<Money>>,
    /// Whether the reader can say what they are worth.
    pub can_value: bool,
    /// Every change, the newest first.
    pub history: Vec<ReferralChanged>,
    /// Names of the fields that are withheld from this person (S1.4).
    pub withheld: Vec<&'static str>,
    /// The key of the request; for whoever assigns alone.
    pub request: Option<i64>,
    /// What somebody who changes it says stands there.
    pub revision: String,
}

impl Who {
    /// By which days the clocks of a location's referrals run.
    pub(crate) fn referral_day(&self, country: &str) -> Day<'static> {
        referral_day(self.now, country)
    }
}

/// By which days the clocks of a location's referrals run at a moment.
pub(crate) fn referral_day(now: i64, country: &str) -> Day<'static> {
    Day {
        today: moment(now).date_naive(),
        still: still(now),
        calendar: Calendar::of(country),
        clocks: Clocks::default(),
    }
}

/// What somebody gets of sensitive data of a referral: by the location to which it was given.
pub(crate) fn sensitivity(scope: &Scope, row: &ReferralRow) -> Sensitivity {
    scope.sensitivity_through(&[LocationId(row.location_id)])
}

pub(crate) fn is_office(scope: &Scope) -> bool {
    !matches!(scope.view(), View::Partner { .. })
}

impl App {
    /// One referral, by its number.
    pub async fn referral(&self, ctx: &Ctx, number: &str) -> Result<Seen<ReferralDetail>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Referrals, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        let scope = who.scope()?;
        let row = tx.referral(&scope, number).await?.ok_or(AppError::NotFound)?;
        let value = detail(&mut tx, &who, &scope, &row).await?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::ReferralOpened, number).await?;
        Ok(Seen { viewer: who.viewer, value })
    }
}

/// A referral as the list has it.
pub(crate) fn item(
    row: &ReferralRow,
    who: &Who,
    is_office: bool,
    workloads: &[ReferralWorkloadRow],
) -> Result<ReferralItem, AppError> {
    let state = row.state()?;
    let (accept_by, returns_after) = match &state {
        State::Assigned(waits) => (Some(waits.accept_by), Some(waits.returns_after)),
        _ => (None, None),
    };
    Ok(ReferralItem {
        number: row.number.clone(),
        tenant_id: TenantId(row.tenant_id),
        tenant: row.tenant.clone(),
        domain: row.domain.clone(),
        rfa_id: row.code.clone(),
        source: row.source()?,
        organisation: is_office.then(|| row.organisation.clone()),
        location: LocationChoice { mpn_id: row.mpn_id.clone(), name: row.location.clone() },
        workloads: workloads
            .iter()
            .filter(|one| one.referral_id == row.referral_id)
            .map(|one| named(one.code.clone(), one.name_en.clone(), one.name_nl.clone()))
            .collect(),
        status: state.status(),
        assigned_at: moment(row.assigned_at),
        accepted_on: row.accepted_on.as_deref().and_then(|day| day.parse().ok()),
        days_left: accept_by.map(|day| day.signed_duration_since(who.today()).num_days()),
        accept_by,
        returns_after,
    })
}

/// A referral with all that its reader may know of it.
pub(crate) async fn detail(
    tx: &mut Tx,
    who: &Who,
    scope: &Scope,
    row: &ReferralRow,
) -> Result<ReferralDetail, AppError> {
    let is_office = is_office(scope);
    let sensitivity = sensitivity(scope, row);
    let workloads = tx.referral_workloads(&[row.id()]).await?;
    let mut rfa = tx.rfa(domain::id::RfaId(row.rfa_id)).await?.ok_or(AppError::NotFound)?;
    let state = row.state()?;
    let is_theirs = is_office || state.status().is_with_partner();
    if !is_theirs
        && !planted(Fault::ReferralFollowsRequest)
        && let Some(said) = tx.referral_said(row.id()).await?
    {
        rfa = rfa.as_said(said);
    }
    let sees_tenant = tx.tenant_row(scope, who.programme, row.tenant_id).await?.is_some();
    let usage = if is_theirs { usage(tx, row, &workloads).await? } else { Vec::new() };
    let customer = customer(&rfa, sensitivity, is_theirs || planted(Fault::ReferralPeopleStay))?;
    let of_value = row.valued_by.map_or(sensitivity, |author| written_by(sensitivity, Some(author), who));
    let value = money(row.value_minor, row.currency.as_deref())?;
    let value = shown_money(value, of_value);
    let mut history = Vec::new();
    for one in tx.referral_changes(row.id()).await? {
        history.push(changed(one, who, sensitivity, is_office)?);
    }
    let mut withheld = Vec::new();
    for (name, is_withheld) in [
        (CONTACTS, customer.contacts == Some(Shown::Withheld)),
        (NOTES, customer.contacts == Some(Shown::Withheld)),
        (DEAL_VALUE, customer.deal == Shown::Withheld),
        (ESTIMATED_VALUE, value == Shown::Withheld || history.iter().any(|one| one.value == Shown::Withheld)),
        (PEOPLE, history.iter().any(|one| one.person == Some(Shown::Withheld))),
    ] {
        if is_withheld {
            withheld.push(name);
        }
    }
    let may_assign = who.may(Resource::ReferralAssignment, Action::Write).is_ok();
    Ok(ReferralDetail {
        item: item(row, who, is_office, &workloads)?,
        moves: moves(who, &state, may_assign, who.referral_day(&row.location_country)),
        state,
        usage,
        usage_expected_by: expected_by(row),
        sees_tenant,
        customer,
        services: row.services.clone(),
        value,
        can_value: sensitivity == Sensitivity::Shown,
        history,
        withheld,
        request: may_assign.then_some(row.rfa_id),
        revision: row.version.to_string(),
    })
}

fn moves(who: &Who, state: &State, may_assign: bool, day: Day<'_>) -> Vec<Move> {
    let mut moves = Vec::new();
    if who.may(Resource::Referrals, Action::Write).is_ok() {
        moves.extend(state.moves(Party::Partner, day));
    }
    if may_assign {
        moves.extend(state.moves(Party::Office, day));
    }
    moves
}

/// By when the usage of a referral is expected (S10.2).
fn expected_by(row: &ReferralRow) -> NaiveDate {
    let assigned = moment(row.assigned_at).date_naive();
    assigned.checked_add_days(Days::new(Clocks::default().usage.into())).unwrap_or(assigned)
}

async fn usage(
    tx: &mut Tx,
    row: &ReferralRow,
    workloads: &[ReferralWorkloadRow],
) -> Result<Vec<ReferralUsage>, AppError> {
    let figures = tx.referral_usage(row).await?;
    let of = |workload: i64| {
        let found = figures.iter().find(|one| one.workload_id == workload)?;
        Some((month(found.month)?, Figure { pau: found.pau, mau: found.mau }))
    };
    let usage = workloads.iter().map(|one| ReferralUsage {
        workload: named(one.code.clone(), one.name_en.clone(), one.name_nl.clone()),
        figure: of(one.workload_id),
    });
    Ok(usage.collect())
}

/// What a customer said, as far as the reader may know it.
pub(crate) fn customer(rfa: &RfaRow, sensitivity: Sensitivity, is_theirs: bool) -> Result<RfaCustomer, AppError> {
    let people = if planted(Fault::ReferralPeopleShown) { Sensitivity::Shown } else { sensitivity };
    let is_told = people == Sensitivity::Shown;
    let contacts: Vec<RfaContact> =
        serde_json::from_str(&rfa.contacts).map_err(|_| AppError::Internal(format!("rfa.contacts of {}", rfa.code)))?;
    Ok(RfaCustomer {
        name: rfa.name.clone(),
        country: rfa.country.clone(),
        language: rfa.language.clone(),
        size: rfa.size.clone(),
        asked_on: rfa.asked_on.as_deref().and_then(|day| day.parse().ok()),
        notes: Some(rfa.notes.clone()).filter(|notes| is_theirs && is_told && !notes.is_empty()),
        deal: shown_money(money(rfa.value_minor, rfa.currency.as_deref())?, sensitivity),
        contacts: is_theirs.then(|| Sensitive::new(contacts).for_reader(people)),
    })
}

/// What a reader gets of something that an author wrote; nobody is the author of what a load brought.
fn written_by(sensitivity: Sensitivity, author: Option<i64>, who: &Who) -> Sensitivity {
    match author {
        Some(author) => sensitivity.of_written_by(PersonId(author), who.viewer.principal.person_id),
        None => sensitivity,
    }
}

/// An amount, or that it is withheld.
pub(crate) fn shown_money(money: Option<Money>, sensitivity: Sensitivity) -> Shown<Option<Money>> {
    let sensitivity = if planted(Fault::ReferralMoneyShown) { Sensitivity::Shown } else { sensitivity };
    Sensitive::new(money).for_reader(sensitivity)
}

/// An amount as it is kept.
pub(crate) fn money(minor: Option<i64>, currency: Option<&str>) -> Result<Option<Money>, AppError> {
    let Some((minor, code)) = minor.zip(currency) else { return Ok(None) };
    let currency: Currency =
        code.parse().map_err(|_| AppError::Internal(format!("a referral's currency is {code}")))?;
    Ok(Some(Money { minor, currency }))
}

fn changed(
    row: ReferralChangeRow,
    who: &Who,
    sensitivity: Sensitivity,
    is_office: bool,
) -> Result<ReferralChanged, AppError> {
    let broken = |column: &str| AppError::Internal(format!("referral_change.{column}"));
    let party = Party::from_code(&row.party).ok_or_else(|| broken("party"))?;
    let sensitivity = written_by(sensitivity, row.person_id, who);
    let value = money(row.value_minor, row.currency.as_deref())?;
    Ok(ReferralChanged {
        by: Move::from_code(&row.by).ok_or_else(|| broken("move"))?,
        status: Status::from_code(&row.status).ok_or_else(|| broken("status"))?,
        at: moment(row.changed_at),
        party,
        // Who it was at the programme office is not told to partners.
        person: row
            .person
            .filter(|_| is_office || party == Party::Partner)
            .map(|name| Sensitive::new(name).for_reader(sensitivity)),
        decline_reason: row.decline_reason.as_deref().and_then(DeclineReason::from_code),
        remark: row.remark,
        services: row.services,
        // Of what was never said there is nothing to withhold; whether something was said is not told either.
        value: if row.by == Move::Edit.code() { shown_money(value, sensitivity) } else { Shown::Value(None) },
        is_value_cleared: row.is_value_cleared && sensitivity == Sensitivity::Shown,
        note: row.note,
    })
}
