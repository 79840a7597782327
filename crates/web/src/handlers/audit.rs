//! The audit, for the programme admin and for a partner's global admin (S16.1).

use app::{AppError, AuditListed, AuditPage, AuditQuery};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use domain::organisation::OrganisationKind;

use super::export::{cut_off, download};
use super::{Answer, page_with, shell};
use crate::csv::Csv;
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Fields};
use crate::pages::audit::{AuditListPage, actions_named};
use crate::pages::shell::Entry;
use crate::state::Web;

/// What is looked for, as an address has it.
pub(crate) fn asked(query: &Fields) -> AuditQuery {
    let text = |name: &str| query.one(name).unwrap_or_default().to_owned();
    AuditQuery {
        search: text("q"),
        actions: actions_named(&text("q")),
        from: text("from"),
        until: text("until"),
        cursor: query.one("cursor").map(str::to_owned),
    }
}

/// A page of entries, newest first. With a field that is none, the form again, which says so.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let query = asked(&query);
    let (seen, error) = match web.app.audit_page(&caller.ctx, &query).await {
        Ok(seen) => (seen, None),
        Err(AppError::Invalid(faults)) if faults.iter().all(|(field, _)| *field != "cursor") => {
            let seen = web.app.audit_page(&caller.ctx, &AuditQuery::default()).await?;
            let words = caller.words(Some(&seen.viewer));
            let fault = faults.first().map(|(field, problem)| {
                ((*field).to_owned(), field_words(field, &FieldProblem::App(problem.clone()), words))
            });
            let none = AuditPage { entries: Vec::new(), next_cursor: None };
            (app::Seen { value: none, viewer: seen.viewer }, fault)
        }
        Err(error) => return Err(error.into()),
    };
    let entry = match seen.viewer.kind() {
        OrganisationKind::Programme => Entry::Audit,
        OrganisationKind::Partner => Entry::OwnAudit,
    };
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(entry));
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &AuditListPage { shell, page: seen.value, query, error })
}

/// All entries that are found, newest first.
pub(crate) async fn export(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let mut query = AuditQuery { cursor: None, ..asked(&query) };
    let mut page = web.app.audit_for_export(&caller.ctx, &query).await?;
    let rows = async_stream::try_stream! {
        let mut csv = Csv::with_header(&[
            "happened_at", "person", "organisation", "door", "action", "subject", "detail", "address",
        ]);
        loop {
            for entry in &page.entries {
                write(&mut csv, entry);
            }
            yield Bytes::from(std::mem::take(&mut csv).into_bytes());
            let Some(cursor) = page.next_cursor else { break };
            query.cursor = Some(cursor);
            page = web.app.audit_for_export(&caller.ctx, &query).await.map_err(|error| cut_off(&error))?;
        }
    };
    download("audit.csv", rows)
}

fn write(csv: &mut Csv, entry: &AuditListed) {
    csv.row()
        .value(entry.happened_at.to_rfc3339())
        .text(entry.person.as_deref().unwrap_or_default())
        .text(entry.organisation.as_deref().unwrap_or_default())
        .value(&entry.door)
        .value(entry.action.code())
        .text(&entry.subject)
        .text(&entry.detail)
        .text(&entry.address)
        .end();
}
