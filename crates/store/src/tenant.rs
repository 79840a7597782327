//! One tenant: its usage details, and what a person's tenants can be filtered by.

use domain::access::Scope;
use domain::id::{OrganisationId, TenantKey};
use domain::incentive::Reason;
use uuid::Uuid;

use crate::at_once::stands;
use crate::statement::{Statement, Value};
use crate::usage::{TenantNamed, with_mine};
use crate::{AtOnce, LocationRow, Standing, StoreError, Tx, WorkloadRow, on};

/// What stands of a tenant beside its row of the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TenantRow {
    /// The customer's number at the vendor.
    pub tpid: String,
}

/// A row of the usage details.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UsageRowStored {
    /// The workload.
    pub workload_id: i64,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// The partner that holds it; nothing where nobody does.
    pub holder_id: Option<i64>,
    /// The month of the last figure.
    pub month: Option<i64>,
    /// PAU of the last figure.
    pub pau: i64,
    /// MAU of the last figure.
    pub mau: i64,
    /// Whether the last figure is of the tenant's newest month from that source.
    pub is_current: bool,
    /// The highest MAU of any month before.
    pub high_water_mau: i64,
    /// Room to grow.
    pub opportunity_units: i64,
    /// What it could earn by the offers that apply; nothing where none does.
    pub potential_minor: Option<i64>,
    /// In which currency.
    pub currency: Option<String>,
    /// The offers of the workload: handle, name and why one does not apply, as [`UsageRowStored::incentives`] reads them.
    pub offers: Option<String>,
}

impl UsageRowStored {
    /// The offers of the workload, each with its name and the reason for which it does not apply (S5.3).
    pub fn incentives(&self) -> Result<Vec<(String, String, Option<Reason>)>, StoreError> {
        let Some(offers) = self.offers.as_deref() else { return Ok(Vec::new()) };
        let broken = || StoreError::inconsistent("offer", "name", offers);
        let read = |one: &str| {
            let mut parts = one.split(FIELD);
            let (Some(handle), Some(code), Some(name), None) = (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return Err(broken());
            };
            let reason = Reason::ALL.into_iter().find(|reason| reason.code() == code);
            Ok((handle.to_owned(), name.to_owned(), reason))
        };
        offers.split(RECORD).map(read).collect()
    }
}

/// What stands between the offers of a row, and between the parts of one: no name has either of them in it.
const RECORD: char = '\u{1e}';
const FIELD: char = '\u{1f}';

/// The offers of a row in one text, so that the whole page is one statement. The first reason is the one that is told, as
/// in `domain::incentive`.
const OFFERS: &str = "
    (SELECT STRING_AGG(o.handle || '\u{1f}' || CASE
                WHEN CASE WHEN m.is_current THEN m.pau ELSE 0 END < o.licence_minimum THEN 'below_minimum'
                WHEN o.valid_from > s.reached_on OR o.valid_to < s.reached_on THEN 'not_in_season'
                WHEN t.segment <> '' AND EXISTS (SELECT 1 FROM offer_segment AS x WHERE x.offer_id = o.offer_id
                                                 AND x.segment = t.segment) THEN 'segment_excluded'
                WHEN EXISTS (SELECT 1 FROM offer_reached AS r WHERE r.offer_id = o.offer_id
                             AND r.tenant_key = m.tenant_key) THEN 'ceiling_reached'
                ELSE 'applies' END || '\u{1f}' || o.name, '\u{1e}' ORDER BY o.valid_from, o.name, o.handle)
     FROM offer AS o CROSS JOIN season AS s CROSS JOIN tenant AS t
     WHERE o.workload_id = m.workload_id AND t.tenant_key = m.tenant_key) AS offers";

/// A claim on a tenant, with a location at which it is held; one row a location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRow {
    /// The workload.
    pub workload_id: i64,
    /// The claim's number.
    pub number: String,
    /// Since when, as `2026-08-01`.
    pub approved_on: String,
    /// The partner's name.
    pub partner: String,
    /// The location's own partner ID.
    pub mpn_id: String,
    /// The location's name.
    pub location: String,
    /// The location's city.
    pub city: String,
}

/// A row of the usage details with a location at which its claim is held.
#[derive(sqlx::FromRow)]
struct UsageRowRead {
    #[sqlx(flatten)]
    usage: UsageRowStored,
    number: Option<String>,
    approved_on: Option<String>,
    partner: Option<String>,
    mpn_id: Option<String>,
    location: Option<String>,
    city: Option<String>,
    stands: i64,
}

impl UsageRowRead {
    fn claim(&self) -> Option<ClaimRow> {
        Some(ClaimRow {
            workload_id: self.usage.workload_id,
            number: self.number.clone()?,
            approved_on: self.approved_on.clone()?,
            partner: self.partner.clone()?,
            mpn_id: self.mpn_id.clone()?,
            location: self.location.clone()?,
            city: self.city.clone()?,
        })
    }
}

/// What the tenants of a scope can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TenantChoices {
    /// Their countries.
    pub countries: Vec<String>,
    /// Their segments.
    pub segments: Vec<String>,
    /// Their workloads.
    pub workloads: Vec<WorkloadRow>,
}

