//! Status notes of a tenant, and notes that the programme office asks for (S6).

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::TenantId;
use domain::access::{Action, Resource, Sensitive, Sensitivity, Shown};
use domain::day;
use domain::id::PersonId;
use domain::mail::MailKind;
use domain::planted::{Fault, planted};
use domain::status_note::{NOTES_SHOWN, NewStatusNote, OverallStatus, check_asked_for};
use domain::tenant::name_key;
use store::{NewNote, NoteRequestRow, StatusNoteRow, Tx};

use crate::identity::{Who, moment};
use crate::list_filter::LONGEST_SEARCH;
use crate::mail::Notice;
use crate::place::Place;
use crate::{App, AppError, AuditAction, Ctx, Field, Problem, RequestKey, Seen, TenantItem};

/// Notes of a page of the history.
const PAGE: i64 = 50;

/// A status note, redacted for its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusNoteItem {
    /// Its name in URLs and JSON.
    pub id: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// Who wrote it; nothing where that is withheld or nobody has the account any more.
    pub author: Option<String>,
    /// Of which organisation the author is; only where the reader sees several.
    pub organisation: Option<String>,
    /// Onboarding scope.
    pub scope: String,
    /// Risks.
    pub risks: Option<String>,
    /// Next actions.
    pub next_actions: String,
    /// By when the next action is to be done.
    pub next_action_on: NaiveDate,
    /// Who does it; nothing where that is withheld.
    pub next_action_owner: Option<String>,
    /// How the tenant stands.
    pub overall_status: OverallStatus,
    /// The note that it corrects.
    pub corrects: Option<String>,
    /// The newest note that corrects it.
    pub corrected_by: Option<String>,
    /// The fields that are withheld from the reader.
    pub withheld: Vec<&'static str>,
}

/// A note that is asked for and not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRequestItem {
    /// Its name in JSON.
    pub id: String,
    /// The partner that is asked.
    pub partner: String,
    /// By when.
    pub due_on: NaiveDate,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// Whether that day is over.
    pub is_overdue: bool,
}

/// What the tenant page shows of notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotesOfTenant {
    /// The newest ones.
    pub newest: Vec<StatusNoteItem>,
    /// What is asked for.
    pub requests: Vec<NoteRequestItem>,
    /// Whether the day of the newest note's next action is over.
    pub is_overdue: bool,
    /// Whether the reader may write one.
    pub may_write: bool,
    /// Whether the reader may ask for one.
    pub may_ask: bool,
}

/// What is asked of the history of notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoteQuery {
    /// Written on this day or later, as `2026-08-01`.
    pub from: String,
    /// Written on this day or before.
    pub until: String,
    /// The author's name.
    pub author: String,
    /// The code of the overall status.
    pub overall_status: String,
    /// Words of the texts.
    pub search: String,
    /// Where to go on.
    pub cursor: String,
    /// The note with which the page begins, as a link from another note wants it.
    pub at: String,
    /// The note after which those of the page were written.
    pub newer_than: String,
}

/// The history of a tenant's notes, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteHistory {
    /// The tenant.
    pub tenant: TenantItem,
    /// The notes of this page.
    pub notes: Vec<StatusNoteItem>,
    /// Where older ones begin.
    pub next_cursor: Option<String>,
    /// The note than which newer ones are on the page before; nothing where there are none.
    pub newer_than: Option<String>,
    /// The authors that can be filtered by; none where authors are withheld.
    pub authors: Vec<String>,
    /// Whether the reader may write one.
    pub may_write: bool,
}

/// What a form for a note begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteDesk {
    /// The tenant.
    pub tenant: TenantItem,
    /// The note to correct.
    pub corrects: Option<StatusNoteItem>,
    /// Whether the person may write.
    pub may_write: bool,
    /// Today, the first day that a next action can have.
    pub today: NaiveDate,
}

/// What a form to ask for a note begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskingDesk {
    /// The tenant.
    pub tenant: TenantItem,
    /// The partners that can be asked: partner ID and name.
    pub partners: Vec<(String, String)>,
    /// Whether the person may ask.
    pub may_ask: bool,
    /// Today, the first day that can be asked for.
    pub today: NaiveDate,
}

