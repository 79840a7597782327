//! What the tenant list shows of notes, requests, contacts and splits, ready to be read for many tenants at once (S2.4).
//!
//! There is a row a partner and one for the programme office over all partners. Both follow from the tables that people
//! write to, and are made anew by whoever writes there, in the same transaction, holding the tenant ([`Tx::hold_tenant`]):
//! two partners of one tenant share the office's row.

use domain::id::{LocationId, OrganisationId, TenantKey};
use domain::planted::{Fault, planted};
use domain::signal::Growth;

use crate::merged_tenant::Several;
use crate::statement::{Statement, Value};
use crate::usage::TenantNamed;
use crate::{Engine, StoreError, Tx, on};

/// Makes the marks of tenants `t` anew, for the readers `o`. A note, request or contact counts for whoever wrote it; for
/// the programme office, while the tenant is theirs. Of the growth of blocked seats each partner has its own, and the
/// office the newest.
const MARK: &str = "
INSERT INTO tenant_mark (organisation_id, tenant_key, overall_status, noted_at, next_action_on, due_on, has_survey_contact,
                         blocked_from, blocked_to, blocked_at)
SELECT x.organisation_id, x.tenant_key, x.overall_status, x.written_at, x.next_action_on,
       CASE WHEN x.asked_on < x.next_action_on OR x.next_action_on IS NULL THEN x.asked_on ELSE x.next_action_on END,
       x.has_survey_contact, x.blocked_from, x.blocked_to, x.blocked_at
FROM (
    SELECT o.organisation_id, t.tenant_key, n.overall_status, n.written_at,
           (SELECT MIN(s.next_action_on) FROM status_note AS s
            WHERE s.tenant_key = t.tenant_key
              AND (s.organisation_id = o.organisation_id OR o.kind = 'programme' AND EXISTS (
                       SELECT 1 FROM portfolio AS r WHERE r.organisation_id = s.organisation_id AND r.location_id = 0
                       AND r.tenant_key = s.tenant_key))
              AND NOT EXISTS (SELECT 1 FROM status_note AS l WHERE l.tenant_key = s.tenant_key
                              AND l.organisation_id = s.organisation_id AND l.status_note_id > s.status_note_id))
           AS next_action_on,
           (SELECT MIN(q.due_on) FROM note_request AS q
            WHERE q.tenant_key = t.tenant_key AND q.answered_at IS NULL
              AND (q.organisation_id = o.organisation_id OR o.kind = 'programme' AND EXISTS (
                       SELECT 1 FROM portfolio AS r WHERE r.organisation_id = q.organisation_id AND r.location_id = 0
                       AND r.tenant_key = q.tenant_key)))
           AS asked_on,
           EXISTS (SELECT 1 FROM contact AS c
                   WHERE c.tenant_key = t.tenant_key AND c.deleted_at IS NULL AND c.survey_eligible
                     AND (c.organisation_id = o.organisation_id OR o.kind = 'programme' AND EXISTS (
                              SELECT 1 FROM portfolio AS r WHERE r.organisation_id = c.organisation_id
                              AND r.location_id = 0 AND r.tenant_key = c.tenant_key)))
           AS has_survey_contact,
           b.blocked_from, b.blocked_to, b.blocked_at
    FROM t
    CROSS JOIN o
    LEFT JOIN status_note AS n ON n.status_note_id = (
        SELECT MAX(s.status_note_id) FROM status_note AS s
        WHERE s.tenant_key = t.tenant_key AND (s.organisation_id = o.organisation_id OR o.kind = 'programme'))
    LEFT JOIN tenant_mark AS b ON b.tenant_key = t.tenant_key AND b.organisation_id = CASE
        WHEN o.kind <> 'programme' THEN o.organisation_id
        ELSE (SELECT m.organisation_id FROM tenant_mark AS m
              WHERE m.tenant_key = t.tenant_key AND m.organisation_id <> o.organisation_id AND m.blocked_at IS NOT NULL
              ORDER BY m.blocked_at DESC, m.organisation_id LIMIT 1) END
) AS x
WHERE TRUE
ON CONFLICT (organisation_id, tenant_key)
DO UPDATE SET overall_status = excluded.overall_status, noted_at = excluded.noted_at,
              next_action_on = excluded.next_action_on, due_on = excluded.due_on,
              has_survey_contact = excluded.has_survey_contact, blocked_from = excluded.blocked_from,
              blocked_to = excluded.blocked_to, blocked_at = excluded.blocked_at";

