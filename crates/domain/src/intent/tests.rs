//! What the modules of the guidance promise beside the graded notes of `tests/intent.rs`.

use std::cell::Cell;

use proptest::prelude::*;

use super::guidance::{MOST_SENTENCES, SUGGESTIONS};
use super::*;

thread_local! {
    /// How many steps the matching of phrases took on this thread.
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Counts a step of the matching of phrases.
pub(super) fn count_step() {
    STEPS.with(|steps| steps.set(steps.get() + 1));
}
