//! Bulk loading on PostgreSQL: binary `COPY`.

use domain::id::LoadId;
use sqlx::PgConnection;

use crate::{Staged, StoreError};

/// The tables of a room. What waits there need not outlive a server that dies.
pub(crate) const ROOM: [&str; 6] = [
    "CREATE UNLOGGED TABLE staged_base (first_key BIGINT NOT NULL, planned_after BIGINT)",
    // What the load comes to say of each tenant: its newest month.
    r#"CREATE UNLOGGED TABLE staged_fact (
         tenant_key BIGINT NOT NULL,
         tenant_id  UUID NOT NULL,
         id_text    TEXT COLLATE "C" NOT NULL,
         month      BIGINT NOT NULL,
         name       TEXT COLLATE "C" NOT NULL,
         name_key   TEXT COLLATE "C" NOT NULL,
         domain     TEXT COLLATE "C" NOT NULL,
         country    TEXT COLLATE "C" NOT NULL,
         segment    TEXT COLLATE "C" NOT NULL,
         tpid       TEXT COLLATE "C" NOT NULL,
         -- Against what is there: 0 the same or older, 1 new, 2 another value, 3 only a newer month.
         change     BIGINT NOT NULL DEFAULT 1
     )"#,
    // One row a figure: what the rows of the file come to.
    "CREATE UNLOGGED TABLE staged_figure (
         tenant_key  BIGINT NOT NULL,
         workload_id BIGINT NOT NULL,
         month       BIGINT NOT NULL,
         pau         BIGINT NOT NULL,
         mau         BIGINT NOT NULL,
         location_id BIGINT,
         is_newest   BOOLEAN NOT NULL
     )",
    // The further locations at which the holder of a figure's claim holds it.
    "CREATE UNLOGGED TABLE staged_holding (
         tenant_key  BIGINT NOT NULL,
         workload_id BIGINT NOT NULL,
         month       BIGINT NOT NULL,
         location_id BIGINT NOT NULL
     )",
    // The figures that differ from what is there; empty where all are new.
    "CREATE UNLOGGED TABLE staged_difference (
         tenant_key  BIGINT NOT NULL,
         workload_id BIGINT NOT NULL,
         month       BIGINT NOT NULL,
         is_new      BOOLEAN NOT NULL
     )",
    // One row a subscription, SKU and month of a tenant.
    r#"CREATE UNLOGGED TABLE staged_seat (
         tenant_key    BIGINT NOT NULL,
         month         BIGINT NOT NULL,
         sku_key       TEXT COLLATE "C" NOT NULL,
         subscription  TEXT COLLATE "C" NOT NULL,
         sku           TEXT COLLATE "C" NOT NULL,
         product       TEXT COLLATE "C" NOT NULL,
         family        TEXT COLLATE "C" NOT NULL,
         state         TEXT COLLATE "C" NOT NULL,
         is_over       BOOLEAN NOT NULL,
         ends_on       TEXT COLLATE "C",
         is_auto_renew BOOLEAN NOT NULL,
         sold          BIGINT NOT NULL,
         assigned      BIGINT NOT NULL,
         -- Against what is there: 0 the same, 1 new, 2 another value.
         change        BIGINT NOT NULL DEFAULT 1
     )"#,
];

/// Tells the planner what a room holds.
pub(crate) const ROOM_FILLED: &str = "ANALYZE staged_fact, staged_figure, staged_holding, staged_seat";

/// The binary form of `COPY`: for each row the number of its fields, for each field its length and its bytes.
struct CopyRows(Vec<u8>);

/// What every such stream begins with: a mark, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

impl CopyRows {
    fn new(rows: usize, width_bytes: usize) -> Self {
        let mut bytes = Vec::with_capacity(HEADER.len() + rows * width_bytes + 2);
        bytes.extend_from_slice(HEADER);
        Self(bytes)
    }

    fn row(&mut self, fields: i16) -> &mut Self {
        self.0.extend_from_slice(&fields.to_be_bytes());
        self
    }

