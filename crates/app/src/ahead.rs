//! A clock that went ahead and was set back. What it wrote meanwhile would count until its time comes: sessions that nobody can end by
//! waiting, people kept out for wrong passwords of next year, letters that wait for then.
//!
//! The clock that is wrong can also be the present one, which is behind. What somebody would miss is therefore refused for as long as it lies
//! ahead, and stays (docs/adr/0031-clocks.md).

use domain::mail::wait_after;
use store::Reach;

use crate::letter::RESET_LASTS_MILLIS;
use crate::mail::TRIES_FOR_MILLIS;
use crate::passkey::QUESTION_LASTS_MILLIS;
use crate::provider_sign_in::VISIT_MILLIS;
use crate::second_factor::STEP_LASTS_MILLIS;
use crate::{App, AppError};

/// How far ahead of a server's clock another's may be, in milliseconds: an hour.
const AHEAD_MILLIS: i64 = 3_600_000;

/// Whether a moment at which something happened has not come, by more than clocks may differ.
pub(crate) fn lies_ahead(happened_at: i64, now: i64) -> bool {
    happened_at > now.saturating_add(AHEAD_MILLIS)
}

/// Whether something that can be used for so many milliseconds can be: it has not ended, and was not made in a time that has not come.
pub(crate) fn can_be_used(expires_at: i64, lasts: i64, now: i64) -> bool {
    expires_at > now && !lies_ahead(expires_at.saturating_sub(lasts), now)
}

impl App {
    /// Ends what a clock wrote that went ahead by more than an hour and was set back, or lets it count from now on: steps of signing in,
    /// links to a new password and failed attempts are over, letters and erasures wait no longer than usual. How many rows. What people
    /// did stands as it is dated.
    pub async fn mend_clock(&self) -> Result<u64, AppError> {
        let now = self.now_millis();
        let until = |lasts: i64| now.saturating_add(lasts).saturating_add(AHEAD_MILLIS);
        let reach = Reach {
            happened: until(0),
            mail: until(TRIES_FOR_MILLIS.max(wait_after(i64::MAX))),
            password_reset: until(RESET_LASTS_MILLIS),
            step: until(STEP_LASTS_MILLIS.max(QUESTION_LASTS_MILLIS).max(VISIT_MILLIS)),
        };
        let mut tx = self.store.read().await?;
        let is_there = tx.lies_ahead(&reach).await?;
        tx.end();
        if !is_there {
            return Ok(0);
        }
        let mut tx = self.store.write().await?;
        let count = tx.mend_ahead(&reach, now).await?;
        tx.commit().await?;
        Ok(count)
    }
}
