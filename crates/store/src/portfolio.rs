//! What the lists show, per organisation and tenant: own and unclaimed workloads, never those of others
//! (S3.2), summed over the newest month of each source (S3.4).
//!
//! It is computed beside what is there, for the tenants concerned, and only what differs is written: an index that
//! does not change costs nothing.

use domain::planted::{Fault, planted};

use crate::{StoreError, Tx, derived_table};

const MAKE_WORKLOADS: [&str; 2] = derived_table!(
    "
CREATE TEMP TABLE derived_workload (
    organisation_id BIGINT NOT NULL,
    tenant_key      BIGINT NOT NULL,
    workload_id     BIGINT NOT NULL,
    holder_id       BIGINT,
    source          BIGINT,
    month           BIGINT,
    pau             BIGINT NOT NULL,
    mau             BIGINT NOT NULL,
    is_current      BOOLEAN NOT NULL,
    load_id         BIGINT,
    high_water_mau    BIGINT NOT NULL,
    opportunity_units BIGINT NOT NULL,
    -- The figures of the months before the newest that the organisation has of each source.
    before_pau_1      BIGINT,
    before_mau_1      BIGINT,
    before_pau_2      BIGINT,
    before_mau_2      BIGINT,
    PRIMARY KEY (organisation_id, tenant_key, workload_id)
)"
);

const MAKE: [&str; 2] = derived_table!(
    "
CREATE TEMP TABLE derived_portfolio (
    organisation_id   BIGINT NOT NULL,
    location_id       BIGINT NOT NULL,
    tenant_key        BIGINT NOT NULL,
    workloads_claimed BIGINT NOT NULL,
    month             BIGINT,
    pau               BIGINT NOT NULL,
    mau               BIGINT NOT NULL,
    usage_ppm         BIGINT,
    change_ppm        BIGINT,
    before_pau        BIGINT,
    before_mau        BIGINT,
    signals           BIGINT NOT NULL,
    figures_at        BIGINT,
    -- Whether several partners see the tenant.
    is_shared         BOOLEAN NOT NULL,
    PRIMARY KEY (organisation_id, location_id, tenant_key)
)"
);

/// Who sees which of the tenants, and the newest month that each source has for them there.
const MAKE_VIEWERS: [&str; 2] = derived_table!(
    "
CREATE TEMP TABLE derived_viewer (
    organisation_id BIGINT NOT NULL,
    tenant_key      BIGINT NOT NULL,
    sees_all        BOOLEAN NOT NULL,
    has_claim       BOOLEAN NOT NULL,
    month_1         BIGINT,
    month_2         BIGINT,
    PRIMARY KEY (organisation_id, tenant_key)
)"
);

/// Every partner with a claim or a referral (S2.1), and the programme office (S2.3). By a referral alone no figure is seen (S3.3).
const FIND_VIEWERS: &str = "
INSERT INTO derived_viewer (organisation_id, tenant_key, sees_all, has_claim, month_1, month_2)
SELECT v.organisation_id, v.tenant_key, v.sees_all, v.has_claim,
       MAX(CASE d.source WHEN 1 THEN d.month END), MAX(CASE d.source WHEN 2 THEN d.month END)
FROM (
    SELECT DISTINCT d.organisation_id, d.tenant_key, FALSE AS sees_all, TRUE AS has_claim
    FROM derived_last AS d WHERE d.organisation_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT r.organisation_id, q.tenant_key, FALSE, FALSE
    FROM touched AS lt CROSS JOIN rfa AS q CROSS JOIN referral AS r
    WHERE q.tenant_key = lt.tenant_key AND r.rfa_id = q.rfa_id
      AND r.status NOT IN ('declined', 'returned', 'withdrawn')
      AND NOT EXISTS (SELECT 1 FROM derived_last AS d
                      WHERE d.tenant_key = q.tenant_key AND d.organisation_id = r.organisation_id)
    UNION ALL
    SELECT o.organisation_id, lt.tenant_key, TRUE, TRUE
    FROM touched AS lt JOIN organisation AS o ON o.kind = 'programme'
    WHERE EXISTS (SELECT 1 FROM tenant_fact AS f WHERE f.tenant_key = lt.tenant_key)
) AS v
LEFT JOIN derived_last AS d ON d.tenant_key = v.tenant_key AND v.has_claim
     AND (v.sees_all OR d.organisation_id IS NULL OR d.organisation_id = v.organisation_id)
