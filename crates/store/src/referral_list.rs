//! The list of referrals: a page of it, how many there are of each status, and those that wait (S10.1, S12.1).

use domain::access::Scope;
use domain::id::{LocationId, OrganisationId};
use domain::planted::{Fault, planted};
use domain::referral::{ReferralColumn, ReferralSort, Source, Status};

use crate::audit::like;
use crate::referral::{COLUMNS, FROM, ReferralRow, of_scope};
use crate::statement::{Statement, Value};
use crate::work::{WorkPlace, WorkRow};
use crate::{StoreError, Tx};

/// A row of the list, with its value in the sorted column.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReferralListRow {
    /// The referral.
    #[sqlx(flatten)]
    pub referral: ReferralRow,
    /// The value where the column holds numbers.
    pub sort_number: Option<i64>,
    /// The value where the column holds text.
    pub sort_text: Option<String>,
}

/// What the list is narrowed to. Empty lists filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferralFilter {
    /// Words of the search, each already in the form of [`domain::tenant::name_key`].
    pub words: Vec<String>,
    /// Statuses.
    pub statuses: Vec<Status>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Locations; the caller has checked that they are in scope.
    pub locations: Vec<LocationId>,
    /// Workloads, by code.
    pub workloads: Vec<String>,
    /// Partners; the caller has checked that they are in scope.
    pub partners: Vec<OrganisationId>,
}

/// A row's place in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralCursor {
    /// The value where the column holds numbers.
    pub number: Option<i64>,
    /// The value where the column holds text.
    pub text: Option<String>,
    /// The referral's number.
    pub of: String,
    /// Whether the rows before it are wanted, and not those after.
    pub backwards: bool,
}

/// Which page of the list is wanted.
#[derive(Debug)]
pub struct ReferralsAsked<'a> {
    /// What the list is narrowed to.
    pub filter: &'a ReferralFilter,
    /// The order.
    pub sort: ReferralSort,
    /// The row from whose place on it is read; nothing for the beginning.
    pub cursor: Option<&'a ReferralCursor>,
    /// The most rows; up to one more is read.
    pub limit: i64,
}

/// What rows are sorted by.
fn sorted(column: ReferralColumn) -> &'static str {
    match column {
        ReferralColumn::Tenant => "t.name_key",
        ReferralColumn::RfaId => "q.code",
        ReferralColumn::Source => "q.source",
        ReferralColumn::AssignedOn => "r.assigned_at",
        ReferralColumn::AcceptedOn => "COALESCE(r.accepted_on, '')",
        ReferralColumn::Status => {
            "CASE r.status WHEN 'assigned' THEN 0 WHEN 'active' THEN 1 WHEN 'won' THEN 2 WHEN 'lost' THEN 3 WHEN 'closed' THEN 4
             WHEN 'declined' THEN 5 WHEN 'returned' THEN 6 ELSE 7 END"
        }
        // What nobody waits for comes last.
        ReferralColumn::TimeLeft => "CASE WHEN r.status = 'assigned' THEN r.accept_by ELSE '9999-12-31' END",
    }
}

