//! Service intent notes: reading, writing, and the guidance while one is typed (S9).

use chrono::{DateTime, Utc};
use domain::TenantId;
use domain::access::{Action, Resource, Sensitive, Sensitivity, Shown, View};
use domain::id::{PersonId, TenantKey};
use domain::intent::{Guidance, IntentNote, MOST_CHARACTERS, NotANote, OtherNote, Surroundings};
use domain::person::Language;
use domain::planted::{Fault, planted};
use sha2::{Digest as _, Sha256};
use store::{IntentKey, IntentNoteRow, IntentPlaceRow, LocationRow, NewIntentNote, Tx};

use crate::identity::{Who, moment};
use crate::intent_question::{IntentQuestion, questions_of};
use crate::service_status::blockers_of;
use crate::tenant_list::tenant_item;
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Problem, Seen, TenantItem, Viewer, WorkloadName};

/// An intent note (S9.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentNoteItem {
    /// Counted from 1 for each workload.
    pub version: i64,
    /// What it says.
    pub text: String,
    /// Who wrote it; withheld from report viewers but for the author (S1.4).
    pub author: Shown<String>,
    /// When.
    pub written_at: DateTime<Utc>,
}

/// What stands on a workload: the note, those before it, and what was asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentDesk {
    /// The tenant, as in the list.
    pub tenant: TenantItem,
    /// The workload.
    pub workload: WorkloadName,
    /// The partner that holds it; only where the viewer sees several.
    pub partner: Option<String>,
    /// The current note.
    pub current: Option<IntentNoteItem>,
    /// Those before it, newest first.
    pub older: Vec<IntentNoteItem>,
    /// Questions to the partner manager, newest first.
    pub questions: Vec<IntentQuestion>,
    /// What somebody who changes it says stands there.
    pub revision: String,
    /// Whether the viewer may write.
    pub may_write: bool,
}

impl IntentDesk {
    /// The question that waits for an answer.
    pub fn open_question(&self) -> Option<&IntentQuestion> {
        self.questions.iter().find(|question| question.answer.is_none())
    }
}

/// The current note of a workload of the tenant page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentOfWorkload {
    /// The code of the workload.
    pub workload: String,
    /// The note; nothing while none is written.
    pub note: Option<IntentNoteItem>,
}

/// A claimed workload in scope, and what the viewer gets of names there.
pub(crate) struct IntentPlace {
    pub row: IntentPlaceRow,
    pub tenant: TenantItem,
    pub sensitivity: Sensitivity,
    pub sees_several: bool,
}