GROUP BY v.organisation_id, v.tenant_key, v.sees_all, v.has_claim";

const MAKE_HIGH_WATER: [&str; 2] = derived_table!(
    "
CREATE TEMP TABLE derived_high_water (
    tenant_key  BIGINT NOT NULL,
    workload_id BIGINT NOT NULL,
    mau         BIGINT NOT NULL,
    PRIMARY KEY (tenant_key, workload_id)
)"
);

/// The month before another.
macro_rules! before {
    ($month:literal) => {
        concat!("CASE WHEN ", $month, " % 100 = 1 THEN ", $month, " - 89 ELSE ", $month, " - 1 END")
    };
}

/// Joins the figures of the month before, `a` of the first source and `b` of the second, to workloads of somebody `v`.
macro_rules! from_before {
    ($of:literal) => {
        concat!(
            "LEFT JOIN figure AS a ON a.tenant_key = ",
            $of,
            ".tenant_key AND a.workload_id = ",
            $of,
            ".workload_id AND a.source = 1
         AND a.month = ",
            before!("v.month_1"),
            "
    LEFT JOIN figure AS b ON b.tenant_key = ",
            $of,
            ".tenant_key AND b.workload_id = ",
            $of,
            ".workload_id AND b.source = 2
         AND b.month = ",
            before!("v.month_2")
        )
    };
}

/// The highest MAU of any month before the last figure (S5.2). Where one source alone has figures, as of nearly all
/// workloads, each of them counts, and none has to be asked whether another hides it.
const FIND_HIGH_WATER: &str = "
INSERT INTO derived_high_water (tenant_key, workload_id, mau)
SELECT d.tenant_key, d.workload_id, MAX(u.mau)
FROM derived_last AS d CROSS JOIN usage AS u
WHERE NOT d.is_mixed AND u.tenant_key = d.tenant_key AND u.workload_id = d.workload_id AND u.month < d.month
GROUP BY d.tenant_key, d.workload_id";

const FIND_MIXED_HIGH_WATER: &str = "
INSERT INTO derived_high_water (tenant_key, workload_id, mau)
SELECT d.tenant_key, d.workload_id, MAX(f.mau)
FROM derived_last AS d CROSS JOIN figure AS f
WHERE d.is_mixed AND f.tenant_key = d.tenant_key AND f.workload_id = d.workload_id AND f.month < d.month
GROUP BY d.tenant_key, d.workload_id";

/// What somebody sees of each workload: where one source alone has figures of it, with the last one and that of the month
/// before in hand; where several have, with the figures that count.
macro_rules! find_workloads {
    ($is_mixed:literal, $pau_1:expr, $mau_1:expr, $pau_2:expr, $mau_2:expr, $figures:expr) => {
        concat!(
            "
INSERT INTO derived_workload (organisation_id, tenant_key, workload_id, holder_id, source, month, pau, mau, is_current,
                              load_id, high_water_mau, opportunity_units, before_pau_1, before_mau_1, before_pau_2,
                              before_mau_2)
WITH seen AS (
    SELECT v.organisation_id, v.tenant_key, d.workload_id, d.organisation_id AS holder_id, d.source, d.month, d.pau, d.mau,
           COALESCE(d.month = CASE d.source WHEN 1 THEN v.month_1 ELSE v.month_2 END, FALSE) AS is_current, d.load_id,
           COALESCE(h.mau, 0) AS mark, ",
            $pau_1,
            " AS before_pau_1, ",
            $mau_1,
            " AS before_mau_1, ",
            $pau_2,
            " AS before_pau_2, ",
            $mau_2,
            " AS before_mau_2
    FROM derived_viewer AS v
    CROSS JOIN derived_last AS d
    LEFT JOIN derived_high_water AS h ON h.tenant_key = d.tenant_key AND h.workload_id = d.workload_id
    ",
            $figures,
            "
    WHERE d.tenant_key = v.tenant_key AND v.has_claim
      AND (v.sees_all OR d.organisation_id IS NULL OR d.organisation_id = v.organisation_id) AND ",
            $is_mixed,
            "
)
SELECT s.organisation_id, s.tenant_key, s.workload_id, s.holder_id, s.source, s.month, s.pau, s.mau, s.is_current, s.load_id,
       s.mark, CASE WHEN s.is_current AND s.pau > s.mark THEN s.pau - s.mark ELSE 0 END, s.before_pau_1, s.before_mau_1,
       s.before_pau_2, s.before_mau_2
FROM seen AS s"
        )
    };
}

