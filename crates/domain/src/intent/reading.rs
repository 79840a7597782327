//! A note as it is read: its words, the sentences and clauses they stand in, what is quoted, and what is a product's name.
//!
//! Words in quotation marks are somebody else's, and a word in a product's name ("Viva Now", "Teams Meetings Insights") says
//! nothing about time or meetings. Rules ask for both before they judge a word.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::sentence::{Break, between};

/// A word of a note.
#[derive(Debug)]
pub(super) struct Word<'t> {
    /// As it is written.
    pub(super) text: &'t str,
    /// In lower case, with straight apostrophes.
    pub(super) key: String,
    /// What stands between the word before and this one.
    pub(super) before: &'t str,
    /// Its place in the text, in characters.
    pub(super) place: Range<usize>,
    /// The sentence it stands in, counted from 0.
    pub(super) sentence: usize,
    /// The clause it stands in, counted from 0 over the whole text.
    pub(super) clause: usize,
    /// Whether it is quoted.
    pub(super) is_quoted: bool,
    /// Whether it is part of a name.
    pub(super) is_name: bool,
}

impl Word<'_> {
    /// Whether it begins with a capital.
    pub(super) fn is_capitalised(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_uppercase)
    }

    /// Whether it is written in capitals throughout.
    fn is_shouted(&self) -> bool {
        self.text.chars().count() > 1 && !self.text.chars().any(char::is_lowercase)
    }

    /// Whether it is a number, perhaps with separators.
    pub(super) fn is_number(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_numeric)
    }
}

/// A text taken apart.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    /// Its words.
    pub(super) words: Vec<Word<'t>>,
    /// How many characters it has.
    pub(super) characters: usize,
    /// How many sentences have a word in them that is not a number.
    pub(super) sentences: usize,
}

impl<'t> Reading<'t> {
    /// Takes a text apart. `names` are known names of products, in lower case, word by word.
    pub(super) fn of(text: &'t str, abbreviations: &[&str], names: &[&[&str]]) -> Self {
        let quotations = quotations(text);
        let mut words: Vec<Word<'t>> = Vec::new();
        let (mut sentence, mut clause, mut passed_bytes, mut passed) = (0_usize, 0_usize, 0_usize, 0_usize);
        let mut has_letters = false;
        for (at, written) in text.unicode_word_indices() {
            let gap = text.get(passed_bytes..at).unwrap_or_default();
            let start = passed.saturating_add(gap.chars().count());
            let end = start.saturating_add(written.chars().count());
            if let Some(last) = words.last() {
                let found = between(&last.key, gap, written, abbreviations);
                // "1." and "2)" of a list are no sentences.
                if found == Break::Sentence && has_letters {
                    sentence = sentence.saturating_add(1);
                    has_letters = false;
                }
                if found != Break::None {
                    clause = clause.saturating_add(1);
                }
            }
            has_letters |= written.chars().any(char::is_alphabetic);
            words.push(Word {
                text: written,
                key: written.to_lowercase().replace('\u{2019}', "'"),
                before: gap,
                place: start..end,
                sentence,
                clause,
                is_quoted: false,
                is_name: false,
            });
            (passed_bytes, passed) = (at.saturating_add(written.len()), end);
        }
        let characters = passed.saturating_add(text.get(passed_bytes..).unwrap_or_default().chars().count());
        mark_quoted(&mut words, &quotations);
        mark_names(&mut words, names);
        let sentences = if has_letters { sentence.saturating_add(1) } else { sentence };
        Self { words, characters, sentences }
    }

    /// The place of some words, in characters.
    pub(super) fn place(&self, words: &Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start).map_or(0, |word| word.place.start);
        let end = self.words.get(words.end.saturating_sub(1)).map_or(start, |word| word.place.end);
        start..end
    }

    /// The place of one sentence: from its first word to its last.
    pub(super) fn place_of_sentence(&self, sentence: usize) -> Range<usize> {
        let mut own = self.words.iter().filter(|word| word.sentence == sentence);
        let first = own.next();
        let start = first.map_or(0, |word| word.place.start);
        start..own.next_back().or(first).map_or(start, |word| word.place.end)
    }
}

