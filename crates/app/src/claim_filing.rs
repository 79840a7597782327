//! Filing a claim, editing it, and removing a draft (S4.2, S4.5).
//!
//! Whether there is such a tenant is not told to whoever files: where they do not see it, what they typed is taken as it
//! is, and the programme office finds out (docs/adr/0019).

use domain::TenantId;
use domain::access::{Action, ClaimScope, Resource, Scope};
use domain::claim::{Filing, FilingFault, FilingField, NewFiling, State, StateCode};
use domain::id::{LocationId, WorkloadId};
use domain::planted::{Fault, planted};
use domain::tenant::name_key;
use store::{FiledClaimRow, Shelf, Tx};

use crate::claim::detail;
use crate::identity::Who;
use crate::{App, AppError, AuditAction, ClaimDetail, Ctx, Expected, Outcome, Problem, RequestKey, Seen};

/// A claim that is held by whoever changes it.
pub(crate) struct Held {
    /// The claim.
    pub row: FiledClaimRow,
    /// The claims that exist for the person.
    pub scope: ClaimScope,
    /// Its state.
    pub state: State,
}

impl Held {
    /// The claim of that number, where it exists for the person, held until the transaction ends.
    pub(crate) async fn find(tx: &mut Tx, who: &Who, number: &str) -> Result<Self, AppError> {
        let scope = who.claim_scope()?;
        let mut found = tx.filed_claim(&scope, number).await?;
        if let Some(row) = &found
            && tx.hold_filed_claim(row.id()).await?
        {
            found = tx.filed_claim(&scope, number).await?;
        }
        let Some(row) = found else {
            let Ok(tenants) = who.scope() else { return Err(AppError::NotFound) };
            let none = store::ClaimFilter::default();
            let reported = tx.reported_claims((&scope, &tenants), &none, Some(number), "", 1).await?;
            return Err(if reported.is_empty() { AppError::NotFound } else { AppError::ClaimReadOnly });
        };
        let state = row.state()?;
        Ok(Self { row, scope, state })
    }

    /// Whether it is the version that somebody expects.
    pub(crate) fn is(&self, expected: &Expected) -> bool {
        expected.is(&self.row.version.to_string())
    }

    /// It as it stands by now.
    pub(crate) async fn shown(&self, tx: &mut Tx, who: &Who) -> Result<ClaimDetail, AppError> {
        let row = tx.filed_claim(&self.scope, &self.row.number).await?.ok_or(AppError::NotFound)?;
        detail(tx, who, &self.scope, &row).await
    }
}

impl App {
    /// Files a claim, as a draft. Fields: those of [`FilingField`]. With the key of a request that was made before, the
    /// claim that it filed.
    pub async fn file_claim(
        &self,
        ctx: &Ctx,
        new: &NewFiling,
        key: Option<&RequestKey>,
    ) -> Result<Seen<ClaimDetail>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Write)?;
        let scope = who.claim_scope()?;
        if let Some(number) = self.made_before(&mut tx, &who, key).await? {
            let row = tx.filed_claim(&scope, &number).await?.ok_or(AppError::NotFound)?;
            let value = detail(&mut tx, &who, &scope, &row).await?;
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let (filing, location) = checked(&mut tx, &who, &scope, new).await?;
        let organisation = who.viewer.principal.organisation_id;
        let (_, number) =
            tx.add_filed_claim(organisation, location, &filing, &search_key(&filing), who.person(), who.now).await?;
        self.note_made(&mut tx, &who, key, &number).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::ClaimFiled, &number, &serde_json::json!({})).await?;
        let row = tx.filed_claim(&scope, &number).await?.ok_or(AppError::NotFound)?;
        let value = detail(&mut tx, &who, &scope, &row).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Gives a claim another content, while its state allows it.
    pub async fn edit_claim(
        &self,
        ctx: &Ctx,
        number: &str,
        new: &NewFiling,
        expected: &Expected,
    ) -> Result<Seen<Outcome<ClaimDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Write)?;
        let held = Held::find(&mut tx, &who, number).await?;
        if !held.is(expected) {
            let value = Outcome::Overtaken(held.shown(&mut tx, &who).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        if !held.state.code().can_be_edited() {
            return Err(AppError::ClaimNotEditable(held.state.code()));
        }
        let (filing, location) = checked(&mut tx, &who, &held.scope, new).await?;
        tx.change_filed_claim(&held.row, location, &filing, &search_key(&filing)).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::ClaimChanged, number, &serde_json::json!({})).await?;
        let value = Outcome::Saved(held.shown(&mut tx, &who).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Removes a draft, with its proofs.
    pub async fn remove_claim(&self, ctx: &Ctx, number: &str) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Claims, Action::Write)?;
        let held = Held::find(&mut tx, &who, number).await?;
        if held.state.code() != StateCode::Draft {
            return Err(AppError::ClaimNotEditable(held.state.code()));
        }
        let proofs = tx.claim_proofs(held.row.id()).await?;
        tx.remove_filed_claim(held.row.id()).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::ClaimRemoved, number, &serde_json::json!({})).await?;
        tx.commit().await?;
        for proof in proofs {
            self.forget_content(Shelf::Proofs, &proof.content_hash).await;
        }
        Ok(())
    }
}

