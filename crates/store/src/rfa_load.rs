//! Customers who ask for assistance (S10): the plan of a load of them, the merge, and taking it back.
//!
//! What a file says of a request takes the place of what was said of it; to whom it was given here stays as it is.

use domain::id::LoadId;
use domain::load::LoadCounts;

use crate::{StoreError, Tx, on};

/// Rows of one request that do not agree; each names the first row that says otherwise.
const REFUSE_CONTRADICTIONS: &str = "
WITH first AS (
    SELECT code, MIN(line) AS line FROM staged_referral WHERE load_id = $1 GROUP BY code
), compared AS (
    SELECT s.code, s.line, f.line AS first_line,
           s.source = o.source AND s.tenant_id = o.tenant_id AND s.name = o.name AND s.country = o.country
           AND s.language = o.language AND s.size = o.size AND COALESCE(s.asked_on, '') = COALESCE(o.asked_on, '')
           AND s.notes = o.notes AND COALESCE(s.value_minor, -1) = COALESCE(o.value_minor, -1)
           AND COALESCE(s.currency, '') = COALESCE(o.currency, '') AND s.contacts = o.contacts
           AND s.workloads = o.workloads AND COALESCE(s.location_id, 0) = COALESCE(o.location_id, 0)
           AND s.status = o.status AS is_same
    FROM first AS f
    JOIN staged_referral AS o ON o.load_id = $1 AND o.line = f.line
    JOIN staged_referral AS s ON s.load_id = $1 AND s.code = f.code
), torn AS (
    SELECT code, MIN(line) AS other_line FROM compared WHERE NOT is_same GROUP BY code
)
INSERT INTO refused_row (load_id, line, column_name, value, reason, other_line)
SELECT $1, c.line, 'rfa_id', c.code, 'contradicts', CASE WHEN c.is_same THEN t.other_line ELSE c.first_line END
FROM torn AS t JOIN compared AS c ON c.code = t.code
WHERE TRUE
ON CONFLICT DO NOTHING";

/// Nothing is added to the tenants by such a file: it does not say enough of them.
const REFUSE_UNKNOWN: &str = "
INSERT INTO refused_row (load_id, line, column_name, value, reason)
SELECT $1, s.line, 'tenant_id', s.id_text, 'unknown_tenant'
FROM staged_referral AS s
WHERE s.load_id = $1 AND NOT EXISTS (SELECT 1 FROM tenant AS t WHERE t.tenant_id = s.tenant_id)
ON CONFLICT DO NOTHING";

/// A request that is known is one of its tenant for good: whoever has it knows whom it is about.
const REFUSE_OTHER_TENANT: &str = "
INSERT INTO refused_row (load_id, line, column_name, value, reason)
SELECT $1, s.line, 'tenant_id', s.id_text, 'other_tenant'
FROM staged_referral AS s
JOIN rfa AS q ON q.code = s.code
JOIN tenant AS t ON t.tenant_key = q.tenant_key
WHERE s.load_id = $1 AND t.tenant_id <> s.tenant_id
ON CONFLICT DO NOTHING";

const DROP_REFUSED: &str = "
DELETE FROM staged_referral WHERE load_id = $1
  AND line IN (SELECT r.line FROM refused_row AS r WHERE r.load_id = $1)";

const NOTE_PARTNERS: &str = "
INSERT INTO load_partner (load_id, organisation_id)
SELECT DISTINCT $1, l.organisation_id
FROM staged_referral AS s JOIN location AS l ON l.location_id = s.location_id
WHERE s.load_id = $1
ON CONFLICT DO NOTHING";

/// Repetitions of one row: the first stays.
const DROP_REPEATED: &str = "
DELETE FROM staged_referral WHERE load_id = $1 AND line <> (
    SELECT MIN(o.line) FROM staged_referral AS o WHERE o.load_id = $1 AND o.code = staged_referral.code)";

const DROP_WORKLOADS: &str = "
DELETE FROM staged_referral_workload WHERE load_id = $1
  AND NOT EXISTS (SELECT 1 FROM staged_referral AS s WHERE s.load_id = $1 AND s.line = staged_referral_workload.line)";

