//! What stands in the way of the portfolio, by reason (S8.6).

use app::BlockersOfStatus;
use axum::Json;
use axum::extract::State;
use domain::service_status::Labels;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, NameBody, Problems};
use crate::extract::Caller;
use crate::state::Web;

/// Seats of a reason.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BlockerBody {
    /// The code of the reason; the tenant list takes it as `l2`.
    #[schema(example = "legal_or_regulatory")]
    l2: String,
    /// What people read.
    name: NameBody,
    /// How many seats.
    #[schema(example = 1200)]
    seats: i64,
    /// Of how many tenants.
    #[schema(example = 14)]
    tenants: i64,
}

/// Seats of a status, by reason.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BlockersOfStatusBody {
    /// The code of the status, `blocked` or `no_intent`; the tenant list takes it as `l1`.
    #[schema(example = "blocked")]
    l1: String,
    /// What people read.
    name: NameBody,
    /// How many seats.
    #[schema(example = 3400)]
    seats: i64,
    /// Of how many tenants; one with several reasons counts once.
    #[schema(example = 31)]
    tenants: i64,
    /// By reason, the most seats first.
    reasons: Vec<BlockerBody>,
}

/// What stands in the way.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BlockersBody {
    /// The statuses.
    items: Vec<BlockersOfStatusBody>,
}

fn name(labels: &Labels) -> NameBody {
    NameBody { en: labels.en.clone(), nl: labels.nl.clone() }
}

impl BlockersBody {
    fn of(blockers: &[BlockersOfStatus]) -> Self {
        let reason = |one: &app::Blocker| BlockerBody {
            l2: one.code.clone(),
            name: name(&one.name),
            seats: one.seats,
            tenants: one.tenants,
        };
        let status = |one: &BlockersOfStatus| BlockersOfStatusBody {
            l1: one.code.clone(),
            name: name(&one.name),
            seats: one.seats,
            tenants: one.tenants,
            reasons: one.reasons.iter().map(reason).collect(),
        };
        Self { items: blockers.iter().map(status).collect() }
    }
}

/// List the blockers of the portfolio
///
/// The seats of all tenants in scope that are blocked, and those that nobody intends to use, by reason.
#[utoipa::path(get, path = "/api/v1/blockers", tag = "Service status", operation_id = "blockers",
    responses((status = 200, description = "Seats and tenants by reason", body = BlockersBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer<BlockersBody> {
    Ok(Json(BlockersBody::of(&web.app.blockers(&caller.ctx).await?.value)))
}
