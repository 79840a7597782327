//! The licences (S5.5).

use std::io;

use app::{AppError, LicenceChoices, LicenceItem, LicenceList, Seen};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};

use super::export::{cut_off, download};
use super::tenant::is_fragment;
use super::{Answer, page, shell};
use crate::csv::Csv;
use crate::error::{FieldProblem, WebError, field_words};
use crate::extract::{Caller, Fields, licence_query};
use crate::pages::licence_list::LicenceListPage;
use crate::pages::licence_query::LicenceQuery as PageQuery;
use crate::pages::shell::Entry;
use crate::state::Web;

/// The list. A script that searches as somebody types gets the part that changes.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields, headers: HeaderMap) -> Answer {
    let mut asked = licence_query::page_query(&query);
    let (seen, refused) = desk(&web, &caller, &mut asked).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::FastTrack));
    let sentence =
        |(name, problem): &(String, FieldProblem)| format!("{name}: {}", field_words(name, problem, shell.words));
    let query_error = (!refused.is_empty()).then(|| refused.iter().map(sentence).collect::<Vec<_>>().join(" "));
    let (list, choices) = seen.value;
    let it = LicenceListPage { shell, query: asked, query_error, list, choices };
    if is_fragment(&headers) { fragment(&it) } else { page(&it) }
}

/// The part of the list that changes. The address bar then shows the state without the fields that say nothing.
fn fragment(list: &LicenceListPage) -> Answer {
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
) -> Result<(Seen<(LicenceList, LicenceChoices)>, Vec<(String, FieldProblem)>), WebError> {
    let (query, mut refused) = licence_query::forgivingly(asked);
    match web.app.licence_desk(&caller.ctx, &query).await {
        Ok(seen) => Ok((seen, refused)),
        Err(AppError::Invalid(problems)) => {
            for (name, problem) in problems {
                licence_query::forget(asked, name);
                refused.push((name.to_owned(), FieldProblem::App(problem)));
            }
            let (query, _) = licence_query::forgivingly(asked);
            Ok((web.app.licence_desk(&caller.ctx, &query).await?, refused))
        }
        Err(error) => Err(error.into()),
    }
}

const COLUMNS: [&str; 19] = [
    "tenant_id",
    "name",
    "domain",
    "country",
    "sku",
    "product_family",
    "sku_bucket",
    "month",
    "seats_sold",
    "seats_assigned",
    "unused",
    "pau",
    "mau",
    "usage_percent",
    "workloads",
    "term_end",
    "auto_renew",
    "file_name",
    "loaded_at",
];

/// The licences as filtered and sorted, all of them.
pub(crate) async fn export(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let (mut query, refused) = licence_query::forgivingly(&mut licence_query::page_query(&query));
    if !refused.is_empty() {
        return Err(WebError::Fields(refused));
    }
    query.cursor = None;
    let first = web.app.licences_for_export(&caller.ctx, &query).await?;
    let rows = async_stream::try_stream! {
        let mut csv = Csv::with_header(&COLUMNS);
        let (mut items, mut next) = first;
        loop {
            for item in &items {
                write(&mut csv, item);
            }
            yield Bytes::from(std::mem::take(&mut csv).into_bytes());
            let Some(cursor) = next else { break };
            query.cursor = Some(cursor);
            (items, next) = web.app.licences_for_export(&caller.ctx, &query).await.map_err(|error| -> io::Error { cut_off(&error) })?;
        }
    };
    download("licences.csv", rows)
}

fn write(csv: &mut Csv, item: &LicenceItem) {
    csv.row()
        .value(item.tenant_id)
        .text(&item.name)
        .text(&item.domain)
        .text(&item.country)
        .text(&item.sku)
        .text(&item.family)
        .text(&item.bucket)
        .maybe(item.month)
        .value(item.sold)
        .value(item.assigned)
        .value(item.unused)
        .maybe(item.figure.map(|figure| figure.pau))
        .maybe(item.figure.map(|figure| figure.mau))
        .usage(item.figure.and_then(domain::usage::Figure::usage))
        .text(&item.workloads.join("; "))
        .maybe(item.term_end)
        .value(item.auto_renew)
        .text(&item.file_name)
        .maybe(item.loaded_at.map(|at| at.to_rfc3339()))
        .end();
}