/// The touched tenants of which anything is noted. It begins with the marks: where there are none, a load of any size
/// asks nothing more.
const OF_TOUCHED: &str = "
SELECT DISTINCT m.tenant_key FROM tenant_mark AS m
CROSS JOIN touched AS lt WHERE lt.tenant_key = m.tenant_key";

impl Tx {
    /// Makes the marks of a tenant anew for an organisation and for the programme office; whoever calls holds the tenant.
    pub(crate) async fn mark_tenant(
        &mut self,
        organisation: OrganisationId,
        tenant: TenantKey,
    ) -> Result<(), StoreError> {
        let mut statement = Statement::new("WITH t AS (SELECT tenant_key FROM tenant WHERE tenant_key = ");
        statement.value(Value::Int(tenant.0));
        statement.text(
            "), o AS (SELECT organisation_id, kind FROM organisation WHERE kind = 'programme' OR organisation_id = ",
        );
        statement.value(Value::Int(organisation.0)).text(")").text(MARK);
        statement.run(self).await?;
        Ok(())
    }

    /// Notes how blocked seats of a tenant have grown; nothing takes away what stands. Whoever calls holds the tenant.
    pub(crate) async fn mark_growth(
        &mut self,
        organisation: OrganisationId,
        tenant: TenantKey,
        growth: Option<Growth>,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO tenant_mark (organisation_id, tenant_key, has_survey_contact, blocked_from, blocked_to, blocked_at)
             VALUES ($1, $2, FALSE, $3, $4, $5)
             ON CONFLICT (organisation_id, tenant_key)
             DO UPDATE SET blocked_from = excluded.blocked_from, blocked_to = excluded.blocked_to,
                           blocked_at = excluded.blocked_at"
        )
        .bind(organisation.0).bind(tenant.0).bind(growth.map(|it| it.from)).bind(growth.map(|it| it.to))
        .bind(growth.map(|it| it.noticed_at)).execute(c).await?.rows_affected());
        self.mark_tenant(organisation, tenant).await
    }

    /// The growth of blocked seats that is noted of a tenant.
    pub(crate) async fn growth_of(
        &mut self,
        organisation: OrganisationId,
        tenant: TenantKey,
    ) -> Result<Option<Growth>, StoreError> {
        let row: Option<(i64, i64, i64)> = on!(self, c => sqlx::query_as(
            "SELECT blocked_from, blocked_to, blocked_at FROM tenant_mark
             WHERE organisation_id = $1 AND tenant_key = $2 AND blocked_at IS NOT NULL"
        ).bind(organisation.0).bind(tenant.0).fetch_optional(c).await?);
        Ok(row.map(|(from, to, noticed_at)| Growth { from, to, noticed_at }))
    }

    /// Holds the tenants of a load of which anything is noted, before the load changes whose they are.
    pub(crate) async fn hold_marked(&mut self) -> Result<(), StoreError> {
        // On SQLite there is one writer, and it is this one.
        if self.engine() == Engine::Postgres {
            let mut statement = Statement::new("SELECT tenant_key FROM tenant WHERE tenant_key IN (");
            statement.text(OF_TOUCHED).text(") ORDER BY tenant_key FOR NO KEY UPDATE");
            let _: Vec<(i64,)> = statement.rows(self).await?;
        }
        Ok(())
    }

    /// Makes the programme office's marks of the touched tenants anew: whose they are may have changed.
    pub(crate) async fn mark_touched(&mut self) -> Result<(), StoreError> {
        let mut statement = Statement::new("WITH t AS (");
        statement.text(OF_TOUCHED);
        statement.text("), o AS (SELECT organisation_id, kind FROM organisation WHERE kind = 'programme')").text(MARK);
        statement.run(self).await?;
        Ok(())
    }
}

/// Of which tenants of several partners marks are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marked {
    /// All.
    All,
    /// Those that other partners see too.
    Shared,
}

