//! The audit (S16.1).

use app::AuditListed;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{Answer, Problems, check_once};
use crate::error::WebError;
use crate::extract::{Caller, Fields};
use crate::handlers::audit::asked;
use crate::state::Web;

/// What to look for, and where to go on.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct AuditParams {
    /// A part of the action's code or of its words in any language, of the subject or of the person's name.
    #[param(max_length = 200)]
    q: Option<String>,
    /// The first day, UTC.
    from: Option<NaiveDate>,
    /// The last day, UTC.
    until: Option<NaiveDate>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// An entry of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditEntryBody {
    /// When.
    happened_at: DateTime<Utc>,
    /// Who; null for the operator and for somebody who did not sign in.
    #[schema(required)]
    person: Option<String>,
    /// Of which organisation.
    #[schema(required)]
    organisation: Option<String>,
    /// Through which door: `page`, `api`, `command_line`, `mail` for a link in a letter and for the letter itself, or `clock` where it was time.
    #[schema(example = "page")]
    door: String,
    /// What was done.
    #[schema(example = "load.applied")]
    action: &'static str,
    /// To what.
    #[schema(example = "OfficeUsage.csv")]
    subject: String,
    /// More of it.
    detail: serde_json::Value,
    /// From which network address; empty where it was no request.
    #[schema(example = "192.0.2.7")]
    address: String,
}

impl From<AuditListed> for AuditEntryBody {
    fn from(entry: AuditListed) -> Self {
        Self {
            happened_at: entry.happened_at,
            person: entry.person,
            organisation: entry.organisation,
            door: entry.door,
            action: entry.action.code(),
            subject: entry.subject,
            detail: serde_json::from_str(&entry.detail).unwrap_or_default(),
            address: entry.address,
        }
    }
}

/// A page of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditBody {
    /// Up to 100 entries, newest first.
    items: Vec<AuditEntryBody>,
    /// Where older ones begin; null when there are none.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// List the audit
#[utoipa::path(get, path = "/api/v1/audit", tag = "Audit", params(AuditParams),
    responses((status = 200, description = "Up to 100 entries, newest first", body = AuditBody), Problems))]
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields) -> Answer<AuditBody> {
    check_once(&query, &["q", "cursor"], &["from", "until"])?;
    let page = web.app.audit_page(&caller.ctx, &asked(&query)).await.map_err(WebError::of_parameters)?.value;
    Ok(Json(AuditBody {
        items: page.entries.into_iter().map(AuditEntryBody::from).collect(),
        next_cursor: page.next_cursor,
    }))
}
