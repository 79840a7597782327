//! Mail: what is told to whom (S14.1). How it is worded and goes out is for `crates/mail`.
//!
//! A message is kept in the transaction of what it tells of, and says what that is and nothing else. It is then *addressed* to each
//! of the people whom it concerns ([`App::address_mail`]), *taken* by one of the servers, *made* for its reader in words of the
//! moment, as far as the reader may see them by then ([`App::next_letter`]), sent, and *settled*.
//!
//! A further message takes: a kind ([`MailKind`]); a call of [`App::announce`] in the verb whose change it tells of; and then what
//! the compiler asks for: whom it concerns (`addressee.rs`), what it says ([`Content`], `letter.rs`), for whom the choice is
//! offered (`mail_choice.rs`), and the words (`crates/mail/src/words.rs`, `locales/`).

use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::access::Shown;
use domain::claim::{Due, Move, StateCode};
use domain::id::{OrganisationId, PersonId};
use domain::mail::{MailKind, PATIENCE_MILLIS, wait_after};
use domain::person::Language;
use domain::planted::{Fault, planted};
use domain::referral::DeclineReason;
use domain::ticket::{TicketMove, TicketState};
use store::{MailEnd, NewMail, Tx};

use crate::identity::moment;
use crate::{App, AppError, Credential, Ctx, FactorTold, WorkCount, WorkItem, WorkloadName};

/// For how long somebody who took a message tries it before another may, in milliseconds. Sending has to be over by then.
pub(crate) const TRIES_FOR_MILLIS: i64 = 15 * 60_000;

/// The longest reason that is kept, in characters.
const LONGEST_REASON: usize = 300;

/// What the programme office reads of a referral that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverAt {
    /// The request, whose workloads can be assigned again.
    pub request: i64,
    /// The partner that had it.
    pub partner: String,
    /// Whose request it is.
    pub tenant: String,
}

/// What a message says to its reader: nothing that they may not see at this moment.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// Somebody has an account and sets a password.
    Invitation {
        /// The secret of the link, of this letter alone.
        secret: String,
        /// Of which organisation.
        organisation: String,
        /// Until when it works.
        until: DateTime<Utc>,
    },
    /// Somebody forgot the password.
    PasswordReset {
        /// The secret of the link, of this letter alone.
        secret: String,
        /// Until when it works.
        until: DateTime<Utc>,
    },
    /// A way to sign in was added, changed or taken away.
    SecondFactor {
        /// What of it.
        what: FactorTold,
        /// Of which account.
        email: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A claim was moved.
    ClaimMoved {
        /// Its number.
        number: String,
        /// What it is called.
        name: String,
        /// Whose it is; only where the reader sees several.
        organisation: Option<String>,
        /// What happened last.
        by: Option<Move>,
        /// Where it stands.
        state: StateCode,
        /// Why.
        reason: Option<String>,
        /// What it waits for, and until when.
        due: Option<(Due, NaiveDate)>,
    },
    /// A status note is asked for.
    NoteAsked {
        /// On which tenant.
        tenant_id: TenantId,
        /// Its name.
        tenant: String,
        /// By when.
        due_on: NaiveDate,
    },
    /// A partner asks about an intent note.
    IntentQuestion {
        /// Which partner.
        partner: String,
        /// Of which tenant.
        tenant: String,
        /// On which workload.
        workload: WorkloadName,
        /// What is asked.
        question: String,
        /// Who asks.
        asker: Shown<String>,
    },
    /// A question about an intent note was answered.
    IntentAnswer {
        /// Of which tenant.
        tenant_id: TenantId,
        /// Its name.
        tenant: String,
        /// On which workload.
        workload: WorkloadName,
        /// The answer.
        answer: String,
        /// Who gave it.
        answerer: Shown<String>,
    },
    /// A referral was assigned, or still waits for an answer.
    Referral {
        /// Whether this reminds of one that was told of before.
        is_reminder: bool,
        /// Its number.
        number: String,
        /// Whose request it is.
        tenant: String,
        /// To which location it was given.
        location: String,
        /// For which workloads.
        workloads: Vec<WorkloadName>,
        /// The last day on which an acceptance is in time.
        accept_by: NaiveDate,
        /// The last day on which it can be answered at all.
        returns_after: NaiveDate,
    },
    /// A referral is with its partner no more.
    ReferralOver {
        /// Its number.
        number: String,
        /// For the programme office: whose it was, and of whom.
        request: Option<OverAt>,
        /// Why the partner declined it.
        decline_reason: Option<DeclineReason>,
        /// Why it was declined or taken back, in words.
        remark: Option<String>,
    },
    /// Something was said in a ticket, or it was opened.
    Ticket {
        /// Its number.
        number: String,
        /// What it is about, in a line.
        title: String,
        /// Where it stands.
        state: TicketState,
        /// What was done; nothing where it was opened.
        by: Option<TicketMove>,
        /// What was said; may be nothing.
        text: Option<String>,
    },
    /// What waits for somebody.
    Digest {
        /// How much of each kind, most urgent first.
        counts: Vec<WorkCount>,
        /// The first of it.
        items: Vec<WorkItem>,
    },
}

