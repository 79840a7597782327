//! Giving customers' requests to partners, and taking them back (S10.3, S10.5).

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, Resource};
use domain::claim::Party;
use domain::id::{LoadId, LocationId, OrganisationId, RfaId, TenantKey, WorkloadId};
use domain::mail::MailKind;
use domain::planted::{Fault, planted};
use domain::referral::{
    Accepted, DeclineReason, Declined, MOST_PARTNERS, Move, Progress, Share, ShareFault, State, Status, check_shares,
};
use store::{CandidateRow, NewReferral, NewReferralChange, RfaWorkloadRow, StagedTargetRow, Tx};

use crate::claim::named;
use crate::identity::Who;
use crate::mail::Notice;
use crate::referral_answer::{HeldReferral, not_moved};
use crate::referral_request::{Round, request};
use crate::{
    App, AppError, AuditAction, Ctx, Expected, Outcome, Problem, ReferralDetail, RequestDetail, RequestKey, Seen,
};

/// The field in which a share is asked for.
const SHARES: &str = "shares";

/// What one partner is to get, as asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShareAsked {
    /// The location, by its own partner ID.
    pub location: String,
    /// Workloads, by code.
    pub workloads: Vec<String>,
}

impl App {
    /// Gives what is open of a request to partners: each workload to one of up to three. Field: `shares`. With the key of a
    /// request that was made before, what stands there by now.
    pub async fn assign_request(
        &self,
        ctx: &Ctx,
        id: i64,
        asked: &[ShareAsked],
        expected: &Expected,
        key: Option<&RequestKey>,
    ) -> Result<Seen<Outcome<RequestDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::ReferralAssignment, Action::Write)?;
        tx.lock_application().await?;
        let rfa = RfaId(id);
        tx.hold_rfa(rfa).await?;
        let row = tx.rfa(rfa).await?.ok_or(AppError::NotFound)?;
        let is_done = self.made_before(&mut tx, &who, key).await?.is_some();
        if is_done || !expected.is(&row.version.to_string()) {
            let value = request(&mut tx, &who, &row).await?;
            tx.end();
            self.audit_look(ctx, &who, AuditAction::RequestOpened, &row.code).await?;
            let value = if is_done { Outcome::Saved(value) } else { Outcome::Overtaken(value) };
            return Ok(Seen { viewer: who.viewer, value });
        }
        let workloads = tx.rfa_workloads(rfa).await?;
        let places = tx.referral_candidates(rfa).await?;
        let shares = shares(asked, &places, &workloads)?;
        // Whoever pauses and whoever assigns at the same time come one after the other.
        let mut organisations: Vec<_> = shares.iter().map(|share| share.organisation).collect();
        organisations.sort_unstable();
        for organisation in organisations {
            tx.hold_organisation(organisation).await?;
        }
        let round = Round::of(&mut tx, &who, &row, &workloads).await?;
        // Once more, as the locations are now that the partners are held.
        let held: Vec<_> = shares.iter().map(|share| share.organisation).collect();
        let shares = self::shares(asked, &round.rows, &workloads)?;
        if shares.iter().any(|share| !held.contains(&share.organisation)) {
            return Err(AppError::Conflict);
        }
        check_shares(&round.need.workloads, &round.having, &shares)
            .map_err(|fault| not_shared(fault, &round.rows, &workloads))?;
        for share in &shares {
            let Some(place) = round.rows.iter().find(|one| one.location_id == share.location.0) else { continue };
            if let Some(until) = round.paused_until(share.organisation.0) {
                return Err(AppError::field(SHARES, Problem::Paused(place.organisation.clone(), until)));
            }
            self.assigned(&mut tx, ctx, &who, rfa, share, &place.country, None).await?;
        }
        tx.touch_rfa(rfa).await?;
        sees_at_once(&mut tx, TenantKey(row.tenant_key), true, who.now).await?;
        self.note_made(&mut tx, &who, key, &id.to_string()).await?;
        let row = tx.rfa(rfa).await?.ok_or(AppError::NotFound)?;
        let value = Outcome::Saved(request(&mut tx, &who, &row).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Gives a share of a request to its partner: the one place where a referral begins. Whoever is told by mail is told from
    /// here, in the same transaction.
    #[expect(clippy::too_many_arguments, reason = "who gives, what, to whom, where, and what brought it")]
    async fn assigned(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        rfa: RfaId,
        share: &Share,
        country: &str,
        load: Option<LoadId>,
    ) -> Result<domain::id::ReferralId, AppError> {
        let waits = who.referral_day(country).assign();
        let new = NewReferral {
            rfa,
            organisation: share.organisation,
            location: share.location,
            workloads: &share.workloads,
            waits: &waits,
            at: who.now,
            load: load.map(|load| load.0),
        };
        let (id, number) = tx.add_referral(&new).await?;
        let to = State::Assigned(waits);
        tx.note_referral_change(id, &change(Move::Assignment, &to, Party::Office, who)).await?;
        // What a load brings was told of where it came from.
        if load.is_none() {
            let (kind, organisation) = (MailKind::ReferralAssigned, Some(share.organisation));
            self.announce(tx, Notice { kind, person: None, organisation, by: who.person(), subject: &number }).await?;
        }
        self.audit(tx, ctx, who, AuditAction::ReferralAssigned, &number, &serde_json::json!({})).await?;
        Ok(id)
    }

    /// Takes a referral back. Field: `remark`, which is why.
    pub async fn withdraw_referral(
        &self,
        ctx: &Ctx,
        number: &str,
        remark: &str,
        expected: &Expected,
    ) -> Result<Seen<Outcome<ReferralDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::ReferralAssignment, Action::Write)?;
        tx.lock_application().await?;
        let held = HeldReferral::find(&mut tx, &who, number).await?;
        if !held.is(expected) {
            let value = Outcome::Overtaken(held.shown(&mut tx, &who).await?);
            tx.end();
            self.audit_look(ctx, &who, AuditAction::ReferralOpened, number).await?;
            return Ok(Seen { viewer: who.viewer, value });
        }
        let to = held.state.clone().withdraw(remark).map_err(|fault| not_moved(fault, remark))?;
        self.moved(&mut tx, ctx, &who, &held, Move::Withdrawal, &to, Party::Office).await?;
        let value = Outcome::Saved(held.shown(&mut tx, &who).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Merges what a load says of requests; what is new and was a partner's elsewhere is theirs here too, as it stood there.
    pub(crate) async fn apply_referrals(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        load: LoadId,
    ) -> Result<(), AppError> {
        let targets = tx.apply_referrals(load).await?;
        // In one order, as whoever assigns: two that wait for each other would end one of them.
        let partners: BTreeSet<_> = targets.iter().map(|target| target.organisation_id).collect();
        for partner in partners {
            tx.hold_organisation(OrganisationId(partner)).await?;
        }
        for target in targets {
            let rfa = RfaId(target.rfa_id);
            let workloads = tx.rfa_workloads(rfa).await?;
            let share = Share {
                organisation: OrganisationId(target.organisation_id),
                location: LocationId(target.location_id),
                workloads: workloads.iter().map(|one| WorkloadId(one.workload_id)).collect(),
            };
            let id = self.assigned(tx, ctx, who, rfa, &share, &target.country, Some(load)).await?;
            if let Some((by, to)) = stood(&target, who)? {
                tx.move_referral(id, &to, who.now).await?;
                tx.note_referral_change(id, &change(by, &to, Party::Partner, who)).await?;
                tx.set_referral_as_loaded(id).await?;
            }
        }
        Ok(())
    }
}

