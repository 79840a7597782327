//! The audit, for the programme admin and for a partner's global admin (S16.1).

use axum::extract::State;
use domain::organisation::OrganisationKind;

use super::{Answer, page, shell};
use crate::extract::{Caller, Fields};
use crate::pages::audit::AuditListPage;
use crate::pages::shell::Entry;
use crate::state::Web;

/// A page of entries, newest first.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let search = query.one("q").unwrap_or_default().to_owned();
    let seen = web.app.audit_page(&caller.ctx, &search, query.one("cursor")).await?;
    let entry = match seen.viewer.kind() {
        OrganisationKind::Programme => Entry::Audit,
        OrganisationKind::Partner => Entry::OwnAudit,
    };
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(entry));
    let next = seen.value.next_cursor.as_ref().map(|cursor| {
        form_urlencoded::Serializer::new("/audit?".to_owned())
            .append_pair("q", &search)
            .append_pair("cursor", cursor)
            .finish()
    });
    page(&AuditListPage { shell, page: seen.value, search, next })
}