/// A number of the month before the newest of a source, of a workload of which that source alone has figures. The last
/// figure may be that of the month before itself.
macro_rules! known_before {
    ($source:literal, $newest:literal, $before:literal, $last:literal) => {
        concat!(
            "CASE WHEN d.source = ",
            $source,
            " AND d.month = ",
            $newest,
            " THEN ",
            $before,
            " WHEN d.source = ",
            $source,
            " AND d.month = ",
            before!($newest),
            " THEN ",
            $last,
            " END"
        )
    };
}

const FIND_WORKLOADS: &str = find_workloads!(
    "NOT d.is_mixed",
    known_before!("1", "v.month_1", "d.before_pau", "d.pau"),
    known_before!("1", "v.month_1", "d.before_mau", "d.mau"),
    known_before!("2", "v.month_2", "d.before_pau", "d.pau"),
    known_before!("2", "v.month_2", "d.before_mau", "d.mau"),
    ""
);

const FIND_MIXED_WORKLOADS: &str = find_workloads!("d.is_mixed", "a.pau", "a.mau", "b.pau", "b.mau", from_before!("d"));

/// Goes on from rows `$sums` with the sums of now and those of the month before: the rows `fractions`.
///
/// Usage % now and the month before are compared over the same workloads, source by source. Where one of the
/// sources has no month before, nothing is compared: its figures of now would pass for a change. Percentages are compared as
/// fractions, over the product of both PAU. Beyond 900 million, units are counted in millions, so that no product is too
/// large.
macro_rules! compared {
    ($sums:literal) => {
        concat!(
            "beside AS (
    SELECT s.*, CASE WHEN s.has_before THEN s.sum_pau END AS before_pau, CASE WHEN s.has_before THEN s.sum_mau END AS before_mau
    FROM ",
            $sums,
            " AS s
), compared AS (
    SELECT b.*, CASE WHEN b.pau > 900000000 OR b.mau > 900000000 OR b.before_pau > 900000000 OR b.before_mau > 900000000
                     THEN 1000000 ELSE 1 END AS unit
    FROM beside AS b
), fractions AS (
    SELECT c.*, (c.mau / c.unit) * (c.before_pau / c.unit) AS is_part, (c.before_mau / c.unit) * (c.pau / c.unit) AS was_part,
           (c.pau / c.unit) * (c.before_pau / c.unit) AS whole
    FROM compared AS c
)"
        )
    };
}

/// The change of Usage % of a row of `fractions`, `f`.
macro_rules! change {
    () => {
        "CASE WHEN f.pau > 0 AND f.before_pau > 0
            THEN f.mau * 1000000 / f.pau - f.before_mau * 1000000 / f.before_pau END"
    };
}

/// The signals of a row of `fractions`, `f`: those of `domain::signal`, as the sum of their weights.
macro_rules! signals {
    ($licence_minimum:literal) => {
        concat!(
            "CASE WHEN f.pau > f.before_pau THEN 1 ELSE 0 END
       + CASE WHEN f.before_pau < ",
            $licence_minimum,
            " AND f.pau >= ",
            $licence_minimum,
            " THEN 2 ELSE 0 END
       + CASE WHEN f.whole > 0 AND f.is_part > f.was_part
                   AND ((f.is_part - f.was_part) * 10 >= f.whole
                        OR f.was_part > 0 AND (f.is_part - f.was_part) * 5 >= f.was_part) THEN 4 ELSE 0 END
       + CASE WHEN f.whole > 0 AND f.is_part < f.was_part
                   AND ((f.was_part - f.is_part) * 10 >= f.whole OR (f.was_part - f.is_part) * 5 >= f.was_part)
              THEN 16 ELSE 0 END
       + CASE WHEN f.before_pau >= ",
            $licence_minimum,
            " AND f.pau < ",
            $licence_minimum,
            " THEN 32 ELSE 0 END"
        )
    };
}

