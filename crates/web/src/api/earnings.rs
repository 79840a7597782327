//! Why a workload at a tenant could earn what it could (S5.2, S5.3).

use app::{Incentive, OfferEarnings};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::TenantId;
use domain::access::Shown;
use domain::incentive::{EarnedMonth, LeftOut, Reason};
use domain::money::Money;
use serde::Serialize;
use utoipa::ToSchema;

use super::money::MoneyBody;
use super::{Answer, Problems};
use crate::extract::{Caller, InPath};
use crate::state::Web;

/// An offer at a workload of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IncentiveBody {
    /// The offer's name in addresses.
    offer: String,
    /// What people call it.
    #[schema(example = "Teams growth 2026")]
    name: String,
    /// Whether it applies. From whom money is withheld is not told that a ceiling is reached.
    applies: bool,
    /// Why it does not: `below_minimum`, `not_in_season`, `segment_excluded` or `ceiling_reached`, the first of them that is so;
    /// null where it applies.
    #[schema(required, example = "below_minimum", value_type = Option<String>)]
    reason: Option<&'static str>,
}

impl IncentiveBody {
    pub(super) fn of(one: &Incentive) -> Self {
        Self {
            offer: one.handle.clone(),
            name: one.name.clone(),
            applies: one.reason.is_none(),
            reason: one.reason.map(Reason::code),
        }
    }
}

/// A month in the calculation of an offer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarnedMonthBody {
    /// The month.
    #[schema(example = "2026-08")]
    month: String,
    /// Paid available units.
    pau: i64,
    /// Monthly active users.
    mau: i64,
    /// The highest MAU of any month before.
    high_water_mau: i64,
    /// min(MAU, PAU) less that mark; never below 0.
    grown_units: i64,
    /// Why the growth does not count: `not_after_approval`, `outside_validity`, `below_minimum` or `segment_excluded`; null
    /// where it does.
    #[schema(required, example = "not_after_approval", value_type = Option<String>)]
    left_out: Option<&'static str>,
    /// How many units of it were earned, within the ceiling.
    earned_units: i64,
}

impl EarnedMonthBody {
    fn of(one: &EarnedMonth) -> Self {
        Self {
            month: one.month.to_string(),
            pau: one.figure.pau,
            mau: one.figure.mau,
            high_water_mau: one.high_water_mau,
            grown_units: one.grown_units,
            left_out: one.left_out.map(LeftOut::code),
            earned_units: one.earned_units,
        }
    }
}

/// The calculation of an offer, line by line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CalculationBody {
    /// The offer's name in addresses.
    offer: String,
    /// What people call it.
    name: String,
    /// Whether it applies.
    applies: bool,
    /// Why it does not; null where it does.
    #[schema(required, example = "below_minimum", value_type = Option<String>)]
    reason: Option<&'static str>,
    /// What one unit earns.
    rate: MoneyBody,
    /// The most that it earns at one tenant.
    ceiling: MoneyBody,
    /// PAU that count now.
    pau: i64,
    /// Prior high-water mark: the highest MAU of any month before the newest.
    high_water_mau: i64,
    /// max(0, PAU - prior high-water mark).
    opportunity_units: i64,
    /// Ceiling / rate, rounded down.
    most_units: i64,
    /// Units earned, over all months.
    earned_units: i64,
    /// What they came to.
    earned: MoneyBody,
    /// What is left of the most.
    compensable_units: i64,
    /// The smaller of opportunity units and that, where the offer applies; else 0.
    potential_units: i64,
    /// Those times the rate.
    potential: MoneyBody,
    /// The months, oldest first.
    months: Vec<EarnedMonthBody>,
}

impl CalculationBody {
    fn of(one: &OfferEarnings) -> Self {
        let money = |minor| MoneyBody::of(&Money { minor, currency: one.offer.currency });
        let it = &one.calculation;
        Self {
            offer: one.handle.clone(),
            name: one.offer.name.clone(),
            applies: it.applies(),
            reason: it.reason.map(Reason::code),
            rate: money(one.offer.rate_minor),
            ceiling: money(one.offer.ceiling_minor),
            pau: it.pau,
            high_water_mau: it.high_water_mau,
            opportunity_units: it.opportunity_units,
            most_units: it.most_units,
            earned_units: it.earned_units,
            earned: money(it.earned_minor),
            compensable_units: it.compensable_units,
            potential_units: it.potential_units,
            potential: money(it.potential_minor),
            months: it.months.iter().map(EarnedMonthBody::of).collect(),
        }
    }
}

/// Why a workload at a tenant could earn what it could.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarningsBody {
    /// The tenant ID.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The workload's code.
    #[schema(example = "Teams")]
    workload: String,
    /// The day for which it is computed.
    day: NaiveDate,
    /// Room to grow.
    opportunity_units: i64,
    /// What it could earn by the offers that apply; null where none does, and where withheld.
    #[schema(required)]
    potential_earnings: Option<MoneyBody>,
    /// The offers of the workload.
    incentives: Vec<IncentiveBody>,
    /// The calculation of each offer, those that apply first; null where withheld.
    #[schema(required)]
    calculations: Option<Vec<CalculationBody>>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

/// Show why a workload at a tenant could earn what it could
#[utoipa::path(get, operation_id = "earnings", path = "/api/v1/tenants/{tenant_id}/workloads/{workload}/earnings", tag = "Tenants",
    params(
        ("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
        ("workload" = String, Path, description = "The workload's code", example = "Teams"),
    ),
    responses((status = 200, description = "The calculation of each offer", body = EarningsBody), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
) -> Answer<EarningsBody> {
    let why = web.app.earnings(&caller.ctx, tenant_id, &workload).await?.value;
    let mut withheld = Vec::new();
    let potential_earnings = match &why.row.potential {
        Shown::Value(money) => money.as_ref().map(MoneyBody::of),
        Shown::Withheld => {
            withheld.push("potential_earnings");
            None
        }
    };
    let calculations = match &why.offers {
        Shown::Value(offers) => Some(offers.iter().map(CalculationBody::of).collect()),
        Shown::Withheld => {
            withheld.push("calculations");
            None
        }
    };
    Ok(Json(EarningsBody {
        tenant_id,
        workload: why.row.workload.code.clone(),
        day: why.day,
        opportunity_units: why.row.opportunity_units,
        potential_earnings,
        incentives: why.row.incentives.iter().map(IncentiveBody::of).collect(),
        calculations,
        withheld,
    }))
}
