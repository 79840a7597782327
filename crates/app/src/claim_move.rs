//! Moving a claim on: submitting, deciding, disputing, ending, and what the clock does (S4.3, S4.4).
//!
//! Whoever moves a claim holds it; whoever changes who holds a workload has locked the application of loads and holds the
//! tenant. What follows from it is written in the same transaction, so that a tenant is seen, and hidden, at once.

use std::collections::BTreeSet;

use domain::access::{Action, Resource};
use domain::claim::{LONGEST_REASON, Move, MoveFault, Party, StateCode};
use domain::id::{FiledClaimId, OrganisationId, PersonId, TenantKey, WorkloadId};
use domain::mail::MailKind;
use domain::planted::{Fault, planted};
use domain::text;
use store::{AuditEntry, FiledClaimRow, FiledWorkloadRow, Mover, Tx};

use crate::claim::{is_limited, named, tenant_check};
use crate::claim_filing::Held;
use crate::identity::{Who, moment, still};
use crate::mail::Notice;
use crate::{App, AppError, AuditAction, ClaimDetail, Ctx, Door, Expected, Outcome, Problem, Seen, TenantCheck};

/// What goes with a move.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MoveAsked {
    /// Why.
    pub reason: String,
    /// Of an approval: the codes of the workloads that are approved; empty is all.
    pub workloads: Vec<String>,
    /// Of an approval: that workloads which others hold pass to this claim (S4.4).
    pub takes_over: bool,
}

/// Where a claim counts, of one that has been or will be approved.
struct Ground {
    tenant: TenantKey,
    held: BTreeSet<WorkloadId>,
}

