//! In which language a note is written: the text tells, not the person's settings (S9.2).

use std::cmp::Ordering;

use unicode_segmentation::UnicodeSegmentation;
use whatlang::{Detector, Lang};

use super::words::Words;
use crate::person::Language;

/// As much of a text as is looked at: a note says in its first sentences which language it is in.
const ENOUGH_CHARACTERS: usize = 600;

/// Fewer words than these have too few letters for statistics that are not sure of themselves.
const FEWEST_WORDS: usize = 3;

/// The language of a text; `assumed` where nothing in it tells.
///
/// Statistics of letters decide where they are sure of themselves. Of the graded notes they are in six of seven, and
/// then never wrong. In the others, which are short or full of product names, the words of the tables are counted.
pub(super) fn of(text: &str, assumed: Language) -> Language {
    let beginning = match text.char_indices().nth(ENOUGH_CHARACTERS) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    };
    let letters = Detector::with_allowlist(vec![Lang::Eng, Lang::Nld]).detect(beginning);
    if let Some(sure) = letters.as_ref().filter(|info| info.is_reliable()) {
        return spoken(sure.lang());
    }
    let keys = keys(beginning);
    let (english, dutch) = votes(&keys);
    match (english.cmp(&dutch), letters) {
        (Ordering::Greater, _) => Language::English,
        (Ordering::Less, _) => Language::Dutch,
        (Ordering::Equal, Some(unsure)) if keys.len() >= FEWEST_WORDS => spoken(unsure.lang()),
        (Ordering::Equal, _) => assumed,
    }
}

fn spoken(lang: Lang) -> Language {
    if lang == Lang::Nld { Language::Dutch } else { Language::English }
}

/// The words of a text that can tell its language: names cannot, and within a text a capital makes a name.
fn keys(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.unicode_words().collect();
    let small = words.iter().filter(|word| !word.starts_with(char::is_uppercase)).count();
    // In a text of capitals they are no names.
    let capitals_tell = small.saturating_mul(4) >= words.len();
    let is_name = |place: usize, word: &str| capitals_tell && place > 0 && word.starts_with(char::is_uppercase);
    let own = words.iter().enumerate().filter(|(place, word)| !is_name(*place, word));
    own.map(|(_, word)| word.to_lowercase().replace('\u{2019}', "'")).collect()
}

/// How many words are in the English table and not in the Dutch one, and the other way round.
fn votes(keys: &[String]) -> (usize, usize) {
    let (english, dutch) = (Words::of(Language::English), Words::of(Language::Dutch));
    let only = |one: &Words, other: &Words| keys.iter().filter(|key| one.knows(key) && !other.knows(key)).count();
    (only(english, dutch), only(dutch, english))
}
