//! The tenant list, a tenant, and the history of a figure (S2.4, S3).

use app::{AppError, Seen, TenantDesk};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use domain::{Month, TenantId};

use super::form::form as pane_or_page;
use super::{Answer, page, shell};
use crate::error::{FieldProblem, WebError, field_words};
use crate::extract::{Caller, Fields, InPath, tenant_query};
use crate::pages::earnings::EarningsPage;
use crate::pages::history::HistoryPage;
use crate::pages::shell::Entry;
use crate::pages::tenant::TenantPage;
use crate::pages::tenant_list::TenantListPage;
use crate::pages::tenant_query::TenantQuery as PageQuery;
use crate::state::Web;

/// The list. A script that searches as somebody types gets the part that changes.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields, headers: HeaderMap) -> Answer {
    let mut asked = tenant_query::page_query(&query);
    let (seen, refused) = desk(&web, &caller, &mut asked).await?;
    let mut shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::FastTrack));
    shell.search.clone_from(&asked.q);
    let sentence =
        |(name, problem): &(String, FieldProblem)| format!("{name}: {}", field_words(name, problem, shell.words));
    let query_error = (!refused.is_empty()).then(|| refused.iter().map(sentence).collect::<Vec<_>>().join(" "));
    let (list, choices, views) = seen.value;
    let it = TenantListPage { shell, query: asked, query_error, list, choices, views };
    if is_fragment(&headers) { fragment(&it) } else { page(&it) }
}

/// The part of the list that changes. The address bar then shows the state without the fields that say nothing.
fn fragment(list: &TenantListPage) -> Answer {
    let mut answer = page(&list.as_results())?;
    if let Ok(address) = HeaderValue::from_str(&list.query.url()) {
        answer.headers_mut().insert("hx-push-url", address);
    }
    Ok(answer)
}

/// The list as asked for, without what cannot be taken, which is named.
async fn desk(
    web: &Web,
    caller: &Caller,
    asked: &mut PageQuery,
) -> Result<(Seen<TenantDesk>, Vec<(String, FieldProblem)>), WebError> {
    let (query, mut refused) = tenant_query::forgivingly(asked);
    match web.app.tenant_desk(&caller.ctx, &query).await {
        Ok(seen) => Ok((seen, refused)),
        Err(AppError::Invalid(problems)) => {
            for (name, problem) in problems {
                tenant_query::forget(asked, name);
                refused.push((name.to_owned(), FieldProblem::App(problem)));
            }
            let (query, _) = tenant_query::forgivingly(asked);
            Ok((web.app.tenant_desk(&caller.ctx, &query).await?, refused))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether a script asks for the part that changes. Going back asks for the whole page.
pub(super) fn is_fragment(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request") && !headers.contains_key("hx-history-restore-request")
}

/// A tenant with its usage details.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(tenant_id): InPath<TenantId>) -> Answer {
    let seen = web.app.tenant(&caller.ctx, tenant_id).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::FastTrack));
    page(&TenantPage { shell, details: seen.value })
}

/// Why a workload at a tenant could earn what it could (S5.2).
pub(crate) async fn earnings(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    headers: HeaderMap,
) -> Answer {
    let seen = web.app.earnings(&caller.ctx, tenant_id, &workload).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::FastTrack));
    let it = EarningsPage { shell, why: seen.value };
    pane_or_page(&headers, StatusCode::OK, &it.as_pane(), &it)
}

/// The history of a workload's figure at a tenant (S3.5).
pub(crate) async fn history(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    query: Fields,
) -> Answer {
    let seen = web.app.history(&caller.ctx, tenant_id, &workload).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::FastTrack));
    let selected = query.one("month").and_then(|month| month.parse::<Month>().ok());
    page(&HistoryPage { shell, history: seen.value, selected })
}
