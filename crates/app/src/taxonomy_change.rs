//! Versions of the taxonomy: what there is, what a new one would touch, and making one (S8.5; docs/adr/0015).
//!
//! Beside the version in force there is at most one more, which counts from a later day. Until then it can be replaced or
//! taken back; what counts or has counted is never changed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Resource};
use domain::service_status::{Difference, Effect, NewTaxonomy, Taxonomy};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{TaxonomyId, TaxonomyVersion, Tx};

use crate::identity::{Who, moment};
use crate::taxonomy::version_on;
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Seen};

/// Where a version stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionState {
    /// It has counted.
    Past,
    /// It counts today.
    InForce,
    /// It will count.
    Planned,
}

impl VersionState {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::InForce => "in_force",
            Self::Planned => "planned",
        }
    }
}

/// A version in the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyVersionItem {
    /// The first day on which it counts; nothing for the one that ships, which counts from ever.
    pub valid_from: NaiveDate,
    /// The last; nothing for the newest.
    pub valid_to: Option<NaiveDate>,
    /// Where that is.
    pub state: VersionState,
    /// When it was made; nothing for the one that ships.
    pub made_at: Option<DateTime<Utc>>,
    /// Who made it; nothing for the one that ships, and where the person is gone.
    pub person: Option<String>,
}

/// What stands there to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyDesk {
    /// Every version, the newest first.
    pub versions: Vec<TaxonomyVersionItem>,
    /// The version that was asked for: of a day, or the one in force.
    pub shown: Taxonomy,
    /// The newest version: the planned one where there is one, else the one in force.
    pub newest: Taxonomy,
    /// Whether the newest is planned, and so can be replaced or taken back.
    pub is_planned: bool,
    /// What tells the newest from any other, for changes.
    pub revision: String,
    /// The first day from which a changed version can count.
    pub earliest: NaiveDate,
    /// Today, by which versions count.
    pub today: NaiveDate,
}

/// What a version would change and touch, before it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyPreview {
    /// The version, checked.
    pub newer: Taxonomy,
    /// The version in force, which it would follow.
    pub older: Taxonomy,
    /// What it changes of that one, and what that touches.
    pub effect: Effect,
    /// The planned version that it would replace, and what it changes of it.
    pub replaced: Option<(Taxonomy, Difference)>,
    /// What stands there now.
    pub desk: TaxonomyDesk,
}

/// The version in force, and the newest.
struct Standing {
    in_force: Taxonomy,
    newest_id: TaxonomyId,
    newest: Taxonomy,
    today: NaiveDate,
}

impl Standing {
    async fn read(tx: &mut Tx, who: &Who) -> Result<Self, AppError> {
        let today = moment(who.now).date_naive();
        let (_, in_force) = version_on(tx, today).await?;
        let (newest_id, newest) = tx.newest_taxonomy().await?;
        Ok(Self { in_force, newest_id, newest, today })
    }

    fn is_planned(&self) -> bool {
        self.newest.valid_from() > self.today
    }

    /// By content, and not by number: a number may come back after a version was taken back.
    fn revision(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.newest.valid_from().to_string());
        for node in self.newest.nodes() {
            let asks = (node.remark_required, node.target_date_allowed);
            // As JSON, so that no label can pass for two.
            hash.update(json!([node.choice.to_string(), node.labels.en, node.labels.nl, asks.0, asks.1]).to_string());
        }
        let digest: [u8; 32] = hash.finalize().into();
        digest.first_chunk().map(|half| format!("{:032x}", u128::from_be_bytes(*half))).unwrap_or_default()
    }

    async fn desk(self, tx: &mut Tx, on: Option<NaiveDate>) -> Result<TaxonomyDesk, AppError> {
        let shown = match on {
            None => self.in_force.clone(),
            Some(day) => tx.taxonomy_on(day).await?.ok_or(AppError::NotFound)?.1,
        };
        let versions = tx.taxonomy_versions().await?.into_iter().map(|row| listed(row, self.today)).collect();
        Ok(TaxonomyDesk {
            versions,
            shown,
            is_planned: self.is_planned(),
            revision: self.revision(),
            earliest: self.today.max(self.in_force.valid_from().succ_opt().unwrap_or(self.today)),
            today: self.today,
            newest: self.newest,
        })
    }
}

