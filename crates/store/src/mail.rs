//! Mail that waits, was sent or failed: what it is about and for whom, and none of its words (S14.1).
//!
//! One that waits is tried by whoever takes it: taking counts the try and moves the moment at which another may, so that of several
//! servers one tries, and none is needed to let go of it when it dies.

use domain::id::{OrganisationId, PersonId};
use domain::mail::MailKind;

use crate::managed::has_way_in;
use crate::{Engine, StoreError, Tx, on};

/// A message to keep until it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail<'a> {
    /// What its Message-ID is made from.
    pub handle: &'a str,
    /// What it is.
    pub kind: MailKind,
    /// To whom; nothing where it is still to be addressed.
    pub person: Option<PersonId>,
    /// To whose people it is to be addressed.
    pub organisation: Option<OrganisationId>,
    /// Who did what it tells of.
    pub by: Option<PersonId>,
    /// What it is about.
    pub subject: &'a str,
    /// When it was made, in milliseconds.
    pub made_at: i64,
}

/// A message, as whoever addresses or tries it has it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MailRow {
    /// The key.
    pub mail_id: i64,
    /// What its Message-ID is made from.
    pub handle: String,
    /// The code of its kind.
    pub kind: String,
    /// To whom.
    pub person_id: Option<i64>,
    /// To whose people it is to be addressed.
    pub organisation_id: Option<i64>,
    /// Who did what it tells of.
    pub by_person_id: Option<i64>,
    /// What it is about.
    pub subject: String,
    /// When it was made, in milliseconds.
    pub made_at: i64,
    /// How often it was tried, this try included.
    pub tries: i64,
}

/// A message in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MailListRow {
    /// By which it is named.
    pub handle: String,
    /// The code of its kind.
    pub kind: String,
    /// The reader's address; nothing where it is still to be addressed.
    pub email: Option<String>,
    /// `waiting`, `sent`, `failed` or `dropped`.
    pub state: String,
    /// Why it waits longer, failed, or was not sent.
    pub reason: String,
    /// When it was made, in milliseconds.
    pub made_at: i64,
    /// When it is tried next.
    pub next_at: i64,
    /// How often it was tried.
    pub tries: i64,
    /// When that was settled.
    pub done_at: Option<i64>,
}

/// What becomes of a message that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailEnd {
    /// The server has taken it.
    Sent,
    /// The server will not take it, ever.
    Failed,
    /// It was not sent: its reader may not see it any more, or does not want it.
    Dropped,
}

impl MailEnd {
    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }
}

/// A mailed secret that was found, with whom it lets in.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MailedSecretRow {
    /// Whom it lets in.
    pub person_id: i64,
    /// Until when, in milliseconds.
    pub expires_at: i64,
}

/// The columns of [`MailRow`].
macro_rules! mail_columns {
    () => {
        "mail_id, handle, kind, person_id, organisation_id, by_person_id, subject, made_at, tries"
    };
}

