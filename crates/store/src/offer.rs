//! Offers: what is kept of them, and what they say of the workloads of a tenant (S5.1, S5.3).

use chrono::NaiveDate;
use domain::id::WorkloadId;
use domain::offer::Offer;

use crate::taxonomy::day;
use crate::{StoreError, Tx, on};

/// An offer, with the workload for which it pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRow {
    /// The key.
    pub offer_id: i64,
    /// Its name in URLs and JSON.
    pub handle: String,
    /// The workload's code.
    pub code: String,
    /// The workload's name in English.
    pub name_en: String,
    /// The workload's name in Dutch.
    pub name_nl: String,
    /// The terms.
    pub offer: Offer,
    /// Whether it is invented.
    pub is_example: bool,
    /// Which version of it this is.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct ReadRow {
    offer_id: i64,
    handle: String,
    name: String,
    code: String,
    name_en: String,
    name_nl: String,
    valid_from: String,
    valid_to: String,
    rate_minor: i64,
    ceiling_minor: i64,
    currency: String,
    licence_minimum: i64,
    is_example: bool,
    version: i64,
}

impl ReadRow {
    fn row(self, excluded_segments: Vec<String>) -> Result<OfferRow, StoreError> {
        let on_day = |column, text: &str| -> Result<NaiveDate, StoreError> { day("offer", column, text) };
        let currency = self.currency.parse();
        Ok(OfferRow {
            offer_id: self.offer_id,
            handle: self.handle,
            code: self.code,
            name_en: self.name_en,
            name_nl: self.name_nl,
            offer: Offer {
                name: self.name,
                valid_from: on_day("valid_from", &self.valid_from)?,
                valid_to: on_day("valid_to", &self.valid_to)?,
                rate_minor: self.rate_minor,
                ceiling_minor: self.ceiling_minor,
                currency: currency.map_err(|_| StoreError::inconsistent("offer", "currency", self.currency))?,
                licence_minimum: self.licence_minimum,
                excluded_segments,
            },
            is_example: self.is_example,
            version: self.version,
        })
    }
}

/// An offer to keep.
#[derive(Debug)]
pub struct NewOffer<'a> {
    /// Its name in URLs and JSON.
    pub handle: &'a str,
    /// The workload.
    pub workload: WorkloadId,
    /// The terms.
    pub offer: &'a Offer,
    /// Whether it is invented.
    pub is_example: bool,
}

const OFFERS: &str =
    "SELECT o.offer_id, o.handle, o.name, w.code, w.name_en, w.name_nl, o.valid_from, o.valid_to, o.rate_minor,
            o.ceiling_minor, o.currency, o.licence_minimum, o.is_example, o.version
     FROM offer AS o JOIN workload AS w ON w.workload_id = o.workload_id
     ORDER BY w.position, w.code, o.valid_from, o.name, o.handle";

const SEGMENTS: &str = "SELECT offer_id, segment FROM offer_segment ORDER BY offer_id, segment";

impl Tx {
    /// Every offer, by workload and day. There are few: a vendor's catalogue.
    pub async fn offers(&mut self) -> Result<Vec<OfferRow>, StoreError> {
        let rows: Vec<ReadRow> = on!(self, c => sqlx::query_as(OFFERS).fetch_all(c).await?);
        let segments: Vec<(i64, String)> = on!(self, c => sqlx::query_as(SEGMENTS).fetch_all(c).await?);
        let of = |id: i64| segments.iter().filter(|one| one.0 == id).map(|one| one.1.clone()).collect();
        rows.into_iter()
            .map(|row| {
                let excluded = of(row.offer_id);
                row.row(excluded)
            })
            .collect()
    }

    /// Adds an offer. Whoever calls holds the lock of [`Tx::lock_application`].
    pub async fn add_offer(&mut self, new: &NewOffer<'_>) -> Result<(), StoreError> {
        let it = new.offer;
        let id: i64 = on!(self, c => sqlx::query_scalar(
            "INSERT INTO offer (handle, name, workload_id, valid_from, valid_to, rate_minor, ceiling_minor, currency,
                                licence_minimum, is_example, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) RETURNING offer_id"
        )
        .bind(new.handle).bind(&it.name).bind(new.workload.0).bind(it.valid_from.to_string()).bind(it.valid_to.to_string())
        .bind(it.rate_minor).bind(it.ceiling_minor).bind(it.currency.code()).bind(it.licence_minimum).bind(new.is_example)
        .fetch_one(c).await?);
        self.add_segments(id, it).await
    }

    /// Changes an offer, which is of the next version then. Whoever calls holds the lock of [`Tx::lock_application`].
    pub async fn change_offer(&mut self, offer_id: i64, workload: WorkloadId, it: &Offer) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "UPDATE offer SET name = $2, workload_id = $3, valid_from = $4, valid_to = $5, rate_minor = $6,
                              ceiling_minor = $7, currency = $8, licence_minimum = $9, version = version + 1
             WHERE offer_id = $1"
        )
        .bind(offer_id).bind(&it.name).bind(workload.0).bind(it.valid_from.to_string()).bind(it.valid_to.to_string())
        .bind(it.rate_minor).bind(it.ceiling_minor).bind(it.currency.code()).bind(it.licence_minimum)
        .execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("DELETE FROM offer_segment WHERE offer_id = $1").bind(offer_id)
            .execute(c).await?.rows_affected());
        self.add_segments(offer_id, it).await
    }

    async fn add_segments(&mut self, offer_id: i64, it: &Offer) -> Result<(), StoreError> {
        for segment in &it.excluded_segments {
            on!(self, c => sqlx::query("INSERT INTO offer_segment (offer_id, segment) VALUES ($1, $2)")
                .bind(offer_id).bind(segment).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// How many tenants have each workload: code and number, over all partners.
    pub async fn tenants_by_workload(&mut self) -> Result<Vec<(String, i64)>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT c.value, c.tenants FROM portfolio_choice AS c JOIN organisation AS o ON o.organisation_id = c.organisation_id
             WHERE o.kind = 'programme' AND c.location_id = 0 AND c.kind = 'workload'"
        ).fetch_all(c).await?))
    }

    /// The segments that tenants have, over all partners.
    pub async fn segments(&mut self) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT c.value FROM portfolio_choice AS c JOIN organisation AS o ON o.organisation_id = c.organisation_id
             WHERE o.kind = 'programme' AND c.location_id = 0 AND c.kind = 'segment' ORDER BY c.value"
        ).fetch_all(c).await?))
    }
}