fn usage_statement(scope: &Scope, programme: OrganisationId, tenant: Uuid, standing: Option<&Standing>) -> Statement {
    let mut statement = with_mine(scope, programme, TenantNamed::Guid(tenant));
    statement.text(
        "SELECT m.workload_id, w.code, w.name_en, w.name_nl, m.holder_id, m.month, m.pau, m.mau, m.is_current,
                m.high_water_mau, m.opportunity_units, m.potential_minor, m.currency, ",
    );
    statement.text(OFFERS).text(
        ", COALESCE(filed.number, n.number) AS number, c.approved_on, o.name AS partner, l.mpn_id, l.name AS location,
         l.city",
    );
    Standing::column(standing, &mut statement);
    statement.text(
        " FROM mine AS m
         JOIN workload AS w ON w.workload_id = m.workload_id
         LEFT JOIN claim AS c ON c.tenant_key = m.tenant_key AND c.workload_id = m.workload_id
                             AND c.organisation_id = m.holder_id
         LEFT JOIN filed_claim AS filed ON filed.filed_claim_id = c.filed_claim_id
         LEFT JOIN claim_number AS n ON n.organisation_id = c.organisation_id AND n.tenant_key = c.tenant_key
                                    AND n.workload_id = c.workload_id
         LEFT JOIN organisation AS o ON o.organisation_id = c.organisation_id
         LEFT JOIN claim_location AS cl ON cl.tenant_key = c.tenant_key AND cl.workload_id = c.workload_id
         LEFT JOIN location AS l ON l.location_id = cl.location_id
         ORDER BY w.position, w.code, l.name, l.mpn_id",
    );
    statement
}

/// The usage details as they were read: a row a workload, and its claims apart.
fn usage_and_claims(read: Vec<UsageRowRead>) -> (Vec<UsageRowStored>, Vec<ClaimRow>) {
    let mut usage: Vec<UsageRowStored> = Vec::new();
    let mut claims = Vec::new();
    for row in read {
        claims.extend(row.claim());
        // A claim at several locations repeats its row.
        if usage.last().is_none_or(|last| last.workload_id != row.usage.workload_id) {
            usage.push(row.usage);
        }
    }
    (usage, claims)
}

impl AtOnce<'_> {
    /// The same as [`Tx::usage_rows`], in one statement. Nothing where the caller is not who they were any more, or
    /// where there is nothing to see: whatever it is, a transaction tells.
    pub async fn usage_rows(
        &self,
        scope: &Scope,
        programme: OrganisationId,
        tenant: Uuid,
    ) -> Result<Option<(Vec<UsageRowStored>, Vec<ClaimRow>)>, StoreError> {
        let statement = usage_statement(scope, programme, tenant, Some(self.standing));
        let Some(read): Option<Vec<UsageRowRead>> = self.rows(statement).await? else { return Ok(None) };
        Ok(stands(read.first().map(|row| row.stands)).then(|| usage_and_claims(read)))
    }
}

impl Tx {
    /// The statement behind the usage details, with its values in their places: what a measurement holds them against.
    pub fn usage_statement(&self, scope: &Scope, programme: OrganisationId, tenant: Uuid) -> String {
        usage_statement(scope, programme, tenant, None).written(self.engine())
    }

    /// What stands of a tenant beside its row of the list.
    pub async fn tenant_more(&mut self, tenant: TenantKey) -> Result<Option<TenantRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as("SELECT tpid FROM tenant WHERE tenant_key = $1")
            .bind(tenant.0).fetch_optional(c).await?))
    }

    /// The usage details of a tenant that the scope sees, in the order of the catalogue, and the claims on it, each
    /// with its locations. Nothing of a tenant that is not in scope or does not exist.
    pub async fn usage_rows(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant: Uuid,
    ) -> Result<(Vec<UsageRowStored>, Vec<ClaimRow>), StoreError> {
        let statement = usage_statement(scope, programme, tenant, None);
        Ok(usage_and_claims(statement.rows(self).await?))
    }

    /// The figures of a tenant's visible workloads from a month on: workload, month, PAU, MAU.
    pub async fn trends(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant: TenantKey,
        from_month: i64,
    ) -> Result<Vec<(i64, i64, i64, i64)>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Key(tenant));
        statement.text(
            "SELECT f.workload_id, f.month, f.pau, f.mau
             FROM mine AS m JOIN figure AS f ON f.tenant_key = m.tenant_key AND f.workload_id = m.workload_id
             WHERE f.month >= ",
        );
        statement.value(Value::Int(from_month)).text(" ORDER BY f.workload_id, f.month");
        statement.rows(self).await
    }

    /// The locations of a partner at which it holds claims on a tenant, or was given a referral of it (S2.1).
    pub async fn reached_through(
        &mut self,
        organisation: OrganisationId,
        tenant: TenantKey,
    ) -> Result<Vec<LocationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT l.location_id, l.organisation_id, l.mpn_id, l.name, l.city FROM location AS l
             WHERE l.organisation_id = $1
               AND EXISTS (SELECT 1 FROM portfolio AS p WHERE p.organisation_id = l.organisation_id
                           AND p.location_id = l.location_id AND p.tenant_key = $2)
             ORDER BY l.name, l.mpn_id"
        ).bind(organisation.0).bind(tenant.0).fetch_all(c).await?))
    }
}