    fn field(&mut self, bytes: &[u8]) -> &mut Self {
        // No text is longer than a row of a file.
        self.0.extend_from_slice(&i32::try_from(bytes.len()).unwrap_or(0).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    fn int(&mut self, value: i64) -> &mut Self {
        self.field(&value.to_be_bytes())
    }

    fn optional(&mut self, value: Option<i64>) -> &mut Self {
        if let Some(value) = value {
            return self.int(value);
        }
        self.0.extend_from_slice(&(-1_i32).to_be_bytes());
        self
    }

    fn optional_text(&mut self, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            return self.text(value);
        }
        self.0.extend_from_slice(&(-1_i32).to_be_bytes());
        self
    }

    fn flag(&mut self, value: bool) -> &mut Self {
        self.field(&[u8::from(value)])
    }

    fn text(&mut self, value: &str) -> &mut Self {
        // The one character that PostgreSQL's text cannot hold.
        if value.contains('\0') { self.field(value.replace('\0', "").as_bytes()) } else { self.field(value.as_bytes()) }
    }

    async fn copy(mut self, transaction: &mut PgConnection, into: &'static str) -> Result<(), StoreError> {
        if self.0.len() > HEADER.len() {
            self.0.extend_from_slice(&(-1_i16).to_be_bytes());
            let mut copy = transaction.copy_in_raw(into).await?;
            copy.send(self.0).await?;
            copy.finish().await?;
        }
        Ok(())
    }
}

/// Puts what is not in a room into the waiting room.
pub(crate) async fn stage(transaction: &mut PgConnection, load: LoadId, batch: &Staged) -> Result<(), StoreError> {
    let mut rows = CopyRows::new(batch.locations.len(), 200);
    for row in &batch.locations {
        rows.row(9).int(load.0).int(row.line).text(&row.mpn_id).text(&row.name).text(&row.pga_mpn_id);
        rows.text(&row.pga_name).text(&row.city).text(&row.country).flag(row.is_global);
    }
    rows.copy(
        transaction,
        "COPY staged_location (load_id, line, mpn_id, name, pga_mpn_id, pga_name, city, country, is_global)
         FROM STDIN (FORMAT binary)",
    )
    .await?;
    let mut rows = CopyRows::new(batch.refused.len(), 100);
    for row in &batch.refused {
        rows.row(6).int(load.0).int(row.line).text(&row.column).text(&row.value).text(&row.reason);
        rows.optional(row.other_line);
    }
    rows.copy(
        transaction,
        "COPY refused_row (load_id, line, column_name, value, reason, other_line) FROM STDIN (FORMAT binary)",
    )
    .await?;
    let mut rows = CopyRows::new(batch.workloads.len(), 100);
    for row in &batch.workloads {
        rows.row(4).int(load.0).int(row.workload_id).text(&row.spelling).text(&row.code);
    }
    rows.copy(transaction, "COPY staged_workload (load_id, workload_id, spelling, code) FROM STDIN (FORMAT binary)")
        .await?;
    stage_plans(transaction, load, batch).await
}

/// Puts what SKUs entitle to, and how inclined customers are, into the waiting room.
async fn stage_plans(transaction: &mut PgConnection, load: LoadId, batch: &Staged) -> Result<(), StoreError> {
    let mut rows = CopyRows::new(batch.plans.len(), 150);
    for row in &batch.plans {
        rows.row(7).int(load.0).int(row.line).text(&row.sku_key).text(&row.sku).text(&row.bucket);
        rows.text(&row.spelling).text(&row.workload);
    }
    rows.copy(
        transaction,
        "COPY staged_plan (load_id, line, sku_key, sku, bucket, spelling, workload) FROM STDIN (FORMAT binary)",
    )
    .await?;
    let mut rows = CopyRows::new(batch.propensities.len(), 120);
    for row in &batch.propensities {
        rows.row(8).int(load.0).int(row.line).field(row.tenant_id.as_bytes());
        rows.text(row.tenant_id.as_hyphenated().encode_lower(&mut [0; 36])).int(row.organisation_id);
        rows.text(&row.cluster).text(&row.fit).text(&row.intent);
    }
    rows.copy(
        transaction,
        "COPY staged_propensity (load_id, line, tenant_id, id_text, organisation_id, cluster, fit, intent)
         FROM STDIN (FORMAT binary)",
    )
    .await?;
    stage_referrals(transaction, load, batch).await
}

/// Puts customers who ask for assistance into the waiting room.
async fn stage_referrals(transaction: &mut PgConnection, load: LoadId, batch: &Staged) -> Result<(), StoreError> {
    let mut rows = CopyRows::new(batch.referrals.len(), 500);
    for row in &batch.referrals {
        rows.row(19).int(load.0).int(row.line).text(&row.code).text(row.source).field(row.tenant_id.as_bytes());
        rows.text(row.tenant_id.as_hyphenated().encode_lower(&mut [0; 36])).text(&row.name).text(&row.country);
        rows.text(&row.language).text(&row.size).optional_text(row.asked_on.as_deref()).text(&row.notes);
        rows.optional(row.value.map(|value| value.0)).optional_text(row.value.map(|value| value.1));
        rows.text(&row.contacts).text(&row.search_key).text(&row.workloads_text()).optional(row.location_id);
        rows.text(row.status);
    }
    rows.copy(
        transaction,
        "COPY staged_referral (load_id, line, code, source, tenant_id, id_text, name, country, language, size, asked_on,
                               notes, value_minor, currency, contacts, search_key, workloads, location_id, status)
         FROM STDIN (FORMAT binary)",
    )
    .await?;
    let mut rows = CopyRows::new(batch.referrals.len(), 60);
    for row in &batch.referrals {
        for workload in &row.workloads {
            rows.row(3).int(load.0).int(row.line).int(*workload);
        }
    }
    rows.copy(transaction, "COPY staged_referral_workload (load_id, line, workload_id) FROM STDIN (FORMAT binary)")
        .await
}

