//! Versions of the taxonomy, for the programme admin: what there is, what a new one would touch, and making one (S8.5).

use app::{Outcome, Seen, TaxonomyDesk, TaxonomyPreview, TaxonomyVersionItem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use domain::service_status::{Choice, Count, NewNode, NewTaxonomy, Node, Taxonomy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::service_status::name;
use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, Done, NameBody, Problems};
use crate::extract::{self, Caller, IfMatch};
use crate::state::Web;

/// A version in the list of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaxonomyVersionBody {
    /// The first day on which it counts.
    valid_from: NaiveDate,
    /// The last; null for the newest.
    #[schema(required)]
    valid_to: Option<NaiveDate>,
    /// `past`, `in_force` or `planned`.
    #[schema(example = "in_force")]
    state: &'static str,
    /// When it was made; null for the one that ships.
    #[schema(required)]
    made_at: Option<DateTime<Utc>>,
    /// Who made it; null for the one that ships.
    #[schema(required)]
    person: Option<String>,
}

impl TaxonomyVersionBody {
    fn of(version: &TaxonomyVersionItem) -> Self {
        Self {
            valid_from: version.valid_from,
            valid_to: version.valid_to,
            state: version.state.code(),
            made_at: version.made_at,
            person: version.person.clone(),
        }
    }
}

/// The versions of the taxonomy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaxonomyVersionsBody {
    /// The newest first.
    items: Vec<TaxonomyVersionBody>,
}

/// List the versions of the taxonomy
///
/// What is in one: `GET /api/v1/taxonomy` with a day on which it counts.
#[utoipa::path(get, path = "/api/v1/taxonomy/versions", tag = "Service status", operation_id = "taxonomy_versions",
    responses((status = 200, description = "Every version", body = TaxonomyVersionsBody), Problems))]
pub(crate) async fn versions(State(web): State<Web>, caller: Caller) -> Answer<TaxonomyVersionsBody> {
    let seen = web.app.taxonomy_desk(&caller.ctx, None).await?;
    Ok(Json(TaxonomyVersionsBody { items: seen.value.versions.iter().map(TaxonomyVersionBody::of).collect() }))
}

/// The two names of something that is made.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNameBody {
    /// In English.
    #[serde(default)]
    #[schema(required, max_length = 100, example = "Strike")]
    en: String,
    /// In Dutch.
    #[serde(default)]
    #[schema(required, max_length = 100, example = "Staking")]
    nl: String,
}

/// A status, a reason or a technical reason, with what it asks by itself.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnNodeBody {
    /// Its code, which is unique among the options of one choice; left out, it is made from the English name.
    #[serde(default)]
    #[schema(required = false, max_length = 64, example = "strike")]
    code: String,
    /// What people read.
    #[serde(default)]
    #[schema(required)]
    name: NewNameBody,
    /// Whether a line with it, or with an option of it, must have a remark.
    #[serde(default)]
    remark_required: bool,
    /// Of a status: whether a line with it can have a target date.
    #[serde(default)]
    target_date_allowed: bool,
    /// What can be chosen below it.
    #[serde(default)]
    #[schema(no_recursion, max_items = 60)]
    options: Vec<OwnNodeBody>,
}

impl OwnNodeBody {
    fn of(node: &Node, taxonomy: &Taxonomy) -> Self {
        Self {
            code: node.choice.code().to_owned(),
            name: NewNameBody { en: node.labels.en.clone(), nl: node.labels.nl.clone() },
            remark_required: node.remark_required,
            target_date_allowed: node.target_date_allowed,
            options: taxonomy.options(&node.choice).map(|option| Self::of(option, taxonomy)).collect(),
        }
    }
}

/// The newest version of the taxonomy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewestTaxonomyBody {
    /// The first day on which it counts.
    valid_from: NaiveDate,
    /// Whether that day is still to come: then saving replaces it, and it can be deleted.
    planned: bool,
    /// The first day from which a changed version can count.
    earliest: NaiveDate,
    /// The statuses (L1), in the order in which people see them.
    statuses: Vec<OwnNodeBody>,
}

impl NewestTaxonomyBody {
    fn tagged(desk: &TaxonomyDesk) -> Tagged<Self> {
        let newest = &desk.newest;
        let body = Self {
            valid_from: newest.valid_from(),
            planned: desk.is_planned,
            earliest: desk.earliest,
            statuses: newest.statuses().map(|node| OwnNodeBody::of(node, newest)).collect(),
        };
        Tagged { revision: desk.revision.clone(), body }
    }
}

