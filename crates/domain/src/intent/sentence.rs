//! Where sentences end: "e.g.", "bijv.", "nr. 4" and "v1.2" do not end one, a list's next line does.

/// What lies between two words, as far as sentences are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    /// Nothing: the words belong together.
    None,
    /// A comma, a colon, a dash, a bracket: the next word begins a new part of the same sentence.
    Clause,
    /// The next word begins a new sentence.
    Sentence,
}

/// What ends between a word and the next one.
///
/// `last` is the word before in lower case, `between` what stands between the two, `next` the word after as written.
pub(super) fn between(last: &str, between: &str, next: &str, abbreviations: &[&str]) -> Break {
    let next_is_capital = next.chars().next().is_some_and(char::is_uppercase);
    let next_is_number = next.chars().next().is_some_and(char::is_numeric);
    let is_spaced = between.contains(char::is_whitespace);
    if is_spaced && (between.contains(['!', '?', '…']) || between.contains("...")) {
        let stops = next_is_capital || next_is_number || !between.contains(['…', '.']);
        return if stops { Break::Sentence } else { Break::Clause };
    }
    if between.contains('\n') && ends_line(between, next_is_capital) {
        return Break::Sentence;
    }
    if full_stop(between) {
        let ends = !abbreviations.contains(&last)
            && !is_initial(last)
            && (next_is_capital || last.chars().count() > 4 || next_is_number);
        return if ends { Break::Sentence } else { Break::None };
    }
    if between.contains([',', ';', ':', '(', ')', '[', ']', '–', '—', '>', '\n']) || between.contains(" - ") {
        return Break::Clause;
    }
    Break::None
}

/// A full stop that a space follows, perhaps after a closing bracket or quotation mark.
fn full_stop(between: &str) -> bool {
    let mut rest = between.chars().skip_while(|letter| *letter != '.').skip(1).peekable();
    rest.peek().is_some() && rest.any(char::is_whitespace)
}

/// A single letter, as of a name or a list: "J. Jansen", "a. licences".
fn is_initial(word: &str) -> bool {
    word.chars().count() == 1 && word.chars().all(char::is_alphabetic)
}

/// Whether a line break is more than a wrapped line: a blank line, a list, or a line that begins anew.
fn ends_line(between: &str, next_is_capital: bool) -> bool {
    let after = between.rsplit('\n').next().unwrap_or_default().trim();
    let is_list = after.starts_with(['-', '*', '•', '–', '·']);
    is_list || between.matches('\n').count() > 1 || (next_is_capital && !between.trim_end().ends_with(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_a_reader_sees_it_end() {
        let abbreviations = ["e.g", "bijv", "nr"];
        for (last, gap, next, expected) in [
            ("budget", ". ", "They", Break::Sentence),
            ("365", ". ", "The", Break::Sentence),
            ("budget", ". ", "they", Break::Sentence),
            ("works", ".) ", "They", Break::Sentence),
            ("costs", "! ", "they", Break::Sentence),
            ("wait", "... ", "they", Break::Clause),
            ("wait", "\u{2026} ", "They", Break::Sentence),
            ("e.g", ". ", "Teams", Break::None),
            ("bijv", ". ", "Teams", Break::None),
            ("nr", ". ", "4", Break::None),
            ("j", ". ", "Jansen", Break::None),
            ("dept", ". ", "of", Break::None),
            ("example", "/?", "x", Break::None),
            ("costs", "\n- ", "law", Break::Sentence),
            ("costs", "\n\n", "law", Break::Sentence),
            ("costs", "\n", "Law", Break::Sentence),
            ("costs", "\n", "of", Break::Clause),
            ("costs", ",\n", "Teams", Break::Clause),
            ("costs", ", ", "law", Break::Clause),
            ("on", "-", "premises", Break::None),
        ] {
            assert_eq!(between(last, gap, next, &abbreviations), expected, "{last}{gap}{next}");
        }
    }
}
