//! From the bytes of a downloaded report to checked rows.
//!
//! [`FeedFile`] opens a file of any of the forms of S13.1, recognises the report by its header, and then gives one
//! row after the other, or says why a row or the whole file cannot be used. It reads as a stream: whatever the file
//! is, no more than a few megabytes of it are in memory.
//!
//! Deliberately absent: SQL, async, the file system, and every judgement that needs more than one row, such as rows
//! that contradict each other or partners that nobody knows.
//!
//! ```
//! # use std::io::Cursor;
//! # use feeds::{Fact, FeedFile, Limits};
//! let text = "MPNId,PartnerName,PGA_MPNId,PGA_PartnerName,City,Country,HierarchyLevel\n\
//!             4100001,Noordlicht Utrecht,4000001,Noordlicht,Utrecht,Netherlands,Location\n";
//! let mut file = FeedFile::open(Cursor::new(text), Limits::default())?;
//! while let Some(row) = file.next_row()? {
//!     match row {
//!         Ok(row) => assert!(matches!(row.fact, Fact::Location(_))),
//!         Err(refusal) => eprintln!("{refusal}"),
//!     }
//! }
//! # Ok::<(), feeds::FileRefusal>(())
//! ```

mod field;
mod file;
mod header;
#[cfg(any(test, fuzzing))]
pub mod hostile;
mod kind;
mod limits;
mod record;
mod referral_page;
mod refusal;
mod row;
mod sniff;
#[cfg(test)]
mod tests;
mod unpack;

pub use file::{Block, Checker, FeedFile, Splitter};
pub use limits::Limits;
pub use refusal::{ArchiveFault, FileRefusal, Reason, RowRefusal};
pub use row::{
    CustomerRow, Fact, Level, LocationRow, PlanRow, PropensityRow, ReferralContact, ReferralRow, Row, SeatRow,
    UsageRow, WorkloadFigure,
};
