//! What the workloads of the portfolio earned and could earn, computed in bulk (S5.2): when figures come, when an offer
//! changes, and when a season begins or ends.
//!
//! The rule is [`domain::incentive`]; here it is said once more in SQL, for all rows at once, and a test holds the two
//! equal. Offers that pay on the day of `season` count, the months that they earned in are those of their validity.

use domain::id::WorkloadId;

use crate::{StoreError, Tx, derived_table, on};

/// A derived table with texts, which PostgreSQL compares byte by byte, as the other engine does: pieces with a type between.
macro_rules! texts_table {
    ($first:literal $(, $more:literal)*) => {
        [concat!($first $(, "TEXT COLLATE \"C\"", $more)*), concat!($first $(, "TEXT", $more)*, " WITHOUT ROWID")]
    };
}

/// The offers that pay on the day that the season has reached.
const MAKE_OFFERS: [&str; 2] = texts_table!(
    "
CREATE TEMP TABLE derived_offer (
    offer_id        BIGINT NOT NULL PRIMARY KEY,
    workload_id     BIGINT NOT NULL,
    rate_minor      BIGINT NOT NULL,
    most_units      BIGINT NOT NULL,
    currency        ",
    " NOT NULL,
    licence_minimum BIGINT NOT NULL,
    month_from      BIGINT NOT NULL,
    month_to        BIGINT NOT NULL
)"
);

/// The number of the month in which a day lies.
macro_rules! month_of {
    ($day:literal) => {
        concat!("CAST(SUBSTR(", $day, ", 1, 4) || SUBSTR(", $day, ", 6, 2) AS BIGINT)")
    };
}

const FIND_OFFERS: &str = concat!(
    "
INSERT INTO derived_offer (offer_id, workload_id, rate_minor, most_units, currency, licence_minimum, month_from, month_to)
SELECT o.offer_id, o.workload_id, o.rate_minor, o.ceiling_minor / o.rate_minor, o.currency, o.licence_minimum, ",
    month_of!("o.valid_from"),
    ", ",
    month_of!("o.valid_to"),
    "
FROM offer AS o CROSS JOIN season AS s
WHERE o.valid_from <= s.reached_on AND o.valid_to >= s.reached_on"
);

/// How many units grew at a tenant that an offer counts, its ceiling apart.
const MAKE_GROWTH: [&str; 2] = derived_table!(
    "
CREATE TEMP TABLE derived_growth (
    offer_id   BIGINT NOT NULL,
    tenant_key BIGINT NOT NULL,
    units      BIGINT NOT NULL,
    PRIMARY KEY (offer_id, tenant_key)
)"
);

