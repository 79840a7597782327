//! Partners and locations from a partner profile.

use domain::id::LoadId;
use domain::load::LoadCounts;

use crate::{StoreError, Tx, on};

/// Rows of one partner ID that do not agree.
const REFUSE_CONTRADICTIONS: &str = "
WITH torn AS (
    SELECT mpn_id, is_global, MIN(line) AS first_line, MAX(line) AS last_line FROM staged_location WHERE load_id = $1
    GROUP BY mpn_id, is_global
    HAVING MIN(name) <> MAX(name) OR MIN(pga_mpn_id) <> MAX(pga_mpn_id) OR MIN(city) <> MAX(city)
        OR MIN(country) <> MAX(country)
)
INSERT INTO refused_row (load_id, line, column_name, value, reason, other_line)
SELECT $1, s.line, 'MPNId', s.mpn_id, 'contradicts', CASE WHEN s.line = t.first_line THEN t.last_line ELSE t.first_line END
FROM staged_location AS s JOIN torn AS t ON t.mpn_id = s.mpn_id AND t.is_global = s.is_global
WHERE s.load_id = $1
ON CONFLICT DO NOTHING";

const DROP_REFUSED: &str = "
DELETE FROM staged_location WHERE load_id = $1
  AND line IN (SELECT r.line FROM refused_row AS r WHERE r.load_id = $1)";

/// Repetitions of one row: the first stays.
const DROP_REPEATED: &str = "
DELETE FROM staged_location WHERE load_id = $1 AND line <> (
    SELECT MIN(o.line) FROM staged_location AS o
    WHERE o.load_id = $1 AND o.mpn_id = staged_location.mpn_id AND o.is_global = staged_location.is_global)";

const COUNT: &str = "
SELECT COALESCE(SUM(CASE WHEN known IS NULL THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN known IS NOT NULL AND NOT same THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN known IS NOT NULL AND same THEN 1 ELSE 0 END), 0)
FROM (
    SELECT l.location_id AS known, l.name = s.name AND l.city = s.city AND l.country = s.country
           AND o.partner_id = s.pga_mpn_id AS same
    FROM staged_location AS s
    LEFT JOIN location AS l ON l.mpn_id = s.mpn_id
    LEFT JOIN organisation AS o ON o.organisation_id = l.organisation_id
    WHERE s.load_id = $1 AND NOT s.is_global
    UNION ALL
    SELECT o.organisation_id, o.name = s.pga_name
    FROM staged_location AS s LEFT JOIN organisation AS o ON o.partner_id = s.pga_mpn_id
    WHERE s.load_id = $1 AND s.is_global
) AS compared";

/// The partner of a row: its own global row names it, otherwise any of its locations.
const KEEP_PARTNERS: &str = "
INSERT INTO organisation_before (undo_load_id, organisation_id, name, load_id)
SELECT DISTINCT $1, o.organisation_id, o.name, o.load_id
FROM staged_location AS s JOIN organisation AS o ON o.partner_id = s.pga_mpn_id
WHERE s.load_id = $1 AND s.is_global AND o.name <> s.pga_name";

const RENAME_PARTNERS: &str = "
UPDATE organisation SET load_id = $1,
    name = (SELECT MIN(s.pga_name) FROM staged_location AS s
            WHERE s.load_id = $1 AND s.is_global AND s.pga_mpn_id = organisation.partner_id)
WHERE organisation_id IN (SELECT b.organisation_id FROM organisation_before AS b WHERE b.undo_load_id = $1)";

const ADD_PARTNERS: &str = "
INSERT INTO organisation (kind, partner_id, name, number_prefix, load_id)
SELECT 'partner', pga_mpn_id, COALESCE(MIN(CASE WHEN is_global THEN pga_name END), MIN(pga_name)), pga_mpn_id, $1
FROM staged_location WHERE load_id = $1 GROUP BY pga_mpn_id ORDER BY pga_mpn_id
ON CONFLICT DO NOTHING";

