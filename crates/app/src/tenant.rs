//! A tenant of a person: details, usage, history (S3).

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Resource, Sensitivity, Shown, ShownAt, View};
use domain::id::{TenantKey, WorkloadId};
use domain::money::Money;
use domain::planted::{Fault, planted};
use domain::usage::{Figure, MONTHS_SHOWN};
use domain::{Month, TenantId};
use store::{ClaimRow, LocationRow, Tx, UsageRowStored};

use crate::earnings::{incentives, potential};
use crate::identity::{Who, moment};
use crate::place::{Place, sensitivity_at};
use crate::tenant_list::tenant_item_shown;
use crate::{
    App, AppError, AuditAction, ContactsOfTenant, Ctx, Incentive, IntentOfWorkload, LocationChoice, NotesOfTenant,
    Seen, StatusOfWorkload, TenantItem, WorkloadName, contact, intent_note, service_status, status_note,
};

/// A claim that the own organisation holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimHeld {
    /// Its number.
    pub number: String,
    /// Since when, as far as the files tell.
    pub approved_on: NaiveDate,
    /// The locations at which it is held: own partner ID and name.
    pub locations: Vec<LocationChoice>,
    /// The partner that holds it; only where the viewer sees several partners.
    pub partner: Option<String>,
}

/// A row of the usage details (S3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRow {
    /// The workload's key, for looking up more of it.
    pub workload_id: WorkloadId,
    /// The workload.
    pub workload: WorkloadName,
    /// The claim, where the own organisation holds it.
    pub claim: Option<ClaimHeld>,
    /// Whether nobody holds it.
    pub claimable: bool,
    /// The figure of the tenant's newest month; nothing when the file of that month has none.
    pub figure: Option<Figure>,
    /// The month of that figure, or of the last one there is.
    pub month: Option<Month>,
    /// The 13 months up to the newest, oldest first, with gaps; for the sparkline.
    pub trend: Vec<(Month, Option<Figure>)>,
    /// The offers of the workload, and why one does not apply (S5.3).
    pub incentives: Vec<Incentive>,
    /// Room to grow: PAU less the highest MAU of any month before the newest (S5.2).
    pub opportunity_units: i64,
    /// What it could earn by the offers that apply; nothing where none does.
    pub potential: Shown<Option<Money>>,
}

/// The tenant page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantDetails {
    /// As in the list.
    pub tenant: TenantItem,
    /// The customer's number at the vendor (TPID); may be empty.
    pub tpid: String,
    /// The locations in scope through which the person reaches it.
    pub locations: Vec<LocationChoice>,
    /// One row a workload.
    pub rows: Vec<UsageRow>,
    /// Its status notes; on the tenant page alone.
    pub notes: NotesOfTenant,
    /// Its contacts; on the tenant page alone.
    pub contacts: ContactsOfTenant,
    /// The intent notes of the claimed workloads; on the tenant page alone.
    pub intents: Vec<IntentOfWorkload>,
    /// Whether the viewer may write them.
    pub may_write_intents: bool,
    /// The service status of the claimed workloads; on the tenant page alone.
    pub statuses: Vec<StatusOfWorkload>,
    /// Whether the viewer may change them.
    pub may_write_statuses: bool,
}

/// A month of a figure's history, with where it came from (S3.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryMonth {
    /// The month.
    pub month: Month,
    /// The figure.
    pub figure: Figure,
    /// The kind of report it came from.
    pub kind: domain::load::FeedKind,
    /// The file.
    pub file_name: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
}

/// The history of a workload's figures at a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The tenant, as in the list.
    pub tenant: TenantItem,
    /// The row of the usage details.
    pub row: UsageRow,
    /// Every month there is, oldest first; missing months are missing.
    pub months: Vec<HistoryMonth>,
}

/// Who asked, and the usage details with their claims.
type UsageRead = (Who, Vec<UsageRowStored>, Vec<ClaimRow>, Sensitivity);