impl IntentPlace {
    /// The workload where it is claimed and exists for the person; else it is not found, whatever the reason.
    pub(crate) async fn find(tx: &mut Tx, who: &Who, tenant_id: TenantId, workload: &str) -> Result<Self, AppError> {
        let scope = who.open_scope()?;
        let scope = scope.mistaken_by(Fault::IntentNoteByForeignId);
        let tenant = tx.tenant_row(&scope, who.programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
        let places = tx.intent_places(&scope, who.programme, tenant_id.0, Some(workload)).await?;
        let row = places.into_iter().next().ok_or(AppError::NotFound)?;
        let sensitivity = names_at(tx, who, TenantKey(row.tenant_key)).await?;
        let sees_several = !matches!(scope.view(), View::Partner { .. });
        Ok(Self { row, tenant: tenant_item(tenant, who), sensitivity, sees_several })
    }

    /// The same, held for whoever is about to write: it is claimed, and exists for them, until that is done.
    pub(crate) async fn held(self, tx: &mut Tx, who: &Who) -> Result<Self, AppError> {
        if tx.hold_tenant(TenantKey(self.row.tenant_key)).await? {
            Self::find(tx, who, self.tenant.tenant_id, &self.row.code).await
        } else {
            Ok(self)
        }
    }

    pub(crate) fn key(&self) -> IntentKey {
        self.row.key()
    }
}

/// What somebody gets of names of people at a tenant: all where they reach it through a location at which they may.
async fn names_at(tx: &mut Tx, who: &Who, tenant: TenantKey) -> Result<Sensitivity, AppError> {
    let scope = who.open_scope()?;
    let reached = match scope.view() {
        View::Partner { organisation_id, .. } => tx.reached_through(*organisation_id, tenant).await?,
        View::Programme | View::Partners(_) => Vec::new(),
    };
    let reached: Vec<_> = reached.iter().map(LocationRow::id).collect();
    Ok(scope.sensitivity_through(&reached))
}

/// A person's name for the reader.
pub(crate) fn name_of(name: String, person: i64, sensitivity: Sensitivity, who: &Who) -> Shown<String> {
    if planted(Fault::IntentAuthorShown) {
        return Shown::Value(name);
    }
    let reader = who.person().unwrap_or(PersonId(0));
    Sensitive::new(name).for_reader(sensitivity.of_written_by(PersonId(person), reader))
}

fn item(row: IntentNoteRow, sensitivity: Sensitivity, who: &Who) -> IntentNoteItem {
    IntentNoteItem {
        version: row.version,
        text: row.text,
        author: name_of(row.author, row.written_by, sensitivity, who),
        written_at: moment(row.written_at),
    }
}

impl App {
    /// The intent note of a claimed workload, those before it, and the questions about it.
    pub async fn intent_note(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        workload: &str,
    ) -> Result<Seen<IntentDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::IntentNotes, Action::Read)?;
        let place = IntentPlace::find(&mut tx, &who, tenant_id, workload).await?;
        let value = desk(&mut tx, &who, place).await?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::IntentNoteOpened, &format!("{tenant_id} {workload}")).await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Writes the note of a claimed workload in place of the one that is expected there (S9.1). Field: `text`, which may not
    /// be empty, longer than a note, or the exact note of another workload of the tenant (S9.3).
    pub async fn save_intent_note(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        workload: &str,
        text: &str,
        expected: &Expected,
    ) -> Result<Seen<Outcome<IntentDesk>>, AppError> {
        // Two who write at once are told apart by the database; the second looks again, and finds what the first wrote.
        match self.save_once(ctx, tenant_id, workload, text, expected).await {
            Err(AppError::Conflict) => self.save_once(ctx, tenant_id, workload, text, expected).await,
            answer => answer,
        }
    }

    async fn save_once(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        workload: &str,
        text: &str,
        expected: &Expected,
    ) -> Result<Seen<Outcome<IntentDesk>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::IntentNotes, Action::Write)?;
        let person = who.account()?;
        let place = IntentPlace::find(&mut tx, &who, tenant_id, workload).await?.held(&mut tx, &who).await?;
        let key = place.key();
        let standing = desk(&mut tx, &who, place).await?;
        if !expected.is(&standing.revision) {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: Outcome::Overtaken(standing) });
        }
        let others = Others::of(&mut tx, &who, tenant_id, Some(workload)).await?;
        let note = IntentNote::new(text, &others.notes(|name| &name.code))
            .map_err(|refusal| AppError::field("text", others.problem(refusal)))?;
        let replaces = standing.current.as_ref().map_or(0, |current| current.version);
        let new = NewIntentNote {
            key,
            replaces,
            text: note.as_str(),
            likeness: &Sha256::digest(note.folded().as_bytes()),
            person,
            written_at: who.now,
        };
        if !tx.add_intent_note(&new).await? {
            return Err(AppError::Conflict);
        }
        let subject = format!("{tenant_id} {workload}");
        let detail = serde_json::json!({ "version": replaces.saturating_add(1) });
        self.audit(&mut tx, ctx, &who, AuditAction::IntentNoteSaved, &subject, &detail).await?;
        let place = IntentPlace::find(&mut tx, &who, tenant_id, workload).await?;
        let value = desk(&mut tx, &who, place).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value: Outcome::Saved(value) })
    }

    /// What could be said better in a note (S9.2): on its own, or beside the notes of a tenant's other workloads. Fields:
    /// `text`; `tenant_id`, which a workload needs; and `workload`, where it is none on which a note can be. The reader's language is that of the names of workloads, and of a text that does not tell its own.
    pub async fn guidance(
        &self,
        ctx: &Ctx,
        text: &str,
        tenant: Option<TenantId>,
        workload: Option<&str>,
        language: impl Fn(&Viewer) -> Language,
    ) -> Result<Seen<Guidance>, AppError> {
        if text.chars().count() > MOST_CHARACTERS {
            return Err(AppError::field("text", Problem::TooLong(MOST_CHARACTERS)));
        }
        if workload.is_some() && tenant.is_none() {
            return Err(AppError::field("tenant_id", Problem::Missing));
        }
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::IntentNotes, Action::Write)?;
        let language = language(&who.viewer);
        if let (Some(tenant), Some(workload)) = (tenant, workload) {
            check_place(&mut tx, &who, tenant, workload).await?;
        }
        let others = match tenant {
            Some(tenant) => Others::of(&mut tx, &who, tenant, workload).await?,
            None => Others::default(),
        };
        let blockers = match (tenant, workload) {
            (Some(tenant), Some(workload)) => blockers_of(&mut tx, &who, tenant, workload, language).await?,
            _ => Vec::new(),
        };
        tx.end();
        let blockers: Vec<&str> = blockers.iter().map(String::as_str).collect();
        let surroundings = Surroundings {
            others: &others.notes(|name| match language {
                Language::English => &name.name_en,
                Language::Dutch => &name.name_nl,
            }),
            is_blocked: !blockers.is_empty(),
            blockers: &blockers,
            assumed: language,
        };
        Ok(Seen { viewer: who.viewer, value: domain::intent::check(text, &surroundings) })
    }
}

