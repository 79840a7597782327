//! A claim, as it is read: with all that there is of it, and the desk at which one is filed (S4).

use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::access::{Action, ClaimScope, ClaimView, Resource};
use domain::calendar::Calendar;
use domain::claim::{Clocks, Day, Due, Move, Party, State, StateCode};
use domain::file::FileKind;
use domain::id::FiledClaimId;
use domain::planted::{Fault, planted};
use store::{ClaimFilter, FiledClaimRow, FiledWorkloadRow, ReportedClaimRow, Tx};

use crate::identity::{Who, moment};
use crate::tenant::workload_name;
use crate::{App, AppError, AuditAction, Ctx, Seen, WorkloadName};

/// A workload of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimWorkload {
    /// Which.
    pub workload: WorkloadName,
    /// Whether the claim holds it; nothing before a decision.
    pub is_held: Option<bool>,
}

/// A claim in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimItem {
    /// Its number.
    pub number: String,
    /// Its name; the tenant's where a report brought it.
    pub name: String,
    /// Whose it is; only where the reader sees several.
    pub organisation: Option<String>,
    /// The location that filed it; nothing where a report brought it.
    pub location: Option<String>,
    /// The tenant.
    pub tenant_id: TenantId,
    /// A domain of it; may be empty where a report brought the claim.
    pub domain: String,
    /// The workloads.
    pub workloads: Vec<ClaimWorkload>,
    /// Where it stands.
    pub state: StateCode,
    /// Since when.
    pub since: NaiveDate,
    /// What it waits for, and until when.
    pub due: Option<(Due, NaiveDate)>,
    /// Whether that day is over, everywhere.
    pub is_overdue: bool,
    /// Whether a report brought it: then nothing of it is changed here (S4.6).
    pub is_reported: bool,
}

/// A proof of execution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofItem {
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
    /// By whom; nothing where the person is gone.
    pub person: Option<String>,
}

/// A change of state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMoved {
    /// What happened.
    pub by: Move,
    /// Where it led.
    pub state: StateCode,
    /// When.
    pub at: DateTime<Utc>,
    /// On which side.
    pub party: Party,
    /// Who; nothing where it was time, where the person is gone, and of the other side.
    pub person: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Until when it waits since.
    pub due_on: Option<NaiveDate>,
}

/// Somebody else who holds or claims a workload: for the programme office alone (S4.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competitor {
    /// The code of the workload.
    pub workload: String,
    /// Who.
    pub organisation: String,
    /// The number of their claim.
    pub number: Option<String>,
    /// Where it stands.
    pub state: StateCode,
    /// Their proofs, beside the claim's own.
    pub proofs: Vec<ProofItem>,
}

/// What is known of the tenant of a claim: for the programme office alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TenantCheck {
    /// No report knows it.
    Unknown,
    /// It is known, under another domain.
    OtherDomain {
        /// Its name.
        name: String,
        /// Its domain.
        domain: String,
    },
    /// It is known, and the domain is its own; or no report says which that is.
    Fits {
        /// Its name.
        name: String,
    },
}

/// A claim, with all that its reader may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDetail {
    /// As in the list.
    pub item: ClaimItem,
    /// The location's partner ID; nothing where a report brought it.
    pub location_id: Option<String>,
    /// What was filed; nothing where a report brought it.
    pub filed: Option<ClaimFiled>,
    /// Its state, with what there is of it.
    pub state: State,
    /// What the reader can make of it.
    pub moves: Vec<Move>,
    /// Whether the reader can edit it.
    pub can_edit: bool,
    /// Whether the reader can remove it.
    pub can_remove: bool,
    /// Whether the reader can add a proof.
    pub takes_proofs: bool,
    /// Its proofs.
    pub proofs: Vec<ProofItem>,
    /// Every move, the newest first.
    pub history: Vec<ClaimMoved>,
    /// What is known of the tenant.
    pub tenant: Option<TenantCheck>,
    /// Who else holds or claims its workloads.
    pub competitors: Vec<Competitor>,
    /// What somebody who changes it says stands there.
    pub revision: String,
}

