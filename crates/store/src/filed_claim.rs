//! Claims that are filed here: what was filed, how they moved, and whose workloads they hold (S4).
//!
//! Who holds a workload follows from what is approved, together with the reports: [`Tx::derive_tenant`].

use chrono::NaiveDate;
use domain::TenantId;
use domain::access::{ClaimScope, ClaimView, Scope};
use domain::claim::{
    ActionRequired, Approved, Disassociated, Disputant, Disputed, Draft, Filing, Move, Party, Rejected, State,
    StateCode, Submitted, UnderReview,
};
use domain::id::{FiledClaimId, LocationId, OrganisationId, PersonId, WorkloadId};
use domain::planted::{Fault, planted};
use uuid::Uuid;

use crate::audit::like;
use crate::statement::{Statement, Value};
use crate::{Engine, StoreError, Tx, on};

/// A claim as it is kept.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FiledClaimRow {
    /// The key.
    pub filed_claim_id: i64,
    /// The name in URLs and JSON.
    pub number: String,
    /// Whose it is.
    pub organisation_id: i64,
    /// Their name.
    pub organisation: String,
    /// The location that files it.
    pub location_id: i64,
    /// Its partner ID.
    pub mpn_id: String,
    /// Its name.
    pub location: String,
    /// Its country, as its report writes it.
    pub location_country: String,
    /// The tenant, as filed.
    pub tenant_id: Uuid,
    /// A domain of it, as filed.
    pub domain: String,
    /// What is being done.
    pub activity: String,
    /// Its name.
    pub name: String,
    /// The customer's contact.
    pub customer_name: String,
    /// As what.
    pub customer_title: Option<String>,
    /// Their e-mail.
    pub customer_email: String,
    /// The own contact.
    pub own_name: String,
    /// Their e-mail.
    pub own_email: String,
    /// Comment.
    pub comment: Option<String>,
    /// Who filed it.
    pub person_id: Option<i64>,
    /// When, in milliseconds.
    pub created_at: i64,
    /// The code of its state.
    pub state: String,
    /// Since when, in milliseconds.
    pub moved_at: i64,
    /// The day of what it waits for.
    pub due_on: Option<String>,
    /// Why it is so.
    pub reason: Option<String>,
    /// Who disputes it.
    pub disputed_by: Option<String>,
    /// Since when it is approved.
    pub approved_on: Option<String>,
    /// Counted from 1, with every change.
    pub version: i64,
}

impl std::fmt::Debug for FiledClaimRow {
    /// Without what identifies people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("FiledClaimRow").field(&self.number).finish()
    }
}

impl FiledClaimRow {
    /// The key.
    pub fn id(&self) -> FiledClaimId {
        FiledClaimId(self.filed_claim_id)
    }

    /// Its state, with what there is of it.
    pub fn state(&self) -> Result<State, StoreError> {
        let broken = |column| StoreError::inconsistent("filed_claim", column, self.number.clone());
        let day = |text: &Option<String>, column| -> Result<NaiveDate, StoreError> {
            text.as_deref().and_then(|text| text.parse().ok()).ok_or_else(|| broken(column))
        };
        let due = || day(&self.due_on, "due_on");
        let reason = || self.reason.clone().ok_or_else(|| broken("reason"));
        Ok(match StateCode::from_code(&self.state).ok_or_else(|| broken("state"))? {
            StateCode::Draft => State::Draft(Draft),
            StateCode::Submitted => State::Submitted(Submitted { review_due: due()? }),
            StateCode::UnderReview => State::UnderReview(UnderReview { review_due: due()? }),
            StateCode::ActionRequired => {
                State::ActionRequired(ActionRequired { question: reason()?, answer_due: due()? })
            }
            StateCode::Approved => State::Approved(Approved {
                approved_on: day(&self.approved_on, "approved_on")?,
                objection_until: due()?,
            }),
            StateCode::Rejected => State::Rejected(Rejected {
                reason: reason()?,
                dispute_until: self.due_on.as_ref().map(|_| due()).transpose()?,
            }),
            StateCode::Disputed => State::Disputed(Disputed {
                by: self.disputed_by.as_deref().and_then(Disputant::from_code).ok_or_else(|| broken("disputed_by"))?,
                reason: reason()?,
                review_due: due()?,
            }),
            StateCode::Disassociated => State::Disassociated(Disassociated { reason: reason()? }),
        })
    }
}

