//! Service intent notes: what a note is, and the guidance given while one is typed (S9).
//!
//! A note is refused for two reasons only: there is nothing in it, or it is the note of another workload of the tenant, word
//! for word. Everything else is [`guidance`], which grades and explains and never stands in the way. The page, the API and
//! the import ask the same functions. Deliberately absent: who may write a note, where notes are kept, and every
//! sentence that a person reads; findings carry the keys of messages and their arguments.

pub mod guidance;
#[cfg(any(test, fuzzing))]
pub mod hostile;
mod language;
mod personal;
mod phrase;
mod reading;
mod reason;
mod rules;
mod sentence;
mod similarity;
#[cfg(test)]
mod tests;
mod words;

pub use guidance::{Credit, Finding, Grade, Guidance, Merit, Message, Rule, check};

use crate::person::Language;

/// Most characters of a note, as Unicode scalar values. One or two sentences take some 300 (S9.1); who pastes more is
/// told to shorten it by the guidance and not by a refusal, as far as this.
pub const MOST_CHARACTERS: usize = 2_000;

/// The note of another workload of the same tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherNote<'a> {
    /// The name of that workload.
    pub workload: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// What the guidance knows beside the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surroundings<'a> {
    /// The current notes of the tenant's other workloads.
    pub others: &'a [OtherNote<'a>],
    /// Whether the service status has blocked seats (S8.1).
    pub is_blocked: bool,
    /// The names of the reasons that the service status gives for them, in any language (S8.2). A note that
    /// takes up one of them has named the blocker.
    pub blockers: &'a [&'a str],
    /// The language to assume where the text does not tell: that of the person who writes.
    pub assumed: Language,
}

/// The text of a service intent note, fit to be kept (S9.1).
///
/// Lines are allowed. White space around the text is gone, line ends are `\n`, and control characters, which no
/// keyboard makes and PostgreSQL partly refuses, are spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentNote(String);

/// Why a text cannot be kept as a note (S9.3).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotANote {
    /// There is nothing to see in it.
    #[error("a note cannot be empty")]
    Empty,
    /// It has more than [`MOST_CHARACTERS`] characters.
    #[error("a note has at most {MOST_CHARACTERS} characters, not {characters}")]
    TooLong {
        /// How many it has.
        characters: usize,
    },
    /// It says what the note of another workload says, but for case and white space.
    #[error("this is the note of {workload}")]
    Copy {
        /// The name of that workload.
        workload: String,
    },
}

impl IntentNote {
    /// The note that a text makes, beside the notes of the tenant's other workloads.
    pub fn new(text: &str, others: &[OtherNote<'_>]) -> Result<Self, NotANote> {
        let kept = tidied(text);
        let folded = similarity::folded(&kept);
        if folded.is_empty() {
            return Err(NotANote::Empty);
        }
        let characters = kept.chars().count();
        if characters > MOST_CHARACTERS {
            return Err(NotANote::TooLong { characters });
        }
        match others.iter().find(|other| similarity::folded(other.text) == folded) {
            Some(other) => Err(NotANote::Copy { workload: other.workload.to_owned() }),
            None => Ok(Self(kept)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text without regard to case and white space: what is the same in this is an exact copy (S9.3).
    pub fn folded(&self) -> String {
        similarity::folded(&self.0)
    }
}

/// The text as it is kept.
fn tidied(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String =
        lines.chars().map(|letter| if letter.is_control() && letter != '\n' { ' ' } else { letter }).collect();
    kept.trim().to_owned()
}