impl App {
    /// The history of a tenant's notes.
    pub async fn status_notes(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        query: &NoteQuery,
    ) -> Result<Seen<NoteHistory>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::StatusNotes, Action::Read)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        let filter = filter(query, place.sensitivity)?;
        check_places(&mut tx, &place, query).await?;
        let page = page_of(&mut tx, &place, &filter).await?;
        let authors = match place.sensitivity {
            Sensitivity::Shown => tx.note_authors(&place.scope, place.key).await?,
            Sensitivity::Withheld => Vec::new(),
        };
        tx.end();
        self.audit_look(ctx, &who, AuditAction::StatusNotesOpened, &tenant_id.to_string()).await?;
        let Page { rows, next_cursor, newer_than } = page;
        let notes = rows.into_iter().map(|row| item(row, &place, &who)).collect::<Result<_, _>>()?;
        let may_write = who.may(Resource::StatusNotes, Action::Write).is_ok();
        let value = NoteHistory { tenant: place.tenant, notes, next_cursor, newer_than, authors, may_write };
        Ok(Seen { viewer: who.viewer, value })
    }

    /// What the form for a note of a tenant begins with; `corrects` is the note that it is to correct.
    pub async fn note_desk(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        corrects: Option<&str>,
    ) -> Result<Seen<NoteDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::StatusNotes, Action::Read)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        let corrects = match corrects.filter(|handle| !handle.is_empty()) {
            Some(handle) => {
                let row = tx.status_note(&place.scope, place.key, handle).await?.ok_or(AppError::NotFound)?;
                Some(item(row, &place, &who)?)
            }
            None => None,
        };
        tx.end();
        self.audit_look(ctx, &who, AuditAction::StatusNotesOpened, &tenant_id.to_string()).await?;
        let may_write = who.may(Resource::StatusNotes, Action::Write).is_ok();
        let value = NoteDesk { tenant: place.tenant, corrects, may_write, today: who.today() };
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Adds a note to a tenant. Fields: those of [`domain::status_note::NoteField`], and `corrects`. With the key of a
    /// request that was made before, the note that it added.
    pub async fn add_status_note(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        new: &NewStatusNote,
        corrects: Option<&str>,
        key: Option<&RequestKey>,
    ) -> Result<StatusNoteItem, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::StatusNotes, Action::Write)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        if let Some(handle) = self.made_before(&mut tx, &who, key).await? {
            let row = tx.status_note(&place.scope, place.key, &handle).await?.ok_or(AppError::NotFound)?;
            tx.end();
            return item(row, &place, &who);
        }
        let mut wrong: Vec<(Field, Problem)> = Vec::new();
        let note = new.check(who.today()).map_err(|faults| {
            wrong.extend(faults.into_iter().map(|(field, fault)| (field.code(), fault.into())));
        });
        let corrects = corrects.filter(|handle| !handle.is_empty());
        if let Some(handle) = corrects
            && tx.status_note(&place.scope, place.key, handle).await?.is_none()
        {
            // One of another tenant and none at all are one answer (S6.3).
            wrong.push(("corrects", Problem::NotInTheList));
        }
        let Ok(note) = note else { return Err(AppError::Invalid(wrong)) };
        if !wrong.is_empty() {
            return Err(AppError::Invalid(wrong));
        }
        let place = place.held(&mut tx, &who).await?;
        let handle = self.new_handle()?;
        let texts = format!("{}\n{}\n{}", note.scope, note.risks.as_deref().unwrap_or_default(), note.next_actions);
        tx.add_status_note(&NewNote {
            handle: &handle,
            organisation: place.organisation,
            tenant: place.key,
            person: who.person(),
            written_at: who.now,
            note: &note,
            search_key: &name_key(&texts),
            corrects,
        })
        .await?;
        self.note_made(&mut tx, &who, key, &handle).await?;
        let detail = serde_json::json!({ "note": handle, "corrects": corrects });
        self.audit(&mut tx, ctx, &who, AuditAction::StatusNoteAdded, &tenant_id.to_string(), &detail).await?;
        let row = tx.status_note(&place.scope, place.key, &handle).await?;
        let item = item(row.ok_or_else(|| AppError::Internal("a note is gone".to_owned()))?, &place, &who)?;
        tx.commit().await?;
        Ok(item)
    }

    /// What the form to ask for a note begins with.
    pub async fn asking_desk(&self, ctx: &Ctx, tenant_id: TenantId) -> Result<Seen<AskingDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::NoteRequests, Action::Read)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        let partners = tx.partners_of_tenant(&place.scope, place.key).await?;
        tx.end();
        let may_ask = who.may(Resource::NoteRequests, Action::Write).is_ok();
        let partners = partners.into_iter().map(|(_, partner_id, name)| (partner_id, name)).collect();
        let value = AskingDesk { tenant: place.tenant, partners, may_ask, today: who.today() };
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Asks a partner for a note on a tenant (S6.4). Fields: `due_on`, and `partner`, which can be left empty where
    /// there is one. With the key of a request that was made before, nothing but what is open.
    pub async fn ask_for_note(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        partner: &str,
        due_on: &str,
        key: Option<&RequestKey>,
    ) -> Result<Vec<NoteRequestItem>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::NoteRequests, Action::Write)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        if self.made_before(&mut tx, &who, key).await?.is_some() {
            let requests = tx.note_requests(&place.scope, place.key).await?;
            tx.end();
            return requests.into_iter().map(|row| request(row, who.today())).collect();
        }
        let mut wrong: Vec<(Field, Problem)> = Vec::new();
        let partners = tx.partners_of_tenant(&place.scope, place.key).await?;
        let asked = match (partner.trim(), partners.as_slice()) {
            ("", [one]) => Some(one.0),
            ("", _) => {
                wrong.push(("partner", Problem::Missing));
                None
            }
            (partner_id, partners) => {
                let found = partners.iter().find(|one| one.1 == partner_id).map(|one| one.0);
                if found.is_none() {
                    wrong.push(("partner", Problem::NotInTheList));
                }
                found
            }
        };
        let day = check_asked_for(due_on, who.today()).map_err(|fault| wrong.push(("due_on", fault.into()))).ok();
        let (Some(asked), Some(day)) = (asked, day) else { return Err(AppError::Invalid(wrong)) };
        let place = place.held(&mut tx, &who).await?;
        let handle = self.new_handle()?;
        let organisation = domain::id::OrganisationId(asked);
        tx.ask_for_note(&handle, organisation, place.key, who.person(), who.now, &day.to_string()).await?;
        self.note_made(&mut tx, &who, key, &handle).await?;
        let subject = tenant_id.to_string();
        let (kind, to) = (MailKind::NoteAsked, Some(organisation));
        let notice = Notice { kind, person: None, organisation: to, by: who.person(), subject: &subject };
        self.announce(&mut tx, notice).await?;
        let detail = serde_json::json!({ "due_on": day.to_string() });
        self.audit(&mut tx, ctx, &who, AuditAction::NoteAsked, &tenant_id.to_string(), &detail).await?;
        let requests = tx.note_requests(&place.scope, place.key).await?;
        tx.commit().await?;
        requests.into_iter().map(|row| request(row, who.today())).collect()
    }
}

