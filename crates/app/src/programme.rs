//! What the programme office sets for the whole programme: the licence minimum of eligible plans (S11.1); and what these
//! plans are (S5.5), which loads alone change.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::access::{Action, Resource};
use domain::signal::MOST_LICENCE_MINIMUM;
use store::{EligiblePlanRow, ProgrammeSettingsRow, Tx};

use crate::identity::{Who, moment};
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Problem, Seen};

/// The field of the licence minimum.
const MINIMUM: &str = "licence_minimum";

/// Plans of a page.
const PAGE: i64 = 100;

/// The longest cursor there is, in bytes.
const LONGEST_CURSOR: usize = 4_000;

/// What is set for the whole programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeSettings {
    /// With fewer paid units a tenant is not in the programme.
    pub licence_minimum: i64,
    /// When it was changed last; nothing where it is as it came.
    pub changed_at: Option<DateTime<Utc>>,
    /// Which version of it this is.
    pub revision: String,
    /// Whether the reader may change it.
    pub may_write: bool,
}

/// What a SKU entitles to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EligiblePlan {
    /// Its name.
    pub sku: String,
    /// In which bucket it is counted.
    pub bucket: String,
    /// The workloads, as files write them; may be none.
    pub workloads: Vec<String>,
    /// When a load brought it; nothing for what shipped.
    pub loaded_at: Option<DateTime<Utc>>,
}

/// A page of what SKUs entitle to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EligiblePlans {
    /// By the names of the SKUs.
    pub items: Vec<EligiblePlan>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

fn settings(row: &ProgrammeSettingsRow, who: &Who) -> ProgrammeSettings {
    ProgrammeSettings {
        licence_minimum: row.licence_minimum,
        changed_at: row.changed_at.map(moment),
        revision: row.version.to_string(),
        may_write: who.may(Resource::ProgrammeSettings, Action::Write).is_ok(),
    }
}

impl App {
    /// What is set for the whole programme.
    pub async fn programme_settings(&self, ctx: &Ctx) -> Result<Seen<ProgrammeSettings>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::ProgrammeSettings, Action::Read)?;
        let value = settings(&tx.programme_settings().await?, &who);
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// A page of what SKUs entitle to. Field: `cursor`.
    pub async fn eligible_plans(&self, ctx: &Ctx, cursor: Option<&str>) -> Result<Seen<EligiblePlans>, AppError> {
        let desk = self.programme_desk(ctx, cursor).await?;
        Ok(Seen { viewer: desk.viewer, value: desk.value.1 })
    }

    /// Both, of one state of the database.
    pub async fn programme_desk(
        &self,
        ctx: &Ctx,
        cursor: Option<&str>,
    ) -> Result<Seen<(ProgrammeSettings, EligiblePlans)>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::ProgrammeSettings, Action::Read)?;
        let standing = settings(&tx.programme_settings().await?, &who);
        let plans = plans(&mut tx, cursor).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value: (standing, plans) })
    }

    /// Sets the licence minimum, in place of the version that is expected there. What follows from it is brought in line at
    /// once, for every tenant, and not while a load is applied. Field: `licence_minimum`.
    pub async fn set_programme_settings(
        &self,
        ctx: &Ctx,
        minimum: Option<i64>,
        expected: &Expected,
    ) -> Result<Seen<Outcome<ProgrammeSettings>>, AppError> {
        let mut tx = self.store.write_at_length().await?;
        tx.lock_application().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::ProgrammeSettings, Action::Write)?;
        let before = settings(&tx.programme_settings().await?, &who);
        if !expected.is(&before.revision) {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: Outcome::Overtaken(before) });
        }
        let minimum = minimum.ok_or_else(|| AppError::field(MINIMUM, Problem::Missing))?;
        if !(1..=MOST_LICENCE_MINIMUM).contains(&minimum) {
            return Err(AppError::field(MINIMUM, Problem::OutOfRange(1, MOST_LICENCE_MINIMUM)));
        }
        if minimum != before.licence_minimum {
            tx.set_licence_minimum(minimum, who.now).await?;
            let detail = serde_json::json!({ "licence_minimum": minimum, "before": before.licence_minimum });
            self.audit(&mut tx, ctx, &who, AuditAction::ProgrammeSettingsChanged, "programme", &detail).await?;
        }
        let value = Outcome::Saved(settings(&tx.programme_settings().await?, &who));
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }
}

async fn plans(tx: &mut Tx, cursor: Option<&str>) -> Result<EligiblePlans, AppError> {
    let after = cursor.map(read_cursor).transpose()?;
    let mut rows = tx.eligible_plans(after.as_deref(), PAGE + 1).await?;
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > PAGE);
    if has_more {
        rows.pop();
    }
    let next_cursor = rows.last().filter(|_| has_more).map(|row| BASE64_URL_SAFE_NO_PAD.encode(&row.sku_key));
    Ok(EligiblePlans { items: rows.into_iter().map(plan).collect(), next_cursor })
}

fn plan(row: EligiblePlanRow) -> EligiblePlan {
    EligiblePlan {
        sku: row.sku,
        bucket: row.bucket,
        workloads: row.workloads.iter().flat_map(|text| text.lines()).map(str::to_owned).collect(),
        loaded_at: row.loaded_at.map(moment),
    }
}

/// The key of the SKU after which a page begins. It need not be there any more.
fn read_cursor(text: &str) -> Result<String, AppError> {
    let read = (text.len() <= LONGEST_CURSOR).then(|| BASE64_URL_SAFE_NO_PAD.decode(text).ok()).flatten();
    let read = read.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|key| !key.contains('\0'));
    read.ok_or_else(|| AppError::field("cursor", Problem::ForeignCursor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_text_that_the_database_takes() {
        let written = BASE64_URL_SAFE_NO_PAD.encode("office 365 e3");
        assert_eq!(read_cursor(&written).unwrap(), "office 365 e3");
        for text in ["?", "_w", "AA", &"A".repeat(LONGEST_CURSOR + 4)] {
            assert!(read_cursor(text).is_err(), "{text}");
        }
    }
}
