//! How a language calls countries and languages (S7.3): `locales/{en,nl}/countries.tsv` and `languages.tsv`, a code and a
//! name a line. They are tables and no messages, because nothing is ever said in them.

use std::collections::HashMap;
use std::str::FromStr;

use domain::contact::{Country, SurveyLanguage};
use domain::person::Language;
use domain::tenant::name_key;

use crate::Words;

/// Names by code, and in their order.
pub(crate) struct Names {
    countries: Table<Country>,
    languages: Table<SurveyLanguage>,
}

struct Table<T> {
    by_code: HashMap<&'static str, &'static str>,
    /// By the form of the name in which case and accents make no difference.
    by_key: HashMap<String, T>,
    in_order: Vec<(T, &'static str)>,
}

impl<T: FromStr + Copy> Table<T> {
    fn read(text: &'static str) -> Self {
        let by_code: HashMap<_, _> = text.lines().filter_map(|line| line.split_once('\t')).collect();
        let mut in_order: Vec<_> =
            by_code.iter().filter_map(|(code, name)| Some((code.parse().ok()?, *name))).collect();
        in_order.sort_by_cached_key(|(_, name): &(T, _)| name_key(name));
        let by_key = in_order.iter().map(|(one, name)| (name_key(name), *one)).collect();
        Self { by_code, by_key, in_order }
    }

    fn named(&self, name: &str) -> Option<T> {
        self.by_key.get(&name_key(name)).copied()
    }
}

impl Names {
    pub(crate) fn of(language: Language) -> Self {
        let (countries, languages) = match language {
            Language::English => {
                (include_str!("../../../locales/en/countries.tsv"), include_str!("../../../locales/en/languages.tsv"))
            }
            Language::Dutch => {
                (include_str!("../../../locales/nl/countries.tsv"), include_str!("../../../locales/nl/languages.tsv"))
            }
        };
        Self { countries: Table::read(countries), languages: Table::read(languages) }
    }
}

impl Words {
    /// The name of a country.
    pub fn country(&self, country: Country) -> &'static str {
        self.names.countries.by_code.get(country.code()).copied().unwrap_or(country.code())
    }

    /// The name of a survey language.
    pub fn survey_language(&self, language: SurveyLanguage) -> &'static str {
        self.names.languages.by_code.get(language.tag()).copied().unwrap_or(language.tag())
    }

    /// Every country, by name.
    pub fn countries(&self) -> &[(Country, &'static str)] {
        &self.names.countries.in_order
    }

    /// Every survey language, by name.
    pub fn survey_languages(&self) -> &[(SurveyLanguage, &'static str)] {
        &self.names.languages.in_order
    }

    /// The country of a name, as a report writes it.
    pub fn country_named(&self, name: &str) -> Option<Country> {
        self.names.countries.named(name)
    }
}

/// The country that somebody means who typed that: its code, or its name in any language.
pub fn country_meant(typed: &str) -> Option<Country> {
    meant(typed, |names| &names.countries)
}

/// The survey language that somebody means who typed that: likewise.
pub fn survey_language_meant(typed: &str) -> Option<SurveyLanguage> {
    meant(typed, |names| &names.languages)
}

fn meant<T: FromStr + Copy>(typed: &str, table: fn(&Names) -> &Table<T>) -> Option<T> {
    let named = || Language::ALL.into_iter().find_map(|one| table(&Words::of(one).names).named(typed));
    typed.parse().ok().or_else(named)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_country_and_language_has_a_name_of_its_own_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(language);
            let countries: BTreeSet<&str> = Country::all().map(|one| words.country(one)).collect();
            let languages: BTreeSet<&str> = SurveyLanguage::all().map(|one| words.survey_language(one)).collect();
            assert_eq!((countries.len(), languages.len()), (Country::all().count(), SurveyLanguage::all().count()));
            assert!(countries.iter().all(|name| name.len() > 2) && languages.iter().all(|name| name.len() > 2));
            assert_eq!(words.countries().len(), countries.len());
            assert_eq!(words.survey_languages().len(), languages.len());
        }
    }

    #[test]
    fn names_are_in_the_order_in_which_a_reader_looks_for_them() {
        let names = |language| Words::of(language).countries().iter().map(|one| one.1).collect::<Vec<_>>();
        let dutch = names(Language::Dutch);
        assert_eq!(dutch.first().copied(), Some("Afghanistan"));
        let place = |name: &str| dutch.iter().position(|one| *one == name).unwrap();
        assert!(place("Åland") < place("Albanië") && place("Zwitserland") > place("Zweden"));
        assert_ne!(dutch, names(Language::English));
    }

    #[test]
    fn a_country_is_known_by_its_name() {
        let english = Words::of(Language::English);
        for (name, code) in [("Netherlands", "NL"), ("curacao", "CW"), ("Belgium ", "BE")] {
            assert_eq!(english.country_named(name).map(Country::code), Some(code), "{name}");
        }
        assert_eq!(english.country_named("Kxq"), None);
    }

    #[test]
    fn what_is_typed_means_a_name_in_either_language_or_a_code() {
        let countries =
            [("nederland", "NL"), (" Netherlands", "NL"), ("nl", "NL"), ("BELGIE", "BE"), ("curacao", "CW")];
        for (typed, code) in countries {
            assert_eq!(country_meant(typed).map(Country::code), Some(code), "{typed}");
        }
        for (typed, tag) in [("Nederlands", "nl"), ("dutch", "nl"), ("PT-br", "pt-BR"), ("oekraiens", "uk")] {
            assert_eq!(survey_language_meant(typed).map(SurveyLanguage::tag), Some(tag), "{typed}");
        }
        for typed in ["", " ", "Neder", "Netherlands, the <b>", "zz"] {
            assert_eq!((country_meant(typed), survey_language_meant(typed)), (None, None), "{typed}");
        }
    }

    #[test]
    fn no_name_means_two_things() {
        for words in Language::ALL.map(Words::of) {
            for (country, name) in words.countries() {
                assert_eq!(country_meant(name), Some(*country), "{name}");
            }
            for (language, name) in words.survey_languages() {
                assert_eq!(survey_language_meant(name), Some(*language), "{name}");
            }
        }
    }
}
