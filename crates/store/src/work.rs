//! What waits for somebody: one kind at a time, a page of it or how many there are (S12.1).
//!
//! An item is there because of what the tables say, and gone when they say otherwise: nothing is kept about items.

use domain::access::{ClaimScope, Scope, TicketScope, View};
use domain::claim::StateCode;
use domain::planted::{Fault, planted};
use domain::ticket::TicketState;
use domain::work::WorkKind;
use uuid::Uuid;

use crate::filed_claim::of_scope;
use crate::statement::{Statement, Value};
use crate::status_note::of_whom;
use crate::{StoreError, Tx};

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WorkRow {
    /// The tenant's GUID; nothing of a ticket.
    pub tenant_id: Option<Uuid>,
    /// Its name; of a claim, what the claim is called, and of a ticket its title.
    pub tenant: String,
    /// Its name as it is sorted; of a claim or a ticket, its number.
    pub name_key: String,
    /// The code of the workload, where it is about one; else empty.
    pub code: String,
    /// The workload's name in English.
    pub name_en: Option<String>,
    /// Its name in Dutch.
    pub name_nl: Option<String>,
    /// The partner whose tenant it is.
    pub partner: String,
    /// That partner's ID.
    pub partner_id: String,
    /// By when, as `2026-08-01`.
    pub due_on: Option<String>,
    /// Since when, in milliseconds.
    pub since_at: Option<i64>,
    /// Since when, as `2026-08-01`, where only the day is known.
    pub since_on: Option<String>,
    /// What comes first within a kind: a day as `20260801`, a moment, or 0 where names alone order.
    pub place: i64,
}

/// The place of an item in its kind, after which a page goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPlace {
    /// As of [`WorkRow::place`].
    pub place: i64,
    /// The tenant's name as it is sorted.
    pub name_key: String,
    /// The tenant's GUID.
    pub tenant_id: Uuid,
    /// The code of the workload.
    pub code: String,
    /// The partner's ID: one tenant can be of several, with the same to do.
    pub partner_id: String,
}

/// How a kind is read: `n` has the organisation and the tenant that each item belongs to.
struct Reading {
    /// What orders it.
    place: &'static str,
    /// By when, and since when.
    times: &'static str,
    /// From where.
    from: &'static str,
    /// Under which condition.
    condition: &'static str,
    /// Whether it is about a workload, `n.workload_id`.
    has_workload: bool,
}

const PARTNER_ID: &str = "COALESCE(o.partner_id, '')";

const NOTHING: &str = "CAST(NULL AS TEXT)";

