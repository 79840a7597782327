//! Customers who ask for assistance, as the programme office reads them: what they asked for, and who has it (S10.5).

use domain::id::{RfaId, WorkloadId};
use uuid::Uuid;

use crate::audit::like;
use crate::referral::ReferralSaidRow;
use crate::statement::{Statement, Value};
use crate::{Engine, StoreError, Tx, on};

/// A request, with all that the customer said.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RfaRow {
    /// The key.
    pub rfa_id: i64,
    /// The number under which people know it.
    pub code: String,
    /// From where it is.
    pub source: String,
    /// The tenant's key.
    pub tenant_key: i64,
    /// The tenant.
    pub tenant_id: Uuid,
    /// Its name.
    pub tenant: String,
    /// Its domain; may be empty.
    pub domain: String,
    /// Its segment; may be empty.
    pub segment: String,
    /// The customer's name, as the request has it.
    pub name: String,
    /// The customer's country, as the request has it; may be empty.
    pub country: String,
    /// The customer's language; may be empty.
    pub language: String,
    /// The customer's size; may be empty.
    pub size: String,
    /// When they asked.
    pub asked_on: Option<String>,
    /// What they wrote; may be empty.
    pub notes: String,
    /// What it may be worth.
    pub value_minor: Option<i64>,
    /// In which currency.
    pub currency: Option<String>,
    /// Whom to talk to, as JSON.
    pub contacts: String,
    /// Counted from 1, with every change.
    pub version: i64,
}

impl std::fmt::Debug for RfaRow {
    /// Without what identifies people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("RfaRow").field(&self.code).finish()
    }
}

impl RfaRow {
    /// The request as it was when a partner had it last.
    #[must_use]
    pub fn as_said(self, said: ReferralSaidRow) -> Self {
        let ReferralSaidRow { name, country, language, size, asked_on, value_minor, currency } = said;
        Self { name, country, language, size, asked_on, value_minor, currency, ..self }
    }
}

/// A request in the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RfaListRow {
    /// The key.
    pub rfa_id: i64,
    /// The number under which people know it.
    pub code: String,
    /// From where it is.
    pub source: String,
    /// The tenant.
    pub tenant_id: Uuid,
    /// Its name.
    pub tenant: String,
    /// The customer's country.
    pub country: String,
    /// When they asked.
    pub asked_on: Option<String>,
    /// How many workloads it has.
    pub workloads: i64,
    /// How many of them nobody has.
    pub open: i64,
}

/// A workload of a request.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RfaWorkloadRow {
    /// Which.
    pub workload_id: i64,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// The referral by which somebody has it.
    pub number: Option<String>,
    /// Who has it.
    pub organisation_id: Option<i64>,
}

/// Which requests are wanted; empty narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RfaFilter {
    /// Only those of which something is to be assigned, or of which nothing is.
    pub is_open: Option<bool>,
    /// Words of the search.
    pub words: Vec<String>,
    /// Behind which they begin: the key of the one before.
    pub after: Option<i64>,
}

/// What nobody has of a request.
const OPEN: &str = "(SELECT COUNT(*) FROM rfa_workload AS w WHERE w.rfa_id = q.rfa_id AND NOT EXISTS (
    SELECT 1 FROM referral_workload AS h WHERE h.held_rfa_id = w.rfa_id AND h.workload_id = w.workload_id))";

