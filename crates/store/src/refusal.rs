//! When the database last refused a write because it may only be read.
//!
//! A connection keeps what it was opened with: SQLite opens a file that it may not write for reading alone and never
//! tries again; PostgreSQL gives a session the default of its day. An operator mends the file or the setting, and
//! such a connection would go on refusing. So one that is older than the last refusal is not used again.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::planted::{ProcessFault, process_has};

/// Of the whole process: where there are several databases, some connections are made once more than needed.
static LAST: Mutex<Option<Instant>> = Mutex::new(None);

/// Notes that a write is being refused.
pub(crate) fn note() {
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}

/// Whether a connection of that age may have been the one that was refused, or one like it.
pub(crate) fn may_bind(age: Duration) -> bool {
    let last = *LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.is_some_and(|last| age >= last.elapsed()) && !process_has(ProcessFault::KeepsReadOnly)
}
