//! The rules of the guidance, one function each: what they find in a note, and what they suggest instead (S9.2).

use std::ops::Range;

use super::Surroundings;
use super::guidance::{Credit, Finding, MOST_SENTENCES, Merit, Message, Rule};
use super::personal::{self, Personal};
use super::phrase::{Found, Meaning};
use super::reading::Reading;
use super::reason::{Reasons, is_vague};
use super::similarity::{self, Likeness};
use super::words::Words;

/// How far a negation reaches, in words: "no real problem", "not in any way blocked".
const NEGATION_REACH: usize = 3;

/// Letters of a word by which it is the same as another of another ending: "licences", "licensing".
const STEM_LETTERS: usize = 6;

/// A note while it is checked.
pub(super) struct Note<'a> {
    text: &'a str,
    reading: &'a Reading<'a>,
    found: &'a [Found],
    words: &'a Words,
    surroundings: &'a Surroundings<'a>,
    /// Where each character begins, in bytes.
    borders: Vec<usize>,
}

impl<'a> Note<'a> {
    pub(super) fn new(
        text: &'a str,
        reading: &'a Reading<'a>,
        found: &'a [Found],
        words: &'a Words,
        surroundings: &'a Surroundings<'a>,
    ) -> Self {
        let borders = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, reading, found, words, surroundings, borders }
    }

    /// What every rule finds.
    pub(super) fn findings(&self, reasons: Reasons, credits: &[Credit]) -> Vec<Finding> {
        let mut all = self.ambiguous();
        all.extend(self.meetings());
        all.extend(self.personal_data());
        all.extend(self.too_long());
        all.extend(self.duplicate());
        all.extend(self.no_reason(reasons, credits));
        all.extend(self.no_blocker(reasons));
        all
    }

    /// Words that say clearly how things stand, unless they are denied ("no longer blocked") or part of a name.
    pub(super) fn clear_words(&self) -> Vec<Credit> {
        let is_clear =
            |one: &&Found| one.meaning == Meaning::Clear && !self.is_denied(&one.words) && !self.is_name(&one.words);
        let found: Vec<&Found> = self.found.iter().filter(is_clear).collect();
        let places = self.apart(found).into_iter();
        places
            .map(|(_, place)| Credit {
                merit: Merit::ClearWords,
                start: place.start,
                end: place.end,
                matched: self.matched(&place),
            })
            .collect()
    }

    fn ambiguous(&self) -> Vec<Finding> {
        let found: Vec<&Found> =
            self.found.iter().filter(|one| is_vague(one.meaning) && self.is_said(&one.words)).collect();
        let places = self.apart(found).into_iter();
        places
            .map(|(meaning, place)| {
                let key = match meaning {
                    Meaning::Present => "intent-suggest-until-when",
                    Meaning::Unsettled => "intent-suggest-what-first",
                    Meaning::Someday => "intent-suggest-date",
                    _ => "intent-suggest-certain",
                };
                self.finding_of_word(Rule::Ambiguous, &place, key)
            })
            .collect()
    }

    /// A meeting; meetings in general only where a time or a person is named in the same sentence.
    fn meetings(&self) -> Vec<Finding> {
        let sentence_of = |one: &Found| self.reading.words.get(one.words.start).map(|word| word.sentence);
        let mut occasions: Vec<Option<usize>> =
            self.found.iter().filter(|one| one.meaning == Meaning::Occasion).map(sentence_of).collect();
        occasions.dedup();
        let is_meeting = |one: &&Found| match one.meaning {
            Meaning::Meeting => self.is_own(&one.words),
            Meaning::Gathering => self.is_own(&one.words) && occasions.binary_search(&sentence_of(one)).is_ok(),
            _ => false,
        };
        let found: Vec<&Found> = self.found.iter().filter(is_meeting).collect();
        let places = self.apart(found).into_iter();
        places.map(|(_, place)| self.finding_of_word(Rule::Meeting, &place, "intent-suggest-outcome")).collect()
    }

    fn personal_data(&self) -> Vec<Finding> {
        let suggested = |(kind, place): (Personal, Range<usize>)| {
            let key = match kind {
                Personal::Email => "intent-suggest-without-email",
                Personal::Phone => "intent-suggest-without-phone",
            };
            self.finding(Rule::PersonalData, place, key, Vec::new())
        };
        personal::found(self.text).into_iter().map(suggested).collect()
    }

    /// What stands after the last sentence that a note should have.
    fn too_long(&self) -> Option<Finding> {
        let sentences = self.reading.sentences;
        (sentences > MOST_SENTENCES).then(|| {
            let start = self.reading.place_of_sentence(MOST_SENTENCES).start;
            let arguments = vec![("sentences", sentences.to_string()), ("most", MOST_SENTENCES.to_string())];
            self.finding(Rule::TooLong, start..self.whole().end, "intent-suggest-shorter", arguments)
        })
    }

    fn duplicate(&self) -> Option<Finding> {
        let (other, likeness) = similarity::repeated(self.text, self.reading, self.words, self.surroundings.others)?;
        let key = match likeness {
            Likeness::Equal => "intent-suggest-other-than-copy",
            Likeness::Near => "intent-suggest-own-words",
        };
        Some(self.finding(Rule::Duplicate, self.whole(), key, vec![("workload", other.workload.to_owned())]))
    }

    /// The clear word that wants a reason, or else the first sentence.
    fn no_reason(&self, reasons: Reasons, credits: &[Credit]) -> Option<Finding> {
        if reasons.is_given {
            return None;
        }
        Some(match credits.first() {
            Some(credit) => {
                self.finding_of_word(Rule::NoReason, &(credit.start..credit.end), "intent-suggest-reason-for")
            }
            None => {
                self.finding(Rule::NoReason, self.reading.place_of_sentence(0), "intent-suggest-reason", Vec::new())
            }
        })
    }

    fn no_blocker(&self, reasons: Reasons) -> Option<Finding> {
        let blockers = self.surroundings.blockers;
        if !self.surroundings.is_blocked || reasons.names_blocker || blockers.iter().any(|name| self.takes_up(name)) {
            return None;
        }
        let place = self.reading.place_of_sentence(0);
        Some(match blockers.first() {
            Some(name) => self.finding(
                Rule::NoBlocker,
                place,
                "intent-suggest-blocker-such-as",
                vec![("blocker", (*name).to_owned())],
            ),
            None => self.finding(Rule::NoBlocker, place, "intent-suggest-blocker", Vec::new()),
        })
    }

    /// Whether the note has a word of a blocker's name that carries meaning, be it with another ending.
    fn takes_up(&self, name: &str) -> bool {
        let reading = Reading::of(name, &[], &[]);
        let said = |key: &str| self.reading.words.iter().any(|word| stem(&word.key) == stem(key));
        reading.words.iter().any(|word| {
            word.key.chars().count() > 2
                && self.words.is_content(&word.key)
                && !self.words.is_hollow(&word.key)
                && said(&word.key)
        })
    }

    /// Whether a negation stands shortly before, in the same clause, and nothing begins anew in between.
    fn is_denied(&self, words: &Range<usize>) -> bool {
        let clause = self.reading.words.get(words.start).map(|word| word.clause);
        let before =
            self.reading.words.get(words.start.saturating_sub(NEGATION_REACH)..words.start).unwrap_or_default();
        let mut before = before.iter().rev();
        let mut near =
            before.by_ref().take_while(|word| Some(word.clause) == clause && !self.words.is_joint(&word.key));
        near.any(|word| self.words.is_negation(&word.key))
    }

    /// Whether the words are the writer's own, neither quoted nor part of a name.
    fn is_own(&self, words: &Range<usize>) -> bool {
        let mut own = self.reading.words.get(words.clone()).unwrap_or_default().iter();
        !self.is_name(words) && own.all(|word| !word.is_quoted)
    }

    /// Whether the writer says it, and does not only call something so: "now-defunct" is what a thing is, and not until when
    /// something holds.
    fn is_said(&self, words: &Range<usize>) -> bool {
        let is_joined = |at: usize| {
            let before = self.reading.words.get(at).filter(|_| at > 0).map(|word| word.before);
            before.is_some_and(|before| matches!(before, "-" | "\u{2010}" | "\u{2011}"))
        };
        self.is_own(words) && !is_joined(words.start) && !is_joined(words.end)
    }

    /// Whether the phrase begins with a word of a name.
    fn is_name(&self, words: &Range<usize>) -> bool {
        self.reading.words.get(words.start).is_some_and(|word| word.is_name)
    }

    /// The places of phrases, the longest of those that begin together, none within another.
    fn apart(&self, mut found: Vec<&Found>) -> Vec<(Meaning, Range<usize>)> {
        found.sort_by_key(|one| (one.words.start, std::cmp::Reverse(one.words.end)));
        let mut places = Vec::new();
        let mut taken = 0_usize;
        for one in found {
            if one.words.start >= taken {
                taken = one.words.end;
                places.push((one.meaning, self.reading.place(&one.words)));
            }
        }
        places
    }

    fn finding_of_word(&self, rule: Rule, place: &Range<usize>, key: &'static str) -> Finding {
        self.finding(rule, place.clone(), key, vec![("word", self.matched(place))])
    }

    fn finding(
        &self,
        rule: Rule,
        place: Range<usize>,
        key: &'static str,
        arguments: Vec<(&'static str, String)>,
    ) -> Finding {
        let matched = self.matched(&place);
        Finding { rule, start: place.start, end: place.end, matched, suggestion: Message { key, arguments } }
    }

    fn matched(&self, place: &Range<usize>) -> String {
        let border = |at: usize| self.borders.get(at).copied().unwrap_or(self.text.len());
        self.text.get(border(place.start)..border(place.end)).unwrap_or_default().to_owned()
    }

    /// The whole text without the white space around it.
    fn whole(&self) -> Range<usize> {
        let leading = self.text.chars().take_while(|letter| letter.is_whitespace()).count();
        let trailing = self.text.chars().rev().take_while(|letter| letter.is_whitespace()).count();
        leading..self.reading.characters.saturating_sub(trailing).max(leading)
    }
}

fn stem(key: &str) -> &str {
    key.char_indices().nth(STEM_LETTERS).map_or(key, |(end, _)| key.get(..end).unwrap_or(key))
}
