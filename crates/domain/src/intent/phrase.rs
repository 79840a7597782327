//! Phrases of the word tables: how they are written, and where a note has them.
//!
//! A phrase is a list of words. `problem*` is any word that begins so, `run|runs` one of several, `%month` one of a set of
//! the table, `_` any word, `#` a number, `~` up to four words of the same clause. `!the|a` looks ahead: the next
//! word is none of these; `!!` looks two words ahead, `!!!` three. At the front, `^` asks for the beginning of a clause and
//! `<!to|for` looks at the word before. A phrase never reaches over the end of a clause.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::reading::{Reading, Word};

/// What it means that a note has a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    /// A present that ends nobody knows when: "currently".
    Present,
    /// Something that is to come nobody knows how: "not yet".
    Unsettled,
    /// A time that nobody can hold anybody to: "soon".
    Someday,
    /// A statement that takes itself back: "maybe".
    Unsure,
    /// A meeting or an appointment.
    Meeting,
    /// Meetings in general, which are an appointment only where a time or a person is named: "meetings".
    Gathering,
    /// A time or a person that makes an appointment of it: "on Tuesday".
    Occasion,
    /// A word that says clearly how things stand (S9.2).
    Clear,
    /// A word that announces a reason: "because".
    Connective,
    /// Words that are a reason: "lack of", "forbids".
    Cause,
    /// The name of something that blocks: "firewall".
    Blocker,
    /// Words for a next step, which explain nothing: "will call".
    Step,
    /// Words that say nothing usable: "n/a".
    Filler,
    /// Words that look like another phrase and are none: it does not count where it lies within this one.
    Harmless,
    /// Words that look like a reason and are none; what else they are, they stay: "meeting moved to June".
    NotCause,
}

impl Meaning {
    /// Every meaning, under the heading that the tables have for it.
    pub(super) const HEADINGS: [(&'static str, Self); 15] = [
        ("present", Self::Present),
        ("unsettled", Self::Unsettled),
        ("someday", Self::Someday),
        ("unsure", Self::Unsure),
        ("meeting", Self::Meeting),
        ("gathering", Self::Gathering),
        ("occasion", Self::Occasion),
        ("clear", Self::Clear),
        ("connective", Self::Connective),
        ("cause", Self::Cause),
        ("blocker", Self::Blocker),
        ("step", Self::Step),
        ("filler", Self::Filler),
        ("not cause", Self::NotCause),
        ("harmless", Self::Harmless),
    ];

    /// The meaning of the phrases under a heading.
    pub(super) fn of_heading(heading: &str) -> Option<Self> {
        Self::HEADINGS.into_iter().find(|(own, _)| *own == heading).map(|(_, meaning)| meaning)
    }
}

/// A phrase found in a note.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What it means.
    pub(super) meaning: Meaning,
    /// Which words of the note.
    pub(super) words: Range<usize>,
}

/// What `%name` stands for, by name.
type Sets<'a> = HashMap<&'static str, &'a [&'static str]>;

/// A word of a phrase: all of it, or its beginning.
#[derive(Debug, Clone, Copy)]
struct Piece {
    text: &'static str,
    is_beginning: bool,
}

#[derive(Debug)]
enum Step {
    OneOf(Vec<Piece>),
    Any,
    Number,
    Gap,
    NotAhead { pieces: Vec<Piece>, reach: usize },
}

#[derive(Debug)]
struct Phrase {
    meaning: Meaning,
    begins_clause: bool,
    not_behind: Vec<Piece>,
    steps: Vec<Step>,
}

/// The phrases of a language, found by their first word.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    all: Vec<Phrase>,
    by_word: HashMap<&'static str, Vec<usize>>,
    by_beginning: HashMap<&'static str, Vec<usize>>,
    vocabulary: HashSet<&'static str>,
    beginnings: HashMap<&'static str, Vec<&'static str>>,
}

/// How many letters of a first word that is only a beginning find it; shorter ones are a fault of the table.
const BEGINNING_LETTERS: usize = 3;

/// How many words `~` stands for at most.
const GAP_WORDS: usize = 4;

impl Phrases {
    /// Reads a table.
    pub(super) fn read<'a>(table: impl Iterator<Item = (Meaning, &'a [&'static str])>, sets: &Sets<'_>) -> Self {
        let mut all = Self::default();
        for (meaning, written) in table {
            for phrase in written {
                all.add(meaning, phrase, sets);
            }
        }
        all
    }

    /// Whether a phrase has that word, wherever in it.
    pub(super) fn have(&self, key: &str) -> bool {
        self.vocabulary.contains(key)
            || beginning(key)
                .and_then(|letters| self.beginnings.get(letters))
                .is_some_and(|all| all.iter().any(|one| key.starts_with(one)))
    }

    fn add(&mut self, meaning: Meaning, written: &'static str, sets: &Sets<'_>) {
        let mut phrase = Phrase { meaning, begins_clause: false, not_behind: Vec::new(), steps: Vec::new() };
        for part in written.split(' ') {
            if part == "^" {
                phrase.begins_clause = true;
            } else if let Some(behind) = part.strip_prefix("<!") {
                phrase.not_behind = pieces(behind, sets);
            } else {
                phrase.steps.push(step(part, sets));
            }
        }
        for step in &phrase.steps {
            if let Step::OneOf(pieces) = step {
                for piece in pieces {
                    self.learn(*piece);
                }
            }
        }
        let at = self.all.len();
        if let Some(Step::OneOf(firsts)) = phrase.steps.first() {
            for first in firsts {
                match (first.is_beginning, beginning(first.text)) {
                    (true, Some(letters)) => self.by_beginning.entry(letters).or_default().push(at),
                    _ => self.by_word.entry(first.text).or_default().push(at),
                }
            }
        }
        self.all.push(phrase);
    }