/// Of these claims. Only a month whose MAU pass all months before, after that of the approval, with the licences that it
/// takes, counts; its growth stops at the licences.
macro_rules! find_growth {
    ($claims:literal) => {
        concat!(
            "
INSERT INTO derived_growth (offer_id, tenant_key, units)
WITH held AS (
    SELECT c.tenant_key, c.workload_id, ",
            month_of!("c.approved_on"),
            " AS approved
    FROM ",
            $claims,
            " AND c.workload_id IN (SELECT o.workload_id FROM derived_offer AS o)
), marked AS (
    SELECT h.tenant_key, h.workload_id, h.approved, f.month, f.pau, f.mau,
           COALESCE(MAX(f.mau) OVER (PARTITION BY f.tenant_key, f.workload_id ORDER BY f.month
                                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS mark
    FROM held AS h CROSS JOIN figure AS f
    WHERE f.tenant_key = h.tenant_key AND f.workload_id = h.workload_id
)
SELECT o.offer_id, m.tenant_key, CAST(SUM(CASE WHEN m.mau < m.pau THEN m.mau ELSE m.pau END - m.mark) AS BIGINT)
FROM marked AS m JOIN derived_offer AS o ON o.workload_id = m.workload_id
WHERE m.mau > m.mark AND m.pau > m.mark AND m.month > m.approved AND m.pau >= o.licence_minimum
  AND m.month BETWEEN o.month_from AND o.month_to
GROUP BY o.offer_id, m.tenant_key"
        )
    };
}

const FIND_GROWTH_OF_TOUCHED: &str =
    find_growth!("touched AS lt CROSS JOIN claim AS c WHERE c.tenant_key = lt.tenant_key");

const FIND_GROWTH: &str = find_growth!("claim AS c WHERE TRUE");

/// Where all that an offer pays has been earned.
const FIND_REACHED: &str = "
INSERT INTO offer_reached (offer_id, tenant_key)
SELECT g.offer_id, g.tenant_key
FROM derived_growth AS g JOIN derived_offer AS o ON o.offer_id = g.offer_id
WHERE g.units >= o.most_units";

const FORGET_REACHED_OF_TOUCHED: &str =
    "DELETE FROM offer_reached WHERE tenant_key IN (SELECT lt.tenant_key FROM touched AS lt)";

/// What each row earned by the offers of the season, and could earn by those that apply; one row where there is an offer.
const MAKE_EARNINGS: [&str; 2] = texts_table!(
    "
CREATE TEMP TABLE derived_earning (
    organisation_id BIGINT NOT NULL,
    tenant_key      BIGINT NOT NULL,
    workload_id     BIGINT NOT NULL,
    currency        ",
    " NOT NULL,
    earned_minor    BIGINT NOT NULL,
    potential_minor BIGINT,
    PRIMARY KEY (organisation_id, tenant_key, workload_id)
)"
);

/// Offers of one workload that meet on a day have one currency: adding them never mixes two.
macro_rules! find_earnings {
    ($rows:literal) => {
        concat!(
            "
INSERT INTO derived_earning (organisation_id, tenant_key, workload_id, currency, earned_minor, potential_minor)
WITH apart AS (
    SELECT p.organisation_id, p.tenant_key, p.workload_id, p.opportunity_units, o.currency, o.rate_minor, o.most_units,
           s.offer_id IS NOT NULL AS is_excluded,
           CASE WHEN s.offer_id IS NOT NULL OR g.units IS NULL THEN 0
                WHEN g.units > o.most_units THEN o.most_units ELSE g.units END AS earned_units,
           CASE WHEN p.is_current THEN p.pau ELSE 0 END >= o.licence_minimum AS has_minimum
    FROM ",
            $rows,
            " AS p
    JOIN derived_offer AS o ON o.workload_id = p.workload_id
    JOIN tenant AS t ON t.tenant_key = p.tenant_key
    LEFT JOIN derived_growth AS g ON g.offer_id = o.offer_id AND g.tenant_key = p.tenant_key
    LEFT JOIN offer_segment AS s ON s.offer_id = o.offer_id AND s.segment = t.segment AND t.segment <> ''
)
SELECT a.organisation_id, a.tenant_key, a.workload_id, MAX(a.currency), CAST(SUM(a.earned_units * a.rate_minor) AS BIGINT),
       CAST(SUM(CASE WHEN a.has_minimum AND NOT a.is_excluded AND a.earned_units < a.most_units
                     THEN CASE WHEN a.opportunity_units < a.most_units - a.earned_units THEN a.opportunity_units
                               ELSE a.most_units - a.earned_units END * a.rate_minor END) AS BIGINT)
FROM apart AS a GROUP BY a.organisation_id, a.tenant_key, a.workload_id"
        )
    };
}

const FIND_EARNINGS_OF_LOAD: &str = find_earnings!("derived_workload");

const FIND_EARNINGS: &str = find_earnings!("portfolio_workload");

/// What each tenant could earn: the first currency by the alphabet, and the others apart.
const MAKE_POTENTIAL: [&str; 2] = texts_table!(
    "
CREATE TEMP TABLE derived_potential (
    organisation_id    BIGINT NOT NULL,
    tenant_key         BIGINT NOT NULL,
    potential_minor    BIGINT NOT NULL,
    potential_currency ",
    " NOT NULL,
    potential_others   ",
    " NOT NULL,
    potential_key      ",
    " NOT NULL,
    PRIMARY KEY (organisation_id, tenant_key)
)"
);

const FIND_POTENTIAL: &str = "
INSERT INTO derived_potential (organisation_id, tenant_key, potential_minor, potential_currency, potential_others,
                               potential_key)
WITH summed AS (
    SELECT e.organisation_id, e.tenant_key, e.currency, CAST(SUM(e.potential_minor) AS BIGINT) AS minor
    FROM derived_earning AS e WHERE e.potential_minor IS NOT NULL
    GROUP BY e.organisation_id, e.tenant_key, e.currency
), placed AS (
    SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s.organisation_id, s.tenant_key ORDER BY s.currency) AS place
    FROM summed AS s
), apart AS (
    SELECT p.organisation_id, p.tenant_key, MAX(CASE WHEN p.place = 1 THEN p.minor END) AS minor,
           MAX(CASE WHEN p.place = 1 THEN p.currency END) AS currency,
           COALESCE(STRING_AGG(CASE WHEN p.place > 1 THEN p.currency || ' ' || CAST(p.minor AS TEXT) END, ','
                               ORDER BY p.currency), '') AS others
    FROM placed AS p GROUP BY p.organisation_id, p.tenant_key
)
SELECT organisation_id, tenant_key, minor, currency, others,
       currency || SUBSTR('0000000000000000000' || CAST(minor AS TEXT), LENGTH(CAST(minor AS TEXT)) + 1)
FROM apart";

const WRITE_EARNINGS: [&str; 2] = [
    "UPDATE portfolio_workload SET earned_minor = e.earned_minor, potential_minor = e.potential_minor, currency = e.currency
     FROM derived_earning AS e
     WHERE portfolio_workload.organisation_id = e.organisation_id AND portfolio_workload.tenant_key = e.tenant_key
       AND portfolio_workload.workload_id = e.workload_id
       AND (portfolio_workload.earned_minor IS DISTINCT FROM e.earned_minor
            OR portfolio_workload.potential_minor IS DISTINCT FROM e.potential_minor
            OR portfolio_workload.currency IS DISTINCT FROM e.currency)",
    "UPDATE portfolio_workload SET earned_minor = NULL, potential_minor = NULL, currency = NULL
     WHERE currency IS NOT NULL AND workload_id NOT IN (SELECT o.workload_id FROM derived_offer AS o)",
];

const WRITE_POTENTIAL: [&str; 2] = [
    "UPDATE portfolio SET potential_minor = d.potential_minor, potential_currency = d.potential_currency,
                          potential_others = d.potential_others, potential_key = d.potential_key
     FROM derived_potential AS d
     WHERE portfolio.organisation_id = d.organisation_id AND portfolio.tenant_key = d.tenant_key
       AND (portfolio.potential_key <> d.potential_key OR portfolio.potential_others <> d.potential_others)",
    "UPDATE portfolio SET potential_minor = NULL, potential_currency = NULL, potential_others = '', potential_key = ''
     WHERE potential_key <> ''
       AND NOT EXISTS (SELECT 1 FROM derived_potential AS d
                       WHERE d.organisation_id = portfolio.organisation_id AND d.tenant_key = portfolio.tenant_key)",
];

/// Adds up what could be earned, by reach as `portfolio_total` has it and by currency, of these rows of the portfolio.
macro_rules! count {
    ($rows:literal, $times:literal) => {
        concat!(
            "
INSERT INTO portfolio_potential (organisation_id, reach, currency, workloads, potential_minor)
WITH reached AS (
    SELECT p.organisation_id, p.tenant_key,
           ',' || STRING_AGG(CASE WHEN p.location_id <> 0 THEN CAST(p.location_id AS TEXT) END, ',' ORDER BY p.location_id)
           || ',' AS reach, MAX(CASE WHEN p.is_shared THEN 1 ELSE 0 END) AS shared
    FROM ",
            $rows,
            " p.potential_key <> '' GROUP BY p.organisation_id, p.tenant_key
), summed AS (
    SELECT t.organisation_id, t.reach, t.shared, w.currency, ",
            $times,
            "COUNT(*) AS workloads, CAST(",
            $times,
            "SUM(w.potential_minor) AS BIGINT) AS potential_minor
    FROM reached AS t
    JOIN portfolio_workload AS w ON w.organisation_id = t.organisation_id AND w.tenant_key = t.tenant_key
    WHERE w.potential_minor IS NOT NULL
    GROUP BY t.organisation_id, t.reach, t.shared, w.currency
)
SELECT organisation_id, '', currency, CAST(SUM(workloads) AS BIGINT), CAST(SUM(potential_minor) AS BIGINT)
FROM summed GROUP BY organisation_id, currency
UNION ALL
SELECT organisation_id, 'alone', currency, CAST(SUM(workloads) AS BIGINT), CAST(SUM(potential_minor) AS BIGINT)
FROM summed WHERE shared = 0 GROUP BY organisation_id, currency
UNION ALL
SELECT organisation_id, reach, currency, CAST(SUM(workloads) AS BIGINT), CAST(SUM(potential_minor) AS BIGINT)
FROM summed WHERE reach IS NOT NULL GROUP BY organisation_id, reach, currency
ON CONFLICT (organisation_id, reach, currency)
DO UPDATE SET workloads = portfolio_potential.workloads + excluded.workloads,
              potential_minor = portfolio_potential.potential_minor + excluded.potential_minor"
        )
    };
}

const COUNT_ALL: &str = count!("portfolio AS p WHERE", "");

const COUNT_OF_TOUCHED: &str = count!("touched AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key WHERE", "");

const DISCOUNT_OF_TOUCHED: &str =
    count!("touched AS lt JOIN portfolio AS p ON p.tenant_key = lt.tenant_key WHERE", "-1 * ");

/// Workloads with an offer whose season begins or ends between two days; the first is behind.
const TURNED: &str = "
SELECT DISTINCT workload_id FROM offer
WHERE (valid_from > $1 AND valid_from <= $2) OR (valid_to >= $1 AND valid_to < $2)";

impl Tx {
    /// Computes, beside `derived_workload`, what the touched tenants earned and could earn. Leaves
    /// `derived_earning` and `derived_potential` for the portfolio.
    pub(crate) async fn find_earnings(&mut self) -> Result<(), StoreError> {
        self.make_earnings().await?;
        self.run(FORGET_REACHED_OF_TOUCHED).await?;
        if self.run(FIND_OFFERS).await? == 0 {
            return Ok(());
        }
        self.analyze("ANALYZE derived_offer").await?;
        self.run(FIND_GROWTH_OF_TOUCHED).await?;
        self.run(FIND_REACHED).await?;
        self.analyze("ANALYZE derived_growth").await?;
        self.run(FIND_EARNINGS_OF_LOAD).await?;
        self.analyze("ANALYZE derived_earning").await?;
        self.run(FIND_POTENTIAL).await?;
        self.analyze("ANALYZE derived_potential").await
    }

    async fn make_earnings(&mut self) -> Result<(), StoreError> {
        for table in [MAKE_OFFERS, MAKE_GROWTH, MAKE_EARNINGS, MAKE_POTENTIAL] {
            self.make(table).await?;
        }
        Ok(())
    }

    /// Drops what [`Tx::find_earnings`] made.
    pub(crate) async fn forget_earnings(&mut self) -> Result<(), StoreError> {
        for text in [
            "DROP TABLE derived_potential",
            "DROP TABLE derived_earning",
            "DROP TABLE derived_growth",
            "DROP TABLE derived_offer",
        ] {
            self.run(text).await?;
        }
        Ok(())
    }

    /// Takes what is touched out of the sums; before the portfolio changes.
    pub(crate) async fn discount_potential(&mut self, is_everything: bool) -> Result<(), StoreError> {
        if is_everything {
            self.run("DELETE FROM portfolio_potential").await?;
        } else {
            self.run(DISCOUNT_OF_TOUCHED).await?;
        }
        Ok(())
    }

    /// Adds what is touched to the sums; after the portfolio has changed.
    pub(crate) async fn count_potential(&mut self) -> Result<(), StoreError> {
        self.run(COUNT_OF_TOUCHED).await?;
        self.run("DELETE FROM portfolio_potential WHERE workloads = 0").await?;
        Ok(())
    }

    /// Computes anew what every workload earned and could earn, after an offer changed. Whoever calls holds the lock of
    /// [`Tx::lock_application`].
    pub async fn earn_anew(&mut self) -> Result<(), StoreError> {
        self.make_earnings().await?;
        self.run("DELETE FROM offer_reached").await?;
        if self.run(FIND_OFFERS).await? > 0 {
            self.analyze("ANALYZE derived_offer").await?;
            self.run(FIND_GROWTH).await?;
            self.run(FIND_REACHED).await?;
            self.analyze("ANALYZE derived_growth").await?;
            self.run(FIND_EARNINGS).await?;
            self.analyze("ANALYZE derived_earning").await?;
            self.run(FIND_POTENTIAL).await?;
            self.analyze("ANALYZE derived_potential").await?;
        }
        for text in WRITE_EARNINGS.into_iter().chain(WRITE_POTENTIAL) {
            self.run(text).await?;
        }
        self.run("DELETE FROM portfolio_potential").await?;
        self.run(COUNT_ALL).await?;
        self.count_all_opportunities().await?;
        self.forget_earnings().await
    }

    /// The day up to which it is known which offers pay, as `2026-08-01`.
    pub async fn season_reached_on(&mut self) -> Result<String, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar("SELECT reached_on FROM season WHERE season_id = 1").fetch_one(c).await?))
    }

    /// The workloads with an offer that begins or ends to pay between the day that the season has reached and this one.
    pub async fn turning(&mut self, today: &str) -> Result<Vec<WorkloadId>, StoreError> {
        let reached = self.season_reached_on().await?;
        let turned: Vec<i64> =
            on!(self, c => sqlx::query_scalar(TURNED).bind(&reached).bind(today).fetch_all(c).await?);
        Ok(turned.into_iter().map(WorkloadId).collect())
    }

    /// Brings the season to a day, if it is not there yet: of two servers that do so at once, one waits for the other and
    /// finds it done. Whoever calls holds the lock of [`Tx::lock_application`].
    pub async fn advance_season(&mut self, today: &str) -> Result<bool, StoreError> {
        if self.season_reached_on().await?.as_str() >= today {
            return Ok(false);
        }
        let has_turned = !self.turning(today).await?.is_empty();
        on!(self, c => sqlx::query("UPDATE season SET reached_on = $1 WHERE season_id = 1 AND reached_on < $1")
            .bind(today).execute(c).await?.rows_affected());
        if has_turned {
            self.earn_anew().await?;
        }
        Ok(has_turned)
    }
}
