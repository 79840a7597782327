//! What a text that somebody fills in must be, and where a long one is cut.
//!
//! A text comes out as it is kept: without white space around it, with one kind of line break. What it means is for its
//! field to say. Deliberately absent: escaping, which is for whoever writes it into a page or a file.

use unicode_segmentation::UnicodeSegmentation;

/// Why a text cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing that a reader would see.
    #[error("is required")]
    Missing,
    /// More characters than its field has room for.
    #[error("has {characters} characters, {most} at most")]
    TooLong {
        /// How many it has.
        characters: usize,
        /// How many it may have.
        most: usize,
    },
    /// A line break in a field of one line.
    #[error("must be one line")]
    LineBreak,
    /// A character that nobody sees and that changes how others are read or kept.
    #[error("has an invisible character, U+{0:04X}")]
    Unseen(u32),
}

/// A text of one line, such as a name: no line breaks, no control characters, none that turn the direction of writing.
///
/// The last would also turn what a page writes around it. Marks of direction at either end, which phones add when a
/// number is copied, are dropped: they say nothing there. Nothing to see is no text.
pub fn line(text: &str, most: usize) -> Result<Option<String>, TextFault> {
    let bare = text.trim_matches(|letter: char| letter.is_whitespace() || turns_direction(letter));
    if !bare.chars().any(is_seen) {
        return Ok(None);
    }
    if bare.chars().any(breaks_line) {
        return Err(TextFault::LineBreak);
    }
    if let Some(letter) = bare.chars().find(|&letter| letter.is_control() || turns_direction(letter)) {
        return Err(TextFault::Unseen(u32::from(letter)));
    }
    within(bare, most)?;
    Ok(Some(bare.to_owned()))
}

/// As [`line()`], where the field must have one.
pub fn required_line(text: &str, most: usize) -> Result<String, TextFault> {
    line(text, most)?.ok_or(TextFault::Missing)
}

/// A text of any number of lines. Whatever breaks a line becomes `\n`; other control characters than the tab are refused.
///
/// Writing from right to left is as welcome as any: what turns the direction stays, and ends with the text, because
/// pages set each such text apart.
pub fn lines(text: &str, most: usize) -> Result<Option<String>, TextFault> {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\r' {
            letters.next_if_eq(&'\n');
        }
        kept.push(if breaks_line(letter) { '\n' } else { letter });
    }
    let bare = kept.trim();
    if !bare.chars().any(is_seen) {
        return Ok(None);
    }
    if let Some(letter) = bare.chars().find(|&letter| letter.is_control() && !matches!(letter, '\n' | '\t')) {
        return Err(TextFault::Unseen(u32::from(letter)));
    }
    within(bare, most)?;
    Ok(Some(bare.to_owned()))
}

/// As [`lines`], where the field must have some.
pub fn required_lines(text: &str, most: usize) -> Result<String, TextFault> {
    lines(text, most)?.ok_or(TextFault::Missing)
}

/// Characters are counted as code points: the same in every language of program, and never fewer than a reader counts.
fn within(text: &str, most: usize) -> Result<(), TextFault> {
    let characters = text.chars().count();
    if characters > most { Err(TextFault::TooLong { characters, most }) } else { Ok(()) }
}