fn narrow(statement: &mut Statement, filter: &ReferralFilter) {
    for word in &filter.words {
        let pattern = like(word);
        statement.text(" AND (t.name_key LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.domain LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.id_text LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR LOWER(q.code) LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR LOWER(r.number) LIKE ").value(Value::Text(pattern)).text(" ESCAPE '\\')");
    }
    let statuses = filter.statuses.iter().map(|one| Value::Text(one.code().to_owned()));
    let sources = filter.sources.iter().map(|one| Value::Text(one.code().to_owned()));
    let locations = filter.locations.iter().map(|one| Value::Int(one.0));
    let partners = filter.partners.iter().map(|one| Value::Int(one.0));
    for (column, values) in [
        (" AND r.status IN (", statuses.collect::<Vec<_>>()),
        (" AND q.source IN (", sources.collect()),
        (" AND r.location_id IN (", locations.collect()),
        (" AND r.organisation_id IN (", partners.collect()),
    ] {
        if !values.is_empty() {
            statement.text(column).values(values).text(")");
        }
    }
    if !filter.workloads.is_empty() {
        statement.text(
            " AND EXISTS (SELECT 1 FROM referral_workload AS f JOIN workload AS w ON w.workload_id = f.workload_id
              WHERE f.referral_id = r.referral_id AND w.code IN (",
        );
        statement.values(filter.workloads.iter().cloned().map(Value::Text)).text("))");
    }
}

impl Tx {
    /// A page of the list, in order, from its beginning or from a row's place on: up to one row more than the limit. Going
    /// backwards, the nearest comes first.
    pub async fn referrals(
        &mut self,
        scope: &Scope,
        asked: &ReferralsAsked<'_>,
    ) -> Result<Vec<ReferralListRow>, StoreError> {
        let (is_number, value) = (asked.sort.column.is_sorted_as_number(), sorted(asked.sort.column));
        let reads_down = asked.sort.descending != asked.cursor.is_some_and(|cursor| cursor.backwards);
        let mut statement = Statement::new(COLUMNS);
        if is_number {
            statement.text(", CAST(").text(value).text(" AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text");
        } else {
            statement.text(", CAST(NULL AS BIGINT) AS sort_number, ").text(value).text(" AS sort_text");
        }
        statement.text(FROM);
        if !planted(Fault::ReferralsOfEverybody) {
            of_scope(&mut statement, scope);
        }
        narrow(&mut statement, asked.filter);
        if let Some(cursor) = asked.cursor {
            statement.text(" AND (").text(value).text(", r.number) ").text(if reads_down { "< (" } else { "> (" });
            statement.value(if is_number {
                Value::Int(cursor.number.unwrap_or_default())
            } else {
                Value::Text(cursor.text.clone().unwrap_or_default())
            });
            statement.text(", ").value(Value::Text(cursor.of.clone())).text(")");
        }
        statement.text(" ORDER BY ").text(value).text(if reads_down { " DESC, r.number DESC" } else { ", r.number" });
        statement.limit(asked.limit.saturating_add(1));
        statement.rows(self).await
    }

    /// How many referrals there are of each status, of the list as narrowed.
    pub async fn referral_counts(
        &mut self,
        scope: &Scope,
        filter: &ReferralFilter,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let mut statement = Statement::new("SELECT r.status, COUNT(*)");
        // Most of the time is looking up tenants and requests that nothing is asked of.
        let is_bare = filter.words.is_empty() && filter.sources.is_empty();
        statement.text(if is_bare { " FROM referral AS r WHERE TRUE" } else { FROM });
        if !planted(Fault::ReferralCountsOfEverybody) {
            of_scope(&mut statement, scope);
        }
        narrow(&mut statement, filter);
        statement.text(" GROUP BY r.status");
        statement.rows(self).await
    }

    /// Referrals that wait for the partner's answer in the order of their last days, after a place.
    pub async fn referral_work(
        &mut self,
        scope: &Scope,
        after: Option<&WorkPlace>,
        limit: i64,
    ) -> Result<Vec<WorkRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT t.tenant_id, t.name AS tenant, r.number AS name_key, '' AS code, CAST(NULL AS TEXT) AS name_en,
                    CAST(NULL AS TEXT) AS name_nl, o.name AS partner, COALESCE(o.partner_id, '') AS partner_id,
                    r.accept_by AS due_on, r.assigned_at AS since_at, CAST(NULL AS TEXT) AS since_on,
                    CAST(REPLACE(r.accept_by, '-', '') AS BIGINT) AS place",
        );
        of_waiting(&mut statement, scope);
        if let Some(after) = after {
            statement.text(" AND (CAST(REPLACE(r.accept_by, '-', '') AS BIGINT), r.number) > (");
            statement.value(Value::Int(after.place)).text(", ").value(Value::Text(after.name_key.clone())).text(")");
        }
        statement.text(" ORDER BY place, r.number").limit(limit);
        statement.rows(self).await
    }

    /// How many referrals wait for the partner's answer; counted no further than `most`.
    pub async fn referral_work_count(&mut self, scope: &Scope, most: i64) -> Result<i64, StoreError> {
        let mut statement = Statement::new("SELECT COUNT(*) FROM (SELECT r.referral_id");
        of_waiting(&mut statement, scope);
        statement.limit(most).text(") AS counted");
        let (count,): (i64,) = statement.row(self).await?;
        Ok(count)
    }
}

/// Adds the referrals that wait for an answer, of those that exist for somebody.
fn of_waiting(statement: &mut Statement, scope: &Scope) {
    statement.text(FROM).text(" AND r.status = 'assigned'");
    if !planted(Fault::ReferralsWaitForEverybody) {
        of_scope(statement, scope);
    }
}