/// Refuses places in the history that no note of it has: one of another tenant and none at all are one answer.
async fn check_places(tx: &mut Tx, place: &Place, query: &NoteQuery) -> Result<(), AppError> {
    let mut wrong: Vec<(Field, Problem)> = Vec::new();
    for (field, handle) in [("cursor", &query.cursor), ("at", &query.at), ("newer_than", &query.newer_than)] {
        if !handle.is_empty() && tx.status_note(&place.scope, place.key, handle).await?.is_none() {
            wrong.push((field, Problem::ForeignCursor));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(AppError::Invalid(wrong)) }
}

/// Rows of the history, and where it goes on to both sides.
struct Page {
    rows: Vec<StatusNoteRow>,
    next_cursor: Option<String>,
    newer_than: Option<String>,
}

async fn page_of(tx: &mut Tx, place: &Place, filter: &store::NoteFilter) -> Result<Page, AppError> {
    let mut rows = tx.status_notes(&place.scope, place.key, filter, PAGE + 1).await?;
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > PAGE);
    let is_backwards = !filter.after.is_empty();
    if has_more {
        rows.remove(if is_backwards { 0 } else { rows.len().saturating_sub(1) });
    }
    let end = |row: Option<&StatusNoteRow>| row.map(|row| row.handle.clone());
    let (mut newer_than, mut next_cursor) = (end(rows.first()), end(rows.last()));
    // The side to which it was read tells by itself whether it goes on there; of the other side one is looked for.
    let (here, there, beyond) = if is_backwards {
        let beyond = store::NoteFilter { before: next_cursor.clone().unwrap_or_default(), ..filter.clone() };
        (&mut newer_than, &mut next_cursor, store::NoteFilter { after: String::new(), ..beyond })
    } else {
        let beyond = store::NoteFilter { after: newer_than.clone().unwrap_or_default(), ..filter.clone() };
        (&mut next_cursor, &mut newer_than, store::NoteFilter { before: String::new(), at: String::new(), ..beyond })
    };
    if !has_more {
        *here = None;
    }
    let is_first = !is_backwards && filter.before.is_empty() && filter.at.is_empty();
    if is_first || rows.is_empty() || tx.status_notes(&place.scope, place.key, &beyond, 1).await?.is_empty() {
        *there = None;
    }
    Ok(Page { rows, next_cursor, newer_than })
}