impl App {
    /// Moves a claim on. Fields: `reason`, `workloads`, `proofs`.
    pub async fn move_claim(
        &self,
        ctx: &Ctx,
        number: &str,
        by: Move,
        asked: &MoveAsked,
        expected: &Expected,
    ) -> Result<Seen<Outcome<ClaimDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        let party = allowed(&who, by)?;
        if may_change_holders(by) {
            tx.lock_application().await?;
        }
        let held = Held::find(&mut tx, &who, number).await?;
        if !held.is(expected) {
            let value = Outcome::Overtaken(held.shown(&mut tx, &who).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let day = who.claim_day(&held.row.location_country);
        let to = held.state.clone().after(by, &asked.reason, day).map_err(not_moved)?;
        if by == Move::Submission && tx.claim_proofs(held.row.id()).await?.is_empty() {
            return Err(AppError::field("proofs", Problem::Missing));
        }
        let reason =
            text::lines(&asked.reason, LONGEST_REASON).map_err(|fault| AppError::field("reason", fault.into()))?;
        let mover = Mover { party, person: who.person(), at: who.now };
        let was_approved = held.state.code() == StateCode::Approved;
        let ground = match to.code() {
            StateCode::Approved => Some(self.approve(&mut tx, ctx, &who, &held, asked, reason.as_deref()).await?),
            _ if was_approved => released(&mut tx, &held).await?,
            _ => None,
        };
        tx.move_filed_claim(held.row.id(), by, &to, reason.as_deref(), mover).await?;
        if let Some(ground) = ground {
            tx.decide_workloads(held.row.id(), ground.tenant, &ground.held).await?;
            if !(was_approved && planted(Fault::EndedClaimShows)) {
                tx.derive_tenant(ground.tenant, who.now).await?;
            }
        }
        let detail = serde_json::json!({ "move": by.code(), "from": held.state.code().code(), "to": to.code().code() });
        self.announce_move(&mut tx, &held.row, party, who.person()).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::ClaimMoved, number, &detail).await?;
        let value = Outcome::Saved(held.shown(&mut tx, &who).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// What an approval makes of the claim's workloads, and of those who hold them by now.
    async fn approve(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        claim: &Held,
        asked: &MoveAsked,
        reason: Option<&str>,
    ) -> Result<Ground, AppError> {
        let check = tenant_check(tx, &claim.row).await?;
        let tenant = match tx.claimed_tenant(claim.row.tenant_id).await? {
            Some(tenant) if matches!(check, TenantCheck::Fits { .. }) => TenantKey(tenant.tenant_key),
            _ => return Err(AppError::ClaimTenant(check)),
        };
        tx.hold_tenant(tenant).await?;
        let workloads = tx.filed_workloads(&[claim.row.id()]).await?;
        let chosen = chosen(&workloads, &asked.workloads)?;
        let competitors = tx.competitors(&claim.row).await?;
        let taken: BTreeSet<WorkloadId> = competitors
            .iter()
            .filter(|one| one.state == StateCode::Approved.code())
            .map(|one| WorkloadId(one.workload_id))
            .filter(|one| chosen.contains(one))
            .collect();
        if !taken.is_empty() {
            if !asked.takes_over {
                let those = workloads.into_iter().filter(|one| taken.contains(&WorkloadId(one.workload_id)));
                return Err(AppError::ClaimTaken(those.map(|one| named(one.code, one.name_en, one.name_nl)).collect()));
            }
            // Whoever loses it reads why.
            let Some(reason) = reason else { return Err(AppError::field("reason", Problem::Missing)) };
            self.take_over(tx, ctx, who, claim, &Ground { tenant, held: taken }, reason).await?;
        }
        Ok(Ground { tenant, held: chosen })
    }

    /// Takes workloads from the claims that hold them; a claim that holds none any more has ended.
    async fn take_over(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        claim: &Held,
        taken: &Ground,
        reason: &str,
    ) -> Result<(), AppError> {
        for loser in tx.holding_claims(claim.row.tenant_id, &taken.held, claim.row.id()).await? {
            tx.hold_filed_claim(loser.id()).await?;
            let held = held_by(&tx.filed_workloads(&[loser.id()]).await?);
            let left: BTreeSet<WorkloadId> = held.difference(&taken.held).copied().collect();
            tx.decide_workloads(loser.id(), taken.tenant, &left).await?;
            let day = who.claim_day(&loser.location_country);
            let mover = Mover { party: Party::Office, person: who.person(), at: who.now };
            let before = loser.state()?;
            let ended = before.clone().after(Move::Disassociation, reason, day).map_err(not_moved)?;
            if left.is_empty() {
                tx.move_filed_claim(loser.id(), Move::Disassociation, &ended, Some(reason), mover).await?;
            } else {
                tx.note_claim_move(loser.id(), Move::Disassociation, &before, Some(reason), mover).await?;
                tx.touch_filed_claim(loser.id()).await?;
            }
            self.announce_move(tx, &loser, Party::Office, who.person()).await?;
            let detail =
                serde_json::json!({ "move": Move::Disassociation.code(), "workloads": held.len() - left.len() });
            self.audit(tx, ctx, who, AuditAction::ClaimMoved, &loser.number, &detail).await?;
        }
        Ok(())
    }

    /// Tells the other side that a claim was moved: the programme office of what a partner does, the partner of all else.
    async fn announce_move(
        &self,
        tx: &mut Tx,
        claim: &FiledClaimRow,
        by: Party,
        person: Option<PersonId>,
    ) -> Result<(), AppError> {
        let to = match by {
            Party::Partner => tx.programme().await?.id(),
            Party::Office | Party::Clock => OrganisationId(claim.organisation_id),
        };
        let (kind, organisation, subject) = (MailKind::ClaimMoved, Some(to), claim.number.as_str());
        self.announce(tx, Notice { kind, person: None, organisation, by: person, subject }).await
    }

    /// Rejects the claims whose time to answer is over, each once, however many servers try; gives how many.
    pub async fn lapse_claims(&self) -> Result<usize, AppError> {
        let now = self.now_millis();
        let mut tx = self.store.read().await?;
        let due = tx.lapsing_claims(still(now)).await?;
        tx.end();
        let mut lapsed = 0;
        for id in due.into_iter().map(FiledClaimId) {
            match self.lapse_claim(id, now).await {
                Ok(is_lapsed) => lapsed += usize::from(is_lapsed),
                // A claim that is broken, or that somebody else has, keeps nobody waiting behind it.
                Err(error @ (AppError::Internal(_) | AppError::Conflict)) => {
                    tracing::error!(claim = id.0, %error, "a claim whose time is over cannot be rejected");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(lapsed)
    }

    /// Rejects a claim if its time to answer is over; whether it was this that did.
    async fn lapse_claim(&self, id: FiledClaimId, now: i64) -> Result<bool, AppError> {
        let mut tx = self.store.write().await?;
        tx.hold_filed_claim(id).await?;
        // Somebody could have answered, and another server could have been first.
        let Some(row) = tx.filed_claim_by_id(id).await? else { return Ok(false) };
        let day = domain::claim::Day {
            today: moment(now).date_naive(),
            still: still(now),
            calendar: domain::calendar::Calendar::of(&row.location_country),
            clocks: domain::claim::Clocks::default(),
        };
        let Ok(to) = row.state()?.after(Move::Lapse, "", day) else { return Ok(false) };
        let mover = Mover { party: Party::Clock, person: None, at: now };
        tx.move_filed_claim(id, Move::Lapse, &to, None, mover).await?;
        self.announce_move(&mut tx, &row, Party::Clock, None).await?;
        tx.add_audit(&AuditEntry {
            happened_at: now,
            person: None,
            organisation: Some(OrganisationId(row.organisation_id)),
            door: Door::Clock.code(),
            action: AuditAction::ClaimMoved.code(),
            subject: &row.number,
            detail: &serde_json::json!({ "move": Move::Lapse.code(), "to": to.code().code() }).to_string(),
            address: "",
            request_id: "",
        })
        .await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// On which side the person makes that move, if they may.
fn allowed(who: &Who, by: Move) -> Result<Party, AppError> {
    let scope = who.claim_scope()?;
    let party = scope.party();
    let resource = match (by, party) {
        (Move::Disassociation, _) => Resource::ClaimEnds,
        (_, Party::Office) => Resource::ClaimReview,
        (_, Party::Partner | Party::Clock) => Resource::Claims,
    };
    who.may(resource, Action::Write)?;
    if !by.may_be_made_by(party) || is_limited(&scope) {
        return Err(AppError::Forbidden);
    }
    Ok(party)
}

/// Whether a move can change who holds a workload.
fn may_change_holders(by: Move) -> bool {
    matches!(by, Move::Approval | Move::Objection | Move::Disassociation)
}

fn not_moved(fault: MoveFault) -> AppError {
    match fault {
        MoveFault::Reason(fault) => AppError::field("reason", fault.into()),
        fault => AppError::ClaimMove(fault),
    }
}

/// The workloads of a claim that are approved: all, or those that are named.
fn chosen(workloads: &[FiledWorkloadRow], codes: &[String]) -> Result<BTreeSet<WorkloadId>, AppError> {
    let codes: Vec<&str> = codes.iter().map(|code| code.trim()).filter(|code| !code.is_empty()).collect();
    if codes.is_empty() {
        return Ok(workloads.iter().map(|one| WorkloadId(one.workload_id)).collect());
    }
    let find = |code: &str| workloads.iter().find(|one| one.code == code).map(|one| WorkloadId(one.workload_id));
    let named = codes.into_iter().map(|code| {
        find(code)
            .ok_or_else(|| AppError::field("workloads", Problem::UnknownWorkload(code.chars().take(100).collect())))
    });
    named.collect()
}

fn held_by(workloads: &[FiledWorkloadRow]) -> BTreeSet<WorkloadId> {
    let held = workloads.iter().filter(|one| one.outcome.as_deref() == Some("held"));
    held.map(|one| WorkloadId(one.workload_id)).collect()
}

/// What an approved claim held, which it holds no more.
async fn released(tx: &mut Tx, claim: &Held) -> Result<Option<Ground>, AppError> {
    let Some(tenant) = tx.claimed_tenant(claim.row.tenant_id).await? else { return Ok(None) };
    let tenant = TenantKey(tenant.tenant_key);
    tx.hold_tenant(tenant).await?;
    Ok(Some(Ground { tenant, held: BTreeSet::new() }))
}