/// What was filed in a claim.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimFiled {
    /// What is being done.
    pub activity: String,
    /// The customer's contact.
    pub customer_name: String,
    /// As what.
    pub customer_title: Option<String>,
    /// Their e-mail.
    pub customer_email: String,
    /// The own contact.
    pub own_name: String,
    /// Their e-mail.
    pub own_email: String,
    /// Comment.
    pub comment: Option<String>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
}

impl std::fmt::Debug for ClaimFiled {
    /// Without what identifies people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClaimFiled").field("activity", &self.activity).finish_non_exhaustive()
    }
}

/// A location for which the reader can file a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingLocation {
    /// Its partner ID.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What is there to file a claim with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDesk {
    /// The claim that is edited; nothing for a new one.
    pub claim: Option<ClaimDetail>,
    /// The locations.
    pub locations: Vec<FilingLocation>,
    /// Every workload of the catalogue.
    pub workloads: Vec<WorkloadName>,
    /// Whether the reader may file.
    pub may_write: bool,
}

impl Who {
    /// The claims that exist for the person.
    pub(crate) fn claim_scope(&self) -> Result<ClaimScope, AppError> {
        Ok(ClaimScope::of(&self.viewer.principal)?)
    }

    /// By which days the clocks of a location's claims run.
    pub(crate) fn claim_day(&self, country: &str) -> Day<'static> {
        Day {
            today: moment(self.now).date_naive(),
            still: self.today(),
            calendar: Calendar::of(country),
            clocks: Clocks::default(),
        }
    }
}

impl App {
    /// One claim, by its number.
    pub async fn claim(&self, ctx: &Ctx, number: &str) -> Result<Seen<ClaimDetail>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Read)?;
        let scope = who.claim_scope()?;
        let value = match tx.filed_claim(&scope, number).await? {
            Some(row) => detail(&mut tx, &who, &scope, &row).await?,
            None => reported_detail(&mut tx, &who, &scope, number).await?,
        };
        tx.end();
        self.audit_look(ctx, &who, AuditAction::ClaimOpened, number).await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// What is there to file a claim with, or to edit that one with.
    pub async fn claim_desk(&self, ctx: &Ctx, number: Option<&str>) -> Result<Seen<ClaimDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Read)?;
        let scope = who.claim_scope()?;
        let claim = match number {
            None => None,
            Some(number) => {
                let row = tx.filed_claim(&scope, number).await?.ok_or(AppError::NotFound)?;
                Some(detail(&mut tx, &who, &scope, &row).await?)
            }
        };
        let locations = tx.filing_locations(who.viewer.principal.organisation_id).await?;
        let can_file =
            |row: &&store::FilingLocationRow| row.is_enrolled && scope.covers(domain::id::LocationId(row.location_id));
        let locations = locations
            .iter()
            .filter(can_file)
            .map(|row| FilingLocation { id: row.mpn_id.clone(), name: row.name.clone() })
            .collect();
        let workloads = tx.workloads().await?;
        let workloads = workloads.into_iter().map(workload_name).collect();
        tx.end();
        let may_write = who.may(Resource::Claims, Action::Write).is_ok();
        Ok(Seen { viewer: who.viewer, value: ClaimDesk { claim, locations, workloads, may_write } })
    }
}

pub(crate) fn item(
    row: &FiledClaimRow,
    who: &Who,
    is_office: bool,
    workloads: &[FiledWorkloadRow],
) -> Result<ClaimItem, AppError> {
    let state = row.state()?;
    // The time to object or to dispute that is over is nothing that anybody waits for.
    let is_wait = |what| matches!(what, Due::Review | Due::Answer);
    let due = state.due().filter(|(what, until)| is_wait(*what) || *until >= who.today());
    Ok(ClaimItem {
        number: row.number.clone(),
        name: row.name.clone(),
        organisation: is_office.then(|| row.organisation.clone()),
        location: Some(row.location.clone()),
        tenant_id: TenantId(row.tenant_id),
        domain: row.domain.clone(),
        workloads: workloads.iter().filter(|one| one.filed_claim_id == row.filed_claim_id).map(workload).collect(),
        state: state.code(),
        since: moment(row.moved_at).date_naive(),
        due,
        is_overdue: due.is_some_and(|(what, until)| is_wait(what) && until < who.today()),
        is_reported: false,
    })
}

