//! What a partner manager with several partners sees of tenants: the workloads that any of the partners sees, each once, in
//! the newest month of each source among them; and, from these alone, the sums, their change and the signals (S2.3, S12.2).
//!
//! Most tenants are seen by one partner alone, whose row of the portfolio says it. Of a shared one (`portfolio.is_shared`),
//! it depends on whose claims there are. Where all are of one of the partners, it is that partner's row; where these
//! partners hold all that is claimed, they see all there is, and it is the programme office's row. Only what some of them
//! hold together with others has no row anywhere, and is added up here.

use domain::id::OrganisationId;
use domain::planted::{Fault, planted};

use crate::portfolio::{before, change, compared, from_before, signals, sums_before};
use crate::statement::{Statement, Value};
use crate::tenant_mark::{Marked, marks_of_several};
use crate::usage::TenantNamed;

/// Several partners of one reader, and the organisation that stands for the programme office.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Several<'a> {
    pub(crate) partners: &'a [OrganisationId],
    pub(crate) programme: OrganisationId,
}

/// The tenants that other partners see too, of those that any of the partners sees.
const REACHED: &str = "WITH reached AS (
    SELECT r.tenant_key, SUM(r.workloads_claimed) AS claimed, COUNT(NULLIF(r.workloads_claimed, 0)) AS holders,
           MIN(CASE WHEN r.workloads_claimed > 0 THEN r.organisation_id END) AS holder_id,
           MIN(r.organisation_id) AS anybody_id
    FROM portfolio AS r WHERE r.location_id = 0 AND r.is_shared AND r.organisation_id IN (";

/// Whose row says what is seen of each; nobody's where it has to be added up. By a referral alone no figure is seen, whoever
/// has it.
const WHOSE: &str = "
    GROUP BY r.tenant_key
), whose AS (
    SELECT s.tenant_key, CASE WHEN s.holders = 0 THEN s.anybody_id WHEN s.holders = 1 THEN s.holder_id
                              WHEN s.claimed = o.workloads_claimed THEN o.organisation_id END AS organisation_id
    FROM reached AS s LEFT JOIN portfolio AS o ON o.tenant_key = s.tenant_key AND o.location_id = 0
         AND o.is_shared AND o.organisation_id = ";

const WHOSE_BY_MISTAKE: &str = "
    GROUP BY r.tenant_key
), whose AS (
    SELECT s.tenant_key, o.organisation_id
    FROM reached AS s LEFT JOIN portfolio AS o ON o.tenant_key = s.tenant_key AND o.location_id = 0
         AND o.is_shared AND o.organisation_id = ";

/// The workloads of those that have to be added up.
const PARTLY: &str = "
), partly AS (
    SELECT tenant_key, workload_id, holder_id, source, month, pau, mau,
           month = MAX(month) OVER (PARTITION BY tenant_key, source) AS is_current, high_water_mau, opportunity_units,
           potential_minor, currency
    FROM (SELECT w.tenant_key, w.workload_id, w.source, w.month, MAX(w.pau) AS pau, MAX(w.mau) AS mau,
                 MAX(w.holder_id) AS holder_id, MAX(w.high_water_mau) AS high_water_mau,
                 MAX(w.opportunity_units) AS opportunity_units, MAX(w.potential_minor) AS potential_minor,
                 MAX(w.currency) AS currency
          FROM whose AS s CROSS JOIN portfolio_workload AS w
          WHERE s.organisation_id IS NULL AND w.tenant_key = s.tenant_key AND w.organisation_id IN (";

/// The columns of a row `p`, as [`ROWS_APART`] has them.
macro_rules! columns {
    () => {
        "p.tenant_key, p.tenant_id, p.name, p.name_key, p.domain, p.country, p.segment, p.workloads_claimed, p.month, p.pau,
           p.mau, p.usage_ppm, p.change_ppm, p.before_pau, p.before_mau, p.signals, p.figures_at, p.potential_minor,
           p.potential_currency, p.potential_others, p.potential_key"
    };
}

/// The rows of the shared tenants: those that there are, and those that are added up.
const ROWS_APART: &str = concat!(
    ", summed AS (
    SELECT tenant_key, COUNT(holder_id) AS workloads_claimed, MAX(month) AS month,
           CAST(SUM(CASE WHEN is_current THEN pau ELSE 0 END) AS BIGINT) AS pau,
           CAST(SUM(CASE WHEN is_current THEN mau ELSE 0 END) AS BIGINT) AS mau,
           MAX(CASE source WHEN 1 THEN month END) AS month_1, MAX(CASE source WHEN 2 THEN month END) AS month_2
    FROM partly GROUP BY tenant_key
), earning AS (
    SELECT tenant_key, currency, CAST(SUM(potential_minor) AS BIGINT) AS minor,
           ROW_NUMBER() OVER (PARTITION BY tenant_key ORDER BY currency) AS place
    FROM partly WHERE potential_minor IS NOT NULL GROUP BY tenant_key, currency
), gained AS (
    SELECT tenant_key, MAX(CASE WHEN place = 1 THEN minor END) AS potential_minor,
           MAX(CASE WHEN place = 1 THEN currency END) AS potential_currency,
           COALESCE(STRING_AGG(CASE WHEN place > 1 THEN currency || ' ' || CAST(minor AS TEXT) END, ',' ORDER BY currency),
                    '') AS potential_others
    FROM earning GROUP BY tenant_key
), paired AS (
    SELECT v.tenant_key, v.pau, v.mau,
           ",
    sums_before!("a.pau", "a.mau", "b.pau", "b.mau"),
    "
    FROM summed AS v
    JOIN partly AS d ON d.tenant_key = v.tenant_key
    ",
    from_before!("d"),
    "
    GROUP BY v.tenant_key, v.pau, v.mau
), ",
    compared!("paired"),
    ", shared AS (
    SELECT ",
    columns!(),
    "
    FROM whose AS s CROSS JOIN portfolio AS p
    WHERE p.organisation_id = s.organisation_id AND p.location_id = 0 AND p.tenant_key = s.tenant_key AND p.is_shared
    UNION ALL
    SELECT s.tenant_key, t.tenant_id, t.name, t.name_key, t.domain, t.country, t.segment, s.workloads_claimed, s.month, s.pau,
           s.mau, CASE WHEN s.pau > 0 THEN s.mau * 1000000 / s.pau END,
           ",
    change!(),
    ", f.before_pau, f.before_mau,
           ",
    signals!("(SELECT licence_minimum FROM programme_setting)"),
    ", (SELECT MAX(k.figures_at) FROM portfolio AS k
         WHERE k.tenant_key = s.tenant_key AND k.location_id = 0 AND k.organisation_id IN ("
);

const OF_THE_PARTNERS: &str = ")),
           g.potential_minor, g.potential_currency, COALESCE(g.potential_others, ''),
           COALESCE(g.potential_currency || SUBSTR('0000000000000000000' || CAST(g.potential_minor AS TEXT),
                                                   LENGTH(CAST(g.potential_minor AS TEXT)) + 1), '')
    FROM summed AS s JOIN tenant AS t ON t.tenant_key = s.tenant_key
    JOIN fractions AS f ON f.tenant_key = s.tenant_key LEFT JOIN gained AS g ON g.tenant_key = s.tenant_key
)";

/// Those that no other partner sees.
const ALONE: &str = concat!(
    ", p AS (
    SELECT ",
    columns!(),
    " FROM portfolio AS p WHERE p.location_id = 0 AND NOT p.is_shared AND p.organisation_id IN ("
);

impl Several<'_> {
    /// The partners, as values.
    pub(crate) fn values(self, statement: &mut Statement) {
        statement.values(self.partners.iter().map(|partner| Value::Int(partner.0)));
    }

    /// Begins a statement with whose row says what is seen of each shared tenant, as `whose`, and the workloads of those of
    /// which nobody's does, as `partly`.
    pub(crate) fn begin(self, statement: &mut Statement, tenant: TenantNamed) {
        self.values(statement.text(REACHED));
        statement.text(")");
        tenant.narrow(statement, " AND r.tenant_key = ");
        let is_mistaken = planted(Fault::SharedTenantsAsTheOffice);
        statement.text(if is_mistaken { WHOSE_BY_MISTAKE } else { WHOSE }).value(Value::Int(self.programme.0));
        self.values(statement.text(PARTLY));
        statement.text(") GROUP BY w.tenant_key, w.workload_id, w.source, w.month) AS seen)");
    }

    /// Begins a statement with the shared tenants, as `shared`, and their marks, as `m`.
    pub(crate) fn shared(self, statement: &mut Statement, tenant: TenantNamed) {
        self.begin(statement, tenant);
        self.values(statement.text(ROWS_APART));
        statement.text(OF_THE_PARTNERS);
        marks_of_several(statement, self, tenant, Marked::Shared);
    }

    /// Begins a statement with all tenants, as `p`, and their marks, as `m`.
    pub(crate) fn all(self, statement: &mut Statement, tenant: TenantNamed) {
        self.begin(statement, tenant);
        self.values(statement.text(ROWS_APART));
        self.values(statement.text(OF_THE_PARTNERS).text(ALONE));
        statement.text(")");
        tenant.narrow(statement, " AND p.tenant_key = ");
        statement.text(" UNION ALL SELECT * FROM shared)");
        marks_of_several(statement, self, tenant, Marked::All);
    }
}
