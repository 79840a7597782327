//! Texts of one line: names of people, tenants, views, tokens and files.
//!
//! A name stands in the middle of other texts. What breaks the line or turns the direction of writing changes how
//! those are read: behind U+202E `gpj.exe` looks like `exe.jpg`. Deliberately absent: letters that look alike.

/// Whether a character turns the direction of whatever follows it, to the end of the line where nothing ends it.
///
/// The marks U+200E and U+200F are not among them: they have a direction, and give it to nobody else.
pub fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text that somebody typed can be a name: nothing in it breaks the line, turns its direction or is no text, as what stands
/// for letters of a file in another encoding (U+FFFD).
pub fn is_one_line(text: &str) -> bool {
    let is_none = |letter| matches!(letter, '\u{2028}' | '\u{2029}' | '\u{fffd}');
    !text.chars().any(|letter| letter.is_control() || turns_direction(letter) || is_none(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_writing_are_taken() {
        for name in
            ["Bakkerij Zonneschijn", "株式会社", "מאפייה שמש", "\u{200f}שמש\u{200f}", "👩‍👩‍👧 & co.", "", "a\u{301}"]
        {
            assert!(is_one_line(name), "{name:?}");
        }
    }

    #[test]
    fn what_would_change_the_text_around_it_is_refused() {
        for letter in ['\0', '\n', '\r', '\t', '\u{1b}', '\u{85}', '\u{2028}', '\u{2029}', '\u{fffd}'] {
            assert!(!is_one_line(&format!("Zon{letter}neschijn")), "{letter:?}");
            assert!(!turns_direction(letter), "{letter:?}");
        }
        for letter in "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".chars() {
            assert!(!is_one_line(&format!("Zon{letter}neschijn")), "{letter:?}");
            assert!(turns_direction(letter), "{letter:?}");
        }
        for letter in "\u{2029}\u{202f}\u{2065}\u{206a}\u{200e}\u{200f}".chars() {
            assert!(!turns_direction(letter), "{letter:?}");
        }
    }
}
