//! What is said about a split that cannot be saved, in the reader's language and with its numbers (S8.3).

use app::Problem;
use domain::service_status::check::MOST_LINES;
use domain::service_status::{SplitFault, SplitProblem};
use domain::usage::MOST_UNITS;
use i18n_embed_fl::fl;
use locale::Words;

use super::words::of_problem;

/// The field of a problem, as programs name it: `total`, `lines`, or `lines[3].l2`, counted from 0.
pub(crate) fn split_field(problem: &SplitProblem) -> String {
    match problem.line {
        None => problem.field.code().to_owned(),
        Some(line) => format!("lines[{line}].{}", problem.field.code()),
    }
}

/// What is wrong with it.
pub(crate) fn split_words(fault: &SplitFault, words: &Words) -> String {
    let w = words.loader();
    match *fault {
        SplitFault::TooMany(seats) => fl!(w, "split-too-many", count = seats),
        SplitFault::TooFew(seats) => fl!(w, "split-too-few", count = seats),
        SplitFault::TotalChanged { seen, now } => fl!(w, "split-total-changed", seen = seen, now = now),
        SplitFault::TooManyLines { lines } => {
            let (lines, most) =
                (i64::try_from(lines).unwrap_or(i64::MAX), i64::try_from(MOST_LINES).unwrap_or(i64::MAX));
            fl!(w, "split-too-many-lines", lines = lines, most = most)
        }
        SplitFault::Missing => of_problem(&Problem::Missing, words),
        SplitFault::NotANumber => fl!(w, "split-not-a-number"),
        SplitFault::NotPossible { least } => fl!(w, "split-not-possible", least = least, most = MOST_UNITS),
        SplitFault::NoLongerOffered(ref labels) => {
            fl!(w, "split-no-longer-offered", name = labels.of(words.language()).to_owned())
        }
        SplitFault::NotAnOption => fl!(w, "split-not-an-option"),
        SplitFault::NoOptions => fl!(w, "split-no-options"),
        SplitFault::WithoutReason => fl!(w, "split-without-reason"),
        SplitFault::NoTargetDate => fl!(w, "split-no-target-date"),
        SplitFault::Day(fault) => of_problem(&fault.into(), words),
        SplitFault::Text(fault) => of_problem(&fault.into(), words),
    }
}