fn workload(row: &FiledWorkloadRow) -> ClaimWorkload {
    ClaimWorkload {
        workload: named(row.code.clone(), row.name_en.clone(), row.name_nl.clone()),
        is_held: row.outcome.as_deref().map(|outcome| outcome == "held"),
    }
}

pub(crate) fn reported(row: ReportedClaimRow, is_office: bool) -> ClaimItem {
    ClaimItem {
        number: row.number,
        name: row.tenant,
        organisation: is_office.then_some(row.organisation),
        location: None,
        tenant_id: TenantId(row.tenant_id),
        domain: row.domain,
        workloads: vec![ClaimWorkload { workload: named(row.code, row.name_en, row.name_nl), is_held: Some(true) }],
        state: StateCode::Approved,
        since: row.approved_on.parse().unwrap_or_default(),
        due: None,
        is_overdue: false,
        is_reported: true,
    }
}

async fn reported_detail(tx: &mut Tx, who: &Who, scope: &ClaimScope, number: &str) -> Result<ClaimDetail, AppError> {
    let tenants = who.scope().map_err(|_| AppError::NotFound)?;
    let mut rows = tx.reported_claims((scope, &tenants), &ClaimFilter::default(), Some(number), "", 1).await?;
    let row = rows.pop().ok_or(AppError::NotFound)?;
    let item = reported(row, scope.party() == Party::Office);
    let state = State::Approved(domain::claim::Approved { approved_on: item.since, objection_until: item.since });
    let tenant = Some(TenantCheck::Fits { name: item.name.clone() });
    Ok(ClaimDetail {
        location_id: None,
        filed: None,
        state,
        moves: Vec::new(),
        can_edit: false,
        can_remove: false,
        takes_proofs: false,
        proofs: Vec::new(),
        history: Vec::new(),
        tenant,
        competitors: Vec::new(),
        revision: String::new(),
        item,
    })
}

/// A claim with all that its reader may know of it.
pub(crate) async fn detail(
    tx: &mut Tx,
    who: &Who,
    scope: &ClaimScope,
    row: &FiledClaimRow,
) -> Result<ClaimDetail, AppError> {
    let is_office = scope.party() == Party::Office;
    let workloads = tx.filed_workloads(&[row.id()]).await?;
    let state = row.state()?;
    let code = state.code();
    let may_file = who.may(Resource::Claims, Action::Write).is_ok();
    let may_move = may_file || who.may(Resource::ClaimReview, Action::Write).is_ok();
    let day = who.claim_day(&row.location_country);
    let moves = if may_move { state.moves(scope.party(), day) } else { Vec::new() };
    let mut history = Vec::new();
    for one in tx.claim_moves(row.id()).await? {
        let party = Party::from_code(&one.party).ok_or_else(|| broken("party"))?;
        history.push(ClaimMoved {
            by: Move::from_code(&one.by).ok_or_else(|| broken("move"))?,
            state: StateCode::from_code(&one.state).ok_or_else(|| broken("state"))?,
            at: moment(one.moved_at),
            party,
            // Who it was at the programme office is not told to partners.
            person: one.person.filter(|_| is_office || party == Party::Partner),
            reason: one.reason,
            due_on: one.due_on.and_then(|day| day.parse().ok()),
        });
    }
    history.reverse();
    // Others' tenants and others' claims are for whoever decides, and for nobody else (S2.3, S4.4).
    let decides = is_office && !is_limited(scope);
    let (tenant, competitors) = if decides || planted(Fault::CompetitorNamed) {
        (Some(tenant_check(tx, row).await?), competitors(tx, row, &workloads).await?)
    } else {
        (None, Vec::new())
    };
    Ok(ClaimDetail {
        item: item(row, who, is_office, &workloads)?,
        location_id: Some(row.mpn_id.clone()),
        filed: Some(ClaimFiled {
            activity: row.activity.clone(),
            customer_name: row.customer_name.clone(),
            customer_title: row.customer_title.clone(),
            customer_email: row.customer_email.clone(),
            own_name: row.own_name.clone(),
            own_email: row.own_email.clone(),
            comment: row.comment.clone(),
            created_at: moment(row.created_at),
        }),
        moves,
        can_edit: may_file && code.can_be_edited(),
        can_remove: may_file && code == StateCode::Draft,
        takes_proofs: may_file && code.takes_proofs(),
        proofs: proofs(tx, row.id()).await?,
        history,
        tenant,
        competitors,
        revision: row.version.to_string(),
        state,
    })
}

