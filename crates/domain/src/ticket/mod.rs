//! Tickets: what somebody asks the programme office, and how far it has come (S11.4).
//!
//! Deliberately absent: who sees which ticket, which is for [`TicketScope`](crate::access::TicketScope) to say, and files, which
//! are the store's.

mod column;
mod draft;
mod state;
#[cfg(test)]
mod tests;

pub use column::{TicketColumn, TicketSort};
pub use draft::{
    LONGEST_DESCRIPTION, LONGEST_MESSAGE, LONGEST_REFERENCE, LONGEST_TITLE, NewTicket, TicketDraft, TicketFault,
    TicketField, TicketSubject, TicketType, message,
};
pub use state::{FIRST_RESPONSE_DAYS, Side, TicketMove, TicketMoveFault, TicketState, first_response_due};
