//! Proofs of execution of claims, without their files (S4.2).

use domain::id::{FiledClaimId, PersonId};
use domain::planted::{Fault, planted};

use crate::statement::{Statement, Value};
use crate::{StoreError, Tx, on};

/// A proof of execution.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimProofRow {
    /// The name in URLs and JSON.
    pub handle: String,
    /// The claim.
    pub filed_claim_id: i64,
    /// Under which name it is shown and given back.
    pub file_name: String,
    /// What it is.
    pub media_type: String,
    /// How large.
    pub file_bytes: i64,
    /// SHA-256 of its content, under which it is kept.
    pub content_hash: Vec<u8>,
    /// Who added it.
    pub person: Option<String>,
    /// When, in milliseconds.
    pub added_at: i64,
}

impl Tx {
    /// Adds a proof to a claim that is held.
    pub async fn add_proof(&mut self, new: &ClaimProofRow, person: Option<PersonId>) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO claim_proof (handle, filed_claim_id, file_name, media_type, file_bytes, content_hash, person_id, added_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        )
        .bind(&new.handle).bind(new.filed_claim_id).bind(&new.file_name).bind(&new.media_type).bind(new.file_bytes)
        .bind(&new.content_hash).bind(person.map(|one| one.0)).bind(new.added_at).execute(c).await?.rows_affected());
        self.touch_filed_claim(FiledClaimId(new.filed_claim_id)).await
    }

    /// The proofs of a claim, in the order in which they were added.
    pub async fn claim_proofs(&mut self, claim: FiledClaimId) -> Result<Vec<ClaimProofRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT f.handle, f.filed_claim_id, f.file_name, f.media_type, f.file_bytes, f.content_hash, p.name AS person,
                    f.added_at
             FROM claim_proof AS f LEFT JOIN person AS p ON p.person_id = f.person_id WHERE ",
        );
        if planted(Fault::ProofByForeignHandle) {
            statement.text("f.filed_claim_id > ").value(Value::Int(-claim.0));
        } else {
            statement.text("f.filed_claim_id = ").value(Value::Int(claim.0));
        }
        statement.text(" ORDER BY f.claim_proof_id");
        statement.rows(self).await
    }

    /// Takes a proof away.
    pub async fn remove_proof(&mut self, claim: FiledClaimId, handle: &str) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM claim_proof WHERE filed_claim_id = $1 AND handle = $2")
            .bind(claim.0).bind(handle).execute(c).await?.rows_affected());
        self.touch_filed_claim(claim).await
    }
}
