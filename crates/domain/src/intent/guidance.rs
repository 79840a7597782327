//! Guidance on a note: what could be said better, where, and what is said well (S9.2, S9.3).
//!
//! It is the same for the page, the API and the import. Places are counted in characters (Unicode scalar values), not in
//! bytes and not in the UTF-16 units of a browser: most clients of an API count so, and a script in a page can convert.

use super::reading::Reading;
use super::rules::Note;
use super::words::{NAMES, Words};
use super::{Surroundings, language, reason};
use crate::person::Language;

/// Most sentences of a note (S9.1).
pub const MOST_SENTENCES: usize = 2;

/// How a note is judged (S9.3).
///
/// | grade | when |
/// |---|---|
/// | unclear | it gives no reason and has no clear word either: nobody learns how things stand or why |
/// | could be better | there is any finding, and it is not unclear |
/// | good | there is no finding |
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Nothing to say about it.
    Good,
    /// It says something, and could say it better.
    CouldBeBetter,
    /// It does not say how things stand.
    Unclear,
}

impl Grade {
    /// Every grade, from the best.
    pub const ALL: [Self; 3] = [Self::Good, Self::CouldBeBetter, Self::Unclear];

    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::CouldBeBetter => "could_be_better",
            Self::Unclear => "unclear",
        }
    }

    /// The key of its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "intent-good",
            Self::CouldBeBetter => "intent-could-be-better",
            Self::Unclear => "intent-unclear",
        }
    }

    /// The key of the sentence that explains it.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Good => "intent-good-why",
            Self::CouldBeBetter => "intent-could-be-better-why",
            Self::Unclear => "intent-unclear-why",
        }
    }
}

/// What a note is checked for (S9.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// It does not say why.
    NoReason,
    /// A word that everybody reads differently.
    Ambiguous,
    /// A meeting or an appointment instead of what came of it.
    Meeting,
    /// More than [`MOST_SENTENCES`] sentences.
    TooLong,
    /// An e-mail address or a phone number.
    PersonalData,
    /// What the note of another workload says.
    Duplicate,
    /// The service status has blocked seats, and the note does not say what blocks.
    NoBlocker,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 7] = [
        Self::NoReason,
        Self::Ambiguous,
        Self::Meeting,
        Self::TooLong,
        Self::PersonalData,
        Self::Duplicate,
        Self::NoBlocker,
    ];

    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoReason => "no_reason",
            Self::Ambiguous => "ambiguous",
            Self::Meeting => "meeting",
            Self::TooLong => "too_long",
            Self::PersonalData => "personal_data",
            Self::Duplicate => "duplicate",
            Self::NoBlocker => "no_blocker",
        }
    }

    /// The rule of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// The key of the sentence that explains it.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::NoReason => "intent-no-reason",
            Self::Ambiguous => "intent-ambiguous",
            Self::Meeting => "intent-meeting",
            Self::TooLong => "intent-too-long",
            Self::PersonalData => "intent-personal-data",
            Self::Duplicate => "intent-duplicate",
            Self::NoBlocker => "intent-no-blocker",
        }
    }
}

/// A message for a person: its key, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The key.
    pub key: &'static str,
    /// The arguments by their names.
    pub arguments: Vec<(&'static str, String)>,
}

/// Every suggestion there is, with the names of its arguments: what the languages have to have words for.
pub const SUGGESTIONS: [(&str, &[&str]); 14] = [
    ("intent-suggest-reason", &[]),
    ("intent-suggest-reason-for", &["word"]),
    ("intent-suggest-until-when", &["word"]),
    ("intent-suggest-what-first", &["word"]),
    ("intent-suggest-date", &["word"]),
    ("intent-suggest-certain", &["word"]),
    ("intent-suggest-outcome", &["word"]),
    ("intent-suggest-shorter", &["sentences", "most"]),
    ("intent-suggest-without-email", &[]),
    ("intent-suggest-without-phone", &[]),
    ("intent-suggest-own-words", &["workload"]),
    ("intent-suggest-other-than-copy", &["workload"]),
    ("intent-suggest-blocker", &[]),
    ("intent-suggest-blocker-such-as", &["blocker"]),
];

/// A place in the note that could be better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it offends.
    pub rule: Rule,
    /// Its first character, counted from 0 in Unicode scalar values of the text as it was given.
    pub start: usize,
    /// The character after its last, counted likewise.
    pub end: usize,
    /// The text between the two.
    pub matched: String,
    /// What to write instead.
    pub suggestion: Message,
}

/// What a note is credited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Merit {
    /// A word that says clearly how things stand.
    ClearWords,
}

impl Merit {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::ClearWords => "clear_words",
        }
    }

    /// The key of the sentence that explains it.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::ClearWords => "intent-clear-words",
        }
    }
}

/// A place in the note that is said well. Places are counted as those of a [`Finding`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// What is good about it.
    pub merit: Merit,
    /// Its first character.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// The text between the two.
    pub matched: String,
}

/// What there is to say about a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guidance {
    /// How it is judged.
    pub grade: Grade,
    /// The language it is written in, by whose words it was judged.
    pub language: Language,
    /// What could be better, in the order of the text.
    pub findings: Vec<Finding>,
    /// What is good, in the order of the text.
    pub credits: Vec<Credit>,
}

/// Checks a note (S9.2) and grades it (S9.3). Any text can be checked, also one that would be refused.
pub fn check(text: &str, surroundings: &Surroundings<'_>) -> Guidance {
    let language = language::of(text, surroundings.assumed);
    let words = Words::of(language);
    let reading = Reading::of(text, &words.abbreviations, &NAMES);
    let found = words.phrases.find(&reading);
    let reasons = reason::of(&reading, &found, words);
    let note = Note::new(text, &reading, &found, words, surroundings);
    let credits = note.clear_words();
    let mut findings = note.findings(reasons, &credits);
    findings.sort_by_key(|finding| (finding.start, finding.end, finding.rule));
    let grade = if !reasons.is_given && credits.is_empty() {
        Grade::Unclear
    } else if findings.is_empty() {
        Grade::Good
    } else {
        Grade::CouldBeBetter
    };
    Guidance { grade, language, findings, credits }
}
