//! The graded notes, read from `notes.tsv`: part, language, grade, rules, surroundings and text, with tabs between.

use std::collections::BTreeSet;

use domain::intent::{Grade, Guidance, OtherNote, Rule, Surroundings, check};
use domain::person::Language;

/// A note, and what a careful reader finds in it.
#[derive(Debug)]
pub(crate) struct Graded {
    pub(crate) line: usize,
    pub(crate) is_held: bool,
    pub(crate) language: Language,
    pub(crate) grade: Grade,
    pub(crate) rules: BTreeSet<Rule>,
    is_blocked: bool,
    blockers: Vec<String>,
    others: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Graded {
    /// Checks it as for somebody of the other language, whom nothing may mislead.
    pub(crate) fn checked(&self) -> Guidance {
        let others: Vec<OtherNote<'_>> =
            self.others.iter().map(|(workload, text)| OtherNote { workload, text }).collect();
        let blockers: Vec<&str> = self.blockers.iter().map(String::as_str).collect();
        let assumed = if self.text.split_whitespace().count() < 3 { self.language } else { other(self.language) };
        let surroundings = Surroundings { others: &others, is_blocked: self.is_blocked, blockers: &blockers, assumed };
        check(&self.text, &surroundings)
    }
}

fn other(language: Language) -> Language {
    if language == Language::Dutch { Language::English } else { Language::Dutch }
}

/// Every note, in the order of the file.
pub(crate) fn notes() -> Vec<Graded> {
    let lines = include_str!("notes.tsv").lines().enumerate();
    lines
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        .map(|(at, line)| graded(at + 1, line))
        .collect()
}

fn graded(line: usize, text: &str) -> Graded {
    let columns: Vec<&str> = text.split('\t').collect();
    let [part, language, grade, rules, around, note] = columns[..] else { panic!("line {line} has not six columns") };
    let mut graded = Graded {
        line,
        is_held: match part {
            "held" => true,
            "tuned" => false,
            _ => panic!("line {line}: {part}"),
        },
        language: Language::from_tag(language).unwrap_or_else(|| panic!("line {line}: {language}")),
        grade: Grade::ALL.into_iter().find(|one| one.code() == grade).unwrap_or_else(|| panic!("line {line}: {grade}")),
        rules: rules
            .split(' ')
            .filter(|code| *code != "-")
            .map(|code| Rule::from_code(code).unwrap_or_else(|| panic!("line {line}: {code}")))
            .collect(),
        is_blocked: false,
        blockers: Vec::new(),
        others: Vec::new(),
        text: note.replace("\\n", "\n"),
    };
    for part in around.split("||").filter(|part| *part != "-") {
        match part.split_once('=') {
            None if part == "blocked" => graded.is_blocked = true,
            Some(("blocked", name)) => {
                graded.is_blocked = true;
                graded.blockers.push(name.to_owned());
            }
            Some(("other", note)) => {
                let (workload, text) = note.split_once('|').unwrap_or_else(|| panic!("line {line}: {note}"));
                graded.others.push((workload.to_owned(), text.to_owned()));
            }
            _ => panic!("line {line}: {part}"),
        }
    }
    graded
}
