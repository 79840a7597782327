//! Lists and tables as CSV files (S13.5). Columns are named as in the API.

use std::io;

use app::{AppError, Opportunity, RefusedRow, TenantItem};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::TenantId;
use domain::access::Shown;
use domain::money::Money;
use domain::status_note::OverallStatus;
use futures_util::Stream;

use super::Answer;
use crate::csv::Csv;
use crate::error::WebError;
use crate::extract::{Caller, Fields, InPath, opportunity_query, tenant_query};
use crate::state::Web;
use crate::words::row_refusal;

const TENANT_COLUMNS: [&str; 19] = [
    "tenant_id",
    "name",
    "domain",
    "country",
    "segment",
    "workloads_claimed",
    "month",
    "pau",
    "mau",
    "usage_percent",
    "change_points",
    "overall_status",
    "last_note_at",
    "next_action_on",
    "overdue",
    "survey_eligible_contact",
    "signals",
    "potential_earnings",
    "withheld",
];

/// The tenant list as filtered and sorted, all of it.
pub(crate) async fn tenants(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let (mut query, refused) = tenant_query::forgivingly(&mut tenant_query::page_query(&query));
    if !refused.is_empty() {
        return Err(WebError::Fields(refused));
    }
    query.cursor = None;
    let first = web.app.tenants_for_export(&caller.ctx, &query).await?;
    let rows = async_stream::try_stream! {
        let mut csv = Csv::with_header(&TENANT_COLUMNS);
        let (mut items, mut next) = first;
        loop {
            for item in &items {
                write_tenant(&mut csv, item);
            }
            yield Bytes::from(std::mem::take(&mut csv).into_bytes());
            let Some(cursor) = next else { break };
            query.cursor = Some(cursor);
            (items, next) = web.app.tenants_for_export(&caller.ctx, &query).await.map_err(|error| cut_off(&error))?;
        }
    };
    download("tenants.csv", rows)
}

fn write_tenant(csv: &mut Csv, item: &TenantItem) {
    let has_figure = item.month.is_some();
    csv.row()
        .value(item.tenant_id)
        .text(&item.name)
        .text(&item.domain)
        .text(&item.country)
        .text(&item.segment)
        .value(item.workloads_claimed)
        .maybe(item.month)
        .maybe(has_figure.then_some(item.figure.pau))
        .maybe(has_figure.then_some(item.figure.mau))
        .usage(item.figure.usage())
        .tenths(item.change_tenths)
        .maybe(item.overall_status.map(OverallStatus::code))
        .maybe(item.last_note_at.map(|at| at.to_rfc3339()))
        .maybe(item.next_action_on)
        .value(item.is_overdue)
        .value(item.has_survey_contact)
        .value(item.signals.iter().map(|signal| signal.code()).collect::<Vec<_>>().join(" "))
        .value(amounts(&item.potential))
        .value(item.withheld.join(" "))
        .end();
}

/// The opportunities as filtered and sorted, all of them.
pub(crate) async fn opportunities(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let mut query = opportunity_query::strictly(&fields)?;
    query.cursor = None;
    let first = web.app.opportunities_for_export(&caller.ctx, &query).await?;
    let rows = async_stream::try_stream! {
        let mut csv = Csv::with_header(&[
            "tenant_id", "name", "tpid", "workload", "sku_bucket", "pau", "mau", "usage_percent", "opportunity_units",
            "potential_earnings", "claimed", "withheld",
        ]);
        let (mut items, mut next) = first;
        loop {
            for item in &items {
                write_opportunity(&mut csv, item);
            }
            yield Bytes::from(std::mem::take(&mut csv).into_bytes());
            let Some(cursor) = next else { break };
            query.cursor = Some(cursor);
            let more = web.app.opportunities_for_export(&caller.ctx, &query).await;
            (items, next) = more.map_err(|error| cut_off(&error))?;
        }
    };
    download("opportunities.csv", rows)
}

fn write_opportunity(csv: &mut Csv, item: &Opportunity) {
    csv.row()
        .value(item.tenant_id)
        .text(&item.name)
        .text(&item.tpid)
        .text(&item.workload.code)
        .text(&item.sku_bucket)
        .value(item.figure.pau)
        .value(item.figure.mau)
        .usage(item.figure.usage())
        .value(item.units)
        .value(amount(&item.potential))
        .value(item.is_claimed)
        .value(item.withheld.join(" "))
        .end();
}