const KEEP_LOCATIONS: &str = "
INSERT INTO location_before (undo_load_id, location_id, organisation_id, name, city, country, is_global, load_id)
SELECT $1, l.location_id, l.organisation_id, l.name, l.city, l.country, l.is_global, l.load_id
FROM staged_location AS s
JOIN location AS l ON l.mpn_id = s.mpn_id
JOIN organisation AS o ON o.partner_id = s.pga_mpn_id
WHERE s.load_id = $1
  AND (NOT s.is_global OR l.is_global)
  AND (l.name <> s.name OR l.city <> s.city OR l.country <> s.country OR l.organisation_id <> o.organisation_id)
ON CONFLICT DO NOTHING";

/// The global row stands among the locations too, because files may report under it; a location of the
/// same number wins.
const MERGE_LOCATIONS: &str = "
INSERT INTO location (organisation_id, mpn_id, name, city, country, is_global, load_id)
SELECT o.organisation_id, s.mpn_id, s.name, s.city, s.country, s.is_global, s.load_id
FROM staged_location AS s JOIN organisation AS o ON o.partner_id = s.pga_mpn_id
WHERE s.load_id = $1
  AND (NOT s.is_global OR NOT EXISTS (SELECT 1 FROM staged_location AS x
                                      WHERE x.load_id = $1 AND x.mpn_id = s.mpn_id AND NOT x.is_global))
ORDER BY s.mpn_id
ON CONFLICT (mpn_id) DO UPDATE
SET organisation_id = excluded.organisation_id, name = excluded.name, city = excluded.city, country = excluded.country,
    load_id = excluded.load_id, is_global = excluded.is_global
WHERE (NOT excluded.is_global OR location.is_global)
  AND (location.name <> excluded.name OR location.city <> excluded.city OR location.country <> excluded.country
       OR location.organisation_id <> excluded.organisation_id)";

/// A location that passes to another partner, or back when that is undone, takes its claims along.
pub(crate) const NOTE_MOVED_TENANTS: &str = "
INSERT INTO load_tenant (load_id, tenant_key)
SELECT DISTINCT $1, cl.tenant_key
FROM location_before AS b
JOIN location AS l ON l.location_id = b.location_id AND l.organisation_id <> b.organisation_id
JOIN claim_location AS cl ON cl.location_id = b.location_id
WHERE b.undo_load_id = $1
ON CONFLICT DO NOTHING";

const NOTE_PARTNERS: &str = "
INSERT INTO load_partner (load_id, organisation_id)
SELECT DISTINCT $1, o.organisation_id
FROM staged_location AS s JOIN organisation AS o ON o.partner_id = s.pga_mpn_id
WHERE s.load_id = $1
ON CONFLICT DO NOTHING";

impl Tx {
    /// Refuses what contradicts itself, and keeps one of what is repeated; how many rows were repeated.
    pub async fn settle_profile(&mut self, load: LoadId) -> Result<i64, StoreError> {
        if self.for_load(REFUSE_CONTRADICTIONS, load).await? > 0 {
            self.for_load(DROP_REFUSED, load).await?;
        }
        Ok(i64::try_from(self.for_load(DROP_REPEATED, load).await?).unwrap_or(i64::MAX))
    }

    /// Compares the locations of a load with those that are there.
    pub async fn plan_profile(&mut self, load: LoadId, counts: &mut LoadCounts) -> Result<(), StoreError> {
        let (added, changed, left): (i64, i64, i64) =
            on!(self, c => sqlx::query_as(COUNT).bind(load.0).fetch_one(c).await?);
        counts.added += added;
        counts.changed += changed;
        counts.left += left;
        Ok(())
    }

    /// Merges partners and locations.
    pub async fn apply_profile(&mut self, load: LoadId) -> Result<(), StoreError> {
        for text in [
            KEEP_PARTNERS,
            RENAME_PARTNERS,
            ADD_PARTNERS,
            KEEP_LOCATIONS,
            MERGE_LOCATIONS,
            NOTE_MOVED_TENANTS,
            NOTE_PARTNERS,
        ] {
            self.for_load(text, load).await?;
        }
        Ok(())
    }
}
