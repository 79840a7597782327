//! Messages that a page says many times over, put together once.
//!
//! Looking a message up and putting it together anew takes a page of fifty rows longer than all else it does.

use std::sync::OnceLock;

use domain::person::Language;

use crate::Words;

/// A message without arguments.
#[derive(Debug, Default)]
pub struct Said(Each<String>);

/// A message whose arguments are texts, taken apart at its arguments: `{ $change } pt`.
#[derive(Debug, Default)]
pub struct Pattern(Each<Vec<Part>>);

/// Something for each language, made when it is first asked for.
#[derive(Debug, Default)]
struct Each<T> {
    english: OnceLock<T>,
    dutch: OnceLock<T>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The argument of that number.
    Argument(usize),
}

/// Stands for the first argument while a message is taken apart, the next for the second; private, in no message.
const FIRST_MARK: u32 = 0xF_0000;

impl<T> Each<T> {
    const fn new() -> Self {
        Self { english: OnceLock::new(), dutch: OnceLock::new() }
    }

    fn of(&self, words: &Words) -> &OnceLock<T> {
        match words.language() {
            Language::English => &self.english,
            Language::Dutch => &self.dutch,
        }
    }
}

impl Said {
    /// Nothing is put together yet.
    pub const fn new() -> Self {
        Self(Each::new())
    }

    /// The message in these words; `say` puts it together the first time.
    pub fn once(&'static self, words: &Words, say: impl FnOnce(&Words) -> String) -> &'static str {
        self.0.of(words).get_or_init(|| say(words))
    }
}

impl Pattern {
    /// Nothing is taken apart yet.
    pub const fn new() -> Self {
        Self(Each::new())
    }

    /// The message in these words with these arguments; `say` puts it together the first time, with arguments of its own.
    pub fn fill<'a, const N: usize>(
        &'a self,
        words: &Words,
        arguments: [&'a str; N],
        say: impl FnOnce(&Words, [String; N]) -> String,
    ) -> String {
        let parts = self.0.of(words).get_or_init(|| {
            let marks: [String; N] = std::array::from_fn(|number| mark(number).into_iter().collect());
            apart(&say(words, marks), N)
        });
        let text = |part: &'a Part| match part {
            Part::Text(text) => text,
            Part::Argument(number) => arguments.get(*number).copied().unwrap_or_default(),
        };
        let mut filled = String::with_capacity(parts.iter().map(|part| text(part).len()).sum());
        filled.extend(parts.iter().map(text));
        filled
    }
}

fn mark(number: usize) -> Option<char> {
    u32::try_from(number).ok().and_then(|number| char::from_u32(FIRST_MARK.checked_add(number)?))
}

fn apart(message: &str, arguments: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    for letter in message.chars() {
        match (0..arguments).find(|number| mark(*number) == Some(letter)) {
            Some(number) => parts.extend([Part::Text(std::mem::take(&mut text)), Part::Argument(number)]),
            None => text.push(letter),
        }
    }
    parts.push(Part::Text(text));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_put_together_once_in_each_language() {
        static SAID: Said = Said::new();
        for words in [Words::of(Language::English), Words::of(Language::Dutch)] {
            assert_eq!(SAID.once(words, |words| words.language().tag().to_owned()), words.language().tag());
            assert_eq!(SAID.once(words, |_| panic!("asked twice")), words.language().tag());
        }
    }

    #[test]
    fn arguments_stand_where_the_language_has_them() {
        static PATTERN: Pattern = Pattern::new();
        let say = |words: &Words, [name, usage]: [String; 2]| match words.language() {
            Language::English => format!("{usage} of {name}, {usage}"),
            Language::Dutch => format!("{name}: {usage}"),
        };
        let fill = |language, name, usage| PATTERN.fill(Words::of(language), [name, usage], say);
        assert_eq!(fill(Language::English, "Contoso", "12%"), "12% of Contoso, 12%");
        assert_eq!(fill(Language::Dutch, "\u{F0001}", "12%"), "\u{F0001}: 12%");
        assert_eq!(fill(Language::English, "", ""), " of , ");
    }
}