/// Has whoever was given a referral of a tenant see it from now on, and whoever has none any more not (S2.1, S10.3); whoever calls
/// has locked the application of loads.
pub(crate) async fn sees_at_once(tx: &mut Tx, tenant: TenantKey, is_given: bool, now: i64) -> Result<(), AppError> {
    tx.hold_tenant(tenant).await?;
    if is_given || !planted(Fault::EndedReferralShows) {
        tx.derive_tenant(tenant, now).await?;
    }
    Ok(())
}

/// A change that says nothing but where it leads. Nobody's name stands at what a partner did elsewhere.
fn change<'a>(by: Move, to: &'a State, party: Party, who: &Who) -> NewReferralChange<'a> {
    let person = who.person().filter(|_| party == Party::Office);
    NewReferralChange { by, to, at: who.now, party, person, services: None, value: None, note: None }
}

/// How a referral stood where it came from; nothing where it waits for an answer.
fn stood(target: &StagedTargetRow, who: &Who) -> Result<Option<(Move, State)>, AppError> {
    let status = Status::from_code(&target.status)
        .ok_or_else(|| AppError::Internal(format!("staged_referral.status is {}", target.status)))?;
    Ok(match status {
        Status::Assigned => None,
        Status::Active | Status::Won | Status::Lost | Status::Closed => {
            let progress = Progress::from_code(status.code()).unwrap_or(Progress::Active);
            let accepted_on = who.referral_day(&target.country).today;
            Some((Move::Acceptance, State::Accepted(Accepted { accepted_on, progress })))
        }
        Status::Declined => {
            let declined = Declined { reason: DeclineReason::Other, remark: None };
            Some((Move::Decline, State::Declined(declined)))
        }
        Status::Returned | Status::Withdrawn => Some((Move::Return, State::Returned)),
    })
}

