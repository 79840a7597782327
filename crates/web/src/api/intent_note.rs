//! Service intent notes: reading and writing, guidance, questions and answers (S9).

use app::{IntentDesk, IntentNoteItem, IntentQuestion, IntentQuestions};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::TenantId;
use domain::access::Shown;
use domain::intent::Guidance;
use locale::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, Done, KeyParam, NameBody, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{self, Caller, IfMatch, InPath};
use crate::pages::intent_note::message;
use crate::state::Web;

/// A note to be checked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuidanceAskedBody {
    /// What it says.
    #[serde(default)]
    #[schema(required, max_length = 2000, example = "The customer has no intent to use Teams for now.")]
    text: String,
    /// The tenant, beside the notes of whose other workloads it is checked.
    #[schema(format = Uuid, example = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e")]
    tenant_id: Option<String>,
    /// The code of the note's workload, which is one that is claimed at the tenant.
    #[schema(example = "Teams")]
    workload: Option<String>,
}

/// A place that could be better.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingBody {
    /// What it offends: `no_reason`, `ambiguous`, `meeting`, `too_long`, `personal_data`, `duplicate` or `no_blocker`.
    #[schema(example = "ambiguous")]
    rule: &'static str,
    /// Its first character, counted from 0 in Unicode scalar values of the text.
    #[schema(example = 41)]
    start: usize,
    /// The character after its last, counted likewise.
    #[schema(example = 48)]
    end: usize,
    /// What is wrong with it.
    #[schema(example = "Can be read in several ways")]
    message: String,
    /// What to write instead.
    suggestion: String,
}

/// A place that is said well.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreditBody {
    /// What is good about it: `clear_words`.
    #[schema(example = "clear_words")]
    merit: &'static str,
    /// Its first character, counted as those of findings.
    start: usize,
    /// The character after its last.
    end: usize,
    /// What is said about it.
    message: String,
}

/// What there is to say about a note.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GuidanceBody {
    /// `good`, `could_be_better` or `unclear`.
    #[schema(example = "could_be_better")]
    grade: &'static str,
    /// The language that the text is in, `en` or `nl`.
    #[schema(example = "en")]
    language: &'static str,
    /// What could be better, in the order of the text.
    findings: Vec<FindingBody>,
    /// What is good, in the order of the text.
    credits: Vec<CreditBody>,
}

impl GuidanceBody {
    fn of(guidance: &Guidance, words: &Words) -> Self {
        let by_key = |key: &str| words.loader().get(key);
        let finding = |one: &domain::intent::Finding| FindingBody {
            rule: one.rule.code(),
            start: one.start,
            end: one.end,
            message: by_key(one.rule.explanation()),
            suggestion: message(&one.suggestion, words),
        };
        let credit = |one: &domain::intent::Credit| CreditBody {
            merit: one.merit.code(),
            start: one.start,
            end: one.end,
            message: by_key(one.merit.explanation()),
        };
        Self {
            grade: guidance.grade.code(),
            language: guidance.language.tag(),
            findings: guidance.findings.iter().map(finding).collect(),
            credits: guidance.credits.iter().map(credit).collect(),
        }
    }
}

/// Check an intent note
///
/// Nothing is kept. With a tenant, the note is also held against those of its other workloads.
#[utoipa::path(post, path = "/api/v1/guidance", tag = "Service intent", operation_id = "check",
    request_body = GuidanceAskedBody,
    responses((status = 200, description = "What there is to say about it", body = GuidanceBody), Problems, ChangeProblems))]
pub(crate) async fn guidance(
    State(web): State<Web>,
    caller: Caller,
    extract::Json(body): extract::Json<GuidanceAskedBody>,
) -> Answer<GuidanceBody> {
    let malformed = |_| WebError::field("tenant_id", FieldProblem::malformed());
    let tenant = body.tenant_id.as_deref().map(str::parse::<TenantId>).transpose().map_err(malformed)?;
    let words = caller.words(None);
    let asked = web.app.guidance(&caller.ctx, &body.text, tenant, body.workload.as_deref(), |_| words.language());
    let asked = asked.await.map_err(WebError::of_body)?;
    Ok(Json(GuidanceBody::of(&asked.value, words)))
}