/// The requests of a load that differ from what is there. A workload that somebody has stays, whatever the file says.
macro_rules! differing {
    () => {
        "SELECT s.line, q.rfa_id AS known
         FROM staged_referral AS s LEFT JOIN rfa AS q ON q.code = s.code
         WHERE s.load_id = $1
           AND (q.rfa_id IS NULL OR q.source <> s.source OR q.name <> s.name OR q.country <> s.country
                OR q.language <> s.language OR q.size <> s.size OR COALESCE(q.asked_on, '') <> COALESCE(s.asked_on, '')
                OR q.notes <> s.notes OR COALESCE(q.value_minor, -1) <> COALESCE(s.value_minor, -1)
                OR COALESCE(q.currency, '') <> COALESCE(s.currency, '') OR q.contacts <> s.contacts
                OR EXISTS (SELECT 1 FROM staged_referral_workload AS n
                           WHERE n.load_id = $1 AND n.line = s.line
                             AND NOT EXISTS (SELECT 1 FROM rfa_workload AS w
                                             WHERE w.rfa_id = q.rfa_id AND w.workload_id = n.workload_id))
                OR EXISTS (SELECT 1 FROM rfa_workload AS w
                           WHERE w.rfa_id = q.rfa_id
                             AND NOT EXISTS (SELECT 1 FROM staged_referral_workload AS n
                                             WHERE n.load_id = $1 AND n.line = s.line AND n.workload_id = w.workload_id)
                             AND NOT EXISTS (SELECT 1 FROM referral_workload AS h
                                             WHERE h.held_rfa_id = w.rfa_id AND h.workload_id = w.workload_id)))"
    };
}

const COUNT: &str = concat!(
    "SELECT COALESCE(SUM(CASE WHEN d.known IS NULL THEN 1 ELSE 0 END), 0),
            COALESCE(SUM(CASE WHEN d.known IS NULL THEN 0 ELSE 1 END), 0),
            (SELECT COUNT(*) FROM staged_referral WHERE load_id = $1)
     FROM (",
    differing!(),
    ") AS d"
);

/// What is the same by now need not be touched.
const DROP_SAME: &str = concat!(
    "DELETE FROM staged_referral WHERE load_id = $1 AND line NOT IN (SELECT d.line FROM (",
    differing!(),
    ") AS d)"
);

/// What is said of requests by now stays with referrals that their partners have no more (S10.4).
macro_rules! keep_said {
    ($load:literal, $of:literal) => {
        concat!(
            "INSERT INTO referral_said (referral_id, name, country, language, size, asked_on, value_minor, currency, load_id)
             SELECT r.referral_id, q.name, q.country, q.language, q.size, q.asked_on, q.value_minor, q.currency, ",
            $load,
            " FROM referral AS r JOIN rfa AS q ON q.rfa_id = r.rfa_id
             WHERE r.status IN ('declined', 'returned', 'withdrawn') AND q.rfa_id IN (",
            $of,
            ") ON CONFLICT DO NOTHING"
        )
    };
}

const APPLY: [&str; 7] = [
    "INSERT INTO rfa_before (undo_load_id, rfa_id, source, tenant_key, name, country, language, size, asked_on, notes,
                             value_minor, currency, contacts, search_key, load_id)
     SELECT $1, q.rfa_id, q.source, q.tenant_key, q.name, q.country, q.language, q.size, q.asked_on, q.notes, q.value_minor,
            q.currency, q.contacts, q.search_key, q.load_id
     FROM rfa AS q JOIN staged_referral AS s ON s.load_id = $1 AND s.code = q.code",
    "INSERT INTO rfa_workload_before (undo_load_id, rfa_id, workload_id)
     SELECT $1, w.rfa_id, w.workload_id FROM rfa_workload AS w
     WHERE w.rfa_id IN (SELECT b.rfa_id FROM rfa_before AS b WHERE b.undo_load_id = $1)",
    keep_said!("$1", "SELECT b.rfa_id FROM rfa_before AS b WHERE b.undo_load_id = $1"),
    "INSERT INTO rfa (code, source, tenant_key, name, country, language, size, asked_on, notes, value_minor, currency, contacts,
                      search_key, load_id)
     SELECT s.code, s.source, t.tenant_key, s.name, s.country, s.language, s.size, s.asked_on, s.notes, s.value_minor,
            s.currency, s.contacts, s.search_key, $1
     FROM staged_referral AS s JOIN tenant AS t ON t.tenant_id = s.tenant_id
     WHERE s.load_id = $1
     ORDER BY s.line
     ON CONFLICT (code)
     DO UPDATE SET source = excluded.source, name = excluded.name, country = excluded.country, language = excluded.language,
                   size = excluded.size, asked_on = excluded.asked_on, notes = excluded.notes,
                   value_minor = excluded.value_minor, currency = excluded.currency, contacts = excluded.contacts,
                   search_key = excluded.search_key, load_id = excluded.load_id, version = rfa.version + 1",
    "DELETE FROM rfa_workload
     WHERE rfa_id IN (SELECT q.rfa_id FROM rfa AS q JOIN staged_referral AS s ON s.load_id = $1 AND s.code = q.code)
       AND NOT EXISTS (SELECT 1 FROM referral_workload AS h
                       WHERE h.held_rfa_id = rfa_workload.rfa_id AND h.workload_id = rfa_workload.workload_id)",
    "INSERT INTO rfa_workload (rfa_id, workload_id)
     SELECT q.rfa_id, n.workload_id
     FROM staged_referral AS s
     JOIN rfa AS q ON q.code = s.code
     JOIN staged_referral_workload AS n ON n.load_id = $1 AND n.line = s.line
     WHERE s.load_id = $1
     ON CONFLICT DO NOTHING",
    // Who has a referral sees the tenant.
    "INSERT INTO load_tenant (load_id, tenant_key)
     SELECT DISTINCT $1, t.tenant_key FROM staged_referral AS s JOIN tenant AS t ON t.tenant_id = s.tenant_id
     WHERE s.load_id = $1 AND s.location_id IS NOT NULL
     ON CONFLICT DO NOTHING",
];

