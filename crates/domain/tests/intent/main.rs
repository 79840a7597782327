//! Graded notes, by which the guidance is measured: `notes.tsv` has them, one a line, with what a careful reader finds in each.
//!
//! The notes of the part `tuned` were there while the word tables were made. Those of the part `held` were written when they were
//! done, in two rounds. At first sight of the 121, `no_reason` was right 50 times, twice too much and 3 times
//! missed; `no_blocker` right 6 times, once too much and once missed; `ambiguous` once too much; the other rules and all
//! languages but one without a fault. What the first round showed of phrases that said too much was mended before the second.
//! Two more rounds are about ambiguous words and what only looks like them. At first sight of the third, 46 notes, `ambiguous`
//! was right 15 times, 6 times too much and 10 times missed; of the fourth, 27 notes after that was mended, right 13 times, once too
//! much and twice missed. What is still to be done ("still has to", "moet nog") is told and not ambiguous, as in the first
//! rounds: three notes were graded anew by that. Who changes the tables writes new notes first: the figures that this test prints for these are too good by now.

#[cfg(test)]
mod notes;

use std::collections::{BTreeMap, BTreeSet};

use domain::intent::guidance::SUGGESTIONS;
use domain::intent::{Grade, Merit, Rule};
use domain::person::Language;
use notes::{Graded, notes};

/// What precision and recall have to be at least, in percent.
const LEAST_PERCENT: usize = 95;

/// Notes of each language at least, of those held out, and of each rule.
const FEWEST_OF_LANGUAGE: usize = 70;
const FEWEST_HELD: usize = 120;
const FEWEST_OF_RULE: usize = 10;

/// How often a rule was right, and how often it was not.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    right: usize,
    too_much: usize,
    missed: usize,
}

impl Score {
    fn precision(self) -> usize {
        percent(self.right, self.right + self.too_much)
    }

    fn recall(self) -> usize {
        percent(self.right, self.right + self.missed)
    }

    fn is_enough(self) -> bool {
        self.precision() >= LEAST_PERCENT && self.recall() >= LEAST_PERCENT
    }
}

fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(100)
}

/// The score of each rule, and a line for each note that was judged otherwise than expected.
fn scores(notes: &[&Graded]) -> (BTreeMap<Rule, Score>, Vec<String>) {
    let mut scores: BTreeMap<Rule, Score> = Rule::ALL.into_iter().map(|rule| (rule, Score::default())).collect();
    let mut wrong = Vec::new();
    for note in notes {
        let guidance = note.checked();
        let found: BTreeSet<Rule> = guidance.findings.iter().map(|finding| finding.rule).collect();
        for (rule, score) in &mut scores {
            match (note.rules.contains(rule), found.contains(rule)) {
                (true, true) => score.right += 1,
                (false, true) => score.too_much += 1,
                (true, false) => score.missed += 1,
                (false, false) => {}
            }
        }
        if found != note.rules || guidance.grade != note.grade {
            let marks: Vec<_> = guidance.findings.iter().map(|one| (one.rule.code(), &one.matched)).collect();
            wrong.push(format!("{}: {:?} {marks:?}: {}", note.line, guidance.grade, note.text));
        }
    }
    (scores, wrong)
}

fn report(part: &str, notes: &[&Graded]) -> BTreeMap<Rule, Score> {
    let (scores, wrong) = scores(notes);
    println!("{part}: {} notes, {} judged otherwise than expected", notes.len(), wrong.len());
    for (rule, score) in &scores {
        let (precision, recall) = (score.precision(), score.recall());
        println!(
            "  {:14} right {:3}  too much {:2}  missed {:2}  precision {precision:3} %  recall {recall:3} %",
            rule.code(),
            score.right,
            score.too_much,
            score.missed
        );
    }
    for line in wrong {
        println!("  {line}");
    }
    scores
}

