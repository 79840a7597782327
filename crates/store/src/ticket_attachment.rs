//! Files that go with tickets, without their contents (S11.4).

use domain::id::{PersonId, TicketId};
use domain::planted::{Fault, planted};

use crate::statement::{Statement, Value};
use crate::{StoreError, Tx, on};

/// A file that goes with a ticket.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AttachmentRow {
    /// The name in URLs and JSON.
    pub handle: String,
    /// The ticket.
    pub ticket_id: i64,
    /// Under which name it is shown and given back.
    pub file_name: String,
    /// What it is.
    pub media_type: String,
    /// How large.
    pub file_bytes: i64,
    /// SHA-256 of its content, under which it is kept.
    pub content_hash: Vec<u8>,
    /// The code of the side that added it.
    pub side: String,
    /// Who added it.
    pub person_id: Option<i64>,
    /// Their name.
    pub person: Option<String>,
    /// When, in milliseconds.
    pub added_at: i64,
}

impl Tx {
    /// Adds a file to a ticket that is held.
    pub async fn add_attachment(&mut self, new: &AttachmentRow) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO ticket_attachment (handle, ticket_id, file_name, media_type, file_bytes, content_hash, side, person_id,
                                            added_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        )
        .bind(&new.handle).bind(new.ticket_id).bind(&new.file_name).bind(&new.media_type).bind(new.file_bytes)
        .bind(&new.content_hash).bind(&new.side).bind(new.person_id).bind(new.added_at).execute(c).await?.rows_affected());
        self.touch_ticket(TicketId(new.ticket_id), new.added_at).await
    }

    /// How many bytes somebody brought, to all tickets together.
    pub async fn attachment_bytes_of(&mut self, person: PersonId) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(file_bytes), 0) AS BIGINT) FROM ticket_attachment WHERE person_id = $1"
        ).bind(person.0).fetch_one(c).await?))
    }

    /// The files of a ticket, in the order in which they were added.
    pub async fn attachments(&mut self, ticket: TicketId) -> Result<Vec<AttachmentRow>, StoreError> {
        let mut statement = Statement::new(
            "SELECT f.handle, f.ticket_id, f.file_name, f.media_type, f.file_bytes, f.content_hash, f.side, f.person_id,
                    p.name AS person, f.added_at
             FROM ticket_attachment AS f LEFT JOIN person AS p ON p.person_id = f.person_id WHERE ",
        );
        if planted(Fault::AttachmentByForeignHandle) {
            statement.text("f.ticket_id > ").value(Value::Int(-ticket.0));
        } else {
            statement.text("f.ticket_id = ").value(Value::Int(ticket.0));
        }
        statement.text(" ORDER BY f.ticket_attachment_id");
        statement.rows(self).await
    }

    /// Takes a file away.
    pub async fn remove_attachment(&mut self, ticket: TicketId, handle: &str, at: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM ticket_attachment WHERE ticket_id = $1 AND handle = $2")
            .bind(ticket.0).bind(handle).execute(c).await?.rows_affected());
        self.touch_ticket(ticket, at).await
    }
}