/// A workload of a claim.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FiledWorkloadRow {
    /// The claim.
    pub filed_claim_id: i64,
    /// The workload.
    pub workload_id: i64,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// What the last decision made of it: `held` or `left`.
    pub outcome: Option<String>,
}

/// A change of state.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimMoveRow {
    /// The code of the move.
    #[sqlx(rename = "move")]
    pub by: String,
    /// The state it led to.
    pub state: String,
    /// When, in milliseconds.
    pub moved_at: i64,
    /// On which side somebody made it.
    pub party: String,
    /// Who; nothing for the clock, the operator, and where the person is gone.
    pub person: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The day of what it waits for since.
    pub due_on: Option<String>,
}

/// A claim in the list, from wherever it is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReportedClaimRow {
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub organisation: String,
    /// The tenant.
    pub tenant_id: Uuid,
    /// Its name.
    pub tenant: String,
    /// Its domain.
    pub domain: String,
    /// The workload's code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// Since when it is held.
    pub approved_on: String,
}

/// A location that can file claims.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FilingLocationRow {
    /// Its key.
    pub location_id: i64,
    /// Its partner ID.
    pub mpn_id: String,
    /// Its name.
    pub name: String,
    /// Its country, as its report writes it.
    pub country: String,
    /// Whether claims can be filed for it.
    pub is_enrolled: bool,
}

/// Which claims are wanted; empty narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct ClaimFilter {
    /// States.
    pub states: Vec<StateCode>,
    /// Of one tenant.
    pub tenant_id: Option<TenantId>,
    /// Words of name, domain, tenant ID or number.
    pub search: String,
    /// Behind which they begin: the moment of the last move, in milliseconds, and the number of the one before.
    pub after: Option<(i64, String)>,
}

/// Who makes a move, and when.
#[derive(Debug, Clone, Copy)]
pub struct Mover {
    /// On which side.
    pub party: Party,
    /// Who; nothing for the clock and the operator.
    pub person: Option<PersonId>,
    /// When, in milliseconds.
    pub at: i64,
}

pub(crate) const COLUMNS: &str =
    "SELECT c.filed_claim_id, c.number, c.organisation_id, o.name AS organisation, c.location_id, l.mpn_id,
       l.name AS location, l.country AS location_country, c.tenant_id, c.domain, c.activity, c.name, c.customer_name,
       c.customer_title, c.customer_email, c.own_name, c.own_email, c.comment, c.person_id, c.created_at, c.state,
       c.moved_at, c.due_on, c.reason, c.disputed_by, c.approved_on, c.version
FROM filed_claim AS c
JOIN organisation AS o ON o.organisation_id = c.organisation_id
JOIN location AS l ON l.location_id = c.location_id
WHERE TRUE";

/// Leaves the claims that exist for somebody: the programme office sees none before it was submitted.
pub(crate) fn of_scope(statement: &mut Statement, scope: &ClaimScope) {
    if scope.party() == Party::Office && !planted(Fault::DraftsForOffice) {
        statement.text(" AND c.state <> 'draft'");
    }
    match scope.view() {
        ClaimView::Programme => {}
        ClaimView::Partners(partners) => {
            statement.text(" AND c.organisation_id IN (");
            statement.values(partners.iter().map(|one| Value::Int(one.0))).text(")");
        }
        ClaimView::Partner { organisation_id, locations } => {
            statement.text(" AND c.organisation_id = ").value(Value::Int(organisation_id.0));
            if let Some(locations) = locations {
                statement.text(" AND c.location_id IN (");
                statement.values(locations.iter().map(|one| Value::Int(one.0))).text(")");
            }
        }
    }
}

