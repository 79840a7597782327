//! Mail: the words of a letter, its bytes, and how it goes out.
//!
//! A letter comes from `app`, made for its reader; here it gets words in the reader's language ([`words`]), becomes a message as
//! text and as HTML ([`message`]), is handed to a mail server ([`postbox`]), and what came of it goes back ([`carry`]).
//! Deliberately absent: who gets what, and what they may see.

mod carrier;
mod message;
mod postbox;
mod words;

pub use carrier::{carry, carry_one, deliver_all};
pub use message::{Site, message, test_message};
pub use postbox::{NotAPostbox, Postbox, PostboxUrl};
pub use words::{Line, Written, written};