/// A service intent note.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IntentNoteBody {
    /// Counted from 1 for each workload.
    #[schema(example = 3)]
    version: i64,
    /// What it says.
    #[schema(
        example = "The customer has no intent to use Teams, because a contract with another supplier runs until 2028."
    )]
    text: String,
    /// Who wrote it; null where it is withheld.
    #[schema(required)]
    author: Option<String>,
    /// When.
    written_at: DateTime<Utc>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

impl IntentNoteBody {
    fn of(note: &IntentNoteItem) -> Self {
        let mut withheld = Vec::new();
        let author = value(&note.author, "author", &mut withheld);
        Self { version: note.version, text: note.text.clone(), author, written_at: note.written_at, withheld }
    }
}

/// What stands on a workload.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IntentDeskBody {
    /// The tenant.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The code of the workload.
    #[schema(example = "Teams")]
    workload: String,
    /// The workload's name.
    name: NameBody,
    /// The partner that holds the workload; null for whoever sees one partner alone.
    #[schema(required)]
    partner: Option<String>,
    /// The note that counts; null while none is written.
    #[schema(required)]
    current: Option<IntentNoteBody>,
    /// Those before it, newest first.
    older: Vec<IntentNoteBody>,
    /// Questions to the partner manager, newest first.
    questions: Vec<IntentQuestionBody>,
}

impl IntentDeskBody {
    fn tagged(desk: &IntentDesk) -> Tagged<Self> {
        let body = Self {
            tenant_id: desk.tenant.tenant_id,
            workload: desk.workload.code.clone(),
            name: NameBody::of(&desk.workload),
            partner: desk.partner.clone(),
            current: desk.current.as_ref().map(IntentNoteBody::of),
            older: desk.older.iter().map(IntentNoteBody::of).collect(),
            questions: desk.questions.iter().map(IntentQuestionBody::of).collect(),
        };
        Tagged { revision: desk.revision.clone(), body }
    }
}

/// Read the intent note of a workload
///
/// With those before it and the questions about it. The `ETag` names the version, also while no note is written.
#[utoipa::path(get, path = "/api/v1/tenants/{tenant_id}/workloads/{workload}/intent-note", tag = "Service intent",
    operation_id = "intent_note",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("workload" = String, Path, description = "The workload's code")),
    responses((status = 200, description = "What stands there", body = IntentDeskBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
) -> TaggedAnswer<IntentDeskBody> {
    let seen = web.app.intent_note(&caller.ctx, tenant_id, &workload).await?;
    Ok(IntentDeskBody::tagged(&seen.value))
}

/// An intent note to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewIntentNoteBody {
    /// What it says: the intent, or its absence, and why.
    #[serde(default)]
    #[schema(
        required,
        min_length = 1,
        max_length = 2000,
        example = "The customer has no intent to use Teams, because a contract with another supplier runs until 2028."
    )]
    text: String,
}

/// Write the intent note of a workload
///
/// The note before it stays readable. It is refused when it is empty, or says exactly what the note of another workload of
/// the tenant says; whatever else could be better is told by `POST /api/v1/guidance`.
#[utoipa::path(put, path = "/api/v1/tenants/{tenant_id}/workloads/{workload}/intent-note", tag = "Service intent",
    operation_id = "write",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("workload" = String, Path, description = "The workload's code"), IfMatchParam),
    request_body = NewIntentNoteBody,
    responses((status = 200, description = "Written; what stands there now", body = IntentDeskBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<NewIntentNoteBody>,
) -> TaggedAnswer<IntentDeskBody> {
    let saved = web.app.save_intent_note(&caller.ctx, tenant_id, &workload, &body.text, &expected).await?;
    Tagged::changed(saved, IntentDeskBody::tagged)
}

/// A question about an intent note.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IntentQuestionBody {
    /// By which it can be answered.
    #[schema(example = "Jd0vUSQxH8mKzW3b")]
    id: String,
    /// The partner that asks.
    #[schema(example = "Noorderlicht")]
    partner: String,
    /// The tenant.
    #[schema(value_type = String, format = Uuid)]
    tenant_id: TenantId,
    /// The tenant's name.
    #[schema(example = "Contoso")]
    tenant: String,
    /// The code of the workload.
    #[schema(example = "Teams")]
    workload: String,
    /// The workload's name.
    name: NameBody,
    /// The note as it was when it was asked about; may be empty.
    note: String,
    /// What is asked.
    question: String,
    /// Who asks; null where it is withheld.
    #[schema(required)]
    asked_by: Option<String>,
    /// When.
    asked_at: DateTime<Utc>,
    /// The answer; null while there is none.
    #[schema(required)]
    answer: Option<String>,
    /// Who answered; null where it is withheld, or nobody has.
    #[schema(required)]
    answered_by: Option<String>,
    /// When; null while nobody has.
    #[schema(required)]
    answered_at: Option<DateTime<Utc>>,
    /// Names of fields that are withheld from this person.
    withheld: Vec<&'static str>,
}

