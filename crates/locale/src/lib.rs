//! The words of the product in English and Dutch, and how each language writes numbers, months and days.
//!
//! The texts are in `locales/{en,nl}/web.ftl` (Project Fluent) and travel inside the binary. Callers
//! take a text with `i18n_embed_fl::fl!(words.loader(), "id", argument = value)`, which makes a wrong id
//! or argument a compile error. Deliberately absent: the names of workloads, which are data.

mod day;
#[cfg(test)]
mod languages;
mod names;
mod number;
mod said;

use std::sync::OnceLock;

use domain::person::Language;
use i18n_embed::LanguageLoader;
use i18n_embed::fluent::FluentLanguageLoader;
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use number::Numbers;

pub use names::{country_meant, survey_language_meant};
pub use said::{Pattern, Said};

#[derive(RustEmbed)]
#[folder = "../../locales/"]
struct Messages;

/// The words of one language: its messages, and how it writes numbers, months and days.
pub struct Words {
    language: Language,
    loader: FluentLanguageLoader,
    numbers: Numbers,
    names: names::Names,
}

impl Words {
    /// The words of a language; read once, then shared.
    pub fn of(language: Language) -> &'static Self {
        static ENGLISH: OnceLock<Words> = OnceLock::new();
        static DUTCH: OnceLock<Words> = OnceLock::new();
        match language {
            Language::English => ENGLISH.get_or_init(|| Self::read(language)),
            Language::Dutch => DUTCH.get_or_init(|| Self::read(language)),
        }
    }

    /// The language these words are of.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The messages, for `fl!`.
    pub fn loader(&self) -> &FluentLanguageLoader {
        &self.loader
    }

    fn read(language: Language) -> Self {
        let loader = FluentLanguageLoader::new("web", identifier(Language::default()));
        // The files are part of the binary and a test reads every message of them: there is nobody
        // to report to here, and a page with message ids is still better than none.
        let _ = loader.load_languages(&Messages, &[identifier(language)]);
        // Marks around arguments are for texts that mix writing directions; copied, they get in the way.
        loader.set_use_isolating(false);
        loader.with_bundles_mut(|bundle| bundle.set_formatter(Some(number::in_messages(language))));
        Self { language, loader, numbers: Numbers::of(language), names: names::Names::of(language) }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.language.tag())
    }
}

fn identifier(language: Language) -> LanguageIdentifier {
    language.tag().parse().unwrap_or_default()
}