/// The shares that are asked for, with their locations and workloads looked up.
fn shares(asked: &[ShareAsked], places: &[CandidateRow], workloads: &[RfaWorkloadRow]) -> Result<Vec<Share>, AppError> {
    let mut shares = Vec::new();
    for one in asked.iter().take(MOST_PARTNERS + 1) {
        let location = one.location.trim();
        if location.is_empty() {
            return Err(AppError::field(SHARES, Problem::Missing));
        }
        let place = places.iter().find(|row| row.mpn_id == location);
        let place = place.ok_or_else(|| AppError::field(SHARES, Problem::PlaceUnknown))?;
        let mut own = Vec::new();
        for code in one.workloads.iter().map(|code| code.trim()).filter(|code| !code.is_empty()) {
            let spelling = domain::workload::spelling(code);
            let found = workloads.iter().find(|row| domain::workload::spelling(&row.code) == spelling);
            let unknown = || Problem::UnknownWorkload(code.chars().take(100).collect());
            own.push(WorkloadId(found.ok_or_else(|| AppError::field(SHARES, unknown()))?.workload_id));
        }
        shares.push(Share {
            organisation: OrganisationId(place.organisation_id),
            location: LocationId(place.location_id),
            workloads: own,
        });
    }
    Ok(shares)
}

/// What is wrong with shares, in terms that people know.
fn not_shared(fault: ShareFault, places: &[CandidateRow], workloads: &[RfaWorkloadRow]) -> AppError {
    let partners: BTreeMap<i64, &str> =
        places.iter().map(|row| (row.organisation_id, row.organisation.as_str())).collect();
    let partner = |id: OrganisationId| partners.get(&id.0).copied().unwrap_or_default().to_owned();
    let code = |id: WorkloadId| {
        workloads.iter().find(|row| row.workload_id == id.0).map(|row| row.code.clone()).unwrap_or_default()
    };
    let problem = match fault {
        ShareFault::NothingLeft => return AppError::RequestAssigned,
        ShareFault::Nobody | ShareFault::Nothing(_) => Problem::Missing,
        ShareFault::TooMany(_) => Problem::AsManyAsMayBe(MOST_PARTNERS),
        ShareFault::PartnerTwice(id) => Problem::PartnerTwice(partner(id)),
        ShareFault::NotToAssign(id) => Problem::UnknownWorkload(code(id)),
        ShareFault::WorkloadTwice(id) => Problem::WorkloadTwice(code(id)),
        ShareFault::Left(left) => Problem::WorkloadsLeft(
            workloads
                .iter()
                .filter(|row| left.contains(&WorkloadId(row.workload_id)))
                .map(|row| named(row.code.clone(), row.name_en.clone(), row.name_nl.clone()))
                .collect(),
        ),
    };
    AppError::field(SHARES, problem)
}
