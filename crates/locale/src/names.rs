//! How a language calls countries and languages (S7.3): `locales/{en,nl}/countries.tsv` and `languages.tsv`, a code and a
//! name a line. They are tables and no messages, because nothing is ever said in them.

use std::collections::HashMap;

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
    in_order: Vec<(T, &'static str)>,
}

impl<T: std::str::FromStr> Table<T> {
    fn read(text: &'static str) -> Self {
        let by_code: HashMap<_, _> = text.lines().filter_map(|line| line.split_once('\t')).collect();
        let mut in_order: Vec<_> =
            by_code.iter().filter_map(|(code, name)| Some((code.parse().ok()?, *name))).collect();
        in_order.sort_by_cached_key(|(_, name): &(T, _)| name_key(name));
        Self { by_code, in_order }
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
        let key = name_key(name);
        self.countries().iter().find(|(_, one)| name_key(one) == key).map(|(country, _)| *country)
    }
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
}