/// Line feed, vertical tab and form feed (which word processors write within a paragraph), carriage return, and the
/// separators of Unicode.
fn breaks_line(letter: char) -> bool {
    matches!(letter, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The characters of Unicode that steer the direction of writing and have no shape.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a reader sees something of it: no white space, no control, none of the characters without a shape.
pub fn is_seen(letter: char) -> bool {
    let shapeless = matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    !(shapeless || letter.is_whitespace() || letter.is_control())
}

/// A long text, cut in two: what stands there, and what **Read more** opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut<'a> {
    /// The beginning. Together with `rest` it is the whole text.
    pub shown: &'a str,
    /// What follows; nothing where the text is short enough to stand there whole.
    pub rest: &'a str,
}

/// How much longer than asked for a text may be before it is cut: Read more that opens three words is a nuisance.
const SLACK: usize = 40;

/// How far back from the place asked for a beginning of a word is looked for.
const LONGEST_WORD: usize = 60;

/// Cuts a text after about that many characters as a reader counts them, between two words where there are any nearby,
/// and never within a character (S6.2).
pub fn cut(text: &str, about: usize) -> Cut<'_> {
    let whole = Cut { shown: text, rest: "" };
    let mut characters = text.grapheme_indices(true);
    let within: Vec<(usize, &str)> = characters.by_ref().take(about).collect();
    let Some((end, after)) = characters.next() else { return whole };
    // `end` is the first of those too many.
    if characters.nth(SLACK.saturating_sub(1)).is_none() {
        return whole;
    }
    let nearby = || within.iter().skip(about.saturating_sub(LONGEST_WORD).max(1)).copied().chain([(end, after)]);
    // Words end where white space begins; texts written without any have the boundaries of Unicode.
    let space = || nearby().rfind(|(_, letter)| letter.chars().all(char::is_whitespace));
    let boundary = || {
        let reach = text.split_word_bound_indices().map(|(at, _)| at).take_while(|at| *at <= end);
        reach.filter(|at| nearby().any(|(beginning, _)| beginning == *at)).last()
    };
    let at = space().map(|(at, _)| at).or_else(boundary).unwrap_or(end);
    let (shown, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    Cut { shown, rest }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_kept_without_what_surrounds_it() {
        for (text, kept) in [
            ("  Anna de Vries ", Some("Anna de Vries")),
            ("\u{202a}+31 6 1234 5678\u{202c}", Some("+31 6 1234 5678")),
            ("שלום", Some("שלום")),
            ("👩‍👩‍👧 team", Some("👩‍👩‍👧 team")),
            ("", None),
            (" \t\r\n", None),
            ("\u{200b}\u{feff}", None),
            ("\u{3164}", None),
        ] {
            assert_eq!(line(text, 40), Ok(kept.map(str::to_owned)), "{text:?}");
        }
        assert_eq!(required_line(" \u{200b} ", 40), Err(TextFault::Missing));
    }

    #[test]
    fn a_line_with_a_break_or_an_unseen_character_is_refused() {
        for text in ["Anna\nBcc: x@y.nl", "a\rb", "a\u{2028}b", "a\u{85}b", "a\u{b}b"] {
            assert_eq!(line(text, 40), Err(TextFault::LineBreak), "{text:?}");
        }
        for (text, code) in
            [("a\0b", 0), ("a\u{7f}b", 0x7f), ("a\u{202e}b", 0x202e), ("a\u{2066}b\u{2069}c", 0x2066), ("a\tb", 9)]
        {
            assert_eq!(line(text, 40), Err(TextFault::Unseen(code)), "{text:?}");
        }
        assert_eq!(TextFault::Unseen(0x202e).to_string(), "has an invisible character, U+202E");
    }

    #[test]
    fn a_text_has_one_kind_of_line_break() {
        assert_eq!(lines("a\r\nb\rc\nd\u{2029}e\u{b}f", 40), Ok(Some("a\nb\nc\nd\ne\nf".to_owned())));
        assert_eq!(lines("\r\n\r\n", 40), Ok(None));
        assert_eq!(lines("one\n\ntwo\tthree", 40), Ok(Some("one\n\ntwo\tthree".to_owned())));
    }

    #[test]
    fn a_text_may_be_written_from_right_to_left_and_have_no_control_characters() {
        assert!(lines("\u{2067}שלום\u{2069} and so on", 40).unwrap().is_some());
        assert_eq!(lines("a\0b", 40), Err(TextFault::Unseen(0)));
        assert_eq!(lines("a\u{1b}[31mb", 40), Err(TextFault::Unseen(0x1b)));
        assert_eq!(required_lines("\n", 40), Err(TextFault::Missing));
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert!(lines(&"é".repeat(10_000), 10_000).is_ok());
        assert_eq!(lines(&"é".repeat(10_001), 10_000), Err(TextFault::TooLong { characters: 10_001, most: 10_000 }));
        // A form sends two characters for a line break; the writer sees one.
        assert!(lines(&"a\r\n".repeat(5_000), 10_000).is_ok());
        assert_eq!(line("abcdef", 5), Err(TextFault::TooLong { characters: 6, most: 5 }));
    }

    #[test]
    fn a_short_text_stands_whole() {
        for text in ["", "short", &"word ".repeat(64)] {
            assert_eq!(cut(text, 280), Cut { shown: text, rest: "" });
        }
        assert!(!cut(&"word ".repeat(65), 280).rest.is_empty());
    }

    #[test]
    fn a_long_text_is_cut_between_two_words() {
        let text = "seven letters ".repeat(50);
        let cut = cut(&text, 280);
        assert!(cut.shown.ends_with("letters") || cut.shown.ends_with("seven"), "{}", cut.shown);
        assert!((270..=280).contains(&cut.shown.chars().count()));
    }

    #[test]
    fn a_few_characters_more_than_asked_for_are_not_cut_off() {
        assert_eq!(cut(&"é".repeat(320), 280).rest, "");
        assert_eq!(cut(&"é".repeat(321), 280).rest.chars().count(), 41);
    }

    #[test]
    fn a_text_without_spaces_is_cut_where_a_word_of_any_kind_ends() {
        let path = "overleg/".repeat(60);
        let shown = cut(&path, 278).shown;
        assert!(shown.len() > 260 && (shown.ends_with('/') || shown.ends_with("overleg")), "{shown}");
        assert_eq!(cut(&path, 280).shown.len(), 280, "a word that ends just there is whole");
    }

    #[test]
    fn a_space_far_back_is_no_place_to_cut() {
        assert_eq!(cut(&format!("see {}", "x".repeat(400)), 280).shown.len(), 280);
    }

    #[test]
    fn white_space_and_what_has_no_shape_is_not_seen() {
        for letter in [' ', '\u{a0}', '\t', '\0', '\u{200b}', '\u{ad}', '\u{2800}', '\u{fe0f}', '\u{e0041}'] {
            assert!(!is_seen(letter), "{letter:?}");
        }
        for letter in ['a', '.', 'ש', '字', '👩', '\u{301}'] {
            assert!(is_seen(letter), "{letter:?}");
        }
    }

    #[test]
    fn a_text_without_spaces_is_cut_between_characters() {
        for one in ["👩‍👩‍👧", "e\u{301}", "🇳🇱", "字", "நி"] {
            let text = one.repeat(400);
            let cut = cut(&text, 280);
            assert_eq!(cut.shown.len() % one.len(), 0, "{one}");
            assert!(cut.shown.len() <= one.len() * 280 && cut.shown.len() >= one.len() * 220, "{one}");
        }
        // One word of 400 letters has no better place.
        assert_eq!(cut(&"a".repeat(400), 280).shown.len(), 280);
    }

    proptest! {
        #[test]
        fn nothing_of_a_text_is_lost_by_cutting(text in "(\\PC{0,30}[ \n]?){0,40}", about in 1_usize..300) {
            let cut = cut(&text, about);
            prop_assert_eq!(format!("{}{}", cut.shown, cut.rest), text.clone());
            prop_assert!(cut.shown.graphemes(true).count() <= about + SLACK);
            let boundaries: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            prop_assert!(cut.rest.is_empty() || boundaries.contains(&cut.shown.len()));
            prop_assert!(text.is_empty() || !cut.shown.is_empty());
        }

        #[test]
        fn what_is_kept_is_kept_again_as_it_is(text in "\\PC{0,20}[\r\n\t\u{2028}]?\\PC{0,20}") {
            if let Ok(Some(kept)) = lines(&text, 100) {
                prop_assert_eq!(lines(&kept, 100), Ok(Some(kept.clone())));
                prop_assert!(!kept.contains('\r'));
            }
            if let Ok(Some(kept)) = line(&text, 100) {
                prop_assert_eq!(line(&kept, 100), Ok(Some(kept.clone())));
            }
        }
    }
}
