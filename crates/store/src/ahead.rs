//! What a clock wrote that went ahead and was set back: it would keep people waiting until its time comes.

use crate::{StoreError, Tx, on};

/// Until when each may reach that was written in time, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// What has happened.
    pub happened: i64,
    /// When a message is tried again.
    pub mail: i64,
    /// The end of a link to a new password.
    pub password_reset: i64,
    /// The end of a step on the way into an account.
    pub step: i64,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mended {
    /// It is over.
    Gone,
    /// It is as if it happened now.
    Now,
}

/// What can lie ahead: until where it may, whether any lies further, and what then becomes of that.
struct Ahead {
    reach: fn(&Reach) -> i64,
    find: &'static str,
    mended: Mended,
    mend: &'static str,
}

/// Of rows that are over.
macro_rules! gone {
    ($reach:ident, $table:literal, $column:literal $(, $which:literal)?) => {
        Ahead {
            reach: |reach| reach.$reach,
            find: concat!("SELECT 1 FROM ", $table, " WHERE ", $column, " > $1", $($which,)? " LIMIT 1"),
            mended: Mended::Gone,
            mend: concat!("DELETE FROM ", $table, " WHERE ", $column, " > $1" $(, $which)?),
        }
    };
}

/// Of rows that count from now on.
macro_rules! now {
    ($reach:ident, $table:literal, $column:literal $(, $which:literal)?) => {
        Ahead {
            reach: |reach| reach.$reach,
            find: concat!("SELECT 1 FROM ", $table, " WHERE ", $column, " > $1", $($which,)? " LIMIT 1"),
            mended: Mended::Now,
            mend: concat!("UPDATE ", $table, " SET ", $column, " = $2 WHERE ", $column, " > $1" $(, $which)?),
        }
    };
}

/// What the clock alone ends or lets come, and what nobody misses should it be the present clock that is wrong. Of sessions, tokens
/// and invitations it is asked when they are used. What people did stands as it is written: that it is dated wrongly cannot be known of
/// it.
const AHEAD: [Ahead; 9] = [
    gone!(step, "sign_in_step", "expires_at"),
    gone!(step, "authenticator_setup", "expires_at"),
    gone!(step, "passkey_question", "expires_at"),
    gone!(step, "provider_visit", "expires_at"),
    gone!(password_reset, "mailed_secret", "expires_at", " AND purpose = 'password_reset'"),
    gone!(happened, "sign_in_failure", "failed_at"),
    now!(mail, "mail", "next_at", " AND state = 'waiting'"),
    now!(happened, "mail_digest", "hour_at"),
    // It is erased when its time is over, and can be taken back until then.
    now!(happened, "contact", "deleted_at", " AND deleted_at IS NOT NULL"),
];

impl Tx {
    /// Whether anything lies further ahead than it may.
    pub async fn lies_ahead(&mut self, reach: &Reach) -> Result<bool, StoreError> {
        for one in &AHEAD {
            let found: Option<i32> =
                on!(self, c => sqlx::query_scalar(one.find).bind((one.reach)(reach)).fetch_optional(c).await?);
            if found.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Ends what lies further ahead than it may, or lets it count from now on; how many rows.
    pub async fn mend_ahead(&mut self, reach: &Reach, now: i64) -> Result<u64, StoreError> {
        let mut count = 0;
        for one in &AHEAD {
            let until = (one.reach)(reach);
            count += match one.mended {
                Mended::Gone => on!(self, c => sqlx::query(one.mend).bind(until).execute(c).await?.rows_affected()),
                Mended::Now => {
                    on!(self, c => sqlx::query(one.mend).bind(until).bind(now).execute(c).await?.rows_affected())
                }
            };
        }
        Ok(count)
    }
}