/// The quotations of a text, in characters. An apostrophe is none: "'s avonds", "foto's".
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut letters = text.chars().enumerate().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, next)| *next);
        match open {
            Some((start, close)) if closes(letter, close, after) => {
                found.push(start..at);
                open = None;
            }
            None if !before.is_alphanumeric() && after.is_alphanumeric() => {
                open = closing(letter).map(|close| (at, close));
            }
            _ => {}
        }
        before = letter;
    }
    found
}

/// The mark that closes what this one opens.
fn closing(open: char) -> Option<char> {
    match open {
        '"' => Some('"'),
        '\u{201C}' | '\u{201E}' => Some('\u{201D}'),
        '\'' => Some('\''),
        '\u{2018}' | '\u{201A}' => Some('\u{2019}'),
        '«' => Some('»'),
        _ => None,
    }
}

fn closes(letter: char, close: char, after: char) -> bool {
    letter == close && (!matches!(close, '\'' | '\u{2019}') || !after.is_alphanumeric())
}

/// Marks what is quoted, unless that is everything: then nobody is quoted, the note is in quotation marks.
fn mark_quoted(words: &mut [Word<'_>], quotations: &[Range<usize>]) {
    let mut rest = quotations.iter().peekable();
    let mut own = 0_usize;
    for word in words.iter_mut() {
        while rest.next_if(|one| one.end <= word.place.start).is_some() {}
        word.is_quoted = rest.peek().is_some_and(|one| one.start < word.place.start);
        own = own.saturating_add(usize::from(!word.is_quoted));
    }
    if own == 0 {
        for word in words.iter_mut() {
            word.is_quoted = false;
        }
    }
}

/// Marks known names, and capitalised words that stand side by side within a sentence.
///
/// The first word of a sentence is capitalised anyway, and in a text of capitals or in a headline capitals tell nothing.
fn mark_names(words: &mut [Word<'_>], names: &[&[&str]]) {
    let capital: Vec<bool> = words.iter().map(|word| word.is_capitalised() && !word.is_shouted()).collect();
    let long = words.iter().filter(|word| word.text.chars().count() > 3);
    let (capitals, all) = long.fold((0_usize, 0_usize), |(capitals, all), word| {
        (capitals.saturating_add(usize::from(word.is_capitalised())), all.saturating_add(1))
    });
    let capitals_tell = capitals.saturating_mul(10) < all.saturating_mul(7);
    let mut within = Vec::with_capacity(words.len());
    let mut last: Option<(usize, usize)> = None;
    for word in words.iter() {
        within.push(last == Some((word.sentence, word.clause)));
        last = Some((word.sentence, word.clause));
    }
    let tells = |at: usize| capitals_tell && capital.get(at) == Some(&true) && within.get(at) == Some(&true);
    let numbered = |at: usize| words.get(at).is_some_and(Word::is_number);
    let mut is_name: Vec<bool> = (0..words.len())
        .map(|at| {
            let before = at.checked_sub(1).is_some_and(tells) && within.get(at) == Some(&true);
            let next = at.saturating_add(1);
            tells(at) && (before || tells(next) || (numbered(next) && within.get(next) == Some(&true)))
        })
        .collect();
    for (at, word) in words.iter().enumerate() {
        // Written small it would be an ordinary word; "teams" and "planner" are.
        if !word.is_capitalised() {
            continue;
        }
        for name in names.iter().filter(|name| name.first() == Some(&word.key.as_str())) {
            let spelled = name.iter().zip(words.iter().skip(at)).filter(|(part, word)| **part == word.key).count();
            if spelled == name.len() {
                is_name.iter_mut().skip(at).take(name.len()).for_each(|one| *one = true);
            }
        }
    }
    for (word, is_name) in words.iter_mut().zip(is_name) {
        word.is_name = is_name;
    }
}
