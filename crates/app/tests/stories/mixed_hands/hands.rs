//! One of the many: does something at random, again and again, and tells the ledger what became of it.

use std::sync::Arc;

use app::{
    App, AppError, ContactEdit, ContactItem, ContactQuery, Ctx, Expected, Outcome, Problem, RequestKey, SplitDesk,
    SplitLineItem,
};
use domain::TenantId;
use domain::contact::NewContact;
use domain::service_status::{NewSplit, preset};
use domain::status_note::NewStatusNote;
use testkit::Dice;

use super::ledger::Ledger;
use super::tenants;
use crate::service_status::line;

/// So many addresses are shared by all, so that adding is a race too.
const ADDRESSES: u64 = 10;

/// A client with a number of its own.
pub(super) struct Hands {
    pub(super) servers: [App; 2],
    pub(super) who: Ctx,
    pub(super) number: u64,
    pub(super) dice: Dice,
    pub(super) ledger: Arc<Ledger>,
}

/// A customer's contact with that address.
pub(super) fn contact(address: u64, title: &str, is_eligible: bool) -> NewContact {
    NewContact {
        kind: "customer".to_owned(),
        name: format!("Person {address}"),
        email: format!("person.{address}@klant.example.com"),
        title: title.to_owned(),
        country: "NL".to_owned(),
        language: "nl".to_owned(),
        workloads: vec!["Teams".to_owned()],
        survey_eligible: Some(is_eligible),
        ..NewContact::default()
    }
}

/// The rest of such a contact, without who it is: a report viewer changes that of anybody.
pub(super) fn edit(title: &str, is_eligible: bool) -> ContactEdit {
    let NewContact { kind, title, country, language, workloads, survey_eligible, .. } = contact(0, title, is_eligible);
    ContactEdit { kind, title, country, language, workloads, survey_eligible, ..ContactEdit::default() }
}

/// What a split says, in one line.
pub(super) fn split_text(lines: &[SplitLineItem]) -> String {
    let lines = lines.iter().map(|line| format!("{} {} {:?}", line.seats, line.choice, line.remark));
    lines.collect::<Vec<_>>().join(", ")
}

fn number_of(desk: &SplitDesk) -> i64 {
    desk.standing.as_ref().map_or(0, |standing| standing.number)
}

fn content(item: &ContactItem) -> String {
    format!("{:?} {:?}", item.title, item.survey_eligible)
}

impl Hands {
    /// So many operations.
    pub(super) async fn go(mut self, operations: u64) {
        for operation in 0..operations {
            let own = format!("{}.{operation}", self.number);
            let app = self.servers[usize::try_from(self.dice.below(2)).unwrap()].clone();
            let at = usize::try_from(self.dice.below(3)).unwrap();
            let tenant = tenants()[at];
            let done = match self.dice.below(20) {
                0..6 => self.save_split(&app, at, tenant, &own).await,
                6..9 => self.write_intent(&app, at, tenant, &own).await,
                9..12 => self.note(&app, tenant, &own).await,
                12..15 => self.add_contact(&app, tenant, &own).await,
                15..18 => self.change_contact(&app, tenant, &own).await,
                18 => self.delete_contact(&app, tenant).await,
                _ => self.restore_contact(&app, tenant).await,
            };
            self.tell(&own, done);
        }
    }

    /// Only what the rules and the hurry of the others can refuse, is refused.
    fn tell(&self, own: &str, done: Result<(), AppError>) {
        match done {
            Ok(()) => {}
            Err(AppError::Busy) => self.ledger.count("busy"),
            // Somebody else deleted it, took the address, or would have been the last one.
            Err(AppError::NotFound) => self.ledger.count("gone"),
            Err(AppError::Invalid(fields))
                if matches!(fields.as_slice(), [(_, Problem::NoneSurveyEligible(_) | Problem::EmailTwice)]) =>
            {
                self.ledger.count("refused");
            }
            Err(error) => self.ledger.is_wrong(format!("{own}: {error}")),
        }
    }

