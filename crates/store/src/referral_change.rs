//! Every change of a referral (S10.4). Kept, and never changed.

use domain::claim::Party;
use domain::id::{PersonId, ReferralId};
use domain::money::Money;
use domain::referral::{Move, State};

use crate::{StoreError, Tx, on};

/// A change as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReferralChangeRow {
    /// The code of the move.
    #[sqlx(rename = "move")]
    pub by: String,
    /// The status it led to.
    pub status: String,
    /// When, in milliseconds.
    pub changed_at: i64,
    /// On which side somebody made it.
    pub party: String,
    /// Who; nothing for the clock and the operator.
    pub person_id: Option<i64>,
    /// Their name; nothing where the person is gone.
    pub person: Option<String>,
    /// Why it was declined, as a code.
    pub decline_reason: Option<String>,
    /// What was said when it was declined or withdrawn.
    pub remark: Option<String>,
    /// Value-added services sold, as they were then.
    pub services: Option<String>,
    /// Their estimated value, as it was then.
    pub value_minor: Option<i64>,
    /// In which currency.
    pub currency: Option<String>,
    /// Whether the value was taken away.
    pub is_value_cleared: bool,
    /// A note.
    pub note: Option<String>,
}

/// A change that is made.
#[derive(Debug, Clone)]
pub struct NewReferralChange<'a> {
    /// What is done.
    pub by: Move,
    /// Where it led.
    pub to: &'a State,
    /// When, in milliseconds.
    pub at: i64,
    /// On which side.
    pub party: Party,
    /// Who; nothing for the clock and the operator.
    pub person: Option<PersonId>,
    /// Value-added services sold, where that was said.
    pub services: Option<&'a str>,
    /// Their estimated value, where that was said; nothing within where it was taken away.
    pub value: Option<Option<Money>>,
    /// A note.
    pub note: Option<&'a str>,
}

impl Tx {
    /// Keeps a change of a referral.
    pub async fn note_referral_change(
        &mut self,
        referral: ReferralId,
        change: &NewReferralChange<'_>,
    ) -> Result<(), StoreError> {
        let (decline_reason, remark) = match change.to {
            State::Declined(state) => (Some(state.reason.code()), state.remark.as_deref()),
            State::Withdrawn(state) => (None, Some(state.reason.as_str())),
            State::Assigned(_) | State::Accepted(_) | State::Returned => (None, None),
        };
        let (value, is_cleared) = (change.value.flatten(), change.value == Some(None));
        on!(self, c => sqlx::query(
            "INSERT INTO referral_change (referral_id, move, status, changed_at, party, person_id, decline_reason, remark,
                                          services, value_minor, currency, is_value_cleared, note)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        )
        .bind(referral.0).bind(change.by.code()).bind(change.to.status().code()).bind(change.at)
        .bind(change.party.code()).bind(change.person.map(|one| one.0)).bind(decline_reason).bind(remark)
        .bind(change.services).bind(value.map(|money| money.minor)).bind(value.map(|money| money.currency.code()))
        .bind(is_cleared).bind(change.note).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Every change of a referral, the newest first.
    pub async fn referral_changes(&mut self, referral: ReferralId) -> Result<Vec<ReferralChangeRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT h.move, h.status, h.changed_at, h.party, h.person_id, p.name AS person, h.decline_reason, h.remark,
                    h.services, h.value_minor, h.currency, h.is_value_cleared, h.note
             FROM referral_change AS h LEFT JOIN person AS p ON p.person_id = h.person_id
             WHERE h.referral_id = $1 ORDER BY h.referral_change_id DESC"
        ).bind(referral.0).fetch_all(c).await?))
    }
}
