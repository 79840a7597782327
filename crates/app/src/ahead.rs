//! A clock that went ahead and was set back. What it wrote meanwhile would last until its time comes: sessions that nobody can end by
//! waiting, people kept out for wrong passwords of next year, letters that wait for then.

use domain::mail::wait_after;
use store::Reach;

use crate::invitation::LASTS_MILLIS;
use crate::letter::RESET_LASTS_MILLIS;
use crate::mail::TRIES_FOR_MILLIS;
use crate::passkey::QUESTION_LASTS_MILLIS;
use crate::provider_sign_in::VISIT_MILLIS;
use crate::second_factor::STEP_LASTS_MILLIS;
use crate::session::{KNOWN_MILLIS, LIFETIME_MILLIS};
use crate::{App, AppError};

/// How far ahead of a server's clock another's may be, in milliseconds: an hour.
const AHEAD_MILLIS: i64 = 3_600_000;

impl App {
    /// Ends what a clock wrote that went ahead by more than an hour and was set back, or lets it count from now on: sessions,
    /// links and failed attempts are over, letters and erasures wait no longer than usual, and tokens last as long as was asked
    /// for. How many rows. What people did stands as it is dated.
    pub async fn mend_clock(&self) -> Result<u64, AppError> {
        let now = self.now_millis();
        let until = |lasts: i64| now.saturating_add(lasts).saturating_add(AHEAD_MILLIS);
        let reach = Reach {
            happened: until(0),
            mail: until(TRIES_FOR_MILLIS.max(wait_after(i64::MAX))),
            session: until(LIFETIME_MILLIS),
            known_browser: until(KNOWN_MILLIS),
            invitation: until(LASTS_MILLIS),
            password_reset: until(RESET_LASTS_MILLIS),
            step: until(STEP_LASTS_MILLIS.max(QUESTION_LASTS_MILLIS).max(VISIT_MILLIS)),
        };
        let mut tx = self.store.read().await?;
        let lies_ahead = tx.lies_ahead(&reach).await?;
        tx.end();
        if !lies_ahead {
            return Ok(0);
        }
        let mut tx = self.store.write().await?;
        let count = tx.mend_ahead(&reach, now).await?;
        tx.commit().await?;
        Ok(count)
    }
}