/// Takes the one that has waited longest. The texts differ in that on PostgreSQL nobody waits for whoever takes another.
macro_rules! take {
    ($lock:literal) => {
        concat!(
            "UPDATE mail SET tries = tries + 1, next_at = $2, reason = ''
             WHERE mail_id = (SELECT m.mail_id FROM mail AS m
                              WHERE m.state = 'waiting' AND m.person_id IS NOT NULL AND m.next_at <= $1
                              ORDER BY m.next_at, m.mail_id LIMIT 1",
            $lock,
            ") AND state = 'waiting' RETURNING ",
            mail_columns!()
        )
    };
}

/// Finds the oldest that is still to be addressed.
macro_rules! unaddressed {
    ($lock:literal) => {
        concat!(
            "SELECT ",
            mail_columns!(),
            " FROM mail WHERE state = 'waiting' AND person_id IS NULL AND next_at <= $1 ORDER BY next_at, mail_id LIMIT 1",
            $lock
        )
    };
}

impl Tx {
    /// Keeps a message until it is sent.
    pub async fn add_mail(&mut self, new: &NewMail<'_>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO mail (handle, kind, person_id, organisation_id, by_person_id, subject, made_at, next_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"
        )
        .bind(new.handle).bind(new.kind.code()).bind(new.person.map(|one| one.0)).bind(new.organisation.map(|one| one.0))
        .bind(new.by.map(|one| one.0)).bind(new.subject).bind(new.made_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Whether anything waits to be addressed or tried by now.
    pub async fn is_mail_due(&mut self, now: i64) -> Result<bool, StoreError> {
        let found: Option<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT mail_id FROM mail WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, mail_id LIMIT 1"
        ).bind(now).fetch_optional(c).await?);
        Ok(found.is_some())
    }

    /// The oldest message that is still to be addressed; held until the transaction ends.
    pub async fn unaddressed_mail(&mut self, now: i64) -> Result<Option<MailRow>, StoreError> {
        let text = match self.engine() {
            Engine::Sqlite => unaddressed!(""),
            Engine::Postgres => unaddressed!(" FOR UPDATE SKIP LOCKED"),
        };
        Ok(on!(self, c => sqlx::query_as(text).bind(now).fetch_optional(c).await?))
    }

    /// Removes a message that was addressed.
    pub async fn remove_mail(&mut self, mail: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM mail WHERE mail_id = $1").bind(mail).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Takes a message to try it; until then nobody else takes it.
    pub async fn take_mail(&mut self, now: i64, until: i64) -> Result<Option<MailRow>, StoreError> {
        let text = match self.engine() {
            Engine::Sqlite => take!(""),
            Engine::Postgres => take!(" FOR UPDATE SKIP LOCKED"),
        };
        Ok(on!(self, c => sqlx::query_as(text).bind(now).bind(until).fetch_optional(c).await?))
    }

    /// Whether a later message tells a reader of the same, and is still to be made: it will say what is so by then. One that is on
    /// its way was made already, and does not count.
    pub async fn is_mail_overtaken(&mut self, row: &MailRow) -> Result<bool, StoreError> {
        let found: Option<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT mail_id FROM mail WHERE person_id = $1 AND kind = $2 AND subject = $3 AND mail_id > $4
             AND state = 'waiting' AND (tries = 0 OR reason <> '') LIMIT 1"
        ).bind(row.person_id).bind(&row.kind).bind(&row.subject).bind(row.mail_id).fetch_optional(c).await?);
        Ok(found.is_some())
    }

    /// Settles a message that was tried, unless somebody else tries it by now; whether it is settled.
    pub async fn settle_mail(
        &mut self,
        (mail, tries): (i64, i64),
        end: MailEnd,
        reason: &str,
        now: i64,
    ) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query(
            "UPDATE mail SET state = $3, reason = $4, done_at = $5 WHERE mail_id = $1 AND tries = $2 AND state = 'waiting'"
        ).bind(mail).bind(tries).bind(end.code()).bind(reason).bind(now).execute(c).await?.rows_affected())
            > 0)
    }

    /// Puts a message off that was tried, unless somebody else tries it by now.
    pub async fn put_off_mail(
        &mut self,
        (mail, tries): (i64, i64),
        next_at: i64,
        reason: &str,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "UPDATE mail SET next_at = $3, reason = $4 WHERE mail_id = $1 AND tries = $2 AND state = 'waiting'"
        ).bind(mail).bind(tries).bind(next_at).bind(reason).execute(c).await?.rows_affected());
        Ok(())
    }

    /// When a message of that kind was last made for a person.
    pub async fn last_mail(&mut self, person: PersonId, kind: MailKind) -> Result<Option<i64>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar::<_, Option<i64>>(
            "SELECT MAX(made_at) FROM mail WHERE person_id = $1 AND kind = $2 AND state <> 'dropped'"
        ).bind(person.0).bind(kind.code()).fetch_one(c).await?))
    }

    /// Messages in a state, or in any, the newest first.
    pub async fn mails(&mut self, state: Option<&str>, limit: i64) -> Result<Vec<MailListRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT m.handle, m.kind, p.email, m.state, m.reason, m.made_at, m.next_at, m.tries, m.done_at
             FROM mail AS m LEFT JOIN person AS p ON p.person_id = m.person_id
             WHERE CAST($1 AS TEXT) IS NULL OR m.state = $1 ORDER BY m.mail_id DESC LIMIT $2"
        ).bind(state).bind(limit).fetch_all(c).await?))
    }

    /// How many messages there are in each state.
    pub async fn mail_counts(&mut self) -> Result<Vec<(String, i64)>, StoreError> {
        Ok(on!(self, c => sqlx::query_as("SELECT state, COUNT(*) FROM mail GROUP BY state ORDER BY state")
            .fetch_all(c).await?))
    }

    /// How many messages wait and how many failed, and since when the oldest waits that is to be tried by now, in milliseconds.
    pub async fn mail_standing(&mut self, now: i64) -> Result<(i64, i64, Option<i64>), StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM mail WHERE state = 'waiting'),
                    (SELECT COUNT(*) FROM mail WHERE done_at IS NOT NULL AND state = 'failed'),
                    (SELECT MIN(made_at) FROM mail WHERE state = 'waiting' AND made_at <= $1)"
        ).bind(now).fetch_one(c).await?))
    }

    /// Lets messages be tried now: those that wait for longer, and those that failed; all of them, or one. How many.
    pub async fn retry_mail(&mut self, handle: Option<&str>, now: i64) -> Result<u64, StoreError> {
        Ok(on!(self, c => sqlx::query(
            "UPDATE mail SET state = 'waiting', done_at = NULL, next_at = $2,
                    made_at = CASE WHEN state = 'failed' THEN $2 ELSE made_at END
             WHERE (state = 'failed' OR (state = 'waiting' AND reason <> '' AND next_at > $2))
               AND (CAST($1 AS TEXT) IS NULL OR handle = $1)"
        ).bind(handle).bind(now).execute(c).await?.rows_affected()))
    }

    /// What a person chose to get, as it is kept, and when; nothing where they chose nothing.
    pub async fn mail_choice(&mut self, person: PersonId) -> Result<Option<(String, i64, i64)>, StoreError> {
        Ok(on!(self, c => sqlx::query_as("SELECT off, digest_hour, changed_at FROM mail_choice WHERE person_id = $1")
            .bind(person.0).fetch_optional(c).await?))
    }

    /// Keeps what a person chose to get.
    pub async fn set_mail_choice(
        &mut self,
        person: PersonId,
        off: &str,
        digest_hour: i64,
        now: i64,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO mail_choice (person_id, off, digest_hour, changed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id) DO UPDATE SET off = excluded.off, digest_hour = excluded.digest_hour,
                                                   changed_at = excluded.changed_at"
        ).bind(person.0).bind(off).bind(digest_hour).bind(now).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Whose digest was due within the last day and is not made yet: who can sign in, with the moment of its hour. What somebody
    /// chose after that hour counts from the next one on, and so does an account; what a clock dated that went ahead keeps nobody
    /// waiting. Hours are counted since Monday began.
    pub async fn digests_due(&mut self, hour: i64, began_at: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(concat!(
            "SELECT d.person_id, d.hour_at FROM (
                 SELECT p.person_id, COALESCE(g.hour_at, 0) AS made_at, COALESCE(c.off, '') AS off,
                        CASE WHEN COALESCE(c.changed_at, 0) > p.created_at THEN c.changed_at ELSE p.created_at END AS since,
                        $2 - ((($1 - COALESCE(c.digest_hour, 6)) + 168) % 168) * 3600000 AS hour_at
                 FROM person AS p JOIN organisation AS o ON o.organisation_id = p.organisation_id
                 LEFT JOIN mail_choice AS c ON c.person_id = p.person_id
                 LEFT JOIN mail_digest AS g ON g.person_id = p.person_id
                 WHERE p.deactivated_at IS NULL AND ",
            has_way_in!(),
            ") AS d
             WHERE d.hour_at > $2 - 86400000 AND d.made_at < d.hour_at
               AND (d.since <= d.hour_at OR d.since > $2 + 3600000)
               AND ' ' || d.off || ' ' NOT LIKE '% digest %'
             ORDER BY d.person_id LIMIT 500"
        )).bind(hour).bind(began_at).fetch_all(c).await?))
    }

    /// Notes that a person's digest of an hour is made; whether it was not before.
    pub async fn note_digest(&mut self, person: PersonId, hour_at: i64) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query(
            "INSERT INTO mail_digest (person_id, hour_at) VALUES ($1, $2)
             ON CONFLICT (person_id) DO UPDATE SET hour_at = excluded.hour_at WHERE mail_digest.hour_at < excluded.hour_at"
        ).bind(person.0).bind(hour_at).execute(c).await?.rows_affected())
            > 0)
    }

    /// Keeps the hash of a secret that is about to be mailed.
    pub async fn add_mailed_secret(
        &mut self,
        person: PersonId,
        purpose: MailKind,
        secret_hash: &[u8],
        expires_at: i64,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO mailed_secret (secret_hash, person_id, purpose, expires_at) VALUES ($1, $2, $3, $4)"
        ).bind(secret_hash).bind(person.0).bind(purpose.code()).bind(expires_at).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Whom a mailed secret lets in, whether or not it has ended.
    pub async fn mailed_secret(
        &mut self,
        purpose: MailKind,
        secret_hash: &[u8],
    ) -> Result<Option<MailedSecretRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT person_id, expires_at FROM mailed_secret WHERE secret_hash = $1 AND purpose = $2"
        ).bind(secret_hash).bind(purpose.code()).fetch_optional(c).await?))
    }

    /// Ends a mailed secret; whether it was there. Of two who use it at once, one is told so.
    pub async fn use_mailed_secret(&mut self, purpose: MailKind, secret_hash: &[u8]) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query("DELETE FROM mailed_secret WHERE secret_hash = $1 AND purpose = $2")
            .bind(secret_hash).bind(purpose.code()).execute(c).await?.rows_affected())
            > 0)
    }

    /// Ends every mailed secret of a person for that purpose.
    pub async fn end_mailed_secrets(&mut self, person: PersonId, purpose: MailKind) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM mailed_secret WHERE person_id = $1 AND purpose = $2")
            .bind(person.0).bind(purpose.code()).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Forgets mailed secrets that have ended.
    pub async fn forget_mailed_secrets(&mut self, now: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM mailed_secret WHERE expires_at <= $1")
            .bind(now).execute(c).await?.rows_affected());
        Ok(())
    }

    /// With what links to unsubscribe are signed, where there is such a key yet.
    pub async fn mail_key(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT secret FROM mail_key").fetch_optional(c).await?))
    }

    /// Keeps that key, unless there is one: the first stays.
    pub async fn set_mail_key(&mut self, secret: &[u8]) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("INSERT INTO mail_key (mail_key_id, secret) VALUES (1, $1) ON CONFLICT DO NOTHING")
            .bind(secret).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The person's name in addresses.
    pub async fn person_handle(&mut self, person: PersonId) -> Result<Option<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar::<_, Option<String>>("SELECT handle FROM person WHERE person_id = $1")
            .bind(person.0).fetch_optional(c).await?)
        .flatten())
    }
}
