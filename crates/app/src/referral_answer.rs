//! What a partner does with a referral: accepting, declining, and saying how it goes (S10.4).

use domain::access::{Action, Resource, Scope, Sensitivity};
use domain::claim::Party;
use domain::id::{OrganisationId, PersonId, TenantKey};
use domain::mail::MailKind;
use domain::planted::Fault;
use domain::referral::{EditFault, EditField, Move, MoveFault, NewEdit, State};
use store::{NewReferralChange, ReferralRow, Tx};

use crate::identity::Who;
use crate::mail::Notice;
use crate::referral::{detail, sensitivity};
use crate::referral_assignment::sees_at_once;
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Problem, ReferralDetail, Seen};

/// A referral that is held for whoever changes it.
pub(crate) struct HeldReferral {
    /// As it is kept.
    pub(crate) row: ReferralRow,
    /// Its state.
    pub(crate) state: State,
    /// The scope that shows it.
    pub(crate) scope: Scope,
}

impl HeldReferral {
    /// The referral of that number, where it exists for the person; held until the transaction ends.
    pub(crate) async fn find(tx: &mut Tx, who: &Who, number: &str) -> Result<Self, AppError> {
        let scope = who.scope()?;
        let seen = scope.mistaken_by(Fault::ReferralAnsweredElsewhere).into_owned();
        let mut found = tx.referral(&seen, number).await?;
        if let Some(row) = &found
            && tx.hold_referral(row.id()).await?
        {
            found = tx.referral(&seen, number).await?;
        }
        let row = found.ok_or(AppError::NotFound)?;
        let state = row.state()?;
        Ok(Self { row, state, scope: seen })
    }

    /// Whether it is the version that somebody expects.
    pub(crate) fn is(&self, expected: &Expected) -> bool {
        expected.is(&self.row.version.to_string())
    }

    /// It as it stands by now.
    pub(crate) async fn shown(&self, tx: &mut Tx, who: &Who) -> Result<ReferralDetail, AppError> {
        let row = tx.referral(&self.scope, &self.row.number).await?.ok_or(AppError::NotFound)?;
        detail(tx, who, &self.scope, &row).await
    }
}

/// What is wrong with a move, at its field where it has one.
pub(crate) fn not_moved(fault: MoveFault, reason: &str) -> AppError {
    match fault {
        MoveFault::NotAReason if reason.trim().is_empty() => AppError::field("reason", Problem::Missing),
        MoveFault::NotAReason => AppError::field("reason", Problem::NotInTheList),
        MoveFault::Remark(fault) => AppError::field("remark", fault.into()),
        fault => AppError::ReferralMove(fault),
    }
}

impl From<EditFault> for Problem {
    fn from(fault: EditFault) -> Self {
        match fault {
            EditFault::NotInTheList => Self::NotInTheList,
            EditFault::Malformed => Self::Malformed,
            EditFault::TooLarge(most) => Self::OutOfRange(0, most),
            EditFault::Missing => Self::Missing,
            EditFault::TooMany(most) => Self::AsManyAsMayBe(most),
            EditFault::Text(fault) => fault.into(),
        }
    }
}

impl App {
    /// Accepts a referral (S10.4).
    pub async fn accept_referral(
        &self,
        ctx: &Ctx,
        number: &str,
        expected: &Expected,
    ) -> Result<Seen<Outcome<ReferralDetail>>, AppError> {
        self.answer(ctx, number, expected, Move::Acceptance, |held, day| {
            held.state.clone().accept(day).map_err(|fault| not_moved(fault, ""))
        })
        .await
    }

    /// Declines a referral. Fields: `reason`, the code of one of the list, and `remark` (S10.4).
    pub async fn decline_referral(
        &self,
        ctx: &Ctx,
        number: &str,
        (reason, remark): (&str, &str),
        expected: &Expected,
    ) -> Result<Seen<Outcome<ReferralDetail>>, AppError> {
        self.answer(ctx, number, expected, Move::Decline, |held, day| {
            held.state.clone().decline(reason, remark, day).map_err(|fault| not_moved(fault, reason))
        })
        .await
    }

