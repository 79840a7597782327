//! Which referrals a partner wants, and a pause in which it wants none (S10.5). For its admins.

use chrono::NaiveDate;
use domain::access::{Action, Resource};
use domain::referral::{Day, NewPreference, Preference};
use store::{PreferenceRow, Tx};

use crate::identity::Who;
use crate::referral::referral_day;
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Seen};

/// What the own organisation says of the referrals that it wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreferenceItem {
    /// Languages, countries and sizes.
    pub wanted: Preference,
    /// The last day of the pause; nothing where there is none.
    pub paused_until: Option<NaiveDate>,
    /// Until when one that begins now lasts.
    pub would_pause_until: NaiveDate,
    /// What somebody who changes it says stands there.
    pub revision: String,
}

/// The last day of a pause that is not over.
pub(crate) fn paused_until(row: Option<&PreferenceRow>, still: NaiveDate) -> Option<NaiveDate> {
    row?.paused_until.as_deref()?.parse().ok().filter(|until| *until >= still)
}

fn item(row: Option<&PreferenceRow>, day: Day<'_>) -> PreferenceItem {
    PreferenceItem {
        wanted: row.map(PreferenceRow::preference).unwrap_or_default(),
        paused_until: paused_until(row, day.still),
        would_pause_until: day.pause_until(),
        revision: row.map_or(0, |row| row.version).to_string(),
    }
}

impl App {
    /// What the own organisation says of the referrals that it wants.
    pub async fn referral_preference(&self, ctx: &Ctx) -> Result<Seen<PreferenceItem>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::ReferralPreference, Action::Read)?;
        let row = tx.referral_preference(who.viewer.principal.organisation_id).await?;
        tx.end();
        let value = item(row.as_ref(), referral_day(who.now, ""));
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Says which referrals the own organisation wants. Fields: `languages`, `countries`, `sizes`.
    pub async fn set_referral_preference(
        &self,
        ctx: &Ctx,
        new: &NewPreference,
        expected: &Expected,
    ) -> Result<Seen<Outcome<PreferenceItem>>, AppError> {
        self.change_preference(ctx, expected, |row, _| {
            let wanted = new.check().map_err(|faults| {
                AppError::Invalid(faults.into_iter().map(|(field, fault)| (field, fault.into())).collect())
            })?;
            Ok((wanted, row.and_then(|row| row.paused_until.clone())))
        })
        .await
    }

    /// Begins a pause of 30 days, or ends the one there is. One that has begun is not made longer by beginning it again before
    /// it is over: it begins anew.
    pub async fn pause_referrals(&self, ctx: &Ctx, pauses: bool) -> Result<Seen<PreferenceItem>, AppError> {
        let done = self
            .change_preference(ctx, &Expected::Any, |row, day| {
                let until = pauses.then(|| day.pause_until().to_string());
                Ok((row.map(PreferenceRow::preference).unwrap_or_default(), until))
            })
            .await?;
        let (Outcome::Saved(value) | Outcome::Overtaken(value)) = done.value;
        Ok(Seen { viewer: done.viewer, value })
    }

    async fn change_preference(
        &self,
        ctx: &Ctx,
        expected: &Expected,
        change: impl FnOnce(Option<&PreferenceRow>, Day<'_>) -> Result<(Preference, Option<String>), AppError> + Send,
    ) -> Result<Seen<Outcome<PreferenceItem>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::ReferralPreference, Action::Write)?;
        let organisation = who.viewer.principal.organisation_id;
        tx.hold_organisation(organisation).await?;
        let row = tx.referral_preference(organisation).await?;
        let day = referral_day(who.now, "");
        let before = item(row.as_ref(), day);
        if !expected.is(&before.revision) {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: Outcome::Overtaken(before) });
        }
        let (wanted, until) = change(row.as_ref(), day)?;
        tx.set_referral_preference(organisation, &wanted, until.as_deref()).await?;
        let subject = who.viewer.organisation.clone();
        let detail = serde_json::json!({ "paused_until": until });
        self.audit(&mut tx, ctx, &who, AuditAction::ReferralPreferenceChanged, &subject, &detail).await?;
        let value = Outcome::Saved(shown(&mut tx, &who, day).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }
}

async fn shown(tx: &mut Tx, who: &Who, day: Day<'_>) -> Result<PreferenceItem, AppError> {
    let row = tx.referral_preference(who.viewer.principal.organisation_id).await?;
    Ok(item(row.as_ref(), day))
}