/// Puts a batch into a room; the tenants have these keys.
pub(crate) async fn fill_room(transaction: &mut PgConnection, batch: &Staged, keys: &[i64]) -> Result<(), StoreError> {
    let key = |tenant: usize| keys.get(tenant).copied();
    let mut rows = CopyRows::new(batch.tenants.len(), 200);
    for (row, key) in batch.tenants.iter().zip(keys) {
        rows.row(10)
            .int(*key)
            .field(row.tenant_id.as_bytes())
            .text(row.tenant_id.as_hyphenated().encode_lower(&mut [0; 36]));
        rows.int(row.month).text(&row.name).text(&row.name_key).text(&row.domain).text(&row.country);
        rows.text(&row.segment).text(&row.tpid);
    }
    rows.copy(
        transaction,
        "COPY staged_fact (tenant_key, tenant_id, id_text, month, name, name_key, domain, country, segment, tpid)
         FROM STDIN (FORMAT binary)",
    )
    .await?;
    let mut rows = CopyRows::new(batch.figures.len(), 80);
    for row in &batch.figures {
        rows.row(7).optional(key(row.tenant)).int(row.workload_id).int(row.month).int(row.pau).int(row.mau);
        rows.optional(row.location_id).flag(row.is_newest);
    }
    rows.copy(
        transaction,
        "COPY staged_figure (tenant_key, workload_id, month, pau, mau, location_id, is_newest)
         FROM STDIN (FORMAT binary)",
    )
    .await?;
    let mut rows = CopyRows::new(batch.holdings.len(), 50);
    for row in &batch.holdings {
        rows.row(4).optional(key(row.tenant)).int(row.workload_id).int(row.month).int(row.location_id);
    }
    rows.copy(
        transaction,
        "COPY staged_holding (tenant_key, workload_id, month, location_id) FROM STDIN (FORMAT binary)",
    )
    .await?;
    let mut rows = CopyRows::new(batch.seats.len(), 200);
    for row in &batch.seats {
        rows.row(13).optional(key(row.tenant)).int(row.month).text(&row.sku_key).text(&row.subscription).text(&row.sku);
        rows.text(&row.product).text(&row.family).text(&row.state).flag(row.is_over);
        rows.optional_text(row.ends_on.as_deref()).flag(row.is_auto_renew).int(row.sold).int(row.assigned);
    }
    rows.copy(
        transaction,
        "COPY staged_seat (tenant_key, month, sku_key, subscription, sku, product, family, state, is_over, ends_on,
                           is_auto_renew, sold, assigned)
         FROM STDIN (FORMAT binary)",
    )
    .await
}
