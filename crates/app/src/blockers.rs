//! What stands in the way of the whole portfolio: seats that are blocked or not wanted, by reason (S8.6).

use domain::access::{Action, Resource};
use domain::planted::Fault;
use domain::service_status::{BLOCKED, Choice, Labels, NO_INTENT};

use crate::identity::moment;
use crate::taxonomy::{labels_of, version_on};
use crate::{App, AppError, Ctx, Seen};

/// Seats of a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// The code of the reason (L2).
    pub code: String,
    /// What people read.
    pub name: Labels,
    /// How many seats.
    pub seats: i64,
    /// Of how many tenants.
    pub tenants: i64,
}

/// Seats of a status, and why they have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockersOfStatus {
    /// The code of the status (L1).
    pub code: String,
    /// What people read.
    pub name: Labels,
    /// How many seats.
    pub seats: i64,
    /// Of how many tenants; one with several reasons counts once.
    pub tenants: i64,
    /// By reason, the most seats first.
    pub reasons: Vec<Blocker>,
}

impl App {
    /// The seats in scope that are blocked, and those that nobody intends to use, by reason.
    pub async fn blockers(&self, ctx: &Ctx) -> Result<Seen<Vec<BlockersOfStatus>>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::ServiceStatus, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        let scope = who.scope()?;
        let statuses = [BLOCKED, NO_INTENT];
        let rows = tx.blockers(&scope.mistaken_by(Fault::BlockersOfEverybody), &statuses).await?;
        let (_, taxonomy) = version_on(&mut tx, moment(who.now).date_naive()).await?;
        let choices: Vec<Choice> =
            rows.iter().filter_map(|row| Choice::new(&row.l1, row.l2.as_deref(), None)).collect();
        let empty: Vec<Choice> = statuses.map(Choice::status).into();
        let labels = labels_of(&mut tx, &taxonomy, choices.iter().chain(&empty)).await?;
        tx.end();
        let name = |choice: &Choice| labels.get(choice).and_then(|labels| labels.last()).cloned();
        let value = empty
            .iter()
            .filter_map(|status| {
                let own = || rows.iter().filter(|row| row.l1 == status.l1());
                let reasons = own().filter_map(|row| {
                    let choice = status.option(row.l2.as_deref()?)?;
                    let (code, name) = (choice.code().to_owned(), name(&choice)?);
                    Some(Blocker { code, name, seats: row.seats, tenants: row.tenants })
                });
                let mut reasons: Vec<Blocker> = reasons.collect();
                reasons.sort_by_key(|one| std::cmp::Reverse(one.seats));
                let whole = own().find(|row| row.l2.is_none());
                Some(BlockersOfStatus {
                    code: status.l1().to_owned(),
                    name: name(status)?,
                    seats: whole.map_or(0, |row| row.seats),
                    tenants: whole.map_or(0, |row| row.tenants),
                    reasons,
                })
            })
            .collect();
        Ok(Seen { viewer: who.viewer, value })
    }
}