impl Tx {
    /// Requests, the newest first.
    pub async fn rfas(&mut self, filter: &RfaFilter, limit: i64) -> Result<Vec<RfaListRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT q.rfa_id, q.code, q.source, t.tenant_id, t.name AS tenant, q.country, q.asked_on,
                    (SELECT COUNT(*) FROM rfa_workload AS w WHERE w.rfa_id = q.rfa_id) AS workloads, ",
        );
        statement.text(OPEN).text(" AS open FROM rfa AS q JOIN tenant AS t ON t.tenant_key = q.tenant_key WHERE TRUE");
        narrow(&mut statement, filter);
        if let Some(after) = filter.after {
            statement.text(" AND q.rfa_id < ").value(Value::Int(after));
        }
        statement.text(" ORDER BY q.rfa_id DESC").limit(limit);
        statement.rows(self).await
    }

    /// How many requests there are of which something is to be assigned, and of which nothing is.
    pub async fn rfa_counts(&mut self, filter: &RfaFilter) -> Result<(i64, i64), StoreError> {
        let mut statement = Statement::new(
            "SELECT COALESCE(SUM(CASE WHEN c.open > 0 THEN 1 ELSE 0 END), 0),
                    COALESCE(SUM(CASE WHEN c.open > 0 THEN 0 ELSE 1 END), 0) FROM (SELECT ",
        );
        statement.text(OPEN).text(" AS open FROM rfa AS q JOIN tenant AS t ON t.tenant_key = q.tenant_key WHERE TRUE");
        narrow(&mut statement, &RfaFilter { is_open: None, after: None, ..filter.clone() });
        statement.text(") AS c");
        statement.row(self).await
    }

    /// One request, with all that the customer said. Whoever asks has looked whether the reader may.
    pub async fn rfa(&mut self, rfa: RfaId) -> Result<Option<RfaRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT q.rfa_id, q.code, q.source, q.tenant_key, t.tenant_id, t.name AS tenant, t.domain, t.segment, q.name,
                    q.country, q.language, q.size, q.asked_on, q.notes, q.value_minor, q.currency, q.contacts, q.version
             FROM rfa AS q JOIN tenant AS t ON t.tenant_key = q.tenant_key WHERE q.rfa_id = $1"
        ).bind(rfa.0).fetch_optional(c).await?))
    }

    /// The workloads of a request, in the order of the catalogue, and who has each.
    pub async fn rfa_workloads(&mut self, rfa: RfaId) -> Result<Vec<RfaWorkloadRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT w.workload_id, w.code, w.name_en, w.name_nl, r.number, r.organisation_id
             FROM rfa_workload AS q
             JOIN workload AS w ON w.workload_id = q.workload_id
             LEFT JOIN referral_workload AS h ON h.held_rfa_id = q.rfa_id AND h.workload_id = q.workload_id
             LEFT JOIN referral AS r ON r.referral_id = h.referral_id
             WHERE q.rfa_id = $1 ORDER BY w.position, w.code"
        ).bind(rfa.0).fetch_all(c).await?))
    }

    /// Waits until nobody else assigns the request, and keeps it so until the transaction ends.
    pub async fn hold_rfa(&mut self, rfa: RfaId) -> Result<(), StoreError> {
        // On SQLite there is one writer, and it is this one.
        if self.engine() == Engine::Postgres {
            on!(self, c => sqlx::query("SELECT rfa_id FROM rfa WHERE rfa_id = $1 FOR UPDATE")
                .bind(rfa.0).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Counts a change of who has a request.
    pub async fn touch_rfa(&mut self, rfa: RfaId) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE rfa SET version = version + 1 WHERE rfa_id = $1")
            .bind(rfa.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The workloads of a tenant that each partner holds.
    pub async fn holders_of(&mut self, tenant_key: i64) -> Result<Vec<(i64, WorkloadId)>, StoreError> {
        let rows: Vec<(i64, i64)> = on!(self, c => sqlx::query_as(
            "SELECT organisation_id, workload_id FROM claim WHERE tenant_key = $1 ORDER BY organisation_id, workload_id"
        ).bind(tenant_key).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(organisation, workload)| (organisation, WorkloadId(workload))).collect())
    }
}

fn narrow(statement: &mut Statement, filter: &RfaFilter) {
    match filter.is_open {
        Some(true) => drop(statement.text(" AND ").text(OPEN).text(" > 0")),
        Some(false) => drop(statement.text(" AND ").text(OPEN).text(" = 0")),
        None => {}
    }
    for word in &filter.words {
        let pattern = like(word);
        statement.text(" AND (q.search_key LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.name_key LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.domain LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR t.id_text LIKE ").value(Value::Text(pattern)).text(" ESCAPE '\\')");
    }
}
