//! Attempts with a password or a code, and how many of them may fail: at signing in, and where a session asks for either
//! once more. Both places count together, so that a browser left open gives nobody more guesses than the sign-in page does.
//! Passwords and codes count apart: whoever guesses passwords keeps nobody from typing a code.

use domain::planted::{Fault, planted};
use store::{FailureCounts, Tx};

use crate::secret::hash_secret;
use crate::{App, AppError};

/// The time over which failed attempts count, in milliseconds: a quarter of an hour.
const FAILURE_MILLIS: i64 = 15 * 60_000;

/// Failed attempts for one account in that time.
const MOST_FAILURES_OF_ACCOUNT: i64 = 10;

/// Failed attempts from one address in that time; people behind one address share it.
const MOST_FAILURES_FROM_ADDRESS: i64 = 50;

/// An attempt that counts as failed until it is known to be none.
pub(crate) struct Attempt {
    failure: i64,
}

impl Attempt {
    /// Takes this failure back: the password was right. Those before it go on counting, or whoever guesses would begin anew
    /// each time the person signs in.
    pub(crate) async fn succeed(self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(tx.remove_sign_in_failure(self.failure).await?)
    }
}

/// What is guessed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guess {
    /// A password, or what is as good as one.
    Password,
    /// A code, by somebody who has the password.
    Code,
}

impl App {
    /// Counts an attempt for an account, in lower case and whether there is one or not, from a network address;
    /// [`AppError::TooMany`] where too many failed before it. Those in a browser that the account's person has signed in with
    /// before count by themselves: guesses from elsewhere do not keep its owner out.
    pub(crate) async fn begin_attempt(
        &self,
        account: &str,
        address: &str,
        browser: Option<&str>,
    ) -> Result<Attempt, AppError> {
        self.begin_attempt_at(Guess::Password, account, address, browser).await
    }

    /// The same, at what is said.
    pub(crate) async fn begin_attempt_at(
        &self,
        what: Guess,
        account: &str,
        address: &str,
        browser: Option<&str>,
    ) -> Result<Attempt, AppError> {
        let now = self.now_millis();
        let address_hash = hash_secret(&format!("address {address}"));
        let mut tx = self.store.read().await?;
        let known = match browser {
            Some(secret) if tx.knows_browser(&hash_secret(secret), account, now).await? => Some(secret),
            _ => None,
        };
        let account_hash = match (known, what) {
            (Some(secret), Guess::Password) => hash_secret(&format!("browser {secret}")),
            (None, Guess::Password) => hash_secret(&format!("account {account}")),
            (Some(secret), Guess::Code) => hash_secret(&format!("code browser {secret}")),
            (None, Guess::Code) => hash_secret(&format!("code account {account}")),
        };
        let account_hash = if what == Guess::Code && planted(Fault::CodesGuessedFreely) {
            hash_secret(&self.new_secret()?)
        } else {
            account_hash
        };
        let failures = tx.sign_in_failures(&account_hash, &address_hash, now - FAILURE_MILLIS).await?;
        tx.commit().await?;
        refuse_too_many(failures, 0, now)?;
        // Counted before the password is looked at, and looked up again: attempts side by side do not get
        // more tries than one after the other. A right password takes the attempt back.
        let mut tx = self.store.write().await?;
        let failure = tx.add_sign_in_failure(&account_hash, &address_hash, now, now - FAILURE_MILLIS).await?;
        tx.commit().await?;
        let mut tx = self.store.read().await?;
        let failures = tx.sign_in_failures(&account_hash, &address_hash, now - FAILURE_MILLIS).await?;
        tx.commit().await?;
        refuse_too_many(failures, 1, now)?;
        Ok(Attempt { failure })
    }
}

/// Refuses when the failures before these own ones are as many as there may be.
fn refuse_too_many(failures: FailureCounts, own: i64, now: i64) -> Result<(), AppError> {
    if failures.of_account - own < MOST_FAILURES_OF_ACCOUNT && failures.from_address - own < MOST_FAILURES_FROM_ADDRESS
    {
        return Ok(());
    }
    let wait = (failures.oldest_at + FAILURE_MILLIS - now).max(1_000).div_euclid(1_000);
    Err(AppError::TooMany(u64::try_from(wait).unwrap_or(1)))
}
