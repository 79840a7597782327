//! Referrals: what one partner has of a customer's request, and how it moves (S10).

use chrono::NaiveDate;
use domain::access::{Scope, View};
use domain::id::{LocationId, OrganisationId, PersonId, ReferralId, RfaId, WorkloadId};
use domain::money::Money;
use domain::planted::{Fault, planted};
use domain::referral::{Accepted, Assigned, DeclineReason, Declined, Progress, Source, State, Status, Withdrawn};
use uuid::Uuid;

use crate::statement::{Statement, Value};
use crate::{Engine, StoreError, Tx, on};

/// A referral as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReferralRow {
    /// The key.
    pub referral_id: i64,
    /// The name in URLs and JSON.
    pub number: String,
    /// Whose it is.
    pub organisation_id: i64,
    /// Their name.
    pub organisation: String,
    /// The location.
    pub location_id: i64,
    /// Its partner ID.
    pub mpn_id: String,
    /// Its name.
    pub location: String,
    /// Its country, as its report writes it.
    pub location_country: String,
    /// The request.
    pub rfa_id: i64,
    /// The number under which people know the request.
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
    /// The code of where it stands.
    pub status: String,
    /// Since when it is theirs, in milliseconds.
    pub assigned_at: i64,
    /// The last day on which an acceptance is in time.
    pub accept_by: String,
    /// The day on which the partner is reminded.
    pub remind_on: String,
    /// The last day on which it can be answered.
    pub returns_after: String,
    /// Since when it stands where it does, in milliseconds.
    pub moved_at: i64,
    /// When it was accepted.
    pub accepted_on: Option<String>,
    /// Why it was declined, as a code.
    pub decline_reason: Option<String>,
    /// What was said when it was declined or withdrawn.
    pub remark: Option<String>,
    /// Value-added services sold.
    pub services: Option<String>,
    /// Their estimated value.
    pub value_minor: Option<i64>,
    /// In which currency.
    pub currency: Option<String>,
    /// Who said so.
    pub valued_by: Option<i64>,
    /// Counted from 1, with every change.
    pub version: i64,
}

impl ReferralRow {
    /// The key.
    pub fn id(&self) -> ReferralId {
        ReferralId(self.referral_id)
    }

    /// From where the request is.
    pub fn source(&self) -> Result<Source, StoreError> {
        Source::from_code(&self.source).ok_or_else(|| self.broken("source"))
    }

    /// Its state, with what there is of it.
    pub fn state(&self) -> Result<State, StoreError> {
        let day = |text: Option<&str>, column| -> Result<NaiveDate, StoreError> {
            text.and_then(|text| text.parse().ok()).ok_or_else(|| self.broken(column))
        };
        let status = Status::from_code(&self.status).ok_or_else(|| self.broken("status"))?;
        Ok(match status {
            Status::Assigned => State::Assigned(Assigned {
                accept_by: day(Some(&self.accept_by), "accept_by")?,
                remind_on: day(Some(&self.remind_on), "remind_on")?,
                returns_after: day(Some(&self.returns_after), "returns_after")?,
            }),
            Status::Active | Status::Won | Status::Lost | Status::Closed => State::Accepted(Accepted {
                accepted_on: day(self.accepted_on.as_deref(), "accepted_on")?,
                progress: Progress::from_code(&self.status).ok_or_else(|| self.broken("status"))?,
            }),
            Status::Declined => State::Declined(Declined {
                reason: self
                    .decline_reason
                    .as_deref()
                    .and_then(DeclineReason::from_code)
                    .ok_or_else(|| self.broken("decline_reason"))?,
                remark: self.remark.clone(),
            }),
            Status::Returned => State::Returned,
            Status::Withdrawn => State::Withdrawn(Withdrawn { reason: self.remark.clone().unwrap_or_default() }),
        })
    }

    fn broken(&self, column: &'static str) -> StoreError {
        StoreError::inconsistent("referral", column, self.number.clone())
    }
}