impl App {
    /// One tenant with its usage details.
    pub async fn tenant(&self, ctx: &Ctx, tenant_id: TenantId) -> Result<Seen<TenantDetails>, AppError> {
        self.bring_season().await?;
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let mut value = details(&mut tx, &who, tenant_id).await?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        value.notes = status_note::of_tenant(&mut tx, &who, &place).await?;
        value.contacts = contact::of_tenant(&mut tx, &who, &place).await?;
        value.intents = intent_note::of_tenant(&mut tx, &who, tenant_id).await?;
        value.statuses = service_status::of_tenant(&mut tx, &who, tenant_id).await?;
        value.may_write_statuses = who.may(Resource::ServiceStatus, Action::Write).is_ok();
        value.may_write_intents = who.may(Resource::IntentNotes, Action::Write).is_ok();
        tx.end();
        self.audit_look(ctx, &who, AuditAction::TenantOpened, &tenant_id.to_string()).await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The usage details of a tenant without the months before: its newest month, and one row a workload.
    pub async fn usage(&self, ctx: &Ctx, tenant_id: TenantId) -> Result<(Option<Month>, Vec<UsageRow>), AppError> {
        self.bring_season().await?;
        let (who, usage, claims, sensitivity) = match self.usage_at_once(ctx, tenant_id).await? {
            Some(read) => read,
            None => self.usage_in_turn(ctx, tenant_id).await?,
        };
        self.audit_look(ctx, &who, AuditAction::TenantOpened, &tenant_id.to_string()).await?;
        let newest = usage.iter().filter_map(|row| row.month).max().and_then(month);
        let sees_several = !matches!(who.open_scope()?.view(), View::Partner { .. });
        let rows = usage.into_iter().map(|stored| usage_row(stored, None, &[], &claims, sees_several, sensitivity));
        Ok((newest, rows.collect::<Result<_, _>>()?))
    }

    async fn usage_in_turn(&self, ctx: &Ctx, tenant_id: TenantId) -> Result<UsageRead, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let scope = who.open_scope()?;
        let scope = scope.mistaken_by(Fault::TenantByForeignId);
        let (usage, claims) = tx.usage_rows(&scope, who.programme, tenant_id.0).await?;
        let sensitivity = match scope.shown_at() {
            ShownAt::Everywhere if !usage.is_empty() => Sensitivity::Shown,
            ShownAt::Nowhere if !usage.is_empty() => Sensitivity::Withheld,
            // A tenant without workloads, or none at all; or one that is reached through some locations.
            _ => {
                let row = tx.tenant_row(&scope, who.programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
                sensitivity_at(&mut tx, &scope, TenantKey(row.tenant_key)).await?
            }
        };
        tx.end();
        Ok((who, usage, claims, sensitivity))
    }

    /// The same in one statement, where that tells all that is asked.
    async fn usage_at_once(&self, ctx: &Ctx, tenant_id: TenantId) -> Result<Option<UsageRead>, AppError> {
        let Some((who, standing, _)) = self.who_was(ctx) else { return Ok(None) };
        // Somebody without a viewer role is told so by the transaction.
        let Ok(scope) = who.open_scope() else { return Ok(None) };
        let scope = scope.mistaken_by(Fault::TenantByForeignId);
        let sensitivity = match scope.shown_at() {
            ShownAt::Everywhere => Sensitivity::Shown,
            ShownAt::Nowhere => Sensitivity::Withheld,
            // Through which locations it is reached, a transaction tells.
            ShownAt::Locations(_) => return Ok(None),
        };
        let read = self.store.at_once(&standing).usage_rows(&scope, who.programme, tenant_id.0).await?;
        Ok(read.map(|(usage, claims)| (who, usage, claims, sensitivity)))
    }

    /// The history of a workload at a tenant, by the workload's code.
    pub async fn history(&self, ctx: &Ctx, tenant_id: TenantId, workload: &str) -> Result<Seen<History>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let scope = who.open_scope()?;
        let programme = who.programme;
        let details = details(&mut tx, &who, tenant_id).await?;
        let row = details.rows.into_iter().find(|row| row.workload.code == workload).ok_or(AppError::NotFound)?;
        let tenant = tx.tenant_row(&scope, programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
        let key = TenantKey(tenant.tenant_key);
        let months = tx.history(&scope, programme, key, row.workload_id).await?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::HistoryOpened, &format!("{tenant_id} {workload}")).await?;
        let months = months.into_iter().map(history_month).collect::<Result<_, _>>()?;
        Ok(Seen { viewer: who.viewer, value: History { tenant: details.tenant, row, months } })
    }
}

