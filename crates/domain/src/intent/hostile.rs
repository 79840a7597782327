//! What fuzzing throws at the guidance: whatever somebody types, it is read to its end, and what is marked stands in it.

use super::{MOST_CHARACTERS, OtherNote, Surroundings, check};
use crate::person::Language;

/// A note; what comes after a line of its own with `--` is the note of another workload.
///
/// # Panics
/// When that is not so.
pub fn guidance(data: &[u8]) {
    let whole = String::from_utf8_lossy(data);
    let (text, other) = whole.split_once("\n--\n").unwrap_or((&whole, ""));
    let text: String = text.chars().take(MOST_CHARACTERS).collect();
    let letters: Vec<char> = text.chars().collect();
    for assumed in [Language::English, Language::Dutch] {
        let others = [OtherNote { workload: "Teams", text: other }];
        for is_blocked in [false, true] {
            let surroundings =
                Surroundings { others: &others, is_blocked, blockers: &["Legal or regulatory"], assumed };
            let told = check(&text, &surroundings);
            let places = told.findings.iter().map(|one| (one.start, one.end, &one.matched));
            for (start, end, matched) in places.chain(told.credits.iter().map(|one| (one.start, one.end, &one.matched)))
            {
                let marked: Option<String> = letters.get(start..end).map(|letters| letters.iter().collect());
                assert_eq!(marked.as_ref(), Some(matched), "{start}..{end} of {text:?}");
            }
            assert_eq!(check(&text, &surroundings), told, "the same text twice");
        }
    }
}

#[cfg(test)]
#[path = "../../../../fuzz/replay.rs"]
mod replay;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_corpus_breaks_the_guidance() {
        assert!(replay::replay("guidance", guidance) > 300);
    }
}
