//! Words that give away where they came from: whoever finds one where it does not belong has found a leak.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

/// Words to be looked for, in any case, in whatever leaves.
#[derive(Debug)]
pub struct Canaries {
    words: Vec<String>,
    finder: AhoCorasick,
}

impl Canaries {
    /// The canaries of these words. Too short a word would be found by chance, and is a mistake of the test.
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let words: BTreeSet<String> = words.into_iter().map(|word| word.to_lowercase()).collect();
        let words: Vec<String> = words.into_iter().collect();
        assert!(words.iter().all(|word| word.len() >= 7), "a word of under 7 bytes is found by chance: {words:?}");
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(&words).unwrap();
        Self { words, finder }
    }

    /// The words in these bytes, in small letters.
    pub fn in_bytes(&self, bytes: &[u8]) -> BTreeSet<&str> {
        let words = self.finder.find_overlapping_iter(bytes).filter_map(|it| self.words.get(it.pattern().as_usize()));
        words.map(String::as_str).collect()
    }

    /// How many words there are.
    pub fn count(&self) -> usize {
        self.words.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_any_case_and_inside_others() {
        let canaries = Canaries::new(["anna@uptake.example".to_owned(), "0b8e1c64-0000".to_owned()]);
        assert_eq!(canaries.count(), 2);
        let found = canaries.in_bytes(b"<a href=\"/x/0B8E1C64-0000-4\">Joanna@UPTAKE.example</a>");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["0b8e1c64-0000", "anna@uptake.example"]);
        assert!(canaries.in_bytes(b"anna at uptake.example").is_empty());
    }
}