/// An amount of money, likewise.
fn amount(amount: &Shown<Option<Money>>) -> String {
    match amount {
        Shown::Value(Some(money)) => format!("{} {}", money.currency, money.minor),
        Shown::Value(None) | Shown::Withheld => String::new(),
    }
}

/// Amounts of money: minor units, with the currency before them; nothing where they are withheld.
fn amounts(amounts: &Shown<Vec<Money>>) -> String {
    let Shown::Value(amounts) = amounts else { return String::new() };
    let written = |one: &Money| format!("{} {}", one.currency, one.minor);
    amounts.iter().map(written).collect::<Vec<_>>().join(" ")
}

/// The usage details of a tenant.
pub(crate) async fn usage(State(web): State<Web>, caller: Caller, InPath(tenant_id): InPath<TenantId>) -> Answer {
    let details = web.app.tenant(&caller.ctx, tenant_id).await?.value;
    let columns = [
        "tenant_id",
        "workload",
        "name",
        "claim",
        "claimable",
        "month",
        "pau",
        "mau",
        "usage_percent",
        "opportunity_units",
        "potential_earnings",
        "withheld",
    ];
    let mut csv = Csv::with_header(&columns);
    for row in &details.rows {
        csv.row()
            .value(tenant_id)
            .text(&row.workload.code)
            .text(&row.workload.name_en)
            .text(row.claim.as_ref().map_or("", |claim| &claim.number))
            .value(row.claimable)
            .maybe(row.month)
            .maybe(row.figure.map(|figure| figure.pau))
            .maybe(row.figure.map(|figure| figure.mau))
            .usage(row.figure.and_then(domain::usage::Figure::usage))
            .value(row.opportunity_units)
            .value(amount(&row.potential))
            .value(if row.potential == Shown::Withheld { "potential_earnings" } else { "" })
            .end();
    }
    whole(&format!("usage-{tenant_id}.csv"), csv)
}

/// The history of a workload's figure at a tenant.
pub(crate) async fn history(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
) -> Answer {
    let history = web.app.history(&caller.ctx, tenant_id, &workload).await?.value;
    let columns = ["tenant_id", "workload", "month", "pau", "mau", "usage_percent", "report", "file_name", "loaded_at"];
    let mut csv = Csv::with_header(&columns);
    for one in &history.months {
        csv.row()
            .value(tenant_id)
            .text(&history.row.workload.code)
            .value(one.month)
            .value(one.figure.pau)
            .value(one.figure.mau)
            .usage(one.figure.usage())
            .value(one.kind.report())
            .text(&one.file_name)
            .value(one.loaded_at.to_rfc3339())
            .end();
    }
    whole(&format!("history-{tenant_id}.csv"), csv)
}

/// The refused rows of a load, in the reader's words (S13.3).
pub(crate) async fn refused_rows(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer {
    let words = caller.words(Some(&web.app.viewer(&caller.ctx).await?));
    let mut rows = web.app.refused_rows(&caller.ctx, id, None).await?;
    let pieces = async_stream::try_stream! {
        let mut csv = Csv::with_header(&["line", "column", "value", "reason", "other_line", "explanation"]);
        loop {
            for row in &rows {
                write_refused(&mut csv, row, &row_refusal(row, words));
            }
            yield Bytes::from(std::mem::take(&mut csv).into_bytes());
            let Some(last) = rows.last().map(|row| row.line) else { break };
            rows = web.app.refused_rows(&caller.ctx, id, Some(last)).await.map_err(|error| cut_off(&error))?;
        }
    };
    download(&format!("refused-{id}.csv"), pieces)
}

fn write_refused(csv: &mut Csv, row: &RefusedRow, explanation: &str) {
    csv.row()
        .value(row.line)
        .text(&row.column)
        .text(&row.value)
        .value(&row.reason)
        .maybe(row.other_line)
        .text(explanation)
        .end();
}

/// A file that fits into memory.
fn whole(name: &str, csv: Csv) -> Answer {
    let bytes = Bytes::from(csv.into_bytes());
    download(name, futures_util::stream::once(async { Ok(bytes) }))
}

/// A file for a browser to keep. The name is made here: letters that a header can hold.
pub(super) fn download(
    name: &str,
    pieces: impl Stream<Item = Result<Bytes, io::Error>> + Send + 'static,
) -> Result<Response, WebError> {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|_| WebError::internal("a file name is no header value"))?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// Ends a file half-way: the connection breaks, so that nobody takes what came for all there is.
pub(super) fn cut_off(error: &AppError) -> io::Error {
    tracing::warn!(%error, "an export is cut off");
    io::Error::other("the export ended early")
}
