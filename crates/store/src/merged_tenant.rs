//! What a partner manager with several partners sees of tenants: the workloads that any of the partners sees, each once, in
//! the newest month of each source among them; and, from these alone, the sums, their change and the signals (S2.3, S12.2).
//!
//! A tenant of one of the partners has its change from that partner's portfolio. Of a tenant of several, nobody else sees the
//! same workloads: the month before is added up here.

use domain::id::OrganisationId;

use crate::portfolio::{before, change, compared, from_before, signals, sums_before};
use crate::statement::{Statement, Value};
use crate::tenant_mark::marks_of_several;

const WORKLOADS: &str = "WITH mine AS (
    SELECT tenant_key, workload_id, source, month, MAX(pau) AS pau, MAX(mau) AS mau, MAX(holder_id) AS holder_id,
           MAX(potential_minor) AS potential_minor, MAX(currency) AS currency
    FROM portfolio_workload WHERE organisation_id IN (";

const SUMS: &str = ")
    GROUP BY tenant_key, workload_id, source, month
), dated AS (
    SELECT tenant_key, workload_id, source, holder_id, month, pau, mau, potential_minor, currency,
           month = MAX(month) OVER (PARTITION BY tenant_key, source) AS is_current
    FROM mine
), summed AS (
    SELECT tenant_key, COUNT(holder_id) AS workloads_claimed, MAX(month) AS month,
           CAST(SUM(CASE WHEN is_current THEN pau ELSE 0 END) AS BIGINT) AS pau,
           CAST(SUM(CASE WHEN is_current THEN mau ELSE 0 END) AS BIGINT) AS mau
    FROM dated GROUP BY tenant_key
), earning AS (
    SELECT tenant_key, currency, CAST(SUM(potential_minor) AS BIGINT) AS minor,
           ROW_NUMBER() OVER (PARTITION BY tenant_key ORDER BY currency) AS place
    FROM dated WHERE potential_minor IS NOT NULL GROUP BY tenant_key, currency
), gained AS (
    SELECT tenant_key, MAX(CASE WHEN place = 1 THEN minor END) AS potential_minor,
           MAX(CASE WHEN place = 1 THEN currency END) AS potential_currency,
           COALESCE(STRING_AGG(CASE WHEN place > 1 THEN currency || ' ' || CAST(minor AS TEXT) END, ',' ORDER BY currency),
                    '') AS potential_others
    FROM earning GROUP BY tenant_key
), known AS (
    SELECT tenant_key, COUNT(*) AS partners, MAX(change_ppm) AS change_ppm, MAX(before_pau) AS before_pau,
           MAX(before_mau) AS before_mau, MAX(signals) AS signals, MAX(figures_at) AS figures_at
    FROM portfolio WHERE location_id = 0 AND organisation_id IN (";

const CHANGES: &str = concat!(
    ")
    GROUP BY tenant_key
), shared AS (
    SELECT d.tenant_key, MAX(CASE d.source WHEN 1 THEN d.month END) AS month_1,
           MAX(CASE d.source WHEN 2 THEN d.month END) AS month_2
    FROM known AS k JOIN dated AS d ON d.tenant_key = k.tenant_key
    WHERE k.partners > 1
    GROUP BY d.tenant_key
), paired AS (
    SELECT v.tenant_key, s.pau, s.mau,
           ",
    sums_before!("a.pau", "a.mau", "b.pau", "b.mau"),
    "
    FROM shared AS v
    JOIN summed AS s ON s.tenant_key = v.tenant_key
    JOIN dated AS p ON p.tenant_key = v.tenant_key
    ",
    from_before!("p"),
    "
    GROUP BY v.tenant_key, s.pau, s.mau
), ",
    compared!("paired"),
    ", p AS (
    SELECT s.tenant_key, t.tenant_id, t.name, t.name_key, t.domain, t.country, t.segment, s.workloads_claimed, s.month, s.pau, s.mau,
           CASE WHEN s.pau > 0 THEN s.mau * 1000000 / s.pau END AS usage_ppm,
           CASE WHEN k.partners = 1 THEN k.change_ppm ELSE ",
    change!(),
    " END AS change_ppm,
           CASE WHEN k.partners = 1 THEN k.before_pau ELSE f.before_pau END AS before_pau,
           CASE WHEN k.partners = 1 THEN k.before_mau ELSE f.before_mau END AS before_mau,
           CASE WHEN k.partners = 1 THEN k.signals ELSE ",
    signals!("(SELECT licence_minimum FROM programme_setting)"),
    " END AS signals,
           k.figures_at, g.potential_minor, g.potential_currency,
           COALESCE(g.potential_others, '') AS potential_others,
           COALESCE(g.potential_currency || SUBSTR('0000000000000000000' || CAST(g.potential_minor AS TEXT),
                                                   LENGTH(CAST(g.potential_minor AS TEXT)) + 1), '') AS potential_key
    FROM summed AS s JOIN tenant AS t ON t.tenant_key = s.tenant_key LEFT JOIN known AS k ON k.tenant_key = s.tenant_key
    LEFT JOIN fractions AS f ON f.tenant_key = s.tenant_key LEFT JOIN gained AS g ON g.tenant_key = s.tenant_key
) "
);

/// Begins a statement with the tenants of several partners, as `p`, and their marks, as `m`.
pub(crate) fn merged_head(statement: &mut Statement, partners: &[OrganisationId]) {
    let whose = || partners.iter().map(|organisation| Value::Int(organisation.0));
    statement.text(WORKLOADS).values(whose()).text(SUMS).values(whose()).text(CHANGES);
    marks_of_several(statement, partners);
}