/// A workload by its names.
pub(crate) fn named(code: String, name_en: String, name_nl: String) -> WorkloadName {
    WorkloadName { code, name_en, name_nl }
}

/// The proofs of a claim.
pub(crate) async fn proofs(tx: &mut Tx, claim: FiledClaimId) -> Result<Vec<ProofItem>, AppError> {
    let rows = tx.claim_proofs(claim).await?;
    let items = rows.into_iter().map(|row| {
        Ok(ProofItem {
            id: row.handle,
            file_name: row.file_name,
            kind: FileKind::from_media_type(&row.media_type).ok_or_else(|| broken("media_type"))?,
            bytes: u64::try_from(row.file_bytes).unwrap_or_default(),
            added_at: moment(row.added_at),
            person: row.person,
        })
    });
    items.collect()
}

async fn competitors(
    tx: &mut Tx,
    row: &FiledClaimRow,
    workloads: &[FiledWorkloadRow],
) -> Result<Vec<Competitor>, AppError> {
    let mut found: Vec<Competitor> = Vec::new();
    for one in tx.competitors(row).await? {
        let workload = workloads.iter().find(|other| other.workload_id == one.workload_id);
        let known = found.iter().find(|other| other.number.is_some() && other.number == one.number);
        let proofs = match (&one.number, known) {
            (_, Some(known)) => known.proofs.clone(),
            (Some(number), None) => match tx.filed_claim_of_anybody(number).await? {
                Some(other) => proofs(tx, other.id()).await?,
                None => Vec::new(),
            },
            (None, None) => Vec::new(),
        };
        found.push(Competitor {
            workload: workload.map(|one| one.code.clone()).unwrap_or_default(),
            organisation: one.organisation,
            number: one.number,
            state: StateCode::from_code(&one.state).ok_or_else(|| broken("state"))?,
            proofs,
        });
    }
    Ok(found)
}

/// What is known of the tenant of a claim.
pub(crate) async fn tenant_check(tx: &mut Tx, row: &FiledClaimRow) -> Result<TenantCheck, AppError> {
    Ok(match tx.claimed_tenant(row.tenant_id).await? {
        None => TenantCheck::Unknown,
        Some(tenant) if tenant.domain.is_empty() || tenant.domain.to_lowercase() == row.domain => {
            TenantCheck::Fits { name: tenant.name }
        }
        Some(tenant) => TenantCheck::OtherDomain { name: tenant.name, domain: tenant.domain },
    })
}

/// Something is kept that the program never wrote.
pub(crate) fn broken(column: &str) -> AppError {
    AppError::Internal(format!("a claim has a {column} that is none"))
}

/// Whether somebody of the programme office decides on claims at all, or only reads those of assigned partners.
pub(crate) fn is_limited(scope: &ClaimScope) -> bool {
    matches!(scope.view(), ClaimView::Partners(_))
}