/// Read the newest version of the taxonomy, to change it
///
/// The planned one where there is one, else the one in force.
#[utoipa::path(get, path = "/api/v1/taxonomy/newest", tag = "Service status", operation_id = "newest_taxonomy",
    responses((status = 200, description = "The newest version", body = NewestTaxonomyBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn newest(State(web): State<Web>, caller: Caller) -> TaggedAnswer<NewestTaxonomyBody> {
    Ok(NewestTaxonomyBody::tagged(&web.app.taxonomy_desk(&caller.ctx, None).await?.value))
}

/// A version of the taxonomy to save.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTaxonomyBody {
    /// The first day on which it counts: today or later, and after the first day of the version in force. Days are those
    /// of UTC.
    #[serde(default)]
    #[schema(required, format = Date, example = "2026-12-01")]
    valid_from: String,
    /// The five statuses, each with its reasons; what is left out cannot be chosen any more.
    #[serde(default)]
    #[schema(required, min_items = 5, max_items = 5)]
    statuses: Vec<OwnNodeBody>,
}

impl NewTaxonomyBody {
    /// As it would be typed.
    fn typed(self) -> NewTaxonomy {
        let mut nodes = Vec::new();
        for status in self.statuses {
            flatten(status, 1, &mut nodes);
        }
        NewTaxonomy { valid_from: self.valid_from, nodes }
    }
}

fn flatten(node: OwnNodeBody, level: u8, nodes: &mut Vec<NewNode>) {
    nodes.push(NewNode {
        level,
        code: node.code,
        label_en: node.name.en,
        label_nl: node.name.nl,
        remark_required: node.remark_required,
        target_date_allowed: node.target_date_allowed,
    });
    for option in node.options {
        flatten(option, level.saturating_add(1), nodes);
    }
}

/// Save a version of the taxonomy
///
/// It follows the version in force, in place of a planned one where there is one. A version that counts, or has counted,
/// is never changed: what stood on a day keeps the names of that day. What is wrong is said for each field, as
/// `statuses[2].options[0].name.en`.
#[utoipa::path(put, path = "/api/v1/taxonomy/newest", tag = "Service status", operation_id = "save_taxonomy",
    params(IfMatchParam), request_body = NewTaxonomyBody,
    responses((status = 200, description = "Saved; the newest version now", body = NewestTaxonomyBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<NewTaxonomyBody>,
) -> TaggedAnswer<NewestTaxonomyBody> {
    let saved = web.app.save_taxonomy(&caller.ctx, &body.typed(), &expected).await?;
    Tagged::changed(saved, NewestTaxonomyBody::tagged)
}

/// Take back the planned version of the taxonomy
///
/// The version in force goes on. A version that counts already cannot be taken back.
#[utoipa::path(delete, path = "/api/v1/taxonomy/newest", tag = "Service status", operation_id = "withdraw_taxonomy",
    params(IfMatchParam),
    responses((status = 204, description = "Taken back"), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn delete(State(web): State<Web>, caller: Caller, IfMatch(expected): IfMatch) -> Done {
    let Seen { viewer, value } = web.app.withdraw_taxonomy(&caller.ctx, &expected).await?;
    match value {
        Outcome::Saved(_) => Ok(StatusCode::NO_CONTENT),
        overtaken @ Outcome::Overtaken(_) => {
            let seen = Seen { viewer, value: overtaken };
            Tagged::changed(seen, NewestTaxonomyBody::tagged).map(|_| StatusCode::NO_CONTENT)
        }
    }
}

/// A choice: codes, and what people read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChoiceBody {
    /// The code of the status (L1).
    #[schema(example = "blocked")]
    l1: String,
    /// The code of the reason (L2).
    #[schema(required, example = "legal_or_regulatory")]
    l2: Option<String>,
    /// The code of the technical reason (L3).
    #[schema(required)]
    l3: Option<String>,
    /// What people read for each of them, the status first.
    names: Vec<NameBody>,
}

impl ChoiceBody {
    fn of(choice: &Choice, taxonomy: &Taxonomy) -> Self {
        Self {
            l1: choice.l1().to_owned(),
            l2: choice.l2().map(str::to_owned),
            l3: choice.l3().map(str::to_owned),
            names: taxonomy.labels(choice).unwrap_or_default().into_iter().map(name).collect(),
        }
    }
}

/// How much stands on a choice today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TouchedBody {
    /// The choice.
    choice: ChoiceBody,
    /// How many seats.
    #[schema(example = 120)]
    seats: i64,
    /// Of how many workloads of tenants.
    #[schema(example = 4)]
    workloads: i64,
    /// Of how many tenants.
    #[schema(example = 3)]
    tenants: i64,
}

impl TouchedBody {
    fn of(choice: &Choice, count: Count, taxonomy: &Taxonomy) -> Self {
        let Count { tenants, workloads, seats } = count;
        Self { choice: ChoiceBody::of(choice, taxonomy), seats, workloads, tenants }
    }
}

/// A choice that reads differently.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RenamedBody {
    /// What is read by the version in force.
    before: NameBody,
    /// What will be read.
    after: NameBody,
    /// What stands on it today.
    touched: TouchedBody,
}

