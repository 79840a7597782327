//! Bulk loading on PostgreSQL: `COPY`.

use std::fmt::Write as _;

use domain::id::LoadId;
use sqlx::{Postgres, Transaction};

use crate::{Staged, StoreError};

/// The text form of `COPY`: a line a row, tabs between, what would end either escaped.
#[derive(Default)]
struct CopyText(String);

impl CopyText {
    fn row(&mut self, load: LoadId) -> &mut Self {
        let _ = write!(self.0, "{}", load.0);
        self
    }

    fn int(&mut self, value: i64) -> &mut Self {
        let _ = write!(self.0, "\t{value}");
        self
    }

    fn flag(&mut self, value: bool) -> &mut Self {
        self.0.push_str(if value { "\tt" } else { "\tf" });
        self
    }

    fn guid(&mut self, value: uuid::Uuid) -> &mut Self {
        let _ = write!(self.0, "\t{}", value.as_hyphenated());
        self
    }

    fn text(&mut self, value: &str) -> &mut Self {
        self.0.push('\t');
        for letter in value.chars() {
            match letter {
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                '\t' => self.0.push_str("\\t"),
                // The one character that PostgreSQL's text cannot hold.
                '\0' => {}
                other => self.0.push(other),
            }
        }
        self
    }

    fn end(&mut self) {
        self.0.push('\n');
    }
}

async fn copy(
    transaction: &mut Transaction<'static, Postgres>,
    statement: &'static str,
    text: CopyText,
) -> Result<(), StoreError> {
    if !text.0.is_empty() {
        let mut copy = transaction.copy_in_raw(statement).await?;
        copy.send(text.0.into_bytes()).await?;
        copy.finish().await?;
    }
    Ok(())
}

/// Puts rows into the waiting room.
pub(crate) async fn stage(
    transaction: &mut Transaction<'static, Postgres>,
    load: LoadId,
    batch: &Staged,
) -> Result<(), StoreError> {
    let mut text = CopyText::default();
    for row in &batch.locations {
        text.row(load).int(row.line).text(&row.mpn_id).text(&row.name).text(&row.pga_mpn_id).text(&row.pga_name);
        text.text(&row.city).text(&row.country).flag(row.is_global).end();
    }
    copy(
        transaction,
        "COPY staged_location (load_id, line, mpn_id, name, pga_mpn_id, pga_name, city, country, is_global) FROM STDIN",
        text,
    )
    .await?;
    let mut text = CopyText::default();
    for row in &batch.customers {
        text.row(load).int(row.line).guid(row.tenant_id).int(row.month).int(row.organisation_id).guid(row.tenant_id);
        text.text(&row.name).text(&row.name_key).text(&row.domain).text(&row.country).text(&row.segment);
        text.text(&row.tpid).end();
    }
    copy(
        transaction,
        "COPY staged_customer (load_id, line, tenant_id, month, organisation_id, id_text, name, name_key, domain,
                               country, segment, tpid) FROM STDIN",
        text,
    )
    .await?;
    let mut text = CopyText::default();
    for row in &batch.usage {
        text.row(load).int(row.line).guid(row.tenant_id).text(&row.workload).int(row.month).text(&row.subscription);
        text.int(row.location_id).int(row.organisation_id).flag(row.is_claim).flag(row.is_duplicate);
        text.int(row.pau).int(row.mau).end();
    }
    copy(
        transaction,
        "COPY staged_usage (load_id, line, tenant_id, workload, month, subscription, location_id, organisation_id,
                            is_claim, is_duplicate, pau, mau) FROM STDIN",
        text,
    )
    .await?;
    let mut text = CopyText::default();
    for row in &batch.refused {
        text.row(load).int(row.line).text(&row.column).text(&row.value).text(&row.reason).end();
    }
    copy(transaction, "COPY refused_row (load_id, line, column_name, value, reason) FROM STDIN", text).await?;
    let mut text = CopyText::default();
    for (spelling, code) in &batch.workloads {
        text.row(load).text(spelling).text(code).end();
    }
    copy(transaction, "COPY staged_workload (load_id, spelling, code) FROM STDIN", text).await
}