pub(crate) async fn details(tx: &mut Tx, who: &Who, tenant_id: TenantId) -> Result<TenantDetails, AppError> {
    let scope = who.open_scope()?;
    let scope = scope.mistaken_by(Fault::TenantByForeignId);
    let programme = who.programme;
    let absent = || if planted(Fault::ForbiddenInsteadOfNotFound) { AppError::Forbidden } else { AppError::NotFound };
    let row = tx.tenant_row(&scope, programme, tenant_id.0).await?.ok_or_else(absent)?;
    let key = TenantKey(row.tenant_key);
    let more = tx.tenant_more(key).await?.ok_or(AppError::NotFound)?;
    let newest = row.month.and_then(month);
    let sensitivity = sensitivity_at(tx, &scope, key).await?;
    let from = newest.map_or(i64::MAX, |month| i64::from(month.plus(1 - MONTHS_SHOWN).number()));
    let (usage, claims) = tx.usage_rows(&scope, programme, tenant_id.0).await?;
    let trends = tx.trends(&scope, programme, key, from).await?;
    let mut locations = match scope.view() {
        View::Partner { organisation_id, .. } => tx.reached_through(*organisation_id, key).await?,
        View::Programme | View::Partners(_) => Vec::new(),
    };
    if let Some(limited) = scope.limited_to() {
        locations.retain(|location| limited.contains(&location.id()));
    }
    let sees_several = !matches!(scope.view(), View::Partner { .. });
    let rows = usage
        .into_iter()
        .map(|stored| usage_row(stored, newest, &trends, &claims, sees_several, sensitivity))
        .collect::<Result<_, _>>()?;
    Ok(TenantDetails {
        tenant: tenant_item_shown(row, who, sensitivity)?,
        tpid: more.tpid,
        locations: locations.iter().map(location_choice).collect(),
        rows,
        notes: NotesOfTenant::default(),
        contacts: ContactsOfTenant::default(),
        intents: Vec::new(),
        may_write_intents: false,
        statuses: Vec::new(),
        may_write_statuses: false,
    })
}

fn usage_row(
    stored: UsageRowStored,
    newest: Option<Month>,
    trends: &[(i64, i64, i64, i64)],
    claims: &[ClaimRow],
    sees_several: bool,
    sensitivity: Sensitivity,
) -> Result<UsageRow, AppError> {
    let months = newest.map(|newest| newest.since(newest.plus(1 - MONTHS_SHOWN))).unwrap_or_default();
    let trend = months
        .into_iter()
        .map(|at| {
            let found = trends.iter().find(|one| one.0 == stored.workload_id && month(one.1) == Some(at));
            (at, found.map(|one| Figure { pau: one.2, mau: one.3 }))
        })
        .collect();
    let figure = Figure { pau: stored.pau, mau: stored.mau };
    let incentives = incentives(&stored, sensitivity)?;
    let potential = potential(stored.potential_minor, stored.currency.as_deref(), sensitivity)?;
    Ok(UsageRow {
        incentives,
        opportunity_units: stored.opportunity_units,
        potential,
        workload_id: WorkloadId(stored.workload_id),
        claim: claim_held(stored.workload_id, claims, sees_several)?,
        claimable: stored.holder_id.is_none(),
        figure: stored.is_current.then_some(figure),
        month: stored.month.and_then(month),
        trend,
        workload: WorkloadName { code: stored.code, name_en: stored.name_en, name_nl: stored.name_nl },
    })
}

fn claim_held(workload_id: i64, claims: &[ClaimRow], sees_several: bool) -> Result<Option<ClaimHeld>, AppError> {
    let mut own = claims.iter().filter(|claim| claim.workload_id == workload_id).peekable();
    let Some(first) = own.peek().copied().cloned() else { return Ok(None) };
    let approved_on = first
        .approved_on
        .parse()
        .map_err(|_| AppError::Internal(format!("claim.approved_on holds {}", first.approved_on)))?;
    Ok(Some(ClaimHeld {
        number: first.number,
        approved_on,
        locations: own
            .map(|claim| LocationChoice { mpn_id: claim.mpn_id.clone(), name: with_city(&claim.location, &claim.city) })
            .collect(),
        partner: sees_several.then_some(first.partner),
    }))
}

pub(crate) fn month(number: i64) -> Option<Month> {
    i32::try_from(number).ok().and_then(Month::from_number)
}

/// Tenths of a point of a change in millionths, rounded to the nearest.
pub(crate) fn change_tenths(millionths: i64) -> i64 {
    (millionths + 500).div_euclid(1_000)
}

pub(crate) fn location_choice(row: &LocationRow) -> LocationChoice {
    LocationChoice { mpn_id: row.mpn_id.clone(), name: with_city(&row.name, &row.city) }
}

/// A location's name with its city, unless the name has it already.
fn with_city(name: &str, city: &str) -> String {
    if city.is_empty() || name.contains(city) { name.to_owned() } else { format!("{name}, {city}") }
}

pub(crate) fn workload_name(row: store::WorkloadRow) -> WorkloadName {
    WorkloadName { code: row.code, name_en: row.name_en, name_nl: row.name_nl }
}

fn history_month(row: store::HistoryRow) -> Result<HistoryMonth, AppError> {
    let broken = |what: &str| AppError::Internal(format!("a figure with a broken {what}"));
    Ok(HistoryMonth {
        month: month(row.month).ok_or_else(|| broken("month"))?,
        figure: Figure { pau: row.pau, mau: row.mau },
        kind: domain::load::FeedKind::from_code(&row.kind).ok_or_else(|| broken("kind"))?,
        file_name: row.file_name,
        loaded_at: moment(row.applied_at.ok_or_else(|| broken("load"))?),
    })
}
