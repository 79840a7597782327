//! Opportunities: where the most is to be gained (S5.4).

use app::{Opportunities, Opportunity, OpportunityCard};
use axum::Json;
use axum::extract::State;
use domain::TenantId;
use domain::access::Shown;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::money::MoneyBody;
use super::{Answer, NameBody, Problems, usage_percent};
use crate::extract::{Caller, Fields, opportunity_query};
use crate::state::Web;

/// What the list can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct OpportunityParams {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// Where to go on: `next_cursor` or `previous_cursor` of the page before.
    cursor: Option<String>,
    /// The order: a field of the rows, with `-` before it highest first. Unless asked otherwise `-potential_earnings`, or, from
    /// whom money is withheld, `-opportunity_units`.
    #[param(example = "-opportunity_units")]
    sort: Option<String>,
    /// Words that name, ID or domain of the tenant contain.
    q: Option<String>,
    /// Partner IDs of locations, with commas or several times.
    location: Option<Vec<String>>,
    /// Countries, as the list of tenants writes them.
    country: Option<Vec<String>>,
    /// Segments, as the list of tenants writes them.
    segment: Option<Vec<String>>,
    /// Codes of workloads, several times for several.
    workload: Option<Vec<String>>,
    /// Families of licences, by code, several times for several.
    #[param(example = json!(["microsoft_365"]))]
    sku_bucket: Option<Vec<String>>,
    /// Only workloads that are claimed, or that nobody has claimed.
    claimed: Option<bool>,
}

/// A workload of a tenant with room to grow.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpportunityBody {
    /// The tenant ID.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The tenant's name.
    #[schema(example = "Contoso")]
    name: String,
    /// The customer's number at the vendor; may be empty.
    tpid: String,
    /// The workload's code.
    #[schema(example = "Teams")]
    workload: String,
    /// The workload's names for people.
    workload_name: NameBody,
    /// The family of licences to which the workload belongs, by its code.
    #[schema(example = "microsoft_365")]
    sku_bucket: String,
    /// Paid available units.
    #[schema(example = 400)]
    pau: i64,
    /// Monthly active users.
    #[schema(example = 311)]
    mau: i64,
    /// MAU over PAU with one decimal.
    #[schema(required, example = 77.8)]
    usage_percent: Option<f64>,
    /// Room to grow: PAU less the highest MAU of any month before.
    #[schema(example = 89)]
    opportunity_units: i64,
    /// What it could earn by the offers that apply; null where none does, and where withheld.
    #[schema(required)]
    potential_earnings: Option<MoneyBody>,
    /// Whether the own organisation holds the claim; else nobody does.
    claimed: bool,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl OpportunityBody {
    fn of(one: &Opportunity) -> Self {
        Self {
            tenant_id: one.tenant_id,
            name: one.name.clone(),
            tpid: one.tpid.clone(),
            workload: one.workload.code.clone(),
            workload_name: NameBody::of(&one.workload),
            sku_bucket: one.sku_bucket.clone(),
            pau: one.figure.pau,
            mau: one.figure.mau,
            usage_percent: usage_percent(one.figure),
            opportunity_units: one.units,
            potential_earnings: match &one.potential {
                Shown::Value(money) => money.as_ref().map(MoneyBody::of),
                Shown::Withheld => None,
            },
            claimed: one.is_claimed,
            withheld: one.withheld.clone(),
        }
    }
}

/// What a family of licences could gain.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpportunityCardBody {
    /// The family, by its code; the list takes it as `sku_bucket`.
    #[schema(example = "microsoft_365")]
    sku_bucket: String,
    /// How many workloads of tenants.
    rows: i64,
    /// Their room to grow.
    opportunity_units: i64,
    /// What they could earn, an amount a currency; null where withheld.
    #[schema(required)]
    potential_earnings: Option<Vec<MoneyBody>>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl OpportunityCardBody {
    fn of(card: &OpportunityCard) -> Self {
        let (potential_earnings, withheld) = match &card.potential {
            Shown::Value(amounts) => (Some(amounts.iter().map(MoneyBody::of).collect()), Vec::new()),
            Shown::Withheld => (None, vec!["potential_earnings"]),
        };
        let (sku_bucket, rows, opportunity_units) = (card.sku_bucket.clone(), card.rows, card.units);
        Self { sku_bucket, rows, opportunity_units, potential_earnings, withheld }
    }
}

/// A page of the opportunities.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpportunitiesBody {
    /// The rows.
    items: Vec<OpportunityBody>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Where the page before begins; null on the first.
    #[schema(required)]
    previous_cursor: Option<String>,
    /// What each family of licences could gain, of the list as filtered by everything but families.
    cards: Vec<OpportunityCardBody>,
}

impl OpportunitiesBody {
    fn of(list: Opportunities) -> Self {
        Self {
            items: list.items.iter().map(OpportunityBody::of).collect(),
            next_cursor: list.next_cursor,
            previous_cursor: list.previous_cursor,
            cards: list.cards.iter().map(OpportunityCardBody::of).collect(),
        }
    }
}

/// List opportunities
///
/// One row a tenant and workload with room to grow, of the tenants that the token's person may see.
#[utoipa::path(get, operation_id = "list", path = "/api/v1/opportunities", tag = "Opportunities", params(OpportunityParams),
    responses((status = 200, description = "A page of the list", body = OpportunitiesBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer<OpportunitiesBody> {
    let query = opportunity_query::strictly(&fields)?;
    Ok(Json(OpportunitiesBody::of(web.app.opportunities(&caller.ctx, &query).await?.value)))
}
