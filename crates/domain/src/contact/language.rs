//! Languages in which a survey can come, by their BCP 47 tags (S7.3).

use std::fmt;
use std::str::FromStr;

/// A language of surveys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SurveyLanguage(&'static str);

/// What is not the tag of such a language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the tag of a survey language: {0}")]
pub struct NotASurveyLanguage(pub String);

/// The languages that offices work in, in order. Where a language is written in two ways that readers of one cannot
/// read in the other, or that differ as much as Portuguese does, each has its own tag, and the bare one is not there:
/// nobody could say which is meant.
const TAGS: [&str; 74] = [
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa",
    "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn",
    "ko", "lb", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "nb", "ne", "nl", "nn", "pa", "pl", "pt-BR", "pt-PT",
    "ro", "ru", "sk", "sl", "sq", "sr-Cyrl", "sr-Latn", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "vi",
    "zh-Hans", "zh-Hant",
];

impl SurveyLanguage {
    /// Every language, by tag.
    pub fn all() -> impl Iterator<Item = Self> {
        TAGS.into_iter().map(Self)
    }

    /// The tag.
    pub fn tag(self) -> &'static str {
        self.0
    }
}

impl FromStr for SurveyLanguage {
    type Err = NotASurveyLanguage;

    /// Reads a tag of the list; tags are the same in upper and lower case.
    fn from_str(text: &str) -> Result<Self, NotASurveyLanguage> {
        let found = TAGS.into_iter().find(|tag| tag.eq_ignore_ascii_case(text.trim()));
        found.map(Self).ok_or_else(|| NotASurveyLanguage(text.to_owned()))
    }
}

impl fmt::Display for SurveyLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Language;

    #[test]
    fn every_tag_is_read_and_the_list_is_in_order() {
        assert!(TAGS.is_sorted_by(|one, next| one < next));
        for language in SurveyLanguage::all() {
            assert_eq!(language.tag().to_uppercase().parse(), Ok(language));
            let mut parts = language.tag().split('-');
            assert!(parts.next().is_some_and(|part| (2..=3).contains(&part.len())));
            assert!(parts.next().is_none_or(|part| [2, 4].contains(&part.len())));
        }
    }

    #[test]
    fn the_languages_of_the_european_union_and_of_the_interface_are_there() {
        let union = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt-PT ro sk sl sv";
        let ours = Language::ALL.map(Language::tag);
        assert_eq!(union.split(' ').count(), 24);
        for tag in union.split(' ').chain(ours) {
            assert!(tag.parse::<SurveyLanguage>().is_ok(), "{tag}");
        }
    }

    #[test]
    fn what_is_not_in_the_list_is_refused() {
        for text in ["", "pt", "zh", "sr", "nl-NL", "nl_NL", "Dutch", "xx", "no"] {
            assert_eq!(text.parse::<SurveyLanguage>(), Err(NotASurveyLanguage(text.to_owned())));
        }
    }
}