/// A workload of a referral.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReferralWorkloadRow {
    /// The referral.
    pub referral_id: i64,
    /// The workload.
    pub workload_id: i64,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
}

/// What a request said when the partner of a referral had it last (S10.4).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReferralSaidRow {
    /// The customer's name.
    pub name: String,
    /// Their country; may be empty.
    pub country: String,
    /// Their language; may be empty.
    pub language: String,
    /// Their size; may be empty.
    pub size: String,
    /// When they asked.
    pub asked_on: Option<String>,
    /// What it may be worth.
    pub value_minor: Option<i64>,
    /// In which currency.
    pub currency: Option<String>,
}

/// The usage of a workload that a load brought after the referral was assigned (S10.6).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RfaUsageRow {
    /// The workload.
    pub workload_id: i64,
    /// The month, as `yyyymm`.
    pub month: i64,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
}

/// A referral that begins.
#[derive(Debug, Clone)]
pub struct NewReferral<'a> {
    /// The request.
    pub rfa: RfaId,
    /// The partner.
    pub organisation: OrganisationId,
    /// Its location.
    pub location: LocationId,
    /// The workloads.
    pub workloads: &'a [WorkloadId],
    /// Until when it waits.
    pub waits: &'a Assigned,
    /// When, in milliseconds.
    pub at: i64,
    /// The load that brought it as it stood elsewhere.
    pub load: Option<i64>,
}

pub(crate) const COLUMNS: &str =
    "SELECT r.referral_id, r.number, r.organisation_id, o.name AS organisation, r.location_id, l.mpn_id, l.name AS location,
       l.country AS location_country, r.rfa_id, q.code, q.source, t.tenant_key, t.tenant_id, t.name AS tenant, t.domain,
       r.status, r.assigned_at, r.accept_by, r.remind_on, r.returns_after, r.moved_at, r.accepted_on, r.decline_reason, r.remark,
       r.services, r.value_minor, r.currency, r.valued_by, r.version";

pub(crate) const FROM: &str = " FROM referral AS r
JOIN rfa AS q ON q.rfa_id = r.rfa_id
JOIN tenant AS t ON t.tenant_key = q.tenant_key
JOIN organisation AS o ON o.organisation_id = r.organisation_id
JOIN location AS l ON l.location_id = r.location_id
WHERE TRUE";

/// Leaves the referrals that exist for somebody: those of the locations at which they see tenants (S2.1).
pub(crate) fn of_scope(statement: &mut Statement, scope: &Scope) {
    match scope.view() {
        View::Programme => {}
        View::Partners(partners) => {
            statement.text(" AND r.organisation_id IN (");
            statement.values(partners.iter().map(|one| Value::Int(one.0))).text(")");
        }
        View::Partner { organisation_id, .. } => {
            statement.text(" AND r.organisation_id = ").value(Value::Int(organisation_id.0));
            if let Some(locations) = scope.limited_to() {
                statement.text(" AND r.location_id IN (");
                statement.values(locations.iter().map(|one| Value::Int(one.0))).text(")");
            }
        }
    }
}

