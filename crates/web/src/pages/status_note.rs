//! Status notes of a tenant: the history, and the forms for a note and for asking for one (S6).

use app::{AskingDesk, NoteDesk, NoteHistory, NoteQuery, StatusNoteItem};
use askama::Template;
use domain::status_note::{NewStatusNote, OverallStatus, cut};
use domain::text::Cut;
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use crate::words::{say, tell};

/// The history of a tenant's notes.
#[derive(Debug, Clone, Template)]
#[template(path = "status_note/list.html")]
pub struct StatusNotesPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What was asked for.
    pub query: NoteQuery,
    /// What was wrong with that, in the reader's words.
    pub query_error: Option<String>,
    /// The notes.
    pub history: NoteHistory,
}

/// The form for a note; `as_pane()` is the part for a pane.
#[derive(Clone, Template)]
#[template(path = "status_note/new.html", blocks = ["pane"])]
pub struct StatusNotePage {
    /// What surrounds it.
    pub shell: Shell,
    /// The tenant, and the note to correct.
    pub desk: NoteDesk,
    /// What is in the fields.
    pub typed: NewStatusNote,
    /// What is wrong with it.
    pub faults: FormFaults,
}

/// The form to ask for a note; `as_pane()` is the part for a pane.
#[derive(Debug, Clone, Template)]
#[template(path = "note_request/new.html", blocks = ["pane"])]
pub struct NoteRequestPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The tenant, and who can be asked.
    pub desk: AskingDesk,
    /// The partner chosen, by ID.
    pub partner: String,
    /// The day, as typed.
    pub due_on: String,
    /// What is wrong with it.
    pub faults: FormFaults,
}

impl StatusNotePage {
    /// What its draft is about. One of a correction is put back into a correction of the same note alone: a note of its
    /// own would not say what it corrects.
    fn about(&self) -> String {
        let tenant = self.desk.tenant.tenant_id;
        self.desk.corrects.as_ref().map_or_else(|| tenant.to_string(), |old| format!("{tenant} corrects {}", old.id))
    }
}

impl StatusNotesPage {
    /// Whether something is filtered.
    pub fn is_filtered(&self) -> bool {
        let NoteQuery { from, until, author, overall_status, search, .. } = &self.query;
        [from, until, author, overall_status, search].iter().any(|text| !text.is_empty())
    }

    /// The address of the older notes.
    pub fn older(&self) -> Option<String> {
        Some(self.beside("cursor", self.history.next_cursor.as_deref()?))
    }

    /// The address of the newer notes.
    pub fn newer(&self) -> Option<String> {
        Some(self.beside("newer_than", self.history.newer_than.as_deref()?))
    }

    /// The address of the page that begins or ends beside a note, with the same filters.
    fn beside(&self, place: &str, handle: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let NoteQuery { from, until, author, overall_status, search, .. } = &self.query;
        for (name, value) in
            [("from", from), ("until", until), ("author", author), ("overall_status", overall_status), ("q", search)]
        {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair(place, handle);
        format!("/tenants/{}/status-notes?{}", self.history.tenant.tenant_id, query.finish())
    }
}

/// The name of an overall status in the reader's words.
pub fn status_label(status: OverallStatus, words: &Words) -> &'static str {
    match status {
        OverallStatus::Active => tell!(words, "note-status-active"),
        OverallStatus::Blocked => tell!(words, "note-status-blocked"),
        OverallStatus::Paused => tell!(words, "note-status-paused"),
    }
}

/// The style of an overall status's badge.
pub fn status_style(status: OverallStatus) -> &'static str {
    match status {
        OverallStatus::Active => "success",
        OverallStatus::Blocked => "error",
        OverallStatus::Paused => "warning",
    }
}

/// The label of a field of a note.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    match field {
        "scope" => tell!(words, "note-scope"),
        "risks" => tell!(words, "note-risks"),
        "next_actions" => tell!(words, "note-next-actions"),
        "next_action_date" => tell!(words, "note-next-action-date"),
        "next_action_owner" => tell!(words, "note-next-action-owner"),
        "overall_status" => tell!(words, "note-overall-status"),
        "partner" => tell!(words, "note-ask-partner"),
        "due_on" => tell!(words, "note-ask-due"),
        _ => tell!(words, "note-corrects"),
    }
}

/// Who wrote a note, or that this is withheld.
pub fn author(note: &StatusNoteItem, words: &Words) -> String {
    let unknown =
        if note.withheld.contains(&"author") { tell!(words, "note-withheld") } else { tell!(words, "note-no-author") };
    let name = note.author.clone().unwrap_or_else(|| unknown.to_owned());
    match &note.organisation {
        Some(organisation) => format!("{name}, {organisation}"),
        None => name,
    }
}

/// Who does the next action, or that this is withheld.
pub fn owner(note: &StatusNoteItem, words: &Words) -> String {
    note.next_action_owner.clone().unwrap_or_else(|| tell!(words, "note-withheld").to_owned())
}

/// A text as the list shows it: what stands there, and what Read more opens.
pub fn shown(text: &str) -> Cut<'_> {
    cut(text)
}