impl Tx {
    /// A claim, where it exists for the person.
    pub async fn filed_claim(&mut self, scope: &ClaimScope, number: &str) -> Result<Option<FiledClaimRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        if !planted(Fault::ClaimByForeignNumber) {
            of_scope(&mut statement, scope);
        }
        statement.text(" AND c.number = ").value(Value::Text(number.to_owned()));
        Ok(statement.rows(self).await?.pop())
    }

    /// A claim by its number, for whoever decides on one that competes with it (S4.4).
    pub async fn filed_claim_of_anybody(&mut self, number: &str) -> Result<Option<FiledClaimRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        statement.text(" AND c.number = ").value(Value::Text(number.to_owned()));
        Ok(statement.rows(self).await?.pop())
    }

    /// A claim by its key, for what is not done by a person.
    pub async fn filed_claim_by_id(&mut self, id: FiledClaimId) -> Result<Option<FiledClaimRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        statement.text(" AND c.filed_claim_id = ").value(Value::Int(id.0));
        Ok(statement.rows(self).await?.pop())
    }

    /// Claims of a list, the newest move first.
    pub async fn filed_claims(
        &mut self,
        scope: &ClaimScope,
        filter: &ClaimFilter,
        limit: i64,
    ) -> Result<Vec<FiledClaimRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        if !planted(Fault::ClaimsOfEverybody) {
            of_scope(&mut statement, scope);
        }
        narrow(&mut statement, filter);
        if let Some((moved_at, number)) = &filter.after {
            statement.text(" AND (c.moved_at, c.number) < (").value(Value::Int(*moved_at));
            statement.text(", ").value(Value::Text(number.clone())).text(")");
        }
        statement.text(" ORDER BY c.moved_at DESC, c.number DESC");
        statement.limit(limit);
        statement.rows(self).await
    }

    /// How many claims there are in each state.
    pub async fn filed_claim_counts(
        &mut self,
        scope: &ClaimScope,
        filter: &ClaimFilter,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let mut statement = Statement::new("SELECT c.state, COUNT(*) FROM filed_claim AS c WHERE TRUE");
        if !planted(Fault::ClaimCountsOfEverybody) {
            of_scope(&mut statement, scope);
        }
        narrow(&mut statement, filter);
        statement.text(" GROUP BY c.state");
        statement.rows(self).await
    }

    /// Claims that reports brought and that hold a workload, in the order of their numbers. They are data of their tenants,
    /// so that only those are among them which the person sees (S1.3).
    pub async fn reported_claims(
        &mut self,
        (claims, tenants): (&ClaimScope, &Scope),
        filter: &ClaimFilter,
        number: Option<&str>,
        after: &str,
        limit: i64,
    ) -> Result<Vec<ReportedClaimRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT n.number, o.name AS organisation, t.tenant_id, t.name AS tenant, t.domain, w.code, w.name_en, w.name_nl,
                    k.approved_on
             FROM claim_number AS n
             JOIN claim AS k ON k.organisation_id = n.organisation_id AND k.tenant_key = n.tenant_key
                  AND k.workload_id = n.workload_id AND k.filed_claim_id IS NULL
             JOIN organisation AS o ON o.organisation_id = n.organisation_id
             JOIN tenant AS t ON t.tenant_key = n.tenant_key
             JOIN workload AS w ON w.workload_id = n.workload_id
             WHERE n.number > ",
        );
        statement.value(Value::Text(after.to_owned()));
        match claims.view() {
            ClaimView::Programme => {}
            ClaimView::Partners(partners) => {
                statement.text(" AND n.organisation_id IN (");
                statement.values(partners.iter().map(|one| Value::Int(one.0))).text(")");
            }
            ClaimView::Partner { organisation_id, locations } => {
                statement.text(" AND n.organisation_id = ").value(Value::Int(organisation_id.0));
                for some in [locations.as_ref().map(|some| some.iter().copied().collect()), tenants.limited_to()] {
                    let Some(some): Option<Vec<LocationId>> = some else { continue };
                    statement.text(
                        " AND EXISTS (SELECT 1 FROM claim_location AS cl WHERE cl.tenant_key = n.tenant_key
                          AND cl.workload_id = n.workload_id AND cl.location_id IN (",
                    );
                    statement.values(some.iter().map(|one| Value::Int(one.0))).text("))");
                }
            }
        }
        if let Some(number) = number {
            statement.text(" AND n.number = ").value(Value::Text(number.to_owned()));
        }
        if let Some(tenant) = filter.tenant_id {
            statement.text(" AND t.tenant_id = ").value(Value::Guid(tenant.0));
        }
        if !filter.search.is_empty() {
            let words = like(&filter.search);
            statement.text(" AND (t.name_key LIKE ").value(Value::Text(words.clone()));
            statement.text(" ESCAPE '\\' OR t.id_text LIKE ").value(Value::Text(words.clone()));
            statement.text(" ESCAPE '\\' OR LOWER(t.domain) LIKE ").value(Value::Text(words.clone()));
            statement.text(" ESCAPE '\\' OR LOWER(n.number) LIKE ").value(Value::Text(words)).text(" ESCAPE '\\')");
        }
        statement.text(" ORDER BY n.number").limit(limit);
        statement.rows(self).await
    }

    /// The workloads of claims, in the order of the catalogue.
    pub async fn filed_workloads(&mut self, claims: &[FiledClaimId]) -> Result<Vec<FiledWorkloadRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT f.filed_claim_id, f.workload_id, w.code, w.name_en, w.name_nl, f.outcome
             FROM filed_claim_workload AS f JOIN workload AS w ON w.workload_id = f.workload_id
             WHERE f.filed_claim_id IN (",
        );
        statement.values(claims.iter().map(|one| Value::Int(one.0)));
        statement.text(") ORDER BY f.filed_claim_id, w.position, w.code");
        statement.rows(self).await
    }

    /// Every move of a claim, the oldest first.
    pub async fn claim_moves(&mut self, claim: FiledClaimId) -> Result<Vec<ClaimMoveRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT m.move, m.state, m.moved_at, m.party, p.name AS person, m.reason, m.due_on
             FROM claim_move AS m LEFT JOIN person AS p ON p.person_id = m.person_id
             WHERE m.filed_claim_id = $1 ORDER BY m.claim_move_id"
        ).bind(claim.0).fetch_all(c).await?))
    }

    /// Waits until nobody else moves the claim, and keeps it so until the transaction ends. Whether somebody could have
    /// been first: then what was read of it is read again.
    pub async fn hold_filed_claim(&mut self, claim: FiledClaimId) -> Result<bool, StoreError> {
        // On SQLite there is one writer, and it is this one.
        if self.engine() == Engine::Postgres {
            on!(self, c => sqlx::query("SELECT filed_claim_id FROM filed_claim WHERE filed_claim_id = $1 FOR UPDATE")
                .bind(claim.0).execute(c).await?.rows_affected());
        }
        Ok(self.engine() == Engine::Postgres)
    }

    /// The locations of a partner for which claims can be filed or could be, by name.
    pub async fn filing_locations(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Vec<FilingLocationRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT location_id, mpn_id, name, country, is_enrolled FROM location
             WHERE organisation_id = $1 AND NOT is_global ORDER BY name, mpn_id"
        ).bind(organisation.0).fetch_all(c).await?))
    }

    /// Keeps a claim as a draft of an organisation; gives its key and its number.
    pub async fn add_filed_claim(
        &mut self,
        organisation: OrganisationId,
        location: LocationId,
        filing: &Filing,
        search_key: &str,
        person: Option<PersonId>,
        at: i64,
    ) -> Result<(FiledClaimId, String), StoreError> {
        // Two that file at the same time get two numbers.
        let (prefix, sequence): (String, i64) = on!(self, c => sqlx::query_as(
            "UPDATE organisation SET claims_filed = claims_filed + 1 WHERE organisation_id = $1
             RETURNING number_prefix, claims_filed"
        ).bind(organisation.0).fetch_one(c).await?);
        let number = format!("C-{prefix}{sequence:07}");
        let search_key = format!("{search_key} {}", number.to_lowercase());
        let id: i64 = on!(self, c => sqlx::query_scalar(
            "INSERT INTO filed_claim (number, organisation_id, sequence, location_id, tenant_id, domain, activity, name,
                                      customer_name, customer_title, customer_email, own_name, own_email, comment,
                                      search_key, person_id, created_at, state, moved_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'draft', $17, 1)
             RETURNING filed_claim_id"
        )
        .bind(&number).bind(organisation.0).bind(sequence).bind(location.0).bind(filing.tenant_id.0).bind(&filing.domain)
        .bind(&filing.activity).bind(&filing.name).bind(&filing.customer_name).bind(filing.customer_title.as_deref())
        .bind(filing.customer_email.as_str()).bind(&filing.own_name).bind(filing.own_email.as_str())
        .bind(filing.comment.as_deref()).bind(search_key).bind(person.map(|one| one.0)).bind(at).fetch_one(c).await?);
        let id = FiledClaimId(id);
        self.add_filed_workloads(id, &filing.workloads).await?;
        Ok((id, number))
    }

    async fn add_filed_workloads(&mut self, claim: FiledClaimId, workloads: &[WorkloadId]) -> Result<(), StoreError> {
        for workload in workloads {
            on!(self, c => sqlx::query("INSERT INTO filed_claim_workload (filed_claim_id, workload_id) VALUES ($1, $2)")
                .bind(claim.0).bind(workload.0).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Gives a claim that is held another content.
    pub async fn change_filed_claim(
        &mut self,
        claim: &FiledClaimRow,
        location: LocationId,
        filing: &Filing,
        search_key: &str,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "UPDATE filed_claim SET location_id = $2, tenant_id = $3, domain = $4, activity = $5, name = $6,
                                    customer_name = $7, customer_title = $8, customer_email = $9, own_name = $10,
                                    own_email = $11, comment = $12, search_key = $13 || ' ' || LOWER(number),
                                    version = version + 1
             WHERE filed_claim_id = $1"
        )
        .bind(claim.filed_claim_id).bind(location.0).bind(filing.tenant_id.0).bind(&filing.domain)
        .bind(&filing.activity).bind(&filing.name).bind(&filing.customer_name).bind(filing.customer_title.as_deref())
        .bind(filing.customer_email.as_str()).bind(&filing.own_name).bind(filing.own_email.as_str())
        .bind(filing.comment.as_deref()).bind(search_key).execute(c).await?.rows_affected());
        on!(self, c => sqlx::query("DELETE FROM filed_claim_workload WHERE filed_claim_id = $1")
            .bind(claim.filed_claim_id).execute(c).await?.rows_affected());
        self.add_filed_workloads(claim.id(), &filing.workloads).await
    }

    /// Counts a change of what belongs to a claim.
    pub async fn touch_filed_claim(&mut self, claim: FiledClaimId) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE filed_claim SET version = version + 1 WHERE filed_claim_id = $1")
            .bind(claim.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Removes a draft, with its workloads and proofs.
    pub async fn remove_filed_claim(&mut self, claim: FiledClaimId) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM filed_claim WHERE filed_claim_id = $1 AND state = 'draft'")
            .bind(claim.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Moves a claim that is held, and keeps the move.
    pub async fn move_filed_claim(
        &mut self,
        claim: FiledClaimId,
        by: Move,
        to: &State,
        reason: Option<&str>,
        mover: Mover,
    ) -> Result<(), StoreError> {
        let due_on = to.due().map(|(_, day)| day.to_string());
        let state = to.code().code();
        let disputed_by = if let State::Disputed(state) = to { Some(state.by.code()) } else { None };
        let approved_on = if let State::Approved(state) = to { Some(state.approved_on.to_string()) } else { None };
        on!(self, c => sqlx::query(
            "UPDATE filed_claim SET state = $2, moved_at = $3, due_on = $4, reason = $5, disputed_by = $6, approved_on = $7,
                                    version = version + 1
             WHERE filed_claim_id = $1"
        )
        .bind(claim.0).bind(state).bind(mover.at).bind(due_on.as_deref()).bind(to.reason()).bind(disputed_by)
        .bind(approved_on).execute(c).await?.rows_affected());
        self.note_claim_move(claim, by, to, reason, mover).await
    }

    /// Keeps a move, without moving the claim.
    pub async fn note_claim_move(
        &mut self,
        claim: FiledClaimId,
        by: Move,
        to: &State,
        reason: Option<&str>,
        mover: Mover,
    ) -> Result<(), StoreError> {
        let (state, due_on) = (to.code().code(), to.due().map(|(_, day)| day.to_string()));
        on!(self, c => sqlx::query(
            "INSERT INTO claim_move (filed_claim_id, move, state, moved_at, party, person_id, reason, due_on)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        )
        .bind(claim.0).bind(by.code()).bind(state).bind(mover.at).bind(mover.party.code())
        .bind(mover.person.map(|one| one.0)).bind(reason).bind(due_on).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The claims whose time to answer ended before a day.
    pub async fn lapsing_claims(&mut self, today: NaiveDate) -> Result<Vec<i64>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT filed_claim_id FROM filed_claim WHERE state = 'action_required' AND due_on < $1 ORDER BY filed_claim_id"
        ).bind(today.to_string()).fetch_all(c).await?))
    }
}

fn narrow(statement: &mut Statement, filter: &ClaimFilter) {
    if !filter.states.is_empty() {
        statement.text(" AND c.state IN (");
        statement.values(filter.states.iter().map(|one| Value::Text(one.code().to_owned()))).text(")");
    }
    if let Some(tenant) = filter.tenant_id {
        statement.text(" AND c.tenant_id = ").value(Value::Guid(tenant.0));
    }
    if !filter.search.is_empty() {
        statement.text(" AND c.search_key LIKE ").value(Value::Text(like(&filter.search))).text(" ESCAPE '\\'");
    }
}
