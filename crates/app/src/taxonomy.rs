//! The taxonomy of service statuses, as people and programs read it (S8.5).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::{Action, Resource};
use domain::service_status::{Choice, Labels, Taxonomy};
use store::{TaxonomyId, Tx};

use crate::identity::moment;
use crate::{App, AppError, Ctx, Seen};

impl App {
    /// The version of the taxonomy that counts on a day, today unless asked otherwise. A day before the first version has
    /// none, and is not found.
    pub async fn taxonomy(&self, ctx: &Ctx, on: Option<NaiveDate>) -> Result<Seen<Taxonomy>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Taxonomy, Action::Read)?;
        let day = on.unwrap_or_else(|| moment(who.now).date_naive());
        let (_, value) = tx.taxonomy_on(day).await?.ok_or(AppError::NotFound)?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }
}

/// The version that counts on a day of which there is one.
pub(crate) async fn version_on(tx: &mut Tx, day: NaiveDate) -> Result<(TaxonomyId, Taxonomy), AppError> {
    let version = tx.taxonomy_on(day).await?;
    version.ok_or_else(|| AppError::Internal(format!("no taxonomy counts on {day}")))
}

/// What people read for choices, the status first: by this version or, for what it does not know any more, by the last
/// one that did (S8.5).
pub(crate) async fn labels_of<'a>(
    tx: &mut Tx,
    taxonomy: &Taxonomy,
    choices: impl Iterator<Item = &'a Choice>,
) -> Result<BTreeMap<Choice, Vec<Labels>>, AppError> {
    let mut found = BTreeMap::new();
    let mut wanted: Vec<&Choice> = choices.collect();
    let mut version = Some(taxonomy.clone());
    while let Some(taxonomy) = version {
        wanted.retain(|choice| {
            let Some(labels) = taxonomy.labels(choice) else { return true };
            found.insert((*choice).clone(), labels.into_iter().cloned().collect());
            false
        });
        if wanted.is_empty() {
            break;
        }
        version = tx.taxonomy_before(&taxonomy).await?.map(|(_, before)| before);
    }
    for choice in wanted {
        // No version has it: its codes are what is left to read.
        let bare = |one: Choice| Labels { en: one.code().replace('_', " "), nl: one.code().replace('_', " ") };
        found.insert(choice.clone(), choice.path().into_iter().map(bare).collect());
    }
    Ok(found)
}
