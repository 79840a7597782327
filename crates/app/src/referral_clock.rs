//! What time does with referrals: the partner is reminded, and what nobody answered goes back (S10.4).
//!
//! Each happens once, however many servers try. Whoever is told by mail is told from `remind` and `give_back`, in their
//! transactions.

use domain::claim::Party;
use domain::id::{OrganisationId, ReferralId, RfaId, TenantKey};
use domain::mail::MailKind;
use domain::referral::Move;
use store::{AuditEntry, NewReferralChange, ReferralRow, Tx};

use crate::identity::{moment, still};
use crate::mail::Notice;
use crate::referral::referral_day;
use crate::referral_assignment::sees_at_once;
use crate::{App, AppError, AuditAction, Door};

/// A referral that is broken, or that somebody else has, keeps nobody waiting behind it.
fn one_by_one(id: ReferralId, what: &str, done: Result<bool, AppError>) -> Result<usize, AppError> {
    match done {
        Ok(is_done) => Ok(usize::from(is_done)),
        Err(error @ (AppError::Internal(_) | AppError::Conflict)) => {
            tracing::error!(referral = id.0, %error, "a referral cannot be {what}");
            Ok(0)
        }
        Err(error) => Err(error),
    }
}

impl App {
    /// Reminds partners of referrals that wait for an answer, each once; gives of how many.
    pub async fn remind_referrals(&self) -> Result<usize, AppError> {
        let now = self.now_millis();
        let mut tx = self.store.read().await?;
        let due = tx.referrals_to_remind(moment(now).date_naive()).await?;
        tx.end();
        let mut reminded = 0;
        for id in due.into_iter().map(ReferralId) {
            reminded += one_by_one(id, "reminded of", self.remind(id, now).await)?;
        }
        Ok(reminded)
    }

    /// Sends back the referrals whose time to answer is over, each once, however many servers try; gives how many.
    pub async fn return_referrals(&self) -> Result<usize, AppError> {
        let now = self.now_millis();
        let mut tx = self.store.read().await?;
        let due = tx.returning_referrals(still(now)).await?;
        tx.end();
        let mut returned = 0;
        for id in due.into_iter().map(ReferralId) {
            returned += one_by_one(id, "sent back", self.give_back(id, now).await)?;
        }
        Ok(returned)
    }

    /// Reminds the partner of a referral; whether it was this that did.
    async fn remind(&self, id: ReferralId, now: i64) -> Result<bool, AppError> {
        let mut tx = self.store.write().await?;
        // Somebody could have answered, and another server could have been first.
        if !tx.note_reminded(id, now).await? {
            return Ok(false);
        }
        let Some(row) = tx.referral_by_id(id).await? else { return Ok(false) };
        let (kind, organisation) = (MailKind::ReferralDue, Some(OrganisationId(row.organisation_id)));
        let notice = Notice { kind, person: None, organisation, by: None, subject: &row.number };
        self.announce(&mut tx, notice).await?;
        by_clock(&mut tx, &row, AuditAction::ReferralReminded, &serde_json::json!({}), now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Sends a referral back if its time to answer is over; whether it was this that did.
    async fn give_back(&self, id: ReferralId, now: i64) -> Result<bool, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_application().await?;
        tx.hold_referral(id).await?;
        // Somebody could have answered, and another server could have been first.
        let Some(row) = tx.referral_by_id(id).await? else { return Ok(false) };
        let state = row.state()?;
        let Ok(to) = state.give_back(referral_day(now, &row.location_country)) else { return Ok(false) };
        tx.move_referral(id, &to, now).await?;
        tx.touch_rfa(RfaId(row.rfa_id)).await?;
        sees_at_once(&mut tx, TenantKey(row.tenant_key), false, now).await?;
        let change = NewReferralChange {
            by: Move::Return,
            to: &to,
            at: now,
            party: Party::Clock,
            person: None,
            services: None,
            value: None,
            note: None,
        };
        tx.note_referral_change(id, &change).await?;
        let detail = serde_json::json!({ "move": Move::Return.code(), "to": to.status().code() });
        by_clock(&mut tx, &row, AuditAction::ReferralMoved, &detail, now).await?;
        self.tell_over(&mut tx, &row, Move::Return, None).await?;
        tx.commit().await?;
        Ok(true)
    }
}

async fn by_clock(
    tx: &mut Tx,
    row: &ReferralRow,
    action: AuditAction,
    detail: &serde_json::Value,
    now: i64,
) -> Result<(), AppError> {
    tx.add_audit(&AuditEntry {
        happened_at: now,
        person: None,
        organisation: Some(OrganisationId(row.organisation_id)),
        door: Door::Clock.code(),
        action: action.code(),
        subject: &row.number,
        detail: &detail.to_string(),
        address: "",
        request_id: "",
    })
    .await?;
    Ok(())
}