/// A message on its way: taken, and made for its reader.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// What its Message-ID is made from, the same at every try.
    pub handle: String,
    /// To which address.
    pub to: String,
    /// The reader's name.
    pub name: String,
    /// In which language.
    pub language: Language,
    /// When it is made.
    pub at: DateTime<Utc>,
    /// What kind of message it is.
    pub kind: MailKind,
    /// The token of the link to unsubscribe; nothing where nobody can.
    pub unsubscribe: Option<String>,
    /// What it says.
    pub content: Content,
    /// Which message it is, and which try.
    pub(crate) place: (i64, i64),
    /// Since when it was to be sent, in milliseconds.
    pub(crate) made_at: i64,
}

/// Without what it says, and to whom.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("handle", &self.handle).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// What came of sending a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The mail server has taken it.
    Taken,
    /// The mail server is away, or what it said is not about this letter; it is tried until it works.
    Away(String),
    /// The mail server does not take this letter now.
    PutOff(String),
    /// The mail server will not take this letter.
    Refused(String),
}

/// A message as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailListed {
    /// By which it is named.
    pub handle: String,
    /// The code of its kind.
    pub kind: String,
    /// To which address; nothing where it is still to be addressed.
    pub to: Option<String>,
    /// `waiting`, `sent`, `failed` or `dropped`.
    pub state: String,
    /// Why it waits longer, failed, or was not sent.
    pub reason: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it is tried next; nothing where it is not.
    pub next_at: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub tries: i64,
    /// When that was settled.
    pub done_at: Option<DateTime<Utc>>,
}

/// How the mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailStanding {
    /// How many messages wait.
    pub waiting: i64,
    /// How many failed, of those that are known still.
    pub failed: i64,
    /// For how long the oldest waits, in seconds.
    pub oldest_seconds: i64,
}

/// What is to be told.
pub(crate) struct Notice<'a> {
    /// What it is.
    pub kind: MailKind,
    /// To one person.
    pub person: Option<PersonId>,
    /// To the people of an organisation whom it concerns.
    pub organisation: Option<OrganisationId>,
    /// Who did what it tells of, and needs no message.
    pub by: Option<PersonId>,
    /// What it is about.
    pub subject: &'a str,
}

impl App {
    /// Whether there is mail at all.
    pub fn sends_mail(&self) -> bool {
        self.settings.sends_mail
    }

    /// Keeps a message until it is sent, in the transaction of what it tells of; nothing where there is no mail.
    pub(crate) async fn announce(&self, tx: &mut Tx, notice: Notice<'_>) -> Result<(), AppError> {
        if !self.sends_mail() {
            return Ok(());
        }
        let handle = self.new_handle()?;
        let made_at = self.now_millis();
        let Notice { kind, person, organisation, by, subject } = notice;
        if planted(Fault::MailBesideTransaction) {
            let (store, subject) = (self.store.clone(), subject.to_owned());
            tokio::spawn(async move {
                let mut own = store.write().await?;
                own.add_mail(&NewMail { handle: &handle, kind, person, organisation, by, subject: &subject, made_at })
                    .await?;
                own.commit().await
            });
            return Ok(());
        }
        Ok(tx.add_mail(&NewMail { handle: &handle, kind, person, organisation, by, subject, made_at }).await?)
    }

    /// Takes the next message that is to be tried, and makes it for its reader; nothing where none is. One that its reader may
    /// not see any more, or does not want, is settled without being sent.
    pub async fn next_letter(&self) -> Result<Option<Letter>, AppError> {
        loop {
            let now = self.now_millis();
            let mut tx = self.store.read().await?;
            let is_due = tx.is_mail_due(now).await?;
            tx.end();
            if !is_due {
                return Ok(None);
            }
            let mut tx = self.store.write().await?;
            let taken = tx.take_mail(now, now + TRIES_FOR_MILLIS).await?;
            tx.commit().await?;
            let Some(row) = taken else { return Ok(None) };
            let place = (row.mail_id, row.tries);
            let mut tx = self.store.write().await?;
            match self.letter(&mut tx, &row).await {
                Ok(letter) => {
                    tx.commit().await?;
                    return Ok(Some(letter));
                }
                Err(AppError::Busy) => return Err(AppError::Busy),
                Err(error) => {
                    tx.end();
                    self.not_made(place, error).await?;
                }
            }
        }
    }