/// What is filed, and for which location, if the person may.
async fn checked(
    tx: &mut Tx,
    who: &Who,
    scope: &ClaimScope,
    new: &NewFiling,
) -> Result<(Filing, LocationId), AppError> {
    let workloads = tx.workloads().await?;
    let known = |code: &str| {
        let spelling = domain::workload::spelling(code);
        workloads.iter().find(|row| row.code == code || row.spelling == spelling).map(|row| WorkloadId(row.workload_id))
    };
    let mut wrong = Vec::new();
    let filing = match new.check(known) {
        Ok(filing) => Some(filing),
        Err(faults) => {
            wrong.extend(faults.into_iter().map(|(field, fault)| (field.code(), Problem::from(fault))));
            None
        }
    };
    let mut location = None;
    if !wrong.iter().any(|(field, _)| *field == FilingField::Location.code()) {
        let rows = tx.filing_locations(who.viewer.principal.organisation_id).await?;
        let row = rows.iter().find(|row| row.mpn_id == new.location.trim());
        match row.filter(|row| scope.covers(LocationId(row.location_id))) {
            None => wrong.push((FilingField::Location.code(), Problem::NotInTheList)),
            Some(row) if !row.is_enrolled => wrong.push((FilingField::Location.code(), Problem::NotEnrolled)),
            Some(row) => location = Some(LocationId(row.location_id)),
        }
    }
    if let Some(filing) = &filing
        && !fits(tx, who, filing).await?
    {
        wrong.push((FilingField::Domain.code(), Problem::NotOfThisTenant));
    }
    match (filing, location) {
        (Some(filing), Some(location)) if wrong.is_empty() => Ok((filing, location)),
        _ => Err(AppError::Invalid(wrong)),
    }
}

/// Whether domain and tenant ID belong together, as far as the person sees the tenant.
async fn fits(tx: &mut Tx, who: &Who, filing: &Filing) -> Result<bool, AppError> {
    let TenantId(tenant) = filing.tenant_id;
    let Ok(scope) = Scope::of(&who.viewer.principal) else { return Ok(true) };
    let domain = match tx.tenant_row(&scope, who.programme, tenant).await? {
        Some(row) => row.domain,
        None if planted(Fault::TenantToldToClaimant) => {
            tx.claimed_tenant(tenant).await?.map(|row| row.domain).unwrap_or_default()
        }
        None => String::new(),
    };
    Ok(domain.is_empty() || domain.to_lowercase() == filing.domain)
}

fn search_key(filing: &Filing) -> String {
    name_key(&format!("{} {} {}", filing.name, filing.domain, filing.tenant_id))
}

impl From<FilingFault> for Problem {
    fn from(fault: FilingFault) -> Self {
        match fault {
            FilingFault::Missing => Self::Missing,
            FilingFault::Malformed => Self::Malformed,
            FilingFault::NotAnEmail => Self::NotAnEmail,
            FilingFault::UnknownWorkload(code) => Self::UnknownWorkload(code),
            FilingFault::WorkloadTwice(code) => Self::WorkloadTwice(code),
            FilingFault::Text(fault) => fault.into(),
        }
    }
}