/// A choice that lies elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MovedBody {
    /// Where it lies by the version in force.
    from: ChoiceBody,
    /// Where it will lie.
    to: ChoiceBody,
}

/// Lines that can be saved as they are today, and not any more by the new version.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnfitBody {
    /// What they need when their split is next saved: another `choice`, a `reason`, a `remark`, or `no_target_date`.
    #[schema(example = "choice")]
    need: &'static str,
    /// What stands there.
    touched: TouchedBody,
}

/// What a version of the taxonomy would change of the one in force, and what that touches.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaxonomyPreviewBody {
    /// The first day on which it would count.
    valid_from: NaiveDate,
    /// The first day of the planned version that it would replace; null where there is none.
    #[schema(required)]
    replaces: Option<NaiveDate>,
    /// What can be chosen and could not.
    added: Vec<ChoiceBody>,
    /// What could be chosen and cannot, with what stands on it.
    removed: Vec<TouchedBody>,
    /// What lies elsewhere.
    moved: Vec<MovedBody>,
    /// What reads differently.
    renamed: Vec<RenamedBody>,
    /// What asks for a remark or lets a target date be set, and did not, or the other way round.
    asks_differently: Vec<ChoiceBody>,
    /// Whether options come in another order.
    reordered: bool,
    /// Lines that stay as they are, and have to be put right when their split is next saved.
    unfit: Vec<UnfitBody>,
}

impl TaxonomyPreviewBody {
    fn of(preview: &TaxonomyPreview) -> Self {
        let TaxonomyPreview { newer, older, effect, replaced, .. } = preview;
        let difference = &effect.difference;
        let touched = |choice: &Choice| TouchedBody::of(choice, effect.standing_on(choice), older);
        Self {
            valid_from: newer.valid_from(),
            replaces: replaced.as_ref().map(|(planned, _)| planned.valid_from()),
            added: difference.added.iter().map(|choice| ChoiceBody::of(choice, newer)).collect(),
            removed: difference.removed.iter().map(touched).collect(),
            moved: difference
                .moved
                .iter()
                .map(|(from, to)| MovedBody { from: ChoiceBody::of(from, older), to: ChoiceBody::of(to, newer) })
                .collect(),
            renamed: difference
                .renamed
                .iter()
                .map(|(choice, before, after)| RenamedBody {
                    before: name(before),
                    after: name(after),
                    touched: TouchedBody::of(choice, effect.standing_on(choice), newer),
                })
                .collect(),
            asks_differently: difference.asks_differently.iter().map(|choice| ChoiceBody::of(choice, newer)).collect(),
            reordered: effect.is_reordered,
            unfit: effect
                .unfit
                .iter()
                .map(|one| UnfitBody { need: one.need.code(), touched: TouchedBody::of(&one.choice, one.count, older) })
                .collect(),
        }
    }
}

/// See what a version of the taxonomy would change and touch
///
/// Nothing is saved.
#[utoipa::path(post, path = "/api/v1/taxonomy/preview", tag = "Service status", operation_id = "preview_taxonomy",
    request_body = NewTaxonomyBody,
    responses((status = 200, description = "What it would change", body = TaxonomyPreviewBody), Problems,
              ChangeProblems))]
pub(crate) async fn preview(
    State(web): State<Web>,
    caller: Caller,
    extract::Json(body): extract::Json<NewTaxonomyBody>,
) -> Answer<TaxonomyPreviewBody> {
    Ok(Json(TaxonomyPreviewBody::of(&web.app.preview_taxonomy(&caller.ctx, &body.typed()).await?.value)))
}