    fn learn(&mut self, piece: Piece) {
        match beginning(piece.text) {
            Some(letters) if piece.is_beginning => self.beginnings.entry(letters).or_default().push(piece.text),
            _ => {
                self.vocabulary.insert(piece.text);
            }
        }
    }

    /// Every phrase that a note has, in the order of their first words.
    pub(super) fn find(&self, reading: &Reading<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        let (mut harmless_to, mut no_cause_to) = (0_usize, 0_usize);
        for (at, word) in reading.words.iter().enumerate() {
            let whole = self.by_word.get(word.key.as_str()).into_iter().flatten();
            let begun = beginning(&word.key).and_then(|letters| self.by_beginning.get(letters)).into_iter().flatten();
            let mut here: Vec<Found> = whole
                .chain(begun)
                .filter_map(|phrase| self.all.get(*phrase))
                .filter_map(|phrase| {
                    phrase.end(&reading.words, at).map(|end| Found { meaning: phrase.meaning, words: at..end })
                })
                .collect();
            harmless_to = harmless_to.max(farthest(&here, Meaning::Harmless));
            no_cause_to = no_cause_to.max(farthest(&here, Meaning::NotCause));
            here.retain(|one| match one.meaning {
                Meaning::Harmless | Meaning::NotCause => false,
                Meaning::Cause | Meaning::Connective => one.words.end > harmless_to && at >= no_cause_to,
                _ => one.words.end > harmless_to,
            });
            found.append(&mut here);
        }
        found
    }
}

/// How far the phrases of a meaning reach.
fn farthest(found: &[Found], meaning: Meaning) -> usize {
    found.iter().filter(|one| one.meaning == meaning).map(|one| one.words.end).max().unwrap_or(0)
}

fn step(part: &'static str, sets: &Sets<'_>) -> Step {
    match part {
        "_" => Step::Any,
        "#" => Step::Number,
        "~" => Step::Gap,
        _ => {
            let words = part.trim_start_matches('!');
            match part.len().saturating_sub(words.len()) {
                0 => Step::OneOf(pieces(part, sets)),
                reach => Step::NotAhead { pieces: pieces(words, sets), reach },
            }
        }
    }
}

fn pieces(written: &'static str, sets: &Sets<'_>) -> Vec<Piece> {
    let piece = |text: &'static str| match text.strip_suffix('*') {
        Some(beginning) => Piece { text: beginning, is_beginning: true },
        None => Piece { text, is_beginning: false },
    };
    let mut all = Vec::new();
    for part in written.split('|') {
        match part.strip_prefix('%') {
            Some(name) => {
                let set = sets.get(name).copied().unwrap_or_default();
                all.extend(set.iter().map(|text| piece(text)));
            }
            None => all.push(piece(part)),
        }
    }
    all
}

/// The letters by which the beginning of a word is found.
pub(super) fn beginning(word: &str) -> Option<&str> {
    word.char_indices()
        .nth(BEGINNING_LETTERS)
        .map_or_else(|| (word.chars().count() == BEGINNING_LETTERS).then_some(word), |(end, _)| word.get(..end))
}

fn is_one_of(pieces: &[Piece], key: &str) -> bool {
    pieces.iter().any(|piece| match (piece.text, piece.is_beginning) {
        ("#", _) => key.chars().next().is_some_and(char::is_numeric),
        (text, true) => key.starts_with(text),
        (text, false) => key == text,
    })
}

impl Phrase {
    /// Where the phrase ends, if the note has it beginning at that word.
    fn end(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        let clause = words.get(at)?.clause;
        let before = at.checked_sub(1).and_then(|before| words.get(before)).filter(|before| before.clause == clause);
        if self.begins_clause && before.is_some() {
            return None;
        }
        if before.is_some_and(|before| is_one_of(&self.not_behind, &before.key)) {
            return None;
        }
        rest(&self.steps, words, at, clause)
    }
}

/// Where the rest of a phrase ends. A gap is tried at every length, so that a phrase with two costs at most 25 tries.
fn rest(steps: &[Step], words: &[Word<'_>], at: usize, clause: usize) -> Option<usize> {
    #[cfg(test)]
    super::tests::count_step();
    let Some((step, later)) = steps.split_first() else { return Some(at) };
    let word = words.get(at).filter(|word| word.clause == clause);
    let next = at.saturating_add(1);
    match step {
        Step::OneOf(pieces) => is_one_of(pieces, &word?.key).then(|| rest(later, words, next, clause)).flatten(),
        Step::Any => word.and_then(|_| rest(later, words, next, clause)),
        Step::Number => word?.is_number().then(|| rest(later, words, next, clause)).flatten(),
        Step::Gap => (at..=at.saturating_add(GAP_WORDS)).find_map(|start| rest(later, words, start, clause)),
        Step::NotAhead { pieces, reach } => {
            let mut ahead = words.iter().skip(at).take(*reach).take_while(|word| word.clause == clause);
            (!ahead.any(|word| is_one_of(pieces, &word.key))).then(|| rest(later, words, at, clause)).flatten()
        }
    }
}