/// The marks of rows `p` of an organisation, as `m`.
pub(crate) fn of_the_row() -> &'static str {
    if planted(Fault::MarksOfOtherPartners) {
        " LEFT JOIN tenant_mark AS m ON m.tenant_key = p.tenant_key
          AND m.organisation_id = (SELECT o.organisation_id FROM organisation AS o WHERE o.kind = 'programme')"
    } else {
        " LEFT JOIN tenant_mark AS m ON m.organisation_id = p.organisation_id AND m.tenant_key = p.tenant_key"
    }
}

/// Those of rows `p` of several partners, behind [`marks_of_several`].
pub(crate) const OF_SEVERAL: &str = " LEFT JOIN m ON m.tenant_key = p.tenant_key";

/// Continues a `WITH` by the marks of several partners as `m`, each tenant once: of shared tenants, or of all.
pub(crate) fn marks_of_several(statement: &mut Statement, several: Several<'_>, tenant: TenantNamed, of: Marked) {
    statement.text(
        ", own AS (
    SELECT k.tenant_key, k.overall_status, k.noted_at, k.blocked_from, k.blocked_to, k.blocked_at,
           MIN(k.next_action_on) OVER every AS next_action_on, MIN(k.due_on) OVER every AS due_on,
           MAX(CASE WHEN k.has_survey_contact THEN 1 ELSE 0 END) OVER every AS survey_contacts,
           ROW_NUMBER() OVER (PARTITION BY k.tenant_key ORDER BY COALESCE(k.noted_at, 0) DESC, k.organisation_id) AS by_note,
           ROW_NUMBER() OVER (PARTITION BY k.tenant_key ORDER BY COALESCE(k.blocked_at, 0) DESC, k.organisation_id) AS by_growth
    FROM portfolio AS r JOIN tenant_mark AS k ON k.organisation_id = r.organisation_id AND k.tenant_key = r.tenant_key
    WHERE r.location_id = 0 AND r.is_shared AND r.organisation_id IN (",
    );
    several.values(statement);
    tenant.narrow(statement.text(")"), " AND r.tenant_key = ");
    statement.text(
        "
    WINDOW every AS (PARTITION BY k.tenant_key)
), m AS (
    SELECT n.tenant_key, n.overall_status, n.noted_at, n.next_action_on, n.due_on,
           n.survey_contacts > 0 AS has_survey_contact, g.blocked_from, g.blocked_to, g.blocked_at
    FROM own AS n JOIN own AS g ON g.tenant_key = n.tenant_key AND g.by_growth = 1
    WHERE n.by_note = 1",
    );
    if of == Marked::All {
        statement.text(
            "
    UNION ALL
    SELECT k.tenant_key, k.overall_status, k.noted_at, k.next_action_on, k.due_on, k.has_survey_contact, k.blocked_from,
           k.blocked_to, k.blocked_at
    FROM portfolio AS r JOIN tenant_mark AS k ON k.organisation_id = r.organisation_id AND k.tenant_key = r.tenant_key
    WHERE r.location_id = 0 AND NOT r.is_shared AND r.organisation_id IN (",
        );
        several.values(statement);
        tenant.narrow(statement.text(")"), " AND r.tenant_key = ");
    }
    statement.text(") ");
}

/// Adds where the marks are of tenants of these organisations, or of locations of theirs, that have something that was due
/// before today.
pub(crate) fn overdue(
    statement: &mut Statement,
    organisations: &[OrganisationId],
    locations: Option<&[LocationId]>,
    today: &str,
) {
    statement.text(" FROM tenant_mark AS m WHERE m.due_on < ").value(Value::Text(today.to_owned()));
    if planted(Fault::OverdueOfEverybody) {
        return;
    }
    statement.text(" AND m.organisation_id IN (");
    statement.values(organisations.iter().map(|organisation| Value::Int(organisation.0)));
    statement.text(
        ") AND EXISTS (SELECT 1 FROM portfolio AS r WHERE r.organisation_id = m.organisation_id
          AND r.tenant_key = m.tenant_key AND r.location_id ",
    );
    match locations {
        Some(locations) => {
            statement.text("IN (").values(locations.iter().map(|location| Value::Int(location.0))).text("))");
        }
        None => drop(statement.text("= 0)")),
    }
}