/// Refuses a workload on which the tenant can have no note; a tenant out of scope is not found.
async fn check_place(tx: &mut Tx, who: &Who, tenant_id: TenantId, workload: &str) -> Result<(), AppError> {
    let scope = who.open_scope()?;
    tx.tenant_row(&scope, who.programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
    let places = tx.intent_places(&scope, who.programme, tenant_id.0, Some(workload)).await?;
    if places.is_empty() { Err(AppError::field("workload", Problem::Unknown)) } else { Ok(()) }
}

/// The current notes of a tenant's workloads but one, with the workloads.
#[derive(Default)]
pub(crate) struct Others(Vec<(WorkloadName, String)>);

impl Others {
    async fn of(tx: &mut Tx, who: &Who, tenant_id: TenantId, but: Option<&str>) -> Result<Self, AppError> {
        let scope = who.open_scope()?;
        let places = tx.intent_places(&scope, who.programme, tenant_id.0, None).await?;
        let Some(first) = places.first() else {
            // A tenant without claimed workloads has none; one out of scope is not found.
            tx.tenant_row(&scope, who.programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
            return Ok(Self::default());
        };
        let key = TenantKey(first.tenant_key);
        // Each partner's notes are held against its own.
        let whose = places.iter().find(|place| Some(place.code.as_str()) == but).map(|place| place.holder_id);
        let notes = tx.current_intent_notes(&scope, who.programme, key).await?;
        let others = notes.into_iter().filter_map(|note| {
            let place = places.iter().find(|place| place.workload_id == note.workload_id)?;
            let is_other = Some(place.code.as_str()) != but && whose.is_none_or(|whose| whose == place.holder_id);
            let (name_en, name_nl) = (place.name_en.clone(), place.name_nl.clone());
            is_other.then(|| (WorkloadName { code: place.code.clone(), name_en, name_nl }, note.text))
        });
        Ok(Self(others.collect()))
    }

    /// The notes, each beside what its workload is called.
    fn notes<'a>(&'a self, called: impl Fn(&'a WorkloadName) -> &'a String) -> Vec<OtherNote<'a>> {
        self.0.iter().map(|(workload, text)| OtherNote { workload: called(workload), text }).collect()
    }

    /// What is wrong with a note that was held against these by the codes of their workloads.
    fn problem(&self, refusal: NotANote) -> Problem {
        match refusal {
            NotANote::Empty => Problem::Missing,
            NotANote::TooLong { .. } => Problem::TooLong(MOST_CHARACTERS),
            NotANote::Copy { workload: code } => {
                let other = self.0.iter().map(|(name, _)| name).find(|name| name.code == code).cloned();
                Problem::CopyOf(other.unwrap_or_else(|| WorkloadName {
                    name_en: code.clone(),
                    name_nl: code.clone(),
                    code,
                }))
            }
        }
    }
}

async fn desk(tx: &mut Tx, who: &Who, place: IntentPlace) -> Result<IntentDesk, AppError> {
    let scope = who.open_scope()?;
    let scope = scope.mistaken_by(Fault::IntentNoteByForeignId);
    let (key, sensitivity) = (place.key(), place.sensitivity);
    let mut notes = tx.intent_notes(&scope, who.programme, key).await?.into_iter();
    let current = notes.next().map(|row| item(row, sensitivity, who));
    let older = notes.map(|row| item(row, sensitivity, who)).collect();
    let questions = tx.intent_questions(&scope, who.programme, key).await?;
    let IntentPlaceRow { code, name_en, name_nl, partner, .. } = place.row;
    Ok(IntentDesk {
        tenant: place.tenant,
        workload: WorkloadName { code, name_en, name_nl },
        partner: place.sees_several.then_some(partner),
        revision: current.as_ref().map_or(0, |note: &IntentNoteItem| note.version).to_string(),
        current,
        older,
        questions: questions_of(questions, sensitivity, who),
        may_write: who.may(Resource::IntentNotes, Action::Write).is_ok(),
    })
}

/// The current notes for the tenant page: one of each claimed workload.
pub(crate) async fn of_tenant(tx: &mut Tx, who: &Who, tenant_id: TenantId) -> Result<Vec<IntentOfWorkload>, AppError> {
    let scope = who.open_scope()?;
    let places = tx.intent_places(&scope, who.programme, tenant_id.0, None).await?;
    let Some(first) = places.first() else { return Ok(Vec::new()) };
    let key = TenantKey(first.tenant_key);
    let mut notes = tx.current_intent_notes(&scope, who.programme, key).await?;
    let sensitivity = names_at(tx, who, key).await?;
    Ok(places
        .into_iter()
        .map(|place| {
            let at = notes.iter().position(|note| note.workload_id == place.workload_id);
            let note = at.map(|at| item(notes.swap_remove(at), sensitivity, who));
            IntentOfWorkload { workload: place.code, note }
        })
        .collect())
}
