//! Service intent notes: the page of a workload's note, the guidance beside it, and the questions about notes (S9).

use app::{IntentDesk, IntentNoteItem, IntentQuestion, IntentQuestions};
use askama::Template;
use domain::access::Shown;
use domain::intent::{Grade, Guidance, MOST_CHARACTERS, Message};
use locale::Words;

use super::Shell;
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::words::{say, tell};

/// The note of a workload, as it is written or read.
#[derive(Debug, Clone, Template)]
#[template(path = "intent_note/show.html", blocks = ["pane"])]
pub struct IntentNotePage {
    /// What surrounds it.
    pub shell: Shell,
    /// What stands there.
    pub desk: IntentDesk,
    /// The text in the form.
    pub typed: String,
    /// What the form says stands there.
    pub version: String,
    /// What is wrong with the text, in the reader's words.
    pub text_error: Option<String>,
    /// Whether somebody else has written since the form was opened: what they wrote stands beside what was typed.
    pub is_overtaken: bool,
    /// What could be said better; nothing while nobody asked.
    pub guidance: Option<GuidanceShown>,
    /// The question in the other form.
    pub question: String,
    /// What is wrong with it.
    pub question_error: Option<String>,
}

/// The guidance alone, for a script that asks while somebody types.
#[derive(Debug, Clone, Template)]
#[template(path = "intent_note/guidance.html")]
pub struct GuidancePart {
    /// Whose icons it has.
    pub shell: Shell,
    /// What could be said better.
    pub guidance: GuidanceShown,
}

/// The questions that wait for an answer.
#[derive(Debug, Clone, Template)]
#[template(path = "intent_note/questions.html")]
pub struct IntentQuestionsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The questions.
    pub open: IntentQuestions,
    /// The answer that was refused, with its question's handle, and why.
    pub refused: Option<(String, String, String)>,
    /// The question that somebody else has answered meanwhile, with that answer, and what was typed as another.
    pub late: Option<(IntentQuestion, String)>,
}

/// Guidance in the reader's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuidanceShown {
    /// How the note is judged.
    pub grade: Grade,
    /// The name of that.
    pub name: String,
    /// What it means.
    pub why: String,
    /// The grade and how many suggestions there are, for whoever listens.
    pub said: String,
    /// What could be better, in the order of the text.
    pub findings: Vec<Remark>,
    /// What is good, in the order of the text.
    pub credits: Vec<Remark>,
}

/// Something about a place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its first character.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// The words themselves.
    pub matched: String,
    /// What is said about them.
    pub explanation: String,
    /// What to write instead.
    pub suggestion: String,
}

/// More of a marked place than this is not quoted: it is the whole note.
const MOST_QUOTED: usize = 60;

impl Remark {
    /// The words, where they are few enough to be quoted.
    pub fn quoted(&self) -> Option<&str> {
        let few = self.matched.chars().nth(MOST_QUOTED).is_none() && !self.matched.trim().is_empty();
        few.then_some(self.matched.as_str())
    }
}

impl GuidanceShown {
    /// Guidance in these words.
    pub fn of(guidance: &Guidance, words: &Words) -> Self {
        let by_key = |key: &str| words.loader().get(key);
        let findings = guidance.findings.iter().map(|finding| Remark {
            start: finding.start,
            end: finding.end,
            matched: finding.matched.clone(),
            explanation: by_key(finding.rule.explanation()),
            suggestion: message(&finding.suggestion, words),
        });
        let credits = guidance.credits.iter().map(|credit| Remark {
            start: credit.start,
            end: credit.end,
            matched: credit.matched.clone(),
            explanation: by_key(credit.merit.explanation()),
            suggestion: String::new(),
        });
        let name = by_key(guidance.grade.name());
        let count = i64::try_from(guidance.findings.len()).unwrap_or(i64::MAX);
        let suggestions = i18n_embed_fl::fl!(words.loader(), "service-intent-suggestions", count = count);
        Self {
            grade: guidance.grade,
            said: format!("{name}. {suggestions}"),
            name,
            why: by_key(guidance.grade.explanation()),
            findings: findings.collect(),
            credits: credits.collect(),
        }
    }

    /// The style of the grade.
    pub fn style(&self) -> &'static str {
        match self.grade {
            Grade::Good => "success",
            Grade::CouldBeBetter => "warning",
            Grade::Unclear => "error",
        }
    }
}

/// A message of the rules in these words.
pub(crate) fn message(message: &Message, words: &Words) -> String {
    let arguments = message.arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.loader().get_args(message.key, arguments)
}

/// A name, or that it is withheld.
pub fn shown(name: &Shown<String>, words: &Words) -> String {
    match name {
        Shown::Value(name) => name.clone(),
        Shown::Withheld => tell!(words, "service-intent-withheld").to_owned(),
    }
}

/// The label of the text.
pub fn text_label(words: &Words) -> &'static str {
    tell!(words, "service-intent-text")
}

/// The label of a question about a note.
pub fn question_label(words: &Words) -> &'static str {
    tell!(words, "service-intent-question")
}

/// The label of the answer to one.
pub fn answer_label(words: &Words) -> &'static str {
    tell!(words, "note-answer")
}

/// Where the page of a note is.
pub fn note_url(tenant_id: impl std::fmt::Display, workload: &str) -> String {
    let code: String = form_urlencoded::byte_serialize(workload.as_bytes()).collect();
    // In a path a space is no plus sign.
    format!("/tenants/{tenant_id}/workloads/{}/intent-note", code.replace('+', "%20"))
}

impl IntentNotePage {
    /// Where the form goes.
    fn url(&self) -> String {
        note_url(self.desk.tenant.tenant_id, &self.desk.workload.code)
    }

    /// The name of the workload.
    fn workload(&self) -> String {
        workload_name(&self.desk.workload, self.shell.words).to_owned()
    }
}

/// Who wrote a note and when, in a line.
pub fn byline(note: &IntentNoteItem, words: &Words) -> String {
    let (author, at) = (shown(&note.author, words), words.moment(note.written_at));
    i18n_embed_fl::fl!(words.loader(), "service-intent-byline", author = author, at = at)
}

impl IntentQuestionsPage {
    /// The answer to this question that was refused, and why.
    fn refused_of(&self, handle: &str) -> Option<(&str, &str)> {
        let (_, text, error) = self.refused.as_ref().filter(|(one, _, _)| one == handle)?;
        Some((text, error))
    }
}