    async fn answer(
        &self,
        ctx: &Ctx,
        number: &str,
        expected: &Expected,
        by: Move,
        answer: impl FnOnce(&HeldReferral, domain::referral::Day<'_>) -> Result<State, AppError> + Send,
    ) -> Result<Seen<Outcome<ReferralDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Referrals, Action::Write)?;
        if by == Move::Decline {
            tx.lock_application().await?;
        }
        let held = HeldReferral::find(&mut tx, &who, number).await?;
        if !held.is(expected) {
            let value = Outcome::Overtaken(held.shown(&mut tx, &who).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let to = answer(&held, who.referral_day(&held.row.location_country))?;
        self.moved(&mut tx, ctx, &who, &held, by, &to, Party::Partner).await?;
        let value = Outcome::Saved(held.shown(&mut tx, &who).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Moves a referral that is held, and writes down that it was.
    #[expect(
        clippy::too_many_arguments,
        reason = "who, through which door, what, by what, where to, and on which side"
    )]
    pub(crate) async fn moved(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        held: &HeldReferral,
        by: Move,
        to: &State,
        party: Party,
    ) -> Result<(), AppError> {
        tx.move_referral(held.row.id(), to, who.now).await?;
        if !to.status().is_with_partner() {
            tx.touch_rfa(domain::id::RfaId(held.row.rfa_id)).await?;
            sees_at_once(tx, TenantKey(held.row.tenant_key), false, who.now).await?;
        }
        let change = NewReferralChange {
            by,
            to,
            at: who.now,
            party,
            person: who.person(),
            services: None,
            value: None,
            note: None,
        };
        tx.note_referral_change(held.row.id(), &change).await?;
        let detail = serde_json::json!({
            "move": by.code(), "from": held.state.status().code(), "to": to.status().code()
        });
        self.tell_over(tx, &held.row, by, who.person()).await?;
        self.audit(tx, ctx, who, AuditAction::ReferralMoved, &held.row.number, &detail).await
    }

    /// Tells the other side of a referral that its partner has no more.
    pub(crate) async fn tell_over(
        &self,
        tx: &mut Tx,
        row: &ReferralRow,
        by: Move,
        person: Option<PersonId>,
    ) -> Result<(), AppError> {
        let (office, partner) = (tx.programme().await?.id(), OrganisationId(row.organisation_id));
        let to: &[OrganisationId] = match by {
            Move::Decline => &[office],
            Move::Return => &[office, partner],
            Move::Withdrawal => &[partner],
            Move::Assignment | Move::Acceptance | Move::Edit => &[],
        };
        for organisation in to {
            let (kind, organisation) = (MailKind::ReferralOver, Some(*organisation));
            self.announce(tx, Notice { kind, person: None, organisation, by: person, subject: &row.number }).await?;
        }
        Ok(())
    }

    /// Keeps what a partner says of a referral that it accepted. Fields: those of [`EditField`].
    pub async fn edit_referral(
        &self,
        ctx: &Ctx,
        number: &str,
        new: &NewEdit,
        expected: &Expected,
    ) -> Result<Seen<Outcome<ReferralDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Referrals, Action::Write)?;
        let held = HeldReferral::find(&mut tx, &who, number).await?;
        if !held.is(expected) {
            let value = Outcome::Overtaken(held.shown(&mut tx, &who).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        if !held.state.status().can_be_edited() {
            let fault = MoveFault::NotFrom { from: held.state.status(), by: Move::Edit };
            return Err(AppError::ReferralMove(fault));
        }
        // What somebody does not see they do not change (S1.4).
        if new.value.is_some() && sensitivity(&held.scope, &held.row) == Sensitivity::Withheld {
            return Err(AppError::field(EditField::Value.code(), Problem::Withheld));
        }
        let edit = new.check().map_err(|faults| {
            AppError::Invalid(faults.into_iter().map(|(field, fault)| (field.code(), fault.into())).collect())
        })?;
        let to = held.state.clone().progressed(edit.progress).map_err(AppError::ReferralMove)?;
        tx.move_referral(held.row.id(), &to, who.now).await?;
        tx.edit_referral(held.row.id(), edit.services.as_deref(), edit.value, who.person()).await?;
        let change = NewReferralChange {
            by: Move::Edit,
            to: &to,
            at: who.now,
            party: Party::Partner,
            person: who.person(),
            services: edit.services.as_deref(),
            // What was never said cannot be taken away.
            value: edit.value.filter(|value| value.is_some() || held.row.value_minor.is_some()),
            note: edit.note.as_deref(),
        };
        tx.note_referral_change(held.row.id(), &change).await?;
        let detail = serde_json::json!({ "from": held.state.status().code(), "to": to.status().code() });
        self.audit(&mut tx, ctx, &who, AuditAction::ReferralEdited, number, &detail).await?;
        let value = Outcome::Saved(held.shown(&mut tx, &who).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }
}