/// A referral that somebody has worked on stays, and with it its request: then the load cannot be taken back.
const RESTORE: [&str; 7] = [
    "DELETE FROM referral WHERE load_id = $1 AND version = 1",
    "DELETE FROM rfa WHERE load_id = $1
       AND NOT EXISTS (SELECT 1 FROM rfa_before AS b WHERE b.undo_load_id = $1 AND b.rfa_id = rfa.rfa_id)",
    // Who lost it since then keeps what the load said; for whoever had lost it before, its request says the same again.
    keep_said!("NULL", "SELECT b.rfa_id FROM rfa_before AS b WHERE b.undo_load_id = $1"),
    "DELETE FROM referral_said WHERE load_id = $1",
    "UPDATE rfa SET source = b.source, name = b.name, country = b.country, language = b.language, size = b.size,
                    asked_on = b.asked_on, notes = b.notes, value_minor = b.value_minor, currency = b.currency,
                    contacts = b.contacts, search_key = b.search_key, load_id = b.load_id, version = rfa.version + 1
     FROM rfa_before AS b WHERE b.undo_load_id = $1 AND b.rfa_id = rfa.rfa_id",
    "DELETE FROM rfa_workload
     WHERE rfa_id IN (SELECT b.rfa_id FROM rfa_before AS b WHERE b.undo_load_id = $1)
       AND NOT EXISTS (SELECT 1 FROM referral_workload AS h
                       WHERE h.held_rfa_id = rfa_workload.rfa_id AND h.workload_id = rfa_workload.workload_id)",
    "INSERT INTO rfa_workload (rfa_id, workload_id)
     SELECT rfa_id, workload_id FROM rfa_workload_before WHERE undo_load_id = $1
     ON CONFLICT DO NOTHING",
];

/// A request that a load brought, with the partner to whom it was given elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StagedTargetRow {
    /// The request.
    pub rfa_id: i64,
    /// The partner.
    pub organisation_id: i64,
    /// Its location.
    pub location_id: i64,
    /// The country of the location, as its report writes it.
    pub country: String,
    /// Where it stood there, as a code.
    pub status: String,
}

impl Tx {
    /// Refuses what contradicts itself or what is there, and tenants that nobody knows, and keeps one of what is repeated; how
    /// many rows were repeated.
    pub async fn settle_referrals(&mut self, load: LoadId) -> Result<i64, StoreError> {
        let mut refused = 0;
        for text in [REFUSE_CONTRADICTIONS, REFUSE_UNKNOWN, REFUSE_OTHER_TENANT] {
            refused += self.for_load(text, load).await?;
        }
        if refused > 0 {
            self.for_load(DROP_REFUSED, load).await?;
        }
        self.for_load(NOTE_PARTNERS, load).await?;
        let repeated = self.for_load(DROP_REPEATED, load).await?;
        self.for_load(DROP_WORKLOADS, load).await?;
        Ok(i64::try_from(repeated).unwrap_or(i64::MAX))
    }

    /// Compares what a load says of requests with what is there.
    pub async fn plan_referrals(&mut self, load: LoadId, counts: &mut LoadCounts) -> Result<(), StoreError> {
        let (added, changed, all): (i64, i64, i64) =
            on!(self, c => sqlx::query_as(COUNT).bind(load.0).fetch_one(c).await?);
        counts.added += added;
        counts.changed += changed;
        counts.left += all - added - changed;
        Ok(())
    }

    /// Merges what a planned load says of requests. Gives those that are new and that somebody had elsewhere.
    pub async fn apply_referrals(&mut self, load: LoadId) -> Result<Vec<StagedTargetRow>, StoreError> {
        self.for_load(DROP_SAME, load).await?;
        for text in APPLY {
            self.for_load(text, load).await?;
        }
        Ok(on!(self, c => sqlx::query_as(
            "SELECT q.rfa_id, l.organisation_id, l.location_id, l.country, s.status
             FROM staged_referral AS s
             JOIN rfa AS q ON q.code = s.code
             JOIN location AS l ON l.location_id = s.location_id
             WHERE s.load_id = $1
               AND NOT EXISTS (SELECT 1 FROM rfa_before AS b WHERE b.undo_load_id = $1 AND b.rfa_id = q.rfa_id)
             ORDER BY s.line"
        ).bind(load.0).fetch_all(c).await?))
    }

    /// Puts back what was said of requests before a load.
    pub(crate) async fn restore_referrals(&mut self, load: LoadId) -> Result<(), StoreError> {
        for text in RESTORE {
            self.for_load(text, load).await?;
        }
        Ok(())
    }
}