fn reading(kind: WorkKind) -> Option<Reading> {
    Some(match kind {
        WorkKind::NextAction => Reading {
            place: "CAST(REPLACE(n.next_action_on, '-', '') AS BIGINT)",
            times: "n.next_action_on AS due_on, n.noted_at AS since_at, CAST(NULL AS TEXT) AS since_on",
            from: "tenant_mark AS n",
            condition: "n.next_action_on < ",
            has_workload: false,
        },
        WorkKind::AskedNote => Reading {
            place: "CAST(REPLACE(n.due_on, '-', '') AS BIGINT)",
            times: "n.due_on AS due_on, n.asked_at AS since_at, CAST(NULL AS TEXT) AS since_on",
            from: "note_request AS n",
            condition: "n.answered_at IS NULL",
            has_workload: false,
        },
        WorkKind::IntentQuestion => Reading {
            place: "n.asked_at",
            times: "CAST(NULL AS TEXT) AS due_on, n.asked_at AS since_at, CAST(NULL AS TEXT) AS since_on",
            from: "intent_question AS n",
            condition: "n.answered_at IS NULL",
            has_workload: true,
        },
        WorkKind::NoSurveyContact => Reading {
            place: "CAST(0 AS BIGINT)",
            times: "CAST(NULL AS TEXT) AS due_on, CAST(NULL AS BIGINT) AS since_at, CAST(NULL AS TEXT) AS since_on",
            from: "portfolio AS n",
            condition: "n.location_id = 0 AND NOT EXISTS (
                SELECT 1 FROM contact AS c WHERE c.tenant_key = n.tenant_key AND c.organisation_id = n.organisation_id
                AND c.survey_eligible AND c.deleted_at IS NULL)",
            has_workload: false,
        },
        WorkKind::IntentNoteMissing => Reading {
            place: "CAST(0 AS BIGINT)",
            times: "CAST(NULL AS TEXT) AS due_on, CAST(NULL AS BIGINT) AS since_at, k.approved_on AS since_on",
            from: "portfolio_workload AS n JOIN claim AS k ON k.tenant_key = n.tenant_key AND k.workload_id = n.workload_id",
            condition: "n.holder_id = n.organisation_id AND NOT EXISTS (
                SELECT 1 FROM intent_note AS i WHERE i.organisation_id = n.organisation_id
                AND i.tenant_key = n.tenant_key AND i.workload_id = n.workload_id AND i.is_current)",
            has_workload: true,
        },
        WorkKind::IntentNoteOld => Reading {
            place: "n.written_at",
            times: "CAST(NULL AS TEXT) AS due_on, n.written_at AS since_at, CAST(NULL AS TEXT) AS since_on",
            from: "intent_note AS n",
            condition: "n.is_current AND EXISTS (
                SELECT 1 FROM portfolio_workload AS h WHERE h.organisation_id = n.organisation_id
                AND h.tenant_key = n.tenant_key AND h.workload_id = n.workload_id AND h.holder_id = n.organisation_id)
                AND n.written_at < ",
            has_workload: true,
        },
        WorkKind::SplitOutOfBalance => Reading {
            place: "v.made_at",
            times: "CAST(NULL AS TEXT) AS due_on, v.made_at AS since_at, CAST(NULL AS TEXT) AS since_on",
            from: "split AS n JOIN split_revision AS v ON v.split_id = n.split_id AND v.revision = n.revision",
            condition: "n.difference <> 0 AND EXISTS (
                SELECT 1 FROM portfolio_workload AS h WHERE h.organisation_id = n.organisation_id
                AND h.tenant_key = n.tenant_key AND h.workload_id = n.workload_id AND h.holder_id = n.organisation_id)",
            has_workload: true,
        },
        // Claims and tickets are no data of a tenant that is seen: they have scopes of their own. Referrals are read by their
        // locations.
        WorkKind::Referral | WorkKind::Claim | WorkKind::Ticket => return None,
    })
}

/// What a kind is compared with: a day, a moment, or nothing.
#[derive(Debug, Clone, Copy)]
pub struct WorkMoment<'a> {
    /// Today, as `2026-08-01`: what was due before is overdue.
    pub today: &'a str,
    /// Notes written before this moment, in milliseconds, are old.
    pub old_before: i64,
    /// Only notes that are asked for by this day.
    pub asked_until: Option<&'a str>,
}

/// Adds where a kind is read from, of what the scope shows.
fn of_kind(statement: &mut Statement, scope: &Scope, kind: WorkKind, reading: &Reading, moment: &WorkMoment<'_>) {
    statement.text(" FROM ").text(reading.from);
    statement.text(" JOIN tenant AS t ON t.tenant_key = n.tenant_key");
    statement.text(" JOIN organisation AS o ON o.organisation_id = n.organisation_id AND o.kind = 'partner'");
    if reading.has_workload {
        statement.text(" JOIN workload AS w ON w.workload_id = n.workload_id");
    }
    statement.text(" WHERE ").text(reading.condition);
    match kind {
        WorkKind::NextAction => drop(statement.value(Value::Text(moment.today.to_owned()))),
        WorkKind::IntentNoteOld => drop(statement.value(Value::Int(moment.old_before))),
        _ => {}
    }
    if let (WorkKind::AskedNote, Some(day)) = (kind, moment.asked_until) {
        statement.text(" AND n.due_on <= ").value(Value::Text(day.to_owned()));
    }
    of_whom(statement, scope);
    // What a partner does not see any more waits for nobody.
    statement.text(
        " AND EXISTS (SELECT 1 FROM portfolio AS r WHERE r.organisation_id = n.organisation_id
          AND r.tenant_key = n.tenant_key AND r.location_id ",
    );
    match (scope.view(), scope.limited_to()) {
        (View::Partner { .. }, Some(locations)) => {
            statement.text("IN (").values(locations.iter().map(|location| Value::Int(location.0))).text("))");
        }
        _ => drop(statement.text("= 0)")),
    }
}