    /// What is expected there: mostly what was seen, sometimes whatever it is.
    fn expected(&mut self, revision: &str) -> (Expected, bool) {
        let is_any = self.dice.below(5) == 0;
        (if is_any { Expected::Any } else { Expected::one(revision) }, is_any)
    }

    async fn save_split(&mut self, app: &App, at: usize, tenant: TenantId, own: &str) -> Result<(), AppError> {
        let thing = format!("split {at}");
        let seen = app.service_status(&self.who, tenant, "Teams", "").await?.value;
        let from = number_of(&seen);
        let (total, is_wrong) = (seen.balance.unwrap().total, self.dice.below(8) == 0);
        let (expected, is_any) = self.expected(&seen.revision);
        let new = self.split(total, is_wrong, own);
        let saved = app.save_service_status(&self.who, tenant, "Teams", &new, &expected).await;
        match saved.map(|seen| seen.value) {
            Ok(Outcome::Saved(desk)) => {
                self.ledger.count("saved");
                if is_wrong || !desk.balance.unwrap().is_even() {
                    self.ledger.is_wrong(format!("{thing}: saved out of balance: {desk:?}"));
                }
                let from = (!is_any).then_some(from);
                self.ledger.wrote(&thing, from, number_of(&desk), &split_text(&desk.lines));
            }
            // While nobody has saved one, the total alone has changed.
            Ok(Outcome::Overtaken(desk)) if number_of(&desk) == 0 && desk.revision != seen.revision => {}
            Ok(Outcome::Overtaken(desk)) => {
                self.ledger.met(&thing, from, number_of(&desk), split_text(&desk.lines));
            }
            // It was wrong from the beginning, or the total has changed meanwhile.
            Err(AppError::Split(_)) if is_wrong || is_any => self.ledger.count("refused"),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// A random split of a total, which adds up unless it is to be wrong.
    fn split(&mut self, total: i64, is_wrong: bool, own: &str) -> NewSplit {
        let nodes = preset::nodes();
        let reasons: Vec<String> = nodes.iter().map(|node| node.choice.to_string()).collect();
        // Those that have no further choice below them.
        let is_last = |one: &&String| !reasons.iter().any(|other| other.starts_with(&format!("{one}/")));
        let last: Vec<&String> = reasons.iter().filter(is_last).collect();
        let (mut left, mut lines) = (total, Vec::new());
        while left > 0 {
            let seats = if lines.len() == 4 {
                left
            } else {
                i64::try_from(self.dice.below(u64::try_from(left).unwrap())).unwrap() + 1
            };
            let mut one = line(seats, self.dice.pick(&last).as_str());
            one.remark = format!("by {own}");
            lines.push(one);
            left -= seats;
        }
        if is_wrong {
            lines.push(line(1, "in_progress"));
        }
        NewSplit { total: total.to_string(), lines }
    }

    async fn write_intent(&mut self, app: &App, at: usize, tenant: TenantId, own: &str) -> Result<(), AppError> {
        let thing = format!("intent {at}");
        let seen = app.intent_note(&self.who, tenant, "Teams").await?.value;
        let from: i64 = seen.revision.parse().unwrap();
        let (expected, is_any) = self.expected(&seen.revision);
        let text = format!("Blocked, because of {own}.");
        let saved = app.save_intent_note(&self.who, tenant, "Teams", &text, &expected).await;
        match saved.map(|seen| seen.value) {
            Ok(Outcome::Saved(desk)) => {
                self.ledger.count("saved");
                let from = (!is_any).then_some(from);
                self.ledger.wrote(&thing, from, desk.revision.parse().unwrap(), &desk.current.unwrap().text);
            }
            Ok(Outcome::Overtaken(desk)) => {
                self.ledger.met(&thing, from, desk.revision.parse().unwrap(), desk.current.unwrap().text);
            }
            // Whoever writes whatever stands there may be overtaken twice, and nothing of it stands.
            Err(AppError::Conflict) if is_any => self.ledger.count("refused"),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// A note, every second time sent twice at once, to both servers, under one key: it is one note.
    async fn note(&mut self, app: &App, tenant: TenantId, own: &str) -> Result<(), AppError> {
        let new = NewStatusNote {
            scope: format!("by {own}"),
            next_actions: "Call the service desk".to_owned(),
            next_action_date: app.now().date_naive().to_string(),
            next_action_owner: "Noor Kanarie".to_owned(),
            overall_status: "active".to_owned(),
            ..NewStatusNote::default()
        };
        if self.dice.below(2) == 0 {
            self.ledger.noted(app.add_status_note(&self.who, tenant, &new, None, None).await?.id);
            self.ledger.count("saved");
            return Ok(());
        }
        let key = RequestKey::new(own, "POST /status-notes", own.as_bytes())?;
        let [one, two] = &self.servers;
        let (one, two) = tokio::join!(
            one.add_status_note(&self.who, tenant, &new, None, Some(&key)),
            two.add_status_note(&self.who, tenant, &new, None, Some(&key)),
        );
        if let (Ok(one), Ok(two)) = (&one, &two)
            && one.id != two.id
        {
            self.ledger.is_wrong(format!("{own}: sent twice, and two notes"));
        }
        for sent in [&one, &two].into_iter().flatten() {
            self.ledger.noted(sent.id.clone());
        }
        self.ledger.count("saved");
        one.and(two).map(|_| ())
    }

    async fn add_contact(&mut self, app: &App, tenant: TenantId, own: &str) -> Result<(), AppError> {
        let new = contact(self.dice.below(ADDRESSES), own, self.dice.below(2) == 0);
        let added = app.add_contact(&self.who, tenant, &new, None).await?;
        self.ledger.count("saved");
        self.wrote(&added, None);
        Ok(())
    }

    /// One of the contacts that there are.
    async fn some(&mut self, app: &App, tenant: TenantId) -> Result<ContactItem, AppError> {
        let list = app.contacts(&self.who, tenant, &ContactQuery::default()).await?.value;
        if list.contacts.is_empty() { Err(AppError::NotFound) } else { Ok(self.dice.pick(&list.contacts).clone()) }
    }

    async fn change_contact(&mut self, app: &App, tenant: TenantId, own: &str) -> Result<(), AppError> {
        let seen = self.some(app, tenant).await?;
        let (expected, is_any) = self.expected(&seen.revision);
        let edit = edit(own, self.dice.below(2) == 0);
        let done = app.change_contact(&self.who, tenant, &seen.id, &edit, &expected).await?.value;
        self.became(&seen, done, is_any);
        Ok(())
    }

    async fn delete_contact(&mut self, app: &App, tenant: TenantId) -> Result<(), AppError> {
        let seen = self.some(app, tenant).await?;
        let (expected, is_any) = self.expected(&seen.revision);
        let done = app.delete_contact(&self.who, tenant, &seen.id, &expected).await?.value;
        self.became(&seen, done, is_any);
        Ok(())
    }

    async fn restore_contact(&mut self, app: &App, tenant: TenantId) -> Result<(), AppError> {
        let list = app.contacts(&self.who, tenant, &ContactQuery::default()).await?.value;
        if list.deleted.is_empty() {
            return Ok(());
        }
        let seen = self.dice.pick(&list.deleted).clone();
        let restored = app.restore_contact(&self.who, tenant, &seen.id).await?.value;
        self.ledger.count("restored");
        // Twice is once: whoever brings back what is back already, changes nothing.
        let version = restored.revision.parse().unwrap();
        self.ledger.restored(&format!("contact {}", restored.id), version, content(&restored));
        Ok(())
    }

    fn became(&self, seen: &ContactItem, done: Outcome<ContactItem>, is_any: bool) {
        let from: i64 = seen.revision.parse().unwrap();
        match done {
            Outcome::Saved(item) => {
                self.ledger.count("saved");
                self.wrote(&item, (!is_any).then_some(from));
            }
            Outcome::Overtaken(item) => {
                let version = item.revision.parse().unwrap();
                self.ledger.met(&format!("contact {}", item.id), from, version, content(&item));
            }
        }
    }

    fn wrote(&self, item: &ContactItem, from: Option<i64>) {
        let version = item.revision.parse().unwrap();
        self.ledger.wrote(&format!("contact {}", item.id), from, version, &content(item));
    }
}
