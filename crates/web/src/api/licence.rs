//! The licences as JSON (S5.5, S15.1).

use app::{LicenceCard, LicenceItem, LicenceList};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{Answer, LocationBody, Problems, usage_percent};
use crate::extract::{Caller, Fields, licence_query};
use crate::state::Web;

/// What the licences can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct LicenceParams {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// Where to go on: `next_cursor` or `previous_cursor` of the page before.
    cursor: Option<String>,
    /// The order: `name`, `sku`, `product_family`, `country`, `seats_sold`, `seats_assigned`, `unused`, `pau`, `mau`, `term_end` or
    /// `auto_renew`, with `-` before it highest first. Rows without a value come last.
    #[param(default = "-unused", example = "term_end")]
    sort: Option<String>,
    /// Words that the tenant's name, ID or domain, or the SKU contain.
    q: Option<String>,
    /// A tenant's ID: its licences alone.
    #[param(format = Uuid)]
    tenant_id: Option<String>,
    /// Partner IDs of locations, with commas or several times.
    location: Option<Vec<String>>,
    /// Countries, as the list writes them.
    country: Option<Vec<String>>,
    /// SKUs, however they are spelled; several times for several.
    sku: Option<Vec<String>>,
    /// Buckets of SKUs, as the cards name them; several times for several.
    sku_bucket: Option<Vec<String>>,
    /// Only licences whose term ends within so many days, from today on: 30, 60 or 90.
    #[param(example = 30)]
    term_days: Option<i64>,
    /// Only licences that renew themselves, or only those that do not.
    auto_renew: Option<bool>,
    /// Only licences with unused seats.
    unused: Option<bool>,
}

/// What a tenant has of a SKU.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LicenceBody {
    /// The tenant.
    #[schema(value_type = String, format = Uuid, example = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e")]
    tenant_id: TenantId,
    /// The tenant's name.
    #[schema(example = "Contoso")]
    name: String,
    /// The tenant's domain; may be empty.
    domain: String,
    /// The tenant's country or region; may be empty.
    country: String,
    /// The SKU, as the report writes it.
    #[schema(example = "Microsoft 365 E3")]
    sku: String,
    /// The family of products, as the report writes it; may be empty.
    product_family: String,
    /// The bucket in which the SKU is counted; `other` where the catalogue does not have it.
    #[schema(example = "Microsoft 365")]
    sku_bucket: String,
    /// The month of the seats.
    #[schema(required, example = "2026-08")]
    month: Option<String>,
    /// Seats sold, over all subscriptions of the SKU that are not over.
    #[schema(example = 500)]
    seats_sold: i64,
    /// Seats assigned.
    #[schema(example = 420)]
    seats_assigned: i64,
    /// Sold less assigned; below zero where more are assigned than were sold.
    #[schema(example = 80)]
    unused: i64,
    /// PAU over the workloads to which the SKU entitles; null where none is mapped or has figures.
    #[schema(required)]
    pau: Option<i64>,
    /// MAU over the same workloads.
    #[schema(required)]
    mau: Option<i64>,
    /// MAU over PAU with one decimal; null where there is no PAU.
    #[schema(required)]
    usage_percent: Option<f64>,
    /// The codes of the workloads to which the SKU entitles.
    workloads: Vec<String>,
    /// The day on which the first of its subscriptions ends.
    #[schema(required)]
    term_end: Option<NaiveDate>,
    /// Whether all of its subscriptions renew themselves.
    auto_renew: bool,
    /// The file that brought the seats.
    file_name: String,
    /// When it was loaded.
    #[schema(required)]
    loaded_at: Option<DateTime<Utc>>,
}

impl LicenceBody {
    fn of(item: LicenceItem) -> Self {
        Self {
            tenant_id: item.tenant_id,
            name: item.name,
            domain: item.domain,
            country: item.country,
            sku: item.sku,
            product_family: item.family,
            sku_bucket: item.bucket,
            month: item.month.map(|month| month.to_string()),
            seats_sold: item.sold,
            seats_assigned: item.assigned,
            unused: item.unused,
            pau: item.figure.map(|figure| figure.pau),
            mau: item.figure.map(|figure| figure.mau),
            usage_percent: item.figure.and_then(usage_percent),
            workloads: item.workloads,
            term_end: item.term_end,
            auto_renew: item.auto_renew,
            file_name: item.file_name,
            loaded_at: item.loaded_at,
        }
    }
}

/// What licences add up to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LicenceTotalsBody {
    /// How many licences.
    licences: i64,
    /// Seats sold.
    seats_sold: i64,
    /// Seats assigned.
    seats_assigned: i64,
    /// Sold less assigned.
    unused: i64,
}

/// A bucket of SKUs and what it adds up to, whichever buckets the list is filtered by.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LicenceCardBody {
    /// The bucket.
    sku_bucket: String,
    #[serde(flatten)]
    totals: LicenceTotalsBody,
}

impl LicenceTotalsBody {
    fn of(licences: i64, sold: i64, assigned: i64) -> Self {
        Self { licences, seats_sold: sold, seats_assigned: assigned, unused: domain::licence::unused(sold, assigned) }
    }
}

/// A page of the licences.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LicencesBody {
    /// The rows.
    items: Vec<LicenceBody>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Where the page before begins; null on the first.
    #[schema(required)]
    previous_cursor: Option<String>,
    /// The figures of the whole list as filtered.
    totals: LicenceTotalsBody,
    /// The buckets, the largest first.
    cards: Vec<LicenceCardBody>,
}

impl LicencesBody {
    fn of(list: LicenceList) -> Self {
        let card = |card: LicenceCard| LicenceCardBody {
            sku_bucket: card.bucket,
            totals: LicenceTotalsBody::of(card.licences, card.sold, card.assigned),
        };
        Self {
            items: list.items.into_iter().map(LicenceBody::of).collect(),
            next_cursor: list.next_cursor,
            previous_cursor: list.previous_cursor,
            totals: LicenceTotalsBody::of(list.totals.licences, list.totals.sold, list.totals.assigned),
            cards: list.cards.into_iter().map(card).collect(),
        }
    }
}

/// List licences
///
/// One row a tenant and SKU, of the tenants that the token's person may see; rows, totals and cards depend on these alone.
#[utoipa::path(get, path = "/api/v1/licences", tag = "Licences", params(LicenceParams),
    responses((status = 200, description = "A page of the list", body = LicencesBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields) -> Answer<LicencesBody> {
    let query = licence_query::strictly(&query)?;
    Ok(Json(LicencesBody::of(web.app.licences(&caller.ctx, &query).await?.value)))
}

/// What the person's licences can be filtered by.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LicenceFiltersBody {
    /// Locations in scope.
    locations: Vec<LocationBody>,
    /// Countries of the tenants in scope.
    countries: Vec<String>,
    /// SKUs in scope.
    skus: Vec<String>,
}

/// Show what licences can be filtered by
#[utoipa::path(get, path = "/api/v1/licences/filters", tag = "Licences",
    responses((status = 200, description = "The choices", body = LicenceFiltersBody), Problems))]
pub(crate) async fn filters(State(web): State<Web>, caller: Caller) -> Answer<LicenceFiltersBody> {
    let choices = web.app.licence_choices(&caller.ctx).await?;
    Ok(Json(LicenceFiltersBody {
        locations: choices.locations.iter().map(LocationBody::from).collect(),
        countries: choices.countries,
        skus: choices.skus,
    }))
}
