//! Whether two notes say the same: word for word, or with a product's name exchanged.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

use super::OtherNote;
use super::reading::Reading;
use super::words::Words;

/// How much of the words that carry meaning two notes share at least, in percent, to be nearly equal.
const SHARED_CONTENT_PERCENT: usize = 80;

/// How much of all words they share at least, in percent.
const SHARED_WORDS_PERCENT: usize = 70;

/// How much of the long words they share at least, in percent.
const SHARED_LONG_WORDS_PERCENT: usize = 25;

/// Fewer words that carry meaning than these are a common short answer ("Customer uses Zoom") and no copy.
const FEWEST_CONTENT_WORDS: usize = 4;

/// How a note repeats another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same but for case and white space.
    Equal,
    /// The same but for a word or a name.
    Near,
}

/// A text without regard to case, white space and letters that nobody sees; empty if there is nothing to see.
pub(super) fn folded(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !is_unseen(*letter)).collect();
    let mut folded = String::with_capacity(seen.len());
    for word in seen.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.to_lowercase());
    }
    folded
}

/// Control characters, and characters that only say how others are shown.
fn is_unseen(letter: char) -> bool {
    let is_mark = matches!(letter, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}');
    is_mark || (letter.is_control() && !letter.is_whitespace())
}

/// The first of the other notes that this one repeats.
pub(super) fn repeated<'a>(
    text: &str,
    reading: &Reading<'_>,
    words: &Words,
    others: &[OtherNote<'a>],
) -> Option<(OtherNote<'a>, Likeness)> {
    if others.is_empty() {
        return None;
    }
    let own = folded(text);
    if own.is_empty() {
        return None;
    }
    if let Some(equal) = others.iter().find(|other| folded(other.text) == own) {
        return Some((*equal, Likeness::Equal));
    }
    let keys: Vec<&str> = reading.words.iter().filter(|word| !word.is_name).map(|word| word.key.as_str()).collect();
    let names: Vec<String> = others.iter().flat_map(|other| keys_of(other.workload)).collect();
    candidates(text, others).find(|other| is_near(&keys, other, &names, words)).map(|other| (*other, Likeness::Near))
}

/// Letters of a word that is worth looking for before a note is read in full.
const LONG_WORD_LETTERS: usize = 5;

/// Notes that are read in full at most: those with most long words in common. Reading all of a tenant's would take longer
/// than all else that is looked for, and of notes that are nearly equal one is enough.
const MOST_READ: usize = 3;

fn long_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.chars().nth(LONG_WORD_LETTERS.saturating_sub(1)).is_some())
}

/// The other notes of which a quarter of the long words are the same, those with the largest share first: most notes of a
/// tenant are told apart by that, without being read.
fn candidates<'o, 'a>(text: &str, others: &'o [OtherNote<'a>]) -> impl Iterator<Item = &'o OtherNote<'a>> {
    let own: HashSet<String> = long_words(text).map(str::to_lowercase).collect();
    let mut lowered = String::new();
    let mut alike: Vec<(usize, &OtherNote<'_>)> = Vec::with_capacity(others.len());
    for other in others {
        let (mut shared, mut all) = (0_usize, 0_usize);
        for word in long_words(other.text) {
            lowered.clear();
            lowered.extend(word.chars().flat_map(char::to_lowercase));
            all = all.saturating_add(1);
            shared = shared.saturating_add(usize::from(own.contains(&lowered)));
        }
        let percent = shared.saturating_mul(100).checked_div(all).unwrap_or(100);
        if percent >= SHARED_LONG_WORDS_PERCENT {
            alike.push((percent, other));
        }
    }
    alike.sort_by_key(|(percent, _)| Reverse(*percent));
    alike.into_iter().take(MOST_READ).map(|(_, other)| other)
}

fn keys_of(text: &str) -> Vec<String> {
    text.unicode_words().map(|word| word.to_lowercase().replace('\u{2019}', "'")).collect()
}

/// Whether two notes share what they say. Names of workloads are left out: who exchanges them has still written one note.
fn is_near(own: &[&str], other: &OtherNote<'_>, names: &[String], words: &Words) -> bool {
    // Names in the other note are known by their capitals, as in the own.
    let reading = Reading::of(other.text, &words.abbreviations, &super::words::NAMES);
    let theirs: Vec<&str> = reading.words.iter().filter(|word| !word.is_name).map(|word| word.key.as_str()).collect();
    let said = |keys: &[&str]| -> Vec<String> {
        keys.iter().filter(|key| !names.iter().any(|name| name == *key)).map(|key| (*key).to_owned()).collect()
    };
    let (own, theirs) = (said(own), said(&theirs));
    let carries = |key: &String| words.is_content(key) || words.is_negation(key);
    let content = |keys: &[String]| -> Vec<String> { keys.iter().filter(|key| carries(key)).cloned().collect() };
    let (own_content, their_content) = (content(&own), content(&theirs));
    own_content.len().min(their_content.len()) >= FEWEST_CONTENT_WORDS
        && shared_percent(&own_content, &their_content) >= SHARED_CONTENT_PERCENT
        && shared_percent(&own, &theirs) >= SHARED_WORDS_PERCENT
}

/// How many words two lists have in common, in percent of all; a word counts as often as it is there.
fn shared_percent(one: &[String], other: &[String]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in one {
        let count = left.entry(word).or_default();
        *count = count.saturating_add(1);
    }
    let mut shared = 0_usize;
    for word in other {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count = count.saturating_sub(1);
            shared = shared.saturating_add(1);
        }
    }
    let all = one.len().saturating_add(other.len());
    shared.saturating_mul(200).checked_div(all).unwrap_or(0)
}