fn listed(row: TaxonomyVersion, today: NaiveDate) -> TaxonomyVersionItem {
    let state = match row.valid_to {
        _ if row.valid_from > today => VersionState::Planned,
        Some(last) if last < today => VersionState::Past,
        _ => VersionState::InForce,
    };
    let made_at = (row.made_at > 0).then(|| moment(row.made_at));
    TaxonomyVersionItem { valid_from: row.valid_from, valid_to: row.valid_to, state, made_at, person: row.person }
}

fn may_change(who: &Who) -> Result<(), AppError> {
    who.may(Resource::TaxonomyVersions, Action::Write)
}

impl App {
    /// What there is to change, with the version of a day beside it, of today unless asked otherwise.
    pub async fn taxonomy_desk(&self, ctx: &Ctx, on: Option<NaiveDate>) -> Result<Seen<TaxonomyDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::TaxonomyVersions, Action::Read)?;
        let standing = Standing::read(&mut tx, &who).await?;
        let value = standing.desk(&mut tx, on).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// What a new version would change and touch; nothing is saved. What is wrong with it is [`AppError::Taxonomy`].
    pub async fn preview_taxonomy(&self, ctx: &Ctx, new: &NewTaxonomy) -> Result<Seen<TaxonomyPreview>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        may_change(&who)?;
        let value = preview(&mut tx, &who, new).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Saves a version that follows the one in force, in place of a planned one where there is one. What is wrong with it
    /// is [`AppError::Taxonomy`].
    pub async fn save_taxonomy(
        &self,
        ctx: &Ctx,
        new: &NewTaxonomy,
        expected: &Expected,
    ) -> Result<Seen<Outcome<TaxonomyDesk>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        may_change(&who)?;
        let person = who.account()?;
        tx.hold_taxonomy().await?;
        let standing = Standing::read(&mut tx, &who).await?;
        if !expected.is(&standing.revision()) {
            let value = Outcome::Overtaken(standing.desk(&mut tx, None).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let newer = new.check(&standing.in_force, standing.today).map_err(AppError::Taxonomy)?;
        let replaced = standing.is_planned().then(|| standing.newest.valid_from());
        match replaced {
            Some(_) => tx.replace_taxonomy(standing.newest_id, &newer, Some(person), who.now).await?,
            None => drop(tx.add_taxonomy(&newer, Some(person), who.now).await?),
        }
        let difference = Difference::between(standing.in_force.nodes(), newer.nodes());
        let detail = json!({
            "added": difference.added.len(), "removed": difference.removed.len(), "moved": difference.moved.len(),
            "renamed": difference.renamed.len(), "replaced": replaced,
        });
        let subject = newer.valid_from().to_string();
        self.audit(&mut tx, ctx, &who, AuditAction::TaxonomySaved, &subject, &detail).await?;
        let value = Standing::read(&mut tx, &who).await?.desk(&mut tx, None).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value: Outcome::Saved(value) })
    }

    /// Takes back the version that does not count yet: the one in force goes on.
    pub async fn withdraw_taxonomy(
        &self,
        ctx: &Ctx,
        expected: &Expected,
    ) -> Result<Seen<Outcome<TaxonomyDesk>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        may_change(&who)?;
        who.account()?;
        tx.hold_taxonomy().await?;
        let standing = Standing::read(&mut tx, &who).await?;
        if !expected.is(&standing.revision()) {
            let value = Outcome::Overtaken(standing.desk(&mut tx, None).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        if !standing.is_planned() {
            return Err(AppError::TaxonomyInForce);
        }
        tx.withdraw_taxonomy(standing.newest_id).await?;
        let subject = standing.newest.valid_from().to_string();
        self.audit(&mut tx, ctx, &who, AuditAction::TaxonomyWithdrawn, &subject, &json!({})).await?;
        let value = Standing::read(&mut tx, &who).await?.desk(&mut tx, None).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value: Outcome::Saved(value) })
    }
}

async fn preview(tx: &mut Tx, who: &Who, new: &NewTaxonomy) -> Result<TaxonomyPreview, AppError> {
    let standing = Standing::read(tx, who).await?;
    let newer = new.check(&standing.in_force, standing.today).map_err(AppError::Taxonomy)?;
    let lines = tx.taxonomy_usage(&who.scope()?).await?;
    let effect = Effect::of(&standing.in_force, &newer, &lines);
    let replaced = standing.is_planned().then(|| {
        let difference = Difference::between(standing.newest.nodes(), newer.nodes());
        (standing.newest.clone(), difference)
    });
    let older = standing.in_force.clone();
    let desk = standing.desk(tx, None).await?;
    Ok(TaxonomyPreview { newer, older, effect, replaced, desk })
}
