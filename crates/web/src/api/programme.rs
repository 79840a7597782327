//! What the programme office sets for the whole programme, and the plans that are eligible (S5.5, S11.1).

use app::{EligiblePlan, ProgrammeSettings};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, Problems, check_once};
use crate::error::WebError;
use crate::extract::{self, Caller, Fields, IfMatch};
use crate::state::Web;

/// What is set for the whole programme.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProgrammeSettingsBody {
    /// With fewer paid units a tenant is below the minimum: in the filter of the tenant list, the signals and the help.
    #[schema(example = 150)]
    licence_minimum: i64,
    /// When it was changed last; null where it is as it came.
    #[schema(required)]
    changed_at: Option<DateTime<Utc>>,
}

fn tagged(settings: &ProgrammeSettings) -> Tagged<ProgrammeSettingsBody> {
    Tagged {
        revision: settings.revision.clone(),
        body: ProgrammeSettingsBody { licence_minimum: settings.licence_minimum, changed_at: settings.changed_at },
    }
}

/// Show the programme settings
#[utoipa::path(get, path = "/api/v1/programme-settings", tag = "Programme",
    responses((status = 200, description = "The settings", body = ProgrammeSettingsBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(State(web): State<Web>, caller: Caller) -> TaggedAnswer<ProgrammeSettingsBody> {
    Ok(tagged(&web.app.programme_settings(&caller.ctx).await?.value))
}

/// The settings as they shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgrammeSettingsEditBody {
    /// With fewer paid units a tenant is below the minimum.
    #[serde(default)]
    #[schema(required, value_type = i64, minimum = 1, maximum = 1_000_000, example = 150)]
    licence_minimum: Option<serde_json::Value>,
}

/// Set the programme settings
///
/// It counts at once, for every tenant. For the programme admin.
#[utoipa::path(put, path = "/api/v1/programme-settings", tag = "Programme",
    params(IfMatchParam), request_body = ProgrammeSettingsEditBody,
    responses((status = 200, description = "Set", body = ProgrammeSettingsBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<ProgrammeSettingsEditBody>,
) -> TaggedAnswer<ProgrammeSettingsBody> {
    // What is no whole number is refused as one below 1 is.
    let minimum = body.licence_minimum.map(|value| value.as_i64().unwrap_or(-1));
    let set = web.app.set_programme_settings(&caller.ctx, minimum, &expected).await;
    Tagged::changed(set.map_err(WebError::of_body)?, tagged)
}

/// Where to go on.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct EligiblePlansParams {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What a SKU entitles to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EligiblePlanBody {
    /// The SKU.
    #[schema(example = "Office 365 E3")]
    sku: String,
    /// The bucket in which it is counted.
    #[schema(example = "Office 365")]
    sku_bucket: String,
    /// The workloads to which it entitles, as files write them; may be none.
    workloads: Vec<String>,
    /// When a load of `eligible_plans` brought it; null for what ships.
    #[schema(required)]
    loaded_at: Option<DateTime<Utc>>,
}

impl From<EligiblePlan> for EligiblePlanBody {
    fn from(plan: EligiblePlan) -> Self {
        let EligiblePlan { sku, bucket, workloads, loaded_at } = plan;
        Self { sku, sku_bucket: bucket, workloads, loaded_at }
    }
}

/// A page of what SKUs entitle to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EligiblePlansBody {
    /// Up to 100 SKUs, by their names.
    items: Vec<EligiblePlanBody>,
    /// Where the next page begins; null when there is none.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// List what SKUs entitle to
///
/// A load of `eligible_plans` changes it.
#[utoipa::path(get, operation_id = "plans", path = "/api/v1/eligible-plans", tag = "Programme", params(EligiblePlansParams),
    responses((status = 200, description = "Up to 100 SKUs, by their names", body = EligiblePlansBody), Problems))]
pub(crate) async fn plans(State(web): State<Web>, caller: Caller, query: Fields) -> Answer<EligiblePlansBody> {
    check_once(&query, &["cursor"], &[])?;
    let seen = web.app.eligible_plans(&caller.ctx, query.one("cursor")).await;
    let page = seen.map_err(WebError::of_parameters)?.value;
    Ok(Json(EligiblePlansBody {
        items: page.items.into_iter().map(EligiblePlanBody::from).collect(),
        next_cursor: page.next_cursor,
    }))
}
