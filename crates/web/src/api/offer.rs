//! Offers: what a vendor pays for usage that grows (S5.1).

use app::{OfferEdit, OfferItem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, KeyParam, NameBody, Problems};
use crate::error::WebError;
use crate::extract::{self, Caller, IfMatch, InPath};
use crate::state::Web;

/// An offer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferBody {
    /// Its name in addresses.
    handle: String,
    /// What people call it.
    #[schema(example = "Teams growth 2026")]
    name: String,
    /// The code of the workload for which it pays.
    #[schema(example = "Teams")]
    workload: String,
    /// The workload's names for people.
    workload_name: NameBody,
    /// The first day on which it pays, of UTC.
    valid_from: NaiveDate,
    /// The last one.
    valid_to: NaiveDate,
    /// What one unit of growth earns, in minor units; null where withheld.
    #[schema(required, example = 450)]
    rate_minor: Option<i64>,
    /// The most that it earns at one tenant, in minor units; null where withheld.
    #[schema(required, example = 1_000_000)]
    ceiling_minor: Option<i64>,
    /// The currency of both, by its code of ISO 4217.
    #[schema(example = "EUR")]
    currency: &'static str,
    /// How many paid available units it takes.
    #[schema(example = 150)]
    licence_minimum: i64,
    /// Customer segments that it leaves out, as reports write them.
    excluded_segments: Vec<String>,
    /// Whether it is invented: those that ship are.
    example: bool,
    /// Whether it pays today.
    in_season: bool,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl OfferBody {
    fn of(offer: &OfferItem) -> Self {
        Self {
            handle: offer.handle.clone(),
            name: offer.name.clone(),
            workload: offer.workload.code.clone(),
            workload_name: NameBody::of(&offer.workload),
            valid_from: offer.valid_from,
            valid_to: offer.valid_to,
            rate_minor: offer.rate_minor,
            ceiling_minor: offer.ceiling_minor,
            currency: offer.currency.code(),
            licence_minimum: offer.licence_minimum,
            excluded_segments: offer.excluded_segments.clone(),
            example: offer.is_example,
            in_season: offer.is_in_season,
            withheld: offer.withheld.clone(),
        }
    }

    fn tagged(offer: &OfferItem) -> Tagged<Self> {
        Tagged { revision: offer.revision.clone(), body: Self::of(offer) }
    }
}

/// Every offer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OffersBody {
    /// By workload, and by their first days.
    items: Vec<OfferBody>,
}

/// List offers
///
/// Also those that do not pay yet, or any more.
#[utoipa::path(get, operation_id = "list", path = "/api/v1/offers", tag = "Offers",
    responses((status = 200, description = "Every offer", body = OffersBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer<OffersBody> {
    let seen = web.app.offers(&caller.ctx).await?;
    Ok(Json(OffersBody { items: seen.value.items.iter().map(OfferBody::of).collect() }))
}

/// Show an offer
#[utoipa::path(get, operation_id = "show", path = "/api/v1/offers/{handle}", tag = "Offers",
    params(("handle" = String, Path, description = "The offer")),
    responses((status = 200, description = "The offer", body = OfferBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
) -> TaggedAnswer<OfferBody> {
    Ok(OfferBody::tagged(&web.app.offer(&caller.ctx, &handle).await?.value))
}

/// An offer to save: all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOfferBody {
    /// What people call it.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 120, example = "Teams growth 2026")]
    name: String,
    /// The code of the workload for which it pays.
    #[serde(default)]
    #[schema(required, example = "Teams")]
    workload: String,
    /// The first day on which it pays.
    #[serde(default)]
    #[schema(required, format = Date, example = "2026-01-01")]
    valid_from: String,
    /// The last one; not before the first.
    #[serde(default)]
    #[schema(required, format = Date, example = "2026-12-31")]
    valid_to: String,
    /// What one unit of growth earns, in minor units; more than 0.
    #[serde(default)]
    #[schema(required, minimum = 1, maximum = 1_000_000_000_000_i64, example = 450)]
    rate_minor: Option<i64>,
    /// The most that it earns at one tenant, in minor units; at least one rate.
    #[serde(default)]
    #[schema(required, minimum = 1, maximum = 1_000_000_000_000_i64, example = 1_000_000)]
    ceiling_minor: Option<i64>,
    /// The currency of both, by its code of ISO 4217. Two offers of one workload that pay on the same day have the same.
    #[serde(default)]
    #[schema(required, example = "EUR")]
    currency: String,
    /// How many paid available units it takes; 150 where it is absent.
    #[serde(default)]
    #[schema(minimum = 0, example = 150)]
    licence_minimum: Option<i64>,
    /// Customer segments that it leaves out, as reports write them.
    #[serde(default)]
    #[schema(max_items = 50)]
    excluded_segments: Vec<String>,
}

impl NewOfferBody {
    fn edit(self) -> OfferEdit {
        OfferEdit {
            name: self.name,
            workload: self.workload,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            rate_minor: self.rate_minor,
            ceiling_minor: self.ceiling_minor,
            currency: self.currency,
            licence_minimum: self.licence_minimum,
            excluded_segments: self.excluded_segments,
        }
    }
}

/// Add an offer
///
/// What every tenant could earn is computed anew before the answer comes.
#[utoipa::path(post, operation_id = "create", path = "/api/v1/offers", tag = "Offers", params(KeyParam),
    request_body = NewOfferBody,
    responses((status = 201, description = "Added", body = OfferBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems))]
pub(crate) async fn create(
    State(web): State<Web>,
    caller: Caller,
    extract::NewJson { body, key }: extract::NewJson<NewOfferBody>,
) -> Result<Response, WebError> {
    let added = web.app.add_offer(&caller.ctx, &body.edit(), key.as_ref()).await.map_err(WebError::of_body)?;
    let mut response = OfferBody::tagged(&added).into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Change an offer
///
/// What every tenant could earn is computed anew before the answer comes.
#[utoipa::path(put, operation_id = "update", path = "/api/v1/offers/{handle}", tag = "Offers",
    params(("handle" = String, Path, description = "The offer"), IfMatchParam), request_body = NewOfferBody,
    responses((status = 200, description = "Changed", body = OfferBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<NewOfferBody>,
) -> TaggedAnswer<OfferBody> {
    let changed = web.app.change_offer(&caller.ctx, &handle, &body.edit(), &expected).await;
    Tagged::changed(changed.map_err(WebError::of_body)?, OfferBody::tagged)
}
