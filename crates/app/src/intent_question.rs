//! Help with an intent note: a question to the partner manager, and the answer (S9.4).

use chrono::{DateTime, Utc};
use domain::TenantId;
use domain::access::{Action, Resource, Sensitivity, Shown};
use domain::id::PersonId;
use domain::mail::MailKind;
use domain::planted::Fault;
use domain::text::required_lines;
use store::{IntentQuestionRow, NewIntentQuestion};

use crate::identity::{Who, moment};
use crate::intent_note::{IntentPlace, name_of};
use crate::mail::Notice;
use crate::{App, AppError, AuditAction, Ctx, Problem, RequestKey, Seen, WorkloadName};

/// The most characters of a question, and of an answer.
pub const MOST_QUESTION_CHARACTERS: usize = 2_000;

/// A question about an intent note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentQuestion {
    /// The name in URLs.
    pub handle: String,
    /// The partner that asks.
    pub partner: String,
    /// Of which tenant.
    pub tenant_id: TenantId,
    /// That tenant's name.
    pub tenant: String,
    /// About which workload.
    pub workload: WorkloadName,
    /// The note as it was; may be empty.
    pub note: String,
    /// What is asked.
    pub question: String,
    /// Who asks; withheld from report viewers but for the author (S1.4).
    pub asker: Shown<String>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The answer.
    pub answer: Option<IntentAnswer>,
}

/// The answer to a question about an intent note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentAnswer {
    /// What it says.
    pub text: String,
    /// Who gave it; withheld as the asker is.
    pub answerer: Shown<String>,
    /// When.
    pub answered_at: DateTime<Utc>,
}

/// The questions that wait for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentQuestions {
    /// The oldest first.
    pub questions: Vec<IntentQuestion>,
    /// Whether the viewer may answer them.
    pub may_answer: bool,
}

fn question(row: IntentQuestionRow, sensitivity: Sensitivity, who: &Who) -> IntentQuestion {
    let answer = row.answer.zip(row.answered_at).map(|(text, at)| IntentAnswer {
        text,
        answerer: name_of(row.answerer.unwrap_or_default(), row.answered_by.unwrap_or_default(), sensitivity, who),
        answered_at: moment(at),
    });
    IntentQuestion {
        handle: row.handle,
        partner: row.partner,
        tenant_id: TenantId(row.tenant_id),
        tenant: row.tenant,
        workload: WorkloadName { code: row.code, name_en: row.name_en, name_nl: row.name_nl },
        note: row.note,
        question: row.question,
        asker: name_of(row.asker, row.asked_by, sensitivity, who),
        asked_at: moment(row.asked_at),
        answer,
    }
}

/// Questions as the reader gets them.
pub(crate) fn questions_of(rows: Vec<IntentQuestionRow>, sensitivity: Sensitivity, who: &Who) -> Vec<IntentQuestion> {
    rows.into_iter().map(|row| question(row, sensitivity, who)).collect()
}

fn text(field: crate::Field, text: &str) -> Result<String, AppError> {
    required_lines(text, MOST_QUESTION_CHARACTERS).map_err(|fault| {
        use domain::text::TextFault;
        AppError::field(
            field,
            match fault {
                TextFault::Missing => Problem::Missing,
                TextFault::TooLong { most, .. } => Problem::TooLong(most),
                TextFault::LineBreak | TextFault::Unseen(_) => Problem::Malformed,
            },
        )
    })
}