    /// Settles a message that could not be made: for its reader there is none, or a fault of ours keeps it waiting.
    async fn not_made(&self, place: (i64, i64), error: AppError) -> Result<(), AppError> {
        let now = self.now_millis();
        let mut tx = self.store.write().await?;
        match error {
            AppError::NotFound => {
                tx.settle_mail(place, MailEnd::Dropped, "its reader may not see it, or it is out of date", now).await?;
            }
            AppError::Forbidden
            | AppError::NoViewerRole
            | AppError::ForeignDirectory
            | AppError::DetailsClosed
            | AppError::SignedOut => {
                tx.settle_mail(place, MailEnd::Dropped, "its reader may not see it", now).await?;
            }
            error => {
                tracing::error!(mail = place.0, %error, "a mail could not be made");
                tx.put_off_mail(place, now + wait_after(place.1), "a fault of Uptake: its log says which").await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Notes what came of sending a letter.
    pub async fn settle_letter(&self, letter: &Letter, delivery: &Delivery) -> Result<(), AppError> {
        let now = self.now_millis();
        let mut tx = self.store.write().await?;
        let next_at = now + wait_after(letter.place.1);
        match delivery {
            Delivery::Taken => {
                tx.settle_mail(letter.place, MailEnd::Sent, "", now).await?;
            }
            Delivery::PutOff(reason) if now - letter.made_at >= PATIENCE_MILLIS => {
                tx.settle_mail(letter.place, MailEnd::Failed, &one_line(reason), now).await?;
            }
            Delivery::Away(reason) | Delivery::PutOff(reason) => {
                tx.put_off_mail(letter.place, next_at, &one_line(reason)).await?;
            }
            Delivery::Refused(reason) => {
                tx.settle_mail(letter.place, MailEnd::Failed, &one_line(reason), now).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Forgets links that have ended.
    pub async fn forget_links(&self) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        tx.forget_mailed_secrets(self.now_millis()).await?;
        Ok(tx.commit().await?)
    }

    /// The newest messages in a state, or in any, for the operator.
    pub async fn mails(&self, ctx: &Ctx, state: Option<&str>, limit: i64) -> Result<Vec<MailListed>, AppError> {
        operator_alone(ctx)?;
        let mut tx = self.store.read().await?;
        let rows = tx.mails(state, limit).await?;
        tx.end();
        let listed = rows.into_iter().map(|row| MailListed {
            next_at: row.done_at.is_none().then(|| moment(row.next_at)),
            handle: row.handle,
            kind: row.kind,
            to: row.email,
            state: row.state,
            reason: row.reason,
            made_at: moment(row.made_at),
            tries: row.tries,
            done_at: row.done_at.map(moment),
        });
        Ok(listed.collect())
    }

    /// How many messages there are in each state, for the operator.
    pub async fn mail_counts(&self, ctx: &Ctx) -> Result<Vec<(String, i64)>, AppError> {
        operator_alone(ctx)?;
        let mut tx = self.store.read().await?;
        let counts = tx.mail_counts().await?;
        tx.end();
        Ok(counts)
    }

    /// How the mail stands, for metrics; nothing where there is no mail.
    pub async fn mail_standing(&self) -> Result<Option<MailStanding>, AppError> {
        if !self.sends_mail() {
            return Ok(None);
        }
        let now = self.now_millis();
        let mut tx = self.store.read().await?;
        let (waiting, failed, since) = tx.mail_standing(now).await?;
        tx.end();
        let oldest_seconds = since.map_or(0, |since| (now - since) / 1_000);
        Ok(Some(MailStanding { waiting, failed, oldest_seconds }))
    }

    /// Lets messages that failed or wait for longer be tried now, all or one, by the operator; how many.
    pub async fn retry_mail(&self, ctx: &Ctx, handle: Option<&str>) -> Result<u64, AppError> {
        operator_alone(ctx)?;
        let mut tx = self.store.write().await?;
        let count = tx.retry_mail(handle, self.now_millis()).await?;
        tx.commit().await?;
        Ok(count)
    }
}

fn operator_alone(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.credential == Credential::Operator { Ok(()) } else { Err(AppError::Forbidden) }
}

/// What a mail server said, as one line of what can be read.
fn one_line(reason: &str) -> String {
    let text: String = reason.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_REASON).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_kept_as_one_short_line() {
        assert_eq!(one_line("550 5.1.1\r\n no\tsuch \u{1b}[31muser"), "550 5.1.1 no such [31muser");
        assert_eq!(one_line(&"x".repeat(5_000)).len(), LONGEST_REASON);
    }
}