/// What the tenant page shows of notes, in the transaction of the page.
pub(crate) async fn of_tenant(tx: &mut Tx, who: &Who, place: &Place) -> Result<NotesOfTenant, AppError> {
    let shown = i64::try_from(NOTES_SHOWN).unwrap_or(i64::MAX);
    let rows = tx.status_notes(&place.scope, place.key, &store::NoteFilter::default(), shown).await?;
    let newest: Vec<StatusNoteItem> = rows.into_iter().map(|row| item(row, place, who)).collect::<Result<_, _>>()?;
    let requests = tx.note_requests(&place.scope, place.key).await?;
    let today = who.today();
    Ok(NotesOfTenant {
        is_overdue: newest.first().is_some_and(|note| note.next_action_on < today),
        newest,
        requests: requests.into_iter().map(|row| request(row, today)).collect::<Result<_, _>>()?,
        may_write: who.may(Resource::StatusNotes, Action::Write).is_ok(),
        may_ask: who.may(Resource::NoteRequests, Action::Write).is_ok(),
    })
}

/// What is asked for, as the store takes it. An author is withheld like every name (S1.4): filtering by it is refused
/// as by one that does not exist.
fn filter(query: &NoteQuery, sensitivity: Sensitivity) -> Result<store::NoteFilter, AppError> {
    let mut wrong: Vec<(Field, Problem)> = Vec::new();
    let mut day = |field: Field, text: &str, later: u64| match day::read(text) {
        Ok(found) => found.and_then(|day| day.checked_add_days(Days::new(later))).map(day::start_of),
        Err(fault) => {
            wrong.push((field, fault.into()));
            None
        }
    };
    let (from, until) = (day("from", &query.from, 0), day("until", &query.until, 1));
    let (author, search) = (query.author.trim(), query.search.trim());
    for (field, text) in [("author", author), ("q", search)] {
        if text.chars().count() > LONGEST_SEARCH {
            wrong.push((field, Problem::TooLong(LONGEST_SEARCH)));
        }
    }
    if sensitivity == Sensitivity::Withheld && !author.is_empty() {
        wrong.push(("author", Problem::Unknown));
    }
    let overall_status = query.overall_status.trim();
    if !overall_status.is_empty() && OverallStatus::from_code(overall_status).is_none() {
        wrong.push(("overall_status", Problem::Unknown));
    }
    if !wrong.is_empty() {
        return Err(AppError::Invalid(wrong));
    }
    Ok(store::NoteFilter {
        from,
        until,
        author: author.to_owned(),
        overall_status: overall_status.to_owned(),
        search: name_key(search),
        before: query.cursor.clone(),
        at: query.at.clone(),
        after: query.newer_than.clone(),
        only: String::new(),
    })
}

fn item(row: StatusNoteRow, place: &Place, who: &Who) -> Result<StatusNoteItem, AppError> {
    let broken = |column: &str| AppError::Internal(format!("a status note with a broken {column}"));
    let is_own = row.person_id.is_some() && row.person_id.map(PersonId) == who.person();
    let sensitivity = match (row.person_id, who.person()) {
        (Some(author), Some(reader)) if is_own => place.sensitivity.of_written_by(PersonId(author), reader),
        _ if planted(Fault::PeopleOfNotesShown) => Sensitivity::Shown,
        _ => place.sensitivity,
    };
    let mut withheld = Vec::new();
    let mut shown = |field: &'static str, value: Option<String>| match Sensitive::new(value).for_reader(sensitivity) {
        Shown::Value(value) => value,
        Shown::Withheld => {
            withheld.push(field);
            None
        }
    };
    let author = shown("author", row.author);
    let next_action_owner = shown("next_action_owner", Some(row.next_action_owner));
    Ok(StatusNoteItem {
        written_at: moment(row.written_at),
        author,
        organisation: place.sees_several.then_some(row.organisation),
        next_action_on: row.next_action_on.parse().map_err(|_| broken("day"))?,
        next_action_owner,
        overall_status: OverallStatus::from_code(&row.overall_status).ok_or_else(|| broken("status"))?,
        id: row.handle,
        scope: row.scope,
        risks: row.risks,
        next_actions: row.next_actions,
        corrects: row.corrects,
        corrected_by: row.corrected_by,
        withheld,
    })
}

fn request(row: NoteRequestRow, today: NaiveDate) -> Result<NoteRequestItem, AppError> {
    let due_on = row.due_on.parse().map_err(|_| AppError::Internal("a request with a broken day".to_owned()))?;
    let is_overdue = due_on < today;
    Ok(NoteRequestItem { id: row.handle, partner: row.partner, due_on, asked_at: moment(row.asked_at), is_overdue })
}
