//! In which language a note is written: the text tells, not the person's settings (S9.2).

use whatlang::{Detector, Lang};

use unicode_segmentation::UnicodeSegmentation;

use super::words::Words;
use crate::person::Language;

/// As much of a text as is looked at: a note says in its first sentences which language it is in.
const ENOUGH_CHARACTERS: usize = 600;

/// By how many words of its table one language has to be ahead for them to decide.
const AHEAD: usize = 2;

/// The language of a text; `assumed` where nothing in it tells.
///
/// The words of the tables decide where they can: in one or two sentences full of product names and English trade words they
/// are the better witness. Statistics of letters are asked where they are few or divided.
pub(super) fn of(text: &str, assumed: Language) -> Language {
    let beginning = match text.char_indices().nth(ENOUGH_CHARACTERS) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    };
    let keys: Vec<String> =
        beginning.unicode_words().map(|word| word.to_lowercase().replace('\u{2019}', "'")).collect();
    let keys = keys.as_slice();
    let (english, dutch) = votes(keys);
    if english >= dutch.saturating_add(AHEAD) {
        return Language::English;
    }
    if dutch >= english.saturating_add(AHEAD) {
        return Language::Dutch;
    }
    let letters = Detector::with_allowlist(vec![Lang::Eng, Lang::Nld]).detect(beginning);
    match letters {
        Some(info) if info.is_reliable() => spoken(info.lang()),
        _ if english > dutch => Language::English,
        _ if dutch > english => Language::Dutch,
        Some(info) if keys.len() > 2 => spoken(info.lang()),
        _ => assumed,
    }
}

fn spoken(lang: Lang) -> Language {
    if lang == Lang::Nld { Language::Dutch } else { Language::English }
}

/// How many words are in the English table and not in the Dutch one, and the other way round.
fn votes(keys: &[String]) -> (usize, usize) {
    let (english, dutch) = (Words::of(Language::English), Words::of(Language::Dutch));
    let only = |one: &Words, other: &Words| keys.iter().filter(|key| one.knows(key) && !other.knows(key)).count();
    (only(english, dutch), only(dutch, english))
}
