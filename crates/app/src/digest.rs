//! The digest of what waits for somebody, once a week at the hour that they chose (S14.1).

use domain::id::PersonId;
use domain::mail::{MailKind, WeekHour};

use crate::mail::Notice;
use crate::{App, AppError};

impl App {
    /// Makes the digests whose hour has come within the last day, each once, however many servers try; how many.
    pub async fn make_digests(&self) -> Result<usize, AppError> {
        if !self.sends_mail() {
            return Ok(0);
        }
        let (hour, began_at) = WeekHour::at(self.now_millis());
        let mut made = 0;
        loop {
            let mut tx = self.store.read().await?;
            let due = tx.digests_due(i64::from(hour.of_week()), began_at).await?;
            tx.end();
            if due.is_empty() {
                return Ok(made);
            }
            let mut tx = self.store.write().await?;
            for (person, hour_at) in due {
                let person = PersonId(person);
                // Another server could have been first.
                if tx.note_digest(person, hour_at).await? {
                    let notice = Notice {
                        kind: MailKind::Digest,
                        person: Some(person),
                        organisation: None,
                        by: None,
                        subject: "",
                    };
                    self.announce(&mut tx, notice).await?;
                    made += 1;
                }
            }
            tx.commit().await?;
        }
    }
}
