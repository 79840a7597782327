//! The words by which notes are judged: one table a language, and the names of products, which are the same in both.

mod dutch;
mod english;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::phrase::{Meaning, Phrases, beginning};
use crate::person::Language;

/// The table of a language, as it is written.
struct Table {
    /// Words that every text has, whatever it is about.
    function: &'static [&'static str],
    /// Words that notes without a reason are made of: people, plans, use, time. `deploy*` is any word that begins so.
    hollow: &'static [&'static str],
    /// What turns a statement around.
    negations: &'static [&'static str],
    /// Where a negation before does not reach any more.
    joints: &'static [&'static str],
    /// Words in front of a colon that only say what follows: "Update:".
    labels: &'static [&'static str],
    /// Words that a full stop follows within a sentence, without that full stop.
    abbreviations: &'static [&'static str],
    /// What `%name` stands for in a phrase.
    sets: &'static [(&'static str, &'static [&'static str])],
    /// The phrases by what they mean.
    phrases: &'static [(Meaning, &'static [&'static str])],
}

/// Names of products that would be other words otherwise, in lower case. Other names are known by their capitals.
pub(super) const NAMES: [&[&str]; 37] = [
    &["teams"],
    &["planner"],
    &["bookings"],
    &["sharepoint"],
    &["exchange"],
    &["outlook"],
    &["onedrive"],
    &["intune"],
    &["defender"],
    &["power", "bi"],
    &["power", "apps"],
    &["power", "automate"],
    &["yammer"],
    &["viva"],
    &["copilot"],
    &["entra"],
    &["purview"],
    &["azure"],
    &["windows"],
    &["office"],
    &["microsoft"],
    &["dynamics"],
    &["engage"],
    &["insights"],
    &["viva", "now"],
    &["viva", "connections"],
    &["issue", "tracker"],
    &["issue", "tracking"],
    &["meetings", "insights"],
    &["meeting", "insights"],
    &["meeting", "rooms"],
    &["teams", "meetings"],
    &["teams", "rooms"],
    &["google", "meet"],
    &["zoom", "meetings"],
    &["webex", "meetings"],
    &["service", "now"],
];

/// The words of a language, ready to be looked up.
#[derive(Debug)]
pub(super) struct Words {
    /// Its phrases.
    pub(super) phrases: Phrases,
    /// Words that a full stop follows within a sentence.
    pub(super) abbreviations: &'static [&'static str],
    function: HashSet<&'static str>,
    hollow: HashSet<&'static str>,
    hollow_beginnings: HashMap<&'static str, Vec<&'static str>>,
    negations: &'static [&'static str],
    joints: &'static [&'static str],
    labels: &'static [&'static str],
}

impl Words {
    /// The words of a language; read once, then shared.
    pub(super) fn of(language: Language) -> &'static Self {
        static ENGLISH: OnceLock<Words> = OnceLock::new();
        static DUTCH: OnceLock<Words> = OnceLock::new();
        match language {
            Language::English => ENGLISH.get_or_init(|| Self::read(&english::TABLE)),
            Language::Dutch => DUTCH.get_or_init(|| Self::read(&dutch::TABLE)),
        }
    }

    fn read(table: &Table) -> Self {
        let mut hollow_beginnings: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        for written in table.hollow.iter().filter_map(|word| word.strip_suffix('*')) {
            hollow_beginnings.entry(beginning(written).unwrap_or(written)).or_default().push(written);
        }
        Self {
            phrases: Phrases::read(table.phrases, table.sets),
            abbreviations: table.abbreviations,
            function: table.function.iter().copied().collect(),
            hollow_beginnings,
            hollow: table.hollow.iter().copied().collect(),
            negations: table.negations,
            joints: table.joints,
            labels: table.labels,
        }
    }

    /// Whether a word is one of this table: of the language, as far as the other table does not have it too.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.function.contains(key) || self.is_hollow(key) || self.phrases.have(key)
    }

    /// Whether a word carries meaning of its own.
    pub(super) fn is_content(&self, key: &str) -> bool {
        !self.function.contains(key)
    }

    /// Whether a word is about people, plans, use or time, and names no cause.
    pub(super) fn is_hollow(&self, key: &str) -> bool {
        let begun = beginning(key).and_then(|letters| self.hollow_beginnings.get(letters));
        self.hollow.contains(key) || begun.is_some_and(|all| all.iter().any(|one| key.starts_with(one)))
    }

    /// Whether a word turns around what follows.
    pub(super) fn is_negation(&self, key: &str) -> bool {
        self.negations.contains(&key) || key.ends_with("n't")
    }

    /// Whether a word begins another thought, which a negation before does not reach.
    pub(super) fn is_joint(&self, key: &str) -> bool {
        self.joints.contains(&key)
    }

    /// Whether a word in front of a colon only says what follows.
    pub(super) fn is_label(&self, key: &str) -> bool {
        self.labels.contains(&key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn a_table_has_every_set_that_its_phrases_name_and_no_phrase_twice() {
        for table in [&english::TABLE, &dutch::TABLE] {
            let sets: Vec<&str> = table.sets.iter().map(|(name, _)| *name).collect();
            let mut written: HashMap<(Meaning, &str), usize> = HashMap::new();
            for (meaning, phrases) in table.phrases {
                for phrase in *phrases {
                    *written.entry((*meaning, phrase)).or_default() += 1;
                    for part in phrase.split(' ') {
                        let words = part.trim_start_matches(['<', '!']);
                        for name in words.split('|').filter_map(|word| word.strip_prefix('%')) {
                            assert!(sets.contains(&name), "{phrase}: there is no set {name}");
                        }
                    }
                }
            }
            written.retain(|_, times| *times > 1);
            assert_eq!(written, HashMap::new());
        }
    }

    #[test]
    fn a_phrase_begins_with_a_word_by_which_it_can_be_found() {
        for table in [&english::TABLE, &dutch::TABLE] {
            for phrase in table.phrases.iter().flat_map(|(_, phrases)| *phrases) {
                let first = phrase.split(' ').find(|part| *part != "^" && !part.starts_with('<')).unwrap();
                assert!(!["_", "#", "~"].contains(&first) && !first.starts_with('!'), "{phrase}");
                for word in first.split('|').filter_map(|word| word.strip_suffix('*')) {
                    assert!(word.chars().count() >= 3, "{phrase}");
                }
            }
        }
    }

    #[test]
    fn words_of_a_table_are_written_as_words_are_looked_up() {
        for table in [&english::TABLE, &dutch::TABLE] {
            let lists =
                [table.function, table.hollow, table.negations, table.joints, table.labels, table.abbreviations];
            let sets = table.sets.iter().map(|(_, words)| *words);
            let phrases = table.phrases.iter().map(|(_, phrases)| *phrases);
            for word in lists.into_iter().chain(sets).chain(phrases).flatten() {
                assert!(
                    word.to_lowercase() == *word && !word.contains(['-', '/', '\u{2019}']) && !word.contains("  "),
                    "{word}"
                );
            }
        }
    }
}
