//! Opportunities: where the most is to be gained (S5.4).

use app::{AppError, OpportunityQuery};
use axum::extract::State;

use super::{Answer, page, shell};
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Fields, opportunity_query};
use crate::pages::opportunity::OpportunitiesPage;
use crate::pages::shell::Entry;
use crate::pages::tenant_query::PAGE_SIZES;
use crate::state::Web;

/// The list. What cannot be taken of the query is left out, and named.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let (mut query, mut refused) = opportunity_query::forgivingly(&fields);
    query.limit = query.limit.filter(|size| PAGE_SIZES.contains(size));
    let seen = match web.app.opportunities(&caller.ctx, &query).await {
        Err(AppError::Invalid(problems)) => {
            for (name, problem) in problems {
                forget(&mut query, name);
                refused.push((name.to_owned(), FieldProblem::App(problem)));
            }
            web.app.opportunities(&caller.ctx, &query).await?
        }
        other => other?,
    };
    let least = app::TenantQuery { limit: Some(1), ..app::TenantQuery::default() };
    let (_, choices, _) = web.app.tenant_desk(&caller.ctx, &least).await?.value;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::FastTrack));
    let sentence =
        |(name, problem): &(String, FieldProblem)| format!("{name}: {}", field_words(name, problem, shell.words));
    let query_error = (!refused.is_empty()).then(|| refused.iter().map(sentence).collect::<Vec<_>>().join(" "));
    page(&OpportunitiesPage { shell, query, query_error, list: seen.value, choices })
}

/// Takes a parameter out; a place in a list is a place in that list alone.
fn forget(query: &mut OpportunityQuery, name: &str) {
    match name {
        "q" => query.search = None,
        "location" => query.locations.clear(),
        "country" => query.countries.clear(),
        "segment" => query.segments.clear(),
        "workload" => query.workloads.clear(),
        "sku_bucket" => query.buckets.clear(),
        "sort" => query.sort = None,
        "limit" => query.limit = None,
        _ => {}
    }
    query.cursor = None;
}