impl Tx {
    /// Items of a kind in their order, after a place; none of a kind that has no tables yet.
    pub async fn work(
        &mut self,
        scope: &Scope,
        kind: WorkKind,
        moment: &WorkMoment<'_>,
        after: Option<&WorkPlace>,
        limit: i64,
    ) -> Result<Vec<WorkRow>, StoreError> {
        let Some(reading) = reading(kind) else { return Ok(Vec::new()) };
        let code = if reading.has_workload { "w.code" } else { "''" };
        let mut statement = Statement::new("SELECT t.tenant_id, t.name AS tenant, t.name_key, ");
        statement.text(code).text(" AS code, ");
        for (name, column) in [("w.name_en", " AS name_en, "), ("w.name_nl", " AS name_nl, ")] {
            statement.text(if reading.has_workload { name } else { NOTHING }).text(column);
        }
        statement.text("o.name AS partner, ").text(PARTNER_ID).text(" AS partner_id, ");
        statement.text(reading.times).text(", ").text(reading.place).text(" AS place");
        of_kind(&mut statement, scope, kind, &reading, moment);
        if let Some(after) = after {
            statement.text(" AND (").text(reading.place).text(", t.name_key, t.tenant_id, ").text(code);
            statement.text(", ").text(PARTNER_ID).text(") > (");
            statement.value(Value::Int(after.place)).text(", ").value(Value::Text(after.name_key.clone())).text(", ");
            statement.value(Value::Guid(after.tenant_id)).text(", ").value(Value::Text(after.code.clone()));
            statement.text(", ").value(Value::Text(after.partner_id.clone())).text(")");
        }
        statement.text(" ORDER BY place, t.name_key, t.tenant_id, code, partner_id").limit(limit);
        statement.rows(self).await
    }

    /// How many items of a kind there are; counted no further than `most`.
    pub async fn work_count(
        &mut self,
        scope: &Scope,
        kind: WorkKind,
        moment: &WorkMoment<'_>,
        most: i64,
    ) -> Result<i64, StoreError> {
        let Some(reading) = reading(kind) else { return Ok(0) };
        let mut statement = Statement::new("SELECT COUNT(*) FROM (SELECT n.tenant_key");
        of_kind(&mut statement, scope, kind, &reading, moment);
        statement.limit(most).text(") AS counted");
        let (count,): (i64,) = statement.row(self).await?;
        Ok(count)
    }

    /// Claims in these states in the order of what they wait for, after a place.
    pub async fn claim_work(
        &mut self,
        scope: &ClaimScope,
        states: &[StateCode],
        after: Option<&WorkPlace>,
        limit: i64,
    ) -> Result<Vec<WorkRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT c.tenant_id, c.name AS tenant, c.number AS name_key, '' AS code, CAST(NULL AS TEXT) AS name_en,
                    CAST(NULL AS TEXT) AS name_nl, o.name AS partner, COALESCE(o.partner_id, '') AS partner_id, c.due_on,
                    c.moved_at AS since_at, CAST(NULL AS TEXT) AS since_on,
                    CAST(REPLACE(c.due_on, '-', '') AS BIGINT) AS place",
        );
        of_claims(&mut statement, scope, states);
        if let Some(after) = after {
            statement.text(" AND (CAST(REPLACE(c.due_on, '-', '') AS BIGINT), c.number) > (");
            statement.value(Value::Int(after.place)).text(", ").value(Value::Text(after.name_key.clone())).text(")");
        }
        statement.text(" ORDER BY place, c.number").limit(limit);
        statement.rows(self).await
    }

    /// How many claims are in these states; counted no further than `most`.
    pub async fn claim_work_count(
        &mut self,
        scope: &ClaimScope,
        states: &[StateCode],
        most: i64,
    ) -> Result<i64, StoreError> {
        let mut statement = Statement::new("SELECT COUNT(*) FROM (SELECT c.filed_claim_id");
        of_claims(&mut statement, scope, states);
        statement.limit(most).text(") AS counted");
        let (count,): (i64,) = statement.row(self).await?;
        Ok(count)
    }
}

