//! Reading the audit (S16.1): the programme admin all of it, a partner's global admin the own organisation's.

use chrono::{DateTime, Utc};
use domain::access::{Action, Resource};
use domain::organisation::OrganisationKind;

use crate::identity::moment;
use crate::{App, AppError, Ctx, Problem, Seen};

/// Entries of a page.
const PAGE: i64 = 100;

/// An entry of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditListed {
    /// When.
    pub happened_at: DateTime<Utc>,
    /// Who; nothing for the operator and for somebody who did not sign in.
    pub person: Option<String>,
    /// Of which organisation.
    pub organisation: Option<String>,
    /// Through which door.
    pub door: String,
    /// What was done, as a code: `tenant.opened`.
    pub action: String,
    /// To what.
    pub subject: String,
    /// More of it, as JSON.
    pub detail: String,
}

/// A page of the audit, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditListed>,
    /// Where older ones begin.
    pub next_cursor: Option<String>,
}

impl App {
    /// Entries of which action or subject contain the search, newest first, from a cursor on.
    pub async fn audit_page(&self, ctx: &Ctx, search: &str, cursor: Option<&str>) -> Result<Seen<AuditPage>, AppError> {
        if search.chars().count() > 200 {
            return Err(AppError::field("q", Problem::TooLong(200)));
        }
        // A cursor is a moment and a count, not a key: a key would tell how much others do.
        let (until, offset) = match cursor {
            None => (self.now_millis(), 0),
            Some(text) => text
                .split_once('-')
                .and_then(|(until, offset)| Some((until.parse().ok()?, offset.parse::<i64>().ok()?)))
                .filter(|&(_, offset)| (0..=1_000_000_000).contains(&offset))
                .ok_or_else(|| AppError::field("cursor", Problem::ForeignCursor))?,
        };
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Audit, Action::Read)?;
        let organisation = match who.viewer.kind() {
            OrganisationKind::Programme => None,
            OrganisationKind::Partner => Some(who.viewer.principal.organisation_id),
        };
        let mut rows = tx.audit(organisation, &search.replace('\0', ""), until, offset, PAGE + 1).await?;
        tx.commit().await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > PAGE);
        if has_more {
            rows.pop();
        }
        let next_cursor = has_more.then(|| format!("{until}-{}", offset + PAGE));
        let entries = rows
            .into_iter()
            .map(|row| AuditListed {
                happened_at: moment(row.happened_at),
                person: row.person,
                organisation: row.organisation,
                door: row.door,
                action: row.action,
                subject: row.subject,
                detail: row.detail,
            })
            .collect();
        Ok(Seen { viewer: who.viewer, value: AuditPage { entries, next_cursor } })
    }
}