#[test]
fn every_rule_is_right_nineteen_times_in_twenty_on_the_graded_notes() {
    let notes = notes();
    let held: Vec<&Graded> = notes.iter().filter(|note| note.is_held).collect();
    let held = report("held", &held);
    let all = report("all", &notes.iter().collect::<Vec<_>>());
    for (rule, score) in &all {
        assert!(score.right + score.missed >= FEWEST_OF_RULE, "{}: too few notes", rule.code());
    }
    for (rule, score) in all {
        assert!(score.is_enough(), "{}: {score:?}", rule.code());
    }
    // Of most rules fewer than twenty notes are held out, where one fault is already more than one in twenty: together
    // they have to be right as often as all are, and no rule may be wrong more than that or once in each direction.
    let mut together = Score::default();
    for (rule, score) in held {
        let most = (score.right + score.missed) * (100 - LEAST_PERCENT) / 100;
        let is_enough = score.too_much <= most.max(1) && score.missed <= most.max(1);
        assert!(is_enough, "held, {}: {score:?}", rule.code());
        together.right += score.right;
        together.too_much += score.too_much;
        together.missed += score.missed;
    }
    assert!(together.is_enough(), "held: {together:?}");
}

#[test]
fn grades_are_as_a_careful_reader_gives_them() {
    let notes = notes();
    let wrong = notes.iter().filter(|note| note.checked().grade != note.grade).map(|note| note.line);
    let wrong: Vec<usize> = wrong.collect();
    assert!(wrong.len() * 20 <= notes.len(), "of {} notes, these lines are graded otherwise: {wrong:?}", notes.len());
}

#[test]
fn the_language_of_every_graded_note_is_found() {
    let wrong = notes().into_iter().filter(|note| note.checked().language != note.language);
    assert_eq!(wrong.map(|note| note.text).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn there_are_notes_enough_of_both_languages_and_none_is_there_twice() {
    let notes = notes();
    for language in Language::ALL {
        let own = notes.iter().filter(|note| note.language == language).count();
        assert!(own >= FEWEST_OF_LANGUAGE, "{}: {own}", language.tag());
    }
    let held = notes.iter().filter(|note| note.is_held).count();
    assert!(held >= FEWEST_HELD, "{held} of {} are held out", notes.len());
    let texts: BTreeSet<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    let repeated = notes.len() - texts.len();
    assert!(repeated <= 4, "{repeated} texts are there twice, more than those in two surroundings");
}

#[test]
fn every_suggestion_is_given_somewhere_with_its_own_arguments() {
    let mut given = BTreeSet::new();
    for note in notes() {
        for finding in note.checked().findings {
            let known = SUGGESTIONS.iter().find(|(key, _)| *key == finding.suggestion.key);
            let (key, names) = known.unwrap_or_else(|| panic!("{} is not listed", finding.suggestion.key));
            let own: Vec<&str> = finding.suggestion.arguments.iter().map(|(name, _)| *name).collect();
            assert_eq!(own, *names, "{key}");
            given.insert(*key);
        }
    }
    assert_eq!(given, SUGGESTIONS.iter().map(|(key, _)| *key).collect());
}

/// The messages of the guidance in a language: what stands behind each key that begins with `intent-`.
fn words(file: &'static str) -> BTreeMap<&'static str, &'static str> {
    let all = file.lines().filter_map(|line| line.split_once(" = "));
    all.filter(|(key, _)| key.starts_with("intent-")).collect()
}

#[test]
fn both_languages_have_words_for_everything_with_its_arguments() {
    let english = words(include_str!("../../../../locales/en/web.ftl"));
    let dutch = words(include_str!("../../../../locales/nl/web.ftl"));
    let mut wanted: BTreeMap<&str, &[&str]> = SUGGESTIONS.into_iter().collect();
    wanted.extend(Rule::ALL.map(|rule| (rule.explanation(), &[][..])));
    wanted.extend(Grade::ALL.iter().flat_map(|grade| [grade.name(), grade.explanation()]).map(|key| (key, &[][..])));
    wanted.insert(Merit::ClearWords.explanation(), &[]);
    for words in [&english, &dutch] {
        assert_eq!(words.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
        for (key, arguments) in &wanted {
            assert_eq!(words[key].matches("{ $").count(), arguments.len(), "{key}");
            assert!(arguments.iter().all(|name| words[key].contains(&format!("{{ ${name} }}"))), "{key}");
        }
    }
    assert!(english.iter().all(|(key, text)| dutch[key] != *text));
}
