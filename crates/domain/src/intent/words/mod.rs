//! The words by which notes are judged: one table a language, and the names of products, which are the same in both.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::phrase::{Meaning, Phrases, beginning};
use crate::person::Language;

/// The tables, as they are written.
const ENGLISH: &str = include_str!("english.txt");
const DUTCH: &str = include_str!("dutch.txt");

/// A part of a table: what it is called, and its words or phrases.
struct Section {
    heading: &'static str,
    entries: Vec<&'static str>,
}

/// The parts of a table.
struct Table(Vec<Section>);

impl Table {
    /// Reads a table: headings in brackets, entries with commas or line ends between them.
    fn read(text: &'static str) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                sections.push(Section { heading, entries: Vec::new() });
            } else if let Some(section) = sections.last_mut() {
                section.entries.extend(line.split(',').map(str::trim).filter(|entry| !entry.is_empty()));
            }
        }
        Self(sections)
    }

    fn entries(&self, heading: &str) -> &[&'static str] {
        self.0.iter().find(|section| section.heading == heading).map_or(&[][..], |section| &section.entries)
    }

    /// What `%name` stands for, by name.
    fn sets(&self) -> HashMap<&'static str, &[&'static str]> {
        let named =
            self.0.iter().filter_map(|section| Some((section.heading.strip_prefix('%')?, &section.entries[..])));
        named.collect()
    }

    /// The phrases, by what they mean.
    fn phrases(&self) -> impl Iterator<Item = (Meaning, &[&'static str])> {
        self.0.iter().filter_map(|section| Some((Meaning::of_heading(section.heading)?, &section.entries[..])))
    }
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
    pub(super) abbreviations: Vec<&'static str>,
    function: HashSet<&'static str>,
    hollow: HashSet<&'static str>,
    hollow_beginnings: HashMap<&'static str, Vec<&'static str>>,
    negations: Vec<&'static str>,
    joints: Vec<&'static str>,
    labels: Vec<&'static str>,
}

impl Words {
    /// The words of a language; read once, then shared.
    pub(super) fn of(language: Language) -> &'static Self {
        static ENGLISH_WORDS: OnceLock<Words> = OnceLock::new();
        static DUTCH_WORDS: OnceLock<Words> = OnceLock::new();
        match language {
            Language::English => ENGLISH_WORDS.get_or_init(|| Self::read(ENGLISH)),
            Language::Dutch => DUTCH_WORDS.get_or_init(|| Self::read(DUTCH)),
        }
    }

    fn read(text: &'static str) -> Self {
        let table = Table::read(text);
        let mut hollow = HashSet::new();
        let mut hollow_beginnings: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        for entry in table.entries("hollow") {
            match entry.strip_suffix('*') {
                Some(begun) => hollow_beginnings.entry(beginning(begun).unwrap_or(begun)).or_default().push(begun),
                None => {
                    hollow.insert(*entry);
                }
            }
        }
        Self {
            phrases: Phrases::read(table.phrases(), &table.sets()),
            abbreviations: table.entries("abbreviations").to_vec(),
            function: table.entries("function").iter().copied().collect(),
            hollow,
            hollow_beginnings,
            negations: table.entries("negations").to_vec(),
            joints: table.entries("joints").to_vec(),
            labels: table.entries("labels").to_vec(),
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
    use super::*;

    /// The parts that are no phrases.
    const LISTS: [&str; 6] = ["function", "negations", "joints", "labels", "abbreviations", "hollow"];

    fn tables() -> [Table; 2] {
        [Table::read(ENGLISH), Table::read(DUTCH)]
    }

    fn words_of(part: &str) -> impl Iterator<Item = &str> {
        part.trim_start_matches(['<', '!']).split('|')
    }

    #[test]
    fn both_tables_have_every_part_once_and_no_entry_twice() {
        for table in tables() {
            let headings: Vec<&str> = table.0.iter().map(|section| section.heading).collect();
            let wanted = LISTS.into_iter().chain(Meaning::HEADINGS.map(|(heading, _)| heading));
            for heading in wanted {
                assert_eq!(headings.iter().filter(|own| **own == heading).count(), 1, "{heading}");
            }
            for section in &table.0 {
                let known = section.heading.starts_with('%')
                    || LISTS.contains(&section.heading)
                    || Meaning::of_heading(section.heading).is_some();
                assert!(known, "{}", section.heading);
                let different: HashSet<&str> = section.entries.iter().copied().collect();
                assert_eq!(different.len(), section.entries.len(), "{} has an entry twice", section.heading);
            }
        }
    }

    #[test]
    fn phrases_name_sets_that_are_there_and_every_set_is_named() {
        for table in tables() {
            let phrases = table.phrases().flat_map(|(_, phrases)| phrases);
            let named: HashSet<&str> = phrases
                .flat_map(|phrase| phrase.split(' '))
                .flat_map(words_of)
                .filter_map(|word| word.strip_prefix('%'))
                .collect();
            assert_eq!(named, table.sets().into_keys().collect());
        }
    }

    #[test]
    fn a_phrase_begins_with_a_word_by_which_it_can_be_found() {
        for table in tables() {
            for phrase in table.phrases().flat_map(|(_, phrases)| phrases) {
                let first = phrase.split(' ').find(|part| *part != "^" && !part.starts_with('<')).unwrap();
                assert!(!["_", "#", "~"].contains(&first) && !first.starts_with('!'), "{phrase}");
                for word in words_of(first).filter_map(|word| word.strip_suffix('*')) {
                    assert!(word.chars().count() >= 3, "{phrase}");
                }
            }
        }
    }

    #[test]
    fn words_of_a_table_are_written_as_words_are_looked_up() {
        for table in tables() {
            for entry in table.0.iter().flat_map(|section| &section.entries) {
                let is_plain = !entry.contains(['-', '/', '\u{2019}', '"']) && !entry.contains("  ");
                assert!(is_plain && entry.to_lowercase() == *entry, "{entry}");
            }
        }
    }
}