impl Tx {
    /// A referral, where it exists for the person.
    pub async fn referral(&mut self, scope: &Scope, number: &str) -> Result<Option<ReferralRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        statement.text(FROM);
        if !planted(Fault::ReferralByForeignNumber) {
            of_scope(&mut statement, scope);
        }
        statement.text(" AND r.number = ").value(Value::Text(number.to_owned()));
        Ok(statement.rows(self).await?.pop())
    }

    /// A referral by its key, for what is not done by a person.
    pub async fn referral_by_id(&mut self, id: ReferralId) -> Result<Option<ReferralRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        statement.text(FROM).text(" AND r.referral_id = ").value(Value::Int(id.0));
        Ok(statement.rows(self).await?.pop())
    }

    /// Every referral of a request, whoever has or had it: for whoever assigns alone.
    pub async fn referrals_of(&mut self, rfa: RfaId) -> Result<Vec<ReferralRow>, StoreError> {
        let mut statement = Statement::new(COLUMNS);
        statement.text(FROM).text(" AND r.rfa_id = ").value(Value::Int(rfa.0));
        statement.text(" ORDER BY r.assigned_at DESC, r.number");
        statement.rows(self).await
    }

    /// The workloads of referrals, in the order of the catalogue.
    pub async fn referral_workloads(
        &mut self,
        referrals: &[ReferralId],
    ) -> Result<Vec<ReferralWorkloadRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT f.referral_id, f.workload_id, w.code, w.name_en, w.name_nl
             FROM referral_workload AS f JOIN workload AS w ON w.workload_id = f.workload_id
             WHERE f.referral_id IN (",
        );
        statement.values(referrals.iter().map(|one| Value::Int(one.0)));
        statement.text(") ORDER BY f.referral_id, w.position, w.code");
        statement.rows(self).await
    }

    /// What its request said when the partner of a referral had it last, where it says something else by now.
    pub async fn referral_said(&mut self, referral: ReferralId) -> Result<Option<ReferralSaidRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT name, country, language, size, asked_on, value_minor, currency FROM referral_said
             WHERE referral_id = $1"
        ).bind(referral.0).fetch_optional(c).await?))
    }

    /// The newest figure of each workload of a referral that a load brought after it was assigned (S10.6).
    pub async fn referral_usage(&mut self, referral: &ReferralRow) -> Result<Vec<RfaUsageRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT f.workload_id, f.month, f.pau, f.mau
             FROM referral_workload AS w
             JOIN figure AS f ON f.tenant_key = $2 AND f.workload_id = w.workload_id
             JOIN load AS l ON l.load_id = f.load_id AND l.applied_at > $3
             WHERE w.referral_id = $1
               AND f.month = (SELECT MAX(n.month) FROM usage AS n
                              WHERE n.tenant_key = f.tenant_key AND n.workload_id = f.workload_id)
             ORDER BY f.workload_id, f.source"
        ).bind(referral.referral_id).bind(referral.tenant_key).bind(referral.assigned_at).fetch_all(c).await?))
    }

    /// Waits until nobody else moves the referral, and keeps it so until the transaction ends. Whether somebody could have
    /// been first: then what was read of it is read again.
    pub async fn hold_referral(&mut self, referral: ReferralId) -> Result<bool, StoreError> {
        // On SQLite there is one writer, and it is this one.
        if self.engine() == Engine::Postgres {
            on!(self, c => sqlx::query("SELECT referral_id FROM referral WHERE referral_id = $1 FOR UPDATE")
                .bind(referral.0).execute(c).await?.rows_affected());
        }
        Ok(self.engine() == Engine::Postgres)
    }

    /// Gives workloads of a request to a partner; gives the key and the number of what they have of it then.
    pub async fn add_referral(&mut self, new: &NewReferral<'_>) -> Result<(ReferralId, String), StoreError> {
        // Two that are given at the same time get two numbers.
        let (prefix, sequence): (String, i64) = on!(self, c => sqlx::query_as(
            "UPDATE organisation SET referrals_given = referrals_given + 1 WHERE organisation_id = $1
             RETURNING number_prefix, referrals_given"
        ).bind(new.organisation.0).fetch_one(c).await?);
        let number = format!("R-{prefix}{sequence:07}");
        let id: i64 = on!(self, c => sqlx::query_scalar(
            "INSERT INTO referral (number, organisation_id, sequence, location_id, rfa_id, status, assigned_at, accept_by,
                                   remind_on, returns_after, moved_at, version, load_id)
             VALUES ($1, $2, $3, $4, $5, 'assigned', $6, $7, $8, $9, $6, 1, $10) RETURNING referral_id"
        )
        .bind(&number).bind(new.organisation.0).bind(sequence).bind(new.location.0).bind(new.rfa.0).bind(new.at)
        .bind(new.waits.accept_by.to_string()).bind(new.waits.remind_on.to_string())
        .bind(new.waits.returns_after.to_string()).bind(new.load).fetch_one(c).await?);
        for workload in new.workloads {
            on!(self, c => sqlx::query(
                "INSERT INTO referral_workload (referral_id, workload_id, held_rfa_id) VALUES ($1, $2, $3)"
            ).bind(id).bind(workload.0).bind(new.rfa.0).execute(c).await?.rows_affected());
        }
        Ok((ReferralId(id), number))
    }

    /// Moves a referral that is held. One that the partner has no more leaves its workloads to be assigned again.
    pub async fn move_referral(&mut self, referral: ReferralId, to: &State, at: i64) -> Result<(), StoreError> {
        let (accepted_on, decline_reason, remark) = match to {
            State::Accepted(state) => (Some(state.accepted_on.to_string()), None, None),
            State::Declined(state) => (None, Some(state.reason.code()), state.remark.as_deref()),
            State::Withdrawn(state) => (None, None, Some(state.reason.as_str())),
            State::Assigned(_) | State::Returned => (None, None, None),
        };
        on!(self, c => sqlx::query(
            "UPDATE referral SET status = $2, moved_at = $3, accepted_on = COALESCE($4, accepted_on), decline_reason = $5,
                                 remark = $6, version = version + 1
             WHERE referral_id = $1"
        )
        .bind(referral.0).bind(to.status().code()).bind(at).bind(accepted_on).bind(decline_reason).bind(remark)
        .execute(c).await?.rows_affected());
        if !to.status().is_with_partner() {
            on!(self, c => sqlx::query("UPDATE referral_workload SET held_rfa_id = NULL WHERE referral_id = $1")
                .bind(referral.0).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Says of a referral that is held how it stood elsewhere, as the load that brought it: nobody has worked on it here.
    pub async fn set_referral_as_loaded(&mut self, referral: ReferralId) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE referral SET version = 1 WHERE referral_id = $1")
            .bind(referral.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Keeps what a partner says of a referral that is held. Without a value, the one that is there stays.
    pub async fn edit_referral(
        &mut self,
        referral: ReferralId,
        services: Option<&str>,
        value: Option<Option<Money>>,
        person: Option<PersonId>,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("UPDATE referral SET services = $2 WHERE referral_id = $1")
            .bind(referral.0).bind(services).execute(c).await?.rows_affected());
        if let Some(value) = value {
            let (minor, currency) = (value.map(|money| money.minor), value.map(|money| money.currency.code()));
            on!(self, c => sqlx::query(
                "UPDATE referral SET value_minor = $2, currency = $3, valued_by = $4 WHERE referral_id = $1"
            ).bind(referral.0).bind(minor).bind(currency).bind(person.map(|one| one.0)).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Referrals that nobody answered before a day, and of which the partner has not been reminded by then.
    pub async fn referrals_to_remind(&mut self, by: NaiveDate) -> Result<Vec<i64>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT referral_id FROM referral
             WHERE status = 'assigned' AND reminded_at IS NULL AND remind_on <= $1 ORDER BY referral_id"
        ).bind(by.to_string()).fetch_all(c).await?))
    }

    /// Notes that the partner is reminded of a referral; whether it was this that did.
    pub async fn note_reminded(&mut self, referral: ReferralId, at: i64) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query(
            "UPDATE referral SET reminded_at = $2 WHERE referral_id = $1 AND status = 'assigned' AND reminded_at IS NULL"
        ).bind(referral.0).bind(at).execute(c).await?.rows_affected())
            == 1)
    }

    /// Referrals whose time to answer ended before a day.
    pub async fn returning_referrals(&mut self, today: NaiveDate) -> Result<Vec<i64>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT referral_id FROM referral WHERE status = 'assigned' AND returns_after < $1 ORDER BY referral_id"
        ).bind(today.to_string()).fetch_all(c).await?))
    }
}