/// The same signals of the minimum in the rows that there are, where they differ.
const CROSS: &str = "
UPDATE portfolio SET signals = portfolio.signals - (portfolio.signals & 34) + d.crossed
FROM (
    SELECT p.organisation_id, p.location_id, p.tenant_key,
           CASE WHEN p.before_pau < s.licence_minimum AND p.pau >= s.licence_minimum THEN 2
                WHEN p.before_pau >= s.licence_minimum AND p.pau < s.licence_minimum THEN 32 ELSE 0 END AS crossed
    FROM portfolio AS p CROSS JOIN programme_setting AS s
) AS d
WHERE portfolio.organisation_id = d.organisation_id AND portfolio.location_id = d.location_id
  AND portfolio.tenant_key = d.tenant_key AND (portfolio.signals & 34) <> d.crossed";

/// The sums of the month before, of workloads of somebody `v` who knows the newest month of each source: PAU and MAU of the
/// first source and of the second.
macro_rules! sums_before {
    ($pau_1:literal, $mau_1:literal, $pau_2:literal, $mau_2:literal) => {
        concat!(
            "COUNT(",
            $pau_1,
            ") + COUNT(",
            $pau_2,
            ") > 0 AND (MAX(v.month_1) IS NULL OR COUNT(",
            $pau_1,
            ") > 0)
               AND (MAX(v.month_2) IS NULL OR COUNT(",
            $pau_2,
            ") > 0) AS has_before,
           CAST(SUM(COALESCE(",
            $pau_1,
            ", 0) + COALESCE(",
            $pau_2,
            ", 0)) AS BIGINT) AS sum_pau,
           CAST(SUM(COALESCE(",
            $mau_1,
            ", 0) + COALESCE(",
            $mau_2,
            ", 0)) AS BIGINT) AS sum_mau"
        )
    };
}

pub(crate) use {before, change, compared, from_before, signals, sums_before};

/// The portfolio of each viewer.
const FIND: &str = concat!(
    "
INSERT INTO derived_portfolio (organisation_id, location_id, tenant_key, workloads_claimed, month, pau, mau, usage_ppm,
                               change_ppm, before_pau, before_mau, signals, figures_at, is_shared)
WITH summed AS (
    SELECT v.organisation_id, v.tenant_key, COUNT(p.holder_id) AS claimed, MAX(p.month) AS month,
           CAST(SUM(CASE WHEN p.is_current THEN p.pau ELSE 0 END) AS BIGINT) AS pau,
           CAST(SUM(CASE WHEN p.is_current THEN p.mau ELSE 0 END) AS BIGINT) AS mau,
           MAX(CASE WHEN p.is_current THEN p.load_id END) AS load_id,
           SUM(CASE WHEN v.sees_all THEN 0 ELSE 1 END) OVER (PARTITION BY v.tenant_key) > 1 AS is_shared,
           ",
    sums_before!("p.before_pau_1", "p.before_mau_1", "p.before_pau_2", "p.before_mau_2"),
    "
    FROM derived_viewer AS v
    LEFT JOIN derived_workload AS p ON p.organisation_id = v.organisation_id AND p.tenant_key = v.tenant_key
    GROUP BY v.organisation_id, v.tenant_key, v.sees_all
), ",
    compared!("summed"),
    "
SELECT f.organisation_id, 0, f.tenant_key,
       f.claimed, f.month, f.pau, f.mau,
       CASE WHEN f.pau > 0 THEN f.mau * 1000000 / f.pau END,
       ",
    change!(),
    ",
       f.before_pau, f.before_mau,
       ",
    signals!("(SELECT licence_minimum FROM programme_setting)"),
    ",
       l.applied_at, f.is_shared
FROM fractions AS f LEFT JOIN load AS l ON l.load_id = f.load_id"
);

/// The same again for each location of the partner through which the tenant is reached.
const FIND_LOCATIONS: &str = "
INSERT INTO derived_portfolio (organisation_id, location_id, tenant_key, workloads_claimed, month, pau, mau, usage_ppm,
                               change_ppm, before_pau, before_mau, signals, figures_at, is_shared)
SELECT DISTINCT p.organisation_id, cl.location_id, p.tenant_key, p.workloads_claimed, p.month, p.pau, p.mau, p.usage_ppm,
       p.change_ppm, p.before_pau, p.before_mau, p.signals, p.figures_at, p.is_shared
FROM derived_portfolio AS p
JOIN claim_location AS cl ON cl.tenant_key = p.tenant_key
JOIN location AS l ON l.location_id = cl.location_id AND l.organisation_id = p.organisation_id
WHERE p.location_id = 0";

/// And for each location to which a referral of it was given.
const FIND_REFERRED: &str = "
INSERT INTO derived_portfolio (organisation_id, location_id, tenant_key, workloads_claimed, month, pau, mau, usage_ppm,
                               change_ppm, before_pau, before_mau, signals, figures_at, is_shared)
SELECT DISTINCT p.organisation_id, r.location_id, p.tenant_key, p.workloads_claimed, p.month, p.pau, p.mau, p.usage_ppm,
       p.change_ppm, p.before_pau, p.before_mau, p.signals, p.figures_at, p.is_shared
FROM touched AS lt CROSS JOIN rfa AS q CROSS JOIN referral AS r CROSS JOIN derived_portfolio AS p
WHERE q.tenant_key = lt.tenant_key AND r.rfa_id = q.rfa_id AND r.status NOT IN ('declined', 'returned', 'withdrawn')
  AND p.organisation_id = r.organisation_id AND p.tenant_key = q.tenant_key AND p.location_id = 0
ON CONFLICT DO NOTHING";

const DROP_WORKLOADS: &str = "
DELETE FROM portfolio_workload
WHERE tenant_key IN (SELECT lt.tenant_key FROM touched AS lt)
  AND NOT EXISTS (SELECT 1 FROM derived_workload AS d
                  WHERE d.organisation_id = portfolio_workload.organisation_id
                    AND d.tenant_key = portfolio_workload.tenant_key AND d.workload_id = portfolio_workload.workload_id)";

const DROP: &str = "
DELETE FROM portfolio
WHERE tenant_key IN (SELECT lt.tenant_key FROM touched AS lt)
  AND NOT EXISTS (SELECT 1 FROM derived_portfolio AS d
                  WHERE d.organisation_id = portfolio.organisation_id AND d.location_id = portfolio.location_id
                    AND d.tenant_key = portfolio.tenant_key)";

const MERGE_WORKLOADS: &str = "
INSERT INTO portfolio_workload (organisation_id, tenant_key, workload_id, holder_id, source, month, pau, mau, is_current,
                                high_water_mau, opportunity_units, earned_minor, potential_minor, currency)
SELECT d.organisation_id, d.tenant_key, d.workload_id, d.holder_id, d.source, d.month, d.pau, d.mau, d.is_current,
       d.high_water_mau, d.opportunity_units, e.earned_minor, e.potential_minor, e.currency
FROM derived_workload AS d
LEFT JOIN derived_earning AS e ON e.organisation_id = d.organisation_id AND e.tenant_key = d.tenant_key
                              AND e.workload_id = d.workload_id
WHERE TRUE
ON CONFLICT (organisation_id, tenant_key, workload_id)
DO UPDATE SET holder_id = excluded.holder_id, source = excluded.source, month = excluded.month, pau = excluded.pau,
              mau = excluded.mau, is_current = excluded.is_current, high_water_mau = excluded.high_water_mau,
              opportunity_units = excluded.opportunity_units, earned_minor = excluded.earned_minor,
              potential_minor = excluded.potential_minor, currency = excluded.currency
WHERE portfolio_workload.holder_id IS DISTINCT FROM excluded.holder_id
   OR portfolio_workload.source IS DISTINCT FROM excluded.source
   OR portfolio_workload.month IS DISTINCT FROM excluded.month
   OR portfolio_workload.pau <> excluded.pau OR portfolio_workload.mau <> excluded.mau
   OR portfolio_workload.is_current <> excluded.is_current
   OR portfolio_workload.high_water_mau <> excluded.high_water_mau
   OR portfolio_workload.opportunity_units <> excluded.opportunity_units
   OR portfolio_workload.earned_minor IS DISTINCT FROM excluded.earned_minor
   OR portfolio_workload.potential_minor IS DISTINCT FROM excluded.potential_minor
   OR portfolio_workload.currency IS DISTINCT FROM excluded.currency";

const MERGE: &str = "
INSERT INTO portfolio (organisation_id, location_id, tenant_key, tenant_id, name, name_key, domain, country, segment,
                       workloads_claimed, month, pau, mau, usage_ppm, change_ppm, before_pau, before_mau, signals,
                       figures_at, is_shared, potential_minor, potential_currency, potential_others, potential_key)
SELECT d.organisation_id, d.location_id, d.tenant_key, t.tenant_id, t.name, t.name_key, t.domain, t.country, t.segment,
       d.workloads_claimed, d.month, d.pau, d.mau, d.usage_ppm, d.change_ppm, d.before_pau, d.before_mau, d.signals,
       d.figures_at, d.is_shared, e.potential_minor, e.potential_currency, COALESCE(e.potential_others, ''),
       COALESCE(e.potential_key, '')
FROM derived_portfolio AS d JOIN tenant AS t ON t.tenant_key = d.tenant_key
LEFT JOIN derived_potential AS e ON e.organisation_id = d.organisation_id AND e.tenant_key = d.tenant_key
WHERE TRUE
ON CONFLICT (organisation_id, location_id, tenant_key)
DO UPDATE SET name = excluded.name, name_key = excluded.name_key, domain = excluded.domain, country = excluded.country,
              segment = excluded.segment, workloads_claimed = excluded.workloads_claimed, month = excluded.month,
              pau = excluded.pau, mau = excluded.mau, usage_ppm = excluded.usage_ppm, change_ppm = excluded.change_ppm,
              before_pau = excluded.before_pau, before_mau = excluded.before_mau, signals = excluded.signals,
              figures_at = excluded.figures_at, is_shared = excluded.is_shared, potential_minor = excluded.potential_minor,
              potential_currency = excluded.potential_currency, potential_others = excluded.potential_others,
              potential_key = excluded.potential_key
WHERE portfolio.name <> excluded.name OR portfolio.name_key <> excluded.name_key OR portfolio.domain <> excluded.domain
   OR portfolio.country <> excluded.country OR portfolio.segment <> excluded.segment
   OR portfolio.workloads_claimed <> excluded.workloads_claimed
   OR portfolio.month IS DISTINCT FROM excluded.month
   OR portfolio.pau <> excluded.pau OR portfolio.mau <> excluded.mau
   OR portfolio.usage_ppm IS DISTINCT FROM excluded.usage_ppm
   OR portfolio.change_ppm IS DISTINCT FROM excluded.change_ppm
   OR portfolio.before_pau IS DISTINCT FROM excluded.before_pau
   OR portfolio.before_mau IS DISTINCT FROM excluded.before_mau
   OR portfolio.is_shared <> excluded.is_shared
   OR portfolio.signals <> excluded.signals OR portfolio.figures_at IS DISTINCT FROM excluded.figures_at
   OR portfolio.potential_key <> excluded.potential_key OR portfolio.potential_others <> excluded.potential_others";

impl Tx {
    /// Brings the signals of every tenant in line with the licence minimum. Whoever calls holds the lock of
    /// [`Tx::lock_application`]: no portfolio is derived beside it.
    pub(crate) async fn cross_minimum(&mut self) -> Result<(), StoreError> {
        self.run(CROSS).await.map(drop)
    }

    /// Brings the portfolio of the touched tenants in line with their claims, referrals and figures.
    pub(crate) async fn derive_portfolio(&mut self) -> Result<(), StoreError> {
        self.make(MAKE_VIEWERS).await?;
        self.run(FIND_VIEWERS).await?;
        if planted(Fault::ReferralShowsFigures) {
            self.run("UPDATE derived_viewer SET has_claim = TRUE").await?;
        }
        self.analyze("ANALYZE derived_viewer").await?;
        self.make(MAKE_HIGH_WATER).await?;
        self.run(FIND_HIGH_WATER).await?;
        let has_mixed = self.count("SELECT COUNT(*) FROM derived_last WHERE is_mixed").await? > 0;
        if has_mixed {
            self.run(FIND_MIXED_HIGH_WATER).await?;
        }
        self.analyze("ANALYZE derived_high_water").await?;
        self.make(MAKE_WORKLOADS).await?;
        self.run(FIND_WORKLOADS).await?;
        if has_mixed {
            self.run(FIND_MIXED_WORKLOADS).await?;
        }
        self.run("DROP TABLE derived_high_water").await?;
        self.analyze("ANALYZE derived_workload").await?;
        self.find_earnings().await?;
        self.make(MAKE).await?;
        self.run(FIND).await?;
        self.analyze("ANALYZE derived_portfolio").await?;
        self.run(FIND_LOCATIONS).await?;
        self.run(FIND_REFERRED).await?;
        for text in [DROP_WORKLOADS, DROP, MERGE_WORKLOADS, MERGE] {
            self.run(text).await?;
        }
        self.forget_earnings().await?;
        self.derive_licences().await?;
        for text in ["DROP TABLE derived_portfolio", "DROP TABLE derived_workload", "DROP TABLE derived_viewer"] {
            self.run(text).await?;
        }
        Ok(())
    }
}