/// The value of what is shown; of what is withheld, the name goes into the list.
pub(super) fn value(shown: &Shown<String>, field: &'static str, withheld: &mut Vec<&'static str>) -> Option<String> {
    match shown {
        Shown::Value(value) => Some(value.clone()),
        Shown::Withheld => {
            withheld.push(field);
            None
        }
    }
}

impl IntentQuestionBody {
    pub(super) fn of(question: &IntentQuestion) -> Self {
        let mut withheld = Vec::new();
        let asked_by = value(&question.asker, "asked_by", &mut withheld);
        let answer = question.answer.as_ref();
        let answered_by = answer.and_then(|answer| value(&answer.answerer, "answered_by", &mut withheld));
        Self {
            id: question.handle.clone(),
            partner: question.partner.clone(),
            tenant_id: question.tenant_id,
            tenant: question.tenant.clone(),
            workload: question.workload.code.clone(),
            name: NameBody::of(&question.workload),
            note: question.note.clone(),
            question: question.question.clone(),
            asked_by,
            asked_at: question.asked_at,
            answer: answer.map(|answer| answer.text.clone()),
            answered_by,
            answered_at: answer.map(|answer| answer.answered_at),
            withheld,
        }
    }
}

/// The questions that wait for an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IntentQuestionsBody {
    /// The oldest first.
    items: Vec<IntentQuestionBody>,
}

impl IntentQuestionsBody {
    fn of(open: &IntentQuestions) -> Self {
        Self { items: open.questions.iter().map(IntentQuestionBody::of).collect() }
    }
}

/// List the questions that wait for an answer
#[utoipa::path(get, path = "/api/v1/intent-questions", tag = "Service intent", operation_id = "questions",
    responses((status = 200, description = "The questions", body = IntentQuestionsBody), Problems))]
pub(crate) async fn questions(State(web): State<Web>, caller: Caller) -> Answer<IntentQuestionsBody> {
    Ok(Json(IntentQuestionsBody::of(&web.app.intent_questions(&caller.ctx).await?.value)))
}

/// A question about an intent note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewIntentQuestionBody {
    /// What to ask the partner manager.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 2000, example = "How do we word that the works council objects?")]
    question: String,
}

/// Ask for help with an intent note
///
/// The note goes to the partner manager as it is. One question at a time waits for its answer.
#[utoipa::path(post, path = "/api/v1/tenants/{tenant_id}/workloads/{workload}/intent-questions", tag = "Service intent",
    operation_id = "ask",
    params(("tenant_id" = String, Path, description = "The tenant ID, a GUID"),
           ("workload" = String, Path, description = "The workload's code"), KeyParam),
    request_body = NewIntentQuestionBody,
    responses((status = 204, description = "Asked"), Problems, ChangeProblems))]
pub(crate) async fn ask(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    extract::NewJson { body, key }: extract::NewJson<NewIntentQuestionBody>,
) -> Done {
    web.app.ask_about_intent(&caller.ctx, tenant_id, &workload, &body.question, key.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewIntentAnswerBody {
    /// What it says.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 2000)]
    answer: String,
}

/// Answer a question about an intent note
#[utoipa::path(post, path = "/api/v1/intent-questions/{id}/answer", tag = "Service intent", operation_id = "answer",
    params(("id" = String, Path, description = "The question")), request_body = NewIntentAnswerBody,
    responses((status = 204, description = "Answered"), Problems, ChangeProblems))]
pub(crate) async fn answer(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<String>,
    extract::Json(body): extract::Json<NewIntentAnswerBody>,
) -> Done {
    web.app.answer_about_intent(&caller.ctx, &id, &body.answer).await?;
    Ok(StatusCode::NO_CONTENT)
}