impl App {
    /// Sends the note of a claimed workload to the partner manager with a question (S9.4). One question at a time waits for
    /// an answer: another is [`AppError::QuestionOpen`]. Field: `question`.
    pub async fn ask_about_intent(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        workload: &str,
        asked: &str,
        key: Option<&RequestKey>,
    ) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::IntentNotes, Action::Write)?;
        let person = who.account()?;
        let place = IntentPlace::find(&mut tx, &who, tenant_id, workload).await?.held(&mut tx, &who).await?;
        let asked = text("question", asked)?;
        if self.made_before(&mut tx, &who, key).await?.is_some() {
            tx.end();
            return Ok(());
        }
        let scope = who.open_scope()?;
        if tx.intent_questions(&scope, who.programme, place.key()).await?.iter().any(|one| one.answer.is_none()) {
            return Err(AppError::QuestionOpen);
        }
        let notes = tx.intent_notes(&scope, who.programme, place.key()).await?;
        let handle = self.new_handle()?;
        let new = NewIntentQuestion {
            key: place.key(),
            handle: &handle,
            note: notes.first().map_or("", |note| note.text.as_str()),
            question: &asked,
            person,
            asked_at: who.now,
        };
        match tx.add_intent_question(&new).await {
            Err(store::StoreError::Conflict(_)) => return Err(AppError::QuestionOpen),
            added => added?,
        }
        self.note_made(&mut tx, &who, key, &handle).await?;
        let (kind, partner) = (MailKind::IntentQuestion, Some(place.key().organisation));
        let notice = Notice { kind, person: None, organisation: partner, by: Some(person), subject: &handle };
        self.announce(&mut tx, notice).await?;
        let subject = format!("{tenant_id} {workload}");
        self.audit(&mut tx, ctx, &who, AuditAction::IntentHelpAsked, &subject, &serde_json::json!({})).await?;
        Ok(tx.commit().await?)
    }

    /// The questions that wait for an answer, the oldest first: of all partners for the programme admin, of the assigned
    /// ones for a partner manager, of the tenants in scope for somebody of a partner.
    pub async fn intent_questions(&self, ctx: &Ctx) -> Result<Seen<IntentQuestions>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::IntentAnswers, Action::Read)?;
        let scope = who.open_scope()?;
        let rows = tx.open_intent_questions(&scope.mistaken_by(Fault::QuestionsOfEverybody)).await?;
        tx.end();
        // Each question shows the note of its tenant.
        let shown: Vec<String> = rows.iter().map(|row| format!("{} {}", row.tenant_id, row.code)).collect();
        self.audit_looks(ctx, &who, AuditAction::IntentNoteOpened, shown.iter().map(String::as_str)).await?;
        let questions = questions_of(rows, scope.sensitivity_of_all(), &who);
        let may_answer = who.may(Resource::IntentAnswers, Action::Write).is_ok();
        Ok(Seen { viewer: who.viewer, value: IntentQuestions { questions, may_answer } })
    }

    /// One question with its answer, for whoever wanted to answer it and came second; out of scope it is not found.
    pub async fn intent_question(&self, ctx: &Ctx, handle: &str) -> Result<Seen<IntentQuestion>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::IntentAnswers, Action::Read)?;
        let scope = who.open_scope()?;
        let row = tx.intent_question(&scope, handle).await?.ok_or(AppError::NotFound)?;
        tx.end();
        let subject = format!("{} {}", row.tenant_id, row.code);
        self.audit_look(ctx, &who, AuditAction::IntentNoteOpened, &subject).await?;
        let value = question(row, scope.sensitivity_of_all(), &who);
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Answers a question. Answered by somebody else before, it is [`AppError::QuestionAnswered`]; out of scope it is not
    /// found. Field: `answer`.
    pub async fn answer_about_intent(&self, ctx: &Ctx, handle: &str, answer: &str) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::IntentAnswers, Action::Write)?;
        let person = who.account()?;
        let asked = tx.intent_question(&who.open_scope()?, handle).await?.ok_or(AppError::NotFound)?;
        let answer = text("answer", answer)?;
        if !tx.answer_intent_question(handle, &answer, person, who.now).await? {
            return Err(AppError::QuestionAnswered);
        }
        let (kind, to) = (MailKind::IntentAnswer, Some(PersonId(asked.asked_by)));
        let notice = Notice { kind, person: to, organisation: None, by: Some(person), subject: handle };
        self.announce(&mut tx, notice).await?;
        let subject = format!("{} {}", asked.tenant_id, asked.code);
        self.audit(&mut tx, ctx, &who, AuditAction::IntentHelpGiven, &subject, &serde_json::json!({})).await?;
        Ok(tx.commit().await?)
    }
}
