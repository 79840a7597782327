//! What has been kept long enough (S16.2): a batch at a time, the oldest first.

use domain::retention::RetentionKind;

use crate::{StoreError, Tx, on};

/// A content that a file had, and whose.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RemovedFileRow {
    /// The hash under which it is kept.
    pub content_hash: Vec<u8>,
}

impl Tx {
    /// How many there are of a kind from this moment or before, in milliseconds.
    pub async fn count_outdated(&mut self, kind: RetentionKind, until: i64) -> Result<i64, StoreError> {
        let text = match kind {
            RetentionKind::Audit => "SELECT COUNT(*) FROM audit WHERE happened_at <= $1",
            RetentionKind::Accounts => "SELECT COUNT(*) FROM person WHERE deactivated_at <= $1 AND erased_at IS NULL",
            RetentionKind::Tickets => "SELECT COUNT(*) FROM ticket WHERE state = 'resolved' AND changed_at <= $1",
            RetentionKind::Proofs => {
                "SELECT COUNT(*) FROM claim_proof AS p JOIN filed_claim AS c ON c.filed_claim_id = p.filed_claim_id
                 WHERE c.state IN ('rejected', 'disassociated') AND c.moved_at <= $1"
            }
            RetentionKind::Mail => "SELECT COUNT(*) FROM mail WHERE done_at <= $1 AND state <> 'failed'",
            RetentionKind::FailedMail => "SELECT COUNT(*) FROM mail WHERE done_at <= $1 AND state = 'failed'",
        };
        Ok(on!(self, c => sqlx::query_scalar(text).bind(until).fetch_one(c).await?))
    }

    /// Removes entries of the audit from this moment or before; gives how many. The database refuses it for any that is newer.
    pub async fn remove_audit(&mut self, until: i64, limit: i64) -> Result<u64, StoreError> {
        on!(self, c => sqlx::query("UPDATE audit_kept SET until = $1 WHERE until < $1")
            .bind(until).execute(c).await?.rows_affected());
        Ok(on!(self, c => sqlx::query(
            "DELETE FROM audit WHERE audit_id IN (
                 SELECT audit_id FROM audit WHERE happened_at <= $1 ORDER BY audit_id LIMIT $2)"
        ).bind(until).bind(limit).execute(c).await?.rows_affected()))
    }

    /// Removes messages that failed, or all others that were settled, at this moment or before; gives how many.
    pub async fn remove_settled_mail(&mut self, until: i64, is_failed: bool, limit: i64) -> Result<u64, StoreError> {
        // Whichever is tried once more meanwhile is not settled any longer.
        Ok(on!(self, c => sqlx::query(
            "DELETE FROM mail WHERE done_at <= $1 AND (state = 'failed') = $2 AND mail_id IN (
                 SELECT mail_id FROM mail WHERE done_at <= $1 AND (state = 'failed') = $2 ORDER BY done_at, mail_id LIMIT $3)"
        ).bind(until).bind(is_failed).bind(limit).execute(c).await?.rows_affected()))
    }

    /// The handles of accounts that were closed at this moment or before, and are not erased.
    pub async fn closed_accounts(&mut self, until: i64, limit: i64) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT handle FROM person WHERE deactivated_at <= $1 AND erased_at IS NULL ORDER BY person_id LIMIT $2"
        ).bind(until).bind(limit).fetch_all(c).await?))
    }

    /// Removes tickets that were resolved at this moment or before, with what was said in them; gives how many, and the contents of
    /// their files.
    pub async fn remove_tickets(&mut self, until: i64, limit: i64) -> Result<(u64, Vec<RemovedFileRow>), StoreError> {
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(
            "SELECT ticket_id FROM ticket WHERE state = 'resolved' AND changed_at <= $1 ORDER BY ticket_id LIMIT $2"
        ).bind(until).bind(limit).fetch_all(c).await?);
        let (mut count, mut files) = (0, Vec::new());
        for id in ids {
            let of_ticket: Vec<RemovedFileRow> = on!(self, c => sqlx::query_as(
                "SELECT content_hash FROM ticket_attachment WHERE ticket_id = $1"
            ).bind(id).fetch_all(c).await?);
            // Whoever reopened it meanwhile keeps it.
            let gone = on!(self, c => sqlx::query(
                "DELETE FROM ticket WHERE ticket_id = $1 AND state = 'resolved' AND changed_at <= $2"
            ).bind(id).bind(until).execute(c).await?.rows_affected());
            if gone > 0 {
                count += gone;
                files.extend(of_ticket);
            }
        }
        Ok((count, files))
    }

    /// Removes proofs of claims that ended at this moment or before; gives their contents.
    pub async fn remove_ended_proofs(&mut self, until: i64, limit: i64) -> Result<Vec<RemovedFileRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "DELETE FROM claim_proof WHERE claim_proof_id IN (
                 SELECT p.claim_proof_id FROM claim_proof AS p JOIN filed_claim AS c ON c.filed_claim_id = p.filed_claim_id
                 WHERE c.state IN ('rejected', 'disassociated') AND c.moved_at <= $1 ORDER BY p.claim_proof_id LIMIT $2)
             RETURNING content_hash"
        ).bind(until).bind(limit).fetch_all(c).await?))
    }
}
