//! Taking a load back: what it added goes, what it changed is what it was (S13.4).
//!
//! Only the newest load of a kind can be taken back, so that nothing newer of that kind rests on it.

use domain::id::LoadId;
use domain::load::FeedKind;

use crate::profile::NOTE_MOVED_TENANTS;
use crate::staging::{fact_source, source};
use crate::{StoreError, Tx};

/// Only tenants that the load touched have figures of it: there is no index by load.
const DROP_HOLDINGS: &str = "
DELETE FROM usage_holding WHERE source = $2
  AND tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)
  AND EXISTS (
    SELECT 1 FROM usage AS u
    WHERE u.load_id = $1 AND u.source = $2 AND u.tenant_key = usage_holding.tenant_key
      AND u.workload_id = usage_holding.workload_id AND u.month = usage_holding.month)";

const DROP_USAGE: &str = "
DELETE FROM usage WHERE load_id = $1 AND source = $2
  AND tenant_key IN (SELECT lt.tenant_key FROM load_tenant AS lt WHERE lt.load_id = $1)";

const RESTORE_USAGE: &str = "
INSERT INTO usage (tenant_key, workload_id, month, source, pau, mau, location_id, load_id)
SELECT tenant_key, workload_id, month, source, pau, mau, location_id, load_id
FROM usage_before WHERE undo_load_id = $1";

const RESTORE_HOLDINGS: &str = "
INSERT INTO usage_holding (tenant_key, workload_id, month, source, location_id)
SELECT tenant_key, workload_id, month, source, location_id FROM usage_holding_before WHERE undo_load_id = $1";

const DROP_FACTS: &str = "DELETE FROM tenant_fact WHERE load_id = $1 AND source = $2";

const RESTORE_FACTS: &str = "
INSERT INTO tenant_fact (tenant_key, source, month, name, name_key, domain, country, segment, tpid, load_id)
SELECT tenant_key, source, month, name, name_key, domain, country, segment, tpid, load_id
FROM tenant_fact_before WHERE undo_load_id = $1";

const DROP_LOCATIONS: &str = "
DELETE FROM location WHERE load_id = $1
  AND NOT EXISTS (SELECT 1 FROM location_before AS b WHERE b.undo_load_id = $1 AND b.location_id = location.location_id)";

const RESTORE_LOCATIONS: &str = "
UPDATE location SET
    organisation_id = (SELECT b.organisation_id FROM location_before AS b WHERE b.undo_load_id = $1 AND b.location_id = location.location_id),
    name = (SELECT b.name FROM location_before AS b WHERE b.undo_load_id = $1 AND b.location_id = location.location_id),
    city = (SELECT b.city FROM location_before AS b WHERE b.undo_load_id = $1 AND b.location_id = location.location_id),
    country = (SELECT b.country FROM location_before AS b WHERE b.undo_load_id = $1 AND b.location_id = location.location_id),
    is_global = (SELECT b.is_global FROM location_before AS b WHERE b.undo_load_id = $1 AND b.location_id = location.location_id),
    load_id = (SELECT b.load_id FROM location_before AS b WHERE b.undo_load_id = $1 AND b.location_id = location.location_id)
WHERE location_id IN (SELECT b.location_id FROM location_before AS b WHERE b.undo_load_id = $1)";

const DROP_PARTNERS: &str = "
DELETE FROM organisation WHERE load_id = $1
  AND NOT EXISTS (SELECT 1 FROM organisation_before AS b
                  WHERE b.undo_load_id = $1 AND b.organisation_id = organisation.organisation_id)";

const RESTORE_PARTNERS: &str = "
UPDATE organisation SET
    name = (SELECT b.name FROM organisation_before AS b WHERE b.undo_load_id = $1 AND b.organisation_id = organisation.organisation_id),
    load_id = (SELECT b.load_id FROM organisation_before AS b WHERE b.undo_load_id = $1 AND b.organisation_id = organisation.organisation_id)
WHERE organisation_id IN (SELECT b.organisation_id FROM organisation_before AS b WHERE b.undo_load_id = $1)";

impl Tx {
    /// Puts back what was there before a load. A conflict means that something else uses what it brought.
    pub async fn restore(&mut self, load: LoadId, kind: FeedKind) -> Result<(), StoreError> {
        if kind == FeedKind::PartnerProfile {
            for text in [NOTE_MOVED_TENANTS, RESTORE_LOCATIONS, DROP_LOCATIONS, RESTORE_PARTNERS, DROP_PARTNERS] {
                self.for_load(text, load).await?;
            }
        }
        if kind.has_figures() {
            self.for_source(DROP_HOLDINGS, load, source(kind)).await?;
            self.for_source(DROP_USAGE, load, source(kind)).await?;
            self.for_load(RESTORE_USAGE, load).await?;
            self.for_load(RESTORE_HOLDINGS, load).await?;
        }
        match kind {
            FeedKind::SeatsAndSubscriptions => self.restore_seats(load).await?,
            FeedKind::EligiblePlans => self.restore_plans(load).await?,
            FeedKind::Propensity => self.restore_propensity(load).await?,
            FeedKind::Referrals => self.restore_referrals(load).await?,
            FeedKind::PartnerProfile | FeedKind::CustomersAndTenants | FeedKind::OfficeUsage | FeedKind::EmsUsage => {}
        }
        self.for_source(DROP_FACTS, load, fact_source(kind)).await?;
        self.for_load(RESTORE_FACTS, load).await?;
        Ok(())
    }

    /// Forgets what would be needed to take back loads of a kind that are no longer the newest of it, and
    /// what a load touched.
    pub async fn forget_before(&mut self, load: LoadId) -> Result<(), StoreError> {
        for text in [
            "DELETE FROM usage_before WHERE undo_load_id = $1",
            "DELETE FROM usage_holding_before WHERE undo_load_id = $1",
            "DELETE FROM tenant_fact_before WHERE undo_load_id = $1",
            "DELETE FROM location_before WHERE undo_load_id = $1",
            "DELETE FROM seat_before WHERE undo_load_id = $1",
            "DELETE FROM sku_workload_before WHERE undo_load_id = $1",
            "DELETE FROM sku_plan_before WHERE undo_load_id = $1",
            "DELETE FROM propensity_before WHERE undo_load_id = $1",
            "DELETE FROM rfa_workload_before WHERE undo_load_id = $1",
            "DELETE FROM rfa_before WHERE undo_load_id = $1",
            "DELETE FROM organisation_before WHERE undo_load_id = $1",
            "DELETE FROM load_tenant WHERE load_id = $1",
        ] {
            self.for_load(text, load).await?;
        }
        Ok(())
    }
}