impl Tx {
    /// Tickets that wait for somebody, in the order of when they do, after a place.
    pub async fn ticket_work(
        &mut self,
        scope: &TicketScope,
        after: Option<&WorkPlace>,
        limit: i64,
    ) -> Result<Vec<WorkRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT CAST(NULL AS UUID) AS tenant_id, k.title AS tenant, k.number AS name_key, '' AS code,
                    CAST(NULL AS TEXT) AS name_en, CAST(NULL AS TEXT) AS name_nl, o.name AS partner,
                    COALESCE(o.partner_id, '') AS partner_id, CASE WHEN k.state = 'new' THEN k.due_on END AS due_on,
                    k.changed_at AS since_at, CAST(NULL AS TEXT) AS since_on, ",
        );
        statement.text(TICKET_PLACE).text(" AS place");
        of_tickets(&mut statement, scope);
        if let Some(after) = after {
            statement.text(" AND (").text(TICKET_PLACE).text(", k.number) > (");
            statement.value(Value::Int(after.place)).text(", ").value(Value::Text(after.name_key.clone())).text(")");
        }
        statement.text(" ORDER BY place, k.number").limit(limit);
        statement.rows(self).await
    }

    /// How many tickets wait for somebody; counted no further than `most`.
    pub async fn ticket_work_count(&mut self, scope: &TicketScope, most: i64) -> Result<i64, StoreError> {
        let mut statement = Statement::new("SELECT COUNT(*) FROM (SELECT k.ticket_id");
        of_tickets(&mut statement, scope);
        statement.limit(most).text(") AS counted");
        let (count,): (i64,) = statement.row(self).await?;
        Ok(count)
    }
}

/// Those of which the first answer is due, by day; then the others, by when something happened to them last.
const TICKET_PLACE: &str =
    "CASE WHEN k.state = 'new' THEN CAST(REPLACE(k.due_on, '-', '') AS BIGINT) ELSE k.changed_at END";

/// Adds the tickets that wait for somebody: the own ones that were answered, and, in the programme office, those that wait for
/// it, unless they are assigned to somebody else.
fn of_tickets(statement: &mut Statement, scope: &TicketScope) {
    statement.text(" FROM ticket AS k JOIN organisation AS o ON o.organisation_id = k.organisation_id WHERE (");
    statement.text("k.state = 'waiting' AND k.person_id = ").value(Value::Int(scope.person().0));
    if scope.is_office() {
        statement.text(" OR k.person_id <> ").value(Value::Int(scope.person().0)).text(" AND k.state IN (");
        statement.values(TicketState::OF_OFFICE.iter().map(|one| Value::Text(one.code().to_owned())));
        statement.text(") AND (k.assignee_id IS NULL OR k.assignee_id = ").value(Value::Int(scope.person().0));
        // Of somebody who answers it no more it waits for everybody again.
        statement.text(
            " OR NOT EXISTS (SELECT 1 FROM person AS a JOIN role_assignment AS r ON r.person_id = a.person_id
                             WHERE a.person_id = k.assignee_id AND a.deactivated_at IS NULL
                               AND (r.role = 'programme_admin'
                                    OR (r.role = 'partner_manager' AND r.partner_id = k.organisation_id))))",
        );
    } else if planted(Fault::TicketsWaitForEverybody) {
        statement.text(" OR k.state = 'waiting'");
    }
    statement.text(")");
    if !planted(Fault::TicketsWaitForEverybody) {
        crate::ticket::of_scope(statement, scope);
    }
}

/// Adds the claims in these states, of those that exist for somebody.
fn of_claims(statement: &mut Statement, scope: &ClaimScope, states: &[StateCode]) {
    statement.text(" FROM filed_claim AS c JOIN organisation AS o ON o.organisation_id = c.organisation_id");
    statement.text(" WHERE c.state IN (");
    statement.values(states.iter().map(|one| Value::Text(one.code().to_owned()))).text(")");
    if !planted(Fault::ClaimsWaitForEverybody) {
        of_scope(statement, scope);
    }
}
